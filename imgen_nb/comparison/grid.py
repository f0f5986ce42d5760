"""A grid of requests and what became of each, shown while it fills."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from imgen_nb.client import process
from imgen_nb.comparison import layout
from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.changes import Changes, changes
from imgen_nb.comparison.export.exports import Exports
from imgen_nb.comparison.lanes import Lanes
from imgen_nb.comparison.planning import Question, turned
from imgen_nb.comparison.vote.contest import Contest, Panel
from imgen_nb.errors import InvalidRequest
from imgen_nb.show import matrix, reported, sheet
from imgen_nb.show.following import Display
from imgen_nb.show.matrix import Table
from imgen_nb.types import State


class Grid(Exports):
    """Pictures side by side, filling in; in a notebook its repr is the pictures.

    It shows itself when it is made. Displayed again it adds nothing in the same cell, and shows them in a later one.
    `cells` come in the order of the `axes`: the last of them varies first.

    Example:
        >>> grid = ig.compare("a red fox", aspect_ratio=["1:1", "16:9"], wait=False)  # doctest: +SKIP
        >>> grid.wait().cells[0].generation.images  # doctest: +SKIP
        >>> grid.extend(aspect_ratio=["9:16"])  # doctest: +SKIP
    """

    def __init__(
        self, title: str, cells: Sequence[Cell], question: Question | None = None, *, turned: bool = False
    ) -> None:
        self.title = title
        self.cells = tuple(cells)
        self._question = question
        self._turned = turned
        self._hidden = False
        self._go()

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What varies, in the order of the cells; none where the cells have nothing in common."""
        return self._question.axes if self._question else ()

    @property
    def tables(self) -> tuple[Table[Cell], ...]:
        """The cells as pages of rows and columns; none where fewer than two axes have several values."""
        return layout.tables(self.axes, self.cells, turned=self._turned)

    def _ipython_display_(self) -> None:
        if not self._display.appear():
            raise NotImplementedError  # IPython then asks for the rich repr

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        if self._hidden:
            return sheet.hidden(self)
        tables, fair = self.tables, self._fairness()
        notes = self._question.notes(heads=bool(tables)) if self._question else []
        if not tables:
            return sheet.grid(self, notes, fair, self._budget())
        return matrix.grid(self.title, layout.sizes(self.axes), tables, notes, fair, self._budget())

    def _budget(self) -> str:
        return process.budget_left(live=any(not cell.request.sandbox for cell in self.cells))

    def _fairness(self) -> list[str]:
        """Whether its pictures can be compared; of very many only at the end, since it is told with each painting."""
        if len(self.cells) > sheet.MOST and not self.ended:
            return []
        varying = {field for cell in self.cells[:1] for field in cell.coordinates}
        return reported.fairness([place for cell in self.cells for place in cell.places], varying)

    def __repr__(self) -> str:
        return sheet.grid_line(self)

    # --- waiting ------------------------------------------------------------------------------------------------------

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
        self._lanes.stop()
        for cell in self.cells:
            if cell.job and not cell.ended:
                cell.job.cancel()

    # --- going on -----------------------------------------------------------------------------------------------------

    def extend(self, *, wait: bool = True, **more: Any) -> Grid:
        """Add values to axes, and ask for the new cells alone; what is here stays as it is.

        A field that did not vary becomes an axis. With `wait=False` it returns at once, and may be awaited.
        """
        if self._question is None:
            raise InvalidRequest("has no axes to extend", operation="extend", hint="ig.grid(...) makes one that has")
        question = self._question.extended(more)
        known = {cell.request.key: cell for cell in self.cells if cell.client}
        cells = question.cells()
        for cell in cells:
            if cell.waits and (same := known.get(cell.request.key)):
                cell.join(same)
        grid = Grid(question.title, cells, question)
        return grid.wait() if wait else grid

    def pivot(self, rows: str | None = None, columns: str | None = None) -> Grid:
        """Lay the same cells out anew: these fields down and across, the other axes as pages; nothing is sent.

        Without fields, rows and columns change places.
        """
        fields = [axis.field for axis in self.axes]
        for name in (rows, columns):
            if name is not None and name not in fields:
                hint = f"its axes are {', '.join(fields) or 'none'}"
                raise InvalidRequest(f"{name!r:.60} is no axis of this grid", operation="pivot", hint=hint)
        asked = dict.fromkeys(name for name in (rows, columns) if name is not None)
        first = list(asked) if asked else fields[1::-1]
        if rows is None and columns is not None:
            first = [next((name for name in fields if name != columns), columns), columns]
        order = [fields.index(name) for name in dict.fromkeys([*first, *fields])]
        question, cells = turned(self._question, self.cells, order) if self._question else (None, self.cells)
        return Grid(self.title, cells, question, turned=True)

    def retry(self, *, wait: bool = True) -> Grid:
        """Ask again for the cells that failed, and return the grid; never for one whose outcome is unknown.

        What was refused before it was sent stays refused.
        """
        for cell in self.cells:
            failed = cell.ended and cell.state is State.FAILED and not isinstance(cell.error, InvalidRequest)
            if failed and cell.client is not None:
                cell.reset()
        self._go()
        return self.wait() if wait else self

    def _go(self) -> None:
        """Begin what has not begun, and show it."""
        self._lanes = Lanes(self.cells)
        self._lanes.go()
        self._display = Display(self._repr_mimebundle_, self.cells)
        self._display.appear()

    # --- judging ------------------------------------------------------------------------------------------------------

    def vote(
        self, by: str | None = None, *, size: int = 2, folder: str | Path | None = None, voter: str | None = None
    ) -> Panel:
        """Vote on the pictures that are here without knowing whose they are; what shows this grid hides it meanwhile.

        `by` is the field that is voted on: by default the first that varies and is no prompt, seed or take. `size=4`
        shows four at a time. Votes are lines in this home, or in a `folder` that people share; `voter` is a name of
        which only a hash is written; what that person said before stands already, so that a vote can be carried on.
        `.reveal()` of what comes back tells the names, and how strong each is. Votes on more pictures add up:
        `grid.extend(take=[2]).vote()`.

        Example:
            >>> ballot = grid.vote()  # doctest: +SKIP
            >>> ballot.reveal()  # doctest: +SKIP
        """
        from imgen_nb.widgets.voteview import VoteView  # the one arrow up: what is voted on knows no widget

        begin = partial(Contest, self.cells, self.axes, by, size=size, folder=folder, voter=voter)
        return VoteView(begin, self._hide)

    def changes(self, source: Any = None, mask: Any = None) -> Changes:
        """Lay each result beside the picture it was made of, with a map of what changed.

        The source is the one that its request sent along, and so is the mask, white where changes were asked for; give
        others as a `Picture`, a `Path`, a PIL image, a data URL or bytes.

        Example:
            >>> grid.changes()  # doctest: +SKIP
        """
        return changes(self.title, self.cells, source, mask)

    def _hide(self, hidden: bool) -> None:
        self._hidden = hidden
        self._display.repaint()
