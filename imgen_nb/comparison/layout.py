"""How the cells of a grid lie: one axis down, one across, the others as pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeVar

from imgen_nb.comparison.axes import Axis
from imgen_nb.show.matrix import Head, Table
from imgen_nb.show.places import count

T = TypeVar("T")


def tables(axes: Sequence[Axis], cells: Sequence[T], *, turned: bool = False) -> tuple[Table[T], ...]:
    """The pages of a grid whose first axis goes down and whose second goes across; none for fewer than two axes.

    Where nobody `turned` it, the shorter of the two goes across, so that it fits a narrow page. What has one value
    needs no side of its own.
    """
    sides = [place for place, axis in enumerate(axes) if len(axis) > 1]
    if len(sides) < 2:
        return ()
    down, across, *pages = sides
    if not turned and len(axes[across]) > len(axes[down]):
        down, across = across, down
    return tuple(_pages(axes, cells, down, across, pages))


def listed(axes: Sequence[Axis], cells: Sequence[T]) -> tuple[Table[T], ...]:
    """The cells of a grid that needs no two sides, one below another, as a table of one column."""
    axis = next((axis for axis in axes if len(axis) > 1), None)
    heads = _heads(axis) if axis is not None else (Head(axes[0].labels[0] if axes and axes[0].labels else ""),)
    title = "" if axis is None else axis.title
    return (Table("", "", title, (Head(""),), heads, tuple((cell,) for cell in cells)),)


def sizes(axes: Sequence[Axis]) -> str:
    """How many values each axis has, in words.

    Example:
        >>> sizes([Axis("provider", ["a", "b"]), Axis("take", [1])])
        '2 providers by 1 take'
    """
    return " by ".join(count(len(axis), axis.title) for axis in axes)


def _pages(axes: Sequence[Axis], cells: Sequence[T], down: int, across: int, pages: list[int]) -> Iterator[Table[T]]:
    steps = [math.prod(len(axis) or 1 for axis in axes[place + 1 :]) for place in range(len(axes))]
    for at in product(*(range(len(axes[page])) for page in pages)):
        first = sum(place * steps[page] for place, page in zip(at, pages, strict=True))
        rows = (range(first, first + len(axes[down]) * steps[down], steps[down]), len(axes[across]), steps[across])
        yield Table(
            title=", ".join(axes[page].said(place) for place, page in zip(at, pages, strict=True)),
            across=axes[across].title,
            down=axes[down].title,
            columns=_heads(axes[across]),
            rows=_heads(axes[down]),
            cells=tuple(tuple(cells[row : row + rows[1] * rows[2] : rows[2]]) for row in rows[0]),
        )


def _heads(axis: Axis) -> tuple[Head, ...]:
    return tuple(Head(axis.labels[place], axis.notes[place], axis.said(place)) for place in range(len(axis)))
