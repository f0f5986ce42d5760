"""The lessons for a class, run as their readers run them: no key, no way out of this machine, nothing left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import nbformat
import pytest
from lessons import book, run_all
from views import Parsed, check_static

WORD, MODELS, DIAL = "10_one_word_changes", "20_same_prompt_many_models", "30_what_a_parameter_does"
LESSONS = (WORD, MODELS, DIAL)
pytestmark = pytest.mark.kernel


@dataclass
class Lesson:
    """One lesson after Run All."""

    name: str
    book: nbformat.NotebookNode

    def cell(self, code: str) -> Any:
        return next(one for one in self.book.cells if one.cell_type == "code" and code in one.source)

    def pages(self, code: str) -> list[Parsed]:
        """What a cell left, each output static."""
        outputs = self.cell(code).outputs
        return [check_static(one.data["text/html"]) for one in outputs if "text/html" in one.get("data", {})]

    def words(self, code: str) -> str:
        return " ".join(one.get("text", "") for one in self.cell(code).outputs)


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    home = tmp_path_factory.mktemp(request.param)
    notebook = book(request.param)
    assert run_all(notebook, home) == [], "a cell tried to leave this machine"
    return Lesson(request.param, notebook)


@pytest.mark.parametrize("name", LESSONS)
def test_it_has_what_a_class_needs(name: str) -> None:
    cells = book(name).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert "ig.use(live=False)" in code[0]
    for part in ("Talk about it", "orksheet", "For the teacher", "blind vote"):
        assert part in text
    assert any("explain=" in one for one in code)
    assert any(".vote()" in one for one in code)
    assert any(one == "ballot.reveal()" for one in code)
    assert any(one.startswith("worksheet = {") for one in code)
    assert not [one for one in code if "await" in one or "wait=False" in one]


def test_no_cell_leaves_an_error_or_words_on_stderr(lesson: Lesson) -> None:
    outputs = [output for cell in lesson.book.cells for output in cell.get("outputs", [])]
    assert [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"] == []


def test_every_picture_is_there_and_says_what_it_is(lesson: Lesson) -> None:
    grids = {
        WORD: {"weather = ": 4, "chance = ": 6, "pairs = ": 9},
        MODELS: {"models = ": 12},
        DIAL: {"guidance = ": 4, "temperature = ": 9, "style = ": 6, "more = ": 8, "compare_ratios": 3},
    }[lesson.name]
    for code, pictures in grids.items():
        (page,) = lesson.pages(code)
        assert len(page.images) == pictures, code
        assert all("not an AI model" in str(image["alt"]) for image in page.images)


def test_what_an_axis_means_is_told_above_its_pictures(lesson: Lesson) -> None:
    code, told = {
        WORD: ("chance = ", "here it is chance"),
        MODELS: ("models = ", "Three tasks"),
        DIAL: ("temperature = ", "0 is sober"),
    }[lesson.name]
    assert told in lesson.pages(code)[0].text


def test_what_it_teaches_is_on_its_pages(lesson: Lesson) -> None:
    code, pages, told = {
        WORD: ("weather = ", 1, "The first word is looked for in the prompt"),
        MODELS: ("generation.report", 4, "rewritten"),
        DIAL: ("guidance = ", 1, "Every word counts, and colours get loud."),
    }[lesson.name]
    found = lesson.pages(code)
    assert len(found) == pages
    assert told in " ".join(page.text for page in found)
    assert "Fairness" in " ".join(page.text for page in lesson.pages({MODELS: "models = "}.get(lesson.name, code)))


def test_its_vote_is_shown_and_its_reveal_is_practice(lesson: Lesson) -> None:
    panel, twin = lesson.cell(".vote()").outputs
    assert "revealed. Run this cell to vote." in check_static(twin.data["text/html"]).text
    assert "application/vnd.jupyter.widget-view+json" in panel.data
    assert panel.data["text/plain"].startswith("<Blind vote: 0 of ")
    (told,) = lesson.pages("ballot.reveal()")
    assert "practice" in told.text
    assert "nobody is ranked" in told.text
    assert "trength" not in told.text


def test_what_it_prints_is_what_it_teaches(lesson: Lesson) -> None:
    code, told = {
        WORD: ("alike = ", "word"),
        MODELS: ("upset = ", "the worse model wins"),
        DIAL: ("worksheet = ", "guidance"),
    }[lesson.name]
    assert told in lesson.words(code)
    assert "..." in lesson.words("worksheet = {")


def test_the_saved_notebook_stays_light(lesson: Lesson) -> None:
    assert len(nbformat.writes(lesson.book)) < 2_500_000
