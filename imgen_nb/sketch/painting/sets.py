"""Studio sets: what a thing with no place of its own stands on and before, in colours that go with it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, noise, receding, small, times
from imgen_nb.sketch.painting.palette import key_colour
from imgen_nb.sketch.planning.plan import ScenePlan
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import COLOUR


@dataclass(frozen=True)
class Tones:
    """The colours of a set: wall, floor, the shape on the wall, and whether it is a dark one."""

    wall: Colour
    floor: Colour
    accent: Colour
    dark: bool


def studio(stage: Stage) -> None:
    """One of the sets, chosen by the seed; a plain sweep where the prompt names the ground's colour."""
    r = stage.nuance("studio")
    plain = asked(stage.plan)
    tones = plain or chosen(stage, r)
    if stage.light.level < 0.6:
        dim = (0.42, 0.42, 0.6)
        tones = Tones(times(tones.wall, dim), times(tones.floor, dim), times(tones.accent, dim), True)
    stage.ground = tones.floor
    largest = max((nouns.metres(s.art) for s in stage.plan.subjects), default=1.0)
    sets = SMALL if largest < 0.8 else LARGE
    sweep(stage, tones) if plain else sets[int(r.integers(len(sets)))](stage, tones, r)


def asked(plan: ScenePlan) -> Tones | None:
    """The ground that a prompt asks for in so many words."""
    colour = COLOUR.get(plan.sky or "")
    return None if colour is None else Tones(colour, times(colour, 0.97), colour, sum(colour) < 240)


def chosen(stage: Stage, r: Random) -> Tones:
    """One of the schemes against which the subject stands out by hue or by lightness."""
    key = key_colour(stage)
    apart = sorted(SCHEMES, key=lambda tones: -_apart(tones.wall, key))
    found = apart[int(r.integers(len(apart) * 2 // 3))]
    found = replace(found, wall=mix(found.wall, found.accent, float(r.uniform(0, 0.12))))  # no two days are the same
    wall, floor = (said(stage.plan, kind, usual) for kind, usual in (("walls", found.wall), ("floor", found.floor)))
    return replace(found, wall=wall, floor=floor, dark=found.dark if wall == found.wall else sum(wall) < 300)


def said(plan: ScenePlan, kind: str, usual: Colour, number: int = 0) -> Colour:
    """The colour that a prompt gives a surface, or the second of two, softened by the air of the room."""
    told = [COLOUR[look] for look in plan.surface(kind) if look in COLOUR][number:]
    return mix(told[0], (250, 240, 226), 0.12) if told else usual


def _apart(a: Colour, b: Colour) -> float:
    """How far two colours differ to the eye: by hue and strength first, then by lightness."""
    grey_a, grey_b = sum(a) / 3, sum(b) / 3
    hue = math.sqrt(sum((x - grey_a - y + grey_b) ** 2 for x, y in zip(a, b, strict=True)))
    return hue + 0.7 * abs(grey_a - grey_b)


SCHEMES = (
    Tones((212, 132, 100), (158, 104, 76), (248, 214, 168), False),  # terracotta
    Tones((232, 186, 104), (160, 110, 76), (206, 108, 82), False),  # ochre
    Tones((246, 206, 168), (178, 124, 88), (222, 122, 98), False),  # peach
    Tones((236, 166, 150), (166, 114, 90), (252, 226, 196), False),  # coral
    Tones((238, 222, 188), (176, 126, 88), (108, 146, 140), False),  # cream
    Tones((156, 178, 138), (184, 134, 94), (248, 222, 170), False),  # sage
    Tones((132, 180, 200), (190, 142, 102), (252, 220, 170), False),  # sky
    Tones((186, 166, 212), (172, 124, 100), (252, 218, 190), False),  # lilac
    Tones((44, 108, 114), (146, 98, 72), (244, 186, 112), True),  # teal
    Tones((46, 62, 112), (138, 92, 70), (244, 178, 112), True),  # indigo
    Tones((52, 92, 76), (154, 106, 72), (240, 196, 116), True),  # forest
    Tones((118, 58, 86), (128, 82, 70), (248, 188, 150), True),  # plum
    Tones((150, 62, 54), (136, 88, 68), (250, 204, 150), True),  # brick
)


# --- walls and floors


def sweep(stage: Stage, tones: Tones) -> None:
    """A seamless ground with a pool of light where things stand, the corners falling off."""
    c, hz = stage.canvas, stage.horizon
    wall, floor = tones.wall, tones.floor
    stops = [
        (0, times(wall, 0.8)),
        (hz - 0.16, wall),
        (hz, mix(wall, floor, 0.5)),
        (hz + 0.1, mix(floor, (255, 255, 255), 0.1)),
        (1, times(floor, 0.8)),
    ]
    c.image.paste(gradient(c.size, stops))
    pool(stage, tones)


def pool(stage: Stage, tones: Tones) -> None:
    """Light on the wall from the lamp's side."""
    c = stage.canvas
    lamp = mix(tones.wall, (255, 244, 224), 0.5)
    c.glow((0.5 + stage.light.side * 0.26) * c.w, 0.24 * c.h, c.m * 0.8, times(lamp, 0.4), 0.8, 1.5)


def cornered(stage: Stage, tones: Tones) -> None:
    """A plastered wall and a floor that meet at a skirting board."""
    c, edge = stage.canvas, round(stage.hz)
    wall, floor = tones.wall, tones.floor
    c.image.paste(gradient((c.w, edge), [(0, times(wall, 0.8)), (0.7, wall), (1, times(wall, 0.92))]), (0, 0))
    plaster(stage, (0, 0, c.w, edge), wall)
    stops = [(0, times(floor, 0.72)), (0.1, times(floor, 0.94)), (0.4, mix(floor, (255, 255, 255), 0.1))]
    c.image.paste(gradient((c.w, c.h - edge), [*stops, (1, times(floor, 0.76))]), (0, edge))
    high = 0.034 * c.m

    def board(b: Brush) -> None:
        b.box(0, edge - high, c.w, high, mix(wall, (255, 252, 246), 0.3 if not tones.dark else 0.1))
        b.box(0, edge - high, c.w, max(1.0, high * 0.12), mix(wall, (255, 252, 246), 0.55 if not tones.dark else 0.25))
        b.box(0, edge - max(1.0, high * 0.1), c.w, max(1.0, high * 0.1), times(wall, 0.6))

    c.vector((0, edge - high - 2, c.w, edge + 1), board)


def plaster(stage: Stage, box: tuple[int, int, int, int], colour: Colour, strength: float = 1.0) -> None:
    """The unevenness of a painted wall: broad soft stains, as a trowel leaves them."""
    c = stage.canvas
    size = (box[2] - box[0], box[3] - box[1])
    if min(size) < 4:
        return
    lumps = np.asarray(noise(stage.nuance("plaster"), small(size, 160), 2.6, 4), np.float32) / np.float32(255)
    for amount, shade in (
        ((lumps - 0.52) * 3, mix(colour, (255, 250, 236), 0.4)),
        ((0.48 - lumps) * 3, times(colour, 0.8)),
    ):
        mask = Image.fromarray((amount.clip(0, 0.5) * strength * 255).astype(np.uint8))
        c.image.paste(shade, box[:2], mask.resize(size, Image.Resampling.BICUBIC))


def creased(stage: Stage, top: int, colour: Colour, strength: float = 1.0) -> None:
    """Creases of a cloth lying on a table: lumps in perspective, lit from the lamp's side."""
    c = stage.canvas
    size = (c.w, c.h - top)
    if min(size) < 8:
        return
    lumps = receding(stage.nuance("creases"), size, 2.2, 0.5)
    slope = np.gradient(lumps, axis=1) * -stage.light.side + np.gradient(lumps, axis=0) * 0.7
    for amount, shade in ((slope * 7, mix(colour, (255, 252, 244), 0.7)), (-slope * 7, times(colour, 0.5))):
        mask = Image.fromarray((amount.clip(0, 0.42) * strength * 255).astype(np.uint8))
        c.image.paste(shade, (0, top), mask.resize(size, Image.Resampling.BICUBIC))


def panelled(stage: Stage, tones: Tones, r: Random) -> None:
    """A wall with mouldings over boards of wood."""
    cornered(stage, tones)
    c, edge = stage.canvas, stage.hz
    pale, dark = mix(tones.wall, (255, 253, 248), 0.5 if not tones.dark else 0.22), times(tones.wall, 0.74)
    line, wide = max(1.0, 0.0045 * c.m), 0.36 * c.m
    count = math.ceil(c.w / wide) + 1
    first = c.w / 2 - wide * (count / 2)
    low = edge - 0.1 * c.m

    def mouldings(b: Brush) -> None:
        for k in range(count):
            x0, x1 = first + k * wide + 0.03 * c.m, first + (k + 1) * wide - 0.03 * c.m
            y0, y1 = 0.05 * c.m, low - 0.03 * c.m
            for d, (upper, lower) in ((0.0, (dark, pale)), (line * 2.4, (pale, dark))):
                b.line([(x0 + d, y1 - d), (x0 + d, y0 + d), (x1 - d, y0 + d)], line, upper)
                b.line([(x1 - d, y0 + d), (x1 - d, y1 - d), (x0 + d, y1 - d)], line, lower)

    c.vector((0, 0, c.w, edge), mouldings)
    boards(stage, WOODS[int(r.integers(3))])
    window(stage, tones, r)
    pool(stage, tones)


def boards(stage: Stage, wood: Colour) -> None:
    """A wooden floor, its boards running towards the viewer."""
    c, edge = stage.canvas, round(stage.hz)
    base = times(wood, (0.62, 0.56, 0.6)) if stage.light.level < 0.6 else wood
    floor = gradient(
        (c.w, c.h - edge), [(0, times(base, 0.78)), (0.3, mix(base, (255, 236, 206), 0.18)), (1, times(base, 0.74))]
    )
    c.image.paste(floor, (0, edge))
    random = stage.nuance("boards")
    shades = [float(v) for v in random.uniform(0.88, 1.06, 40)]

    def draw(b: Brush) -> None:
        for k in range(-11, 11):
            near, far = 0.19 * c.m, 0.085 * c.m
            at = [(c.w / 2 + (k + j) * far, float(edge)) for j in (0, 1)] + [
                (c.w / 2 + (k + j) * near, float(c.h)) for j in (1, 0)
            ]
            b.polygon(at, times(base, shades[k + 11]), 120)
            b.line([at[0], at[3]], max(0.8, 0.002 * c.m), times(base, 0.6))

    c.vector((0, edge, c.w, c.h), draw)
    stage.ground = base


def arch(stage: Stage, tones: Tones, r: Random) -> None:
    """A niche in the wall behind what is shown."""
    cornered(stage, tones)
    c, (x, top, half, _) = stage.canvas, stage.focus
    wide = min(0.46 * c.w, max(0.27 * c.m, half * 1.18))
    high = max(0.06 * c.h, min(top - 0.07 * c.m, stage.hz - wide * 1.1))
    lip = stage.light.side * c.m * 0.022

    def draw(b: Brush) -> None:
        b.ellipse(x, high + wide, wide, wide, times(tones.accent, 0.8))
        b.box(x - wide, high + wide, 2 * wide, max(1.0, stage.hz - high - wide), times(tones.accent, 0.8))

    box = (x - wide * 1.2, high - 4, x + wide * 1.2, stage.hz + 1)
    c.vector(box, draw, sheet=True)
    shade = Image.new("L", (c.w, round(stage.hz)))
    pen = ImageDraw.Draw(shade)
    pen.ellipse((x - wide, high, x + wide, high + 2 * wide), fill=255)
    pen.rectangle((x - wide, high + wide, x + wide, max(high + wide, stage.hz)), fill=255)
    lit = Image.new("L", shade.size)
    lit.paste(shade, (round(-lip), round(c.m * 0.02)))
    lit = lit.filter(ImageFilter.BoxBlur(c.m * 0.012))
    both = Image.composite(lit, Image.new("L", shade.size), shade)
    c.image.paste(
        gradient(shade.size, [(0, times(tones.accent, 0.94)), (1, mix(tones.accent, (255, 250, 240), 0.2))]),
        (0, 0),
        both,
    )
    pool(stage, tones)


def disc(stage: Stage, tones: Tones, r: Random) -> None:
    """A large round of colour on the wall, as a low sun."""
    cornered(stage, tones)
    c, (x, top, half, foot) = stage.canvas, stage.focus
    radius = min(0.42 * c.m, max(0.26 * c.m, max(half, (foot - top) / 2) * 1.12))
    cy = max(radius * 0.9, (top + foot) / 2 - 0.06 * c.m)
    pale = mix(tones.accent, (255, 252, 244), 0.16)
    edge = stage.hz

    def draw(b: Brush) -> None:
        b.ellipse(x, cy, radius, radius, pale)

    c.vector((x - radius - 2, cy - radius - 2, x + radius + 2, min(edge, cy + radius + 2)), draw, sheet=True)
    pool(stage, tones)


def terrace(stage: Stage, tones: Tones, r: Random) -> None:
    """A table outdoors, a garden out of focus behind it; what is green itself stands by a wall."""
    hue = key_colour(stage)
    if tones.dark or (hue[1] > hue[0] and hue[1] >= hue[2]):
        tabletop(stage, tones, r)
        return
    c = stage.canvas
    cornered(stage, tones)
    leaves: tuple[Colour, ...] = ((96, 138, 92), (126, 164, 100), (74, 116, 96), (170, 190, 116))
    stops: list[tuple[float, Colour]] = [(0.0, (206, 224, 222)), (0.45, (150, 182, 140)), (1.0, (86, 122, 88))]
    c.image.paste(gradient((c.w, round(stage.hz)), stops), (0, 0))
    spots = [[float(v) for v in r.random(4)] for _ in range(60)]

    def garden(b: Brush) -> None:
        for x, y, size, which in spots[:44]:
            s = (0.04 + 0.1 * size) * c.m
            b.ellipse(x * c.w, (0.2 + 0.9 * y) * stage.hz, s, s, leaves[int(which * 4)], 190)
        for x, y, size, which in spots[44:]:
            s = (0.012 + 0.026 * size) * c.m
            b.ellipse(x * c.w, y * stage.hz, s, s, mix((255, 250, 214), (255, 206, 200), which), 130)

    c.vector((0, 0, c.w, stage.hz), garden, blur=0.014 * c.m)
    topped(stage, r)
    pool(stage, Tones((170, 190, 160), stage.ground, tones.accent, False))


def tabletop(stage: Stage, tones: Tones, r: Random) -> None:
    """A table of wood or stone by a wall, with a window's light on it."""
    cornered(stage, tones)
    topped(stage, r)
    window(stage, tones, r)
    pool(stage, tones)


def topped(stage: Stage, r: Random) -> None:
    """The top of a table, seen from its edge."""
    c, edge = stage.canvas, round(stage.hz)
    kind = WOODS[int(r.integers(len(WOODS)))]
    base = times(kind, (0.62, 0.56, 0.6)) if stage.light.level < 0.6 else kind
    top = gradient((c.w, c.h - edge), [(0, mix(base, (255, 240, 216), 0.3)), (0.5, base), (1, times(base, 0.76))])
    veins = noise(r, (max(2, c.w // 32), max(2, (c.h - edge) // 2)), 20, 3).resize(top.size, Image.Resampling.BICUBIC)
    most = 60 if base[0] - base[2] > 30 else 26  # stone is quieter than wood
    top.paste(times(base, 0.72), (0, 0), veins.point([max(0, min(most, (v - 118) * 2)) for v in range(256)]))
    c.image.paste(top, (0, edge))
    lip = mix(base, (255, 246, 226), 0.55)
    c.vector((0, edge - 2, c.w, edge + c.m * 0.01), lambda b: b.box(0, edge, c.w, max(1.0, c.m * 0.004), lip))
    stage.ground = base


WOODS: tuple[Colour, ...] = ((196, 146, 102), (172, 118, 82), (214, 178, 138), (190, 128, 80), (142, 96, 72))


def podium(stage: Stage, tones: Tones, r: Random) -> None:
    """A low round plinth under what is shown."""
    sweep(stage, tones)
    plaster(stage, (0, 0, stage.w, stage.h), tones.wall, 0.4)
    c, (x, _, half, foot) = stage.canvas, stage.focus
    wide = min(0.47 * c.w, max(0.3 * c.m, half * 1.22))
    flat, deep = wide * 0.17, min(c.m * 0.06, max(2.0, c.h - foot - wide * 0.17))
    mid = foot - flat * 0.1
    top, side = mix(tones.floor, (255, 255, 255), 0.34), times(tones.floor, 0.8)

    def draw(b: Brush) -> None:
        b.ellipse(x, mid + deep, wide, flat, side)
        b.box(x - wide, mid, 2 * wide, deep, side)
        b.ellipse(x, mid, wide, flat, top)
        b.ellipse(x, mid + flat * 0.03, wide * 0.97, flat * 0.95, mix(top, tones.floor, 0.3))

    soft = Image.new("L", small(c.size, 256))
    k = soft.width / c.w
    box = ((x - wide * 1.12) * k, (mid + deep * 0.7 - flat) * k, (x + wide * 1.12) * k, (mid + deep * 1.9 + flat) * k)
    ImageDraw.Draw(soft).ellipse(box, fill=110)
    c.tint(times(tones.floor, 0.4), soft.filter(ImageFilter.GaussianBlur(5)))
    c.vector((x - wide, mid - flat - 2, x + wide, mid + deep + flat + 2), draw)


def window(stage: Stage, tones: Tones, r: Random) -> None:
    """Light through panes or leaves, slanting over the wall."""
    c, side = stage.canvas, stage.light.side
    size = small(c.size, 220)
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    w, h = size
    x, y, pane = (0.5 - side * 0.16) * w, 0.06 * h, 0.15 * min(w, h)
    lean = -side * 0.34 * pane
    for i in range(2):
        for j in range(3):
            x0, y0 = x + side * i * pane * 1.16 + j * lean * 1.1, y + j * pane * 1.34
            pen.polygon(
                [
                    (x0, y0),
                    (x0 + side * pane, y0 + 0.12 * pane),
                    (x0 + side * pane + lean, y0 + 1.3 * pane),
                    (x0 + lean, y0 + 1.18 * pane),
                ],
                fill=150,
            )
    if r.random() < 0.6:  # a plant stands before it
        stem = [(x + lean * k / 3 + side * pane * (0.4 + 0.25 * k), y + pane * (4.2 - 0.9 * k)) for k in range(5)]
        pen.line(stem, fill=0, width=max(1, round(pane * 0.06)))
        for px, py in stem[1:]:
            for way in (-1, 1):
                tip = (px + way * pane * 0.7, py - pane * 0.34)
                pen.polygon(
                    [(px, py), (px + way * pane * 0.3, py - pane * 0.42), tip, (px + way * pane * 0.42, py)], fill=0
                )
    c.tint(mix(tones.wall, (255, 246, 220), 0.8), mask.filter(ImageFilter.GaussianBlur(1.8)), 0.5)


Set = Callable[[Stage, Tones, Random], None]
SMALL: tuple[Set, ...] = (tabletop, terrace, arch, disc, podium)  # for what stands on a table
LARGE: tuple[Set, ...] = (panelled, panelled, arch, disc, podium)
