"""Turf: grass in rows from far to near, the blades at the feet of what is shown, flowers in drifts."""

from __future__ import annotations

import functools

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import flora
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, stream, times
from imgen_nb.sketch.painting.regions import region
from imgen_nb.sketch.planning.stage import Stage

LONG, HIGH = 1024, 64  # a strip of blades, whose ends meet
ROWS = 12
DENSE, THIN = 130, 90  # blades in a strip


def grow(stage: Stage, colour: Colour, top: float) -> None:
    """Grass from `top` to the lower edge: flat and fine in the distance, single blades near the viewer."""
    if stage.plan.camera == "aerial":
        return  # no blade is seen from up there
    stage.turf = colour
    r = stage.nuance("turf")
    for k in range(ROWS):
        t = (k + 0.6) / ROWS
        shade = times(colour, 1.12 if k % 2 else 0.9)
        _row(stage, r, top + (1.05 - top) * t**1.25, 0.008 + 0.075 * t**1.4, shade, 0.16 * (1 - t), 0.7 + 0.3 * t)


def _row(stage: Stage, r: Random, foot: float, high: float, colour: Colour, far: float, strength: float) -> None:
    """One row with its roots at a height of the picture, pale at its tips, gone at its roots."""
    c, light = stage.canvas, stage.light
    tall = max(3, round(high * c.m))
    strip, start = _strip(DENSE), float(r.random())
    tip, root = light.on(mix(times(colour, 1.1), light.sun_colour, 0.3), far), light.on(times(colour, 0.86), far)
    blades = _stretch(strip, start, c.w, tall).point([round(v * strength) for v in range(256)])
    c.image.paste(gradient((c.w, tall), [(0, tip), (0.75, root), (1, root)]), (0, round(foot * c.h) - tall), blades)


def at_feet(stage: Stage, x0: float, x1: float, ground: float) -> None:
    """Blades before the foot of a thing from x0 to x1 (pixels), so that it stands in the grass and not on it."""
    c, light, colour = stage.canvas, stage.light, stage.turf
    if colour is None or (stage.paved and stage.paved[0] < ground / c.h < stage.paved[1]):
        return
    near = max(0.15, min(1.0, (ground / c.h - stage.horizon) / max(0.05, 1 - stage.horizon)))
    tall = max(3, round((0.02 + 0.045 * near) * c.m))
    wide = max(4, round((x1 - x0) + 1.6 * tall))
    start = float(stage.nuance("feet", round(64 * x0 / c.w)).random())
    blades = _stretch(_strip(THIN), start, wide, tall)
    ends = np.clip(np.minimum(np.arange(wide), np.arange(wide)[::-1]) / (0.9 * tall), 0, 1) * 255
    blades = ImageChops.multiply(blades, Image.fromarray(ends.astype(np.uint8)[None]).resize(blades.size))
    tip, root = light.on(mix(colour, light.sun_colour, 0.3)), mix(light.on(times(colour, 0.6)), light.shadow, 0.15)
    left, top = round((x0 + x1 - wide) / 2), round(ground + 0.3 * tall) - tall
    c.image.paste(gradient(blades.size, [(0, tip), (0.8, root), (1, root)]), (left, top), blades)


def close(stage: Stage) -> None:
    """Grass right before the viewer, out of focus along the lower edge."""
    c, light, colour = stage.canvas, stage.light, stage.turf
    if colour is None:
        return
    tall = round(0.15 * c.m)
    blades = _stretch(_strip(THIN), float(stage.nuance("close").random()), c.w, tall)
    blades = blades.filter(ImageFilter.BoxBlur(0.004 * c.m))
    tip, root = light.on(mix(colour, light.sun_colour, 0.2)), light.on(times(colour, 0.5))
    c.image.paste(gradient((c.w, tall), [(0, tip), (0.8, root), (1, root)]), (0, c.h - round(0.62 * tall)), blades)


def _stretch(strip: Image.Image, start: float, wide: int, tall: int) -> Image.Image:
    """As much of a strip, from a fraction of it on, as fills a row of this size."""
    long = LONG * tall / HIGH
    out = Image.new("L", (wide, tall))
    if long < 1.6 * wide:
        tile, x = strip.resize((max(2, round(long)), tall), Image.Resampling.BILINEAR), -round(start * long)
        while x < wide:
            out.paste(tile, (x, 0))
            x += tile.width
        return out
    part = wide / long * LONG
    at = start * (LONG - part)
    return strip.resize((wide, tall), Image.Resampling.BILINEAR, box=(at, 0, at + part, HIGH))


@functools.cache
def _strip(count: int) -> Image.Image:
    """A row of blades ("L"): bent, of all lengths, opaque at their tips and gone at their roots."""
    r = stream("turf", count)
    layer = Image.new("L", (2 * LONG, 2 * HIGH))
    pen = ImageDraw.Draw(layer)
    for x, q, lean, tone in r.random((count, 4)).tolist():
        high, bow, half = HIGH * (0.4 + 0.58 * q**1.5), (lean - 0.5) * 1.1 * HIGH, 2.0 + 2.2 * q
        for shift in (-LONG, 0, LONG):
            foot, knee, tip = (x * LONG + shift + bow * k for k in (0.0, 0.22, 1.0))
            waist = HIGH - 0.5 * high
            rim = [(foot - half, HIGH), (knee - 0.8 * half, waist), (tip, HIGH - high), (knee + 0.8 * half, waist),
                   (foot + half, HIGH)]  # fmt: skip
            pen.polygon([(2 * px, 2 * py) for px, py in rim], fill=round(120 + 135 * tone))
    fade = Image.linear_gradient("L").resize((LONG, HIGH)).point([min(255, round((255 - v) * 2.2)) for v in range(256)])
    return ImageChops.multiply(layer.reduce(2), fade)


def flowers(stage: Stage, *, sparse: bool = False) -> None:
    """Drifts of flowers, growing larger towards the viewer; a whole field of those that the prompt names."""
    if stage.plan.weather == "snow" or stage.setting == "snow" or not stage.has("flowers", "flower", "bouquet"):
        return
    c, r, here = stage.canvas, stage.nuance("grass"), region(stage)
    top = stage.horizon + (0.14 if sparse else 0.05)
    drifts = [(float(r.random()), float(r.uniform(0.1, 0.9))) for _ in range(4 if sparse else 7)]
    found = []
    for k in range(stage.count(30 if sparse else 80)):
        x, t = drifts[k % len(drifts)]
        found.append((x + float(r.normal(0, 0.07)), min(1.0, abs(t + float(r.normal(0, 0.1)))), int(r.integers(5))))
    colours = here.petals or ((250, 250, 250),)
    said = stage.plan.prompt.lower()
    bloom = next((petals for word, petals in BLOOMS.items() if word in said), None)
    if bloom and not sparse:
        colours = bloom
        found += [(float(r.random()), float(r.random()) ** 0.7, int(r.integers(5))) for _ in range(stage.count(190))]

    def draw(b: Brush) -> None:
        for x, t, k in sorted(found, key=lambda q: q[1]):
            y = top + (1.0 - top) * t
            petal = stage.light.on(colours[k % len(colours)], 0.2 * (1 - t))
            stem = stage.light.on(times(here.grass, 0.6))
            flora.flower(b, r, x * c.w, y * c.h, c.m * (0.005 + 0.013 * t), petal, stem)

    c.vector((0, top * c.h - c.m * 0.04, c.w, c.h), draw, quiet=True)


BLOOMS: dict[str, tuple[Colour, ...]] = {
    "lavender": ((150, 112, 220), (176, 140, 236)),
    "popp": ((230, 60, 52),),
    "sunflower field": ((252, 202, 60),),
    "field of sunflowers": ((252, 202, 60),),
    "tulip": ((240, 84, 108), (250, 196, 80), (232, 120, 200)),
    "daisies": ((252, 252, 248),),
}
