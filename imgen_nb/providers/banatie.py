"""Banatie generations (document 001): create, poll, list, get, delete, under 100 requests an hour and key."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import InvalidRequest, NotFound, UnexpectedReply
from imgen_nb.flow import (
    SUCCESS,
    Asset,
    Credential,
    Flow,
    Outcome,
    Provider,
    Record,
    accepted,
    address,
    belongs,
    carried,
    complaint,
    failure,
    identifier,
    json_object,
    moment,
    part,
    refuse,
    refused,
    segment,
    send,
    size,
    spend,
    state,
    told,
    truth,
    whole,
    window,
    word,
    words,
)
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.types import Cadence, ImageRequest, Option, Page, State, Window

PATH = "/api/v1/generations"
REF = "imgen_ref"
"""Where our own request id travels inside the user's `meta`, so that a lost answer can be found again."""

STATES = {"pending": State.ACCEPTED, "processing": State.RUNNING, "success": State.DOWNLOADING, "failed": State.FAILED}
PICTURE = "$.data.outputImage"
CANDIDATES = 12
"""How many records one look for a lost answer may ask for: each costs one of the hour's 100 requests."""

OPTIONS = (
    Option("prompt", "text", "Text description of the image", required=True),
    Option("aspect_ratio", "choice", "Shape of the picture", ("1:1", "16:9", "9:16", "3:2", "21:9"), default="1:1"),
    Option("enhance", "switch", "Let the service rewrite the prompt; the original is kept", default=True),
    Option(
        "template",
        "choice",
        "Style of the rewriting",
        ("general", "photorealistic", "illustration", "minimalist", "sticker", "product", "comic"),
        default="general",
    ),
    Option("meta", "mapping", "Your own data, kept with the generation"),
)
LISTING = (
    Option("status", "choice", choices=tuple(STATES)),
    Option("limit", "integer", low=1, high=100),
    Option("offset", "integer", low=0, high=10**9),
    Option("include_deleted", "switch"),
)


class Banatie(Provider):
    """The generations API. Every call counts against the hour's window, polls too."""

    name = "banatie"
    title = "Banatie"
    base_url = "https://api.banatie.app"
    credentials = (Credential("BANATIE_API_KEY", "X-API-Key"),)
    cadence = Cadence(3.0, "the document names no cadence; 3 s is ours, stretched as the window empties")
    options: ClassVar[tuple[Option, ...]] = OPTIONS

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Create a generation; it may be finished at once, which the service's own pages show."""
        made = yield from spend(httpx.Request("POST", PATH, json=_wire(request)), _created)
        yield from accepted(made.remote_id)
        return outcome_of((yield from ended(partial(self.get, made.remote_id), made, PICTURE)))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a generation until it succeeds or fails."""
        return outcome_of((yield from ended(partial(self.get, remote_id), json_path=PICTURE)))

    def get(self, remote_id: str) -> Flow[Record]:
        """One generation with full details."""

        def read(response: httpx.Response) -> Record:
            data = part(_envelope(response), "data", dict)
            belongs(data, "id", remote_id, "$.data")
            return _record(remote_id, data)

        return (yield from send(httpx.Request("GET", f"{PATH}/{segment(remote_id)}"), read))

    def list(
        self, status: str | None = None, limit: int = 20, offset: int = 0, include_deleted: bool = False
    ) -> Flow[Page[Record]]:
        """One page of generations; their items carry fewer fields than `get`."""
        asked = {"status": status, "limit": limit, "offset": offset, "include_deleted": include_deleted}
        for option in LISTING:
            value = asked[option.name]
            if value is not None and (problem := option.problem(value)):
                raise InvalidRequest(f"{option.name} {problem}", hint="nothing was sent")
        query: dict[str, str | int] = {
            "limit": limit,
            "offset": offset,
            "includeDeleted": str(include_deleted).lower(),
            **({"status": status} if status else {}),
        }
        return (yield from send(httpx.Request("GET", PATH, params=query), partial(_page, limit, offset)))

    def delete(self, remote_id: str) -> Flow[None]:
        """Delete a generation and its picture for good."""
        yield from send(httpx.Request("DELETE", f"{PATH}/{segment(remote_id)}"), _deleted)

    def survey(self, remote_ids: tuple[str, ...]) -> Flow[dict[str, State]]:
        """The states of many jobs for the price of one request: the newest hundred of the list."""
        page = yield from self.list(limit=100)
        return {record.remote_id: record.state for record in page.items if record.remote_id in remote_ids}

    def reconcile(self, request: ImageRequest) -> Flow[str | None]:
        """Look for a submission whose answer was lost, among the newest hundred: our id in `meta` alone decides.

        The list tells no `meta`, so records are asked for one by one, the most alike first: a service may keep a
        prompt trimmed, normalised, cut or rewritten. One that is not to be had yet is passed over for this time.
        """
        page = yield from self.list(limit=100)
        silent = []
        for record in page:
            ref = _ref(record)
            if ref == request.ref:
                return record.remote_id
            if ref is None:
                silent.append(record)
        silent.sort(key=lambda record: (-_likeness(record.prompt, request.prompt), -(record.created or 0)))
        for record in silent[:CANDIDATES]:
            try:
                full = yield from self.get(record.remote_id)
            except NotFound:
                continue
            if _ref(full) == request.ref:
                return record.remote_id
        return None

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Our own word inside `meta` is taken."""
        return f"meta has {REF!r}, which is where our own id travels" if REF in params.get("meta", {}) else None

    def remarks(self, prompt: str, params: Mapping[str, Any]) -> tuple[str, ...]:
        """A template is the style of the rewriting: without one it is sent to nobody."""
        template = params.get("template", "general")
        if params.get("enhance", True) or template == "general":
            return ()
        return (f"template {template!r} was not used: enhance is off, so the prompt was not rewritten",)

    def window(self, response: httpx.Response) -> Window | None:
        """Read the three X-RateLimit headers; the reset is in seconds, the service's own pages show a Unix time."""
        return window(response)


def _wire(request: ImageRequest) -> dict[str, Any]:
    params = request.params
    body: dict[str, Any] = {
        "prompt": request.prompt,
        "aspectRatio": params["aspect_ratio"],
        "autoEnhance": params["enhance"],
        "meta": {**(params.get("meta") or {}), REF: request.ref},
    }
    if params["enhance"]:
        body["enhancementOptions"] = {"template": params["template"]}
    return body


def _ref(record: Record) -> object:
    """Our own id in a record's `meta`; None where the record tells no `meta`."""
    meta = record.raw.get("meta")
    return meta.get(REF, "") if isinstance(meta, dict) else None


def _likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1, by their pairs of letters: blanks, case and forms do not count."""
    first, second = (
        {*pairwise("".join(unicodedata.normalize("NFKC", text[:2000]).casefold().split()))} for text in (one, other)
    )
    return len(first & second) / max(1, len(first | second))


def _envelope(response: httpx.Response) -> dict[str, Any]:
    """Open the `success` envelope; a refusal is told by the status code, or by `success: false` behind a 200.

    The documented codes come in an envelope the document leaves open: as an object, or as the bare word.
    """
    _refuse(response)
    body = json_object(response)
    if not truth(body.get("success")):
        data = body.get("data")
        taken = isinstance(data, dict) and carried(data.get("id"))
        code, message = _error(body)
        raise refused(response, message, code=code, kind=UnexpectedReply if taken else None)
    return body


def _refuse(response: httpx.Response, success: Container[int] = SUCCESS) -> None:
    code, message = _error(told(response))
    refuse(response, message, code=code, success=success)


def _error(body: Mapping[str, Any]) -> tuple[object, object]:
    error = body.get("error")
    if not isinstance(error, dict):
        return error, body.get("message")
    return error.get("code"), error.get("message") or (None if error.get("code") else error)


def _created(response: httpx.Response) -> Record:
    data = part(_envelope(response), "data", dict)
    return _record(identifier(data, "id", "$.data"), data, silent="pending")


def _deleted(response: httpx.Response) -> None:
    """Any success will do, with a body or without one."""
    _refuse(response, range(200, 300))
    if "success" in told(response):
        _envelope(response)


def _page(limit: int, offset: int, response: httpx.Response) -> Page[Record]:
    """Read a page; of a list, too, the numbers around it only decorate."""
    body = _envelope(response)
    rows = [row for row in part(body, "data", list) if isinstance(row, dict)]
    records = [_record(remote_id, row, "unknown") for row in rows if (remote_id := carried(row.get("id")))]
    paging = body.get("pagination")
    paging = paging if isinstance(paging, dict) else {}
    total, limit_there, offset_there = (whole(paging.get(name)) for name in ("total", "limit", "offset"))
    limit, offset = limit_there or limit, offset if offset_there is None else offset_there
    total = offset + len(records) if total is None else total
    return Page(tuple(records), total, truth(paging.get("hasMore")), limit, offset)


def _record(remote_id: str, data: Mapping[str, Any], silent: str = "") -> Record:
    """Read a generation; one without a status counts as `silent`, and as no readable reply where that is empty."""
    there = state(data if word(data.get("status")) else {**data, "status": silent}, known=STATES, path="$.data")
    image, prompt = data.get("outputImage"), words(data.get("prompt"))
    place = address(image.get("storageUrl")) if isinstance(image, dict) else None
    made = Outcome([Asset(place, size=size(image))], prompt_used=prompt or None, raw=data) if place else None
    said = complaint(data.get("errorMessage")) or "the generation failed without a message"
    return Record(
        remote_id,
        there,
        prompt=words(data.get("originalPrompt")) or prompt,
        prompt_used=prompt or None,
        params={
            "aspect_ratio": words(data.get("aspectRatio")) or None,
            "enhance": data["autoEnhance"] if isinstance(data.get("autoEnhance"), bool) else None,
        },
        outcome=made if there is State.DOWNLOADING else None,
        raw=data,
        created=moment(data.get("createdAt")),
        error=failure(said) if there is State.FAILED else None,
    )
