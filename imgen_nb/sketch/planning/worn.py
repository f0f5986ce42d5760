"""Worn: where hats, glasses, scarves and garments go that are laid over who wears them."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art import animals, people
from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.art.headwear import WORN_AT
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.art.wardrobe import STYLES
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.casting import style_of
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns

_LOW = {name: float(said[2]) for name, said in having("worn").items() if len(said) > 2}  # how far below its anchor


def worn(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """On the head, the eyes, the neck; a garment over the body."""
    reach = _reach(p, stage.plan.subjects[p.subject])
    if reach:
        return _dressed(stage, p, t, reach)
    if p.name in ROUND and nouns.group(t.name) not in ("person", "animal", "face"):
        return _clasping(stage, p, t)
    where, k = WORN_AT.get(p.name, ("head", 0.9))
    x, y = t.anchor(where, stage)
    wide = _head_width(t) * k * t.unit
    h = wide / max(0.3, aspect(p.art))
    if p.name == "top-hat":
        h *= 0.8
    drop = _LOW.get(p.name, {"eyes": 0.5, "neck": 0.34}.get(where, 0.26))
    return replace(
        p, x=x, y=y + h * drop * stage.m / stage.h, height=h, depth=t.depth + 0.0007, mirror=t.mirror, where="worn"
    )


ROUND = {"headphone": 1.06}
"""What goes round a thing that has no head, and how wide it then is for it."""


def _clasping(stage: Stage, p: Placed, t: Placed) -> Placed:
    """Over the top of a thing and down both of its sides."""
    left, _, right, _ = t.art.box
    h = ROUND[p.name] * min(right - left, 1.1 * t.height / t.unit) * t.unit / aspect(p.art)
    top = t.y - t.height * stage.m / stage.h
    return replace(p, x=t.x, y=top + 0.86 * h * stage.m / stage.h, height=h, depth=t.depth + 0.0007, where="worn")


# From the shoulders (0) to the feet (1), where a garment begins and ends that is laid over a robot or a penguin.
REACH = {
    "top": (0.0, 0.52), "long": (0.0, 0.77), "all": (0.0, 0.9), "skirt": (0.0, 0.79), "robe": (0.0, 0.82),
    "legs": (0.4, 1.0), "short": (0.4, 0.7), "kilt": (0.4, 0.7), "back": (0.0, 0.7), "front": (0.1, 0.7),
}  # fmt: skip


def _reach(p: Placed, s: Subject) -> tuple[float, float] | None:
    """What a garment covers of a body, if it is one for the body."""
    said, style = having("dress").get(p.name), STYLES.get(style_of(s))
    if said:
        return float(said[0]), float(said[1])
    return REACH.get(style.where) if style else None


def _dressed(stage: Stage, p: Placed, t: Placed, reach: tuple[float, float]) -> Placed:
    """A garment over the body; no wider than it."""
    tall = stage.m / stage.h
    top, foot = t.anchor("neck", stage)[1] + 0.02 * t.height * tall, t.y - 0.04 * t.height * tall
    start, end = reach
    high = (foot - top) * (end - start)
    wide = high / tall * aspect(p.art)
    most = t.height * aspect(t.art) * 1.1
    h = high / tall * min(1.0, most / max(1e-6, wide))
    low = top + (foot - top) * end if end > 0.9 else top + (foot - top) * start + h * tall
    return replace(p, x=t.x, y=low, height=h, depth=t.depth + 0.0003, where="worn")


HEAD = {"animal": 0.36, "person": 0.42, "face": 0.86}  # how much of a drawing's width is its head


def _head_width(t: Placed) -> float:
    """The width of a head in units of the art."""
    if "brow" in t.art.anchors:
        return 2 * abs(t.art.anchors["brow"][0] - t.art.anchors["head"][0])
    if t.name in animals.SITTING or t.name in people.HEADS:
        return 25.0
    if t.name in people.BUSTS:
        return 16.0
    left, _, right, _ = t.art.box
    if t.name.startswith("?"):
        return (right - left) * 0.5
    if t.name == "@robot":
        return 20.0
    return (right - left) * HEAD.get(nouns.group(t.name), 0.6)
