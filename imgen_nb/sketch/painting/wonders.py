"""Wonders: sights of nature and of old builders that are a whole country to look at, not a thing to set into one."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PIL import ImageChops

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting import flora
from imgen_nb.sketch.painting.canvas import Brush, Floats, Random, gradient, mix, times, waves
from imgen_nb.sketch.painting.land import X, green, ground, line, mist, peaks, ridge, trees_on
from imgen_nb.sketch.painting.standing import stand
from imgen_nb.sketch.painting.water import surface
from imgen_nb.sketch.planning.stage import Stage

_BANDS: tuple[Colour, ...] = (
    (226, 176, 130), (196, 106, 74), (214, 140, 98), (168, 84, 66), (232, 192, 150), (186, 98, 72), (150, 76, 66),
)  # fmt: skip


def canyon(stage: Stage) -> None:
    """Terraces of banded rock, one behind the other, down to a river; a rim to stand on in front."""
    c, hz, light = stage.canvas, stage.horizon, stage.light
    plateau = np.full(len(X), hz * c.h, np.float32)
    ridge(stage, plateau, (176, 112, 96), 0.72)
    r = stage.stream("canyon")
    middle = 0.5 + float(r.uniform(-0.1, 0.1))
    for k in range(6):
        t = k / 5
        bend = waves(stage.stream("walls", k), 3)(X) * np.float32(0.1 + 0.06 * t)
        away = np.abs(X - np.float32(middle + 0.07 * math.sin(2.4 * k))) / np.float32(0.12 + 0.4 * t) + bend
        step = (3 + np.stack([np.tanh((away - np.float32(a)) * np.float32(14)) for a in (0.3, 0.62, 0.98)]).sum(0)) / 6
        low, top = hz + 0.1 + 0.5 * t, hz + 0.012 + 0.12 * t
        heights = ((low + (top - low) * step) * c.h).astype(np.float32)
        strata(stage, heights, 0.6 - 0.12 * k, f"wall{k}", until=low + 0.06)
        mist(stage, low, 0.16, 0.26 * (1 - t))
    _river(stage, middle, hz + 0.3)
    _rim(stage, light.on((196, 128, 92)))


def strata(stage: Stage, heights: Floats, far: float, purpose: str, until: float = 1.0) -> None:
    """Rock under a line, in level bands, its edge in the sun and its foot (at `until`) in the shade."""
    c, light, r = stage.canvas, stage.light, stage.stream("strata", purpose)
    lost, base = max(0.0, far), _BANDS[int(r.integers(len(_BANDS)))]
    mask = c.fill_below(heights, light.on(_BANDS[0], lost), light.on(_BANDS[3], lost))
    top, k = float(heights.min()) / c.h, int(r.integers(len(_BANDS)))
    at, stops = top, [(0.0, light.on(_BANDS[k], lost))]
    while at < 1:
        down = min(1.0, (at - top) / max(0.05, until - top))
        fill = light.on(times(mix(_BANDS[k % len(_BANDS)], base, 0.45), 1.12 - 0.62 * down), lost)
        wide = float(r.uniform(0.02, 0.07))
        stops += [(at, fill), (min(1.0, at + wide * 0.9), fill)]
        at, k = at + wide, k + 1
    y = c.h - mask.height
    c.image.paste(gradient(c.size, stops).crop((0, y, c.w, c.h)), (0, y), mask)
    below = mask.copy()
    below.paste(mask, (-light.side * max(1, round(c.m * 0.03)), max(1, round(c.m * 0.008))))
    edge = ImageChops.subtract(mask, below).point([round(v * 0.42) for v in range(256)])
    c.image.paste(light.on((255, 226, 178), lost), (0, y), edge)


def _river(stage: Stage, middle: float, top: float) -> None:
    """A river far below, winding away."""
    c, water = stage.canvas, stage.light.on((96, 168, 178))
    t = [k / 20 for k in range(21)]
    path = [(middle + 0.05 * math.sin(5 * u + 1) * (1 - 0.6 * u), top + 0.3 * u, 0.006 + 0.05 * u * u) for u in t]

    def draw(b: Brush) -> None:
        left = [((x - w) * c.w, y * c.h) for x, y, w in path]
        right = [((x + w) * c.w, y * c.h) for x, y, w in path]
        b.polygon(left + right[::-1], water)

    c.vector((0, top * c.h, c.w, c.h), draw, blur=c.m * 0.0015)


def _rim(stage: Stage, rock: Colour) -> None:
    """The near edge of a chasm: for what stands there, else only a corner of it."""
    c = stage.canvas
    at = 0.84 if any(s.relation != "above" for s in stage.plan.subjects) else 0.95
    heights = line(stage, "rim", at, 0.03, 3)
    c.fill_below((heights + c.h * 0.01).astype(np.float32), times(rock, 0.6), times(rock, 0.5))
    c.fill_below(heights, mix(rock, (255, 236, 200), 0.25), times(rock, 0.86))
    stage.ground = rock
    r = stage.nuance("shrubs")
    spots = [(float(r.random()), float(r.uniform(0.01, 0.1))) for _ in range(stage.count(16))]

    def draw(b: Brush) -> None:
        for x, down in spots:
            flora.tuft(b, r, x * c.w, (at + down) * c.h, c.m * (0.014 + 0.2 * down), stage.light.on((126, 132, 84)))

    c.vector((0, (at - 0.06) * c.h, c.w, c.h), draw)


def arches(stage: Stage) -> None:
    """Red sand, flat-topped rocks far off and a great natural arch."""
    c, light, hz = stage.canvas, stage.light, stage.horizon
    r, rock = stage.stream("arch"), (202, 104, 68)
    for k, far in enumerate((0.55, 0.3)):
        steps = np.tanh(waves(stage.stream("mesa", k), 2)(X) * np.float32(7)).astype(np.float32)
        strata(
            stage, ((hz + 0.04 + 0.02 * k - (0.07 - 0.02 * k) * (1 + steps)) * c.h).astype(np.float32), far, f"mesa{k}"
        )
    ground(stage, (222, 142, 96), hz + 0.05, 0.02)
    x, s = (0.5 + 0.2 * (-1 if r.random() < 0.5 else 1)) * c.w, 0.3 * c.m
    foot = (hz + 0.1) * c.h
    turns = [math.pi * k / 24 for k in range(25)]
    outer = [(x - s * 1.12 * math.cos(a) * (1 + 0.04 * math.sin(9 * a)), foot - s * 1.16 * math.sin(a)) for a in turns]
    inner = [(x - s * 0.56 * math.cos(a), foot - s * 0.7 * math.sin(a) ** 0.7) for a in turns]

    def draw(b: Brush) -> None:
        feet = [(x + s * 1.3, foot + 0.03 * c.h), (x + s * 0.6, foot + 0.03 * c.h)]
        b.polygon([(x - s * 1.3, foot + 0.03 * c.h), *outer, *feet, *inner[::-1], (x - s * 0.6, foot + 0.03 * c.h)],
                  light.on(rock))  # fmt: skip
        for k, (a, e) in enumerate(pairwise(zip(outer, inner, strict=True))):
            if (a[0][0] - x) * light.side < -0.2 * s:
                b.polygon([a[0], e[0], e[1], a[1]], light.on(times(rock, 0.74 + 0.06 * (k % 2))))
        band = [(p[0] + (q[0] - p[0]) * 0.3, p[1] + (q[1] - p[1]) * 0.3) for p, q in zip(outer, inner, strict=True)]
        b.line(band, 0.01 * c.m, light.on(mix(rock, (246, 196, 150), 0.3)))

    c.vector((x - 1.5 * s, foot - 1.3 * s, x + 1.5 * s, foot + 0.04 * c.h), draw, sheet=True)
    _scrub(stage, hz + 0.12)


def _scrub(stage: Stage, top: float) -> None:
    """Dry bushes on bare ground."""
    c, r = stage.canvas, stage.nuance("scrub")
    spots = sorted((float(r.uniform(top, 1.0)), float(r.random())) for _ in range(stage.count(22)))

    def draw(b: Brush) -> None:
        for y, x in spots:
            flora.tuft(b, r, x * c.w, y * c.h, c.m * (0.012 + 0.05 * (y - top)), stage.light.on((132, 130, 84)))

    c.vector((0, top * c.h - 0.05 * c.m, c.w, c.h), draw)


def karsts(stage: Stage) -> None:
    """Steep green islands of limestone standing in a jade sea, row behind row."""
    c, hz, r = stage.canvas, stage.horizon, stage.stream("karsts")
    high = stage.plan.camera == "aerial"
    rows = (5, 5, 4, 4) if high else (7, 4, 2)
    tops = [(hz + 0.01, 0.62), (hz + 0.12, 0.4), (hz + 0.3, 0.2), (hz + 0.54, 0.06)] if high else [
        (hz + 0.004, 0.6), (hz + 0.03, 0.36), (hz + 0.12, 0.1)]  # fmt: skip
    _islands(stage, r, tops[0], rows[0], 0.15 if high else 0.2)
    surface(stage, (20, 104, 104), (116, 196, 180))
    for k, (row, count) in enumerate(zip(tops[1:], rows[1:], strict=True), 1):
        _islands(stage, r, row, count, (0.15, 0.17, 0.2, 0.24)[k] if high else (0.2, 0.3, 0.44)[k], k == len(rows) - 1)
    if stage.has("boat", "boats", "ship", "sailboat") and not stage.plan.subjects:
        for x, y, s in ((0.42, hz + 0.1, 0.07), (0.6, hz + 0.24, 0.12), (0.34, hz + 0.36, 0.09)):
            stand(stage, "@junk", s * c.m, x * c.w, y * c.h)
    stage.ground = stage.light.on((60, 130, 120))


def _islands(stage: Stage, r: Random, row: tuple[float, float], count: int, high: float, near: bool = False) -> None:
    """A row of them; the nearest leave the middle free."""
    c, light = stage.canvas, stage.light
    y, far = row[0] * c.h, row[1]
    found = []
    for k in range(count):
        x = (k + float(r.uniform(0.25, 0.75))) / count
        if near:
            x = 0.16 * x if k % 2 else 1 - 0.16 * x
        found.append(
            (x * c.w, float(r.uniform(0.5, 1.0)) * high * c.m, float(r.uniform(0.42, 0.7)), r.uniform(-1, 1, 8))
        )

    def draw(b: Brush) -> None:
        for x, h, wide, jag in sorted(found, key=lambda q: -q[1]):
            _island(b, stage, x, y, h, wide, [float(v) for v in jag], far)

    c.vector((0, y - high * c.m * 1.2, c.w, y + 0.02 * c.m), draw, sheet=True)

    def reflected(b: Brush) -> None:
        for x, h, wide, _ in found:
            b.ellipse(x, y + h * 0.16, h * wide * 0.66, h * 0.16, light.on((30, 80, 70), far), 110)

    c.vector((0, y, c.w, min(c.h, y + high * c.m * 0.4)), reflected, blur=c.m * 0.006)


def _island(b: Brush, stage: Stage, x: float, y: float, h: float, wide: float, jag: list[float], far: float) -> None:
    """A tower of rock: pale cliffs, a shaded side, woods on top of it."""
    light, w = stage.light, h * wide
    shape = ((-1.0, 0.0), (-0.94, 0.3), (-0.8, 0.62), (-0.46, 0.88), (0.0, 1.0), (0.4, 0.9), (0.78, 0.64), (0.96, 0.3))
    rim: list[Point] = [
        (x + w * (px + 0.1 * j), y - h * py * (1 + 0.06 * j)) for (px, py), j in zip(shape, jag, strict=True)
    ]
    rim.append((x + w * 1.04, y))
    rock, leaf = light.on((176, 168, 150), far), light.on((72, 128, 76), far)
    b.polygon(rim, rock)
    side = light.side
    middle = [(x - side * w * 0.1, y), (x - side * w * 0.2, y - h * 0.5), rim[4]]
    half = rim[:5] if side > 0 else rim[4:]
    b.polygon([*half, *(middle if side > 0 else middle[::-1])], light.on((126, 124, 122), far))
    for k in range(5):
        px = x + w * (-0.7 + 0.34 * k)
        b.line([(px, y - h * (0.12 + 0.05 * (k % 3))), (px + w * 0.06, y - h * (0.42 + 0.1 * (k % 2)))],
               max(1.0, 0.02 * h), light.on((104, 104, 106), far))  # fmt: skip
    for k, (px, py) in enumerate(rim[1:8]):
        b.ellipse(px * 0.82 + x * 0.18, py + h * 0.05, w * 0.34, h * 0.12, leaf if k % 2 else times(leaf, 0.86))
    b.ellipse(x, y - h * 0.84, w * 0.5, h * 0.13, mix(leaf, (230, 236, 160), 0.2))
    for k in range(6):
        b.ellipse(x + w * (-0.84 + 0.34 * k), y - h * 0.03, w * 0.22, h * 0.06, times(leaf, 0.8))


def great_wall(stage: Stage) -> None:
    """A wall with watchtowers over ridge after ridge, and down to where one looks from."""
    hz, base = stage.horizon, green(stage)
    peaks(stage, "far", hz + 0.02, min(0.3, hz * 0.6), 5, (120, 136, 168), 0.6, 0.0)
    crests = []
    for k, (at, rise, far) in enumerate(((hz + 0.02, 0.16, 0.5), (hz + 0.1, 0.2, 0.26), (hz + 0.24, 0.2, 0.06))):
        crest = line(stage, f"wall{k}", at, rise, 2)
        ridge(stage, crest, mix(base, (70, 112, 84), 0.5), far)
        trees_on(stage, crest, f"wood{k}", 0.05 + 0.025 * k, 8, far)
        _along(stage, crest, (0.016, 0.028, 0.046)[k], far)
        crests.append(crest)
        mist(stage, at + 0.04, 0.1, 0.2 * (2 - k) / 2)
    _walk(stage, crests[-1])
    stage.ground = stage.light.on((196, 180, 154))


_STONE: Colour = (206, 186, 156)


def _along(stage: Stage, crest: Floats, high: float, far: float) -> None:
    """The wall on the crest of a ridge, towers on its heights."""
    c, light = stage.canvas, stage.light
    h = high * c.m
    pale, dark = light.on(_STONE, far), light.on(times(_STONE, 0.72), far)
    xs = [k / 120 for k in range(121)]
    ys = [float(np.interp(x, X, crest)) for x in xs]
    spots = (0.12, 0.38, 0.66, 0.9)

    def draw(b: Brush) -> None:
        top = [(x * c.w, y - h) for x, y in zip(xs, ys, strict=True)]
        b.polygon(top + [(x * c.w, y + h * 0.4) for x, y in zip(xs, ys, strict=True)][::-1], dark)
        b.polygon(top + [(x, y + h * 0.5) for x, y in top][::-1], pale)
        for x, y in top[::2]:
            b.box(x - h * 0.16, y - h * 0.3, h * 0.34, h * 0.36, pale)
        for x in spots:
            px, y = x * c.w, float(np.interp(x, X, crest))
            b.box(px - h, y - h * 2.6, h * 2, h * 3, pale)
            b.box(px + (h * 0.2 if light.side < 0 else -h), y - h * 2.6, h * 0.8, h * 3, dark)
            for k in range(4):
                b.box(px - h * 1.1 + h * 0.6 * k, y - h * 3, h * 0.36, h * 0.5, pale)
            for aside in (-0.5, 0.2):
                b.box(px + h * aside, y - h * 1.9, h * 0.34, h * 0.6, times(dark, 0.5), h * 0.16)

    c.vector((0, float(crest.min()) - 4 * h, c.w, float(crest.max()) + h), draw, sheet=True)


def _walk(stage: Stage, crest: Floats) -> None:
    """The top of the wall as a way from the viewer up to the nearest tower, battlements on both sides."""
    c, light = stage.canvas, stage.light
    end = (0.38 * c.w, float(np.interp(0.38, X, crest)) + 0.01 * c.m)
    t = [k / 24 for k in range(25)]
    path = [
        (end[0] + (0.56 * c.w - end[0]) * u + 0.1 * c.w * math.sin(math.pi * u) * (1 - u),
         end[1] + (1.04 * c.h - end[1]) * u, (0.02 + 0.3 * u**1.4) * c.m)
        for u in t
    ]  # fmt: skip
    pale, dark = light.on(_STONE), light.on(times(_STONE, 0.7))

    def draw(b: Brush) -> None:
        b.polygon([(x - w, y) for x, y, w in path] + [(x + w, y) for x, y, w in path][::-1], light.on((222, 208, 182)))
        for k, (x, y, w) in enumerate(path):
            if k % 2:
                b.line([(x - w, y), (x + w, y)], max(1.0, w * 0.02), light.on((190, 172, 146)))
        for side in (-1, 1):
            foot = [(x + side * w, y + 0.06 * w) for x, y, w in path]
            rim = [(x + side * w * 1.06, y - 0.36 * w) for x, y, w in path]
            b.polygon(rim + foot[::-1], dark if side == light.side else pale)
            for (x0, y0), (x1, y1), (_, _, w) in list(zip(rim, rim[1:], path, strict=False))[2::2]:
                b.polygon([(x0, y0 + 1), (x1, y1 + 1), (x1, y1 - 0.2 * w), (x0, y0 - 0.2 * w)],
                          times(dark, 0.92) if side == light.side else times(pale, 0.94))  # fmt: skip

    c.vector((0, end[1] - 0.1 * c.h, c.w, c.h), draw, sheet=True)


def court(stage: Stage) -> None:
    """A tennis court: painted ground, white lines, a net across, a fence and trees behind it."""
    c, hz, light = stage.canvas, stage.horizon, stage.light
    back = line(stage, "hedge", hz - 0.02, 0.04, 2)
    ridge(stage, back, mix(green(stage), (70, 120, 80), 0.5), 0.3)
    trees_on(stage, back, "middle", 0.2, 12, 0.25)
    ground(stage, (86, 140, 104), hz + 0.02, 0.0, 0.9)
    wet = stage.plan.weather in ("rain", "storm")
    top, foot, white = hz + 0.09, 0.97, light.on((250, 250, 246))

    def at(x: float, t: float) -> Point:
        """Across (-1 to 1) and towards the viewer (0 to 1) on the court."""
        return (0.5 + x * (0.25 + 0.27 * t**1.2)) * c.w, (top + (foot - top) * t**1.25) * c.h

    def bar(b: Brush, a: Point, e: Point, wide: float) -> None:
        b.polygon([at(a[0] - wide, a[1]), at(e[0] - wide, e[1]), at(e[0] + wide, e[1]), at(a[0] + wide, a[1])], white)

    def draw(b: Brush) -> None:
        for k in range(34):
            x = k / 33 * c.w
            b.line([(x, (hz - 0.16) * c.h), (x, (hz + 0.03) * c.h)], 0.0016 * c.m, light.on((120, 140, 130)), 170)
        for k in range(5):
            y = (hz - 0.16 + 0.045 * k) * c.h
            b.line([(0, y), (c.w, y)], 0.0016 * c.m, light.on((120, 140, 130)), 170)
        b.polygon([at(-1, 0), at(1, 0), at(1, 1), at(-1, 1)], light.on((70, 116, 168) if not wet else (58, 98, 146)))
        for x in (-0.96, -0.74, 0.74, 0.96):
            bar(b, (x, 0.02), (x, 0.98), 0.012)
        bar(b, (0, 0.26), (0, 0.74), 0.012)
        for t, reach in ((0.03, 0.96), (0.25, 0.74), (0.72, 0.74), (0.96, 0.96)):
            (x0, y0), (x1, _) = at(-reach, t), at(reach, t)
            b.box(x0, y0, x1 - x0, max(1.5, c.m * 0.006 * (0.5 + t)), white)
        (x0, y0), (x1, _) = at(-1.08, 0.44), at(1.08, 0.44)
        high = 0.085 * c.m
        for k in range(45):
            x = x0 + (x1 - x0) * k / 44
            b.line([(x, y0 - high), (x, y0)], 0.001 * c.m, (40, 44, 50), 150)
        for k in range(7):
            b.line([(x0, y0 - high * k / 6), (x1, y0 - high * k / 6)], 0.001 * c.m, (40, 44, 50), 150)
        b.box(x0, y0 - high, x1 - x0, 0.014 * c.m, white)
        for x in (x0, x1):
            b.box(x - 0.006 * c.m, y0 - high * 1.1, 0.012 * c.m, high * 1.16, light.on((60, 66, 72)))

    c.vector((0, (hz - 0.2) * c.h, c.w, c.h), draw)
    stage.ground = light.on((70, 116, 168))
    if wet:
        _puddles(stage, top)


def _puddles(stage: Stage, top: float) -> None:
    """Sheets of water that show the sky."""
    c, r = stage.canvas, stage.nuance("puddles")
    spots = [(float(r.random()), float(r.uniform(top + 0.05, 0.97)), float(r.uniform(0.6, 1.3))) for _ in range(9)]
    sky = stage.light.sky[-1][1]

    def draw(b: Brush) -> None:
        for x, y, s in spots:
            w = c.m * (0.05 + 0.2 * (y - top)) * s
            b.ellipse(x * c.w, y * c.h, w, w * 0.24, mix(sky, (60, 90, 130), 0.3), 225)
            b.ellipse(x * c.w - w * 0.2, y * c.h - w * 0.05, w * 0.4, w * 0.06, (250, 252, 255), 200)

    c.vector((0, top * c.h, c.w, c.h), draw)


def quake(stage: Stage) -> None:
    """A road broken by an earthquake: it has parted, pieces of it stand up, cracks run across the ground."""
    c, light, r, top = stage.canvas, stage.light, stage.stream("quake"), stage.horizon + 0.14

    def half(y: float) -> float:
        return 0.05 + 0.42 * (y - top) / (1 - top)

    def crack(b: Brush, y: float, deep: float, reach: float) -> None:
        xs = [0.5 - reach + 2 * reach * j / 14 for j in range(15)]
        rim = [(x * c.w, (y + float(r.uniform(-0.5, 0.5)) * deep) * c.h) for x in xs]
        foot = [(x, q + (0.2 + math.sin(math.pi * j / 14)) * deep * c.h) for j, (x, q) in enumerate(rim)]
        b.polygon(rim + foot[::-1], (30, 24, 26))
        b.polygon([(x, q + deep * 0.3 * c.h) for x, q in rim] + foot[::-1], (70, 54, 46))
        b.line(rim, 0.004 * c.m, light.on((168, 164, 158)))

    def slab(b: Brush, x: float, y: float, s: float) -> None:
        top_face = [(x - s, y), (x + s * 0.5, y - s * 0.62), (x + s * 1.15, y - s * 0.3), (x - s * 0.3, y + s * 0.34)]
        b.polygon([(px, q + 0.22 * s) for px, q in top_face], (46, 40, 42))
        b.polygon(top_face, light.on((122, 122, 130)))
        a, e, f, g = top_face
        middle = [((a[0] + g[0]) / 2, (a[1] + g[1]) / 2), ((e[0] + f[0]) / 2, (e[1] + f[1]) / 2)]
        b.line(middle, 0.06 * s, light.on((248, 212, 104)))

    def draw(b: Brush) -> None:
        rows = [top + 0.01, *(top + (1.02 - top) * t for t in (0.2, 0.5, 1.0))]
        for k, (y0, y1) in enumerate(pairwise(rows)):
            shift = (0.0, 0.05, -0.04)[k]
            corners = [(0.5 + shift + side * half(y), y) for side, y in ((-1, y0), (1, y0), (1, y1), (-1, y1))]
            b.polygon([(x * c.w, y * c.h) for x, y in corners], light.on((98, 98, 108)))
            for side in (-0.92, 0.92):
                edge = [((0.5 + shift + side * half(y)) * c.w, y * c.h) for y in (y0, y1)]
                b.line(edge, (0.003 + 0.005 * k) * c.m, light.on((240, 238, 230)))
            b.line([((0.5 + shift) * c.w, y * c.h) for y in (y0, y1 - 0.3 * (y1 - y0))], (0.004 + 0.006 * k) * c.m,
                   light.on((248, 212, 104)))  # fmt: skip
        for k, y in enumerate(rows[1:3]):
            crack(b, y - 0.01, 0.03 + 0.05 * k, half(y) * 1.5)
            slab(b, (0.5 - 0.2 * k + 0.08) * c.w, (y + 0.03 + 0.04 * k) * c.h, (0.08 + 0.07 * k) * c.m)
            slab(b, (0.42 + 0.26 * k) * c.w, (y - 0.01 + 0.06 * k) * c.h, (0.06 + 0.06 * k) * c.m)
        crack(b, rows[3] - 0.12, 0.05, 0.24)

    c.vector((0, top * c.h, c.w, c.h), draw)
    stage.ground = light.on((98, 98, 108))
