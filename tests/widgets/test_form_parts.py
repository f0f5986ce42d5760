"""What the form is made of: pictures in hand, prices, a rewritten prompt, keys that are told of and never told."""

from __future__ import annotations

import base64
import io
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from PIL import Image
from views import generation, request

from imgen_nb import providers
from imgen_nb.client import keys
from imgen_nb.client.access import Access
from imgen_nb.client.client import Client
from imgen_nb.engine.redaction import Secret
from imgen_nb.types import Cost, Left, Option, Window
from imgen_nb.widgets import credentials, given, prices, rewrites

# --- pictures in hand -------------------------------------------------------------------------------------------------

KINDS = {kind: Option("pictures", kind) for kind in given.KINDS}  # type: ignore[arg-type]
SEVERAL = [option for kind, option in KINDS.items() if kind != "picture"]


def picture(colour: str = "red", size: tuple[int, int] = (300, 200)) -> str:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


HERE, THERE = picture(), "https://a.example/1.png"


@pytest.mark.parametrize("option", KINDS.values(), ids=KINDS)
def test_a_picture_more_is_a_value_that_the_option_takes(option: Option) -> None:
    value = given.more(option, None, HERE)
    assert option.problem(value) is None
    assert [one["sha"] for one in given.shown(value)] == [given.sha(HERE)]
    assert given.text(value) == ""


@pytest.mark.parametrize("option", SEVERAL, ids=lambda option: option.kind)
def test_lines_stand_beside_pictures_in_hand(option: Option) -> None:
    value = given.written(option, given.more(option, None, HERE), f" {THERE} \n\n")
    assert option.problem(value) is None
    assert given.text(value) == THERE
    assert len(given.shown(value)) == 1
    assert given.written(option, value, THERE) == value, "what was not changed stays as it was"
    assert given.less(option, value, given.shown(value)[0]["id"]) == given.written(option, None, THERE)
    assert given.written(option, None, " ") is None


def test_what_a_reference_shows_is_said_behind_its_address() -> None:
    option = KINDS["references"]
    value = given.written(option, None, f"{THERE} the same coat")
    assert value == [{"url": THERE, "description": "the same coat"}]
    assert given.text(value) == f"{THERE} the same coat"


def test_where_one_is_taken_the_last_one_counts() -> None:
    assert given.more(KINDS["picture"], THERE, HERE) == HERE
    assert given.written(KINDS["picture"], HERE, "") == HERE
    assert given.less(KINDS["picture"], HERE, 0) is None
    assert given.more(Option("image_urls", "addresses", most=1), [THERE], HERE) == [HERE]


def test_small_copies_are_given_by_hash_and_only_of_pictures() -> None:
    blue, broken = picture("blue"), "data:image/png;base64,aGVsbG8="
    wanted = [given.sha(blue), given.sha(broken), "another"]
    found = given.small([HERE, blue, broken, THERE], wanted)
    assert list(found) == [given.sha(blue)]
    with Image.open(io.BytesIO(found[given.sha(blue)])) as small:
        assert (small.format, small.size) == ("WEBP", (128, 85))


# --- prices -----------------------------------------------------------------------------------------------------------


def client(*, sandbox: bool = False, cost: Cost | None = None, left: Left | None = None) -> Client:
    """What the price line sees of a client."""
    provider = SimpleNamespace(estimate=lambda asked: cost or Cost())
    made = SimpleNamespace(provider=provider, sandbox=sandbox, left=left, check=lambda prompt, **values: None)
    return cast("Client", made)


@pytest.mark.parametrize(
    ("given_client", "price", "priced"),
    [
        (client(cost=Cost(0.03, 6, "price list of 2026-11-01")), "about $0.03, 6 credits", "price list of 2026-11-01"),
        (client(cost=Cost(0.0004)), "about $0.0004", ""),
        (client(), "2 credits a picture", ""),
        (client(sandbox=True), "$0.00", "sandbox, no provider is asked; live: 2 credits a picture"),
        (client(sandbox=True, cost=Cost(0.03)), "$0.00", "sandbox, no provider is asked; live: about $0.03"),
        (None, "$0.00", "sandbox, no provider is asked; live: 2 credits a picture"),
    ],
)
def test_the_price_is_said_before_the_press(given_client: Client | None, price: str, priced: str) -> None:
    said = prices.told(given_client, "2 credits a picture", "a fox", {})
    assert (said["price"], said["priced"]) == (price, priced)


def test_what_is_left_is_said_where_it_was_told() -> None:
    told = Left(0.0, Window(100, 94, 2280.0), credit=Cost(credits=12))
    said = prices.told(client(left=told), "", "a fox", {})
    assert said["left"] == {"words": "94 of 100 requests left", "again": "full again in 38 min", "share": 0.94}
    assert said["balance"] == "12 credits left"
    nothing = prices.told(client(left=Left(0.0)), "", "a fox", {})
    assert (nothing["left"], nothing["balance"]) == ({}, "")


# --- a rewritten prompt -----------------------------------------------------------------------------------------------


@drawn(st.text(" abé,.\n", max_size=60), st.text(" abé,.\n", max_size=60))
def test_both_texts_are_whole_and_what_is_in_both_is_the_same(asked: str, used: str) -> None:
    left, right = rewrites.words_apart(asked, used)
    assert "".join(words for _, words in left).split() == asked.split()
    assert "".join(words for _, words in right).split() == used.split()
    assert {kind for kind, _ in left} <= {"", "out"}
    assert {kind for kind, _ in right} <= {"", "in"}
    same = [["".join(words.split()) for kind, words in side if not kind] for side in (left, right)]
    assert same[0] == same[1]


def test_a_prompt_that_was_left_alone_is_not_told_of() -> None:
    assert rewrites.told("r1", "Atelier", generation(), switch=True) == {}
    assert rewrites.told("r1", "Atelier", generation(prompt_used="a fox"), switch=True) == {}
    made = generation(prompt_used="a fox, soft light", asked=request(template="general"))
    said = rewrites.told("r1", "Atelier", made, switch=True)
    assert (said["who"], said["sum"], said["how"]) == ("Atelier", "2 words became 4", "template general")
    assert said["words"] == {"asked": "a fox", "used": "a fox, soft light"}


# --- keys -------------------------------------------------------------------------------------------------------------

KEY = "canary-93bd2c61-form"


def state(access: Access | None, **how: Any) -> str:
    told = credentials.told(providers.get("banatie"), access, **{"refused": False, "problem": "", **how})
    assert KEY not in str(told)
    return str(told["state"])


def test_a_key_is_set_missing_or_refused_and_never_told() -> None:
    found = Access(True, "https://a.example", "", "BANATIE_API_KEY", key=Secret(KEY))
    assert state(found) == "set"
    assert state(Access(False, "https://a.example", "no key")) == "missing"
    assert state(None) == "missing"
    assert state(found, refused=True) == "refused"


def test_what_is_entered_leaves_the_message_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_given", {})
    message = {"kind": "key", "key": f" {KEY} ", "keep": "memory"}
    credentials.taken(providers.get("banatie"), message)
    assert KEY not in str(message)
    kept = keys.given("banatie")
    assert kept is not None
    assert (kept.source, kept.values["BANATIE_API_KEY"].reveal()) == ("prompt", KEY)
