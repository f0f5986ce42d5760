"""A comparison as it is laid out on paper: pages, rows, columns, and the words at each picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from typing import TYPE_CHECKING, Any

from imgen_nb.show.places import NOT_A_MODEL, Place, bill, clean, count, tally

if TYPE_CHECKING:
    from imgen_nb.comparison.axes import Axis
    from imgen_nb.comparison.cells import Cell

MOST_ACROSS = 5
"""Pictures side by side where nothing says how many there are."""
WORDS = 400
"""Characters of a head, and of what is said of a failure."""


@dataclass(frozen=True)
class Spot:
    """One cell on paper: what it fills, what heads it (where no row or column does), and what is said below."""

    head: str
    places: tuple[Place, ...]
    facts: tuple[str, ...]
    trouble: str
    label: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of cells and what heads it."""

    head: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class TablePage:
    """What the other axes than those of rows and columns say, and the rows."""

    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """The whole comparison."""

    title: str
    subtitle: str
    pages: tuple[TablePage, ...]
    notes: tuple[str, ...]
    sandbox: bool


def table(title: str, cells: Sequence[Cell], axes: Sequence[Axis]) -> Table:
    """Lay out a comparison: the first axis down, the second across, further ones as pages."""
    places = [place for cell in cells for place in cell.places]
    sizes = [len(axis) for axis in axes]
    crossed = len(axes) > 1 and math.prod(sizes) == len(cells)
    sandbox = any(place.sandbox for place in places)
    notes = [f"Price. {bill(places)}" if places else ""]
    notes += [f"Sandbox: {NOT_A_MODEL}. Such pictures are never ranked."] if sandbox else []
    return Table(
        clean(title, WORDS),
        _subtitle(axes, places) if crossed else tally(places),
        tuple(_crossed(cells, axes) if crossed else [_listed(cells)]),
        tuple(filter(None, notes)),
        sandbox,
    )


def told(title: str, cells: Sequence[Cell]) -> dict[str, Any]:
    """Which comparison a sheet shows, as JSON-able data: its cells with all the ids they are found by."""
    return {
        "imgen_nb": version("imgen-nb"),
        "sandbox": any(place.sandbox for cell in cells for place in cell.places),
        "comparison": {"title": clean(title, WORDS), "cells": [_told(cell) for cell in cells]},
    }


def _told(cell: Cell) -> dict[str, Any]:
    pictures = cell.generation.images if cell.generation else ()
    return {
        "label": cell.label,
        "id": cell.request.ref,
        "remote_id": next((place.name for place in cell.places), ""),
        "state": str(cell.state),
        "sha256": [picture.sha256 for picture in pictures],
    }


def _subtitle(axes: Sequence[Axis], places: Sequence[Place]) -> str:
    return f"{' by '.join(count(len(axis), axis.title) for axis in axes)}. {tally(places)}"


def _listed(cells: Sequence[Cell]) -> TablePage:
    """Cells one after the other, each under its own head."""
    across = len(cells) if len(cells) <= MOST_ACROSS else min(math.ceil(math.sqrt(len(cells))), 8)
    spots = [_spot(cell, clean(cell.label, WORDS), {cell.label}) for cell in cells]
    rows = [Row("", tuple(spots[start : start + across])) for start in range(0, len(spots), max(across, 1))]
    return TablePage("", (), tuple(rows))


def _crossed(cells: Sequence[Cell], axes: Sequence[Axis]) -> list[TablePage]:
    down, across, *others = axes
    behind = math.prod(len(axis) for axis in others)
    pages = []
    for number, at in enumerate(product(*(range(len(axis)) for axis in others))):
        head = ", ".join(_said(axis, place) for axis, place in zip(others, at, strict=True))
        rows = []
        for row in range(len(down)):
            first = row * len(across) * behind + number
            line = cells[first : first + len(across) * behind : behind]
            spots = [_spot(cell, "", _known([*axes], cell)) for cell in line]
            rows.append(Row(_said(down, row), tuple(spots)))
        pages.append(TablePage(head, tuple(_said(across, place) for place in range(len(across))), tuple(rows)))
    return pages


def _said(axis: Axis, place: int) -> str:
    return clean(axis.said(place), WORDS)


def _known(axes: Sequence[Axis], cell: Cell) -> set[str]:
    """What the heads say of a cell already: no caption repeats it."""
    said = {cell.label}
    for axis in axes:
        value = cell.coordinates.get(axis.field)
        said |= {clean(value, 60), f"{axis.title} {clean(value, 60)}"}
    return said


def _spot(cell: Cell, head: str, known: set[str]) -> Spot:
    places = tuple(cell.places)
    facts = list(dict.fromkeys(fact for place in places for fact in place.facts() if fact not in known))
    first = places[0]
    facts[:0] = ["sandbox"] if first.sandbox and first.generation else []
    facts += ["from store"] if first.stored else []
    trouble = " ".join(dict.fromkeys(words for place in places for words in (*place.trouble(), *place.notes)))
    ids = tuple(dict.fromkeys(place.name for place in places if place.name))
    return Spot(head, places, tuple(facts), clean(trouble, WORDS), clean(cell.label, WORDS), ids)
