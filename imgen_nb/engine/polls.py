"""Shared polls: jobs that wait at one provider are asked for together, where its list can tell their states.

A provider that counts requests (Banatie: 100 an hour) would be used up by eight jobs that poll for themselves;
together they cost one list request an interval, and one request each when they have ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from imgen_nb.errors import ImgenError
from imgen_nb.types import State

UNDER_WAY = {State.ACCEPTED: "queued", State.RUNNING: "running"}
Survey = Callable[[tuple[str, ...]], Awaitable[dict[str, State]]]
Tell = Callable[[State, str], None]


class _Waiting(NamedTuple):
    tell: Tell
    woken: asyncio.Event


class Polls:
    """Keeps the jobs that wait, and asks for all of them while there are at least two."""

    def __init__(self, survey: Survey, interval: Callable[[], float]) -> None:
        self._survey = survey
        self._interval = interval
        self._waiting: dict[str, _Waiting] = {}
        self._looking: asyncio.Task[None] | None = None

    async def wait(self, remote_id: str, tell: Tell, woken: asyncio.Event) -> None:
        """Return when the job should be asked for by itself: it has ended, nobody else waits, or there is news."""
        woken.clear()
        mine = self._waiting[remote_id] = _Waiting(tell, woken)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            await mine.woken.wait()
        finally:
            self._waiting.pop(remote_id, None)

    async def _look(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._interval())
            asked = dict(self._waiting)
            states = await self._states(tuple(asked)) if len(asked) > 1 else {}
            for remote_id, job in asked.items():
                state = states.get(remote_id)
                if state in UNDER_WAY:
                    job.tell(state, UNDER_WAY[state])
                else:
                    job.woken.set()
                    self._waiting.pop(remote_id, None)

    async def _states(self, remote_ids: tuple[str, ...]) -> dict[str, State]:
        try:
            return await self._survey(remote_ids)
        except ImgenError:
            return {}  # every job then asks for itself, and meets the trouble where it can be told
