"""Manners: the hand of a school or a painter that a prompt names, told apart at a glance, what is shown readable."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting import finishes
from imgen_nb.sketch.painting.canvas import Random, noise, small
from imgen_nb.sketch.painting.crafts import CRAFTS
from imgen_nb.sketch.painting.drawn import comic, pencil
from imgen_nb.sketch.painting.effects import Layers, Picture, edges, inked, saturated, softened, toothed, vignette
from imgen_nb.sketch.painting.finishes import Finish
from imgen_nb.sketch.painting.schools import SCHOOLS
from imgen_nb.sketch.painting.subjects import Look

PAPER: Colour = (246, 238, 220)


def cubist(image: Picture, layers: Layers, r: Random) -> Picture:
    """Broken along straight lines into facets, each seen from a little aside and shaded on its own."""
    w, h = image.size
    low = saturated(image, 1.45).resize((max(8, w // 2), max(8, h // 2)), Image.Resampling.BOX)
    a = np.asarray(low, np.float32)
    m, count = min(low.size), 11
    y, x = np.mgrid[: low.height, : low.width].astype(np.float32)
    owner, shade = np.zeros(x.shape, np.int32), np.zeros(x.shape, np.float32)
    for k in range(count):
        turn = np.float32(math.pi * (k + r.uniform(-0.4, 0.4)) / count)
        off = np.float32(r.uniform(-0.42, 0.42) * m)
        away = (x - low.width / 2) * np.cos(turn) + (y - low.height / 2) * np.sin(turn) - off
        owner |= (away > 0).astype(np.int32) << k
        shade += np.tanh(away / np.float32(0.16 * m)) * np.float32(0.06 * (-1) ** k)
    dx, dy = (r.uniform(-0.035, 0.035, 1 << count) * m for _ in range(2))
    xs = np.clip(x + dx[owner], 0, low.width - 1).astype(np.int32)
    ys = np.clip(y + dy[owner], 0, low.height - 1).astype(np.int32)
    inks = np.array(
        [(244, 196, 96), (86, 134, 220), (232, 104, 78), (252, 240, 208), (84, 178, 156), (150, 104, 190)], np.float32
    )
    tone = r.uniform(0.92, 1.16, 1 << count).astype(np.float32)[owner] + shade
    shown = np.asarray(layers.subjects.resize(low.size), np.float32)[ys, xs] / np.float32(255)
    share = (0.36 - 0.26 * shown)[..., None]
    out = a[ys, xs] * (1 - share) + inks[r.integers(0, len(inks), 1 << count)][owner] * share
    facets = Image.fromarray(np.clip(out * tone[..., None], 0, 255).astype(np.uint8))
    seams = (owner != np.roll(owner, 1, 0)) | (owner != np.roll(owner, 1, 1))
    seams[0], seams[:, 0] = False, False
    lines = Image.fromarray((seams * 255).astype(np.uint8)).filter(ImageFilter.BoxBlur(0.7))
    facets.paste((52, 42, 40), (0, 0), lines)
    return toothed(ImageEnhance.Contrast(facets.resize((w, h), Image.Resampling.BICUBIC)).enhance(1.1), r, 0.1)


def swirling(image: Picture, layers: Layers, r: Random) -> Picture:
    """Laid on in curved strokes that run round a few whirls, as a sky of Van Gogh does; stars in a dark one."""
    w, h = image.size
    m = min(w, h)
    whirls = [(float(r.uniform(0.08, 0.92)), float(r.uniform(0.06, 0.44)), float(r.choice([-1, 1]))) for _ in range(6)]
    base = softened(image, m * 0.004, 2)
    free = layers.subjects.resize((32, 32), Image.Resampling.BOX)
    dark = float(np.asarray(image.crop((0, 0, w, max(1, h // 3))).resize((8, 8)).convert("L")).mean()) < 110
    if dark:
        pen = ImageDraw.Draw(base)
        for x, y, _ in whirls:
            if free.getpixel((int(x * 32), int(y * 32))) == 0:
                for s, fill in ((0.07, (96, 132, 178)), (0.046, (190, 196, 140)), (0.026, (252, 226, 110))):
                    pen.ellipse((x * w - s * m, y * h - s * m, x * w + s * m, y * h + s * m), fill=fill)
    if dark:  # a night of his is blue and bright
        base = base.point([round(255 * (v / 255) ** 0.72) for v in range(256)] * 3)
    colours = np.asarray(saturated(base, 1.35).resize(small((w, h), 256), Image.Resampling.BOX), np.float32)
    inside = np.asarray(layers.subjects.resize((colours.shape[1], colours.shape[0])))
    out = base.copy()
    pen = ImageDraw.Draw(out)
    for fx, fy, tone, q in r.random((3600, 4)):
        row, column = int(fy * (colours.shape[0] - 1)), int(fx * (colours.shape[1] - 1))
        subject = inside[row, column] > 90
        if subject and q > 0.5:
            continue
        red, green, blue = (int(v) for v in np.clip(colours[row, column] * (0.8 + 0.42 * tone), 0, 255))
        points = _stream(float(fx), float(fy), whirls, (w / m, h / m), 3 if subject else 7 if fy < 0.55 else 4)
        wide = 0.005 if subject or fy > 0.55 else 0.0085
        pen.line([(x * w, y * h) for x, y in points], (red, green, blue), max(1, round(m * wide)), "curve")
    out = Image.composite(Image.blend(out, image, 0.45), out, layers.subjects)
    return toothed(saturated(out, 1.1), r, 0.08)


def _stream(
    x: float, y: float, whirls: list[tuple[float, float, float]], span: tuple[float, float], steps: int
) -> list[Point]:
    """A stroke that goes with the whirls, from a point on; `span` is the picture's width and height by its shorter."""
    points = []
    for _ in range(steps):
        points.append((x, y))
        vx, vy = 0.5, 0.16 * math.sin(9 * x + 4 * y)
        for cx, cy, way in whirls:
            ax, ay = (x - cx) * span[0], (y - cy) * span[1]
            pull = way * 19 * math.exp(-((ax * ax + ay * ay) * 26))
            vx, vy = vx - ay * pull, vy + ax * pull
        long = math.hypot(vx, vy) or 1.0
        x, y = x + vx / long * 0.011 / span[0], y + vy / long * 0.011 / span[1]
    return points


_BLOCKS: tuple[Colour, ...] = (
    (28, 42, 84), (52, 88, 140), (112, 150, 180), (190, 208, 206), (240, 228, 200), (224, 196, 148), (206, 110, 72),
    (150, 66, 54), (110, 134, 92), (66, 88, 78), (48, 42, 48), (232, 176, 152),
)  # fmt: skip


def woodblock(image: Picture, layers: Layers, r: Random) -> Picture:
    """A print from wood blocks: few flat inks, blue contours, a band of deep blue above, a red seal."""
    w, h = image.size
    m = min(w, h)
    (out,) = inked(image, _BLOCKS, 0.72, shrink=2, window=5, own=20)
    sky = Image.linear_gradient("L").resize((w, max(1, h // 5))).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    band = Image.composite(sky.point([v * 150 // 255 for v in range(256)]), Image.new("L", sky.size),
                           ImageChops.invert(layers.subjects.crop((0, 0, w, sky.height))))  # fmt: skip
    out.paste((36, 58, 108), (0, 0), band)
    lines = edges(image, 9, 12.0, max(0.7, m * 0.0012), layers.quiet).filter(ImageFilter.BoxBlur(m * 0.0008))
    out.paste((26, 34, 66), (0, 0), lines)
    out = ImageChops.multiply(out, Image.new("RGB", (w, h), PAPER))
    return _sealed(toothed(out, r, 0.08), r)


def _sealed(image: Picture, r: Random) -> Picture:
    """A red seal in the lower left corner."""
    w, h = image.size
    s, x, y = 0.055 * min(w, h), 0.05 * w, 0.88 * h
    pen = ImageDraw.Draw(image)
    pen.rectangle((x, y, x + s, y + 1.3 * s), fill=(196, 48, 40))
    for k in range(3):
        top = y + s * (0.16 + 0.4 * k)
        pen.line((x + s * 0.2, top, x + s * 0.8, top), fill=PAPER, width=max(1, round(s * 0.09)))
        side = x + s * float(r.uniform(0.3, 0.7))
        pen.line((side, top, side, top + s * 0.26), fill=PAPER, width=max(1, round(s * 0.09)))
    return image


_TOMB: tuple[Colour, ...] = (
    (228, 202, 150), (58, 40, 34), (172, 74, 48), (44, 106, 116), (216, 160, 58), (244, 232, 208), (88, 118, 74),
    (132, 92, 58), (32, 60, 96),
)  # fmt: skip
# Signs on a grid of ten: strokes from point to point, as x and y.
_SIGNS = (
    "05 27 57 95 63 33 05 / 44 54 55 45 44",
    "59 55 / 25 85 / 55 32 41 69 55",
    "06 26 38 58 75 72 81 / 38 39 / 58 59",
    "03 23 12 32 54 74 63 83",
    "04 14 23 34 43 54 63 74 83 94 / 07 17 26 37 46 57 66 77 86 97",
    "22 82 88 28 22 / 44 66",
    "51 84 57 24 51 / 57 59",
    "19 51 89 19",
    "31 39 / 31 71 75 35",
    "25 45 65 85 / 27 87",
)


def papyrus(image: Picture, layers: Layers, r: Random) -> Picture:
    """A wall of an Egyptian tomb: flat earth colours on papyrus, dark contours, signs down both sides."""
    w, h = image.size
    m = min(w, h)
    (flat,) = inked(image, _TOMB, 0.6, shrink=2, window=5, own=20)
    bare = Image.blend(flat, Image.new("RGB", (w, h), _TOMB[0]), 0.72)
    out = Image.composite(flat, bare, layers.subjects)
    out.paste(_TOMB[1], (0, 0), edges(image, 10, 12.0, max(0.7, m * 0.0014), layers.quiet))
    fibres = noise(r, (w, 64), 30, 2).resize((w, h)).point([round(112 + v * 0.12) for v in range(256)])
    out = ImageChops.overlay(out, Image.merge("RGB", [fibres] * 3))
    pen, wide = ImageDraw.Draw(out), 0.1 * m
    for left in (0.0, w - wide):
        pen.rectangle((left, 0, left + wide, h), fill=(222, 190, 132))
        edge = left + wide if left == 0 else left
        pen.line((edge, 0, edge, h), fill=_TOMB[2], width=max(1, round(0.007 * m)))
        top = 0.02 * h
        while top < h - 0.9 * wide:
            unit, ink = 0.084 * wide, _TOMB[(1, 1, 2, 3)[int(r.integers(4))]]
            for stroke in _SIGNS[int(r.integers(len(_SIGNS)))].split(" / "):
                points = [(left + (0.9 + int(n[0])) * unit, top + int(n[1]) * unit) for n in stroke.split()]
                pen.line(points, fill=ink, width=max(1, round(0.09 * wide)), joint="curve")
            top += 1.02 * wide
    return toothed(out, r, 0.08)


def leaded(image: Picture, layers: Layers, r: Random) -> Picture:
    """A stained glass window: panes of strong colour in lead, light behind them, under a pointed arch."""
    w, h = image.size
    m, low = min(w, h), small((w, h), max(96, max(w, h) // 2))
    tiny = saturated(image, 1.7).resize(low, Image.Resampling.BOX)
    where = layers.subjects.resize(low).point([255 if v > 90 else 0 for v in range(256)])
    out = Image.composite(finishes.cells(tiny, r, 22, 0.5), finishes.cells(tiny, r, 9, 0.85), where)
    out = ImageEnhance.Brightness(ImageEnhance.Contrast(out).enhance(1.25)).enhance(1.12)
    out = out.resize((w, h), Image.Resampling.BICUBIC)
    lead = edges(layers.subjects.convert("RGB"), 30, 6.0, m * 0.003).filter(ImageFilter.MaxFilter(3))
    drawn = ImageChops.multiply(edges(image, 16, 12.0, m * 0.0016, layers.quiet), layers.subjects)
    out.paste((24, 22, 28), (0, 0), drawn)  # what is behind is glass alone
    out.paste((18, 18, 24), (0, 0), lead)
    arch = Image.new("L", (w, h), 255)
    pen = ImageDraw.Draw(arch)
    x0, x1, spring = 0.1 * w, 0.9 * w, 0.42 * h
    side = [(x0 + (x1 - x0) / 2 * t**1.7, spring * (1 - t) + 0.02 * h) for t in (k / 16 for k in range(17))]
    pen.polygon([(x0, 0.95 * h), *side, *[(w - x, y) for x, y in side[::-1]], (x1, 0.95 * h)], fill=0)
    out.paste((66, 60, 62), (0, 0), arch)
    rim = edges(arch.convert("RGB"), 30, 6.0, m * 0.004).filter(ImageFilter.MaxFilter(5))
    out.paste((16, 16, 20), (0, 0), rim)
    return out


def ink_wash(image: Picture, layers: Layers, r: Random) -> Picture:
    """Brush and ink: a few greys with a breath of colour, dark where forms end, the paper left white round it."""
    w, h = image.size
    m = min(w, h)
    soft = image.resize((max(8, w // 3), max(8, h // 3)), Image.Resampling.BOX).filter(ImageFilter.MedianFilter(5))
    soft = soft.resize((w, h), Image.Resampling.BICUBIC)
    grey = ImageEnhance.Contrast(Image.blend(soft, image, 0.4).convert("L")).enhance(1.5)
    tone = Image.merge("RGB", [grey.point([round(min(255, 30 + v * 0.98)) for v in range(256)])] * 3)
    out = Image.blend(tone, ImageChops.multiply(tone, saturated(soft, 1.5)), 0.42)
    pools = noise(r, small((w, h), 200), 6, 4).resize((w, h), Image.Resampling.BICUBIC)
    out = ImageChops.overlay(out, Image.merge("RGB", [pools.point([round(92 + v * 0.3) for v in range(256)])] * 3))
    pen = edges(image, 8, 9.0, max(0.7, m * 0.0014), layers.quiet)
    brush = ImageChops.multiply(
        pen.filter(ImageFilter.MaxFilter(3)), pools.point([min(255, v * 2) for v in range(256)])
    )
    out.paste((30, 30, 44), (0, 0), ImageChops.lighter(pen.point([v * 3 // 4 for v in range(256)]), brush))
    size = small((w, h), 240)
    ys, xs = np.ogrid[0 : size[1], 0 : size[0]]
    rim = np.minimum(np.minimum(xs, size[0] - 1 - xs), np.minimum(ys, size[1] - 1 - ys)) / min(size)
    ragged = rim + (np.asarray(noise(r, size, 5, 4), np.float32) / 255 - 0.5) * 0.1
    bare = Image.fromarray((np.clip((0.05 - ragged) * 22, 0, 1) * 255).astype(np.uint8))
    out = ImageChops.multiply(out, Image.new("RGB", (w, h), (250, 246, 234)))
    out.paste((248, 244, 232), (0, 0), bare.resize((w, h), Image.Resampling.BICUBIC))
    return _sealed(toothed(out, r, 0.1), r)


def charcoal(image: Picture, layers: Layers, r: Random) -> Picture:
    """Black chalk: no colour, strong darks, rubbed."""
    grey = ImageEnhance.Contrast(image.convert("L")).enhance(1.6).convert("RGB")
    strokes = pencil(grey, layers, r).convert("L").convert("RGB")
    rubbed = Image.blend(strokes, softened(grey, min(image.size) * 0.006), 0.4)
    return toothed(ImageChops.multiply(rubbed, Image.new("RGB", image.size, (252, 248, 240))), r, 0.2)


def notebook(image: Picture, layers: Layers, r: Random) -> Picture:
    """A page of an inventor of old: brown ink on parchment, lines of writing beside what is drawn."""
    w, h = image.size
    m = min(w, h)
    pale = Image.blend(Image.new("RGB", (w, h), (255, 255, 255)), image, 0.42)
    seen = Image.composite(image, pale, layers.subjects)
    lines = pencil(ImageEnhance.Contrast(seen.convert("L")).enhance(1.2).convert("RGB"), layers, r).convert("L")
    dark, light = (84, 52, 30), (236, 214, 170)
    channels = [
        lines.point([round(a + (b - a) * v / 255) for v in range(256)]) for a, b in zip(dark, light, strict=True)
    ]
    out = Image.merge("RGB", channels)
    pen = ImageDraw.Draw(out)
    for left, top, rows in ((0.03, 0.05, 9), (0.74, 0.08, 7), (0.04, 0.8, 5)):
        for k in range(rows):
            x, y, end = left * w, (top + 0.026 * k) * h, (left + float(r.uniform(0.14, 0.21))) * w
            while x < end:
                word = [
                    (x + 0.004 * m * j, y + float(r.uniform(-1, 1)) * 0.006 * m) for j in range(int(r.integers(3, 9)))
                ]
                pen.line(word, fill=(98, 62, 38), width=max(1, round(0.0018 * m)))
                x = word[-1][0] + 0.009 * m
    return vignette(toothed(out, r, 0.1), 0.5)


def flat(image: Picture, layers: Layers, r: Random) -> Picture:
    """Vector art: even areas of clean colour, no texture at all."""
    w, h = image.size
    clean = image.filter(ImageFilter.MedianFilter(5))
    few = clean.quantize(18, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    return saturated(few.filter(ImageFilter.ModeFilter(5)) if min(w, h) < 600 else few, 1.25)


def engraved(image: Picture, layers: Layers, r: Random) -> Picture:
    """Cut into wood: black lines that swell where it is dark, on cream paper."""
    w, h = image.size
    m = min(w, h)
    tone = np.asarray(softened(ImageEnhance.Contrast(image.convert("L")).enhance(1.5), m * 0.003), np.float32)
    x, y = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
    period = np.float32(max(4.0, m * 0.0125))
    wave = np.sin((y + np.sin(x / np.float32(0.06 * m)) * np.float32(0.008 * m)) * np.float32(2 * math.pi) / period)
    cut = np.clip((wave * np.float32(96) + np.float32(118) - tone) * np.float32(0.05), 0, 1)
    lines = Image.fromarray((cut * 235).astype(np.uint8))
    out = Image.new("RGB", (w, h), (248, 240, 222))
    out.paste((34, 28, 30), (0, 0), lines)
    out.paste((24, 20, 22), (0, 0), edges(image, 9, 14.0, max(0.8, m * 0.0016), layers.quiet))
    return toothed(out, r, 0.06)


def outlined(image: Picture, layers: Layers, r: Random) -> Picture:
    """A page to be coloured: even black lines on white."""
    m = min(image.size)
    out = Image.new("RGB", image.size, (255, 255, 255))
    found = edges(image, 9, 14.0, max(0.9, m * 0.003), layers.quiet)
    around = layers.subjects.filter(ImageFilter.BoxBlur(max(1.0, m * 0.004)))
    around = around.point([max(0, min(255, 4 * (110 - abs(v - 128)))) for v in range(256)])
    out.paste((20, 20, 24), (0, 0), ImageChops.lighter(found, around))
    return out


MANNERS: dict[str, Finish] = {
    "comic": Finish(Look(relief=0.5, rim=0.4, outline=0.0022), comic, strokes=True),
    "cubist": Finish(Look(relief=0.4), cubist, strokes=True),
    "swirling": Finish(Look(relief=0.4), swirling, strokes=True),
    "woodblock": Finish(Look(relief=0.0, rim=0.0, outline=0.002), woodblock, strokes=True),
    "papyrus": Finish(Look(relief=0.0, rim=0.0, outline=0.003), papyrus, strokes=True),
    "leaded": Finish(Look(relief=0.2), leaded, strokes=True),
    "ink wash": Finish(Look(relief=0.2, rim=0.3, outline=0.0016), ink_wash, strokes=True),
    "charcoal": Finish(Look(relief=0.6, rim=0.3), charcoal, strokes=True),
    "notebook": Finish(Look(relief=0.3, rim=0.2, outline=0.002), notebook, strokes=True),
    "flat": Finish(Look(relief=0.0, rim=0.0), flat),
    "outlined": Finish(Look(relief=0.0, rim=0.0, outline=0.005), outlined, strokes=True),
    "engraved": Finish(Look(relief=0.4, outline=0.003), engraved, strokes=True),
}
HANDS: dict[str, Finish] = finishes.TABLE | MANNERS | SCHOOLS | CRAFTS
"""Every hand a prompt can ask for; a provider has one of the finishes."""
