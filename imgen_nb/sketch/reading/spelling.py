"""Spelling: a word that is no English one is read as the known word it comes nearest to, and said so."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from imgen_nb.sketch.art import pack
from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.aliases import ALIAS
from imgen_nb.sketch.reading.emblems import EMBLEM
from imgen_nb.sketch.reading.hands import STYLE
from imgen_nb.sketch.reading.places import SETTING
from imgen_nb.sketch.reading.riddles import forms, marks
from imgen_nb.sketch.reading.views import CAMERA

_TABLES: tuple[Iterable[str], ...] = (
    SETTING, lexicon.TIME, lexicon.WEATHER, lexicon.MOOD, STYLE, CAMERA, lexicon.GROUND,
    lexicon.RELATION, lexicon.NUMBER, lexicon.SIZE, lexicon.POSE, lexicon.COLOUR, lexicon.COLOUR_SAME,
)  # fmt: skip


@functools.cache
def english() -> frozenset[str]:
    """Common English words, which are never misspellings of others."""
    path = Path(__file__).parent / "words" / "english.zip"
    with zipfile.ZipFile(path) as archive:
        return frozenset(archive.read("english.txt").decode().split())


@functools.cache
def _vocabulary() -> dict[str, int]:
    """The single words that mean something here, with how readily a misspelt word is taken for one (0 first)."""
    found: dict[str, int] = {}
    for rank, phrases in enumerate((ALIAS, EMBLEM, *_TABLES)):
        for phrase in phrases:
            for word in phrase.split():
                if len(word) > 2 and word.isalpha():
                    found[word] = min(found.get(word, 9), min(1, rank) if word == phrase else 2)
    for word in lexicon.STOP:
        if len(word) > 4 and word.isalpha():
            found.setdefault(word, 3)
    for name in pack.entries():
        if "-" not in name and name not in nouns.HIDDEN:
            found.setdefault(name, 1)
    return found


def known(word: str) -> bool:
    """Whether the reader has a meaning for a word, or passes it over on purpose."""
    single = nouns.singular(word.removesuffix("'s"))[0]
    return (
        single in _vocabulary()
        or word in _vocabulary()
        or word in lexicon.STOP
        or word in lexicon.PARTS
        or word in lexicon.NEGATIVE
        or word in lexicon.PRONOUN
        or word in ("and", "or", "plus")
        or nouns.art_of(single) is not None
    )


GARBLED = 5  # words that are none
_CAPITALS = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


def corrected(tokens: list[str], prompt: str) -> tuple[list[str], list[str]]:
    """(the words with their spelling put right, "elefant as elephant" for each that was); names are left alone."""
    names = {word.lower() for word in _CAPITALS.findall(prompt)}
    mended = untangled if garbled(tokens) else nearest
    read: list[str] = []
    notes: list[str] = []
    for token in tokens:
        slip = token not in names and not known(token)
        better = (named_with(read[-1:], token) or mended(token)) if slip else None
        read.append(better or token)
        if better:
            notes.append(f"{token} as {better}")
    return read, list(dict.fromkeys(notes))


def garbled(tokens: list[str]) -> bool:
    """Whether so many words of a prompt are none that letters were strewn into them all."""
    said = [token for token in tokens if token.isalpha()]
    strange = [token for token in said if len(token) >= 4 and token not in english() and not known(token)]
    return len(strange) >= GARBLED and len(strange) * 4 >= len(said)


@functools.lru_cache(1024)
def untangled(word: str) -> str | None:
    """The English word left of a garbled one when a letter or two are taken out, or the known word nearest to it."""
    if len(word) < 4 or word in english() or not (word.isascii() and word.isalpha()):
        return None
    left = {word}
    for _ in range(2 if len(word) > 4 else 1):
        left |= {w[:i] + w[i + 1 :] for w in left for i in range(len(w))}
    found = [w for w in left if len(w) > 2 and w in english()]
    telling = marks()
    ranked = sorted(found, key=lambda w: (not telling.intersection(forms([w])), not known(w), -len(w), w))
    return ranked[0] if ranked else _slipped(word, telling) or nearest(word)


def _slipped(word: str, others: Iterable[str]) -> str | None:
    """One of the words that differs in two letters, in one if it is short."""
    most = 2 if len(word) > 5 else 1
    near = [(distance(word, w, most), w) for w in others if len(w) > 3 and w[0] == word[0]]
    return min(((d, w) for d, w in near if d <= most), default=(0, None))[1]


def named_with(before: list[str], word: str) -> str | None:
    """The word one slip away that makes a name of its own with the word before: "dining tabel"."""
    if not before or len(word) < 4 or word in english():
        return None
    ends = (phrase.split()[-1] for phrase in _pairs().get(before[0], ()))
    return next((end for end in sorted(ends) if len(end) > 3 and distance(word, end, 1) <= 1), None)


@functools.cache
def _pairs() -> dict[str, list[str]]:
    """The names of two words, by the first of them."""
    found: dict[str, list[str]] = {}
    for phrase in ALIAS:
        if phrase.count(" ") == 1:
            found.setdefault(phrase.split()[0], []).append(phrase)
    return found


@functools.lru_cache(1024)
def nearest(word: str) -> str | None:
    """The known word one slip away, two in a long word; None if the word is English or nothing is near."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()) or word in english():
        return None
    single, plural = nouns.singular(word)
    if plural and single in english():
        return None
    found: list[tuple[int, int, int, str]] = []
    for other, rank in _vocabulary().items():
        if other[0] != word[0] or abs(len(other) - len(word)) > 2 or len(other) < 4:
            continue
        most = 2 if min(len(word), len(other)) >= 7 else 1
        d = distance(_sound(word), _sound(other), most)
        if d <= most and (max(len(word), len(other)) > 4 or sorted(word) == sorted(other)):
            found.append((d, rank, -len(other), other))  # a letter forgotten is likelier than a wrong one
    if not found and plural:
        better = nearest(single)
        return f"{better}s" if better else None
    return min(found)[3] if found else None


def _sound(word: str) -> str:
    return word.replace("ph", "f").replace("ck", "k")


def distance(a: str, b: str, most: int) -> int:
    """How many letters are wrong, missing, too many or exchanged; more than `most` is not counted out."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row, older = row, [i], before
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = last
    return row[-1]
