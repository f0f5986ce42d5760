"""Weather in front of the scene: fog, rain, snow, wind-blown leaves; and the text on a sign."""

from __future__ import annotations

from PIL import Image

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, gradient, mix, noise, small
from imgen_nb.sketch.planning.stage import INSIDE, Stage


def fog(stage: Stage, strength: float = 1.0) -> None:
    """Banks of fog, thickest at the horizon."""
    c = stage.canvas
    size = small(c.size, 180)
    lumps = noise(stage.nuance("fog"), size, 1.8, 4).point(
        [max(0, min(255, round((v - 70) * 1.8))) for v in range(256)]
    )
    hz = min(0.9, stage.horizon)
    ramp = gradient(
        size, [(0, (50, 50, 50)), (hz, (225, 225, 225)), (min(0.99, hz + 0.2), (120, 120, 120)), (1, (70, 70, 70))]
    ).convert("L")
    c.tint(
        mix(stage.light.haze, (226, 230, 236), 0.3),
        Image.blend(lumps, ramp, 0.55).point([round(v * 0.78 * strength) for v in range(256)]),
    )


def falling(stage: Stage) -> None:
    """Rain as slanting strokes, snow as flakes of three sizes."""
    c, r = stage.canvas, stage.nuance("falling")
    weather = stage.plan.weather
    if stage.setting in INSIDE or stage.setting in ("space", "underwater", "moonscape"):
        return
    drops = [
        (float(r.random()), float(r.random()), float(r.random()))
        for _ in range(round(260 * max(1, stage.aspect, 1 / stage.aspect) ** 0.5))
    ]

    def rain(b: Brush) -> None:
        for x, y, q in drops:
            long = c.m * (0.02 + 0.045 * q)
            b.line(
                [(x * c.w, y * c.h), (x * c.w - long * 0.22, y * c.h + long)],
                c.m * 0.0011 * (1 + q),
                (228, 238, 250),
                round(70 + 110 * q),
            )

    def snow(b: Brush) -> None:
        for x, y, q in drops:
            s = c.m * (0.0016 + 0.0075 * q**4)
            b.ellipse(x * c.w, y * c.h, s, s, (255, 255, 255), round(130 + 120 * q))

    c.vector((0, 0, c.w, c.h), snow if weather == "snow" else rain, quiet=True)


def leaves(stage: Stage) -> None:
    """Leaves on the wind."""
    c, r = stage.canvas, stage.nuance("leaves")
    found = [(float(r.random()), float(r.random()), float(r.random()), float(r.uniform(-1, 1))) for _ in range(26)]
    colours: tuple[Colour, ...] = ((222, 132, 50), (196, 84, 52), (232, 184, 70), (120, 160, 80))

    def draw(b: Brush) -> None:
        for k, (x, y, q, a) in enumerate(found):
            s = c.m * (0.006 + 0.012 * q)
            px, py = x * c.w, y * c.h
            b.polygon(
                [(px - s, py - s * a * 0.5), (px, py - s * 0.5), (px + s, py + s * a * 0.5), (px, py + s * 0.5)],
                stage.light.on(colours[k % 4]),
            )

    c.vector((0, 0, c.w, c.h), draw)


def paint_weather(stage: Stage) -> None:
    """What the plan's weather puts between viewer and scene."""
    weather = stage.plan.weather
    if weather == "fog" and stage.setting not in INSIDE:
        fog(stage, 0.5)
    if weather in ("rain", "storm", "snow"):
        falling(stage)
    if weather == "wind":
        leaves(stage)
