"""Pairs: what one does with another is seen of both: who is chased runs, who is embraced embraces."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.readings import WEARABLE

GOING = words("run walk")
"""Poses that both have of whom one goes before or after the other."""
TOGETHER = words("hug waltz shake")
"""Poses that both have who face each other."""
_ROUND_AND_ROUND = words("dance")
_MEETS = words("touch beside")
_FIGHTS = words("punch")
_BEFORE = words("kneel bow")
_HOLDERS = nouns.VESSELS | {"@clearjar"}
LIGHTER = words("balloon @balloon kite")
"""What rises from where it is attached."""
_ARM = 2.0
"""What is higher than this, in metres, nobody holds."""


def paired(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subjects, each doing its half of what is done by two."""
    found = _coupled(list(subjects))
    for i, s in enumerate(found):
        if s.relation == "through" and s.art in WEARABLE and s.target is not None and _worn_by(found[s.target]):
            found[i] = replace(s, relation="worn")  # "a scarf wrapped around a snowman"
        if s.relation == "held" and s.target is not None and found[s.target].art in _HOLDERS:
            found[i] = replace(s, relation="inside")  # "a jar holding screws"
        if s.relation == "held" and s.target is not None and s.art.endswith("tree") and nouns.metres(s.art) > _ARM:
            found[i] = replace(s, relation=None, target=None)  # "a giraffe eating a tree"
            found[s.target] = replace(found[s.target], relation="beside", target=i, facing="target")
        if s.relation == "fixed" and s.art in LIGHTER:
            found[i] = replace(s, relation="above")  # "balloons attached to a chair"
        if not _lives(s):
            continue
        t = found[s.target] if s.target is not None else None
        if s.pose in _FIGHTS and s.count == 2 and t is None:
            found[i] = replace(s, facing="each")
        if t is None or s.target is None or not _lives(t):
            continue
        if s.relation == "above" and _holds(found, i) and s.pose is None and nouns.home(s.art) != "air":
            found[i] = replace(s, relation="beside", facing="target")  # "holding an umbrella over a dog"
        elif s.relation == "front" and s.pose in _BEFORE:
            found[i] = replace(s, relation="beside", facing="target")  # "kneeling before a queen"
        elif s.relation == "beside" and s.facing == "target" and nouns.home(t.art) == "air" and nouns.metres(t.art) > 1:
            found[s.target] = replace(t, pose=t.pose or "stand")  # a dragon that is fought has landed
        elif s.relation == "touch" and s.pose is None and t.pose in TOGETHER and nouns.group(s.art) == "person":
            found[i] = replace(s, pose=t.pose)
        elif s.relation in _MEETS and t.pose is None:
            found[i], found[s.target] = _both(s, t)
    return tuple(found)


def _coupled(subjects: list[Subject]) -> list[Subject]:
    """The only two who dance, dance with each other."""
    dancers = [i for i, s in enumerate(subjects) if s.pose in _ROUND_AND_ROUND and s.target is None and _lives(s)]
    if sum(subjects[i].count for i in dancers) != 2:
        return subjects
    return [replace(s, pose="waltz", facing="each") if i in dancers else s for i, s in enumerate(subjects)]


def _both(s: Subject, t: Subject) -> tuple[Subject, Subject]:
    """Who does something to another, and that one."""
    if s.pose in GOING and s.facing in ("along", "ahead", "fled"):
        return s, replace(t, pose=s.pose)
    people = nouns.group(s.art) == nouns.group(t.art) == "person" and s.count == t.count == 1
    if s.pose in _ROUND_AND_ROUND and people and s.facing == "target":
        return replace(s, pose="waltz", facing="each"), replace(t, pose="waltz")
    if s.pose in TOGETHER | _FIGHTS and nouns.group(t.art) == "person" and s.facing == "target":
        return replace(s, facing="each"), replace(t, pose=s.pose, facing="each")
    return s, t


def _lives(s: Subject) -> bool:
    return nouns.group(s.art) in ("person", "animal") and s.art not in nouns.PLANTS


def _worn_by(t: Subject) -> bool:
    return _lives(t) or "snowman" in t.art or t.art == "teddy-bear"


def _holds(subjects: list[Subject], i: int) -> bool:
    return any(s.target == i and s.relation == "held" for s in subjects)
