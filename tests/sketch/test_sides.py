"""Where things stand when the prompt says it: sides, numbers, rows, and nothing cut by the edge."""

import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage

SIZES = ((192, 192), (256, 144), (144, 256))


def placed(prompt: str, seed: int, size: tuple[int, int] = (192, 192)) -> tuple[Stage, list[Placed]]:
    stage = Stage(parse(prompt), size, seed, "0", 1.0)
    return stage, place(stage)


def middles(prompt: str, seed: int, size: tuple[int, int]) -> list[list[float]]:
    """The x of all copies of each subject."""
    stage, found = placed(prompt, seed, size)
    return [[p.x for p in found if p.subject == i] for i in range(len(stage.plan.subjects))]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "prompt",
    [
        "a cat to the left of a dog",
        "a cat on the left and a dog on the right",
        "On the left, a cat. On the right, a dog.",
        "a cat on the left of a dog in a forest at night",
        "a boat to the left of a lighthouse",
        "from left to right: a banana, a horse",
    ],
)
def test_left_is_left(prompt: str, size: tuple[int, int]) -> None:
    for seed in range(12):
        one, other = middles(prompt, seed, size)
        assert max(one) < min(other), seed


@pytest.mark.parametrize("size", SIZES)
def test_right_is_right_and_between_is_between(size: tuple[int, int]) -> None:
    for seed in range(12):
        (one,), (other,) = middles("a horse to the right of a chair", seed, size)
        assert one > other
        cat, dogs = middles("a cat between two dogs", seed, size)
        assert min(dogs) < cat[0] < max(dogs)
        (tree,), (house,), (car,) = middles("a tree between a house and a car", seed, size)
        assert house < tree < car


@pytest.mark.parametrize("count", [0, 1, 2, 5, 9, 10, 13, 20])
@pytest.mark.parametrize(
    "where", ["", " in a pond", " on a table", " in the sky", " in space", " in a row", " in a circle"]
)
def test_as_many_as_asked_are_placed(count: int, where: str) -> None:
    _, found = placed(f"{count} ducks{where}", 3)
    assert sum(p.name == "duck" for p in found) == count


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "prompt",
    [
        "a giraffe next to a house",
        "a huge elephant and a huge whale",
        "a cat on a horse on an elephant",
        "a child flying a kite",
        "nine cars",
        "twenty flags",
        "a man in a top hat holding an umbrella on a horse",
    ],
)
def test_nothing_is_cut_by_the_edge(prompt: str, size: tuple[int, int]) -> None:
    for seed in range(6):
        stage, found = placed(prompt, seed, size)
        for p in found:
            half = p.height * aspect(p.art) * stage.m / stage.w / 2
            assert -0.005 <= p.x - half <= p.x + half <= 1.005, (seed, p.name)
            assert p.y - p.height * stage.m / stage.h >= -0.005, (seed, p.name)


def test_a_row_is_level_and_a_circle_is_round() -> None:
    _, row = placed("five robots in a row", 1)
    assert len({p.y for p in row}) == 1
    _, ring = placed("eight children in a circle", 1)
    assert len({round(p.y, 2) for p in ring}) >= 4
    assert len({round(p.x, 2) for p in ring}) >= 4


def test_doors_and_windows_are_in_their_house() -> None:
    stage, found = placed("a house with a red door and two windows", 2)
    (house,) = (p for p in found if p.subject == 0)
    half = house.height * aspect(house.art) * stage.m / stage.w / 2
    openings = [p for p in found if p.subject]
    assert len(openings) == 3
    assert all(house.x - half < p.x < house.x + half for p in openings)


def test_a_chain_of_betweens_loses_nothing() -> None:
    stage, found = placed("a dragon between three windows between two jars", 1)
    assert {p.subject for p in found} == set(range(len(stage.plan.subjects)))
    assert len(found) == 6


def test_what_is_under_a_chair_is_between_its_legs() -> None:
    stage, found = placed("a ball under a chair", 2)
    ball, chair = sorted(found, key=lambda p: p.depth)
    assert ball.x == pytest.approx(chair.x, abs=0.02)
    assert ball.across(stage) < chair.across(stage)


def test_small_is_small_beside_what_is_huge() -> None:
    for seed in range(4):
        _, (dog, cat) = placed("a small dog and a huge cat", seed)
        small, huge = sorted((dog, cat), key=lambda p: p.height)
        assert (small.name, huge.name) == ("dog", "cat")
        assert small.height < 0.8 * huge.height


@pytest.mark.parametrize("prompt", ["five apples in a basket", "nine strawberries in a bowl", "a cat in a box"])
def test_what_is_in_a_vessel_is_seen_above_its_rim(prompt: str) -> None:
    stage, found = placed(prompt, 4)
    vessel = next(p for p in found if p.where == "ground")
    for p in found:
        if p is not vessel:
            assert p.depth > vessel.depth
            assert abs(p.x - vessel.x) < vessel.across(stage) / 2
            assert p.y < vessel.y - 0.4 * vessel.height * stage.m / stage.h


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "prompt",
    [
        "eight phones",
        "five butterflies",
        "seven goldfish",
        "two tomatoes and four frogs",
        "three guitars and three bowls",
        "four cats and three televisions",
        "one key, four shrimp, two cups and three chickens",
    ],
)
def test_what_is_counted_is_seen(prompt: str, size: tuple[int, int]) -> None:
    stage, found = placed(prompt, 5, size)
    tall = stage.m / stage.h
    boxes = [(p.x - p.across(stage) / 2, p.y - p.height * tall, p.x + p.across(stage) / 2, p.y) for p in found]
    for k, (a, b, c, d) in enumerate(boxes):
        for e, f, g, h in boxes[k + 1 :]:
            common = max(0.0, min(c, g) - max(a, e)) * max(0.0, min(d, h) - max(b, f))
            assert common <= 0.3 * min((c - a) * (d - b), (g - e) * (h - f))


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("three refrigerators, four bowls and one fish", "table"),
        ("four pens, two kites and two candles", "meadow"),
        ("two kites", "sky"),
        ("a fish and a crab", "underwater"),
    ],
)
def test_most_things_say_where_all_are(prompt: str, setting: str) -> None:
    assert placed(prompt, 1)[0].setting == setting
