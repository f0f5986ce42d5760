"""Upward: towers as one sees them who stands between them and looks up: all lines run together in the sky."""

from __future__ import annotations

import math

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting import sky
from imgen_nb.sketch.painting.canvas import Brush, mix, times
from imgen_nb.sketch.painting.town import lit_windows
from imgen_nb.sketch.planning.stage import Stage

WALLS: tuple[Colour, ...] = (
    (96, 122, 158), (150, 142, 140), (72, 98, 134), (176, 158, 138), (118, 138, 150), (60, 82, 116), (158, 112, 92),
)  # fmt: skip
FLOORS, COLUMNS = 13, 6


def towers(stage: Stage) -> None:
    """Fronts of towers all round, the furthest first, glass or stone, with the sky between their tops."""
    c, r, light = stage.canvas, stage.nuance("upward"), stage.light
    sky.paint_sky(stage)
    middle = c.w * float(r.uniform(0.44, 0.56)), c.h * float(r.uniform(0.36, 0.46))
    reach, count, turn = 0.86 * math.hypot(c.w, c.h), 11, float(r.uniform(0, 1))
    fronts = [
        (
            float(r.uniform(0.12, 0.38)),
            turn + 2 * math.pi * k / count,
            WALLS[int(r.integers(len(WALLS)))],
            float(r.random()),
        )
        for k in range(count)
    ]
    dark = light.level < 0.6

    def draw(b: Brush) -> None:
        for top, angle, wall, q in sorted(fronts):
            half = 0.8 * math.pi / count * (0.8 + 0.3 * q)
            feet = [
                (middle[0] + reach * math.cos(a), middle[1] + reach * math.sin(a)) for a in (angle - half, angle + half)
            ]

            def at(u: float, v: float, feet: list[Point] = feet, top: float = top) -> Point:
                near = top / (top + (1 - top) * v)  # floors lie closer together the higher they are
                x, y = (feet[0][n] + (feet[1][n] - feet[0][n]) * u for n in (0, 1))
                return middle[0] + (x - middle[0]) * near, middle[1] + (y - middle[1]) * near

            lean = math.cos(angle) * light.side
            tone = light.on(times(wall, 0.82 + 0.24 * lean), 0.1 + 0.5 * (0.44 - top))
            b.polygon([at(0, 1), at(1, 1), at(1, 0), at(0, 0)], tone)
            b.polygon([at(0, 1), at(0.07, 1), at(0.07, 0), at(0, 0)], times(tone, 0.7))
            for floor in range(FLOORS):
                for column in range(COLUMNS):
                    lit = dark and (floor * 7 + column * 3 + int(40 * q)) % 5 < 2
                    glass = (
                        lit_windows(stage)[column % 3] if lit else mix(tone, light.sky[1][1], 0.4 + 0.06 * (floor % 3))
                    )
                    u0, u1 = 0.1 + 0.88 * (column + 0.14) / COLUMNS, 0.1 + 0.88 * (column + 0.86) / COLUMNS
                    v0, v1 = (floor + 0.2) / FLOORS, (floor + 0.84) / FLOORS
                    b.polygon([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], glass)
            b.line([at(0, 0), at(1, 0)], 0.004 * c.m, mix(tone, (255, 255, 255), 0.3))

    c.vector((0, 0, c.w, c.h), draw)
    c.glow(middle[0] + light.side * 0.2 * c.w, middle[1] - 0.1 * c.h, 0.6 * c.m, light.sun_colour, 0.4, 1.6)
    stage.ground = light.on((110, 120, 136))
