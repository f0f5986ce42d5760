"""Ticket: one job's request, its events, its deadline, the wish to stop waiting for it, and what it has cost so far.

Whoever works for a job waits through its ticket, so that a cancel or a deadline ends every pause at once. An HTTP call
is never cancelled, only no longer listened to: httpx 0.28 loses pool slots when a call is cancelled, and the answer to
a paid request must be heard.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, TypeVar

from imgen_nb.engine.pace import INSTANT
from imgen_nb.errors import (
    Cancelled,
    Charged,
    DeadlineExceeded,
    GenerationFailed,
    ImgenError,
    NotFound,
    OutcomeUnknown,
    TransportFailed,
)
from imgen_nb.store.rows import Row
from imgen_nb.types import PRICE_UNKNOWN, Cost, Event, ImageRequest, State

T = TypeVar("T")

THEIRS_PAUSE = 0.5
UNDER_WAY = (State.ACCEPTED, State.RUNNING)
LISTENING: set[asyncio.Task[Any]] = set()
"""The jobs whose paid request is out, until what it gave is written down: a script's end waits for them."""
_calls: set[asyncio.Task[Any]] = set()
"""Calls that go on though nobody listens; the loop itself keeps only weak references."""


class Ticket:
    """What the engine shares with whoever watches one job; `title` names the provider in what is said.

    `sent` says that a paid request has left and nobody knows yet what became of it, `paid` that its reply was read:
    from then on no error of this job can say that nothing was spent, `answered` that its row is as it should be,
    `joined` that all this is known of a row which somebody else works on.
    `polls` counts the questions that cost nothing; the job was `taken` at one moment, was not done when it was last
    `pending`, and `took` so many of the service's seconds; `watching` is what listens to its socket meanwhile.
    `quoted` is what was said of the price before, `bill` what it costs.
    """

    def __init__(
        self,
        request: ImageRequest,
        deadline: float,
        sink: Callable[[Event], None] = lambda event: None,
        title: str = "",
    ) -> None:
        self.request = request
        self.deadline = deadline
        self.title = title or request.provider
        self.remote_id: str | None = None
        self.state = State.PLANNED
        self.cancelled = asyncio.Event()
        self.called = asyncio.Event()
        self.sent = False
        self.paid = False
        self.joined = False
        self.answered = False
        self.expires: float | None = None
        self.quoted = self.bill = PRICE_UNKNOWN
        self._sink = sink
        self.polls = 0
        self.taken: float | None = None
        self.pending: float | None = None
        self.took: float | None = None
        self.watching: asyncio.Task[None] | None = None
        self._progress: float | None = None
        self._phases: dict[str, float] = {}
        self._since = 0.0
        self._started: float | None = None
        self._end: asyncio.Task[Any] | None = None

    def begin_anew(self) -> None:
        """Become the ticket of a new intent for the same request."""
        self.request = replace(self.request, ref=uuid.uuid4().hex)
        self.remote_id, self.expires, self.sent, self.paid, self.state = None, None, False, False, State.PLANNED
        self._progress = None

    def join(self, row: Row | None) -> None:
        """Know of a row's money: it is this request's too, whoever spent it; with None, no longer."""
        self.joined = row is not None
        self.remote_id = row.remote_id if row else None
        charged = row.charged if row else "no"
        self.sent, self.paid = charged == "unknown", charged == "yes"

    def quote(self, price: Cost, *, final: bool) -> None:
        """Know what it will cost; `final` says that this is the bill as well."""
        self.quoted = price
        self.bill = price if final else PRICE_UNKNOWN

    async def leave_to(self, row: Row) -> None:
        """Wait a moment for what somebody else works on."""
        self.join(row)
        self.check()
        self.tell(State.PLANNED, "this picture is being made already: waiting for it")
        await self.pause(THEIRS_PAUSE)

    def elapsed(self) -> float:
        """Seconds since the engine took the job up."""
        now = asyncio.get_running_loop().time()
        if self._started is None:
            self._started = now
        return now - self._started

    def left(self) -> float:
        """Seconds to the deadline; what is too short to be told from none is none."""
        left = self.deadline - self.elapsed()
        return left if abs(left) > INSTANT else 0.0

    def tell(self, state: State, text: str, progress: float | None = None, **more: Any) -> None:
        """Emit one event; a state never goes back, and progress stays until more of it is told."""
        order = list(State)
        if order.index(state) > order.index(self.state):
            self._phases, self._since, self.state = self._spent(), self.elapsed(), state
        self._progress = self._progress if progress is None else progress
        more["progress"] = self._progress if self.state in UNDER_WAY else None
        self._sink(Event(self.request.ref, self.state, text, self.elapsed(), remote_id=self.remote_id, **more))

    def timings(self) -> dict[str, float]:
        """Seconds so far: in all, and in each state."""
        spent = {"total": self.elapsed(), **self._spent()}
        return {name: round(seconds, 3) for name, seconds in spent.items()}

    def _spent(self) -> dict[str, float]:
        """Seconds in each state, the one that lasts included."""
        lasting = self.elapsed() - self._since
        return {**self._phases, str(self.state): self._phases.get(str(self.state), 0.0) + lasting}

    def hush(self) -> None:
        """Tell nothing more: whoever waited has been given an error."""
        self._sink = lambda event: None

    # ------------------------------------------------------------------ waiting

    @property
    def over(self) -> bool:
        """Whether nobody waits for the job any more."""
        return self.cancelled.is_set() or self.left() <= 0

    def check(self) -> None:
        """Raise if the job is cancelled or late."""
        if self.over:
            raise self.ended_early()

    def end(self) -> asyncio.Task[Any]:
        """What is done when the job is cancelled or late; one for all that wait."""
        if self._end is None:
            self._end = asyncio.ensure_future(self._until_over())
        return self._end

    async def _until_over(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(max(self.left(), 0.0)):
                await self.cancelled.wait()

    def leave(self) -> None:
        """Nobody waits through this ticket any more."""
        if self._end is not None:
            self._end.cancel()

    def unwatch(self) -> None:
        """What a socket tells is of no use any more."""
        if self.watching is not None:
            self.watching.cancel()
            self.watching = None

    async def pause(self, seconds: float) -> None:
        """Wait, but no longer than to the deadline or to a cancel."""
        self.check()
        await asyncio.wait({self.end()}, timeout=max(seconds, 0.0))
        self.check()

    async def nap(self, seconds: float) -> None:
        """Wait as `pause` does, and no longer than until somebody says that there is news."""
        self.called.clear()
        self.check()
        calls = asyncio.ensure_future(self.called.wait())
        try:
            wait = max(seconds, 0.0)
            await asyncio.wait({calls, self.end()}, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
        finally:
            calls.cancel()
        self.check()

    async def hear(self, call: Coroutine[Any, Any, T], *, to_its_end: bool = True) -> T:
        """Wait for a call; when the job is over, an HTTP call is left to end by itself."""
        try:
            self.check()
        except ImgenError:
            call.close()
            raise
        calling = begin(call)
        await asyncio.wait({calling, self.end()}, return_when=asyncio.FIRST_COMPLETED)
        if not calling.done():
            if not to_its_end:
                calling.cancel()
            raise self.ended_early()
        return calling.result()

    @asynccontextmanager
    async def place(self, room: asyncio.Semaphore) -> AsyncIterator[Callable[[], None]]:
        """Hold one of so many places, no longer than somebody waits for the job; gives what leaves it earlier."""
        await (self.hear(room.acquire(), to_its_end=False) if room.locked() else room.acquire())
        with ExitStack() as held:
            held.callback(room.release)
            yield held.close

    # ------------------------------------------------------------------ how it ends

    @property
    def charged(self) -> Charged:
        """Whether the job cost money, as far as this process knows."""
        return "yes" if self.paid else "unknown" if self.sent else "no"

    @property
    def kept(self) -> str:
        """How long the provider keeps what was paid, for the hint of an error; empty where nobody knows."""
        if self.expires is None:
            return ""
        return f"; the provider keeps it until {time.strftime('%d %B, %H:%M', time.localtime(self.expires))}"

    @property
    def later(self) -> str:
        """How what was paid is fetched another time."""
        by_hand = f", or Client({self.request.provider!r}).resume({self.remote_id!r})" if self.remote_id else ""
        return f"fetch it later: the same call again, ig.resume(){by_hand}{self.kept}"

    def ended_early(self) -> ImgenError:
        """What a job ends in that nobody waits for any more."""
        given_up, charged = self.cancelled.is_set(), self.charged
        if charged == "no":
            if given_up:
                return Cancelled("cancelled before anything was sent", hint="nothing was spent")
            return TransportFailed(f"nothing could be sent within {self.deadline:.0f} s", hint="nothing was spent")
        kind = Cancelled if given_up else DeadlineExceeded
        when = "no longer waited for" if given_up else f"not finished after {self.deadline:.0f} s"
        if charged == "unknown":
            said = f"{when}: the paid request is out, and its answer is still listened for"
            return kind(said, hint="the same call again, or ig.resume(), gives what it brings", charged=charged)
        where = "paid, not fetched" if given_up else f"the job goes on at {self.title}"
        return kind(f"{when}: {where}", hint=self.later, charged=charged)

    def final(self, error: ImgenError) -> State:
        """The state a failed job is left in; `accepted` without an owner means: paid, not fetched."""
        if isinstance(error, OutcomeUnknown):
            return State.UNKNOWN
        if isinstance(error, GenerationFailed):
            return State.FAILED
        if isinstance(error, NotFound) and self.request.sandbox:
            return State.FAILED  # a practice server lives in its kernel: what a dead one took is gone, and cost nothing
        if self.paid:
            return State.ACCEPTED
        if self.sent:
            return State.UNKNOWN
        return State.CANCELLED if isinstance(error, Cancelled) else State.FAILED


def begin(call: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Start a call that goes on to its end, whoever stops listening."""
    task = asyncio.ensure_future(call)
    _calls.add(task)
    task.add_done_callback(_ended)
    return task


def _ended(task: asyncio.Task[Any]) -> None:
    _calls.discard(task)
    LISTENING.discard(task)
    if not task.cancelled():
        task.exception()  # marks it as seen: a call nobody waits for any more may fail in silence
