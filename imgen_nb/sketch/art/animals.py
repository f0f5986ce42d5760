"""Animals the pack has only a head of: each gets a body, sitting and facing the viewer, or in profile."""

from __future__ import annotations

from dataclasses import dataclass, replace

from imgen_nb.sketch.art import recipes, strokes
from imgen_nb.sketch.art.icons import icon
from imgen_nb.sketch.art.pack import Colour, shapes
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times


@dataclass(frozen=True)
class Coat:
    """How the drawn body of a sitting animal looks; body and tail are recipes."""

    fur: Colour
    belly: Colour
    paw: Colour
    tail: str = ""
    tip: Colour = (255, 255, 255)
    arms: Colour | None = None
    body: str = "@_slim"


SITTING: dict[str, Coat] = {
    "fox": Coat((232, 122, 52), (251, 242, 230), (64, 42, 50), "@_bushy", (255, 240, 220)),
    "wolf": Coat((138, 142, 154), (226, 226, 230), (96, 98, 108), "@_bushy", (206, 208, 214)),
    "lion": Coat((234, 170, 92), (252, 220, 164), (222, 152, 78), "@_tufted", (122, 74, 44)),
    "bear": Coat((165, 106, 72), (214, 164, 122), (125, 74, 48), "@_stub", body="@_stout"),
    "polar-bear": Coat((236, 236, 240), (255, 255, 255), (210, 210, 218), "@_stub", body="@_stout"),
    "panda": Coat((246, 244, 240), (255, 255, 255), (52, 44, 58), "@_stub", arms=(52, 44, 58), body="@_stout"),
    "koala": Coat((150, 152, 162), (232, 230, 232), (112, 114, 124), body="@_stout"),
    "raccoon": Coat((140, 138, 146), (226, 222, 226), (70, 70, 74), "@_ringed", (64, 64, 68)),
    "hamster": Coat((236, 170, 98), (255, 240, 222), (246, 160, 146), body="@_stout"),
    "rabbit-face": Coat((200, 168, 136), (246, 236, 224), (176, 144, 112), "@_stub"),
}


def sitting(name: str) -> Art:
    """The animal sitting, its head on the body that its coat names."""
    coat = SITTING[name]
    fills = {**strokes.PALETTE, "belly": coat.belly, "paw": coat.paw, "tip": coat.tip}
    fills["limb"] = coat.arms or mix(coat.fur, (60, 30, 20), 0.06)
    pen = Pen()
    for part in filter(None, (coat.tail, coat.body)):
        drawn = strokes.draw(recipes.recipes()[part], coat.fur, icon, fills)
        pen.add(drawn.moved(2, 3.4, 0.28))
    pen.add(icon(name))
    pen.anchors = {"head": (16, 4.5), "hand": (24, 41), "eyes": (16, 17.5), "neck": (16, 30), "seat": (16, 27)}
    return pen.art(ground=52.4)


def horse_like(mane: tuple[Colour, ...], body: Colour, *, horn: bool, wings: bool) -> Art:
    """The pack's horse in another coat, with a horn, a coloured mane, or wings."""
    base = shapes("horse")
    dark = times(body, 0.86)
    repaint = {(0xA5, 0x69, 0x53): body, (0x6D, 0x45, 0x34): dark, (0xE3, 0x9D, 0x89): (246, 200, 210)}
    pen = Pen()
    painted = [replace(s, fill=repaint.get(s.fill, s.fill)) for s in base]
    first, rest = painted[0], painted[1:]
    if horn or len(mane) > 1:
        # mane and tail first, one colour behind the other
        for k, colour in enumerate(mane):
            pen.add(Art((replace(first, fill=colour),)).moved(0.28 * k, 0.5 * k, 1 - 0.012 * k))
    else:
        pen.shapes.append(replace(first, fill=mane[0]))
    pen.shapes.extend(rest)
    if horn:
        pen.polygon([(4.6, 3.6), (6.6, 3.0), (2.6, -3.6)], (252, 213, 63))
        pen.polygon([(5.6, 3.3), (6.6, 3.0), (2.6, -3.6)], (240, 180, 50))
    if wings:
        for k, c in enumerate(((222, 228, 246), (250, 250, 255))):
            pen.blob(
                [(14 + k, 14), (16 + k, 5), (23, -2 + k * 3), (29 - k, 0 + k * 3), (25, 6 + k), (22, 12), (18, 16)], c
            )
    pen.anchors = {"head": (5.6, 3.2), "seat": (16, 11.5), "hand": (3, 9), "eyes": (5.5, 6), "neck": (7, 11)}
    return pen.art(ground=28.3)


def hen() -> Art:
    """A white hen in profile."""
    pen = Pen()
    white, shade = (250, 248, 244), (224, 218, 212)
    for x in (15, 19.5):
        pen.line([(x, 24), (x, 29.6)], 1.1, (250, 150, 50))
        pen.line([(x - 2.2, 29.8), (x + 1.2, 29.8)], 1.0, (250, 150, 50))
    pen.blob(
        [
            (8, 9),
            (12, 10),
            (15, 15),
            (22, 15),
            (26, 9),
            (30, 8),
            (30, 15),
            (27, 22),
            (20, 26),
            (12, 25),
            (8, 20),
            (7, 14),
        ],
        white,
    )
    pen.blob([(14, 17), (22, 16.5), (26, 14), (25, 20), (20, 22.5), (15, 21.5)], shade)
    pen.ellipse(9.4, 8.4, 4.2, 4.4, white)
    pen.polygon([(5.6, 8), (5.8, 10.6), (2.2, 9.6)], (252, 176, 52))
    for x, y, r in ((7.4, 3.4, 1.7), (9.6, 2.6, 1.9), (11.8, 3.4, 1.7)):
        pen.ellipse(x, y, r, r, (238, 52, 56))
    pen.ellipse(6.6, 12.6, 1.3, 2.0, (238, 52, 56))
    pen.ellipse(8.4, 7.6, 0.7, 0.8, (33, 33, 33))
    pen.anchors = {"head": (9.5, 2.4), "hand": (2.4, 10), "eyes": (8.4, 7.6), "neck": (10, 13), "seat": (18, 15)}
    return pen.art(ground=30.3)


def boar() -> Art:
    """A wild boar: the pack's pig in bristles, with tusks."""
    pen = Pen()
    dark: Colour = (92, 66, 54)
    pen.polygon([(11, 9.5), (13, 6.6), (15, 8.8), (17, 6.2), (19, 8.6), (21, 6.8), (24, 9.4)], times(dark, 0.7))
    for shape in shapes("pig"):
        value = sum(shape.fill) / 3
        pen.shapes.append(replace(shape, fill=shape.fill if value < 60 else times(dark, 0.75 + value / 500)))
    pen.polygon([(3.4, 15.8), (4.6, 16.2), (3.2, 12.8)], (250, 246, 230))
    pen.anchors = {"head": (6, 8), "seat": (17, 9)}
    return pen.art()


def moose() -> Art:
    """A big deer with shovel antlers."""
    pen = Pen()
    for s in (-1, 1):
        x = 9.0
        pen.blob(
            [
                (x, 6),
                (x + s * 2, 4.6),
                (x + s * 5, 4.4),
                (x + s * 8.4, 1.6),
                (x + s * 7.2, -0.6),
                (x + s * 6, 1.2),
                (x + s * 5, -1.6),
                (x + s * 3.6, 1),
                (x + s * 2.4, -1),
                (x + s * 1.4, 3),
            ],
            (196, 152, 108),
        )
    brown: Colour = (112, 76, 58)
    for shape in shapes("deer"):
        value = sum(shape.fill) / 3
        xs = [px for ring in shape.rings for px, _ in ring]
        ys = [py for ring in shape.rings for _, py in ring]
        if max(ys) < 9 and max(xs) < 16 and value < 150:
            continue  # the deer's own antlers
        pen.shapes.append(replace(shape, fill=shape.fill if value < 60 else times(brown, 0.7 + value / 420)))
    pen.anchors = {"head": (9, 3), "seat": (19, 13)}
    return pen.art()


def crocodile() -> Art:
    """A crocodile in profile; the pack's is seen from above."""
    pen = Pen()
    green, dark, pale = (84, 164, 84), (58, 124, 66), (206, 216, 140)
    for x in (24, 40):
        pen.line([(x, 17), (x + 2, 23.4)], 4.2, dark, 3.4)
        pen.ellipse(x + 1, 24, 3.4, 1.3, dark)
    pen.blob(
        [(18, 9), (30, 7), (44, 9), (54, 13), (66, 14), (74, 9), (70, 17), (56, 20), (44, 20), (30, 21), (20, 19)],
        green,
    )
    pen.blob([(20, 17), (32, 17.4), (46, 17.6), (54, 18), (44, 20), (30, 21), (21, 19.4)], pale)
    for k in range(10):
        ridge = 22 + k * 4.6
        y = 8.4 + max(0.0, (ridge - 40) * 0.17)
        pen.polygon([(ridge - 2, y + 1.4), (ridge + 0.6, y - 2.2), (ridge + 2.6, y + 1.8)], dark)
    pen.blob([(0, 15.6), (6, 14.4), (16, 15), (22, 16), (20, 19.6), (10, 19), (2, 18.6)], dark)
    for k in range(5):
        x = 3 + k * 3
        pen.polygon([(x, 14.2), (x + 1.8, 14.2), (x + 0.9, 16.6)], (252, 252, 246))
    pen.blob(
        [(0, 13.6), (1.6, 11), (8, 11), (14, 8), (18, 5.6), (22, 7), (26, 10), (24, 16), (14, 15.4), (4, 15)], green
    )
    pen.ellipse(17.6, 6.6, 2.6, 2.4, green)
    pen.ellipse(17.2, 6.6, 1.6, 1.6, (252, 226, 110))
    pen.ellipse(16.9, 6.7, 0.5, 1.2, (33, 33, 33))
    pen.ellipse(2.2, 11.8, 0.6, 0.5, dark)
    for x in (20, 36):
        pen.line([(x, 17), (x - 1.6, 23)], 4.6, green, 3.8)
        pen.ellipse(x - 2.8, 24, 3.6, 1.4, green)
    pen.anchors = {"head": (17.6, 4.4), "hand": (-1, 15), "eyes": (17.4, 6.6), "neck": (26, 12), "seat": (36, 8)}
    return pen.art(ground=25.2)


RAINBOW: tuple[Colour, ...] = ((146, 108, 230), (96, 172, 246), (110, 222, 190), (252, 222, 110), (250, 140, 170))


def animal(name: str) -> Art | None:
    """The drawn animal of that name, if it is one of the engine's own."""
    if name in SITTING:
        return sitting(name)
    if name == "@unicorn":
        return horse_like(RAINBOW, (248, 244, 252), horn=True, wings=False)
    if name == "@pegasus":
        return horse_like(((206, 212, 236),), (250, 250, 252), horn=False, wings=True)
    drawn = {"@hen": hen, "@boar": boar, "@moose": moose, "crocodile": crocodile}.get(name)
    return drawn() if drawn else None
