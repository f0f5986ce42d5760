"""When a request may leave: the pace of this process, and the count that all processes of one store share.

A service that tells how many requests are left is asked no more often than that by all of them together: each request
is counted in the store before it leaves, and given back with what its reply told. Where a service counts nothing that
we can read, the store is only asked while a refusal stands: all wait, and then return one by one, whichever process.
A store that cannot be written just now keeps nobody from asking.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import RateLimited
from imgen_nb.flow import Provider
from imgen_nb.store.journal import Journal
from imgen_nb.store.windows import SOON
from imgen_nb.types import Window

CONSULTED = 5.0
"""Seconds for which what other processes were told counts as known."""
SAME = 0.5
"""Seconds that two waits may differ by and end at the same moment."""


class Turns:
    """The turns of one key at one origin."""

    def __init__(self, provider: Provider, wire: Wire, journal: Journal) -> None:
        self._provider = provider
        self._wire = wire
        self._journal = journal
        self._told = provider.has("window")
        self._began: float | None = None
        self._consulted: float | None = None
        self._shared = 0.0

    @asynccontextmanager
    async def turn(self, ticket: Ticket, *, paid: bool) -> AsyncIterator[None]:
        """Wait until a request may leave; it has left, and its reply is here, when this ends."""
        counted = await self._wait(ticket, paid)
        since = _now()
        try:
            yield
        except asyncio.CancelledError:
            raise  # the loop ends, and who writes for it as well: what is under way counts until the window opens anew
        except BaseException:
            await self._back(counted, since)
            raise
        await self._back(counted, since)

    async def _back(self, counted: bool, since: float) -> None:
        if counted:
            await self._give(since)
        await self._share()

    async def refused(self, pause: float) -> None:
        """One request was refused: nobody asks before the wait is over, in this process or another."""
        self._wire.pace.refused(pause, _now())
        await self._share()

    async def _wait(self, ticket: Ticket, paid: bool) -> bool:
        """Hold a request back while the window is used up, or a refusal stands; whether it was counted."""
        await self._consult()
        while True:
            counted = self._counts
            hold = self._wire.pace.hold(_now()) or (await self._take(paid) if counted else 0.0)
            if not hold:
                break
            if hold > ticket.left():
                title = self._provider.title
                shut = RateLimited(f"{title} takes no request for {hold:.0f} s more", retry_after=hold)
                raise shut if ticket.charged == "no" else ticket.ended_early()
            if hold > SOON:
                ticket.tell(ticket.state, f"waiting {hold:.0f} s: the provider takes no request before", wait=hold)
            await ticket.pause(hold)
        try:
            ticket.check()
        except BaseException:
            if counted:
                await self._give(_now())
            raise
        self._wire.pace.leave(_now())
        return counted

    # ------------------------------------------------------------------ the count that processes share

    @property
    def _counts(self) -> bool:
        return bool(self._wire.scope) and (self._told or self._wire.pace.wary)

    async def _take(self, paid: bool) -> float:
        store, scope, now = self._journal.store, self._wire.scope, self._time()
        return await self._journal.attempt(lambda c: store.take_request(c, scope, now, paid=paid)) or 0.0

    async def _give(self, since: float) -> None:
        store, scope, now = self._journal.store, self._wire.scope, self._time()
        told, taken = self._wire.pace.news(since, _now()), not self._wire.pace.wary
        await self._journal.attempt(lambda c: store.give_request(c, scope, now, told, taken=taken))

    async def _consult(self) -> None:
        """Take in what other processes were told: until when the key is shut out."""
        scope, now = self._wire.scope, _now()
        if not scope or (self._consulted is not None and now - self._consulted < CONSULTED):
            return
        self._consulted = now
        known = await self._journal.glance(partial(self._journal.store.window, scope))
        if known is not None:
            window, learned = known
            left = window.reset - (self._time() - learned)
            if left > 0 and window.remaining <= 0:
                self._shared = max(self._shared, _now() + left)
                self._wire.pace.refused(left, _now())

    async def _share(self) -> None:
        """Tell other processes of a refusal that stands, or of a window that is used up."""
        shut = self._wire.pace.shut(_now()) if self._wire.scope else 0.0
        if shut and _now() + shut > self._shared + SAME:
            self._shared = _now() + shut
            store, scope, told, learned = self._journal.store, self._wire.scope, Window(1, 0, shut), self._time()
            await self._journal.attempt(lambda connection: store.learn_window(connection, scope, told, learned))

    def _time(self) -> float:
        """The Unix time of the store, by the loop's clock: all of a loop read the same one."""
        if self._began is None:
            self._began = self._journal.store.database.now() - _now()
        return self._began + _now()


def _now() -> float:
    return asyncio.get_running_loop().time()
