"""The gallery without a browser: what is looked for, what is told, what a message does to the store."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from intents import planted, saved
from pages import Page
from pictures import RED, encoded
from PIL import Image

from imgen_nb.client import process
from imgen_nb.errors import GenerationFailed
from imgen_nb.store.browse import Wanted
from imgen_nb.store.store import Store
from imgen_nb.types import State
from imgen_nb.widgets import shelf
from imgen_nb.widgets.gallery import PAGE, Gallery


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store(tmp_path / "store")
    monkeypatch.setattr(process.defaults, "store", made)
    return made


def png(width: int, height: int) -> bytes:
    return encoded(Image.new("RGB", (width, height), RED), "PNG")


def opened() -> tuple[Gallery, Page]:
    gallery = Gallery()
    return gallery, Page(gallery)


def prompts(gallery: Gallery) -> list[str]:
    return [place["prompt"] for place in gallery._board.places]


def test_it_opens_with_the_newest_and_reads_on_page_by_page(store: Store) -> None:
    for number in range(PAGE + 5):
        planted(store, State.SAVED, None, f"r-{number}", prompt=f"fox {number}")
    gallery, page = opened()
    assert prompts(gallery)[:2] == [f"fox {PAGE + 4}", f"fox {PAGE + 3}"]
    assert (len(prompts(gallery)), gallery.head["more"], gallery.head["found"]) == (PAGE, True, "120 of 125 requests")
    page.say("more")
    assert len(prompts(gallery)) == PAGE + 5
    assert not gallery.head["more"]
    page.say("more")
    assert len(prompts(gallery)) == PAGE + 5
    assert json.dumps(gallery.head)


def test_who_comes_back_to_it_sees_what_was_made_meanwhile(store: Store) -> None:
    gallery, page = opened()
    planted(store, State.SAVED, None, "r-1", prompt="a fox")
    assert prompts(gallery) == []
    page.say("look")
    assert prompts(gallery) == ["a fox"]


def test_what_is_looked_for_is_what_is_shown(store: Store) -> None:
    planted(store, State.SAVED, None, "r-1", prompt="a fox")
    planted(store, State.SAVED, None, "r-2", prompt="a hen", provider="akool", origin="sandbox:1")
    gallery, page = opened()
    for asked, found in (
        ({"text": "FOX"}, ["a fox"]),
        ({"provider": "akool"}, ["a hen"]),
        ({"who": "live"}, ["a fox"]),
        ({"sort": "oldest"}, ["a fox", "a hen"]),
        ({"since": "1"}, ["a hen", "a fox"]),
        ({"since": "yesterday", "standing": "odd"}, ["a hen", "a fox"]),
        ({"starred": True}, []),
        ({}, ["a hen", "a fox"]),
    ):
        page.say("find", asked=asked)
        assert prompts(gallery) == found, asked
    assert [one["id"] for one in gallery.head["choices"]["provider"]] == ["akool", "banatie"]


def test_a_thumbnail_travels_when_it_is_asked_for(store: Store, tmp_path: Path) -> None:
    saved(store, png(60, 40))
    gallery, page = opened()
    page.say("hello")
    assert page.kinds == ["places"]
    page.say("want", shas=[gallery._board.places[0]["sha"]])
    assert page.kinds == ["places", "thumb"]


def test_stars_and_notes_are_told_and_found_again(store: Store) -> None:
    saved(store, png(60, 40), prompt="a fox")
    gallery, page = opened()
    (one,) = gallery._board.ids
    page.say("star", id=one, on=True)
    page.say("note", ids=[one], text="for the <b>cover</b> #Spring #draft")
    assert gallery._board.places[0]["star"]
    assert gallery._board.places[0]["note"] == "for the <b>cover</b> #Spring #draft"
    assert [tag["title"] for tag in gallery.head["choices"]["tag"]] == ["#draft", "#spring"]
    again, page = opened()
    page.say("find", asked={"text": "cover", "starred": True})
    assert again._board.places[0]["star"]
    page.say("star", id=one, on=False)
    page.say("find", asked={"starred": True})
    assert prompts(again) == []
    page.say("find", asked={"tag": "spring"})
    assert prompts(again) == ["a fox"]
    page.say("note", ids=[one], text="#springtime")
    assert prompts(again) == [], "a piece of a tag is another tag"


def test_what_is_owed_stands_apart_with_its_choices(store: Store) -> None:
    planted(store, State.UNKNOWN, None, None, prompt="nobody knows")
    paid = planted(store, State.ACCEPTED, None, "r-1", prompt="paid for")
    gallery, page = opened()
    assert prompts(gallery) == []
    said = {one["prompt"]: [act["words"] for act in one["remedies"]] for one in gallery.head["unsettled"]}
    assert said == {"nobody knows": ["Look for it", "Let it go"], "paid for": ["Fetch it", "Let it go"]}
    page.say("forget", id=paid.ref)
    assert [one["prompt"] for one in gallery.head["unsettled"]] == ["nobody knows"]
    page.say("find", asked={"standing": "unknown"})
    assert prompts(gallery) == ["nobody knows"]


def test_what_cannot_be_fetched_says_why_and_nothing_is_lost(store: Store) -> None:
    paid = planted(store, State.ACCEPTED, None, "r-1", prompt="paid for")
    gallery, page = opened()
    page.say("fetch", id=paid.ref)
    assert "live" in gallery.head["note"].lower()
    assert [one["id"] for one in gallery.head["unsettled"]] == [paid.ref]
    page.say("fetch", id="nobody")
    assert "does not know" in gallery.head["note"]


def test_deleting_says_what_goes_and_then_it_is_gone(store: Store) -> None:
    row = saved(store, png(60, 40), prompt="a fox")
    saved(store, png(50, 40), prompt="a hen")
    gallery, page = opened()
    one = next(place["id"] for place in gallery._board.places if place["prompt"] == "a fox")
    page.say("weigh", ids=[one])
    (weighed,) = page.heard("weighed")
    assert "1 picture of 1 request" in weighed["words"]
    assert "pays again" in weighed["words"]
    assert len(store.browse(Wanted())) == 2, "it only asked"
    page.say("delete", ids=weighed["ids"])
    assert prompts(gallery) == ["a hen"]
    assert store.get(row.id) is None
    assert "1 request deleted" in gallery.head["note"]


def test_an_export_has_the_pictures_with_how_they_were_made(store: Store) -> None:
    saved(store, png(60, 40), prompt="a fox")
    gallery, page = opened()
    page.say("zip", ids=list(gallery._board.ids))
    said, (data,) = next((said, raw) for said, raw in page.got if said.get("kind") == "file")
    assert said["name"].endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    assert any(name.endswith(".png") for name in names)
    assert "manifest.json" in names


def test_a_failed_row_says_why(store: Store) -> None:
    request = planted(store, State.FAILED, None, "r-1", prompt="a fox")
    error = GenerationFailed("the model is asleep", charged="no").to_dict()
    store.write(lambda connection: store.update(connection, request.ref, error=error))
    gallery, _ = opened()
    assert gallery._board.places[0]["answers"][:2] == [
        ["What happened", "The model is asleep."],
        ["Was money spent?", "Not charged."],
    ]


def test_what_was_spent_is_a_table(store: Store) -> None:
    saved(store, png(60, 40))
    _, page = opened()
    page.say("spent")
    ((today, who, pictures, spent, unpriced),) = page.heard("spent")[0]["rows"]
    assert (who, pictures, spent, unpriced) == ("Banatie", "1", "$0.04", "")
    assert today == time.strftime("%Y-%m-%d")


@pytest.mark.parametrize("asked", [{"text": 5}, {"since": []}, {"provider": {"a": 1}}, {"standing": None, "sort": 3}])
def test_whatever_a_page_asks_is_read(asked: dict[str, Any]) -> None:
    assert shelf.wanted(asked).standing == "settled"


def test_a_page_is_one_look_into_the_database(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        saved(store, png(60 + number, 40), prompt=f"fox {number}")
    _, page = opened()
    reads = []
    read = store.database.read
    monkeypatch.setattr(store.database, "read", lambda work: reads.append(work) or read(work))
    page.say("find", asked={"text": "fox"})
    assert len(reads) == 1
