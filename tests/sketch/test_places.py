"""Places: sights of the world are known by their names, stand on their own ground, and are painted as themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.art.figures import drawable
from imgen_nb.sketch.painting import scenes, skylines
from imgen_nb.sketch.painting.painter import render
from imgen_nb.sketch.planning.sites import SITES
from imgen_nb.sketch.planning.stage import HORIZON, Stage
from imgen_nb.sketch.reading.places import PLACE, SETTING

GROUND = (
    ("a helicopter over Times Square", "street", "times square"),
    ("a boat in the canals of Venice", "lake", "venice"),
    ("Ha Long Bay without any boats", "sea", "karsts"),
    ("a llama at the edge of the Grand Canyon", "desert", "grand canyon"),
    ("the Great Wall in snow", "mountains", "great wall"),
    ("an elephant in a tennis court", "meadow", "tennis court"),
    ("a road ruined by an earthquake", "hills", "earthquake"),
    ("the skyline of New York City", "city", "new york"),
    ("the Kremlin at night", "city", "moscow"),
    ("the Empire State Building on Mars", "mars", None),  # what is said goes before what is usual
    ("a whale in front of the Sydney Opera House", "sea", "sydney"),
    ("a photo of a castle", "hills", None),
)


@pytest.mark.parametrize(("prompt", "setting", "place"), GROUND, ids=[row[0] for row in GROUND])
def test_a_sight_stands_on_its_own_ground(prompt: str, setting: str, place: str | None) -> None:
    stage = Stage(parse(prompt), (64, 64), 3, "0", 1.0)
    assert (stage.setting, stage.place) == (setting, place)


@pytest.mark.parametrize("place", [*scenes.SIGHTS, "shanghai", "sydney"])
def test_a_place_is_painted_as_itself(place: str) -> None:
    name = next(word for word, which in PLACE.items() if which == place) if place != "street" else "street"
    plan = replace(parse(name), prompt="", place=place)
    plain = replace(plan, place=None, setting="hills" if plan.setting == "street" else plan.setting)
    one, other = (np.asarray(render(p, (96, 96), seed=5), np.int16) for p in (plan, plain))
    assert np.abs(one - other).mean() > 8


def test_whatever_a_table_of_places_names_is_known() -> None:
    assert {site.setting for site in SITES.values()} <= set(HORIZON)
    assert {site.place for site in SITES.values()} - {None} <= set(skylines.SIGHTS)
    drawn = {name for name in SITES if name.startswith("@")} | {s.art for row in skylines.SIGHTS.values() for s in row}
    assert [name for name in sorted(drawn) if not drawable(name)] == []
    assert [word for word in PLACE if word not in SETTING and word != "garage"] == []
