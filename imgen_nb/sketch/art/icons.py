"""Icons: the art of the pack by name, or the drawing that a recipe has in its place."""

from __future__ import annotations

from collections.abc import Callable

from imgen_nb.sketch.art import pack, recipes, strokes
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art


def redrawn(name: str, colour: Colour | None, figure: Callable[[str, Colour | None], Art]) -> Art | None:
    """The drawing in the place of an icon, on the grid of 32 units that icons have; None where there is none."""
    recipe = recipes.recipes().get(f"@={name}")
    if recipe is None:
        return None
    art = strokes.draw(recipe, colour, figure)
    left, top, right, bottom = art.box
    scale = 28 / max(right - left, bottom - top)
    return art.moved(16 - scale * (left + right) / 2, 30 - scale * bottom, scale)


def icon(name: str, colour: Colour | None = None) -> Art:
    """The head or the thing of a name as it is drawn here, in a colour if it is drawn again."""
    return redrawn(name, colour, icon) or Art(pack.shapes(name))
