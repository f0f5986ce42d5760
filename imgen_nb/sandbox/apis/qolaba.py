"""Qolaba's image API: document 003 ("Image Generation"), and docs.qolaba.ai for the models it only links to.

POST /api/v1/images/generate      create; held until it is finished, or with `celery: true` a ticket
GET  /api/v1/tasks/{task_id}      poll
GET  /api/v1/images/models        which models there are
"""

import random
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from imgen_nb import sketch
from imgen_nb.sandbox import checks, inputs
from imgen_nb.sandbox.drawing import Drawing, shaped
from imgen_nb.sandbox.jobs import Job, State
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

USD_PER_CREDIT = 0.005  # document 003, "200 OK: Synchronous Result"

# Document 003, "Request Body".
PROMPT_LENGTH, NEGATIVE_LENGTH, REFERENCES = 4000, 2000, 14
NUMBERS = {"guidance_scale": (0, 30), "temperature": (0, 2)}
SEEDS = 2**63 - 1  # no range is told; this is what a 64-bit column takes

# Document 003, "Error Responses"; those it does not list are our choice.
ERRORS = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Rate Limited",
    500: "Internal Server Error",
}

COMMON = ("prompt", "celery", "aspect_ratio", "num_images", "seed", "negative_prompt")
VERTEX = (*COMMON, "quality", "temperature")  # document 003: temperature is for Vertex models
FAL = (*COMMON, "image_urls", "num_inference_steps", "guidance_scale")  # and these are for FAL models
GEMINI_RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
IMAGEN_RATIOS = ("1:1", "3:4", "4:3", "9:16", "16:9")
QUALITIES = {"1K": 1.0, "2K": 1.25, "4K": 1.5, "low": 0.75, "medium": 1.0, "high": 1.25}  # how much longer a side is
PIXELS = 1280 * 720  # document 003, "Quick Start": 16:9 is 1280x720


@dataclass(frozen=True, slots=True)
class Model:
    """What one model takes and costs."""

    name: str
    fields: tuple[str, ...]
    usd: float
    ratios: tuple[str, ...] = GEMINI_RATIOS
    qualities: tuple[str, ...] = ("1K", "2K", "4K")
    most: int = 10
    wordless: bool = False
    """It needs no prompt, but a picture."""


# Ids, names and most images: docs.qolaba.ai, "Text to image". The price of the first: document 003, "Quick Start".
MODELS = {
    "vertex/nano-banana-flash": Model("Nano Banana 2", (*VERTEX, "image_urls", "reference_images"), 0.03),
    "vertex/nano-banana-pro": Model("Nano Banana Pro", (*VERTEX, "image_urls", "reference_images"), 0.12),
    "vertex/imagen-4": Model("Imagen 4", VERTEX, 0.04, IMAGEN_RATIOS, ("1K", "2K"), 4),
    "vertex/imagen-4-fast": Model("Imagen 4 Fast", VERTEX, 0.02, IMAGEN_RATIOS, ("1K",), 4),
    "vertex/imagen-4-ultra": Model("Imagen 4 Ultra", VERTEX, 0.06, IMAGEN_RATIOS, ("1K", "2K"), 4),
    "fal/flux-inpainting": Model("FLUX Inpainting", (*FAL, "mask_url"), 0.05, GEMINI_RATIOS, (), 4),
    "fal/birefnet": Model("BiRefNet", FAL, 0.01, GEMINI_RATIOS, (), 1, wordless=True),
    "openai/gpt-image-2": Model(
        "GPT Image 2", (*COMMON, "quality", "image_urls"), 0.05, ("1:1", "3:2", "2:3"), ("low", "medium", "high")
    ),
}
MAKERS = {"vertex": "Google Vertex AI", "fal": "FAL", "openai": "OpenAI"}


class Qolaba(Wire):
    """The fake server."""

    name = "qolaba"
    # Document 003, "Task Status Values".
    words: ClassVar[Mapping[State, str]] = {
        State.QUEUED: "PENDING",
        State.RUNNING: "PROCESSING",
        State.DONE: "SUCCESS",
        State.FAILED: "FAILED",
    }
    places = Places(
        id=("task_id",),
        status=("status",),
        error=("error",),
        result=("output", "images"),
        url=("output", "images", 0, "url"),
    )
    choices = (
        ("which keys are good", "any that is not empty, in either header; X-API-Key is read first; `invalid`: 401"),
        ("body of an error", '{"error", "message"}; 401, 402, 403, 404 and 405 in the same form'),
        ("shape of a task", "task_id, type, status, created_at, updated_at, output, error, error_detail"),
        ("output", "an object with prompt, images and usage, and seed where there is one"),
        ("a held request that fails", "500; the charge stays"),
        ("ids of the FAL and OpenAI models", "fal/flux-inpainting, fal/birefnet, openai/gpt-image-2"),
        ("an unknown model", "400"),
        ("ratios", "Gemini and FAL ten, Imagen five, GPT Image 2 three; 1:1 where none is asked"),
        ("quality", "1K, 2K, 4K for Vertex as far as a model goes; low, medium, high for GPT Image 2; 4K costs double"),
        ("most pictures at once", "10, Imagen and FLUX Inpainting 4, BiRefNet 1"),
        ("seed in the answer", "when it was sent, and always from FAL models"),
        ("prices", "the printed $0.03 for the first model, made-up multiples of a credit for the others"),
        ("pixel sizes", "as many pixels as 1280x720; 2K is 1.25 times longer, 4K 1.5 times: less than their names"),
        ("null for an optional field", "400"),
        ("fields nobody asked for", "ignored; a documented field that the model lacks is 400"),
        inputs.CHOICE,
        ("what is drawn", "the prompt, in a finish of the model's own"),
        ("image_urls", "the first is worked on, the others are references"),
        ("description of a reference", "taken, not read"),
        ("mask_url", "white is redrawn; without a picture in image_urls there is nothing to keep, and it is ignored"),
        (
            "temperature",
            "at 0 every seed draws the same, below 1 a few pictures alternate, above 1 words are forgotten",
        ),
        ("guidance_scale, num_inference_steps", "7.5 obeys every word, fewer than about 20 steps stay coarse"),
        ("logo of a model", "an empty string"),
        ("rate limit, content rules, lifetime of a picture", "none told, none enforced"),
    )

    example = Example(
        "/api/v1/images/generate",
        {
            "model": "vertex/nano-banana-flash",
            "prompt": "A photorealistic cat sitting on the Eiffel Tower at sunset",
            "aspect_ratio": "16:9",
            "celery": True,
        },
        "/api/v1/tasks/ID",
        "X-API-Key: practice",
    )

    def routes(self) -> tuple[Route, ...]:
        """Document 003, "Endpoint" and "Poll Endpoint"; the third is docs.qolaba.ai's."""
        return (
            Route("POST", "/api/v1/images/generate", self.create, submits=True),
            Route("GET", "/api/v1/tasks/{task_id}", self.poll, asks=True),
            Route("GET", "/api/v1/images/models", self.models),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error (document 003, "Error Responses"); what is beside `error` is our choice."""
        error = ERRORS.get(status, "Error")
        return Reply(status, {"error": error, "message": message or error})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key; document 003 shows `X-API-Key` in one place and a bearer token in another."""
        headers = call.request.headers
        bearer = headers.get("authorization", "").removeprefix("Bearer").strip()
        key = headers.get("x-api-key", "").strip() or bearer
        return self.refuse(401) if key in ("", "invalid") else None

    def create(self, call: Call) -> Reply:
        """Take a job (document 003, "Processing Modes": 200 with the pictures, or 202 with a ticket)."""
        try:
            asked = _asked(call.json)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        made = round(1000 * self.book.epoch(call.now))
        usd = asked["usd"] * asked["num_images"]
        job = self.accept(call, lambda rng: _task_id(made, rng), asked, usd=round(usd, 3), credits=_credits(usd))
        if asked["celery"] != ("C25" in job.marks):
            return Reply(202, {"task_id": job.id, "status": self.words[State.QUEUED], "type": "image"})
        held = job.ended - job.accepted
        if job.failure is not None:
            return Reply(500, self.refuse(500, job.failure).body, delay=held)
        return Reply(200, {"task_id": job.id, **self._output(job)}, delay=held)

    def poll(self, call: Call) -> Reply:
        """Answer with the task (document 003, "Async Polling Flow"; its shape is our choice)."""
        job = self.find(call, call.args["task_id"])
        if job is None:
            return self.refuse(404)
        state = job.state(call.now)
        failed = state is State.FAILED and job.failure
        task = {
            "task_id": job.id,
            "type": "image",
            "status": self.words[state],
            "created_at": self.book.iso(job.accepted),
            "updated_at": self.book.iso(job.changed(call.now)),
            "output": self._output(job) if state is State.DONE else None,
            "error": ERRORS[500] if failed else None,
            "error_detail": job.failure if failed else None,
        }
        return Reply(200, task)

    def models(self, _call: Call) -> Reply:
        """Answer with the models (docs.qolaba.ai)."""
        listed = [
            {
                "id": name,
                "name": model.name,
                "type": "image",
                "provider": name.partition("/")[0],
                "providerName": MAKERS[name.partition("/")[0]],
                "image": "",
            }
            for name, model in MODELS.items()
        ]
        return Reply(200, {"models": listed})

    def _output(self, job: Job) -> dict[str, Any]:
        """Return what a finished job shows in both modes (document 003, "200 OK: Synchronous Result")."""
        fields = job.fields
        count = max(1, fields["num_images"] - int(job.marks.get("C24", "0")))
        usd = fields["usd"] * fields["num_images"]
        told = fields["seed"] is not None or fields["model"].startswith("fal/")
        return {
            "prompt": fields["prompt"],
            **({"seed": _seed(job)} if told else {}),
            "images": [self._image(job, number) for number in range(count)],
            "usage": {"images_generated": count, "cost_usd": round(usd, 3), "cost_credits": _credits(usd)},
        }

    def _image(self, job: Job, number: int) -> dict[str, Any]:
        width, height = job.fields["size"]
        url = self.put(f"/qolaba/{job.id}/{number}.png", job, "image/png", self.coming(job, number))
        return {"url": url, "width": width, "height": height, "content_type": "image/png"}

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn; the pictures of one job have seeds that follow each other."""
        fields, finish = job.fields, sketch.finish_for("qolaba", job.fields["model"])
        return Drawing(fields["prompt"], fields["size"], _seed(job) + number, finish, **fields["inputs"])


def _seed(job: Job) -> int:
    asked: int | None = job.fields["seed"]
    return job.seed if asked is None else asked


def _credits(usd: float) -> int:
    return round(usd / USD_PER_CREDIT)


def _task_id(milliseconds: int, rng: random.Random) -> str:
    return f"task_{milliseconds}_{''.join(rng.choices(string.ascii_lowercase + string.digits, k=6))}"


def _asked(body: Any) -> dict[str, Any]:
    """Return what a create asks for; raises `ValueError` that names the field."""
    given = checks.an_object(body)
    name = checks.one_of(given, "model", tuple(MODELS))
    model = MODELS[name]
    _supported(given, name, model)
    celery = checks.flag(given, "celery", default=False)
    count = checks.whole(given, "num_images", 1, 10, 1)
    if count > model.most:
        raise ValueError(f"num_images: {name} makes at most {model.most}")
    ratio = checks.one_of(given, "aspect_ratio", model.ratios, "1:1")
    quality = checks.one_of(given, "quality", model.qualities, "")
    return {
        "model": name,
        "prompt": _prompt(given, model),
        "celery": celery,
        "aspect_ratio": ratio,
        "size": shaped(ratio, round(PIXELS * QUALITIES.get(quality, 1.0) ** 2)),
        "num_images": count,
        "seed": checks.whole(given, "seed", -SEEDS, SEEDS, 0) if "seed" in given else None,
        "usd": model.usd * (2 if quality == "4K" else 1),
        "inputs": _pictures(given) | _dials(given),
    }


def _supported(given: dict[str, Any], name: str, model: Model) -> None:
    """Raise for a documented field that this model has not ("unsupported model/field combination")."""
    known = {*VERTEX, *FAL, "reference_images", "mask_url"}
    for field in given:
        if field in known and field not in model.fields:
            raise ValueError(f"{field} is not supported by {name}")


def _prompt(given: dict[str, Any], model: Model) -> str:
    """Return the prompt; document 003: optional for models that work on a picture alone."""
    needed = not (model.wordless and given.get("image_urls"))
    return checks.text(given, "prompt", required=needed, longest=PROMPT_LENGTH)


def _pictures(given: dict[str, Any]) -> dict[str, Any]:
    """Check the pictures that go in beside the prompt; return them as a drawing takes them."""
    urls, references = checks.addresses(given, "image_urls"), given.get("reference_images", [])
    if not isinstance(references, list) or len(references) > REFERENCES:
        raise ValueError(f"reference_images must be a list of at most {REFERENCES}")
    for reference in references:
        one = checks.an_object(reference, "a reference image")
        checks.text(one, "url", required=True)
        checks.text(one, "description")
    mask = checks.text(given, "mask_url", required="mask_url" in given)
    inputs.checked(urls, "image_urls")
    inputs.checked([reference["url"] for reference in references], "reference_images")
    inputs.checked([mask], "mask_url")
    others = (*urls[1:], *(reference["url"] for reference in references))
    return {"source": urls[0] if urls else "", "references": others, "mask": mask}


def _dials(given: dict[str, Any]) -> dict[str, Any]:
    """Check what bends the drawing; what is not given stays as the engine has it."""
    numbers = {field: checks.number(given, field, *bounds, bounds[0]) for field, bounds in NUMBERS.items()}
    steps = checks.whole(given, "num_inference_steps", 1, 150, 1)
    return {
        "negative": checks.text(given, "negative_prompt", longest=NEGATIVE_LENGTH),
        "guidance": numbers["guidance_scale"] if "guidance_scale" in given else None,
        "temperature": numbers["temperature"] if "temperature" in given else None,
        "steps": steps if "num_inference_steps" in given else None,
    }
