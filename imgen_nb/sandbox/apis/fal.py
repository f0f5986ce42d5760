"""fal's queue as fal.ai/docs ("Queue API", "Errors") describes it.

POST /{owner}/{app}[/{path}]                   submit; the path of a model is no part of any later address
GET  /{owner}/{app}/requests/{id}/status       poll: 202 until it is completed
GET  /{owner}/{app}/requests/{id}              the result
PUT  /{owner}/{app}/requests/{id}/cancel       cancel
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from imgen_nb import sketch
from imgen_nb.sandbox import checks, inputs
from imgen_nb.sandbox.drawing import Drawing, shaped
from imgen_nb.sandbox.jobs import Job, State, new_uuid
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

SIZES = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
RATIOS = ("21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16")
MEDIA = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SEEDS = 2**32 - 1


class Model(NamedTuple):
    """What one endpoint takes, and what one unit of it costs."""

    takes: tuple[str, ...]
    usd: float
    unit: str
    steps: int = 50


FLUX = (
    *("prompt", "seed", "num_images", "num_inference_steps", "guidance_scale", "output_format", "sync_mode"),
    *("enable_safety_checker", "acceleration"),
)
BANANA = ("prompt", "num_images", "output_format", "aspect_ratio", "sync_mode")
# The names of inputs: wire reference of fal-client and the models' pages; the price of the third and fifth is ours.
MODELS = {
    "fal-ai/flux/schnell": Model((*FLUX, "image_size"), 0.003, "megapixel", 12),
    "fal-ai/flux/dev": Model((*FLUX, "image_size"), 0.025, "megapixel"),
    "fal-ai/flux/dev/image-to-image": Model((*FLUX, "image_url", "strength"), 0.03, "megapixel"),
    "fal-ai/nano-banana": Model(BANANA, 0.039, "picture"),
    "fal-ai/nano-banana/edit": Model((*BANANA, "image_urls"), 0.039, "picture"),
}
ERRORS = {
    401: "Authentication is required to access this application",
    402: "User is locked. Reason: Exhausted balance.",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Too many requests",
    500: "Internal Server Error",
}


class Fal(Wire):
    """The fake server."""

    name = "fal"
    words: ClassVar[Mapping[State, str]] = {
        State.QUEUED: "IN_QUEUE",
        State.RUNNING: "IN_PROGRESS",
        State.DONE: "COMPLETED",
        State.FAILED: "COMPLETED",
    }
    places = Places(
        id=("request_id",), status=("status",), error=("error",), result=("images",), url=("images", 0, "url")
    )
    choices = (
        ("which keys are good", 'any "Key ..." but an empty one and `invalid`; a bearer is 401'),
        ("body of an error", '{"detail"}: text, or for 422 a list of {"loc", "msg", "type"}'),
        ("an unknown model", "404; five are known"),
        ("a failed request", "COMPLETED with error and error_type; its result is 422, which is billed"),
        (
            "a request that failed without a reason",
            "COMPLETED without an error; its result is 422 with an empty detail",
        ),
        ("a result before its time", '400 with {"detail": "Request is still in progress"}'),
        ("queue_position", "0: nobody else waits here; no limit of requests at once"),
        ("cancel", "202 CANCELLATION_REQUESTED, 400 ALREADY_COMPLETED, 404 NOT_FOUND; a cancelled one has an error"),
        ("error", "null in every status of a request that has not failed"),
        ("logs", "one line, where `logs=1` asks for them, else null; none while it is queued"),
        ("billable units", "FLUX by started megapixels of 2^20 pixels, each of the others by the picture"),
        ("has_nsfw_concepts", "true with the fault `nsfw`; the picture is drawn all the same"),
        ("image_size where it is left out", "landscape_4_3; a width and a height are taken from 64 to 2048"),
        ("sync_mode", "taken; a result has addresses all the same"),
        ("lifetime of a picture", "none enforced"),
        ("fields nobody asked for", "ignored; a documented field that the model lacks as well"),
        inputs.CHOICE,
        ("what is drawn", "the prompt, in a finish of the model's own; the first picture is worked on"),
    )
    example = Example(
        "/fal-ai/flux/dev",
        {"prompt": "a lighthouse at night", "image_size": "landscape_16_9"},
        "/fal-ai/flux/requests/ID/status",
        "Authorization: Key practice",
    )

    def routes(self) -> tuple[Route, ...]:
        """fal's "Queue API"."""
        place = "/{owner}/{app}/requests/{id}"
        return (
            Route("GET", f"{place}/status", self.poll, asks=True),
            Route("GET", place, self.result, asks=True),
            Route("PUT", f"{place}/cancel", self.cancel),
            *(Route("POST", path, self.create, submits=True) for path in ("/{owner}/{app}", "/{owner}/{app}/{a}")),
            Route("POST", "/{owner}/{app}/{a}/{b}", self.create, submits=True),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error."""
        return Reply(status, {"detail": message or ERRORS.get(status, "Error")})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key, which is no bearer."""
        scheme, _, key = call.request.headers.get("authorization", "").partition(" ")
        return None if scheme == "Key" and key.strip() not in ("", "invalid") else self.refuse(401)

    def dress(self, call: Call, reply: Reply) -> Reply:
        """Name the request in every answer about one."""
        return reply.with_headers({"x-fal-request-id": call.job.id}) if call.job else reply

    def create(self, call: Call) -> Reply:
        """Take a request, and say where it is asked for."""
        name = "/".join(call.args.values())
        if name not in MODELS:
            return self.refuse(404)
        try:
            asked = _asked(call.json, MODELS[name]) | {"model": name}
        except ValueError as problem:
            wrong = {"loc": ["body", re.split("[ :]", str(problem))[0]], "msg": str(problem), "type": "value_error"}
            return Reply(422, {"detail": [wrong]})
        units = _units(asked | {"size": self._size(asked)})
        job = self.accept(call, new_uuid, asked, usd=round(units * MODELS[name].usd, 6))
        return Reply(200, {**self._told(job, call, job.accepted), "queue_position": 0})

    def poll(self, call: Call) -> Reply:
        """Answer with the status: 202 until it is completed."""
        job = self._found(call)
        if job is None:
            return self.refuse(404)
        there = job.state(call.now)
        told = self._told(job, call, call.now) | {"error": None}
        if there is State.QUEUED:
            return Reply(202, told | {"queue_position": 0})
        told["logs"] = None
        if call.query.get("logs") in ("1", "true", "True"):
            told["logs"] = [{"message": "sketch engine, not an AI model", "timestamp": self.book.iso(job.started)}]
        if there is State.RUNNING:
            return Reply(202, told)
        failed = {"error": job.failure, "error_type": job.marks.get("ended", "runner_error")} if job.failure else {}
        told |= {"metrics": {"inference_time": round(job.ended - job.started, 3)}}
        return Reply(200, told | failed)

    def result(self, call: Call) -> Reply:
        """Answer with what the model gave, or with why it gave nothing."""
        job = self._found(call)
        if job is None:
            return self.refuse(404)
        there = job.state(call.now)
        if there not in (State.DONE, State.FAILED):
            return self.refuse(400, "Request is still in progress")
        if there is State.FAILED:
            return Reply(422, {"detail": job.failure or "", "error_type": "runner_error"}, self._used(job))
        count = job.fields["num_images"]
        made = {
            "images": [self._image(job, number) for number in range(count)],
            "timings": {"inference": round(job.ended - job.started, 3)},
            "has_nsfw_concepts": [place == 0 and "nsfw" in job.marks for place in range(count)],
            "prompt": job.fields["prompt"],
        }
        if "seed" in MODELS[job.fields["model"]].takes:
            made["seed"] = _seed(job)
        return Reply(200, made, self._used(job))

    def _used(self, job: Job) -> dict[str, str]:
        return {"x-fal-billable-units": f"{_units(job.fields | {'size': self._size(job.fields)}):g}"}

    def cancel(self, call: Call) -> Reply:
        """End a request that has not ended."""
        job = self._found(call)
        if job is None:
            return Reply(404, {"status": "NOT_FOUND"})
        if job.state(call.now) in (State.DONE, State.FAILED):
            return Reply(400, {"status": "ALREADY_COMPLETED"})
        job.started, job.ended = min(job.started, call.now), call.now
        job.failure, job.marks["ended"] = "The request was cancelled.", "client_cancelled"
        return Reply(202, {"status": "CANCELLATION_REQUESTED"})

    def _found(self, call: Call) -> Job | None:
        """Return the request of an address: below its own owner and app alone."""
        job = self.find(call, call.args["id"])
        if job is not None and not job.fields["model"].startswith(f"{call.args['owner']}/{call.args['app']}"):
            call.job = job = None
        return job

    def _told(self, job: Job, call: Call, now: float) -> dict[str, Any]:
        origin = str(call.request.url.copy_with(path="/", query=None)).rstrip("/")
        place = f"{origin}/{'/'.join(job.fields['model'].split('/')[:2])}/requests/{job.id}"
        urls = {"response_url": place, "status_url": f"{place}/status", "cancel_url": f"{place}/cancel"}
        return {"status": self.words[job.state(now)], "request_id": job.id, **urls}

    def _image(self, job: Job, number: int) -> dict[str, Any]:
        form = job.fields["output_format"]
        drawing = self.coming(job, number)
        url = self.put(f"/fal/{job.id}/{number}.{form}", job, MEDIA[form], drawing)
        width, height = drawing.size
        return {"url": url, "width": width, "height": height, "content_type": MEDIA[form]}

    def _size(self, asked: dict[str, Any]) -> tuple[int, int]:
        if asked["pictures"] and "aspect_ratio" not in asked:
            return inputs.shape_of(asked["pictures"][0], self.shelf)
        if "aspect_ratio" in asked:
            return shaped(asked["aspect_ratio"], 2**20)
        if "nano" in asked["model"]:
            return SIZES["square_hd"]
        size: tuple[int, int] = asked["image_size"]
        return size

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn; the pictures of one request have seeds that follow each other."""
        asked = job.fields
        return Drawing(
            asked["prompt"],
            self._size(asked),
            _seed(job) + number,
            sketch.finish_for("fal", asked["model"]),
            source=asked["pictures"][0] if asked["pictures"] else "",
            references=tuple(asked["pictures"][1:]),
            similarity=1 - asked["strength"],
            steps=asked.get("num_inference_steps") if "dev" in asked["model"] else None,
            guidance=2 * asked["guidance_scale"] if "guidance_scale" in asked else None,
        )


def _seed(job: Job) -> int:
    seed: int = job.fields.get("seed", job.seed)
    return seed


def _units(asked: dict[str, Any]) -> float:
    width, height = asked["size"]
    each = -(-width * height // 2**20) if MODELS[asked["model"]].unit == "megapixel" else 1
    count: int = asked["num_images"]
    return each * count


def _asked(body: Any, model: Model) -> dict[str, Any]:
    """Return what a submission asks for; raises `ValueError` that names the field."""
    given = {name: value for name, value in checks.an_object(body).items() if name in model.takes}
    asked: dict[str, Any] = {
        "prompt": checks.text(given, "prompt", required=True),
        "num_images": checks.whole(given, "num_images", 1, 4, 1),
        "output_format": checks.one_of(given, "output_format", tuple(MEDIA), "jpeg"),
        "strength": checks.number(given, "strength", 0.01, 1, 0.95),
        "image_size": _image_size(given.get("image_size", "landscape_4_3")),
        "pictures": _pictures(given, model),
    }
    checks.flag(given, "enable_safety_checker", default=True)
    checks.flag(given, "sync_mode", default=False)
    if "aspect_ratio" in given and given["aspect_ratio"] != "auto":
        asked["aspect_ratio"] = checks.one_of(given, "aspect_ratio", RATIOS)
    for name, low, high in (("seed", 0, SEEDS), ("num_inference_steps", 1, model.steps)):
        if given.get(name) is not None:
            asked[name] = checks.whole(given, name, low, high, low)
    if "guidance_scale" in given:
        asked["guidance_scale"] = checks.number(given, "guidance_scale", 1, 20, 1)
    return asked


def _image_size(given: Any) -> tuple[int, int]:
    if isinstance(given, dict):
        return checks.whole(given, "width", 64, 2048, 512), checks.whole(given, "height", 64, 2048, 512)
    return SIZES[checks.one_of({"image_size": given}, "image_size", tuple(SIZES))]


def _pictures(given: dict[str, Any], model: Model) -> list[str]:
    """Check the pictures that come along; a model that has a field for them needs it."""
    if "image_url" in model.takes:
        return inputs.checked([checks.text(given, "image_url", required=True)], "image_url")
    if "image_urls" in model.takes:
        if not given.get("image_urls"):
            raise ValueError("image_urls: field required")
        return inputs.checked(checks.addresses(given, "image_urls"), "image_urls")
    return []
