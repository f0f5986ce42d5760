"""Open country: hills, mountains, meadow, forest, snow."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import flora, grounds, turf
from imgen_nb.sketch.painting.canvas import Brush, Floats, Random, gradient, mix, receding, small, times, waves
from imgen_nb.sketch.painting.regions import leaf_colour, region
from imgen_nb.sketch.painting.village import village
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import COLOUR

COLUMNS = 129  # points of a ridge: enough for a curve at any size
X: Floats = np.linspace(0, 1, COLUMNS, dtype=np.float32)


def green(stage: Stage) -> Colour:
    """The colour of grass here, or of the land that the prompt names."""
    return COLOUR[stage.plan.land] if stage.plan.land else region(stage).grass


def line(stage: Stage, purpose: str, at: float, rise: float, octaves: int = 3) -> Floats:
    """A rolling line in pixels; the same hills whatever the size."""
    return (stage.h * (at - rise * 0.5 * (1 + waves(stage.stream(purpose), octaves)(X)))).astype(np.float32)


def ridge(stage: Stage, heights: Floats, colour: Colour, far: float, deep: float = 0.72) -> None:
    """One layer of land: lit at its crest, darker towards the viewer, `far` lost in haze."""
    top = stage.light.on(mix(colour, (255, 250, 200), 0.12), far)
    stage.canvas.fill_below(heights, top, stage.light.on(times(colour, deep), far * 0.7))


def ground(stage: Stage, colour: Colour, at: float | None = None, rise: float = 0.02, deep: float = 0.76) -> None:
    """The near ground, with soft patches of light and shade."""
    base = stage.horizon if at is None else at
    heights = line(stage, "ground", base, rise, 2)
    top, bottom = stage.light.on(mix(colour, (255, 250, 200), 0.1), 0.1), stage.light.on(times(colour, deep))
    mask = stage.canvas.fill_below(heights, top, bottom)
    dappled(stage, mask, top, bottom)
    stage.ground = stage.light.on(colour)


def lawn(stage: Stage, colour: Colour, at: float, rise: float = 0.02) -> None:
    """The near ground where grass grows on it."""
    ground(stage, colour, at, rise)
    if stage.plan.weather != "snow":
        turf.grow(stage, colour, at - 0.4 * rise)


def dappled(stage: Stage, mask: Image.Image, lit: Colour, shaded: Colour) -> None:
    """Light and the shadows of clouds on the ground, flat in the distance and broad near the viewer."""
    c = stage.canvas
    if mask.height < 4:
        return
    lumps = receding(stage.nuance("patches"), mask.size, 3.0, fine=88)
    warm = mix(lit, stage.light.sun_colour, 0.3)
    for amount, colour in (((lumps - 0.53) * 3.6, warm), ((0.47 - lumps) * 3.6, times(shaded, 0.92))):
        share = Image.fromarray((amount.clip(0, 0.42) * 255).astype(np.uint8))
        share = ImageChops.multiply(share.resize(mask.size, Image.Resampling.BILINEAR), mask)
        c.image.paste(colour, (0, c.h - mask.height), share)


def hills(stage: Stage) -> None:
    """Rolling hills, four deep, each warmer and clearer than the one behind it, with trees on them."""
    here, hz = region(stage), stage.horizon
    if stage.stream("range").random() < 0.4 and stage.setting == "hills" and hz > 0.4:
        peaks(stage, "far", hz, min(0.26, hz * 0.5), 5, here.far, 0.62, 0.3)
    ridge(stage, line(stage, "far", hz - 0.03, 0.16, 2), mix(here.field, here.far, 0.75), 0.62)
    ridge(stage, line(stage, "blue", hz + 0.005, 0.13, 2), mix(here.field, here.far, 0.5), 0.42)
    middle = line(stage, "middle", hz + 0.035, 0.11, 2)
    ridge(stage, middle, here.field, 0.22)
    if here.furrows:
        furrows(stage, middle, here.field, 0.16)
    trees_on(stage, middle, "middle", 0.075, 9, 0.3)
    mist(stage, hz + 0.05, 0.08, 0.2)
    near = line(stage, "near", hz + 0.085, 0.07, 2)
    ridge(stage, near, mix(here.grass, here.field, 0.25), 0.08)
    if stage.plan.ground == "village":
        village(stage, near)
    else:
        trees_on(stage, near, "near", 0.16, 4, 0.1)
    lawn(stage, times(here.grass, 0.95), hz + 0.13, 0.03)
    lone_tree(stage)
    turf.flowers(stage, sparse=True)


def furrows(stage: Stage, crest: Floats, colour: Colour, deep: float) -> None:
    """Rows of a field running over a hill: curves below its crest, further apart towards the viewer."""
    c = stage.canvas
    dark, pale = stage.light.on(times(colour, 0.86), 0.2), stage.light.on(mix(colour, (255, 248, 214), 0.16), 0.2)
    tilt = stage.stream("furrows").uniform(-0.05, 0.05) * c.h * (X - np.float32(0.5))

    def draw(b: Brush) -> None:
        for k in range(9):
            low, high = ((k + t) / 9.5 for t in (0.5, 0.0))
            upper, lower = (crest + (deep * t**1.4 * c.h) + tilt * t for t in (high, low))
            rim = [(float(x) * c.w, float(y)) for x, y in zip(X, upper, strict=True)]
            foot = [(float(x) * c.w, float(y)) for x, y in zip(X, lower, strict=True)]
            b.polygon(rim + foot[::-1], dark if k % 2 else pale)

    c.vector((0, float(crest.min()), c.w, float(crest.max()) + deep * c.h), draw, blur=c.m * 0.001, quiet=True)


def lone_tree(stage: Stage) -> None:
    """One large tree a third across, with its shade: what the eye rests on where a landscape is all that is shown."""
    if stage.plan.subjects or not stage.has("trees", "tree", "forest"):
        return
    c, r, here = stage.canvas, stage.nuance("lone"), region(stage)
    side = 1 if stage.light.side < 0 else -1
    x, y, size = (0.5 + 0.2 * side) * c.w, min(0.86, stage.horizon + 0.24) * c.h, 0.46 * c.m
    leaf, dark = stage.light.on(here.leaves[0]), mix(times(stage.ground, 0.4), stage.light.shadow, 0.3)
    shade = (x - 0.6 * size, y - 0.1 * size, x + 0.8 * size, y + 0.14 * size)
    c.vector(
        shade, lambda b: b.ellipse(x + 0.08 * side * size, y, 0.4 * size, 0.06 * size, dark, 120), blur=c.m * 0.008
    )

    def draw(b: Brush) -> None:
        if here.trees[0] == "pine":
            flora.pine(b, r, x, y, size * 1.1, leaf, stage.light.side, stage.plan.weather == "snow")
        else:
            flora.round_tree(b, r, x, y, size, leaf, stage.light.side)

    c.vector((x - size, y - 1.2 * size, x + size, y + 0.02 * c.m), draw, sheet=True)


def trees_on(stage: Stage, heights: Floats, purpose: str, size: float, count: int, far: float, kind: str = "") -> None:
    """Trees along a ridge, away from the middle where the subject stands."""
    if not stage.has("trees", "tree", "forest"):
        return
    c, r = stage.canvas, stage.nuance("trees", purpose)
    snow = stage.plan.weather == "snow" or stage.setting == "snow"
    trees = region(stage).trees
    groves = r.random(max(2, count // 3))  # trees stand in groves, not one by one
    spots = sorted(
        (
            float(groves[k % len(groves)] + r.normal(0, 0.045)) % 1.0,
            float(r.uniform(0.7, 1.25)),
            float(r.random()),
        )
        for k in range(stage.count(count))
    )

    def draw(b: Brush) -> None:
        for x, k, which in spots:
            if purpose == "near" and abs(x * c.w - stage.focus[0]) < stage.focus[2] + 0.06 * c.m:
                continue
            y = float(np.interp(x, X, heights)) + c.m * size * 0.05
            leaf = stage.light.on(mix(leaf_colour(stage, r), (214, 228, 240), 0.4 if snow else 0), far)
            grown = kind or trees[int(which * len(trees))]
            if grown == "cypress":
                flora.cypress(b, x * c.w, y, c.m * size * k * 1.3, leaf, stage.light.side)
            elif grown == "birch":
                flora.birch(b, r, x * c.w, y, c.m * size * k * 1.15, leaf, stage.light.side)
            elif grown == "pine":
                flora.pine(
                    b,
                    r,
                    x * c.w,
                    y,
                    c.m * size * k * 1.2,
                    mix(leaf, stage.light.on((40, 96, 84), far), 0.6),
                    stage.light.side,
                    snow,
                )
            else:
                flora.round_tree(b, r, x * c.w, y, c.m * size * k, leaf, stage.light.side)

    top = max(0.0, float(heights.min()) - c.m * size * 1.6)
    c.vector((0, top, c.w, float(heights.max()) + c.m * 0.02), draw, sheet=True)


def meadow(stage: Stage) -> None:
    """A wide flower meadow under low hills with groves of trees."""
    here, hz = region(stage), stage.horizon
    ridge(stage, line(stage, "far", hz - 0.01, 0.13, 2), mix(here.field, here.far, 0.7), 0.58)
    ridge(stage, line(stage, "blue", hz + 0.005, 0.07, 2), mix(here.field, here.far, 0.4), 0.4)
    back = line(stage, "middle", hz + 0.02, 0.05, 2)
    ridge(stage, back, mix(here.field, here.grass, 0.4), 0.26)
    trees_on(stage, back, "middle", 0.12, 12, 0.26)
    mist(stage, hz + 0.03, 0.07, 0.22)
    lawn(stage, here.grass, hz + 0.045)
    if stage.plan.ground == "village":
        village(stage, line(stage, "ground", hz + 0.08, 0.02, 2))
    lone_tree(stage)
    turf.flowers(stage)


def peaks(
    stage: Stage, purpose: str, base: float, high: float, count: int, rock: Colour, far: float, snow: float
) -> None:
    """A range of mountains with a lit and a dark side and snow on top."""
    c, r, side = stage.canvas, stage.stream("peaks", purpose), stage.light.side
    winter = stage.plan.weather == "snow"
    tops = []
    for k in range(count):
        x = (k + r.uniform(0.2, 0.8)) / count * 1.2 - 0.1
        tops.append((x, high * r.uniform(0.55, 1.0), r.uniform(0.75, 1.15)))
    lit = stage.light.on(mix(rock, (255, 240, 210), 0.16), far)
    dark = stage.light.on(times(rock, 0.7), far)
    white = stage.light.on((250, 252, 255), far * 0.6)
    blue = stage.light.on((186, 204, 236), far * 0.7)
    rough = [[float(v) for v in r.uniform(-1, 1, 12)] for _ in tops]

    def one(b: Brush, x: float, h: float, w: float, jag: list[float]) -> None:
        px, top, foot = x * c.w, base * c.h - h * c.h, base * c.h + 2
        half = h * c.h * w * 1.05
        left = [(px - half * t + jag[i] * half * 0.05, top + (foot - top) * t) for i, t in enumerate((0.25, 0.5, 0.75))]
        right = [
            (px + half * t + jag[i + 3] * half * 0.05, top + (foot - top) * t) for i, t in enumerate((0.25, 0.5, 0.75))
        ]
        spine = [(px + jag[i + 6] * half * 0.14, top + (foot - top) * t) for i, t in enumerate((0.25, 0.5, 0.75))]
        outline_l, outline_r = [(px, top), *left, (px - half, foot)], [(px, top), *right, (px + half, foot)]
        b.polygon(outline_l + outline_r[::-1], lit if side < 0 else dark)
        shaded = outline_r if side < 0 else outline_l
        b.polygon([*shaded, (px, foot), *spine[::-1]], dark if side < 0 else lit)
        cut = snow if not winter else min(0.85, snow + 0.3)
        teeth = []
        for i in range(7):
            u = i / 6 * 2 - 1
            teeth.append(
                (
                    px + half * cut * u,
                    top + (foot - top) * cut * (0.82 + 0.22 * (i % 2) + 0.1 * jag[i]) * (1 if abs(u) < 0.99 else 0.98),
                )
            )
        # the snow's own light and dark half, split at the same spine
        edge_y = top + (foot - top) * cut
        b.polygon([(px, top), (px - half * cut, edge_y), *teeth[1:3], teeth[3]], white if side < 0 else blue)
        b.polygon([(px, top), teeth[3], *teeth[4:6], (px + half * cut, edge_y)], blue if side < 0 else white)

    def draw(b: Brush) -> None:
        for (x, h, w), jag in sorted(zip(tops, rough, strict=True), key=lambda q: -q[0][1]):
            one(b, x, h, w, jag)

    c.vector((0, (base - high) * c.h - 4, c.w, base * c.h + 2), draw, sheet=True)
    veil = (
        gradient((2, 64), [(0, (0, 0, 0)), (1, (210, 210, 210))])
        .convert("L")
        .resize((c.w, max(1, round(high * c.h * 0.6))))
    )
    c.image.paste(
        stage.light.on(rock, min(1, far + 0.5)),
        (0, round(base * c.h - veil.height)),
        veil.point([v * 150 // 255 for v in range(256)]),
    )


def mountains(stage: Stage) -> None:
    """Two ranges, a wooded foothill, a near slope."""
    hz, base = stage.horizon, green(stage)
    reach = min(0.42, hz * 0.72)
    if reach > 0.1:
        peaks(stage, "far", hz + 0.02, reach, 4, (120, 132, 168), 0.5, 0.46)
        peaks(stage, "near", hz + 0.05, reach * 0.68, 4, (98, 106, 136), 0.18, 0.34)
    foot = line(stage, "middle", hz + 0.07, 0.07, 3)
    ridge(stage, foot, mix(base, (50, 96, 90), 0.55), 0.2)
    trees_on(stage, foot, "middle", 0.085, 22, 0.2, "pine")
    lawn(stage, mix(base, (110, 140, 90), 0.3), hz + 0.1, 0.04)
    if stage.plan.ground == "village":
        village(stage, line(stage, "ground", hz + 0.14, 0.04, 2))
    turf.flowers(stage, sparse=True)


def forest(stage: Stage) -> None:
    """Rows of trees going into the haze, a clearing in front, ferns at the edges."""
    c, hz, light = stage.canvas, stage.horizon, stage.light
    base = mix(green(stage), (86, 120, 66), 0.4) if stage.plan.weather != "snow" else green(stage)
    snow = stage.plan.weather == "snow"
    said = stage.plan.prompt.lower()
    jungle, bamboo = "jungle" in said or "rainforest" in said, "bamboo" in said
    for row, (far, size, count, foot) in enumerate(
        ((0.56, 0.42, 18, 0.0), (0.32, 0.56, 12, 0.03), (0.08, 0.72, 8, 0.06))
    ):
        r = stage.stream("row", row)
        spots = [((k + r.uniform(0.1, 0.9)) / count, r.uniform(0.8, 1.2), r.random()) for k in range(count)]
        heights = line(stage, f"floor{row}", hz + foot + 0.02, 0.02, 2)
        ridge(stage, heights, mix(base, (60, 100, 80), 0.4), far * 0.9)
        hue = stage.nuance("leaves", row)

        def draw(
            b: Brush,
            far: float = far,
            size: float = size,
            foot: float = foot,
            row: int = row,
            spots: list[tuple[float, float, float]] = spots,
            r: Random = r,
            hue: Random = hue,
        ) -> None:
            for x, k, which in spots:
                if row == 2 and 0.24 < x < 0.76:
                    continue  # the clearing
                leaf = light.on(mix(leaf_colour(stage, hue), (36, 92, 80), 0.35 if not jungle else 0.1), far)
                y = (hz + foot + 0.03) * c.h
                h = c.m * size * k * min(1.25, max(1.0, c.h / c.w))
                if bamboo:
                    flora.bamboo(b, r, x * c.w, y, h * 1.1, leaf, light.side)
                elif jungle and which < 0.5:
                    flora.palm(b, r, x * c.w, y, h * 0.8, leaf, 1 if x < 0.5 else -1)
                elif which < 0.66 or snow:
                    flora.pine(b, r, x * c.w, y, h, leaf, light.side, snow)
                else:
                    flora.round_tree(b, r, x * c.w, y, h * 0.95, leaf, light.side)

        c.vector((0, 0, c.w, (hz + foot + 0.06) * c.h), draw, sheet=True, quiet=row == 0)
        if row < 2:
            mist(stage, hz + foot + 0.02, 0.16, 0.3 if row == 0 else 0.2)
    lawn(stage, base, hz + 0.07, 0.03)
    if light.level > 0.6 and not snow and stage.plan.weather is None:
        shafts(stage)
    turf.flowers(stage, sparse=True)


def mist(stage: Stage, at: float, high: float, strength: float) -> None:
    """A soft bank of haze lying at a height."""
    c = stage.canvas
    band = max(2, round(high * c.h))
    ramp = gradient((2, band), [(0, (0, 0, 0)), (0.5, (255, 255, 255)), (1, (0, 0, 0))]).convert("L")
    mask = ramp.resize((c.w, band)).point([round(v * strength) for v in range(256)])
    c.image.paste(stage.light.haze, (0, round((at - high / 2) * c.h)), mask)


def shafts(stage: Stage) -> None:
    """Slanting beams of sunlight through leaves."""
    c, r = stage.canvas, stage.nuance("shafts")
    size = small(c.size, 200)
    layer = Image.new("L", size)
    pen = ImageDraw.Draw(layer)
    side = stage.light.side
    for _ in range(5):
        x = r.uniform(0.1, 0.9) * size[0]
        w = r.uniform(0.02, 0.07) * size[0]
        drop = size[1] * 0.85
        pen.polygon(
            [(x, 0), (x + w, 0), (x + w * 1.8 - side * drop * 0.35, drop), (x - w * 0.8 - side * drop * 0.35, drop)],
            fill=int(r.integers(60, 130)),
        )
    fade = gradient(size, [(0, (255, 255, 255)), (0.8, (60, 60, 60)), (1, (0, 0, 0))]).convert("L")
    layer = ImageChops.multiply(layer.filter(ImageFilter.GaussianBlur(3)), fade)
    c.tint((255, 246, 200), layer, 0.6)


def snowfield(stage: Stage) -> None:
    """Snow to the horizon, ice hills behind, a few firs."""
    hz = stage.horizon
    white: Colour = (234, 242, 252)
    peaks(stage, "ice", hz + 0.02, min(0.24, hz * 0.5), 5, (150, 178, 214), 0.45, 0.6)
    back = line(stage, "middle", hz + 0.03, 0.06, 2)
    ridge(stage, back, mix(white, (150, 180, 220), 0.4), 0.3, 0.86)
    trees_on(stage, back, "middle", 0.1, 6, 0.25, "pine")
    near = line(stage, "near", hz + 0.08, 0.05, 2)
    ridge(stage, near, mix(white, (170, 196, 230), 0.2), 0.08, 0.88)
    if stage.plan.ground == "village":
        village(stage, near)
    ground(stage, white, hz + 0.12, 0.03, 0.86)
    grounds.drifts(stage, hz + 0.13)
