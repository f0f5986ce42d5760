"""Views: the words for where a picture is seen from, for the window that it is seen through, and what lies below."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import table, words

_SEEN = ("seen through", "viewed through", "seen from", "view from", "view through", "viewed from", "looking out of")
_PANES = {
    "window": ("a window", "the window", "a rainy window", "a window pane", "my window", "a bedroom window"),
    "cabin window": ("an airplane window", "the airplane window", "airplane window", "a plane window",
                     "the window of a plane", "the window of an airplane", "a porthole", "the plane window"),
    "binoculars": ("binoculars", "a pair of binoculars", "a telescope", "a spyglass", "a keyhole"),
    "car window": ("a car window", "the car window", "the window of a car", "a windshield", "a train window", "a car",
                   "the window of a train", "a bus window"),
}  # fmt: skip
CAMERA = table("""
close: close-up, closeup, close up, portrait, macro, headshot, extreme close-up, detailed shot, close shot,
  macro shot, macro photo, macro photograph, selfie of, a selfie of;
wide: wide shot, wide angle, wide-angle, establishing shot, panorama, panoramic, long shot, from afar, far away,
  in the distance, vast, from a distance;
aerial: aerial, aerial view, bird's eye view, birds eye view, bird's-eye view, from above, top down, top-down, drone
  shot,
  drone view, overhead, aerial shot, isometric, high angle, top view, top-down view, overhead view, overhead shot,
  seen from above, viewed from above, view from above, shot from above, photographed from above, flat lay, flatlay,
  flat-lay, knolling, seen from the air, from the air, satellite view, satellite image, isometric view;
cockpit: inside of a car, car interior, interior of a car, inside of a moving car, from the driver's seat,
  driver's view, view from the driver's seat, view from the driver's seat of a car, view from inside a car,
  view from inside of a car, view from the inside of a car,
  dashboard of a car, car dashboard, behind the steering wheel of a car;
low: low angle, low-angle, from below, worm's eye view, worms eye view, looking up, view from below,
  seen from below, viewed from below, looking up at, ground level view
""") | {f"{seen} {pane}": view for view, panes in _PANES.items() for pane in panes for seen in _SEEN}

# What a thing of the table looks like from straight above, by its drawing.
_ABOVE = {
    seen: from_above
    for from_above, names in (
        ("@coffeeabove", "@mug @teacup hot-beverage @espresso @lattecup"),
        ("@pizzaabove", "pizza"),
        ("@plateabove", "@plate"),
        ("@bowlabove", "@bowl bowl-with-spoon"),
        ("@soupabove", "steaming-bowl @ramen @soup spaghetti"),
        ("@saladabove", "green-salad"),
        ("@pancakesabove", "pancakes"),
        ("@eggsabove", "@omelette cooking"),
        ("@breakfastabove", "@meal"),
        ("@glassabove", "@glassfull @juice @glasshalf @emptyglass tumbler-glass glass-of-milk"),
        ("@cakeabove", "birthday-cake"),
        ("@laptopabove", "laptop @laptopscreen"),
        ("@plantabove", "potted-plant @succulent"),
    )
    for seen in names.split()
}
_DISHED = words("@soupabove @saladabove @pancakesabove @eggsabove")
"""Drawings with a plate or a bowl of their own."""


def seen_from_above(subjects: tuple[Subject, ...], scene: dict[str, str]) -> tuple[tuple[Subject, ...], dict[str, str]]:
    """Small things of a table that one looks down on lie there, each as it is from above."""
    if scene.get("camera") != "aerial" or scene.get("setting") not in (None, "table") or "ground" in scene:
        return subjects, scene
    if not subjects or not all(_lies(s) for s in subjects):
        return subjects, scene
    found = [replace(s, art=_ABOVE.get(s.art, s.art)) for s in subjects]
    for i, s in enumerate(found):
        under = found[s.target] if s.target is not None else None
        if under is None or s.relation not in ("on", "inside"):
            continue
        found[i] = replace(s, relation="on" if under.art in _VESSELS else None, target=s.target)
        if found[i].relation is None or s.art in _DISHED:
            found[i] = replace(s, relation=None, target=None)
        if s.art in _DISHED and under.art in _VESSELS and under.count == 1:
            found[s.target or 0] = replace(under, art="")
    kept = [s for s in found if s.art]
    if len(kept) < len(found) and any(s.target is not None for s in kept):
        kept = [replace(s, relation=None, target=None) for s in kept]
    return tuple(kept), {**scene, "setting": "studio", "place": "spread"}


_VESSELS = ("@plateabove", "@bowlabove")


def _lies(s: Subject) -> bool:
    kind, high = nouns.group(s.art), nouns.metres(s.art)
    small = s.art in nouns.PLANTS or nouns.home(s.art) == "indoor" or kind == "food"
    return s.art in _ABOVE or (kind not in ("animal", "person", "face") and small and high < 1.0)
