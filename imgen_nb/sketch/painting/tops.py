"""Tops: what a thing in a nook stands on, from the line where it meets what is behind to the lower edge."""

from __future__ import annotations

import itertools
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import sets
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, noise, small, times
from imgen_nb.sketch.painting.sets import Tones
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import COLOUR

WHITE: Colour = (255, 252, 246)


def _base(stage: Stage, colour: Colour) -> Colour:
    """The colour of a top under the light of the scene, kept as the ground of what stands on it."""
    stage.ground = times(colour, (0.6, 0.55, 0.62)) if stage.light.level < 0.6 else colour
    return stage.ground


def _plane(stage: Stage, base: Colour, shine: float) -> None:
    """The plane itself, `shine` (0..1) of the light behind on its far end."""
    c, edge = stage.canvas, round(stage.hz)
    stops = [(0, mix(base, (255, 240, 216), shine)), (0.5, base), (1, times(base, 0.72))]
    c.image.paste(gradient((c.w, c.h - edge), stops), (0, edge))


def _front(stage: Stage, base: Colour) -> None:
    """The far edge of a table top, as a line of light."""
    c, edge = stage.canvas, round(stage.hz)
    lip = max(1.0, c.m * 0.005)
    c.vector((0, edge - 1, c.w, edge + 2 * lip), lambda b: b.box(0, edge, c.w, lip, mix(base, WHITE, 0.5)))


def _rows(stage: Stage, count: int, steep: float = 1.7) -> list[float]:
    """Heights of lines across a plane that recedes, from far to near."""
    return [stage.hz + (stage.h - stage.hz) * (k / count) ** steep for k in range(count + 1)]


def _across(stage: Stage, k: float, y: float, wide: float) -> float:
    """Where the k-th line from the middle that runs away from the viewer is at a height; `wide` apart at the edge."""
    t = (y - stage.hz) / max(1.0, stage.h - stage.hz)
    return stage.w / 2 + k * wide * stage.m * (0.42 + 0.58 * t)


def wood(stage: Stage, tones: Tones, r: Random) -> None:
    """Planks side by side, their grain along the edge of the table."""
    sets.topped(stage, r)
    c, rows = stage.canvas, _rows(stage, 4)
    base = stage.ground

    def joints(b: Brush) -> None:
        for k, y in enumerate(rows[1:-1]):
            b.box(0, y, c.w, max(1.0, c.m * 0.0024 * (k + 1)), times(base, 0.6))
            b.box(0, y + c.m * 0.0024 * (k + 1), c.w, max(1.0, c.m * 0.0016 * (k + 1)), mix(base, WHITE, 0.2))

    c.vector((0, stage.hz, c.w, c.h), joints)


def marble(stage: Stage, tones: Tones, r: Random) -> None:
    """Pale stone with veins, polished."""
    c, edge = stage.canvas, round(stage.hz)
    base = _base(stage, mix((232, 228, 222), tones.wall, 0.16))
    _plane(stage, base, 0.5)
    lumps = noise(r, (max(8, c.w // 8), max(8, (c.h - edge) // 4)), 2.2, 4)
    veins = lumps.point([max(0, 110 - 16 * abs(v - 128)) for v in range(256)])
    size = (c.w, c.h - edge)
    c.image.paste(times(base, 0.74), (0, edge), veins.resize(size, Image.Resampling.BICUBIC))
    _front(stage, base)


def polished(stage: Stage, tones: Tones, r: Random) -> None:
    """Dark wood with the lights behind lying on it."""
    c, edge = stage.canvas, round(stage.hz)
    base = _base(stage, mix((112, 66, 46), times(tones.wall, 0.4), 0.24))
    _plane(stage, base, 0.16)
    far = c.image.crop((0, round(edge * 0.34), c.w, edge)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    low = far.resize((24, 6), Image.Resampling.BOX).resize((c.w, c.h - edge), Image.Resampling.BICUBIC)
    c.image.paste(
        low, (0, edge), Image.linear_gradient("L").resize(low.size).point([(255 - v) * 2 // 5 for v in range(256)])
    )
    _front(stage, mix(base, (255, 190, 120), 0.4))


def gingham(stage: Stage, tones: Tones, r: Random) -> None:
    """A chequered cloth."""
    c = stage.canvas
    hue = CLOTHS[int(r.integers(len(CLOTHS)))]
    base = _base(stage, (248, 242, 230))
    _plane(stage, base, 0.4)
    rows, dark = _rows(stage, 9, 1.5), times(hue, 0.6 if stage.light.level < 0.6 else 1)

    def checks(b: Brush) -> None:
        for k in range(-9, 9):
            y0, y1, wide = stage.hz, float(c.h), 0.125
            at = [(_across(stage, 2 * k, y0, wide), y0), (_across(stage, 2 * k + 1, y0, wide), y0),
                  (_across(stage, 2 * k + 1, y1, wide), y1), (_across(stage, 2 * k, y1, wide), y1)]  # fmt: skip
            b.polygon(at, mix(base, dark, 0.5))
        for n, (y0, y1) in enumerate(itertools.pairwise(rows)):
            if n % 2:
                continue
            b.box(0, y0, c.w, y1 - y0, mix(base, dark, 0.5))
            for k in range(-9, 9):
                at = [(_across(stage, 2 * k, y0, 0.125), y0), (_across(stage, 2 * k + 1, y0, 0.125), y0),
                      (_across(stage, 2 * k + 1, y1, 0.125), y1), (_across(stage, 2 * k, y1, 0.125), y1)]  # fmt: skip
                b.polygon(at, dark)

    c.vector((0, stage.hz, c.w, c.h), checks)
    sets.creased(stage, round(stage.hz), base)


CLOTHS: tuple[Colour, ...] = ((206, 92, 84), (96, 134, 178), (112, 150, 116), (222, 168, 84))


def linen(stage: Stage, tones: Tones, r: Random) -> None:
    """A cloth with a woven border on a wooden table."""
    _spread(stage, r, mix(tones.accent, WHITE, 0.5), times(tones.accent, 0.86))


def velvet(stage: Stage, tones: Tones, r: Random) -> None:
    """A deep cloth with a golden hem on dark wood, for what is precious."""
    deep: Colour = ((128, 26, 48), (40, 48, 112), (24, 86, 74), (88, 38, 106))[int(r.integers(4))]
    _spread(stage, r, deep, (222, 178, 96))


def _spread(stage: Stage, r: Random, colour: Colour, hem: Colour) -> None:
    """A cloth laid over the middle of a table, its sides and its far edge to be seen, as are its creases."""
    wood(stage, sets.SCHEMES[0], r)
    c, table = stage.canvas, stage.ground
    cloth = _base(stage, colour)
    hem = times(hem, 0.6) if stage.light.level < 0.6 else hem
    deep = c.h - stage.hz
    far, wide, reach = stage.hz + 0.1 * deep, 0.4 * c.w, 0.16 * c.w

    def draw(b: Brush) -> None:
        for inset, tone in ((-0.012, times(table, 0.55)), (0.0, cloth), (0.03, hem), (0.045, cloth)):
            d = inset * c.m
            top = far + d * (0.5 if d > 0 else 0)
            b.polygon([(c.w / 2 - wide + d, top), (c.w / 2 + wide - d, top), (c.w / 2 + wide + reach - d, c.h),
                       (c.w / 2 - wide - reach + d, c.h)], tone)  # fmt: skip

    c.vector((0, far - 2, c.w, c.h), draw)
    sets.creased(stage, round(far), cloth, 0.4)


def flags(stage: Stage, tones: Tones, r: Random) -> None:
    """A floor of warm stone in large squares."""
    _squares(stage, _base(stage, ((222, 188, 148), (206, 150, 116), (226, 206, 176))[int(r.integers(3))]), 0.9, 0.34)


def bench(stage: Stage, tones: Tones, r: Random) -> None:
    """The thick worn boards of a workbench, with shavings."""
    c = stage.canvas
    base = _base(stage, (188, 142, 96))
    _plane(stage, base, 0.3)
    wood(stage, tones, r)
    curls = [[float(v) for v in r.random(3)] for _ in range(stage.count(16))]

    def shavings(b: Brush) -> None:
        for x, y, s in curls:
            px, py, w = x * c.w, stage.hz + (0.12 + 0.86 * y) * (c.h - stage.hz), (0.008 + 0.016 * y) * c.m
            b.ellipse(px + 0.3 * w, py + 0.3 * w, w, 0.5 * w, times(base, 0.6), 120)
            b.ellipse(px, py, w, 0.5 * w, (240, 214, 166))
            b.ellipse(px + 0.1 * w, py, 0.6 * w, 0.26 * w, times(base, 0.86 + 0.1 * s))

    c.vector((0, stage.hz, c.w, c.h), shavings)


def boards(stage: Stage, tones: Tones, r: Random) -> None:
    """A wooden floor."""
    sets.boards(stage, sets.WOODS[int(r.integers(3))])


def parquet(stage: Stage, tones: Tones, r: Random) -> None:
    """A floor of polished stone in squares of two tones."""
    _squares(stage, _base(stage, mix((206, 192, 176), tones.wall, 0.24)), 0.86, 0.24)


def court(stage: Stage, tones: Tones, r: Random) -> None:
    """The boards of a gym with the lines of a game."""
    sets.boards(stage, (222, 170, 112))
    c = stage.canvas
    paint = mix(tones.accent, (60, 110, 170), 0.6)

    def lines(b: Brush) -> None:
        y = stage.hz + 0.2 * (c.h - stage.hz)
        b.box(0, y, c.w, 0.012 * c.m, WHITE, alpha=220)
        x0, x1 = _across(stage, -1.4, y, 0.4), _across(stage, -1.4, c.h, 0.4)
        b.polygon([(x0, y), (x0 + 0.012 * c.m, y), (x1 + 0.03 * c.m, c.h), (x1, c.h)], paint, 220)

    c.vector((0, stage.hz, c.w, c.h), lines)


def chequers(stage: Stage, tones: Tones, r: Random) -> None:
    """A board for chess, running away from the viewer."""
    _squares(stage, _base(stage, (232, 206, 164)), 0.0, 0.3, (128, 84, 62))


def _squares(stage: Stage, base: Colour, dark: float, wide: float, other: Colour | None = None) -> None:
    c, rows = stage.canvas, _rows(stage, 5, 1.6)
    second = times(base, dark) if other is None else other
    _plane(stage, base, 0.34)

    def draw(b: Brush) -> None:
        for n, (y0, y1) in enumerate(itertools.pairwise(rows)):
            tone = mix(second, (255, 240, 216), 0.3 * (1 - n / 4))
            for k in range(-6, 6):
                if (n + k) % 2:
                    at = [(_across(stage, k, y0, wide), y0), (_across(stage, k + 1, y0, wide), y0),
                          (_across(stage, k + 1, y1, wide), y1), (_across(stage, k, y1, wide), y1)]  # fmt: skip
                    b.polygon(at, tone)

    c.vector((0, stage.hz, c.w, c.h), draw)


def floor(stage: Stage, tones: Tones, r: Random) -> Colour:
    """The floor of a room as the prompt says, or as such a room has it; gives its colour."""
    looks = stage.plan.surface("floor")
    second = sets.said(stage.plan, "floor", tones.floor, 1)
    of = next((look for look in looks if look in LAID), None)
    if of is None and not looks and stage.place in TILED:
        of, tones, second = "tiles", replace(tones, floor=mix(tones.wall, WHITE, 0.7)), tones.wall
    if of == "chequers" and not any(look in COLOUR for look in looks):
        tones, second = replace(tones, floor=(240, 236, 226)), (240, 236, 226)
    if of in OWN and not any(look in COLOUR for look in looks):
        tones, second = replace(tones, floor=OWN[of]), OWN[of]
    stage.ground = tones.floor
    if of == "marble":
        marble(stage, replace(tones, wall=tones.floor), r)
    elif of == "chequers":
        dark: Colour = (52, 50, 56) if sum(tones.floor) > 300 else (240, 236, 226)
        _squares(stage, tones.floor, 1.0, 0.3, second if second != tones.floor else dark)
    elif of in ("tiles", "stone", "brick"):
        _squares(stage, tones.floor, 0.88, 0.3, second if second != tones.floor else None)
    elif of:
        _plane(stage, tones.floor, 0.12)
    else:
        sets.boards(stage, tones.floor)
    return stage.ground


LAID = ("tiles", "chequers", "marble", "stone", "brick", "carpet", "concrete")
"""Floors that are not of boards."""
OWN: dict[str | None, Colour] = {"stone": (164, 160, 154), "brick": (176, 98, 78), "concrete": (172, 172, 170)}
"""Their colours where nobody says one."""
TILED = frozenset(("bathroom", "laboratory", "shop"))
"""Rooms whose floor is one of tiles where nobody says."""


def sunlit(stage: Stage) -> None:
    """The light of a window on a top: warm panes that slant across it from the side of the lamp."""
    c, side, x = stage.canvas, stage.light.side, stage.focus[0]
    if stage.light.level < 0.6:
        return
    size = small((c.w, c.h - round(stage.hz)), 160)
    k, mask = size[0] / c.w, Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    y0, y1 = 0.12 * size[1], 0.94 * size[1]
    start, wide, lean = (x + side * 0.32 * c.m) * k, 0.17 * c.m * k, -side * 0.42 * c.m * k
    for pane in range(3):
        a = start - side * pane * 1.2 * wide
        for upper, lower in ((0.0, 0.42), (0.48, 1.0)):
            at = [(a + lean * t + way * wide * (0.4 + 0.3 * t), y0 + (y1 - y0) * t)
                  for t, way in ((upper, -1), (upper, 1), (lower, 1), (lower, -1))]  # fmt: skip
            pen.polygon(at, fill=150)
    mask = mask.filter(ImageFilter.GaussianBlur(1.4)).resize((c.w, c.h - round(stage.hz)), Image.Resampling.BICUBIC)
    c.image.paste(mix(stage.ground, (255, 232, 170), 0.75), (0, round(stage.hz)), mask)
