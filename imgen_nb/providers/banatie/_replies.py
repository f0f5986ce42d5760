"""How Banatie answers: an envelope with `success`, a page with `pagination`, errors with a code."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any, TypeVar

import httpx

from imgen_nb.errors import UnexpectedReply
from imgen_nb.flow import (
    SUCCESS,
    Asset,
    Outcome,
    Record,
    address,
    carried,
    complaint,
    failure,
    json_object,
    moment,
    part,
    refuse,
    refused,
    size,
    state,
    told,
    truth,
    whole,
    word,
    words,
)
from imgen_nb.types import Page, State

T = TypeVar("T")

STATES = {"pending": State.ACCEPTED, "processing": State.RUNNING, "success": State.DOWNLOADING, "failed": State.FAILED}


def envelope(response: httpx.Response) -> dict[str, Any]:
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


def data_of(response: httpx.Response) -> dict[str, Any]:
    """The one record of a reply."""
    return part(envelope(response), "data", dict)


def deleted(response: httpx.Response) -> None:
    """Any success will do, with a body or without one."""
    _refuse(response, range(200, 300))
    if "success" in told(response):
        envelope(response)


def page_of(
    read: Callable[[str, Mapping[str, Any]], T], limit: int, offset: int, response: httpx.Response, key: str = "id"
) -> Page[T]:
    """Read a page; the numbers around it only decorate."""
    body = envelope(response)
    rows = [row for row in part(body, "data", list) if isinstance(row, dict)]
    items = [read(name, row) for row in rows if (name := carried(row.get(key)))]
    paging = body.get("pagination")
    paging = paging if isinstance(paging, dict) else {}
    total, limit_there, offset_there = (whole(paging.get(name)) for name in ("total", "limit", "offset"))
    limit, offset = limit_there or limit, offset if offset_there is None else offset_there
    total = offset + len(items) if total is None else total
    return Page(tuple(items), total, truth(paging.get("hasMore")), limit, offset)


def _refuse(response: httpx.Response, success: Container[int] = SUCCESS) -> None:
    code, message = _error(told(response))
    refuse(response, message, code=code, success=success)


def _error(body: Mapping[str, Any]) -> tuple[object, object]:
    error = body.get("error")
    if not isinstance(error, dict):
        return error, body.get("message")
    return error.get("code"), error.get("message") or (None if error.get("code") else error)


# ---------------------------------------------------------------------------- a generation


def record(remote_id: str, data: Mapping[str, Any], silent: str = "") -> Record:
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


def listed(remote_id: str, data: Mapping[str, Any]) -> Record:
    """The same for an item of a list, which has fewer fields."""
    return record(remote_id, data, "unknown")
