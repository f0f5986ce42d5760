"""Scenes: which painters make a setting, what stands in front of it, and the bank of land on open water."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import (
    aerial,
    avenue,
    country,
    depth,
    effects,
    flora,
    halls,
    indoors,
    land,
    nooks,
    premises,
    sets,
    sky,
    skylines,
    town,
    turf,
    upward,
    water,
    waterside,
    wonders,
    worlds,
)  # fmt: skip
from imgen_nb.sketch.painting.canvas import Brush, Floats, Random, mix, times
from imgen_nb.sketch.painting.countries import COUNTRIES, cliffs
from imgen_nb.sketch.painting.regions import region
from imgen_nb.sketch.painting.village import village
from imgen_nb.sketch.planning.layout import needs_bank
from imgen_nb.sketch.planning.relations import VEHICLES
from imgen_nb.sketch.planning.stage import INSIDE, Stage
from imgen_nb.sketch.reading.lexicon import words
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
    "coast": cliffs,
    "platform": halls.platform,
    "lobby": halls.lobby,
    "concert": halls.concert,
    "starry night": worlds.starry_night,
    "grid": worlds.grid,
    "blocks": worlds.blocks,
    "melting": worlds.melting,
    **aerial.PLACES,
    "upward": upward.towers,
    "cockpit": functools.partial(avenue.avenue, kind="street"),
    **dict.fromkeys(nooks.PLACES, nooks.nook),
    **dict.fromkeys(premises.HALLS, premises.hall),
    **dict.fromkeys(premises.YARDS, premises.yard),
    **dict.fromkeys(premises.STREETS, premises.street),
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
    if stage.setting == "street" and _crosses(stage):  # what is seen from its side drives across, not away
        return skylines.city if stage.place in skylines.SIGHTS else town.street
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
        and stage.place not in SIGHTS
        and stage.setting in ("hills", "mountains", "meadow", "snow")
        and all(metres(s.art) > 5 for s in stage.plan.subjects if s.target is None)  # a dog is seen from no plane
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
    elif stage.setting in ("street", "city") and _crosses(stage):
        town.carriageway(stage, min(0.84, stage.focus[3] / stage.h - 0.075))
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
        if _FOOTPATH.search(stage.plan.prompt.lower()):
            country.path(stage, (206, 178, 136))
        elif _drives(stage):
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


_FOOTPATH = re.compile(r"\b(?:path|footpath|pathway|trail|dirt road)\b(?! of)")


def _on_rails(stage: Stage) -> bool:
    """Whether all that is shown is a train in open country."""
    free = stage.plan.subjects
    outside = stage.setting in ("hills", "meadow", "mountains", "forest", "desert", "snow", "beach")
    return outside and bool(free) and free[0].art in RAILED and free[0].pose != "fly" and stage.plan.ground is None


def _drives(stage: Stage) -> bool:
    """Whether the first thing is a large one that is seen from its side, so that its road must be, too."""
    first = next((s.art for s in stage.plan.subjects), None)
    return first is not None and metres(first) > 1.2 and group(first) == "place"


def _crosses(stage: Stage) -> bool:
    """Whether the first thing that stands there drives, seen from its side, where houses are."""
    free = [s for s in stage.plan.subjects if s.relation is None]
    return bool(free) and free[0].art in DRIVEN and stage.plan.camera != "aerial"


DRIVEN = (
    VEHICLES | words("@formulaone ambulance fire-engine delivery-truck articulated-lorry trolleybus @trafficjam")
) - words("locomotive sailboat canoe speedboat ship motor-boat passenger-ship bathtub @submarine")


def _trodden(stage: Stage) -> bool:
    """Whether a path leads through open country: for a third of the seeds, where the words leave room for it."""
    open_country = stage.setting in ("hills", "meadow", "mountains") and stage.plan.camera != "aerial"
    free = stage.plan.ground is None and stage.plan.weather != "snow"
    return open_country and free and stage.stream("trodden").random() < 0.35


def set_off(stage: Stage, blur: float) -> None:
    """What is shown set off from what is behind it: warm light, cool shadow, depth.

    `blur` is how far what is behind lies out of focus, as a fraction of the shorter side.
    """
    c = stage.canvas
    c.image = effects.toned(c.image)
    if blur:
        depth.lighted(stage)
        if stage.plan.subjects and not stage.light.stars:
            depth.receded(stage, blur)


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
    """Plants close to the viewer at the edges of the picture, out of focus: they give it depth."""
    outside = stage.setting in ("forest", "meadow", "hills", "lake", "mountains")
    here, r = region(stage), stage.nuance("frame")
    if not outside or here.front == "none" or stage.plan.camera == "aerial" or stage.country == "town":
        return
    if not stage.has("plants", "leaves", "herb", "grass"):
        return
    c = stage.canvas
    side = 0 if stage.focus[0] > 0.5 * c.w else 1  # where there is room
    way = 1 - 2 * side
    leaf = stage.light.on(times(mix(here.leaves[0], (132, 168, 76), 0.4), 0.76))
    turf.close(stage)
    front = "branch" if r.random() < 0.4 else here.front
    if front == "ears" and (stage.country in ("jungle", "primeval", "savanna") or stage.setting == "forest"):
        front = "frond"
    if front == "branch":
        _branches(stage, r, leaf, side, way)
    else:
        _stalks(stage, r, front, leaf, side, way)


BLOOMING: dict[str, tuple[Colour, ...]] = {
    "autumn": ((226, 116, 48), (240, 172, 70), (196, 76, 52)),
    "orchard": ((252, 204, 216), (246, 176, 196), (255, 236, 240)),
    "savanna": (),
    "jungle": (),
}
"""What colours the twigs of a country; elsewhere they blossom, or bear leaves alone."""
BLOSSOMS: tuple[tuple[Colour, ...], ...] = (
    (),
    (),
    ((250, 214, 222), (244, 182, 200), (255, 240, 242)),
    ((255, 250, 240), (250, 236, 206)),
    ((196, 164, 232), (222, 200, 246)),
)


def _branches(stage: Stage, r: Random, leaf: Colour, side: int, way: int) -> None:
    """Leaves hanging into the picture from an upper corner, where nothing is shown."""
    c, (x, top, half, _) = stage.canvas, stage.focus
    edge = side * c.w
    free = abs(edge - x) - half if top < 0.3 * c.h else 0.6 * c.m
    size = min(0.4 * c.m, 1.1 * free)
    if size < 0.14 * c.m:
        return

    petals = BLOOMING.get(stage.country, BLOSSOMS[int(r.integers(len(BLOSSOMS)))])

    def draw(b: Brush) -> None:
        for k in range(3):
            tone = mix(times(leaf, 0.8), stage.light.sun_colour, 0.14 * k)
            at = edge - way * 0.05 * c.m, (0.08 * k - 0.02) * c.h
            if petals:
                lit = tuple(stage.light.on(petal) for petal in petals)
                flora.spray(b, r, *at, size * (1 - 0.2 * k), tone, way, lit)
            else:
                flora.branch(b, r, *at, size * (1 - 0.24 * k), tone, way)

    reach = edge + way * 1.3 * size
    c.vector((min(edge, reach), 0, max(edge, reach), 0.5 * c.h), draw, blur=c.m * 0.0045)


def _stalks(stage: Stage, r: Random, front: str, leaf: Colour, side: int, way: int) -> None:
    """Ears, ferns or high grass in a lower corner."""
    c, here, light = stage.canvas, region(stage), stage.light
    spots = [(side + way * float(r.uniform(-0.02, 0.26)) * c.m / c.w, float(r.uniform(0.7, 1.2))) for _ in range(9)]

    def draw(b: Brush) -> None:
        for k, (x, size) in enumerate(spots[:5] if front == "frond" else spots):
            if front == "frond":
                flora.frond(b, r, x * c.w, 1.03 * c.h, c.m * (0.2 - 0.02 * k) * size, leaf, way * 0.2)
            elif front == "ears":
                flora.ear(b, r, x * c.w, 1.02 * c.h, 0.24 * size * c.m, light.on(times(here.field, 0.84)))
            else:
                flora.tuft(b, r, x * c.w, 1.02 * c.h, 0.13 * size * c.m, light.on(times(stage.turf or here.grass, 0.7)))

    reach, high = 0.38 * c.m, c.h - 0.3 * c.m
    box = (0, high, reach, c.h) if side == 0 else (c.w - reach, high, c.w, c.h)
    c.vector(box, draw, blur=c.m * 0.0045)
