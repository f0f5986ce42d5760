"""A home that is deleted, or a store that is gone, while something is owed: what this process knows counts."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from intents import asked
from own import bench

from imgen_nb.engine.drive import Engine
from imgen_nb.errors import ImgenError, StoreError
from imgen_nb.store.leases import RENEWED
from imgen_nb.store.store import Store
from imgen_nb.store.troubles import Trouble
from imgen_nb.testing import Bench, reply, virtually
from imgen_nb.types import Generation, State

# --- a home that is deleted in mid-job --------------------------------------------------------------------------------


def sending(one: Bench) -> None:
    one.server.takes["submit"] = 90.0


def polling(one: Bench) -> None:
    one.server.polls = 40


def sending_anew(one: Bench) -> None:
    """It was told to wait before it was taken."""
    one.server.on_submit.append(reply(httpx.Response(429, headers={"retry-after": "3"})))
    polling(one)


def elsewhere(one: Bench) -> Engine:
    """What another process has."""
    mine, one.store = one.store, Store(one.store.home)
    engine, one.store = one.engine(), mine
    return engine


ASKERS = {
    # who asks the same       when, of a home that is deleted after ten seconds
    "this process": (Bench.engine, 10.0),
    "another that waits for it": (elsewhere, 5.0),
    "another, later": (elsewhere, 10.0 + 2 * RENEWED),
}


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("stage", [sending, sending_anew, polling])
def test_a_home_that_is_deleted_in_mid_job_has_its_picture_and_nobody_pays_again(
    tmp_path: Path, stage: Callable[[Bench], None], asker: str
) -> None:
    one = bench(tmp_path)
    stage(one)
    engine_of, after = ASKERS[asker]

    async def work() -> list[Generation]:
        asyncio.get_running_loop().call_later(10.0, shutil.rmtree, one.store.home)
        first = asyncio.ensure_future(one.ask(one.engine()))
        await asyncio.sleep(after)
        return [await one.ask(engine_of(one)), await first]

    for made in virtually(work()):
        assert all(picture.path.exists() for picture in made.images)
        assert made.images
    one.store = Store(one.store.home)
    assert one.generate().from_store
    assert one.server.billed == 1


def test_what_was_paid_and_not_fetched_is_known_after_its_home_was_deleted(tmp_path: Path) -> None:
    one = bench(tmp_path)
    one.server.polls = 10**6
    one.fails(ImgenError, "yes", deadline=20.0)
    shutil.rmtree(one.store.home)
    one.server.polls = 0
    assert one.generate().images
    assert one.server.billed == 1


@pytest.mark.parametrize("end", ["saved", "forgotten"])
def test_what_is_settled_is_asked_anew_where_its_home_was_thrown_away(tmp_path: Path, end: str) -> None:
    one = bench(tmp_path)
    if end == "saved":
        one.generate()
    else:
        one.server.polls = 10**6
        one.fails(ImgenError, "yes", deadline=20.0)
        one.store.forget(one.store.unsettled()[0].id)
        one.server.polls = 0
    assert not one.store._owing
    shutil.rmtree(one.store.home)
    assert not one.generate().from_store
    assert one.server.billed == 2


def test_a_table_that_was_emptied_gets_what_is_owed_before_anything_is_sent(tmp_path: Path) -> None:
    store, request = Store(tmp_path / "home"), asked()
    store.write(lambda connection: store.sending(connection, request))
    store.write(lambda connection: connection.exec_driver_sql("DELETE FROM jobs"))
    again = replace(request, ref="again")
    claimed, row = store.write(lambda connection: store.sending(connection, again))
    assert (claimed, row.id) == ("theirs", request.ref)


def test_what_no_transaction_wrote_is_not_known(tmp_path: Path) -> None:
    store, known, refused = Store(tmp_path / "home"), asked(), asked("another")
    store.write(lambda connection: store.sending(connection, known))

    def broken(connection: Any) -> None:
        raise sa.exc.OperationalError("", {}, Exception())

    with pytest.raises(Trouble):
        store.batch([lambda connection: store.sending(connection, refused), broken])
    assert store.remembered(known) == store.get(known.ref)
    assert store.remembered(refused) is None


# --- a store that is gone ---------------------------------------------------------------------------------------------


def never_asked(one: Bench) -> None:
    pass


async def silent(*work: object, **unread: object) -> None:
    await asyncio.sleep(3600)


def gone(store: Store) -> None:
    @contextmanager
    def transaction(**how: Any) -> Any:
        raise Trouble(StoreError("nobody answers", hint="see whether it runs"), passes=True)
        yield

    store.database.transaction = transaction  # type: ignore[method-assign]


def unanswered(one: Bench) -> None:
    """It is out when the store goes."""
    one.server.takes["submit"] = 3600.0


def taken(one: Bench) -> None:
    """Its id is owed to the store."""
    one.server.takes["submit"] = 5.0
    one.server.polls = 10**6


def made(one: Bench) -> None:
    """All of it is owed to the store."""
    one.server.takes["submit"] = 5.0


OWED = [(never_asked, "no"), (unanswered, "unknown"), (taken, "yes"), (made, "")]


@pytest.mark.parametrize(("stage", "charged"), OWED, ids=lambda one: getattr(one, "__name__", one))
@pytest.mark.parametrize(("patience", "answers"), [(600.0, True), (4.0, True), (4.0, False)])
def test_while_a_store_is_gone_a_request_tells_what_is_owed_of_it(
    tmp_path: Path, stage: Callable[[Bench], None], charged: str, patience: float, answers: bool
) -> None:
    one = bench(tmp_path)
    stage(one)

    async def work() -> Generation | ImgenError:
        engine = one.engine()
        if stage is not never_asked:
            first = asyncio.ensure_future(one.ask(engine, 20.0))
            first.add_done_callback(lambda end: end.cancelled() or end.exception())
            await asyncio.sleep(2)
        gone(one.store)
        await asyncio.sleep(30)
        try:
            engine = one.engine()
            if not answers:
                engine.journal.glance = silent  # type: ignore[method-assign, assignment]
            return await one.ask(engine, patience)
        except ImgenError as error:
            return error

    ended = virtually(work())
    if not charged:
        assert isinstance(ended, Generation)
        assert ended.state is State.SAVED
        assert ended.images
    else:
        assert isinstance(ended, ImgenError)
        assert ended.charged == charged
        assert ("the same call again" in ended.hint) is (charged != "no")
        assert (ended.remote_id is not None) is (charged == "yes")
    assert one.server.billed == (stage is not never_asked)
