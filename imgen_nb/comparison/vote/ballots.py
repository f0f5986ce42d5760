"""What is shown together: pictures that differ in one field alone, so that the field is what people choose by."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product, repeat
from math import ceil
from random import Random

from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.vote.votes import LETTERS
from imgen_nb.errors import InvalidRequest
from imgen_nb.types import Generation, ImageRequest, Picture

NOT_RIVALS = frozenset({"prompt", "word", "take", "seed"})
"""Fields that repeat a comparison rather than being what is compared, where something else varies too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture that stands for a contestant; `group` is what it shares with those it may be shown beside."""

    who: str
    group: tuple[str, ...]
    request: ImageRequest
    picture: Picture
    sandbox: bool
    generation: Generation


@dataclass(frozen=True, slots=True)
class Ballot:
    """Pictures shown together, in the order of their letters; the name says nothing."""

    id: str
    entries: tuple[Entry, ...]

    @property
    def who(self) -> tuple[str, ...]:
        """The contestants in the order of their letters."""
        return tuple(entry.who for entry in self.entries)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The hashes of what is shown, in the order of the letters."""
        return tuple(entry.picture.sha256 for entry in self.entries)

    @property
    def prompt(self) -> str:
        """The prompt they share; empty where it is what they differ in."""
        prompts = {entry.request.prompt for entry in self.entries}
        return prompts.pop() if len(prompts) == 1 else ""


def rivals(axes: Sequence[Axis], by: str | None) -> str:
    """The field that is voted on: the one that was named, or the first that varies and is no mere repetition.

    Empty where there are no axes: then the cells themselves are the contestants. Raises `InvalidRequest` for a field
    that does not vary.
    """
    fields = [axis.field for axis in axes if len(axis.values) > 1]
    if by is not None and by not in fields:
        hint = f"by= is one of {', '.join(fields)}" if fields else "ig.compare(...) makes a grid over providers"
        raise InvalidRequest(f"by is {by!r:.60}, which does not vary in this grid", operation="vote", hint=hint)
    return by or next((field for field in fields if field.partition(":")[0] not in NOT_RIVALS), next(iter(fields), ""))


def entries(cells: Iterable[Cell], axes: Sequence[Axis], by: str) -> list[Entry]:
    """The pictures that are here, each with its contestant and the group it belongs to; cells lie as the axes do."""
    places = product(*(range(len(axis) or 1) for axis in axes)) if axes else repeat(())
    made = []
    for cell, at in zip(cells, places, strict=False):
        if cell.generation is None:
            continue
        told = {axis.field: axis.said(place) if len(axis) else "" for axis, place in zip(axes, at, strict=True)}
        who = told.pop(by, cell.label)
        for number, picture in enumerate(cell.generation.images):
            group = (*told.values(), str(number))
            made.append(Entry(who, group, cell.request, picture, cell.generation.sandbox, cell.generation))
    return made


def ballots(shown: Sequence[Entry], size: int, random: Random) -> tuple[Ballot, ...]:
    """Put pictures of one group together, two or up to four at a time, in random order and on random sides.

    Of two each meets each once; of four as many are made as it takes for that on average, each contestant as often.
    """
    groups: dict[tuple[str, ...], dict[str, Entry]] = {}
    for entry in shown:
        groups.setdefault(entry.group, {})[entry.who] = entry
    hands = [hand for group in groups.values() for hand in _dealt(list(group.values()), size, random)]
    random.shuffle(hands)
    return tuple(Ballot(secrets.token_hex(8), tuple(random.sample(hand, len(hand)))) for hand in hands)


def _dealt(group: Sequence[Entry], size: int, random: Random) -> list[tuple[Entry, ...]]:
    if size == 2:
        return [(one, other) for one, other in combinations(group, 2) if one.picture.sha256 != other.picture.sha256]
    group = list({entry.picture.sha256: entry for entry in group}.values())  # the same bytes twice are no choice
    if len(group) <= size:
        return [tuple(group)] if len(group) > 1 else []
    seen: Counter[str] = Counter()
    hands = []
    for _ in range(ceil(len(group) * (len(group) - 1) / (size * (size - 1)))):
        hand = sorted(group, key=lambda entry: (seen[entry.who], random.random()))[:size]
        seen.update(entry.who for entry in hand)
        hands.append(tuple(hand))
    return hands


def checked_size(size: object) -> int:
    """How many are shown together: two or four; raises `InvalidRequest` for anything else."""
    if isinstance(size, int) and size in (2, len(LETTERS)):
        return size
    raise InvalidRequest(f"size is {size!r:.60}", operation="vote", hint="size=2 for pairs, size=4 for fours")
