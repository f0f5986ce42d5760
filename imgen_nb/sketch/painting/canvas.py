"""The canvas: a picture being painted, seeded streams, and the few brushes every scene uses.

Everything is laid out in fractions of the picture, never in pixels, and no random number depends on the size: the same
seed gives the same picture at 96 and at 2048 pixels, which is what previews and the quadrants of a sheet rely on.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour, Point

Random: TypeAlias = np.random.Generator
Floats: TypeAlias = NDArray[np.float32]
ENGINE = "1"  # part of every seed; a change of it says that old seeds draw other pictures


def stream(*keys: object) -> Random:
    """A random stream of its own for one purpose, so that a new feature does not move the others."""
    digest = hashlib.sha256("\x1f".join(map(str, (ENGINE, *keys))).encode("utf-8", "replace")).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "little")))


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """The colour a fraction t of the way from a to b."""
    return (
        round(a[0] + (b[0] - a[0]) * t),
        round(a[1] + (b[1] - a[1]) * t),
        round(a[2] + (b[2] - a[2]) * t),
    )


def times(a: Colour, k: float | tuple[float, float, float]) -> Colour:
    """The colour multiplied, by one factor or one a channel."""
    r, g, b = (k, k, k) if isinstance(k, (int, float)) else k
    return min(255, max(0, round(a[0] * r))), min(255, max(0, round(a[1] * g))), min(255, max(0, round(a[2] * b)))


def waves(random: Random, octaves: int = 4, rough: float = 0.5) -> Callable[[Floats], Floats]:
    """A smooth random function of x in 0..1, about -1..1: ridges, shores, dunes."""
    parts = [
        (rough**k, 2**k * random.uniform(0.6, 1.4), random.uniform(0, 2 * math.pi))
        for k in range(octaves)
        for _ in range(2)
    ]
    total = sum(a for a, _, _ in parts) * 0.6

    def at(x: Floats) -> Floats:
        y = np.zeros_like(x)
        for amplitude, frequency, phase in parts:
            y = y + np.float32(amplitude) * np.sin(np.float32(2 * math.pi * frequency) * x + np.float32(phase))
        return (y / np.float32(total)).astype(np.float32)

    return at


def noise(random: Random, size: tuple[int, int], cells: float, octaves: int = 3) -> Image.Image:
    """Soft clouds of grey ("L"): `cells` lumps across the shorter side."""
    width, height = size
    short = min(width, height)
    total: Floats | None = None
    weight, gain = 0.0, 1.0
    for k in range(octaves):
        n = cells * 2**k
        columns, rows = max(2, math.ceil(n * width / short) + 2), max(2, math.ceil(n * height / short) + 2)
        # the largest side any ratio needs, so that the numbers drawn do not depend on the size in pixels
        grid = random.random((rows, columns), dtype=np.float32)
        box = (0.0, 0.0, n * width / short + 1e-3, n * height / short + 1e-3)
        layer = Image.fromarray(grid).resize(size, Image.Resampling.BICUBIC, box=box)
        values = np.asarray(layer) * np.float32(gain)
        total = values if total is None else total + values
        weight, gain = weight + gain, gain * 0.5
    assert total is not None
    return Image.fromarray(np.clip(total * np.float32(255 / weight), 0, 255).astype(np.uint8))


def receding(
    random: Random, size: tuple[int, int], cells: float, steep: float = 0.16, fine: int = 128, flat: float = 1.0
) -> Floats:
    """Lumps lying on a plane that runs away from the viewer, 0 to 1: far and flat above, near and broad below.

    `cells` lumps lie across the picture at its lower edge; the smaller `steep`, the further the plane runs; the
    larger `flat`, the wider lumps are than deep. The result is at most `fine` points wide or high.
    """
    wide, high = small(size, fine)
    spread = (1 + steep) / steep  # how much more of the plane is seen at its far end
    across, deep = round(min(3.4, spread) * wide), round(min(5.0, (spread - 1) * flat) * wide)
    field = np.asarray(noise(random, (across, deep), cells * min(across, deep) / wide, 4), np.float32)
    depth = 1 / (steep + np.linspace(0, 1, high, dtype=np.float32))
    rows = ((depth - depth[-1]) / (depth[0] - depth[-1]) * (deep - 1)).astype(int)
    seen = np.linspace(-0.5, 0.5, wide, dtype=np.float32)[None] * (depth / depth[-1])[:, None] * np.float32(wide)
    # what lies further aside than the field is wide is so far away that a mirror image is not noticed
    columns = np.abs((seen + across / 2) % (2 * across) - across + 0.5).astype(int).clip(0, across - 1)
    return np.asarray(field[rows[:, None], columns] / np.float32(255), np.float32)


def small(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """The size scaled down so that no side is longer: soft things are painted small and enlarged."""
    k = min(1.0, longest / max(size))
    return max(2, round(size[0] * k)), max(2, round(size[1] * k))


def gradient(size: tuple[int, int], stops: Sequence[tuple[float, Colour]]) -> Image.Image:
    """A vertical gradient through the colours at heights 0..1."""
    y = np.linspace(0, 1, max(2, size[1]), dtype=np.float32)
    at = [s for s, _ in stops]
    column = np.stack([np.interp(y, at, [c[i] for _, c in stops]) for i in range(3)], 1)
    # a fraction of a step of noise per row would show as lines; rounding with an ordered offset hides the bands
    return Image.fromarray(np.round(column).astype(np.uint8)[:, None, :]).resize(size, Image.Resampling.NEAREST)


class Canvas:
    """A picture and the brushes. `w`, `h` and `m` (the shorter side) are pixels; points given to brushes are too."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.w, self.h = size
        self.m = min(size)
        self.image = Image.new("RGB", size)
        self.paper = False  # layers cast a shadow, as cut paper does
        self.crisp = False  # a comic's: soft clouds would break up into patches
        self.quiet = Image.new("L", size)  # where finishes draw no contours: stars, flakes, blossoms

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.w, self.h

    def vector(
        self,
        box: tuple[float, float, float, float],
        draw: Callable[[Brush], None],
        blur: float = 0,
        *,
        quiet: bool = False,
        sheet: bool = False,
    ) -> None:
        """Draw with hard-edged tools at twice the size in a box of the picture, and lay it on smoothly.

        `quiet` keeps contours of finishes away; a `sheet` casts a shadow where the picture is of cut paper.
        """
        x0, y0 = max(0, math.floor(box[0])), max(0, math.floor(box[1]))
        x1, y1 = min(self.w, math.ceil(box[2])), min(self.h, math.ceil(box[3]))
        if x1 <= x0 or y1 <= y0:
            return
        layer = Image.new("RGBa", (2 * (x1 - x0), 2 * (y1 - y0)))  # premultiplied: edges average cleanly
        draw(Brush(layer, (x0, y0)))
        tile = layer.reduce(2)
        if blur:
            tile = tile.filter(ImageFilter.GaussianBlur(blur))
        tile = tile.convert("RGBA")
        if quiet:
            self.quiet.paste(255, (x0, y0), tile.getchannel("A"))
        if sheet and self.paper:
            self.cast(tile, x0, y0)
        self.stamp(tile, x0, y0)

    def cast(self, tile: Image.Image, x: int, y: int) -> None:
        """The shadow of a cut-out lying a little above the sheet."""
        k = small(tile.size, 300)
        width = self.m * 0.008 * k[0] / tile.width
        soft = (
            tile.getchannel("A")
            .resize(k, Image.Resampling.BILINEAR)
            .filter(ImageFilter.GaussianBlur(max(0.5, width * 0.7)))
        )
        shade = soft.point([v * 96 // 255 for v in range(256)]).resize(tile.size, Image.Resampling.BILINEAR)
        self.image.paste((20, 16, 36), (x + round(self.m * 0.004), y + round(self.m * 0.007)), shade)

    def stamp(self, tile: Image.Image, x: float, y: float) -> None:
        """Lay an RGBA tile with its upper left corner at a point; parts outside are cut off."""
        self.image.paste(tile, (round(x), round(y)), tile)

    def fill_below(
        self, line: Floats, top: Colour, bottom: Colour, *, until: float | None = None, soft: float = 0
    ) -> Image.Image:
        """Fill under a line of y pixels, one for each of its points across the picture; returns the mask used.

        The fill runs from `top` at the line's highest point to `bottom` at `until` (the lower edge of the picture).
        """
        high = max(0, math.floor(float(line.min())) - 2)
        if high >= self.h:
            return Image.new("L", self.size)
        xs = np.linspace(0, self.w * 2, len(line))
        points = [(float(x), float(y - high) * 2) for x, y in zip(xs, line, strict=True)]
        mask = Image.new("L", (self.w * 2, (self.h - high) * 2))
        ImageDraw.Draw(mask).polygon([*points, (self.w * 2, mask.height), (0, mask.height)], fill=255)
        mask = mask.reduce(2)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft))
        if self.paper:
            self.drop_shadow(mask, high)
        end = max(1.0, (until if until is not None else self.h) - high)
        share = min(1.0, end / mask.height)
        stops = [(0.0, top), (share, bottom), (1.0, bottom)]
        self.image.paste(gradient(mask.size, stops), (0, high), mask)
        return mask

    def drop_shadow(self, mask: Image.Image, top: int) -> None:
        """Darken what lies above the edge of a layer, as if it stood off the paper behind."""
        reach = max(2, round(self.m * 0.022))
        wide = Image.new("L", (mask.width, mask.height + 2 * reach))
        wide.paste(mask, (0, 2 * reach))
        k = small(wide.size, 256)
        soft = wide.resize(k, Image.Resampling.BILINEAR)
        up = max(1, round(reach * k[1] / wide.height))
        soft = ImageChops.offset(soft, 0, -up).filter(ImageFilter.GaussianBlur(up * 0.8))
        ImageDraw.Draw(soft).rectangle((0, k[1] - 2 * up, k[0], k[1]), fill=255)
        shade = soft.point([v * 90 // 255 for v in range(256)]).resize(wide.size, Image.Resampling.BILINEAR)
        self.image.paste((18, 16, 34), (0, top - 2 * reach), shade)

    def tint(self, colour: Colour, mask: Image.Image, strength: float = 1.0) -> None:
        """Blend a colour in through a mask of any size, enlarged to the picture."""
        if strength < 1:
            mask = mask.point([round(v * strength) for v in range(256)])
        if mask.size != self.size:
            mask = mask.resize(self.size, Image.Resampling.BICUBIC)
        self.image.paste(colour, (0, 0), mask)

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0, power: float = 2.0
    ) -> None:
        """Add light around a point."""
        size = small(self.size, 160)
        k = size[0] / self.w
        ys, xs = np.ogrid[: size[1], : size[0]]
        d = np.sqrt((xs + 0.5 - x * k) ** 2 + (ys + 0.5 - y * k) ** 2) / max(1e-3, radius * k)
        light = np.clip(1 - d, 0, 1) ** power * strength
        added = (light[..., None] * np.array(colour)).astype(np.uint8)
        layer = Image.fromarray(added).resize(self.size, Image.Resampling.BICUBIC)
        self.image = ImageChops.screen(self.image, layer)

    def shade(self, mask: Image.Image, colour: Colour, strength: float) -> None:
        """Darken towards a colour through a small soft mask."""
        self.tint(colour, mask, strength)


class Brush:
    """Pillow's drawing tools in picture coordinates on a layer twice as large."""

    def __init__(self, layer: Image.Image, corner: tuple[int, int]) -> None:
        self.pen = ImageDraw.Draw(layer)
        self.x, self.y = corner

    def _at(self, points: Sequence[Point]) -> list[Point]:
        return [((x - self.x) * 2, (y - self.y) * 2) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """A filled polygon; transparent ones replace what is below on this layer."""
        self.pen.polygon(self._at(points), fill=_premultiplied(fill, alpha))

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour, alpha: int = 255) -> None:
        """An ellipse about its middle."""
        (x0, y0), (x1, y1) = self._at([(x - rx, y - ry), (x + rx, y + ry)])
        self.pen.ellipse((x0, y0, x1, y1), fill=_premultiplied(fill, alpha))

    def box(self, x: float, y: float, w: float, h: float, fill: Colour, r: float = 0, alpha: int = 255) -> None:
        """A rectangle from its upper left corner."""
        (x0, y0), (x1, y1) = self._at([(x, y), (x + w, y + h)])
        if x1 > x0 and y1 > y0:
            self.pen.rounded_rectangle(
                (x0, y0, max(x0, x1 - 1), max(y0, y1 - 1)),
                min(r * 2, (x1 - x0) / 2, (y1 - y0) / 2),
                fill=_premultiplied(fill, alpha),
            )

    def line(self, points: Sequence[Point], width: float, fill: Colour, alpha: int = 255) -> None:
        """A stroke."""
        self.pen.line(self._at(points), fill=_premultiplied(fill, alpha), width=max(1, round(width * 2)), joint="curve")


def _premultiplied(fill: Colour, alpha: int) -> tuple[int, int, int, int]:
    if alpha == 255:
        return (*fill, 255)
    return fill[0] * alpha // 255, fill[1] * alpha // 255, fill[2] * alpha // 255, alpha
