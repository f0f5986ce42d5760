"""PostgreSQL as the database of a store: many processes at once, and troubles in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from databases import beside, emptied
from intents import asked, saved

from imgen_nb.budgets import Budget
from imgen_nb.errors import ImgenError, StorageFull, StoreError
from imgen_nb.store import migrations
from imgen_nb.store.store import Store
from imgen_nb.store.troubles import read_trouble
from imgen_nb.types import State

matrix = pytest.mark.matrix
EACH, SHARED = 25, 10
WORKER = """
import sys
from pathlib import Path
from intents import asked
from imgen_nb.budgets import Budget, Hold
from imgen_nb.errors import BudgetExceeded
from imgen_nb.store.store import Store
from imgen_nb.types import Cost, State
home, url, number, each, shared = Path(sys.argv[1]), *sys.argv[2:]
store, mine, refused = Store(home / number, url), 0, 0
hold = Hold(1, Cost(usd=0.03), Budget(usd=1.0))
for turn in range(int(each)):
    request = asked(f"{number} {turn}")
    assert store.write(lambda c: store.sending(c, request))[0] == "mine"
    assert store.write(lambda c: store.accept(c, request.ref, f"r-{number}-{turn}"))
    store.write(lambda c: store.release(c, request.ref, state=State.SAVED))
for turn in range(int(shared)):
    mine += store.write(lambda c: store.sending(c, asked(f"shared {turn}")))[0] == "mine"
    try:
        store.write(lambda c: store.sending(c, asked(f"paid {number} {turn}", provider="akool"), hold))
    except BudgetExceeded:
        refused += 1
print(mine, int(shared) - refused)
store.database.close()
"""


@pytest.fixture
def url(postgres: str) -> str:
    return emptied(postgres)


@matrix
def test_eight_processes_open_one_empty_database_and_take_no_request_twice(tmp_path: Path, url: str) -> None:
    helpers = str(Path(__file__).parents[1] / "helpers")
    path = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), helpers])
    words = [str(tmp_path), url]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, *words, str(number), str(EACH), str(SHARED)],
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    told = [tuple(map(int, one.communicate(timeout=160)[0].split())) for one in started]
    assert [one.returncode for one in started] == [0] * 8
    assert sum(mine for mine, _ in told) == SHARED, "each of what all asked for left once"
    assert sum(sent for _, sent in told) == 33, "of 80 at $0.03, $1.00 pays 33"
    store = Store(tmp_path, url)
    with beside(store) as other:
        counts = dict(other.execute(sa.text("SELECT state, count(*) FROM jobs GROUP BY state")).all())
        versions = other.execute(sa.text("SELECT version FROM imgen_nb_version")).scalars().all()
    assert counts.pop("saved") == 8 * EACH
    assert sum(counts.values()) == SHARED + 33, "of those whose process ended meanwhile, the outcome is unknown"
    assert versions == [migrations.NEWEST]
    assert store.used(Budget(usd=1.0), live=True).usd == pytest.approx(0.99)
    store.database.close()


@matrix
def test_a_database_of_a_newer_version_is_read_and_not_written(store: Store) -> None:
    row = saved(store)
    with beside(store) as other:
        other.execute(sa.text("UPDATE imgen_nb_version SET version = 99"))
    store.database.close()
    assert store.peek(row.key) == row
    with pytest.raises(StoreError, match="newer imgen_nb"):
        store.write(lambda connection: store.sending(connection, asked("another")))


@matrix
def test_what_it_cannot_hold_is_said_before_anything_is_sent(store: Store) -> None:
    with pytest.raises(StoreError, match="NUL") as caught:
        store.write(lambda connection: store.sending(connection, asked("a\x00b")))
    assert caught.value.charged == "no"
    assert store.write(lambda connection: store.sending(connection, asked("a b")))[0] == "mine"


@matrix
def test_a_server_that_comes_back_is_used_again(store: Store) -> None:
    row = saved(store)
    with beside(store) as other:
        ended = sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'imgen_nb'")
        assert other.execute(ended).scalars().all() == [True]
    assert store.peek(row.key) == row
    assert store.write(lambda connection: store.claim(connection, row.request))[0] == "saved"
    assert row.state is State.SAVED


@matrix
def test_the_clock_is_that_of_the_server(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(store)
    before = store.database.now()
    monkeypatch.setattr("imgen_nb.store.database.time.time", lambda: 1000.0)
    saved(store, prompt="another")
    assert 0 <= store.database.now() - before < 30


@pytest.mark.parametrize(
    ("error", "kind", "passes"),
    [
        (psycopg.errors.DiskFull("no space"), StorageFull, True),
        (psycopg.errors.LockNotAvailable("timeout"), StoreError, True),
        (psycopg.errors.AdminShutdown("bye"), StoreError, True),
    ],
)
def test_what_a_server_says_is_told_in_our_words(error: psycopg.Error, kind: type[ImgenError], passes: bool) -> None:
    trouble = read_trouble(sa.exc.OperationalError("SELECT 'a prompt'", None, error), "postgresql://me@host/x")
    assert (type(trouble.error), trouble.passes) == (kind, passes)
    assert trouble.error.hint
    assert "prompt" not in str(trouble.error)


def test_another_kind_of_database_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no kind of database") as caught:
        Store(tmp_path, "oracle://me:hush@host/x").history()
    assert "postgresql://" in caught.value.hint
    assert "hush" not in str(caught.value)
