"""What things are made of, and shaped like: "a robot made of wood", "a cloud in the shape of a castle"."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import lexicon, nouns, owned
from imgen_nb.sketch.reading.emblems import EMBLEM
from imgen_nb.sketch.reading.forms import FORM_OF
from imgen_nb.sketch.reading.lexicon import table
from imgen_nb.sketch.reading.ties import LIVING, Phrase, Ties
from imgen_nb.sketch.reading.vessels import LONGEST, holding
from imgen_nb.sketch.reading.wording import STOPS, Wording

# What a word of stuff is painted as; the colours and textures of these are in `painting.materials`.
MATERIAL = table("""
wood: wood, timber, logs, twigs, branches, bamboo, driftwood, oak, mahogany;
stone: stone, stones, rock, rocks, granite, concrete, cement, sandstone, pebbles, clay, terracotta;
marble: marble, porcelain, ivory, bone, salt, alabaster;
metal: metal, steel, iron, chrome, aluminium, aluminum, tin, lead, silver, metallic;
gold: gold, brass;
bronze: bronze;
copper: copper;
rust: rust, corrugated iron;
brick: brick, bricks;
sand: sand, straw, hay, rope, cork;
ice: ice;
glass: glass, crystal, crystals, diamonds;
water: water;
fire: fire, flames, lava, magma;
wool: wool, yarn, felt, knitted, woolen, feathers;
fur: fur, fleece, plush, faux fur;
fabric: fabric, cotton, cloth, velvet, linen, silk, satin, polyester;
plastic: plastic;
rubber: rubber;
clear: transparent, see through, translucent;
clear: clear plastic, cellophane;
denim: denim, jeans, jean fabric, canvas;
cloud: cloud, clouds, smoke, fog, foam, cream, whipped cream, marshmallows;
snow: snow, sugar, milk, flour;
paper: paper, cardboard, corrugated cardboard, newspaper, newspapers, styrofoam;
leather: leather, suede;
chocolate: chocolate, gingerbread, mud, coffee, dirt, fudge;
cookie: cookie, cookies, biscuit, biscuits, tortilla chips, pasta, noodles,
  spaghetti, wafer, waffles, pancakes, crackers, cornflakes;
jelly: jelly, jello, gelatin, slime, gummy, bubblegum, candy, cotton candy;
cheese: cheese, butter;
grass: grass, moss, vines, vegetables, lettuce, hedge;
lego: lego, legos, lego bricks, lego blocks, blocks, tiles;
voxels: voxels, voxel blocks, pixels, minecraft blocks;
bread: bread, toast, dough, wheat bread, loaves, baguettes;
jade: jade, emerald;
coal: coal, obsidian, tar
""")
# Adjectives of stuff, where a noun follows: "a wooden robot".
ADJECTIVE = table("""
wood: wooden;
metal: metal, metallic, steel, robotic, chrome;
wool: knitted, woolen, crocheted, felt;
fur: fluffy, furry, fuzzy, plush, fleece;
fabric: fabric, cloth, cotton, linen, velvet, silk, satin;
plastic: plastic;
rubber: rubber;
clear: transparent, see through, translucent;
paper: cardboard, paper;
glass: glass, crystal;
marble: marble, porcelain;
stone: stone, concrete, granite, sandstone;
gold: solid gold, brass;
copper: copper;
leather: leather, suede;
denim: denim;
brick: brick, red brick;
lego: lego;
voxels: voxel, pixelated;
ice: ice;
bronze: bronze
""")
COLOURED = table("""
brown: wood, leather, chocolate;
gray: stone;
silver: metal;
gold: gold;
bronze: bronze;
copper: copper;
tan: sand, paper, cookie;
red: brick;
light blue: ice, glass, water;
orange: fire, rust;
white: marble, cloud, snow, wool;
yellow: cheese;
green: grass, jade;
black: coal;
pink: jelly
""")
"""The colour a material has where none is said."""

_MADE = (
    "made of", "made out of", "made out", "made from", "built of", "built from", "built out of", "carved from",
    "carved out of", "composed of", "constructed from", "constructed of", "fashioned from", "woven from",
    "knitted out of", "knitted from", "knit from", "sewn from", "formed by",
    "formed of", "with the texture of", "consisting of", "sculpted from",
    "covered in", "covered with", "covered by", "wrapped in",
)  # fmt: skip
_SHAPED = ("in the shape of", "in shape of", "shaped like", "in the form of", "in form of", "that looks like")
_LIKENESS = frozenset(("@statue", "@bust"))
"""Things that are another one in their stuff: "a statue of a dog"."""
_CAST = frozenset(("marble", "bronze", "stone", "wood", "copper"))
_STUFFED = {"@statue": "stone", "@bust": "stone", "teddy-bear": "wool"}
"""Things that the noun before them is the likeness of, and of what stuff: "an owl statue"."""
_DISPLAYS = frozenset(("@rosewindow", "framed-picture", "@portrait", "@hieroglyphs", "@cavepainting"))
"""Things that show another one: "a stained glass window of a panda"."""
_SHOWING = frozenset(("painting", "portrait", "picture", "photograph", "photo", "drawing", "poster"))
_PRICKLY = lexicon.words("porcupine porcupines hedgehog hedgehogs cactus spikes needles thorns quills")
"""What of a stuff is seen is what sticks out of it."""
_PASSED = lexicon.words("a an the of many lots colorful colourful tiny small real fresh cold")
_HOLDING = frozenset(("of", "with", "full of", "filled with", "containing"))
_BEINGS = frozenset(("alien-monster", "@alien", "ghost"))
_LOOKS = ("ing", "y", "cute", "sad")  # a smiling, funny, happy face


class Making(Ties):
    """Readings of stuff, shape and likeness, each of the thing that was named just before."""

    text: Wording
    noun_end: int
    unknown: list[str]
    strangers: list[Subject]
    emblems: list[Subject]
    careful: bool
    negated: bool

    def take_stuff(self, at: int) -> int:
        """How many words from one on say of what the last thing is made, or what is in it; 0 if none does."""
        return self.take_making(at) or self.take_filling(at) or self.take_carved(at)

    def take_carved(self, at: int) -> int:
        """ "A gecko holding a flag. Marble statue.": the whole is a statue, in its stuff; 0 if that is not said.

        What a museum's label says after the stuff ("A gecko. Marble, found in Rome") is passed over.
        """
        stuff = MATERIAL.get(self.text.words(at, 1))
        said = stuff and self.text.words(at - 1, 1) in STOPS and self.text.words(at + 1, 1) in ("statue", "sculpture")
        label = stuff in _CAST and self.text.words(at - 1, 1) == "." and self.text.words(at + 1, 1) in (",", ".", "")
        if not (at and self.subjects and (label or (said and self.text.ends(at + 2)))):
            return 0
        for i, s in enumerate(self.subjects):
            self.subjects[i] = replace(s, material=stuff, colour=COLOURED.get(stuff or "", s.colour))
        return len(self.text.tokens) - at if label else 2

    def take_making(self, at: int) -> int:
        """How many words from one on say of what, or in what shape, the last thing is; 0 if none does."""
        stuff = MATERIAL.get(self.text.words(at - 1, 1)) if at else None
        named = self.mentioned is not None and bool(self.subjects) and self.named_before(at)
        for n in (4, 3, 2):
            phrase = self.text.words(at, n)
            if phrase in _SHAPED and stuff and not named:  # "orange jello in the shape of a man"
                self.phrase.material, self.phrase.open = stuff, True
                self.phrase.colours = [s.colour for s in self.strangers[-1:] if s.colour]
                self.unknown = [word for word in self.unknown if word != self.text.words(at - 1, 1)]
                return n
            if named and phrase in _MADE:
                return self._made(at, at + n, covered=phrase.startswith(("cover", "wrap")))
            if named and phrase in _SHAPED:
                return self._shaped(at, at + n)
        return 0

    def named_before(self, at: int) -> bool:
        """Whether a noun ends at a word, or at a "that" or "which" before it."""
        passed = ("that", "which", "is", "are", "was", ",")
        while at > self.noun_end and self.text.words(at - 1, 1) in passed:
            at -= 1
        return self.noun_end == at

    def _made(self, start: int, at: int, *, covered: bool) -> int:
        index = self.mentioned
        if covered and self.text.words(at, 1) in lexicon.WEATHER:
            return 0
        if index is not None and covered and self.take_crop(index, at):
            return self.noun_end - start
        if index is not None and self.text.words(at, 1) in _PRICKLY:
            thing = self.subjects[index]
            self.subjects[index] = replace(thing, colour=thing.colour or "brown", parts=(*thing.parts, "quills"))
            self.noun_end = at + 1
            return at + 1 - start
        found = self._stuff(at)
        if found is None or index is None:
            return 0
        material, colour, end = found
        while self.text.noun(end, 1) and self.text.words(end - 1, 2) not in lexicon.NUMBER:
            end += 1  # "flower petals"
        thing = self.subjects[index]
        if thing.colour is None and colour is None and not covered:
            colour = COLOURED.get(material)
        self.subjects[index] = replace(thing, material=material, colour=colour or thing.colour)
        self.noun_end = end
        return end - start

    def take_crop(self, index: int, at: int) -> bool:
        """ "A tree covered in white blossoms": they grow on it."""
        colour = self.text.words(at, 1) if self.text.words(at, 1) in lexicon.COLOUR else ""
        crop = self.text.words(at + bool(colour), 1)
        if crop not in owned.CROP or not owned.is_part(crop, self.subjects[index].art):
            return False
        thing = self.subjects[index]
        self.subjects[index] = replace(thing, parts=(*thing.parts, f"{colour} {crop}".strip()))
        self.noun_end = at + bool(colour) + 1
        return True

    def _stuff(self, at: int) -> tuple[str, str | None, int] | None:
        """(material or drawing, colour, end) of the stuff named from a word on."""
        colour = None
        for start in range(at, min(at + 5, len(self.text.tokens))):
            for n in (3, 2, 1):
                phrase = self.text.words(start, n)
                if phrase in MATERIAL and start + n <= len(self.text.tokens):
                    return MATERIAL[phrase], colour, start + n
                noun = self.text.noun(start, n)
                if noun and noun[3] >= 60 and phrase not in lexicon.COLOUR:
                    return noun[1], colour, start + n
            word = self.text.tokens[start]
            word = lexicon.COLOUR_SAME.get(word, word)
            if word in lexicon.COLOUR:
                colour = word
            elif word not in _PASSED:
                return None
        return None

    def _shaped(self, start: int, at: int) -> int:
        """The shape is what is drawn, of the stuff of the thing, or with the thing's picture on it."""
        words = self.text.tokens
        while at < len(words) and words[at] in _PASSED:
            at += 1
        found = next(((noun, n) for n in (3, 2, 1) if (noun := self.text.noun(at, n)) and noun[3] >= 20), None)
        index = self.mentioned
        if found is None or index is None:
            return 0
        (word, art, _, _), n = found
        thing = self.subjects[index]
        material = MATERIAL.get(thing.word) or thing.material
        colour = thing.colour or COLOURED.get(material or "")
        name = f"{word}-shaped {thing.word}"
        if (
            material is None
            and (self.text.words(start, 3) == "that looks like" or self.text.words(at + n, 1) in ("head", "face"))
            and (nouns.group(art) in LIVING or art in _BEINGS)
        ):
            self.subjects[index] = replace(thing, word=name, art=f"{thing.art}^{art}")
            self.noun_end = at + n
            return at + n - start
        if material is None and thing.art in FORM_OF and thing.art != art:
            self.subjects[index] = replace(thing, word=name, art=f"{art}+{thing.art}")
            self.noun_end = at + n
            return at + n - start
        self.subjects[index] = replace(thing, word=name, art=art, material=material, colour=colour)
        if material is None:  # the thing itself is seen on the shape
            self.subjects.append(Subject(thing.word, thing.art, relation="on", target=index))
            self.joined = [index]
        self.noun_end = at + n
        return at + n - start

    def as_statue(self, art: str) -> bool:
        """ "A wooden owl statue": the owl, in its stuff."""
        last = self.subjects[-1]
        if art not in _STUFFED or nouns.group(last.art) not in LIVING:
            return False
        stuff = last.material or _STUFFED[art]
        colour = last.colour if art == "teddy-bear" else last.colour or COLOURED.get(stuff)  # plush has its own
        self.subjects[-1] = replace(last, material=stuff, colour=colour)
        return True

    def take_filling(self, at: int) -> int:
        """How many words from one on say what is in the vessel that was named just before; 0 if none does."""
        lead = next((n for n in (2, 1) if self.text.words(at, n) in _HOLDING), 0)
        if not lead or self.noun_end != at or not (self.added and self.subjects):
            return 0
        vessel = self.subjects[-1]
        start = at + lead
        while self.text.words(start, 1) in _PASSED:
            start += 1
        for n in range(LONGEST, 0, -1):
            drink = self.text.words(start, n)
            held = holding(vessel.art, drink)
            if held:
                art, colour, parts = held
                word, colour, parts = f"{vessel.word} of {drink}", colour or vessel.colour, (*vessel.parts, *parts)
                self.subjects[-1] = replace(vessel, word=word, art=art, colour=colour, parts=parts)
                self.relation, self.noun_end = None, start + n
                return start + n - at
        return 0

    def take_emblem(self, phrase: str) -> bool:
        """A word for no thing, which has an emblem: "infinity", "the end of the world"."""
        if phrase not in EMBLEM or self.careful or self.negated:
            return False
        self.emblems.append(Subject(phrase, EMBLEM[phrase]))
        return True

    def take_face(self, at: int) -> int:
        """ "A pig face", "the head of a fox": the head alone; "a moon with a smiling face": a face on the thing."""
        if self.relation == "with" and self.text.words(at + 1, 1) == "face" and self.text.tokens[at].endswith(_LOOKS):
            return 1 + self.take_face(at + 1)
        eyes = self.text.words(at, 1) in ("eyes", "eye") and self.text.words(at + 1, 1) == "of"
        if self.text.words(at, 1) not in ("face", "head", "faces", "heads") and not eyes:
            return 0
        named = self.noun_end == at and self.added and self.mentioned == len(self.subjects) - 1
        if named and not eyes and self.subjects[-1].relation in ("held", "beside", None) and self.headed():
            self.noun_end = at + 1
            return 1
        if named and not self.tied_to(len(self.subjects) - 1) and self.relation is None:
            last = self.subjects[-1]
            self.subjects[-1] = replace(last, art=nouns.face_of(last.art) or last.art, parts=(*last.parts, "face"))
            self.noun_end = at + 1
            return 1
        if self.text.words(at + 1, 1) == "of" and not self.tied_to(len(self.subjects) - 1):
            self.phrase.face = True
            return 2
        owner = self.subjects[-1] if self.subjects else None
        if owner and self.relation == "with" and nouns.group(owner.art) not in ("animal", "person"):
            self.subjects.append(Subject("face", "@smile", relation="on", target=len(self.subjects) - 1))
            self.phrase, self.relation, self.joined = Phrase(), None, [len(self.subjects) - 2]
            return 1
        return 0

    def headed(self) -> bool:
        """ "A robot with a coffee cup head": what was named last is the head of the one before."""
        owner = self.subjects[-1].target
        if owner is None:
            before = [i for i in self.tied_to(len(self.subjects) - 1) if self.subjects[i].relation == "beside"]
            owner = before[-1] if before else None  # "a flower with a cat's face"
        if owner is None or not _may_have_head(self.subjects[owner].art):
            return False
        head = self.drop()
        thing = self.subjects[owner]
        self.subjects[owner] = replace(thing, art=f"{thing.art}^{head.art}", word=f"{head.word}-headed {thing.word}")
        self.phrase, self.relation, self.joined = Phrase(), None, [owner]
        return True

    def take_likeness(self, at: int, n: int) -> bool:
        """ "... and a painting of a ship": after other things it is one of them, and shows what is named next."""
        if not 1 < n < 5 or self.text.words(at + n - 1, 1) != "of" or self.text.words(at + n - 2, 1) not in _SHOWING:
            return False
        if not (self.phrase.open and at > 3) or self.text.words(at - 2, 1) in (*STOPS, "with", "has"):
            return False
        meant = self.mentioned
        if meant is None or self.subjects[meant].art not in _DISPLAYS:  # "the one on the left a painting of a king"
            self.put("framed picture", "framed-picture", plural=False)
            meant = len(self.subjects) - 1
        self.relation, self.joined, self.phrase = "bear", [meant], Phrase()
        return True

    def likeness(self) -> None:
        """ "A statue of a dog": before the noun, the statue gives way to it, and it gets the stuff of the statue."""
        end = self.noun_end
        last = self.subjects[-1] if self.subjects else None
        if last is None or last.art not in _LIKENESS | _DISPLAYS or not self.added or self.text.words(end, 1) != "of":
            return
        if self.relation or end < 1:
            return
        if last.art not in _LIKENESS:
            self.relation, self.joined = "bear", [len(self.subjects) - 1]
            return
        self.subjects.pop()
        self.noun_end = -1  # what follows is no word about the noun before the statue
        self.joined = [i for i in self.joined if i < len(self.subjects)]
        if last.relation == "printed" and last.target is not None:
            self.relation, self.joined = "bear", [last.target]  # "a painting of a sculpture of a giraffe"
        said = self.phrase
        stuff = said.material = last.material or MATERIAL.get(last.colour or "", "stone")
        said.colours = [*said.colours, last.colour or COLOURED[stuff]][:1]
        said.count, said.size, said.open = last.count if last.count > 1 else said.count, said.size or last.size, True


def _may_have_head(art: str) -> bool:
    return art in nouns.PLANTS or nouns.group(art) in ("person", "animal", "food")
