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

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Literal, TypeVar

import httpx

from imgen_nb.replies import (
    DEEPEST,
    FAILED_WORDS,
    LONGEST_ID,
    PASSING,
    complaint,
    failure,
    identifier,
    json_object,
    part,
    refuse,
    retry_after,
    seconds_until,
    segment,
    words,
)
from imgen_nb.types import PRICE_UNKNOWN, Cadence, Cost, ImageRequest, Option, State, Window, options_for

__all__ = [
    "DEEPEST",
    "FAILED_WORDS",
    "LONGEST_ID",
    "PASSING",
    "Accepted",
    "Credential",
    "Exchange",
    "Flow",
    "Outcome",
    "Provider",
    "Read",
    "Record",
    "Step",
    "Wait",
    "Waiting",
    "accepted",
    "complaint",
    "failure",
    "identifier",
    "json_object",
    "part",
    "refuse",
    "retry_after",
    "seconds_until",
    "segment",
    "send",
    "spend",
    "wait",
    "words",
]
"""The words, and the readers of `imgen_nb.replies`, so that a provider needs one import."""

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
