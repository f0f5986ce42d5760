"""Which widgets a cell made: run again, it closes those of before, so that none is left in the kernel unseen."""

from __future__ import annotations

import weakref
from typing import Protocol


class Widget(Protocol):
    """What is shut when its cell runs again."""

    def shut(self) -> None:
        """Go, with everything that is the widget's alone."""


_made_in: dict[str, tuple[str, list[weakref.ref[Widget]]]] = {}
"""The run of each cell that made widgets last, and those it made."""


def replaces(made: Widget, cell: str, run: str) -> None:
    """Shut what an earlier run of this cell made, and note what this one did."""
    before, widgets = _made_in.get(cell, ("", []))
    if before != run:
        for old in filter(None, (one() for one in widgets)):
            old.shut()
        widgets = []
    if cell:
        _made_in[cell] = run, [*widgets, weakref.ref(made)]
