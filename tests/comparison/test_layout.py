"""How a grid lies: rows, columns, pages, whichever way it is turned, and what its table says."""

from __future__ import annotations

import math
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from views import FakeClient, Row, check_static, generation, picture

from imgen_nb.comparison import layout, planning
from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.grid import Grid
from imgen_nb.comparison.planning import Question, question, turned
from imgen_nb.errors import InvalidRequest
from imgen_nb.show import matrix

FIELDS = ("seed", "quality", "take", "aspect_ratio")


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    made = {name: FakeClient(name) for name in ("atelier", "bureau")}
    monkeypatch.setattr(planning, "provider_rows", lambda: tuple(Row(client) for client in made.values()))
    return made


def made(clients: dict[str, Any], **fields: Any) -> Grid:
    asked = question({"prompt": "a fox", "provider": [*clients], **fields}, lambda names: clients)
    return Grid(asked.title, asked.cells(), asked)


def finished(grid: Grid, folder: Path) -> Grid:
    for cell in grid.cells:
        if cell.job:
            cell.job.end(generation(picture(folder), asked=cell.request))  # type: ignore[attr-defined]
    return grid.wait()


# --- where each cell lies ---------------------------------------------------------------------------------------------

SIZES = st.lists(st.integers(1, 4), min_size=0, max_size=4)


def axes_of(sizes: list[int]) -> list[Axis]:
    return [Axis(name, list(range(size))) for name, size in zip(FIELDS, sizes, strict=False)]


@given(SIZES, st.booleans())
def test_every_cell_lies_where_its_heads_say(sizes: list[int], by_hand: bool) -> None:
    axes = axes_of(sizes)
    cells: list[Any] = [dict(zip(FIELDS, map(str, place), strict=False)) for place in product(*map(range, sizes))]
    tables = layout.tables(axes, cells, turned=by_hand)
    varying = [axis for axis in axes if len(axis) > 1]
    assert bool(tables) == (len(varying) >= 2)
    seen = []
    for table in tables:
        for row, line in zip(table.rows, table.cells, strict=True):
            for column, cell in zip(table.columns, line, strict=True):
                at = {table.down.replace(" ", "_"): row.label, table.across.replace(" ", "_"): column.label}
                assert at.items() <= cell.items()
                told = [f"{name.replace('_', ' ')} {cell[name]}" for name in cell if f"{name} " not in at]
                assert all(
                    one in told or one == cell.get("aspect_ratio") for one in filter(None, table.title.split(", "))
                )
                seen.append(cell)
        assert by_hand or len(table.columns) <= len(table.rows)
    assert not tables or sorted(map(id, seen)) == sorted(map(id, cells)), "each lies there once"


@given(SIZES.filter(bool), st.randoms())
def test_a_turned_question_has_the_cells_of_its_new_order(sizes: list[int], chance: Any) -> None:
    axes = axes_of(sizes)
    order = chance.sample(range(len(axes)), len(axes))
    cells: list[Any] = list(product(*map(range, sizes)))
    asked, moved = turned(Question({}, tuple(axes), lambda names: {}), cells, order)
    assert [axis.field for axis in asked.axes] == [axes[place].field for place in order]
    assert [tuple(cell[place] for place in order) for cell in moved] == list(  # type: ignore[index]
        product(*(range(sizes[place]) for place in order))
    )


@given(SIZES, st.integers(1, 50))
def test_no_more_is_painted_than_a_notebook_holds(sizes: list[int], most: int) -> None:
    tables = layout.tables(axes_of(sizes), list(range(math.prod(sizes))))  # type: ignore[arg-type]
    shown = [len(row) for table in matrix.cut(tables, most) for row in table.cells]
    widest = max(shown, default=0)
    assert sum(shown) < most + max(widest, 1)
    assert bool(shown) == bool(tables)


# --- turning and extending --------------------------------------------------------------------------------------------


def test_a_grid_turned_or_extended_keeps_its_cells_and_buys_the_new_ones_alone(
    clients: dict[str, Any], tmp_path: Path
) -> None:
    grid = finished(made(clients, aspect_ratio=["1:1", "16:9"], seed=[1, 2]), tmp_path)
    asked = [len(client.jobs) for client in clients.values()]
    other = grid.pivot("seed", "provider")
    assert [axis.field for axis in other.axes] == ["seed", "provider", "aspect_ratio"]
    assert {id(cell) for cell in other.cells} == {id(cell) for cell in grid.cells}
    assert [(table.down, table.across, table.title) for table in other.tables] == [
        ("seed", "provider", "1:1"),
        ("seed", "provider", "16:9"),
    ]
    assert [axis.field for axis in grid.pivot().axes] == ["aspect_ratio", "provider", "seed"]
    assert [axis.field for axis in grid.pivot(columns="seed").axes] == ["provider", "seed", "aspect_ratio"]
    assert [len(client.jobs) for client in clients.values()] == asked
    more = grid.extend(seed=[2, 3], wait=False)
    assert [len(client.jobs) for client in clients.values()] == [number + 2 for number in asked]
    assert {id(cell.generation) for cell in grid.cells} < {id(cell.generation) for cell in more.cells}
    assert [axis.values for axis in more.axes][2] == (1, 2, 3)
    deeper = grid.extend(negative_prompt=["snow"], wait=False)
    assert [axis.values for axis in deeper.axes][3] == (None, "snow")
    assert {id(cell.generation) for cell in grid.cells} < {id(cell.generation) for cell in deeper.cells}
    assert {*grid.cells[0].coordinates} < {*deeper.cells[0].coordinates}


def test_what_is_no_axis_cannot_be_turned_and_what_nobody_knows_cannot_be_added(clients: dict[str, Any]) -> None:
    grid = made(clients, seed=[1, 2])
    with pytest.raises(InvalidRequest, match="'sead' is no axis") as refused:
        grid.pivot("sead")
    assert "provider, seed" in refused.value.hint
    with pytest.raises(TypeError, match="nearest is 'seed'"):
        grid.extend(sede=[1], wait=False)


# --- the table --------------------------------------------------------------------------------------------------------


def test_a_table_has_heads_and_says_below_each_picture_what_they_do_not(
    clients: dict[str, Any], tmp_path: Path
) -> None:
    explained = Axis("seed", [1, 2, 3], explain={"": "Where chance begins.", "2": "The second."})
    grid = finished(made(clients, aspect_ratio=["1:1", "16:9"], seed=explained), tmp_path)
    shown = check_static(grid.pivot("seed", "provider")._repr_mimebundle_()["text/html"])
    assert [(tag, attributes.get("scope")) for tag, attributes in shown.tags if tag == "th"] == 2 * (
        [("th", "col")] * 3 + [("th", "row")] * 3
    )
    assert len(shown.images) == 12
    assert "3 seeds by 2 providers by 2 aspect ratios: 12 pictures" in shown.text
    assert "Seed: Where chance begins." in shown.text
    assert shown.text.count("The second.") == 2
    assert "64 × 64, 3.2 s, $0.00" in shown.text.replace(",64", ", 64")
    assert shown.text.count("sketch, not an AI model") == 4, "once for each column of each page"
    assert "seed 1," not in shown.text, "the head says it"
    drawn = grid.pivot("aspect_ratio", "provider")._repr_mimebundle_()["text/html"]
    assert [drawn.count(size) for size in ("width:20px;height:20px", "width:20px;height:11px")] == [3, 3], "as a shape"


def test_what_is_taught_of_values_stands_above_pictures_without_heads(clients: dict[str, Any], tmp_path: Path) -> None:
    asked = question(
        {"prompt": "a fox", "provider": "atelier", "seed": Axis("seed", [1, 2], explain={"2": "The second."})},
        lambda names: clients,
    )
    grid = finished(Grid(asked.title, asked.cells(), asked), tmp_path)
    assert "2: The second." in check_static(grid._repr_mimebundle_()["text/html"]).text


def test_a_refused_cell_says_so_in_its_place(clients: dict[str, Any], tmp_path: Path) -> None:
    grid = finished(made(clients, aspect_ratio=["1:1", "3:2"]), tmp_path)
    shown = check_static(grid._repr_mimebundle_()["text/html"]).text
    assert "2 providers by 2 aspect ratios: 2 pictures · 2 not offered" in shown
    assert shown.count("aspect_ratio is '3:2'") == 2 or shown.count("Aspect_ratio is '3:2'") == 2
