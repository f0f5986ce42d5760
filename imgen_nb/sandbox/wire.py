"""What every fake server has: a routing table, its own way to refuse, and the places of things in its answers."""

import hashlib
import math
import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple
from urllib.parse import unquote

import httpx

from imgen_nb.sandbox.assets import Asset, Shelf
from imgen_nb.sandbox.drawing import Drawing, picture
from imgen_nb.sandbox.inputs import picture_at
from imgen_nb.sandbox.jobs import Book, Job, State
from imgen_nb.sandbox.replies import Reply, canonical, read_json

Place = tuple[str | int, ...]
"""The way into a JSON value: `("data", "id")` or `("output_assets", 0, "url")`."""


class Places(NamedTuple):
    """Where an answer about a job keeps what a fault may touch."""

    id: Place
    status: Place
    error: Place
    result: Place
    url: Place


@dataclass
class Call:
    """One request as a wire reads it; `job` is noted by whoever accepts or finds one."""

    request: httpx.Request
    path: str
    now: float
    """The moment of the clock at which it arrived: one for everything that answers it."""
    args: Mapping[str, str] = field(default_factory=dict)
    job: Job | None = None
    _known: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def query(self) -> httpx.QueryParams:
        """The query parameters."""
        return self.request.url.params

    @property
    def text(self) -> str:
        """The body as text, whatever it is."""
        return self.request.content.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The body as a JSON value; raises `ValueError` when it is none."""
        if "json" not in self._known:  # by hand: the lock of 3.11's `cached_property` outlives a fork elsewhere
            self._known["json"] = read_json(self.request.content)
        return self._known["json"]

    @property
    def fingerprint(self) -> str:
        """The same for two requests that ask for the same, however their JSON is spelt."""
        if "fingerprint" not in self._known:
            self._known["fingerprint"] = self._hashed()
        return str(self._known["fingerprint"])

    def _hashed(self) -> str:
        try:
            body = canonical(self.json)
        except ValueError:  # a form: the line between its parts is drawn anew for each
            boundary = self.request.headers.get("content-type", "").partition("boundary=")[2]
            body = self.text.replace(boundary, "") if boundary else self.text
        head = f"{self.request.method} {self.path}?{self.query}"
        return hashlib.sha256(f"{head}\n{body}".encode("utf-8", "replace")).hexdigest()


class Route(NamedTuple):
    """One line of a routing table; `{name}` in the path catches one segment."""

    method: str
    path: str
    answer: Callable[[Call], Reply]
    submits: bool = False
    """An accepted call makes a job and is charged."""
    asks: bool = False
    """The call asks about one job."""


class Example(NamedTuple):
    """A first request that succeeds, for a page to show and a test to send; `asks` has ID for the id it gives.

    An answer that is held is not asked for: `asks` is empty. With `form` the body is a form, else JSON.
    """

    path: str
    body: Mapping[str, Any]
    asks: str
    header: str = ""
    form: bool = False

    def request(self, root: str) -> httpx.Request:
        """Return the request, below an API root."""
        named = dict([self.header.split(": ", 1)]) if self.header else {}
        parts = {"files": {name: (None, str(value)) for name, value in self.body.items()}} if self.form else {}
        content: dict[str, Any] = parts or {"json": dict(self.body)}
        made = httpx.Request("POST", root + self.path, headers=named, **content)
        made.read()
        return made


class Wire(ABC):
    """One API, written from its document. A subclass is found by the file it stands in."""

    name: ClassVar[str]
    root: ClassVar[str] = ""
    """The part of the API's address behind the host, as its document gives it."""
    hosts: ClassVar[tuple[str, ...]] = ()
    """Further hosts of the API, at which it answers as well."""
    words: ClassVar[Mapping[State, Any]]
    places: ClassVar[Places]
    choices: ClassVar[tuple[tuple[str, str], ...]]
    """Where the documents are silent: (what, our choice)."""
    example: ClassVar[Example | None] = None

    def __init__(self, book: Book, shelf: Shelf) -> None:
        self.book = book
        self.shelf = shelf

    @abstractmethod
    def routes(self) -> tuple[Route, ...]:
        """Return the routing table."""

    @abstractmethod
    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error in the API's own form."""

    def admit(self, _call: Call) -> Reply | None:
        """Return why the call may not go on: its key, its quota."""
        return None

    def dress(self, _call: Call, reply: Reply) -> Reply:
        """Add what every answer of this API carries."""
        return reply

    def accept(
        self,
        call: Call,
        new_id: Callable[[random.Random], str],
        fields: dict[str, Any],
        *,
        failure: str | None = None,
        credits: float | None = None,
        usd: float | None = None,
    ) -> Job:
        """Take the job of a call and charge for it."""
        call.job = self.book.accept(
            call.now, call.fingerprint, call.text, new_id, fields, failure=failure, credits=credits, usd=usd
        )
        return call.job

    def put(self, path: str, job: Job, media_type: str, drawing: Drawing, *, expires: float = math.inf) -> str:
        """Put a picture of a job on the shelf, to be drawn when somebody asks for it; return its address."""

        def draw() -> bytes:
            return picture(drawing, media_type, lambda address: picture_at(address, self.shelf))

        return self.shelf.put(Asset(path, job, media_type, *drawing.size, draw, expires))

    def calls(self, _now: float, _placed: Callable[[str], str]) -> list[tuple[str, dict[str, Any]]]:
        """Return the callbacks that are due: address and body."""
        return []

    def socket(self, _call: Call, _since: float) -> Iterator[dict[str, Any] | bytes] | None:
        """Return what a web socket has to tell after a moment and up to now; None where the API has none there."""
        return None

    def coming(self, job: Job) -> Drawing | None:
        """Return the first picture that a job will have; nothing where it cannot be told."""
        return None

    def length(self, path: str) -> int:
        """Return the bytes of a picture on the shelf; it is drawn for that, once."""
        asset = self.shelf.get(path)
        return self.shelf.length(asset) if asset else 0

    def find(self, call: Call, remote_id: str) -> Job | None:
        """Return the job a call asks about, and note it on the call."""
        call.job = self.book.find(remote_id)
        return call.job

    def unrouted(self, call: Call) -> Reply:
        """Answer a call for which there is no route: 405 where another method would do, else 404."""
        known = any(match_path(self.root + route.path, call.path) is not None for route in self.routes())
        return self.refuse(405 if known else 404)

    def route(self, call: Call) -> Route | None:
        """Return the route of a call and note its path arguments on it."""
        for route in self.routes():
            args = match_path(self.root + route.path, call.path)
            if args is not None and route.method == call.request.method:
                call.args = args
                return route
        return None


def match_path(pattern: str, path: str) -> dict[str, str] | None:
    """Return the caught segments, or `None` where the path is another one.

    Segments are decoded after the split: an encoded slash in an id stays in the id.
    """
    wanted, given = pattern.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    caught = {}
    for want, have in zip(wanted, given, strict=True):
        if want.startswith("{"):
            caught[want.strip("{}")] = unquote(have)
        elif want != have:
            return None
    return caught
