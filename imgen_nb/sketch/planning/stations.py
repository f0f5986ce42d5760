"""Stations: what somebody is busy at, drawn in the measure of a grown body whose feet are at (0, 0), facing right.

A recipe with `is station POSE` has the coordinates of that body, so that a handle is where the hand is; with `behind`
it stands behind the body, else before it; with `free` the hands may hold something else.
"""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.poses import pose_of
from imgen_nb.sketch.planning.casting import OWN, STATION
from imgen_nb.sketch.planning.facing import heading
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage

SOLE = 1.9
"""How far the ground is below the ends of the legs."""
COUNTER = 20.0
"""How far to the left of the body what is before all of several begins."""
FOUR_LEGGED = 40.0
"""How high an animal on its own legs is in the measure of the drawings."""


def at_work(stage: Stage, p: Placed, t: Placed) -> Placed:
    """The station of who is placed, turned as they are."""
    acts = t.subject in stage.cast.roles
    unit = t.unit * _share(t, STATION[p.name][0]) if acts else t.height / FOUR_LEGGED
    left, top, right, bottom = p.art.box
    x = t.anchor("hips", stage)[0] if acts else t.x
    mirror = t.mirror if acts else heading(t) < 0
    aside = (left + right) / 2 * unit * stage.m / stage.w * (-1 if mirror else 1)
    depth = t.depth + (-0.0006 if "behind" in STATION[p.name] else 0.0006)
    low = bottom if p.art.ground is None else p.art.ground
    foot, high = t.y + low * unit * stage.m / stage.h, unit * (bottom - top)
    return replace(p, x=x + aside, y=foot, height=high, depth=depth, mirror=mirror, where="ground")


def shared(p: Placed, targets: list[Placed]) -> Placed:
    """Who of several is at the station: the last in their row; before a counter all of them are."""
    last = max(targets, key=lambda t: t.x)
    wide = p.art.box[0] < -COUNTER
    return replace(last, x=sum(t.x for t in targets) / len(targets)) if wide else last


def _share(t: Placed, name: str) -> float:
    """How high the shoulders of somebody are beside those of a grown body in the same pose."""
    ground = t.art.box[3] if t.art.ground is None else t.art.ground
    if name == OWN:
        return (ground - t.art.box[1]) / FOUR_LEGGED
    pose = pose_of(name)
    return (ground - t.art.anchors["neck"][1]) / (max(pose.far_leg.end[1], pose.near_leg.end[1]) + SOLE - pose.neck[1])
