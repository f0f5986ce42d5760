"""Values in a text: the examples that people know, exactly; what is written is read back the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb.comparison.ranges import parse, write
from imgen_nb.errors import InvalidRequest

EXAMPLES: dict[str, list[Any]] = {
    "1-10(+3)": [1, 4, 7, 10],
    "0-1[5]": [0, 0.25, 0.5, 0.75, 1],
    "1,2,..,10": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    "a, b || c": ["a, b", "c"],
    "1, SKIP: 2, 3": [1, 3],
    "SKIP: a, b || c": ["c"],
    "1-5": [1, 2, 3, 4, 5],
    "1-5 (+2)": [1, 3, 5],
    "10-5 (-3)": [10, 7],
    "5-1": [5, 4, 3, 2, 1],
    "1-3 (+0.5)": [1, 1.5, 2, 2.5, 3],
    "0.0-1.0 [6]": [0, 0.2, 0.4, 0.6, 0.8, 1],
    "-2--1(+.5)": [-2, -1.5, -1],
    "0.1, 0.2, .., 0.5": [0.1, 0.2, 0.3, 0.4, 0.5],
    "1, 3, …, 8": [1, 3, 5, 7, 8],
    "10, 8, ..., 3, 100": [10, 8, 6, 4, 3, 100],
    "1, .., 4": [1, 2, 3, 4],
    "7[1]": ["7[1]"],
    "5-9[1]": [5],
    "1, , 2,": [1, 2],
    '"1-5", 1-2': ["1-5", 1, 2],
    '"a || b" || c, d': ["a || b", "c, d"],
    'say "hello", twice': ['say "hello"', "twice"],
    "16:9, 1:1": ["16:9", "1:1"],
    "": [],
    " || ": [],
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_is_read_as_it_is_known(text: str) -> None:
    assert parse(text) == EXAMPLES[text]
    assert [type(value) for value in parse(text)] == [type(value) for value in EXAMPLES[text]]


def test_kinds_of_fields_read_the_same_text_in_their_own_way() -> None:
    assert parse("1-10[5]", whole=True) == [1, 3, 5, 7, 10]
    assert parse("1-3, 7, ..", numbers=False) == ["1-3", "7", ".."]


VALUES = st.one_of(
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12).map(lambda text: text.encode("utf-8", "ignore").decode()),
    st.sampled_from([*EXAMPLES, "..", "SKIP: 1", "5", "1e3", ", ", "||", "|", '"', '"a', " a", "a\n", "1-", "x-1"]),
)


@given(st.lists(VALUES, max_size=6))
def test_what_is_written_is_read_back(values: list[Any]) -> None:
    assert parse(write(values)) == values


@given(st.sampled_from(sorted(EXAMPLES)))
def test_what_was_read_is_written_in_one_form(text: str) -> None:
    once = write(parse(text))
    assert write(parse(once)) == once


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1-10(-1)", "never gets there"),
        ("1-10(+0)", "never gets there"),
        ("1, 2, .., -5", "never gets there"),
        ("1, 1, .., 5", "never gets there"),
        ("1-10000000", "has 10,000,000 values; at most 100,000"),
        ("0-1[99999999999]", "has 99,999,999,999 values"),
        ("1,2,..,1000000", "has 999,998 values"),
        ("a, .., 5", "without numbers around"),
        ("1, 2, .., b", "without numbers around"),
        ("1-60000, 1-60000", "more than 100,000"),
    ],
)
def test_what_never_ends_is_refused_with_its_number(text: str, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        parse(text)
