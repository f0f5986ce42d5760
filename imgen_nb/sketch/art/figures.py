"""Figures: the art for a subject of the plan, recoloured and dressed as the prompt asks."""

from __future__ import annotations

import colorsys
import functools
from collections.abc import Callable
from dataclasses import replace

from imgen_nb.sketch.art import (
    actors,
    animals,
    blends,
    boards,
    buildings,
    furniture,
    geometry,
    headwear,
    household,
    icons,
    landmarks,
    pack,
    people,
    recipes,
    skins,
    strokes,
    things,
    wardrobe,
)
from imgen_nb.sketch.art.guises import guise
from imgen_nb.sketch.art.pack import Colour, Ring, Shape
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, stream, times
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import COLOUR

# Parts of icons that belong to their surroundings, by fill.
DROPPED = {
    "convenience-store": {(0x53, 0x35, 0x66), (0x43, 0x3B, 0x6B)},
    "tent": {(0xFF, 0xB0, 0x2E)},
    "snowboarder": {(0xB4, 0xF6, 0xFC)},
    "house": {(0x00, 0xF3, 0x97)},
    "person-surfing": set(),
    "desert-island": {(0x00, 0xA6, 0xED)},
    "house-with-garden": {(0x00, 0xF3, 0x97)},
}
# Clothes or hull of icons that a colour word should change instead of their largest coloured area.
PARTS = {
    "man-standing": {(0x00, 0xA6, 0xED)},
    "person-standing": {(0xFF, 0x67, 0x23)},
    "rocket": {(0xF9, 0x2F, 0x60), (0xCA, 0x0B, 0x4A)},
    "penguin": {(0x53, 0x35, 0x66), (0x32, 0x1B, 0x41)},
    "owl": {(0x6D, 0x45, 0x34)},
}


_OWN = (geometry, boards, furniture, headwear, landmarks, buildings, things, household, wardrobe)
DRAWN: dict[str, Callable[[Colour | None], Art]] = {
    name: draw for drawings in _OWN for name, draw in drawings.DRAWN.items()
}


def drawable(name: str) -> bool:
    """Whether there is a drawing of the name."""
    return name in DRAWN or name in recipes.recipes() or name in pack.entries() or name == "@robot"


@functools.lru_cache(96)
def figure(name: str, colour: str | None = None, accent: str | None = None) -> Art:
    """The drawing of one thing with its anchors, in the colour asked for."""
    return _accented(_drawn(name, shade_of(name, colour)), accent)


def _drawn(name: str, rgb: Colour | None) -> Art:
    """A drawing in a colour: a made-up one, one of this room, a recipe, a person, an animal, an icon of the pack."""
    if name.startswith("?"):
        return creature(name[1:], rgb)
    if "+" in name or "^" in name or "~" in name:
        return blends.blended(name, rgb, _drawn)
    if name in DRAWN:
        return DRAWN[name](rgb)
    known = guise(name)
    if known:
        drawn = actors.actor(actors.Role(name, colour=rgb))
        return skins.toned(drawn, "fair", 0, known.colour("hair"), known.colour("skin"))
    recipe = recipes.recipes().get(name)
    if recipe:
        return strokes.draw(recipe, rgb, _drawn)
    again = icons.redrawn(name.removeprefix("@"), rgb, _drawn) if name not in animals.SITTING else None
    if again:
        return again
    if name.startswith("@") and name.endswith("-face"):
        head = icons.icon(name[1:-5])
        return Art((head if rgb is None else recoloured(head, name[1:-5], rgb)).shapes, _guessed(name, head))
    art = people.person(name, rgb)
    own = art is not None and (name in people.HEADS or name == "@robot")
    if art is None:
        art = animals.sitting(name) if name in animals.SITTING else Art(_own(name))
    if name in TURNED:
        art = actors.turned(art, TURNED[name])
    if rgb and not own:
        art = recoloured(art, name, rgb)
    if "head" not in art.anchors:
        art = Art(art.shapes, {**_guessed(name, art), **art.anchors}, art.ground)
    return art


def shade_of(name: str, colour: str | None) -> Colour | None:
    """The colour of a word on a thing: no mammal is signal red, a red fox or a red squirrel is rust."""
    mammal = (
        nouns.group(name) == "animal"
        and nouns.metres(name) > 0.13
        and name not in ("parrot", "dragon", "@fish", "@koi")
    )
    return (212, 66, 36) if colour == "red" and mammal else COLOUR.get(colour or "")


@functools.lru_cache(96)
def person_of(name: str, colour: str | None, accent: str | None, tone: str, choice: int) -> Art:
    """The drawing of a person with a skin tone."""
    return skins.toned(figure(name, colour, accent), tone, choice)


def _own(name: str) -> tuple[Shape, ...]:
    """The icon without water, moons and lawns that came with it."""
    found = []
    for shape in pack.shapes(name):
        if shape.fill in DROPPED.get(name, ()):
            continue
        rings = tuple(r for r in shape.rings if not (name in nouns.BOATS and _strip(r)))
        if rings:
            found.append(replace(shape, rings=rings))
    if name in LYING:
        return tuple(replace(s, rings=tuple(tuple((32 - y, x) for x, y in r) for r in s.rings)) for s in found)
    return tuple(found)


TURNED = {"skateboard": 50.0}  # drawn aslant: turned so that one can stand on it
LYING = ("lizard",)  # seen from above, head down: turned so that it lies along the ground


def _strip(ring: Ring) -> bool:
    """Whether a ring is the band of water under a boat."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(ys) > 28.9 and max(xs) - min(xs) > 24 and min(ys) > 18


def _guessed(name: str, art: Art) -> dict[str, tuple[float, float]]:
    """Anchors of an icon, found from its outline: animals of the pack look to the left, people to the viewer."""
    left, top, right, bottom = art.box
    kind = nouns.group(name)
    xs = [(x, y) for s in art.shapes for r in s.rings for x, y in r]
    if kind == "animal":
        front = [(y, x) for x, y in xs if x < left + (right - left) * 0.42]
        head = min(front) if front else (top, (left + right) / 2)
        x = left + (right - left) * 0.56
        seat = (x, _top_at(art, x) + 0.9)
        return {
            "head": (head[1], head[0]),
            "hand": (left + 1, (top + bottom) / 2),
            "seat": seat,
            "eyes": (head[1], head[0] + 4),
            "neck": (head[1] + 3, head[0] + 9),
        }
    middle = [(y, x) for x, y in xs if abs(x - (left + right) / 2) < (right - left) * 0.2] or [
        (top, (left + right) / 2)
    ]
    y, x = min(middle)
    return {
        "head": (x, y),
        "hand": (right - (right - left) * 0.12, top + (bottom - top) * 0.56),
        "seat": (x, y),
        "eyes": (x, top + (bottom - top) * 0.16),
        "neck": (x, top + (bottom - top) * 0.3),
    }


def _top_at(art: Art, x: float) -> float:
    """The highest y of the outline on the vertical through x: where a back is, whatever tails and ears do."""
    found = []
    for shape in art.shapes:
        ring = shape.rings[0]
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if min(x0, x1) <= x < max(x0, x1):
                found.append(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    return min(found, default=art.box[1])


def _area(ring: Ring) -> float:
    n = len(ring)
    return abs(sum(ring[i][0] * ring[(i + 1) % n][1] - ring[(i + 1) % n][0] * ring[i][1] for i in range(n))) / 2


def recoloured(art: Art, name: str, colour: Colour) -> Art:
    """The drawing with its main colour and the shades of it replaced, lights and darks kept."""
    areas: dict[Colour, float] = {}
    for shape in art.shapes:
        if shape.alpha == 255 and shape.rings:
            areas[shape.fill] = areas.get(shape.fill, 0) + _area(shape.rings[0])
    fixed = PARTS.get(name)
    if nouns.group(name) == "person" and not fixed:
        skin = {
            (255, 200, 61),
            (241, 161, 30),
            (253, 187, 17),
            (252, 177, 0),
            (214, 125, 0),
            (237, 146, 0),
            (211, 112, 52),
        }
        areas = {f: a for f, a in areas.items() if f not in skin}
    hsv = {f: colorsys.rgb_to_hsv(*(v / 255 for v in f)) for f in areas}
    # greys may be the main colour too (elephants, horses of stone), but only where nothing coloured is large
    weight = {
        f: a * (0.25 + hsv[f][1]) * (0.25 if hsv[f][2] < 0.22 or (hsv[f][1] < 0.08 and hsv[f][2] > 0.9) else 1)
        for f, a in areas.items()
    }
    if not weight:
        return art
    main = max(weight, key=lambda f: weight[f])
    hue, saturation, value = hsv[main]
    chosen = set()
    for f in areas:
        h, s, v = hsv[f]
        near = min(abs(h - hue), 1 - abs(h - hue))
        if fixed is not None:
            if f in fixed:
                chosen.add(f)
        elif (
            f == main
            or (saturation > 0.25 and s > 0.25 and near < 0.075 and abs(s - saturation) < 0.42)
            or (saturation <= 0.25 and s < 0.3 and 0.25 < v < 0.97 and abs(v - value) < 0.4)
        ):
            chosen.add(f)
    level = max(0.2, sum(main) / 765)
    shades = {f: times(colour, min(1.3, max(0.55, 0.35 + 0.65 * (sum(f) / 765) / level))) for f in chosen}
    return Art(tuple(replace(s, fill=shades.get(s.fill, s.fill)) for s in art.shapes), art.anchors, art.ground)


def _accented(art: Art, accent: str | None) -> Art:
    """A second colour ("red and white"): stripes cannot be guessed, so every third large shape takes it."""
    rgb = COLOUR.get(accent or "")
    if rgb is None:
        return art
    order = sorted(range(len(art.shapes)), key=lambda i: -_area(art.shapes[i].rings[0]))
    chosen = set(order[1:8:3])
    return Art(
        tuple(replace(s, fill=rgb) if i in chosen else s for i, s in enumerate(art.shapes)), art.anchors, art.ground
    )


def creature(word: str, colour: Colour | None) -> Art:
    """A being for a word nobody drew: seeded by its letters, symmetric, on two feet, with eyes."""
    r = stream("creature", word)
    h = float(r.random())
    base = colour or _rgb(h, 0.55, 0.88)
    dark, pale = times(base, 0.76), mix(base, (255, 255, 255), 0.45)
    other = _rgb((h + 0.45) % 1, 0.6, 0.92)
    pen = Pen()
    n = 9
    widths = [float(r.uniform(7.5, 13)) for _ in range(n)]
    widths = [(widths[max(0, i - 1)] + 2 * widths[i] + widths[min(n - 1, i + 1)]) / 4 for i in range(n)]
    widths[0], widths[-1] = widths[0] * 0.45, widths[-1] * 0.7
    ys = [6 + 36 * i / (n - 1) for i in range(n)]
    kind = int(r.integers(3))
    for s in (-1, 1):
        pen.ellipse(20 + s * 5.6, 44, 4.6, 2.2, dark)
        y = 25.0
        x = 20 + s * widths[4] * 0.92
        tip = (x + s * 6.5, y + (-7 if kind == 0 else 7 if kind == 1 else 1))
        pen.curve([(x - s * 2, y), (x + s * 3, y + 1), tip], 4, dark, 2.6)
        pen.ellipse(tip[0], tip[1], 2, 2, other)
    horns = int(r.integers(4))
    for s in (-1, 1) if horns != 2 else (0,):
        x = 20 + s * widths[1] * 0.7
        if horns == 0:
            pen.blob([(x - 2.2, 11), (x + s * 1.4, 0.6), (x + 2.2, 11)], other)
        elif horns == 3:
            pen.ellipse(x + s * 1.6, 5.6, 4, 4.6, dark, s * 24)
            pen.ellipse(x + s * 1.6, 5.8, 2.3, 2.8, other, s * 24)
        else:
            pen.curve([(x * 0.5 + 10, 10), (x, 4), (x + s * 2, 0.6)], 1.0, dark)
            pen.ellipse(x + s * 2, 0.2, 1.9, 1.9, other)
    outline = [(20 + w, y) for w, y in zip(widths, ys, strict=True)] + [
        (20 - w, y) for w, y in zip(widths[::-1], ys[::-1], strict=True)
    ]
    pen.blob(outline, base)
    pen.blob([(20 + (x - 20) * 0.62, 31 + (y - 31) * 0.42) for x, y in outline if y > 18], pale)
    marks = int(r.integers(3))
    for k in range(5):
        px, py = 20 + float(r.uniform(-0.5, 0.5)) * widths[6], 26 + float(r.uniform(0, 12))
        if marks == 0:
            pen.ellipse(px, py, 1.5, 1.5, other)
        elif marks == 1:
            pen.line([(20 - widths[5] * 0.55, 24 + k * 3.4), (20 + widths[5] * 0.55, 24 + k * 3.4)], 1.0, other)
    eyes = (1, 2, 2, 3)[int(r.integers(4))]
    for k in range(eyes):
        x = 20 + (k - (eyes - 1) / 2) * 6.6
        pen.ellipse(x, 15, 3.1, 3.4, (255, 255, 255))
        pen.ellipse(x + 0.5, 15.5, 1.6, 1.9, (40, 36, 50))
        pen.ellipse(x - 0.1, 14.6, 0.6, 0.6, (255, 255, 255))
    pen.curve([(16.4, 20.4), (20, 22.2), (23.6, 20.4)], 0.9, times(base, 0.45))
    pen.anchors = {
        "head": (20, 6),
        "hand": (20 + widths[4] + 6, 28),
        "eyes": (20, 15),
        "neck": (20, 23),
        "seat": (20, 7),
    }
    return pen.art(ground=46)


def _rgb(h: float, s: float, v: float) -> Colour:
    r, g, b = colorsys.hsv_to_rgb(h, s, v)
    return round(r * 255), round(g * 255), round(b * 255)


def aspect(art: Art) -> float:
    """Width over height."""
    left, top, right, bottom = art.box
    return (right - left) / max(1e-6, bottom - top)
