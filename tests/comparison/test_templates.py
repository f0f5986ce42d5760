"""Prompt templates: as many prompts as the library that people know makes, and a plain text is never read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb.comparison import templates
from imgen_nb.comparison.templates import count, draw, expand, is_template, parse, split
from imgen_nb.errors import InvalidRequest

# How many prompts dynamicprompts 0.31.0 makes of each, with the same two files.
COUNTS = {
    "a {red|blue} fox": 2,
    "{a|b} {c|d|e}": 6,
    "{2$$a|b|c}": 6,
    "{1-2$$a|b|c}": 9,
    "{2-$$a|b|c}": 12,
    "{-2$$a|b|c}": 9,
    "{2$$ and $$a|b|c}": 6,
    "{a|{b|c}} d": 3,
    "{0-1$$a|b}": 3,
    "{3$$a|b}": 2,
    "{a|a|b}": 2,
    "{a|b}{a|b}": 4,
    "a __colours__ fox": 3,
    "__colours__ and __colours__": 9,
    "__nested__": 5,
    "{__colours__|white} fox": 4,
    "{2$$__colours__|white}": 6,
    "{2$$__colours__}": 6,
    "{0.5::a|2::b}": 2,
    "a {|very} big fox": 2,
    "plain": 1,
    "{a}": 1,
    "{1-1$$a|b}": 2,
    "{2$$a|{b|c}|d}": 10,
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wildcards"
    folder.mkdir()
    (folder / "colours.txt").write_text("red\n# a comment\nblue\n\ngreen\n", "utf-8")
    (folder / "nested.txt").write_text("{a|b} x\n__colours__ y\n", "utf-8")
    (folder / "itself.txt").write_text("__itself__\n", "utf-8")
    (folder / "empty.txt").write_text("# nothing\n", "utf-8")
    monkeypatch.setattr(templates, "FOLDER", folder)
    return folder


@pytest.mark.parametrize("text", COUNTS)
def test_a_template_stands_for_as_many_prompts_as_elsewhere(text: str) -> None:
    made = expand(text)
    assert len(made) == len({*made}) == COUNTS[text]
    assert count(parse(text)) >= len(made)
    assert not [one for one in made if re.search(r"[{}]|__", one)]


def test_the_last_choice_varies_first_and_lines_keep_their_order() -> None:
    assert expand("{a|b} {c|d}") == ["a c", "a d", "b c", "b d"]
    assert expand("__colours__") == ["red", "blue", "green"]
    assert expand("{2$$a|b|c}") == ["a, b", "a, c", "b, a", "b, c", "c, a", "c, b"]


def test_a_name_is_the_same_all_through_a_prompt() -> None:
    assert expand("${who={a fox|an owl}}${who} meets ${who}") == ["a fox meets a fox", "an owl meets an owl"]
    assert expand(r"\{a\|b\}") == ["{a|b}"]


@given(st.text())
def test_a_text_without_marks_is_itself(text: str) -> None:
    if not is_template(text):
        assert expand(text) == [text]
    for plain in ("$5", "#1", "a_b", "__", "100% (sure) [maybe]", "a | b", "__not a file__"):
        assert not is_template(plain)


@given(
    st.recursive(
        st.sampled_from("abc"),
        lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda options: "{" + "|".join(options) + "}"),
        max_leaves=8,
    ),
    st.integers(0, 9),
)
def test_what_is_drawn_is_among_what_it_stands_for(text: str, seed: int) -> None:
    every = expand(text)
    drawn = draw(text, 4, seed)
    assert {*drawn} <= {*every}
    assert drawn == draw(text, 4, seed)
    assert len(drawn) == len({*drawn}) <= 4


def test_weights_count_where_some_are_drawn() -> None:
    first = [draw("{9::often|rarely}", 1, seed)[0] for seed in range(200)]
    assert 150 < first.count("often") < 200


def test_templates_stand_between_bars_outside_of_braces() -> None:
    assert split("a {fox||owl}, red || a hen") == ["a {fox||owl}, red", "a hen"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a {red|blue fox", "not closed"),
        ("${x={a|b} fox", "not closed"),
        ("${who} alone", "no value before it"),
        ("__nobody__", "cannot be read"),
        ("__itself__", "inside of itself"),
        ("__empty__", "has no lines"),
        ("{a|b|c|d|e|f|g|h|i|j}" * 6, "1,000,000 prompts"),
        ("{8$$" + "|".join("abcdefghij") + "}", "1,814,400 prompts"),
    ],
)
def test_what_cannot_be_read_or_is_too_much_is_refused(text: str, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said) as refused:
        expand(text)
    assert "nothing was sent" in refused.value.hint


def test_a_long_text_is_read() -> None:
    assert len(expand("{a|b}" + "x" * 4000)) == 2
