"""How a call ends: every one passes here, and says of its money what the ledger knows by then.

Whatever ends a call before it has sent anything (deadline, cancel, a refusal, a window that is shut, a full disk): the
same request may have been sent by another call meanwhile, in this process or another. So none says that nothing was
spent without a last look. What it finds is joined: a picture that is here is given; who has time waits for the others.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from copy import copy
from dataclasses import replace

from imgen_nb.engine.steps import Found, Steps
from imgen_nb.engine.ticket import Ticket, begin
from imgen_nb.errors import AssetError, GenerationFailed, ImgenError, StoreError, Unauthorized
from imgen_nb.store.owners import me
from imgen_nb.store.rows import OWING
from imgen_nb.types import PRICE_UNKNOWN, Cost, Generation, State

Join = Callable[[Ticket, Found], Awaitable[Generation]]

GRACE = 1.0
"""Seconds a job that is over has to find that out by itself; then whoever waits is told, and its work goes on."""
GLIMPSE = 0.4
"""Seconds of the last look into the ledger, and to give what it finds where nobody waits any more."""


class Endings:
    """The ends of the calls of one engine."""

    key_remedy = ""
    """What to do about a refused key, by whoever knows where it came from."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._provider = steps.provider
        self._wire = steps.wire
        self._journal = steps.journal

    async def of(self, ticket: Ticket, work: Awaitable[Generation], join: Join | None = None) -> Generation:
        """End for whoever waits at the deadline or the cancel, though a paid request is still out or a disk is slow.

        `join` goes on with what somebody else has begun; without it the work itself knew of its money from the start.
        """
        ticket.title = self._provider.title
        working = begin(self._accounted(ticket, work, join))
        await asyncio.wait({working, ticket.end()}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({working}, timeout=GRACE)
        if working.done():
            return working.result()
        leaving = copy(ticket)  # the work goes on with its own, and with its row
        ticket.hush()
        leaving.answered = True
        return await self._last(leaving, leaving.ended_early(), join)

    async def _accounted(self, ticket: Ticket, work: Awaitable[Generation], join: Join | None) -> Generation:
        try:
            with self._journal.working():
                return await self._worked(ticket, work, join)
        finally:
            ticket.leave()

    async def _worked(self, ticket: Ticket, work: Awaitable[Generation], join: Join | None) -> Generation:
        try:
            return replace(await work, title=self._provider.title, left=self._wire.left())
        except ImgenError as error:
            failure = error
        except Exception as error:
            failure = self.of_our_own(error)
        return await self._last(ticket, failure, join)

    async def _last(self, ticket: Ticket, failure: ImgenError, join: Join | None) -> Generation:
        """Join what another call has begun; else write down how this one failed, and say so before the error goes."""
        unspent = ticket.charged == "no"
        if join and (unspent or ticket.joined) and (found := await self._begun_elsewhere(ticket)):
            wanted = found[0] == "saved" or (unspent and not ticket.over)
            if wanted and (given := await self._joined(ticket, found, join)):
                return given
            ticket.join(found[1])
            failure = ticket.ended_early() if ticket.over else failure
        self.explain(failure, "generate", ticket)
        state = ticket.final(failure)
        if not ticket.answered:
            await self._journal.release(ticket.request.ref, state=state, error=failure.to_dict())
        ticket.tell(state if state.ended and not ticket.answered else ticket.state, failure.message)
        raise failure.with_traceback(None) from None

    async def _joined(self, ticket: Ticket, found: Found, join: Join) -> Generation | None:
        """Go on with what another call has begun; None where nobody waits any more, and it does not come at once."""
        if not ticket.over:
            return await self._worked(ticket, join(ticket, found), join)
        late = copy(ticket)
        working = begin(self._worked(late, join(late, found), join))
        await asyncio.wait({working}, timeout=GLIMPSE)
        if working.done():
            return working.result()
        late.hush()
        return None

    async def _begun_elsewhere(self, ticket: Ticket) -> Found | None:
        """The row of another call that has the picture, or may have paid for it; None where none is known.

        Where the store cannot be read, what this process knows by itself counts.
        """
        store, request = self._journal.store, ticket.request
        row = known = store.remembered(request)
        with suppress(TimeoutError):
            async with asyncio.timeout(GLIMPSE):
                row = await self._journal.glance(lambda: store.peek(request), unread=known)
        if row is None or (row.id, row.owner) == (ticket.request.ref, me()):
            return None
        if row.state is State.SAVED:
            return "saved", row
        return ("theirs", row) if row.state in OWING else None

    # ------------------------------------------------------------------ what an error says

    def of_our_own(self, error: Exception) -> ImgenError:
        """Tell of what nobody foresaw; where it came from is logged in text alone."""
        self._steps.note(f"an error of our own\n{traceback.format_exc()}", logging.ERROR)
        return ImgenError(f"internal error: {type(error).__name__}: {error}")

    def explain(self, error: ImgenError, operation: str, ticket: Ticket | None) -> None:
        """Fill in what only the engine knows: who, what for, which job, and whether it cost money."""
        error.provider = error.provider or self._provider.name
        error.operation = error.operation or operation
        error.message = self._wire.redact(error.message)
        error.args = (error.message,)
        error.__cause__ = error.__context__ = None
        if ticket is not None:
            self._account(error, ticket)
        if isinstance(error, Unauthorized):
            ways = " or ".join(f"{way.env} (header {way.header})" for way in self._provider.credentials)
            error.advise(self.key_remedy or f"check the key in {ways}")
        error.hint = self._wire.redact(error.hint)

    def _account(self, error: ImgenError, ticket: Ticket) -> None:
        """Say of a job's error whether it cost money, how much, and how what was paid is had."""
        error.remote_id = error.remote_id or ticket.remote_id
        failed = isinstance(error, GenerationFailed)
        if ticket.paid and not failed:
            error.charged = "yes"
        elif ticket.sent and error.charged == "no" and not failed:
            error.charged = "unknown"
        if error.charged != "no" and error.cost == PRICE_UNKNOWN:
            error.cost = self._known_price(ticket)
        if failed and error.cost.usd == 0 and not error.cost.credits:
            error.charged = "no"  # a server of one's own bills nothing
        if isinstance(error, StoreError) and error.charged != "no":
            error.hint = f"{error.hint}; then {ticket.later}"
        if isinstance(error, AssetError):
            error.advise(f"{ticket.later}; ig.forget() lets it go, and only another take pays again")

    def _known_price(self, ticket: Ticket) -> Cost:
        """What a job cost, or may have: its bill, else what was said before, else what the record says."""
        known = (ticket.bill, ticket.quoted)
        return next((one for one in known if one != PRICE_UNKNOWN), self._steps.quotes.recorded(ticket.request))
