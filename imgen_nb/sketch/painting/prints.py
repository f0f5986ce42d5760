"""Prints: posters of two ages and loud flat pictures of a third, as hands that a prompt names."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting.canvas import Random, mix
from imgen_nb.sketch.painting.effects import Layers, Picture, edges, inked, saturated, softened, toothed

Box = tuple[float, float, float, float]


def shown_box(layers: Layers) -> Box | None:
    """The box round what is shown."""
    return layers.subjects.point([255 * (v > 90) for v in range(256)]).getbbox()


def contours(layers: Layers, width: float) -> Picture:
    """A line round what is shown ("L")."""
    around = layers.subjects.filter(ImageFilter.BoxBlur(max(1.0, width)))
    return around.point([max(0, min(255, 4 * (110 - abs(v - 128)))) for v in range(256)])


_DECO: tuple[Colour, ...] = (
    (18, 30, 54), (24, 74, 92), (62, 136, 140), (214, 172, 92), (244, 226, 182), (190, 84, 52), (92, 36, 42),
    (120, 96, 60), (12, 14, 22), (236, 240, 232),
)  # fmt: skip
GOLD: Colour = (212, 172, 88)


def art_deco(image: Picture, layers: Layers, r: Random) -> Picture:
    """A poster of the twenties: few deep inks, rays behind what is shown, a golden frame with steps at its corners."""
    w, h = image.size
    m = min(w, h)
    flat, deep = inked(image, _DECO, 0.5, 0.75, shrink=3, window=3, own=16)
    shown = shown_box(layers)
    behind = Image.blend(deep, Image.new("RGB", (w, h), _DECO[1]), 0.3) if shown else flat
    box = shown or (0.3 * w, 0.7 * h, 0.7 * w, 0.9 * h)
    rays = Image.new("L", (w, h))
    pen = ImageDraw.Draw(rays)
    cx, cy, far = (box[0] + box[2]) / 2, (box[1] + 2 * box[3]) / 3, 2.0 * max(w, h)
    for k in range(36):
        a, b = (2 * math.pi * (k + t) / 36 for t in (0.0, 0.5))
        ends = [(cx + far * math.cos(t), cy + far * math.sin(t)) for t in (a, b)]
        pen.polygon([(cx, cy), *ends], fill=110 if shown else 34)
    behind.paste(mix(GOLD, (255, 240, 200), 0.3), (0, 0), rays)
    out = Image.composite(flat, behind, layers.subjects)
    out.paste((16, 20, 36), (0, 0), contours(layers, m * 0.003))
    _stepped(ImageDraw.Draw(out), w, h, m)
    return toothed(out, r, 0.07)


def _stepped(pen: ImageDraw.ImageDraw, w: int, h: int, m: int) -> None:
    """A frame with stepped corners."""
    for k in range(round(0.03 * m)):
        pen.rectangle((k, k, w - 1 - k, h - 1 - k), outline=_DECO[0])
    for inset, wide in ((0.03, 0.006), (0.046, 0.0025)):
        d, s = inset * m, 0.045 * m
        side = [(d, d + 2 * s), (d + s, d + 2 * s), (d + s, d + s), (d + 2 * s, d + s), (d + 2 * s, d)]
        points = [*side, *[(w - x, y) for x, y in side[::-1]], *[(w - x, h - y) for x, y in side],
                  *[(x, h - y) for x, y in side[::-1]], side[0]]  # fmt: skip
        pen.line(points, fill=GOLD, width=max(1, round(wide * m)))


_NOUVEAU: tuple[Colour, ...] = (
    (246, 232, 200), (214, 178, 116), (164, 132, 82), (138, 152, 104), (88, 112, 88), (196, 122, 96), (226, 172, 148),
    (120, 74, 58), (70, 52, 46), (150, 176, 176), (238, 214, 164),
)  # fmt: skip


def art_nouveau(image: Picture, layers: Layers, r: Random) -> Picture:
    """A print of about 1900: muted inks in brown lines, a wheel of ornament behind what is shown, whiplash corners."""
    w, h = image.size
    m = min(w, h)
    flat, deep = inked(image, _NOUVEAU, 0.45, 0.8, shrink=3, window=3, own=16)
    behind = Image.blend(deep, Image.new("RGB", (w, h), _NOUVEAU[0]), 0.35)
    box = shown_box(layers)
    if box:
        _wheel(ImageDraw.Draw(behind), ((box[0] + box[2]) / 2, box[1] + 0.3 * (box[3] - box[1])), 0.36 * m)
    out = Image.composite(flat, behind, layers.subjects)
    out.paste((74, 48, 38), (0, 0), edges(image, 12, 10.0, max(0.7, m * 0.0012), layers.quiet).point(_FAINT))
    out.paste((62, 38, 30), (0, 0), contours(layers, m * 0.0045))
    pen = ImageDraw.Draw(out)
    for k in range(round(0.035 * m)):
        pen.rectangle((k, k, w - 1 - k, h - 1 - k), outline=_NOUVEAU[10] if k < 0.028 * m else _NOUVEAU[7])
    for sx, sy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        for reach in (0.22, 0.16, 0.1):
            curl = [(0.035 + reach * (1 - t) ** 2, 0.035 + reach * t * t) for t in (k / 12 for k in range(13))]
            at = [((w - x * m) if sx else x * m, (h - y * m) if sy else y * m) for x, y in curl]
            pen.line(at, fill=_NOUVEAU[7], width=max(1, round(0.005 * m)), joint="curve")
    return toothed(out, r, 0.08)


_FAINT = [v * 3 // 5 for v in range(256)]


def _wheel(pen: ImageDraw.ImageDraw, at: Point, size: float) -> None:
    """A ring of discs within two circles round a pale middle."""
    x, y = at
    for k, fill in ((1.0, _NOUVEAU[7]), (0.975, _NOUVEAU[1]), (0.8, _NOUVEAU[7]), (0.78, _NOUVEAU[0])):
        pen.ellipse((x - k * size, y - k * size, x + k * size, y + k * size), fill=fill)
    for k in range(24):
        a, s = 2 * math.pi * k / 24, 0.072 * size
        cx, cy = x + 0.888 * size * math.cos(a), y + 0.888 * size * math.sin(a)
        for q, fill in ((1.0, _NOUVEAU[7]), (0.76, _NOUVEAU[5 if k % 2 else 3]), (0.3, _NOUVEAU[0])):
            pen.ellipse((cx - q * s, cy - q * s, cx + q * s, cy + q * s), fill=fill)


_LOUD: tuple[tuple[Colour, Colour], ...] = (
    ((236, 44, 122), (255, 196, 40)), ((0, 150, 214), (255, 226, 60)), ((126, 62, 190), (255, 150, 60)),
    ((226, 52, 46), (120, 216, 214)),
)  # fmt: skip


def pop_art(image: Picture, layers: Layers, r: Random) -> Picture:
    """Loud flat colours in thick black lines before large printed dots."""
    w, h = image.size
    m = min(w, h)
    dark, light = _LOUD[int(r.integers(len(_LOUD)))]
    tone = ImageEnhance.Contrast(softened(image.convert("L"), m * 0.006)).enhance(1.1)
    behind = ImageOps.colorize(
        tone.quantize(4).convert("L"), mix(dark, (0, 0, 0), 0.1), mix(light, (255, 255, 255), 0.3), light
    )
    x, y = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
    k = np.float32(2 * math.pi / max(6.0, m * 0.026) * 0.7071)
    screen = np.cos(y * k) * np.cos(x * k) * np.float32(90) + np.float32(120) - np.asarray(tone, np.float32)
    behind.paste(dark, (0, 0), Image.fromarray((np.clip(screen * np.float32(0.08), 0, 1) * 210).astype(np.uint8)))
    third = ImageEnhance.Contrast(image).enhance(1.3).resize((max(8, w // 3), max(8, h // 3)), Image.Resampling.BOX)
    low = ImageOps.posterize(saturated(third.filter(ImageFilter.MedianFilter(3)), 1.7), 2).resize((w, h))
    loud = Image.blend(low.point([min(255, v * 255 // 192) for v in range(256)] * 3), saturated(image, 1.7), 0.35)
    out = Image.composite(loud, behind, layers.subjects)
    out.paste(
        (16, 12, 24), (0, 0), ImageChops.multiply(edges(image, 14, 12.0, m * 0.0016, layers.quiet), layers.subjects)
    )
    out.paste((16, 12, 24), (0, 0), contours(layers, m * 0.008))
    return out


_PRINTS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((52, 20, 92), (240, 62, 130), (255, 222, 64)), ((10, 60, 110), (52, 190, 180), (255, 240, 190)),
    ((110, 16, 40), (250, 120, 40), (190, 240, 250)), ((20, 70, 50), (120, 200, 70), (255, 180, 220)),
)  # fmt: skip


def silkscreens(image: Picture, layers: Layers, r: Random) -> Picture:
    """One picture printed four times over, each in three loud inks of its own."""
    w, h = image.size
    m = min(w, h)
    half = (w - w // 2, h - h // 2)
    behind = image.convert("L").point([150 + v * 2 // 5 for v in range(256)])
    grey = Image.composite(ImageEnhance.Contrast(image.convert("L")).enhance(1.3), behind, layers.subjects)
    line = ImageChops.lighter(edges(image, 12, 12.0, m * 0.0016, layers.quiet), contours(layers, m * 0.005))
    grey.paste(0, (0, 0), ImageChops.multiply(line, softened(layers.subjects, m * 0.01)))
    one = grey.resize(half, Image.Resampling.BOX).filter(ImageFilter.MedianFilter(3))
    out = Image.new("RGB", (w, h))
    for n, (dark, middle, pale) in enumerate(_PRINTS):
        out.paste(ImageOps.colorize(one, dark, pale, middle, 20, 205, 120), (w // 2 * (n % 2), h // 2 * (n // 2)))
    return toothed(out, r, 0.1)
