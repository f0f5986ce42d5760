"""Plan to picture: the one pipeline, and the sheets, quadrants, previews and inputs built on it."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from imgen_nb.sketch.names import CAPTION, FINISHES, TEMPLATES
from imgen_nb.sketch.painting import backdrops, effects, inputs, templates
from imgen_nb.sketch.painting.canvas import stream
from imgen_nb.sketch.painting.finishes import finished
from imgen_nb.sketch.painting.manners import HANDS
from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.planning.stage import Stage, setting_of
from imgen_nb.sketch.reading.prompt import parse

# Two at a time: two cores are what a free notebook server has, and four pictures at once would not fit beside a kernel.
SLOTS = threading.BoundedSemaphore(2)
GUIDANCE, STEPS = 7.5, 28.0
LEGIBLE = 0.4  # how much of a finish lies over a design: its words must still be read
Quadrant = Literal[1, 2, 3, 4]


@dataclass(frozen=True)
class _Order:
    """One picture to paint, every choice made."""

    plan: ScenePlan
    seed: int
    layout: str
    finish: str
    template: str
    guidance: float
    steps: float
    references: tuple[Image.Image, ...]
    similarity: float


def render(
    plan: ScenePlan,
    size: tuple[int, int] = (1024, 1024),
    *,
    seed: int = 0,
    finish: str | None = None,
    template: str = "general",
    guidance: float | None = None,
    steps: float | None = None,
    negative: str | None = None,
    source: Image.Image | None = None,
    similarity: float = 0.5,
    references: Sequence[Image.Image] = (),
    mask: Image.Image | None = None,
    layout: int = 0,
    sheet: bool = False,
    quadrant: Quadrant | None = None,
) -> Image.Image:
    """Paint a plan. The same arguments give the same pixels in every process with the same numpy and Pillow.

    Args:
        plan: what to paint, from `parse`.
        size: width and height in pixels; the scene is composed for their ratio.
        seed: chooses composition and details.
        finish: one of `FINISHES`; without it the plan's style words choose, else "clay".
        template: one of `TEMPLATES`.
        guidance: obedience to the prompt, 0 to 30 as in the APIs; 7.5 obeys fully, less forgets words, more overdoes
            contrast and colour.
        steps: detail, 1 to 150; below about 20 the picture stays coarse and noisy, above 30 it gains small things.
        negative: a prompt whose contents are removed from the plan.
        source: a picture to work on: the plan's subjects, light and finish are applied to it.
        similarity: with a source, 0 takes only its colours, 1 leaves it nearly as it is.
        references: pictures whose palette is taken over, and the thing on the first one that has an even ground.
        mask: with a source, white where the picture is redrawn; every other pixel of the source is kept.
        layout: another arrangement of the same subjects; 0 is the first.
        sheet: four layouts as a 2 x 2 sheet.
        quadrant: one picture of that sheet alone (1 to 4, row by row), with more detail at larger sizes.

    Raises:
        ValueError: an unknown finish or template, a size that is not positive, or a mask without a source.
    """
    _check(size, finish, template, mask, source)
    order = _ordered(plan, seed, finish, template, guidance, steps, negative, references, similarity)
    with SLOTS:
        if sheet:
            image = _sheet(order, size, layout)
        else:
            order = replace(order, layout=_layout_name(layout, quadrant))
            image = _worked(order, size, source, mask) if source is not None else _paint(order, size)
        return captioned(image)


def preview(
    plan: ScenePlan,
    size: tuple[int, int] = (1024, 1024),
    *,
    progress: float = 0.5,
    seed: int = 0,
    finish: str | None = None,
    template: str = "general",
    sheet: bool = False,
) -> Image.Image:
    """A small coarse picture of what `render` will give, clearer as `progress` goes from 0 to 1.

    At most 256 pixels on its longer side, whatever `size`, whose ratio it keeps.
    """
    _check(size, finish, template, None, None)
    t = min(1.0, max(0.0, progress))
    k = 256 / max(size)
    shown = (max(8, round(size[0] * k)), max(8, round(size[1] * k)))
    order = _ordered(plan, seed, finish, template, None, None, None, (), 0.5)
    with SLOTS:
        image = _sheet(order, shown, 0) if sheet else _paint(replace(order, layout="0"), shown)
        return captioned(unresolved(image, 2 + 20 * t, f"{seed}"))


def _check(
    size: tuple[int, int], finish: str | None, template: str, mask: Image.Image | None, source: Image.Image | None
) -> None:
    if min(size) < 8:
        raise ValueError(f"size must be at least 8 x 8 pixels, not {size[0]} x {size[1]}")
    if finish is not None and finish not in FINISHES:
        raise ValueError(f"unknown finish {finish!r}; there are {', '.join(FINISHES)}")
    if template not in TEMPLATES:
        raise ValueError(f"unknown template {template!r}; there are {', '.join(TEMPLATES)}")
    if mask is not None and source is None:
        raise ValueError("a mask needs a source, the picture whose other parts are kept")


def _ordered(
    plan: ScenePlan,
    seed: int,
    finish: str | None,
    template: str,
    guidance: float | None,
    steps: float | None,
    negative: str | None,
    references: Sequence[Image.Image],
    similarity: float,
) -> _Order:
    if negative and negative.strip():
        plan = plan.minus(parse(negative))
    g = GUIDANCE if guidance is None else float(guidance)
    chosen = finish or (plan.style if plan.style in HANDS else None) or "clay"
    return _Order(
        obeyed(plan, g, seed),
        seed,
        "0",
        chosen,
        template,
        g,
        STEPS if steps is None else float(steps),
        tuple(references),
        similarity,
    )


def obeyed(plan: ScenePlan, guidance: float, seed: int) -> ScenePlan:
    """The plan as far as a guidance makes the engine listen: below 7.5 words are forgotten, one after the other.

    Each word has a threshold of its own from the seed, so that a word once obeyed stays obeyed at higher values.
    """
    if guidance >= GUIDANCE:
        return plan
    r = stream(seed, "guidance")
    limits = r.uniform(0.4, GUIDANCE - 0.5, 24)
    scene = {
        key: None
        for key, limit in zip(("time", "weather", "mood", "setting", "ground", "camera", "text"), limits, strict=False)
        if guidance < limit
    }
    subjects = []
    for i, s in enumerate(plan.subjects):
        u = limits[7 + (3 * i) % 15 :]
        subjects.append(
            replace(
                s,
                colour=s.colour if guidance >= u[0] else None,
                accent=None if guidance < u[0] else s.accent,
                count=s.count if guidance >= u[1] else 1 + (s.count == 1) * int(r.integers(0, 2)),
                size=s.size if guidance >= u[-1] else None,
            )
        )
    plan = replace(plan, subjects=tuple(subjects), **scene)  # type: ignore[arg-type]
    kept = [i for i in range(len(subjects)) if i == 0 or guidance >= limits[-1 - i % 4] * 0.7]
    plan = plan.keeping(kept)
    if guidance < 1 and plan.subjects:
        # nothing is listened to: a subject of the engine's own choice
        names = ("cat", "@tree", "@mug", "house", "sailboat", "rabbit", "@vase", "mushroom", "@balloon", "bicycle")
        return replace(plan, subjects=(Subject("something", names[int(r.integers(len(names)))]),))
    return plan


def _layout_name(layout: int, quadrant: int | None) -> str:
    return str(layout) if quadrant is None else f"{layout}.{quadrant}"


def _sheet(order: _Order, size: tuple[int, int], layout: int) -> Image.Image:
    """Four layouts, a thin white cross between them."""
    gap = max(1, round(min(size) * 0.006))
    w, h = (size[0] - gap) // 2, (size[1] - gap) // 2
    out = Image.new("RGB", size, (255, 255, 255))
    for k in range(4):
        one = _paint(replace(order, layout=_layout_name(layout, k + 1)), (max(8, w), max(8, h)))
        out.paste(one, ((size[0] - w) * (k % 2), (size[1] - h) * (k // 2)))
    return out


def _paint(order: _Order, size: tuple[int, int], background: Image.Image | None = None) -> Image.Image:
    """One picture without caption."""
    flat = order.template in backdrops.FLAT and background is None
    detail = min(1.9, max(0.25, (order.steps / STEPS) ** 0.5))
    plan = order.plan
    stage = Stage(plan, size, order.seed, order.layout, detail)
    if flat:
        stage.flat = True
        stage.setting, stage.horizon = "studio", 0.66
    finish = HANDS[order.finish]
    stage.canvas.paper = finish.paper
    look = finish.look
    result = templates.paint(stage, order.template, look, background)
    image = result.image
    cut = next((found for p in order.references if (found := inputs.subject_of(p))), None)
    if cut is not None:
        image = _guest(stage, image, cut)
    if order.references:
        image = inputs.graded(image, order.references)
    image = image if result.drawn else mooded(image, plan.mood)
    layers = effects.Layers(result.mask, stage.canvas.quiet)
    hands = [order.finish]
    if plan.style in HANDS and plan.style != order.finish and order.template not in backdrops.FLAT:
        hands.insert(0, plan.style)
    if order.template == "comic":
        hands = ["comic", *(name for name in hands if name != "clay")]  # a toy's soft light would blur its lines
    for name in hands:
        hand = finished(HANDS[name], image, layers, stage.nuance("finish", name))
        image = Image.blend(image, hand, LEGIBLE) if result.drawn else hand
    if background is None:
        image = templates.framed(stage, order.template, image)
    if order.guidance > GUIDANCE:
        k = min(1.0, (order.guidance - GUIDANCE) / 22)
        image = ImageEnhance.Color(ImageEnhance.Contrast(image).enhance(1 + 0.7 * k)).enhance(1 + 1.1 * k)
    if order.steps != STEPS:
        image = unresolved(image, order.steps, f"{order.seed}")
    return image


def _guest(stage: Stage, image: Image.Image, cut: Image.Image) -> Image.Image:
    """The thing of a reference standing in the picture."""
    high = round(stage.m * 0.34)
    tile = cut.resize((max(2, round(cut.width * high / cut.height)), high), Image.Resampling.BICUBIC)
    wide = round(stage.w * 0.4)
    if tile.width > wide:
        tile = tile.resize((wide, max(2, round(tile.height * wide / tile.width))), Image.Resampling.BICUBIC)
    x = (0.74 if stage.stream("guest").random() < 0.5 else 0.26) * stage.w - tile.width / 2
    y = (0.9 if stage.horizon < 1 else 0.66) * stage.h - tile.height
    base = Image.new("L", (tile.width, max(4, tile.width // 8)))
    ImageDraw.Draw(base).ellipse((base.width * 0.1, 0, base.width * 0.9, base.height), fill=110)
    image.paste(
        stage.light.shadow,
        (round(x), round(y + tile.height - base.height * 0.6)),
        base.filter(ImageFilter.GaussianBlur(max(1, base.height / 5))),
    )
    image.paste(tile, (round(x), round(y)), tile)
    return image


def _worked(order: _Order, size: tuple[int, int], source: Image.Image, mask: Image.Image | None) -> Image.Image:
    """A source picture worked on: redrawn within a mask, or taken as the scene of the plan."""
    base = inputs.fitted(source, size)
    if mask is not None:
        return _inpainted(order, base, mask)
    s = min(1.0, max(0.0, order.similarity))
    # the less similar, the more of the prompt: its subjects stand in the picture, its light colours it
    plan = order.plan if s < 0.75 else order.plan.keeping([])
    if s < 0.15:
        return inputs.graded(_paint(order, size), (base,), 0.9)
    order = replace(order, plan=plan, template="general" if order.template in backdrops.FLAT else order.template)
    backdrop = base
    if s < 0.75:
        drawn = _paint(replace(order, plan=order.plan.keeping([])), size) if s < 0.4 else None
        backdrop = Image.blend(base, drawn, 0.4 - s) if drawn else base
        backdrop = _relit(backdrop, order, 1 - s)
    worked = _paint(order, size, backdrop)
    return Image.blend(worked, base, max(0.0, s - 0.5) * 1.6) if s > 0.5 else worked


def _inpainted(order: _Order, base: Image.Image, mask: Image.Image) -> Image.Image:
    """The source with the mask redrawn: the plan is composed for the mask's own box, on what surrounds it."""
    grey = inputs.mask_of(mask, base.size)
    box = grey.getbbox()
    if box is None:
        return base
    x0, y0, x1, y1 = box
    x1, y1 = max(x1, min(base.width, x0 + 8)), max(y1, min(base.height, y0 + 8))
    box = (min(x0, x1 - 8), min(y0, y1 - 8), x1, y1)
    part = base.crop(box)
    if order.plan.setting:
        new = inputs.graded(_paint(order, part.size), (base,), 0.3)
    else:
        # no place named: the old contents are washed out and the subject stands in what is left of them
        new = _paint(order, part.size, part.filter(ImageFilter.GaussianBlur(min(part.size) * 0.16)))
    drawn = base.copy()
    drawn.paste(new, box)
    return inputs.masked(base, drawn, grey)


def _relit(image: Image.Image, order: _Order, share: float) -> Image.Image:
    """A given picture under the light the plan names, if it names one."""
    if order.plan.time is None and order.plan.weather is None:
        return image
    stage = Stage(order.plan, (16, 16), order.seed, order.layout, 1.0)
    table = [min(255, round(v * (1 + (k - 1) * share))) for k in stage.light.tint for v in range(256)]
    return image.point(table)


def mooded(image: Image.Image, mood: str | None) -> Image.Image:
    """The grade a mood word asks of the whole picture."""
    if mood == "mono":
        return ImageEnhance.Contrast(image.convert("L").convert("RGB")).enhance(1.12)
    if mood == "sepia":
        grey = image.convert("L")
        return Image.merge(
            "RGB",
            [
                grey.point([round(min(255, lo + v * (hi - lo) / 255)) for v in range(256)])
                for lo, hi in ((38, 252), (24, 232), (16, 196))
            ],
        )
    if mood == "vivid":
        return ImageEnhance.Contrast(ImageEnhance.Color(image).enhance(1.35)).enhance(1.06)
    if mood == "pastel":
        return Image.blend(ImageEnhance.Color(image).enhance(0.82), Image.new("RGB", image.size, (255, 246, 250)), 0.14)
    if mood == "gloomy":
        return ImageEnhance.Brightness(ImageEnhance.Color(image).enhance(0.66)).enhance(0.88)
    if mood == "dramatic":
        return effects.vignette(ImageEnhance.Contrast(image).enhance(1.2), 0.9)
    return image


def unresolved(image: Image.Image, steps: float, key: str) -> Image.Image:
    """The picture after too few steps: blurred and noisy; after many: a little crisper."""
    if steps > STEPS:
        strength = min(1.0, (steps - STEPS) / 60)
        return Image.blend(
            image, image.filter(ImageFilter.UnsharpMask(max(1.0, min(image.size) * 0.002), 110, 1)), strength
        )
    lack = min(1.0, max(0.0, 1 - math.log(max(1.0, steps)) / math.log(22)))
    if lack <= 0:
        return image
    w, h = image.size
    k = 1 + lack**1.3 * 15 * min(w, h) / 1024
    low = image.resize((max(4, round(w / k)), max(4, round(h / k))), Image.Resampling.BOX)
    soft = low.resize((w, h), Image.Resampling.BICUBIC)
    r = stream(key, "unresolved")
    cells = (max(4, min(w, 160)), max(4, round(h * min(w, 160) / w)))
    noise = Image.frombytes("RGB", cells, r.integers(0, 256, cells[0] * cells[1] * 3, dtype="uint8").tobytes()).resize(
        (w, h), Image.Resampling.BILINEAR
    )
    return Image.blend(soft, noise, 0.62 * lack**2)


def captioned(image: Image.Image) -> Image.Image:
    """The picture with the engine's name in its lower right corner. There is no switch for it."""
    image = image.copy()
    w, h = image.size
    size = max(9.0 if min(w, h) >= 256 else 7.0, min(w, h) * 0.0235)
    face = ImageFont.load_default(max(6.0, size))
    while face.getlength(CAPTION) > w * 0.94 and size > 4:
        size *= 0.9
        face = ImageFont.load_default(max(6.0, size))
    wide, high = face.getlength(CAPTION) + size * 1.1, size * 1.75
    x, y = w - wide - size * 0.4, h - high - size * 0.4
    band = Image.new("L", (math.ceil(wide) * 2, math.ceil(high) * 2))
    ImageDraw.Draw(band).rounded_rectangle((0, 0, band.width - 1, band.height - 1), high, fill=184)
    image.paste((18, 16, 26), (round(x), round(y)), band.reduce(2))
    ImageDraw.Draw(image).text((x + wide / 2, y + high / 2), CAPTION, font=face, fill=(244, 242, 236), anchor="mm")
    return image


def backdrop(plan: ScenePlan) -> str:
    """The setting that will be painted: the plan's own, or the one chosen for its subjects."""
    return setting_of(plan)
