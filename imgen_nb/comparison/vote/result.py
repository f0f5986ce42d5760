"""What a vote came to: counts, strengths where models were judged, and in words what the votes do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from imgen_nb.comparison.vote.strengths import Strengths, measure
from imgen_nb.comparison.vote.votes import Tally, Vote, tallied
from imgen_nb.show.places import clean
from imgen_nb.show.standings import Standings, Table

PRACTICE = "Practice: the sandbox drew these, not AI models. Votes are counted; nobody is ranked."
MEASURED = "Ties and “all bad” count half. Intervals hold 90 % of 1,000 bootstrap samples."
FEW = 20.0
"""How many times as many votes are worth naming; where more are lacking, two may well be equal."""
MANY = 10
"""The votes below which nothing is foretold."""


def standings(
    questions: Sequence[str],
    contestants: Sequence[str],
    votes: Sequence[Vote],
    *,
    practice: bool,
    notes: Sequence[str] = (),
) -> Standings:
    """Put a vote together, contestants in the order given; only where models were judged is there another one."""
    tables = tuple(_table(tallied(question, votes, contestants), practice) for question in questions)
    said = [PRACTICE] if practice else [MEASURED] if votes else []
    return Standings(tables, practice, len(votes), len({vote.voter for vote in votes}), (*said, *notes))


def _table(tally: Tally, practice: bool) -> Table:
    if practice or not tally.votes:
        return Table(tally.question, tally.lines)
    found = measure(tally.judged, len(tally.lines))
    low, high = found.low, found.high
    ranked = [
        replace(tally.lines[one], at=float(found.at[one]), low=float(low[one]), high=float(high[one]))
        for one in found.order
    ]
    return Table(tally.question, tuple(ranked), _untold(found, tally))


def _untold(found: Strengths, tally: Tally) -> str:
    """Which neighbours the votes do not tell apart, and how many more votes might."""
    close = [pair for pair in pairwise(found.order) if not found.apart(*pair)]
    if not close:
        return ""
    first, last = found.order[0], found.order[-1]
    if not found.apart(first, last):
        return f"Too few votes to tell anybody apart.{_more(found, first, last, len(tally.votes))}"
    names = [tuple(clean(tally.lines[one].who, 60) for one in pair) for pair in close]
    nearest = min(close, key=lambda pair: found.lacking(*pair))
    pairs = "; ".join(f"{one} and {other}" for one, other in names)
    return f"Too few votes to tell apart: {pairs}.{_more(found, *nearest, len(tally.votes))}"


def _more(found: Strengths, stronger: int, weaker: int, votes: int) -> str:
    times = found.lacking(stronger, weaker)
    if votes < MANY:
        return ""
    if times > FEW:
        return " They may well be equal."
    return f" About {max(5, round(votes * (times - 1) / 5) * 5)} more ballots may settle it."
