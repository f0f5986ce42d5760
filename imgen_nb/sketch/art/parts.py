"""Parts: what a prompt says of a part of a thing ("red eyes", "4 eyes", "no wheels") put into its drawing.

A part is found in a drawing by the look of its shapes and where they lie: leaves are green, wheels are round and low,
what lies near the head is an ear. What is found takes the colour or goes; eyes, horns, antennas and wings that a
drawing does not have are added. Stripes and spots are cut out of the largest shapes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from imgen_nb.sketch.art.added import ADDED, INK, winged
from imgen_nb.sketch.art.pack import Colour, Point, Ring, Shape
from imgen_nb.sketch.art.pieces import PATTERNS, REGIONS, hsv, patterned, tinted
from imgen_nb.sketch.art.shapes import Art, Box, Pen
from imgen_nb.sketch.art.states import STATES
from imgen_nb.sketch.art.things import RAINBOW
from imgen_nb.sketch.painting.canvas import times
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import COLOUR, table


def altered(art: Art, name: str, parts: tuple[str, ...]) -> Art:
    """The drawing with all that is said of its parts."""
    for part in parts:
        art = STATES[part](art) if part in STATES else _altered(art, name, part.split())
    return art


def _altered(art: Art, name: str, words: list[str]) -> Art:
    """One part: "no" or a number, a colour of one or two words, and the name of the part."""
    *said, part = words
    gone = said[:1] == ["no"]
    count = int(said[0]) if said and said[0].isdecimal() else 0
    colours = colours_in(said)
    colour = colours[0] if colours else None
    part = SAME.get(part, part)
    if part in TURNS:
        return turned(art, TURNS[part])
    if part in PATTERNS and not gone:
        own = _found(art, "marks") if name in MARKED and part == "stripes" else []
        return _painted(art, own, *colours) if own and colours else patterned(art, part, colours)
    if part == "eyes" and not gone and (colour or count):
        return _eyed(art, name, colour, count)
    if part in ADDED and not gone and not _has(name, part) and not (part == "leaves" and _found(art, part)):
        return art.plus(ADDED[part](art, name, colour)) if part != "wings" else winged(art, name, colour)
    if part in ("mane", "tail") and name in MANED and colours:
        return _maned(art, MANED[name], colours)
    found = _found(art, part)
    if not found and part in REGIONS and colour and not gone:
        return tinted(art, REGIONS[part](art, nouns.group(name)), colour)
    if gone and part == "tail":
        found = _behind(art)
    if not found:
        return art
    if gone:
        return _without(art, found)
    return _painted(art, found, *colours) if colours else art


def turned(art: Art, degrees: float) -> Art:
    """The whole drawing turned about its middle; it then stands on what is lowest."""
    left, top, right, bottom = art.box
    x, y = (left + right) / 2, (top + bottom) / 2
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def point(p: Point) -> Point:
        return x + c * (p[0] - x) - s * (p[1] - y), y + s * (p[0] - x) + c * (p[1] - y)

    shapes = tuple(replace(shape, rings=tuple(tuple(map(point, r)) for r in shape.rings)) for shape in art.shapes)
    return Art(shapes, {name: point(p) for name, p in art.anchors.items()})


def colours_in(words: list[str]) -> tuple[Colour, ...]:
    """The colours that words name, of one word or two each; a rainbow is all of its own."""
    found: list[Colour] = []
    at = 0
    while at < len(words):
        n = next((n for n in (2, 1) if " ".join(words[at : at + n]) in COLOUR), 0)
        if n:
            word = " ".join(words[at : at + n])
            found += RAINBOW if word == "rainbow" else [COLOUR[word]]
        at += n or 1
    return tuple(found)


SAME = table("""
eyes: eye; ears: ear; wings: wing; horns: horn; antenna: antennas, antennae; leaves: leaf, foliage, needles;
paddles: paddle, oar, oars;
petals: petal; wheels: tire, tires, wheel, tyres, tyre; rims: rim; windows: window; roof: roofs; spots: dots,
polka, spot, spotted; stripes: stripe, striped; paws: feet, foot, hooves, paw; legs: leg; checks: plaid,
checkered, squares; fruit: fruits, apples, blossoms, flowers, berries, oranges, lemons, cherries; face: head;
walls: wall; tail: tails; mane: manes
""")


TURNS = {"upside-down": 180.0, "toppled": 80.0}  # how a thing lies that does not stand
MANED = {"horse": 7, "@unicorn": 10, "@pegasus": 4}  # how many of the first shapes are mane and tail
MARKED = ("zebra", "tiger")  # striped by nature


# -- finding: the rings of a drawing that are a part, each as (index of its shape, index of the ring)

Found = list[tuple[int, int]]


def _boxed(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _rings(art: Art) -> Iterator[tuple[int, int, Shape, Box]]:
    """Each ring with its box as fractions of the drawing's, y downwards."""
    left, top, right, bottom = art.box
    w, h = max(1e-6, right - left), max(1e-6, bottom - top)
    for i, shape in enumerate(art.shapes):
        for k, ring in enumerate(shape.rings):
            x0, y0, x1, y1 = _boxed(ring)
            yield i, k, shape, ((x0 - left) / w, (y0 - top) / h, (x1 - left) / w, (y1 - top) / h)


def _green(fill: Colour) -> bool:
    h, s, v = hsv(fill)
    return 0.19 < h < 0.47 and s > 0.2 and v > 0.15


def _pane(fill: Colour) -> bool:
    h, s, v = hsv(fill)
    return (0.48 < h < 0.62 and 0.12 < s < 0.92 and v > 0.62) or (0.1 < h < 0.16 and 0.25 < s < 0.85 and v > 0.95)


def _round(box: Box, ratio: float) -> bool:
    w, h = box[2] - box[0], (box[3] - box[1]) / max(1e-6, ratio)
    return 0.74 < w / max(1e-6, h) < 1.35


def _found(art: Art, part: str) -> Found:
    if part == "rims":
        return _inner(art, _found(art, "wheels"))
    left, top, right, bottom = art.box
    ratio = (right - left) / max(1e-6, bottom - top)
    test = _TESTS.get(part)
    if test is None:
        return []
    return [(i, k) for i, k, shape, box in _rings(art) if test(shape.fill, box, _round(box, ratio))]


def _behind(art: Art) -> Found:
    """The tail: what lies at the end away from the head, does not reach the ground and is thin."""
    left, _, right, _ = art.box
    head = art.anchors.get("head")
    if head is None:
        return []
    west = head[0] < (left + right) / 2
    return [
        (i, k)
        for i, k, _, (x0, y0, x1, y1) in _rings(art)
        if y1 < 0.95 and ((x0 + x1) / 2 > 0.7 if west else (x0 + x1) / 2 < 0.3) and (x1 > 0.9 if west else x0 < 0.1)
    ]


Test = Callable[[Colour, Box, bool], bool]
_TESTS: dict[str, Test] = {
    "leaves": lambda fill, box, round_: _green(fill),
    "petals": lambda fill, box, round_: not _green(fill) and box[3] - box[1] > 0.12 and box[1] < 0.5,
    "wheels": lambda fill, box, round_: round_ and box[1] > 0.3 and box[3] > 0.8 and 0.14 < box[3] - box[1] < 0.72,
    "windows": lambda fill, box, round_: _pane(fill) and box[2] - box[0] < 0.8,
    "paddles": lambda fill, box, round_: box[1] < 0.12,
    "strings": lambda fill, box, round_: box[2] - box[0] < 0.05 and box[3] - box[1] > 0.02,
    "marks": lambda fill, box, round_: max(fill) < 110 and box[3] - box[1] > 0.06,
    "eyes": lambda fill, box, round_: (
        max(fill) < 96 and 0.006 < box[3] - box[1] < 0.16 and box[2] - box[0] < 0.13 and box[1] < 0.6
    ),
}


def _inner(art: Art, found: Found) -> Found:
    """The rims within wheels: round rings that lie in the middle of larger ones of the part."""
    boxes = {(i, k): _boxed(art.shapes[i].rings[k]) for i, k in found}
    middle = {key: ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, b[2] - b[0]) for key, b in boxes.items()}
    return [
        key
        for key, (x, y, w) in middle.items()
        if any(math.hypot(x - x2, y - y2) < 0.3 * w2 and w < 0.85 * w2 for x2, y2, w2 in middle.values())
    ]


# -- what becomes of it


def _painted(art: Art, found: Found, *colours: Colour) -> Art:
    """What was found in a colour, or in several one after the other, its lights and darks kept."""
    levels = [sum(art.shapes[i].fill) for i, _ in found]
    mean = max(90.0, sum(levels) / len(levels))
    order = {key: colours[n % len(colours)] for n, key in enumerate(found)}
    shapes: list[Shape] = []
    for i, shape in enumerate(art.shapes):
        rest = tuple(ring for k, ring in enumerate(shape.rings) if (i, k) not in order)
        light = min(1.25, max(0.6, 0.4 + 0.6 * sum(shape.fill) / mean))
        if len(rest) < len(shape.rings) and len(colours) < 2:
            shapes.append(replace(shape, fill=times(colours[0], light)))
            continue
        shapes += [replace(shape, rings=rest)] if rest else []
        for k, ring in enumerate(shape.rings):
            if (i, k) in order:
                shapes.append(replace(shape, rings=(ring,), fill=times(order[i, k], light)))
    return replace(art, shapes=tuple(shapes))


def _without(art: Art, found: Found) -> Art:
    """The drawing without what was found, and without what lies within it."""
    gone = [_boxed(art.shapes[i].rings[k]) for i, k in found]

    def within(ring: Ring) -> bool:
        x0, y0, x1, y1 = _boxed(ring)
        return any(a - 0.3 <= x0 and b - 0.3 <= y0 and x1 <= c + 0.3 and y1 <= d + 0.3 for a, b, c, d in gone)

    shapes = [replace(s, rings=tuple(r for r in s.rings if not within(r))) for s in art.shapes]
    kept = tuple(s for s in shapes if s.rings)
    return replace(art, shapes=kept) if kept else art


def _maned(art: Art, first: int, colours: tuple[Colour, ...]) -> Art:
    """Mane and tail, the colours one behind the other."""
    unit = 1.6 * (art.box[3] - art.box[1]) / 28 / len(colours)
    layers = [
        Art(tuple(replace(s, fill=colour) for s in art.shapes[:first])).moved(
            k * unit / 2, k * unit, 1 - 0.03 * k / len(colours)
        )
        for k, colour in enumerate(colours)
    ]
    return replace(art, shapes=(*(s for layer in layers for s in layer.shapes), *art.shapes[first:]))


def _eyed(art: Art, name: str, colour: Colour | None, count: int) -> Art:
    """Eyes of a colour, or another number of them, where the drawing has its own."""
    found = _found(art, "eyes")
    boxes = [_boxed(art.shapes[i].rings[k]) for i, k in found]
    high = art.box[3] - art.box[1]
    at = [((a + c) / 2, (b + d) / 2, max(c - a, d - b) / 2) for a, b, c, d in boxes if d - b > 0.012 * high]
    if not at:
        x, y = art.anchors.get("eyes", ((art.box[0] + art.box[2]) / 2, art.box[1] + 0.2 * high))
        at = [(x - 0.07 * high, y, 0.025 * high), (x + 0.07 * high, y, 0.025 * high)]
    left, width = art.box[0], art.box[2] - art.box[0]
    at = [eye for eye in at if eye[0] > left + 0.12 * width] or at  # what is at the tip is a nose
    level = min(y for _, y, _ in at) + 0.03 * high  # a nose is lower
    at = [eye for eye in at if eye[1] <= level][:2]
    r = max(eye[2] for eye in at) * (1.0 if nouns.group(name) == "person" and "brow" in art.anchors else 1.45)
    if count and count != len(at):
        x, y = sum(e[0] for e in at) / len(at), sum(e[1] for e in at) / len(at)
        art = _without(art, found) if count < len(at) else art
        at = [(x + (k % 2 * 2 - 1) * 1.5 * r * (count > 1), y - (k // 2) * 2.3 * r, r) for k in range(count)]
    pen = Pen()
    for x, y, _ in at:
        pen.ellipse(x, y, r * 1.28, r * 1.28, (250, 248, 244))
        pen.ellipse(x, y, r, r, colour or (70, 140, 90))
        pen.ellipse(x, y, r * 0.5, r * 0.62, INK)
        pen.ellipse(x - r * 0.36, y - r * 0.4, r * 0.24, r * 0.24, (255, 255, 255))
    return Art(art.shapes + tuple(pen.shapes), art.anchors, art.ground)


def _has(name: str, part: str) -> bool:
    return part in OWNED.get(name, "").split()


OWNED = {
    "deer": "horns", "goat": "horns", "ram": "horns", "ox": "horns", "@unicorn": "horns", "rhinoceros": "horns",
    "@pegasus": "wings", "butterfly": "wings", "honeybee": "wings", "bird": "wings",
}  # fmt: skip
