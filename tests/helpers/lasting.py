"""A service whose jobs last between one second and six, and what it cost to find out that they had ended."""

from __future__ import annotations

import asyncio
import random
import uuid
from pathlib import Path

import httpx
from counting import Counting, engine, jobs
from wires.qolaba import Wire

from imgen_nb.testing import png, virtually

FIXED = 2.0
"""Seconds between the questions of a plain loop."""


class Lasting:
    """Qolaba, which prescribes no cadence."""

    def __init__(self, seed: int) -> None:
        self.chance, self.wire = random.Random(seed), Wire()
        self.lasts: list[float] = []
        self.ends: dict[str, float] = {}
        self.asked: dict[str, httpx.Request] = {}
        self.late: list[float] = []
        self.polls = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        now = asyncio.get_running_loop().time()
        if request.url.host == "cdn.example":
            return httpx.Response(200, content=png())
        if self.wire.is_submission(request):
            made = uuid.uuid4().hex
            self.lasts.append(self.chance.uniform(1, 6))
            self.ends[made] = now + self.lasts[-1]
            self.asked[made] = request
            return self.wire.accepted(made, request)
        self.polls += 1
        made = next(one for one in self.ends if one in str(request.url))
        if now < self.ends[made]:
            return self.wire.pending(made, self.asked[made])
        self.late.append(now - self.ends.pop(made))
        return self.wire.finished(made, self.asked[made], "https://cdn.example/a.png")


def measured(home: Path, count: int, seed: int, *, learned: int = 60) -> tuple[float, float]:
    """How many seconds late a job's end was found, and how many questions that took: means of `count` jobs.

    What is learned before comes from two processes, so that part of it is read from the store.
    """
    service = Lasting(seed)

    async def make(number: int, prompt: str) -> None:
        for job in jobs(engine(home, service, "qolaba"), number, deadline=600, prompt=prompt):
            await job

    virtually(make(learned, "first"))
    service.late.clear()
    service.polls = 0
    virtually(make(count, "then"))
    return sum(service.late) / count, service.polls / count


def plain(count: int, seed: int) -> tuple[float, float]:
    """The same of a loop that asks at once, and then every two seconds."""
    chance, late, polls = random.Random(seed), 0.0, 0
    for _ in range(count):
        lasts = chance.uniform(1, 6)
        asked = -(-lasts // FIXED)
        late, polls = late + asked * FIXED - lasts, polls + int(asked) + 1
    return late / count, polls / count


def shared(home: Path, batch: int) -> float:
    """How many pictures a batch at Banatie gives for a hundred requests."""
    service = Counting()

    async def work() -> None:
        await asyncio.gather(*jobs(engine(home, service), batch, deadline=600, prompt="a fox"))

    virtually(work())
    return 100 * len(service.made) / service.seen
