"""Journal: the store, written off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from imgen_nb.store.ledger import Store
from imgen_nb.threads import Threads

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
_thread = Threads("imgen-store", 1)


class Journal:
    """Writes to the store off the loop; intents that come together share one durable transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._pending: list[tuple[Callable[[Connection], Any], asyncio.Future[Any]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run one piece of work; it is durable when this returns."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._pending.append((work, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._drain())
        return await asyncio.shield(done)

    async def update(self, row_id: str, **values: Any) -> None:
        """Change one row."""
        await self.write(lambda connection: self.store.update(connection, row_id, **values))

    async def read(self, work: Callable[[], T]) -> T:
        """Read the store in its thread."""
        return await _thread.run(work)

    async def remember(self, row_id: str, **values: Any) -> None:
        """Change one row by something that must not be lost."""
        await self.update(row_id, **values)

    async def release(self, row_id: str, **values: Any) -> None:
        """Let a row go with what it ended in, unless another living process took it over."""
        await self.write(lambda connection: self.store.release(connection, row_id, **values))

    async def _drain(self) -> None:
        while self._pending:
            batch, self._pending = self._pending, []
            try:
                results = await _thread.run(self.store.batch, [work for work, _ in batch])
            except Exception as error:
                results = [error] * len(batch)
            for (_, done), result in zip(batch, results, strict=True):
                if isinstance(result, Exception):
                    done.set_exception(result)
                else:
                    done.set_result(result)
