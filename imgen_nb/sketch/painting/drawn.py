"""Hands that draw and print: ink, coloured pencil, three inks of a stencil press."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from imgen_nb.sketch.painting.canvas import Floats, Random, noise, small
from imgen_nb.sketch.painting.effects import (
    Layers,
    Picture,
    edges,
    grain,
    saturated,
    shifted,
    softened,
    toothed,
    warped,
)


def ink(image: Picture, layers: Layers, r: Random) -> Picture:
    """Pen lines of uneven weight over a light wash, hatching in the shadows."""
    w, h = image.size
    m = min(w, h)
    level = float(np.asarray(image.resize((16, 16)).convert("L")).mean())
    lift = 34 if level > 80 else 14
    wash = Image.blend(softened(image, m * 0.004, 3), image, 0.6)
    wash = saturated(wash.point([round(lift + v * (255 - lift) / 255) for v in range(256)] * 3), 1.16)
    out = ImageChops.multiply(wash, Image.new("RGB", wash.size, (255, 250, 238)))
    pressure = noise(r, small((w, h), 200), 7, 2).resize((w, h), Image.Resampling.BILINEAR)
    lines = warped(edges(image, 9, 12.0, max(0.6, m * 0.0007), layers.quiet), r, 18, 0.0016)
    lines = lines.filter(ImageFilter.BoxBlur(max(0.4, m * 0.0006))).point(
        [min(255, round(v * 1.6)) for v in range(256)]
    )
    lines = ImageChops.multiply(lines, pressure.point([min(255, 110 + v) for v in range(256)]))
    out.paste((34, 28, 52), (0, 0), _hatched(image, r, level))
    out.paste((26, 22, 40), (0, 0), lines)
    return toothed(out, r, 0.06)


def _hatched(image: Picture, r: Random, level: float) -> Picture:
    """Strokes of a pen where it is dark ("L"), crossed where it is darker; in dark pictures only in the darker half."""
    w, h = image.size
    m = min(w, h)
    dark, darker = (98, 62) if level > 80 else (44, 24)
    tone = np.asarray(softened(image.convert("L"), m * 0.006), np.float32)
    tremble = (np.asarray(noise(r, small((w, h), 160), 9, 2).resize((w, h)), np.float32) - 128) * np.float32(
        m * 0.00008
    )
    x, y = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
    pace = np.float32(2 * np.pi / max(6.0, m * 0.0135))

    def strokes(along: Floats, below: int) -> Floats:
        depth = ((below - tone) * np.float32(1 / 46)).clip(0, 1)
        line = np.cos((along + tremble) * pace) - np.float32(1.02) + depth * np.float32(0.62)
        return np.asarray((line * np.float32(2.4)).clip(0, 1), np.float32)

    both = np.maximum(strokes(x * np.float32(0.8) + y, dark), strokes(x * np.float32(0.9) - y, darker))
    return Image.fromarray((both * 120).astype(np.uint8))


TONES = 7  # of a comic page, from black to white


def comic(image: Picture, layers: Layers, r: Random) -> Picture:
    """A comic page: strong even colours in a few tones, dots in the darks of the scene, an even line round forms."""
    w, h = image.size
    m = min(w, h)
    third = image.resize((max(8, w // 3), max(8, h // 3)), Image.Resampling.BOX).convert("YCbCr")
    light, blue, red = third.split()
    smooth = Image.merge("YCbCr", (light.filter(ImageFilter.MedianFilter(3)), blue, red))
    light, blue, red = smooth.resize((w, h), Image.Resampling.BILINEAR).split()
    width = 255 / (TONES - 1)
    stepped = light.point([round(0.35 * v + 0.65 * width * round(v / width)) for v in range(256)])
    out = Image.merge("YCbCr", (stepped, blue, red)).convert("RGB")
    out = saturated(ImageEnhance.Contrast(Image.blend(out, image, 0.25)).enhance(1.1), 1.35)
    tone = np.asarray(softened(image.convert("L"), m * 0.004), np.float32)
    x, y = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
    k = np.float32(2 * np.pi / max(5.0, m * 0.012) * 0.7071)
    # two crossed waves, cos(x + y) and cos(x - y), are a product of one along each side
    screen = np.cos(y * k) * (np.cos(x * k) * np.float32(68)) + np.float32(84 if tone.mean() > 90 else 40)
    dots = Image.fromarray((np.clip((screen - tone) * np.float32(0.05), 0, 1) * 74).astype(np.uint8))
    dots.paste(dots.point([v // 4 for v in range(256)]), (0, 0), layers.subjects)  # a face with dots looks ill
    out.paste((40, 26, 84), (0, 0), dots)
    lines = edges(image, 13, 9.0, max(0.6, m * 0.0009), layers.quiet).filter(ImageFilter.BoxBlur(max(0.4, m * 0.0005)))
    out.paste((22, 16, 36), (0, 0), lines.point([min(255, round(v * 1.5)) for v in range(256)]))
    return out


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
        ImageChops.invert(tone).point([round(150 + v * 0.5) for v in range(256)]),
        smear.point([round((v - 128) * 1.8 + 100) if v > 78 else 0 for v in range(256)]),
        1.0,
        66,
    )
    colour = saturated(image, 1.2).filter(ImageFilter.GaussianBlur(m * 0.0012))
    out = Image.composite(
        colour,
        Image.new("RGB", (w, h), (250, 246, 238)),
        cover.point([min(255, max(0, round((v - 40) * 1.25))) for v in range(256)]),
    )
    out.paste((48, 42, 58), (0, 0), lines)
    return out


PLATES = (  # which channel, its ink, the angle of its screen, its shift, from which tone on it prints
    (2, (255, 218, 78), 0.2, (0, 0), 232),
    (1, (240, 84, 122), 0.9, (2, 1), 206),
    (0, (24, 100, 190), 1.4, (-1, 2), 240),
)


def riso(image: Picture, layers: Layers, r: Random) -> Picture:
    """Three spot inks: flat where they are full, a fine screen between, printed a little out of register."""
    w, h = image.size
    m = min(w, h)
    bright = saturated(ImageEnhance.Contrast(image).enhance(1.12), 1.4)
    channels = bright.point([min(255, round(v * 0.86 + 40)) for v in range(256)] * 3).split()
    out = np.full((h, w, 3), (251, 246, 234), np.float32)
    x, y = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
    cell = np.float32(2 * np.pi / max(3.6, m * 0.0052))
    for channel, colour, angle, shift, full in PLATES:
        k = m / 800
        plate = np.asarray(shifted(channels[channel], round(shift[0] * k), round(shift[1] * k)), np.float32)
        c, s = np.float32(np.cos(angle)) * cell, np.float32(np.sin(angle)) * cell
        screen = (np.cos(x * c + y * s) + np.cos(y * c - x * s)) * np.float32(38)
        amount = ((np.float32(full) - plate + screen) * np.float32(1 / 190)).clip(0, 1)
        for i in range(3):
            out[..., i] *= 1 - amount * np.float32(1 - colour[i] / 255)
    return toothed(Image.fromarray(out.astype(np.uint8)), r, 0.13, 0.4)
