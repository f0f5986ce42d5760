"""From what is to vary to the cells of a grid: each is checked by itself, and what is refused says so in its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from imgen_nb.client.client import Client
from imgen_nb.client.process import provider_rows
from imgen_nb.comparison.cells import Cell
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.show.places import clean
from imgen_nb.types import ImageRequest

Asked = Client | Cell
"""Whom to ask, or the cell that says why nobody can be."""


def several(values: Any) -> list[Any]:
    """One value or several, as a list; a text is one, and so is anything that cannot be gone through.

    Example:
        >>> several("16:9"), several(("1:1", "16:9"))
        (['16:9'], ['1:1', '16:9'])
    """
    return list(values) if isinstance(values, Iterable) and not isinstance(values, str) else [values]


def across(asked: Iterable[Asked], prompt: str, take: int, params: Mapping[str, Any]) -> list[Cell]:
    """The same request to each of several providers."""
    return [one if isinstance(one, Cell) else _cell(one, one.provider.title, prompt, take, params) for one in asked]


def over_ratios(client: Client, prompt: str, ratios: Any, take: int, params: Mapping[str, Any]) -> list[Cell]:
    """The same request to one provider in several aspect ratios; where none is named, in all that it has."""
    if ratios is None:
        option = client.provider.option("aspect_ratio")
        if option is None:
            raise InvalidRequest("takes no aspect_ratio", provider=client.provider.name, hint="name another provider")
        ratios = option.choices
    values = [(clean(one, 40), {**params, "aspect_ratio": one}) for one in several(ratios)]
    return [_cell(client, label, prompt, take, changed) for label, changed in values]


def check_keywords(params: Mapping[str, Any]) -> None:
    """Refuse a keyword that no provider knows, before anything is sent: `TypeError` with the nearest one."""
    known = {option.name for row in provider_rows() for option in row.options}
    for name in params:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            raise TypeError(f"no provider has a parameter {name!r}; the nearest is {near[0]!r}")


def _cell(client: Client, label: str, prompt: str, take: int, params: Mapping[str, Any]) -> Cell:
    title = client.provider.title
    try:
        job = client.submit(prompt, take=take, **params)
    except ImgenError as error:
        refused = ImageRequest(client.provider.name, prompt, params, take, client.origin)
        return Cell(label, refused, error=error, title=title)
    return Cell(label, job.request, job, title=title)
