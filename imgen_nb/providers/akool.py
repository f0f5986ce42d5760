"""Akool images: create (v4 or v3), press a button, ask by id (document 002 and the pages it links to).

Every answer is HTTP 200 with `{code, msg, data}`: any `code` but 1000 is an error. Statuses are numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import (
    ApiError,
    GenerationFailed,
    ImgenError,
    NotFound,
    OutOfCredit,
    RateLimited,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import (
    Credential,
    Flow,
    Outcome,
    Provider,
    Record,
    accepted,
    failure,
    identifier,
    json_object,
    part,
    refuse,
    send,
    spend,
    wait,
)
from imgen_nb.types import OTHER, Cadence, Cost, ImageRequest, Option, State

V3 = "/api/open/v3/content/image"
V4 = "/api/open/v4/content/image"
SUCCESS = 1000
QUEUED, PROCESSING, DONE, FAILED = 1, 2, 3, 4
EMPTY_ANSWERS = 5
DAY = 86400.0
BATCH = ","
"""Joins the ids of one submission's jobs into the one id that is journalled."""

# The codes of the image pages; 1005 and 1006 are told by a sister page of the same API.
CODES: dict[int, type[ImgenError]] = {
    1003: ApiError,  # parameter error
    1005: RateLimited,  # operation is too frequent
    1006: OutOfCredit,  # the quota is not enough
    1008: NotFound,  # content does not exist
    1009: Unauthorized,  # no permission
    1010: ApiError,  # this content cannot be operated
    1101: Unauthorized,  # invalid authorization, or the token expired
    1102: Unauthorized,  # authorization is empty
    1108: GenerationFailed,  # image generate error, try later
    1200: Unauthorized,  # the account is banned
}
BUTTONS = ("U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4")
SHEET = "v3"
RATIOS = ("1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3")
V4_MODELS = ("wavespeed-ai/flux-krea-dev-lora", "wavespeed-ai/flux-kontext-dev")
SINGLE = (*V4_MODELS, OTHER)
"""Also where no model is named: v4 chooses one by whether there is a source picture."""


class Akool(Provider):
    """Text to image and image to image; v3 answers with a 2x2 sheet whose buttons enlarge or vary a quarter."""

    name = "akool"
    title = "Akool"
    base_url = "https://openapi.akool.com"
    # "If both have values, Authorization will be used first": so exactly one of them is sent, the token first.
    credentials = (
        Credential("AKOOL_TOKEN", "Authorization", "Bearer "),
        Credential("AKOOL_API_KEY", "x-api-key"),
    )
    cadence = Cadence(3.0, "the vendor's own demo asks every 3 seconds")
    price = "credits, told once the job is taken"
    lifetime = 7 * DAY
    options: ClassVar[tuple[Option, ...]] = (
        Option("prompt", "text", "Text prompt", required=True),
        Option(
            "model",
            "choice",
            "v3 draws a 2x2 sheet with buttons; the others draw single pictures (v4)",
            (*V4_MODELS, SHEET),
        ),
        Option("aspect_ratio", "choice", "Shape of the sheet", RATIOS, default="1:1", models=(SHEET,)),
        Option(
            "aspect_ratio",
            "choice",
            "Shape of the picture; Original keeps the source picture's",
            (*RATIOS, "Original"),
            default="1:1",
        ),
        Option("quality", "choice", "Resolution (v4)", ("1080p", "4k"), models=SINGLE),
        Option("num_images", "integer", "How many pictures (v4)", low=1, high=4, models=SINGLE),
        Option("image_urls", "addresses", "The source picture", most=1, models=(SHEET,)),
        Option("image_urls", "addresses", "Source pictures"),
        Option("similarity", "number", "How close to the source picture (v4)", low=0, high=1, models=SINGLE),
        Option("negative_prompt", "text", "What to leave out (v4)", models=SINGLE),
        Option("webhook_url", "text", "Where the service calls back when the job has ended"),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Create a picture, or a sheet, and follow it."""
        jobs = yield from spend(_creation(request), _jobs)
        remote_id = BATCH.join(job["_id"] for job in jobs)
        yield from accepted(remote_id)
        return (yield from self.follow(remote_id))

    def press(self, request: ImageRequest) -> Flow[Outcome]:
        """Press a button of a finished sheet: U1 to U4 enlarge a quarter, V1 to V4 vary it. A new, paid job."""
        body = {"_id": request.params["parent"], "button": request.params["button"]}
        job = (yield from spend(httpx.Request("POST", f"{V3}/createbybutton", json=body), _jobs))[0]
        yield from accepted(job["_id"])
        return (yield from self.follow(job["_id"]))

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Two values that only mean something beside a source picture."""
        if params.get("image_urls"):
            return None
        if params["aspect_ratio"] == "Original":
            return "aspect_ratio is 'Original', which needs image_urls"
        return "similarity needs image_urls" if "similarity" in params else None

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Ask for each job of a batch until all have ended; one that failed takes none of the others with it."""
        done: list[Outcome] = []
        failed: list[GenerationFailed] = []
        for one in remote_id.split(BATCH):
            try:
                done.append((yield from self._one(one)))
            except GenerationFailed as error:
                failed.append(error)
        if not done:
            raise failed[0]
        return _together(done, failed)

    def get(self, remote_id: str) -> Flow[Record]:
        """One job as the service has it now."""
        data = yield from self._fetch(remote_id)
        state = {QUEUED: State.ACCEPTED, DONE: State.DOWNLOADING, FAILED: State.FAILED}
        outcome = _outcome(data) if _status(data) == DONE else None
        return Record(
            remote_id,
            state.get(_status(data), State.RUNNING),
            prompt=str(data.get("origin_prompt") or data.get("prompt") or ""),
            prompt_used=data.get("prompt"),
            outcome=outcome,
            raw=data,
        )

    def _one(self, remote_id: str) -> Flow[Outcome]:
        empty = 0
        while True:
            data = yield from self._fetch(remote_id)
            status = _status(data)
            if status == FAILED:
                raise failure(str(data.get("error_reasons") or "the image generation failed"))
            if status == DONE and (outcome := _outcome(data)):
                return outcome
            empty += status == DONE
            if empty > EMPTY_ANSWERS:
                raise UnexpectedReply("status 3, and still without an image", json_path="$.data.image")
            yield from wait("queued" if status == QUEUED else "running")

    def _fetch(self, remote_id: str) -> Flow[dict[str, Any]]:
        def read(response: httpx.Response) -> dict[str, Any]:
            data = dict(part(_body(response), "data", dict))
            if data.get("_id", remote_id) != remote_id:
                raise UnexpectedReply("the reply is about another job", json_path="$.data._id")
            _status(data)
            return data

        query = {"image_model_id": remote_id}
        return (yield from send(httpx.Request("GET", f"{V3}/infobymodelid", params=query), read))


def _creation(request: ImageRequest) -> httpx.Request:
    params = request.params
    if params.get("model") == SHEET:
        sources = params.get("image_urls") or ()
        optional = {"source_image": sources[0] if sources else None, "webhookUrl": params.get("webhook_url")}
        path = f"{V3}/createbyprompt"
    else:
        optional = {
            "model_name": params.get("model"),
            "source_images": params.get("image_urls"),
            "resolution": params.get("quality"),
            "batch_quantity": params.get("num_images"),
            "similar": params.get("similarity"),
            "negative_prompt": params.get("negative_prompt"),
            "webhookurl": params.get("webhook_url"),  # this spelling is the v4 page's own
        }
        path = f"{V4}/createBySourcePrompt"
    body = {"prompt": request.prompt, "scale": params["aspect_ratio"]}
    body |= {name: value for name, value in optional.items() if value is not None}
    return httpx.Request("POST", path, json=body)


def _body(response: httpx.Response) -> dict[str, Any]:
    """Open the envelope: the code inside decides, since HTTP says 200 to almost everything."""
    refuse(response, "")
    body = json_object(response)
    code = body.get("code")
    if code == SUCCESS:
        return body
    said = f"code {code}: {str(body.get('msg', ''))[:300]}"
    data = body.get("data")
    if not isinstance(code, int) or (isinstance(data, dict) and data.get("_id")):
        raise UnexpectedReply(f"the reply is an error and has a job, or has no code ({said})", json_path="$.code")
    raise CODES.get(code, ApiError)(said)


def _jobs(response: httpx.Response) -> list[dict[str, Any]]:
    """The jobs of a submission: one object, or a list when several pictures were asked for."""
    data = _body(response).get("data")
    jobs = [job for job in (data if isinstance(data, list) else [data]) if isinstance(job, dict)]
    if not jobs:
        raise UnexpectedReply("the reply has no job", json_path="$.data")
    for job in jobs:
        identifier(job, "_id", "$.data")
    return jobs


def _status(data: Mapping[str, Any]) -> int:
    """Read a status, which some answers spell as text."""
    try:
        return int(str(data.get("image_status")))
    except ValueError:
        raise UnexpectedReply("no usable 'image_status'", json_path="$.data.image_status") from None


def _outcome(data: Mapping[str, Any]) -> Outcome | None:
    """Take `image` first, then what `upscaled_urls` adds; the latter may stay empty, and is not waited for."""
    image = data.get("image")
    if not isinstance(image, str) or not image:
        return None
    upscaled = data.get("upscaled_urls")
    more = [url for url in upscaled if isinstance(url, str) and url] if isinstance(upscaled, list) else []
    credit = data.get("deduction_credit")
    used = data.get("used_buttons") or ()
    return Outcome(
        assets=tuple(dict.fromkeys([image, *more])),
        prompt_used=data.get("prompt"),
        cost=Cost(credits=float(credit) if isinstance(credit, int | float) else None),
        raw=data,
        actions=tuple(button for button in data.get("buttons") or () if button in BUTTONS and button not in used),
        parent=data.get("image_content_model_id"),
    )


def _together(outcomes: list[Outcome], failed: list[GenerationFailed]) -> Outcome:
    """Join the single jobs of a batch."""
    if len(outcomes) == 1 and not failed:
        return outcomes[0]
    credits = [outcome.cost.credits for outcome in outcomes]
    return Outcome(
        assets=tuple(asset for outcome in outcomes for asset in outcome.assets),
        prompt_used=outcomes[0].prompt_used,
        cost=Cost(credits=None if None in credits else sum(filter(None, credits))),
        raw={"jobs": [dict(outcome.raw) for outcome in outcomes]},
        warnings=tuple(f"one picture of the batch failed: {error.message}" for error in failed),
    )
