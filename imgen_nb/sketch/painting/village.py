"""A village: a cluster of small houses with a church among them."""

from __future__ import annotations

import numpy as np

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, Floats, times
from imgen_nb.sketch.planning.stage import Stage


def village(stage: Stage, heights: Floats, purpose: str = "village", size: float = 1.0) -> None:
    """A cluster of small houses with a church among them."""
    c, light, r = stage.canvas, stage.light, stage.stream(purpose)
    walls: tuple[Colour, ...] = ((244, 230, 206), (232, 206, 178), (248, 240, 228), (222, 196, 170))
    roofs: tuple[Colour, ...] = ((196, 84, 64), (172, 72, 62), (150, 92, 70), (120, 96, 110))
    snow = stage.plan.weather == "snow" or stage.setting == "snow"
    spots = [
        (
            0.12 + 0.76 * (k + r.uniform(0.2, 0.8)) / 7,
            r.uniform(0.8, 1.2),
            int(r.integers(4)),
            int(r.integers(4)),
            r.random(),
        )
        for k in range(7)
    ]

    def house(b: Brush, x: float, y: float, s: float, wall: Colour, roof: Colour) -> None:
        lit, dark = light.on(wall), light.on(times(wall, 0.78))
        b.box(x - s * 0.5, y - s * 0.6, s, s * 0.62, lit)
        b.box(x + (s * 0.12 if light.side < 0 else -s * 0.5), y - s * 0.6, s * 0.38, s * 0.62, dark)
        b.polygon(
            [(x - s * 0.62, y - s * 0.56), (x, y - s * 1.06), (x + s * 0.62, y - s * 0.56)],
            light.on((246, 250, 255) if snow else roof, 0.1),
        )
        glow = (255, 222, 130) if light.level < 0.75 else light.on((110, 140, 170))
        b.box(x - s * 0.3, y - s * 0.42, s * 0.18, s * 0.2, glow)
        b.box(x + s * 0.08, y - s * 0.42, s * 0.18, s * 0.2, glow)

    def draw(b: Brush) -> None:
        for n, (x, k, wall, roof, q) in enumerate(spots):
            y = float(np.interp(x, np.linspace(0, 1, len(heights)), heights)) + c.m * (0.01 + 0.03 * q)
            s = c.m * 0.115 * k * size
            if n == 3:
                b.box(x * c.w - s * 0.9, y - s * 1.5, s * 0.5, s * 1.5, light.on(walls[2], 0.1))
                b.polygon(
                    [
                        (x * c.w - s * 0.98, y - s * 1.45),
                        (x * c.w - s * 0.65, y - s * 2.5),
                        (x * c.w - s * 0.32, y - s * 1.45),
                    ],
                    light.on(roofs[3], 0.1),
                )
            house(b, x * c.w, y, s, walls[wall], roofs[roof])

    c.vector((0, float(heights.min()) - c.m * 0.3, c.w, float(heights.max()) + c.m * 0.08), draw, sheet=True)
