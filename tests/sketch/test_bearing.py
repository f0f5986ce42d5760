"""The faces people, animals and things make, which way they look, and what is around, through and under what."""

import pytest

from imgen_nb.sketch import parse, render
from imgen_nb.sketch.art.actors import Role, actor
from imgen_nb.sketch.planning.facing import heading
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage


def placed(prompt: str, seed: int) -> list[list[Placed]]:
    """The copies of each subject."""
    stage = Stage(parse(prompt), (192, 192), seed, "0", 1.0)
    found = place(stage)
    return [[p for p in found if p.subject == i] for i in range(len(stage.plan.subjects))]


@pytest.mark.parametrize(
    ("prompt", "mood"),
    [
        ("a smiling man", "happy"),
        ("a man smiling at a dog", "happy"),
        ("an angry dog", "angry"),
        ("a boy with a sad face", "sad"),
        ("a girl with a big smile", "happy"),
        ("a princess is crying", "crying"),
        ("The man looks angry.", "angry"),
        ("a man", None),
        ("a man who is not angry", None),
    ],
)
def test_a_face_is_of_who_makes_it(prompt: str, mood: str | None) -> None:
    assert parse(prompt).subjects[0].mood == mood


@pytest.mark.parametrize("name", ["man", "woman-standing", "cook", "cat", "dog", "elephant", "princess", "fox"])
def test_every_mood_changes_the_face_and_nothing_else_of_the_body(name: str) -> None:
    plain = actor(Role(name))
    faces = [actor(Role(name, mood=mood)) for mood in ("happy", "laughing", "angry", "sad", "crying", "surprised")]
    assert len({art.shapes for art in (plain, *faces)}) == 7
    assert all(art.anchors == plain.anchors for art in faces)


@pytest.mark.parametrize(
    ("prompt", "ties"),
    [
        ("A robot gives a wombat an orange and a lemur a banana.", "orange held wombat, banana held lemur"),
        ("a girl giving flowers to a man", "flowers held girl, girl beside man"),
        ("a father and a son playing tennis", "tennis held father, tennis held son"),
        ("a crown with a ruby in its center", "ruby printed crown"),
        ("a truck with a horse on its left and a dog on its right", "horse left_of truck, dog right_of truck"),
        ("a dog sitting next to a table with beer bottles", "beer bottle on table, dog beside table"),
        ("a wall with a large watercolor painting of a mountain", "framed picture hung wall"),
        ("a dragon breathing fire onto a knight", "dragon beside knight, fire held dragon"),
        ("a dog driving a car", "dog inside car"),
        ("a bear hugging a tree", "bear touch tree"),
        ("a man wearing a jacket over a t-shirt", "jacket worn man, t shirt worn man"),
        ("a VW van in a city. A dog is in front of the van.", "dog front vw van"),
    ],
)
def test_who_has_what_and_where(prompt: str, ties: str) -> None:
    subjects = parse(prompt).subjects
    found = [f"{s.word} {s.relation} {subjects[s.target].word}" for s in subjects if s.target is not None]
    assert sorted(found) == sorted(ties.split(", "))


@pytest.mark.parametrize(("crew", "boat"), [("man", "boat"), ("cat", "sailboat"), ("woman", "canoe"), ("man", "ship")])
def test_the_crew_is_seen_over_the_side(crew: str, boat: str) -> None:
    (one,), (vessel,) = placed(f"a {crew} in a {boat}", 2)
    assert vessel.y - vessel.height < one.y - one.height * 0.9 < vessel.y - 0.3 * vessel.height
    assert abs(one.x - vessel.x) < 0.2


def test_a_thing_that_makes_a_face_has_it_on_its_front() -> None:
    banana, face = parse("a smiling banana").subjects
    assert (banana.mood, face.art, face.relation, face.target) == (None, "@smile", "on", 0)
    assert [s.art for s in parse("a happy birthday cake").subjects] == ["birthday-cake"]


@pytest.mark.parametrize(
    ("prompt", "sides"),
    [
        ("a horse facing right", [1]),
        ("a horse facing left", [-1]),
        ("a dog chasing a cat", None),
        ("two horses facing each other", None),
        ("a horse looking at a cow", None),
    ],
)
def test_everybody_looks_where_the_prompt_says(prompt: str, sides: list[int] | None) -> None:
    for seed in range(6):
        one, *others = [p for group in placed(prompt, seed) for p in group]
        if sides:
            assert heading(one) == sides[0]
        else:
            other = others[0]
            toward = 1 if other.x > one.x else -1
            assert heading(one) == toward
            if "chasing" in prompt or "each" in prompt:
                assert heading(other) == (toward if "chasing" in prompt else -toward)


def test_what_is_around_is_on_both_sides_and_what_is_inside_is_within() -> None:
    for seed in range(4):
        (tree,), flowers = placed("a tree surrounded by flowers", seed)
        assert min(p.x for p in flowers) < tree.x < max(p.x for p in flowers)
        people, (table,) = placed("five people sitting around a table", seed)
        assert len(people) == 5
        assert min(p.x for p in people) < table.x < max(p.x for p in people)
        (boat,), (bulb,) = placed("a boat inside a light bulb", seed)
        assert bulb.y - bulb.height < boat.y - boat.height / 2 < bulb.y
        assert boat.height < bulb.height


@pytest.mark.parametrize(("prompt", "count"), [("a pile of oranges", 10), ("a stack of four boxes", 4)])
def test_a_pile_is_higher_than_one(prompt: str, count: int) -> None:
    (heap,) = placed(prompt, 2)
    assert len(heap) == count
    assert len({round(p.y, 2) for p in heap}) == 4
    assert max(p.y for p in heap) - min(p.y for p in heap) > 1.3 * heap[0].height


@pytest.mark.parametrize(
    ("prompt", "rows", "strong", "weak"),
    [("a horse under a purple sky", (0, 40), 2, 1), ("a ship on a red sea", (70, 92), 0, 2)],
)
def test_a_sky_and_a_sea_have_the_colour_that_is_said(
    prompt: str, rows: tuple[int, int], strong: int, weak: int
) -> None:
    picture = render(parse(prompt), (96, 96), seed=1).crop((0, rows[0], 96, rows[1])).resize((1, 1), 4)
    rgb = picture.getpixel((0, 0))
    assert rgb[strong] > rgb[weak] + 16
