"""Job: one request under way on the background loop, seen from any cell, thread or callback."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Coroutine, Generator, Iterator, Sequence
from concurrent import futures
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from imgen_nb.client import nesting, runtime
from imgen_nb.client.runtime import SLICE
from imgen_nb.engine.ticket import Ticket
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.threads import Threads
from imgen_nb.types import Event, Generation, ImageRequest, State

log = logging.getLogger(__name__)

STOPPED = "stopped waiting: what was asked goes on, and the same call shows it"
BRIEF, MOMENT = 0.005, 0.5
"""Seconds of one look, and of all, at whether the watchers of an ended job have been told; one may be busy."""
_telling = Threads("imgen-watch")
"""Where watchers run: one that waits, or asks for a picture of its own, must not stop the jobs' loop."""


class Job:
    """One request under way on the background loop; every method may be called from any thread.

    It belongs to the process that started it: in a forked child it can be looked at, and waiting for it raises.
    """

    def __init__(
        self, request: ImageRequest, deadline: float, work: Callable[[Ticket], Coroutine[Any, Any, Generation]]
    ):
        nesting.warn_of_old_patch()
        self._born_in = os.getpid()
        self._news = threading.Condition()
        self._events: list[Event] = []
        self._pictured = 0
        self._watchers: list[_Watcher] = []
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
        """The provider's id, once it accepted the job and that is written down."""
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
            if seen == len(self._events) and not self.done:
                self._ready_to_wait("job.watch(...), and await job")
            with self._news:
                while seen == len(self._events) and not self.done:
                    self._news.wait(SLICE)
                fresh = self._events[seen:]
            if not fresh:
                return
            yield from fresh
            seen += len(fresh)

    def watch(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back for every past and future event, each once and in order; returns what ends it.

        Past events are told at once, in this thread, and the others in one that all watchers share, never in the jobs'
        own: a watcher may wait, and ask for another picture.
        """
        watcher = _Watcher(callback, self._events)
        with self._news:
            self._watchers.append(watcher)
        if runtime.on_the_loop():
            _telling.submit(watcher.catch_up)
        else:
            watcher.catch_up()
        return watcher.stop

    def when_done(self, call: Callable[[], object]) -> None:
        """Call once, when a Generation or an error is there: something quick, in any thread, at once if it is there."""
        self._future.add_done_callback(lambda _: call())

    def wait(self, timeout: float | None = None) -> Generation:
        """Wait for the pictures; an interrupt frees the cell and nothing else.

        Raises the job's `ImgenError`, or `TimeoutError` after `timeout` seconds, in which case the job goes on.
        """
        end = None if timeout is None else time.monotonic() + _seconds(timeout)
        if not self._future.done():
            self._ready_to_wait("await job")
        with stop_in_a_line():
            while not self._future.done():
                if end is not None and time.monotonic() >= end:
                    raise TimeoutError(f"the job is still {self.state}; it goes on")
                futures.wait([self._future], SLICE)  # not for its news: each step would wake this thread for nothing
            for _ in self._until_watchers_know():
                time.sleep(BRIEF)
        return self._result()

    def __await__(self) -> Generator[Any, None, Generation]:
        return self._awaited().__await__()

    async def _awaited(self) -> Generation:
        if not self._future.done():
            self._ready_to_wait("", blocking=False)
            ended = asyncio.wrap_future(self._future)
            ended.add_done_callback(lambda end: end.cancelled() or end.exception())  # it is told below, not logged
        with stop_in_a_line():
            while not self._future.done():
                # ipykernel's interrupt does not wake an idle loop: look ten times a second.
                await asyncio.wait([ended], timeout=SLICE)
            for _ in self._until_watchers_know():
                await asyncio.sleep(BRIEF)
        return self._result()

    def _until_watchers_know(self) -> Iterator[None]:
        """Give the watchers a moment to hear how it ended: who waited for the job should not know before they do."""
        end = time.monotonic() + MOMENT
        while any(watcher.behind for watcher in self._watchers) and time.monotonic() < end:
            yield

    def _ready_to_wait(self, instead: str, *, blocking: bool = True) -> None:
        """Raise where waiting would never end: on the loop's own thread, and in a child of the job's process."""
        if self._born_in != os.getpid():
            raise ImgenError(
                "this job belongs to the process that this one was forked from",
                provider=self.request.provider,
                hint="make a client here and ask the same again: the store gives what the parent gets",
                charged="unknown",
            )
        if blocking:
            runtime.refuse_to_block(instead)

    def _result(self) -> Generation:
        error = self._future.exception()
        if error is None:
            return self._future.result()
        raise error.with_traceback(None)

    def cancel(self) -> None:
        """Stop waiting: an unsent job is never sent, an accepted one is left to `ig.resume()`."""
        if self._born_in == os.getpid():
            runtime.soon(self._ticket.cancelled.set)

    def look(self) -> None:
        """Ask the provider now, without waiting for the next turn: there may be news."""
        if self._born_in == os.getpid():
            runtime.soon(self._ticket.called.set)

    def __repr__(self) -> str:
        return f"<Job {self.request.provider} {self.state} {self.remote_id or 'not accepted yet'}>"

    def _take(self, event: Event) -> None:
        with self._news:
            if event.preview is not None:  # the last of them is the clearest: the others need not be held
                last, self._pictured = self._pictured, len(self._events)
                self._events[last : last + 1] = [replace(one, preview=None) for one in self._events[last : last + 1]]
            self._events.append(event)
            watchers = list(self._watchers)
            self._news.notify_all()
        for watcher in watchers:
            _telling.submit(watcher.catch_up)

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()


class _Watcher:
    """One callback and how far it has come, so that each event reaches it once and in order, whoever brings it."""

    def __init__(self, callback: Callable[[Event], None], events: Sequence[Event]) -> None:
        self._callback = callback
        self._events = events
        self._told = 0
        self._turn = threading.RLock()

    @property
    def behind(self) -> bool:
        return self._told < len(self._events)

    def catch_up(self) -> None:
        with self._turn:
            while self.behind:
                try:
                    _guarded(self._callback, self._events[self._told])
                finally:
                    self._told += 1

    def stop(self) -> None:
        self._events = ()


@contextmanager
def stop_in_a_line() -> Iterator[None]:
    """While something is waited for, let Stop say what it leaves behind, and nothing else.

    A kernel reads and colours the files of all frames before it gives the prompt back: that takes longer than all else.
    """
    try:
        yield
    except (KeyboardInterrupt, asyncio.CancelledError) as stop:
        told = f"{type(stop).__name__}: {STOPPED}"
        stop.args = (STOPPED,)
        stop._render_traceback_ = lambda: [told]  # type: ignore[union-attr]
        raise


def _seconds(value: object) -> float:
    """A wait in seconds; text and NaN would never end, or never begin."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value:
        return value
    raise InvalidRequest(f"timeout is {value!r:.40}, which is no number of seconds", hint="the job goes on")


def _guarded(callback: Callable[[Event], None], event: Event) -> None:
    """A watcher's own failure must never reach the job."""
    try:
        callback(event)
    except Exception:
        log.exception("a watcher of a job failed")
