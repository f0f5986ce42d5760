"""Recipes: drawings as data, each with the words it is drawn for; read here, drawn by `strokes`.

A file of `recipes/` holds drawings of one family. A drawing is a line that says what the thing is, and its strokes:

    @ostrich animal 2.2 land 4a4048 : ostrich, emu
    ell main 20 22 10 7
    line e8c8b0 1.6 12 20 10 6

Name, group, height in metres, where it is at home, its usual colour, its words. Units are free, y goes downwards. One
without words is a base that others `copy`, or an emblem; one named `=dolphin` is drawn in the place of that icon of the
pack. What each stroke means stands in `strokes`. A line with `is`
draws nothing; it says what the thing can be for another one:

    is worn eyes 0.66             on a face or head: at which anchor, how wide for a head; how far below it
    is dress 0.4 1                over a body: from where to where between shoulders and feet
    is page 0.1 0.2 0.9 0.8       where words are written on it, as fractions of its box
    is blank @other               what it is drawn as under words of the prompt
    is vessel                     what is in it is seen above its rim
    is grip mouth                 how it is held, by the names of `planning.casting`
    is station work [behind]      one is busy at it, in which pose: see `planning.stations`
    is seat, is cabin             one sits on it, in it
    is in room [wall]             where it is at home, if nothing else says where; on the wall there
    is board, is mark             what is on a board is shown on its page, a mark on the page of anything
    is floor                      who is on it stands in its middle
    is cloth                      a flag: painted on something it has no pole, which is its first stroke
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from imgen_nb.sketch.art.pack import Colour

FOLDER = Path(__file__).with_name("recipes")


@dataclass(frozen=True, slots=True)
class Recipe:
    """One drawing that is data."""

    name: str
    group: str
    metres: float
    home: str
    colour: Colour
    words: tuple[str, ...]
    strokes: tuple[str, ...]
    traits: dict[str, tuple[str, ...]]


def rgb(text: str) -> Colour:
    """The colour of six hexadecimal digits."""
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


@functools.cache
def recipes() -> dict[str, Recipe]:
    """All recipes by name."""
    found: dict[str, Recipe] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for entry in path.read_text("utf-8").split("\n@")[1:]:
            recipe = _recipe(entry.splitlines())
            found[recipe.name] = recipe
    return found


def _recipe(lines: list[str]) -> Recipe:
    head, _, said = lines[0].partition(" :")
    name, group, metres, home, colour = head.split()
    words = tuple(word.strip() for word in said.split(",") if word.strip())
    said_of = [line.split() for line in lines[1:] if line.startswith("is ")]
    traits = {trait: tuple(values) for _, trait, *values in said_of}
    strokes = tuple(line for line in lines[1:] if line and not line.startswith(("is ", "#")))
    return Recipe(f"@{name}", group, float(metres), home, rgb(colour), words, strokes, traits)


@functools.cache
def having(trait: str) -> dict[str, tuple[str, ...]]:
    """The drawings of a trait, with what their recipes say of it."""
    return {name: recipe.traits[trait] for name, recipe in recipes().items() if trait in recipe.traits}
