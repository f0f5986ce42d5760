"""Hands that paint: gouache, watercolour, oil."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from imgen_nb.sketch.painting.brushwork import Pass, brushwork
from imgen_nb.sketch.painting.canvas import Floats, Random, noise, small
from imgen_nb.sketch.painting.effects import (
    Layers,
    Picture,
    edges,
    saturated,
    shifted,
    softened,
    toothed,
    vignette,
    warped,
)

DABS = (Pass(0.034, 0.08, uneven=0.025), Pass(0.016, 0.045, 0.1, 0.03), Pass(0.0075, 0.02, 0.3, 0.03))
STROKES = (
    Pass(0.04, 0.13, uneven=0.05, bristles=2),
    Pass(0.02, 0.07, 0.1, 0.05, 1),
    Pass(0.009, 0.03, 0.28, 0.04),
)
SHEET = (253, 250, 243)


def gouache(image: Picture, layers: Layers, r: Random) -> Picture:
    """Opaque flat dabs, matt and a little chalky, on toned paper."""
    dabs = brushwork(image, layers.subjects, r, DABS)
    out = Image.composite(Image.blend(dabs, image, 0.5), dabs, layers.subjects)
    warm = Image.blend(saturated(out, 0.98), Image.new("RGB", image.size, (246, 226, 194)), 0.12)
    return toothed(warm, r, 0.07)


def oil(image: Picture, layers: Layers, r: Random) -> Picture:
    """Thick strokes that catch the light."""
    strokes = brushwork(saturated(image, 1.14), layers.subjects, r, STROKES)
    out = Image.composite(Image.blend(strokes, image, 0.42), strokes, layers.subjects)
    ridge = strokes.convert("L").filter(ImageFilter.BoxBlur(0.6))
    step = max(1, round(min(image.size) * 0.0012))
    emboss = ImageChops.subtract(ridge, shifted(ridge, -step, -step), 1.0, 128)
    emboss = emboss.point([max(88, min(168, round(128 + (v - 128) * 1.6))) for v in range(256)])
    out = ImageChops.soft_light(out, Image.merge("RGB", [emboss] * 3))
    return vignette(ImageEnhance.Contrast(out).enhance(1.04), 0.3)


def watercolour(image: Picture, layers: Layers, r: Random) -> Picture:
    """Transparent washes that pool at their rims and run out into white paper, over a thin pencil line."""
    w, h = image.size
    m = min(w, h)
    wobbly = warped(image, r, 22, 0.0035)
    wash = softened(wobbly, m * 0.004, 2)
    wash = Image.composite(Image.blend(wash, wobbly, 0.75), wash, layers.subjects)
    rims = edges(wash.reduce(2), 4, 5.0, max(0.7, m * 0.0008)).resize((w, h), Image.Resampling.BICUBIC)
    pigment = _pigment(noise(r, small((w, h), 300), 5, 5), rims, layers, r)
    lifted = np.asarray(saturated(wash, 1.25), np.float32) / np.float32(255) * np.float32(0.88) + np.float32(0.12)
    tone = np.exp(np.log(lifted) * pigment[..., None]) * np.asarray(SHEET, np.float32)
    out = Image.fromarray(tone.astype(np.uint8))
    lines = edges(wobbly, 12, 8.0, max(0.6, m * 0.0008), layers.quiet).point([round(v * 0.42) for v in range(256)])
    out.paste((74, 62, 72), (0, 0), lines)
    return toothed(out, r, 0.1, max(0.6, m * 0.0009))


def _pigment(lumps: Picture, rims: Picture, layers: Layers, r: Random) -> Floats:
    """How much paint lies at each place: uneven, more at the rims of a wash, none where it ran out at the border."""
    size = rims.size
    low = small(size, 512)
    ys, xs = np.mgrid[0 : low[1], 0 : low[0]].astype(np.float32)
    edge = np.minimum(np.minimum(xs, low[0] - 1 - xs), np.minimum(ys, low[1] - 1 - ys)) / np.float32(min(low))
    edge += (np.asarray(noise(r, low, 5, 5), np.float32) / np.float32(255) - np.float32(0.5)) * np.float32(0.16)
    shown = np.asarray(softened(layers.subjects, min(size) * 0.02, 4).resize(low), np.float32) / np.float32(255)
    edge = np.maximum(edge, shown * np.float32(0.2))
    body = np.clip((edge - np.float32(0.022)) * 40, 0, 1)
    pooled = np.exp(-(((edge - np.float32(0.05)) / np.float32(0.012)) ** 2)) * np.float32(0.3)
    even = np.float32(0.56) + np.asarray(lumps.resize(low), np.float32) * np.float32(0.55 / 255)
    amount = Image.fromarray((body * (even + pooled) * 150).clip(0, 255).astype(np.uint8))
    laid = np.asarray(amount.resize(size, Image.Resampling.BICUBIC), np.float32) / np.float32(150)
    return np.asarray(laid * (1 + np.asarray(rims, np.float32) * np.float32(0.7 / 255)), np.float32)
