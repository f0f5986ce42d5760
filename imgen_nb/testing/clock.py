"""Virtual time: hours of waiting take milliseconds, and what would wait for ever says so."""

from __future__ import annotations

import asyncio
import selectors
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")

LONGEST = 86400.0
"""Virtual seconds after which a coroutine counts as one that never ends; the longest wait of a job is an hour."""
TURNS = 100_000
"""Turns of the loop in which no time passes; one that asks without a pause in between does this for ever."""
PATIENCE = 1.0
"""Real seconds that another thread is given to wake a loop in which nothing is ready and no timer runs."""


class Endless(AssertionError):
    """The coroutine would never have ended."""


class _Selector(selectors.DefaultSelector):
    now = 0.0
    end = LONGEST
    still = 0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            return super().select(PATIENCE) or self._endless("everybody waits, and nothing is under way")
        if timeout > 0:
            self.now += timeout
            self.still = 0
            return self._glance() if self.now < self.end else self._endless(f"{LONGEST:.0f} s are over")
        self.still += 1
        return self._glance() if self.still < TURNS else self._endless("it turns and turns, and no time passes")

    def _glance(self) -> Any:
        """Look whether a socket is ready; the loop's own only wakes one that sleeps, and this one never does."""
        return super().select(0) if len(self.get_map()) > 1 else []

    def _endless(self, why: str) -> Any:
        self.end, self.still = self.now + LONGEST, 0  # whoever cleans up has as long again
        raise Endless(f"this never ends: {why}")


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
    """Run a coroutine to its end in virtual time, in a thread of its own: a notebook's loop may be running here.

    Raises `Endless` for one that would wait, or turn in circles, for ever.
    """

    done: Future[T] = Future()

    def run() -> None:
        try:
            with asyncio.Runner(loop_factory=VirtualLoop) as runner:
                result = runner.run(work)
        except BaseException as error:  # it belongs to whoever waits
            done.set_exception(error)
        else:
            done.set_result(result)

    # A daemon, that nobody has to wait for: a flow that never gives the word back must not hold its test's own end.
    threading.Thread(target=run, name="virtual time", daemon=True).start()
    return done.result()
