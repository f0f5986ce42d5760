"""Nooks: the corner of the world a thing is kept or used in, by what it is: a bench for a hammer, a bar for a drink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import behind, interiors, sets, tops, typeset
from imgen_nb.sketch.painting.behind import Back
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, noise, small, times
from imgen_nb.sketch.painting.sets import Tones
from imgen_nb.sketch.painting.standing import stand
from imgen_nb.sketch.planning.stage import Stage

Painter = Callable[[Stage, Tones, Random], None]


@dataclass(frozen=True)
class Nook:
    """What is behind, what is stood on, and drawings of which one or two stand at the sides, if nobody counts them."""

    back: Back
    top: Painter
    props: tuple[str, ...] = ()


TABLE: dict[str, tuple[Nook, ...]] = {
    "worktop": (
        Nook(behind.sill, tops.wood, ("@vase",)),
        Nook(interiors.kitchen, tops.wood, ("potted-plant",)),
        Nook(interiors.kitchen, tops.marble, ("potted-plant",)),
        Nook(behind.sill, tops.linen, ("potted-plant",)),
        Nook(behind.garden, tops.gingham),
        Nook(behind.garden, tops.wood, ("@vase",)),
        Nook(behind.cafe, tops.wood, ("candle",)),
    ),
    "windowsill": (Nook(behind.sill, tops.wood), Nook(behind.sill, tops.marble)),
    "bar": (
        Nook(behind.cafe, tops.polished, ("candle",)),
        Nook(behind.cafe, tops.marble, ("candle",)),
        Nook(behind.terrace, tops.wood, ("lemon",)),
        Nook(behind.garden, tops.wood, ("lemon",)),
    ),
    "bench": (Nook(interiors.workshop, tops.bench),),
    "shed": (Nook(interiors.workshop, tops.boards),),
    "desk": (
        Nook(interiors.study, tops.wood, ("@lamp",)),
        Nook(behind.sill, tops.wood, ("potted-plant",)),
        Nook(interiors.study, tops.polished, ("@lamp",)),
    ),
    "salon": (Nook(interiors.salon, tops.boards), Nook(interiors.salon, tops.parquet)),
    "gallery": (Nook(interiors.gallery, tops.parquet), Nook(interiors.gallery, tops.boards)),
    "nursery": (Nook(interiors.nursery, tops.boards),),
    "gym": (Nook(interiors.gym, tops.court),),
    "chess": (Nook(interiors.study, tops.chequers), Nook(behind.garden, tops.chequers)),
    "arcade": (Nook(interiors.arcade, tops.flags), Nook(interiors.arcade, tops.boards)),
    "treasury": (Nook(interiors.gallery, tops.velvet), Nook(interiors.study, tops.velvet, ("candle",))),
    "closet": (Nook(interiors.shop, tops.boards), Nook(interiors.shop, tops.marble)),
}


DIM = (behind.cafe, interiors.gallery, interiors.study)
"""Backs without a window."""


def nook(stage: Stage) -> None:
    """Paint the nook of the stage's place, one of its kind by the words."""
    r = stage.nuance("nook")
    tones = sets.chosen(stage, r)
    if stage.place in FLAT:
        FLAT[stage.place](stage, tones, r)
        return
    kinds = TABLE[stage.place or ""]
    if stage.setting == "table":
        kinds = tuple(kind for kind in kinds if kind.top not in (tops.velvet, tops.linen)) or kinds
    kind = kinds[int(r.integers(len(kinds)))]
    behind.distant(stage, kind.back, tones, r, round(stage.hz))
    kind.top(stage, tones, r)
    if kind.back not in DIM:
        tops.sunlit(stage)
    sets.pool(stage, Tones(tones.wall, stage.ground, tones.accent, tones.dark))
    if len(stage.plan.subjects) == 1 and stage.plan.subjects[0].count == 1:
        for art in kind.props:
            _beside(stage, art, r)


def _beside(stage: Stage, art: str, r: Random) -> None:
    """A thing further back, where there is room beside what is shown."""
    c, (x, _, half, _) = stage.canvas, stage.focus
    there = {s.art for s in stage.plan.subjects}
    side = -1 if x > c.w / 2 or (x == c.w / 2 and r.random() < 0.5) else 1
    at = x + side * (half + 0.13 * c.m)
    if art in there or not stage.has(art.lstrip("@")) or not 0.06 * c.w < at < 0.94 * c.w:
        return
    stand(stage, art, 0.26 * c.m, at, stage.hz + 0.05 * c.m, 0.12)


# --- nooks without a floor


def laid(stage: Stage, tones: Tones, r: Random) -> None:
    """A table seen from above, of boards, of linen or of paper, with the light of a window across it."""
    c = stage.canvas
    kind = int(r.integers(3))
    base = sets.WOODS[int(r.integers(len(sets.WOODS)))] if kind == 0 else mix(tones.wall, (255, 252, 246), 0.4)
    stage.ground = base
    c.image.paste(gradient(c.size, [(0, mix(base, (255, 248, 232), 0.12)), (1, times(base, 0.86))]))
    if kind == 0:
        _planks(stage, base, r)
    elif kind == 1:
        weave = np.asarray(noise(r, small(c.size, 200), 60, 1), np.float32)
        mask = Image.fromarray((np.abs(weave - 128) * 0.3).astype(np.uint8)).resize(c.size, Image.Resampling.BICUBIC)
        c.image.paste(times(base, 0.7), (0, 0), mask)
    sets.plaster(stage, (0, 0, c.w, c.h), base, 0.5)
    leaf_shade(stage, r)
    c.glow((0.5 + 0.5 * stage.light.side) * c.w, 0, 1.1 * c.m, (96, 84, 60), 0.7, 1.2)


def _planks(stage: Stage, base: Colour, r: Random) -> None:
    """Seven boards across the whole picture, with their grain."""
    c = stage.canvas
    shades = [float(v) for v in r.uniform(0.9, 1.06, 8)]
    grain = noise(r, (max(4, c.w // 24), max(4, c.h // 3)), 26, 3).resize(c.size, Image.Resampling.BICUBIC)

    def planks(b: Brush) -> None:
        for k in range(7):
            b.box(0, k / 7 * c.h, c.w, c.h / 7 - 0.004 * c.m, times(base, shades[k]), alpha=120)
            b.box(0, (k + 1) / 7 * c.h - 0.004 * c.m, c.w, 0.004 * c.m, times(base, 0.55))

    c.image.paste(times(base, 0.74), (0, 0), grain.point([max(0, min(60, (v - 118) * 2)) for v in range(256)]))
    c.vector((0, 0, c.w, c.h), planks)


def spread(stage: Stage, tones: Tones, r: Random) -> None:
    """The boards of a table, seen from straight above, with a cloth laid across them."""
    c = stage.canvas
    base = sets.WOODS[int(r.integers(len(sets.WOODS)))]
    cloth: Colour = ((238, 230, 214), (92, 122, 146), (196, 104, 92), (126, 148, 118))[int(r.integers(4))]
    stage.ground = base
    c.image.paste(gradient(c.size, [(0, mix(base, (255, 248, 232), 0.12)), (1, times(base, 0.86))]))
    _planks(stage, base, r)
    side, lean = (-1 if r.random() < 0.5 else 1), 0.08
    x = (0.5 + side * 0.2) * c.w

    def runner(b: Brush) -> None:
        hem = mix(cloth, WHITE, 0.4)
        for wide, dx, fill, alpha in (
            (0.27, 0.012, times(base, 0.4), 110),
            (0.27, 0.0, cloth, 255),
            (0.25, 0.0, hem, 255),
            (0.244, 0.0, cloth, 255),
        ):
            corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
            at = [(x + (u * wide + v * lean) * c.w + dx * c.m, (0.5 + 0.6 * v) * c.h) for u, v in corners]
            b.polygon(at, fill, alpha)

    c.vector((0, 0, c.w, c.h), runner)
    sets.plaster(stage, (0, 0, c.w, c.h), base, 0.35)
    leaf_shade(stage, r)
    c.glow((0.5 + 0.5 * stage.light.side) * c.w, 0, 1.1 * c.m, (96, 84, 60), 0.7, 1.2)


WHITE: Colour = (255, 252, 246)


def leaf_shade(stage: Stage, r: Random) -> None:
    """The shadow of a branch at a window, lying over a corner."""
    c, side = stage.canvas, -stage.light.side
    size = small(c.size, 200)
    mask = Image.new("L", size)
    k = size[0] / c.w
    spots = [[float(v) for v in r.random(3)] for _ in range(26)]
    pen = ImageDraw.Draw(mask)
    for x, y, q in spots:
        px, py = (0.5 + side * (0.5 - 0.34 * x * (1 - 0.6 * y))) * c.w * k, y * 0.6 * c.h * k
        s = (0.03 + 0.03 * q) * c.m * k
        pen.ellipse((px - s * 1.6, py - s * 0.6, px + s * 1.6, py + s * 0.6), fill=90)
    mask = mask.rotate(18 * side).filter(ImageFilter.GaussianBlur(2.2))
    c.tint(times(stage.ground, 0.45), mask)


def door(stage: Stage, tones: Tones, r: Random) -> None:
    """A panelled door, seen close."""
    c = stage.canvas
    base: Colour = ((96, 54, 44), (44, 74, 70), (52, 66, 98), (120, 48, 48))[int(r.integers(4))]
    stage.ground = base
    c.image.paste(gradient(c.size, [(0, mix(base, (255, 240, 214), 0.12)), (1, times(base, 0.8))]))
    pale, dark, line = mix(base, (255, 240, 220), 0.3), times(base, 0.55), 0.012 * c.m

    def panels(b: Brush) -> None:
        for x0, x1 in ((0.06, 0.2), (0.8, 0.94)):
            for y0, y1 in ((-0.1, 0.36), (0.46, 1.1)):
                for d, (upper, lower) in ((0.0, (dark, pale)), (0.03 * c.m, (pale, dark))):
                    a, e = x0 * c.w + d, x1 * c.w - d
                    t, f = y0 * c.h + d, y1 * c.h - d
                    b.line([(a, f), (a, t), (e, t)], line, upper)
                    b.line([(e, t), (e, f), (a, f)], line, lower)
        for x in (0.0, 1.0):
            b.box(x * c.w - 0.02 * c.m, 0, 0.04 * c.m, c.h, times(base, 0.45))

    grain = noise(r, (max(4, c.w // 3), max(4, c.h // 24)), 26, 3).resize(c.size, Image.Resampling.BICUBIC)
    c.image.paste(times(base, 0.7), (0, 0), grain.point([max(0, min(70, (v - 118) * 2)) for v in range(256)]))
    c.vector((0, 0, c.w, c.h), panels)
    c.glow((0.5 + 0.3 * stage.light.side) * c.w, 0.2 * c.h, 0.8 * c.m, (110, 90, 60), 0.7)


def portrait(stage: Stage, tones: Tones, r: Random) -> None:
    """Leaves and light far out of focus behind a face."""
    behind.distant(stage, behind.garden, tones, r, stage.h)
    c = stage.canvas
    c.image = Image.blend(c.image, Image.new("RGB", c.size, tones.wall), 0.3)
    stage.ground = tones.wall


def poster(stage: Stage, tones: Tones, r: Random) -> None:
    """A mount of thick paper round a sheet of another tone, for shapes cut out of paper and laid on it."""
    c = stage.canvas
    plain = sets.asked(stage.plan)
    paper: Colour = plain.wall if plain else PAPERS[int(r.integers(len(PAPERS)))]
    said = {colour for s in stage.plan.subjects for colour in (s.colour, *s.palette)}
    if not plain and said & DEEP and sum(paper) < 380:
        paper = PAPERS[0]  # blue would not be seen on blue
    if not plain and "white" in said and sum(paper) > 560:
        paper = (206, 152, 112)
    paper = mix(paper, (246, 242, 236), 0.5) if sum(paper) > 740 else mix(paper, (40, 42, 58), 0.6 * (sum(paper) < 60))
    stage.ground = paper
    mount = times(paper, 0.93) if sum(paper) > 380 else mix(paper, (255, 244, 226), 0.1)
    c.image.paste(mount, (0, 0, c.w, c.h))
    gap, size = 0.06 * c.m, small(c.size, 256)
    k = size[0] / c.w
    sheet = Image.new("L", size)
    ImageDraw.Draw(sheet).rectangle((gap * k, gap * k, (c.w - gap) * k, (c.h - gap) * k), fill=255)
    shade = ImageChops.offset(sheet, -round(stage.light.side * 2), 3).filter(ImageFilter.GaussianBlur(3))
    c.image.paste(paper, (round(gap), round(gap), c.w - round(gap), c.h - round(gap)))
    inner = ImageChops.multiply(ImageChops.invert(shade), sheet)  # the mount's shadow on the sheet below it
    c.tint(times(mix(paper, (60, 50, 90), 0.3), 0.6), inner, 0.7)
    sets.plaster(stage, (0, 0, c.w, c.h), paper, 0.25)
    lip = max(1.0, 0.003 * c.m)

    def bevel(b: Brush) -> None:
        for x0, y0, w, h in ((gap, gap, c.w - 2 * gap, lip), (gap, c.h - gap, c.w - 2 * gap, lip),
                             (gap, gap, lip, c.h - 2 * gap), (c.w - gap, gap, lip, c.h - 2 * gap)):  # fmt: skip
            b.box(x0, y0, w, h, mix(paper, (255, 255, 255), 0.7))

    c.vector((0, 0, c.w, c.h), bevel)


PAPERS: tuple[Colour, ...] = ((244, 228, 196), (248, 204, 156), (178, 212, 206), (44, 54, 92))
DEEP = {"blue", "black", "purple", "navy", "brown", "dark blue", "green", "grey", None}


def hung(stage: Stage, tones: Tones, r: Random) -> None:
    """A museum's wall with one picture on it, lit from above, a bench before it."""
    c = stage.canvas
    wall: Colour = ((92, 44, 50), (44, 68, 74), (66, 74, 58), (74, 62, 92))[int(r.integers(4))]
    stage.ground = wall
    edge = round(0.87 * c.h)
    c.image.paste(gradient((c.w, edge), [(0, times(wall, 0.7)), (0.45, wall), (1, times(wall, 0.8))]), (0, 0))
    sets.plaster(stage, (0, 0, c.w, edge), wall, 0.5)
    floor: Colour = (150, 108, 78)
    c.image.paste(gradient((c.w, c.h - edge), [(0, times(floor, 0.7)), (1, floor)]), (0, edge))
    x, top, half, foot = stage.focus

    def draw(b: Brush) -> None:
        for y, pale in ((0.06, 0.12), (0.8, 0.2)):
            b.box(0, y * c.h, c.w, 0.012 * c.m, mix(wall, (255, 240, 210), pale))
        b.box(0, edge - 0.04 * c.m, c.w, 0.04 * c.m, mix(wall, (255, 240, 210), 0.34))
        gap, gold = 0.022 * c.m, (190, 150, 84)
        b.box(x - half - gap, top - gap, 2 * (half + gap), foot - top + 2 * gap, gold)
        b.box(x - half - gap, foot + gap * 0.4, 2 * (half + gap), gap * 0.6, times(gold, 0.7))
        b.box(x - half - gap * 0.4, top - gap * 0.4, 2 * (half + gap * 0.4), foot - top + gap * 0.8, times(gold, 0.62))
        b.box(x - 0.1 * c.m, top - 0.06 * c.m, 0.2 * c.m, 0.014 * c.m, (206, 168, 100), 0.006 * c.m)

    c.vector((0, 0, c.w, c.h), draw)
    c.glow(x, top, 0.62 * c.m, (200, 170, 116), 0.75, 1.4)


def chapel(stage: Stage, tones: Tones, r: Random) -> None:
    """A wall of dark stone round a window of coloured glass, whose light lies on it."""
    c = stage.canvas
    base: Colour = (62, 58, 70)
    stage.ground = base
    c.image.paste(gradient(c.size, [(0, times(base, 0.7)), (0.5, base), (1, times(base, 0.6))]))
    shades = [float(v) for v in r.uniform(0.84, 1.14, 120)]

    def stones(b: Brush) -> None:
        for k in range(10):
            for j in range(8):
                x = (j - 0.5 * (k % 2)) * 0.16 * c.w
                b.box(x, k / 10 * c.h, 0.156 * c.w, 0.096 * c.h, times(base, shades[8 * k + j]), 0.006 * c.m, 130)

    c.vector((0, 0, c.w, c.h), stones)
    sets.plaster(stage, (0, 0, c.w, c.h), base, 0.5)
    x, top, _, foot = stage.focus
    c.glow(x, (top + foot) / 2, 0.72 * c.m, (176, 120, 150), 0.8, 1.2)
    c.glow(x - 0.2 * c.m, foot, 0.5 * c.m, (60, 90, 170), 0.7, 1.3)


def vision(stage: Stage, tones: Tones, r: Random) -> None:
    """Light breaking from behind a thought: rays, rings of glow, dust that floats in it."""
    c, (x, top, _, foot) = stage.canvas, stage.focus
    y = (top + foot) / 2
    deep, lit = VISIONS[int(r.integers(len(VISIONS)))]
    stage.ground = deep
    size = small(c.size, 240)
    k = size[0] / c.w
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    dx, dy = xs - x * k, ys - y * k
    d, angle = np.hypot(dx, dy) / (c.m * k), np.arctan2(dy, dx)
    swirl = np.asarray(noise(r, size, 2.4, 4), np.float32) / 255 - 0.5
    rays = 0.5 + 0.5 * np.sin(angle * 18 + 5 * swirl) * np.clip(d * 2, 0, 1)
    glow = np.clip(1.15 - d * 1.15 + 0.5 * swirl, 0, 1) ** 1.5
    share = np.clip(glow * (0.82 + 0.18 * rays) + 0.06 * rays * np.clip(1.1 - d, 0, 1), 0, 1)[..., None]
    colour = np.asarray(deep, np.float32) * (1 - share) + np.asarray(lit, np.float32) * share
    c.image.paste(Image.fromarray(colour.astype(np.uint8)).resize(c.size, Image.Resampling.BICUBIC))
    motes = [[float(v) for v in r.random(3)] for _ in range(stage.count(70))]

    def dust(b: Brush) -> None:
        for px, py, q in motes:
            s = (0.001 + 0.005 * q**3) * c.m
            b.ellipse(px * c.w, py * c.h, s, s, mix(lit, (255, 255, 255), 0.6), round(120 + 120 * q))

    c.vector((0, 0, c.w, c.h), dust, quiet=True)


VISIONS: tuple[tuple[Colour, Colour], ...] = (
    ((32, 28, 84), (250, 204, 140)),
    ((18, 54, 88), (176, 236, 214)),
    ((70, 24, 78), (255, 178, 160)),
    ((24, 60, 70), (255, 226, 150)),
    ((40, 44, 110), (214, 190, 255)),
)

FLAT: dict[str, Painter] = {
    "laid": laid, "spread": spread, "door": door, "hung": hung, "chapel": chapel, "portrait": portrait,
    "poster": poster, "vision": vision, "typeset": typeset.paper, "sticker": laid, "chalk": typeset.paving,
}  # fmt: skip
PLACES = (*TABLE, *FLAT)
