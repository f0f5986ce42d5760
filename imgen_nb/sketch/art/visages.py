"""Visages: heads of people drawn for this engine, a little from the side, with several ways of wearing hair.

Skin and hair have the colours of the pack's people, which `skins` turns into those of somebody.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from imgen_nb.sketch.art.pack import Colour, Point, Shape
from imgen_nb.sketch.art.shapes import Art, Pen

SKIN: Colour = (255, 200, 61)
SHADED: Colour = (237, 146, 0)
HAIR: Colour = (241, 161, 30)
DARK: Colour = (214, 125, 0)
GLOSS: Colour = (248, 186, 84)
LIPS: Colour = (153, 8, 57)
INK: Colour = (40, 30, 34)
WIDE = 11.0  # a head without its hair; its chin is at (0, 0), and it is turned a little to the right

# name: what is behind the head | what is before it. b: a blob through points, d: a darker one, o: a ball.
_TABLE = """
crop   : | b -5.8 -6 -6.2 -9.8 -4.4 -13 -.4 -14.4 3.8 -13.6 6 -10.6 5.7 -7.6 4.8 -9.4 2.2 -10.8 -1.6 -10.4 -4.2 -9.2
  -5 -6.6
parted : | b -5.8 -5.6 -6.4 -9.6 -4.8 -13.2 -1.2 -14.4 3.4 -14 6 -11 5.8 -7.6 5 -9.8 2.6 -11.6 0 -11.8 -2.4 -10 -4.6
  -8.8 -5 -6
quiff  : | b -5.7 -6 -6 -9.6 -4.6 -12.6 -1.4 -14 2.6 -15.8 6.2 -14.6 6.4 -11.6 5.6 -7.8 4.9 -9.6 3 -10.8 -1 -10.4
  -4.2 -9.4 -5 -6.8
spiky  : | b -5.8 -6 -6.6 -10.4 -5 -12 -4.6 -14.2 -2.4 -13.2 -.8 -15.2 1 -13.6 3.2 -15 4.2 -12.8 6.2 -12.4 5.7 -7.8
  4.6 -9.8 2.6 -9 .8 -10.6 -1.4 -9 -3.2 -10.2 -4.4 -8.4 -5 -6.4
wild   : b -5.6 -1.6 -9 -2.6 -7.4 -5 -11 -7 -8 -9 -10.8 -13 -7.2 -12.8 -7.8 -17 -4.4 -15 -2.8 -18.8 -.4 -15.6 2.6 -19
  3.6 -15.4 7.2 -17 6.8 -13.2 10.4 -13 7.8 -9.8 10.8 -7.6 7.2 -5.6 8.8 -2.8 5.4 -1.8 | b -5.8 -6 -7 -9.4 -6.4 -13 -4.6
  -14.8 -2.4 -14.2 -.8 -16 1 -14.4 3.2 -15.6 4.6 -13.8 6.6 -12.4 5.7 -7.8 4.6 -9.8 2.6 -9 .8 -11 -1.4 -9 -3.2 -10.6 -4.4
  -8.4 -5 -6.4
curls  : o -5 -9 2.4 o 5.2 -9.4 2.2 | o -5.4 -7.6 1.4 o -5.2 -10.2 2.2 o -3 -12.2 2.5 o 0 -13 2.6 o 3 -12.4 2.5 o 5
  -10.4 2.1 o -2 -10.9 1.8 o 1.4 -11.4 1.8 o 5.4 -8.2 1.2
thin   : b -5.9 -3.4 -6.4 -7 -5.4 -9.4 5.2 -9.4 6 -7 5.4 -3.6 | b -5.2 -3.6 -6.2 -6 -5.6 -9 -4.4 -9.4 -4.8 -6 b 5.2
  -4.4 5.8 -6.4 5.2 -8.8 4.7 -8.4 4.8 -6
fringe : b -6.2 -1 -7 -6 -6.2 -11 -2.6 -14.2 2.6 -14.2 6 -11.2 6.6 -6 5.8 -1.6 0 -.4 | b -5.6 -4 -6.8 -8.4 -5 -12.8
  -.6 -14.6 4 -13.6 6.3 -10 6 -5.4 5 -7.4 4.2 -8.8 .6 -8.4 -3.4 -8.8 -4.8 -7
bob    : b -6.8 1 -7.6 -4 -6.6 -11 -2.6 -14.4 2.6 -14.4 6.2 -11.2 7 -4.4 6.2 .6 3 1.6 -3.6 1.8 | b -5.4 -1.6 -7.2 -5
  -6.4 -11 -2.6 -14.6 2.6 -14.4 6.2 -11 6.4 -3.6 5.2 -5.4 4.4 -9.2 1 -11.4 -2.4 -9.6 -4.6 -7.4
long   : b -7.4 6.4 -7.6 -2 -6.8 -10 -2.8 -14.6 2.6 -14.6 6.4 -11 7 -3 6.8 5 3.6 6.4 -3.8 7.6 | b -5 -1 -6.6 2.6
  -7.2 -3 -6.4 -10.8 -2.4 -14.8 2.8 -14.6 6.2 -11.2 6.6 -4 5.2 -6.4 4 -9.6 .4 -12 -2.2 -10 -4.2 -7.8
waves  : o -6.2 -3 2.6 o -6.6 .6 2.7 o -6 4 2.5 o 6 -3.4 2.2 o 6.4 0 2.3 o 5.8 3.2 2.2 b -6.8 4 -7.2 -6 -5.6 -12 0
  -14.6 5.6 -12 6.6 -6 6 3 0 4.4 | b -5 -3 -6.8 -5 -6.4 -10.8 -2.4 -14.8 2.8 -14.6 6.2 -11.2 6.4 -5 5.2 -6.6 4.2 -9.4
  1.8 -11.6 -2 -10.6 -4.4 -7.6
tail   : b -4.6 -11.6 -8.2 -11.8 -10.4 -8 -9.8 -2.6 -8.4 .8 -7.6 -3 -6.4 -7.4 o -5.6 -10.6 1.5 | b -5.6 -5.6 -6.4
  -9.6 -4.6 -13.2 -.4 -14.6 3.8 -13.6 6 -10.6 5.7 -7 4.8 -9.2 2.2 -11.2 -1.8 -10.6 -4.6 -8.6 -5.1 -6
bun    : o -1.6 -15.4 3.1 | b -5.7 -5.2 -6.4 -9.6 -4.6 -13.2 -.4 -14.6 3.8 -13.6 6 -10.6 5.7 -6.4 4.7 -9.4 1.4 -11.4
  -2.4 -10.8 -4.6 -8.6 -5.1 -5.8 d -3 -13.8 -1.6 -14.6 .2 -13.9 -1.4 -13.2
round  : o -6.2 -6.4 2.8 o -6.6 -9.8 3 o -4.8 -13 3.2 o -1.2 -15 3.3 o 2.8 -14.6 3.2 o 5.6 -12 3 o 6.6 -8.6 2.8 o 6
  -5.6 2.4 | o -5.4 -8 1.7 o -4.6 -10.6 2 o -2.4 -12.2 2.2 o .6 -12.8 2.2 o 3.4 -12 2.1 o 5.2 -9.8 1.7
pigtails : o -8.4 -7.6 2.2 b -8.8 -7.8 -10.8 -4 -10 0 -8.4 1.6 -7.2 -1.4 -7.4 -5 o 7.8 -7.6 1.9 b 8.2 -7.6 9.8 -4
  9.2 -.4 7.8 1 6.8 -1.8 6.8 -5 | b -5.7 -4.8 -6.4 -9.6 -4.6 -13 -.4 -14.4 3.8 -13.4 6 -10.4 5.7 -5.6 4.6 -8.6 1.6
  -10.2 -.6 -9.2 -3 -10 -4.7 -7.8
braid  : b -5 -2 -7.4 0 -6.2 2.4 -7.6 4.4 -6.4 6.4 -6.6 9.4 -5 7 -4.2 4.6 -5 2.6 -3.8 .6 | b -5.2 -3 -6.8 -5 -6.4
  -10.4 -2.6 -14.4 2.6 -14.4 6 -10.8 5.8 -6.6 4.6 -9.2 .8 -11.8 -2 -9.8 -4.4 -7.8
hairless : |
"""


@dataclass(frozen=True)
class _Kind:
    """A kind of people: the ways they wear their hair, how large the head is, their age."""

    styles: tuple[str, ...]
    size: float
    lashes: bool = False
    old: bool = False


_MEN = ("parted", "crop", "curls", "quiff", "thin", "crop")
_WOMEN = ("long", "bob", "tail", "round", "bun", "waves")
_BOYS = ("spiky", "curls", "parted", "fringe", "quiff", "crop")
_GIRLS = ("pigtails", "tail", "bob", "braid", "round", "waves")
KINDS = {
    "man": _Kind(_MEN, 0.9), "woman": _Kind(_WOMEN, 0.87, lashes=True),
    "boy": _Kind(_BOYS, 1.14), "girl": _Kind(_GIRLS, 1.14, lashes=True),
    "old-man": _Kind(("thin", "thin", "crop", "thin", "parted", "hairless"), 0.9, old=True),
    "old-woman": _Kind(("bun", "bob", "curls", "bun", "waves", "bob"), 0.9, lashes=True, old=True),
}  # fmt: skip
# Both of a pair by turns, where the word does not tell.
_EITHER = {
    "person": ("woman", "man"), "child": ("girl", "boy"), "older-person": ("old-woman", "old-man"),
    "artist": ("woman", "man"), "health-worker": ("man", "woman"), "scientist": ("woman", "man"),
    "technologist": ("man", "woman"), "office-worker": ("woman", "man"), "singer": ("woman", "man"),
    "mechanic": ("man", "woman"), "woman-teacher": ("woman", "woman"), "man-teacher": ("man", "man"),
}  # fmt: skip
_ACT = re.compile("-(standing|walking|running|dancing|biking|swimming)$")  # what an icon of the pack does
GREY: Colour = (214, 212, 214)
STEEL: Colour = (176, 174, 180)
_Strands = tuple[tuple[str, tuple[float, ...]], ...]


def _read(text: str) -> _Strands:
    found: list[tuple[str, list[float]]] = []
    for word in text.split():
        if word in "bdo":
            found.append((word, []))
        else:
            found[-1][1].append(float(word))
    return tuple((kind, tuple(values)) for kind, values in found)


STYLES = {
    name.strip(): tuple(map(_read, rest.split("|")))
    for name, _, rest in (line.partition(":") for line in _TABLE.replace("\n  ", " ").strip().splitlines())
}


def kind_of(name: str, choice: int) -> str | None:
    """Which of the kinds somebody is of that name; None where the pack's head is better known."""
    name = _ACT.sub("", name)
    return _EITHER[name][choice % 2] if name in _EITHER else name if name in KINDS else None


@functools.lru_cache(64)
def visage(kind: str, choice: int | str) -> Art:
    """A head whose chin is at the origin, with its neck below it, without the hair behind it."""
    pen, k = Pen(), KINDS[kind]
    pen.line([(-0.4, -2), (0, 2.2)], 3.9, SHADED)
    for x, r in ((-5.3, 1.4), (5.3, 1.0)):
        pen.ellipse(x, -5.2, r, 1.6, SKIN)
    pen.ellipse(-5.3, -5.2, 0.6, 0.8, SHADED)
    pen.blob(_FACE, SKIN)
    _features(pen, k)
    front = _style(kind, choice)[1]
    _strands(pen, front, (GREY, STEEL) if k.old else (HAIR, DARK))
    if any(stroke == "b" and max(at) > 5 for stroke, at in front) and front[0][0] == "b" and len(front) != 2:
        _sheen(pen, k)
    return pen.art().moved(0, 0, k.size)


@functools.lru_cache(64)
def nape(kind: str, choice: int | str) -> tuple[Shape, ...]:
    """The hair behind that head, which also hangs behind the body."""
    pen, k = Pen(), KINDS[kind]
    _strands(pen, _style(kind, choice)[0], (STEEL, STEEL) if k.old else (DARK, DARK))
    return tuple(shape for shape in pen.art().moved(0, 0, k.size).shapes)


@functools.lru_cache(64)
def back(kind: str, choice: int | str) -> Art:
    """That head from behind: hair all over, or a bald crown above a ring of it."""
    pen, k = Pen(), KINDS[kind]
    hair, dark = (GREY, STEEL) if k.old else (HAIR, DARK)
    pen.line([(0, -3), (0, 2.2)], 3.9, SHADED)
    for s in (-1, 1):
        pen.ellipse(s * 5.6, -5.2, 1.2, 1.6, SKIN)
    bald = _style(kind, choice) in (STYLES["thin"], STYLES["hairless"])
    if bald:
        pen.blob(_FACE, SKIN)
    for stroke in () if bald else _style(kind, choice):
        _strands(pen, tuple(one for one in stroke if one[0] == "o"), (hair, hair))
    skull = [(0, -14.4), (4.2, -13.2), (6.2, -9.4), (5.6, -4.6), (3.6, -1.4), (0, -0.6)]
    low = [(5.7, -7.6), (5.4, -4.4), (3.4, -1.4), (0, -0.6)]
    right = low if bald else skull
    if _style(kind, choice) != STYLES["hairless"]:
        pen.blob(right + [(-x, y) for x, y in right[::-1] if x], hair)
    if not bald:
        pen.curve([(-4.3, -11.0), (-2.6, -12.7), (0.2, -13.2)], 0.75, (238, 238, 240) if k.old else GLOSS)
        for x in (-3, -1, 1.2, 3.2):
            pen.curve([(0.5 * x, -12.6), (x, -8.4), (0.8 * x, -2.6)], 0.3, dark)
    return pen.art().moved(0, 0, k.size)


def _style(kind: str, choice: int | str) -> tuple[_Strands, ...]:
    """The strands of a way to wear hair: one by name, or one of those that a kind of people has."""
    styles = KINDS[kind].styles
    return STYLES[choice if isinstance(choice, str) else styles[choice % len(styles)]]


_FACE: list[Point] = [
    (0, -12.8), (4, -11.2), (5.5, -7.6), (5.2, -3.4), (3.2, -0.8), (0.5, 0.1), (-2.4, -0.8), (-4.9, -3.4), (-5.5, -7.6),
    (-4, -11.2),
]  # fmt: skip


def _strands(pen: Pen, strands: _Strands, fills: tuple[Colour, Colour]) -> None:
    for kind, v in strands:
        fill = fills[kind == "d"]
        if kind == "o":
            pen.ellipse(v[0], v[1], v[2], v[2], fill)
        else:
            pen.blob(list(zip(v[::2], v[1::2], strict=True)), fill)


def _features(pen: Pen, k: _Kind) -> None:
    """Cheeks, eyes with lids and sparks, brows, a small nose and a smile, all a little to the right."""
    x = 0.9
    for s in (-1, 1):
        pen.ellipse(x + s * 3.2, -3.4, 1.3, 0.85, (240, 120, 104), alpha=96)
        ex, ey = x + s * 2.15, -5.6
        pen.curve([(ex - 1.1, ey - 0.5), (ex, ey - 1.35), (ex + 1.1, ey - 0.5)], 0.42, SHADED)
        if k.lashes:
            pen.line([(ex + s * 0.5, ey - 0.5), (ex + s * 1.3, ey - 0.85)], 0.3, INK)
        pen.ellipse(ex, ey, 0.86, 1.14, INK)
        pen.ellipse(ex + 0.05, ey + 0.5, 0.5, 0.42, (124, 78, 48))
        pen.ellipse(ex + 0.28, ey - 0.42, 0.32, 0.38, (255, 255, 255))
        pen.curve([(ex - 1.1, -8.0), (ex, -8.6), (ex + 1.1, -8.1)], 0.46, STEEL if k.old else DARK)
        if k.old:
            pen.curve([(x + s * 2.4, -3.6), (x + s * 2.9, -2.4), (x + s * 2.5, -1.6)], 0.3, SHADED)
    pen.curve([(x + 0.3, -4.9), (x + 1.0, -3.8), (x + 0.1, -3.5)], 0.45, SHADED)
    top, low = (-2.2, -1.45) if k.lashes else (-2.15, -1.7)
    pen.blob(
        [(x - 1.6, -2.6), (x, top), (x + 1.6, -2.6), (x + 0.7, low), (x - 0.7, low)], LIPS, 190 if k.lashes else 140
    )


def _sheen(pen: Pen, k: _Kind) -> None:
    """Light along the crown, and strands that fall from it."""
    dark, gloss = (STEEL, (238, 238, 240)) if k.old else (DARK, GLOSS)
    pen.curve([(-4.3, -11.0), (-2.6, -12.7), (-0.2, -13.3)], 0.75, gloss)
    pen.curve([(1.4, -13.3), (2.5, -13.0)], 0.6, gloss)
    for strand in (
        [(-0.8, -13.9), (-2.6, -12.2), (-3.6, -10.7)], [(2.2, -13.7), (4.2, -12.2), (5.2, -9.6)],
        [(0.6, -13.8), (2.0, -12.6), (2.9, -11.4)],
    ):  # fmt: skip
        pen.curve(strand, 0.3, dark)
