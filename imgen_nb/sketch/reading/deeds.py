"""Deeds: what somebody is busy with, said again in words for what is seen of it, and the place it is done in.

A line of `words/deeds.txt`: the verbs in their plain form, what they are done with, the words for what is seen, and the
scene that goes with it where the prompt names none. Other words may stand between those of a thing, `?` is any word,
`~` all words to the next stop; `*` puts the colour or size said of it back, `&` all that was said after the verb. A
line that begins with `animal:` is of animals, `person:` of people; one without words for what is seen is a mood, which
is no thing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.forms import FORM
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.wording import STOPS

GAP = 4
"""How far apart the words of one thing may stand."""
_BETWEEN = words("and while who but then before after") | {*STOPS}
_LEADS = words("and while who but then is are was") | {","}
_AFTER = words("in on at with from by near under during through along and while as for to around together") | {*STOPS}
_ARTICLES = words("a an the this that")
_OF = words("of through into from")
_PAST = {
    "ride": "rode", "drive": "drove", "fly": "flew", "swim": "swam", "sing": "sang", "throw": "threw", "build": "built",
    "read": "read", "write": "wrote", "draw": "drew", "dig": "dug", "feed": "fed", "catch": "caught", "blow": "blew",
    "swing": "swung", "take": "took", "make": "made", "sit": "sat", "give": "gave", "teach": "taught", "hold": "held",
    "feel": "feels", "lie": "lay", "have": "had", "sweep": "swept", "lead": "led", "put": "put", "cut": "cut",
    "shoot": "shot",
}  # fmt: skip


_TELLERS = words("we i you")
_ABLE = words("@robot snowman skull ghost teddy-bear nesting-dolls japanese-dolls @puppet @scarecrow @statue")
"""Things that do what people do."""
_PICTURED = words("mural vase flag banner poster billboard hieroglyphs")
"""What is done on these is a picture on them."""


@dataclass
class Busy:
    """A prompt in words for what is seen, what was read as what, moods left out, and the scene it implies."""

    tokens: list[str]
    notes: list[str] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    scene: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Deed:
    who: str
    thing: tuple[str, ...]
    seen: tuple[str, ...]
    scene: tuple[tuple[str, str], ...]


def busy(tokens: list[str]) -> Busy:
    """The words of a prompt with what is done in it as it is seen."""
    found = Busy([])
    at = 0
    while at < len(tokens):
        hit = _hit(tokens, at) if found.tokens and not _PICTURED & {*tokens[:at]} else None
        if hit is None:
            found.tokens.append(tokens[at])
            at += 1
            continue
        deed, end = hit
        said = tokens[at:end]
        if deed.seen:
            found.notes.append(f"{' '.join(said)} as {' '.join(w for w in deed.seen if w not in _BACK)}")
            found.tokens += [w for one in deed.seen for w in (_BACK[one](said) if one in _BACK else [one])]
        else:
            found.moods.append(" ".join(said))
            while found.tokens and found.tokens[-1] in _LEADS:
                found.tokens.pop()
        for key, value in deed.scene:
            found.scene.setdefault(key, value)
        at = end
    return found


def _hit(tokens: list[str], at: int) -> tuple[_Deed, int] | None:
    """The deed that begins with a word, and where it ends; the one that says most of it."""
    if tokens[at] == "made" and tokens[at + 1 : at + 2] in (["of"], ["out"], ["from"]):
        return None  # it says of what a thing is
    if tokens[at - 1] in _ARTICLES or (tokens[at - 1] in lexicon.BEING and not tokens[at].endswith("ing")):
        return None  # "a painting on a wall", "flowers are painted on the wall"
    looks = tokens[at - 1] in lexicon.COLOUR or tokens[at - 1] in FORM
    if looks and tokens[at - 2] in _ARTICLES and not _ARTICLES & {*tokens[at + 1 : at + 2]}:
        return None  # "a rectangular serving tray"
    if tokens[at - 1] in _ARTICLES | _OF:
        return None  # "a painting on a wall", "a sword slicing through pouring milk"
    named = tokens[at + 1 : at + 2] == ["of"]  # "an abstract painting of a house"
    for deed in _deeds().get(tokens[at], ()):
        if named and deed.thing[:1] != ("of",):
            continue
        end = _matched(tokens, at + 1, deed.thing)
        doer = _doer(tokens, at)
        if end and doer and deed.who in ("", doer):
            return deed, end
    return None


def _matched(tokens: list[str], at: int, thing: tuple[str, ...]) -> int:
    """Where the words of a thing end, if they come next; 0 if they do not."""
    if not thing:
        return at if at == len(tokens) or tokens[at] in _AFTER else 0
    for word in thing:
        if word == "~":
            return next((k for k in range(at, len(tokens)) if tokens[k] in STOPS), len(tokens))
        for k in range(at, min(at + GAP, len(tokens))):
            said = tokens[k].removesuffix("'s")
            if word == "?" or said in (word, f"{word}s") or nouns.singular(said)[0] == word:
                at = k + 1
                break
            if tokens[k] in _BETWEEN:
                return 0
        else:
            return 0
    return at


def _doer(tokens: list[str], at: int) -> str:
    """Whether an animal or a person was named last before a word; nobody, where who tells it or a thing does it."""
    for k in range(at - 1, -1, -1):
        art = nouns.art_of(tokens[k]) or nouns.art_of(nouns.singular(tokens[k])[0])
        if art and nouns.group(art[0]) in ("animal", "person"):
            return nouns.group(art[0])
    return "" if tokens[at - 1] in _TELLERS or _tool(tokens[at - 1]) else "person"


def _tool(word: str) -> bool:
    """Whether a word is one for a thing of the house, which is busy with nothing: "a pencil writes notes"."""
    art = nouns.art_of(word)
    return (
        art is not None and nouns.group(art[0]) == "object" and nouns.home(art[0]) == "indoor" and art[0] not in _ABLE
    )


def _qualities(said: list[str]) -> list[str]:
    """The colours and sizes among the words that a deed was said in."""
    return [w for w in said if w in lexicon.COLOUR or w in lexicon.SIZE]


_BACK: dict[str, Callable[[list[str]], list[str]]] = {"*": _qualities, "&": lambda said: said[1:]}
"""What is put back of the words that a deed was said in."""


@functools.cache
def _deeds() -> dict[str, list[_Deed]]:
    """The deeds by the forms of their verbs, those with the most words first."""
    found: dict[str, list[_Deed]] = {}
    text = Path(__file__).with_name("words").joinpath("deeds.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        verbs, things, seen, scene = (part.strip() for part in f"{line} |".split("|")[:4])
        who, _, verbs = verbs.rpartition(":")
        rows = [
            _Deed(who, tuple(thing.split()), tuple(seen.split()), tuple(_scene(scene))) for thing in things.split(",")
        ]
        for form in (form for verb in verbs.split() for form in _forms(verb)):
            found.setdefault(form, []).extend(rows)
    return {form: sorted(rows, key=lambda row: (-len(row.thing), row.who == "")) for form, rows in found.items()}


def _scene(text: str) -> list[tuple[str, str]]:
    """`setting/place time=night` as pairs."""
    pairs = []
    for word in text.split():
        key, _, value = word.rpartition("=")
        setting, _, place = value.partition("/")
        pairs += [(key or "setting", setting)] + ([("place", place.replace("_", " "))] if place else [])
    return pairs


def _forms(verb: str) -> set[str]:
    """A verb as it is said of somebody: rides, riding, rode; its plain form says what one may do, and is left."""
    third = verb[:-1] + "ies" if verb[-1] == "y" and verb[-2] not in "aeou" else verb + "es" * _hisses(verb)
    past = verb[:-1] + "ied" if third.endswith("ies") else f"{_doubled(verb)}ed"
    return {participle(verb), third if third != verb else f"{verb}s", _PAST.get(verb, past)}


def participle(verb: str) -> str:
    """What somebody is doing who does it: riding, sitting, lying."""
    return f"{verb[:-2]}ying" if verb.endswith("ie") else f"{_doubled(verb)}ing"


def is_deed(done: str) -> bool:
    """Whether a participle is one of a deed."""
    return done in _deeds()


def _doubled(verb: str) -> str:
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    return stem + stem[-1] if stem == verb and _doubles(verb) else stem


def _doubles(verb: str) -> bool:
    return (
        len(verb) > 2
        and verb[-1] in "bdgkmnprt"
        and [c in "aeiou" for c in verb[-3:]] == [False, True, False]
        and (sum(c in "aeiou" for c in verb) == 1)
    )


def _hisses(verb: str) -> bool:
    return verb.endswith(("s", "sh", "ch", "x", "z", "o"))
