"""What the store knows of many requests at once: a plan of thousands asks in a few statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from imgen_nb.store import statements
from imgen_nb.store.rows import ANSWERING, Row, Rows, fewer_options
from imgen_nb.types import ImageRequest, State

if TYPE_CHECKING:
    from sqlalchemy import Connection

MANY = 900
"""Values in one statement: older SQLite takes 999 in all."""


class Usual(NamedTuple):
    """What a picture usually takes: half of them longer; `held` tells that the POST is answered with it."""

    seconds: float
    held: bool


class Answers(Rows):
    """The answers to many requests, and what they usually take."""

    def answers(self, requests: Iterable[ImageRequest]) -> dict[str, State]:
        """Where those of many requests stand that have an answer or may still get one, by key: `peek` for each."""
        asked = {request.key: request for request in requests}
        return self.database.read(lambda connection: self._answers(connection, asked))

    def usual(self, provider: str, origin: str) -> Usual | None:
        """What the newest pictures of a provider took; None where none is known."""
        import statistics  # late: most stores are asked for other things, and it brings fractions with it

        same = {"provider": provider, "origin": origin, "state": State.SAVED}
        kept = self.database.read(lambda connection: connection.execute(statements.newest_results(), same).all())
        took: list[float] = []
        for result, _ in kept:
            with suppress(ValueError, TypeError, KeyError):
                took.append(float(json.loads(result)["timings"]["total"]))
        return Usual(statistics.median(took), held=not any(remote_id for _, remote_id in kept)) if took else None

    def took(self, provider: str, origin: str) -> list[float]:
        """How long the newest jobs of a provider took by its own word, the newest last."""
        same = {"provider": provider, "origin": origin, "state": State.SAVED}
        kept = self.database.read(lambda connection: connection.execute(statements.newest_results(), same).all())
        known: list[float] = []
        for result, _ in reversed(kept):
            with suppress(ValueError, TypeError, KeyError):
                known.append(float(json.loads(result)["took"]))
        return known

    def usual_seconds(self, provider: str, origin: str) -> float | None:
        """How long they took, half of them longer; None where none is known."""
        usual = self.usual(provider, origin)
        return usual.seconds if usual else None

    def _answers(self, connection: Connection, asked: Mapping[str, ImageRequest]) -> dict[str, State]:
        known: dict[str, State] = {}
        for keys in _batches(asked):
            for row_id, key, state in connection.execute(statements.by_keys(), {"keys": keys, "states": ANSWERING}):
                told = State(self.spool.owed(row_id).get("state", state))
                if told in ANSWERING:
                    known[key] = told
        left = [request for key, request in asked.items() if key not in known and request.implied]
        return known | self._older_ones(connection, left, known)

    def _older_ones(
        self, connection: Connection, left: Iterable[ImageRequest], known: Mapping[str, State]
    ) -> dict[str, State]:
        """The requests answered before an option of theirs was declared; a row that answers another exactly is none."""
        by_words: dict[tuple[str, str, int, str], list[ImageRequest]] = {}
        for request in left:
            by_words.setdefault((request.provider, request.origin, request.take, request.prompt), []).append(request)
        beginnings = {prompt[:64] for _, _, _, prompt in by_words}
        rows = [row for some in _batches(beginnings) for row in self._beginning(connection, some, known)]
        answered: dict[str, State] = {}
        for row in sorted(rows, key=lambda row: row.created):
            for request in by_words.get((row.provider, row.origin, row.take, row.prompt), ()):
                if row.state in ANSWERING and fewer_options(row, request):
                    answered[request.key] = row.state
        return answered

    def _beginning(self, connection: Connection, beginnings: list[str], known: Mapping[str, State]) -> Iterator[Row]:
        asked = {"beginnings": beginnings}
        found = [row_id for row_id, key in connection.execute(statements.by_beginnings(), asked) if key not in known]
        rows = (self._get(connection, row_id) for row_id in found)
        return (row for row in rows if row is not None)


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    going = iter(values)
    while some := list(islice(going, MANY)):
        yield some
