"""Behind: what lies at the back of a nook, painted small and enlarged, so that it is out of focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PIL import ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, Canvas, Random, gradient, mix, small, times
from imgen_nb.sketch.painting.regions import region
from imgen_nb.sketch.painting.sets import Tones
from imgen_nb.sketch.planning.stage import Stage

Back: TypeAlias = Callable[[Stage, Canvas, Tones, Random], None]
CREAM: Colour = (255, 248, 232)
FINE, SOFT = 320, 0.9  # points across, and how far they are blurred


def distant(stage: Stage, back: Back, tones: Tones, r: Random, high: int) -> None:
    """Paint a back down to `high` pixels."""
    c = stage.canvas
    inner = Canvas(small((c.w, high), FINE))
    inner.m = max(1, round(c.m * inner.w / c.w))
    back(stage, inner, tones, r)
    far = inner.image.filter(ImageFilter.GaussianBlur(SOFT))
    if stage.light.level < 0.6:
        far = far.point([round(v * k) for k in (0.5, 0.46, 0.6) for v in range(256)])
    c.image.paste(far.resize((c.w, high), 3), (0, 0))


def plain(c: Canvas, colour: Colour) -> None:
    """A wall of one colour, in the light from above."""
    c.image.paste(gradient(c.size, [(0, times(colour, 0.8)), (0.6, colour), (1, times(colour, 0.9))]))


def lights(c: Canvas, r: Random, count: int, colours: tuple[Colour, ...], low: float = 1.0) -> None:
    """Points of light out of focus: pale discs, some over others."""
    spots = [[float(v) for v in r.random(4)] for _ in range(count)]

    def draw(b: Brush) -> None:
        for x, y, size, which in spots:
            s = (0.016 + 0.034 * size) * c.m
            b.ellipse(x * c.w, y * low * c.h, s, s, colours[int(which * len(colours))], round(70 + 110 * size))

    c.vector((0, 0, c.w, c.h), draw)


def _leaves(c: Canvas, r: Random, colours: tuple[Colour, ...], top: float, count: int = 40) -> None:
    spots = [[float(v) for v in r.random(4)] for _ in range(count)]

    def draw(b: Brush) -> None:
        for x, y, size, which in sorted(spots, key=lambda q: q[1]):
            s = (0.04 + 0.09 * size) * c.m
            b.ellipse(x * c.w, (top + (1.15 - top) * y) * c.h, s, s * 0.86, colours[int(which * len(colours))], 200)

    c.vector((0, 0, c.w, c.h), draw, blur=0.016 * c.m)


LEAVES: tuple[Colour, ...] = ((84, 142, 70), (126, 174, 76), (52, 112, 76), (184, 202, 92))


def garden(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """Shrubs and light between their leaves, a pale sky above."""
    c.image.paste(gradient(c.size, [(0, (226, 236, 190)), (0.45, (150, 190, 110)), (1, (66, 112, 66))]))
    _leaves(c, r, LEAVES, 0.2, 46)
    lights(c, r, 16, ((255, 250, 214), (255, 222, 190), (236, 250, 226)))


def sill(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """A large window over the table: hills and trees behind its panes, curtains at its sides."""
    plain(c, mix(tones.wall, CREAM, 0.1))
    light, here = stage.light, region(stage)
    x0, x1, y1 = 0.14 * c.w, 0.86 * c.w, 0.9 * c.h
    view = gradient((max(2, round(x1 - x0)), max(2, round(y1))), light.sky)
    c.image.paste(view, (round(x0), 0))
    hill, field = light.on(mix(here.field, here.far, 0.5), 0.3), light.on(here.grass, 0.16)
    groves = [[float(v) for v in r.random(3)] for _ in range(11)]

    def outside(b: Brush) -> None:
        b.ellipse(0.34 * c.w, y1 + 0.1 * c.h, 0.36 * c.w, 0.46 * c.h, hill)
        b.ellipse(0.74 * c.w, y1 + 0.16 * c.h, 0.34 * c.w, 0.42 * c.h, field)
        for x, q, s in groves:
            b.ellipse(x0 + x * (x1 - x0), y1 - (0.06 + 0.16 * q) * c.h, 0.05 * c.m * (1 + s), 0.05 * c.m * (1 + s),
                      light.on(here.leaves[int(s * len(here.leaves))], 0.1))  # fmt: skip

    def frame(b: Brush) -> None:
        bar, w = mix(tones.wall, (255, 255, 255), 0.72), 0.018 * c.m
        b.box(0, y1, c.w, c.h - y1, times(tones.wall, 0.9))
        for x in (x0, (x0 + x1) / 2, x1):
            b.box(x - w, 0, 2 * w, y1, bar)
        b.box(x0, 0.4 * y1, x1 - x0, 1.4 * w, bar)
        b.box(x0 - 2 * w, y1 - w, x1 - x0 + 4 * w, 2.4 * w, mix(bar, (255, 255, 255), 0.4))
        cloth = mix(tones.accent, CREAM, 0.15)
        for side, x in ((1, x0), (-1, x1)):
            for k in range(5):
                at = x - side * (0.15 - 0.055 * k) * c.w
                b.polygon([(at, 0), (at + side * 0.06 * c.w, 0), (at + side * 0.03 * c.w, y1), (at, y1)],
                          times(cloth, 0.8 + 0.2 * (k % 2)))  # fmt: skip

    c.vector((x0, 0, x1, y1), outside, blur=0.01 * c.m)
    c.vector((0, 0, c.w, c.h), frame)
    c.glow((0.5 + 0.2 * light.side) * c.w, 0.3 * c.h, 0.6 * c.w, (120, 98, 60), 0.6, 1.4)


def cafe(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """A dim room with lamps over a counter, their light in discs."""
    base = mix(times(tones.wall, 0.5), (70, 44, 40), 0.5)
    c.image.paste(gradient(c.size, [(0, times(base, 0.6)), (0.7, base), (1, times(base, 0.8))]))

    def draw(b: Brush) -> None:
        for k in range(3):
            y = (0.34 + 0.2 * k) * c.h
            b.box(0.02 * c.w, y, 0.96 * c.w, 0.014 * c.m, times(base, 0.5))
            b.box(0.02 * c.w, y - 0.12 * c.m, 0.96 * c.w, 0.12 * c.m, mix(base, (255, 190, 120), 0.16))
        for k in range(4):
            x = (0.14 + 0.24 * k) * c.w
            b.box(x - 0.003 * c.m, 0, 0.006 * c.m, 0.14 * c.h, (30, 22, 24))
            b.polygon([(x - 0.02 * c.m, 0.12 * c.h), (x + 0.02 * c.m, 0.12 * c.h), (x + 0.07 * c.m, 0.2 * c.h),
                       (x - 0.07 * c.m, 0.2 * c.h)], (46, 36, 40))  # fmt: skip
            b.ellipse(x, 0.205 * c.h, 0.052 * c.m, 0.018 * c.m, (255, 232, 176))

    c.vector((0, 0, c.w, c.h), draw)
    lights(c, r, 26, ((255, 196, 112), (255, 160, 96), (255, 226, 160), mix(tones.accent, (255, 220, 180), 0.3)))
    for k in range(4):
        c.glow((0.14 + 0.24 * k) * c.w, 0.22 * c.h, 0.26 * c.w, (230, 170, 96), 0.7, 1.6)


def terrace(stage: Stage, c: Canvas, tones: Tones, r: Random) -> None:
    """The sea and an evening sky behind a balustrade, leaves at the side."""
    c.image.paste(gradient(c.size, [(0, (126, 150, 200)), (0.3, (226, 176, 176)), (0.56, (255, 214, 160)),
                                    (0.57, (120, 142, 170)), (1, (58, 92, 130))]))  # fmt: skip
    sun = (0.5 + 0.24 * stage.light.side) * c.w

    def draw(b: Brush) -> None:
        b.ellipse(sun, 0.5 * c.h, 0.07 * c.m, 0.07 * c.m, (255, 244, 206))
        b.box(0, 0.565 * c.h, c.w, 0.5 * c.h, (96, 122, 156))
        for k in range(9):
            w = (0.14 - 0.012 * k) * c.m
            b.box(sun - w / 2, (0.58 + 0.045 * k) * c.h, w, 0.014 * c.h, (255, 214, 160), alpha=170)
        b.polygon([(0, 0.57 * c.h), (0, 0.5 * c.h), (0.2 * c.w, 0.53 * c.h), (0.4 * c.w, 0.57 * c.h)], (112, 112, 150))

    c.vector((0, 0, c.w, c.h), draw)
    c.glow(sun, 0.5 * c.h, 0.6 * c.w, (255, 200, 130), 0.6)
    lights(c, r, 9, ((255, 226, 160), (255, 190, 140)), 0.5)
