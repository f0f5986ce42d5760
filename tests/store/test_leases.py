"""Two machines at one database: what one of them works on is left to it while it says that it lives."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from intents import DEAD, asked, planted

from imgen_nb.errors import InvalidRequest
from imgen_nb.store import leases
from imgen_nb.store.journal import Journal
from imgen_nb.store.leases import LEASE, RENEWED
from imgen_nb.store.owners import me
from imgen_nb.store.store import Store
from imgen_nb.testing import virtually
from imgen_nb.types import State

ELSEWHERE = "boot-of-another-machine/7/1"
Clock = Callable[[float], None]


@pytest.fixture
def later(store: Store, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Lets the database's time pass for whoever asks it."""
    began, passed = store.database.now(), [0.0]
    monkeypatch.setattr(store.database, "now", lambda: began + passed[0])
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


@pytest.fixture
def say(opened: Callable[[], Store], later: Clock, store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the other machine say that it lives."""
    other = opened()
    monkeypatch.setattr(other.database, "now", store.database.now)

    def said() -> None:
        with monkeypatch.context() as there:
            there.setattr(leases, "me", lambda: ELSEWHERE)
            other.write(other.renew)

    return said


def test_what_another_machine_works_on_is_left_to_it_until_its_lease_is_over(
    store: Store, say: Callable[[], None], later: Clock
) -> None:
    request = planted(store, State.ACCEPTED, ELSEWHERE, "r-1")

    def claimed() -> str:
        return store.write(lambda connection: store.claim(connection, asked()))[0]

    say()
    for _ in range(5):
        later(LEASE - 1)
        assert store.look(asked()) == ("theirs", store.get(request.ref))
        assert (claimed(), store.unsettled()) == ("theirs", ())
        assert not store.write(lambda connection: store.take_over(connection, request.ref))
        assert store.write(lambda connection: store.adopt(connection, asked(), "r-1"))[0] == "theirs"
        with pytest.raises(InvalidRequest, match="being fetched"):
            store.forget(request.ref)
        say()
    later(LEASE + 1)
    assert store.look(asked()) is None
    assert [row.id for row in store.unsettled()] == [request.ref]
    assert claimed() == "resume"
    say()
    store.write(lambda connection: store.release(connection, request.ref, state=State.SAVED))
    row = store.get(request.ref)
    assert row is not None
    assert (row.state, row.owner) == (State.SAVED, None), "it is ours now, whatever the other says"


def test_what_another_machine_was_sending_is_unknown_once_it_is_gone(
    store: Store, say: Callable[[], None], later: Clock
) -> None:
    request = planted(store, State.SENDING, ELSEWHERE)
    say()
    assert store.write(lambda connection: store.sending(connection, asked()))[0] == "theirs"
    later(LEASE + 1)
    claimed, row = store.write(lambda connection: store.sending(connection, asked()))
    assert (claimed, row.id) == ("unknown", request.ref)


def test_a_machine_that_never_said_anything_is_gone(store: Store) -> None:
    planted(store, State.ACCEPTED, DEAD, "r-1")
    assert store.write(lambda connection: store.claim(connection, asked()))[0] == "resume"


def test_a_process_says_that_it_lives_with_its_first_write_and_for_as_long_as_it_works(
    store: Store, opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    other, loop_time = opened(), [0.0]
    monkeypatch.setattr(leases, "is_here", lambda owner: False)  # as the other machine sees us
    monkeypatch.setattr(leases.time, "monotonic", lambda: loop_time[0])
    planted(store, State.ACCEPTED, me(), "r-1")
    assert other.unsettled() == ()
    seen: list[Any] = []

    def look() -> None:
        loop_time[0] = asyncio.get_running_loop().time() + 1
        seen.append(store.renewal_due())

    async def work() -> None:
        journal = Journal(store)
        with journal.working(), journal.working():
            for _ in range(4):
                await asyncio.sleep(RENEWED - 0.1)
                look()
                await asyncio.sleep(0.2)
                await journal.attempt(lambda connection: None)
        assert len(asyncio.all_tasks()) <= 2
        await asyncio.sleep(1)
        assert len(asyncio.all_tasks()) == 1, "nobody works any more, and nobody says anything"

    virtually(work())
    assert not store.renewal_due()
    assert other.unsettled() == ()


def test_what_a_living_machine_owes_beside_a_shared_home_is_its_own_matter(
    store: Store, opened: Callable[[], Store], say: Callable[[], None], later: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, there = planted(store, State.SENDING, ELSEWHERE), opened()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("imgen_nb.store.spool.me", lambda: ELSEWHERE)
        there.spool.write_down(there.spool.owe(request.ref, {"state": State.ACCEPTED}, lets_go=False))
    say()
    store.batch([])
    assert store.spool.debts == ()
    later(LEASE + 1)
    (row,) = store.unsettled()
    assert (row.state, row.owner) == (State.ACCEPTED, None)


def test_of_a_window_that_nobody_knows_a_dead_asker_keeps_nobody_out(store: Store, tmp_path: Path) -> None:
    """Found by killing a kernel: the next one waited ten seconds for what the first was to be told."""

    def take(who: str) -> float:
        with pytest.MonkeyPatch.context() as there:
            there.setattr("imgen_nb.store.windows.me", lambda: who)
            return store.write(lambda connection: store.take_request(connection, "s", 0.0, paid=True))

    assert take(DEAD) == 0.0
    assert take(me()) == 0.0
    assert take(DEAD) > 0, "this one lives"
