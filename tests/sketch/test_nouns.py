"""How many everyday nouns get a drawing of their own."""

from pathlib import Path

from imgen_nb.sketch import parse
from imgen_nb.sketch.art import pack
from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.recipes import FOLDER, recipes
from imgen_nb.sketch.reading.aliases import ALIAS
from imgen_nb.sketch.reading.emblems import EMBLEM
from imgen_nb.sketch.reading.nouns import GROUP_METRES, group, metres

WORDS = (Path(__file__).parent / "nouns.txt").read_text("utf-8").split()
HOMES = ("land", "indoor", "air", "water", "deep", "space", "celestial")


def drawn(word: str) -> bool:
    """Whether a prompt with the noun alone shows the thing, as a subject or as the scene itself."""
    plan = parse(f"a {word}")
    if plan.not_understood:
        return False
    return bool(plan.subjects) or any((plan.setting, plan.time, plan.weather, plan.ground))


def test_the_list_is_long_enough() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 220


def test_everyday_nouns_are_drawn() -> None:
    missing = [word for word in WORDS if not drawn(word)]
    assert len(missing) <= 0.05 * len(WORDS), missing


def test_plurals_count() -> None:
    for one, many in (
        ("fox", "foxes"),
        ("wolf", "wolves"),
        ("cherry tree", "cherry trees"),
        ("mouse", "mice"),
        ("bus", "buses"),
    ):
        plan = parse(f"three {many}")
        assert (plan.subjects[0].art, plan.subjects[0].count) == (parse(f"a {one}").subjects[0].art, 3)


def test_every_drawing_named_in_the_tables_exists() -> None:
    for word, art in (ALIAS | EMBLEM).items():
        assert art.startswith("@") or art in pack.entries(), (word, art)
        assert figure(art).shapes, art


def test_heads_have_bodies() -> None:
    for name in (
        "fox",
        "wolf",
        "bear",
        "panda",
        "lion",
        "koala",
        "raccoon",
        "polar-bear",
        "hamster",
        "boy",
        "astronaut",
        "@alien",
    ):
        left, top, right, bottom = figure(name).box
        assert bottom - top > 1.15 * (right - left) or name in ("fox", "wolf", "raccoon", "lion"), name
        assert bottom - top > 40, name


def test_the_eiffel_tower_is_not_the_tokyo_tower() -> None:
    assert parse("the Eiffel Tower").subjects[0].art == "@eiffel"
    assert parse("the Tokyo Tower").subjects[0].art == "tokyo-tower"
    assert figure("@eiffel") != figure("tokyo-tower")


def test_no_recipe_stands_twice() -> None:
    lines = [line for path in FOLDER.glob("*.txt") for line in path.read_text("utf-8").splitlines()]
    names = [line.split()[0] for line in lines if line.startswith("@")]
    assert len(set(names)) == len(names) > 1000, [name for name in names if names.count(name) > 1]


def test_every_recipe_is_drawn_in_any_colour_and_no_word_has_two() -> None:
    said = [word for recipe in recipes().values() for word in recipe.words]
    assert len(set(said)) == len(said), [word for word in said if said.count(word) > 1]
    for name, recipe in recipes().items():
        left, top, right, bottom = figure(name, "blue").box
        assert min(right - left, bottom - top) > 1, name
        assert recipe.home in HOMES, name
        assert group(name) in GROUP_METRES, name
        assert metres(name) > 0, name
        assert set(recipe.traits) <= {
            "worn",
            "tread",
            "dress",
            "page",
            "blank",
            "vessel",
            "board",
            "mark",
            "cloth",
            "floor",
            "station",
            "grip",
            "seat",
            "cabin",
            "in",
            "as",
            "wears",
            "hair",
            "skin",
            "masked",
            "beard",
            "stance",
            "build",
        }, name
