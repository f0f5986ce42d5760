"""Avenues: a street, a square of bright signs, a canal, running away from the viewer between houses."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting.canvas import Brush, Random, mix, times
from imgen_nb.sketch.painting.standing import stand
from imgen_nb.sketch.painting.town import NEON, lit_windows, pavement
from imgen_nb.sketch.painting.water import surface
from imgen_nb.sketch.planning.stage import Stage

DEPTHS = (0.98, 1.5, 2.05, 2.8, 3.9, 5.6, 8.5)  # where one house ends and the next begins, 1 at the picture's foot
HALF, KERB, DROP = 0.54, 0.4, 1.12  # of the width, half: to the houses, to the kerb; where the ground is nearest


@dataclass(frozen=True)
class Avenue:
    """What stands along a way, and what the way is."""

    walls: tuple[Colour, ...]
    least: float  # heights of houses, in heights of the picture where they are nearest
    most: float
    water: bool = False
    signs: bool = False  # bright ones on every wall
    crossing: bool = False  # another street goes across
    roofs: bool = True
    storey: float = 0.13


_BRIGHT = ((238, 198, 150), (216, 140, 116), (176, 196, 176), (242, 222, 176), (160, 184, 206), (226, 172, 170))
_WARM = ((214, 122, 82), (232, 176, 112), (196, 96, 78), (238, 206, 158), (222, 150, 120), (206, 140, 92))
_BRICK = ((166, 92, 74), (132, 78, 70), (206, 186, 160), (120, 104, 104), (178, 128, 98), (92, 92, 104))
_TALL = ((128, 138, 160), (158, 148, 150), (112, 126, 152), (176, 160, 148), (138, 146, 168), (104, 108, 128))
_DARK = ((74, 82, 104), (92, 84, 104), (66, 76, 96), (104, 98, 112), (82, 92, 112), (60, 62, 82))
AVENUES = {
    "street": Avenue(_BRIGHT, 0.66, 1.1),
    "crossing": Avenue(_BRIGHT, 0.7, 1.2, crossing=True),
    "new york": Avenue(_TALL, 0.9, 2.0, roofs=False),
    "times square": Avenue(_DARK, 0.8, 1.7, signs=True, roofs=False),
    "venice": Avenue(_WARM, 0.8, 1.2, water=True),
    "canal": Avenue(_BRICK, 0.8, 1.1, water=True),
}


def avenue(stage: Stage, kind: str) -> None:
    """The way, and the houses on both sides from far to near."""
    like, c = AVENUES[kind], stage.canvas
    _far_end(stage, like)
    if like.water:
        _houses(stage, like)
        surface(stage, (22, 92, 96), (112, 176, 164))
        stage.ground = stage.light.on((40, 110, 116))
        _mirrored(stage)
        _quays(stage)
    else:
        pavement(stage, stage.horizon)
        _asphalt(stage, like)
        _houses(stage, like)
    if kind == "times square":
        _tower(stage)
    if like.water:
        _afloat(stage, kind)
    elif like.signs and stage.has("taxi", "car", "automobile", "cars") and not stage.plan.subjects:
        for x, z, art in ((0.2, 1.7, "taxi"), (-0.24, 2.6, "taxi"), (0.14, 3.4, "automobile")):
            stand(stage, art, 0.24 / z * c.h, *_at(stage, x, z))


def _at(stage: Stage, x: float, z: float, up: float = 0.0) -> Point:
    """The point of the picture, in pixels, `x` of its width beside the middle, `z` deep and `up` above the ground."""
    hz = stage.horizon
    return (0.5 + x / z) * stage.w, (hz + (DROP - hz) / z - up / z) * stage.h


def _far(stage: Stage, z: float) -> float:
    return min(0.66, (z - 1) * (0.16 if stage.plan.weather == "fog" else 0.075))


def _far_end(stage: Stage, like: Avenue) -> None:
    """What closes the view: towers in the haze, or a dome."""
    r, light, c = stage.stream("end"), stage.light, stage.canvas
    blocks = [(k / 9, float(r.uniform(0.35, 1.0))) for k in range(10)]

    def draw(b: Brush) -> None:
        for x, h in blocks:
            high = h * (0.26 if not like.roofs else 0.13) * c.h
            b.box((0.3 + 0.4 * x) * c.w, stage.hz + 0.03 * c.h - high, 0.05 * c.w, high, light.on(like.walls[0], 0.66))
        if like.water:
            x, y, s = 0.5 * c.w, stage.hz + 0.02 * c.h, 0.07 * c.m
            b.box(x - s, y - s * 1.2, 2 * s, s * 1.3, light.on((232, 222, 206), 0.42))
            b.ellipse(x, y - s * 1.2, s * 0.86, s * 0.96, light.on((150, 172, 178), 0.42))
            b.box(x - s * 0.12, y - s * 2.7, s * 0.24, s * 0.7, light.on((232, 222, 206), 0.42))

    c.vector((0, 0, c.w, stage.hz + 0.04 * c.h), draw)


def _houses(stage: Stage, like: Avenue) -> None:
    """Both rows, the furthest house first."""
    r, c = stage.stream("avenue"), stage.canvas
    rows = [
        (side, near, far, float(r.uniform(like.least, like.most)), like.walls[int(r.integers(len(like.walls)))])
        for near, far in reversed(list(pairwise(DEPTHS)))
        for side in (-1, 1)
        if not (like.crossing and near == DEPTHS[2])
    ]
    bottom = c.h * (stage.horizon + DROP) if not like.water else c.h

    def draw(b: Brush) -> None:
        for side, near, far, high, wall in rows:
            _House(stage, like, b, r, side, near, far, high, wall).paint()

    c.vector((0, 0, c.w, bottom), draw, sheet=True)


@dataclass(frozen=True)
class _House:
    """One house of a row, seen along the way."""

    stage: Stage
    like: Avenue
    brush: Brush
    r: Random
    side: int
    near: float
    far: float
    high: float
    wall: Colour

    def patch(self, z0: float, z1: float, low: float, high: float, fill: Colour, off: float = 0.0) -> None:
        """A piece of the wall between two depths and two heights."""
        x = self.side * (HALF - off)
        corners = [_at(self.stage, x, z, up) for z, up in ((z0, low), (z0, high), (z1, high), (z1, low))]
        self.brush.polygon(corners, fill)

    def tone(self, colour: Colour, lost: float = 0.0) -> Colour:
        """A colour on this wall: lit or in the shade, and as far as the house is away."""
        shade = 1.0 if self.side != self.stage.light.side else 0.78
        return self.stage.light.on(times(colour, shade), min(0.8, _far(self.stage, self.near) + lost))

    def paint(self) -> None:
        """Wall, roof, windows, and a shop or a door below."""
        wall = self.tone(self.wall)
        self.patch(self.near, self.far, -0.02, self.high, wall)
        if self.like.roofs:
            over = self.tone((158, 88, 70))
            self.patch(self.near, self.far, self.high - 0.012, self.high + 0.05, over, 0.015)
        else:
            self.patch(self.near, self.near + 0.04 * self.near, -0.02, self.high, times(wall, 0.8))
        self.windows()
        if not self.like.water:
            self.shop()
        if self.like.signs:
            self.signs()

    def windows(self) -> None:
        """Rows of windows; some are lit when it is dark."""
        light, like = self.stage.light, self.like
        dark = light.level < 0.6
        start = 0.16 if not like.water else 0.07
        rows = max(1, round((self.high - start) / like.storey))
        columns = max(2, round((self.far - self.near) / self.near * 6))
        glow = lit_windows(self.stage)
        wide = (self.far - self.near) / columns
        frame = self.tone(mix(self.wall, (255, 255, 255), 0.5))
        for j in range(rows):
            low = start + (self.high - start) * (j + 0.2) / rows
            top = low + (self.high - start) / rows * 0.58
            for i in range(columns):
                z = self.near + wide * (i + 0.24)
                q = self.r.random()
                fill = glow[int(q * 41) % len(glow)] if dark and q < 0.6 else self.tone((84, 104, 126))
                if like.roofs:
                    self.patch(z - wide * 0.06, z + wide * 0.58, low - 0.012, top + 0.012, frame)
                self.patch(z, z + wide * 0.52, low, top, fill)

    def shop(self) -> None:
        """A shop window under an awning."""
        z0, z1 = (self.near + (self.far - self.near) * t for t in (0.08, 0.92))
        glass: Colour = (255, 226, 150) if self.stage.light.level < 0.75 else self.tone((96, 116, 130))
        self.patch(z0, z1, 0.0, 0.11, self.tone(times(self.wall, 0.5)))
        self.patch(z0 + (z1 - z0) * 0.06, z0 + (z1 - z0) * 0.66, 0.022, 0.1, glass)
        awning: Colour = ((206, 72, 70), (58, 134, 120), (72, 104, 176), (226, 160, 60))[int(self.r.integers(4))]
        for k in range(8):
            a, b = (z0 + (z1 - z0) * t / 8 for t in (k, k + 1))
            corners = [
                _at(self.stage, self.side * (HALF - off), z, up)
                for z, off, up in ((a, 0.0, 0.135), (b, 0.0, 0.135), (b, 0.05, 0.1), (a, 0.05, 0.1))
            ]
            self.brush.polygon(corners, self.tone(awning if k % 2 else (248, 244, 234)))

    def signs(self) -> None:
        """Bright boards one above the other, with what could be words on them."""
        low = 0.16
        while low < self.high - 0.14:
            high = min(self.high - 0.03, low + float(self.r.uniform(0.12, 0.3)))
            start = float(self.r.uniform(0.04, 0.3))
            z0, z1 = (self.near + (self.far - self.near) * t for t in (start, start + 0.6))
            colour = SIGNS[int(self.r.integers(len(SIGNS)))]
            bright = mix(colour, self.stage.light.haze, _far(self.stage, self.near) * 0.7)
            self.patch(z0, z1, low, high, times(bright, 0.5), 0.02)
            self.patch(z0 + 0.02, z1 - 0.02, low + 0.01, high - 0.01, bright, 0.03)
            ink: Colour = (255, 255, 255) if sum(colour) < 460 else (40, 30, 60)
            lines = 1 + int(self.r.integers(3))
            for k in range(lines):
                a, b = (low + (high - low) * t for t in (0.2 + 0.6 * k / lines, 0.2 + 0.6 * (k + 0.55) / lines))
                end = z0 + (z1 - z0) * float(self.r.uniform(0.5, 0.86))
                self.patch(z0 + (z1 - z0) * 0.14, end, a, b, mix(ink, bright, 0.12), 0.034)
            low = high + 0.04


SIGNS: tuple[Colour, ...] = (*NEON, (240, 70, 60), (40, 110, 230), (250, 246, 240), (250, 140, 40))


def _asphalt(stage: Stage, like: Avenue) -> None:
    """The carriageway between two pavements, its lines, and where people cross."""
    light, snow = stage.light, stage.plan.weather == "snow"
    grey = light.on((206, 214, 224) if snow else (92, 94, 104))
    paint = light.on((244, 242, 234), 0.1)

    def quad(b: Brush, x0: float, x1: float, z0: float, z1: float, fill: Colour) -> None:
        b.polygon([_at(stage, x, z) for x, z in ((x0, z0), (x1, z0), (x1, z1), (x0, z1))], fill)

    def draw(b: Brush) -> None:
        quad(b, -KERB, KERB, 0.9, 40, grey)
        if like.crossing:
            quad(b, -9, 9, DEPTHS[2] + 0.08, DEPTHS[3] - 0.1, grey)
        for side in (-1, 1):
            quad(b, side * KERB, side * (KERB + 0.018), 0.9, 40, light.on((196, 192, 186)))
        z = 0.94
        while z < 9:
            if not (like.crossing and 1.4 < z < DEPTHS[3] + 0.2):
                quad(b, -0.008, 0.008, z, z * 1.09, light.on((248, 212, 104)))
            z *= 1.2
        near = (1.5, 1.78) if like.crossing else (1.16, 1.32)
        bands = [near, (DEPTHS[3] + 0.02, DEPTHS[3] + 0.5)] if like.crossing else [near]
        for a, e in bands if like.crossing or like.signs else ():
            for k in range(9):
                x = -KERB + 0.03 + 0.088 * k
                quad(b, x, x + 0.05, a, e, paint)
        if like.crossing:
            quad(b, -9, 9, (DEPTHS[2] + DEPTHS[3]) / 2 - 0.012, (DEPTHS[2] + DEPTHS[3]) / 2 + 0.012, paint)

    stage.canvas.vector((0, stage.hz, stage.w, stage.h), draw)
    stage.ground = light.on((126, 126, 138))


def _tower(stage: Stage) -> None:
    """The narrow tower at the end of the square, screens all the way up."""
    c, r = stage.canvas, stage.stream("tower")
    x, base, wide = 0.5 * c.w, stage.hz + 0.1 * c.h, 0.1 * c.m
    top = max(0.06 * c.h, base - 0.62 * c.h)

    def draw(b: Brush) -> None:
        b.box(x - wide, top, 2 * wide, base - top, stage.light.on((70, 74, 96), 0.1))
        y = top + 0.02 * c.h
        while y < base - 0.08 * c.h:
            high = float(r.uniform(0.06, 0.13)) * c.h
            fill = SIGNS[int(r.integers(len(SIGNS)))]
            b.box(x - wide * 0.86, y, 1.72 * wide, min(high, base - 0.05 * c.h - y), fill)
            b.box(x - wide * 0.5, y + high * 0.3, wide, high * 0.2, mix(fill, (255, 255, 255), 0.75))
            b.box(x - wide * 0.5, y + high * 0.58, wide * 0.6, high * 0.14, mix(fill, (255, 255, 255), 0.75))
            y += high + 0.012 * c.h
        b.line([(x, top), (x, top - 0.05 * c.h)], 0.006 * c.m, (220, 224, 236))
        b.ellipse(x, top - 0.03 * c.h, 0.02 * c.m, 0.02 * c.m, (255, 240, 200))

    c.vector((x - wide - 2, 0, x + wide + 2, base + 2), draw)
    c.glow(x, (top + base) / 2, 0.5 * c.m, (255, 170, 120), 0.25 if stage.light.level > 0.6 else 0.6)


def _mirrored(stage: Stage) -> None:
    """Colours of the walls lying on the water."""
    c, light = stage.canvas, stage.light

    def draw(b: Brush) -> None:
        for side in (-1, 1):
            inner = [_at(stage, side * HALF * 0.5, z) for z in (0.96, 9)]
            outer = [_at(stage, side * HALF, z) for z in (9, 0.96)]
            b.polygon(inner + outer, light.on((196, 118, 84)), 70)

    c.vector((0, stage.hz, c.w, c.h), draw, blur=c.m * 0.02)


def _quays(stage: Stage) -> None:
    """A stone edge along each row, and an arched bridge further on."""
    c, light = stage.canvas, stage.light

    def draw(b: Brush) -> None:
        for side in (-1, 1):
            rim = [_at(stage, side * (HALF - 0.012), z, 0.03) for z in (0.94, 10)]
            foot = [_at(stage, side * (HALF - 0.012), z, -0.005) for z in (10, 0.94)]
            b.polygon(rim + foot, light.on((150, 140, 128)))
            for z in (1.5, 1.9, 2.6):
                x, y = _at(stage, side * (HALF - 0.1), z)
                b.line([(x, y), (x, y - 0.2 * c.h / z)], 0.016 * c.m / z, light.on((214, 80, 70)))
                b.line([(x, y - 0.06 * c.h / z), (x, y - 0.1 * c.h / z)], 0.016 * c.m / z, light.on((246, 240, 230)))
        span = [(k / 12) * 2 - 1 for k in range(13)]
        z, stone = 4.2, light.on((222, 206, 184), 0.2)
        over = [_at(stage, HALF * t, z, 0.36 - 0.2 * t * t) for t in span]
        under = [_at(stage, HALF * 0.8 * t, z, 0.26 - 0.26 * t * t) for t in span]
        b.polygon([*over, _at(stage, HALF, z), *under[::-1], _at(stage, -HALF, z)], stone)
        b.line(over, 0.006 * c.m, light.on((250, 242, 228), 0.1))

    c.vector((0, 0, c.w, c.h), draw)


def _afloat(stage: Stage, kind: str) -> None:
    """A boat on its way, where the prompt has none of its own."""
    boats = {"canoe", "sailboat", "@gondola", "speedboat", "motor-boat", "ship"}
    if not stage.has("boat", "boats", "gondola") or boats & {s.art for s in stage.plan.subjects}:
        return
    x, y = _at(stage, 0.12, 1.6)
    stand(stage, "@gondola" if kind == "venice" else "canoe", (0.3 if kind == "venice" else 0.16) * stage.m, x, y)


def wet(kind: str) -> bool:
    """Whether a way of that kind is water."""
    return kind in AVENUES and AVENUES[kind].water
