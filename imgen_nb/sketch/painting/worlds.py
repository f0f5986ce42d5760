"""Worlds: the country of a picture everybody knows, of a game, of a decade, painted as a place."""

from __future__ import annotations

import math

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting import town
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, times
from imgen_nb.sketch.painting.land import ground, line, mist, ridge
from imgen_nb.sketch.painting.standing import stand
from imgen_nb.sketch.painting.village import village
from imgen_nb.sketch.planning.stage import Stage


def starry_night(stage: Stage) -> None:
    """Blue hills, a village with a spire, a dark cypress that reaches into the sky at the left."""
    c, hz, light, r = stage.canvas, stage.horizon, stage.light, stage.stream("cypress")
    for k, (at, rise, fill) in enumerate(((-0.05, 0.2, (56, 84, 150)), (0.02, 0.14, (44, 78, 124)))):
        ridge(stage, line(stage, f"hill{k}", hz + at, rise, 2), times(fill, 1.9), 0.2)
    near = line(stage, "near", hz + 0.12, 0.06, 2)
    ridge(stage, near, (96, 128, 120), 0.05)
    village(stage, near)
    ground(stage, (84, 112, 104), hz + 0.22, 0.03)

    def draw(b: Brush) -> None:
        for x, size in ((0.16, 0.94), (0.25, 0.6)):
            flame(b, r, x * c.w, 1.02 * c.h, size * c.h, light.on((40, 62, 48)))

    c.vector((0, 0, 0.5 * c.w, c.h), draw, sheet=True)


def flame(b: Brush, r: Random, x: float, foot: float, high: float, fill: Colour) -> None:
    """A cypress like a flame."""
    for k in range(5):
        wide, tall = high * (0.1 - 0.014 * k), high * (1.0 - 0.13 * (k % 3))
        lean = float(r.uniform(-0.05, 0.05)) * high
        left: list[Point] = []
        right: list[Point] = []
        for j in range(13):
            t = j / 12
            bulge = wide * math.sin(math.pi * t**0.75) * (1 + 0.16 * math.sin(9 * t + k))
            middle = x + lean * t * t + (k - 2) * 0.022 * high * (1 - t)
            left.append((middle - bulge, foot - tall * t))
            right.append((middle + bulge, foot - tall * t))
        b.polygon(left + right[::-1], times(fill, 0.8 + 0.16 * (k % 3)))


_SUN: tuple[Colour, ...] = ((255, 226, 96), (255, 128, 110), (232, 44, 150))


def grid(stage: Stage) -> None:
    """A striped sun behind far peaks, and a floor of shining lines that runs to the horizon."""
    c, hz = stage.canvas, stage.horizon
    x, y, radius = 0.5 * c.w, stage.hz - 0.1 * c.m, 0.3 * c.m

    def disc(b: Brush) -> None:
        for k in range(64):
            t = (k + 0.5) / 64
            half = radius * math.sin(math.acos(max(-1.0, min(1.0, 1 - 2 * t))))
            if t > 0.5 and (k % 7) < 1 + round(4 * (t - 0.5)):
                continue
            fill = mix(_SUN[0], _SUN[1], 2 * t) if t < 0.5 else mix(_SUN[1], _SUN[2], 2 * t - 1)
            b.box(x - half, y - radius + 2 * radius * k / 64, 2 * half, 2 * radius / 64 + 1, fill)

    c.glow(x, y, radius * 2, (190, 40, 140), 0.7)
    c.vector((x - radius, y - radius, x + radius, stage.hz), disc)
    if stage.setting == "city":
        town.rows(stage, share=0.62)
    else:
        ridge(stage, line(stage, "peaks", hz, 0.24, 4), (120, 60, 190), 0.1)
    c.image.paste(gradient((c.w, c.h - round(stage.hz)), [(0, (58, 12, 84)), (1, (16, 6, 40))]), (0, round(stage.hz)))

    def floor(b: Brush) -> None:
        for k in range(-14, 15):
            b.line([((0.5 + 0.03 * k) * c.w, stage.hz), ((0.5 + 0.2 * k) * c.w, c.h)], 0.003 * c.m, (70, 226, 255))
        for k in range(12):
            level = stage.hz + (c.h - stage.hz) * (k / 11) ** 2.2
            b.line([(0, level), (c.w, level)], 0.0026 * c.m, (255, 84, 200))

    c.vector((0, stage.hz, c.w, c.h), floor)
    c.glow(x, stage.hz, 0.7 * c.m, (255, 60, 170), 0.4)
    stage.ground = (60, 20, 90)


def blocks(stage: Stage) -> None:
    """A world of cubes: steps of grass on earth, square trees, a square sun."""
    c, hz, light = stage.canvas, stage.horizon, stage.light
    size = 0.1 * c.m
    sun = (0.5 + 0.32 * light.side) * c.w, 0.14 * c.h
    c.vector((0, 0, c.w, c.h), lambda b: b.box(*sun, size * 1.1, size * 1.1, (255, 250, 214)))
    for row, (foot, far, scale) in enumerate(((hz + 0.02, 0.4, 0.6), (hz + 0.12, 0.2, 0.8), (hz + 0.26, 0.0, 1.0))):
        _steps(stage, row, foot * c.h, far, size * scale)
    stage.ground = light.on((112, 172, 74))


def _steps(stage: Stage, row: int, foot: float, far: float, s: float) -> None:
    """One row of cubes, higher and lower, with trees on some of them."""
    c, light, r = stage.canvas, stage.light, stage.stream("blocks", row)
    count = int(c.w / s) + 2
    level, tops = 0, []
    for _ in range(count):
        level = max(-1, min(2, level + int(r.integers(-1, 2)))) if row < 2 else 0
        tops.append(level)
    grass, earth, wood, leaf = ((116, 178, 76), (136, 98, 68), (104, 78, 52), (64, 128, 58))

    def cube(b: Brush, x: float, y: float, size: float, side: Colour, q: float) -> None:
        b.box(x, y, size + 1, size + 1, light.on(times(side, 0.92 + 0.16 * q), far))
        for k in range(5):
            t = (q * 7 + k * 0.37) % 1
            b.box(x + t * size * 0.8, y + ((t * 5 + k * 0.21) % 1) * size * 0.8, size * 0.2, size * 0.2,
                  light.on(times(side, 0.82 if k % 2 else 1.1), far))  # fmt: skip

    def draw(b: Brush) -> None:
        for k, top in enumerate(tops):
            x, y = (k - 0.5) * s, foot - top * s
            down = y
            while down < c.h:
                cube(b, x, down, s, earth if down > y and row < 2 else grass, float(r.random()))
                if down == y and row < 2:
                    b.box(x, down + s * 0.34, s + 1, s * 0.7, light.on(earth, far))
                    for j in range(4):
                        b.box(
                            x + s * j / 4, down + s * 0.3, s / 4 + 1, s * (0.1 + 0.14 * (j % 2)), light.on(grass, far)
                        )
                down += s
            if row < 2 and r.random() < 0.2 and stage.has("trees", "tree"):
                for j in range(3):
                    cube(b, x + s * 0.25, y - s * 0.5 * (j + 1), s * 0.5, wood, 0.4)
                for j, (i, up) in enumerate(((-1, 2), (0, 2), (1, 2), (-1, 3), (0, 3), (1, 3), (0, 4))):
                    cube(b, x + s * (0.1 + 0.8 * i), y - s * (0.5 + 0.8 * up), s * 0.8, leaf, 0.14 * j)

    c.vector((0, 0, c.w, c.h), draw, sheet=True)


def melting(stage: Stage) -> None:
    """A bare plain in late light with long shadows, cliffs far away, and clocks that melt over what they lie on."""
    c, hz = stage.canvas, stage.horizon
    ridge(stage, line(stage, "cliffs", hz - 0.02, 0.1, 4), (206, 164, 104), 0.3)
    mist(stage, hz, 0.1, 0.3)
    ground(stage, (206, 158, 88), hz, 0.0, 0.62)
    if not stage.has("clock", "clocks"):
        return
    side = 1 if stage.focus[0] < 0.5 * c.w else -1
    x = (0.5 + 0.33 * side) * c.w
    for where, foot, high in ((x, hz + 0.22, 0.5), (c.w - x, hz + 0.1, 0.2)):
        _long_shadow(stage, where, foot * c.h, high * c.m)
        stand(stage, "@meltingclock", high * c.m, where, foot * c.h)


def _long_shadow(stage: Stage, x: float, y: float, s: float) -> None:
    """What a low sun casts of something `s` high."""
    tip = (x - stage.light.side * 1.6 * s, y + 0.24 * s)
    dark = times(stage.ground, 0.5)
    box = (min(x - s, tip[0]), y - 2, max(x + s, tip[0]), tip[1] + 2)
    cone = [(x - 0.1 * s, y), (x + 0.1 * s, y), tip]
    stage.canvas.vector(box, lambda b: b.polygon(cone, dark, 150), blur=0.004 * stage.m)
