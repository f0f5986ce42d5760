"""Textures: what lies all over a form, as many small shapes; hair, scales and spots, none of it by chance.

form FILL x y ...             a blob lit from the left above, its rim in shade below and on the right
tuft FILL length step x y ... a blob with an outline of hair
fur FILL length step turn x y ...   hairs all over a blob, `turn` degrees from the right, clockwise
scales FILL size x y ...      shingles, scales or feathers, the upper over the lower
spots FILL size step x y ...  round spots
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.shapes import Pen, smooth
from imgen_nb.sketch.painting.canvas import times

GOLDEN = 0.618034


def points(numbers: Sequence[float]) -> list[Point]:
    """Numbers two by two."""
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def draw(pen: Pen, what: str, fill: Colour, *sizes: float, outline: Sequence[Point], alpha: int = 255) -> None:
    """One of the textures over a blob through points."""
    DRAWN[what](pen, fill, alpha, [*sizes, *(v for point in outline for v in point)])


def _form(pen: Pen, fill: Colour, alpha: int, n: Sequence[float]) -> None:
    xs, ys = n[::2], n[1::2]
    x, y = min(xs) + 0.35 * (max(xs) - min(xs)), min(ys) + 0.1 * (max(ys) - min(ys))
    pen.polygon(smooth(points(n)), times(fill, 0.78), alpha)
    pen.polygon(smooth([(x + 0.95 * (px - x), y + 0.9 * (py - y)) for px, py in points(n)]), fill, alpha)


def _tuft(pen: Pen, fill: Colour, alpha: int, n: Sequence[float]) -> None:
    length, step, *rest = n
    line = smooth(points(rest))
    outward = 1 if sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(line, line[1:] + line[:1], strict=True)) > 0 else -1
    found: list[Point] = []
    gone, last = 0.0, line[0]
    for x, y in [*line[1:], line[0]]:
        way = math.hypot(x - last[0], y - last[1])
        if gone + way >= step:
            dx, dy = (x - last[0]) / way, (y - last[1]) / way
            size = length * (0.5 + 0.5 * _chance(len(found)))
            # a hair leans down, as hair does
            found += [last, (x + size * outward * dy, y - size * outward * dx + 0.4 * size)]
            gone = 0.0
        gone += way
        last = (x, y)
    pen.polygon(found, fill, alpha)


def _fur(pen: Pen, fill: Colour, alpha: int, n: Sequence[float]) -> None:
    length, step, turn, *rest = n
    for k, (x, y) in enumerate(_within(rest, step)):
        angle = math.radians(turn + 36 * (_chance(k) - 0.5))
        size = length * (0.6 + 0.7 * _chance(k + 7))
        dx, dy = math.cos(angle), math.sin(angle)
        wide = 0.14 * length
        pen.polygon(
            [(x - wide * dy, y + wide * dx), (x + wide * dy, y - wide * dx), (x + size * dx, y + size * dy)],
            fill,
            alpha,
        )


def _scales(pen: Pen, fill: Colour, alpha: int, n: Sequence[float]) -> None:
    size, *rest = n
    edge = times(fill, 0.78)
    arc = [(size * 0.62 * math.cos(a / 5 * math.pi), size * 0.75 * math.sin(a / 5 * math.pi)) for a in range(6)]
    for x, y in sorted(_within(rest, size, even=True), key=lambda p: -p[1]):
        pen.polygon([(x + dx, y + dy) for dx, dy in arc], edge, alpha)
        pen.polygon([(x + 0.82 * dx, y + 0.8 * dy) for dx, dy in arc], fill, alpha)


def _spots(pen: Pen, fill: Colour, alpha: int, n: Sequence[float]) -> None:
    size, step, *rest = n
    for k, (x, y) in enumerate(_within(rest, step)):
        r = size * (0.6 + 0.6 * _chance(k))
        pen.polygon(
            [(x + r * math.cos(a * math.pi / 5), y + 0.86 * r * math.sin(a * math.pi / 5)) for a in range(10)],
            fill,
            alpha,
        )


def _chance(k: int) -> float:
    """A number from 0 to 1 that is as good as by chance, and always the same."""
    return (k + 1) * GOLDEN % 1


def _within(numbers: Sequence[float], step: float, *, even: bool = False) -> Iterator[Point]:
    """Places inside a blob in rows, every other row between those of the one above; not quite even, unless asked."""
    line = smooth(points(numbers), steps=3)
    edges = list(zip(line, line[1:] + line[:1], strict=True))
    top, bottom = min(y for _, y in line), max(y for _, y in line)
    rows = max(1, round((bottom - top) / (0.8 * step)))
    for row in range(rows):
        y = top + (row + 0.5) * (bottom - top) / rows
        crossed = sorted(ax + (y - ay) * (bx - ax) / (by - ay) for (ax, ay), (bx, by) in edges if (ay > y) != (by > y))
        for left, right in zip(crossed[::2], crossed[1::2], strict=True):
            first = math.ceil(left / step - row % 2 / 2)
            for k in range(first, math.floor(right / step - row % 2 / 2) + 1):
                x = (k + row % 2 / 2) * step
                if even:
                    yield x, y
                else:
                    yield x + step * 0.5 * (_chance(k + 13 * row) - 0.5), y + step * 0.5 * (_chance(31 * k + row) - 0.5)


DRAWN: dict[str, Callable[[Pen, Colour, int, Sequence[float]], None]] = {
    "form": _form,
    "tuft": _tuft,
    "fur": _fur,
    "scales": _scales,
    "spots": _spots,
}
