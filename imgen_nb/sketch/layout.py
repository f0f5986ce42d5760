"""Layout: where each thing stands and how large it is, as numbers, before anything is painted.

Free subjects stand in rows on the ground (or float, fly, swim); the others are placed by their relation: on a seat,
in a hand, on a head, in front of or behind their target. Real sizes are compressed by a power, so that a mouse beside an
elephant is small but still a mouse and not a dot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from imgen_nb.sketch import animals, nouns, people
from imgen_nb.sketch.art import Art
from imgen_nb.sketch.canvas import Random
from imgen_nb.sketch.figures import aspect, figure
from imgen_nb.sketch.plan import Subject
from imgen_nb.sketch.stage import INSIDE, NO_GROUND, Stage

SIZES = {"tiny": 0.5, "small": 0.74, "big": 1.26, "huge": 1.6}
CAMERA = {"close": 1.42, "wide": 0.6, "aerial": 0.66, "low": 1.12}
COMPRESSION = 0.36
SEA_MARKS = frozenset("@lighthouse desert-island @bridge statue-of-liberty @waterfall @torii".split())
FLOOR = frozenset("crab lobster coral turtle @sandcastle anchor spiral-shell octopus".split())
ATTACHED = frozenset("on inside held worn front behind under above".split())
VESSELS = frozenset("basket @box @bowl @jar @mug @vase bucket bathtub canoe sailboat pot-of-food shopping-cart handbag backpack @hat glass-of-milk wine-glass empty-nest".split())
VEHICLES = frozenset("automobile @sportscar pickup-truck taxi bus tractor sport-utility-vehicle racing-car police-car locomotive sailboat canoe speedboat ship motor-boat passenger-ship bathtub motorcycle motor-scooter bicycle @submarine".split())
UPRIGHT = frozenset("balloon umbrella kite dagger magic-wand broom rose tulip sunflower blossom bouquet candle @lantern @streetlamp axe bow-and-arrow @star".split())
ON_FACE = {"glasses": ("eyes", 0.64), "sunglasses": ("eyes", 0.66), "goggles": ("eyes", 0.8), "@scarf": ("neck", 0.74), "scarf": ("neck", 0.6), "necktie": ("neck", 0.4)}  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """One drawn copy of a subject. `x` and `y` (fractions) are where the middle of its feet goes, `height` a fraction of
    the shorter side. `depth` orders painting: smaller is further away."""

    subject: int
    art: Art
    name: str
    x: float
    y: float
    height: float
    depth: float
    mirror: bool = False
    tilt: float = 0.0
    where: str = "ground"  # ground, air, water, perched, inside, held, worn, celestial, floating

    @property
    def unit(self) -> float:
        """Fractions of the shorter side for one unit of the art."""
        _, top, _, bottom = self.art.box
        return self.height / max(1e-6, bottom - top)

    def anchor(self, name: str, stage: Stage) -> tuple[float, float]:
        """Where an anchor of the art lies, in fractions of width and height."""
        left, top, right, bottom = self.art.box
        ax, ay = self.art.anchors.get(name, ((left + right) / 2, top))
        dx = (ax - (left + right) / 2) * (-1 if self.mirror else 1)
        dy = ay - (bottom if self.art.ground is None else self.art.ground)
        return self.x + dx * self.unit * stage.m / stage.w, self.y + dy * self.unit * stage.m / stage.h


def place(stage: Stage) -> list[Placed]:
    """Everything placed, from far to near."""
    r = stage.stream("place")
    subjects = stage.plan.subjects
    placed: dict[int, list[Placed]] = {}
    free = [i for i, s in enumerate(subjects) if not _attached(subjects, i)]
    for role in ("celestial", "floating", "air", "water", "ground"):
        members = [i for i in free if role_of(stage, subjects[i]) == role]
        if members:
            placed.update(_ROLES[role](stage, r, members))
    waiting = [i for i in range(len(subjects)) if i not in placed]
    for _ in range(len(waiting)):
        for i in list(waiting):
            target = subjects[i].target
            if target in placed:
                placed[i] = attach(stage, r, i, placed[target] if target is not None else [])
                waiting.remove(i)
    found = [p for group in placed.values() for p in group]
    return sorted(found, key=lambda p: p.depth)


def _attached(subjects: Sequence[Subject], i: int) -> bool:
    s = subjects[i]
    if s.relation not in ATTACHED or s.target is None:
        return False
    return not (nouns.home(subjects[s.target].art) == "celestial")


def role_of(stage: Stage, s: Subject) -> str:
    """How a free subject is kept up: by the ground, the air, the water, or nothing (space)."""
    home = nouns.home(s.art)
    if home == "celestial" and stage.setting not in INSIDE and not stage.flat:
        return "celestial"
    if stage.setting in NO_GROUND or (stage.setting == "underwater" and s.art not in FLOOR and s.pose not in ("walk", "run")):
        return "floating"
    if (home == "air" or s.pose == "fly") and not stage.flat and stage.setting != "table":
        return "air"
    if stage.setting in ("sea", "lake") and not stage.flat:
        if home in ("water", "deep") or s.art in SEA_MARKS or s.pose == "swim":
            return "water"
        return "ground"
    return "ground"


def needs_bank(stage: Stage) -> bool:
    """Whether something on open water has to stand on land, which is then painted in front."""
    if stage.setting not in ("sea", "lake"):
        return False
    subjects = stage.plan.subjects
    return any(not _attached(subjects, i) and role_of(stage, s) == "ground" for i, s in enumerate(subjects))


def heights(stage: Stage, members: list[int]) -> dict[int, float]:
    """The height of each free subject, as a fraction of the shorter side."""
    subjects = stage.plan.subjects
    sizes = {i: nouns.metres(subjects[i].art) for i in members}
    largest = max(nouns.metres(s.art) for i, s in enumerate(subjects) if i in members)
    total = sum(min(6, subjects[i].count) for i in members)
    base = 0.7 if largest >= 10 else 0.58 if largest >= 3 else 0.52
    if stage.setting in ("table", "studio"):
        base = 0.5
    base *= {1: 1.0, 2: 0.92, 3: 0.84}.get(total, 0.74)
    if any(s.relation in ("on", "held", "worn", "above") for s in subjects):
        base *= 0.92  # leave room above
    if stage.h > 1.3 * stage.w:
        base *= 1.12
    base *= CAMERA.get(stage.plan.camera or "", 1.0)
    found = {}
    for i in members:
        s = subjects[i]
        h = base * (sizes[i] / largest) ** COMPRESSION * SIZES.get(s.size or "", 1.0)
        wide = aspect(figure(s.art, s.colour, s.accent))
        limit = 0.66 * (1 if stage.plan.camera != "close" else 1.3) * stage.w / stage.m / max(0.4, wide)
        found[i] = max(0.11, min(h, limit, 0.86 * stage.h / stage.m))
    return found


def on_ground(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Rows of standing things: large ones behind, small ones in front."""
    subjects, tall = stage.plan.subjects, heights(stage, members)
    if needs_bank(stage):
        near, far = 0.95, 0.89
    else:
        near = 0.93
        far = stage.horizon + (near - stage.horizon) * 0.36
    largest = max(nouns.metres(subjects[i].art) for i in members)
    order = list(members)
    r.shuffle(order)
    items: list[tuple[int, int, float, float]] = []  # subject, copy, width, height
    for i in order:
        s = subjects[i]
        wide = aspect(figure(s.art, s.colour, s.accent))
        for k in range(s.count):
            h = tall[i] * (1 if s.count == 1 else float(r.uniform(0.86, 1.04)))
            items.append((i, k, h * wide * stage.m / stage.w, h))
    rows = _rows(items, 0.94 if stage.plan.camera != "close" else 1.2)
    found: dict[int, list[Placed]] = {i: [] for i in members}
    for n, row in enumerate(rows):
        back = (len(rows) - 1 - n) / max(1, len(rows))
        for (i, _, _, h), x in zip(row, _spread(stage, r, row, len(items)), strict=True):
            s = subjects[i]
            small = 1 - (nouns.metres(s.art) / largest) ** 0.5 if len(members) > 1 else 0.45
            t = 0.42 + 0.5 * small - 0.5 * back + float(r.uniform(-0.07, 0.07)) * (len(items) > 1)
            y = far + (near - far) * min(1.0, max(0.0, t))
            if stage.setting not in INSIDE and h > 0.6 and len(items) == 1:
                y = max(y, far + (near - far) * 0.55)
            art = figure(s.art, s.colour, s.accent)
            scale = 1 - 0.24 * back
            # nothing may stick out at the top of a low picture
            h2 = min(h * scale, (y - 0.04) * stage.h / stage.m)
            found[i].append(Placed(i, art, s.art, x, y, h2, y + 0.0001 * len(found[i]), _mirrored(r, s, x)))
    return found


def _rows(items: list[tuple[int, int, float, float]], room: float) -> list[list[tuple[int, int, float, float]]]:
    """Items split into as many rows as needed, the back row first; a single row is shrunk a little before it is split."""
    need = sum(w * (0.86 if k else 1.0) for _, k, w, _ in items)
    if need <= room or len(items) == 1:
        return [items]
    if need <= room * 1.3 or len(items) == 2:
        k = room / need
        return [[(i, n, w * k, h * k) for i, n, w, h in items]]
    count = min(3, 1 + int(need / (room * 1.2)))
    per = -(-len(items) // count)
    rows = [items[a : a + per] for a in range(0, len(items), per)]
    found = []
    for row in rows:
        wide = sum(w * 0.9 for _, _, w, _ in row)
        k = min(1.0, room / wide)
        found.append([(i, n, w * k, h * k) for i, n, w, h in row])
    return found


def _spread(stage: Stage, r: Random, row: list[tuple[int, int, float, float]], total: int) -> list[float]:
    """The middles of a row: packed loosely round the middle, one alone off centre in a wide picture."""
    if len(row) == 1 and total == 1:
        reach = 0.13 if stage.w > 1.2 * stage.h else 0.06
        return [0.5 + float(r.choice([-1, 0.3, 1])) * reach + float(r.uniform(-0.02, 0.02))]
    widths = [w for _, _, w, _ in row]
    free = 1 - sum(widths)
    gap = min(0.16, max(-0.06, free / (len(row) + 1)))
    span = sum(widths) + gap * (len(row) - 1)
    x = 0.5 - span / 2 + float(r.uniform(-0.5, 0.5)) * max(0.0, (1 - span) * 0.3)
    found = []
    for w in widths:
        found.append(min(0.95, max(0.05, x + w / 2 + float(r.uniform(-0.12, 0.12)) * max(0.0, gap))))
        x += w + gap
    return found


def _mirrored(r: Random, s: Subject, x: float) -> bool:
    """Icons of animals look left; they are turned to look into the picture. Clocks and writing are never turned."""
    if s.art.startswith("@") and s.art not in ("@sportscar", "@unicorn", "@pegasus", "@hen", "@boar", "@moose", "@submarine", "@mug"):
        return False
    kind = nouns.group(s.art)
    if kind == "animal":
        return x < 0.5 if abs(x - 0.5) > 0.08 else bool(r.random() < 0.5)
    return kind in ("place", "food") and s.art not in NO_TURN and bool(r.random() < 0.4)


NO_TURN = frozenset("hospital bank hotel convenience-store mantelpiece-clock school stopwatch globe-showing-europe-africa post-office".split())


def afloat(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Boats, swimmers and sea marks on the water."""
    subjects, tall = stage.plan.subjects, heights(stage, members)
    banked = needs_bank(stage)
    items = [(i, k, tall[i] * aspect(figure(subjects[i].art)) * stage.m / stage.w, tall[i] * (0.72 if banked else 1)) for i in members for k in range(subjects[i].count)]
    found: dict[int, list[Placed]] = {i: [] for i in members}
    row = _rows(items, 0.94)
    flat = [item for line in row for item in line]
    for n, ((i, _, _, h), x) in enumerate(zip(flat, _spread(stage, r, flat, len(items)), strict=True)):
        s = subjects[i]
        t = (0.34 if s.art in SEA_MARKS else 0.42) + float(r.uniform(-0.12, 0.14)) * (len(items) > 1)
        y = stage.horizon + (1 - stage.horizon) * t * (0.6 if banked else 1)
        h = min(h, (y - 0.05) * stage.h / stage.m) * (1 - 0.1 * (n % 2))
        art = figure(s.art, s.colour, s.accent)
        found[i].append(Placed(i, art, s.art, x, y, h, y, _mirrored(r, s, x), float(r.normal(0, 2)) if s.art in nouns.BOATS else 0, "water"))
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
        art = figure(s.art, s.colour, s.accent)
        h = (0.5 if alone and total == 1 else 0.36 if alone else 0.28) * (nouns.metres(s.art) / max(nouns.metres(subjects[m].art) for m in members)) ** 0.25
        h *= SIZES.get(s.size or "", 1) * CAMERA.get(stage.plan.camera or "", 1) * (1 if total <= 2 else 0.72 if total <= 4 else 0.56)
        h = min(h, 0.6 * stage.w / stage.m / max(0.5, aspect(art)))
        found[i] = []
        for _ in range(s.count):
            t = (slot[n] + 0.5) / total
            x = 0.5 + float(r.uniform(-0.1, 0.1)) if total == 1 else 0.1 + 0.8 * t + float(r.uniform(-0.04, 0.04))
            sky = stage.horizon if stage.horizon < 1 else 0.9
            low = min(0.94, max(sky * (0.86 if alone else 0.5), h * stage.m / stage.h + 0.06))
            y = low - float(r.uniform(0, 0.14)) * (total > 1) - 0.05 * (n % 2)
            y = max(y, h * stage.m / stage.h * 0.9 + 0.03)
            tilt = float(r.normal(0, 5)) if s.art not in ("@balloon", "parachute", "balloon") else 0.0
            found[i].append(Placed(i, art, s.art, x, y, h * float(r.uniform(0.86, 1)) if total > 1 else h, 0.02 + 0.001 * n, _mirrored(r, s, x), tilt, "air"))
            n += 1
    return found


def floating(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Things in space, in the sky or under water, spread over the picture."""
    subjects, tall = stage.plan.subjects, heights(stage, members)
    items = [(i, k) for i in members for k in range(subjects[i].count)]
    total = len(items)
    found: dict[int, list[Placed]] = {i: [] for i in members}
    columns = min(total, max(1, round((total * stage.w / stage.h) ** 0.5))) if total > 1 else 1
    rows = -(-total // columns)
    for n, (i, _) in enumerate(items):
        s = subjects[i]
        art = figure(s.art, s.colour, s.accent)
        row, column = divmod(n, columns)
        in_row = min(columns, total - row * columns)
        x = (column + 0.5) / in_row + (float(r.uniform(-0.05, 0.05)) if total > 1 else float(r.choice([-0.08, 0, 0.08])))
        middle = 0.5 if stage.setting != "underwater" else 0.46
        y = middle + ((row + 0.5) / rows - 0.5) * 0.66 + float(r.uniform(-0.04, 0.04)) + (0.06 if column % 2 else 0) * (total > 1)
        room = 0.86 / max(columns * aspect(art) * stage.m / stage.w, rows * 0.92 * stage.m / stage.h, 0.5)
        h = min(tall[i], room) * (float(r.uniform(0.85, 1.05)) if total > 1 else 1)
        y += h * stage.m / stage.h / 2
        found[i].append(Placed(i, art, s.art, x, y, h, 0.1 + h * 0.1, _mirrored(r, s, x), float(r.normal(0, 6)) if total > 1 or s.art in ("astronaut",) else float(r.normal(0, 3)), "floating"))
    return found


def celestial(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Moons, planets and stars high in the sky."""
    subjects, found = stage.plan.subjects, {}
    for i in members:
        s = subjects[i]
        art = figure(s.art, s.colour, s.accent) if s.art != "@rainbow" else figure("@star")
        h = {"@star": 0.1, "@moon": 0.2, "@rainbow": 0.5}.get(s.art, 0.26) * SIZES.get(s.size or "", 1.0) ** 1.5
        if len(subjects) == 1:
            h *= 1.6
        group = []
        for k in range(s.count):
            x = stage.light.sun[0] + (0 if k == 0 else float(r.uniform(-0.3, 0.3)))
            y = min(1.0, stage.horizon) * 0.14 + h * stage.m / stage.h + (0.1 * k if k else 0)
            group.append(Placed(i, art, s.art, min(0.94, max(0.06, x)), y, h, -1, where="celestial"))
        found[i] = group
    return found


_ROLES = {"ground": on_ground, "water": afloat, "air": in_air, "floating": floating, "celestial": celestial}


def attach(stage: Stage, r: Random, index: int, targets: list[Placed]) -> list[Placed]:
    """Place a subject by its relation to one already placed."""
    s = stage.plan.subjects[index]
    art = figure(s.art, s.colour, s.accent)
    found: list[Placed] = []
    each = max(s.count, len(targets)) if s.relation in ("worn", "held") else s.count
    for k in range(min(9, each)):
        t = targets[k % len(targets)]
        share = (nouns.metres(s.art) / nouns.metres(t.name)) ** 0.5
        base = Placed(index, art, s.art, t.x, t.y, t.height * 0.5 * SIZES.get(s.size or "", 1), t.depth)
        rank = (k // len(targets), -(-s.count // len(targets)))
        found.append(_PLACERS[s.relation or "on"](stage, r, base, t, share, rank))
    return found


def _abreast(rank: tuple[int, int], reach: float) -> float:
    """The offset of the k-th of n things side by side."""
    k, n = rank
    return 0.0 if n < 2 else ((k + 0.5) / n - 0.5) * reach


def _width(p: Placed, stage: Stage) -> float:
    return p.height * aspect(p.art) * stage.m / stage.w


def _on(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    x, y = t.anchor("seat", stage)
    h = t.height * min(0.85, max(0.34, share)) * SIZES.get(stage.plan.subjects[p.subject].size or "", 1)
    seated = nouns.group(t.name) == "animal" or t.name in VEHICLES
    wide = t.name in ("@sofa", "bed", "@bench", "@table", "@fence", "@bridge", "@pillow", "wood", "rock", "@shelf", "house")
    shift = _abreast(rank, _width(t, stage) * (0.72 if wide else 0.4)) + (0 if rank[1] > 1 else _joint(stage, p, t))
    if rank[1] > 2:
        h *= 0.75
    if seated:
        h = t.height * min(0.95, max(0.42, share))
        return replace(p, x=x + shift, y=y + h * stage.m / stage.h * 0.36, height=h, depth=t.depth - 0.0005, mirror=t.mirror, where="perched")
    return replace(p, x=x + shift, y=y + 0.012 * h * stage.m / stage.h, height=min(h, (y - 0.02) * stage.h / stage.m), depth=t.depth + 0.0005, mirror=_mirrored(r, stage.plan.subjects[p.subject], x), where="perched")


def _joint(stage: Stage, p: Placed, t: Placed) -> float:
    """Two kinds on one seat ("a cat and a dog on a sofa") sit side by side."""
    mates = [i for i, s in enumerate(stage.plan.subjects) if s.target == t.subject and s.relation == "on"]
    return 0.0 if len(mates) < 2 else ((mates.index(p.subject) + 0.5) / len(mates) - 0.5) * _width(t, stage) * 0.66


def _inside(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    if t.name not in VESSELS | VEHICLES:
        return _front(stage, r, p, t, share, rank)
    h = t.height * min(0.95, max(0.5, share))
    x, y = t.anchor("seat", stage)
    if t.name not in ("canoe", "sailboat", *VEHICLES):
        _, y = t.anchor("head", stage)
    shift = _abreast(rank, _width(t, stage) * 0.6)
    if t.name == "sailboat":
        shift, y = shift - _width(t, stage) * 0.3, t.y - t.height * 0.2 * stage.m / stage.h
        h = t.height * 0.34
    return replace(p, x=x + shift, y=y + h * stage.m / stage.h * 0.52, height=h, depth=t.depth - 0.0005, where="inside")


def _front(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    h = max(0.13, t.height * min(0.95, max(0.3, share**0.72))) * SIZES.get(stage.plan.subjects[p.subject].size or "", 1)
    side = -1 if t.x > 0.5 else 1
    x = t.x + side * _width(t, stage) * (0.24 if share < 0.8 else 0.45) + _abreast(rank, 0.18 * rank[1])
    y = min(0.95, t.y + max(0.05, (0.94 - t.y) * 0.5))
    if t.where in ("air", "floating", "water"):
        y = t.y + 0.05
    return replace(p, x=min(0.92, max(0.08, x)), y=y, height=h, depth=y, mirror=_mirrored(r, stage.plan.subjects[p.subject], x), where="floating" if t.where in ("floating", "air") else t.where)


def _behind(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    h = t.height * min(1.6, max(0.72, share**0.72))
    side = 1 if t.x < 0.5 else -1
    x = t.x + side * _width(t, stage) * 0.42 + _abreast(rank, 0.2 * rank[1])
    y = t.y - max(0.015, (t.y - stage.horizon) * 0.2)
    return replace(p, x=min(0.93, max(0.07, x)), y=y, height=min(h, (y - 0.03) * stage.h / stage.m), depth=t.depth - 0.001, mirror=_mirrored(r, stage.plan.subjects[p.subject], x), where=t.where)


def _under(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    if t.name in ("umbrella", "@rainbow") or t.where == "air":
        h = t.height * min(1.3, max(0.5, share))
        return replace(p, x=t.x + _abreast(rank, 0.3), y=min(0.95, t.y + h * 0.55 * stage.m / stage.h), height=h, depth=t.depth + 0.001)
    left = "under" in t.art.anchors
    x = t.anchor("under", stage)[0] if left else t.x + _width(t, stage) * 0.2
    h = t.height * min(0.5, max(0.3, share**0.72))
    return replace(p, x=x + _abreast(rank, _width(t, stage) * 0.6), y=min(0.95, t.y + 0.025), height=h, depth=t.depth + 0.001, mirror=_mirrored(r, stage.plan.subjects[p.subject], x))


def _above(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    h = t.height * min(1.0, max(0.5, share**0.5))
    top = t.y - t.height * stage.m / stage.h
    y = max(top - 0.03, h * stage.m / stage.h + 0.03)
    x = t.x + _abreast(rank, 0.5) + (0.1 if t.x < 0.5 else -0.1) * (y > top)
    return replace(p, x=x, y=y, height=h, depth=t.depth - 0.01, mirror=_mirrored(r, stage.plan.subjects[p.subject], x), tilt=float(r.normal(0, 5)), where="air")


def _held(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    x, y = t.anchor("hand", stage)
    h = t.height * min(0.62, max(0.26, share * 0.8)) * SIZES.get(stage.plan.subjects[p.subject].size or "", 1)
    if p.name in UPRIGHT:
        h = t.height * (0.62 if p.name in ("umbrella", "balloon", "kite") else 0.45)
        return replace(p, x=x, y=y + 0.02 * h, height=h, depth=t.depth + 0.0006, where="held")
    h = min(h, t.height * 0.5 / max(0.6, aspect(p.art)))
    return replace(p, x=x, y=y + h * 0.5 * stage.m / stage.h, height=h, depth=t.depth + 0.0006, where="held")


def _worn(stage: Stage, r: Random, p: Placed, t: Placed, share: float, rank: tuple[int, int]) -> Placed:
    where, k = ON_FACE.get(p.name, ("head", 0.9))
    x, y = t.anchor(where, stage)
    wide = _head_width(t) * k * t.unit
    h = wide / max(0.3, aspect(p.art))
    if p.name == "top-hat":
        h *= 0.8
    drop = {"eyes": 0.5, "neck": 0.34}.get(where, 0.26)
    return replace(p, x=x, y=y + h * drop * stage.m / stage.h, height=h, depth=t.depth + 0.0007, mirror=t.mirror, where="worn")


def _head_width(t: Placed) -> float:
    """The width of a head in units of the art."""
    if t.name in animals.SITTING or t.name in people.HEADS or t.name == "frog":
        return 25.0
    if t.name in people.BUSTS:
        return 16.0
    left, _, right, _ = t.art.box
    if t.name.startswith("?"):
        return (right - left) * 0.5
    if t.name in ("@robot", "@knight", "@pirate"):
        return 20.0
    return (right - left) * (0.36 if nouns.group(t.name) == "animal" else 0.42 if nouns.group(t.name) == "person" else 0.6)


_PLACERS = {"on": _on, "inside": _inside, "front": _front, "behind": _behind, "under": _under, "above": _above, "held": _held, "worn": _worn}
