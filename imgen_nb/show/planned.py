"""A plan as tables: the labelled grid before anything is sent, with what each cell would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imgen_nb.show import matrix, plain, sheet
from imgen_nb.show.matrix import Table
from imgen_nb.show.places import capital, clean, sentence
from imgen_nb.show.sheet import ALARM, MOST, QUIET, SIGNS, Bundle, text
from imgen_nb.types import State


@dataclass(frozen=True)
class Entry:
    """What one cell of a plan would be: a word, a few more, and what to do where it cannot be sent."""

    who: str
    word: str
    more: str = ""
    remedy: str = ""
    sandbox: bool = False


def plan(title: str, sizes: str, tables: Sequence[Table[Entry]], said: Sequence[str]) -> Bundle:
    """Show a plan; `said` are paragraphs, each with its first word and a full stop."""
    shown = list(matrix.cut(tables, MOST))
    left = sum(map(matrix.size, tables)) - sum(map(matrix.size, shown))
    feet = [*said, *([f"Not shown. {left:,} more; they are all in plan.cells."] if left else [])]
    body = "".join(map(_table, shown)) + "".join(map(_paragraph, feet))
    entries = [entry for table in shown for row in table.cells for entry in row]
    lines = [f"Plan {clean(title, 80)}{': ' if sizes else ''}{sizes}", *feet, *map(_line, entries)]
    words = "\n  ".join(clean(line, 600) for line in lines)
    return plain.bundle(words, sheet.frame(f"{sheet.headed(title, sizes)}{body}"))


def _table(table: Table[Entry]) -> str:
    return matrix.laid(table, lambda number: [_entry(one) for one in table.cells[number]], _answering)


def _answering(entries: Sequence[Entry]) -> str:
    kinds = sorted({entry.sandbox for entry in entries if not entry.remedy})
    return f'<div style="margin:2px 0 0">{" ".join(map(sheet.badge, kinds))}</div>'


def _entry(entry: Entry) -> str:
    """One cell; what cannot be sent has a frame as an alarm, and says so in words."""
    more = f'<div style="font-size:12px;{QUIET}">{text(capital(entry.more), 300)}</div>' if entry.more else ""
    if not entry.remedy:
        return f'<div style="margin:0 0 6px"><strong style="font-weight:500">{text(entry.word)}</strong>{more}</div>'
    frame = f"border:1px solid {ALARM[State.FAILED]};border-radius:4px;padding:4px 8px;margin:0 0 6px"
    remedy = f'<div style="font-size:12px">{text(capital(sentence(entry.remedy)), 300)}</div>'
    sign = f'<span aria-hidden="true">{SIGNS[State.FAILED]}</span>'
    return f'<div style="{frame}">{sign} <strong>{text(entry.word)}</strong>{more}{remedy}</div>'


def _paragraph(said: str) -> str:
    first, _, rest = said.partition(". ")
    return sheet.paragraph(f"<strong>{text(first)}.</strong> {text(rest, 1000)}")


def _line(entry: Entry) -> str:
    said = f"{entry.who}: {entry.word}"
    return f"{said}, {entry.more}" if entry.more else said
