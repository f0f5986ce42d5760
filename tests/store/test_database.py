"""The database: migrations, other databases, damaged and replaced files, and a process that forks at any moment."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from intents import DEAD, asked, planted, saved

from imgen_nb.errors import ImgenError, StoreError
from imgen_nb.store import database, migrations, troubles
from imgen_nb.store.budget import spending_table
from imgen_nb.store.database import Database, jobs_table
from imgen_nb.store.marks import marks_table
from imgen_nb.store.store import Store
from imgen_nb.store.uploads import uploads_table
from imgen_nb.store.windows import windows_table
from imgen_nb.types import State

# --- migrations -------------------------------------------------------------------------------------------------------


def test_the_steps_make_what_is_asked_for(tmp_path: Path) -> None:
    """The steps are written out, the tables that questions are put to are too: they are the same."""
    import sqlalchemy as sa

    store = Store(tmp_path / "home")
    with store.database.transaction(writes=False) as connection:
        made = sa.inspect(connection)
        for table in (jobs_table(), windows_table(), marks_table(), uploads_table(), spending_table()):
            columns = {column["name"]: str(column["type"]) for column in made.get_columns(table.name)}
            assert columns == {column.name: str(column.type.compile()) for column in table.columns}


DIGESTS = [
    "77e69f08f6f29c89",
    "220bdb7d94b39374",
    "329f63a0f2a41f29",
    "eaad79daeb311ccd",
    "f65a2e08479d9968",
    "206811ff90370681",
    "cc8a0b16c0013070",
]
"""Of each step: what is in the homes of people cannot be changed any more, only added to."""


def test_a_step_that_was_shipped_is_never_changed() -> None:
    import hashlib

    digests = [hashlib.sha256(json.dumps(step).encode()).hexdigest()[:16] for step in migrations.STEPS]
    assert digests == DIGESTS[: len(digests)]
    assert len(DIGESTS) == migrations.NEWEST


@pytest.mark.parametrize("versions", [migrations.HEADER, migrations.TABLE], ids=["header", "table"])
@pytest.mark.parametrize("before", range(migrations.NEWEST + 1))
def test_every_version_becomes_the_newest_and_says_so(versions: migrations.Versions, before: int) -> None:
    """Both ways to keep the version: that of SQLite, and the table that any other database gets."""
    import sqlalchemy as sa

    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        migrations.run(connection, migrations.STEPS[:before])
        if versions is migrations.HEADER:
            connection.exec_driver_sql(f"PRAGMA user_version={before}")
        elif before > 1:  # 0.1.0 wrote no version into another database
            connection.exec_driver_sql("CREATE TABLE imgen_nb_version (version INTEGER NOT NULL)")
            connection.exec_driver_sql(f"INSERT INTO imgen_nb_version VALUES ({before})")
        assert migrations.migrate(connection, versions) == before
        assert migrations.migrate(connection, versions) == migrations.NEWEST
        assert {"jobs", "windows", "marks", "uploads", "spending"} <= {*sa.inspect(connection).get_table_names()}
    engine.dispose()


@pytest.mark.parametrize("name", ["memory", "file", "with a blank"])
def test_another_database_by_its_url(tmp_path: Path, name: str) -> None:
    url = "sqlite://" if name == "memory" else f"sqlite:///{tmp_path / name}.db"
    store = Store(tmp_path / "home", url=url)
    row = saved(store)
    assert store.peek(row.key) == row
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(store.peek(row.key)))
    thread.start()
    thread.join()
    assert seen == [row], "a database in memory is the same for every thread"
    assert store.pictures.parent == tmp_path / "home"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me:hush@127.0.0.1:1/imgen",
        "nosuch://me:hush@host/imgen",
        "sqlite+nosuch://me:hush@host/x",
        "me:hush@host://x",
    ],
)
def test_a_url_that_leads_nowhere_is_told_in_words_without_its_password(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "home", url=url)
    monkeypatch.setattr(troubles, "PAUSES", (0.0,))
    with pytest.raises(StoreError) as caught:
        store.history()
    assert caught.value.hint
    assert "hush" not in f"{caught.value} {caught.value!r} {caught.value.__dict__}"


# --- reading and writing ----------------------------------------------------------------------------------------------


def test_reading_takes_no_lock_for_writing(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    row = saved(store)
    with closing(sqlite3.connect(store.home / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.peek(row.key) == row
        assert store.get(row.id) == row
        assert store.history().total == 1
        assert store.window("nobody") is None
        other.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("index", "question"),
    [
        ("ix_jobs_key", lambda store: store.peek("a")),
        ("ix_jobs_created", lambda store: store.history(offset=40)),
        ("ix_jobs_missing", lambda store: store.unsettled()),
        ("ix_jobs_remote_id", lambda store: store.by_remote("a", "b", "c")),
        ("ix_jobs_about", lambda store: store.write(lambda c: store.claim(c, asked(implied=("style",))))),
    ],
    ids=["peek", "history", "unsettled", "by_remote", "older"],
)
def test_a_large_store_is_asked_by_an_index(tmp_path: Path, index: str, question: Callable[[Store], object]) -> None:
    import sqlalchemy as sa

    store = Store(tmp_path / "home")
    store.batch([])
    opened, plans = store.database._opened, list[str]()
    assert opened is not None

    def explain(connection: sa.Connection, cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            plain = connection.connection.driver_connection
            assert isinstance(plain, sqlite3.Connection)
            plans.extend(row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}", values))  # type: ignore[arg-type]

    sa.event.listen(opened.engine, "before_cursor_execute", explain)
    question(store)
    assert any(index in plan for plan in plans), plans


# --- files that are damaged, or others --------------------------------------------------------------------------------


def words(path: Path) -> None:
    path.write_bytes(b"these are words, and no database\n" * 300)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def headed(path: Path) -> None:
    """A sound header over nothing."""
    path.unlink()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(f"PRAGMA user_version={migrations.NEWEST}")


def cut(path: Path) -> None:
    os.truncate(path, 5000)


def removed(path: Path) -> None:
    path.unlink()


def forgotten(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("DELETE FROM jobs")


DAMAGES = [(damage, open_) for damage in (words, emptied, headed, cut, removed) for open_ in (False, True)]
DAMAGES += [(forgotten, False)]  # while we look it counts when money is to leave, and not before


@pytest.mark.parametrize(("damage", "while_open"), DAMAGES, ids=lambda one: getattr(one, "__name__", f"open={one}"))
def test_whatever_becomes_of_the_database_answers_come_back_from_the_pictures(
    tmp_path: Path, damage: Callable[[Path], None], while_open: bool
) -> None:
    store = Store(tmp_path / "home")
    rows = [saved(store, prompt=f"fox {number}") for number in range(3)]
    twins = saved(store, b"equal", b"equal", b"other", prompt="three pictures, two of them equal")
    damage(store.home / "store.db")
    again = store if while_open else Store(tmp_path / "home")
    for row in (*rows, twins):
        claimed, found = again.write(lambda connection, row=row: again.claim(connection, row.request))
        assert claimed == "saved"
        assert found is not None
        made = again.generation(found, from_store=True)
        assert (made.remote_id, made.cost.usd, made.request) == (row.remote_id, 0.04, row.request)
        assert [image.sha256 for image in made.images] == [image["sha256"] for image in row.images]
    assert again.history().total == 4
    kept = {*again.home.glob("store.db.damaged-*")}
    assert bool(kept) is (damage in (words, headed, cut)), "what is damaged is kept; what is empty is only filled"


def test_a_table_that_was_emptied_while_it_is_open_pays_for_no_answer_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    row = saved(store)
    forgotten(store.home / "store.db")
    claimed, found = store.write(lambda connection: store.sending(connection, row.request))
    assert (claimed, found.id) == ("saved", row.id)
    assert store.write(lambda connection: store.sending(connection, asked("another")))[0] == "mine"


def test_what_can_be_read_of_a_damaged_file_is_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is paid and not fetched has no picture that could tell of it: its row is looked for in the damaged file."""
    store = Store(tmp_path / "home")
    rows = [planted(store, State.ACCEPTED, DEAD, f"r-{number}", prompt=f"{number} " * 300) for number in range(200)]
    file = store.home / "store.db"
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 3 * 4096] = b"\xff" * 3 * 4096
    file.write_bytes(data)
    again = Store(tmp_path / "home")
    with_trouble = again.write(lambda connection: [again.claim(connection, row)[0] for row in rows])
    assert with_trouble.count("resume") > 100
    assert len(again.unsettled()) == 0
    assert "damaged" in caplog.text


def test_damage_is_found_later_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    row = saved(store)
    words(store.home / "store.db")
    assert store.peek(row.key) is not None, "a read finds the damage, and is asked again"
    assert store.write(lambda connection: store.claim(connection, asked("another"))) == ("mine", None)


def test_a_file_that_is_somebody_elses_is_not_renamed(tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.docx"
    words(thesis)
    store = Store(tmp_path / "home", url=f"sqlite:///{thesis}")
    with pytest.raises(StoreError) as caught:
        store.history()
    assert caught.value.hint
    assert caught.value.charged == "no"
    assert thesis.exists()
    assert thesis.read_bytes().startswith(b"these are words")


def test_a_home_that_is_removed_while_it_is_open_is_made_anew(tmp_path: Path) -> None:
    import shutil

    store = Store(tmp_path / "home")
    saved(store)
    shutil.rmtree(store.home)
    again = saved(store, prompt="another")
    assert store.peek(again.key) == again
    assert (store.home / "store.db").exists()


@pytest.mark.parametrize("column", ["params", "result", "images", "error"])
def test_a_column_that_is_no_json_leaves_the_others(tmp_path: Path, column: str) -> None:
    store = Store(tmp_path / "home")
    row = saved(store)
    with closing(sqlite3.connect(store.home / "store.db")) as plain, plain:
        plain.execute(f"UPDATE jobs SET {column} = '{{broken'")
    found = store.peek(row.key)
    assert found is not None
    assert found.remote_id == row.remote_id
    assert store.generation(found, from_store=True).state is State.SAVED


def test_an_error_tells_no_statement_and_no_prompt(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    prompt = "a prompt that is nobody's business"
    saved(store, prompt=prompt)
    with pytest.raises(ImgenError) as caught:
        store.write(lambda connection: connection.exec_driver_sql("INSERT INTO nothing VALUES (?)", (prompt,)))
    assert isinstance(caught.value, StoreError)
    assert prompt not in f"{caught.value} {caught.value!r}"
    assert "INSERT" not in str(caught.value)


# --- fork -------------------------------------------------------------------------------------------------------------

FORKING = """
import os, signal, sys, threading, time, uuid
from pathlib import Path
from imgen_nb.store.store import Store
from imgen_nb.types import ImageRequest, State

store = Store(Path(sys.argv[1]))
def one(name):
    request = ImageRequest("banatie", name, {}, 1, "https://api.example", ref=uuid.uuid4().hex)
    assert store.write(lambda c: store.sending(c, request))[0] == "mine"
    store.write(lambda c: store.update(c, request.ref, state=State.SAVED, owner=None))
    assert store.peek(request.key).id == request.ref
stop = threading.Event()
def work(number):
    turn = 0
    while not stop.is_set():
        one(f"parent {number} {turn}")
        turn += 1
threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
children = []
for number in range(10):
    time.sleep(0.02)
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        try:
            for turn in range(3):
                one(f"child {number} {turn}")
            os._exit(0)
        except BaseException:
            os._exit(1)
    children.append(child)
ends = [os.waitpid(child, 0)[1] for child in children]
stop.set()
for thread in threads:
    thread.join()
print(sum(end != 0 for end in ends), len(store.history(limit=10_000).items), store.history("child", limit=100).total)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_process_that_forks_in_the_middle_of_its_writes_loses_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKING, str(tmp_path / "home")],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    failed, total, of_children = map(int, done.stdout.split() or pytest.fail(done.stderr))
    assert (failed, of_children) == (0, 30)
    assert total > 30
    with closing(sqlite3.connect(tmp_path / "home" / "store.db")) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_child_leaves_its_parents_connection_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by its number alone: what a child would see."""
    store = Store(tmp_path / "home")
    row = saved(store)
    parents = store.database._opened
    assert parents is not None
    store.spool.owe(row.id, {"state": State.FAILED}, lets_go=True)
    with monkeypatch.context() as child:
        child.setattr(os, "getpid", lambda: 4_000_000)
        assert store.spool.debts == (), "its parent owes that"
        assert store.peek(row.key) is not None
        childs = store.database._opened
        assert childs is not None
        assert childs.engine is not parents.engine
        assert parents.engine in database._left, "neither used nor closed"


def test_no_wait_is_inside_the_gate(tmp_path: Path) -> None:
    """A fork takes the gate too: while somebody waits for a lock it must be open most of the time."""
    store = Store(tmp_path / "home")
    saved(store)
    with closing(sqlite3.connect(store.home / "store.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        waiter = threading.Thread(target=lambda: store.write(lambda connection: None))
        waiter.start()
        while waiter.is_alive():
            assert database.gate.lock.acquire(timeout=5)
            database.gate.lock.release()
            if other.in_transaction:
                other.execute("COMMIT")
        waiter.join()


def test_a_database_is_opened_when_it_is_used_first(tmp_path: Path) -> None:
    opened: list[int] = []
    one = Database(tmp_path / "a.db", lambda connection, version: opened.append(version))
    assert not (tmp_path / "a.db").exists()
    one.read(lambda connection: None)
    one.read(lambda connection: None)
    assert opened == [0]
    again = Database(tmp_path / "a.db", lambda connection, version: opened.append(version))
    again.read(lambda connection: None)
    assert opened == [0, migrations.NEWEST]


def test_a_commit_wipes_the_head_of_its_journal_and_leaves_the_file_as_large_as_it_was(tmp_path: Path) -> None:
    """Making, emptying and deleting a file for each of a job's commits took half of their time."""
    store = Store(tmp_path / "home")
    for prompt in ("a fox", "an owl"):
        request = asked(prompt)
        store.write(lambda connection, request=request: store.sending(connection, request))  # type: ignore[misc]
        journal = (store.home / "store.db-journal").read_bytes()
        assert 0 < len(journal) <= database.JOURNAL
        assert not any(journal[:28])  # a journal without a head is none: nothing is played back from it
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in store.home.glob("store.db*")} == {0o600}
