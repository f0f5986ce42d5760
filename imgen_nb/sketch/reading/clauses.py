"""Clauses: what is said of one of two, of both in turn, or by another clause: "one with ..., the other with ..."."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import lexicon, nouns, owned
from imgen_nb.sketch.reading.blending import Blending
from imgen_nb.sketch.reading.folk import KIT
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.ties import BEARS, LIVING, MOST, Phrase

# A noun right before one of these is only a picture: "a hat with a flame decal".
MARKS = words(
    "decal decals logo logos sticker stickers emblem print prints silhouette symbol insignia badge tattoo icon"
)
# After a number these make an adjective of it: "a two story house", "a three lane road".
MEASURES = words("""
    story storey storied lane way dimensional headed seater door piece wheeled tiered ton toned tone foot inch year
    o day hour star legged eyed engine level""")
_OTHERS = (
    "the other one", "the second one", "the third one", "another one", "the other", "another", "the second",
    "the third", "the fourth", "the fifth", "the last",
)  # fmt: skip
_ONES = ("the first one", "the first", "the one", "one")
_REST = ("the others", "the rest", "the other two", "the other three")
_AFTER_ONE = words("with has have is holds wears holding wearing on in that of at")
FEW = 5
"""How many may be spoken of one by one."""
_VERBS = words("watches watched bit bites ate chased likes loves sees hears wants saw loved hates caught followed")
_GAMES = words("game match tournament competition championship")
_THAT_IS = ("that is", "which is", "that are", "which are", "that was")
_LOOKING = ("that look like", "that looks like", "which look like")
_SIZED = ("size of a", "size of an", "size of the")
_ALSO = ("so does", "so did", "so is", "as does", "as is")


class Clauses(Blending):
    """Readings of several of a kind one by one, and of what is left out because it was said before."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[int] = []  # of several, those not yet spoken of

    said_of: int | None = None  # the subject of "is": what is said next is said of it
    echo: Subject | None = None  # what the next one to be named has as well

    def take_clause(self, at: int) -> int:
        """How many words from one on point back to one of several, or to what was done before; 0 if none does."""
        return (
            self.take_measure(at)
            or self.take_mark(at)
            or self.take_turn(at)
            or self.take_also(at)
            or self.take_simile(at)
            or self.take_verb(at)
            or self.take_same(at)
            or self.take_game(at)
        )

    def take_measure(self, at: int) -> int:
        """ "Two-story": a number that says how large a thing is, not how many there are."""
        number = self.text.words(at, 1) in lexicon.NUMBER or self.text.words(at, 1).isdecimal()
        measured = number and self.text.words(at + 1, 1) in MEASURES and self.text.noun_follows(at + 2)
        return 2 if measured else 0

    def take_mark(self, at: int) -> int:
        """ "A flame decal", "a turtle silhouette": a picture of it, on what has it."""
        if self.text.words(at, 1) not in MARKS or self.noun_end != at or not self.added or len(self.subjects) < 2:
            return 0
        self.on_it("printed", said_so=True)
        self.relation, self.noun_end = None, at + 1
        return 1

    def take_turn(self, at: int) -> int:
        """ "Two cups, one with a map of Texas. The other has a map of Iowa": each of them by itself."""
        if self.text.words(at, 3) in ("one of them", "one of these") and self.subjects:
            several = [i for i, s in enumerate(self.subjects) if s.count > 1]
            living = [i for i in several if nouns.group(self.subjects[i].art) in LIVING]
            if several:
                self.mean((living or several)[-1], at + 3)
                return 3
        rest = next((n for n in (3, 2) if self.text.words(at, n) in _REST), 0)
        if rest and self.turns:
            self.mean(self.turns[0], at + rest)
            self.joined, self.turns = self.turns, []
            return rest
        for phrase in (*_OTHERS, *_ONES):
            n = len(phrase.split())
            if self.text.words(at, n) == phrase and self.turn_follows(at + n):
                if not self.turns and phrase in _ONES and not self.split():
                    return 0
                if self.turns:
                    self.mean(self.turns.pop(0), at + n)
                    self.said_of = self.mentioned if self.text.words(at + n, 1) in lexicon.COLOUR else None
                    return n
        return 0

    def turn_follows(self, at: int) -> bool:
        """Whether something is said of one of several."""
        word = self.text.words(at, 1)
        doing = word.endswith("ing") and self.text.noun(at, 1) is None and word not in lexicon.TIME
        alone = word in lexicon.COLOUR and self.text.ends(at + 1)
        return word in _AFTER_ONE or doing or alone

    def split(self) -> bool:
        """Each of several by itself, to be spoken of one after the other."""
        group = next((i for i in reversed(range(len(self.subjects))) if 1 < self.subjects[i].count <= FEW), None)
        if group is None:
            return False
        count = self.subjects[group].count
        self.subjects[group] = replace(self.subjects[group], count=1)
        self.turns = [group, *range(len(self.subjects), len(self.subjects) + count - 1)]
        self.subjects += [self.subjects[group]] * (count - 1)
        self.added = False
        return True

    def take_also(self, at: int) -> int:
        """ "A rabbit checks its watch, and so does a gecko": the other one has the same."""
        if self.text.words(at, 2) not in _ALSO:
            return 0
        held = [s for s in self.subjects if s.relation in ("held", "worn") and s.target is not None]
        if held:
            self.echo = held[-1]
        return 2

    def share_again(self) -> None:
        """Give what was held before to who was just named, if "so does" was said in between."""
        if self.echo and self.added and nouns.group(self.subjects[-1].art) in LIVING:
            self.subjects.append(replace(self.echo, target=len(self.subjects) - 1))
            self.echo = None

    def equip(self, word: str) -> None:
        """Give somebody what their work is known by: a violinist has a violin."""
        kit = KIT.get(word)
        later = (self.text.noun(i, 1) for i in range(len(self.text.tokens)) if kit and i > self.noun_end)
        if (
            kit
            and not any(noun and noun[1] == kit for noun in later)
            and self.added
            and self.subjects[-1].count < 4
            and len(self.subjects) < MOST
        ):
            owner = len(self.subjects) - 1
            self.subjects.append(Subject(kit, kit, relation="held", target=owner))
            self.added = False

    def take_simile(self, at: int) -> int:
        """ "Lifting off like a rocket": what something only is like is not there."""
        if self.text.words(at, 3) in _SIZED:
            n = next((n for n in (3, 2, 1) if self.text.noun(at + 3, n)), 0)
            return 3 + n if n else 0
        if self.text.words(at, 1) != "like" or self.relation or not self.subjects or self.noun_end == at:
            return 0
        if self.text.words(at - 1, 1) in ("looks", "look", "shaped", "looking", "dressed", "is", "are", *lexicon.PARTS):
            return 0
        for start in (at + 2, at + 1):
            n = next((n for n in (3, 2, 1) if self.text.noun(start, n)), 0)
            if n and (start == at + 1 or self.text.words(at + 1, 1) in ("a", "an", "the")):
                return start + n - at
        return 0

    def take_verb(self, at: int) -> int:
        """ "The mouse the cat watches": a word of doing right after who does it, and no thing."""
        last = len(self.subjects) - 1
        if self.text.words(at, 1) not in _VERBS or self.noun_end != at or not self.added:
            return 0
        if nouns.group(self.subjects[last].art) not in LIVING:
            return 0
        if last and self.subjects[last].relation is None and not self.ended_between(at):
            self.tie(last, "beside", last - 1)
            self.subjects[last] = replace(self.subjects[last], facing="target")
            self.joined, self.mentioned = [last - 1], last - 1
        self.noun_end = at + 1
        return 1

    def take_same(self, at: int) -> int:
        """ "A man sips a latte and a woman a beer": what is done is not said again."""
        if self.text.words(at, 1) not in ("a", "an") or self.noun_end != at or not self.joined or not self.added:
            return 0
        last = len(self.subjects) - 1
        before = [s for s in self.subjects[:last] if s.relation in BEARS.values()]
        if not before or self.relation or nouns.group(self.subjects[last].art) not in LIVING or self.joined[-1] != last:
            return 0
        self.joined, self.added = [last], False
        self.relation = "wear" if before[-1].relation == "worn" else "hold"
        return 0

    def take_doing(self, word: str, at: int) -> None:
        """Tie what comes next to who does something to it, whatever it may be: "a boy is sharpening a pencil"."""
        done = self.named_before(at) or self.text.words(at - 1, 1) in ("and", "while")
        living = [i for i in self.doers() if nouns.group(self.subjects[i].art) in LIVING]
        goes_on = self.text.words(at + 1, 1) in lexicon.DETERMINERS or self.text.noun_follows(at + 1)
        if word.endswith("ing") and done and living and goes_on and not self.negated:
            self.phrase, self.relation, self.joined, self.joining = Phrase(), "do", living, False

    def take_game(self, at: int) -> int:
        """ "A basketball game": the ball stands for the game. "A martini that is on ...": only the martini is."""
        if self.text.words(at, 1) in _GAMES and self.noun_end == at and self.added:
            self.noun_end = at + 1
            return 1
        if self.text.words(at, 2) == "birthday party" and self.subjects:
            self.subjects += [Subject("cake", "birthday-cake"), Subject("balloon", "balloon", 3)]
            self.noun_end, self.added = at + 2, False
            return 2
        if (
            self.text.words(at, 3) in _LOOKING
            and self.text.words(at - 1, 1) in lexicon.PARTS | owned.ANY
            and self.subjects
        ):
            self.relation = "upon"  # "leaves that look like balloons"
            return 3
        if self.text.words(at, 2) in _THAT_IS and self.noun_end == at and self.added:
            self.joined = [len(self.subjects) - 1]
        return 0

    def ended_between(self, at: int) -> bool:
        """Whether a stop or a joining word is between the last two nouns."""
        return any(word in (".", ",", ";", "and") for word in self.text.tokens[max(0, at - 4) : at])

    def mean(self, index: int, end: int) -> None:
        """What is said next is said of this one."""
        self.joined, self.mentioned, self.relation, self.noun_end = [index], index, None, end
