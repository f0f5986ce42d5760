"""Facing: which way each thing is turned, by the words about looks and by who chases whom."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.passing import NEAR
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.pairs import TOGETHER

GROUPS = dict[int, list[Placed]]
_SIDES = {"left": -1, "right": 1}
# Of who does something to a target, and of the target: 1 to the other, -1 away from it.
_TO_TARGET = {"target": 1, "each": 1, "along": 1, "ahead": -1, "apart": -1, "fled": -1}
_TO_SOURCE = {"each": 1, "along": -1, "ahead": 1, "apart": -1, "fled": 1}
_TO_THE_RIGHT = words("@sportscar @submarine")  # vehicles that are drawn so; the pack's go to the left
_FRONTAL = words("bus police-car taxi oncoming-automobile oncoming-taxi train bullet-train metro tram-car")


def heading(p: Placed) -> int:
    """Where a drawing looks as it is placed: -1 left, 1 right, 0 to the viewer."""
    return -_own(p) if p.mirror else _own(p)


def _own(p: Placed) -> int:
    left, _, right, _ = p.art.box
    if "hips" in p.art.anchors:
        return 1
    kind = nouns.group(p.name)
    if kind == "animal" and "head" in p.art.anchors:
        off = (p.art.anchors["head"][0] - (left + right) / 2) / max(1e-6, right - left)
        return 0 if abs(off) < 0.1 else 1 if off > 0 else -1
    if kind == "place" and p.name not in _FRONTAL:
        return 1 if p.name in _TO_THE_RIGHT else -1
    return 0


def turned(stage: Stage, groups: GROUPS) -> GROUPS:
    """The groups with everybody turned as the prompt says."""
    return {i: [_turned(p, _wanted(stage, groups, i, k)) for k, p in enumerate(g)] for i, g in groups.items()}


def _turned(p: Placed, side: int) -> Placed:
    """One turned to a side, if it looks to the other; 0 leaves it as it is."""
    return replace(p, mirror=not p.mirror) if side and heading(p) == -side else p


def _wanted(stage: Stage, groups: GROUPS, i: int, k: int) -> int:
    """The side a copy of a subject is to look to; 0 where nothing is said."""
    subjects = stage.plan.subjects
    s, p = subjects[i], groups[i][k]
    if s.facing in _SIDES:
        return _SIDES[s.facing]
    if i in stage.cast.gathered:
        return 1 if p.x < sum(q.x for q in groups[i]) / len(groups[i]) + 1e-6 else -1
    how = _how(s)
    if how in ("each", "apart") and (s.target is None or s.count == 2):
        mates = [j for j in groups if _how(subjects[j]) == how and j != i]
        inward = _toward(p, groups[mates[0]]) if mates else 1 if k % 2 == 0 else -1
        return inward if how == "each" else -inward
    if s.target in groups and s.facing in _TO_TARGET:
        return _TO_TARGET[s.facing] * _toward(p, groups[s.target])
    for j in groups:
        if subjects[j].target == i and subjects[j].relation == "touch" and s.facing == "target":
            return _toward(p, groups[j])
        if subjects[j].target == i and subjects[j].facing in _TO_SOURCE:
            return _TO_SOURCE[subjects[j].facing or ""] * _toward(p, groups[j])
    return 0


def _how(s: Subject) -> str | None:
    """How somebody is turned: as said, or to whom they give their hand."""
    return s.facing or ("each" if s.pose in TOGETHER else None)


def _toward(p: Placed, group: list[Placed]) -> int:
    return 1 if sum(q.x for q in group) / len(group) > p.x else -1


def glance(stage: Stage, groups: GROUPS, p: Placed) -> str | None:
    """To which side of the drawing somebody seen from the front looks, if the prompt says at whom or where."""
    s = stage.plan.subjects[p.subject]
    if s.relation == "around" and s.target in groups and p.depth - groups[s.target][0].depth > 0.9 * NEAR:
        return "away" if groups[s.target][0].name in nouns.TABLES else None
    k = next((k for k, q in enumerate(groups[p.subject]) if q is p), 0)
    side = _wanted(stage, groups, p.subject, k)
    if s.relation == "audience":
        return "away"
    if not side:
        return None
    return "left" if (side < 0) != p.mirror else "right"
