"""Journal: the store, written off the event loop, and the one that waits where it cannot be written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from imgen_nb.errors import ImgenError
from imgen_nb.store.leases import RENEWED
from imgen_nb.store.store import Store
from imgen_nb.store.troubles import PATIENCE, PAUSES, Trouble, once, read_trouble
from imgen_nb.threads import Threads
from imgen_nb.types import State

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")

_thread = Threads("imgen-store", 1)
"""One for all stores of a process: SQLite lets one write at a time anyway."""
BRIEF = 3
"""How many of the usual pauses a glance waits: enough for another process's commit, and nothing to a deadline."""
SELDOM = 2.0
"""Seconds between the tries of what is owed, once nobody waits for it any more."""


@dataclass(eq=False)
class _Entry:
    """Work for the next transaction; None where that pays what is owed, and no more is asked of it."""

    work: Callable[[Connection], Any] | None
    done: asyncio.Future[Any]
    until: float


class Journal:
    """Writes to the store off the loop; intents that come together share one durable transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._pending: list[_Entry] = []
        self._writer: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._jobs = 0
        self._renewer: asyncio.Task[None] | None = None

    @contextmanager
    def working(self) -> Iterator[None]:
        """While a job is under way, others are told that this process lives, and of it, whatever it waits for.

        A home may be deleted meanwhile, and another process find an empty one.
        """
        self._jobs += 1
        if self._renewer is None or self._renewer.done():
            self._renewer = asyncio.create_task(self._renew())
        try:
            yield
        finally:
            self._jobs -= 1
            if not self._jobs:
                self._renewer.cancel()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEWED)
            if self.store.renewal_due() or await _thread.run(self.store.database.replaced):
                with suppress(ImgenError):
                    await asyncio.shield(self._enter(None, 0.0))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run one piece of work; it is durable when this returns.

        A store that is locked or full is tried again for about ten seconds; then `StoreError` or `StorageFull`.
        """
        result: T = await self._enter(work, PATIENCE)
        return result

    async def attempt(self, work: Callable[[Connection], T]) -> T | None:
        """Write what is good to have written and worth no wait: None where the store takes nothing just now."""
        with suppress(ImgenError):
            result: T = await self._enter(work, 0.0)
            return result
        return None

    async def read(self, work: Callable[[], T]) -> T:
        """Read the store in its thread; a locked one is tried again for about ten seconds."""
        return await self._read(work, PAUSES)

    async def glance(self, work: Callable[[], T | None], unread: T | None = None) -> T | None:
        """Read what is good to know and worth no wait; where the store cannot be read just now, it is `unread`."""
        with suppress(ImgenError):
            return await self._read(work, PAUSES[:BRIEF])
        return unread

    async def _read(self, work: Callable[[], T], pauses: Iterable[float]) -> T:
        for pause in (*pauses, None):
            try:
                return await _thread.run(_at_once, work)
            except Trouble as trouble:
                if pause is None or not trouble.passes:
                    raise trouble.error from None
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def remember(self, row_id: str, **values: Any) -> None:
        """Change one row by what must not be lost; this never raises.

        Where the store takes nothing now, it is kept in memory and in a file, and written as soon as it can be: for
        everybody who reads the store in this process it counts at once.
        """
        await self._owe(row_id, values, lets_go=False)

    async def accept(self, row_id: str, remote_id: str, **values: Any) -> bool:
        """Write down that a provider took a job; False, and nothing written, if another row has its id.

        This never raises: of a store that takes nothing now no other row is learned, and the id is owed to ours.
        """
        try:
            accept = partial(self.store.accept, row_id=row_id, remote_id=remote_id, **values)
            return bool(await self._enter(accept, 0.0))
        except Exception:
            await self.remember(row_id, state=State.ACCEPTED, remote_id=remote_id, **values)
            return True

    async def release(self, row_id: str, **values: Any) -> None:
        """Let a row go with what it ended in, unless another living process took it over; this never raises."""
        await self._owe(row_id, values, lets_go=True)

    async def _owe(self, row_id: str, values: dict[str, Any], *, lets_go: bool) -> None:
        self.store.spool.owe(row_id, values, lets_go=lets_go)
        with suppress(Exception):  # it is in a file then, or stays in memory until one takes it
            await self._enter(None, 0.0)

    async def _write_down(self) -> None:
        """Put what is owed into files: a disk that was full may take one again long before the store does."""
        for debt in self.store.spool.debts:
            if debt.file is None:
                await _thread.run(self.store.spool.write_down, debt)

    def _enter(self, work: Callable[[Connection], Any] | None, patience: float) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        entry = _Entry(work, loop.create_future(), loop.time() + patience)
        self._pending.append(entry)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._drain())
        self._news.set()
        return entry.done

    async def _drain(self) -> None:
        """Write what is pending, and go on for as long as something is owed."""
        self._news, failed = asyncio.Event(), 0
        while self._pending or self.store.spool.debts:
            batch, self._pending = self._pending, []
            self._news.clear()
            try:
                results = await _thread.run(self.store.batch, [entry.work for entry in batch])
            except Exception as error:
                await self._write_down()  # first: who hears that the store takes nothing must find it written
                self._postpone(batch, read_trouble(error, self.store.database.name))
                with suppress(TimeoutError):  # not `wait_for`, which loses a cancel that comes as it ends
                    async with asyncio.timeout(PAUSES[failed] if failed < len(PAUSES) else SELDOM):
                        await self._news.wait()
                failed += 1
                continue
            failed = 0
            for entry, result in zip(batch, results, strict=True):
                _end(entry, result)

    def _postpone(self, batch: list[_Entry], trouble: Trouble) -> None:
        """Keep for the next try what may wait; the others end in the trouble."""
        now = asyncio.get_running_loop().time()
        for entry in batch:
            if entry.until <= now or not trouble.passes:
                _end(entry, copy(trouble.error))
        self._pending = [entry for entry in batch if not entry.done.done()] + self._pending


def _end(entry: _Entry, result: Any) -> None:
    if entry.done.done():
        return
    if isinstance(result, Exception):
        entry.done.set_exception(result)
        entry.done.exception()  # whoever waited may have gone
    else:
        entry.done.set_result(result)


def _at_once(work: Callable[[], T]) -> T:
    with once():
        return work()
