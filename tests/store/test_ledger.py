"""The journal: who may work on a request, what survives, and what many processes at once may do to it."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import stat
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from intents import ANOTHER, DEAD, asked, planted

from imgen_nb.errors import ImgenError, StoreError
from imgen_nb.store.home import default_home
from imgen_nb.store.owners import me
from imgen_nb.store.rows import Row
from imgen_nb.store.store import Store
from imgen_nb.store.troubles import read_trouble
from imgen_nb.types import State

# --- claim ------------------------------------------------------------------------------------------------------------

MINE, RESUME, SAVED, THEIRS, UNKNOWN = "mine", "resume", "saved", "theirs", "unknown"
CLAIMS = {
    # the state of the row        its owner lives          is dead  is nobody   a new row?
    State.PLANNED: (THEIRS, MINE, MINE, False),
    State.SENDING: (THEIRS, UNKNOWN, UNKNOWN, False),
    State.ACCEPTED: (THEIRS, RESUME, RESUME, False),
    State.RUNNING: (THEIRS, RESUME, RESUME, False),
    State.DOWNLOADING: (THEIRS, RESUME, RESUME, False),
    State.SAVED: (SAVED, SAVED, SAVED, False),
    State.UNKNOWN: (THEIRS, UNKNOWN, UNKNOWN, False),
    State.FAILED: (MINE, MINE, MINE, True),
    State.CANCELLED: (MINE, MINE, MINE, True),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(("place", "owner"), [(0, me()), (0, ANOTHER), (1, DEAD), (2, None)])
def test_who_may_work_on_a_request(store: Store, state: State, place: int, owner: str | None) -> None:
    first = planted(store, state, owner, "r-1")
    again = asked()
    claimed, row = store.write(lambda connection: store.claim(connection, again))
    assert claimed == CLAIMS[state][place]
    assert (row is None) is CLAIMS[state][3]
    assert store.get(again.ref) is None, "a row is written only when its request leaves"
    kept = store.get(first.ref)
    assert kept is not None
    if claimed == "theirs":
        assert kept.owner == owner, "a living process's row was taken"
    if row is not None and claimed in ("mine", "resume"):
        now = store.get(row.id)
        assert now is not None
        assert now.owner == me()
    if state is State.SENDING and claimed == "unknown":
        assert (kept.state, kept.owner) == (State.UNKNOWN, None), "what was being sent may have been taken"


def test_claim_covers_every_state() -> None:
    assert CLAIMS.keys() == {*State}


def test_a_first_request_is_ours_and_another_take_another_row(store: Store) -> None:
    for request in (asked(), asked(take=2), asked("another fox"), asked(origin="sandbox:1")):
        assert store.write(lambda connection, request=request: store.claim(connection, request)) == ("mine", None)
        claimed, row = store.write(lambda connection, request=request: store.sending(connection, request))
        assert (claimed, row.state, row.owner) == ("mine", State.SENDING, me())
        assert row.request == request


def test_a_picture_sent_along_is_kept_as_its_hash(store: Store) -> None:
    request = asked(params={"image_urls": ["data:image/png;base64," + "QUJD" * 500_000]})
    store.write(lambda connection: store.sending(connection, request))
    row = store.get(request.ref)
    assert row is not None
    assert len(json.dumps(row.params)) < 120
    assert row.key == row.request.key == request.key


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(("place", "owner"), [(0, ANOTHER), (1, DEAD), (2, None)])
def test_what_leaves_is_claimed_in_the_same_step(store: Store, state: State, place: int, owner: str | None) -> None:
    """What another process did between our claim and our sending decides: only "mine" may leave."""
    first, again = planted(store, state, owner, "r-1" if state is State.ACCEPTED else None), asked()
    claimed, row = store.write(lambda connection: store.sending(connection, again))
    assert claimed == CLAIMS[state][place]
    kept = store.get(row.id)
    assert kept is not None
    assert ((kept.state, kept.owner) == (State.SENDING, me())) is (claimed == "mine")
    assert (row.id == again.ref) is CLAIMS[state][3]
    if claimed == "theirs":
        assert store.get(first.ref) == kept
        assert kept.owner == owner


def test_our_own_intent_may_leave_again_and_another_job_of_ours_may_not(store: Store) -> None:
    request = asked()
    for _ in range(2):
        assert store.write(lambda connection: store.sending(connection, request))[0] == "mine"
    claimed, row = store.write(lambda connection: store.sending(connection, asked()))
    assert (claimed, row.id) == ("theirs", request.ref)


def test_an_id_that_another_row_holds_is_not_written_down(store: Store) -> None:
    first, second = asked("one"), asked("two")
    for request in (first, second):
        store.write(lambda connection, request=request: store.sending(connection, request))
    assert store.write(lambda connection: store.accept(connection, first.ref, "r-1", result={"expires": 5.0}))
    assert store.write(lambda connection: store.accept(connection, first.ref, "r-1")), "told twice is still its own"
    assert not store.write(lambda connection: store.accept(connection, second.ref, "r-1"))
    one, two = store.get(first.ref), store.get(second.ref)
    assert one is not None
    assert two is not None
    assert (one.state, one.remote_id, one.result) == (State.ACCEPTED, "r-1", {"expires": 5.0})
    assert (two.state, two.remote_id) == (State.SENDING, None)
    elsewhere = asked("one", origin="https://other.example")
    store.write(lambda connection: store.sending(connection, elsewhere))
    assert store.write(lambda connection: store.accept(connection, elsewhere.ref, "r-1"))


@pytest.mark.parametrize(("owner", "taken"), [(me(), False), (ANOTHER, False), (DEAD, True), (None, True)])
def test_a_row_is_taken_over_only_from_nobody_or_the_dead(store: Store, owner: str | None, taken: bool) -> None:
    request = planted(store, State.ACCEPTED, owner, "r-1")
    assert bool(store.write(lambda connection: store.take_over(connection, request.ref))) is taken
    assert not store.write(lambda connection: store.take_over(connection, "nobody"))


def test_a_row_that_was_saved_meanwhile_is_given_and_needs_nobody(store: Store) -> None:
    request = planted(store, State.SAVED, None, "r-1")
    row = store.write(lambda connection: store.take_over(connection, request.ref))
    assert row is not None
    assert (row.state, row.owner) == (State.SAVED, None)
    assert store.get(request.ref) == row


def test_what_is_unsettled_is_what_cost_money_and_nobody_works_on(store: Store) -> None:
    for state in State:
        for owner in (me(), ANOTHER, DEAD, None):
            planted(store, state, owner, prompt=f"{state} {owner}")
    found = {(row.state, row.owner) for row in store.unsettled()}
    paid = {State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING, State.UNKNOWN}
    assert found == {(state, owner) for state in paid for owner in (DEAD, None)}
    assert [row.created for row in store.unsettled()] == sorted(row.created for row in store.unsettled())


def test_a_job_from_elsewhere_is_adopted_once(store: Store) -> None:
    request = asked("", params={"resumed": "r-9"})
    first, row = store.write(lambda connection: store.adopt(connection, request, "r-9"))
    second, again = store.write(lambda connection: store.adopt(connection, asked(), "r-9"))
    assert (first, second) == ("mine", "resume")
    assert row.id == again.id == request.ref
    kept = store.by_remote("banatie", "https://api.example", "r-9")
    assert kept is not None
    assert (kept.state, kept.owner, kept.remote_id) == (State.ACCEPTED, me(), "r-9")
    assert store.by_remote("banatie", "sandbox:1", "r-9") is None
    assert store.by_remote("destinpq", "https://api.example", "r-9") is None


def test_adopting_what_is_saved_changes_nothing(store: Store) -> None:
    request = planted(store, State.SAVED, None, "r-1")
    claimed, row = store.write(lambda connection: store.adopt(connection, asked(), "r-1"))
    assert (claimed, row.id, row.state) == ("saved", request.ref, State.SAVED)
    assert store.get(request.ref) == row


# --- batches ----------------------------------------------------------------------------------------------------------


def test_a_failing_piece_of_work_takes_back_only_its_own(store: Store) -> None:
    one, two, three = asked("one"), asked("two"), asked("three")

    def fails(connection: Any) -> None:
        store.sending(connection, two)
        raise ImgenError("after it wrote")

    def breaks(connection: Any) -> None:
        connection.exec_driver_sql("INSERT INTO nothing VALUES (1)")

    results = store.batch(
        [lambda c: store.sending(c, one)[0], fails, breaks, lambda c: store.sending(c, three)[0], lambda c: None]
    )
    assert results[0] == results[3] == "mine"
    assert isinstance(results[1], ImgenError)
    assert isinstance(results[2], Exception)
    assert [store.get(request.ref) is not None for request in (one, two, three)] == [True, False, True]


def test_an_empty_batch_is_fine(store: Store) -> None:
    assert store.batch([]) == []


def test_two_claims_of_one_batch_see_each_other(store: Store) -> None:
    one, other = asked(), asked()
    (first, _), (second, row) = store.batch([lambda c: store.sending(c, one), lambda c: store.sending(c, other)])
    assert (first, second, row.id) == ("mine", "theirs", one.ref)


def test_many_writers_of_one_file_meet_no_lock(tmp_path: Path) -> None:
    """Two stores as two kernels have them, four threads, 400 transactions that read and then write."""
    stores = [Store(tmp_path / "shared"), Store(tmp_path / "shared")]
    trouble: list[BaseException] = []

    def work(number: int) -> None:
        mine = stores[number % 2]
        try:
            for turn in range(100):
                mine.write(lambda connection, turn=turn: mine.sending(connection, asked(f"{number} {turn}")))
        except BaseException as error:
            trouble.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble
    with sqlite3.connect(tmp_path / "shared" / "store.db") as plain:
        assert plain.execute("SELECT count(*) FROM jobs").fetchone() == (400,)
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()


def test_eight_threads_that_want_one_request_get_it_once(tmp_path: Path) -> None:
    stores = [Store(tmp_path / "shared"), Store(tmp_path / "shared")]
    claims: list[str] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        mine = stores[number % 2]
        claims.append(mine.write(lambda connection: mine.sending(connection, asked()))[0])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claims) == ["mine", *["theirs"] * 7]


# --- the file and the folder ------------------------------------------------------------------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_look(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    planted(store, State.ACCEPTED, me())
    assert mode(store.home) == 0o700
    assert mode(store.pictures) == 0o700
    assert mode(store.home / "store.db") == 0o600


@pytest.mark.parametrize("name", ["plain", "with space", "what?now", "50%", "a#b", "é狐", "a@b:c", "x=1&y=2"])
def test_a_store_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    made = Store(tmp_path / name)
    request = planted(made, State.SAVED, None)
    assert (tmp_path / name / "store.db").exists()
    assert Store(tmp_path / name).peek(request.key) is not None


def test_a_file_of_a_newer_version_is_read_and_not_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    request = planted(Store(tmp_path / "home"), State.SAVED, None)
    with sqlite3.connect(tmp_path / "home" / "store.db") as plain:
        plain.execute("PRAGMA user_version=99")
    plain.close()
    before = (tmp_path / "home" / "store.db").read_bytes()
    again = Store(tmp_path / "home")
    assert again.peek(request.key) is not None
    known, new = again.batch(
        [lambda c: again.claim(c, request), lambda c: again.sending(c, replace(request, prompt="new", ref="new"))]
    )
    assert known[0] == "saved"
    assert isinstance(new, ImgenError)
    assert "newer imgen_nb" in str(new)
    assert "newer imgen_nb" in caplog.text
    assert (tmp_path / "home" / "store.db").read_bytes() == before


def test_a_file_that_exists_is_opened_again_with_what_it_had(tmp_path: Path) -> None:
    request = planted(Store(tmp_path / "home"), State.ACCEPTED, DEAD, "r-1")
    again = Store(tmp_path / "home").get(request.ref)
    assert isinstance(again, Row)
    assert (again.request, again.remote_id) == (request, "r-1")


def test_a_home_that_cannot_be_written_is_replaced_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        made = Store(tmp_path / "file" / "home")
    assert "cannot be written" in caplog.text
    assert str(made.home) in caplog.text
    assert mode(made.home) == 0o700
    request = planted(made, State.SAVED, None)
    assert made.peek(request.key)


def test_the_home_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMGEN_NB_HOME", str(tmp_path / "elsewhere"))
    assert default_home() == tmp_path / "elsewhere"
    assert Store().home == tmp_path / "elsewhere"
    monkeypatch.setenv("IMGEN_NB_HOME", "")
    assert default_home().name == "imgen_nb"


def test_another_database_holds_the_rows_and_the_home_the_pictures(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path / 'rows.db'}", "sqlite:///:memory:", "sqlite://"):
        made = Store(tmp_path / "home", url=url)
        request = planted(made, State.SAVED, None)
        assert made.peek(request.key)
    assert made.pictures.parent == tmp_path / "home"


def test_only_old_parts_are_swept(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "pictures"
    folder.mkdir(parents=True)
    for name, age in (("old.part", 7200.0), ("young.part", 60.0), ("old.png", 7200.0)):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (time.time() - age,) * 2)
    (folder / "dangling.part").symlink_to(tmp_path / "nowhere")
    Store(tmp_path / "home").batch([])
    assert {path.name for path in folder.iterdir()} >= {"young.part", "old.png"}
    assert not (folder / "old.part").exists()


def test_a_row_that_somebody_deleted_is_named(store: Store) -> None:
    with pytest.raises(StoreError, match="no row gone"):
        store.write(lambda connection: store._there(connection, "gone"))


def test_what_is_owed_and_cannot_be_written_stops_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("odd values")

    debt = store.spool.owe("a row", {"state": State.ACCEPTED}, lets_go=False)
    monkeypatch.setattr(store, "update", broken)
    assert store.write(lambda connection: 7) == 7
    assert "what became of a row cannot be written: ValueError" in caplog.text
    assert store.spool.write_down(debt), "there is nothing left to write down"


def test_a_row_that_was_saved_and_taken_back_has_no_sidecar(store: Store) -> None:
    store._saved.append("a row that is not there")
    store.write(lambda connection: None)
    assert not [*store.pictures.glob("*.json")]


def test_a_request_that_nobody_counted_gives_nothing_back(store: Store) -> None:
    store.write(lambda connection: store.give_request(connection, "a scope", 0.0, None, taken=True))
    assert store.window("a scope") is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreError("said before", hint="so"), "said before"),
        (ImportError("no module named psycopg"), "postgres"),
    ],
)
def test_trouble_is_told_once_and_in_our_words(error: Exception, said: str) -> None:
    assert said in str(read_trouble(error, "the store").error)


@pytest.mark.parametrize("ended", [State.FAILED, State.CANCELLED, State.ACCEPTED])
def test_an_answer_that_somebody_saved_is_not_undone_by_who_had_begun_it(store: Store, ended: State) -> None:
    """A machine that slept past its lease lets its row go: another one has answered it meanwhile."""
    request = asked()
    store.write(lambda connection: store.sending(connection, request))
    store.write(lambda connection: store.release(connection, request.ref, state=State.SAVED, result={"a": 1}))
    store.write(lambda connection: store.release(connection, request.ref, state=ended, error={"message": "late"}))
    row = store.get(request.ref)
    assert row is not None
    assert (row.state, row.result, row.error) == (State.SAVED, {"a": 1}, {})
