"""What is worn on or round the head: a hijab, a turban."""

from __future__ import annotations

from collections.abc import Callable

from imgen_nb.sketch.art.pack import Colour, Shape
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.art.shapes import Art, Pen, smooth
from imgen_nb.sketch.painting.canvas import mix, times


def _hijab(colour: Colour | None) -> Art:
    """A scarf round the face, down to the shoulders."""
    cloth = colour or (92, 120, 170)
    pen = Pen()
    outer = smooth([(15, 0), (25, 4), (28, 14), (29, 26), (32, 36), (15, 40), (-2, 36), (1, 26), (2, 14), (5, 4)])
    face = smooth([(15, 6), (22, 9), (23, 17), (20, 24), (15, 26.5), (10, 24), (7, 17), (8, 9)])
    pen.shapes.append(Shape((tuple(outer), tuple(face)), cloth))
    pen.curve([(5, 27), (14, 31), (26, 28)], 1.1, times(cloth, 0.78))
    pen.curve([(3, 33), (15, 36), (28, 33)], 1.0, times(cloth, 0.82))
    pen.curve([(6, 9), (15, 3), (24, 9)], 0.9, mix(cloth, (255, 255, 255), 0.25))
    pen.anchors = {"head": (15, 0), "seat": (15, 0), "hand": (30, 30)}
    return pen.art(ground=40)


def _turban(colour: Colour | None) -> Art:
    """Wound cloth with a fold over the brow."""
    cloth = colour or (226, 130, 50)
    pen = Pen()
    pen.blob([(1, 15), (2, 6), (12, 0), (24, 2), (31, 9), (31, 16), (16, 13)], cloth)
    for k in range(3):
        y = 4 + 3.4 * k
        pen.curve([(2, y + 6), (14, y), (29, y + 5)], 0.9, times(cloth, 0.8))
    pen.curve([(1, 15.4), (16, 11), (31, 16)], 3.0, mix(cloth, (255, 255, 255), 0.2))
    pen.anchors = {"head": (16, 0), "seat": (16, 1), "hand": (31, 10)}
    return pen.art(ground=17)


DRAWN: dict[str, Callable[[Colour | None], Art]] = {"@hijab": _hijab, "@turban": _turban}
WORN_AT = {
    "glasses": ("eyes", 0.64),
    "sunglasses": ("eyes", 0.66),
    "goggles": ("eyes", 0.8),
    "@scarf": ("neck", 0.74),
    "scarf": ("neck", 0.6),
    "necktie": ("neck", 0.4),
    "@hijab": ("eyes", 1.5),
    "@turban": ("head", 1.25),
    "gloves": ("hand", 0.5),
    **{name: (said[0], float(said[1])) for name, said in having("worn").items()},
}
"""At which anchor a thing is worn that is no hat, how wide it is for a head."""
