"""The palette of a picture: the colour of what is shown, and colours that go with it."""

from __future__ import annotations

import colorsys

import numpy as np

from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art, raster
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.stage import Stage

# How far round the circle of hues a ground may lie from what stands on it: across, or near to that.
HARMONIES = (0.36, 0.43, 0.5, 0.57, 0.64)
GREYISH = 0.16  # below this strength a colour has no hue to speak of


def key_colour(stage: Stage) -> Colour:
    """The mean colour of the first subject as it is by nature; a warm grey where there is none.

    A colour that the prompt asks for changes the subject alone, never what is behind it.
    """
    if not stage.plan.subjects:
        return (150, 144, 138)
    return mean_colour(figure(stage.plan.subjects[0].art))


def mean_colour(art: Art) -> Colour:
    """The mean colour of a drawing, its strong colours counting for more than its greys."""
    pixels = np.asarray(raster(art, 24)[0], np.float32).reshape(-1, 4)
    rgb, weight = pixels[:, :3], pixels[:, 3] / 255
    strength = (rgb.max(1) - rgb.min(1)) / 255
    weight = weight * (0.25 + strength)
    r, g, b = (rgb * weight[:, None]).sum(0) / max(1e-3, float(weight.sum()))
    return round(float(r)), round(float(g)), round(float(b))


def harmonious(key: Colour, r: Random) -> float:
    """A hue (0 to 1) for what is behind a colour."""
    hue, strength, _ = colorsys.rgb_to_hsv(*(v / 255 for v in key))
    if strength < GREYISH:
        return float(r.random())
    return float(hue + HARMONIES[int(r.integers(len(HARMONIES)))]) % 1.0


SOUR = ((0.24, 0.16), (0.84, 0.13))  # hues that soon look sour or loud on a large field, and how far round them


def tone(hue: float, strength: float, value: float) -> Colour:
    """A colour for a large field by hue, saturation and value; lime and magenta are held back."""
    hue %= 1.0
    loud = max(0.0, *(1 - abs(hue - at) / reach for at, reach in SOUR))
    red, green, blue = colorsys.hsv_to_rgb(hue, strength * (1 - 0.5 * loud), value)
    return round(red * 255), round(green * 255), round(blue * 255)


def lightness(colour: Colour) -> float:
    """How light a colour looks, 0 to 1."""
    return (0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]) / 255
