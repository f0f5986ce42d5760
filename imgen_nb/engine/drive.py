"""The only code that waits: it drives a provider's flow from an intent to saved pictures.

What may be repeated is decided by one table, by the type of the error a reply stands for:

    ==================  =============================================  ======================================
    the step            what happened                                  what the engine does
    ==================  =============================================  ======================================
    paid (`spend`)      provably not sent, or `RateLimited`            waits and sends the same intent again
    paid (`spend`)      another `ApiError`                             refused: raised, charged "no"
    paid (`spend`)      `UnexpectedReply`, reset, timeout              unknown: reconcile, else `OutcomeUnknown`
    safe (`send`)       `UnexpectedReply`, `RateLimited`, transport    asks again with backoff, to the deadline
    safe (`send`)       `NotFound`                                     asks three times, then raises
    safe (`send`)       another `ApiError`                             raised; the job can be resumed
    ==================  =============================================  ======================================

HTTP calls are shielded: httpx 0.28 loses pool slots when a call is cancelled, and a paid call must be heard to
its end. Cancel means to stop waiting; nothing is asked after it.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

import httpx

from imgen_nb.assets.fetch import Fetcher
from imgen_nb.engine import outcomes as results
from imgen_nb.engine.polls import Lookout
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.waiting import Waiting
from imgen_nb.engine.wire import NOT_SENT, Wire
from imgen_nb.errors import (
    ApiError,
    AssetError,
    AssetExpired,
    AssetNotImage,
    Cancelled,
    GenerationFailed,
    ImgenError,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    TransportFailed,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import Accepted, Exchange, Flow, Outcome, Provider, Wait
from imgen_nb.store.journal import Journal
from imgen_nb.store.rows import Row, picture_data
from imgen_nb.types import Generation, ImageRequest, Picture, State

T = TypeVar("T")
log = logging.getLogger(__name__)

NOT_FOUND_TRIES = 3
NOT_FOUND_PAUSE = 4.0
"""A provider that has just taken a job may not find it at once: three tries over some ten seconds."""
RECONCILE_PAUSES = (1.0, 4.0, 10.0)
THEIRS_PAUSE = 0.5
ASSET_TRIES: dict[type[ImgenError], int] = {AssetError: 5, AssetNotImage: 3}
"""How often a download is tried: trouble on the way often passes, a body that is no picture seldom does."""
UNSENT_TRIES = 5
BRIEFEST = 0.05
"""Seconds of the shortest pause: a sandbox without waits must not be stormed by a job that never ends."""


class Engine:
    """Drives the flows of one provider at one origin, over one wire, into one store."""

    key_remedy = ""
    """What to do about a refused key, by whoever knows where it came from."""

    def __init__(self, provider: Provider, wire: Wire, fetcher: Fetcher, journal: Journal) -> None:
        self.provider = provider
        self.wire = wire
        self.fetcher = fetcher
        self.journal = journal
        self.store = journal.store
        self._lookout = Lookout(self._survey, self._poll_interval) if provider.has("survey") else None
        self._waiting = Waiting(provider.title)

    # ------------------------------------------------------------------ a job, from intent to pictures

    async def fulfil(self, ticket: Ticket) -> Generation:
        """Answer a request: from the store, by joining or resuming, or by spending money once."""
        return await self._guarded(ticket, self._fulfil(ticket))

    async def adopt(self, ticket: Ticket, remote_id: str, outcome: Outcome | None = None) -> Generation:
        """Follow an accepted job by its remote id, whoever submitted it; a known outcome is only fetched."""
        return await self._guarded(ticket, self._adopt(ticket, remote_id, outcome))

    async def settle(self, ticket: Ticket, row: Row) -> Generation:
        """Take over an unsettled row: fetch what was accepted, look for what is unknown."""
        return await self._guarded(ticket, self._settle(ticket, row))

    async def ask(self, flow: Flow[T], operation: str, deadline: float = 60.0) -> T:
        """Drive a verb that makes no pictures, such as a list."""
        ticket = Ticket(ImageRequest(self.provider.name, ""), deadline)
        try:
            return await self._drive(ticket, flow)
        except ImgenError as error:
            failure = error
        except Exception as error:
            self._note(f"asking ended in an error of our own\n{traceback.format_exc()}", logging.ERROR)
            failure = ImgenError(f"internal error: {type(error).__name__}: {error}")
        self._explain(failure, operation, None)
        failure.charged = "no"
        raise failure.with_traceback(None) from None  # its frames know the key

    async def download(self, ticket: Ticket, outcome: Outcome) -> tuple[Picture, ...]:
        """Fetch every picture of an outcome."""
        return tuple(await asyncio.gather(*(self._picture(ticket, asset.source) for asset in outcome.assets)))

    async def _fulfil(self, ticket: Ticket) -> Generation:
        claimed, row = await self._claim(ticket)
        while claimed == "theirs":
            ticket.tell(State.PLANNED, "another notebook is making this picture")
            await self._waiting.pause(ticket, THEIRS_PAUSE)
            claimed, row = await self._claim(ticket)
        if row is not None:
            ticket.request = replace(ticket.request, ref=row.id)
        if row is not None and claimed == "saved":
            return await self._known(ticket, row)
        if claimed == "unknown":
            return await self._find(ticket)
        if row is not None and claimed == "resume":
            return await self._resume_or_rehearse(ticket, row)
        try:
            return await self._collect(ticket, self._submission(ticket.request))
        except _Taken:
            return await self._fulfil(ticket)

    async def _resume_or_rehearse(self, ticket: Ticket, row: Row) -> Generation:
        """Fetch what was paid; what the sandbox of an earlier kernel took is gone with it, and is asked for anew."""
        try:
            return await self._resume(ticket, row)
        except NotFound:
            if not ticket.request.sandbox:
                raise
        await self.journal.update(row.id, state=State.FAILED, owner=None)
        ticket.begin_anew()
        return await self._fulfil(ticket)

    async def _known(self, ticket: Ticket, row: Row) -> Generation:
        """Answer from the store; a picture whose file somebody removed is fetched again while it is to be had."""
        ticket.remote_id, ticket.expires = row.remote_id, row.result.get("expires")
        generation = await self._read(row, from_store=True)
        if len(generation.images) < len(row.images):
            with suppress(AssetError):
                return await self._save(ticket, results.outcome(row.result))
            await self.journal.update(row.id, state=State.SAVED)
        ticket.tell(State.SAVED, "from the store: nothing was sent, nothing was spent")
        return generation

    def _submission(self, request: ImageRequest) -> Flow[Outcome]:
        """A press of a button is a request like any other; only its first word differs."""
        press: Callable[[ImageRequest], Flow[Outcome]] = getattr(self.provider, "press", self.provider.generate)
        return press(request) if "button" in request.params else self.provider.generate(request)

    async def _adopt(self, ticket: Ticket, remote_id: str, outcome: Outcome | None) -> Generation:
        row = await self.journal.write(lambda connection: self.store.adopt(connection, ticket.request, remote_id))
        ticket.request, ticket.remote_id = row.request, remote_id
        if row.state is State.SAVED:
            ticket.tell(State.SAVED, "from the store: fetched before")
            return await self._read(row, from_store=True)
        if outcome is not None:
            return await self._save(ticket, outcome)
        return await self._resume(ticket, replace(row, remote_id=remote_id))

    async def _settle(self, ticket: Ticket, row: Row) -> Generation:
        ticket.request, ticket.remote_id = row.request, row.remote_id
        if not await self.journal.write(lambda connection: self.store.take_over(connection, row.id)):
            raise Cancelled("another process is fetching it now", charged="yes", hint="ask again in a moment")
        if row.state in (State.SENDING, State.UNKNOWN):
            await self.journal.update(row.id, state=State.UNKNOWN)
            return await self._find(ticket)
        return await self._resume(ticket, row)

    async def _resume(self, ticket: Ticket, row: Row) -> Generation:
        ticket.remote_id, ticket.expires = row.remote_id, row.result.get("expires")
        ticket.tell(State.ACCEPTED, "paid earlier: fetching it")
        known = row.result.get("assets")
        if known:
            try:
                return await self._save(ticket, results.outcome(row.result))
            except AssetExpired:
                if row.remote_id is None:
                    raise
                log.info("the kept addresses of %s no longer answer: asking for fresh ones", row.id)
        return await self._collect(ticket, self.provider.follow(row.remote_id or ""))

    async def _find(self, ticket: Ticket) -> Generation:
        """Look for a submission whose answer was lost; only a provider that can be searched finds it."""
        ticket.sent = True
        try:
            remote_id = await self._look(ticket)
        except Cancelled:
            raise
        except ImgenError as error:
            self._note(f"looking for a lost answer failed: {error.message}")
            remote_id = None  # whatever kept us from looking says nothing of the request itself
        if remote_id:
            await self._accept(ticket, remote_id)
            return await self._collect(ticket, self.provider.follow(remote_id))
        raise OutcomeUnknown(
            "the request was sent and no readable answer came, so it may have been charged",
            hint="look at your account there; take=2 sends it anew and may be charged twice",
        )

    async def _look(self, ticket: Ticket) -> str | None:
        for pause in RECONCILE_PAUSES if self.provider.has("reconcile") else ():
            ticket.tell(State.SENDING, "the answer was lost: looking whether the request was taken", wait=pause)
            await self._waiting.pause(ticket, pause)
            look: Flow[str | None] = getattr(self.provider, "reconcile")(ticket.request)  # noqa: B009
            if remote_id := await self._drive(ticket, look):
                return remote_id
        return None

    async def _collect(self, ticket: Ticket, flow: Flow[Outcome]) -> Generation:
        try:
            outcome = await self._drive(ticket, flow)
        except _Lost:
            return await self._find(ticket)
        try:
            return await self._save(ticket, outcome)
        except AssetExpired:
            if ticket.remote_id is None:
                raise
        ticket.tell(State.DOWNLOADING, "the address no longer answers: asking for a fresh one")
        return await self._save(ticket, await self._drive(ticket, self.provider.follow(ticket.remote_id)))

    async def _save(self, ticket: Ticket, outcome: Outcome) -> Generation:
        ref, made = ticket.request.ref, ticket.elapsed()
        result = results.keep(outcome, ticket.request, ticket.expires)
        result["raw"] = self.wire.redact(result["raw"])
        await self.journal.update(ref, state=State.DOWNLOADING, result=result)
        ticket.tell(State.DOWNLOADING, "saving the picture")
        pictures = await self.download(ticket, outcome)
        result["timings"] = {"made": round(made, 3), "total": round(ticket.elapsed(), 3)}
        await self.journal.update(
            ref, state=State.SAVED, result=result, images=list(map(picture_data, pictures)), owner=None
        )
        row = await asyncio.to_thread(self.store.get, ref)
        assert row is not None
        ticket.tell(State.SAVED, "saved")
        return await self._read(row, from_store=False)

    async def _read(self, row: Row, *, from_store: bool) -> Generation:
        return await asyncio.to_thread(self.store.generation, row, from_store=from_store)

    async def _picture(self, ticket: Ticket, asset: str | bytes) -> Picture:
        tries: Counter[type[ImgenError]] = Counter()
        while True:
            get = self.fetcher.keep(asset) if isinstance(asset, bytes) else self.fetcher.fetch(asset)
            try:
                picture = await self._waiting.hear(ticket, get)
                return replace(picture, alt=results.alt(ticket.request, self.provider, picture))
            except AssetError as error:
                failure = error
            tries[type(failure)] += 1
            if tries[type(failure)] >= ASSET_TRIES.get(type(failure), 1):
                raise failure
            pause = _backoff(tries.total())
            ticket.tell(State.DOWNLOADING, f"asking for the picture again in {pause:.0f} s: {failure}", wait=pause)
            await self._waiting.pause(ticket, pause)

    async def _survey(self, remote_ids: tuple[str, ...]) -> dict[str, State]:
        flow: Flow[dict[str, State]] = getattr(self.provider, "survey")(remote_ids)  # noqa: B009
        return await self.ask(flow, "survey")

    # ------------------------------------------------------------------ driving a flow

    async def _drive(self, ticket: Ticket, flow: Flow[T]) -> T:
        answer: Any = None
        error: ImgenError | None = None
        try:
            while True:
                step = flow.throw(error) if error else flow.send(answer)
                answer = error = None
                try:
                    answer = await self._obey(ticket, step)
                except (ApiError, UnexpectedReply) as refused:
                    error = refused
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            flow.close()

    async def _obey(self, ticket: Ticket, step: Exchange[Any] | Accepted | Wait) -> Any:
        if isinstance(step, Accepted):
            return await self._accept(ticket, step.remote_id)
        if isinstance(step, Wait):
            state = State.ACCEPTED if step.state == "queued" else State.RUNNING
            ticket.tell(state, step.state, progress=step.progress)
            return await self._until_next_poll(ticket)
        return await (self._spend(ticket, step) if step.paid else self._send(ticket, step))

    async def _until_next_poll(self, ticket: Ticket) -> None:
        if self._lookout is None or ticket.remote_id is None:
            return await self._waiting.pause(ticket, self._poll_interval())
        return await self._waiting.hear(ticket, self._lookout.wait(ticket.remote_id, ticket.tell), to_its_end=False)

    def _poll_interval(self) -> float:
        return max(BRIEFEST, self.wire.pace.poll_interval(asyncio.get_running_loop().time()))

    async def _accept(self, ticket: Ticket, remote_id: str) -> None:
        ticket.remote_id = remote_id
        values: dict[str, Any] = {"state": State.ACCEPTED, "remote_id": remote_id}
        if self.provider.lifetime is not None:
            ticket.expires = time.time() + self.provider.lifetime
            values["result"] = {"expires": ticket.expires}
        await self.journal.update(ticket.request.ref, **values)
        ticket.tell(State.ACCEPTED, "queued")

    async def _spend(self, ticket: Ticket, step: Exchange[T]) -> T:
        """Send a paid request: repeated only when it was provably not taken."""
        attempt = 0
        while True:
            await self._window(ticket)
            self._waiting.check(ticket)
            claimed, _ = await self.journal.write(lambda connection: self.store.sending(connection, ticket.request))
            if claimed != "mine":
                raise _Taken
            ticket.sent = True
            ticket.tell(State.SENDING, f"sending to {self.provider.title}")
            failure: ImgenError
            try:
                return step.read(await self._waiting.hear_to_the_end(self.wire.exchange(step.request)))
            except RateLimited as error:
                failure = error
            except NOT_SENT as error:
                failure = TransportFailed(f"{self.provider.title} cannot be reached ({type(error).__name__})")
            except (UnexpectedReply, httpx.RequestError) as error:
                self._note(f"the answer to a paid request was lost: {type(error).__name__}: {error}")
                raise _Lost from None
            except ImgenError:
                raise
            except Exception:  # a fault of ours, or one nobody foresaw, does not say that nothing was taken
                self._note(f"a paid request broke\n{traceback.format_exc()}", logging.ERROR)
                raise _Lost from None
            ticket.sent = False
            await self.journal.write(lambda connection: self.store.unsent(connection, ticket.request.ref))
            await self._again(ticket, failure, attempt)
            attempt += 1

    async def _send(self, ticket: Ticket, step: Exchange[T]) -> T:
        """Send a safe request: repeated inside the deadline, whatever goes wrong on the way."""
        attempt = missing = 0
        while True:
            await self._window(ticket)
            failure: ImgenError
            try:
                return step.read(await self._waiting.hear(ticket, self.wire.exchange(step.request)))
            except NotFound as error:
                missing += 1
                if missing == NOT_FOUND_TRIES or ticket.remote_id is None:
                    raise
                failure, error.retry_after = error, NOT_FOUND_PAUSE
            except (RateLimited, UnexpectedReply) as error:
                failure = error
            except httpx.RequestError as error:
                failure = TransportFailed(f"{self.provider.title} does not answer ({type(error).__name__})")
            await self._again(ticket, failure, attempt)
            attempt += 1

    async def _again(self, ticket: Ticket, failure: ImgenError, attempt: int) -> None:
        """Pause before a repetition, at least as long as the provider asks; past the deadline, give up."""
        asked = failure.retry_after
        # Told to wait no time at all, a second is the least: a loop without any would storm the server.
        pause = max(asked, 1.0) * random.uniform(1.0, 1.1) if asked is not None else _backoff(attempt)
        pause = max(BRIEFEST, pause * self.wire.pace.scale)
        unsent = isinstance(failure, TransportFailed) and ticket.remote_id is None
        if pause > ticket.left() or (unsent and attempt + 1 >= UNSENT_TRIES):
            raise ticket.late(self.provider.title) if ticket.remote_id else failure
        why = self.wire.redact(failure.message)
        ticket.tell(ticket.state, f"waiting {pause:.0f} s: {why}", wait=pause)
        await self._waiting.pause(ticket, pause)

    async def _window(self, ticket: Ticket) -> None:
        """Hold a request back while the provider's window is known to be used up."""
        hold = self.wire.pace.hold(asyncio.get_running_loop().time())
        if not hold:
            return
        if hold > ticket.left():
            used_up = RateLimited(f"all requests of this window are used; it opens in {hold:.0f} s", retry_after=hold)
            raise ticket.late(self.provider.title) if ticket.remote_id else used_up
        ticket.tell(ticket.state, f"waiting {hold:.0f} s: all requests of this window are used", wait=hold)
        await self._waiting.pause(ticket, hold)

    # ------------------------------------------------------------------ how a job ends

    async def _claim(self, ticket: Ticket) -> tuple[str, Row | None]:
        return await self.journal.write(lambda connection: self.store.claim(connection, ticket.request))

    async def _guarded(self, ticket: Ticket, work: Coroutine[Any, Any, Generation]) -> Generation:
        """Journal how a job failed, and say it in an event, before the error goes to whoever waits."""
        try:
            return replace(await work, title=self.provider.title)
        except ImgenError as error:
            failure = error
        except Exception as error:
            self._note(f"a job ended in an error of our own\n{traceback.format_exc()}", logging.ERROR)
            failure = ImgenError(f"internal error: {type(error).__name__}: {error}", charged=ticket.charged)
        self._explain(failure, "generate", ticket)
        state = ticket.final(failure)
        values: dict[str, Any] = {"error": failure.to_dict(), **({"state": state} if state else {})}
        try:
            await self.journal.write(lambda connection: self.store.release(connection, ticket.request.ref, **values))
        except Exception:
            self._note(f"how a job ended could not be written down\n{traceback.format_exc()}", logging.ERROR)
        ticket.tell(state or ticket.state, str(failure.message))
        raise failure.with_traceback(None) from None

    def _note(self, what: str, level: int = logging.INFO) -> None:
        """Log in text alone: an exception in a record would bring frames and requests along that know the key."""
        log.log(level, "%s: %s", self.provider.name, self.wire.redact(what))

    def _explain(self, error: ImgenError, operation: str, ticket: Ticket | None) -> None:
        """Fill in what only the engine knows: who, what for, which job, and whether it cost money."""
        error.provider = error.provider or self.provider.name
        error.operation = error.operation or operation
        error.message = self.wire.redact(error.message)
        error.args = (error.message,)
        error.__cause__ = error.__context__ = None
        if ticket is not None:
            error.remote_id = error.remote_id or ticket.remote_id
            if ticket.remote_id and not isinstance(error, GenerationFailed):
                error.charged = "yes"
        if isinstance(error, Unauthorized):
            ways = " or ".join(f"{way.env} (header {way.header})" for way in self.provider.credentials)
            error.advise(self.key_remedy or f"check the key in {ways}")
        error.hint = self.wire.redact(error.hint)


class _Taken(Exception):
    """Another process sent the same request first; never leaves this module."""


class _Lost(Exception):
    """The answer to a paid request was lost; never leaves this module."""


def _backoff(attempt: int) -> float:
    """1, 2, 4 ... 20 s, each with jitter in its upper half."""
    longest: float = min(2.0**attempt, 20.0)
    return random.uniform(longest / 2, longest)
