"""Qolaba image generation (document 003): one endpoint, answered at once or by a task that is polled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar

import httpx

from imgen_nb.flow import (
    Asset,
    Credential,
    Flow,
    Outcome,
    Provider,
    Record,
    accepted,
    address,
    belongs,
    carried,
    cost,
    failure,
    identifier,
    json_object,
    moment,
    part,
    refuse,
    refused,
    segment,
    send,
    sentence,
    size,
    spend,
    state,
    told,
    whole,
    word,
    words,
)
from imgen_nb.options import visible
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.types import OTHER, Cadence, Catalogue, ImageRequest, Model, Option, State

GENERATE = "/api/v1/images/generate"
MODELS = "/api/v1/images/models"
HELD = {"timeout": {"connect": 10, "read": 180, "write": 30, "pool": None}}
"""A held request lasts as long as the picture takes; the usual read timeout would lose a paid answer."""
GEMINI = ("vertex/nano-banana-flash", "vertex/nano-banana-pro")
IMAGEN = ("vertex/imagen-4", "vertex/imagen-4-fast", "vertex/imagen-4-ultra")
KNOWN = (*GEMINI, *IMAGEN)
EDITORS = ("fal/birefnet",)
"""Models that need a picture and no prompt; the document names BiRefNet, its id is our guess."""

GEMINI_RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
IMAGEN_RATIOS = ("1:1", "3:4", "4:3", "9:16", "16:9")
FAL = (*EDITORS, OTHER)
PLACES = "$.output.images, $.output, $.images"
"""Where the pictures of a result may be: the document's own table of the task is cut off."""


def declared(listed: Iterable[str] = ()) -> tuple[Option, ...]:
    """The parameters by model: those of the document, and for models that the service lists what their ids say.

    "vertex/..." and "fal/..." name the engines of the document's notes, and so do "gpt-image" and "inpainting".
    """
    new = tuple(dict.fromkeys(one for one in listed if one not in (*KNOWN, *EDITORS)))
    vertex = tuple(one for one in new if one.startswith("vertex/"))
    fal = tuple(one for one in new if one.startswith("fal/"))
    gpt = tuple(one for one in new if "gpt-image" in one)
    inpainting = tuple(one for one in new if "inpaint" in one)
    rest = tuple(one for one in new if one not in {*vertex, *fal, *gpt})
    gemini, loose = (*GEMINI, *vertex), (*EDITORS, *fal, *rest, OTHER)
    return (
        Option(
            "prompt",
            "text",
            "What is in the image; beside a picture it may be left out",
            most=4000,
            models=loose,
        ),
        Option("prompt", "text", "Text description of the image", most=4000, required=True),
        Option(
            "model",
            "choice",
            "Model id; others than these are passed on",
            (*KNOWN, *EDITORS, *new),
            default=KNOWN[0],
            open=True,
        ),
        Option("aspect_ratio", "choice", "Shape", GEMINI_RATIOS, default="1:1", models=GEMINI),
        Option("aspect_ratio", "choice", "Shape", IMAGEN_RATIOS, default="1:1", models=IMAGEN),
        Option("aspect_ratio", "choice", "Shape, as the model takes it", GEMINI_RATIOS, models=(*FAL, *new), open=True),
        Option("quality", "choice", "Resolution", ("2K", "4K"), models=gemini),
        Option("quality", "choice", "Resolution", ("2K",), models=("vertex/imagen-4", "vertex/imagen-4-ultra")),
        *([Option("quality", "choice", "Quality", ("low", "medium", "high"), models=gpt)] if gpt else []),
        Option("quality", "text", "Resolution or quality, in the model's own words", models=loose),
        Option("num_images", "integer", "How many pictures", low=1, high=4, models=IMAGEN),
        Option("num_images", "integer", "How many pictures", low=1, high=10),
        Option("seed", "integer", "The same seed gives the same picture again, where the model has one"),
        Option("negative_prompt", "text", "What to leave out", most=2000),
        Option("num_inference_steps", "integer", "More steps: finer and slower", low=1, high=150, models=loose),
        Option("guidance_scale", "number", "How closely to follow the prompt", low=0, high=30, models=loose),
        Option("temperature", "number", "Creativity", low=0, high=2, models=(*KNOWN, *vertex, *rest, OTHER)),
        Option("image_urls", "addresses", "Source pictures", models=(*gemini, *gpt, *loose)),
        Option("reference_images", "references", "Pictures to stay close to", most=14, models=(*gemini, *rest, OTHER)),
        Option("mask_url", "picture", "Black and white mask of what is redrawn", models=(*inpainting, *rest, OTHER)),
        Option("background", "switch", "Poll for the result; otherwise one long request is held", default=True),
    )


WORDS = {"background": "celery"}


class Qolaba(Provider):
    """Many models behind one endpoint; a model this package does not know is passed through."""

    name = "qolaba"
    title = "Qolaba"
    by_itself = True
    base_url = "https://api.platform.qolaba.ai"
    # The header table says Authorization, the quick start X-API-Key: one of them is sent, usually the quick start's.
    credentials = (
        Credential("QOLABA_TOKEN", "Authorization", "Bearer "),
        Credential("QOLABA_API_KEY", "X-API-Key"),
    )
    cadence = Cadence(2.0, "the document names no cadence; 2 s is ours", ours=True)
    price = "per picture, told with the result in USD and credits (1 credit = $0.005)"
    options: ClassVar[tuple[Option, ...]] = declared()

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Submit; whether the pictures are in the answer or come later is decided by the answer's shape."""
        extensions = {} if request.params["background"] else HELD
        body = _wire(request)
        job = yield from spend(httpx.Request("POST", GENERATE, json=body, extensions=extensions), _submitted)
        if job.remote_id:
            yield from accepted(job.remote_id)
        return outcome_of((yield from ended(partial(self.get, job.remote_id), job, PLACES)))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a task until SUCCESS or FAILED."""
        return outcome_of((yield from ended(partial(self.get, remote_id), json_path=PLACES)))

    def get(self, remote_id: str) -> Flow[Record]:
        """One task as the service has it now."""

        def read(response: httpx.Response) -> Record:
            task = _body(response)
            belongs(task, "task_id", remote_id)
            return _record(remote_id, task)

        return (yield from send(httpx.Request("GET", f"/api/v1/tasks/{segment(remote_id)}"), read))

    def models(self) -> Flow[tuple[Model, ...]]:
        """The models the service offers now."""
        return (yield from send(httpx.Request("GET", MODELS), _models))

    def catalogue(self) -> Flow[Catalogue]:
        """The models that the service offers now, and the parameters by them."""
        models = yield from self.models()
        return Catalogue(models, declared(model.id for model in models))

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """A prompt may only be left out beside a picture."""
        pictures = (params.get(name) for name in ("image_urls", "reference_images", "mask_url"))
        return None if visible(prompt) or any(pictures) else "prompt is empty, which needs image_urls to work on"

    def remarks(self, prompt: str, params: Mapping[str, Any]) -> tuple[str, ...]:
        """A model of a document that is newer than this package is passed on, and said."""
        model = params.get("model", KNOWN[0])
        offered = self.options_for(None)["model"].choices
        known = model in offered
        return () if known else (f"{model} is not a model this package knows; it was passed on",)


def _wire(request: ImageRequest) -> dict[str, Any]:
    body = {"model": request.params["model"], "prompt": request.prompt}
    body |= {WORDS.get(name, name): value for name, value in request.params.items()}
    return {name: value for name, value in body.items() if value not in ("", None)}


def _body(response: httpx.Response, failed: tuple[int, ...] = ()) -> dict[str, Any]:
    error = told(response)
    said = (error.get("message"), error.get("error_detail"))
    refuse(response, *said, code=error.get("error"), wait=error.get("retryAfter"), failed=failed)
    return json_object(response)


def _submitted(response: httpx.Response) -> Record:
    """Read the answer to a submission, which may be the result; "500: Unexpected server-side failure" ends it."""
    body = _body(response, failed=(500,))
    if _assets(body):
        return _record(carried(body.get("task_id")) or "", body)
    if carried(body.get("task_id")) is None and body.get("error"):
        raise refused(response, body.get("message"), code=body["error"], wait=body.get("retryAfter"))
    return _record(identifier(body, "task_id"), body if word(body.get("status")) else {**body, "status": "PENDING"})


def _record(remote_id: str, task: Mapping[str, Any]) -> Record:
    """Read a task, or a held answer, which has the result and no status."""
    assets, result = _assets(task), _result(task)
    there = state(task) if word(task.get("status")) or not assets else State.DOWNLOADING
    usage = result.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    prompt = words(result.get("prompt"))
    made = Outcome(
        assets,
        prompt_used=prompt or None,
        cost=cost(usd=usage.get("cost_usd"), credits=usage.get("cost_credits")),
        raw=task,
    )
    failed = there is State.FAILED
    said = sentence(task.get("error"), task.get("error_detail")) or "the task failed without a message"
    return Record(
        remote_id,
        there,
        prompt=prompt,
        prompt_used=made.prompt_used,
        outcome=made if assets and there is State.DOWNLOADING else None,
        raw=task,
        created=moment(task.get("created_at")),
        error=failure(said) if failed else None,
    )


def _result(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where the result stands: in `output` as an object, in `output` as a bare list, or beside it."""
    output = data.get("output")
    if isinstance(output, dict):
        return {**data, **output}
    return {**data, "images": output} if isinstance(output, list) else data


def _assets(data: Mapping[str, Any]) -> tuple[Asset, ...]:
    """The pictures of a result, each with its size; the seed is told once for all of them."""
    result = _result(data)
    images, seed = result.get("images"), whole(result.get("seed"))
    return tuple(
        Asset(place, seed=seed, size=size(image))
        for image in (images if isinstance(images, list) else [images])
        if (place := address(image))
    )


def _models(response: httpx.Response) -> tuple[Model, ...]:
    rows = [row for row in part(_body(response), "models", list) if isinstance(row, dict)]
    found = ((carried(row.get("id")), words(row.get("name"), 200), words(row.get("providerName"), 200)) for row in rows)
    return tuple(Model(one, name, made_by) for one, name, made_by in found if one)
