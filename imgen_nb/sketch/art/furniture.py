"""Furniture that tells one room from another: units, desks, boards, beds."""

from __future__ import annotations

import functools
from collections.abc import Callable

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times

_WHITE: Colour = (255, 255, 255)
_WOOD: Colour = (176, 122, 78)
_SLATE: Colour = (44, 84, 66)


def _standing(pen: Pen) -> Art:
    left, top, right, bottom = pen.art().box
    pen.anchors = {"head": ((left + right) / 2, top), "seat": ((left + right) / 2, top + 0.6), "hand": (right, top + 4)}
    return pen.art(ground=bottom)


def _counter(colour: Colour | None) -> Art:
    """Kitchen units with a sink and a hob."""
    front = colour or (222, 228, 226)
    pen = Pen()
    pen.box(0, 3, 70, 25, front, 0.6)
    for k in range(5):
        pen.box(1.2 + 14 * k, 7, 11.6, 19.4, times(front, 0.94), 0.8)
        pen.box(5 + 14 * k, 9, 4, 1, times(front, 0.6), 0.4)
    pen.box(29.2, 10, 11.6, 14, (70, 72, 80), 0.8)
    pen.box(30.6, 14, 8.8, 8, (36, 38, 46), 0.8)
    pen.box(-1, 0.6, 72, 3, (120, 98, 84), 0.6)
    pen.curve([(15, 1), (15, -6), (19, -7), (20, -3)], 0.9, (150, 156, 164))
    pen.box(30, -0.6, 4, 1.4, (40, 42, 48), 0.4)
    pen.box(36, -0.6, 4, 1.4, (40, 42, 48), 0.4)
    return _standing(pen)


def _fridge(colour: Colour | None) -> Art:
    body = colour or (236, 240, 244)
    pen = Pen()
    pen.box(0, 0, 22, 50, times(body, 0.86), 1.6)
    pen.box(0, 0, 20.4, 50, body, 1.6)
    pen.box(0, 16, 20.4, 0.8, times(body, 0.7))
    for y in (6, 20):
        pen.box(2.2, y, 1.3, 7, times(body, 0.6), 0.6)
    return _standing(pen)


def _stove(colour: Colour | None) -> Art:
    body = colour or (226, 228, 232)
    pen = Pen()
    pen.box(0, 0, 24, 26, body, 1)
    pen.box(0, 0, 24, 4.6, times(body, 0.8), 1)
    for k in range(4):
        pen.ellipse(4 + 5.3 * k, 2.4, 1.2, 1.2, (60, 62, 70))
    pen.box(3, 8, 18, 14, (52, 54, 62), 1)
    pen.box(5, 10.4, 14, 9, (30, 32, 40), 0.8)
    return _standing(pen)


def _slate(colour: Colour | None) -> Art:
    pen = Pen()
    pen.box(0, 0, 56, 28, _WOOD, 1)
    pen.box(1.6, 1.6, 52.8, 24.8, colour or _SLATE, 0.6)
    pen.box(4, 27.4, 48, 1.8, times(_WOOD, 0.8), 0.6)
    return _standing(pen)


def _blackboard(colour: Colour | None) -> Art:
    board = colour or _SLATE
    pen = Pen()
    pen.box(0, 0, 56, 28, _WOOD, 1)
    pen.box(1.6, 1.6, 52.8, 24.8, board, 0.6)
    for y, x in ((7, 30), (11, 24), (15, 34)):
        pen.box(6, y, x - 6, 0.9, mix(board, _WHITE, 0.55), 0.4)
    pen.ellipse(44, 11, 4.6, 4.6, mix(board, _WHITE, 0.5))
    pen.ellipse(44, 11, 3.8, 3.8, board)
    pen.box(4, 27.4, 48, 1.8, times(_WOOD, 0.8), 0.6)
    return _standing(pen)


def _desk(colour: Colour | None) -> Art:
    """A desk with drawers."""
    wood = colour or _WOOD
    pen = Pen()
    pen.box(2, 3, 2.4, 22, times(wood, 0.7))
    pen.box(24, 3, 13, 22, times(wood, 0.84), 0.6)
    for k in range(3):
        pen.box(25, 4.4 + 6.8 * k, 11, 5.8, wood, 0.5)
        pen.box(29, 6.6 + 6.8 * k, 3, 0.9, times(wood, 0.5), 0.4)
    pen.box(0, 0, 39, 3.2, mix(wood, _WHITE, 0.12), 0.8)
    return _standing(pen)


def _pupils(colour: Colour | None) -> Art:
    """A school desk with its chair."""
    wood = colour or (206, 158, 104)
    pen = Pen()
    pen.box(3, 4, 1.4, 16, (90, 96, 108))
    pen.box(21.6, 4, 1.4, 16, (90, 96, 108))
    pen.box(0, 2, 26, 2.6, wood, 0.6)
    pen.box(8, -3.4, 10, 6, (70, 120, 170), 1)
    pen.box(5, 0.6, 6, 1.4, (236, 240, 244), 0.3)
    return _standing(pen)


def _bunkbed(colour: Colour | None) -> Art:
    wood = colour or _WOOD
    pen = Pen()
    for y, cloth in ((14, (90, 140, 200)), (36, (220, 110, 110))):
        pen.box(2, y, 48, 6, mix(cloth, _WHITE, 0.2), 1.4)
        pen.box(4, y - 2.6, 10, 4.6, _WHITE, 1.4)
        pen.box(14, y - 1.4, 36, 6, cloth, 1.6)
        pen.box(0, y + 4.4, 52, 3.2, wood, 0.6)
    for x in (0, 49.4):
        pen.box(x, 0, 2.8, 48, times(wood, 0.86), 0.8)
    for k in range(5):
        pen.box(38, 19 + 5 * k, 8, 1.2, times(wood, 0.7), 0.4)
    for x in (37, 45.4):
        pen.box(x, 14, 1.4, 34, times(wood, 0.76), 0.4)
    return _standing(pen)


def _workbench(colour: Colour | None) -> Art:
    """A bench with a vice, and tools on the wall above."""
    wood = colour or _WOOD
    pen = Pen()
    pen.box(4, 0, 56, 22, (196, 168, 132), 0.8)
    for k, metal in enumerate(((200, 70, 60), (70, 120, 190), (230, 170, 60), (90, 160, 100))):
        pen.box(10 + 13 * k, 4, 2, 13, (110, 112, 120), 0.6)
        pen.box(8.4 + 13 * k, 3, 5.4, 4, metal, 0.8)
    pen.box(0, 34, 64, 4, wood, 0.8)
    for x in (4, 56):
        pen.box(x, 38, 4, 20, times(wood, 0.76))
    pen.box(4, 48, 56, 2.4, times(wood, 0.66))
    pen.box(48, 29, 9, 5, (90, 100, 116), 0.8)
    return _standing(pen)


def _till(colour: Colour | None) -> Art:
    """A shop's counter with goods behind it."""
    wood = colour or (190, 132, 88)
    pen = Pen()
    for row in range(3):
        pen.box(4, 10 + 12 * row, 62, 1.6, times(wood, 0.6))
        for k in range(8):
            hue = ((222, 96, 84), (90, 150, 200), (240, 190, 80), (110, 170, 110))[(k + row) % 4]
            pen.box(6 + 7.6 * k, 3 + 12 * row + (k % 2), 5, 7 - (k % 2), hue, 0.8)
    pen.box(0, 40, 70, 20, wood, 1)
    pen.box(-1, 38, 72, 3.4, mix(wood, _WHITE, 0.3), 1)
    for k in range(4):
        pen.box(3 + 17 * k, 44, 14, 13, times(wood, 0.88), 0.8)
    pen.box(52, 31, 10, 7.4, (70, 74, 88), 1)
    return _standing(pen)


def _basin(colour: Colour | None, mirror: bool = False) -> Art:
    """A washbasin, alone or under a mirror."""
    white = colour or (244, 248, 250)
    pen = Pen()
    if mirror:
        _mirror(pen)
    pen.box(11, 38, 4, 16, times(white, 0.84), 0.6)
    pen.blob([(0, 31), (13, 29.6), (26, 31), (22, 39), (13, 40.6), (4, 39)], white)
    pen.curve([(13, 30), (13, 26), (15, 25.4)], 1.0, (150, 156, 166))
    return _standing(pen)


def _mirror(pen: Pen) -> None:
    """The mirror over a washbasin."""
    pen.box(4, 0, 18, 22, (150, 120, 90), 1.4)
    pen.box(5.2, 1.2, 15.6, 19.6, (198, 226, 236), 1)
    pen.polygon([(8, 18), (16, 3), (18, 3), (10, 18)], (226, 242, 248))


def _dining(colour: Colour | None) -> Art:
    """A laid table with a cloth, between two chairs."""
    cloth = colour or (248, 246, 242)
    pen = Pen()
    for x in (2, 45):
        pen.box(x, 4, 3, 32, times(_WOOD, 0.74), 0.6)
        pen.box(x - 1 if x < 20 else x - 6, 20, 10, 2.4, _WOOD, 0.6)
    pen.polygon([(9, 12), (41, 12), (45, 31), (5, 31)], cloth)
    pen.ellipse(25, 12, 17, 2.8, mix(cloth, _WHITE, 0.5))
    pen.ellipse(17, 11.6, 4, 1, (214, 220, 230))
    pen.ellipse(33, 11.6, 4, 1, (214, 220, 230))
    pen.box(24, 3, 1.8, 8, (240, 232, 210), 0.5)
    pen.ellipse(24.9, 1.8, 0.9, 1.6, (255, 180, 70))
    pen.box(23, 31, 4, 7, times(_WOOD, 0.7))
    return _standing(pen)


DRAWN: dict[str, Callable[[Colour | None], Art]] = {
    "@counter": _counter,
    "@fridge": _fridge,
    "@stove": _stove,
    "@blackboard": _blackboard,
    "@slate": _slate,
    "@desk": _desk,
    "@schooldesk": _pupils,
    "@bunkbed": _bunkbed,
    "@workbench": _workbench,
    "@till": _till,
    "@basin": _basin,
    "@washstand": functools.partial(_basin, mirror=True),
    "@dining": _dining,
}
