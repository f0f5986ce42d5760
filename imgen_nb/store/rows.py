"""A row: one intent as the database has it, with what is owed to it; and the JSON of its columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from imgen_nb.errors import Charged
from imgen_nb.store import statements
from imgen_nb.store.leases import Leases
from imgen_nb.store.spool import Spool
from imgen_nb.types import OUTSIDE_KEY, ImageRequest, Picture, State, canonical, hashed

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

FORWARD = (State.PLANNED, State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING)
PAID_FOR = (State.ACCEPTED, State.RUNNING, State.DOWNLOADING)
ANSWERING = (*FORWARD, State.SAVED, State.UNKNOWN)
OWING = (State.SENDING, *PAID_FOR, State.UNKNOWN)
"""States of what cost money, or may have, and has no picture here."""
_JSON: dict[str, Any] = {"params": {}, "result": {}, "images": [], "error": {}}


@dataclass(frozen=True)
class Row:
    """One intent as the journal has it."""

    id: str
    key: str
    provider: str
    origin: str
    prompt: str
    params: dict[str, Any]
    take: int
    state: State
    remote_id: str | None
    owner: str | None
    created: float
    updated: float
    result: dict[str, Any]
    images: list[dict[str, Any]]
    error: dict[str, Any]
    missing: int = 0
    adopted: int = 0

    @property
    def request(self) -> ImageRequest:
        """The request as it was asked."""
        return ImageRequest(self.provider, self.prompt, self.params, self.take, self.origin, ref=self.id)

    @property
    def charged(self) -> Charged:
        """Whether it cost money, as far as its state tells."""
        if self.state in (State.SENDING, State.UNKNOWN):
            return "unknown"
        return "yes" if self.state in (*PAID_FOR, State.SAVED) else "no"


class Rows(Leases):
    """How rows are found: as the database has them, with what is owed to them on top."""

    spool: Spool

    def _found(self, connection: Connection, statement: Select[Any], **given: Any) -> list[Row]:
        return [self._row(item._mapping) for item in connection.execute(statement, given)]

    def _row(self, data: Mapping[Any, Any]) -> Row:
        return self._with_debts(read(data))

    def _with_debts(self, row: Row) -> Row:
        owed = {name: value for name, value in columns(self.spool.owed(row.id)).items() if name in row.__dict__}
        return read({**asdict(row), **owed}) if owed else row

    def _get(self, connection: Connection, row_id: str) -> Row | None:
        return next(iter(self._found(connection, statements.by_id(), row_id=row_id)), None)

    def _newest(self, connection: Connection, key: str) -> Row | None:
        """The newest row of a key that is an answer, or may still become one."""
        found = self._found(connection, statements.by_key(), key=key)
        return next((row for row in found if row.state in ANSWERING), None)

    def _answering(self, connection: Connection, request: ImageRequest) -> Row | None:
        """The newest row that answers a request, or may still; else one made before an option of it was declared.

        A request has its defaults filled in: what a row lacks could not be set then. One that was adopted lacks more.
        """
        if not request.implied:
            return self._newest(connection, request.key)
        same = {"provider": request.provider, "origin": request.origin, "take": request.take}
        asked = {"key": request.key, "about": request.prompt[:64], **same}
        rows = [row for row in self._found(connection, statements.by_key_or_words(), **asked) if row.state in ANSWERING]
        newest = next((row for row in rows if row.key == request.key), None)
        return newest or next((row for row in rows if fewer_options(row, request)), None)

    def _of_remote(self, connection: Connection, provider: str, origin: str, remote_id: str) -> list[Row]:
        """Every row of a provider's id, the newest first."""
        same = {"provider": provider, "origin": origin, "remote_id": remote_id}
        return self._found(connection, statements.by_remote(), **same)


def fewer_options(row: Row, request: ImageRequest) -> bool:
    """Whether a row has the prompt and the parameters of a request, less some that stand at their default there."""
    params = (hashed(some) for some in (row.params, request.params))
    theirs, ours = ({name: value for name, value in some.items() if name not in OUTSIDE_KEY} for some in params)
    shared = {name: value for name, value in ours.items() if name in theirs}
    lacks = ours.keys() - theirs.keys()
    return row.prompt == request.prompt and canonical(shared) == canonical(theirs) and lacks <= {*request.implied}


def read(data: Mapping[Any, Any]) -> Row:
    """Read a row; a column whose JSON was damaged is empty, so that the others still tell."""
    values = dict(data)
    for name, empty in _JSON.items():
        value = values[name]
        if isinstance(value, str):
            with suppress(ValueError):
                value = json.loads(value)
        values[name] = value if isinstance(value, type(empty)) else empty
    return Row(**{**values, "state": State(values["state"])})


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that some values are kept in; how many pictures are missing is one of its own, to be found by."""
    plain = {name: to_json(value) if isinstance(value, dict | list) else value for name, value in values.items()}
    if isinstance(result := values.get("result"), dict):
        plain["missing"] = len(result.get("missing") or ())
    return plain


def to_json(value: Any, depth: int = 3) -> str:
    """Write JSON, whatever a provider's reply held: bookkeeping never loses a picture."""
    try:
        return json.dumps(value, default=str)
    except (TypeError, ValueError, RecursionError):
        if isinstance(value, dict) and depth:
            return json.dumps({str(name): json.loads(to_json(one, depth - 1)) for name, one in value.items()})
        return json.dumps(repr(value)[:1000])


def picture_data(picture: Picture, place: int | None = None) -> dict[str, Any]:
    """The JSON a row keeps of a picture: its file's name, not its folder, so that a store can move.

    `place` is its index in the outcome. Size and time of the file tell later whether its bytes are still the same.
    """
    data = {**asdict(picture), "path": picture.path.name, **({} if place is None else {"place": place})}
    with suppress(OSError):
        stat = picture.path.stat()
        data |= {"bytes": stat.st_size, "changed": stat.st_mtime_ns}
    return data
