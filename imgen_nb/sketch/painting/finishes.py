"""Finishes: the hand that drew the picture. Each provider family and each model has its own, so that the columns of a
comparison differ in look as well as in layout; none of them imitates a real model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from imgen_nb.sketch.names import FINISHES
from imgen_nb.sketch.painting.canvas import Random, noise, small
from imgen_nb.sketch.painting.drawn import ink, pencil, riso
from imgen_nb.sketch.painting.effects import (
    Layers,
    Picture,
    bloom,
    edges,
    saturated,
    shifted,
    softened,
    toothed,
    vignette,
)
from imgen_nb.sketch.painting.painted import gouache, oil, watercolour
from imgen_nb.sketch.painting.subjects import Look


@dataclass(frozen=True)
class Finish:
    """A look for subjects while painting and a treatment of the whole picture afterwards."""

    look: Look
    apply: Callable[[Picture, Layers, Random], Picture]
    paper: bool = False
    strokes: bool = False  # it works with marks of its own


FINE = 480  # pixels of the shorter side below which a picture is worked on enlarged


def finished(finish: Finish, image: Picture, layers: Layers, r: Random) -> Picture:
    """The picture in a hand; a small one is worked on twice as large, or its marks would be as coarse as its pixels."""
    if not finish.strokes or min(image.size) >= FINE:
        return finish.apply(image, layers, r)
    large = (image.width * 2, image.height * 2)
    twice = Layers(layers.subjects.resize(large), layers.quiet.resize(large))
    return finish.apply(image.resize(large, Image.Resampling.BICUBIC), twice, r).reduce(2)


def clay(image: Picture, layers: Layers, r: Random) -> Picture:
    """Soft toy light."""
    soft = bloom(image, 0.03, 0.22, 176)
    relief = softened(image.convert("L"), min(image.size) * 0.003, 2)
    step = max(1, round(min(image.size) * 0.002))
    emboss = ImageChops.subtract(relief, shifted(relief, -step, -step), 1.0, 128)
    # a step of one or two is a step of eight bits, and no edge
    emboss = emboss.point([round(128 + max(0, abs(v - 128) - 2) * (1 if v > 128 else -1)) for v in range(256)])
    out = ImageChops.soft_light(soft, Image.merge("RGB", [emboss] * 3))
    return vignette(saturated(toothed(out, r, 0.02), 1.15), 0.22)


def mosaic(image: Picture, layers: Layers, r: Random) -> Picture:
    """Glass pieces, small ones where the subjects are."""
    w, h = image.size
    low = (max(8, w // 2), max(8, h // 2))
    small_image = image.resize(low, Image.Resampling.BOX)
    coarse = cells(small_image, r, 40)
    fine = cells(small_image, r, 84)
    # and where much is going on: far houses are as hard to read as a face
    busy = edges(image.resize(low).reduce(4), 14, 9.0).filter(ImageFilter.GaussianBlur(min(low) * 0.005)).resize(low)
    shown = layers.subjects.resize(low, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(min(low) * 0.006))
    where = ImageChops.lighter(shown, busy).point([255 if v > 70 else 0 for v in range(256)])
    out = Image.composite(fine, coarse, where).resize((w, h), Image.Resampling.BICUBIC)
    return saturated(ImageEnhance.Contrast(out).enhance(1.06), 1.16)


def cells(image: Picture, r: Random, across: int, dark: float = 0.22) -> Picture:
    """Voronoi cells of a jittered grid in their mean colours, lead between them, as `dark` as is said."""
    w, h = image.size
    size = min(w, h) / across
    columns, rows = int(w / size) + 3, int(h / size) + 3
    px = r.uniform(0.12, 0.88, (rows, columns)).astype(np.float32)
    py = r.uniform(0.12, 0.88, (rows, columns)).astype(np.float32)
    x = (np.arange(w, dtype=np.float32) / np.float32(size) + 1)[None]
    y = (np.arange(h, dtype=np.float32) / np.float32(size) + 1)[:, None]
    ix, iy = x.astype(np.int32), y.astype(np.int32)
    first = np.full((h, w), 9, np.float32)
    second = first.copy()
    owner = np.zeros((h, w), np.int32)
    for oy in (-1, 0, 1):
        for ox in (-1, 0, 1):
            cx, cy = np.clip(ix + ox, 0, columns - 1), np.clip(iy + oy, 0, rows - 1)
            d = (cx + px[cy, cx] - x) ** 2 + (cy + py[cy, cx] - y) ** 2
            nearer = d < first
            second = np.where(nearer, first, np.minimum(second, d))
            owner = np.where(nearer, cy * columns + cx, owner)
            first = np.minimum(first, d)
    flat = owner.ravel()
    n = rows * columns
    count = np.maximum(np.bincount(flat, minlength=n), 1)
    a = np.asarray(image)
    means = np.stack([np.bincount(flat, a[..., k].ravel(), minlength=n) / count for k in range(3)], 1)
    means *= r.normal(1, 0.045, (n, 1))
    lead = np.clip((np.sqrt(second) - np.sqrt(first)) * size * 0.42, 0, 1).astype(np.float32)
    table = np.clip(means, 0, 255).astype(np.float32)
    return Image.fromarray((table[owner] * (1 - dark + dark * lead)[..., None]).astype(np.uint8))


def glow(image: Picture, layers: Layers, r: Random) -> Picture:
    """Neon air: bloom, deep contrast, a colour fringe."""
    out = bloom(image, 0.045, 0.55, 96)
    out = ImageEnhance.Contrast(saturated(out, 1.2)).enhance(1.1)
    red, green, blue = out.split()
    step = max(1, round(min(image.size) * 0.0018))
    out = Image.merge("RGB", (shifted(red, step, 0), green, shifted(blue, -step, 0)))
    return vignette(out, 0.7)


def pixel(image: Picture, layers: Layers, r: Random) -> Picture:
    """Large pixels of few colours, a dither only where one shade passes into the next, what is shown outlined."""
    w, h = image.size
    k = max(2.0, min(w, h) / 128)
    low = (max(8, round(w / k)), max(8, round(h / k)))
    crisp = saturated(image.resize(low, Image.Resampling.BOX), 1.16).filter(ImageFilter.UnsharpMask(1.2, 70, 2))
    a = np.asarray(crisp, np.int16)
    bayer = np.array([[-3, 1], [3, -1]], np.int16)
    pattern = np.tile(bayer, (low[1] // 2 + 1, low[0] // 2 + 1))[: low[1], : low[0], None]
    shaded = Image.fromarray(np.clip(a + pattern, 0, 255).astype(np.uint8))
    few = shaded.quantize(44, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE).convert("RGB")
    shown = layers.subjects.resize(low, Image.Resampling.BOX).point([255 * (v > 140) for v in range(256)])
    outline = ImageChops.subtract(shown.filter(ImageFilter.MaxFilter(3)), shown)
    few.paste(few.point([round(v * 0.3 + 8) for v in range(256)] * 3), (0, 0), outline)
    return few.resize((w, h), Image.Resampling.NEAREST)


def paper(image: Picture, layers: Layers, r: Random) -> Picture:
    """Cut paper: fibres and flat colour; the shadows between sheets were cast while painting."""
    fibres = (
        noise(r, small(image.size, 512), 120, 2)
        .resize(image.size, Image.Resampling.BICUBIC)
        .point([round(114 + v * 0.11) for v in range(256)])
    )
    out = ImageChops.overlay(image, Image.merge("RGB", [fibres] * 3))
    return toothed(saturated(out, 1.06), r, 0.07)


TABLE: dict[str, Finish] = {
    "clay": Finish(Look(relief=0.95, depth=0.0042), clay),
    "gouache": Finish(Look(relief=0.75, rim=0.7), gouache, strokes=True),
    "ink": Finish(Look(relief=0.55, rim=0.5, outline=0.0012), ink, strokes=True),
    "mosaic": Finish(Look(relief=0.5), mosaic, strokes=True),
    "glow": Finish(Look(relief=0.6, rim=1.3, depth=0.0042), glow),
    "pixel": Finish(Look(relief=0.6, rim=0.6), pixel),
    "paper": Finish(Look(relief=0.0, rim=0.0, drop=0.008), paper, paper=True),
    "watercolour": Finish(Look(relief=0.3, rim=0.5), watercolour, strokes=True),
    "oil": Finish(Look(relief=0.8), oil, strokes=True),
    "pencil": Finish(Look(relief=0.3, rim=0.3, outline=0.0016), pencil, strokes=True),
    "riso": Finish(Look(relief=0.3, rim=0.5), riso, strokes=True),
}
assert set(TABLE) == set(FINISHES)
