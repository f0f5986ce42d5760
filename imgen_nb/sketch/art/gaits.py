"""Gaits: an animal that was drawn standing walks, runs or leaps: its legs are found in the drawing and swung."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from imgen_nb.sketch.art.pack import Point, Ring, Shape
from imgen_nb.sketch.art.shapes import Art

# How far legs swing, in degrees: the near one of a pair and the far one; how far the body rises, of its height.
GAITS = {"walk": (17.0, -15.0, 0.0), "run": (40.0, 22.0, 0.05), "jump": (48.0, 40.0, 0.09)}


@dataclass
class _Leg:
    """One leg: where it is rooted and where it stands, and which shapes belong to it."""

    root: Point
    foot: float
    shapes: list[int]


def moving(art: Art, gait: str) -> Art:
    """The drawing in a gait; as it is where it does not stand on four legs."""
    legs = next((legs for legs in (_legs(art, near) for near in (0.07, 0.04)) if len(legs) > 3), None)
    if legs is None:
        return art
    left, top, right, bottom = art.box
    head = art.anchors.get("head", (left, top))[0]
    middle, forward = (left + right) / 2, 1.0 if head < (left + right) / 2 else -1.0
    near, far, rise = GAITS[gait]
    shapes, seen = list(art.shapes), {True: 0, False: 0}
    for leg in reversed(legs):  # what is drawn last is nearest
        fore = (leg.foot - middle) * forward < 0
        swing = (near if seen[fore] == 0 else far) * (1 if fore else -1) * forward
        seen[fore] += 1
        for i in leg.shapes:
            shapes[i] = _swung(shapes[i], leg.root, swing)
    ground = bottom if art.ground is None else art.ground
    return Art(tuple(shapes), art.anchors, ground + rise * (bottom - top))


def _legs(art: Art, apart: float) -> list[_Leg]:
    """The legs of a drawing, the farthest first; feet that are less than that share of its width apart are one."""
    left, top, right, bottom = art.box
    wide, high = right - left, bottom - top
    found: list[_Leg] = []
    feet: list[tuple[int, float]] = []
    for i, shape in enumerate(art.shapes):
        ring = shape.rings[0]
        x0, x1 = min(x for x, _ in ring), max(x for x, _ in ring)
        y0, y1 = min(y for _, y in ring), max(y for _, y in ring)
        if y1 < bottom - 0.2 * high or x1 - x0 > 0.3 * wide or y0 < top + 0.3 * high:
            continue
        foot = _middle(ring, y1 - 0.1 * (y1 - y0))
        mate = next((leg for leg in reversed(found) if abs(leg.foot - foot) < apart * wide), None)
        if y1 - y0 < 0.16 * high:
            feet.append((i, foot))
        elif mate:
            mate.shapes.append(i)
        else:
            found.append(_Leg((_middle(ring, y0 + 0.06 * high), y0 + 0.03 * high), foot, [i]))
    for i, foot in feet:
        # of two legs as near, the one that is drawn just before
        near = sorted(found, key=lambda leg: (round(abs(leg.foot - foot) / wide, 1), abs(leg.shapes[0] - i)))
        if near and abs(near[0].foot - foot) < 0.16 * wide:
            near[0].shapes.append(i)
    return found


def _middle(ring: Ring, y: float) -> float:
    """The middle of what of a ring is at about a height."""
    xs = [x for x, v in ring if abs(v - y) < 0.12 * (max(v for _, v in ring) - min(v for _, v in ring)) + 1e-6]
    return sum(xs) / len(xs) if xs else sum(x for x, _ in ring) / len(ring)


def _swung(shape: Shape, root: Point, degrees: float) -> Shape:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    (rx, ry) = root

    def point(p: Point) -> Point:
        x, y = p[0] - rx, p[1] - ry
        return rx + x * c - y * s, ry + x * s + y * c

    return replace(shape, rings=tuple(tuple(map(point, ring)) for ring in shape.rings))
