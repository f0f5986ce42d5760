"""Regions: what open country looks like here, as a table. The seed chooses where the prompt names none."""

from __future__ import annotations

from dataclasses import dataclass

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.stage import Stage

Colours = tuple[Colour, ...]


@dataclass(frozen=True)
class Region:
    """The colours and plants of a piece of country."""

    grass: Colour
    field: Colour  # the hills in the middle
    far: Colour  # what is furthest leans to it
    leaves: Colours
    trees: tuple[str, ...]  # of flora: round, pine, cypress, birch
    petals: Colours
    furrows: bool = False  # the middle hills are planted in rows
    front: str = "grass"  # what stands close to the viewer, at the edge of the picture


SPRING = Region(
    (126, 178, 92), (146, 188, 104), (96, 138, 168), ((92, 156, 84), (116, 172, 84), (150, 184, 100)),
    ("round", "round", "birch"), ((250, 244, 240), (250, 206, 96), (244, 150, 160)), front="frond",
)  # fmt: skip
REGIONS = {
    "spring": SPRING,
    "downs": Region(
        (104, 150, 86), (164, 178, 106), (92, 128, 160), ((76, 124, 76), (94, 138, 74), (66, 112, 84)),
        ("round",), ((252, 250, 246), (246, 220, 120)), True,
    ),
    "wheat": Region(
        (196, 172, 92), (222, 188, 104), (110, 138, 158), ((88, 126, 78), (112, 136, 72)),
        ("round", "cypress"), ((226, 84, 66), (92, 124, 196)), True, "ears",
    ),
    "tuscan": Region(
        (150, 170, 80), (204, 174, 96), (124, 136, 164), ((74, 104, 70), (98, 122, 74), (58, 92, 72)),
        ("cypress", "cypress", "round"), ((236, 200, 84), (220, 108, 78)), True, "branch",
    ),
    "heath": Region(
        (128, 164, 84), (176, 124, 160), (108, 118, 160), ((72, 108, 84), (98, 120, 78)),
        ("pine", "birch"), ((188, 112, 168), (214, 148, 190)), front="grass",
    ),
    "north": Region(
        (104, 156, 88), (84, 132, 104), (86, 118, 152), ((54, 100, 88), (64, 112, 92), (82, 122, 88)),
        ("pine",), ((246, 246, 250), (168, 150, 214)), front="branch",
    ),
    "lilac": Region(
        (126, 168, 90), (156, 126, 196), (112, 126, 172), ((86, 134, 88), (108, 150, 90)),
        ("round", "cypress"), ((164, 128, 216), (194, 162, 232)), True, "frond",
    ),
}  # fmt: skip
AUTUMN = Region(
    (178, 150, 82), (196, 136, 78), (134, 126, 146), ((208, 112, 52), (222, 158, 62), (182, 80, 56)),
    ("round", "birch", "round"), ((214, 112, 60), (236, 190, 96)), front="branch",
)  # fmt: skip
WINTER = Region(
    (232, 240, 250), (222, 232, 246), (150, 172, 206), ((96, 128, 122), (84, 116, 118)),
    ("pine",), (), front="none",
)  # fmt: skip


def region(stage: Stage) -> Region:
    """Where this is: in winter and autumn as they are, else by the seed and the words."""
    if stage.plan.weather == "snow" or stage.setting == "snow":
        return WINTER
    if stage.plan.mood == "warm":
        return AUTUMN
    said = stage.plan.prompt.lower()
    if "green" in said or "spring" in said or "park" in said or "garden" in said:
        return SPRING
    if "wheat" in said or "corn" in said:
        return REGIONS["wheat"]
    return REGIONS[sorted(REGIONS)[int(stage.nuance("region").integers(len(REGIONS)))]]


def leaf_colour(stage: Stage, r: Random) -> Colour:
    """A colour for leaves."""
    leaves = region(stage).leaves
    return leaves[int(r.integers(len(leaves)))]
