"""Idle words: what is said of a thing that nobody could paint, taken out, so that it does not become a thing.

"The sharp lines of the skyscrapers, a testament to human ingenuity" shows skyscrapers; "a pot. A pot of clay." one pot.
"""

from __future__ import annotations

from imgen_nb.sketch.reading import lexicon
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.places import SETTING
from imgen_nb.sketch.reading.wording import STOPS

_SEEN = words("""
    lines line surface surfaces texture textures edge edges details detail patterns contours curves hues facade
    facades colors colours beauty shine sheen gleam radiance brilliance majesty grandeur splendor splendour weight
    lacework warmth lights rays beams curves""")
"""What one sees of a thing: the thing is what is painted."""
_UNSEEN = words("sound sounds scent aroma smell fragrance taste sense feeling noise rhythm chill")
_WHOSE = words("the its his her their a an")
_STANDS_FOR = words("""
    symbol testament reminder tribute emblem embodiment expression celebration reflection display blend sight
    spectacle contrast touch ode nod invitation""")
_DOES_NOTHING = words("""
    evoking conveying exuding symbolizing symbolising representing thrilling delighting captivating inspiring inviting
    suggesting embodying capturing creating adding giving lending evokes creates adds conveys exudes symbolizes""")
_FELT = words("""
    sense feeling atmosphere mood ambiance ambience essence touch air elegance warmth beauty depth charm drama effect
    impression spirit contrast vibe""")
_AGED = words("weathered worn shaped carved sculpted eroded battered smoothed polished formed honed hewn")
_AGES = words("""
    centuries years decades millennia ages eons time wind winds waves erosion elements tides seasons weather""")
"""What has made a thing look as it does, and is not seen at it."""
_AS_ONE_SAYS = (
    (("crystal", "clear"), ()), (("in", "the", "sunlight"), ("sunlit",)), (("in", "agreement"), ()),
    (("in", "relief"), ()), (("has", "lost", "its"), ("with", "no")), (("just", "lost", "its"), ("with", "no")),
    (("lost", "its"), ("with", "no")), (("missing", "its"), ("with", "no")), (("is", "missing", "a"), ("with", "no")),
    (("lost", "his"), ("with", "no")), (("lost", "her"), ("with", "no")),
    (("photos", "of"), ()), (("photographs", "of"), ()), (("pictures", "of"), ()),
)  # fmt: skip
_MOODS = (lexicon.MOOD, lexicon.WEATHER, lexicon.TIME)
_OF_FORM = words("a an the in of with shape form texture made out style colored coloured it is as shaped")
STEM = 5
"""Letters by which a noun and its adjective are the same: a triangle and what is triangular."""


def painted(tokens: list[str]) -> list[str]:
    """The words of a prompt without those that say nothing to be seen."""
    return _without_aspects(_without_tails(_without_ages(_said_once(_plainly(tokens)))))


def _plainly(tokens: list[str]) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(tokens):
        if _at_edge(tokens, at):
            found.append("on")
            at += len(_EDGE)
            continue
        said, meant = next((row for row in _AS_ONE_SAYS if tuple(tokens[at : at + len(row[0])]) == row[0]), ((), ()))
        found += meant or ([] if said else [tokens[at]])
        at += len(said) or 1
    return found


_EDGE = ("at", "the", "edge", "of")


def _at_edge(tokens: list[str], at: int) -> bool:
    """ "At the edge of a table" is on it, at that of a lake beside it."""
    ahead = {*tokens[at + len(_EDGE) : at + len(_EDGE) + 3]}
    return tokens[at] in ("at", "to", "on") and tuple(tokens[at + 1 : at + 4]) == _EDGE[1:] and not ahead & {*SETTING}


def _without_aspects(tokens: list[str]) -> list[str]:
    """ "The smooth surface of the statue" is the smooth statue, "dizzying circles" are no circles."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        word, after = tokens[at], tokens[at + 1 : at + 3]
        of = after[:1] == ["of"] and len(after) == 2
        place = any(" ".join(tokens[at : at + n]) in SETTING for n in (3, 4))
        if word == "in" and "circles" in after:
            at += 2 + after.index("circles")
        elif of and not place and (word in _UNSEEN or (word in _SEEN and after[1] in _WHOSE)):
            at += 3 if after[1] in _WHOSE else 2
        else:
            found.append(word)
            at += 1
    return found


def _without_ages(tokens: list[str]) -> list[str]:
    """ "Cliffs carved by centuries of wind and rain" are cliffs, without wind and without rain."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        end = _clause_end(tokens, at)
        aged = tokens[at] in _AGED and tokens[at + 1 : at + 2] == ["by"] and _AGES & {*tokens[at + 2 : at + 5]}
        if not aged:
            found.append(tokens[at])
        at = end if aged else at + 1
    return found


def _without_tails(tokens: list[str]) -> list[str]:
    """The words without clauses of what a thing stands for or makes one feel; moods in them stay."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        end = _clause_end(tokens, at)
        said = tokens[at + 1 : end]
        if found and (_stands_for(tokens, at, end) or _feels(tokens[at], said)):
            found += [word for word in said if any(word in table for table in _MOODS)]
            at = end
        else:
            found.append(tokens[at])
            at += 1
    return found


def _clause_end(tokens: list[str], at: int) -> int:
    return next((k for k in range(at, len(tokens)) if tokens[k] in STOPS), len(tokens))


def _stands_for(tokens: list[str], at: int, end: int) -> bool:
    """Whether a clause after a comma begins so: "a towering testament to"."""
    if tokens[at] in lexicon.BEING:
        at += 1  # "its wings are a testament to"
    elif tokens[at - 1] not in STOPS:
        return False
    if tokens[at : at + 1] not in (["a"], ["an"], ["the"]):
        return False
    head = next((k for k in range(at, min(at + 4, end)) if tokens[k] in _STANDS_FOR), None)
    return head is not None and tokens[head + 1 : head + 2] in (["of"], ["to"], ["that"], ["for"])


def _feels(word: str, said: list[str]) -> bool:
    """Whether a clause says what something makes one feel: "creating a cosy atmosphere"."""
    return word in _DOES_NOTHING and (bool(_FELT & {*said}) or word in ("thrilling", "delighting", "captivating"))


def _said_once(tokens: list[str]) -> list[str]:
    """ "A cube made of brick. A cube with the texture of brick.": a sentence that says nothing new is left out."""
    if tokens.count(".") < 1:
        return tokens
    stop = tokens.index(".")
    first, second = tokens[:stop], tokens[stop + 1 :]
    if "." in second[:-1] or not second:
        return tokens
    new = {word[:STEM] for word in second if word not in _OF_FORM and word not in STOPS}
    return first if new and new <= {word[:STEM] for word in first} else tokens
