"""Google's Gemini API (ai.google.dev) for pictures, as its Python package (google-genai 3.6.1) speaks it.

POST /models/{model}:generateContent    words and pictures in, a picture in the reply
GET  /models, /models/{model}           which models there are
"""

import math
import random
import re
import string
from datetime import UTC, datetime
from typing import Any, NamedTuple

from imgen_nb import sketch
from imgen_nb.sandbox import checks, held, inputs
from imgen_nb.sandbox.drawing import Drawing, shaped
from imgen_nb.sandbox.jobs import Job
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

TEN = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
FOURTEEN = (*TEN, "1:4", "4:1", "1:8", "8:1")
LEVELS = ("MINIMAL", "LOW", "MEDIUM", "HIGH")
SIDES = {"1K": 1.0, "2K": 1.5, "4K": 2.0}  # how much longer a side is
TOKENS = {"1K": 1120, "2K": 1680, "4K": 3780}  # 0.0336 and 0.1134 at 30 a million; 2K lies between
SENT_TOKENS = 258
REFERENCES = 14


class Model(NamedTuple):
    """What a model takes, and the dollars of a million tokens: in, out as text, out as picture."""

    title: str
    ratios: tuple[str, ...]
    sizes: tuple[str, ...]
    usd: tuple[float, float, float]
    ends: str = ""
    successor: str = ""
    thinks: bool = True
    drafts: bool = False


MODELS = {
    "gemini-nano-banana-2.1": Model("Nano Banana 2.1", FOURTEEN, ("1K", "2K", "4K"), (1.5, 7.5, 30)),
    "gemini-3-pro-image": Model("Gemini 3 Pro Image", TEN, ("1K", "2K", "4K"), (2, 12, 120), drafts=True),
    "gemini-3.1-flash-lite-image": Model("Gemini 3.1 Flash-Lite Image", FOURTEEN, ("1K",), (0.25, 1.5, 30)),
    "gemini-2.5-flash-image": Model("Gemini 2.5 Flash Image", TEN, (), (0.3, 2.5, 30), thinks=False),
    "gemini-3.1-flash-image": Model(
        "Gemini 3.1 Flash Image", FOURTEEN, (), (0.5, 3, 60), "2026-10-29", "gemini-nano-banana-2.1"
    ),
}
CONFIG = (
    *("responseModalities", "imageConfig", "seed", "temperature", "topP", "topK"),
    *("candidateCount", "thinkingConfig", "maxOutputTokens"),
)
BODY = ("contents", "generationConfig", "safetySettings", "systemInstruction", "tools", "model")
STATUS = {
    400: ("INVALID_ARGUMENT", "Request contains an invalid argument."),
    401: ("UNAUTHENTICATED", "Request had invalid authentication credentials."),
    402: ("FAILED_PRECONDITION", "Billing is not enabled for this project."),
    403: ("PERMISSION_DENIED", "Method doesn't allow unregistered callers. Please use API Key."),
    404: ("NOT_FOUND", "Requested entity was not found."),
    405: ("NOT_FOUND", "Method not found."),
    429: ("RESOURCE_EXHAUSTED", "You exceeded your current quota."),
    500: ("INTERNAL", "An internal error has occurred."),
}
PIXELS = 2**20


class Gemini(Wire):
    """The fake server."""

    name = "gemini"
    root = "/v1beta"
    words = held.WORDS
    places = Places(
        id=("candidates",), status=("status",), error=("error",), result=("candidates",), url=("candidates", 0)
    )
    choices = (
        *held.CHOICES,
        ("which keys are good", "any in x-goog-api-key or ?key=; `invalid`: 400 with API_KEY_INVALID; none: 403"),
        ("/v1 and /v1beta; mimeType and mime_type", "the same"),
        ("a field that the document lacks", "400, INVALID_ARGUMENT: Unknown name"),
        ("a model after its end", "404, NOT_FOUND, with its successor"),
        ("imageSize 512, and lower-case sizes", "400"),
        ("imageSize of 2.5", "1K alone"),
        ("pixel sizes", "one megapixel in steps of 32; 2K is 1.5 times longer, 4K twice: less than their names"),
        ("tokens of a picture", "1120 in 1K, 1680 in 2K, 3780 in 4K; 258 of one sent along, a quarter of the letters"),
        ("thoughts of gemini-3-pro-image", "a draft before the picture, with thought: true, and 400 thought tokens"),
        ("thoughts of the others", "none are shown and none are counted"),
        ("responseModalities with TEXT", "a line of text before the picture"),
        ("candidateCount over 1", "400"),
        ("several turns of contents", "the last text is drawn, the pictures of all turns are worked on"),
        ("seed", "the same draws the same; without one it is decided here"),
        ("a prompt that is blocked", "200, with the tokens of the prompt alone; the charge stays"),
        ("a picture that is withheld", "200, IMAGE_SAFETY, no parts; the charge stays"),
        ("retryDelay of 429", "as RetryInfo in details, only where Retry-After says the same"),
        (
            "temperature",
            "at 0 every seed draws the same, below 1 a few pictures alternate, above 1 words are forgotten",
        ),
        ("what is drawn", "the prompt, in a finish of the model's own; the first picture sent is worked on"),
    )
    example = Example(
        "/models/gemini-nano-banana-2.1:generateContent",
        {
            "contents": [{"role": "user", "parts": [{"text": "a lighthouse at night"}]}],
            "generationConfig": {"responseModalities": ["IMAGE"], "imageConfig": {"aspectRatio": "16:9"}},
        },
        "",
        "x-goog-api-key: practice",
    )

    def routes(self) -> tuple[Route, ...]:
        """The reference's "generateContent" and "models"."""
        return (
            Route("POST", "/models/{verb}", self.create, submits=True),
            Route("GET", "/models", self.models),
            Route("GET", "/models/{verb}", self.model),
        )

    def refuse(self, status: int, message: str = "", details: list[dict[str, Any]] | None = None) -> Reply:
        """Return an error: `{"error": {"code", "message", "status", "details"}}`."""
        word, said = STATUS.get(status, STATUS[400])
        told = {"code": status, "message": message or said, "status": word}
        return Reply(status, {"error": told | ({"details": details} if details else {})})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key, in the header or the address; the package asks at `/v1`, the pages at `/v1beta`."""
        if call.path.startswith("/v1/"):
            call.path = self.root + call.path.removeprefix("/v1")
        key = call.request.headers.get("x-goog-api-key", "").strip() or call.query.get("key", "")
        if key == "invalid":
            reason = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
            return self.refuse(400, "API key not valid. Please pass a valid API key.", [reason])
        return None if key else self.refuse(403)

    def dress(self, call: Call, reply: Reply) -> Reply:
        """Say the wait of a 429 in the body too."""
        if reply.status != 429 or not reply.headers.get("Retry-After", "").isdigit():
            return reply
        delay = f"{reply.headers['Retry-After']}s"
        retry = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}
        return Reply(429, self.refuse(429, details=[retry]).body, reply.headers)

    def create(self, call: Call) -> Reply:
        """Make a picture."""
        name, _, verb = call.args["verb"].partition(":")
        if verb != "generateContent":
            return self.refuse(404)
        if name not in MODELS or self._ended(name, call.now):
            return self._unknown(name)
        try:
            asked = _asked(call.json, name)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        usage = _usage(asked, MODELS[name])
        job = self.accept(call, _response_id, asked, usd=_usd(usage, MODELS[name]))
        if job.failure is not None:
            return Reply(500, self.refuse(500, job.failure).body, delay=held.seconds(job))
        return Reply(200, self._told(job, usage), delay=held.seconds(job))

    def models(self, call: Call) -> Reply:
        """Answer with the models that have not ended."""
        return Reply(200, {"models": [_row(name) for name in MODELS if not self._ended(name, call.now)]})

    def model(self, call: Call) -> Reply:
        """Answer with one model."""
        name = call.args["verb"]
        known = name in MODELS and not self._ended(name, call.now)
        return Reply(200, _row(name)) if known else self._unknown(name)

    def _told(self, job: Job, usage: dict[str, Any]) -> dict[str, Any]:
        told = {"modelVersion": job.fields["model"], "responseId": job.id, "usageMetadata": usage}
        if "blocked" in job.marks:
            read = dict.fromkeys(("promptTokenCount", "totalTokenCount"), usage["promptTokenCount"])
            return {**told, "promptFeedback": {"blockReason": job.marks["blocked"]}, "usageMetadata": read}
        reason = "IMAGE_SAFETY" if "withheld" in job.marks else job.marks.get("unpictured", "STOP")
        parts = self._parts(job) if reason == "STOP" and "unpictured" not in job.marks else []
        if job.marks.get("unpictured") == "STOP":
            parts = [{"text": "I can describe it, but I cannot draw it."}]
        content = {"role": "model", "parts": parts} if parts else {"role": "model"}
        return {"candidates": [{"content": content, "finishReason": reason, "index": 0}], **told}

    def _parts(self, job: Job) -> list[dict[str, Any]]:
        drawing = self.coming(job)
        data = {"mimeType": "image/png", "data": held.inline(self, drawing, "image/png")}
        drafts = [
            {"inlineData": {"mimeType": "image/webp", "data": shown}, "thought": True}
            for shown in held.coarse(drawing, int(MODELS[job.fields["model"]].drafts))
        ]
        text = [{"text": "Here is your picture."}] if job.fields["text"] else []
        return [*drafts, *text, {"inlineData": data}]

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn."""
        fields, finish = job.fields, sketch.finish_for("gemini", job.fields["model"])
        seed = job.seed if fields["seed"] is None else fields["seed"]
        source, *others = fields["pictures"] or [""]
        return Drawing(
            fields["prompt"],
            fields["size"],
            seed + number,
            finish,
            temperature=fields["temperature"],
            source=source,
            references=tuple(others),
        )

    def _ended(self, name: str, now: float) -> bool:
        day = datetime.fromtimestamp(self.book.epoch(now), UTC).date().isoformat()
        return bool(MODELS[name].ends) and day >= MODELS[name].ends

    def _unknown(self, name: str) -> Reply:
        said = f"models/{name} is not found for API version v1beta, or is not supported for generateContent."
        if name in MODELS and MODELS[name].successor:
            said = f"models/{name} is no longer available. Use models/{MODELS[name].successor} instead."
        return self.refuse(404, said)


def _row(name: str) -> dict[str, Any]:
    model, verbs = MODELS[name], ["generateContent", "countTokens"]
    return {"name": f"models/{name}", "displayName": model.title, "supportedGenerationMethods": verbs}


def _response_id(rng: random.Random) -> str:
    return "".join(rng.choices(string.ascii_letters + string.digits, k=22))


def _asked(body: Any, name: str) -> dict[str, Any]:
    """Return what a request asks for; raises `ValueError` that names the field."""
    given, model = checks.an_object(_camel(body)), MODELS[name]
    _known(given, BODY, "")
    config = checks.an_object(given.get("generationConfig", {}), "generationConfig")
    _known(config, CONFIG, " at 'generation_config'")
    image = checks.an_object(config.get("imageConfig", {}), "imageConfig")
    _known(image, ("aspectRatio", "imageSize"), " at 'generation_config.image_config'")
    if checks.whole(config, "candidateCount", 1, 8, 1) > 1:
        raise ValueError("Multiple candidates is not enabled for this model")
    wanted = config.get("responseModalities", ["TEXT", "IMAGE"])
    if not isinstance(wanted, list) or "IMAGE" not in wanted or not {*wanted} <= {"TEXT", "IMAGE"}:
        raise ValueError("responseModalities must have IMAGE")
    thinking = checks.an_object(config.get("thinkingConfig", {}), "thinkingConfig")
    if thinking.get("thinkingLevel") and not model.thinks:
        raise ValueError("Thinking is not enabled for this model")
    if "thinkingLevel" in thinking:
        checks.one_of(thinking, "thinkingLevel", LEVELS)
    ratio = checks.one_of(image, "aspectRatio", model.ratios, "1:1")
    size = checks.one_of(image, "imageSize", model.sizes, "1K")
    prompt, pictures = _contents(given.get("contents"))
    width, height = shaped(ratio, round(PIXELS * SIDES[size] ** 2), 32)
    return {
        "model": name,
        "prompt": prompt,
        "pictures": pictures,
        "size": (width, height),
        "tier": size,
        "text": "TEXT" in wanted,
        "seed": checks.whole(config, "seed", -(2**31), 2**31 - 1, 0) if "seed" in config else None,
        "temperature": checks.number(config, "temperature", 0, 2, 1) if "temperature" in config else None,
    }


def _camel(value: Any) -> Any:
    """Return a body with its names as the pages spell them: the package sends some of them as `mime_type`."""
    if isinstance(value, dict):
        return {re.sub(r"_([a-z])", lambda one: one[1].upper(), name): _camel(part) for name, part in value.items()}
    return [_camel(part) for part in value] if isinstance(value, list) else value


def _known(given: dict[str, Any], allowed: tuple[str, ...], where: str) -> None:
    unknown = next((name for name in given if name not in allowed), None)
    if unknown is not None:
        raise ValueError(f'Invalid JSON payload received. Unknown name "{unknown}"{where}: Cannot find field.')


def _contents(contents: Any) -> tuple[str, list[str]]:
    """Return the words of the last turn that has any, and the pictures of all turns."""
    turns = contents if isinstance(contents, list) else [contents]
    said, pictures = "", []
    for turn in turns:
        parts = checks.an_object(turn, "contents").get("parts")
        words = []
        for part in parts if isinstance(parts, list) else [parts]:
            one = checks.an_object(part, "a part")
            words.append(checks.text(one, "text"))
            if "inlineData" in one:
                pictures.append(_inline(checks.an_object(one["inlineData"], "inlineData")))
        said = " ".join(filter(None, words)) or said
    if not said.strip():
        raise ValueError("contents must have a text")
    if len(pictures) > REFERENCES:
        raise ValueError(f"contents may have at most {REFERENCES} pictures")
    inputs.checked(pictures, "inlineData")
    return said, pictures


def _inline(data: dict[str, Any]) -> str:
    media, body = checks.text(data, "mimeType", required=True), checks.text(data, "data", required=True)
    if not media.startswith("image/"):
        raise ValueError(f"Unsupported MIME type: {media}")
    return f"data:{media};base64,{body.replace('-', '+').replace('_', '/')}"


def _usage(asked: dict[str, Any], model: Model) -> dict[str, Any]:
    prompt = math.ceil(len(asked["prompt"]) / 4) + SENT_TOKENS * len(asked["pictures"])
    drawn, thought = TOKENS[asked["tier"]], 400 if model.drafts else 0
    told = {
        "promptTokenCount": prompt,
        "candidatesTokenCount": drawn,
        "totalTokenCount": prompt + drawn + thought,
        "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": drawn}],
    }
    return told | ({"thoughtsTokenCount": thought} if thought else {})


def _usd(usage: dict[str, Any], model: Model) -> float:
    counts = (usage["promptTokenCount"], usage.get("thoughtsTokenCount", 0), usage["candidatesTokenCount"])
    usd: float = sum(count * each for count, each in zip(counts, model.usd, strict=True))
    return round(usd / 1e6, 9)
