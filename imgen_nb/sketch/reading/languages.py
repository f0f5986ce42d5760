"""Other languages: words of German, French, Spanish, Italian and Portuguese prompts as English ones, and said so."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.places import SETTING
from imgen_nb.sketch.reading.spelling import english, known

WORDS = Path(__file__).parent / "words"
LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese"}
LONGEST = 4

# How words are bent: (ending, what it replaces, whether it means several).
_BENT: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "de": (
        ("innen", "in", True), ("ern", "", True), ("en", "", True), ("n", "", True), ("er", "", True), ("e", "", True),
        ("s", "", True), ("es", "", False), ("em", "", False), ("en", "e", True),
    ),
    "fr": (
        ("aux", "al", True), ("eaux", "eau", True), ("ches", "c", True), ("che", "c", False), ("ses", "s", False),
        ("es", "", True), ("s", "", True), ("x", "", True), ("e", "", False), ("ve", "f", False), ("sse", "s", False),
        ("tes", "t", True), ("te", "t", False),
    ),
    "es": (
        ("ces", "z", True), ("iones", "ión", True), ("ones", "ón", True), ("as", "o", True), ("os", "o", True),
        ("es", "", True), ("s", "", True), ("a", "o", False), ("as", "a", True),
    ),
    "it": (
        ("chi", "co", True), ("che", "ca", True), ("che", "co", True), ("ghi", "go", True), ("i", "o", True),
        ("i", "e", True), ("e", "a", True), ("a", "o", False), ("e", "o", True), ("ie", "ia", True),
    ),
    "pt": (
        ("ões", "ão", True), ("ães", "ão", True), ("ns", "m", True), ("éis", "el", True), ("ais", "al", True),
        ("as", "o", True), ("os", "o", True), ("es", "", True), ("s", "", True), ("a", "o", False),
    ),
}  # fmt: skip
_ELIDED = re.compile(r"^(l|d|un|dell|all|nell|sull|dall|quest)'(.+)$")
_UMLAUTS = str.maketrans("äöü", "aou")


@functools.cache
def dictionary(language: str) -> dict[str, str]:
    """Foreign word or phrase -> English, of one language; what was written by hand comes before names of pictures."""
    found: dict[str, str] = {}
    for name in (f"{language}.txt", f"{language}-names.txt"):
        for line in (WORDS / name).read_text("utf-8").splitlines():
            if line.startswith("#"):
                continue
            ours, _, theirs = line.partition(": ")
            for word in theirs.split(","):
                found.setdefault(lexicon.spaced(word.strip().replace("'", " ")), ours)
    return found


def translated(tokens: list[str]) -> tuple[list[str], str | None]:
    """(the prompt in English, the language it was in), or as it was if it is English or nothing that is known."""
    if sum(not known(t) for t in tokens if t.isalpha()) == 0:
        return tokens, None
    pieces = [part for token in tokens for part in _apart(token)]
    letters = [t for t in pieces if t.isalpha()]
    here = sum(known(t) or t in english() for t in letters)
    scores = {language: sum(_word(t, language) is not None for t in letters) for language in LANGUAGES}
    best = max(scores, key=lambda language: scores[language])
    if scores[best] <= here or scores[best] < 0.5 * len(letters):
        return tokens, None
    return _said(pieces, best), LANGUAGES[best]


def _apart(token: str) -> list[str]:
    found = _ELIDED.match(token)
    return [found[1], found[2]] if found else [token]


def _word(word: str, language: str) -> tuple[str, bool] | None:
    """(English, whether several are meant) of one word in any of its forms."""
    table = dictionary(language)
    if word in table:
        return table[word], False
    if language == "de" and (form := word.translate(_UMLAUTS)) in table:
        return table[form], True
    for ending, instead, several in _BENT[language]:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending) + instead
            for form in (stem, stem.translate(_UMLAUTS)) if language == "de" else (stem,):
                if form in table:
                    return table[form], several
    return None


def _several(words: str) -> str:
    """The plural of English words, as the reader will take it apart."""
    hit = nouns.art_of(words)
    if not hit or hit[1] < 100 or words in lexicon.COLOUR or words in lexicon.SIZE or nouns.singular(words)[1]:
        return words
    first, _, last = words.rpartition(" ")
    irregular = next((many for many, one in nouns.IRREGULAR.items() if one == last), None)
    end = "es" if last.endswith(("s", "x", "ch", "sh", "z")) else "s"
    many = irregular or (f"{last[:-1]}ies" if last.endswith("y") and last[-2:-1] not in "aeiou" else last + end)
    return many if nouns.singular(many)[0] == last and not first else words if first else many


def _said(tokens: list[str], language: str) -> list[str]:
    """English words in English order: what is said of a thing before it."""
    table = dictionary(language)
    pieces: list[str] = []
    at = 0
    while at < len(tokens):
        for n in range(min(LONGEST, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + n])
            one = _word(phrase, language) if n == 1 else (table[phrase], False) if phrase in table else None
            if one:
                pieces.append(_several(one[0]) if one[1] else one[0])
                break
        else:
            n = 1
            pieces.append(tokens[at])
        at += n
    if language != "de":
        pieces = _turned(pieces)
    return " ".join(pieces).split()


def _turned(pieces: list[str]) -> list[str]:
    """A colour or a size after its noun goes before it: "cat black" is a black cat."""
    found: list[str] = []
    for piece in pieces:
        said = piece in lexicon.COLOUR or piece in lexicon.COLOUR_SAME or piece in lexicon.SIZE
        at = len(found) - 1
        while said and at >= 0 and (found[at] in lexicon.COLOUR or found[at] in lexicon.SIZE):
            at -= 1
        if said and at >= 0 and _thing(found[at]):
            found.insert(at, piece)
        else:
            found.append(piece)
    return found


def _thing(piece: str) -> bool:
    single = nouns.singular(piece)[0]
    return piece not in lexicon.STOP and (nouns.art_of(single) is not None or piece in SETTING)
