"""Replicate's HTTP API as replicate.com/docs ("HTTP API", "Data retention", "Rate limits") describes it.

POST /v1/models/{owner}/{name}/predictions     create with an official model
POST /v1/predictions                           create with a version
GET  /v1/predictions, /v1/predictions/{id}     list, poll
POST /v1/predictions/{id}/cancel               cancel
GET  /v1/models/{owner}/{name}                 a model and the schema of its input
POST /v1/files, GET /v1/files/{id}             a picture that an input will name
"""

import random
import re
import string
from collections.abc import Mapping
from typing import Any, ClassVar

from imgen_nb import sketch
from imgen_nb.sandbox import checks, forms, inputs
from imgen_nb.sandbox.assets import Asset
from imgen_nb.sandbox.drawing import Drawing, shaped
from imgen_nb.sandbox.jobs import Job, State
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

KEPT = 3600  # seconds for which a prediction keeps what it was given and what it made ("Data retention")
WAIT, LONGEST = re.compile(r"wait(?:=([1-9]|[1-9][0-9]|60))?"), 60  # the pattern is the document's
LARGEST_INLINE = 256 * 1024
MEDIA = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
SEEDS = 2**32 - 1

RATIOS = ["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"]


def _whole(low: int, high: int, default: int | None = None) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": high} | ({} if default is None else {"default": default})


def _words(*words: str, default: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(words), "default": default}


# The inputs of three models by their public pages.
FLUX: dict[str, Any] = {
    "prompt": {"type": "string"},
    "aspect_ratio": _words(*RATIOS, default="1:1"),
    "num_outputs": _whole(1, 4, 1),
    "seed": _whole(0, SEEDS),
    "output_format": _words("webp", "jpg", "png", default="webp"),
    "output_quality": _whole(0, 100, 80),
    "megapixels": _words("1", "0.25", default="1"),
    "disable_safety_checker": {"type": "boolean", "default": False},
    "go_fast": {"type": "boolean", "default": True},
}
INPUTS: dict[str, dict[str, Any]] = {
    "black-forest-labs/flux-schnell": FLUX | {"num_inference_steps": _whole(1, 4, 4)},
    "black-forest-labs/flux-dev": FLUX
    | {
        "num_inference_steps": _whole(1, 50, 28),
        "guidance": {"type": "number", "minimum": 0, "maximum": 10, "default": 3},
        "image": {"type": "string", "format": "uri"},
        "prompt_strength": {"type": "number", "minimum": 0, "maximum": 1, "default": 0.8},
    },
    "black-forest-labs/flux-kontext-pro": {
        "prompt": {"type": "string"},
        "input_image": {"type": "string", "format": "uri"},
        "aspect_ratio": _words("match_input_image", *RATIOS, default="match_input_image"),
        "seed": _whole(0, SEEDS),
        "output_format": _words("jpg", "png", default="png"),
        "safety_tolerance": _whole(0, 6, 2),
        "prompt_upsampling": {"type": "boolean", "default": False},
    },
}
ERRORS = {
    401: ("Unauthenticated", "You did not pass a valid authentication token"),
    402: ("Insufficient credit", "You have insufficient credit to run this model."),
    403: ("Forbidden", "You do not have permission to perform this action."),
    404: ("Not found", "The requested resource could not be found."),
    405: ("Method not allowed", "Method not allowed."),
    422: ("Input validation failed", ""),
    429: ("Too many requests", "Request was throttled. Your rate limit resets in ~2s."),
}


class Replicate(Wire):
    """The fake server."""

    name = "replicate"
    words: ClassVar[Mapping[State, str]] = {
        State.QUEUED: "starting",
        State.RUNNING: "processing",
        State.DONE: "succeeded",
        State.FAILED: "failed",
    }
    places = Places(id=("id",), status=("status",), error=("error",), result=("output",), url=("output", 0))
    choices = (
        ("which keys are good", "any bearer token but an empty one and `invalid`"),
        ("status of a create", "201; 202 where the time of `Prefer: wait` ended before the prediction"),
        ("Prefer: wait of another form", "ignored; 61 to 99, which the documented pattern takes, are 60"),
        ("body of an error", '{"title", "detail", "status"}, as application/problem+json'),
        ("status of a wrong input", "422; an unknown field of the input is ignored, as models do"),
        ("fields beside input, version, webhook", "422"),
        ("which versions are known", "any of 64 letters: the model black-forest-labs/flux-schnell"),
        ("the schemas", "three models by their public pages, with enums in place and not behind `$ref`"),
        ("a data URL of more than 256 kB", "422"),
        ("seed where none is given", "decided here; told in the logs, as the models do"),
        ("logs while running", "one line of steps, whose percentage grows"),
        ("after one hour", "input {}, output null, empty logs, data_removed; the file is gone"),
        ("files that were put there", "kept for ever; `urls.get` is the picture itself"),
        ("cancel of a prediction that has ended", "200, and nothing changes"),
        ("webhooks", "taken and never called"),
        ("the list", "newest first, 100 on one page"),
        ("pixel sizes", "one megapixel or a quarter of it, sides in steps of 16"),
        inputs.CHOICE,
        ("what is drawn", "the prompt, in a finish of the model's own"),
        ("price", "none told; the rate limit is not enforced"),
    )
    example = Example(
        "/v1/models/black-forest-labs/flux-schnell/predictions",
        {"input": {"prompt": "a lighthouse at night", "aspect_ratio": "16:9"}},
        "/v1/predictions/ID",
        "Authorization: Bearer practice",
    )

    def routes(self) -> tuple[Route, ...]:
        """Replicate's "HTTP API"."""
        return (
            Route("POST", "/v1/models/{owner}/{name}/predictions", self.create, submits=True),
            Route("POST", "/v1/predictions", self.create, submits=True),
            Route("GET", "/v1/predictions", self.listed),
            Route("GET", "/v1/predictions/{id}", self.poll, asks=True),
            Route("POST", "/v1/predictions/{id}/cancel", self.cancel),
            Route("GET", "/v1/models/{owner}/{name}", self.model),
            Route("POST", "/v1/files", self.keep),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error in the form of RFC 7807."""
        title, detail = ERRORS.get(status, ("Error", "Something went wrong."))
        body = {"title": title, "detail": message or detail, "status": status}
        return Reply(status, body, {"Content-Type": "application/problem+json"})

    def admit(self, call: Call) -> Reply | None:
        """Look at the token."""
        scheme, _, token = call.request.headers.get("authorization", "").partition(" ")
        good = scheme.lower() == "bearer" and token.strip() not in ("", "invalid")
        return None if good else self.refuse(401)

    def create(self, call: Call) -> Reply:
        """Take a prediction; with `Prefer: wait` the answer is held until it has ended, or for so many seconds."""
        named = f"{call.args['owner']}/{call.args['name']}" if call.args else ""
        if named and named not in INPUTS:
            return self.refuse(404)
        try:
            model = named or _model_of(call.json)
            asked = _asked(call.json, model, official=bool(named))
        except ValueError as problem:
            return self.refuse(422, str(problem))
        job = self.accept(call, _prediction_id, asked)
        prefer = WAIT.fullmatch(call.request.headers.get("prefer", "").strip())
        if not prefer:
            return Reply(201, self._told(job, call, job.accepted))
        held = min(float(prefer[1] or LONGEST), LONGEST, job.ended - job.accepted)
        there = job.state(job.accepted + held)
        status = 201 if there in (State.DONE, State.FAILED) else 202
        return Reply(status, self._told(job, call, job.accepted + held), delay=held)

    def poll(self, call: Call) -> Reply:
        """Answer with the prediction."""
        job = self.find(call, call.args["id"])
        return self.refuse(404) if job is None else Reply(200, self._told(job, call, call.now))

    def listed(self, call: Call) -> Reply:
        """Answer with the newest predictions."""
        rows = [self._told(job, call, call.now) for job in self.book.newest_first()[:100]]
        return Reply(200, {"next": None, "previous": None, "results": rows})

    def cancel(self, call: Call) -> Reply:
        """End a prediction that has not ended."""
        job = self.book.find(call.args["id"])
        if job is None:
            return self.refuse(404)
        if job.state(call.now) in (State.QUEUED, State.RUNNING):
            job.started, job.ended = min(job.started, call.now), call.now
            job.failure, job.marks["ended"] = "", "canceled"
        return Reply(200, self._told(job, call, call.now))

    def model(self, call: Call) -> Reply:
        """Answer with a model: what its input takes stands in its newest version."""
        name = f"{call.args['owner']}/{call.args['name']}"
        if name not in INPUTS:
            return self.refuse(404)
        schema = {"type": "object", "required": ["prompt"], "properties": INPUTS[name]}
        made = self.book.iso(call.now)
        version = {"id": _version(name), "openapi_schema": {"components": {"schemas": {"Input": schema}}}}
        version |= {"created_at": made, "cog_version": "0.0.0"}
        told = {"owner": call.args["owner"], "name": call.args["name"], "visibility": "public", "run_count": 0}
        told |= {"url": f"https://replicate.com/{name}", "description": "a sketch of it"}
        return Reply(200, told | {"latest_version": version})

    def keep(self, call: Call) -> Reply:
        """Take a picture that an input will name."""
        try:
            raw = forms.file(forms.read(call.request), "content")
            media, width, height = inputs.media_of(raw)
        except ValueError as problem:
            return self.refuse(422, str(problem))
        rng = self.book.rng("file", call.fingerprint)
        file_id = _prediction_id(rng)
        job = Job(file_id, 0, call.now, call.now, call.now, {})
        path = f"/replicate/files/{file_id}.{media.removeprefix('image/')}"
        url = self.shelf.put(Asset(path, job, media, width, height, lambda: raw))
        told = {"id": file_id, "name": "picture", "content_type": media, "size": len(raw), "urls": {"get": url}}
        return Reply(201, told | {"created_at": self.book.iso(call.now)})

    def _told(self, job: Job, call: Call, now: float) -> dict[str, Any]:
        """Return a prediction as it stands at a moment."""
        there, fields = job.state(now), job.fields
        links = {"get": "", "cancel": "/cancel"}
        ended = there in (State.DONE, State.FAILED)
        removed = ended and (now >= job.ended + KEPT or "removed" in job.marks)
        origin = str(call.request.url.copy_with(path="/", query=None)).rstrip("/")
        return {
            "id": job.id,
            "model": fields["model"],
            "version": fields["version"],
            "input": {} if removed else {name: _echo(value) for name, value in fields["input"].items()},
            "logs": "" if removed else self._logs(job, now),
            "output": self._output(job) if there is State.DONE and not removed else None,
            "data_removed": removed,
            "error": (job.failure or None) if there is State.FAILED and "ended" not in job.marks else None,
            "status": job.marks.get("ended", self.words[there]) if ended else self.words[there],
            "created_at": self.book.iso(job.accepted),
            "started_at": self.book.iso(job.started) if now >= job.started else None,
            "completed_at": self.book.iso(job.ended) if ended else None,
            "metrics": {"predict_time": round(job.ended - job.started, 3)} if there is State.DONE else {},
            "urls": {name: f"{origin}/v1/predictions/{job.id}{end}" for name, end in links.items()},
        }

    def _logs(self, job: Job, now: float) -> str:
        if now < job.started:
            return ""
        come = 1.0 if now >= job.ended else (now - job.started) / (job.ended - job.started)
        bar = f"{int(100 * come):3d}%|{'#' * int(10 * come)}|"
        return f"Using seed: {_seed(job)}\nsketch engine, not an AI model\n{bar}"

    def _output(self, job: Job) -> list[str] | str:
        """Return the addresses; some models give one as it is, not in a list."""
        asked = job.fields["input"]
        form = asked.get("output_format", "webp" if "num_outputs" in INPUTS[job.fields["model"]] else "png")
        until = job.ended + KEPT
        paths = [f"/replicate/{job.id}/out-{number}.{form}" for number in range(asked.get("num_outputs", 1))]
        made = [
            self.put(path, job, MEDIA[form], self.coming(job, number), expires=until)
            for number, path in enumerate(paths)
        ]
        return made[0] if "bare" in job.marks else made

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn; the pictures of one prediction have seeds that follow each other."""
        asked, model = job.fields["input"], job.fields["model"]
        source = asked.get("image") or asked.get("input_image") or ""
        ratio = asked.get("aspect_ratio", "1:1" if "image" in asked or not source else "match_input_image")
        if ratio == "match_input_image":
            width, height = inputs.shape_of(source, self.shelf) if source else (1, 1)
            ratio = f"{width}:{height}"
        return Drawing(
            asked["prompt"],
            shaped(ratio, round(2**20 * float(asked.get("megapixels", "1")))),
            _seed(job) + number,
            sketch.finish_for("replicate", model),
            source=source,
            similarity=1 - asked.get("prompt_strength", 0.5),
            steps=asked.get("num_inference_steps") if model.endswith("dev") else None,
            guidance=2.5 * asked["guidance"] if "guidance" in asked else None,
        )


def _echo(value: Any) -> Any:
    return inputs.echo(value) if isinstance(value, str) else value


def _seed(job: Job) -> int:
    seed: int = job.fields["input"].get("seed", job.seed)
    return seed


def _prediction_id(rng: random.Random) -> str:
    return "".join(rng.choices(string.ascii_lowercase + string.digits, k=26))


def _version(model: str) -> str:
    return "".join(random.Random(model).choices("0123456789abcdef", k=64))


def _model_of(body: Any) -> str:
    """Return whose version is asked for."""
    version = checks.text(checks.an_object(body), "version", required=True)
    known = {_version(name): name for name in INPUTS}
    if not re.fullmatch("[0-9a-f]{64}", version.rpartition(":")[2]):
        raise ValueError("version: Invalid version or not permitted")
    return known.get(version.rpartition(":")[2], next(iter(INPUTS)))


def _asked(body: Any, model: str, *, official: bool) -> dict[str, Any]:
    """Return what a create asks for; raises `ValueError` that names the field."""
    given = checks.an_object(body)
    allowed = {"input", "webhook", "webhook_events_filter"} | (set() if official else {"version"})
    if extra := sorted(set(given) - allowed):
        raise ValueError(f"{extra[0]}: Additional property is not allowed")
    asked = checks.an_object(given.get("input"), "input")
    checks.text(asked, "prompt", required=True)
    for name, schema in INPUTS[model].items():
        if name in asked:
            _fits(asked, name, schema)
    version = "hidden" if official else given["version"].rpartition(":")[2]
    return {"model": model, "version": version, "input": asked}


def _fits(asked: dict[str, Any], name: str, schema: dict[str, Any]) -> None:
    bounds = schema.get("minimum", 0), schema.get("maximum", 0)
    match schema["type"]:
        case "integer":
            checks.whole(asked, name, *bounds, 0)
        case "number":
            checks.number(asked, name, *bounds, 0)
        case "boolean":
            checks.flag(asked, name, default=False)
        case _ if "enum" in schema:
            checks.one_of(asked, name, tuple(schema["enum"]))
        case _ if schema.get("format") == "uri":
            picture = checks.text(asked, name, required=True)
            if len(picture) > LARGEST_INLINE and picture.startswith("data:"):
                raise ValueError(f"input.{name}: a data URL of more than 256 kB; upload the file")
            inputs.checked([picture], f"input.{name}")
        case _:
            checks.text(asked, name)
