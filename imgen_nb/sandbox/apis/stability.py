"""Stability's v2beta API: forms in, bytes or base64 out.

POST /v2beta/stable-image/generate/{core|ultra|sd3}     held until the picture is made
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from imgen_nb import sketch
from imgen_nb.sandbox import checks, forms, held, inputs
from imgen_nb.sandbox.drawing import Drawing, picture, shaped
from imgen_nb.sandbox.jobs import Job, State, new_uuid
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

ROOT = "/v2beta/stable-image/generate"
RATIOS = ("1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21")
MEDIA = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
# "style_preset" of core: seventeen words.
STYLES = (
    *("3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art", "enhance", "fantasy-art"),
    *("isometric", "line-art", "low-poly", "modeling-compound", "neon-punk", "origami", "photographic", "pixel-art"),
    "tile-texture",
)
KEY = "Authorization: Bearer practice"
LONGEST, SEEDS = 10_000, 2**32 - 2
ERRORS = {
    400: "bad_request",
    401: "unauthorized",
    402: "payment_required",
    403: "content_moderation",
    404: "not_found",
    405: "method_not_allowed",
    413: "payload_too_large",
    422: "unprocessable_entity",
    429: "rate_limit_exceeded",
    500: "internal_error",
}


class Model(NamedTuple):
    """What one model costs, and which files it writes."""

    usd: float
    formats: tuple[str, ...] = ("png", "jpeg", "webp")


SD3 = ("png", "jpeg")
MODELS = {
    "core": Model(0.03),
    "ultra": Model(0.08),
    "sd3.5-large": Model(0.065, SD3),
    "sd3.5-large-turbo": Model(0.04, SD3),
    "sd3.5-medium": Model(0.035, SD3),
}


class Stability(Wire):
    """The fake server."""

    name = "stability"
    words: ClassVar[Mapping[State, str]] = held.WORDS
    places = Places(id=("id",), status=("name",), error=("errors",), result=("image",), url=("image",))
    choices = (
        *held.CHOICES,
        ("which keys are good", "any bearer token but an empty one and `invalid`: 401"),
        ("body of an error", '{"id", "name", "errors"}'),
        ("a body that is no form", "400; a wrong field is 400 as well"),
        ("a prompt that is refused", "403 content_moderation where it has the word `forbidden`; nothing is billed"),
        ("a filtered picture", "with the fault `withheld`: 200, finish-reason CONTENT_FILTERED; it is billed"),
        ("Accept", "application/json gives base64; anything else gives bytes"),
        ("the model of sd3 where none is named", "sd3.5-large"),
        ("seed 0", "decided here, and told in a header"),
        ("limit of 150 requests in 10 s", "not enforced"),
        ("pixel sizes", "one megapixel, in steps of 64; a picture that is redrawn keeps its own"),
        ("prices", "those of a public list, the same for every size"),
        ("fields nobody asked for", "ignored"),
        ("what is drawn", "the prompt, in a finish of the model's own; a style_preset adds its word"),
    )

    example = Example(f"{ROOT}/core", {"prompt": "a lighthouse at night", "aspect_ratio": "16:9"}, "", KEY, form=True)

    def routes(self) -> tuple[Route, ...]:
        """The three services that make pictures of words."""
        return (Route("POST", f"{ROOT}/{{service}}", self.create, submits=True),)

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error."""
        name = ERRORS.get(status, "error")
        return Reply(status, {"id": "0" * 32, "name": name, "errors": [message or name.replace("_", " ")]})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key."""
        scheme, _, key = call.request.headers.get("authorization", "").partition(" ")
        good = scheme.lower() == "bearer" and key.strip() not in ("", "invalid")
        return None if good else self.refuse(401)

    def create(self, call: Call) -> Reply:
        """Make one picture."""
        service = call.args["service"]
        if service not in ("core", "ultra", "sd3"):
            return self.refuse(404)
        try:
            asked = _asked(forms.read(call.request), service)
        except ValueError as problem:
            return self.refuse(400, str(problem))
        if "forbidden" in asked["prompt"].lower():
            return self.refuse(403, "Your request was flagged by our content moderation system")
        job = self.accept(call, new_uuid, asked, usd=MODELS[asked["model"]].usd)
        if job.failure is not None:
            return replace(self.refuse(500, job.failure), delay=held.seconds(job))
        return self._answer(call, job)

    def _answer(self, call: Call, job: Job) -> Reply:
        drawing, media = self.coming(job), MEDIA[job.fields["output_format"]]
        finish = "CONTENT_FILTERED" if "withheld" in job.marks else "SUCCESS"
        if call.request.headers.get("accept", "").startswith("application/json"):
            told = {"image": held.inline(self, drawing, media), "finish_reason": finish, "seed": drawing.seed}
            return Reply(200, told, delay=held.seconds(job))
        drawn = picture(drawing, media, lambda address: inputs.picture_at(address, self.shelf))
        headers = {"Content-Type": media, "finish-reason": finish, "seed": str(drawing.seed)}
        return Reply(200, drawn, {**headers, "X-Imgen-Engine": "sketch"}, delay=held.seconds(job))

    def coming(self, job: Job) -> Drawing:
        """Return what is drawn."""
        asked = job.fields
        styled = f"{asked['prompt']}, {asked['style'].replace('-', ' ')}" if asked["style"] else asked["prompt"]
        source = asked["source"]
        size = inputs.shape_of(source, self.shelf) if source else shaped(asked["aspect_ratio"], 2**20, 64)
        return Drawing(
            styled,
            size,
            asked["seed"] or job.seed,
            sketch.finish_for("stability", asked["model"]),
            negative=asked["negative"],
            guidance=2 * asked["cfg"] if asked["cfg"] else None,
            source=source,
            similarity=1 - asked["strength"],
        )


def _asked(form: forms.Form, service: str) -> dict[str, Any]:
    """Return what a form asks for; raises `ValueError` that names the field."""
    given: dict[str, Any] = {name: _number(name, value) for name, value in forms.words(form).items()}
    model = checks.one_of(given, "model", tuple(MODELS), "sd3.5-large") if service == "sd3" else service
    mode = checks.one_of(given, "mode", ("text-to-image", "image-to-image"), "text-to-image")
    redraws = service == "sd3" and mode == "image-to-image"
    source = _source(form) if redraws else ""
    if redraws and "strength" not in given:
        raise ValueError("strength: required with an image")
    return {
        "model": model,
        "prompt": checks.text(given, "prompt", required=True, longest=LONGEST),
        "negative": checks.text(given, "negative_prompt", longest=LONGEST),
        "aspect_ratio": checks.one_of(given, "aspect_ratio", RATIOS, "1:1"),
        "seed": checks.whole(given, "seed", 0, SEEDS, 0),
        "output_format": checks.one_of(given, "output_format", MODELS[model].formats, "png"),
        "style": checks.one_of(given, "style_preset", STYLES, "") if service == "core" else "",
        "cfg": checks.number(given, "cfg_scale", 1, 10, 1) if "cfg_scale" in given else None,
        "strength": checks.number(given, "strength", 0, 1, 0.5),
        "source": source,
    }


def _source(form: forms.Form) -> str:
    raw = forms.file(form, "image")
    media, _, _ = inputs.media_of(raw)
    return inputs.data_url(raw, media)


def _number(name: str, value: str) -> Any:
    """Return a field of a form as JSON would have it."""
    try:
        return int(value) if name == "seed" else float(value) if name in ("cfg_scale", "strength") else value
    except (ValueError, OverflowError):
        return value
