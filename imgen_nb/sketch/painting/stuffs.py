"""Stuffs: surfaces that keep the colours of a thing: cloth, fluff, plastic, rubber; and all colours of the rainbow."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.things import RAINBOW
from imgen_nb.sketch.painting.canvas import noise, stream

HAIRS = 2600
WORKED = 160  # pixels: in which direction fluff lies is worked out small
_BROWN = [255 * (8 <= v <= 30) for v in range(256)]
_CLEAR = 150  # the hue of plastic that would be brown: blue
DYED = (240, 26)  # the hue that is drawn where a rainbow is to be, of 255, and how far from it


def woven(tile: Image.Image) -> Image.Image:
    """Cloth: threads across each other, soft folds, a dashed seam along the edge."""
    w, h = tile.size
    side = max(w, h)
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32) * np.float32(2 * np.pi * 64 / side)
    weave = np.float32(1) + np.float32(0.1) * np.sin(xs) * np.cos(ys) + np.float32(0.06) * np.sin(ys * 2)
    folds = np.asarray(noise(stream("folds"), (max(4, w // 4), max(4, h // 4)), 5, 2).resize((w, h)), np.float32)
    pixels = np.asarray(tile.convert("RGB"), np.float32) * (weave * (0.86 + folds / 255 * 0.24))[..., None]
    out = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    alpha = tile.getchannel("A")
    soft = alpha.filter(ImageFilter.GaussianBlur(max(1.0, side * 0.022)))
    seam = soft.point([255 * (206 <= v <= 228) for v in range(256)])
    dashes = Image.fromarray((((xs + ys) % np.float32(12) < np.float32(7)) * 150).astype(np.uint8))
    out.paste((255, 250, 236), (0, 0), ImageChops.multiply(seam, dashes))
    out.putalpha(alpha)
    return out


def fluffy(tile: Image.Image) -> Image.Image:
    """Fluff: hairs all over that hang a little, and stand out at the edge."""
    r, alpha, side = stream("fluff"), tile.getchannel("A"), max(tile.size)
    long = max(3.0, 0.045 * side)
    k = min(1.0, WORKED / side)
    low = (max(4, round(tile.width * k)), max(4, round(tile.height * k)))
    soft = alpha.resize(low, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(max(1.0, long * k * 0.8)))
    slopes = np.gradient(np.asarray(soft, np.float32))
    inner = soft.point([min(255, max(0, (v - 150) * 6)) for v in range(256)]).resize(tile.size)
    out = tile.copy()
    out.putalpha(ImageChops.multiply(alpha, inner))
    pen, pixels = ImageDraw.Draw(out), np.asarray(tile.convert("RGB"))
    ys, xs = np.nonzero(np.asarray(alpha) > 128)
    if not len(ys):
        return tile
    chosen = np.sort(r.integers(0, len(ys), HAIRS))
    tones, turns = r.uniform(0.78, 1.2, HAIRS), r.uniform(-0.5, 0.5, (HAIRS, 2))
    width = max(1, round(side / 190))
    for n, at in enumerate(map(int, chosen)):
        x, y = int(xs[at]), int(ys[at])
        i, j = min(low[1] - 1, int(y * k)), min(low[0] - 1, int(x * k))
        out_x, out_y = -float(slopes[1][i, j]), -float(slopes[0][i, j])
        norm = max(6.0, (out_x**2 + out_y**2) ** 0.5)
        dx, dy = out_x / norm + float(turns[n, 0]), out_y / norm + float(turns[n, 1]) + 0.4
        red, green, blue = (min(255, round(v * float(tones[n]))) for v in pixels[y, x].tolist())
        pen.line((x, y, x + dx * long * 0.7, y + dy * long * 0.7), (red, green, blue, 255), width)
    return out


def moulded(tile: Image.Image) -> Image.Image:
    """Plastic: clear, full colours without grain; what is brown as wood is so is none of them."""
    hue, saturation, value = tile.convert("RGB").convert("HSV").split()
    brown = ImageChops.multiply(hue.point(_BROWN), value.point([255 * (v < 206) for v in range(256)]))
    hue.paste(_CLEAR, (0, 0), ImageChops.multiply(brown, saturation.point([255 * (v > 60) for v in range(256)])))
    full = saturation.point([v if v < 36 else min(235, round(v * 1.3) + 26) for v in range(256)])
    clear = value.point([round(255 * (v / 255) ** 0.62) for v in range(256)])
    out = Image.merge("HSV", (hue, full, clear)).convert("RGB")
    out.putalpha(tile.getchannel("A"))
    return out


def rubbery(tile: Image.Image) -> Image.Image:
    """Rubber: dull, a little darker, of a fine grain; nothing in it shines."""
    w, h = tile.size
    grain = noise(stream("rubber"), (w, h), max(40, max(w, h) // 3), 1).point(
        [round(128 + (v - 128) * 0.1) for v in range(256)]
    )
    dull = tile.convert("RGB").point([min(212, round(v * 0.92)) for v in range(256)] * 3)
    out = ImageChops.overlay(dull, Image.merge("RGB", [grain] * 3))
    out.putalpha(tile.getchannel("A"))
    return out


def rainbowed(tile: Image.Image) -> Image.Image:
    """The tile with bands of all colours in the place of the one that stands for them."""
    hue, saturation, value = (np.asarray(c, np.float32) for c in tile.convert("RGB").convert("HSV").split())
    h, w = hue.shape
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    along = ((xs / w + 0.25 * ys / h) / 1.25 * len(RAINBOW)).clip(0, len(RAINBOW) - 1e-3)
    low = along.astype(int)
    part = ((along - low - 0.5) * 3 + 0.5).clip(0, 1)[..., None]
    colours = np.array(RAINBOW, np.float32)
    bands = colours[low] * (1 - part) + colours[np.minimum(low + 1, len(RAINBOW) - 1)] * part
    lit = (bands * (0.3 + 0.78 * value / 255)[..., None]).clip(0, 255)
    dyed = ((np.abs(hue - DYED[0]) < DYED[1]) & (saturation > 50)).astype(np.uint8) * 255
    out = tile.copy()
    out.paste(Image.fromarray(lit.astype(np.uint8)), (0, 0), Image.fromarray(dyed))
    out.putalpha(tile.getchannel("A"))
    return out


def clear(tile: Image.Image) -> Image.Image:
    """What is seen through: pale within, of its own colour at the edge, with a gleam."""
    alpha, side = tile.getchannel("A"), max(tile.size)
    soft = alpha.filter(ImageFilter.GaussianBlur(max(1.0, side * 0.02)))
    rim = ImageChops.multiply(alpha, soft.point([max(70, min(255, round((255 - v) * 2.6))) for v in range(256)]))
    out = Image.blend(tile.convert("RGB"), Image.new("RGB", tile.size, (214, 240, 252)), 0.42)
    lines = tile.convert("L").filter(ImageFilter.FIND_EDGES).point([min(150, 2 * v) for v in range(256)])
    out.putalpha(ImageChops.lighter(rim, ImageChops.multiply(alpha, lines)))
    return out


KEPT = {"clear": clear, "fabric": woven, "fur": fluffy, "plastic": moulded, "rubber": rubbery}
"""What is painted on the colours that a thing has."""
