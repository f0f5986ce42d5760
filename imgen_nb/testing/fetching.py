"""Rows about the picture: what was paid arrives, at once or later, and never something else in its place."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import Callable
from functools import partial

import httpx

from imgen_nb.errors import AssetBlocked, AssetError, AssetNotImage
from imgen_nb.testing.bench import Bench
from imgen_nb.testing.rows import Check, check
from imgen_nb.testing.scripted import ASSETS, before, held, png, reply, with_header
from imgen_nb.types import State

LATE = 3.0
"""Seconds after which a storage has what its service already told."""


def _bad(bench: Bench) -> None:
    whole = png()
    wrong_type = httpx.Response(200, content=whole, headers={"content-type": "image/OutputFormat.PNG"})
    half = httpx.Response(200, content=whole[: len(whole) // 2])
    bench.server.on_asset.extend([before(httpx.ReadError), reply(httpx.Response(503)), reply(half), reply(wrong_type)])
    made = bench.arrives()
    assert made.images[0].media_type == "image/png"
    assert made.images[0].path.suffix == ".png"


def _headed(bench: Bench, name: bytes, value: bytes) -> None:
    bench.server.on_asset.append(with_header(name, value))
    assert bench.generate().images[0].read_bytes() == png()


def _late(bench: Bench, status: int) -> None:
    """The address is told before the picture is there: "not yet" looks like "gone"."""
    first: list[float] = []

    def not_yet(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        now = asyncio.get_running_loop().time()
        first.append(now)
        return normal() if now - first[0] > LATE else httpx.Response(status, text="not there")

    bench.server.always["asset"] = not_yet
    assert bench.generate().images, "a picture that comes a little late"


def _never(bench: Bench, response: httpx.Response, kind: type[AssetError] = AssetError) -> None:
    """For ever something else: paid, not fetched. Nothing is kept of it; the picture is fetched once it is there."""
    bench.server.always["asset"] = reply(response)
    bench.fails(kind, "yes")
    assert not list(bench.store.pictures.iterdir()), "something that is no picture was kept"
    (row,) = bench.store.unsettled()
    assert row.state is State.ACCEPTED, f"paid and not fetched, and its row is {row.state}"
    bench.fails(kind, "yes")
    bench.server.always.clear()
    (made,) = bench.resume()
    assert made.state is State.SAVED
    assert bench.generate().from_store
    assert len(bench.server.times("submit")) == 1, "posted again for what was paid"


def _told(bench: Bench, address: Callable[[str], str]) -> None:
    """An address of another form than the usual one."""
    bench.server.place = address
    assert bench.generate().images[0].read_bytes() == png()


def _inline(remote_id: str) -> str:
    return f"data:image/png;base64,{base64.b64encode(png()).decode()}"


def _below_the_origin(remote_id: str) -> str:
    return f"/pictures/{remote_id}.png"


def _expired(bench: Bench, status: int) -> None:
    """A signed address has run out; the job, asked once more, tells a fresh one."""
    told: list[str] = []

    def signed(remote_id: str) -> str:
        told.append(f"sig={len(told)}")
        return f"https://{ASSETS}/pictures/{remote_id}?{told[-1]}"

    def run_out(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        return httpx.Response(status, text="expired") if request.url.query == b"sig=0" else normal()

    bench.server.place = signed
    bench.server.always["asset"] = run_out
    assert bench.generate().images


def _moved(bench: Bench) -> None:
    elsewhere = f"https://elsewhere.example/pictures/{uuid.uuid4().hex}"
    bench.server.on_asset.append(reply(httpx.Response(302, headers={"location": elsewhere})))
    assert bench.generate().state is State.SAVED


def _one_missing(bench: Bench, response: httpx.Response) -> None:
    """Of several pictures one does not come: the others are there, it is named, and fetched once it can be."""

    def two(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        normal()
        remote_id = bench.server.only()
        address = bench.server.address(remote_id)
        more = getattr(bench.wire, "several")  # noqa: B009 - a wire need not have it
        told: httpx.Response = more(remote_id, bench.server.jobs[remote_id], [address, f"{address}-missing"])
        return told

    def gone(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        return response if request.url.path.endswith("missing") else normal()

    bench.server.always["submit" if held(bench.wire) else "poll"] = two
    bench.server.always["asset"] = gone
    made = bench.generate()
    assert len(made.images) == 1
    assert made.missing
    assert made.warnings
    assert len(bench.generate().images) == 1, "asked again, what is there was not shown"
    del bench.server.always["asset"]
    made = bench.generate()
    assert len(made.images) == 2, "a missing picture was not fetched once it was there"
    assert not made.missing
    assert len(bench.server.times("submit")) == 1, "posted again for what was paid"


GONE = (400, 401, 403, 404, 410)
PAGE = httpx.Response(200, text="<!doctype html><title>Sign in</title>", headers={"content-type": "image/png"})
PRIVATE = httpx.Response(302, headers={"location": "http://169.254.169.254/latest/meta-data"})


def _addressed(run: Callable[[Bench], None], *more: str) -> Check:
    return check(run, "addressed", *more)


ROWS: dict[str, Check] = {
    "truncated and mistyped picture": _addressed(_bad),
    "picture with a header outside ASCII": _addressed(partial(_headed, name=b"x-from", value="Zürich".encode())),
    "picture with an encoding nobody offered": _addressed(
        partial(_headed, name=b"content-encoding", value=b"aws-chunked")
    ),
    **{f"picture that comes late: {status}": _addressed(partial(_late, status=status)) for status in GONE},
    "picture gone for now": _addressed(partial(_never, response=httpx.Response(404))),
    "HTML instead of a picture": _addressed(partial(_never, response=PAGE, kind=AssetNotImage)),
    "picture redirected into a private network": _addressed(partial(_never, response=PRIVATE, kind=AssetBlocked)),
    "picture moved": _addressed(_moved),
    "picture told as a data URL": _addressed(partial(_told, address=_inline)),
    "picture told as a path": _addressed(partial(_told, address=_below_the_origin)),
    **{
        f"address run out, and a fresh one: {status}": _addressed(partial(_expired, status=status), "polled")
        for status in GONE
    },
    "one of several gone": _addressed(partial(_one_missing, response=httpx.Response(404)), "several"),
    "one of several no picture": _addressed(partial(_one_missing, response=PAGE), "several"),
}
