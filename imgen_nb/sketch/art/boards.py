"""Boards and sheets: what words stand on, drawn blank."""

from __future__ import annotations

from collections.abc import Callable

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times


def _sign(colour: Colour | None) -> Art:
    """A board on a post."""
    board = colour or (186, 132, 84)
    pen = Pen()
    pen.box(17, 12, 3.4, 28, times(board, 0.62))
    pen.box(0, 1, 37.4, 18, times(board, 0.7), 2)
    pen.box(0, 0, 37.4, 18, board, 2)
    pen.box(1.4, 1.2, 34.6, 15.6, mix(board, (255, 255, 255), 0.16), 1.4)
    pen.anchors = {"head": (18.7, 0), "seat": (18.7, 0.6), "hand": (37, 9)}
    return pen.art(ground=40)


def _banner(colour: Colour | None) -> Art:
    """A cloth between two poles."""
    cloth = colour or (206, 60, 66)
    pen = Pen()
    for x in (0, 46):
        pen.box(x, 0, 2, 34, (120, 88, 60), 0.8)
    pen.blob([(2, 3), (24, 5.4), (46, 3), (46, 16), (24, 18.6), (2, 16)], cloth)
    pen.blob([(2, 14.4), (24, 16.8), (46, 14.4), (46, 16), (24, 18.6), (2, 16)], times(cloth, 0.8))
    pen.anchors = {"head": (24, 3), "seat": (24, 4), "hand": (46, 12)}
    return pen.art(ground=34)


def _flag(colour: Colour | None) -> Art:
    """A flag on its pole."""
    cloth = colour or (60, 110, 200)
    pen = Pen()
    pen.box(0, 0, 1.8, 44, (150, 150, 160), 0.8)
    pen.blob([(1.8, 2), (12, 0.6), (22, 4), (33, 2.4), (33, 20), (22, 22), (12, 18.4), (1.8, 20)], cloth)
    pen.blob(
        [(1.8, 15), (12, 13.6), (22, 17), (33, 15.4), (33, 20), (22, 22), (12, 18.4), (1.8, 20)], times(cloth, 0.84)
    )
    pen.ellipse(0.9, 0, 1.6, 1.6, (230, 190, 80))
    pen.anchors = {"head": (10, 2), "seat": (10, 2), "hand": (30, 20)}
    return pen.art(ground=44)


def _placard(colour: Colour | None) -> Art:
    """A board that is held up."""
    board = colour or (250, 246, 236)
    pen = Pen()
    pen.box(0, 0, 36, 25, times(board, 0.72), 2)
    pen.box(0.8, 0.8, 34.4, 23.4, board, 1.6)
    pen.anchors = {"head": (18, 0), "seat": (18, 0.6), "hand": (36, 12)}
    return pen.art(ground=25)


DRAWN: dict[str, Callable[[Colour | None], Art]] = {
    "@sign": _sign, "@placard": _placard, "@banner": _banner, "@flag": _flag,
}  # fmt: skip
