"""The bench: one provider, one scripted server and one empty store, put together as a client puts them."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from imgen_nb.assets.fetch import Fetcher
from imgen_nb.client.requests import checked
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import ImgenError
from imgen_nb.flow import Accepted, Exchange, Flow, Outcome, Provider, Step
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.testing.clock import virtually
from imgen_nb.testing.scripted import KEY, FakeWire, Server
from imgen_nb.types import Event, Generation, ImageRequest, State

LARGEST = 2**20
"""Bytes of a reply that the bench takes; a client takes as many as a picture may have."""
LATE = 2.0
"""Seconds past its deadline by which a call has ended."""


class Bench:
    """One provider, one scripted server, one empty store; jobs run in virtual time."""

    def __init__(self, provider: Provider, wire: FakeWire, folder: Path) -> None:
        self.provider = provider
        self.wire = wire
        self.server = Server(wire)
        self.store = Store(folder / uuid.uuid4().hex)
        self.runs: list[list[Event]] = []
        self.asked: set[str] = set()
        self.origin = "test"

    def engine(self) -> Engine:
        """A fresh engine, as another process would have it."""
        transport = httpx.MockTransport(self.server.handle)
        way = self.provider.credentials[-1] if self.provider.credentials else None
        auth = (way.header, way.prefix, Secret(KEY)) if way else None
        wire = Wire(self.provider, self.wire.base_url, auth, transport, largest=LARGEST)
        fetcher = Fetcher(self.store.pictures, root=self.wire.base_url, transport=transport)
        return Engine(self.provider, wire, fetcher, Journal(self.store))

    def ticket(self, deadline: float = 600.0, take: int = 1) -> Ticket:
        """A ticket for the wire's own request."""
        request = replace(self._request(), take=take, ref=uuid.uuid4().hex)
        self.asked.add(request.key)
        self.runs.append([])
        return Ticket(request, deadline, self.runs[-1].append)

    def _request(self) -> ImageRequest:
        values = checked(self.provider, self.wire.prompt, self.wire.params)
        return ImageRequest(self.provider.name, self.wire.prompt, values, origin=self.origin)

    async def ask(self, engine: Engine, deadline: float = 600.0, take: int = 1) -> Generation:
        """Run the request to its end on a running loop; it must end in time."""
        began = asyncio.get_running_loop().time()
        try:
            return await engine.fulfil(self.ticket(deadline, take))
        finally:
            took = asyncio.get_running_loop().time() - began
            assert took <= deadline + LATE, f"the call ended {took - deadline:.1f} s after its deadline"

    def generate(self, deadline: float = 600.0, take: int = 1) -> Generation:
        """Run the request to its end."""
        return virtually(self.ask(self.engine(), deadline, take))

    def resume(self) -> list[Generation]:
        """Settle everything unsettled, as `ig.resume()` does after a restart."""
        rows = self.store.unsettled()
        return [virtually(self.engine().settle(self.ticket(), row)) for row in rows]

    def fails(
        self, kind: type[ImgenError] | tuple[type[ImgenError], ...], *charged: str, deadline: float = 600.0
    ) -> ImgenError:
        """Run the request, which must end in an error of this kind, saying this (or one of these) about money."""
        try:
            self.generate(deadline)
        except ImgenError as error:
            return self.told(error, kind, *charged)
        raise AssertionError(f"ended well, instead of in {kind}")

    def told(
        self, error: ImgenError, kind: type[ImgenError] | tuple[type[ImgenError], ...], *charged: str
    ) -> ImgenError:
        """Judge an error: its type, what it says about money, and that it knows whose it is and no key."""
        assert isinstance(error, kind), f"{type(error).__name__} is not {kind}: {error}"
        assert error.charged in charged, f"charged is {error.charged!r}, not {charged}: {error!r}"
        assert error.provider == self.provider.name
        assert KEY not in f"{error!r} {error} {error.__dict__}"
        return error

    def arrives(self, deadline: float = 600.0) -> Generation:
        """Run the request: its picture comes, or an error says that money may be gone and the same call brings it."""
        try:
            made = self.generate(deadline)
        except ImgenError as error:
            self.told(error, ImgenError, "yes", "unknown")
            made = self.generate()
        assert made.state is State.SAVED
        assert made.images, "saved, and nothing is there"
        assert len(self.server.times("submit")) == 1, "posted again for what was paid"
        return made

    def holds(self) -> None:
        """What must be true at the end of every row."""
        assert self.server.billed <= len(self.asked), "paid twice"
        assert not self.server.keys_at_assets, "a key travelled to the picture's host"
        order = list(State)
        for events in self.runs:
            places = [order.index(event.state) for event in events]
            assert places == sorted(places), "a state went back"


# ---------------------------------------------------------------------------- what a provider does

STEPS = 200
"""A flow that has not ended after so many words does not end by itself."""
WORDS = frozenset({"named", "polled", "addressed", "inline", "keyed", "searchable", "several", "waits", "meanwhile"})


def shape(provider: Provider, wire: FakeWire) -> frozenset[str]:
    """Say in words what a provider does on its way to a picture: what it never does cannot go wrong.

    "named": its jobs have ids; "polled": they are asked for; "addressed": pictures are downloaded; "inline": they
    come in a reply; "meanwhile": it is asked for progress; "searchable": a lost answer can be looked for; "keyed": it
    takes a key; "waits", "several": its wire has them. Of a provider that already fails here, everything is asked.
    """
    told = {
        "searchable": provider.has("reconcile"),
        "keyed": bool(provider.credentials),
        "several": hasattr(wire, "several"),
        "waits": bool(wire.waits()),
    }
    declared = {word for word, so in told.items() if so}
    try:
        return frozenset(_rehearsed(provider, wire) | declared)
    except Exception:  # whatever it is: the rows will name it
        return WORDS - told.keys() | declared


def _rehearsed(provider: Provider, wire: FakeWire) -> set[str]:
    """Drive a provider's flow by hand, from word to word, without an engine."""
    server, answer = Server(wire, polls=1, clock=lambda: 0.0), None
    found: set[str] = set()
    values = checked(provider, wire.prompt, wire.params)
    flow: Flow[Outcome] = provider.generate(ImageRequest(provider.name, wire.prompt, values, ref=uuid.uuid4().hex))
    try:
        for _ in range(STEPS):
            answer = _obeyed(flow.send(answer), server, found)
    except StopIteration as done:
        sources = [asset.source for asset in done.value.assets]
        found |= {"inline" if isinstance(one, bytes) or one.startswith("data:") else "addressed" for one in sources}
        found |= {"polled"} if server.times("poll") else set()
        return found
    raise AssertionError("the flow does not end")


def _obeyed(step: Step, server: Server, found: set[str]) -> Any:
    if isinstance(step, Accepted):
        found.add("named")
    if not isinstance(step, Exchange):
        return None
    found |= {"meanwhile"} if step.meanwhile else set()
    asked = step.request
    there = asked.url if asked.url.host else httpx.URL(server.wire.base_url.rstrip("/") + asked.url.raw_path.decode())
    return step.read(server.answer(httpx.Request(asked.method, there, headers=asked.headers, content=asked.read())))
