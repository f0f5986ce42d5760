"""Diagrams: a thing with its parts named, layers cut through, circles, a tree, a time line, a cycle, a floor plan."""

from __future__ import annotations

import math
from collections.abc import Callable

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import mix, times
from imgen_nb.sketch.painting.paper import Paper, around
from imgen_nb.sketch.painting.styled import Scene, Style
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.labels import kind_of, labels_of

WHITE: Colour = (255, 255, 255)


def draw_diagram(p: Paper, s: Style, stage: Stage, scene: Scene) -> None:
    """The diagram that the prompt asks for, with the names that belong to what it is of."""
    p.box((0, 0, 1, 1), s.ground)
    p.text((0.06, 0.025, 0.94, 0.115), s.words, s.ink, largest=0.065)
    prompt = stage.plan.prompt.lower()
    labels = labels_of(prompt, [sub.word for sub in stage.plan.subjects])
    kind = kind_of(prompt) or ("parts" if s.arts else "flow")
    _KINDS[kind](p, s, labels)


def _fills(s: Style, count: int) -> list[Colour]:
    """A row of colours from the first of a design to its second."""
    return [mix(s.lead, s.second, k / max(1, count - 1)) for k in range(count)]


def _label(p: Paper, box: tuple[float, float, float, float], words: str, ink: Colour, faint: Colour) -> None:
    """A name in a box, or a bar where nobody said one."""
    if words:
        p.text(box, words, ink, largest=0.042)
    else:
        middle = (box[1] + box[3]) / 2
        p.bars((box[0] + 0.02, middle - 0.012, box[2] - 0.02, middle + 0.03), faint, 1)


def _parts(p: Paper, s: Style, labels: list[str]) -> None:
    """The thing in the middle, lines from it to its parts' names on both sides."""
    art = s.art()
    p.box((0.23, 0.16, 0.77, 0.93), s.card, 0.03, s.faint)
    half, high = 0.24, 0.66
    if art:
        p.picture((0.26, 0.2, 0.74, 0.89), art)
        left, top, right, bottom = art.box
        ratio = (
            max(0.1, (right - left) / max(1e-6, bottom - top)) * (p.y1 - p.y0) / (p.x1 - p.x0)
        )  # in shares of the sheet
        half, high = min(0.24, 0.345 * ratio), min(0.69, 0.48 / ratio)
    names = [*labels, *[""] * 6][: max(4, len(labels))]
    rows = (len(names) + 1) // 2
    for k, name in enumerate(names):
        side, row = (-1 if k % 2 == 0 else 1), k // 2
        y, fill = 0.24 + 0.62 * (row + 0.5) / rows, _fills(s, rows)[row]
        x, part = 0.5 + side * half * (0.5, 0.72, 0.44)[row % 3], 0.545 + high * 0.8 * ((row + 0.5) / rows - 0.5)
        p.line([(0.5 + side * 0.3, y), (x, part)], fill, 0.006)
        p.oval(x, part, 0.015, WHITE)
        p.oval(x, part, 0.01, fill)
        box = (0.015, y - 0.042, 0.2, y + 0.042) if side < 0 else (0.8, y - 0.042, 0.985, y + 0.042)
        p.box(box, s.card, 0.02, fill)
        _label(p, (box[0] + 0.01, box[1], box[2] - 0.01, box[3]), name, s.ink, s.faint)


def _layers(p: Paper, s: Style, labels: list[str]) -> None:
    """A round thing cut through: layers about a core, each with its name."""
    names = labels or ["Skin", "Shell", "Flesh", "Core"]
    base = max((fill for art in s.arts for fill in (shape.fill for shape in art.shapes)), key=_vivid, default=s.lead)
    for k, name in enumerate(names):
        r = 0.36 * (1 - k / len(names) * 0.86)
        fill = times(base, 0.62) if k == 0 else mix(base, (255, 246, 224), 0.2 + 0.62 * k / len(names))
        p.oval(0.36, 0.55, r, fill)
        y = 0.24 + 0.62 * (k + 0.5) / len(names)
        angle = math.asin(max(-0.9, min(0.9, (y - 0.55) / 0.36)))
        edge = r - 0.18 / len(names)
        p.line([(0.36 + edge * math.cos(angle) * 0.9, 0.55 + edge * math.sin(angle) * 0.9), (0.76, y)], s.ink, 0.005)
        _label(p, (0.77, y - 0.04, 0.99, y + 0.04), name, s.ink, s.faint)


def _vivid(fill: Colour) -> int:
    return max(fill) - min(fill)


def _strata(p: Paper, s: Style, labels: list[str]) -> None:
    """Layers lying on each other, each with its name."""
    names = labels or ["Top", "Middle", "Bottom", "Ground"]
    high = 0.74 / len(names)
    for k, (name, fill) in enumerate(zip(names, _fills(s, len(names)), strict=True)):
        y = 0.18 + high * k
        p.box((0.08, y, 0.66, y + high), fill)
        p.box((0.08, y, 0.66, y + high * 0.1), mix(fill, WHITE, 0.3))
        p.line([(0.66, y + high / 2), (0.74, y + high / 2)], s.ink, 0.006)
        _label(p, (0.75, y, 0.98, y + high), name, s.ink, s.faint)


def _venn(p: Paper, s: Style, labels: list[str]) -> None:
    count = 2 if len(labels) == 2 else 3
    fills = (s.lead, s.second, mix(s.lead, s.second, 0.5))
    places = [(-1.0, 0.0), (1.0, 0.0)] if count == 2 else around(3)
    for k, (x, y) in enumerate(places):
        p.oval(0.5 + 0.15 * x, 0.56 + 0.14 * y, 0.24, mix(fills[k], s.ground, 0.45))
    if count == 3:
        p.oval(0.5, 0.56, 0.06, mix(s.lead, s.ink, 0.25))
    for k, (x, y) in enumerate(places):
        name = labels[k] if k < len(labels) else ""
        box = (0.36 + 0.27 * x, 0.51 + 0.25 * y, 0.64 + 0.27 * x, 0.61 + 0.25 * y)
        _label(p, box, name, s.ink, s.card)


def _cycle(p: Paper, s: Style, labels: list[str]) -> None:
    """Steps on a circle, an arrow from each to the next."""
    names = [*labels, "", "", "", ""][: max(4, len(labels))]
    art = s.art()
    if art:
        p.picture((0.38, 0.42, 0.62, 0.7), art)
    count = len(names)
    for k, (x, y) in enumerate(around(count)):
        turn = math.atan2(y, x) + math.pi / count
        at = (0.5 + 0.33 * math.cos(turn), 0.56 + 0.31 * math.sin(turn))
        along = (-math.sin(turn), math.cos(turn))
        tip = (at[0] + 0.05 * along[0], at[1] + 0.05 * along[1])
        out = (along[1] * 0.025, -along[0] * 0.025)
        p.line([(at[0] - 0.05 * along[0], at[1] - 0.05 * along[1]), tip], s.ink, 0.01)
        p.line([(at[0] + 0.02 * along[0] + out[0], at[1] + 0.02 * along[1] + out[1]), tip], s.ink, 0.01)
        p.line([(at[0] + 0.02 * along[0] - out[0], at[1] + 0.02 * along[1] - out[1]), tip], s.ink, 0.01)
        cx, cy = 0.5 + 0.34 * x, 0.56 + 0.32 * y
        p.box((cx - 0.14, cy - 0.055, cx + 0.14, cy + 0.055), _fills(s, count)[k], 0.06)
        _label(p, (cx - 0.12, cy - 0.045, cx + 0.12, cy + 0.045), names[k], WHITE, mix(s.faint, WHITE, 0.4))


def _timeline(p: Paper, s: Style, labels: list[str]) -> None:
    names = [*labels, "", "", "", "", ""][: max(5, len(labels))]
    p.line([(0.06, 0.54), (0.94, 0.54)], s.ink, 0.012)
    for k, (name, fill) in enumerate(zip(names, _fills(s, len(names)), strict=True)):
        x, up = 0.06 + 0.88 * (k + 0.5) / len(names), k % 2 == 0
        y = 0.34 if up else 0.74
        p.line([(x, 0.54), (x, y)], fill, 0.008)
        p.oval(x, 0.54, 0.026, fill)
        p.box((x - 0.1, y - 0.07, x + 0.1, y + 0.07), s.card, 0.02, fill)
        _label(p, (x - 0.09, y - 0.05, x + 0.09, y + 0.05), name, s.ink, s.faint)


def _tree(p: Paper, s: Style, labels: list[str]) -> None:
    names = [*labels, *[""] * 7][:7]
    places = [(0.5, 0.24), (0.28, 0.5), (0.72, 0.5), (0.14, 0.78), (0.4, 0.78), (0.62, 0.78), (0.87, 0.78)]
    for k, (x, y) in enumerate(places[1:], 1):
        px, py = places[(k - 1) // 2]
        p.line([(px, py), (px, (py + y) / 2), (x, (py + y) / 2), (x, y)], s.ink, 0.008)
    for k, (x, y) in enumerate(places):
        wide = 0.15 if k < 3 else 0.105
        fill = (s.lead, s.second, s.second, *[s.card] * 4)[k]
        p.box((x - wide, y - 0.06, x + wide, y + 0.06), fill, 0.03, s.lead)
        _label(p, (x - wide + 0.01, y - 0.05, x + wide - 0.01, y + 0.05), names[k], s.ink if k > 2 else WHITE, s.faint)


def _flow(p: Paper, s: Style, labels: list[str]) -> None:
    """A path of boxes that forks: start, a question, two ends."""
    names = [*labels, *[""] * 4][:4]
    places = [(0.5, 0.24), (0.5, 0.48), (0.24, 0.76), (0.76, 0.76)]
    for a, b in ((0, 1), (1, 2), (1, 3)):
        (x0, y0), (x1, y1) = places[a], places[b]
        p.line([(x0, y0), (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2), (x1, y1 - 0.075)], s.ink, 0.01)
        p.line([(x1 - 0.02, y1 - 0.1), (x1, y1 - 0.072), (x1 + 0.02, y1 - 0.1)], s.ink, 0.01)
    for k, (x, y) in enumerate(places):
        fill = (s.lead, s.card, s.second, s.second)[k]
        p.box((x - 0.18, y - 0.07, x + 0.18, y + 0.07), fill, 0.03, s.lead)
        _label(p, (x - 0.16, y - 0.05, x + 0.16, y + 0.05), names[k], s.ink if fill == s.card else WHITE, s.faint)


def _floor(p: Paper, s: Style, labels: list[str]) -> None:
    """Rooms seen from above, with their names."""
    rooms = [(0.1, 0.18, 0.52, 0.54), (0.52, 0.18, 0.9, 0.42), (0.52, 0.42, 0.9, 0.66), (0.1, 0.54, 0.38, 0.9),
             (0.38, 0.66, 0.9, 0.9), (0.38, 0.54, 0.52, 0.66)]  # fmt: skip
    names = labels or ["Living room", "Kitchen", "Bath", "Bedroom", "Bedroom", ""]
    for k, box in enumerate(rooms):
        p.box(box, mix(_fills(s, len(rooms))[k], s.card, 0.78), 0, s.ink)
        p.line([(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3]), (box[0], box[1])], s.ink, 0.012)
        if k < len(names) and names[k]:
            p.text((box[0] + 0.02, box[1] + 0.02, box[2] - 0.02, box[3] - 0.02), names[k], s.ink, largest=0.045)
    for x, y in ((0.46, 0.54), (0.52, 0.34), (0.52, 0.58), (0.3, 0.54)):
        p.oval(x, y, 0.022, s.card)


_PLANETS: tuple[tuple[float, Colour], ...] = (
    (0.014, (170, 160, 150)), (0.02, (226, 188, 124)), (0.022, (74, 134, 214)), (0.018, (206, 98, 62)),
    (0.04, (216, 168, 120)), (0.034, (228, 206, 150)), (0.027, (130, 200, 210)), (0.026, (70, 100, 210)),
)  # fmt: skip
_NIGHT: Colour = (14, 18, 46)


def _stars(p: Paper) -> None:
    """A night sky under what is drawn on it."""
    p.box((0, 0.13, 1, 1), _NIGHT)
    for k in range(120):
        p.oval(
            (k * 0.618) % 1,
            0.14 + 0.85 * ((k * 0.381966 + 0.13 * (k % 7)) % 1),
            0.0016 + 0.0012 * (k % 3),
            (150, 160, 210),
        )


def _orbits(p: Paper, s: Style, labels: list[str]) -> None:
    """The sun and its planets on their ways round it, each with its name."""
    _stars(p)
    p.oval(-0.1, 0.56, 0.25, (250, 176, 60))
    p.oval(-0.1, 0.56, 0.22, (254, 214, 96))
    names = [*labels, "Saturn", "Uranus", "Neptune"][1:9]
    for k, (name, (size, fill)) in enumerate(zip(names, _PLANETS, strict=False)):
        away = 0.3 + 0.098 * k
        turn = (0.3, -0.42, 0.5, -0.2, 0.16, -0.34, 0.34, -0.14)[k]
        way = [
            (-0.1 + away * math.cos(a), 0.56 + 0.94 * away * math.sin(a))
            for a in (j / 24 * 2.4 - 1.2 for j in range(25))
        ]
        p.line(way, (92, 102, 160), 0.004)
        x, y = -0.1 + away * math.cos(turn), 0.56 + 0.94 * away * math.sin(turn)
        if name == "Saturn":
            p.line([(x - 0.06, y + 0.018), (x + 0.06, y - 0.018)], (206, 186, 140), 0.014)
        p.oval(x, y, size, fill)
        p.oval(x - size * 0.3, y - size * 0.3, size * 0.4, mix(fill, WHITE, 0.35))
        p.text((x - 0.07, y + size + 0.008, x + 0.07, y + size + 0.042), name, WHITE, largest=0.028)
    p.text((0.01, 0.53, 0.14, 0.6), labels[0] if labels else "Sun", (120, 70, 20), largest=0.036)


# Stars of each as x and y on a grid of ten, in the order in which they are joined.
_FIGURES = {
    "Orion": "20 80 / 20 64 45 54 35 80 64 / 45 28 35 / 54 79", "Ursa Major": "03 24 45 57 97 93 45",
    "Cassiopeia": "02 36 53 77 91", "Cygnus": "50 53 59 / 05 32 53 74 96", "Leo": "31 12 24 45 95 78 45 / 31 52",
    "Lyra": "40 52 63 58 47 52",
}  # fmt: skip


def _sky(p: Paper, s: Style, labels: list[str]) -> None:
    """A star chart: figures of stars joined by lines, each with its name."""
    _stars(p)
    for k in range(3):
        ring = [(0.5 + 0.16 * (k + 1) * x, 0.565 + 0.15 * (k + 1) * y) for x, y in around(48)]
        p.line([*ring, ring[0]], (48, 58, 112), 0.003)
    for k, (name, drawn) in enumerate(_FIGURES.items()):
        x0, y0 = 0.08 + 0.32 * (k % 3), 0.2 + 0.4 * (k // 3)
        for stroke in drawn.split(" / "):
            points = [(x0 + 0.025 * int(n[0]), y0 + 0.027 * int(n[1])) for n in stroke.split()]
            p.line(points, (126, 150, 220), 0.005)
            for j, (x, y) in enumerate(points):
                p.oval(x, y, 0.008 + 0.004 * (j % 2), (255, 246, 206))
        p.text((x0 - 0.02, y0 + 0.28, x0 + 0.26, y0 + 0.325), name, (214, 224, 255), largest=0.032)


_KINDS: dict[str, Callable[[Paper, Style, list[str]], None]] = {
    "parts": _parts, "layers": _layers, "strata": _strata, "venn": _venn, "cycle": _cycle, "timeline": _timeline,
    "tree": _tree, "flow": _flow, "floor plan": _floor,
    "orbits": _orbits, "sky": _sky,
}  # fmt: skip
