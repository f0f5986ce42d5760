"""Lanes: so many jobs of each client at once, the next one begins where one has got on.

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
from imgen_nb.client.owed import unbegun
from imgen_nb.comparison.cells import Cell
from imgen_nb.errors import ImgenError
from imgen_nb.types import Event, State

ENTERING = 32
"""Jobs of one client that are not taken yet: twice what has a connection, so that none waits for us."""
UNDER_WAY = 256
"""Jobs of one client in all: those that were taken hold no connection while they wait."""
HELD = 16
"""Jobs at once of a client whose POST is answered with the picture: each holds one of its connections."""


class Lane:
    """The cells of one client that wait to be begun, and how many have begun."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._filling = False
        self.waiting: deque[Cell] = deque()
        self._entering = self._under_way = 0

    def fill(self) -> None:
        """Begin what there is room for; a job that gets on before this returns makes room for one turn more."""
        with self._lock:
            if self._filling:
                return
            self._filling = True
            try:
                while self.waiting and self._entering < ENTERING and self._under_way < UNDER_WAY:
                    self._begin(self.waiting.popleft())
            finally:
                self._filling = False

    def empty(self) -> list[Cell]:
        """Take what has not begun."""
        with self._lock:
            left = list(self.waiting)
            self.waiting.clear()
        return left

    def _begin(self, cell: Cell) -> None:
        try:
            job = cell.start()
        except ImgenError as error:
            cell.settle_with(error)
            return
        self._entering += 1
        self._under_way += 1
        inside = threading.Event()

        def enter() -> None:
            with self._lock:
                if not inside.is_set():
                    inside.set()
                    self._entering -= 1

        def seen(event: Event) -> None:
            if event.state not in (State.PLANNED, State.SENDING) and not inside.is_set():
                enter()
                self.fill()

        def done() -> None:
            enter()
            with self._lock:
                self._under_way -= 1
            self.fill()

        job.watch(seen)
        job.when_done(done)


class Lanes:
    """The cells of a grid that wait to be begun, by client."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._lanes: dict[Client, Lane] = {}
        for cell in cells:
            if cell.client is not None and cell.waits:
                self._lanes.setdefault(cell.client, Lane()).waiting.append(cell)
        _open.add(self)

    def go(self) -> None:
        """Begin as many as there is room for."""
        for lane in self._lanes.values():
            lane.fill()

    def stop(self) -> None:
        """Begin nothing any more: what has not begun was never sent, at least not from here."""
        for client, lane in self._lanes.items():
            cells = lane.empty()
            for cell, error in zip(cells, unbegun(client, (cell.request for cell in cells)), strict=True):
                cell.settle_with(error)


_open: weakref.WeakSet[Lanes] = weakref.WeakSet()


@runtime.at_end
def _stop() -> None:
    for lanes in list(_open):
        lanes.stop()
