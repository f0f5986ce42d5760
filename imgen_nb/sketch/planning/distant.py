"""What is in the background: small, near the horizon, in the gaps that what is before it leaves."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.placing import SIZES, Placed, abreast, mirrored
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns

LARGE, SMALL = 0.46, 0.17
CROWD, HIGH = 3, 3.0  # so many in a row hide what is behind them, unless it is so many metres high
GAPS = {1: (0.22,), 2: (0.2, 0.8), 3: (0.16, 0.5, 0.84), 4: (0.12, 0.36, 0.64, 0.88)}
"""The middles of what is far away, for so many things."""


def distant(stage: Stage, r: Random, p: Placed, t: Placed, rank: tuple[int, int]) -> Placed:
    """A thing of the background, where what stands before it hides least of it."""
    s = stage.plan.subjects[p.subject]
    mates = [i for i, other in enumerate(stage.plan.subjects) if other.spot == "far" and other.target == s.target]
    gaps = GAPS[min(len(mates), 4)]
    x = gaps[mates.index(p.subject) % len(gaps)]
    if len(mates) == 1 and (t.x < 0.46 or (t.x < 0.54 and stage.sign_side > 0)):
        x = 1 - x
    h = min(LARGE, max(SMALL, 0.13 * stage.cast.metres(p.subject) ** 0.42)) * SIZES.get(s.size or "", 1)
    room = (0.5 if len(mates) < 3 else 0.34) / rank[1] ** 0.5
    crowd = stage.plan.subjects[t.subject].count >= CROWD and nouns.metres(s.art) >= HIGH
    if crowd and len(mates) == 1:  # it rises over the heads of those in a row before it
        x, h, room = 0.5, max(h, 0.7 * t.height + 0.24), 0.8
    h = min(h, room * stage.w / stage.m / max(0.3, aspect(p.art)))
    x += abreast(rank, 1.1 * h * aspect(p.art) * rank[1] * stage.m / stage.w)
    flies = nouns.home(s.art) == "air" or s.pose == "fly"
    y = 0.5 * stage.horizon if flies else stage.horizon + 0.035 + 0.06 * (SMALL / h) ** 0.5
    where = "air" if flies else "water" if stage.water else "ground"
    high = min(h, (y - 0.03) * stage.h / stage.m)
    depth = 0.03 if flies else 0.04 + 0.01 * y
    return replace(p, x=x, y=y, height=high, depth=depth, mirror=mirrored(r, s, x), where=where)
