"""The one background thread with the one event loop that carries every job of this process.

It starts on first use, starts anew in a forked child, and closes at exit. A cell may block, be interrupted or
return: the loop goes on, and so do the jobs that were paid for. The end of a script waits, bounded and said aloud,
for the answers to paid requests that are out.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from imgen_nb.engine.ticket import LISTENING
from imgen_nb.errors import ImgenError

T = TypeVar("T")
log = logging.getLogger(__name__)

SLICE = 0.1
"""Seconds between two looks of whoever waits, so that an interrupt is seen at once on every system."""
PATIENCE = 10.0
"""Seconds that closing waits for connections to say goodbye, and then for the thread."""
LAST_ANSWERS = 60.0
"""Seconds that the end of a script waits for the answers to paid requests."""


class Running(NamedTuple):
    """A loop with its thread; whatever belongs to one loop is made anew with the next."""

    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event
    thread: threading.Thread


_lock = threading.Lock()
_running: Running | None = None
_left: list[object] = []
"""What a forked child has of its parent's loops: kept, because a loop that is thrown away reaches for its thread."""
_enders: list[Callable[[], None]] = []
_closers: list[Callable[[], Coroutine[Any, Any, None]]] = []


def start(work: Coroutine[Any, Any, T]) -> Future[T]:
    """Run a coroutine on the loop thread."""
    return asyncio.run_coroutine_threadsafe(work, running().loop)


def soon(call: Callable[[], object]) -> None:
    """Make a quick call on the loop thread, from any thread, without waiting for it."""
    running().loop.call_soon_threadsafe(call)


def block(work: Coroutine[Any, Any, T], instead: str) -> T:
    """Run a coroutine on the loop thread and wait for it; `instead` names the form that awaits."""
    try:
        refuse_to_block(instead)
    except ImgenError:
        work.close()
        raise
    future = start(work)
    while not future.done():
        time.sleep(SLICE / 10)
    return future.result()


def refuse_to_block(instead: str) -> None:
    """Raise where waiting would stop the loop, and with it whatever is waited for."""
    if on_the_loop():
        raise ImgenError("a blocking call on the thread that runs the jobs would wait for ever", hint=f"use {instead}")


def on_the_loop() -> bool:
    """Whether this is the loop's own thread."""
    return _running is not None and threading.current_thread() is _running.thread


def running() -> Running:
    """The loop of this process, started if there is none."""
    global _running
    with _lock:
        if _running is None:
            loop, stop = asyncio.new_event_loop(), asyncio.Event()
            thread = threading.Thread(target=_carry, args=(loop, stop), name="imgen-nb", daemon=True)
            thread.start()
            _running = Running(loop, stop, thread)
        return _running


def _carry(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(_until(stop))


async def _until(stop: asyncio.Event) -> None:
    await stop.wait()


def at_end(call: Callable[[], None]) -> Callable[[], None]:
    """Name what tells the jobs that the end has come, so that none of them begins anything any more."""
    _enders.append(call)
    return call


def at_close(call: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], Coroutine[Any, Any, None]]:
    """Name a coroutine function that closes what lives on the loop; it runs before the loop stops."""
    _closers.append(call)
    return call


@atexit.register
def close() -> None:
    """Stop the loop once no paid request is out any more; other jobs let go of what they have: the journal has it.

    Nothing here may need the default executor: Python has closed it before any exit handler runs.
    """
    global _running
    with _lock:
        ending = _running
    if ending is not None and ending.thread.is_alive():
        for tell in reversed(_enders):  # who begins jobs came later than the jobs, and stops before they do
            tell()
        _hear_last_answers(ending.loop)
    with _lock:
        _running = None
    if ending is None or not ending.thread.is_alive():
        return
    for call in _closers:
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(call(), ending.loop).result(PATIENCE)
    ending.loop.call_soon_threadsafe(ending.stop.set)
    ending.thread.join(PATIENCE)


def _hear_last_answers(loop: asyncio.AbstractEventLoop) -> None:
    """Wait for paid requests that are out, and what they give to be written down; an interrupt ends the wait."""
    out = _listening(loop)
    if not out:
        return
    log.warning(
        "waiting up to %.0f s for the answers to %d paid request(s); an interrupt ends the wait, "
        "and ig.resume() looks for them later",
        LAST_ANSWERS,
        out,
    )
    until = time.monotonic() + LAST_ANSWERS
    with suppress(KeyboardInterrupt):
        while _listening(loop) and time.monotonic() < until:
            time.sleep(SLICE / 2)


def _listening(loop: asyncio.AbstractEventLoop) -> int:
    return sum(task.get_loop() is loop and not task.done() for task in list(LISTENING))


def _forget() -> None:
    """A forked child has its parent's objects and none of its threads; a lock may have been held just then."""
    global _running, _lock
    _lock = threading.Lock()
    _left.extend((_running, *LISTENING))
    LISTENING.clear()
    _running = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
