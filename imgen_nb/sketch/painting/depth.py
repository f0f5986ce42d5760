"""Depth: what lies behind is a little out of focus, and light falls across it from where the sun or the lamp is."""

from __future__ import annotations

import re

import numpy as np
from PIL import Image, ImageChops

from imgen_nb.sketch.painting.canvas import Floats, mix, noise, waves
from imgen_nb.sketch.painting.effects import softened
from imgen_nb.sketch.planning.stage import INSIDE, Stage

PHOTO = re.compile(r"\b(photo(graph|s)?|dslr|macro|bokeh|cinematic)\b")
GRAIN = 96  # points across: light and colour change slowly
BEAM, SHAFT, POOL = 62.0, 34.0, 70.0  # how far light moves a tone of 128: over the whole, in beams, on the ground
WASH = 16.0  # and how far the hand of a painter
DULL = ("rain", "storm", "snow", "fog", "cloudy")


def receded(stage: Stage, blur: float) -> None:
    """The scene out of focus by `blur` of the shorter side where it is far, sharp at the feet of what is shown.

    The nearer that is, and the more so in a photograph, the shallower the depth of field.
    """
    c, (_, top, _, foot) = stage.canvas, stage.focus
    blur *= 0.7 if stage.setting == "room" else 1.0  # what a room holds is a part of the picture
    blur *= min(1.9, max(0.7, 0.35 + (foot - top) / c.m)) * (1.7 if PHOTO.search(stage.plan.prompt.lower()) else 1.0)
    far = min(stage.horizon, 0.9) * c.h
    near = max(foot, far + 0.08 * c.m)
    rows = np.arange(c.h, dtype=np.float32)
    amount = np.clip((near - rows) / np.float32(near - far), 0, 1)
    mask = Image.fromarray((amount * 255).astype(np.uint8)[:, None]).resize(c.size)
    c.image = Image.composite(softened(c.image, c.m * blur, 2), c.image, mask)


def lighted(stage: Stage) -> None:
    """Light that falls across the scene, warm where it comes from, cool away from it, in beams and in a pool."""
    c, light = stage.canvas, stage.light
    inside = stage.setting in INSIDE
    size = (GRAIN, max(8, round(GRAIN * c.h / c.w)))
    ys, xs = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j].astype(np.float32)
    beam = (xs * light.side - ys * np.float32(0.6)) * np.float32(BEAM * (0.7 if inside else 1.0))
    if light.level > 0.6 and stage.plan.weather not in DULL:
        beam += _beams(stage, xs, ys) * np.float32(SHAFT)
        beam += _pool(stage, xs, ys) * np.float32(POOL)
    r = stage.nuance("laid on")
    tone, hue = (
        np.asarray(noise(r, size, cells, 3), np.float32) / np.float32(128) - np.float32(1) for cells in (5.0, 3.0)
    )
    warm, cool = (
        np.array(mix(colour, (128, 128, 128), 0.8), np.float32) - 128 for colour in (light.sun_colour, light.shadow)
    )
    lit = beam[..., None] + np.where(beam[..., None] > 0, warm, cool) * (np.abs(beam[..., None]) / np.float32(BEAM))
    lit += tone[..., None] * np.float32(WASH) + hue[..., None] * np.array([WASH, 0, -WASH], np.float32)
    veil = Image.fromarray((lit + 128).clip(0, 255).astype(np.uint8)).resize(c.size, Image.Resampling.BICUBIC)
    c.image = ImageChops.soft_light(c.image, veil)


def _beams(stage: Stage, xs: Floats, ys: Floats) -> Floats:
    """Shafts of light that spread from where the sun or the window is, -0.5 to 1, lost with the way."""
    x, y = np.float32(1.15 * stage.light.side), np.float32(-1.3)
    angle = np.arctan2(ys - y, (xs - x) * stage.light.side)
    way = np.hypot(xs - x, ys - y)
    shafts = waves(stage.nuance("beams"), 4, 0.8)(
        ((angle + np.float32(np.pi)) / np.float32(2 * np.pi)).astype(np.float32) * 3
    )
    return np.asarray(shafts * np.clip(np.float32(1.5) - way * np.float32(0.5), 0, 1), np.float32)


def _pool(stage: Stage, xs: Floats, ys: Floats) -> Floats:
    """Light on the ground round the feet of what is shown, less of it towards the corners, -0.4 to 1."""
    c, (x, _, half, foot) = stage.canvas, stage.focus
    wide = max(0.45, 1.6 * half / c.w * 2)
    d = np.hypot(
        (xs - np.float32(2 * x / c.w - 1)) / np.float32(wide),
        (ys - np.float32(2 * foot / c.h - 1.05)) / np.float32(0.34),
    )
    return np.asarray(np.exp(-d * d) - np.float32(0.4) * np.clip(ys - np.float32(0.5), 0, 1), np.float32)
