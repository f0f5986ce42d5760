"""Counted: things that are asked for by number, in rows and swarms in which each of them is seen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.masses import copies
from imgen_nb.sketch.planning.placing import Placed, mirrored
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns

LEAST, MOST, CROWD = 4, 20, 9
WIDE, GAP, LOOSE = 0.93, 0.012, 0.07
TALLER = 1.15  # than it would be among fewer, at most
BANK, LOW = 0.1, 0.2
TORN = 0.9  # how much worse it is where some of a kind are in a row with another one
HIDDEN = 0.12  # of what stands behind may be behind the head of what stands before it, in steps from row to row


@dataclass(frozen=True)
class _Item:
    """One copy of a subject: how wide it is, as a fraction of the width, and how high, of the shorter side."""

    subject: int
    wide: float
    high: float

    def scaled(self, k: float) -> _Item:
        """The same at another size."""
        return _Item(self.subject, self.wide * k, self.high * k)


Rows = list[list[_Item]]


def in_rows(stage: Stage, r: Random, tall: dict[int, float], far: float, near: float) -> dict[int, list[Placed]] | None:
    """Everything in rows, the tallest at the back; None for few things, a crowd of heads, and what fits in one row."""
    subjects = stage.plan.subjects
    items = [
        _Item(i, high * aspect(stage.cast.art(i)) * stage.m / stage.w, high)
        for i, high in sorted(tall.items(), key=lambda entry: -entry[1])
        for _ in range(copies(subjects[i]))
    ]
    beings = all(nouns.group(subjects[i].art) in ("person", "animal") for i in tall)
    if near - far < BANK:  # nothing hides the boats behind the bank
        items = [item.scaled(min(1.0, LOW / item.high)) for item in items]
    few = len(items) < LEAST or sum(item.wide for item in items) <= WIDE
    few = few or any(i in stage.cast.stations for i in tall)  # who is at one thing is together
    if few or len(items) > (CROWD if beings else MOST) or stage.signed or stage.plan.camera == "close":
        return None
    line = any(s.pose == "pull" for s in subjects)  # horses before a carriage are in line with it
    choices = (_fitted(stage, rows, far, near) for rows in ([[items]] if line else _splits(items)))
    return _stood(stage, r, max(choices, key=_ease), far, near)


def _splits(items: list[_Item]) -> Iterator[Rows]:
    """The items in one to four rows, in all ways that keep their order and where no row has four times another's."""
    for count in range(1, min(4, len(items)) + 1):
        for cuts in itertools.combinations(range(1, len(items)), count - 1):
            rows = [items[a:b] for a, b in itertools.pairwise((0, *cuts, len(items)))]
            if max(map(len, rows)) <= 3 * min(map(len, rows)):
                yield rows


def _levels(rows: Rows, far: float, near: float) -> list[float]:
    """How far down each row stands."""
    if len(rows) == 1:
        return [(far + near) / 2]
    return [far + (near - far) * n / (len(rows) - 1) for n in range(len(rows))]


def _fitted(stage: Stage, rows: Rows, far: float, near: float) -> Rows:
    """The rows at a size at which none is wider than the picture or hides more than feet of the one behind."""
    tall = stage.h / stage.m
    levels = _levels(rows, far, near)
    size: dict[int, float] = {}
    for n, (row, level) in enumerate(zip(rows, levels, strict=True)):
        most = (level - 0.07) * tall if n == 0 else (level - levels[n - 1]) * (1 + HIDDEN) * tall
        k = min(TALLER, (WIDE - GAP * (len(row) - 1)) / sum(item.wide for item in row))
        for item in row:  # all of a kind are of one size
            size[item.subject] = min(size.get(item.subject, k), k, most / item.high)
    return [[item.scaled(size[item.subject]) for item in row] for row in rows]


def _ease(rows: Rows) -> float:
    """How well each thing is seen: the mean of their sizes, and the smallest; better where a kind keeps together."""
    sizes = [math.sqrt(item.wide * item.high) for row in rows for item in row]
    kinds = [{item.subject for item in row} for row in rows]
    torn = sum(len(a) + len(b) > 2 and bool(a & b) for a, b in itertools.pairwise(kinds))
    return (sum(sizes) / len(sizes) + 2 * min(sizes)) * TORN**torn


def _stood(stage: Stage, r: Random, rows: Rows, far: float, near: float) -> dict[int, list[Placed]]:
    found: dict[int, list[Placed]] = {}
    for n, (row, level) in enumerate(zip(rows, _levels(rows, far, near), strict=True)):
        total = sum(item.wide for item in row)
        gap = min(LOOSE, (WIDE - total) / max(1, len(row) - 1))
        span = total + gap * (len(row) - 1)
        # rows stand in each other's gaps, as far as the picture has room
        aside = min(0.25 * span / len(row), (0.97 - span) / 2) * (2 * (n % 2) - 1) if len(rows) > 1 else 0.0
        x = 0.5 - span / 2 + aside
        for item in row:
            s, art = stage.plan.subjects[item.subject], stage.cast.art(item.subject)
            middle, y = x + item.wide / 2, level + float(r.uniform(-0.006, 0.006))
            group = found.setdefault(item.subject, [])
            group.append(Placed(item.subject, art, s.art, middle, y, item.high, y, mirrored(r, s, middle)))
            x += item.wide + gap
    return found


def swarm(r: Random, total: int, ratio: float, top: float, low: float) -> tuple[list[tuple[float, float]], float]:
    """(where the feet of each of several in the air are, how high each is at most), by their width over height.

    `ratio` is of fractions: how much of the width a thing takes that is as high as the picture.
    """
    best = max(
        range(1, min(4, total) + 1),
        key=lambda rows: min((low - top) / (rows * 1.12), 0.86 / (math.ceil(total / rows) * ratio)),
    )
    columns, step = math.ceil(total / best), (low - top) / best
    high = min(step / 1.12, 0.86 / (columns * ratio))
    spots = []
    for n in range(total):
        row, column = divmod(n, columns)
        among = min(columns, total - row * columns)
        pitch = 0.92 / columns
        aside = 0.2 * pitch * (2 * (row % 2) - 1) if best > 1 and among == columns else 0.0
        x = 0.5 + (column - (among - 1) / 2) * pitch + aside * (1 if columns > 1 else 0)
        slack = max(0.0, step - high * 1.02)
        spots.append((x, top + row * step + high + float(r.uniform(0.1, 0.9)) * slack))
    return spots, high


def clear(stage: Stage, groups: dict[int, list[Placed]]) -> dict[int, list[Placed]]:
    """One thing in the air where it is before nothing that stands: over the free side of a picture."""
    standing = [p for group in groups.values() for p in group if p.where in ("ground", "water")]
    found = dict(groups)
    for i, group in groups.items():
        if len(group) == 1 and group[0].where == "air" and standing:
            p = group[0]
            free = [p.x, *(0.1 + 0.05 * k for k in range(17))]
            half = p.across(stage) / 2 + 0.02
            inside = [x for x in free if half <= x <= 1 - half] or [p.x]
            best = min(inside, key=lambda x: (sum(_common(stage, replace(p, x=x), q) for q in standing), abs(x - p.x)))
            found[i] = [replace(p, x=best)]
    return found


def _common(stage: Stage, p: Placed, q: Placed) -> float:
    """How much of the picture two things take both."""
    tall = stage.m / stage.h
    wide = min(p.x + p.across(stage) / 2, q.x + q.across(stage) / 2) - max(
        p.x - p.across(stage) / 2, q.x - q.across(stage) / 2
    )
    high = min(p.y, q.y) - max(p.y - p.height * tall, q.y - q.height * tall)
    return round(max(0.0, wide) * max(0.0, high), 3)
