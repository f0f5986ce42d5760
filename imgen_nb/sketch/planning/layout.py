"""Layout: where each thing stands and how large it is, as numbers, before anything is painted.

Free subjects stand in rows on the ground (or float, fly, swim); the others are placed by their relation: on a seat,
in a hand, on a head, in front of or behind their target. Real sizes are compressed by a power, so that a mouse
beside an elephant is small but still a mouse and not a dot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imgen_nb.sketch.art import skins
from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning import facing, sides
from imgen_nb.sketch.planning.casting import RELATIVES
from imgen_nb.sketch.planning.counted import clear, in_rows, swarm
from imgen_nb.sketch.planning.crowds import CLOSE
from imgen_nb.sketch.planning.floating import floating
from imgen_nb.sketch.planning.hanging import ashore, beholding, leaping, sharing
from imgen_nb.sketch.planning.heavens import celestial
from imgen_nb.sketch.planning.heights import CAMERA, heights
from imgen_nb.sketch.planning.masses import AMID, copies, massed
from imgen_nb.sketch.planning.openings import sunk_as
from imgen_nb.sketch.planning.placing import SIZES, Placed, coloured, mirrored
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.planning.relations import attach
from imgen_nb.sketch.planning.stage import INSIDE, Stage
from imgen_nb.sketch.planning.walls import on_wall
from imgen_nb.sketch.planning.windows import head_of
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

SEA_MARKS = words("@lighthouse desert-island @bridge @liberty @waterfall @torii @operahouse @tajmahal @greatwave")
FLOOR = words("crab lobster coral turtle @sandcastle anchor spiral-shell octopus @shipwreck")
ATTACHED = words(
    "printed on inside held worn front behind under above around through against touch hung up fixed off thought "
    "spread audience"
)


def place(stage: Stage) -> list[Placed]:
    """Everything placed, from far to near."""
    r = stage.stream("place")
    subjects = stage.plan.subjects
    placed: dict[int, list[Placed]] = {}
    shown = [i for i in range(len(subjects)) if i not in stage.cast.absorbed]
    free = [i for i in shown if not _attached(subjects, i)]
    for role in ("celestial", "floating", "air", "water", "ground", "wall"):
        members = [i for i in free if role_of(stage, subjects[i]) == role]
        if members:
            placed.update(_ROLES[role](stage, r, members))
    if stage.setting == "underwater" and len({g[0].where for g in placed.values()}) > 1:
        placed = {i: [sharing(p) for p in group] for i, group in placed.items()}
    placed = sides.arranged(stage, beholding(stage, ashore(placed)))
    placed = {i: [leaping(stage, p) for p in group] for i, group in placed.items()}
    placed = placed if any(s.relation in ("left_of", "right_of", "between") for s in subjects) else clear(stage, placed)
    placed = {i: massed(stage, group) for i, group in placed.items()}
    placed = facing.turned(stage, placed)
    waiting = [i for i in shown if i not in placed]
    for _ in range(len(waiting)):
        for i in list(waiting):
            target = stage.cast.shown(subjects[i].target)
            if target in placed:
                placed[i] = attach(stage, r, i, placed[target])
                waiting.remove(i)
    placed = facing.turned(stage, placed)
    found = [_skinned(stage, placed, p, k) for group in placed.values() for k, p in enumerate(coloured(stage, group))]
    return sorted(sides.within(stage, found), key=lambda p: p.depth)


def _skinned(stage: Stage, groups: dict[int, list[Placed]], p: Placed, k: int) -> Placed:
    """The k-th of a subject, if a person: in a skin tone, the prompt's or the seed's, looking where the prompt says."""
    if nouns.group(p.name) not in ("person", "face"):
        return p
    s = stage.plan.subjects[p.subject]
    r = stage.stream("skin", p.subject, s.word in RELATIVES or round(p.x * 1000))
    chosen = list(skins.TONES)[int(r.integers(len(skins.TONES)))]
    choice = (int(stage.nuance("choice").integers(6)) + 3 * p.subject + k) % 6  # no two in a row wear the same
    art = stage.cast.toned(p.subject, k, s.skin or chosen, choice, facing.glance(stage, groups, p))
    if p.where == "window":
        return replace(p, art=head_of(art) or p.art)
    if p.art.shapes is not stage.cast.art(p.subject).shapes:
        return p
    if p.where == "inside":
        art = sunk_as(p, art)
    _, top, _, bottom = art.box
    dressed = replace(p, art=art, height=p.unit * (bottom - top) * stage.cast.stature(p.subject, k))
    return replace(dressed, x=p.x + p.anchor("neck", stage)[0] - dressed.anchor("neck", stage)[0])  # under its hat


def _attached(subjects: Sequence[Subject], i: int) -> bool:
    s = subjects[i]
    if s.relation not in ATTACHED or s.target is None:
        return False
    if subjects[s.target].spot == "field" and s.relation in AMID:
        return False  # a mill in a field of tulips stands there as if it were alone
    return nouns.home(subjects[s.target].art) != "celestial"


def role_of(stage: Stage, s: Subject) -> str:
    """How a free subject is kept up: by the ground, a wall, the air, the water, or nothing (space)."""
    mounted = having("in").get(s.art, ())[1:] == ("wall",)
    if (s.spot == "wall" or mounted) and stage.setting == "room" and not stage.flat:
        return "wall"
    home = nouns.home(s.art)
    roofed = stage.setting in INSIDE and s.art not in having("in")  # a ceiling fan has its ceiling
    if home == "celestial" and not roofed and stage.setting != "space" and not stage.flat:
        return "celestial"
    if (stage.horizon >= 1 and not stage.flat) or (
        stage.setting == "underwater" and s.art not in FLOOR and s.pose not in ("walk", "run")
    ):
        return "floating"
    leaps = s.relation == "above" and s.pose == "jump"
    if home == "air" and any(_grounded(o) and stage.plan.subjects[o.target or 0] is s for o in stage.plan.subjects):
        return "ground"  # a table behind a bee
    flies = (home == "air" and s.pose != "stand") or s.pose == "fly"
    if (flies or leaps) and not stage.flat and stage.setting != "table":
        return "air"
    if stage.setting == "beach" and not stage.flat and (home == "water" or s.pose == "swim"):
        return "water"
    if stage.setting in ("sea", "lake") and not stage.flat:
        if nouns.group(s.art) == "place" and "reflect" in stage.plan.prompt.lower():
            return "water"  # what is mirrored stands at the far shore
        if home in ("water", "deep") or s.art in SEA_MARKS or s.pose == "swim":
            return "water"
        return "ground"
    return "ground"


def _grounded(s: Subject) -> bool:
    """Whether it stands on the ground, before or behind another thing."""
    return s.relation in ("front", "behind") and s.target is not None and nouns.home(s.art) in ("land", "indoor")


def needs_bank(stage: Stage) -> bool:
    """Whether something on open water has to stand on land, which is then painted in front."""
    if stage.setting not in ("sea", "lake"):
        return False
    subjects = stage.plan.subjects
    return any(not _attached(subjects, i) and role_of(stage, s) == "ground" for i, s in enumerate(subjects))


def on_ground(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Rows of standing things: large ones behind, small ones in front."""
    subjects, tall = stage.plan.subjects, heights(stage, members)
    if needs_bank(stage):
        near, far = 0.95, 0.89
        counted = in_rows(stage, r, tall, far, near)
    else:
        near = 0.93
        far = stage.horizon + (near - stage.horizon) * 0.36
        back = stage.horizon + (0.24 if stage.setting == "beach" else 0.05)  # on sand, not in the surf
        counted = in_rows(stage, r, tall, min(near - 0.1, back), near)
    if counted:
        return counted
    largest = max(stage.cast.metres(i) for i in members)
    order = list(members)
    r.shuffle(order)
    items: list[tuple[int, int, float, float]] = []  # subject, copy, width, height
    for i in order:
        s = subjects[i]
        wide = aspect(stage.cast.art(i))
        for k in range(copies(s)):
            h = tall[i] * (1 if copies(s) == 1 else float(r.uniform(0.86, 1.04)))
            items.append((i, k, h * wide * stage.m / stage.w if s.spot != "field" else 0.01, h))
    room = 0.7 if stage.signed and not stage.flat and stage.w < 1.6 * stage.h else 1.0
    room *= float(stage.stream("room").uniform(0.9 if len(items) < 3 else 0.94, 1.0))
    wide = room * (0.8 if len(items) < 3 else 0.86 if len(items) == 3 else 0.92)
    wide = 1.2 if stage.plan.camera == "close" else wide
    rows = _rows(items, wide)
    if len(rows) > 1:  # what hides most stands behind
        rows = _rows(sorted(items, key=lambda q: -(tall[q[0]] ** 2) * aspect(stage.cast.art(q[0]))), wide)
    found: dict[int, list[Placed]] = {i: [] for i in members}
    # of more than nine every head is seen: as high as two rows are apart, and a little
    high = max(far, 0.62) if stage.setting not in INSIDE else 0.6
    crowd = (near - high) / (len(rows) - 1) * 1.9 * stage.h / stage.m if len(items) > 9 and len(rows) > 1 else 0.0
    far = high if crowd else far
    for n, row in enumerate(rows):
        back = (len(rows) - 1 - n) / max(1, len(rows))
        # rows stand in each other's gaps: things asked for by number must be countable
        aside = (n % 2 - 0.5) * 0.5 * sum(q[2] for q in row) / len(row) if len(rows) > 1 else 0.0
        middles = [x + aside for x in _spread(stage, r, row, len(items))]
        for (i, _, _, full), x in zip(row, middles, strict=True):
            h = min(full, crowd) if crowd else full
            s = subjects[i]
            small = 1 - (stage.cast.metres(i) / largest) ** 0.5 if len(members) > 1 else 0.45
            t = 0.42 + 0.5 * small - 0.5 * back + float(r.uniform(-0.07, 0.07)) * (len(items) > 1) / len(rows)
            if crowd:
                t = n / (len(rows) - 1)
            t = 1.0 if s.spot == "near" else t
            y = far + (near - far) * min(1.0, max(0.0, t))
            if len(rows) == 1 and not stage.water:  # the middle of what is shown near the middle of the picture
                highest = max(q[3] for q in row) * stage.m / stage.h
                middle = min(near, max(stage.horizon + 0.06, 0.56 + highest / 2))
                if s.art in having("floor"):  # what is spread on the ground lies wholly on it
                    middle = min(near, max(middle, stage.horizon + 0.06 + highest))
                y = middle if len(items) == 1 else min(y, max(far, middle + 0.04 * small))
            art = stage.cast.art(i)
            scale = 1 - 0.24 * back
            if (
                stage.plan.camera == "close"
                and len(items) == 1
                and nouns.group(s.art) in ("person", "animal")
                and not stage.flat
                and (not stage.cast.busy(i) or _at_hand(subjects, i))
            ):
                # a portrait: head and shoulders, or who holds something to the waist; the feet are below the picture
                most = 1.12 if stage.cast.busy(i) else 1.3
                tall_enough = min(most, 0.95 * stage.w / stage.m / max(0.2, aspect(art)))
                top = 0.2 if any(o.relation == "worn" for o in subjects) else 0.12  # a hat needs room
                y, h2 = top + tall_enough * stage.m / stage.h, tall_enough
                found[i].append(Placed(i, art, s.art, x, y, h2, y, mirrored(r, s, x)))
                continue
            # nothing may stick out at the top of a low picture
            h2 = min(h * scale, (y - 0.04) * stage.h / stage.m)
            found[i].append(Placed(i, art, s.art, x, y, h2, y + 0.0001 * len(found[i]), mirrored(r, s, x)))
    return found


def _at_hand(subjects: Sequence[Subject], i: int) -> bool:
    """Whether all that is shown besides somebody is what they wear, and small things that they hold, standing there."""
    others = [s for k, s in enumerate(subjects) if k != i]
    small = all(nouns.metres(s.art) <= 0.5 and s.art not in TALL for s in others if s.relation == "held")
    return small and subjects[i].pose is None and all(s.relation in HANDY for s in others)


HANDY = words("held worn printed")
TALL = words("umbrella balloon @balloon kite")  # held, they are over the head


def _rows(items: list[tuple[int, int, float, float]], room: float) -> list[list[tuple[int, int, float, float]]]:
    """Items split into as many rows as needed, the back row first; one row is shrunk a little before it is split."""
    need = sum(w for _, _, w, _ in items)
    if need <= room or len(items) == 1:
        return [items]
    if need <= room * (1.7 if len(items) <= 5 else 1.3) or len(items) <= 3:
        k = room / need
        return [[(i, n, w * k, h * k) for i, n, w, h in items]]
    count = min(3, 1 + int(need / (room * 1.2)))
    per = -(-len(items) // count)
    rows = [items[a : a + per] for a in range(0, len(items), per)]
    k = min(1.0, *(room / sum(w * 0.9 for _, _, w, _ in row) for row in rows))
    return [[(i, n, w * k, h * k) for i, n, w, h in row] for row in rows]


def _spread(stage: Stage, r: Random, row: list[tuple[int, int, float, float]], total: int) -> list[float]:
    """The middles of a row: packed loosely round the middle, one alone off centre in a wide picture."""
    if len(row) == 1 and total == 1:
        reach = 0.13 if stage.w > 1.2 * stage.h else 0.06
        if stage.signed and not stage.flat:
            return [0.5 - stage.sign_side * 0.13]
        return [0.5 + float(r.choice([-1, 0.3, 1])) * reach + float(r.uniform(-0.02, 0.02))]
    widths = [w for _, _, w, _ in row]
    free = 1 - sum(widths)
    gap = min(0.1, max(-0.03 if total > 9 else 0.0, free / (len(row) + 1)))
    near = max((CLOSE.get(stage.plan.subjects[i].pose or "", 0.0) for i, *_ in row), default=0.0)
    gap = -near * sum(widths) / len(row) if near else gap
    span = sum(widths) + gap * (len(row) - 1)
    x = 0.5 - span / 2 + float(r.uniform(-0.5, 0.5)) * max(0.0, (1 - span) * 0.4)
    if stage.signed and not stage.flat:
        x = max(0.02, min(0.98 - span, 0.5 - span / 2 - stage.sign_side * 0.14))
    found = []
    for w in widths:
        found.append(min(0.95, max(0.05, x + w / 2 + float(r.uniform(-0.12, 0.12)) * max(0.0, gap))))
        x += w + gap
    return found


def afloat(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Boats, swimmers and sea marks on the water."""
    subjects, tall = stage.plan.subjects, heights(stage, members)
    banked = needs_bank(stage)
    items = [
        (i, k, tall[i] * aspect(stage.cast.art(i)) * stage.m / stage.w, tall[i] * (0.72 if banked else 1))
        for i in members
        for k in range(copies(subjects[i]))
    ]
    found: dict[int, list[Placed]] = {i: [] for i in members}
    rows = _rows(items, 0.78)
    several = len(items) > 1
    for n, row in enumerate(rows):
        aside = (n % 2 - 0.5) * 0.6 * sum(q[2] for q in row) / len(row) if len(rows) > 1 else 0.0
        for k, ((i, _, _, full), middle) in enumerate(zip(row, _spread(stage, r, row, len(items)), strict=True)):
            s, x = subjects[i], middle + aside
            mirrors = "reflect" in stage.plan.prompt.lower()
            t = (0.2 if mirrors else 0.34 if s.art in SEA_MARKS else 0.42) + float(
                r.uniform(-0.12, 0.14)
            ) * several / len(rows)
            t = 0.8 if s.spot == "near" else t
            t = (t + 0.2 * (n - (len(rows) - 1) / 2)) * (
                0.62 if stage.setting == "beach" else 1
            )  # this side of the surf
            y = stage.horizon + (1 - stage.horizon) * t * (0.6 if banked else 1)
            h = full * (0.6 if stage.setting == "beach" else 1) * (1 - 0.1 * (k % 2))
            h = min(h, (y - 0.05) * stage.h / stage.m)
            tilt = float(r.normal(0, 2)) if s.art in nouns.BOATS else 0.0
            art = stage.cast.art(i)
            found[i].append(Placed(i, art, s.art, x, y, h, y, mirrored(r, s, x), tilt, "water"))
    return found


def in_air(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Flying things in the sky, over what they fly over."""
    subjects = stage.plan.subjects
    alone = all(role_of(stage, s) in ("air", "celestial") for i, s in enumerate(subjects) if not _attached(subjects, i))
    found: dict[int, list[Placed]] = {}
    total = sum(subjects[i].count for i in members)
    slot = list(range(total))
    r.shuffle(slot)
    n = 0
    for i in members:
        s = subjects[i]
        art = stage.cast.art(i)
        h = (0.44 if alone and total == 1 else 0.36 if alone else _beside(stage, s) if total == 1 else 0.28) * (
            nouns.metres(s.art) / max(nouns.metres(subjects[m].art) for m in members)
        ) ** 0.25
        h *= (
            SIZES.get(s.size or "", 1)
            * CAMERA.get(stage.plan.camera or "", 1)
            * (1 if total <= 2 else 0.72 if total <= 4 else 0.56)
        )
        h = min(h, 0.6 * stage.w / stage.m / max(0.5, aspect(art)))
        found[i] = []
        sky = stage.horizon if stage.horizon < 1 else 0.9
        reach = 0.86 if alone else 0.5
        if total > 2:
            low = 0.8 if alone and nouns.metres(s.art) < 0.5 else max(sky * reach, 0.3)
            spots, most = swarm(stage.stream("swarm"), total, aspect(art) * stage.h / stage.w, 0.05, low)
            h = min(h, most * stage.h / stage.m)
        for _ in range(s.count):
            if total > 2:
                x, y = spots[slot[n]]
            else:
                t = (slot[n] + 0.5) / total
                x = (
                    0.5 + float(r.uniform(-0.26, 0.26)) * (1 if not alone else 0.5)
                    if total == 1
                    else 0.1 + 0.8 * t + float(r.uniform(-0.04, 0.04))
                )
                low = min(0.94, max(sky * reach, h * stage.m / stage.h + 0.06))
                y = low - float(r.uniform(0, 0.14)) * (total > 1) - 0.05 * (n % 2)
                y = max(y, h * stage.m / stage.h * 0.9 + 0.03)
            tilt = float(r.normal(0, 5)) if s.art not in ("@balloon", "parachute", "balloon") else 0.0
            found[i].append(
                Placed(
                    i,
                    art,
                    s.art,
                    x,
                    y,
                    h * float(r.uniform(0.86, 1)) if total > 1 else h,
                    0.02 + 0.001 * n,
                    mirrored(r, s, x),
                    tilt,
                    "air",
                )
            )
            n += 1
    return found


def _beside(stage: Stage, s: Subject) -> float:
    """How high one thing in the air is beside what stands: the more, the less it is dwarfed by that."""
    others = [nouns.metres(o.art) for o in stage.plan.subjects if o is not s]
    return 0.28 + 0.14 * min(1.0, 0.8 * nouns.metres(s.art) / max(others)) if len(others) == 1 else 0.28


_ROLES = {
    "ground": on_ground,
    "water": afloat,
    "air": in_air,
    "floating": floating,
    "celestial": celestial,
    "wall": on_wall,
}
