"""A comparison as tables: one axis down, one across, the others as one table below another, all of it static."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from imgen_nb.show import plain, sheet
from imgen_nb.show.places import NOT_A_MODEL, Place, bill, clean, tally
from imgen_nb.show.sheet import QUIET, RULE, Bundle, Cell, text

MOST = 400
"""Cells that are painted: each may carry a thumbnail, and a notebook has to stay one that can be opened."""
NARROWEST = 112
"""Pixels below which a column is not squeezed: the table is moved sideways instead."""
WIDEST = 300
"""Pixels of a column that has all the room it wants."""


@dataclass(frozen=True)
class Head:
    """What heads a row or a column: its value, a text about it, and the value as a caption would say it."""

    label: str
    note: str = ""
    said: str = ""


@dataclass(frozen=True)
class Table:
    """One page of a comparison: what holds on all of it, its heads, and its cells row by row."""

    title: str
    across: str
    down: str
    columns: tuple[Head, ...]
    rows: tuple[Head, ...]
    cells: tuple[tuple[Cell, ...], ...]


def grid(
    title: str, sizes: str, tables: Sequence[Table], notes: Sequence[str] = (), feet: Sequence[str] = ()
) -> Bundle:
    """Show a comparison as far as it has come: `sizes` counts its axes, `notes` explain them, `feet` go below."""
    filled = [place for table in tables for row in table.cells for cell in row for place in cell.places]
    said = f"{sizes}: {tally(filled)}"
    shown = list(cut(tables, MOST))
    left = sum(map(_size, tables)) - sum(map(_size, shown))
    feet = [*feet, f"<strong>Price.</strong> {text(bill(filled), 600)}"]
    feet += (
        [f"<strong>Not shown.</strong> {left:,} further cells; they are all in <code>grid.cells</code>."]
        if left
        else []
    )
    head = f'<strong style="font-size:15px">{text(title)}</strong><div style="{QUIET}">{text(said, 400)}</div>'
    head += "".join(f"<div>{text(note, 1000)}</div>" for note in notes)
    body = "".join(_table(table) for table in shown) + "".join(map(sheet.paragraph, feet))
    lines = plain.sheet(f"Grid {clean(title, 80)}: {said}", filled[:MOST])
    return plain.bundle(lines, sheet.frame(f'<div style="margin:0 0 4px;max-width:780px">{head}</div>{body}'))


def cut(tables: Sequence[Table], most: int) -> Iterator[Table]:
    """The first tables and rows that have at most so many cells, and one row at least."""
    for table in tables:
        if most <= 0:
            return
        rows = max(most // max(len(table.columns), 1), 1)
        yield replace(table, rows=table.rows[:rows], cells=table.cells[:rows])
        most -= _size(table)


def _size(table: Table) -> int:
    return len(table.rows) * len(table.columns)


# --- one table --------------------------------------------------------------------------------------------------------


def _table(table: Table) -> str:
    """A table as wide as there is room for; columns keep to one width, so that pictures can be compared."""
    head = 22 if len(table.columns) < 4 else 16
    widths = [f"width:{head}%", *[f"width:{(100 - head) / len(table.columns):.3f}%"] * len(table.columns)]
    least, most = (round(side * len(table.columns) / (1 - head / 100)) for side in (NARROWEST, WIDEST))
    columns = [_head(table, place, down=False) for place in range(len(table.columns))]
    named = f'<span style="{QUIET}">{text(table.down.capitalize(), 60)}</span>'
    heads = [_cell("th", named, widths[0], "2px", "col")]
    heads += [_cell("th", one, width, "2px", "col") for one, width in zip(columns, widths[1:], strict=True)]
    body = "".join(_row(table, number) for number in range(len(table.rows)))
    page = f'<div style="margin:16px 0 4px"><strong style="font-size:14px">{text(table.title)}</strong></div>'
    style = (
        f"border-collapse:collapse;table-layout:fixed;width:100%;min-width:{least}px;max-width:{most}px;"
        "margin:0;border:0;color:inherit;font-size:13px;line-height:1.45;text-align:left"
    )
    return (
        f'{page if table.title else ""}<div style="overflow-x:auto"><table style="{style}">'
        f'<thead><tr style="background:none">{"".join(heads)}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(table: Table, number: int) -> str:
    """A row; one shape of mat for all its pictures keeps the captions in line."""
    cells = table.cells[number]
    mat = sheet.shared_mat([place.shape for cell in cells for place in cell.places])
    inner = [_cell("th", _head(table, number, down=True), "", "1px", "row")]
    for column, cell in zip(table.columns, cells, strict=True):
        known = {table.title, table.rows[number].said, column.said, table.rows[number].label, column.label}
        inner.append(_cell("td", "".join(_place(place, mat, known, table) for place in cell.places), "", "1px"))
    return f'<tr style="background:none">{"".join(inner)}</tr>'


def _head(table: Table, place: int, *, down: bool) -> str:
    """The head of a row or column: its value, who answers where the value is a provider, what is said of it."""
    head = (table.rows if down else table.columns)[place]
    said = f'<strong style="font-size:14px">{text(head.label, 400)}</strong>'
    if (table.down if down else table.across) == "provider":
        said += _answering(table.cells[place] if down else [row[place] for row in table.cells])
    return said + (f'<div style="font-size:12px;{QUIET}">{text(head.note, 600)}</div>' if head.note else "")


def _answering(cells: Sequence[Cell]) -> str:
    """Who answers in a row or column, once for all of it."""
    places = [place for cell in cells for place in cell.places]
    badges = " ".join(sheet.badge(sandbox) for sandbox in sorted({place.sandbox for place in places}))
    sketched = any(place.sandbox and place.picture for place in places)
    word = f'<div style="font-size:12px;{QUIET}">{NOT_A_MODEL}</div>' if sketched else ""
    return f'<div style="margin:2px 0 0">{badges}</div>{word}'


def _listed(facts: Sequence[str]) -> list[str]:
    """Facts one after another; each keeps its comma when the line is broken."""
    return [f"{fact}," for fact in facts[:-1]] + list(facts[-1:])


def _place(place: Place, mat: float, known: set[str], table: Table) -> str:
    """One picture, or what there is to say in its place; below it what the heads do not say."""
    facts = [fact for fact in place.facts() if fact not in known]
    lines = [" ".join(f'<span style="white-space:nowrap">{text(fact, 60)}</span>' for fact in _listed(facts))]
    lines += [" ".join(text(one, 400) for one in words) for words in (place.trouble(), place.notes)]
    badges = "" if "provider" in (table.down, table.across) else sheet.badge(place.sandbox, drawn=bool(place.picture))
    badges += sheet.pill("from store") if place.stored else ""
    said = "".join(f"<div>{line}</div>" for line in (badges, *lines) if line)
    style = "font-size:12px;font-variant-numeric:tabular-nums;margin:0 0 8px"
    return f'{sheet.mounted(place, mat)}<div style="{style}">{said}</div>'


def _cell(tag: str, inner: str, width: str, rule: str, scope: str = "") -> str:
    named = f' scope="{scope}"' if scope else ""
    style = (
        f"padding:10px 12px 6px 0;text-align:left;vertical-align:top;border:0;border-bottom:{rule} solid {RULE};"
        f"background:none;overflow-wrap:anywhere;font-weight:400;{width}"
    )
    return f'<{tag}{named} style="{style}">{inner}</{tag}>'
