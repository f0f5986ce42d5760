"""Relations: where a thing goes that is on, in, under, before or behind another, in its hand or on its head."""

from __future__ import annotations

import math
from dataclasses import replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.acting import aboard, aboard_of, seated
from imgen_nb.sketch.planning.casting import CABINS, STATION
from imgen_nb.sketch.planning.crowds import CLOSE, audience
from imgen_nb.sketch.planning.distant import distant
from imgen_nb.sketch.planning.draped import draped
from imgen_nb.sketch.planning.faces import shows
from imgen_nb.sketch.planning.growing import grown
from imgen_nb.sketch.planning.hanging import BEDS, HANGING, carried, climbing, on_head, slung, stuck
from imgen_nb.sketch.planning.held import held
from imgen_nb.sketch.planning.openings import OPEN, lifted, sunk_in
from imgen_nb.sketch.planning.passing import PASSING, SLANTED, within
from imgen_nb.sketch.planning.placing import CONTRAST, SIZES, Placed, abreast, amid, mirrored
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.planning.printed import printed
from imgen_nb.sketch.planning.stage import INSIDE, Stage
from imgen_nb.sketch.planning.stations import shared
from imgen_nb.sketch.planning.walls import hung_over
from imgen_nb.sketch.planning.windows import at_window
from imgen_nb.sketch.planning.worn import worn
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.housed import HANGABLE
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.readings import WEARABLE

VEHICLES = words("""
    automobile @sportscar pickup-truck taxi bus tractor sport-utility-vehicle racing-car police-car locomotive
    sailboat canoe speedboat ship motor-boat passenger-ship bathtub motorcycle motor-scooter bicycle @submarine
""") | {*having("cabin")}

SEATS = words("manual-wheelchair motorized-wheelchair @bench @sofa chair @stool bed seat @swing couch-and-lamp")
SEATS |= {*having("seat")}
_LONG = words("@sofa bed @bench @table @fence @bridge @pillow wood rock @shelf house")  # with room for several
SMALL = 0.5
"""How large a thing is, measured by what it is on, that does not fill it: a cup on a table."""
SOLID = words("rock wood @rubble")  # what is in these is stuck in them
PLAYED = words("soccer-ball basketball baseball volleyball rugby-football american-football @ball @basketballhoop")
TREES = words("@tree deciduous-tree evergreen-tree palm-tree")


def attach(stage: Stage, r: Random, index: int, targets: list[Placed]) -> list[Placed]:
    """Place a subject by its relation to one already placed."""
    s = stage.plan.subjects[index]
    art = stage.cast.art(index)
    found: list[Placed] = []
    if len(targets) > 2 and (s.relation in ("touch", "front") or (s.relation == "held" and s.art in PLAYED)):
        targets = [amid(targets)]  # one ball for a team, a speaker before all of a crowd
    if s.art in STATION:
        targets = [shared(Placed(index, art, s.art, 0, 0, 1, 0), targets)]
    each = 1 if s.art in STATION else max(s.count, len(targets)) if s.relation in ("worn", "held") else s.count
    before, total = _mates(stage, index, s)
    share_of = -(-(total or s.count) // len(targets))  # copies on one target
    ordered = share_of <= 5 or s.relation in ("around", "audience", "printed")
    row = share_of if ordered else math.ceil((share_of * 2.4) ** 0.5)
    heap = 1.0
    for k in range(each):
        t = targets[k % len(targets)]
        share = _share(stage, index, t.subject)
        base = Placed(index, art, s.art, t.x, t.y, t.height * 0.5 * SIZES.get(s.size or "", 1), t.depth)
        level, column = divmod(before + k // len(targets), row)
        one = _PLACERS[s.relation or "on"](stage, r, base, t, share, (column, min(row, max(1, share_of - level * row))))
        if share_of > 2 and s.relation in ("on", "inside"):
            heap = min(
                1.0, (0.95 if s.relation == "on" else 1.25) * t.across(stage) / max(1e-6, row * one.across(stage))
            )
        if level:  # an upper row is as dense as the one below
            one = replace(one, x=t.x + (one.x - t.x) * min(row, share_of - level * row) / row)
        found.append(_heaped(stage, one, heap, level))
    return found


def _mates(stage: Stage, index: int, s: Subject) -> tuple[int, int]:
    """How many things are on one with this subject before it, and in all; (0, 0) where it is alone, or they are two."""
    if s.relation not in ("on", "inside"):
        return 0, 0
    shown = [
        (i, o.count)
        for i, o in enumerate(stage.plan.subjects)
        if (o.target, o.relation) == (s.target, s.relation) and i not in stage.cast.absorbed
    ]
    total = sum(count for _, count in shown)
    if len(shown) < 2 or (total < 3 and s.relation == "on"):
        return 0, 0
    return sum(count for i, count in shown if i < index), total


def _share(stage: Stage, i: int, target: int) -> float:
    """How large one is to the other: as they are by nature, but never against what is said of both."""
    natural = math.sqrt(stage.cast.metres(i) / stage.cast.metres(target))
    own, other = (SIZES.get(stage.plan.subjects[k].size or "", 1.0) for k in (i, target))
    if own < 1 < other:
        return min(natural, 1 / CONTRAST)
    return max(natural, CONTRAST) if other < 1 < own else natural


def _heaped(stage: Stage, p: Placed, k: float, level: int) -> Placed:
    """One of many on one target: smaller, and above those of the lower rows."""
    if k == 1.0 and not level:
        return p
    high = p.height * k
    p = lifted(stage, p) if level and p.where == "inside" else p
    return replace(p, height=high, y=p.y - level * high * 0.72 * stage.m / stage.h, depth=p.depth - 0.00001 * level)


def _on(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    if p.name in OPENINGS and nouns.group(t.name) == "place":
        return _let_in(stage, p, t, rank)
    if cloth := draped(stage, p, t, rank):
        return cloth
    if t.name in TREES and rank[1] > 1 and nouns.group(p.name) not in ("animal", "person", "place"):
        return grown(stage, p, t, rank)
    if t.name in BEDS:
        return carried(stage, p, t, share, rank)
    if t.name == "ladder" and nouns.group(p.name) in ("person", "animal"):
        return climbing(stage, p, t)
    if nouns.group(t.name) == "person" and rank[1] == 1:
        return on_head(stage, p, t, share)
    sits = seated(stage, p, t, abreast(rank, t.across(stage) * 0.6) + (0 if rank[1] > 1 else _joint(stage, p, t)))
    if sits:
        return sits
    if aboard_of(stage, p, t):
        return aboard(stage, p, t, abreast(rank, t.across(stage) * 0.5))
    if shows(t.name, stage.plan.subjects[t.subject].word, p.name):
        return printed(stage, r, p, t, share, rank)
    if t.name in SLANTED and rank[1] == 1:
        return slung(stage, p, t, share, p.name in WEARABLE)
    if t.name in having("tread") and p.subject in stage.cast.roles:
        return _treading(stage, p, t)
    x, y = t.anchor("seat", stage)
    h = (
        t.height
        * min(0.85, max(0.22 if "brim" in t.art.anchors else 0.34, share))
        * SIZES.get(stage.plan.subjects[p.subject].size or "", 1)
    )
    sunk = nouns.group(t.name) == "animal" or t.name in VEHICLES
    wide = t.name in _LONG
    shift = abreast(rank, t.across(stage) * (0.8 if wide or rank[1] > 2 else 0.4)) + (
        0 if rank[1] > 1 else _joint(stage, p, t)
    )
    if p.name == t.name and rank[1] == 1:
        h = t.height * SIZES.get(stage.plan.subjects[p.subject].size or "", 1)  # one of a stack is like the other
    if wide:
        h *= 1.25
    if rank[1] > 2:
        h *= 0.75
    if aspect(t.art) > 1.9 and not sunk and (share > SMALL or t.name not in _LONG):
        h = max(h, 0.5 * t.across(stage) * stage.w / stage.m / max(0.8, aspect(p.art)))  # what is flat carries much
    if sunk:
        h = t.height * min(0.95, max(0.42, share))
        deep, depth = (0.07, t.depth + 0.0005) if t.name not in VEHICLES else (0.36, t.depth - 0.0005)
        y += h * stage.m / stage.h * deep
        return replace(p, x=x + shift, y=y, height=h, depth=depth, mirror=t.mirror, where="perched")
    return replace(
        p,
        x=x + shift,
        y=y + 0.012 * h * stage.m / stage.h,
        height=min(h, max(0.3 * h, (y - 0.02) * stage.h / stage.m)),  # also on what the picture cuts off
        depth=t.depth + 0.0005,
        mirror=mirrored(r, stage.plan.subjects[p.subject], x),
        where="perched",
    )


def _treading(stage: Stage, p: Placed, t: Placed) -> Placed:
    """An actor on its feet on what is made to be stepped on, as large as it is by nature, looking where that does."""
    x, y = t.anchor("seat", stage)
    h = t.height * float(having("tread")[t.name][0])
    return replace(p, x=x, y=y, height=h, depth=t.depth + 0.0005, mirror=t.mirror, where="perched")


def _spread(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    """On the ground under who is on it, a step wider than they are."""
    wide = max(1.3 * t.across(stage), 0.7 * t.height * stage.m / stage.w)
    h = wide * stage.w / stage.m / aspect(p.art)
    return replace(p, x=t.x, y=t.y + 0.4 * h * stage.m / stage.h, height=h, depth=t.depth - 0.0005, where="ground")


OPENINGS = {"door": (0.36, 0.0), "window": (0.2, 0.3)}  # how high, and how high above the ground: parts of a house


def _let_in(stage: Stage, p: Placed, t: Placed, rank: tuple[int, int]) -> Placed:
    """A door or a window in the wall of its house."""
    high, sill = OPENINGS[p.name]
    x = t.x + abreast(rank, t.across(stage) * 0.7)
    y = t.y - (sill * t.height + 0.01) * stage.m / stage.h
    return replace(p, x=x, y=y, height=t.height * high, depth=t.depth + 0.0004, where="held")


def _joint(stage: Stage, p: Placed, t: Placed) -> float:
    """Two kinds on one seat ("a cat and a dog on a sofa") sit side by side."""
    mates = [i for i, s in enumerate(stage.plan.subjects) if s.target == t.subject and s.relation == "on"]
    return 0.0 if len(mates) < 2 else ((mates.index(p.subject) + 0.5) / len(mates) - 0.5) * t.across(stage) * 0.66


def _inside(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    if t.name in TREES | SEATS | {"@plate"}:
        return _on(stage, r, p, t, share, rank)
    if aboard_of(stage, p, t):
        return aboard(stage, p, t, abreast(rank, t.across(stage) * 0.5))
    if t.name in SOLID and aspect(p.art) < 1.6 and nouns.group(p.name) in ("object", "activity"):
        return stuck(stage, p, t)
    if t.name in BEDS and nouns.group(p.name) not in ("person", "animal"):
        return carried(stage, p, t, share, rank)
    seen = at_window(stage, p, t, rank)
    if seen:
        return seen
    if t.name not in nouns.VESSELS | VEHICLES:
        living = nouns.group(t.name) in ("person", "animal", "face")
        return _front(stage, r, p, t, share, rank) if living else within(stage, p, t, share, rank)
    h = t.height * min(0.6 if t.name in CABINS else 0.95, max(0.5, share))
    if t.name in OPEN and p.name != "@pouring":
        return sunk_in(stage, replace(p, height=h), t, rank)
    if t.name == "@vase":
        h = t.height * 0.62
    x, y = t.anchor("seat", stage)
    if t.name not in ("canoe", "sailboat", *VEHICLES):
        _, y = t.anchor("head", stage)
    shift = abreast(rank, t.across(stage) * (0.8 if rank[1] > 2 else 0.6))
    if t.name == "sailboat":
        shift, y = shift - t.across(stage) * 0.3, t.y - t.height * 0.2 * stage.m / stage.h
        h = t.height * 0.34
    deep = 0.74 if t.name in CABINS else 0.52
    if p.name == "@pouring":  # it comes from above
        h, deep = 1.1 * t.height, 0.16
    return replace(p, x=x + shift, y=y + h * stage.m / stage.h * deep, height=h, depth=t.depth - 0.0005, where="inside")


def _front(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    least = 0.46 if nouns.group(t.name) == "place" != nouns.group(p.name) else 0.3
    cap = 1.3 if nouns.group(t.name) == nouns.group(p.name) else 0.95
    h = max(0.13, t.height * min(cap, max(least, share**0.72))) * SIZES.get(
        stage.plan.subjects[p.subject].size or "", 1
    )
    if nouns.group(t.name) == "place" != nouns.group(p.name):
        h = max(h, 0.32 * t.across(stage) * stage.w / stage.m)
    if aspect(t.art) > 1.6 and share > 1.5:  # before what is flat it is as large as that is wide
        h = max(h, 0.7 * t.across(stage) * stage.w / stage.m / max(1.0, aspect(p.art)))
    side = -head_side(t) or (-1 if t.x > 0.5 else 1)
    mates = [
        i for i, s in enumerate(stage.plan.subjects) if s.target == t.subject and s.relation in ("front", "inside")
    ]
    wide = h * aspect(p.art) * stage.m / stage.w
    if len(mates) > 1:
        shift = ((mates.index(p.subject) + 0.5) / len(mates) - 0.5) * max(
            t.across(stage) * 1.1, wide * 1.3 * len(mates)
        )
    else:
        shift = t.across(stage) * (0.24 if share < 0.8 else 0.45)
        if h > 0.5 * t.height and wide > 0.5 * t.across(stage):
            shift = max(shift, wide / 2 + 0.04 * t.across(stage))  # a good half of what is behind is seen
        shift *= side
    apart = 1.05 - CLOSE.get(stage.plan.subjects[p.subject].pose or "", 0.0)
    x = t.x + shift + abreast(rank, wide * apart * rank[1])
    y = min(0.95, t.y + max(0.05, (0.94 - t.y) * 0.5))
    if t.where in ("air", "floating", "water"):
        y = t.y + 0.05
    elif nouns.home(p.name) == "air" and nouns.metres(p.name) < 1:
        y -= 0.36 * t.height * stage.m / stage.h  # what flies does so before the middle of it
    return replace(
        p,
        x=x if len(mates) < 2 and t.across(stage) < 0.9 else min(0.92, max(0.08, x)),
        y=y,
        height=h,
        depth=max(y, t.depth + 0.0005),
        mirror=mirrored(r, stage.plan.subjects[p.subject], x),
        where="floating" if t.where in ("floating", "air") else t.where,
    )


STANDS = words("@podium")
LEGGED = words("chair @stool @table @desk")


def _behind(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    far = stage.plan.subjects[p.subject].spot == "far"
    if far and (stage.setting not in INSIDE | {"underwater"} or rank[1] > 5) and stage.horizon < 1:
        return distant(stage, r, p, t, rank)
    h = t.height * min(1.6, max(0.72, share**0.72))
    if far and stage.setting in INSIDE:
        h = min(0.5, h)
    side = 1 if t.x < 0.5 else -1
    y = t.y - max(0.015, (t.y - stage.horizon) * 0.2)
    h = min(h, (y - 0.03) * stage.h / stage.m)
    if t.name in STANDS and rank[1] == 1:  # its upper half is seen
        return replace(p, x=t.x, y=t.y - 0.012, height=1.5 * t.height, depth=t.depth - 0.001, where=t.where)
    wide = h * aspect(p.art) * stage.m / stage.w
    shift = 0.42 * t.across(stage)
    if rank[1] == 1 and h < 1.25 * t.height and t.across(stage) < 0.7:  # a good part of it is beside what hides it
        shift = max(shift, t.across(stage) / 2 + wide * (0.14 if nouns.group(p.name) == "person" else -0.04))
    x = t.x + side * shift + abreast(rank, 0.2 * rank[1])
    mirror = mirrored(r, stage.plan.subjects[p.subject], x)
    head = head_side(replace(p, mirror=mirror))
    return replace(
        p,
        x=x if shift > 0.42 * t.across(stage) else min(0.93, max(0.07, x)),
        y=y,
        height=h,
        depth=t.depth - 0.001,
        mirror=mirror if head in (0, side) else not mirror,  # its head is what is seen of it
        where=t.where,
    )


def head_side(p: Placed) -> int:
    """On which side an animal has its head, -1 or 1; 0 where that is in the middle, or has none."""
    left, _, right, _ = p.art.box
    if nouns.group(p.name) != "animal" or "head" not in p.art.anchors:
        return 0
    aside = p.art.anchors["head"][0] - (left + right) / 2
    if abs(aside) < 0.12 * (right - left):
        return 0
    return 1 if (aside > 0) != p.mirror else -1


def _under(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    if t.name == "umbrella" and t.where != "air" and rank[1] < 4:  # between its foot and its canopy
        h = t.height * min(0.66, max(0.4, share)) * (1.0, 0.7, 0.5)[rank[1] - 1]
        x = t.x + abreast(rank, 0.56 * t.across(stage))
        return replace(p, x=x, y=t.y + 0.008, height=h, depth=t.depth + 0.001, where=t.where)
    if t.name in ("umbrella", "@rainbow") or t.where == "air":
        h = t.height * min(1.3, max(0.5, share))
        return replace(
            p,
            x=t.x + abreast(rank, 0.3),
            y=min(0.95, t.y + h * 0.55 * stage.m / stage.h),
            height=h,
            depth=t.depth + 0.001,
        )
    if t.name in LEGGED and rank[1] == 1:  # between its legs
        h = t.height * min(0.42, max(0.36, share**0.72), 0.6 / max(0.2, aspect(p.art)) * aspect(t.art))
        return replace(p, x=t.x, y=t.y - 0.008, height=h, depth=t.depth - 0.0004)
    left = "under" in t.art.anchors
    x = t.anchor("under", stage)[0] if left else t.x + t.across(stage) * 0.2
    h = t.height * min(0.5, max(0.3, share**0.72))
    return replace(
        p,
        x=x + abreast(rank, t.across(stage) * 0.6),
        y=min(0.95, t.y + 0.025),
        height=h,
        depth=t.depth + 0.001,
        mirror=mirrored(r, stage.plan.subjects[p.subject], x),
    )


def _above(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    if cloth := draped(stage, p, t, rank):
        return cloth
    leaps = stage.plan.subjects[p.subject].pose == "jump"
    h = t.height * min(1.0, max(0.5, share**0.5)) * (1.5 if leaps and t.height < 0.36 else 1.0)
    straight = hung_over(stage, p, t, h) if p.name in HANGABLE and rank[1] == 1 and t.where == "ground" else None
    if straight:
        return straight
    top = t.y - t.height * stage.m / stage.h
    y = max(top - 0.03, h * stage.m / stage.h + 0.03)
    clear = 0.45 * (t.across(stage) + h * aspect(p.art) * stage.m / stage.w) if t.across(stage) < 0.6 else 0.1
    x = t.x + abreast(rank, 0.5) + (clear if t.x < 0.5 else -clear) * (y > top)  # beside it where there is no room
    return replace(
        p,
        x=x,
        y=y,
        height=h,
        depth=t.depth - 0.01,
        mirror=mirrored(r, stage.plan.subjects[p.subject], x),
        tilt=float(r.normal(0, 5)),
        where="air",
    )


_PLACERS = {
    "on": _on,
    "inside": _inside,
    "front": _front,
    "behind": _behind,
    "under": _under,
    "above": _above,
    "held": held,
    "worn": worn,
    "printed": printed,
    "audience": audience,
    "spread": _spread,
    **PASSING,
    **HANGING,
}
