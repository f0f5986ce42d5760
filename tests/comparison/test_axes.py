"""What an axis takes, and how several of them vary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from booths import Counting, booth

import imgen_nb as ig
from imgen_nb.client.client import Client
from imgen_nb.comparison.axes import Axis, varies
from imgen_nb.errors import InvalidRequest
from imgen_nb.types import Option


@pytest.fixture
def transport() -> Counting:
    return Counting()


@pytest.fixture
def client(tmp_path: Path, transport: Counting) -> Client:
    return booth(tmp_path / "store", transport)


class Column:
    """Stands for a column of a data frame: it can be gone through, and its truth is nobody's."""

    ndim = 1
    values = ("1:1", "16:9")

    def __iter__(self) -> Any:
        return iter(self.values)

    def __bool__(self) -> bool:
        raise ValueError("ambiguous")


@pytest.mark.parametrize(
    ("field", "given", "values"),
    [
        ("aspect_ratio", ["1:1", "16:9"], ("1:1", "16:9")),
        ("aspect_ratio", Column(), ("1:1", "16:9")),
        ("aspect_ratio", np.array(["1:1", "16:9"]), ("1:1", "16:9")),
        ("aspect_ratio", {"square": "1:1", "wide": "16:9"}, ("1:1", "16:9")),
        ("aspect_ratio", "1:1, 16:9", ("1:1", "16:9")),
        ("seed", "1-7(+3), 9", (1, 4, 7, 9)),
        ("seed", "1-10[4]", (1, 4, 7, 10)),
        ("guidance_scale", "1-2[5]", (1, 1.25, 1.5, 1.75, 2)),
        ("seed", range(3), (0, 1, 2)),
        ("seed", "1–3", (1, 2, 3)),
        ("prompt", "${who={a fox|an owl}} ${who}", ("a fox", "an owl")),
        ("seed", 7, (7,)),
        ("take", "1,2,..,4", (1, 2, 3, 4)),
        ("enhance", "on, off", (True, False)),
        ("prompt", "a {red|blue} fox, in snow || an owl", ("a red fox, in snow", "a blue fox, in snow", "an owl")),
        ("prompt", "1-5", ("1-5",)),
        ("negative_prompt", "fog, rain", ("fog, rain",)),
        ("word", "fox, owl, 1-5", ("fox", "owl", "1-5")),
        ("provider", "banatie, qolaba", ("banatie", "qolaba")),
        ("no_such_field", "1-3", (1, 2, 3)),
        ("seed", [], ()),
    ],
)
def test_an_axis_takes_values_of_many_kinds(field: str, given: Any, values: tuple[Any, ...]) -> None:
    assert Axis(field, given).values == values


def test_labels_and_explanations_belong_to_values() -> None:
    axis = Axis("seed", {"one": 1, "two": 2}, explain={"": "Chance.", "two": "Another."})
    assert (axis.labels, axis.explain, axis.notes) == (("one", "two"), "Chance.", ("", "Another."))
    assert Axis("seed", [1, 2], labels=["a", "b"]).labels == ("a", "b")
    assert Axis("seed", [1, 2], labels={2: "b"}).labels == ("1", "b")
    assert Axis("seed", [None, 1]).labels == ("default", "1")
    assert repr(axis) == "<Axis seed, 2 values: one, two>"
    assert Axis("seed", [1, 2], explain={2: "Another."}).notes == ("", "Another.")
    for wrong in (["Chance."], {"3": "Another."}):
        with pytest.raises(InvalidRequest, match="to explain"):
            Axis("seed", [1, 2], explain=wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match="3 values and 2 labels"):
        Axis("seed", [1, 2, 3], ["a", "b"])
    with pytest.raises(InvalidRequest, match="more than 100,000 values"):
        Axis("seed", iter(int, 1))


def test_some_values_are_drawn_by_a_seed() -> None:
    drawn = Axis("seed", "1-100", some=5, seed=3)
    assert drawn.values == Axis("seed", "1-100", some=5, seed=3).values == tuple(sorted(drawn.values))
    assert len(drawn) == 5
    assert drawn.values != Axis("seed", "1-100", some=5, seed=4).values
    for wrong in ({"some": 0}, {"some": "3"}, {"some": 2, "seed": 1.5}):
        with pytest.raises(InvalidRequest, match="Axis"):
            Axis("seed", "1-9", **wrong)  # type: ignore[arg-type]
    assert len(Axis("prompt", "{" + "|".join(map(str, range(50))) + "}" * 1 + "{a|b} {c|d}", some=7)) == 7


def test_what_is_a_list_itself_is_one_value() -> None:
    pictures, seed = Option("image_urls", "addresses"), Option("seed", "integer")
    assert varies("seed", [1, 2], [pictures, seed])
    assert not varies("image_urls", ["https://a.example/1.png"], [pictures, seed])
    assert not varies("seed", "1, 2", [seed])
    assert not varies("seed", np.array(3), [seed])
    assert not varies("seed", b"12", [seed])


# --- in a grid --------------------------------------------------------------------------------------------------------


def test_numbers_of_numpy_are_numbers_and_a_missing_one_is_its_own_cells_trouble(client: Client) -> None:
    grid = ig.grid(prompt="a fox", provider=client, seed=np.array([1.0, np.nan, 2.0]))
    assert [isinstance(cell.error, InvalidRequest) for cell in grid.cells] == [True, True, True]
    grid = ig.grid(prompt="a fox", provider=client, seed=np.array([1, 2]), take=np.int64(2))
    assert [cell.request.params["seed"] for cell in grid.cells if cell.generation] == [1, 2]
    assert {cell.request.take for cell in grid.cells} == {2}


def test_a_source_picture_varies_through_an_axis(client: Client, transport: Counting) -> None:
    one, two = "https://a.example/1.png", "https://a.example/2.png"
    grid = ig.grid(Axis("image_urls", {"first": one, "second": [two], "both": [one, two]}), prompt="x", provider=client)
    assert [cell.request.params["image_urls"] for cell in grid.cells] == [[one], [two], [one, two]]
    assert [cell.label for cell in grid.cells] == ["image urls first", "image urls second", "image urls both"]
    same = ig.grid(prompt="x", provider=client, image_urls=[one, two])
    assert len(same.cells) == 1
    assert transport.posts == 3


def test_a_word_is_replaced_wherever_it_stands_and_an_absent_one_is_refused(
    client: Client, transport: Counting
) -> None:
    grid = ig.grid(prompt="a fox and a fox in snow", provider=client, word=["fox", "owl"])
    assert [cell.request.prompt for cell in grid.cells] == ["a fox and a fox in snow", "a owl and a owl in snow"]
    both = ig.grid(
        Axis("word", ["fox", "snow"]), Axis("word:snow", ["snow", "fox"]), prompt="a fox in snow", provider=client
    )
    said = ["a fox in snow", "a fox in fox", "a snow in snow", "a snow in fox"]
    assert [cell.request.prompt for cell in both.cells] == said
    before = transport.posts
    absent = ig.grid(prompt="a hen", provider=client, word=["fox", "owl"])
    assert ["no 'fox' to replace" in str(cell.error) for cell in absent.cells] == [True, True]
    wrong = ig.grid(prompt="a fox", provider=client, word=["fox", 7])
    assert [cell.error is None for cell in wrong.cells] == [True, False]
    assert transport.posts == before + 1


def test_axes_may_vary_together(client: Client) -> None:
    grid = ig.grid(prompt=["a fox", "an owl"], provider=client, seed=[1, 2], take=[1, 2], together=("prompt", "seed"))
    assert [dict(cell.coordinates) for cell in grid.cells] == [
        {"prompt": prompt, "seed": seed, "take": take}
        for prompt, seed in [("a fox", 1), ("an owl", 2)]
        for take in (1, 2)
    ]
    assert [axis.field for axis in grid.axes] == ["prompt, seed", "take"]
    assert grid.cells[0].label == "a fox, seed 1, take 1"
    words = Axis("word:snow", ["rain", "fog"])
    plan = ig.plan(words, prompt="a fox in snow", provider=client, seed=[1, 2], together=("word:snow", "seed"))
    asked = [(cell.request.prompt, cell.request.params["seed"], cell.error) for cell in plan.cells]
    assert asked == [("a fox in rain", 1, None), ("a fox in fog", 2, None)]
    with pytest.raises(InvalidRequest, match="prompt has 2, seed has 3 values"):
        ig.plan(prompt=["a", "b"], provider=client, seed=[1, 2, 3], together=("prompt", "seed"))
    with pytest.raises(InvalidRequest, match="'seed' does not vary"):
        ig.plan(prompt=["a", "b"], provider=client, seed=1, together=("prompt", "seed"))
    with pytest.raises(InvalidRequest, match="no axis of its own"):
        grid.extend(seed=[3])


def test_a_provider_varies_and_one_that_is_none_says_so(client: Client) -> None:
    grid = ig.plan(prompt="a fox", provider=[client, None, 3, ["banatie"]])
    assert [cell.error is None for cell in grid.cells] == [True, False, False, False]
    assert "name one of ig.list_providers()" in str(grid.problems[0])
    with pytest.raises(InvalidRequest, match="nobody"):
        ig.plan(prompt="a fox", provider=[client, "nobody"])
    with pytest.raises(TypeError, match="'a fox' has no field"):
        ig.plan("a fox", provider=client)  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match="together is 'prompt'"):
        ig.plan(prompt=["a", "b"], provider=client, together="prompt")
    with pytest.raises(TypeError, match="seed is given twice"):
        ig.plan(Axis("seed", [1]), prompt="a fox", provider=client, seed=2)
