"""Openings: what is in a vessel that one looks into stands in its mouth, and is cut off by its rim."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.planning.placing import Placed, abreast
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns

OPEN = {"basket": (0.42, 0.8), "@bowl": (0.2, 0.78), "@box": (0.3, 0.56), "bucket": (0.03, 0.8)}
"""How far down its height the mouth of a vessel is, and how wide for all of it."""
SUNK = 0.34  # of what lives in it is below the rim
LAIN = 0.2  # of what lies in it


def sunk_in(stage: Stage, p: Placed, t: Placed, rank: tuple[int, int]) -> Placed:
    """A thing in the mouth of a vessel, its foot below the rim."""
    down, wide = OPEN[t.name]
    _, top, _, bottom = p.art.box
    art = replace(p.art, ground=bottom - _sunk(p) * (bottom - top))
    y = t.y - (1 - down) * t.height * stage.m / stage.h
    x = t.x + abreast(rank, t.across(stage) * wide)
    return replace(p, art=art, x=x, y=y, depth=t.depth + 0.0005, where="inside")


def lifted(stage: Stage, p: Placed) -> Placed:
    """One that lies on others in a vessel: nothing of it is below the rim."""
    if p.art.ground is None:
        return p
    return replace(p, art=replace(p.art, ground=None), y=p.y + _sunk(p) * p.height * stage.m / stage.h)


def sunk_as(p: Placed, art: Art) -> Art:
    """Another drawing of what is in a vessel, as deep below its rim."""
    if p.art.ground is None:
        return art
    (_, top, _, bottom), (_, upper, _, lower) = p.art.box, art.box
    return replace(art, ground=lower - (bottom - p.art.ground) / (bottom - top) * (lower - upper))


def _sunk(p: Placed) -> float:
    return SUNK if nouns.group(p.name) in ("animal", "person") else LAIN
