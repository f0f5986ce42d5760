"""Birds in the air: in profile with both wings up, owls and other upright ones from the front with wings spread."""

from __future__ import annotations

from collections.abc import Callable

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.recipes import rgb
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times

# name: body, breast, wing, tips, beak as hex | neck
_TABLE = """
bird     : d8423c f2a08c b8302e 5c2a34 f0b040 | short
dove     : f4f2ee ffffff dfe2ea 6c7280 f0a850 | short
parrot   : d8303c f05a54 f4c040 2c6cc8 3a363e | short
goose    : 9a7a5e e8dcc8 7c5f48 463a36 f08c3c | long
duck     : 9a9284 ece4d6 7a7468 3a62b4 f4b840 | long
swan     : f8f6f2 ffffff e8e8f0 d4d8e4 f0903c | long
hen      : faf8f4 ffffff e4dcd2 c8beb2 fcb034 | short
crow     : 3a3844 54525e 2c2a36 1e1c26 4a4852 | short
turkey   : 6a4a3c 8c6a52 543a30 e0d0b8 f0b060 | long
baby-chick : f8d448 fce88c eebc30 d8a028 f09030 | short
@toucan  : 2e2c36 faf4e4 26242e 1c1a22 f49a34 | short
@hen     : faf8f4 ffffff e4dcd2 c8beb2 fcb034 | short
rooster  : b05a34 e0a060 7c3c28 2e4a44 f0b040 | short
@robin   : 8a6c4e e8702c 74583e 4a3828 e8a83c | short
@sparrow : 9a7450 e8dcc8 7e5c3e 4a3424 d8a050 | short
@canary  : f4cc34 fce88c e0b424 a8841c e8a83c | short
@bluebird : 3f7fd0 e08a50 3268b0 223c70 3a3a44 | short
@chickadee : 8a94a0 f4ecd0 727c88 3a4048 3a3a40 | short
@bluejay : 3a78c8 f2f4f8 2e62a8 1e3460 2a2a30 | short
@woodpecker : 2c2c34 f6f2e8 26262e 16161c c8b088 | short
@kingfisher : 2a86c8 e88a3a 226ea8 164a74 2a2a30 | short
@pigeon  : 8a94a6 c4ccd8 76808f 3a4050 4a4a52 | short
@seagull : f4f6fa ffffff a8b6c8 2a2c34 f0b030 | short
@heron   : 8a9cb4 d8dee6 74869e 34405a e0a83c | long
@stork   : f8f8fa ffffff eceef2 2a2c36 e0503c | long
@vulture : 4a3e3a 6a5a52 3e3430 241e1c d89a90 | short
@hawk    : 8a5c3a f2e4cc 74492c 3e2818 e8b840 | short
@quail   : 8a6446 b8683a 74523a 4a3222 e8cc90 | short
@cormorant : 2a3038 464e58 22282e 14181c e0b050 | long
"""
FRONTAL: dict[str, tuple[Colour, Colour]] = {
    "owl": ((126, 88, 62), (88, 60, 46)), "@hornedowl": ((118, 84, 60), (84, 58, 44)),
    "penguin": ((52, 56, 78), (36, 38, 56)),
}  # fmt: skip


def _read(text: str) -> dict[str, tuple[tuple[Colour, ...], str]]:
    found = {}
    for line in text.strip().splitlines():
        name, _, rest = line.partition(":")
        colours, _, neck = rest.partition("|")
        found[name.strip()] = tuple(map(rgb, colours.split())), neck.strip()
    return found


PROFILE = _read(_TABLE)


def flies(name: str) -> bool:
    """Whether there is a drawing of it in the air."""
    return name in PROFILE or name in FRONTAL


def aloft(name: str, colour: Colour | None, figure: Callable[[str], Art]) -> Art:
    """A bird on its wings, in a colour; `figure` draws one that faces us."""
    if name in FRONTAL:
        return _spread(figure(name), *FRONTAL[name])
    (body, breast, wing, tip, beak), neck = PROFILE[name]
    if colour:
        body, breast, wing, tip = colour, mix(colour, (255, 255, 255), 0.45), times(colour, 0.82), times(colour, 0.5)
    pen = Pen()
    _wing(pen, (46, 46), -0.24, times(wing, 0.76), times(tip, 0.8), 0.86)
    for k in range(3):
        pen.blob(
            [(92, 50), (116, 44 + 7 * k), (136 - 3 * abs(k - 1), 42 + 10 * k), (118, 54 + 5 * k), (94, 60)],
            (tip, wing, tip)[k],
        )
    head = (-16.0, 30.0) if neck == "long" else (16.0, 42.0)
    if neck == "long":
        pen.curve([(34, 52), (14, 46), (-2, 38), head], 17, body, 10)
    pen.blob([(10, 48), (24, 38), (48, 36), (76, 42), (102, 52), (84, 64), (56, 70), (30, 66), (14, 58)], body)
    pen.blob([(14, 56), (30, 58), (56, 62), (84, 60), (66, 68), (44, 70), (26, 66)], breast)
    x, y = head
    pen.polygon([(x - 9, y - 3), (x - 24, y + 3), (x - 8, y + 6)], beak)
    pen.polygon([(x - 9, y + 1.6), (x - 22, y + 3), (x - 8, y + 6)], times(beak, 0.8))
    size = 9.5 if neck == "long" else 13.0
    pen.ellipse(x, y, size * 1.06, size, body)
    pen.ellipse(x - 3, y - 2, 2.7, 3.0, (33, 30, 36))
    pen.ellipse(x - 3.8, y - 3, 1.0, 1.1, (255, 255, 255))
    pen.ellipse(x + 1, y + 4.4, 2.6, 1.8, (240, 120, 110), alpha=70)
    _wing(pen, (58, 50), 0.2, wing, tip, 1.0)
    pen.anchors = {
        "head": (x, y - size),
        "eyes": (x - 3, y),
        "neck": (x + 8, y + 8),
        "hand": (x - 22, y + 4),
        "seat": (66, 40),
    }
    return pen.art()


def _wing(pen: Pen, root: Point, lean: float, fill: Colour, tip: Colour, size: float) -> None:
    """A raised wing from its root: long feathers fanned at the hand, short ones along the arm, coverts over both."""
    x, y = root

    def at(u: float, v: float) -> Point:
        return x + size * (u - v * lean), y + size * v

    for k in range(6):
        u, v = 4 + 11.0 * k, -76 + 2.2 * k * k
        pen.blob(
            [at(4 + 2 * k, -34 + 2 * k), at(u - 7, v + 16), at(u, v), at(u + 8, v + 15), at(12 + 3 * k, -26 + 2 * k)],
            tip,
        )
    for k in range(6):
        u, v = 12 + 9.4 * k, -48 + 7.4 * k
        pen.blob(
            [at(2 + 2 * k, -22 + 3 * k), at(u - 3, v + 5), at(u + 3, v), at(u + 7, v + 9), at(8 + 3 * k, -8 + 2 * k)],
            times(fill, 0.9),
        )
    pen.blob(
        [at(-12, 2), at(-11, -20), at(-4, -42), at(8, -54), at(18, -46), at(24, -28), at(30, -10), at(26, 4), at(6, 8)],
        fill,
    )
    for k in range(3):
        pen.curve(
            [at(-4 + 4 * k, -8 - 9 * k), at(4 + 5 * k, -14 - 6 * k), at(14 + 3 * k, -12 - 5 * k)],
            1.3 * size,
            times(fill, 0.8),
        )


def _spread(art: Art, fill: Colour, tip: Colour) -> Art:
    """The wings of one that faces us, to both sides behind it."""
    left, top, right, bottom = art.box
    x, high = (left + right) / 2, bottom - top
    y, half = top + 0.5 * high, 0.3 * (right - left)
    pen = Pen()
    for s in (-1, 1):

        def at(u: float, v: float, s: int = s) -> Point:
            return x + s * (half + u * high), y + v * high

        for k in range(6):
            u, v = 0.94 - 0.1 * k, -0.34 + 0.12 * k
            pen.blob(
                [at(0.2, -0.14 + 0.03 * k), at(u - 0.12, v - 0.06), at(u, v), at(u - 0.1, v + 0.09), at(0.1, 0.04 * k)],
                times(tip, 1 + 0.03 * (k % 2)),
            )
        pen.blob(
            [
                at(-0.1, -0.12),
                at(0.2, -0.3),
                at(0.5, -0.4),
                at(0.66, -0.34),
                at(0.52, -0.16),
                at(0.3, 0.06),
                at(-0.1, 0.26),
            ],
            fill,
        )
        for row in range(2):
            for k in range(4):
                u, v = 0.12 + 0.12 * k, -0.02 - 0.06 * k - 0.1 * row
                pen.curve(
                    [at(u - 0.05, v - 0.03), at(u, v + 0.05), at(u + 0.06, v - 0.04)], 0.016 * high, times(fill, 0.78)
                )
    return Art((*pen.shapes, *art.shapes), art.anchors, art.ground)
