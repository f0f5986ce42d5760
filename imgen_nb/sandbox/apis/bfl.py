"""Black Forest Labs' API as docs.bfl.ai and its published skills describe it.

POST /v1/{model}              create; each model is a path
GET  /v1/get_result?id=...    poll, at the host that the answer to the create names
GET  /v1/credits              what is left
"""

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from imgen_nb import sketch
from imgen_nb.sandbox import checks, inputs
from imgen_nb.sandbox.drawing import Drawing, shaped
from imgen_nb.sandbox.jobs import Job, State, new_uuid
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

KEPT = 600  # seconds for which a sample can be fetched
AT_ONCE = 24  # tasks that may be under way
CREDITS = 1000.0  # of a new account
STEP, LEAST, MOST = 16, 64, 4 * 1024 * 1024
MEDIA = {"jpeg": "image/jpeg", "png": "image/png"}
SEEDS = 2**32 - 1


class Model(NamedTuple):
    """What one path takes, and the cents of its first, of each further and of each reference megapixel."""

    takes: tuple[str, ...]
    cents: tuple[float, float, float]
    tolerance: int = 6


COMMON = ("prompt", "seed", "safety_tolerance", "output_format", "prompt_upsampling", "webhook_url", "webhook_secret")
SECOND = (*COMMON, "width", "height", "input_image", *(f"input_image_{place}" for place in range(2, 9)))
# Prices of FLUX.2: February 2026. One price a picture for the others.
MODELS = {
    "flux-2-pro": Model(SECOND, (3, 1.5, 1.5), 5),
    "flux-2-max": Model(SECOND, (7, 3, 3), 5),
    "flux-2-flex": Model((*SECOND, "steps", "guidance"), (5, 5, 5), 5),
    "flux-2-klein-4b": Model(SECOND, (1.4, 0.1, 0.1), 5),
    "flux-2-klein-9b": Model(SECOND, (1.5, 0.2, 0.2), 5),
    "flux-kontext-pro": Model((*COMMON, "aspect_ratio", "input_image"), (4, 0, 0)),
    "flux-kontext-max": Model((*COMMON, "aspect_ratio", "input_image"), (8, 0, 0)),
    "flux-pro-1.1": Model((*COMMON, "aspect_ratio", "image_prompt"), (4, 0, 0)),
    "flux-pro-1.1-ultra": Model((*COMMON, "aspect_ratio", "raw", "image_prompt", "image_prompt_strength"), (6, 0, 0)),
    "flux-pro-1.0-fill": Model((*COMMON, "image", "mask", "steps", "guidance"), (5, 0, 0)),
    "flux-dev": Model((*COMMON, "aspect_ratio", "image_prompt"), (2.5, 0, 0)),
}
PICTURES = ("image", "image_prompt", "input_image", *(f"input_image_{place}" for place in range(2, 9)))
ERRORS = {
    402: "Insufficient credits",
    403: "Not authenticated",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Rate limit exceeded: too many active tasks",
    500: "Internal Server Error",
}


class Bfl(Wire):
    """The fake server."""

    name = "bfl"
    hosts = ("api.us.bfl.ai", "api.eu.bfl.ai")
    words: ClassVar[Mapping[State, str]] = {
        State.QUEUED: "Pending",
        State.RUNNING: "Processing",
        State.DONE: "Ready",
        State.FAILED: "Error",
    }
    places = Places(id=("id",), status=("status",), error=("details",), result=("result",), url=("result", "sample"))
    choices = (
        ("which keys are good", "any x-key but an empty one and `invalid`: 403"),
        ("polling_url", "by turns at api.us and api.eu; served, both are this host"),
        ("a poll at another of the hosts", "answered as well"),
        ("the word while running", "Processing, which the list of words lacks: a client has to bear it"),
        ("details of a failed job", "the reason as text, null where there is none"),
        ("progress", "0 to 1 while running"),
        ("an unknown id", "200 with the status Task not found"),
        ("an unknown path or model", '404 with {"detail": "Not Found"}'),
        ("body of an error", '{"detail"}: text, or for 422 a list of {"type", "loc", "msg"}'),
        ("a documented field that the model lacks", "422; any other is ignored"),
        ("X-RateLimit headers", "sent with 429 alone; a task over the 24th is refused with 429"),
        ("credits of a new account", "1000; one key, one account"),
        ("price of a failed or moderated job", "kept"),
        ("megapixels of a bill", "by started megapixels of 2^20 pixels; FLUX.1 and Kontext by the picture"),
        ("pixels where only a ratio is told, or nothing", "one megapixel, in steps of 16; 1:1"),
        ("the file's format where none is asked", "jpeg"),
        ("prompt_upsampling", "adds words of light, and result.prompt has them"),
        ("pictures that are sent along", "base64, a data URL or an address; a mask is redrawn where it is white"),
        ("webhooks", "taken and never called"),
        inputs.CHOICE,
        ("what is drawn", "the prompt, in a finish of the model's own"),
    )
    example = Example(
        "/v1/flux-2-pro",
        {"prompt": "a lighthouse at night", "width": 1360, "height": 768, "output_format": "png"},
        "/v1/get_result?id=ID",
        "x-key: practice",
    )

    def routes(self) -> tuple[Route, ...]:
        """docs.bfl.ai, "API reference"."""
        return (
            Route("GET", "/v1/get_result", self.poll, asks=True),
            Route("GET", "/v1/credits", self.left),
            Route("POST", "/v1/{model}", self.create, submits=True),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error as FastAPI gives it."""
        return Reply(status, {"detail": message or ERRORS.get(status, "Error")})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key."""
        return self.refuse(403) if call.request.headers.get("x-key", "").strip() in ("", "invalid") else None

    def create(self, call: Call) -> Reply:
        """Take a job, and say where to ask for it and what it costs."""
        model = MODELS.get(call.args["model"])
        if model is None:
            return self.refuse(404)
        try:
            asked = _asked(call.json, model) | {"model": call.args["model"]}
        except ValueError as problem:
            wrong = {"type": "value_error", "loc": ["body"], "msg": str(problem)}
            return Reply(422, {"detail": [wrong]})
        if self._under_way(call) >= AT_ONCE:
            return self.refuse(429).with_headers(self._limits(call))
        size = self._size(asked)
        credits = _credits(model, size, sum(name in asked for name in PICTURES))
        job = self.accept(call, new_uuid, asked | {"size": size}, credits=credits, usd=round(credits / 100, 4))
        host = self.hosts[job.seed % len(self.hosts)]
        told = {"id": job.id, "polling_url": f"https://{host}/v1/get_result?id={job.id}", "cost": credits}
        return Reply(200, told | {"input_mp": 0.0, "output_mp": round(size[0] * size[1] / 1e6, 2)})

    def poll(self, call: Call) -> Reply:
        """Answer with the job; what is not there is a status, too."""
        job = self.find(call, call.query.get("id", ""))
        if job is None:
            told = {"id": call.query.get("id", ""), "status": "Task not found", "result": None}
            return Reply(200, told | {"progress": None, "details": None})
        there = job.state(call.now)
        come = (call.now - job.started) / (job.ended - job.started) if there is State.RUNNING else None
        told = {
            "id": job.id,
            "status": job.marks.get("ended", self.words[there]) if there is State.FAILED else self.words[there],
            "result": self._result(job) if there is State.DONE else None,
            "progress": come and round(come, 2),
            "details": (job.failure or None) if there is State.FAILED else None,
        }
        return Reply(200, told)

    def left(self, call: Call) -> Reply:
        """Answer with the credits that are left."""
        return Reply(200, {"credits": round(CREDITS - sum(charge.credits or 0 for charge in self.book.charges), 2)})

    def _under_way(self, call: Call) -> int:
        return sum(job.state(call.now) in (State.QUEUED, State.RUNNING) for job in self.book.newest_first())

    def _limits(self, call: Call) -> dict[str, str]:
        reset = round(self.book.epoch(call.now)) + 2
        return {"X-RateLimit-Limit": str(AT_ONCE), "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}

    def _size(self, asked: dict[str, Any]) -> tuple[int, int]:
        if "image" in asked:
            return inputs.shape_of(asked["image"], self.shelf)
        if "width" in asked or "height" in asked:
            return asked.get("width", 1024), asked.get("height", 1024)
        return shaped(asked.get("aspect_ratio", "1:1"), 2**20)

    def _result(self, job: Job) -> dict[str, Any]:
        form = job.fields.get("output_format", "jpeg")
        path = f"/bfl/{job.id}/sample.{form}"
        sample = self.put(path, job, MEDIA[form], self.coming(job), expires=job.ended + KEPT)
        return {
            "sample": sample,
            "prompt": _rewritten(job) or job.fields["prompt"],
            "seed": _seed(job),
            "start_time": round(self.book.epoch(job.started), 3),
            "end_time": round(self.book.epoch(job.ended), 3),
            "duration": round(job.ended - job.started, 3),
        }

    def coming(self, job: Job) -> Drawing:
        """Return what is drawn: the first picture is worked on, the others are references."""
        asked = job.fields
        pictures = [asked[name] for name in PICTURES if name in asked]
        return Drawing(
            asked["prompt"],
            asked["size"],
            _seed(job),
            sketch.finish_for("bfl", asked["model"]),
            rewritten=_rewritten(job),
            source=pictures[0] if pictures else "",
            references=tuple(pictures[1:]),
            similarity=asked.get("image_prompt_strength", 0.5),
            steps=asked.get("steps"),
            guidance=1.7 * asked["guidance"] if "guidance" in asked else None,
            mask=asked.get("mask", ""),
        )


def _seed(job: Job) -> int:
    seed: int = job.fields.get("seed", job.seed)
    return seed


def _rewritten(job: Job) -> str:
    return f"{job.fields['prompt']}, in soft morning light, finely detailed" if job.fields["upsampled"] else ""


def _credits(model: Model, size: tuple[int, int], references: int) -> float:
    first, further, reference = model.cents
    started = -(-size[0] * size[1] // 2**20)
    return round(first + further * (started - 1) + reference * references, 2)


def _asked(body: Any, model: Model) -> dict[str, Any]:
    """Return what a create asks for; raises `ValueError` that names the field."""
    given = checks.an_object(body)
    known = {field for one in MODELS.values() for field in one.takes}
    if foreign := sorted(name for name in given if name in known and name not in model.takes):
        raise ValueError(f"{foreign[0]}: Extra inputs are not permitted")
    asked: dict[str, Any] = {"prompt": checks.text(given, "prompt", required=True)}
    asked["upsampled"] = checks.flag(given, "prompt_upsampling", default=False)
    checks.flag(given, "raw", default=False)
    for name, low, high in (("safety_tolerance", 0, model.tolerance), ("seed", 0, SEEDS), ("steps", 1, 50)):
        if name in given:
            asked[name] = checks.whole(given, name, low, high, low)
    for name, least, most in (("guidance", 1.5, 10), ("image_prompt_strength", 0, 1)):
        if name in given:
            asked[name] = checks.number(given, name, least, most, least)
    if "output_format" in given:
        asked["output_format"] = checks.one_of(given, "output_format", tuple(MEDIA))
    return asked | _measures(given) | _pictures(given)


def _measures(given: dict[str, Any]) -> dict[str, Any]:
    """Check width and height in steps of 16 and within four megapixels, or the ratio."""
    if "aspect_ratio" in given:
        ratio = checks.text(given, "aspect_ratio", required=True)
        across, colon, down = ratio.partition(":")
        if not (colon and across.isdecimal() and down.isdecimal() and 3 / 7 <= _by(across, down) <= 7 / 3):
            raise ValueError("aspect_ratio: must be between 9:21 and 21:9")
        return {"aspect_ratio": ratio}
    sides: dict[str, Any] = {
        name: checks.whole(given, name, LEAST, MOST // LEAST, 1024) for name in ("width", "height") if name in given
    }
    if any(side % STEP for side in sides.values()):
        raise ValueError(f"{', '.join(sides)}: Input should be a multiple of {STEP}")
    if sides.get("width", 1024) * sides.get("height", 1024) > MOST:
        raise ValueError("width, height: at most 4 megapixels")
    return sides


def _by(across: str, down: str) -> float:
    return int(across) / int(down) if int(down) and len(across) < 5 else 0


def _pictures(given: dict[str, Any]) -> dict[str, str]:
    """Check the pictures that come along; bare base64 is one, and kept as the data URL it stands for."""
    found = {}
    for name in (*PICTURES, "mask"):
        if name in given:
            picture = checks.text(given, name, required=True)
            there = picture if picture.startswith(("http:", "https:", "data:")) else f"data:image/png;base64,{picture}"
            found[name] = inputs.checked([there], name)[0]
    return found
