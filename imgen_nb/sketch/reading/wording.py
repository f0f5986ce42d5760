"""The words of a prompt, one by one: which of them name a thing, and where a noun phrase ends."""

from __future__ import annotations

from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.aliases import ALIAS

STOPS = ",.;:!?"


class Wording:
    """Words and stops in their order; an owner's 's is taken off and remembered."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = [t.removesuffix("'s") for t in tokens]
        self.owners = {i for i, t in enumerate(tokens) if t.endswith("'s")}

    def words(self, at: int, n: int) -> str:
        """The n words from `at`, fewer at the end."""
        return " ".join(self.tokens[at : at + n])

    def noun(self, at: int, n: int) -> tuple[str, str, bool, float] | None:
        """(singular word, art, plural, strength) of the n words from `at`, if they name a thing."""
        if at + n > len(self.tokens):
            return None
        phrase = self.words(at, n)
        last = self.tokens[at + n - 1]
        if n == 1 and phrase in lexicon.STOP:
            return None
        hit = nouns.art_of(phrase)
        if last == "glasses" and self.counted(at):
            hit = None
        if hit and hit[1] >= 50 and not (n == 1 and hit[1] < 100 and nouns.singular(phrase)[0] in ALIAS):
            return phrase, hit[0], False, hit[1]
        weak = (phrase, hit[0], False, hit[1]) if hit else None
        single, plural = nouns.singular(last)
        rest = self.tokens[at : at + n - 1]
        if n > 2 and rest[1] == "of":  # "cups of tea"
            first, plural = ("glass", True) if rest[0] == "glasses" else nouns.singular(rest[0])
            rest, single = [first, *rest[1:]], last
        if last == "glasses" and (n > 1 or self.counted(at)):
            single, plural = "glass", True
        if not plural:
            return weak
        phrase = " ".join([*rest, single])
        hit = nouns.art_of(phrase)
        return (phrase, hit[0], True, hit[1]) if hit else weak

    def counted(self, at: int) -> bool:
        """Whether it is said how many there are, and not that they are a pair."""
        word = self.tokens[at - 1] if at else ""
        return lexicon.NUMBER.get(word, 1) > 1 and word not in ("pair", "both")

    def noun_of(self, word: str) -> bool:
        """Whether one word, from wherever it was taken, names a thing."""
        return word not in lexicon.STOP and nouns.art_of(word) is not None

    def noun_follows(self, at: int) -> bool:
        """Whether a thing is named at `at`, past further modifiers: "orange" is then a colour, not a fruit."""
        for i in range(at, min(at + 4, len(self.tokens))):
            word = self.tokens[i]
            if word in STOPS or word in lexicon.RELATION:
                return False
            if word == "and" and self.words(i + 1, 1) in lexicon.DETERMINERS:
                return False  # "a spherical crystal and a box"
            if word not in lexicon.COLOUR and any(self.noun(i, n) for n in (3, 2, 1)):
                return True
        return False

    def ends(self, at: int) -> bool:
        """Whether a noun phrase is over before `at`."""
        if at >= len(self.tokens):
            return True
        return self.stops(at) or self.tokens[at] in lexicon.STOP

    def stops(self, at: int) -> bool:
        """Whether nothing is named at `at`, and no word passed over either."""
        word = self.tokens[at] if at < len(self.tokens) else "."
        return word in STOPS or word in ("and", "or") or word in lexicon.RELATION
