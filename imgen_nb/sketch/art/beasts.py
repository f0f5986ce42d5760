"""Beasts: the bodies of animals that act as people do: their own kind, on short legs or on their haunches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from imgen_nb.sketch.art import textures
from imgen_nb.sketch.art.animals import SITTING
from imgen_nb.sketch.art.icons import icon
from imgen_nb.sketch.art.muzzles import DRAWN, face
from imgen_nb.sketch.art.pack import Colour, Point
from imgen_nb.sketch.art.poses import BEAST, HANGING, SEATED, Limb, Pose, pose_of, row_of
from imgen_nb.sketch.art.recipes import rgb
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix, times
from imgen_nb.sketch.reading.lexicon import words

# Animals of the pack with a face beside the whole of them: that face | fur, belly, paws.
_TABLE = """
cat           : cat-face    | ef9f4c fbe6c8 f8dcb4
dog           : dog-face    | d9a45e f4dcb4 f0d0a0
poodle        : dog-face    | f4e2c8 fff4e2 d6bea0
guide-dog     : dog-face    | d9a45e f4dcb4 f0d0a0
service-dog   : dog-face    | d9a45e f4dcb4 f0d0a0
pig           : pig-face    | f0a4a8 fac8c6 c27880
tiger         : tiger-face  | f08a2c f8efe0 f8efe0
rabbit        : rabbit-face | c8a888 f6ece0 f6ece0
dragon        : dragon-face | 00be64 b8e08a 008463
teddy-bear    : bear        | be7c54 dca880 8c5543
frog          : frog-face   | 5fae3c f0ecb8 4a882f
"""
# How the tails of animals are: any that is not named here has a long one.
_TAILS = {
    "bushy": "fox wolf @husky @shiba @corgi skunk @retriever @shepherd @persian @mainecoon",
    "squirrel": "chipmunk", "ring": "raccoon @lemur",
    "naked": "mouse rat", "flat": "beaver @platypus otter", "hair": "horse @unicorn",
    "tuft": "lion cow ox water-buffalo zebra giraffe elephant donkey bison camel two-hump-camel rhinoceros",
    "thick": "kangaroo lizard crocodile t-rex dragon @pangolin @armadillo @chameleon",
    "stub": """bear polar-bear panda teddy-bear rabbit rabbit-face deer goat ewe ram llama poodle badger hedgehog
        @labradoodle @wombat @moose @boar""",
    "none": "koala hamster sloth frog gorilla orangutan @capybara @walrus hippopotamus",
}  # fmt: skip
_TAIL_OF = {name: tail for tail, names in _TAILS.items() for name in names.split()}
# What is on the fur of their trunks.
_MARKS = {
    "stripes": "tiger zebra", "spots": "leopard @dalmatian", "patches": "giraffe cow", "scales": "@pangolin @armadillo",
    "wool": "ewe ram poodle llama @labradoodle", "quills": "hedgehog", "bands": "cat raccoon",
}  # fmt: skip
_MARK_OF = {name: mark for mark, names in _MARKS.items() for name in names.split()}
WIDE = 19.0  # of a head without ears that stand off


@dataclass(frozen=True)
class Beast:
    """How an animal looks that is posed."""

    name: str
    head: Art
    fur: Colour
    belly: Colour
    paw: Colour
    limbs: Colour

    @property
    def mark(self) -> str:
        """What is on its fur."""
        return _MARK_OF.get(self.name, "")


def _read(text: str) -> dict[str, tuple[str, tuple[Colour, ...]]]:
    found = {}
    for line in text.strip().splitlines():
        name, _, rest = line.partition(":")
        head, _, colours = rest.partition("|")
        found[name.strip()] = head.strip(), tuple(map(rgb, colours.split()))
    return found


FACED = _read(_TABLE)


def is_beast(name: str) -> bool:
    """Whether it is an animal with a face for a body on two legs."""
    return name in FACED or name in SITTING or name in DRAWN


def beast(name: str, colour: Colour | None) -> Beast:
    """An animal by name, its fur in a colour asked for; the chin of its head is at the origin."""
    if name in DRAWN:
        (fur, belly, _), (_, paw, head) = DRAWN[name][0], face(name)
        scale = WIDE / 22
        head = head.moved(0, -(13.0 if "long" in DRAWN[name][2] else 9.6) * scale, scale)
        return _dyed(Beast(name, head, fur, mix(fur, belly, 0.7), paw, fur), colour)
    if name in SITTING:
        coat = SITTING[name]
        head, fur, belly, paw = icon(name, colour), coat.fur, coat.belly, coat.paw
        limbs = coat.arms or fur
    else:
        of, (fur, belly, paw) = FACED[name]
        head, limbs = icon(of, colour), fur
    left, _, right, bottom = head.box
    scale = (WIDE + 1.6) / (right - left)
    head = head.moved(-(left + right) / 2 * scale, -bottom * scale, scale)
    return _dyed(Beast(name, head, fur, belly, paw, limbs), colour)


def _dyed(one: Beast, colour: Colour | None) -> Beast:
    if colour is None:
        return one
    paw = times(colour, 0.7)
    swap = {one.fur: colour, times(one.fur, 0.74): times(colour, 0.74), one.paw: paw}
    head = Art(tuple(replace(s, fill=swap.get(s.fill, s.fill)) for s in one.head.shapes), one.head.anchors)
    return replace(one, head=head, fur=colour, paw=paw, limbs=colour, belly=mix(colour, (255, 250, 240), 0.55))


# Poses that an animal is in on its haunches, those first in which its forelegs rest on the ground.
_RESTING = words("stand squat floor table")
_UPRIGHT = _RESTING | words("hold front raise mouth point strum keys work staff hoist lift cheer shake")


def stance(name: str, arms: tuple[str, ...], *, dressed: bool) -> Pose:
    """The joints of an animal: on its haunches where it needs no legs and wears nothing on them, else upright."""
    if name == "dangle":
        return pose_of(name, arms, HANGING)
    if dressed or name not in _UPRIGHT:
        return pose_of(name, arms, BEAST)
    name = "stand" if name in _RESTING else name
    pose = pose_of(name, arms, SEATED)
    rest, busy = row_of("stand").arms, row_of(arms[0] if arms else name).arms
    if len(arms) > 1:
        return pose
    far, near = ((s * 4.4, pose.neck[1] + 2.4) for s in (-1, 1))
    if busy[0] == rest[0]:
        pose = replace(pose, far_arm=Limb(far, (-4.0, -2.4), (-3.5, 6.4)))
    if busy[1] == rest[1]:
        pose = replace(pose, near_arm=Limb(near, (4.0, -2.4), (3.5, 6.4)))
    return pose


def back(one: Beast) -> Art:
    """Its head from behind: the same outline, all fur."""
    ears = times(one.fur, 0.86)
    wide = max(x for s in one.head.shapes for ring in s.rings for x, _ in ring)
    shapes = []
    for shape in one.head.shapes:
        xs, ys = zip(*shape.rings[0], strict=True)
        across, high = max(xs) - min(xs), max(ys) - min(ys)
        ear = abs(sum(xs) / len(xs)) > 0.56 * wide and across * high > 0.05 * wide * wide
        if ear or across > 0.7 * wide:
            shapes.append(replace(shape, fill=ears if ear else one.fur, alpha=255))
    return Art(tuple(shapes), one.head.anchors)


def bough(pen: Pen, far: Point, near: Point) -> None:
    """The tree that one hangs in: a trunk aside, a branch through both paws, leaves at its end."""
    bark, y = (118, 84, 60), (far[1] + near[1]) / 2
    pen.curve([(-22, 25), (-20.6, 6), (-22, -14), (-20, y - 10)], 9.6, bark, 6)
    pen.curve([(-24, 25), (-22.6, 6), (-24, -14), (-22, y - 9)], 2.0, times(bark, 0.8), 1.2)
    pen.curve([(-21, y + 1), (-8, y + 0.6), (8, y - 0.4), (20, y - 2.4)], 4.4, bark, 2.0)
    for x, dy, turn in ((-27, -4, -30), (-14, -5, 24), (14, -5, -16), (20, -6, 12), (24, -2, 40), (17, 2, 70)):
        leaf = (86, 150, 78) if dy < -4 else (70, 132, 70)
        pen.ellipse(x, y + dy, 4.6, 2.0, leaf, turn)
        pen.line([(x - 3, y + dy + 0.2), (x + 3, y + dy - 0.2)], 0.35, times(leaf, 0.8))


def behind(pen: Pen, one: Beast, pose: Pose) -> None:
    """What is seen behind the body: the tail, and the haunches of one that sits."""
    _TAIL[_TAIL_OF.get(one.name, "long")](pen, one, pose.low)
    if one.mark == "scales":
        _shell(pen, one, pose)
    if one.mark == "quills":
        nx, ny = pose.neck
        for k in range(-7, 8):
            x, y = nx + 1.5 * k, 0.5 * ny + 0.1 * abs(k) ** 1.6
            pen.polygon([(x - 2, y + 9), (x * 1.62, y - 8 + abs(k)), (x + 2, y + 9)], (110, 80, 60) if k % 2 else QUILL)


def _shell(pen: Pen, one: Beast, pose: Pose) -> None:
    """The plates of the back, seen on both sides of the body."""
    (nx, ny), dark = pose.neck, times(one.fur, 0.74)
    right = [(4, ny - 2), (9.6, ny + 3), (11.8, ny + 9), (11.4, 1 + pose.low * 0.4), (7, 3 + pose.low * 0.5)]
    pen.blob([(nx + x, y) for x, y in right] + [(nx - x, y) for x, y in right[::-1]], dark)
    for k in range(4):
        y, reach = ny + 3.4 + 3.6 * k, 9.4 + 1.4 * min(k, 2)
        pen.curve([(nx - reach, y - 0.6), (nx, y + 1.4), (nx + reach, y - 0.6)], 0.8, times(one.fur, 0.5))


QUILL: Colour = (146, 110, 84)


def haunches(pen: Pen, one: Beast, cloth: Colour | None = None) -> None:
    """The thighs at both sides of one that sits, and its hind feet turned outwards."""
    for s, shade in ((-1, 0.86), (1, 0.94)):
        pen.ellipse(s * 7.4, 1.4, 4.6, 5.6, times(cloth or one.limbs, shade), s * -14)
        pen.ellipse(s * 9.0, 6.5, 4.0, 2.3, times(one.paw, shade + 0.06), s * 6)
        for k in (0.2, 1.8):
            pen.line([(s * (9.4 + k), 5.6), (s * (9.7 + k), 7.2)], 0.4, times(one.paw, 0.7))


def coat(pen: Pen, one: Beast, outline: Sequence[Point], *, covered: bool) -> None:
    """The trunk: its fur, ruffled at the edges where nothing is worn over it."""
    hairy = not covered and one.name not in BARE
    if hairy:
        textures.draw(pen, "tuft", times(one.fur, 0.92), 1.5, 2.2, outline=outline)
    pen.blob(outline, one.fur)
    if hairy:
        textures.draw(pen, "fur", times(one.fur, 0.8), 2.6, 3.4, 90, outline=outline, alpha=110)


BARE = words("""
    frog lizard crocodile t-rex dragon elephant rhinoceros hippopotamus pig @walrus @pangolin @armadillo @chameleon
    cow ox water-buffalo horse zebra giraffe donkey camel two-hump-camel""")


def chest(pen: Pen, one: Beast, pose: Pose) -> None:
    """The paler front of the trunk, and what is on its fur."""
    nx, ny = pose.neck
    low = pose.low
    middle, high = (ny + low) / 2 + 2.2, (low - ny) / 2 - 1.0
    if one.mark in ("stripes", "bands"):
        ink = (54, 48, 54) if one.name != "cat" else times(one.fur, 0.72)
        for k in (0.32, 0.5, 0.68, 0.86):
            y, wide = ny + (low - ny) * k, 5.2 + 3.2 * k
            for s in (-1, 1):
                pen.polygon([(s * wide * 1.1, y - 0.9), (s * wide * 0.55, y + 0.7), (s * wide * 1.14, y + 0.8)], ink)
    if one.mark in ("spots", "patches"):
        ink, size = ((166, 104, 46), 1.9) if one.name == "giraffe" else ((74, 66, 70), 1.2 + (one.name == "cow"))
        for x, k in ((-5.4, 0.4), (5.2, 0.34), (-6.6, 0.66), (6.4, 0.62), (-4.4, 0.9), (4.6, 0.88), (0.4, 0.24)):
            pen.ellipse(nx * (1 - k) + x, ny + (low - ny) * k, size, size * 0.86, ink, 30 * x)
    front = [(0, -1.0), (0.66, -0.62), (0.9, 0.1), (0.7, 0.8), (0, 1.0), (-0.7, 0.8), (-0.9, 0.1), (-0.66, -0.62)]
    front = [(nx * 0.45 + 5.2 * u, middle + high * v) for u, v in front]
    if one.name not in BARE:
        textures.draw(pen, "tuft", one.belly, 1.3, 1.9, outline=front)
    pen.blob(front, one.belly)
    if one.mark == "wool":
        for k in range(14):
            s, row = 1 if k % 2 else -1, k // 2
            pen.ellipse(s * (4.6 + 0.5 * row), ny + 2.4 + 2.6 * row, 2.9, 2.6, times(one.fur, 0.95 + 0.02 * (row % 3)))
    elif one.mark != "scales":
        for s in (-1, 0, 1):  # a little fur at the throat
            x = nx + 1.7 * s
            pen.polygon([(x - 1.6, ny + 0.6), (x + 1.6, ny + 0.6), (x + 0.4 * s, ny + 4.2 - abs(s))], one.belly)


def _long(pen: Pen, one: Beast, low: float) -> None:
    pen.curve([(-3, low), (-11, low + 1.6), (-15, low - 5), (-13.2, low - 12), (-14.6, low - 15)], 3, one.fur, 2.4)
    if one.name in ("tiger", "cat"):
        ink = (54, 48, 54) if one.name == "tiger" else times(one.fur, 0.72)
        for x, y, turn in ((-14.9, low - 5, 0), (-14.2, low - 8.6, -12), (-13.4, low - 11.6, 0)):
            pen.ellipse(x, y, 1.5, 0.55, ink, turn)


def _bushy(pen: Pen, one: Beast, low: float) -> None:
    dark, tip = times(one.fur, 0.9), mix(one.belly, (255, 255, 255), 0.3)
    pen.blob([(-4, low + 1), (-12, low + 2), (-18, low - 4), (-18, low - 12), (-13, low - 9), (-8, low - 4)], dark)
    pen.blob([(-18.2, low - 6), (-18.6, low - 14), (-15, low - 18), (-13, low - 11), (-15, low - 7)], tip)


def _squirrel(pen: Pen, one: Beast, low: float) -> None:
    dark = times(one.fur, 0.86)
    outer = [(-4, 2), (-12, 1), (-18, -7), (-17, -18), (-20, -25), (-14, -29), (-9, -24), (-10, -14), (-6, -6)]
    pen.blob([(x, low + y) for x, y in outer], dark)
    inner = [(-8, -2), (-13, -6), (-14.4, -14), (-16, -23), (-13, -25), (-11.6, -17), (-9, -8)]
    pen.blob([(x, low + y) for x, y in inner], mix(one.fur, one.belly, 0.4))


def _ring(pen: Pen, one: Beast, low: float) -> None:
    pen.curve([(-4, low), (-12, low), (-16.4, low - 6), (-16, low - 14)], 5.6, one.fur, 4.4)
    for x, y, turn in ((-11, low + 0.2, 80), (-15, low - 3.6, 40), (-16.6, low - 8, 6), (-16.2, low - 12.6, 0)):
        pen.ellipse(x, y, 2.7, 1.0, (60, 58, 64), turn)


def _naked(pen: Pen, one: Beast, low: float) -> None:
    pen.curve([(-3, low + 1), (-11, low + 2), (-16, low - 2), (-14, low - 9), (-18, low - 14)], 1.7, one.paw, 0.7)


def _flat(pen: Pen, one: Beast, low: float) -> None:
    dark = times(one.paw, 0.9)
    pen.blob([(-4, low - 2), (-10, low - 5), (-16, low - 9), (-18, low - 4), (-13, low + 1), (-5, low + 3)], dark)
    for k in range(3):
        pen.line([(-8 - 3 * k, low - 3.6 - 1.2 * k), (-9.4 - 3 * k, low + 0.6 - k)], 0.4, times(dark, 0.7))


def _hair(pen: Pen, one: Beast, low: float) -> None:
    pen.blob([(-4, low - 6), (-12, low - 10), (-15, low - 3), (-13.6, low + 5), (-10, low + 1), (-6, low)], MANE)


MANE: Colour = (62, 44, 40)


def _tuft(pen: Pen, one: Beast, low: float) -> None:
    pen.curve([(-3, low), (-11, low + 1), (-14, low - 5), (-13, low - 11)], 2.0, one.fur, 1.4)
    pen.blob([(-13, low - 9.6), (-15.2, low - 12), (-14, low - 16.4), (-11.4, low - 13), (-11.8, low - 10.4)], MANE)


def _thick(pen: Pen, one: Beast, low: float) -> None:
    pen.curve([(-2, low - 2), (-10, low + 1), (-17, low + 0.4), (-22, low - 5)], 8, times(one.fur, 0.92), 1.4)


def _stub(pen: Pen, one: Beast, low: float) -> None:
    pen.ellipse(-8.6, low - 2.6, 2.8, 2.6, mix(one.fur, one.belly, 0.5))


_TAIL: dict[str, Callable[[Pen, Beast, float], None]] = {
    "long": _long, "bushy": _bushy, "squirrel": _squirrel, "ring": _ring, "naked": _naked, "flat": _flat,
    "hair": _hair, "tuft": _tuft, "thick": _thick, "stub": _stub, "none": lambda pen, one, low: None,
}  # fmt: skip
