"""Akool images: create (v4 or v3), press a button, ask by id (document 002 and the pages it links to).

Every answer is HTTP 200 with `{code, msg, data}`: any `code` but 1000 is an error. Statuses are numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
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
    SignIn,
    accepted,
    addresses,
    belongs,
    carried,
    cost,
    failure,
    identifier,
    json_object,
    moment,
    number,
    part,
    refuse,
    refused,
    send,
    sentence,
    spend,
    state,
    told,
    wait,
    whole,
    words,
)
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.types import OTHER, Cadence, Cost, ImageRequest, Option, State

V3 = "/api/open/v3/content/image"
ACCOUNT = ("AKOOL_CLIENT_ID", "AKOOL_CLIENT_SECRET")
TOKEN = "/api/open/v3/getToken"
V4 = "/api/open/v4/content/image"
SUCCESS = 1000
STATES = {"1": State.ACCEPTED, "2": State.RUNNING, "3": State.DOWNLOADING, "4": State.FAILED}
LATE_ANSWERS = 3
"""How often a sheet is asked again for its four singles, which come a moment after it, or never."""
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


def _token_request(client_id: str, client_secret: str) -> httpx.Request:
    return httpx.Request("POST", TOKEN, json={"clientId": client_id, "clientSecret": client_secret})


def _token(response: httpx.Response) -> str:
    """The token stands beside the code, not inside `data`; it goes into a header, so it must be plain."""
    token = part(_body(response), "token", str).strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise UnexpectedReply("the reply has no plain token", json_path="$.token")
    return token


def _stale(response: httpx.Response) -> bool:
    """1101: "invalid authorization, or the token expired"."""
    return whole(told(response).get("code")) == 1101


class Akool(Provider):
    """Text to image and image to image; v3 answers with a 2x2 sheet whose buttons enlarge or vary a quarter."""

    name = "akool"
    title = "Akool"
    by_itself = True
    base_url = "https://openapi.akool.com"
    # "If both have values, Authorization will be used first": so exactly one of them is sent, the token first.
    credentials = (
        Credential("AKOOL_TOKEN", "Authorization", "Bearer "),
        Credential("AKOOL_API_KEY", "x-api-key"),
    )
    sign_in = SignIn(ACCOUNT, "Authorization", "Bearer ", _token_request, _token, _stale)
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
        Option("webhook_url", "address", "Where the service calls back when the job has ended"),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Create a picture, or a sheet, and follow it."""
        jobs = yield from spend(_creation(request), _jobs)
        remote_id = BATCH.join(jobs)
        yield from accepted(remote_id)
        return (yield from self.follow(remote_id))

    def press(self, request: ImageRequest) -> Flow[Outcome]:
        """Press a button of a finished sheet: U1 to U4 enlarge a quarter, V1 to V4 vary it. A new, paid job."""
        body = {"_id": request.params["parent"], "button": request.params["button"]}
        job = (yield from spend(httpx.Request("POST", f"{V3}/createbybutton", json=body), _jobs))[0]
        yield from accepted(job)
        return (yield from self.follow(job))

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Two values that only mean something beside a source picture."""
        if params.get("image_urls"):
            return None
        if params["aspect_ratio"] == "Original":
            return "aspect_ratio is 'Original', which needs image_urls"
        return "similarity needs image_urls" if "similarity" in params else None

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Ask for each job of a batch until all have ended; one that failed takes none of the others with it."""
        records: list[Record] = []
        for one in remote_id.split(BATCH):
            records += [(yield from self._to_its_end(one))]
        return outcome_of(_together(remote_id, records))

    def get(self, remote_id: str) -> Flow[Record]:
        """One job, or the batch of one submission, as the service has it now."""
        records: list[Record] = []
        for one in remote_id.split(BATCH):
            records += [(yield from self._fetch(one))]
        return _together(remote_id, records)

    def balance(self) -> Flow[Cost]:
        """The credits that are left; the document lists it under face swap, and it is the account's."""
        return (yield from send(httpx.Request("GET", "/api/open/v3/faceswap/quota/info"), _credit))

    def _to_its_end(self, remote_id: str) -> Flow[Record]:
        try:
            return (yield from ended(partial(self._fetch, remote_id), json_path="$.data.image"))
        except (GenerationFailed, NotFound, UnexpectedReply) as error:
            return Record(remote_id, State.FAILED, error=error)

    def _fetch(self, remote_id: str) -> Flow[Record]:
        """Ask for one job; a sheet that is done has its singles, or has been given the time for them.

        So it is one picture or five by what the service makes, and not by the moment of the question.
        """

        def read(response: httpx.Response) -> Record:
            data = part(_body(response), "data", dict)
            belongs(data, "_id", remote_id, "$.data")
            return _record(remote_id, data)

        ask = httpx.Request("GET", f"{V3}/infobymodelid", params={"image_model_id": remote_id})
        record = yield from send(ask, read)
        for _ in range(LATE_ANSWERS):
            if record.outcome is None or not _buttons(record.raw) or addresses(record.raw.get("upscaled_urls")):
                break
            yield from wait("running")
            record = yield from send(ask, read)
        return record


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
    refuse(response, told(response).get("msg"))
    body = json_object(response)
    code, data = whole(body.get("code")), body.get("data")
    if code == SUCCESS:
        return body
    taken = isinstance(data, dict) and carried(data.get("_id"))
    kind = UnexpectedReply if code is None or taken else CODES.get(code, ApiError)
    raise refused(response, f"code {words(str(body.get('code')), 40)}", body.get("msg"), kind=kind)


def _jobs(response: httpx.Response) -> list[str]:
    """The jobs of a submission: one object, or a list when several pictures were asked for."""
    data = _body(response).get("data")
    jobs = [job for job in (data if isinstance(data, list) else [data]) if isinstance(job, dict)]
    if not jobs:
        raise UnexpectedReply("the reply has no job", json_path="$.data")
    return [identifier(job, "_id", "$.data") for job in jobs]


def _credit(response: httpx.Response) -> Cost:
    left = number(part(_body(response), "data", dict).get("credit"))
    if left is None:
        raise UnexpectedReply("the reply tells no credits", json_path="$.data.credit")
    return Cost(credits=left, source="what is left on the account")


def _record(remote_id: str, data: Mapping[str, Any]) -> Record:
    there = state(data, "image_status", STATES, "$.data")
    prompt = words(data.get("prompt"))
    return Record(
        remote_id,
        there,
        prompt=words(data.get("origin_prompt")) or prompt,
        prompt_used=prompt or None,
        outcome=_outcome(data) if there is State.DOWNLOADING else None,
        raw=data,
        created=moment(data.get("create_time")),
        error=_failure(data) if there is State.FAILED else None,
    )


def _outcome(data: Mapping[str, Any]) -> Outcome | None:
    """Take `image`, then what `upscaled_urls` adds to it or, where `image` is empty, has instead."""
    image, created = addresses(data.get("image")), moment(data.get("create_time"))
    places = tuple(dict.fromkeys([*image, *addresses(data.get("upscaled_urls"))]))
    if not places:
        return None
    return Outcome(
        places,
        prompt_used=words(data.get("prompt")) or None,
        cost=_price(data),
        raw=data,
        actions=_buttons(data),
        parent=carried(data.get("image_content_model_id")),
        expires=created + 7 * DAY if created is not None else None,
    )


def _price(data: Mapping[str, Any]) -> Cost:
    return cost(credits=data.get("deduction_credit"))


def _failure(data: Mapping[str, Any]) -> GenerationFailed:
    """What a failed job ended in; the credits it tells say whether it was charged."""
    bill = _price(data)
    deducted = f"{bill.credits:g} credits were deducted" if bill.credits else None
    return failure(sentence(data.get("error_reasons") or "the image generation failed", deducted), bill=bill)


def _buttons(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The buttons that can still be pressed."""
    offered, used = (
        [*named] if isinstance(named, list) else [] for named in map(data.get, ("buttons", "used_buttons"))
    )
    return tuple(button for button in BUTTONS if button in offered and button not in used)


def _together(remote_id: str, records: Sequence[Record]) -> Record:
    """The jobs of one submission as one: over when all have ended, failed when none gave a picture."""
    if len(records) == 1:
        return records[0]
    outcomes = [record.outcome for record in records if record.outcome]
    errors = [record.error for record in records if record.state is State.FAILED and record.error]
    prices = [_price(record.raw).credits for record in records]
    under_way = [record.state for record in records if record.outcome is None and record.state is not State.FAILED]
    if not outcomes or under_way:
        there = min(under_way, default=State.FAILED, key=[*State].index)
        return replace(records[0], remote_id=remote_id, state=there, outcome=None, error=next(iter(errors), None))
    joined = Outcome(
        assets=[asset for outcome in outcomes for asset in outcome.assets],
        prompt_used=outcomes[0].prompt_used,
        cost=Cost(credits=None if None in prices else sum(filter(None, prices))),
        raw={"jobs": [dict(record.raw) for record in records]},
        warnings=tuple(f"one picture of the batch failed: {error.message}" for error in errors),
        expires=min((outcome.expires for outcome in outcomes if outcome.expires), default=None),
    )
    first = next(record for record in records if record.outcome)
    return replace(first, remote_id=remote_id, outcome=joined, raw=joined.raw, state=State.DOWNLOADING)
