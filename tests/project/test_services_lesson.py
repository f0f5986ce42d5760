"""The lesson on what services keep, as its reader runs it: a character, a sheet and its buttons, two models."""

from __future__ import annotations

import nbformat
import pytest
from lessons import book, run_all
from views import Parsed, check_static

LESSON = "01_what_services_keep"
pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    home = tmp_path_factory.mktemp("lesson")
    notebook = book(LESSON)
    assert run_all(notebook, home) == [], "a cell tried to leave this machine"
    return notebook


def shown(notebook: nbformat.NotebookNode, code: str) -> list[Parsed]:
    """The pages that a cell left, each of them static."""
    cell = next(one for one in notebook.cells if one.cell_type == "code" and code in one.source)
    return [check_static(one.data["text/html"]) for one in cell.outputs if "text/html" in one.get("data", {})]


def words(notebook: nbformat.NotebookNode, code: str) -> str:
    cell = next(one for one in notebook.cells if one.cell_type == "code" and code in one.source)
    return " ".join(str(one.get("data", {}).get("text/plain", "")) for one in cell.outputs)


def test_it_is_stored_without_outputs() -> None:
    cells = [cell for cell in book(LESSON).cells if cell.cell_type == "code"]
    assert "ig.use(live=False)" in cells[0].source
    assert not any(cell.outputs or cell.execution_count for cell in cells)


def test_no_cell_leaves_an_error_or_words_on_stderr(run: nbformat.NotebookNode) -> None:
    outputs = [output for cell in run.cells for output in cell.get("outputs", [])]
    assert [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"] == []


def test_a_character_is_kept_over_three_pictures(run: nbformat.NotebookNode) -> None:
    (page,) = shown(run, "@fox {place}")
    assert len(page.images) == 3
    assert "not used" not in words(run, "@fox {place}")


@pytest.mark.parametrize(("code", "sheet"), [('model="v3"', True), ('"U2"', False), ('"V2"', True)])
def test_a_sheet_its_second_quarter_enlarged_and_varied(code: str, sheet: bool, run: nbformat.NotebookNode) -> None:
    (page,) = shown(run, code)
    assert len(page.images) == 1
    assert ("four in one" in words(run, code)) is sheet


def test_two_models_are_compared(run: nbformat.NotebookNode) -> None:
    (page,) = shown(run, "model=models")
    assert len(page.images) == 2
    for model in ("vertex/nano-banana-flash", "vertex/imagen-4"):
        assert model in page.text
    assert "gpt-image" in words(run, "ig.refresh(")


def test_what_is_kept_is_told(run: nbformat.NotebookNode) -> None:
    assert "@fox" in words(run, "images.list()")
    assert "@pet" in words(run, "flows.get(")
    assert "made=1" in words(run, 'live.get("lesson")')
    assert "/cdn/my-organisation/my-project/live/lesson?" in words(run, "live.url(")
    assert "credits" in words(run, "balance()")
    left = words(run, "ig.list_providers()")
    assert "requests, counted anew at" in left
    assert "credits, as told at" in left


def test_what_is_paid_can_be_audited(run: nbformat.NotebookNode) -> None:
    for code in ("@fox {place}", "model=models", 'model="v3"'):
        assert " id " in words(run, code)
