"""What a vote came to: a table for each question, with counts, and where models were judged strengths and intervals."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from imgen_nb.show import plain
from imgen_nb.show.places import clean, count
from imgen_nb.show.sheet import BUSY, QUIET, RULE, Bundle, frame, paragraph, pill, text, twinned

HEADS = {"fits": "Fits the prompt better", "looks": "Looks better"}
"""What heads the table of a question."""


@dataclass(frozen=True, slots=True)
class Line:
    """One contestant under one question: on how many ballots it was shown, chosen, in a tie, or bad with all others.

    Its strength and the interval around it are None where nobody is ranked.
    """

    who: str
    shown: int = 0
    chosen: int = 0
    ties: int = 0
    bad: int = 0
    at: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One question: a line for each contestant, and what the votes do not tell."""

    question: str
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standings:
    """What the votes tell; in a notebook its repr is a table for each question.

    Votes on sandbox pictures are `practice`: counts in the order of the grid, without strengths, order or winner.

    Example:
        >>> ballot = grid.vote()  # doctest: +SKIP
        >>> ballot.reveal()  # doctest: +SKIP
    """

    tables: tuple[Table, ...]
    practice: bool
    ballots: int
    voters: int
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """How much it rests on."""
        return f"{count(self.ballots, 'ballot')}, {count(self.voters, 'voter')}" if self.ballots else "No votes yet"

    @property
    def reach(self) -> float:
        """How far from 0 the farthest interval goes: the one scale of all of them."""
        lines = [line for table in self.tables for line in table.lines]
        return max((abs(end) for line in lines for end in (line.low, line.high) if end is not None), default=1.0)

    def to_rows(self) -> list[dict[str, Any]]:
        """One row for each question and contestant, as a data frame or a CSV takes them."""
        return [
            {"question": table.question, "practice": self.practice, **asdict(line)}
            for table in self.tables
            for line in table.lines
        ]

    def __repr__(self) -> str:
        return _lines(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        return plain.bundle(_lines(self), _page(self))


def chosen(line: Line, practice: bool) -> str:
    """How often a contestant was chosen, in words; practice tells ties too, since there is nothing else to tell."""
    said = [f"{line.chosen} of {line.shown}"]
    if practice:
        said += [count(line.ties, "tie")] if line.ties else []
        said += [f"{line.bad} all bad"] if line.bad else []
    return ", ".join(said)


def twin(words: str, shown: Standings | None = None) -> Bundle:
    """What a saved notebook keeps of a panel: what came of the vote, or that there is one; a live panel hides it."""
    inner = _page(shown) if shown else frame(f'<div style="{QUIET}">{text(words)}. Run this cell to vote.</div>')
    return plain.bundle(_lines(shown) if shown else words, twinned(inner))


def told(shown: Standings) -> dict[str, Any]:
    """The same words for a page that draws them itself; where the intervals lie is a share of the scale."""
    return {
        "title": shown.title,
        "practice": shown.practice,
        "notes": list(shown.notes),
        "tables": [
            {"head": HEADS[table.question], "note": table.note, "lines": [_drawn(line, shown) for line in table.lines]}
            for table in shown.tables
        ],
    }


def _drawn(line: Line, shown: Standings) -> dict[str, Any]:
    said = {"who": clean(line.who, 120), "chosen": chosen(line, shown.practice)}
    if line.at is None:
        return said
    return {
        **said,
        "strength": _strength(line),
        "ends": [_percent(end, shown) for end in (line.low, line.at, line.high)],
    }


def _percent(value: float | None, shown: Standings) -> float:
    return round(50 + 50 * (value or 0.0) / shown.reach, 1)


def _page(shown: Standings) -> str:
    stamp = pill("practice", "dashed") if shown.practice else ""
    head = f'<div style="margin:0 0 10px"><strong style="font-size:15px">Blind vote</strong> {stamp}'
    head += f'<div style="{QUIET}">{text(shown.title)}</div></div>'
    tables = "".join(_table(table, shown) for table in shown.tables)
    grid = "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:20px 32px"
    notes = "".join(paragraph(f'<span style="{QUIET}">{text(note)}</span>') for note in shown.notes)
    return frame(f'{head}<div style="{grid};max-width:980px">{tables}</div>{notes}')


def _lines(shown: Standings) -> str:
    said = [f"Blind vote{', practice' if shown.practice else ''}: {shown.title}"]
    for table in shown.tables:
        said += [f"  {HEADS[table.question]}", *(f"    {_told(line)}" for line in table.lines)]
        said += [f"    {table.note}"] if table.note else []
    return plain.printable("\n".join([*said, *(f"  {note}" for note in shown.notes)]))


def _told(line: Line) -> str:
    said = f"{clean(line.who, 60)}: chosen {chosen(line, practice=line.at is None)}"
    return said if line.at is None else f"{said}; strength {_strength(line)}"


def _strength(line: Line) -> str:
    assert line.at is not None
    return f"{line.at:+.2f}, from {line.low:+.2f} to {line.high:+.2f}"


def _table(table: Table, shown: Standings) -> str:
    ranked = any(line.at is not None for line in table.lines)
    scale = '<span style="display:flex;justify-content:space-between"><span>weaker</span><span>stronger</span></span>'
    head = _cell("th", "Contestant") + _cell("th", "Chosen")
    head += _cell("th", f"Strength, 90 % interval{scale}", "width:44%") if ranked else ""
    body = "".join(f'<tr style="background:none">{_line(line, shown)}</tr>' for line in table.lines)
    note = f'<div style="margin:8px 0 0">{text(table.note, 600)}</div>' if table.note else ""
    style = "border-collapse:collapse;width:100%;margin:0;border:0;font-size:13px;color:inherit"
    return (
        f'<div style="min-width:0"><strong>{HEADS[table.question]}</strong><table style="{style}">'
        f'<thead><tr style="background:none">{head}</tr></thead><tbody>{body}</tbody></table>{note}</div>'
    )


def _line(line: Line, shown: Standings) -> str:
    cells = _cell("th", text(line.who, 120), scope="row") + _cell("td", text(chosen(line, shown.practice)))
    return cells + _cell("td", _interval(line, shown)) if line.at is not None else cells


def _interval(line: Line, shown: Standings) -> str:
    """A bar from end to end of the interval, and a mark where the strength is; in words below it."""
    low, at, high = (_percent(end, shown) for end in (line.low, line.at, line.high))
    dot = f"width:8px;height:8px;margin:-5px 0 0 calc({at:.1f}% - 4px);background:{BUSY};border-radius:4px"
    bar = f'<div style="margin:8px {100 - high:.1f}% 0 {low:.1f}%;height:2px;background:{BUSY}"></div>'
    return f'{bar}<div style="{dot}"></div><div style="{QUIET};font-size:12px">{text(_strength(line))}</div>'


def _cell(tag: str, inner: str, more: str = "", *, scope: str = "col") -> str:
    told = f' scope="{scope}"' if tag == "th" else ""
    style = f"padding:8px 12px 8px 0;text-align:left;vertical-align:middle;border:0;border-bottom:1px solid {RULE}"
    return f'<{tag}{told} style="{style};background:none;overflow-wrap:anywhere;{more}">{inner}</{tag}>'
