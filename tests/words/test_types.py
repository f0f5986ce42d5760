"""The nouns: what an option refuses and how it says so, and what a request's identity is made of."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb.types import Cost, ImageRequest, Option, State, canonical, hashed

RATIO = Option("aspect_ratio", "choice", choices=("1:1", "16:9", "9:16"), default="1:1")
PROMPT = Option("prompt", "text", required=True)
NEGATIVE = Option("negative_prompt", "text", most=20)
COUNT = Option("num_images", "integer", low=1, high=10)
SEED = Option("seed", "integer", low=0, high=2**32 - 1)
SCALE = Option("guidance_scale", "number", low=0.5, high=20)
FREE = Option("temperature", "number")
AT_LEAST = Option("steps", "integer", low=1)
AT_MOST = Option("similarity", "number", high=1)
SWITCH = Option("enhance", "switch")
URLS = Option("image_urls", "addresses", most=2)
REFS = Option("reference_images", "references", most=2)
META = Option("meta", "mapping")
EVERY = (RATIO, PROMPT, NEGATIVE, COUNT, SEED, SCALE, FREE, AT_LEAST, AT_MOST, SWITCH, URLS, REFS, META)
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("option", "values"),
    [
        (RATIO, ["1:1", "16:9", "9:16"]),
        (PROMPT, ["a fox", " a ", "x" * 100_000, "狐狸 🦊", "<b>$x^2$</b>", "two\nlines"]),
        (NEGATIVE, ["", "blurry", "x" * 20]),
        (COUNT, [1, 10]),
        (SEED, [0, 2**32 - 1]),
        (SCALE, [0.5, 1, 20, 20.0]),
        (FREE, [-1e300, 0, 7]),
        (AT_LEAST, [1, 10**6]),
        (AT_MOST, [1, -5.0]),
        (SWITCH, [True, False]),
        (URLS, [[], ["https://a.example/1.png"], ("https://a.example/1.png", "https://a.example/2.png")]),
        (REFS, [[], [{"url": "https://a.example/1.png", "description": "a fox"}]]),
        (META, [{}, {"mine": 1}, {"deep": {"er": [1, None, True, "x"]}}]),
    ],
)
def test_what_an_option_takes(option: Option, values: list[Any]) -> None:
    assert [option.problem(value) for value in values] == [None] * len(values)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        (RATIO, "16:10", "is '16:10'; allowed: 1:1, 16:9, 9:16; nearest: 16:9"),
        (RATIO, "", "nearest: "),
        (RATIO, 16, "is 16, which is not text"),
        (RATIO, None, "is None, which is not text"),
        (RATIO, b"1:1", "is b'1:1', which is not text"),
        (RATIO, ["1:1"], "which is not text"),
        (RATIO, "x" * 10_000, "..."),
        (PROMPT, "", "is empty"),
        (PROMPT, " \n\t", "is empty"),
        (PROMPT, None, "not text"),
        (PROMPT, 5, "not text"),
        (PROMPT, "half a character \ud800", "cannot be sent"),
        (NEGATIVE, "x" * 21, "has 21 characters; allowed: text, at most 20"),
        (COUNT, 0, "is 0; allowed: a whole number from 1 to 10; nearest: 1"),
        (COUNT, 11, "nearest: 10"),
        (COUNT, "3", "is '3', which is not a whole number"),
        (COUNT, 3.0, "is 3.0, which is not a whole number"),
        (COUNT, True, "is True, which is not a whole number"),
        (COUNT, NAN, "not a whole number"),
        (COUNT, 10**5000, "nearest: 10"),
        (COUNT, -(10**5000), "nearest: 1"),
        (SEED, 2**32, "nearest: 4294967295"),
        (SEED, -1, "allowed: a whole number from 0 to 4294967295; nearest: 0"),
        (SCALE, 0.4, "is 0.4; allowed: a number from 0.5 to 20; nearest: 0.5"),
        (SCALE, NAN, "is nan"),
        (SCALE, INF, "is inf"),
        (SCALE, -INF, "is -inf"),
        (SCALE, True, "is True, which is not a number"),
        (SCALE, "1", "not a number"),
        (SCALE, 1j, "not a number"),
        (FREE, NAN, "is nan"),
        (FREE, INF, "is inf"),
        (FREE, -INF, "is -inf"),
        (AT_LEAST, 0, "is 0; allowed: a whole number from 1; nearest: 1"),
        (AT_LEAST, True, "not a whole number; allowed: a whole number from 1"),
        (AT_MOST, 1.5, "is 1.5; allowed: a number up to 1; nearest: 1"),
        (AT_MOST, -INF, "is -inf"),
        (SWITCH, 1, "is 1, which is not True or False"),
        (SWITCH, "true", "not True or False"),
        (SWITCH, None, "not True or False"),
        (URLS, "https://a.example/1.png", "not a list of addresses"),
        (URLS, ["a", "b", "c"], "has 3 items; allowed: a list of addresses, at most 2"),
        (URLS, ["https://a.example/1.png", 5], "not a list of addresses"),
        (URLS, {"a", "b"}, "not a list of addresses"),
        (REFS, ["https://a.example/1.png"], "not a list of {'url': ..., 'description': ...}"),
        (META, [], "not a dict"),
        (META, "{}", "not a dict"),
        (META, {"when": object()}, "cannot be sent"),
        (META, {"x": NAN}, "cannot be sent"),
        (META, {"x": "\udfff"}, "cannot be sent"),
        (META, {1: "one"}, "cannot be sent"),
        (META, {"x": {("a", "b"): 1}}, "cannot be sent"),
        (META, {"x": 10**5000}, "cannot be sent"),
    ],
    ids=lambda value: value.name if isinstance(value, Option) else type(value).__name__,
)
def test_what_an_option_refuses_and_how_it_says_so(option: Option, value: Any, said: str) -> None:
    problem = option.problem(value)
    assert problem is not None
    assert said in problem
    assert len(problem) < 300
    assert "\n" not in problem


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.builds(object),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner) | st.tuples(inner, inner),
    max_leaves=6,
)


@given(st.sampled_from(EVERY), ANYTHING)
def test_an_option_judges_anything_and_what_it_takes_can_travel(option: Option, value: Any) -> None:
    problem = option.problem(value)
    if problem is None:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        assert ImageRequest("p", "x", {option.name: value}).key
    else:
        assert "allowed" in problem


@given(st.sampled_from([COUNT, SEED, SCALE, AT_LEAST, AT_MOST]), st.integers() | st.floats(allow_nan=False))
def test_the_nearest_number_is_itself_allowed(option: Option, value: float) -> None:
    problem = option.problem(value)
    if problem and "nearest" in problem:
        nearest = json.loads(problem.rpartition("nearest: ")[2])
        assert option.problem(nearest) is None


@given(st.text())
def test_the_nearest_choice_is_itself_allowed(value: str) -> None:
    problem = RATIO.problem(value)
    assert problem is None or RATIO.problem(problem.rpartition("nearest: ")[2]) is None


# --- identity ---------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text("aé狐"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=5,
)
PARAMS = st.dictionaries(st.sampled_from(["aspect_ratio", "seed", "meta", "template", "model"]), JSON)
BASE = ImageRequest("banatie", "a fox", {"aspect_ratio": "1:1", "seed": 1}, 1, "https://api.example")


@given(PARAMS, st.randoms(use_true_random=False))
def test_the_order_of_parameters_is_no_part_of_the_key(params: dict[str, Any], chance: Any) -> None:
    shuffled = list(params.items())
    chance.shuffle(shuffled)
    assert replace(BASE, params=params).key == replace(BASE, params=dict(shuffled)).key


@given(PARAMS, PARAMS)
def test_two_keys_are_equal_only_for_equal_parameters(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = canonical(one) == canonical(other)
    assert (replace(BASE, params=one).key == replace(BASE, params=other).key) is same


@pytest.mark.parametrize(
    "changes",
    [
        {"provider": "destinpq"},
        {"prompt": "a fox "},
        {"prompt": "A fox"},
        {"take": 2},
        {"origin": "sandbox:1"},
        {"origin": "https://other.example"},
        {"params": {"aspect_ratio": "16:9", "seed": 1}},
        {"params": {"aspect_ratio": "1:1", "seed": "1"}},
        {"params": {"aspect_ratio": "1:1", "seed": True}},
        {"params": {"aspect_ratio": "1:1"}},
        {"params": {"aspect_ratio": "1:1", "seed": 1, "enhance": False}},
    ],
)
def test_what_makes_another_request(changes: dict[str, Any]) -> None:
    assert replace(BASE, **changes).key != BASE.key


@pytest.mark.parametrize(
    "changes",
    [
        {"ref": "another intent"},
        {"params": {"seed": 1, "aspect_ratio": "1:1"}},
        {"params": {**BASE.params, "background": True}},
        {"params": {**BASE.params, "webhook_url": "https://me.example/hook"}},
        {"params": {**BASE.params, "negative_prompt": None}},
    ],
)
def test_what_is_no_part_of_the_identity(changes: dict[str, Any]) -> None:
    assert replace(BASE, **changes).key == BASE.key


def test_a_key_is_the_same_in_every_process_and_version() -> None:
    """The store answers by it for years: a change of this value throws away everybody's pictures."""
    assert BASE.key == "6707941335fd5f6ed0013e2cc0803d3892319f0444968acb1a5408f7542e8bad"
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'


def test_only_a_sandbox_origin_is_a_sandbox() -> None:
    assert replace(BASE, origin="sandbox:1").sandbox
    assert not replace(BASE, origin="https://sandbox.example").sandbox
    assert not replace(BASE, origin="").sandbox


def test_unknown_prices_are_not_nothing() -> None:
    assert str(Cost()) == "price unknown"
    assert str(Cost(usd=0.0)) == "$0"
    assert str(Cost(usd=0.04, credits=2)) == "$0.04, 2 credits"


def test_which_states_have_ended() -> None:
    assert [state for state in State if state.ended] == [State.SAVED, State.FAILED, State.UNKNOWN, State.CANCELLED]


def inline(raw: bytes, head: str = "data:image/png;base64,") -> str:
    return head + base64.b64encode(raw).decode()


def test_a_picture_sent_along_counts_by_its_content() -> None:
    def key(url: str) -> str:
        return ImageRequest("qolaba", "a fox", {"image_urls": [url], "reference_images": [{"url": url}]}).key

    assert key(inline(b"one")) == key(inline(b"one", "DATA:;base64,"))
    assert (
        len({key(url) for url in (inline(b"one"), inline(b"two"), "https://x.example/one", "data:image/png,one")}) == 3
    )
    assert key("data:image/png,one") == key(inline(b"one"))


def test_hashed_twice_is_hashed_once_and_words_stay_words() -> None:
    once = hashed({"image_urls": (inline(b"one"), "https://x.example/a.png"), "negative_prompt": "data: numbers, text"})
    assert once["image_urls"] == [f"sha256:{hashlib.sha256(b'one').hexdigest()}", "https://x.example/a.png"]
    assert once["negative_prompt"] == "data: numbers, text"
    assert hashed(once) == once
    assert hashed("data:image/png;base64,???").startswith("sha256:")
