"""Inside: a room, a table top, a plain studio, a stage."""

from __future__ import annotations

import math
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import rooms, sets, tops
from imgen_nb.sketch.painting.canvas import Brush, gradient, mix, small, times
from imgen_nb.sketch.painting.palette import harmonious, key_colour, lightness, tone
from imgen_nb.sketch.painting.regions import region
from imgen_nb.sketch.planning.stage import Stage

CLOTHS: tuple[Colour, ...] = (  # rugs
    (196, 84, 74),
    (64, 104, 156),
    (214, 152, 74),
    (76, 136, 112),
    (140, 88, 146),
    (168, 62, 80),
)


def window_light(stage: Stage, x: float, y: float, w: float, h: float) -> None:
    """The slanted patch a window throws on the floor."""
    c = stage.canvas
    if stage.light.level < 0.6:
        return
    size = small(c.size, 240)
    k = size[0] / c.w
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    lean = -stage.light.side * 0.26 * c.m
    top, low = (stage.horizon + 0.05) * c.h, (stage.horizon + 0.26) * c.h
    for i in range(2):
        x0 = x + w * (0.04 + 0.5 * i)
        points = [(x0, top), (x0 + w * 0.42, top), (x0 + w * 0.5 + lean, low), (x0 - w * 0.06 + lean, low)]
        pen.polygon([(px * k, py * k) for px, py in points], fill=150)
    c.tint((255, 230, 164), mask.filter(ImageFilter.GaussianBlur(1.5)), 0.75)


def room(stage: Stage) -> None:
    """A wall with a window, a picture and a plant, a wooden floor with a rug."""
    c, light, r = stage.canvas, stage.light, stage.nuance("room")
    night = light.level < 0.6
    tones = sets.chosen(stage, r)
    wall, wood = tones.wall, tones.floor
    dim: tuple[float, float, float] = (0.62, 0.54, 0.52) if night else (1.0, 0.98, 0.96)
    wall, wood = times(wall, dim), times(wood, dim)
    edge = round(stage.hz)
    c.image.paste(
        gradient(c.size, [(0, times(wall, 0.9)), (stage.horizon, mix(wall, (255, 250, 240), 0.2)), (1, wall)])
    )
    sets.plaster(stage, (0, 0, c.w, edge), wall, 0.7)
    looks = stage.plan.surface("walls")
    paper = next((SAID[look] for look in looks if look in SAID), PAPERS[int(r.integers(len(PAPERS)))])
    second = sets.said(stage.plan, "walls", wall, 1)
    side = light.side
    ww, wh = c.m * 0.3, min(c.m * 0.36, edge * 0.62)
    wx = c.w * (0.5 + side * min(0.28, 0.5 - 0.25 * c.m / c.w)) - ww / 2
    wy = edge * 0.16
    view = gradient((max(2, round(ww)), max(2, round(wh))), light.sky)
    hill = light.on(region(stage).field, 0.2)

    panelled = r.random() < 0.5 and not looks
    wood = tops.floor(stage, replace(tones, wall=wall, floor=wood), r)
    trim = times(second, dim) if second != wall else mix(wall, tones.accent, 0.16) if tones.dark else times(wall, 0.93)

    def draw(b: Brush) -> None:
        paper(b, c.w, edge, c.m, trim)
        if panelled:
            low = edge - 0.17 * c.m
            b.box(0, low, c.w, edge - low, mix(wall, (255, 252, 246), 0.42))
            b.box(0, low - 0.008 * c.m, c.w, 0.014 * c.m, mix(wall, (255, 255, 255), 0.62))
            for k in range(1, 8):
                b.box(k / 8 * c.w, low + 0.02 * c.m, max(1.0, 0.003 * c.m), edge - low, times(wall, 0.92))
        b.box(0, edge - c.m * 0.022, c.w, c.m * 0.026, mix(wall, (255, 255, 255), 0.55))
        b.box(wx - c.m * 0.016, wy - c.m * 0.016, ww + c.m * 0.032, wh + c.m * 0.032, mix(wall, (255, 255, 255), 0.75))

    c.vector((0, 0, c.w, c.h), draw)
    c.image.paste(view, (round(wx), round(wy)))
    bare = stage.place in rooms.BARE
    plain = not bare and not rooms.cosy(stage)
    spread = any(s.art == "@rug" for s in stage.plan.subjects)
    if stage.plan.surface("rug") or not (bare or spread or stage.plan.surface("floor")):
        rug(stage, tones.accent)

    def frames(b: Brush) -> None:
        b.polygon(
            [
                (wx, wy + wh),
                (wx, wy + wh * 0.74),
                (wx + ww * 0.4, wy + wh * 0.62),
                (wx + ww, wy + wh * 0.8),
                (wx + ww, wy + wh),
            ],
            hill,
        )
        bar = mix(wall, (255, 255, 255), 0.75)
        b.box(wx + ww / 2 - c.m * 0.006, wy, c.m * 0.012, wh, bar)
        b.box(wx, wy + wh * 0.45, ww, c.m * 0.012, bar)
        b.box(wx - c.m * 0.03, wy + wh + c.m * 0.014, ww + c.m * 0.06, c.m * 0.018, mix(wall, (255, 255, 255), 0.6))
        curtain = times(mix(tones.accent, wood, 0.12), dim)
        for s in (-1, 1):
            x = wx + ww / 2 + s * ww * 0.62
            for k in range(5):  # folds
                left, foot = x - c.m * 0.05 + 0.02 * k * c.m, x - c.m * 0.035 * (1 - s) + 0.014 * k * c.m
                b.polygon([(left, wy - c.m * 0.03), (left + 0.02 * c.m, wy - c.m * 0.03),
                           (foot + 0.014 * c.m, wy + wh + c.m * 0.05), (foot, wy + wh + c.m * 0.05)],
                          times(curtain, 0.84 + 0.16 * (k % 2)))  # fmt: skip
        b.box(wx - c.m * 0.09, wy - c.m * 0.042, ww + c.m * 0.18, c.m * 0.012, times(wood, 0.6))
        if not plain:
            return
        if not any(s.spot == "wall" for s in stage.plan.subjects):
            picture(stage, b, c.w * (0.5 - side * 0.3), edge * 0.34, c.m * 0.13, wood)
        plant(stage, b, c.w * (0.5 - side * 0.43), edge + c.m * 0.05, c.m * 0.24)

    c.vector((0, 0, c.w, min(c.h, edge + c.m * 0.1)), frames)
    if not night:
        c.glow(wx + ww / 2, wy + wh / 2, 0.75 * c.m, times(mix(wall, (255, 240, 206), 0.6), 0.3), 1.0, 1.3)
    window_light(stage, wx, wy, ww, wh)
    rooms.furnish(stage)
    if night:
        c.glow(c.w * 0.5, edge * 0.5, c.m * 0.9, (255, 190, 110), 0.42, 1.6)
    stage.ground = wood


def picture(stage: Stage, b: Brush, x: float, y: float, s: float, wood: Colour) -> None:
    """A framed landscape on the wall."""
    r = stage.nuance("picture")
    sky = mix((250, 220, 180), (150, 200, 230), float(r.random()))
    b.box(x - s * 0.6, y - s * 0.45, s * 1.2, s * 0.9, times(wood, 0.62))
    b.box(x - s * 0.52, y - s * 0.37, s * 1.04, s * 0.74, (248, 246, 240))
    b.box(x - s * 0.44, y - s * 0.29, s * 0.88, s * 0.58, sky)
    b.polygon(
        [
            (x - s * 0.44, y + s * 0.29),
            (x - s * 0.1, y - s * 0.08),
            (x + s * 0.14, y + s * 0.12),
            (x + s * 0.26, y),
            (x + s * 0.44, y + s * 0.29),
        ],
        (96, 130, 140),
    )
    b.ellipse(x + s * 0.2, y - s * 0.14, s * 0.07, s * 0.07, (255, 246, 220))


def plant(stage: Stage, b: Brush, x: float, y: float, s: float) -> None:
    """A leafy plant in a pot, standing on the floor."""
    leaf = times((84, 150, 96), 0.6 if stage.light.level < 0.6 else 1)
    for k in range(7):
        lean = (k - 3) / 3
        tip = (x + lean * s * 0.42, y - s * (1.0 - 0.16 * abs(lean)) - s * 0.05)
        mid = (x + lean * s * 0.14, y - s * 0.7)
        b.polygon(
            [(x, y - s * 0.3), (mid[0] - s * 0.07, mid[1]), tip, (mid[0] + s * 0.07, mid[1] + s * 0.02)],
            times(leaf, 0.82 + 0.06 * (k % 3)),
        )
    pot = times((216, 124, 92), 0.62 if stage.light.level < 0.6 else 1)
    b.polygon([(x - s * 0.2, y - s * 0.34), (x + s * 0.2, y - s * 0.34), (x + s * 0.14, y), (x - s * 0.14, y)], pot)
    b.box(x - s * 0.22, y - s * 0.38, s * 0.44, s * 0.08, times(pot, 1.12))


def rug(stage: Stage, accent: Colour) -> None:
    """An oval rug where subjects stand, woven in rings: a wave of points between two borders."""
    c = stage.canvas
    r = stage.nuance("rug")
    usual = CLOTHS[int(r.integers(len(CLOTHS)))]
    deep = sets.said(stage.plan, "rug", usual)
    if deep != usual:
        accent = sets.said(stage.plan, "rug", deep, 1)
    colour, pale, point = mix(deep, accent, 0.15), mix(accent, (255, 246, 230), 0.5), mix(deep, (40, 30, 50), 0.35)
    y, count = min(0.93 * c.h, max(stage.hz + 0.13 * c.m, stage.focus[3] + 0.03 * c.m)), 26

    def draw(b: Brush) -> None:
        rx, ry = min(c.w * 0.44, c.m * 0.64), c.m * 0.112
        b.ellipse(c.w / 2, y + 0.008 * c.m, rx * 1.005, ry, times(stage.ground, 0.5))
        for share, dye in ((1.0, point), (0.965, pale), (0.93, colour)):
            b.ellipse(c.w / 2, y, rx * share, ry * share, dye)
        for k in range(count):  # points of the border
            a, d = 2 * math.pi * k / count, math.pi / count
            at = [(c.w / 2 + rx * q * math.cos(t), y + ry * q * math.sin(t))
                  for q, t in ((0.92, a - 0.8 * d), (0.76, a), (0.92, a + 0.8 * d))]  # fmt: skip
            b.polygon(at, pale if k % 2 else point)
        for share, dye in ((0.72, pale), (0.69, mix(colour, pale, 0.22)), (0.34, colour), (0.3, pale), (0.27, point)):
            b.ellipse(c.w / 2, y, rx * share, ry * share, dye)

    def runner(b: Brush) -> None:
        half, deep, lean, bands = min(c.w * 0.42, c.m * 0.6), c.m * 0.1, 0.86, 11
        for k in range(-1, bands + 1):
            x, right = ((2 * at / bands - 1) * half for at in (k, k + 1))
            fringe = k in (-1, bands)
            b.polygon([(c.w / 2 + x * lean, y - deep), (c.w / 2 + right * lean, y - deep),
                       (c.w / 2 + right, y + deep), (c.w / 2 + x, y + deep)],
                      pale if k % 2 or fringe else colour, 120 if fringe else 255)  # fmt: skip

    striped = "stripes" in stage.plan.surface("rug")
    c.vector((0, y - c.m * 0.13, c.w, y + c.m * 0.13), runner if striped else draw)


def _stripes(b: Brush, wide: float, high: float, m: float, tone: Colour) -> None:
    for k in range(math.ceil(wide / (0.08 * m)) + 1):
        b.box(0.08 * k * m, 0, 0.034 * m, high, tone)
        b.box((0.08 * k + 0.044) * m, 0, 0.004 * m, high, tone)


def _sprigs(b: Brush, wide: float, high: float, m: float, tone: Colour) -> None:
    for row in range(math.ceil(high / (0.07 * m)) + 1):
        for k in range(math.ceil(wide / (0.09 * m)) + 1):
            x, y, s = (k + 0.5 * (row % 2)) * 0.09 * m, row * 0.07 * m, 0.011 * m
            b.polygon([(x, y - 2 * s), (x + s, y - s), (x, y), (x - s, y - s)], tone)
            for way in (-1, 1):
                b.polygon([(x, y + s), (x + way * 1.8 * s, y - 0.2 * s), (x + way * 1.4 * s, y + 0.6 * s)], tone)


def _diamonds(b: Brush, wide: float, high: float, m: float, tone: Colour) -> None:
    step = 0.11 * m
    for k in range(-math.ceil(high / step) - 1, math.ceil(wide / step) + 1):
        b.line([(k * step, 0), (k * step + high, high)], 0.004 * m, tone)
        b.line([(k * step + high, 0), (k * step, high)], 0.004 * m, tone)


def _bare(b: Brush, wide: float, high: float, m: float, tone: Colour) -> None:
    """Plaster, as it was laid on."""


def _tiles(b: Brush, wide: float, high: float, m: float, tone: Colour) -> None:
    side = 0.075 * m
    for row in range(math.ceil(high / side) + 1):
        for k in range(row % 2, math.ceil(wide / side) + 1, 2):
            b.box(k * side, row * side, side, side, tone)
        b.box(0, row * side, wide, 0.004 * m, times(tone, 0.86))
    for k in range(math.ceil(wide / side) + 1):
        b.box(k * side, 0, 0.004 * m, high, times(tone, 0.86))


def _bricks(b: Brush, wide: float, high: float, m: float, tone: Colour) -> None:
    for row in range(math.ceil(high / (0.05 * m)) + 1):
        b.box(0, row * 0.05 * m, wide, 0.006 * m, tone)
        for k in range(math.ceil(wide / (0.13 * m)) + 1):
            b.box((k + 0.5 * (row % 2)) * 0.13 * m, row * 0.05 * m, 0.006 * m, 0.05 * m, tone)


PAPERS = (_stripes, _sprigs, _sprigs, _diamonds, _bare)
"""What the paper of a wall shows."""
SAID = {"stripes": _stripes, "tiles": _tiles, "chequers": _tiles, "brick": _bricks}
"""What a prompt says that a wall is of."""


def table(stage: Stage) -> None:
    """A wooden table top close by, a soft room behind it."""
    c, light, r = stage.canvas, stage.light, stage.nuance("table")
    night = light.level < 0.6
    key = key_colour(stage)
    wall = tone(harmonious(key, r), 0.3, 0.62 if lightness(key) > 0.6 else 0.82)
    wall = times(wall, (0.46, 0.42, 0.5) if night else (1, 1, 1))
    edge = round(stage.hz)
    c.image.paste(gradient(c.size, [(0, times(wall, 0.86)), (1, mix(wall, (255, 248, 236), 0.3))]))
    lights = [(r.random(), r.random(), r.random()) for _ in range(12)]

    def blurred(b: Brush) -> None:
        for x, y, q in lights:
            b.ellipse(
                x * c.w,
                y * edge * 0.8,
                c.m * (0.03 + 0.05 * q),
                c.m * (0.03 + 0.05 * q),
                mix(wall, (255, 236, 190), 0.5),
                round(30 + 60 * q),
            )

    c.vector((0, 0, c.w, edge), blurred, blur=c.m * 0.012)
    c.glow(c.w * light.sun[0], edge * 0.3, c.m * 0.8, (255, 240, 210), 0.3)
    wood: Colour = ((196, 138, 92), (168, 112, 76), (214, 168, 122))[int(r.integers(3))]
    wood = times(wood, (0.6, 0.5, 0.5) if night else (1, 1, 1))
    c.image.paste(
        gradient((c.w, c.h - edge), [(0, mix(wood, (255, 236, 206), 0.3)), (1, times(wood, 0.72))]), (0, edge)
    )
    grain = [(r.random(), r.random(), r.random()) for _ in range(stage.count(40))]

    def boards(b: Brush) -> None:
        for k in range(1, 4):
            y = edge + (c.h - edge) * (k / 4) ** 1.5
            b.box(0, y, c.w, max(1.0, c.m * 0.0025 * k), times(wood, 0.66))
        for x, t, q in grain:
            y = edge + (c.h - edge) * t
            b.ellipse(x * c.w, y, c.m * (0.05 + 0.12 * q), max(0.6, c.m * 0.0012), times(wood, 0.86), 150)
        b.box(0, edge, c.w, max(1.0, c.m * 0.004), mix(wood, (255, 240, 220), 0.5))

    c.vector((0, edge, c.w, c.h), boards)
    stage.ground = wood


def theatre(stage: Stage) -> None:
    """A stage: curtains in folds, boards, two beams that meet where things stand, lamps along its edge."""
    c, (x, _, half, foot) = stage.canvas, stage.focus
    edge = round(stage.hz)
    c.image.paste(gradient(c.size, [(0, (34, 16, 40)), (stage.horizon, (92, 34, 70)), (1, (40, 18, 40))]))
    sets.boards(stage, (176, 116, 76))
    folds, red = 7, (196, 34, 54)

    def draw(b: Brush) -> None:
        for side in (-1, 1):
            for k in range(folds):
                at = c.w * 0.5 + side * (0.54 * c.w - 0.035 * k * c.m)
                b.polygon([(at - 0.024 * c.m, 0), (at + 0.024 * c.m, 0), (at + 0.018 * c.m, edge + 0.03 * c.m),
                           (at - 0.018 * c.m, edge + 0.03 * c.m)], times(red, 0.7 + 0.34 * (k % 2)))  # fmt: skip
            b.box(c.w * 0.5 + side * 0.42 * c.w - 0.1 * c.m, 0.5 * edge, 0.2 * c.m, 0.012 * c.m, (232, 182, 88))
        n = 9
        for k in range(n):
            b.ellipse((k + 0.5) / n * c.w, 0, c.w / n * 0.6, c.m * 0.096, (232, 182, 88))
            b.ellipse((k + 0.5) / n * c.w, 0, c.w / n * 0.6, c.m * 0.086, times((170, 28, 50), 0.9 + 0.16 * (k % 2)))

    c.vector((0, 0, c.w, edge + c.m * 0.05), draw)
    size = small(c.size, 200)
    k, beams = size[0] / c.w, Image.new("L", size)
    pen = ImageDraw.Draw(beams)
    wide = max(0.26 * c.m, 1.2 * half)
    for start in (0.12, 0.88):
        at = [(start * c.w, -4), (x - wide, foot), (x + wide, foot), ((start + 0.02) * c.w, -4)]
        pen.polygon([(px * k, py * k) for px, py in at], fill=70)
    pen.ellipse(((x - wide) * k, (foot - 0.2 * wide) * k, (x + wide) * k, (foot + 0.24 * wide) * k), fill=130)
    c.tint((255, 226, 164), beams.filter(ImageFilter.GaussianBlur(3)), 0.8)
    c.glow(x, foot, 1.5 * wide, (150, 110, 66), 0.8, 1.5)
    stage.ground = (176, 116, 76)
