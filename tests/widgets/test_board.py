"""What pages are told of pictures: words when they change, a thumbnail once, the original when it is opened."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from views import NASTY, generation, picture, request

from imgen_nb.errors import Cancelled, GenerationFailed, ImgenError, InvalidRequest, OutcomeUnknown
from imgen_nb.provenance import copies
from imgen_nb.show.places import Place, places
from imgen_nb.types import Event, State
from imgen_nb.widgets.board import Board, drawn
from imgen_nb.widgets.gridview import GridView
from imgen_nb.widgets.kept import MOST


class Heard:
    """Everything one page was told."""

    def __init__(self, board: Board) -> None:
        self.all: list[tuple[dict[str, Any], tuple[bytes, ...]]] = []
        board.attach(self)

    def __call__(self, message: dict[str, Any], buffers: Any) -> None:
        self.all.append((message, tuple(buffers)))

    @property
    def last(self) -> dict[str, Any]:
        return self.all[-1][0]

    def count(self, kind: str) -> int:
        return sum(message["kind"] == kind for message, _ in self.all)


@pytest.fixture
def board() -> Board:
    return Board()


def coming(group: str, number: int = 1, state: State = State.RUNNING) -> list[tuple[str, Place]]:
    return [(f"{group}.{one}", Place("Atelier", request(), state)) for one in range(number)]


def test_only_what_changed_travels_and_the_newest_press_comes_first(board: Board) -> None:
    heard = Heard(board)
    board.put(coming("r1"), "r1")
    board.put(coming("r2", 2), "r2")
    assert heard.last["order"] == ["r2.0", "r2.1", "r1.0"]
    board.put(coming("r1"), "r1")
    assert len(heard.all) == 2, "nothing changed, so nothing is said"
    board.put(coming("r1", state=State.DOWNLOADING), "r1")
    assert [place["id"] for place in heard.last["changed"]] == ["r1.0"]
    assert heard.last["order"] == ["r2.0", "r2.1", "r1.0"], "a place stays where it is"


def test_places_that_were_held_for_pictures_that_never_came_go(board: Board) -> None:
    heard = Heard(board)
    board.put(coming("r1", 4), "r1")
    board.put(coming("r2"), "r2")
    board.put(coming("r1", 2), "r1")
    assert heard.last["order"] == list(board.ids) == ["r2.0", "r1.0", "r1.1"]


def test_a_page_that_comes_late_asks_for_what_it_lacks(board: Board, tmp_path: Path) -> None:
    shown = [(f"r1.{n}", one) for n, one in enumerate(places(generation(picture(tmp_path), picture(tmp_path))))]
    board.put(shown, "r1")
    late = Heard(board)
    board.hello(late)
    assert [place["id"] for place in late.last["changed"]] == ["r1.0", "r1.1"]
    board.want([late.last["changed"][0]["sha"], "nobody's"], late)
    assert late.count("thumb") == 1
    assert late.all[-1][1][0][8:12] == b"WEBP"


def test_the_original_has_its_own_pixels_and_its_record_or_the_reason_why_not(board: Board, tmp_path: Path) -> None:
    shown = picture(tmp_path)
    board.put([("r1.0", places(generation(shown))[0])], "r1")
    heard = Heard(board)
    board.original(shown.sha256, heard)
    said, (data,) = heard.all[-1]
    assert said == {"kind": "original", "sha": shown.sha256, "type": "image/png"}
    with Image.open(io.BytesIO(data)) as image:
        assert image.tobytes() == shown.pil().tobytes()
    assert copies.told_in(data)["request"]["prompt"] == "a fox"
    shown.path.unlink()
    board.original(shown.sha256, heard)
    assert "cannot be read" in heard.last["problem"]
    assert heard.all[-1][1] == ()


def test_a_file_that_is_gone_is_told_and_the_others_go_on(board: Board, tmp_path: Path) -> None:
    heard = Heard(board)
    gone = picture(tmp_path)
    gone.path.unlink()
    board.put([("r1.0", places(generation(gone))[0])], "r1")
    assert [message["kind"] for message, _ in heard.all] == ["thumb", "places"]
    assert "problem" in heard.all[0][0]


def test_a_page_that_cannot_be_told_stops_nobody(board: Board) -> None:
    def broken(message: dict[str, Any], buffers: Any) -> None:
        raise RuntimeError("no comm")

    board.attach(broken)
    heard = Heard(board)
    board.put(coming("r1"), "r1")
    assert heard.count("places") == 1


def test_a_coarse_preview_is_drawn_once_and_only_when_there_is_time(board: Board) -> None:
    heard, drawn_at = Heard(board), list[int]()

    def draw() -> bytes:
        drawn_at.append(len(heard.all))
        return b"coarse"

    for state, time in ((State.RUNNING, False), (State.RUNNING, True), (State.DOWNLOADING, True)):
        board.put([("r1.0", replace(coming("r1")[0][1], state=state, glimpse=draw))], "r1", glimpses=time)
    assert len(drawn_at) == heard.count("thumb") == 1
    assert heard.last["changed"][0]["preview"]
    board.put(coming("r1", state=State.CANCELLED), "r1")
    assert not heard.last["changed"][0]["preview"]


def test_a_preview_that_the_service_tells_is_shown_at_once_and_each_clearer_one_in_its_place(board: Board) -> None:
    heard = Heard(board)
    for preview in (b"coarse", b"coarse", None, b"clearer"):
        told = Event("j", State.RUNNING, "running", progress=0.5, preview=preview)
        board.put([("r1.0", replace(coming("r1")[0][1], state=State.RUNNING, event=told))], "r1", glimpses=False)
    assert heard.count("thumb") == 2
    assert board._pictures[heard.last["changed"][0]["preview"]] == b"clearer"
    assert b"coarse" not in board._pictures.values(), "what is not shown any more is not kept"


REFUSED = InvalidRequest("no such ratio")
ENDS: list[tuple[State, ImgenError | None, str]] = [
    (State.PLANNED, None, "run"),
    (State.RUNNING, None, "run"),
    (State.SAVED, None, "done"),
    (State.FAILED, GenerationFailed("no"), "bad"),
    (State.UNKNOWN, OutcomeUnknown("lost"), "unk"),
    (State.CANCELLED, Cancelled("stopped"), "none"),
    (State.FAILED, REFUSED, "none"),
]


@pytest.mark.parametrize(("state", "error", "kind"), ENDS)
def test_each_end_has_its_sign(state: State, error: ImgenError | None, kind: str) -> None:
    assert drawn(Place("A", request(), state, error=error))["s"] == kind


def test_a_wait_says_why() -> None:
    waits = Event("j", State.ACCEPTED, "all requests are used", wait=41.0)
    said = drawn(Place("A", request(), State.ACCEPTED, waits))
    assert (said["s"], said["said"]) == ("wait", "All requests are used.")


@pytest.mark.parametrize("nasty", NASTY)
def test_any_text_travels_as_data(nasty: str, tmp_path: Path) -> None:
    made = generation(picture(tmp_path), asked=request(nasty, seed=nasty), warnings=(nasty,))
    said = json.dumps(drawn(places(made)[0]))
    assert len(said) < 12_000
    assert "\\u001b" not in said


def test_a_finished_picture_tells_its_id_to_the_viewer(tmp_path: Path) -> None:
    made = generation(picture(tmp_path), remote_id="job-1")
    (place,) = places(made)
    assert drawn(place)["audit"] == ["id job-1"]
    assert drawn(replace(place, picture=None, generation=None))["audit"] == []


def test_pictures_go_with_the_state_where_it_alone_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    board = Board()
    put = [(f"r{at}.0", places(generation(picture(tmp_path, 64 + at)))[0]) for at in range(MOST + 1)]
    view = GridView(board)
    board.put(put, "all")
    assert view.kept == {}, "a saved notebook has the static twin"
    monkeypatch.setitem(sys.modules, "marimo", SimpleNamespace(running_in_notebook=lambda: True))
    view = GridView(board)
    assert [place["id"] for place in view.kept["places"]] == [*board.ids[:MOST]]
    assert {*view.kept["thumbs"]} == {place["sha"] for place in view.kept["places"]}
    assert all(raw[:4] == b"RIFF" for raw in view.kept["thumbs"].values())
    board.put([("new.0", places(generation(picture(tmp_path, 200)))[0])], "more")
    assert view.kept["places"][0]["id"] == "new.0"
