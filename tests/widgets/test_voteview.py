"""The panel of a blind vote: until the reveal, nothing that travels to a page tells whose a picture is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from elections import WHO, axes, field
from views import Notebook, check_static

from imgen_nb.comparison.grid import Grid
from imgen_nb.comparison.planning import Question
from imgen_nb.widgets.voteview import VoteView


class Page:
    """Hears all that a vote sends."""

    def __init__(self, view: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.view = view
        self.all: list[tuple[dict[str, Any], list[bytes]]] = []
        monkeypatch.setattr(view, "send", self.hear)

    def hear(self, message: dict[str, Any], buffers: Any = ()) -> None:
        self.all.append((json.loads(json.dumps(message)), list(buffers)))

    def say(self, kind: str, **given: Any) -> dict[str, Any]:
        self.view._heard(None, {"kind": kind, **given}, [])
        return self.all[-1][0]


@pytest.fixture
def grid(tmp_path: Path, notebook: Notebook) -> Grid:
    return Grid("“a fox”", field(tmp_path), Question({}, axes(), lambda names: {}))


@pytest.fixture
def page(grid: Grid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    return Page(grid.vote(folder=tmp_path / "votes", voter="Ana"), monkeypatch)


def leaks(*texts: object) -> list[str]:
    told = "\n".join(str(one) for one in texts).lower()
    return [who for who in WHO if who.lower() in told]


def test_until_the_reveal_no_message_state_name_or_repr_tells_whose_a_picture_is(page: Page) -> None:
    state = page.say("hello")
    for ballot in state["ballots"]:
        page.say("ballot", id=ballot)
        page.say("cast", id=ballot, said={"fits": "A", "looks": "B"})
    assert sum(bool(buffers) for _, buffers in page.all) == len(state["ballots"]) == 6
    synced = {name: value for name, value in page.view.get_state().items() if name not in ("_esm", "_css")}
    assert leaks(page.all, synced, repr(page.view), page.view._repr_mimebundle_()) == []
    picture = page.view.contest.entries[0].picture
    assert picture.sha256 not in str(page.all)
    names = [one for message, _ in page.all if message["kind"] == "ballot" for one in message["names"]]
    assert names == []
    page.say("save")
    assert "file" not in {message["kind"] for message, _ in page.all}, "votes have names in them"
    told = page.say("reveal")
    assert leaks(told) == [*WHO[:3]]
    assert [one["who"] for one in page.say("ballot", id=state["ballots"][0])["names"]] != []


def test_a_saved_notebook_says_that_there_is_a_vote_and_what_a_press_on_reveal_told(
    page: Page, notebook: Notebook
) -> None:
    notebook.message = "cell 2"
    for _ in range(2):
        page.view._ipython_display_()
    panel, twin = notebook.outputs[1:]
    assert "application/vnd.jupyter.widget-view+json" in panel[0]
    assert "imgen-twin" in twin[-1]["text/html"]
    assert "0 of 6 pairs answered. Run this cell to vote." in check_static(twin[-1]["text/html"]).text
    assert leaks(panel, twin) == []
    page.say("reveal")
    assert leaks(check_static(twin[-1]["text/html"]).text) == [*WHO[:3]]


def test_the_grid_is_hidden_while_it_is_voted_on_and_comes_back(
    grid: Grid, notebook: Notebook, page: Page, tmp_path: Path
) -> None:
    assert leaks(notebook.last(), grid._repr_mimebundle_()) == []
    assert "6 pictures, hidden while a blind vote" in notebook.last()
    page.say("reveal")
    assert leaks(notebook.last()) == [*WHO[:3]]


def test_a_ballot_travels_whole_so_that_its_pictures_appear_together(page: Page) -> None:
    state = page.say("hello")
    page.say("ballot", id=state["ballots"][0])
    message, buffers = page.all[-1]
    assert len(buffers) == 2
    assert message["prompt"] in ("a fox", "two herons")


def test_votes_are_told_and_taken_back_and_a_page_that_comes_late_knows_them(page: Page) -> None:
    state = page.say("hello")
    one = state["ballots"][0]
    page.say("cast", id=one, said={"fits": "A"})
    assert page.say("hello")["open"] == state["ballots"]
    page.say("cast", id=one, said={"fits": "A", "looks": "tie"})
    late = page.say("hello")
    assert late["open"] == state["ballots"][1:]
    assert page.say("ballot", id=one)["said"] == {"fits": "A", "looks": "tie"}
    assert repr(page.view) == "<Blind vote: 1 of 6 pairs answered>"


@pytest.mark.parametrize("said", [{"fits": "Z"}, {"fits": "A", "who": "x"}])
def test_what_a_page_may_not_say_is_refused_in_words(said: dict[str, str], page: Page) -> None:
    one = page.say("hello")["ballots"][0]
    assert page.say("cast", id=one, said=said)["kind"] == "trouble"


def test_a_ballot_nobody_knows_is_no_ballot(page: Page) -> None:
    page.say("hello")
    before = len(page.all)
    page.view._heard(None, {"kind": "ballot", "id": "nobody's"}, [])
    page.view._heard(None, {"kind": "cast", "id": "nobody's", "said": {}}, [])
    assert len(page.all) == before


def test_after_the_reveal_nobody_votes(page: Page) -> None:
    one = page.say("hello")["ballots"][0]
    told = page.view.reveal()
    assert told.ballots == 0
    assert page.say("cast", id=one, said={"fits": "A"})["kind"] == "trouble"
    assert isinstance(page.view, VoteView)
    page.view.close()


def test_a_vote_goes_on_after_the_reveal_with_other_letters_and_no_names(page: Page, notebook: Notebook) -> None:
    first = page.say("hello")["ballots"]
    page.say("cast", id=first[0], said={"fits": "A", "looks": "tie"})
    said = len(page.all)
    page.view._heard(None, {"kind": "more"}, [])
    assert len(page.all) == said, "only what is revealed can go on"
    page.say("reveal")
    state = page.say("more")
    assert state["revealed"] is None
    assert {*state["ballots"]}.isdisjoint(first)
    assert len(state["open"]) == 5
    assert leaks(state, notebook.last(), repr(page.view)) == []
    for ballot in state["open"]:
        page.say("cast", id=ballot, said={"fits": "B", "looks": "bad"})
    assert page.say("reveal")["revealed"]["title"] == "6 ballots, 1 voter"
    assert leaks(notebook.last()) == [*WHO[:3]]


def test_votes_are_saved_after_the_reveal_as_lines_that_count_in_any_folder(
    page: Page, grid: Grid, tmp_path: Path
) -> None:
    for ballot in page.say("hello")["ballots"]:
        page.say("cast", id=ballot, said={"fits": "A", "looks": "tie"})
    page.say("reveal")
    told = page.say("save")
    (lines,) = page.all[-1][1]
    assert told["kind"] == "file"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / told["name"]).write_bytes(lines)
    friend = grid.vote(folder=tmp_path / "elsewhere", voter="Ben")
    assert friend.contest.result().tables == page.view.contest.result().tables
