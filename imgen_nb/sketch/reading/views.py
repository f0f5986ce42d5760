"""Views: the words for where a picture is seen from, and for the window that it is seen through."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

_SEEN = ("seen through", "viewed through", "seen from", "view from", "view through", "viewed from", "looking out of")
_PANES = {
    "window": ("a window", "the window", "a rainy window", "a window pane", "my window", "a bedroom window"),
    "car window": ("a car window", "the car window", "the window of a car", "a windshield", "a train window", "a car",
                   "the window of a train", "a bus window"),
}  # fmt: skip
CAMERA = table("""
close: close-up, closeup, close up, portrait, macro, headshot, extreme close-up, detailed shot, close shot;
wide: wide shot, wide angle, wide-angle, establishing shot, panorama, panoramic, long shot, from afar, far away,
  in the distance, vast, from a distance;
aerial: aerial, aerial view, bird's eye view, birds eye view, bird's-eye view, from above, top down, top-down, drone
  shot,
  drone view, overhead, aerial shot, isometric, high angle;
low: low angle, low-angle, from below, worm's eye view, worms eye view, looking up
""") | {f"{seen} {pane}": view for view, panes in _PANES.items() for pane in panes for seen in _SEEN}
