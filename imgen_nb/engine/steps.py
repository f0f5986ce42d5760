"""What the engine does for each word a flow speaks: what may be repeated, how often, and what is written down first.

    ==================  =============================================  ======================================
    the step            what happened                                  what the engine does
    ==================  =============================================  ======================================
    paid (`spend`)      provably not sent, or `RateLimited`            waits and sends the same intent again
    paid (`spend`)      `GenerationFailed`                             failed, with its reason
    paid (`spend`)      another `ApiError`                             refused: raised, charged "no"
    paid (`spend`)      `UnexpectedReply`, reset, timeout              unknown: reconcile, else `OutcomeUnknown`
    safe (`send`)       `UnexpectedReply`, `RateLimited`, transport    asks again with backoff, to the deadline
    safe (`send`)       `NotFound`                                     asks three times, then raises
    safe (`upload`)     its content was sent before                    gives that answer, sends nothing anew
    safe `DELETE`       `NotFound` after a try that was not understood done: what was to be deleted is gone
    safe (`send`)       another `ApiError`                             raised; the job can be resumed
    ==================  =============================================  ======================================

The type of an error decides, never a status code. No wait that a reply names is ever cut short.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

import httpx

from imgen_nb.budgets import Budget, Hold
from imgen_nb.engine import outcomes
from imgen_nb.engine.hearing import hear, tell_wait
from imgen_nb.engine.polls import Polls
from imgen_nb.engine.quotes import Quotes
from imgen_nb.engine.spacing import Spacing
from imgen_nb.engine.ticket import LISTENING, Ticket
from imgen_nb.engine.turns import Turns
from imgen_nb.engine.uploads import Uploads
from imgen_nb.engine.watching import Watches
from imgen_nb.engine.wire import NOT_SENT, Prepared, Wire
from imgen_nb.errors import (
    ApiError,
    GenerationFailed,
    ImgenError,
    NotFound,
    RateLimited,
    TransportFailed,
    UnexpectedReply,
)
from imgen_nb.flow import Accepted, Exchange, Flow, Provider, Wait, retry_after
from imgen_nb.store.journal import Journal
from imgen_nb.store.ledger import Claimed
from imgen_nb.store.rows import Row
from imgen_nb.types import PRICE_UNKNOWN, Cost, ImageRequest, State

T = TypeVar("T")
Found = tuple[Claimed, Row | None]
log = logging.getLogger(__name__)

NOT_FOUND_TRIES = 3
NOT_FOUND_PAUSE = 4.0
"""A provider that has just taken a job may not find it at once: three tries over some ten seconds."""
UNSENT_TRIES = 5
BRIEFEST = 0.05
"""Seconds of the shortest pause: a sandbox without waits must not be stormed by a job that never ends."""
REMEMBERED = 1000
"""Newest ids that are known beside the store, which may be unreadable just when one comes twice."""


class Lost(Exception):
    """The answer to a paid request was lost, or not understood at a place of it; never leaves the engine."""

    def __init__(self, json_path: str | None = None) -> None:
        self.json_path = json_path


class Taken(Exception):
    """Somebody else works on the request, or has answered it, since it was looked up; never leaves the engine."""

    def __init__(self, found: Found) -> None:
        self.found = found


def _read(step: Exchange[T], reply: httpx.Response) -> T:
    """Read a reply; what is wrong with it knows the wait that the reply names, whatever its status."""
    try:
        return step.read(reply)
    except ImgenError as error:
        if error.retry_after is None:
            error.retry_after = retry_after(reply)
        raise


class Steps:
    """Drives flows of one provider over one wire, and writes down in one journal what must not be lost."""

    def __init__(self, provider: Provider, wire: Wire, journal: Journal) -> None:
        self.provider = provider
        self.wire = wire
        self.journal = journal
        self._polls = Polls(self._survey, self._poll_interval) if provider.has("survey") else None
        self._watches = Watches(wire, self.note)
        self._uploads = Uploads(wire, journal)
        self.budget: Callable[[], Budget | None] = lambda: None
        self._ids: dict[str, str] = {}
        self._turns = Turns(provider, wire, journal)
        self._spacing: Spacing | None = None
        self.quotes = Quotes(provider, self.ask)

    async def drive(self, ticket: Ticket, flow: Flow[T]) -> T:
        """Obey a flow to its end, and give what it returns."""
        answer: Any = None
        error: ImgenError | None = None
        try:
            while True:
                step = self._next(ticket, flow, answer, error)
                answer = error = None
                try:
                    answer = await self._obey(ticket, step)
                except (ApiError, GenerationFailed, UnexpectedReply) as refused:
                    error = refused
        except StopIteration as done:
            self._learn(ticket)
            result: T = done.value
            return result
        finally:
            ticket.unwatch()
            flow.close()

    def _next(self, ticket: Ticket, flow: Flow[T], answer: Any, error: ImgenError | None) -> Any:
        """What a flow wants next; one that breaks on an answer that was paid for is told as what it is."""
        try:
            return flow.throw(error) if error else flow.send(answer)
        except (ImgenError, StopIteration):
            raise
        except Exception as fault:
            if ticket.charged == "no":
                raise
            self.note(f"the provider's own code broke\n{traceback.format_exc()}", logging.ERROR)
            told = f"{type(fault).__name__}: {fault}"
            raise UnexpectedReply(f"the file of {self.provider.title} breaks on this reply ({told})") from None

    async def ask(self, flow: Flow[T], deadline: float = 60.0) -> T:
        """Obey a flow that belongs to no job, such as a list."""
        ticket = Ticket(ImageRequest(self.provider.name, ""), deadline, title=self.provider.title)
        try:
            return await self.drive(ticket, flow)
        finally:
            ticket.leave()

    async def accept(self, ticket: Ticket, remote_id: str, bill: Cost = PRICE_UNKNOWN) -> None:
        """Write down that the provider took the job, and what is known of its price.

        An id that another row holds answers somebody else's request, and one with our key in it is none to keep.
        """
        expires = time.time() + self.provider.lifetime if self.provider.lifetime is not None else None
        ticket.bill = ticket.bill if bill == PRICE_UNKNOWN else bill
        known = {"expires": expires, **outcomes.money(ticket.quoted, ticket.bill)}
        ref = ticket.request.ref
        ours = self._ids.get(remote_id, ref) == ref and self.wire.redact(remote_id) == remote_id
        if not ours or not await self.journal.accept(ref, remote_id, result=known):
            self.note(f"the answer names {remote_id!r}, which cannot be this request's job")
            ticket.paid = False
            raise Lost
        self._ids[remote_id] = ref
        if len(self._ids) > REMEMBERED:
            del self._ids[next(iter(self._ids))]
        ticket.expires = expires
        ticket.remote_id, ticket.paid, ticket.sent = remote_id, True, False
        self._written_down()
        ticket.tell(State.ACCEPTED, "queued")

    def note(self, what: str, level: int = logging.INFO) -> None:
        """Log in text alone: an exception in a record would bring frames and requests along that know the key."""
        log.log(level, "%s: %s", self.provider.name, self.wire.redact(what))

    async def _obey(self, ticket: Ticket, step: Exchange[Any] | Accepted | Wait) -> Any:
        if isinstance(step, Accepted):
            await self.accept(ticket, step.remote_id, step.cost)
            ticket.taken = ticket.elapsed()
            return self._watch(ticket)
        if isinstance(step, Wait):
            tell_wait(ticket, step)
            ticket.pending = ticket.elapsed()
            self._watch(ticket)
            return await self._until_next_poll(ticket)
        if step.once:
            return await self._uploads.once(ticket, step, partial(self._send, ticket))
        if step.paid:
            return await self._spend(ticket, step)
        if ticket.taken is not None and ticket.pending is None and (pause := await self._spaced(ticket)):
            await ticket.nap(pause)  # it was taken just now: nothing can be there yet
        ticket.polls += 1
        return await self._send(ticket, step)

    def _watch(self, ticket: Ticket) -> None:
        """Listen to the socket of a job that is waited for, where its service has one."""
        if ticket.watching is None and ticket.remote_id and self.wire.sockets and self.provider.has("watch"):
            declared = partial(self.provider.watch, ticket.request, ticket.remote_id)
            ticket.watching = self._watches.begin(ticket, declared)

    async def _until_next_poll(self, ticket: Ticket) -> None:
        if self._polls is None or ticket.remote_id is None:
            return await ticket.nap(await self._spaced(ticket) or self._poll_interval())
        waiting = self._polls.wait(ticket.remote_id, ticket.tell, ticket.called)
        return await ticket.hear(waiting, to_its_end=False)

    async def _spaced(self, ticket: Ticket) -> float | None:
        """Seconds until a job should be asked for by what was learned; None where that is prescribed, or not known."""
        pace = self.wire.pace
        if ticket.taken is None or not pace.cadence.ours or self._polls is not None or pace.scarce or not pace.scale:
            return None
        if self._spacing is None:
            spacing = self._spacing = Spacing()
            took = partial(self.journal.store.took, self.provider.name, ticket.request.origin)
            spacing.learn(await self.journal.glance(took) or ())
        pause = self._spacing.ask_in((ticket.elapsed() - ticket.taken) / pace.scale)
        return None if pause is None else max(BRIEFEST, pause * pace.scale)

    def _learn(self, ticket: Ticket) -> None:
        """A job has ended: between the last question that it had not, and this answer."""
        if ticket.taken is None or ticket.took is not None or not self.wire.pace.scale:
            return
        ended = ((ticket.pending or ticket.taken) + ticket.elapsed()) / 2
        ticket.took = round((ended - ticket.taken) / self.wire.pace.scale, 3)
        if self._spacing is not None:
            self._spacing.learn([ticket.took])

    def _poll_interval(self) -> float:
        return max(BRIEFEST, self.wire.pace.poll_interval(_now()))

    async def _survey(self, remote_ids: tuple[str, ...]) -> dict[str, State]:
        return await self.ask(self.provider.survey(remote_ids))

    # ------------------------------------------------------------------ a request that may cost money

    async def _spend(self, ticket: Ticket, step: Exchange[T]) -> T:
        """Send a paid request: repeated only when it was provably not taken."""
        prepared = self.wire.prepare(step.request)
        ticket.check()
        ticket.quote(await self.quotes.of(ticket.request), final=self.provider.bills_as_quoted)
        attempt = 0
        while True:
            async with self._room(ticket, self.wire.paid_room):
                try:
                    return await self._post(ticket, step, prepared)
                except (RateLimited, TransportFailed) as error:
                    failure = error
            await self.journal.remember(ticket.request.ref, state=State.PLANNED)
            self._written_down()
            await self._again(ticket, failure, attempt)
            attempt += 1

    async def _post(self, ticket: Ticket, step: Exchange[T], prepared: Prepared) -> T:
        store, request = self.journal.store, ticket.request
        if working := asyncio.current_task():
            LISTENING.add(working)  # before the word is written: a script that ends in between would leave it unknown
        hold = Hold(_pictures(request), ticket.quoted, self.budget())
        claimed, row = await self.journal.write(lambda connection: store.sending(connection, request, hold))
        if claimed != "mine":
            self._written_down()
            raise Taken((claimed, row))
        ticket.check()
        ticket.sent = True
        ticket.tell(State.SENDING, f"sending to {self.provider.title}")
        try:
            part = _read(step, await hear(self.wire, ticket, step, prepared, self._poll_interval, self.note))
        except NOT_SENT as error:
            ticket.sent = False
            raise self.wire.unreachable(f"cannot be reached ({type(error).__name__})") from None
        except GenerationFailed:
            raise
        except (UnexpectedReply, httpx.RequestError) as error:
            self.note(f"the answer to a paid request was lost: {type(error).__name__}: {error}")
            raise Lost(getattr(error, "json_path", None)) from None
        except ImgenError:  # an answer that refuses
            ticket.sent = False
            raise
        except Exception:  # a fault of ours, or one nobody foresaw, does not say that nothing was taken
            self.note(f"a paid request broke\n{traceback.format_exc()}", logging.ERROR)
            raise Lost from None
        ticket.paid, ticket.sent = True, False
        self.wire.pace.taken()
        return part

    @staticmethod
    def _written_down() -> None:
        if working := asyncio.current_task():
            LISTENING.discard(working)

    # ------------------------------------------------------------------ a request that costs nothing

    async def _send(self, ticket: Ticket, step: Exchange[T]) -> T:
        """Send a safe request: repeated inside the deadline, whatever goes wrong on the way."""
        prepared = self.wire.prepare(step.request)
        attempt = missing = 0
        unclear = False
        while True:
            failure: ImgenError
            try:
                async with self._room(ticket, self.wire.safe_room):
                    call = self.wire.exchange(prepared, wanted=lambda: not ticket.over)
                    reply = await ticket.hear(call)
                part = _read(step, reply)
                self.wire.pace.taken()
                if step.request.method == "DELETE":
                    self._uploads.doubt()
                return part
            except NotFound as error:
                if unclear and step.request.method == "DELETE":
                    return None  # type: ignore[return-value]  # what was to be deleted is gone
                missing += 1
                if missing == NOT_FOUND_TRIES or not ticket.paid:
                    raise
                failure, error.retry_after = error, max(error.retry_after or 0.0, NOT_FOUND_PAUSE)
            except (RateLimited, UnexpectedReply) as error:
                failure, unclear = error, unclear or isinstance(error, UnexpectedReply)
            except httpx.RequestError as error:
                failure = self.wire.unreachable(f"does not answer ({type(error).__name__})")
                unclear = unclear or not isinstance(error, NOT_SENT)
            await self._again(ticket, failure, attempt)
            attempt += 1

    # ------------------------------------------------------------------ when a request may leave

    @asynccontextmanager
    async def _room(self, ticket: Ticket, room: asyncio.Semaphore) -> AsyncIterator[None]:
        """Wait for one of the places at this origin, and there for the provider's leave."""
        async with ticket.place(room), self._turns.turn(ticket, paid=room is self.wire.paid_room):
            yield

    async def _again(self, ticket: Ticket, failure: ImgenError, attempt: int) -> None:
        """Pause before a repetition, at least as long as the provider asks; past the deadline, give up."""
        asked = failure.retry_after
        # Told to wait no time at all, a second is the least: a loop without any would storm the server.
        pause = max(asked, 1.0) * random.uniform(1.0, 1.1) if asked is not None else backoff(attempt)
        pause = max(BRIEFEST, pause * self.wire.pace.scale)
        if isinstance(failure, RateLimited):
            await self._turns.refused(pause)
        unsent = isinstance(failure, TransportFailed) and ticket.charged == "no"
        if pause > ticket.left() or (unsent and attempt + 1 >= UNSENT_TRIES):
            raise failure if ticket.charged == "no" else ticket.ended_early()
        why = self.wire.redact(failure.message)
        ticket.tell(ticket.state, f"waiting {pause:.0f} s: {why}", wait=pause)
        await ticket.pause(pause)


def _pictures(request: ImageRequest) -> int:
    """How many pictures a request asks for; a sheet and its quarters are one."""
    asked = request.params.get("num_images")
    return asked if isinstance(asked, int) and asked > 0 else 1


def _now() -> float:
    return asyncio.get_running_loop().time()


def backoff(attempt: int) -> float:
    """1, 2, 4 ... 20 s, each with jitter in its upper half."""
    longest: float = min(2.0**attempt, 20.0)
    return random.uniform(longest / 2, longest)
