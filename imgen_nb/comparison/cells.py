"""A grid of requests and what became of each, shown while it fills."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Generator, Sequence
from typing import Any

from imgen_nb.client.job import Job
from imgen_nb.client.nesting import in_notebook
from imgen_nb.client.process import glimpse
from imgen_nb.errors import ImgenError
from imgen_nb.show import sheet
from imgen_nb.show.live import Output, Painter
from imgen_nb.show.places import Place, places
from imgen_nb.types import Event, Generation, ImageRequest, State

MOMENT = 1.0


class Cell:
    """One place of a grid: a request, its job, and what became of it.

    A request that could not be sent has no job and an `error` that says why.
    """

    def __init__(self, label: str, request: ImageRequest, job: Job | None = None, error: ImgenError | None = None):
        self.label = label
        self.request = request
        self.job = job
        self.error = error
        self.generation: Generation | None = None
        self.event: Event | None = None

    def __repr__(self) -> str:
        return f"<Cell {self.label!r} {self.state}>"

    @property
    def state(self) -> State:
        """Where the request stands."""
        return self.job.state if self.job else State.FAILED

    @property
    def ended(self) -> bool:
        """Whether its generation or its error is there."""
        if self.job and self.job.done:
            self.wait()
        return bool(self.generation or self.error)

    @property
    def places(self) -> list[Place]:
        """What it fills on a sheet: one place for each picture."""
        if self.ended and self.generation:
            return places(self.generation, self.label)
        coming = self._glimpse if self.request.sandbox and self.job else None
        return [Place(self.label, self.request, self.state, self.event, error=self.error, glimpse=coming)]

    def _glimpse(self) -> bytes:
        return glimpse(self.request.provider, self.job.remote_id) if self.job else b""

    def settle(self) -> None:
        """Wait the moment between the last step, which is told first, and the outcome; never in the jobs' thread."""
        if self.job and self.state.ended:
            with contextlib.suppress(TimeoutError):
                self.wait(MOMENT)

    def wait(self, timeout: float | None = None) -> None:
        """Wait until it has ended, however; `TimeoutError` if that takes longer than `timeout` seconds."""
        if self.job and not (self.generation or self.error):
            try:
                self.generation = self.job.wait(timeout)
            except ImgenError as error:
                self.error = error

    async def arrive(self) -> None:
        """Wait for it without blocking the kernel."""
        if self.job and not (self.generation or self.error):
            try:
                self.generation = await self.job
            except ImgenError as error:
                self.error = error


class Grid:
    """Pictures side by side, filling in. It shows itself when made; its repr is text.

    Example:
        >>> grid = ig.compare("a red fox", wait=False)  # doctest: +SKIP
        >>> grid.wait().cells[0].generation.images  # doctest: +SKIP
    """

    def __init__(self, title: str, cells: Sequence[Cell]) -> None:
        self.title = title
        self.cells = tuple(cells)
        self._output: Output | None = None
        self._painter: Painter | None = None
        if in_notebook():
            self._appear()

    def _appear(self) -> None:
        self._output = Output(self._bundle())
        self._painter = Painter(self._paint, lambda: self.ended)
        for cell in self.cells:
            if cell.job:
                cell.job.watch(self._follow(cell, self._painter))

    @staticmethod
    def _follow(cell: Cell, painter: Painter) -> Any:
        def step(event: Event) -> None:
            cell.event = event
            painter.poke()

        return step

    def _paint(self) -> None:
        for cell in self.cells:
            cell.settle()
        if self._output:
            self._output.update(self._bundle())

    def _bundle(self) -> dict[str, str]:
        return sheet.grid(self)

    def __repr__(self) -> str:
        return self._bundle()["text/plain"].partition("\n")[0]

    @property
    def ended(self) -> bool:
        """Whether every cell has ended."""
        return all(cell.ended for cell in self.cells)

    def wait(self, timeout: float | None = None) -> Grid:
        """Wait until every cell has ended, well or badly, and return the grid.

        `TimeoutError` after `timeout` seconds; the jobs go on. Read `.error` of the cells to see what failed.
        """
        until = None if timeout is None else time.monotonic() + timeout
        for cell in self.cells:
            cell.wait(None if until is None else max(0.0, until - time.monotonic()))
        self._settle()
        return self

    def __await__(self) -> Generator[Any, None, Grid]:
        return self._arrive().__await__()

    async def _arrive(self) -> Grid:
        for cell in self.cells:
            await cell.arrive()
        await asyncio.to_thread(self._settle)
        return self

    def _settle(self) -> None:
        if self._painter:
            self._painter.close()

    def cancel(self) -> None:
        """Stop waiting for what has not ended. What was accepted may still cost; `ig.resume()` fetches it."""
        for cell in self.cells:
            if cell.job and not cell.ended:
                cell.job.cancel()
