"""Scenes: which painters make a setting, what stands in front of it, and the bank of land on open water."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

from imgen_nb.sketch.painting import (
    avenue,
    country,
    depth,
    effects,
    flora,
    halls,
    indoors,
    land,
    nooks,
    sets,
    sky,
    skylines,
    town,
    water,
    waterside,
    wonders,
    worlds,
)  # fmt: skip
from imgen_nb.sketch.painting.canvas import Brush, Floats, mix, times
from imgen_nb.sketch.painting.countries import COUNTRIES
from imgen_nb.sketch.painting.regions import region
from imgen_nb.sketch.painting.village import village
from imgen_nb.sketch.planning.layout import needs_bank
from imgen_nb.sketch.planning.stage import INSIDE, Stage
from imgen_nb.sketch.reading.nouns import group, metres
from imgen_nb.sketch.reading.readings import RAILED


def _moonscape(stage: Stage) -> None:
    sky.stars(stage, stage.horizon, 220)
    r = stage.stream("earth")
    if stage.has("planet", "globe-showing-europe-africa"):
        sky.planet(stage, r, (0.5 - stage.light.side * 0.3) * stage.w, stage.h * 0.2, stage.m * 0.1, ringed=False)
    country.desert(stage)


def _open_sky(stage: Stage) -> None:
    """Nothing but air: the sky has been painted."""


PAINTERS: dict[str, Callable[[Stage], None]] = {
    "hills": land.hills,
    "mountains": land.mountains,
    "meadow": land.meadow,
    "forest": land.forest,
    "desert": country.desert,
    "mars": country.desert,
    "moonscape": _moonscape,
    "snow": land.snowfield,
    "cave": country.cave,
    "sea": water.sea,
    "lake": water.lake,
    "beach": water.beach,
    "underwater": water.underwater,
    "city": skylines.city,
    "street": town.street,
    "room": indoors.room,
    "studio": sets.studio,
    "table": indoors.table,
    "stage": indoors.theatre,
    "sky": _open_sky,
    "space": sky.paint_space,
}
SIGHTS: dict[str, Callable[[Stage], None]] = {
    "grand canyon": wonders.canyon,
    "arches": wonders.arches,
    "karsts": wonders.karsts,
    "great wall": wonders.great_wall,
    "tennis court": wonders.court,
    "falls": waterside.falls,
    "loch": waterside.loch,
    "marina": waterside.marina,
    "island": waterside.island,
    "boughs": country.boughs,
    "savanna": waterside.savanna,
    "platform": halls.platform,
    "lobby": halls.lobby,
    "concert": halls.concert,
    "starry night": worlds.starry_night,
    "grid": worlds.grid,
    "blocks": worlds.blocks,
    "melting": worlds.melting,
    **dict.fromkeys(nooks.PLACES, nooks.nook),
    **{kind: functools.partial(avenue.avenue, kind=kind) for kind in avenue.AVENUES if kind != "new york"},
}
"""Places with a painter of their own, whatever setting they belong to."""


def painter(stage: Stage) -> Callable[[Stage], None]:
    """Who paints the place: its own painter, a great city's street, else the setting's."""
    if stage.country:
        return COUNTRIES[stage.country]
    if stage.place in SIGHTS:
        return SIGHTS[stage.place]
    if stage.setting in ("mars", "moonscape") and stage.place in skylines.SIGHTS:
        return skylines.colony
    if stage.setting == "sea" and stage.place in skylines.SIGHTS:
        return skylines.harbour
    if stage.setting == "street":
        big = stage.place in skylines.SIGHTS and stage.place not in skylines.OLD
        kind = "new york" if big else "street"
        if big or not stage.plan.subjects or stage.stream("street view").random() < 0.5:
            return functools.partial(avenue.avenue, kind=kind)
    return PAINTERS[stage.setting]


def paint_scene(stage: Stage, between: Callable[[], None] = lambda: None) -> None:
    """Everything behind the subjects; `between` is called when the sky is done and the land is not."""
    if stage.setting not in INSIDE and stage.setting not in ("space", "underwater"):
        sky.paint_sky(stage)
        between()
    if stage.setting == "cave":
        stage.canvas.image.paste(stage.light.sky[1][1], (0, 0, stage.w, stage.h))
    painter(stage)(stage)
    if (
        stage.plan.camera == "aerial"
        and not stage.country
        and stage.setting in ("hills", "mountains", "meadow", "snow")
    ):
        country.fields(stage, land.green(stage))
        if stage.plan.ground == "village":
            for k in range(3):
                heights = land.line(stage, f"lane{k}", stage.horizon + 0.17 + 0.16 * k, 0.05, 2)
                village(stage, heights, f"quarter{k}", 0.75 + 0.35 * k)
    if _on_rails(stage):
        country.rails(stage)
    elif stage.country:
        pass  # its own painter has laid its ways
    elif stage.place == "earthquake":
        wonders.quake(stage)
    elif stage.plan.ground == "road" and stage.setting in (
        "hills",
        "mountains",
        "meadow",
        "desert",
        "forest",
        "snow",
        "mars",
    ):
        if _drives(stage):
            country.embanked(stage, min(0.88, stage.focus[3] / stage.h - 0.055))
        else:
            country.road(stage)
    elif stage.place not in SIGHTS and _trodden(stage):
        country.path(stage, (206, 178, 136))
    if stage.setting == "lake" and stage.place is None and stage.plan == replace(stage.plan, subjects=(), ground=None):
        waterside.shore(stage)
    if stage.plan.weather == "fog" and stage.setting not in INSIDE:
        waterside.haze_bank(stage)
    if needs_bank(stage) or (stage.plan.ground == "road" and stage.setting in ("sea", "lake")):
        bank(stage)


def _on_rails(stage: Stage) -> bool:
    """Whether all that is shown is a train in open country."""
    free = stage.plan.subjects
    outside = stage.setting in ("hills", "meadow", "mountains", "forest", "desert", "snow", "beach")
    return outside and bool(free) and free[0].art in RAILED and free[0].pose != "fly" and stage.plan.ground is None


def _drives(stage: Stage) -> bool:
    """Whether the first thing is a large one that is seen from its side, so that its road must be, too."""
    first = next((s.art for s in stage.plan.subjects), None)
    return first is not None and metres(first) > 1.2 and group(first) == "place"


def _trodden(stage: Stage) -> bool:
    """Whether a path leads through open country: for a third of the seeds, where the words leave room for it."""
    open_country = stage.setting in ("hills", "meadow", "mountains") and stage.plan.camera != "aerial"
    free = stage.plan.ground is None and stage.plan.weather != "snow"
    return open_country and free and stage.stream("trodden").random() < 0.35


def set_off(stage: Stage, blur: float) -> None:
    """What is shown set off from what is behind it: warm light, cool shadow, a breath of haze round the focus.

    `blur` is how far what is behind lies out of focus, as a fraction of the shorter side.
    """
    c, (x, top, half, foot) = stage.canvas, stage.focus
    c.image = effects.toned(c.image)
    if blur:
        depth.lighted(stage)
        if stage.plan.subjects and not stage.light.stars:
            depth.receded(stage, blur)
    if stage.plan.subjects and not c.paper and stage.setting not in (*INSIDE, "space", "underwater"):
        reach = max(0.34 * c.m, 1.1 * max(half, (foot - top) / 2))
        c.glow(x, (top * 2 + foot) / 3, reach, times(stage.light.haze, 0.12), 1.0, 1.2)


def bank(stage: Stage) -> None:
    """Near land on a picture of water, for what cannot swim."""
    c = stage.canvas
    base = (118, 160, 92) if stage.plan.weather != "snow" else (234, 242, 250)
    heights: Floats = land.line(stage, "bank", 0.845, 0.03, 2)
    rock = stage.light.on((120, 108, 100))
    c.fill_below((heights + c.h * 0.012).astype(heights.dtype), rock, times(rock, 0.7))
    c.fill_below(
        (heights - c.h * 0.004).astype(heights.dtype),
        stage.light.on(mix(base, (255, 250, 190), 0.2)),
        stage.light.on(times(base, 0.66)),
    )
    stage.ground = stage.light.on(base)
    if stage.plan.ground == "road":
        country.embanked(stage, 0.875)
    r = stage.nuance("bank")
    blades = [(float(r.random()), float(r.uniform(0.87, 1.0))) for _ in range(stage.count(34))]
    if stage.plan.weather == "snow":
        return

    def draw(b: Brush) -> None:
        for x, y in sorted(blades, key=lambda q: q[1]):
            flora.tuft(b, r, x * c.w, y * c.h, c.m * (0.02 + 0.12 * (y - 0.87)), stage.light.on(times(base, 0.8)))

    c.vector((0, 0.8 * c.h, c.w, c.h), draw)


def paint_foreground(stage: Stage) -> None:
    """Plants close to the viewer at an edge of the picture, out of focus: they give it depth."""
    if stage.setting not in ("forest", "meadow", "hills", "lake", "mountains") or not stage.has(
        "plants", "leaves", "herb"
    ):
        return
    here = region(stage)
    if here.front == "none" or stage.plan.camera == "aerial":
        return
    c, r = stage.canvas, stage.stream("frame")
    if r.random() < 0.5:  # now and then, or every picture would be seen from behind the same bush
        return
    side = 0 if stage.focus[0] > 0.5 * c.w else 1  # where there is room
    way = 1 - 2 * side
    leaf = stage.light.on(times(here.leaves[0], 0.62))
    spots = [(side + way * float(r.uniform(-0.02, 0.26)) * c.m / c.w, float(r.uniform(0.7, 1.2))) for _ in range(9)]

    def draw(b: Brush) -> None:
        if here.front == "branch":
            for k in range(2):
                x, y, s = (side - way * 0.06) * c.w, (0.09 * k - 0.01) * c.h, c.m * (0.36 - 0.12 * k)
                flora.branch(b, r, x, y, s, mix(leaf, stage.light.haze, 0.16), way)
        elif here.front == "frond":
            for k, (x, size) in enumerate(spots[:5]):
                flora.frond(b, r, x * c.w, 1.03 * c.h, c.m * (0.2 - 0.02 * k) * size, leaf, way * 0.2)
        elif here.front == "ears":
            for x, size in spots:
                flora.ear(b, r, x * c.w, 1.02 * c.h, 0.24 * size * c.m, stage.light.on(times(here.field, 0.84)))
        else:
            for x, size in spots:
                flora.tuft(b, r, x * c.w, 1.02 * c.h, 0.13 * size * c.m, stage.light.on(times(here.grass, 0.6)))

    high = (0, 0, c.w, 0.5 * c.h) if here.front == "branch" else (0, 0.6 * c.h, c.w, c.h)
    c.vector(high, draw, blur=c.m * 0.004)
