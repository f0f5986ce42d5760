"""People: heads and busts of the pack on drawn bodies, and figures drawn whole (robot, scarecrow)."""

from __future__ import annotations

from dataclasses import dataclass

from imgen_nb.sketch.art.pack import Colour, shapes
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times

METAL: Colour = (160, 186, 206)
SKIN: Colour = (255, 200, 61)  # the pack's neutral yellow


@dataclass(frozen=True)
class Wear:
    """Clothes below a bust or head."""

    top: Colour
    legs: Colour
    shoes: Colour = (70, 52, 60)
    robe: bool = False  # a long garment instead of legs
    skin: Colour = SKIN
    tights: bool = False


# Busts: shoulders are in the icon; the rest continues its clothes.
BUSTS: dict[str, Wear] = {
    "astronaut": Wear((230, 230, 230), (211, 211, 211), (120, 120, 128), skin=(230, 230, 230)),
    "artist": Wear((244, 244, 244), (70, 80, 110)),
    "cook": Wear((250, 250, 250), (90, 90, 100)),
    "detective": Wear((51, 44, 80), (70, 64, 96)),
    "factory-worker": Wear((40, 116, 190), (30, 86, 150)),
    "farmer": Wear((0, 190, 90), (46, 92, 176), (96, 60, 44)),
    "firefighter": Wear((202, 11, 74), (164, 10, 60), (40, 34, 44)),
    "guard": Wear((202, 11, 74), (36, 32, 48)),
    "health-worker": Wear((246, 246, 250), (96, 170, 200)),
    "judge": Wear((33, 33, 33), (33, 33, 33), robe=True),
    "construction-worker": Wear((255, 130, 45), (60, 90, 140)),
    "man-mage": Wear((0, 116, 186), (0, 96, 160), robe=True),
    "woman-mage": Wear((0, 166, 237), (0, 130, 200), robe=True),
    "person-mage": Wear((0, 166, 237), (0, 130, 200), robe=True),
    "mechanic": Wear((0, 116, 186), (0, 90, 150)),
    "ninja": Wear((50, 30, 66), (50, 30, 66), (30, 20, 40), skin=(50, 30, 66)),
    "office-worker": Wear((83, 53, 102), (70, 46, 88)),
    "person-elf": Wear((68, 110, 50), (120, 84, 60)),
    "woman-elf": Wear((140, 100, 198), (110, 78, 160), robe=True),
    "man-elf": Wear((0, 116, 186), (120, 84, 60)),
    "person-genie": Wear((240, 90, 120), (70, 130, 240), robe=True, skin=(38, 201, 252)),
    "person-superhero": Wear((0, 116, 186), (0, 90, 160), (202, 11, 74), tights=True),
    "man-superhero": Wear((0, 116, 186), (0, 90, 160), (202, 11, 74), tights=True),
    "woman-superhero": Wear((0, 116, 186), (0, 90, 160), (202, 11, 74), tights=True),
    "person-vampire": Wear((50, 30, 66), (40, 26, 56)),
    "man-vampire": Wear((50, 30, 66), (40, 26, 56)),
    "person-with-crown": Wear((255, 130, 45), (196, 40, 70), robe=True),
    "pilot": Wear((50, 30, 66), (50, 30, 66)),
    "police-officer": Wear((0, 150, 230), (0, 80, 140)),
    "prince": Wear((0, 166, 237), (244, 244, 250), (120, 70, 50)),
    "princess": Wear((140, 100, 198), (140, 100, 198), robe=True),
    "scientist": Wear((250, 250, 250), (90, 110, 140)),
    "singer": Wear((255, 130, 45), (50, 40, 60)),
    "technologist": Wear((120, 160, 220), (70, 80, 110)),
    "man-student": Wear((33, 33, 33), (33, 33, 33), robe=True),
    "woman-student": Wear((33, 33, 33), (33, 33, 33), robe=True),
    "woman-teacher": Wear((130, 90, 70), (90, 70, 80)),
    "man-teacher": Wear((130, 90, 70), (90, 70, 80)),
    "troll": Wear((90, 120, 50), (100, 70, 50), (90, 120, 50), skin=(120, 170, 60)),
}

# Heads: the whole body is drawn.
HEADS: dict[str, Wear] = {
    "boy": Wear((62, 140, 230), (60, 76, 120)),
    "girl": Wear((240, 90, 130), (240, 90, 130), robe=True),
    "child": Wear((250, 150, 50), (60, 100, 160)),
    "baby": Wear((150, 210, 246), (150, 210, 246), (150, 210, 246)),
    "old-man": Wear((110, 130, 110), (90, 84, 90)),
    "old-woman": Wear((150, 100, 160), (120, 80, 130), robe=True),
    "older-person": Wear((110, 130, 150), (90, 84, 90)),
    "santa-claus": Wear((230, 40, 48), (230, 40, 48), (40, 34, 40)),
    "mrs-claus": Wear((230, 40, 48), (210, 34, 44), robe=True),
    "baby-angel": Wear((250, 250, 252), (250, 250, 252), robe=True),
    "alien": Wear((110, 120, 160), (92, 100, 140), (60, 66, 96), skin=(134, 215, 47)),
    "clown-face": Wear((250, 210, 60), (70, 140, 230), (230, 50, 60)),
    "skull": Wear((70, 66, 84), (60, 56, 74), (240, 240, 236), skin=(246, 246, 242)),
    "ogre": Wear((120, 60, 90), (90, 60, 60), skin=(200, 20, 70)),
    "goblin": Wear((90, 60, 50), (80, 60, 50), skin=(240, 50, 47)),
}


def bust(name: str) -> Art:
    """A bust on legs: coat or robe, sleeves with hands, shoes."""
    wear = BUSTS[name]
    pen = Pen()
    dark = times(wear.top, 0.82)
    if wear.robe:
        pen.polygon([(8.4, 28), (23.6, 28), (27, 49), (5, 49)], wear.top)
        pen.polygon([(16, 30), (23.6, 28), (27, 49), (17, 49)], dark)
        for x in (11.5, 20.5):
            pen.ellipse(x, 49.4, 3.2, 1.5, wear.shoes)
    else:
        for s in (-1, 1):
            pen.polygon(
                [(16 + s * 0.5, 34), (16 + s * 7, 34), (16 + s * 6.2, 47), (16 + s * 1.6, 47)],
                wear.legs if s < 0 else times(wear.legs, 0.88),
            )
            pen.blob(
                [(16 + s * 1.4, 46.4), (16 + s * 6.4, 46.4), (16 + s * 8.4, 49.6), (16 + s * 1.4, 49.8)], wear.shoes
            )
        pen.polygon([(8.4, 27), (23.6, 27), (23, 38), (9, 38)], wear.top)
        pen.polygon([(9, 36.2), (23, 36.2), (23, 38), (9, 38)], dark)
    for s in (-1, 1):
        pen.line([(16 + s * 8.6, 25.6), (16 + s * 10, 31), (16 + s * 9.6, 36)], 4.2, dark, 3.6)
        pen.ellipse(16 + s * 9.6, 37.4, 2.0, 2.0, wear.skin)
    pen.add(Art(shapes(name)))
    pen.anchors = {"head": (16, 3), "hand": (25.8, 37), "eyes": (16, 10.5), "neck": (16, 20), "seat": (16, 22)}
    return pen.art(ground=50.2)


def headed(name: str, top: Colour | None = None, wear: Wear | None = None) -> Art:
    """A head on a small drawn body: big head, short limbs, as in picture books."""
    wear = wear or HEADS[name]
    shirt = top or wear.top
    pen = Pen()
    dark = times(shirt, 0.84)
    if wear.robe:
        pen.polygon([(16 - 3.4, 30), (16 + 3.4, 30), (23.4, 46), (8.6, 46)], shirt)
        for s in (-1, 1):
            pen.box(16 + s * 3 - 1.1, 45.5, 2.2, 4, wear.skin)
            pen.ellipse(16 + s * 3.4, 50, 2.4, 1.3, wear.shoes)
    else:
        for s in (-1, 1):
            pen.box(16 + s * 2.7 - 2.2, 39, 4.4, 9.6, wear.legs if s < 0 else times(wear.legs, 0.88))
            pen.ellipse(16 + s * 3.2, 49.2, 3.1, 1.8, wear.shoes)
        pen.blob([(12.4, 29.4), (19.6, 29.4), (21.4, 34), (21.2, 42), (10.8, 42), (10.6, 34)], shirt)
    for s in (-1, 1):
        pen.line([(16 + s * 4.4, 32), (16 + s * 7.6, 36), (16 + s * 8.6, 40.4)], 3.4, dark, 3.0)
        pen.ellipse(16 + s * 8.8, 41.6, 1.8, 1.8, wear.skin)
    if name == "santa-claus":
        pen.box(10.6, 38.2, 10.8, 1.8, (40, 34, 40))
        pen.box(14.8, 37.8, 2.4, 2.6, (250, 206, 60))
    pen.add(Art(shapes(name)))
    pen.anchors = {"head": (16, 3.4), "hand": (24.8, 41), "eyes": (16, 16.5), "neck": (16, 30.5), "seat": (16, 32)}
    return pen.art(ground=51)


def robot_head(colour: Colour = METAL) -> Art:
    """The head of a robot, with its aerial."""
    pen = Pen()
    light, dark, black = mix(colour, (255, 255, 255), 0.35), times(colour, 0.72), (36, 38, 52)
    pen.box(6, 4.6, 20, 16, light, 4.6)
    pen.polygon([(18, 4.6), (21.6, 4.6), (26, 9.2), (26, 16), (21.6, 20.6), (18, 20.6)], mix(light, colour, 0.5))
    pen.box(8.6, 8, 14.8, 8.4, black, 3.6)
    for s in (-1, 1):
        pen.ellipse(16 + s * 3.8, 12, 1.7, 2.1, (80, 224, 255))
        pen.ellipse(16 + s * 3.8 - 0.5, 11.3, 0.5, 0.6, (240, 255, 255))
        pen.box(16 + s * 11 - 1.2, 9.6, 2.4, 5.6, (255, 120, 90), 1)
    pen.box(12.6, 17.6, 6.8, 1.2, dark, 0.6)
    pen.line([(16, 4.6), (16, 1.4)], 0.9, dark)
    pen.ellipse(16, 1.0, 1.5, 1.5, (255, 96, 96))
    return pen.art()


def robot(colour: Colour = METAL) -> Art:
    """A friendly robot from head to foot."""
    pen = Pen()
    light, dark, black = mix(colour, (255, 255, 255), 0.35), times(colour, 0.72), (36, 38, 52)
    for s in (-1, 1):
        pen.line([(16 + s * 5, 38), (16 + s * 5.4, 47)], 4.0, dark)
        pen.box(16 + s * 5.4 - 4, 46.5, 8, 4.2, colour, 2)
        pen.line([(16 + s * 10.6, 27), (16 + s * 14.6, 31.5), (16 + s * 14.2, 37)], 3.2, dark)
        pen.ellipse(16 + s * 14.2, 38.4, 2.5, 2.5, light)
        pen.ellipse(16 + s * 10.8, 26.6, 2.7, 2.7, light)
    pen.box(5.6, 22.6, 20.8, 18, colour, 4)
    pen.polygon([(17, 22.6), (22.4, 22.6), (26.4, 26.6), (26.4, 36.6), (22.4, 40.6), (17, 40.6)], times(colour, 0.9))
    pen.box(9.6, 26.4, 12.8, 8.4, black, 1.6)
    pen.ellipse(13, 30.6, 1.9, 1.9, (255, 96, 96))
    pen.box(16.4, 28.8, 4.4, 1.2, (80, 220, 255))
    pen.box(16.4, 31.2, 3.2, 1.2, (120, 240, 160))
    pen.box(13, 19.6, 6, 3.6, dark)
    pen.add(robot_head(colour))
    pen.anchors = {"head": (16, 4.6), "hand": (30.4, 38), "eyes": (16, 12), "neck": (16, 22), "seat": (16, 24)}
    return pen.art(ground=50.8)


def scarecrow() -> Art:
    """Straw hat, patched coat, outstretched arms on a pole."""
    pen = Pen()
    straw, cloth = (240, 204, 110), (150, 92, 70)
    pen.box(15, 24, 2, 27, (122, 82, 54))
    pen.line([(2, 25), (30, 25)], 1.6, (122, 82, 54))
    for s in (-1, 1):
        for k in (-1, 0, 1):
            pen.line([(16 + s * 13, 25), (16 + s * 16.4, 25 + k * 2)], 0.7, straw)
    pen.polygon([(4, 22.4), (28, 22.4), (27.6, 28), (22, 28), (23.4, 41), (8.6, 41), (10, 28), (4.4, 28)], cloth)
    pen.box(11, 31, 4, 4, (90, 130, 150))
    pen.box(17.4, 35, 3.6, 3.6, (210, 150, 60))
    pen.ellipse(16, 14.6, 7, 7.4, (236, 206, 160))
    for x in (13.4, 18.6):
        pen.ellipse(x, 13.8, 0.9, 1.1, (50, 40, 40))
    pen.curve([(12.6, 17.6), (16, 19.2), (19.4, 17.6)], 0.7, (110, 70, 50))
    pen.ellipse(16, 9.4, 11.4, 2.2, straw)
    pen.blob([(10.4, 9), (12, 2.6), (16, 0.8), (20, 2.6), (21.6, 9)], times(straw, 0.92))
    pen.box(10.6, 7, 10.8, 1.8, (190, 60, 50))
    pen.anchors = {"head": (16, 2), "hand": (31, 25), "eyes": (16, 13.8), "neck": (16, 22), "seat": (27, 22)}
    return pen.art(ground=51)


def person(name: str, colour: Colour | None) -> Art | None:
    """The drawn figure of that name, if it is one of the engine's own; a colour dresses those with plain clothes."""
    if name in HEADS:
        return headed(name, colour)
    if name in BUSTS:
        return bust(name)
    if name == "@robot":
        return robot(colour) if colour else robot()
    return scarecrow() if name == "@scarecrow" else None
