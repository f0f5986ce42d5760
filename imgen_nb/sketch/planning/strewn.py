"""Strewn: things that lie on a table seen from above, the first the largest, the others about it."""

from __future__ import annotations

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.placing import SIZES, Placed
from imgen_nb.sketch.planning.stage import Stage

# Middles and sizes for one thing, two, three and so on, as fractions of the picture and of its shorter side.
_SPOTS: tuple[tuple[tuple[float, float, float], ...], ...] = (
    ((0.5, 0.5, 0.76),),
    ((0.36, 0.4, 0.56), (0.7, 0.68, 0.46)),
    ((0.33, 0.35, 0.46), (0.77, 0.3, 0.32), (0.66, 0.74, 0.4)),
    ((0.33, 0.33, 0.46), (0.74, 0.3, 0.36), (0.7, 0.72, 0.42), (0.26, 0.76, 0.34)),
    ((0.5, 0.5, 0.34), (0.2, 0.24, 0.33), (0.8, 0.24, 0.33), (0.8, 0.77, 0.33), (0.2, 0.77, 0.33)),
)


def strewn(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Each thing in a spot of its own, turned a little; of many, in rows."""
    subjects = stage.plan.subjects
    items = [i for i in members for _ in range(subjects[i].count)]
    spots = _SPOTS[len(items) - 1] if len(items) <= len(_SPOTS) else _rows(len(items))
    way = -1 if r.random() < 0.5 else 1
    largest = max(stage.cast.metres(i) for i in members)
    found: dict[int, list[Placed]] = {i: [] for i in members}
    for n, (i, (x, y, room)) in enumerate(zip(items, spots, strict=True)):
        art, share = stage.cast.art(i), (stage.cast.metres(i) / largest) ** 0.16
        size = room * min(1.16, SIZES.get(subjects[i].size or "", 1.0) * max(0.8, share))
        high = min(size, size / aspect(art) * 1.1, 1.2 * size / aspect(art) ** 0.5)
        foot = y + high * stage.m / stage.h / 2
        tilt = float(r.normal(0, 7 if len(items) > 1 else 3))
        at = 0.5 + way * (x - 0.5)
        found[i].append(Placed(i, art, subjects[i].art, at, foot, high, 0.1 + 0.001 * n, tilt=tilt, where="laid"))
    return found


def _rows(total: int) -> tuple[tuple[float, float, float], ...]:
    columns = -(-total // 2) if total <= 6 else round(total**0.5 + 0.3)
    rows = -(-total // columns)
    size = 0.76 / max(rows, columns)
    found = []
    for n in range(total):
        row, column = divmod(n, columns)
        wide = min(columns, total - row * columns)
        found.append(((column + 0.5) / wide * 0.9 + 0.05, (row + 0.5) / rows * 0.9 + 0.05, size))
    return tuple(found)
