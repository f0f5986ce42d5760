"""Jobs that wait together at a provider that counts requests are asked for together."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from wires.banatie import Wire

from imgen_nb import providers
from imgen_nb.errors import Cancelled
from imgen_nb.testing import Bench, virtually
from imgen_nb.types import Generation, State


class Together(Wire):
    """A list that tells the truth about every job: finished after the fifth list."""

    lists = 0

    def other(self, request, jobs):
        self.lists += request.url.path.endswith("/generations")
        return super().other(request, jobs)

    def data(self, remote_id, request, status):
        return super().data(remote_id, request, "success" if self.lists >= 5 else status)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(providers.get("banatie"), Together(), tmp_path)
    bench.server.polls = 0
    return bench


def tickets(bench: Bench, count: int):
    for take in range(1, count + 1):
        ticket = bench.ticket()
        ticket.request = replace(ticket.request, take=take)
        yield ticket


def test_eight_jobs_cost_two_requests_each_and_shared_lists(bench: Bench) -> None:
    async def work() -> list[Generation]:
        engine = bench.engine()
        return await asyncio.gather(*(engine.fulfil(ticket) for ticket in tickets(bench, 8)))

    made = virtually(work())
    assert [one.state for one in made] == [State.SAVED] * 8
    polls = len(bench.server.times("poll"))
    assert polls == bench.wire.lists + 8, "each job is asked for once, the rest are shared lists"
    assert bench.wire.lists == 5
    assert bench.server.billed == 8


def test_a_cancelled_job_is_in_no_later_list(bench: Bench) -> None:
    async def work() -> int:
        engine = bench.engine()
        both = list(tickets(bench, 2))
        jobs = [asyncio.ensure_future(engine.fulfil(ticket)) for ticket in both]
        await asyncio.sleep(4)
        for ticket in both:
            ticket.cancelled.set()
        await asyncio.sleep(0.1)
        seen = len(bench.server.log)
        for job in jobs:
            with pytest.raises(Cancelled):
                await job
        await asyncio.sleep(600)
        return len(bench.server.log) - seen

    assert virtually(work()) == 0


def test_a_list_that_fails_leaves_every_job_to_ask_for_itself(bench: Bench) -> None:
    def broken(request, jobs):
        return bench.refused if request.url.path.endswith("/generations") else None

    bench.refused = bench.wire.refusals()["401 UNAUTHORIZED"][0]
    bench.wire.other = broken
    bench.wire.lists = 5

    async def work() -> list[Generation]:
        engine = bench.engine()
        return await asyncio.gather(*(engine.fulfil(ticket) for ticket in tickets(bench, 3)))

    assert {one.state for one in virtually(work())} == {State.SAVED}
