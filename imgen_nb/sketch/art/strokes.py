"""Strokes: what the lines of a recipe mean.

    ell FILL x y rx ry [turn]     box FILL x y w h [r]      ring FILL x y r width      arc FILL x y r from to width
    poly FILL x y x y ...         blob FILL x y x y ...     line FILL width x y ...    curve FILL width x y ...
    taper FILL width end x y ...  star FILL x y r points [inner]
    form, tuft, fur, scales, spots: a lit form, and what lies all over one: see `textures`
    both X STROKE...              the stroke, and its mirror image about the vertical at X
    times N DX DY STROKE...       the stroke N times, each further by (DX, DY)
    copy NAME x y scale [own]     another drawing moved there, in this one's colour where it says `own`
    write FILL x y height WORD    capital letters of straight lines
    at NAME x y                   where things attach: head, hand, seat, eyes, neck, glow, or the y of `ground`

A FILL is `main` (the colour asked for), a name of `PALETTE`, or six hexadecimal digits; each `-` after it makes it
darker, each `,` a touch darker, each `+` lighter, and `%60` lets what is behind show through.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from imgen_nb.sketch.art import textures
from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.recipes import Recipe, rgb
from imgen_nb.sketch.art.shapes import Art, Pen, smooth
from imgen_nb.sketch.art.textures import points
from imgen_nb.sketch.painting.canvas import mix, times

PALETTE: dict[str, Colour] = {
    "wood": (172, 116, 74), "bark": (118, 82, 58), "leaf": (86, 158, 84), "steel": (176, 184, 196),
    "iron": (72, 76, 86), "gold": (226, 178, 62), "brass": (206, 160, 74), "glass": (160, 216, 240),
    "stone": (168, 164, 160),
    "sand": (230, 196, 140), "brick": (178, 84, 66), "white": (250, 248, 244), "black": (40, 40, 48),
    "ink": (54, 46, 58), "red": (220, 60, 56), "orange": (244, 140, 50), "yellow": (250, 206, 70),
    "green": (70, 164, 90), "blue": (60, 120, 220), "purple": (136, 84, 200), "pink": (244, 150, 180),
    "cream": (248, 234, 204), "skin": (222, 168, 128), "water": (90, 170, 220), "paper": (250, 246, 234),
    "belly": (246, 232, 210), "paw": (112, 80, 62), "limb": (156, 116, 84), "tip": (250, 240, 226),
}  # fmt: skip
_DARKER = {"-": 0.78, ",": 0.9}
_FILL = re.compile(r"(\w+?)([-+,]*)(?:%(\d+))?$")
# Capital letters on a grid 4 wide and 6 high: strokes from node to node, a node is its x and y.
LETTERS = {
    "A": "06 20 46 / 14 34", "B": "00 06 36 45 44 33 03 / 33 42 41 30 00", "C": "41 30 10 01 05 16 36 45",
    "D": "00 06 26 44 42 20 00", "E": "40 00 06 46 / 03 33", "F": "40 00 06 / 03 33",
    "G": "41 30 10 01 05 16 36 45 43 23", "H": "00 06 / 40 46 / 03 43",
    "I": "20 26", "J": "40 45 36 16 05", "K": "00 06 / 40 03 46", "L": "00 06 46",
    "M": "06 00 23 40 46", "N": "06 00 46 40", "O": "10 30 41 45 36 16 05 01 10", "P": "06 00 30 41 42 33 03",
    "Q": "10 30 41 45 36 16 05 01 10 / 24 46", "R": "06 00 30 41 42 33 03 / 23 46",
    "S": "41 30 10 01 02 13 33 44 45 36 16 05", "T": "00 40 / 20 26", "U": "00 05 16 36 45 40", "V": "00 26 40",
    "W": "00 16 22 36 40", "X": "00 46 / 40 06", "Y": "00 23 40 / 23 26", "Z": "00 40 06 46",
    "0": "10 30 41 45 36 16 05 01 10", "1": "11 20 26", "2": "01 10 30 41 42 06 46", "3": "00 40 23 33 44 45 36 16 05",
    "!": "20 24 / 25 26", "?": "01 10 30 41 42 23 24 / 25 26", "$": "41 30 10 01 02 13 33 44 45 36 16 05 / 20 26",
    "+": "23 / 21 25 / 03 43", "=": "02 42 / 04 44",
}  # fmt: skip


FACE, BODY = (0.45, 0.94), (0.16, 0.3)  # how far down eyes and neck are, of a head alone and of a whole being


def draw(
    recipe: Recipe,
    colour: Colour | None,
    figure: Callable[[str, Colour | None], Art],
    named: Mapping[str, Colour] = PALETTE,
) -> Art:
    """The drawing of a recipe in a colour; `figure` draws what it copies, `named` are the fills that have a name."""
    hand = _Hand(colour or recipe.colour, figure, named)
    for stroke in recipe.strokes:
        hand.follow(stroke.split())
    pen, ground = hand.pen, hand.ground
    left, top, right, bottom = pen.art().box
    x, high = (left + right) / 2, bottom - top
    brow, chin = FACE if recipe.group == "face" else BODY
    usual = {
        "head": (x, top),
        "seat": (x, top + 0.02 * high),
        "hand": (right - (right - left) * 0.12, top + high * 0.56),
        "eyes": (x, top + high * brow),
        "neck": (x, top + high * chin),
    }
    pen.anchors = {**usual, **pen.anchors}
    return pen.art(ground)


class _Hand:
    """Follows strokes with a pen."""

    def __init__(
        self, colour: Colour, figure: Callable[[str, Colour | None], Art], named: Mapping[str, Colour]
    ) -> None:
        self.colour, self.figure, self.named = colour, figure, named
        self.pen = Pen()
        self.ground: float | None = None

    def follow(self, stroke: Sequence[str]) -> None:
        """Draw one stroke."""
        word, first, *rest = stroke
        if word in ("both", "times"):
            self.repeated(word, first, rest)
        elif word == "copy":
            x, y, scale = map(float, rest[:3])
            art = self.figure(first, self.colour if "own" in rest else None)
            self.pen.shapes.extend(art.moved(x, y, scale, mirror="back" in rest).shapes)
        elif word == "at":
            if first == "ground":
                self.ground = float(rest[0])
            else:
                self.pen.anchors[first] = (float(rest[0]), float(rest[1]))
        elif word == "write":
            x, y, high = map(float, rest[:3])
            self.write(self.fill(first)[0], x, y, high, " ".join(rest[3:]))
        else:
            fill, alpha = self.fill(first)
            _DRAWN[word](self.pen, fill, alpha, [float(n) for n in rest])

    def fill(self, text: str) -> tuple[Colour, int]:
        """(colour, alpha) of a FILL."""
        found = _FILL.match(text)
        if found is None:
            raise ValueError(f"no fill: {text}")
        name, steps, share = found.groups()
        colour = self.colour if name == "main" else self.named.get(name) or rgb(name)
        for step in steps:
            colour = mix(colour, (255, 255, 255), 0.3) if step == "+" else times(colour, _DARKER[step])
        return colour, 255 if share is None else round(2.55 * float(share))

    def repeated(self, word: str, first: str, rest: Sequence[str]) -> None:
        """A stroke and its mirror image, or a stroke in a row."""
        start = len(self.pen.shapes)
        if word == "both":
            self.follow(rest)
            drawn = Art(tuple(self.pen.shapes[start:]))
            self.pen.shapes.extend(drawn.moved(2 * float(first), 0, mirror=True).shapes)
            return
        dx, dy = float(rest[0]), float(rest[1])
        self.follow(rest[2:])
        drawn = Art(tuple(self.pen.shapes[start:]))
        for k in range(1, int(first)):
            self.pen.shapes.extend(drawn.moved(k * dx, k * dy).shapes)

    def write(self, fill: Colour, x: float, y: float, height: float, word: str) -> None:
        """Capital letters about the middle (x, y)."""
        unit = height / 6
        left = x - (len(word) * 5.6 - 1.6) * unit / 2
        for k, letter in enumerate(word):
            for line in LETTERS.get(letter, "").split(" / "):
                nodes = [(left + (5.6 * k + int(n[0])) * unit, y - height / 2 + int(n[1]) * unit) for n in line.split()]
                for a, b in pairwise(nodes):
                    self.pen.line([a, b], unit * 1.1, fill)


def _round(x: float, y: float, r: float, start: float, end: float) -> list[Point]:
    """Points of a circle's arc; degrees from the right, clockwise."""
    count = max(8, round(abs(end - start) / 8))
    angles = [math.radians(start + (end - start) * k / count) for k in range(count + 1)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in angles]


def _arc(pen: Pen, fill: Colour, alpha: int, n: list[float]) -> None:
    x, y, r, start, end, width = n
    outer, inner = _round(x, y, r + width / 2, start, end), _round(x, y, r - width / 2, start, end)
    pen.polygon(outer + inner[::-1], fill, alpha)


def _star(pen: Pen, fill: Colour, alpha: int, n: list[float]) -> None:
    x, y, r, rays = n[:4]
    inner = r * (n[4] if len(n) > 4 else 0.45)
    angles = [(math.pi * k / rays - math.pi / 2, inner if k % 2 else r) for k in range(2 * int(rays))]
    pen.polygon([(x + size * math.cos(a), y + size * math.sin(a)) for a, size in angles], fill, alpha)


def _ell(pen: Pen, fill: Colour, alpha: int, n: list[float]) -> None:
    x, y, rx, ry, turn = [*n, 0.0][:5]
    pen.ellipse(x, y, rx, ry, fill, turn, alpha)


def _box(pen: Pen, fill: Colour, alpha: int, n: list[float]) -> None:
    x, y, w, h, r = [*n, 0.0][:5]
    pen.box(x, y, w, h, fill, r, alpha)


def _line(pen: Pen, fill: Colour, alpha: int, n: list[float]) -> None:
    pen.line(points(n[1:]), n[0], fill)


def _curve(pen: Pen, fill: Colour, alpha: int, n: list[float]) -> None:
    pen.curve(points(n[1:]), n[0], fill)


def _taper(pen: Pen, fill: Colour, alpha: int, n: list[float]) -> None:
    pen.curve(points(n[2:]), n[0], fill, n[1])


_DRAWN: dict[str, Callable[[Pen, Colour, int, list[float]], None]] = {
    **textures.DRAWN,
    "poly": lambda pen, fill, alpha, n: pen.polygon(points(n), fill, alpha),
    "blob": lambda pen, fill, alpha, n: pen.polygon(smooth(points(n)), fill, alpha),
    "ring": lambda pen, fill, alpha, n: _arc(pen, fill, alpha, [n[0], n[1], n[2], 0, 360, n[3]]),
    "ell": _ell, "box": _box, "arc": _arc, "star": _star, "line": _line, "curve": _curve, "taper": _taper,
}  # fmt: skip
