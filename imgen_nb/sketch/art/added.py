"""Added: what a drawing does not have by itself and is put onto it: horns, antennas, wings, bows, leaves, fruit."""

from __future__ import annotations

import math
from collections.abc import Callable

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.pieces import clipped, head_of
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import times
from imgen_nb.sketch.reading import nouns

INK: Colour = (33, 33, 38)


def _antenna(art: Art, name: str, colour: Colour | None) -> Art:
    x, y, u = head_of(art)
    pen = Pen()
    for side in (-1, 1):
        pen.line([(x + side * u, y + 0.6 * u), (x + side * 1.8 * u, y - 2.2 * u)], 0.32 * u, (84, 88, 98))
        pen.ellipse(x + side * 1.8 * u, y - 2.5 * u, 0.75 * u, 0.75 * u, colour or (226, 70, 60))
    return pen.art()


def _horned(art: Art, name: str, colour: Colour | None) -> Art:
    x, y, u = head_of(art)
    pen = Pen()
    horn = colour or (240, 228, 200)
    for side in (-1, 1):
        tip = [(x + side * 1.1 * u, y + 0.8 * u), (x + side * 2.4 * u, y - 0.4 * u), (x + side * 2.2 * u, y - 2.4 * u)]
        pen.curve(tip, 0.95 * u, horn, 0.15 * u)
    return pen.art()


def _nosed(art: Art, name: str, colour: Colour | None) -> Art:
    x, y = art.anchors.get("eyes", head_of(art)[:2])
    u = head_of(art)[2]
    pen = Pen()
    if nouns.group(name) == "animal" and not name.endswith("-face"):
        upper = [
            p for s in art.shapes for r in s.rings for p in r if p[1] < art.box[1] + 0.6 * (art.box[3] - art.box[1])
        ]
        x, y = min(upper, default=(x, y))
        pen.ellipse(x + 0.5 * u, y, u, u, colour or INK)
    else:
        pen.ellipse(x, y + 1.6 * u, u, u, colour or INK)
    return pen.art()


def winged(art: Art, name: str, colour: Colour | None) -> Art:
    """Wings: one on the near side of a body in profile and one behind, a pair behind a body that faces us."""
    left, top, right, bottom = art.box
    h, fill = bottom - top, colour or (246, 246, 250)
    profile = nouns.group(name) == "animal"
    x, y = (
        art.anchors.get("seat", ((left + right) / 2, top + 0.45 * h))
        if profile
        else ((left + right) / 2, top + h * 0.5)
    )
    y += 0.06 * h

    def wing(pen: Pen, side: float, k: float, shade: Colour) -> None:
        for n in range(4):
            reach, lift = (0.62 - 0.1 * n) * h * k, (0.5 - 0.16 * n) * h * k
            tip = (x + side * reach, y - lift)
            root = [(x, y - 0.05 * h), (x + side * 0.3 * reach, y - 0.75 * lift), tip]
            pen.blob(
                [*root, (x + side * 0.5 * reach, y - 0.18 * lift + 0.06 * h), (x, y + 0.1 * h)],
                times(shade, 1 - 0.06 * n),
            )

    behind, before = Pen(), Pen()
    wing(behind, 1.0 if profile else -1.0, 0.9, times(fill, 0.86))
    wing(before if profile else behind, 1.0, 0.8 if profile else 0.9, fill)
    return Art((*behind.shapes, *art.shapes, *before.shapes), art.anchors, bottom if art.ground is None else art.ground)


def _spiked(art: Art, name: str, colour: Colour | None) -> Art:
    """A mohawk."""
    x, y, u = head_of(art)
    pen = Pen()
    for k in range(5):
        base = x + (k - 2) * 0.9 * u
        tip = (base + (k - 2) * 0.35 * u, y - (2.8 - 0.3 * abs(k - 2)) * u)
        pen.polygon([(base - 0.7 * u, y + 0.5 * u), tip, (base + 0.7 * u, y + 0.5 * u)], colour or (60, 190, 90))
    return pen.art()


def _collared(art: Art, name: str, colour: Colour | None) -> Art:
    x, y = art.anchors.get("neck", head_of(art)[:2])
    u = head_of(art)[2]
    pen = Pen()
    pen.line([(x - 2 * u, y - 0.4 * u), (x + 2 * u, y + 1.4 * u)], 0.9 * u, colour or (210, 60, 56))
    pen.ellipse(x, y + 1.4 * u, 0.7 * u, 0.7 * u, (240, 200, 80))
    return pen.art()


def _bowed(art: Art, name: str, colour: Colour | None) -> Art:
    """A ribbon round a thing, tied in a bow in front; a bow alone on the head or neck of somebody."""
    left, top, right, bottom = art.box
    h, fill = bottom - top, colour or (224, 60, 70)
    living = nouns.group(name) in ("animal", "person", "face")
    x, y = head_of(art)[:2] if living else ((left + right) / 2, top + 0.42 * h)
    pen = Pen()
    if not living:
        for shape in art.shapes:
            band = clipped(shape.rings[0], [(left, y - 0.045 * h), (right, y - 0.045 * h), (right, y + 0.045 * h),
                                            (left, y + 0.045 * h)])  # fmt: skip
            if len(band) > 2:
                pen.polygon(band, fill)
    u = 0.1 * h if not living else 0.075 * h
    for side in (-1, 1):
        pen.polygon([(x, y), (x + side * 0.9 * u, y + 2.2 * u), (x + side * 1.7 * u, y + 1.9 * u)], times(fill, 0.84))
        pen.blob([(x, y), (x + side * 1.1 * u, y - 1.1 * u), (x + side * 2.2 * u, y - 0.7 * u),
                  (x + side * 2.2 * u, y + 0.7 * u), (x + side * 1.1 * u, y + 0.8 * u)], fill)  # fmt: skip
    pen.ellipse(x, y, 0.5 * u, 0.5 * u, times(fill, 0.8))
    return pen.art()


def _sprouted(art: Art, name: str, colour: Colour | None) -> Art:
    """Leaves that grow out of the upper outline of a thing."""
    left, top, right, bottom = art.box
    h, w = bottom - top, right - left
    pen = Pen()
    for k in range(5):
        x = left + w * (0.14 + 0.18 * k)
        upper = [y for s in art.shapes for r in s.rings for px, y in r if abs(px - x) < 0.1 * w]
        y = min(upper, default=top + 0.3 * h) + 0.03 * h
        lean = (k - 2) * 0.05 * h
        pen.curve([(x, y), (x + 0.5 * lean, y - 0.09 * h), (x + lean, y - 0.15 * h)], 0.014 * h, (92, 132, 62))
        for side in (-1, 1):
            tx, ty = x + lean + side * 0.085 * h, y - 0.2 * h
            mid = [(x + lean + side * 0.02 * h, y - 0.2 * h), (tx, ty), (x + lean + side * 0.07 * h, y - 0.12 * h)]
            pen.blob([(x + lean, y - 0.13 * h), *mid], colour or ((92, 168, 84), (70, 146, 70))[side > 0])
    return pen.art()


def _fruited(art: Art, name: str, colour: Colour | None) -> Art:
    """Fruit or blossom in the crown of a tree."""
    left, top, right, bottom = art.box
    w, h = right - left, bottom - top
    pen = Pen()
    for k in range(13):
        a = k * 2.4
        r = 0.42 * math.sqrt((k + 0.5) / 13)
        x, y = left + w * (0.5 + r * math.cos(a)), top + h * (0.31 + 0.66 * r * math.sin(a))
        pen.ellipse(x, y, 0.034 * h, 0.034 * h, colour or (224, 60, 50))
        pen.ellipse(x - 0.01 * h, y - 0.012 * h, 0.009 * h, 0.009 * h, (255, 250, 240))
    return pen.art()


ADDED: dict[str, Callable[[Art, str, Colour | None], Art]] = {
    "mohawk": _spiked,
    "leaves": _sprouted,
    "collar": _collared, "ribbon": _bowed, "bow": _bowed, "fruit": _fruited,
    "antenna": _antenna, "horns": _horned, "nose": _nosed, "wings": winged,
}  # fmt: skip
