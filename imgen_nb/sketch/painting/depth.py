"""Depth: what lies behind is a little out of focus, and light falls across it from where the sun or the lamp is."""

from __future__ import annotations

import re

import numpy as np
from PIL import Image, ImageChops

from imgen_nb.sketch.painting.canvas import mix, noise
from imgen_nb.sketch.painting.effects import softened
from imgen_nb.sketch.planning.stage import INSIDE, Stage

PHOTO = re.compile(r"\b(photo(graph|s)?|dslr|macro|bokeh|cinematic)\b")
GRAIN = 96  # points across: light and colour change slowly
BEAM, WASH = 62.0, 30.0  # how far light, and how far the hand of a painter, moves a tone of 128


def receded(stage: Stage, blur: float) -> None:
    """The scene out of focus by `blur` of the shorter side where it is far, sharp at the feet of what is shown.

    The nearer that is, and the more so in a photograph, the shallower the depth of field.
    """
    c, (_, top, _, foot) = stage.canvas, stage.focus
    blur *= min(1.9, max(0.7, 0.35 + (foot - top) / c.m)) * (1.7 if PHOTO.search(stage.plan.prompt.lower()) else 1.0)
    far = min(stage.horizon, 0.9) * c.h
    near = max(foot, far + 0.08 * c.m)
    rows = np.arange(c.h, dtype=np.float32)
    amount = np.clip((near - rows) / np.float32(near - far), 0, 1)
    mask = Image.fromarray((amount * 255).astype(np.uint8)[:, None]).resize(c.size)
    c.image = Image.composite(softened(c.image, c.m * blur, 2), c.image, mask)


def lighted(stage: Stage) -> None:
    """Light that falls across the scene, warm where it comes from, cool away from it, laid on unevenly."""
    c, light = stage.canvas, stage.light
    size = (GRAIN, max(8, round(GRAIN * c.h / c.w)))
    ys, xs = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j].astype(np.float32)
    beam = (xs * light.side - ys * np.float32(0.6)) * np.float32(BEAM * (0.55 if stage.setting in INSIDE else 1.0))
    r = stage.nuance("laid on")
    tone, hue = (
        np.asarray(noise(r, size, cells, 3), np.float32) / np.float32(128) - np.float32(1) for cells in (5.0, 3.0)
    )
    warm, cool = (
        np.array(mix(colour, (128, 128, 128), 0.86), np.float32) - 128 for colour in (light.sun_colour, light.shadow)
    )
    lit = beam[..., None] + np.where(beam[..., None] > 0, warm, cool) * (np.abs(beam[..., None]) / np.float32(BEAM))
    lit += tone[..., None] * np.float32(WASH) + hue[..., None] * np.array([WASH, 0, -WASH], np.float32)
    veil = Image.fromarray((lit + 128).clip(0, 255).astype(np.uint8)).resize(c.size, Image.Resampling.BICUBIC)
    c.image = ImageChops.soft_light(c.image, veil)
