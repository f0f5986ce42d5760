"""Stacks told storey by storey: "a stack of 2 cubes; the red one is on top, the green one on the bottom"."""

from __future__ import annotations

from itertools import groupby

from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.wording import STOPS

_HEAPED = words("stack stacked pile piled tower")
_STOREYS = {
    word: storey
    for storey, said in enumerate(("top topmost uppermost upper", "middle center centre", "bottom lowest lower"))
    for word in said.split()
}
_JOINTS = words("and with while sitting resting standing lying placed stacked")
_SAID_OF = words("a an the this that is are was being one in on at of its very")


def stacked(tokens: list[str]) -> list[str]:
    """The tokens, or the things of a stack from the top down, each on the next.

    >>> " ".join(stacked("a stack of 2 cups . the top cup is red . the bottom cup is blue .".split()))
    'a red cup on a blue cup'
    """
    thing = _heaped(tokens)
    if thing is None:
        return tokens
    told = _storeys(tokens, thing)
    expected = [0, 2] if 1 not in told else [0, 1, 2]
    if sorted(told) != expected or lexicon.NUMBER.get(_number(tokens), len(told)) != len(told):
        return tokens
    return " on ".join(f"a {' '.join(told[storey])} {thing}" for storey in expected).split() + _ground(tokens)


def _heaped(tokens: list[str]) -> str | None:
    """What is stacked, one of it: "a stack of 3 cubes", "three cubes stacked"."""
    at = next((i for i, word in enumerate(tokens) if word in _HEAPED), None)
    if at is None:
        return None
    near = tokens[at + 1 : at + 5] if tokens[at + 1 : at + 2] == ["of"] else tokens[max(0, at - 3) : at][::-1]
    ones = (nouns.singular(word)[0].removesuffix("s") for word in near if word.endswith("s"))
    return next((one for one in ones if nouns.art_of(one)), None)


def _number(tokens: list[str]) -> str:
    """How many it is said to be, in the first sentence."""
    return next((word for word in _first(tokens) if word not in _HEAPED and lexicon.NUMBER.get(word, 0) > 1), "")


def _first(tokens: list[str]) -> list[str]:
    return tokens[: next((i for i, word in enumerate(tokens) if word in STOPS), len(tokens))]


def _storeys(tokens: list[str], thing: str) -> dict[int, list[str]]:
    """What is said of each storey, by clauses that name one and a colour."""
    told: dict[int, list[str]] = {}
    for joint, clause in groupby(tokens, lambda word: word in STOPS or word in _JOINTS):
        said = [] if joint else list(clause)
        named = [_STOREYS[word] for word in said if word in _STOREYS]
        looks = [w for w in said if w not in _STOREYS and w not in _SAID_OF and nouns.singular(w)[0] != thing]
        if len(named) == 1 and any(word in lexicon.COLOUR for word in looks):
            told.setdefault(named[0], looks)
    return told


def _ground(tokens: list[str]) -> list[str]:
    """What the stack stands on, as its first sentence says."""
    first = _first(tokens)
    at = next((i for i, word in enumerate(first) if word in ("on", "in") and first[i + 1] in ("a", "an", "the")), None)
    return first[at:] if at is not None and not {*first[at:]} & {*_STOREYS, *lexicon.COLOUR} else []
