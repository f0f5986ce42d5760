"""Skylines: what a city is known by, as a table, set among its houses; and the water that it lies at."""

from __future__ import annotations

from dataclasses import dataclass

from imgen_nb.sketch.painting import country, town
from imgen_nb.sketch.painting.land import line, mist, ridge
from imgen_nb.sketch.painting.standing import stand
from imgen_nb.sketch.painting.water import surface
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.nouns import group


@dataclass(frozen=True)
class Sight:
    """One sight of a city: which drawing, where across, how high (in heights of the picture), how far off."""

    art: str
    across: float
    high: float
    far: float


def _sights(text: str) -> dict[str, tuple[Sight, ...]]:
    """Read `city: art across high far, art across high far; ...`."""
    found = {}
    for entry in text.split(";"):
        city, _, listed = entry.partition(":")
        rows = [row.split() for row in listed.split(",")]
        found[city.strip()] = tuple(Sight(art, float(x), float(h), float(f)) for art, x, h, f in rows)
    return found


SIGHTS = _sights("""
new york: @empirestate 0.46 0.62 0.1, @chrysler 0.66 0.5 0.2, @liberty 0.16 0.4 0.0;
shanghai: @orientalpearl 0.36 0.62 0.06, @burj 0.64 0.6 0.16, @skyscraper 0.78 0.44 0.2;
singapore: @marinabay 0.52 0.42 0.06, @flyer 0.17 0.26 0.2, @merlion 0.86 0.2 0.0;
seattle: @spaceneedle 0.38 0.58 0.04, @skyscraper 0.66 0.46 0.2;
san francisco: @transamerica 0.64 0.54 0.08, @bridge 0.24 0.26 0.1;
rio: @sugarloaf 0.74 0.34 0.2, @redeemer 0.3 0.5 0.06;
istanbul: @bluemosque 0.44 0.4 0.04, @galata 0.82 0.4 0.16;
london: @clocktower 0.36 0.54 0.04, @flyer 0.74 0.4 0.12, @towerbridge 0.92 0.2 0.0;
paris: @eiffel 0.5 0.6 0.08, @arcdetriomphe 0.84 0.18 0.04;
moscow: @kremlin 0.5 0.4 0.04;
sydney: @harbourbridge 0.28 0.2 0.24, @operahouse 0.6 0.22 0.02;
tokyo: tokyo-tower 0.4 0.52 0.06, @pagodatower 0.78 0.3 0.1;
beijing: @pagodatower 0.5 0.38 0.04;
dubai: @burj 0.44 0.66 0.06, @skyscraper 0.68 0.42 0.2;
rome: @colosseum 0.42 0.24 0.02, @capitol 0.78 0.26 0.2;
athens: @parthenon 0.46 0.24 0.06;
berlin: @arcdetriomphe 0.42 0.26 0.04, @spaceneedle 0.68 0.5 0.16;
cairo: @pyramid 0.4 0.3 0.2, mosque 0.74 0.28 0.06;
washington: @capitol 0.44 0.28 0.04, @obelisk 0.74 0.5 0.1;
barcelona: @sagrada 0.46 0.54 0.04;
las vegas: @eiffel 0.3 0.42 0.1, @flyer 0.7 0.36 0.14;
hollywood: @hollywood 0.5 0.12 0.2
""")
# Without towers; away from any water; among hills.
OLD = words("istanbul moscow rome athens cairo beijing paris washington barcelona")
ASHORE = (OLD - {"istanbul"}) | {"berlin", "las vegas"}
HILLY = words("rio istanbul hollywood athens tokyo barcelona") | {"san francisco"}


def lies_at_water(stage: Stage) -> bool:
    """Whether the city is seen across water: where nothing has to stand on a pavement in front of it."""
    at_sea = stage.place in SIGHTS and stage.place not in ASHORE
    said = stage.plan.prompt.lower()
    said_so = any(word in said for word in ("skyline", "harbo", "reflect"))
    return (at_sea or said_so) and not stage.plan.subjects and stage.plan.ground is None


def city(stage: Stage) -> None:
    """A city: rows of buildings, its sights among them, a pavement or its water in front."""
    if stage.place in HILLY:
        ridge(stage, line(stage, "heights", stage.horizon - 0.06, 0.34, 2), (104, 124, 140), 0.5)
    towers = any(s.size == "huge" and group(s.art) in ("animal", "person") for s in stage.plan.subjects)
    town.rows(stage, share=0.36 if towers else 0.55 if stage.place in OLD else 1.0)  # a giant stands above the roofs
    at_water = lies_at_water(stage)
    base = stage.horizon + (0.0 if at_water else 0.05)
    mist(stage, base - 0.02, 0.2, 0.3 if stage.place in SIGHTS else 0.0)
    show(stage, base)
    if at_water:
        surface(stage, (28, 74, 110), (104, 150, 170))
        stage.ground = stage.light.on((60, 100, 130))
    else:
        town.pavement(stage, base)


def colony(stage: Stage) -> None:
    """The city on another planet: on its plain, the dust of it in front."""
    stage.horizon -= 0.06
    town.rows(stage, share=0.7)
    show(stage, stage.horizon + 0.05)
    country.desert(stage)


def harbour(stage: Stage) -> None:
    """The city across its water, far enough to leave the water to what is shown."""
    if stage.place in HILLY:
        ridge(stage, line(stage, "heights", stage.horizon - 0.02, 0.26, 2), (104, 124, 140), 0.5)
    town.rows(stage, share=0.36)
    mist(stage, stage.horizon - 0.03, 0.2, 0.3)
    show(stage, stage.horizon)
    surface(stage, (22, 84, 124), (96, 160, 184))
    stage.ground = stage.light.on((46, 112, 150))


def show(stage: Stage, base: float) -> None:
    """The sights of the place, but for one that the prompt shows itself; behind a subject they stand aside."""
    c = stage.canvas
    there = {s.art for s in stage.plan.subjects}
    for sight in SIGHTS.get(stage.place or "", ()):
        if sight.art in there or not stage.has(sight.art.lstrip("@")):
            continue
        x, high = sight.across, sight.high
        if stage.plan.subjects:
            x, high = 0.5 + (x - 0.5) * 1.3 + (0.06 if x >= 0.5 else -0.06), high * 0.86
        tall = high * c.h * min(1.0, stage.horizon * 1.3)
        stand(stage, sight.art, tall, x * c.w, (base + 0.01 - 0.05 * sight.far) * c.h, sight.far)
