"""Clothes on a posed body: a style for each kind of garment, and how each is drawn over the limbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from imgen_nb.sketch.art import folds
from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.poses import Limb, Pose, pose_of
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times
from imgen_nb.sketch.reading.clothes import BY_ITSELF, hung

WHITE: Colour = (248, 248, 246)
INK: Colour = (38, 36, 46)


@dataclass(frozen=True)
class Garment:
    """What a kind of garment covers: top, legs, all (both), skirt, back, neck; the details that tell it from others."""

    where: str
    colour: Colour
    details: tuple[str, ...] = ()
    sleeves: float = 1.0  # how far down the arms


def _styles(text: str) -> dict[str, Garment]:
    """Read lines of `name: where colour details`; the colour is six hex digits."""
    found = {}
    for line in text.strip().splitlines():
        name, _, rest = line.partition(":")
        where, colour, *details = rest.split()
        value = int(colour, 16)
        rgb = (value >> 16, value >> 8 & 255, value & 255)
        kept = tuple(d for d in details if d not in _SLEEVES)
        sleeves = next((_SLEEVES[d] for d in details if d in _SLEEVES), 0.94)
        found[name.strip()] = Garment(where, rgb, kept, sleeves)
    return found


_SLEEVES = {"bare": 0.0, "short": 0.36}
STYLES = _styles("""
shirt:         top   3e6ccc collar buttons
tee:           top   e0584c short
jersey:        top   2c9a5c number short
tank:          top   e0584c bare
sweater:       top   b84a4a hem
hoodie:        top   f08030 hood pocket
jacket:        top   4a6a8c lapels
leather:       top   2e2a30 lapels zip
vest:          top   6a5a48 lapels bare
coat:          long  8c6a4a lapels buttons
gown-of-work:  long  f4f4f6 lapels
suit:          all   2c3444 lapels tie
tuxedo:        all   26242c lapels bowtie
uniform:       all   2c3e70 buttons collar
karate:        all   f6f6f2 wrap belt
pajamas:       all   9cc0ea buttons
overalls:      all   3c64a8 bib bare
jumpsuit:      all   e08030 zip
spacesuit:     all   e8e8ec zip
armor:         all   a8b0bc buttons
costume:       all   c83c4c
dress:         skirt d8487c bare
gown:          robe  8c5cc6
robe:          robe  5a6ab0 wrap
kimono:        robe  c84a5c wrap belt
toga:          robe  f4f0e6 wrap
sari:          robe  e08a30 wrap
skirt:         kilt  c8508c
kilt:          kilt  b03838 checks
trousers:      legs  3c5488
shorts:        short 4a5a70
apron:         front f4f0e6
swimsuit:      trunk d8487c bare
cape:          back  c42c38
pack:          pack  c8503c
scarf:         neck  c83c44 scarf
bow tie:       neck  c82c38 bowtie
tie:           neck  c82c38 tie
gloves:        hands 50505c
boots:         feet  6a4632
""")


@dataclass(frozen=True)
class Outfit:
    """The garments of a body with their colours, as (style, colour or None) from the skin outwards."""

    worn: tuple[tuple[str, Colour | None], ...]

    def of(self, *places: str) -> list[tuple[Garment, Colour]]:
        """The garments that cover one of these places, with the colours they are drawn in."""
        found = [(STYLES[name], colour or STYLES[name].colour) for name, colour in self.worn]
        return [(g, c) for g, c in found if g.where in places]

    def last(self, *places: str) -> tuple[Garment, Colour] | None:
        """The outermost garment of these places."""
        found = self.of(*places)
        return found[-1] if found else None


def limb(pen: Pen, which: Limb, width: float, fill: Colour, share: float = 1.0) -> None:
    """An arm or a leg, or its upper part."""
    if share >= 1:
        pen.line(_bent(which), width, fill, width * 0.78)
    elif share > 0.5:
        k = (share - 0.5) * 2
        pen.line([*_bent(which)[:-1], between(which.joint, which.end, k)], width, fill, width * 0.86)
    else:
        pen.line([which.root, between(which.root, which.joint, share * 2)], width, fill, width * 0.96)


def _bent(which: Limb) -> list[Point]:
    """The middle line of a limb, rounded where it bends."""
    into, out = between(which.joint, which.root, 0.24), between(which.joint, which.end, 0.24)
    knee = between(which.joint, between(into, out, 0.5), 0.45)
    return [which.root, into, knee, out, which.end]


def between(a: Point, b: Point, k: float) -> Point:
    """The point a share of the way from one to the other."""
    return a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k


def trunk(pose: Pose, wide: float = 0.0, long: float = 0.0) -> list[Point]:
    """The outline of the body from the shoulders to the hips, in the order of a curve."""
    nx, ny = pose.neck
    left, right = pose.far_arm.root, pose.near_arm.root
    long, hip = long + pose.low, wide + pose.girth
    return [
        (nx, ny + 0.2), (right[0] + 1.4 + wide, right[1] - 0.6), (right[0] * 0.42 + 3.2 + hip, right[1] * 0.45),
        (5.2 + hip, 0.6 + long), (0, 1.9 + long), (-5.2 - hip, 0.6 + long),
        (left[0] * 0.42 - 3.2 - hip, left[1] * 0.45), (left[0] - 1.4 - wide, left[1] - 0.6),
    ]  # fmt: skip


def behind(pen: Pen, pose: Pose, outfit: Outfit) -> None:
    """What hangs behind the body: a cape, a hood, a rucksack."""
    (nx, ny), knees = pose.neck, max(pose.far_leg.joint[1], pose.near_leg.joint[1])
    for _, colour in outfit.of("back"):
        pen.blob(
            [(nx, ny - 1), (nx + 7, ny + 3), (11.5, knees + 4), (0, knees + 6), (-11.5, knees + 4), (nx - 7, ny + 3)],
            colour,
        )
    for _, colour in outfit.of("pack"):
        pen.box(nx - 9.4, ny + 1.4, 18.8, 13, colour, 4)
    top = outfit.last("top")
    if top and "hood" in top[0].details:
        pen.ellipse(nx, ny - 1.6, 9.2, 6, times(top[1], 0.78))


def skirts(pen: Pen, pose: Pose, outfit: Outfit) -> None:
    """A skirt, a kilt or the lower half of a robe, spread over the thighs."""
    found = outfit.last("skirt", "robe", "kilt", "long")
    if found is None:
        return
    garment, colour = found
    legs = (pose.far_leg, pose.near_leg)
    share = {"robe": 0.86, "long": 0.3, "skirt": 0.3, "kilt": 0.12}[garment.where]
    hems = [between(leg.joint, leg.end, share) for leg in legs]
    flare = 4.6 if garment.where != "long" else 3.0
    low = max(y for _, y in hems)
    if pose.near_leg.joint[1] < 3.2:
        _lap(pen, pose.near_leg, hems[1], colour)
        return
    xs, wide = [x for x, _ in hems], 4.9 + pose.girth
    hem = ((min(*xs, -3.6) - flare, low), (max(*xs, 3.6) + flare, low))
    folds.skirt(pen, ((-wide, -1.4), (wide, -1.4)), hem, colour, flare=garment.where != "long")
    if "checks" in garment.details:
        for k in (0.35, 0.75):
            y = -1.4 + (low + 1.4) * k
            half = 4.9 + (flare + 1) * k * 0.8
            pen.line([(-half, y), (half, y)], 0.9, mix(colour, (20, 40, 30), 0.6))
        for x in (-3.4, 0, 3.4):
            pen.line([(x, -1.2), (x * 1.7, low - 0.6)], 0.7, mix(colour, (250, 230, 120), 0.5))


def _lap(pen: Pen, leg: Limb, hem: Point, colour: Colour) -> None:
    """A skirt over the thighs of somebody who sits."""
    (x, y), (hx, hy) = leg.joint, hem
    pen.blob(
        [(-5, -3), (0, -4), (x, y - 3.6), (x + 3, y), (hx + 3.4, hy), (hx - 4, hy), (x - 4.4, y + 3.4), (-4.6, 3)],
        colour,
    )
    pen.blob([(x - 4.4, y + 3), (x + 1.4, y - 1), (hx + 1.6, hy), (hx - 4, hy)], times(colour, 0.88))


def details(pen: Pen, pose: Pose, garment: Garment, colour: Colour) -> None:
    """What tells one top from another: lapels, buttons, a pocket, a number, a belt."""
    (nx, ny), dark = pose.neck, times(colour, 0.66)
    mid = between(pose.neck, (0.0, 0.0), 0.55)
    low = between(pose.neck, (0.0, 0.0), 0.96)
    said = set(garment.details)
    if "lapels" in said:
        pen.polygon([(nx - 3.4, ny + 0.2), (nx + 3.4, ny + 0.2), (mid[0], mid[1] + 2)], WHITE)
        for s in (-1, 1):
            pen.polygon(
                [(nx + s * 3.4, ny), (nx + s * 5.0, ny + 3), (mid[0] + s * 0.3, mid[1] + 2.4)], times(colour, 0.8)
            )
        pen.line([(mid[0], mid[1] + 2), low], 0.7, dark)
    if "collar" in said:
        for s in (-1, 1):
            pen.polygon([(nx, ny + 0.4), (nx + s * 3.8, ny + 0.2), (nx + s * 2.2, ny + 3)], mix(colour, WHITE, 0.45))
    if "buttons" in said:
        for k in (0.3, 0.52, 0.74):
            x, y = between(pose.neck, (0.0, 0.0), k)
            pen.ellipse(x, y, 0.65, 0.65, mix(colour, (250, 220, 120), 0.7))
    if "zip" in said:
        pen.line([(nx, ny + 2), low], 0.8, (196, 198, 206))
    if "pocket" in said:
        pen.polygon(
            [
                (mid[0] - 3.6, mid[1] + 5),
                (mid[0] - 2.4, mid[1] + 1.4),
                (mid[0] + 2.4, mid[1] + 1.4),
                (mid[0] + 3.6, mid[1] + 5),
            ],
            times(colour, 0.82),
        )
        for s in (-1, 1):
            pen.line([(nx + s * 1.4, ny + 1.4), (nx + s * 1.7, ny + 5)], 0.6, WHITE)
    if "number" in said:
        pen.box(mid[0] - 2.6, mid[1] - 2.6, 1.6, 6, WHITE)
        pen.box(mid[0] + 0.4, mid[1] - 2.6, 2.6, 6, WHITE)
        pen.box(mid[0] + 1.2, mid[1] - 1.6, 1.0, 4, colour)
    if "hem" in said:
        pen.line([(-5.2 - pose.girth, 0.2 + pose.low), (5.2 + pose.girth, 0.2 + pose.low)], 1.5, dark)
        pen.ellipse(nx, ny + 0.6, 3.6, 1.5, dark)
    if "bib" in said:
        pen.box(mid[0] - 3.4, mid[1] - 3, 6.8, 6, times(colour, 1.12), 1)
        for s in (-1, 1):
            pen.line([(mid[0] + s * 2.8, mid[1] - 2.6), (nx + s * 4.2, ny + 1)], 1.2, colour)
    if "wrap" in said:
        pen.polygon([(nx - 3.6, ny), (nx - 1.8, ny), (low[0] + 4.4, low[1]), (low[0] + 2.4, low[1])], dark)
        pen.polygon([(nx + 1.8, ny), (nx + 3.6, ny), (mid[0] - 0.4, mid[1]), (mid[0] - 1.4, mid[1] - 1.6)], dark)
    if "belt" in said:
        pen.line([(low[0] - 5, low[1] - 1), (low[0] + 5, low[1] - 1)], 2.2, INK)
    for tie in ("bowtie", "tie"):
        if tie in said:
            necktie(pen, pose, tie, (176, 36, 48) if tie == "tie" else INK)


def necktie(pen: Pen, pose: Pose, kind: str, colour: Colour) -> None:
    """A tie, a bow tie or a scarf under the chin."""
    nx, ny = pose.neck
    ny += 1.6
    if kind == "bowtie":
        for s in (-1, 1):
            pen.polygon([(nx, ny), (nx + s * 4.4, ny - 2.2), (nx + s * 4.4, ny + 2.2)], colour)
        pen.ellipse(nx, ny, 1.1, 1.2, times(colour, 0.75))
    elif kind == "tie":
        x, y = between(pose.neck, (0.0, 0.0), 0.72)
        pen.polygon([(nx - 1.2, ny - 1), (nx + 1.2, ny - 1), (x + 1.9, y - 1), (x, y + 1.6), (x - 1.9, y - 1)], colour)
        pen.polygon([(nx - 1.3, ny - 1.4), (nx + 1.3, ny - 1.4), (nx, ny + 1.2)], times(colour, 0.75))
    else:
        pen.ellipse(nx, ny - 0.6, 6.4, 2.6, colour)
        pen.line([(nx + 3, ny), (nx + 4.2, ny + 8)], 3.4, times(colour, 0.88), 3.8)


def trousers(pen: Pen, which: Limb, outfit: Outfit, shade: float) -> None:
    """A leg of trousers or shorts."""
    found = outfit.last("legs", "all", "short")
    if found:
        short = found[0].where == "short"
        limb(pen, which, 5.4, times(found[1], shade), 0.42 if short else 1.0)
        if not short:
            folds.on_limb(pen, which, 5.2, times(found[1], shade))


def sleeves(pen: Pen, which: Limb, outfit: Outfit, shade: float) -> None:
    """The sleeves of all tops, the outermost last."""
    for garment, colour in outfit.of("top", "all", "long", "robe"):
        if garment.sleeves:
            limb(pen, which, 4.6, times(colour, shade * 0.92), garment.sleeves)
            if garment.sleeves > 0.9:
                folds.on_limb(pen, which, 4.4, times(colour, shade * 0.92))


def tops(pen: Pen, pose: Pose, outfit: Outfit, *, away: bool = False) -> None:
    """What covers the trunk, from the skin outwards; from behind it has no buttons."""
    for garment, colour in outfit.of("trunk", "legs", "short"):
        if garment.where == "trunk":
            pen.blob(trunk(pose), colour)
        else:
            w, low = 5.2 + pose.girth, pose.low
            pen.blob([(-w, -2.6), (w, -2.6), (w + 0.2, 0.6 + low), (0, 2 + low), (-w - 0.2, 0.6 + low)], colour)
    for garment, colour in outfit.of("top", "all", "skirt", "robe", "long"):
        pen.blob(trunk(pose, 0.7 if garment.where == "long" else 0.3), colour)
        bordered = garment.where == "top" and not {"lapels", "collar"} & {*garment.details}
        folds.on_trunk(pen, pose, colour, bordered=bordered)
        if not away:
            details(pen, pose, garment, colour)


def apron(pen: Pen, pose: Pose, outfit: Outfit) -> None:
    """An apron over everything else."""
    for _, colour in outfit.of("front"):
        nx, ny = pose.neck
        pen.polygon([(nx - 3, ny + 4), (nx + 3, ny + 4), (4.4, -5), (5.8, 7), (-5.8, 7), (-4.4, -5)], colour)
        pen.line([(-5, -5), (5, -5)], 0.8, INK)


def _alone(style: str, colour: Colour | None) -> Art:
    """A garment as it looks on nobody."""
    pen, pose, outfit = Pen(), pose_of("stand"), Outfit(((style, colour),))
    behind(pen, pose, outfit)
    for which, shade in ((pose.far_leg, 0.84), (pose.near_leg, 1.0)):
        trousers(pen, which, outfit, shade)
    sleeves(pen, pose.far_arm, outfit, 0.84)
    tops(pen, pose, outfit)
    skirts(pen, pose, outfit)
    apron(pen, pose, outfit)
    sleeves(pen, pose.near_arm, outfit, 1.0)
    for garment, rgb in outfit.of("neck"):
        necktie(pen, pose, garment.details[0], rgb)
    return pen.art()


DRAWN: dict[str, Callable[[Colour | None], Art]] = {hung(style): partial(_alone, style) for style in BY_ITSELF}
