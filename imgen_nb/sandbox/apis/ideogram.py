"""Ideogram's API as developer.ideogram.ai describes it.

POST /v2/image/generate/{model}     create; with ?dry_run=true only its price
GET  /v2/generations/{id}           poll
POST /v1/ideogram-v3/generate       create with version 3: a form, held until the pictures are there
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from imgen_nb import sketch
from imgen_nb.sandbox import checks, forms, held, inputs
from imgen_nb.sandbox.drawing import Drawing, shaped
from imgen_nb.sandbox.jobs import Job, State, new_uuid
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

MODELS = ("ideogram-4-5", "ideogram-4-6")
V3 = "ideogram-v3"
RATIOS = ("1x1", "16x9", "9x16", "4x3", "3x4", "3x2", "2x3", "5x4", "4x5", "16x10", "10x16", "2x1", "1x2", "3x1", "1x3")
USD = {"low": 0.03, "medium": 0.06, "high": 0.09, "FLASH": 0.02, "TURBO": 0.03, "DEFAULT": 0.06, "QUALITY": 0.09}
SPEEDS = ("FLASH", "TURBO", "DEFAULT", "QUALITY")
STYLES = ("AUTO", "GENERAL", "REALISTIC", "DESIGN", "FICTION")
KEPT = 86_400
SEEDS = 2**31 - 1
NUMBERS = ("num_images", "seed")
ERRORS = {
    400: "Bad request",
    401: "Invalid API key",
    402: "Insufficient credits",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    429: "Too many requests",
    500: "Internal error",
}


class Ideogram(Wire):
    """The fake server."""

    name = "ideogram"
    words: ClassVar[Mapping[State, str]] = {
        State.QUEUED: "queued",
        State.RUNNING: "processing",
        State.DONE: "completed",
        State.FAILED: "failed",
    }
    places = Places(
        id=("generation_id",), status=("status",), error=("error",), result=("data",), url=("data", 0, "url")
    )
    choices = (
        ("which keys are good", "any Api-Key but an empty one and `invalid`: 401"),
        ("body of an error", '{"error"}'),
        ("the words of a status", "queued, processing, completed, failed"),
        ("fields of version 4", "prompt, quality low|medium|high, aspect_ratio, num_images, seed, magic_prompt, async"),
        ("a create without async", "held until the pictures are there"),
        ("a prompt that is refused", "422 where it has the word `forbidden`; nothing is billed"),
        ("prices", "the documented 0.06 for medium; 0.03 low, 0.09 high; version 3 by its speed from 0.02 to 0.09"),
        ("a quote", "exact, the same sum that is billed; for version 3 as well"),
        ("price of a failed generation", "nothing; a withheld one is billed"),
        ("magic_prompt AUTO", "adds words of light where the prompt has fewer than six words"),
        ("edit sources", "the first is worked on, the others are references"),
        ("pixel sizes", "one megapixel, in steps of 16"),
        ("an unknown model or id", "404"),
        ("fields nobody asked for", "ignored"),
        ("what is drawn", "the prompt, in a finish of the model's own"),
    )
    example = Example(
        "/v2/image/generate/ideogram-4-5",
        {"prompt": "a lighthouse at night", "aspect_ratio": "16x9", "quality": "low", "async": True},
        "/v2/generations/ID",
        "Api-Key: practice",
    )

    def routes(self) -> tuple[Route, ...]:
        """developer.ideogram.ai, "API reference"."""
        return (
            Route("POST", "/v2/image/generate/{model}", self.create, submits=True),
            Route("POST", "/v1/ideogram-v3/generate", self.create, submits=True),
            Route("GET", "/v2/generations/{id}", self.poll, asks=True),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error."""
        return Reply(status, {"error": message or ERRORS.get(status, "Error")})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key."""
        return self.refuse(401) if call.request.headers.get("api-key", "").strip() in ("", "invalid") else None

    def create(self, call: Call) -> Reply:
        """Take a generation, make it, or only say what it would cost."""
        model = call.args.get("model", V3)
        if model not in (*MODELS, V3):
            return self.refuse(404)
        try:
            asked = _asked(*_given(call), model)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        usd = round(asked["usd"] * asked["num_images"], 6)
        if call.query.get("dry_run") == "true":
            return Reply(200, _quote(model, asked, usd))
        if "forbidden" in asked["prompt"].lower():
            return self.refuse(422, "Prompt failed the safety check")
        job = self.accept(call, new_uuid, asked | {"model": model}, usd=usd)
        if asked["async"]:
            return Reply(200, {"generation_id": job.id, "status": self.words[State.QUEUED]})
        if job.failure is not None:
            return Reply(500, self.refuse(500, job.failure).body, delay=held.seconds(job))
        made = {"created": self.book.iso(job.ended), "data": self._data(job)}
        told = made if model == V3 else {"generation_id": job.id, **made}
        return Reply(200, told, delay=held.seconds(job))

    def poll(self, call: Call) -> Reply:
        """Answer with the generation."""
        job = self.find(call, call.args["id"])
        if job is None:
            return self.refuse(404)
        there = job.state(call.now)
        told = {"generation_id": job.id, "status": self.words[there], "created": self.book.iso(job.accepted)}
        error = (job.failure or None) if there is State.FAILED else None
        return Reply(200, told | {"data": self._data(job) if there is State.DONE else [], "error": error})

    def _data(self, job: Job) -> list[dict[str, Any]]:
        safe, rewritten = "withheld" not in job.marks, _rewritten(job)
        rows = []
        for number in range(job.fields["num_images"]):
            drawing = self.coming(job, number)
            path, until = f"/ideogram/{job.id}/{number}.png", job.ended + KEPT
            url = self.put(path, job, "image/png", drawing, expires=until) if safe else ""
            told = {"url": url, "prompt": rewritten or job.fields["prompt"], "seed": drawing.seed}
            rows.append({**told, "resolution": "{}x{}".format(*drawing.size), "is_image_safe": safe})
        return rows

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn; the pictures of one generation have seeds that follow each other."""
        asked = job.fields
        return Drawing(
            asked["prompt"],
            shaped(asked["aspect_ratio"], 2**20),
            (job.seed if asked["seed"] is None else asked["seed"]) + number,
            sketch.finish_for("ideogram", asked["model"]),
            rewritten=_rewritten(job),
            negative=asked["negative"],
            source=asked["pictures"][0] if asked["pictures"] else "",
            references=tuple(asked["pictures"][1:]),
        )


def _rewritten(job: Job) -> str:
    prompt, magic = job.fields["prompt"], job.fields["magic"]
    rewrites = magic == "ON" or (magic == "AUTO" and len(prompt.split()) < 6)
    return f"{prompt}, in warm evening light, carefully composed" if rewrites else ""


def _quote(model: str, asked: dict[str, Any], usd: float) -> dict[str, Any]:
    micros = round(usd * 10**6)
    told = {"object": "price_quote", "billing_identifier": f"{model}:{asked['tier']}", "quantity": asked["num_images"]}
    return told | {"usd_micros": micros, "credit_millis": micros // 10, "qualifier": "exact"}


def _given(call: Call) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of a body, which may be JSON or a form, and the pictures of the form."""
    if not call.request.headers.get("content-type", "").lower().startswith("multipart/"):
        return checks.an_object(call.json), []
    form = forms.read(call.request)
    given: dict[str, Any] = dict(forms.words(form))
    for name in NUMBERS:
        if name in given and given[name].lstrip("-").isdecimal() and len(given[name]) < 12:
            given[name] = int(given[name])
    if "async" in given:
        given["async"] = given["async"] == "true"
    pictures = []
    for sent in form.get("images", []):
        media, _, _ = inputs.media_of(sent.raw)
        pictures.append(inputs.data_url(sent.raw, media))
    return given, pictures


def _asked(given: dict[str, Any], pictures: list[str], model: str) -> dict[str, Any]:
    """Return what a create asks for; raises `ValueError` that names the field."""
    if model == V3:
        tier = checks.one_of(given, "rendering_speed", SPEEDS, "DEFAULT")
        checks.one_of(given, "style_type", STYLES, "AUTO")
    else:
        tier = checks.one_of(given, "quality", ("low", "medium", "high"), "medium")
    return {
        "prompt": checks.text(given, "prompt", required=True),
        "negative": checks.text(given, "negative_prompt") if model == V3 else "",
        "tier": tier,
        "usd": USD[tier],
        "aspect_ratio": checks.one_of(given, "aspect_ratio", RATIOS, "1x1"),
        "num_images": checks.whole(given, "num_images", 1, 8, 1),
        "seed": checks.whole(given, "seed", 0, SEEDS, 0) if "seed" in given else None,
        "magic": checks.one_of(given, "magic_prompt", ("AUTO", "ON", "OFF"), "AUTO"),
        "async": checks.flag(given, "async", default=False) and model != V3,
        "pictures": pictures,
    }
