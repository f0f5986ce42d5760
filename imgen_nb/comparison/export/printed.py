"""A comparison as it is laid out on paper: pages, rows, columns, and the words at each picture."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from imgen_nb.comparison.layout import sizes
from imgen_nb.show.matrix import Head, Table
from imgen_nb.show.places import NOT_A_MODEL, Place, bill, clean, tally
from imgen_nb.show.reported import fairness

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

    head: Head
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class PrintedPage:
    """What holds on all of a page, the heads of its columns, and its rows."""

    title: str
    columns: tuple[Head, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Printed:
    """The whole comparison: `explained` is said above it, `notes` below."""

    title: str
    subtitle: str
    explained: tuple[str, ...]
    pages: tuple[PrintedPage, ...]
    notes: tuple[str, ...]

    @property
    def across(self) -> int:
        """How many cells lie side by side."""
        return max((len(row.spots) for page in self.pages for row in page.rows), default=1)

    @property
    def texts(self) -> Iterator[str]:
        """Every text of it: what the fonts must have."""
        yield from (self.title, self.subtitle, *self.explained, *self.notes)
        for page in self.pages:
            yield from (page.title, *(word for head in page.columns for word in (head.said, head.note)))
            for row in page.rows:
                yield from (row.head.said, row.head.note)
                for spot in row.spots:
                    yield from (spot.head, spot.label, *spot.facts, spot.trouble, *spot.ids)


NO_HEAD = Head("")


def printed(title: str, cells: Sequence[Cell], axes: Sequence[Axis], tables: Sequence[Table[Cell]]) -> Printed:
    """Put a comparison into words for paper: as its tables lie, or else one cell after the other."""
    places = [place for cell in cells for place in cell.places]
    fair = fairness(places, {field for cell in cells[:1] for field in cell.coordinates})
    notes = [f"Fairness. {' '.join(fair)}"] if fair else []
    notes += [f"Price. {bill(places)}"] if places else []
    notes += [f"Sandbox: {NOT_A_MODEL}."] if any(one.sandbox for one in places) else []
    return Printed(
        clean(title, WORDS),
        f"{sizes(axes)}: {tally(places)}" if tables else tally(places),
        tuple(clean(f"{axis.title.capitalize()}: {axis.explain}", 2 * WORDS) for axis in axes if axis.explain),
        tuple(map(_page, tables)) if tables else (_listed(cells),),
        tuple(notes),
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


def _listed(cells: Sequence[Cell]) -> PrintedPage:
    """Cells one after the other, each under its own head."""
    across = len(cells) if len(cells) <= MOST_ACROSS else min(math.ceil(math.sqrt(len(cells))), 8)
    spots = [_spot(cell, clean(cell.label, WORDS), {cell.label}) for cell in cells]
    rows = [Row(NO_HEAD, tuple(spots[start : start + across])) for start in range(0, len(spots), max(across, 1))]
    return PrintedPage("", (), tuple(rows))


def _page(table: Table[Cell]) -> PrintedPage:
    rows = []
    for head, line in zip(table.rows, table.cells, strict=True):
        known = [{table.title, head.said, head.label, one.said, one.label} for one in table.columns]
        spots = [_spot(cell, "", said) for cell, said in zip(line, known, strict=True)]
        rows.append(Row(_clean(head), tuple(spots)))
    return PrintedPage(clean(table.title, WORDS), tuple(map(_clean, table.columns)), tuple(rows))


def _clean(head: Head) -> Head:
    return Head(clean(head.label, WORDS), clean(head.note, WORDS), clean(head.said or head.label, WORDS))


def said(places: Sequence[Place], known: Collection[str]) -> tuple[list[str], str]:
    """The facts of a cell's pictures that are not known from elsewhere, and what went wrong, each once."""
    facts = [fact for place in places for fact in (*place.facts(), *place.unlike()) if fact not in known]
    trouble = [words for place in places for words in (*place.trouble(), *place.notes)]
    return list(dict.fromkeys(facts)), " ".join(dict.fromkeys(trouble))


def _spot(cell: Cell, head: str, known: set[str]) -> Spot:
    places = tuple(cell.places)
    facts, trouble = said(places, known)
    first = places[0]
    facts[:0] = ["sandbox"] if first.sandbox and first.generation else []
    facts += ["from store"] if first.stored else []
    ids = tuple(dict.fromkeys(place.name for place in places if place.name))
    return Spot(head, places, tuple(facts), clean(trouble, WORDS), clean(cell.label, WORDS), ids)
