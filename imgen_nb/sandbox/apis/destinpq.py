"""DestinPQ's creations API as document 000 ("Quick Start & Reference") describes it.

POST /creations                   create; four fields that must stand exactly as they are
GET  /creations/{id}?raw=true     poll
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from imgen_nb import sketch
from imgen_nb.sandbox.drawing import Drawing
from imgen_nb.sandbox.jobs import Job, State, new_uuid
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

# Document 000, "Absolute, Non-Negotiable Fields".
FIXED: dict[str, Any] = {"task_type": "image", "provider": "replicate", "service_id": 4, "raw": True}

# Document 000, "Field Reference", `input_data`.
ALLOWED = {
    "aspect_ratio": ("1:1", "9:16", "16:9", "3:4", "4:3"),
    "output_format": ("png", "jpg"),
    "safety_filter_level": ("block_only_high", "block_low_and_above", "block_medium_and_above"),
}

SIZES = {"1:1": (1024, 1024), "3:4": (896, 1280), "4:3": (1280, 896), "9:16": (768, 1408), "16:9": (1408, 768)}
MEDIA = {"png": "image/png", "jpg": "image/jpeg"}

# How grave a word is: 3 is blocked by every level, 1 by the strictest alone. Mild on purpose: it is for lessons.
GRAVITY = {
    **dict.fromkeys(("blood", "bomb", "gun"), 3),
    **dict.fromkeys(("battle", "explosion", "fight", "weapon"), 2),
    **dict.fromkeys(("beer", "knife", "pirate", "sword", "wine"), 1),
}
BLOCKED_FROM = {"block_only_high": 3, "block_medium_and_above": 2, "block_low_and_above": 1}

ERRORS = {401: "Not authenticated", 402: "Payment Required", 403: "Forbidden", 404: "Not Found"}
ERRORS |= {405: "Method Not Allowed", 429: "Too Many Requests", 500: "Internal Server Error"}


class Destinpq(Wire):
    """The fake server."""

    name = "destinpq"
    root = "/api/v1"
    # "pending" and "completed" are the document's; it names no word for running, and none for failure.
    words: ClassVar[Mapping[State, str]] = {
        State.QUEUED: "pending",
        State.RUNNING: "processing",
        State.DONE: "completed",
        State.FAILED: "failed",
    }
    places = Places(
        id=("id",),
        status=("status",),
        error=("error_message",),
        result=("output_assets",),
        url=("output_assets", 0, "url"),
    )
    choices = (
        ("status and body of a refused request", '422 with {"detail": [{"type", "loc", "msg", "input"}]}'),
        ("an unknown id, any other path", '404 with {"detail": "Not Found"}'),
        ("which keys are good", "none is needed; the bearer token `invalid` is refused with 401"),
        ("the word while running", "processing"),
        ("the word after a failure", "failed, beside error_message"),
        ("the rest of the answer to a create", "the record as a poll gives it, with output_assets null"),
        ("fields nobody asked for", "ignored"),
        ("a poll without raw=true", "the same record without metadata.replicate_prediction"),
        ("where local_image_url and local_thumbnail_url stand", "in the asset"),
        ("mime_type of a jpg", "image/OutputFormat.JPG"),
        ("pixel sizes", "1:1 1024x1024, 3:4 896x1280, 4:3 1280x896, 9:16 768x1408, 16:9 1408x768"),
        ("what is drawn", "the prompt, in the finish clay"),
        ("what each safety level blocks", "a short list of mild words in three grades, by error_message"),
        ("price, rate limit, lifetime of a picture", "none told, none enforced"),
    )

    example = Example(
        "/creations",
        {
            **FIXED,
            "input_data": {
                "prompt": "create an mockup design for a health app",
                "aspect_ratio": "9:16",
                "output_format": "png",
                "safety_filter_level": "block_only_high",
            },
        },
        "/creations/ID?raw=true",
    )

    def routes(self) -> tuple[Route, ...]:
        """Document 000, "Endpoint 1" and "Endpoint 2"."""
        return (
            Route("POST", "/creations", self.create, submits=True),
            Route("GET", "/creations/{id}", self.poll, asks=True),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error; its form is our choice."""
        return Reply(status, {"detail": message or ERRORS.get(status, "Error")})

    def admit(self, call: Call) -> Reply | None:
        """Let everybody in but the bearer token `invalid` (document 000, "Authentication": it may be off)."""
        scheme, _, token = call.request.headers.get("authorization", "").partition(" ")
        return self.refuse(401) if scheme.lower() == "bearer" and token.strip() == "invalid" else None

    def create(self, call: Call) -> Reply:
        """Take a job (document 000, "Endpoint 1": 200 with `id` and `pending`)."""
        try:
            problems = _problems(call.json)
        except ValueError as problem:
            problems = [_problem("json_invalid", ("body", 0), f"JSON decode error: {problem}", {})]
        if problems:
            return Reply(422, {"detail": problems})
        asked = {name: call.json["input_data"][name] for name in ("prompt", *ALLOWED)}
        job = self.accept(call, new_uuid, asked, failure=_blocked(asked))
        return Reply(200, self._record(job, job.accepted, State.QUEUED, raw=True))

    def poll(self, call: Call) -> Reply:
        """Answer with the record (document 000, "Endpoint 2")."""
        job = self.find(call, call.args["id"])
        if job is None:
            return self.refuse(404)
        return Reply(200, self._record(job, call.now, job.state(call.now), raw=call.query.get("raw") == "true"))

    def _record(self, job: Job, now: float, state: State, *, raw: bool) -> dict[str, Any]:
        return {
            "id": job.id,
            **FIXED,
            "status": self.words[state],
            "error_message": (job.failure or None) if state is State.FAILED else None,
            "input_data": dict(job.fields),
            "output_assets": [self._asset(job, raw=raw)] if state is State.DONE else None,
            "created_at": self.book.iso(job.accepted),
            "updated_at": self.book.iso(job.changed(now)),
        }

    def _asset(self, job: Job, *, raw: bool) -> dict[str, Any]:
        """Return one output asset (document 000, "Completed Response (shape)"), put on the shelf at first sight."""
        form = job.fields["output_format"]
        url = self.put(f"/destinpq/images/{job.id}.{form}", job, MEDIA[form], self.coming(job))
        return {
            "url": url,
            "asset_type": "image",
            "mime_type": f"image/OutputFormat.{form.upper()}",
            "local_image_url": f"/storage/images/{job.id}.{form}",
            "local_thumbnail_url": f"/storage/thumbnails/{job.id}.{form}",
            "metadata": {"replicate_prediction": self._prediction(job)} if raw else {},
        }

    def coming(self, job: Job) -> Drawing:
        """Return what is drawn."""
        size = SIZES[job.fields["aspect_ratio"]]
        return Drawing(job.fields["prompt"], size, job.seed, sketch.finish_for("destinpq"))

    def _prediction(self, job: Job) -> dict[str, Any]:
        """Return "upstream details (IDs, timing, logs)" (document 000); the names are Replicate's."""
        rng = self.book.rng("prediction", job.id)
        return {
            "id": "".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=26)),
            "status": "succeeded",
            "logs": f"Using seed: {job.seed}\nsketch engine, not an AI model",
            "metrics": {"predict_time": round(job.ended - job.started, 3)},
            "created_at": self.book.iso(job.accepted),
            "started_at": self.book.iso(job.started),
            "completed_at": self.book.iso(job.ended),
        }


def _problems(body: Any) -> list[dict[str, Any]]:
    """Return everything that is wrong with a body, in the order of the document's field reference."""
    if not isinstance(body, dict):
        return [_problem("dict_type", ("body",), "Input should be a valid dictionary", body)]
    found = [_not_exactly(name, value, body) for name, value in FIXED.items()]
    given = body.get("input_data")
    if not isinstance(given, dict):
        return [*filter(None, found), _problem("dict_type", ("body", "input_data"), "Field required", given)]
    found.append(_no_prompt(given))
    found += [_not_allowed(name, given) for name in ALLOWED]
    return [problem for problem in found if problem]


def _not_exactly(name: str, value: Any, body: dict[str, Any]) -> dict[str, Any] | None:
    given = body.get(name)
    if type(given) is type(value) and given == value:  # 1 is not true, 4.0 and "4" are not 4
        return None
    return _problem("literal_error", ("body", name), f"Input should be {value!r}", given)


def _no_prompt(given: dict[str, Any]) -> dict[str, Any] | None:
    prompt = given.get("prompt")
    if isinstance(prompt, str) and prompt:
        return None
    place = ("body", "input_data", "prompt")
    return _problem("string_type", place, "Input should be a valid, non-empty string", prompt)


def _not_allowed(name: str, given: dict[str, Any]) -> dict[str, Any] | None:
    value = given.get(name)
    if isinstance(value, str) and value in ALLOWED[name]:
        return None
    message = "Input should be " + " or ".join(map(repr, ALLOWED[name]))
    return _problem("enum", ("body", "input_data", name), message, value)


def _problem(kind: str, place: tuple[str | int, ...], message: str, given: Any) -> dict[str, Any]:
    return {"type": kind, "loc": list(place), "msg": message, "input": given}


def _blocked(asked: dict[str, Any]) -> str | None:
    """Return why the asked safety level stops this prompt, if it does."""
    level = asked["safety_filter_level"]
    for word in re.findall(r"[a-z]+", asked["prompt"].lower()):
        if max(GRAVITY.get(word, 0), GRAVITY.get(word.removesuffix("s"), 0)) >= BLOCKED_FROM[level]:
            return f'The prompt was blocked by the safety filter ({level}): "{word}".'
    return None
