"""A grid of requests and what became of each, shown while it fills."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Sequence
from typing import Any

from imgen_nb.client.process import glimpse
from imgen_nb.show import sheet
from imgen_nb.show.following import Display, Followed
from imgen_nb.show.places import clean
from imgen_nb.show.plain import printable


class Cell(Followed):
    """One place of a grid: a request, its job, and what became of it.

    A request that could not be sent has no job and an `error` that says why.
    """

    def __repr__(self) -> str:
        said = f": {clean(self.error)}" if self.error else ""
        known = f" {clean(self.job.remote_id, 120)}" if self.job and self.job.remote_id else ""
        return printable(f"<Cell {self.label!r} {self.state}{known}{said}>")

    def glimpse(self) -> bytes:
        """Draw a coarse WebP of what a sandbox job of this process will show; empty where there is none."""
        return glimpse(self.request.provider, self.job.remote_id) if self.job else b""


class Grid:
    """Pictures side by side, filling in; in a notebook its repr is the pictures.

    It shows itself when it is made. Displayed again it adds nothing in the same cell, and shows them in a later one.

    Example:
        >>> grid = ig.compare("a red fox", wait=False)  # doctest: +SKIP
        >>> grid.wait().cells[0].generation.images  # doctest: +SKIP
    """

    def __init__(self, title: str, cells: Sequence[Cell]) -> None:
        self.title = title
        self.cells = tuple(cells)
        self._display = Display(lambda: sheet.grid(self), self.cells)
        self._display.appear()

    def _ipython_display_(self) -> None:
        if not self._display.appear():
            raise NotImplementedError  # IPython then asks for the rich repr

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return sheet.grid(self)

    def __repr__(self) -> str:
        return sheet.grid_line(self)

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
        self._display.close()
        return self

    def __await__(self) -> Generator[Any, None, Grid]:
        return self._arrive().__await__()

    async def _arrive(self) -> Grid:
        for cell in self.cells:
            await cell.arrive()
        await asyncio.to_thread(self._display.close)
        return self

    def cancel(self) -> None:
        """Stop waiting for what has not ended. What was accepted may still cost; `ig.resume()` fetches it."""
        for cell in self.cells:
            if cell.job and not cell.ended:
                cell.job.cancel()
