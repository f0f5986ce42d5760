"""What goes wrong on the wire, by the kind of request; each fault notes what nobody can know after it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

import httpx

from imgen_nb.engine.wire import LONGEST_ANSWER
from imgen_nb.testing.scripted import Kind, held
from simulation.truth import Fault, World, number_of

LARGEST = 200_000
"""Bytes of a reply in these schedules: what is far too long need not be megabytes."""
Normal = Callable[[], httpx.Response]
NOT_SENT = (httpx.ConnectError,)


class Drip(httpx.AsyncByteStream):
    """A body that comes in pieces, one after another."""

    def __init__(self, body: bytes, seconds: float, pieces: int = 20) -> None:
        self.body, self.pause, self.pieces = body, seconds / pieces, pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        step = max(1, len(self.body) // self.pieces)
        for start in range(0, len(self.body), step):
            await asyncio.sleep(self.pause)
            yield self.body[start : start + step]


def _unheard(world: World, request: httpx.Request) -> None:
    if request.method == "POST":
        world.unheard.add(number_of(request.content))


def _asked(world: World, request: httpx.Request) -> str | None:
    """The job that a request asks for; none where all jobs are asked for, or the one that works."""
    return next((job for job in world.jobs if job in str(request.url)), None)


def _taken(world: World, normal: Normal) -> str:
    """Let a paid request be accepted, and give its job."""
    before = set(world.jobs)
    normal()
    (job,) = set(world.jobs) - before
    return job


def _breaks(error: type[httpx.TransportError], *, accepts: bool = False) -> Fault:
    def fault(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
        if accepts:
            normal()
        if error not in NOT_SENT:
            _unheard(world, request)
        raise error("simulated", request=request)

    return fault


def _answers(response: Normal, *, accepts: bool = False) -> Fault:
    def fault(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
        if accepts:
            normal()
        _unheard(world, request)
        return response()

    return fault


def _headed(name: bytes, value: bytes) -> Fault:
    def fault(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
        plain = normal()
        return httpx.Response(plain.status_code, headers=[*plain.headers.raw, (name, value)], content=plain.content)

    return fault


def _drips(seconds: float) -> Fault:
    def fault(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
        plain = normal()
        if seconds > LONGEST_ANSWER:
            _unheard(world, request)
        headers = [(name, value) for name, value in plain.headers.raw if name.lower() != b"content-length"]
        return httpx.Response(plain.status_code, headers=headers, stream=Drip(plain.content, seconds))

    return fault


def _refused(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
    return world.chance.choice(list(world.wire.refusals().values()))[0]


def _told_to_wait(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
    waits = [response for response, _ in world.wire.waits().values()]
    return world.chance.choice(waits) if waits else normal()


def _of_another_job(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
    """The answer to an earlier request, once more; only its id can tell."""
    others = sorted(job for job in world.heard if world.owner[job] != number_of(request.content))
    if held(world.wire) or not others:
        return normal()
    normal()
    _unheard(world, request)
    job = world.chance.choice(others)
    return world.wire.accepted(job, world.jobs[job])


def _fails(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
    if held(world.wire) != (request.method == "POST"):
        return normal()
    job = _taken(world, normal) if held(world.wire) else _asked(world, request)
    if job is None:
        return normal()
    world.failed.add(job)
    return world.failure(job)


def _empty(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
    if held(world.wire) != (request.method == "POST"):
        return normal()
    job = _taken(world, normal) if held(world.wire) else _asked(world, request)
    if job is None or job in world.failed:
        return normal()
    _unheard(world, request)
    return world.wire.finished(job, world.jobs[job], None)


def _odd_word(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
    job = _asked(world, request)
    return world.wire.pending(job, world.jobs[job], "daydreaming") if job and not held(world.wire) else normal()


def _not_there(status: int, *, signed: bool = False) -> Fault:
    """A picture that is late by little or by much; or one address of it that has run out."""

    def fault(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
        late = 1e9 if signed else world.chance.choice((1.0, 3.0, 20.0, 1e9))
        world.gone[str(request.url) if signed else request.url.path] = (world.clock() + late, status)
        return httpx.Response(status, text="not there")

    return fault


def _half(world: World, request: httpx.Request, normal: Normal) -> httpx.Response:
    body = normal().content
    return httpx.Response(200, content=body[: len(body) // 2])


def _page() -> httpx.Response:
    return httpx.Response(200, text="<!doctype html><title>Sign in</title>")


def _long() -> httpx.Response:
    return httpx.Response(200, content=b'{"padding": "' + b" " * (2 * LARGEST) + b'"}')


COMMON: dict[str, Fault] = {
    "reset": _breaks(httpx.ReadError),
    "timeout": _breaks(httpx.ReadTimeout),
    "502": _answers(lambda: httpx.Response(502, text="bad gateway")),
    "503 with Retry-After": _answers(lambda: httpx.Response(503, headers={"retry-after": "4"})),
    "a page": _answers(_page),
    "no connection": _breaks(httpx.ConnectError),
    "odd header": _headed(b"x-from", "Zürich".encode()),
    "odd encoding": _headed(b"content-encoding", b"aws-chunked"),
    "drips": _drips(40.0),
    "drips for long": _drips(700.0),
}
ANSWER: dict[str, Fault] = {
    "half of JSON": _answers(lambda: httpx.Response(200, content=b"{")),
    "far too long": _answers(_long),
    "told to wait": _told_to_wait,
    "job failed": _fails,
    "empty": _empty,
}
MENU: Mapping[Kind, Mapping[str, Fault]] = {
    "submit": {
        **COMMON,
        **ANSWER,
        "reset after": _breaks(httpx.ReadError, accepts=True),
        "timeout after": _breaks(httpx.ReadTimeout, accepts=True),
        "502 after": _answers(lambda: httpx.Response(502, text="bad gateway"), accepts=True),
        "a page after": _answers(_page, accepts=True),
        "no id after": _answers(lambda: httpx.Response(200, json={}), accepts=True),
        "far too long after": _answers(_long, accepts=True),
        "refused": _refused,
        "of another job": _of_another_job,
    },
    "poll": {
        **COMMON,
        **ANSWER,
        "401": _answers(lambda: httpx.Response(401, json={"error": "no"})),
        "404": _answers(lambda: httpx.Response(404, json={"error": "not found"})),
        "odd word": _odd_word,
    },
    "asset": {
        **COMMON,
        **{f"{status}": _not_there(status) for status in (400, 401, 403, 404, 410)},
        "run out": _not_there(403, signed=True),
        "half": _half,
    },
}
