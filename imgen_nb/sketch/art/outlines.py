"""Outlines: a thing in the form that is said of it: a pentagonal clock, an oval mirror, a conical mug.

The rim of a drawing goes to the new outline; what lies further in follows, of a disc as far as it must.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from imgen_nb.sketch.art.pack import Colour, Point, Ring, Shape
from imgen_nb.sketch.art.shapes import Art, smooth

BINS = 120  # directions in which an outline is known
STEP = 1 / 40  # of the larger side: longer edges are bent
LINES = 40
FLAT = 2.2  # what is so much longer than high lies: it keeps its sides
INK: Colour = (24, 22, 44)
Bend: TypeAlias = Callable[[float, float], Point]


@dataclass(frozen=True, slots=True)
class Form:
    """An outline about (0, 0) within -1 to 1, and the width and height that a thing of equal sides has in it.

    One that is `along` has its width along the longer side of the thing. `faces` are what lies in the shade of a body.
    """

    points: tuple[Point, ...]
    wide: float = 1.0
    high: float = 1.0
    along: bool = False
    faces: tuple[tuple[Point, ...], ...] = ()


def _regular(corners: int, turn: float = -90.0) -> tuple[Point, ...]:
    angles = [math.radians(turn + 360 * k / corners) for k in range(corners)]
    return _filling([(math.cos(a), math.sin(a)) for a in angles])


def _filling(points: list[Point]) -> tuple[Point, ...]:
    """The points scaled to reach from -1 to 1 both ways."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    (x0, x1), (y0, y1) = (min(xs), max(xs)), (min(ys), max(ys))
    return tuple((2 * (x - x0) / (x1 - x0) - 1, 2 * (y - y0) / (y1 - y0) - 1) for x, y in points)


def _star() -> tuple[Point, ...]:
    reach = [(1.0 if k % 2 == 0 else 0.46, math.pi * k / 5) for k in range(10)]
    return _filling([(r * math.sin(a), -r * math.cos(a)) for r, a in reach])


def _blob(*points: Point) -> tuple[Point, ...]:
    return _filling(smooth(points))


_ROUND = tuple((math.cos(math.pi * k / 30), math.sin(math.pi * k / 30)) for k in range(60))
_SQUARE: tuple[Point, ...] = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_TRIANGLE: tuple[Point, ...] = ((0, -1), (1, 1), (-1, 1))
_HEART = _blob(
    (0, -0.6), (0.35, -1), (0.9, -0.85), (1, -0.3), (0.6, 0.3), (0.08, 0.95),
    (0, 1), (-0.08, 0.95), (-0.6, 0.3), (-1, -0.3), (-0.9, -0.85), (-0.35, -1),
)  # fmt: skip
_DROP = _blob(
    (0, -1), (0.06, -0.9), (0.4, -0.2), (0.62, 0.35), (0.45, 0.85),
    (0, 1), (-0.45, 0.85), (-0.62, 0.35), (-0.4, -0.2), (-0.06, -0.9),
)  # fmt: skip
_CAN = _filling([(y * k / 10, y + 0.16 * y * math.sqrt(1 - k * k / 100)) for y in (1, -1) for k in range(10, -11, -1)])
_CONE = _filling([(0.0, -1.0), *((math.cos(a), 1 + 0.2 * math.sin(a)) for a in (math.pi * k / 12 for k in range(13)))])
_MOON = _blob(
    (0.5, -1), (0, -0.9), (-0.6, -0.4), (-0.7, 0.1), (-0.4, 0.7),
    (0.3, 1), (0.7, 0.9), (0.1, 0.6), (-0.15, 0.05), (0.05, -0.55),
)  # fmt: skip

FORMS = {
    "round": Form(_ROUND),
    "spherical": Form(_ROUND),
    "oval": Form(_ROUND, 1.24, 0.84, along=True),
    "oblong": Form(_ROUND, 1.5, 0.66, along=True),
    "square": Form(_SQUARE),
    "rectangular": Form(_SQUARE, 1.3, 0.78, along=True),
    "cubic": Form(_SQUARE, 1, 1, faces=(((0.44, -1), (1, -1), (1, 1), (0.44, 1)), ((0.44, -1), (1, -1), (1, 1)))),
    "triangular": Form(_TRIANGLE, 1.24, 1.14),
    "pyramidal": Form(_TRIANGLE, 1.24, 1.2, faces=(((0, -1), (1, 1), (0.34, 1)),)),
    "conical": Form(_CONE, 1.0, 1.3, faces=(((0, -1), (1, 1), (0.5, 1.1)),)),
    "cylindrical": Form(_CAN, 0.8, 1.24, faces=(((0.6, -1), (1, -1), (1, 1), (0.6, 1)),)),
    "pentagonal": Form(_regular(5), 1.08, 1.04),
    "hexagonal": Form(_regular(6, 0), 1.08, 0.98),
    "octagonal": Form(_regular(8, 22.5)),
    "diamond-shaped": Form(((0, -1), (1, 0), (0, 1), (-1, 0)), 1.1, 1.3),
    "star-shaped": Form(_star(), 1.26, 1.22),
    "heart-shaped": Form(_HEART, 1.14, 1.08),
    "crescent-shaped": Form(_MOON, 0.9, 1.3),
    "teardrop-shaped": Form(_DROP, 0.86, 1.24),
}  # fmt: skip


def formed(art: Art, form: str) -> Art:
    """The drawing with the outline of a form, about as large as it was; what stands above its body stays."""
    to = FORMS[form]
    left, top, right, bottom = art.box
    top = art.anchors["body"][1] if "body" in art.anchors else top
    x0, y0, w, h = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    side = math.sqrt(w * h)
    wide, high = (to.high, to.wide) if to.along and h > 1.05 * w else (to.wide, to.high)
    flat = max(w, h) > FLAT * min(w, h) and not to.along
    wide, high = (w, h) if flat else (wide * side, high * side)
    step = STEP * 2 * max(w, h)
    rim = [(x * wide, y * high) for x, y in to.points]
    rings = [_bent(ring, step) for shape in art.shapes if shape.alpha > 128 for ring in shape.rings]
    points = [(x - x0, y - y0) for ring in rings for x, y in ring if y >= top]
    bend = _about(points, rim) if _is_round(points, w, h) else _across(points, rim, h, high)

    def moved(p: Point) -> Point:
        if p[1] < top:
            return p[0], p[1] + h - high
        x, y = bend(p[0] - x0, p[1] - y0)
        return x0 + x, y0 + y

    shapes = [replace(s, rings=tuple(tuple(map(moved, _bent(ring, step))) for ring in s.rings)) for s in art.shapes]
    shade = [
        Shape((tuple((x0 + 0.98 * x * wide, y0 + 0.98 * y * high) for x, y in face),), INK, 44) for face in to.faces
    ]
    return Art((*shapes, *shade), {name: moved(p) for name, p in art.anchors.items()})


def _is_round(points: list[Point], w: float, h: float) -> bool:
    """Whether an outline is about that of an ellipse."""
    own = _widest(points)
    usual = _radii([(x * w, y * h) for x, y in _ROUND])
    return sum(abs(a / b - 1) for a, b in zip(own, usual, strict=True)) < 0.03 * BINS


def _about(points: list[Point], rim: list[Point]) -> Bend:
    """A disc bent towards the new rim: all directions on their own, the middle least."""
    own = _widest(points)
    ratio = [b / max(1e-6, a) for a, b in zip(own, _radii(rim), strict=True)]
    least = min(ratio)

    def bend(x: float, y: float) -> Point:
        at = (math.atan2(y, x) / (2 * math.pi) % 1) * BINS
        k, part = int(at) % BINS, at % 1
        out = own[k] + (own[(k + 1) % BINS] - own[k]) * part
        full = ratio[k] + (ratio[(k + 1) % BINS] - ratio[k]) * part
        scale = least + (full - least) * min(1.0, math.hypot(x, y) / max(1e-6, out)) ** 2
        return x * scale, y * scale

    return bend


def _across(points: list[Point], rim: list[Point], h: float, high: float) -> Bend:
    """Anything else drawn out line by line, from the left end of the new outline to its right one."""
    ends = [_ends(points, -h + 2 * h * k / LINES, 2 * h / LINES) for k in range(LINES + 1)]
    new = [_ends(_dense(rim, high / LINES), -high + 2 * high * k / LINES, 1.5 * high / LINES) for k in range(LINES + 1)]

    def bend(x: float, y: float) -> Point:
        at = min(LINES - 1e-6, max(0.0, (y + h) / (2 * h) * LINES))
        k, part = int(at), at % 1
        (l0, r0), (l1, r1) = ends[k], ends[k + 1]
        (a0, b0), (a1, b1) = new[k], new[k + 1]
        left, right = l0 + (l1 - l0) * part, r0 + (r1 - r0) * part
        start, end = a0 + (a1 - a0) * part, b0 + (b1 - b0) * part
        share = min(1.0, max(0.0, (x - left) / max(1e-6, right - left)))
        return start + (end - start) * share, y * high / h

    return bend


def _dense(ring: list[Point], step: float) -> list[Point]:
    return list(_bent(tuple(ring), step))


def _ends(points: list[Point], y: float, reach: float) -> tuple[float, float]:
    """How far left and right points reach about a height; further up and down where there are none."""
    xs = [p[0] for p in points if abs(p[1] - y) <= reach]
    return (min(xs), max(xs)) if xs else _ends(points, y, 2 * reach)


def _bent(ring: Ring, step: float) -> Ring:
    """The ring with further points on its longer edges."""
    found: list[Point] = []
    for (ax, ay), (bx, by) in pairwise((*ring, ring[0])):
        count = max(1, math.ceil(math.hypot(bx - ax, by - ay) / step))
        found += [(ax + (bx - ax) * k / count, ay + (by - ay) * k / count) for k in range(count)]
    return tuple(found)


def _widest(points: list[Point]) -> list[float]:
    """How far the points reach in each direction from (0, 0), smooth from one to the next."""
    found = [0.0] * BINS
    for x, y in points:
        k = int(math.atan2(y, x) / (2 * math.pi) % 1 * BINS) % BINS
        found[k] = max(found[k], math.hypot(x, y))
    known = [k for k in range(BINS) if found[k]]
    full = [found[k] or found[min(known, key=lambda n: min((n - k) % BINS, (k - n) % BINS))] for k in range(BINS)]
    return [max(full[k - 1], full[k], full[(k + 1) % BINS]) for k in range(BINS)]


def _radii(points: list[Point]) -> list[float]:
    """How far away an outline about (0, 0) is in each direction: the furthest place where it is crossed."""
    found = []
    for k in range(BINS):
        way = 2 * math.pi * k / BINS
        c, s = math.cos(way), math.sin(way)
        reach = [_crossing(a, b, c, s) for a, b in pairwise((*points, points[0]))]
        found.append(max(*reach, 0.05 * max(abs(x) for x, _ in points)))
    return found


def _crossing(a: Point, b: Point, c: float, s: float) -> float:
    """How far along a direction an edge is met; 0 where it is not."""
    across, other = a[0] * s - a[1] * c, b[0] * s - b[1] * c
    if across * other > 0 or across == other:
        return 0.0
    t = across / (across - other)
    x, y = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
    return max(0.0, x * c + y * s)


def _as(form: str) -> Callable[[Art], Art]:
    return lambda art: formed(art, form)


STATES: dict[str, Callable[[Art], Art]] = {form: _as(form) for form in FORMS}
