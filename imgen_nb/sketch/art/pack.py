"""The subject pack: vector art and keywords of everyday things, read from `subjects.zip` without numpy or Pillow.

Built by `tools/build_pack.py`, which documents the format. Coordinates are in units of the 32-unit icon grid, y
  downwards.
"""

from __future__ import annotations

import functools
import json
import sys
import zipfile
from array import array
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
Colour: TypeAlias = tuple[int, int, int]

GRID = 64


@dataclass(frozen=True, slots=True)
class Shape:
    """One filled area: its rings cut holes into each other (even-odd), as in the icons."""

    rings: tuple[Ring, ...]
    fill: Colour
    alpha: int = 255


@dataclass(frozen=True, slots=True)
class Entry:
    """What the pack knows of a subject without drawing it."""

    name: str
    group: str
    words: tuple[str, ...]
    table: tuple[tuple[str | int, ...], ...]
    start: int  # index of its first point


@functools.cache
def _archive() -> tuple[dict[str, Entry], array[int]]:
    with zipfile.ZipFile(Path(__file__).with_name("subjects.zip")) as archive:
        meta = json.loads(archive.read("meta.json"))
        numbers = array("h", archive.read("points.bin"))
    if sys.byteorder == "big":
        numbers.byteswap()
    entries: dict[str, Entry] = {}
    start = 0
    for name, (group, words, table) in meta.items():
        entries[name] = Entry(name, group, tuple(words.split("|")), tuple(map(tuple, table)), start)
        start += sum(sum(row[2:]) for row in table)
    return entries, numbers


def entries() -> dict[str, Entry]:
    """All subjects by name."""
    return _archive()[0]


@functools.lru_cache(128)
def shapes(name: str) -> tuple[Shape, ...]:
    """The art of one subject from back to front.

    Raises:
        KeyError: no subject has this name.
    """
    found, numbers = _archive()
    entry = found[name]
    at = entry.start * 2
    result = []
    for fill, opacity, *lengths in entry.table:
        rings = []
        for length in lengths:
            end = at + int(length) * 2
            xs = accumulate(numbers[at:end:2])
            ys = accumulate(numbers[at + 1 : end : 2])
            rings.append(tuple((x / GRID, y / GRID) for x, y in zip(xs, ys, strict=True)))
            at = end
        value = int(str(fill), 16)
        result.append(Shape(tuple(rings), (value >> 16, value >> 8 & 255, value & 255), int(opacity)))
    return tuple(result)
