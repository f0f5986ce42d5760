"""States: what a thing has gone through, put into its drawing: sliced, cracked, rusty, scuffed; froth, quills."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from imgen_nb.sketch.art import outlines
from imgen_nb.sketch.art.pack import Colour, Point, Shape
from imgen_nb.sketch.art.pieces import areas, clipped, hsv, rect, within
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import Random, mix, stream, times

RUST: tuple[Colour, ...] = ((150, 78, 38), (120, 60, 34), (182, 104, 52))
SPRAY: tuple[Colour, ...] = (
    (246, 220, 60),
    (60, 190, 220),
    (250, 250, 250),
    (230, 70, 160),
    (90, 200, 90),
    (40, 36, 50),
)
COAT = 0.05
"""The least share of a drawing that is painted in one colour."""
QUILLS: tuple[Colour, ...] = ((66, 48, 40), (240, 228, 204), (120, 88, 62))


def sliced(art: Art) -> Art:
    """Slices that lie apart, each leaning a little on the one before."""
    left, top, right, bottom = art.box
    count, gap = 5, 0.09 * (right - left)
    step = (right - left) / count
    cuts = (within(art, rect(left + k * step, top, left + (k + 1) * step, bottom)) for k in range(count))
    pieces = [cut.moved((k - 2) * gap, 0) for k, cut in enumerate(cuts) if cut.shapes]  # what is open has gaps
    pen = Pen()
    for k, piece in enumerate(pieces[:-1]):
        (_, y0, x1, y1), rim = piece.box, _main(art)
        if y1 - y0 > 0.1 * (bottom - top):  # the face that the knife has left
            pen.ellipse(x1, (y0 + y1) / 2, 0.3 * gap, (y1 - y0) / 2.3, mix(rim, (255, 255, 240), 0.55))
            pen.ellipse(x1 + 0.06 * gap, (y0 + y1) / 2, 0.18 * gap, (y1 - y0) / 3, mix(rim, (255, 255, 240), 0.8))
        pieces[k] = piece.plus(pen.art())
        pen = Pen()
    return Art(tuple(s for piece in pieces for s in piece.shapes), art.anchors, art.ground)


def cracked(art: Art) -> Art:
    """Zigzag cracks from a blow near the middle."""
    random, (left, top, right, bottom) = stream("cracks"), art.box
    w, h = right - left, bottom - top
    pen = Pen()
    for k in range(6):
        x, y = left + 0.52 * w, top + 0.5 * h
        way, crack = k * math.pi / 3 + float(random.uniform(-0.3, 0.3)), [(x, y)]
        for _ in range(3):
            turn = way + float(random.uniform(-0.7, 0.7))
            x, y = x + 0.13 * w * math.cos(turn), y + 0.13 * h * math.sin(turn)
            crack.append((x, y))
        pen.curve(crack, 0.022 * h, times(_main(art), 0.35), 0.004 * h)
    return art.plus(_on(art, pen.art()))


def scuffed(art: Art) -> Art:
    """Scratches, stains and patches where the colour is gone."""
    random, main = stream("scuffs"), _main(art)
    pen = Pen()
    for x, y, u in _spread(art, random, 9):
        pen.blob(_lump(random, x, y, 0.8 * u), times(main, 0.74))
    for x, y, u in _spread(art, random, 12):
        tip = (x + float(random.uniform(0.5, 2.2)) * u, y + float(random.uniform(-0.8, 0.8)) * u)
        pen.line([(x, y), tip], 0.16 * u, mix(main, (255, 255, 255), 0.55) if u % 2 < 1 else times(main, 0.5))
    return art.plus(_on(art, pen.art()))


def rusted(art: Art) -> Art:
    """Rust that eats its way over what is painted; panes, tyres and lamps stay."""
    random, main = stream("rust"), _main(art)
    pen = Pen()
    for k, (x, y, u) in enumerate(_spread(art, random, 44)):
        pen.blob(_lump(random, x, y, u * float(random.uniform(0.5, 1.5))), RUST[k % 3])
    patches = pen.art().shapes
    sizes = areas(art)
    shares = {fill: size / sum(sizes.values()) for fill, size in sizes.items()}
    shapes: list[Shape] = []
    for shape in art.shapes:
        eaten = shape.alpha == 255 and (_akin(shape.fill, main) or _painted(shape.fill, shares))
        shapes.append(replace(shape, fill=mix(shape.fill, RUST[0], 0.3)) if eaten else shape)
        if eaten:
            shapes += [
                Shape((piece,), times(p.fill, max(0.6, min(1.1, sum(shape.fill) / max(90, sum(main))))))
                for p in patches
                for ring in shape.rings[:1]
                if len(piece := _overlap(p.rings[0], ring)) > 2
            ]
    return replace(art, shapes=tuple(shapes))


def frothy(art: Art) -> Art:
    """Froth on what is in a vessel, at its anchor `brim`."""
    left, _, right, _ = art.box
    x, y = art.anchors.get("brim", art.anchors["head"])
    w = 0.32 * (right - left)
    white: Colour = (254, 248, 230)
    pen = Pen()
    pen.blob([(x - w, y + 0.1 * w), (x - 0.9 * w, y - 0.3 * w), (x, y - 0.4 * w), (x + 0.9 * w, y - 0.3 * w),
              (x + w, y + 0.1 * w), (x + 0.5 * w, y + 0.34 * w), (x, y + 0.2 * w), (x - 0.5 * w, y + 0.36 * w)],
             white)  # fmt: skip
    for k in (-0.5, 0.1, 0.6):
        pen.ellipse(x + k * w, y - 0.14 * w, 0.24 * w, 0.1 * w, (255, 255, 252))
    return art.plus(pen.art())


def quilled(art: Art) -> Art:
    """Quills that stick out on all sides."""
    random, (left, top, right, bottom) = stream("quills"), art.box
    x0, y0, size = (left + right) / 2, (top + bottom) / 2, max(right - left, bottom - top)
    pen = Pen()
    for k, (x, y, _) in enumerate(sorted(_spread(art, random, 220), key=lambda p: -math.hypot(p[0] - x0, p[1] - y0))):
        way = math.atan2(y - y0, x - x0) + float(random.uniform(-0.35, 0.35))
        long = size * float(random.uniform(0.12, 0.2))
        tip = (x + long * math.cos(way), y + long * math.sin(way))
        middle = ((x + tip[0]) / 2, (y + tip[1]) / 2)
        pen.curve([(x, y), middle, tip], 0.016 * size, QUILLS[k % 3], 0.003 * size)
    return art.plus(pen.art())


def sprayed(art: Art) -> Art:
    """Graffiti: loops of paint on whatever is wide enough."""
    random, (left, top, right, bottom) = stream("graffiti"), art.box
    u = 0.05 * min(right - left, bottom - top)
    pen = Pen()
    for k, (x, y, _) in enumerate(_spread(art, random, 14)):
        loops = [(x + u * (j - 2), y + 1.3 * u * (-1) ** j * float(random.uniform(0.4, 1.1))) for j in range(5)]
        pen.curve(loops, 0.62 * u, SPRAY[k % len(SPRAY)], 0.3 * u)
    return art.plus(_on(art, pen.art()))


STATES: dict[str, Callable[[Art], Art]] = {
    **outlines.STATES,
    "sliced": sliced, "cracks": cracked, "scuffs": scuffed, "rust": rusted, "foam": frothy, "quills": quilled,
    "graffiti": sprayed,
}  # fmt: skip


def _main(art: Art) -> Colour:
    sizes = areas(art)
    return max(sizes, key=lambda fill: sizes[fill]) if sizes else (150, 150, 150)


def _akin(fill: Colour, main: Colour) -> bool:
    """Whether a colour is the main one or a shade of it."""
    (h, s, _), (h2, s2, _) = hsv(fill), hsv(main)
    return (min(abs(h - h2), 1 - abs(h - h2)) < 0.06 and abs(s - s2) < 0.5) or max(s, s2) < 0.12


def _painted(fill: Colour, shares: dict[Colour, float]) -> bool:
    """Whether a colour is one of the coats of paint of a thing, and no pane, no tyre, no lamp."""
    h, s, v = hsv(fill)
    return shares.get(fill, 0) > COAT and v > 0.3 and not (0.45 < h < 0.68 and s < 0.5)


def _lump(random: Random, x: float, y: float, r: float) -> list[Point]:
    return [
        (x + r * float(random.uniform(0.6, 1.2)) * math.cos(a), y + r * float(random.uniform(0.6, 1.2)) * math.sin(a))
        for a in (k * math.pi / 4 for k in range(8))
    ]


def _spread(art: Art, random: Random, count: int) -> Iterator[tuple[float, float, float]]:
    """Points within the largest shapes, with a length that suits the drawing."""
    left, top, right, bottom = art.box
    rings = sorted((s.rings[0] for s in art.shapes if s.alpha == 255), key=len)
    u = 0.05 * max(right - left, bottom - top)
    found = 0
    for _ in range(count * 20):
        x, y = float(random.uniform(left, right)), float(random.uniform(top, bottom))
        if found < count and any(_inside(ring, x, y) for ring in rings):
            found += 1
            yield x, y, u


def _inside(ring: tuple[Point, ...], x: float, y: float) -> bool:
    odd = False
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            odd = not odd
    return odd


def _overlap(patch: tuple[Point, ...], ring: tuple[Point, ...]) -> tuple[Point, ...]:
    """What of a ring lies under a round patch."""
    xs, ys = [x for x, _ in patch], [y for _, y in patch]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    hull = [(x + (max(xs) - x) * math.cos(a), y + (max(ys) - y) * math.sin(a)) for a in _ROUND]
    return clipped(ring, hull)


_ROUND = [k * math.pi / 5 for k in range(10)]


def _on(art: Art, marks: Art) -> Art:
    """Marks, each only where its middle lies on the drawing."""
    rings = [s.rings[0] for s in art.shapes if s.alpha == 255]

    def lies(shape: Shape) -> bool:
        ring = shape.rings[0]
        x, y = sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
        return any(_inside(r, x, y) for r in rings)

    return Art(tuple(s for s in marks.shapes if lies(s)))
