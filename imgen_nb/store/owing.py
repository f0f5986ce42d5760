"""Owing: the rows of which this process knows that they cost money, or may have, in memory as well.

A home may be deleted in mid-job: what is known of its rows is written again into the database that takes its place, so
that nobody sends the same once more. And where a store cannot be read just now, it is what counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from imgen_nb.store.rows import ANSWERING, OWING, Row, Rows, columns
from imgen_nb.types import ImageRequest


class Owing(Rows):
    """What rows owe, as far as this process worked on them or waited for them; what is settled is not held."""

    def __init__(self) -> None:
        self._owing: dict[str, Row] = {}

    def remembered(self, request: ImageRequest) -> Row | None:
        """The newest row of a request that owes something, or was saved and not written yet; nothing is read."""
        known = (self._with_debts(row) for row in tuple(self._owing.values()) if row.key == request.key)
        return max((row for row in known if row.state in ANSWERING), key=lambda row: row.created, default=None)

    def _know(self, row: Row, **values: Any) -> None:
        """Take note of a row that was read or written, with what it became."""
        now = replace(row, **{name: value for name, value in values.items() if name in row.__dict__})
        if now.state in OWING:
            self._owing[row.id] = now
        else:
            self._owing.pop(row.id, None)

    def _owed_elsewhere(self) -> list[dict[str, Any]]:
        """All of it as columns, for a database that does not have it."""
        return [columns(asdict(row)) for row in self._owing.values()]

    @contextmanager
    def _knowing(self) -> Iterator[None]:
        """A transaction; what it did not bring about is not known either."""
        before = dict(self._owing)
        try:
            yield
        except BaseException:
            self._owing = before
            raise
