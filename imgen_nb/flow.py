"""The five words a provider speaks, and what it declares. No I/O, no clock, no waiting.

A verb is a generator. It yields what it wants, and whoever drives it sends the answer back:

    part = yield from spend(request, read)   may cost money: journalled first, never blindly repeated
    yield from accepted(remote_id)           the provider took the job: committed before anything else
    part = yield from send(request, read)    safe: repeated inside the deadline
    yield from wait("queued" | "running")    not yet; the engine decides how long
    return Outcome(...)                      addresses or bytes of the pictures, and what is known of them

Requests name a path below the API root (`httpx.Request("GET", "/creations/7")`): the engine adds the
origin and the key, so a flow cannot send either anywhere else. `read` is the provider's own: it returns
the parsed part or raises an error of `imgen_nb.errors`, and the engine acts on the type of that error.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar
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
from imgen_nb.types import PRICE_UNKNOWN, Cadence, Cost, ImageRequest, Option, State, Window, options_for

T = TypeVar("T")
Read = Callable[[httpx.Response], T]
Waiting = Literal["queued", "running"]


@dataclass(frozen=True, slots=True)
class Exchange(Generic[T]):
    """One HTTP exchange a flow asks for; `paid` decides how the engine treats a failure."""

    request: httpx.Request
    read: Read[T]
    paid: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the job under this id."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The job is not finished; `progress` is 0 to 1 where the provider tells."""

    state: Waiting
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished job gave: `assets` are addresses or the bytes themselves."""

    assets: tuple[str | bytes, ...]
    prompt_used: str | None = None
    cost: Cost = PRICE_UNKNOWN
    raw: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A job as the provider's `get` or `list` tells it; `outcome` is there once it succeeded."""

    remote_id: str
    state: State
    prompt: str = ""
    prompt_used: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


Step = Exchange[Any] | Accepted | Wait
Flow = Generator[Step, Any, T]


def spend(request: httpx.Request, read: Read[T]) -> Flow[T]:
    """Send a request that may cost money."""
    part: T = yield Exchange(request, read, paid=True)
    return part


def send(request: httpx.Request, read: Read[T]) -> Flow[T]:
    """Send a request that costs nothing and may be repeated."""
    part: T = yield Exchange(request, read, paid=False)
    return part


def accepted(remote_id: str) -> Flow[None]:
    """Say that the provider took the job."""
    yield Accepted(remote_id)


def wait(state: Waiting, progress: float | None = None) -> Flow[None]:
    """Say that the job is not finished."""
    yield Wait(state, progress)


# ---------------------------------------------------------------------------- what a provider declares


@dataclass(frozen=True, slots=True)
class Credential:
    """One way to sign in: where the key is looked up and the header it travels in."""

    env: str
    header: str
    prefix: str = ""


class Provider(ABC):
    """One wire protocol: declarations as data, verbs as flows. Subclass it in one file.

    Needed: `name`, `title`, `base_url`, `options`, `generate`, `follow`. A verb the API lacks is simply
    not defined: `list(status, limit, offset, include_deleted)`, `get(remote_id)`, `delete(remote_id)`,
    `models()`, `press(request)` (a button of a finished job: `params` has "parent" and "button"),
    `reconcile(request)` (find a submission whose answer was lost: its id, or None) and
    `survey(remote_ids)` (the states of many jobs in one request).

    `credentials` are tried in order; a key given by argument uses the last. `lifetime` is how many
    seconds the provider keeps a finished picture, None where its document is silent.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    base_url: ClassVar[str]
    options: ClassVar[tuple[Option, ...]]
    credentials: ClassVar[tuple[Credential, ...]] = ()
    key_required: ClassVar[bool] = True
    cadence: ClassVar[Cadence] = Cadence(3.0)
    price: ClassVar[str] = "price unknown"
    lifetime: ClassVar[float | None] = None

    @abstractmethod
    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Submit the request and follow it to its end."""

    @abstractmethod
    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Follow a job that was accepted earlier, perhaps by another process."""

    def window(self, response: httpx.Response) -> Window | None:
        """Read the provider's request count off a reply, where it sends one."""
        return None

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Say which values do not go together, beyond what each option says of itself."""
        return None

    def option(self, name: str) -> Option | None:
        """The declaration of one parameter, for the model that is asked where none is named."""
        return self.options_for(None).get(name)

    def options_for(self, model: str | None) -> dict[str, Option]:
        """The parameters a model takes, by name; without one, those of the model asked where none is named."""
        return options_for(self.options, model)

    def has(self, verb: str) -> bool:
        """Whether this API offers a verb such as "list"."""
        return callable(getattr(self, verb, None))


# ---------------------------------------------------------------------------- readers that providers share

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
