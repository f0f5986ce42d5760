"""The one rule that takes secrets out of what a provider says: however written, whole or cut, wherever it stands."""

from __future__ import annotations

import base64
import datetime
import random
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb.engine.redaction import EDGE, INSIDE, LARGE, MARK, Redactor, Secret

KEY = "sk/Canary+7f3A9c1e=5d-20b6xQ"
clean = Redactor([Secret(KEY)])

WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "for an address": lambda key: quote(key, safe=""),
    "for a path": quote,
    "for a form": quote_plus,
    "for an address, twice": lambda key: quote(quote(key, safe=""), safe=""),
    "for an address, in small letters": lambda key: quote(key, safe="").replace("%2F", "%2f").replace("%2B", "%2b"),
    "in base64": lambda key: base64.b64encode(key.encode()).decode(),
    "in base64 for an address": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "in base64 behind one letter": lambda key: base64.b64encode(f":{key}".encode()).decode(),
    "in base64 behind a word": lambda key: base64.b64encode(f"Bearer {key} and more".encode()).decode(),
    "in base64 as a user's": lambda key: base64.b64encode(f"user1:{key}".encode()).decode(),
}


def known(text: str) -> int:
    """The length of the longest piece of the key that a text gives away, to whoever reads base64 and addresses too."""
    text = text.replace(MARK, "\0")
    letters = re.findall(r"[\w+/-]{8,}", text)
    read = [base64.urlsafe_b64decode(one.replace("+", "-").replace("/", "_")[cut:][: (len(one) - cut) // 4 * 4])
            for one in letters for cut in range(4)]  # fmt: skip
    said = "\0".join([text, unquote(unquote(text)), *(one.decode("latin-1") for one in read)])
    pieces = (
        last - first for first in range(len(KEY)) for last in range(first, len(KEY) + 1) if KEY[first:last] in said
    )
    return max(pieces)


@pytest.mark.parametrize("around", ["{}", "no {} here", "'{}'", "https://a.example/?key={}&n=1", "a{}b"])
@pytest.mark.parametrize("way", WRITTEN)
def test_a_secret_is_found_however_it_is_written(way: str, around: str) -> None:
    told = clean(around.format(WRITTEN[way](KEY)))
    assert MARK in told
    assert known(told) < EDGE


@given(st.integers(0, 400), st.sampled_from(["", "…", "...", "'", "...'"]), st.sampled_from(sorted(WRITTEN)))
def test_a_clip_leaves_no_head(before: int, mark: str, way: str) -> None:
    told = clean((" " * before + WRITTEN[way](KEY))[:300] + mark)
    assert known(told) < EDGE + 2, "base64 may keep what a letter shares with its neighbours"


def test_a_clip_takes_no_more_than_the_head() -> None:
    assert clean(f"it is said that {KEY[:9]}") == f"it is said that {MARK}"


@given(st.integers(0, len(KEY) - EDGE), st.text("xyz ", max_size=20))
def test_a_cut_at_the_beginning_leaves_no_tail(cut: int, after: str) -> None:
    assert clean(KEY[cut:] + after) == MARK + after


@given(st.integers(0, len(KEY) - INSIDE), st.integers(INSIDE, len(KEY)))
def test_a_long_piece_is_found_anywhere(first: int, length: int) -> None:
    assert clean(f"so {KEY[first : first + length]} said") == f"so {MARK} said"


def test_all_of_several_pieces_go() -> None:
    assert clean(f"{KEY[:13]} and {KEY[10:]}, {KEY}{KEY}") == f"{MARK} and {MARK}, {MARK}{MARK}"


def test_it_looks_into_everything_and_leaves_what_is_no_text() -> None:
    moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    told = {"a": [KEY, 1, None, (KEY, 2.5)], KEY: {"b": f"x {KEY}"}, "at": moment, "bytes": b"x"}
    assert clean(told) == {
        "a": [MARK, 1, None, (MARK, 2.5)], MARK: {"b": f"x {MARK}"}, "at": moment, "bytes": b"x",
    }  # fmt: skip


def test_ordinary_words_stay() -> None:
    told = "the canary sings at dusk: sk/Can is short, 20b6xQ too, in the middle of it"
    assert clean(told) == told
    assert Redactor([Secret("banatie_live_0f31c27788")])("the job goes on at Banatie") == "the job goes on at Banatie"


def test_a_short_key_goes_as_a_whole() -> None:
    assert Redactor([Secret("k1")])({"k1": "a k1, a k and a 1", "n": 1}) == {MARK: f"a {MARK}, a k and a 1", "n": 1}


def test_headers_are_secrets_and_their_words_too_but_not_the_short_ones() -> None:
    told = Redactor(headers=[Secret("Basic dXNlcjpwYXNzd29yZA=="), Secret("en"), Secret("team-42-internal")])
    assert told("dXNlcjpwYXNzd29yZA== by team-42-internal, Basic English") == f"{MARK} by {MARK}, Basic English"


def test_a_picture_in_text_is_searched_for_whole_secrets_alone() -> None:
    large = "A" * LARGE + KEY + KEY[:INSIDE]
    assert clean(large) == "A" * LARGE + MARK + KEY[:INSIDE]


def test_without_secrets_nothing_is_touched() -> None:
    told = {"a": "b"}
    assert Redactor()(told) is told
    assert KEY not in repr(vars(type(clean))) + repr(clean)


@given(st.integers(40, 700), st.data())
def test_a_long_key_is_found_by_any_piece_in_any_text(length: int, data: st.DataObject) -> None:
    key = "".join(chr(33 + number) for number in random.Random(length).choices(range(94), k=length))  # no piece twice
    first = data.draw(st.integers(0, length - INSIDE))
    around = data.draw(st.text("xyz ", max_size=2000))
    told = Redactor([Secret(key)])(around + key[first : first + INSIDE] + around)
    assert key[first : first + INSIDE] not in told
    cut = ".…'\")]}"  # such a sign behind a piece is taken for that of whoever cut it off
    assert told.replace(MARK, "").strip(f"xyz {cut}") == ""
