"""Overhead: a shore, a wood and an island from straight above."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, noise, small, times
from imgen_nb.sketch.planning.stage import Stage

WHITE: Colour = (255, 252, 244)


def _shoreline(stage: Stage, r: Random, slant: float) -> Callable[[float], float]:
    """Where the water ends, as a fraction of the width, at each height; it runs slantwise and swings."""
    swing, start = [float(v) for v in r.uniform(-1, 1, 3)], 0.46 - slant / 2

    def edge(y: float) -> float:
        waves = 0.045 * math.sin(5 * y + 3 * swing[0]) + 0.018 * math.sin(13 * y + 6 * swing[1])
        return start + slant * y + waves

    return edge


def beach(stage: Stage) -> None:
    """Turquoise water that runs out in foam on sand, parasols and towels in rows, a few bathers."""
    c, r, light = stage.canvas, stage.nuance("shore"), stage.light
    edge = _shoreline(stage, r, 0.26)
    size = small(c.size, 300)
    ys = np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
    xs = np.linspace(0, 1, size[0], dtype=np.float32)[None]
    shore = np.array([edge(float(y)) for y in ys[:, 0]], np.float32)[:, None]
    lumps = np.asarray(noise(r, size, 5, 4), np.float32) / 255 - 0.5
    deep = np.clip((shore - xs) / 0.5 + 0.24 * lumps, 0, 1)
    stops = (0.0, 0.1, 0.34, 1.0)
    tones = [light.on(t) for t in ((176, 228, 216), (98, 206, 206), (40, 158, 186), (18, 92, 148))]
    sea = np.stack([np.interp(deep, stops, [t[k] for t in tones]) for k in range(3)], -1)
    dry = np.clip((xs - shore) / 0.12, 0, 1)[..., None]
    sand = (
        np.array(light.on((214, 178, 128)), np.float32) * (1 - dry)
        + np.array(light.on((246, 222, 172)), np.float32) * dry
    )
    sand = sand * (1 + 0.1 * lumps[..., None])
    both = np.where((xs < shore)[..., None], sea, sand)
    c.image.paste(Image.fromarray(np.clip(both, 0, 255).astype(np.uint8)).resize(c.size, Image.Resampling.BICUBIC))
    stage.ground = light.on((246, 222, 172))
    _foam(stage, r, edge)
    rows = [(k, n) for k in range(2) for n in range(7)]
    hues: tuple[Colour, ...] = ((226, 74, 66), (246, 190, 60), (58, 140, 190), (240, 130, 96), (86, 168, 120))

    def shown(b: Brush) -> None:
        for k, n in rows:
            y = (n + 0.4 + 0.3 * k + 0.16 * float(r.normal())) / 6.6
            x = edge(y) + 0.16 + 0.19 * k + 0.02 * float(r.normal())
            if r.random() < 0.86:
                _parasol(b, stage, x * c.w, y * c.h, 0.056 * c.m, hues[int(r.integers(5))], r)
        for _ in range(7):
            y = float(r.random())
            x = edge(y) - float(r.uniform(0.05, 0.26))
            _bather(b, stage, x * c.w, y * c.h)
        for k in range(5):
            _palm_crown(
                b, stage, (1.02 - 0.05 * float(r.random())) * c.w, (k + float(r.random())) / 5 * c.h, 0.12 * c.m, r
            )

    c.vector((0, 0, c.w, c.h), shown)


def _foam(stage: Stage, r: Random, edge: Callable[[float], float]) -> None:
    """Bands of foam along the shore, torn, and the wet sand within them."""
    c = stage.canvas
    for off, wide, alpha in ((0.012, 0.012, 235), (-0.035, 0.007, 170), (-0.085, 0.005, 120)):
        size = small(c.size, 400)
        mask = Image.new("L", size)
        points = [((edge(k / 60) + off + 0.006 * float(r.normal())) * size[0], k / 60 * size[1]) for k in range(-1, 62)]
        ImageDraw.Draw(mask).line(points, fill=alpha, width=max(2, round(wide * size[0] * 1.6)), joint="curve")
        torn = noise(r, size, 26, 2).point([max(0, min(255, (v - 96) * 5)) for v in range(256)])
        mask = Image.composite(mask, Image.new("L", size), torn).filter(ImageFilter.GaussianBlur(1.0))
        c.tint(mix(WHITE, stage.light.air, 0.1), mask)


def _parasol(b: Brush, stage: Stage, x: float, y: float, s: float, colour: Colour, r: Random) -> None:
    """A parasol from above over a towel, with its shade on the sand."""
    side, tone, pale = -stage.light.side, stage.light.on(colour), stage.light.on(WHITE)
    towel = stage.light.on(((84, 160, 206), (250, 240, 226), (240, 150, 130))[int(r.integers(3))])
    b.box(x + 0.5 * s, y - 0.1 * s, 0.7 * s, 1.7 * s, towel, 0.08 * s)
    b.box(x + 0.5 * s, y + 1.1 * s, 0.7 * s, 0.16 * s, mix(towel, WHITE, 0.6))
    b.ellipse(x + side * 0.4 * s, y + 0.36 * s, s, s, times(stage.ground, 0.7))
    turn = float(r.uniform(0, 1))
    for k in range(8):
        a = [2 * math.pi * (k + t) / 8 + turn for t in (0, 0.5, 1)]
        rim = [(x + s * q * math.cos(t), y + s * q * math.sin(t)) for t, q in zip(a, (1.0, 0.97, 1.0), strict=True)]
        b.polygon([(x, y), *rim], times(tone if k % 2 else pale, 1.0 if math.cos(a[1]) * -side > 0 else 0.88))
    b.ellipse(x, y, 0.08 * s, 0.08 * s, times(tone, 0.6))


def _bather(b: Brush, stage: Stage, x: float, y: float) -> None:
    s = 0.009 * stage.m
    b.ellipse(x, y + 0.3 * s, 2.4 * s, 1.6 * s, mix(WHITE, stage.light.air, 0.2), 130)
    b.line([(x - 1.8 * s, y - 0.6 * s), (x, y), (x + 1.8 * s, y - 0.6 * s)], 0.7 * s, (214, 156, 118))
    b.ellipse(x, y, s, s, (92, 60, 42))


def _palm_crown(b: Brush, stage: Stage, x: float, y: float, s: float, r: Random) -> None:
    """The leaves of a palm from above."""
    turn, side = float(r.uniform(0, 1)), -stage.light.side
    for dx, tone in ((side * 0.25 * s, times(stage.ground, 0.66)), (0.0, stage.light.on((70, 138, 76)))):
        for k in range(9):
            a = turn + 2 * math.pi * k / 9
            tip = (x + dx + s * math.cos(a), y + 0.5 * abs(dx) + s * math.sin(a))
            for way in (-1, 1):
                mid = (
                    x + dx + 0.55 * s * math.cos(a + way * 0.24),
                    y + 0.5 * abs(dx) + 0.55 * s * math.sin(a + way * 0.24),
                )
                b.polygon([(x + dx, y + 0.5 * abs(dx)), mid, tip], times(tone, 1.0 if way > 0 else 0.84))


def wood(stage: Stage) -> None:
    """Crowns of trees close together, light on one side, with a river or a road winding between them."""
    c, r, light = stage.canvas, stage.nuance("crowns"), stage.light
    water = stage.setting == "lake"
    edge = _shoreline(stage, r, 0.3 if r.random() < 0.5 else -0.3)
    half = 0.085 if water else 0.035
    c.image.paste(gradient(c.size, [(0, light.on((44, 84, 54))), (1, light.on((36, 70, 48)))]))
    stage.ground = light.on((60, 104, 62))
    _winding(stage, edge, half, water)
    autumn = stage.plan.mood == "warm"
    tones: tuple[Colour, ...] = (
        ((214, 116, 48), (236, 168, 62), (186, 84, 52), (120, 140, 66))
        if autumn
        else ((62, 122, 66), (84, 146, 72), (48, 102, 64), (116, 164, 82), (70, 130, 84))
    )
    step = 0.062
    crowns = []
    for row in range(-1, math.ceil(1 / step * c.h / c.m) + 2):
        for column in range(-1, math.ceil(1 / step * c.w / c.m) + 2):
            dx, dy, q, t = (float(v) for v in r.random(4))
            x, y = (column + 0.8 * dx) * step * c.m, (row + 0.8 * dy) * step * c.m
            size = (0.026 + 0.026 * q) * c.m
            if abs(x / c.w - 0.04 - edge(y / c.h)) > half + 0.7 * size / c.w:
                crowns.append((y, x, size, tones[int(t * len(tones))], q > 0.7 and not autumn))

    def draw(b: Brush) -> None:
        for y, x, s, tone, pointed in sorted(crowns):
            _crown(b, stage, x, y, s, light.on(tone), pointed)

    c.vector((0, 0, c.w, c.h), draw)
    c.glow((0.5 + 0.5 * light.side) * c.w, 0, 1.2 * c.m, (96, 84, 46), 0.7, 1.2)


def _crown(b: Brush, stage: Stage, x: float, y: float, s: float, leaf: Colour, pointed: bool) -> None:
    """A tree from above: lobes about its middle, darker away from the light; a fir is a star."""
    side = stage.light.side
    b.ellipse(x - side * 0.34 * s, y + 0.34 * s, 1.06 * s, 1.06 * s, (24, 44, 38), 150)
    if pointed:
        for ring, k in ((1.1, 0.62), (0.74, 0.84), (0.4, 1.08)):
            star = [(x + ring * s * q * math.cos(t), y + ring * s * q * math.sin(t)) for n in range(18)
                    for t, q in (((n + x) * math.pi / 9, 1.0 if n % 2 else 0.7),)]  # fmt: skip
            b.polygon(star, times(leaf, k))
        return
    for n in range(7):
        a = n * 2 * math.pi / 7 + x
        b.ellipse(x + 0.56 * s * math.cos(a), y + 0.56 * s * math.sin(a), 0.5 * s, 0.5 * s, times(leaf, 0.74))
    for k, grow, tone in ((0.1, 0.72, leaf), (0.26, 0.46, mix(leaf, WHITE, 0.1)), (0.4, 0.22, mix(leaf, WHITE, 0.24))):
        b.ellipse(x + side * k * s, y - k * s, grow * s, grow * s, tone)


def _winding(stage: Stage, edge: Callable[[float], float], half: float, water: bool) -> None:
    """A river or a road along a line from the upper to the lower edge."""
    c, light = stage.canvas, stage.light
    middle = [(edge(k / 40) + 0.04, k / 40) for k in range(-2, 43)]

    def strip(k: float) -> list[Point]:
        return [((x - k) * c.w, y * c.h) for x, y in middle] + [((x + k) * c.w, y * c.h) for x, y in middle[::-1]]

    tones = (
        ((1.16, (206, 190, 146)), (1.0, (40, 122, 148)), (0.74, (62, 158, 176)), (0.34, (108, 192, 198)))
        if water
        else ((1.2, (150, 160, 104)), (1.0, (104, 104, 112)))
    )

    def draw(b: Brush) -> None:
        for k, tone in tones:
            b.polygon(strip(half * k), light.on(tone))
        if not water:
            for n in range(1, len(middle) - 1, 2):
                (x0, y0), (x1, y1) = middle[n], middle[n + 1]
                b.line([(x0 * c.w, y0 * c.h), (x1 * c.w, y1 * c.h)], 0.006 * c.m, light.on((246, 236, 200)))

    c.vector((0, 0, c.w, c.h), draw, blur=0.002 * c.m)


def ocean(stage: Stage) -> None:
    """Deep water with long waves, and an island within its reef."""
    c, r, light = stage.canvas, stage.nuance("reef"), stage.light
    size = small(c.size, 300)
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32) / np.float32(min(size))
    lumps = np.asarray(noise(r, size, 4, 4), np.float32) / 255 - 0.5
    d = np.hypot((xs - 0.5 * size[0] / min(size)) * 0.86, ys - 0.5 * size[1] / min(size)) + 0.34 * lumps
    stops = (0.0, 0.12, 0.15, 0.18, 0.2, 0.27, 0.36, 0.6)
    tones = ((58, 118, 62), (86, 148, 74), (150, 172, 96), (244, 222, 172), (214, 232, 206), (96, 206, 204),
             (36, 146, 180), (16, 82, 142))  # fmt: skip
    seen = np.stack([np.interp(d, stops, [light.on(t)[k] for t in tones]) for k in range(3)], -1)
    waves = np.sin((ys * 0.9 + xs * 0.3 + 0.1 * lumps) * 120) * np.clip((d - 0.3) * 12, 0, 7)
    c.image.paste(
        Image.fromarray(np.clip(seen + waves[..., None], 0, 255).astype(np.uint8)).resize(
            c.size, Image.Resampling.BICUBIC
        )
    )
    stage.ground = light.on((86, 148, 74))
    inside = [(float(x), float(y)) for x, y in r.uniform(-0.5, 0.5, (200, 2))]

    def draw(b: Brush) -> None:
        for x, y in sorted(inside, key=lambda p: p[1]):
            column, row = (round(min(size[k] - 1, max(0, size[k] / 2 + v * min(size)))) for k, v in ((0, x), (1, y)))
            if d[row, column] < 0.125:
                at = c.w / 2 + x * c.m, c.h / 2 + y * c.m
                if (round(1000 * x) % 4) == 0:
                    _palm_crown(b, stage, *at, 0.04 * c.m, r)
                else:
                    _crown(b, stage, *at, 0.024 * c.m, light.on((76, 140, 70)), False)

    c.vector((0, 0, c.w, c.h), draw)
