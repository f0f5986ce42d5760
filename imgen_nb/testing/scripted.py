"""A provider's server as a script: what it answers, what goes wrong, what it accepted."""

from __future__ import annotations

import asyncio
import io
import itertools
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Literal, Protocol

import httpx

from imgen_nb.errors import ImgenError

ASSETS = "pictures.example"
KEY = "key-of-a-test"
Action = Callable[[httpx.Request, Callable[[], httpx.Response]], httpx.Response]
Kind = Literal["quote", "submit", "poll", "asset"]


class FakeWire(Protocol):
    """How a provider's server speaks; one small class per provider. Subclass it for the defaults, or leave them out.

    `base_url` is any root; `is_submission` tells the paid request from the others. The replies carry the
    provider's own spelling. `refusals` are its documented errors: (name, reply, type of error). `waits` are its
    ways to say "too many": (name, reply, seconds it asks for at least). `failures` end an accepted job.
    `request` is the submission, whatever asks: where state and result have two paths, one reply has both.

    `held` says that the paid request's own reply is the result: it is `finished` (or one of `failures`), and neither
    `accepted` nor `pending` is asked for. Where pictures come as bytes, `finished` puts `testing.png()` into its reply
    wherever an address is given. A wire with a method `several(remote_id, request, addresses)` has a reply with more
    than one picture.
    """

    base_url: str
    prompt: str
    params: dict[str, Any]
    held: bool = False

    def is_submission(self, request: httpx.Request) -> bool:
        """Whether this request costs money."""

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        """The answer to a submission."""

    def pending(self, remote_id: str, request: httpx.Request, word: str | None = None) -> httpx.Response:
        """A job that is not finished; `word` replaces the status word."""

    def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        """A finished job, or, with no address, one that is finished and empty."""

    def failures(self, remote_id: str) -> dict[str, httpx.Response]:
        """Every way a job can be told to have failed."""

    def refusals(self) -> dict[str, tuple[httpx.Response, type[ImgenError]]]:
        """The documented refusals of a submission."""

    def waits(self) -> dict[str, tuple[httpx.Response, float]]:
        """The documented ways to be told to wait."""

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        """Answer any other verb, such as a list; None if this is a question about one job."""


def held(wire: FakeWire) -> bool:
    """Whether a wire answers the paid request with the result; one that says nothing of it does not."""
    return getattr(wire, "held", False)


def asks_the_price(wire: FakeWire, request: httpx.Request) -> bool:
    """Whether a request only asks what another would cost; a wire whose service quotes nothing says nothing of it."""
    asks: Callable[[httpx.Request], bool] | None = getattr(wire, "asks_the_price", None)
    return asks is not None and asks(request)


@dataclass
class Server:
    """Answers as `wire` says, counts what it accepted, and obeys scripted faults.

    Each action of `on_quote`, `on_submit`, `on_poll` and `on_asset` is used once; one in `always` stands in for the
    rest of its kind until it is taken out. `takes` are the seconds that an answer of a kind is held back, once it was
    decided. `place` gives the address under which a job's picture is told.
    """

    wire: FakeWire
    polls: int = 2
    clock: Callable[[], float] = lambda: asyncio.get_running_loop().time()
    on_quote: deque[Action] = field(default_factory=deque)
    on_submit: deque[Action] = field(default_factory=deque)
    on_poll: deque[Action] = field(default_factory=deque)
    on_asset: deque[Action] = field(default_factory=deque)
    always: dict[Kind, Action] = field(default_factory=dict)
    takes: dict[Kind, float] = field(default_factory=dict)
    place: Callable[[str], str] = lambda remote_id: f"https://{ASSETS}/pictures/{remote_id}"
    jobs: dict[str, httpx.Request] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    log: list[tuple[float, str]] = field(default_factory=list)
    keys_at_assets: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids = (uuid.UUID(int=number).hex for number in itertools.count(1))

    @property
    def billed(self) -> int:
        """How many submissions were accepted: the ground truth about money."""
        return len(self.jobs)

    def times(self, kind: str) -> list[float]:
        """When requests of a kind ("quote", "submit", "poll", "asset") arrived."""
        return [at for at, what in self.log if what == kind]

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        kind, normal = self._route(request)
        reply = self._obey(request, kind, normal)
        if seconds := self.takes.get(kind):
            await asyncio.sleep(seconds)
        return reply

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The same, for a server without a loop."""
        return self._obey(request, *self._route(request))

    def _obey(self, request: httpx.Request, kind: Kind, normal: Callable[[], httpx.Response]) -> httpx.Response:
        self.log.append((self.clock(), kind))
        script: deque[Action] = getattr(self, f"on_{kind}")
        action = script.popleft() if script else self.always.get(kind)
        return action(request, normal) if action else normal()

    def _route(self, request: httpx.Request) -> tuple[Kind, Callable[[], httpx.Response]]:
        if self._is_picture(request):
            self.keys_at_assets += [v for v in request.headers.values() if KEY in v]
            return "asset", lambda: self.picture(request)
        if self.wire.is_submission(request):
            return "submit", partial(self._accept, request)
        other = self.wire.other(request, self.jobs)
        if other:
            return "quote" if asks_the_price(self.wire, request) else "poll", lambda: other
        return "poll", partial(self._poll, request)

    def _is_picture(self, request: httpx.Request) -> bool:
        """A picture below the API's own root is known by its ending: there are APIs with pictures in their paths."""
        elsewhere = request.url.host != httpx.URL(self.wire.base_url).host
        return request.url.path.startswith("/pictures/") and (elsewhere or request.url.path.endswith(".png"))

    def _accept(self, request: httpx.Request) -> httpx.Response:
        remote_id = next(self._ids)
        self.jobs[remote_id] = request
        if held(self.wire):
            return self.wire.finished(remote_id, request, self.address(remote_id))
        return self.wire.accepted(remote_id, request)

    def _poll(self, request: httpx.Request) -> httpx.Response:
        remote_id = self.job(request)
        self.asked[remote_id] = self.asked.get(remote_id, 0) + 1
        if self.asked[remote_id] <= self.polls:
            return self.wire.pending(remote_id, self.jobs[remote_id])
        return self.wire.finished(remote_id, self.jobs[remote_id], self.address(remote_id))

    def job(self, request: httpx.Request) -> str:
        """The job that a request asks for: its id stands in the address."""
        return next(job for job in self.jobs if job in str(request.url))

    def address(self, remote_id: str) -> str:
        """Where the picture of a job is served."""
        return self.place(remote_id)

    def picture(self, request: httpx.Request) -> httpx.Response:
        """The picture at an address."""
        return httpx.Response(200, content=png())

    def only(self) -> str:
        """The one job there is."""
        assert len(self.jobs) == 1, f"{len(self.jobs)} submissions were accepted, and paid, instead of one"
        return next(iter(self.jobs))


# ---------------------------------------------------------------------------- what goes wrong


def reply(response: httpx.Response) -> Action:
    """Answer with this instead, without doing anything."""
    return lambda request, normal: response


def before(error: type[httpx.TransportError]) -> Action:
    """Break the connection before the request is acted upon."""

    def act(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        raise error("scripted", request=request)

    return act


def after(then: httpx.Response | type[httpx.TransportError]) -> Action:
    """Act upon the request, then lose the answer: by another reply, or by a broken connection."""

    def act(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        normal()
        if isinstance(then, httpx.Response):
            return then
        raise then("scripted", request=request)

    return act


def with_header(name: bytes, value: bytes) -> Action:
    """Answer as ever, with one more header, byte for byte."""

    def act(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        plain = normal()
        return httpx.Response(plain.status_code, headers=[*plain.headers.raw, (name, value)], content=plain.content)

    return act


@cache
def png() -> bytes:
    """A small real picture."""
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((96, 64)).save(out, "PNG")
    return out.getvalue()
