"""What the wire table leaves out: faults of our own and of the disk, which must neither pay twice nor lose an id."""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from wires import destinpq, doing

from imgen_nb import providers
from imgen_nb.client.requests import checked
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.wire import Secret, Wire
from imgen_nb.errors import (
    Cancelled,
    DeadlineExceeded,
    ImgenError,
    InvalidRequest,
    OutcomeUnknown,
    RateLimited,
    StoreError,
    TransportFailed,
    UnexpectedReply,
)
from imgen_nb.store import owners
from imgen_nb.store.store import Store
from imgen_nb.store.windows import windows_table
from imgen_nb.testing import Bench, after, png, reply, virtually
from imgen_nb.types import ImageRequest, State

PARENT = f"{owners._boot()}/{os.getppid()}/{owners._started(os.getppid())}"
"""A living process that is not this one."""
pytestmark = pytest.mark.sampled(3)  # every case is asked of every provider

BENCHES = doing("polled")


@pytest.fixture(params=BENCHES)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    wire = importlib.import_module(f"wires.{request.param}").Wire()
    return Bench(providers.get(request.param), wire, tmp_path)


def raising(error: Exception, first: bool) -> Callable[..., httpx.Response]:
    """Break in a way no transport is documented to break, before or after the server acted."""

    def act(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        if not first:
            normal()
        raise error

    return act


STRANGE = [OSError("strange"), RuntimeError("strange"), ValueError("strange"), KeyError("strange"), RecursionError()]


@pytest.mark.parametrize("error", STRANGE, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("first", [True, False])
def test_a_paid_request_that_breaks_in_a_way_nobody_foresaw_is_not_sent_again(
    bench: Bench, error: Exception, first: bool
) -> None:
    bench.server.on_submit.append(raising(error, first))
    if bench.provider.has("reconcile") and not first:
        assert bench.generate().state is State.SAVED
    else:
        for _ in range(2):
            bench.fails(OutcomeUnknown, "unknown")
    assert len(bench.server.times("submit")) == 1
    bench.holds()


def test_a_provider_that_misreads_its_own_acceptance_does_not_pay_again(bench: Bench) -> None:
    engine, ticket = bench.engine(), bench.ticket()
    original = engine.provider.generate

    class Broken(type(bench.provider)):  # type: ignore[misc]
        def generate(self, request: Any) -> Any:
            flow = original(request)
            step = next(flow)

            def read(response: httpx.Response) -> Any:
                raise KeyError("a bug")

            yield type(step)(step.request, read, paid=True)

    engine.provider = Broken()
    if bench.provider.has("reconcile"):
        assert virtually(engine.fulfil(ticket)).state is State.SAVED
    else:
        with pytest.raises(OutcomeUnknown):
            virtually(engine.fulfil(ticket))
        bench.fails(OutcomeUnknown, "unknown")
    assert bench.server.billed == 1
    bench.holds()


def test_a_poll_that_breaks_in_a_way_nobody_foresaw_leaves_the_job_to_resume(bench: Bench) -> None:
    bench.server.on_poll.append(raising(RuntimeError("strange"), True))
    bench.fails(ImgenError, "yes")
    assert bench.generate().state is State.SAVED
    bench.holds()


def test_a_provider_that_breaks_on_what_was_paid_says_so_and_the_job_stays_to_be_fetched(bench: Bench) -> None:
    engine, finish = bench.engine(), bench.provider.finish

    class Careless(type(bench.provider)):  # type: ignore[misc]
        def finish(self, request: ImageRequest, remote_id: str) -> Any:
            yield from finish(request, remote_id)
            raise KeyError("output")

    engine.provider = engine._steps.provider = Careless()
    with pytest.raises(UnexpectedReply, match=r"breaks on this reply .KeyError: 'output'") as caught:
        virtually(engine.adopt(bench.ticket(), virtually(_accepted(bench))))
    assert caught.value.charged == "yes"
    assert bench.generate().state is State.SAVED
    assert bench.server.billed == 1


async def _accepted(bench: Bench) -> str:
    """The id of a job that was taken, and that nobody waits for any more."""
    ticket = bench.ticket()
    told = ticket._sink

    def until_accepted(event: Any) -> None:
        told(event)
        if event.remote_id:
            ticket.cancelled.set()

    ticket._sink = until_accepted
    with pytest.raises(Cancelled):
        await bench.engine().fulfil(ticket)
    assert ticket.remote_id
    return ticket.remote_id


class Broken(Store):
    """A store whose disk fails from some write on."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.left = 10**9

    def batch(self, works: Any) -> list[Any]:
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "No space left on device")
        return super().batch(works)


LOOKS = {
    "401": reply(httpx.Response(401)),
    "502": reply(httpx.Response(502)),
    "429 for an hour": reply(httpx.Response(429, headers={"retry-after": "3600"})),
    "bug": raising(KeyError("strange"), True),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_lost_answer_that_cannot_even_be_looked_for_stays_unknown(bench: Bench, look: str) -> None:
    bench.server.on_submit.append(raising(httpx.ReadError("scripted"), False))
    bench.server.on_poll.extend([LOOKS[look]] * 1000)
    bench.fails(ImgenError, "unknown")
    (row,) = bench.store.unsettled()
    assert row.state is State.UNKNOWN
    bench.server.on_poll.clear()
    bench.store.write(lambda connection: connection.execute(windows_table().delete()))  # as if the hour were over
    if bench.provider.has("reconcile"):
        assert bench.generate().state is State.SAVED
    else:
        bench.fails(OutcomeUnknown, "unknown")
    bench.holds()


SEARCHED = [name for name in BENCHES if providers.get(name).has("reconcile")]


@pytest.mark.parametrize("bench", sorted(set(BENCHES) - set(SEARCHED)), indirect=True)
def test_an_answer_to_a_paid_request_that_nobody_can_read_is_told_with_the_place(bench: Bench) -> None:
    bench.server.on_submit.append(after(httpx.Response(200, json=["odd"])))
    assert bench.fails(OutcomeUnknown, "unknown").json_path == "$"
    bench.holds()


@pytest.mark.parametrize("bench", SEARCHED, indirect=True)
def test_a_lost_answer_that_is_found_at_another_requests_job_stays_unknown(bench: Bench) -> None:
    bench.generate()
    (known,) = bench.store.history().items
    engine = bench.engine()

    class Mistaken(type(bench.provider)):  # type: ignore[misc]
        def reconcile(self, request: Any) -> Any:
            return known.remote_id
            yield

    engine.provider = Mistaken()
    bench.server.on_submit.append(raising(httpx.ReadError("scripted"), False))
    with pytest.raises(OutcomeUnknown) as caught:
        virtually(engine.fulfil(bench.ticket(take=2)))
    assert caught.value.charged == "unknown"
    assert [row.state for row in bench.store.unsettled()] == [State.UNKNOWN]


@pytest.mark.parametrize("writes", range(8))
def test_a_disk_that_fails_at_any_write_ends_in_a_word_of_ours_and_never_in_a_second_payment(
    bench: Bench, writes: int
) -> None:
    bench.store = broken = Broken(bench.store.home)
    broken.left = writes
    try:
        made = bench.generate()
    except ImgenError as error:
        assert error.provider == bench.provider.name  # noqa: PT017
        if bench.server.billed:
            assert error.charged != "no"  # noqa: PT017
            assert error.remote_id in (None, bench.server.only())  # noqa: PT017
        if bench.server.times("poll"):
            assert error.remote_id  # noqa: PT017
    else:
        assert made.state is State.SAVED
    broken.left = 10**9
    _dead(broken)
    try:
        assert bench.generate().state is State.SAVED
    except OutcomeUnknown:
        assert bench.server.billed <= 1
    bench.holds()


def _dead(orphaned: Store) -> None:
    def kill(connection: Any) -> None:
        connection.exec_driver_sql("UPDATE jobs SET owner = 'another-boot/1/1' WHERE owner IS NOT NULL")

    orphaned.write(kill)


def test_told_to_wait_no_time_at_all_is_no_hot_loop(bench: Bench) -> None:
    bench.server.on_submit.extend([reply(httpx.Response(429, headers={"retry-after": "0"}))] * 1000)
    error = bench.fails(ImgenError, "no", deadline=60)
    assert isinstance(error, RateLimited | TransportFailed), "the deadline may strike within the last pause"
    assert len(bench.server.times("submit")) <= 61


def test_a_poll_told_to_wait_no_time_at_all_is_no_hot_loop(bench: Bench) -> None:
    bench.server.on_poll.extend([reply(httpx.Response(429, headers={"retry-after": "0"}))] * 1000)
    bench.fails(DeadlineExceeded, "yes", deadline=60)
    assert len(bench.server.times("poll")) <= 62


def test_who_lost_a_row_does_not_touch_it(bench: Bench) -> None:
    """Another process sent the request while this one waited: it is joined, and the row stays theirs."""
    engine, ticket = bench.engine(), bench.ticket()

    def take(connection: Any) -> None:
        bench.store.sending(connection, ticket.request)
        bench.store.update(connection, ticket.request.ref, owner=PARENT, state=State.SENDING)

    read = engine.journal.read

    async def late(work: Callable[[], Any]) -> Any:
        seen = await read(work)
        if not bench.store.get(ticket.request.ref):
            bench.store.write(take)
        return seen

    engine.journal.read = late  # type: ignore[method-assign]
    with pytest.raises(DeadlineExceeded) as caught:
        virtually(engine.fulfil(ticket))
    assert caught.value.charged == "unknown"
    row = bench.store.get(ticket.request.ref)
    assert row is not None
    assert (row.state, row.owner) == (State.SENDING, PARENT)
    assert not bench.server.times("submit")


def test_a_row_that_was_taken_over_on_the_way_to_sending_is_followed(bench: Bench) -> None:
    """Another job of this process sent the request meanwhile and stopped waiting for it: its picture is fetched."""
    first, second = bench.engine(), bench.engine()
    read = second.journal.read

    async def late(work: Callable[[], Any]) -> Any:
        seen = await read(work)
        if not bench.server.times("submit"):
            bench.server.polls = 10**6
            with pytest.raises(DeadlineExceeded):
                await first.fulfil(bench.ticket(deadline=5))
            bench.server.polls = 0
        return seen

    second.journal.read = late  # type: ignore[method-assign]
    assert virtually(second.fulfil(bench.ticket())).state is State.SAVED
    assert len(bench.server.times("submit")) == 1
    bench.holds()


@pytest.mark.parametrize("stands", ["sending", "accepted", "saved", "unreadable"])
def test_who_waits_for_anothers_job_is_told_at_the_deadline_how_it_stands_then(bench: Bench, stands: str) -> None:
    """It was put off when it was last looked at, and has gone on since."""
    engine, ticket, other = bench.engine(), bench.ticket(deadline=1.75), bench.ticket()
    bench.store.write(lambda connection: bench.store.sending(connection, other.request))
    bench.store.write(lambda connection: bench.store.update(connection, other.request.ref, state=State.PLANNED))

    def locked(request: ImageRequest) -> Any:
        raise StoreError("another program holds the lock")

    async def goes_on() -> None:
        await asyncio.sleep(1.6)
        if stands == "unreadable":
            engine.store.look = locked  # type: ignore[method-assign]
            return
        values = {"remote_id": "r-1"} if stands != "sending" else {}
        change = bench.store.update
        bench.store.write(lambda connection: change(connection, other.request.ref, state=State(stands), **values))

    async def both() -> Any:
        return (await asyncio.gather(engine.fulfil(ticket), goes_on(), return_exceptions=True))[0]

    ended = virtually(both())
    told = {"sending": "unknown", "accepted": "yes", "unreadable": "no"}
    assert ended.from_store if stands == "saved" else ended.charged == told[stands]


def test_a_row_that_another_process_fetches_meanwhile_stays_theirs(bench: Bench) -> None:
    bench.server.polls = 10**6
    bench.fails(DeadlineExceeded, "yes", deadline=30)
    (row,) = bench.store.unsettled()

    def take(connection: Any) -> None:
        bench.store.update(connection, row.id, owner=PARENT)

    bench.store.write(take)
    with pytest.raises(Cancelled):
        virtually(bench.engine().settle(bench.ticket(), row))
    now = bench.store.get(row.id)
    assert now is not None
    assert now.owner == PARENT


def test_a_row_that_is_settled_gives_its_own_request_and_knows_its_money(bench: Bench) -> None:
    bench.server.polls = 10**6
    bench.fails(DeadlineExceeded, "yes", deadline=30)
    (row,) = bench.store.unsettled()
    engine = bench.engine()

    async def locked(work: Callable[[Any], Any]) -> Any:
        raise StoreError("the store is locked")

    engine.journal.write = locked  # type: ignore[method-assign]
    with pytest.raises(StoreError) as caught:
        virtually(engine.settle(bench.ticket(), row))
    assert caught.value.charged == "yes", "it was paid before, whatever goes wrong now"
    bench.server.polls = 0
    made = virtually(bench.engine().settle(bench.ticket(), row))
    assert (made.state, made.request.ref) == (State.SAVED, row.id)
    asked = len(bench.server.log)
    saved = bench.store.get(row.id)
    assert saved is not None
    assert virtually(bench.engine().settle(bench.ticket(), saved)).from_store
    assert len(bench.server.log) == asked


@pytest.mark.parametrize("key", ["1", "e", "true", "null", "n", "u00e9", '"', "\\", "{", "0", "[key]"])
def test_taking_a_short_key_out_of_a_reply_does_no_harm(bench: Bench, key: str) -> None:
    wire = bench.engine().wire
    short = Wire(wire.provider, wire.base_url, ("X-API-Key", "", Secret(key)))
    raw = {"n": 10, "flag": True, "none": None, "é\n": ["1e5", 1e5, {"true": "false"}], f"a{key}b": f"{key}{key}"}
    clean = short.redact(raw)
    assert list(clean.values())[:3] == [10, True, None]
    assert list(clean.values())[4] == "[key][key]"


def test_a_picture_whose_file_is_gone_is_fetched_again_and_not_paid_again(tmp_path: Path) -> None:
    bench = Bench(providers.get("destinpq"), destinpq.Wire(), tmp_path)
    made = bench.generate()
    made.images[0].path.unlink()
    again = bench.generate()
    assert again.images[0].read_bytes() == png()
    again.images[0].path.unlink()
    bench.server.on_asset.extend([reply(httpx.Response(404))] * 9)
    assert any("gone" in warning for warning in bench.generate().warnings)
    bench.server.on_asset.clear()
    assert bench.generate().images
    assert bench.server.billed == 1


def test_a_paid_answer_that_never_ends_is_lost(tmp_path: Path) -> None:
    bench = Bench(providers.get("destinpq"), destinpq.Wire(), tmp_path)

    async def drip(request: httpx.Request) -> httpx.Response:
        bench.server.answer(request)
        await asyncio.sleep(10**9)
        raise AssertionError("nobody waits that long")

    async def work() -> None:
        usual = bench.engine()
        wire = Wire(bench.provider, bench.wire.base_url, None, httpx.MockTransport(drip))
        engine = Engine(bench.provider, wire, usual.fetcher, usual.journal)
        with pytest.raises(OutcomeUnknown):
            await engine.fulfil(bench.ticket(900.0))

    virtually(work())
    assert bench.server.billed == 1


def test_our_own_word_in_meta_is_taken() -> None:
    with pytest.raises(InvalidRequest, match="imgen_ref"):
        checked(providers.get("banatie"), "a fox", {"meta": {"imgen_ref": "mine"}})


def test_what_the_sandbox_of_an_earlier_kernel_took_is_asked_for_anew(tmp_path: Path) -> None:
    bench = Bench(providers.get("destinpq"), destinpq.Wire(), tmp_path)
    bench.origin = "sandbox:1"
    bench.server.polls = 10**6
    bench.fails(DeadlineExceeded, "yes", deadline=30)
    gone = bench.server.only()
    bench.server.jobs.clear()
    bench.server.polls = 0
    bench.server.on_poll.extend([reply(httpx.Response(404))] * 3)
    made = bench.generate()
    assert made.images
    assert made.remote_id != gone
    assert not bench.store.unsettled()
