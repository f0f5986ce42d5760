"""OpenRouter's image API (openrouter.ai/docs) as its Python package (openrouter 1.3.84) describes it.

POST /images                                     make pictures
GET  /images/models                              which models there are, and what each takes
GET  /images/models/{author}/{slug}/endpoints    who serves one, what exactly that takes, and its prices
"""

import math
import random
import re
import string
from typing import Any, NamedTuple

from imgen_nb import sketch
from imgen_nb.sandbox import checks, held, inputs
from imgen_nb.sandbox.drawing import Drawing, shaped
from imgen_nb.sandbox.jobs import Job
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

RATIOS = (
    *(
        "1:1",
        "1:2",
        "1:4",
        "1:8",
        "2:1",
        "2:3",
        "2.35:1",
        "3:2",
        "3:4",
        "4:1",
        "4:3",
        "4:5",
        "5:2",
        "5:4",
        "5:7",
        "7:5",
    ),
    *("8:1", "9:16", "16:9", "9:19.5", "19.5:9", "9:20", "20:9", "9:21", "21:9", "auto"),
)
TIERS = {"512": 0.5, "768": 0.75, "1K": 1.0, "1.5K": 1.25, "2K": 1.5, "4K": 2.0}  # how much longer a side is
QUALITIES = ("auto", "low", "medium", "high", "xhigh", "max")
FORMATS = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
PIXELS = 2**20
SESSION = 256
SIZE = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})")


class Model(NamedTuple):
    """What a model takes, who serves it, and what a picture costs there."""

    title: str
    served_by: tuple[str, ...]
    ratios: tuple[str, ...]
    tiers: tuple[str, ...]
    usd: float
    qualities: tuple[str, ...] = ()
    most: int = 1
    references: int = 0
    seeds: bool = False
    streams: bool = False
    formats: tuple[str, ...] = ("png",)


FIVE = ("1:1", "3:2", "2:3", "16:9", "9:16")
TEN = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
MODELS = {
    "openai/gpt-image-2.5-sunburst": Model(
        "GPT Image 2.5 Sunburst",
        ("openai", "azure"),
        FIVE,
        ("1K", "2K"),
        0.04,
        ("auto", "low", "medium", "high", "xhigh", "max"),
        10,
        16,
        streams=True,
        formats=("png", "jpeg", "webp"),
    ),
    "google/gemini-3-pro-image-preview": Model(
        "Gemini 3 Pro Image", ("google-ai-studio", "google-vertex"), TEN, ("1K", "2K", "4K"), 0.134, references=14
    ),
    "black-forest-labs/flux.2-pro": Model(
        "FLUX.2 Pro", ("black-forest-labs",), TEN, ("1K", "2K"), 0.03, references=8, seeds=True, formats=("png", "jpeg")
    ),
    "black-forest-labs/flux.2-flex": Model(
        "FLUX.2 Flex",
        ("black-forest-labs",),
        TEN,
        ("1K", "2K"),
        0.05,
        references=8,
        seeds=True,
        formats=("png", "jpeg"),
    ),
    "black-forest-labs/flux.2-max": Model(
        "FLUX.2 Max", ("black-forest-labs",), TEN, ("1K", "2K"), 0.07, references=8, seeds=True, formats=("png", "jpeg")
    ),
    "black-forest-labs/flux.2-klein-4b": Model(
        "FLUX.2 Klein 4B",
        ("black-forest-labs",),
        TEN,
        ("1K",),
        0.014,
        references=4,
        seeds=True,
        formats=("png", "jpeg"),
    ),
    "bytedance-seed/seedream-4.5": Model(
        "Seedream 4.5", ("byteplus",), TEN, ("2K", "4K"), 0.04, references=14, formats=("jpeg",)
    ),
}
FIELDS = (
    *("model", "prompt", "aspect_ratio", "resolution", "size", "quality", "background", "output_format"),
    *("output_compression", "n", "seed", "input_references", "stream", "user", "session_id", "provider", "trace"),
)
SAID = {
    400: "Invalid request.",
    401: "No auth credentials found",
    402: "Insufficient credits",
    403: "Forbidden",
    404: "No endpoints found for this model.",
    405: "Method Not Allowed",
    429: "Rate limit exceeded",
    500: "Internal Server Error",
}


class OpenRouter(Wire):
    """The fake server."""

    name = "openrouter"
    root = "/api/v1"
    words = held.WORDS
    places = Places(id=("data",), status=("status",), error=("error",), result=("data",), url=("data", 0, "url"))
    choices = (
        *held.CHOICES,
        ("which keys are good", "any bearer token but an empty one and `invalid`; the lists of models need none"),
        ("which models are served", "seven whose ids were found in public threads; more are on the real list"),
        ("what each takes, and its price", "made up: the real list is public, and ig.refresh brings it"),
        ("a field that the document lacks", "400"),
        ("a ratio that the model lacks", "the nearest one that it has, and nobody says so"),
        ("quality, format, compression, background that the model lacks", "ignored, and nobody says so"),
        ("resolution that the model lacks", "the nearest tier, and nobody says so"),
        ("n over what the model makes at once", "400"),
        ("references for a model that takes none", "400"),
        ("seed where the model has none", "ignored"),
        ("pixel sizes", "a megapixel in steps of 16; a side is 0.5, 0.75, 1, 1.25, 1.5, 2 times as long by its tier"),
        ("allow_fallbacks", "nobody else ever answers"),
        ("provider.only with nobody of the model", "404"),
        ("stream for a model without one", "ignored: the answer is whole"),
        ("partial pictures", "two, small, coarse and WebP, whatever the format"),
        ("several pictures in a stream", "a completed event for each; usage in each is that of all"),
        ("a picture that moderation withholds", "403 with metadata.reasons; the charge stays"),
        ("an error after the stream began", "code 502 as text"),
        ("tokens", "a quarter of the letters of the prompt, 1056 a picture"),
        inputs.CHOICE,
        ("what is drawn", "the prompt, in a finish of the model's own; the first reference is worked on"),
    )
    example = Example(
        "/images",
        {"model": "openai/gpt-image-2.5-sunburst", "prompt": "a lighthouse at night", "aspect_ratio": "16:9"},
        "",
        "Authorization: Bearer practice",
    )

    def routes(self) -> tuple[Route, ...]:
        """The document's "Images"."""
        return (
            Route("POST", "/images", self.create, submits=True),
            Route("GET", "/images/models", self.models),
            Route("GET", "/images/models/{author}/{slug}/endpoints", self.endpoints),
        )

    def refuse(self, status: int, message: str = "", metadata: dict[str, Any] | None = None) -> Reply:
        """Return an error: `{"error": {"code", "message", "metadata"}}`."""
        told = {"code": status, "message": message or SAID.get(status, SAID[400])}
        return Reply(status, {"error": told | ({"metadata": metadata} if metadata else {})})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key; the lists are public."""
        if call.request.method == "GET" and call.path.startswith(f"{self.root}/images/models"):
            return None
        scheme, _, key = call.request.headers.get("authorization", "").partition(" ")
        return None if scheme.lower() == "bearer" and key.strip() not in ("", "invalid") else self.refuse(401)

    def create(self, call: Call) -> Reply:
        """Make pictures."""
        try:
            given = checks.an_object(call.json)
            unknown = next((name for name in given if name not in FIELDS), None)
            if unknown is not None:
                raise ValueError(f"Unrecognized key: {unknown}")
            name = checks.text(given, "model", required=True)
            if name not in MODELS:
                return self.refuse(404)
            asked = _asked(given, name)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        only = _only(given)
        if only and not only & {*MODELS[name].served_by}:
            return self.refuse(404, "No allowed providers are available for the selected model.")
        job = self.accept(call, _generation_id, asked, usd=round(MODELS[name].usd * asked["n"], 6))
        return self._answer(job)

    def models(self, _call: Call) -> Reply:
        """Answer with the models."""
        return Reply(200, {"data": [_row(name) for name in MODELS]})

    def endpoints(self, call: Call) -> Reply:
        """Answer with who serves a model."""
        name = f"{call.args['author']}/{call.args['slug']}"
        if name not in MODELS:
            return self.refuse(404)
        return Reply(200, {"id": name, "endpoints": [_endpoint(slug, MODELS[name]) for slug in MODELS[name].served_by]})

    def _answer(self, job: Job) -> Reply:
        if "withheld" in job.marks:
            why = {"reasons": ["violence"], "flagged_input": job.fields["prompt"][:100], "provider_name": "OpenAI"}
            said = "Your chosen model requires moderation and your input was flagged"
            return Reply(403, self.refuse(403, said, why).body, delay=held.seconds(job))
        if job.failure is not None:
            return Reply(500, self.refuse(500, job.failure).body, delay=held.seconds(job))
        rows, usage = [self._told(job, number) for number in range(self._made(job))], _usage(job)
        if not job.fields["stream"]:
            late = "late" in job.marks  # the error of a provider, under a status that was sent before
            told = {"error": {"code": 502, "message": job.marks["late"]}} if late else {"data": rows, "usage": usage}
            return Reply(200, {"created": int(self.book.epoch(job.ended)), **told}, delay=held.seconds(job))
        events: list[dict[str, Any]] = [
            {"type": "image_generation.partial_image", "partial_image_index": index, "b64_json": shown}
            for index, shown in enumerate(held.coarse(self.coming(job), 2))
        ]
        if "late" in job.marks:
            error = {"message": job.marks["late"], "code": "502", "param": None, "type": "server_error"}
            events.append({"type": "error", "error": error})
        else:
            kind, created = "image_generation.completed", int(self.book.epoch(job.ended))
            events += [{"type": kind, "created": created, **row, "usage": usage} for row in rows]
        return held.stream(events, held.seconds(job), end=b"data: [DONE]\n\n")

    def _told(self, job: Job, number: int) -> dict[str, Any]:
        media = FORMATS[job.fields["format"]]
        return {"b64_json": held.inline(self, self.coming(job, number), media), "media_type": media}

    def _made(self, job: Job) -> int:
        return max(1, int(job.fields["n"]) - int(job.marks.get("C24", "0")))

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn; the pictures of one request have seeds that follow each other."""
        fields, finish = job.fields, sketch.finish_for("openrouter", job.fields["model"])
        size = (1024, 1024) if "clamped" in job.marks else fields["size"]
        seed = job.seed if fields["seed"] is None else fields["seed"]
        source, *others = fields["references"] or [""]
        return Drawing(fields["prompt"], size, seed + number, finish, source=source, references=tuple(others))


def _generation_id(rng: random.Random) -> str:
    return "gen-" + "".join(rng.choices(string.ascii_letters + string.digits, k=20))


def _row(name: str) -> dict[str, Any]:
    model = MODELS[name]
    modalities = ["text", "image"] if model.references else ["text"]
    author, slug = name.split("/")
    return {
        "id": name,
        "name": model.title,
        "description": "A sketch of it: what is drawn here comes from no model.",
        "created": 1764064800,
        "architecture": {"input_modalities": modalities, "output_modalities": ["image"]},
        "supported_parameters": _described(model),
        "supports_streaming": model.streams,
        "endpoints": f"/api/v1/images/models/{author}/{slug}/endpoints",
    }


def _endpoint(slug: str, model: Model) -> dict[str, Any]:
    return {
        "provider_name": slug.replace("-", " ").title(),
        "provider_slug": slug,
        "provider_tag": None,
        "supported_parameters": _described(model),
        "allowed_passthrough_parameters": [],
        "supports_streaming": model.streams,
        "pricing": [{"billable": "output_image", "unit": "image", "cost_usd": model.usd}],
    }


def _described(model: Model) -> dict[str, Any]:
    """Return what a model takes, each as `enum`, `range` or `boolean`; what is not there is not supported."""
    told: dict[str, Any] = {
        "aspect_ratio": {"type": "enum", "values": list(model.ratios)},
        "resolution": {"type": "enum", "values": list(model.tiers)},
        "n": {"type": "range", "min": 1, "max": model.most},
        "output_format": {"type": "enum", "values": list(model.formats)},
    }
    if model.qualities:
        told["quality"] = {"type": "enum", "values": list(model.qualities)}
        told["background"] = {"type": "enum", "values": ["auto", "transparent", "opaque"]}
    if model.references:
        told["input_references"] = {"type": "range", "min": 0, "max": model.references}
    return told | ({"seed": {"type": "boolean"}} if model.seeds else {})


def _only(given: dict[str, Any]) -> set[str]:
    only = checks.an_object(given.get("provider", {}), "provider").get("only")
    return {*map(str, only)} if isinstance(only, list) else set()


def _asked(given: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what a request asks for; raises `ValueError` that names the field."""
    model = MODELS[name]
    count = checks.whole(given, "n", 1, 10, 1)
    if count > model.most:
        raise ValueError(f"n: {name} makes at most {model.most}")
    checks.one_of(given, "quality", QUALITIES, "auto")
    checks.one_of(given, "background", ("auto", "transparent", "opaque"), "auto")
    checks.whole(given, "output_compression", 0, 100, 100)
    checks.text(given, "session_id", longest=SESSION)
    provider = checks.an_object(given.get("provider", {}), "provider")
    checks.flag(provider, "allow_fallbacks", default=True)
    form = checks.one_of(given, "output_format", (*FORMATS, "svg"), model.formats[0])
    return {
        "model": name,
        "prompt": checks.text(given, "prompt", required=True),
        "n": count,
        "size": _size(given, model),
        "format": form if form in model.formats else model.formats[0],
        "seed": checks.whole(given, "seed", -(2**63), 2**63, 0) if model.seeds and "seed" in given else None,
        "stream": checks.flag(given, "stream", default=False) and model.streams,
        "references": _references(given.get("input_references", []), model),
    }


def _size(given: dict[str, Any], model: Model) -> tuple[int, int]:
    ratio = checks.one_of(given, "aspect_ratio", RATIOS, "auto")
    tier = checks.one_of(given, "resolution", tuple(TIERS), "")
    size = checks.text(given, "size")
    if exact := SIZE.fullmatch(size):
        if ratio != "auto" or tier:
            raise ValueError("size: a pixel size does not go with aspect_ratio or resolution")
        return min(int(exact[1]), 2048), min(int(exact[2]), 2048)
    if size and size not in TIERS:
        raise ValueError("size must be a tier or WxH")
    wanted = TIERS[tier or size or "1K"]
    side = min((TIERS[one] for one in model.tiers), key=lambda one: abs(one - wanted))
    shape = "1:1" if ratio == "auto" else min(model.ratios, key=lambda one: abs(math.log(_shape(one) / _shape(ratio))))
    return shaped(shape, round(PIXELS * side**2))


def _shape(ratio: str) -> float:
    width, height = map(float, ratio.split(":"))
    return width / height


def _references(given: Any, model: Model) -> list[str]:
    if not isinstance(given, list) or len(given) > model.references:
        raise ValueError(f"input_references must be a list of at most {model.references}")
    found = []
    for one in given:
        part = checks.an_object(one, "a reference")
        checks.one_of(part, "type", ("image_url",))
        found.append(checks.text(checks.an_object(part.get("image_url"), "image_url"), "url", required=True))
    return inputs.checked(found, "input_references")


def _usage(job: Job) -> dict[str, Any]:
    words, drawn = math.ceil(len(job.fields["prompt"]) / 4), 1056 * job.fields["n"]
    usd = round(MODELS[job.fields["model"]].usd * job.fields["n"], 6)
    told = {"prompt_tokens": words, "completion_tokens": drawn, "total_tokens": words + drawn, "cost": usd}
    return {**told, "cost_details": {"upstream_inference_cost": None}, "is_byok": False}
