"""Aerial: towns as a bird sees them, their blocks at a slant; other places from the air are those of `overhead`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting import overhead
from imgen_nb.sketch.painting.canvas import Brush, Random, mix, times
from imgen_nb.sketch.planning.stage import Stage

WHITE: Colour = (255, 252, 244)


@dataclass(frozen=True)
class Quarter:
    """What a part of a town is built of, seen at a slant."""

    walls: tuple[Colour, ...]
    roofs: tuple[Colour, ...]
    ground: Colour
    yard: Colour  # what a house stands on
    cell: float  # from one street to the next, as a fraction of the shorter side
    street: float  # of the cell
    least: float  # heights, in cells
    most: float
    gables: bool = False
    green: float = 0.16  # how many of the cells are parks


QUARTERS = {
    "aerial city": Quarter(
        ((206, 198, 190), (170, 182, 200), (222, 186, 150), (150, 160, 178), (232, 222, 204), (190, 140, 118)),
        ((150, 148, 150), (176, 168, 158), (128, 140, 150)), (84, 88, 98), (196, 192, 184), 0.15, 0.3, 0.5, 2.3,
    ),
    "aerial street": Quarter(
        ((232, 190, 150), (206, 142, 118), (240, 220, 184), (168, 186, 198), (222, 166, 132)),
        ((178, 96, 76), (150, 110, 96), (120, 128, 138)), (88, 92, 100), (206, 200, 190), 0.34, 0.46, 0.22, 0.62,
        green=0.14,
    ),
    "aerial village": Quarter(
        ((246, 236, 216), (238, 214, 180), (250, 244, 232), (226, 196, 168)),
        ((196, 84, 60), (176, 100, 72), (150, 74, 66)), (206, 184, 142), (134, 178, 94), 0.2, 0.2, 0.3, 0.46, True,
        0.34,
    ),
}  # fmt: skip


def town(stage: Stage) -> None:
    """Streets that cross, and what stands between them, from far to near."""
    like, c, r = QUARTERS[stage.place or ""], stage.canvas, stage.nuance("quarter")
    a = like.cell * c.m
    c.image.paste(stage.light.on(like.ground), (0, 0, c.w, c.h))
    reach = math.ceil(max(c.w, c.h) / a) + 3
    corner = -like.most * a, c.h + like.most * a

    def at(u: float, v: float, up: float = 0.0) -> Point:
        return c.w / 2 + (u - v) * a * 0.86, 0.5 * c.h + (u + v) * a * 0.48 - up * a

    cells = [(u, v) for u in range(-reach, reach) for v in range(-reach, reach)]
    seen = [
        (u, v)
        for u, v in sorted(cells, key=sum)
        if -1.2 * a < at(u, v)[0] < c.w + 1.2 * a and corner[0] < at(u, v)[1] < corner[1]
    ]
    tall = {cell: float(t) for cell, t in zip(seen, r.random(len(seen)), strict=True)}

    def draw(b: Brush) -> None:
        for u, v in seen:
            _traffic(b, stage, like, r, at, u, v)
        for u, v in seen:
            _block(b, stage, like, r, at, (u, v), tall[u, v])

    c.vector((0, 0, c.w, c.h), draw)
    stage.ground = stage.light.on(like.ground)
    c.glow((0.5 + 0.5 * stage.light.side) * c.w, 0, 1.2 * c.m, (90, 76, 50), 0.6, 1.2)
    shade = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM).point([v // 3 for v in range(256)])
    c.tint(stage.light.air, shade)


_At = Callable[..., Point]


def _traffic(b: Brush, stage: Stage, like: Quarter, r: Random, at: _At, u: int, v: int) -> None:
    """The marks of the two streets along a cell, and a car on one of them."""
    half, paint = like.street / 2, stage.light.on((236, 232, 220))
    if like.gables:
        return
    for k in range(3):
        t, wide = (k + 0.3) / 3, 0.014
        b.polygon(
            [at(u + t, v - wide), at(u + t + 0.14, v - wide), at(u + t + 0.14, v + wide), at(u + t, v + wide)], paint
        )
        b.polygon(
            [at(u - wide, v + t), at(u - wide, v + t + 0.14), at(u + wide, v + t + 0.14), at(u + wide, v + t)], paint
        )
    for k in range(5):  # where they cross, one may walk
        s = -half * 0.8 + k * half * 0.4
        y = half + 0.03
        _flat(b, at, (u + y, v + s, 0.07, 0.05), paint)
    colour: Colour = ((214, 64, 54), (246, 198, 60), (64, 118, 196), (240, 240, 236), (52, 56, 66))[int(r.integers(5))]
    place, along = float(r.uniform(0.25, 0.7)), r.random() < 0.5
    if r.random() < 0.62:
        lane = half * (0.42 if r.random() < 0.5 else -0.42)
        box = (u + place, v + lane - 0.05, 0.2, 0.1) if along else (u + lane - 0.05, v + place, 0.1, 0.2)
        _solid(b, at, box, (0.0, 0.06), stage.light.on(colour), stage.light.side)
        x, y, w, h = box
        inner = (x + 0.24 * w, y + 0.24 * h, 0.52 * w, 0.52 * h)
        _solid(b, at, inner, (0.06, 0.1), stage.light.on(mix(colour, (40, 50, 66), 0.6)), stage.light.side)


def _solid(
    b: Brush, at: _At, box: tuple[float, float, float, float], rise: tuple[float, float], colour: Colour, side: int
) -> None:
    """A box on the ground from one height to another: its two walls that are seen, and its top."""
    x, y, w, h = box
    low, high = rise
    left, right = (0.92, 0.7) if side < 0 else (0.7, 0.92)
    near, west, east = (x + w, y + h), (x, y + h), (x + w, y)
    b.polygon([at(*west, low), at(*near, low), at(*near, high), at(*west, high)], times(colour, left))
    b.polygon([at(*east, low), at(*near, low), at(*near, high), at(*east, high)], times(colour, right))
    _flat(b, at, box, mix(colour, WHITE, 0.16), high)


def _flat(b: Brush, at: _At, box: tuple[float, float, float, float], colour: Colour, up: float = 0.0) -> None:
    """A rectangle that lies on the ground or above it."""
    x, y, w, h = box
    b.polygon([at(x, y, up), at(x + w, y, up), at(x + w, y + h, up), at(x, y + h, up)], colour)


def _block(b: Brush, stage: Stage, like: Quarter, r: Random, at: _At, cell: tuple[int, int], tall: float) -> None:
    """What stands in one cell: a house with its windows, or a park."""
    half, light = like.street / 2, stage.light
    x, y, wide = cell[0] + half, cell[1] + half, 1 - like.street
    park = float(r.random()) < like.green
    yard = (122, 168, 88) if park else like.yard
    _solid(b, at, (x, y, wide, wide), (0.0, 0.02), light.on(yard), light.side)
    wall = light.on(like.walls[int(r.integers(len(like.walls)))])
    roof = light.on(like.roofs[int(r.integers(len(like.roofs)))])
    dx, dy = (float(q) for q in r.uniform(0.08, 0.92, 2))
    if park or like.gables:
        for _ in range(7 if park else 2):
            px, py = (float(q) for q in r.uniform(0.08, 0.92, 2))
            _tree(b, stage, at, x + px * wide, y + py * wide, 0.13 + 0.05 * float(r.random()), r)
    if park:
        return
    inset = 0.2 if like.gables else 0.07
    box = (x + inset * wide * (1 + (dx - 0.5) * like.gables), y + inset * wide * (1 + (dy - 0.5) * like.gables),
           wide * (1 - 2 * inset), wide * (1 - (2.6 if like.gables else 2) * inset))  # fmt: skip
    high = like.least + (like.most - like.least) * tall**2.2
    shadow = times(light.on(like.yard), 0.62)
    s = 0.26 * min(1.0, high)
    sx, sy = (s, 0.0) if light.side < 0 else (0.0, s)
    _flat(b, at, (box[0] + sx, box[1] + sy, box[2], box[3]), shadow)
    _solid(b, at, box, (0.02, high), wall, light.side)
    _windows(b, stage, at, box, high, like, r)
    if like.gables:
        _gable(b, at, box, high, roof, light.side)
        return
    edge = 0.05 * box[2]
    _flat(b, at, (box[0] + edge, box[1] + edge, box[2] - 2 * edge, box[3] - 2 * edge), roof, high)
    if tall > 0.2:
        hut = (box[0] + 0.24 * box[2], box[1] + 0.3 * box[3], 0.3 * box[2], 0.24 * box[3])
        _solid(b, at, hut, (high, high + 0.1), mix(wall, roof, 0.4), light.side)
    if tall > 0.9:
        x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
        b.line([at(x, y, high), at(x, y, high + 0.6)], 0.006 * stage.m, times(wall, 0.6))


def _windows(
    b: Brush, stage: Stage, at: _At, box: tuple[float, float, float, float], high: float, like: Quarter, r: Random
) -> None:
    """Rows of windows on both walls that are seen, some of them lit when it is dark."""
    x, y, w, h = box
    rows = max(1, round(high / (0.2 if like.cell > 0.16 else 0.17)))
    columns, dark = 2 if like.gables else 4, stage.light.level < 0.6
    for row in range(rows):
        z0, z1 = (0.02 + (high - 0.04) * (row + t) / rows for t in (0.28, 0.78))
        for k in range(columns):
            t0, t1 = ((k + t) / columns for t in (0.24, 0.76))
            for wall in (0, 1):
                lit = dark and r.random() < 0.5
                pane = (255, 214, 130) if lit else stage.light.on((84, 108, 138) if wall else (112, 140, 168))
                (u0, v0), (u1, v1) = (((x + t * w, y + h) if wall == 0 else (x + w, y + t * h)) for t in (t0, t1))
                b.polygon([at(u0, v0, z0), at(u1, v1, z0), at(u1, v1, z1), at(u0, v0, z1)], pane)


def _gable(b: Brush, at: _At, box: tuple[float, float, float, float], high: float, roof: Colour, side: int) -> None:
    """A roof of two slopes over a box, with a chimney."""
    x, y, w, h = box
    e, top = 0.06 * w, high + 0.26
    ridge = (x - e, y + h / 2), (x + w + e, y + h / 2)
    west, east = (1.0, 0.78) if side < 0 else (0.86, 1.0)
    for eaves, tone in ((y - e, 0.7), (y + h + e, west)):
        if tone == west:
            b.polygon([at(x + w, y, high), at(x + w, y + h, high), at(x + w, y + h / 2, top)], times(WHITE, 0.8 * east))
        slope = [at(x - e, eaves, high), at(x + w + e, eaves, high), at(*ridge[1], top), at(*ridge[0], top)]
        b.polygon(slope, times(roof, tone))
    for k in range(1, 4):
        t = k / 4
        ends = [at(q, y + h / 2 + t * (h / 2 + e), top - t * (top - high)) for q in (x - e, x + w + e)]
        b.line(ends, 1.0, times(roof, 0.72))
    _solid(b, at, (x + 0.2 * w, y + 0.3 * h, 0.12 * w, 0.12 * h), (top - 0.1, top + 0.1), times(roof, 0.7), side)


def _tree(b: Brush, stage: Stage, at: _At, u: float, v: float, s: float, r: Random) -> None:
    """A round tree seen at a slant, with its shade."""
    m = at(1, 0)[0] - at(0, 0)[0]
    leaf = stage.light.on(((74, 136, 72), (98, 156, 78), (120, 168, 84))[int(r.integers(3))])
    (x, y), d = at(u, v), s * m
    b.ellipse(x + 0.3 * d * -stage.light.side, y, 1.1 * d, 0.6 * d, times(stage.light.on((96, 140, 76)), 0.7))
    b.ellipse(x, y - d, d, 1.05 * d, times(leaf, 0.78))
    b.ellipse(x + 0.14 * d * stage.light.side, y - 1.14 * d, 0.78 * d, 0.8 * d, leaf)
    b.ellipse(x + 0.3 * d * stage.light.side, y - 1.36 * d, 0.36 * d, 0.34 * d, mix(leaf, WHITE, 0.24))


PLACES: dict[str, Callable[[Stage], None]] = {
    **dict.fromkeys(QUARTERS, town), "aerial beach": overhead.beach, "aerial forest": overhead.wood,
    "aerial river": overhead.wood, "aerial ocean": overhead.ocean,
}  # fmt: skip
"""Places with nothing in them but themselves, as they are from the air."""
