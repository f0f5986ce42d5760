"""Waiting for a job: pauses that a cancel ends, and HTTP calls that are heard to their end whoever stops listening.

httpx 0.28 loses pool slots when a call is cancelled, and a paid call must be heard; so a call is never cancelled,
only no longer listened to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import httpx

from imgen_nb.engine.ticket import Ticket
from imgen_nb.errors import ImgenError

T = TypeVar("T")

LONGEST_ANSWER = 600.0
"""Seconds after which the answer to a paid request counts as lost, however it still drips."""


class Waiting:
    """Waits on behalf of one engine; `title` names its provider in what is said."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._finishing: set[asyncio.Task[Any]] = set()

    def check(self, ticket: Ticket) -> None:
        """Raise if the job is cancelled or late."""
        if ticket.cancelled.is_set():
            raise ticket.given_up()
        if ticket.left() <= 0:
            raise ticket.late(self.title)

    async def pause(self, ticket: Ticket, seconds: float) -> None:
        """Wait, but no longer than to the deadline or to a cancel."""
        self.check(ticket)
        try:
            async with asyncio.timeout(min(seconds, max(ticket.left(), 0.0))):
                await ticket.cancelled.wait()
        except TimeoutError:
            pass
        self.check(ticket)

    async def hear(self, ticket: Ticket, call: Coroutine[Any, Any, T], *, to_its_end: bool = True) -> T:
        """Wait for a call; when the job is cancelled or late, an HTTP call is left to end by itself."""
        try:
            self.check(ticket)
        except ImgenError:
            call.close()
            raise
        calling = self._begin(call)
        cancelled = asyncio.ensure_future(ticket.cancelled.wait())
        try:
            await asyncio.wait({calling, cancelled}, timeout=ticket.left(), return_when=asyncio.FIRST_COMPLETED)
        finally:
            cancelled.cancel()
        if not calling.done():
            if not to_its_end:
                calling.cancel()
            self.check(ticket)
            raise ticket.late(self.title)
        return calling.result()

    async def hear_to_the_end(self, call: Coroutine[Any, Any, T]) -> T:
        """Wait for the answer to a paid request; one that drips for ever counts as lost, and goes on by itself."""
        calling = self._begin(call)
        await asyncio.wait({calling}, timeout=LONGEST_ANSWER)
        if not calling.done():
            raise httpx.ReadTimeout(f"no whole answer within {LONGEST_ANSWER:.0f} s")
        return calling.result()

    def _begin(self, call: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.ensure_future(call)
        self._finishing.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._finishing.discard(task)
        if not task.cancelled():
            task.exception()  # marks it as seen: a call nobody waits for any more may fail in silence
