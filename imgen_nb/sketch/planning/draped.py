"""Draped: cloth and clothes over the back of a seat, over a table, a bed or a fence."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.planning.cloths import BACKS, SHEETS, WORN, lies_over
from imgen_nb.sketch.planning.placing import Placed, abreast
from imgen_nb.sketch.planning.stage import Stage


def draped(stage: Stage, p: Placed, t: Placed, rank: tuple[int, int]) -> Placed | None:
    """Over the back or the top of the thing, half of it hanging down before it; None for what is no cloth."""
    s = stage.plan.subjects[p.subject]
    if p.name not in SHEETS | WORN or not lies_over(s, stage.plan.subjects[t.subject]):
        return None
    top, down, wide = BACKS[t.name]
    across = wide * t.across(stage) * stage.w / stage.m / rank[1]
    h = down * t.height
    h = min(h, across / aspect(p.art)) if p.name in SHEETS else min(1.2 * h, 1.4 * across / aspect(p.art))
    x = t.x + abreast(rank, 0.8 * t.across(stage))
    y = t.y - (top * t.height - h) * stage.m / stage.h
    return replace(p, x=x, y=y, height=h, depth=t.depth + 0.0005, mirror=t.mirror, where="held")
