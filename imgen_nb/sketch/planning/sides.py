"""Sides: left of, right of, between, on the left, in a row, in a circle; and nothing is cut by the edge."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.planning.stage import INSIDE, Stage
from imgen_nb.sketch.reading.lexicon import words

RANK = {"left": 0, "middle": 1, "right": 2}
ALONE = {"left": 0.24, "middle": 0.5, "right": 0.76}
GAP, WIDEST, MARGIN = 0.03, 0.92, 0.03
RANKS = 0.12  # feet further apart than that are those of another rank
CARRIED = words("on held worn inside printed around through against touch hung up fixed off thought spread audience")
ONE_VIEW = CARRIED | {"front", "behind"}  # what keeps its place to its target, also where both are made smaller
GROUPS = dict[int, list[Placed]]


@dataclass
class _Block:
    """Copies of one subject that stay together, as they stand among themselves."""

    subject: int
    members: list[Placed]

    def span(self, stage: Stage) -> tuple[float, float]:
        """The left and the right end, in fractions of the width."""
        halves = [(p.x, p.across(stage) / 2) for p in self.members]
        return min(x - w for x, w in halves), max(x + w for x, w in halves)


def arranged(stage: Stage, groups: GROUPS) -> GROUPS:
    """The free subjects where the words about sides put them; untouched if there are none."""
    subjects = stage.plan.subjects
    if stage.plan.arrangement:
        return _SHAPES[stage.plan.arrangement](stage, groups)
    pairs = _pairs(subjects, groups)
    amid = {i for i, s in enumerate(subjects) if s.relation == "between" and i in groups}
    bound = amid | {i for pair in pairs for i in pair} | {i for i in groups if subjects[i].spot in RANK}
    if not bound:
        return groups
    moved = [i for i in groups if i in bound or groups[i][0].where in ("ground", "water", "floating")]
    groups = groups | _level({i: groups[i] for i in moved})
    blocks = _ordered(subjects, _blocks(subjects, groups, moved), pairs)
    found: GROUPS = {i: list(group) for i, group in groups.items() if i not in moved}
    for block in _spaced(stage, blocks):
        found.setdefault(block.subject, []).extend(block.members)
    return found


def _level(groups: GROUPS) -> GROUPS:
    """Those that stood in ranks, one behind the other, side by side on the ground of the nearest."""
    standing = [p for group in groups.values() for p in group if p.where == "ground"]
    feet = [p.y for p in standing]
    if not feet or max(feet) - min(feet) < RANKS:
        return groups
    y = min(max(feet), 0.6 + max(p.height for p in standing) / 2)
    return {i: [replace(p, y=y) if p.where == "ground" else p for p in group] for i, group in groups.items()}


def _root(subjects: tuple[Subject, ...], groups: GROUPS, at: int | None) -> int | None:
    """The free subject that one stands on or hangs at."""
    for _ in subjects:
        if at is None or at in groups:
            return at
        at = subjects[at].target
    return None


def _pairs(subjects: tuple[Subject, ...], groups: GROUPS) -> list[tuple[int, int]]:
    """(left, right) of every two free subjects whose sides are said."""
    found = []
    for i, s in enumerate(subjects):
        one, two, three = (_root(subjects, groups, at) for at in (i, s.target, s.other))
        if one is None or two is None or one == two:
            continue
        if s.relation == "left_of":
            found.append((one, two))
        elif s.relation == "right_of":
            found.append((two, one))
        elif s.relation == "between" and three is not None and three not in (one, two):
            found += [(two, one), (one, three)]
    return found


def _blocks(subjects: tuple[Subject, ...], groups: GROUPS, moved: list[int]) -> list[_Block]:
    """Blocks from left to right as they stand now; what something is between is cut in two around it."""
    split = {s.target: i for i, s in enumerate(subjects) if s.relation == "between" and s.other is None and i in groups}
    inner = {i: t for t, i in split.items() if t in groups and len(groups[t]) > 1}
    around_others = set(inner.values())  # what has something in its middle stands in the middle of nothing else
    inner = {i: t for i, t in inner.items() if i not in around_others}
    found = []
    for i in sorted(moved, key=lambda i: sum(p.x for p in groups[i]) / len(groups[i])):
        if i in inner.values():
            continue
        if i in inner:
            around = sorted(groups[inner[i] or 0], key=lambda p: p.x)
            half = len(around) // 2
            found += [_Block(around[0].subject, around[:half]), _Block(i, groups[i])]
            found.append(_Block(around[0].subject, around[half:]))
        else:
            found.append(_Block(i, groups[i]))
    return found


def _ordered(subjects: tuple[Subject, ...], blocks: list[_Block], pairs: list[tuple[int, int]]) -> list[_Block]:
    """From left to right as the pairs demand, else by spot, else as they stand; a circle of demands gives way."""
    waiting = _by_spot(subjects, blocks)
    found: list[_Block] = []
    while waiting:
        present = {b.subject for b in waiting}
        free = [b for b in waiting if not any(r == b.subject and a in present for a, r in pairs)]
        found.append((free or waiting)[0])
        waiting.remove(found[-1])
    return found


def _by_spot(subjects: tuple[Subject, ...], blocks: list[_Block]) -> list[_Block]:
    others = [b for b in blocks if subjects[b.subject].spot not in RANK]
    central = any(subjects[b.subject].spot == "middle" for b in blocks)
    before = others[: (len(others) + 1) // 2] if central else []

    def rank(block: _Block) -> float:
        spot = subjects[block.subject].spot
        return RANK.get(spot or "", 0.5 if block in before else 1.5)

    return sorted(blocks, key=rank)


def _spaced(stage: Stage, blocks: list[_Block]) -> Iterable[_Block]:
    """The blocks side by side without overlap, made smaller together if they need more than the picture's width."""
    if sum(len(b.members) for b in blocks) > 5:
        blocks = [_folded(stage, b) for b in blocks]
    spans = [b.span(stage) for b in blocks]
    wide = sum(right - left for left, right in spans)
    gap = GAP * (len(blocks) - 1)
    k = min(1.0, (WIDEST - gap) / max(1e-6, wide))
    spot = stage.plan.subjects[blocks[0].subject].spot if len(blocks) == 1 else None
    x = ALONE.get(spot or "", 0.5) - (wide * k + gap) / 2
    for block, (left, right) in zip(blocks, spans, strict=True):
        yield _Block(
            block.subject,
            [replace(p, x=x + (p.x - left) * k, height=p.height * k, mirror=p.mirror) for p in block.members],
        )
        x += (right - left) * k + GAP


def _folded(stage: Stage, block: _Block) -> _Block:
    """Three and more of a kind in two ranks, so that they need half the width."""
    if len(block.members) < 3:
        return block
    near = sorted(block.members, key=lambda p: p.x)
    step = 0.62 * 2 * max(p.across(stage) / 2 for p in near)
    back = 0.3 * max(p.height for p in near) * stage.m / stage.h
    members = [
        replace(p, x=near[0].x + k * step, y=p.y - back * (k % 2), depth=p.depth - 0.02 * (k % 2))
        for k, p in enumerate(near)
    ]
    return _Block(block.subject, members)


def _standing(groups: GROUPS) -> list[Placed]:
    return [p for group in groups.values() for p in group if p.where != "celestial"]


def _put(groups: GROUPS, placed: Iterable[Placed]) -> GROUPS:
    found: GROUPS = {i: [p for p in group if p.where == "celestial"] for i, group in groups.items()}
    for p in placed:
        found[p.subject].append(p)
    return found


def _row(stage: Stage, groups: GROUPS) -> GROUPS:
    """All in one line on one level."""
    items = sorted(_standing(groups), key=lambda p: p.x)
    if not items:
        return groups
    level = max(p.y for p in items)
    blocks = [_Block(p.subject, [replace(p, y=level)]) for p in items]
    return _put(groups, (p for block in _spaced(stage, blocks) for p in block.members))


def _circle(stage: Stage, groups: GROUPS) -> GROUPS:
    """All round an ellipse, as a circle on the ground is seen."""
    items = _standing(groups)
    n = len(items)
    if n < 3:
        return groups
    flat = stage.setting in INSIDE or stage.horizon >= 1
    middle, high = (0.56, 0.24) if flat else (stage.horizon + (0.93 - stage.horizon) * 0.52, 0.15)
    most = 1.5 * math.pi * 0.34 / n * stage.w / stage.m
    found = []
    for k, p in enumerate(items):
        angle = 2 * math.pi * k / n + (1.5 if n % 2 else 1 / n) * math.pi
        h = min(p.height, most / max(0.3, aspect(p.art)), 0.3)
        y = middle + high * math.sin(angle) + h * 0.5 * stage.m / stage.h
        found.append(replace(p, x=0.5 + 0.36 * math.cos(angle), y=y, height=h, depth=y))
    return _put(groups, found)


_SHAPES = {"row": _row, "circle": _circle}


def within(stage: Stage, placed: list[Placed]) -> list[Placed]:
    """Everything inside the picture, each free thing with what is on, before or behind it; a close view may cut."""
    subjects = stage.plan.subjects
    free = {p.subject: [p] for p in placed if p.where not in ("perched", "inside", "held", "painted", "worn", "window")}
    teams: dict[int, list[Placed]] = {}
    for p in (p for p in placed if p.where != "audience"):  # the edge of the picture cuts it
        root = _carried(subjects, p.subject)
        teams.setdefault(root if root in free else p.subject, []).append(p)
    fits = {id(p): q for team in teams.values() for p, q in zip(team, _inside(stage, team), strict=True)}
    return [fits.get(id(p), p) for p in placed]


def _carried(subjects: tuple[Subject, ...], at: int) -> int:
    for _ in subjects:
        target = subjects[at].target
        if subjects[at].relation not in ONE_VIEW or target is None:
            return at
        at = target
    return at


def _inside(stage: Stage, team: list[Placed]) -> list[Placed]:
    portrait = stage.plan.camera == "close" and any(p.y > 1.02 for p in team)
    if portrait or any(p.name == "@rainbow" for p in team):
        return team
    tall = stage.m / stage.h
    left, right = min(p.x - p.across(stage) / 2 for p in team), max(p.x + p.across(stage) / 2 for p in team)
    top, foot = min(p.y - p.height * tall for p in team), max(p.y for p in team)
    room = max(0.1, min(foot, 0.985) - MARGIN)  # also for what has its foot above the picture
    k = min(1.0, (1 - 2 * MARGIN) / max(1e-6, right - left), room / max(1e-6, foot - top))
    x0 = (left + right) / 2
    half = (right - left) / 2 * k
    x1 = min(1 - MARGIN - half, max(MARGIN + half, x0))
    if {stage.plan.subjects[p.subject].relation for p in team} & {"front", "behind"} and right - left > 0.4:
        x1 = 0.5 + 0.3 * (x1 - 0.5)  # what is large, and not one thing alone, is in the middle
    down = min(0.0, 0.985 - foot)
    if k == 1.0 and x1 == x0 and not down:
        return team
    return [replace(p, x=x1 + (p.x - x0) * k, y=foot + (p.y - foot) * k + down, height=p.height * k) for p in team]
