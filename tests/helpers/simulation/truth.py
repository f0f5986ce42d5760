"""The server of a schedule: it goes wrong at random, and knows whom each job is for and what was paid."""

from __future__ import annotations

import asyncio
import base64
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache

import httpx

from imgen_nb.testing.scripted import ASSETS, FakeWire, Kind, Server, held, png

NUMBER = re.compile(r"schedule-(\d+)")
CALLER: ContextVar[object] = ContextVar("CALLER", default=None)
"""Who makes a call: the tasks that work for it inherit the word."""
Fault = Callable[["World", httpx.Request, Callable[[], httpx.Response]], httpx.Response]


def number_of(text: str | bytes) -> int:
    """The request that a prompt, or the body of a paid request, is for."""
    found = NUMBER.search(text if isinstance(text, str) else text.decode("latin-1"))
    assert found, "the prompt did not arrive"
    return int(found[1])


@cache
def picture(number: int) -> bytes:
    """The picture of a request, unlike any other's."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), (number * 37 % 256, number * 91 % 256, number % 256)).save(out, "PNG")
    return out.getvalue()


class World(Server):
    """A provider's server that knows whom each job is for, and goes wrong at random while there is trouble.

    `menu` has the faults by kind of request. `unheard` are requests an answer to which was lost on its way, so that
    nobody but a search can find the job; `latest` tells when each was last sent, `senders` by whom, unless it was
    refused; `failed` are jobs that were told to have failed, which were not paid for.
    """

    def __init__(self, wire: FakeWire, chance: random.Random, menu: Mapping[Kind, Mapping[str, Fault]]) -> None:
        super().__init__(wire, polls=chance.randint(0, 5), place=self._signed)
        self.chance = chance
        self.menu = menu
        self.trouble = chance.choice((0.0, 0.05, 0.15, 0.3, 0.5))
        self.faults_left = chance.choice((1, 3, 8, 20))
        self.twice = hasattr(wire, "several") and chance.random() < 0.5
        self.dead = False
        self.senders: Counter[object] = Counter()
        self.out: Counter[int] = Counter()
        self.latest: dict[int, float] = {}
        self.owner: dict[str, int] = {}
        self.failed: set[str] = set()
        self.unheard: set[int] = set()
        self.heard: set[str] = set()
        self.gone: dict[str, tuple[float, int]] = {}
        self.faults: list[str] = []

    def paid(self, number: int) -> list[str]:
        """The jobs that were accepted for a request and not told to have failed."""
        return [job for job, whose in self.owner.items() if whose == number and job not in self.failed]

    def spent(self, number: int) -> bool:
        """Whether money was, or may be, spent for a request."""
        return bool(self.paid(number) or self.out[number])

    def calm(self) -> None:
        """All trouble is over: what is to be had can be had."""
        self.trouble = 0.0
        self.gone.clear()

    def die(self) -> None:
        """The process that asks is dead: nothing it sends arrives."""
        self.dead = True
        self.heard.clear()  # its connections are closed

    # ------------------------------------------------------------------ how it answers

    async def handle(self, request: httpx.Request) -> httpx.Response:
        if self.dead:
            raise httpx.ConnectError("the process is dead", request=request)
        kind, normal = self._route(request)
        self.log.append((self.clock(), kind))
        if kind == "submit":
            return await self._submitted(request, normal)
        await asyncio.sleep(self.chance.uniform(0, 0.4))
        return self._told_gone(request) or self._faulty(kind, request, normal)

    async def _submitted(self, request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        number, before, faults = number_of(request.content), set(self.jobs), len(self.faults)
        caller, taken = CALLER.get(), set[str]()
        self.senders[caller] += 1
        self.out[number] += 1
        self.latest[number] = self.clock()
        try:
            try:
                answer = self._faulty("submit", request, normal)
            finally:
                taken = set(self.jobs) - before
            plainly = taken if len(self.faults) == faults else set()
            await asyncio.sleep(self.chance.choice((0.2, 1.0, 4.0, self.chance.uniform(0, 60))))
            self.heard |= plainly
            return answer
        finally:
            self.out[number] -= 1
            self.senders[caller] -= not taken

    def _accept(self, request: httpx.Request) -> httpx.Response:
        number, before = number_of(request.content), set(self.jobs)
        answer = super()._accept(request)
        (job,) = set(self.jobs) - before
        self.owner[job] = number
        return self._finished(job, answer) if held(self.wire) else answer

    def _route(self, request: httpx.Request) -> tuple[Kind, Callable[[], httpx.Response]]:
        """A picture that the API itself gives is that of its job, too; a question for the price is one like others."""
        kind, normal = super()._route(request)
        kind = "poll" if kind == "quote" else kind
        job = next((job for job in self.jobs if job in str(request.url)), None)
        given = kind == "poll" and job is not None and self.wire.other(request, self.jobs) is not None
        return kind, (lambda: self._own(str(job), normal())) if given else normal

    def _poll(self, request: httpx.Request) -> httpx.Response:
        job = self.job(request)
        if job in self.failed:
            return self.failure(job)
        answer = super()._poll(request)
        return self._finished(job, answer) if self.asked[job] > self.polls else answer

    def _finished(self, job: str, answer: httpx.Response) -> httpx.Response:
        """Put a request's own picture, or two, where every fake wire has the one of the kit."""
        if self.twice:
            addresses = [f"{self.address(job)}&place={place}" for place in (1, 2)]
            told: httpx.Response = self.wire.several(job, self.jobs[job], addresses)
            return told
        return self._own(job, answer)

    def _own(self, job: str, answer: httpx.Response) -> httpx.Response:
        """The answer with the picture of this very job in it."""
        own = picture(self.owner[job])
        body = answer.content.replace(png(), own).replace(base64.b64encode(png()), base64.b64encode(own))
        headers = [(name, value) for name, value in answer.headers.raw if name.lower() != b"content-length"]
        return httpx.Response(answer.status_code, headers=headers, content=body)

    def failure(self, job: str) -> httpx.Response:
        """One of the ways to say that a job failed."""
        return self.chance.choice(list(self.wire.failures(job).values()))

    def picture(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=picture(self.owner[self.job(request)]))

    def _signed(self, job: str) -> str:
        return f"https://{ASSETS}/pictures/{job}?sig={self.asked.get(job, 0)}"

    # ------------------------------------------------------------------ what goes wrong

    def _faulty(self, kind: Kind, request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        if self.faults_left <= 0 or self.chance.random() >= self.trouble:
            return normal()
        self.faults_left -= 1
        name = self.chance.choice(sorted(self.menu[kind]))
        self.faults.append(f"{self.clock():.0f}s {kind}: {name}")
        return self.menu[kind][name](self, request, normal)

    def _told_gone(self, request: httpx.Request) -> httpx.Response | None:
        """A picture that is late, or an address that has run out."""
        for place in (request.url.path, str(request.url)):
            until, status = self.gone.get(place, (0.0, 0))
            if self.clock() < until:
                return httpx.Response(status, text="not there")
        return None
