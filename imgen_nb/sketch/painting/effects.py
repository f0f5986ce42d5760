"""Effects that finishes and templates share, on whole pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Floats, Random, small

Picture = Image.Image


@dataclass(frozen=True)
class Layers:
    """What a finish knows of a picture besides its pixels, as masks ("L")."""

    subjects: Picture  # small strokes and cells go here
    quiet: Picture  # stars, snowflakes, blossoms: a contour round each would be a rash


def grain(size: tuple[int, int], r: Random, strength: float, blur: float = 0) -> Picture:
    """A tiled pattern of fine noise about mid grey ("L")."""
    noise = Image.fromarray(r.integers(0, 256, (192, 192), dtype=np.uint8))
    if blur:
        noise = noise.filter(ImageFilter.GaussianBlur(blur))
    tile = np.asarray(noise.point([round(128 + (v - 128) * strength) for v in range(256)]))
    across, down = -(-size[0] // 192), -(-size[1] // 192)
    return Image.fromarray(np.tile(tile, (down, across))[: size[1], : size[0]])


def shifted(image: Picture, dx: int, dy: int) -> Picture:
    """The picture moved by pixels; its edges stretch to fill the gap, where an offset would wrap round."""
    w, h = image.size
    out = ImageChops.offset(image, dx, dy)
    if dx:
        x = dx if dx > 0 else w + dx - 1
        out.paste(out.crop((x, 0, x + 1, h)).resize((abs(dx), h)), (0 if dx > 0 else w + dx, 0))
    if dy:
        y = dy if dy > 0 else h + dy - 1
        out.paste(out.crop((0, y, w, y + 1)).resize((w, abs(dy))), (0, 0 if dy > 0 else h + dy))
    return out


def softened(mask: Picture, radius: float, shrink: int = 4) -> Picture:
    """A wide blur, done small: nothing fine is left to lose."""
    k = (max(2, mask.width // shrink), max(2, mask.height // shrink))
    low = mask.resize(k, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(radius / shrink))
    return low.resize(mask.size, Image.Resampling.BILINEAR)


def toothed(image: Picture, r: Random, strength: float, blur: float = 0.6) -> Picture:
    """The picture on rough paper."""
    return ImageChops.overlay(image, Image.merge("RGB", [grain(image.size, r, strength, blur)] * 3))


def saturated(image: Picture, k: float) -> Picture:
    """More (k > 1) or less colour."""
    return ImageEnhance.Color(image).enhance(k)


def toned(image: Picture) -> Picture:
    """Warm lights and cool shadows, which bind the colours of a scene."""
    return image.point(_WARM_AND_COOL)


_WARM_AND_COOL = [
    max(0, min(255, round(v + warm * (v / 255) ** 2 + cool * (1 - v / 255) ** 2 * (v / 255) ** 0.5)))
    for warm, cool in ((10, -10), (4, -2), (-9, 14))
    for v in range(256)
]


def vignette(image: Picture, strength: float) -> Picture:
    """Corners darkened."""
    size = small(image.size, 96)
    ys, xs = np.ogrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j]
    d = np.clip(np.sqrt(xs**2 + ys**2) - 0.62, 0, 1) ** 1.5
    mask = Image.fromarray((np.clip(d * strength, 0, 1) * 255).astype(np.uint8)).resize(
        image.size, Image.Resampling.BICUBIC
    )
    out = image.copy()
    out.paste((14, 10, 30), (0, 0), mask)
    return out


def bloom(image: Picture, radius: float, strength: float, floor: int = 110) -> Picture:
    """Bright parts spill over."""
    size = small(image.size, 256)
    light = image.resize(size, Image.Resampling.BILINEAR).point(
        [max(0, round((v - floor) * 255 / (255 - floor) * strength)) for v in range(256)] * 3
    )
    light = light.filter(ImageFilter.GaussianBlur(max(1.0, radius * min(size)))).resize(
        image.size, Image.Resampling.BICUBIC
    )
    return ImageChops.screen(image, light)


def inked(
    image: Picture, palette: tuple[Colour, ...], *shares: float, shrink: int, window: int, own: int
) -> tuple[Picture, ...]:
    """The picture in few flat inks, once for each of `shares`: so far from `own` inks of its own to a palette's."""
    w, h = image.size
    low = image.resize((max(8, w // shrink), max(8, h // shrink)), Image.Resampling.BOX)
    low = low.filter(ImageFilter.MedianFilter(window))
    book = Image.new("P", (1, 1))
    book.putpalette([v for colour in palette for v in colour] + list(palette[-1]) * (256 - len(palette)))
    inks = low.quantize(palette=book, dither=Image.Dither.NONE).convert("RGB")
    usual = low.quantize(own, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    return tuple(Image.blend(usual, inks, k).resize((w, h), Image.Resampling.BICUBIC) for k in shares)


def edges(image: Picture, threshold: int, gain: float, blur: float = 0.8, quiet: Picture | None = None) -> Picture:
    """Where neighbouring pixels differ ("L"), except round what is to be quiet."""
    soft = image.filter(ImageFilter.BoxBlur(blur))  # one pass; a Gaussian is three
    found: Picture | None = None
    for dx, dy in ((1, 0), (0, 1), (1, 1)):
        r, g, b = ImageChops.difference(soft, ImageChops.offset(soft, dx, dy)).split()
        step = ImageChops.lighter(ImageChops.lighter(r, g), b)
        found = step if found is None else ImageChops.lighter(found, step)
    assert found is not None
    lines = found.point([min(255, max(0, round((v - threshold) * gain))) for v in range(256)])
    lines.paste(0, (0, 0, lines.width, 2))
    lines.paste(0, (0, 0, 2, lines.height))
    if quiet is not None:
        near = softened(quiet, max(1.4, min(image.size) * 0.0045), 3).point([min(255, v * 14) for v in range(256)])
        lines = ImageChops.subtract(lines, near)
    return lines


def box_means(a: Floats, k: int) -> Floats:
    """Means of k by k squares, each at its upper left corner."""
    for axis in (0, 1):
        total = np.cumsum(a, axis, dtype=np.float32)
        zero = np.zeros_like(np.take(total, [0], axis))
        total = np.concatenate([zero, total], axis)
        n = total.shape[axis]
        a = (np.take(total, range(k, n), axis) - np.take(total, range(n - k), axis)) / np.float32(k)
    return a


def warped(image: Picture, r: Random, cells: float, amount: float) -> Picture:
    """Edges wobble, as by a brush: a coarse mesh of quads is shifted at random."""
    w, h = image.size
    m = min(w, h)
    cells = min(cells, m)  # a quad is a pixel at least
    columns, rows = max(2, round(cells * w / m)), max(2, round(cells * h / m))
    dx = r.normal(0, amount * m, (rows + 1, columns + 1))
    dy = r.normal(0, amount * m, (rows + 1, columns + 1))
    for d in (dx, dy):
        d[[0, -1]] = 0
        d[:, [0, -1]] = 0
    xs, ys = np.linspace(0, w, columns + 1), np.linspace(0, h, rows + 1)
    mesh = []
    for j in range(rows):
        for i in range(columns):
            box = (round(xs[i]), round(ys[j]), round(xs[i + 1]), round(ys[j + 1]))
            corners = [(j, i), (j + 1, i), (j + 1, i + 1), (j, i + 1)]
            quad = [v for a, b in corners for v in (float(xs[b] + dx[a, b]), float(ys[a] + dy[a, b]))]
            mesh.append((box, quad))
    return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
