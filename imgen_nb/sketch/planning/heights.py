"""Heights: how large each thing is, so that together they fill the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.planning.masses import copies
from imgen_nb.sketch.planning.nooks import AFLOAT
from imgen_nb.sketch.planning.placing import CONTRAST, SIZES
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.housed import HANGABLE
from imgen_nb.sketch.reading.lexicon import words

CAMERA = {
    "close": 1.42,
    "wide": 0.6,
    "aerial": 0.66,
    "low": 1.12,
    "window": 0.8,
    "car window": 0.8,
    "cabin window": 0.8,
    "binoculars": 0.8,
}
COMPRESSION = 0.27
BEINGS = words("person animal face")
WALLS = words("@wall @brickwall")

ABOVE = (1.0, 0.8, 0.62, 0.48)
"""How much smaller a thing is with so many on top of each other on it."""

TALL = 0.74
"""How high a stack of things that are alike is."""


def _storeys(subjects: Sequence[Subject], at: int) -> int:
    """How many things stand on top of each other on one."""
    on = [i for i, s in enumerate(subjects) if s.target == at and s.relation == "on"]
    return 1 + max(_storeys(subjects, i) for i in on) if on else 0


def heights(stage: Stage, members: list[int]) -> dict[int, float]:
    """The height of each free subject, as a fraction of the shorter side."""
    subjects = stage.plan.subjects
    sizes = {i: stage.cast.metres(i) for i in members}
    largest = max(sizes.values())
    total = sum(copies(subjects[i]) for i in members)
    base = 0.7 if largest >= 10 else 0.66 if largest >= 3 else 0.62
    if stage.setting in ("table", "studio"):
        base = AFLOAT.get(stage.place or "", 0.6)
    if total == 1 and members[0] in stage.cast.roles:
        base *= 1.26  # people are slim
    base *= {1: 1.0, 2: 0.94, 3: 0.86, 4: 0.76, 5: 0.7, 6: 0.64}.get(total, 0.54)
    if any(s.relation in ("on", "held", "worn", "above") for s in subjects):
        base *= 0.92  # leave room above
    if any(s.relation == "thought" or (s.relation == "above" and s.art in HANGABLE) for s in subjects):
        base *= 0.8
    if stage.h > 1.3 * stage.w:
        base *= 1.12
    base *= CAMERA.get(stage.plan.camera or "", 1.0) * float(stage.stream("distance").uniform(0.92, 1.05))
    found = {}
    for i in members:
        s = subjects[i]
        h = base * (sizes[i] / largest) ** COMPRESSION * SIZES.get(s.size or "", 1.0) * stage.cast.share(i)
        if nouns.group(s.art) == "activity" and any(
            o.target == i and o.facing == "target" and nouns.group(o.art) == "animal" for o in subjects
        ):
            h *= 0.66  # a ball that is run after
        if (
            any(o.relation == "on" and o.target == i for o in subjects)
            and nouns.group(s.art) != "animal"
            and sizes[i] < 10
        ):
            h *= ABOVE[min(_storeys(subjects, i), len(ABOVE) - 1)]  # what sits on it needs room above
        if any(o.relation == "on" and o.target == i and o.art == s.art for o in subjects):
            h = min(h, TALL / (1 + _storeys(subjects, i)))
        if any(o.relation == "above" and o.pose == "jump" and o.target == i for o in subjects):
            h *= 0.5  # what is leapt over is low
        wide = aspect(stage.cast.art(i))
        limit = (
            (0.78 if stage.place in AFLOAT else 0.66 if total == 1 else 0.6)
            * (1 if stage.plan.camera != "close" else 1.3)
            * stage.w
            / stage.m
            / max(0.4, wide)
        )
        found[i] = max(0.13, min(h, limit, 0.86 * stage.h / stage.m))
        climbed = any(o.relation in ("off", "above", "on") and nouns.group(o.art) in BEINGS for o in subjects)
        if s.art in WALLS and total == 1 and not climbed:
            found[i] = min(1.06 * stage.w / stage.m / wide, 0.92 * stage.h / stage.m)  # it is what all is before
    _contrasted(stage, found)
    return found


def _contrasted(stage: Stage, found: dict[int, float]) -> None:
    """What is said to be large is larger than what is said to be small, be it a mouse before an elephant."""
    large = [i for i in found if stage.plan.subjects[i].size in ("big", "huge")]
    small = [i for i in found if stage.plan.subjects[i].size in ("small", "tiny")]
    for i in large:
        for j in small:
            apart = math.sqrt(max(1.0, CONTRAST * found[j] / found[i]))
            found[i], found[j] = found[i] * apart, found[j] / apart
