"""How alike the pictures of a comparison are: near duplicates, and whether what was varied made a difference.

Two pictures are compared by what a glance keeps of them: their coarse light and shade (a hash of 64 bits, each a wave
of the small grey picture that is stronger than the median). It does not see colour, nor what a prompt means.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, Any

from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.export import rows
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.show.places import clean, count
from imgen_nb.show.plain import printable
from imgen_nb.types import Picture

if TYPE_CHECKING:
    from pandas import DataFrame
    from PIL.Image import Image

SIDE, WAVES = 32, 8
NEAR = 8 / 64
"""Share of the bits in which two pictures differ that a person takes for the same one, retouched or scaled."""
MOST = 2000
"""Pictures that are compared, each with each."""


@dataclass(frozen=True)
class Pair:
    """Two cells: by how much their pictures differ (0: alike, about 0.5: unrelated), and in which fields they do."""

    one: Cell
    other: Cell
    distance: float
    same_bytes: bool
    fields: tuple[str, ...]

    def __repr__(self) -> str:
        said = "the same file" if self.same_bytes else f"distance {self.distance:.2f}"
        return printable(f"<Pair {self.one.label!r} and {self.other.label!r}: {said}>")


@dataclass(frozen=True)
class Effect:
    """What became of the pairs that differ in one field alone; its text says whether that field mattered."""

    field: str
    pairs: tuple[Pair, ...]
    sandbox: bool

    @property
    def distance(self) -> float | None:
        """The median distance; None where no two pictures differ in this field alone."""
        return median(pair.distance for pair in self.pairs) if self.pairs else None

    def __str__(self) -> str:
        if self.distance is None:
            return f"No two pictures differ in {self.field} alone."
        same = sum(pair.same_bytes for pair in self.pairs)
        near = sum(pair.distance <= NEAR for pair in self.pairs) - same
        differ = "differs" if len(self.pairs) == 1 else "differ"
        said = f"Of {count(len(self.pairs), 'pair')} that {differ} in {self.field} alone, {same} are the same file, "
        said += f"{near} look nearly alike, {len(self.pairs) - same - near} look different "
        said += f"(median distance {self.distance:.2f})."
        return f"{said} These are sketches of the sandbox: they tell nothing of a model." if self.sandbox else said

    def __repr__(self) -> str:
        return printable(f"<Effect: {self}>")


class Likeness:
    """Every pair of cells that have pictures; where a cell has several, its first one counts.

    Example:
        >>> print(ig.grid(prompt="a fox", seed=[1, 2, 3]).likeness().effect("seed"))  # doctest: +SKIP
    """

    def __init__(self, cells: Sequence[Cell]) -> None:
        seen = [(cell, cell.generation.images[0]) for cell in cells if cell.generation and cell.generation.images]
        if len(seen) > MOST:
            hint = f"at most {MOST:,}: compare a part of the cells"
            raise InvalidRequest(f"these are {len(seen):,} pictures", operation="likeness", hint=hint)
        known = [(cell, picture, mark) for cell, picture in seen if (mark := _mark(picture)) is not None]
        self.pairs = tuple(
            Pair(one, other, distance(a, b), mine.sha256 == theirs.sha256, _differing(one, other))
            for (one, mine, a), (other, theirs, b) in combinations(known, 2)
        )

    @property
    def near(self) -> tuple[Pair, ...]:
        """The pairs that look nearly alike, the most alike first."""
        return tuple(sorted((pair for pair in self.pairs if pair.distance <= NEAR), key=lambda pair: pair.distance))

    def effect(self, field: str) -> Effect:
        """Tell whether a field mattered: by the pairs of cells that differ in it and in nothing else."""
        alone = tuple(pair for pair in self.pairs if pair.fields == (field,))
        known = {name for pair in self.pairs for name in (*pair.one.coordinates, *pair.other.coordinates)}
        if self.pairs and field not in known:
            hint = f"its axes are {', '.join(sorted(known)) or 'none'}"
            raise InvalidRequest(f"{clean(field, 60)!r} does not vary here", operation="effect", hint=hint)
        sketches = (cell.generation for pair in alone for cell in (pair.one, pair.other))
        return Effect(field, alone, any(made is not None and made.sandbox for made in sketches))

    def to_dataframe(self) -> DataFrame:
        """Give the pairs as a pandas data frame."""
        return rows.frame(
            {
                "one": pair.one.label,
                "other": pair.other.label,
                "distance": pair.distance,
                "same_bytes": pair.same_bytes,
                "differ_in": ", ".join(pair.fields),
            }
            for pair in self.pairs
        )

    def __repr__(self) -> str:
        near = f": {'; '.join(map(repr, self.near[:5]))}" if self.near else ""
        return printable(f"<Likeness of {count(len(self.pairs), 'pair')}, {len(self.near)} nearly alike{near}>")


def distance(one: int, other: int) -> float:
    """The share of bits in which two marks differ."""
    return (one ^ other).bit_count() / WAVES**2


def mark(image: Image) -> int:
    """What a glance keeps of a picture, as 64 bits."""
    import numpy as np
    from PIL.Image import Resampling

    grey = np.asarray(image.convert("L").resize((SIDE, SIDE), Resampling.LANCZOS), float)
    place = np.arange(SIDE)
    waves = np.cos(math.pi * place[:WAVES, None] * (2 * place + 1) / (2 * SIDE))
    strength = waves @ grey @ waves.T
    bits = (strength > np.median(strength)).ravel()
    return int("".join("1" if bit else "0" for bit in bits), 2)


def _mark(picture: Picture) -> int | None:
    """The mark of a picture; None where its file is gone."""
    try:
        return mark(picture.pil(384))
    except (ImgenError, OSError):
        return None


def _differing(one: Cell, other: Cell) -> tuple[str, ...]:
    """The fields in which two cells have different values."""
    names = dict.fromkeys((*one.coordinates, *other.coordinates))
    missing: Any = object()
    values = ((name, one.coordinates.get(name, missing), other.coordinates.get(name, missing)) for name in names)
    return tuple(name for name, mine, theirs in values if mine is not theirs and repr(mine) != repr(theirs))
