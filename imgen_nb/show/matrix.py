"""A comparison as tables: one axis down, one across, the others as one table below another, all of it static."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

from imgen_nb import reports
from imgen_nb.errors import InvalidRequest
from imgen_nb.show import plain, sheet
from imgen_nb.show.places import NOT_A_MODEL, Place, clean, tally
from imgen_nb.show.sheet import MOST, QUIET, RULE, Bundle, Cell, text

T = TypeVar("T")
C = TypeVar("C", bound=Cell)

NARROWEST = 112
"""Pixels below which a column is not squeezed: the table is moved sideways instead."""
WIDEST = 300
"""Pixels of a column that has all the room it wants."""
SIDE = 20
"""Pixels of the longer side of a ratio's outline."""


class Head(NamedTuple):
    """What heads a row or a column: its value, a text about it, and the value as a caption would say it."""

    label: str
    note: str = ""
    said: str = ""


@dataclass(frozen=True)
class Table(Generic[T]):
    """One page of a comparison: what holds on all of it, its heads, and its cells row by row."""

    title: str
    across: str
    down: str
    columns: tuple[Head, ...]
    rows: tuple[Head, ...]
    cells: tuple[tuple[T, ...], ...]


def grid(
    title: str,
    sizes: str,
    tables: Sequence[Table[C]],
    notes: Sequence[str] = (),
    fair: Sequence[str] = (),
    budget: str = "",
) -> Bundle:
    """Show a comparison as far as it has come: `sizes` counts its axes, `notes` explain it, `fair` judges it.

    `budget` is what is left of one.
    """
    now = [_seen(table) for table in tables]
    filled = [place for table in now for row in table.cells for cell in row for place in cell.places]
    counted = f"{sizes}: {tally(filled)}"
    body = "".join(map(_pictures, cut(now, MOST)))
    lines = plain.sheet(f"Grid {clean(title, 80)}: {counted}", filled[:MOST])
    head, foot = sheet.headed(title, counted, filled, notes), sheet.below(filled, fair, budget)
    return plain.bundle(lines, sheet.frame(f"{head}{body}{foot}"))


def cut(tables: Sequence[Table[T]], most: int) -> Iterator[Table[T]]:
    """The first tables and rows that have at most so many cells, and one row at least."""
    for table in tables:
        if most <= 0:
            return
        rows = max(most // max(len(table.columns), 1), 1)
        yield replace(table, rows=table.rows[:rows], cells=table.cells[:rows])
        most -= size(table)


def size(table: Table[Any]) -> int:
    """How many cells it has."""
    return len(table.rows) * len(table.columns)


# --- one table --------------------------------------------------------------------------------------------------------


def laid(table: Table[T], row: Callable[[int], Sequence[str]], below: Callable[[Sequence[T]], str]) -> str:
    """A table as wide as there is room for; columns keep to one width, so that what is in them can be compared.

    `row` gives the markup of the cells of one row, `below` what stands under the name of a provider.
    """
    head = 22 if len(table.columns) < 4 else 16
    widths = [f"width:{head}%", *[f"width:{(100 - head) / len(table.columns):.3f}%"] * len(table.columns)]
    least, most = (round(side * len(table.columns) / (1 - head / 100)) for side in (NARROWEST, WIDEST))
    named = [f'<span style="{QUIET}">{text(table.down.capitalize(), 60)}</span>']
    named += [_head(table, place, below, down=False) for place in range(len(table.columns))]
    heads = [_cell("th", one, width, "2px", "col") for one, width in zip(named, widths, strict=True)]
    body = ""
    for number in range(len(table.rows)):
        cells = [_cell("th", _head(table, number, below, down=True), "", "1px", "row")]
        cells += [_cell("td", one, "", "1px") for one in row(number)]
        body += f'<tr style="background:none">{"".join(cells)}</tr>'
    page = f'<div style="margin:16px 0 4px"><strong style="font-size:14px">{text(table.title)}</strong></div>'
    style = (
        f"border-collapse:collapse;table-layout:fixed;width:100%;min-width:{least}px;max-width:{most}px;"
        "margin:0;border:0;color:inherit;font-size:13px;line-height:1.45;text-align:left"
    )
    return (
        f'{page if table.title else ""}<div style="overflow-x:auto"><table style="{style}">'
        f'<thead><tr style="background:none">{"".join(heads)}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _head(table: Table[T], place: int, below: Callable[[Sequence[T]], str], *, down: bool) -> str:
    """The head of a row or column: its value, who answers where the value is a provider, what is said of it."""
    head = (table.rows if down else table.columns)[place]
    said = f'<strong style="font-size:14px">{text(head.label, 400)}</strong>' if head.label else ""
    if ratio := reports.shape(head.label):
        said += _outline(ratio)
    if (table.down if down else table.across) == "provider":
        said += below(table.cells[place] if down else [row[place] for row in table.cells])
    return said + (f'<div style="font-size:12px;{QUIET}">{text(head.note, 600)}</div>' if head.note else "")


def _outline(ratio: float) -> str:
    """A box of a ratio's shape: seen before it is read."""
    size = f"width:{SIDE * min(1, ratio):.0f}px;height:{SIDE / max(1, ratio):.0f}px"
    return f'<div aria-hidden="true" style="{size};margin:4px 0 2px;border:1.5px solid {RULE};border-radius:2px"></div>'


def _cell(tag: str, inner: str, width: str, rule: str, scope: str = "") -> str:
    named = f' scope="{scope}"' if scope else ""
    style = (
        f"padding:10px 12px 6px 0;text-align:left;vertical-align:top;border:0;border-bottom:{rule} solid {RULE};"
        f"background:none;overflow-wrap:anywhere;font-weight:400;{width}"
    )
    return f'<{tag}{named} style="{style}">{inner}</{tag}>'


# --- pictures in a table ----------------------------------------------------------------------------------------------


class Seen(NamedTuple):
    """What a cell fills at one moment, so that what is counted is what is shown."""

    places: Sequence[Place]


def _seen(table: Table[C]) -> Table[Seen]:
    cells = tuple(tuple(Seen(cell.places) for cell in row) for row in table.cells)
    return Table(table.title, table.across, table.down, table.columns, table.rows, cells)


def _pictures(table: Table[Seen]) -> str:
    return laid(table, lambda number: _row(table, number), _answering)


def _row(table: Table[Seen], number: int) -> list[str]:
    """The cells of a row; one shape of mat for all its pictures keeps the captions in line."""
    cells, row = table.cells[number], table.rows[number]
    mat = sheet.shared_mat([place.shape for cell in cells for place in cell.places])
    by_head = "provider" in (table.down, table.across)
    said = []
    for column, cell, below in zip(table.columns, cells, zip(*table.cells, strict=True), strict=True):
        alike = _alike(cells if table.down == "provider" else below) if by_head else []
        known = {table.title, *row, *column, *alike}
        said.append("".join(_place(place, mat, known, by_head=by_head) for place in cell.places))
    return said


def _alike(cells: Sequence[Seen]) -> list[str]:
    """Model and template, where they are one for all that a service was asked: told once, below its name."""
    told = [place.manner() for cell in cells for place in cell.places if not isinstance(place.error, InvalidRequest)]
    return told[0] if told and all(one == told[0] for one in told) else []


def _answering(cells: Sequence[Seen]) -> str:
    """Who answers in a row or column, once for all of it."""
    places = [place for cell in cells for place in cell.places]
    badges = " ".join(sheet.badge(sandbox) for sandbox in sorted({place.sandbox for place in places}))
    sketched = any(place.sandbox and place.picture for place in places)
    said = [NOT_A_MODEL] if sketched else []
    said += [text(one, 60) for one in _alike(cells)]
    below = "".join(f"<div>{one}</div>" for one in said)
    return f'<div style="margin:2px 0 0">{badges}</div><div style="font-size:12px;{QUIET}">{below}</div>'


def _listed(facts: Sequence[str]) -> list[str]:
    """Facts one after another; each keeps its comma when the line is broken."""
    return [f"{fact}," for fact in facts[:-1]] + list(facts[-1:])


def _place(place: Place, mat: float, known: set[str], *, by_head: bool) -> str:
    """One picture, or what there is to say in its place; below it what the heads do not say."""
    facts = [fact for fact in (*place.facts(), *place.unlike()) if fact not in known]
    lines = [" ".join(f'<span style="display:inline-block">{text(fact, 60)}</span>' for fact in _listed(facts))]
    lines += [sheet.aside(one) for one in place.audit()]
    lines += [" ".join(text(one, 400) for one in words) for words in (place.trouble(), place.notes)]
    badges = "" if by_head else sheet.badge(place.sandbox, drawn=bool(place.picture))
    badges += sheet.pill("from store") if place.stored else ""
    said = "".join(f"<div>{line}</div>" for line in (badges, *lines) if line)
    style = "font-size:12px;font-variant-numeric:tabular-nums;margin:0 0 8px"
    return f'{sheet.mounted(place, mat)}<div style="{style}">{said}</div>'
