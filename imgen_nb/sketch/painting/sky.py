"""The sky: gradient, stars, sun and moon, clouds, aurora, and the deep sky of space."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import clouds
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, noise, small, times, waves
from imgen_nb.sketch.planning.stage import Stage


def paint_sky(stage: Stage) -> None:
    """The sky down to the horizon and a little below it."""
    c, light = stage.canvas, stage.light
    reach = min(1.0, stage.horizon + 0.03)
    stops = [(s * reach, colour) for s, colour in light.sky]
    c.image.paste(gradient(c.size, [*stops, (1.0, light.haze)]))
    if c.paper:
        sheets(stage, stops)
    if light.stars and stage.has("stars", "star"):
        stars(stage, reach)
    if light.name == "night" and (
        "aurora" in stage.plan.prompt.lower() or "northern lights" in stage.plan.prompt.lower()
    ):
        aurora(stage)
    celestial = {s.art for s in stage.plan.subjects}
    if light.disc and "@moon" not in celestial:
        sun_or_moon(stage)
    if stage.has("sky", "clouds", "cloud", "cloudy"):
        clouds.clouds(stage, reach)
    if stage.plan.weather == "storm":
        lightning(stage)


def sheets(stage: Stage, stops: list[tuple[float, Colour]]) -> None:
    """A sky of cut paper: wavy sheets, each lighter than the one above."""
    c = stage.canvas
    x = np.linspace(0, 1, 97, dtype=np.float32)
    last = stops[-1][0]
    for k in range(6):
        t = last * (k + 0.35) / 6
        at = [s for s, _ in stops]
        r, g, b = (
            round(float(np.interp(last * (k + 1) / 6, at, [colour[i] for _, colour in stops]))) for i in range(3)
        )
        wave = waves(stage.nuance("sheet", k), 2)
        c.fill_below(((t + 0.022 * wave(x)) * c.h).astype(np.float32), (r, g, b), (r, g, b))


def stars(stage: Stage, reach: float, count: int = 150) -> None:
    """Stars thinning out towards the horizon, a few with a small cross of light."""
    c, r = stage.canvas, stage.nuance("stars")
    share = 0.35 if stage.light.name == "dusk" else 1.0
    dots = [(r.random(), r.random() ** 1.5 * reach * 0.92, r.random()) for _ in range(int(count * share))]

    def draw(b: Brush) -> None:
        for x, y, q in dots:
            size = c.m * (0.0006 + 0.0016 * q**4)
            fade = (1 - y / reach) * 0.5 + 0.5
            colour = mix(
                stage.light.sky[0][1], (255, 250, 236) if q < 0.8 else (206, 224, 255), fade * (0.45 + 0.55 * q)
            )
            b.ellipse(x * c.w, y * c.h, size, size, colour)
            if q > 0.975:
                k = size * 4.5
                for dx, dy in ((k, 0), (0, k)):
                    px, py = x * c.w, y * c.h
                    b.polygon(
                        [
                            (px - dx, py - dy),
                            (px + dy * 0.1, py - dx * 0.1),
                            (px + dx, py + dy),
                            (px - dy * 0.1, py + dx * 0.1),
                        ],
                        colour,
                    )

    c.vector((0, 0, c.w, c.h * reach), draw, quiet=True)


def sun_at(stage: Stage) -> tuple[float, float]:
    """The pixel where the sun or moon stands."""
    return stage.light.sun[0] * stage.w, stage.light.sun[1] * min(1.0, stage.horizon) * stage.h


def sun_or_moon(stage: Stage) -> None:
    """The disc with its halo; a crescent or full moon at night."""
    c, light = stage.canvas, stage.light
    x, y = sun_at(stage)
    radius = light.sun_size * c.m
    if light.name in ("night", "dusk"):
        if light.name == "night":
            moon(stage, x, y, radius, full=stage.stream("moon").random() < 0.4)
        else:
            c.glow(x, stage.hz, c.m * 0.6, light.sun_colour, 0.5)
        return
    strong = light.name in ("sunset", "sunrise")
    c.glow(x, y, c.m * (0.75 if strong else 0.5), light.sun_colour, 0.6, 2.4)
    disc = mix(light.sun_colour, (255, 255, 248), 0.4 if strong else 0.7)
    if light.name == "neon":
        retro_sun(stage, x, y, radius)
        return
    c.vector(
        (x - radius * 1.3, y - radius * 1.3, x + radius * 1.3, y + radius * 1.3),
        lambda b: b.ellipse(x, y, radius, radius, disc),
        blur=0 if c.paper else c.m * (0.001 if strong else 0.004),
    )


def retro_sun(stage: Stage, x: float, y: float, radius: float) -> None:
    """The striped sun of neon cities."""

    def draw(b: Brush) -> None:
        n = 26
        for k in range(n):
            y0 = y - radius + 2 * radius * k / n
            if k > n * 0.5 and k % 3 == 0:
                continue
            half = math.sqrt(max(0.0, radius**2 - (y0 + radius / n - y) ** 2))
            b.box(x - half, y0, 2 * half, 2 * radius / n + 1, mix((255, 226, 120), (255, 60, 150), k / n))

    stage.canvas.vector((x - radius, y - radius, x + radius, y + radius), draw)


def moon(stage: Stage, x: float, y: float, radius: float, *, full: bool) -> None:
    """A moon with its halo; the dark part of a crescent is the sky itself."""
    c = stage.canvas
    c.glow(x, y, c.m * 0.34, (170, 190, 255), 0.5)
    face = (248, 245, 224)
    size = math.ceil(radius * 2.2) * 2
    mask = Image.new("L", (size, size))
    pen = ImageDraw.Draw(mask)
    mid, rr = size / 2, radius * 2
    pen.ellipse((mid - rr, mid - rr, mid + rr, mid + rr), fill=255)
    tile = Image.new("RGB", (size, size), face)
    if full:
        spots = ImageDraw.Draw(tile)
        for dx, dy, s in ((-0.3, -0.25, 0.24), (0.32, 0.1, 0.3), (-0.1, 0.42, 0.18), (0.2, -0.45, 0.12)):
            spots.ellipse(
                (mid + (dx - s) * rr, mid + (dy - s) * rr, mid + (dx + s) * rr, mid + (dy + s) * rr),
                fill=(226, 222, 204),
            )
    else:
        side = -stage.light.side
        pen.ellipse(
            (mid - rr * 0.9 + side * rr * 0.5, mid - rr * 1.02, mid + rr * 0.9 + side * rr * 0.5, mid + rr * 0.78),
            fill=0,
        )
    c.image.paste(tile.reduce(2), (round(x - size / 4), round(y - size / 4)), mask.reduce(2))


def lightning(stage: Stage) -> None:
    """One forked flash."""
    c, r = stage.canvas, stage.stream("lightning")
    x, y = c.w * r.uniform(0.2, 0.8), 0.0
    end = stage.hz
    points = [(x, y)]
    while y < end:
        y += end * r.uniform(0.06, 0.12)
        x += c.m * r.uniform(-0.05, 0.05)
        points.append((x, min(y, end)))
    fork = [points[len(points) // 2]]
    for _ in range(4):
        fx, fy = fork[-1]
        fork.append((fx + c.m * r.uniform(0.01, 0.06), fy + end * 0.06))
    c.glow(points[2][0], points[2][1], c.m * 0.6, (190, 200, 255), 0.7)

    def draw(b: Brush) -> None:
        b.line(points, c.m * 0.007, (250, 248, 255))
        b.line(fork, c.m * 0.004, (236, 236, 255))

    c.vector((0, 0, c.w, end), draw)


def aurora(stage: Stage) -> None:
    """Curtains of green and violet light."""
    c, r = stage.canvas, stage.nuance("aurora")
    size = small(c.size, 192)
    x = np.linspace(0, 1, size[0], dtype=np.float32)
    ys = np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
    for colour, base in (((60, 240, 170), 0.34), ((120, 110, 255), 0.24), ((70, 220, 220), 0.42)):
        edge = (base + 0.09 * waves(r, 3)(x)) * stage.horizon / 0.6
        rays = 0.6 + 0.4 * waves(r, 5, 0.8)(x)
        d = edge[None] - ys
        band = np.where(d > 0, np.exp(-d / 0.13), np.exp(d / 0.018)) * np.clip(rays, 0.1, 1)[None]
        layer = (np.clip(band, 0, 1)[..., None] * np.array(colour) * 0.75).astype(np.uint8)
        c.image = ImageChops.screen(c.image, Image.fromarray(layer).resize(c.size, Image.Resampling.BICUBIC))


def paint_space(stage: Stage) -> None:
    """Nebulae, many stars, one large planet and a small one."""
    c, r, layout = stage.canvas, stage.nuance("space"), stage.stream("space")
    c.image.paste(gradient(c.size, stage.light.sky))
    size = small(c.size, 220)
    for colour, strength in (((150, 60, 210), 0.75), ((40, 120, 230), 0.65), ((235, 90, 140), 0.4)):
        lumps = noise(r, size, 2.2, 4).point([max(0, min(255, (v - 112) * 4)) for v in range(256)])
        c.tint(colour, lumps.filter(ImageFilter.GaussianBlur(2)), strength * 0.6)
    stars(stage, 1.0, 340)
    if stage.place == "orbit":
        _earth(stage)
    elif stage.has("planet"):
        side = 1 if layout.random() < 0.5 else -1
        planet(
            stage,
            layout,
            (0.5 + side * 0.36) * c.w,
            c.h * layout.uniform(0.16, 0.3),
            c.m * layout.uniform(0.12, 0.19),
            ringed=layout.random() < 0.6,
        )
        planet(stage, layout, (0.5 - side * 0.38) * c.w, c.h * layout.uniform(0.7, 0.84), c.m * 0.055, ringed=False)


def _earth(stage: Stage) -> None:
    """The Earth from near: a wide arc of sea, lands and clouds under a thin layer of air."""
    c, r = stage.canvas, stage.nuance("earth")
    radius, top = 1.15 * max(c.w, c.m), 0.64 * c.h
    box = (c.w / 2 - radius, top, c.w / 2 + radius, top + 2 * radius)
    body = gradient(
        c.size,
        [(0, (24, 84, 176)), (top / c.h, (120, 184, 236)), (top / c.h + 0.1, (40, 112, 196)), (1, (18, 58, 132))],
    )
    for colour, low, power in (((104, 148, 84), 132, 2.4), ((250, 252, 255), 146, 2.0)):
        lumps = noise(r, small(c.size, 200), power, 4).point([max(0, min(230, (v - low) * 14)) for v in range(256)])
        body.paste(colour, (0, 0), lumps.resize(c.size, Image.Resampling.BICUBIC))
    mask = Image.new("L", c.size)
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    c.tint((110, 180, 250), mask.filter(ImageFilter.GaussianBlur(0.05 * c.m)), 0.9)
    c.image.paste(body, (0, 0), mask.filter(ImageFilter.GaussianBlur(0.002 * c.m)))


PLANETS: tuple[tuple[Colour, Colour], ...] = (
    ((232, 150, 96), (250, 206, 150)),
    ((96, 150, 232), (170, 220, 250)),
    ((190, 110, 200), (240, 180, 230)),
    ((90, 190, 170), (190, 240, 210)),
)


def planet(stage: Stage, r: Random, x: float, y: float, radius: float, *, ringed: bool) -> None:
    """A banded planet lit from the sun's side."""
    c = stage.canvas
    dark, pale = PLANETS[int(r.integers(len(PLANETS)))]
    n = max(8, math.ceil(radius * 2))
    ys, xs = np.mgrid[-1 : 1 : n * 1j, -1 : 1 : n * 1j]
    d = np.sqrt(xs**2 + ys**2)
    bands = 0.5 + 0.5 * np.sin(ys * 9 + np.sin(xs * 2 + ys * 3) * 0.8 + r.uniform(0, 6))
    lit = np.clip(1.12 - np.sqrt((xs - stage.light.side * 0.42) ** 2 + (ys + 0.4) ** 2) * 0.68, 0.12, 1)
    body = (np.array(dark) + (np.array(pale) - np.array(dark)) * bands[..., None]) * lit[..., None]
    mask = (np.clip((1 - d) * n / 2, 0, 1) * 255).astype(np.uint8)
    tile = Image.fromarray(np.clip(body, 0, 255).astype(np.uint8))
    ring = mix(pale, (255, 255, 255), 0.25)

    def arc(b: Brush, back: bool) -> None:
        for k in range(3):
            rx = radius * (1.5 + 0.2 * k)
            points = []
            for i in range(25):
                a = math.pi * i / 24 + (math.pi if back else 0)
                px, py = math.cos(a) * rx, math.sin(a) * rx * 0.24
                points.append((x + px * 0.95 - py * 0.3, y + py + px * 0.3))
            b.line(points, radius * 0.07, times(ring, 1 - 0.14 * k), 220)

    box = (x - radius * 2.2, y - radius * 1.2, x + radius * 2.2, y + radius * 1.2)
    if ringed:
        c.vector(box, lambda b: arc(b, True))
    c.image.paste(tile, (round(x - radius), round(y - radius)), Image.fromarray(mask))
    if ringed:
        c.vector(box, lambda b: arc(b, False))
