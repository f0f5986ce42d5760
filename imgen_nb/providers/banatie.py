"""Banatie generations (document 001): create, poll, list, get, delete, under 100 requests an hour and key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import httpx

from imgen_nb.errors import InvalidRequest, UnexpectedReply
from imgen_nb.flow import (
    FAILED_WORDS,
    Credential,
    Flow,
    Outcome,
    Provider,
    Record,
    accepted,
    complaint,
    failure,
    identifier,
    json_object,
    part,
    refuse,
    seconds_until,
    segment,
    send,
    spend,
    wait,
    words,
)
from imgen_nb.types import Cadence, ImageRequest, Option, Page, State, Window

PATH = "/api/v1/generations"
REF = "imgen_ref"
"""Where our own request id travels inside the user's `meta`, so that a lost answer can be found again."""

STATES = {"pending": State.ACCEPTED, "processing": State.RUNNING, "success": State.DOWNLOADING, "failed": State.FAILED}
EMPTY_ANSWERS = 5

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
        made = yield from spend(httpx.Request("POST", PATH, json=_wire(request)), _one)
        remote_id = made["id"]
        yield from accepted(remote_id)
        return (yield from self._until_done(remote_id, made))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll a generation until it succeeds or fails."""
        return (yield from self._until_done(remote_id, (yield from self._fetch(remote_id))))

    def _until_done(self, remote_id: str, data: dict[str, Any]) -> Flow[Outcome]:
        empty = 0
        while True:
            if data["status"] in FAILED_WORDS:
                raise failure(complaint(data.get("errorMessage")) or "the generation failed without a message")
            if data["status"] == "success" and (outcome := _outcome(data)):
                return outcome
            empty += data["status"] == "success"
            if empty > EMPTY_ANSWERS:
                raise UnexpectedReply("success, and still without a picture", json_path="$.data.outputImage")
            yield from wait("queued" if data["status"] == "pending" else "running")
            data = yield from self._fetch(remote_id)

    def _fetch(self, remote_id: str) -> Flow[dict[str, Any]]:
        def read(response: httpx.Response) -> dict[str, Any]:
            data = _one(response)
            if data["id"] != remote_id:
                raise UnexpectedReply("the reply is about another generation", json_path="$.data.id")
            return data

        return (yield from send(httpx.Request("GET", f"{PATH}/{segment(remote_id)}"), read))

    def get(self, remote_id: str) -> Flow[Record]:
        """One generation with full details."""
        return _record((yield from self._fetch(remote_id)))

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
        return (yield from send(httpx.Request("GET", PATH, params=query), _page))

    def delete(self, remote_id: str) -> Flow[None]:
        """Delete a generation and its picture for good."""
        yield from send(httpx.Request("DELETE", f"{PATH}/{segment(remote_id)}"), _envelope)

    def survey(self, remote_ids: tuple[str, ...]) -> Flow[dict[str, State]]:
        """The states of many jobs for the price of one request: the newest hundred of the list."""
        page = yield from self.list(limit=100)
        return {record.remote_id: record.state for record in page.items if record.remote_id in remote_ids}

    def reconcile(self, request: ImageRequest) -> Flow[str | None]:
        """Look for a submission whose answer was lost: list the newest, get those with our prompt, match our id."""
        page = yield from self.list(limit=100)
        for record in page.items:
            if record.prompt != request.prompt:
                continue
            data = yield from self._fetch(record.remote_id)
            meta = data.get("meta")
            if isinstance(meta, dict) and meta.get(REF) == request.ref:
                return record.remote_id
        return None

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Our own word inside `meta` is taken."""
        return f"meta has {REF!r}, which is where our own id travels" if REF in params.get("meta", {}) else None

    def window(self, response: httpx.Response) -> Window | None:
        """Read the three X-RateLimit headers; the reset is in seconds, the service's own pages show a Unix time."""
        try:
            limit, remaining = (int(response.headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining"))
        except (KeyError, ValueError):
            return None
        reset = seconds_until(response, response.headers.get("x-ratelimit-reset", ""))
        return None if reset is None else Window(limit, remaining, reset)


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


def _envelope(response: httpx.Response) -> dict[str, Any]:
    """Open the `success` envelope; a refusal is told by the status code, or by `success: false` behind a 200."""
    code, message = _error(response)
    refuse(response, f"{code} {message}".strip())
    body = json_object(response)
    if body.get("success") is not True:
        raise UnexpectedReply(f"success is not true: {code} {message}".strip(), json_path="$.success")
    return body


def _one(response: httpx.Response) -> dict[str, Any]:
    data = part(_envelope(response), "data", dict)
    identifier(data, "id", "$.data")
    part(data, "status", str, "$.data")
    return dict(data)


def _page(response: httpx.Response) -> Page[Record]:
    body = _envelope(response)
    rows = [row for row in part(body, "data", list) if isinstance(row, dict) and isinstance(row.get("id"), str)]
    paging = part(body, "pagination", dict)
    total, limit, offset = (part(paging, name, int, "$.pagination") for name in ("total", "limit", "offset"))
    return Page(tuple(map(_record, rows)), total, paging.get("hasMore") is True, limit, offset)


def _record(data: Mapping[str, Any]) -> Record:
    return Record(
        remote_id=data["id"],
        state=STATES.get(str(data.get("status")), State.RUNNING),
        prompt=words(data.get("originalPrompt")) or words(data.get("prompt")),
        prompt_used=words(data.get("prompt")) or None,
        params={
            "aspect_ratio": words(data.get("aspectRatio")) or None,
            "enhance": data["autoEnhance"] if isinstance(data.get("autoEnhance"), bool) else None,
        },
        outcome=_outcome(data) if data.get("status") == "success" else None,
        raw=data,
    )


def _outcome(data: Mapping[str, Any]) -> Outcome | None:
    image = data.get("outputImage")
    address = image.get("storageUrl") if isinstance(image, dict) else None
    if not isinstance(address, str) or not address:
        return None
    return Outcome((address,), prompt_used=words(data.get("prompt")) or None, raw=data)


def _error(response: httpx.Response) -> tuple[str, str]:
    """The documented codes come in an envelope the document leaves open: as an object, or as the bare word."""
    try:
        error = json_object(response).get("error")
    except UnexpectedReply:
        return "", ""
    if isinstance(error, dict):
        return complaint(error.get("code")), complaint(error.get("message"))
    return complaint(error), ""
