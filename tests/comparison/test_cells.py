"""Grids fill in as their jobs go on; a place that cannot be filled says so alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter
from views import OPTIONS, FakeClient, FakeJob, Notebook, Row, check_static, generation, picture

from imgen_nb.comparison import planning
from imgen_nb.comparison.grid import Grid
from imgen_nb.comparison.planning import question, ratios_of
from imgen_nb.errors import Cancelled, GenerationFailed, InvalidRequest
from imgen_nb.types import State


@pytest.fixture
def clients() -> list[Any]:
    return [FakeClient("atelier"), FakeClient("bureau")]


@pytest.fixture(autouse=True)
def known(clients: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "provider_rows", lambda: tuple(map(Row, clients)))


def pair(clients: list[Any], **params: Any) -> Grid:
    reached = {client.provider.name: client for client in clients}
    asked = question({"prompt": "a fox", "provider": [*reached], **params}, lambda names: reached)
    return Grid(asked.title, asked.cells(), asked)


def finish(grid: Grid, folder: Path) -> Grid:
    for cell in grid.cells:
        assert isinstance(cell.job, FakeJob)
        cell.job.end(generation(picture(folder), asked=cell.request))
    return grid.wait()


# --- filling in -------------------------------------------------------------------------------------------------------


def test_a_grid_fills_in_and_tells_how_far_it_has_come(clients: list[Any], notebook: Notebook, tmp_path: Path) -> None:
    grid = pair(clients)
    assert not grid.ended
    assert "Waiting" in notebook.last()
    one, two = clients[0].jobs + clients[1].jobs
    one.step(State.RUNNING)
    two.end(GenerationFailed("error 1108", hint="try again", remote_id="job-2"), State.FAILED)
    one.end(generation(picture(tmp_path), asked=one.request))
    assert grid.wait() is grid
    shown = check_static(notebook.last())
    assert len(shown.images) == 1
    assert "1 picture · 1 failed" in shown.text
    trouble = "Error 1108. Live, this might be charged; in the sandbox it is $0.00. Try again. Its id is job-2."
    assert trouble in shown.text
    assert len(notebook.outputs) == 1
    assert "error 1108" in repr(grid.cells[1])


def test_a_grid_that_takes_too_long_goes_on(clients: list[Any], notebook: Notebook, tmp_path: Path) -> None:
    grid = pair(clients[:1])
    with pytest.raises(TimeoutError):
        grid.wait(timeout=0)
    assert not clients[0].jobs[0].done
    assert finish(grid, tmp_path).ended


def test_an_interrupt_frees_the_cell_and_nothing_else(clients: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    grid = pair(clients[:1])
    monkeypatch.setattr(FakeJob, "wait", lambda self, timeout=None: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        grid.wait()
    assert not clients[0].jobs[0].done


def test_cancel_stops_only_what_has_not_ended(clients: list[Any], tmp_path: Path) -> None:
    grid = pair(clients)
    one, two = clients[0].jobs + clients[1].jobs
    one.end(generation(picture(tmp_path), asked=one.request))
    grid.cancel()
    assert isinstance(grid.wait().cells[1].error, Cancelled)
    assert grid.cells[0].generation is not None
    assert two.state is State.CANCELLED


# --- shown where it is displayed --------------------------------------------------------------------------------------


def test_outside_a_notebook_it_is_text_and_its_rich_form_has_the_pictures(
    clients: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forbidden(*arguments: Any, **how: Any) -> None:
        raise AssertionError("displayed")

    monkeypatch.setattr("IPython.display.display", forbidden)
    grid = finish(pair(clients), tmp_path)
    assert repr(grid) == "Grid “a fox”: 2 pictures"
    with monkeypatch.context() as patch:
        patch.setattr(DisplayFormatter, "active_types", ["text/plain", "text/html"], raising=False)
        data, _ = DisplayFormatter().format(grid)
    assert len(check_static(data["text/html"]).images) == 2
    assert data["text/plain"].startswith("Grid “a fox”: 2 pictures\n  Atelier: Done")


def test_in_a_notebook_each_cell_that_shows_it_has_each_picture_once(
    clients: list[Any], notebook: Notebook, tmp_path: Path
) -> None:
    grid = finish(pair(clients), tmp_path)
    assert DisplayFormatter().format(grid) == ({}, {}), "the cell that made it shows it already"
    assert [len(check_static(notebook.last(output)).images) for output in range(len(notebook.outputs))] == [2]
    notebook.message = "cell 2"
    for _ in range(2):
        assert DisplayFormatter().format(grid) == ({}, {})
    assert [len(check_static(notebook.last(output)).images) for output in range(len(notebook.outputs))] == [2, 2]


# --- values of all kinds ----------------------------------------------------------------------------------------------


class Missing:
    """The missing value of a data frame: no truth, equal to nothing, not even refused when it is compared."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other: object) -> Any:
        return self

    __ne__ = __eq__
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "<NA>"


class Several(Missing):
    """An array: it has a length, and a truth only if that is one."""

    def __repr__(self) -> str:
        return "array(['1:1', '16:9'])"


STRANGE = [Missing(), Several(), float("nan"), {"1:1": 1}, 3.5, b"1:1", [], [b"1:1"], (Missing(),), [[1]]]


@pytest.mark.parametrize("value", STRANGE, ids=repr)
@pytest.mark.parametrize("name", ["aspect_ratio", "seed", "quality", "negative_prompt", "enhance"])
def test_a_value_of_any_kind_is_refused_in_its_own_cells(name: str, value: Any, clients: list[Any]) -> None:
    grid = pair(clients, **{name: value})
    assert all(isinstance(cell.error, InvalidRequest) for cell in grid.cells)
    assert clients[0].jobs == clients[1].jobs == []
    assert "Not offered" in check_static(grid._repr_mimebundle_()["text/html"]).text
    assert repr(grid) == "Grid “a fox”: 0 pictures · 2 not offered"


def test_one_bad_ratio_of_several_is_refused_alone(clients: list[Any], tmp_path: Path) -> None:
    grid = pair(clients[:1], aspect_ratio=iter(["1:1", Missing(), "16:9"]))
    assert [cell.label for cell in grid.cells] == ["Atelier, 1:1", "Atelier, <NA>", "Atelier, 16:9"]
    assert [cell.error is None for cell in grid.cells] == [True, False, True]
    assert [job.request.params["aspect_ratio"] for job in clients[0].jobs] == ["1:1", "16:9"]


@pytest.mark.parametrize("take", ["2", None, Missing(), 1.5])
def test_a_take_of_any_kind_can_be_shown(take: Any, clients: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FakeClient, prompt: str, *, take: Any, **params: Any) -> FakeJob:
        raise InvalidRequest(f"take is {take!r}", provider="atelier")

    monkeypatch.setattr(FakeClient, "check", refuse)
    grid = pair(clients[:1], take=take)
    assert f"Take is {take!r}." in check_static(grid._repr_mimebundle_()["text/html"]).text


def test_ratios_of_a_provider_without_any_are_refused() -> None:
    bare: Any = FakeClient("bureau", options=OPTIONS[:1])
    with pytest.raises(InvalidRequest, match="takes no aspect_ratio"):
        ratios_of(bare, "a fox", {})
