"""Whether a reply is one at all, and which error it stands for."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

import httpx

from imgen_nb.errors import (
    ApiError,
    Charged,
    ContentRejected,
    GenerationFailed,
    ImgenError,
    NotFound,
    OutOfCredit,
    RateLimited,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.replies.values import complaint, sentence, whole, word, words
from imgen_nb.replies.waits import longest, retry_after, seconds_until
from imgen_nb.types import PRICE_UNKNOWN, Cost

DEEPEST = 100


def json_object(response: httpx.Response) -> dict[str, Any]:
    """Parse a JSON object, or raise `UnexpectedReply` naming where it is none."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        kind = words(response.headers.get("content-type", "no content type"), 80)
        raise UnexpectedReply(f"HTTP {response.status_code} is not JSON ({kind})", json_path="$") from None
    if not isinstance(body, dict):
        raise UnexpectedReply(f"HTTP {response.status_code} is not a JSON object", json_path="$")
    if not _shallow(body):
        raise UnexpectedReply(f"HTTP {response.status_code} is nested too deeply", json_path="$")
    return body


def told(response: httpx.Response) -> dict[str, Any]:
    """The same for the body of an error, which may be anything: {} where it is no object."""
    try:
        return json_object(response)
    except UnexpectedReply:
        return {}


def _shallow(value: Any) -> bool:
    """Whether whoever writes the reply down again, from a deeper stack, will not run out of it."""
    level = [value]
    for _ in range(DEEPEST):
        if not level:
            break
        groups = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        level = [item for group in groups for item in group]
    return not level


# ---------------------------------------------------------------------------- refusals and failures

PASSING = (408, 425)
"""Client errors that are a matter of the moment: request timeout, too early."""
SUCCESS = (200, 201, 202)

_REJECTED = re.compile(r"safety|blocked|moderat|policy|nsfw|content filter|inappropriate", re.IGNORECASE)
_STATUS: dict[int, type[ImgenError]] = {
    401: Unauthorized,
    402: OutOfCredit,
    403: Unauthorized,
    404: NotFound,
    429: RateLimited,
}
_CODES: dict[str, type[ImgenError]] = {
    **dict.fromkeys(("unauthorized", "unauthenticated", "not_authenticated", "forbidden"), Unauthorized),
    **dict.fromkeys(("payment_required", "insufficient_credits", "insufficient_quota", "out_of_credit"), OutOfCredit),
    **dict.fromkeys(("rate_limited", "rate_limit_exceeded", "too_many_requests"), RateLimited),
    **dict.fromkeys(("bad_request", "validation_error", "invalid_request"), ApiError),
    "not_found": NotFound,
    "generation_failed": GenerationFailed,
}


def failure(message: object, charged: Charged | None = None, bill: Cost = PRICE_UNKNOWN) -> GenerationFailed:
    """The error of a job that failed; no document has a code for the safety filter, so its words decide.

    Where the service tells the `bill` of a failed job, that says whether it was charged.
    """
    said = complaint(message, 500) or "the job failed, and nobody said why"
    kind = ContentRejected if _REJECTED.search(said) else GenerationFailed
    if bill != PRICE_UNKNOWN:
        charged = "yes" if bill.usd or bill.credits else "no"
    return kind(said, charged=charged, cost=bill)


def refuse(
    response: httpx.Response,
    *said: object,
    code: object = None,
    wait: object = None,
    success: Container[int] = SUCCESS,
    failed: Container[int] = (),
) -> None:
    """Raise the error that a status code stands for, with what the provider says; return only on success.

    `code` is the provider's own word for the trouble, `wait` the wait that its body names. A server's own trouble
    (5xx) and a redirect are `UnexpectedReply`: they do not tell whether the request was taken (RFC 9110, 9.2.2), and
    an API client follows no redirect, which would carry the key. Only where a document says that the job failed, by
    its code or by a status in `failed` beside a readable reason, it did.
    """
    status = response.status_code
    if status in success:
        return
    kind = _STATUS.get(status, ApiError if 400 <= status < 500 and status not in PASSING else UnexpectedReply)
    gave_up = _CODES.get(word(code)) is GenerationFailed or (status in failed and _reasons(code, *said))
    raise _error(response, GenerationFailed if gave_up else kind, (f"HTTP {status}", code, *said), wait)


def refused(
    response: httpx.Response,
    *said: object,
    code: object = None,
    kind: type[ImgenError] | None = None,
    wait: object = None,
) -> ImgenError:
    """Make the error that a body tells behind a status of success: of `kind`, or as its code says."""
    spelled = _CODES.get(word(code)) or (NotFound if word(code).endswith("_not_found") else UnexpectedReply)
    return _error(response, kind or _STATUS.get(whole(code) or 0, spelled), (code, *said), wait)


def _error(response: httpx.Response, kind: type[ImgenError], said: tuple[object, ...], wait: object) -> ImgenError:
    text = sentence(*said) or "the reply is an error"
    error = failure(text) if kind is GenerationFailed else kind(text)
    error.json_path = "$" if kind is UnexpectedReply else None
    error.retry_after = longest([retry_after(response), seconds_until(response, wait)])
    return error


def _reasons(*said: object) -> list[str]:
    """What is more than the name of a status."""
    return [one for one in map(complaint, said) if one and word(one) not in ("internal_server_error", "error")]
