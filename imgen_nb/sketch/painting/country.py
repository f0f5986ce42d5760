"""More open country: deserts and other planets, caves and roads."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting import flora, grounds
from imgen_nb.sketch.painting.canvas import Brush, Floats, mix, times
from imgen_nb.sketch.painting.land import X, ground, hills, line, ridge
from imgen_nb.sketch.painting.regions import region
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import COLOUR


def desert(stage: Stage) -> None:
    """Dunes with a sharp crest: a lit face and a shaded one."""
    c, hz, light = stage.canvas, stage.horizon, stage.light
    sand: Colour = COLOUR.get(stage.plan.land or "", (236, 190, 122))
    if stage.setting == "mars":
        sand = (196, 108, 70)
    if stage.setting == "moonscape":
        sand = (168, 168, 182)
    if stage.setting == "desert" and stage.stream("mesa").random() < 0.6 and hz > 0.4:
        mesas(stage, sand)
    for k, far in enumerate((0.5, 0.28, 0.08)):
        at = hz + 0.075 * k
        crest = line(stage, f"dune{k}", at + 0.02, 0.13 - 0.02 * k, 1 if k else 2)
        ridge(stage, crest, sand, far, 0.8)
        if stage.setting != "moonscape":
            shadow_face(stage, crest, light.on(times(sand, 0.74), far), f"dune{k}")
    ground(stage, sand, hz + 0.2, 0.05, 0.78)
    if stage.setting != "moonscape":
        grounds.wind_ripples(stage, hz + 0.2, sand)
    r = stage.nuance("pebbles")
    stones = [(r.random(), r.random(), r.random()) for _ in range(stage.count(22))]

    def draw(b: Brush) -> None:
        for x, t, q in sorted(stones, key=lambda s: s[1]):
            y = (hz + 0.2 + (0.8 - hz) * t) * c.h
            s = c.m * (0.003 + 0.012 * t * q)
            if stage.setting != "desert" and q > 0.5:
                crater(b, stage, x * c.w, y, s * 3.2, sand)
            else:
                b.ellipse(x * c.w - light.side * s * 0.5, y + s * 0.4, s * 1.5, s * 0.5, light.on(times(sand, 0.6)))
                b.ellipse(x * c.w, y, s, s * 0.75, light.on(times(sand, 0.82)))

    c.vector((0, (hz + 0.15) * c.h, c.w, c.h), draw)


def crater(b: Brush, stage: Stage, x: float, y: float, s: float, sand: Colour) -> None:
    """A shallow ring in the dust."""
    b.ellipse(x, y, s, s * 0.34, stage.light.on(mix(sand, (255, 250, 240), 0.24)))
    b.ellipse(x, y + s * 0.03, s * 0.88, s * 0.27, stage.light.on(times(sand, 0.7)))
    b.ellipse(x - stage.light.side * s * 0.08, y + s * 0.09, s * 0.74, s * 0.19, stage.light.on(times(sand, 0.86)))


def shadow_face(stage: Stage, crest: Floats, colour: Colour, purpose: str) -> None:
    """The side of a dune away from the sun, below its highest points."""
    c = stage.canvas
    top = int(np.argmin(crest[10:-10])) + 10
    x, _y = X[top] * c.w, float(crest[top])
    away = -stage.light.side
    r = stage.stream("face", purpose)
    reach, deep = c.w * r.uniform(0.22, 0.4), c.h * r.uniform(0.1, 0.16)
    n = 14
    rim = [
        (x + away * reach * k / n, float(np.interp((x + away * reach * k / n) / c.w, X, crest))) for k in range(n + 1)
    ]
    low = [
        (px, py + deep * float(np.sin(np.pi * k / n)) ** 0.7 * (1.15 - 0.6 * k / n)) for k, (px, py) in enumerate(rim)
    ]
    c.vector(
        (0, float(crest.min()) - 2, c.w, float(crest.max()) + deep * 2),
        lambda b: b.polygon(rim + low[::-1], colour, 200),
        blur=c.m * 0.002,
    )


def mesas(stage: Stage, sand: Colour) -> None:
    """Flat-topped rocks on the horizon."""
    c, r = stage.canvas, stage.stream("mesas")
    rock = mix(sand, (170, 84, 60), 0.6)
    found = [(r.random(), r.uniform(0.06, 0.13), r.uniform(0.07, 0.15)) for _ in range(3)]

    def draw(b: Brush) -> None:
        for x, w, h in found:
            px, base = x * c.w, (stage.horizon + 0.04) * c.h
            top = base - h * c.m * 1.4
            half = w * c.m
            lit, dark = stage.light.on(rock, 0.45), stage.light.on(times(rock, 0.72), 0.45)
            b.polygon([(px - half, top), (px + half, top), (px + half * 1.25, base), (px - half * 1.25, base)], lit)
            away = -stage.light.side
            b.polygon(
                [
                    (px + away * half * 0.3, top),
                    (px + away * half, top),
                    (px + away * half * 1.25, base),
                    (px + away * half * 0.45, base),
                ],
                dark,
            )

    c.vector((0, 0, c.w, (stage.horizon + 0.05) * c.h), draw)


def fields(stage: Stage, base: Colour) -> None:
    """The country from the air: a quilt of fields in perspective, hedges, a lane."""
    c, light, r = stage.canvas, stage.light, stage.stream("fields")
    tones: tuple[Colour, ...] = (
        base,
        times(base, 0.86),
        mix(base, (232, 206, 110), 0.55),
        mix(base, (190, 150, 96), 0.5),
        mix(base, (240, 226, 150), 0.4),
    )
    top = stage.horizon + 0.1
    rows = [top + (1.05 - top) * (k / 6) ** 1.6 for k in range(7)]
    snow = stage.plan.weather == "snow" or stage.setting == "snow"
    cuts = [[(j + float(r.uniform(0.2, 0.8))) / 6 * 1.8 - 0.4 for j in range(7)] for _ in rows]
    kinds = [[int(r.integers(len(tones))) for _ in range(9)] for _ in rows]
    skew = float(r.uniform(-0.2, 0.2))

    def at(x: float, y: float) -> tuple[float, float]:
        return (0.5 + (x - 0.5) * (0.45 + 0.9 * (y - top) / (1 - top)) + skew * (y - top)) * c.w, y * c.h

    def draw(b: Brush) -> None:
        for k, (y0, y1) in enumerate(itertools.pairwise(rows)):
            edges = [-1.0, *cuts[k], 2.0]
            for j, (x0, x1) in enumerate(itertools.pairwise(edges)):
                tone = tones[kinds[k][j]]
                tone = mix(tone, (238, 244, 252), 0.75) if snow else tone
                corners = [at(x0, y0), at(x1, y0), at(x1 + 0.02, y1), at(x0 + 0.02, y1)]
                b.polygon(corners, light.on(tone, 0.25 * (1 - k / 6)))
                for i in range(1, 5):
                    u = x0 + (x1 - x0) * i / 5
                    b.line(
                        [at(u, y0), at(u + 0.02, y1)],
                        max(0.6, c.m * 0.001 * (k + 1)),
                        light.on(times(tone, 0.92), 0.2 * (1 - k / 6)),
                    )
                b.line([corners[0], corners[3]], c.m * 0.0025 * (k + 1), light.on(times(base, 0.5)))
            b.line([at(-1, y0), at(2, y0)], c.m * 0.0022 * (k + 1), light.on(times(base, 0.52)))
            for j in range(8):
                x, y = at(cuts[k][j % 7] + 0.004 * j, y0 + (y1 - y0) * (j % 3) / 3)
                s = c.m * 0.006 * (k + 1.4)
                b.ellipse(x + s * 0.3, y + s * 0.3, s, s * 0.7, light.on(times(base, 0.4)))
                b.ellipse(
                    x, y - s * 0.3, s, s * 0.9, light.on(mix(times(base, 0.7), (240, 246, 252), 0.6 if snow else 0))
                )

    c.vector((0, top * c.h, c.w, c.h), draw, sheet=True)


def cave(stage: Stage) -> None:
    """A cave mouth with stalactites and a glow from outside."""
    c, r = stage.canvas, stage.stream("cave")
    c.glow(c.w * stage.light.sun[0], c.h * 0.42, c.m * 0.75, (120, 170, 210), 0.85, 1.6)
    rock: Colour = (74, 64, 80)
    spikes = [(float(r.random()), float(r.uniform(0.06, 0.26))) for _ in range(16)]

    def draw(b: Brush) -> None:
        b.box(0, 0, c.w, c.h * 0.08, times(rock, 0.5))
        for k, (x, h) in enumerate(sorted(spikes)):
            w = c.m * 0.05
            b.polygon(
                [(x * c.w - w, 0), (x * c.w + w, 0), (x * c.w + w * 0.1, c.h * (0.08 + h))],
                times(rock, 0.5 if k % 2 else 0.64),
            )
        for x, side in ((0.0, 1), (1.0, -1)):
            b.polygon(
                [
                    (x * c.w, 0),
                    ((x + side * 0.2) * c.w, 0),
                    ((x + side * 0.1) * c.w, c.h * 0.4),
                    ((x + side * 0.16) * c.w, c.h * 0.8),
                    (x * c.w, c.h),
                ],
                times(rock, 0.55),
            )

    c.vector((0, 0, c.w, c.h), draw)
    ground(stage, (112, 98, 110), stage.horizon, 0.04)


def road(stage: Stage) -> None:
    """A road that winds from the viewer into the distance."""
    light, edge, top = stage.light, *_way(stage, "road", 1.0)
    asphalt = light.on(mix((92, 94, 104), (220, 228, 238), 0.3 if stage.plan.weather == "snow" else 0.0))
    lines, tone = _lines(stage)

    def draw(b: Brush) -> None:
        b.polygon(edge(-1.12) + edge(1.12)[::-1], light.on((176, 164, 138)))
        b.polygon(edge(-1) + edge(1)[::-1], asphalt)
        for side in (-0.92, 0.88):
            b.polygon(edge(side) + edge(side + 0.045)[::-1], light.on((236, 234, 224)))
        for middle in (-0.04, 0.04) if "double" in lines else (0.0,):
            left, right = edge(middle - 0.025, 240), edge(middle + 0.025, 240)
            t = 0.02
            while t < 1:
                long = 0.03 + 0.09 * t
                part = slice(round(240 * t), round(240 * (t + long)) + 1)
                b.polygon(left[part] + right[part][::-1], tone)
                t += long * (1 if "solid" in lines else 2)

    stage.canvas.vector((0, top * stage.h, stage.w, stage.h), draw)


def _lines(stage: Stage) -> tuple[tuple[str, ...], Colour]:
    """What is said of the lines in the middle of a road, and their colour."""
    lines = stage.plan.surface("lines")
    return lines, stage.light.on(next((COLOUR[look] for look in lines if look in COLOUR), (248, 212, 104)))


def embanked(stage: Stage, at: float) -> None:
    """A road along the shore, from one side of the picture to the other."""
    c, light = stage.canvas, stage.light
    lines, tone = _lines(stage)
    stage.paved = at, at + 0.09

    def draw(b: Brush) -> None:
        b.box(0, at * c.h, c.w, 0.09 * c.h, light.on((96, 98, 108)))
        b.box(0, at * c.h, c.w, 0.008 * c.h, light.on((226, 222, 212)))
        b.box(0, (at + 0.082) * c.h, c.w, 0.008 * c.h, light.on((226, 222, 212)))
        long = 0.112 if "solid" in lines else 0.06
        for k in range(9):
            b.box((k + 0.2) / 9 * c.w, (at + 0.042) * c.h, long * c.w, 0.008 * c.h, tone)
        for k in range(13):
            b.box((k + 0.5) / 13 * c.w, (at - 0.03) * c.h, 0.01 * c.m, 0.034 * c.h, light.on((230, 230, 226)))
        b.box(0, (at - 0.028) * c.h, c.w, 0.01 * c.h, light.on((208, 212, 214)))

    c.vector((0, (at - 0.05) * c.h, c.w, (at + 0.1) * c.h), draw)


def rails(stage: Stage) -> None:
    """A railway line from one side of the picture to the other, under the train that stands on it."""
    c, light, foot = stage.canvas, stage.light, stage.focus[3]
    stone, wood, iron = light.on((150, 140, 132)), light.on((112, 84, 66)), light.on((170, 174, 184))
    top, deep = foot - 0.036 * c.m, 0.07 * c.m

    def draw(b: Brush) -> None:
        b.polygon([(0, top - 0.008 * c.m), (c.w, top - 0.008 * c.m), (c.w, top + deep), (0, top + deep)], stone)
        count = round(26 * c.w / c.m)
        for k in range(count + 1):
            x = k / count * c.w
            corners = [
                (x, top),
                (x + 0.018 * c.m, top),
                (x + 0.012 * c.m, top + deep * 0.86),
                (x - 0.01 * c.m, top + deep * 0.86),
            ]
            b.polygon(corners, wood)
        for down in (0.1, 0.58):
            b.box(0, top + deep * down, c.w, 0.01 * c.m, times(iron, 0.55))
            b.box(0, top + deep * down, c.w, 0.005 * c.m, iron)

    c.vector((0, top - 0.02 * c.m, c.w, top + deep + 2), draw)


def boughs(stage: Stage) -> None:
    """Among the branches of a tree: dark limbs with leaves from both sides, open sky between them."""
    c, r, light = stage.canvas, stage.stream("boughs"), stage.light
    hills(stage)
    bark, leaf = light.on((96, 74, 60)), light.on(times(region(stage).leaves[0], 0.8))
    limbs = [(side, float(r.uniform(0.05, 0.95)), float(r.uniform(0.5, 0.9))) for side in (0, 1) for _ in range(4)]

    def draw(b: Brush) -> None:
        for side, y, long in limbs:
            x, way = side * c.w, 1 - 2 * side
            tip = (x + way * long * 0.52 * c.w, (y - 0.12) * c.h)
            b.polygon([(x, (y - 0.02) * c.h), (x, (y + 0.03) * c.h), tip], bark)
            for k in range(4):
                t = 0.25 + 0.2 * k
                px, py = x + (tip[0] - x) * t, y * c.h + (tip[1] - y * c.h) * t
                flora.branch(b, r, px, py, (0.2 + 0.05 * k) * c.m, leaf, way if k % 2 else -way)

    c.vector((0, 0, c.w, c.h), draw, sheet=True)


def path(stage: Stage, earth: Colour) -> None:
    """A trodden path that leads from the viewer to what is shown and past it."""
    light, edge, top = stage.light, *_way(stage, "path", 0.3)

    def draw(b: Brush) -> None:
        b.polygon(edge(-1.25) + edge(1.25)[::-1], light.on(times(earth, 0.86)), 150)
        b.polygon(edge(-1) + edge(1)[::-1], light.on(earth))
        b.polygon(edge(-0.5) + edge(0.35)[::-1], light.on(mix(earth, (255, 244, 214), 0.2)))

    stage.canvas.vector((0, top * stage.h, stage.w, stage.h), draw, blur=stage.m * 0.003)


def _way(stage: Stage, purpose: str, wide: float) -> tuple[Callable[..., list[Point]], float]:
    """The lines along a way, by how far they are from its middle (1: its edge), and the height where it ends."""
    c, r = stage.canvas, stage.stream(purpose)
    top = stage.horizon + {"hills": 0.12, "mountains": 0.1, "desert": 0.17, "mars": 0.17}.get(stage.setting, 0.06)
    vanish, bend = 0.5 + r.uniform(-0.12, 0.12), r.uniform(-0.12, 0.12)
    start = 0.5 if purpose == "road" else float(r.uniform(0.3, 0.7))
    narrow = min(1.0, c.m / c.w * 1.15)

    def edge(k: float, steps: int = 30) -> list[Point]:
        t = np.linspace(0, 1, steps + 1)
        middle = vanish + (start - vanish) * t + bend * np.sin(np.pi * t) * (1 - t)
        x = middle + k * wide * (0.008 / wide**0.5 + 0.5 * t**1.35) * narrow
        return [(float(px) * c.w, float(top + (1.02 - top) * q) * c.h) for px, q in zip(x, t, strict=True)]

    return edge, top
