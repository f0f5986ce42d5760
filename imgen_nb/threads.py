"""Threads of our own for what blocks: a disk, a database, a decoder.

The default executor is closed before a script's last words can be written down (Python joins it ahead of every exit
handler), and one slow picture in it would hold every write. These are daemon threads that run until the process ends.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
_Call = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Threads:
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
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._queue().put((lambda: call(*arguments), loop, done))
        return await done

    def _queue(self) -> queue.SimpleQueue[_Call]:
        """The calls that wait; only the loop's thread makes one, so no lock is needed, nor left held by a fork."""
        if self._calls is None or self._born_in != os.getpid():
            self._calls, self._born_in = queue.SimpleQueue(), os.getpid()
            for number in range(self.count):
                threading.Thread(target=_carry, args=(self._calls,), name=f"{self.name}-{number}", daemon=True).start()
        return self._calls


def _carry(calls: queue.SimpleQueue[_Call]) -> None:
    while True:
        call, loop, done = calls.get()
        try:
            tell: Callable[[], None] = partial(_give, done, call())
        except BaseException as error:  # it belongs to whoever waits
            tell = partial(_fail, done, error)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell)
        del call, done, tell


def _give(done: asyncio.Future[Any], value: Any) -> None:
    if not done.done():
        done.set_result(value)


def _fail(done: asyncio.Future[Any], error: BaseException) -> None:
    if not done.done():
        done.set_exception(error)
