"""What is Qolaba's own: held or polled, many models with limits of their own, a bill with every result."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from wires.qolaba import Wire

from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.client.requests import checked
from imgen_nb.errors import ContentRejected, InvalidRequest, OutcomeUnknown
from imgen_nb.testing import Bench, png, reply
from imgen_nb.types import ImageRequest, Model, State

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


def test_an_editor_needs_no_prompt() -> None:
    assert "prompt" not in body("", model="fal/birefnet", image_urls=["https://x.example/a.png"])


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
        return Client("qolaba", api_key="k", transport=httpx.MockTransport(self))


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


def test_pictures_without_a_task_id_are_not_lost() -> None:
    with Once(httpx.Response(200, json={"images": [IMAGE]})).client() as client:
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
