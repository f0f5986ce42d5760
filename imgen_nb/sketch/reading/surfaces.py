"""Surfaces: what a prompt says of the walls, the floor and the rug of a room, which are no things that stand in it."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import COLOUR, colour_of, table, words

KINDS = table("""
floor: floor, floors, flooring, floorboards;
walls: walls, wallpaper;
rug: rug, carpet, mat
""")
LOOKS = table("""
wood: wood, wooden, hardwood, parquet, oak; tiles: tile, tiled, tiles; marble: marble; stone: stone, flagstone;
chequers: checkered, chequered, checked, checker, checkerboard, chessboard; carpet: carpeted; concrete: concrete,
  cement; stripes: striped, stripes, stripy; brick: brick, bricks
""")
SHADES = words("light dark pale bright deep soft tone toned coloured colored colour color shiny polished clean and ,")
ROOMS = words("""
    room kitchen bathroom restroom washroom bedroom hallway interior attic office classroom restaurant diner cafe café
    lounge lobby library laboratory nursery
""")
_OF_ROOM = words("living dining bath sitting waiting class school hotel hospital children's kids")
_ON = words("on onto upon")
_JOINS = words("with has features featuring having and , of")
_ENDS = words("with and , . in at on that which where has features featuring is scene full while during by from")


def surfaces(said: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The tokens without what they say of surfaces, and that: "floor: white, wood", "walls: green, tiles".

    Walls are those of a room only where there is one: elsewhere they stand in the open.

    >>> surfaces("a pink bedroom with a white wood floor".split())[1]
    ('walls: pink', 'floor: white, wood')
    """
    rest, found = list(said), list[tuple[int, str]]()
    indoors = bool(ROOMS & {*said})
    for at in range(len(said) - 1, -1, -1):
        kind = _kind(said, at)
        if kind is None or (kind == "walls" and not indoors):
            continue
        end = at - 1 if at and said[at] in ROOMS and said[at - 1] in _OF_ROOM else at
        first = _before(said, end)
        looks = _looks(said[first:end])
        if not looks or (kind == "rug" and not _ON & {*said[max(0, first - 4) : first]}):
            continue
        found.append((at, f"{kind}: {', '.join(looks)}"))
        del rest[first:end]
        if said[at] in KINDS:
            _end(rest, first, kind)
    return rest, tuple(told for _, told in sorted(found))


def _kind(said: list[str], at: int) -> str | None:
    """Which surface a word names; a room's own colour is that of its walls, "a kitchen table" has none."""
    if said[at] in ROOMS:
        return "walls" if said[at + 1 : at + 2] == [] or said[at + 1] in _ENDS else None
    return KINDS.get(said[at])


def _end(rest: list[str], at: int, kind: str) -> None:
    """Keep the floor, which things stand on; take the walls out of the list that they are in."""
    if rest[at + 1 : at + 2] and rest[at + 1] in ("tile", "tiles"):
        del rest[at + 1]
    if kind != "walls":
        rest[at] = kind
        return
    del rest[at]
    if rest[at : at + 1] and rest[at] in ("and", ","):
        del rest[at]
    elif at and rest[at - 1] in _JOINS:
        del rest[at - 1]


def _before(said: list[str], at: int) -> int:
    """Where the words begin that say how a surface looks."""
    first = at
    while first and (said[first - 1] in SHADES or said[first - 1] in LOOKS or colour_of(said[first - 1])):
        first -= 1
    while first < at and said[first] in ("and", ","):
        first += 1
    return first


def _looks(said: list[str]) -> list[str]:
    """Colours, light or dark ones where there is a word for it, and what it is of."""
    found = list[str]()
    for at, word in enumerate(said):
        colour = colour_of(word)
        shaded = f"{said[at - 1]} {word}".replace("pale", "light") if at else ""
        if colour:
            found.append(shaded if shaded in COLOUR else colour)
        elif word in LOOKS:
            found.append(LOOKS[word])
    return list(dict.fromkeys(found))
