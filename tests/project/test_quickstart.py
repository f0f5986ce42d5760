"""The quickstart as its reader runs it: a real kernel, no key, and no way out of this machine."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from lessons import book, run_all
from offered import taking
from views import Parsed, check_static

QUICKSTART = "00_quickstart"
NOWHERE = "192.0.2.1"
ESCAPE = f"import socket\nsocket.create_connection(({NOWHERE!r}, 80), timeout=5)"

pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[nbformat.NotebookNode, list[str]]:
    """The notebook after Run All in a folder that is not its own, and the hosts its kernel tried to reach."""
    home = tmp_path_factory.mktemp("quickstart")
    notebook = book(QUICKSTART)
    notebook.cells.append(nbformat.v4.new_code_cell(ESCAPE, metadata={"tags": ["raises-exception"]}))
    reached = run_all(notebook, home, speed=8)
    del notebook.cells[-1]
    return notebook, reached


def html_of(cell: Any) -> list[Parsed]:
    return [check_static(output.data["text/html"]) for output in cell.outputs if "text/html" in output.get("data", {})]


def cells_with(notebook: nbformat.NotebookNode, code: str) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.startswith(code)]


def test_it_is_stored_as_a_lesson_begins() -> None:
    notebook = book(QUICKSTART)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert "ig.use(live=False)" in first.source
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)


def test_it_reaches_nothing_outside_this_machine(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    assert run[1] == [NOWHERE], "the one attempt is the test's own, which shows that the kernel is guarded"


def test_no_cell_leaves_an_error_or_words_on_stderr(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    outputs = [output for cell in run[0].cells for output in cell.get("outputs", [])]
    assert [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"] == []


def test_its_saved_outputs_show_every_providers_picture_each_with_its_alt(
    run: tuple[nbformat.NotebookNode, list[str]],
) -> None:
    compared = html_of(cells_with(run[0], "ig.compare(")[0])[0]
    for provider, image in zip(taking("16:9"), compared.images, strict=True):
        assert str(image["src"]).startswith("data:image/webp;base64,")
        assert "a lighthouse by the sea at night" in str(image["alt"])
        assert provider in str(image["alt"])
        assert "not an AI model" in str(image["alt"])


def test_what_the_sandbox_draws_is_told_beside_what_it_understood(
    run: tuple[nbformat.NotebookNode, list[str]],
) -> None:
    drawn = html_of(cells_with(run[0], "ig.draw(")[0])[0]
    assert len(drawn.images) == 1
    assert all(words in drawn.text for words in ("What the engine understood", "3 × bird", "sunset", "not an AI model"))


def test_what_a_provider_lacks_is_told_in_its_place(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    lacking = html_of(cells_with(run[0], "ig.compare(")[1])[0]
    assert len(lacking.images) == len(taking("3:2"))
    assert not any("DestinPQ" in str(image["alt"]) for image in lacking.images)
    assert "Not offered" in lacking.text


def test_ratios_come_in_their_shapes(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    sheet = html_of(cells_with(run[0], "ig.compare_ratios(")[0])[0]
    shapes = [int(str(one["width"])) / int(str(one["height"])) for one in sheet.images]
    assert shapes == pytest.approx([1, 16 / 9, 9 / 16], rel=0.05)


def test_a_repeated_cell_is_answered_from_the_store(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    shown = html_of(cells_with(run[0], "ig.generate(")[0])
    assert len(shown) == 1, "an answer from the store shows no progress"
    assert "from store" in shown[0].text
    assert "$0.00" in shown[0].text


def test_progress_is_cleared_when_the_picture_is_there(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    cell = cells_with(run[0], "fox = ")[0]
    (shown,) = html_of(cell)
    assert len(shown.images) == 1
    assert [output.data for output in cell.outputs[:-1]] == [{}], "not even an empty line takes room"


def test_the_studio_saves_a_place_for_its_pictures(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    outputs = cells_with(run[0], "ig.studio(")[0].outputs
    assert ["application/vnd.jupyter.widget-view+json" in one.data for one in outputs] == [True, False]
    assert "Pictures appear here" in outputs[1].data["text/html"]


def test_the_saved_notebook_stays_light(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    assert len(nbformat.writes(run[0])) < 1_000_000


def test_its_last_cell_has_the_one_line_to_change(run: tuple[nbformat.NotebookNode, list[str]]) -> None:
    last = run[0].cells[-1]
    assert last.source.splitlines()[0] == "# ig.use()"
    assert "sandbox" in html_of(last)[0].text
