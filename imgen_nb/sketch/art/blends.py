"""Blends: an avocado in the form of a teapot ("avocado+teapot"), a dragon with a hamster's head ("dragon^hamster")."""

from __future__ import annotations

from collections.abc import Callable

from imgen_nb.sketch.art import muzzles
from imgen_nb.sketch.art.added import winged
from imgen_nb.sketch.art.icons import icon
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.pieces import areas, head_of, rect, within
from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.forms import FORM_OF
from imgen_nb.sketch.reading.lexicon import words

_WINGED = words("bird eagle dove parrot owl butterfly bat honeybee duck swan blackbird dragon rooster flamingo")

Draw = Callable[[str, Colour | None], Art]


def blended(name: str, colour: Colour | None, draw: Draw) -> Art:
    """The drawing of a thing in the form of another, or with its head."""
    if "~" in name:
        return portrait(draw(name.partition("~")[0], colour), name.partition("~")[0])
    if "^" in name:
        base, _, other = name.partition("^")
        return _headed(draw(base, colour), base, other, draw)
    base, _, other = name.partition("+")
    return _formed(draw(base, colour), draw(FORM_OF[other], None))


def _headed(body: Art, base: str, other: str, draw: Draw) -> Art:
    beast = nouns.group(other) == "animal"
    head = head_only(other, draw) if beast else draw(other, None)
    if nouns.group(base) in ("animal", "person"):
        return _chimera(body, head, draw(other, None), other)
    return _faced(body, head) if head else _dyed(body, draw(other, None))


def head_only(name: str, draw: Draw) -> Art | None:
    """The head of an animal from the front."""
    if name in nouns.HEADS:
        return icon(name)
    if name in muzzles.DRAWN:
        return muzzles.face(name)[2]
    face = nouns.face_of(name)
    return draw(face, None) if face and "~" not in face else None


def portrait(whole: Art, name: str) -> Art:
    """What of an animal is about its head, large; its face from the front, where there is one."""
    if name in muzzles.DRAWN:
        return muzzles.face(name)[2]
    left, top, right, bottom = whole.box
    x, y, u = head_of(whole)
    reach = 0.3 * max(right - left, bottom - top)
    return within(whole, rect(x - reach, top - u, x + reach, y + 1.3 * reach))


def _formed(base: Art, form: Art) -> Art:
    """A thing with what makes it another, fitted to its box."""
    left, top, right, bottom = base.box
    sx, sy = (right - left) / 100, (bottom - top) / 100
    middle = (left + right) / 2

    def fitted(ring: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        return tuple((middle + (x - 50) * sx, top + y * sy) for x, y in ring)

    shapes = tuple(type(s)(tuple(map(fitted, s.rings)), s.fill, s.alpha) for s in form.shapes)
    whole = Art(base.shapes + shapes, base.anchors)
    return Art(whole.shapes, base.anchors, whole.box[3])


def _fitted(art: Art, x: float, y: float, high: float) -> Art:
    """A drawing of a height about a middle."""
    left, top, right, bottom = art.box
    k = high / max(1e-6, bottom - top)
    return art.moved(x - k * (left + right) / 2, y - k * (top + bottom) / 2, k)


def _chimera(body: Art, head: Art | None, other: Art, name: str) -> Art:
    """A body with the head of another animal, and its wings."""
    left, top, right, bottom = body.box
    high, profile = bottom - top, right - left > 0.8 * (bottom - top)
    if name in _WINGED:
        body = winged(body, "horse" if profile else name, max(areas(other).items(), key=lambda kv: kv[1])[0])
    if head is None:
        return body if name in _WINGED else _dyed(body, other)
    x, y = (left + 0.2 * (right - left), top + 0.26 * high) if profile else ((left + right) / 2, top + 0.24 * high)
    placed = _fitted(head, x, y, (0.58 if profile else 0.52) * high)
    return Art(body.shapes + placed.shapes, body.anchors, bottom if body.ground is None else body.ground)


def _faced(body: Art, head: Art) -> Art:
    """A thing with the face of an animal in its middle."""
    left, top, right, bottom = body.box
    placed = _fitted(head, (left + right) / 2, (top + bottom) / 2, 0.56 * min(right - left, bottom - top))
    return Art(body.shapes + placed.shapes, body.anchors, body.ground)


def _dyed(body: Art, other: Art) -> Art:
    """A thing in the colours of another: its largest colour for the largest, the next for the next."""
    mine = sorted(areas(body).items(), key=lambda kv: -kv[1])
    theirs = [fill for fill, _ in sorted(areas(other).items(), key=lambda kv: -kv[1])][:4]
    swap = {fill: theirs[k % len(theirs)] for k, (fill, _) in enumerate(mine[:6])}
    shapes = tuple(type(s)(s.rings, swap.get(s.fill, s.fill), s.alpha) for s in body.shapes)
    return Art(shapes, body.anchors, body.ground)
