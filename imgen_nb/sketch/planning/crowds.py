"""Crowds and couples: how near those are who are together, and an audience, two rows of backs before a stage."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage

CLOSE = {"shake": 0.06, "push": 0.1, "pull": 0.03, "punch": 0.16, "waltz": 0.8, "hug": 0.9}
"""Which part of their width those overlap who are hand in hand, or in each other's arms."""
ROWS = ((0.76, 0.42), (0.84, 0.5))
"""Of the farther and the nearer row: where its heads are, and how high one is."""


def audience(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """One of those who look up to somebody, seen from behind, in the gap between two of the row before."""
    k, n = rank
    far = n // 2
    row, column, many = (0, k, far) if k < far else (1, k - far, n - far)
    top, h = ROWS[row]
    x = (column + 0.5 + float(r.uniform(-0.12, 0.12))) / many
    top += float(r.uniform(-0.012, 0.012))
    return replace(p, x=x, y=top + h * stage.m / stage.h, height=h, depth=2.0 + row + 0.01 * k, where="audience")
