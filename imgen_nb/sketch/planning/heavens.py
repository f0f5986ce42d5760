"""Heavens: where moons, planets, stars and rainbows stand."""

from __future__ import annotations

from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.placing import SIZES, Placed
from imgen_nb.sketch.planning.stage import Stage

HIGH = {"@star": 0.1, "@moon": 0.2, "@rainbow": 0.5, "@fireworks": 0.44}


def celestial(stage: Stage, r: Random, members: list[int]) -> dict[int, list[Placed]]:
    """Moons, planets and stars high in the sky."""
    subjects, found = stage.plan.subjects, {}
    for i in members:
        s = subjects[i]
        art = stage.cast.art(i)
        h = HIGH.get(s.art, 0.26) * SIZES.get(s.size or "", 1.0) ** 1.5
        if any(o.target == i and o.relation in ("on", "front", "against", "printed") for o in subjects):
            x, h = (0.5, 0.62) if s.art == "@moon" else (0.5, 0.5)  # behind whoever stands before it
            found[i] = [Placed(i, art, s.art, x, 0.16 + h * stage.m / stage.h, h, -1, where="celestial")]
            continue
        if len(subjects) == 1:
            h *= 1.6
        group = []
        for k in range(s.count):
            x = stage.light.sun[0] - stage.light.side * (0.34 * k + float(r.uniform(0, 0.04)))
            if s.count > 3:  # a sky full of them
                x = (k + 0.5) / s.count * 0.88 + 0.06
            # trees and towers leave the moon only the top of the picture
            high = 0.05 if stage.setting in ("forest", "city", "street") else 0.14
            low = 0.1 * k if s.count <= 3 else 0.13 * (k * 2 % 3)
            y = min(1.0, stage.horizon) * high + h * stage.m / stage.h + low
            if s.art in having("in"):
                x, y = (k + 0.5) / s.count, h * stage.m / stage.h
            group.append(Placed(i, art, s.art, min(0.94, max(0.06, x)), y, h, -1, where="celestial"))
        found[i] = group
    return found
