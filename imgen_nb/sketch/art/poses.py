"""Poses: how a body stands, sits, runs, holds, as angles of its limbs, and where that puts its joints."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace

from imgen_nb.sketch.art.pack import Point


@dataclass(frozen=True)
class Build:
    """The measures of a body: trunk, upper arm, thigh, half its shoulders and hips, how stout and how low it is."""

    trunk: float
    arm: float
    leg: float
    shoulder: float = 5.4
    hip: float = 2.7
    girth: float = 0.0  # how far the trunk is wider at the hips
    low: float = 0.0  # how far it hangs below them


GROWN, CHILD = Build(15.4, 7.9, 10.6), Build(13.0, 6.3, 7.6, 4.8, 2.6)
BEAST, SEATED = Build(14.0, 6.2, 5.2, 5.0, 3.6, 2.0, 1.0), Build(13.0, 6.0, 4.0, 4.6, 5.0, 2.4, 6.0)
BUILDS = {
    "burly": Build(15.8, 8.2, 10.0, 7.4, 3.6, 1.2),
    "squat": Build(12.6, 6.6, 6.0, 6.0, 3.4, 1.8),
    "small": CHILD,
}
HANGING = Build(14.0, 11.0, 4.6, 5.6, 3.8, 2.4, 1.6)

# name: lean | far arm | near arm | far leg | near leg, each as upper and lower angle in degrees: 0 hangs straight down,
# 90 points to the right, where a body in motion faces, 180 points up. A last number turns the whole body.
_TABLE = """
stand   :   0 |  -12   -6 |   12    6 |   -4  -3 |    4    3
ease    :   0 |  -14    4 |   16    2 |   -6  -2 |    5    1
wave    :   1 |  -16    4 |  104  164 |   -6  -2 |    5    1
hip     :   2 |  -12   -2 |   38  -58 |   -3  -2 |   10    2
shift   :  -2 |  -20    8 |   10   10 |  -10  -3 |    2    1
pockets :   0 |  -24   30 |   24  -30 |   -4  -2 |    7    3
behind  :   0 |  -20   34 |   20  -34 |   -5  -3 |    4    2
table   :   0 |  -34   40 |   34  -40 |   -4  -3 |    4    3
hold    :   0 |  -12   -6 |   30  118 |   -4  -3 |    4    3
front   :   0 |  -26   66 |   26  -66 |   -4  -3 |    4    3
raise   :   0 |  -12   -6 |  120  168 |   -4  -3 |    4    3
zombie  :   2 |   70   84 |   88   96 |   -6  -3 |    6    2
ballet  :   0 | -128 -196 |  128  196 |    0   2 |   64  -76
dive    :   6 |  -70 -100 |   84  110 |  -20 -34 |   14  -18
box     :   4 |   30  142 |   52  150 |  -14  -6 |   18    6
peace   :   0 |  -14    4 |   70  166 |   -6  -2 |    5    1
mime    :   0 | -100 -176 |  100  176 |   -6  -3 |    6    2
cheer   :   0 | -140 -165 |  140  165 |   -8  -4 |    8    4
point   :   0 |  -12   -6 |   92   92 |   -4  -3 |    4    3
mouth   :   0 |  -12   -6 |   38  172 |   -4  -3 |    4    3
strum   :   0 |  -40   52 |   50  110 |   -8  -4 |    8    4
keys    :   4 |   52   84 |   60   92 |   -4  -3 |    6    3
work    :   0 |  -16   40 |   56   96 |   -4  -3 |    4    3
staff   :   0 |  -12   -6 |   44   96 |   -4  -3 |    4    3
walk    :   2 |   28   44 |  -28  -10 |   24  10 |  -22  -36
run     :  12 |   56  128 |  -54   24 |   64   2 |  -32  -92
jump    :   0 | -128 -150 |  128  150 |  -38 -82 |   46  -34
kick    : -10 |  -70  -52 |   60   56 |   -4  -4 |   74   82
punch   :   6 |   40  128 |   92   92 |  -26 -30 |   34    8
swing   :   6 |   96  142 |  118  150 |  -22  -8 |   24    8
sit     :  -3 |  -16   30 |   18   52 |   82   4 |   92    8
squat   :   0 |   -8   12 |    8  -12 |  -62  54 |   62  -54
floor   :  -6 |  -26    6 |   20   60 |   84  80 |   92   88
ride    :   4 |   46   72 |   52   78 |   58  -12 |   66  -10
pedal   :  20 |   34   22 |   40   26 |   22  -6 |   66   -6
skate   :   8 |  -76  -96 |   84  104 |  -26  14 |   44    6
drum    :   0 |  -30 -100 |   30  100 |   -8  -4 |    8    4
aim     :   0 |  -80  100 |   92   92 |   -8  -4 |   10    4
hurdle  :  14 |   60  110 |  -50   20 |   84  80 |  -66 -104
lead    :   2 |   28   44 |   40   70 |   24  10 |  -22  -36
sweep   :   0 |   60  100 |   40   60 |  -10  -4 |   12    4
kneel   :   0 |  -14   16 |   22   74 |    4 -88 |   74    2
crouch  :  10 |   36   70 |   42   78 |   86 -34 |   92  -38
lotus   :   0 |  -38    2 |   38   -2 |  -76  86 |   76  -86
dance   :  -4 |  -98 -160 |   74  138 |   -8  -4 |   58  -46
waltz   :   2 |   84  112 |   62   92 |  -16  -4 |   16  -14
balance :   0 |  -92  -84 |   92   84 |    0   0 |   62  -58
climb   :   4 |  158  172 |   96  160 |   -8 -40 |   68  -14
lift    :   0 | -132 -178 |  132  178 |  -12  -4 |   12    4
pull    : -16 |  -84  -88 |  -76  -84 |   36  12 |   -8  -20
push    :  20 |   80   92 |   70   86 |   22  -4 |  -24  -48
tug     : -18 |   70   86 |   62   84 |   10  26 |   58   22
shake   :   2 |  -12    2 |   58   84 |   -5  -3 |    6    2
give    :   3 |   30   70 |   62   84 |   -5  -3 |    6    2
hug     :   4 |   74  104 |   62   96 |   -4  -3 |    6    3
bow     :  52 |   20   12 |   26   14 |   -4  -3 |    4    3
fly     :   0 |  -20  -14 |  168  176 |   -4  -4 |    8    4 | 74
swim    :   0 |  150  166 |  -40  -20 |  -10  -4 |   14    4 | 78
crawl   :   4 |   96  104 |  138   64 |   -4  -3 |    4    3
breast  :   4 |  -84  -66 |   84   66 |   -4  -3 |    4    3
creep   :  66 |   -6    4 |   10    2 |   -8 -86 |   16 -80
hail    :   0 |  -80  -70 |  140  168 |   -4  -3 |    4    3
hang    :   0 | -164 -178 |  164  178 |  -10  -2 |   10   20
dangle  :   0 | -150 -176 |  150  176 |  -20 30 |   20  -30
lie     :   0 |  -16   -8 |   16    8 |   -3  -3 |    6    4 | -88
fall    :   0 | -110 -140 |  110  140 |  -30 -60 |   40  -20 | 130
upside  :   0 | -160 -172 |  160  172 |   -6  -4 |    6    4 | 180
"""
# What a pose of the plan looks like, where it has another name.
SAME = {
    "sleep": "lie", "bike": "pedal", "surf": "skate", "ski": "crouch", "golf": "swing", "meditate": "lotus",
    "juggle": "cheer", "hoist": "lift",
}  # fmt: skip


@dataclass(frozen=True)
class Limb:
    """An arm or a leg: where it begins, bends and ends."""

    root: Point
    joint: Point
    end: Point


@dataclass(frozen=True)
class Pose:
    """The joints of a body whose hips are at (0, 0), y downwards."""

    neck: Point
    far_arm: Limb
    near_arm: Limb
    far_leg: Limb
    near_leg: Limb
    turn: float = 0.0
    girth: float = 0.0
    low: float = 0.0


@dataclass(frozen=True)
class _Row:
    """A line of the table."""

    lean: float
    arms: tuple[tuple[float, ...], tuple[float, ...]]
    legs: tuple[tuple[float, ...], tuple[float, ...]]
    turn: float


def _read(text: str) -> _Row:
    parts = [tuple(float(n) for n in part.split()) for part in text.split("|")]
    return _Row(parts[0][0], (parts[1], parts[2]), (parts[3], parts[4]), parts[5][0] if len(parts) > 5 else 0.0)


def _posed(row: _Row, build: Build) -> Pose:
    lean = row.lean
    neck = _at((0.0, 0.0), 180 - lean, build.trunk)
    width, hip = build.shoulder if abs(lean) < 8 else build.shoulder * 0.7, build.hip
    roots = ((neck[0] - width, neck[1] + 2.4), (neck[0] + width, neck[1] + 2.4), (-hip, -0.6), (hip, -0.6))
    lengths = (build.arm, build.arm, build.leg, build.leg)
    far_arm, near_arm, far_leg, near_leg = map(_limb, roots, (*row.arms, *row.legs), lengths)
    return Pose(neck, far_arm, near_arm, far_leg, near_leg, row.turn, build.girth, build.low)


def _limb(root: Point, angles: tuple[float, ...], length: float) -> Limb:
    joint = _at(root, angles[0], length)
    return Limb(root, joint, _at(joint, angles[1], length))


def _at(start: Point, angle: float, length: float) -> Point:
    a = math.radians(angle)
    return start[0] + length * math.sin(a), start[1] + length * math.cos(a)


POSES = {name.strip(): _read(row) for name, _, row in (line.partition(":") for line in _TABLE.strip().splitlines())}


def row_of(name: str) -> _Row:
    """The angles for a pose of the plan; one that nobody knows is standing."""
    return POSES.get(SAME.get(name, name), POSES["stand"])


@functools.lru_cache(128)
def pose_of(name: str, arms: tuple[str, ...] = (), build: Build = GROWN) -> Pose:
    """The joints for a pose of the plan, the arms busy with one or two things; a pose nobody knows is standing.

    With two things the first is in the near hand and the second in the far one, as if seen in a mirror.
    """
    row = row_of(name)
    if len(arms) == 1:
        row = replace(row, arms=POSES[arms[0]].arms)
    elif arms:
        near, other = (POSES[_ONE_HANDED.get(a, a)].arms[1] for a in arms)
        row = replace(row, arms=(tuple(-a for a in other), near))
    return _posed(row, build)


_ONE_HANDED = {"front": "hold", "strum": "hold"}
