"""A provider's server as a script: what it answers, what goes wrong, what it accepted; and time that jumps."""

from __future__ import annotations

import asyncio
import io
import itertools
import selectors
import uuid
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Protocol, TypeVar

import httpx

from imgen_nb.errors import ImgenError

T = TypeVar("T")
ASSETS = "pictures.example"
KEY = "key-of-a-test"
Action = Callable[[httpx.Request, Callable[[], httpx.Response]], httpx.Response]


class FakeWire(Protocol):
    """How a provider's server speaks; one small class per provider.

    `base_url` is any root; `is_submission` tells the paid request from the others. The replies carry the
    provider's own spelling. `refusals` are its documented errors: (name, reply, type of error). `waits` are its
    ways to say "too many": (name, reply, seconds it asks for at least). `failures` end an accepted job.
    """

    base_url: str
    prompt: str
    params: dict[str, Any]

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


# ---------------------------------------------------------------------------- virtual time


class _Selector(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout and timeout > 0:
            self.now += timeout
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer; worker threads are called at once, in place."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        """Seconds of virtual time."""
        return self._virtual.now

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """Run at once: a thread's real time has no place on a virtual clock."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:
            done.set_exception(error)
        return done


def virtually(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in virtual time, in a thread of its own: a notebook's loop may be running here."""

    def run() -> T:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(work)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


# ---------------------------------------------------------------------------- the scripted server


@dataclass
class Server:
    """Answers as `wire` says, counts what it accepted, and obeys scripted faults, each used once."""

    wire: FakeWire
    polls: int = 2
    clock: Callable[[], float] = lambda: asyncio.get_running_loop().time()
    on_submit: deque[Action] = field(default_factory=deque)
    on_poll: deque[Action] = field(default_factory=deque)
    on_asset: deque[Action] = field(default_factory=deque)
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
        """When requests of a kind ("submit", "poll", "asset") arrived."""
        return [at for at, what in self.log if what == kind]

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        return self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The same, for a server without a loop."""
        kind, script, normal = self._route(request)
        self.log.append((self.clock(), kind))
        return script.popleft()(request, normal) if script else normal()

    def _route(self, request: httpx.Request) -> tuple[str, deque[Action], Callable[[], httpx.Response]]:
        if request.url.path.startswith("/pictures/"):
            self.keys_at_assets += [v for v in request.headers.values() if KEY in v]
            return "asset", self.on_asset, partial(httpx.Response, 200, content=png())
        if self.wire.is_submission(request):
            return "submit", self.on_submit, partial(self._accept, request)
        other = self.wire.other(request, self.jobs)
        return "poll", self.on_poll, (lambda: other) if other else partial(self._poll, request)

    def _accept(self, request: httpx.Request) -> httpx.Response:
        remote_id = next(self._ids)
        self.jobs[remote_id] = request
        return self.wire.accepted(remote_id, request)

    def _poll(self, request: httpx.Request) -> httpx.Response:
        remote_id = next(job for job in self.jobs if job in str(request.url))
        self.asked[remote_id] = self.asked.get(remote_id, 0) + 1
        if self.asked[remote_id] <= self.polls:
            return self.wire.pending(remote_id, self.jobs[remote_id])
        return self.wire.finished(remote_id, self.jobs[remote_id], self.address(remote_id))

    def address(self, remote_id: str) -> str:
        """Where the picture of a job is served."""
        return f"https://{ASSETS}/pictures/{remote_id}"

    def only(self) -> str:
        """The one job there is."""
        assert len(self.jobs) == 1, f"{len(self.jobs)} submissions were accepted, and paid, instead of one"
        return next(iter(self.jobs))


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


@cache
def png() -> bytes:
    """A small real picture."""
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((96, 64)).save(out, "PNG")
    return out.getvalue()
