"""Threads of our own for what blocks: a disk, a database, a decoder.

The default executor is closed before a script's last words can be written down (Python joins it ahead of every exit
handler), and one slow picture in it would hold every write. These are daemon threads that run until the process ends.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
S = TypeVar("S")
_Call = tuple[Callable[[], Any], "Future[Any]"]


class Threads(Executor):
    """So many threads that take turns at blocking calls; made on first use, and anew in a forked child.

    Example:
        >>> decoding = Threads("imgen-decode", 2)
        >>> asyncio.run(decoding.run(sum, (1, 2)))
        3
    """

    def __init__(self, name: str, count: int = 1) -> None:
        self.name = name
        self.count = count
        self._calls: queue.SimpleQueue[_Call] | None = None
        self._born_in = 0

    async def run(self, call: Callable[..., T], *arguments: Any) -> T:
        """Make a call in one of the threads; who stops waiting does not stop it."""
        return await asyncio.get_running_loop().run_in_executor(self, partial(call, *arguments))

    async def begin(self, call: Callable[..., Generator[T, None, S]], *arguments: Any) -> tuple[T, asyncio.Future[S]]:
        """Make a call that yields once what is waited for, and goes on; gives that, and what it will return."""
        loop = asyncio.get_running_loop()
        first: asyncio.Future[T] = loop.create_future()

        def carry() -> S:
            steps = call(*arguments)
            loop.call_soon_threadsafe(_settle, first, next(steps))
            try:
                next(steps)
            except StopIteration as end:
                value: S = end.value
                return value
            raise RuntimeError("it yields more than once")

        rest = asyncio.ensure_future(self.run(carry))
        rest.add_done_callback(_seen)
        ends: set[asyncio.Future[Any]] = {first, rest}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if not first.done():
            rest.result()  # raises what came before the word that was waited for
        return await first, rest

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Put a call behind those that wait. It is the loop that asks, so that one without real time can decline."""
        done: Future[T] = Future()
        done.set_running_or_notify_cancel()  # from now on a cancel comes too late
        self._queue().put((partial(fn, *args, **kwargs), done))
        return done

    def _queue(self) -> queue.SimpleQueue[_Call]:
        """The calls that wait; only the loop's thread makes one, so no lock is needed, nor left held by a fork."""
        if self._calls is None or self._born_in != os.getpid():
            self._calls, self._born_in = queue.SimpleQueue(), os.getpid()
            for number in range(self.count):
                threading.Thread(target=_carry, args=(self._calls,), name=f"{self.name}-{number}", daemon=True).start()
        return self._calls


def _settle(future: asyncio.Future[T], value: T) -> None:
    if not future.done():
        future.set_result(value)


def _seen(future: asyncio.Future[Any]) -> None:
    """Nobody need come for what a call returns, or raises, after the word that was waited for."""
    if not future.cancelled():
        future.exception()


def _carry(calls: queue.SimpleQueue[_Call]) -> None:
    while True:
        call, done = calls.get()
        try:
            done.set_result(call())
        except BaseException as error:  # it belongs to whoever waits
            done.set_exception(error)
        del call, done
