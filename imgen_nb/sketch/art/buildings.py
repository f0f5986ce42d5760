"""Buildings without a name of their own: towers, barns, cabins, bridges, and a waterfall."""

from __future__ import annotations

import math

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times


def bridge(colour: Colour | None) -> Art:
    """A suspension bridge seen from the side."""
    red = colour or (212, 78, 56)
    dark = times(red, 0.76)
    pen = Pen()

    def cable(x: float) -> float:
        if x < 14:
            return 22 - 19 * math.pow(x / 14, 1.6)
        if x > 58:
            return 22 - 19 * math.pow((72 - x) / 14, 1.6)
        return 3 + 17 * (1 - ((x - 36) / 22) ** 2)

    xs = [k * 72 / 60 for k in range(61)]
    for x in xs[2:-2:2]:
        pen.line([(x, cable(x)), (x, 24)], 0.3, dark)
    pen.line([(x, cable(x)) for x in xs], 0.9, red)
    for x in (14, 58):
        pen.box(x - 2.4, 1, 1.6, 39, red)
        pen.box(x + 0.8, 1, 1.6, 39, dark)
        for y in (4, 11, 18, 30):
            pen.box(x - 2.4, y, 4.8, 1.3, red)
        pen.box(x - 4, 37, 8, 5, (170, 166, 168), 0.6)
    pen.box(0, 23.4, 72, 2.4, red)
    pen.box(0, 25.2, 72, 1.0, dark)
    for k in range(24):
        pen.line([(k * 3, 26), (k * 3 + 1.5, 28)], 0.3, dark)
        pen.line([(k * 3 + 1.5, 28), (k * 3 + 3, 26)], 0.3, dark)
    pen.line([(0, 28.1), (72, 28.1)], 0.4, dark)
    pen.anchors = {"head": (36, 20), "seat": (36, 23.4), "hand": (60, 30), "under": (36, 34)}
    return pen.art(ground=40)


def tower(colour: Colour | None) -> Art:
    """A round stone tower with battlements, a flag and a lit window."""
    stone = colour or (168, 160, 168)
    pen = Pen()
    pen.polygon([(10, 50), (26, 50), (24.4, 16), (11.6, 16)], stone)
    pen.polygon([(20.6, 50), (26, 50), (24.4, 16), (19.8, 16)], times(stone, 0.82))
    for k in range(14):
        x, y = 12 + (k * 5.3) % 11, 20 + (k * 7.7) % 27
        pen.box(x, y, 2.6, 1.2, times(stone, 0.9 if k % 2 else 1.08), 0.4)
    pen.box(9.4, 12.6, 17.2, 4.4, times(stone, 1.06), 0.4)
    for k in range(4):
        pen.box(9.4 + k * 4.6, 9.6, 3.2, 3.4, times(stone, 1.06))
    pen.box(16, 24, 4, 5.6, (255, 220, 120), 2)
    pen.box(15.4, 42.6, 5.2, 7.4, (96, 66, 52), 2.6)
    pen.line([(18, 12.8), (18, 1)], 0.5, (96, 66, 52))
    pen.polygon([(18.2, 1), (26, 3.2), (18.2, 5.6)], (222, 58, 60))
    pen.anchors = {"head": (18, 9.6), "seat": (18, 10.4), "hand": (25, 34), "glow": (18, 26.6)}
    return pen.art(ground=50)


def skyscraper(colour: Colour | None) -> Art:
    """A stepped tower of glass with a spire."""
    wall = colour or (118, 146, 184)
    dark, light = times(wall, 0.74), mix(wall, (230, 246, 255), 0.55)
    pen = Pen()
    for x0, top, w in ((8.0, 24, 20.0), (10.4, 12, 15.2), (13.0, 3, 10.0)):
        pen.box(x0, top, w, 66 - top, wall)
        pen.box(x0 + w * 0.64, top, w * 0.36, 66 - top, dark)
    for j in range(23):
        y = 6 + j * 2.6
        x0, w = (13.0, 10.0) if y < 13 else (10.4, 15.2) if y < 25 else (8.0, 20.0)
        n = round(w / 2)
        for i in range(n):
            pen.box(
                x0 + 0.5 + i * (w - 0.4) / n,
                y,
                (w - 0.4) / n * 0.62,
                1.4,
                light if (i * 7 + j * 3) % 5 else (255, 232, 160),
            )
    pen.polygon([(17, 3), (19, 3), (18.2, -8), (17.8, -8)], dark)
    pen.anchors = {"head": (18, 3), "seat": (18, 3), "hand": (28, 40)}
    return pen.art(ground=66)


def igloo(colour: Colour | None) -> Art:
    """A dome of snow blocks with an entrance."""
    white = colour or (240, 247, 255)
    shade, line_ = times(white, 0.86), mix(white, (120, 160, 210), 0.5)
    pen = Pen()
    dome = [(20 + 18 * math.cos(a), 26 - 20 * math.sin(a)) for a in [math.pi * k / 24 for k in range(25)]]
    pen.polygon(dome, white)
    pen.polygon([(max(x, 24 + (26 - y) * 0.1), y) for x, y in dome], shade)
    for k, y in enumerate((20.4, 14.6, 9.8)):
        w = 18 * math.sqrt(max(0, 1 - ((26 - y) / 20) ** 2))
        pen.line([(20 - w, y), (20 + w, y)], 0.35, line_)
        for i in range(5 - k):
            x = 20 - w + 2 * w * (i + 0.5 + 0.3 * (k % 2)) / (5 - k)
            pen.line([(x, y), (x + (x - 20) * 0.06, min(26, y + 5.6))], 0.35, line_)
    pen.blob([(8, 26.4), (8, 19.6), (13, 15), (18, 19.6), (18, 26.4)], shade)
    pen.blob([(9.8, 26.4), (9.8, 20.6), (13, 17.2), (16.2, 20.6), (16.2, 26.4)], (64, 84, 128))
    pen.anchors = {"head": (20, 6), "seat": (20, 6), "hand": (36, 20), "glow": (13, 22)}
    return pen.art(ground=26.4)


def barn(colour: Colour | None) -> Art:
    """A red barn with a gambrel roof and white trim."""
    red = colour or (190, 58, 50)
    white, roof = (248, 244, 238), (110, 96, 100)
    pen = Pen()
    outline = [(4, 34), (4, 18), (8, 10.4), (20, 4), (32, 10.4), (36, 18), (36, 34)]
    pen.polygon(outline, red)
    for k in range(10):
        pen.box(5 + k * 3.2, 18, 0.3, 16, times(red, 0.85))
    for a, b in (((3, 18.6), (7.4, 9.8)), ((7.4, 9.8), (20, 2.8)), ((20, 2.8), (32.6, 9.8)), ((32.6, 9.8), (37, 18.6))):
        pen.line([a, b], 1.9, roof)
    pen.box(13, 20, 14, 14, times(red, 0.8))
    for x0, x1 in ((13, 20), (20, 27)):
        pen.line([(x0 + 0.5, 20.6), (x1 - 0.5, 33.4)], 0.8, white)
        pen.line([(x1 - 0.5, 20.6), (x0 + 0.5, 33.4)], 0.8, white)
        pen.line([(x0, 20), (x1, 20), (x1, 34), (x0, 34), (x0, 20)], 0.8, white)
    pen.box(17, 9.8, 6, 5, white)
    pen.box(17.7, 10.5, 4.6, 3.6, (90, 70, 66))
    pen.anchors = {"head": (20, 3), "seat": (20, 3), "hand": (36, 26)}
    return pen.art(ground=34)


def cabin(colour: Colour | None) -> Art:
    """A log cabin with a lit window and a smoking chimney."""
    log = colour or (164, 108, 68)
    pen = Pen()
    pen.box(27, 4, 4.6, 11, (140, 124, 120))
    for k, (x, y, r) in enumerate(((29.6, 1.4, 1.6), (31, -1.6, 2.2), (33.6, -5, 2.8))):
        pen.ellipse(x, y, r * 1.2, r, (240, 240, 246), alpha=190 - 40 * k)
    for k in range(6):
        y = 17 + k * 2.9
        pen.box(4.4, y, 31.2, 2.7, times(log, 1.06 if k % 2 else 0.94), 1.3)
        for x in (4.6, 35.4):
            pen.ellipse(x, y + 1.35, 1.3, 1.3, mix(log, (255, 224, 176), 0.45))
    pen.polygon([(7.6, 17.2), (20, 6.4), (32.4, 17.2)], times(log, 0.88))
    pen.polygon([(1.4, 18), (20, 2.4), (38.6, 18), (36.4, 20), (20, 6.4), (3.6, 20)], (110, 74, 60))
    pen.box(9.4, 22, 7, 6.6, (250, 244, 232))
    pen.box(10, 22.6, 5.8, 5.4, (255, 218, 120))
    pen.box(12.6, 22.6, 0.6, 5.4, (250, 244, 232))
    pen.box(22, 21.4, 7, 13, (120, 60, 50), 0.6)
    pen.ellipse(27.6, 28, 0.6, 0.6, (240, 200, 90))
    pen.anchors = {"head": (20, 2.4), "seat": (20, 2.8), "hand": (36, 26), "glow": (13, 25)}
    return pen.art(ground=34.4)


def stonehenge(colour: Colour | None) -> Art:
    """Standing stones with lintels."""
    stone = colour or (156, 156, 160)
    pen = Pen()
    for x, h, w in ((3, 12, 4), (15, 15, 4.4), (29, 15, 4.2), (41, 13, 4), (52, 9, 4)):
        pen.box(x, 24 - h, w, h, times(stone, 0.82), 0.9)
    pen.box(13.6, 6.4, 21, 3.4, times(stone, 0.86), 0.8)
    for x, h, w in ((7, 18, 6), (19, 20, 6), (34, 19, 6), (46, 20, 6)):
        pen.box(x, 28 - h, w, h, stone, 1.2)
        pen.box(x + w * 0.62, 28 - h, w * 0.38, h, times(stone, 0.86), 1.0)
        pen.ellipse(x + 2, 28 - h * 0.6, 0.9, 1.5, times(stone, 1.1))
    pen.box(5.6, 5.8, 21, 4.4, times(stone, 1.05), 1.2)
    pen.box(32.6, 5, 21, 4.4, times(stone, 1.05), 1.2)
    pen.anchors = {"head": (16, 5.8), "seat": (16, 6), "hand": (50, 20)}
    return pen.art(ground=28)


def torii(colour: Colour | None) -> Art:
    """A vermilion torii gate."""
    red = colour or (222, 66, 44)
    pen = Pen()
    for x in (9, 27):
        pen.polygon([(x - 1.6, 36), (x + 1.9, 36), (x + 1.5, 8), (x - 1.1, 8)], red)
        pen.polygon([(x + 0.5, 36), (x + 1.9, 36), (x + 1.5, 8), (x + 0.5, 8)], times(red, 0.8))
        pen.box(x - 2.2, 33, 4.6, 3.2, (44, 40, 50), 0.5)
    pen.box(5, 13.6, 26, 2.6, times(red, 0.92))
    pen.box(16.6, 9, 2.8, 5, (44, 40, 50))
    pen.polygon([(2.6, 8.8), (33.4, 8.8), (34.4, 6), (1.6, 6)], red)
    pen.blob([(-0.6, 3), (8, 4.6), (18, 5), (28, 4.6), (36.6, 3), (35.6, 6.4), (18, 7.2), (0.4, 6.4)], (44, 40, 50))
    pen.anchors = {"head": (18, 4.6), "seat": (18, 4.8), "hand": (30, 26), "under": (18, 20)}
    return pen.art(ground=36.2)


def waterfall(colour: Colour | None) -> Art:
    """Water over a mossy cliff into a pool."""
    water = colour or (150, 214, 240)
    rock: Colour = (120, 116, 128)
    pen = Pen()
    pen.blob([(0, 50), (1, 30), (4, 12), (10, 3), (18, 2), (26, 2.6), (34, 4), (40, 14), (43, 32), (44, 50)], rock)
    for x, y, w, h in ((3, 22, 8, 10), (33, 18, 8, 12), (2, 38, 9, 8), (34, 36, 9, 9), (8, 9, 6, 7), (31, 8, 6, 6)):
        pen.blob(
            [(x, y + h), (x + w * 0.1, y + h * 0.2), (x + w * 0.6, y), (x + w, y + h * 0.4), (x + w * 0.9, y + h)],
            times(rock, 0.84),
        )
    pen.blob([(1, 14), (6, 6), (12, 1), (17, 2.6), (12, 6), (6, 12)], (92, 160, 84))
    pen.blob([(27, 2.6), (34, 1.6), (40, 9), (42, 15), (36, 9), (30, 5)], (92, 160, 84))
    pen.polygon([(15, 2.8), (29, 2.8), (31, 46), (13, 46)], water)
    for k in range(5):
        at = 16 + k * 2.7
        pen.polygon(
            [(at, 3), (at + 1.0, 3), (at + 1.3 + (k - 2) * 0.3, 45), (at - 0.4 + (k - 2) * 0.3, 45)],
            mix(water, (255, 255, 255), 0.65),
        )
    pen.ellipse(22, 48, 19, 4.4, times(water, 0.82))
    for x, r in ((13, 3), (17, 3.6), (22, 4), (27, 3.6), (31, 3)):
        pen.ellipse(x, 46.4, r, r * 0.62, (246, 252, 255))
    pen.anchors = {"head": (22, 2.6), "seat": (22, 3), "hand": (40, 34)}
    return pen.art(ground=51)


DRAWN = {
    "@tower": tower,
    "@skyscraper": skyscraper,
    "@igloo": igloo,
    "@barn": barn,
    "@cabin": cabin,
    "@stonehenge": stonehenge,
    "@torii": torii,
    "@waterfall": waterfall,
    "@bridge": bridge,
}
