"""Plain order: what a sentence says first of a place, or by a pronoun, in the words and the order of a short prompt.

"On the table there is a jug. Behind it stands a lamp" is a jug on the table, and a lamp behind the jug.
"""

from __future__ import annotations

from dataclasses import dataclass

from imgen_nb.sketch.reading import acts, lexicon, nouns
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.places import SETTING
from imgen_nb.sketch.reading.readings import WEARABLE
from imgen_nb.sketch.reading.wording import STOPS, Wording

_PREPOSITIONS = words("""on in under beneath below beside next near behind above over inside to between around at atop
    by""")
_LOCAL = words("on under beside front behind inside above left_of right_of between around at")
_PLACES = {
    phrase: relation
    for phrase, relation in acts.RELATION.items()
    if phrase.split()[0] in _PREPOSITIONS and relation in _LOCAL
} | {"below": "under"}
_STANDS = words("""stand stands standing sit sits sitting lie lies lying hang hangs hanging float floats floating rest
    rests resting grow grows growing rise rises rising loom looms looming hover hovers hovering lay lays""")
_ARTICLES = words("a an one two three four five six seven eight nine ten several some many")
_IT = words("it him her them")
_PERSONS = words("he she him her")
_OWNERS = words("his her its their")
_NEAR_BODY = {"feet": "beside", "side": "beside", "shoulder": "on", "lap": "on", "back": "on", "knees": "on"}
_WOMEN = words("woman girl lady queen princess witch mother grandmother mermaid bride waitress ballerina nun sister")
_MEN = words("man boy king prince wizard father grandfather groom waiter monk fisherman knight brother")
_PICTURES = words("picture painting photo photograph portrait drawing")
_ON_WALLS = ("on the wall", "on a wall", "hanging on the wall", "hangs on the wall", "hung on the wall")
_FRAMED = ("framed", "picture", "showing")
_POSED = words("raised drawn high aloft ready")
_SKIPPED = words("there is are was were")
REACH = 6
"""How many words a noun may have before it."""


@dataclass(frozen=True)
class Named:
    """A thing as it was named: its words, where they end, and whether there are several."""

    words: tuple[str, ...]
    end: int
    art: str
    plural: bool

    @property
    def group(self) -> str:
        """What kind of thing it is."""
        return nouns.group(self.art)

    @property
    def again(self) -> list[str]:
        """The words that mean it once more."""
        return ["the", *self.words]


def plain(tokens: list[str]) -> list[str]:
    """The words of a prompt in plain order."""
    return Order(tokens).told()


class Order:
    """Reads the words once; what it says again is in `out`."""

    def __init__(self, tokens: list[str]) -> None:
        self.text = Wording(tokens)
        self.tokens = tokens
        self.out: list[str] = []
        self.topic: Named | None = None  # what the sentence is about
        self.before: Named | None = None  # what the one before was about
        self.pair: list[Named] = []  # "a boy and his dog"
        self.living: list[Named] = []  # who was named, the last one last
        self.last: Named | None = None
        self.fresh = True  # whether the sentence has named nothing yet

    def told(self) -> list[str]:
        """All of it in plain order."""
        at = 0
        while at < len(self.tokens):
            at += self.starting(at) or self.own(at) or self.named(at) or self.kept(at)
        return self.out

    def kept(self, at: int) -> int:
        """A word that stays as it is."""
        self.out.append(self.tokens[at])
        if self.tokens[at] in (".", ";", "!", "?"):
            self.fresh = True
        return 1

    def named(self, at: int) -> int:
        """A thing that is named, which a later pronoun may mean."""
        start = at == 0 or self.tokens[at - 1] in STOPS
        if not (start or self.text.words(at, 1) in lexicon.DETERMINERS):
            return 0
        found = self.thing(at)
        if found is None:
            return 0
        self.note(found, at)
        self.out += self.tokens[at : found.end]
        return found.end - at

    def note(self, found: Named, at: int) -> None:
        """Remember what was named."""
        subject = self.text.words(found.end, 1)
        acting = subject.endswith("ing") or subject in _STANDS or subject in ("is", "are", "holds", "wears", "rides")
        lead = self.text.words(at - 1, 1)
        if self.topic and lead == "and" and (acting or self.last is self.topic) and not self.fresh:
            self.pair = [self.topic, found]
        elif self.fresh and not (self.pair and any(one.words == found.words for one in self.pair)):
            self.pair = [found]
        if self.fresh or (acting and lead in (",", "and", "while")):
            self.before, self.topic = self.topic, found
        self.fresh = False
        self.last = found
        if found.group in ("person", "animal"):
            self.living = [one for one in self.living if one.words != found.words] + [found]

    def thing(self, at: int) -> Named | None:
        """The thing that is named from a word on, past what is said of it."""
        colours: list[str] = []
        for i in range(at, min(at + REACH, len(self.tokens))):
            word = self.tokens[i]
            if word in STOPS or word == "and":
                return None
            for n in (3, 2, 1):
                hit = self.text.noun(i, n) if i + n <= len(self.tokens) else None
                if hit is None or hit[3] < 50 or self.text.words(i, n) in SETTING:
                    continue
                if n == 1 and word in lexicon.COLOUR and self.text.noun_follows(i + 1):
                    break
                further = self.text.noun(i + n, 1)  # "a brick oven"
                beast = further and (nouns.group(hit[1]), nouns.group(further[1])) == ("animal", "person")
                if (
                    further
                    and further[3] >= 100
                    and not beast
                    and self.text.words(i + n, 1) not in acts.RELATION | acts.POSE
                ):
                    return self.thing(i + n) and Named(
                        (*colours, self.tokens[i + n]), i + n + 1, further[1], further[2]
                    )
                return Named((*colours, *self.tokens[i : i + n]), i + n, hit[1], hit[2])
            if word in lexicon.COLOUR:
                colours.append(word)
            elif word in acts.RELATION or (word in acts.POSE and i > at):
                return None
        return None

    # -- what a sentence begins with ------------------------------------------------------------------

    def starting(self, at: int) -> int:
        """How many words were said again at the beginning of a clause."""
        if at and self.tokens[at - 1] not in STOPS and self.tokens[at - 1] not in ("and", "while"):
            return 0
        return self.far(at) or self.fronted(at) or self.subject(at) or self.doing(at)

    def far(self, at: int) -> int:
        """ "In the background stands a castle": a castle in the background."""
        n = next((n for n in (4, 3, 2) if self.text.words(at, n) in acts.FAR and self.tokens[at + n - 1] not in _IT), 0)
        end = at + n + (self.text.words(at + n, 1) == ",")
        end += next((k for k in (2, 1) if self._exists(end, k)), 0)
        thing = self.thing(end) if n else None
        if thing is None:
            return 0
        return self.placed(end, thing, self.tokens[at : at + n]) - at

    def fronted(self, at: int) -> int:
        """ "On top of it is a sphere": a sphere on top of it."""
        n = next((n for n in range(min(6, len(self.tokens) - at), 0, -1) if self.text.words(at, n) in _PLACES), 0)
        found = self.target(at + n) if n else None
        if found is None:
            return 0
        target, end, verb = found
        thing = self.thing(end)
        if thing is None or not target:
            return 0
        place = [*self.tokens[at : at + n], *target]
        if verb in _STANDS and n:
            place = [verb, *place] if f"{verb} {self.tokens[at]}" in acts.RELATION else place
        return self.placed(end, thing, place) - at

    def target(self, at: int) -> tuple[list[str], int, str] | None:
        """(what a place is measured by, where what is there begins, the verb in between)."""
        pronoun = self.text.words(at, 1) in _IT
        for end in range(at + 1, min(at + REACH, len(self.tokens))):
            word = self.tokens[end]
            rest = end + 1 if word == "," else end
            verbs = next((k for k in (2, 1) if self._exists(rest, k)), 0)
            begins = self.text.words(rest + verbs, 1) in _ARTICLES
            bare = begins and (pronoun and end == at + 1) | (word == "," and self._thing_only(at, end))
            if begins and (verbs or bare):
                verb = self.text.words(rest + verbs - 1, 1) if verbs else ""
                meant = self.meant(self.tokens[at]) if pronoun and end == at + 1 else self.tokens[at:end]
                return meant, rest + verbs, verb
            if word in STOPS or word in acts.RELATION:
                return None
        return None

    def _exists(self, at: int, n: int) -> bool:
        said = [self.text.words(at + k, 1) for k in range(n)]
        if n == 2:
            return (said[0] == "there" or said[0] in lexicon.BEING) and (said[1] in lexicon.BEING or said[1] in _STANDS)
        return said[0] in _STANDS or said[0] in lexicon.BEING

    def _thing_only(self, at: int, end: int) -> bool:
        found = self.thing(at)
        return found is not None and found.end == end

    def placed(self, at: int, thing: Named, place: list[str]) -> int:
        """Say what is at a place, and what else is listed there; where the list ends."""
        begin = at
        self.fresh = True
        first = True
        while True:
            self.note(thing, begin) if first else None
            end = self._whole(thing.end)
            self.out += [*self._shown(begin, end), *place]
            if self.text.words(end, 1) == "with" and self.thing(end + 1):
                self.out += [",", *thing.again]
            first = False
            skip = 0
            while self.text.words(end + skip, 1) in (",", "and"):
                skip += 1
            following = self.thing(end + skip) if skip and self.text.words(end + skip, 1) in _ARTICLES else None
            if following is None or not self._listed(following.end):
                return end
            self.out += self.tokens[end : end + skip]
            begin, thing = end + skip, following

    def _whole(self, end: int) -> int:
        """Where a thing ends with what it is of and where it is itself."""
        if self.text.words(end, 1) == "of" and (more := self.thing(end + 1)):
            return self._whole(more.end)
        n = next((n for n in (4, 3, 2, 1) if self.text.words(end, n) in _PLACES), 0)
        if n and (more := self.thing(end + n)):
            return more.end
        return end

    def _listed(self, at: int) -> bool:
        """Whether a thing is only listed: nothing is said of what it does or where it is."""
        if self.text.words(at, 1) == "of" and (more := self.thing(at + 1)):
            at = more.end
        return at >= len(self.tokens) or self.tokens[at] in STOPS or self.tokens[at] == "and"

    def subject(self, at: int) -> int:
        """ "She holds a lamp": the girl holds a lamp."""
        word, after = self.tokens[at], self.text.words(at + 1, 1)
        if word not in ("he", "she", "it", "they") or after in lexicon.BEING or not after:
            return 0
        if word in ("it", "they") and (self.topic is None or at == 0):
            return 0
        meant = self.meant(word)
        self.out += meant
        return 1 if meant else 0

    def doing(self, at: int) -> int:
        """ "..., holding a lamp": said of who the sentence is about, not of the bench that was named last."""
        at += self.text.words(at, 1) in lexicon.BEING
        word = self.text.words(at, 1)
        done = word.endswith("ing") and any(self.text.words(at, n) in acts.RELATION | acts.POSE for n in (1, 2, 3))
        if not done or self.topic is None or self.last is self.topic or self.topic.group not in ("person", "animal"):
            return 0
        if self.tokens[at - 1] == "while" or self.text.noun(at, 2) or self.text.noun(at, 3):
            return 0
        being = self.tokens[at - 1] in lexicon.BEING
        self.out += [*self.topic.again, word]
        return 1 + being

    # -- what is said of somebody's own ---------------------------------------------------------------

    def own(self, at: int) -> int:
        """ "A cat at his feet", "behind him", "with his sword raised": beside, behind, in the hand of the wizard."""
        return self._beside(at) or self._at_body(at) or self._his(at) or self._object(at) or self._framed(at)

    def _object(self, at: int) -> int:
        """ "A girl rides it", "a bear follows her": what is done to whom was named before."""
        verb = self.text.words(at - 1, 1)
        deed = verb in acts.RELATION and verb not in _PREPOSITIONS and verb not in ("with", "has", "having")
        if self.tokens[at] not in _IT or not deed or not self.living or not self.text.ends(at + 1):
            return 0
        meant = self.meant(self.tokens[at], self.living[-1])
        if meant[1:] == list(self.living[-1].words):
            return 0
        self.out += meant
        return 1 if meant else 0

    def _framed(self, at: int) -> int:
        """ "A picture of a fish on the wall": in a frame."""
        if self.tokens[at] not in _PICTURES or self.text.words(at + 1, 1) != "of":
            return 0
        found = self.thing(at + 2)
        if found is None or not any(self.text.words(found.end, n) in _ON_WALLS for n in (3, 4)):
            return 0
        self.last = found
        self.out += [*_FRAMED, *self.tokens[at + 2 : found.end]]
        return found.end - at

    def _shown(self, at: int, end: int) -> list[str]:
        """The words from one to another, where a picture that hangs on a wall is framed."""
        said = list(self.tokens[at:end])
        shown = next(
            (k for k, word in enumerate(said[:3]) if word in _PICTURES and said[k + 1 : k + 2] == ["of"]), None
        )
        if shown is None or "wall" not in said:
            return said
        return [*said[:shown], *_FRAMED, *said[shown + 2 :]]

    def _beside(self, at: int) -> int:
        n = next((n for n in (5, 4, 3, 2, 1) if self.text.words(at, n) in _PLACES), 0)
        relation = _PLACES.get(self.text.words(at, n)) if n else None
        word = self.text.words(at + n, 1)
        if relation not in ("beside", "front", "behind", "left_of", "right_of", "between") or word not in _IT:
            return 0
        if self.thing(at + n) and word == "her":
            return 0
        meant = self.meant(word, self.topic if self.before else None)
        if not meant or self.last is None or meant[1:] == list(self.last.words):
            return 0
        self.out += [*self.tokens[at : at + n], *meant]
        return n + 1

    def _at_body(self, at: int) -> int:
        """ "At his feet", "on her shoulder"."""
        if self.text.words(at, 1) not in ("at", "by", "on") or self.text.words(at + 1, 1) not in _OWNERS:
            return 0
        relation = _NEAR_BODY.get(self.text.words(at + 2, 1))
        meant = self.meant({"his": "he", "her": "she"}.get(self.tokens[at + 1], "it"))
        if not relation or not meant or self.last is None or self.last is self.topic:
            return 0
        self.out += [relation, *meant]
        return 3

    def _his(self, at: int) -> int:
        """ "Before a castle with his sword raised": holding a sword."""
        if self.tokens[at] != "with" or self.text.words(at + 1, 1) not in _OWNERS or self.topic is None:
            return 0
        found = self.thing(at + 2)
        if found is None or found.group not in ("object", "activity") or self.text.words(found.end, 1) not in _POSED:
            return 0
        verb = "wearing" if found.art in WEARABLE else "holding"
        self.out += [verb, "a", *self.tokens[at + 2 : found.end]]
        return found.end + 1 - at

    def meant(self, pronoun: str, beside: Named | None = None) -> list[str]:
        """The words for whom or what a pronoun means; rather another than who is beside it."""
        if pronoun in ("them", "they"):
            return [w for n, one in enumerate(self.pair) for w in (["and"] * bool(n) + one.again)]
        if pronoun in _PERSONS:
            kind = _WOMEN if pronoun in ("she", "her") else _MEN
            others = [one for one in self.living if one is not beside] or self.living
            fits = [one for one in others if one.words[-1] in kind]
            who = (fits or [one for one in others if one is self.topic] or others)[-1:]
            return who[0].again if who else []
        topic = self.before if beside is self.topic and beside else self.topic
        return topic.again if topic else []
