"""What joins a thing to its place: shadows, the dark line at its foot, reflections, foam, contours."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, mix, times
from imgen_nb.sketch.planning.stage import INSIDE, Stage


def shade(stage: Stage) -> Colour:
    """The colour of a shadow here: the ground's own, darker and leaning to the colour of the sky."""
    return mix(times(stage.ground, 0.3), stage.light.shadow, 0.4)


def shadow(stage: Stage, tile: Image.Image, x0: float, ground: float, y0: float) -> None:
    """A cast shadow away from the sun, towards the viewer when the sun is in the picture, and a dark contact below."""
    c, light = stage.canvas, stage.light
    foot = min(tile.height, max(2, round(ground - y0)))
    alpha = tile.getchannel("A").crop((0, 0, tile.width, foot))
    inside = stage.setting in INSIDE or stage.flat
    length = max(3, round(foot * (0.5 if light.low else 0.24 if not inside else 0.2)))
    lean = -light.side * (0.75 if light.low else 0.6) * length + (0.5 - light.sun[0]) * length * 0.6
    soft = max(1.2, min(stage.m * 0.02, foot * 0.035))  # the further from the feet, the softer: drawn small, enlarged
    pad = round(abs(lean) + 3 * soft) + 4
    k = min(1.0, 2.0 / soft)
    size = (max(4, round((tile.width + 2 * pad) * k)), max(3, round((length + 3 * soft) * k)))
    # output (u, v): v = 0 at the feet; the silhouette is flipped, squashed and sheared
    vertical = foot / length
    shear = lean / length
    data = (1 / k, -shear / k, -pad, 0.0, -vertical / k, foot - 0.5)
    cast = alpha.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)
    fade = Image.linear_gradient("L").resize(size).point([max(0, 255 - round(v * 0.86)) for v in range(256)])
    cast = ImageChops.multiply(cast, fade).filter(ImageFilter.GaussianBlur(max(0.8, soft * k * 0.5)))
    strength = (0.52 if light.disc or inside else 0.3) * (0.8 if light.level < 0.5 else 1)
    cast = cast.point([round(v * strength) for v in range(256)])
    cast = cast.resize((tile.width + 2 * pad, round(length + 3 * soft)), Image.Resampling.BICUBIC)
    c.image.paste(shade(stage), (round(x0 - pad), round(ground - 1)), cast)
    contact(stage, tile, x0, ground, 0.8)


def contact(stage: Stage, tile: Image.Image, x0: float, ground: float, strength: float) -> None:
    """The darkness where a thing touches what it stands on: a breath round it, and a line under each foot."""
    c = stage.canvas
    rows = max(1, round(tile.height * 0.07))
    foot = min(tile.height, max(rows + 1, round(tile.height * 0.985)))
    strip = tile.getchannel("A").crop((0, foot - rows, tile.width, foot))
    found = strip.getbbox()
    if found is None:
        return
    left, right = found[0], found[2]
    dark, high = mix(shade(stage), (10, 8, 20), 0.4), max(4, round(stage.m * 0.017))
    wide, tall = max(6, round((right - left) * 1.2)), max(4, round(min(stage.m * 0.06, (right - left) * 0.2)))
    around = Image.new("L", (wide + tall, 2 * tall))
    ImageDraw.Draw(around).ellipse(
        (tall // 2, tall // 2, tall // 2 + wide, tall // 2 + tall), fill=round(96 * strength)
    )
    around = around.filter(ImageFilter.GaussianBlur(tall * 0.26))
    x = x0 + (left + right) / 2 - around.width / 2
    c.image.paste(dark, (round(x), round(ground - around.height * 0.5)), around)
    line = Image.new("L", (tile.width + 2 * high, 2 * high))
    line.paste(strip.resize((tile.width, high)), (high, high // 2))
    line = line.filter(ImageFilter.GaussianBlur(max(0.8, high * 0.24)))
    line = line.point([round(v * 0.85 * strength) for v in range(256)])
    c.image.paste(dark, (round(x0) - high, round(ground - high)), line)


def far_shadow(stage: Stage, tile: Image.Image, x0: float) -> None:
    """The soft spot of something flying, far below on the ground."""
    c = stage.canvas
    wide = max(6, round(tile.width * 0.5))
    high = max(3, round(wide * 0.12))
    mask = Image.new("L", (wide * 2, high * 4))
    ImageDraw.Draw(mask).ellipse((wide * 0.5, high * 1.5, wide * 1.5, high * 2.5), fill=60)
    mask = mask.filter(ImageFilter.GaussianBlur(max(1.0, high * 0.4)))
    y = (stage.horizon + (1 - stage.horizon) * 0.62) * c.h
    x = x0 + tile.width / 2 - stage.light.side * tile.width * 0.2
    c.image.paste(shade(stage), (round(x - wide), round(y - high * 2)), mask)


def reflection(stage: Stage, tile: Image.Image, x0: float, water: float) -> None:
    """The broken mirror image below a thing on water, and a little foam at its line."""
    c = stage.canvas
    flip = tile.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    asked = "reflect" in stage.plan.prompt.lower()  # then it is what the picture is about
    high = max(4, round(flip.height * (0.92 if asked else 0.72)))
    flip = flip.resize((flip.width, high))
    rows = []
    pixels = np.asarray(flip)
    n = np.arange(high)
    shift = np.round(np.sin(n / max(1.0, stage.m * 0.006)) * (0.4 + n / high) * stage.m * 0.0045).astype(int)
    columns = (np.arange(flip.width)[None] + shift[:, None]).clip(0, flip.width - 1)
    broken = pixels[n[:, None], columns].copy()
    fade = np.clip(1 - n / high, 0, 1) ** (0.5 if asked else 1.2) * (0.72 if asked else 0.5)
    broken[..., 3] = (broken[..., 3] * fade[:, None]).astype(np.uint8)
    rows.append(broken)
    mirror = Image.fromarray(broken).filter(ImageFilter.GaussianBlur(max(0.5, stage.m * 0.0016)))
    c.stamp(mirror, x0, water - 1)
    foam(stage, x0, water, tile)


def foam(stage: Stage, x0: float, water: float, tile: Image.Image) -> None:
    """Short white strokes along the water line."""
    c, r = stage.canvas, stage.nuance("foam", tile.width // 50)
    white = mix(stage.light.haze, (255, 255, 255), 0.6)
    box = tile.getchannel("A").getbbox() or (0, 0, tile.width, tile.height)
    w = (box[2] - box[0]) * 0.55
    x = x0 + (box[0] + box[2]) / 2
    strokes = [(float(r.uniform(-1, 1)), float(r.uniform(-0.2, 1)), float(r.random())) for _ in range(12)]

    def draw(b: Brush) -> None:
        for dx, dy, q in strokes:
            b.ellipse(
                x + dx * w, water + dy * stage.m * 0.014, w * (0.05 + 0.14 * q), max(0.8, stage.m * 0.0018), white, 170
            )

    c.vector((x - w * 1.4, water - stage.m * 0.02, x + w * 1.4, water + stage.m * 0.03), draw)


def contour(stage: Stage, tile: Image.Image, x0: float, y0: float, width: float, colour: Colour = (24, 20, 36)) -> None:
    """A line round a thing: its coverage spread by blurring and cut hard."""
    alpha = tile.getchannel("A")
    pad = math.ceil(width * 2) + 2
    wide = Image.new("L", (tile.width + 2 * pad, tile.height + 2 * pad))
    wide.paste(alpha, (pad, pad))
    spread = wide.filter(ImageFilter.GaussianBlur(width)).point([min(255, max(0, (v - 22) * 9)) for v in range(256)])
    stage.canvas.image.paste(colour, (round(x0) - pad, round(y0) - pad), spread)


def paper_shadow(stage: Stage, tile: Image.Image, x0: float, y0: float, width: float) -> None:
    """The shadow of a cut-out lying a little above the sheet."""
    pad = math.ceil(width * 2)
    soft = Image.new("L", (tile.width + 2 * pad, tile.height + 2 * pad))
    soft.paste(tile.getchannel("A"), (pad, pad))
    soft = soft.filter(ImageFilter.BoxBlur(width * 0.6)).point([v * 120 // 255 for v in range(256)])
    dx = -stage.light.side * width * 0.7
    stage.canvas.image.paste((20, 16, 36), (round(x0 - pad + dx), round(y0 - pad + width * 0.8)), soft)


def polish(stage: Stage, tile: Image.Image, x0: float, ground: float, share: float) -> None:
    """A faint mirror image on a smooth floor, lost within a short way down."""
    c = stage.canvas
    high = min(tile.height, max(2, round(c.m * 0.09)))
    part = tile.crop((0, tile.height - high, tile.width, tile.height)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    fade = Image.linear_gradient("L").resize(part.size).point([round((255 - v) * share) for v in range(256)])
    part.putalpha(ImageChops.multiply(part.getchannel("A"), fade))
    c.stamp(part.filter(ImageFilter.BoxBlur(c.m * 0.002)), x0, ground - 2)
