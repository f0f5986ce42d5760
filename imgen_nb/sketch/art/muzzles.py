"""Muzzles: faces seen from the front for animals that the pack has only in profile, from a table of their features."""

from __future__ import annotations

from imgen_nb.sketch.art import textures
from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times

# name: fur, snout, paws as hex | ears | marks
_TABLE = """
horse        : a56a48 d4a07c 5a3c30 | tall   | forelock long
mouse        : b8acb6 e6dce0 eab0a8 | large  | pointed whiskers
monkey       : 8a5238 eec49e d8a07c | low    | heart
orangutan    : be6032 e6ac7c 8a5238 | low    | heart
cow          : f4f0ec f2b8b0 5c5656 | side   | horns patch long
ox           : 96644c e0b090 5a3e32 | side   | horns long
water-buffalo : 5e5a60 8c8488 3a363c | side  | horns long
rat          : 9a9094 d6c8ca e8a4a4 | round  | pointed whiskers
@armadillo   : b49c84 d8c4ac 7a6654 | tall   | plates long
kangaroo     : c08a60 e8c49c 7a5038 | tall   | long
sloth        : b89a78 ecdcc0 6e543e | none   | mask
chipmunk     : b5672f f2dcb8 7a4826 | pricked | cheeks
badger       : 8c8c92 f4f4f4 3a3a40 | small  | stripe
otter        : 8a6048 d8b898 5a3c2c | small  | whiskers
beaver       : 7e5238 b88a68 4a3022 | small  | teeth
hedgehog     : e8c8a0 f4e2c8 7a5a40 | small  | spikes
skunk        : 3a3842 f0f0f0 26242c | small  | stripe
elephant     : a0a4ae c4c8d0 7c8088 | flaps  | trunk
giraffe      : f0c060 f8e0b0 a86c30 | side   | knobs long
zebra        : f0f0f0 5a5860 3a3840 | tall   | stripes forelock long
goat         : e6e2da c8c0b4 8c8478 | side   | horns long
ewe          : f6f2e8 5a4c4a 4a3e3c | side   | wool
ram          : f6f2e8 d8c8b0 6a5a4a | side   | horns wool
llama        : f0e2c8 fff6e6 a88a68 | tall   | long wool
deer         : b8794a ead0b0 6a442c | side   | antlers long
gorilla      : 4a4854 8c8a98 34323c | small  | brow
leopard      : f0bc58 fae6c0 a8742c | round  | spots
rhinoceros   : 9ca0a8 bcc0c8 767a82 | small  | horn long
hippopotamus : a494b0 c8b8d0 7c6e88 | small  | wide
camel        : d8aa6c ecd0a0 9c7440 | small  | long
two-hump-camel : d8aa6c ecd0a0 9c7440 | small | long
donkey       : a49c98 e8e2dc 5c5654 | tall   | forelock long
bison        : 6a4a38 9a7658 40302a | small  | horns wool
lizard       : 6ab04c cce09a 4a7c38 | none   | slit
crocodile    : 54a454 ced68c 3a7c42 | none   | slit long
t-rex        : 58b060 c8e0a0 3c8048 | none   | slit
polar-bear   : ececf0 ffffff d2d2da | round  |
@wombat      : 8a705a c0a488 5c4836 | small  |
@capybara    : a5743e c89a64 6e4a28 | small  | long
@platypus    : 7a5238 8c8690 4a3224 | none   | bill
@pangolin    : a8804e e0c498 70542e | small  | long
@walrus      : 8c6a54 c8a488 5c4434 | none   | wide tusks whiskers
@lemur       : 8d8a92 f0f0ee 4a4850 | round  | mask
@shiba       : e0954a faead0 b06a2c | pricked |
@corgi       : e0903c f8f2e6 f8f2e6 | pricked | blaze
@dachshund   : 8a4a28 d89a60 6a3820 | flaps  | long
@dalmatian   : f6f4f0 ffffff e4e0d8 | flaps  | spots
@husky       : 6a7280 f4f4f6 f4f4f6 | pricked | blaze
@shepherd    : c08a48 f0dcb4 6a4a34 | pricked |
@chihuahua   : e0b878 fbf2e4 e0b878 | pricked |
@bulldog     : d8b894 fbf4ea fbf4ea | small  | wide
@siamese     : ece0c8 f8f0e0 5a4438 | pricked | mask whiskers
@persian     : f0ece6 ffffff e4dcd0 | pricked | whiskers
@calico      : f6f2ec ffffff f4ece0 | pricked | whiskers
@sphynx      : e8bca8 f4d4c4 d8a898 | pricked |
@mainecoon   : 9a7450 e0c8a0 7a5a3c | pricked | whiskers
@beagle      : b87a48 f8f2e6 f8f2e6 | flaps  | blaze
@retriever   : e0b060 f4dca8 c89848 | flaps  |
@pug         : e0bc8a 4a3c36 b09068 | small  | wide
@labradoodle : ecd9b0 faf0d8 b89a68 | side   | wool
@chameleon   : 62b24c c8e0a0 3f8034 | none   | slit
@boar        : 5c4236 8c6a58 3a2a24 | small  |
@moose       : 704c3a a88468 4a3226 | side   | antlers long
"""


def _rgb(text: str) -> Colour:
    value = int(text, 16)
    return value >> 16, value >> 8 & 255, value & 255


def _rows() -> dict[str, tuple[tuple[Colour, Colour, Colour], str, frozenset[str]]]:
    found = {}
    for line in _TABLE.strip().splitlines():
        name, _, rest = line.partition(":")
        colours, ears, marks = rest.split("|")
        fur, snout, paw = map(_rgb, colours.split())
        found[name.strip()] = ((fur, snout, paw), ears.strip(), frozenset(marks.split()))
    return found


DRAWN = _rows()
_EARS = {  # (x, y, rx, ry, turn) of the right one
    "tall": (6.5, -13, 2.8, 7.2, 14), "round": (8.2, -9.5, 3.8, 3.8, 0), "small": (8.0, -8.2, 2.6, 2.4, 0),
    "low": (11.2, -1.4, 3.6, 3.8, 0), "large": (9.6, -8.6, 5.6, 5.6, 0),
    "pricked": (7.4, -11.4, 3.4, 5.2, 24),
    "flaps": (14, -1, 7.0, 8.6, -8), "side": (12.4, -4.6, 4.6, 2.1, -16),
}  # fmt: skip


def face(name: str) -> tuple[Colour, Colour, Art]:
    """(fur, paws, the face from the front) of an animal of the table."""
    (fur, snout, paw), ears, marks = DRAWN[name]
    pen = Pen()
    dark = times(fur, 0.74)
    _behind(pen, fur, dark, ears, marks)
    if "slit" in marks:
        _scaly(pen, fur, snout)
        return fur, paw, pen.art()
    long = "long" in marks
    outline = _LONG if long else _POINTED if "pointed" in marks else _ROUND
    outline = outline + [(-x, y) for x, y in outline[-2:0:-1]]
    if not marks & {"trunk", "horn", "wide", "plates", "bill", "long"}:
        textures.draw(pen, "tuft", times(fur, 0.94), 1.6, 2.0, outline=outline)
    pen.blob(outline, fur)
    _marks(pen, fur, snout, dark, marks)
    _snout(pen, snout, marks)
    x, y = (5.4, -3.2) if long else (4.7, -1.8)
    for s in (-1, 1):
        eye(pen, s * x, y, fur)
        if not long:
            pen.ellipse(s * 7.8, 3.2, 1.9, 1.3, (240, 120, 110), alpha=70)
    return fur, paw, pen.art()


# The right halves of heads, from the crown to the chin.
_ROUND: list[Point] = [(0, -11), (5.6, -10), (9.6, -5.8), (11.4, 1), (9.8, 6.2), (5.4, 9.8), (0, 10.6)]
_POINTED: list[Point] = [(0, -10.6), (6, -9.4), (9.8, -4.4), (9.6, 1.4), (6.2, 6.4), (2.8, 10.4), (0, 11.2)]
_LONG: list[Point] = [(0, -11.4), (5.2, -10.4), (8.6, -6), (8, -0.6), (5.8, 4.6), (5.8, 9.4), (3.8, 13), (0, 14)]


def eye(pen: Pen, x: float, y: float, fur: Colour) -> None:
    """A round dark eye under a lid, with a warm depth and two sparks."""
    pen.ellipse(x, y - 0.3, 2.3, 2.7, times(fur, 0.7))
    pen.ellipse(x, y + 0.1, 1.95, 2.4, (33, 30, 36))
    pen.ellipse(x, y + 1.0, 1.2, 1.1, (116, 74, 48))
    pen.ellipse(x - 0.6, y - 0.8, 0.7, 0.8, (255, 255, 255))
    pen.ellipse(x + 0.7, y + 1.0, 0.32, 0.36, (255, 255, 255))


def _scaly(pen: Pen, skin: Colour, throat: Colour) -> None:
    """The face of a reptile: eyes that stand out above, a wide mouth, and no nose but two holes."""
    dark = times(skin, 0.7)
    for s in (-1, 1):
        pen.ellipse(s * 6.6, -7.4, 5.0, 5.0, dark)
        pen.ellipse(s * 6.4, -7.6, 4.4, 4.4, skin)
    pen.blob([(0, -7.6), (7.4, -5.6), (11.6, 1), (9.6, 7), (0, 10), (-9.6, 7), (-11.6, 1), (-7.4, -5.6)], skin)
    pen.blob([(0, 4.4), (6.4, 3.6), (10.4, 2), (8.6, 7), (0, 9.6), (-8.6, 7), (-10.4, 2), (-6.4, 3.6)], throat)
    pen.curve([(-10.6, 1.6), (-6, 4), (0, 4.8), (6, 4), (10.6, 1.6)], 0.8, times(dark, 0.7))
    for k in (-1, 0, 1):
        pen.ellipse(k * 2.6, -3.4 - (k == 0) * 1.2, 0.8, 0.6, dark)
    for s in (-1, 1):
        pen.ellipse(s * 1.8, 1.2, 0.6, 0.5, times(dark, 0.6))
        pen.ellipse(s * 6.2, -7.8, 3.2, 3.2, (246, 212, 76))
        pen.ellipse(s * 6.0, -7.8, 1.5, 2.4, (33, 33, 38))
        pen.ellipse(s * 6.0 - 0.7, -8.8, 0.6, 0.6, (255, 255, 255))


def _behind(pen: Pen, fur: Colour, dark: Colour, ears: str, marks: frozenset[str]) -> None:
    if "spikes" in marks:
        for k in range(-5, 6):
            pen.polygon([(k * 2.4 - 2.2, -2), (k * 2.9, -14.5 + abs(k) * 1.5), (k * 2.4 + 2.2, -2)], (110, 80, 60))
    if "antlers" in marks:
        for s in (-1, 1):
            pen.line([(s * 4, -9), (s * 8, -15), (s * 12.5, -19)], 1.5, (150, 110, 76))
            pen.line([(s * 8, -15), (s * 6.6, -19.4)], 1.3, (150, 110, 76))
            pen.line([(s * 10, -17), (s * 14, -16)], 1.2, (150, 110, 76))
    if "horns" in marks:
        for s in (-1, 1):
            pen.curve([(s * 4.6, -9), (s * 9.4, -13), (s * 11.4, -9.4)], 3.0, (214, 200, 172), 1.2)
    if "knobs" in marks:
        for s in (-1, 1):
            pen.line([(s * 3, -9), (s * 3.6, -15)], 1.6, dark)
            pen.ellipse(s * 3.6, -15.4, 1.7, 1.7, times(fur, 0.5))
    if ears in _EARS:
        x, y, rx, ry, turn = _EARS[ears]
        for s in (-1, 1):
            pen.ellipse(s * x, y, rx, ry, dark if ears == "flaps" else fur, s * turn)
            pen.ellipse(s * x, y + 0.5, rx * 0.56, ry * 0.6, mix(fur, (250, 170, 160), 0.55), s * turn)
    if "wool" in marks:
        for k in range(12):
            pen.ellipse(
                (k % 6 - 2.5) * 4.0,
                -8 + (k // 6) * 3 - (2 - abs(k % 6 - 2.5)) * 1.1,
                3.4,
                3.4,
                mix(fur, (255, 255, 255), 0.25),
            )


def _marks(pen: Pen, fur: Colour, snout: Colour, dark: Colour, marks: frozenset[str]) -> None:
    if "mask" in marks:
        pen.ellipse(0, 0.6, 9, 7.4, snout)
        for s in (-1, 1):
            pen.ellipse(s * 5.2, -0.6, 4.4, 2.3, (96, 72, 54), s * 20)
    if "blaze" in marks:
        pen.blob([(0, -11), (1.8, -4), (5, 2), (8, 7), (0, 10.6), (-8, 7), (-5, 2), (-1.8, -4)], snout)
    if "stripe" in marks:
        pen.polygon([(-2.2, -10.8), (2.2, -10.8), (1.4, 2), (-1.4, 2)], snout)
        for s in (-1, 1):
            pen.polygon([(s * 2.6, -10.4), (s * 5.8, -9), (s * 6.4, 1), (s * 3, 1)], times(dark, 0.8))
    if "stripes" in marks:
        for y in (-9.0, -6.0, -3.0, 3.0):
            for s in (-1, 1):
                pen.polygon([(s * 10.4, y), (s * 3, y + 1.6), (s * 10.6, y + 2)], (50, 48, 56))
    if "spots" in marks:
        for x, y in (
            (-6.0, -6.6),
            (-2.4, -8.6),
            (2.4, -8.6),
            (6, -6.6),
            (0, -6),
            (-8.4, -2),
            (8.4, -2),
            (-8, 3),
            (8, 3),
        ):
            pen.ellipse(x, y, 1.0, 0.9, (110, 72, 36))
    if "heart" in marks:
        right: list[Point] = [(0, -5.4), (3.6, -8.2), (7.4, -5.8), (7.6, -0.6), (8.4, 5), (4.8, 9.4), (0, 10.2)]
        pen.blob(right + [(-x, y) for x, y in right[-2:0:-1]], snout)
    if "patch" in marks:
        pen.blob([(1.6, -10.6), (5.6, -10), (8.4, -5.8), (7.8, -0.4), (5.4, 2), (2.8, -2), (2.4, -6.4)], (74, 68, 72))
    if "cheeks" in marks:
        for s in (-1, 1):
            pen.ellipse(s * 4.7, -1.4, 3.3, 3.9, snout)
            pen.blob([(s * 3, 3.4), (s * 8.6, 1.6), (s * 9.4, 5.2), (s * 5, 8.8), (s * 1.4, 9.4)], snout)
    if "brow" in marks:
        pen.ellipse(0, 1.4, 8, 6.4, (132, 128, 142))
    if "plates" in marks:
        pen.blob(
            [(0, -11.8), (5, -10.6), (6.4, -6.6), (3.4, -1), (0, 2.4), (-3.4, -1), (-6.4, -6.6), (-5, -10.6)], dark
        )
        for y, w in ((-8.6, 5.4), (-5.6, 5.2), (-2.6, 3.6)):
            pen.curve([(-w, y), (0, y + 1.6), (w, y)], 0.6, times(fur, 0.56))
    if "forelock" in marks:
        pen.blob([(-3.4, -11), (0, -13.6), (3.6, -11), (2.4, -6), (0.6, -2.4), (-0.8, -6), (-2.8, -6.4)], (58, 42, 40))


def _snout(pen: Pen, snout: Colour, marks: frozenset[str]) -> None:
    nose: Colour = (52, 40, 44)
    if "trunk" in marks:
        pen.curve([(0, 1), (0.6, 8), (-1.4, 13), (-5, 14.4)], 5.4, times(snout, 0.9), 3.4)
        for y in (4.5, 7.5, 10.5):
            pen.line([(-1.6, y), (1.8, y)], 0.5, times(snout, 0.72))
        for s in (-1, 1):
            pen.curve([(s * 3.6, 5), (s * 5.4, 9), (s * 8, 10)], 1.6, (250, 246, 232), 0.8)
        return
    long, bill = "long" in marks, "bill" in marks
    wide = 9.4 if bill else 8.0 if "wide" in marks else 5.2 if long else 3.6 if "pointed" in marks else 5.6
    y, high = (9.2, 4.9) if long else (6.2, 3.6) if bill else (5.6, 4.4)
    pen.ellipse(0, y, wide, high, snout)
    pen.ellipse(0, y - 0.3 * high, wide * 0.8, high * 0.6, mix(snout, (255, 255, 255), 0.16))
    if "horn" in marks:
        pen.polygon([(-2.2, 4), (2.2, 4), (0, -5)], (226, 222, 210))
    if long or bill or "wide" in marks:
        for s in (-1, 1):
            pen.ellipse(s * (2.6 if long else 1.8), y - high * (0.1 if long else 0.4), 0.9, 1.1, nose, s * 16)
        lip = y + high * (0.5 if long else 0.2)
        pen.curve([(-wide * 0.62, lip - 0.6), (0, lip + 0.6), (wide * 0.62, lip - 0.6)], 0.6, times(snout, 0.5))
    else:
        top = y - (1.2 if "pointed" in marks else 2.6)
        pen.blob([(-2.1, top - 0.6), (0, top - 1.1), (2.1, top - 0.6), (1.1, top + 1.2), (-1.1, top + 1.2)], nose)
        pen.ellipse(-0.5, top - 0.5, 0.7, 0.35, (150, 136, 140))
        for s in (-1, 1):
            mouth = [(0, top + 1.0), (s * 0.3, top + 2.2), (s * 1.7, top + 2.9), (s * 3.0, top + 2.1)]
            pen.curve(mouth, 0.55, times(snout, 0.45))
    if "teeth" in marks:
        pen.box(-1.7, y + 2, 3.4, 3, (252, 250, 240), 0.6)
    if "tusks" in marks:
        for s in (-1, 1):
            pen.polygon([(s * 2, y + 2), (s * 4, y + 2), (s * 3, y + 10)], (250, 246, 232))
    if "whiskers" in marks:
        for s in (-1, 1):
            for k in (-1, 0, 1):
                pen.line([(s * 4, y + k), (s * 9.4, y + k * 2)], 0.4, (240, 236, 230))
