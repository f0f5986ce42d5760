"""Blends: "a hamster dragon", "a cross between a horse and a bird", "a teapot shaped like an avocado", "corgi pizza".

"base+other" is a thing in the form of another one, "body^other" a body with the head of another, or a thing with its
face.
"""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.forms import FORM_OF
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.scenery import Scenery

# Forms that a noun takes from a noun before it: "a watermelon chair", where "a dog house" is a house.
_TAKEN = words("""
    @as-teapot @as-chair @as-phone @as-clock @as-lamp @as-rocket @as-airplane @as-robot @as-guitar @as-shoe @as-train
    @as-balloon""")
_KINDS = words("""fish shark seal frog bird beetle monkey crab dog ant fly spider lizard tropical-fish snake turtle cat
    butterfly parrot""")
"""Animals that are named after others without being like them: a tiger shark, a sheep dog."""
_EATEN = words("""@hen cow pig fish duck turkey ewe crab lobster shrimp rabbit deer goat squid octopus snail ox goose
    tropical-fish rooster boar @boar""")
_CROSSES = words("cross hybrid mix mixture combination fusion blend mashup crossbreed")
_HALVES = words("half part")


def compound_of(first: Subject, art: str) -> str | None:
    """The blend that two nouns side by side name, if they name one."""
    before, after = nouns.group(first.art), nouns.group(art)
    beast = before == "animal" and first.art not in nouns.PLANTS
    if first.art == art or art.startswith("?") or "^" in first.art or "+" in first.art:
        return None
    if beast and after == "animal" and art not in nouns.PLANTS | _KINDS:
        return f"{art}^{first.art}"
    if beast and after == "food" and first.art not in _EATEN:
        return f"{art}^{first.art}"
    taken = FORM_OF.get(art) in _TAKEN or art in ("automobile", "@sportscar")
    grown = before == "food" or first.art in nouns.PLANTS or (beast and first.art not in _EATEN)
    return f"{first.art}+{art}" if taken and grown else None


class Blending(Scenery):
    """Readings of two things that are one."""

    def take_blend(self, at: int) -> int:
        """How many words from one on say that two things are one; 0 if none does."""
        word = self.text.tokens[at]
        if word in _CROSSES and self.text.words(at + 1, 1) in ("between", "of"):
            return self._crossed(at, at + 2)
        if word in _HALVES and self._noun(at + 1):
            return self._crossed(at, at + 1)
        if not (self.subjects and self.named_before(at) and self.mentioned == len(self.subjects) - 1):
            return 0
        if word in ("hybrid", "mashup") and self.noun_end == at:
            self.noun_end = at + 1
            return 1
        if self.text.words(at, 3) in ("that is a", "which is a", "that is an", "which is an"):
            return self._formed(at, at + 3)
        if word == "shaped" and self.noun_end == at:
            return self._formed(at, at + 1)
        return 0

    def _noun(self, at: int) -> tuple[str, str, int] | None:
        """(word, art, end) of a noun from a word on, past its article."""
        while self.text.words(at, 1) in ("a", "an", "the", ","):
            at += 1
        for n in (3, 2, 1):
            found = self.text.noun(at, n)
            if found and found[3] >= 60:
                return found[0], found[1], at + n
        return None

    def _crossed(self, start: int, at: int) -> int:
        one = self._noun(at)
        if one is None:
            return 0
        end = one[2]
        while self.text.words(end, 1) in ("and", "with", ",", "half", "part"):
            end += 1
        other = self._noun(end)
        if other is None or end == one[2]:
            return 0
        self.put(f"{one[0]}-{other[0]}", f"{one[1]}^{other[1]}", plural=False)
        self.noun_end = other[2]
        return other[2] - start

    def _formed(self, start: int, at: int) -> int:
        found = self._noun(at)
        base = self.subjects[-1]
        if found is None or found[1] not in FORM_OF or found[1] == base.art:
            return 0
        self.subjects[-1] = replace(base, word=f"{base.word}-shaped {found[0]}", art=f"{base.art}+{found[1]}")
        self.noun_end = found[2]
        return found[2] - start
