"""Housed: things that are a part of the place rather than things in it: a room's window, a square, a temple's hall."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

Subjects = tuple[Subject, ...]
Scene = dict[str, str]

HANGABLE = words("framed-picture @portrait @monalisa @clock mirror mantelpiece-clock @poster @mapsheet world-map")
WALLS = words("@wall @brickwall")
TEMPLES = words("classical-building hindu-temple mosque synagogue shinto-shrine @parthenon")
EARTH = "globe-showing-europe-africa"
ORBITING = words("@shuttle rocket satellite @spacestation astronaut man-astronaut woman-astronaut flying-saucer")
_OUT_OF_DOORS = words("street city village snow meadow forest desert hills mountains beach")
_ROOM_LAMPS = ("table lamp", "desk lamp", "floor lamp", "reading lamp", "lampshade")
_WITHIN = re.compile(r"\b(in|inside|inside of) (?:a|an|the) (?:\w+ )?(temple|mosque|shrine)\b")


def housed(subjects: Subjects, scene: Scene, prompt: str) -> tuple[Subjects, Scene]:
    """The plan without what the place itself shows, which is then that place."""
    for rule in (_orbit, _room_window, _square, _temple, _lit):
        subjects, scene = rule(subjects, scene, prompt.lower())
    return _on_walls(subjects), scene


def _dropped(subjects: Subjects, lost: Callable[[Subject], bool]) -> Subjects:
    """The subjects without some, and without what ties others to them."""
    kept = [i for i, s in enumerate(subjects) if not lost(s)]
    return ScenePlan(subjects=subjects).keeping(kept).subjects


def _room_window(subjects: Subjects, scene: Scene, prompt: str) -> tuple[Subjects, Scene]:
    """ "A bedroom with a big window": a room has its window in the wall."""
    tied = {s.target for s in subjects}

    def idle(s: Subject) -> bool:
        return s.art == "window" and s.count == 1 and s.relation is None and s.colour is None

    if scene.get("setting") != "room" or any(idle(s) and i in tied for i, s in enumerate(subjects)):
        return subjects, scene
    return _dropped(subjects, idle), scene


def _orbit(subjects: Subjects, scene: Scene, prompt: str) -> tuple[Subjects, Scene]:
    """ "An astronaut over the Earth": it is seen from space, with its lands, as large as it is from there."""
    globe = next((i for i, s in enumerate(subjects) if s.art == EARTH and s.count == 1), None)
    over = [s for s in subjects if s.target == globe and s.relation in ("above", "around")]
    if globe is None or not any(s.art in ORBITING for s in over) or scene.get("setting") not in (None, "space", "sky"):
        return subjects, scene
    seen = _dropped(subjects, lambda s: s.art == EARTH or s.art.startswith("@map"))
    return seen, {**scene, "setting": "space", "place": "orbit"}


def _square(subjects: Subjects, scene: Scene, prompt: str) -> tuple[Subjects, Scene]:
    """ "People in a square": the square of a town, where it is no drawn shape."""
    squares = {i for i, s in enumerate(subjects) if s.art == "@square" and s.colour is None and s.count == 1}
    inside = [s for s in subjects if s.target in squares and s.relation in ("inside", "around")]
    if not any(nouns.group(s.art) == "person" for s in inside) or "setting" in scene:
        return subjects, scene
    return _dropped(subjects, lambda s: s.art == "@square"), {**scene, "setting": "street"}


def _temple(subjects: Subjects, scene: Scene, prompt: str) -> tuple[Subjects, Scene]:
    """ "A statue in a temple": its hall is seen, and not the temple from without."""
    halls = {i for i, s in enumerate(subjects) if s.art in TEMPLES}
    inside = [s for s in subjects if s.target in halls and s.relation == "inside"]
    if not inside or not _WITHIN.search(prompt) or scene.get("setting"):
        return subjects, scene
    return _dropped(subjects, lambda s: s.art in TEMPLES), {**scene, "setting": "studio", "place": "arcade"}


def _on_walls(subjects: Subjects) -> Subjects:
    """Pictures, clocks and mirrors of a wall hang on it, side by side."""
    wall = next((i for i, s in enumerate(subjects) if s.art in WALLS and s.count == 1), None)
    if wall is None or not any(s.art in HANGABLE and s.target == wall and s.relation == "on" for s in subjects):
        return subjects
    return tuple(
        replace(s, relation="hung", target=wall)
        if s.art in HANGABLE and (s.target is None or (s.target == wall and s.relation == "on"))
        else s
        for s in subjects
    )


def _lit(subjects: Subjects, scene: Scene, prompt: str) -> tuple[Subjects, Scene]:
    """ "A lamp shines in the street": one on a post, where nothing bears it and no lamp of a room is named."""
    outside = scene.get("setting") in _OUT_OF_DOORS or scene.get("ground") in ("road", "village")
    if not outside or any(lamp in prompt for lamp in _ROOM_LAMPS):
        return subjects, scene

    def posted(s: Subject) -> bool:
        return s.art == "@lamp" and s.relation not in ("on", "held", "inside", "fixed", "hung")

    return tuple(replace(s, art="@streetlamp") if posted(s) else s for s in subjects), scene
