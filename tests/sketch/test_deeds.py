"""What people and animals are busy with: as it is read, and where what they do it with stands."""

import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.art.poses import POSES
from imgen_nb.sketch.art.recipes import recipes
from imgen_nb.sketch.painting.scenes import SIGHTS
from imgen_nb.sketch.planning.casting import OWN, STATION
from imgen_nb.sketch.planning.facing import heading
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import deeds, nouns
from imgen_nb.sketch.reading.lexicon import PLACE

ROWS = {(form, deed) for form, found in deeds._deeds().items() if form.endswith("ing") for deed in found}
DONE = sorted(ROWS, key=lambda row: (row[0], row[1].thing))
AT_WORK = {art: next(deed for _, deed in DONE if word in " ".join(deed.seen)) for art, recipe in recipes().items()
           for word in recipe.words if any(word in " ".join(deed.seen) for _, deed in DONE)}  # fmt: skip


def sentence(form: str, deed: deeds._Deed) -> str:
    """Somebody who does it."""
    who = "A dog" if deed.who == "animal" else "A woman"
    return f"{who} is {form} {' '.join(deed.thing).replace('?', 'big')}."


def drawn(prompt: str) -> dict[str, list[Placed]]:
    """What is placed, by drawing."""
    stage = Stage(parse(prompt), (96, 96), 5, "0", 1.0)
    found: dict[str, list[Placed]] = {}
    for p in place(stage):
        found.setdefault(p.name, []).append(p)
    return found


def test_every_deed_is_said_in_words_that_are_known() -> None:
    for form, deed in DONE:
        plan = parse(sentence(form, deed))
        assert not plan.not_understood, (form, deed)
        if deed.seen:
            assert plan.read_as, (form, deed)
            one, *others = plan.subjects
            assert others or one.pose or one.parts or one.facing, (form, deed)
        else:
            who = "dog" if deed.who == "animal" else "woman-standing"
            assert [s.art for s in plan.subjects] == [who], (form, deed)


def test_the_place_of_a_deed_is_one_that_is_painted() -> None:
    for _, deed in DONE:
        scene = dict(deed.scene)
        if "place" in scene:
            assert scene["place"] in {*PLACE.values(), *SIGHTS, "garden"}, deed


@pytest.mark.parametrize("prompt", ["A man is painting a picture on the beach", "On a beach a girl paints a landscape"])
def test_a_place_that_is_named_stays(prompt: str) -> None:
    assert (parse(prompt).setting, parse(prompt).place) == ("beach", None)


def test_moods_are_no_things() -> None:
    plan = parse("A girl is flying a kite and having a blast, feeling free")
    assert [s.art for s in plan.subjects] == ["girl", "kite"]
    assert plan.left_out == ("having a blast", "feeling free")


def test_every_station_has_a_pose_and_somebody_who_needs_it() -> None:
    for art, (pose, *how) in STATION.items():
        assert pose in {*POSES, OWN}, art
        assert set(how) <= {"behind", "free", "gather"}, art
        assert art in AT_WORK, art


@pytest.mark.parametrize("who", ["A woman", "A boy", "A panda"])
def test_what_one_is_busy_at_is_beside_the_body_and_in_its_measure(who: str) -> None:
    for art in (art for art, how in STATION.items() if OWN not in how):
        placed = drawn(f"{who} holding a {recipes()[art].words[0]}")
        body = next(p for name, group in placed.items() for p in group if nouns.group(name) in ("person", "animal"))
        thing = placed[art][0]
        assert 0.4 < thing.unit / body.unit < 1.4, (who, art)
        assert abs(thing.x - body.x) < (thing.across(_BARE) + body.across(_BARE)) / 2 + 0.24, (who, art)
        assert thing.depth != body.depth, (who, art)


_BARE = Stage(parse("a cube"), (96, 96), 5, "0", 1.0)


def test_several_are_at_one_thing() -> None:
    placed = drawn("Two men are mowing the lawn")
    assert len(placed["@pushmower"]) == 1
    left, right = sorted(placed["man-standing"], key=lambda p: p.x)
    assert right.art.anchors["hand"][0] > left.art.anchors["hand"][0]  # who is at it pushes, the other one stands


def test_two_who_were_named_apart_are_at_one_thing() -> None:
    assert [s.art for s in parse("A man and a woman are cooking dinner").subjects].count("@kitchenrange") == 1


def test_who_is_at_work_has_no_second_tool() -> None:
    assert [s.art for s in parse("A blacksmith is forging a sword").subjects] == ["man-standing", "@anvilforge"]


def test_friends_round_a_fire_sit_in_different_ways_and_look_to_its_middle() -> None:
    friends = sorted(drawn("Four people are sitting around a campfire")["person-standing"], key=lambda p: p.x)
    assert [p.mirror for p in friends] == [False, False, True, True]
    assert len({tuple(p.art.anchors.items()) for p in friends}) > 2


@pytest.mark.parametrize("seed", range(4))
def test_a_dog_looks_to_the_ball_it_chases(seed: int) -> None:
    stage = Stage(parse("A dog is chasing a ball"), (96, 96), seed, "0", 1.0)
    dog, ball = sorted(place(stage), key=lambda p: p.name != "dog")
    assert (ball.x - dog.x) * heading(dog) > 0
    assert ball.height < 0.5 * dog.height


def test_an_audience_shows_us_its_backs_and_whom_it_hears() -> None:
    placed = drawn("A man is giving a speech to a crowd")
    assert {p.where for p in placed["person-standing"]} == {"audience"}
    assert min(p.y - p.height for p in placed["person-standing"]) > placed["man-standing"][0].y - 0.4


@pytest.mark.parametrize(("prompt", "most"), [("Two friends are hugging", 0.14), ("A couple is dancing", 0.2)])
def test_who_is_in_somebodys_arms_is_near(prompt: str, most: float) -> None:
    one, other = drawn(prompt)["person-standing"]
    assert abs(one.x - other.x) < most
    assert heading(one) == -heading(other)


@pytest.mark.parametrize("thing", ["ladder", "broom", "guitar"])
def test_what_leans_has_its_top_at_what_it_leans_on(thing: str) -> None:
    placed = drawn(f"A {thing} leaning against a wall")
    wall, leaning = placed["@wall"][0], placed[thing][0]
    assert leaning.tilt * (leaning.x - wall.x) < 0


@pytest.mark.parametrize(("prompt", "held"), [
    ("A boy is sharpening a pencil", "pencil"), ("A puppy is chewing on a bone", "bone"),
    ("A girl is feeding a horse", "carrot"), ("A woman is passing a book to a girl", "open-book"),
])  # fmt: skip
def test_what_one_does_something_to_is_in_hand(prompt: str, held: str) -> None:
    assert [(s.relation, s.target) for s in parse(prompt).subjects if s.art == held] == [("held", 0)]


@pytest.mark.parametrize("seed", range(3))
def test_who_looks_at_the_sky_leaves_it_the_room(seed: int) -> None:
    stage = Stage(parse("A person is looking at fireworks"), (96, 96), seed, "0", 1.0)
    who, fires = sorted(place(stage), key=lambda p: p.name != "person-standing")
    assert abs(who.x - fires.x) > (who.across(stage) + fires.across(stage)) / 4


def test_a_seesaw_has_one_at_each_end() -> None:
    placed = drawn("Two kids on a seesaw")
    low, high = sorted(placed["child"], key=lambda p: p.x)
    assert (low.mirror, high.mirror) == (False, True)
    assert low.y > high.y


def test_a_child_on_a_lap_is_below_the_face() -> None:
    placed = drawn("A girl is sitting on her grandfather's lap")
    girl, man = placed["girl"][0], placed["old-man"][0]
    assert girl.y - girl.height > man.y - 0.85 * man.height
