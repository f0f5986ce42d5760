"""Templates: what the composition and the light are, whichever hand draws it.

`general`, `photorealistic`, `illustration` and `comic` paint the whole scene; `minimalist`, `sticker` and
`product` take the subjects out of it and set them on a backdrop of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

from imgen_nb.sketch.painting import backdrops, designs, effects, panes, scenes, typeset, weather
from imgen_nb.sketch.painting.canvas import mix, small
from imgen_nb.sketch.painting.styled import Scene
from imgen_nb.sketch.painting.subjects import Look, paint_subjects
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.plan import ScenePlan
from imgen_nb.sketch.planning.stage import INSIDE, Stage


@dataclass(frozen=True)
class Result:
    """A painted picture before its finish, with the mask of its subjects and where they stand."""

    image: Image.Image
    mask: Image.Image
    placed: list[Placed]
    drawn: bool = False  # a design: flat colours and words, which a finish must leave legible


def paint(stage: Stage, template: str, look: Look, background: Image.Image | None = None) -> Result:
    """Paint the plan of the stage in a template; a background picture takes the place of the scene."""
    if stage.plan.design and background is None:
        mask = designs.lay_out(stage, template, _scene_of(stage, look))
        return Result(stage.canvas.image, mask, [], drawn=True)
    if template in backdrops.FLAT and background is None:
        placed = backdrops.fitted(stage, place(stage), *backdrops.FIT[template])
        mask = backdrops.TABLE[template](stage, placed, look)
        return Result(stage.canvas.image, mask, placed)
    placed = place(stage)
    if background is not None:
        placed = _guests(stage, placed)
    if placed:
        left, top, right, foot = (v * stage.m for v in backdrops.bounds(stage, placed))
        stage.focus = (left + right) / 2, top, (right - left) / 2, foot
    stage.canvas.crisp = template == "comic"
    if background is not None:
        stage.canvas.image.paste(background)
    elif stage.setting in ("space", "underwater") or stage.setting in INSIDE:
        scenes.paint_scene(stage)
    else:
        # a moon or a rainbow stands behind the hills
        heavens = [p for p in placed if p.where == "celestial"]
        scenes.paint_scene(stage, lambda: paint_heavens(stage, heavens, look))
        placed = [p for p in placed if p.where != "celestial"]
    if background is None:
        scenes.set_off(stage, look.depth)
    if template == "photorealistic":
        placed, look = _close(stage, placed), _photo(stage, look)
    elif template == "comic":
        rays(stage)
        look = replace(look, outline=max(look.outline, 0.0028), relief=min(look.relief, 0.5), rim=0.4, depth=0.0)
    elif template == "illustration":
        look = replace(look, outline=max(look.outline, 0.0018), relief=look.relief * 0.8)
    mask = paint_subjects(stage, placed, look)
    if background is None:
        scenes.paint_foreground(stage)
    if background is None or stage.plan.weather:
        weather.paint_weather(stage)
    typeset.write(stage, mask, placed)
    if background is None:
        mask = tilted(stage, mask)
        panes.look_through(stage)
    after = {"photorealistic": photo_after, "illustration": illustration_after}.get(template)
    if after:
        after(stage)
    return Result(stage.canvas.image, mask, placed)


def tilted(stage: Stage, mask: Image.Image) -> Image.Image:
    """The picture as one sees it who looks up or down at what stands there: what is nearer to the eye is wider."""
    k = TILTS.get(stage.plan.camera or "", 0.0)
    if not k or stage.horizon >= 1 or not stage.plan.subjects or stage.setting == "table":
        return mask
    c, upper, lower = stage.canvas, max(0.0, -k), max(0.0, k)
    corners = (upper * c.w, 0.0, lower * c.w, c.h, (1 - lower) * c.w, c.h, (1 - upper) * c.w, 0.0)

    def turned(image: Image.Image) -> Image.Image:
        return image.transform(c.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)

    c.image, c.quiet = turned(c.image), turned(c.quiet)
    return turned(mask)


TILTS = {"low": 0.15, "aerial": -0.13}
"""How much of the picture's width is lost at each side, below or above, where one looks up or down."""


def _scene_of(stage: Stage, look: Look) -> Scene:
    """Paints a plan as a picture within a design."""

    def scene(plan: ScenePlan, size: tuple[int, int], number: int) -> Image.Image:
        inner = Stage(plan, size, stage.seed, f"{stage.layout}.scene{number}", stage.detail)
        return paint(inner, "general", look).image

    return scene


def paint_heavens(stage: Stage, heavens: list[Placed], look: Look) -> None:
    """Celestial subjects, which cast no contour mask: finishes treat them as sky."""
    paint_subjects(stage, heavens, replace(look, outline=0.0))


def _guests(stage: Stage, placed: list[Placed], size: float = 0.78) -> list[Placed]:
    """What stands in somebody's picture leaves more of it to be seen than what has a picture of its own."""
    if not placed:
        return placed
    left, _, right, bottom = backdrops.bounds(stage, placed)
    cx, foot = (left + right) / 2 * stage.m / stage.w, bottom * stage.m / stage.h
    return [replace(p, x=cx + (p.x - cx) * size, y=foot + (p.y - foot) * size, height=p.height * size) for p in placed]


def _close(stage: Stage, placed: list[Placed]) -> list[Placed]:
    """A longer lens: a lone group is brought nearer."""
    if not placed or any(p.where in ("celestial",) for p in placed):
        return placed
    left, top, right, bottom = backdrops.bounds(stage, placed)
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
    c.image = effects.vignette(effects.toothed(image, stage.nuance("film"), 0.07, 0), 0.45)


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
