"""Expressions: another mouth, other brows, tears and looks for a head seen from the front, found by its eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from imgen_nb.sketch.art.pack import Colour, Ring, Shape
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import times

_LIPS: Colour = (153, 8, 57)  # of the pack's people
_BROWS: Colour = (211, 112, 52)
_HAIR: Colour = (241, 161, 30)
_DARK_HAIR: Colour = (214, 125, 0)  # the brows of people drawn here
_INK: Colour = (44, 34, 44)
_LOOKS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


@dataclass(frozen=True)
class _Eyes:
    """Where the eyes of a head are: the middle between them, how far apart, how large each."""

    x: float
    y: float
    apart: float
    size: float
    human: bool
    fine: bool = False  # of a head drawn here: its features are smaller, its brows as its hair

    @property
    def reach(self) -> float:
        """How far apart the features are."""
        return 0.82 * self.apart if self.fine else self.apart


def expressed(head: Art, mood: str | None, look: str | None = None) -> Art:
    """The head with the face of a mood, its eyes to one side; as it is where no eyes are found."""
    eyes = _eyes(head)
    if eyes is None or not (mood or look):
        return head
    shapes = head.shapes
    if look in _LOOKS:
        shapes = tuple(_looking(shapes, eyes, *_LOOKS[look]))
    pen = Pen()
    if mood in _FACES:
        mouth, slant, lift = _FACES[mood]
        shapes, y = _bare(shapes, eyes)
        mouth(pen, eyes.x, min(y, head.box[3] - 0.34 * eyes.reach), eyes.reach)
        _brows(pen, eyes, slant, lift)
        if mood == "crying":
            _tears(pen, eyes)
    if look == "away":
        fur = max(head.shapes, key=lambda s: _wide(s.rings[0]))
        pen.ellipse(
            eyes.x, eyes.y + 0.12 * eyes.apart, 1.14 * eyes.apart, 1.36 * eyes.apart, _HAIR if eyes.human else fur.fill
        )
    return Art((*shapes, *pen.shapes), head.anchors, head.ground)


def _wide(ring: Ring) -> float:
    return max(x for x, _ in ring) - min(x for x, _ in ring)


def _box(ring: Ring) -> tuple[float, float, float, float]:
    """The middle and the size of a ring."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(xs) - min(xs), max(ys) - min(ys)


def _rings(shapes: tuple[Shape, ...]) -> Iterator[tuple[Colour, tuple[float, float, float, float]]]:
    for shape in shapes:
        for ring in shape.rings:
            yield shape.fill, _box(ring)


def _eyes(head: Art) -> _Eyes | None:
    """The first two dark round spots of one size and height, well apart about the middle."""
    left, top, right, bottom = head.box
    wide, low = right - left, top + 0.7 * (bottom - top)
    spots = [
        box
        for fill, box in _rings(head.shapes)
        if sum(fill) < 160 and box[1] < low and 0.02 * wide < box[2] < 0.19 * wide and 0.65 < box[3] / box[2] < 2
    ]
    spots.sort(key=lambda box: box[1])
    fills = {fill for fill, _ in _rings(head.shapes)}
    human, fine = _LIPS in fills, _LIPS in fills and _DARK_HAIR in fills and _BROWS not in fills
    for i, (x, y, w, h) in enumerate(spots):
        for u, v, k, _ in spots[i + 1 :]:
            apart = abs(u - x)
            level = abs(v - y) < 0.1 * apart and abs(k - w) < 0.3 * w
            if level and 0.12 * wide < apart < 0.7 * wide and abs((x + u) / 2 - (left + right) / 2) < 0.2 * wide:
                return _Eyes((x + u) / 2, (y + v) / 2, apart, max(w, h), human, fine)
    return None


def _bare(shapes: tuple[Shape, ...], eyes: _Eyes) -> tuple[tuple[Shape, ...], float]:
    """The shapes without mouth and brows, and where the mouth was."""
    middle = sorted(
        (box[1], fill, box)
        for fill, box in _rings(shapes)
        if abs(box[0] - eyes.x) < 0.12 * eyes.apart
        and eyes.y + 0.3 * eyes.apart < box[1] < eyes.y + 1.7 * eyes.apart
        and box[2] < 1.4 * eyes.apart
        and box[3] < 0.75 * eyes.apart
        and (sum(fill) < 160 or fill[0] > 1.6 * fill[1])
    )
    lips = [entry for entry in middle if entry[1] == _LIPS] or (middle[1:] if len(middle) > 1 else [])
    y = lips[0][0] if lips else eyes.y + (0.86 if eyes.human else 1.12) * eyes.apart
    gone = {box for _, _, box in lips}

    def kept(shape: Shape, ring: Ring) -> bool:
        box = _box(ring)
        brow = shape.fill in (_BROWS, _DARK_HAIR) and 0 < eyes.y - box[1] < eyes.apart and box[2] < 0.8 * eyes.apart
        return box not in gone and not (brow and eyes.human)

    bare = (replace(s, rings=tuple(r for r in s.rings if kept(s, r))) for s in shapes)
    return tuple(s for s in bare if s.rings), y


def _looking(shapes: tuple[Shape, ...], eyes: _Eyes, dx: int, dy: int) -> Iterator[Shape]:
    """The shapes with the dark of the eyes moved."""
    step = (0.14 if eyes.human else 0.16) * eyes.apart

    def moved(shape: Shape, ring: Ring) -> Ring:
        x, y, w, _ = _box(ring)
        eye = abs(abs(x - eyes.x) - eyes.apart / 2) < 0.2 * eyes.apart and abs(y - eyes.y) < 0.16 * eyes.apart
        dark = w < 0.44 * eyes.apart and (sum(shape.fill) < 260 or w < 0.12 * eyes.apart)
        if not (eye and dark):
            return ring
        return tuple((px + dx * step, py + dy * step * 0.8) for px, py in ring)

    for shape in shapes:
        yield replace(shape, rings=tuple(moved(shape, ring) for ring in shape.rings))


def _brows(pen: Pen, eyes: _Eyes, slant: float, lift: float) -> None:
    """Two strokes over the eyes; a slant above 0 lowers their inner ends, as in anger."""
    d = eyes.reach
    fill = _DARK_HAIR if eyes.fine else times(_BROWS, 0.6) if eyes.human else _INK
    y = eyes.y - (0.3 + lift) * d - eyes.size / 2
    for s in (-1, 1):
        outer, inner = (eyes.x + s * 0.82 * d, y - slant * d), (eyes.x + s * 0.24 * d, y + slant * d)
        pen.line([outer, inner], (0.13 if eyes.human else 0.07) * d, fill)


def _tears(pen: Pen, eyes: _Eyes) -> None:
    d = eyes.reach
    for s in (-1, 1):
        x, y = eyes.x + s * 0.56 * d, eyes.y + 0.3 * d
        pen.blob(
            [(x, y - 0.12 * d), (x + 0.15 * d, y + 0.4 * d), (x, y + 0.6 * d), (x - 0.15 * d, y + 0.4 * d)],
            (98, 180, 244),
        )
        pen.ellipse(x - 0.04 * d, y + 0.36 * d, 0.04 * d, 0.07 * d, (236, 248, 255))


def _smile(pen: Pen, x: float, y: float, d: float) -> None:
    lip = [(0.46, -0.16), (0.24, -0.02), (0, 0.02)]
    jaw = [(-0.32, 0.12), (0, 0.25), (0.32, 0.12)]
    outline = [*lip, *((-u, v) for u, v in lip[1::-1]), *jaw]
    pen.blob([(x + u * d, y + v * d) for u, v in outline], _LIPS)
    pen.ellipse(x, y + 0.16 * d, 0.17 * d, 0.07 * d, (226, 96, 112))


def _laugh(pen: Pen, x: float, y: float, d: float) -> None:
    top, low = y - 0.2 * d, y + 0.34 * d
    pen.blob([(x - 0.5 * d, top), (x + 0.5 * d, top), (x + 0.3 * d, low), (x - 0.3 * d, low)], (120, 16, 44))
    pen.box(x - 0.4 * d, y - 0.26 * d, 0.8 * d, 0.15 * d, (252, 250, 246), 0.05 * d)
    pen.ellipse(x, y + 0.28 * d, 0.24 * d, 0.1 * d, (236, 104, 120))


def _turned_down(pen: Pen, x: float, y: float, d: float) -> None:
    pen.curve([(x - 0.36 * d, y + 0.18 * d), (x, y - 0.06 * d), (x + 0.36 * d, y + 0.18 * d)], 0.13 * d, (110, 24, 48))


def _teeth(pen: Pen, x: float, y: float, d: float) -> None:
    low = y + 0.22 * d
    pen.blob([(x - 0.4 * d, low), (x, y - 0.14 * d), (x + 0.4 * d, low), (x, y + 0.12 * d)], (110, 24, 48))
    pen.line([(x - 0.22 * d, y + 0.1 * d), (x, y), (x + 0.22 * d, y + 0.1 * d)], 0.08 * d, (252, 250, 246))


def _round(pen: Pen, x: float, y: float, d: float) -> None:
    pen.ellipse(x, y + 0.1 * d, 0.22 * d, 0.28 * d, (100, 16, 42))
    pen.ellipse(x, y + 0.26 * d, 0.13 * d, 0.08 * d, (226, 96, 112))


def _flat(pen: Pen, x: float, y: float, d: float) -> None:
    pen.line([(x - 0.26 * d, y + 0.04 * d), (x + 0.26 * d, y + 0.04 * d)], 0.1 * d, (120, 40, 60))


_FACES: dict[str, tuple[Callable[[Pen, float, float, float], None], float, float]] = {
    "happy": (_smile, -0.02, 0.08), "laughing": (_laugh, -0.04, 0.14), "angry": (_teeth, 0.13, -0.06),
    "sad": (_turned_down, -0.12, 0.06), "crying": (_turned_down, -0.14, 0.08), "surprised": (_round, -0.05, 0.24),
    "tired": (_flat, -0.08, -0.04),
}  # fmt: skip
"""A mood's mouth, the slant of its brows and how high they are."""
