"""Scenes: which painters make a setting, what stands in front of it, and the bank of land on open water."""

from __future__ import annotations

from collections.abc import Callable

from imgen_nb.sketch.painting import country, flora, indoors, land, sky, town, water
from imgen_nb.sketch.painting.canvas import Brush, Floats, mix, times
from imgen_nb.sketch.painting.village import village
from imgen_nb.sketch.planning.layout import needs_bank
from imgen_nb.sketch.planning.stage import INSIDE, Stage


def _moonscape(stage: Stage) -> None:
    sky.stars(stage, stage.horizon, 220)
    r = stage.stream("earth")
    if stage.has("planet", "globe-showing-europe-africa"):
        sky.planet(stage, r, (0.5 - stage.light.side * 0.3) * stage.w, stage.h * 0.2, stage.m * 0.1, ringed=False)
    country.desert(stage)


def _open_sky(stage: Stage) -> None:
    """Nothing but air: clouds at several depths, a sea of them below."""
    c, r = stage.canvas, stage.nuance("heaps")
    white = mix((255, 255, 255), stage.light.haze, 0.2 if stage.light.level > 0.6 else 0.7)
    for k in range(9):
        y = 0.8 + 0.06 * (k // 3)
        x = ((k % 3) + r.uniform(0, 1)) / 3
        sky.heap(
            stage,
            r,
            x * c.w,
            (y + r.uniform(0, 0.1)) * c.h,
            c.m * r.uniform(0.2, 0.34),
            mix(white, stage.light.haze, 0.3 - 0.12 * (k // 3)),
        )


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
    "city": town.city,
    "street": town.street,
    "room": indoors.room,
    "studio": indoors.studio,
    "table": indoors.table,
    "stage": indoors.theatre,
    "sky": _open_sky,
    "space": sky.paint_space,
}


def paint_scene(stage: Stage, between: Callable[[], None] = lambda: None) -> None:
    """Everything behind the subjects; `between` is called when the sky is done and the land is not."""
    if stage.setting not in INSIDE and stage.setting not in ("space", "underwater"):
        sky.paint_sky(stage)
        between()
    if stage.setting == "cave":
        stage.canvas.image.paste(stage.light.sky[1][1], (0, 0, stage.w, stage.h))
    PAINTERS[stage.setting](stage)
    if stage.plan.camera == "aerial" and stage.setting in ("hills", "mountains", "meadow", "snow"):
        country.fields(stage, land.green(stage))
        if stage.plan.ground == "village":
            for k in range(3):
                heights = land.line(stage, f"lane{k}", stage.horizon + 0.17 + 0.16 * k, 0.05, 2)
                village(stage, heights, f"quarter{k}", 0.75 + 0.35 * k)
    if stage.plan.ground == "road" and stage.setting in (
        "hills",
        "mountains",
        "meadow",
        "desert",
        "forest",
        "snow",
        "mars",
    ):
        country.road(stage)
    if needs_bank(stage):
        bank(stage)


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
    r = stage.nuance("bank")
    blades = [(float(r.random()), float(r.uniform(0.87, 1.0))) for _ in range(stage.count(34))]
    if stage.plan.weather == "snow":
        return

    def draw(b: Brush) -> None:
        for x, y in sorted(blades, key=lambda q: q[1]):
            flora.tuft(b, r, x * c.w, y * c.h, c.m * (0.02 + 0.12 * (y - 0.87)), stage.light.on(times(base, 0.8)))

    c.vector((0, 0.8 * c.h, c.w, c.h), draw)


def paint_foreground(stage: Stage) -> None:
    """Soft leaves at the lower corners, close to the viewer, which give the picture depth."""
    if stage.setting not in ("forest", "meadow", "hills", "lake", "mountains") or not stage.has(
        "plants", "leaves", "herb"
    ):
        return
    if stage.plan.weather == "snow" or stage.plan.camera == "aerial":
        return
    c, r = stage.canvas, stage.stream("frame")
    leaf = stage.light.on(times(land.green(stage), 0.62))
    side = 0 if r.random() < 0.5 else 1
    places = [
        (
            side + (0.02 - 0.04 * side) + (1 - 2 * side) * 0.07 * k * c.m / c.w,
            1.03,
            r.uniform(0.16, 0.27) - 0.03 * k,
            r.uniform(-0.3, 0.5) * (1 - 2 * side),
        )
        for k in range(4)
    ]

    def draw(b: Brush) -> None:
        for x, y, s, lean in places:
            flora.frond(b, r, x * c.w, y * c.h, s * c.m, leaf, lean)

    c.vector((0, 0.6 * c.h, c.w, c.h), draw, blur=c.m * 0.0022)
