"""Akool's image API: document 002 ("Get Image Result") and, for what it only names, docs.akool.com.

    POST /api/open/v4/content/image/createBySourcePrompt     create; one picture an id
    POST /api/open/v3/content/image/createbyprompt           the older create: a sheet of four
    POST /api/open/v3/content/image/createbybutton           U1 to U4, V1 to V4 of a sheet
    GET  /api/open/v3/content/image/infobymodelid            result; `?image_model_id=`
    GET  /api/open/v3/faceswap/quota/info                    what is left of the credits
    POST /api/open/v3/getToken                               a token for an id and a secret

Every answer is HTTP 200; `code` tells whether it is one.
"""

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from imgen_nb import sketch
from imgen_nb.sandbox import checks, inputs
from imgen_nb.sandbox.callbacks import PRACTICE, sealed
from imgen_nb.sandbox.drawing import Drawing
from imgen_nb.sandbox.jobs import Job, State
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

# docs.akool.com, the image pages; 1005 and 1006 are on the face swap page of the same API.
CODES = {
    1000: "OK",
    1003: "Parameter error or parameter can not be empty",
    1005: "Operation is too frequent",
    1006: "Your quota is not enough",
    1008: "The content you get does not exist",
    1009: "You do not have permission to operate",
    1010: "You can not operate this content",
    1101: "Invalid authorization or the request token has expired",
    1102: "Authorization cannot be empty",
    1108: "Image generate error, please try again later",
}
CODE_OF_STATUS = {400: 1003, 401: 1101, 402: 1006, 403: 1009, 404: 1008, 429: 1005, 500: 1108}

SCALES_V3 = ("1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3")
SCALES_V4 = (*SCALES_V3, "Original")
RESOLUTIONS = {"1080p": 1080, "4k": 1536}  # the longer side in pixels; a real 4K would be drawn for seconds
SINGLE = 512  # the longer side of one picture of a sheet
LARGE = 4 * SINGLE  # the longer side of a quarter that a button enlarges
MODELS = ("wavespeed-ai/flux-krea-dev-lora", "wavespeed-ai/flux-kontext-dev")  # from words; from pictures
BUTTONS = ("U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4")  # document 002, "Response Attributes"

PRICES = {"v3": 2, "U": 4, "V": 2, "1080p": 3, "4k": 4}  # credits
BALANCE = 10_000
DAY = 86_400.0
LIFETIME = 7 * DAY  # document 002, "Important Notes": valid for 7 days
LATE = 1.0  # seconds after success at which the singles of a sheet arrive


class Akool(Wire):
    """The fake server."""

    name = "akool"
    # Document 002, "Image Status".
    words: ClassVar[Mapping[State, int]] = {State.QUEUED: 1, State.RUNNING: 2, State.DONE: 3, State.FAILED: 4}
    places = Places(
        id=("data", "_id"),
        status=("data", "image_status"),
        error=("data", "error_reasons"),
        result=("data", "image"),
        url=("data", "image"),
    )
    choices = (
        ("which keys are good", "any that is not empty; `invalid` is refused with 1101; all share one account"),
        (
            "which client ids and secrets are good",
            "any but empty ones and `invalid`; a token is good for ever",
        ),
        ("credits of a new account", "10000"),
        ("price of a create", "v4: 4 credits a picture, 3 at 1080p; v3: 2; a button: U 4, V 2; kept when it fails"),
        ("codes 1005 and 1006", "those of the face swap page, for pictures too"),
        ("data when batch_quantity is more than 1", "a list of the same objects, each with an id of its own"),
        ("buttons of a v4 picture and of a U result", "none; a v3 sheet and a V result have all eight"),
        ("buttons before the result", "an empty list"),
        ("a button that is used, or that the picture has not", "1010"),
        ("a button of a picture that is not finished", "1010"),
        ("used_buttons", "grows on the parent when the button's job is accepted; buttons stays as it is"),
        ("upscaled_urls of a sheet", "its four singles, one second after the sheet"),
        ("upscaled_urls of a v4 picture", "the same address as image"),
        ("why a job failed", "in error_reasons, null before"),
        ("an expired picture", "its file is gone (404), its record stays"),
        ("pixel sizes", "a sheet's singles 512 on the longer side, U 2048; 1080p 1080; 4k 1536: less than its name"),
        ("what is drawn", "the prompt, in the finish ink; a sheet is four layouts of it, V another four"),
        ("file formats", "v3 PNG, v4 JPEG"),
        inputs.CHOICE,
        ("source_image of a v3 sheet", "a reference: its colours and its subject are taken over"),
        ("several source_images", "the first is worked on, the others are references"),
        ("scale Original", "the shape of the first source picture, from 1:3 to 3:1; a stand-in is 1:1"),
        ("similar", "0 takes only the source's colours, 1 leaves it nearly as it is; 0.5 where it is left out"),
        ("webhooks", "when the job has ended; the served sandbox calls this machine alone, three times at most"),
        ("webhooks of the sandbox in the kernel", "`Sandbox.calls` gives those that are due; nobody calls"),
        ("fields nobody asked for", "ignored"),
        ("any other path", "HTTP 404 with the code 404"),
    )

    example = Example(
        "/api/open/v4/content/image/createBySourcePrompt",
        {"prompt": "a lighthouse on a cliff at dusk", "scale": "16:9", "resolution": "1080p"},
        "/api/open/v3/content/image/infobymodelid?image_model_id=ID",
        "x-api-key: practice",
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.uid = self.book.rng("uid").randrange(100_000, 1_000_000)
        self._credit = BALANCE
        self._account = PRACTICE
        self._parts: dict[str, tuple[Job, int]] = {}
        self._lock = threading.RLock()

    def routes(self) -> tuple[Route, ...]:
        """Paths of docs.akool.com; document 002 has the parameter of the fourth."""
        return (
            Route("POST", "/api/open/v4/content/image/createBySourcePrompt", self.create_v4, submits=True),
            Route("POST", "/api/open/v3/content/image/createbyprompt", self.create_v3, submits=True),
            Route("POST", "/api/open/v3/content/image/createbybutton", self.press, submits=True),
            Route("GET", "/api/open/v3/content/image/infobymodelid", self.info, asks=True),
            Route("GET", "/api/open/v3/faceswap/quota/info", self.quota),
            Route("POST", "/api/open/v3/getToken", self.token),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return a business error: HTTP 200 with another code than 1000 (document 002, `code`)."""
        code = CODE_OF_STATUS.get(status, 1108)
        return Reply(200, {"code": code, "msg": message or CODES[code]})

    def unrouted(self, call: Call) -> Reply:
        """Answer what no document describes."""
        return Reply(404, {"code": 404, "msg": f"no route {call.request.method} {call.path}"})

    def admit(self, call: Call) -> Reply | None:
        """Look at the key; document 002, "Request Headers": with both headers, Authorization is used alone."""
        if call.path.endswith("/getToken"):
            return None
        headers = call.request.headers
        bearer = headers.get("authorization", "").strip()
        key = bearer.removeprefix("Bearer").strip() if bearer else headers.get("x-api-key", "").strip()
        if not key:
            return Reply(200, {"code": 1102, "msg": CODES[1102]})
        well_formed = not bearer or bearer.startswith("Bearer ")
        return None if well_formed and key != "invalid" else self.refuse(401)

    def create_v4(self, call: Call) -> Reply:
        """Take a job of one to four pictures (docs.akool.com, "Create By Source Prompt")."""
        return self._create(call, _asked_v4)

    def create_v3(self, call: Call) -> Reply:
        """Take a job that makes a sheet of four (docs.akool.com, "Create By Prompt")."""
        return self._create(call, _asked_v3)

    def _create(self, call: Call, asked: Callable[..., dict[str, Any]]) -> Reply:
        try:
            fields = asked(call.json, self._original)
        except ValueError as problem:
            return self.refuse(400, f"{CODES[1003]}: {problem}")
        job = self._charged(call, fields)
        if job is None:
            return self.refuse(402)
        data = [self._data(job, job.accepted, State.QUEUED, part) for part in range(job.fields["batch"])]
        return _ok(data[0] if len(data) == 1 else data)

    def press(self, call: Call) -> Reply:
        """Take a job for one button of a finished sheet (docs.akool.com, "Generate 4K or Variations")."""
        try:
            parent_id, button = _pressed(call.json)
        except ValueError as problem:
            return self.refuse(400, f"{CODES[1003]}: {problem}")
        parent = self.book.find(parent_id)
        if parent is None:
            return self.refuse(404)
        with self._lock:
            used: list[str] = parent.fields["used_buttons"]
            if button in used or button not in self._buttons(parent, parent.state(call.now)):
                return Reply(200, {"code": 1010, "msg": CODES[1010]})
            job = self._charged(call, _button_fields(parent, button))
            if job is None:
                return self.refuse(402)
            used.append(button)
        return _ok(self._data(job, job.accepted, State.QUEUED, 0))

    def info(self, call: Call) -> Reply:
        """Answer with the record (document 002, "Response Attributes")."""
        wanted = call.query.get("image_model_id", "")
        if not wanted:
            return self.refuse(400)
        job, part = self._parts.get(wanted, (None, 0))
        job = self.find(call, job.id if job else wanted)
        return self.refuse(404) if job is None else _ok(self._data(job, call.now, job.state(call.now), part))

    def token(self, call: Call) -> Reply:
        """Answer with a token, which stands beside the code and not in `data` (docs.akool.com, "Authentication")."""
        try:
            given = checks.an_object(call.json)
            names = [checks.text(given, name, required=True) for name in ("clientId", "clientSecret")]
        except ValueError as problem:
            return self.refuse(400, f"{CODES[1003]}: {problem}")
        if "invalid" in names:
            return self.refuse(401)
        self._account = (names[0], names[1])
        return Reply(200, {"code": 1000, "token": f"practice{self.book.rng('token', *names).getrandbits(96):024x}"})

    def calls(self, now: float, placed: Callable[[str], str]) -> list[tuple[str, dict[str, Any]]]:
        """Return the callbacks that are due and were not given yet: address and body ("Webhook")."""
        due = [job for job in self.book.newest_first()[::-1] if job.fields.get("hook") and job.ended <= now]
        return [(job.fields.pop("hook"), self._callback(job, now, placed)) for job in due]

    def _callback(self, job: Job, now: float, placed: Callable[[str], str]) -> dict[str, Any]:
        state = job.state(now)
        said = {"_id": job.id, "status": self.words[state], "type": "image"}
        if state is State.DONE:
            said["url"] = placed(self._data(job, now, state, 0)["image"])
        return sealed(said, *self._account, timestamp=round(1000 * self.book.epoch(now)), nonce=str(job.seed))

    def quota(self, _call: Call) -> Reply:
        """Answer with the credits left (docs.akool.com, listed under face swap)."""
        return _ok({"credit": self._credit})

    def _original(self, address: str) -> tuple[int, int]:
        """Return the shape of a source picture, bounded: a strip of one pixel is no shape to draw in."""
        across, down = inputs.shape_of(address, self.shelf)
        return min(across, 3 * down), min(down, 3 * across)

    def _charged(self, call: Call, fields: dict[str, Any]) -> Job | None:
        """Take a job and its credits, or return `None` where they do not reach."""
        with self._lock:
            if fields["credits"] > self._credit:
                return None
            self._credit -= fields["credits"]
        job = self.accept(call, _object_id, fields, credits=fields["credits"])
        for part in range(1, fields["batch"]):
            self._parts[self._id(job, part)] = (job, part)
        return job

    def _id(self, job: Job, part: int) -> str:
        return _object_id(self.book.rng("part", job.id, part)) if part else job.id

    def _buttons(self, job: Job, state: State) -> tuple[str, ...]:
        return BUTTONS if job.fields["sheet"] and state is State.DONE else ()

    def _data(self, job: Job, now: float, state: State, part: int) -> dict[str, Any]:
        fields = job.fields
        data = {
            "_id": self._id(job, part),
            "create_time": round(1000 * self.book.epoch(job.accepted)),
            "uid": self.uid,
            "type": 3,
            "from": 3,
            "faceswap_quality": 2,
            "image_status": self.words[state],
            "deduction_credit": fields["credits"] // fields["batch"],
            "buttons": list(self._buttons(job, state)),
            "used_buttons": list(fields["used_buttons"]),
            "upscaled_urls": [],
            "error_reasons": (job.failure or None) if state is State.FAILED else None,
            **fields["shown"],
        }
        if state is State.DONE:
            data |= self._pictures(job, now, part)
        return data

    def _pictures(self, job: Job, now: float, part: int) -> dict[str, Any]:
        if not job.fields["sheet"]:
            url = self._put(job, str(part), _drawing(job, part))
            return {"image": url, "upscaled_urls": [] if job.fields["button"] else [url]}
        whole = _drawing(job, 0)
        url = self._put(job, "sheet", self.coming(job))
        late = now < job.ended + LATE and not self.book.instant
        return {"image": url, "upscaled_urls": [] if late else [self._single(job, whole, n) for n in (1, 2, 3, 4)]}

    def coming(self, job: Job) -> Drawing:
        """Return what is drawn: the sheet where there is one, else the first picture of the job."""
        whole = _drawing(job, 0)
        across, down = whole.size
        return replace(whole, sheet=True, size=(2 * across, 2 * down)) if job.fields["sheet"] else whole

    def _single(self, job: Job, whole: Drawing, quadrant: Any) -> str:
        return self._put(job, str(quadrant), replace(whole, quadrant=quadrant))

    def _put(self, job: Job, name: str, drawing: Drawing) -> str:
        media = job.fields["media"]
        path = f"/akool/images/{job.id}-{name}.{media.removeprefix('image/')}"
        return self.put(path, job, media, drawing, expires=job.ended + LIFETIME)


def _ok(data: Any) -> Reply:
    return Reply(200, {"code": 1000, "msg": CODES[1000], "data": data})


def _object_id(rng: random.Random) -> str:
    return f"{rng.getrandbits(96):024x}"


def _drawing(job: Job, part: int) -> Drawing:
    """Return one picture of a job; what a button makes keeps the seed of the sheet it was pressed on."""
    fields = job.fields
    across, down = fields["shape"]
    longer = fields["longer"]
    size = (longer, round(longer * down / across)) if across >= down else (round(longer * across / down), longer)
    seed = 10 * job.seed + part if fields["seed"] is None else fields["seed"]
    return Drawing(fields["prompt"], size, seed, sketch.finish_for("akool"), **fields["drawn"])


def _fields(prompt: str, shape: tuple[int, int], credits: int, shown: dict[str, Any], **others: Any) -> dict[str, Any]:
    usual = {
        "batch": 1,
        "sheet": False,
        "longer": SINGLE,
        "media": "image/png",
        "button": "",
        "seed": None,
        "drawn": {},
        "hook": "",
    }
    common = {"prompt": prompt, "shape": shape, "credits": credits, "shown": shown, "used_buttons": []}
    return usual | common | others


def _button_fields(parent: Job, button: str) -> dict[str, Any]:
    """Return the fields of a button's job: U draws one quarter large, V draws another layout of the same subjects."""
    shown = {
        "image_content_model_id": parent.id,
        "op_button": button,
        "op_buttonMessageId": f"{parent.id}:{button}",
        "prompt": parent.fields["prompt"],
        "origin_prompt": parent.fields["prompt"],
    }
    sheet, number = _drawing(parent, 0), int(button[1])
    enlarges = button.startswith("U")
    # Each sheet has layouts of its own to vary into: five numbers apart, the children of two are never the same.
    news = {"quadrant": number} if enlarges else {"layout": 5 * sheet.layout + number}
    return _fields(
        parent.fields["prompt"],
        parent.fields["shape"],
        PRICES[button[0]],
        shown,
        sheet=not enlarges,
        longer=LARGE if enlarges else SINGLE,
        button=button,
        seed=sheet.seed,
        drawn=parent.fields["drawn"] | news,
    )


def _shape(scale: str) -> tuple[int, int]:
    across, down = map(int, scale.split(":"))
    return across, down


def _asked_v3(body: Any, _original: Callable[[str], tuple[int, int]]) -> dict[str, Any]:
    given = checks.an_object(body)
    prompt = checks.text(given, "prompt", required=True)
    scale = checks.one_of(given, "scale", SCALES_V3, "1:1")
    source = checks.text(given, "source_image")
    inputs.checked([source], "source_image")
    hook = checks.text(given, "webhookUrl")
    shown = {"prompt": prompt, "origin_prompt": prompt, "source_image": inputs.echo(source)}
    drawn = {"references": (source,) if source else ()}
    return _fields(prompt, _shape(scale), PRICES["v3"], shown, sheet=True, drawn=drawn, hook=hook)


def _asked_v4(body: Any, original: Callable[[str], tuple[int, int]]) -> dict[str, Any]:
    given = checks.an_object(body)
    prompt = checks.text(given, "prompt", required=True)
    sources = inputs.checked(checks.addresses(given, "source_images"), "source_images")
    scale = checks.one_of(given, "scale", SCALES_V4 if sources else SCALES_V3, "1:1")
    resolution = checks.one_of(given, "resolution", tuple(RESOLUTIONS), "4k")
    model = checks.one_of(given, "model_name", MODELS, MODELS[bool(sources)])
    batch = checks.whole(given, "batch_quantity", 1, 4, 1)
    drawn = {
        "similarity": checks.number(given, "similar", 0, 1, 0.5),
        "negative": checks.text(given, "negative_prompt"),
        "source": sources[0] if sources else "",
        "references": tuple(sources[1:]),
    }
    hook = checks.text(given, "webhookurl")
    return _fields(
        prompt,
        original(sources[0]) if scale == "Original" else _shape(scale),
        PRICES[resolution] * batch,
        {"prompt": prompt, "origin_prompt": prompt, "model_name": model, "image_sub_status": 1},
        batch=batch,
        longer=RESOLUTIONS[resolution],
        media="image/jpeg",
        drawn=drawn,
        hook=hook,
    )


def _pressed(body: Any) -> tuple[str, str]:
    given = checks.an_object(body)
    checks.text(given, "webhookUrl")
    return checks.text(given, "_id", required=True), checks.one_of(given, "button", BUTTONS)
