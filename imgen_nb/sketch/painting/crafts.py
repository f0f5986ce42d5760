"""Crafts: folded paper, plasticine with the marks of fingers, paint sprayed on bricks, an instant photograph."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Random, gradient, mix, noise, small, times
from imgen_nb.sketch.painting.effects import Layers, Picture, edges, saturated, shifted, softened, toothed, vignette
from imgen_nb.sketch.painting.finishes import Finish, clay
from imgen_nb.sketch.painting.prints import contours, shown_box
from imgen_nb.sketch.painting.schools import mesh
from imgen_nb.sketch.painting.subjects import Look

_SHEETS: tuple[Colour, ...] = ((236, 226, 208), (214, 226, 230), (232, 214, 210), (218, 228, 212))


def origami(image: Picture, layers: Layers, r: Random) -> Picture:
    """Folded paper: few large facets with pale creases, lying on a sheet, which its shadow falls on."""
    w, h = image.size
    m = min(w, h)
    folded = saturated(mesh(image.filter(ImageFilter.MedianFilter(3)), r, 30), 1.2)
    folded = ImageEnhance.Contrast(folded).enhance(1.08)
    creases = edges(folded, 5, 9.0, max(0.6, m * 0.0007)).point([v * 2 // 5 for v in range(256)])
    folded.paste((255, 252, 244), (0, 0), creases)
    if shown_box(layers) is None:
        return toothed(folded, r, 0.12)
    sheet = _SHEETS[int(r.integers(len(_SHEETS)))]
    far = mesh(Image.blend(image, Image.new("RGB", (w, h), sheet), 0.62), r, 11)
    shade = softened(shifted(layers.subjects, round(0.012 * m), round(0.02 * m)), 0.012 * m)
    far.paste(times(sheet, 0.5), (0, 0), shade.point([v * 3 // 5 for v in range(256)]))
    return toothed(Image.composite(folded, far, layers.subjects), r, 0.12)


def plasticine(image: Picture, layers: Layers, r: Random) -> Picture:
    """Kneaded: soft swellings and the ridges of finger tips all over, in strong colour."""
    w, h = image.size
    m = min(w, h)
    size = small((w, h), 512)
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32) / np.float32(min(size))
    lumps = np.asarray(noise(r, size, 11, 2), np.float32) / np.float32(255)
    where = np.clip(np.asarray(noise(r, size, 7, 1), np.float32) / np.float32(128) - np.float32(0.95), 0, 0.5)
    ridges = np.sin((np.hypot(x - lumps * np.float32(0.3), y + lumps * np.float32(0.2))) * np.float32(320)) * where
    relief = Image.fromarray(np.clip(lumps * 150 + ridges * 15 + 60, 0, 255).astype(np.uint8))
    step = max(1, round(min(size) * 0.004))
    lit = ImageChops.subtract(relief, shifted(relief, -step, -step), 0.36, 128).resize((w, h), Image.Resampling.BICUBIC)
    kneaded = ImageChops.soft_light(clay(saturated(image, 1.2), layers, r), Image.merge("RGB", [lit] * 3))
    rim = contours(layers, m * 0.005).point([v // 4 for v in range(256)])
    kneaded.paste((40, 24, 30), (0, 0), rim)
    return kneaded


def sprayed(image: Picture, layers: Layers, r: Random) -> Picture:
    """Sprayed on a wall: loud colour with soft edges over bricks that show through, a bold line, paint that ran."""
    w, h = image.size
    m = min(w, h)
    wall = _bricks((w, h), r)
    soft = saturated(ImageEnhance.Contrast(softened(image, m * 0.004, 2)).enhance(1.2), 1.6)
    loud = saturated(ImageEnhance.Contrast(image).enhance(1.2), 1.7)
    cloud = (
        noise(r, small((w, h), 160), 4, 3).resize((w, h)).point([max(0, min(190, (v - 96) * 4)) for v in range(256)])
    )
    behind = Image.composite(soft, Image.new("RGB", (w, h), (188, 112, 92)), cloud)
    paint = Image.composite(loud, behind, layers.subjects)
    halo = softened(layers.subjects, m * 0.014).point([min(255, v * 2) for v in range(256)])
    paint.paste((250, 248, 240), (0, 0), ImageChops.subtract(halo, layers.subjects))
    drawn = ImageChops.multiply(edges(image, 12, 12.0, max(0.8, m * 0.0022), layers.quiet), layers.subjects)
    paint.paste((22, 18, 26), (0, 0), ImageChops.lighter(drawn, contours(layers, m * 0.006)))
    _runs(paint, layers, r)
    return toothed(ImageChops.multiply(paint, wall), r, 0.16)


def _bricks(size: tuple[int, int], r: Random) -> Picture:
    """Rows of bricks, pale, with dark joints, to be multiplied with."""
    w, h = size
    out = Image.new("RGB", size, (206, 200, 196))
    pen = ImageDraw.Draw(out)
    high = min(w, h) / 13
    for row in range(int(h / high) + 1):
        for k in range(-1, int(w / (2.4 * high)) + 2):
            tone = round(float(r.uniform(226, 255)))
            x = (k + 0.5 * (row % 2)) * 2.4 * high
            gap = 0.05 * high
            pen.rectangle((x + gap, row * high + gap, x + 2.4 * high - gap, (row + 1) * high - gap), fill=(tone,) * 3)
    return out


def _runs(image: Picture, layers: Layers, r: Random) -> None:
    """Thin runs of paint below what is shown."""
    box = shown_box(layers)
    if box is None:
        return
    m, pen = min(image.size), ImageDraw.Draw(image)
    for x, long in zip(r.uniform(box[0], box[2], 9), r.uniform(0.03, 0.12, 9), strict=True):
        column = layers.subjects.crop((int(x), 0, int(x) + 1, image.height)).getbbox()
        if column:
            y, wide = column[3] - 0.01 * m, 0.004 * m
            spot = image.getpixel((int(x), max(0, min(image.height - 1, int(y - 0.01 * m)))))
            pen.rounded_rectangle((x - wide, y, x + wide, y + long * m), wide, fill=spot)


def instant(image: Picture, layers: Layers, r: Random) -> Picture:
    """An instant photograph: faded and warm, in its white frame with the broad lower edge, on a table."""
    w, h = image.size
    m = min(w, h)
    faded = ImageEnhance.Contrast(saturated(image, 0.82)).enhance(0.9)
    red, green, blue = faded.split()
    faded = Image.merge(
        "RGB", (red.point(_lifted(26, 1.0)), green.point(_lifted(18, 0.98)), blue.point(_lifted(30, 0.84)))
    )
    faded = vignette(faded, 0.5)
    side = round(0.74 * m)
    photo = faded.crop(((w - m) // 2, (h - m) // 2, (w + m) // 2, (h + m) // 2)).resize((side, side))
    gap, foot = round(0.05 * m), round(0.15 * m)
    card = Image.new("RGB", (side + 2 * gap, side + gap + foot), (250, 248, 242))
    card.paste(photo, (gap, gap))
    lean = float(r.uniform(-3.5, 3.5))
    mask = Image.new("L", card.size, 255).rotate(lean, Image.Resampling.BICUBIC, expand=True)
    card = card.rotate(lean, Image.Resampling.BICUBIC, expand=True)
    wood: Colour = ((150, 106, 74), (96, 110, 122), (186, 158, 128))[int(r.integers(3))]
    out = gradient((w, h), [(0, mix(wood, (255, 255, 255), 0.12)), (1, times(wood, 0.8))])
    grain = noise(r, (max(4, w // 24), max(4, h // 4)), 20, 2).resize((w, h))
    out.paste(times(wood, 0.7), (0, 0), grain.point([max(0, min(80, (v - 112) * 2)) for v in range(256)]))
    at = ((w - card.width) // 2, (h - card.height) // 2)
    shade = Image.new("L", (w, h))
    shade.paste(mask, (at[0] + round(0.012 * m), at[1] + round(0.02 * m)))
    out.paste((24, 16, 12), (0, 0), softened(shade, 0.014 * m).point([v // 2 for v in range(256)]))
    out.paste(card, at, mask)
    return out


def _lifted(floor: int, top: float) -> list[int]:
    return [round(floor + v * (255 * top - floor) / 255) for v in range(256)]


CRAFTS: dict[str, Finish] = {
    "origami": Finish(Look(relief=0.2, rim=0.2), origami, strokes=True),
    "plasticine": Finish(Look(relief=1.1, depth=0.0042), plasticine, strokes=True),
    "sprayed": Finish(Look(relief=0.3), sprayed, strokes=True),
    "instant": Finish(Look(relief=0.9, depth=0.0042), instant),
}
