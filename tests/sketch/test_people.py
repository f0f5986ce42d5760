"""People in the colours of people, and clothes where they are worn."""

import math

import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.art.actors import Role, actor
from imgen_nb.sketch.art.poses import POSES, pose_of
from imgen_nb.sketch.art.skins import HAIR, TONES
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import COLOUR

YELLOW = (255, 200, 61)


def placed(prompt: str, seed: int) -> list[Placed]:
    return place(Stage(parse(prompt), (192, 192), seed, "0", 1.0))


def tones(prompt: str, seed: int) -> list[str]:
    """The skin tones seen in a picture."""
    fills = [{shape.fill for shape in p.art.shapes} for p in placed(prompt, seed)]
    assert not any(YELLOW in found for found in fills)
    return [name for found in fills for name, tone in TONES.items() if tone in found]


@pytest.mark.parametrize(
    ("prompt", "tone"),
    [
        ("a black woman", "dark"),
        ("a white man", "light"),
        ("a dark-skinned boy", "dark"),
        ("an Indian doctor", "brown"),
        ("an Asian man", "fair"),
    ],
)
def test_a_word_says_the_skin(prompt: str, tone: str) -> None:
    plan = parse(prompt)
    assert (plan.subjects[0].skin, plan.subjects[0].colour, plan.not_understood) == (tone, None, ())
    assert {tuple(tones(prompt, seed)) for seed in range(4)} == {(tone,)}


def test_unsaid_the_seed_chooses_among_all() -> None:
    assert set(HAIR) == set(TONES)
    seen = {tone for seed in range(12) for tone in tones("four people", seed)}
    assert seen == set(TONES)
    assert tones("four people", 3) == tones("four people", 3)


def test_a_colour_of_animals_and_clothes_is_no_skin() -> None:
    assert parse("a black cat").subjects[0].colour == "black"
    man, coat = parse("a man in a black coat").subjects
    assert (man.skin, coat.colour) == (None, "black")
    assert parse("a white robot").subjects[0].colour == "white"


@pytest.mark.parametrize("who", ["woman", "raccoon", "king", "sloth"])
@pytest.mark.parametrize("garment", ["dress", "coat", "shirt", "kimono", "jeans", "hoodie", "leather jacket", "kilt"])
def test_clothes_are_on_the_body(garment: str, who: str) -> None:
    (worn,) = placed(f"a {who} wearing a turquoise {garment}", 1)
    assert COLOUR["turquoise"] in {shape.fill for shape in worn.art.shapes}


def test_hats_are_on_the_head_and_clothes_on_those_without_a_body_to_dress() -> None:
    for who in ("woman", "tiger"):
        person, hat = sorted(placed(f"a {who} wearing a hat and a vest", 1), key=lambda p: p.subject)
        assert hat.y < person.y - 0.7 * person.height
    penguin, coat = sorted(placed("a penguin wearing a coat", 1), key=lambda p: p.subject)
    assert penguin.y - 0.75 * penguin.height < coat.y - coat.height / 2 < penguin.y


@pytest.mark.parametrize(
    ("prompt", "lower"),
    [("a man sitting on a chair", 0.9), ("a woman riding a horse", 0.97), ("a child sleeping in a bed", 0.55)],
)
def test_who_sits_or_lies_is_not_standing(prompt: str, lower: float) -> None:
    person = next(p for p in placed(prompt, 2) if p.subject == 0)
    _, top, _, bottom = person.art.box
    assert bottom - top < 52 * lower


@pytest.mark.parametrize("name", list(POSES))
def test_every_pose_holds_together(name: str) -> None:
    """Feet are the lowest of a body that stands; every limb begins at the trunk; hands are where things are held."""
    art = actor(Role("woman-standing", name))
    left, top, right, bottom = art.box
    for anchor in ("head", "hand", "hips", "neck", "front", "palm"):
        x, y = art.anchors[anchor]
        assert left - 1 <= x <= right + 1, anchor
        assert top - 1 <= y <= bottom + 1, anchor
    pose = pose_of(name)
    for limb in (pose.far_arm, pose.near_arm):
        assert math.dist(limb.root, pose.neck) < 8


def test_who_wears_one_thing_and_holds_another() -> None:
    woman, dress, umbrella = parse("a woman in a blue dress holding a red umbrella").subjects
    assert (dress.relation, dress.target, umbrella.relation, umbrella.target) == ("worn", 0, "held", 0)
    assert woman.colour is None


def test_hair_and_beards_have_the_colour_that_is_said() -> None:
    (man,) = placed("a man with green hair and a white beard", 1)
    fills = {shape.fill for shape in man.art.shapes}
    assert {COLOUR["green"], COLOUR["white"]} <= fills


@pytest.mark.parametrize("thing", ["box", "flag", "shirt", "cow"])
def test_a_picture_on_a_thing_is_within_it(thing: str) -> None:
    for seed in range(3):
        bearer, picture = sorted(placed(f"a {thing} with a picture of a star on it", seed), key=lambda p: p.subject)[:2]
        assert bearer.y - bearer.height < picture.y - picture.height / 2 < bearer.y
        assert picture.height < bearer.height
