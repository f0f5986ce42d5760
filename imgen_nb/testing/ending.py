"""Rows about the end of a job before its picture: a deadline, a cancel, a process that dies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import httpx

from imgen_nb.engine.ticket import Ticket
from imgen_nb.errors import Cancelled, DeadlineExceeded, ImgenError, OutcomeUnknown
from imgen_nb.store.store import Store
from imgen_nb.testing.bench import Bench
from imgen_nb.testing.clock import virtually
from imgen_nb.testing.rows import Check, check
from imgen_nb.testing.scripted import Kind, before
from imgen_nb.types import Generation, State

HELD = 30.0
"""Seconds that an answer is held back past everybody's patience."""
QUEUE = 40
SLOTS = 16
"""Requests that are on the wire at once: the others are not sent."""


def _deadline(bench: Bench) -> None:
    bench.server.polls = 100
    error = bench.fails(DeadlineExceeded, "yes", deadline=60)
    assert bench.server.only() in (error.remote_id or "")
    assert "resume" in error.hint
    bench.server.polls = 0
    (made,) = bench.resume()
    assert made.state is State.SAVED
    assert made.images


async def _until(bench: Bench, kind: Kind) -> None:
    """Return when a request of a kind has arrived."""
    async with asyncio.timeout(60):
        while not bench.server.times(kind):
            await asyncio.sleep(0.1)


async def _cancelled(job: Awaitable[Generation], ticket: Ticket) -> Cancelled:
    """Cancel a job; its own end follows at once."""
    ticket.cancelled.set()
    try:
        await asyncio.wait_for(job, 2)
    except Cancelled as error:
        return error
    raise AssertionError("a cancelled job ended well")


def _cancel(bench: Bench) -> None:
    async def work() -> None:
        engine, ticket = bench.engine(), bench.ticket()
        job = asyncio.ensure_future(engine.fulfil(ticket))
        await _until(bench, "poll")
        seen = len(bench.server.log)
        bench.told(await _cancelled(job, ticket), Cancelled, "yes")
        assert ticket.state in (State.ACCEPTED, State.RUNNING)
        await asyncio.sleep(3600)
        assert len(bench.server.log) == seen, "something was asked after cancel"

    virtually(work())
    (made,) = bench.resume()
    assert made.state is State.SAVED


def _cancel_early(bench: Bench) -> None:
    async def work() -> None:
        engine, ticket = bench.engine(), bench.ticket()
        bench.told(await _cancelled(asyncio.ensure_future(engine.fulfil(ticket)), ticket), Cancelled, "no")
        assert ticket.state is State.CANCELLED

    virtually(work())
    assert not bench.server.log, "a cancelled job was sent"
    assert bench.generate().state is State.SAVED


def _cancel_while_posting(bench: Bench) -> None:
    """The answer is heard though nobody waits for it, and kept for whoever asks again."""
    bench.server.takes["submit"] = HELD

    async def work() -> None:
        engine, ticket = bench.engine(), bench.ticket()
        job = asyncio.ensure_future(engine.fulfil(ticket))
        await _until(bench, "submit")
        bench.told(await _cancelled(job, ticket), Cancelled, "unknown")
        await asyncio.sleep(2 * HELD)
        assert (await bench.ask(engine)).images

    virtually(work())
    assert len(bench.server.times("submit")) == 1


def _late_answer(bench: Bench) -> None:
    """The same for a deadline; and whoever asks while the answer is still out joins that very request."""
    bench.server.takes["submit"] = HELD

    async def work() -> None:
        engine = bench.engine()
        for _ in range(2):
            try:
                await bench.ask(engine, deadline=HELD / 3)
            except ImgenError as error:
                bench.told(error, ImgenError, "unknown", "yes")
            else:
                raise AssertionError("ended well before there was an answer")
        assert (await bench.ask(engine)).images

    virtually(work())
    assert len(bench.server.times("submit")) == 1


def _cancel_the_queue(bench: Bench) -> None:
    """Of many jobs only those on the wire may cost money; the others are cancelled for nothing."""
    bench.server.takes["submit"] = HELD

    async def work() -> None:
        engine = bench.engine()
        tickets = [bench.ticket(take=number + 1) for number in range(QUEUE)]
        jobs = [asyncio.ensure_future(engine.fulfil(ticket)) for ticket in tickets]
        await _until(bench, "submit")
        await asyncio.sleep(HELD / 3)
        sent = len(bench.server.times("submit"))
        assert sent <= SLOTS, f"{sent} requests at once"
        ended = [await _cancelled(job, ticket) for job, ticket in zip(jobs, tickets, strict=True)]
        assert sum(error.charged == "no" for error in ended) == QUEUE - sent
        await asyncio.sleep(3600)
        assert len(bench.server.times("submit")) == sent, "a cancelled job was sent"

    virtually(work())
    assert len(bench.resume()) <= SLOTS


def _crash_with_a_queue(bench: Bench) -> None:
    """Only those on the wire are of unknown fate: whoever waited for a place was never said to be sent."""
    bench.server.takes["submit"] = HELD

    async def work() -> None:
        engine = bench.engine()
        jobs = [asyncio.ensure_future(engine.fulfil(bench.ticket(take=number + 1))) for number in range(QUEUE)]
        await _until(bench, "submit")
        await asyncio.sleep(HELD / 3)
        for job in jobs:
            job.cancel()

    virtually(work())
    orphan(bench.store)
    sent, left = len(bench.server.times("submit")), len(bench.store.unsettled())
    assert left == sent <= SLOTS, f"{left} requests of unknown fate, and {sent} were sent"


def _crash(bench: Bench) -> None:
    """The process dies after acceptance: the next one takes over at once, and pays nothing."""

    async def work() -> None:
        job = asyncio.ensure_future(bench.engine().fulfil(bench.ticket()))
        await _until(bench, "poll")
        job.cancel()

    virtually(work())
    orphan(bench.store)
    assert bench.generate().state is State.SAVED
    assert bench.server.billed == 1


def _crash_while_sending(bench: Bench) -> None:
    bench.server.takes["submit"] = HELD

    async def work() -> None:
        job = asyncio.ensure_future(bench.engine().fulfil(bench.ticket()))
        await _until(bench, "submit")
        job.cancel()

    virtually(work())
    bench.server.takes.clear()
    orphan(bench.store)
    if bench.provider.has("reconcile"):
        assert bench.generate().state is State.SAVED
    else:
        bench.fails(OutcomeUnknown, "unknown")
    assert len(bench.server.times("submit")) == 1


def _meanwhile(bench: Bench) -> None:
    """While the answer is held, progress is asked for at the cadence, and told in the job's events."""
    bench.server.takes["submit"] = HELD
    assert bench.generate().images
    asked = bench.server.times("poll")
    assert asked, "nobody asked how far it is"
    assert max(asked) <= HELD + bench.provider.cadence.every, "progress was asked for after the answer"
    assert len(asked) <= HELD / bench.provider.cadence.every + 2, "asked for progress too often"
    assert any(event.progress is not None or event.preview for event in bench.runs[-1])


def _meanwhile_fails(bench: Bench) -> None:
    """Whatever becomes of such a question, the paid answer counts."""
    bench.server.takes["submit"] = HELD
    bench.server.always["poll"] = before(httpx.ReadError)
    assert bench.generate().images


def orphan(store: Store) -> None:
    """Make every row belong to a process that no longer runs."""

    def kill(connection: Any) -> None:
        connection.exec_driver_sql("UPDATE jobs SET owner = 'another-boot/1/1' WHERE owner IS NOT NULL")

    store.write(kill)


ROWS: dict[str, Check] = {
    "deadline, then resume": check(_deadline, "polled"),
    "answer after the deadline": check(_late_answer),
    "cancel, then resume": check(_cancel, "polled"),
    "cancel before sending": check(_cancel_early),
    "cancel while the request is out": check(_cancel_while_posting),
    "queue cancelled": check(_cancel_the_queue),
    "process dies after acceptance": check(_crash, "polled"),
    "process dies while sending": check(_crash_while_sending),
    "process dies with a queue": check(_crash_with_a_queue),
    "progress meanwhile": check(_meanwhile, "meanwhile"),
    "progress that fails": check(_meanwhile_fails, "meanwhile"),
}
