"""Growing: fruit in the crown of its tree, leaves and flowers out of what they grow from."""

from __future__ import annotations

import math
from dataclasses import replace

from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage


def grown(stage: Stage, p: Placed, t: Placed, rank: tuple[int, int]) -> Placed:
    """Fruit all over the crown of its tree."""
    wide = t.across(stage)
    angle, reach = 2.4 * rank[0] + 0.6, 0.34 * math.sqrt((rank[0] + 0.6) / rank[1])
    x = t.x + wide * reach * math.cos(angle)
    y = t.y - t.height * (0.66 + 0.56 * reach * math.sin(angle)) * stage.m / stage.h
    return replace(p, x=x, y=y, height=t.height * 0.13, depth=t.depth + 0.0004, where="held")
