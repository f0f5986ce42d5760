"""Lettering: the prompt's words on the thing that bears them, else on a sign of their own."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from imgen_nb.sketch.art import shapes
from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.painting.canvas import mix, noise, small, times
from imgen_nb.sketch.planning.faces import FACES
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage

Font = ImageFont.FreeTypeFont
FILE = Path(shapes.__file__).with_name("letters.ttf")


@functools.lru_cache(64)
def _face(size: int) -> Font:
    return ImageFont.truetype(str(FILE), size, layout_engine=ImageFont.Layout.BASIC)


def letters(size: float) -> Font:
    """The shipped face at a size in pixels."""
    return _face(max(4, round(size)))


def wrapped(text: str, least: int = 12, most: int = 3) -> list[str]:
    """The text in lines of about so many letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) > least and len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def fitted(text: str, wide: float, high: float, largest: float = 1e9) -> tuple[list[str], Font]:
    """Lines and face so that the text fills a box best, no larger than told."""
    best: tuple[float, list[str]] = (0.0, [text])
    for least in (6, 9, 12, 16, 24, 80):
        lines = wrapped(text, least, 4)
        probe = letters(100)
        size = min(wide / max(1.0, *map(probe.getlength, lines)) * 100, high / len(lines) / 1.2, largest)
        best = max(best, (size, lines))
    return best[1], letters(best[0])


def set_text(
    pen: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    text: str,
    ink: Colour,
    *,
    largest: float = 1e9,
    left: bool = False,
    rim: bool = False,
) -> None:
    """Write a text into a box, as large as it fits, in its middle or from its left edge; a rim makes it stand out."""
    x0, y0, x1, y1 = box
    lines, face = fitted(text, x1 - x0, y1 - y0, largest)
    gap = face.size * 1.2
    x, y = (x0 if left else (x0 + x1) / 2), (y0 + y1) / 2 - gap * (len(lines) - 1) / 2
    for k, line in enumerate(lines):
        at, anchor, edge = (x, y + gap * k), "lm" if left else "mm", max(1, round(face.size * 0.07)) if rim else 0
        pale = (*_opposite(ink), 235)
        pen.text(at, line, font=face, fill=(*ink, 255), anchor=anchor, stroke_width=edge, stroke_fill=pale)


def _opposite(ink: Colour) -> Colour:
    return (255 - ink[0], 255 - ink[1], 255 - ink[2])


def on_face(stage: Stage, covered: Image.Image, p: Placed) -> None:
    """The text on the face of a thing, dark on light and light on dark."""
    c = stage.canvas
    left, top, right, bottom = p.art.box
    unit = p.unit * stage.m
    wide, high = (right - left) * unit, (bottom - top) * unit
    ground = bottom if p.art.ground is None else p.art.ground
    x0, y0 = p.x * c.w - wide / 2, p.y * c.h - (ground - top) * unit
    fl, ft, fr, fb = FACES[p.name]
    if p.mirror:
        fl, fr = 1 - fr, 1 - fl
    box = (x0 + fl * wide, y0 + ft * high, x0 + fr * wide, y0 + fb * high)
    size = (max(2, round((box[2] - box[0]) * 2)), max(2, round((box[3] - box[1]) * 2)))
    under = (
        c.image.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
        .convert("L")
        .resize((1, 1), Image.Resampling.BOX)
    )
    light = under.getpixel((0, 0))
    ink: Colour = (38, 32, 46) if isinstance(light, (int, float)) and light > 118 else (252, 250, 244)
    tile = Image.new("RGBA", size, (*ink, 0))
    busy = _busy(c.image.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3]))))
    set_text(ImageDraw.Draw(tile), (0, 0, *size), stage.plan.text or "", ink, rim=busy)
    tile = tile.resize((max(1, size[0] // 2), max(1, size[1] // 2)), Image.Resampling.BOX)
    c.stamp(tile, box[0], box[1])
    covered.paste(255, (round(box[0]), round(box[1])), tile.getchannel("A"))


def on_ground(stage: Stage, covered: Image.Image) -> None:
    """The text on the ground before the viewer, running away from them: painted on a road, drawn into sand."""
    c = stage.canvas
    far, near, road = stage.hz + 0.3 * (c.h - stage.hz), 0.965 * c.h, stage.setting == "street"
    half = (0.26 if road else 0.4) * c.w  # at the near edge
    k = (far - stage.hz) / (near - stage.hz)
    wide, high = round(3 * half), round(1.6 * half)
    sheet = Image.new("L", (wide, high))
    lines, face = fitted(stage.plan.text or "", 0.98 * wide, 0.94 * high)
    for row, line in enumerate(lines):
        y = high / 2 + 1.1 * face.size * (row - (len(lines) - 1) / 2)
        ImageDraw.Draw(sheet).text((wide / 2, y), line, font=face, fill=255, anchor="mm")
    corners = [(c.w / 2 + s * half * q, y) for s, q, y in ((-1, k, far), (1, k, far), (1, 1, near), (-1, 1, near))]
    box = sheet.getbbox() or (0, 0, wide, high)
    flat = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    mask = sheet.transform(c.size, Image.Transform.PERSPECTIVE, _slanted(corners, flat), Image.Resampling.BICUBIC)
    pale = sum(stage.ground) > 390 and not road
    if not pale:  # paint that many wheels have gone over
        tooth = noise(stage.nuance("worn"), small(c.size, 300), 60, 2).point([min(255, 3 * v) for v in range(256)])
        mask = ImageChops.multiply(mask, tooth.resize(c.size, Image.Resampling.BILINEAR))
    else:  # a furrow: its lower edge is lit
        c.tint(mix(stage.ground, (255, 255, 255), 0.6), ImageChops.offset(mask, 0, max(1, round(0.005 * c.m))))
    c.tint(times(stage.ground, 0.62) if pale else stage.light.on((246, 244, 232)), mask)
    covered.paste(255, (0, 0), mask)


def in_sky(stage: Stage, covered: Image.Image) -> None:
    """The text across the sky: in sparks where fireworks write it, else in cloud."""
    c = stage.canvas
    top, low = 0.06 * c.h, max(0.34 * c.h, min(0.8 * stage.hz, 0.5 * c.h))
    mask = Image.new("L", c.size)
    lines, face = fitted(stage.plan.text or "", 0.86 * c.w, low - top, 0.3 * c.m)
    for row, line in enumerate(lines):
        y = (top + low) / 2 + 1.1 * face.size * (row - (len(lines) - 1) / 2)
        ImageDraw.Draw(mask).text((c.w / 2, y), line, font=face, fill=255, anchor="mm")
    halo = mask.filter(ImageFilter.GaussianBlur(0.016 * c.m))
    grain = noise(stage.nuance("letters"), small(c.size, 300), 70, 2).resize(c.size, Image.Resampling.BILINEAR)
    if "firework" in stage.plan.prompt.lower():
        c.tint((255, 104, 150), halo.point([min(255, 2 * v) for v in range(256)]), 0.7)
        c.tint((255, 214, 120), mask, 0.8)
        c.tint((255, 250, 226), ImageChops.multiply(mask, grain.point([255 if v > 140 else 0 for v in range(256)])))
    else:
        puffs = ImageChops.multiply(
            halo.point([min(255, 3 * v) for v in range(256)]), grain.point([min(255, 2 * v) for v in range(256)])
        )
        c.tint(stage.light.on((206, 218, 236)), ImageChops.offset(puffs, 0, max(1, round(0.008 * c.m))), 0.8)
        c.tint(stage.light.on((255, 255, 255)), ImageChops.lighter(puffs, mask))
    covered.paste(255, (0, 0), mask)


def _slanted(corners: Sequence[Point], flat: Sequence[Point]) -> list[float]:
    """The eight numbers by which Pillow finds, for a point among the corners, the point of the flat sheet."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    sides = [float(n) for point in flat for n in point]
    return [float(n) for n in np.linalg.solve(np.array(rows), np.array(sides))]


def _busy(under: Image.Image) -> bool:
    """Whether what is under letters has lights and darks of its own, so that they could not be read."""
    low, high = under.convert("L").resize((9, 9), Image.Resampling.BOX).getextrema()
    return isinstance(low, (int, float)) and isinstance(high, (int, float)) and high - low > 110


def sign(stage: Stage, covered: Image.Image) -> None:
    """The plan's text on a wooden sign, a neon board in neon cities, a plate on plain backdrops.

    The layout has left room for it on the stage's sign side; `covered` gets its coverage, so that finishes spare it.
    """
    text = stage.plan.text
    if not text:
        return
    c = stage.canvas
    alone = not stage.plan.subjects and not stage.flat
    x = 0.5 if stage.flat or alone else 0.5 + stage.sign_side * 0.33
    lines = wrapped(text)
    longest = max(lines, key=len)
    room = (c.w * 0.62 if alone else min(c.w * 0.3, c.m * 0.42)) * 2
    size = c.m * (0.13 if alone else 0.066) * 2
    face = letters(size)
    wide = face.getlength(longest)
    if wide > room:
        size *= room / wide
        face = letters(size)
        wide = face.getlength(longest)
    gap = size * 1.18
    bw, bh = wide + size * 1.1, gap * len(lines) + size * 0.7
    neon = stage.plan.mood == "neon" and not stage.flat
    tile = Image.new("RGBA", (round(bw + size), round(bh + size * (0.6 if stage.flat else 3.4))))
    pen = ImageDraw.Draw(tile)
    wood: Colour = (186, 132, 84)
    ink: Colour = (62, 38, 30)
    if neon:
        wood, ink = (30, 18, 52), (110, 250, 255)
    elif stage.flat:
        wood, ink = (252, 248, 238), (54, 50, 66)
    lit = 0.65 if stage.light.level < 0.6 else 0.0  # by a lamp: what nobody can read is no sign
    board = wood if neon or stage.flat else mix(stage.light.on(wood), wood, lit)
    left, top = size * 0.5, size * 0.3
    if not stage.flat:
        pen.rectangle(
            (tile.width / 2 - size * 0.16, top + bh * 0.5, tile.width / 2 + size * 0.16, tile.height),
            fill=(*times(board, 0.72), 255),
        )
    pen.rounded_rectangle(
        (left - size * 0.06, top - size * 0.06 + size * 0.08, left + bw + size * 0.06, top + bh + size * 0.14),
        size * 0.2,
        fill=(*times(board, 0.66), 255),
    )
    pen.rounded_rectangle((left, top, left + bw, top + bh), size * 0.18, fill=(*board, 255))
    if neon:
        pen.rounded_rectangle(
            (left + size * 0.12, top + size * 0.12, left + bw - size * 0.12, top + bh - size * 0.12),
            size * 0.12,
            outline=(255, 80, 180, 255),
            width=max(2, round(size * 0.06)),
        )
    for k, line in enumerate(lines):
        pen.text((left + bw / 2, top + size * 0.3 + gap * (k + 0.5)), line, font=face, fill=(*ink, 255), anchor="mm")
    tile = tile.resize((max(1, tile.width // 2), max(1, tile.height // 2)), Image.Resampling.BOX)
    foot = 0.93 if not stage.flat else 0.94
    px, py = (
        min(0.98 - tile.width / c.w / 2, max(0.02 + tile.width / c.w / 2, x)) * c.w - tile.width / 2,
        foot * c.h - tile.height,
    )
    if not stage.flat:
        base = Image.new("L", (tile.width, max(4, round(c.m * 0.03))))
        ImageDraw.Draw(base).ellipse((tile.width * 0.3, 0, tile.width * 0.7, base.height), fill=120)
        c.image.paste(
            stage.light.shadow,
            (round(px), round(foot * c.h - base.height * 0.6)),
            base.filter(ImageFilter.GaussianBlur(3)),
        )
    c.stamp(tile, px, py)
    covered.paste(255, (round(px), round(py)), tile.getchannel("A"))
    if neon:
        c.glow(px + tile.width / 2, py + tile.height * 0.3, tile.width * 0.8, (90, 200, 255), 0.4)
