"""The journal where the store takes nothing: what must be remembered is owed, the rest is refused in words."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from databases import LOCKS, beside
from intents import ANOTHER, DEAD, asked

from imgen_nb.errors import ImgenError, StorageFull, StoreError
from imgen_nb.store import database, spool, troubles
from imgen_nb.store.journal import Journal
from imgen_nb.store.owners import me
from imgen_nb.store.store import Store
from imgen_nb.testing import virtually
from imgen_nb.types import ImageRequest, State


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database's own wait is in real time."""
    monkeypatch.setattr(database, "BRIEFLY", 0.0)
    monkeypatch.setattr(database, "QUEUED", 0.001)


@contextmanager
def locked(store: Store, how: str) -> Iterator[sa.Connection]:
    """Another program holds the lock."""
    with beside(store) as other:
        for statement in LOCKS[other.dialect.name][how]:
            other.exec_driver_sql(statement)
        yield other
        with suppress(sa.exc.DBAPIError):
            other.exec_driver_sql("COMMIT")


def at(seconds: float, call: Any) -> None:
    asyncio.get_running_loop().call_later(seconds, call)


def now() -> float:
    return asyncio.get_running_loop().time()


def sent(store: Store, prompt: str = "a fox") -> ImageRequest:
    request = asked(prompt)
    store.write(lambda connection: store.sending(connection, request))
    return request


def on_disk(store: Store, row_id: str) -> tuple[str, str | None, str | None]:
    asked = sa.text("SELECT state, remote_id, owner FROM jobs WHERE id = :id")
    with beside(store) as other:
        state, remote_id, owner = other.execute(asked, {"id": row_id}).one()
    return state, remote_id, owner


def files(store: Store) -> list[Path]:
    return sorted(store.home.glob("owed/*/*.owed"))


# --- a lock that stays ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [14.0, 26.0])
@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_what_must_be_remembered_outlasts_a_lock(store: Store, how: str, seconds: float) -> None:
    request, journal = sent(store), Journal(store)

    async def work() -> None:
        with locked(store, how) as other:
            at(seconds, lambda: other.exec_driver_sql("COMMIT"))
            await journal.remember(request.ref, state=State.ACCEPTED, remote_id="r-1")
            assert now() < 1, "nobody waits for the lock"
            assert len(files(store)) == 1, "it would outlive this process"
            if how == "IMMEDIATE":  # the other one lets read
                row = store.get(request.ref)
                assert row is not None
                assert (row.state, row.remote_id, row.owner) == (State.ACCEPTED, "r-1", me()), "it counts at once"
            await journal.release(request.ref, state=State.ACCEPTED, error={"message": "late"})
            await asyncio.sleep(seconds + 3 - now())
        assert on_disk(store, request.ref) == ("accepted", "r-1", None)

    virtually(work())
    assert not files(store)
    assert not store.spool.debts


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_what_may_be_refused_is_tried_for_ten_seconds_and_then_refused_in_words(store: Store, how: str) -> None:
    request, journal = sent(store), Journal(store)

    async def work() -> float:
        with locked(store, how):
            with pytest.raises(StoreError) as caught:
                await journal.write(lambda connection: store.sending(connection, asked("another")))
            assert "lock" in str(caught.value)
            assert caught.value.hint
            assert caught.value.charged == "no"
            if how == "EXCLUSIVE":
                with pytest.raises(StoreError):
                    await journal.read(lambda: store.get(request.ref))
            return now()

    took = virtually(work())
    assert took < (24 if how == "EXCLUSIVE" else 12)
    assert took > 9
    assert store.peek(asked("another").key) is None


def test_a_short_lock_is_waited_for(store: Store) -> None:
    request, journal = sent(store), Journal(store)

    async def work() -> None:
        with locked(store, "EXCLUSIVE") as other:
            at(8, lambda: other.exec_driver_sql("COMMIT"))
            read, written = await asyncio.gather(
                journal.read(lambda: store.get(request.ref)),
                journal.write(lambda connection: store.accept(connection, request.ref, "r-1")),
            )
            assert written is True
            assert read is not None
            assert now() < 9

    virtually(work())
    assert on_disk(store, request.ref) == ("accepted", "r-1", me())


def test_a_glance_waits_for_no_lock(store: Store) -> None:
    request, journal = sent(store), Journal(store)

    async def work() -> None:
        with locked(store, "EXCLUSIVE"):
            assert await journal.glance(lambda: store.get(request.ref)) is None
            assert now() < 1
        assert await journal.glance(lambda: store.get(request.ref)) is not None

    virtually(work())


def test_later_writes_come_after_what_is_owed(store: Store) -> None:
    request, journal = sent(store), Journal(store)

    async def work() -> None:
        with locked(store, "IMMEDIATE") as other:
            at(5, lambda: other.exec_driver_sql("COMMIT"))
            await journal.release(request.ref, state=State.ACCEPTED, remote_id="r-1")
            claimed, row = await journal.write(lambda connection: store.claim(connection, asked()))
            assert row is not None
            assert (claimed, row.id, row.remote_id) == ("resume", request.ref, "r-1")

    virtually(work())
    assert on_disk(store, request.ref) == ("accepted", "r-1", me()), "what was owed came first, the claim second"


def test_an_error_is_each_callers_own(store: Store) -> None:
    journal = Journal(store)

    async def work() -> list[BaseException]:
        with locked(store, "IMMEDIATE"):
            works = [
                journal.write(lambda connection, n=n: store.sending(connection, asked(f"fox {n}"))) for n in range(3)
            ]
            return [one for one in await asyncio.gather(*works, return_exceptions=True) if isinstance(one, ImgenError)]

    errors = virtually(work())
    assert len({id(error) for error in errors}) == 3


# --- a disk that is full ----------------------------------------------------------------------------------------------


def full(store: Store, pages: int | None) -> None:
    """Let the database not grow, or grow again."""

    def limit(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages or 10**6}")

    store.write(limit)


def test_a_full_disk_is_told_in_words_and_what_must_be_remembered_is_owed(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    request, journal = sent(store), Journal(store)
    full(store, 1)
    large = {"raw": "x" * 100_000}

    async def work() -> None:
        await journal.remember(request.ref, state=State.DOWNLOADING, remote_id="r-1", result=large)
        with pytest.raises(StorageFull) as caught:
            await journal.write(lambda connection: store.update(connection, request.ref, result=large))
        assert (caught.value.charged, bool(caught.value.hint)) == ("no", True)
        assert 9 < now() < 12
        full_again = store.database._opened
        assert full_again is not None
        with full_again.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        await asyncio.sleep(3)

    virtually(work())
    assert on_disk(store, request.ref)[:2] == ("downloading", "r-1")
    assert not files(store)


def test_where_no_file_is_taken_either_it_is_kept_in_memory(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    request, journal = sent(store), Journal(store)
    monkeypatch.setattr(spool, "place", _no_room)

    async def work() -> None:
        with locked(store, "IMMEDIATE") as other:
            at(40, lambda: other.exec_driver_sql("COMMIT"))
            await journal.release(request.ref, state=State.ACCEPTED, remote_id="r-1")
            await asyncio.sleep(45)

    virtually(work())
    assert on_disk(store, request.ref) == ("accepted", "r-1", None)


def _no_room(*arguments: Any, **more: Any) -> Path:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("later", [(), (State.DOWNLOADING,)])
def test_what_no_file_took_is_written_down_as_soon_as_one_does_and_keeps_its_place(
    store: Store, monkeypatch: pytest.MonkeyPatch, later: tuple[State, ...]
) -> None:
    """A disk that was full has room again while the store is still locked: a paid job's id must not die with us."""
    request, journal = sent(store), Journal(store)

    async def work() -> None:
        with locked(store, "IMMEDIATE"):
            with monkeypatch.context() as full:
                full.setattr(spool, "place", _no_room)
                assert await journal.accept(request.ref, "r-1", result={})
                await asyncio.sleep(4)
                assert not files(store)
            for state in later:
                await journal.release(request.ref, state=state)
            await asyncio.sleep(3)
            told = [json.loads(file.read_text("utf-8"))["values"] for file in files(store)]
            assert [one["state"] for one in told] == ["accepted", *later]
            assert told[0]["remote_id"] == "r-1"

    virtually(work())


def test_where_the_home_takes_no_file_the_temporary_folder_does(
    store: Store, monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    request, journal = sent(store), Journal(store)
    (store.home / "owed").write_text("in the way")

    async def work() -> None:
        with locked(store, "IMMEDIATE") as other:
            await journal.release(request.ref, state=State.ACCEPTED, remote_id="r-1")
            (kept,) = temporary.glob("imgen_nb*/*/*.owed")
            assert {"r-1"} == {json.loads(kept.read_text("utf-8"))["values"]["remote_id"]}
            if os.name != "nt":
                assert [path.stat().st_mode & 0o077 for path in (kept, kept.parent, kept.parent.parent)] == [0] * 3
            other.exec_driver_sql("COMMIT")
            await asyncio.sleep(3)
            assert not kept.exists()

    virtually(work())


def test_a_folder_of_somebody_else_in_the_temporary_one_is_not_trusted(store: Store, temporary: Path) -> None:
    """Anybody may make a folder there first: what lies in it says nothing about our rows."""
    request = sent(store)
    store.write(lambda connection: store.update(connection, request.ref, owner=DEAD))
    folder = store.spool._elsewhere
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    word = {"row": request.ref, "lets_go": True, "values": {"state": "saved"}}
    (folder / "1~x%2F1%2F1.owed").write_text(json.dumps(word))
    assert store.unsettled()[0].state is State.SENDING


# --- a process that dies while it owes --------------------------------------------------------------------------------


Died = Callable[..., ImageRequest]


@pytest.fixture
def died_owing(store: Store, opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch) -> Died:
    """A process that had sent, could not write down what came, and is gone (or not, by its name)."""

    def died(owner: str, **values: Any) -> ImageRequest:
        request, gone = sent(store), opened()
        store.write(lambda connection: store.update(connection, request.ref, owner=owner))
        with monkeypatch.context() as then:
            then.setattr(spool, "me", lambda: owner)
            assert gone.spool.write_down(gone.spool.owe(request.ref, values, lets_go=True))
        return request

    return died


def test_what_a_dead_process_owed_is_taken_in_before_its_row_is_judged(store: Store, died_owing: Died) -> None:
    request = died_owing(DEAD, state=State.ACCEPTED, remote_id="r-1")
    claimed, row = store.write(lambda connection: store.claim(connection, asked()))
    assert row is not None
    assert (claimed, row.remote_id) == ("resume", "r-1")
    assert on_disk(store, request.ref) == ("accepted", "r-1", me())
    assert not files(store)


def test_what_a_dead_process_owed_is_taken_in_by_resume_once(
    store: Store, opened: Callable[[], Store], died_owing: Died
) -> None:
    request = died_owing(DEAD, state=State.ACCEPTED, remote_id="r-1")
    other = opened()
    (row,) = store.unsettled()
    assert (row.id, row.state, row.remote_id, row.owner) == (request.ref, State.ACCEPTED, "r-1", None)
    assert store.write(lambda connection: store.take_over(connection, row.id))
    assert not other.unsettled(), "it is being fetched: nothing is owed a second time"
    assert on_disk(store, request.ref) == ("accepted", "r-1", me())


def test_what_is_owed_is_known_to_resume_while_the_store_is_locked(store: Store) -> None:
    request = sent(store)
    store.spool.owe(request.ref, {"state": State.ACCEPTED, "remote_id": "r-1"}, lets_go=True)
    with locked(store, "IMMEDIATE"):
        (row,) = store.unsettled()
    assert (row.state, row.remote_id, row.owner) == (State.ACCEPTED, "r-1", None)


def test_what_a_living_process_owes_is_its_own_matter(store: Store, died_owing: Died) -> None:
    request = died_owing(ANOTHER, state=State.ACCEPTED, remote_id="r-1")
    assert not store.unsettled()
    assert on_disk(store, request.ref) == ("sending", None, ANOTHER)
    assert len(files(store)) == 1


def test_a_row_that_somebody_living_took_over_keeps_what_he_did(store: Store, died_owing: Died) -> None:
    request = died_owing(DEAD, state=State.FAILED)
    with beside(store) as other:
        other.execute(sa.text("UPDATE jobs SET owner = :who, state = 'accepted', remote_id = 'r-1'"), {"who": ANOTHER})
    store.batch([])
    assert on_disk(store, request.ref) == ("accepted", "r-1", ANOTHER)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"row": "x"}', '{"row": 1, "values": 3}', "\udcff"])
def test_a_broken_file_of_what_is_owed_stops_nobody(store: Store, text: str) -> None:
    store.batch([])
    folder = store.spool._beside
    folder.mkdir(parents=True, mode=0o700)
    (folder / "1~x%2F1%2F1.owed").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert store.unsettled() == ()


# --- what is owed, and the rest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [{"at": object()}, {("a", 1): "b"}, {"n": float("nan")}, {"s": "\ud800"}, {"b": b"bytes"}, {"x": {1, 2}}],
    ids=["object", "key", "nan", "surrogate", "bytes", "set"],
)
def test_bookkeeping_that_json_cannot_hold_loses_nothing(store: Store, value: dict[Any, Any]) -> None:
    request = sent(store)
    virtually(Journal(store).remember(request.ref, state=State.SAVED, result={"raw": value, "cost": {"usd": 1.0}}))
    row = store.peek(request.key)
    assert row is not None
    assert (row.state, row.result["cost"]) == (State.SAVED, {"usd": 1.0})
    assert store.generation(row, from_store=True).cost.usd == 1.0


def test_a_knot_of_values_loses_nothing(store: Store) -> None:
    request, knot = sent(store), dict[str, Any](cost={"usd": 1.0})
    knot["raw"] = knot
    virtually(Journal(store).remember(request.ref, state=State.SAVED, result=knot))
    row = store.peek(request.key)
    assert row is not None
    assert (row.state, row.result["cost"]) == (State.SAVED, {"usd": 1.0})


def test_intents_that_come_together_share_one_commit(store: Store) -> None:
    commits = []
    batch, journal = store.batch, Journal(store)

    async def work() -> None:
        store.batch = lambda works: commits.append(len(list(works))) or batch(works)  # type: ignore[method-assign]
        await asyncio.gather(*(journal.remember(request.ref, state=State.ACCEPTED) for request in requests))

    requests = [sent(store, f"fox {number}") for number in range(20)]
    virtually(work())
    assert len(commits) <= 2


def test_nothing_is_left_of_many_jobs(store: Store) -> None:
    journal = Journal(store)

    async def work(number: int) -> None:
        request = asked(f"fox {number}")
        await journal.write(lambda connection: store.sending(connection, request))
        await journal.remember(request.ref, state=State.ACCEPTED, remote_id=f"r-{number}")
        await journal.release(request.ref, state=State.SAVED)

    async def all_of_them() -> None:
        await asyncio.gather(*map(work, range(200)))
        assert not journal._pending

    virtually(all_of_them())
    assert not store.spool.debts
    assert not store._saved
    assert store.history(limit=1).total == 200


def test_who_stops_waiting_stops_no_write(store: Store) -> None:
    journal, request = Journal(store), asked()

    async def work() -> None:
        task = asyncio.ensure_future(journal.write(lambda connection: store.sending(connection, request)))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(1)

    virtually(work())
    assert store.get(request.ref) is not None


def test_the_pauses_add_up_to_about_ten_seconds() -> None:
    assert 9 < troubles.PATIENCE < 11
    waited: list[float] = []
    tried: list[int] = []

    def never() -> None:
        tried.append(1)
        raise troubles.Trouble(StoreError("locked", hint="wait"), passes=True)

    with pytest.raises(StoreError):
        troubles.patiently(never, waited.append)
    assert (sum(waited), len(tried)) == (troubles.PATIENCE, len(troubles.PAUSES) + 1)
