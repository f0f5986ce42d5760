"""Countries: kinds of open land behind what is shown, each in three planes: far, middle, and where it stands."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import avenue, behind, country, flora, land, sets, town, turf, waterside, woods
from imgen_nb.sketch.painting.canvas import Brush, mix, times
from imgen_nb.sketch.painting.land import X, ground, lawn, line, mist, peaks, ridge, trees_on
from imgen_nb.sketch.painting.regions import region
from imgen_nb.sketch.painting.standing import stand
from imgen_nb.sketch.painting.village import village
from imgen_nb.sketch.painting.water import surface
from imgen_nb.sketch.planning.stage import Stage


def lakeside(stage: Stage) -> None:
    """Grass at the shore of a lake, mountains across it that the water mirrors."""
    here, hz = region(stage), stage.horizon
    peaks(stage, "across", hz + 0.01, min(0.3, hz * 0.6), 4, (116, 126, 160), 0.42, 0.34)
    far = np.minimum(line(stage, "far", hz - 0.01, 0.07, 2), np.float32(stage.hz))
    ridge(stage, far, mix(here.field, (60, 110, 110), 0.5), 0.34)
    trees_on(stage, far, "middle", 0.1, 16, 0.3, "pine")
    surface(stage, (30, 96, 132), (120, 180, 194))
    mist(stage, hz, 0.06, 0.3)
    _near(stage, here.grass, hz + 0.16)
    c, r, light = stage.canvas, stage.nuance("reeds"), stage.light
    places = [(float(r.uniform(-0.02, 0.2)) + 0.8 * (k % 2), float(r.uniform(0.13, 0.2))) for k in range(8)]

    def reeds(b: Brush) -> None:
        for x, s in places:
            flora.reed(b, r, x * c.w, (hz + 0.2) * c.h, s * c.m, light.on((84, 128, 66)))

    c.vector((0, hz * c.h, c.w, (hz + 0.24) * c.h), reeds)
    turf.flowers(stage, sparse=True)


def _near(stage: Stage, colour: Colour, at: float, rise: float = 0.035) -> None:
    """The plane that is stood on, with a bright edge where it meets what is behind."""
    c = stage.canvas
    crest = line(stage, "ground", at, rise, 2)
    c.fill_below((crest - 0.006 * c.h).astype(np.float32), stage.light.on(mix(colour, (255, 250, 196), 0.4)),
                 stage.light.on(colour))  # fmt: skip
    lawn(stage, colour, at, rise)


def coast(stage: Stage) -> None:
    """A headland over the sea: cliffs one behind the other at one side, grass with flowers in front."""
    _headland(stage, 1.0)
    _near(stage, region(stage).grass, stage.horizon + 0.18, 0.05)
    turf.flowers(stage, sparse=True)


def cliffs(stage: Stage) -> None:
    """The same headland where it is what is shown: towering, with a shore of stones before it."""
    _headland(stage, 1.9)
    if stage.plan.subjects:
        _near(stage, region(stage).grass, stage.horizon + 0.18, 0.05)
    else:
        _shingle(stage, stage.horizon + 0.2)


def _headland(stage: Stage, rise: float) -> None:
    hz = stage.horizon
    surface(stage, (18, 98, 146), (92, 184, 204))
    for k, (reach, high, far) in enumerate(((0.66, 0.1, 0.55), (0.46, 0.17, 0.36), (0.27, 0.26, 0.16))):
        _cliff(stage, f"cliff{k}", reach, high * rise, hz + 0.012 + 0.035 * k, far)


def _shingle(stage: Stage, top: float) -> None:
    """A shore of stones, larger the nearer they lie, with a seam of foam."""
    c, light, r = stage.canvas, stage.light, stage.stream("shingle")
    rock: Colour = (132, 126, 122)
    crest = line(stage, "shore", top, 0.04, 2)
    c.fill_below((crest - 0.012 * c.h).astype(np.float32), light.on((246, 250, 252)), light.on((224, 236, 240)))
    c.fill_below(crest, light.on(rock), light.on(times(rock, 0.72)))
    stage.ground = light.on(rock)
    stones = sorted((float(r.uniform(0.02, 1)) ** 1.4, float(r.random()), float(r.random())) for _ in range(90))

    def draw(b: Brush) -> None:
        for down, across, q in stones:
            x, y, s = across * c.w, (top + 0.02 + (1 - top) * down) * c.h, c.m * (0.008 + 0.06 * down) * (0.6 + 0.8 * q)
            grey = mix(rock, (176, 160, 144), q)
            b.ellipse(x, y + 0.3 * s, 1.15 * s, 0.5 * s, light.on(times(rock, 0.5)), 150)
            b.ellipse(x, y, s, 0.62 * s, light.on(times(grey, 0.78)))
            b.ellipse(x + light.side * 0.2 * s, y - 0.14 * s, 0.7 * s, 0.38 * s, light.on(times(grey, 1.12)))

    c.vector((0, top * c.h, c.w, c.h), draw)


def _cliff(stage: Stage, purpose: str, reach: float, high: float, foot: float, far: float) -> None:
    """Pale rock with turf on it that ends in the sea, from the side away from the sun."""
    c, light, here, r = stage.canvas, stage.light, region(stage), stage.stream(purpose)
    side, n = -light.side, 16
    edge = 0.5 + 0.5 * side
    jag = [float(v) for v in r.uniform(-0.09, 0.09, n + 1)]
    crest = [((edge - side * reach * k / n) * c.w, (foot - high * (1 - 0.5 * (k / n) ** 2) * (1 + jag[k])) * c.h)
             for k in range(n)]  # fmt: skip
    tip, low = (edge - side * (reach + 0.012) * 1.0) * c.w, foot * c.h
    rock, turf = mix((214, 198, 174), here.far, 0.2), mix(here.grass, here.field, 0.3)
    outline = [*crest, (tip, low), (edge * c.w, low)]

    def draw(b: Brush) -> None:
        b.polygon(outline, light.on(rock, far))
        for k in range(1, n - 1, 2):  # faces turned from the light
            x, y = crest[k]
            wide = 0.34 * reach / n * c.w * side
            b.polygon([(x, y), (x + wide, y), (x + 2.6 * wide, low), (x + 0.6 * wide, low)],
                      light.on(times(rock, 0.78), far))  # fmt: skip
        cap = [(x, y + (0.1 + 0.07 * (k % 3)) * high * c.h) for k, (x, y) in enumerate(crest)]
        b.polygon(crest + cap[::-1], light.on(turf, far))
        for k in range(12):
            x = edge * c.w + (tip - edge * c.w) * k / 11
            b.ellipse(x, low, 0.035 * c.m, 0.0035 * c.m * (0.5 + high * 6), light.on((244, 250, 252), far * 0.5), 220)

    c.vector((0, 0, c.w, low + 0.02 * c.h), draw, sheet=True)


def wheat(stage: Stage) -> None:
    """Ripe corn up to a village with its church on the horizon, cornflowers and poppies at the path."""
    here, hz = region(stage), stage.horizon
    gold: Colour = (232, 194, 104)
    ridge(stage, line(stage, "far", hz - 0.02, 0.12, 2), mix(here.far, gold, 0.2), 0.6)
    back = line(stage, "middle", hz + 0.01, 0.03, 2)
    ridge(stage, back, mix(here.leaves[0], here.field, 0.5), 0.3)
    trees_on(stage, back, "middle", 0.08, 10, 0.3)
    village(stage, back, "hamlet", 0.5)
    field = line(stage, "field", hz + 0.05, 0.03, 2)
    ridge(stage, field, gold, 0.1)
    land.furrows(stage, field, gold, 0.24)
    _near(stage, mix(gold, here.grass, 0.3), hz + 0.2, 0.03)
    _corn(stage, gold)


def _corn(stage: Stage, gold: Colour) -> None:
    """Ears along the near edge of a field, poppies among them."""
    c, r, light = stage.canvas, stage.nuance("corn"), stage.light
    top = stage.horizon + 0.17
    ears = [[float(v) for v in r.random(3)] for _ in range(stage.count(120))]

    def draw(b: Brush) -> None:
        for x, t, q in sorted(ears, key=lambda e: e[1]):
            y = (top + 0.09 * t) * c.h
            flora.ear(b, r, x * c.w, y, (0.055 + 0.03 * t) * c.m, light.on(times(gold, 0.84 + 0.2 * q), 0.1))
        for x, t, q in ears[::6]:
            y = (top + 0.1 + 0.24 * t) * c.h
            petal = (226, 74, 58) if q < 0.6 else (86, 112, 200)
            flora.flower(b, r, x * c.w, y, (0.008 + 0.008 * t) * c.m, light.on(petal), light.on((110, 140, 70)))
            flora.tuft(b, r, (x + 0.02) * c.w, y, (0.02 + 0.02 * t) * c.m, light.on(times(gold, 0.8)))

    c.vector((0, (top - 0.1) * c.h, c.w, c.h), draw, quiet=True)


def valley(stage: Stage) -> None:
    """A village in a valley under snowy mountains, seen over the grass of an alp."""
    here, hz = region(stage), stage.horizon
    peaks(stage, "far", hz - 0.02, min(0.4, hz * 0.7), 4, (124, 136, 172), 0.48, 0.46)
    peaks(stage, "near", hz + 0.02, min(0.26, hz * 0.5), 4, (96, 116, 128), 0.26, 0.2)
    foot = line(stage, "middle", hz + 0.03, 0.06, 2)
    ridge(stage, foot, mix(here.grass, (60, 116, 90), 0.4), 0.24)
    trees_on(stage, foot, "middle", 0.09, 18, 0.24, "pine")
    floor = line(stage, "floor", hz + 0.08, 0.03, 2)
    ridge(stage, floor, mix(here.grass, here.field, 0.4), 0.14)
    village(stage, floor, "alp", 0.62)
    _near(stage, here.grass, hz + 0.16, 0.05)
    turf.flowers(stage, sparse=True)


def park(stage: Stage) -> None:
    """A park: clipped trees, a pond, a lamp and a bench far back, a lawn in mown stripes."""
    here, hz, c, light = region(stage), stage.horizon, stage.canvas, stage.light
    green = mix(here.grass, (116, 172, 92), 0.6)
    back = line(stage, "far", hz - 0.02, 0.1, 3)
    ridge(stage, back, mix(here.leaves[0], here.far, 0.4), 0.44)
    trees_on(stage, line(stage, "wood", hz + 0.02, 0.02, 2), "middle", 0.26, 12, 0.26, "round")
    lawn(stage, green, hz + 0.02, 0.01)

    def stripes(b: Brush) -> None:
        y0, y1 = (hz + 0.03) * c.h, float(c.h)
        for k in range(-9, 9, 2):
            at = [(c.w / 2 + k * 0.055 * c.m, y0), (c.w / 2 + (k + 1) * 0.055 * c.m, y0),
                  (c.w / 2 + (k + 1) * 0.28 * c.m, y1), (c.w / 2 + k * 0.28 * c.m, y1)]  # fmt: skip
            b.polygon(at, light.on(times(green, 0.92)), 120)

    def pond(b: Brush) -> None:
        x, y = (0.5 + 0.24 * light.side) * c.w, (hz + 0.09) * c.h
        b.ellipse(x, y + 0.006 * c.h, 0.25 * c.w, 0.034 * c.h, light.on((206, 196, 176)))
        b.ellipse(x, y, 0.24 * c.w, 0.03 * c.h, light.on((110, 160, 178)))
        b.ellipse(x - 0.03 * c.w, y - 0.006 * c.h, 0.17 * c.w, 0.012 * c.h, mix(light.haze, (255, 255, 255), 0.3))

    c.vector((0, hz * c.h, c.w, c.h), stripes, blur=0.002 * c.m)
    c.vector((0, hz * c.h, c.w, (hz + 0.14) * c.h), pond)
    for art, x, high in (("@streetlamp", 0.5 - 0.36 * light.side, 0.3), ("@bench", 0.5 - 0.24 * light.side, 0.08)):
        _extra(stage, art, x, high, 0.09)
    turf.flowers(stage, sparse=True)


def _extra(stage: Stage, art: str, x: float, high: float, foot: float, far: float = 0.2) -> None:
    """Something of the place that nobody counts, unless it's asked for or asked away, or what is shown hides it."""
    c, (middle, _, half, _) = stage.canvas, stage.focus
    there = {s.art for s in stage.plan.subjects}
    if art not in there and stage.has(art.lstrip("@")) and abs(x * c.w - middle) > half + 0.04 * c.m:
        stand(stage, art, high * c.m, x * c.w, (stage.horizon + foot) * c.h, far)


def farm(stage: Stage) -> None:
    """A farm: a red barn by a field in rows, a fence of rails, bales of hay."""
    here, hz, c, light = region(stage), stage.horizon, stage.canvas, stage.light
    ridge(stage, line(stage, "far", hz - 0.02, 0.13, 2), mix(here.field, here.far, 0.7), 0.56)
    middle = line(stage, "middle", hz + 0.03, 0.08, 2)
    ridge(stage, middle, here.field, 0.24)
    land.furrows(stage, middle, here.field, 0.14)
    trees_on(stage, middle, "middle", 0.1, 8, 0.28)
    lawn(stage, here.grass, hz + 0.1, 0.02)
    _extra(stage, "@barn", 0.5 + 0.33 * light.side, 0.3, 0.12, 0.16)
    wood = light.on((186, 160, 130))
    y = (hz + 0.17) * c.h

    def fence(b: Brush) -> None:
        for down in (0.0, 0.036):
            b.box(0, y + down * c.m, c.w, 0.012 * c.m, wood)
            b.box(0, y + (down + 0.009) * c.m, c.w, 0.004 * c.m, times(wood, 0.6))
        for k in range(-1, 12):
            x = (k + 0.5) / 11 * c.w
            b.box(x, y - 0.024 * c.m, 0.016 * c.m, 0.1 * c.m, wood)
            b.box(x + 0.011 * c.m, y - 0.024 * c.m, 0.005 * c.m, 0.1 * c.m, times(wood, 0.66))

    if stage.has("@fence", "fence") and not {s.art for s in stage.plan.subjects} & {"@fence"}:
        c.vector((0, y - 0.04 * c.m, c.w, y + 0.1 * c.m), fence)
    turf.flowers(stage, sparse=True)


def castle(stage: Stage) -> None:
    """A castle on its hill behind woods, banners of cloud round it, a path that leads there."""
    here, hz, light = region(stage), stage.horizon, stage.light
    peaks(stage, "far", hz, min(0.34, hz * 0.6), 4, (126, 124, 166), 0.56, 0.4)
    hill = line(stage, "middle", hz + 0.03, 0.05, 2)
    bump = np.exp(-((X - np.float32(0.5 + 0.27 * light.side)) ** 2) / np.float32(0.02)) * np.float32(0.1 * stage.h)
    ridge(stage, (hill - bump).astype(np.float32), mix(here.field, here.far, 0.4), 0.36)
    if not {s.art for s in stage.plan.subjects} & {"castle", "japanese-castle", "house"}:
        _extra(stage, "castle", 0.5 + 0.27 * light.side, 0.32, -0.055, 0.34)
    mist(stage, hz + 0.02, 0.1, 0.4)
    trees_on(stage, line(stage, "wood", hz + 0.05, 0.03, 2), "middle", 0.12, 20, 0.24, "pine")
    _near(stage, here.grass, hz + 0.1, 0.04)
    country.path(stage, (206, 178, 136))
    turf.flowers(stage, sparse=True)


def highway(stage: Stage) -> None:
    """A road in open country: by the sea, or among hills."""
    coast(stage) if stage.nuance("road side").random() < 0.45 else land.hills(stage)
    country.embanked(stage, min(0.88, stage.focus[3] / stage.h - 0.055))


def garden(stage: Stage) -> None:
    """A garden: a clipped hedge, roses on both sides of a path of gravel."""
    c, light, here, hz, r = stage.canvas, stage.light, region(stage), stage.horizon, stage.nuance("garden")
    leaf = mix(here.leaves[0], (70, 122, 74), 0.5)
    ridge(stage, line(stage, "far", hz - 0.04, 0.1, 3), mix(here.leaves[-1], here.far, 0.4), 0.4)
    trees_on(stage, line(stage, "wood", hz, 0.02, 2), "middle", 0.24, 9, 0.24, "round")
    hedge = np.full_like(X, np.float32((hz - 0.02) * c.h))
    c.fill_below(hedge, light.on(mix(leaf, (255, 250, 190), 0.2), 0.1), light.on(times(leaf, 0.7), 0.1))
    lawn(stage, mix(here.grass, (120, 172, 92), 0.5), hz + 0.08, 0.0)
    country.path(stage, (222, 206, 176))
    roses: tuple[Colour, ...] = ((226, 84, 98), (250, 168, 178), (252, 240, 232), (246, 190, 96))

    def beds(b: Brush) -> None:
        for k in range(6):
            t = (k + 0.4) / 6
            for side in (-1, 1):
                x, y = (0.5 + side * (0.16 + 0.4 * t)) * c.w, (hz + 0.1 + 0.42 * t**1.3) * c.h
                s = (0.07 + 0.12 * t) * c.m
                flora.bush(b, r, x, y, s * 1.3, light.on(leaf, 0.12 * (1 - t)), light.side)
                for _ in range(9):
                    px, py = x + float(r.normal(0, 0.4)) * s, y - float(r.uniform(0.1, 0.8)) * s
                    petal = light.on(roses[int(r.integers(4))], 0.1 * (1 - t))
                    b.ellipse(px, py, 0.11 * s, 0.1 * s, times(petal, 0.84))
                    b.ellipse(px, py - 0.02 * s, 0.075 * s, 0.06 * s, petal)

    if stage.has("flowers", "flower", "roses"):
        c.vector((0, hz * c.h, c.w, c.h), beds, sheet=True)


def fair(stage: Stage) -> None:
    """A fairground: striped tents in a row, a great wheel behind them, strings of lamps over all."""
    c, light, hz, r = stage.canvas, stage.light, stage.horizon, stage.nuance("fair")
    ridge(stage, line(stage, "far", hz - 0.02, 0.12, 2), (96, 116, 140), 0.5)
    _extra(stage, "ferris-wheel", 0.5 - 0.3 * light.side, 0.5, 0.03, 0.42)
    ground(stage, (178, 158, 128), hz + 0.03, 0.0)
    stripes: tuple[Colour, ...] = ((222, 74, 78), (64, 132, 190), (240, 178, 70), (112, 168, 96))
    lit = light.level < 0.7
    sizes = [float(v) for v in r.uniform(0.8, 1.25, 6)]
    bulbs = [(k, j / 11) for k in range(3) for j in range(12)]

    def tents(b: Brush) -> None:
        for k, size in enumerate(sizes):
            x, w, y, hue = (k + 0.5) / 6 * c.w, 0.11 * c.m * size, (hz + 0.05) * c.h, stripes[k % 4]
            high = 0.13 * c.m * size
            for j in range(6):
                u, v = (j / 3 - 1) * w, ((j + 1) / 3 - 1) * w
                tone = light.on(hue if j % 2 else (250, 244, 230), 0.08)
                b.polygon([(x + u, y - high), (x + v, y - high), (x + v, y), (x + u, y)], times(tone, 0.86))
                b.polygon([(x, y - 1.9 * high), (x + 1.1 * u, y - 0.94 * high), (x + 1.1 * v, y - 0.94 * high)], tone)
            b.polygon([(x, y - 0.8 * high), (x - 0.26 * w, y), (x + 0.26 * w, y)],
                      (255, 214, 130) if lit else light.on(times(hue, 0.5)))  # fmt: skip
            b.line([(x, y - 1.9 * high), (x, y - 2.3 * high)], 0.004 * c.m, light.on((90, 80, 80)))
            b.polygon([(x, y - 2.3 * high), (x + 0.3 * w, y - 2.2 * high), (x, y - 2.1 * high)], light.on(hue))

    def lamps(b: Brush) -> None:
        for k, t in bulbs:
            sag = 0.09 * (1 - (2 * t - 1) ** 2)
            x, y = t * c.w, (0.05 + 0.1 * k + (0.1 - 0.07 * k) * t + sag) * c.h
            b.ellipse(x, y, 0.011 * c.m, 0.012 * c.m, (255, 232, 160) if lit else light.on((255, 240, 200)))

    c.vector((0, 0, c.w, (hz + 0.08) * c.h), tents, sheet=True)
    c.vector((0, 0, c.w, 0.5 * c.h), lamps, quiet=True)
    if lit:
        for k in range(6):
            c.glow((k + 0.5) / 6 * c.w, (hz + 0.02) * c.h, 0.22 * c.m, (255, 190, 104), 0.7)
        c.glow(0.5 * c.w, 0.2 * c.h, 0.8 * c.w, (120, 84, 50), 0.6)


def bloom(stage: Stage) -> None:
    """Among flowers, as small as a bee: blossoms near by, leaves and light far out of focus."""
    c, light, here, r = stage.canvas, stage.light, region(stage), stage.nuance("bloom")
    plain = sets.Tones(here.grass, here.field, here.far, False)
    behind.distant(stage, behind.garden, plain, r, c.h)
    c.image = Image.blend(c.image, Image.new("RGB", c.size, light.haze), 0.16)
    petals = here.petals or ((250, 250, 250),)
    spots = sorted(((k + float(r.random())) / 13, float(r.uniform(0.7, 1.0)), int(r.integers(9))) for k in range(13))

    def blossoms(b: Brush) -> None:
        for x, y, k in sorted(spots, key=lambda q: q[1]):
            s, stem = (0.05 + 0.06 * (y - 0.6)) * c.m * 1.5, light.on(times(here.grass, 0.62 + 0.3 * (1 - y)))
            px, py = x * c.w, y * c.h
            b.line([(px, py - s), (px + 0.3 * s, c.h)], 0.09 * s, stem)
            b.polygon([(px + 0.2 * s, py + 1.5 * s), (px + 1.3 * s, py + 0.4 * s), (px + 0.9 * s, py + 1.3 * s)], stem)
            flora.flower(b, r, px, py, s, light.on(petals[k % len(petals)]), stem)

    if stage.has("flowers", "flower"):
        c.vector((0, 0.4 * c.h, c.w, c.h), blossoms, sheet=True)
    stage.ground = here.grass


def streets(stage: Stage) -> None:
    """A street with shops, seen along or across."""
    avenue.avenue(stage, "street") if stage.nuance("town").random() < 0.5 else town.street(stage)


COUNTRIES: dict[str, Callable[[Stage], None]] = {
    "lakeside": lakeside,
    "coast": coast,
    "wheat": wheat,
    "valley": valley,
    "avenue": woods.alley,
    "autumn": woods.autumn,
    "orchard": woods.orchard,
    "park": park,
    "farm": farm,
    "jungle": woods.jungle,
    "primeval": woods.primeval,
    "castle": castle,
    "highway": highway,
    "clearing": land.forest,
    "savanna": waterside.savanna,
    "town": streets,
    "bloom": bloom,
    "fair": fair,
    "garden": garden,
}
