"""Guises: people known by how they look, heroes, beings of fables, trades: paragraphs of `recipes/guises*.txt`.

A guise is a recipe with the trait `as`: of which kind of people it is, or of which by turns. Its other traits, all of
them optional:

    is wears tee=main trousers=304060   its garments from the skin outwards, the main one in the colour asked for
    is hair bob [30241c]                how the hair is worn, and its colour
    is skin 7ac84a                      where that is none of the tones of people
    is masked [c82430]                  it has no face to change; the colour of its head from behind
    is beard f4f4f4                     a full beard
    is stance hold                      the pose of one who only stands there
    is build burly                      other measures of the body

Its strokes stand in layers, each begun by a line `on LAYER`: `back` and `chest` from the neck, the hips at 15, `hips`
from there, `nape`, `head` and `crown` from the chin, the eyes at -5.6, the crown at -14; `hand` from the near hand.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from imgen_nb.sketch.art import strokes, visages
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.plain import Worn
from imgen_nb.sketch.art.poses import BUILDS, CHILD, GROWN, Build
from imgen_nb.sketch.art.recipes import Recipe, having, recipes, rgb
from imgen_nb.sketch.art.shapes import Art

_NAMED = strokes.PALETTE | {
    "skin": visages.SKIN, "shade": visages.SHADED, "hair": visages.HAIR, "strand": visages.DARK, "gloss": visages.GLOSS,
}  # fmt: skip
_YOUNG = ("boy", "girl")
_SEX = {
    "man": "man", "boy": "man", "old-man": "man", "woman": "woman", "girl": "woman", "old-woman": "woman",
}  # fmt: skip


@dataclass(frozen=True)
class Guise:
    """How somebody of a guise looks."""

    recipe: Recipe

    def kind(self, choice: int, sex: str = "") -> str:
        """The kind of people: of several, by turns, or the one of a sex ("man", "woman") that the prompt says."""
        kinds = self.recipe.traits["as"]
        said = [kind for kind in kinds if _SEX[kind] == sex]
        return (said or kinds)[choice % len(said or kinds)]

    def style(self, choice: int) -> int | str:
        """How the hair is worn."""
        said = self.recipe.traits.get("hair", ("-",))[0]
        return choice if said == "-" else said

    def colour(self, trait: str) -> Colour | None:
        """The colour that a trait gives, its last word."""
        said = self.recipe.traits.get(trait, ())
        return rgb(said[-1]) if said and len(said[-1]) == 6 and said[-1] not in visages.STYLES else None

    @property
    def masked(self) -> bool:
        """Whether there is no face to change."""
        return "masked" in self.recipe.traits

    @property
    def stance(self) -> str | None:
        """The pose of one who only stands there."""
        return self.recipe.traits.get("stance", (None,))[0]

    def build(self, choice: int) -> Build:
        """The measures of the body."""
        said = self.recipe.traits.get("build")
        return BUILDS[said[0]] if said else CHILD if self.kind(choice) in _YOUNG else GROWN

    def clothes(self, colour: Colour | None) -> Worn:
        """The garments, the main one in a colour asked for."""
        pairs = (item.split("=") for item in self.recipe.traits.get("wears", ()))
        main = colour or self.recipe.colour
        return tuple((style.replace("_", " "), main if said == "main" else rgb(said)) for style, said in pairs)

    def layer(self, name: str, colour: Colour | None) -> Art:
        """What is drawn in one of its layers."""
        lines: list[str] = []
        layer = ""
        for line in self.recipe.strokes:
            if line.startswith("on "):
                layer = line[3:].strip()
            elif layer == name:
                lines.append(line)
        if not lines:
            return Art(())
        return Art(strokes.draw(replace(self.recipe, strokes=tuple(lines)), colour, _copied, _NAMED).shapes)


def _copied(name: str, colour: Colour | None) -> Art:
    """A recipe that a guise copies."""
    return strokes.draw(recipes()[name], colour, _copied, _NAMED)


@functools.cache
def guise(name: str) -> Guise | None:
    """The guise of that name."""
    return Guise(recipes()[name]) if name in having("as") else None
