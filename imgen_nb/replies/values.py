"""One rule for each kind of value in a reply, whoever sends it.

What is only carried (an id) is taken as it comes. What decides (a state word, a code) is read by its sense, not by its
spelling or type. What merely decorates (a price, a seed, a button) is unknown where it is not understood: it never
loses a picture that was paid. Text is cleaned here, once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote

from imgen_nb.errors import InvalidRequest, UnexpectedReply, printable
from imgen_nb.types import Cost, State

T = TypeVar("T")

LONGEST_ID = 200
COMPLAINT = 300
"""Characters of what a provider says went wrong."""


def part(data: Mapping[str, Any], name: str, kind: type[T], path: str = "$") -> T:
    """Take a field of the documented type, or raise `UnexpectedReply` with its JSON path; a number may be text."""
    value = data.get(name)
    value = whole(value) if kind is int else number(value) if kind is float else value
    if not isinstance(value, kind):
        raise UnexpectedReply(f"no usable {name!r} in the reply", json_path=f"{path}.{name}")
    return value


# ---------------------------------------------------------------------------- text

_TERMINAL = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # colours, cursor, clearing
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"  # titles, clipboard, devices
    r"|\x1b[ -/]*[0-~]?"
)


def words(value: object, most: int = 20_000) -> str:
    """Take a provider's free text as text that can be stored, printed and shown, clipped; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return printable(re.sub("\r\n?", "\n", _TERMINAL.sub("", value[: 2 * most])))[:most]


_SAYING = ("message", "msg", "detail", "error_message", "error", "title", "reason", "description")


def complaint(value: object, most: int = COMPLAINT) -> str:
    """The same for what a provider says went wrong, which may have any shape and any length."""
    if isinstance(value, str):
        return words(value, most).strip()
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(filter(None, (complaint(one) for one in value[:20]))))[:most]
    if isinstance(value, Mapping):
        return next(filter(None, (complaint(value.get(name)) for name in _SAYING)), "") or words(str(value or ""), most)
    return words(str(value), most) if value else ""


_WORDS = re.compile(r"[^\W_]+")


def sentence(*parts: object) -> str:
    """Join what is known of a trouble; what another part says already is left out.

    Example:
        >>> sentence("HTTP 402", "Payment Required", "payment required.", None)
        'HTTP 402: Payment Required'
    """
    said: dict[str, str] = {}
    for text in map(complaint, parts):
        sense = " ".join(["", *_WORDS.findall(text.casefold()), ""])
        if text and not any(sense in known for known in said):
            said = {known: one for known, one in said.items() if known not in sense} | {sense: text}
    *before, last = said.values() or [""]
    return ": ".join([*(text.rstrip(":. ") for text in before), last])


def address(value: object) -> str | None:
    """Take where a picture is; None for anything that says no place."""
    place = value.get("url") if isinstance(value, Mapping) else value
    return place.strip() or None if isinstance(place, str) else None


def addresses(value: object) -> tuple[str, ...]:
    """Take a list of places, each bare or as an object with its `url`; a single one stands for itself."""
    found = map(address, value if isinstance(value, list) else [value])
    return tuple(place for place in found if place)


# ---------------------------------------------------------------------------- ids


def identifier(data: Mapping[str, Any], name: str, path: str = "$") -> str:
    """Take an id that can safely become part of an address and of the journal; a number is its text."""
    value = carried(data.get(name))
    if value is None:
        raise UnexpectedReply(f"no usable {name!r} in the reply", json_path=f"{path}.{name}")
    return value


def carried(value: object) -> str | None:
    """An id as it comes; None where there is none: null, an empty text, and what never is an id."""
    text = _spelled(value)
    return text if 0 < len(text) <= LONGEST_ID and text.isprintable() and text not in (".", "..") else None


def belongs(data: Mapping[str, Any], name: str, remote_id: str, path: str = "$") -> None:
    """Check that a reply is about the job that was asked for, where it says about which it is."""
    if _spelled(data.get(name)) not in ("", remote_id):
        raise UnexpectedReply("the reply is about another job", json_path=f"{path}.{name}")


def segment(remote_id: object) -> str:
    """Quote an id so that it stays one segment of a path; one that names no job (also a user's) is refused."""
    text = carried(remote_id)
    if text is None:
        raise InvalidRequest(f"{str(remote_id)[:40]!r} is no id of a job", hint="nothing was sent")
    return quote(text, safe="")


def _spelled(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else ""


# ---------------------------------------------------------------------------- state words

FAILED_WORDS = frozenset(
    {
        *("failed", "failure", "fail", "error", "errored", "rejected", "blocked", "expired", "timeout", "timed_out"),
        *("canceled", "cancelled", "aborted", "revoked", "terminated", "killed", "dead"),
    }
)
"""Status words that end a job even where a document lists none of them: waiting on would be for ever."""
DONE_WORDS = frozenset({"success", "succeeded", "successful", "completed", "complete", "done", "finished", "ready"})
QUEUED_WORDS = frozenset({"pending", "queued", "queueing", "in_queue", "waiting", "starting", "submitted", "created"})


def word(value: object) -> str:
    """A state word without the accidents of its spelling: case, blanks, the type of a number; "" where it is none.

    Example:
        >>> word(" In Progress "), word(3), word("3"), word(None)
        ('in_progress', '3', '3', '')
    """
    return re.sub(r"[\s_-]+", "_", words(_spelled(value), 60).strip().casefold())


def state(
    data: Mapping[str, Any], name: str = "status", known: Mapping[str, State] | None = None, path: str = "$"
) -> State:
    """Read how far a job is: DOWNLOADING is done there; what nobody knows is under way.

    `known` are the words of a document; where it is silent, the usual ones count. Raises `UnexpectedReply` where
    there is no word at all.
    """
    said = word(data.get(name))
    if not said:
        raise UnexpectedReply(f"no usable {name!r} in the reply", json_path=f"{path}.{name}")
    if known and said in known:
        return known[said]
    usual = ((FAILED_WORDS, State.FAILED), (DONE_WORDS, State.DOWNLOADING), (QUEUED_WORDS, State.ACCEPTED))
    return next((stands for group, stands in usual if said in group), State.RUNNING)


# ---------------------------------------------------------------------------- numbers and moments

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?", re.ASCII)
EPOCH = 10**9
"""Seconds of a Unix time near ours: what is a tenth of it or less is no moment, and what is a hundredfold is told in
thousandths."""


def number(value: object) -> float | None:
    """Read a number, which may be told as text; None for NaN, the infinite and what is none.

    Example:
        >>> number("0.03"), number(6), number(True), number(float("nan")), number("1_000")
        (0.03, 6.0, None, None, None)
    """
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        read = float(value)
    except OverflowError:
        return None
    return read if math.isfinite(read) else None


def whole(value: object) -> int | None:
    """The same for a whole number, read in full: a large seed is no float.

    Example:
        >>> whole("42"), whole(42.0), whole(2**63 - 1), whole(0.5)
        (42, 42, 9223372036854775807, None)
    """
    read = number(value)
    if read is None or not read.is_integer() or abs(read) > 2**64:
        return None
    try:
        return int(value)  # type: ignore[call-overload, no-any-return]  # what `number` took is text or a number
    except ValueError:  # "42.0"
        return int(read)


def size(data: object) -> tuple[int, int] | None:
    """The width and height that an object tells in pixels."""
    if not isinstance(data, Mapping):
        return None
    width, height = whole(data.get("width")), whole(data.get("height"))
    return (width, height) if width and height and min(width, height) > 0 else None


def cost(usd: object = None, credits: object = None, source: str = "") -> Cost:
    """A price as it is told; what is not understood, or below nothing, is unknown."""
    told = (number(value) for value in (usd, credits))
    dollars, units = (read if read is not None and read >= 0 else None for read in told)
    return Cost(dollars, units, source)


def moment(value: object) -> float | None:
    """Read when something happened, as a Unix time: told in seconds, in thousandths, or as an ISO or HTTP date."""
    if (told := number(value)) is not None:
        seconds = told / 1000 if told >= 100 * EPOCH else told
        return seconds if EPOCH / 10 <= seconds <= 10 * EPOCH else None
    if not isinstance(value, str) or len(value) > 64:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _in_utc(read(value.strip())).timestamp()
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def _in_utc(read: datetime) -> datetime:
    """A date that names no zone (asctime's form) is in UTC, not in this machine's."""
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def truth(value: object) -> bool:
    """Whether something is said to be so: true, also as text or as 1."""
    return value is True or word(value) in ("true", "1", "yes")
