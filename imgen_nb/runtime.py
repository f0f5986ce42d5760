"""The one background thread with the one event loop that carries every job of this process.

It starts on first use, starts anew in a forked child, and closes at exit. A cell may block, be interrupted or
return: the loop goes on, and so do the jobs that were paid for.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal

T = TypeVar("T")


class _Running(NamedTuple):
    pid: int
    portal: BlockingPortal
    manager: AbstractContextManager[BlockingPortal]
    loop: asyncio.AbstractEventLoop


_lock = threading.Lock()
_running: _Running | None = None
_closers: list[Callable[[], Coroutine[Any, Any, None]]] = []


def start(work: Coroutine[Any, Any, T]) -> Future[T]:
    """Run a coroutine on the loop thread."""
    return asyncio.run_coroutine_threadsafe(work, _loop())


def soon(call: Callable[[], object]) -> None:
    """Make a quick call on the loop thread, from any thread, without waiting for it."""
    _loop().call_soon_threadsafe(call)


def _loop() -> asyncio.AbstractEventLoop:
    global _running
    with _lock:
        if _running is None or _running.pid != os.getpid():
            manager = start_blocking_portal(name="imgen-nb")
            portal = manager.__enter__()
            _running = _Running(os.getpid(), portal, manager, portal.call(_this_loop))
        return _running.loop


def at_close(call: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], Coroutine[Any, Any, None]]:
    """Name a coroutine function that closes what lives on the loop; it runs before the loop stops."""
    _closers.append(call)
    return call


async def _this_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


@atexit.register
def close() -> None:
    """Stop the loop; jobs under way are left where they stand, and the journal has them."""
    global _running
    with _lock:
        if _running is not None and _running.pid == os.getpid():
            for call in _closers:
                _running.portal.call(call)
            _running.portal.call(_running.portal.stop, True)
            _running.manager.__exit__(None, None, None)
        _running = None
