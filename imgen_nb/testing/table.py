"""The wire table: what every provider must survive, as a function over any provider and a fake of its wire.

    from imgen_nb.testing import FakeWire, wire_table

    @pytest.mark.parametrize("row", wire_table(Mine(), MyWire(), tmp_folder))
    def test_wire(row):
        row()

Each row runs a whole job in virtual time (hours of waiting take milliseconds) against a scripted server that
counts what it accepted, and asserts that nothing was paid twice, that nothing paid was lost without a typed
word, and that nothing was asked after a cancel. No network, no clock and no sleep are involved.
"""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from imgen_nb.assets.fetch import Fetcher
from imgen_nb.client.requests import checked
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import (
    AssetBlocked,
    AssetError,
    AssetExpired,
    AssetNotImage,
    Cancelled,
    DeadlineExceeded,
    GenerationFailed,
    ImgenError,
    OutcomeUnknown,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import Provider
from imgen_nb.store.journal import Journal
from imgen_nb.store.ledger import Store
from imgen_nb.testing.scripted import ASSETS, KEY, Action, FakeWire, Server, after, before, png, reply, virtually
from imgen_nb.types import Event, Generation, ImageRequest, State

__all__ = [
    "ASSETS",
    "KEY",
    "Action",
    "Bench",
    "FakeWire",
    "Row",
    "Server",
    "after",
    "before",
    "names",
    "png",
    "reply",
    "virtually",
    "wire_table",
]


# ---------------------------------------------------------------------------- the bench


class Bench:
    """One provider, one scripted server, one empty store; jobs run in virtual time."""

    def __init__(self, provider: Provider, wire: FakeWire, folder: Path) -> None:
        self.provider = provider
        self.wire = wire
        self.server = Server(wire)
        self.store = Store(folder / uuid.uuid4().hex)
        self.runs: list[list[Event]] = []
        self.origin = "test"

    def engine(self) -> Engine:
        """A fresh engine, as another process would have it."""
        transport = httpx.MockTransport(self.server.handle)
        way = self.provider.credentials[-1] if self.provider.credentials else None
        auth = (way.header, way.prefix, Secret(KEY)) if way else None
        wire = Wire(self.provider, self.wire.base_url, auth, transport)
        return Engine(self.provider, wire, Fetcher(self.store.pictures, transport=transport), Journal(self.store))

    def ticket(self, deadline: float = 600.0) -> Ticket:
        """A ticket for the wire's own request."""
        values = checked(self.provider, self.wire.prompt, self.wire.params)
        request = ImageRequest(self.provider.name, self.wire.prompt, values, origin=self.origin, ref=uuid.uuid4().hex)
        self.runs.append([])
        return Ticket(request, deadline, self.runs[-1].append)

    def generate(self, deadline: float = 600.0) -> Generation:
        """Run the request to its end."""
        return virtually(self.engine().fulfil(self.ticket(deadline)))

    def resume(self) -> list[Generation]:
        """Settle everything unsettled, as `ig.resume()` does after a restart."""
        rows = self.store.unsettled()
        return [virtually(self.engine().settle(self.ticket(), row)) for row in rows]

    def fails(self, kind: type[ImgenError], charged: str, deadline: float = 600.0) -> ImgenError:
        """Run the request, which must end in this very type of error, saying this about money."""
        try:
            self.generate(deadline)
        except ImgenError as error:
            assert isinstance(error, kind), f"{type(error).__name__} is not {kind.__name__}: {error}"
            assert error.charged == charged, f"charged is {error.charged!r}, not {charged!r}: {error!r}"
            assert error.provider == self.provider.name
            assert KEY not in f"{error!r} {error} {error.__dict__}"
            return error
        raise AssertionError(f"ended well, instead of in {kind.__name__}")

    def holds(self) -> None:
        """What must be true at the end of every row."""
        assert self.server.billed <= 1, "paid twice"
        assert not self.server.keys_at_assets, "a key travelled to the picture's host"
        order = list(State)
        for events in self.runs:
            places = [order.index(event.state) for event in events]
            assert places == sorted(places), "a state went back"


@dataclass(frozen=True)
class Row:
    """One row of the table; call it to run it."""

    name: str
    run: Callable[[Bench], None]
    provider: Provider
    wire: FakeWire
    folder: Path

    def __call__(self) -> None:
        """Run the row; an AssertionError says what does not hold."""
        bench = Bench(self.provider, self.wire, self.folder)
        self.run(bench)
        bench.holds()


def wire_table(provider: Provider, wire: FakeWire, folder: Path) -> Iterator[Row]:
    """Give every row that applies to this provider."""
    rows: dict[str, Callable[[Bench], None]] = dict(ROWS)
    rows |= {f"refused: {name}": partial(_refused, name=name) for name in wire.refusals()}
    rows |= {f"told to wait: {name}": partial(_waits, name=name) for name in wire.waits()}
    rows |= {f"job failed: {name}": partial(_failed, name=name) for name in wire.failures("x")}
    for name, run in rows.items():
        yield Row(name, run, provider, wire, folder)


def names(provider: Provider, wire: FakeWire) -> list[str]:
    """The names of the rows, for parametrising."""
    return [row.name for row in wire_table(provider, wire, Path())]


# ---------------------------------------------------------------------------- the rows


def _happy(bench: Bench) -> None:
    made = bench.generate()
    assert made.state is State.SAVED
    assert len(made.images) >= 1
    assert made.images[0].read_bytes() == png()
    assert made.remote_id == bench.server.only()
    seen = len(bench.server.log)
    again = bench.generate()
    assert again.from_store
    assert [picture.sha256 for picture in again.images] == [picture.sha256 for picture in made.images]
    assert len(bench.server.log) == seen, "a known request was asked for again"


def _cadence(bench: Bench) -> None:
    bench.server.polls = 5
    bench.generate()
    at = bench.server.times("poll")
    gaps = [later - earlier for earlier, later in itertools.pairwise(at)]
    assert all(gap >= bench.provider.cadence.every - 1e-6 for gap in gaps), gaps


def _refused(bench: Bench, name: str) -> None:
    response, kind = bench.wire.refusals()[name]
    bench.server.on_submit.append(reply(response))
    error = bench.fails(kind, "no")
    if isinstance(error, Unauthorized):
        assert all(way.env in error.hint and way.header in error.hint for way in bench.provider.credentials), error.hint
    assert bench.server.billed == 0
    assert bench.generate().state is State.SAVED, "a refused request cannot be made any more"


def _waits(bench: Bench, name: str) -> None:
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


def _failed(bench: Bench, name: str) -> None:
    def fail(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        return bench.wire.failures(bench.server.only())[name]

    bench.server.on_poll.extend([fail] * 2)
    bench.fails(GenerationFailed, "unknown")
    assert bench.server.billed == 1


def _lost_after(bench: Bench, then: httpx.Response | type[httpx.TransportError]) -> None:
    bench.server.on_submit.append(after(then))
    if bench.provider.has("reconcile"):
        assert bench.generate().state is State.SAVED, "an accepted job was not found again"
    else:
        bench.fails(OutcomeUnknown, "unknown")
        bench.fails(OutcomeUnknown, "unknown")  # asking again must not pay again
    assert bench.server.billed == 1
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
    bench.server.on_submit.extend([before(httpx.ConnectError)] * 50)
    bench.fails(ImgenError, "no")
    assert len(bench.server.times("submit")) < 10
    assert bench.server.times("submit")[-1] < 120, "an unreachable server is given up too late"


def _lame_polls(bench: Bench) -> None:
    html = httpx.Response(200, text="<html>bad gateway</html>")
    bench.server.on_poll.extend(
        [before(httpx.ReadTimeout), reply(httpx.Response(502)), reply(html), reply(httpx.Response(200, content=b"{"))]
    )
    bench.server.on_poll.extend([before(httpx.ReadError), reply(httpx.Response(429, headers={"retry-after": "7"}))])
    assert bench.generate().state is State.SAVED


def _locked_out(bench: Bench) -> None:
    bench.server.on_poll.append(reply(httpx.Response(401, json={"error": "no"})))
    bench.fails(ImgenError, "yes")
    assert bench.generate().state is State.SAVED, "a paid job is lost after a 401"


def _forgotten(bench: Bench) -> None:
    bench.server.on_poll.append(reply(httpx.Response(404, json={"error": "not found"})))
    assert bench.generate().state is State.SAVED, "one 404 right after acceptance is not the end"


def _unknown_word(bench: Bench) -> None:
    def word(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        remote_id = bench.server.only()
        return bench.wire.pending(remote_id, bench.server.jobs[remote_id], "daydreaming")

    bench.server.on_poll.extend([word, word])
    assert bench.generate().state is State.SAVED


def _empty(bench: Bench, times: int) -> None:
    def empty(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        remote_id = bench.server.only()
        return bench.wire.finished(remote_id, bench.server.jobs[remote_id], None)

    bench.server.on_poll.extend([empty] * times)
    if times < 5:
        assert bench.generate().state is State.SAVED
    else:
        assert bench.fails(UnexpectedReply, "yes").json_path


def _deadline(bench: Bench) -> None:
    bench.server.polls = 100
    error = bench.fails(DeadlineExceeded, "yes", deadline=60)
    assert error.remote_id == bench.server.only()
    assert "resume" in error.hint
    bench.server.polls = 0
    (made,) = bench.resume()
    assert made.state is State.SAVED
    assert made.images


def _cancel(bench: Bench) -> None:
    async def work() -> None:
        engine, ticket = bench.engine(), bench.ticket()
        job = asyncio.ensure_future(engine.fulfil(ticket))
        while not bench.server.times("poll"):
            await asyncio.sleep(0.1)
        ticket.cancelled.set()
        seen = len(bench.server.log)
        try:
            await job
        except Cancelled as error:
            assert error.charged == "yes"
            assert ticket.state in (State.ACCEPTED, State.RUNNING)
        else:
            raise AssertionError("a cancelled job ended well")
        await asyncio.sleep(3600)
        assert len(bench.server.log) == seen, "something was asked after cancel"

    virtually(work())
    (made,) = bench.resume()
    assert made.state is State.SAVED


def _cancel_early(bench: Bench) -> None:
    async def work() -> None:
        engine, ticket = bench.engine(), bench.ticket()
        ticket.cancelled.set()
        try:
            await engine.fulfil(ticket)
        except Cancelled as error:
            assert error.charged == "no"
        else:
            raise AssertionError("a cancelled job ended well")
        assert ticket.state is State.CANCELLED

    virtually(work())
    assert not bench.server.log, "a cancelled job was sent"
    assert bench.generate().state is State.SAVED


def _bad_assets(bench: Bench) -> None:
    whole = png()
    wrong_type = httpx.Response(200, content=whole, headers={"content-type": "image/OutputFormat.PNG"})
    bench.server.on_asset.extend(
        [
            before(httpx.ReadError),
            reply(httpx.Response(503)),
            reply(httpx.Response(200, content=whole[: len(whole) // 2])),
            reply(wrong_type),
        ]
    )
    made = bench.generate()
    assert made.images[0].media_type == "image/png"
    assert made.images[0].path.suffix == ".png"


def _asset(bench: Bench, response: httpx.Response, kind: type[AssetError]) -> None:
    bench.server.on_asset.extend([reply(response)] * 20)
    bench.fails(kind, "yes")
    assert not list(bench.store.pictures.iterdir()), "something that is no picture was kept"
    if kind is not AssetExpired:
        bench.server.on_asset.clear()
        (made,) = bench.resume()
        assert made.state is State.SAVED


def _moved_asset(bench: Bench) -> None:
    elsewhere = f"https://elsewhere.example/pictures/{uuid.uuid4().hex}"
    bench.server.on_asset.append(reply(httpx.Response(302, headers={"location": elsewhere})))
    assert bench.generate().state is State.SAVED


def _crash(bench: Bench) -> None:
    """The process dies after acceptance: the next one takes over at once, and pays nothing."""

    async def work() -> None:
        job = asyncio.ensure_future(bench.engine().fulfil(bench.ticket()))
        while not bench.server.times("poll"):
            await asyncio.sleep(0.1)
        job.cancel()

    virtually(work())
    _orphan(bench.store)
    assert bench.generate().state is State.SAVED
    assert bench.server.billed == 1


def _crash_while_sending(bench: Bench) -> None:
    async def stall(request: httpx.Request) -> httpx.Response:
        bench.server.answer(request)
        await asyncio.sleep(3600)
        return httpx.Response(500)

    async def work() -> None:
        engine = bench.engine()
        way = Wire(bench.provider, bench.wire.base_url, None, httpx.MockTransport(stall))
        job = asyncio.ensure_future(Engine(bench.provider, way, engine.fetcher, engine.journal).fulfil(bench.ticket()))
        while not bench.server.times("submit"):
            await asyncio.sleep(0.1)
        job.cancel()
        await asyncio.sleep(0)

    virtually(work())
    _orphan(bench.store)
    if bench.provider.has("reconcile"):
        assert bench.generate().state is State.SAVED
    else:
        bench.fails(OutcomeUnknown, "unknown")
    assert len(bench.server.times("submit")) == 1


def _orphan(store: Store) -> None:
    """Make every row belong to a process that no longer runs."""

    def kill(connection: Any) -> None:
        connection.exec_driver_sql("UPDATE jobs SET owner = 'another-boot/1/1' WHERE owner IS NOT NULL")

    store.write(kill)


PAGE = httpx.Response(200, text="<!doctype html><title>Sign in</title>", headers={"content-type": "image/png"})
PRIVATE = httpx.Response(302, headers={"location": "http://169.254.169.254/latest/meta-data"})

ROWS: dict[str, Callable[[Bench], None]] = {
    "happy path, then from the store": _happy,
    "polls keep the document's cadence": _cadence,
    "told to wait past the deadline": _wait_past_the_deadline,
    "reset before acceptance": partial(_lost_before, error=httpx.ReadError),
    "reset after acceptance": partial(_lost_after, then=httpx.ReadError),
    "timeout after acceptance": partial(_lost_after, then=httpx.ReadTimeout),
    "502 after acceptance": partial(_lost_after, then=httpx.Response(502, text="bad gateway")),
    "malformed answer to a submission": partial(_lost_after, then=httpx.Response(200, text="<html>")),
    "answer without an id": partial(_lost_after, then=httpx.Response(200, json={})),
    "redirected submission": partial(_lost_after, then=httpx.Response(307, headers={"location": "https://x.example"})),
    "connection refused, then fine": _not_sent,
    "connection always refused": _never_sent,
    "polls that fail in every way": _lame_polls,
    "401 while polling": _locked_out,
    "404 right after acceptance": _forgotten,
    "unknown status word": _unknown_word,
    "empty result, then whole": partial(_empty, times=2),
    "empty result for ever": partial(_empty, times=50),
    "deadline, then resume": _deadline,
    "cancel, then resume": _cancel,
    "cancel before sending": _cancel_early,
    "truncated and mistyped picture": _bad_assets,
    "HTML instead of a picture": partial(_asset, response=PAGE, kind=AssetNotImage),
    "picture redirected into a private network": partial(_asset, response=PRIVATE, kind=AssetBlocked),
    "picture gone": partial(_asset, response=httpx.Response(404), kind=AssetExpired),
    "picture moved": _moved_asset,
    "process dies after acceptance": _crash,
    "process dies while sending": _crash_while_sending,
}
