"""Verbs: what somebody does in a clause of its own is read as what somebody is doing: "sits on" as "sitting on"."""

from __future__ import annotations

from imgen_nb.sketch.reading import acts, lexicon, nouns, owned
from imgen_nb.sketch.reading.deeds import is_deed, participle
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.wording import STOPS, Wording

_ARTICLES = words("a an the his her its their this two three four some")
_LEADS = words("and who that which while then it he she they one another other first second third")
_WAYS = words("on in at with from by near under through along across around over above down up into past behind to")
_ADVERBS = words("proudly slowly quickly happily gently calmly quietly gracefully carefully both also together")
_NEVER = words("likes loves is has was does goes its this glasses sleep snow rain glow sheep dress watches")
_KEPT = words("stands sits holds wears carries rides reads plays eats drinks lies flies has")
"""Forms that the tables have themselves, and that say more there."""
SURE = 50
"""How strong a noun is that is no chance keyword."""


def doing(tokens: list[str]) -> list[str]:
    """The words with the verbs of clauses as participles, where these are known and those are not."""
    text = Wording(tokens)
    return [_participle(text, at) or word for at, word in enumerate(tokens)]


def _participle(text: Wording, at: int) -> str | None:
    """What is done, if a word says it of what is named right before it."""
    word, after = text.tokens[at], text.words(at + 1, 1)
    if not at or word in _NEVER | lexicon.STOP | lexicon.PARTS | owned.ANY or not word.isalpha():
        return None
    before = at - 1 - (text.words(at - 1, 1) in _ADVERBS)
    lead = text.words(before, 1) if before >= 0 else ""
    named = before >= 0 and lead not in lexicon.COLOUR and _named(text, before)
    if not (named or lead in _LEADS):
        return None
    if word == "flies" and after in _ARTICLES:
        return "flying"  # a kite
    for base in _bases(word):
        done = participle(base)
        if _said(text, at, word):
            return None
        if word != base and _of_one(text, at, done, after, named):
            return done
        loose = _thing(text, at) and after not in _ARTICLES | _WAYS
        if word == base and named and not loose and _several(text, before) and _known(done, after):
            return done
    return None


def _thing(text: Wording, at: int) -> bool:
    """Whether a word surely names a thing."""
    found = text.noun(at, 1)
    return found is not None and found[3] >= SURE


def _named(text: Wording, at: int) -> bool:
    """Whether a word ends what surely names a thing: "supreme court justices"."""
    longer = (text.noun(at - n + 1, n) for n in (2, 3) if n <= at + 1)
    return _thing(text, at) or any(hit is not None and hit[2] and hit[3] >= SURE for hit in longer)


def _bases(word: str) -> list[str]:
    """The plain forms that a verb may have: itself, or what it is without its ending."""
    if word.endswith("ies") and len(word) > 4:
        return [f"{word[:-3]}y"]
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return [word[:-2]]
    if word.endswith("s") and not word.endswith("ss"):
        return [word[:-1]]
    return [word]


def _said(text: Wording, at: int, word: str) -> bool:
    """Whether the tables have the form that is said."""
    spoken = {text.words(at, n) for n in (1, 2, 3)}
    return word in _KEPT or any(one in acts.RELATION or one in acts.POSE for one in spoken)


def _known(done: str, after: str) -> bool:
    """Whether it is known what somebody does who does this."""
    there = f"{done} {after}"
    if is_deed(done):
        return True
    if after in _ARTICLES or not after or after in STOPS or after not in _WAYS:
        return done in acts.POSE or done in acts.RELATION
    return done in acts.POSE or there in acts.RELATION or acts.RELATION.get(done, "hold") not in ("hold", "wear")


def _of_one(text: Wording, at: int, done: str, after: str, named: bool) -> bool:
    """ "A train crosses a bridge": after a noun and before an article there is no other thing."""
    if after in _ARTICLES:
        return True
    if _thing(text, at + 1) and not _thing(text, at):
        return done in acts.RELATION or is_deed(done)  # "serves tea"
    compound = named and text.noun(at - 1, 2) is not None
    return not compound and (after in _WAYS or not after or after in STOPS) and _known(done, after)


def _several(text: Wording, at: int) -> bool:
    """Whether what is named before a word is more than one: "cats", "a man and a woman"."""
    word = text.tokens[at]
    if nouns.singular(word)[1] or word in ("people", "children", "men", "women"):
        return True
    start = max([i for i in range(at) if text.tokens[i] in STOPS], default=-1)
    return "and" in text.tokens[start + 1 : at]
