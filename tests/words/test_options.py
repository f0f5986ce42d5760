"""What an option takes beyond its type: numbers of other libraries, text that shows, places that are places."""

from __future__ import annotations

import base64
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb.options import Option, inline, is_address, is_picture, plain, visible

COUNT = Option("num_images", "integer", low=1, high=10)
SCALE = Option("guidance_scale", "number", low=0.5, high=20)
SWITCH = Option("enhance", "switch")
PROMPT = Option("prompt", "text", required=True)
NEGATIVE = Option("negative_prompt", "text")
RATIO = Option("aspect_ratio", "choice", choices=("1:1", "16:9"))
HOOK = Option("webhook_url", "address")
MASK = Option("mask_url", "picture")
URLS = Option("image_urls", "addresses")
REFS = Option("reference_images", "references")
META = Option("meta", "mapping")
INLINE = f"data:image/png;base64,{base64.b64encode(b'picture').decode()}"


class Missing:
    """What a table has in an empty place: it is equal to nothing, and no truth."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other: object) -> Any:
        return self

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "<NA>"


@pytest.mark.parametrize(
    ("option", "value", "same"),
    [
        (COUNT, np.int64(3), 3),
        (COUNT, np.uint8(10), 10),
        (SCALE, np.float64(2.5), 2.5),
        (SCALE, np.float32(2.5), 2.5),
        (SCALE, np.int32(2), 2),
        (SCALE, Fraction(5, 2), 2.5),
        (SWITCH, np.True_, True),
        (SWITCH, np.False_, False),
    ],
)
def test_a_number_of_another_library_is_the_number_it_is(option: Option, value: Any, same: Any) -> None:
    assert option.problem(value) is None
    assert plain(value) == same
    assert type(plain(value)) is type(same)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        (COUNT, np.int64(11)),
        (COUNT, np.float64(3.0)),
        (COUNT, np.True_),
        (COUNT, np.nan),
        (COUNT, np.array(3)),
        (COUNT, np.array([3])),
        (COUNT, Decimal(3)),
        (SCALE, np.float32("nan")),
        (SCALE, np.inf),
        (SWITCH, np.int64(1)),
        (PROMPT, np.int64(1)),
        (PROMPT, np.nan),
        *((option, Missing()) for option in (COUNT, SCALE, SWITCH, PROMPT, RATIO, HOOK, MASK, URLS, REFS, META)),
        *((option, np.datetime64("NaT")) for option in (COUNT, SCALE, PROMPT, RATIO)),
    ],
    ids=repr,
)
def test_what_is_no_number_there_is_none_here(option: Option, value: Any) -> None:
    problem = option.problem(value)
    assert problem is not None
    assert "allowed" in problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\t",
        "\u200b\ufeff",
        "\u200b \u2060\u00ad",
        "\u3164",
        "\u2800\u2800",
        "\ufe0f",
        "\u202e",
        "\x00",
        "\u3000",
    ],
)
def test_text_that_shows_nothing_is_empty(text: str) -> None:
    assert not visible(text)
    assert "is empty" in (PROMPT.problem(text) or "")
    assert NEGATIVE.problem(text) is None, "what may be left out may be empty"


@pytest.mark.parametrize("text", ["a", ".", "狐", "🦊", "❤️", "\u200ba", "é", "e\u0301", "¿", "١", "\U0001fae9"])
def test_one_sign_is_something(text: str) -> None:
    assert visible(text)
    assert PROMPT.problem(text) is None


@given(st.text(), st.text(st.sampled_from("\u200b \ufeff\n\u3164"), max_size=5))
def test_what_shows_nothing_adds_nothing(text: str, blank: str) -> None:
    assert visible(text + blank) is visible(blank + text) is visible(text)


PLACES = ["https://x.example/a.png", "http://127.0.0.1:8188/view?a=1&b=2#c", "HTTPS://X.EXAMPLE", "https://[::1]:80/a"]
PLACES += ["https://xn--bcher-kva.example/a", "https://user@x.example/a", "https://x.example/ä"]
NO_PLACES: list[Any] = [
    r"C:\pictures\cat.png",
    "cat.png",
    "./cat.png",
    "/tmp/cat.png",
    "file:///tmp/cat.png",
    "",
    " ",
    "https://",
]
NO_PLACES += ["https:///a.png", "ftp://x.example/a", "x.example/a.png", "//x.example/a", "javascript:alert(1)", "https"]
NO_PLACES += ["https://x.example/a b.png", " https://x.example/a", "https://x.example:99999/", "https://x.example/a\n"]
NO_PLACES += [
    "blob:https://x.example/1",
    "https://x.example:0/",
    "https:\\\\x.example\\a",
    "http://[::1/a",
    7,
    None,
    b"x",
]
PICTURES = [INLINE, "data:image/svg+xml,<svg/>", "DATA:;base64,aGk="]
NO_PICTURES = [
    "data:image/png;base64,",
    "data:image/png;base64,???",
    "data:text/plain,hello",
    "data:,",
    "data:image/png",
]


@pytest.mark.parametrize("value", [*PLACES, *PICTURES])
def test_where_a_picture_can_be(value: str) -> None:
    assert is_picture(value)
    assert is_address(value) is (value in PLACES)
    assert MASK.problem(value) is None
    assert URLS.problem([value]) is None
    assert REFS.problem([{"url": value}, {"url": value, "description": ""}]) is None
    assert (HOOK.problem(value) is None) is (value in PLACES)
    assert (inline(value) is not None) is (value in PICTURES)


@pytest.mark.parametrize("value", [*NO_PLACES, *NO_PICTURES], ids=repr)
def test_where_no_picture_is(value: Any) -> None:
    for option, given_ in ((MASK, value), (HOOK, value), (URLS, [PLACES[0], value]), (REFS, [{"url": value}])):
        problem = option.problem(given_)
        assert problem is not None
        assert "allowed" in problem
        assert len(problem) < 400


def test_a_file_given_as_text_is_told_how_to_give_it() -> None:
    assert "pathlib.Path" in (URLS.problem([r"C:\pictures\cat.png"]) or "")
    assert "pathlib.Path" in (MASK.problem("cat.png") or "")


@pytest.mark.parametrize(
    "reference",
    [
        {},
        {"description": "?"},
        {"url": PLACES[0], "x": 1},
        {"url": PLACES[0], "description": 7},
        PLACES[0],
        [PLACES[0]],
    ],
)
def test_a_reference_is_an_address_and_perhaps_its_words(reference: Any) -> None:
    assert "not a list of {'url'" in (REFS.problem([reference]) or "")


@pytest.mark.parametrize("name", ["", " ", "\u200b", "a\0b", "a\nb", "x" * 201, "..", "../x", "owner/../x", "./x"])
def test_what_can_be_no_name_is_passed_on_to_nobody(name: str) -> None:
    said = Option("model", "choice", choices=("flux",), open=True).problem(name)
    assert said is not None
    assert "flux" in said


@pytest.mark.parametrize("name", ["flux", "owner/app/path", "owner/name:1f2e", "a b..c", "vertex/imagen-4.0", "模型"])
def test_any_other_name_is_passed_on(name: str) -> None:
    assert Option("model", "choice", choices=("x",), open=True).problem(name) is None
