"""Passing: what is around another thing, goes through it, or is seen inside it."""

from __future__ import annotations

import math
from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.hanging import CROWNS
from imgen_nb.sketch.planning.placing import SIZES, Placed, mirrored
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

OPENINGS = words("door window @portal @gate @arch @torii @tunnel hole @finishline")
SLANTED = words(
    "ladder broom axe dagger skis guitar violin hockey field-hockey fishing-pole crutch @rake"
)  # drawn long and aslant
FEW = 5  # of these each has a place of its own beside or behind what it is around


def _size(stage: Stage, p: Placed) -> float:
    return SIZES.get(stage.plan.subjects[p.subject].size or "", 1.0)


def around(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """One of several on a ring about a thing: on the ground an ellipse, in the air a circle."""
    most = 2.0 if nouns.group(p.name) == "place" else 1.15
    h = t.height * min(most, max(0.24, share**0.8)) * _size(stage, p)
    if rank[1] > 2 and most < 2 and t.where == "ground" and t.name not in nouns.TABLES and aspect(t.art) < 2:
        h = min(h, 0.6 * t.height)  # what is in the middle is seen over them
    wide = h * aspect(p.art) * stage.m / stage.w
    angle = _angle(rank, low=h < 0.5 * t.height)
    across, tall = math.cos(angle), stage.m / stage.h
    reach = 0.5 * t.across(stage)
    s = stage.plan.subjects[p.subject]
    if nouns.home(p.name) == "air" or s.pose == "fly" or t.where in ("air", "floating"):
        h = min(h, 0.5 * t.height)
        x, middle = t.x + across * (reach + 0.16), t.y - 0.55 * t.height * tall
        y = middle + math.sin(angle) * (0.42 * t.height + 0.4 * h) * tall + 0.5 * h * tall
        return replace(p, x=x, y=y, height=h, depth=t.depth + 0.001, mirror=mirrored(r, s, x), where="air")
    if t.name in nouns.TABLES:
        return _at_table(stage, p, t, rank)
    x = t.x + across * (reach + 0.42 * wide)
    y = t.y + math.sin(angle) * max(0.03, 0.16 * reach * stage.w / stage.m) * tall
    h *= 1 + 0.12 * math.sin(angle)
    return replace(p, x=x, y=min(0.97, y), height=h, depth=y, mirror=mirrored(r, s, x), where=t.where)


def _at_table(stage: Stage, p: Placed, t: Placed, rank: tuple[int, int]) -> Placed:
    """Behind the table, seen over it; two at its ends; some of many before it, seen from behind."""
    (k, n), tall = rank, stage.m / stage.h
    wide, before = t.across(stage), max(0, 2 * n - 4) // 5
    h = min(1.95 * t.height, 1.5 * wide * stage.w / stage.m / max(1, n - before) / max(0.3, aspect(p.art)))
    h = max(h, 1.4 * t.height)
    if k >= n - before:
        aside = ((k - n + before + 0.5) / before - 0.5) * (0.86 if before < 3 else 1.0) if before > 1 else 0.2
        away = stage.cast.from_behind(p.subject) or p.art
        return replace(p, art=away, x=t.x + aside * wide, y=t.y + 0.04, height=h, depth=t.depth + NEAR, where=t.where)
    n -= before
    laid = t.name == "@laidtable"  # its cloth hides who sits behind it
    low = (1 - stage.cast.stature(p.subject, k)) * 0.7 * h * tall if laid else 0.0
    side = 0.0 if n < 2 else (k / (n - 1) - 0.5) * 2
    side *= 0.78 if laid else 1.0
    x = t.x + side * (0.46 * wide + (0.3 * h * aspect(p.art) * stage.m / stage.w if n > 2 and not laid else 0.0))
    y = t.y - 0.18 * t.height * tall * (1 - abs(side) ** 3) - low
    depth = t.depth - 0.0005 if abs(side) < 0.99 else t.depth + 0.0005
    return replace(p, x=x, y=y, height=h, depth=depth, mirror=side > 0, where=t.where)


NEAR = 0.001  # how much nearer than its table somebody is who turns the back to us


def _angle(rank: tuple[int, int], *, low: bool) -> float:
    """From the right, clockwise: a few low things lie in front and beside, a few high ones stand behind and beside."""
    k, n = rank
    if n > FEW:
        return 2 * math.pi * (k + 0.25) / n
    t = (k + 0.5) / n if n > 1 else 0.15
    return math.pi * (-0.06 + 1.12 * t) if low else math.pi * (1.08 + 0.84 * t)


def through(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """What is larger stands behind and shows on both sides; what is smaller is in the middle of it."""
    tall = stage.m / stage.h
    if t.name in OPENINGS:
        h = t.height * min(0.7, max(0.34, 0.5 * stage.cast.metres(p.subject) ** 0.4))
        aside = (rank[0] + 0.5 - rank[1] / 2) * 0.9 * h * aspect(p.art) * stage.m / stage.w
        return replace(p, x=t.x + aside, y=t.y + 0.02, height=h, depth=t.depth + 0.0005, where=t.where)
    if stage.cast.metres(p.subject) > 1.3 * stage.cast.metres(t.subject) and p.where == "ground":
        h = t.height * min(1.9, max(1.2, share))
        return replace(p, x=t.x, y=t.y - 0.01, height=h, depth=t.depth - 0.0005, where=t.where)
    high = max(t.height, 0.6 * t.across(stage) * stage.w / stage.m)  # a bough is long
    h = min(0.85, max(0.5, share)) * high * _size(stage, p)
    blade = aspect(p.art) < 0.4 or aspect(p.art) > 2.6
    if blade:
        y = t.y - 0.5 * t.height * tall + 0.62 * h * tall
        return replace(p, x=t.x, y=y, height=1.2 * h, depth=t.depth + 0.0005, tilt=-32.0, where="held")
    low = 0.4 * max(0.0, h - 0.6 * t.height) * tall
    return replace(p, x=t.x, y=t.y + 0.012 + low, height=h, depth=t.depth + 0.0005, where=t.where)


def against(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """Leaning at the side of a thing, the top towards it."""
    wide, tall = t.across(stage), stage.m / stage.h
    side = -1 if t.x > 0.5 else 1
    long = aspect(p.art) < 0.6 or p.name in SLANTED
    h = t.height * (0.9 if long else min(0.95, max(0.4, share)))
    reach = 0.5 * h * aspect(p.art) * stage.m / stage.w
    if nouns.group(p.name) == "person":
        h, reach = t.height * min(1.3, max(0.4, share)), 0.4 * reach
    x = t.x + side * ((0.2 if t.name in CROWNS else 0.42) * wide + reach + (0.1 * h if long else 0.0)) + 0.06 * rank[0]
    if stage.plan.subjects[p.subject].relation == "touch":
        side = -1 if t.name == "@grandpiano" else side  # its keys are on the left
        h = t.height * min(1.5, max(0.3, share**1.2))
        if nouns.home(p.name) == "air" and t.where == "ground":  # it bites or stings where it comes to
            x, y = t.anchor("neck" if "neck" in t.art.anchors else "head", stage)
            x += side * 0.24 * wide
            h = min(h, max(0.14, share) * t.height)
            return replace(p, x=x, y=y + 0.5 * h * tall, height=h, depth=t.depth + 0.001, where="air")
        if "hug" in (stage.plan.subjects[t.subject].pose, stage.plan.subjects[p.subject].pose):
            return _embraced(stage, p, t, h, side)
        reach = 0.36 * h * aspect(p.art) * stage.m / stage.w
        x, turn = t.x + side * (0.3 * wide + reach), (side > 0) == ("hips" in p.art.anchors)
        turn = turn and (p.subject in stage.cast.roles or nouns.group(p.name) == "animal")
        return replace(p, x=x, y=t.y + 0.01, height=h, depth=t.depth + 0.001, mirror=turn, where=t.where)
    tilt = -9.0 * side if long or p.subject in stage.cast.roles or nouns.group(p.name) == "person" else 0.0
    mirror = _leans_right(p.art) == (side > 0) if p.name in SLANTED else side < 0
    return replace(
        p, x=x, y=t.y + 0.01 * tall, height=h, depth=t.depth + 0.001, mirror=mirror, tilt=tilt, where=t.where
    )


def _leans_right(art: Art) -> bool:
    """Whether the top of what is drawn aslant is on the right."""
    points = [point for shape in art.shapes for ring in shape.rings for point in ring]
    x, y = (sum(point[k] for point in points) / len(points) for k in (0, 1))
    return sum((px - x) * (py - y) for px, py in points) < 0


def _embraced(stage: Stage, p: Placed, t: Placed, h: float, side: int) -> Placed:
    """In somebody's arms, which are before what has none."""
    wide, acts = t.across(stage), p.subject in stage.cast.roles
    near = 0.14 * wide if acts else 0.3 * h * aspect(p.art) * stage.m / stage.w - 0.07 * wide
    turn = (side > 0) == ("hips" in p.art.anchors) and acts
    return replace(
        p, x=t.x + side * near, y=t.y, height=h, depth=t.depth + (0.001 if acts else -0.001), mirror=turn, where=t.where
    )


def within(stage: Stage, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """In the door of a house; seen through the middle of anything else."""
    tall, wide = stage.m / stage.h, t.across(stage)
    k, n = rank
    mates = [i for i, s in enumerate(stage.plan.subjects) if (s.target, s.relation) == (t.subject, "inside")]
    if n == 1:
        k, n = mates.index(p.subject), len(mates)
    x = t.x + (0.0 if n < 2 else ((k + 0.5) / n - 0.5) * wide * 0.7)
    if nouns.group(t.name) == "place":
        h = t.height * min(0.5, max(0.28, share))
        return replace(p, x=x, y=t.y + 0.012, height=h, depth=t.depth + 0.001, where=t.where)
    room = 0.66 * min(t.height, wide / (stage.m / stage.w) / max(0.2, aspect(p.art))) / max(1.0, n**0.5)
    y = t.y - 0.54 * t.height * tall + 0.5 * room * tall
    return replace(p, x=x, y=y, height=room, depth=t.depth + 0.0005, where="held")


PASSING = {"around": around, "through": through, "against": against, "touch": against}
