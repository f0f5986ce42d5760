"""One schedule: its processes, its calls, and the judgement of how each of them ends."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from shapes import SHAPES
from wires import WIRES, qolaba

from imgen_nb import providers
from imgen_nb.assets.disk import storage
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.client.requests import checked
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.endings import GLIMPSE
from imgen_nb.engine.pace import INSTANT
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import GenerationFailed, ImgenError, OutcomeUnknown
from imgen_nb.flow import Provider
from imgen_nb.store.journal import SELDOM, Journal
from imgen_nb.store.owners import me
from imgen_nb.testing.bench import LATE, shape
from imgen_nb.testing.clock import VirtualLoop
from imgen_nb.testing.scripted import KEY, FakeWire
from imgen_nb.types import Generation, ImageRequest, State
from simulation.faults import LARGEST, MENU
from simulation.homes import disown, memory, owed
from simulation.truth import CALLER, World, number_of, picture

SLOTS = 16
"""Paid requests that are out at once: a process that dies leaves no more behind of which nobody knows."""
EPOCH = 1.8e9
"""The Unix time at which every schedule begins."""
AGAIN = 2 * SELDOM
"""Seconds after which a disk that has room again has what a process had in hand."""
LONG_AFTER = 4000.0
"""Seconds after which no job of a process can still be at work: an answer is heard, and a job followed, that long."""

PLAYERS: dict[str, Callable[[], tuple[Provider, FakeWire]]] = {
    **{name: lambda name=name, wire=wire: (providers.get(name), wire) for name, wire in WIRES.items()},
    **{name: lambda one=one: (one.Service(), one.Wire()) for name, one in SHAPES.items()},
    "qolaba, at once": lambda: (providers.get("qolaba"), qolaba.AtOnce()),
}
"""Every provider that is simulated: those of this package, and one of each shape."""


class Wrong(AssertionError):
    """What must never happen; its text begins with the seed."""


class Troubled(Fetcher):
    """Places pictures, unless the disk is full just now or the process is dead."""

    broken: Callable[[], OSError | None] = staticmethod(lambda: None)

    async def _place(self, *arguments: Any) -> Any:
        with storage(self.folder):
            if error := self.broken():
                raise error
        return await super()._place(*arguments)


@dataclass
class Call:
    """One call for a request, and when somebody makes it and loses patience."""

    number: int
    at: float
    deadline: float
    cancel_after: float | None = None


@dataclass
class Schedule:
    """All that happens under one seed."""

    seed: int
    folder: Path
    player: str = ""
    chance: random.Random = field(init=False)
    world: World = field(init=False)
    calls: list[Call] = field(default_factory=list)
    deaths: list[float] = field(default_factory=list)
    full: list[tuple[float, float]] = field(default_factory=list)
    locked: list[tuple[float, float]] = field(default_factory=list)
    begun: float = 0.0
    unread_at: float = -1.0
    left_alone: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    held: dict[str, Any] = field(default_factory=dict)
    death: asyncio.Future[None] = field(init=False)

    def __post_init__(self) -> None:
        self.memory = memory()
        self.memory.empty()
        self.chance = chance = random.Random(self.seed)
        self.player = self.player or chance.choice(sorted(PLAYERS))
        self.provider, wire = PLAYERS[self.player]()
        self.world = World(wire, chance, MENU)
        self.world.clock = self.now
        self.shape = _shape(self.player)
        queue = chance.random() < 0.01  # rare, since it costs as much as twenty others, and soon in trouble
        jobs = 64 if queue else chance.choice((1, 1, 2, 3, 6))
        for number in range(1, jobs + 1):
            for _ in range(1 if queue else chance.randint(1, 3)):
                at = 0.0 if queue else chance.uniform(0, 60)
                patience = chance.choice((None, None, chance.uniform(0, 40)))
                self.calls.append(Call(number, at, chance.choice((5.0, 20.0, 60.0, 200.0)), patience))
        self.numbers = range(1, jobs + 1)
        self.deaths = sorted(chance.uniform(0, 15 if queue else 90) for _ in range(chance.choice((0, 0, 1, 2))))
        for windows in (self.full, self.locked):
            if chance.random() < 0.25:
                start = chance.uniform(0, 40)
                windows.append((start, start + chance.choice((0.5, 5.0, 14.0, 26.0))))
        self.hiccups = chance.choice((0.0, 0.0, 0.02, 0.1))
        self.places = chance.choice((1, SLOTS, SLOTS))  # one: calls of the same request wait for it behind others

    # -- time and trouble

    def now(self) -> float:
        """Seconds since the schedule began, over all its processes."""
        try:
            return self.begun + asyncio.get_running_loop().time()
        except RuntimeError:
            return self.begun

    def disk(self) -> OSError | None:
        """What the disk says just now."""
        if self.world.dead or _within(self.full, self.now()):
            return OSError(28, "No space left on device")
        return None

    def database(self) -> sqlite3.Error | None:
        """What the database says just now."""
        error = self._database()
        self.unread_at = self.now() if error else self.unread_at
        return error

    def _database(self) -> sqlite3.Error | None:
        if self.world.dead or _within(self.full, self.now()):
            return _sqlite(13, "database or disk is full")
        if _within(self.locked, self.now()) or (self.world.trouble and self.chance.random() < self.hiccups):
            return _sqlite(5, "database is locked")
        return None

    # -- a process

    def loop(self) -> VirtualLoop:
        """The loop that a process runs on."""
        return VirtualLoop()

    def process(self) -> Engine:
        """A fresh engine over the same home, as a new process has it."""
        store = self.memory.store(self.folder)
        opened = store.database._engine

        def engine() -> Any:
            import sqlalchemy as sa

            if error := self.database():
                raise sa.exc.OperationalError("BEGIN IMMEDIATE", {}, error)
            return opened()

        written = store.spool.write_down
        store.database._engine = engine  # type: ignore[method-assign]
        store.spool.write_down = lambda debt: self.disk() is None and written(debt)  # type: ignore[method-assign]
        transport = httpx.MockTransport(self.world.handle)
        way = self.provider.credentials[-1] if self.provider.credentials else None
        auth = (way.header, way.prefix, Secret(KEY)) if way else None
        base = self.world.wire.base_url
        wire = Wire(self.provider, base, auth, transport, largest=LARGEST)
        wire.paid_room = asyncio.Semaphore(self.places)
        fetcher = Troubled(store.pictures, root=base, transport=transport)
        fetcher.broken = self.disk  # type: ignore[method-assign]
        engine = Engine(self.provider, wire, fetcher, Journal(store))
        engine._steps._turns._began = EPOCH + self.begun  # all processes read one clock, and no real one
        return engine

    def request(self, number: int) -> ImageRequest:
        """One of the requests of this schedule, with an intent of its own."""
        prompt = f"{self.world.wire.prompt} schedule-{number}."
        values = checked(self.provider, prompt, self.world.wire.params)
        ref = f"{self.seed:08x}{self.chance.getrandbits(64):016x}"
        return ImageRequest(self.provider.name, prompt, values, origin="simulated", ref=ref)

    def run(self) -> None:
        """Play the schedule to its end; raises `Wrong`."""
        ends = [*self.deaths, None]
        for number, end in enumerate(ends):
            self._life(end, resumes=number > 0)
        self.world.calm()
        self.full.clear()
        self.locked.clear()
        self._life(None, resumes=True, last=True)
        self._end()

    def _end(self) -> None:
        """Judge what is left when all is over."""
        for number in self.numbers:
            self._never(len(self.world.paid(number)) > 1, f"{number} was paid {len(self.world.paid(number))} times")
        self._never(bool(self.world.keys_at_assets), "a key travelled to the picture's host")

    def _life(self, end: float | None, *, resumes: bool, last: bool = False) -> None:
        """Run one process until it has nothing to do, or dies."""
        loop = self.loop()
        self.death = loop.create_future()
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(self._alive(end, resumes, last))
            self.begun += loop.time()
            self._die()
        self.world.dead = False
        self.memory.bury()
        disown(self.folder)

    async def _alive(self, end: float | None, resumes: bool, last: bool) -> None:
        engine = self.process()
        self.held = engine.store.spool.held
        working = [self._lastly(engine)] if last else self._working(engine, resumes)
        playing = asyncio.gather(*working)
        playing.add_done_callback(lambda all_of_it: all_of_it.cancelled() or all_of_it.exception())
        if end is not None:
            asyncio.get_running_loop().call_later(max(0.0, end - self.begun), self.die_now)
        await asyncio.wait({playing, self.death}, return_when=asyncio.FIRST_COMPLETED)
        if self.death.done():
            return
        playing.result()
        if end is None and not last and self.chance.random() < 0.5:
            await asyncio.sleep(LONG_AFTER)
            owned = [row for row in self.memory.rows() if row.owner == me()]
            self._never(bool(owned), f"a job is gone, and holds its row: {owned}")

    def _working(self, engine: Engine, resumes: bool) -> list[Coroutine[Any, Any, None]]:
        """What people ask of this process."""
        resuming = [self._resume(engine)] if resumes and self.chance.random() < 0.5 else []
        return [*resuming, *(self._call(engine, call) for call in self.calls if call.at >= self.begun)]

    async def _lastly(self, engine: Engine) -> None:
        await self._resume(engine)
        for number in self.numbers:
            await self._last(engine, number)

    def die_now(self) -> None:
        """Kill the process that runs: of what it does from here on, nothing reaches anything."""
        self.world.die()
        if not self.death.done():
            self.death.set_result(None)

    def _die(self) -> None:
        """From here on nothing that the process does reaches anything; what only it knew is lost with it."""
        told = owed(self.folder)
        every = self.memory.rows()
        rows = [row for row in every if row.id not in told]
        self.left_alone |= {row.number for row in rows if row.state == "sending"}
        if any(start <= self.now() < end + AGAIN for start, end in self.full):
            self.left_alone |= {row.number for row in every if row.id in self.held}  # whatever a file tells of them
        sending = sum(row.state == "sending" and row.number not in self.world.unheard for row in rows)
        allowed = len(self.numbers) if self.full else SLOTS  # a full disk takes no word of what was accepted either
        self._never(sending > allowed, f"{sending} requests are left of which nobody knows whether they were sent")
        self.notes.append(f"{self.now():.0f}s the process dies")
        self.world.die()

    # -- what people do

    async def _call(self, engine: Engine, call: Call) -> None:
        await asyncio.sleep(max(0.0, call.at - self.begun))
        ticket = Ticket(self.request(call.number), call.deadline)
        if call.cancel_after is not None:
            asyncio.get_running_loop().call_later(call.cancel_after, ticket.cancelled.set)
        await self._judged(call.number, call.deadline, engine.fulfil(ticket))

    async def _resume(self, engine: Engine) -> None:
        rows = await engine.journal.read(engine.store.unsettled) if not self.database() else ()
        for row in rows:
            number = number_of(row.prompt)
            work = engine.settle(Ticket(row.request, 600.0), row)
            await self._judged(number, 600.0, work)

    async def _last(self, engine: Engine, number: int) -> None:
        """Ask once more, when all is well: what was paid is there, or a typed word says why it cannot be."""
        owed = self.world.paid(number)
        result = await self._judged(number, 3600.0, engine.fulfil(Ticket(self.request(number), 3600.0)))
        if self.world.dead:
            return
        if isinstance(result, Generation):
            self._never(bool(result.missing), f"{number} lacks a picture that is to be had: {result.missing}")
            return
        if isinstance(result, GenerationFailed):
            self._never(not any(self.world.owner[job] == number for job in self.world.failed), f"{number} failed")
            return
        excused = number in self.world.unheard or number in self.left_alone
        findable = bool(owed) and "searchable" in self.shape
        lost = f"{number} is lost: {type(result).__name__}: {result}; {len(owed)} paid"
        self._never(findable or not excused, lost)
        self._never(not isinstance(result, OutcomeUnknown) and result.charged != "yes", lost)

    async def _judged(self, number: int, deadline: float, work: Awaitable[Generation]) -> Generation | ImgenError:
        """Judge how one call ends: in time, typed, true about the money, and with its own picture."""
        began, caller = self.now(), object()
        CALLER.set(caller)
        try:
            result: Generation | ImgenError = await work
        except ImgenError as error:
            result = error
        took = self.now() - began
        if self.world.dead:
            return result
        self.notes.append(f"{self.now():.0f}s {number}: {_said(result)}")
        self._never(took > deadline + LATE, f"{number} ended {took - deadline:.1f} s after its deadline")
        if isinstance(result, Generation):
            self._never(result.state is not State.SAVED or not result.images, f"{number} has no picture")
            wrong = [one for one in result.images if one.read_bytes() != picture(number)]
            self._never(bool(wrong), f"{number} has the picture of another job")
            return result
        self._never("internal error" in result.message or "breaks on" in result.message, f"{number}: {result.message}")
        self._never(KEY in f"{result!r} {result.__dict__}", f"{number}: a key in an error")
        # Whoever could read the ledger at its end knows what was spent by then, by whomever; but not of what another
        # call sends at the very moment of that end.
        sent_before = self.world.latest.get(number, 0.0) < self.now() - INSTANT
        knew = sent_before and self.unread_at < self.now() - GLIMPSE
        false = result.charged == "no" and self.world.spent(number) and (knew or self.world.senders[caller] > 0)
        self._never(false, f"{number} was paid, and told: {result!r}")
        return result

    def _never(self, happened: bool, what: str) -> None:
        if happened:
            story = "\n  ".join([*self.notes[-30:], *self.world.faults[-30:]])
            raise Wrong(f"seed {self.seed}, {self.player}: {what}\n  {story}")


def play(seed: int, folder: Path, player: str = "") -> Schedule:
    """Play one schedule in a thread-free way; raises `Wrong`."""
    state = random.getstate()
    random.seed(seed)  # the engine's own jitter
    try:
        schedule = Schedule(seed, folder, player)
        schedule.run()
    finally:
        random.setstate(state)
    return schedule


@cache
def _shape(player: str) -> frozenset[str]:
    """What a provider does on its way to a picture."""
    return shape(*PLAYERS[player]())


def _said(result: Generation | ImgenError) -> str:
    if isinstance(result, Generation):
        return "from the store" if result.from_store else "saved"
    return f"{type(result).__name__} charged {result.charged}: {result.message[:90]}"


def _within(windows: list[tuple[float, float]], now: float) -> bool:
    return any(start <= now < end for start, end in windows)


def _sqlite(code: int, words: str) -> sqlite3.Error:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error
