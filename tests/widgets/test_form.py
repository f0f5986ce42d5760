"""The form as data: what stands where, how what is written is read, what is said of a value that does not fit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from imgen_nb import providers
from imgen_nb.offers import Model, Price
from imgen_nb.types import Option
from imgen_nb.widgets import form, given

CASES: list[tuple[Option, str, Any]] = [
    (Option("seed", "integer", low=0, high=9), "x", "x"),
    (Option("seed", "integer", low=0, high=9), " ", None),
    (Option("seed", "integer", low=0, high=9), " 12 ", 12),
    (Option("scale", "number"), "0.5", 0.5),
    (Option("quality", "choice", choices=("low",)), "", None),
    (Option("raw", "switch"), "", None),
    (Option("raw", "switch"), "true", True),
    (Option("style", "text"), "  ", None),
]


@pytest.mark.parametrize(("option", "written", "value"), CASES)
def test_a_control_is_read_as_the_parameter_is_meant(option: Option, written: str, value: Any) -> None:
    assert form.read(option, written) == value


@drawn(st.sampled_from(providers.names()), st.data())
def test_what_is_shown_is_read_back_as_it_was(name: str, data: st.DataObject) -> None:
    options = [one for one in providers.get(name).options_for(None).values() if one.name != "prompt"]
    option = data.draw(st.sampled_from([one for one in options if not form.in_code(one) and not given.takes(one)]))
    value = data.draw(_value(option))
    (shown,) = form.fields([option], {option.name: value}, {})
    assert form.read(option, shown["value"]) == value


def _value(option: Option) -> st.SearchStrategy[Any]:
    if option.choices:
        return st.sampled_from(option.choices)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "switch": st.booleans(),
        "integer": st.integers(int(option.low or 0), int(option.high or 99)),
        "number": st.floats(option.low or 0, option.high or 99),
    }
    return kinds.get(option.kind, st.text(st.characters(categories=["L", "N"]), min_size=1))


@pytest.mark.parametrize("name", providers.names())
def test_each_help_text_is_in_the_form(name: str) -> None:
    options = providers.get(name).options_for(None).values()
    shown = [*form.fields(options, {}, {}), *form.left_to_code(options)]
    assert {one["name"]: one["help"] for one in shown} == {
        one.name: one.help for one in options if one.name != "prompt"
    }


def test_a_field_tells_what_its_option_means_with_other_models() -> None:
    here, there = Option("quality", "text", "Resolution"), Option("quality", "text", "Its own words", models=("other",))
    (shown,) = form.fields([here], {}, {}, [here, there])
    assert (shown["help"], shown["elsewhere"]) == ("Resolution", "Its own words")


def test_what_people_set_most_comes_first_and_the_rest_is_rare() -> None:
    some = [Option(name, "text") for name in ("negative_prompt", "seed", "aspect_ratio", "model")]
    assert [one["name"] for one in form.fields(some, {}, {})] == ["model", "aspect_ratio", "seed", "negative_prompt"]
    assert [one["name"] for one in form.fields(some, {}, {}) if one["rare"]] == ["negative_prompt"]


@pytest.mark.parametrize(
    ("option", "kind", "plain"),
    [
        (Option("aspect_ratio", "choice", choices=("1:1", "Original"), default="1:1"), "ratio", "1:1"),
        (Option("aspect_ratio", "choice", choices=("1:1",), open=True), "model", ""),
        (Option("quality", "choice", choices=("low",)), "choice", ""),
        (Option("enhance", "switch", default=True), "switch", "true"),
        (Option("raw", "switch"), "switch", ""),
        (Option("seed", "integer"), "number", None),
        (Option("mask_url", "picture"), "source", None),
        (Option("image_urls", "addresses"), "source", None),
        (Option("reference_images", "references"), "source", None),
    ],
)
def test_each_kind_has_its_control(option: Option, kind: str, plain: str | None) -> None:
    (shown,) = form.fields([option], {}, {})
    assert (shown["kind"], shown.get("plain")) == (kind, plain)


def test_ratios_are_drawn_and_wire_words_are_put_into_words() -> None:
    ratio = Option("aspect_ratio", "choice", choices=("16:9", "Original"))
    safety = Option("safety_filter_level", "choice", choices=("block_only_high",))
    shown = {one["name"]: one for one in form.fields([ratio, safety], {}, {})}
    assert [one["shape"] for one in shown["aspect_ratio"]["choices"]] == [pytest.approx(16 / 9), None]
    assert shown["safety_filter_level"]["choices"][0] == {
        "value": "block_only_high",
        "word": "permissive",
        "shape": None,
    }
    assert shown["safety_filter_level"]["label"] == "Safety"


def test_code_names_what_is_no_literal_by_an_ellipsis() -> None:
    long = "data:image/png;base64," + "a" * 400
    said = form.code("it's", "banatie", {"take": 2, "mask_url": long, "seed": None, "image_urls": [object()]})
    assert said.startswith("ig.generate(\"it's\", provider='banatie', take=2, mask_url=..., image_urls=[<object")
    assert "seed" not in said


def test_a_model_is_introduced_by_what_is_known_of_it() -> None:
    option = Option("model", "choice", choices=("fox-1", "hen-2"), open=True)
    prices = (Price(0.08, where={"quality": ("high",)}), Price(0.02), Price(30, "token", 1_000_000))
    listed = [Model("fox-1", "Fox One", "Den", date(2020, 1, 1), "fox-2", prices)]
    (shown,) = form.fields([option], {"model": "fox-1"}, {}, (), listed)
    first, second = shown["choices"]
    assert (first["value"], first["word"]) == ("fox-1", "Fox One")
    assert first["more"] == "Den · from $0.02 · fox-1 ended on 2020-01-01; fox-2 follows it"
    assert (second["word"], second.get("more")) == ("hen-2", None)
    assert shown["remark"] == "fox-1 ended on 2020-01-01; fox-2 follows it"
