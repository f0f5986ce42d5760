"""How a reply is read: what the readers of all providers share. No I/O, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from imgen_nb.errors import (
    ApiError,
    ContentRejected,
    GenerationFailed,
    InvalidRequest,
    NotFound,
    OutOfCredit,
    RateLimited,
    Unauthorized,
    UnexpectedReply,
)

T = TypeVar("T")

_SECONDS = re.compile(r"[0-9]{1,10}(\.[0-9]{1,6})?", re.ASCII)
_EPOCH = 10**9
_REJECTED = re.compile(r"safety|blocked|moderat|policy|nsfw|content filter|inappropriate", re.IGNORECASE)
LONGEST_ID = 200
DEEPEST = 100

PASSING = (408, 425)
"""Client errors that are a matter of the moment: request timeout, too early."""

FAILED_WORDS = frozenset({"failed", "error", "canceled", "cancelled", "rejected", "expired"})
"""Status words that end a job even where a document lists none of them: waiting on would be for ever."""


def json_object(response: httpx.Response) -> dict[str, Any]:
    """Parse a JSON object, or raise `UnexpectedReply` naming where it is none."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        kind = response.headers.get("content-type", "no content type")
        raise UnexpectedReply(f"HTTP {response.status_code} is not JSON ({kind})", json_path="$") from None
    if not isinstance(body, dict):
        raise UnexpectedReply(f"HTTP {response.status_code} is not a JSON object", json_path="$")
    if not _shallow(body):
        raise UnexpectedReply(f"HTTP {response.status_code} is nested too deeply", json_path="$")
    return body


def _shallow(value: Any) -> bool:
    """Whether whoever writes the reply down again, from a deeper stack, will not run out of it."""
    level = [value]
    for _ in range(DEEPEST):
        groups = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        level = [item for group in groups for item in group]
    return not level


def part(data: Mapping[str, Any], name: str, kind: type[T], path: str = "$") -> T:
    """Take a field of the documented type, or raise `UnexpectedReply` with its JSON path."""
    value = data.get(name)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise UnexpectedReply(f"no usable {name!r} in the reply", json_path=f"{path}.{name}")
    return value


def words(value: object, most: int = 20_000) -> str:
    """Take a provider's free text, clipped, as text that can be stored and shown; "" for anything else."""
    return value[:most].encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def complaint(value: object) -> str:
    """The same for what a provider says went wrong, which may have any shape and any length."""
    return words(value if isinstance(value, str) else str(value) if value else "", 300)


def identifier(data: Mapping[str, Any], name: str, path: str = "$") -> str:
    """Take an id that can safely become part of an address and of the journal."""
    value = part(data, name, str, path)
    if not 0 < len(value) <= LONGEST_ID or not value.isprintable() or value in (".", ".."):
        raise UnexpectedReply(f"the reply's {name!r} is no usable id", json_path=f"{path}.{name}")
    return value


def segment(remote_id: str) -> str:
    """Quote an id so that it stays one segment of a path; one that names no job (also a user's) is refused."""
    if not 0 < len(remote_id) <= LONGEST_ID or not remote_id.isprintable() or remote_id in (".", ".."):
        raise InvalidRequest(f"{remote_id[:40]!r} is no id of a job", hint="nothing was sent")
    return quote(remote_id, safe="")


def failure(message: str) -> GenerationFailed:
    """The error of a job that failed; no document has a code for the safety filter, so its words decide."""
    kind = ContentRejected if _REJECTED.search(message) else GenerationFailed
    hint = "change the prompt" if kind is ContentRejected else ""
    return kind(message[:500], hint=hint)


def refuse(response: httpx.Response, message: str, *, success: tuple[int, ...] = (200, 201, 202)) -> None:
    """Raise the error that a status code stands for; return only on success.

    A server's own trouble (5xx) and a redirect are `UnexpectedReply`: they do not tell whether the
    request was taken (RFC 9110, 9.2.2), and an API client follows no redirect, which would carry the key.
    """
    status = response.status_code
    if status in success:
        return
    said = f"HTTP {status}: {message}" if message else f"HTTP {status}"
    if status in (401, 403):
        raise Unauthorized(said)
    if status == 402:
        raise OutOfCredit(said)
    if status == 404:
        raise NotFound(said)
    if status == 429:
        raise RateLimited(said, retry_after=retry_after(response))
    if 400 <= status < 500 and status not in PASSING:
        raise ApiError(said)
    raise UnexpectedReply(said, json_path="$")


def retry_after(response: httpx.Response) -> float | None:
    """Read `Retry-After` as seconds; None when it is absent or makes no sense."""
    return seconds_until(response, response.headers.get("retry-after", ""))


def seconds_until(response: httpx.Response, value: str) -> float | None:
    """Read a wait told as seconds, as a Unix time (above 10^9) or as an HTTP date; None if it is neither.

    A date is compared with the reply's own `Date`, which the engine fills in where a server leaves it
    out, so a wrong local clock does no harm. `float()` alone would take "nan", "inf" and "1_000".
    """
    value = value.strip()
    try:
        if _SECONDS.fullmatch(value) and float(value) <= _EPOCH:
            return float(value)
        now = _moment(response.headers["date"])
        due = float(value) if _SECONDS.fullmatch(value) else _moment(value)
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return max(1.0, due - now)


def _moment(date: str) -> float:
    """Read an HTTP date; one that names no zone (asctime's form) is in UTC, not in this machine's."""
    read = parsedate_to_datetime(date)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
