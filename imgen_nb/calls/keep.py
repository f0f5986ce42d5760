"""What was paid and is not here yet."""

from __future__ import annotations

from imgen_nb.client.client import unsettled
from imgen_nb.comparison.cells import Cell, Grid
from imgen_nb.errors import ImgenError


def resume(*, wait: bool = True) -> Grid:
    """Fetch what was paid for and is not here: jobs of a dead kernel, of a deadline, of a cancel.

    Nothing is sent that costs. One job that cannot be fetched says so in its cell.
    """
    cells = [
        Cell(row.request.prompt, row.request, error=job)
        if isinstance(job, ImgenError)
        else Cell(row.request.prompt, row.request, job)
        for row, job in unsettled()
    ]
    grid = Grid("Paid for, not fetched yet" if cells else "Nothing is left to fetch", cells)
    return grid.wait() if wait else grid
