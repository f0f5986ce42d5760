"""A comparison as a page of its own: what `show.page` needs to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from imgen_nb.comparison.export import rows
from imgen_nb.comparison.export.printed import Printed, said
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.show.page import Side, Tile, page
from imgen_nb.show.places import Place

if TYPE_CHECKING:
    from imgen_nb.comparison.axes import Axis
    from imgen_nb.comparison.cells import Cell
    from imgen_nb.show.matrix import Table

SIDES = ((24, 1024), (64, 768), (256, 512))
"""How large the pictures in a page are, by how many there are: it must still open, and be sent by mail."""
MOST = 2000
"""Pictures of one page: some 40 MB, and as much as a browser draws without a pause."""


def write(made: Printed, cells: Sequence[Cell], axes: Sequence[Axis], tables: Sequence[Table[Cell]]) -> str:
    """The page of a comparison, laid out at first as its tables are."""
    crossed = bool(tables)
    at = product(*(range(len(axis) or 1) for axis in axes)) if crossed else ((),) * len(cells)
    told: dict[int, rows.Row] = {}
    for row in rows.of_cells(cells):
        told.setdefault(row["cell"], row)
    tiles = [
        _tile(cell, axes, place, told[number]) for number, (cell, place) in enumerate(zip(cells, at, strict=True), 1)
    ]
    number = sum(len(tile.places) for tile in tiles)
    if number > MOST:
        hint = "grid.save('comparison.zip') takes any number"
        raise InvalidRequest(
            f"a page holds at most {MOST:,} pictures, these are {number:,}", operation="save", hint=hint
        )
    side = next((side for most, side in SIDES if number <= most), 384)
    return page(
        made.title,
        made.subtitle,
        made.explained,
        [Side(axis.title, tuple(axis.said(n) for n in range(len(axis))), axis.notes) for axis in axes]
        if crossed
        else [],
        tiles,
        _order(axes, tables[0]) if crossed else (),
        made.notes,
        lambda place: _pixels(place, side),
    )


def _tile(cell: Cell, axes: Sequence[Axis], at: tuple[int, ...], row: rows.Row) -> Tile:
    """A cell with what its heads do not say, wherever they stand."""
    heads = {cell.label, *(word for axis, n in zip(axes, at, strict=False) for word in (axis.said(n), axis.labels[n]))}
    facts, trouble = said(cell.places, heads)
    return Tile(cell.label, at, tuple(cell.places), tuple(facts), trouble, row)


def _order(axes: Sequence[Axis], table: Table[Cell]) -> tuple[int, int]:
    """Which axis goes down and which across, as its tables have them."""
    titles = [axis.title for axis in axes]
    return titles.index(table.down), titles.index(table.across)


def _pixels(place: Place, side: int) -> bytes | None:
    """A picture as WebP; None where there is none, or its file is gone."""
    try:
        return place.picture.thumbnail(side) if place.picture else None
    except (ImgenError, OSError):
        return None
