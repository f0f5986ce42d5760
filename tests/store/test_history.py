"""What is known, read back: the history and its pages, what is missing, what a person lets go, windows of requests."""

from __future__ import annotations

import itertools
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intents import ANOTHER, DEAD, asked, planted, saved

from imgen_nb.errors import Cancelled, ImgenError, InvalidRequest
from imgen_nb.store.owners import me
from imgen_nb.store.rows import Row, picture_data
from imgen_nb.store.store import Store
from imgen_nb.types import Picture, State, Window

# --- the history ------------------------------------------------------------------------------------------------------

TOLD = {
    # the state of a row   with the provider's id, and without
    State.PLANNED: (False, False),
    State.SENDING: (True, True),
    State.ACCEPTED: (True, True),
    State.RUNNING: (True, True),
    State.DOWNLOADING: (True, True),
    State.SAVED: (True, True),
    State.FAILED: (True, False),
    State.UNKNOWN: (True, True),
    State.CANCELLED: (True, False),
}


def test_the_history_has_every_row_with_an_answer_or_money_in_it(store: Store) -> None:
    assert TOLD.keys() == {*State}
    for state, with_id in itertools.product(State, (True, False)):
        planted(store, state, None, f"r-{state}" if with_id else None, prompt=f"{state} {with_id}")
    expected = {f"{state} {not place}" for state, told in TOLD.items() for place, one in enumerate(told) if one}
    page = store.history(limit=100)
    assert {made.request.prompt for made in page.items} == expected
    assert page.total == len(expected)


def test_the_history_begins_with_the_newest_and_shows_ids(store: Store) -> None:
    rows = [saved(store, prompt=f"fox {number}") for number in range(3)]
    page = store.history()
    assert [made.remote_id for made in page.items] == [row.remote_id for row in reversed(rows)]
    assert [made.request.ref for made in page.items] == [row.id for row in reversed(rows)]
    assert all(made.from_store and made.images for made in page.items)


@given(count=st.integers(0, 12), limit=st.integers(1, 5))
def test_pages_have_every_row_once(tmp_path_factory: pytest.TempPathFactory, count: int, limit: int) -> None:
    store = Store(tmp_path_factory.mktemp("pages"), url="sqlite://")
    expected = [planted(store, State.SAVED, None, prompt=f"fox {number}").ref for number in range(count)]
    seen, offset = list[str](), 0
    while True:
        page = store.history(limit=limit, offset=offset)
        seen += [made.request.ref for made in page.items]
        assert page.total == count
        if not page.has_more:
            break
        offset += limit
    assert seen == expected[::-1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FOX", {"a fox", "Fox & 100% wool"}),
        ("100%", {"Fox & 100% wool"}),
        ("%", {"Fox & 100% wool"}),
        ("_", {"snake_case"}),
        ("狐", {"狐狸"}),
        ("'; DROP TABLE jobs; --", set()),
        ("r-2", {"snake_case"}),
        ("", {"a fox", "Fox & 100% wool", "snake_case", "狐狸"}),
    ],
)
def test_text_is_looked_for_as_it_is(store: Store, text: str, found: set[str]) -> None:
    for number, prompt in enumerate(("a fox", "Fox & 100% wool", "snake_case", "狐狸")):
        planted(store, State.SAVED, None, f"r-{number}", prompt=prompt)
    assert {made.request.prompt for made in store.history(text).items} == found


def test_a_provider_is_asked_for_by_its_name(store: Store) -> None:
    planted(store, State.SAVED, None)
    planted(store, State.SAVED, None, provider="akool", prompt="akool's")
    assert [made.request.prompt for made in store.history(provider="akool").items] == ["akool's"]
    assert store.history("fox", provider="akool").total == 0


# --- pictures that are missing ----------------------------------------------------------------------------------------


def test_a_saved_row_that_lacks_a_picture_is_owed_until_it_is_there(store: Store) -> None:
    row = saved(store, result={"missing": ["picture 2 of 2: HTTP 404"], "created": 7.0})
    assert store.write(lambda connection: store.claim(connection, row.request))[0] == "saved"
    assert [one.id for one in store.unsettled()] == [row.id]
    made = store.generation(row, from_store=True)
    assert (made.missing, made.created, len(made.images)) == (("picture 2 of 2: HTTP 404",), 7.0, 1)
    store.write(lambda connection: store.update(connection, row.id, owner=me()))
    assert not store.unsettled(), "it is being fetched"
    store.write(lambda connection: store.release(connection, row.id, result={"missing": []}))
    assert not store.unsettled()


def test_what_is_missing_is_only_owed_of_a_saved_row(store: Store) -> None:
    row = saved(store, result={"missing": ["one"]})
    store.write(lambda connection: store.update(connection, row.id, state=State.FAILED))
    assert not store.unsettled()


def test_each_picture_has_its_own_seed(store: Store) -> None:
    row = saved(store, b"one", b"two")
    images = [{**image, "seed": 7 + image["place"], "unknown to us": 1} for image in row.images]
    store.write(lambda connection: store.update(connection, row.id, images=images))
    again = store.get(row.id)
    assert again is not None
    made = store.generation(again, from_store=True)
    assert [image.seed for image in made.images] == [7, 8]
    assert made.seed is None


# --- what a person lets go --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["row", "remote id"])
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("owner", [None, DEAD])
def test_what_owes_is_let_go_and_nothing_else_is(store: Store, state: State, owner: str | None, by: str) -> None:
    request = planted(store, state, owner, "r-1")
    name = request.ref if by == "row" else "r-1"
    if state in (State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING, State.UNKNOWN):
        row = store.forget(name)
        assert (row.state, row.owner, row.remote_id) == (State.CANCELLED, None, "r-1")
        charged = "unknown" if state in (State.SENDING, State.UNKNOWN) else "yes"
        assert Cancelled.from_dict(row.error).charged == charged
        assert not store.unsettled()
        assert store.history().total == 1, "it stays in the history"
        assert store.write(lambda connection: store.claim(connection, asked())) == ("mine", None)
    else:
        before = store.get(request.ref)
        with pytest.raises(InvalidRequest) as caught:
            store.forget(name)
        assert caught.value.hint
        assert store.get(request.ref) == before


def test_an_unknown_row_without_an_id_stays_in_the_history_when_it_is_let_go(store: Store) -> None:
    request = planted(store, State.UNKNOWN, None)
    store.forget(request.ref)
    assert [made.state for made in store.history().items] == [State.CANCELLED]


@pytest.mark.parametrize("owner", [me(), ANOTHER])
def test_what_somebody_fetches_just_now_is_not_let_go(store: Store, owner: str) -> None:
    request = planted(store, State.ACCEPTED, owner, "r-1")
    with pytest.raises(InvalidRequest, match="just now"):
        store.forget(request.ref)


def test_a_picture_that_stays_missing_is_let_go_and_the_others_stay(store: Store) -> None:
    row = saved(store, result={"missing": ["one"], "cost": {"usd": 0.1}})
    assert store.forget(row.id).state is State.SAVED
    assert not store.unsettled()
    again = store.get(row.id)
    assert again is not None
    assert store.generation(again, from_store=True).cost.usd == 0.1


def test_an_id_that_two_providers_gave_is_not_guessed(store: Store) -> None:
    rows = [planted(store, State.ACCEPTED, None, "4711", provider=name) for name in ("akool", "banatie")]
    with pytest.raises(InvalidRequest) as caught:
        store.forget("4711")
    assert all(row.ref in caught.value.hint for row in rows)
    assert store.forget(rows[0].ref).provider == "akool"
    assert store.forget("4711").provider == "banatie", "the other one is not owed any more"


def test_who_is_not_known_is_told_where_ids_are(store: Store) -> None:
    with pytest.raises(InvalidRequest) as caught:
        store.forget("nobody")
    assert "history" in caught.value.hint


# --- windows of requests ----------------------------------------------------------------------------------------------


def test_a_window_is_shared_by_the_processes_of_a_home(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "home"), Store(tmp_path / "home")
    assert one.window("banatie https://api.example 1f2e") is None
    now = time.time()
    scope = "banatie https://api.example 1f2e"
    one.write(lambda connection: one.learn_window(connection, scope, Window(100, 3, 1800.0), now))
    assert other.window(scope) == (Window(100, 3, 1800.0), now)
    assert other.window("banatie https://api.example another") is None


def test_what_was_said_later_counts(store: Store) -> None:
    def learn(remaining: int, now: float) -> Any:
        return store.write(lambda c: store.learn_window(c, "s", Window(100, remaining, 60.0), now))

    for remaining, now in ((9, 10.0), (8, 12.0), (50, 11.0), (7, 12.0)):
        learn(remaining, now)
    assert store.window("s") == (Window(100, 7, 60.0), 12.0)


# --- what a row tells -------------------------------------------------------------------------------------------------


def told(store: Store, sketch: bool = False, origin: str = "https://api.example") -> Row:
    path = store.pictures / "abc.png"
    request = planted(store, State.SAVED, None, "r-1", origin=origin)
    path.write_bytes(b"picture")
    images = [picture_data(Picture(path, "abc", 3, 2, "image/png", "a fox, Banatie", sketch))] * 2
    result = {
        "prompt_used": "a red fox",
        "cost": {"usd": 0.04},
        "raw": {"x": [1]},
        "warnings": ["w"],
        "actions": ["U1"],
    }
    store.write(lambda connection: store.update(connection, request.ref, images=images, result=result))
    row = store.get(request.ref)
    assert row is not None
    return row


def test_a_generation_comes_back_whole(store: Store) -> None:
    row = told(store)
    made = store.generation(row, from_store=True)
    assert made.request == row.request
    assert (made.state, made.remote_id, made.prompt_used, made.cost.usd) == (State.SAVED, "r-1", "a red fox", 0.04)
    assert (made.raw, made.warnings, made.actions, made.from_store) == ({"x": [1]}, ("w",), ("U1",), True)
    assert [picture.read_bytes() for picture in made.images] == [b"picture"] * 2
    assert not made.sandbox


def test_a_picture_whose_file_is_gone_is_said(store: Store) -> None:
    row = told(store)
    (store.pictures / "abc.png").unlink()
    made = store.generation(row, from_store=True)
    assert made.images == ()
    assert made.warnings[0] == "w"
    assert "2 picture file(s) are gone" in made.warnings[1]


def test_a_folder_may_move_with_its_pictures(store: Store, url: str | None, tmp_path: Path) -> None:
    row = told(store)
    store.home.rename(tmp_path / "moved")
    moved = Store(tmp_path / "moved", url)
    again = moved.get(row.id)
    assert again is not None
    assert moved.generation(again, from_store=True).images[0].path == tmp_path / "moved" / "pictures" / "abc.png"
    assert moved.generation(again, from_store=True).images[0].read_bytes() == b"picture"
    moved.database.close()


@pytest.mark.parametrize(("sketch", "origin"), [(True, "https://api.example"), (False, "sandbox:1")])
def test_practice_is_said_by_the_origin_or_by_the_file(store: Store, sketch: bool, origin: str) -> None:
    assert store.generation(told(store, sketch, origin), from_store=True).sandbox


def test_rows_hold_text_of_every_kind(store: Store, url: str | None) -> None:
    nothing = "" if url else "\x00"  # PostgreSQL has no text with one
    odd = f"狐狸 🦊 'quotes' \"double\" %s ? :name{nothing}\n\u202e" + "x" * 100_000
    request = planted(store, State.FAILED, None, prompt=odd, params={"meta": {odd[:20]: odd[:50]}})
    store.write(
        lambda c: store.update(c, request.ref, error=ImgenError(odd).to_dict(), result={"raw": {"a": "\ud800"}})
    )
    row = store.get(request.ref)
    assert row is not None
    assert row.request == request
    assert ImgenError.from_dict(row.error).message == odd
    assert json.loads(json.dumps(row.result)) == {"raw": {"a": "\ud800"}}
