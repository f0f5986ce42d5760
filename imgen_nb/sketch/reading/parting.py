"""What is said of the parts of a thing, and of several of a kind: red eyes, no wheels, balloons in red and blue."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.reading import acts, lexicon, nouns, owned
from imgen_nb.sketch.reading.clauses import Clauses
from imgen_nb.sketch.reading.readings import WEARABLE
from imgen_nb.sketch.reading.ties import Phrase


class Parting(Clauses):
    """Readings of parts and of colours that go round several."""

    without: list[str]

    def may_be_part(self, phrase: str) -> bool:
        """Whether a word is a part of something, and of the things named so far."""
        return (
            phrase == "window"
            or phrase in lexicon.PARTS | owned.ANY
            or any(owned.is_part(phrase, s.art) for s in self.subjects)
        )

    def take_part(self, phrase: str, at: int) -> bool:
        """A part of a subject, not a thing beside it: "with a rainbow mane", "a carrot nose", "on a man's head"."""
        if self.relation in ("on", "above") and self.text.words(at - 1, 1) in acts.OWN and self.on_owner(self.relation):
            return True
        if self.relation == "inside" and phrase == "bell" and self.text.words(at - 1, 1) in acts.OWN:
            return self.on_owner()  # "a tuba with flowers coming out of its bell"
        if self.text.words(at - 2, 1) == "by" and self.text.words(at - 1, 1) in acts.OWN:
            self.phrase, self.relation = Phrase(), None
            return True  # "hanging from a branch by its tail"
        if self.relation in ("on", "inside") and phrase in owned.OPENINGS and self.on_owner():
            return True  # "with a candle stuck in its spout"
        if not self.subjects:
            return self.take_detail(phrase, at)
        if phrase == "window":
            return self.take_mention(phrase)
        if self.relation == "on" and phrase == "shell":  # it is on its own
            self.relation = None
            return True
        if self.placed and phrase in owned.CROP:
            return False  # "a field with white flowers" has them, not the tree in it
        if self.take_mention(phrase) or self.take_detail(phrase, at):
            return True
        after_noun = self.noun_end == at and self.added
        theirs = after_noun and (at - 1 in self.text.owners or self.tied_to(len(self.subjects) - 1) != [])
        made_of = after_noun and not theirs and len(self.subjects) > 1
        several = phrase.endswith("s") or phrase in ("hair", "fur")
        said = (self.relation == "with" and (self.phrase.open or several)) or self.negated or self.more_parts()
        if not (theirs or made_of or said):
            plain = self.text.words(at - 1, 1) in acts.OWN and not self.phrase.colours
            own = plain and (self.relation in (None, "bear") or (self.relation == "hold" and phrase == "trunk"))
            if own and owned.is_part(phrase, self.subjects[self.owner_of(phrase)].art):
                self.phrase, self.relation = Phrase(), None  # "displaying its horns"
            return own
        if phrase in owned.COATS and self.phrase.colours and not theirs:
            self.coat(self.owner_of(phrase))
            return True
        words = [] if theirs else [self.drop().word] if made_of else self.part_words()
        self.added = self.added and not made_of
        owner = self.owner_of(phrase)
        last = self.subjects[owner]
        bare = owned.lacking(last.art, phrase) if self.negated else None
        parts = last.parts if bare else (*last.parts, " ".join([*words, phrase]))
        self.subjects[owner] = replace(last, art=bare or last.art, parts=parts)
        if self.negated:
            self.without.append(phrase)
        if theirs:
            for i in self.tied_to(owner):  # what is on somebody's head is worn, if it can be
                if self.subjects[i].art in WEARABLE and self.subjects[i].relation == "on":
                    self.subjects[i] = replace(self.subjects[i], relation="worn")
        self.phrase, self.relation, self.joined = Phrase(), None, [owner]
        return True

    def coat(self, owner: int) -> None:
        """ "A cat that has black fur" is a black cat."""
        thing = self.subjects[owner]
        if thing.colour is None:
            self.subjects[owner] = replace(thing, colour=self.phrase.colours[0])
        self.phrase, self.relation, self.joined = Phrase(), None, [owner]

    def take_detail(self, phrase: str, at: int) -> bool:
        """ "The keys of a piano": a part of what follows, which is drawn whole."""
        if self.text.words(at + 1, 1) != "of":
            return False
        start = at + 2
        while self.text.words(start, 1) in lexicon.DETERMINERS:
            start += 1
        whole = next((hit for n in (3, 2, 1) if (hit := self.text.noun(start, n))), None)
        return whole is not None and owned.is_part(phrase, whole[1])

    def take_mention(self, phrase: str) -> bool:
        """ "A book above the keys" of the piano: a part of what was named before stands for the whole."""
        if not (self.phrase.definite and self.relation and self.relation != "with") or self.phrase.colours:
            return False
        others = [i for i in range(len(self.subjects)) if i not in self.joined]
        glazed = owned.GLAZED if phrase == "window" else ()
        arts = {i: self.subjects[i].art for i in others}
        whole = next((i for i, art in arts.items() if owned.is_part(phrase, art) or art in glazed), None)
        if whole is None:
            return False
        if self.subjects[whole].target in self.joined:  # "a cottage and a squirrel looking from the window"
            self.subjects[whole] = replace(self.subjects[whole], relation=None, target=None)
        self.relate(whole)
        self.phrase = Phrase()
        return True

    def take_posture(self, phrase: str, at: int, n: int) -> bool:
        """How a thing lies: upside down, knocked over; several on each other."""
        if phrase not in owned.POSTURE:
            return False
        posture = owned.POSTURE[phrase]
        if posture == "quills" and "hair" in self.text.tokens[at + n : at + n + 2]:
            return True  # a way of wearing it
        if posture == "toppled" and self.phrase.colours:
            return True  # "black-tipped ears" have the colour
        if self.phrase.open and self.text.noun_follows(at + n):
            self.phrase.parts.append(posture)
        elif self.subjects:
            last = len(self.subjects) - 1
            if posture == "scatter":
                self.scattered(last)
                return True
            if posture == "stack":
                several = self.subjects[last].count > 1
                self.subjects[last] = replace(self.subjects[last], spot=posture) if several else self.subjects[last]
                return True
            self.subjects[last] = replace(self.subjects[last], parts=(*self.subjects[last].parts, posture))
        return True

    def scattered(self, index: int) -> None:
        """ "Toys scattered over the floor": all over the ground, many if their number is not said."""
        s = self.subjects[index]
        if s.count > 1:
            self.subjects[index] = replace(s, spot=s.spot or "field", count=9 if s.count == 3 else s.count)

    def part_words(self) -> list[str]:
        """What is said of a part: that there is none, how many, in which colours."""
        said = self.phrase
        if self.negated or said.count == 0:
            return ["no"]
        return [*([str(said.count)] if (said.count or 0) > 1 else []), *said.colours[:2]]

    def owner_of(self, part: str) -> int:
        """Whose part it is: of what was named last, or of what that hangs on."""
        last = len(self.subjects) - 1
        owner = self.bearer(last) if self.joining else last
        target = self.subjects[owner].target
        if not owned.is_part(part, self.subjects[owner].art) and target is not None:
            return target
        return owner

    def take_palette(self, at: int) -> int:
        """How many words from one on are colours that go round several: "red, blue and green balloons"."""
        words, start = self.text.tokens, at
        after = self.noun_end == at and self.added and bool(self.subjects)
        if after and words[at : at + 1] in (["in"], [":"], [","], ["colored"], ["coloured"]):
            start = at + 1
        if words[at] in owned.VARIED and not after:
            return self._varied(at)
        colours, end = self._listed(start)
        if len(colours) < 2:
            return 0
        if start > at or after:
            last = self.subjects[-1]
            if not self.text.ends(end) or last.count < 2:
                return 0
            self.subjects[-1] = replace(last, palette=tuple(colours), colour=None, accent=None)
            self.noun_end = end
            return end - at
        noun = next((hit for n in (3, 2, 1) if (hit := self.text.noun(end, n))), None)
        if noun is None or not noun[2] or (len(colours) < 3 and self.phrase.count is not None):
            return 0
        if len(colours) < 3 and "," not in words[start:end] and noun[1] not in owned.PLAIN_COLOURED:
            return 0  # "black and white cats" are each of both
        self.phrase.palette, self.phrase.open = colours, True
        self.phrase.count = self.phrase.count or max(4 if len(colours) == 2 else 0, len(colours))
        return end - at

    def _varied(self, at: int) -> int:
        """ "Colorful eggs" are each of another colour; a colourful picture, or bird, is something else."""
        noun = next((hit for k in (1, 2) for n in (2, 1) if (hit := self.text.noun(at + k, n))), None)
        if noun is None or not noun[2] or nouns.group(noun[1]) in ("person", "animal", "place", "face"):
            return 0
        self.phrase.palette, self.phrase.open = list(owned.VARIOUS), True
        return 1

    def _listed(self, at: int) -> tuple[list[str], int]:
        """(colours, end) of a list of colours from a word on."""
        colours: list[str] = []
        end = at
        while True:
            n = next((n for n in (2, 1) if self._colour(end, n)), 0)
            if not n:
                break
            colours.append(self._colour(end, n) or "")
            end += n
            skip = 0
            while self.text.words(end + skip, 1) in (",", "and", "or"):
                skip += 1
            if not any(self._colour(end + skip, n) for n in (2, 1)) or not skip:
                break
            end += skip
        return colours, end

    def _colour(self, at: int, n: int) -> str | None:
        phrase = self.text.words(at, n)
        phrase = lexicon.COLOUR_SAME.get(phrase, phrase)
        return phrase if phrase in lexicon.COLOUR and at + n <= len(self.text.tokens) else None
