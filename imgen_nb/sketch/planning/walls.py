"""Walls: what hangs on the wall of a room, beside its window and above who is before it."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.placing import SIZES, Placed
from imgen_nb.sketch.planning.stage import Stage

HIGH = {1: 0.25, 2: 0.2}
LEAST = 0.14
"""How high at least what hangs over a thing is; what finds less room is beside it."""
REACH = 0.27
"""Half of how wide the wall beside the window is."""


def on_wall(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Side by side on the wall, their middles on one level."""
    subjects = stage.plan.subjects
    items = [i for i in members for _ in range(subjects[i].count)]
    middle = 0.5 - 0.2 * stage.light.side
    level = min(0.26, 0.44 * stage.horizon)
    each = 2 * REACH / len(items)
    found: dict[int, list[Placed]] = {i: [] for i in members}
    for n, i in enumerate(items):
        art = stage.cast.art(i)
        h = HIGH.get(len(items), 0.16) * SIZES.get(subjects[i].size or "", 1)
        h = min(h, 0.9 * each * stage.w / stage.m / max(0.2, aspect(art)))
        x = middle + (n - (len(items) - 1) / 2) * each
        y = level + h / 2 * stage.m / stage.h
        found[i].append(Placed(i, art, subjects[i].art, x, y, h, 0.02 + 0.001 * n, where="held"))
    return found


def hung_over(stage: Stage, p: Placed, t: Placed, h: float) -> Placed | None:
    """A mirror over a washbasin: straight above it, as high as there is room; nothing where there is too little."""
    tall = stage.m / stage.h
    top = t.y - t.height * tall
    high = min(h, (top - 0.05) / tall)
    if high < LEAST:
        return None
    return replace(p, x=t.x, y=top - 0.02, height=high, depth=t.depth - 0.01, where="held")
