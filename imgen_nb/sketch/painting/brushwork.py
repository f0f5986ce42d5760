"""Brushwork: a picture painted again, stroke by stroke, along its own contours, from broad strokes to fine ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from imgen_nb.sketch.painting.canvas import Floats, Random, noise, small
from imgen_nb.sketch.painting.effects import box_means

STEPS = np.array([-1.0, -0.5, 0.0, 0.5, 1.0], np.float32)  # along a stroke, from its middle
BEND = ((1.0, 0.0), (0.5, 0.0), (0.0, 0.0), (0.0, 0.5), (0.0, 1.0))  # which shares of the turns before and after
TAPER = np.array([0.5, 0.92, 1.0, 0.94, 0.42], np.float32)  # how wide it is there


@dataclass(frozen=True)
class Pass:
    """One brush: how wide and how long its strokes are as fractions of the shorter side, and where it is used."""

    width: float
    length: float
    detail: float = 0.0  # how much must be going on at a place for this brush to be taken there
    uneven: float = 0.05  # how far the paint of two strokes differs
    bristles: int = 0  # streaks within a stroke


def brushwork(image: Image.Image, subjects: Image.Image, r: Random, passes: tuple[Pass, ...]) -> Image.Image:
    """The picture in strokes; the brushes follow each other, each only where it has something to add."""
    m = min(image.size)
    flow, detail = _flow(image, r), _detail(image, subjects)
    out = image.reduce(max(1, round(passes[0].width * m))).resize(image.size, Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(out)
    for brush in passes:
        _strokes(pen, image, flow, detail, r, brush)
    return out


def _flow(image: Image.Image, r: Random) -> Floats:
    """Which way a stroke runs at each place of a coarse grid, as the angle along contours, else in broad swathes."""
    size = small(image.size, 128)
    tone = np.asarray(image.convert("L").resize(size, Image.Resampling.BOX), np.float32)
    gy, gx = np.gradient(tone)
    along, across = (_smoothed(v, 5) for v in (gx * gx - gy * gy, 2 * gx * gy))
    swathe = np.asarray(noise(r, size, 1.6, 2), np.float32) * np.float32(2.6 * np.pi / 255)
    weak = np.float32(14.0)  # gradients below this leave the direction to the hand
    return np.asarray(0.5 * np.arctan2(-across + weak * np.sin(swathe), -along + weak * np.cos(swathe)), np.float32)


def _detail(image: Image.Image, subjects: Image.Image) -> Floats:
    """How much is going on at each place, 0 to 1; what is shown counts for more than what is behind it."""
    size = small(image.size, 256)
    low = image.resize(size, Image.Resampling.BOX)
    fine = np.asarray(low, np.float32) - np.asarray(low.filter(ImageFilter.GaussianBlur(2.5)), np.float32)
    amount = _smoothed(np.abs(fine).max(2), 3) / np.float32(26)
    shown = np.asarray(subjects.resize(size, Image.Resampling.BOX), np.float32) / np.float32(255)
    return np.asarray(np.clip(amount * (0.75 + 0.7 * shown) + 0.12 * shown, 0, 1), np.float32)


def _smoothed(a: Any, k: int) -> Floats:
    """Two box means of k by k."""
    for _ in range(2):
        before, after = k // 2, k - 1 - k // 2
        a = box_means(np.pad(a, ((before, after), (before, after)), "edge")[..., None], k)[..., 0]
    return np.asarray(a, np.float32)


def _strokes(pen: ImageDraw.ImageDraw, image: Image.Image, flow: Floats, detail: Floats, r: Random, b: Pass) -> None:
    w, h = image.size
    m = min(w, h)
    width = max(1.6, b.width * m)
    middles = _middles(w, h, width * 0.8, r)
    if b.detail:
        middles = middles[_at(detail, middles, w, h) > b.detail * r.uniform(0.7, 1.3, len(middles))]
    count = len(middles)
    paint = _at(np.asarray(image.reduce(max(1, round(width * 0.5)))), middles, w, h).astype(np.float32)
    mixed = paint * r.normal(1, b.uneven, (count, 1)) + r.normal(0, 60 * b.uneven, (count, 3))
    paint = mixed.clip(0, 255).astype(np.float32)
    lines, sides = _paths(middles, flow, w, h, (b.length * m * r.uniform(0.3, 0.6, count)).astype(np.float32))
    half = (sides * (TAPER * width * 0.5)[None, :, None]).astype(np.float32)
    outlines = np.concatenate([lines + half, (lines - half)[:, ::-1]], 1).reshape(count, -1)
    for outline, colour in zip(outlines.tolist(), paint.astype(int).tolist(), strict=True):
        pen.polygon(outline, fill=tuple(colour))
    for k in range(b.bristles):
        aside = (k + 1) / (b.bristles + 1) * 2 - 1
        streaks = (lines + half * np.float32(aside)).reshape(count, -1)
        shades = (paint * r.normal(1, 0.055, (count, 1))).clip(0, 255).astype(int)
        for streak, shade in zip(streaks.tolist(), shades.tolist(), strict=True):
            pen.line(streak, fill=tuple(shade), width=max(1, round(width * 0.1)))


def _middles(w: int, h: int, step: float, r: Random) -> Floats:
    """Where strokes go: a jittered grid over a little more than the picture, in no order."""
    columns, rows = int(w / step) + 2, int(h / step) + 2
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    points = np.stack([xs.ravel(), ys.ravel()], 1) + r.uniform(-0.5, 0.5, (rows * columns, 2))
    return (points * step).astype(np.float32)[r.permutation(len(points))]


def _at(field: Floats, points: Floats, w: int, h: int) -> Floats:
    """The values of a field of any size at points of the picture."""
    rows, columns = field.shape[:2]
    x = (points[:, 0] * columns / w).astype(int).clip(0, columns - 1)
    y = (points[:, 1] * rows / h).astype(int).clip(0, rows - 1)
    return np.asarray(field[y, x])


def _paths(middles: Floats, flow: Floats, w: int, h: int, reach: Floats) -> tuple[Floats, Floats]:
    """The lines of strokes through their middles, bent as the flow bends, and the way to their left at each point."""
    angle = _at(flow, middles, w, h)
    ahead = np.stack([np.cos(angle), np.sin(angle)], 1)
    step = ahead * (0.5 * reach)[:, None]
    before, after = _at(flow, middles - step, w, h), _at(flow, middles + step, w, h)
    # an orientation has no sense of its own: turned to the nearer of the two
    turns = [(end - angle + np.pi / 2) % np.pi - np.pi / 2 for end in (before, after)]
    bend = np.stack([angle + a * turns[0] + b * turns[1] for a, b in BEND], 1)
    ways = np.stack([np.cos(bend), np.sin(bend)], 2)
    lines = middles[:, None] + ways * (STEPS[None, :] * reach[:, None])[..., None]
    return lines.astype(np.float32), np.stack([-ways[..., 1], ways[..., 0]], 2).astype(np.float32)
