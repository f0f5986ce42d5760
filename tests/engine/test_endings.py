"""Whatever ends a call: what it says of its money is what the ledger knows by then, whoever sent the request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
from own import bench

from imgen_nb.engine.drive import Engine
from imgen_nb.engine.endings import Endings
from imgen_nb.engine.ticket import Ticket
from imgen_nb.errors import Cancelled, DeadlineExceeded, ImgenError, OutcomeUnknown, StorageFull
from imgen_nb.testing import Bench, after, before, reply, virtually
from imgen_nb.testing.bench import LATE
from imgen_nb.types import Generation, State

DEADLINE = 20.0

# --- how the other call stands ----------------------------------------------------------------------------------------


def refused(one: Bench) -> None:
    one.server.on_submit.append(reply(httpx.Response(401)))


def sent(one: Bench) -> None:
    one.server.takes["submit"] = 3600.0


def lost(one: Bench) -> None:
    one.server.on_submit.append(after(httpx.ReadError))


def accepted(one: Bench) -> None:
    one.server.polls = 10**6


def saved(one: Bench) -> None:
    one.server.polls = 0


STANDS = [(refused, 600.0, "no"), (sent, 600.0, "unknown"), (sent, 3.0, "unknown"), (lost, 600.0, "unknown")]
STANDS += [(accepted, 600.0, "yes"), (accepted, 3.0, "yes"), (saved, 600.0, "")]
"""What became of it, its patience, and what that is to say of the money."""

# --- what ends ours before it sends anything --------------------------------------------------------------------------


def late(engine: Engine, ticket: Ticket) -> None:
    """It waits for a place until its deadline."""
    engine.wire.paid_room = asyncio.Semaphore(0)


def cancelled(engine: Engine, ticket: Ticket) -> None:
    late(engine, ticket)
    asyncio.get_running_loop().call_later(5.0, ticket.cancelled.set)


def cancelled_at_once(engine: Engine, ticket: Ticket) -> None:
    ticket.cancelled.set()


def shut(engine: Engine, ticket: Ticket) -> None:
    """Its window opens long after its deadline."""
    engine.wire.pace.refused(3600.0, asyncio.get_running_loop().time())


def unreachable(engine: Engine, ticket: Ticket) -> None:
    engine.wire._given = httpx.MockTransport(lambda request: before(httpx.ConnectError)(request, lambda: None))


def full(engine: Engine, ticket: Ticket) -> None:
    """The disk takes nothing more."""

    async def write(work: Any) -> NoReturn:
        raise StorageFull("the disk is full", charged="no")

    engine.journal.write = write  # type: ignore[method-assign]


def held_up(engine: Engine, ticket: Ticket) -> None:
    """The disk takes what it takes: whoever waits is let go, and the work goes on."""

    async def write(work: Any) -> None:
        await asyncio.sleep(3600)

    engine.journal.write = write  # type: ignore[method-assign, assignment]


ENDS = [late, cancelled, cancelled_at_once, shut, unreachable, full, held_up]


def beside(one: Bench, ends: Callable[[Engine, Ticket], None], patience: float) -> Generation | ImgenError:
    """Make a call that saw nothing of another one's request when it began."""

    async def work() -> Generation | ImgenError:
        theirs = asyncio.ensure_future(one.engine().fulfil(one.ticket(patience)))
        theirs.add_done_callback(lambda end: end.cancelled() or end.exception())
        await asyncio.sleep(10)
        engine, ticket = one.engine(), one.ticket(DEADLINE)
        claim = engine._claim

        async def blind(ticket: Ticket) -> Any:
            engine._claim = claim  # type: ignore[method-assign]
            return "mine", None

        engine._claim = blind  # type: ignore[method-assign]
        ends(engine, ticket)
        try:
            return await engine.fulfil(ticket)
        except ImgenError as error:
            return error
        finally:
            assert asyncio.get_running_loop().time() <= 10 + DEADLINE + LATE

    return virtually(work())


@pytest.mark.parametrize("ends", ENDS, ids=lambda one: one.__name__)
@pytest.mark.parametrize(("stands", "patience", "charged"), STANDS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_the_money_of_a_request_is_told_whoever_sent_it_and_whatever_ends_a_call(
    tmp_path: Path, stands: Callable[[Bench], None], patience: float, charged: str, ends: Any
) -> None:
    one = bench(tmp_path)
    stands(one)
    ended = beside(one, ends, patience)
    assert one.server.billed <= 1
    if not charged:
        assert isinstance(ended, Generation)
        assert ended.from_store
        return
    assert isinstance(ended, ImgenError)
    assert ended.charged == charged
    assert ("nothing was spent" in f"{ended} {ended.hint}") <= (charged == "no")
    assert (ended.remote_id is not None) == (charged == "yes")
    if charged != "no" and not isinstance(ended, StorageFull | OutcomeUnknown):
        assert isinstance(ended, Cancelled if "cancelled" in ends.__name__ else DeadlineExceeded)


def test_the_table_notices_a_look_that_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def blind(self: Endings, ticket: Ticket) -> None:
        return None

    monkeypatch.setattr(Endings, "_begun_elsewhere", blind)
    for stands, patience, charged in STANDS[1:]:
        with pytest.raises(AssertionError):
            test_the_money_of_a_request_is_told_whoever_sent_it_and_whatever_ends_a_call(
                tmp_path, stands, patience, charged, late
            )


def test_who_has_time_waits_for_what_another_call_has_sent(tmp_path: Path) -> None:
    one = bench(tmp_path)
    one.server.takes["submit"] = 15.0
    ended = beside(one, shut, 600.0)
    assert isinstance(ended, Generation)
    assert one.server.billed == 1


def test_a_row_of_its_own_does_not_charge_a_call_that_was_refused(tmp_path: Path) -> None:
    one = bench(tmp_path)
    one.server.on_submit.append(reply(httpx.Response(401)))
    assert one.fails(ImgenError, "no").remote_id is None
    assert one.store.peek(one._request()) is None


def test_a_picture_that_is_not_given_in_time_is_said_to_be_paid(tmp_path: Path) -> None:
    """A glance tells who has it, and reading it takes longer than there is time."""
    one = bench(tmp_path)

    async def stuck(work: object) -> None:
        await asyncio.sleep(3600)

    async def work() -> float:
        await one.ask(one.engine())
        engine, began = one.engine(), asyncio.get_running_loop().time()
        engine.journal.read = stuck  # type: ignore[method-assign, assignment]
        with pytest.raises(DeadlineExceeded) as caught:
            await one.ask(engine, deadline=5)
        assert caught.value.charged == "yes"
        assert caught.value.remote_id is not None
        return asyncio.get_running_loop().time() - began

    assert virtually(work()) <= 5 + LATE


def test_a_store_that_cannot_be_read_keeps_nobody_past_his_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench(tmp_path)

    async def stuck(*arguments: object, **more: object) -> None:
        await asyncio.sleep(3600)

    async def work() -> None:
        engine = one.engine()
        late(engine, one.ticket())
        engine.journal.glance = stuck  # type: ignore[method-assign, assignment]
        await one.ask(engine, deadline=5)

    with pytest.raises(ImgenError) as caught:
        virtually(work())
    assert caught.value.charged == "no"


def test_what_another_machine_finished_is_not_undone_by_who_had_begun_it(tmp_path: Path) -> None:
    """Its lease ran out while it waited for its turn: the row it lets go of is somebody else's answer."""
    one = bench(tmp_path)
    engine, ticket = one.engine(), one.ticket(5.0)
    late(engine, ticket)
    row = ticket.request
    one.store.write(lambda connection: one.store.sending(connection, row))
    one.store.write(lambda connection: one.store.update(connection, row.ref, state=State.PLANNED, owner=None))

    async def work() -> Any:
        asyncio.get_running_loop().call_later(3.0, finish)
        return await engine.fulfil(ticket)

    def finish() -> None:
        values = {"state": State.SAVED, "owner": None, "remote_id": "r-1"}
        one.store.write(lambda connection: one.store.update(connection, row.ref, **values))

    assert virtually(work()).from_store
    kept = one.store.get(row.ref)
    assert kept is not None
    assert kept.state is State.SAVED


@pytest.mark.parametrize("listed", [State.SENDING, State.UNKNOWN, State.ACCEPTED])
def test_a_row_that_was_settled_since_it_was_listed_is_given_as_it_stands_now(tmp_path: Path, listed: State) -> None:
    """Found by the simulation: who resumed an old list made unknown again what had been saved meanwhile."""
    one = bench(tmp_path)
    row = one.store.get(one.generate().request.ref)
    assert row is not None
    asked = len(one.server.log)
    assert virtually(one.engine().settle(one.ticket(), replace(row, state=listed))).from_store
    assert (one.store.get(row.id), len(one.server.log)) == (row, asked)
