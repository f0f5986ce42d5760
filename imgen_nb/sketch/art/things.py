"""Everyday things of the engine's own: furniture, vessels, a sports car, trees, lamps, hats."""

from __future__ import annotations

import math

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times

WOOD: Colour = (172, 116, 74)
RAINBOW: tuple[Colour, ...] = (
    (150, 80, 220), (80, 100, 240), (60, 180, 240), (80, 210, 110), (250, 224, 80), (250, 150, 60), (240, 70, 70),
)  # fmt: skip
"""From the inner edge to the outer."""


def drawn(pen: Pen, ground: float | None = None, **anchors: Point) -> Art:
    """What a pen drew, with its anchors."""
    pen.anchors = anchors
    return pen.art(ground)


def sportscar(colour: Colour | None) -> Art:
    """A low two-seater in profile."""
    red = colour or (222, 48, 48)
    dark, pale = times(red, 0.76), mix(red, (255, 255, 255), 0.32)
    pen = Pen()
    pen.blob(
        [
            (3, 17.6),
            (4, 12.6),
            (10, 10.8),
            (17, 9.6),
            (22, 5.2),
            (29, 3.6),
            (35, 4.8),
            (39.6, 9.6),
            (46, 11),
            (51, 13.4),
            (52, 18),
            (48, 20),
            (7, 20),
        ],
        red,
    )
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
    return drawn(pen, 24.1, head=(28, 3.6), seat=(28, 4.4), hand=(10, 12))


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
    return drawn(pen, 23.4, head=(19, 3), seat=(19, 14), hand=(36, 14))


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
    return drawn(pen, 22, head=(24, 2), seat=(24, 4), hand=(40, 9))


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
    return drawn(pen, 60, head=(14, 0.4), seat=(14, 1), hand=(16, 30), glow=(14, 9.6))


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
    return drawn(pen, 28.6, head=(16, 2), seat=(16, 20), hand=(24, 20), glow=(16, 15))


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
    return drawn(pen, head=(21, 4), seat=(22, 4.4), hand=(40, 10))


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
    return drawn(pen, head=(20, 6), seat=(20, 6), hand=(28, 12))


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
    return drawn(pen, 41, head=(20, 1), seat=(20, 28.8), hand=(33, 20))


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
    return drawn(pen, 38, head=(18, 0), seat=(18, 24), hand=(32, 25))


def tree(colour: Colour | None) -> Art:
    """A large leafy tree; the colour is its leaves' (pink for a cherry in blossom)."""
    leaf = colour or (86, 158, 84)
    bark: Colour = (118, 82, 58)
    pen = Pen()
    pen.polygon([(20.6, 62), (23, 40), (25.4, 30), (28.6, 30), (30.6, 40), (34, 62), (29, 60.4), (25, 60.4)], bark)
    pen.polygon([(28, 60), (27.6, 34), (28.6, 30), (30.6, 40), (34, 62), (30, 60.4)], times(bark, 0.78))
    pen.line([(25, 42), (15, 30)], 2.4, bark, 1.4)
    pen.line([(29.6, 40), (40, 29)], 2.2, times(bark, 0.85), 1.2)
    lumps = (
        (11, 27, 9),
        (18, 16, 9.6),
        (28, 10.6, 10),
        (38, 15.6, 9.6),
        (44.6, 26, 9),
        (37, 31, 8.4),
        (19, 31.6, 8.6),
        (28, 24, 12),
    )
    for x, y, r in lumps:
        pen.ellipse(x, y + 1.6, r, r, times(leaf, 0.72))
    for x, y, r in lumps:
        pen.ellipse(x - 0.5, y, r * 0.93, r * 0.9, leaf)
    for x, y, r in lumps:
        pen.ellipse(x - r * 0.28, y - r * 0.34, r * 0.5, r * 0.42, mix(leaf, (255, 250, 190), 0.22))
    return drawn(pen, 61, head=(28, 1), seat=(40, 30), hand=(44, 34), under=(14, 58))


def rainbow(colour: Colour | None) -> Art:
    """A rainbow as a thing, where there is no sky for it to span: in a room, on a sticker."""
    pen = Pen()
    for k, shade in enumerate(RAINBOW):
        bow = [
            (16 - (9.4 + k) * math.cos(math.pi * i / 24), 16 - (9.4 + k) * math.sin(math.pi * i / 24))
            for i in range(25)
        ]
        pen.curve(bow, 1.2, mix(shade, colour, 0.4) if colour else shade)
    return drawn(pen, head=(16, 0), seat=(16, 0.4), hand=(30, 12))


def star(colour: Colour | None) -> Art:
    """A five-pointed star."""
    gold = colour or (255, 214, 84)
    pen = Pen()
    points = [
        (
            16 + (14 if k % 2 == 0 else 6.2) * math.sin(math.pi * k / 5),
            16 - (14 if k % 2 == 0 else 6.2) * math.cos(math.pi * k / 5),
        )
        for k in range(10)
    ]
    pen.polygon(points, gold)
    for k in range(0, 10, 2):
        pen.polygon([(16, 16), points[k], points[k + 1]], times(gold, 0.9))
    return drawn(pen, head=(16, 2), seat=(16, 3), hand=(28, 14), glow=(16, 16))


def moon(colour: Colour | None) -> Art:
    """A full moon with its seas."""
    face = colour or (248, 244, 222)
    pen = Pen()
    pen.ellipse(16, 16, 15, 15, face)
    for x, y, r in ((10.6, 11, 3.6), (20, 18, 4.6), (13, 21.6, 2.4), (21.4, 8.6, 2), (8, 17, 1.4), (17, 26, 1.7)):
        pen.ellipse(x, y, r, r, times(face, 0.9))
    return drawn(pen, head=(16, 1), seat=(16, 1.4), hand=(28, 16), glow=(16, 16))


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
    return drawn(pen, 30, head=(20, 3), seat=(20, 3.4), hand=(34, 18))


def umbrella(colour: Colour | None) -> Art:
    """An open umbrella on a long shaft, so that its canopy clears the head of whoever holds it."""
    cloth = colour or (140, 104, 200)
    pen = Pen()
    pen.line([(20, 10), (20, 44)], 1.1, (112, 78, 60))
    pen.curve([(20, 43), (20.2, 46.6), (22.6, 47), (23.6, 44.6)], 1.5, (112, 78, 60))
    pen.line([(20, 5), (20, 1.4)], 1.0, (112, 78, 60))
    top = [(20 + 18 * math.cos(a), 18 - 14 * math.sin(a)) for a in [math.pi * k / 24 for k in range(25)]]
    hem = [(2 + 36 * k / 24, 18 - 1.9 * abs(math.sin(math.pi * k / 6))) for k in range(25)]
    pen.polygon(top + hem, cloth)
    for k, (x0, x1) in enumerate(((2, 11), (20, 29))):
        side = [(x, y) for x, y in top if x0 <= 20 + (x - 20) <= x1]
        lower = [(x, y) for x, y in hem if x0 <= x <= x1]
        if side and lower:
            tip = (20, 4.0)
            pen.polygon([tip, *side[::-1], *lower] if k == 0 else [tip, *side, *lower], times(cloth, 0.86))
    pen.polygon([(20, 4), (11, 17.4), (20, 16.2), (20, 16.2)], mix(cloth, (255, 255, 255), 0.14))
    return drawn(pen, 47.6, head=(20, 2), seat=(20, 4), hand=(20, 40))


def leaf(colour: Colour | None) -> Art:
    """One broad leaf, lying."""
    green = colour or (96, 178, 84)
    pen = Pen()
    pen.curve([(44, 10), (50, 8), (55, 3)], 1.6, times(green, 0.7))
    pen.blob([(0, 9), (8, 3.4), (22, 1), (36, 3), (46, 9.6), (36, 15), (22, 17), (8, 14.6)], times(green, 0.86))
    pen.blob([(0, 9), (8, 3.4), (22, 1), (36, 3), (46, 9.6), (30, 9), (14, 9)], green)
    pen.curve([(2, 9), (22, 9.4), (45, 9.6)], 0.7, mix(green, (255, 255, 230), 0.45))
    for k in range(5):
        x = 8 + k * 7.4
        pen.line([(x, 9.2), (x - 4, 4.8)], 0.4, mix(green, (255, 255, 230), 0.35))
        pen.line([(x, 9.2), (x - 4, 13.6)], 0.4, mix(green, (255, 255, 230), 0.2))
    return drawn(pen, 17, head=(22, 2), seat=(22, 8), hand=(44, 9))


def bamboo(colour: Colour | None) -> Art:
    """Three stems of bamboo with leaves."""
    stem = colour or (118, 176, 76)
    pen = Pen()
    for k, (x, high) in enumerate(((8, 40), (14, 48), (20, 36))):
        tone = times(stem, (0.9, 1.06, 0.98)[k])
        for j in range(6):
            y = 50 - high * j / 6
            pen.box(x - 1.3, y - high / 6 + 0.5, 2.6, high / 6 - 0.5, tone, 0.6)
            if j > 1:
                way = 1 if (j + k) % 2 else -1
                pen.blob(
                    [(x, y - 1), (x + way * 4, y - 3.6), (x + way * 8, y - 1.6), (x + way * 4, y - 1.4)],
                    times(stem, 0.8 if way < 0 else 1.1),
                )
    return drawn(pen, 50, head=(14, 2), seat=(14, 3), hand=(22, 30))


DRAWN = {
    "@leaf": leaf,
    "@sportscar": sportscar, "@bench": bench, "@fence": fence,
    "@streetlamp": streetlamp, "@campfire": campfire, "@submarine": submarine, "@drone": drone,

    "@swing": swing, "@well": well, "@tree": tree,
    "@rainbow": rainbow, "@star": star,
    "umbrella": umbrella, "@bamboo": bamboo, "@moon": moon, "@sandcastle": sandcastle,
}  # fmt: skip
