"""What was paid and is not here yet."""

from __future__ import annotations

from imgen_nb.client.client import unsettled
from imgen_nb.client.job import Job
from imgen_nb.client.process import provider_rows
from imgen_nb.comparison.cells import Cell, Grid
from imgen_nb.errors import ImgenError
from imgen_nb.types import ImageRequest


def resume(*, wait: bool = True) -> Grid:
    """Fetch what was paid for and is not here: jobs of a dead kernel, of a deadline, of a cancel.

    Nothing is sent that costs. One job that cannot be fetched says so in its cell.
    """
    cells = [_cell(row.request, job) for row, job in unsettled()]
    grid = Grid("Paid for, not fetched yet" if cells else "Nothing is left to fetch", cells)
    return grid.wait() if wait else grid


def _cell(request: ImageRequest, found: Job | ImgenError) -> Cell:
    job, error = (None, found) if isinstance(found, ImgenError) else (found, None)
    return Cell(request.prompt, request, job, error, title_of(request.provider))


def title_of(name: str) -> str:
    """What people call a provider; its name, where it is not known here (any more)."""
    return next((row.title for row in provider_rows() if row.name == name), name)
