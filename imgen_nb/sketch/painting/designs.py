"""Designs: screens, pages, posters, logos, cards, charts and storyboards, laid out with the prompt's own words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from PIL import Image

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import nooks, sets
from imgen_nb.sketch.painting.canvas import mix, times
from imgen_nb.sketch.painting.diagrams import draw_diagram
from imgen_nb.sketch.painting.paper import Paper, around, rising
from imgen_nb.sketch.painting.styled import Scene, Style, style_of
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.designs import COMPOSED
from imgen_nb.sketch.reading.lexicon import COLOUR


def lay_out(stage: Stage, template: str, scene: Scene) -> Image.Image:
    """The plan's design on the whole canvas; `scene` paints a plan as a picture within it."""
    plan = stage.plan
    style = style_of(plan, template, stage.nuance("design"))
    image = Image.new("RGB", (stage.w * 2, stage.h * 2), style.ground)
    TABLE[(plan.design or "poster").partition(" with ")[0]](Paper(image), style, stage, scene)
    stage.canvas.image = image.reduce(2)
    return Image.new("L", stage.canvas.size, 255)


def _mark(p: Paper, box: tuple[float, float, float, float], s: Style, ink: Colour, k: int = 0) -> None:
    """A small picture of the thing, else the first letter of the words."""
    art = s.art(k)
    if art:
        p.picture(box, art)
    else:
        p.text(box, (s.words or "A")[:1].upper(), ink)


def _screen(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    p.box((0, 0, 1, 1), mix(s.lead, s.ground, 0.72))
    wide = min(0.86, 0.5 * (p.y1 - p.y0) / (p.x1 - p.x0) * 0.94)
    body = p.part((0.5 - wide / 2, 0.03, 0.5 + wide / 2, 0.97))
    body.box((-0.02, -0.01, 1.02, 1.01), (18, 18, 26), 0.13)
    body.box((0.02, 0.01, 0.98, 0.99), s.ground, 0.1)
    body.box((0.02, 0.01, 0.98, 0.2), s.lead, 0.1)
    body.box((0.02, 0.14, 0.98, 0.235), s.lead)
    body.box((0.36, 0.025, 0.64, 0.045), (18, 18, 26), 0.03)
    body.text((0.08, 0.065, 0.92, 0.215), s.words, (255, 255, 255), largest=0.13)
    asked = stage.plan.prompt.lower()
    if any(word in asked for word in ("login", "log in", "sign in", "sign up", "signup")):
        body.oval(0.5, 0.36, 0.15, mix(s.lead, s.card, 0.7))
        _mark(body, (0.37, 0.3, 0.63, 0.42), s, s.lead)
        for y in (0.5, 0.6):
            body.box((0.1, y, 0.9, y + 0.075), s.card, 0.06, s.faint)
            body.bars((0.16, y + 0.028, 0.5, y + 0.062), s.faint, 1)
        body.box((0.1, 0.72, 0.9, 0.8), s.lead, 0.09)
        body.text((0.2, 0.735, 0.8, 0.785), "Sign up" if "up" in asked else "Login", (255, 255, 255), largest=0.09)
        body.bars((0.3, 0.86, 0.7, 0.89), s.faint, 1)
        return
    body.box((0.08, 0.265, 0.92, 0.47), s.card, 0.05)
    _mark(body, (0.12, 0.285, 0.42, 0.45), s, s.lead)
    body.text((0.48, 0.29, 0.88, 0.35), s.below or s.words, s.ink, largest=0.07, left=True)
    body.bars((0.48, 0.37, 0.86, 0.45), s.faint, 3)
    for k in range(4):
        x, y = 0.08 + 0.44 * (k % 2), 0.5 + 0.19 * (k // 2)
        body.box((x, y, x + 0.4, y + 0.165), s.card, 0.05)
        body.oval(x + 0.1, y + 0.055, 0.06, (s.lead, s.second, mix(s.second, s.card, 0.4), mix(s.lead, s.card, 0.4))[k])
        body.bars((x + 0.05, y + 0.105, x + 0.35, y + 0.15), s.faint, 2)
    body.box((0.02, 0.89, 0.98, 0.98), s.card, 0.08)
    for k in range(4):
        body.oval(0.17 + 0.22 * k, 0.935, 0.035, s.lead if k == 0 else s.faint)


def _page(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    p.box((0, 0, 1, 1), mix(s.lead, s.ground, 0.78))
    page = p.part((0.04, 0.05, 0.96, 0.93))
    page.box((0, 0, 1, 1), s.card, 0.03)
    page.box((0, 0, 1, 0.075), mix(s.faint, s.card, 0.4), 0.03)
    for k, dot in enumerate(((240, 96, 88), (246, 190, 70), (90, 196, 98))):
        page.oval(0.035 + 0.035 * k, 0.037, 0.012, dot)
    page.box((0.2, 0.018, 0.8, 0.058), s.card, 0.02)
    page.text((0.05, 0.095, 0.4, 0.15), s.words, s.lead, largest=0.045, left=True)
    for k in range(3):
        page.bars((0.62 + 0.12 * k, 0.115, 0.7 + 0.12 * k, 0.155), s.faint, 1)
    page.box((0, 0.175, 1, 0.6), mix(s.lead, s.card, 0.84))
    page.text((0.06, 0.21, 0.52, 0.42), s.words, s.ink, largest=0.12, left=True)
    page.bars((0.06, 0.44, 0.48, 0.5), s.faint, 2)
    page.box((0.06, 0.52, 0.24, 0.575), s.lead, 0.03)
    page.bars((0.09, 0.54, 0.21, 0.57), (255, 255, 255), 1)
    if s.arts or stage.plan.setting:
        page.paste((0.56, 0.2, 0.96, 0.575), scene(replace(stage.plan, design=None, text=None), page_size(page), 0))
    else:
        page.oval(0.76, 0.39, 0.17, s.lead)
        page.oval(0.86, 0.3, 0.08, s.second)
    for k in range(3):
        x = 0.06 + 0.305 * k
        page.box((x, 0.65, x + 0.27, 0.95), s.ground, 0.03)
        page.oval(x + 0.07, 0.71, 0.035, (s.lead, s.second, mix(s.lead, s.second, 0.5))[k])
        page.bars((x + 0.03, 0.77, x + 0.24, 0.92), s.faint, 3)


def page_size(page: Paper) -> tuple[int, int]:
    """Pixels of the picture on a page."""
    return max(32, round((page.x1 - page.x0) * 0.2)), max(32, round((page.y1 - page.y0) * 0.19))


def _dashboard(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    r = stage.stream("figures")
    p.box((0, 0, 0.16, 1), times(s.card, 0.9) if sum(s.card) < 300 else mix(s.lead, (20, 20, 40), 0.55))
    p.oval(0.08, 0.07, 0.035, s.lead)
    for k in range(6):
        p.bars((0.035, 0.16 + 0.07 * k, 0.125, 0.2 + 0.07 * k), mix(s.lead, (255, 255, 255), 0.7 if k else 0.1), 1)
    p.text((0.2, 0.03, 0.8, 0.12), s.words, s.ink, largest=0.07, left=True)
    p.oval(0.93, 0.075, 0.03, s.second)
    for k in range(3):
        x = 0.2 + 0.26 * k
        p.box((x, 0.15, x + 0.24, 0.31), s.card, 0.02)
        p.text((x + 0.02, 0.17, x + 0.15, 0.25), f"{int(r.integers(12, 98))}%", s.ink, largest=0.06, left=True)
        p.bars((x + 0.02, 0.26, x + 0.16, 0.29), s.faint, 1)
        p.oval(x + 0.2, 0.23, 0.024, (s.lead, s.second, mix(s.lead, s.second, 0.5))[k])
    p.box((0.2, 0.34, 0.7, 0.64), s.card, 0.02)
    p.curve((0.23, 0.38, 0.67, 0.6), rising(r, 8), s.lead, s.card)
    p.box((0.72, 0.34, 0.96, 0.64), s.card, 0.02)
    p.pie(0.84, 0.49, 0.1, [0.45, 0.33, 0.22], [s.lead, s.second, s.faint])
    p.box((0.2, 0.67, 0.58, 0.94), s.card, 0.02)
    p.columns((0.23, 0.71, 0.55, 0.9), rising(r, 7), s.second, s.card)
    p.box((0.6, 0.67, 0.96, 0.94), s.card, 0.02)
    p.bars((0.63, 0.71, 0.93, 0.91), s.faint, 5)


def _poster(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    if s.arts or stage.plan.setting or stage.plan.time:
        p.paste(
            (0, 0, 1, 0.74), scene(replace(stage.plan, design=None, text=None), (stage.w, round(stage.h * 0.74)), 0)
        )
    else:
        p.box((0, 0, 1, 0.74), s.lead)
        for k, (x, y) in enumerate(around(3)):
            p.oval(0.5 + 0.2 * x, 0.38 + 0.16 * y, 0.2, mix(s.lead, (s.second, (255, 255, 255), (0, 0, 0))[k], 0.45))
    p.box((0, 0.74, 1, 1), (250, 246, 236) if sum(s.ground) > 300 else (24, 22, 32))
    ink: Colour = (34, 30, 42) if sum(s.ground) > 300 else (250, 246, 236)
    p.box((0, 0.74, 1, 0.752), s.lead)
    p.text((0.06, 0.765, 0.94, 0.9), s.words.upper() if len(s.words) < 40 else s.words, ink, largest=0.13)
    p.text((0.1, 0.9, 0.6, 0.94), s.below, s.lead, largest=0.035)


def _lying(p: Paper, stage: Stage) -> Colour:
    """A table seen from above, for what is printed to lie on; returns its colour."""
    r = stage.nuance("nook")
    nooks.laid(stage, sets.chosen(stage, r), r)
    p.paste((0, 0, 1, 1), stage.canvas.image)
    return stage.ground


def _cover(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    ground = _lying(p, stage)
    wide = min(0.9, 0.68 * (p.y1 - p.y0) / (p.x1 - p.x0))
    book = p.part((0.5 - wide / 2, 0.05, 0.5 + wide / 2, 0.93))
    book.box((0.02, 0.012, 1.035, 1.02), times(ground, 0.5), 0.02)
    book.box((0.02, 0.01, 1.02, 1.01), (238, 230, 212), 0.01)
    book.box((0, 0, 1, 1), s.lead, 0.015)
    size = (max(32, round((book.x1 - book.x0) * 0.45)), max(32, round((book.y1 - book.y0) * 0.28)))
    if s.arts or stage.plan.setting:
        book.paste((0.07, 0.34, 1, 0.86), scene(replace(stage.plan, design=None, text=None), size, 0))
    else:
        for k, reach in enumerate((0.36, 0.28, 0.2, 0.12)):
            book.oval(0.53, 0.6, reach, s.second if k % 2 == 0 else mix(s.lead, (255, 250, 236), 0.2))
    book.box((0, 0, 0.05, 1), times(s.lead, 0.7))
    ink: Colour = (255, 252, 244) if sum(s.lead) < 520 else (34, 30, 42)
    book.text((0.11, 0.06, 0.95, 0.3), s.words, ink, largest=0.16)
    book.bars((0.34, 0.91, 0.74, 0.95), mix(s.lead, ink, 0.7), 1)


def _sleeve(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    """A square sleeve, its picture all over it, with the record half drawn out."""
    ground = _lying(p, stage)
    side = 0.76 * p.unit
    wide, high = side / (p.x1 - p.x0), side / (p.y1 - p.y0)
    left, top = 0.44 - wide / 2, 0.5 - high / 2
    at, black = (left + 0.78 * wide, 0.5), (26, 24, 30)
    for reach, tone in ((0.365, black), (0.31, (44, 42, 50)), (0.3, black), (0.25, (44, 42, 50)), (0.24, black)):
        p.oval(*at, reach, tone)
    p.oval(*at, 0.12, s.lead)
    p.box((left + 0.012, top + 0.014, left + wide + 0.014, top + high + 0.016), times(ground, 0.5))
    sleeve = p.part((left, top, left + wide, top + high))
    sleeve.box((0, 0, 1, 1), s.lead)
    if s.arts or stage.plan.setting:
        size = (max(32, round(side * 0.5)), max(32, round(side * 0.39)))
        sleeve.paste((0, 0.22, 1, 1), scene(replace(stage.plan, design=None, text=None), size, 0))
    else:
        for k, reach in enumerate((0.34, 0.26, 0.18, 0.1)):
            sleeve.oval(0.5, 0.6, reach, s.second if k % 2 == 0 else mix(s.lead, (255, 250, 236), 0.2))
    ink: Colour = (255, 252, 244) if sum(s.lead) < 520 else (34, 30, 42)
    sleeve.text((0.05, 0.03, 0.95, 0.15 if s.below else 0.19), s.words, ink, largest=0.13)
    sleeve.text((0.05, 0.15, 0.95, 0.205), s.below, ink, largest=0.05)


def _logo(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    p.box((0, 0, 1, 1), s.card)
    k = p.unit / (p.x1 - p.x0), p.unit / (p.y1 - p.y0)
    shape = int(stage.stream("badge").integers(3))
    if shape == 0:
        p.oval(0.5, 0.4, 0.29, s.lead)
        p.oval(0.5, 0.4, 0.26, s.card)
        p.oval(0.5, 0.4, 0.245, mix(s.lead, s.card, 0.85))
    elif shape == 1:
        p.oval(0.5, 0.4, 0.28, mix(s.lead, s.card, 0.8))
    else:
        k = p.unit / (p.x1 - p.x0), p.unit / (p.y1 - p.y0)
        p.box(
            (0.5 - 0.26 * k[0], 0.4 - 0.26 * k[1], 0.5 + 0.26 * k[0], 0.4 + 0.26 * k[1]),
            mix(s.lead, s.card, 0.82),
            0.08,
        )
    k = p.unit / (p.x1 - p.x0), p.unit / (p.y1 - p.y0)
    _mark(p, (0.5 - 0.17 * k[0], 0.4 - 0.17 * k[1], 0.5 + 0.17 * k[0], 0.4 + 0.17 * k[1]), s, s.lead)
    p.text((0.08, 0.72, 0.92, 0.86), s.words, s.ink, largest=0.12)
    p.text((0.2, 0.855, 0.8, 0.905), s.below, s.lead, largest=0.04)


def _card(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    ground = _lying(p, stage)
    high = min(0.8, 0.56 * (p.x1 - p.x0) * 0.88 / (p.y1 - p.y0))
    card = p.part((0.06, 0.5 - high / 2, 0.94, 0.5 + high / 2))
    card.box((0.008, 0.03, 1.012, 1.04), times(ground, 0.55), 0.05)
    card.box((0, 0, 1, 1), s.card, 0.05)
    card.box((0, 0, 0.34, 1), s.lead, 0.05)
    card.oval(0.17, 0.5, 0.2, mix(s.lead, (255, 255, 255), 0.85))
    _mark(card, (0.08, 0.34, 0.26, 0.66), s, s.lead)
    card.text((0.4, 0.16, 0.95, 0.44), s.words, s.ink, largest=0.2, left=True)
    card.text((0.4, 0.45, 0.95, 0.54), s.below, s.lead, largest=0.09, left=True)
    card.bars((0.4, 0.62, 0.78, 0.9), s.faint, 3)


def _icon(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    p.box((0, 0, 1, 1), s.ground)
    k = p.unit / (p.x1 - p.x0), p.unit / (p.y1 - p.y0)
    for t in range(8):
        a = 0.36 - 0.004 * t
        p.box((0.5 - a * k[0], 0.5 - a * k[1], 0.5 + a * k[0], 0.5 + a * k[1]), mix(s.lead, s.second, t / 9), 0.16)
    _mark(p, (0.5 - 0.24 * k[0], 0.5 - 0.24 * k[1], 0.5 + 0.24 * k[0], 0.5 + 0.24 * k[1]), s, (255, 255, 255))


def _chart(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    r, asked = stage.stream("figures"), stage.plan.prompt.lower()
    p.box((0, 0, 1, 1), s.card)
    p.text((0.06, 0.04, 0.94, 0.16), s.words, s.ink, largest=0.08)
    falling = any(word in asked for word in ("decline", "falling", "drop", "decrease", "loss"))
    if "pie" in asked:
        shares = [0.4, 0.27, 0.19, 0.14]
        p.pie(0.42, 0.55, 0.32, shares, [s.lead, s.second, mix(s.lead, s.card, 0.5), s.faint])
        for k in range(4):
            fill = (s.lead, s.second, mix(s.lead, s.card, 0.5), s.faint)[k]
            p.box((0.8, 0.36 + 0.1 * k, 0.84, 0.4 + 0.1 * k), fill)
            p.bars((0.86, 0.37 + 0.1 * k, 0.96, 0.41 + 0.1 * k), s.faint, 1)
    elif any(word in asked for word in ("line", "trend", "curve", "temperature", "stock")):
        p.curve((0.1, 0.22, 0.92, 0.84), rising(r, 9, falling=falling), s.lead, s.card)
    else:
        p.columns((0.1, 0.22, 0.92, 0.84), rising(r, 6, falling=falling), s.lead, s.card)
        for k in range(6):
            p.bars((0.13 + 0.137 * k, 0.87, 0.2 + 0.137 * k, 0.9), s.faint, 1)


def _storyboard(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    p.box((0, 0, 1, 1), s.ground)
    p.text((0.06, 0.015, 0.94, 0.085), s.words, s.ink, largest=0.05)
    wide = stage.w >= stage.h
    columns, rows = (3, 2) if wide else (2, 3)
    size = (max(32, round(stage.w / columns * 0.86)), max(32, round(stage.h / rows * 0.62)))
    cameras = ("wide", None, "close", None, "wide", None)
    for k in range(6):
        x, y = 0.03 + 0.94 / columns * (k % columns), 0.1 + 0.84 / rows * (k // columns)
        box = (x + 0.01, y, x + 0.94 / columns - 0.01, y + 0.84 / rows * 0.76)
        plan = replace(stage.plan, design=None, text=None, camera=cameras[k])
        p.box((box[0] - 0.004, box[1] - 0.004, box[2] + 0.004, box[3] + 0.004), s.ink)
        p.paste(box, scene(plan, size, k))
        p.bars((box[0], box[3] + 0.012, box[2], box[3] + 0.06), s.faint, 2)


def _composition(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    """Forms that are of nothing, in the colours that the prompt names, within a border where it wants one."""
    r, said = stage.nuance("composition"), re.findall(r"\w+", stage.plan.prompt.lower())
    border = next((COLOUR[w] for w, then in pairwise(said) if w in COLOUR and then in ("border", "frame")), None)
    named = [COLOUR[w] for w in dict.fromkeys(said) if w in COLOUR and COLOUR[w] != border]
    fills = named or [(206, 52, 48), (38, 84, 170), (246, 196, 52), (34, 34, 42)]
    pale = max(fills, key=sum)
    ground = pale if sum(pale) > 560 else mix(pale, (250, 246, 236), 0.86)
    p.box((0, 0, 1, 1), border or ground)
    inner = p.part((0.07, 0.07, 0.93, 0.93)) if border else p
    inner.box((0, 0, 1, 1), ground)
    forms = [fill for fill in fills if fill != ground] or [mix(ground, (0, 0, 0), 0.7)]
    for k in range(4):  # broad bands, then round and straight forms over them, thin lines last
        x, wide = float(r.uniform(-0.1, 0.8)), float(r.uniform(0.1, 0.34))
        lean, fill = float(r.uniform(-0.4, 0.4)), forms[k % len(forms)]
        band = [(x, 0.0), (x + wide, 0.0), (x + wide + lean, 1.0), (x + lean, 1.0)]
        inner.polygon(band, mix(fill, ground, 0.62 - 0.1 * k))
    for k in range(9):
        x, y, size = float(r.uniform(0.12, 0.88)), float(r.uniform(0.12, 0.88)), float(r.uniform(0.06, 0.2))
        fill = forms[k % len(forms)]
        if k % 3 == 0:
            inner.oval(x, y, size, fill)
            inner.oval(x, y, size * 0.55, mix(fill, ground, 0.75))
            inner.oval(x, y, size * 0.26, forms[(k + 1) % len(forms)])
        else:
            turn, count = float(r.uniform(0, 6)), 3 + k % 2
            angles = [turn + 2 * math.pi * j / count for j in range(count)]
            inner.polygon([(x + size * math.cos(a), y + size * math.sin(a)) for a in angles], fill)
    for k in range(6):
        x, y, turn = float(r.uniform(0.1, 0.9)), float(r.uniform(0.1, 0.9)), float(r.uniform(0, 3))
        reach = float(r.uniform(0.15, 0.45))
        ends = [(x + way * reach * math.cos(turn), y + way * reach * math.sin(turn)) for way in (-1, 1)]
        inner.line(ends, mix(min(fills, key=sum), (0, 0, 0), 0.3), 0.008 + 0.012 * (k % 3))
    if border:
        for box in ((0, 0, 1, 0.07), (0, 0.93, 1, 1), (0, 0, 0.07, 1), (0.93, 0, 1, 1)):
            p.box(box, border)


def _pattern(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    """The things in turn, every second row half a step aside, with dots between them; it goes on beyond the edges."""
    p.box((0, 0, 1, 1), mix(s.lead, s.ground, 0.84))
    wide, high = 5, max(3, round(5 * stage.h / stage.w))
    dx, dy = 1 / wide, 1 / high
    for row in range(high):
        for column in range(-1, wide + 1):
            x, y = (column + 0.5 * (row % 2)) * dx, row * dy
            p.oval(x, y, 0.05 * dx, mix(s.second, s.ground, 0.5))
            art = s.art(row + column)
            if art:
                p.picture((x + 0.1 * dx, y + 0.1 * dy, x + 0.9 * dx, y + 0.9 * dy), art)


TABLE: dict[str, Callable[[Paper, Style, Stage, Scene], None]] = {
    "app screen": _screen,
    "web page": _page,
    "dashboard": _dashboard,
    "poster": _poster,
    "book cover": _cover,
    "album cover": _sleeve,
    "logo": _logo,
    "business card": _card,
    "icon": _icon,
    "chart": _chart,
    "diagram": draw_diagram,
    "storyboard": _storyboard,
    "pattern": _pattern,
    COMPOSED: _composition,
}
