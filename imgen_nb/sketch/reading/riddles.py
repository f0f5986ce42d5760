"""Riddles: what a prompt describes and does not name; "a large mammal with hoofs and a mane, used for riding"."""

from __future__ import annotations

import functools
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("words") / "riddles.txt"
EARLY = 9  # words within which a description says of what kind the thing is
SHORTEST = 7  # words of a description
TELLING = 2  # marks that tell a thing


class Riddle(NamedTuple):
    """A thing, the kinds that it is said to be of, and what tells it."""

    name: str
    kinds: frozenset[str]
    marks: frozenset[str]


@functools.cache
def riddles() -> tuple[Riddle, ...]:
    """All things that are known by their description, read when a prompt may be one."""
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        name, colon, told = line.partition(": ")
        if colon and not line.startswith("#"):
            kinds, _, marks = told.partition(" | ")
            found.append(Riddle(name, frozenset(kinds.split()), frozenset(marks.split())))
    return tuple(found)


@functools.cache
def kinds() -> frozenset[str]:
    """The words for a kind of thing that is then described."""
    return frozenset().union(*(riddle.kinds for riddle in riddles()))


@functools.cache
def marks() -> frozenset[str]:
    """All words that tell things."""
    return kinds().union(*(riddle.marks for riddle in riddles()))


def described(said: list[str]) -> tuple[list[str], list[str]]:
    """The tokens, or the name of what they describe with a note that says so.

    A description begins with a kind that is no picture by itself and tells two marks at least of one thing.

    >>> described("a large mammal with solid hoofs and a flowing mane , used for riding".split())[0]
    ['a', 'horse']
    """
    words = [word for word in said if word.isalpha() or "-" in word]
    early = {*forms(words[:EARLY])}
    if len(words) < SHORTEST or words[0] not in ("a", "an", "the", "any", "one") or not early & kinds():
        return said, []
    seen = {*forms(words)}
    ranked = sorted(
        ((len(riddle.marks & seen), riddle) for riddle in riddles() if riddle.kinds & early),
        key=lambda one: (-one[0], one[1].name),
    )
    if not ranked or ranked[0][0] < TELLING or (len(ranked) > 1 and ranked[0][0] == ranked[1][0] < TELLING + 1):
        return said, []
    name = ranked[0][1].name
    return ["a", *name.split()], [f"a description as {name}"]


def forms(words: list[str]) -> list[str]:
    """Words with their singulars and stems, and the pairs that a hyphen would join."""
    singles = [form for word in words for form in (word, word.removesuffix("s"), word.removesuffix("es"))]
    cut = [word.removesuffix(end) for word in words for end in ("ing", "ed") if word.endswith(end)]
    return [*singles, *cut, *(f"{a}-{b}" for a, b in pairwise(words))]
