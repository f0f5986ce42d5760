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
from imgen_nb.sketch.painting.effects import (
    Picture,
    bloom,
    brushed,
    edges,
    grain,
    kuwahara,
    saturated,
    shifted,
    softened,
    toothed,
    vignette,
    warped,
)
from imgen_nb.sketch.painting.subjects import Look


@dataclass(frozen=True)
class Layers:
    """What a finish knows of a picture besides its pixels, as masks ("L")."""

    subjects: Picture  # small strokes and cells go here
    quiet: Picture  # stars, snowflakes, blossoms: a contour round each would be a rash


@dataclass(frozen=True)
class Finish:
    """A look for subjects while painting and a treatment of the whole picture afterwards."""

    look: Look
    apply: Callable[[Picture, Layers, Random], Picture]
    paper: bool = False


def clay(image: Picture, layers: Layers, r: Random) -> Picture:
    """Soft toy light."""
    soft = bloom(image, 0.03, 0.22, 150)
    relief = softened(image.convert("L"), min(image.size) * 0.003, 2)
    step = max(1, round(min(image.size) * 0.002))
    emboss = ImageChops.subtract(relief, shifted(relief, -step, -step), 1.0, 128)
    emboss = emboss.point([max(0, min(255, round(128 + (v - 128) * 1.1))) for v in range(256)])
    out = ImageChops.soft_light(soft, Image.merge("RGB", [emboss] * 3))
    return vignette(saturated(toothed(out, r, 0.02), 1.06), 0.22)


def gouache(image: Picture, layers: Layers, r: Random) -> Picture:
    """Opaque dabs on toned paper."""
    w, h = image.size
    low = warped(image, r, 26, 0.0034).resize((max(8, w // 2), max(8, h // 2)), Image.Resampling.BOX)
    dabs = kuwahara(low, max(2, round(min(low.size) * 0.0078))).resize((w, h), Image.Resampling.BICUBIC)
    crisp = Image.composite(image, dabs, layers.subjects.point([round(v * 0.12) for v in range(256)]))
    strokes = brushed((w, h), r, 0.16)
    out = ImageChops.overlay(crisp, Image.merge("RGB", [strokes] * 3))
    warm = Image.blend(saturated(out, 0.86), Image.new("RGB", (w, h), (240, 214, 176)), 0.1)
    return toothed(warm, r, 0.08)


def ink(image: Picture, layers: Layers, r: Random) -> Picture:
    """Pen lines over a light wash, hatching in the shadows."""
    w, h = image.size
    m = min(w, h)
    wash = (
        image.resize((max(4, w // 3), max(4, h // 3)), Image.Resampling.BOX)
        .filter(ImageFilter.GaussianBlur(1.2))
        .resize((w, h), Image.Resampling.BICUBIC)
    )
    wash = Image.blend(wash, image, 0.55)
    level = float(np.asarray(image.resize((16, 16)).convert("L")).mean())
    lift = 62 if level > 80 else 20
    wash = saturated(wash.point([round(lift + v * (255 - lift) / 255) for v in range(256)] * 3), 0.92)
    wash = ImageChops.multiply(wash, Image.new("RGB", wash.size, (255, 250, 238)))
    lines = edges(warped(image, r, 18, 0.0016), 9, 13.0, max(0.7, m * 0.0011), layers.quiet)
    lines = lines.filter(ImageFilter.BoxBlur(max(0.5, m * 0.0007))).point(
        [min(255, round(v * 1.75)) for v in range(256)]
    )
    tone = softened(image.convert("L"), m * 0.004)
    x, y = np.arange(w, dtype=np.int32)[None], np.arange(h, dtype=np.int32)[:, None]
    period = max(4, round(m * 0.0085))
    pen = max(1, round(period * 0.22))
    # in dark pictures only the darker half is hatched, or the page would be all lines
    dark, darker = (118, 76) if level > 80 else (46, 26)
    values = np.asarray(tone)
    hatch = (((x + y) % period) < pen) & (values < dark)
    cross = (((x - y) % period) < pen) & (values < darker)
    strokes = Image.fromarray(((hatch | cross) * 105).astype(np.uint8))
    out = wash.copy()
    out.paste((34, 28, 52), (0, 0), strokes)
    out.paste((26, 22, 40), (0, 0), lines)
    return toothed(out, r, 0.07)


def mosaic(image: Picture, layers: Layers, r: Random) -> Picture:
    """Glass pieces, small ones where the subjects are."""
    w, h = image.size
    low = (max(8, w // 2), max(8, h // 2))
    small_image = image.resize(low, Image.Resampling.BOX)
    coarse = _cells(small_image, r, 52)
    fine = _cells(small_image, r, 112)
    where = (
        layers.subjects.resize(low, Image.Resampling.BILINEAR)
        .filter(ImageFilter.GaussianBlur(min(low) * 0.006))
        .point([255 if v > 70 else 0 for v in range(256)])
    )
    out = Image.composite(fine, coarse, where).resize((w, h), Image.Resampling.BICUBIC)
    return saturated(ImageEnhance.Contrast(out).enhance(1.06), 1.16)


def _cells(image: Picture, r: Random, across: int) -> Picture:
    """Voronoi cells of a jittered grid in their mean colours, dark lead between them."""
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
    return Image.fromarray((table[owner] * (0.7 + 0.3 * lead)[..., None]).astype(np.uint8))


def glow(image: Picture, layers: Layers, r: Random) -> Picture:
    """Neon air: bloom, deep contrast, a colour fringe."""
    out = bloom(image, 0.045, 0.55, 96)
    out = ImageEnhance.Contrast(saturated(out, 1.2)).enhance(1.1)
    red, green, blue = out.split()
    step = max(1, round(min(image.size) * 0.0018))
    out = Image.merge("RGB", (shifted(red, step, 0), green, shifted(blue, -step, 0)))
    return vignette(out, 0.7)


def pixel(image: Picture, layers: Layers, r: Random) -> Picture:
    """Large pixels, few colours, ordered dither."""
    w, h = image.size
    k = max(2.0, min(w, h) / 128)
    low = (max(8, round(w / k)), max(8, round(h / k)))
    a = np.asarray(image.resize(low, Image.Resampling.BOX), np.int16)
    bayer = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.int16) - 8
    pattern = np.tile(bayer, (low[1] // 4 + 1, low[0] // 4 + 1))[: low[1], : low[0], None]
    shaded = Image.fromarray(np.clip(a + pattern, 0, 255).astype(np.uint8))
    few = saturated(shaded, 1.12).quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
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


def watercolour(image: Picture, layers: Layers, r: Random) -> Picture:
    """Transparent washes with darker rims, white paper at the border."""
    w, h = image.size
    m = min(w, h)
    low = warped(image, r, 18, 0.006).resize((max(8, w // 2), max(8, h // 2)), Image.Resampling.BOX)
    flat = kuwahara(low, max(2, round(min(low.size) * 0.008)))
    rims = edges(flat, 5, 7.0, 0.8).filter(ImageFilter.GaussianBlur(1.0)).point([round(v * 0.3) for v in range(256)])
    flat = flat.point([round(48 + v * 207 / 255) for v in range(256)] * 3)
    flat.paste((62, 60, 104), (0, 0), rims)
    out = flat.resize((w, h), Image.Resampling.BICUBIC)
    out = Image.composite(
        Image.blend(out, image, 0.35), out, layers.subjects.point([round(v * 0.8) for v in range(256)])
    )
    pools = (
        noise(r, small((w, h), 200), 5, 4)
        .resize((w, h), Image.Resampling.BICUBIC)
        .point([round(86 + v * 0.34) for v in range(256)])
    )
    out = ImageChops.overlay(out, Image.merge("RGB", [pools] * 3))
    size = small((w, h), 240)
    ys, xs = np.ogrid[0 : size[1], 0 : size[0]]
    edge = np.minimum(np.minimum(xs, size[0] - 1 - xs), np.minimum(ys, size[1] - 1 - ys)) / min(size)
    ragged = edge + (np.asarray(noise(r, size, 9, 4), np.float32) / 255 - 0.5) * 0.07
    bare = Image.fromarray((np.clip((0.04 - ragged) * 60, 0, 1) * 255).astype(np.uint8)).resize(
        (w, h), Image.Resampling.BICUBIC
    )
    out.paste((252, 249, 242), (0, 0), bare)
    return toothed(out, r, 0.13, max(0.6, m * 0.0009))


def oil(image: Picture, layers: Layers, r: Random) -> Picture:
    """Thick strokes that catch the light."""
    w, h = image.size
    low = warped(image, r, 40, 0.0045).resize((max(8, w // 2), max(8, h // 2)), Image.Resampling.BOX)
    dabs = kuwahara(low, max(2, round(min(low.size) * 0.0085)))
    strokes = brushed(low.size, r, 1.0)
    ridge = ImageChops.add(dabs.convert("L"), strokes, 2.0)
    emboss = ImageChops.subtract(ridge, shifted(ridge, -1, -1), 1.0, 128).point(
        [max(0, min(255, round(128 + (v - 128) * 1.3))) for v in range(256)]
    )
    dabs = ImageChops.soft_light(saturated(dabs, 1.18), Image.merge("RGB", [emboss] * 3))
    out = dabs.resize((w, h), Image.Resampling.BICUBIC)
    out = Image.composite(Image.blend(out, image, 0.3), out, layers.subjects)
    return vignette(ImageEnhance.Contrast(out).enhance(1.05), 0.45)


def pencil(image: Picture, layers: Layers, r: Random) -> Picture:
    """Coloured pencil: strokes that let the paper through."""
    w, h = image.size
    m = min(w, h)
    lines = edges(image, 7, 8.0, max(0.7, m * 0.001), layers.quiet).point([round(v * 0.62) for v in range(256)])
    scratch = grain((w, h), r, 1.0)
    length = max(3, round(m * 0.012))
    # smearing the noise along a diagonal turns specks into strokes
    smear = scratch
    for k in (1, 2, 4, 8):
        if k <= length:
            smear = ImageChops.add(smear, ImageChops.offset(smear, k, -k), 2.0)
    tone = image.convert("L")
    cover = ImageChops.subtract(
        ImageChops.invert(tone).point([round(132 + v * 0.54) for v in range(256)]),
        smear.point([round((v - 128) * 2.0 + 100) if v > 78 else 0 for v in range(256)]),
        1.0,
        66,
    )
    colour = saturated(image, 1.12).filter(ImageFilter.GaussianBlur(m * 0.0012))
    out = Image.composite(
        colour,
        Image.new("RGB", (w, h), (250, 246, 238)),
        cover.point([min(255, max(0, round((v - 40) * 1.25))) for v in range(256)]),
    )
    out.paste((48, 42, 58), (0, 0), lines)
    return out


def riso(image: Picture, layers: Layers, r: Random) -> Picture:
    """Three spot inks, each a screen of dots, printed a little out of register."""
    w, h = image.size
    m = min(w, h)
    red, green, blue = (
        saturated(ImageEnhance.Contrast(image).enhance(1.1), 1.5)
        .point([min(255, round(v * 0.9 + 34)) for v in range(256)] * 3)
        .split()
    )
    paper_ = np.full((h, w, 3), (250, 244, 230), np.float32)
    x, y = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
    cell = np.float32(2 * np.pi / max(5.0, m * 0.0068))
    out = paper_
    for channel, colour, angle, shift in (
        (blue, (255, 206, 48), 0.2, (0, 0)),
        (green.point([min(255, round(60 + v * 0.8)) for v in range(256)]), (240, 66, 110), 0.9, (2, 1)),
        (red, (26, 84, 168), 1.4, (-1, 2)),
    ):
        k = m / 1024
        plate = shifted(channel, round(shift[0] * k), round(shift[1] * k))
        c, s = np.float32(np.cos(angle)) * cell, np.float32(np.sin(angle)) * cell
        screen = (np.cos(x * c + y * s) + np.cos(y * c - x * s)) * np.float32(60) + np.float32(128)
        amount = np.clip((screen - np.asarray(plate, np.float32)) * np.float32(0.03) + np.float32(0.2), 0, 1)
        for i in range(3):
            out[..., i] *= 1 - amount * np.float32(1 - colour[i] / 255)
    return toothed(Image.fromarray(out.astype(np.uint8)), r, 0.12, 0)


TABLE: dict[str, Finish] = {
    "clay": Finish(Look(relief=0.95), clay),
    "gouache": Finish(Look(relief=0.3, rim=0.7), gouache),
    "ink": Finish(Look(relief=0.12, rim=0.4, outline=0.0028), ink),
    "mosaic": Finish(Look(relief=0.5), mosaic),
    "glow": Finish(Look(relief=0.6, rim=1.3), glow),
    "pixel": Finish(Look(relief=0.35, outline=0.004), pixel),
    "paper": Finish(Look(relief=0.0, rim=0.0, drop=0.008), paper, paper=True),
    "watercolour": Finish(Look(relief=0.25, rim=0.5), watercolour),
    "oil": Finish(Look(relief=0.6), oil),
    "pencil": Finish(Look(relief=0.3, rim=0.3, outline=0.0016), pencil),
    "riso": Finish(Look(relief=0.3, rim=0.5), riso),
}
assert set(TABLE) == set(FINISHES)
