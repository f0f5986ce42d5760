"""Plants drawn stroke by stroke: trees, grass, flowers, bushes, leaves in the corner of the eye."""

from __future__ import annotations

import itertools
import math

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, Random, mix, times


def pine(b: Brush, r: Random, x: float, y: float, h: float, leaf: Colour, side: int, snow: bool = False) -> None:
    """A conifer standing at (x, y): tiers with a lit half, snow on the shoulders in winter."""
    w = h * r.uniform(0.19, 0.24)
    b.box(x - h * 0.022, y - h * 0.16, h * 0.044, h * 0.17, mix(leaf, (60, 40, 30), 0.7))
    tiers = 4
    for k in range(tiers):
        t = k / tiers
        half = w * (1 - t * 0.72)
        base, top = y - h * (0.1 + 0.72 * t), y - h * (0.46 + 0.54 * t if k < tiers - 1 else 1.0)
        sag = half * 0.16
        b.polygon(
            [
                (x, top),
                (x + half, base),
                (x + half * 0.5, base + sag),
                (x, base),
                (x - half * 0.5, base + sag),
                (x - half, base),
            ],
            leaf,
        )
        light = mix(leaf, (255, 246, 190), 0.14)
        b.polygon(
            [(x, top), (x + side * half, base), (x + side * half * 0.5, base + sag), (x + side * half * 0.12, base)],
            light,
        )
        if snow:
            white = mix(leaf, (246, 250, 255), 0.88)
            cut = 0.45
            px, py = half * cut, top + (base - top) * cut
            b.polygon(
                [
                    (x, top - h * 0.008),
                    (x + px, py),
                    (x + px * 0.4, py - sag * 0.6),
                    (x, py + sag * 0.4),
                    (x - px * 0.5, py - sag * 0.5),
                    (x - px, py),
                ],
                white,
            )


def round_tree(
    b: Brush, r: Random, x: float, y: float, h: float, leaf: Colour, side: int, bark: Colour | None = None
) -> None:
    """A leafy tree: trunk, then lumps of leaves, dark below and light towards the sun."""
    trunk = bark or mix(leaf, (86, 56, 40), 0.75)
    tw = h * 0.045
    b.polygon([(x - tw * 1.3, y), (x - tw * 0.6, y - h * 0.5), (x + tw * 0.6, y - h * 0.5), (x + tw * 1.3, y)], trunk)
    b.line([(x, y - h * 0.34), (x + h * 0.12, y - h * 0.52)], tw * 0.7, trunk)
    b.line([(x, y - h * 0.3), (x - h * 0.11, y - h * 0.5)], tw * 0.7, trunk)
    lumps = []
    for k in range(7):
        a = math.pi * (0.08 + 0.84 * k / 6)
        lumps.append(
            (
                x - math.cos(a) * h * r.uniform(0.2, 0.27),
                y - h * 0.56 - math.sin(a) * h * r.uniform(0.12, 0.2),
                h * r.uniform(0.13, 0.17),
            )
        )
    lumps.append((x, y - h * 0.68, h * 0.2))
    for lx, ly, lr in lumps:
        b.ellipse(lx, ly + h * 0.03, lr * 1.05, lr, times(leaf, 0.74))
    for lx, ly, lr in lumps:
        b.ellipse(lx, ly, lr * 0.96, lr * 0.92, leaf)
    for lx, ly, lr in lumps:
        b.ellipse(lx + side * lr * 0.3, ly - lr * 0.34, lr * 0.5, lr * 0.42, mix(leaf, (255, 250, 170), 0.2))


def cypress(b: Brush, x: float, y: float, h: float, leaf: Colour, side: int) -> None:
    """A tall narrow evergreen: a flame, lit along one side."""
    w = h * 0.075

    def flame(k: float, shift: float) -> list[tuple[float, float]]:
        ts = [i / 10 for i in range(11)]
        half = [w * k * math.sin(math.pi * min(1.0, 0.12 + 0.88 * t)) ** 0.8 for t in ts]
        right = [(x + shift + q, y - h * t) for t, q in zip(ts, half, strict=True)]
        return right + [(x + shift - q, y - h * t) for t, q in zip(ts[::-1], half[::-1], strict=True)]

    b.box(x - h * 0.014, y - h * 0.05, h * 0.028, h * 0.06, mix(leaf, (70, 50, 40), 0.7))
    b.polygon(flame(1.0, 0), times(leaf, 0.7))
    b.polygon(flame(0.5, side * w * 0.4), times(leaf, 0.86))


def birch(b: Brush, r: Random, x: float, y: float, h: float, leaf: Colour, side: int) -> None:
    """A slender tree with a pale trunk and light leaves in clumps."""
    pale = mix((238, 234, 226), leaf, 0.16)
    lean = h * r.uniform(-0.05, 0.05)
    b.polygon(
        [(x - h * 0.02, y), (x + h * 0.02, y), (x + lean + h * 0.008, y - h * 0.9), (x + lean, y - h * 0.9)], pale
    )
    for k in range(4):
        t = 0.12 + 0.16 * k
        b.box(x + lean * t - h * 0.014, y - h * t, h * 0.018, h * 0.008, (92, 84, 84))
    clumps = []
    for k in range(8):
        t = 0.4 + 0.075 * k
        clumps.append((x + lean * t + h * r.uniform(-0.15, 0.15) * (1.35 - t), y - h * t, h * r.uniform(0.07, 0.12)))
    for cx, cy, s in clumps:
        b.ellipse(cx, cy + s * 0.2, s, s * 0.86, times(leaf, 0.82))
    for cx, cy, s in clumps:
        b.ellipse(cx + side * s * 0.2, cy - s * 0.1, s * 0.72, s * 0.6, mix(leaf, (255, 250, 180), 0.2))


def branch(b: Brush, r: Random, x: float, y: float, s: float, leaf: Colour, way: int) -> None:
    """A hanging branch with leaves, from an upper corner into the picture."""
    points = [(x + way * s * k / 7, y + s * 0.3 * (k / 7) ** 1.7) for k in range(8)]
    b.line(points, s * 0.022, times(leaf, 0.6))
    for k in range(1, 8):
        px, py = points[k]
        for turn in (-1, 1):
            long, a = s * r.uniform(0.16, 0.24), turn * r.uniform(0.5, 0.9) + 0.35
            ux, uy = way * math.cos(a), math.sin(a)
            rim = [
                (px + ux * long * t - uy * long * q, py + uy * long * t + ux * long * q)
                for t, q in ((0, 0), (0.3, 0.16), (0.65, 0.15), (1, 0), (0.65, -0.15), (0.3, -0.16))
            ]
            b.polygon(rim, times(leaf, r.uniform(0.84, 1.16)))


def spray(
    b: Brush, r: Random, x: float, y: float, s: float, leaf: Colour, way: int, petals: tuple[Colour, ...]
) -> None:
    """A forked twig with blossoms or coloured leaves in clusters, from an upper corner into the picture."""
    bark = mix(leaf, (74, 50, 44), 0.7)
    forks = [
        [(x + way * s * k / 6, y + s * (0.2 * up + 0.3 * up * (k / 6) ** 1.6)) for k in range(7)] for up in (1.0, 0.2)
    ]
    for points in forks:
        b.line(points, s * 0.02, bark)
    for px, py in (point for points in forks for point in points[1:]):
        for _ in range(3):
            lx, ly, long = px + s * r.uniform(-0.07, 0.07), py + s * r.uniform(-0.06, 0.08), s * r.uniform(0.03, 0.05)
            b.ellipse(lx, ly, long * 1.3, long * 0.7, times(leaf, r.uniform(0.9, 1.2)))
        for _ in range(3):
            lx, ly, big = px + s * r.uniform(-0.06, 0.06), py + s * r.uniform(-0.05, 0.07), s * r.uniform(0.022, 0.034)
            petal = petals[int(r.integers(len(petals)))]
            for k in range(5):
                a = 1.2566 * k
                b.ellipse(lx + math.cos(a) * big, ly + math.sin(a) * big, big * 0.8, big * 0.8, petal)
            b.ellipse(lx, ly, big * 0.45, big * 0.45, mix(petal, (255, 220, 120), 0.7))


def ear(b: Brush, r: Random, x: float, y: float, s: float, leaf: Colour) -> None:
    """A stalk of corn with its ear."""
    lean = s * r.uniform(-0.16, 0.16)
    top = (x + lean, y - s)
    b.line([(x, y), (x + lean * 0.4, y - s * 0.6), top], s * 0.014, times(leaf, 0.86))
    for k in range(6):
        py = y - s * (0.8 + 0.045 * k)
        for way in (-1, 1):
            b.ellipse(
                x + lean * (0.8 + 0.05 * k) + way * s * 0.016, py, s * 0.016, s * 0.032, times(leaf, 1.0 + 0.02 * k)
            )


def palm(b: Brush, r: Random, x: float, y: float, h: float, leaf: Colour, side: int) -> None:
    """A palm leaning a little."""
    lean = side * h * r.uniform(0.08, 0.2)
    bark = mix(leaf, (150, 104, 66), 0.8)
    points = [(x + lean * (k / 8) ** 2, y - h * 0.8 * k / 8) for k in range(9)]
    for k, ((x0, y0), (x1, y1)) in enumerate(itertools.pairwise(points)):
        b.line([(x0, y0), (x1, y1)], h * (0.05 - 0.003 * k), times(bark, 0.92 if k % 2 else 1.06))
    tx, ty = points[-1]
    for k in range(8):
        a = math.pi * (k / 7) + r.uniform(-0.1, 0.1)
        length = h * r.uniform(0.3, 0.38)
        ex, ey = tx - math.cos(a) * length, ty - math.sin(a) * length * 0.62 + length * 0.42 * abs(math.cos(a))
        mx, my = tx - math.cos(a) * length * 0.55, ty - math.sin(a) * length * 0.4 - length * 0.1
        shade = times(leaf, 0.8 if k % 2 else 1.08)
        b.polygon([(tx, ty), (mx, my - length * 0.1), (ex, ey), (mx, my + length * 0.09)], shade)
    for k in range(3):
        b.ellipse(tx + h * 0.03 * (k - 1), ty + h * 0.03, h * 0.022, h * 0.024, times(bark, 0.7))


def bamboo(b: Brush, r: Random, x: float, y: float, h: float, leaf: Colour, side: int) -> None:
    """A stand of bamboo: jointed stems with narrow leaves."""
    for k in range(3):
        px, high = x + (k - 1) * h * 0.05, h * r.uniform(0.85, 1.15)
        stem, w = times(leaf, 0.9 + 0.16 * (k % 2)), h * 0.022
        for j in range(7):
            y0, y1 = y - high * j / 7, y - high * (j + 0.93) / 7
            b.polygon([(px - w / 2, y0), (px + w / 2, y0), (px + w / 2, y1), (px - w / 2, y1)], stem)
            b.box(px - w * 0.7, y1 - h * 0.006, w * 1.4, h * 0.008, mix(stem, (255, 255, 220), 0.35))
            if j > 1:
                way = 1 if (j + k) % 2 else -1
                for turn in (0.1, -0.07):
                    tip = (px + way * h * r.uniform(0.1, 0.15), y1 + h * turn * 0.7)
                    b.polygon(
                        [
                            (px, y1),
                            ((px + tip[0]) / 2, y1 + h * (turn * 0.35 - 0.018)),
                            tip,
                            ((px + tip[0]) / 2, y1 + h * (turn * 0.35 + 0.012)),
                        ],
                        times(leaf, 1.08 if side == way else 0.86),
                    )


def bush(b: Brush, r: Random, x: float, y: float, s: float, leaf: Colour, side: int) -> None:
    """A low round shrub."""
    lumps = [(x + s * r.uniform(-0.5, 0.5), y - s * r.uniform(0.1, 0.4), s * r.uniform(0.26, 0.4)) for _ in range(6)]
    for lx, ly, lr in lumps:
        b.ellipse(lx, ly, lr, lr * 0.9, times(leaf, 0.82))
    for lx, ly, lr in lumps:
        b.ellipse(lx + side * lr * 0.15, ly - lr * 0.16, lr * 0.78, lr * 0.68, leaf)


def tuft(b: Brush, r: Random, x: float, y: float, s: float, blade: Colour) -> None:
    """A few blades of grass."""
    for _ in range(4):
        lean, high = r.uniform(-0.7, 0.7), s * r.uniform(0.6, 1.2)
        b.polygon(
            [(x + lean * s * 0.2 - s * 0.08, y), (x + lean * s * 0.2 + s * 0.08, y), (x + lean * s * 0.8, y - high)],
            blade,
        )


def flower(b: Brush, r: Random, x: float, y: float, s: float, petal: Colour, stem: Colour) -> None:
    """A little flower seen from the side and above."""
    b.line([(x, y), (x, y - s * 1.4)], max(0.6, s * 0.16), stem)
    turn = r.uniform(0, 6.28)
    for k in range(5):
        a = turn + k * 1.2566
        b.ellipse(x + math.cos(a) * s * 0.42, y - s * 1.5 + math.sin(a) * s * 0.34, s * 0.34, s * 0.3, petal)
    b.ellipse(
        x, y - s * 1.5, s * 0.22, s * 0.2, (250, 206, 84) if petal[2] < 230 or petal[0] > 200 else (255, 230, 120)
    )


def reed(b: Brush, r: Random, x: float, y: float, s: float, blade: Colour) -> None:
    """A reed with a cattail."""
    for k in range(4):
        lean = r.uniform(-0.25, 0.25)
        top = (x + lean * s, y - s * r.uniform(0.6, 1.0))
        b.line([(x + k * s * 0.04, y), top], max(0.7, s * 0.035), blade)
        if k == 0:
            b.ellipse(top[0], top[1], s * 0.03, s * 0.1, (112, 74, 48))


def frond(b: Brush, r: Random, x: float, y: float, s: float, leaf: Colour, lean: float) -> None:
    """A leafy stem for the lower corners, seen close."""
    points = [(x + lean * s * (k / 6) ** 1.6, y - s * k / 6) for k in range(7)]
    b.line(points, s * 0.025, times(leaf, 0.8))
    for k in range(1, 7):
        px, py = points[k]
        for side in (-1, 1):
            length = s * (0.3 - 0.03 * k) * r.uniform(0.85, 1.1)
            tip = (px + side * length, py - length * 0.55)
            mid = (px + side * length * 0.5, py - length * 0.5)
            low = (px + side * length * 0.55, py - length * 0.06)
            b.polygon([(px, py), mid, tip, low], times(leaf, 1.0 if side > 0 else 0.86))


def seaweed(b: Brush, r: Random, x: float, y: float, s: float, leaf: Colour) -> None:
    """A swaying ribbon of weed."""
    phase, n = r.uniform(0, 6.28), 12
    middle = [(x + math.sin(phase + k * 0.55) * s * 0.09 * (k / n), y - s * k / n) for k in range(n + 1)]
    left = [(px - s * 0.05 * (1 - k / n) - 0.5, py) for k, (px, py) in enumerate(middle)]
    right = [(px + s * 0.05 * (1 - k / n) + 0.5, py) for k, (px, py) in enumerate(middle)]
    b.polygon(left + right[::-1], leaf)
