"""Looking through a store: what is wanted is found, marks stay, what is deleted is gone, what is owed never goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from databases import beside
from intents import asked, planted, saved

from imgen_nb.errors import InvalidRequest
from imgen_nb.store.browse import Wanted
from imgen_nb.store.marks import Mark
from imgen_nb.store.store import Store
from imgen_nb.types import State


def prompts(store: Store, **wanted: Any) -> list[str]:
    return [kept.generation.request.prompt for kept in store.browse(Wanted(**wanted))]


@pytest.fixture
def full(store: Store) -> Store:
    """One row of each kind that a filter tells from the others."""
    rows = {
        "live": {},
        "played": {"origin": "sandbox:1"},
        "other": {"provider": "akool"},
        "model": {"params": {"model": "sea/100%_flux", "aspect_ratio": "16:9"}},
    }
    for prompt, how in rows.items():
        planted(store, State.SAVED, None, f"r-{prompt}", prompt=prompt, **how)
    for state in (State.FAILED, State.UNKNOWN, State.ACCEPTED):
        planted(store, state, None, None if state is State.FAILED else f"r-{state}", prompt=str(state))
    saved(store, prompt="half", result={"missing": ["late"]})
    saved(store, prompt="served", images=[{"sha256": "a", "sketch": True, "path": "a.png"}])
    return store


EVERYTHING = ["served", "half", "accepted", "unknown", "failed", "model", "other", "played", "live"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, EVERYTHING),
        ({"oldest": True}, EVERYTHING[::-1]),
        ({"text": "LIV"}, ["live"]),
        ({"text": "r-live"}, ["live"]),
        ({"text": "%"}, []),
        ({"provider": "akool"}, ["other"]),
        ({"model": "sea/100%_flux"}, ["model"]),
        ({"model": "sea/100%_flu"}, []),
        ({"ratio": "16:9"}, ["model"]),
        ({"sandbox": True}, ["served", "played"]),
        ({"sandbox": False}, ["half", "accepted", "unknown", "failed", "model", "other", "live"]),
        ({"standing": "here"}, ["served", "half", "model", "other", "played", "live"]),
        ({"standing": "settled"}, ["served", "half", "failed", "model", "other", "played", "live"]),
        ({"standing": "failed"}, ["failed"]),
        ({"standing": "unknown"}, ["unknown"]),
        ({"standing": "unfetched"}, ["half", "accepted"]),
        ({"starred": True}, []),
        ({"since": 9e12}, []),
        ({"until": 1.0}, []),
        ({"since": 0.0, "until": 9e12, "provider": "akool"}, ["other"]),
    ],
    ids=str,
)
def test_what_is_wanted_is_found(full: Store, wanted: dict[str, Any], found: list[str]) -> None:
    page = full.browse(Wanted(**wanted))
    assert [kept.generation.request.prompt for kept in page] == found
    assert page.total == len(found)


def test_pages_follow_each_other(full: Store) -> None:
    seen, page = list[str](), full.browse(Wanted(), limit=4)
    while True:
        seen += [kept.generation.request.prompt for kept in page]
        if (behind := page.next()) is None:
            break
        page = behind
    assert seen == EVERYTHING


def test_words_of_a_note_with_a_sign_are_tags(store: Store) -> None:
    for prompt, note in {"a fox": "#Spring, no: #spring #100%", "a hen": "for #summer", "a cat": "# 7"}.items():
        row = saved(store, prompt=prompt)
        store.mark(row.id, row.images[0]["sha256"], note=note)
    assert store.words().tags == ("100%", "spring", "spring,", "summer")
    assert prompts(store, tag="Spring") == ["a fox"]
    assert prompts(store, tag="100") == []


def test_a_star_and_a_note_stay_until_they_are_taken_off(store: Store, opened: Callable[[], Store]) -> None:
    row = saved(store, prompt="a fox")
    saved(store, prompt="a hen")
    sha = row.images[0]["sha256"]
    assert store.mark(row.id, sha, star=True) == Mark(True, "")
    assert store.mark(row.id, sha, note="for the cover, 100%") == Mark(True, "for the cover, 100%")
    assert prompts(store, starred=True) == ["a fox"]
    assert prompts(store, text="COVER, 100%") == ["a fox"]
    again = opened()
    assert again.browse(Wanted(starred=True))[0].marks == {sha: Mark(True, "for the cover, 100%")}
    again.mark(row.id, sha, star=False, note="")
    assert prompts(store, starred=True) == []
    assert store.marks([row.id]) == {}


def test_what_is_deleted_is_gone_with_its_files_and_others_keep_theirs(
    store: Store, opened: Callable[[], Store]
) -> None:
    gone = saved(store, b"mine", b"ours", prompt="gone")
    stays = saved(store, b"ours", prompt="stays")
    store.mark(gone.id, gone.images[0]["sha256"], star=True)
    assert store.delete([gone.id]) == 1
    assert prompts(store) == ["stays"]
    assert store.marks([gone.id]) == {}
    left = {file.stem for file in store.pictures.iterdir() if file.is_file()}
    assert left == {stays.images[0]["sha256"]}
    with beside(store) as other:
        other.exec_driver_sql("DELETE FROM jobs")
    assert prompts(opened()) == ["stays"], "found again beside the pictures: what was deleted is not"


@pytest.mark.parametrize("state", [State.ACCEPTED, State.UNKNOWN, State.SENDING])
def test_nothing_that_is_owed_is_deleted(store: Store, state: State) -> None:
    fine = saved(store, prompt="fine")
    owed = planted(store, state, None, "r-1", prompt="owed")
    with pytest.raises(InvalidRequest, match="owe"):
        store.delete([fine.id, owed.ref])
    assert {*prompts(store)} == {"fine", "owed"}
    store.forget(owed.ref)
    store.delete([fine.id, owed.ref])
    assert prompts(store) == []


def test_what_was_spent_is_told_by_day_and_provider(store: Store) -> None:
    saved(store, prompt="priced")
    saved(store, prompt="in credits", result={"cost": {"usd": None, "credits": 4}})
    saved(store, prompt="nobody tells", result={})
    saved(store, prompt="drawn", images=[{"sha256": "a", "sketch": True, "path": "a.png"}])
    planted(store, State.SAVED, None, "r-played", origin="sandbox:1")
    planted(store, State.ACCEPTED, None, "r-akool", provider="akool")
    akool, banatie = sorted(store.spent(0.0), key=lambda one: one.provider)
    assert (akool.provider, akool.usd, akool.unpriced) == ("akool", 0.0, 1)
    assert (banatie.usd, banatie.credits, banatie.pictures, banatie.unpriced) == (0.04, 4.0, 3, 1)
    assert store.spent(9e12) == ()


def test_there_is_to_choose_from_what_there_is(full: Store) -> None:
    words = full.words()
    assert (words.providers, words.models) == (("akool", "banatie"), ("sea/100%_flux",))
    assert {*words.ratios} == {"1:1", "16:9"}


def test_the_size_is_that_of_the_files(store: Store) -> None:
    saved(store, b"x" * 1000)
    before = store.size()
    saved(store, b"y" * 50_000, prompt="larger")
    assert 50_000 <= store.size() - before < 80_000


def test_a_damaged_row_of_parameters_hides_no_other(store: Store) -> None:
    request = asked(prompt="odd")
    store.write(lambda connection: store.sending(connection, request))
    store.write(lambda connection: store.update(connection, request.ref, state=State.SAVED, params="[1,"))
    saved(store)
    assert store.words().providers == ("banatie",)
