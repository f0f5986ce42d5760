"""Panes: the window that a view is seen through, round the edges of the picture, with the rain that runs down it."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.shapes import smooth
from imgen_nb.sketch.painting.canvas import Brush, mix, times
from imgen_nb.sketch.planning.stage import Stage

INSIDE_CAR: Colour = (44, 42, 50)
FRAME: Colour = (240, 236, 226)
WHITE: Colour = (255, 255, 255)
# The side window of a car: its corners, as fractions of the picture, clockwise from the upper left.
_GLASS: tuple[Point, ...] = ((0.1, 0.1), (0.36, 0.045), (0.78, 0.045), (0.94, 0.12), (0.95, 0.5), (0.94, 0.78),
                             (0.84, 0.835), (0.3, 0.835), (0.1, 0.8), (0.055, 0.72), (0.06, 0.3))  # fmt: skip


def look_through(stage: Stage) -> None:
    """Paint the window that the plan's view is seen through, if it is."""
    paint = _PANES.get(stage.plan.camera or "")
    if paint:
        if stage.plan.weather in ("rain", "storm"):
            _drops(stage)
        _sheen(stage)
        paint(stage)


def _drops(stage: Stage) -> None:
    """Drops on the glass: each shows what is behind it upside down, a light on its upper side."""
    c, r = stage.canvas, stage.nuance("drops")
    turned = c.image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    found = [(*map(float, r.random(2)), 0.004 + 0.014 * float(r.random()) ** 3) for _ in range(stage.count(120))]

    def shapes(b: Brush, fill: Colour, alpha: int, k: float, dx: float) -> None:
        for x, y, s in found:
            b.ellipse(x * c.w + dx * s * c.m, y * c.h + dx * s * c.m, k * s * c.m, 1.2 * k * s * c.m, fill, alpha)

    c.vector((0, 0, c.w, c.h), lambda b: shapes(b, (30, 40, 60), 46, 1.06, 0.1), quiet=True)
    for x, y, s in found:
        half, high = max(1, round(s * c.m)), max(1, round(1.2 * s * c.m))
        left, top = round(x * c.w) - half, round(y * c.h) - high
        drop = turned.crop((left, top, left + 2 * half, top + 2 * high))
        mask = Image.new("L", (4 * half, 4 * high))
        Brush(mask, (0, 0)).pen.ellipse((0, 0, mask.width - 1, mask.height - 1), fill=170)
        c.image.paste(drop, (left, top), mask.reduce(2))
    c.vector((0, 0, c.w, c.h), lambda b: shapes(b, WHITE, 150, 0.3, -0.36), quiet=True)


def _sheen(stage: Stage) -> None:
    """Two slanting bands of the light that the glass throws back."""
    c = stage.canvas

    def draw(b: Brush) -> None:
        for x, wide in ((0.2, 0.1), (0.36, 0.035)):
            band = [(x + 0.24, 0.0), (x + 0.24 + wide, 0.0), (x - 0.16 + wide, 1.0), (x - 0.16, 1.0)]
            b.polygon([(px * c.w, py * c.h) for px, py in band], WHITE, 30)

    c.vector((0, 0, c.w, c.h), draw, blur=0.004 * c.m, quiet=True)


def _car(stage: Stage) -> None:
    """The door of a car from within: dark lining, a rubber seal round the glass, a sill with its catch."""
    c = stage.canvas
    glass = smooth(list(_GLASS))
    lining = mix(INSIDE_CAR, stage.light.haze, 0.08)

    def about(k: float) -> list[Point]:
        return [((0.5 + (x - 0.5) * k) * c.w, (0.44 + (y - 0.44) * k) * c.h) for x, y in glass]

    def draw(b: Brush) -> None:
        b.box(0, 0, c.w, c.h, lining)
        b.polygon(about(1.05), times(lining, 0.62))
        b.polygon(about(1.022), mix(lining, WHITE, 0.2))
        b.polygon(about(1.012), times(lining, 0.4))
        b.polygon(about(1.0), lining, 0)
        b.box(0, 0.885 * c.h, c.w, 0.115 * c.h, times(lining, 1.3))
        b.box(0, 0.885 * c.h, c.w, 0.008 * c.h, mix(lining, WHITE, 0.36))
        b.box(0.84 * c.w, 0.858 * c.h, 0.026 * c.m, 0.04 * c.h, mix(lining, WHITE, 0.14), 0.008 * c.m)
        b.box(0.2 * c.w, 0.926 * c.h, 0.2 * c.w, 0.03 * c.h, times(lining, 0.7), 0.015 * c.m)
        b.box(0.21 * c.w, 0.93 * c.h, 0.16 * c.w, 0.012 * c.h, mix(lining, WHITE, 0.3), 0.006 * c.m)

    c.vector((0, 0, c.w, c.h), draw, quiet=True)


def _house(stage: Stage) -> None:
    """A window of a room: curtains, a white frame with a cross, a sill."""
    c, r = stage.canvas, stage.stream("curtains")
    wood = stage.light.on(FRAME) if stage.light.level > 0.5 else times(FRAME, 0.6)
    cloth = times(((196, 92, 84), (96, 128, 168), (214, 170, 96), (122, 150, 116))[int(r.integers(4))], 0.9)

    def bar(b: Brush, x: float, y: float, w: float, h: float) -> None:
        b.box(x * c.w, y * c.h, w * c.w, h * c.h, times(wood, 0.74))
        b.box(x * c.w, y * c.h, (w - 0.006) * c.w, (h - 0.006) * c.h, wood)

    def draw(b: Brush) -> None:
        for x, y, w, h in ((0, 0, 1, 0.05), (0, 0, 0.06, 1), (0.94, 0, 0.06, 1), (0.484, 0, 0.032, 0.87)):
            bar(b, x, y, w, h)
        bar(b, 0.06, 0.36, 0.88, 0.026)
        bar(b, 0, 0.86, 1, 0.034)
        b.box(0, 0.894 * c.h, c.w, 0.106 * c.h, times(wood, 0.86))
        b.box(0, 0.894 * c.h, c.w, 0.012 * c.h, times(wood, 0.62))

    def drape(b: Brush) -> None:
        for side in (0, 1):
            for k in range(7):
                x0, x1 = 0.025 * k, 0.025 * (k + 1)
                foot = 0.9 - 0.03 * k
                edge = [(x0, 0.0), (x1, 0.0), (x1 * (0.62 + 0.02 * k), 0.55), (x1 * 0.8, foot), (x0 * 0.8, foot)]
                points = [((x if side == 0 else 1 - x) * c.w, y * c.h) for x, y in [*edge, (x0 * 0.62, 0.55)]]
                b.polygon(points, times(cloth, 0.84 + 0.22 * (k % 2)))

    c.vector((0, 0, c.w, c.h), draw, quiet=True)
    c.vector((0, 0, c.w, c.h), drape, blur=0.003 * c.m, quiet=True)


def _cabin(stage: Stage) -> None:
    """The rounded window of an airplane in its pale wall, with the wing outside."""
    c = stage.canvas
    wall = stage.light.on((226, 228, 232)) if stage.light.level > 0.5 else (96, 100, 116)
    tip, root = (0.3, 0.6), (0.92, 0.8)

    def wing(b: Brush) -> None:
        at = [(tip[0], tip[1]), (tip[0] + 0.06, tip[1] - 0.01), (0.98, 0.66), (root[0] + 0.06, root[1]), (0.6, 0.74)]
        b.polygon([(x * c.w, y * c.h) for x, y in at], stage.light.on((206, 212, 220)))
        b.polygon(
            [(x * c.w, y * c.h) for x, y in ((0.6, 0.74), (0.98, 0.8), (0.98, 0.76), tip)],
            stage.light.on((150, 158, 170)),
        )
        b.polygon([(x * c.w, y * c.h) for x, y in (tip, (0.36, 0.59), (0.33, 0.5), (0.3, 0.5))], (204, 64, 56))

    def frame(b: Brush) -> None:
        b.box(0, 0, c.w, c.h, wall)
        for grow, tone in ((0.05, times(wall, 0.8)), (0.04, mix(wall, WHITE, 0.4)), (0.012, times(wall, 0.6))):
            b.box((0.17 - grow) * c.w, (0.1 - grow) * c.h, (0.66 + 2 * grow) * c.w, (0.76 + 2 * grow) * c.h, tone,
                  (0.27 + grow) * c.m)  # fmt: skip
        x0, y0, x1, y1 = 0.17 * c.w, 0.1 * c.h, 0.83 * c.w, 0.86 * c.h
        b.pen.rounded_rectangle([2 * v for v in (x0, y0, x1, y1)], 0.54 * c.m, fill=(0, 0, 0, 0))
        b.box(0.4 * c.w, 0.12 * c.h, 0.2 * c.w, 0.02 * c.h, times(wall, 0.86), 0.01 * c.m)

    c.vector((0, 0, c.w, c.h), wing)
    c.vector((0, 0, c.w, c.h), frame, quiet=True)


def _glasses(stage: Stage) -> None:
    """Two round fields that run into each other, and the dark round them."""
    c = stage.canvas

    def draw(b: Brush) -> None:
        b.box(0, 0, c.w, c.h, (12, 12, 16))
        for reach, alpha in ((0.37, 150), (0.362, 0)):
            for side in (-1, 1):
                b.ellipse((0.5 + side * 0.16) * c.w, 0.5 * c.h, reach * c.m, reach * c.m, (12, 12, 16), alpha)

    c.vector((0, 0, c.w, c.h), draw, quiet=True)


def _cockpit(stage: Stage) -> None:
    """The front seats of a car: the rim of the windscreen, a mirror, the wheel before its dials, a screen."""
    c = stage.canvas
    dark = mix(INSIDE_CAR, stage.light.haze, 0.06)
    pale, night = mix(dark, WHITE, 0.22), stage.light.level < 0.6
    glow: Colour = (126, 206, 255) if night else (196, 216, 226)

    def at(points: list[Point]) -> list[Point]:
        return [(x * c.w, y * c.h) for x, y in points]

    def rim(b: Brush) -> None:
        for left in (True, False):
            pillar = [(0, 0), (0.1, 0), (0.0, 0.0), (0.05, 0.14), (0.02, 0.5), (0.0, 0.66)]
            b.polygon(at([(x if left else 1 - x, y) for x, y in pillar]), dark)
        b.polygon(at([(0, 0), (1, 0), (1, 0.05), (0.8, 0.075), (0.2, 0.075), (0, 0.05)]), dark)
        b.polygon(at([(0.2, 0.075), (0.8, 0.075), (0.8, 0.084), (0.2, 0.084)]), pale)
        b.box(0.49 * c.w, 0.07 * c.h, 0.02 * c.w, 0.06 * c.h, times(dark, 0.7))
        b.box(0.37 * c.w, 0.12 * c.h, 0.26 * c.w, 0.08 * c.h, times(dark, 0.6), 0.03 * c.m)
        b.box(
            0.382 * c.w,
            0.13 * c.h,
            0.236 * c.w,
            0.06 * c.h,
            mix(stage.light.sky[1][1], stage.light.haze, 0.5),
            0.024 * c.m,
        )
        board = smooth([(-0.05, 0.7), (0.14, 0.645), (0.38, 0.64), (0.62, 0.66), (0.9, 0.65), (1.05, 0.68), (1.05, 1.1),
                        (-0.05, 1.1)])  # fmt: skip
        b.polygon(at(board), dark)
        b.polygon(at([(x, y + 0.05) for x, y in board]), times(dark, 0.72))
        b.line(at([(0.0, 0.735), (0.3, 0.705), (0.62, 0.712), (1.0, 0.72)]), 0.006 * c.m, pale)

    def fittings(b: Brush) -> None:
        b.box(0.14 * c.w, 0.69 * c.h, 0.32 * c.w, 0.13 * c.h, (18, 20, 28), 0.05 * c.m)
        for x in (0.23, 0.37):
            b.ellipse(x * c.w, 0.755 * c.h, 0.052 * c.m, 0.052 * c.m, mix((18, 20, 28), glow, 0.5))
            b.ellipse(x * c.w, 0.755 * c.h, 0.045 * c.m, 0.045 * c.m, (18, 20, 28))
            b.line([(x * c.w, 0.755 * c.h), ((x + 0.026) * c.w, 0.726 * c.h)], 0.007 * c.m, (240, 92, 70))
        b.box(0.54 * c.w, 0.72 * c.h, 0.24 * c.w, 0.17 * c.h, (16, 18, 26), 0.016 * c.m)
        b.box(0.552 * c.w, 0.732 * c.h, 0.216 * c.w, 0.146 * c.h, mix((30, 60, 84), glow, 0.3), 0.01 * c.m)
        b.line(at([(0.57, 0.87), (0.62, 0.8), (0.68, 0.81), (0.75, 0.745)]), 0.014 * c.m, (250, 214, 110))
        for k in range(3):
            b.box((0.83 + 0.05 * k) * c.w, 0.78 * c.h, 0.04 * c.w, 0.05 * c.h, times(dark, 0.5), 0.008 * c.m)
        b.ellipse(0.3 * c.w, 1.0 * c.h, 0.3 * c.m, 0.28 * c.m, times(dark, 0.4))
        b.ellipse(0.3 * c.w, 1.0 * c.h, 0.288 * c.m, 0.268 * c.m, pale)
        b.ellipse(0.3 * c.w, 1.005 * c.h, 0.28 * c.m, 0.26 * c.m, times(dark, 0.55))
        b.ellipse(0.3 * c.w, 1.005 * c.h, 0.232 * c.m, 0.214 * c.m, dark, 0)

    def spokes(b: Brush) -> None:
        b.polygon(at([(0.06, 0.965), (0.54, 0.965), (0.5, 1.02), (0.1, 1.02)]), times(dark, 0.55))
        b.ellipse(0.3 * c.w, 1.0 * c.h, 0.1 * c.m, 0.085 * c.m, times(dark, 0.75))
        b.ellipse(0.3 * c.w, 0.985 * c.h, 0.028 * c.m, 0.026 * c.m, mix(pale, WHITE, 0.3))

    for part in (rim, fittings, spokes):
        c.vector((0, 0, c.w, c.h), part, quiet=True)


_PANES: dict[str, Callable[[Stage], None]] = {
    "car window": _car,
    "window": _house,
    "cockpit": _cockpit,
    "cabin window": _cabin,
    "binoculars": _glasses,
}
