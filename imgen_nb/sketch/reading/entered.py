"""Entered: who is in a public building is shown in its hall, and not before its walls."""

from __future__ import annotations

from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading import nouns

# What it looks like in there: the setting and its kind, by the drawing of the building.
_INTERIOR = {
    "church": ("room", "nave"), "hospital": ("room", "ward"), "school": ("room", "classroom"),
    "stadium": ("meadow", "pitch"), "@stadium": ("meadow", "pitch"), "hotel": ("room", "lobby"),
    "bank": ("room", "lobby"), "factory": ("room", "factory"), "convenience-store": ("room", "shop"),
    "department-store": ("room", "shop"), "@greenhouse": ("room", "greenhouse"), "post-office": ("room", "lobby"),
}  # fmt: skip
LARGEST = 3.0  # metres of who fits in


def entered(subjects: tuple[Subject, ...], scene: dict[str, str]) -> tuple[tuple[Subject, ...], dict[str, str]]:
    """The subjects without the building that all who are tied to it are in, and the scene that shows its hall."""
    if "setting" in scene or "ground" in scene:
        return subjects, scene
    for index, building in enumerate(subjects):
        guests = [s for s in subjects if s.target == index]
        inside = bool(guests) and all(s.relation == "inside" and nouns.metres(s.art) < LARGEST for s in guests)
        if inside and building.art in _INTERIOR and building.count == 1 and building.target is None:
            setting, place = _INTERIOR[building.art]
            kept = [i for i in range(len(subjects)) if i != index]
            return ScenePlan(subjects=subjects).keeping(kept).subjects, {**scene, "setting": setting, "place": place}
    return subjects, scene
