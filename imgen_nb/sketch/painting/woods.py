"""Woods: rows of trees, in leaf, in autumn, in blossom; a rain forest; the world of dinosaurs."""

from __future__ import annotations

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import country, flora, land, turf
from imgen_nb.sketch.painting.canvas import Brush, Random, mix, times
from imgen_nb.sketch.painting.land import lawn, line, mist, peaks, ridge
from imgen_nb.sketch.painting.regions import AUTUMN, region
from imgen_nb.sketch.planning.stage import Stage


def _rows(stage: Stage, leaves: tuple[Colour, ...], size: float, bark: Colour | None = None) -> None:
    """Trees in two rows that run towards a point on the horizon."""
    c, r, light, hz = stage.canvas, stage.nuance("rows"), stage.light, stage.horizon
    if not stage.has("trees", "tree"):
        return

    def draw(b: Brush) -> None:
        for k in range(7, -1, -1):
            depth = 1.5 + 0.85 * k
            for side in (-1, 1):
                x = c.w / 2 + side * (0.82 / depth) * c.w * 0.9
                y, far = (hz + 0.03 + 0.2 / depth) * c.h, min(0.5, 0.075 * k)
                leaf = light.on(leaves[int(r.integers(len(leaves)))], far)
                flora.round_tree(b, r, x, y, size * c.m * 1.5 / depth, leaf, light.side, bark and light.on(bark, far))

    c.vector((0, 0, c.w, (hz + 0.24) * c.h), draw, sheet=True)


def _strewn(stage: Stage, colours: tuple[Colour, ...], count: int) -> None:
    """Leaves or petals lying on the ground, larger near by."""
    c, r, light, top = stage.canvas, stage.nuance("strewn"), stage.light, stage.horizon + 0.1
    spots = [[float(v) for v in r.random(3)] for _ in range(stage.count(count))]

    def draw(b: Brush) -> None:
        for x, t, q in spots:
            s = (0.003 + 0.009 * t) * c.m
            b.ellipse(
                x * c.w, (top + (1 - top) * t) * c.h, s, s * (0.3 + 0.3 * q), light.on(colours[int(q * len(colours))])
            )

    c.vector((0, top * c.h, c.w, c.h), draw, quiet=True)


def alley(stage: Stage) -> None:
    """A path between two rows of old trees."""
    here, hz = region(stage), stage.horizon
    ridge(stage, line(stage, "far", hz, 0.1, 2), mix(here.field, here.far, 0.6), 0.5)
    lawn(stage, here.grass, hz + 0.02, 0.01)
    country.path(stage, (214, 190, 148))
    mist(stage, hz, 0.14, 0.45)
    _rows(stage, here.leaves, 0.62)
    turf.flowers(stage, sparse=True)


def autumn(stage: Stage) -> None:
    """A wood in autumn: red and yellow crowns in rows, leaves on the path."""
    hz = stage.horizon
    back = line(stage, "far", hz, 0.14, 2)
    ridge(stage, back, mix(AUTUMN.field, AUTUMN.far, 0.5), 0.5)
    lawn(stage, AUTUMN.grass, hz + 0.02, 0.01)
    country.path(stage, (206, 170, 122))
    mist(stage, hz, 0.16, 0.45)
    _rows(stage, AUTUMN.leaves, 0.66)
    _strewn(stage, AUTUMN.leaves, 130)


def orchard(stage: Stage) -> None:
    """Fruit trees in blossom, petals in the grass under them."""
    here, hz = region(stage), stage.horizon
    blossom: tuple[Colour, ...] = ((250, 214, 220), (246, 190, 204), (255, 236, 236))
    ridge(stage, line(stage, "far", hz - 0.02, 0.12, 2), mix(here.field, here.far, 0.6), 0.56)
    ridge(stage, line(stage, "blue", hz, 0.07, 2), mix(here.field, here.far, 0.3), 0.36)
    lawn(stage, mix(here.grass, (122, 172, 92), 0.5), hz + 0.02, 0.015)
    mist(stage, hz + 0.01, 0.1, 0.3)
    _rows(stage, blossom, 0.56, (104, 78, 72))
    turf.flowers(stage, sparse=True)
    _strewn(stage, blossom, 110)


def _thicket(stage: Stage, r: Random, leaf: Colour, kinds: str) -> None:
    """Large leaves at both sides and along the foot of the far trees, dark against the light between them."""
    c, light, hz = stage.canvas, stage.light, stage.horizon

    def draw(b: Brush) -> None:
        for k in range(12):
            side = -1 if k % 2 else 1
            x = (0.5 + side * float(r.uniform(0.34, 0.54))) * c.w
            y, s = (hz + float(r.uniform(0.06, 0.24))) * c.h, float(r.uniform(0.22, 0.36)) * c.m
            tone = light.on(times(leaf, float(r.uniform(0.62, 0.95))), 0.08)
            if kinds == "palm" and k < 4:
                flora.palm(b, r, x, y, 2.1 * s, tone, -side)
            else:
                flora.frond(b, r, x, y, s, tone, -side * 0.4)
        if not stage.has("flowers", "flower"):
            return
        for k in range(14):  # blossoms among the leaves
            side = -1 if k % 2 else 1
            x = (0.5 + side * float(r.uniform(0.3, 0.5))) * c.w
            y, s = (hz + float(r.uniform(-0.02, 0.26))) * c.h, float(r.uniform(0.012, 0.024)) * c.m
            flora.flower(b, r, x, y, s, light.on(BLOSSOMS[k % len(BLOSSOMS)]), light.on(times(leaf, 0.7)))

    c.vector((0, 0, c.w, c.h), draw, sheet=True)


BLOSSOMS: tuple[Colour, ...] = ((238, 82, 84), (250, 160, 70), (246, 120, 170))


def jungle(stage: Stage) -> None:
    """A rain forest: palms and trunks one behind the other in green haze, vines, beams of light."""
    c, light, hz, r = stage.canvas, stage.light, stage.horizon, stage.nuance("jungle")
    leaf: Colour = (54, 140, 66)
    haze = mix((214, 236, 158), light.haze, 0.2)
    c.image.paste(haze, (0, 0, c.w, c.h), None)
    c.glow((0.5 + 0.2 * light.side) * c.w, 0.2 * c.h, 0.7 * c.m, (110, 96, 40), 0.9)
    for row, (far, count) in enumerate(((0.6, 12), (0.32, 9), (0.06, 7))):
        spots = [((k + float(r.uniform(0.1, 0.9))) / count, float(r.uniform(0.8, 1.2))) for k in range(count)]

        def trees(b: Brush, far: float = far, spots: list[tuple[float, float]] = spots, row: int = row) -> None:
            for k, (x, size) in enumerate(spots):
                if row == 2 and 0.22 < x < 0.78:
                    continue
                tone = mix(light.on(mix(leaf, (40, 96, 66), 0.3)), haze, far)
                bark, w = mix(light.on((84, 70, 56)), haze, far), (0.012 + 0.012 * row) * c.m * size
                foot = (hz + 0.02 * row + 0.02) * c.h
                if k % 3 == 0:
                    flora.palm(b, r, x * c.w, foot, (0.44 + 0.1 * row) * c.m * size, tone, 1 if x < 0.5 else -1)
                else:
                    b.polygon(
                        [(x * c.w - w, 0), (x * c.w + w, 0), (x * c.w + 1.6 * w, foot), (x * c.w - 1.6 * w, foot)], bark
                    )
                    for _ in range(5):
                        px, py = (
                            x * c.w + float(r.normal(0, 0.07)) * c.m,
                            float(r.uniform(-0.02, 0.26 - 0.05 * row)) * c.h,
                        )
                        b.ellipse(px, py, 0.1 * c.m, 0.055 * c.m, times(tone, float(r.uniform(0.84, 1.12))))
                flora.bush(b, r, x * c.w, foot, 0.12 * c.m * size, times(tone, 0.92), light.side)

        c.vector((0, 0, c.w, (hz + 0.08) * c.h), trees, sheet=True)
    if light.level > 0.6:
        land.shafts(stage)
    lawn(stage, (104, 134, 76), hz + 0.06, 0.03)
    _thicket(stage, r, leaf, "palm")
    _strewn(stage, ((126, 150, 74), (88, 120, 66), (164, 150, 84)), 60)


def primeval(stage: Stage) -> None:
    """The world of dinosaurs: a smoking volcano over mist, tree ferns, a marsh."""
    c, light, hz, r = stage.canvas, stage.light, stage.horizon, stage.nuance("primeval")
    peaks(stage, "far", hz + 0.01, 0.2, 5, (126, 122, 140), 0.55, 0.0)
    x, top, base = (0.5 - 0.24 * light.side) * c.w, (hz - 0.3) * c.h, (hz + 0.02) * c.h
    rock, lit = light.on((104, 88, 92), 0.3), light.on((142, 118, 112), 0.3)
    wide, mouth = 0.36 * c.m, 0.05 * c.m

    def volcano(b: Brush) -> None:
        for k in range(9):
            s = (0.04 + 0.014 * k) * c.m
            b.ellipse(x + light.side * 0.028 * k * c.m, top - (0.02 + 0.028 * k) * c.h, s, s * 0.8,
                      mix((120, 108, 116), light.haze, 0.3 + 0.06 * k), 210)  # fmt: skip
        b.polygon([(x - mouth, top), (x + mouth, top), (x + wide, base), (x - wide, base)], rock)
        s = light.side
        b.polygon(
            [(x + s * mouth, top), (x + s * mouth * 0.1, top), (x + s * 0.1 * wide, base), (x + s * wide, base)], lit
        )
        b.ellipse(x, top, mouth, 0.012 * c.m, (236, 120, 70))
        b.polygon([(x - 0.02 * c.m, top), (x + 0.012 * c.m, top), (x - s * 0.05 * c.m, top + 0.1 * c.h),
                   (x - s * 0.07 * c.m, top + 0.1 * c.h)], (236, 120, 70))  # fmt: skip

    c.vector((0, 0, c.w, base + 2), volcano, sheet=True)
    ridge(stage, line(stage, "middle", hz + 0.02, 0.06, 2), (116, 140, 104), 0.36)
    mist(stage, hz + 0.01, 0.16, 0.5)
    lawn(stage, (128, 148, 88), hz + 0.08, 0.03)
    _thicket(stage, r, (84, 132, 70), "palm")
    turf.flowers(stage, sparse=True)
