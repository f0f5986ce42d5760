"""Typeset: words that are all a picture shows, set as a poster, cut as a sticker, or chalked on the pavement."""

from __future__ import annotations

import math
import re

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import flora, lettering, sets
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, noise, times
from imgen_nb.sketch.painting.lettering import letters
from imgen_nb.sketch.painting.sets import Tones
from imgen_nb.sketch.planning.faces import GROUND, SKY
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import COLOUR
from imgen_nb.sketch.reading.readings import BOARDS, LETTERING

SCHEMES: tuple[tuple[Colour, Colour, Colour], ...] = (  # paper, ink, and what lies behind the words
    ((244, 234, 212), (36, 52, 86), (232, 126, 92)),
    ((32, 44, 72), (250, 238, 210), (214, 92, 84)),
    ((226, 236, 226), (44, 62, 60), (240, 184, 92)),
    ((92, 42, 60), (252, 232, 208), (228, 150, 96)),
    ((246, 226, 206), (120, 44, 52), (122, 168, 164)),
    ((30, 78, 82), (250, 240, 214), (236, 176, 84)),
)
CHALKS: tuple[Colour, ...] = ((250, 250, 246), (250, 196, 206), (250, 232, 160), (176, 218, 244), (190, 236, 190))


def scheme(stage: Stage) -> tuple[Colour, Colour, Colour]:
    """The colours of the poster of these words."""
    return SCHEMES[int(stage.nuance("scheme").integers(len(SCHEMES)))]


def words_of(stage: Stage) -> list[str]:
    """The words as the prompt spells them."""
    text = stage.plan.text or ""
    said = re.search(re.escape(text), stage.plan.prompt, re.I)
    return (said.group() if said else text).split()


def broken(word: str, most: int = 12) -> list[str]:
    """A long word in parts of about the same length, cut after a vowel where there is one near."""
    count = math.ceil(len(word) / most)
    cuts = [0]
    for k in range(1, count):
        ideal = round(k * len(word) / count)
        near = sorted(range(max(cuts[-1] + 2, ideal - 2), min(len(word) - 1, ideal + 3)), key=lambda i: abs(i - ideal))
        cuts.append(next((i for i in near if word[i - 1] in "aeiou" and word[i] not in "aeiou"), ideal))
    parts = [word[a:b] for a, b in zip(cuts, [*cuts[1:], len(word)], strict=True)]
    return [part + "-" for part in parts[:-1]] + parts[-1:]


def block(words: list[str], wide: float, high: float) -> Image.Image:
    """The words as lines as wide as each other: short ones large, long ones small ("L", at twice the size)."""
    lines = min(_breaks([part for word in words for part in broken(word)]), key=lambda rows: _misfit(rows, wide, high))
    probe = letters(100)
    sizes = [min(wide / max(1.0, probe.getlength(line)) * 200, 0.62 * wide) for line in lines]
    k = min(1.0, 2 * high / (1.02 * sum(sizes)))
    mask = Image.new("L", (round(2 * wide), max(2, round(1.04 * sum(sizes) * k))))
    pen, y = ImageDraw.Draw(mask), 0.0
    for line, size in zip(lines, sizes, strict=True):
        pen.text((mask.width / 2, y + 0.52 * size * k), line, font=letters(size * k), fill=255, anchor="mm")
        y += 1.02 * size * k
    return mask


def _breaks(words: list[str]) -> list[list[str]]:
    """All ways to set up to eight words in lines; longer texts in lines of even length."""
    if len(words) > 8:
        return [_even(words, n) for n in range(3, 8)]
    found = []
    for cuts in range(2 ** (len(words) - 1)):
        lines = [words[0]]
        for k, word in enumerate(words[1:]):
            if cuts >> k & 1 or lines[-1].endswith("-"):
                lines.append(word)
            else:
                lines[-1] += " " + word
        found.append(lines)
    return found


def _even(words: list[str], count: int) -> list[str]:
    per = sum(map(len, words)) / count
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) / 2 > per and len(lines) < count:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _misfit(lines: list[str], wide: float, high: float) -> float:
    """How far lines set to one width are from filling a box, and from each other in size."""
    lengths = [max(1.0, letters(100).getlength(line)) / 100 for line in lines]
    sizes = [min(wide / length, 0.31 * wide) for length in lengths]
    return abs(1.02 * sum(sizes) - high) / high + 0.16 * (max(sizes) / min(sizes) - 1)


def paper(stage: Stage, tones: Tones, r: Random) -> None:
    """The paper of a poster, one large figure printed on it, rules round it."""
    c = stage.canvas
    ground, ink, accent = scheme(stage)
    stage.ground = ground
    c.image.paste(ground, (0, 0, c.w, c.h))
    figure, turn = int(r.integers(4)), 1 if r.random() < 0.5 else -1
    x, m = c.w / 2, c.m

    def printed(b: Brush) -> None:
        if figure == 0:  # a sun with its rays
            for k in range(0, 48, 2):
                a0, a1 = math.tau * k / 48, math.tau * (k + 1) / 48
                reach = 0.9 * math.hypot(c.w, c.h)
                b.polygon([(x, 0.56 * c.h), (x + reach * math.cos(a0), 0.56 * c.h + reach * math.sin(a0)),
                           (x + reach * math.cos(a1), 0.56 * c.h + reach * math.sin(a1))],
                          mix(ground, accent, 0.2))  # fmt: skip
            b.ellipse(x, 0.56 * c.h, 0.36 * m, 0.36 * m, mix(ground, accent, 0.78))
        elif figure == 1:  # a rainbow of bands
            for k, share in enumerate((0.9, 0.6, 0.36, 0.18)):
                b.ellipse(x + turn * 0.3 * c.w, c.h, (0.84 - 0.17 * k) * m, (0.84 - 0.17 * k) * m,
                          mix(ground, accent, 1 - share if k % 2 else share))  # fmt: skip
        elif figure == 2:  # a band across
            b.polygon([(0, (0.66 + 0.2 * turn) * c.h), (c.w, (0.66 - 0.2 * turn) * c.h), (c.w, c.h), (0, c.h)],
                      mix(ground, accent, 0.8))  # fmt: skip
            b.ellipse(x + turn * 0.26 * c.w, 0.24 * c.h, 0.13 * m, 0.13 * m, mix(ground, accent, 0.5))
        else:  # hills under a moon
            for k in range(3):
                b.ellipse(x + turn * (0.4 - 0.34 * k) * c.w, (1.08 + 0.07 * k) * c.h, (0.62 - 0.06 * k) * c.w,
                          (0.44 - 0.08 * k) * c.h, mix(ground, accent, 0.34 + 0.26 * k))  # fmt: skip
            b.ellipse(x - turn * 0.26 * c.w, 0.22 * c.h, 0.09 * m, 0.09 * m, mix(ground, accent, 0.85))

    def rules(b: Brush) -> None:
        gap, line = 0.04 * m, 0.006 * m
        for box in ((gap, gap, c.w - 2 * gap, line), (gap, c.h - gap - line, c.w - 2 * gap, line),
                    (gap, gap, line, c.h - 2 * gap), (c.w - gap - line, gap, line, c.h - 2 * gap)):  # fmt: skip
            b.box(*box, mix(ground, ink, 0.6))
        for down in (0.115, 0.885):
            for k in (-2, -1, 1, 2):
                b.box(x + k * 0.08 * m - 0.03 * m, down * c.h, 0.06 * m, 0.004 * m, mix(ground, ink, 0.6))
            b.polygon([(x, down * c.h - 0.02 * m), (x + 0.02 * m, down * c.h), (x, down * c.h + 0.02 * m),
                       (x - 0.02 * m, down * c.h)], mix(ground, ink, 0.75))  # fmt: skip

    c.vector((0, 0, c.w, c.h), printed)
    c.vector((0, 0, c.w, c.h), rules)
    sets.plaster(stage, (0, 0, c.w, c.h), ground, 0.3)


def headline(stage: Stage, covered: Image.Image) -> None:
    """The words in the middle, in the ink of the poster, its second colour a little beside it as in a print."""
    c = stage.canvas
    ground, ink, _ = scheme(stage)
    mask = block(words_of(stage), 0.8 * c.w, 0.6 * c.h).reduce(2)
    x, y = round((c.w - mask.width) / 2), round((c.h - mask.height) / 2)
    step = max(1, round(0.008 * c.m))
    if stage.place != "typeset":  # over a scene
        light = c.image.convert("L").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
        ground, ink = ((214, 206, 196), (44, 52, 84)) if int(str(light)) > 128 else ((24, 26, 40), (252, 244, 224))
        soft = mask.filter(ImageFilter.GaussianBlur(2 * step)).point(_HALF)
        c.image.paste(times(ground, 0.4), (x + step, y + 2 * step), soft)
    c.image.paste(ground, (x + step, y + step), mask)
    c.image.paste(ink, (x, y), mask)
    covered.paste(255, (x, y), mask)


def sticker(stage: Stage, covered: Image.Image) -> None:
    """The words on a sticker with a white rim, lying a little askew."""
    c = stage.canvas
    named = re.findall(r"\b[a-z]+\b", stage.plan.prompt.lower())
    colour = next((COLOUR[word] for word in named if word in COLOUR), scheme(stage)[2])
    ink: Colour = (252, 248, 236) if sum(colour) < 420 else (36, 34, 44)
    mask = block(words_of(stage), 0.58 * c.w, 0.5 * c.h)
    gap, rim = round(0.1 * c.m), round(0.03 * c.m)
    size = (mask.width + 2 * gap + 2 * rim, mask.height + 2 * gap + 2 * rim)
    tile = Image.new("RGBA", size)
    pen = ImageDraw.Draw(tile)
    pen.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 2.4 * gap, fill=(252, 252, 248, 255))
    inner = (rim, rim, size[0] - rim - 1, size[1] - rim - 1)
    pen.rounded_rectangle(inner, 2.2 * gap, fill=(*mix(colour, (255, 255, 255), 0.06), 255))
    line = (2 * rim, 2 * rim, size[0] - 2 * rim - 1, size[1] - 2 * rim - 1)
    pen.rounded_rectangle(line, 2.0 * gap, outline=(*mix(colour, ink, 0.6), 255), width=max(2, rim // 6))
    tile.paste((*ink, 255), (gap + rim, gap + rim), mask)
    gloss = Image.new("L", size)
    ImageDraw.Draw(gloss).polygon([(0, 0), (size[0] * 0.55, 0), (size[0] * 0.2, size[1]), (0, size[1])], fill=22)
    shine = Image.new("RGBA", size, (255, 255, 255, 0))
    shine.putalpha(Image.composite(gloss, Image.new("L", size), tile.getchannel("A")))
    tile = Image.alpha_composite(tile, shine)
    tile = tile.rotate(5 * stage.sign_side, Image.Resampling.BICUBIC, expand=True)
    tile = tile.resize((tile.width // 2, tile.height // 2), Image.Resampling.BOX)
    x, y, step = (c.w - tile.width) // 2, (c.h - tile.height) // 2, round(0.012 * c.m)
    soft = Image.new("L", c.size)
    soft.paste(tile.getchannel("A"), (x - stage.light.side * step, y + step))
    c.image.paste(times(stage.ground, 0.3), (0, 0), soft.filter(ImageFilter.GaussianBlur(step)).point(_HALF))
    c.stamp(tile, x, y)
    covered.paste(255, (x, y), tile.getchannel("A"))


_HALF = [v * 150 // 255 for v in range(256)]


def paving(stage: Stage, tones: Tones, r: Random) -> None:
    """The slabs of a sidewalk from above, grass at their edge, sticks of chalk."""
    c = stage.canvas
    base: Colour = (134, 132, 136)
    stage.ground = base
    c.image.paste(gradient(c.size, [(0, mix(base, (255, 246, 226), 0.14)), (1, times(base, 0.86))]))
    sets.plaster(stage, (0, 0, c.w, c.h), base, 0.9)
    pores = noise(r, (max(4, c.w // 2), max(4, c.h // 2)), 90, 2).resize(c.size, Image.Resampling.BICUBIC)
    c.image.paste(times(base, 0.76), (0, 0), pores.point([max(0, min(60, (v - 140) * 2)) for v in range(256)]))
    blades = [[float(v) for v in r.random(2)] for _ in range(stage.count(90))]

    def joints(b: Brush) -> None:
        for y in (0.16, 0.86):
            b.box(0, y * c.h, c.w, 0.008 * c.m, times(base, 0.6))
            b.box(0, y * c.h + 0.008 * c.m, c.w, 0.004 * c.m, mix(base, (255, 255, 255), 0.24))
        for x, y0, y1 in ((0.3, 0.0, 0.16), (0.72, 0.86, 1.0)):
            b.box(x * c.w, y0 * c.h, 0.008 * c.m, (y1 - y0) * c.h, times(base, 0.6))
        b.box(0, 0, c.w, 0.055 * c.h, (92, 140, 74))
        for x, q in blades:
            flora.tuft(b, r, x * c.w, (0.055 + 0.02 * q) * c.h, (0.03 + 0.02 * q) * c.m, (84, 132, 66))
        for k, chalk in enumerate(CHALKS[1:4]):
            x, y = (0.1 + 0.1 * k) * c.w, (0.9 + 0.03 * (k % 2)) * c.h
            b.line(
                [(x + 0.006 * c.m, y + 0.008 * c.m), (x + 0.07 * c.m, y - 0.014 * c.m)], 0.022 * c.m, times(base, 0.5)
            )
            b.line([(x, y), (x + 0.064 * c.m, y - 0.022 * c.m)], 0.022 * c.m, chalk)

    c.vector((0, 0, c.w, c.h), joints)
    c.glow((0.5 + 0.5 * stage.light.side) * c.w, 0, 1.1 * c.m, (92, 80, 56), 0.8, 1.2)


def chalk(stage: Stage, covered: Image.Image) -> None:
    """The words in chalk of several colours, the stone showing through."""
    c, r = stage.canvas, stage.nuance("chalk")
    mask = block(words_of(stage), 0.84 * c.w, 0.56 * c.h).rotate(
        3 * stage.sign_side, Image.Resampling.BICUBIC, expand=True
    )
    mask = mask.reduce(2)
    grain = np.asarray(noise(r, mask.size, 70, 2), np.float32) / np.float32(255)
    rough = (np.asarray(mask, np.float32) * np.clip((grain - 0.2) * 5, 0.12, 1)).astype(np.uint8)
    colours = gradient(mask.size[::-1], [(k / 4, CHALKS[(k + 1) % 5]) for k in range(5)]).rotate(90, expand=True)
    x, y = (c.w - mask.width) // 2, round(0.51 * c.h - mask.height / 2)
    c.image.paste(colours.resize(mask.size), (x, y), Image.fromarray(rough))
    covered.paste(255, (x, y), mask)


SET = {"typeset": headline, "sticker": sticker, "chalk": chalk}


def write(stage: Stage, covered: Image.Image, placed: list[Placed]) -> None:
    """The plan's text, where it belongs; `covered` gets its coverage, so that finishes spare it."""
    if not stage.plan.text:
        return
    if stage.plan.written_on == GROUND and 0.2 < stage.horizon < 0.8:
        lettering.on_ground(stage, covered)
        return
    if stage.plan.written_on == SKY and stage.horizon > 0.2:
        lettering.in_sky(stage, covered)
        return
    bearer = next((p for p in placed if p.name == stage.plan.written_on), None)
    boarded = BOARDS & {word.strip(".,:;!?") for word in stage.plan.prompt.lower().split()} - LETTERING
    if bearer is None and not stage.plan.subjects and not boarded:
        SET.get(stage.place or "", headline)(stage, covered)
    elif bearer is None:
        lettering.sign(stage, covered)
    else:
        lettering.on_face(stage, covered, bearer)
