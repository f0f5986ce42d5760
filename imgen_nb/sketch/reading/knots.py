"""Knots: ties are made, asked for and ended here, so that each leads to a subject and none in a circle."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import nouns

ARM = 0.7
"""What is higher than this, in metres, is in nobody's hand."""
CROWD = 8
"""So many that one speaks to all of them."""


class Knots:
    """The subjects named so far, each tied to one of the others or to none."""

    def __init__(self) -> None:
        self.subjects: list[Subject] = []
        self.joined: list[int] = []  # subjects of the current coordination ("a cat and a dog")
        self.mentioned: int | None = None  # the subject named last, also when it was named before

    def root(self, index: int) -> int:
        """The free subject that one stands on, sits in, hangs at."""
        target = self.subjects[index].target
        return index if target is None else self.root(target)

    def loosen(self, index: int) -> None:
        """Nobody hangs on what turns out to be a picture on somebody."""
        for i in self.tied_to(index):
            self.subjects[i] = replace(self.subjects[i], relation=None, target=None, other=None)

    def several(self, index: int, count: int = 8) -> None:
        """An uncounted plural is many where it is on all sides."""
        s = self.subjects[index]
        if s.count == 3 or s.word.endswith("s"):
            self.subjects[index] = replace(s, count=count)

    def paint(self, index: int, colour: str) -> None:
        """Say the colour of a subject, or its second one."""
        s = self.subjects[index]
        self.subjects[index] = replace(s, accent=colour) if s.colour else replace(s, colour=colour)

    def tie(self, source: int, relation: str, target: int | None) -> None:
        """Tie a subject to another, unless that one already hangs on it."""
        at = target
        while at is not None and at != source:
            at = self.subjects[at].target
        if relation in ("held", "worn") and target is not None and self.subjects[target].relation == "worn":
            target = self.subjects[target].target  # in the hand of who is in the dress
        if at is None:
            self.subjects[source] = replace(self.subjects[source], relation=relation, target=target)

    def heard(self, speaker: int, crowd: int) -> bool:
        """Whether a crowd looks up to who speaks or plays to it, and shows us its backs."""
        one, many = self.subjects[speaker], self.subjects[crowd]
        hears = nouns.group(one.art) == nouns.group(many.art) == "person" and one.count < CROWD / 2
        if hears:
            self.tie(crowd, "audience", speaker)
        return hears

    def done_with(self, doers: list[int], index: int) -> str:
        """How somebody is tied to what they do something with: small things are in hand, they turn to others."""
        thing = self.subjects[index]
        small = nouns.group(thing.art) in ("object", "food", "activity") and nouns.metres(thing.art) < ARM
        for i in doers if not small else ():
            self.subjects[i] = replace(self.subjects[i], facing=self.subjects[i].facing or "target")
        return "hold" if small else "beside"

    def tied_to(self, target: int) -> list[int]:
        """The subjects that are on, in, beside ... this one."""
        return [i for i, s in enumerate(self.subjects) if s.target == target]

    def drop(self) -> Subject:
        """Take the last subject back, with all that leads to it: it was only a word about another."""
        gone = len(self.subjects) - 1
        for i in self.tied_to(gone):
            self.subjects[i] = replace(self.subjects[i], relation=None, target=None, other=None)
        for i, s in enumerate(self.subjects):
            if s.other == gone:
                self.subjects[i] = replace(s, other=None)
        self.mentioned = None
        self.joined = [i for i in self.joined if i != gone]
        return self.subjects.pop()

    def both_sides(self, one: int, other: int) -> bool:
        """ "Between a house and a car": the second side of what stands between."""
        held = [i for i in self.tied_to(one) if self.subjects[i].relation == "between" and i != other]
        held = [i for i in held if self.subjects[i].other is None]
        for i in held:
            self.subjects[i] = replace(self.subjects[i], other=other)
        return bool(held)

    def fitting(self, sources: list[int], relation: str, index: int) -> list[int]:
        """Who of a list is on or in a thing: the last one, and all that it has room for."""
        most = 2.2 * nouns.metres(self.subjects[index].art)
        small = relation not in ("on", "inside")
        last = (*sources[-1:], *(self.subjects[i].target for i in sources[-1:]))  # or who wears it
        return [i for i in sources if small or i in last or nouns.metres(self.subjects[i].art) <= most]

    def lift(self, index: int, owner: int) -> None:
        """ "Holding an apple over its head": with both arms."""
        if self.subjects[index].relation == "held":
            self.subjects[index] = replace(self.subjects[index], spot="aloft")
            self.subjects[owner] = replace(self.subjects[owner], pose="hoist")


def alive(art: str) -> bool:
    """Whether it can be given something: no plant, and no part of a body."""
    kind = nouns.group(art)
    return art not in nouns.PLANTS and (kind == "animal" or (kind == "person" and nouns.metres(art) > 0.5))
