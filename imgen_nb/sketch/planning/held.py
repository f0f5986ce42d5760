"""Held: what is in somebody's hand, claws or muzzle, or at what they work."""

from __future__ import annotations

import math
from dataclasses import replace

from imgen_nb.sketch.art import animals
from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.acting import before_muzzle, grip_foot, in_hand
from imgen_nb.sketch.planning.casting import READ, STATION, grip_of
from imgen_nb.sketch.planning.hanging import on_head
from imgen_nb.sketch.planning.placing import SIZES, Placed
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.planning.stations import at_work
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

UPRIGHT = words("""
    balloon umbrella kite dagger magic-wand broom rose tulip sunflower blossom bouquet candle @lantern @streetlamp
    axe bow-and-arrow @star
""")
CLAWED = words("owl eagle @hawk @falcon vulture @vulture crow @crow bird parrot @raven")
BITTEN = words("bone @stick @ball tennis @frisbee")  # what four legs have between their teeth


def held(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """In the hand of who holds it, at work before them, or before the feet of who has none."""
    if p.name in STATION:
        return at_work(stage, p, t)
    if t.subject in stage.cast.roles and p.name not in ("umbrella", "kite", "balloon"):
        return in_hand(stage, p, t)
    if stage.plan.subjects[p.subject].spot == "aloft":
        return on_head(stage, p, t, share)
    if t.name in CLAWED and p.name not in UPRIGHT:
        h = t.height * min(0.5, max(0.34, share))
        return replace(p, x=t.x, y=t.y + 0.03, height=h, depth=t.depth + 0.0006, where="held")
    x, y = t.anchor("hand", stage)
    size = SIZES.get(stage.plan.subjects[p.subject].size or "", 1)
    h = t.height * min(0.62, max(0.26, share * 0.8)) * size
    if p.name in UPRIGHT:
        h = t.height * {"umbrella": 0.98, "balloon": 0.66, "kite": 1.05, "dagger": 0.5 * size}.get(p.name, 0.45)
        if p.name == "kite":
            side = 1 if x >= t.x else -1
            out = side * h * aspect(p.art) / 2 * stage.m / stage.w
            return replace(p, x=x + out, y=y, height=h, depth=t.depth + 0.0006, mirror=side < 0, where="held")
        if p.name == "umbrella":
            return replace(
                p, x=x, y=y + 0.1 * h * stage.m / stage.h, height=h, depth=t.depth - 0.0006, tilt=-7, where="held"
            )
        out = (1 if x >= t.x else -1) * (0.26 * h if p.name == "balloon" else 0.0) * stage.m / stage.w
        tilt = 20.0 * ((rank[1] - 1) / 2 - rank[0]) if p.name == "balloon" else 0.0  # several are a bunch
        out -= math.sin(math.radians(tilt)) * 0.5 * h * stage.m / stage.w
        up = 0.1 * h * (rank[0] % 2) * stage.m / stage.h if tilt else 0.0
        low = 0.02 * h if p.name != "dagger" else grip_foot(grip_of(p.name).at, h) * stage.m / stage.h
        return replace(p, x=x + out, y=y + low - up, height=h, depth=t.depth + 0.0006, tilt=tilt, where="held")
    h = min(h, t.height * 0.5 / max(0.6, aspect(p.art)))
    if nouns.group(t.name) == "animal" and t.name not in animals.SITTING and t.name not in ("monkey", "frog"):
        # four legs hold nothing: the thing lies before them
        if p.name in READ:
            return before_muzzle(stage, p, t)
        if p.name in BITTEN:
            h = 0.34 * t.height / max(1.0, aspect(p.art))
            return replace(p, x=x, y=y + 0.62 * h * stage.m / stage.h, height=h, depth=t.depth + 0.0006, where="held")
        ahead = (1 if t.mirror else -1) * (t.across(stage) * 0.5 + h * 0.3 * stage.m / stage.w)
        return replace(p, x=min(0.95, max(0.05, t.x + ahead)), y=t.y + 0.012, height=h, depth=t.depth + 0.0006)
    return replace(p, x=x, y=y + h * 0.5 * stage.m / stage.h, height=h, depth=t.depth + 0.0006, where="held")
