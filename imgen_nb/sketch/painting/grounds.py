"""Grounds: what sand, snow and pavement look like under one's feet, in perspective from the horizon to the viewer."""

from __future__ import annotations

import numpy as np
from PIL import Image

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, Floats, mix, small, times, waves
from imgen_nb.sketch.planning.stage import Stage

LEAST = 8  # pixels of ground below which it has no features


def _field(stage: Stage, first: int) -> tuple[Floats, Floats]:
    """The ground below a row, worked out small: how far across and how far down each of its pixels is, 0 to 1."""
    across, down = small((stage.canvas.w, stage.canvas.h - first), 320)
    x, t = (np.linspace(0, 1, many, dtype=np.float32) for many in (across, down))
    return x[None], t[:, None]


def _lay(stage: Stage, first: int, colour: Colour, amount: Floats) -> None:
    """Colour on the ground below a row, as much (0 to 255) as a field says."""
    c, mask = stage.canvas, Image.fromarray(amount.astype(np.uint8))
    c.image.paste(stage.light.on(colour), (0, first), mask.resize((c.w, c.h - first), Image.Resampling.BICUBIC))


def wind_ripples(stage: Stage, top: float, sand: Colour) -> None:
    """The ripples that wind leaves in sand below a height (0 to 1), wide near the viewer, lost in the distance."""
    c, light, first = stage.canvas, stage.light, round(top * stage.h)
    if c.h - first < LEAST:
        return
    x, t = _field(stage, first)
    r = stage.nuance("ripples")
    bend = waves(r, 3)(x + np.float32(0.3) * t) * np.float32(1.6) + waves(r, 2)(t + np.float32(0.2) * x)
    wave = np.sin(np.float32(26) * np.log1p(np.float32(4) * t) + np.float32(2.4) * bend)
    near = np.clip(t * np.float32(3) - np.float32(0.15), 0, 1) * (np.float32(0.65) + np.float32(0.35) * waves(r, 3)(x))
    for amount, colour in ((wave, mix(sand, light.sun_colour, 0.5)), (-wave, times(sand, 0.78))):
        _lay(stage, first, colour, np.clip(amount * near, 0, 1) ** 1.5 * 150)


def drifts(stage: Stage, top: float) -> None:
    """Snow blown into drifts with blue shade in their lee, and flakes that glint in the light."""
    c, light, first = stage.canvas, stage.light, round(top * stage.h)
    if c.h - first < LEAST:
        return
    x, t = _field(stage, first)
    r = stage.nuance("drifts")
    crest = np.float32(9) * np.log1p(np.float32(3) * t) + np.float32(1.5) * waves(r, 2)(x + np.float32(0.4) * t)
    slope = (crest % np.float32(2)) / np.float32(2)  # up the windward side, then a sudden edge
    lee = np.clip(np.float32(1) - slope * np.float32(3.2), 0, 1) * np.clip(t * 4, 0, 1)
    lee, lit = lee * np.clip(slope * 9, 0, 1), slope**3 * np.clip((1 - slope) * 9, 0, 1)  # no edge is a step
    for amount, colour in ((lee, (150, 182, 236)), (lit, mix((255, 255, 255), light.sun_colour, 0.4))):
        _lay(stage, first, colour, amount * 110)
    glints = [(float(x), float(y) ** 0.7, float(q)) for x, y, q in r.random((stage.count(70), 3))]

    def draw(b: Brush) -> None:
        for px, py, q in glints:
            at, y, s = px * c.w, first + py * (c.h - first), (0.0012 + 0.0026 * q * py) * c.m
            b.ellipse(at, y, s, s, (255, 255, 255))
            if q > 0.8:
                for dx, dy in ((4 * s, 0.4 * s), (0.4 * s, 4 * s)):
                    b.polygon([(at - dx, y), (at, y - dy), (at + dx, y), (at, y + dy)], (255, 255, 255), 220)

    c.vector((0, first, c.w, c.h), draw, quiet=True)


def cobbles(stage: Stage, top: float) -> None:
    """Rounded stones in rows, each of its own tone, a lit edge on each."""
    c, r, base = stage.canvas, stage.nuance("cobbles"), stage.ground
    rows = 13
    tones = r.uniform(0.82, 1.12, (rows, 40)).tolist()

    def draw(b: Brush) -> None:
        for k in range(rows):
            y0, y1 = (top + (c.h - top) * (q / rows) ** 1.75 for q in (k, k + 1))
            high, wide = (y1 - y0) / 2, 0.036 * c.m * (0.7 + 0.16 * k)
            first = c.w / 2 - 20 * wide + (wide / 2 if k % 2 else 0)
            for j in range(40):
                x = first + j * wide
                if -wide < x < c.w + wide:
                    tone = times(base, tones[k][j])
                    b.ellipse(x, y0 + high, 0.46 * wide, 0.9 * high, tone)
                    b.ellipse(x, y0 + 0.8 * high, 0.34 * wide, 0.52 * high, mix(tone, (255, 246, 226), 0.16))

    c.vector((0, top, c.w, c.h), draw)
