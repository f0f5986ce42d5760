"""Animals the pack has only a head of: each gets a body, sitting and facing the viewer, or in profile."""

from __future__ import annotations

from dataclasses import dataclass, replace

from imgen_nb.sketch.art.icons import icon
from imgen_nb.sketch.art.pack import Colour, shapes
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times


@dataclass(frozen=True)
class Coat:
    """How the drawn body of a sitting animal looks."""

    fur: Colour
    belly: Colour
    paw: Colour
    tail: str = "none"  # bushy, tuft, ring, stub
    tip: Colour = (255, 255, 255)
    arms: Colour | None = None
    wide: float = 1.0


SITTING: dict[str, Coat] = {
    "fox": Coat((232, 122, 52), (251, 242, 230), (64, 42, 50), "bushy", (255, 232, 196)),
    "wolf": Coat((155, 155, 155), (226, 226, 226), (99, 99, 99), "bushy", (200, 200, 200)),
    "lion": Coat((243, 173, 97), (255, 214, 150), (229, 152, 78), "tuft", (109, 69, 52)),
    "bear": Coat((165, 106, 72), (224, 176, 136), (125, 74, 48), "stub", wide=1.12),
    "polar-bear": Coat((236, 236, 240), (255, 255, 255), (210, 210, 218), "stub", wide=1.12),
    "panda": Coat((250, 250, 250), (255, 255, 255), (52, 42, 62), "stub", arms=(52, 42, 62), wide=1.1),
    "koala": Coat((155, 155, 155), (226, 226, 226), (120, 120, 120), "none"),
    "raccoon": Coat((140, 138, 146), (226, 222, 226), (70, 70, 74), "ring", (64, 64, 68)),
    "hamster": Coat((243, 173, 97), (255, 236, 214), (255, 138, 128), "none", wide=1.1),
    "rabbit-face": Coat((200, 168, 136), (246, 236, 224), (176, 144, 112), "stub"),
}


def sitting(name: str) -> Art:
    """The animal sitting, head from the pack, body drawn under it."""
    coat = SITTING[name]
    pen = Pen()
    fur, dark = coat.fur, times(coat.fur, 0.84)
    w = 10.5 * coat.wide
    if coat.tail == "bushy":
        pen.blob([(21, 50), (29, 51), (37, 46), (39, 37), (35, 31), (31.5, 36), (29, 42), (23, 45)], dark)
        pen.blob([(39, 39), (38.4, 34), (35, 31), (32, 35), (34, 38), (36.5, 38.4)], coat.tip)
    elif coat.tail == "tuft":
        pen.curve([(22, 49), (31, 50), (35, 44), (34, 37)], 2.4, dark)
        pen.ellipse(34, 35.5, 2.6, 3.6, coat.tip, 10)
    elif coat.tail == "ring":
        pen.curve([(22, 48), (30, 49), (35.5, 43), (36, 35)], 6, fur, 4.6)
        for x, y, turn in ((30, 48.4, 70), (34.2, 44.6, 35), (36, 38.8, 5)):
            pen.ellipse(x, y, 3.3, 1.1, coat.tip, turn)
    elif coat.tail == "stub":
        pen.ellipse(16 + w, 48, 2.8, 2.6, dark)
    # haunches, trunk, chest, forelegs, feet: back to front
    for s in (-1, 1):
        pen.ellipse(16 + s * w * 0.72, 45.5, w * 0.56, 6.4, dark if coat.arms is None else times(coat.arms, 1.15))
    pen.blob(
        [
            (16, 24),
            (16 + w * 0.72, 28),
            (16 + w, 40),
            (16 + w * 0.8, 50),
            (16, 51.5),
            (16 - w * 0.8, 50),
            (16 - w, 40),
            (16 - w * 0.72, 28),
        ],
        fur,
    )
    pen.blob(
        [(16, 28), (16 + w * 0.48, 32), (16 + w * 0.5, 42), (16, 47), (16 - w * 0.5, 42), (16 - w * 0.48, 32)],
        coat.belly,
    )
    limb = coat.arms or mix(fur, dark, 0.35)
    for s in (-1, 1):
        pen.line([(16 + s * w * 0.6, 33), (16 + s * w * 0.44, 41), (16 + s * w * 0.38, 49.5)], 5.0, limb, 4.6)
        pen.ellipse(16 + s * w * 0.4, 50.6, 3.3, 2.2, coat.paw)
        pen.ellipse(16 + s * w * 0.86, 51, 3.8, 2.1, coat.paw if coat.arms is None else coat.arms)
    head = icon(name)
    pen.add(head)
    pen.anchors = {
        "head": (16, 4.5),
        "hand": (16 + w * 0.75, 41),
        "eyes": (16, 17.5),
        "neck": (16, 30),
        "seat": (16, 27),
    }
    return pen.art(ground=52.4)


def frog() -> Art:
    """A frog squatting."""
    pen = Pen()
    green, dark, pale = (0, 210, 106), (0, 166, 84), (252, 213, 63)
    for s in (-1, 1):
        pen.ellipse(16 + s * 12, 36, 6.6, 8.2, dark, s * 18)
        pen.ellipse(16 + s * 13.5, 43.6, 6, 2, green)
    pen.blob([(16, 22), (26, 26), (28, 36), (24, 43), (16, 44.4), (8, 43), (4, 36), (6, 26)], green)
    pen.blob([(16, 27), (22.5, 30), (23, 38), (16, 42.6), (9, 38), (9.5, 30)], pale)
    for s in (-1, 1):
        pen.line([(16 + s * 7.5, 33), (16 + s * 6.8, 42.6)], 3.6, dark, 3.2)
        for k in (-1, 0, 1):
            pen.ellipse(16 + s * 6.8 + k * 1.7, 43.8, 1.2, 1.0, dark)
    pen.add(Art(shapes("frog")).moved(0, 0))
    pen.anchors = {"head": (16, 3), "hand": (24, 38), "eyes": (16, 9), "neck": (16, 28), "seat": (16, 25)}
    return pen.art(ground=45.2)


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
    if name == "frog":
        return frog()
    if name == "@unicorn":
        return horse_like(RAINBOW, (248, 244, 252), horn=True, wings=False)
    if name == "@pegasus":
        return horse_like(((206, 212, 236),), (250, 250, 252), horn=False, wings=True)
    drawn = {"@hen": hen, "@boar": boar, "@moose": moose, "crocodile": crocodile}.get(name)
    return drawn() if drawn else None
