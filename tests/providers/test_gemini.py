"""Gemini: what google-genai 3.6.1 and Google's pages say is what is sent, and what decides of a reply."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest
from flows import asked, driven, said
from wires.gemini import USAGE, error, reply

from imgen_nb import providers
from imgen_nb.errors import (
    ApiError,
    ContentRejected,
    GenerationFailed,
    ImgenError,
    InvalidRequest,
    NotFound,
    RateLimited,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import Exchange, Outcome
from imgen_nb.providers.gemini import REJECTING
from imgen_nb.testing import png
from imgen_nb.types import Cost

GEMINI = providers.get("gemini")
B64 = base64.b64encode(png()).decode()
PICTURE = f"data:image/png;base64,{B64}"
DRAWN = {"inlineData": {"mimeType": "image/png", "data": B64}}


def sent(**params: Any) -> httpx.Request:
    step = next(GEMINI.generate(asked(GEMINI, "a fox", **params)))
    assert isinstance(step, Exchange)
    assert step.paid
    return step.request


def made(response: httpx.Response, **params: Any) -> Outcome:
    outcome, _ = driven(GEMINI.generate(asked(GEMINI, "a fox", **params)), response)
    assert isinstance(outcome, Outcome)
    return outcome


def test_a_request_in_full() -> None:
    request = sent(aspect_ratio="16:9", resolution="2K", image_urls=[PICTURE], seed=7, temperature=0.5, thinking="high")
    assert (request.method, request.url.path) == ("POST", "/models/gemini-nano-banana-2.1:generateContent")
    assert json.loads(request.content) == {
        "contents": [{"role": "user", "parts": [{"text": "a fox"}, DRAWN]}],
        "generationConfig": {
            "responseModalities": ["IMAGE"],
            "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"},
            "seed": 7,
            "temperature": 0.5,
            "thinkingConfig": {"thinkingLevel": "HIGH"},
        },
    }


TEN = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
FOURTEEN = (*TEN, "1:4", "4:1", "1:8", "8:1")
TABLE = {  # google-genai 3.6.1 and TanStack/ai's release ai-gemini 0.36.0: ratios and sizes by model
    "gemini-nano-banana-2.1": (FOURTEEN, ("1K", "2K", "4K"), True),
    "gemini-3-pro-image": (TEN, ("1K", "2K", "4K"), True),
    "gemini-3.1-flash-lite-image": (FOURTEEN, ("1K",), True),
    "gemini-2.5-flash-image": (TEN, (), False),
}


@pytest.mark.parametrize("model", TABLE)
def test_what_each_model_takes(model: str) -> None:
    ratios, sizes, thinks = TABLE[model]
    options = GEMINI.options_for(model)
    assert options["aspect_ratio"].choices == ratios
    assert ("resolution" in options) == bool(sizes)
    assert not sizes or options["resolution"].choices == sizes
    assert ("thinking" in options) is thinks
    assert not thinks or options["thinking"].choices == ("minimal", "low", "medium", "high")
    for ratio in ratios:
        told = json.loads(sent(model=model, aspect_ratio=ratio).content)
        assert told["generationConfig"]["imageConfig"]["aspectRatio"] == ratio


def test_the_table_has_every_model_that_lives() -> None:
    option = GEMINI.option("model")
    assert option is not None
    assert {*option.choices} == {*TABLE}
    ends = {one.id: (one.ends.isoformat(), one.successor) for one in GEMINI.listed if one.ends}
    assert ends["gemini-3.1-flash-image"] == ("2026-10-29", "gemini-nano-banana-2.1")
    assert ends["gemini-2.5-flash-image"] == ("2027-03-15", "gemini-3.1-flash-lite-image")


@pytest.mark.parametrize(
    ("model", "params", "problem"),
    [
        ("gemini-3-pro-image", {"aspect_ratio": "1:8"}, "aspect_ratio is '1:8'"),
        ("gemini-3-pro-image", {"aspect_ratio": "9:21"}, "aspect_ratio is '9:21'"),
        ("gemini-nano-banana-2.1", {"resolution": "512"}, "resolution is '512'"),
        ("gemini-nano-banana-2.1", {"resolution": "1k"}, "resolution is '1k'"),
        ("gemini-3.1-flash-lite-image", {"resolution": "2K"}, "resolution is '2K'"),
        ("gemini-nano-banana-2.1", {"image_urls": [PICTURE] * 15}, "at most 14"),
        ("gemini-nano-banana-2.1", {"image_urls": ["https://a.example/b.png"]}, "image_urls has an address"),
        ("gemini-nano-banana-2.1", {"num_images": 2}, "has no num_images"),
    ],
)
def test_what_the_document_forbids_is_refused_before_anything_is_sent(
    model: str, params: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidRequest, match=problem):
        asked(GEMINI, "a fox", model=model, **params)


@pytest.mark.parametrize("model", ["owner/admin", "a/b:c", "x?key=1"])
def test_a_model_stays_one_segment_of_the_path(model: str) -> None:
    assert sent(model=model).url.raw_path.count(b"/") == 2
    assert not sent(model=model).url.query


# --- replies ----------------------------------------------------------------------------------------------------------


def test_drafts_of_a_thinking_model_are_no_pictures_and_words_beside_one_are_told() -> None:
    draft = {**DRAWN, "thought": True}
    outcome = made(reply([{"text": "thinking", "thought": True}, draft, {"text": "Here it is."}, DRAWN]))
    assert [one.source for one in outcome.assets] == [png()]
    assert outcome.warnings == ("the model also said: Here it is.",)
    assert B64 not in json.dumps(dict(outcome.raw))


@pytest.mark.parametrize(
    ("model", "usage", "usd"),
    [
        ("gemini-nano-banana-2.1", USAGE, (8 * 1.5 + 1120 * 30) / 1e6),
        ("gemini-3-pro-image", {**USAGE, "thoughtsTokenCount": 400}, (8 * 2 + 400 * 12 + 1120 * 120) / 1e6),
        ("gemini-2.5-flash-image", {"promptTokenCount": 8, "candidatesTokenCount": 1290}, (8 * 0.3 + 1290 * 30) / 1e6),
        ("gemini-nano-banana-2.1", {}, None),
        ("gemini-nano-banana-2.1", None, None),
        ("some-other-image-model", USAGE, None),
    ],
)
def test_what_is_billed_is_the_picture_tokens(model: str, usage: Any, usd: float | None) -> None:
    told = {**reply([DRAWN]).json(), "usageMetadata": usage}
    found = made(said(told), model=model).cost
    assert found.usd == (pytest.approx(usd) if usd else None)
    assert bool(found.source) == bool(usd)
    with pytest.raises(GenerationFailed) as caught:
        made(said({**reply([], "NO_IMAGE").json(), "usageMetadata": usage}), model=model)
    assert (caught.value.cost, caught.value.charged) == (found, "yes" if usd else "unknown"), "without a picture, too"


# google-genai 3.6.1, types.FinishReason and types.BlockedReason
FINISHED = (
    *("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT"),
    *("IMAGE_RECITATION", "MODEL_ARMOR", "MAX_TOKENS", "LANGUAGE", "OTHER", "MALFORMED_FUNCTION_CALL", "NO_IMAGE"),
    *("IMAGE_OTHER", "ESCALATION", "MALFORMED_RESPONSE", "CONTINUATION", "FINISH_REASON_UNSPECIFIED"),
)
BLOCKED = ("SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK")


@pytest.mark.parametrize("reason", FINISHED)
def test_200_without_a_picture_is_a_failure_that_names_its_reason(reason: str) -> None:
    with pytest.raises(GenerationFailed, match=reason) as caught:
        made(reply([], reason))
    assert isinstance(caught.value, ContentRejected) == (reason in REJECTING or "SAFETY" in reason)


@pytest.mark.parametrize("reason", BLOCKED)
def test_a_prompt_that_is_blocked_is_a_failure_that_names_its_reason(reason: str) -> None:
    feedback = {"blockReason": reason, "blockReasonMessage": "because"}
    with pytest.raises(GenerationFailed, match=reason) as caught:
        made(said({"promptFeedback": feedback, "usageMetadata": USAGE}))
    assert (caught.value.charged, caught.value.cost) == ("unknown", Cost()), "no page says whether it is billed"
    assert isinstance(caught.value, ContentRejected) == (reason != "OTHER")
    assert "because" in caught.value.message


@pytest.mark.parametrize(
    "told",
    [
        *({}, {"candidates": None}, {"candidates": []}, {"candidates": [7]}, {"candidates": [{"content": []}]}),
        {"candidates": [{"content": {"parts": [DRAWN | {"thought": True}]}, "finishReason": "STOP"}]},
        {"candidates": [{"content": {"parts": [{"inlineData": {"data": "?"}}]}, "finishReason": "STOP"}]},
    ],
)
def test_a_reply_without_a_picture_and_without_a_reason_is_not_understood(told: Any) -> None:
    with pytest.raises(UnexpectedReply):
        made(said(told))


def test_a_model_that_answers_in_words_is_quoted() -> None:
    with pytest.raises(GenerationFailed, match="I cannot draw that"):
        made(reply([{"text": "I cannot draw that."}]))


KEY = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]
RETRY = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "23s"}]


@pytest.mark.parametrize(
    ("response", "kind", "wait"),
    [
        (error(400, "Invalid value", "INVALID_ARGUMENT"), ApiError, None),
        (error(400, "API key not valid", "INVALID_ARGUMENT", KEY), Unauthorized, None),
        (error(403, "denied", "PERMISSION_DENIED"), Unauthorized, None),
        (error(404, "models/x is not found", "NOT_FOUND"), NotFound, None),
        (error(429, "quota", "RESOURCE_EXHAUSTED", RETRY), RateLimited, 23.0),
        (error(500, "internal", "INTERNAL"), UnexpectedReply, None),
        (error(503, "overloaded", "UNAVAILABLE"), UnexpectedReply, None),
        (said({"error": [1]}, 400), ApiError, None),
    ],
)
def test_what_a_refusal_means(response: httpx.Response, kind: type[ImgenError], wait: float | None) -> None:
    with pytest.raises(kind) as caught:
        made(response)
    assert type(caught.value) is kind
    assert caught.value.retry_after == wait


def test_the_list_of_models_keeps_those_that_draw() -> None:
    rows = [
        {"name": "models/gemini-3-pro-image", "displayName": "Gemini 3 Pro Image"},
        {"name": "models/gemini-3-flash"},
        {"name": "models/gemini-nano-banana-3", "displayName": "Nano Banana 3"},
    ]
    catalogue, _ = driven(GEMINI.catalogue(), said({"models": rows}))
    assert [(one.id, one.name) for one in catalogue.models] == [
        ("gemini-3-pro-image", "Gemini 3 Pro Image"),
        ("gemini-nano-banana-3", "Nano Banana 3"),
    ]


def test_the_terms_say_who_may_use_it() -> None:
    told = dict(GEMINI.policy)
    assert told["age"].says == "18 or older"
    assert told["age"].dated is not None
    assert "2026-03-23" in str(told["class"])
