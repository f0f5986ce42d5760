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
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
PATIENCE = 10.0
"""Seconds that closing waits for connections to say goodbye, and then for the thread."""


class _Running(NamedTuple):
    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event
    thread: threading.Thread


_lock = threading.Lock()
_running: _Running | None = None
_left: list[_Running] = []
"""The loops of a forked child's parents: kept, because a loop that is thrown away reaches for its thread."""
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
        if _running is None:
            loop, stop = asyncio.new_event_loop(), asyncio.Event()
            thread = threading.Thread(target=_carry, args=(loop, stop), name="imgen-nb", daemon=True)
            thread.start()
            _running = _Running(loop, stop, thread)
        return _running.loop


def _carry(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(_until(stop))


async def _until(stop: asyncio.Event) -> None:
    await stop.wait()


def at_close(call: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], Coroutine[Any, Any, None]]:
    """Name a coroutine function that closes what lives on the loop; it runs before the loop stops."""
    _closers.append(call)
    return call


@atexit.register
def close() -> None:
    """Stop the loop; jobs under way are left where they stand, and the journal has them."""
    global _running
    with _lock:
        running, _running = _running, None
    if running is None or not running.thread.is_alive():
        return
    for call in _closers:
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(call(), running.loop).result(PATIENCE)
    running.loop.call_soon_threadsafe(running.stop.set)
    running.thread.join(PATIENCE)


def _forget() -> None:
    """A forked child has its parent's objects and none of its threads; a lock may have been held just then."""
    global _running, _lock
    _lock = threading.Lock()
    if _running is not None:
        _left.append(_running)
    _running = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
