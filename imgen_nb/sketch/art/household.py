"""Things of the house that the engine draws itself: furniture, vessels, hats."""

from __future__ import annotations

import math

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.art.things import WOOD, drawn
from imgen_nb.sketch.painting.canvas import mix, times


def table(colour: Colour | None) -> Art:
    """A wooden table."""
    wood = colour or WOOD
    pen = Pen()
    for x in (4.4, 34):
        pen.polygon([(x, 8), (x + 3.4, 8), (x + 2.8, 25), (x + 0.6, 25)], times(wood, 0.78))
    pen.box(5, 7.4, 32, 3, times(wood, 0.86))
    pen.box(1, 4, 40, 3.6, wood, 1)
    pen.box(1, 4, 40, 1.2, mix(wood, (255, 240, 216), 0.35), 0.6)
    return drawn(pen, 25, head=(21, 4), seat=(21, 4.8), hand=(38, 8))


def vase(colour: Colour | None) -> Art:
    """A vase with three flowers in it."""
    body = colour or (84, 130, 190)
    pen = Pen()
    for x, y, petal in ((9, 5, (250, 110, 130)), (16, 1.6, (255, 206, 90)), (22.4, 6, (196, 140, 240))):
        pen.curve([(16, 24), (15 + (x - 16) * 0.4, 14), (x, y)], 0.9, (88, 150, 84))
        for k in range(6):
            a = k * 1.047
            pen.ellipse(x + 2.5 * math.cos(a), y + 2.5 * math.sin(a), 1.9, 1.9, petal)
        pen.ellipse(x, y, 1.5, 1.5, (255, 236, 150))
    pen.blob([(11, 14), (13.6, 12.6), (12.8, 18), (12.6, 21)], (110, 172, 96))
    pen.blob([(21, 15), (18.6, 13.4), (19, 18), (19.4, 21)], (96, 158, 88))
    pen.blob(
        [(12.6, 20), (19.4, 20), (18.6, 24), (23.4, 31), (21, 39), (16, 40), (11, 39), (8.6, 31), (13.4, 24)], body
    )
    pen.blob(
        [(17.6, 20), (19.4, 20), (18.6, 24), (23.4, 31), (21, 39), (17.6, 40), (20, 31), (17, 24)], times(body, 0.82)
    )
    pen.ellipse(12.6, 30, 1.2, 3.4, mix(body, (255, 255, 255), 0.5), 14)
    pen.box(12, 19, 8, 1.6, mix(body, (255, 255, 255), 0.25), 0.8)
    return drawn(pen, 40, head=(16, 2), seat=(16, 21), hand=(23, 30), body=(16, 19))


def sofa(colour: Colour | None) -> Art:
    """A two-seat sofa with cushions."""
    cloth = colour or (86, 136, 160)
    pen = Pen()
    for x in (5, 41):
        pen.box(x, 24, 2.4, 4, (110, 72, 50), 0.6)
    pen.box(4, 3, 40, 16, times(cloth, 0.88), 4)
    pen.box(6.6, 5.2, 17, 11, cloth, 2.4)
    pen.box(24.6, 5.2, 17, 11, cloth, 2.4)
    pen.box(5, 15, 38, 10, times(cloth, 0.78), 2)
    pen.box(6, 13.4, 18, 5.6, mix(cloth, (255, 255, 255), 0.18), 2)
    pen.box(24.4, 13.4, 18, 5.6, mix(cloth, (255, 255, 255), 0.18), 2)
    for arm in (0.6, 41):
        pen.box(arm, 10, 6.6, 15.6, times(cloth, 0.95), 3)
    return drawn(pen, 28, head=(24, 3), seat=(24, 14.2), hand=(42, 12))


def lamp(colour: Colour | None) -> Art:
    """A table lamp, shining."""
    shade = colour or (250, 206, 120)
    pen = Pen()
    pen.ellipse(14, 30.4, 6, 1.6, (112, 84, 66))
    pen.box(13.2, 14, 1.6, 16, (150, 112, 84))
    pen.ellipse(14, 22, 2.4, 3, (176, 130, 96))
    pen.polygon([(8, 2), (20, 2), (25, 15), (3, 15)], shade)
    pen.polygon([(15, 2), (20, 2), (25, 15), (16.4, 15)], times(shade, 0.9))
    pen.polygon([(3.6, 13.4), (24.4, 13.4), (25, 15), (3, 15)], mix(shade, (255, 255, 240), 0.6))
    return drawn(pen, 31.6, head=(14, 2), seat=(14, 2.2), hand=(22, 12), glow=(14, 13))


def lantern(colour: Colour | None) -> Art:
    """A camping lantern with a flame."""
    metal = colour or (196, 70, 60)
    pen = Pen()
    pen.curve([(7.6, 9), (8, 2.4), (14, 0.6), (20, 2.4), (20.4, 9)], 0.8, (90, 90, 100))
    pen.box(8, 8, 12, 3, metal, 1)
    pen.box(8.6, 11, 10.8, 13, (255, 240, 190), 1)
    pen.blob([(14, 13), (16.6, 18), (15.8, 22), (14, 23), (12.2, 22), (11.4, 18)], (255, 176, 60))
    pen.blob([(14, 16), (15.3, 19.4), (14, 22.2), (12.7, 19.4)], (255, 240, 150))
    for x in (8.4, 18.8):
        pen.box(x, 10.6, 0.9, 13.6, times(metal, 0.7))
    pen.box(6.6, 23.6, 14.8, 4.4, metal, 1.2)
    return drawn(pen, 28, head=(14, 1), seat=(14, 8), hand=(20, 14), glow=(14, 18))


def shelf(colour: Colour | None) -> Art:
    """A bookcase full of books."""
    wood = colour or (150, 100, 66)
    books: tuple[Colour, ...] = (
        (206, 76, 70),
        (76, 134, 170),
        (230, 182, 80),
        (104, 158, 104),
        (150, 110, 180),
        (226, 214, 196),
    )
    pen = Pen()
    pen.box(2, 1, 30, 44, times(wood, 0.8), 0.8)
    for row in range(4):
        y = 3 + row * 10.4
        pen.box(3.8, y, 26.4, 9, times(wood, 0.5))
        x, k = 4.2, row * 3
        while x < 28.4:
            w = 1.9 + (k * 37 % 5) * 0.3
            h = 6 + (k * 53 % 7) * 0.35
            if (k * 29) % 11 == 7:
                pen.ellipse(x + 2, y + 6.8, 1.9, 2.2, books[k % 6])
                w = 4.2
            else:
                pen.box(x, y + 9 - h, w - 0.2, h, books[(k * 7) % 6], 0.3)
            x, k = x + w, k + 1
        pen.box(3, y + 9, 28, 1.4, wood)
    return drawn(pen, 45, head=(17, 1), seat=(17, 1.2), hand=(30, 20))


def clock(colour: Colour | None) -> Art:
    """A round wall clock."""
    rim = colour or (64, 90, 130)
    pen = Pen()
    pen.ellipse(16, 16, 14.6, 14.6, rim)
    pen.ellipse(16, 16, 12.4, 12.4, (252, 250, 244))
    for k in range(12):
        a = math.pi * k / 6
        pen.line(
            [(16 + 10.4 * math.sin(a), 16 - 10.4 * math.cos(a)), (16 + 11.6 * math.sin(a), 16 - 11.6 * math.cos(a))],
            0.9 if k % 3 else 1.5,
            (70, 70, 80),
        )
    pen.line([(16, 16), (16, 8)], 1.2, (50, 50, 60))
    pen.line([(16, 16), (21.6, 18.4)], 1.5, (50, 50, 60))
    pen.ellipse(16, 16, 1.3, 1.3, (222, 60, 56))
    return drawn(pen, head=(16, 1.4), seat=(16, 1.6), hand=(28, 16))


def bottle(colour: Colour | None) -> Art:
    """A glass bottle with a cork."""
    glass = colour or (96, 178, 150)
    pen = Pen()
    pen.box(9.4, 0.6, 5.2, 4.4, (196, 148, 100), 1)
    pen.blob(
        [
            (9.6, 4.6),
            (14.4, 4.6),
            (14.8, 12),
            (19, 17),
            (19.6, 24),
            (19.4, 36),
            (17, 38.4),
            (7, 38.4),
            (4.6, 36),
            (4.4, 24),
            (5, 17),
            (9.2, 12),
        ],
        glass,
    )
    pen.blob(
        [
            (13, 4.6),
            (14.4, 4.6),
            (14.8, 12),
            (19, 17),
            (19.6, 24),
            (19.4, 36),
            (17, 38.4),
            (14.6, 38.4),
            (16, 24),
            (13.6, 13),
        ],
        times(glass, 0.82),
    )
    pen.box(5, 22, 14.2, 10, (252, 246, 232), 0.8)
    pen.ellipse(12, 27, 3, 3, mix(glass, (255, 255, 255), 0.3))
    pen.ellipse(8, 17.6, 0.9, 3, (255, 255, 255), 16, alpha=190)
    return drawn(pen, 38.4, head=(12, 0.6), seat=(12, 1), hand=(19, 24))


def fruit_bowl(colour: Colour | None) -> Art:
    """A bowl of fruit."""
    pen = Pen()
    for x, y, r, fill in (
        (12, 9, 5, (222, 56, 52)),
        (20, 7.4, 5.2, (250, 160, 50)),
        (28, 9.4, 4.8, (140, 200, 70)),
        (16.4, 12, 4.4, (250, 206, 70)),
        (25, 13, 4.2, (222, 70, 60)),
    ):
        pen.ellipse(x, y, r, r, fill)
        pen.ellipse(x - r * 0.35, y - r * 0.4, r * 0.28, r * 0.2, mix(fill, (255, 255, 255), 0.6), -30)
        pen.line([(x + 0.2, y - r), (x + 0.8, y - r - 1.4)], 0.6, (104, 74, 50))
    whole = bowl(colour)
    return Art((*pen.shapes, *whole.shapes[2:]), {**whole.anchors, "head": (20, 2), "seat": (20, 2)}, whole.ground)


def bowl(colour: Colour | None) -> Art:
    """An empty bowl."""
    clay = colour or (96, 140, 190)
    pen = Pen()
    pen.ellipse(20, 12.6, 18, 3.4, mix(clay, (255, 255, 255), 0.35))
    pen.ellipse(20, 12.8, 16.6, 2.6, times(clay, 0.7))
    pen.blob([(2.6, 13.6), (37.4, 13.6), (34, 22), (27, 27), (13, 27), (6, 22)], clay)
    pen.blob([(24, 13.6), (37.4, 13.6), (34, 22), (27, 27), (20, 27), (25.6, 20)], times(clay, 0.85))
    pen.blob(
        [(2.2, 12.4), (20, 15.4), (37.8, 12.4), (37.4, 14.6), (20, 17.4), (2.6, 14.6)], mix(clay, (255, 255, 255), 0.35)
    )
    pen.box(13.6, 26.4, 12.8, 2.4, times(clay, 0.78), 0.6)
    return drawn(pen, 28.8, head=(20, 12), seat=(20, 13), hand=(36, 16))


def plate(colour: Colour | None) -> Art:
    """A plate."""
    white = colour or (248, 248, 250)
    pen = Pen()
    pen.ellipse(22, 8, 20, 6.4, times(white, 0.86))
    pen.ellipse(22, 7, 20, 6.2, white)
    pen.ellipse(22, 7, 13, 3.8, times(white, 0.92))
    return drawn(pen, 14, head=(22, 4), seat=(22, 8), hand=(40, 8))


def pillow(colour: Colour | None) -> Art:
    """A soft cushion."""
    cloth = colour or (150, 180, 224)
    pen = Pen()
    pen.blob(
        [
            (2, 4),
            (10, 5),
            (20, 3.6),
            (30, 5),
            (38, 4),
            (36.6, 13),
            (38, 22),
            (30, 23),
            (20, 24),
            (10, 23),
            (2, 22),
            (3.4, 13),
        ],
        cloth,
    )
    pen.blob([(22, 22), (32, 18), (36.6, 13), (38, 22), (30, 23)], times(cloth, 0.88))
    pen.curve([(8, 9), (16, 8), (24, 9)], 0.6, mix(cloth, (255, 255, 255), 0.5))
    return drawn(pen, 24, head=(20, 4), seat=(20, 7), hand=(36, 12))


def stool(colour: Colour | None) -> Art:
    """A three-legged stool."""
    wood = colour or WOOD
    pen = Pen()
    for x0, x1 in ((7, 3.6), (19, 22.4), (13, 13)):
        pen.line([(x0, 4), (x1, 22)], 1.9, times(wood, 0.8))
    pen.ellipse(13, 4, 10.6, 2.8, times(wood, 0.85))
    pen.ellipse(13, 3.2, 10.6, 2.6, wood)
    return drawn(pen, 23, head=(13, 2), seat=(13, 3.4), hand=(22, 6))


def box(colour: Colour | None) -> Art:
    """An open cardboard box."""
    card = colour or (206, 160, 108)
    pen = Pen()
    pen.polygon([(4, 9), (17, 5), (32, 8.4), (20, 13)], times(card, 0.6))
    pen.polygon([(4, 9), (17, 5), (14, 0.6), (0.6, 5)], times(card, 1.06))
    pen.polygon([(17, 5), (32, 8.4), (36, 3.6), (21.6, 0.8)], times(card, 0.96))
    pen.polygon([(4, 9), (20, 13), (20, 32), (4, 27)], card)
    pen.polygon([(20, 13), (32, 8.4), (32, 26), (20, 32)], times(card, 0.8))
    pen.polygon([(4, 9), (20, 13), (16, 17.4), (0.4, 13)], times(card, 1.12))
    pen.polygon([(20, 13), (32, 8.4), (35.6, 13), (24, 18)], times(card, 0.9))
    return drawn(pen, 31, head=(18, 4), seat=(18, 9), hand=(32, 16))


def scarf(colour: Colour | None) -> Art:
    """A knitted scarf with a hanging end."""
    wool = colour or (222, 56, 60)
    pen = Pen()
    pen.polygon([(21, 7), (28, 7), (29.6, 21), (23, 22)], times(wool, 0.84))
    for k in range(4):
        pen.line([(23.6 + k * 1.7, 21.4), (23.8 + k * 1.8, 24)], 0.7, times(wool, 0.84))
    pen.polygon([(22.6, 14), (29, 13.4), (29.2, 16), (22.8, 16.8)], mix(wool, (255, 255, 255), 0.6))
    pen.blob(
        [
            (1, 4.6),
            (10, 6.4),
            (18, 7),
            (26, 6.4),
            (35, 4.6),
            (34.4, 10.4),
            (26, 12.6),
            (18, 13.4),
            (10, 12.6),
            (1.6, 10.4),
        ],
        wool,
    )
    for x in (6, 13.4, 21.6, 29):
        pen.polygon([(x, 5.6), (x + 2.4, 6.1), (x + 2.2, 12.8), (x + 0.2, 12.2)], mix(wool, (255, 255, 255), 0.6))
    return drawn(pen, 24, head=(18, 5), seat=(18, 5), hand=(34, 8))


def jar(colour: Colour | None) -> Art:
    """A jar of jam with a cloth lid."""
    jam = colour or (196, 50, 84)
    pen = Pen()
    pen.box(4, 9, 22, 24, (216, 236, 244), 4)
    pen.box(5.2, 13, 19.6, 18.8, jam, 3.4)
    pen.box(18, 13, 6.8, 18.8, times(jam, 0.84), 3)
    pen.box(7.6, 17, 14.8, 9, (252, 246, 232), 1)
    pen.ellipse(15, 21.5, 2.6, 2.6, jam)
    pen.blob(
        [(4, 8.6), (2.6, 10.6), (8, 9.6), (15, 10.6), (22, 9.6), (27.4, 10.6), (26, 8.6), (24, 2.4), (6, 2.4)],
        (240, 236, 226),
    )
    pen.box(5, 6.4, 20, 1.7, (200, 70, 70))
    return drawn(pen, 33, head=(15, 2.4), seat=(15, 3), hand=(26, 20))


DRAWN = {
    "@table": table,
    "@vase": vase,
    "@sofa": sofa,
    "@lamp": lamp,
    "@lantern": lantern,
    "@shelf": shelf,
    "@clock": clock,
    "@bottle": bottle,
    "@bowl": bowl,
    "@fruitbowl": fruit_bowl,
    "@plate": plate,
    "@pillow": pillow,
    "@stool": stool,
    "@box": box,
    "@scarf": scarf,
    "@jar": jar,
}
