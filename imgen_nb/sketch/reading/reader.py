"""Prompt to plan: longest known phrases first, modifiers to the next noun, relations between neighbours.

A deliberately small reader of English noun phrases. It has no grammar beyond this:
modifier* noun (relation modifier* noun)*, where settings, times, weather and camera words may stand anywhere.
"""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import acts, lexicon, nouns, owned
from imgen_nb.sketch.reading.bearing import facing_by
from imgen_nb.sketch.reading.blending import compound_of
from imgen_nb.sketch.reading.emblems import EMBLEM
from imgen_nb.sketch.reading.forms import BODIES, FORM
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.making import ADJECTIVE
from imgen_nb.sketch.reading.ordering import Ordering
from imgen_nb.sketch.reading.readings import WEARABLE
from imgen_nb.sketch.reading.scenery import SCENES
from imgen_nb.sketch.reading.ties import COPIES, TIED_BY, Phrase
from imgen_nb.sketch.reading.vessels import LEVEL
from imgen_nb.sketch.reading.wording import STOPS, Wording

_GROUPS = words("school pack row pair stack pile family herd flock group bunch swarm crowd trio couple")
_CONTAINERS = words("@bowl @vase basket bucket @jar @plate @box @mug pot-of-food")
_SERVED = words("""steaming-bowl shallow-pan-of-food curry-rice cooked-rice bowl-with-spoon green-salad spaghetti @pho
    @cereal shaved-ice popcorn @soup @curry @dip @guacamole @kimchi @friedchicken @gelato @sugarcubes @nachos
    @lasagna @caviar""")
"""Dishes that are drawn with what they are served in."""
LATE = {"stone": "rock", "glass": "@emptyglass", "award": "trophy", "remote": "@remote"}
"""What else says of what a thing is made: "a stone" where the phrase ends, and not "a stone wall"."""
PUPPET = "@puppet"
LONGEST = 6


class Reader(Ordering):
    """Reads a prompt once from its first word to its last; what it found is in its attributes."""

    def __init__(self, tokens: list[str], *, careful: bool = False) -> None:
        super().__init__()
        self.text = Wording(tokens)
        self.careful = careful  # only words that surely name a thing: a health app shows no ambulance
        self.unknown: list[str] = []
        self.emblems: list[Subject] = []  # of words that name no thing: drawn if nothing else is known
        self.strangers: list[Subject] = []  # nouns nobody drew: one is made up if nothing else is known
        self.negated = False
        self.noun_end = -1  # where the last noun ended, for compounds ("golden retriever puppy", "bowl of ramen")

    # -- reading -----------------------------------------------------------------------------------

    def read(self) -> None:
        """Read all of it."""
        at = 0
        while at < len(self.text.tokens):
            at += self.step(at)
        self.close()

    def step(self, at: int) -> int:
        """How many words were understood, or passed over, from one of them on."""
        listed = self.take_palette(at)
        if listed:
            return listed
        word = self.text.tokens[at]
        if word in STOPS:
            self.close()
            self.relation, self.joining, self.negated, self.said_of = None, False, False, None
            self.listing = word == ","
            free = [i for i in self.joined if i < len(self.subjects) and self.subjects[i].relation is None]
            self.joined = free if word == "," and len(free) == len(self.joined) else self.joined[-1:]
            self.sentence = self.sentence if word == "," else len(self.subjects)
            self.clause = len(self.subjects)
            return 1
        made = (
            self.take_clause(at)
            or self.take_stuff(at)
            or self.take_bearing(at)
            or self.take_face(at)
            or self.take_blend(at)
        )
        if made:
            return made
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
        if n == 1 and self.may_be_part(phrase) and self.take_part(phrase, at):
            return True
        if n > 1 and phrase in owned.PATTERN and self.relation == "with" and self.subjects:
            return self.take_part(owned.PATTERN[phrase], at)  # "with polka dots"
        if phrase in lexicon.NEGATIVE:
            self.close()
            self.negated, self.said_of = True, None
            return True
        if n == 1 and phrase in lexicon.PRONOUN and self.take_pronoun(phrase, at):
            return True
        if n == 1 and phrase in ("and", "or", "plus"):
            self.joining = not self.phrase.colours or bool(self.joined)
            return True
        return (
            self.take_posture(phrase, at, n)
            or self.take_likeness(at, n)
            or self.take_order(phrase, at + n)
            or self.take_relation(phrase, at)
            or self.take_modifier(phrase, at, n)
            or self.take_scene(phrase, at, n)
            or self.take_noun(at, n)
            or self.take_emblem(phrase)
        )

    def take_relation(self, phrase: str, at: int) -> bool:
        """What is between two nouns: on, beside, holding."""
        relation = self.aim(phrase, acts.RELATION.get(phrase))
        if relation is None or self.only_a_thing(phrase, at) or self.spot_follows(phrase, at):
            return False
        self.close()
        for i in self.doers():
            s = self.subjects[i]
            pose = acts.pose_by(phrase, nouns.group(s.art) in ("person", "face"))
            self.subjects[i] = replace(s, pose=s.pose or pose, facing=s.facing or facing_by(phrase))
        self.said_of = None
        if self.negated and phrase in ("with", "in", "on", "at"):
            self.negated = False
        # "sitting on" after "next to": the later word is about the noun that follows it
        self.relation, self.joining = relation, False
        self.giving = phrase in acts.GIVING
        self.aloft = phrase.startswith(("fly", "float", "hover", "soar"))
        if relation in ("with", "filled") and self.placed:
            self.joined = []  # "hills with a windmill" ties nothing to what stands in the hills
        if phrase.endswith("with") and self.backdrop_ahead(at + len(phrase.split())):
            self.relation, self.joined = None, []
        return True

    def only_a_thing(self, phrase: str, at: int) -> bool:
        """Whether a word of doing stands where nobody does it: "a painting", "a building"; not "and reading a book"."""
        end = at + len(phrase.split())
        object_next = self.text.words(end, 1) in lexicon.DETERMINERS or self.text.noun(end, 1) is not None
        named = any(self.text.noun(at, n) for n in (3, 2))
        further = self.text.words(at - 1, 1) in ("and", "while") and object_next and not named
        done = self.named_before(at) or further
        return phrase in acts.ALSO_THINGS and (self.phrase.open or not self.subjects or not done)

    def take_modifier(self, phrase: str, at: int, n: int) -> bool:
        """Colours, numbers, sizes, poses and articles: they are about the noun that follows."""
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
            elif self.said_of is not None and self.text.ends(at + n):
                self.paint(self.said_of, same)  # "the car is yellow"
            else:
                said.colours.append(same)
                said.open = True
            return True
        if phrase in acts.MASS and self.take_mass(phrase, at, n):
            return True
        if n > 1 and phrase in lexicon.NUMBER and self.text.noun(at + 1, n):
            return False  # "a stack of books" is drawn as one
        if n == 1 and len(phrase) == 4 and phrase.isdecimal() and "1000" < phrase < "2100":
            return True  # a year
        if n == 1 and phrase.isdecimal() and phrase not in lexicon.NUMBER and self.text.noun_follows(at + 1):
            said.count, said.open = min(COPIES, int(phrase[:4])), True
            return True
        if phrase in lexicon.NUMBER and (n > 1 or phrase not in _GROUPS or self.text.words(at + 1, 1) == "of"):
            said.count, said.open = lexicon.NUMBER[phrase], True
            return True
        if phrase in lexicon.SIZE and not (n == 1 and phrase in ("baby",) and not self.text.noun_follows(at + 1)):
            said.size, said.open = lexicon.SIZE[phrase], True
            return True
        if phrase == "flying" and self.text.words(at + 1, 1) in lexicon.DETERMINERS and self.subjects:
            return self.take_relation("holding", at)  # a child flying a kite stays on the ground
        if phrase in ADJECTIVE and self.stuff_follows(phrase, at, n):
            said.material, said.open = ADJECTIVE[phrase], True
            return True
        named = any(self.text.noun(at, k) for k in (3, 2) if k > n)
        if phrase in FORM and not named and not self.text.stops(at + n):
            said.form, said.open = FORM[phrase], True
            return True
        if phrase in owned.GLOWING and self.take_glow(at):
            return True
        if phrase in owned.PATTERN and self.text.noun_follows(at + n):
            said.parts.append(owned.PATTERN[phrase])
            said.open = True
            return True
        if phrase in ("empty", "bare") and self.text.noun_follows(at + n):
            said.empty = said.open = True
            return True
        if phrase in LEVEL and self.text.noun_follows(at + n) and self.text.words(at + n, 1) != "of":
            said.level, said.open = LEVEL[phrase], True
            return True
        if phrase in lexicon.SKIN and self.text.noun_follows(at + n):
            said.skin, said.open = lexicon.SKIN[phrase], True
            return True
        if phrase in acts.POSE and not self.only_a_thing(phrase, at):
            if said.colours and self.relation == "inside":
                self.close()  # "a woman in red dancing"
                said = self.phrase
            if said.open or not self.subjects:
                said.pose = acts.POSE[phrase]
            else:
                for i in self.doers():
                    self.subjects[i] = replace(self.subjects[i], pose=acts.POSE[phrase])
            return True
        if n == 1 and phrase in lexicon.DETERMINERS:
            if phrase != "the" or not said.open:
                said.open, said.definite = True, phrase in ("the", "its", "his", "her", "their")
            return True
        return False

    def take_glow(self, at: int) -> bool:
        """ "Glowing mushrooms", "glowing eyes": what follows gives light, or has the colour of light."""
        said = self.phrase
        of_part = [self.text.words(at + k, 1) in lexicon.PARTS for k in (1, 2)]
        if of_part[0]:
            said.colours.append("yellow")
        elif self.text.noun_follows(at + 1) and not of_part[1]:
            said.parts.append("glow")
        elif not of_part[1]:
            return False
        said.open = True
        return True

    def stuff_follows(self, phrase: str, at: int, n: int) -> bool:
        """Whether a word of stuff is said of a thing after it: "a glass table", and not "a glass full of beer"."""
        if any(self.text.noun(at, k) for k in (3, 2)) or self.text.words(at + n, 1) == "of":
            return False
        if phrase in LATE:
            return any(self.text.noun(at + n + k, 1) for k in (0, 1) if k == 0 or not self.text.ends(at + n))
        return self.text.noun_follows(at + n)

    def take_noun(self, at: int, n: int) -> bool:
        """A noun with a drawing."""
        found = self.text.noun(at, n)
        if found is None:
            return False
        word, art, plural, strength = found
        if strength < 100 and (self.careful or word in EMBLEM):
            return False
        left = len(self.text.tokens) - at - n + 1
        if n > 1 and any(self.text.words(at + n - 1, k) in acts.RELATION for k in range(2, min(LONGEST, left) + 1)):
            return False  # "a man climbing up a tower": what he does is said together with the tower
        follows = self.text.words(at + n, 1)
        if word.endswith("ing") and ((strength < 100 and not self.phrase.open) or follows in lexicon.DETERMINERS):
            return False  # a verb, as in "a cat fishing"
        if follows == "be" or (at in self.text.owners and self.styled(at + n)):
            return False  # "can be seen"; "a child's crayon drawing"
        if strength < 50 and (self.text.noun_follows(at + n) or not (self.phrase.open or plural)):
            return False  # a loose keyword is taken for a thing only where a noun is due
        if self.negated or self.phrase.count == 0:
            self.without += [art, word]
            self.phrase = Phrase()
            return True
        if art == "@pouring" and self.noun_end == at:
            self.noun_end = -1  # "a man pouring milk" is not one thing with it
        self.likeness()
        if not self.compound(at, art, strength, plural):
            self.put(word, art, plural)
            self.share_again()
            self.equip(word)
            self.said_of = None
        self.noun_end, self.placed = at + n, False
        return True

    def compound(self, at: int, art: str, strength: float, plural: bool) -> bool:
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
            if self.by_trade(art) or self.as_statue(art):
                return True
            if art == PUPPET and nouns.group(last.art) == "animal":
                self.puppet(plural)
                return True
            blend = compound_of(last, art)
            if blend:
                self.subjects[-1] = replace(last, word=f"{last.word} {self.text.tokens[at]}", art=blend)
                return True
            if art in WEARABLE and self.dressed(len(self.subjects) - 1):
                return False
            self.subjects.pop()  # what is tied to it is tied to the longer noun, which takes its place
            self.joined = [i for i in self.joined if i < len(self.subjects)]
            colours = [c for c in (last.colour, last.accent) if c]
            self.phrase = Phrase(last.count if last.count > 1 else None, colours, last.size, last.pose, open=True)
            self.phrase.material = last.material
            if last.relation:
                self.relation = TIED_BY.get(last.relation)
            return False
        if self.text.tokens[at - 1] == "of" and self.noun_end == at - 1:
            if last.art not in _CONTAINERS:
                return True
            if art in _SERVED and last.art in ("@bowl", "@plate", "pot-of-food"):
                self.subjects[-1] = replace(last, art=art)
                return True
            self.joined, self.relation = [], None
            self.contents = len(self.subjects) - 1
        return False

    def dressed(self, role: int) -> bool:
        """ "A tiger in a samurai armor": it wears it, and no samurai is there."""
        owners = [i for i in self.tied_to(role) if self.subjects[i].relation == "inside"]
        if owners:
            self.drop()
            self.joined, self.relation = owners, "wear"
        return bool(owners)

    def puppet(self, plural: bool) -> None:
        """ "A woman with a dog puppet": she has a puppet with the head of a dog, and no dog."""
        owners = self.tied_to(len(self.subjects) - 1)
        beast = self.drop()
        holder = beast.target
        if holder is None and self.subjects and self.subjects[-1].art.startswith(PUPPET):
            holder = self.subjects[-1].target
        self.relation = "hold" if holder is not None else "with" if owners else None
        self.joined = owners if holder is None else [holder]
        self.phrase.count = beast.count if beast.count > 1 else None
        self.put(f"{beast.word} puppet", f"{PUPPET}^{beast.art}", plural)

    def leftover(self, at: int) -> None:
        """A word nobody knows: a thing of its own where a noun is due, else only noted."""
        word = self.text.tokens[at]
        if word in LATE and self.phrase.open and not self.negated and self.ends(at + 1):
            poured = self.relation == "inside" and any("glass" in s.art for s in self.subjects[-1:])
            if not poured:  # "milk pouring into a glass"
                self.put(word, LATE[word], plural=False)
                self.noun_end = at + 1
            return
        if word in lexicon.STOP or len(word) < 3 or word.isdigit():
            return
        self.take_doing(word, at)
        if word.endswith("less") and self.text.noun_of(word.removesuffix("less")):
            self.without.append(word.removesuffix("less"))
            return
        if word not in self.unknown and not self.negated:
            self.unknown.append(word)
        last = at + 1 == len(self.text.tokens)
        ends = last or self.text.tokens[at + 1] in ",.;:!?and" or self.text.tokens[at + 1] in lexicon.RELATION
        scene_next = not last and any(self.text.tokens[at + 1] in t for _, t in SCENES)
        paired = not last and self.text.tokens[at + 1] == "and" and self.text.noun_follows(at + 2)
        if paired and self.text.tokens[at + 2] not in lexicon.DETERMINERS and self.relation:
            ends = False  # "an opaque and shiny helmet": no thing of its own
        due = self.phrase.open and (ends or scene_next or self.text.tokens[at + 1] in acts.POSE)
        if self.negated:
            self.without.append(word)
        elif due and not word.endswith(("ly", "ful", "ous", "ish")):
            self.strange(word, at)

    def ends(self, at: int) -> bool:
        """Whether a noun phrase is over before a word, also where it goes on with what there is not."""
        return self.text.ends(at) or self.text.words(at, 1) in lexicon.NEGATIVE

    def strange(self, word: str, at: int) -> None:
        """A noun that nobody drew: nothing is tied to it, and its colours and number are nobody else's."""
        single, plural = nouns.singular(word)
        said = self.phrase
        if said.form in BODIES and not said.definite:  # "a pyramidal paperweight": its form is known
            self.put(single, BODIES[said.form], plural)
            self.noun_end = at + 1
            return
        colours = [*said.colours, None, None]
        count = said.count or (3 if plural else 1)
        self.strangers.append(Subject(single, f"?{single}", count, colours[0], colours[1], said.size, said.pose))
        if not self.joining and self.relation is None:
            self.joined = []
        self.phrase, self.relation, self.joining, self.mentioned = Phrase(), None, False, None
        self.contents, self.said_of = None, None
        self.noun_end = -1
