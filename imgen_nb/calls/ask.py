"""One request or many, shown while they run: generate, compare, compare_ratios, and the Grid they fill.

The blocking forms return when every cell has ended, because what a cell shows after it has returned is
lost to notebooks that run without a browser. Stop gives the prompt back and leaves the jobs alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, overload

from imgen_nb.client import runtime
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.job import Job
from imgen_nb.client.process import provider_rows
from imgen_nb.comparison.cells import Cell, Grid
from imgen_nb.comparison.planning import Asked, across, check_keywords, over_ratios, several
from imgen_nb.errors import ImgenError
from imgen_nb.show.following import Line
from imgen_nb.types import Generation, ImageRequest

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
    if wait:
        runtime.refuse_to_block("await ig.acompare(...)")
    grid = _across(prompt, providers, take, params)
    return grid.wait() if wait else grid


async def acompare(prompt: str, providers: str | Iterable[str] = "all", *, take: int = 1, **params: Any) -> Grid:
    """Do what `compare` does in a cell that awaits it, so that buttons answer meanwhile."""
    return await _across(prompt, providers, take, params)


def compare_ratios(
    prompt: str,
    provider: str | None = None,
    ratios: str | Iterable[str] | None = None,
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
    if wait:
        runtime.refuse_to_block("await ig.acompare_ratios(...)")
    grid = _over_ratios(prompt, provider, ratios, take, params)
    return grid.wait() if wait else grid


async def acompare_ratios(
    prompt: str, provider: str | None = None, ratios: str | Iterable[str] | None = None, *, take: int = 1, **params: Any
) -> Grid:
    """Do what `compare_ratios` does in a cell that awaits it, so that buttons answer meanwhile."""
    return await _over_ratios(prompt, provider, ratios, take, params)


def _across(prompt: str, providers: str | Iterable[str], take: int, params: Mapping[str, Any]) -> Grid:
    check_keywords(params)
    everybody = isinstance(providers, str) and providers == "all"
    names = [row.name for row in provider_rows()] if everybody else several(providers)
    asked = _reached(names, ImageRequest("", prompt, params, take), named=not everybody)
    return Grid(f"“{prompt}”", across(asked, prompt, take, params))


def _reached(names: Iterable[str], request: ImageRequest, *, named: bool) -> list[Asked]:
    """Whom to ask, before anybody is; one that cannot be reached as things are (a key, an address) says so in its cell.

    Raises `InvalidRequest` for a name that nobody has.
    """
    titles = {row.name: row.title for row in provider_rows()}
    found: list[Asked] = []
    for name in names:
        try:
            found.append(default_client(name, named=named))
        except ImgenError as error:
            if name not in titles:
                raise
            found.append(Cell(titles[name], replace(request, provider=name), error=error, title=titles[name]))
    return found


def _over_ratios(
    prompt: str, provider: str | None, ratios: str | Iterable[str] | None, take: int, params: Mapping[str, Any]
) -> Grid:
    check_keywords(params)
    client = client_of(provider)
    return Grid(f"“{prompt}”", over_ratios(client, prompt, ratios, take, params))


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
    if wait:
        runtime.refuse_to_block("await ig.agenerate(...)")
    client = client_of(provider)
    job = client.submit(prompt, take=take, **params)
    if not wait:
        Grid(f"“{prompt}”", [Cell(client.provider.title, job.request, job, title=client.provider.title)])
        return job
    try:
        return job.wait(SOON)
    except TimeoutError:
        pass
    line = Line(job, client.provider.title)
    try:
        return job.wait()
    finally:
        line.close()


async def agenerate(prompt: str, provider: str | None = None, *, take: int = 1, **params: Any) -> Generation:
    """Do what `generate` does in a cell that awaits it, so that buttons answer meanwhile."""
    client = client_of(provider)
    job = client.submit(prompt, take=take, **params)
    soon = time.monotonic() + SOON
    while not job.done and time.monotonic() < soon:
        await asyncio.sleep(SOON / 10)
    if job.done:
        return await job
    line = Line(job, client.provider.title)
    try:
        return await job
    finally:
        await asyncio.shield(asyncio.to_thread(line.close))


# --- whom to ask ------------------------------------------------------------------------------------------------------


def default_provider() -> str:
    """Whom to ask where nobody is named: the first live provider, or else Banatie's sandbox."""
    rows = provider_rows()
    return next((row.name for row in rows if row.live), PRACTICE)


def client_of(provider: str | None) -> Client:
    """The client to ask; a provider that nobody named answers live only where the process's defaults let it."""
    return default_client(provider or default_provider(), named=provider is not None)
