"""One request or many, shown while they run: generate, compare, compare_ratios, and the Grid they fill.

The blocking forms return when every cell has ended, because what a cell shows after it has returned is
lost to notebooks that run without a browser. Stop gives the prompt back and leaves the jobs alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import difflib
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from imgen_nb.captions import TITLES, Place, places, title_of
from imgen_nb.client import Client, default_client, glimpse, provider_rows, unsettled
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.job import Job
from imgen_nb.live import Output, Painter, in_notebook
from imgen_nb.types import Event, Generation, ImageRequest, State

if TYPE_CHECKING:
    from imgen_nb.client import ProviderRow

PRACTICE = "banatie"
"""Whose sandbox answers where no provider is named and none is live."""
MOMENT = 1.0
SOON = 0.25
"""Seconds within which an answer from the store is there, so that no progress line is worth showing."""


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
        return dict(self.views().grid(self))

    @staticmethod
    def views() -> Any:
        """The module that draws: the one late import, so that nothing here depends on how things look."""
        from imgen_nb import show

        return show

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
        views, request = Grid.views(), self._job.request
        place = Place(title_of(request.provider), request, self._job.state)
        if self._job.done:
            return dict(views.nothing())
        return dict(views.progress(place, time.monotonic() - self._began, watched=self._watched))

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


class ProviderList(tuple["ProviderRow", ...]):
    """The known providers; in a notebook its repr is a table."""

    __slots__ = ()

    def _bundle(self) -> dict[str, str]:
        return dict(Grid.views().providers(self))

    def __repr__(self) -> str:
        return self._bundle()["text/plain"]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return self._bundle()


def list_providers() -> ProviderList:
    """List who can be asked: live or sandbox, why, which parameters, what a picture costs."""
    return ProviderList(provider_rows())
