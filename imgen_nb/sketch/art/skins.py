"""Skin and hair: the pack's people are yellow; here they get the colours of people."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.painting.canvas import mix, times

# From light to dark; a word of the prompt names one, else the seed chooses for each person.
TONES: dict[str, Colour] = {
    "light": (250, 216, 186),
    "fair": (238, 190, 150),
    "medium": (214, 158, 112),
    "brown": (166, 110, 72),
    "dark": (110, 70, 48),
}
HAIR: dict[str, tuple[Colour, ...]] = {
    "light": ((226, 180, 100), (160, 96, 52), (96, 64, 44)),
    "fair": ((120, 78, 48), (64, 46, 38), (176, 116, 60)),
    "medium": ((48, 38, 36), (74, 50, 38)),
    "brown": ((44, 34, 34), (66, 44, 36)),
    "dark": ((34, 28, 30), (48, 36, 34)),
}
_FACE = (255, 200, 61)
_SHADED = ((253, 187, 17), (252, 177, 0), (237, 146, 0))
_HAIR = (241, 161, 30)
_GLOSS = (248, 186, 84)
_DARK_HAIR = ((214, 125, 0),)


def toned(art: Art, tone: str, choice: int, hair: Colour | None = None, skin: Colour | None = None) -> Art:
    """The drawing with skin of a tone or a colour and hair of the colour asked for, else of one that goes with it."""
    skin = skin or TONES[tone]
    hair = hair or HAIR[tone][choice % len(HAIR[tone])]
    fills: dict[Colour, Colour] = {_FACE: skin, _HAIR: hair, _GLOSS: mix(hair, (255, 236, 214), 0.26)}
    fills.update(dict.fromkeys(_SHADED, times(skin, 0.86)))
    fills.update(dict.fromkeys(_DARK_HAIR, times(hair, 0.7)))
    if not any(shape.fill == _FACE for shape in art.shapes):
        return art
    shapes = tuple(replace(shape, fill=fills.get(shape.fill, shape.fill)) for shape in art.shapes)
    return Art(shapes, art.anchors, art.ground)
