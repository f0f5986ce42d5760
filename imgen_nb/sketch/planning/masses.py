"""Masses: a heap, a tower, a field of one thing, drawn as many copies where one would stand."""

from __future__ import annotations

import itertools
from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.planning.stage import INSIDE, Stage
from imgen_nb.sketch.reading import nouns

AMID = ("inside", "on", "beside", "front")
LOW = 0.42  # what grows all round something must not hide it
MASSES = frozenset(("heap", "stack", "field"))


def copies(s: Subject) -> int:
    """How many places a subject takes among others: a mass is one."""
    return 1 if s.spot in MASSES else s.count


def massed(stage: Stage, group: list[Placed]) -> list[Placed]:
    """The copies of a subject that is a mass, the uppermost first; another group as it is."""
    s = stage.plan.subjects[group[0].subject]
    if s.spot not in MASSES or len(group) != 1 or group[0].where == "celestial":
        return group
    return _SHAPES[s.spot or ""](stage, stage.stream("mass", group[0].subject), group[0], s.count)


def _heap(stage: Stage, r: Random, p: Placed, count: int) -> list[Placed]:
    """Rows on rows, each shorter by one than the one below."""
    base = next(n for n in itertools.count(1) if n * (n + 1) // 2 >= count)
    rows: list[int] = []
    left = count
    for n in range(base, 0, -1):
        rows.append(min(n, left))
        left -= rows[-1]
    ratio, tall, wide = aspect(p.art), stage.m / stage.h, stage.m / stage.w
    high = min(1.5 * p.height / (1 + 0.7 * (base - 1)), 0.8 / (0.86 * base * ratio * wide), 0.3)
    found = []
    for level, n in enumerate(rows):
        for k in range(n):
            x = p.x + (k - (n - 1) / 2) * 0.86 * high * ratio * wide + float(r.uniform(-0.06, 0.06)) * high
            y = p.y - level * 0.66 * high * tall
            tilt = float(r.uniform(-14, 14))
            found.append(replace(p, x=x, y=y, height=high, depth=p.depth - 0.0002 * level + 0.00002 * k, tilt=tilt))
    return found[::-1]


def _stack(stage: Stage, r: Random, p: Placed, count: int) -> list[Placed]:
    """One on top of the other."""
    ratio, tall = aspect(p.art), stage.m / stage.h
    high = min(0.84 * stage.h / stage.m / (1 + 0.84 * (count - 1)), 0.4 / ratio, 0.34)
    level = p.y
    found = []
    for k in range(count):
        aside = float(r.uniform(-0.03, 0.03)) * high
        found.append(replace(p, x=p.x + aside, y=level, height=high, depth=p.depth + 0.0002 * k, tilt=0.0))
        level -= 0.84 * high * tall
    return found[::-1]


def _field(stage: Stage, r: Random, p: Placed, count: int) -> list[Placed]:
    """Over all the ground, smaller and closer together towards the horizon."""
    amid = any(s.target == p.subject and s.relation in AMID for s in stage.plan.subjects)
    rows, count = (5, 2 * count) if amid else (4 if count > 12 else 3, count)
    flat = stage.setting in INSIDE or stage.horizon >= 1
    far, near = (0.68, 0.96) if flat else (stage.horizon + 0.045, 0.97)
    weights = [rows + 1 - n for n in range(rows)]
    numbers = [max(1, round(count * w / sum(weights))) for w in weights]
    numbers[0] = max(1, numbers[0] + count - sum(numbers))
    ratio, wide = aspect(p.art), stage.m / stage.w
    p = replace(p, height=p.height * (0.55 if nouns.metres(p.name) < 0.4 else 1.0))
    found = []
    for n, number in enumerate(numbers):
        t = n / (rows - 1)
        y = far + (near - far) * t**1.4
        high = min(
            p.height * (0.34 + 0.5 * t) * (LOW if amid else 1.0),
            1.15 / (number * ratio * wide),
            (y - 0.05) * stage.h / stage.m,
        )
        for k in range(number):
            x = (k + 0.5 + 0.28 * (n % 2 - 0.5)) / number + float(r.uniform(-0.1, 0.1)) / number
            q = y + float(r.uniform(-0.012, 0.012))
            found.append(replace(p, x=x, y=q, height=high, depth=q, tilt=0.0))
    return found[::-1]


_SHAPES = {"heap": _heap, "stack": _stack, "field": _field}
