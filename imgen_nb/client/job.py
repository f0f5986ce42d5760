"""Job: one request under way on the background loop, seen from any cell, thread or callback."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Generator, Iterator
from concurrent.futures import Future
from typing import Any

from imgen_nb.client import nesting, runtime
from imgen_nb.engine.ticket import Ticket
from imgen_nb.types import Event, Generation, ImageRequest, State

log = logging.getLogger(__name__)

SLICE = 0.1
"""Seconds between two looks of a waiting cell, so that an interrupt is seen at once on every system."""


class Job:
    """One request under way on the background loop; every method may be called from any thread."""

    def __init__(
        self, request: ImageRequest, deadline: float, work: Callable[[Ticket], Coroutine[Any, Any, Generation]]
    ):
        nesting.warn_of_old_patch()
        self._news = threading.Condition()
        self._events: list[Event] = []
        self._watchers: list[Callable[[Event], None]] = []
        self._ticket = Ticket(request, deadline, self._take)
        self._future: Future[Generation] = runtime.start(work(self._ticket))
        self._future.add_done_callback(lambda _: self._wake())

    @property
    def id(self) -> str:
        """Our own id of this intent: the journal's."""
        return self._ticket.request.ref

    @property
    def request(self) -> ImageRequest:
        """What was asked."""
        return self._ticket.request

    @property
    def remote_id(self) -> str | None:
        """The provider's id, once it accepted the job."""
        return self._ticket.remote_id

    @property
    def state(self) -> State:
        """Where the job stands."""
        return self._ticket.state

    @property
    def done(self) -> bool:
        """Whether nothing more happens: a Generation or an error is there."""
        return self._future.done()

    def events(self) -> Iterator[Event]:
        """Give every event from the first to the last, waiting for those to come."""
        seen = 0
        while True:
            with self._news:
                while seen == len(self._events) and not self.done:
                    self._news.wait(SLICE)
                fresh = self._events[seen:]
            if not fresh:
                return
            yield from fresh
            seen += len(fresh)

    def watch(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back for every past and future event, from any thread; returns what ends it."""
        with self._news:
            past = list(self._events)
            self._watchers.append(callback)
        for event in past:
            _guarded(callback, event)
        return lambda: self._watchers.remove(callback) if callback in self._watchers else None

    def wait(self, timeout: float | None = None) -> Generation:
        """Wait for the pictures; an interrupt frees the cell and nothing else.

        Raises the job's `ImgenError`, or `TimeoutError` after `timeout` seconds, in which case the job goes on.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while not self._future.done():
            if end is not None and time.monotonic() >= end:
                raise TimeoutError(f"the job is still {self.state}; it goes on")
            with self._news:
                self._news.wait(SLICE)
        return self._result()

    def __await__(self) -> Generator[Any, None, Generation]:
        return self._awaited().__await__()

    async def _awaited(self) -> Generation:
        while not self._future.done():
            # ipykernel's interrupt does not wake an idle loop: look ten times a second.
            await asyncio.wait([asyncio.wrap_future(self._future)], timeout=SLICE)
        return self._result()

    def _result(self) -> Generation:
        error = self._future.exception()
        if error is None:
            return self._future.result()
        raise error.with_traceback(None)

    def cancel(self) -> None:
        """Stop waiting: an unsent job is never sent, an accepted one is left to `ig.resume()`."""
        runtime.soon(self._ticket.cancelled.set)

    def __repr__(self) -> str:
        return f"<Job {self.request.provider} {self.state} {self.remote_id or 'not accepted yet'}>"

    def _take(self, event: Event) -> None:
        with self._news:
            self._events.append(event)
            watchers = list(self._watchers)
            self._news.notify_all()
        for watcher in watchers:
            _guarded(watcher, event)

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()


def _guarded(callback: Callable[[Event], None], event: Event) -> None:
    """A watcher's own failure must never reach the job."""
    try:
        callback(event)
    except Exception:
        log.exception("a watcher of a job failed")
