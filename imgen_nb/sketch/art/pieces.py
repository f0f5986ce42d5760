"""Pieces: what of a drawing lies in a region or a pattern, cut out of its shapes and laid on them in a colour."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from imgen_nb.sketch.art.pack import Colour, Point, Ring, Shape
from imgen_nb.sketch.art.shapes import Art, Box
from imgen_nb.sketch.painting.canvas import mix, times

Window = list[Point]  # a convex outline, clockwise on the screen


def hsv(fill: Colour) -> tuple[float, float, float]:
    """Hue, saturation and value, each 0 to 1."""
    r, g, b = (v / 255 for v in fill)
    return colorsys.rgb_to_hsv(r, g, b)


def head_of(art: Art) -> tuple[float, float, float]:
    """(x, y of the top of the head, a unit of length)."""
    x, y = art.anchors.get("head", ((art.box[0] + art.box[2]) / 2, art.box[1]))
    return x, y, (art.box[3] - art.box[1]) / 20


def clipped(ring: Ring, window: Window) -> Ring:
    """What of a ring lies in a convex window (Sutherland and Hodgman)."""
    points = list(ring)
    for (ax, ay), (bx, by) in zip(window, window[1:] + window[:1], strict=True):
        if not points:
            break
        side = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in points]
        kept: list[Point] = []
        for k, (p, d) in enumerate(zip(points, side, strict=True)):
            q, e = points[k - 1], side[k - 1]
            if (d >= 0) != (e >= 0):
                t = e / (e - d)
                kept.append((q[0] + (p[0] - q[0]) * t, q[1] + (p[1] - q[1]) * t))
            if d >= 0:
                kept.append(p)
        points = kept
    return tuple(points)


def within(art: Art, window: Window) -> Art:
    """What of a drawing lies in a window."""
    cut = [(s, tuple(p for r in s.rings if len(p := clipped(r, window)) > 2)) for s in art.shapes]
    return Art(tuple(Shape(rings, s.fill, s.alpha) for s, rings in cut if rings))


def rect(x0: float, y0: float, x1: float, y1: float, slant: float = 0.0) -> Window:
    """A window with upright sides, or with slanting ones."""
    return [(x0 + slant, y0), (x1 + slant, y0), (x1, y1), (x0, y1)]


def _disc(x: float, y: float, r: float) -> Window:
    return [(x + r * math.cos(k * math.pi / 6), y + r * math.sin(k * math.pi / 6)) for k in range(12)]


def _stripes(box: Box) -> list[Window]:
    left, top, right, bottom = box
    step = max(right - left, bottom - top) / 9
    count = math.ceil((right - left) / step)
    lean = 0.12 * (bottom - top)
    return [rect(left + (k + 0.3) * step, top, left + (k + 0.78) * step, bottom, lean) for k in range(-2, count + 1)]


def _spots(box: Box) -> list[Window]:
    left, top, right, bottom = box
    step = min(right - left, bottom - top) / 6
    rows, columns = math.ceil((bottom - top) / step), math.ceil((right - left) / step)
    return [
        _disc(left + (c + 0.5 + 0.5 * (r % 2)) * step, top + (r + 0.5) * step, 0.3 * step)
        for r in range(rows)
        for c in range(columns)
    ]


def _checks(box: Box) -> list[Window]:
    left, top, right, bottom = box
    step = max(right - left, bottom - top) / 8
    rows, columns = math.ceil((bottom - top) / step), math.ceil((right - left) / step)
    return [
        rect(left + c * step, top + r * step, left + (c + 1) * step, top + (r + 1) * step)
        for r in range(rows)
        for c in range(r % 2, columns, 2)
    ]


def _dyes(box: Box) -> list[Window]:
    """Rays that turn as they go out, in short pieces: cloth that was twisted when it was dyed."""
    left, top, right, bottom = box
    x, y, step = (left + right) / 2, top + 0.42 * (bottom - top), max(right - left, bottom - top) / 18
    turn = math.tau / RAYS

    def at(ray: float, ring: int) -> Point:
        angle = (ray + 0.62 * ring) * turn
        return x + ring * step * math.cos(angle), y + ring * step * math.sin(angle)

    return [
        [at(ray, ring), at(ray, ring + 1), at(ray + 1, ring + 1), at(ray + 1, ring)]
        for ring in range(14)
        for ray in range(RAYS)
    ]


RAYS = 12
INKS: dict[str, tuple[Colour, ...]] = {
    "dyes": ((236, 72, 96), (250, 150, 50), (252, 214, 70), (80, 186, 104), (66, 146, 230), (150, 88, 206))
}
"""The colours of a pattern that has several, where none are said."""
PATTERNS: dict[str, Callable[[Box], list[Window]]] = {
    "stripes": _stripes, "spots": _spots, "checks": _checks, "dyes": _dyes,
}  # fmt: skip


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))) / 2


def areas(art: Art) -> dict[Colour, float]:
    """How much of a drawing is in each colour."""
    found: dict[Colour, float] = {}
    for shape in art.shapes:
        if shape.alpha == 255:
            found[shape.fill] = found.get(shape.fill, 0) + _area(shape.rings[0])
    return found


def patterned(art: Art, pattern: str, colours: tuple[Colour, ...]) -> Art:
    """A pattern over the shapes of the main colour, under whatever lies on them."""
    sizes = areas(art)
    if not sizes:
        return art
    main = max(sizes, key=lambda fill: sizes[fill])
    large = [s for s in art.shapes if _area(s.rings[0]) >= (0.004 if pattern in INKS else 0.04) * sizes[main]]
    return _over(art, pattern, colours, main, large, art.box)


def printed(art: Art, pattern: str, colours: tuple[Colour, ...], cloth: Colour, top: float, low: float) -> Art:
    """A pattern over what of a drawing is of one cloth, between two heights: a shirt on somebody."""
    found = [s for s in art.shapes if top <= _middle(s.rings[0]) <= low and _akin(s.fill, cloth)]
    return _over(art, pattern, colours, cloth, found, Art(tuple(found)).box) if found else art


def _middle(ring: Ring) -> float:
    return (min(y for _, y in ring) + max(y for _, y in ring)) / 2


def _over(art: Art, pattern: str, colours: tuple[Colour, ...], main: Colour, chosen: Sequence[Shape], box: Box) -> Art:
    """The pattern on the chosen shapes as far as they are of the main colour."""
    windows = PATTERNS[pattern](box)
    hue, full, _ = hsv(main)
    dotted = pattern == "spots" and full > 0.45 and not 0.02 < hue < 0.2  # dyed cloth has white dots, fur dark ones
    pale = sum(main) < 400 or (dotted and sum(main) < 600)
    wanted = {id(s) for s in chosen}
    shapes: list[Shape] = []
    for shape in art.shapes:
        shapes.append(shape)
        if shape.alpha < 255 or id(shape) not in wanted or not _akin(shape.fill, main):
            continue
        usual = mix(shape.fill, (255, 255, 255), 0.75) if pale else times(shape.fill, 0.5)
        inks = colours or INKS.get(pattern, (usual,))
        for k, window in enumerate(windows):
            pieces = tuple(piece for ring in shape.rings if len(piece := clipped(ring, window)) > 2)
            if pieces:
                shapes.append(Shape(pieces, inks[k % len(inks)]))
    return replace(art, shapes=tuple(shapes))


def _akin(fill: Colour, main: Colour) -> bool:
    (h, s, _), (h2, s2, _) = hsv(fill), hsv(main)
    near = min(abs(h - h2), 1 - abs(h - h2)) < 0.07 or min(s, s2) < 0.12
    return near and abs(s - s2) < 0.45 and abs(sum(fill) - sum(main)) < 240


# -- regions: parts of a body that is one shape, by where they lie


def _share(art: Art, x0: float, y0: float, x1: float, y1: float) -> Window:
    left, top, right, bottom = art.box
    w, h = right - left, bottom - top
    return rect(left + x0 * w, top + y0 * h, left + x1 * w, top + y1 * h)


def _ears(art: Art, group: str) -> Window:
    x, y, u = head_of(art)
    return rect(x - 3 * u, y - u, x + 6 * u, y + 2.4 * u) if group == "animal" else _share(art, 0, 0, 1, 0.12)


def _face(art: Art, group: str) -> Window:
    if group == "animal" and art.box[2] - art.box[0] > 0.8 * (art.box[3] - art.box[1]):
        return _share(art, 0, 0, 0.4, 0.5)
    return _share(art, 0, 0, 1, 0.4)


REGIONS: dict[str, Callable[[Art, str], Window]] = {
    "ears": _ears,
    "face": _face,
    "tail": lambda art, group: _share(art, 0.74, 0, 1, 0.72),
    "mane": lambda art, group: _share(art, 0.16, 0, 0.42, 0.5),
    "beak": lambda art, group: _share(art, 0, 0, 0.14, 0.45),
    "paws": lambda art, group: _share(art, 0, 0.88, 1, 1.02),
    "legs": lambda art, group: _share(art, 0, 0.68, 1, 1.02),
    "roof": lambda art, group: _share(art, 0, 0, 1, 0.42),
    "walls": lambda art, group: _share(art, 0, 0.42, 1, 1.02),
    "stem": lambda art, group: _share(art, 0, 0.55, 1, 1.02),
    "top": lambda art, group: _share(art, 0, 0, 1, 0.34),
    "bottom": lambda art, group: _share(art, 0, 0.66, 1, 1.02),
    "handle": lambda art, group: _share(art, 0.74, 0, 1, 1),
}


def tinted(art: Art, window: Window, colour: Colour) -> Art:
    """What lies in a window in a colour, its lights and darks kept; eyes and mouths stay as they are."""
    inside = [(s, tuple(p for r in s.rings if len(p := clipped(r, window)) > 2)) for s in art.shapes]
    large = [sum(s.fill) for s, pieces in inside if pieces and sum(map(_area, pieces)) > 0.01 * _area(tuple(window))]
    mean = max(90.0, sum(large) / max(1, len(large)))
    shapes: list[Shape] = []
    for shape, pieces in inside:
        shapes.append(shape)
        if pieces and sum(shape.fill) > 120:
            shade = times(colour, min(1.25, max(0.6, 0.4 + 0.6 * sum(shape.fill) / mean)))
            shapes.append(Shape(pieces, shade, shape.alpha))
    return replace(art, shapes=tuple(shapes))
