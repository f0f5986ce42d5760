"""Buildings and landmarks of the engine's own, each drawn so that it is itself and no other."""

from __future__ import annotations

import math
from dataclasses import replace

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times


def eiffel(colour: Colour | None) -> Art:
    """The Eiffel Tower: curved legs, an arch, three platforms, lattice; brown iron, not orange and white."""
    iron = colour or (134, 104, 80)
    dark, light = times(iron, 0.72), mix(iron, (255, 236, 206), 0.3)
    pen = Pen()

    def half(y: float) -> float:
        t = (60 - y) / 58
        return 15.5 * math.pow(1 - t, 2.4) + 0.55

    ys = [2 + k * 58 / 40 for k in range(41)]
    pen.polygon([(20 - half(y), y) for y in ys] + [(20 + half(y), y) for y in ys[::-1]], iron)
    pen.polygon([(20 + half(y) * 0.25, y) for y in ys] + [(20 + half(y), y) for y in ys[::-1]], dark)
    hole: list[tuple[tuple[float, float], ...]] = []
    for y0, y1 in ((33.5, 44.6), (19, 31.6)):
        inner = 0.5 if y0 > 30 else 0.42
        hole.append(((20, y0 + 1.2), (20 + half(y1) * inner, y1 - 0.6), (20 - half(y1) * inner, y1 - 0.6)))
    body = list(pen.shapes)
    pen.shapes.clear()
    arch = [(20 + 8.6 * math.cos(a), 60 - 9.6 * math.sin(a)) for a in [math.pi * k / 20 for k in range(21)]]
    for shape in body:
        pen.shapes.append(shape)
    # holes are cut by the even-odd rule: the same rings in each shape that has them inside
    pen.shapes[0] = replace(pen.shapes[0], rings=(*pen.shapes[0].rings, *hole, (*arch,)))
    pen.shapes[1] = replace(
        pen.shapes[1],
        rings=(
            *pen.shapes[1].rings,
            *(tuple((max(x, 20 + half(y) * 0.25), y) for x, y in h) for h in hole),
            tuple((max(x, 20 + half(y) * 0.25), y) for x, y in arch),
        ),
    )
    for k in range(16):
        y0, y1 = 4 + k * 2.5, 6.5 + k * 2.5
        a, b = half(y0) * 0.86, half(y1) * 0.86
        pen.line([(20 - a, y0), (20 + b, y1)], 0.22 + 0.012 * k, light)
        pen.line([(20 + a, y0), (20 - b, y1)], 0.22 + 0.012 * k, light)
    for s in (-1, 1):
        for k in range(6):
            y0, y1 = 46.5 + k * 2.25, 48.75 + k * 2.25
            pen.line([(20 + s * half(y0) * 0.97, y0), (20 + s * (half(y1) - 5), y1)], 0.34, light)
            pen.line([(20 + s * (half(y0) - 4.6), y0), (20 + s * half(y1) * 0.97, y1)], 0.34, light)
    for y, w in ((45.4, 7.4), (32.6, 4.6), (9.4, 1.9)):
        pen.box(20 - w, y - 0.9, 2 * w, 1.9, dark, 0.3)
        pen.box(20 - w, y - 0.9, 2 * w, 0.6, light, 0.2)
    pen.box(19.3, 3.6, 1.4, 3, iron, 0.4)
    pen.line([(20, 4), (20, -1)], 0.4, dark)
    for s in (-1, 1):
        pen.box(20 + s * 12.9 - 3.2, 58.8, 6.4, 2.4, (176, 164, 150), 0.3)
    pen.anchors = {"head": (20, 1.5), "seat": (20, 2.6), "hand": (30, 40), "glow": (20, 8)}
    return pen.art(ground=61.2)


def lighthouse(colour: Colour | None) -> Art:
    """A striped tower with gallery and lantern on its rocks."""
    red, white = colour or (222, 58, 52), (248, 245, 240)
    pen = Pen()
    pen.blob(
        [(2, 50), (5, 45.6), (10, 44), (16, 42.6), (23, 43.6), (28, 45), (32, 49), (30, 52), (4, 52)], (112, 106, 112)
    )
    pen.blob([(17, 50), (19, 45), (24, 44.4), (29, 46), (32, 50), (28, 51.6)], (88, 82, 92))
    bands = 5
    for k in range(bands):
        t0, t1 = k / bands, (k + 1) / bands
        w0, w1 = 6.2 - 2.4 * t0, 6.2 - 2.4 * t1
        y0, y1 = 45 - 31 * t0, 45 - 31 * t1
        fill = red if k % 2 == 0 else white
        pen.polygon([(16 - w0, y0), (16 + w0, y0), (16 + w1, y1), (16 - w1, y1)], fill)
        pen.polygon([(16 + w0 * 0.3, y0), (16 + w0, y0), (16 + w1, y1), (16 + w1 * 0.3, y1)], times(fill, 0.85))
    pen.box(14.4, 39.8, 3.2, 5.4, (78, 56, 62), 1.5)
    for y in (33, 24.5):
        pen.box(15, y, 2, 2.8, (78, 96, 128), 0.9)
    pen.box(10.4, 12.6, 11.2, 1.7, (52, 50, 64), 0.4)
    for k in range(6):
        pen.box(10.8 + k * 2.04, 10.6, 0.35, 2.2, (52, 50, 64))
    pen.box(10.6, 10.3, 10.8, 0.5, (52, 50, 64))
    pen.box(13, 7, 6, 5.8, (255, 230, 130))
    pen.box(14.6, 7.6, 2.8, 4.6, (255, 248, 210), 1)
    for x in (13, 15.9, 18.7):
        pen.box(x, 7, 0.35, 5.8, (52, 50, 64))
    pen.polygon([(11.8, 7.2), (16, 2.2), (20.2, 7.2)], red)
    pen.polygon([(17, 7.2), (16, 2.2), (20.2, 7.2)], times(red, 0.85))
    pen.ellipse(16, 2, 0.8, 0.8, (52, 50, 64))
    pen.anchors = {"head": (16, 2), "seat": (16, 2.4), "hand": (22, 30), "glow": (16, 9.8)}
    return pen.art(ground=50.4)


def balloon(colour: Colour | None) -> Art:
    """A hot air balloon with gores, skirt, ropes and a wicker basket."""
    base = colour or (236, 84, 66)
    pale = mix(base, (255, 246, 224), 0.78)
    pen = Pen()
    middle = 16.0

    def outline(k: float) -> list[tuple[float, float]]:
        right = []
        for i in range(25):
            a = math.pi * (i / 24) * 0.86
            r = 13.5
            x = math.sin(a) * r
            y = 15 - math.cos(a) * r
            if y > 19:
                x *= 1 - ((y - 19) / 14) ** 1.4 * 0.5
                y = 19 + (y - 19) * 1.35
            right.append((x * k, y))
        return [(middle + x, y) for x, y in right] + [(middle - x, y) for x, y in right[::-1]]

    for k, fill in ((1.0, base), (0.78, pale), (0.52, base), (0.24, pale)):
        pen.polygon(outline(k), fill)
    full = outline(1.0)
    pen.shapes.append(
        type(pen.shapes[0])((tuple((max(x, middle + 4.5 + 0.12 * (y - 2)), y) for x, y in full),), (40, 20, 50), 38)
    )
    bottom = max(y for _, y in full)
    pen.polygon(
        [(12.4, bottom - 0.4), (19.6, bottom - 0.4), (18.6, bottom + 1.8), (13.4, bottom + 1.8)], times(base, 0.75)
    )
    for x0, x1 in ((12.8, 13.6), (19.2, 18.4), (15, 15.2), (17, 16.8)):
        pen.line([(x0, bottom + 1), (x1, bottom + 6)], 0.26, (96, 72, 56))
    pen.box(13, bottom + 5.4, 6, 4.6, (170, 112, 66), 0.9)
    pen.box(13, bottom + 5.4, 6, 1.1, (206, 150, 96), 0.5)
    for k in range(3):
        pen.box(14 + k * 1.6, bottom + 6.6, 0.4, 3.2, (136, 86, 50))
    pen.polygon([(15.3, bottom + 3.2), (16.7, bottom + 3.2), (16, bottom + 0.6)], (255, 206, 84))
    pen.anchors = {"head": (16, 1.5), "seat": (16, bottom + 5.6), "hand": (19, bottom + 6), "glow": (16, bottom + 2)}
    return pen.art()


def windmill(colour: Colour | None) -> Art:
    """A Dutch mill with lattice sails and a gallery."""
    cap, wall = colour or (176, 72, 60), (240, 230, 214)
    pen = Pen()
    pen.polygon([(12, 50), (28, 50), (24.6, 20), (15.4, 20)], wall)
    pen.polygon([(21.6, 50), (28, 50), (24.6, 20), (20.8, 20)], times(wall, 0.84))
    pen.box(17.8, 43.6, 4.4, 6.6, (110, 72, 52), 1.6)
    for x, y in ((17, 27), (21, 34)):
        pen.box(x, y, 2.4, 3, (92, 120, 150), 0.6)
    pen.box(10.4, 38.2, 19.2, 1.3, (130, 92, 64), 0.3)
    for k in range(8):
        pen.box(10.8 + k * 2.6, 36.4, 0.4, 2.2, (130, 92, 64))
    pen.blob([(14.4, 20.6), (15.4, 16), (20, 13.2), (24.6, 16), (25.6, 20.6)], cap)
    pen.blob([(20.4, 20.6), (21, 14.4), (24.6, 16), (25.6, 20.6)], times(cap, 0.85))
    for k in range(4):
        a = math.radians(28 + 90 * k)
        c, s = math.cos(a), math.sin(a)

        def at(u: float, v: float, c: float = c, s: float = s) -> tuple[float, float]:
            return 20 + c * u - s * v, 18 + s * u + c * v

        pen.polygon([at(4, 0.3), at(18, 0.3), at(18, 4.4), at(4, 3.4)], (250, 244, 230))
        for i in range(6):
            u = 4 + i * 2.8
            pen.line([at(u, 0.3), at(u, 3.6 + 0.13 * i)], 0.28, (130, 96, 70))
        pen.line([at(4, 1.9), at(18, 2.3)], 0.28, (130, 96, 70))
        pen.line([at(0, 0), at(18.4, 0)], 0.9, (112, 78, 56))
    pen.ellipse(20, 18, 1.5, 1.5, (90, 62, 46))
    pen.anchors = {"head": (20, 13.2), "seat": (20, 13.4), "hand": (28, 38)}
    return pen.art(ground=50)


def pyramid(colour: Colour | None) -> Art:
    """A pyramid with courses of stone and a lit and a dark face."""
    sand = colour or (232, 192, 118)
    pen = Pen()
    pen.polygon([(24, 2), (47, 34), (1, 34)], sand)
    pen.polygon([(24, 2), (47, 34), (31, 34)], times(sand, 0.74))
    for k in range(1, 9):
        t = k / 9
        y = 2 + 32 * t
        x0, x1, x2 = 24 - 23 * t, 24 + 7 * t, 24 + 23 * t
        pen.line([(x0, y), (x1, y)], 0.22, times(sand, 0.86))
        pen.line([(x1, y), (x2, y)], 0.22, times(sand, 0.64))
        for i in range(k):
            x = x0 + (x1 - x0) * (i + 0.5 * (k % 2)) / k
            pen.line([(x, y), (x, y + 3.4)], 0.16, times(sand, 0.88))
    pen.polygon([(24, 2), (26.4, 5.3), (24.7, 5.4), (21.6, 5.4)], mix(sand, (255, 246, 214), 0.5))
    pen.anchors = {"head": (24, 2), "seat": (24, 2.6), "hand": (40, 26)}
    return pen.art(ground=34)


def clocktower(colour: Colour | None) -> Art:
    """A Gothic clock tower with a pointed roof, golden dials."""
    stone = colour or (222, 188, 132)
    dark, roof = times(stone, 0.8), (84, 98, 96)
    pen = Pen()
    pen.box(12, 24, 12, 38, stone)
    pen.box(19.6, 24, 4.4, 38, dark)
    for k in range(5):
        pen.box(13.4 + k * 2.2, 27, 0.8, 33, times(stone, 0.9))
    for y in (34, 44, 54):
        pen.box(11.6, y, 12.8, 0.9, dark)
    pen.box(10.8, 14.4, 14.4, 11, stone, 0.4)
    pen.box(20, 14.4, 5.2, 11, dark, 0.4)
    pen.ellipse(18, 19.8, 4.6, 4.6, (186, 140, 60))
    pen.ellipse(18, 19.8, 3.9, 3.9, (252, 248, 230))
    for k in range(12):
        a = math.pi * k / 6
        pen.ellipse(18 + 3.3 * math.sin(a), 19.8 - 3.3 * math.cos(a), 0.22, 0.22, (60, 50, 40))
    pen.line([(18, 19.8), (18, 16.9)], 0.45, (40, 36, 36))
    pen.line([(18, 19.8), (20.2, 20.8)], 0.5, (40, 36, 36))
    pen.polygon([(10.2, 14.6), (25.8, 14.6), (22.4, 8), (13.6, 8)], roof)
    pen.box(14, 5.4, 8, 2.8, stone)
    pen.polygon([(13.4, 5.6), (22.6, 5.6), (18, -4.4)], roof)
    pen.polygon([(18.4, 5.6), (22.6, 5.6), (18, -4.4)], times(roof, 0.8))
    pen.line([(18, -4), (18, -6.6)], 0.5, (222, 176, 70))
    pen.box(10.6, 60, 14.8, 2.4, dark, 0.3)
    pen.anchors = {"head": (18, -4.4), "seat": (18, -4), "hand": (25, 40), "glow": (18, 19.8)}
    return pen.art(ground=62.4)


def pisa(colour: Colour | None) -> Art:
    """The leaning tower: arcades in rings, tilted."""
    stone = colour or (242, 232, 212)
    pen = Pen()
    for k in range(7):
        w = 7 - 0.16 * k
        y = 44 - k * 6
        pen.box(18 - w, y - 5.4, 2 * w, 5.6, stone)
        pen.box(18 + w * 0.4, y - 5.4, w * 0.6, 5.6, times(stone, 0.84))
        for i in range(5):
            x = 18 - w + 1 + i * (2 * w - 2) / 4.4
            pen.box(x - 0.2, y - 4.4, 1.7, 4.2, times(stone, 0.68), 0.85)
        pen.box(18 - w - 0.5, y - 6, 2 * w + 1, 0.9, times(stone, 0.92), 0.2)
    pen.box(13, -3.4, 10, 5, stone)
    for i in range(3):
        pen.box(14.2 + i * 2.8, -2.4, 1.7, 3.6, times(stone, 0.68), 0.85)
    pen.box(12.4, -4.2, 11.2, 1.1, times(stone, 0.92), 0.2)
    lean = math.radians(5.2)
    art = pen.art()
    c, s = math.cos(lean), math.sin(lean)
    turned = tuple(
        replace(
            p,
            rings=tuple(
                tuple((18 + c * (x - 18) - s * (y - 44), 44 + s * (x - 18) + c * (y - 44)) for x, y in r)
                for r in p.rings
            ),
        )
        for p in art.shapes
    )
    return Art(turned, {"head": (22.3, -4), "seat": (22.3, -4), "hand": (28, 24)}, 44.6)


def tajmahal(colour: Colour | None) -> Art:
    """White domes, a great arch, four minarets."""
    white = colour or (250, 246, 240)
    shade, dark = times(white, 0.87), times(white, 0.68)
    pen = Pen()
    for x in (3, 57):
        pen.box(x - 1.3, 12, 2.6, 28, shade)
        for y in (18, 28):
            pen.box(x - 1.9, y, 3.8, 0.9, dark)
        pen.ellipse(x, 11.4, 1.8, 1.9, white)
        pen.line([(x, 9.6), (x, 7.6)], 0.4, dark)
    pen.box(12, 22, 36, 18, white)
    for x in (19, 41):
        pen.blob([(x - 4, 22), (x - 4.6, 17.6), (x, 13.2), (x + 4.6, 17.6), (x + 4, 22)], white)
        pen.blob([(x + 1, 22), (x + 1.6, 15), (x + 4.6, 17.6), (x + 4, 22)], shade)
        pen.line([(x, 13.6), (x, 11.4)], 0.4, (222, 176, 70))
    pen.blob([(22.6, 20), (20.8, 12), (24.6, 5.4), (30, 0), (35.4, 5.4), (39.2, 12), (37.4, 20)], white)
    pen.blob([(31.6, 20), (33.6, 12), (32.6, 3.4), (35.4, 5.4), (39.2, 12), (37.4, 20)], shade)
    pen.line([(30, 0.6), (30, -3)], 0.5, (222, 176, 70))
    pen.box(22.4, 18.6, 15.2, 21.4, white)
    pen.box(34.4, 18.6, 3.2, 21.4, shade)
    pen.blob([(25.4, 40), (25.4, 29), (27, 25), (30, 22.4), (33, 25), (34.6, 29), (34.6, 40)], dark)
    pen.blob([(27, 40), (27, 31), (30, 26), (33, 31), (33, 40)], times(white, 0.5))
    for x in (15, 42):
        for y in (25, 33):
            pen.blob([(x, y + 5), (x, y + 2), (x + 1.6, y), (x + 3.2, y + 2), (x + 3.2, y + 5)], dark)
    pen.box(0, 39.6, 60, 2.6, shade)
    pen.box(2, 41.6, 56, 1.4, dark)
    pen.anchors = {"head": (30, -2), "seat": (30, 0), "hand": (50, 30)}
    return pen.art(ground=43)


DRAWN = {
    "@eiffel": eiffel, "@lighthouse": lighthouse, "@balloon": balloon, "@windmill": windmill, "@pyramid": pyramid,
    "@clocktower": clocktower,  "@pisa": pisa, "@tajmahal": tajmahal,
}  # fmt: skip
