"""OpenAI's Images API as its reference and its Python package (openai 3.57.0) describe it.

POST /images/generations    words, as JSON
POST /images/edits          pictures and words, as a form
GET  /models, /models/{id}  which models there are
"""

import io
import math
import random
import re
import string
from datetime import UTC, datetime
from typing import Any, NamedTuple

from imgen_nb import sketch
from imgen_nb.sandbox import checks, forms, held, inputs
from imgen_nb.sandbox.drawing import Drawing
from imgen_nb.sandbox.jobs import Job
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

PROMPT_LENGTH, SOURCES = 32000, 16
LARGEST, LARGEST_MASK = 50 * 2**20, 4 * 2**20
FORMATS = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
STANDARD = ("auto", "1024x1024", "1536x1024", "1024x1536")
SIZE = re.compile(r"([1-9]\d{1,4})x([1-9]\d{1,4})")
TOKENS = {"low": 272, "medium": 1056, "high": 4160, "xhigh": 6240, "max": 8320}  # of a picture of a megapixel
SENT_TOKENS, PARTIAL_TOKENS = 323, 100
LONGEST_SIDE = 2048  # of what is drawn: a request for eight megapixels would take a machine like this too long


class Model(NamedTuple):
    """What a model takes: any size or three, how much quality, and the dollars of a million tokens."""

    free: bool
    qualities: tuple[str, ...] = ("low", "medium", "high")
    usd: tuple[float, float, float] = (5, 8, 30)
    ends: str = ""
    fidelity: tuple[str, ...] = ()
    markup: bool = False


LATER = ("low", "medium", "high", "xhigh", "max")
MODELS = {
    "gpt-image-2.6-sunburst": Model(free=True, qualities=LATER),
    "gpt-image-2.6-flare": Model(free=True, qualities=LATER),
    "gpt-image-2.5-sunburst": Model(free=True, qualities=LATER, markup=True),
    "gpt-image-2.5-sunburst-2026-09-08": Model(free=True, qualities=LATER, markup=True),
    "gpt-image-2.5-flare": Model(free=True, qualities=LATER, markup=True),
    "gpt-image-2.5-flare-2026-09-08": Model(free=True, qualities=LATER, markup=True),
    "gpt-image-2": Model(free=True),
    "gpt-image-2-2026-04-21": Model(free=True),
    "gpt-image-1.5": Model(free=False, usd=(5, 8, 32), ends="2026-12-01", fidelity=("low", "high")),
    "gpt-image-1-mini": Model(free=False, usd=(2, 2.5, 8), ends="2026-12-01", fidelity=("low",)),
    "chatgpt-image-latest": Model(free=False, usd=(5, 8, 32), ends="2026-12-01", fidelity=("low", "high")),
    "gpt-image-1": Model(free=False, usd=(5, 10, 40), ends="2026-10-23"),
    "dall-e-3": Model(free=False, ends="2026-05-12"),
    "dall-e-2": Model(free=False, ends="2026-05-12"),
}
FIELDS = (
    *("prompt", "model", "n", "size", "quality", "background", "output_format", "output_compression", "moderation"),
    *("stream", "partial_images", "safety_identifier", "user", "complexity"),
)
EDITS = (*FIELDS, "input_fidelity")
NUMBERS = ("n", "output_compression", "partial_images")
WHY = {
    400: ("invalid_request_error", None, "Bad request."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    402: ("billing_error", "billing_not_active", "Your account is not active."),
    403: ("invalid_request_error", None, "Your organization must be verified to use this model."),
    404: ("invalid_request_error", None, "Invalid URL."),
    405: ("invalid_request_error", "method_not_supported", "Not allowed to use this method."),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached for images per minute."),
    500: ("server_error", None, "The server had an error while processing your request."),
}


class OpenAI(Wire):
    """The fake server."""

    name = "openai"
    root = "/v1"
    words = held.WORDS
    places = Places(id=("data",), status=("status",), error=("error",), result=("data",), url=("data", 0, "url"))
    choices = (
        *held.CHOICES,
        ("which keys are good", "any bearer token but an empty one and `invalid`"),
        ("a request without a model", "400, missing_required_parameter"),
        ("a field that the document lacks, response_format too", "400, unknown_parameter"),
        ("a model after its end", "404, model_not_found, with the successor that the document names"),
        ("a picture that the safety system withholds", "400, moderation_blocked at the output stage; the charge stays"),
        ("quality auto", "medium"),
        ("size auto", "1024x1024; with a picture sent along, the standard size nearest to its shape"),
        ("gpt-image-2.6: sizes and qualities", "those of 2.5; markup is refused"),
        ("pixel limits", "the document's; drawn at most 2048 pixels long"),
        ("tokens of a picture", "272, 1056, 4160, 6240, 8320 a megapixel by quality, whatever the model"),
        ("tokens of a prompt, of a picture sent along, of a partial picture", "a quarter of its letters, 323, 100"),
        ("output_tokens_details", "left out, as is usual"),
        ("partial pictures", "small, coarse and WebP, whatever the format"),
        ("several pictures in a stream", "a completed event for each"),
        ("transparent background, complexity, moderation, markup", "taken; nothing is drawn otherwise"),
        ("gif and svg", "400: the previews are closed to this account"),
        ("output_compression", "taken; the files are as the engine writes them"),
        ("headers of the rate limit", "none; no limit is enforced"),
        ("pictures by address, on request of a fault", "as other servers of this API answer"),
        ("what is drawn", "the prompt, in a finish of the model's own"),
    )
    example = Example(
        "/images/generations",
        {"model": "gpt-image-2.5-sunburst", "prompt": "a lighthouse at night", "size": "1536x864", "quality": "low"},
        "",
        "Authorization: Bearer practice",
    )

    def routes(self) -> tuple[Route, ...]:
        """The reference's "Images" and "Models"."""
        return (
            Route("POST", "/images/generations", self.create, submits=True),
            Route("POST", "/images/edits", self.edit, submits=True),
            Route("GET", "/models", self.models),
            Route("GET", "/models/{id}", self.model),
        )

    def refuse(self, status: int, message: str = "", code: str | None = None, param: str | None = None) -> Reply:
        """Return an error: `{"error": {"message", "type", "param", "code"}}`."""
        kind, usual, said = WHY.get(status, WHY[400])
        told = {"message": message or said, "type": kind, "param": param, "code": code or usual}
        return Reply(status, {"error": told})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key."""
        scheme, _, key = call.request.headers.get("authorization", "").partition(" ")
        return None if scheme.lower() == "bearer" and key.strip() not in ("", "invalid") else self.refuse(401)

    def dress(self, call: Call, reply: Reply) -> Reply:
        """Add what every answer carries."""
        drawn = random.Random(f"{call.fingerprint}{call.now}").choices(string.hexdigits.lower()[:16], k=32)
        return reply.with_headers({"x-request-id": f"req_{''.join(drawn)}"})

    def create(self, call: Call) -> Reply:
        """Make pictures of words."""
        try:
            given = checks.an_object(call.json)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        return self._make(call, given, FIELDS, {})

    def edit(self, call: Call) -> Reply:
        """Make pictures of pictures and words."""
        try:
            form = forms.read(call.request)
            given = {name: _typed(name, value) for name, value in forms.words(form).items()}
            drawn = _pictures(form)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        return self._make(call, given, EDITS, drawn)

    def models(self, call: Call) -> Reply:
        """Answer with the models that have not ended."""
        rows = [_row(name) for name in MODELS if not self._ended(name, call.now)]
        return Reply(200, {"object": "list", "data": rows})

    def model(self, call: Call) -> Reply:
        """Answer with one model."""
        name = call.args["id"]
        known = name in MODELS and not self._ended(name, call.now)
        return Reply(200, _row(name)) if known else self._unknown(name)

    def _make(self, call: Call, given: dict[str, Any], allowed: tuple[str, ...], drawn: dict[str, Any]) -> Reply:
        unknown = next((name for name in given if name not in allowed), None)
        if unknown is not None:
            return self.refuse(400, f"Unknown parameter: '{unknown}'.", "unknown_parameter", unknown)
        name = given.get("model")
        if name is None:
            return self.refuse(400, "Missing required parameter: 'model'.", "missing_required_parameter", "model")
        if name not in MODELS or self._ended(str(name), call.now):
            return self._unknown(str(name))
        try:
            asked = _asked(given, str(name), drawn)
        except ValueError as problem:
            return self.refuse(400, str(problem), "invalid_value")
        usage = _usage(asked)
        job = self.accept(call, _request_id, asked, usd=_usd(asked, usage))
        return self._answer(job, usage)

    def _answer(self, job: Job, usage: dict[str, Any]) -> Reply:
        if "withheld" in job.marks:
            said = "Your request was rejected by the safety system."
            error = self.refuse(400, said, "moderation_blocked").body["error"]
            stage = {"moderation_stage": "output", "categories": ["violence"]}
            told = {**error, "type": "image_generation_user_error", "moderation_details": stage}
            return Reply(400, {"error": told}, delay=held.seconds(job))
        if job.failure is not None:
            return Reply(500, self.refuse(500, job.failure).body, delay=held.seconds(job))
        fields = job.fields
        told = {
            "created": int(self.book.epoch(job.ended)),
            "background": "opaque",
            "output_format": fields["output_format"],
            "quality": fields["quality"],
            "size": "{}x{}".format(*fields["asked_size"]),
            "usage": usage,
        }
        if fields["stream"]:
            return self._stream(job, told)
        data = [self._told(job, number) for number in range(self._made(job))]
        return Reply(200, {**told, "data": data}, delay=held.seconds(job))

    def _stream(self, job: Job, told: dict[str, Any]) -> Reply:
        kind = "image_edit" if job.fields["edits"] else "image_generation"
        created = {name if name != "created" else "created_at": value for name, value in told.items()}
        usual = {name: value for name, value in created.items() if name != "usage"}
        events = [
            {"type": f"{kind}.partial_image", "b64_json": shown, "partial_image_index": index, **usual}
            for index, shown in enumerate(held.coarse(self.coming(job), job.fields["partial_images"]))
        ]
        if "late" in job.marks:
            error = {"message": job.marks["late"], "code": "server_error", "param": None, "type": "server_error"}
            return held.stream([*events, {"type": "error", "error": error}], held.seconds(job))
        for number in range(self._made(job)):
            done = {"type": f"{kind}.completed", "b64_json": self._told(job, number)["b64_json"]}
            events.append({**done, **created})
        return held.stream(events, held.seconds(job))

    def _told(self, job: Job, number: int) -> dict[str, Any]:
        media, drawing = FORMATS[job.fields["output_format"]], self.coming(job, number)
        if "as-url" not in job.marks:
            return {"b64_json": held.inline(self, drawing, media)}
        ending = media.removeprefix("image/")
        return {"url": self.put(f"/openai/{job.id}/{number}.{ending}", job, media, drawing), "revised_prompt": None}

    def _made(self, job: Job) -> int:
        return max(1, int(job.fields["n"]) - int(job.marks.get("C24", "0")))

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn; the pictures of one request have seeds that follow each other."""
        fields, finish = job.fields, sketch.finish_for("openai", job.fields["model"])
        size = (1024, 1024) if "clamped" in job.marks else fields["size"]
        return Drawing(fields["prompt"], size, job.seed + number, finish, **fields["edits"])

    def _ended(self, name: str, now: float) -> bool:
        day = datetime.fromtimestamp(self.book.epoch(now), UTC).date().isoformat()
        return bool(MODELS[name].ends) and day >= MODELS[name].ends

    def _unknown(self, name: str) -> Reply:
        said = f"The model '{name}' does not exist or you do not have access to it."
        if name in MODELS:
            said = f"The model '{name}' has been shut down. Use gpt-image-2.5-sunburst instead."
        return self.refuse(404, said, "model_not_found", "model")


def _row(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 1764064800, "owned_by": "openai"}


def _request_id(rng: random.Random) -> str:
    return "img_" + "".join(rng.choices(string.ascii_lowercase + string.digits, k=24))


def _typed(name: str, value: str) -> Any:
    """Return a field of a form as JSON would have it."""
    if name in NUMBERS and re.fullmatch(r"\d{1,3}", value):
        return int(value)
    return value == "true" if name == "stream" and value in ("true", "false") else value


def _asked(given: dict[str, Any], name: str, drawn: dict[str, Any]) -> dict[str, Any]:
    """Return what a request asks for; raises `ValueError` that names the field."""
    model = MODELS[name]
    quality = checks.one_of(given, "quality", ("auto", *model.qualities), "auto")
    form = checks.one_of(given, "output_format", tuple(FORMATS), "png")
    background = checks.one_of(given, "background", ("auto", "opaque", "transparent"), "auto")
    if background == "transparent" and form == "jpeg":
        raise ValueError("background: transparent needs output_format png or webp")
    checks.one_of(given, "moderation", ("auto", "low"), "auto")
    checks.one_of(given, "complexity", ("low", "medium", "high"), "medium")
    if "output_compression" in given and form == "png":
        raise ValueError("output_compression: only for webp and jpeg")
    checks.whole(given, "output_compression", 0, 100, 100)
    if "input_fidelity" in given:
        checks.one_of(given, "input_fidelity", model.fidelity)
    if drawn.get("markup") and not model.markup:
        raise ValueError(f"markup is not supported by {name}")
    streams = checks.flag(given, "stream", default=False)
    if "partial_images" in given and not streams:
        raise ValueError("partial_images needs stream")
    size = _size(given, model, drawn)
    return {
        "model": name,
        "prompt": checks.text(given, "prompt", required=True, longest=PROMPT_LENGTH),
        "n": checks.whole(given, "n", 1, 10, 1),
        "quality": "medium" if quality == "auto" else quality,
        "output_format": form,
        "asked_size": size,
        "size": _drawable(size),
        "stream": streams,
        "partial_images": checks.whole(given, "partial_images", 0, 3, 0),
        "sent": drawn.get("sent", 0),
        "edits": {part: value for part, value in drawn.items() if part in ("source", "references", "mask")},
    }


def _size(given: dict[str, Any], model: Model, drawn: dict[str, Any]) -> tuple[int, int]:
    size = checks.text(given, "size") or "auto"
    if size == "auto":
        return _nearest(drawn["shape"]) if "shape" in drawn else (1024, 1024)
    if not model.free and size not in STANDARD:
        raise ValueError(f"size must be one of: {', '.join(STANDARD)}")
    read = SIZE.fullmatch(size)
    width, height = map(int, read.groups()) if read else (0, 0)
    if not read or width % 16 or height % 16 or max(width, height) > 3 * min(width, height):
        raise ValueError("size must be WxH, both divisible by 16, from 1:3 to 3:1")
    if max(width, height) > 3840 or width * height > 3840 * 2160:
        raise ValueError("size must be at most 3840x2160")
    return width, height


def _nearest(shape: float) -> tuple[int, int]:
    sizes = ((1024, 1024), (1536, 1024), (1024, 1536))
    return min(sizes, key=lambda one: abs(math.log(shape * one[1] / one[0])))


def _drawable(size: tuple[int, int]) -> tuple[int, int]:
    shrunk = min(1.0, LONGEST_SIDE / max(size))
    return round(size[0] * shrunk), round(size[1] * shrunk)


def _usage(asked: dict[str, Any]) -> dict[str, Any]:
    width, height = asked["asked_size"]
    each = math.ceil(TOKENS[asked["quality"]] * width * height / 2**20)
    out = asked["n"] * each + PARTIAL_TOKENS * asked["partial_images"]
    words, pictures = math.ceil(len(asked["prompt"]) / 4), SENT_TOKENS * asked["sent"]
    return {
        "input_tokens": words + pictures,
        "input_tokens_details": {"image_tokens": pictures, "text_tokens": words},
        "output_tokens": out,
        "total_tokens": words + pictures + out,
    }


def _usd(asked: dict[str, Any], usage: dict[str, Any]) -> float:
    counted = usage["input_tokens_details"]
    counts = (counted["text_tokens"], counted["image_tokens"], usage["output_tokens"])
    usd: float = sum(count * each for count, each in zip(counts, MODELS[asked["model"]].usd, strict=True))
    return round(usd / 1e6, 9)


def _pictures(form: forms.Form) -> dict[str, Any]:
    """Return the pictures of a form as a drawing takes them: the first is worked on, the others are references."""
    files = [part.raw for name in ("image", "image[]") for part in form.get(name, []) if part.is_file]
    if not 1 <= len(files) <= SOURCES:
        raise ValueError(f"image must be one to {SOURCES} files")
    sent = [_data_url("image", raw, LARGEST) for raw in files]
    _, width, height = inputs.media_of(files[0])
    found: dict[str, Any] = {"source": sent[0], "references": tuple(sent[1:]), "sent": len(sent)}
    found["shape"] = width / height
    masks, marks = form.get("mask", []), form.get("markup", [])
    if masks and marks:
        raise ValueError("mask and markup do not go together")
    for name, parts in (("mask", masks), ("markup", marks)):
        if parts and inputs.media_of(parts[0].raw)[1:] != (width, height):
            raise ValueError(f"{name} must have the size of the first image")
    if masks:
        found["mask"] = _redrawn(masks[0].raw)
    return found | ({"markup": True} if marks else {})


def _data_url(name: str, raw: bytes, largest: int) -> str:
    media = inputs.media_of(raw)[0]
    if media not in FORMATS.values() or len(raw) > largest:
        raise ValueError(f"{name} must be a png, webp or jpeg below {largest // 2**20} MB")
    return inputs.data_url(raw, media)


def _redrawn(raw: bytes) -> str:
    """Return the engine's mask, white where it is redrawn, of one that is transparent there."""
    from PIL import Image, ImageOps

    if inputs.media_of(raw)[0] != "image/png" or len(raw) > LARGEST_MASK:
        raise ValueError("mask must be a png below 4 MB")
    image = Image.open(io.BytesIO(raw))
    if "A" not in image.getbands():
        raise ValueError("mask must have an alpha channel")
    out = io.BytesIO()
    ImageOps.invert(image.getchannel("A")).save(out, "PNG")
    return inputs.data_url(out.getvalue(), "image/png")
