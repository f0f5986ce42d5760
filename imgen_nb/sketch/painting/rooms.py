"""Rooms: what stands at the back of a kitchen, a classroom, a workshop, as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from imgen_nb.sketch.painting.standing import stand
from imgen_nb.sketch.planning.stage import Stage


@dataclass(frozen=True)
class Piece:
    """A piece of furniture: across from the middle towards the window (-0.5 to 0.5), how high, how far from the wall.

    `foot` is measured from the line where wall and floor meet, in fractions of the shorter side; below zero it hangs.
    """

    art: str
    across: float
    high: float
    foot: float = 0.03
    unless: str = ""  # the subject that takes its place, or what it stands on


FURNITURE: dict[str, tuple[Piece, ...]] = {
    "kitchen": (Piece("@counter", 0.16, 0.25), Piece("@fridge", -0.34, 0.46), Piece("@clock", -0.08, 0.11, -0.36)),
    "restaurant": (
        Piece("@lustre", 0.0, 0.17, -0.36), Piece("@lustre", -0.36, 0.13, -0.4),
        Piece("@dining", 0.0, 0.22, 0.01), Piece("@bottle", -0.03, 0.07, -0.19), Piece("wine-glass", 0.04, 0.05, -0.19),
        Piece("@dining", -0.3, 0.28, 0.06), Piece("wine-glass", -0.34, 0.07, -0.19),
        Piece("bouquet", -0.28, 0.08, -0.18), Piece("wine-glass", -0.22, 0.07, -0.19),
        Piece("@dining", 0.3, 0.28, 0.06), Piece("candle", 0.3, 0.08, -0.18), Piece("wine-glass", 0.24, 0.07, -0.19),
    ),
    "classroom": (
        Piece("@blackboard", -0.14, 0.26, -0.1, "@slate"), Piece("@schooldesk", -0.34, 0.16, 0.09),
        Piece("@schooldesk", 0.0, 0.16, 0.09), Piece("@schooldesk", 0.34, 0.16, 0.09),
    ),
    "bedroom": (Piece("bed", -0.2, 0.32, 0.06, "@bunkbed"), Piece("@lamp", 0.2, 0.24, 0.03)),
    "office": (
        Piece("@desk", -0.24, 0.2, 0.06), Piece("desktop-computer", -0.26, 0.15, -0.125, "@desk"),
        Piece("@shelf", -0.42, 0.42),
        Piece("@desk", 0.28, 0.2, 0.06), Piece("laptop", 0.26, 0.09, -0.135, "@desk"),
    ),
    "workshop": (Piece("@workbench", -0.16, 0.46), Piece("toolbox", 0.24, 0.12, 0.06)),
    "shop": (Piece("@till", -0.12, 0.48),),
    "bathroom": (
        Piece("bathtub", -0.26, 0.26, 0.06), Piece("@washstand", 0.1, 0.46, unless="@basin"),
        Piece("toilet", 0.36, 0.26, 0.05),
    ),
    "library": (
        Piece("@shelf", -0.4, 0.5), Piece("@shelf", -0.16, 0.5), Piece("@shelf", 0.08, 0.5),
        Piece("@lamp", 0.4, 0.3, 0.04),
    ),
    "living room": (Piece("@sofa", -0.1, 0.22, 0.05), Piece("@lamp", -0.38, 0.36, 0.03)),
    "laboratory": (
        Piece("@desk", -0.2, 0.22, 0.05), Piece("microscope", -0.26, 0.14, -0.15),
        Piece("test-tube", -0.12, 0.1, -0.16), Piece("@shelf", -0.42, 0.42),
    ),
}  # fmt: skip
BARE = frozenset(("kitchen", "bathroom", "workshop", "classroom", "shop", "laboratory"))  # no rug, no picture


HEARTH = Piece("@hearth", 0.28, 0.34, 0.02)
COSY: tuple[tuple[Piece, ...], ...] = (
    (Piece("@shelf", -0.36, 0.46), Piece("@lamp", 0.44, 0.3, 0.04)),
    (Piece("@hearth", -0.3, 0.34, 0.02), Piece("potted-plant", 0.42, 0.16, 0.05)),
    (Piece("@dresser", -0.3, 0.24, 0.04), Piece("@lamp", -0.3, 0.17, -0.185, "@dresser")),
    (Piece("@armchair", -0.38, 0.26, 0.05, "@sofa"), Piece("@lamp", -0.18, 0.36, 0.03)),
    (Piece("@longcase", -0.34, 0.42, 0.03), Piece("potted-plant", 0.42, 0.2, 0.06)),
    (),
)
"""What stands in a room that no word tells anything of; the last has a picture and a plant."""


def cosy(stage: Stage) -> tuple[Piece, ...]:
    """The furniture of a room of no special kind, by the words."""
    if stage.place or not stage.plan.subjects:
        return ()
    if "fireplace" in stage.plan.prompt.lower():
        return COSY[1]
    return COSY[int(stage.nuance("cosy").integers(len(COSY)))]


def furnish(stage: Stage) -> None:
    """Stand the furniture of the plan's room at its back wall, but for what was asked away or stands there anyway."""
    if stage.place == "living room" and "fireplace" in stage.plan.prompt.lower() and stage.has("@hearth"):
        _stand(stage, HEARTH)
    stand_all(stage, FURNITURE.get(stage.place or "", ()) or cosy(stage))


def stand_all(stage: Stage, pieces: Iterable[Piece]) -> None:
    """Stand pieces at the line where wall and floor meet, but for what was asked away or is shown itself."""
    there = {s.art for s in stage.plan.subjects}
    for piece in pieces:
        if stage.has(piece.art) and not {piece.art, piece.unless} & there:
            _stand(stage, piece)


def _stand(stage: Stage, piece: Piece) -> None:
    c = stage.canvas
    x = c.w * 0.5 + stage.light.side * piece.across * min(c.w, 1.5 * c.m)
    stand(stage, piece.art, piece.high * c.m, x, stage.hz + piece.foot * c.m)
