"""Ordering: what is meant by "it", and where in the picture things are: on the left, in a row, in the background."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.reading import acts, lexicon
from imgen_nb.sketch.reading.parting import Parting
from imgen_nb.sketch.reading.ties import BEARS, Phrase


class Ordering(Parting):
    """Readings of pronouns and of places in the picture."""

    negated = False
    sentence = 0  # the first subject of the sentence

    def take_pronoun(self, phrase: str, at: int) -> bool:
        """ "A kitchen with a goat in it", "a plate with bananas on it"; "it is red"."""
        if self.text.words(at + 1, 1) in lexicon.BEING and self.subjects:
            last = self.mentioned if self.mentioned is not None else len(self.subjects) - 1
            free = [i for i, s in enumerate(self.subjects) if s.relation is None]
            self.joined = free if phrase == "they" and free else [last]
            self.noun_end = at + 1
            return True
        relation, self.relation = self.relation, None
        if relation and relation not in ("with", *BEARS):
            self.on_it(relation)
        return relation is not None

    def take_order(self, phrase: str, end: int) -> bool:
        """Where in the picture, and in what order: "on the left", "in a row", "from left to right"."""
        if phrase in lexicon.BEING and self.mentioned is not None and self.named_before(end - 1):
            self.said_of = self.mentioned
            if phrase in ("are", "were"):  # "a tomato, a key and three swans were on the lawn": all of them
                free = [i for i in range(self.sentence, len(self.subjects)) if self.subjects[i].relation is None]
                self.joined = free if self.mentioned in free else self.joined
            return True
        if phrase in acts.ON_IT and self.subjects:
            self.on_it(acts.ON_IT[phrase], said_so=True)
            self.relation = None
            return True
        spot = lexicon.SPOT.get(phrase)
        if spot and self.text.words(end, 1) != "of":
            self.close()
            self.relation = None
            self.spotted(spot, end - len(phrase.split()), end)
            return True
        if phrase in lexicon.ARRANGEMENT:
            self.scene["arrangement"] = lexicon.ARRANGEMENT[phrase]
            for i in self.doers() if self.scene["arrangement"] == "circle" else ():
                self.several(i, 6)
            self.relation = None
            return True
        if phrase == "from left to right":
            self.series = len(self.subjects)
            return True
        return phrase in acts.FAR and self.behind_all()

    def spot_follows(self, phrase: str, at: int) -> bool:
        """Whether a relation's last word begins a place in the picture: "parked on the left"."""
        *said, last = phrase.split()
        end = at + len(said)
        spots = [k for k in (3, 4) if said and self.text.words(end, k) in lexicon.SPOT | acts.FAR]
        return last in ("on", "in", "at") and any(self.text.words(end + k, 1) != "of" for k in spots)

    def close(self) -> None:
        """End a noun phrase that found no noun: "a woman in red"."""
        if self.phrase.colours and self.subjects and not self.negated and self.relation in (None, "inside"):
            last = self.subjects[-1]
            if last.colour is None and not self.phrase.definite:
                self.subjects[-1] = replace(last, colour=self.phrase.colours[0])
        self.phrase = Phrase()

    def row(self) -> None:
        """Tie what was named "from left to right" so that each stands left of the next."""
        if self.series is not None:
            for i in range(self.series, len(self.subjects) - 1):
                if self.subjects[i].relation is None:
                    self.tie(i, "left_of", i + 1)
