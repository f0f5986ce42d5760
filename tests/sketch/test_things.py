"""Parts, patterns and blends: what is said of a part of a thing changes its drawing, and nothing else."""

import pytest

from imgen_nb.sketch import ScenePlan, parse
from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.parts import altered, colours_in
from imgen_nb.sketch.art.pieces import PATTERNS, areas, clipped
from imgen_nb.sketch.art.states import STATES
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.forms import FORM_OF
from imgen_nb.sketch.reading.labels import kind_of, labels_of
from imgen_nb.sketch.reading.lexicon import COLOUR
from imgen_nb.sketch.reading.vessels import filled, holding


def fills(prompt: str) -> set[tuple[int, int, int]]:
    """The colours of everything that a prompt's first subject is drawn in."""
    return set(areas(Stage(parse(prompt), (64, 64), 1, "0", 1.0).cast.art(0)))


@pytest.mark.parametrize(
    ("bare", "said", "colour"),
    [
        ("a robot", "a robot with red eyes", "red"),
        ("a cat", "a cat with blue eyes", "blue"),
        ("a dog", "a dog with purple spots", "purple"),
        ("a zebra", "a zebra with green stripes", "green"),
        ("a flag", "a flag with red stripes", "red"),
        ("an alien", "an alien with a red antenna", "red"),
    ],
)
def test_a_part_takes_its_colour(bare: str, said: str, colour: str) -> None:
    r, g, b = COLOUR[colour]
    near = {f for f in fills(said) - fills(bare) if abs(f[0] - r) + abs(f[1] - g) + abs(f[2] - b) < 150}
    assert near


@pytest.mark.parametrize("name", ["bicycle", "automobile", "pickup-truck", "bus", "motorcycle"])
def test_wheels_are_found_and_go(name: str) -> None:
    whole = figure(name)
    left = altered(whole, name, ("no wheels",))
    assert sum(len(s.rings) for s in left.shapes) < sum(len(s.rings) for s in whole.shapes)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_stays_within_its_thing(pattern: str) -> None:
    for name in ("dog", "@vase", "t-shirt", "balloon"):
        whole = figure(name)
        drawn = altered(whole, name, (f"red {pattern}",))
        assert drawn.shapes != whole.shapes
        assert len(drawn.shapes) >= len(whole.shapes)
        assert drawn.box == pytest.approx(whole.box)


def test_what_is_cut_out_lies_in_its_window() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    window = [(5.0, -5.0), (20.0, -5.0), (20.0, 5.0), (5.0, 5.0)]
    assert set(clipped(square, window)) == {(5.0, 0.0), (10.0, 0.0), (10.0, 5.0), (5.0, 5.0)}
    assert clipped(square, [(x + 30, y) for x, y in window]) == ()


def test_colours_of_two_words_are_one() -> None:
    assert colours_in(["light", "blue", "red"]) == (COLOUR["light blue"], COLOUR["red"])
    assert len(colours_in(["rainbow"])) > 3


def test_several_in_several_colours_are_painted_in_turn() -> None:
    stage = Stage(parse("four balloons in red and blue"), (64, 64), 1, "0", 1.0)
    arts = [p.art for p in place(stage)]
    assert len(arts) == 4
    assert len({tuple(areas(art)) for art in arts}) == 2


def test_a_plan_of_several_colours_survives_as_data() -> None:
    plan = parse("three balloons in red, blue and green")
    assert ScenePlan.from_dict(plan.to_dict()) == plan
    assert "red and blue and green" in plan.describe()


@pytest.mark.parametrize("other", FORM_OF)
def test_anything_takes_a_form(other: str) -> None:
    for base in ("avocado", "penguin", "@cube"):
        assert len(figure(f"{base}+{other}").shapes) > len(figure(base).shapes)


@pytest.mark.parametrize(
    "name", ["dragon^hamster", "pizza^dog", "horse^bird", "lion^elephant", "@robot^@mug", "@box^ant"]
)
def test_a_head_is_put_on(name: str) -> None:
    assert figure(name) != figure(name.partition("^")[0])


@pytest.mark.parametrize(
    ("prompt", "kind", "label"),
    [
        ("a cross-section view of a walnut", "layers", "Shell"),
        ("a venn diagram of cats and dogs", "venn", "Cats"),
        ("the life cycle of a butterfly", "cycle", "Chrysalis"),
        ("a floor plan of an apartment", "floor plan", None),
        ("a diagram of brain function", None, "Memory"),
    ],
)
def test_a_diagram_names_parts(prompt: str, kind: str | None, label: str | None) -> None:
    assert parse(prompt).design == "diagram"
    assert kind_of(prompt) == kind
    labels = labels_of(prompt, [])
    assert label in labels if label else labels == []


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_seen_on_anything_and_the_same_each_time(state: str) -> None:
    for name in ("automobile", "red-apple", "@pitcherfull"):
        whole = figure(name)
        drawn = altered(whole, name, (state,))
        assert drawn.shapes != whole.shapes
        assert len(drawn.shapes) >= len(whole.shapes)
        assert drawn == altered(whole, name, (state,))


def test_a_vessel_is_as_full_as_is_said() -> None:
    assert holding("@pitcherhalf", "stout") == ("@pitcherhalf", "black", ("foam",))
    assert holding("@pitcher", "orange juice") == ("@pitcherfull", "orange", ())
    assert holding("@bottle", "red wine") == ("@winebottle", None, ())
    assert holding("@box", "beer") is None
    assert filled("@juice", "half", "glass of orange juice") == ("@glasshalf", "orange")
    assert filled("@box", "full", "box") == ("@box", None)
