"""Windows: who rides in a car, a bus, a train is seen by the head, in a window of it."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns

# The middles of the windows, as fractions of the drawing from left and top, and the height of each; drawn facing left.
_TABLE = """
automobile            : 0.40 0.68 | 0.27 | 0.34
sport-utility-vehicle : 0.34 0.62 | 0.26 | 0.30
taxi                  : 0.40 0.68 | 0.28 | 0.28
police-car            : 0.36 0.70 | 0.36 | 0.28
bus                   : 0.29 0.51 0.73 0.89 | 0.30 | 0.30
trolleybus            : 0.34 0.59 0.85 0.10 | 0.30 | 0.24
tram-car              : 0.40 0.65 0.90 0.12 | 0.38 | 0.24
@vwvan                : 0.17 0.39 0.61 0.83 | 0.22 | 0.28
@subway               : 0.16 0.39 0.62 0.86 | 0.28 | 0.36
@oldcar               : 0.40 0.58 | 0.24 | 0.32
@sportscar            : 0.44 0.60 | 0.22 | 0.34
@pickup               : 0.33 0.44 | 0.22 | 0.32
pickup-truck          : 0.30 | 0.22 | 0.34
delivery-truck        : 0.22 | 0.38 | 0.30
tractor               : 0.66 | 0.22 | 0.30
fire-engine           : 0.27 | 0.36 | 0.32
locomotive            : 0.74 | 0.42 | 0.24
house                 : 0.62 0.81 | 0.68 | 0.17
house-with-garden     : 0.74 | 0.58 | 0.20
@cabin                : 0.34 | 0.64 | 0.18
@porchhouse           : 0.26 0.36 0.46 | 0.26 | 0.12
"""


def _read(line: str) -> tuple[tuple[float, ...], float, float]:
    across, down, high = line.split("|")
    return tuple(float(x) for x in across.split()), float(down), float(high)


WINDOWS = {name.strip(): _read(line) for name, _, line in (row.partition(":") for row in _TABLE.strip().splitlines())}


def at_window(stage: Stage, p: Placed, t: Placed, rank: tuple[int, int]) -> Placed | None:
    """The head of a rider in its window; None where there is no window, or no head by itself."""
    across, down, high = WINDOWS.get(t.name, ((), 0.0, 0.0))
    head = head_of(p.art) or _face(p.name)
    if head is None or not across:
        return None
    k, n = rank
    at = across[k] if n <= len(across) else across[0] + (across[-1] - across[0]) * (1.3 * k / (n - 1) - 0.15)
    tall = stage.m / stage.h
    wide = t.across(stage)
    aside = (at - 0.5) * wide * (-1 if t.mirror else 1)
    h = high * t.height * (0.8 if n > len(across) else 1.0)
    y = t.y - (1 - down - 0.5 * high) * t.height * tall
    return replace(
        p, art=head, x=t.x + aside, y=y, height=h, depth=t.depth + 0.0005, mirror=not t.mirror, where="window"
    )


def _face(name: str) -> Art | None:
    """The head of an animal that has no neck to its drawing."""
    face = nouns.face_of(name)
    return figure(face) if face else None


def head_of(art: Art) -> Art | None:
    """What of a figure is above its neck."""
    if "neck" not in art.anchors:
        return None
    low = art.anchors["neck"][1] + 1.5
    shapes = tuple(s for s in art.shapes if max(y for ring in s.rings for _, y in ring) < low)
    return Art(shapes) if len(shapes) > 2 else None
