"""The plan of a picture: everything the engine understood of a prompt, as plain data between parser and painter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

# Where a subject without a named setting is at home; the painter's choice, not the prompt's.
HOMES = {"air": "sky", "water": "sea", "deep": "underwater", "space": "space", "indoor": "studio"}


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to draw, or several of a kind.

    `art` is what is drawn: a name of the pack, `@name` for the engine's own drawing, `?word` for a word nobody drew,
    which becomes a shape of its own. `relation` ties it to the subject with index `target`: on, under, beside,
    front, behind, inside, above, around, through, held, worn, printed (a picture on it), spread (under it),
    left_of, right_of, between (`other` is the second of the two, if there are two). A relation without a target is
    to the setting. `spot` is a place in the picture: left, right, middle, near, far, wall; or how many are together:
    heap, stack, field; aloft: held over the head.
    `skin` is a person's, where the prompt says it: light, fair, medium, brown, dark.
    """

    word: str
    art: str
    count: int = 1
    colour: str | None = None
    accent: str | None = None
    size: str | None = None
    pose: str | None = None
    relation: str | None = None
    target: int | None = None
    parts: tuple[str, ...] = ()
    spot: str | None = None
    other: int | None = None
    skin: str | None = None
    material: str | None = None  # wood, ice; or the drawing of what it is made of, as the bees of a tornado
    mood: str | None = None  # the face it makes: happy, laughing, angry, sad, crying, surprised, tired
    facing: str | None = None  # left, right, viewer, away, up, down; target, each, apart, along, fled: by its target
    palette: tuple[str, ...] = ()  # colours of several of a kind, one after the other


@dataclass(frozen=True, slots=True)
class ScenePlan:
    """What to paint. None means the prompt does not say; the painter then chooses by the subjects."""

    prompt: str = ""
    subjects: tuple[Subject, ...] = ()
    setting: str | None = None
    ground: str | None = None
    time: str | None = None
    weather: str | None = None
    mood: str | None = None
    style: str | None = None
    camera: str | None = None
    text: str | None = None
    not_understood: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    place: str | None = None  # which room the setting is: kitchen, classroom
    design: str | None = None  # what is laid out rather than painted: poster, app screen
    title: str | None = None  # what a design is of, in the prompt's own words
    written_on: str | None = None  # the drawing that bears the text, ground or sky; without one it is on a sign
    arrangement: str | None = None  # row, circle
    sky: str | None = None  # its colour
    land: str | None = None  # the colour of what is below the sky: sea, grass, sand
    surfaces: tuple[str, ...] = ()  # "walls: green, tiles", "rug: light blue", "lines: yellow, solid"
    read_as: tuple[str, ...] = ()  # "elefant as elephant"
    left_out: tuple[str, ...] = ()  # words of style and praise that change nothing here

    def to_dict(self) -> dict[str, Any]:
        """Plain lists, dicts, strings and numbers, ready for JSON."""
        data = asdict(self)
        for key in _LISTS:
            data[key] = list(data[key])
        data["subjects"] = [{**s, **{key: list(s[key]) for key in _OF_SUBJECTS}} for s in data["subjects"]]
        return data

    def surface(self, kind: str) -> tuple[str, ...]:
        """How walls, the floor or the rug of a room look, or the lines of a road: colours and what they are of."""
        told = next((said for said in self.surfaces if said.startswith(kind)), "")
        return tuple(filter(None, told.partition(": ")[2].split(", ")))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ScenePlan:
        """The plan `to_dict` described; fields it lacks take their defaults.

        Raises:
            TypeError: a field no plan has.
        """
        values = dict(data)
        given = values.pop("subjects", ())
        subjects = tuple(Subject(**{**s, **{key: tuple(s.get(key, ())) for key in _OF_SUBJECTS}}) for s in given)
        for key in _LISTS:
            values[key] = tuple(values.get(key, ()))
        return cls(subjects=subjects, **values)

    def keeping(self, kept: list[int]) -> ScenePlan:
        """The plan with only these subjects; relations to dropped ones end."""
        place = {old: new for new, old in enumerate(kept)}
        subjects = []
        for index in kept:
            subject = self.subjects[index]
            other = None if subject.other is None else place.get(subject.other)
            if subject.target is not None and subject.target not in place:
                subject = replace(subject, relation=None, target=None, other=None)
            elif subject.target is not None:
                subject = replace(subject, target=place[subject.target], other=other)
            subjects.append(subject)
        return replace(self, subjects=tuple(subjects))

    def minus(self, other: ScenePlan) -> ScenePlan:
        """The plan without what the other one names: subjects, colours of subjects, weather, time, setting, text."""
        names = {s.art for s in other.subjects} | {s.word for s in other.subjects} | set(other.without)
        words = names | set(other.not_understood)
        kept = [i for i, s in enumerate(self.subjects) if s.art not in names and s.word not in words]
        plan = self.keeping(kept)
        colours = {s.colour for s in other.subjects} | set(other.without)
        subjects = tuple(replace(s, colour=None) if s.colour in colours else s for s in plan.subjects)
        gone = {key: None for key in _SCENE if getattr(self, key) and getattr(self, key) == getattr(other, key)}
        if "text" in words:
            gone["text"] = None
        said = words | {str(getattr(other, key)) for key in _SCENE if getattr(other, key)}
        return replace(plan, subjects=subjects, without=tuple(sorted({*self.without, *said})), **gone)  # type: ignore[arg-type]

    def describe(self) -> str:
        """One line for people: what will be drawn."""
        things = []
        for s in self.subjects:
            words = [
                str(s.count) if s.count > 1 else "",
                s.size or "",
                " and ".join(s.palette) or s.colour or "",
                s.accent or "",
                f"{s.skin}-skinned" if s.skin else "",
                s.mood or "",
                s.word,
                f"with {', '.join(said)}" if (said := [p for p in s.parts if " " in p and p[:3] != "as "]) else "",
                f"of {s.material.lstrip('@')}" if s.material else "",
            ]
            where = f" ({s.relation} {self.subjects[s.target].word})" if s.relation and s.target is not None else ""
            things.append(" ".join(filter(None, words)) + where)
        scene = [f"{key}: {value}" for key in _SCENE if (value := getattr(self, key))]
        parts = [", ".join(things) or "no subject", *scene]
        parts += self.surfaces
        if self.text:
            parts.append(f"text: {self.text!r}")
        if self.read_as:
            parts.append(f"read {', '.join(self.read_as)}")
        if self.left_out:
            parts.append(f"left out: {', '.join(self.left_out)}")
        if self.not_understood:
            parts.append(f"not understood: {', '.join(self.not_understood)}")
        return "; ".join(parts)


_OF_SUBJECTS = ("parts", "palette")
_LISTS = ("not_understood", "without", "read_as", "left_out", "surfaces")
_SCENE = (
    "design",
    "place",
    "setting",
    "ground",
    "time",
    "weather",
    "mood",
    "style",
    "camera",
    "arrangement",
    "sky",
    "land",
)
