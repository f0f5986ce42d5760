"""Schools: further hands that a prompt names, from a blueprint to a knitted picture, each known at a glance."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting.canvas import Random, gradient, mix, small, times
from imgen_nb.sketch.painting.drawn import pencil
from imgen_nb.sketch.painting.effects import Layers, Picture, edges, grain, saturated, softened, toothed, vignette
from imgen_nb.sketch.painting.finishes import Finish
from imgen_nb.sketch.painting.painted import oil
from imgen_nb.sketch.painting.prints import Box, art_deco, art_nouveau, contours, pop_art, shown_box, silkscreens
from imgen_nb.sketch.painting.subjects import Look


def _drawn_lines(image: Picture, layers: Layers, width: float) -> tuple[Picture, Picture]:
    """The lines of what is shown, and those of what is behind it ("L")."""
    found = edges(image, 8, 14.0, max(0.7, width * 0.6), layers.quiet)
    near = ImageChops.lighter(ImageChops.multiply(found, layers.subjects), contours(layers, width))
    return near, ImageChops.multiply(found, ImageChops.invert(layers.subjects))


def low_poly(image: Picture, layers: Layers, r: Random) -> Picture:
    """A mesh of triangles of even colour, its corners on the edges of forms, finer in what is shown."""
    w, h = image.size
    coarse, fine = mesh(image, r, 21), mesh(image, r, 56)
    shown = softened(layers.subjects, min(w, h) * 0.006).point([255 * (v > 60) for v in range(256)])
    return saturated(Image.composite(fine, coarse, shown), 1.2)


def mesh(image: Picture, r: Random, across: int) -> Picture:
    """The picture as triangles, `across` pairs of them along its shorter side."""
    w, h = image.size
    size = min(w, h) / across
    columns, rows, k = math.ceil(w / size), math.ceil(h / size), 8
    low = image.resize((columns * k, rows * k), Image.Resampling.BOX)
    edge = np.asarray(edges(low, 4, 3.0), np.float32) + r.random((rows * k, columns * k), dtype=np.float32) * 60
    at = edge.reshape(rows, k, columns, k).swapaxes(1, 2).reshape(rows, columns, k * k).argmax(-1)
    x = np.zeros((rows + 2, columns + 2))
    y = np.zeros_like(x)
    x[1:-1, 1:-1] = (np.arange(columns) + 0.12 + 0.76 * (at % k) / k) * size
    y[1:-1, 1:-1] = (np.arange(rows)[:, None] + 0.12 + 0.76 * (at // k) / k) * size
    x[:, 0], x[:, -1], y[0], y[-1] = -1, w + 1, -1, h + 1
    x[[0, -1], 1:-1], y[1:-1, 0] = x[[1, -2], 1:-1], y[1:-1, 1]
    y[1:-1, -1] = y[1:-1, -2]
    colours = low.filter(ImageFilter.BoxBlur(2)).load()
    out = image.copy()
    pen = ImageDraw.Draw(out)
    tones = r.uniform(0.9, 1.09, (rows + 1, columns + 1, 2))
    for j in range(rows + 1):
        for i in range(columns + 1):
            a, b, c, d = [(x[v, u], y[v, u]) for v, u in ((j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i))]
            halves = ((a, b, c), (a, c, d)) if (i + j) % 2 else ((a, b, d), (b, c, d))
            for n, three in enumerate(halves):
                cx, cy = (sum(p[q] for p in three) / 3 / size * k for q in (0, 1))
                spot = min(low.width - 1, max(0, int(cx))), min(low.height - 1, max(0, int(cy)))
                assert colours is not None
                pen.polygon(three, times(colours[spot], tones[j, i, n]))  # type: ignore[arg-type]
    return out


BLUE: Colour = (24, 72, 142)


def blueprint(image: Picture, layers: Layers, r: Random) -> Picture:
    """A plan of an engineer: white lines on blue with a grid, and the measures of what is shown."""
    w, h = image.size
    m = min(w, h)
    out = vignette(Image.new("RGB", (w, h), BLUE), 0.5)
    pen = ImageDraw.Draw(out)
    for n in range(1, 48):
        at, strong = n * m / 32, n % 4 == 0
        fill, wide = mix(BLUE, (255, 255, 255), 0.26 if strong else 0.12), max(1, round(m * 0.0012))
        pen.line((at, 0, at, h), fill=fill, width=wide)
        pen.line((0, at, w, at), fill=fill, width=wide)
    near, far = _drawn_lines(image, layers, m * 0.0022)
    box = shown_box(layers)
    if box is None:
        out.paste((226, 238, 252), (0, 0), far)
        return toothed(out, r, 0.1)
    body = ImageEnhance.Contrast(image.convert("L")).enhance(1.2).point([round(v * 0.26) for v in range(256)])
    out.paste((196, 220, 250), (0, 0), ImageChops.multiply(body, layers.subjects))
    out.paste((240, 247, 255), (0, 0), near)
    _measured(ImageDraw.Draw(out), box, m)
    return toothed(out, r, 0.1)


def _measured(pen: ImageDraw.ImageDraw, box: Box, m: int) -> None:
    """Lines with ticks beside and below a box, and a dashed one through its middle."""
    x0, y0, x1, y1 = box
    wide, gap, ink = max(1, round(m * 0.0024)), 0.035 * m, (206, 226, 250)
    for a, b in (((x0 - gap, y0), (x0 - gap, y1)), ((x0, y1 + gap), (x1, y1 + gap))):
        pen.line((*a, *b), fill=ink, width=wide)
        for x, y in (a, b):
            pen.line((x - 0.012 * m, y + 0.012 * m, x + 0.012 * m, y - 0.012 * m), fill=ink, width=wide)
            across = (x - 0.016 * m, y, x + gap, y) if a[0] == b[0] else (x, y - gap, x, y + 0.016 * m)
            pen.line(across, fill=ink, width=1)
    middle, y = (x0 + x1) / 2, y0 - gap
    while y < y1 + gap:
        pen.line((middle, y, middle, min(y + 0.02 * m, y1 + gap)), fill=mix(BLUE, ink, 0.6), width=wide)
        y += 0.032 * m


def line_art(image: Picture, layers: Layers, r: Random) -> Picture:
    """Clean black lines on white paper, thinner and paler behind what is shown."""
    m = min(image.size)
    near, far = _drawn_lines(image, layers, m * 0.0018)
    out = Image.new("RGB", image.size, (253, 252, 249))
    out.paste((150, 150, 156), (0, 0), far if shown_box(layers) else Image.new("L", image.size))
    out.paste((24, 24, 30), (0, 0), near if shown_box(layers) else far)
    return out


def chalk(image: Picture, layers: Layers, r: Random) -> Picture:
    """Coloured chalk on a blackboard that has been wiped before."""
    w, h = image.size
    m = min(w, h)
    near, far = _drawn_lines(image, layers, m * 0.0032)
    board = Image.new("RGB", (w, h), (38, 54, 50))
    dust = softened(grain((w, h), r, 1.0), m * 0.03).point([max(0, (v - 122) * 5) for v in range(256)])
    board.paste((92, 108, 104), (0, 0), dust)
    crumbs = grain((w, h), r, 1.0, 0.5).point([min(255, max(0, (v - 84) * 4)) for v in range(256)])
    pale = Image.blend(saturated(image, 1.5), Image.new("RGB", (w, h), (255, 255, 255)), 0.3)
    light = ImageChops.multiply(image.convert("L").point([70 + v // 2 for v in range(256)]), layers.subjects)
    board.paste(pale, (0, 0), ImageChops.multiply(light, crumbs))
    board.paste(pale, (0, 0), ImageChops.multiply(far.point([v * 2 // 3 for v in range(256)]), crumbs))
    board.paste((250, 248, 240), (0, 0), ImageChops.multiply(near, crumbs))
    return board


def _dabbed(image: Picture, layers: Layers, r: Random, across: int, long: float, loose: float) -> Picture:
    """Dots (`long` = 1) or strokes of the brush side by side, `across` of them along the shorter side."""
    w, h = image.size
    m = min(w, h)
    low = small((w, h), 220)
    colours = np.asarray(saturated(image, 1.4).resize(low, Image.Resampling.BOX), np.float32)
    inside = np.asarray(layers.subjects.resize(low)) > 90
    out = Image.blend(softened(image, m * 0.008), Image.new("RGB", (w, h), (250, 240, 216)), 0.3)
    pen = ImageDraw.Draw(out)
    bare = not inside.any()  # a place alone is what is shown
    for cells, fine in ((round(across * (1.5 if bare else 1.0)), False), (round(across * 2.2), True)):
        step = m / cells
        if fine and bare:
            continue
        spots = r.random((math.ceil(h / step), math.ceil(w / step), 5))
        for j, i in np.ndindex(*spots.shape[:2]):
            dx, dy, q, *tint = spots[j, i]
            x, y = (i + dx) * step, (j + dy) * step
            row, column = min(low[1] - 1, int(y / h * low[1])), min(low[0] - 1, int(x / w * low[0]))
            if inside[row, column] != fine:
                continue
            shift = np.array([tint[0] - 0.5, 0.0, tint[1] - 0.5]) * loose * (0.5 if fine or bare else 1.0)
            red, green, blue = np.clip(colours[row, column] * (0.9 + 0.22 * q) + shift, 0, 255).astype(int)
            a, b = step * 0.62 * long**0.5, step * 0.62 / long**0.5
            pen.ellipse((x - a, y - b, x + a, y + b), fill=(int(red), int(green), int(blue)))
    return Image.blend(out, Image.composite(image, out, layers.subjects), 0.3)


def pointillist(image: Picture, layers: Layers, r: Random) -> Picture:
    """Dots of pure colour side by side, which the eye mixes."""
    return _dabbed(image, layers, r, 66, 1.0, 120.0)


def impressionist(image: Picture, layers: Layers, r: Random) -> Picture:
    """Broad short strokes of light broken colour."""
    bright = ImageEnhance.Brightness(image).enhance(1.08)
    return toothed(_dabbed(bright, layers, r, 46, 2.6, 70.0), r, 0.12)


# Marks of thread in a cell of one: lines from point to point.
_THREADS: dict[str, tuple[tuple[Point, Point], ...]] = {
    "stitched": (((0.0, 0.9), (1.0, 0.1)), ((0.1, 1.3), (0.9, 0.7))),
    "crossed": (((0.08, 0.92), (0.92, 0.08)), ((0.08, 0.08), (0.92, 0.92))),
    "knitted": (((0.06, 0.0), (0.5, 0.9)), ((0.94, 0.0), (0.5, 0.9))),
}


def threaded(image: Picture, layers: Layers, r: Random, how: str) -> Picture:
    """Thread on cloth: stitches that lie close, crosses that are counted, or loops of wool."""
    w, h = image.size
    m, cells = min(w, h), 84
    step = m / cells
    columns, rows = math.ceil(w / step), math.ceil(h / step)
    seen = saturated(ImageEnhance.Contrast(image).enhance(1.1), 1.2).resize((columns, rows), Image.Resampling.BOX)
    if how != "knitted":
        seen = seen.quantize(28, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).convert("RGB")
    colours, tones = np.asarray(seen), r.uniform(0.88, 1.1, (rows, columns))
    out = toothed(seen.resize((w, h), Image.Resampling.NEAREST), r, 0.3).point(
        [round(v * 0.66) for v in range(256)] * 3
    )
    pen = ImageDraw.Draw(out)
    wide = max(2, round(step * (0.44 if how == "knitted" else 0.3)))
    for j in range(rows):
        for i in range(columns):
            red, green, blue = (int(v) for v in colours[j, i])
            for n, (a, b) in enumerate(_THREADS[how]):
                fill = times((red, green, blue), tones[j, i] * (1.08 if n else 0.94))
                ends = [(i + a[0]) * step, (j + a[1]) * step, (i + b[0]) * step, (j + b[1]) * step]
                pen.line(ends, fill=fill, width=wide)
    return ImageChops.overlay(out, Image.merge("RGB", [grain((w, h), r, 0.3)] * 3))


def minimal(image: Picture, layers: Layers, r: Random) -> Picture:
    """As little as can be: what is shown on one pale colour, a soft shadow below it; a place in a few even areas."""
    w, h = image.size
    m = min(w, h)
    box = shown_box(layers)
    if box is None:
        even = saturated(softened(image, m * 0.006, 2), 1.2).filter(ImageFilter.MedianFilter(5))
        few = even.quantize(16, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
        return Image.blend(few, image, 0.4)
    hue = _PALE[int(r.integers(len(_PALE)))]
    out = gradient((w, h), [(0, mix(hue, (255, 255, 255), 0.2)), (1, times(hue, 0.97))])
    if box[3] > 0.55 * h:
        shade = Image.new("L", (w // 4, h // 4))
        flat = 0.06 * (box[2] - box[0])
        ImageDraw.Draw(shade).ellipse([v / 4 for v in (box[0], box[3] - flat, box[2], box[3] + flat)], fill=90)
        shade = shade.filter(ImageFilter.GaussianBlur(m * 0.004)).resize((w, h), Image.Resampling.BICUBIC)
        out.paste(times(hue, 0.5), (0, 0), shade)
    out.paste(image, (0, 0), layers.subjects)
    return out


_PALE: tuple[Colour, ...] = ((240, 228, 212), (216, 226, 224), (238, 216, 206), (222, 224, 236), (232, 232, 218))


def old_master(image: Picture, layers: Layers, r: Random) -> Picture:
    """Oil under brown varnish: what is shown comes out of the dark in a warm light."""
    w, h = image.size
    m = min(w, h)
    brown = ImageOps.colorize(image.convert("L"), (18, 12, 10), (170, 122, 76), (74, 46, 30))
    dark = Image.blend(brown, image, 0.16)
    lit = Image.composite(ImageEnhance.Contrast(image).enhance(1.12), dark, softened(layers.subjects, m * 0.006))
    if shown_box(layers) is None:
        lit = Image.blend(brown, image, 0.5)
    painted = vignette(oil(lit, layers, r), 1.1)
    return Image.merge("RGB", [band.point([round(v * k) for v in range(256)]) for band, k in
                               zip(painted.split(), (1.0, 0.93, 0.78), strict=True)])  # fmt: skip


def children(image: Picture, layers: Layers, r: Random) -> Picture:
    """Wax crayons in a child's hand: thick waxy strokes on white paper."""
    w, h = image.size
    m = min(w, h)
    bright = saturated(ImageEnhance.Brightness(image).enhance(1.15), 1.7)
    strokes = pencil(bright, layers, r)
    near, far = _drawn_lines(image, layers, m * 0.006)
    crumbs = grain((w, h), r, 1.0, 0.7).point([min(255, max(0, (v - 90) * 6)) for v in range(256)])
    waxy = Image.composite(
        strokes, Image.new("RGB", (w, h), (253, 251, 246)), crumbs.point([130 + v // 2 for v in range(256)])
    )
    waxy.paste(times((90, 70, 120), 0.6), (0, 0), ImageChops.multiply(near, crumbs))
    waxy.paste((120, 110, 130), (0, 0), ImageChops.multiply(far, crumbs).point([v * 3 // 5 for v in range(256)]))
    return waxy


_Hand = Callable[[Picture, Layers, Random], Picture]
_FLAT = Look(relief=0.0, rim=0.0, outline=0.003)
_TABLE: dict[str, tuple[_Hand, Look]] = {
    "low poly": (low_poly, Look(relief=1.0)),
    "blueprint": (blueprint, Look(relief=0.0, rim=0.0, outline=0.002)),
    "line art": (line_art, _FLAT),
    "chalk": (chalk, _FLAT),
    "pointillist": (pointillist, Look(relief=0.6)),
    "impressionist": (impressionist, Look(relief=0.6)),
    "stitched": (functools.partial(threaded, how="stitched"), Look(relief=0.3, outline=0.002)),
    "crossed": (functools.partial(threaded, how="crossed"), Look(relief=0.3, outline=0.002)),
    "knitted": (functools.partial(threaded, how="knitted"), Look(relief=0.6)),
    "art deco": (art_deco, Look(relief=0.3, rim=0.4)),
    "art nouveau": (art_nouveau, Look(relief=0.2, rim=0.0)),
    "pop art": (pop_art, Look(relief=0.3, outline=0.002)),
    "silkscreens": (silkscreens, Look(relief=0.4)),
    "minimal": (minimal, Look(relief=0.5, rim=0.5)),
    "old master": (old_master, Look(relief=0.9)),
    "crayon": (children, Look(relief=0.0, rim=0.0)),
}
SCHOOLS: dict[str, Finish] = {name: Finish(look, hand, strokes=True) for name, (hand, look) in _TABLE.items()}
