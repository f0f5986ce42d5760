"""What this store keeps: what is known, what was paid and is not here yet, and what a person lets go."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from imgen_nb import providers
from imgen_nb.client.job import Job
from imgen_nb.client.owed import unsettled
from imgen_nb.client.process import store_at
from imgen_nb.comparison.cells import Cell
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.provenance import copies
from imgen_nb.types import Generation, ImageRequest, Option, Page, Picture

if TYPE_CHECKING:
    from imgen_nb.comparison.grid import Grid

ASKED = (
    Option("text", "text"),
    Option("provider", "text"),
    Option("limit", "integer", low=1, high=10_000),
    Option("offset", "integer", low=0),
)
"""What `history` takes."""


def resume(*, wait: bool = True) -> Grid:
    """Fetch what was paid for and is not here: jobs of a dead kernel, of a deadline, of a cancel.

    Nothing is sent that costs. One job that cannot be fetched says so in its cell.
    """
    from imgen_nb.comparison.grid import Grid  # the studio asks for the rest here, and waits for no comparison

    cells = [_cell(row.request, job) for row, job in unsettled()]
    grid = Grid("Paid for, not fetched yet" if cells else "Nothing is left to fetch", cells)
    return grid.wait() if wait else grid


def history(text: str | None = None, provider: str | None = None, limit: int = 20, offset: int = 0) -> Page[Generation]:
    """One page of what this store knows, newest first: pictures, and what was paid or may have been.

    `text` is looked for in the prompts, and may be an id. Nobody is asked. A page is iterable; its `next()` is the one
    behind it.

    Example:
        >>> ig.history("fox", limit=5)  # doctest: +SKIP
    """
    asked = {"text": text, "provider": provider, "limit": limit, "offset": offset}
    for option in ASKED:
        if (value := asked[option.name]) is not None and (problem := option.problem(value)):
            raise InvalidRequest(f"{option.name} {problem}", operation="history", hint="ig.history('fox', limit=5)")
    page = store_at(None).history(text, provider, limit, offset)
    items = tuple(replace(one, title=title_of(one.request.provider)) for one in page)
    return replace(page, items=items, following=lambda: history(text, provider, limit, offset + len(items)))


def open(path: str | os.PathLike[str] | Picture) -> ImageRequest:
    """Read from a picture file how it was asked for: from what it carries, or from the record beside it.

    Nobody is asked, and nothing is trusted: `InvalidRequest` for a file that tells nothing, or no sense. A source
    picture is in it as its hash alone.

    Example:
        >>> request = ig.open("a-red-fox-banatie-0a1b2c3d.png")  # doctest: +SKIP
        >>> ig.generate(request.prompt, request.provider, take=request.take, **request.params)  # doctest: +SKIP
    """
    return copies.opened(path)


def forget(generation_or_id: Generation | str) -> None:
    """Let go of what was paid, or may have been, and is not here: it is not asked for any more, and nobody pays back.

    Takes the provider's id or our own, as `ig.history()` shows them. It stays in the history. `InvalidRequest` for what
    owes nothing, and for what is being fetched just now.
    """
    name = generation_or_id
    if isinstance(name, Generation):
        name = name.request.ref or name.remote_id or ""
    if not isinstance(name, str):
        raise InvalidRequest(f"{name!r:.80} is neither a Generation nor an id", hint="ig.history() shows the ids")
    store_at(None).forget(name)


def _cell(request: ImageRequest, found: Job | ImgenError) -> Cell:
    job, error = (None, found) if isinstance(found, ImgenError) else (found, None)
    return Cell(request.prompt, request, job, error, title_of(request.provider))


def title_of(name: str) -> str:
    """What people call a provider; its name, where it is not known here (any more)."""
    return providers.get(name).title if name in providers.names() else name
