"""Rooms differ from each other, and what was asked away is not in them."""

import numpy as np
import pytest

from imgen_nb.sketch import parse, render
from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.painting.rooms import COSY, FURNITURE, cosy
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import PLACE, SETTING

ROOMS = sorted(FURNITURE)


def pixels(prompt: str) -> np.ndarray:
    return np.asarray(render(parse(prompt), (96, 96), seed=4), int)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_said_and_furnished(room: str) -> None:
    plan = parse(f"a cat in a {room}")
    assert (plan.setting, plan.place) == ("room", room)
    assert parse(f"no {room}").place is None
    assert all(figure(piece.art).shapes for piece in FURNITURE[room])
    assert (np.abs(pixels(f"an empty {room}") - pixels("an empty room")).max(2) > 40).mean() > 0.04


def test_every_place_is_a_room_that_is_furnished() -> None:
    assert set(PLACE.values()) == set(FURNITURE)
    assert {SETTING[word] for word in PLACE} == {"room"}


def test_what_was_asked_away_is_not_there() -> None:
    plan = parse("a kitchen without a refrigerator")
    assert "@fridge" in plan.without
    assert (np.abs(pixels("a kitchen without a refrigerator") - pixels("a kitchen")).max(2) > 40).any()


def test_rooms_of_no_kind_differ_in_what_stands_in_them() -> None:
    kinds = {cosy(Stage(parse("a cat"), (64, 64), seed, "0", 1.0)) for seed in range(40)}
    assert kinds == set(COSY)
    assert all(figure(piece.art).shapes for pieces in COSY for piece in pieces)


def test_furniture_is_no_subject() -> None:
    assert parse("a small kitchen with a white goat in it").subjects[0].art == "goat"
    assert len(parse("a small kitchen with a white goat in it").subjects) == 1


@pytest.mark.parametrize(
    ("prompt", "surfaces", "things"),
    [
        ("A small brown kitchen with white wood floor.", ("walls: brown", "floor: white, wood"), []),
        ("a kitchen with light blue walls and a red table", ("walls: light blue",), ["table"]),
        ("a black and green tile bathroom with a bucket", ("walls: black, green, tiles",), ["bucket"]),
        ("a yellow sofa in a green living room", ("walls: green",), ["sofa"]),
        ("a bathroom with checkered floor tiles and a sink", ("floor: chequers",), ["sink"]),
        ("the black chair is on top of the blue rug", ("rug: blue",), ["chair"]),
        ("a kitchen table and a red office chair", (), ["chair", "table"]),
        ("a vase in front of a red wall", (), ["vase", "wall"]),
    ],
)
def test_walls_floors_and_rugs_look_as_is_said(prompt: str, surfaces: tuple[str, ...], things: list[str]) -> None:
    plan = parse(prompt)
    assert plan.surfaces == surfaces
    assert [s.word for s in plan.subjects] == things


@pytest.mark.parametrize(
    ("prompt", "low", "colour"),
    [
        ("a room with red walls", False, (224, 48, 44)),
        ("a bathroom with blue walls", False, (44, 104, 224)),
        ("a bedroom with a green floor", True, (58, 164, 84)),
        ("a kitchen with a white floor", True, (246, 246, 244)),
    ],
)
def test_a_surface_has_its_colour(prompt: str, low: bool, colour: tuple[int, int, int]) -> None:
    drawn = np.asarray(render(parse(prompt), (160, 160), seed=3).convert("RGB"), float)
    seen = np.median((drawn[150:, 10:80] if low else drawn[2:20, 60:100]).reshape(-1, 3), axis=0)
    assert np.linalg.norm(seen / seen.sum() - np.asarray(colour) / sum(colour)) < 0.2
