"""Document 003 (Qolaba, "Image Generation"), sentence by sentence."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from documents import Box, Look, body, holds, refused, sent, sentences
from flows import asked, driven, said

from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.errors import ApiError, GenerationFailed, ImgenError, RateLimited
from imgen_nb.flow import Exchange
from imgen_nb.options import Option
from imgen_nb.types import Generation, State

QOLABA = providers.get("qolaba")
GOLDEN = Path(__file__).parent.parent / "helpers" / "golden"
GENERATE = "/api/v1/images/generate"
FLASH, IMAGEN, FLUX = "vertex/nano-banana-flash", "vertex/imagen-4", "fal/flux-inpainting"
TASK = "task_1705312200000_abc123"
WORDS = ("PENDING", "PROCESSING", "SUCCESS", "FAILED")
PICTURE = "https://x.example/cat.png"


def golden(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((GOLDEN / f"qolaba-create-{name}.json").read_text())
    return read


def create(box: Box | None = None, **fields: Any) -> httpx.Response:
    return (box or Box("qolaba")).ask("POST", GENERATE, {"model": FLASH, "prompt": "a cat", **fields})


def taken(name: str, *values: Any, model: str = FLASH) -> list[int]:
    return [create(model=model, **{name: value}).status_code for value in values]


@cache
def task() -> dict[str, Any]:
    box = Box("qolaba")
    remote_id = create(box, celery=True).json()["task_id"]
    reply: dict[str, Any] = box.later(60).ask("GET", f"/api/v1/tasks/{remote_id}").json()
    return reply


@cache
def words() -> list[str]:
    box = Box("qolaba")
    remote_id = create(box, celery=True).json()["task_id"]
    return [box.later(step).ask("GET", f"/api/v1/tasks/{remote_id}").json()["status"] for step in (0, 1.5, 60)]


def held(**fields: Any) -> dict[str, Any]:
    reply: dict[str, Any] = create(**fields).json()
    return reply


def option(name: str, model: str = FLASH) -> Option:
    return QOLABA.options_for(model)[name]


def bounds(name: str, model: str = FLASH) -> tuple[float | None, float | None]:
    return option(name, model).low, option(name, model).high


def has(name: str, model: str) -> bool:
    return name in QOLABA.options_for(model)


def read(status: str, **more: Any) -> State:
    record, _ = driven(QOLABA.get(TASK), said({"task_id": TASK, "status": status, **more}))
    there: State = record.state
    return there


def answered(reply: httpx.Response, *more: httpx.Response, **params: Any) -> Any:
    return driven(QOLABA.generate(asked(QOLABA, "a cat", **params)), reply, *more)


def error_of(status: int, **told: Any) -> ImgenError:
    with pytest.raises(ImgenError) as caught:
        answered(said(told, status))
    return caught.value


def failed() -> str:
    told = {"task_id": TASK, "status": "FAILED", "error": "Bad seed", "error_detail": "no paint"}
    with pytest.raises(GenerationFailed) as caught:
        driven(QOLABA.follow(TASK), said(told))
    return caught.value.message


def made(**params: Any) -> Generation:
    with Client("qolaba", live=False) as client:
        return client.generate("a cat", **params)


def printed() -> dict[str, Any]:
    reply = golden("response")
    outcome, _ = answered(said(reply), background=False)
    return {
        "url": outcome.assets[0].source,
        "size": outcome.assets[0].size,
        "prompt": outcome.prompt_used,
        "cost": (outcome.cost.usd, outcome.cost.credits),
    }


def polls() -> list[str]:
    """What is asked after a 202, to the end."""
    ticket = said({"task_id": TASK, "status": "PENDING", "type": "image"}, 202)
    done = said({"task_id": TASK, "status": "SUCCESS", "output": {"images": [{"url": PICTURE}]}})
    _, steps = answered(ticket, said({"task_id": TASK, "status": "PROCESSING"}), done)
    return [str(step.request.url) for step in steps if isinstance(step, Exchange)][1:]


def references(count: int) -> list[dict[str, str]]:
    return [{"url": PICTURE, "description": "a cat"}] * count


def same_seed() -> bool:
    one, other = (made(model=IMAGEN, seed=7, take=take) for take in (1, 2))
    return one.images[0].sha256 == other.images[0].sha256


def headers(**sent: str) -> int:
    body = {"model": FLASH, "prompt": "a cat"}
    return Box("qolaba").ask("POST", GENERATE, body, **sent).status_code


TABLE: list[tuple[str, str, Look]] = [
    ("3", "text prompts", lambda: (len(made().images), 1)),
    ("3", "or source images", lambda: (len(made(image_urls=[PICTURE]).images), 1)),
    ("7", "POST /api/v1/images/generate", lambda: ((sent(QOLABA).method, str(sent(QOLABA).url)), ("POST", GENERATE))),
    ("14", "Content-Type: application/json", lambda: (sent(QOLABA).headers["content-type"], "application/json")),
    ("18", "Authorization: Bearer <token>", lambda: (headers(authorization="Bearer t"), 200)),
    ("25", "X-API-Key", lambda: (headers(x_api_key="k"), 200)),
    (
        "18",
        "both ways, from here",
        lambda: ([way.header for way in QOLABA.credentials], ["Authorization", "X-API-Key"]),
    ),
    ("24", "https://api.platform.qolaba.ai", lambda: (QOLABA.base_url, "https://api.platform.qolaba.ai")),
    (
        "27",
        "the quick start's body",
        lambda: (body(QOLABA, golden("request")["prompt"], aspect_ratio="16:9"), {**golden("request"), "celery": True}),
    ),
    ("33", "200 OK", lambda: (create().status_code, 200)),
    ("35", "the printed fields", lambda: ({*held()}, {*golden("response")})),
    (
        "36",
        "task_..., read",
        lambda: (
            printed(),
            {
                "url": "https://storage.example.com/image.png",
                "size": (1280, 720),
                "prompt": golden("response")["prompt"],
                "cost": (0.03, 6),
            },
        ),
    ),
    (
        "71",
        "celery false: 200, the images",
        lambda: ((create(celery=False).status_code, len(held(celery=False)["images"])), (200, 1)),
    ),
    ("63", "false is the default", lambda: ("images" in held(), True)),
    (
        "79",
        "celery true: 202, a task_id",
        lambda: ((create(celery=True).status_code, {*held(celery=True)}), (202, {"task_id", "status", "type"})),
    ),
    ("79", "poll GET /api/v1/tasks/{task_id}", lambda: (polls(), [f"/api/v1/tasks/{TASK}"] * 2)),
    ("81", "background mode is ours by default", lambda: (body(QOLABA)["celery"], True)),
    (
        "89",
        "avoiding client timeouts: a held request is given time",
        lambda: (sent(QOLABA, background=False).extensions["timeout"]["read"], 180),
    ),
    ("101", "model: required", lambda: (Box("qolaba").ask("POST", GENERATE, {"prompt": "x"}).status_code, 400)),
    ("107", "See Supported Models", lambda: (QOLABA.has("models"), True)),
    ("109", "prompt: required", lambda: ((refused(QOLABA, ""), create(prompt="").status_code), (True, 400))),
    ("111", "prompt: max 4000", lambda: ([refused(QOLABA, "x" * many) for many in (4000, 4001)], [False, True])),
    ("111", "prompt: max 4000, there", lambda: (taken("prompt", "x" * 4000, "x" * 4001), [200, 400])),
    (
        "115",
        "optional for image-to-image models",
        lambda: (refused(QOLABA, "", model="fal/birefnet", image_urls=[PICTURE]), False),
    ),
    ("115", "optional, there", lambda: (taken("image_urls", [PICTURE], model="fal/birefnet"), [200])),
    ("119", "celery: boolean", lambda: (taken("celery", "true", 1), [400, 400])),
    ("131", "image_urls: string[]", lambda: (body(QOLABA, image_urls=[PICTURE])["image_urls"], [PICTURE])),
    (
        "137",
        "reference_images: {url, description?}[]",
        lambda: (body(QOLABA, reference_images=references(2))["reference_images"], references(2)),
    ),
    (
        "139",
        "max 14",
        lambda: ([refused(QOLABA, reference_images=references(many)) for many in (14, 15)], [False, True]),
    ),
    ("139", "max 14, there", lambda: (taken("reference_images", references(14), references(15)), [200, 400])),
    (
        "143",
        "mask_url: FLUX Inpainting only",
        lambda: ([has("mask_url", one) for one in (FLASH, IMAGEN, FLUX)], [False, False, True]),
    ),
    (
        "147",
        "mask_url, there",
        lambda: ([taken("mask_url", PICTURE, model=one) for one in (FLASH, FLUX)], [[400], [200]]),
    ),
    (
        "155",
        "aspect_ratio: not all models all ratios",
        lambda: ([refused(QOLABA, model=one, aspect_ratio="21:9") for one in (FLASH, IMAGEN)], [False, True]),
    ),
    (
        "155",
        "aspect_ratio, there",
        lambda: ([taken("aspect_ratio", "21:9", model=one) for one in (FLASH, IMAGEN)], [[200], [400]]),
    ),
    ("165", 'quality: "2K", "4K" for Vertex', lambda: (option("quality").choices, ("2K", "4K"))),
    (
        "165",
        "low, medium, high for GPT Image 2",
        lambda: (taken("quality", "low", "medium", "high", model="openai/gpt-image-2"), [200] * 3),
    ),
    ("165", "model-specific", lambda: (taken("quality", "low", "8K"), [400, 400])),
    ("180", "num_images: 1-10", lambda: (bounds("num_images"), (1, 10))),
    ("180", "num_images: 1-10, there", lambda: (taken("num_images", 0, 1, 10, 11), [400, 200, 200, 400])),
    ("180", "num_images, made", lambda: (len(made(num_images=3).images), 3)),
    ("184", "seed: integer", lambda: (taken("seed", 7, "7"), [200, 400])),
    ("188", "reproducible", lambda: (same_seed(), True)),
    ("194", "num_inference_steps: 1-150 (FAL)", lambda: (bounds("num_inference_steps", FLUX), (1, 150))),
    (
        "194",
        "num_inference_steps, there",
        lambda: (taken("num_inference_steps", 0, 1, 150, 151, model=FLUX), [400, 200, 200, 400]),
    ),
    (
        "196",
        "FAL models alone",
        lambda: ((has("num_inference_steps", FLASH), taken("num_inference_steps", 20)), (False, [400])),
    ),
    ("202", "guidance_scale: 0-30 (FAL)", lambda: (bounds("guidance_scale", FLUX), (0, 30))),
    (
        "202",
        "guidance_scale, there",
        lambda: (taken("guidance_scale", -1, 0, 30, 31, model=FLUX), [400, 200, 200, 400]),
    ),
    (
        "204",
        "FAL models alone (guidance)",
        lambda: ((has("guidance_scale", FLASH), taken("guidance_scale", 7)), (False, [400])),
    ),
    ("210", "temperature: 0-2 (Vertex)", lambda: (bounds("temperature"), (0, 2))),
    ("210", "temperature, there", lambda: (taken("temperature", -1, 0, 2, 2.1), [400, 200, 200, 400])),
    ("212", "not on FAL", lambda: (taken("temperature", 1, model=FLUX), [400])),
    (
        "216",
        "negative_prompt: max 2000",
        lambda: ([refused(QOLABA, negative_prompt="x" * many) for many in (2000, 2001)], [False, True]),
    ),
    ("216", "negative_prompt, there", lambda: (taken("negative_prompt", "x" * 2000, "x" * 2001), [200, 400])),
    ("231", "task_id: string", lambda: (held()["task_id"].startswith("task_"), True)),
    ("237", "prompt: echoed back", lambda: (held()["prompt"], "a cat")),
    ("243", "seed: pass back to reproduce", lambda: (held(seed=7)["seed"], 7)),
    ("243", "seed, told here", lambda: (made(seed=7).seed, 7)),
    ("249", "images: ImageOutput[]", lambda: ({*held()["images"][0]}, {"url", "width", "height", "content_type"})),
    (
        "261",
        "width, height in pixels",
        lambda: (
            (held(aspect_ratio="16:9")["images"][0]["width"], held(aspect_ratio="16:9")["images"][0]["height"]),
            (1280, 720),
        ),
    ),
    ("273", "content_type: image/png", lambda: (held()["images"][0]["content_type"], "image/png")),
    ("285", "usage.images_generated", lambda: (held(num_images=2)["usage"]["images_generated"], 2)),
    ("291", "usage.cost_usd", lambda: (held()["usage"]["cost_usd"], 0.03)),
    ("301", "1 credit = $0.005", lambda: (held()["usage"]["cost_credits"] * 0.005, 0.03)),
    ("301", "told here", lambda: ((made().cost.usd, made().cost.credits), (0.03, 6))),
    ("315", "202: use task_id to poll", lambda: (task()["task_id"].startswith("task_"), True)),
    ("321", "202: status always PENDING", lambda: (held(celery=True)["status"], "PENDING")),
    ("327", "202: type always image", lambda: (held(celery=True)["type"], "image")),
    ("337", "400 Bad Request", lambda: (create(num_images=0).json()["error"], "Bad Request")),
    ("341", "unsupported model/field combination", lambda: (taken("image_urls", [PICTURE], model=IMAGEN), [400])),
    ("341", "400, here", lambda: (type(error_of(400, error="Bad Request", message="told")), ApiError)),
    ("343", "429 Rate Limited, here", lambda: (type(error_of(429, error="Rate Limited")), RateLimited)),
    ("347", "see retryAfter", lambda: (error_of(429, error="Rate Limited", retryAfter=12).retry_after, 12)),
    (
        "349",
        "500 Internal Server Error, here",
        lambda: (type(error_of(500, error="Internal Server Error", message="it broke")), GenerationFailed),
    ),
    ("365", "until SUCCESS or FAILED", lambda: (words(), ["PENDING", "PROCESSING", "SUCCESS"])),
    (
        "374",
        "the four words, read",
        lambda: ([read(one) for one in WORDS], [State.ACCEPTED, State.RUNNING, State.DOWNLOADING, State.FAILED]),
    ),
    ("384", "output contains the images", lambda: (len(task()["output"]["images"]), 1)),
    ("388", "error and error_detail", lambda: (failed(), "Bad seed: no paint")),
]


@sentences("003", TABLE)
def test_what_the_document_says(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    holds(look)
