"""Actors: people, and animals that behave like them: a posed body in clothes, and a head."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace

from imgen_nb.sketch.art import beasts, pack, people, plain, visages
from imgen_nb.sketch.art.beasts import Beast, is_beast
from imgen_nb.sketch.art.expressions import expressed
from imgen_nb.sketch.art.guises import Guise, guise
from imgen_nb.sketch.art.hands import foot, hand, paw
from imgen_nb.sketch.art.pack import Colour, Point, Shape
from imgen_nb.sketch.art.plain import Worn
from imgen_nb.sketch.art.poses import CHILD, GROWN, Limb, Pose, pose_of
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.art.wardrobe import (
    STYLES,
    Outfit,
    apron,
    behind,
    between,
    limb,
    necktie,
    skirts,
    sleeves,
    tops,
    trousers,
    trunk,
)
from imgen_nb.sketch.painting.canvas import times

# Whole people of the pack whose head is one of its own too.
HEAD_OF = {
    "man-standing": "man", "woman-standing": "woman", "person-standing": "person", "man-dancing": "man",
    "woman-dancing": "woman", "person-walking": "person", "man-walking": "man", "woman-walking": "woman",
    "person-running": "person", "man-running": "man", "woman-running": "woman", "woman-biking": "woman",
    "man-biking": "man", "person-biking": "person", "person-swimming": "person", "man-swimming": "man",
    "woman-swimming": "woman",
}  # fmt: skip
WATERLINE = -9.0  # of a body that swims: its shoulders are above
YOUNG = {"boy", "girl", "child", "baby", "baby-angel"}


@dataclass(frozen=True)
class Role:
    """Who is drawn, in which pose, wearing what."""

    name: str
    pose: str = "stand"
    worn: Worn = ()
    colour: Colour | None = None
    arms: tuple[str, ...] = ()
    beard: Colour | None = None
    mood: str | None = None
    look: str | None = None
    choice: int = 0  # which of several: of the ways they wear their hair, of their clothes, of how they stand
    hatted: bool = False  # something else is on the head
    disguise: str = ""  # as whom somebody else is dressed
    hair: str = ""  # how it is worn, where the prompt says it
    sex: str = ""  # "man" or "woman", where the prompt says it of a guise


_SKIRTS = ("skirt", "kilt", "robe")  # what nobody wears over the trousers of the prompt


def can_act(name: str) -> bool:
    """Whether there is a head for this figure."""
    known = name in HEAD_OF or name in people.HEADS or name in people.BUSTS or name == "@robot"
    return known or is_beast(name) or guise(name) is not None


@dataclass(frozen=True)
class _Body:
    """What is known of a figure before it is posed."""

    head: Art
    wide: float  # of the head
    skin: Colour
    hands: Colour
    feet: Colour
    clothes: Worn  # where the prompt says nothing
    beast: Beast | None = None
    chin: float = 0.8  # below the neck
    slim: bool = False
    nape: tuple[Shape, ...] = ()  # the hair behind head and body
    guise: Guise | None = None
    crown: tuple[Shape, ...] = ()  # what is on the head, from behind as well
    thick: float = 0.0  # how far the arms are thicker than usual


def _stance(role: Role) -> str:
    """The pose; people who only stand there do it each in their own way."""
    known = guise(role.name)
    if known and known.stance and role.pose == "stand" and not role.arms:
        return known.stance
    ways = {"stand": plain.EASE, "afloat": plain.AFLOAT}.get(role.pose, ())
    if not ways or role.arms or not _upright(role):
        return role.pose
    way = ways[role.choice % len(ways)]
    return "ease" if way == "wave" and role.look == "away" else way


def _upright(role: Role) -> bool:
    known = role.name in people.BUSTS or guise(role.name) is not None
    return known or visages.kind_of(role.name, role.choice) is not None


@functools.lru_cache(64)
def actor(role: Role) -> Art:
    """The figure of a role; its anchor `palm` is the far hand, `front` between both, `brow` half a head from `head`."""
    body = _body(role)
    outfit = Outfit(_dressed(body.clothes, role.worn))
    pose = _pose(role, outfit)
    pen, away, known = Pen(), role.look == "away", body.guise
    (nx, ny), nape = pose.neck, Art(body.nape).moved(pose.neck[0], pose.neck[1] + body.chin)
    if not away:
        _layer(pen, role, pose, "back")
        pen.shapes.extend(nape.shapes)
        behind(pen, pose, outfit)
    if role.name.endswith("-biking"):
        pen.shapes.extend(_bicycle().shapes)
    if role.pose == "dangle":
        beasts.bough(pen, pose.far_arm.end, pose.near_arm.end)
    if body.beast and not away:
        beasts.behind(pen, body.beast, pose)
    if body.beast and pose.low > 2:
        beasts.haunches(pen, body.beast)
    elif role.pose != "afloat":
        _legs(pen, pose, outfit, body)
    if away or not body.beast:
        _arm(pen, pose.far_arm, outfit, body, 0.84)
    if away:
        _arm(pen, pose.near_arm, outfit, body, 1.0)
    _top(pen, pose, outfit, body, away=away)
    skirts(pen, pose, outfit)
    if away and body.beast:
        beasts.behind(pen, body.beast, pose)
    if not away:
        if body.beast:
            _arm(pen, pose.far_arm, outfit, body, 0.92)
        if role.pose == "dangle":
            _arm(pen, pose.near_arm, outfit, body, 1.0)
        apron(pen, pose, outfit)
        _layer(pen, role, pose, "chest")
        _layer(pen, role, pose, "hips")
    fixed = known is not None and known.masked
    known = known or guise(role.disguise)
    face = _back(body, role) if away else body.head if fixed else expressed(body.head, role.mood, role.look)
    if not role.hatted:
        face = face.plus(Art(body.crown))
    if body.slim and not role.worn and not fixed:
        face = turned(face, plain.TILTS[role.choice % len(plain.TILTS)])
    head = face.moved(nx, ny + body.chin)
    pen.shapes.extend(head.shapes)
    if away:
        pen.shapes.extend(nape.shapes)
        behind(pen, pose, outfit)
        _layer(pen, role, pose, "back")
    else:
        beard = role.beard or (body.guise.colour("beard") if body.guise else None)
        if beard:
            _beard(pen, (nx, ny + body.chin), body.wide, beard)
        for garment, colour in outfit.of("neck"):
            necktie(pen, pose, garment.details[0], colour)
        if known and not role.arms and _stance(role) in _HOLDING:
            pen.shapes.extend(known.layer("hand", role.colour).moved(*pose.near_arm.end).shapes)
        if role.pose != "dangle":
            _arm(pen, pose.near_arm, outfit, body, 1.0)
    if role.name == "@robot" and not role.worn:
        _plated(pen, pose, body.skin)
    top = ny + body.chin + (max(body.head.box[1], -1.04 * beasts.WIDE) if body.beast else body.head.box[1])
    near, far = pose.near_arm.end, pose.far_arm.end
    both = ((far[0] + near[0]) / 2, (far[1] + near[1]) / 2)
    pen.anchors = {
        "head": (nx, top + 1.2), "eyes": (nx, (top + ny) / 2), "neck": (nx, ny), "hand": near, "front": both,
        "hips": (0.0, 0.0), "brow": (nx + body.wide / 2, top + 1.2), "seat": (nx, ny + 2), "palm": far,
        "toe": pose.near_leg.end,
    }  # fmt: skip
    art = pen.art(ground=_ground(role, pose))
    return turned(art, pose.turn) if pose.turn else art


def _back(body: _Body, role: Role) -> Art:
    """A head from behind."""
    if body.beast:
        return beasts.back(body.beast)
    known = body.guise
    if known:
        art = visages.back(known.kind(role.choice, role.sex), role.hair or known.style(role.choice))
        hood = known.colour("masked")
        return Art(tuple(replace(shape, fill=hood) for shape in art.shapes)) if hood else art
    kind = visages.kind_of(role.name, role.choice)
    return visages.back(kind, role.hair or role.choice) if kind else expressed(body.head, None, "away")


def _pose(role: Role, outfit: Outfit) -> Pose:
    """The joints of a role: those of somebody, or of an animal in its own stance."""
    if is_beast(role.name):
        return beasts.stance(role.pose, role.arms, dressed=bool(outfit.of(*_BELOW)))
    known = guise(role.name)
    build = known.build(role.choice) if known else CHILD if role.name in YOUNG else GROWN
    return pose_of(_stance(role), role.arms, build)


_HOLDING = ("hold", "raise", "staff", "point", "walk", "ease")  # poses that show what a guise has in its hand


def _layer(pen: Pen, role: Role, pose: Pose, name: str) -> None:
    """What a guise has on its body, which leans as the body does."""
    known = guise(role.name) or guise(role.disguise)
    if known is None:
        return
    (nx, ny), (x, y) = pose.neck, (0.0, 0.0) if name == "hips" else pose.neck
    art = known.layer(name, role.colour)
    lean = math.degrees(math.atan2(nx, -ny))
    pen.shapes.extend(turned(art, lean).moved(x, y).shapes)


_ON_BEAST, _BROW = 1.35, -0.4  # how much larger a hat is on an animal's head, and how far up
_BELOW = ("legs", "all", "skirt", "robe", "kilt", "short", "long")  # garments that one stands in


def _ground(role: Role, pose: Pose) -> float | None:
    """The feet; the water of who swims, the wheels of who rides."""
    if role.pose == "afloat":
        return WATERLINE
    if pose.low > 2:
        return pose.low + 2.6
    return None if role.name.endswith("-biking") else max(pose.far_leg.end[1], pose.near_leg.end[1]) + 1.9


def _bicycle() -> Art:
    """A bicycle under somebody whose hips are on its saddle."""
    return Art(pack.shapes("bicycle")).moved(22, -10.2, 1.1, mirror=True)


def _dressed(usual: Worn, said: Worn) -> Worn:
    """Usual clothes, less those that a garment of the prompt replaces, and the garments over them."""
    new = Outfit(said)
    whole = new.of("all", "robe", "skirt", "trunk")
    kept = []
    for item in usual:
        where = Outfit((item,)).of("top", "all", "skirt", "robe", "long")
        if not whole or not (where or Outfit((item,)).of("legs")):
            kept.append(item)
    return (*kept, *said)


def _body(role: Role) -> _Body:
    name = role.name
    if is_beast(name):
        one, dressed = beasts.beast(name, role.colour), guise(role.disguise)
        crown = dressed.layer("crown", None).moved(0, _BROW, _ON_BEAST).shapes if dressed else ()
        return _Body(one.head, 16.0, one.limbs, one.paw, one.paw, (), beast=one, crown=crown)
    if name == "@robot":
        metal = role.colour or people.METAL
        head = people.robot_head(metal).moved(-16 * 0.9, -20.6 * 0.9, 0.9)
        return _Body(head, 18.0, metal, times(metal, 0.72), times(metal, 0.6), ())
    kind = visages.kind_of(name, role.choice)
    known = guise(name) or (guise(role.disguise) if kind else None)
    if known:
        return _guised(role, known, kind or known.kind(role.choice, role.sex))
    if kind:
        clothes = plain.clothes(name, kind, role.choice, role.colour)
        if any(STYLES[style].where in ("legs", "short") for style, _ in role.worn if style in STYLES):
            clothes = tuple(c for c in clothes if STYLES[c[0]].where not in _SKIRTS) or (("tee", role.colour),)
        if role.pose == "afloat":
            clothes = (("swimsuit", role.colour),) if visages.KINDS[kind].lashes else ()
        style = role.hair or role.choice
        head = visages.visage(kind, style)
        wide = visages.WIDE * visages.KINDS[kind].size
        nape, shoes = visages.nape(kind, style), plain.SHOES[role.choice % len(plain.SHOES)]
        return _Body(head, wide, people.SKIN, people.SKIN, shoes, clothes, chin=-0.9, slim=True, nape=nape)
    if name in people.BUSTS:
        return _bust(name)
    wear = people.HEADS[name]
    scale = 0.7 if name in YOUNG else 0.56
    head = Art(pack.shapes(name)).moved(-16 * scale, -30 * scale, scale)
    top = role.colour or wear.top
    clothes = (("dress", top),) if wear.robe else (("tee", top), ("trousers", wear.legs))
    return _Body(head, 25 * scale, wear.skin, wear.skin, wear.shoes, clothes)


def _guised(role: Role, known: Guise, kind: str) -> _Body:
    """The body of a guise: a head as a kind of people has, under what the guise has on it."""
    style = role.hair or known.style(role.choice)
    size = visages.KINDS[kind].size
    head, crown, nape = (known.layer(on, role.colour).moved(0, 0, size) for on in ("head", "crown", "nape"))
    face = visages.visage(kind, style)
    behind_it = (*nape.shapes, *visages.nape(kind, style))
    thick = 2.6 if known.recipe.traits.get("build") == ("burly",) else 0.0
    return _Body(
        face.plus(head), visages.WIDE * size, people.SKIN, people.SKIN, plain.SHOES[role.choice % len(plain.SHOES)],
        known.clothes(role.colour), chin=-0.9, slim=True, nape=behind_it, guise=known, crown=crown.shapes, thick=thick,
    )  # fmt: skip


def _bust(name: str) -> _Body:
    wear = people.BUSTS[name]
    head = Art(pack.shapes(name)).moved(-16 * 0.7, -24.2 * 0.7, 0.7)
    clothes: Worn = (("costume", wear.top), ("trousers", wear.legs))
    if wear.robe:
        clothes = (("gown", wear.top),)
    return _Body(head, 15 * 0.7, wear.skin, wear.skin, wear.shoes, clothes)


def _legs(pen: Pen, pose: Pose, outfit: Outfit, body: _Body) -> None:
    boots = outfit.last("feet")
    feet = boots[1] if boots else body.feet
    for which, shade in ((pose.far_leg, 0.84), (pose.near_leg, 1.0)):
        limb(pen, which, (4.4 if body.slim else 5.2) + 0.5 * body.thick, _shaded(body.skin, shade))
        trousers(pen, which, outfit, shade)
        foot(pen, which, _shaded(feet, shade), bare=body.beast is not None)


def _shaded(fill: Colour, shade: float) -> Colour:
    """A colour away from the light; the pack's skin stays one that is toned later."""
    if fill == people.SKIN:
        return fill if shade == 1.0 else (237, 146, 0)
    return times(fill, shade)


def _arm(pen: Pen, which: Limb, outfit: Outfit, body: _Body, shade: float) -> None:
    limb(pen, which, (3.8 if body.slim else 4.2) + body.thick, _shaded(body.skin, shade))
    gloves = outfit.last("hands")
    fill = gloves[1] if gloves else body.hands
    if body.beast:
        paw(pen, which, _shaded(fill, shade))
    else:
        hand(pen, which, _shaded(fill, shade), _shaded(fill, 0.84), 1 if shade == 1.0 else -1)
    sleeves(pen, which, outfit, shade)


def _top(pen: Pen, pose: Pose, outfit: Outfit, body: _Body, *, away: bool) -> None:
    if body.beast:
        beasts.coat(pen, body.beast, trunk(pose), covered=bool(outfit.of("top", "all", "skirt", "robe", "long")))
    else:
        pen.blob(trunk(pose), body.skin)
    if body.beast and not away:
        beasts.chest(pen, body.beast, pose)
    tops(pen, pose, outfit, away=away)


def _plated(pen: Pen, pose: Pose, metal: Colour) -> None:
    """The plates, the lights and the joints of a robot."""
    x, y = between(pose.neck, (0.0, 0.0), 0.42)
    pen.box(x - 4.6, y - 3, 9.2, 6.4, times(metal, 0.42), 1.4)
    pen.ellipse(x - 2.2, y + 0.2, 1.3, 1.3, (255, 96, 96))
    pen.box(x + 0.4, y - 1.4, 3.2, 1.0, (80, 220, 255))
    pen.box(x + 0.4, y + 0.6, 2.4, 1.0, (120, 240, 160))
    for limb_ in (pose.far_arm, pose.far_leg, pose.near_leg, pose.near_arm):
        pen.ellipse(*limb_.joint, 2.5, 2.5, times(metal, 0.62))
        pen.ellipse(*limb_.joint, 1.2, 1.2, times(metal, 1.25))


def _beard(pen: Pen, chin: Point, wide: float, colour: Colour) -> None:
    """A full beard along the jaw and under the nose, the mouth in it."""
    (x, y), w = chin, wide / 2
    outer = [(-1.02, -0.95), (-0.94, -0.3), (-0.5, 0.3), (0.1, 0.52), (0.66, 0.3), (1.0, -0.3), (1.02, -0.95)]
    inner = [(0.86, -0.66), (0.62, -0.5), (0.36, -0.62), (0.13, -0.54), (-0.1, -0.62), (-0.4, -0.5), (-0.84, -0.66)]
    pen.blob([(x + u * w, y + v * w) for u, v in outer + inner], colour)
    pen.ellipse(x + 0.13 * w, y - 0.3 * w, w * 0.26, w * 0.1, (176, 84, 78))


def turned(art: Art, degrees: float) -> Art:
    """The drawing turned about its origin, standing on what is then its lowest point."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def point(p: Point) -> Point:
        return p[0] * c - p[1] * s, p[0] * s + p[1] * c

    shapes = tuple(replace(one, rings=tuple(tuple(map(point, r)) for r in one.rings)) for one in art.shapes)
    return Art(shapes, {k: point(p) for k, p in art.anchors.items()})
