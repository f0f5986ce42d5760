"""The only code that waits: it brings a request to its saved pictures, or to the word that says where they are.

A job may end for whoever waits while its work goes on: a paid request is heard to its end, and what it gives is kept
for the same call and for `ig.resume()`. Cancel means to stop waiting; nothing is asked after it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from imgen_nb.assets.fetch import Fetcher
from imgen_nb.budgets import Budget
from imgen_nb.engine import outcomes
from imgen_nb.engine.collect import Collector
from imgen_nb.engine.endings import Endings
from imgen_nb.engine.outcomes import Goods
from imgen_nb.engine.steps import Found, Lost, Steps, Taken
from imgen_nb.engine.ticket import LISTENING, Ticket, begin
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import (
    Cancelled,
    DeadlineExceeded,
    ImgenError,
    NotFound,
    OutcomeUnknown,
    StorageFull,
    StoreError,
    UnexpectedReply,
)
from imgen_nb.flow import Flow, Outcome, Provider
from imgen_nb.store.journal import SELDOM, Journal
from imgen_nb.store.rows import OWING, Row, picture_data
from imgen_nb.types import PRICE_UNKNOWN, Cost, Generation, ImageRequest, Picture, State

T = TypeVar("T")
log = logging.getLogger(__name__)

RECONCILE_PAUSES = (1.0, 4.0, 10.0)
PATIENCE = 60.0
"""Seconds in which what is in hand, and placed, is saved; then it is tried once more."""
NONE: Mapping[int, Picture] = {}
PASSING = (StorageFull, StoreError, Cancelled, DeadlineExceeded)
"""What ends such a try and not the next: the disk, the store, another process that has the row just now."""


class Engine:
    """Drives the flows of one provider at one origin, over one wire, into one store."""

    def __init__(
        self,
        provider: Provider,
        wire: Wire,
        fetcher: Fetcher,
        journal: Journal,
        budget: Callable[[], Budget | None] = lambda: None,
    ) -> None:
        self.provider = provider
        self.wire = wire
        self.fetcher = fetcher
        self.journal = journal
        self.store = journal.store
        self._held: dict[str, Outcome] = journal.store.spool.held
        self._waiting: set[str] = set()
        self._steps = Steps(provider, wire, journal)
        self._steps.budget = budget
        self._collector = Collector(provider, fetcher, wire.pace.scale)
        self.ends = Endings(self._steps)

    # ------------------------------------------------------------------ what is asked of it

    async def fulfil(self, ticket: Ticket) -> Generation:
        """Answer a request: from the store, by joining or resuming, or by spending money once."""
        return await self.ends.of(ticket, self._fulfil(ticket), self._fulfil)

    async def adopt(self, ticket: Ticket, remote_id: str, outcome: Outcome | None = None) -> Generation:
        """Follow an accepted job by its remote id, whoever submitted it; a known outcome is only fetched."""
        return await self.ends.of(ticket, self._adopt(ticket, remote_id, outcome))

    async def settle(self, ticket: Ticket, row: Row) -> Generation:
        """Take over an unsettled row: fetch what was accepted or is missing, look for what is unknown."""
        return await self.ends.of(ticket, self._settle(ticket, row))

    async def ask(self, flow: Flow[T], operation: str, deadline: float = 60.0) -> T:
        """Drive a verb that makes no pictures, such as a list."""
        try:
            return await self._steps.ask(flow, deadline)
        except ImgenError as error:
            failure = error
        except Exception as error:
            failure = self.ends.of_our_own(error)
        failure.charged = "no"  # first: the remedy goes by it
        self.ends.explain(failure, operation, None)
        raise failure.with_traceback(None) from None  # its frames know the key

    async def quote(self, request: ImageRequest) -> Cost:
        """Say what a request will cost: as the service quotes it, else as its record says. Nothing is made."""
        return await self._steps.quotes.of(request)

    # ------------------------------------------------------------------ a job, from intent to pictures

    async def _fulfil(self, ticket: Ticket, found: Found | None = None) -> Generation:
        """Act on what is `found` of a request: a row that was taken over in finding it counts as another's later."""
        claimed, row = found or await self._claim(ticket)
        while claimed == "theirs" and row is not None:
            await ticket.leave_to(row)
            claimed, row = await self._claim(ticket)
        ticket.join(None)
        if row is None:
            return await self._submit(ticket)
        ticket.request = replace(ticket.request, ref=row.id)
        if claimed == "mine":
            return await self._submit(ticket)
        if claimed == "saved":
            return await self._known(ticket, row)
        if claimed == "unknown":
            return await self._find(ticket)
        return await self._resume_or_rehearse(ticket, row)

    async def _claim(self, ticket: Ticket) -> Found:
        """Look first, since most requests are new or answered, and a look takes no lock."""
        request = ticket.request
        known = await self.journal.read(lambda: self.store.look(request))
        if known is None:
            return await self.journal.write(lambda connection: self.store.claim(connection, request))
        return known

    async def _submit(self, ticket: Ticket) -> Generation:
        """A press of a button is a request like any other; only its first word differs."""
        pressed = "button" in ticket.request.params
        flow = self.provider.press(ticket.request) if pressed else self.provider.generate(ticket.request)
        try:
            return await self._collect(ticket, flow)
        except Taken as taken:
            self._steps.note(f"the request was {taken.found[0]} before it was sent")
            found = taken.found
        return await self._fulfil(ticket, found)

    async def _resume_or_rehearse(self, ticket: Ticket, row: Row) -> Generation:
        """Fetch what was paid; what the sandbox of an earlier kernel took is gone with it, and is asked for anew."""
        try:
            return await self._resume(ticket, row)
        except NotFound:
            if not ticket.request.sandbox:
                raise
        await self.journal.release(row.id, state=State.FAILED)
        ticket.begin_anew()
        return await self._fulfil(ticket)

    async def _known(self, ticket: Ticket, row: Row) -> Generation:
        """Answer from the store; pictures that are missing, or whose file somebody removed, are asked for once more."""
        ticket.answered, ticket.paid = True, True
        ticket.remote_id, ticket.expires = row.remote_id, row.result.get("expires")
        known = await self.journal.read(lambda: self.store.generation(row, from_store=True))
        outcome = self._held.get(row.id) or outcomes.outcome(row.result)
        here = outcomes.here(row, known)
        absent = len(here) < len(outcome.assets)
        sought = absent and (row.remote_id or outcomes.addressed(outcome) or row.id in self._held)
        if sought or (row.missing and not absent):
            goods = await self._gather(ticket, outcome, here=here, patient=False)
            if len(goods.came) > len(here) or not absent:
                return replace(await self._save(ticket, outcome, goods, row.result), from_store=not goods.failures)
        ticket.tell(State.SAVED, "from the store: nothing was sent, nothing was spent")
        return known

    async def _adopt(self, ticket: Ticket, remote_id: str, outcome: Outcome | None) -> Generation:
        ticket.remote_id, ticket.paid = remote_id, True  # whatever goes wrong from here on, it was paid before
        asked = partial(self.store.adopt, request=ticket.request, remote_id=remote_id)
        claimed, row = await self.journal.write(asked)
        while claimed == "theirs":
            await ticket.leave_to(row)
            claimed, row = await self.journal.write(asked)
        ticket.request, ticket.remote_id, ticket.paid = row.request, remote_id, True
        if row.state is State.SAVED:
            return await self._known(ticket, row)
        if outcome is not None:
            return await self._fetch(ticket, outcome)
        return await self._resume(ticket, replace(row, remote_id=remote_id))

    async def _settle(self, ticket: Ticket, row: Row) -> Generation:
        ticket.request = row.request
        ticket.join(row)  # whatever goes wrong from here on, its money was spent before
        if row.state is State.SAVED:
            return await self._known(ticket, row)
        now = await self.journal.write(lambda connection: self.store.take_over(connection, row.id))
        if now is None:
            ticket.answered = True
            raise Cancelled("another process is fetching it now", charged="yes", hint="ask again in a moment")
        row = now  # it was listed some time ago: another process may have settled it since
        if row.state is State.SAVED:
            return await self._known(ticket, row)
        if row.state in (State.SENDING, State.UNKNOWN):
            await self.journal.remember(row.id, state=State.UNKNOWN)
            return await self._find(ticket)
        return await self._resume(ticket, row)

    async def _resume(self, ticket: Ticket, row: Row) -> Generation:
        """Fetch what was paid: from what is in hand, from the addresses that were kept, or by following the job."""
        ticket.remote_id, ticket.paid, ticket.expires = row.remote_id, True, row.result.get("expires")
        ticket.quoted, ticket.bill = outcomes.price(row.result, "quoted"), outcomes.price(row.result, "cost")
        ticket.tell(State.ACCEPTED, "paid earlier: fetching it")
        outcome, here = self._held.get(row.id) or outcomes.outcome(row.result), await self._here(row)
        gone = any(asset.source == b"" for place, asset in enumerate(outcome.assets) if place not in here)
        if outcome.assets and not (gone and row.remote_id):  # a job that has an id tells anew what nobody could keep
            patient = outcomes.patient(row.result, ticket.expires)
            return await self._fetch(ticket, outcome, here=here, patient=patient)
        if row.remote_id is None:
            raise self._nothing_came()
        return await self._collect(ticket, self.provider.finish(ticket.request, row.remote_id))

    async def _here(self, row: Row) -> dict[int, Picture]:
        """The pictures of a row that were placed before their row could be written."""
        if not row.images:
            return {}
        return outcomes.here(row, await self.journal.read(lambda: self.store.generation(row, from_store=True)))

    async def _find(self, ticket: Ticket, unread: str | None = None) -> Generation:
        """Look for a submission whose answer was lost; only a provider that can be searched finds it.

        `unread` is where an answer came that was not understood.
        """
        ticket.sent = True
        try:
            remote_id = await self._look(ticket)
        except Exception as error:
            ticket.check()
            self._steps.note(f"looking for a lost answer failed: {error}")
            remote_id = None  # whatever kept us from looking says nothing of the request itself
        if remote_id and await self._is_ours(ticket, remote_id):
            return await self._collect(ticket, self.provider.finish(ticket.request, remote_id))
        raise OutcomeUnknown(
            "the request was sent and no readable answer came, so it may have been charged",
            hint="look at your account there; take=2 sends it anew and may be charged twice, ig.forget() lets it go",
            json_path=unread,
        )

    async def _is_ours(self, ticket: Ticket, remote_id: str) -> bool:
        """Write down what was found; what a search finds may be the job of another request."""
        try:
            await self._steps.accept(ticket, remote_id)
        except Lost:
            return False
        return True

    async def _look(self, ticket: Ticket) -> str | None:
        for pause in RECONCILE_PAUSES if self.provider.has("reconcile") else ():
            ticket.tell(State.SENDING, "the answer was lost: looking whether the request was taken", wait=pause)
            await ticket.pause(pause)
            if remote_id := await self._steps.drive(ticket, self.provider.reconcile(ticket.request)):
                return remote_id
        return None

    async def _collect(self, ticket: Ticket, flow: Flow[Outcome]) -> Generation:
        try:
            outcome = await self._steps.drive(ticket, flow)
        except Lost as lost:
            return await self._find(ticket, lost.json_path)
        if not isinstance(outcome, Outcome):  # a flow may be anybody's, written in a cell
            raise UnexpectedReply(f"the flow of {self.provider.title} returns {type(outcome).__name__}, no Outcome")
        return await self._fetch(ticket, outcome)

    # ------------------------------------------------------------------ goods, then bookkeeping

    async def _fetch(
        self, ticket: Ticket, outcome: Outcome, *, here: Mapping[int, Picture] = NONE, patient: bool = True
    ) -> Generation:
        """Place what an outcome gave and is not `here`; what cannot be had now is written down, to be had later."""
        ref = ticket.request.ref
        if not outcome.assets:
            raise self._nothing_came()
        if ticket.remote_id is None:  # nothing but these addresses, or these bytes, leads to the pictures
            self._held[ref] = outcome
            if outcomes.addressed(outcome):
                await self.journal.remember(ref, state=State.ACCEPTED, result=self._kept(ticket, outcome))
        ticket.tell(State.DOWNLOADING, "saving the picture")
        goods = await self._gather(ticket, outcome, here=here, patient=patient)
        if goods.came:
            return await self._save(ticket, outcome, goods)
        await self.journal.remember(ref, result=self._kept(ticket, outcome))
        self._wait_for_room(ticket.request, goods)
        raise goods.failures[0]

    def _wait_for_room(self, request: ImageRequest, goods: Goods) -> None:
        """What no disk took is paid, and nowhere else: it is placed as soon as one takes it, whoever still asks."""
        if goods.no_room and request.ref not in self._waiting and self._in_hand(request.ref):
            self._waiting.add(request.ref)
            LISTENING.add(begin(self._until_placed(request, goods)))

    async def _until_placed(self, request: ImageRequest, goods: Goods) -> None:
        try:
            while True:
                await asyncio.sleep(SELDOM)
                outcome, before = self._held.get(request.ref), goods
                if outcome is None:
                    return None
                here = dict(before.came)
                goods = await self._gather(Ticket(request, PATIENCE), outcome, here=here, patient=False)
                if goods.came != before.came:  # at once, since a store may be locked for longer than a process lives
                    await self.journal.remember(request.ref, images=_images(goods))
                if not goods.no_room:
                    with suppress(*PASSING):
                        return await self._settle_in_hand(request)
        finally:
            self._waiting.discard(request.ref)

    async def _settle_in_hand(self, request: ImageRequest) -> None:
        """Save what is placed by now, as `ig.resume()` does; what was let go of meanwhile needs no more of it."""
        row = await self.journal.read(lambda: self.store.get(request.ref))
        if row is not None and (row.state in OWING or row.missing):
            await self.settle(Ticket(request, PATIENCE), row)
        else:
            self._held.pop(request.ref, None)

    def _in_hand(self, row_id: str) -> bool:
        """Whether pictures of a row came inside a reply, and are not known to be saved."""
        outcome = self._held.get(row_id)
        return outcome is not None and any(isinstance(asset.source, bytes) for asset in outcome.assets)

    async def _gather(self, ticket: Ticket, outcome: Outcome, *, here: Mapping[int, Picture], patient: bool) -> Goods:
        async def fresh() -> Outcome | None:
            if ticket.remote_id is None:
                return None
            return await self._steps.drive(ticket, self.provider.finish(ticket.request, ticket.remote_id))

        return await self._collector.gather(ticket, outcome, fresh, here=here, patient=patient)

    async def _save(
        self, ticket: Ticket, outcome: Outcome, goods: Goods, earlier: Mapping[str, Any] | None = None
    ) -> Generation:
        """Write down what came; from here on the store answers."""
        request, pictures = ticket.request, [picture for _, picture in goods.came]
        kept = self._kept(ticket, outcome)
        kept["warnings"] += [one for one in outcomes.differences(request, pictures) if one not in kept["warnings"]]
        kept["missing"] = goods.missing
        kept["timings"] = (earlier or {}).get("timings") or ticket.timings()
        kept["polls"] = (earlier or {}).get("polls", ticket.polls)
        kept["took"] = (earlier or {}).get("took", ticket.took)
        state: dict[str, Any] = {"state": State.SAVED, "result": kept, "images": _images(goods), "error": {}}
        await self.journal.release(request.ref, **state)
        ticket.answered = True
        if not goods.failures:
            self._held.pop(request.ref, None)
        self._wait_for_room(request, goods)
        begin(self.fetcher.finish(pictures))
        ticket.tell(State.SAVED, "saved")
        return outcomes.generation(request, ticket.remote_id, kept, pictures)

    def _kept(self, ticket: Ticket, outcome: Outcome) -> dict[str, Any]:
        billed = outcome if outcome.cost != PRICE_UNKNOWN else replace(outcome, cost=ticket.bill)
        redact = self.wire.redact
        kept = outcomes.keep(billed, ticket.request, ticket.expires, redact, self.provider, ticket.quoted)
        ticket.expires, ticket.bill = kept["expires"], outcomes.price(kept, "cost")
        return {**kept, "finished": time.time()}

    def _nothing_came(self) -> ImgenError:
        return UnexpectedReply(
            f"{self.provider.title} says that it is finished, and there is no picture",
            charged="yes",
            hint="look at your account there; another take asks anew, ig.forget() lets this one go",
        )


def _images(goods: Goods) -> list[dict[str, Any]]:
    """What a row keeps of the pictures that came."""
    return [picture_data(picture, place) for place, picture in goods.came]
