"""What public material prints of six services: each request, each list of words, each row with where it stands.

Three have further tables in their own files: the values of OpenRouter and OpenAI, Gemini's ratios and reasons. What is
printed and deliberately not used stands in `LEFT_OUT`, with why. This file is longer than others: it is tables.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import httpx
import pytest
from documents import choices, refused
from flows import asked, driven, said

from imgen_nb import providers
from imgen_nb.errors import (
    ApiError,
    ImgenError,
    NotFound,
    OutOfCredit,
    RateLimited,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import Exchange, Flow
from imgen_nb.sandbox import forms
from imgen_nb.testing import png
from imgen_nb.types import Catalogue, State, Window

B64 = base64.b64encode(png()).decode()
DATA = f"data:image/png;base64,{B64}"
URL = "https://a.example/b.png"
VERSION = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
JOB = "2f9b9e4c"

OPENAI = "openai 3.57.0, resources/images.py and types/image_*_params.py"
GENAI = "google-genai 3.6.1, types.py"
OPENROUTER = "openrouter 1.3.84, components/imagegenerationrequest.py"
OPENROUTER_LISTS = "openrouter 1.3.84, components of GET /images/models and its endpoints"
FAL = "fal-client 1.0.3; fal.ai/docs, queue"
FAL_INPUT = "fal.ai/docs, inputs of the FLUX models"
REPLICATE = "replicate.com/docs, HTTP API"
REPLICATE_COPY = "api-evangelist/replicate, OpenAPI copy of 2026-08-22"
BFL_SKILLS = "black-forest-labs/skills, 2026-02-03"
BFL_SDK = "vercel/ai @ed857f5, packages/black-forest-labs/src"
BFL_COPY = "api-evangelist/black-forest-labs, OpenAPI copy of 2026-08-22"
BFL_ERRORS = "docs.bfl.ai, errors"
LITELLM = "LiteLLM 1.110.2, model_prices_and_context_window_backup.json"
TANSTACK = "TanStack/ai, release ai-gemini 0.36.0 of 2026-10-07"


# --- requests that may cost money -------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """A request as it is printed: where it goes, what it says; of a form, which files it has beside its words."""

    provider: str
    params: dict[str, Any]
    address: str
    body: dict[str, Any]
    source: str
    files: tuple[str, ...] = ()
    headers: Mapping[str, str] = MappingProxyType({})


GOOGLE = "https://generativelanguage.googleapis.com/v1beta/models"
IMAGES = "https://openrouter.ai/api/v1/images"
PREDICTIONS = "https://api.replicate.com/v1/predictions"
FOX = {"prompt": "a fox"}
REQUESTS = [
    Asked(
        "openrouter",
        {
            "model": "a/b", "extra": {"user": "u", "session_id": "s", "provider": {
                "only": ["x"], "order": ["x"], "ignore": ["y"], "sort": "price", "allow_fallbacks": False,
                "options": {"x": {"steps": 4}},
            }},
        },
        IMAGES,
        {
            "model": "a/b", **FOX, "aspect_ratio": "1:1", "user": "u", "session_id": "s", "provider": {
                "only": ["x"], "order": ["x"], "ignore": ["y"], "sort": "price", "allow_fallbacks": False,
                "options": {"x": {"steps": 4}},
            },
        },
        OPENROUTER,
    ),
    Asked(
        "openrouter",
        {"image_urls": [URL], "size": "1024x768", "previews": True},
        IMAGES,
        {
            "model": "openai/gpt-image-2.5-sunburst", **FOX, "size": "1024x768", "stream": True,
            "input_references": [{"type": "image_url", "image_url": {"url": URL}}],
            "provider": {"allow_fallbacks": False},
        },
        OPENROUTER,
    ),
    Asked(
        "openai",
        {"model": "gpt-image-2", "size": "auto", "previews": 3},
        "https://api.openai.com/v1/images/generations",
        {"model": "gpt-image-2", **FOX, "size": "auto", "quality": "auto", "stream": True, "partial_images": 3},
        OPENAI,
    ),
    Asked(
        "openai",
        {"model": "gpt-image-1.5", "image_urls": [DATA, DATA], "mask_url": DATA, "input_fidelity": "high"},
        "https://api.openai.com/v1/images/edits",
        {"model": "gpt-image-1.5", **FOX, "size": "1024x1024", "quality": "auto", "input_fidelity": "high"},
        OPENAI,
        ("image[]", "image[]", "mask"),
    ),
    Asked(
        "openai",
        {"image_urls": [DATA], "markup": DATA, "complexity": "low"},
        "https://api.openai.com/v1/images/edits",
        {"model": "gpt-image-2.5-sunburst", **FOX, "size": "1024x1024", "quality": "auto", "complexity": "low"},
        OPENAI,
        ("image", "markup"),
    ),
    Asked(
        "gemini",
        {"model": "gemini-3-pro-image", "aspect_ratio": "16:9", "resolution": "2K", "image_urls": [DATA]},
        f"{GOOGLE}/gemini-3-pro-image:generateContent",
        {
            "contents": [
                {"role": "user", "parts": [{"text": "a fox"}, {"inlineData": {"mimeType": "image/png", "data": B64}}]}
            ],
            "generationConfig": {
                "responseModalities": ["IMAGE"], "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"}
            },
        },
        GENAI,
    ),
    Asked(
        "fal",
        {"model": "fal-ai/flux/dev", "aspect_ratio": "16:9", "num_images": 2, "seed": 7, "guidance_scale": 3.5,
         "num_inference_steps": 28, "output_format": "png", "safety": True},
        "https://queue.fal.run/fal-ai/flux/dev",
        {**FOX, "image_size": "landscape_16_9", "num_images": 2, "seed": 7, "guidance_scale": 3.5,
         "num_inference_steps": 28, "output_format": "png", "enable_safety_checker": True},
        FAL_INPUT,
    ),
    Asked(
        "replicate",
        {},
        "https://api.replicate.com/v1/models/black-forest-labs/flux-schnell/predictions",
        {"input": {**FOX, "aspect_ratio": "1:1"}},
        REPLICATE,
    ),
    Asked(
        "replicate",
        {"model": f"owner/name:{VERSION}", "background": False},
        PREDICTIONS,
        {"version": VERSION, "input": FOX},
        REPLICATE_COPY,
        headers={"prefer": "wait=60"},
    ),
    Asked(
        "bfl",
        {"model": "flux-2-flex", "width": 1024, "height": 768, "num_inference_steps": 50, "guidance_scale": 4.5,
         "safety_tolerance": 5, "seed": 7, "output_format": "png", "enhance": True,
         "image_urls": [URL, URL]},
        "https://api.bfl.ai/v1/flux-2-flex",
        {**FOX, "width": 1024, "height": 768, "steps": 50, "guidance": 4.5, "safety_tolerance": 5, "seed": 7,
         "output_format": "png", "prompt_upsampling": True, "input_image": URL, "input_image_2": URL},
        BFL_SKILLS,
    ),
    Asked(
        "bfl",
        {"model": "flux-pro-1.1-ultra", "aspect_ratio": "21:9", "raw": True, "image_urls": [URL], "similarity": 0.1},
        "https://api.bfl.ai/v1/flux-pro-1.1-ultra",
        {**FOX, "aspect_ratio": "21:9", "raw": True, "image_prompt": URL, "image_prompt_strength": 0.1},
        BFL_SDK,
    ),
    Asked(
        "bfl",
        {"model": "flux-pro-1.0-fill", "image_urls": [URL], "mask_url": URL},
        "https://api.bfl.ai/v1/flux-pro-1.0-fill",
        {**FOX, "image": URL, "mask": URL},
        BFL_SDK,
    ),
]  # fmt: skip


def first(flow: Flow[Any]) -> httpx.Request:
    step = next(flow)
    assert isinstance(step, Exchange)
    step.request.read()
    return step.request


def whole(name: str, request: httpx.Request) -> str:
    """The address at which a path of a provider is asked for."""
    return providers.get(name).base_url + request.url.raw_path.decode()


@pytest.mark.parametrize("row", REQUESTS, ids=lambda row: f"{row.address} ({row.source})")
def test_a_request_is_sent_as_it_is_printed(row: Asked) -> None:
    provider = providers.get(row.provider)
    request = first(provider.generate(asked(provider, "a fox", **row.params)))
    assert (request.method, whole(row.provider, request)) == ("POST", row.address)
    assert row.headers.items() <= request.headers.items()
    if not row.files:
        assert json.loads(request.content) == row.body
        return
    told = forms.read(request)
    assert forms.words(told) == row.body
    assert tuple(name for name, parts in told.items() for part in parts if part.is_file) == row.files


SIGNED = [
    ("openrouter", "Authorization: Bearer ", OPENROUTER),
    ("openai", "Authorization: Bearer ", OPENAI),
    ("gemini", "x-goog-api-key: ", GENAI),
    ("fal", "Authorization: Key ", FAL),
    ("replicate", "Authorization: Bearer ", REPLICATE),
    ("bfl", "x-key: ", BFL_SDK),
]


@pytest.mark.parametrize(("name", "header", "source"), SIGNED)
def test_a_key_travels_in_the_printed_header(name: str, header: str, source: str) -> None:
    signed = {f"{one.header}: {one.prefix}" for one in providers.get(name).credentials}
    assert signed == {header}, source


# --- requests that are free -------------------------------------------------------------------------------------------

PLACE = f"fal-ai/flux/requests/{JOB}"
READS: list[tuple[str, Callable[[Any], Flow[Any]], str, str]] = [
    ("openrouter", lambda one: one.models(), f"{IMAGES}/models", OPENROUTER_LISTS),
    ("fal", lambda one: one.get(PLACE), f"https://queue.fal.run/{PLACE}/status?logs=1", FAL),
    ("replicate", lambda one: one.get(JOB), f"{PREDICTIONS}/{JOB}", REPLICATE),
    ("replicate", lambda one: one.reconcile(asked(one, "a fox")), PREDICTIONS, REPLICATE_COPY),
    (
        "replicate",
        lambda one: one.catalogue(),
        "https://api.replicate.com/v1/models/black-forest-labs/flux-schnell",
        REPLICATE,
    ),
    ("bfl", lambda one: one.get(JOB), f"https://api.bfl.ai/v1/get_result?id={JOB}", BFL_COPY),
    ("bfl", lambda one: one.balance(), "https://api.bfl.ai/v1/credits", BFL_COPY),
]


@pytest.mark.parametrize(("name", "verb", "address", "source"), READS)
def test_a_question_is_asked_where_it_is_printed(
    name: str, verb: Callable[[Any], Flow[Any]], address: str, source: str
) -> None:
    request = first(verb(providers.get(name)))
    assert (request.method, whole(name, request)) == ("GET", address), source


BFL_HOSTS = ("api.bfl.ai", "api.us.bfl.ai", "api.eu.bfl.ai")  # black-forest-labs/skills


@pytest.mark.parametrize("host", BFL_HOSTS)
def test_a_job_is_polled_at_whichever_host_is_told(host: str) -> None:
    bfl = providers.get("bfl")
    place = f"https://{host}/v1/get_result?id={JOB}"
    done = said({"id": JOB, "status": "Ready", "result": {"sample": URL}})
    _, steps = driven(bfl.generate(asked(bfl, "a fox")), said({"id": JOB, "polling_url": place}), done)
    assert str(httpx.URL(bfl.base_url).join(steps[-1].request.url)) == place


# --- values -----------------------------------------------------------------------------------------------------------

SCHNELL, DEV, KONTEXT = (f"black-forest-labs/flux-{one}" for one in ("schnell", "dev", "kontext-pro"))
TIERS = ("1K", "2K", "4K")
GPT_SIZES = ("auto", "1024x1024", "1536x1024", "1024x1536")
VALUES = [  # provider, model, option, its values, source
    ("openai", "gpt-image-1.5", "size", GPT_SIZES, OPENAI),
    ("openai", "gpt-image-1-mini", "size", GPT_SIZES, OPENAI),
    ("openai", "gpt-image-1.5", "quality", ("auto", "low", "medium", "high"), OPENAI),
    ("openai", "gpt-image-2", "quality", ("auto", "low", "medium", "high"), OPENAI),
    ("openai", "gpt-image-1.5", "input_fidelity", ("low", "high"), OPENAI),
    ("openai", "gpt-image-1-mini", "input_fidelity", ("low",), OPENAI),
    ("openai", "gpt-image-2.6-flare", "complexity", ("low", "medium", "high"), OPENAI),
    ("openai", "gpt-image-2", "output_format", ("png", "webp", "jpeg"), OPENAI),
    ("openai", "gpt-image-2", "backdrop", ("auto", "opaque", "transparent"), OPENAI),
    ("openai", "gpt-image-2", "moderation", ("auto", "low"), OPENAI),
    ("gemini", "gemini-nano-banana-2.1", "resolution", TIERS, TANSTACK),
    ("gemini", "gemini-3-pro-image", "resolution", TIERS, GENAI),
    ("gemini", "gemini-3.1-flash-lite-image", "resolution", ("1K",), GENAI),
    ("gemini", "gemini-3-pro-image", "thinking", ("minimal", "low", "medium", "high"), GENAI),
    ("fal", "fal-ai/flux/schnell", "output_format", ("jpeg", "png"), FAL_INPUT),
    ("fal", "fal-ai/flux/dev", "output_format", ("jpeg", "png"), FAL_INPUT),
    ("bfl", "flux-2-pro", "output_format", ("jpeg", "png"), BFL_SKILLS),
    ("bfl", "flux-kontext-max", "output_format", ("jpeg", "png"), BFL_SDK),
]


@pytest.mark.parametrize(("name", "model", "option", "values", "source"), VALUES)
def test_an_option_has_the_printed_values_and_no_other(
    name: str, model: str, option: str, values: tuple[str, ...], source: str
) -> None:
    assert {*choices(providers.get(name), option, model)} == {*values}, source


FAL_SHAPES = {  # fal.ai/docs, `image_size`; "square" is the first with a quarter of its pixels
    "1:1": "square_hd",
    "3:4": "portrait_4_3",
    "9:16": "portrait_16_9",
    "4:3": "landscape_4_3",
    "16:9": "landscape_16_9",
}


@pytest.mark.parametrize("model", ["fal-ai/flux/schnell", "fal-ai/flux/dev"])
def test_each_shape_of_fal_is_a_ratio_here(model: str) -> None:
    fal = providers.get("fal")
    sent = {
        ratio: json.loads(first(fal.generate(asked(fal, "a fox", model=model, aspect_ratio=ratio))).content)
        for ratio in choices(fal, "aspect_ratio", model)
    }
    assert {ratio: told["image_size"] for ratio, told in sent.items()} == FAL_SHAPES


class Bounds(NamedTuple):
    provider: str
    model: str
    option: str
    low: float | None
    high: float | None
    source: str


BOUNDS = [
    Bounds("openrouter", "a/b", "num_images", 1, 10, OPENROUTER),
    Bounds("openai", "gpt-image-2", "num_images", 1, 10, OPENAI),
    Bounds("openai", "gpt-image-2", "output_compression", 0, 100, OPENAI),
    Bounds("openai", "gpt-image-2", "previews", 0, 3, OPENAI),
    Bounds("openai", "gpt-image-2", "image_urls", None, 16, OPENAI),
    Bounds("openai", "gpt-image-2", "prompt", None, 32000, OPENAI),
    Bounds("gemini", "gemini-3-pro-image", "image_urls", None, 14, TANSTACK),
    Bounds("bfl", "flux-2-pro", "image_urls", None, 8, BFL_SKILLS),
    Bounds("bfl", "flux-2-pro", "width", 64, None, BFL_SKILLS),
    Bounds("bfl", "flux-2-pro", "height", 64, None, BFL_SKILLS),
    Bounds("bfl", "flux-2-pro", "safety_tolerance", 0, 5, BFL_SKILLS),
    Bounds("bfl", "flux-kontext-pro", "safety_tolerance", 0, 6, BFL_SDK),
    Bounds("bfl", "flux-2-flex", "num_inference_steps", 1, 50, BFL_SKILLS),
    Bounds("bfl", "flux-2-flex", "guidance_scale", 1.5, 10, BFL_SKILLS),
]


@pytest.mark.parametrize("row", BOUNDS, ids=lambda row: f"{row.model} {row.option}")
def test_an_option_has_the_printed_bounds(row: Bounds) -> None:
    option = providers.get(row.provider).options_for(row.model)[row.option]
    top = option.most if option.most is not None else option.high
    assert (option.low, top) == (row.low, row.high), row.source


# --- models -----------------------------------------------------------------------------------------------------------

FLUX2 = tuple(f"flux-2-{one}" for one in ("pro", "max", "flex", "klein-4b", "klein-9b"))
FLUX1 = ("flux-kontext-pro", "flux-kontext-max", "flux-pro-1.1", "flux-pro-1.1-ultra", "flux-pro-1.0-fill", "flux-dev")
BANANAS = ("gemini-nano-banana-2.1", "gemini-3-pro-image", "gemini-3.1-flash-lite-image", "gemini-2.5-flash-image")
LIVE = {
    "bfl": ((*FLUX2, *FLUX1), f"{BFL_SKILLS}; {BFL_SDK}"),
    "gemini": (BANANAS, f"{LITELLM}; {TANSTACK}"),
}
ENDED = [  # provider, model, end, what goes on in its place, source
    ("gemini", "gemini-3.1-flash-image", "2026-10-29", "gemini-nano-banana-2.1", TANSTACK),
    ("gemini", "gemini-3-pro-image-preview", "2026-06-25", "gemini-3-pro-image", "ai.google.dev, deprecations"),
    ("gemini", "gemini-3.1-flash-image-preview", "2026-06-25", "gemini-nano-banana-2.1", "ai.google.dev, deprecations"),
    ("gemini", "gemini-2.5-flash-image", "2027-03-15", "gemini-3.1-flash-lite-image", LITELLM),
    ("openai", "gpt-image-1.5", "2026-12-01", "gpt-image-2.5-sunburst", LITELLM),
    ("openai", "gpt-image-1-mini", "2026-12-01", "gpt-image-2.5-sunburst", LITELLM),
    ("openai", "chatgpt-image-latest", "2026-12-01", "gpt-image-2.5-sunburst", LITELLM),
    ("openai", "gpt-image-1", "2026-10-23", "gpt-image-2.5-sunburst", OPENAI),
    ("openai", "dall-e-2", "2026-05-12", "gpt-image-2.5-sunburst", OPENAI),
    ("openai", "dall-e-3", "2026-05-12", "gpt-image-2.5-sunburst", OPENAI),
]


@pytest.mark.parametrize("name", LIVE)
def test_the_models_offered_are_the_printed_ones(name: str) -> None:
    models, source = LIVE[name]
    assert {*choices(providers.get(name), "model")} == {*models}, source


@pytest.mark.parametrize(("name", "model", "ends", "successor", "source"), ENDED)
def test_the_end_of_a_model_is_known_with_its_successor(
    name: str, model: str, ends: str, successor: str, source: str
) -> None:
    known = providers.get(name).known_model(model)
    assert known is not None
    assert (str(known.ends), known.successor) == (ends, successor), source


# --- states and refusals ----------------------------------------------------------------------------------------------

STATES = [  # provider, its word, what it stands for, source
    ("fal", "IN_QUEUE", State.ACCEPTED, FAL),
    ("fal", "IN_PROGRESS", State.RUNNING, FAL),
    ("fal", "COMPLETED", State.DOWNLOADING, FAL),
    ("replicate", "starting", State.ACCEPTED, REPLICATE),
    ("replicate", "processing", State.RUNNING, REPLICATE),
    ("replicate", "succeeded", State.DOWNLOADING, REPLICATE),
    ("replicate", "failed", State.FAILED, REPLICATE),
    ("replicate", "canceled", State.FAILED, REPLICATE),
    ("replicate", "aborted", State.FAILED, "replicate.com/docs, prediction lifecycle"),
    ("bfl", "Pending", State.ACCEPTED, BFL_SDK),
    ("bfl", "Ready", State.DOWNLOADING, BFL_SDK),
    ("bfl", "Error", State.FAILED, BFL_SDK),
    ("bfl", "Failed", State.FAILED, BFL_SDK),
    ("bfl", "Request Moderated", State.FAILED, BFL_SKILLS),
    ("bfl", "Content Moderated", State.FAILED, BFL_SKILLS),
]
JOBS = {"fal": PLACE, "replicate": JOB, "bfl": JOB}


@pytest.mark.parametrize(("name", "word", "state", "source"), STATES)
def test_a_state_word_stands_for(name: str, word: str, state: State, source: str) -> None:
    made = {"output": [URL], "result": {"sample": URL}}
    replies = (said({"id": JOB, "status": word, **made}), said({"images": [{"url": URL}]}))
    record, _ = driven(providers.get(name).get(JOBS[name]), *replies)
    assert record.state is state, source
    assert (record.outcome is not None) == (state is State.DOWNLOADING)
    assert (record.error is not None) == (state is State.FAILED)


def test_a_created_prediction_may_be_answered_with_201_or_202() -> None:
    replicate = providers.get("replicate")  # the copy of its OpenAPI has both
    done = {"id": JOB, "status": "succeeded", "output": URL}
    for status in (201, 202):
        outcome, _ = driven(replicate.generate(asked(replicate, "a fox")), said(done, status))
        assert [one.source for one in outcome.assets] == [URL]


MEANS: dict[int, type[ImgenError]] = {
    **dict.fromkeys((400, 409, 413, 422, 499), ApiError),
    **dict.fromkeys((401, 403), Unauthorized),
    402: OutOfCredit,
    404: NotFound,
    429: RateLimited,
    **dict.fromkeys((408, 500, 502, 503, 504, 529), UnexpectedReply),
}
"""What a status says, whoever sends it; of 408 and 5xx nobody knows whether the request was taken."""
REFUSALS = [
    (
        "openrouter",
        (400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 499, 500, 502, 503, 504, 529),
        "openrouter 1.3.84, errors",
    ),
    ("openai", (400, 401, 403, 404, 408, 409, 429, 500, 503), "openai 3.57.0, _exceptions.py and _base_client.py"),
    ("gemini", (400, 401, 403, 404, 408, 429, 500, 502, 503, 504), "google-genai 3.6.1, retried statuses; errors.py"),
    ("fal", (401, 408, 409, 422, 429, 500, 502, 503, 504), "fal-client 1.0.3, retried statuses; fal.ai FAQ"),
    ("replicate", (401, 402, 404, 422, 429, 500, 503, 504), "replicate 1.0.7; replicate.com/docs"),
    ("bfl", (400, 402, 403, 422, 429, 500, 503), BFL_ERRORS),
]
SAYS: dict[str, Callable[[int], dict[str, Any]]] = {
    "openrouter": lambda code: {"error": {"code": code, "message": "no", "metadata": {}}},
    "openai": lambda code: {"error": {"message": "no", "type": "some_error", "param": None, "code": None}},
    "gemini": lambda code: {"error": {"code": code, "message": "no", "status": "SOME", "details": []}},
    "fal": lambda code: {"detail": "no"},
    "replicate": lambda code: {"type": "", "title": "no", "status": code, "detail": "no", "instance": ""},
    "bfl": lambda code: {"detail": [{"loc": ["body", "width"], "msg": "no", "type": "value_error"}]},
}
REFUSED = [(name, status, source) for name, statuses, source in REFUSALS for status in statuses]


@pytest.mark.parametrize(("name", "status", "source"), REFUSED)
def test_a_refusal_is_the_error_that_its_status_stands_for(name: str, status: int, source: str) -> None:
    provider = providers.get(name)
    with pytest.raises(MEANS[status]) as caught:
        driven(provider.generate(asked(provider, "a fox")), said(SAYS[name](status), status))
    assert type(caught.value) is MEANS[status], source


CODES: list[tuple[str, int, dict[str, Any], type[ImgenError], float | None, str]] = [
    (
        "openai",
        429,
        {"error": {"message": "slow down", "type": "requests", "code": "rate_limit_exceeded"}},
        RateLimited,
        None,
        OPENAI,
    ),
    (
        "openai",
        429,
        {"error": {"message": "quota", "type": "insufficient_quota", "code": "insufficient_quota"}},
        OutOfCredit,
        None,
        OPENAI,
    ),
    (
        "gemini",
        429,
        {"error": {"code": 429, "message": "m", "status": "RESOURCE_EXHAUSTED", "details": [{"retryDelay": "23s"}]}},
        RateLimited,
        23.0,
        GENAI,
    ),
    (
        "replicate",
        429,
        {"detail": "Request was throttled. Your rate limit resets in ~30s."},
        RateLimited,
        30.0,
        "replicate.com/docs, rate limits",
    ),
]


@pytest.mark.parametrize(("name", "status", "told", "kind", "wait", "source"), CODES)
def test_a_code_and_a_wait_in_the_body_count(
    name: str, status: int, told: dict[str, Any], kind: type[ImgenError], wait: float | None, source: str
) -> None:
    provider = providers.get(name)
    with pytest.raises(kind) as caught:
        driven(provider.generate(asked(provider, "a fox")), said(told, status))
    assert (type(caught.value), caught.value.retry_after) == (kind, wait), source


def test_the_requests_that_are_left_are_read_off_the_printed_headers() -> None:
    told = {"X-RateLimit-Limit": "24", "X-RateLimit-Remaining": "3", "X-RateLimit-Reset": "1800000030"}
    reply = said({}, **told, Date="Fri, 15 Jan 2027 08:00:00 GMT")
    assert providers.get("bfl").window(reply) == Window(24, 3, 30.0), BFL_SKILLS


# --- OpenRouter's description of a model ------------------------------------------------------------------------------

BILLABLE = ("output_image", "input_image", "input_text", "input_reference", "input_font")
UNITS = ("image", "megapixel", "token", "request")


def described(**served: Any) -> Catalogue:
    found, _ = driven(
        providers.get("openrouter").catalogue(), said({"data": [{"id": "a/b"}]}), said({"endpoints": [served]})
    )
    assert isinstance(found, Catalogue)
    return found


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("billable", BILLABLE)
def test_each_line_of_a_price_list_says_what_is_counted(billable: str, unit: str) -> None:
    (model,) = described(pricing=[{"billable": billable, "unit": unit, "cost_usd": 0.04}]).models
    per_picture = (billable, unit) == ("output_image", "image")
    expected = "picture" if per_picture else f"{billable.replace('_', ' ')} {unit}"
    assert [(line.usd, line.unit) for line in model.prices] == [(0.04, expected)], OPENROUTER_LISTS


@pytest.mark.parametrize(
    ("name", "how", "kind", "takes"),
    [
        ("quality", {"type": "enum", "values": ["low", "high"]}, "choice", (("low", "high"), None, None)),
        ("output_compression", {"type": "range", "min": 10, "max": 90}, "integer", ((), 10, 90)),
        ("seed", {"type": "boolean"}, "integer", ((), None, None)),
    ],
)
def test_a_parameter_is_described_in_three_ways(
    name: str, how: dict[str, Any], kind: str, takes: tuple[Any, ...]
) -> None:
    found = described(supported_parameters={name: how})
    option = next(one for one in found.options if one.name == name)
    assert (option.kind, (option.choices, option.low, option.high)) == (kind, takes), OPENROUTER_LISTS


# --- what is printed, and left out ------------------------------------------------------------------------------------

FREE = "money and result are not touched by it"
OURS = "the engine has one rule of its own for it"
CALLED = "a notebook has no address at which it could be called"
STOPS = "what was paid for is heard to its end and kept"
ELSEWHERE = "it goes by another host, which would need the key"
LEFT_OUT = [  # provider, the printed words, why they are nowhere in it, source
    ("openrouter", ("HTTP-Referer", "X-OpenRouter-Title"), "they tell which program asks", OPENROUTER),
    ("openrouter", ('"svg"',), "a program, and no picture here", OPENROUTER),
    ("openai", ('"gif"', "frame_count", "frame_duration_ms"), "a preview; it moves", OPENAI),
    ("openai", ('"svg"', "svg_usage"), "a preview; a program, and no picture here", OPENAI),
    ("openai", ("OpenAI-Organization", "OpenAI-Project"), "a key belongs to one already", OPENAI),
    ("openai", ("/batches",), "nobody waits in a notebook for a batch", OPENAI),
    ("openai", ("/variations", "response_format"), "for models that have ended", OPENAI),
    ("openai", ("x-should-retry",), OURS, OPENAI),
    ("openai", ("x-ratelimit-",), "what a refusal says is waited for, and no more", OPENAI),
    ("gemini", (":predict", '"imagen'), "Imagen ended on 2026-08-17", "genkit-ai/genkit#6176"),
    ("gemini", ("personGeneration", "outputMimeType", '"9:21"'), "for Vertex alone", GENAI),
    ("gemini", ('"512"',), "refused by 2.1, as its release says", TANSTACK),
    ("fal", ("https://fal.run",), "a held answer has no place at which it is found again", FAL),
    ("fal", ("fal_webhook",), CALLED, FAL),
    ("fal", ("/cancel", "cancel_url"), STOPS, FAL),
    ("fal", ("/status/stream",), OURS, FAL),
    ("fal", ("api.fal.ai", "rest.fal.ai"), ELSEWHERE, "fal.ai/docs, agent-surfaces"),
    ("fal", ("sync_mode", '"square"'), "the first brings pictures as text; the second is fewer pixels", FAL_INPUT),
    ("fal", ("X-Fal-Request-Timeout", "X-Fal-Queue-Priority", "x-fal-no-retry"), OURS, FAL),
    ("fal", ("X-Fal-Object-Lifecycle-Preference", "X-Fal-Store-IO"), "as the account is set", FAL),
    ("replicate", ("webhook", "webhook_events_filter"), CALLED, REPLICATE),
    ("replicate", ("/cancel", "Cancel-After"), STOPS, REPLICATE),
    ("replicate", ("/v1/deployments",), "it names machines of one account, and no model", REPLICATE),
    ("replicate", ('"QUERY"', "/v1/hardware"), FREE, REPLICATE_COPY),
    ("bfl", ("webhook_url", "webhook_secret", "X-BFL-Signature"), CALLED, BFL_SKILLS),
    ("bfl", ('"webp"',), "in a copy alone, not in what the vendor wrote", BFL_COPY),
    ("bfl", ("flux-pro-1.0-expand",), "what it takes is nowhere printed", BFL_SDK),
    ("bfl", ("negative_prompt",), "no model of theirs has one", BFL_SKILLS),
]


@pytest.mark.parametrize(("name", "words", "reason", "source"), LEFT_OUT)
def test_what_is_left_out_is_nowhere_in_the_provider(
    name: str, words: tuple[str, ...], reason: str, source: str
) -> None:
    module = Path(str(sys.modules[type(providers.get(name)).__module__].__file__))
    text = "".join(path.read_text("utf-8") for path in (module, module.with_suffix(".toml"))).lower()
    assert [one for one in words if one.lower() in text] == [], f"{source}: it was left out because {reason}"


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("openrouter", {"output_format": "svg"}),
        ("openai", {"output_format": "gif"}),
        ("openai", {"output_format": "svg"}),
        ("gemini", {"aspect_ratio": "9:21"}),
        ("gemini", {"resolution": "512"}),
        ("bfl", {"output_format": "webp"}),
    ],
)
def test_a_value_that_is_left_out_is_refused(name: str, params: dict[str, Any]) -> None:
    assert refused(providers.get(name), "a fox", **params)
