"""People in the colours of people, and clothes where they are worn."""

import math

import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.art.actors import YOUNG, Role, actor
from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.gaits import moving
from imgen_nb.sketch.art.guises import guise
from imgen_nb.sketch.art.poses import POSES, SAME, pose_of
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.art.skins import HAIR, TONES
from imgen_nb.sketch.art.visages import KINDS
from imgen_nb.sketch.art.visages import STYLES as HAIRSTYLES
from imgen_nb.sketch.art.wardrobe import STYLES as WARDROBE
from imgen_nb.sketch.planning.casting import Cast
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


@pytest.mark.parametrize("name", ["man", "woman", "boy", "girl", "old-man", "old-woman", "scientist", "woman-teacher"])
def test_nobody_is_somebody_else(name: str) -> None:
    """Each of several looks different; heads with their hair are small beside their bodies."""
    arts = [actor(Role(name, choice=choice)) for choice in range(6)]
    assert len({art.shapes for art in arts}) == 6
    for art in arts:
        _, top, _, bottom = art.box
        assert art.anchors["neck"][1] - top < (bottom - top) * (0.49 if name in YOUNG else 0.38)


def test_a_family_is_two_adults_and_children_of_one_skin() -> None:
    family = sorted(placed("a family of four on the moon", 5), key=lambda p: p.height)
    assert len(family) == 4
    assert family[1].height < 0.85 * family[2].height
    assert len({tone for p in family for tone in _tones_of(p)}) == 1


def _tones_of(p: Placed) -> set[str]:
    return {name for name, tone in TONES.items() if tone in {shape.fill for shape in p.art.shapes}}


def test_who_swims_is_seen_to_the_shoulders() -> None:
    for p in placed("three women swimming in a lake", 3):
        assert p.where == "water"
        assert p.art.ground is not None
        assert p.art.anchors["neck"][1] < p.art.ground < p.art.anchors["hips"][1]


@pytest.mark.parametrize("worn", ["a striped shirt", "a polka dot dress", "plaid pants", "a spotted blue sweater"])
def test_what_is_worn_has_its_pattern(worn: str) -> None:
    said, plain = f"a woman wearing {worn}", f"a woman wearing {worn.rsplit(maxsplit=1)[-1]}"
    drawn, other = (Cast(parse(prompt)).toned(0, 0, "fair", 1) for prompt in (said, plain))
    assert len(drawn.shapes) > len(other.shapes) + 5


@pytest.mark.parametrize("prompt", ["two women shaking hands", "a boy and a girl holding hands"])
def test_hands_that_are_given_meet(prompt: str) -> None:
    stage = Stage(parse(prompt), (192, 192), 4, "0", 1.0)
    left, right = sorted(place(stage), key=lambda p: p.x)
    assert left.anchor("hand", stage)[0] == pytest.approx(right.anchor("hand", stage)[0], abs=0.06)


@pytest.mark.parametrize("prompt", ["a cat standing on a horse", "an owl on an elephant", "a television on a horse"])
def test_a_back_is_stood_on(prompt: str) -> None:
    """What stands on a back is before it, its feet no deeper in it than a tenth of its height."""
    stage = Stage(parse(prompt), (192, 192), 4, "0", 1.0)
    above, below = sorted(place(stage), key=lambda p: p.subject)
    assert above.depth > below.depth
    assert above.y - below.anchor("seat", stage)[1] < 0.1 * above.height


def test_two_named_one_after_the_other_look_at_each_other() -> None:
    left, right = sorted(placed("a white cat and a tabby cat looking at each other", 2), key=lambda p: p.x)
    assert left.mirror != right.mirror


@pytest.mark.parametrize("name", [*POSES, *SAME, "nobody knows it"])
def test_animals_are_in_every_pose(name: str) -> None:
    for beast in ("rabbit", "horse", "fox"):
        art = actor(Role(beast, name))
        assert art.box[3] > art.anchors["neck"][1] or name in ("upside", "fall", "swim", "fly", "lie", "sleep")


@pytest.mark.parametrize("name", ["dog", "horse", "@armadillo", "frog", "fox", "elephant"])
def test_an_animal_keeps_its_body(name: str) -> None:
    """On its haunches it is lower than on its legs, and its forelegs rest unless they hold something."""
    sits, holds = actor(Role(name)), actor(Role(name, arms=("mouth",)))
    stands, feet = actor(Role(name, worn=(("suit", None),))), sits.ground
    assert feet is not None
    assert stands.ground is not None
    assert feet < stands.ground
    assert feet - sits.anchors["hand"][1] < 4 < feet - holds.anchors["hand"][1]
    assert sits.anchors["palm"] == holds.anchors["palm"]


@pytest.mark.parametrize(
    "prompt", ["a man watching a sunset", "a cat looking at the moon", "a crowd watching fireworks"]
)
def test_who_looks_far_away_is_seen_from_behind(prompt: str) -> None:
    """No eyes, and the same outline: only what is seen of it is another side."""
    stage = Stage(parse(prompt), (192, 192), 3, "0", 1.0)
    for p in place(stage):
        if p.subject in stage.cast.roles:
            assert not any(shape.fill in ((40, 30, 34), (33, 33, 38), (33, 30, 36)) for shape in p.art.shapes)


@pytest.mark.parametrize("name", ["horse", "dog", "deer", "giraffe", "tiger", "elephant"])
def test_four_legs_stride(name: str) -> None:
    """Fore legs reach forward and hind legs back, farther in a run than in a walk; what has no four legs stays."""
    stands = figure(name)
    (left, _, right, low), walks, runs = stands.box, moving(stands, "walk"), moving(stands, "run")
    assert len(runs.shapes) == len(stands.shapes)
    assert runs.box[2] - runs.box[0] >= right - left
    assert runs.box[3] < walks.box[3] + 1e-6 < low + 1.0
    assert moving(figure("snake"), "run") == figure("snake")


LAYERS = ("head", "crown", "chest", "back", "nape", "hips", "hand")


@pytest.mark.parametrize("name", sorted(having("as")))
def test_a_guise_is_known_by_more_than_its_pose(name: str) -> None:
    known = guise(name)
    assert known is not None
    traits = known.recipe.traits
    assert set(traits["as"]) <= set(KINDS)
    assert traits.get("hair", ("-",))[0] in {"-", *HAIRSTYLES}
    assert traits.get("stance", ("stand",))[0] in POSES
    assert {style for style, _ in known.clothes(None)} <= set(WARDROBE)
    assert any(known.layer(layer, None).shapes for layer in LAYERS)


@pytest.mark.parametrize("name", ["@knight", "@witch", "@spiderman", "@mummy"])
def test_a_guise_acts_and_turns_round(name: str) -> None:
    roles = [Role(name), Role(name, "sit"), Role(name, "run"), Role(name, look="away"), Role(name, arms=("hold",))]
    assert len({actor(role).shapes for role in roles}) == len(roles)


def test_who_is_dressed_as_somebody_wears_the_hat_too() -> None:
    hat = guise("@witch")
    assert hat is not None
    fills = {shape.fill for shape in hat.layer("crown", None).shapes}
    for name in ("cat", "man-standing", "girl"):
        assert fills <= {shape.fill for shape in actor(Role(name, disguise="@witch")).shapes}, name
        assert not fills <= {shape.fill for shape in actor(Role(name, disguise="@witch", hatted=True)).shapes}, name


@pytest.mark.parametrize("seed", range(500, 516))
@pytest.mark.parametrize("prompt", ["a woman wearing glasses", "a man wearing sunglasses and a suit"])
def test_glasses_are_on_the_eyes_however_one_stands(prompt: str, seed: int) -> None:
    stage = Stage(parse(prompt), (256, 256), seed, "0", 1.0)
    placed = place(stage)
    wearer, glasses = (next(p for p in placed if p.subject == i) for i in (0, 1))
    assert abs(wearer.anchor("eyes", stage)[0] - glasses.x) < 0.02


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [("a female doctor", "woman"), ("a judge and his dog", "man"), ("a chef with her cat", "woman"), ("a nurse", "")],
)
def test_a_trade_is_a_man_or_a_woman_where_the_prompt_says_so(prompt: str, kind: str) -> None:
    assert Stage(parse(prompt), (64, 64), 1, "0", 1.0).cast.roles[0].sex == kind


def test_a_trade_is_at_its_place() -> None:
    assert Stage(parse("a chef"), (64, 64), 1, "0", 1.0).place == "kitchen"
    assert Stage(parse("a chef on a beach"), (64, 64), 1, "0", 1.0).setting == "beach"


@pytest.mark.parametrize(
    ("prompt", "style"),
    [
        ("a man with wild hair", "wild"),
        ("a girl with long curly blonde hair", "waves"),
        ("a bald man", "hairless"),
        ("a woman with an afro", "round"),
        ("a short-haired woman", "crop"),
        ("a woman with a long dress", ""),
        ("a man walking a dog with long hair", ""),
    ],
)
def test_hair_is_worn_as_the_prompt_says(prompt: str, style: str) -> None:
    assert Stage(parse(prompt), (64, 64), 1, "0", 1.0).cast.roles[0].hair == style
