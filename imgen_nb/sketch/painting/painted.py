"""Hands that paint: gouache, watercolour, oil."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from imgen_nb.sketch.painting.brushwork import Pass, brushwork
from imgen_nb.sketch.painting.canvas import Random, noise, small
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

DABS = (Pass(0.034, 0.08, uneven=0.014), Pass(0.016, 0.045, 0.1, 0.025), Pass(0.0075, 0.02, 0.3, 0.03))
STROKES = (
    Pass(0.04, 0.13, uneven=0.05, bristles=2),
    Pass(0.02, 0.07, 0.14, 0.05),
    Pass(0.009, 0.03, 0.34, 0.04),
)
SHEET = (253, 250, 243)


def gouache(image: Picture, layers: Layers, r: Random) -> Picture:
    """Opaque flat dabs, matt and a little chalky, on toned paper."""
    dabs = brushwork(image, layers.subjects, r, DABS)
    out = Image.composite(Image.blend(dabs, image, 0.5), dabs, layers.subjects)
    warm = Image.blend(saturated(out, 1.28), Image.new("RGB", image.size, (246, 226, 194)), 0.06)
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
    thin, thick = _poured(saturated(wash, 1.25))
    laid = ImageChops.add(_laid(r, layers), rims.point([v // 6 for v in range(256)]))
    out = Image.composite(thick, thin, laid.point(_THICK))
    out.paste(SHEET, (0, 0), laid.point(_BARE))
    lines = edges(wobbly.reduce(2), 12, 9.0, max(0.5, m * 0.0004), layers.quiet.reduce(2))
    lines = lines.resize((w, h), Image.Resampling.BICUBIC).point([round(v * 0.42) for v in range(256)])
    out.paste((74, 62, 72), (0, 0), lines)
    return toothed(out, r, 0.1, max(0.6, m * 0.0009))


THIN, MOST = 0.7, 1.5  # how much paint is a thin wash, and what a mask of 255 stands for
_THICK = [max(0, min(255, round((v / 255 * MOST - THIN) / (MOST - THIN) * 255))) for v in range(256)]
_BARE = [max(0, round(255 - v / 255 * MOST / THIN * 255)) for v in range(256)]


def _poured(wash: Picture) -> tuple[Picture, Picture]:
    """The wash laid thin and thick: each layer of paint lets through a share of the light of the one below."""
    through = [0.12 + 0.88 * v / 255 for v in range(256)]
    thin, thick = ([round(sheet * t**paint) for sheet in SHEET for t in through] for paint in (THIN, MOST))
    return wash.point(thin), wash.point(thick)


def _laid(r: Random, layers: Layers) -> Picture:
    """How much paint lies at each place ("L"): uneven, pooled at the rim of the wash, none where it ran out."""
    size = layers.subjects.size
    low = small(size, 512)
    ys, xs = np.mgrid[0 : low[1], 0 : low[0]].astype(np.float32)
    edge = np.minimum(np.minimum(xs, low[0] - 1 - xs), np.minimum(ys, low[1] - 1 - ys)) / np.float32(min(low))
    edge += (np.asarray(noise(r, low, 5, 5), np.float32) / np.float32(255) - np.float32(0.5)) * np.float32(0.16)
    shown = np.asarray(softened(layers.subjects, min(size) * 0.02, 4).resize(low), np.float32) / np.float32(255)
    edge = np.maximum(edge, shown * np.float32(0.2))
    body = np.clip((edge - np.float32(0.022)) * 40, 0, 1)
    pooled = np.exp(-(((edge - np.float32(0.05)) / np.float32(0.012)) ** 2)) * np.float32(0.3)
    even = np.float32(0.56) + np.asarray(noise(r, low, 5, 5), np.float32) * np.float32(0.55 / 255)
    amount = (body * (even + pooled) / np.float32(MOST) * 255).clip(0, 255)
    return Image.fromarray(amount.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
