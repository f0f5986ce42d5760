"""Prompt to plan: longest known phrases first, modifiers to the next noun, relations between neighbours.

A deliberately small reader of English noun phrases. It has no grammar beyond this:
modifier* noun (relation modifier* noun)*, where settings, times, weather and camera words may stand anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.aliases import ALIAS
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.readings import BOARDS, WEARABLE, meant_by_with, merged, tabletop, tokens, written
from imgen_nb.sketch.reading.wording import STOPS, Wording

_SCENES = (
    ("camera", lexicon.CAMERA),
    ("time", lexicon.TIME),
    ("weather", lexicon.WEATHER),
    ("mood", lexicon.MOOD),
    ("style", lexicon.STYLE),
    ("ground", lexicon.GROUND),
)
_GROUPS = words("school pack row pair stack pile family herd flock group bunch swarm crowd trio couple")
_CONTAINERS = words("@bowl @vase basket bucket @jar @plate @box @mug pot-of-food")
LONGEST = 4
MOST = 6  # subjects of a picture; more would be a crowd of stamps


@dataclass
class _Phrase:
    """The noun phrase being read."""

    count: int | None = None
    colours: list[str] = field(default_factory=list)
    size: str | None = None
    pose: str | None = None
    open: bool = False  # a determiner or modifier has been read, a noun is due
    definite: bool = False


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.text = Wording(tokens)
        self.subjects: list[Subject] = []
        self.scene: dict[str, str] = {}
        self.unknown: list[str] = []
        self.without: list[str] = []
        self.phrase = _Phrase()
        self.relation: str | None = None
        self.joined: list[int] = []  # subjects of the current coordination ("a cat and a dog")
        self.joining = False
        self.negated = False
        self.aloft = False  # the last relation was one of flying
        self.place_end = -1  # where the last setting ended
        self.placed = False  # a setting was the last thing named
        self.contents: int | None = None  # the container whose contents come next
        self.noun_end = -1  # where the last noun ended, for compounds ("golden retriever puppy", "bowl of ramen")
        self.added = False  # the last noun became the last subject, rather than one named before or one too many

    # -- reading -----------------------------------------------------------------------------------

    def read(self) -> None:
        at = 0
        while at < len(self.text.tokens):
            at += self.step(at)
        self.close()

    def step(self, at: int) -> int:
        word = self.text.tokens[at]
        if word in STOPS:
            self.close()
            self.relation, self.joining, self.negated = None, False, False
            self.joined = self.joined[-1:]
            return 1
        for n in range(min(LONGEST, len(self.text.tokens) - at), 0, -1):
            if any(t in STOPS for t in self.text.tokens[at : at + n]):
                continue
            if self.take(at, n):
                return n
        self.leftover(at)
        return 1

    def take(self, at: int, n: int) -> bool:
        """Understand the n words from `at`, or not."""
        phrase = self.text.words(at, n)
        if n == 1 and phrase in lexicon.PARTS and self.take_part(phrase, at):
            return True
        if n == 1 and phrase in lexicon.NEGATIVE:
            self.close()
            self.negated = True
            return True
        if n == 1 and phrase in ("and", "or", "plus"):
            self.joining = not self.phrase.colours or bool(self.joined)
            return True
        return (
            self.take_relation(phrase)
            or self.take_modifier(phrase, at, n)
            or self.take_scene(phrase, at, n)
            or self.take_noun(at, n)
        )

    def take_part(self, phrase: str, at: int) -> bool:
        """A part of a subject, not a thing beside it: "with a rainbow mane", "a carrot nose", "on a man's head"."""
        after_noun = self.noun_end == at and self.added
        owned = after_noun and (at - 1 in self.text.owners or self.tied_to(len(self.subjects) - 1) != [])
        made_of = after_noun and not owned and len(self.subjects) > 1
        if not self.subjects or not (owned or made_of or (self.relation == "with" and self.phrase.open)):
            return False
        words = [] if owned else [self.drop().word] if made_of else self.phrase.colours[:1]
        owner = len(self.subjects) - 1
        last = self.subjects[owner]
        self.subjects[owner] = replace(last, parts=(*last.parts, " ".join([*words, phrase])))
        if owned:
            for i in self.tied_to(owner):  # what is on somebody's head is worn, if it can be
                if self.subjects[i].art in WEARABLE and self.subjects[i].relation == "on":
                    self.subjects[i] = replace(self.subjects[i], relation="worn")
        self.phrase, self.relation, self.joined = _Phrase(), None, [owner]
        return True

    def take_relation(self, phrase: str) -> bool:
        relation = lexicon.RELATION.get(phrase)
        if relation is None:
            return False
        self.close()
        if self.negated and phrase in ("with", "in", "on", "at"):
            self.negated = False
        # "sitting on" after "next to": the later word is about the noun that follows it
        self.relation, self.joining = relation, False
        self.aloft = phrase.startswith(("fly", "float", "hover", "soar"))
        if relation == "with" and self.placed:
            self.joined = []  # "hills with a windmill" ties nothing to what stands in the hills
        return True

    def take_modifier(self, phrase: str, at: int, n: int) -> bool:
        said = self.phrase
        same = lexicon.COLOUR_SAME.get(phrase, phrase)
        if same in lexicon.COLOUR:
            thing = self.text.noun(at, 1) if n == 1 else None
            if thing and thing[3] >= 100 and self.text.ends(at + 1):
                return False
            if any(self.text.noun(at, k) for k in (3, 2) if k > n):
                return False
            if self.negated:
                self.without.append(same)
            else:
                said.colours.append(same)
                said.open = True
            return True
        if n > 1 and phrase in lexicon.NUMBER and self.text.noun(at + 1, n):
            return False  # "a stack of books" is drawn as one
        if phrase in lexicon.NUMBER and (n > 1 or phrase not in _GROUPS or self.text.words(at + 1, 1) == "of"):
            said.count, said.open = lexicon.NUMBER[phrase], True
            return True
        if phrase in lexicon.SIZE and not (n == 1 and phrase in ("baby",) and not self.text.noun_follows(at + 1)):
            said.size, said.open = lexicon.SIZE[phrase], True
            return True
        if phrase == "flying" and self.text.words(at + 1, 1) in lexicon.DETERMINERS and self.subjects:
            return self.take_relation("holding")  # a child flying a kite stays on the ground
        if phrase in lexicon.POSE:
            if said.colours and self.relation == "inside":
                self.close()  # "a woman in red dancing"
                said = self.phrase
            if said.open or not self.subjects:
                said.pose = lexicon.POSE[phrase]
            else:
                for i in self.joined or [len(self.subjects) - 1]:
                    self.subjects[i] = replace(self.subjects[i], pose=lexicon.POSE[phrase])
            return True
        if n == 1 and phrase in lexicon.DETERMINERS:
            if phrase != "the" or not said.open:
                said.open, said.definite = True, phrase in ("the", "its", "his", "her", "their")
            return True
        return False

    def take_scene(self, phrase: str, at: int, n: int) -> bool:
        if phrase in ALIAS and phrase not in lexicon.SETTING:
            return False
        for key, table in (*_SCENES, ("setting", lexicon.SETTING)):
            value = table.get(phrase)
            if value is None:
                continue
            if self.negated:
                self.without += [value, phrase]
            elif key in ("style", "mood") and self.names_thing_instead(at, n):
                return False
            else:
                if key == "setting" and self.place_end == at:
                    self.scene[key] = value  # "a mountain lake" is a lake
                self.scene.setdefault(key, value)
                self.place_end = at + n if key == "setting" else self.place_end
                self.settle(key, at)
            return True
        return False

    def names_thing_instead(self, at: int, n: int) -> bool:
        """ "A pencil" is a thing, "pencil drawing" and "pencil sketch of a cat" are styles."""
        thing = self.text.noun(at, 1) if n == 1 else None
        return thing is not None and thing[3] >= 100 and self.phrase.open and self.text.ends(at + 1)

    def settle(self, key: str, at: int) -> None:
        """A place named after "on" or "in" is where the subjects are."""
        if key == "setting":
            self.placed = True
            tied = [i for i in self.tied_to(len(self.subjects) - 1) if self.subjects[i].relation in ("inside", "on")]
            if self.noun_end == at and self.added and tied:  # "in a corn field": the noun only says what field
                self.drop()
                self.joined = tied
        if key in ("setting", "ground") and self.relation == "above":
            for i in self.joined if self.aloft else ():  # "a witch flying over a village"
                self.subjects[i] = replace(self.subjects[i], pose=self.subjects[i].pose or "fly")
            self.relation = None
        if key in ("setting", "ground") and self.relation in ("on", "under", "behind", "front", "inside"):
            self.relation = None
        if key in ("setting", "ground"):
            self.phrase.open, self.phrase.colours = False, []  # "a green field" is no green sheep
            self.phrase.count = None if self.phrase.count != 1 else self.phrase.count

    def take_noun(self, at: int, n: int) -> bool:
        found = self.text.noun(at, n)
        if found is None:
            return False
        word, art, plural, strength = found
        follows = self.text.tokens[at + n] if at + n < len(self.text.tokens) else ""
        if word.endswith("ing") and ((strength < 100 and not self.phrase.open) or follows in lexicon.DETERMINERS):
            return False  # a verb, as in "a cat fishing"
        if strength < 50 and (self.text.noun_follows(at + n) or not (self.phrase.open or plural)):
            return False  # a loose keyword is taken for a thing only where a noun is due
        if self.negated:
            self.without += [art, word]
            return True
        if not self.compound(at, strength):
            self.put(word, art, plural)
        self.noun_end, self.placed = at + n, False
        return True

    def compound(self, at: int, strength: float) -> bool:
        """Read a noun right after another as one thing; True when nothing is left to add.

        "chocolate cake" is a cake; "a bouquet of roses" has no roses beside it; "a basket of apples" has them inside.
        """
        if not self.subjects or at == 0:
            return False
        last = self.subjects[-1]
        if self.noun_end == at and self.relation is None and not self.phrase.open:
            if strength < 50:
                return True
            if not self.added:
                return False
            self.subjects.pop()  # what is tied to it is tied to the longer noun, which takes its place
            self.joined = [i for i in self.joined if i < len(self.subjects)]
            colours = [c for c in (last.colour, last.accent) if c]
            self.phrase = _Phrase(last.count if last.count > 1 else None, colours, last.size, last.pose, open=True)
            if last.relation:
                self.relation = {"held": "hold", "worn": "wear"}.get(last.relation)
            return False
        if self.text.tokens[at - 1] == "of" and self.noun_end == at - 1:
            if last.art not in _CONTAINERS:
                return True
            self.joined, self.relation = [], None
            self.contents = len(self.subjects) - 1
        return False

    def put(self, word: str, art: str, plural: bool) -> None:
        """Add a subject, or mean again one already named."""
        said = self.phrase
        bare = not said.colours and not said.size and said.count is None
        again = next((i for i, s in enumerate(self.subjects) if s.art == art and s.word == word), None)
        self.added = False
        if again is not None and bare and (said.definite or not said.open):
            index = again
        elif len(self.subjects) >= MOST:
            self.phrase, self.contents = _Phrase(), None
            return
        else:
            colours = [*said.colours, None, None]
            if colours[0] and f"{colours[0]} {word}" in ALIAS:
                art = ALIAS[f"{colours[0]} {word}"]
            count = said.count or (3 if plural else 1)
            self.subjects.append(Subject(word, art, count, colours[0], colours[1], said.size, said.pose))
            index, self.added = len(self.subjects) - 1, True
        if self.contents is not None:
            target, self.contents = self.contents, None
            self.tie(index, "inside", target)
            self.phrase, self.joined = _Phrase(), [target]
            return
        self.relate(index)
        self.phrase = _Phrase()

    def relate(self, index: int) -> None:
        """Tie the new subject to the ones before it by the relation read in between."""
        sources = [i for i in self.joined if i != index]
        relation, self.relation = self.relation, None
        if relation == "with" and sources:
            relation = meant_by_with(self.subjects[sources[-1]], self.subjects[index])
        if relation == "inside" and sources and self.subjects[index].art in WEARABLE:
            relation = "wear"
        if self.joining and not relation:
            self.joining = False
            last = self.subjects[sources[-1]] if sources else None
            if last and last.relation in ("held", "worn") and self.subjects[index].art in WEARABLE | {last.art}:
                tie = "worn" if self.subjects[index].art in WEARABLE else last.relation
                self.tie(index, tie, last.target)
            elif last and last.parts and self.subjects[index].art in WEARABLE:
                self.tie(index, "worn", sources[-1])
            self.joined.append(index)
            return
        self.joining = False
        if relation in ("hold", "wear") and sources:
            self.tie(index, "held" if relation == "hold" else "worn", sources[-1])
        elif relation and relation != "with":
            for source in sources:
                if self.subjects[source].relation is None:
                    self.tie(source, relation, index)
            self.joined = [index]
            return
        self.joined = [*sources, index] if relation in ("hold", "wear") and sources else [index]

    # -- ties between subjects: made, asked for and ended here, so that each leads to a subject and none in a circle

    def tie(self, source: int, relation: str, target: int | None) -> None:
        """Tie a subject to another, unless that one already hangs on it."""
        at = target
        while at is not None and at != source:
            at = self.subjects[at].target
        if at is None:
            self.subjects[source] = replace(self.subjects[source], relation=relation, target=target)

    def tied_to(self, target: int) -> list[int]:
        """The subjects that are on, in, beside ... this one."""
        return [i for i, s in enumerate(self.subjects) if s.target == target]

    def drop(self) -> Subject:
        """Take the last subject back, with all that leads to it: it was only a word about another."""
        gone = len(self.subjects) - 1
        for i in self.tied_to(gone):
            self.subjects[i] = replace(self.subjects[i], relation=None, target=None)
        self.joined = [i for i in self.joined if i != gone]
        return self.subjects.pop()

    def leftover(self, at: int) -> None:
        """A word nobody knows: a thing of its own where a noun is due, else only noted."""
        word = self.text.tokens[at]
        if word in lexicon.STOP or len(word) < 3 or word.isdigit():
            return
        if word not in self.unknown and not self.negated:
            self.unknown.append(word)
        last = at + 1 == len(self.text.tokens)
        ends = last or self.text.tokens[at + 1] in ",.;:!?and" or self.text.tokens[at + 1] in lexicon.RELATION
        scene_next = not last and any(self.text.tokens[at + 1] in t for _, t in _SCENES)
        due = self.phrase.open and (ends or scene_next or self.text.tokens[at + 1] in lexicon.POSE)
        if due and not self.negated and not word.endswith(("ly", "ful", "ous", "ish")):
            single, plural = nouns.singular(word)
            self.put(single, f"?{single}", plural)
        elif self.negated:
            self.without.append(word)

    def close(self) -> None:
        """End a noun phrase that found no noun: "a woman in red"."""
        if self.phrase.colours and self.subjects and not self.negated and self.relation in (None, "inside"):
            last = self.subjects[-1]
            if last.colour is None and not self.phrase.definite:
                self.subjects[-1] = replace(last, colour=self.phrase.colours[0])
        self.phrase = _Phrase()


def parse(prompt: str) -> ScenePlan:
    """What the engine understands of a prompt.

    Never fails: words without a meaning here are listed in `not_understood`, and if nothing else is named, one of them
    becomes the subject, as a shape drawn from its letters.

    >>> parse("three red foxes at sunset").subjects[0].count
    3
    """
    text, rest = written(prompt)
    reader = _Reader(tokens(rest))
    reader.read()
    subjects = merged(reader.subjects, bool(text))
    unknown = tuple(w for w in reader.unknown if not (text and w in BOARDS))
    if not subjects and not reader.scene.get("setting") and (words := unknown or tuple(reader.text.tokens)):
        word = max(words, key=len)
        if word not in STOPS and not (reader.scene and not unknown):
            subjects = (Subject(word, f"?{word}"),)
    scene = dict(reader.scene)
    subjects, scene = tabletop(subjects, scene)
    return ScenePlan(
        prompt=prompt,
        subjects=subjects,
        text=text,
        not_understood=unknown,
        without=tuple(dict.fromkeys(reader.without)),
        **scene,
    )
