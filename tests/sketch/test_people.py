"""People in the colours of people, and clothes where they are worn."""

import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.art.skins import HAIR, TONES
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage

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


@pytest.mark.parametrize("garment", ["dress", "coat", "shirt", "kimono", "jeans"])
def test_clothes_are_on_the_body_and_hats_on_the_head(garment: str) -> None:
    for seed in range(4):
        person, worn = sorted(placed(f"a woman wearing a {garment}", seed), key=lambda p: p.subject)
        middle = worn.y - worn.height / 2
        assert person.y - 0.75 * person.height < middle < person.y
        assert abs(worn.x - person.x) < 0.05
    person, hat = sorted(placed("a woman wearing a hat", 1), key=lambda p: p.subject)
    assert hat.y < person.y - 0.7 * person.height


def test_who_wears_one_thing_and_holds_another() -> None:
    woman, dress, umbrella = parse("a woman in a blue dress holding a red umbrella").subjects
    assert (dress.relation, dress.target, umbrella.relation, umbrella.target) == ("worn", 0, "held", 0)
    assert woman.colour is None
