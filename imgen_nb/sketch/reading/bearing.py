"""Bearing: the faces that people, animals and things make, and which way they look."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import DETERMINERS, table, words
from imgen_nb.sketch.reading.making import Making
from imgen_nb.sketch.reading.ties import LIVING, MOST, Phrase

MOOD = table("""
happy: smiling, smiles, happy, cheerful, joyful, grinning, delighted, joyous, merry, jolly, friendly, smile, grin,
  lovestruck, in love;
laughing: laughing, laughs, giggling, chuckling;
angry: angry, frustrated, furious, enraged, scowling, grumpy, annoyed, menacing, evil, mad at, snarling, scowl,
  growling;
sad: sad, unhappy, frowning, frown, melancholy, disappointed, sorrowful, miserable, dejected, depressed, worried,
  gloomy looking, pensive;
crying: crying, weeping, sobbing, in tears, tearful;
surprised: confused, puzzled, bewildered, perplexed,
  surprised, shocked, astonished, amazed, startled, scared, frightened, afraid, terrified, panicked,
  panic stricken, screaming, yelling;
tired: tired, yawning, yawns, sleepy, exhausted, drowsy, bored
""")
# A face on what has none of its own: "a smiling banana".
ON_THINGS = {
    "happy": "@smile", "laughing": "@laugh", "angry": "@scowl", "sad": "@frown", "crying": "@weep",
    "surprised": "@gasp",
}  # fmt: skip
_FACED = {"@banana": "banana"}  # a drawing with room for a face
_FACES = words("face faces expression expressions look smile grin frown eyes")
CROWD = 8  # people who are an audience where something else was named first
_NOT_OF_THINGS = words("birthday new year hour holidays thanksgiving christmas anniversary")

FACING = table("""
left: facing left, looking left, facing to the left, looking to the left, looking towards the left, turned left;
right: facing right, looking right, facing to the right, looking to the right, looking towards the right, turned right;
each: facing each other, looking at each other, face to face, staring at each other, facing one another, looking at
  one another, talking to each other, fighting each other, kissing each other, hugging each other, embracing each
  other, hugging one another, kissing, embracing, hugging;
apart: back to back, facing away from each other, looking away from each other;
away: facing away, looking away, turned away, turning away, seen from behind, from behind, viewed from behind, from
  the back, back view of, rear view of, back view, rear view,
  with his back to us, with her back to us, with its back to us, with their backs to us, the back of;
up: looking up, gazing up, looking upwards, looking at the sky, looking up at the sky, gazing at the sky, gazing at
  the stars, looking at the stars, staring at the sky, looking to the sky;
down: looking down, gazing down, looking downwards, looking at the ground;
viewer: facing the viewer, facing us, looking at us, looking at the viewer, looking at the camera, facing the camera,
  staring at the camera, looking straight ahead
""")
# What those do who do it to each other.
EACH = {"hugging": "hug", "kissing": "hug", "fighting": "punch", "embracing": "hug"}
# Words between two things that turn the first to the second, or both the same way; by their first word.
TOWARD = words("""looking facing staring watching gazing eyeing talking speaking feeding attacking greeting meeting
    fighting hugging kissing patting comforting admiring approaching photographing painting shouting pointing shaking
    wrestling boxing washing pushing kicking kicks barking
    banging knocking laughing singing yelling smiling waving bowing poking pecking stinging touching playing posing
    grappling grapples sneaking creeping stalking dancing kicking punching punches throwing to towards toward""")
AFTER = words("chasing chases chased following follows hunting pursuing herding trailing")
BEFORE = words("leading leads pulling pulls pulled towing dragging hauling")
BY = {
    "chased by": "fled", "followed by": "fled", "pulled by": "along", "led by": "along", "running after": "along",
    "racing after": "along", "running from": "fled", "running away from": "fled", "fleeing from": "fled",
}  # fmt: skip


def facing_by(phrase: str) -> str | None:
    """How a relation's words turn who does it."""
    first = phrase.split(maxsplit=1)[0]
    return BY.get(phrase) or (
        "target" if first in TOWARD else "along" if first in AFTER else "ahead" if first in BEFORE else None
    )


class Bearing(Making):
    """Readings of faces and looks, each of who was just named or comes next."""

    def take_bearing(self, at: int) -> int:
        """How many words from one on say what face somebody makes, or where they look; 0 if none does."""
        for n in (5, 4, 3, 2, 1):
            phrase = self.text.words(at, n)
            if at + n > len(self.text.tokens) or self.negated:
                continue
            if phrase in FACING and self.look(FACING[phrase], at, n):
                return n
            if phrase in MOOD:
                return self.make_face(MOOD[phrase], at, n)
        return 0

    def look(self, facing: str, at: int, n: int) -> bool:
        """Turn who was just named."""
        if n == 1 and (self.text.words(at + n, 1) in DETERMINERS or self.text.noun_follows(at + n)):
            return False  # "hugging her child"
        if self.text.words(at + n - 1, 1) == "of":
            self.phrase.facing = facing
            return True
        if not self.subjects or (self.text.noun_follows(at + n) and facing in ("up", "down")):
            return False
        doers = self.doers()
        if facing in ("each", "apart") and len(doers) == 1 < len(self.subjects) and self.subjects[doers[0]].count == 1:
            doers = [doers[0] - 1, doers[0]]  # one alone looks at nobody: "a white cat and a tabby cat"
        done = EACH.get(self.text.words(at, 1))
        for i in doers:
            self.subjects[i] = replace(self.subjects[i], facing=facing, pose=done or self.subjects[i].pose)
        return True

    def make_face(self, mood: str, at: int, n: int) -> int:
        """A face for what comes next, or for who was just named."""
        after = self.text.words(at + n, 1)
        named = n + (after in _FACES)
        if self.relation == "with" and (named > n or self.text.words(at, 1) in _FACES) and self.subjects:
            for i in self.doers():
                self.subjects[i] = replace(self.subjects[i], mood=mood)
            self.phrase, self.relation = Phrase(), None
            return named
        if self.text.noun_follows(at + n) and (self.phrase.open or not self.subjects or self.relation):
            if after in _NOT_OF_THINGS:
                return 0
            self.phrase.mood, self.phrase.open = mood, True
            return n
        living = [i for i in self.doers() if nouns.group(self.subjects[i].art) in LIVING]
        if not living or self.phrase.open:
            return 0
        for i in living:
            self.subjects[i] = replace(self.subjects[i], mood=mood)
        return n

    def finish(self) -> None:
        """Each of several who hold a thing gets one; a thing that makes a face has it on its front."""
        for index, holders in self.shared:
            thing = self.subjects[index] if index < len(self.subjects) else None
            idle = [
                i
                for i in holders
                if not any(s.relation == "held" for s in map(self.subjects.__getitem__, self.tied_to(i)))
            ]
            for i in idle if thing and thing.relation == "held" else ():
                if thing and len(self.subjects) < MOST and nouns.group(self.subjects[i].art) in LIVING:
                    self.subjects.append(replace(thing, target=i))
        near = next((i for i, s in enumerate(self.subjects) if s.target is None and s.spot != "far"), None)
        for i, s in enumerate(self.subjects):
            many = s.count >= CROWD and nouns.group(s.art) == "person" and s.relation is None and s.spot is None
            if near is not None and i > near and many and not self.tied_to(i):  # an audience is no subject among others
                self.tie(i, "behind", near)
                self.subjects[i] = replace(self.subjects[i], spot="far")
        if self.subjects and self.subjects[0].spot == "far" and near is not None:
            self.tie(0, "behind", near)
        for i, s in enumerate(tuple(self.subjects)):
            if s.mood and nouns.group(s.art) not in LIVING:
                self.subjects[i] = replace(s, mood=None)
                if s.mood in ON_THINGS and (nouns.group(s.art) != "place" or nouns.metres(s.art) < 4):
                    self.subjects[i] = replace(self.subjects[i], art=_FACED.get(s.art, s.art))
                    self.subjects.append(Subject("face", ON_THINGS[s.mood], relation="on", target=i))
