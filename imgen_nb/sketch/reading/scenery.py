"""Scenery: places, times, weather, moods, styles and views, which are about the whole picture, and their colours."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.reading import acts, lexicon, nouns
from imgen_nb.sketch.reading.aliases import ALIAS
from imgen_nb.sketch.reading.bearing import Bearing
from imgen_nb.sketch.reading.hands import STYLE, is_thing
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.places import IMPLIED, PLACE, SETTING
from imgen_nb.sketch.reading.ties import Phrase
from imgen_nb.sketch.reading.views import CAMERA
from imgen_nb.sketch.reading.wording import STOPS

SCENES = (
    ("camera", CAMERA),
    ("time", lexicon.TIME),
    ("weather", lexicon.WEATHER),
    ("mood", lexicon.MOOD),
    ("style", STYLE),
    ("ground", lexicon.GROUND),
)
LARGE = 1.5  # metres: what is less is rather held than in the background
SURE = 50  # how strong a noun is that is no chance keyword
STOPS_AT = frozenset(STOPS)
_LEADING = words("on under behind front inside through")
_SKIES = words("sky skies heavens")
_GROUNDS = words("sea lake meadow desert snow beach hills mountains forest")
# A colour that a place has anyway says nothing new.
_USUAL = {"meadow": "green", "hills": "green", "forest": "green", "sea": "blue", "lake": "blue", "snow": "white"}


# Places that give way to one named later, which is painted with them in it.
YIELDING = {
    "lake": ("mountains", "forest", "hills", "sky"), "mountains": ("sky", "hills"), "hills": ("sky",),
    "sea": ("sky",), "meadow": ("sky",), "forest": ("sky",), "city": ("sky",), "desert": ("sky",), "beach": ("sky",),
    "mars": ("city", "sky"), "moonscape": ("city", "sky"),
}  # fmt: skip
DRAWN_AS_MANY = words("books pancakes money-bag dollar-banknote")
"""Drawings that are a stack or a pile already."""


TWO_TONED = "black and white"
PICTURES = words("photo photograph picture image drawing sketch illustration portrait print film movie scene landscape")


class Scenery(Bearing):
    """Readings of the place, the light and the view."""

    def __init__(self) -> None:
        super().__init__()
        self.scene: dict[str, str] = {}
        self.without: list[str] = []
        self.left_out: list[str] = []
        self.aloft = False  # the last relation was one of flying
        self.place_end = -1  # where the last setting ended
        self.clause = 0  # the first subject since the last stop
        self.placed = False  # a setting was the last thing named

    def take_scene(self, phrase: str, at: int, n: int) -> bool:
        """Places, times, weather, moods, styles and views: they are about the whole."""
        if phrase in lexicon.LEFT_OUT:
            self.left_out.append(phrase)
            return True
        if phrase == "toy" and (self.thing_at(at + 1) or self.thing_at(at + 2)):
            self.phrase.parts.append("toy")
            return True
        if phrase in ALIAS and phrase not in SETTING:
            return False
        if self.take_background(phrase):
            return True
        if phrase == TWO_TONED and self.of_thing(at + n):
            self.phrase.colours += ["black", "white"]
            self.phrase.open = True
            return True
        if phrase == "dark" and self.text.words(at + 1, 1) in ("skin", "hair", "eyes", "complexion", "fur"):
            return False  # it says nothing of the light
        for key, table in (*SCENES, ("setting", SETTING)):
            value = table.get(phrase)
            if value is None:
                continue
            if self.relation == "bear" and key in ("setting", "time"):
                self.relation = None  # "a painting of a mountain": it is in the painting
            elif self.negated:
                self.without += [value, phrase]
            elif phrase == "painted" and self.text.words(at + n, 1) in lexicon.COLOUR:
                pass  # "a car painted yellow" is a yellow car
            elif key in ("style", "mood") and (
                self.names_thing_instead(at, n)
                or is_thing(phrase, self.text.tokens[max(0, at - 3) : at], self.text.words(at + n, 1))
                or (phrase in acts.FEELINGS and (self.thing_at(at + 1) or self.thing_at(at + 2)))
            ):
                return False
            elif key in ("time", "setting") and (self.phrase.count or 0) > 1 and self.text.noun(at, n):
                return False  # "nine stars", "two trees" are things
            elif key == "setting" and self.paired(at, n):
                return False
            elif key == "setting" and any(s.art.startswith("@map") for s in self.subjects):
                self.relation = None  # it is on the map
            elif key == "setting" and self.tint(phrase, value, at):
                self.settle(key, at)
            else:
                if key == "setting" and self.scene.get(key) in YIELDING.get(value, ()):
                    self.scene[key] = value
                if key == "setting" and self.place_end == at and phrase not in lexicon.GENERAL:
                    self.scene[key] = value  # "a mountain lake" is a lake
                self.scene.setdefault(key, value)
                if key == "time" and self.phrase.colours and n + len(self.phrase.colours) > 1:
                    self.scene.setdefault("sky", self.phrase.colours.pop()) if _of_sky(phrase) else None
                    self.phrase.colours = []
                if phrase in PLACE:
                    self.scene.setdefault("place", PLACE[phrase])
                    self.scene |= IMPLIED.get(PLACE[phrase], {})
                self.place_end = at + n if key == "setting" else self.place_end
                if not (phrase in lexicon.PLACE and self.relation in _LEADING and self.thing_at(at + n)):
                    self.settle(key, at)  # "in a bathroom sink" is in the sink
            return True
        return False

    def of_thing(self, at: int) -> bool:
        """Whether colours are said of a thing that is named from a word on, and not of the whole picture."""
        for i in range(at, min(at + 4, len(self.text.tokens))):
            word = self.text.tokens[i]
            if word in STOPS or word in PICTURES or word in lexicon.RELATION:
                return False
            found = self.text.noun(i, 2) or self.text.noun(i, 1)
            if found and found[3] >= 50 and nouns.group(found[1]) not in ("person", "face"):
                return True
        return False

    def paired(self, at: int, n: int) -> bool:
        """ "A rug and a jacket", "a rug on a floor": one of two things, and no place for the other."""
        found = self.text.noun(at, n)
        alone = found is not None and found[3] >= 100 and nouns.group(found[1]) == "object"
        joined = self.text.words(at + n, 1) in ("and", "on") or (self.joining and self.text.ends(at + n))
        return alone and joined and self.phrase.open and self.relation is None

    def names_thing_instead(self, at: int, n: int) -> bool:
        """ "A pencil" is a thing, "pencil drawing" and "pencil sketch of a cat" are styles."""
        thing = self.text.noun(at, 1) if n == 1 else None
        return thing is not None and thing[3] >= 100 and self.phrase.open and self.text.ends(at + 1)

    def settle(self, key: str, at: int) -> None:
        """A place named after "on" or "in" is where the subjects are."""
        if key == "setting":
            self.placed = True
            tied = [i for i in self.tied_to(len(self.subjects) - 1) if self.subjects[i].relation in ("inside", "on")]
            led = self.text.words(at, 1) in lexicon.RELATION  # "on a chair on the moon"
            if (
                self.noun_end == at and self.added and tied and not led
            ):  # "in a corn field": the noun only says what field
                self.drop()
                self.joined = tied
        if key in ("setting", "ground") and self.relation == "above":
            for i in self.joined:  # "a witch flying over a village", "gulls over the sea"
                s = self.subjects[i]
                if self.aloft or (key == "setting" and nouns.group(s.art) == "animal"):
                    self.subjects[i] = replace(s, pose=s.pose or "fly")
            self.relation = None
        if key == "setting" and self.relation in ("on", "inside") and self.scene.get(key) in ("sea", "lake"):
            for i in self.joined:  # what floats on water does not fly
                if self.subjects[i].pose == "fly":
                    self.subjects[i] = replace(self.subjects[i], pose="swim")
        if key in ("setting", "ground") and self.relation in _LEADING:
            self.relation = None
        if key in ("setting", "ground"):
            self.phrase.open, self.phrase.colours = False, []  # "a green field" is no green sheep
            self.phrase.material = self.phrase.form = None
            self.phrase.count = None if self.phrase.count != 1 else self.phrase.count

    def thing_at(self, at: int) -> bool:
        """Whether a word surely names a thing, and no place."""
        found = self.text.noun(at, 1)
        return found is not None and found[3] >= 60 and self.text.words(at, 1) not in SETTING

    def styled(self, at: int) -> bool:
        """Whether a word is one of style: whose style it is has no part in the picture."""
        return any(self.text.words(at, n) in STYLE for n in (3, 2, 1))

    def take_mass(self, phrase: str, at: int, n: int) -> bool:
        """ "A pile of oranges": many of what follows, and how they are together."""
        if not self.text.noun_follows(at + n) or self.text.words(at + 1, n) in SETTING:
            return False
        named = next((hit for k in range(3) if (hit := self.text.noun(at + n + k, 1)) and hit[3] >= SURE), None)
        whole = self.text.noun(at + 1, n)
        if whole and not self.text.noun(at + n + 1, 1):
            return False
        if named and named[1] in DRAWN_AS_MANY:
            self.phrase.count, self.phrase.open = 1, True
            return not whole
        said = self.phrase
        said.spot, said.open = acts.MASS[phrase], True
        said.count = acts.MANY[said.spot]
        grown = next((found[1] for k in (1, 2, 0) if (found := self.text.noun(at + n + k, 1))), "")
        if said.spot == "field" and grown in nouns.PLANTS:
            self.scene.setdefault("setting", "meadow")
        return True

    def all_fly(self, at: int) -> bool:
        """Whether "in the sky" says where everything is; of some among others it says only that they fly."""
        afloat = any(self.text.words(at - k, 1) in ("floating", "hovering", "levitating") for k in (1, 2, 3))
        if self.relation == "inside" and (afloat or all(s.pose == "fly" for s in self.subjects)):
            return True  # "a fish flying in the sky"
        if self.relation != "inside" or self.noun_end < at - 2:
            return self.relation == "on" or (self.relation is None and self.none_stand())
        here = self.here()
        others = [i for i, s in enumerate(self.subjects) if i not in here and s.relation is None]
        for i in here if others else ():
            self.subjects[i] = replace(self.subjects[i], pose=self.subjects[i].pose or "fly")
        return not others

    noun_end: int

    def here(self) -> list[int]:
        """Those of a list that were named since the last stop: "a boat, two gulls in the sky"."""
        return [i for i in self.joined if i >= self.clause] or self.joined

    def spotted(self, spot: str, at: int, end: int) -> None:
        """ "A tractor is parked on the left": it is there; "on the left, a tractor": what comes next is."""
        within = self.text.ends(end) and not STOPS_AT & {*self.text.tokens[self.noun_end : at]}
        if self.mentioned is None or self.noun_end < 1 or not (self.noun_end == at or within):
            self.spot = spot
            return
        said = {*self.here(), self.mentioned} if self.noun_end == at else {self.free(self.mentioned)}
        for i in said:
            self.subjects[i] = replace(self.subjects[i], spot=self.subjects[i].spot or spot)

    def free(self, index: int) -> int:
        """Who something belongs to: of what is worn, held or ridden the one who does."""
        s = self.subjects[index]
        return self.free(s.target) if s.relation in ("worn", "held") and s.target is not None else index

    def behind_all(self) -> bool:
        """What was named last is behind the first: "Mount Rushmore is in the background"."""
        last = self.mentioned
        if last is None:
            return False
        if not last:
            self.subjects[0] = replace(self.subjects[0], spot="far")  # what is before it is still to come
            return True
        far = [i for i in {*self.here(), last} if i and self.subjects[i].relation is None and not self.stood_by(i)]
        for i in far:
            self.tie(i, "behind", self.root(0))
            self.subjects[i] = replace(self.subjects[i], spot="far")
        self.relation = None
        return bool(far)

    def backdrop_ahead(self, at: int) -> bool:
        """Whether what is named next is in the background: "with the Eiffel Tower in the background"."""
        for k in range(at + 1, min(at + 9, len(self.text.tokens))):
            small = self.text.noun(k - 1, 1) if self.text.words(k, 1) == "and" else None
            if small and nouns.metres(small[1]) < LARGE:
                break  # "a dog with a stick and a barn in the background"
            if any(self.text.words(k, n) in acts.FAR for n in (3, 4, 5, 6)):
                return bool(self.subjects)
            if self.text.words(k, 1) in lexicon.RELATION or self.text.words(k, 1) in STOPS:
                break
        return False

    def stood_by(self, index: int) -> bool:
        """Whether something is on, in or beside a thing, which then is no mere background."""
        return any(self.subjects[i].relation not in ("worn", "held", "printed") for i in self.tied_to(index))

    def none_stand(self) -> bool:
        """Whether nothing was named that stands on the ground, so that a sky is where all of it is."""
        homes = {nouns.home(s.art) for s in self.subjects if s.target is None and s.pose != "fly"}
        return homes <= {"air", "celestial", "space"}

    def take_background(self, phrase: str) -> bool:
        """ "On a red background": a plain wall of that colour."""
        if phrase not in ("background", "backdrop") or not self.phrase.colours:
            return False
        self.scene.setdefault("setting", "studio")
        self.scene["sky"] = self.phrase.colours[0]
        self.relation = None
        self.phrase = Phrase()
        return True

    def tint(self, phrase: str, setting: str, at: int) -> bool:
        """Keep the colour of a sky, a sea, a field; True where a coloured sky is only that, and no place."""
        colours = self.phrase.colours
        if phrase == "clouds" and self.subjects and self.relation == "with":
            return True  # there are clouds in every sky
        if phrase.rsplit(maxsplit=1)[-1] in _SKIES:
            if colours:
                self.scene["sky"] = colours[-1]
            return bool(self.subjects) and (bool(colours) or not self.all_fly(at))
        if colours and setting in _GROUNDS and _USUAL.get(setting) != colours[-1]:
            self.scene["land"] = colours[-1]
        return False


def _of_sky(phrase: str) -> bool:
    """Whether a time of day is named by its sky, which then has the colour that is said."""
    return phrase.rsplit(maxsplit=1)[-1] in (
        "sky",
        "sunset",
        "sunrise",
        "dawn",
        "dusk",
        "twilight",
        "sundown",
        "horizon",
    )
