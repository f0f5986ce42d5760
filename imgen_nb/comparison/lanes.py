"""Lanes: so many jobs of each client at once, the next one begins where one has ended.

A job's deadline counts from its beginning, so what cannot leave yet has none; and a grid that is cancelled has begun
little of what it will never send.
"""

from __future__ import annotations

import threading
import weakref
from collections import deque
from collections.abc import Iterable

from imgen_nb.client import runtime
from imgen_nb.client.client import Client
from imgen_nb.comparison.cells import Cell
from imgen_nb.errors import Cancelled, ImgenError

WIDTH = 32
"""Jobs of one client at once: twice what has a connection, so that none waits for us."""
_open: weakref.WeakSet[Lanes] = weakref.WeakSet()


class Lanes:
    """The cells of a grid that wait to be begun, by client."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._lock = threading.RLock()
        self._waiting: dict[Client, deque[Cell]] = {}
        self._filling: set[Client] = set()
        for cell in cells:
            if cell.waits and cell.client is not None:
                self._waiting.setdefault(cell.client, deque()).append(cell)
        self._free: dict[Client, int] = dict.fromkeys(self._waiting, WIDTH)
        _open.add(self)

    def go(self) -> None:
        """Begin as many as there is room for."""
        for client in self._waiting:
            self._fill(client)

    def stop(self, why: ImgenError | None = None) -> None:
        """Begin nothing any more: what has not begun was never sent."""
        with self._lock:
            left = [cell for queue in self._waiting.values() for cell in queue]
            for queue in self._waiting.values():
                queue.clear()
        for cell in left:
            cell.settle_with(why or Cancelled("cancelled before anything was sent", hint="nothing was spent"))

    def _fill(self, client: Client) -> None:
        """Begin what there is room for; a job that has ended before this returns makes room for one turn more."""
        with self._lock:
            if client in self._filling:
                return
            self._filling.add(client)
            try:
                while self._waiting[client] and self._free[client]:
                    self._begin(client, self._waiting[client].popleft())
            finally:
                self._filling.discard(client)

    def _begin(self, client: Client, cell: Cell) -> None:
        try:
            job = cell.start()
        except ImgenError as error:
            cell.settle_with(error)
            return
        self._free[client] -= 1
        job.when_done(lambda: self._ended(client))

    def _ended(self, client: Client) -> None:
        with self._lock:
            self._free[client] += 1
        self._fill(client)


@runtime.at_end
def _stop() -> None:
    for lanes in list(_open):
        lanes.stop()
