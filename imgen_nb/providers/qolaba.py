"""Qolaba image generation (document 003): one endpoint, answered at once or by a task that is polled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import RateLimited, UnexpectedReply
from imgen_nb.flow import (
    FAILED_WORDS,
    Credential,
    Flow,
    Outcome,
    Provider,
    accepted,
    failure,
    identifier,
    json_object,
    part,
    refuse,
    seconds_until,
    segment,
    send,
    spend,
    wait,
)
from imgen_nb.types import OTHER, Cadence, Cost, ImageRequest, Model, Option

GENERATE = "/api/v1/images/generate"
MODELS = "/api/v1/images/models"
HELD = {"timeout": {"connect": 10, "read": 180, "write": 30, "pool": None}}
"""A held request lasts as long as the picture takes; the usual read timeout would lose a paid answer."""
EMPTY_ANSWERS = 5

GEMINI = ("vertex/nano-banana-flash", "vertex/nano-banana-pro")
IMAGEN = ("vertex/imagen-4", "vertex/imagen-4-fast", "vertex/imagen-4-ultra")
KNOWN = (*GEMINI, *IMAGEN)
EDITORS = ("fal/birefnet",)
"""Models that need a picture and no prompt; the document names BiRefNet, its id is our guess."""

GEMINI_RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
IMAGEN_RATIOS = ("1:1", "3:4", "4:3", "9:16", "16:9")
FAL = (*EDITORS, OTHER)

OPTIONS = (
    Option("prompt", "text", "What to edit, if anything", most=4000, models=EDITORS),
    Option("prompt", "text", "Text description of the image", most=4000, required=True),
    Option(
        "model", "choice", "Model id; others than these are passed on", (*KNOWN, *EDITORS), default=KNOWN[0], open=True
    ),
    Option("aspect_ratio", "choice", "Shape", GEMINI_RATIOS, default="1:1", models=GEMINI),
    Option("aspect_ratio", "choice", "Shape", IMAGEN_RATIOS, default="1:1", models=IMAGEN),
    Option("aspect_ratio", "choice", "Shape, as the model takes it", GEMINI_RATIOS, models=FAL, open=True),
    Option("quality", "choice", "Resolution", ("2K", "4K"), models=GEMINI),
    Option("quality", "choice", "Resolution", ("2K",), models=("vertex/imagen-4", "vertex/imagen-4-ultra")),
    Option("quality", "text", "Resolution or quality, in the model's own words", models=FAL),
    Option("num_images", "integer", "How many pictures", low=1, high=4, models=IMAGEN),
    Option("num_images", "integer", "How many pictures", low=1, high=10),
    Option("seed", "integer", "The same seed gives the same picture again, where the model has one"),
    Option("negative_prompt", "text", "What to leave out", most=2000),
    Option("num_inference_steps", "integer", "More steps: finer and slower", low=1, high=150, models=FAL),
    Option("guidance_scale", "number", "How closely to follow the prompt", low=0, high=30, models=FAL),
    Option("temperature", "number", "Creativity", low=0, high=2, models=(*KNOWN, OTHER)),
    Option("image_urls", "addresses", "Source pictures", models=(*GEMINI, *FAL)),
    Option("reference_images", "references", "Pictures to stay close to", most=14, models=(*GEMINI, OTHER)),
    Option("mask_url", "text", "Black and white mask of what is redrawn", models=(OTHER,)),
    Option("background", "switch", "Poll for the result; otherwise one long request is held", default=True),
)
WORDS = {"background": "celery"}


class Qolaba(Provider):
    """Many models behind one endpoint; a model this package does not know is passed through."""

    name = "qolaba"
    title = "Qolaba"
    base_url = "https://api.platform.qolaba.ai"
    # The header table says Authorization, the quick start X-API-Key: one of them is sent, the quick start's.
    credentials = (Credential("QOLABA_API_KEY", "X-API-Key"),)
    cadence = Cadence(2.0, "the document names no cadence; 2 s is ours")
    price = "per picture, told with the result in USD and credits (1 credit = $0.005)"
    options: ClassVar[tuple[Option, ...]] = OPTIONS

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Submit; whether the pictures are in the answer or come later is decided by the answer's shape."""
        extensions = {} if request.params["background"] else HELD
        body = _wire(request)
        reply = yield from spend(httpx.Request("POST", GENERATE, json=body, extensions=extensions), _submitted)
        model = request.params["model"]
        strange = (
            () if model in (*KNOWN, *EDITORS) else (f"{model} is not a model this package knows; it was passed on",)
        )
        if reply.get("task_id"):
            yield from accepted(reply["task_id"])
        made = _outcome(reply) or (yield from self.follow(reply["task_id"]))
        return replace(made, warnings=(*strange, *made.warnings))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a task until SUCCESS or FAILED."""
        empty = 0
        while True:
            task = yield from send(httpx.Request("GET", f"/api/v1/tasks/{segment(remote_id)}"), _task_reader(remote_id))
            status = task["status"].lower()
            if status in FAILED_WORDS:
                said = [str(task[name]) for name in ("error", "error_detail") if task.get(name)]
                raise failure(": ".join(said) or "the task failed without a message")
            if status == "success":
                if outcome := _outcome(task):
                    return outcome
                empty += 1
                if empty > EMPTY_ANSWERS:
                    tried = "$.output.images, $.output, $.images"
                    raise UnexpectedReply(f"SUCCESS, and no picture in {tried}", json_path="$.output")
            yield from wait("queued" if status == "pending" else "running")

    def models(self) -> Flow[tuple[Model, ...]]:
        """The models the service offers now."""
        return (yield from send(httpx.Request("GET", MODELS), _models))

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """An editing model needs a picture, and every reference an address."""
        if not prompt.strip() and not params.get("image_urls"):
            return "prompt is empty, which needs image_urls to work on"
        for reference in params.get("reference_images", ()):
            if not isinstance(reference, dict) or not reference.get("url") or set(reference) - {"url", "description"}:
                return "reference_images is a list of {'url': ..., 'description': ...}, the description optional"
        return None


def _wire(request: ImageRequest) -> dict[str, Any]:
    body = {"model": request.params["model"], "prompt": request.prompt}
    body |= {WORDS.get(name, name): value for name, value in request.params.items()}
    return {name: value for name, value in body.items() if value not in ("", None)}


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        refuse(response, _message(response))
    except RateLimited as error:
        error.retry_after = error.retry_after or _wait_in_body(response)
        raise
    return json_object(response)


def _submitted(response: httpx.Response) -> dict[str, Any]:
    body = _body(response)
    if "task_id" in body or not _images(body):
        identifier(body, "task_id")
    return body


def _task_reader(remote_id: str) -> Callable[[httpx.Response], dict[str, Any]]:
    def read(response: httpx.Response) -> dict[str, Any]:
        task = _body(response)
        if task.get("task_id", remote_id) != remote_id:
            raise UnexpectedReply("the reply is about another task", json_path="$.task_id")
        part(task, "status", str)
        return task

    return read


def _result(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where the result stands: in `output` as an object, in `output` as a bare list, or beside it."""
    output = data.get("output")
    if isinstance(output, dict):
        return {**data, **output}
    return {**data, "images": output} if isinstance(output, list) else data


def _images(data: Mapping[str, Any]) -> tuple[str, ...]:
    images = _result(data).get("images")
    found = (
        [image.get("url") if isinstance(image, dict) else image for image in images or ()]
        if isinstance(images, list)
        else []
    )
    return tuple(url for url in found if isinstance(url, str) and url)


def _outcome(data: Mapping[str, Any]) -> Outcome | None:
    assets = _images(data)
    if not assets:
        return None
    result = _result(data)
    usage = result.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    return Outcome(
        assets,
        prompt_used=result.get("prompt") if isinstance(result.get("prompt"), str) else None,
        cost=Cost(usd=_number(usage.get("cost_usd")), credits=_number(usage.get("cost_credits"))),
        raw=data,
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _message(response: httpx.Response) -> str:
    try:
        body = json_object(response)
    except UnexpectedReply:
        return ""
    said = [str(body[name]) for name in ("error", "message", "error_detail") if body.get(name)]
    return ": ".join(said)[:300]


def _wait_in_body(response: httpx.Response) -> float | None:
    """Read `retryAfter`, which the document has in the body, without its unit: taken as seconds."""
    try:
        return seconds_until(response, str(json_object(response).get("retryAfter", "")))
    except UnexpectedReply:
        return None


def _models(response: httpx.Response) -> tuple[Model, ...]:
    rows = part(_body(response), "models", list)
    return tuple(
        Model(row["id"], str(row.get("name", "")), str(row.get("providerName", "")))
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("id"), str)
    )
