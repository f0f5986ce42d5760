"""Hanging: what hangs below another thing, clings to its side, has just left it, or leaps."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.placing import SIZES, Placed, abreast
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

CROWNS = words("@tree deciduous-tree evergreen-tree palm-tree @baretree christmas-tree")
FLAT = words("@wall @brickwall door window @fence @shelf @hangrail")  # what hangs from these hangs on their front


def hung(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """Below the thing, touching it; among the branches of a tree; on the front of a wall."""
    tall = stage.m / stage.h
    reach = max(t.height, 0.62 * t.across(stage) * stage.w / stage.m)  # a bough is long, and bears what is large
    least, most = (0.8, 1.0) if p.subject in stage.cast.roles else (0.38, 0.6)
    h = reach * min(most, max(least, share)) * SIZES.get(stage.plan.subjects[p.subject].size or "", 1)
    x = t.x + abreast(rank, 0.8 * t.across(stage))
    if t.name in FLAT:
        rank = _among(stage, p, rank)
        x = t.x + abreast(rank, 0.84 * t.across(stage))
        h = min(h, 0.9 * t.across(stage) * stage.w / stage.m / rank[1] / max(0.3, aspect(p.art)))
    if t.name in CROWNS or t.name in FLAT:
        high = 0.42 if t.name in CROWNS else 0.3
        x = x if rank[1] > 1 else t.x + 0.2 * t.across(stage)
        return replace(p, x=x, y=t.y - high * t.height * tall, height=h * 0.8, depth=t.depth + 0.0005, where="held")
    if t.where == "ground" and p.subject in stage.cast.roles:
        return replace(p, x=x, y=t.y - 0.12 * t.height * tall, height=0.7 * t.height, depth=t.depth + 0.0005)
    low = t.y - 0.1 * t.height * tall
    return replace(p, x=x, y=low + h * tall, height=h, depth=t.depth - 0.0004, where="held")


def _among(stage: Stage, p: Placed, rank: tuple[int, int]) -> tuple[int, int]:
    """The rank of one among all that is tied in the same way to one thing, whatever it is."""
    subjects = stage.plan.subjects
    wall = subjects[p.subject].target
    tie = subjects[p.subject].relation
    mates = [i for i, s in enumerate(subjects) if s.relation == tie and s.target == wall]
    before = sum(subjects[i].count for i in mates if i < p.subject)
    return before + rank[0], sum(subjects[i].count for i in mates)


def up(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """On the side of the thing, half way up; what narrows to its top is climbed nearer to its middle."""
    tall = stage.m / stage.h
    side = -1 if t.x > 0.5 else 1
    h = t.height * min(0.5, max(0.26, share))
    narrow = t.name in ("@pyramid", "mountain", "volcano", "@eiffel")
    reach = 0.22 if narrow else 0.4 if t.name not in CROWNS else 0.06
    x = t.x + side * (reach * t.across(stage) + abreast(rank, 0.3 * t.across(stage)))
    y = t.y - (0.28 if narrow or t.name in CROWNS else 0.4) * t.height * tall
    tilt = 30.0 * side if narrow and p.subject not in stage.cast.roles else 8.0 * side
    return replace(p, x=x, y=y, height=h, depth=t.depth + 0.0005, mirror=side > 0, tilt=tilt, where="held")


def fixed(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """On the front of the thing, half way up, beside what else is fixed to it."""
    tall = stage.m / stage.h
    k, n = _among(stage, p, rank)
    wide = t.across(stage)
    h = t.height * min(0.4, max(0.2, share)) * SIZES.get(stage.plan.subjects[p.subject].size or "", 1)
    h = min(h, 0.72 * wide * stage.w / stage.m / n / max(0.3, aspect(p.art)))
    y = t.y - 0.5 * t.height * tall + 0.5 * h * tall
    return replace(
        p, x=t.x + abreast((k, n), 0.84 * wide), y=y, height=h, depth=t.depth + 0.0005, tilt=t.tilt, where="held"
    )


def slung(stage: Stage, p: Placed, t: Placed, share: float, loose: bool) -> Placed:
    """At the upper end of what is drawn aslant: over it what is loose, all else on top."""
    tall = stage.m / stage.h
    left, _, right, _ = t.art.box
    x, _ = min((point for shape in t.art.shapes for ring in shape.rings for point in ring), key=lambda point: point[1])
    aside = (x - (left + right) / 2) * t.unit * stage.m / stage.w * (-1 if t.mirror else 1)
    h = min(0.46, max(0.3, 0.6 * share)) * t.height
    y = t.y - t.height * tall + (0.8 * h * tall if loose else 0.02)
    return replace(p, x=t.x + aside, y=y, height=h, depth=t.depth + 0.0005, where="worn" if loose else "perched")


def off(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """In the air beside the thing, having just left its edge."""
    tall = stage.m / stage.h
    side = 1 if t.x < 0.55 else -1
    place = nouns.group(t.name) == "place"
    h = t.height * min(1.1, max(0.3 if place else 0.5, share**0.72))
    x = t.x + side * (0.5 * t.across(stage) + 0.5 * h * aspect(p.art) * stage.m / stage.w)
    y = t.y - min(0.72, max(0.3, 0.9 - 0.5 * h / t.height)) * t.height * tall
    falls = p.subject not in stage.cast.roles
    tilt = (34.0 if nouns.group(p.name) != "animal" else 20.0) * side if falls else 6.0 * side
    return replace(
        p, x=min(0.93, max(0.07, x)), y=y, height=h, depth=t.depth + 0.001, mirror=side < 0, tilt=tilt, where="air"
    )


def thought(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """A bubble over the head, to the side where there is room."""
    tall = stage.m / stage.h
    side = 1 if t.x < 0.5 else -1
    head, top = t.anchor("head", stage)
    h = min(0.42, (top - 0.02) / tall)
    x = min(0.74, max(0.26, head + side * 0.3 * h * aspect(p.art) * stage.m / stage.w))
    return replace(p, x=x, y=top + 0.03, height=max(0.26, h), depth=t.depth + 0.0005, mirror=side < 0, where="held")


def climbing(stage: Stage, p: Placed, t: Placed) -> Placed:
    """On the rungs of a ladder, over half way up."""
    tall = stage.m / stage.h
    return replace(
        p, x=t.x, y=t.y - 0.34 * t.height * tall, height=0.66 * t.height, depth=t.depth + 0.0005, where="perched"
    )


def on_head(stage: Stage, p: Placed, t: Placed, share: float) -> Placed:
    """Resting on somebody's head; another person sits behind it, on the shoulders."""
    x, top = t.anchor("head", stage)
    tall = stage.m / stage.h
    if nouns.group(p.name) == "person" or p.subject in stage.cast.roles:
        h = t.height * min(0.72, max(0.55, share))
        return replace(p, x=x, y=top + 0.42 * h * tall, height=h, depth=t.depth - 0.0004, where="perched")
    h = t.height * min(0.42, max(0.24, 0.6 * share)) * SIZES.get(stage.plan.subjects[p.subject].size or "", 1)
    if any(part.startswith("shoulder") for part in stage.plan.subjects[t.subject].parts):
        x, y = t.anchor("neck", stage)
        side = max(0.17 * t.height * stage.m / stage.w, 0.42 * t.across(stage))
        return replace(
            p, x=x + side, y=y + 0.03 * t.height * tall, height=0.8 * h, depth=t.depth + 0.0005, where="perched"
        )
    return replace(p, x=x, y=top + 0.1 * h * tall, height=h, depth=t.depth + 0.0005, where="perched")


def stuck(stage: Stage, p: Placed, t: Placed) -> Placed:
    """Upright in something solid, its lower part hidden: a sword in a stone."""
    tall = stage.m / stage.h
    h = 0.48 * t.height
    y = t.y - 0.78 * t.height * tall
    return replace(p, x=t.x, y=y, height=h, depth=t.depth - 0.0005, tilt=STUCK.get(p.name, 0.0), where="inside")


STUCK = {"dagger": 180.0, "axe": 45.0, "hammer": 45.0}
"""How far what is stuck in something is turned: a sword is drawn with its point up, the others aslant."""


LOAD = 5  # how many lie side by side on a truck
BEDS = {"@pickup": (0.24, 0.52, 0.74), "pickup-truck": (0.24, 0.52, 0.74), "@dumptruck": (0.2, 0.82, 0.6)}
"""Of what carries things behind its cab: how far to the back, how high, and how high what it carries may be."""


def carried(stage: Stage, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """On the bed of a truck, its feet behind the side of it."""
    back, up, most = BEDS[t.name]
    mates = [i for i, s in enumerate(stage.plan.subjects) if s.target == t.subject and s.relation in ("on", "inside")]
    rank = (mates.index(p.subject), len(mates)) if rank[1] == 1 and p.subject in mates else rank
    tall, wide = stage.m / stage.h, t.across(stage)
    h = t.height * min(most, max(0.3, share)) / max(1.0, 0.55 * rank[1])
    h = min(h, 0.5 * wide * stage.w / stage.m / aspect(p.art))
    if rank[1] > 2:  # a load lies close, in rows of five at most
        h = 0.6 * wide * stage.w / stage.m / LOAD / aspect(p.art)
        up += 0.3 * h / t.height
    reach = 0.42 * wide * min(1.0, rank[1] / LOAD) if rank[1] > 2 else 0.42 * wide
    x = t.x + back * wide * (-1 if t.mirror else 1) + abreast(rank, reach)
    return replace(p, x=x, y=t.y - (up - 0.06) * t.height * tall, height=h, depth=t.depth - 0.0005, where="inside")


def sharing(p: Placed) -> Placed:
    """Under water some swim over others on the sea floor: each half has less room."""
    if p.where == "ground":
        return replace(p, height=0.6 * p.height)
    return replace(p, height=0.86 * p.height, y=p.y - 0.16)


def ashore(placed: dict[int, list[Placed]]) -> dict[int, list[Placed]]:
    """Who stands on the shore does not hide who swims: one is to the left, the other to the right."""
    where = {group[0].where: i for i, group in placed.items() if len(group) == 1}
    if len(placed) != 2 or set(where) != {"water", "ground"}:
        return placed
    lands, swims = placed[where["ground"]][0], placed[where["water"]][0]
    near = replace(lands, x=0.26, height=0.84 * lands.height)
    return {where["ground"]: [near], where["water"]: [replace(swims, x=0.62, height=1.1 * swims.height)]}


def beholding(stage: Stage, placed: dict[int, list[Placed]]) -> dict[int, list[Placed]]:
    """Who looks at something in the sky stands beside it, and leaves it the room."""
    found = dict(placed)
    for i, group in placed.items():
        s = stage.plan.subjects[i]
        seen = placed.get(s.target, []) if s.facing == "target" and s.target is not None else []
        if len(group) > 2 or not seen or seen[0].where not in ("celestial", "air") or group[0].where != "ground":
            continue
        middle = sum(p.x for p in group) / len(group)
        shift = (0.7 if seen[0].x < 0.5 else 0.3) - middle
        found[i] = [replace(p, x=p.x + shift, height=LOWER * p.height) for p in group]
    return found


LOWER = 0.8
"""How high somebody is who looks at the sky, beside how high they would be."""


def leaping(stage: Stage, p: Placed) -> Placed:
    """Who jumps is off the ground."""
    if stage.plan.subjects[p.subject].pose != "jump" or p.where != "ground":
        return p
    y = max(p.y - 0.2 * p.height * stage.m / stage.h, p.height * stage.m / stage.h + 0.03)
    tilt = 0.0 if p.subject in stage.cast.roles else -14.0
    return replace(p, y=y, tilt=tilt, where="air")


HANGING = {"thought": thought, "hung": hung, "up": up, "fixed": fixed, "off": off}
