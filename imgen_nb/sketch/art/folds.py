"""Folds: the creases, hems and necklines by which cloth is known from skin."""

from __future__ import annotations

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.poses import Limb, Pose
from imgen_nb.sketch.art.shapes import Pen
from imgen_nb.sketch.painting.canvas import times


def on_trunk(pen: Pen, pose: Pose, colour: Colour, *, bordered: bool) -> None:
    """Creases at the waist and under the arms; on some its hem and neckline, too."""
    (nx, ny), dark = pose.neck, times(colour, 0.8)
    side, low = 5.0 + pose.girth, pose.low
    for s, (x, y) in ((-1, pose.far_arm.root), (1, pose.near_arm.root)):
        pen.curve([(x - s * 0.6, y + 1.6), (x - s * 1.3, y + 4.3), (x - s * 2.7, y + 5.8)], 0.6, dark, 0.1)
    pen.curve([(side - 0.4, -2.6 + low), (side - 2, -1.8 + low), (side - 3.6, -2.2 + low)], 0.7, dark, 0.1)
    pen.curve([(0.4 - side, -3.4 + low), (2.4 - side, -2.4 + low), (3.4 - side, -2.8 + low)], 0.7, dark, 0.1)
    if bordered:
        pen.curve([(-side, -0.2 + low), (0, 1.1 + low), (side, -0.2 + low)], 0.7, dark)
        pen.curve([(nx - 3.0, ny + 0.3), (nx + 0.2, ny + 1.9), (nx + 3.2, ny + 0.3)], 0.9, dark)


def on_limb(pen: Pen, which: Limb, width: float, colour: Colour) -> None:
    """Creases where a sleeve or a trouser leg bends, and its cuff."""
    dark = times(colour, 0.76)
    (jx, jy), ((ux, uy), (vx, vy)) = which.joint, (_across(which.root, which.joint), _across(which.joint, which.end))
    w = width * 0.34
    for side, (x, y) in ((1.0, (ux, uy)), (0.5, (vx, vy))):
        start = (jx + x * w * side, jy + y * w * side + (1 - side))
        pen.line([start, (start[0] - 1.3 * x * w * side, start[1] - 1.3 * y * w * side - 0.5)], 0.6, dark, 0.1)
    ex, ey = which.end[0] + vy * 1.5, which.end[1] - vx * 1.5
    pen.line([(ex - vx * w, ey - vy * w), (ex + vx * w, ey + vy * w)], 0.9, dark)


def _across(a: Point, b: Point) -> Point:
    dx, dy = b[0] - a[0], b[1] - a[1]
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    return dy / long, -dx / long


def skirt(pen: Pen, waist: tuple[Point, Point], hem: tuple[Point, Point], colour: Colour, *, flare: bool) -> None:
    """A skirt from its waist to its hem, which swings, with a darker side and pleats."""
    (lx, ly), (rx, _) = waist
    (hlx, hy), (hrx, _) = hem
    wide = hrx - hlx
    swing = [(hrx, hy - 0.4), (hrx - 0.2 * wide, hy + 0.9), (hlx + 0.5 * wide, hy + 0.3), (hlx + 0.24 * wide, hy + 1.0)]
    pen.polygon([(lx, ly), (rx, ly), *swing, (hlx, hy - 0.3)], colour)
    inner = hrx - 0.26 * wide
    pen.polygon(
        [(rx - 2.2, ly), (rx, ly), (hrx, hy - 0.4), (hrx - 0.2 * wide, hy + 0.9), (inner, hy)], times(colour, 0.87)
    )
    if flare:
        for k in (0.2, 0.42, 0.64):
            top = (lx + (rx - lx) * k, ly + 0.3 * (hy - ly))
            pen.line([top, (hlx + wide * k, hy - 0.2)], 0.35, times(colour, 0.78), 0.7)
        pen.line([(lx + 0.3, ly + 0.4), (rx - 0.3, ly + 0.4)], 0.8, times(colour, 0.78))
