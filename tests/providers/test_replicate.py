"""Replicate: requests and replies as its documents print them, and what of them decides."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from documents import body, refused, sent
from flows import asked, driven, said

from imgen_nb import providers
from imgen_nb.errors import AssetExpired, ContentRejected, GenerationFailed
from imgen_nb.flow import Outcome, Wait
from imgen_nb.providers.replicate import DEV, KONTEXT, SCHNELL
from imgen_nb.sandbox import Sandbox

REPLICATE = providers.get("replicate")
JOB = "gm3qorzdhgbfurvjtvhg6dckhu"
PREDICTION = {"id": JOB, "model": SCHNELL, "version": "v", "input": {"prompt": "a fox"}, "logs": "", "output": None}
PREDICTION |= {"status": "succeeded", "error": None, "created_at": "2026-11-25T10:00:00Z", "data_removed": False}
HERE = "https://replicate.delivery/x/out-0.webp"
VERSION = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"


def test_an_official_model_has_a_path_and_no_version() -> None:
    request = sent(REPLICATE, "a fox", aspect_ratio="16:9", num_images=2)
    assert (request.method, request.url.path) == ("POST", f"/v1/models/{SCHNELL}/predictions")
    assert json.loads(request.content) == {"input": {"prompt": "a fox", "aspect_ratio": "16:9", "num_outputs": 2}}
    assert "prefer" not in request.headers


def test_any_other_model_is_named_by_its_version() -> None:
    request = sent(REPLICATE, "a fox", model=f"owner/name:{VERSION}", input={"scheduler": "K_EULER"})
    assert request.url.path == "/v1/predictions"
    told = json.loads(request.content)
    assert told == {"version": VERSION, "input": {"prompt": "a fox", "scheduler": "K_EULER"}}


def test_waiting_is_asked_for_in_a_header() -> None:
    assert sent(REPLICATE, "a fox", background=False).headers["prefer"] == "wait=60"


@pytest.mark.parametrize(
    ("model", "params", "wire"),
    [
        (DEV, {"guidance_scale": 3.5}, {"guidance": 3.5}),
        (DEV, {"image_urls": ["https://a.example/b.png"], "similarity": 0.4}, {"prompt_strength": 0.4}),
        (DEV, {"image_urls": ["https://a.example/b.png"]}, {"image": "https://a.example/b.png"}),
        (KONTEXT, {"image_urls": ["https://a.example/b.png"]}, {"input_image": "https://a.example/b.png"}),
        (KONTEXT, {"enhance": True, "safety_tolerance": 6}, {"prompt_upsampling": True, "safety_tolerance": 6}),
        (KONTEXT, {"aspect_ratio": "match_input_image"}, {"aspect_ratio": "match_input_image"}),
    ],
)
def test_our_words_become_the_schemas(model: str, params: dict[str, Any], wire: dict[str, Any]) -> None:
    told = body(REPLICATE, "a fox", model=model, **params)["input"]
    assert wire.items() <= told.items()


@pytest.mark.parametrize(
    "params",
    [
        {"num_images": 5},
        {"num_inference_steps": 5},
        {"model": "flux-schnell"},
        {"model": "a/b:latest"},
        {"model": KONTEXT, "safety_tolerance": 7},
        {"output_quality": 101},
        {"guidance_scale": 3.5},
    ],
)
def test_what_a_schema_forbids_is_refused_before_it_is_sent(params: dict[str, Any]) -> None:
    assert refused(REPLICATE, "a fox", **params)


@pytest.mark.parametrize(
    ("output", "count"),
    [(HERE, 1), ([HERE], 1), ([HERE, HERE], 2), ([{"url": HERE}], 1)],
    ids=["text", "one", "two", "a file"],
)
def test_the_output_is_an_address_or_a_list(output: Any, count: int) -> None:
    outcome, _ = driven(REPLICATE.follow(JOB), said({**PREDICTION, "output": output, "logs": "Using seed: 42\n"}))
    assert [(asset.source, asset.seed) for asset in outcome.assets] == [(HERE, 42)] * count


def test_a_result_is_kept_for_one_hour_from_its_end() -> None:
    done = {**PREDICTION, "output": [HERE], "completed_at": "2026-11-25T10:00:10Z"}
    outcome, _ = driven(REPLICATE.follow(JOB), said(done))
    assert isinstance(outcome, Outcome)
    assert outcome.expires == datetime(2026, 11, 25, 11, 0, 10, tzinfo=UTC).timestamp()


def test_progress_is_the_last_line_of_the_logs() -> None:
    running = {**PREDICTION, "status": "processing", "logs": " 25%|##5 | 1/4\n 75%|#######5 | 3/4 [00:01]"}
    _, steps = driven(REPLICATE.follow(JOB), said(running), said({**PREDICTION, "output": HERE}))
    assert [step.progress for step in steps if isinstance(step, Wait)] == [0.75]


@pytest.mark.parametrize(
    ("status", "error", "kind", "charged"),
    [
        ("failed", "CUDA out of memory", GenerationFailed, "unknown"),
        ("failed", "NSFW content detected", ContentRejected, "unknown"),
        ("canceled", None, GenerationFailed, "unknown"),
        ("aborted", None, GenerationFailed, "no"),
    ],
)
def test_a_prediction_fails_in_three_words(status: str, error: Any, kind: type, charged: str) -> None:
    with pytest.raises(kind) as caught:
        driven(REPLICATE.follow(JOB), said({**PREDICTION, "status": status, "error": error}))
    assert caught.value.charged == charged


def test_what_is_removed_after_an_hour_is_said_to_be_gone() -> None:
    with pytest.raises(AssetExpired, match="one hour"):
        driven(REPLICATE.follow(JOB), said({**PREDICTION, "data_removed": True, "input": {}}))


def test_a_lost_answer_is_found_by_model_and_input() -> None:
    rows = [
        {**PREDICTION, "id": "other-model", "model": DEV, "input": {"prompt": "a fox", "aspect_ratio": "1:1"}},
        {**PREDICTION, "id": "other-shape", "input": {"prompt": "a fox", "aspect_ratio": "16:9"}},
        {**PREDICTION, "id": "newest", "input": {"prompt": "a fox", "aspect_ratio": "1:1", "go_fast": True}},
        {**PREDICTION, "id": "older", "input": {"prompt": "a fox", "aspect_ratio": "1:1"}},
    ]
    found, _ = driven(REPLICATE.reconcile(asked(REPLICATE, "a fox")), said({"results": rows, "next": None}))
    assert found == "newest"
    none, _ = driven(REPLICATE.reconcile(asked(REPLICATE, "a cat")), said({"results": rows, "next": None}))
    assert none is None


def test_a_large_picture_is_put_there_first() -> None:
    large = "data:image/png;base64," + "QUJD" * 70_000
    kept = httpx.Response(201, json={"id": "f", "urls": {"get": "https://api.replicate.com/v1/files/f"}})
    request = asked(REPLICATE, "a fox", model=DEV, image_urls=[large])
    made = said({**PREDICTION, "model": DEV, "output": HERE}, 201)
    _, steps = driven(REPLICATE.generate(request), kept, made)
    assert steps[0].request.url.path == "/v1/files"
    assert steps[0].once
    assert json.loads(steps[1].request.content)["input"]["image"] == "https://api.replicate.com/v1/files/f"


def test_what_a_model_takes_is_read_from_its_schema() -> None:
    ratio = {"allOf": [{"$ref": "#/components/schemas/aspect_ratio"}], "default": "1:1", "description": "Shape"}
    fields = {
        "prompt": {"type": "string"},
        "aspect_ratio": ratio,
        "num_outputs": {"type": "integer", "minimum": 1, "maximum": 6},
        "image": {"type": "string", "format": "uri"},
        "extras": {"type": "array", "items": {"type": "string", "format": "uri"}},
        "prompt_strength": {"type": "number", "minimum": 0, "maximum": 1},
        "go_fast": {"type": "boolean", "default": True},
        "Odd Name": {"type": "string"},
        "wait": {"type": "boolean"},
        "odd": {"type": "object"},
    }
    schemas = {"Input": {"properties": fields}, "aspect_ratio": {"type": "string", "enum": ["1:1", "5:3"]}}
    told = {"latest_version": {"openapi_schema": {"components": {"schemas": schemas}}}}
    found, steps = driven(REPLICATE.catalogue(), *[said(told)] * 3)
    assert [step.request.url.path for step in steps] == [f"/v1/models/{model.id}" for model in REPLICATE.listed]
    dev = {option.name: option for option in found.options if option.models == (DEV,)}
    assert {name: option.kind for name, option in dev.items()} == {
        "aspect_ratio": "choice",
        "num_images": "integer",
        "image_urls": "addresses",
        "extras": "addresses",
        "similarity": "number",
        "go_fast": "switch",
    }
    assert dev["aspect_ratio"].choices == ("1:1", "5:3")
    assert (dev["num_images"].low, dev["num_images"].high) == (1, 6)


def test_the_sandboxs_schemas_are_read_too() -> None:
    box = Sandbox("replicate", speed=0)
    flow, answer = REPLICATE.catalogue(), None
    try:
        while True:
            step = flow.send(answer)
            address = httpx.URL(box.base_url).join(step.request.url)
            asked_there = httpx.Request("GET", address, headers={"Authorization": "Bearer key"})
            answer = step.read(box.handle(asked_there))
    except StopIteration as done:
        found = done.value
    schnell = {option.name for option in found.options if option.models == (SCHNELL,)}
    assert {"aspect_ratio", "num_images", "num_inference_steps", "seed", "output_format", "megapixels"} <= schnell
