"""Floating: what no ground keeps up, in space, in the sky, under water, or laid out on a sheet."""

from __future__ import annotations

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.heights import heights
from imgen_nb.sketch.planning.nooks import AFLOAT, LAID
from imgen_nb.sketch.planning.placing import SIZES, Placed, mirrored
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.planning.strewn import strewn


def floating(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Things in space, in the sky or under water, spread over the picture."""
    if stage.place == "spread":
        return strewn(stage, r, members)
    subjects, tall = stage.plan.subjects, heights(stage, members)
    items = [(i, k) for i in members for k in range(subjects[i].count)]
    total = len(items)
    found: dict[int, list[Placed]] = {i: [] for i in members}
    columns = min(total, max(1, round((total * stage.w / stage.h) ** 0.5))) if total > 3 else total
    rows, still = -(-total // columns), stage.place in AFLOAT
    for n, (i, _) in enumerate(items):
        s = subjects[i]
        art = stage.cast.art(i)
        row, column = divmod(n, columns)
        in_row = min(columns, total - row * columns)
        x = (column + 0.5) / in_row + (
            0.0 if still else float(r.uniform(-0.05, 0.05)) if total > 1 else float(r.choice([-0.08, 0, 0.08]))
        )
        middle = 0.5 if stage.setting != "underwater" else 0.46
        y = (
            middle
            + ((row + 0.5) / rows - 0.5) * (0.78 if still else 0.66)
            + (0.0 if still else float(r.uniform(-0.04, 0.04)) / rows)
            + (0.06 if (column % 2 or in_row < columns) and not still else 0) * (total > 1)
        )
        high = rows * ((1.36 if still else 1.5) if rows > 1 else 0.92)
        room = 0.86 / max(columns * aspect(art) * stage.m / stage.w, high * stage.m / stage.h, 0.5)
        if stage.place == "poster":
            x = 0.5 + 0.86 * (x - 0.5)  # within its margins
        room *= SIZES.get(s.size or "", 1.0) / max(SIZES.get(subjects[m].size or "", 1.0) for m in members)
        h = min(tall[i], room) * (float(r.uniform(0.85, 1.05)) if total > 1 and not still else 1)
        y += h * stage.m / stage.h / 2
        if stage.place == "portrait" and total == 1 and aspect(art) < 0.8:
            y = 1.02  # a neck comes from below the picture
        found[i].append(
            Placed(
                i,
                art,
                s.art,
                x,
                y,
                h,
                0.1 + h * 0.1,
                mirrored(r, s, x),
                0.0 if still else float(r.normal(0, 6 if total > 1 or s.art == "astronaut" else 3)),
                "laid" if stage.place in LAID else "floating",
            )
        )
    return found
