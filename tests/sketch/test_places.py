"""Places: sights of the world are known by their names, stand on their own ground, and are painted as themselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.art.figures import drawable
from imgen_nb.sketch.painting import nooks, scenes, skylines
from imgen_nb.sketch.painting.countries import COUNTRIES
from imgen_nb.sketch.painting.manners import MANNERS
from imgen_nb.sketch.painting.painter import render
from imgen_nb.sketch.painting.rooms import FURNITURE
from imgen_nb.sketch.painting.typeset import block, broken
from imgen_nb.sketch.planning.countries import HAUNTS, HORIZONS
from imgen_nb.sketch.planning.nooks import AFLOAT, NOOK_OF
from imgen_nb.sketch.planning.sites import SITES
from imgen_nb.sketch.planning.stage import HORIZON, Stage
from imgen_nb.sketch.reading.nouns import OWN_GROUP
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
    ("a horse in a field in Minecraft style", "hills", "blocks"),
    ("a futuristic city in synthwave style", "city", "grid"),
    ("a car in the style of Salvador Dali", "desert", "melting"),
    ("a fish in the sea in the style of Dali", "sea", None),
    ("The Starry Night", "hills", "starry night"),
    ("dolphins in a marina", "sea", "marina"),
    ("several lily pads", "lake", None),
    ("a spaceship", "space", None),
    ("a red cube", "studio", "arcade"),
    ("a young girl playing piano", "studio", "salon"),
    ("dogs sitting around a poker table", "room", None),
    ("a hammer", "studio", "bench"),
    ("a margarita next to a napkin", "studio", "bar"),
    ("an armchair", "room", None),
    ("a cat", "room", None),
    ("a cat chasing a horse", "meadow", None),
    ("a hammer in the desert", "desert", None),
    ("a cow and a hammer", "meadow", None),  # only what is all of the house has a nook
    ("a map of Italy", "studio", "laid"),
    ("a red circle", "studio", "poster"),
    ("a pig face", "studio", "portrait"),
    ("a hammer on a table", "table", "bench"),
    ("a pile of toy cars", "studio", "nursery"),
    ("a mug floating in the sky", "sky", None),
    ("the word HELLO in chalk on a sidewalk", "street", "chalk"),
    ("the words 'KEEP OFF' on a black sticker", "studio", "sticker"),
    ("the word 'START'", "studio", "typeset"),
    ("a sign that says Deep Learning", "hills", None),
    ("a cup on a white background", "studio", None),
    ("a blue square on a white background", "studio", "poster"),
    ("a pile of cash on a table", "table", "desk"),  # and on no cloth, as treasure is
    ("a cardboard box", "studio", "shed"),
    ("a cup of tea from above", "studio", "spread"),
    ("a bird's eye view of a city", "city", "aerial city"),
    ("aerial view of a beach", "beach", "aerial beach"),
    ("a drone shot of a forest with a river", "lake", "aerial river"),
    ("isometric village", "hills", "aerial village"),
    ("looking up at skyscrapers", "city", "upward"),
    ("inside of a car driving at night", "street", "cockpit"),
)


@pytest.mark.parametrize(("prompt", "setting", "place"), GROUND, ids=[row[0] for row in GROUND])
def test_a_sight_stands_on_its_own_ground(prompt: str, setting: str, place: str | None) -> None:
    stage = Stage(parse(prompt), (64, 64), 3, "0", 1.0)
    assert (stage.setting, stage.place) == (setting, place)


COUNTRY = (
    ("a zebra", {"savanna"}),
    ("a Triceratops", {"primeval"}),
    ("a friendly car", {"highway"}),
    ("a fire hydrant", {"town"}),
    ("a monarch butterfly", {"bloom"}),
    ("a cow", {"farm", "wheat", "valley", ""}),
    ("a cow on the beach", {""}),  # what is said goes before what is usual
    ("a dog in the park", {"park"}),  # and may say which kind
    ("a dog on blue grass", {""}),
    ("a cow in snow", {""}),
    ("a fog", {""}),
)


@pytest.mark.parametrize(("prompt", "countries"), COUNTRY, ids=[row[0] for row in COUNTRY])
def test_open_land_is_of_a_kind_that_suits_who_is_in_it(prompt: str, countries: set[str]) -> None:
    assert {Stage(parse(prompt), (64, 64), seed, "0", 1.0).country for seed in range(40)} == countries


def test_every_country_is_painted_as_itself() -> None:
    plan, pictures = parse("a woman"), []
    for kind in HORIZONS:
        stage = Stage(plan, (64, 64), 3, "0", 1.0)
        stage.country, stage.horizon = kind, HORIZONS[kind]
        scenes.paint_scene(stage)
        pictures.append(np.asarray(stage.canvas.image, np.int16))
    assert {*HORIZONS} == {*COUNTRIES}
    assert min(np.abs(a - b).mean() for a, b in combinations(pictures, 2)) > 5


@pytest.mark.parametrize("place", [*scenes.SIGHTS, "shanghai", "sydney"])
def test_a_place_is_painted_as_itself(place: str) -> None:
    name = next((word for word, which in PLACE.items() if which == place), place)
    plan = replace(parse(name), prompt="", place=place)
    plan = replace(plan, setting=plan.setting or "mountains")
    plain = replace(plan, place=None, camera=None, setting="hills" if plan.setting == "street" else plan.setting)
    one, other = (np.asarray(render(p, (96, 96), seed=5), np.int16) for p in (plan, plain))
    assert np.abs(one - other).mean() > 8


def test_words_alone_are_set_in_lines_of_one_width() -> None:
    assert broken("incomprehensibilities") == ["incomprehe-", "nsibilities"]
    assert broken("hello") == ["hello"]
    rows = np.asarray(block(["KEEP", "OFF", "THE", "GRASS"], 200, 160)).max(1) > 128
    mask = np.asarray(block(["KEEP", "OFF", "THE", "GRASS"], 200, 160)) > 128
    starts = np.flatnonzero(np.diff(rows.astype(int)) == 1) + 1
    widths = [np.flatnonzero(mask[y : y + 12].any(0)) for y in starts]
    assert len(starts) > 1
    assert min(w[-1] - w[0] for w in widths) > 0.8 * mask.shape[1]


def test_whatever_a_table_of_places_names_is_known() -> None:
    assert {site.setting for site in SITES.values()} <= set(HORIZON)
    assert {site.place for site in SITES.values()} - {None} <= {*skylines.SIGHTS, *FURNITURE}
    assert {*NOOK_OF.values(), *AFLOAT, "worktop", "windowsill"} - {"living"} == {*nooks.PLACES}
    drawn = (
        {name for name in SITES if name.startswith("@")}
        | {*NOOK_OF, *HAUNTS} - {*OWN_GROUP}
        | {s.art for row in skylines.SIGHTS.values() for s in row}
    )
    assert [name for name in sorted(drawn) if not drawable(name)] == []
    assert [word for word in PLACE if word not in SETTING and word != "garage"] == []


HANDED = (
    ("a cat in the style of Vincent van Gogh", "swirling"),
    ("a cat. painting in the style of abstract cubism", "cubist"),
    ("a cartoon of a cat", "comic"),
    ("a painting of a cat in the style of Hokusai", "woodblock"),
    ("a cat in the style of Egyptian hieroglyphics", "papyrus"),
    ("a stained glass window depicting a calm cat", "leaded"),
    ("a cat. detailed ink wash.", "ink wash"),
    ("a detailed charcoal sketch of a cat", "charcoal"),
    ("a drawing of a cat in the style of da Vinci", "notebook"),
    ("a vector illustration of a cat", "flat"),
    ("wood engraving of a cat", "engraved"),
    ("a coloring book page of a cat", "outlined"),
)


def test_named_manners_are_read_and_told_apart() -> None:
    plans = {style: parse(prompt) for prompt, style in HANDED}
    assert {style: (plan.style, plan.subjects[0].art) for style, plan in plans.items()} == {
        style: (style, "cat") for _, style in HANDED
    }
    assert {style for _, style in HANDED} == set(MANNERS)
    drawn = [
        np.asarray(render(replace(p, prompt="", setting="meadow"), (96, 96), seed=2), np.int16) for p in plans.values()
    ]
    apart = [np.abs(a - b).mean() for k, a in enumerate(drawn) for b in drawn[:k]]
    assert min(apart) > 9


@pytest.mark.parametrize(
    "prompt", ["a painting of black and white with a red border", "an abstract painting in blue and red"]
)
def test_a_painting_of_colours_is_made_of_them(prompt: str) -> None:
    plan = parse(prompt)
    assert (plan.design, plan.subjects) == ("composition", ())
    pixels = np.asarray(render(plan, (128, 128), seed=1), np.int16)
    red = (pixels[..., 0] > 150) & (pixels[..., 1] < 110) & (pixels[..., 2] < 110)
    assert red.mean() > 0.01
    assert parse("an abstract painting of a tree").design is None
