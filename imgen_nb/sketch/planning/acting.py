"""Acting: where actors sit and ride, and where the things go that they hold."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.planning.casting import STANDING, STATION, grip_of
from imgen_nb.sketch.planning.placing import SIZES, Placed
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns

# Where one sits on a thing, as a fraction of its height from the ground, and of its width from the middle.
SEAT_AT = {
    "chair": (0.46, 0.0), "@sofa": (0.42, 0.0), "@bench": (0.5, 0.0), "bed": (0.5, 0.0), "@stool": (0.92, 0.0),
    "@swing": (0.2, 0.0), "manual-wheelchair": (0.46, 0.0), "motorized-wheelchair": (0.5, 0.0), "toilet": (0.5, 0.0),
    "@hammock": (0.16, 0.0), "couch-and-lamp": (0.4, 0.0), "@throne": (0.38, 0.0),
    "bicycle": (0.8, -0.1), "motorcycle": (0.66, -0.06), "motor-scooter": (0.6, -0.1),
    "kick-scooter": (0.5, 0.0), "broom": (0.5, 0.0),
}  # fmt: skip
_MOST = {"pedal": 1.5, "sit": 2.0, "lie": 0.9}  # of the height of what one sits on


def hips(p: Placed) -> float:
    """How far the hips of an actor are above its feet, as a fraction of the shorter side."""
    ground = p.art.box[3] if p.art.ground is None else p.art.ground
    return (ground - p.art.anchors["hips"][1]) * p.unit


def seated(stage: Stage, p: Placed, t: Placed, shift: float) -> Placed | None:
    """An actor on a seat, on wheels or on an animal's back; None where it only stands there."""
    role = stage.cast.roles.get(p.subject)
    if role is None or "hips" not in p.art.anchors:
        return None
    tall = stage.m / stage.h
    wide = t.across(stage)
    _, top, _, bottom = p.art.box
    if role.pose == "ride":
        x, y = t.anchor("seat", stage)
        full = t.height * min(0.92, max(0.5, (stage.cast.metres(p.subject) / stage.cast.metres(t.subject)) ** 0.7))
        p = replace(p, height=full * (bottom - top) / STANDING)
        return replace(
            p, x=x + shift, y=y + (hips(p) + 0.02) * tall, depth=t.depth + 0.0005, mirror=t.mirror, where="perched"
        )
    if t.name in ENDS:
        return _at_end(stage, p, t, shift)
    if t.name not in SEAT_AT:
        return None
    up, aside = SEAT_AT[t.name]
    if role.pose in ("lie", "sleep"):
        h = min(t.height * 0.5, wide * 0.9 / max(0.1, aspect(p.art)) * stage.w / stage.m)
        h, depth = (h, t.depth + 0.0005) if t.name != "@hammock" else (0.74 * h, t.depth - 0.0005)  # it has a side
        return replace(p, x=t.x, y=t.y - t.height * up * tall, height=h, depth=depth, where="perched")
    level = t.height * up
    unit = min(level / 11.2, t.height * _MOST.get(role.pose, 1.6) / STANDING)
    p = replace(p, height=unit * (bottom - top))
    x = t.x + aside * wide * (-1 if t.mirror else 1) + shift
    sunk = hips(p) * (0.2 if role.pose == "squat" else 1.0)  # on its haunches it is all above the seat
    return replace(p, x=x, y=t.y - (level - sunk) * tall, depth=t.depth + 0.0005, mirror=t.mirror, where="perched")


ENDS = {"@seesaw": (0.44, 0.34, 0.84)}
"""What has a seat at both ends: how far aside these are, and how high the left and the right one is."""


def _at_end(stage: Stage, p: Placed, t: Placed, shift: float) -> Placed:
    """An actor at one end of a seat, looking to its middle."""
    aside, left, right = ENDS[t.name]
    side = 1 if shift > 0 else -1
    _, top, _, bottom = p.art.box
    p = replace(p, height=1.3 * t.height / STANDING * (bottom - top))
    y = t.y - ((right if side > 0 else left) * t.height - hips(p)) * stage.m / stage.h
    x = t.x + side * aside * t.across(stage)
    return replace(p, x=x, y=y, depth=t.depth + 0.0005, mirror=side > 0, where="perched")


# On which part of a boat one is seen whole: how far aside, how far up, how high oneself.
_DECKS = {"sailboat": (0.16, 0.27, 0.36), "ship": (-0.28, 0.44, 0.28), "passenger-ship": (-0.28, 0.44, 0.2)}


def aboard_of(stage: Stage, p: Placed, t: Placed) -> bool:
    """Whether one is somebody in a boat."""
    crew = p.subject in stage.cast.roles or nouns.group(p.name) == "person"
    return crew and t.name in nouns.BOATS | {"canoe"}


def aboard(stage: Stage, p: Placed, t: Placed, shift: float) -> Placed:
    """An actor in a boat, seen from the waist up over its side; on the edge of one whose sails would hide them."""
    tall, wide = stage.m / stage.h, t.across(stage)
    if t.name in _DECKS:
        aside, up, size = _DECKS[t.name]
        x = t.x + aside * wide * (-1 if t.mirror else 1) + shift
        y = t.y - up * t.height * tall
        return replace(p, x=x, y=y, height=size * t.height, depth=t.depth + 0.0005, where="perched")
    h = 0.8 * t.height
    deck = t.y - t.height * (0.56 if t.name == "canoe" else 0.4) * tall
    return replace(p, x=t.x + shift, y=deck + 0.45 * h * tall, height=h, depth=t.depth - 0.0005, where="inside")


def _on_lap(stage: Stage, p: Placed, t: Placed) -> Placed:
    """Somebody small, before the chest of who holds them, on the lap of who sits."""
    x, y = t.anchor("hips", stage)
    _, top, _, bottom = p.art.box
    p = replace(p, height=0.56 * t.unit * (bottom - top))
    tall, side = stage.m / stage.h, -1 if t.mirror else 1
    up = (1.0 if stage.cast.roles[t.subject].pose in ("sit", "floor") else 3.0) * t.unit - hips(p)
    out = 8.0 * t.unit * stage.m / stage.w * side
    return replace(p, x=x + out, y=y - up * tall, depth=t.depth + 0.0006, mirror=t.mirror, where="held")


def in_hand(stage: Stage, p: Placed, t: Placed) -> Placed:
    """A thing in the hands of an actor: the first in the near hand or in both, the second in the far one."""
    subjects = stage.plan.subjects
    if stage.cast.roles[t.subject].pose == "kick":
        x, y = t.anchor("toe", stage)
        h = 0.24 * STANDING * t.unit
        out = h * aspect(p.art) * 0.7 * stage.m / stage.w * (-1 if t.mirror else 1)
        return replace(p, x=x + out, y=min(t.y, y + 0.6 * h * stage.m / stage.h), height=h, depth=t.depth + 0.0006)
    if p.subject in stage.cast.roles and nouns.group(p.name) == "person" and "hips" in t.art.anchors:
        return _on_lap(stage, p, t)
    if stage.cast.thrown(p.subject):
        x, y = t.anchor("hand", stage)
        h = 0.2 * STANDING * t.unit
        out = 1.5 * h * stage.m / stage.w * (-1 if x < t.x else 1)
        return replace(p, x=x + out, y=y - 0.3 * h * stage.m / stage.h, height=h, depth=t.depth + 0.0006, where="air")
    if subjects[p.subject].spot == "aloft":
        x, y = t.anchor("head", stage)
        h = min(0.42 * STANDING, 0.7 * STANDING / max(0.3, aspect(p.art))) * t.unit
        return replace(p, x=x, y=y + 0.03 * h, height=h, depth=t.depth + 0.0006, where="held")
    mates = (i for i, s in enumerate(subjects) if s.target == t.subject and s.relation == "held")
    held = [i for i in mates if subjects[i].art not in STATION]
    order = held.index(p.subject)
    grip = grip_of(p.name)
    given = stage.cast.roles[t.subject].pose == "give"
    anchor = "hand" if given else grip.anchor if len(held) == 1 else ("hand", "palm")[min(order, 1)]
    x, y = t.anchor(anchor, stage)
    size = grip.size if len(held) == 1 else min(grip.size, 0.3) if grip.arms == "front" else grip.size
    h = size * STANDING * t.unit * SIZES.get(subjects[p.subject].size or "", 1) / max(1.0, aspect(p.art) ** 0.6)
    tall = stage.m / stage.h
    foot = t.y if grip.arms == "staff" else y + grip_foot(grip.at, h) * tall
    if grip.arms == "staff":
        h = min(h, max(h * 0.6, (foot - y) / tall / max(0.05, 1 - grip.at)))
    where = "held"
    return replace(p, x=x, y=foot, height=h, depth=t.depth + 0.0006 + 0.0001 * order, tilt=grip.tilt, where=where)


def before_muzzle(stage: Stage, p: Placed, t: Placed) -> Placed:
    """What an animal on four legs reads, on a stand before it, as high as its muzzle."""
    left, top, right, bottom = p.art.box
    middle, wide, high = (left + right) / 2, right - left, bottom - top
    pen = Pen()
    for x, foot in ((-0.3, -0.42), (0.3, 0.42), (0.0, 0.0)):
        pen.line([(middle + x * wide * 0.6, bottom), (middle + foot * wide, bottom + 1.3 * high)], 0.07 * wide, WOOD)
    pen.line([(left, bottom), (right, bottom)], 0.1 * high, WOOD)
    stand = Art((*pen.shapes, *p.art.shapes), p.art.anchors, bottom + 1.3 * high)
    side = 1 if t.mirror else -1
    muzzle = min((t.y - t.anchor("hand", stage)[1]) * stage.h / stage.m, 0.66 * t.height)
    h = max(0.5 * t.height, muzzle + 0.06 * t.height)
    ahead = side * (0.5 * t.across(stage) + 0.34 * h * aspect(stand) * stage.m / stage.w)
    return replace(p, art=stand, x=t.x + ahead, y=t.y + 0.015, height=h, depth=t.depth + 0.0006, mirror=False)


WOOD = (128, 88, 60)


def grip_foot(at: float, height: float) -> float:
    """How far the foot of a thing is below the hand that holds it."""
    return (1 - at) * height
