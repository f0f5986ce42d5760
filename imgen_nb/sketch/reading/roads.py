"""Roads: the lines that are painted on one, which are no things that stand there."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import colour_of, words

ROADS = words("road roads highway racetrack driveway")
_LINES = words("line lines stripe stripes marking markings centerline centreline")
_LANES = words("lane lanes")
_MANY = words("one single two double three four five six eight multi")
_LOOKS = words("""
    bright double dashed solid single broken dotted long painted center centre middle faded thick thin dividing lane
    road straight traffic two dark light clear crisp of""")
_BROKEN = words("dashed broken dotted lines stripes markings")
_JOINS = words("with has having and featuring")
_ON = words("on in along down across through the a its middle center centre of running painted that runs it")

_MIDDLE = words("middle center centre it")


def marked(said: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The tokens without the lines of a road, and how these look.

    >>> marked("a two lane road with a bright yellow line".split())
    (['a', 'road'], ('lines: yellow, solid',))
    """
    said = _without_lanes(said)
    at = next((k for k, word in enumerate(said) if word in _LINES), None)
    if at is None or not ROADS & {*said}:
        return said, ()
    first = at
    while first and (said[first - 1] in _LOOKS or colour_of(said[first - 1])):
        first -= 1
    looks = said[first : at + 1]
    first -= said[first - 1 : first] in (["a"], ["an"], ["the"], ["its"])
    end = at + 1
    while end < len(said) and said[end] in _ON:
        end += 1
    leads = said[end : end + 1] != [] and said[end] in ROADS  # "a yellow line on a road"
    joined = first > 0 and said[first - 1] in _JOINS and bool(ROADS & {*said[max(0, first - 4) : first]})
    if not leads and not joined:
        return said, ()
    if joined and said[end - 1] not in _MIDDLE:
        end = at + 1
    colours = [colour for word in looks if (colour := colour_of(word))]
    kind = "dashed" if _BROKEN & {*looks} else "solid"
    told = [*colours[:1], *(["double"] if {"double", "two"} & {*looks} else []), kind]
    rest = said[: first - 1] if joined else [*said[:first], "the"]
    return rest + said[end:], (f"lines: {', '.join(told)}",)


def _without_lanes(said: list[str]) -> list[str]:
    """ "A two lane road" is a road."""
    found = list(said)
    for at in range(len(said) - 3, -1, -1):
        if said[at] in _MANY and said[at + 1] in _LANES and said[at + 2] in ROADS:
            del found[at : at + 2]
    return found
