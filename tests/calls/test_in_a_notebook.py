"""What stands in a notebook after Run All, in cells and in widgets that catch their output."""

from __future__ import annotations

import os
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from views import check_static

pytestmark = pytest.mark.kernel

WIDGET = "application/vnd.jupyter.widget-view+json"
SETUP = "import imgen_nb as ig, ipywidgets as w\nfrom IPython.display import display\nig.use(live=False)"
CELLS = {
    "setup": SETUP,
    "value of the cell": "g = ig.compare('a fox', ['banatie', 'qolaba'])\ng",
    "again in another": "display(g)\ng",
    "one picture": "print('mine')\nig.generate('a cat', 'banatie')",
    "in an Output": "out = w.Output()\ndisplay(out)\nwith out: ig.compare('a hen', ['banatie', 'qolaba'])",
    "beside other output": "out = w.Output()\ndisplay(out)\nwith out:\n  print('mine')\n  ig.compare('a pig', 'akool')",
    "one in an Output": "out = w.Output()\ndisplay(out)\nwith out: display(ig.generate('a dog', 'banatie'))",
    "interact": "w.interact(lambda prompt: ig.compare(prompt, ['banatie', 'akool']), prompt=['an owl', 'a boat']);",
    "not waited for": "out = w.Output()\ndisplay(out)\nwith out: late = ig.compare('a cow', 'banatie', wait=False)",
    "waited for later": "late.wait(); None",
    "awaited": "await ig.acompare('a lamb', ['banatie', 'qolaba'])",
}
PICTURES = {
    "setup": 0,
    "value of the cell": 2,
    "again in another": 2,
    "one picture": 1,
    "in an Output": 2,
    "beside other output": 1,
    "one in an Output": 1,
    "interact": 2,
    "not waited for": 1,
    "waited for later": 0,
    "awaited": 2,
}


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The outputs of each cell; those that a widget caught stand in the widget's place."""
    home = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in CELLS.values()])
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(home)}})
    environment = {**os.environ, "IMGEN_NB_HOME": str(home / "imgen"), "IMGEN_NB_SANDBOX_SPEED": "4"}
    client.execute(env={**environment, "IPYTHONDIR": str(home / "ipython")}, cwd=str(home))
    nbformat.validate(notebook)
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    return {
        name: [shown for output in cell.outputs for shown in seen(output, state)]
        for name, cell in zip(CELLS, notebook.cells, strict=True)
    }


def seen(output: Any, state: Any) -> list[Any]:
    if WIDGET not in output.get("data", {}):
        return [output]
    return caught(output.data[WIDGET]["model_id"], state)


def caught(model: str, state: Any) -> list[Any]:
    held = state[model]["state"]
    below = [caught(child.removeprefix("IPY_MODEL_"), state) for child in held.get("children", [])]
    return [*held.get("outputs", []), *(one for each in below for one in each)]


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_stands_there_once(name: str, cells: dict[str, list[Any]]) -> None:
    shown = [check_static(one["data"]["text/html"]) for one in cells[name] if "text/html" in one.get("data", {})]
    assert sum(len(each.images) for each in shown) == PICTURES[name]
    assert not [each.text for each in shown if "Waiting" in each.text or "Running" in each.text]


def test_nothing_is_left_of_the_progress_and_nobody_elses_output_is_touched(cells: dict[str, list[Any]]) -> None:
    assert [one.get("text") for one in cells["one picture"] if one["output_type"] == "stream"] == ["mine\n"]
    assert [one["data"] for one in cells["one picture"] if one["output_type"] == "display_data"] in ([], [{}])
    assert [one["output_type"] for one in cells["beside other output"]] == ["stream", "display_data"]
    assert [one["output_type"] for one in cells["one in an Output"]] == ["display_data"]
