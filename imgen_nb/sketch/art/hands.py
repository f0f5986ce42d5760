"""Hands and feet: mittens with a thumb, paws with toes, shoes with a sole."""

from __future__ import annotations

import math

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.poses import Limb
from imgen_nb.sketch.art.shapes import Pen
from imgen_nb.sketch.painting.canvas import mix, times


def hand(pen: Pen, which: Limb, fill: Colour, dark: Colour, side: int) -> None:
    """A hand at the end of an arm, its thumb to the body; a side is 1 for the near one."""
    along, across = _ways(which)
    x, y = which.end
    turn = math.degrees(math.atan2(-along[0], along[1]))
    tx, ty = x - side * 1.5 * across[0] + 0.2 * along[0], y - side * 1.5 * across[1] + 0.2 * along[1]
    pen.ellipse(tx, ty, 0.75, 1.4, dark, turn + side * 24)
    pen.ellipse(x + 0.5 * along[0], y + 0.5 * along[1], 1.75, 2.35, fill, turn)


def paw(pen: Pen, which: Limb, fill: Colour) -> None:
    """A round paw with the gaps between its toes."""
    along, across = _ways(which)
    x, y = which.end
    pen.ellipse(x, y, 2.7, 2.5, fill)
    for k in (-0.8, 0.8):
        start = (x + k * across[0] + 0.9 * along[0], y + k * across[1] + 0.9 * along[1])
        pen.line([start, (start[0] + 1.3 * along[0], start[1] + 1.3 * along[1])], 0.4, times(fill, 0.68))


def foot(pen: Pen, which: Limb, fill: Colour, *, bare: bool) -> None:
    """A shoe on its sole, or a bare foot."""
    (jx, jy), (x, y) = which.joint, which.end
    down = math.atan2(x - jx, y - jy)
    forward = 1.0 if which.root[0] >= 0 or abs(down) > 0.5 else -1.0
    c, s = math.cos(down), math.sin(down)

    def at(u: float, v: float) -> Point:
        u, v = 0.84 * forward * u, 0.92 * v + 0.14
        return x + u * c + v * s, y - u * s + v * c

    if bare:
        pen.ellipse(*at(1.3, 0), 3.7, 2.1, fill, -math.degrees(down))
        return
    pen.blob([at(-2.4, -1.0), at(0.4, -1.9), at(3.0, -0.9), at(4.8, 0.9), at(4.4, 1.7), at(-2.4, 1.7)], fill)
    pen.line([at(-2.2, 1.5), at(4.5, 1.5)], 0.8, mix(times(fill, 0.6), (250, 240, 224), 0.12))
    pen.line([at(0.6, -1.0), at(1.8, -0.2)], 0.45, mix(fill, (255, 255, 255), 0.5))


def _ways(which: Limb) -> tuple[Point, Point]:
    """The direction in which a limb ends, and the one across it."""
    dx, dy = which.end[0] - which.joint[0], which.end[1] - which.joint[1]
    long = math.hypot(dx, dy) or 1.0
    return (dx / long, dy / long), (dy / long, -dx / long)
