"""Studio sets: what a thing with no place of its own stands on and before, in colours that go with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, noise, small, times
from imgen_nb.sketch.painting.palette import harmonious, key_colour, lightness, tone
from imgen_nb.sketch.planning.plan import ScenePlan
from imgen_nb.sketch.planning.stage import Stage
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
    sweep(stage, tones) if plain else SETS[int(r.integers(len(SETS)))](stage, tones, r)


def asked(plan: ScenePlan) -> Tones | None:
    """The ground that a prompt asks for in so many words."""
    colour = COLOUR.get(plan.sky or "")
    return None if colour is None else Tones(colour, times(colour, 0.97), colour, sum(colour) < 240)


def chosen(stage: Stage, r: Random) -> Tones:
    """Colours against which the subject stands out: paler, deeper or across the circle from it."""
    key = key_colour(stage)
    hue, light = harmonious(key, r), lightness(key)
    deep = light > 0.5 and r.random() < 0.3
    if deep:
        wall = tone(hue, 0.44, 0.44)
        return Tones(wall, tone(hue, 0.42, 0.38), tone(hue + 0.03, 0.4, 0.57), True)
    value = 0.8 if light > 0.72 else 0.92
    strength = float(r.uniform(0.2, 0.34)) + 0.1 * (light > 0.72)
    kin = hue + float(r.choice([0.06, -0.06, 0.5]))
    wall = tone(hue, strength, value)
    return Tones(wall, tone(hue, strength * 0.8, value * 0.97), tone(kin, strength + 0.1, value * 0.9), False)


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
    """Light on the wall from the lamp's side, and on the floor round what stands there."""
    c, (x, _, half, foot) = stage.canvas, stage.focus
    lamp = mix(tones.wall, (255, 244, 224), 0.5)
    c.glow((0.5 + stage.light.side * 0.26) * c.w, 0.24 * c.h, c.m * 0.8, times(lamp, 0.34), 0.8, 1.5)
    c.glow(x, foot, max(c.m * 0.42, half * 1.5), times(mix(tones.floor, lamp, 0.4), 0.26), 0.8, 1.5)


def cornered(stage: Stage, tones: Tones) -> None:
    """Wall and floor that meet in a line."""
    c, edge = stage.canvas, round(stage.hz)
    wall, floor = tones.wall, tones.floor
    c.image.paste(gradient((c.w, edge), [(0, times(wall, 0.82)), (0.7, wall), (1, times(wall, 0.94))]), (0, 0))
    stops = [(0, times(floor, 0.86)), (0.16, mix(floor, (255, 255, 255), 0.08)), (1, times(floor, 0.78))]
    c.image.paste(gradient((c.w, c.h - edge), stops), (0, edge))


def backed(stage: Stage, tones: Tones, r: Random) -> None:
    """A sweep alone, with the light of a window lying across it."""
    sweep(stage, tones)
    window(stage, tones, r)


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


def tabletop(stage: Stage, tones: Tones, r: Random) -> None:
    """A table of wood or stone by a wall, with a window's light on it."""
    cornered(stage, tones)
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
    window(stage, tones, r)
    pool(stage, tones)
    stage.ground = base


WOODS: tuple[Colour, ...] = ((196, 146, 102), (172, 118, 82), (214, 178, 138), (216, 210, 204), (150, 136, 130))


def podium(stage: Stage, tones: Tones, r: Random) -> None:
    """A low round plinth under what is shown."""
    sweep(stage, tones)
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


SETS: tuple[Callable[[Stage, Tones, Random], None], ...] = (backed, arch, disc, tabletop, podium)
