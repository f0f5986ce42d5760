"""Backdrops: templates that take the subjects out of their scene and set them on a ground of their own."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import raster
from imgen_nb.sketch.painting import effects, typeset
from imgen_nb.sketch.painting.canvas import Brush, gradient, mix, times
from imgen_nb.sketch.painting.subjects import Look, paint_subjects
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage

FLAT = frozenset(("minimalist", "sticker", "product"))


def bounds(stage: Stage, placed: list[Placed]) -> tuple[float, float, float, float]:
    """The box of everything placed, in fractions of the shorter side."""
    k, q = stage.w / stage.m, stage.h / stage.m
    left = min(p.x * k - p.height * aspect(p.art) / 2 for p in placed)
    right = max(p.x * k + p.height * aspect(p.art) / 2 for p in placed)
    return left, min(p.y * q - p.height for p in placed), right, max(p.y * q for p in placed)


FIT = {"minimalist": (0.46, 0.66, 0.5), "sticker": (0.72, 0.82, 0.5), "product": (0.58, 0.74, 0.8)}


def fitted(stage: Stage, placed: list[Placed], high: float, wide: float, at: float) -> list[Placed]:
    """The group scaled into the middle: at most so high and wide, its middle (or its feet) at a height."""
    if not placed:
        return placed
    left, top, right, bottom = bounds(stage, placed)
    k, q = stage.w / stage.m, stage.h / stage.m
    scale = min(high / max(0.01, bottom - top), wide * k / max(0.01, right - left))
    cx, cy = (left + right) / 2, bottom if at > 0.6 else (top + bottom) / 2
    found = []
    for p in placed:
        x, y = (p.x * k - cx) * scale, (p.y * q - cy) * scale
        found.append(replace(p, x=0.5 + x / k, y=at + y / q, height=p.height * scale))
    return found


PASTELS: tuple[Colour, ...] = (
    (250, 214, 196),
    (206, 228, 214),
    (210, 220, 246),
    (250, 232, 184),
    (240, 208, 224),
    (222, 212, 242),
    (200, 228, 236),
)


def minimalist(stage: Stage, placed: list[Placed], look: Look) -> Image.Image:
    """A large quiet field, one disc holding a hint of the scene, a small subject."""
    c, light = stage.canvas, stage.light
    base = PASTELS[int(stage.nuance("field").integers(len(PASTELS)))]
    field = (
        mix(base, (252, 250, 246), 0.55 if stage.plan.weather != "snow" else 0.1)
        if light.level > 0.45
        else mix(base, (40, 42, 72), 0.82)
    )
    c.image.paste(field, (0, 0, c.w, c.h))
    radius, cx, cy = 0.37 * c.m, 0.5 * c.w, 0.5 * c.h
    named = stage.plan.setting or stage.plan.time or stage.plan.weather
    stops = [
        (0.5 - 0.37 * c.m / c.h, light.sky[0][1]),
        (0.5, light.sky[-2][1]),
        (0.5 + 0.25 * c.m / c.h, light.haze),
        (1.0, light.haze),
    ]
    disc_fill = gradient(c.size, stops) if named else Image.new("RGB", c.size, times(base, 0.94))
    ground_y = (
        max((p.y for p in placed if p.where in ("ground", "water")), default=0.5 + 0.2 * c.m / c.h) * c.h - 0.03 * c.m
    )
    if named:
        tone = light.on(
            _GROUNDS.get("snow" if stage.plan.weather == "snow" else stage.plan.setting or "hills", (140, 180, 130)),
            0.2,
        )
        ImageDraw.Draw(disc_fill).rectangle((0, ground_y - 0.012 * c.m, c.w, c.h), fill=tone)
    else:
        ImageDraw.Draw(disc_fill).rectangle((0, ground_y - 0.012 * c.m, c.w, c.h), fill=times(base, 0.86))
    mask = Image.new("L", (c.w * 2, c.h * 2))
    ImageDraw.Draw(mask).ellipse((2 * (cx - radius), 2 * (cy - radius), 2 * (cx + radius), 2 * (cy + radius)), fill=255)
    c.image.paste(disc_fill, (0, 0), mask.reduce(2))
    still = [replace(p, tilt=0.0, where="ground" if p.where == "water" else p.where) for p in placed]
    covered = paint_subjects(stage, still, replace(look, relief=0, rim=0, outline=0, tint=0.3, shadows=False))
    c.image = effects.saturated(c.image, 0.8)
    typeset.write(stage, covered, still)
    return covered


_GROUNDS: dict[str, Colour] = {
    "sea": (70, 140, 170),
    "lake": (84, 150, 170),
    "beach": (238, 212, 160),
    "desert": (232, 190, 124),
    "snow": (236, 242, 250),
    "city": (120, 124, 150),
    "street": (140, 136, 146),
    "space": (60, 50, 110),
    "moonscape": (170, 170, 184),
    "mars": (196, 110, 74),
    "forest": (96, 140, 92),
    "mountains": (128, 148, 140),
    "room": (196, 158, 120),
    "table": (190, 140, 96),
    "underwater": (90, 140, 160),
}


def sticker(stage: Stage, placed: list[Placed], look: Look) -> Image.Image:
    """The subjects cut out with a white rim, on a dotted backing."""
    c = stage.canvas
    base = PASTELS[int(stage.nuance("backing").integers(len(PASTELS)))]
    c.image.paste((255, 255, 255), (0, 0, c.w, c.h))
    day = replace(stage.light, tint=(1.0, 1.0, 1.0), level=1.0, name="day")
    stage.light = day
    still = [
        replace(
            p, where="held" if p.where in ("ground", "water", "perched", "air", "floating", "celestial") else p.where
        )
        for p in placed
    ]
    covered = paint_subjects(
        stage,
        still,
        replace(
            look, shadows=False, rim=0, tint=0, drop=0, relief=max(0.35, look.relief), outline=max(0.0016, look.outline)
        ),
    )
    art = c.image
    rim = c.m * 0.024
    spread = covered.filter(ImageFilter.GaussianBlur(rim)).point([min(255, max(0, (v - 20) * 8)) for v in range(256)])
    soft = spread.filter(ImageFilter.GaussianBlur(c.m * 0.014)).point([v * 110 // 255 for v in range(256)])
    board = Image.new("RGB", c.size, base)
    n = 13
    k = c.m / n

    def dots(b: Brush) -> None:
        for j in range(-1, round(c.h / k) + 2):
            for i in range(-1, round(c.w / k) + 2):
                b.ellipse((i + 0.5 * (j % 2)) * k, j * k, k * 0.11, k * 0.11, mix(base, (255, 255, 255), 0.55))

    c.image = board
    c.vector((0, 0, c.w, c.h), dots)
    board = c.image
    board.paste(times(base, 0.42), (round(c.m * 0.008), round(c.m * 0.016)), soft)
    board.paste((255, 255, 255), (0, 0), spread)
    line = max(0.6, c.m * 0.0022)
    inner = covered.filter(ImageFilter.GaussianBlur(line)).point([min(255, max(0, (v - 30) * 6)) for v in range(256)])
    board.paste(art, (0, 0), inner)
    c.image = board
    typeset.write(stage, spread, still)
    return spread


def product(stage: Stage, placed: list[Placed], look: Look) -> Image.Image:
    """Studio sweep, a round plinth, soft boxes, a polished reflection."""
    c, r = stage.canvas, stage.nuance("sweep")
    tone = mix(PASTELS[int(r.integers(len(PASTELS)))], (236, 234, 236), 0.72)
    if stage.light.level < 0.45:
        tone = times(tone, (0.26, 0.27, 0.36))
    stage.light = replace(stage.light, tint=(1.0, 1.0, 1.0), level=1.0, name="day", shadow=times(tone, 0.22))
    c.image.paste(
        gradient(c.size, [(0, times(tone, 0.84)), (0.6, tone), (0.72, times(tone, 0.97)), (1, times(tone, 0.8))])
    )
    c.glow(c.w * 0.5, c.h * 0.4, c.m * 0.75, times(tone, 0.35), 0.8, 1.3)
    foot = FIT["product"][2] * c.h
    left, _, right, _ = bounds(stage, placed) if placed else (0.3, 0, 0.7, 0.8)
    half = min(0.49 * c.w, max(0.24 * c.m, (right - left) * c.m * 0.6))
    high = half * 0.16

    def plinth(b: Brush) -> None:
        b.ellipse(c.w / 2, foot + c.m * 0.085, half * 1.04, high, times(tone, 0.7))
        b.box(c.w / 2 - half, foot + c.m * 0.005, 2 * half, c.m * 0.075, times(tone, 0.82))
        b.box(c.w / 2 - half, foot + c.m * 0.005, half * 0.55, c.m * 0.075, times(tone, 0.92))
        b.ellipse(c.w / 2, foot + c.m * 0.08, half, high, times(tone, 0.82))
        b.ellipse(c.w / 2, foot + c.m * 0.005, half, high, mix(tone, (255, 255, 255), 0.5))

    c.vector((0, foot - high * 2, c.w, c.h), plinth, blur=max(0.4, c.m * 0.001))
    standing = [
        replace(
            p,
            tilt=0.0 if p.where != "held" else p.tilt,
            where="ground" if p.where in ("water", "floating", "celestial") else p.where,
        )
        for p in placed
    ]
    polish(stage, standing)
    covered = paint_subjects(
        stage,
        standing,
        replace(look, relief=max(1.0, look.relief), tint=0, rim=0, outline=0 if look.outline < 0.003 else look.outline),
    )
    c.image = ImageEnhance.Contrast(effects.bloom(c.image, 0.03, 0.18, 170)).enhance(1.04)
    typeset.write(stage, covered, standing)
    return covered


def polish(stage: Stage, placed: list[Placed]) -> None:
    """A faint mirror image on the plinth."""
    c = stage.canvas
    for p in placed:
        if p.where != "ground":
            continue
        tile = raster(p.art, p.height * stage.m, mirror=p.mirror)[0]
        part = tile.crop((0, max(0, tile.height - round(c.m * 0.075)), tile.width, tile.height)).transpose(
            Image.Transpose.FLIP_TOP_BOTTOM
        )
        fade = Image.linear_gradient("L").resize(part.size).point([round((255 - v) * 0.3) for v in range(256)])
        part.putalpha(ImageChops.multiply(part.getchannel("A"), fade))
        c.stamp(part.filter(ImageFilter.GaussianBlur(c.m * 0.0016)), p.x * c.w - part.width / 2, p.y * c.h - 2)


TABLE = {"minimalist": minimalist, "sticker": sticker, "product": product}
