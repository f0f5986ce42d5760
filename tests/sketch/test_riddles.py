"""What is described and not named is named; what only sounds like it is left alone."""

import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.reading.riddles import riddles


@pytest.mark.parametrize(
    ("prompt", "word"),
    [
        ("A large domesticated mammal with hoofs and a flowing mane, used for riding and to pull loads.", "horse"),
        ("A musical instrument with six strings that one plucks or strums", "guitar"),
        ("a piece of furniture with a flat top and four legs that people eat at", "table"),
        ("a fruit that is long and yellow and curved, and is peeled before it is eaten", "banana"),
        ("a mammal that sleeps upside down in a cave and flies at night", "bat"),
        ("a device that shows the time of day with two hands on a dial", "clock"),
    ],
)
def test_a_description_is_named_and_said(prompt: str, word: str) -> None:
    plan = parse(prompt)
    assert [s.word for s in plan.subjects] == [word]
    assert plan.read_as == (f"a description as {word}",)


@pytest.mark.parametrize(
    "prompt",
    [
        "A building on a hill by the sea with a red roof and a tall tower",
        "a machine with a wheel standing in the rain beside a dog and a tree",
        "a cat with sharp claws and soft fur sits on a red sofa by the window",
        "a bird with a long neck eats a fish on a tree above a lake",
    ],
)
def test_what_is_named_is_drawn_as_it_is_said(prompt: str) -> None:
    assert not any("description" in note for note in parse(prompt).read_as)


def test_every_thing_that_can_be_told_is_drawn() -> None:
    for riddle in riddles():
        plan = parse(f"a {riddle.name}")
        assert len(plan.subjects) == 1, riddle.name
        assert not plan.subjects[0].art.startswith("?"), riddle.name
