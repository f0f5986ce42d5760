"""Templates: what the composition and the light are, whichever hand draws it.

`general`, `photorealistic`, `illustration` and `comic` paint the whole scene; `minimalist`, `sticker` and `product`
  take
the subjects out of it and set them on a backdrop of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from imgen_nb.sketch import effects, scenes, weather
from imgen_nb.sketch.art import raster
from imgen_nb.sketch.canvas import Brush, gradient, mix, small, times
from imgen_nb.sketch.figures import aspect
from imgen_nb.sketch.layout import place
from imgen_nb.sketch.pack import Colour
from imgen_nb.sketch.placing import Placed
from imgen_nb.sketch.stage import INSIDE, Stage
from imgen_nb.sketch.subjects import Look, paint_subjects

FLAT = frozenset(("minimalist", "sticker", "product"))


@dataclass(frozen=True)
class Result:
    """A painted picture before its finish, with the mask of its subjects and where they stand."""

    image: Image.Image
    mask: Image.Image
    placed: list[Placed]


def paint(stage: Stage, template: str, look: Look, background: Image.Image | None = None) -> Result:
    """Paint the plan of the stage in a template; a background picture takes the place of the scene."""
    if template in FLAT and background is None:
        placed = _fitted(stage, place(stage), *_FIT[template])
        mask = _FLAT[template](stage, placed, look)
        return Result(stage.canvas.image, mask, placed)
    placed = place(stage)
    if background is not None:
        stage.canvas.image.paste(background)
    elif stage.setting in ("space", "underwater") or stage.setting in INSIDE:
        scenes.paint_scene(stage)
    else:
        # a moon or a rainbow stands behind the hills
        heavens = [p for p in placed if p.where == "celestial"]
        scenes.paint_scene(stage, lambda: paint_heavens(stage, heavens, look))
        placed = [p for p in placed if p.where != "celestial"]
    if template == "photorealistic":
        placed, look = _close(stage, placed), _photo(stage, look)
    elif template == "comic":
        rays(stage)
        look = replace(look, outline=max(look.outline, 0.0045), relief=min(look.relief, 0.25), rim=0.4)
    elif template == "illustration":
        look = replace(look, outline=max(look.outline, 0.0018), relief=look.relief * 0.8)
    mask = paint_subjects(stage, placed, look)
    if background is None:
        scenes.paint_foreground(stage)
    if background is None or stage.plan.weather:
        weather.paint_weather(stage)
    weather.sign(stage, mask)
    after = {"photorealistic": photo_after, "illustration": illustration_after, "comic": comic_after}.get(template)
    if after:
        after(stage)
    return Result(stage.canvas.image, mask, placed)


def paint_heavens(stage: Stage, heavens: list[Placed], look: Look) -> None:
    """Celestial subjects, which cast no contour mask: finishes treat them as sky."""
    paint_subjects(stage, heavens, replace(look, outline=0.0))


def _bounds(stage: Stage, placed: list[Placed]) -> tuple[float, float, float, float]:
    """The box of everything placed, in fractions of the shorter side."""
    k, q = stage.w / stage.m, stage.h / stage.m
    left = min(p.x * k - p.height * aspect(p.art) / 2 for p in placed)
    right = max(p.x * k + p.height * aspect(p.art) / 2 for p in placed)
    return left, min(p.y * q - p.height for p in placed), right, max(p.y * q for p in placed)


_FIT = {"minimalist": (0.4, 0.62, 0.5), "sticker": (0.7, 0.82, 0.5), "product": (0.5, 0.7, 0.78)}


def _fitted(stage: Stage, placed: list[Placed], high: float, wide: float, at: float) -> list[Placed]:
    """The group scaled into the middle: at most so high and wide, its middle (or its feet) at a height."""
    if not placed:
        return placed
    left, top, right, bottom = _bounds(stage, placed)
    k, q = stage.w / stage.m, stage.h / stage.m
    scale = min(high / max(0.01, bottom - top), wide * k / max(0.01, right - left))
    cx, cy = (left + right) / 2, bottom if at > 0.6 else (top + bottom) / 2
    found = []
    for p in placed:
        x, y = (p.x * k - cx) * scale, (p.y * q - cy) * scale
        found.append(replace(p, x=0.5 + x / k, y=at + y / q, height=p.height * scale))
    return found


def _close(stage: Stage, placed: list[Placed]) -> list[Placed]:
    """A longer lens: a lone group is brought nearer."""
    if not placed or any(p.where in ("celestial",) for p in placed):
        return placed
    left, top, right, bottom = _bounds(stage, placed)
    room = min(0.96 * stage.w / stage.m / max(0.1, right - left), 0.9 * stage.h / stage.m / max(0.1, bottom - top))
    scale = min(1.16, max(1.0, room))
    k, q = stage.w / stage.m, stage.h / stage.m
    cx = (left + right) / 2
    low = min(0.97, bottom / q + 0.015)
    low = max(low, (bottom - top) * scale / q + 0.02) if placed[-1].where == "air" else low
    return [
        replace(
            p,
            x=0.5 + ((p.x * k - cx) * scale + (cx - 0.5 * k) * 0.6) / k,
            y=low + (p.y - bottom / q) * scale,
            height=p.height * scale,
        )
        for p in placed
    ]


def _photo(stage: Stage, look: Look) -> Look:
    """Depth of field: the scene behind is out of focus, the subjects are round."""
    c = stage.canvas
    c.image = effects.softened(c.image, c.m * 0.0075)
    return replace(
        look,
        relief=max(1.0, look.relief),
        rim=max(1.0, look.rim),
        outline=0.0 if look.outline < 0.003 else look.outline,
    )


def photo_after(stage: Stage) -> None:
    """Bloom, film grain, vignette, a warm-to-cool grade."""
    c = stage.canvas
    image = effects.bloom(c.image, 0.035, 0.35, 140)
    red, green, blue = image.split()
    red = red.point([min(255, round(v + 10 * (v / 255) ** 2)) for v in range(256)])
    blue = blue.point([min(255, round(v * 0.97 + 7)) for v in range(256)])
    image = ImageEnhance.Contrast(Image.merge("RGB", (red, green, blue))).enhance(1.07)
    c.image = effects.vignette(effects.toothed(image, stage.nuance("film"), 0.14, 0), 0.75)


def illustration_after(stage: Stage) -> None:
    """Book page: flat areas, soft coloured lines, a cream border with a hand-cut edge."""
    c = stage.canvas
    r = stage.nuance("page")
    image = effects.saturated(c.image, 1.14)
    lines = effects.edges(image, 10, 5.0, max(0.7, c.m * 0.001), c.quiet).point([round(v * 0.5) for v in range(256)])
    image.paste((58, 44, 92), (0, 0), lines)
    image = effects.toothed(image, r, 0.2)
    c.image = image


def rays(stage: Stage) -> None:
    """Bold rays behind the subjects, for comic pages."""
    if stage.setting in ("room", "table"):
        return
    c = stage.canvas
    size = small(c.size, 400)
    x, y = stage.light.sun[0] * size[0], min(0.9, stage.horizon) * size[1]
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    for k in range(0, 32, 2):
        a, b = 2 * np.pi * k / 32, 2 * np.pi * (k + 1) / 32
        pen.polygon(
            [
                (x, y),
                (x + 3 * size[0] * np.cos(a), y + 3 * size[0] * np.sin(a)),
                (x + 3 * size[0] * np.cos(b), y + 3 * size[0] * np.sin(b)),
            ],
            fill=64,
        )
    if stage.horizon < 1 and stage.setting not in ("underwater",):
        pen.rectangle((0, min(0.98, stage.horizon - 0.02) * size[1], size[0], size[1]), fill=0)
    c.tint(mix(stage.light.sun_colour, (255, 255, 255), 0.4), mask)


def comic_after(stage: Stage) -> None:
    """Ink lines, dots in the shadows, strong flat colour, a frame; the text in a caption box is the sign's own."""
    c = stage.canvas
    image = effects.saturated(ImageEnhance.Contrast(c.image).enhance(1.12), 1.3)
    image = image.point([min(255, round(round(v / 36.4) * 36.4)) for v in range(256)] * 3)
    tone = np.asarray(effects.softened(c.image.convert("L"), c.m * 0.004), np.float32)
    x, y = np.arange(c.w, dtype=np.float32)[None], np.arange(c.h, dtype=np.float32)[:, None]
    k = np.float32(2 * np.pi / max(5.0, c.m * 0.0105))
    screen = (np.cos((x + y) * k * np.float32(0.7071)) + np.cos((x - y) * k * np.float32(0.7071))) * np.float32(
        54
    ) + np.float32(118 if tone.mean() > 90 else 60)
    dots = Image.fromarray((np.clip((screen - tone) * np.float32(0.05), 0, 1) * 92).astype(np.uint8))
    image.paste((40, 26, 84), (0, 0), dots)
    lines = (
        effects.edges(c.image, 12, 12.0, max(0.8, c.m * 0.0014), c.quiet)
        .filter(ImageFilter.BoxBlur(max(0.5, c.m * 0.0008)))
        .point([min(255, round(v * 1.7)) for v in range(256)])
    )
    image.paste((18, 14, 30), (0, 0), lines)
    c.image = image


def framed(stage: Stage, template: str, image: Image.Image) -> Image.Image:
    """The border of a page, over the finish: cream paper round an illustration, a panel round a comic."""
    c = stage.canvas
    if template == "comic":
        pen = ImageDraw.Draw(image)
        gap, line = round(c.m * 0.022), max(2, round(c.m * 0.006))
        for k2 in range(gap):
            pen.rectangle((k2, k2, c.w - 1 - k2, c.h - 1 - k2), outline=(252, 250, 244))
        pen.rectangle((gap, gap, c.w - 1 - gap, c.h - 1 - gap), outline=(18, 14, 30), width=line)
    if template != "illustration":
        return image
    r = stage.nuance("border")
    size = (c.w * 2, c.h * 2)
    edge = 0.035 * c.m * 2
    mask = Image.new("L", size, 255)
    n = 40
    points = []
    for k in range(4 * n):
        side, t = divmod(k, n)
        j = float(r.normal(0, 0.0016)) * c.m * 2
        a = (t / n) * (size[0] if side % 2 == 0 else size[1])
        inner = edge + j
        points.append(
            [
                (max(edge, min(size[0] - edge, a)), inner),
                (size[0] - inner, max(edge, min(size[1] - edge, a))),
                (size[0] - max(edge, min(size[0] - edge, a)), size[1] - inner),
                (inner, size[1] - max(edge, min(size[1] - edge, a))),
            ][side]
        )
    ImageDraw.Draw(mask).polygon(points, fill=0)
    image.paste((252, 246, 232), (0, 0), mask.reduce(2))
    return image


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
    weather.sign(stage, covered)
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
    weather.sign(stage, spread)
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
    foot = 0.78 * c.h
    left, _, right, _ = _bounds(stage, placed) if placed else (0.3, 0, 0.7, 0.8)
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
    weather.sign(stage, covered)
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


_FLAT = {"minimalist": minimalist, "sticker": sticker, "product": product}
