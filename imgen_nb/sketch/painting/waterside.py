"""Watersides: falls, a highland loch, and what lies at the near shore of a lake where nothing else is shown."""

from __future__ import annotations

import math

import numpy as np

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting import flora, turf
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, times
from imgen_nb.sketch.painting.land import X, line, mist, peaks, ridge, trees_on
from imgen_nb.sketch.painting.regions import leaf_colour
from imgen_nb.sketch.painting.village import village
from imgen_nb.sketch.painting.water import surface
from imgen_nb.sketch.planning.stage import Stage


def falls(stage: Stage) -> None:
    """A wall of rock that a river comes over, white down to its pool, woods above and boulders below."""
    c, hz, light, r = stage.canvas, stage.horizon, stage.light, stage.stream("falls")
    top, wide, x = 0.2, 0.15, 0.5 + float(r.uniform(-0.06, 0.06))
    peaks(stage, "far", top + 0.1, 0.16, 4, (120, 132, 160), 0.55, 0.3)
    crown = line(stage, "crown", top + 0.01, 0.06, 3)
    trees_on(stage, crown, "crown", 0.2, 16, 0.2, "pine")
    lip = np.where(np.abs(X - x) < wide * 1.15, np.float32(top * c.h), crown).astype(np.float32)
    rock: Colour = (122, 112, 110)
    c.fill_below(lip, light.on(rock, 0.12), light.on(times(rock, 0.62)))
    _faces(stage, r, top, rock)
    _curtain(stage, r, x, top, wide)
    surface(stage, (26, 110, 128), (150, 210, 214))
    c.glow(x * c.w, stage.hz, 0.34 * c.m, (190, 214, 220), 0.8, 1.2)
    mist(stage, hz, 0.16, 0.5)
    stones = [(float(r.random()), float(r.uniform(0.02, 0.2)), float(r.uniform(0.5, 1.0))) for _ in range(12)]

    def boulders(b: Brush) -> None:
        for px, down, k in sorted(stones, key=lambda q: q[1]):
            at = 0.3 * px if px < 0.5 else 1 - 0.3 * (1 - px)
            y, s = (hz + down) * c.h, c.m * (0.03 + 0.26 * down) * k
            b.ellipse(at * c.w, y + s * 0.2, s * 1.3, s * 0.5, light.on((40, 90, 100)), 150)
            b.ellipse(at * c.w, y, s, s * 0.62, light.on(times(rock, 0.7)))
            b.ellipse(
                px * c.w + light.side * s * 0.2,
                y - s * 0.14,
                s * 0.7,
                s * 0.36,
                light.on(mix(rock, (255, 250, 236), 0.2)),
            )
        for px in (0.03, 0.1, 0.92, 0.98):
            flora.frond(
                b, r, px * c.w, 1.0 * c.h, 0.2 * c.m, light.on(leaf_colour(stage, r)), 0.3 if px < 0.5 else -0.3
            )

    c.vector((0, stage.hz, c.w, c.h), boulders)
    stage.ground = light.on((60, 120, 130))


def _faces(stage: Stage, r: Random, top: float, rock: Colour) -> None:
    """Ledges and faces of the cliff, lit from one side, with moss on them."""
    c, light = stage.canvas, stage.light
    found = [
        (float(r.random()), float(r.uniform(top + 0.04, stage.horizon)), float(r.uniform(0.6, 1.3))) for _ in range(46)
    ]

    def draw(b: Brush) -> None:
        for k, (px, y, s) in enumerate(sorted(found, key=lambda q: q[1])):
            w, h = 0.075 * c.m * s, 0.1 * c.m * s
            tone = times(rock, (0.78, 0.92, 1.08)[k % 3])
            x0, y0 = px * c.w, y * c.h
            b.polygon([(x0 - w, y0), (x0 + w * 0.9, y0 - h * 0.1), (x0 + w, y0 + h), (x0 - w * 0.8, y0 + h * 1.1)],
                      light.on(tone, 0.1))  # fmt: skip
            ledge = [
                (x0 - w, y0),
                (x0 + w * 0.9, y0 - h * 0.1),
                (x0 + w * 0.7, y0 - h * 0.3),
                (x0 - w * 0.7, y0 - h * 0.2),
            ]
            b.polygon(ledge, light.on(mix(tone, (110, 150, 90), 0.5 if k % 2 else 0.1), 0.08))

    c.vector((0, top * c.h, c.w, stage.hz + 0.06 * c.h), draw)


def _curtain(stage: Stage, r: Random, x: float, top: float, wide: float) -> None:
    """The falling water: a pale sheet with brighter strands, wider at its foot."""
    c, light = stage.canvas, stage.light
    y0, y1 = top * c.h, stage.hz + 0.02 * c.h
    strands = [(float(r.uniform(-1, 1)), float(r.random()), float(r.random())) for _ in range(70)]
    pale, white = light.on((176, 214, 232), 0.05), light.on((250, 253, 255))

    def half(t: float) -> float:
        return wide * c.w * (0.9 + 0.3 * t * t)

    def draw(b: Brush) -> None:
        steps = [k / 12 for k in range(13)]
        left: list[Point] = [(x * c.w - half(t) * (1 + 0.05 * math.sin(8 * t)), y0 + (y1 - y0) * t) for t in steps]
        right: list[Point] = [(x * c.w + half(t) * (1 + 0.05 * math.sin(7 * t + 2)), y0 + (y1 - y0) * t) for t in steps]
        b.polygon(left + right[::-1], pale)
        for u, start, q in strands:
            t0, t1 = start * 0.7, min(1.0, start * 0.7 + 0.2 + 0.4 * q)
            strand = [(x * c.w + u * half(t), y0 + (y1 - y0) * t) for t in (t0, t1)]
            b.line(strand, c.m * (0.003 + 0.008 * q), white if q > 0.4 else light.on((140, 190, 216)), 200)
        for k in range(16):
            u = k / 15 * 2 - 1
            b.ellipse(x * c.w + u * half(1.0) * 1.1, y1 - 0.01 * c.h, 0.035 * c.m, 0.026 * c.m, white, 220)

    c.vector((0, y0 - 2, c.w, y1 + 0.04 * c.h), draw)


def loch(stage: Stage) -> None:
    """Dark water between steep, bare highland hills, mist lying on it."""
    hz = stage.horizon
    peaks(stage, "far", hz + 0.01, min(0.3, hz * 0.6), 4, (112, 116, 140), 0.5, 0.1)
    for k, (rise, fill, far) in enumerate(((0.26, (104, 112, 98), 0.36), (0.16, (122, 100, 112), 0.2))):
        side = 1 if (k == 0) == (stage.light.side > 0) else -1
        slope = np.clip((X - np.float32(0.5)) * side + np.float32(0.3), 0, 1) * np.float32(rise * stage.h)
        crest = np.minimum(line(stage, f"brae{k}", hz + 0.02, 0.08, 3) - slope, np.float32(stage.hz)).astype(np.float32)
        ridge(stage, crest, fill, far)
        trees_on(stage, crest, f"pines{k}", 0.09, 7, far, "pine")
    mist(stage, hz - 0.01, 0.1, 0.4)
    surface(stage, (26, 52, 74), (116, 140, 156))
    stage.ground = stage.light.on((60, 90, 104))


def shore(stage: Stage) -> None:
    """The near shore of a lake that is all there is: grass, flowers, a jetty with a boat, a tree that leans over."""
    c, light, r = stage.canvas, stage.light, stage.stream("shore things")
    side = 1 if r.random() < 0.5 else -1
    grass = light.on((118, 164, 92))
    slope = (0.93 - 0.1 * np.clip((X - np.float32(0.5)) * side + np.float32(0.1), 0, 1)) * c.h
    edge = (slope + 0.012 * c.h * np.sin(X * np.float32(11))).astype(np.float32)
    c.fill_below(edge, mix(grass, (255, 250, 200), 0.15), times(grass, 0.7))
    leaf = light.on(leaf_colour(stage, r))
    x0 = (0.5 - 0.2 * side) * c.w

    def draw(b: Brush) -> None:
        wood = light.on((150, 112, 80))
        far = [(x0 + side * 0.02 * c.m - 0.05 * c.m, 0.74 * c.h), (x0 + side * 0.02 * c.m + 0.05 * c.m, 0.74 * c.h)]
        near = [(x0 + 0.13 * c.m, 0.97 * c.h), (x0 - 0.13 * c.m, 0.97 * c.h)]
        for k in range(4):
            t = k / 3
            for a, e in zip(far, near[::-1], strict=True):
                px, py = a[0] + (e[0] - a[0]) * t, a[1] + (e[1] - a[1]) * t
                b.line([(px, py), (px, py + 0.05 * c.h)], 0.012 * c.m * (0.6 + t), times(wood, 0.6))
        b.polygon(far + near, wood)
        for k in range(12):
            t = (k / 12) ** 1.3
            y = (0.74 + 0.23 * t) * c.h
            b.line([(x0 - 0.13 * c.m, y), (x0 + 0.13 * c.m, y)], 0.0026 * c.m * (0.5 + t), times(wood, 0.74))
        foot, size = ((0.5 + 0.42 * side) * c.w, 0.9 * c.h), 0.62 * c.m
        if stage.has("trees", "tree"):
            flora.round_tree(b, r, foot[0], foot[1], size, leaf, light.side)
        for _ in range(stage.count(40)):
            x = float(r.random())
            y = float(np.interp(x, X, edge)) + float(r.uniform(0.01, 0.09)) * c.h
            s = 0.03 * c.m
            if abs(x * c.w - x0) > 0.15 * c.m:
                flora.tuft(b, r, x * c.w, y, s, light.on((92, 140, 76)))
                b.ellipse(x * c.w + s * 0.5, y - s * 0.7, s * 0.16, s * 0.16, light.on((250, 236, 160)))

    c.vector((0, 0.1 * c.h, c.w, c.h), draw)


def savanna(stage: Stage) -> None:
    """Dry golden grass to the horizon, flat-topped acacias, a far hill."""
    c, hz, light, r = stage.canvas, stage.horizon, stage.light, stage.stream("savanna")
    ridge(stage, line(stage, "far", hz - 0.01, 0.12, 1), (132, 124, 140), 0.55)
    ridge(stage, line(stage, "plain", hz + 0.02, 0.02, 2), (204, 176, 104), 0.25)
    heights = line(stage, "ground", hz + 0.1, 0.02, 2)
    c.fill_below(heights, light.on((222, 188, 102)), light.on((170, 130, 66)))
    stage.ground = light.on((206, 170, 92))
    spots = [(0.12, 0.06, 0.24), (0.3, 0.03, 0.12), (0.7, 0.035, 0.14), (0.9, 0.09, 0.34)]

    def draw(b: Brush) -> None:
        for x, down, size in spots if stage.has("trees", "tree") else ():
            px, y, s = (x + float(r.uniform(-0.04, 0.04))) * c.w, (hz + down) * c.h, size * c.m
            far = 0.3 * (1 - size / 0.34)
            wood, leaf = light.on((96, 74, 58), far), light.on((98, 118, 62), far)
            for lean in (-0.34, 0.0, 0.3):
                b.line([(px, y), (px + 0.05 * s, y - 0.45 * s), (px + lean * s, y - 0.86 * s)], 0.05 * s, wood)
            for k in range(7):
                u = (k - 3) / 3
                b.ellipse(
                    px + 0.5 * s * u,
                    y - s * (0.9 + 0.06 * (k % 2)),
                    0.24 * s,
                    0.1 * s,
                    times(leaf, 0.86 + 0.09 * (k % 3)),
                )

    c.vector((0, 0, c.w, (hz + 0.16) * c.h), draw)
    turf.grow(stage, (206, 170, 84), hz + 0.09)


def marina(stage: Stage) -> None:
    """A harbour: houses on the hill across the water, boats with bare masts at a pier, its planks in the corner."""
    c, light, hz, r = stage.canvas, stage.light, stage.horizon, stage.stream("marina")
    hill = np.minimum(line(stage, "far", hz - 0.02, 0.16, 2), np.float32(stage.hz)).astype(np.float32)
    ridge(stage, hill, (118, 146, 128), 0.36)
    village(stage, np.minimum(hill + np.float32(0.08 * c.h), np.float32(stage.hz)).astype(np.float32), "quay", 0.6)
    surface(stage, (20, 96, 140), (104, 182, 200))
    hulls: tuple[Colour, ...] = ((246, 244, 238), (52, 84, 130), (196, 74, 66), (236, 206, 140))
    boats = [((k + float(r.uniform(0.2, 0.8))) / 8, int(r.integers(4)), float(r.uniform(0.8, 1.2))) for k in range(8)]
    wood, side = light.on((158, 122, 90)), -light.side

    def moored(b: Brush) -> None:
        y = (hz + 0.035) * c.h
        b.box(0, y - 0.014 * c.h, c.w, 0.014 * c.h, light.on((176, 166, 156), 0.2))
        for x, which, size in boats if stage.has("boat", "boats", "sailboat") else ():
            px, s, hull = x * c.w, 0.06 * c.m * size, light.on(hulls[which], 0.16)
            b.line([(px, y), (px, y - 3.4 * s)], 0.05 * s, light.on((226, 220, 208), 0.1))
            b.line([(px, y - 0.5 * s), (px + 0.9 * s, y - 0.42 * s)], 0.12 * s, light.on((90, 120, 160), 0.1))
            b.polygon([(px - 1.1 * s, y - 0.3 * s), (px + 1.2 * s, y - 0.36 * s), (px + 0.9 * s, y + 0.16 * s),
                       (px - 0.8 * s, y + 0.16 * s)], hull)  # fmt: skip
            b.box(px - 0.4 * s, y - 0.56 * s, 0.8 * s, 0.26 * s, light.on((250, 248, 242), 0.1))
            b.ellipse(px, y + 0.34 * s, 0.9 * s, 0.12 * s, times(hull, 0.7), 120)

    def pier(b: Brush) -> None:
        edge = 0.5 + 0.5 * side
        far, near = (edge - side * 0.06, hz + 0.2), (edge - side * 0.34, 1.02)
        b.polygon([(edge * c.w, far[1] * c.h), (far[0] * c.w, far[1] * c.h), (near[0] * c.w, near[1] * c.h),
                   (edge * c.w, near[1] * c.h)], wood)  # fmt: skip
        for k in range(1, 9):
            t = (k / 9) ** 1.4
            y, x = (far[1] + (near[1] - far[1]) * t) * c.h, (far[0] + (near[0] - far[0]) * t) * c.w
            b.line([(edge * c.w, y), (x, y)], 0.003 * c.m * (1 + t), times(wood, 0.7))
        for k in range(3):
            t = 0.1 + 0.36 * k
            y, x = (far[1] + (near[1] - far[1]) * t) * c.h, (far[0] + (near[0] - far[0]) * t) * c.w
            b.box(x - 0.012 * c.m, y - 0.08 * c.m * (0.6 + t), 0.026 * c.m, 0.12 * c.m * (0.6 + t), times(wood, 0.66))

    c.vector((0, 0, c.w, (hz + 0.08) * c.h), moored)
    c.vector((0, (hz + 0.1) * c.h, c.w, c.h), pier)
    stage.ground = light.on((60, 110, 140))


def island(stage: Stage) -> None:
    """A small island of sand in shallow water, seen from above, palms in its middle."""
    c, light, r = stage.canvas, stage.light, stage.stream("island")
    surface(stage, (14, 92, 142), (52, 150, 186))
    x, y, w, h = 0.5 * c.w, 0.5 * (stage.hz + c.h) + 0.02 * c.h, 0.34 * c.w, 0.22 * (c.h - stage.hz)
    shoal: tuple[Colour, ...] = (
        (34, 138, 176),
        (66, 178, 196),
        (124, 212, 212),
        (236, 250, 246),
        (246, 222, 170),
        (252, 234, 190),
    )
    palms = sorted(
        (float(r.uniform(-0.5, 0.5)), float(r.uniform(-0.4, 0.3)), float(r.uniform(0.8, 1.2))) for _ in range(8)
    )
    wobble = [float(v) for v in r.uniform(-0.09, 0.09, 24)]

    def ring(size: float) -> list[Point]:
        turns = [math.tau * k / 24 for k in range(24)]
        return [(x + w * size * (1 + wobble[k]) * math.cos(a), y + h * size * (1 + wobble[k]) * math.sin(a))
                for k, a in enumerate(turns)]  # fmt: skip

    def draw(b: Brush) -> None:
        for size, fill in zip((1.45, 1.28, 1.12, 1.03, 1.0, 0.86), shoal, strict=True):
            b.polygon(ring(size), light.on(fill))
        for dx, dy, size in sorted(palms, key=lambda q: q[1]):
            flora.bush(b, r, x + dx * w, y + dy * h, 0.07 * c.m, light.on((92, 148, 84)), light.side)
            if stage.has("trees", "tree"):
                flora.palm(
                    b, r, x + dx * w, y + dy * h, 0.24 * c.m * size, light.on((70, 146, 84)), 1 if dx < 0 else -1
                )

    c.vector((0, 0, c.w, c.h), draw, blur=0.001 * c.m)
    stage.ground = light.on((246, 222, 170))


def haze_bank(stage: Stage) -> None:
    """Fog that comes in: a bank with a rounded edge, lying over the foot of everything."""
    c, r = stage.canvas, stage.stream("bank of fog")
    pale = mix(stage.light.haze, (240, 243, 246), 0.5)
    puffs = [(float(r.random()), float(r.uniform(-0.1, 0.3)), float(r.uniform(0.08, 0.2))) for _ in range(60)]

    def draw(b: Brush) -> None:
        for x, down, s in sorted(puffs, key=lambda q: q[1]):
            b.ellipse(x * c.w, (stage.horizon + down) * c.h, s * c.w * 1.5, s * c.h * 0.6, pale, 96)

    c.vector((0, 0, c.w, c.h), draw, blur=c.m * 0.022, quiet=True)
    ramp = gradient((2, 64), [(0, (0, 0, 0)), (0.5, (170, 170, 170)), (1, (90, 90, 90))]).convert("L")
    c.tint(pale, ramp, 0.7)
