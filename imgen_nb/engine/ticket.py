"""Ticket: what the engine shares with whoever watches one job."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from imgen_nb.errors import (
    AssetError,
    AssetExpired,
    Cancelled,
    Charged,
    DeadlineExceeded,
    GenerationFailed,
    ImgenError,
    NotFound,
    OutcomeUnknown,
    StorageFull,
    TransportFailed,
)
from imgen_nb.types import Event, ImageRequest, State

LISTENING: set[asyncio.Task[Any]] = set()
"""The jobs whose paid request is out, until what it gave is written down: a script's end waits for them."""


class Ticket:
    """One job's request, its events, its deadline, and the wish to stop waiting for it."""

    def __init__(
        self, request: ImageRequest, deadline: float, sink: Callable[[Event], None] = lambda event: None
    ) -> None:
        self.request = request
        self.deadline = deadline
        self.remote_id: str | None = None
        self.state = State.PLANNED
        self.cancelled = asyncio.Event()
        self.sent = False
        self.expires: float | None = None
        self._sink = sink
        self._started: float | None = None

    def begin_anew(self) -> None:
        """Become the ticket of a new intent for the same request."""
        self.request = replace(self.request, ref=uuid.uuid4().hex)
        self.remote_id, self.expires, self.sent, self.state = None, None, False, State.PLANNED

    def elapsed(self) -> float:
        """Seconds since the engine took the job up."""
        now = asyncio.get_running_loop().time()
        if self._started is None:
            self._started = now
        return now - self._started

    def left(self) -> float:
        """Seconds to the deadline."""
        return self.deadline - self.elapsed()

    def tell(self, state: State, text: str, **more: Any) -> None:
        """Emit one event; a state never goes back."""
        order = list(State)
        if order.index(state) >= order.index(self.state):
            self.state = state
        event = Event(self.request.ref, self.state, text, self.elapsed(), remote_id=self.remote_id, **more)
        self._sink(event)

    @property
    def charged(self) -> Charged:
        """Whether the job cost money, as far as this process knows."""
        if self.remote_id:
            return "yes"
        return "unknown" if self.sent else "no"

    @property
    def kept(self) -> str:
        """How long the provider keeps what was paid, for the hint of an error; empty where nobody knows."""
        if self.expires is None:
            return ""
        return f"; the provider keeps it until {time.strftime('%d %B, %H:%M', time.localtime(self.expires))}"

    def late(self, title: str) -> ImgenError:
        """What a job ends in whose deadline has come."""
        if self.remote_id is None:
            return TransportFailed(f"nothing could be sent within {self.deadline:.0f} s", hint="nothing was spent")
        message = f"not finished after {self.deadline:.0f} s; the job goes on at {title}"
        by_hand = f"Client({self.request.provider!r}).resume({self.remote_id!r})"
        return DeadlineExceeded(message, hint=f"fetch it later: ig.resume(), or {by_hand}{self.kept}")

    def given_up(self) -> Cancelled:
        """What a job that nobody waits for any more ends in."""
        if self.charged == "no":
            return Cancelled("cancelled before anything was sent", hint="nothing was spent")
        later = f"ig.resume() fetches it{self.kept}"
        return Cancelled("no longer waited for: paid, not fetched", hint=later, charged=self.charged)

    def final(self, error: ImgenError) -> State | None:
        """The state a failed job is left in; None keeps its row as it is, so that it can be resumed."""
        if isinstance(error, OutcomeUnknown):
            return State.UNKNOWN
        if isinstance(error, GenerationFailed | AssetExpired):
            return State.FAILED
        if isinstance(error, NotFound) and self.request.sandbox:
            return State.FAILED  # a practice server lives in its kernel: what a dead one took is gone, and cost nothing
        if self.remote_id or isinstance(error, AssetError | StorageFull):
            return None
        if self.sent and error.charged == "unknown":
            return State.UNKNOWN
        return State.CANCELLED if isinstance(error, Cancelled) else State.FAILED
