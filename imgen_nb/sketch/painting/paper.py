"""A sheet for designs: boxes, words, lines and small pictures at twice the size, in fractions of its own box."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.shapes import Art, raster
from imgen_nb.sketch.painting.canvas import Random, mix
from imgen_nb.sketch.painting.lettering import set_text
from imgen_nb.sketch.painting.modelling import modelled

LARGE = 0.2  # of a sheet: a drawing that high is looked at, a smaller one is a sign
Box = tuple[float, float, float, float]


class Paper:
    """Draws in fractions (left, top, right, bottom) of a box, so that one layout serves every size and ratio."""

    def __init__(self, image: Image.Image, box: Box | None = None) -> None:
        self.image = image
        self.pen = ImageDraw.Draw(image)
        whole: Box = (0.0, 0.0, float(image.width), float(image.height))
        self.x0, self.y0, self.x1, self.y1 = box or whole
        self.unit = min(self.x1 - self.x0, self.y1 - self.y0)

    def px(self, box: Box) -> Box:
        """Fractions to pixels."""
        w, h = self.x1 - self.x0, self.y1 - self.y0
        return self.x0 + box[0] * w, self.y0 + box[1] * h, self.x0 + box[2] * w, self.y0 + box[3] * h

    def part(self, box: Box) -> Paper:
        """A sheet on this sheet."""
        return Paper(self.image, self.px(box))

    def box(self, box: Box, fill: Colour, round_: float = 0.0, line: Colour | None = None) -> None:
        """A rectangle; corners rounded by a fraction of the shorter side of the sheet."""
        x0, y0, x1, y1 = self.px(box)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        r = min(round_ * self.unit, (x1 - x0) / 2, (y1 - y0) / 2)
        width = max(1, round(self.unit * 0.008))
        self.pen.rounded_rectangle((x0, y0, x1 - 1, y1 - 1), r, fill=fill, outline=line, width=width if line else 0)

    def oval(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """A round disc; its radius is a fraction of the shorter side."""
        px, py, _, _ = self.px((x, y, x, y))
        r = radius * self.unit
        self.pen.ellipse((px - r, py - r, px + r, py + r), fill=fill)

    def polygon(self, points: list[Point], fill: Colour) -> None:
        """A form with straight sides."""
        self.pen.polygon([self.px((x, y, x, y))[:2] for x, y in points], fill=fill)

    def line(self, points: list[Point], fill: Colour, width: float = 0.01) -> None:
        """A stroke through points."""
        at = [self.px((x, y, x, y))[:2] for x, y in points]
        self.pen.line(at, fill=fill, width=max(1, round(width * self.unit)), joint="curve")

    def text(self, box: Box, words: str, ink: Colour, *, largest: float = 1.0, left: bool = False) -> None:
        """Words in a box, no larger than a fraction of the sheet's shorter side."""
        if words:
            set_text(self.pen, self.px(box), words, ink, largest=largest * self.unit, left=left)

    def bars(self, box: Box, fill: Colour, count: int) -> None:
        """Lines that stand for text nobody wrote."""
        x0, y0, x1, y1 = box
        step = (y1 - y0) / count
        for k in range(count):
            end = x0 + (x1 - x0) * (0.62 if k == count - 1 and count > 1 else 1.0)
            self.box((x0, y0 + k * step, end, y0 + (k + 0.5) * step), fill, 0.02)

    def picture(self, box: Box, art: Art) -> None:
        """A drawing in the middle of a box."""
        x0, y0, x1, y1 = self.px(box)
        left, top, right, bottom = art.box
        high = min(y1 - y0, (x1 - x0) * (bottom - top) / max(1e-6, right - left))
        if high < 4:
            return
        tile = raster(art, high)[0]
        if high > LARGE * self.unit:
            tile = formed(tile, art)
        self.image.paste(tile, (round((x0 + x1 - tile.width) / 2), round((y0 + y1 - tile.height) / 2)), tile)

    def paste(self, box: Box, image: Image.Image) -> None:
        """A picture that fills a box."""
        x0, y0, x1, y1 = (round(v) for v in self.px(box))
        self.image.paste(image.resize((max(1, x1 - x0), max(1, y1 - y0))), (x0, y0))

    def columns(self, box: Box, heights: list[float], fill: Colour, ground: Colour) -> None:
        """A bar chart on its axes."""
        x0, y0, x1, y1 = box
        step = (x1 - x0) / len(heights)
        for k, h in enumerate(heights):
            left = x0 + (k + 0.18) * step
            self.box((left, y1 - (y1 - y0) * h, left + step * 0.64, y1), mix(fill, ground, 0.3 * (k % 2)), 0.01)
        self.line([(x0, y0), (x0, y1), (x1, y1)], mix(ground, (128, 128, 128), 0.6), 0.008)

    def curve(self, box: Box, heights: list[float], fill: Colour, ground: Colour) -> None:
        """A line chart on its axes."""
        x0, y0, x1, y1 = box
        points = [(x0 + (x1 - x0) * k / (len(heights) - 1), y1 - (y1 - y0) * h) for k, h in enumerate(heights)]
        self.line([(x0, y0), (x0, y1), (x1, y1)], mix(ground, (128, 128, 128), 0.6), 0.008)
        self.line(points, fill, 0.016)
        for x, y in points:
            self.oval(x, y, 0.014, fill)

    def pie(self, x: float, y: float, radius: float, shares: list[float], fills: list[Colour]) -> None:
        """A pie chart."""
        px, py, _, _ = self.px((x, y, x, y))
        r, start = radius * self.unit, -90.0
        for share, fill in zip(shares, fills, strict=True):
            self.pen.pieslice((px - r, py - r, px + r, py + r), start, start + 360 * share, fill=fill)
            start += 360 * share


def formed(tile: Image.Image, art: Art) -> Image.Image:
    """A drawing with light and shade, as it is printed large."""
    out = modelled(tile, art, -1, 0.4, 0.0)
    out.putalpha(tile.getchannel("A"))
    return out


def rising(r: Random, count: int, *, falling: bool = False) -> list[float]:
    """Heights of a chart that goes somewhere."""
    found = [0.2 + 0.7 * (k / (count - 1)) ** 1.3 + float(r.uniform(-0.09, 0.09)) for k in range(count)]
    found = [min(1.0, max(0.08, h)) for h in found]
    return found[::-1] if falling else found


def around(count: int) -> list[Point]:
    """Points on a circle of radius one, the first at the top."""
    angles = [2 * math.pi * k / count - math.pi / 2 for k in range(count)]
    return [(math.cos(a), math.sin(a)) for a in angles]
