"""One request or many, shown while they run: generate, compare, compare_ratios, and the Grid they fill.

The blocking forms return when every cell has ended, because what a cell shows after it has returned is
lost to notebooks that run without a browser. Stop gives the prompt back and leaves the jobs alone.
"""

from __future__ import annotations

import asyncio
import difflib
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from imgen_nb.client.client import Client, default_client
from imgen_nb.client.job import Job
from imgen_nb.client.nesting import in_notebook
from imgen_nb.client.process import provider_rows
from imgen_nb.comparison.cells import Cell, Grid
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.show import sheet
from imgen_nb.show.live import Output, Painter
from imgen_nb.show.places import TITLES, Place, title_of
from imgen_nb.types import Generation, ImageRequest

if TYPE_CHECKING:
    pass

PRACTICE = "banatie"
"""Whose sandbox answers where no provider is named and none is live."""
SOON = 0.25
"""Seconds within which an answer from the store is there, so that no progress line is worth showing."""


# --- many -------------------------------------------------------------------------------------------------------------


def compare(
    prompt: str, providers: str | Iterable[str] = "all", *, wait: bool = True, take: int = 1, **params: Any
) -> Grid:
    """Ask several providers for the same picture and lay the answers side by side.

    `providers` is "all", a name or several. A parameter that one of them lacks, or a value it does not take,
    is an `InvalidRequest` in its cell; the others go on. A keyword that no provider knows is a `TypeError`,
    and then nothing is sent. With `wait=False` the grid is returned at once and fills in.

    Example:
        >>> ig.compare("a red fox in snow", providers=["banatie", "destinpq"])  # doctest: +SKIP
    """
    grid = _across(prompt, providers, take, params)
    return grid.wait() if wait else grid


async def acompare(prompt: str, providers: str | Iterable[str] = "all", *, take: int = 1, **params: Any) -> Grid:
    """Do what `compare` does in a cell that awaits it, so that buttons answer meanwhile."""
    return await _across(prompt, providers, take, params)


def compare_ratios(
    prompt: str,
    provider: str | None = None,
    ratios: Iterable[str] | None = None,
    *,
    wait: bool = True,
    take: int = 1,
    **params: Any,
) -> Grid:
    """Ask one provider for the same picture in several aspect ratios; by default in all it has.

    Without a provider the first live one is asked, or else Banatie's sandbox.

    Example:
        >>> ig.compare_ratios("a red fox in snow", provider="banatie", ratios=["1:1", "16:9"])  # doctest: +SKIP
    """
    grid = _over_ratios(prompt, provider, ratios, take, params)
    return grid.wait() if wait else grid


async def acompare_ratios(
    prompt: str, provider: str | None = None, ratios: Iterable[str] | None = None, *, take: int = 1, **params: Any
) -> Grid:
    """Do what `compare_ratios` does in a cell that awaits it, so that buttons answer meanwhile."""
    return await _over_ratios(prompt, provider, ratios, take, params)


def _across(prompt: str, providers: str | Iterable[str], take: int, params: Mapping[str, Any]) -> Grid:
    _check_keywords(params)
    if isinstance(providers, str):
        providers = [row.name for row in provider_rows()] if providers == "all" else [providers]
    clients = [_client(name) for name in providers]
    return Grid(f"“{prompt}”", [_submit(client, client.provider.title, prompt, take, params) for client in clients])


def _over_ratios(
    prompt: str, provider: str | None, ratios: Iterable[str] | None, take: int, params: Mapping[str, Any]
) -> Grid:
    _check_keywords(params)
    client = _client(provider)
    if ratios is None:
        option = client.provider.option("aspect_ratio")
        if option is None:
            raise InvalidRequest("takes no aspect_ratio", provider=client.provider.name, hint="name another provider")
        ratios = option.choices
    cells = [_submit(client, one, prompt, take, {**params, "aspect_ratio": one}) for one in ratios]
    return Grid(f"“{prompt}”", cells)


def _submit(client: Client, label: str, prompt: str, take: int, params: Mapping[str, Any]) -> Cell:
    try:
        job = client.submit(prompt, take=take, **params)
    except ImgenError as error:
        return Cell(label, ImageRequest(client.provider.name, prompt, params, take, client.origin), error=error)
    return Cell(label, job.request, job)


def _check_keywords(params: Mapping[str, Any]) -> None:
    known = {option.name for row in provider_rows() for option in row.options}
    for name in params:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            raise TypeError(f"no provider has a parameter {name!r}; the nearest is {near[0]!r}")


# --- one --------------------------------------------------------------------------------------------------------------


@overload
def generate(
    prompt: str, provider: str | None = None, *, take: int = 1, wait: Literal[True] = True, **params: Any
) -> Generation: ...
@overload
def generate(
    prompt: str, provider: str | None = None, *, take: int = 1, wait: Literal[False], **params: Any
) -> Job: ...
def generate(
    prompt: str, provider: str | None = None, *, take: int = 1, wait: bool = True, **params: Any
) -> Generation | Job:
    """Ask one provider for a picture, and show a line of progress meanwhile.

    Without a provider the first live one is asked, or else Banatie's sandbox. The same request again is
    answered from the store; `take=2` asks for another picture. With `wait=False` it returns the `Job`, and
    the picture appears below the cell.

    Example:
        >>> ig.generate("a red fox in snow", provider="banatie", aspect_ratio="16:9")  # doctest: +SKIP
    """
    client = _client(provider)
    job = client.submit(prompt, take=take, **params)
    if not wait:
        Grid(f"“{prompt}”", [Cell(client.provider.title, job.request, job)])
        return job
    try:
        return job.wait(SOON)
    except TimeoutError:
        pass
    line = _Line(job)
    try:
        return job.wait()
    finally:
        line.close()


async def agenerate(prompt: str, provider: str | None = None, *, take: int = 1, **params: Any) -> Generation:
    """Do what `generate` does in a cell that awaits it, so that buttons answer meanwhile."""
    job = _client(provider).submit(prompt, take=take, **params)
    line = _Line(job)
    try:
        return await job
    finally:
        await asyncio.shield(asyncio.to_thread(line.close))


class _Line:
    """One line about a job, gone when the job has ended; nothing at all outside a notebook."""

    def __init__(self, job: Job) -> None:
        self._began = time.monotonic()
        self._job = job
        self._watched = True
        self._output = Output(self._bundle()) if in_notebook() else None
        self._painter = Painter(self._paint, lambda: job.done, ticking=True) if self._output else None
        if self._painter:
            poke = self._painter.poke
            job.watch(lambda event: poke())

    def _bundle(self) -> dict[str, str]:
        request = self._job.request
        place = Place(title_of(request.provider), request, self._job.state)
        if self._job.done:
            return sheet.nothing()
        return sheet.progress(place, time.monotonic() - self._began, watched=self._watched)

    def _paint(self) -> None:
        if self._output:
            self._output.update(self._bundle())

    def close(self) -> None:
        self._watched = False
        if self._painter:
            self._painter.close()


# --- whom to ask ------------------------------------------------------------------------------------------------------


def default_provider() -> str:
    """Whom to ask where nobody is named: the first live provider, or else Banatie's sandbox."""
    rows = provider_rows()
    return next((row.name for row in rows if row.live), PRACTICE)


def _client(provider: str | None) -> Client:
    client = default_client(provider or default_provider())
    TITLES[client.provider.name] = client.provider.title
    return client
