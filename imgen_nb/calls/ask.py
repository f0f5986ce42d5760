"""One request or many, shown while they run: generate, compare, compare_ratios, grid, and the Grid they fill.

The blocking forms return when every cell has ended, because what a cell shows after it has returned is
lost to notebooks that run without a browser. Stop gives the prompt back and leaves the jobs alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Literal, overload

from imgen_nb.calls.whom import client_of, default_provider
from imgen_nb.client import process, runtime
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.job import Job, stop_in_a_line
from imgen_nb.client.process import provider_rows
from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.grid import Grid
from imgen_nb.comparison.plan import Plan
from imgen_nb.comparison.planning import Question, Reached, check_keywords, question, ratios_of
from imgen_nb.errors import ImgenError
from imgen_nb.show.following import Line
from imgen_nb.types import Generation

SOON = 0.25
"""Seconds within which an answer from the store is there, so that no progress line is worth showing."""


# --- many -------------------------------------------------------------------------------------------------------------


def compare(prompt: Any, providers: Any = "all", *, wait: bool = True, take: Any = 1, **params: Any) -> Grid:
    """Ask several providers for the same picture and lay the answers side by side.

    `providers` is "all", a name or several. A list, tuple, column or array of any parameter, also of `prompt` and
    `take`, is an axis, and so is an `ig.Axis`: there is a cell for each combination. A parameter that a provider lacks,
    or a value it does not take, is an `InvalidRequest` in its cell; the others go on. A keyword that no provider knows
    is a `TypeError`, and then nothing is sent. With `wait=False` the grid is returned at once and fills in.

    Example:
        >>> ig.compare("a red fox", providers=["banatie", "destinpq"], aspect_ratio=["1:1", "16:9"])  # doctest: +SKIP
    """
    return _run(_across(prompt, providers, take, params), wait, "await ig.acompare(...)")


async def acompare(prompt: Any, providers: Any = "all", *, take: Any = 1, **params: Any) -> Grid:
    """Do what `compare` does in a cell that awaits it, so that buttons answer meanwhile."""
    return await _grid(_across(prompt, providers, take, params))


def compare_ratios(
    prompt: Any, provider: str | None = None, ratios: Any = None, *, wait: bool = True, take: Any = 1, **params: Any
) -> Grid:
    """Ask one provider for the same picture in several aspect ratios; by default in all it has.

    Without a provider the first live one is asked, or else Banatie's sandbox. Other lists are axes as in `compare`.

    Example:
        >>> ig.compare_ratios("a red fox in snow", provider="banatie", ratios=["1:1", "16:9"])  # doctest: +SKIP
    """
    return _run(_over_ratios(prompt, provider, ratios, take, params), wait, "await ig.acompare_ratios(...)")


async def acompare_ratios(
    prompt: Any, provider: str | None = None, ratios: Any = None, *, take: Any = 1, **params: Any
) -> Grid:
    """Do what `compare_ratios` does in a cell that awaits it, so that buttons answer meanwhile."""
    return await _grid(_over_ratios(prompt, provider, ratios, take, params))


def grid(*axes: Axis, together: Iterable[str] = (), wait: bool = True, **fields: Any) -> Grid:
    """Vary anything: a cell for each combination of the values of any request field, `provider` among them.

    A list, tuple, column or array is an axis, and so is an `ig.Axis`, by position or by the name of its field; anything
    else is the same in every cell. A field whose value is a list itself varies through `ig.Axis` alone. The fields
    named in `together` do not vary each with each, but value by value: the first prompt with the first seed.

    Example:
        >>> ig.grid(prompt=["a fox", "an owl"], provider=["banatie", "qolaba"], take=[1, 2])  # doctest: +SKIP
    """
    return _run(_any(axes, fields, together), wait, "await ig.agrid(...)")


async def agrid(*axes: Axis, together: Iterable[str] = (), **fields: Any) -> Grid:
    """Do what `grid` does in a cell that awaits it, so that buttons answer meanwhile."""
    return await _grid(_any(axes, fields, together))


def plan(*axes: Axis, together: Iterable[str] = (), **fields: Any) -> Plan:
    """Tell what `grid` would do with the same arguments, and send nothing: cells, price, time, what cannot be sent.

    `.run()` then asks for it.

    Example:
        >>> ig.plan(prompt="a fox", provider="all", aspect_ratio=["1:1", "3:2"])  # doctest: +SKIP
    """
    return Plan(_any(axes, fields, together))


def _run(asked: Question, wait: bool, instead: str) -> Grid:
    if wait:
        runtime.refuse_to_block(instead)
    made = _grid(asked)
    return made.wait() if wait else made


def _grid(asked: Question) -> Grid:
    """Begin a comparison; one that is expensive, where a person wants to be asked first, is refused."""
    if process.defaults.confirm_above is not None:
        return Plan(asked).run(wait=False)
    return Grid(asked.title, asked.cells(), asked)


def _across(prompt: Any, providers: Any, take: Any, params: Mapping[str, Any]) -> Question:
    everybody = isinstance(providers, str) and providers == "all"
    whom = providers if isinstance(providers, Axis) else Axis("provider", _names() if everybody else providers)
    fields = {"provider": whom, "prompt": prompt, **params, "take": take}
    return question(fields, partial(_reached, named=not everybody))


def _over_ratios(prompt: Any, provider: str | None, ratios: Any, take: Any, params: Mapping[str, Any]) -> Question:
    check_keywords(params)
    client, remark = client_of(provider), ""
    if ratios is None:
        alike = {name: value for name, value in params.items() if not isinstance(value, Axis | list | tuple)}
        ratios, remark = ratios_of(client, prompt, alike)
    own = client.provider.name
    fields = {"provider": own, "prompt": prompt, **params, "take": take}

    def reach(names: Iterable[Any]) -> Reached:
        return {**_reached([name for name in names if name != own], named=True), own: client}

    asked = question(fields, reach, [Axis("aspect_ratio", ratios)])
    return replace(asked, remark=remark)


def _any(axes: Iterable[Any], fields: Mapping[str, Any], together: Iterable[str] = ()) -> Question:
    asked, named = dict(fields), True
    if not any(isinstance(axis, Axis) and axis.field == "provider" for axis in axes):
        everybody = isinstance(asked.get("provider"), str) and asked["provider"] == "all"
        named = asked.get("provider") is not None and not everybody
        asked["provider"] = _names() if everybody else asked.get("provider") or default_provider()
    return question(asked, partial(_reached, named=named), tuple(axes), together)


def _names() -> list[str]:
    return [row.name for row in provider_rows()]


def _reached(names: Iterable[Any], *, named: bool) -> Reached:
    """Whom to ask, before anybody is; one that cannot be reached as things are (a key, an address) says so in its cell.

    Raises `InvalidRequest` for a name that nobody has; what is no name at all is left out.
    """
    found: dict[str | Client, Client | ImgenError] = {one: one for one in names if isinstance(one, Client)}
    for name in (one for one in names if isinstance(one, str)):
        try:
            found[name] = default_client(name, named=named)
        except ImgenError as error:
            if name not in _names():
                raise
            found[name] = error
    return found


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
    with stop_in_a_line():
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
    with stop_in_a_line():
        while not job.done and time.monotonic() < soon:
            await asyncio.sleep(SOON / 10)
        if job.done:
            return await job
        line = Line(job, client.provider.title)
        try:
            return await job
        finally:
            await asyncio.shield(asyncio.to_thread(line.close))
