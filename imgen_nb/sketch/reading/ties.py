"""Ties between the things of a prompt: which new noun is a subject, what it is on, in, beside, between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import nouns, owned, vessels
from imgen_nb.sketch.reading.aliases import ALIAS
from imgen_nb.sketch.reading.forms import takes_form
from imgen_nb.sketch.reading.knots import CROWD, Knots, alive
from imgen_nb.sketch.reading.lexicon import COLOUR_OF_SKIN, words
from imgen_nb.sketch.reading.readings import PRINTABLE, WEARABLE, meant_by_with

MOST = 8  # kinds of things in a picture; more would be a crowd of stamps
PLACED = {"built": "on", "upon": "on", "within": "inside", "filled": "inside", "flank": "between", "beneath": "under"}
"""Where the thing named later is tied to the one before it, and how."""
TIED_BY = {"held": "hold", "worn": "wear", "printed": "bear", "on": "upon", "inside": "within"}
BEARS = {"hold": "held", "wear": "worn", "bear": "printed"}  # where the thing named later hangs on the one before
PLAYED_AT = {"@piano": "touch", "@grandpiano": "touch", "@checkerboard": "front", "@harp": "touch", "harp": "touch"}
TRANSPORT = {
    **dict.fromkeys(("bus", "tram-car", "trolleybus", "@subway", "train"), "inside"),
    "@finishline": "through",
    "@blackboard": "front",
}
"""What one is in, or goes through, where the prompt says "on" it, or that one crosses it."""
STANDS = words("@podium")  # who is at one stands behind it
SUNG_INTO = words("microphone studio-microphone megaphone")
HANDLED = words("@binoculars telescope camera microscope")  # what people use, and no whale
TOOLS = words("scissors kitchen-knife hammer carpentry-saw paintbrush spoon pencil pen crayon @rake wrench")
WALLS = words("@wall @brickwall")
GARMENTS = {*having("dress")} | words("dress kimono coat lab-coat @tshirt necktie jeans")
LOCATIVE = words("front behind beside under left_of right_of")  # said of who has a place already, it is of that place
ANYBODY = {"man": "person", "woman": "person", "person": "person", "animal": "animal", "creature": "animal"}
LIVING = ("person", "animal", "face")
_AT = words("onto into to towards toward")  # what is held does not leave the hand
FULL = 7  # fruits in a bowl whose number is not said
COATED = ("fur", "wool")  # what those have that live
COPIES = 20  # of one kind: what a person can still count


@dataclass
class Phrase:
    """The noun phrase being read."""

    count: int | None = None
    colours: list[str] = field(default_factory=list)
    size: str | None = None
    pose: str | None = None
    open: bool = False  # a determiner or modifier has been read, a noun is due
    definite: bool = False
    skin: str | None = None
    material: str | None = None
    face: bool = False  # only the head of what follows
    mood: str | None = None
    facing: str | None = None
    spot: str | None = None  # heap, stack, field
    empty: bool = False
    form: str | None = None  # round, triangular
    level: str | None = None  # of what is in it: half, full
    parts: list[str] = field(default_factory=list)  # patterns: stripes, spots
    palette: list[str] = field(default_factory=list)  # colours that go round several


class Ties(Knots):
    """The subjects named so far, and what is said between two of them."""

    def __init__(self) -> None:
        super().__init__()
        self.phrase = Phrase()
        self.relation: str | None = None
        self.joining = False
        self.contents: int | None = None  # the container whose contents come next
        self.shared: list[tuple[int, list[int]]] = []  # what several hold, each one of their own
        self.having: int | None = None  # who has what was named last: "a bucket with a fish in it"
        self.giving = False  # who is named next gets what is named after
        self.receiver: int | None = None
        self.added = False  # the last noun became the last subject, rather than one named before or one too many
        self.series: int | None = None  # "from left to right:": the first subject of the row
        self.listing = False  # a comma was the last stop: "a hat, a kilt and a bow tie"
        self.spot: str | None = None  # "on the left, a cat": where the next subject goes

    def put(self, word: str, art: str, plural: bool) -> None:
        """Add a subject, or mean again one already named."""
        said = self.phrase
        bare = not said.colours and not said.size and said.count is None
        same = [i for i, s in enumerate(self.subjects) if self.means(s, word, art) and not (plural and s.count == 1)]
        if said.definite and said.colours and not said.size and said.count is None:
            same = [i for i in same if self.subjects[i].colour == said.colours[0]]  # "the red cube" of two
            bare = bool(same)
        again = same[0] if same and self.relation != "bear" else None
        if again is not None and plural and not said.definite and self.subjects[again].count == 1:
            again = None  # "a surfboard ... surfboards"
        self.added = False
        if again is not None and bare and (said.definite or not said.open):
            index = again
        elif len([s for s in self.subjects if s.relation != "worn"]) >= MOST or len(self.subjects) > 2 * MOST:
            self.phrase, self.contents = Phrase(), None
            return
        else:
            colours = [*said.colours, None, None, None]
            if colours[0] and f"{colours[0]} {word}" in ALIAS:
                art = ALIAS[f"{colours[0]} {word}"]
            art = "@flower" if art == "bouquet" and said.count and word in ("flower", "flowers") else art
            art = owned.PLAIN.get(word, art) if colours[0] or said.palette else art
            art = (nouns.face_of(art) or art) if said.face else art
            art = (owned.emptied(art) or art) if said.empty else art
            if said.level:
                art, drink = vessels.filled(art, said.level, word)
                colours[0] = colours[0] or drink
            pair = word.rsplit(maxsplit=1)[-1] in owned.PAIRED
            count = min(COPIES, said.count or ((2 if pair else 3) if plural else 1))
            full = self.contents is not None and plural and not said.count and nouns.group(art) == "food"
            count = FULL if full else count
            count = 1 if count == 2 and word.rsplit(maxsplit=1)[-1] in owned.ONE else count
            spot, self.spot = said.spot or self.spot, None
            skin = said.skin
            if nouns.group(art) in ("person", "face") and colours[0] in COLOUR_OF_SKIN and art not in nouns.UNSKINNED:
                skin = COLOUR_OF_SKIN[colours.pop(0) or ""]
            self.subjects.append(
                Subject(
                    word,
                    art,
                    count,
                    colours[0],
                    colours[1],
                    said.size,
                    said.pose,
                    parts=tuple([*said.parts, said.form] if said.form and takes_form(art, said.form) else said.parts),
                    palette=tuple(said.palette),
                    spot=spot,
                    skin=skin,
                    material=None if said.material in COATED and nouns.group(art) in LIVING else said.material,
                    mood=said.mood,
                    facing=said.facing,
                )
            )
            index, self.added = len(self.subjects) - 1, True
        self.mentioned = index
        if self.contents is not None:
            target, self.contents = self.contents, None
            self.tie(index, "inside", target)
            self.phrase, self.joined = Phrase(), [target]
            return
        self.relate(index)
        self.phrase = Phrase()

    def means(self, s: Subject, word: str, art: str) -> bool:
        """Whether a word may be another one for a subject: "a Saint Bernard ... the dog", "a wizard ... the man"."""
        if (s.art == art and (s.word == word or self.phrase.definite)) or {s.art, art} == WALLS:
            return True
        statue = word in ("statue", "sculpture", "figure") and s.material is not None
        if self.phrase.definite and (statue or s.word.endswith(f" {word}")):  # "a VW van ... the van"
            return True
        return self.phrase.definite and word in ANYBODY and nouns.group(s.art) == ANYBODY[word]

    def relate(self, index: int) -> None:
        """Tie the new subject to the ones before it by the relation read in between."""
        sources = [i for i in self.joined if i != index]
        if self.giving and self.given(index):
            return
        relation, self.relation = self.relation, None
        self.having = sources[-1] if relation == "with" and sources else None
        if relation == "do":
            relation = self.done_with(sources, index)
        if relation == "at":
            relation = "around" if self.subjects[index].art in nouns.TABLES else "beside"
            relation = "behind" if self.subjects[index].art in STANDS else relation
        if relation == "wear" and sources and self.disguised(sources, index):
            return
        if relation == "with" and sources:
            with_it = self.subjects[sources[-1]].relation == "held" and self.subjects[index].art in TOOLS
            relation = "hold" if with_it else meant_by_with(self.subjects[sources[-1]], self.subjects[index])
        if relation in ("beside", "inside", "under") and self.subjects[index].art in WALLS:
            relation = "front"
        if relation == "held" and nouns.group(self.subjects[index].art) not in LIVING:
            relation = "on"
        if relation == "inside" and sources and self.subjects[index].art in SUNG_INTO:
            relation = "hold"
        if relation == "hold" and nouns.group(self.subjects[index].art) == "person":
            relation = relation if nouns.metres(self.subjects[index].art) < 1.3 else "beside"
        dressed = relation in ("on", "hung", "hold") and nouns.group(self.subjects[index].art) == "person"
        if dressed and sources and self.subjects[sources[-1]].art in GARMENTS:
            self.tie(sources[-1], "worn", index)  # "a silk dress on a woman"
            self.joined = [index]
            return
        if relation == "hold" and sources and self.played(index, sources):
            return
        if relation == "on" and sources and nouns.group(self.subjects[sources[-1]].art) in LIVING:
            relation = TRANSPORT.get(self.subjects[index].art, relation)
        if relation == "thought" and sources:
            self.imagined(index, sources[-1])
            return
        over = bool(sources) and relation == "above" and self.subjects[sources[-1]].relation == "worn"
        if (over or (relation == "inside" and sources)) and self.subjects[index].art in WEARABLE:
            relation = "wear"
        if self.listing and not relation and sources and self.subjects[index].art in WEARABLE:
            before = self.subjects[sources[-1]]
            relation = "wear" if before.relation in ("worn", "held") else None
        if self.joining and not relation:
            self.joining = False
            last = self.subjects[sources[-1]] if sources else None
            if sources and self.both_sides(sources[-1], index):
                return
            if (
                last
                and (last.parts or self.tied_to(sources[-1]))
                and meant_by_with(last, self.subjects[index]) == "built"
            ):
                self.tie(index, "on", sources[-1])
                return
            if last and last.relation in ("held", "worn") and self.goes_with(last, self.subjects[index]):
                tie = "worn" if self.subjects[index].art in WEARABLE else last.relation
                self.tie(index, tie, last.target)
            elif last and self.subjects[index].art in WEARABLE and {*last.parts} - {*owned.PATTERN.values()}:
                self.tie(index, "worn", sources[-1])
            self.joined.append(index)
            return
        self.joining = False
        larger = bool(sources) and nouns.metres(self.subjects[sources[-1]].art) > nouns.metres(self.subjects[index].art)
        larger = larger and self.subjects[index].art != "door" and nouns.group(self.subjects[index].art) != "place"
        if relation == "touch" and larger and self.subjects[index].target is None:
            self.tie(index, "touch", sources[-1])  # the smaller one is placed at the larger one
            self.subjects[index] = replace(self.subjects[index], facing=self.subjects[index].facing or "target")
            self.joined = [index]
            return
        if relation in ("ringed", "snared") and sources:
            self.tie(
                index, *(("around", sources[-1]) if relation == "ringed" else ("through", self.bearer(sources[-1])))
            )
            self.several(index, 8 if relation == "ringed" else 1)
            self.joined = sources
            return
        if relation == "filled" or (relation == "upon" and "tree" in self.subjects[sources[-1]].art):
            self.several(index, 4 if nouns.group(self.subjects[index].art) in LIVING else 8)
        if relation in ("beside", "front") and sources and self.subjects[index].count >= CROWD:
            self.joined, relation = sources, "front"  # who speaks to a crowd stands before it
            if self.heard(self.bearer(sources[-1]), index):
                return
        if relation in PLACED and sources:
            self.tie(index, PLACED[relation], sources[-1])
            self.joined = sources
            return
        if relation == "hold" and len(sources) > 1:
            holder = self.bearer(sources[-1])
            self.shared.append((index, [i for i in sources if i != holder and self.subjects[i].relation is None]))
        if relation in BEARS and sources:
            bearer = sources[-1] if relation == "bear" else self.bearer(sources[-1])
            users = [i for i in self.tied_to(bearer) if nouns.group(self.subjects[i].art) == "person"]
            if relation == "hold" and users and self.subjects[index].art in HANDLED:
                bearer = users[0]  # "looking at a whale with binoculars"
            if relation == "hold" and nouns.group(self.subjects[bearer].art) not in (*LIVING, "object"):
                bearer = next((i for i in range(index) if nouns.group(self.subjects[i].art) in LIVING), bearer)
            self.tie(index, BEARS[relation], bearer)
        elif relation and relation != "with":
            for source in self.fitting(sources, relation, index):
                if self.having == source and self.subjects[source].relation:
                    continue  # "a bucket between them with a fish"
                free = self.root(source)
                if self.subjects[source].relation is None or (relation in LOCATIVE and free != self.root(index)):
                    self.tie(free, relation, index)
            self.joined = [index]
            return
        listed = self.listing and self.added and not relation and bool(sources)
        listed = listed and self.subjects[sources[-1]].relation is None
        self.joined = [*sources, index] if (relation in BEARS or listed) and sources else [index]

    def imagined(self, index: int, thinker: int) -> None:
        """ "A cat dreaming of a tiger": the tiger in a bubble over the cat."""
        self.subjects.append(Subject("thought", "thought-balloon", relation="thought", target=thinker))
        self.tie(index, "printed", len(self.subjects) - 1)
        self.joined, self.joining = [thinker], False

    def played(self, index: int, players: list[int]) -> bool:
        """What is played at, and not held: a piano, a board between the players."""
        how = PLAYED_AT.get(self.subjects[index].art)
        for i in players if self.subjects[index].word in ("soccer", "football") else ():
            self.subjects[i] = replace(self.subjects[i], pose=self.subjects[i].pose or "kick")
        if how is None:
            return False
        if self.subjects[index].art == "@piano":  # seen from the side, who plays it is seen too
            self.subjects[index] = replace(self.subjects[index], art="@grandpiano")
        if how == "front":
            self.tie(index, how, players[0])
            self.subjects[index] = replace(self.subjects[index], size="tiny")
        for i in players if how == "touch" else ():
            if nouns.group(self.subjects[i].art) in LIVING and self.subjects[i].relation is None:
                self.subjects[i] = replace(self.subjects[i], pose=self.subjects[i].pose or "keys", facing="target")
                self.tie(i, how, index)
        self.joined, self.joining = [index], False
        return True

    def given(self, index: int) -> bool:
        """ "A robot gives a wombat an orange and a lemur a banana": each of them has what is named after it."""
        if self.relation not in (None, "hold"):
            return False
        art = self.subjects[index].art
        if alive(art):
            self.receiver, self.joined = index, [index]
        elif self.receiver is not None:
            self.tie(index, "held", self.receiver)
            self.receiver = None
        else:
            self.giving = False
            return False
        self.relation, self.joining = None, False
        return True

    def on_it(self, relation: str, *, said_so: bool = False) -> bool:
        """ "A plate with bananas on it", "a dog with a bone in its mouth": what was named last is on its owner."""
        last = len(self.subjects) - 1
        if relation == "aloft" and last > 0:
            self.lift(last, self.subjects[last].target or 0)
            return True
        if not self.added or last < 1:
            return False
        owner = self.subjects[last].target
        owner = (last - 1 if self.having is None else self.having) if owner is None else owner
        if said_so and self.subjects[owner].relation in ("left_of", "right_of", "printed"):
            owner = self.root(owner)  # "with a horse on its left and two dogs on its right"
        if not said_so and relation == "on" and self.subjects[owner].art in PRINTABLE:
            relation = "printed"
        if relation == "printed" and self.subjects[last].relation == "held":
            return True  # "holding a sign on the chest"
        if relation == "printed":
            self.loosen(last)
        for i in (owner, *([self.subjects[owner].target or 0] if self.subjects[owner].relation == "worn" else [])):
            if self.subjects[i].target == last:  # "a table with a vase on it": the vase is on the table
                self.subjects[i] = replace(self.subjects[i], relation=None, target=None)
        if self.subjects[last].target is None or (said_so and self.subjects[last].relation in ("held", "beside")):
            self.tie(last, relation, owner)
        return True

    def aim(self, phrase: str, relation: str | None) -> str | None:
        """ "Breathing fire onto a knight": what is held does not leave the hand, the other one stands before it."""
        held = self.joined and self.subjects[self.joined[-1]].relation == "held"
        fire = held and phrase == "on" and self.subjects[self.joined[-1]].art == "fire"
        return "beside" if fire or (held and phrase in _AT) else relation

    def on_owner(self, relation: str = "on") -> bool:
        """ "A giraffe with an owl on its head": what was named last is on the one before it."""
        last = len(self.subjects) - 1
        if last < 1 or not self.added or self.subjects[last].relation not in (None, "held", "beside"):
            return False
        if self.subjects[last - 1].target == last:  # read as one beside the other
            self.subjects[last - 1] = replace(self.subjects[last - 1], relation=None, target=None)
        self.subjects[last] = replace(self.subjects[last], relation=None, target=None)
        self.tie(last, relation, last - 1)
        self.phrase, self.relation, self.joined = Phrase(), None, [last - 1]
        return True

    def by_trade(self, art: str) -> bool:
        """Read "a raccoon detective" as the animal in the clothes of the trade."""
        last = self.subjects[-1]
        if nouns.group(art) != "person" or nouns.group(last.art) != "animal" or last.art in nouns.PLANTS:
            return False
        self.subjects[-1] = replace(last, parts=(*last.parts, f"as {art}"))
        return True

    def disguised(self, sources: list[int], index: int) -> bool:
        """Read "dressed as a knight" as clothes, not as a knight beside."""
        role = self.subjects[index]
        if nouns.group(role.art) not in ("person", "face") or index != len(self.subjects) - 1 or not self.added:
            return False
        self.drop()
        for i in sources:
            self.subjects[i] = replace(self.subjects[i], parts=(*self.subjects[i].parts, f"as {role.art}"))
        self.joined, self.added, self.mentioned = sources, False, sources[-1]
        return True

    def more_parts(self) -> bool:
        """Whether a part after "and" is of the same owner: "with a white beard and green hair"."""
        last = self.subjects[-1]
        told = bool(last.parts) or last.relation == "worn"
        return (self.joining and (told or (last.colour is not None and nouns.group(last.art) in LIVING))) or (
            self.listing and bool(last.parts)
        )

    @staticmethod
    def goes_with(last: Subject, new: Subject) -> bool:
        """Whether a thing after "and" is worn or held like the one before it: "holding a staff and a big book"."""
        small = nouns.group(new.art) in ("object", "food", "activity") and nouns.metres(new.art) < 1.0
        return new.art in WEARABLE | {last.art} or (last.relation == "held" and small)

    def bearer(self, index: int) -> int:
        """Who holds or wears a further thing: "a woman in a dress holding an umbrella", not the dress or the bench."""
        s = self.subjects[index]
        if s.relation in ("worn", "held") and s.target is not None:
            return s.target
        users = [i for i in self.tied_to(index) if self.subjects[i].relation in ("on", "inside", "beside", "front")]
        living = [i for i in users if nouns.group(self.subjects[i].art) in LIVING]
        return living[0] if living and nouns.group(s.art) not in LIVING else index

    def doers(self) -> list[int]:
        """Who does what a verb says: whoever was named last, not what they wear or hold."""
        last = [len(self.subjects) - 1] if self.subjects else []
        return list(dict.fromkeys(self.bearer(i) for i in (self.joined or last)))
