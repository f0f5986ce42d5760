"""A comparison in rows: what was asked, what came, how long it took, what it cost, and the ids to find it by.

A row is one picture, or one cell without any. What was asked has the names of the request's own fields; what came
has names that begin with `got_`, so that the two are never taken for each other.
Money stands in the first row of a generation alone: a sum over the column is what was spent.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any, Protocol

from imgen_nb.errors import ImgenError
from imgen_nb.options import plain
from imgen_nb.provenance.record import asked
from imgen_nb.show.places import Place, places
from imgen_nb.types import Generation, ImageRequest, Picture, State

if TYPE_CHECKING:
    from pandas import DataFrame

Row = dict[str, Any]
PHASES = (State.PLANNED, State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING)
WHOLE = ("got_width", "got_height", "got_bytes", "got_seed", "polls")
"""Columns of whole numbers, which stay so where one is missing."""
_FORMULA = "=+-@\t\r\n＝＋－＠"
"""Signs by which a spreadsheet takes a text for something to run."""


class Cell(Protocol):
    """What is needed of a cell."""

    @property
    def label(self) -> str:
        """What heads it."""

    @property
    def coordinates(self) -> Mapping[str, Any]:
        """Its values on the axes, by field."""

    @property
    def request(self) -> ImageRequest:
        """What was asked."""

    @property
    def generation(self) -> Generation | None:
        """What came, if anything did."""

    @property
    def error(self) -> ImgenError | None:
        """Why nothing came."""

    @property
    def places(self) -> Sequence[Place]:
        """What it fills on a sheet."""


def of_cells(cells: Iterable[Cell]) -> list[Row]:
    """The rows of a comparison, in the order of its cells."""
    return [
        {"cell": number, "label": cell.label, **_coordinates(cell), **row}
        for number, cell in enumerate(cells, 1)
        for row in _of_places(cell.places)
    ]


def of_items(items: Iterable[Any]) -> list[Row]:
    """The rows of a page: of generations as in a comparison, of anything else what it has."""
    return [
        row for one in items for row in (_of_places(places(one)) if isinstance(one, Generation) else [_fields(one)])
    ]


def frame(rows: Iterable[Row]) -> DataFrame:
    """The rows as a pandas data frame; raises `ImgenError` with the remedy where pandas is not installed."""
    try:
        import pandas as pd
    except ImportError:
        raise ImgenError(
            "pandas is not installed", operation="to_dataframe", hint="pip install 'imgen_nb[compare]'"
        ) from None
    made = pd.DataFrame([_flat(row) for row in rows])
    return made.astype({name: "Int64" for name in WHOLE if name in made})


def csv_text(rows: Sequence[Row]) -> str:
    """The rows with commas between their values; a text that a spreadsheet would run begins with an apostrophe."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(inert, names))
    for row in rows:
        writer.writerow([inert(value) for value in ({**dict.fromkeys(names), **_flat(row)}).values()])
    return out.getvalue()


def json_lines(rows: Iterable[Row]) -> str:
    """The rows as JSON, one a line."""
    return "".join(f"{json.dumps(row, ensure_ascii=False, default=str)}\n" for row in rows)


def inert(value: Any) -> Any:
    """A value that no spreadsheet runs.

    Example:
        >>> inert("=1+1"), inert(-1), inert(" @SUM(A1)"), inert("a fox")
        ("'=1+1", -1, "' @SUM(A1)", 'a fox')
    """
    return f"'{value}" if isinstance(value, str) and value.lstrip(" \u00a0\ufeff")[:1] in tuple(_FORMULA) else value


def _fields(one: Any) -> Row:
    return asdict(one) if is_dataclass(one) and not isinstance(one, type) else {"value": one}


def _of_places(filled: Sequence[Place]) -> list[Row]:
    return [_row(place, number) for number, place in enumerate(filled, 1)]


def _row(place: Place, number: int) -> Row:
    generation, error = place.generation, place.error
    request = asked(place.request)
    params = {name: value for name, value in request["params"].items() if name not in _OWN}
    return {
        "picture": number,
        "provider": request["provider"],
        "model": request["params"].get("model"),
        "prompt": request["prompt"],
        "take": request["take"],
        **params,
        "state": str(place.state),
        "outcome": place.word,
        "sandbox": place.sandbox,
        "from_store": place.stored,
        **_obtained(place.picture, generation),
        **_reported(generation),
        **_taken(generation),
        **(_spent(place) if number == 1 else {}),
        "charged": error.charged if error else None,
        "error": type(error).__name__ if error else None,
        "trouble": " ".join(place.trouble()) or None,
        "notes": " ".join(place.notes) or None,
        "remote_id": place.name or None,
        "id": request["id"] or None,
        "key": _key(place),
        "origin": request["origin"] or None,
    }


_OWN = frozenset({"provider", "prompt", "model", "take"})


def _obtained(picture: Picture | None, generation: Generation | None) -> Row:
    size = None
    if picture is not None:
        with suppress(OSError):
            size = picture.path.stat().st_size
    told = picture.seed if picture and picture.seed is not None else generation.seed if generation else None
    return {
        "got_prompt": generation.prompt_used if generation else None,
        "got_width": picture.width if picture else None,
        "got_height": picture.height if picture else None,
        "got_format": picture.media_type.removeprefix("image/") if picture else None,
        "got_bytes": size,
        "got_seed": told,
        "sha256": picture.sha256 if picture else None,
    }


def _reported(generation: Generation | None) -> Row:
    """Where what came is not what was asked, and the whole report: asked, sent, came, and whether they agree."""
    if generation is None or not generation.images:
        return {"differs": None, "report": None}
    report = generation.report
    told = {fact.field: [fact.asked, fact.sent, fact.came, fact.verdict] for fact in report}
    return {"differs": ", ".join(fact.field for fact in report.differing) or None, "report": told}


def _taken(generation: Generation | None) -> Row:
    timings = generation.timings if generation else {}
    return {
        "seconds": timings.get("total"),
        **{f"seconds_{phase}": timings.get(phase) for phase in PHASES},
        "polls": generation.polls if generation else None,
    }


def _spent(place: Place) -> Row:
    """What a request cost, once for all its pictures, so that a sum is one; a sandbox costs nothing."""
    cost = place.cost
    return {"usd": cost.usd, "credits": cost.credits, "price_source": cost.source or None}


def _key(place: Place) -> str | None:
    """The request's identity; what was refused may be of things that have none."""
    try:
        return place.request.key
    except (TypeError, ValueError):
        return None


def _coordinates(cell: Cell) -> Row:
    """Where it stands on the axes: plain values as they are, anything else as it was sent."""
    sent = asked(cell.request)["params"]
    return {
        field: value
        if isinstance(value := plain(given), str | int | float | bool | None)
        else sent.get(field, cell.label)
        for field, given in cell.coordinates.items()
    }


def _flat(row: Row) -> Row:
    """The same with lists and dicts as JSON text, as a table has no other place for them."""
    return {name: _leaf(value) for name, value in row.items()}


def _leaf(value: Any) -> Any:
    value = plain(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | tuple | dict) else str(value)
