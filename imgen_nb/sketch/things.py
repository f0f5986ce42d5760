"""Everyday things of the engine's own: furniture, vessels, a sports car, trees, lamps, hats."""

from __future__ import annotations

import math
from dataclasses import replace

from imgen_nb.sketch.art import Art, Pen
from imgen_nb.sketch.canvas import mix, times
from imgen_nb.sketch.pack import Colour, Point

WOOD: Colour = (172, 116, 74)


def _art(pen: Pen, ground: float | None = None, **anchors: Point) -> Art:
    pen.anchors = anchors
    return pen.art(ground)


def sportscar(colour: Colour | None) -> Art:
    """A low two-seater in profile."""
    red = colour or (222, 48, 48)
    dark, pale = times(red, 0.76), mix(red, (255, 255, 255), 0.32)
    pen = Pen()
    pen.blob([(3, 17.6), (4, 12.6), (10, 10.8), (17, 9.6), (22, 5.2), (29, 3.6), (35, 4.8), (39.6, 9.6), (46, 11), (51, 13.4), (52, 18), (48, 20), (7, 20)], red)
    pen.polygon([(4, 17.4), (51, 16.6), (51.6, 18.6), (48, 20.2), (7, 20.2)], dark)
    pen.blob([(19.6, 9.8), (23.4, 6.4), (28.4, 5.2), (28.6, 10)], (150, 214, 240))
    pen.blob([(30.4, 5.2), (34.2, 6), (37.6, 9.8), (30.4, 10)], (120, 190, 224))
    pen.line([(5, 13.4), (16, 11.6)], 0.8, pale)
    pen.line([(29.6, 10.8), (29.6, 17.2)], 0.35, dark)
    pen.box(31, 12.2, 2.8, 0.7, dark, 0.3)
    pen.polygon([(43.4, 11), (51.6, 9), (52, 10.6), (46, 12.2)], dark)
    pen.ellipse(5.6, 14.4, 2.0, 0.9, (255, 246, 200), -14)
    pen.box(50, 13.6, 2, 1.5, (255, 110, 90), 0.5)
    for x in (12.4, 42.6):
        pen.ellipse(x, 18.8, 5.4, 5.4, times(red, 0.4))
        pen.ellipse(x, 19.4, 4.7, 4.7, (40, 40, 48))
        pen.ellipse(x, 19.4, 2.9, 2.9, (206, 210, 220))
        for k in range(5):
            a = k * 1.2566
            pen.line([(x, 19.4), (x + 2.5 * math.cos(a), 19.4 + 2.5 * math.sin(a))], 0.6, (120, 124, 136))
    return _art(pen, 24.1, head=(28, 3.6), seat=(28, 4.4), hand=(10, 12))


def bench(colour: Colour | None) -> Art:
    """A park bench."""
    wood = colour or WOOD
    pen = Pen()
    for x in (4, 32):
        pen.line([(x, 8), (x - 0.6, 22)], 1.3, (60, 60, 70))
        pen.line([(x + 3, 15), (x + 4, 23)], 1.3, (60, 60, 70))
    for k in range(3):
        pen.box(1.5, 2.6 + k * 3.6, 35, 2.6, times(wood, 1 - 0.05 * k), 0.6)
    pen.box(1, 13.6, 37, 2.6, times(wood, 1.1), 0.6)
    pen.box(1.6, 16.2, 36, 1.3, times(wood, 0.8), 0.4)
    return _art(pen, 23.4, head=(19, 3), seat=(19, 14), hand=(36, 14))


def table(colour: Colour | None) -> Art:
    """A wooden table."""
    wood = colour or WOOD
    pen = Pen()
    for x in (4.4, 34):
        pen.polygon([(x, 8), (x + 3.4, 8), (x + 2.8, 25), (x + 0.6, 25)], times(wood, 0.78))
    pen.box(5, 7.4, 32, 3, times(wood, 0.86))
    pen.box(1, 4, 40, 3.6, wood, 1)
    pen.box(1, 4, 40, 1.2, mix(wood, (255, 240, 216), 0.35), 0.6)
    return _art(pen, 25, head=(21, 4), seat=(21, 4.8), hand=(38, 8))


def fence(colour: Colour | None) -> Art:
    """A picket fence."""
    white = colour or (248, 244, 236)
    pen = Pen()
    for y in (9, 16):
        pen.box(0, y, 48, 1.9, times(white, 0.86))
    for k in range(8):
        x = 1.2 + k * 5.9
        pen.polygon([(x, 22), (x, 5), (x + 2, 2), (x + 4, 5), (x + 4, 22)], white)
        pen.polygon([(x + 2.8, 22), (x + 2.8, 3.2), (x + 4, 5), (x + 4, 22)], times(white, 0.88))
    return _art(pen, 22, head=(24, 2), seat=(24, 4), hand=(40, 9))


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
    pen.blob([(12.6, 20), (19.4, 20), (18.6, 24), (23.4, 31), (21, 39), (16, 40), (11, 39), (8.6, 31), (13.4, 24)], body)
    pen.blob([(17.6, 20), (19.4, 20), (18.6, 24), (23.4, 31), (21, 39), (17.6, 40), (20, 31), (17, 24)], times(body, 0.82))
    pen.ellipse(12.6, 30, 1.2, 3.4, mix(body, (255, 255, 255), 0.5), 14)
    pen.box(12, 19, 8, 1.6, mix(body, (255, 255, 255), 0.25), 0.8)
    return _art(pen, 40, head=(16, 2), seat=(16, 21), hand=(23, 30))


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
    for x in (0.6, 41):
        pen.box(x, 10, 6.6, 15.6, times(cloth, 0.95), 3)
    return _art(pen, 28, head=(24, 3), seat=(24, 14.2), hand=(42, 12))


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
    return _art(pen, 31.6, head=(14, 2), seat=(14, 2.2), hand=(22, 12), glow=(14, 13))


def streetlamp(colour: Colour | None) -> Art:
    """An old-fashioned street lamp."""
    iron = colour or (52, 58, 66)
    pen = Pen()
    pen.box(12.9, 14, 2.2, 44, iron)
    pen.polygon([(10.4, 60), (17.6, 60), (15.8, 50), (12.2, 50)], iron)
    pen.box(11.4, 24, 5.2, 1.4, iron, 0.5)
    pen.polygon([(9.6, 4.6), (18.4, 4.6), (16.8, 14.4), (11.2, 14.4)], (255, 232, 150))
    pen.polygon([(12, 5.6), (16, 5.6), (15.2, 13.6), (12.8, 13.6)], (255, 248, 216))
    for x0, x1 in ((9.6, 11.2), (18.4, 16.8), (14, 14)):
        pen.line([(x0, 4.6), (x1, 14.4)], 0.7, iron)
    pen.polygon([(8.4, 5), (19.6, 5), (14, 0.4)], iron)
    pen.box(10.2, 14, 7.6, 1.4, iron, 0.4)
    return _art(pen, 60, head=(14, 0.4), seat=(14, 1), hand=(16, 30), glow=(14, 9.6))


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
    return _art(pen, 28, head=(14, 1), seat=(14, 8), hand=(20, 14), glow=(14, 18))


def campfire(_: Colour | None) -> Art:
    """Logs, stones and three-tongued flames."""
    pen = Pen()
    for x in range(5):
        pen.ellipse(4 + x * 6, 27.4, 3, 2, (130, 128, 134) if x % 2 else (110, 108, 116))
    pen.line([(5, 26), (24, 20.6)], 3, (110, 72, 50))
    pen.line([(27, 26), (8, 20.6)], 3, (132, 88, 60))
    pen.blob([(16, 1), (20, 8), (24.4, 12), (24, 20), (16, 24), (8, 20), (7.6, 12), (11.4, 9)], (255, 120, 40))
    pen.blob([(16.6, 7), (19.6, 13), (21, 18), (16, 23), (11, 18), (13, 12)], (255, 178, 50))
    pen.blob([(16, 13), (18.4, 18), (16, 22.4), (13.6, 18)], (255, 236, 140))
    return _art(pen, 28.6, head=(16, 2), seat=(16, 20), hand=(24, 20), glow=(16, 15))


def submarine(colour: Colour | None) -> Art:
    """A round yellow submarine with a periscope."""
    body = colour or (250, 200, 52)
    pen = Pen()
    pen.line([(21, 6), (21, -1), (24.6, -1)], 1.4, times(body, 0.7))
    pen.box(16, 4, 12, 7, times(body, 0.86), 2.4)
    pen.polygon([(40, 16), (49, 9), (49, 23)], times(body, 0.75))
    pen.ellipse(24, 16, 21, 9.4, body)
    pen.blob([(4, 18), (24, 21), (44, 18), (40, 22.4), (24, 25.4), (9, 22.4)], times(body, 0.82))
    for x in (13, 22, 31):
        pen.ellipse(x, 15, 3.1, 3.1, times(body, 0.62))
        pen.ellipse(x, 15, 2.3, 2.3, (160, 224, 246))
        pen.ellipse(x - 0.7, 14.2, 0.7, 0.6, (255, 255, 255))
    pen.ellipse(50, 12.6, 1.2, 3.8, (130, 120, 120))
    pen.ellipse(50, 19.4, 1.2, 3.8, (130, 120, 120))
    return _art(pen, head=(21, 4), seat=(22, 4.4), hand=(40, 10))


def drone(colour: Colour | None) -> Art:
    """A quadcopter."""
    body = colour or (90, 98, 116)
    pen = Pen()
    for s in (-1, 1):
        pen.line([(20, 9), (20 + s * 15, 5.4)], 1.6, body)
        pen.ellipse(20 + s * 15, 3.4, 7.6, 0.9, (190, 200, 214), alpha=190)
        pen.box(20 + s * 15 - 1, 3, 2, 3.4, times(body, 0.8), 0.6)
        pen.curve([(20 + s * 4, 12), (20 + s * 6.4, 16), (20 + s * 9.4, 17)], 0.9, body)
    pen.box(12.6, 6, 14.8, 7, body, 3.2)
    pen.ellipse(20, 13.4, 2.6, 2.6, (40, 44, 54))
    pen.ellipse(20, 13.6, 1.3, 1.3, (90, 200, 250))
    return _art(pen, head=(20, 6), seat=(20, 6), hand=(28, 12))


def shelf(colour: Colour | None) -> Art:
    """A bookcase full of books."""
    wood = colour or (150, 100, 66)
    books: tuple[Colour, ...] = ((206, 76, 70), (76, 134, 170), (230, 182, 80), (104, 158, 104), (150, 110, 180), (226, 214, 196))
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
    return _art(pen, 45, head=(17, 1), seat=(17, 1.2), hand=(30, 20))


def clock(colour: Colour | None) -> Art:
    """A round wall clock."""
    rim = colour or (64, 90, 130)
    pen = Pen()
    pen.ellipse(16, 16, 14.6, 14.6, rim)
    pen.ellipse(16, 16, 12.4, 12.4, (252, 250, 244))
    for k in range(12):
        a = math.pi * k / 6
        pen.line([(16 + 10.4 * math.sin(a), 16 - 10.4 * math.cos(a)), (16 + 11.6 * math.sin(a), 16 - 11.6 * math.cos(a))], 0.9 if k % 3 else 1.5, (70, 70, 80))
    pen.line([(16, 16), (16, 8)], 1.2, (50, 50, 60))
    pen.line([(16, 16), (21.6, 18.4)], 1.5, (50, 50, 60))
    pen.ellipse(16, 16, 1.3, 1.3, (222, 60, 56))
    return _art(pen, head=(16, 1.4), seat=(16, 1.6), hand=(28, 16))


def bottle(colour: Colour | None) -> Art:
    """A glass bottle with a cork."""
    glass = colour or (96, 178, 150)
    pen = Pen()
    pen.box(9.4, 0.6, 5.2, 4.4, (196, 148, 100), 1)
    pen.blob([(9.6, 4.6), (14.4, 4.6), (14.8, 12), (19, 17), (19.6, 24), (19.4, 36), (17, 38.4), (7, 38.4), (4.6, 36), (4.4, 24), (5, 17), (9.2, 12)], glass)
    pen.blob([(13, 4.6), (14.4, 4.6), (14.8, 12), (19, 17), (19.6, 24), (19.4, 36), (17, 38.4), (14.6, 38.4), (16, 24), (13.6, 13)], times(glass, 0.82))
    pen.box(5, 22, 14.2, 10, (252, 246, 232), 0.8)
    pen.ellipse(12, 27, 3, 3, mix(glass, (255, 255, 255), 0.3))
    pen.ellipse(8, 17.6, 0.9, 3, (255, 255, 255), 16, alpha=190)
    return _art(pen, 38.4, head=(12, 0.6), seat=(12, 1), hand=(19, 24))


def mug(colour: Colour | None) -> Art:
    """A mug of something hot, seen from the side, steaming."""
    cup = colour or (236, 108, 90)
    pen = Pen()
    for k, x in enumerate((10.6, 15.4, 20)):
        pen.curve([(x, 9 - k % 2), (x + 1.6, 6.4), (x - 1.0, 3.6), (x + 0.8, 0.4 - k % 2)], 0.7, (246, 246, 250), 1.3)
    pen.ellipse(25.6, 21.6, 5.6, 6.2, times(cup, 0.88))
    base = pen.shapes.pop()
    hole = tuple((25.4 + 3.2 * math.cos(a), 21.6 + 3.7 * math.sin(a)) for a in [math.pi * k / 15 for k in range(30)])
    pen.shapes.append(replace(base, rings=(*base.rings, hole)))
    pen.blob([(5, 12.6), (25, 12.6), (25, 22), (24, 30), (21, 32.6), (9, 32.6), (6, 30), (5, 22)], cup)
    pen.blob([(18, 12.6), (25, 12.6), (25, 22), (24, 30), (21, 32.6), (16, 32.6), (19, 24)], times(cup, 0.86))
    pen.ellipse(15, 12.8, 10, 2.6, mix(cup, (255, 255, 255), 0.4))
    pen.ellipse(15, 13, 8.8, 1.9, (112, 70, 50))
    pen.ellipse(8.6, 21, 0.9, 4.4, mix(cup, (255, 255, 255), 0.55), 3)
    return _art(pen, 32.6, head=(15, 11), seat=(15, 12), hand=(29, 21))


def bowl(colour: Colour | None) -> Art:
    """A bowl of fruit."""
    clay = colour or (96, 140, 190)
    pen = Pen()
    for x, y, r, fill in ((12, 9, 5, (222, 56, 52)), (20, 7.4, 5.2, (250, 160, 50)), (28, 9.4, 4.8, (140, 200, 70)), (16.4, 12, 4.4, (250, 206, 70)), (25, 13, 4.2, (222, 70, 60))):
        pen.ellipse(x, y, r, r, fill)
        pen.ellipse(x - r * 0.35, y - r * 0.4, r * 0.28, r * 0.2, mix(fill, (255, 255, 255), 0.6), -30)
        pen.line([(x + 0.2, y - r), (x + 0.8, y - r - 1.4)], 0.6, (104, 74, 50))
    pen.blob([(2.6, 13.6), (37.4, 13.6), (34, 22), (27, 27), (13, 27), (6, 22)], clay)
    pen.blob([(24, 13.6), (37.4, 13.6), (34, 22), (27, 27), (20, 27), (25.6, 20)], times(clay, 0.85))
    pen.box(2, 12.2, 36, 2.4, mix(clay, (255, 255, 255), 0.35), 1.2)
    pen.box(13.6, 26.4, 12.8, 2.4, times(clay, 0.78), 0.6)
    return _art(pen, 28.8, head=(20, 2), seat=(20, 13), hand=(36, 16))


def plate(colour: Colour | None) -> Art:
    """A plate."""
    white = colour or (248, 248, 250)
    pen = Pen()
    pen.ellipse(22, 8, 20, 6.4, times(white, 0.86))
    pen.ellipse(22, 7, 20, 6.2, white)
    pen.ellipse(22, 7, 13, 3.8, times(white, 0.92))
    return _art(pen, 14, head=(22, 4), seat=(22, 8), hand=(40, 8))


def pillow(colour: Colour | None) -> Art:
    """A soft cushion."""
    cloth = colour or (150, 180, 224)
    pen = Pen()
    pen.blob([(2, 4), (10, 5), (20, 3.6), (30, 5), (38, 4), (36.6, 13), (38, 22), (30, 23), (20, 24), (10, 23), (2, 22), (3.4, 13)], cloth)
    pen.blob([(22, 22), (32, 18), (36.6, 13), (38, 22), (30, 23)], times(cloth, 0.88))
    pen.curve([(8, 9), (16, 8), (24, 9)], 0.6, mix(cloth, (255, 255, 255), 0.5))
    return _art(pen, 24, head=(20, 4), seat=(20, 7), hand=(36, 12))


def swing(colour: Colour | None) -> Art:
    """A swing on a wooden frame."""
    wood = colour or WOOD
    pen = Pen()
    for s in (-1, 1):
        pen.line([(20 + s * 12, 2), (20 + s * 18, 40)], 1.9, times(wood, 0.84))
        pen.line([(20 + s * 12, 2), (20 + s * 9, 40)], 1.7, wood)
        pen.line([(20 + s * 5, 2), (20 + s * 5, 29)], 0.5, (120, 110, 100))
    pen.line([(7, 2), (33, 2)], 2.2, wood)
    pen.box(13.4, 28.6, 13.2, 1.9, (222, 76, 70), 0.6)
    return _art(pen, 41, head=(20, 1), seat=(20, 28.8), hand=(33, 20))


def well(colour: Colour | None) -> Art:
    """A stone well with a roof."""
    stone = colour or (160, 158, 164)
    pen = Pen()
    for x in (7, 26.6):
        pen.box(x, 8, 2.4, 20, WOOD)
    pen.box(8, 13, 20, 1.6, times(WOOD, 0.8))
    pen.line([(18, 14), (18, 21)], 0.5, (210, 196, 160))
    pen.polygon([(15.6, 20.6), (20.4, 20.6), (19.8, 25), (16.2, 25)], times(WOOD, 1.15))
    pen.polygon([(2, 10), (34, 10), (18, 0)], (186, 84, 66))
    pen.polygon([(19, 10), (34, 10), (18, 0)], (160, 70, 58))
    pen.box(4.6, 25, 26.8, 13, stone, 1.4)
    for k in range(11):
        x, y = 5.4 + (k * 6.1) % 24, 26 + (k * 3.7) % 10
        pen.box(x, y, 4.4, 2.6, times(stone, 0.88 if k % 2 else 1.09), 0.9)
    pen.box(3.4, 24, 29.2, 2.6, times(stone, 1.1), 1)
    return _art(pen, 38, head=(18, 0), seat=(18, 24), hand=(32, 25))


def stool(colour: Colour | None) -> Art:
    """A three-legged stool."""
    wood = colour or WOOD
    pen = Pen()
    for x0, x1 in ((7, 3.6), (19, 22.4), (13, 13)):
        pen.line([(x0, 4), (x1, 22)], 1.9, times(wood, 0.8))
    pen.ellipse(13, 4, 10.6, 2.8, times(wood, 0.85))
    pen.ellipse(13, 3.2, 10.6, 2.6, wood)
    return _art(pen, 23, head=(13, 2), seat=(13, 3.4), hand=(22, 6))


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
    return _art(pen, 31, head=(18, 4), seat=(18, 9), hand=(32, 16))


def hat(colour: Colour | None) -> Art:
    """A broad-brimmed hat with a ribbon."""
    straw = colour or (238, 200, 118)
    pen = Pen()
    pen.ellipse(20, 15, 19, 4.2, times(straw, 0.84))
    pen.ellipse(20, 14, 19, 3.8, straw)
    pen.blob([(10.4, 14.4), (11, 6), (15, 1.6), (20, 2.6), (25, 1.6), (29, 6), (29.6, 14.4), (20, 15.6)], times(straw, 1.05))
    pen.blob([(10.3, 14.4), (10.6, 10.4), (20, 12), (29.4, 10.4), (29.7, 14.4), (20, 15.8)], (190, 64, 60) if colour is None else times(straw, 0.55))
    return _art(pen, 18, head=(20, 2), seat=(20, 2), hand=(36, 14))


def scarf(colour: Colour | None) -> Art:
    """A knitted scarf with a hanging end."""
    wool = colour or (222, 56, 60)
    pen = Pen()
    pen.polygon([(21, 7), (28, 7), (29.6, 21), (23, 22)], times(wool, 0.84))
    for k in range(4):
        pen.line([(23.6 + k * 1.7, 21.4), (23.8 + k * 1.8, 24)], 0.7, times(wool, 0.84))
    pen.polygon([(22.6, 14), (29, 13.4), (29.2, 16), (22.8, 16.8)], mix(wool, (255, 255, 255), 0.6))
    pen.blob([(1, 4.6), (10, 6.4), (18, 7), (26, 6.4), (35, 4.6), (34.4, 10.4), (26, 12.6), (18, 13.4), (10, 12.6), (1.6, 10.4)], wool)
    for x in (6, 13.4, 21.6, 29):
        pen.polygon([(x, 5.6), (x + 2.4, 6.1), (x + 2.2, 12.8), (x + 0.2, 12.2)], mix(wool, (255, 255, 255), 0.6))
    return _art(pen, 24, head=(18, 5), seat=(18, 5), hand=(34, 8))


def jar(colour: Colour | None) -> Art:
    """A jar of jam with a cloth lid."""
    jam = colour or (196, 50, 84)
    pen = Pen()
    pen.box(4, 9, 22, 24, (216, 236, 244), 4)
    pen.box(5.2, 13, 19.6, 18.8, jam, 3.4)
    pen.box(18, 13, 6.8, 18.8, times(jam, 0.84), 3)
    pen.box(7.6, 17, 14.8, 9, (252, 246, 232), 1)
    pen.ellipse(15, 21.5, 2.6, 2.6, jam)
    pen.blob([(4, 8.6), (2.6, 10.6), (8, 9.6), (15, 10.6), (22, 9.6), (27.4, 10.6), (26, 8.6), (24, 2.4), (6, 2.4)], (240, 236, 226))
    pen.box(5, 6.4, 20, 1.7, (200, 70, 70))
    return _art(pen, 33, head=(15, 2.4), seat=(15, 3), hand=(26, 20))


def tree(colour: Colour | None) -> Art:
    """A large leafy tree; the colour is its leaves' (pink for a cherry in blossom)."""
    leaf = colour or (86, 158, 84)
    bark: Colour = (118, 82, 58)
    pen = Pen()
    pen.polygon([(20.6, 62), (23, 40), (25.4, 30), (28.6, 30), (30.6, 40), (34, 62), (29, 60.4), (25, 60.4)], bark)
    pen.polygon([(28, 60), (27.6, 34), (28.6, 30), (30.6, 40), (34, 62), (30, 60.4)], times(bark, 0.78))
    pen.line([(25, 42), (15, 30)], 2.4, bark, 1.4)
    pen.line([(29.6, 40), (40, 29)], 2.2, times(bark, 0.85), 1.2)
    lumps = ((11, 27, 9), (18, 16, 9.6), (28, 10.6, 10), (38, 15.6, 9.6), (44.6, 26, 9), (37, 31, 8.4), (19, 31.6, 8.6), (28, 24, 12))
    for x, y, r in lumps:
        pen.ellipse(x, y + 1.6, r, r, times(leaf, 0.72))
    for x, y, r in lumps:
        pen.ellipse(x - 0.5, y, r * 0.93, r * 0.9, leaf)
    for x, y, r in lumps:
        pen.ellipse(x - r * 0.28, y - r * 0.34, r * 0.5, r * 0.42, mix(leaf, (255, 250, 190), 0.22))
    return _art(pen, 61, head=(28, 1), seat=(40, 30), hand=(44, 34), under=(14, 58))


def star(colour: Colour | None) -> Art:
    """A five-pointed star."""
    gold = colour or (255, 214, 84)
    pen = Pen()
    points = [(16 + (14 if k % 2 == 0 else 6.2) * math.sin(math.pi * k / 5), 16 - (14 if k % 2 == 0 else 6.2) * math.cos(math.pi * k / 5)) for k in range(10)]
    pen.polygon(points, gold)
    for k in range(0, 10, 2):
        pen.polygon([(16, 16), points[k], points[k + 1]], times(gold, 0.9))
    return _art(pen, head=(16, 2), seat=(16, 3), hand=(28, 14), glow=(16, 16))


def moon(colour: Colour | None) -> Art:
    """A full moon with its seas."""
    face = colour or (248, 244, 222)
    pen = Pen()
    pen.ellipse(16, 16, 15, 15, face)
    for x, y, r in ((10.6, 11, 3.6), (20, 18, 4.6), (13, 21.6, 2.4), (21.4, 8.6, 2), (8, 17, 1.4), (17, 26, 1.7)):
        pen.ellipse(x, y, r, r, times(face, 0.9))
    return _art(pen, head=(16, 1), seat=(16, 1.4), hand=(28, 16), glow=(16, 16))


def sandcastle(colour: Colour | None) -> Art:
    """A sandcastle with a paper flag."""
    sand = colour or (230, 190, 124)
    pen = Pen()
    pen.blob([(0, 30), (6, 26.6), (20, 25.4), (34, 26.6), (40, 30), (20, 31)], times(sand, 0.9))
    pen.box(10, 13, 20, 15, sand)
    for x, y, w in ((4, 12, 9), (27, 12, 9), (15, 5, 10)):
        pen.box(x, y, w, 29 - y, times(sand, 1.03))
        pen.box(x + w * 0.62, y, w * 0.38, 29 - y, times(sand, 0.84))
        for k in range(3):
            pen.box(x + k * w / 2.6, y - 1.9, w / 4.6, 2.2, times(sand, 1.03))
    pen.box(17.4, 21.4, 5.2, 7.4, times(sand, 0.56), 2.6)
    for x in (7, 30):
        pen.box(x, 17, 2.4, 3.6, times(sand, 0.6), 1.2)
    pen.line([(20, 3.6), (20, -4)], 0.5, (110, 80, 56))
    pen.polygon([(20.2, -4), (26, -2), (20.2, 0)], (222, 60, 60))
    return _art(pen, 30, head=(20, 3), seat=(20, 3.4), hand=(34, 18))


DRAWN = {
    "@sportscar": sportscar, "@bench": bench, "@table": table, "@fence": fence, "@vase": vase, "@sofa": sofa, "@lamp": lamp,
    "@streetlamp": streetlamp, "@lantern": lantern, "@campfire": campfire, "@submarine": submarine, "@drone": drone,
    "@shelf": shelf, "@clock": clock, "@bottle": bottle, "@mug": mug, "@bowl": bowl, "@plate": plate, "@pillow": pillow,
    "@swing": swing, "@well": well, "@stool": stool, "@box": box, "@hat": hat, "@scarf": scarf, "@jar": jar, "@tree": tree,
    "@star": star, "@moon": moon, "@sandcastle": sandcastle,
}  # fmt: skip
