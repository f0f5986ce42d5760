"""Sentences as people write them to an image model, drawn from a small grammar: nouns, counts, ties, owners, parts.

The grammar knows nothing of the reader's rules; it takes the words of its tables, so that each of them is met in every
place of a sentence, and adds what the tables do not hold: other scripts, unknown words, odd stops, quotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from imgen_nb.sketch.reading import lexicon
from imgen_nb.sketch.reading.aliases import ALIAS
from imgen_nb.sketch.reading.hands import STYLE
from imgen_nb.sketch.reading.views import CAMERA

NOUNS = sorted(ALIAS)
PARTS = sorted(lexicon.PARTS | {"head", "shoulder", "back", "hand", "lap", "top", "branch", "door"})
RELATIONS = sorted(lexicon.RELATION)
MODIFIERS = [*lexicon.COLOUR, *lexicon.COLOUR_SAME, *lexicon.SIZE, *sorted(lexicon.STOP)]
COUNTS = ["a", "an", "the", "his", "some", "no", "", *lexicon.NUMBER, "0", "11", "100", "1e9", "-1", "½"]
PLACES = [word for table in (lexicon.SETTING, lexicon.GROUND, lexicon.TIME, lexicon.WEATHER) for word in table]
LOOKS = [word for table in (lexicon.MOOD, STYLE, CAMERA) for word in table]
STRANGE = [
    "狐", "灯台", "лиса", "маяк", "ثعلب", "שועל", "คน", "🦊", "👨\u200d👩\u200d👧", "é", "ñandú", "naïve",
    "İstanbul", "ß", "ﬁg", "zorblax", "quux", "xx-yy", "rock'n'roll", "o'clock", "l'homme",
    "d’Artagnan", "'s", "'", "s'", "’", "--", "…",
    "(", ")", "[x]", "<b>", "&", "%", "$5", "3.14",
    "_", "\\", "/", "|", "\u202e", "\u200d", "\ufeff", "\x00", "\x1b[31m", "",
]  # fmt: skip
STOPS = [",", ".", ";", ":", "!", "?", "...", " - ", "—", ",,", "?!", "\n", "\t", '"', "“", "’", "("]
OWNERS = ["'s", "’s", "s'", "'", " of"]


def sentences(count: int, seed: int) -> Iterator[str]:
    """`count` sentences, the same ones for the same seed."""
    r = Random(seed)
    for _ in range(count):
        yield _sentence(r)


def _sentence(r: Random) -> str:
    said = _thing(r)
    for _ in range(r.choice((0, 1, 1, 2, 2, 3, 5))):
        said += r.choice((_tie, _tie, _tie, _pose, _place, _joined, _denied, _stop, _quoted))(r)
    return r.choice((str, str, str, str.upper, str.title))(said)


def _noun(r: Random) -> str:
    word = r.choice(NOUNS) if r.random() < 0.85 else r.choice(STRANGE + PLACES + LOOKS + PARTS)
    return word + r.choice(("", "", "", "s", "es"))


def _thing(r: Random) -> str:
    """A noun with what stands before it, perhaps owned ("a man's head") or made of two ("a carrot nose")."""
    words = [r.choice(COUNTS), *(r.choice(MODIFIERS) for _ in range(r.choice((0, 0, 1, 1, 2)))), _noun(r)]
    if r.random() < 0.25:
        words[-1] += r.choice(OWNERS)
        words.append(r.choice(PARTS) if r.random() < 0.7 else _noun(r))
    elif r.random() < 0.15:
        words.append(r.choice(PARTS))
    return " ".join(filter(None, words))


def _tie(r: Random) -> str:
    return f" {r.choice(RELATIONS)} {_thing(r)}"


def _pose(r: Random) -> str:
    return f" {r.choice(list(lexicon.POSE))}"


def _place(r: Random) -> str:
    where = r.choice((" in", " on", " at", " over", " under", ",", ""))
    return f"{where} {r.choice(('a ', 'the ', ''))}{r.choice(PLACES + LOOKS)}"


def _joined(r: Random) -> str:
    return f" {r.choice(('and', 'or', 'plus', 'and', ',', ', and'))} {_thing(r)}"


def _denied(r: Random) -> str:
    return f" {r.choice(sorted(lexicon.NEGATIVE))} {r.choice((_noun, _thing))(r)}"


def _stop(r: Random) -> str:
    return f"{r.choice(STOPS)} {r.choice(STRANGE)}"


def _quoted(r: Random) -> str:
    opened, closed = r.choice(
        (('"', '"'), ("“", "”"), ("'", "'"), ("„", "“"), ("«", "»"), ("saying ", ""), ("reads ", ""))
    )
    return f" {opened}{r.choice((_noun, _thing))(r)}{closed}"
