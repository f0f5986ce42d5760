"""Circles, squares, cubes and the other shapes of geometry, which are things of their own when a prompt names them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times

SIDE = 32.0
_WHITE: Colour = (255, 255, 255)


def _art(pen: Pen) -> Art:
    left, top, right, bottom = pen.art().box
    x, y = (left + right) / 2, (top + bottom) / 2
    pen.anchors = {"head": (x, top), "seat": (x, top), "hand": (right, y), "eyes": (x, y), "neck": (x, y)}
    return pen.art(ground=bottom)


def _regular(corners: int, turn: float = -90) -> list[Point]:
    angles = [math.radians(turn + 360 * k / corners) for k in range(corners)]
    return [(16 + 16 * math.cos(a), 16 + 16 * math.sin(a)) for a in angles]


def _star() -> list[Point]:
    outer, inner = _regular(5), _regular(5, -54)
    dents = [(16 + (x - 16) * 0.42, 16 + (y - 16) * 0.42) for x, y in inner]
    return [p for pair in zip(outer, dents, strict=True) for p in pair]


def _plane(points: list[Point], usual: Colour, colour: Colour | None) -> Art:
    pen = Pen()
    pen.polygon(points, colour or usual)
    return _art(pen)


def _ellipse(rx: float, ry: float, usual: Colour, colour: Colour | None) -> Art:
    pen = Pen()
    pen.ellipse(16, 16, rx, ry, colour or usual)
    return _art(pen)


def _ring(colour: Colour | None) -> Art:
    pen = Pen()
    circle = [(16 + 16 * math.cos(2 * math.pi * k / 72), 16 + 16 * math.sin(2 * math.pi * k / 72)) for k in range(73)]
    hole = [(16 + (x - 16) * 0.72, 16 + (y - 16) * 0.72) for x, y in reversed(circle)]
    pen.polygon(circle + hole, colour or (60, 110, 200))
    return _art(pen)


def _spiral(colour: Colour | None) -> Art:
    pen = Pen()
    points = [(16 + k * 0.17 * math.cos(k * 0.24), 16 + k * 0.17 * math.sin(k * 0.24)) for k in range(4, 90)]
    pen.line(points, 1.6, colour or (120, 70, 180))
    return _art(pen)


def _line(colour: Colour | None) -> Art:
    pen = Pen()
    pen.line([(0, 16), (56, 16)], 1.8, colour or (48, 48, 60))
    return _art(pen)


def _cube(colour: Colour | None) -> Art:
    face = colour or (226, 150, 60)
    pen = Pen()
    pen.polygon([(0, 9), (20, 9), (20, 30), (0, 30)], face)
    pen.polygon([(0, 9), (9, 1), (29, 1), (20, 9)], mix(face, _WHITE, 0.32))
    pen.polygon([(20, 9), (29, 1), (29, 21), (20, 30)], times(face, 0.68))
    art = _art(pen)
    return replace(art, anchors=dict(art.anchors) | {"seat": (14.5, 7.6)})


def _sphere(colour: Colour | None) -> Art:
    base = colour or (80, 130, 220)
    pen = Pen()
    pen.ellipse(16, 16, 16, 16, times(base, 0.62))
    for k in range(1, 9):
        t = k / 8
        tone = mix(times(base, 0.66 + 0.4 * t), _WHITE, 0.25 * t * t)
        pen.ellipse(16 - 4.4 * t, 16 - 5 * t, 16 - 9.6 * t, 16 - 9.6 * t, tone)
    pen.ellipse(10.6, 9.4, 2.6, 1.8, mix(base, _WHITE, 0.8), -34)
    return _art(pen)


def _cylinder(colour: Colour | None) -> Art:
    base = colour or (90, 170, 140)
    pen = Pen()
    pen.ellipse(12, 30, 12, 4, times(base, 0.72))
    pen.box(0, 5, 24, 25, times(base, 0.86))
    pen.box(3, 5, 7, 25.6, mix(base, _WHITE, 0.2))
    pen.box(17, 5, 7, 25, times(base, 0.7))
    pen.ellipse(12, 5, 12, 4, mix(base, _WHITE, 0.34))
    return _art(pen)


def _cone(colour: Colour | None) -> Art:
    base = colour or (232, 120, 70)
    pen = Pen()
    pen.ellipse(13, 30, 13, 3.6, times(base, 0.7))
    pen.polygon([(13, 0), (26, 30), (0, 30)], times(base, 0.88))
    pen.polygon([(13, 0), (13, 31), (4, 31.4), (0, 30)], mix(base, _WHITE, 0.16))
    return _art(pen)


def _arrow(colour: Colour | None) -> Art:
    return _plane([(0, 11), (24, 11), (24, 3), (40, 16), (24, 29), (24, 21), (0, 21)], (60, 120, 210), colour)


def _cross(colour: Colour | None) -> Art:
    near, far = 10.5, 21.5
    right = [(near, 0.0), (far, 0.0), (far, near), (32.0, near), (32.0, far), (far, far), (far, 32.0)]
    left = [(near, 32.0), (near, far), (0.0, far), (0.0, near), (near, near)]
    return _plane([*right, *left], (210, 60, 60), colour)


def _half(colour: Colour | None) -> Art:
    arc = [(16 - 16 * math.cos(math.pi * k / 40), 16 - 16 * math.sin(math.pi * k / 40)) for k in range(41)]
    return _plane(arc, (240, 150, 60), colour)


DRAWN: dict[str, Callable[[Colour | None], Art]] = {
    "@circle": partial(_ellipse, 16, 16, (70, 130, 220)),
    "@oval": partial(_ellipse, 20, 13, (130, 110, 210)),
    "@square": partial(_plane, [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0)], (228, 120, 80)),
    "@rectangle": partial(_plane, [(0.0, 0.0), (44.0, 0.0), (44.0, 26.0), (0.0, 26.0)], (96, 160, 190)),
    "@triangle": partial(_plane, [(17.0, 0.0), (34.0, 30.0), (0.0, 30.0)], (80, 170, 110)),
    "@rhombus": partial(_plane, [(13.0, 0.0), (26.0, 17.0), (13.0, 34.0), (0.0, 17.0)], (220, 110, 170)),
    "@parallelogram": partial(_plane, [(10.0, 0.0), (44.0, 0.0), (34.0, 24.0), (0.0, 24.0)], (96, 180, 150)),
    "@trapezoid": partial(_plane, [(9.0, 0.0), (31.0, 0.0), (40.0, 24.0), (0.0, 24.0)], (210, 150, 90)),
    "@pentagon": partial(_plane, _regular(5), (150, 110, 210)),
    "@hexagon": partial(_plane, _regular(6, 0), (240, 180, 70)),
    "@octagon": partial(_plane, _regular(8, 22.5), (210, 70, 60)),
    "@starshape": partial(_plane, _star(), (250, 200, 60)),
    "@semicircle": _half,
    "@cross": _cross,
    "@arrow": _arrow,
    "@line": _line,
    "@ringshape": _ring,
    "@spiral": _spiral,
    "@cube": _cube,
    "@sphere": _sphere,
    "@cylinder": _cylinder,
    "@cone": _cone,
}  # fmt: skip
