"""Art: a drawing as a list of filled shapes, from a pen or from the pack, turned into pixels at any size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from PIL import Image, ImageChops, ImageDraw

from imgen_nb.sketch.art.pack import Colour, Point, Ring, Shape

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Art:
    """Shapes from back to front in any unit, y downwards, with the places other things attach to.

    `anchors` names points: `head` (top of the head, where a hat sits), `hand`, `seat` (where a rider sits), `glow`
    (a lamp), each in the unit of the shapes. `ground` is the y of the feet, the bottom of the shapes by default.
    """

    shapes: tuple[Shape, ...]
    anchors: dict[str, Point] = field(default_factory=dict)
    ground: float | None = None
    _box: list[Box] = field(default_factory=list, init=False, repr=False, compare=False)  # once it was asked for

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of everything drawn."""
        if not self._box:
            xs = [x for s in self.shapes for ring in s.rings for x, _ in ring]
            ys = [y for s in self.shapes for ring in s.rings for _, y in ring]
            self._box.append((min(xs), min(ys), max(xs), max(ys)))
        return self._box[0]

    def moved(self, dx: float, dy: float, scale: float = 1.0, *, mirror: bool = False) -> Art:
        """The same drawing scaled about the origin, then shifted."""
        sx = -scale if mirror else scale

        def point(p: Point) -> Point:
            return p[0] * sx + dx, p[1] * scale + dy

        shapes = tuple(replace(s, rings=tuple(tuple(map(point, r)) for r in s.rings)) for s in self.shapes)
        ground = None if self.ground is None else self.ground * scale + dy
        return Art(shapes, {k: point(p) for k, p in self.anchors.items()}, ground)

    def plus(self, *others: Art) -> Art:
        """This drawing with others on top; their anchors are added where this one has none."""
        anchors = dict(self.anchors)
        for other in others:
            anchors = {**other.anchors, **anchors}
        return Art(self.shapes + tuple(s for o in others for s in o.shapes), anchors, self.ground)


class Pen:
    """Collects shapes; every method returns nothing and draws on top of what is there."""

    def __init__(self) -> None:
        self.shapes: list[Shape] = []
        self.anchors: dict[str, Point] = {}

    def art(self, ground: float | None = None) -> Art:
        """What has been drawn."""
        return Art(tuple(self.shapes), dict(self.anchors), ground)

    def add(self, art: Art) -> None:
        """Another drawing on top, with its anchors."""
        self.shapes.extend(art.shapes)
        self.anchors.update(art.anchors)

    def polygon(self, points: Iterable[Point], fill: Colour, alpha: int = 255) -> None:
        """A filled polygon."""
        self.shapes.append(Shape((tuple(points),), fill, alpha))

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, fill: Colour, turn: float = 0, alpha: int = 255
    ) -> None:
        """An ellipse about its middle, turned by degrees."""
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        angles = [2 * math.pi * i / 36 for i in range(36)]
        points = [(rx * math.cos(a), ry * math.sin(a)) for a in angles]
        self.polygon([(x + c * px - s * py, y + s * px + c * py) for px, py in points], fill, alpha)

    def box(self, x: float, y: float, w: float, h: float, fill: Colour, r: float = 0, alpha: int = 255) -> None:
        """A rectangle from its upper left corner, corners rounded by r."""
        self.polygon(rounded(x, y, w, h, r), fill, alpha)

    def blob(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """A closed smooth curve through the points."""
        self.polygon(smooth(points), fill, alpha)

    def line(self, points: Sequence[Point], width: float, fill: Colour, end: float | None = None) -> None:
        """A stroke with round ends; `end` is the width at its last point, for tails and limbs."""
        last = width if end is None else end
        count = max(1, len(points) - 1)
        widths = [width + (last - width) * i / count for i in range(len(points))]
        sides = [_normal(points, i) for i in range(len(points))]
        pairs = list(zip(points, sides, widths, strict=True))
        left = [(x + nx * w / 2, y + ny * w / 2) for (x, y), (nx, ny), w in pairs]
        right = [(x - nx * w / 2, y - ny * w / 2) for (x, y), (nx, ny), w in pairs]
        self.polygon(left + right[::-1], fill)
        for (x, y), w in ((points[0], width), (points[-1], last)):
            self.ellipse(x, y, w / 2, w / 2, fill)

    def curve(self, points: Sequence[Point], width: float, fill: Colour, end: float | None = None) -> None:
        """A smooth stroke through the points."""
        self.line(smooth(points, closed=False), width, fill, end)


def _normal(points: Sequence[Point], i: int) -> Point:
    (x0, y0), (x1, y1) = points[max(0, i - 1)], points[min(len(points) - 1, i + 1)]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    return -(y1 - y0) / length, (x1 - x0) / length


def rounded(x: float, y: float, w: float, h: float, r: float) -> list[Point]:
    """The outline of a rectangle with rounded corners."""
    r = min(r, w / 2, h / 2)
    if r <= 0:
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    centres = ((x + w - r, y + r, -90), (x + w - r, y + h - r, 0), (x + r, y + h - r, 90), (x + r, y + r, 180))
    angles = [(cx, cy, math.radians(a + 15 * i)) for cx, cy, a in centres for i in range(7)]
    return [(cx + r * math.cos(a), cy + r * math.sin(a)) for cx, cy, a in angles]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    n = len(points)

    def at(i: int) -> Point:
        return points[i % n] if closed else points[max(0, min(n - 1, i))]

    found: list[Point] = []
    for i in range(n if closed else n - 1):
        a, b, c, d = at(i - 1), at(i), at(i + 1), at(i + 2)
        for k in range(steps):
            t = k / steps
            w = (-t + 2 * t * t - t**3, 2 - 5 * t * t + 3 * t**3, t + 4 * t * t - 3 * t**3, -t * t + t**3)
            found.append(
                (
                    (w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0]) / 2,
                    (w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1]) / 2,
                )
            )
    if not closed:
        found.append(points[-1])
    return found


def raster(art: Art, height: float, *, mirror: bool = False, margin: int = 2) -> tuple[Image.Image, Point]:
    """The drawing as an RGBA picture whose shapes are `height` pixels high, and the pixel of its origin.

    Shapes are drawn two or three times larger and averaged: Pillow's polygons have hard edges. The origin lets a
    caller put any point of the art (x, y) at `origin + scale * (x, y)`.
    """
    left, top, right, bottom = art.box
    scale = max(4.0, height) / max(1e-6, bottom - top)
    times = 2 if height > 260 else 3
    width, high = math.ceil((right - left) * scale) + 2 * margin, math.ceil((bottom - top) * scale) + 2 * margin
    # "RGBa" is premultiplied by alpha, so averaging edge pixels needs no conversion at the large size
    big = Image.new("RGBa", (width * times, high * times))
    pen = ImageDraw.Draw(big)
    for shape in art.shapes:
        rings = [_pixels(ring, left, top, right, scale, margin, times, mirror) for ring in shape.rings]
        if len(rings) == 1 and shape.alpha == 255:
            pen.polygon(rings[0], fill=(*shape.fill, 255))
        else:
            _fill(big, rings, shape)
    ox = (right * scale if mirror else -left * scale) + margin
    return big.reduce(times).convert("RGBA"), (ox, -top * scale + margin)


SAME = 48  # so near in the sum of their channels, two shapes in succession are steps of one shading


def levels(art: Art, size: tuple[int, int], *, mirror: bool = False) -> Image.Image:
    """Which part lies uppermost at each pixel of a small picture of the drawing ("I"): 0 none, 1 the lowest."""
    left, top, right, bottom = art.box
    scale = min(size[0] / max(1e-6, right - left), size[1] / max(1e-6, bottom - top))
    out = Image.new("I", size)
    pen = ImageDraw.Draw(out)
    level, last = 0, (-255, -255, -255)
    for shape in art.shapes:
        if shape.alpha < 255:
            continue
        level += sum(abs(a - b) for a, b in zip(shape.fill, last, strict=True)) >= SAME
        last = shape.fill
        pen.polygon(_pixels(shape.rings[0], left, top, right, scale, 0, 1, mirror), fill=level)
    return out


def _pixels(
    ring: Ring, left: float, top: float, right: float, scale: float, margin: int, times: int, mirror: bool
) -> list[Point]:
    k, m = scale * times, margin * times
    if mirror:
        return [((right - x) * k + m, (y - top) * k + m) for x, y in ring]
    return [((x - left) * k + m, (y - top) * k + m) for x, y in ring]


def _fill(big: Image.Image, rings: list[list[Point]], shape: Shape) -> None:
    """A shape with holes or transparency: one mask a ring, joined by exclusive or within the shape's own box."""
    xs, ys = [x for r in rings for x, _ in r], [y for r in rings for _, y in r]
    x0, y0 = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    x1, y1 = min(big.width, math.ceil(max(xs)) + 1), min(big.height, math.ceil(max(ys)) + 1)
    if x1 <= x0 or y1 <= y0:
        return
    mask = Image.new("L", (x1 - x0, y1 - y0))
    for ring in rings:
        one = Image.new("L", mask.size)
        ImageDraw.Draw(one).polygon([(x - x0, y - y0) for x, y in ring], fill=255)
        mask = ImageChops.difference(mask, one)
    if shape.alpha < 255:
        alpha = shape.alpha
        mask = mask.point([v * alpha // 255 for v in range(256)])
    big.paste((*shape.fill, 255), (x0, y0), mask)
