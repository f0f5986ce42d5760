"""The lesson on a network that lies, as its reader runs it: what each way of dealing with it pays."""

from __future__ import annotations

import nbformat
import pytest
from lessons import book, run_all

LESSON = "40_when_the_network_lies"
pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    notebook = book(LESSON)
    assert run_all(notebook, tmp_path_factory.mktemp("lesson")) == [], "a cell tried to leave this machine"
    return notebook


def words(notebook: nbformat.NotebookNode, code: str) -> str:
    cell = next(one for one in notebook.cells if one.cell_type == "code" and code in one.source)
    return "".join(one.get("text", "") for one in cell.outputs)


def test_it_has_what_a_class_needs_and_no_outputs() -> None:
    cells = book(LESSON).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert "ig.use(live=False)" in code[0].source
    assert not any(cell.outputs or cell.execution_count for cell in code)
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert all(part in text for part in ("Talk about it", "Worksheet", "For the teacher"))
    assert any(cell.source.startswith("worksheet = {") for cell in code)


def test_no_cell_leaves_an_error_or_words_on_stderr(run: nbformat.NotebookNode) -> None:
    outputs = [output for cell in run.cells for output in cell.get("outputs", [])]
    assert [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"] == []


def test_the_bill_of_each_way_is_counted(run: nbformat.NotebookNode) -> None:
    table = words(run, "paid, lost")
    counted = {line[:12].strip(): line[12:].split() for line in table.splitlines()[-3:]}
    assert counted == {"pictures": ["0", "6", "7"], "paid twice": ["0", "2", "0"], "paid, lost": ["6", "2", "0"]}
    assert "no picture, 0 paid" in next(line for line in table.splitlines() if line.startswith("C12"))[-24:]


def test_one_order_is_one_and_what_cannot_be_known_is_said(run: nbformat.NotebookNode) -> None:
    assert "2 orders are on the bill" in words(run, "tries=3)\nprint")
    assert "1 order is on the bill" in words(run, "made = job.wait()")
    assert "from the store: True - on the bill: 1" in words(run, "again = ")
    assert words(run, "[fault:C13]").startswith("charged: unknown\n")
    assert "charged: unknown" in words(run, "except ig.errors.OutcomeUnknown as error:\n    print(error)")
