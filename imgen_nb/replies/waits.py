"""How long a reply asks to wait, and how many requests it says are left."""

from __future__ import annotations

import re
from collections.abc import Iterable

import httpx

from imgen_nb.replies.values import EPOCH, moment, whole
from imgen_nb.types import Window

_DURATION = re.compile(
    r"(?=.)(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m(?!s))?"
    r"(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)s)?(?:([0-9]{1,12}(?:\.[0-9]{1,9})?)ms)?",
    re.ASCII,
)
_SECONDS = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,6})?", re.ASCII)
_BETWEEN = re.compile(r",(?!\s*[0-9]{1,2}[ -][A-Za-z])")
"""A comma between two equal headers that somebody joined, not the one inside a date."""


def retry_after(response: httpx.Response) -> float | None:
    """The seconds that a reply, whatever its status, asks to wait: the longest it names; None if it names none."""
    headers = response.headers
    waits = [seconds_until(response, headers.get(name, "")) for name in ("retry-after", "x-ratelimit-reset-after")]
    waits.append(seconds_until(response, f"{headers.get('retry-after-ms', '').strip()}ms"))
    return longest(waits)


def longest(waits: Iterable[float | None]) -> float | None:
    """The longest of several waits, some of which are not told."""
    return max((wait for wait in waits if wait is not None), default=None)


def seconds_until(response: httpx.Response, value: object) -> float | None:
    """Read a wait told as seconds, as "6m0s", as a Unix time or as an HTTP date; None if it is none of them.

    Two of them, joined by a comma, are the longer. A date is compared with the reply's own `Date`, which the engine
    fills in where a server leaves it out, so a wrong local clock does no harm.
    """
    each = [_seconds(response, one.strip()) for one in _BETWEEN.split(str(value))]
    waits = [wait for wait in each if wait is not None]
    return max(waits) if waits and len(waits) == len(each) else None


def _seconds(response: httpx.Response, value: str) -> float | None:
    # `float()` alone would take "nan", "inf" and "1_000".
    if _SECONDS.fullmatch(value) and float(value) <= EPOCH:
        return float(value)
    if parts := _DURATION.fullmatch(value):
        hours, minutes, seconds, millis = (float(one or 0) for one in parts.groups())
        return 3600 * hours + 60 * minutes + seconds + millis / 1000
    due, now = moment(value), moment(response.headers.get("date"))
    return None if due is None or now is None else max(1.0, due - now)


def window(response: httpx.Response, prefix: str = "x-ratelimit") -> Window | None:
    """Read a count of requests off the headers `-limit`, `-remaining`, `-reset`; -1, 0 and nonsense mean no limit."""
    limit, remaining = (_least(response.headers.get(f"{prefix}-{name}", "")) for name in ("limit", "remaining"))
    reset = seconds_until(response, response.headers.get(f"{prefix}-reset", ""))
    if limit is None or limit <= 0 or remaining is None or remaining < 0 or reset is None:
        return None
    return Window(limit, remaining, reset)


def _least(value: str) -> int | None:
    """The least of several counts that somebody joined."""
    counts = [whole(one) for one in value.split(",")]
    known = [count for count in counts if count is not None]
    return min(known) if len(known) == len(counts) else None
