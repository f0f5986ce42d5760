"""Printed: a picture on what bears it."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.faces import FACES
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage


def printed(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """A picture on its bearer: on the face that words are written on, on the chest, or on the side."""
    tall = stage.m / stage.h
    if p.name in having("cloth"):
        p = replace(p, art=Art(p.art.shapes[1:]))
    if "hips" in t.art.anchors:
        (x, top), (_, low) = t.anchor("neck", stage), t.anchor("hips", stage)
        h = 0.5 * (low - top) / tall
        return replace(p, x=x, y=(top + low) / 2 + h * tall / 2, height=h, depth=t.depth + 0.0004, where="painted")
    left, top, right, bottom = FACES.get(t.name, (0.3, 0.32, 0.7, 0.72))
    order, n = _among(stage, p, t)
    left, right = left + (right - left) * order / n, left + (right - left) * (order + 1) / n
    (left, right), (top, bottom) = _cell(left, right, rank), _row(top, bottom, rank)
    wide = (right - left) * t.across(stage) * stage.w / stage.m
    h = 0.92 * min((bottom - top) * t.height, wide / max(0.2, aspect(p.art)))
    x = t.x + ((left + right) / 2 - 0.5) * t.across(stage) * (-1 if t.mirror else 1)
    y = t.y - (1 - (top + bottom) / 2) * t.height * tall + h * tall / 2
    return replace(p, x=x, y=y, height=h, depth=t.depth + 0.0004, tilt=t.tilt, where="painted")


ROW = 3
"""How many pictures stand side by side before a second row begins."""


def _cell(left: float, right: float, rank: tuple[int, int]) -> tuple[float, float]:
    """From where to where across one of several copies is: all of them in rows of one length."""
    k, n = rank
    columns = -(-n // _rows(n))
    wide = (right - left) / columns
    return left + k % columns * wide, left + (k % columns + 1) * wide


def _row(top: float, bottom: float, rank: tuple[int, int]) -> tuple[float, float]:
    """From where to where down it is."""
    k, n = rank
    columns = -(-n // _rows(n))
    high = (bottom - top) / _rows(n)
    return top + k // columns * high, top + (k // columns + 1) * high


def _rows(n: int) -> int:
    return -(-n // ROW)


def _among(stage: Stage, p: Placed, t: Placed) -> tuple[int, int]:
    """Which of how many pictures on one bearer a picture is, from the left: as said, else as named."""
    subjects = stage.plan.subjects
    same = subjects[p.subject]
    mates = [i for i, s in enumerate(subjects) if (s.target, s.relation, s.art) == (t.subject, same.relation, same.art)]
    mates.sort(key=lambda i: {"left": -1, "right": 1}.get(subjects[i].spot or "", 0))
    return mates.index(p.subject), len(mates)
