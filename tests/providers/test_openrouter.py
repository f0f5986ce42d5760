"""OpenRouter: what its package (openrouter 1.3.84) and its public lists say is what is sent, and what decides."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import httpx
import pytest
from flows import asked, driven, said
from wires.openai import stream
from wires.openrouter import USAGE, error

from imgen_nb import providers
from imgen_nb.errors import (
    ApiError,
    ContentRejected,
    GenerationFailed,
    ImgenError,
    InvalidRequest,
    NotFound,
    OutOfCredit,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import Exchange, Outcome
from imgen_nb.providers import _records
from imgen_nb.testing import png
from imgen_nb.types import Catalogue, options_for

OPENROUTER = providers.get("openrouter")
B64 = base64.b64encode(png()).decode()
PICTURE = f"data:image/png;base64,{B64}"
MODEL = "openai/gpt-image-2.5-sunburst"


def body(**params: Any) -> dict[str, Any]:
    step = next(OPENROUTER.generate(asked(OPENROUTER, "a fox", **params)))
    assert isinstance(step, Exchange)
    assert step.paid
    assert (step.request.method, step.request.url.path) == ("POST", "/images")
    told: dict[str, Any] = json.loads(step.request.content)
    return told


def made(reply: httpx.Response, **params: Any) -> Outcome:
    outcome, _ = driven(OPENROUTER.generate(asked(OPENROUTER, "a fox", **params)), reply)
    assert isinstance(outcome, Outcome)
    return outcome


# --- what is sent -----------------------------------------------------------------------------------------------------


def test_a_request_in_full_and_nobody_else_may_answer() -> None:
    told = body(
        aspect_ratio="16:9", resolution="2K", quality="high", num_images=2, seed=7, backdrop="transparent",
        output_format="webp", output_compression=80, previews=True, upstream="openai", extra={"session_id": "s"},
        image_urls=["https://a.example/b.png", PICTURE],
    )  # fmt: skip
    assert told == {
        "prompt": "a fox",
        "model": MODEL,
        "aspect_ratio": "16:9",
        "resolution": "2K",
        "quality": "high",
        "n": 2,
        "seed": 7,
        "background": "transparent",
        "output_format": "webp",
        "output_compression": 80,
        "stream": True,
        "session_id": "s",
        "input_references": [
            {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}},
            {"type": "image_url", "image_url": {"url": PICTURE}},
        ],
        "provider": {"allow_fallbacks": False, "only": ["openai"]},
    }


def test_fallbacks_are_off_unless_they_are_asked_for() -> None:
    assert body()["provider"] == {"allow_fallbacks": False}
    assert body(fallbacks=True)["provider"] == {"allow_fallbacks": True}


def test_an_exact_size_goes_alone() -> None:
    assert "aspect_ratio" not in body(size="1536x864")
    assert body(size="2K")["aspect_ratio"] == "1:1"
    with pytest.raises(InvalidRequest, match="size and resolution do not go together"):
        body(size="1536x864", resolution="2K")


ENUMS = {  # openrouter 1.3.84, components/imagegenerationrequest.py; svg is a program, and no picture here
    "aspect_ratio": (
        *("1:1", "1:2", "1:4", "1:8", "2:1", "2:3", "2.35:1", "3:2", "3:4", "4:1", "4:3", "4:5", "5:2", "5:4", "5:7"),
        *("7:5", "8:1", "9:16", "16:9", "9:19.5", "19.5:9", "9:20", "20:9", "9:21", "21:9", "auto"),
    ),
    "resolution": ("512", "768", "1K", "1.5K", "2K", "4K"),
    "quality": ("auto", "low", "medium", "high", "xhigh", "max"),
    "backdrop": ("auto", "transparent", "opaque"),
    "output_format": ("png", "jpeg", "webp"),
}
ROWS = [(name, value) for name, values in ENUMS.items() for value in values]


@pytest.mark.parametrize(("name", "value"), ROWS)
def test_every_value_of_the_document_is_taken(name: str, value: str) -> None:
    assert body(**{name: value})[{"backdrop": "background"}.get(name, name)] == value


def test_and_no_other() -> None:
    assert {name: {*OPENROUTER.options_for(MODEL)[name].choices} for name in ENUMS} == {
        name: {*values} for name, values in ENUMS.items()
    }


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_reply_tells_the_exact_cost() -> None:
    outcome = made(said({"created": 1, "data": [{"b64_json": B64, "media_type": "image/png"}], "usage": USAGE}))
    assert [one.source for one in outcome.assets] == [png()]
    assert (outcome.cost.usd, outcome.cost.source) == (0.0318, "the reply's usage.cost")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error(400, "resolution is not supported"), ApiError),
        (error(401, "No auth credentials found"), Unauthorized),
        (error(402, "Insufficient credits"), OutOfCredit),
        (error(403, "Key limit exceeded"), Unauthorized),
        (error(403, "flagged", {"reasons": ["violence"]}), ContentRejected),
        (error(404, "No endpoints found"), NotFound),
        (error(408, "timed out"), UnexpectedReply),
        (error(409, "conflict"), ApiError),
        (error(413, "too large"), ApiError),
        (error(422, "n must be 1"), ApiError),
        (error(499, "client closed"), ApiError),
        (error(500, "internal"), UnexpectedReply),
        (error(502, "provider returned an error"), UnexpectedReply),
        (error(503, "no provider"), UnexpectedReply),
        (error(504, "timed out"), UnexpectedReply),
        (said({"error": {"code": 502, "message": "gave up"}}), GenerationFailed),
        (said({"data": []}), UnexpectedReply),
    ],
)
def test_what_a_refusal_means(reply: httpx.Response, kind: type[ImgenError]) -> None:
    with pytest.raises(kind) as caught:
        made(reply)
    assert type(caught.value) is kind


PARTIAL = {"type": "image_generation.partial_image", "b64_json": B64, "partial_image_index": 0}
DONE = {"type": "image_generation.completed", "b64_json": B64, "usage": USAGE, "created": 1}


def test_a_stream_brings_coarse_pictures_and_the_cost_at_its_end() -> None:
    step = next(OPENROUTER.generate(asked(OPENROUTER, "a fox", previews=True)))
    assert isinstance(step, Exchange)
    assert step.heard is not None
    told = [*step.heard()(stream([PARTIAL, {"type": "image_generation.text_chunk", "text": "x"}]).content)]
    assert [one.preview for one in told] == [png()]
    outcome = made(stream([PARTIAL, DONE]), previews=True)
    assert (outcome.cost.usd, len(outcome.assets)) == (0.0318, 1)


def test_a_model_without_a_stream_answers_whole() -> None:
    assert made(said({"data": [{"b64_json": B64}]}), previews=True).assets


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ([PARTIAL], UnexpectedReply),
        ([PARTIAL, {"type": "error", "error": {"message": "gave up", "code": "502"}}], GenerationFailed),
        ([{"type": "error", "error": {"message": "flagged by moderation"}}], ContentRejected),
    ],
)
def test_an_error_may_come_after_200(events: list[dict[str, Any]], kind: type[ImgenError]) -> None:
    with pytest.raises(kind):
        made(stream(events), previews=True)


# --- the public lists -------------------------------------------------------------------------------------------------

ROW = {"id": "a/one", "name": "One", "description": "", "created": 1, "supports_streaming": True}
SERVED = {
    "provider_name": "A",
    "provider_slug": "a",
    "supports_streaming": True,
    "supported_parameters": {
        "aspect_ratio": {"type": "enum", "values": ["1:1", "16:9"]},
        "resolution": {"type": "enum", "values": ["1K", "2K"]},
        "n": {"type": "range", "min": 1, "max": 4},
        "seed": {"type": "boolean"},
        "input_references": {"type": "range", "min": 0, "max": 3},
        "something_new": {"type": "boolean"},
    },
    "pricing": [
        {"billable": "output_image", "unit": "image", "cost_usd": 0.08, "variant": "2K"},
        {"billable": "output_image", "unit": "image", "cost_usd": 0.04},
        {"billable": "input_text", "unit": "token", "cost_usd": 0.000005},
        {"billable": "input_image", "unit": "image", "cost_usd": "none"},
    ],
}
BARE = {"id": "b/two", "name": "Two", "supported_parameters": {}, "supports_streaming": False}


def catalogue() -> Catalogue:
    lists = (said({"data": [ROW, BARE, {"id": None}]}), said({"endpoints": [SERVED]}), said({"endpoints": []}))
    found, steps = driven(OPENROUTER.catalogue(), *lists)
    paths = [step.request.url.path for step in steps]
    assert paths == ["/images/models", "/images/models/a/one/endpoints", "/images/models/b/two/endpoints"]
    assert isinstance(found, Catalogue)
    return found


def test_forms_come_from_what_a_model_says_of_itself() -> None:
    found = catalogue()
    one, two = (options_for(found.options, model) for model in ("a/one", "b/two"))
    assert one["aspect_ratio"].choices == ("1:1", "16:9")
    assert (one["num_images"].low, one["num_images"].high) == (1, 4)
    assert (one["image_urls"].kind, one["image_urls"].most) == ("addresses", 3)
    assert one["seed"].kind == "integer"
    assert one["previews"].kind == "switch"
    assert {"quality", "backdrop", "something_new"}.isdisjoint(one)
    assert {*two} == {"prompt", "model", "upstream", "fallbacks", "extra"}


def test_prices_come_from_the_list_each_for_its_variant() -> None:
    (one, two) = catalogue().models
    price, dearer = one.price({"resolution": "1K"}), one.price({"resolution": "2K"})
    assert price is not None
    assert dearer is not None
    assert (price.usd, dearer.usd) == (0.04, 0.08)
    assert [str(line) for line in one.counted] == ["$5e-06 for each input text token (OpenRouter's list of endpoints)"]
    assert two.prices == ()


def test_what_was_learned_is_kept_and_read_back() -> None:
    found = catalogue()
    assert _records.read_back(_records.written(found, date(2026, 11, 26))) == (found, date(2026, 11, 26))
