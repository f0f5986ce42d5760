"""The book of a fake server: jobs that advance by the clock when asked, and what was charged for them."""

import hashlib
import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, NamedTuple

from imgen_nb.sandbox.plan import Fault, Phase, Plan

QUEUED_SECONDS = (0.5, 1.0)  # at speed 1: long enough to be seen in a status bar, short enough for a lesson
RUNNING_SECONDS = (1.5, 2.5)
FOREVER = 1e9  # seconds; a number, so that a calendar time can still be told


class State(Enum):
    """Where a job stands; each wire has its own words for them."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Charge(NamedTuple):
    """One accepted submission: the ground truth a client's own account is compared with."""

    remote_id: str
    credits: float | None
    usd: float | None
    fingerprint: str
    """Equal for two submissions with equal method, address and body: a second one is a request sent twice."""


@dataclass(slots=True)
class Job:
    """One accepted submission on the server's clock."""

    id: str
    seed: int
    accepted: float
    started: float
    ended: float
    fields: dict[str, Any]
    """What the wire remembers of it, in the wire's own spelling."""
    failure: str | None = None
    """The reason it fails when its time is up; empty is a failure without a reason."""
    marks: dict[str, str] = field(default_factory=dict)
    """What a fault has in store that only the wire can do, with the fault's argument."""
    faults: list[Fault] = field(default_factory=list)
    polls: int = 0

    def state(self, now: float) -> State:
        """Return where the job stands at a moment of the clock."""
        if now < self.started:
            return State.QUEUED
        if now < self.ended:
            return State.RUNNING
        return State.DONE if self.failure is None else State.FAILED

    def changed(self, now: float) -> float:
        """Return the last moment at which the state changed."""
        return max(moment for moment in (self.accepted, self.started, self.ended) if moment <= now)


class Book:
    """Jobs by id, charges, and the two clocks: seconds that count, and the calendar they stand for."""

    def __init__(
        self, clock: Callable[[], float], now: Callable[[], float], seed: int, plan: Plan, *, instant: bool
    ) -> None:
        self.clock = clock
        self.instant = instant
        self.plan = plan
        self.charges: list[Charge] = []
        self._seed = seed
        self._epoch = now() - clock()
        self._jobs: dict[str, Job] = {}
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def epoch(self, moment: float) -> float:
        """Return the calendar second of a moment of the clock."""
        return self._epoch + moment

    def iso(self, moment: float) -> str:
        """Return the calendar time as the documents print it: `2025-11-28T10:00:00.000Z`."""
        return datetime.fromtimestamp(self.epoch(moment), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def rng(self, *parts: object) -> random.Random:
        """Return a generator that depends on the sandbox's seed and the parts alone, on every machine."""
        text = "\n".join(map(str, (self._seed, *parts)))
        return random.Random(int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()))

    def accept(
        self,
        now: float,
        fingerprint: str,
        body: str,
        new_id: Callable[[random.Random], str],
        fields: dict[str, Any],
        *,
        failure: str | None = None,
        credits: float | None = None,
        usd: float | None = None,
    ) -> Job:
        """Take a job and charge for it, in one step.

        Ids and durations come from the submission and from how often it was seen, not from the order of arrival:
        threads that race get the same answers as threads that do not.
        """
        with self._lock:
            self._seen[fingerprint] += 1
            rng = self.rng(fingerprint, self._seen[fingerprint])
            remote_id, picture_seed = new_id(rng), rng.randrange(1, 100_000)
            started = now if self.instant else now + rng.uniform(*QUEUED_SECONDS)
            ended = now if self.instant else started + rng.uniform(*RUNNING_SECONDS)
            job = Job(remote_id, picture_seed, now, started, ended, fields, failure)
            job.faults = self.plan.attach(body)
            while fault := self.plan.use(job.faults, Phase.FATE):
                fault.kind.effect(job, fault.argument)
                job.faults.remove(fault)
            self._jobs[job.id] = job
            self.charges.append(Charge(job.id, credits, usd, fingerprint))
        return job

    def find(self, remote_id: str) -> Job | None:
        """Return the job of an id."""
        return self._jobs.get(remote_id)

    def remove(self, job: Job) -> None:
        """Forget a job for good; its charge stays."""
        with self._lock:
            self._jobs.pop(job.id, None)

    def newest_first(self) -> list[Job]:
        """Return all jobs, the last accepted one first."""
        with self._lock:
            return list(self._jobs.values())[::-1]

    def count_poll(self, job: Job) -> None:
        """Note that somebody asked about a job."""
        with self._lock:
            job.polls += 1


def new_uuid(rng: random.Random) -> str:
    """Return a UUID of version 4 that a generator of the book decides."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def never_end(job: Job, _argument: str) -> None:
    """Keep a job running longer than anybody waits."""
    job.ended = job.accepted + FOREVER


def fail(job: Job, reason: str) -> None:
    """Let a job fail for a reason when its time is up."""
    job.failure = reason


def stretch(job: Job, times: str) -> None:
    """Let a job run several times as long."""
    job.ended = min(job.started + (job.ended - job.started) * float(times), job.accepted + FOREVER)


def end_as(job: Job, word: str) -> None:
    """Let a job end by another word than that for failure."""
    job.failure, job.marks["ended"] = "", word


def mark(name: str) -> Callable[[Job, str], None]:
    """Return an effect that leaves the rest to the wire."""

    def effect(job: Job, argument: str) -> None:
        job.marks[name] = argument

    return effect
