"""Pairs: what one does with another is seen of both: who is chased runs, who is embraced embraces."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

GOING = words("run walk")
"""Poses that both have of whom one goes before or after the other."""
TOGETHER = words("hug waltz shake")
"""Poses that both have who face each other."""
_ROUND_AND_ROUND = words("dance dancing")
_MEETS = words("touch beside")
_FIGHTS = words("punch")


def paired(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subjects, each doing its half of what is done by two."""
    found = list(subjects)
    for i, s in enumerate(found):
        if not _lives(s):
            continue
        if s.pose in _ROUND_AND_ROUND and s.count == 2 and s.target is None:
            found[i] = replace(s, pose="waltz", facing="each")
        t = found[s.target] if s.target is not None else None
        if t is None or s.target is None or not _lives(t):
            continue
        if s.relation == "above" and _holds(found, i) and s.pose is None and nouns.home(s.art) != "air":
            found[i] = replace(s, relation="beside", facing="target")  # "holding an umbrella over a dog"
        elif s.relation == "touch" and s.pose is None and t.pose in TOGETHER and nouns.group(s.art) == "person":
            found[i] = replace(s, pose=t.pose)
        elif s.relation in _MEETS and t.pose is None:
            found[i], found[s.target] = _both(s, t)
    return tuple(found)


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


def _holds(subjects: list[Subject], i: int) -> bool:
    return any(s.target == i and s.relation == "held" for s in subjects)
