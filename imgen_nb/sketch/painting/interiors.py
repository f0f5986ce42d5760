"""Interiors: the walls of rooms that lie behind a nook, out of focus: a kitchen, a workshop, a study, a museum."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.behind import CREAM, LEAVES, lights, plain
from imgen_nb.sketch.painting.canvas import Brush, Canvas, Random, gradient, mix, times
from imgen_nb.sketch.painting.sets import Tones
from imgen_nb.sketch.planning.stage import Stage


def kitchen(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """A tiled wall, a shelf with crockery and jars, pots of herbs, ladles on a rail."""
    plain(c, tones.wall)
    tile, top = mix(tones.wall, (255, 250, 238), 0.42), 0.42 * c.h
    grout, high = times(tile, 0.9), 0.075 * c.m
    shelf: Colour = (150, 106, 74)
    wares = [(float(r.random()), float(r.random()), int(r.integers(4))) for _ in range(12)]
    glazes = (mix(tones.accent, CREAM, 0.2), (236, 228, 212), (196, 120, 92), (116, 144, 150), (88, 120, 92))

    def draw(b: Brush) -> None:
        b.box(0, top, c.w, c.h - top, tile)
        for k in range(9):
            y = top + k * high
            b.box(0, y, c.w, 0.005 * c.m, grout)
            for j in range(14):
                b.box((j + 0.5 * (k % 2)) * 0.15 * c.m, y, 0.005 * c.m, high, grout)
        y = 0.3 * c.h
        b.box(0, y + 0.022 * c.m, c.w, 0.02 * c.m, times(shelf, 0.5), alpha=70)
        b.box(0, y, c.w, 0.022 * c.m, shelf)
        for k, (x, q, kind) in enumerate(wares):
            px, glaze = (k + 0.3 + 0.3 * x) / 12 * c.w, glazes[(k + kind) % len(glazes)]
            w, h = (0.034 + 0.012 * q) * c.m, (0.07 + 0.07 * q) * c.m
            if kind == 0:  # plates on edge
                b.ellipse(px, y - 0.055 * c.m, 0.054 * c.m, 0.054 * c.m, glaze)
                b.ellipse(px, y - 0.055 * c.m, 0.034 * c.m, 0.034 * c.m, times(glaze, 0.93))
            elif kind == 1:  # herbs
                for d in (-0.03, 0, 0.03):
                    b.ellipse(px + d * c.m, y - 0.1 * c.m, 0.026 * c.m, 0.036 * c.m, LEAVES[k % 3])
                b.box(px - w * 0.8, y - 0.07 * c.m, w * 1.6, 0.07 * c.m, (190, 116, 84), 0.008 * c.m)
            else:
                b.box(px - w, y - h, 2 * w, h, glaze, 0.016 * c.m)
                b.box(px - w * 0.8, y - h - 0.014 * c.m, 1.6 * w, 0.018 * c.m, times(glaze, 0.8))
        rail = 0.5 * c.h
        b.box(0.06 * c.w, rail, 0.3 * c.w, 0.008 * c.m, (150, 142, 134))
        for k in range(4):
            x = (0.09 + 0.075 * k) * c.w
            b.box(x, rail, 0.009 * c.m, 0.13 * c.m, (140, 112, 88))
            b.ellipse(x + 0.005 * c.m, rail + 0.15 * c.m, 0.026 * c.m, 0.03 * c.m, (168, 160, 152))

    c.vector((0, 0, c.w, c.h), draw)
    c.glow((0.5 + 0.4 * stage.light.side) * c.w, 0.3 * c.h, 0.7 * c.w, (130, 104, 66), 0.6, 1.3)


def workshop(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """A wall of boards with hooks and a shelf of tins, light from a window at the side."""
    wood: Colour = (150, 116, 88)
    plain(c, wood)
    tins = [(float(r.random()), int(r.integers(4))) for _ in range(9)]
    paints: tuple[Colour, ...] = ((182, 92, 70), (98, 128, 140), (206, 170, 96), (112, 134, 100))
    shades = [float(v) for v in r.uniform(0.86, 1.08, 12)]
    iron: Colour = (74, 70, 74)

    def draw(b: Brush) -> None:
        for k in range(12):
            b.box(k / 12 * c.w, 0, c.w / 12 - 0.004 * c.m, c.h, times(wood, shades[k]))
        y = 0.34 * c.h
        b.box(0, y + 0.024 * c.m, c.w, 0.02 * c.m, (60, 44, 38), alpha=90)
        b.box(0, y, c.w, 0.024 * c.m, (110, 80, 58))
        for k, (q, which) in enumerate(tins):
            x, h = (k + 0.25) / 9 * c.w, (0.06 + 0.06 * q) * c.m
            b.box(x, y - h, 0.07 * c.m, h, paints[which], 0.006 * c.m)
            b.box(x, y - h, 0.07 * c.m, 0.012 * c.m, (190, 188, 184))
        for k in range(5):  # coils and straps on their hooks
            x, low = (0.1 + 0.2 * k) * c.w, 0.5 * c.h
            b.ellipse(x, low, 0.01 * c.m, 0.01 * c.m, iron)
            if k % 2:
                b.ellipse(x, low + 0.1 * c.m, 0.06 * c.m, 0.09 * c.m, paints[k % 4])
                b.ellipse(x, low + 0.1 * c.m, 0.04 * c.m, 0.068 * c.m, times(wood, 0.96))
            else:
                b.polygon([(x - 0.03 * c.m, low), (x + 0.03 * c.m, low), (x + 0.06 * c.m, low + 0.17 * c.m),
                           (x - 0.06 * c.m, low + 0.17 * c.m)], times(paints[k % 4], 0.8))  # fmt: skip

    c.vector((0, 0, c.w, c.h), draw)
    c.glow((0.5 + 0.5 * stage.light.side) * c.w, 0.1 * c.h, 0.9 * c.w, (200, 156, 96), 0.55, 1.5)


def study(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """Shelves of books, and the light of a lamp on them."""
    wood: Colour = mix((118, 82, 62), tones.wall, 0.2)
    plain(c, times(wood, 0.62))
    cloths = (
        (150, 70, 62),
        (66, 96, 118),
        (196, 156, 92),
        (92, 116, 92),
        (206, 196, 176),
        mix(tones.accent, wood, 0.2),
    )
    rows, books = 3, 26
    sizes = r.uniform(0.55, 0.9, (rows, books))
    which = r.integers(0, len(cloths) + 1, (rows, books))

    def draw(b: Brush) -> None:
        high = c.h / rows
        for row in range(rows):
            foot = (row + 1) * high
            for k in range(books):
                if which[row][k] == len(cloths):
                    continue  # a gap
                h = float(sizes[row][k]) * high * 0.86
                cloth = times(cloths[which[row][k]], 0.8)
                b.box(k / books * c.w, foot - h, c.w / books * 0.92, h, cloth)
                b.box(k / books * c.w, foot - h * 0.84, c.w / books * 0.92, 0.05 * h, mix(cloth, (240, 210, 150), 0.5))
            b.box(0, foot - 0.03 * c.m, c.w, 0.03 * c.m, wood)
            b.box(0, foot - 0.03 * c.m, c.w, 0.006 * c.m, mix(wood, CREAM, 0.3))
        for x in (0.0, 0.5, 1.0):
            b.box(x * c.w - 0.02 * c.m, 0, 0.04 * c.m, c.h, times(wood, 0.94))

    c.vector((0, 0, c.w, c.h), draw)
    c.glow((0.5 - 0.3 * stage.light.side) * c.w, 0.5 * c.h, 0.62 * c.w, (236, 176, 104), 0.62, 1.4)


def gallery(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """A museum's wall in one deep colour, gilded frames, a lamp over each."""
    wall = mix(times(tones.wall, 0.66), tones.accent, 0.3)
    plain(c, wall)
    gold: Colour = (196, 156, 88)
    views = [[float(v) for v in r.random(3)] for _ in range(3)]

    def draw(b: Brush) -> None:
        low = 0.86 * c.h
        b.box(0, low, c.w, c.h - low, mix(wall, CREAM, 0.5))
        b.box(0, low, c.w, 0.012 * c.m, mix(wall, CREAM, 0.75))
        for x, (hue, sky, _) in zip((0.1, 0.5, 0.9), views, strict=True):
            w, h, y = 0.2 * c.m, (0.25 + 0.08 * sky) * c.m, 0.42 * c.h
            px = x * c.w
            b.box(px - w + 0.01 * c.m, y - h + 0.016 * c.m, 2 * w, 2 * h, times(wall, 0.66))
            b.box(px - w, y - h, 2 * w, 2 * h, gold)
            b.box(px - w * 0.88, y - h * 0.9, 1.76 * w, 1.8 * h, times(gold, 0.7))
            far = mix((170, 190, 206), (230, 196, 160), sky)
            b.box(px - w * 0.82, y - h * 0.84, 1.64 * w, 1.68 * h, far)
            b.polygon([(px - w * 0.82, y + h * 0.84), (px - w * 0.82, y + 0.3 * h * hue), (px + w * 0.1, y - 0.1 * h),
                       (px + w * 0.82, y + 0.3 * h), (px + w * 0.82, y + h * 0.84)],
                      mix((84, 104, 92), (120, 92, 78), hue))  # fmt: skip

    c.vector((0, 0, c.w, c.h), draw)
    for x in (0.1, 0.5, 0.9):
        c.glow(x * c.w, 0.12 * c.h, 0.3 * c.w, (190, 166, 124), 0.7, 1.5)


def salon(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """Tall windows with drapes in a panelled room, candles in sconces."""
    wall = tones.wall
    plain(c, wall)
    drape = mix(times(tones.accent, 0.66), (140, 40, 52), 0.5)

    def draw(b: Brush) -> None:
        for x in (0.22, 0.78):
            px, w = x * c.w, 0.13 * c.m
            b.ellipse(px, 0.2 * c.h, w, w, (226, 232, 226))
            b.box(px - w, 0.2 * c.h, 2 * w, 0.68 * c.h, (214, 226, 226))
            for k in (-0.34, 0.34):
                b.box(px + k * w * 2 - 0.005 * c.m, 0.06 * c.h, 0.01 * c.m, 0.82 * c.h, mix(wall, CREAM, 0.7))
            for k in range(4):
                b.box(px - w, (0.2 + 0.17 * k) * c.h, 2 * w, 0.01 * c.m, mix(wall, CREAM, 0.7))
            for side in (-1, 1):
                for k in range(4):
                    at = px + side * (w * 1.36 - k * 0.024 * c.m)
                    b.polygon([(at - 0.016 * c.m, 0), (at + 0.016 * c.m, 0), (at + side * 0.01 * c.m, c.h),
                               (at - 0.026 * c.m, c.h)], times(drape, 0.86 + 0.16 * (k % 2)))  # fmt: skip
        b.box(0.4 * c.w, 0.1 * c.h, 0.2 * c.w, 0.62 * c.h, mix(wall, CREAM, 0.3))
        b.box(0.415 * c.w, 0.13 * c.h, 0.17 * c.w, 0.56 * c.h, times(wall, 0.96))
        b.box(0, 0.93 * c.h, c.w, 0.07 * c.h, mix(wall, CREAM, 0.55))

    c.vector((0, 0, c.w, c.h), draw)
    for x in (0.22, 0.78):
        c.glow(x * c.w, 0.4 * c.h, 0.34 * c.w, (200, 170, 110), 0.55, 1.5)
    lights(c, r, 8, ((255, 232, 180),), 0.4)


def nursery(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """Stripes of paper on a wall, bunting, a shelf with picture books and a little house, a window's light."""
    wall = mix(tones.wall, CREAM, 0.2)
    plain(c, wall)
    flags: tuple[Colour, ...] = ((232, 128, 110), (250, 206, 116), (126, 182, 170), (150, 160, 214), (240, 170, 180))
    sizes = [float(v) for v in r.uniform(0.06, 0.12, 8)]

    def draw(b: Brush) -> None:
        for k in range(0, 20, 2):
            b.box(k / 20 * c.w, 0, c.w / 20, c.h, mix(wall, (255, 255, 255), 0.32))
        for k in range(11):
            x, dip = (k + 0.5) / 11, 0.1 + 0.09 * (1 - (2 * (k + 0.5) / 11 - 1) ** 2)
            px, py = x * c.w, dip * c.h
            b.polygon([(px - 0.042 * c.m, py), (px + 0.042 * c.m, py), (px, py + 0.1 * c.m)], flags[k % 5])
            b.line([((k / 11) * c.w, (0.1 + 0.09 * (1 - (2 * k / 11 - 1) ** 2)) * c.h), (px, py)], 0.006 * c.m,
                   (246, 240, 230))  # fmt: skip
        y = 0.62 * c.h
        b.box(0.04 * c.w, y, 0.32 * c.w, 0.02 * c.m, (206, 164, 120))
        for k, h in enumerate(sizes):
            b.box((0.06 + 0.034 * k) * c.w, y - h * c.m, 0.03 * c.w, h * c.m, flags[k % 5])
        x = 0.84 * c.w
        b.box(x - 0.12 * c.m, 0.62 * c.h, 0.24 * c.m, 0.36 * c.h, (244, 226, 200))
        b.polygon([(x - 0.15 * c.m, 0.63 * c.h), (x, 0.42 * c.h), (x + 0.15 * c.m, 0.63 * c.h)], flags[0])
        for k in (-1, 1):
            b.box(x + k * 0.055 * c.m - 0.026 * c.m, 0.69 * c.h, 0.052 * c.m, 0.08 * c.h, (150, 186, 206))
        b.box(0, 0.95 * c.h, c.w, 0.05 * c.h, (255, 252, 246))

    c.vector((0, 0, c.w, c.h), draw)
    c.glow((0.5 + 0.5 * stage.light.side) * c.w, 0.2 * c.h, 0.9 * c.w, (130, 104, 66), 0.55, 1.3)


def gym(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """A hall for games: high windows, a padded wall, wall bars, the board of a score."""
    wall: Colour = mix(tones.wall, (226, 222, 212), 0.5)
    plain(c, wall)
    pad = mix(tones.accent, (52, 92, 140), 0.5)

    def draw(b: Brush) -> None:
        for k in range(6):
            x = (k + 0.14) / 6 * c.w
            b.box(x, 0.04 * c.h, 0.72 / 6 * c.w, 0.26 * c.h, (214, 232, 238))
            b.box(x + 0.34 / 6 * c.w, 0.04 * c.h, 0.008 * c.m, 0.26 * c.h, wall)
        b.box(0, 0.34 * c.h, c.w, 0.02 * c.h, times(wall, 0.8))
        for k in range(9):  # wall bars
            b.box(0.03 * c.w, (0.4 + 0.035 * k) * c.h, 0.2 * c.w, 0.012 * c.h, (190, 142, 92))
            b.box(0.77 * c.w, (0.4 + 0.035 * k) * c.h, 0.2 * c.w, 0.012 * c.h, (190, 142, 92))
        for x in (0.03, 0.22, 0.77, 0.96):
            b.box(x * c.w, 0.38 * c.h, 0.012 * c.w, 0.34 * c.h, (170, 122, 78))
        for k in range(7):
            b.box(
                k / 7 * c.w,
                0.72 * c.h,
                c.w / 7 - 0.008 * c.m,
                0.24 * c.h,
                times(pad, 0.94 + 0.08 * (k % 2)),
                0.01 * c.m,
            )

    c.vector((0, 0, c.w, c.h), draw)
    c.glow(c.w / 2, 0.12 * c.h, 0.8 * c.w, (150, 124, 84), 0.6, 1.3)


def shop(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """A fine shop: lit niches in a wall, a mirror, a lamp, plants in the corner."""
    wall = mix(tones.wall, CREAM, 0.1)
    plain(c, wall)
    glow = mix(wall, (255, 226, 176), 0.6)

    def draw(b: Brush) -> None:
        for x in (0.04, 0.66):
            for k in range(2):
                y, h = (0.1 + 0.42 * k) * c.h, 0.34 * c.h
                b.box(x * c.w, y, 0.3 * c.w, h, glow, 0.02 * c.m)
                b.box(x * c.w, y + h * 0.86, 0.3 * c.w, h * 0.14, times(wall, 0.72))
        b.ellipse(0.5 * c.w, 0.36 * c.h, 0.13 * c.m, 0.2 * c.m, (150, 120, 88))
        b.ellipse(0.5 * c.w, 0.36 * c.h, 0.118 * c.m, 0.186 * c.m, mix(wall, (230, 240, 244), 0.7))
        for k in range(5):
            x, lean = 0.08 * c.w, (k - 2) * 0.05 * c.m
            b.polygon([(x, c.h), (x + lean - 0.03 * c.m, 0.78 * c.h), (x + 2 * lean, (0.6 + 0.03 * abs(k - 2)) * c.h),
                       (x + lean + 0.03 * c.m, 0.8 * c.h)], LEAVES[k % 3])  # fmt: skip

    c.vector((0, 0, c.w, c.h), draw)
    for x in (0.2, 0.8):
        c.glow(x * c.w, 0.3 * c.h, 0.36 * c.w, (190, 156, 104), 0.7, 1.3)


def arcade(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """A plastered wall with arches, the open sky in them, steps at one side, the light of a low sun across."""
    wall = tones.wall
    plain(c, wall)
    side, edge, pale = stage.light.side, c.h, mix(wall, CREAM, 0.3)
    sky = gradient(c.size, stage.light.sky)
    holes = Image.new("L", c.size)
    pen = ImageDraw.Draw(holes)
    high = float(r.uniform(0.24, 0.36)) * c.h
    for x in (0.18, 0.5, 0.82):
        w = 0.13 * c.m
        pen.ellipse((x * c.w - w, high, x * c.w + w, high + 2 * w), fill=255)
        pen.rectangle((x * c.w - w, high + w, x * c.w + w, 0.94 * edge), fill=255)
    jamb = Image.new("L", c.size)
    jamb.paste(holes, (round(side * 0.03 * c.m), round(0.006 * c.m)))
    c.image.paste(times(wall, 0.74), (0, 0), holes)
    c.image.paste(sky, (0, 0), ImageChops.multiply(holes, jamb))

    def steps(b: Brush) -> None:
        b.box(0, 0.94 * edge, c.w, 0.06 * edge, pale)
        for k in range(4):
            x = 0 if side > 0 else c.w - (0.32 - 0.07 * k) * c.w
            y = edge - (0.06 + 0.07 * k) * c.h
            b.box(x, y, (0.32 - 0.07 * k) * c.w, 0.07 * c.h, times(pale, 0.95 - 0.03 * k))
            b.box(x, y, (0.32 - 0.07 * k) * c.w, 0.014 * c.h, mix(pale, CREAM, 0.5))

    c.vector((0, 0, c.w, c.h), steps)
    c.glow((0.5 + 0.5 * side) * c.w, 0.1 * c.h, 0.9 * c.w, (130, 100, 60), 0.5, 1.3)
