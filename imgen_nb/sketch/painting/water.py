"""Water: sea, lake, beach, and under the surface."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import flora, grounds
from imgen_nb.sketch.painting.canvas import Brush, gradient, mix, small, times, waves
from imgen_nb.sketch.painting.land import X, green, line, peaks, ridge, trees_on
from imgen_nb.sketch.painting.sky import sun_at
from imgen_nb.sketch.painting.village import village
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import COLOUR


def surface(stage: Stage, deep: Colour, pale: Colour) -> None:
    """Water from the horizon down: the mirrored sky, ripples that grow, the sun's path."""
    c, light = stage.canvas, stage.light
    if stage.plan.land and stage.setting != "beach":
        deep, pale = times(COLOUR[stage.plan.land], 0.62), mix(COLOUR[stage.plan.land], (255, 255, 255), 0.2)
    top = round(stage.hz)
    high = c.h - top
    if high < 2:
        return
    above = c.image.crop((0, max(0, top - high), c.w, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = above.resize((c.w, high)).filter(ImageFilter.GaussianBlur(c.m * 0.012))
    water = gradient(
        (c.w, high), [(0, light.on(pale, 0.3)), (0.35, light.on(mix(pale, deep, 0.5))), (1, light.on(deep))]
    )
    mask = gradient((2, high), [(0, (180, 180, 180)), (1, (70, 70, 70))]).convert("L").resize((c.w, high))
    water.paste(mirror, (0, 0), mask)
    c.image.paste(water, (0, top))
    ripples(stage, top, high, light.on(times(deep, 0.8)), mix(light.haze, (255, 255, 255), 0.35))
    if light.disc or any(s.art == "@moon" for s in stage.plan.subjects):
        glitter(stage, top, high)


def ripples(stage: Stage, top: int, high: int, dark: Colour, pale: Colour) -> None:
    """Long flat strokes, wider and further apart towards the viewer."""
    c, r = stage.canvas, stage.nuance("ripples")
    rough = 1.8 if stage.plan.weather in ("storm", "wind") else 1.0
    strokes = [(r.random(), r.random() ** 1.4, r.random(), r.random()) for _ in range(stage.count(130))]

    def draw(b: Brush) -> None:
        for x, t, q, kind in strokes:
            y = top + high * (0.01 + t * 0.99)
            long, thick = c.m * (0.012 + 0.1 * t) * (0.5 + q), c.m * (0.0007 + 0.0042 * t) * rough
            b.ellipse(x * c.w, y, long, thick, pale if kind < 0.36 else dark, 70 if kind < 0.36 else 80)

    c.vector((0, top, c.w, c.h), draw, quiet=True)


def glitter(stage: Stage, top: int, high: int) -> None:
    """The path of light on water below the sun or moon."""
    c, r, light = stage.canvas, stage.nuance("glitter"), stage.light
    x, _ = sun_at(stage)
    colour = mix(light.sun_colour, light.haze, 0.25)
    dashes = [(r.normal(0, 1), r.random() ** 1.1, r.random()) for _ in range(90)]

    def draw(b: Brush) -> None:
        for n, t, q in dashes:
            y = top + high * t * 0.96
            spread = c.m * (0.03 + 0.11 * t)
            b.ellipse(
                x + n * spread,
                y,
                c.m * (0.012 + 0.03 * t) * (0.4 + q),
                c.m * (0.0012 + 0.0036 * t),
                colour,
                round(225 - 120 * t),
            )

    c.vector((0, top, c.w, c.h), draw, quiet=True)


def far_shore(stage: Stage, chance: float) -> None:
    """Land or islands across the water."""
    if stage.stream("shore").random() < chance:
        heights = line(stage, "shore", stage.horizon + 0.004, 0.1, 2)
        floor = np.float32(stage.hz + 1)
        ridge(stage, np.minimum(heights, floor), (86, 116, 130), 0.55)


def sea(stage: Stage) -> None:
    """Open sea."""
    far_shore(stage, 0.6)
    surface(stage, (14, 84, 134), (66, 158, 190))
    stage.ground = stage.light.on((40, 120, 160))


def lake(stage: Stage) -> None:
    """A lake among wooded hills, reeds at the near edge."""
    c, hz = stage.canvas, stage.horizon
    base = green(stage)
    if any(word in stage.plan.prompt.lower() for word in ("mountain", "alp", "fjord")):
        peaks(stage, "lake", hz + 0.01, min(0.34, hz * 0.7), 4, (112, 122, 156), 0.36, 0.42)
    else:
        ridge(stage, line(stage, "far", hz - 0.05, 0.2, 2), mix(base, (90, 120, 160), 0.6), 0.6)
    back = np.minimum(line(stage, "middle", hz - 0.01, 0.08, 2), np.float32(stage.hz))
    ridge(stage, back, mix(base, (60, 120, 100), 0.4), 0.3)
    trees_on(stage, back, "middle", 0.13, 18, 0.3, "pine")
    if stage.plan.ground == "village":
        village(stage, back)
    surface(stage, (24, 88, 120), (96, 168, 180))
    r = stage.nuance("reeds")
    places = [
        (r.uniform(-0.02, 0.18) if k % 2 else r.uniform(0.82, 1.02), r.uniform(0.93, 1.05), r.uniform(0.12, 0.22))
        for k in range(stage.count(9))
    ]

    def draw(b: Brush) -> None:
        for x, y, s in places:
            flora.reed(b, r, x * c.w, y * c.h, s * c.m, stage.light.on((70, 116, 60)))

    c.vector((0, 0.6 * c.h, c.w, c.h), draw)
    stage.ground = stage.light.on((60, 120, 140))


def beach(stage: Stage) -> None:
    """Sea, surf and sand, palms at the side."""
    c, light = stage.canvas, stage.light
    far_shore(stage, 0.7)
    surface(stage, (18, 116, 160), (98, 200, 206))
    start = stage.horizon + (0.97 - stage.horizon) * 0.34
    curve = waves(stage.stream("surf"), 2)
    for k, (lift, colour) in enumerate(((0.03, (186, 232, 230)), (0.014, (250, 253, 252)), (0.0, (214, 184, 136)))):
        heights = ((start - lift + 0.028 * curve(X + np.float32(0.015 * k))) * c.h).astype(np.float32)
        c.fill_below(heights, light.on(colour), light.on(colour), soft=c.m * 0.0012)
    heights = ((start + 0.02 + 0.028 * curve(X)) * c.h).astype(np.float32)
    sand: Colour = COLOUR.get(stage.plan.land or "", (242, 214, 164))
    c.fill_below(heights, light.on(sand), light.on(times(sand, 0.88)), soft=c.m * 0.004)
    stage.ground = light.on(sand)
    grounds.wind_ripples(stage, start + 0.05, sand)
    r = stage.nuance("sand")
    dots = [(r.random(), r.random(), r.random()) for _ in range(stage.count(40))]
    side = 1 if stage.stream("palm").random() < 0.5 else -1

    def draw(b: Brush) -> None:
        for x, t, q in dots:
            y = (start + 0.06 + (0.94 - start) * t) * c.h
            s = c.m * (0.0014 + 0.003 * t)
            b.ellipse(x * c.w, y, s * (1 + q), s * 0.7, light.on(times(sand, 0.8 if q < 0.7 else 1.08)))
        if stage.has("trees", "tree", "palm-tree", "palm"):
            for k in range(2):
                x = 0.5 + side * (0.45 - 0.075 * k * min(1.0, c.m / c.w * 1.2))
                flora.palm(
                    b,
                    r,
                    x * c.w,
                    (start + 0.1 + 0.03 * k) * c.h,
                    c.m * (0.5 - 0.12 * k),
                    light.on((62, 146, 84)),
                    -side,
                )

    c.vector((0, 0, c.w, c.h), draw)


def underwater(stage: Stage) -> None:
    """Sunbeams from above, a sandy floor with coral and weed, bubbles."""
    c, light, r = stage.canvas, stage.light, stage.nuance("under")
    c.image.paste(gradient(c.size, light.sky))
    size = small(c.size, 220)
    rays = Image.new("L", size)
    pen = ImageDraw.Draw(rays)
    s = stage.stream("rays")
    middle = s.uniform(0.3, 0.7)
    for _ in range(7):
        a = s.normal(0, 0.28)
        w = s.uniform(0.015, 0.05)
        x0, x1 = (middle + a * 0.3) * size[0], (middle + a * 1.5) * size[0]
        pen.polygon(
            [(x0, -2), (x0 + w * size[0], -2), (x1 + w * 3 * size[0], size[1]), (x1 - w * size[0], size[1])],
            fill=int(s.integers(40, 100)),
        )
    fade = gradient(size, [(0, (255, 255, 255)), (0.85, (30, 30, 30)), (1, (0, 0, 0))]).convert("L")
    c.tint((226, 252, 250), ImageChops.multiply(rays.filter(ImageFilter.GaussianBlur(3)), fade), 0.75)
    far = line(stage, "far", stage.horizon - 0.03, 0.2, 3)
    c.fill_below(far, mix(light.sky[2][1], (20, 60, 90), 0.35), mix(light.sky[3][1], (10, 40, 70), 0.4))
    sand: Colour = (222, 206, 160)
    heights = line(stage, "floor", stage.horizon + 0.07, 0.06, 2)
    c.fill_below(
        heights, mix(light.on(sand), light.sky[2][1], 0.3), mix(light.on(times(sand, 0.7)), light.sky[3][1], 0.35)
    )
    stage.ground = light.on(sand)
    garden(stage)
    bubbles = [(r.random(), r.random(), r.random()) for _ in range(stage.count(26))]

    def draw(b: Brush) -> None:
        for x, y, q in bubbles:
            rr = c.m * (0.003 + 0.009 * q * q)
            px, py = x * c.w, y * c.h * 0.85
            b.ellipse(px, py, rr, rr, (210, 244, 250), 90)
            b.ellipse(px - rr * 0.3, py - rr * 0.35, rr * 0.28, rr * 0.24, (255, 255, 255), 220)

    c.vector((0, 0, c.w, c.h), draw)
    shoal(stage)


def garden(stage: Stage) -> None:
    """Coral, stones and weed along the sea floor, thick at both sides."""
    c, light, r = stage.canvas, stage.light, stage.nuance("coral")
    corals: tuple[Colour, ...] = ((250, 122, 108), (246, 168, 84), (214, 92, 160), (150, 108, 214))
    places = []
    for k in range(stage.count(20)):
        x = r.beta(0.55, 0.55)
        places.append((float(x), float(r.random()), float(r.random()), k))

    def draw(b: Brush) -> None:
        for x, t, q, k in sorted(places, key=lambda p: p[1]):
            y = (stage.horizon + 0.06 + 0.16 * t) * c.h
            s = c.m * (0.07 + 0.12 * t) * (0.6 + 0.6 * q) * (0.6 if 0.3 < x < 0.7 else 1)
            fade = 0.35 * (1 - t)
            if k % 3 == 0:
                colour = mix(light.on(corals[k % 4]), light.sky[2][1], fade)
                for i in range(5):
                    a = (i - 2) * 0.36
                    tip = (x * c.w + np.sin(a) * s, y - np.cos(a) * s)
                    b.line([(x * c.w, y), tip], s * 0.14, times(colour, 0.86 + 0.06 * i))
                    b.ellipse(tip[0], tip[1], s * 0.085, s * 0.085, times(colour, 0.86 + 0.06 * i))
            elif k % 3 == 1:
                b.ellipse(x * c.w, y, s * 0.5, s * 0.34, mix(light.on((120, 124, 140)), light.sky[2][1], fade))
                b.ellipse(
                    x * c.w - s * 0.08,
                    y - s * 0.09,
                    s * 0.34,
                    s * 0.2,
                    mix(light.on((150, 154, 168)), light.sky[2][1], fade),
                )
            else:
                for i in range(3):
                    flora.seaweed(
                        b,
                        r,
                        x * c.w + (i - 1) * s * 0.16,
                        y,
                        s * (1.1 + 0.3 * i),
                        mix(light.on((70, 160, 104)), light.sky[2][1], fade),
                    )

    c.vector((0, (stage.horizon - 0.2) * c.h, c.w, c.h), draw)


def shoal(stage: Stage) -> None:
    """A distant school of small fish."""
    c, r = stage.canvas, stage.stream("shoal")
    x0, y0 = r.uniform(0.12, 0.3) if r.random() < 0.5 else r.uniform(0.7, 0.88), r.uniform(0.16, 0.34)
    colour = mix(stage.light.sky[1][1], (20, 60, 110), 0.45)
    places = [(x0 + r.normal(0, 0.07), y0 + r.normal(0, 0.04), r.uniform(0.6, 1.2)) for _ in range(11)]

    def draw(b: Brush) -> None:
        for x, y, k in places:
            s, px, py = c.m * 0.013 * k, x * c.w, y * c.h
            b.ellipse(px, py, s, s * 0.42, colour)
            b.polygon([(px + s * 0.7, py), (px + s * 1.6, py - s * 0.5), (px + s * 1.6, py + s * 0.5)], colour)

    c.vector((0, 0, c.w, c.h * 0.6), draw)
