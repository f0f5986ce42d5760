"""The six words a provider speaks, and what it declares. No I/O, no clock, no waiting.

A verb is a generator. It yields what it wants, and whoever drives it sends the answer back:

    part = yield from spend(request, read)   may cost money: journalled first, never blindly repeated
    yield from accepted(remote_id)           the provider took the job: committed before anything else
    part = yield from send(request, read)    safe: repeated inside the deadline
    part = yield from upload(request, read)  a picture put where the paid request will name it: free, sent once
    yield from wait("queued" | "running")    not yet; the engine decides how long
    return Outcome(...)                      addresses or bytes of the pictures, and what is known of them

Requests name a path below the API root (`httpx.Request("GET", "/creations/7")`): the engine adds the
origin and the key, so a flow cannot send either anywhere else. `read` is the provider's own: it returns
the parsed part or raises an error of `imgen_nb.errors`, and the engine acts on the type of that error.
This file is longer than others: it is all that a third party must read.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, Literal, TypeVar

import httpx

from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.replies import (
    DEEPEST,
    DONE_WORDS,
    FAILED_WORDS,
    LONGEST_ID,
    PASSING,
    SUCCESS,
    Events,
    address,
    addresses,
    belongs,
    carried,
    complaint,
    cost,
    events,
    failure,
    identifier,
    json_object,
    moment,
    number,
    part,
    refuse,
    refused,
    retry_after,
    seconds_until,
    segment,
    sentence,
    size,
    state,
    streamed,
    told,
    truth,
    whole,
    window,
    word,
    words,
)
from imgen_nb.types import (
    PRICE_UNKNOWN,
    Cadence,
    Catalogue,
    Cost,
    ImageRequest,
    Model,
    Option,
    Page,
    Policy,
    RemoteImage,
    State,
    Window,
    options_for,
)

__all__ = [
    "DEEPEST",
    "DONE_WORDS",
    "FAILED_WORDS",
    "LONGEST_ID",
    "PASSING",
    "SUCCESS",
    "Accepted",
    "Asset",
    "Credential",
    "Events",
    "Exchange",
    "Flow",
    "Outcome",
    "Provider",
    "Read",
    "Record",
    "SignIn",
    "Step",
    "Wait",
    "Waiting",
    "Watch",
    "accepted",
    "address",
    "addresses",
    "belongs",
    "carried",
    "complaint",
    "cost",
    "events",
    "failure",
    "identifier",
    "json_object",
    "moment",
    "number",
    "part",
    "refuse",
    "refused",
    "retry_after",
    "seconds_until",
    "segment",
    "send",
    "sentence",
    "size",
    "spend",
    "state",
    "streamed",
    "told",
    "truth",
    "upload",
    "wait",
    "whole",
    "window",
    "word",
    "words",
]
"""The words, and the readers of `imgen_nb.replies`, so that a provider needs one import."""

T = TypeVar("T")
Read = Callable[[httpx.Response], T]
Waiting = Literal["queued", "running"]
Listener = Callable[[bytes], Iterable["Wait"]]


@dataclass(frozen=True, slots=True)
class Exchange(Generic[T]):
    """One HTTP exchange a flow asks for; `paid` decides how the engine treats a failure.

    `meanwhile` is a safe exchange whose reader gives a `Wait`: asked at the cadence while a paid one is held. `heard`
    makes a listener for one try: it is given the reply's bytes as they arrive, and gives the `Wait`s they tell. `once`
    says that the same content need not be sent again: the answer of the first time is given, and beyond this process
    where `there` makes the question of it whether what was put is there yet.
    """

    request: httpx.Request
    read: Read[T]
    paid: bool
    meanwhile: Exchange[Wait] | None = None
    heard: Callable[[], Listener] | None = None
    once: bool = False
    there: Callable[[T], httpx.Request] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the job under this id; `cost` is the bill, where it is told then."""

    remote_id: str
    cost: Cost = PRICE_UNKNOWN


@dataclass(frozen=True, slots=True)
class Wait:
    """The job is not finished; `progress` is 0 to 1, `preview` the bytes of a coarse picture, where they are told."""

    state: Waiting
    progress: float | None = None
    preview: bytes | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """A web socket that tells how an accepted job is while it is waited for: where it is, and who reads it.

    `path` is below the API's root. The listener is given each message, a text or bytes, and gives the `Wait`s it tells;
    None says that the job has ended, so that it is asked for at once.
    """

    path: str
    listener: Callable[[str | bytes], Iterable[Wait | None]]


@dataclass(frozen=True, slots=True)
class Asset:
    """One picture of an outcome: `source` is its address (absolute, relative to the API's origin, or a data URL) or
    its bytes; its own `seed`, `size` (width, height) and `text` where the provider tells them.
    """

    source: str | bytes = field(repr=False)
    seed: int | None = None
    size: tuple[int, int] | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", _in_hand(self.source))


def _in_hand(source: Any) -> Any:
    """A picture that was paid, whatever holds its bytes."""
    return bytes(source) if isinstance(source, bytearray | memoryview) else source


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished job gave; in `assets` a plain address or plain bytes stand for an `Asset`, and one for a tuple.

    `expires` is the Unix time until which the provider keeps its copy, where the reply tells it; without it the
    engine reckons from acceptance with the provider's `lifetime`.
    """

    assets: tuple[Asset, ...]
    prompt_used: str | None = None
    cost: Cost = PRICE_UNKNOWN
    raw: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    parent: str | None = None
    expires: float | None = None

    def __init__(
        self,
        assets: Iterable[Asset | str | bytes] | Asset | str | bytes | bytearray | memoryview | None,
        prompt_used: str | None = None,
        cost: Cost = PRICE_UNKNOWN,
        raw: Mapping[str, Any] | None = None,
        warnings: tuple[str, ...] = (),
        actions: tuple[str, ...] = (),
        parent: str | None = None,
        expires: float | None = None,
    ) -> None:
        put = object.__setattr__
        alone = isinstance(assets, Asset | str | bytes | bytearray | memoryview)
        each: Iterable[Any] = (assets,) if alone and assets else assets or ()  # type: ignore[assignment]
        put(self, "assets", tuple(one if isinstance(one, Asset) else Asset(_in_hand(one)) for one in each))
        put(self, "prompt_used", prompt_used)
        put(self, "cost", cost)
        put(self, "raw", {} if raw is None else raw)
        put(self, "warnings", warnings)
        put(self, "actions", actions)
        put(self, "parent", parent)
        put(self, "expires", expires)


@dataclass(frozen=True, slots=True)
class Record:
    """A job as the provider's `get` or `list` tells it; `created` is a Unix time.

    `outcome` is there once it succeeded, `error` says what it ended in, or what is said beside a result; `progress` is
    0 to 1 where it is told.
    """

    remote_id: str
    state: State
    prompt: str = ""
    prompt_used: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)
    created: float | None = None
    error: ImgenError | None = field(default=None, repr=False, compare=False)
    progress: float | None = None


Step = Exchange[Any] | Accepted | Wait
Flow = Generator[Step, Any, T]


def spend(
    request: httpx.Request,
    read: Read[T],
    meanwhile: tuple[httpx.Request, Read[Wait]] | None = None,
    heard: Callable[[], Listener] | None = None,
) -> Flow[T]:
    """Send a request that may cost money; `meanwhile` is a safe one asked at the cadence while the answer is held.

    `heard` makes a listener that is given the answer's bytes as they arrive, for what a stream tells before its end.
    """
    beside = Exchange(*meanwhile, paid=False) if meanwhile else None
    part: T = yield Exchange(request, read, paid=True, meanwhile=beside, heard=heard)
    return part


def send(request: httpx.Request, read: Read[T]) -> Flow[T]:
    """Send a request that costs nothing and may be repeated."""
    part: T = yield Exchange(request, read, paid=False)
    return part


def upload(request: httpx.Request, read: Read[T], there: Callable[[T], httpx.Request] | None = None) -> Flow[T]:
    """Put a picture where the paid request will name it: free and repeatable, and by its content sent once.

    `there` makes, of what `read` gave, a safe request whose answer `read` takes too while the picture is there: then
    other processes need not put it anew. Without it this process alone remembers.
    """
    part: T = yield Exchange(request, read, paid=False, once=True, there=there)
    return part


def accepted(remote_id: str | int, cost: Cost = PRICE_UNKNOWN) -> Flow[None]:
    """Say that the provider took the job, and its bill where that is told now; an id that is a number is its text."""
    known = carried(remote_id) or remote_id
    yield Accepted(known, cost)  # type: ignore[arg-type]  # what is none is the engine's to refuse


def wait(state: Waiting, progress: float | None = None, preview: bytes | None = None) -> Flow[None]:
    """Say that the job is not finished."""
    yield Wait(state, progress, preview)


# ---------------------------------------------------------------------------- what a provider declares


HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)
"""How the name of a header is written."""


@dataclass(frozen=True, slots=True)
class Credential:
    """One way to sign in: where the key is looked up and the header it travels in."""

    env: str
    header: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A token that is had for an id and a secret: both variables, the header it travels in, how it is asked for.

    `request` makes the question of id and secret, `read` takes the token from the answer, and `stale` tells whether a
    reply refuses a token, which says that its request did nothing.
    """

    env: tuple[str, str]
    header: str
    prefix: str
    request: Callable[[str, str], httpx.Request]
    read: Read[str]
    stale: Callable[[httpx.Response], bool]


class Provider(ABC):
    """One wire protocol: declarations as data, verbs as flows. Subclass it in one file.

    Needed: `name`, `title`, `base_url`, `options`, `generate`, `follow`. The other verbs stand below with the words
    "not offered": an API that has one overrides it.

    `credentials` are tried in order, then `sign_in`; a key given by argument uses the last of them. `origins` are
    further places ("https://host") that a request may name by its whole address; none of them is ever sent the key.
    `siblings` are those that are the same service and do get it; "https://*.host" is every name below one.
    `lifetime` is how many seconds the provider keeps a finished picture, None where its document is silent.
    `public_list` says that its `catalogue` is told to anybody: it is asked without a key.
    `bills_as_quoted` says that no reply tells the bill: it is what `quote`, else `estimate`, told before.
    `listed` are the models that a dated record knows, with prices and ends; `recorded` is its day.
    `by_itself` says that a key which is merely found in the environment answers live also where nobody names the
    service: many have such keys for other work. A `local` one is a server on the desk: it answers live where its
    address was given, and never by itself; `start` says what to do when nobody listens there.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    base_url: ClassVar[str]
    options: ClassVar[tuple[Option, ...]]
    credentials: ClassVar[tuple[Credential, ...]] = ()
    sign_in: ClassVar[SignIn | None] = None
    key_required: ClassVar[bool] = True
    origins: ClassVar[tuple[str, ...]] = ()
    siblings: ClassVar[tuple[str, ...]] = ()
    cadence: ClassVar[Cadence] = Cadence(3.0)
    price: ClassVar[str] = "price unknown"
    public_list: ClassVar[bool] = False
    bills_as_quoted: ClassVar[bool] = False
    lifetime: ClassVar[float | None] = None
    listed: ClassVar[tuple[Model, ...]] = ()
    recorded: ClassVar[date | None] = None
    policy: ClassVar[Policy] = Policy()
    by_itself: ClassVar[bool] = False
    local: ClassVar[bool] = False
    start: ClassVar[str] = ""

    @abstractmethod
    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Submit the request and follow it to its end."""

    @abstractmethod
    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Follow a job that was accepted earlier, perhaps by another process."""

    def finish(self, request: ImageRequest, remote_id: str) -> Flow[Outcome]:
        """Follow the job of a request, whoever submitted it, and add what the request alone tells: such as its price.

        A request without a prompt is of a job that is known by its id alone.
        """
        return self.follow(remote_id)

    def watch(self, request: ImageRequest, remote_id: str) -> Watch | None:
        """The socket that tells how a job is, where there is one; the job is asked for all the same."""
        return None

    def press(self, request: ImageRequest) -> Flow[Outcome]:
        """Press a button of a finished job: `params` has "parent" (its id) and "button"."""
        raise self._not_offered("press")

    def list(
        self, status: str | None = None, limit: int = 20, offset: int = 0, include_deleted: bool = False
    ) -> Flow[Page[Record]]:
        """One page of what the account has."""
        raise self._not_offered("list")

    def get(self, remote_id: str) -> Flow[Record]:
        """One job as the service tells it now."""
        raise self._not_offered("get")

    def delete(self, remote_id: str) -> Flow[None]:
        """Delete a job; `NotFound` is what a repeat may meet."""
        raise self._not_offered("delete")

    def models(self) -> Flow[tuple[Model, ...]]:
        """The models that are offered now."""
        raise self._not_offered("models")

    def catalogue(self) -> Flow[Catalogue]:
        """The models that are offered now, and the options as these models make them; `learn` puts them in force."""
        raise self._not_offered("catalogue")

    def quote(self, request: ImageRequest) -> Flow[Cost]:
        """What the service says that a request will cost; nothing is made, and it costs nothing to ask."""
        raise self._not_offered("quote")

    def balance(self) -> Flow[Cost]:
        """What is left on the account."""
        raise self._not_offered("balance")

    def upload(self, picture: str) -> Flow[RemoteImage]:
        """Put a picture (a data URL) at the service, where requests can name it. Free."""
        raise self._not_offered("upload")

    def reconcile(self, request: ImageRequest) -> Flow[str | None]:
        """Find a submission whose answer was lost, by `request.ref`: its id, or None."""
        raise self._not_offered("reconcile")

    def survey(self, remote_ids: tuple[str, ...]) -> Flow[dict[str, State]]:
        """The states of many jobs in one request; those it says nothing of are left out."""
        raise self._not_offered("survey")

    def _not_offered(self, verb: str) -> InvalidRequest:
        return InvalidRequest(f"{self.title} has no {verb!r}", provider=self.name, operation=verb)

    def window(self, response: httpx.Response) -> Window | None:
        """Read the provider's request count off a reply, where it sends one."""
        return None

    def conflict(self, prompt: str, params: Mapping[str, Any]) -> str | None:
        """Say which values do not go together, beyond what each option says of itself."""
        return None

    def remarks(self, prompt: str, params: Mapping[str, Any]) -> tuple[str, ...]:
        """Say what a person should know of values that are sent all the same: warnings beside the pictures."""
        model = params.get("model")
        unknown = model is not None and bool(self.listed) and self.known_model(model) is None
        return (f"{model} is not a model this package knows; it was passed on",) if unknown else ()

    def estimate(self, request: ImageRequest) -> Cost:
        """What a request will cost live, as far as the record knows, and who says so; nothing is asked."""
        model = self.known_model(request.params.get("model"))
        if model is None or not self.recorded_for(request):
            return PRICE_UNKNOWN
        if line := model.price(request.params):
            number_of = request.params.get("num_images", 1)
            return Cost(usd=round(line.usd / line.per * number_of, 9), source=f"price list: {line.where_told}")
        return Cost(source=f"known after: {model.after}" if model.after else "")

    def recorded_for(self, request: ImageRequest) -> bool:
        """Whether the record is about whoever answers a request: at another address the same id is another model."""
        return request.sandbox or request.origin in ("", self.base_url.rstrip("/"))

    def known_model(self, name: str | None) -> Model | None:
        """A model that the record knows; without a name, the one that is asked where none is named."""
        if name is None and self.listed and (option := self.option("model")):
            name = option.default
        return next((one for one in self.listed if one.id == name), None)

    def learn(self, options: tuple[Option, ...], models: tuple[Model, ...] = ()) -> None:
        """Put in force what came at run time, for as long as this process: form, validation, tables, plan, prices."""
        vars(self)["options"] = options
        if self.listed:
            vars(self)["listed"] = models

    def option(self, name: str) -> Option | None:
        """The declaration of one parameter, for the model that is asked where none is named."""
        return self.options_for(None).get(name)

    def options_for(self, model: str | None) -> dict[str, Option]:
        """The parameters a model takes, by name; without one, those of the model asked where none is named."""
        return options_for(self.options, model)

    def has(self, verb: str) -> bool:
        """Whether this API offers a verb such as "list"."""
        return getattr(type(self), verb, None) is not getattr(Provider, verb, None)
