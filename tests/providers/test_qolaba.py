"""What is Qolaba's own: held or polled, many models with limits of their own, a bill with every result."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from documents import Box
from flows import driven, said
from wires.qolaba import Wire

import imgen_nb as ig
from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.client.requests import checked
from imgen_nb.errors import ContentRejected, GenerationFailed, InvalidRequest, OutcomeUnknown, UnexpectedReply
from imgen_nb.providers.qolaba import GENERATE, declared
from imgen_nb.testing import Bench, png, reply
from imgen_nb.types import Cost, ImageRequest, Model, State, options_for

QOLABA = providers.get("qolaba")

IMAGE = {"url": "https://cdn.example/a.png", "width": 1280, "height": 720, "content_type": "image/png"}
USAGE = {"images_generated": 1, "cost_usd": 0.03, "cost_credits": 6}


def body(prompt: str = "a cat", **params: Any) -> dict[str, Any]:
    provider = providers.get("qolaba")
    step = next(provider.generate(ImageRequest("qolaba", prompt, checked(provider, prompt, params))))
    assert step.request.url.path == "/api/v1/images/generate"
    sent: dict[str, Any] = json.loads(step.request.content)
    return sent


def test_every_field_of_the_document_travels_in_its_spelling() -> None:
    asked = {
        "model": "fal/some-inpainting",
        "aspect_ratio": "16:9",
        "quality": "high",
        "num_images": 10,
        "seed": 7,
        "num_inference_steps": 150,
        "guidance_scale": 30,
        "temperature": 2,
        "negative_prompt": "fog",
        "image_urls": ["https://x.example/a.png"],
        "reference_images": [{"url": "https://x.example/b.png", "description": "the cat"}],
        "mask_url": "https://x.example/m.png",
    }
    assert body(**asked, background=False) == {"prompt": "a cat", "celery": False, **asked}


def test_polled_by_default() -> None:
    assert body() == {"model": "vertex/nano-banana-flash", "prompt": "a cat", "aspect_ratio": "1:1", "celery": True}


REFUSED = {
    "a prompt of 4001": ("x" * 4001, {}, "4000"),
    "no prompt": ("", {}, "prompt"),
    "no prompt, with a picture, for a model that needs one": (
        "",
        {"image_urls": ["https://x.example/a.png"]},
        "prompt",
    ),
    "an editor without a picture": ("", {"model": "fal/birefnet"}, "image_urls"),
    "five of Imagen": ("a cat", {"model": "vertex/imagen-4", "num_images": 5}, "1 to 4"),
    "eleven": ("a cat", {"num_images": 11}, "1 to 10"),
    "4K of Imagen": ("a cat", {"model": "vertex/imagen-4", "quality": "4K"}, "2K"),
    "21:9 of Imagen": ("a cat", {"model": "vertex/imagen-4", "aspect_ratio": "21:9"}, "16:9"),
    "steps of a Vertex model": ("a cat", {"num_inference_steps": 20}, "num_inference_steps"),
    "a mask for a Vertex model": ("a cat", {"mask_url": "https://x.example/m.png"}, "mask_url"),
    "151 steps": ("a cat", {"model": "fal/x", "num_inference_steps": 151}, "1 to 150"),
    "guidance 31": ("a cat", {"model": "fal/x", "guidance_scale": 31}, "0 to 30"),
    "temperature 2.1": ("a cat", {"temperature": 2.1}, "0 to 2"),
    "a long negative prompt": ("a cat", {"negative_prompt": "x" * 2001}, "2000"),
    "fifteen references": ("a cat", {"reference_images": [{"url": "u"}] * 15}, "14"),
    "a reference without an address": ("a cat", {"reference_images": [{"description": "?"}]}, "url"),
    "a number as text": ("a cat", {"num_images": "3"}, "whole number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_before_sending(name: str) -> None:
    prompt, params, said = REFUSED[name]
    with pytest.raises(InvalidRequest, match=said):
        body(prompt, **params)


@pytest.mark.parametrize("model", ["fal/birefnet", "fal/some-remover"])
@pytest.mark.parametrize(
    "pictures",
    [{"image_urls": ["https://x.example/a.png"]}, {"image_urls": ["https://x.example/a.png"], "seed": 7}],
    ids=["a picture", "a picture and a seed"],
)
def test_a_model_that_edits_needs_no_prompt_beside_a_picture(model: str, pictures: dict[str, Any]) -> None:
    assert "prompt" not in body("", model=model, **pictures)
    with pytest.raises(InvalidRequest, match="image_urls"):
        body("\u200b", model=model)


class Once:
    """Answers a submission with `answer`, a task with `task`, and serves pictures."""

    def __init__(self, answer: httpx.Response, task: dict[str, Any] | None = None) -> None:
        self.answer, self.task = answer, task
        self.timeouts: list[dict[str, float]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "cdn.example":
            return httpx.Response(200, content=png())
        if request.method == "POST":
            self.timeouts.append(request.extensions["timeout"])
            return self.answer
        return httpx.Response(200, json=self.task)

    def client(self) -> Client:
        return Client("qolaba", api_key="a-key-of-a-test", transport=httpx.MockTransport(self))


DONE = {"task_id": "task_1_a", "prompt": "a cat", "seed": 42, "images": [IMAGE], "usage": USAGE}
PENDING = {"task_id": "task_1_a", "status": "PENDING", "type": "image"}


@pytest.mark.parametrize("background", [True, False])
@pytest.mark.parametrize("at_once", [True, False])
def test_the_answers_shape_decides(background: bool, at_once: bool) -> None:
    answer = httpx.Response(200, json=DONE) if at_once else httpx.Response(202, json=PENDING)
    server = Once(answer, {"task_id": "task_1_a", "status": "SUCCESS", "output": DONE})
    with server.client() as client:
        made = client.generate("a cat", background=background)
    assert (made.state, made.remote_id, made.prompt_used) == (State.SAVED, "task_1_a", "a cat")
    assert (made.cost.usd, made.cost.credits) == (0.03, 6)
    if not background:
        assert server.timeouts[0]["read"] >= 120


OUTPUTS = {
    "object": {"output": {"images": [IMAGE], "usage": USAGE}},
    "bare list": {"output": [IMAGE], "usage": USAGE},
    "beside": {"images": [IMAGE], "usage": USAGE},
    "bare addresses": {"output": [IMAGE["url"]], "usage": USAGE},
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_shape_of_output(name: str) -> None:
    server = Once(httpx.Response(202, json=PENDING), {"task_id": "task_1_a", "status": "SUCCESS", **OUTPUTS[name]})
    with server.client() as client:
        made = client.generate("a cat")
    assert len(made.images) == 1
    assert made.cost.credits == 6


@pytest.mark.parametrize("told", [{}, {"task_id": None}, {"task_id": ""}, {"task_id": ["x"]}, {"task_id": "x" * 300}])
def test_pictures_without_a_task_id_are_not_lost(told: dict[str, Any]) -> None:
    with Once(httpx.Response(200, json={**told, "images": [IMAGE]})).client() as client:
        made = client.generate("a cat", background=False)
    assert made.images
    assert made.cost.credits is None


def test_equal_pictures_stay_one_entry_each_and_fewer_is_a_warning() -> None:
    with Once(httpx.Response(200, json=DONE | {"images": [IMAGE, IMAGE]})).client() as client:
        made = client.generate("a cat", num_images=3)
    assert len(made.images) == 2
    assert "3 pictures were asked for, 2 came" in made.warnings


def test_an_unknown_model_is_passed_on_and_said() -> None:
    with Once(httpx.Response(200, json=DONE)).client() as client:
        made = client.generate("a cat", model="fal/brand-new", num_inference_steps=30)
    assert any("fal/brand-new" in warning for warning in made.warnings)


def test_models() -> None:
    rows = [{"id": "vertex/imagen-4", "name": "Imagen 4", "providerName": "Google Vertex AI"}, {"name": "no id"}]
    with Once(httpx.Response(500), {"models": rows}).client() as client:
        assert client.models() == (Model("vertex/imagen-4", "Imagen 4", "Google Vertex AI"),)


def test_a_held_answer_that_is_lost_is_unknown(tmp_path) -> None:
    bench = Bench(providers.get("qolaba"), Wire(), tmp_path)
    bench.wire.params = {**Wire.params, "background": False}
    bench.server.on_submit.append(reply(httpx.Response(504)))
    bench.fails(OutcomeUnknown, "unknown")


def test_the_safety_filter_is_known_by_its_words(tmp_path) -> None:
    bench = Bench(providers.get("qolaba"), Wire(), tmp_path)
    told = {"task_id": "x", "status": "FAILED", "error": "Bad Request", "error_detail": "blocked by the safety filter"}

    def fail(request: httpx.Request, normal: Any) -> httpx.Response:
        return httpx.Response(200, json=told | {"task_id": bench.server.only()})

    bench.server.on_poll.append(fail)
    bench.fails(ContentRejected, "unknown")


@pytest.mark.parametrize("told", [42, "42", 42.0])
def test_the_seed_and_the_size_that_are_told_are_the_pictures(told: Any) -> None:
    provider = providers.get("qolaba")
    reply = {"task_id": "t", "status": "SUCCESS", "output": {"images": [IMAGE, IMAGE], "seed": told}}
    outcome, _ = driven(provider.follow("t"), said(reply))
    assert [(asset.seed, asset.size) for asset in outcome.assets] == [(42, (1280, 720))] * 2


REASONS = {
    "a message": ({"error": "Internal Server Error", "message": "the model gave up"}, GenerationFailed),
    "a detail": ({"error": "Internal Server Error", "error_detail": "the model gave up"}, GenerationFailed),
    "a reason for an error": ({"error": "the model gave up"}, GenerationFailed),
    "a filter": ({"error": "Internal Server Error", "message": "blocked by the safety filter"}, ContentRejected),
    "the name of the status alone": ({"error": "Internal Server Error"}, UnexpectedReply),
    "its name twice": ({"error": "Internal Server Error", "message": "Internal Server Error"}, UnexpectedReply),
    "nothing": ({}, UnexpectedReply),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_held_request_that_failed_says_why(name: str) -> None:
    told, kind = REASONS[name]
    provider = providers.get("qolaba")
    values = checked(provider, "a cat", {"background": False})
    step = next(provider.generate(ImageRequest("qolaba", "a cat", values)))
    with pytest.raises(kind) as caught:
        step.read(said(told, 500))
    assert caught.type is kind
    poll = next(provider.follow("t"))
    with pytest.raises(UnexpectedReply):  # a poll that fails says nothing of the job
        poll.read(said(told, 500))


def test_the_documents_other_header(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = [(way.env, way.header, way.prefix) for way in providers.get("qolaba").credentials]
    assert ways == [("QOLABA_TOKEN", "Authorization", "Bearer "), ("QOLABA_API_KEY", "X-API-Key", "")]
    monkeypatch.setenv("QOLABA_TOKEN", "a-token")
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200, json={"models": []})

    with Client("qolaba", transport=httpx.MockTransport(answer)) as client:
        client.models()
    with Client("qolaba", api_key="a-key-of-a-test", transport=httpx.MockTransport(answer)) as client:
        client.models()
    assert (seen[0]["authorization"], seen[1]["x-api-key"]) == ("Bearer a-token", "a-key-of-a-test")
    assert "x-api-key" not in seen[0]
    assert "authorization" not in seen[1]


def test_get_tells_a_task_as_it_is() -> None:
    provider = providers.get("qolaba")
    done = {"task_id": "t", "status": "SUCCESS", "output": DONE, "created_at": "2025-11-28T10:00:00Z"}
    record, _ = driven(provider.get("t"), said(done))
    assert (record.state, record.prompt, record.outcome.cost) == (State.DOWNLOADING, "a cat", Cost(0.03, 6))
    assert record.created
    told = {"task_id": "t", "status": "failed", "error": "Bad Request", "error_detail": "no"}
    failed, _ = driven(provider.get("t"), said(told))
    assert (failed.state, failed.outcome, str(failed.error.message)) == (State.FAILED, None, "Bad Request: no")


# --- the list of models fills the form --------------------------------------------------------------------------------


@pytest.fixture
def refreshed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    monkeypatch.setitem(vars(QOLABA), "options", QOLABA.options)
    return ig.refresh("qolaba")


def test_the_form_offers_what_the_service_lists(refreshed) -> None:
    assert {"fal/flux-inpainting", "openai/gpt-image-2"} <= {model.id for model in refreshed}
    assert {model.id for model in refreshed} <= {*QOLABA.options_for(None)["model"].choices}
    assert not QOLABA.remarks("a cat", {"model": "openai/gpt-image-2"})


LISTED = {
    "vertex/new": ({"quality": ("2K", "4K")}, {"temperature", "reference_images"}, {"mask_url", "guidance_scale"}),
    "fal/new": ({}, {"guidance_scale", "num_inference_steps"}, {"temperature", "mask_url", "reference_images"}),
    "fal/flux-inpainting": ({}, {"mask_url", "guidance_scale"}, {"temperature"}),
    "openai/gpt-image-2": ({"quality": ("low", "medium", "high")}, {"image_urls"}, {"guidance_scale", "mask_url"}),
    "somebody/new": ({}, {"guidance_scale", "temperature", "mask_url"}, set()),
}


@pytest.mark.parametrize("name", LISTED)
def test_what_a_listed_model_takes_is_what_its_id_says(name: str) -> None:
    choices, has, lacks = LISTED[name]
    options = options_for(declared([name]), name)
    assert {option: options[option].choices for option in choices} == choices
    assert has <= {*options}
    assert not lacks & {*options}


def test_a_list_changes_nothing_for_the_documents_models() -> None:
    for model in (None, "vertex/imagen-4", "fal/birefnet", "nobody/listed"):
        before, after = (options_for(declared(listed), model) for listed in ((), LISTED))
        assert {name: (one.choices, one.low, one.high) for name, one in before.items() if name != "model"} == {
            name: (one.choices, one.low, one.high) for name, one in after.items() if name != "model"
        }


def test_every_listed_model_is_taken_by_the_service_as_the_form_offers_it(refreshed) -> None:
    """Both sides were written apart: what one offers for a model, the other takes."""
    box = Box("qolaba", speed=0)
    for model in refreshed:
        for option in QOLABA.options_for(model.id).values():
            if option.kind == "choice" and option.name != "model" and not option.open:
                for value in option.choices:
                    asked = {"model": model.id, "prompt": "a cat", option.name: value}
                    asked |= {"image_urls": ["https://x.example/a.png"]} if model.id == "fal/birefnet" else {}
                    assert box.ask("POST", GENERATE, asked).status_code == 200, (model.id, option.name, value)


@pytest.mark.parametrize("reply", [{}, {"models": None}, {"models": {}}, [], "x"])
def test_a_list_that_is_not_understood_changes_nothing(reply) -> None:
    with pytest.raises(UnexpectedReply):
        driven(QOLABA.catalogue(), said(reply))


def test_odd_rows_of_a_list_are_left_out() -> None:
    rows = [None, 7, {}, {"id": ""}, {"id": "a\nb"}, {"id": "x/y", "name": []}, {"id": 5}]
    (models, options), _ = driven(QOLABA.catalogue(), said({"models": rows}))
    assert [model.id for model in models] == ["x/y", "5"]
    assert {"x/y", "5"} <= {*options_for(options, None)["model"].choices}


def test_others_have_no_catalogue() -> None:
    with pytest.raises(InvalidRequest, match="Banatie has no 'catalogue'"):
        ig.refresh("banatie")
