"""Rows about the paid request: what is sent again, what never is, and what is said of the money."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx

from imgen_nb.errors import ImgenError, OutcomeUnknown, Unauthorized
from imgen_nb.flow import Flow, Outcome
from imgen_nb.testing.bench import LARGEST, Bench
from imgen_nb.testing.rows import Check, check
from imgen_nb.testing.scripted import KEY, after, before, png, reply, with_header
from imgen_nb.types import State


def _happy(bench: Bench) -> None:
    made = bench.generate()
    assert made.state is State.SAVED
    assert len(made.images) >= 1
    assert made.images[0].read_bytes() == png()
    assert bench.server.only() in (made.remote_id or bench.server.only())
    seen = len(bench.server.log)
    again = bench.generate()
    assert again.from_store
    assert [picture.sha256 for picture in again.images] == [picture.sha256 for picture in made.images]
    assert len(bench.server.log) == seen, "a known request was asked for again"


def _named(bench: Bench) -> None:
    """It may be more than the service's own id: what else leads to the job, such as the host that has it."""
    made = bench.generate()
    assert bench.server.only() in (made.remote_id or "")


def refused(bench: Bench, name: str) -> None:
    """A documented refusal costs nothing, says so, and the same call may be made again."""
    response, kind = bench.wire.refusals()[name]
    bench.server.on_submit.append(reply(response))
    error = bench.fails(kind, "no")
    if isinstance(error, Unauthorized):
        assert all(way.env in error.hint and way.header in error.hint for way in bench.provider.credentials), error.hint
    assert bench.server.billed == 0
    assert bench.generate().state is State.SAVED, "a refused request cannot be made any more"


def waits(bench: Bench, name: str) -> None:
    """A provider that says how long to wait is not asked before."""
    response, seconds = bench.wire.waits()[name]
    bench.server.on_submit.append(reply(response))
    bench.generate()
    first, second = bench.server.times("submit")
    assert second - first >= seconds, f"waited {second - first:.1f} s of {seconds} s"


def _wait_past_the_deadline(bench: Bench) -> None:
    response, seconds = next(iter(bench.wire.waits().values()))
    bench.server.on_submit.append(reply(response))
    bench.fails(ImgenError, "no", deadline=max(seconds / 2, 0.5))
    assert bench.server.billed == 0


def _lost_after(bench: Bench, then: httpx.Response | type[httpx.TransportError]) -> None:
    bench.server.on_submit.append(after(then))
    if bench.provider.has("reconcile"):
        assert bench.generate().state is State.SAVED, "an accepted job was not found again"
    else:
        bench.fails(OutcomeUnknown, "unknown")
        bench.fails(OutcomeUnknown, "unknown")  # asking again must not pay again
    assert bench.server.billed == 1
    assert len(bench.server.times("submit")) == 1


def _misread(bench: Bench, then: httpx.Response) -> None:
    """An answer of another kind than the document's: whatever the provider makes of it, nothing is paid again."""
    bench.server.on_submit.append(after(then))
    _unread(bench)


def _unread(bench: Bench) -> None:
    if bench.provider.has("reconcile"):
        assert bench.generate().state is State.SAVED, "an accepted job was not found again"
    else:
        bench.fails(ImgenError, "yes", "unknown")
        bench.fails(ImgenError, "yes", "unknown")
    assert len(bench.server.times("submit")) == 1


def _lost_before(bench: Bench, error: type[httpx.TransportError]) -> None:
    bench.server.on_submit.append(before(error))
    bench.fails(OutcomeUnknown, "unknown")
    bench.fails(OutcomeUnknown, "unknown")
    assert len(bench.server.times("submit")) == 1
    assert bench.server.billed == 0


def _not_sent(bench: Bench) -> None:
    bench.server.on_submit.extend([before(httpx.ConnectError), before(httpx.ConnectTimeout)])
    assert bench.generate().state is State.SAVED
    assert bench.server.billed == 1


def _never_sent(bench: Bench) -> None:
    bench.server.always["submit"] = before(httpx.ConnectError)
    bench.fails(ImgenError, "no")
    assert len(bench.server.times("submit")) < 10
    assert bench.server.times("submit")[-1] < 120, "an unreachable server is given up too late"


def _headed(bench: Bench, name: bytes, value: bytes) -> None:
    bench.server.on_submit.append(with_header(name, value))
    assert bench.generate().state is State.SAVED
    assert len(bench.server.times("submit")) == 1


def _too_long(bench: Bench) -> None:
    """A reply without an end is cut off, and nobody reads what came of it."""

    def padded(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        plain = normal()
        return httpx.Response(plain.status_code, headers=_without_length(plain), content=plain.content + LONG)

    bench.server.on_submit.append(padded)
    _unread(bench)


def _echoed(bench: Bench) -> None:
    """A service that gives the key back in what it says: it is neither shown nor kept."""

    def echo(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        plain = normal()
        try:
            told = {**plain.json(), "echo": {"headers": [f"authorised by {KEY}"], KEY: 1}}
        except (ValueError, TypeError):
            return plain
        return httpx.Response(plain.status_code, headers=_without_length(plain), json=told)

    bench.server.always["submit"] = bench.server.always["poll"] = echo
    made = bench.generate()
    assert KEY not in f"{made} {made.raw}", "a key is shown"
    kept = [path for path in bench.store.home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert not kept, f"a key is kept in {kept}"


def _without_length(response: httpx.Response) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in response.headers.raw if name.lower() != b"content-length"]


def _of_another_job(bench: Bench) -> None:
    """The reply to an earlier request comes once more: its picture is never taken for this one's."""
    first = bench.generate()
    told = bench.wire.accepted(bench.server.only(), bench.server.jobs[bench.server.only()])
    bench.server.on_submit.append(after(told))
    try:
        second = bench.generate(take=2)
    except ImgenError as error:
        bench.told(error, ImgenError, "yes", "unknown")
    else:
        assert second.remote_id != first.remote_id, "the picture of another job"
    assert len(bench.server.times("submit")) == 2


def _odd_raw(bench: Bench) -> None:
    """Bookkeeping never loses a picture: what is kept of the last reply may hold anything."""
    moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    odd: dict[str, Any] = {"at": moment, "bytes": b"\xff", "number": float("nan"), "itself": {1: {2}}}

    def spoilt(outcome: Outcome) -> Outcome:
        return Outcome(outcome.assets, raw={**outcome.raw, **odd})

    class Odd(type(bench.provider)):  # type: ignore[misc]
        def generate(self, request: Any) -> Flow[Outcome]:
            return spoilt((yield from super().generate(request)))

        def follow(self, remote_id: str) -> Flow[Outcome]:
            return spoilt((yield from super().follow(remote_id)))

    bench.provider = copy.copy(bench.provider)
    bench.provider.__class__ = Odd
    assert bench.generate().images
    assert bench.generate().from_store


def _empty(bench: Bench) -> None:
    """Taken, and the answer has no picture: that is no success, and nothing is posted again."""

    def empty(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        normal()
        return bench.wire.finished(bench.server.only(), request, None)

    bench.server.on_submit.append(empty)
    bench.fails(ImgenError, "yes", "unknown")
    bench.fails(ImgenError, "yes", "unknown")
    assert len(bench.server.times("submit")) == 1


AGAIN_LATER = httpx.Response(503, headers={"retry-after": "4"}, text="busy")

LONG = b" " * LARGEST

ROWS: dict[str, Check] = {
    "happy path, then from the store": check(_happy),
    "the provider's id is known": check(_named, "named"),
    "told to wait past the deadline": check(_wait_past_the_deadline, "waits"),
    "reset before acceptance": check(partial(_lost_before, error=httpx.ReadError)),
    "reset after acceptance": check(partial(_lost_after, then=httpx.ReadError)),
    "timeout after acceptance": check(partial(_lost_after, then=httpx.ReadTimeout)),
    "502 after acceptance": check(partial(_lost_after, then=httpx.Response(502, text="bad gateway"))),
    "503 with Retry-After after acceptance": check(partial(_lost_after, then=AGAIN_LATER)),
    "malformed answer to a submission": check(partial(_misread, then=httpx.Response(200, text="<html>"))),
    "answer without an id": check(partial(_misread, then=httpx.Response(200, json={}))),
    "redirected submission": check(partial(_lost_after, then=httpx.Response(307, headers={"location": "https://x.y"}))),
    "answer with a header outside ASCII": check(partial(_headed, name=b"x-from", value="Zürich".encode())),
    "answer with an encoding nobody offered": check(partial(_headed, name=b"content-encoding", value=b"aws-chunked")),
    "answer that is far too long": check(_too_long),
    "answer with the key in it": check(_echoed, "keyed"),
    "answer to an earlier request": check(_of_another_job, "named", "polled"),
    "a reply that JSON cannot keep": check(_odd_raw),
    "an answer without a picture": check(_empty, without="polled"),
    "connection refused, then fine": check(_not_sent),
    "connection always refused": check(_never_sent),
}
