"""Clouds: soft heaps in perspective, streaks when the sun is low, a ceiling in bad weather, cut paper ones."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, noise, receding, small
from imgen_nb.sketch.painting.light import Light
from imgen_nb.sketch.planning.stage import Stage

COVER = {"day": 0.53, "golden": 0.53, "morning": 0.55, "pearl": 0.5, "winter": 0.53, "sunset": 0.54, "sunrise": 0.54}
"""How little of the sky is cloud, 0 to 1, before the seed has its say."""


def clouds(stage: Stage, reach: float) -> None:
    """The clouds that the time and the weather ask for."""
    plan, light = stage.plan, stage.light
    r = stage.nuance("clouds")
    if plan.weather in ("storm", "rain", "cloudy", "snow") or light.name in ("storm", "overcast"):
        ceiling(stage, r, reach)
    elif light.name in ("space", "cave", "underwater", "deepwater"):
        return
    elif stage.canvas.paper or stage.canvas.crisp:
        heaps(stage, r, reach)
    elif light.name in ("dusk", "mars", "neon"):
        streaks(stage, r, reach)
    else:
        cover = COVER.get(light.name, 0.56) + float(r.uniform(-0.07, 0.09))
        billows(stage, r, reach, cover, 0.42 if stage.setting == "sky" else 0.0)
        if light.name in ("sunset", "sunrise"):
            streaks(stage, r, reach)


def billows(stage: Stage, r: Random, reach: float, cover: float, floor: float = 0.0) -> None:
    """A deck of heap clouds seen from below: large overhead, small and flat towards the horizon.

    `cover` is how little of it is cloud; `floor` closes it towards its foot, as a sea of clouds.
    """
    c, light = stage.canvas, stage.light
    size = (c.w, max(2, round(c.h * reach)))
    amount = receding(r, size, 2.0, 0.45, 170, 2.0)[::-1]
    high = len(amount)
    t = np.linspace(0, 1, high, dtype=np.float32)[:, None]
    cover = cover - floor * np.clip(t * 2.2 - 1.2, 0, 1)
    body = np.clip((amount - cover) / 0.085, 0, 1)
    body = body * body * (3 - 2 * body) * np.clip(1.15 - t + floor, 0, 1) ** 0.4
    lift = max(1, round(high * 0.03))
    rows, columns = np.ogrid[0:high, 0 : amount.shape[1]]
    sunward = amount[(rows - lift).clip(0), (columns + light.side * lift).clip(0, amount.shape[1] - 1)]
    lit = np.clip(0.72 + (amount - sunward) * 4.2 - np.clip(amount - cover - 0.1, 0, 0.2) * 2.4, 0, 1)[..., None]
    pale, under = (np.asarray(v, np.float32) for v in _hues(light))
    rgb = under + (pale - under) * lit
    rgb += (np.asarray(light.haze, np.float32) - rgb) * ((0.4 - 0.5 * floor) * t**2)[..., None]
    thick = 244 if light.level > 0.5 else 150  # the sky of a night shows through
    mask = Image.fromarray((body * thick).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    c.image.paste(Image.fromarray(rgb.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC), (0, 0), mask)


def _hues(light: Light) -> tuple[Colour, Colour]:
    """The lit and the shaded colour of clouds."""
    middle = light.sky[len(light.sky) // 2][1]
    if light.level < 0.5:
        return mix(light.haze, (160, 172, 222), 0.3), mix(light.sky[0][1], middle, 0.5)
    if light.low:
        return mix(light.haze, (255, 240, 214), 0.5), mix(middle, light.sky[0][1], 0.45)
    return mix((255, 255, 250), light.haze, 0.14), mix(light.sky[1][1], (150, 148, 196), 0.55)


def heaps(stage: Stage, r: Random, reach: float) -> None:
    """A few clouds with flat bases, as shapes."""
    light, many = stage.light, 3
    white = mix((255, 255, 255), light.haze, 0.12)
    if light.level < 0.5:
        white, many = mix(light.haze, (150, 165, 220), 0.3), 2
    for k in range(many):
        x, y = (k + r.uniform(0.1, 0.9)) / many * stage.w, stage.h * reach * r.uniform(0.1, 0.5)
        s = stage.m * r.uniform(0.1, 0.2) * (0.7 + 0.6 * y / (stage.h * reach))
        heap(stage, r, x, y, s, white)


def heap(stage: Stage, r: Random, x: float, y: float, s: float, white: Colour, fade: float = 0.0) -> None:
    """One heap cloud: lumps on a flat base, shaded below, lit from the sun's side."""
    light = stage.light
    under = mix(white, light.sky[min(2, len(light.sky) - 2)][1], 0.34 if light.level > 0.5 else 0.5)
    lumps = []
    n = 6
    for k in range(n):
        t = k / (n - 1) * 2 - 1
        lumps.append((x + t * s, s * (0.24 + 0.34 * (1 - t * t)) * r.uniform(0.8, 1.15)))

    def draw(b: Brush) -> None:
        for lx, lr in lumps:
            b.ellipse(lx, y - lr * 0.55, lr, lr, mix(under, light.sky[1][1], fade))
        for lx, lr in lumps:
            b.ellipse(lx + light.side * lr * 0.1, y - lr * 0.72, lr * 0.86, lr * 0.8, mix(white, light.sky[1][1], fade))

    stage.canvas.vector(
        (x - s * 1.7, y - s * 1.4, x + s * 1.7, y),
        draw,
        blur=0 if stage.canvas.paper else max(0.3, stage.m * 0.0008),
        sheet=True,
    )


def streaks(stage: Stage, r: Random, reach: float) -> None:
    """Long thin clouds lit from below."""
    c, light = stage.canvas, stage.light
    rows = [(r.random(), r.uniform(0.12, 0.8), r.uniform(0.14, 0.42), r.uniform(0.006, 0.016)) for _ in range(9)]

    def draw(b: Brush) -> None:
        for x, y, long, thick in rows:
            base = light.sky[1][1] if y < 0.4 else light.sky[2][1]
            body = mix(base, mix(light.haze, (255, 246, 226), 0.35), 0.5)
            px, py = x * c.w, y * reach * c.h
            for k in range(5):
                dx = (k - 2) / 2.4 * long * c.m
                rr = thick * c.m * (1 - abs(k - 2) * 0.22)
                b.ellipse(px + dx, py + (k % 2) * rr * 0.5, long * c.m * 0.5, rr, body, 215)
            b.ellipse(
                px,
                py + thick * c.m * 0.55,
                long * c.m * 0.7,
                thick * c.m * 0.4,
                mix(light.haze, (255, 236, 196), 0.4),
                235,
            )

    c.vector((0, 0, c.w, reach * c.h), draw, blur=c.m * 0.003)


def ceiling(stage: Stage, r: Random, reach: float) -> None:
    """A low deck of cloud, heavy above and thinning towards the horizon."""
    c, light = stage.canvas, stage.light
    size = small(c.size, 200)
    lumps = noise(r, size, 3.2, 4)
    fade = gradient(
        size, [(0, (235, 235, 235)), (reach * 0.75, (120, 120, 120)), (reach, (0, 0, 0)), (1, (0, 0, 0))]
    ).convert("L")
    dark = light.level < 0.5 or stage.plan.weather == "storm"
    snow = stage.plan.weather == "snow"
    grey: Colour = (30, 34, 48) if dark else (150, 166, 190) if snow else (118, 130, 148)
    mask = ImageChops.multiply(lumps.point([max(0, min(255, (v - 92) * 3)) for v in range(256)]), fade)
    c.tint(mix(light.sky[0][1], grey, 0.35 if dark else 0.45), mask, 0.45 if snow else 0.8)
    lit = ImageChops.multiply(lumps.point([max(0, min(255, (120 - v) * 4)) for v in range(256)]), fade)
    c.tint(mix(light.haze, (255, 255, 255), 0.3), lit, 0.5)
