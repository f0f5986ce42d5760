"""One fake server: which wire, which clock, which faults; it routes, answers and remembers."""

import importlib
import math
import pkgutil
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from email.utils import formatdate
from functools import cache
from typing import Any, NamedTuple

import httpx

from imgen_nb.sandbox import apis
from imgen_nb.sandbox.assets import Shelf
from imgen_nb.sandbox.drawing import begin, glimpse
from imgen_nb.sandbox.effects import MIRROR, Scene
from imgen_nb.sandbox.faults import MENU
from imgen_nb.sandbox.jobs import Book, Charge, Job
from imgen_nb.sandbox.plan import Fault, Phase, Plan
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.transport import SandboxTransport
from imgen_nb.sandbox.wire import Call, Route, Wire

ASSETS = "https://assets.sandbox.invalid"
LATENCY = 0.03  # seconds of every answer: a network is there
LOGGED = 10_000  # requests remembered; a notebook left open polls for days


@cache
def wires() -> dict[str, type[Wire]]:
    """Return the fake servers by name: every module of `apis` that defines a `Wire`."""
    found = pkgutil.iter_modules(apis.__path__, f"{apis.__name__}.")
    modules = [importlib.import_module(module.name) for module in found]
    return {
        one.name: one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Wire) and one.__module__ == module.__name__ and one is not Wire
    }


def names() -> tuple[str, ...]:
    """Return the names of the wires, sorted."""
    return tuple(sorted(wires()))


class Seen(NamedTuple):
    """One request that arrived; status 0 where no answer left the server."""

    method: str
    path: str
    status: int


class Sandbox:
    """A fake server that speaks one provider's protocol, at `base_url` and nowhere else.

    Same requests, seed and clock give the same answers, ids included. `clock` counts the server's seconds; without
    one, `speed` of them pass in a second, and every figure it tells (a date, `Retry-After`, a quota's reset) is in
    them. At speed 0 nothing waits: jobs are finished when they are accepted, a quota's hour is over when it is spent.
    `now` dates the moment of making. Raises `ValueError` for a provider or a fault it does not know.
    """

    def __init__(
        self,
        name: str,
        *,
        clock: Callable[[], float] | None = None,
        now: Callable[[], float] = time.time,
        speed: float = 1.0,
        faults: Iterable[str] = (),
        seed: int = 0,
    ) -> None:
        if name not in wires():
            raise ValueError(f"no sandbox for {name!r}; there are: {', '.join(sorted(wires()))}")
        if not (speed >= 0 and math.isfinite(speed)):
            raise ValueError(f"speed must be 0 or more, not {speed!r}")
        self.name = name
        self.base_url = f"https://{name}.sandbox.invalid{wires()[name].root}"
        self._plan = Plan(MENU, name, faults)
        self._speed = speed
        self._book = Book(clock or self._hastened, now, seed, self._plan, instant=speed == 0)
        self._shelf = Shelf(ASSETS)
        self._wire = wires()[name](self._book, self._shelf)
        self._requests: deque[Seen] = deque(maxlen=LOGGED)
        self._lock = threading.Lock()

    @property
    def billed(self) -> tuple[Charge, ...]:
        """Every job that was accepted, in order: what a client may have been charged for."""
        return tuple(self._book.charges)

    @property
    def requests(self) -> tuple[Seen, ...]:
        """The last requests, without keys and bodies."""
        with self._lock:
            return tuple(self._requests)

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routing table; its paths stand behind the API's root."""
        return self._wire.routes()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts at which the API answers."""
        return (httpx.URL(self.base_url).host, *self._wire.hosts)

    def keeps(self, path: str) -> bool:
        """Tell whether a picture of this server has that path."""
        return self._shelf.get(path) is not None

    def calls(self, placed: Callable[[str], str] = str) -> list[tuple[str, dict[str, object]]]:
        """Return the callbacks that are due and were not given yet, as address and body, for somebody to give.

        `placed` says where a picture is for whoever is called.
        """
        return self._wire.calls(self._book.clock(), placed)

    def glimpse(self, remote_id: str) -> bytes:
        """Return a coarse WebP of what a job will show, as far as it has come; empty before it runs and if it fails.

        No wire has a word for this: it is for a view in the same process, and slow, so never called on an event loop.
        """
        # What a client calls a job may say where it is asked for: the id itself stands last.
        job, now = self._book.find(re.split("[/=]", remote_id)[-1]), self._book.clock()
        drawing = None if job is None or job.failure is not None or now < job.started else self._wire.coming(job)
        if job is None or drawing is None:
            return b""
        come = 10 if now >= job.ended else int(10 * (now - job.started) / (job.ended - job.started))
        return glimpse(drawing, come / 10)

    def hear(self, request: httpx.Request, since: float = math.inf) -> tuple[Iterator[Any], float] | None:
        """Return what a web socket tells since the moment that is returned beside it; None where there is none.

        JSON objects and bytes; the first time, how things stand. Slow, so never asked for on an event loop.
        """
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        call = Call(request, path, self._book.clock())
        told = self._wire.socket(call, since)
        return None if told is None else (told, call.now)

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer one request at once; a fault of the network is raised as the `httpx.TransportError` a client sees."""
        request.read()
        return self.answer(request).response(request)

    def transport(self) -> httpx.AsyncBaseTransport:
        """Return the plug for `httpx.AsyncClient(transport=...)`; the API and its pictures are both behind it."""
        return SandboxTransport(self.answer, pace=1 / self._speed if self._speed else 0.0)

    def answer(self, request: httpx.Request) -> Reply:
        """Answer one request whose body was read, with its waiting still to be done."""
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        now = self._book.clock()
        try:
            reply = self._answer(Call(request, path, now))
        except httpx.TransportError:
            self._log(request, path, 0)
            raise
        self._log(request, path, 0 if math.isinf(reply.delay) else reply.status)
        date = formatdate(self._book.epoch(now), usegmt=True)
        return replace(reply, delay=reply.delay + LATENCY).with_headers({"Date": date})

    def _hastened(self) -> float:
        return time.monotonic() * (self._speed or 1.0)

    def _answer(self, call: Call) -> Reply:
        host = f"{call.request.url.scheme}://{call.request.url.netloc.decode('ascii')}"
        if host in (ASSETS, MIRROR):
            return self._picture(call, faulty=host == ASSETS)
        if call.request.url.host not in self.hosts:
            raise httpx.ConnectError(f"{host} is no part of this sandbox", request=call.request)
        return self._wire.dress(call, self._wire.admit(call) or self._routed(call))

    def _routed(self, call: Call) -> Reply:
        route = self._wire.route(call)
        if route is None:
            return self._wire.unrouted(call)
        if route.submits:
            return self._submit(route, call)
        if route.asks:
            return self._poll(route, call)
        return route.answer(call)

    def _submit(self, route: Route, call: Call) -> Reply:
        refused = self._plan.strike(Phase.REFUSE, call.text, call.fingerprint)
        if refused:
            return self._play(call, Reply(), refused)
        reply = route.answer(call)
        if call.job is None:
            return reply
        if not reply.delay and not self._book.instant:  # there is time: a held answer has its picture in it
            self._draw_ahead(call.job)
        return self._play(call, reply, self._plan.strike(Phase.ANSWER, call.text, call.fingerprint))

    def _draw_ahead(self, job: Job) -> None:
        drawing = self._wire.coming(job) if job.failure is None else None
        if drawing is not None:
            begin(drawing)

    def _poll(self, route: Route, call: Call) -> Reply:
        reply = route.answer(call)
        if call.job is None:
            return reply
        self._book.count_poll(call.job)
        fault = self._plan.use(call.job.faults, Phase.POLL, call.job.state(call.now))
        played = self._play(call, reply, fault)
        if fault and played == reply:
            fault.left += 1  # it is about what this answer does not have: the next one may
        return played

    def _picture(self, call: Call, *, faulty: bool) -> Reply:
        asset = self._shelf.get(call.path)
        reply = self._shelf.answer(call.request, asset, call.now)
        if asset is None or reply.status != 200 or not faulty:
            return reply
        return self._play(call, reply, self._plan.use(asset.job.faults, Phase.ASSET))

    def _play(self, call: Call, reply: Reply, fault: Fault | None) -> Reply:
        if fault is None:
            return reply
        played: Reply = fault.kind.effect(Scene(self._wire, call, reply), fault.argument)
        return played

    def _log(self, request: httpx.Request, path: str, status: int) -> None:
        with self._lock:
            self._requests.append(Seen(request.method, path, status))
