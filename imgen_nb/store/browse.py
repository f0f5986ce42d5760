"""Looking through what is known: one page of what is wanted, what it cost, how much there is; and deleting of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.store import marks, sidecars
from imgen_nb.store.database import jobs_table
from imgen_nb.store.history import History, worth_telling
from imgen_nb.store.marks import Mark, Marks
from imgen_nb.store.rows import OWING, PAID_FOR, Row
from imgen_nb.types import Generation, Page, State

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

Standing = Literal["", "settled", "here", "failed", "unknown", "unfetched"]
SKETCH = '"sketch": true'
"""How a row's pictures say that a sandbox drew them, wherever they came from."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; each word left empty takes everything. `since` and `until` are Unix times."""

    text: str = ""
    provider: str = ""
    model: str = ""
    ratio: str = ""
    tag: str = ""
    since: float | None = None
    until: float | None = None
    starred: bool = False
    sandbox: bool | None = None
    standing: Standing = ""
    oldest: bool = False


@dataclass(frozen=True)
class Kept:
    """One row as a person looks through them: its answer or its error, and the marks on its pictures."""

    generation: Generation
    marks: dict[str, Mark]
    error: ImgenError | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What one provider was paid on one day; `unpriced` counts what nobody tells the price of."""

    day: str
    provider: str
    usd: float = 0.0
    credits: float = 0.0
    pictures: int = 0
    unpriced: int = 0


@dataclass(frozen=True)
class Words:
    """What there is to choose from, each in its order."""

    providers: tuple[str, ...]
    models: tuple[str, ...]
    ratios: tuple[str, ...]
    tags: tuple[str, ...]


class Browse(History):
    """The rows of a store as somebody looks through them."""

    home: Path
    pictures: Path

    def browse(self, wanted: Wanted, limit: int = 60, offset: int = 0) -> Page[Kept]:
        """One page of what is wanted, newest first unless the oldest are."""
        import sqlalchemy as sa

        jobs = jobs_table()
        asked = list(_conditions(wanted))
        order = jobs.c.created.asc() if wanted.oldest else jobs.c.created.desc()
        page = jobs.select().where(*asked).order_by(order, jobs.c.id).limit(limit).offset(offset)
        counted = sa.select(sa.func.count()).select_from(jobs).where(*asked)

        def look(connection: Connection) -> tuple[list[Row], Marks, int]:
            rows = self._found(connection, page)
            return rows, marks.of(connection, [row.id for row in rows]), connection.execute(counted).scalar_one()

        rows, said, total = self.database.read(look)
        items = tuple(self._kept(row, said) for row in rows)
        behind = offset + len(items)
        return Page(items, total, behind < total, limit, offset, lambda: self.browse(wanted, limit, behind))

    def marks(self, row_ids: Iterable[str]) -> Marks:
        """The marks on the pictures of some rows."""
        names = list(row_ids)
        return self.database.read(lambda connection: marks.of(connection, names))

    def words(self) -> Words:
        """The providers, models and ratios of what is known, and the tags that somebody gave."""
        jobs = jobs_table()
        asked = jobs.select().with_only_columns(jobs.c.provider, jobs.c.params).distinct()
        found, tags = self.database.read(lambda at: (at.execute(asked).all(), marks.tags(at)))
        params = [_object(one.params) for one in found]
        models, ratios = ({str(one[name]) for one in params if one.get(name)} for name in ("model", "aspect_ratio"))
        return Words(*(tuple(sorted(one)) for one in ({one.provider for one in found}, models, ratios, tags)))

    def spent(self, since: float) -> tuple[Spent, ...]:
        """What live requests cost since a Unix time, by day and provider, the newest day first."""
        jobs = jobs_table()
        paid = jobs.c.state.in_((*OWING, State.SAVED)) | (
            jobs.c.state.in_((State.FAILED, State.CANCELLED)) & jobs.c.error.contains('"charged": "yes"')
        )
        asked = jobs.select().where(jobs.c.created >= since, ~_sandbox(), paid)
        rows = self.database.read(lambda connection: self._found(connection, asked))
        days: dict[tuple[str, str], Spent] = {}
        for row in rows:
            name = time.strftime("%Y-%m-%d", time.localtime(row.created)), row.provider
            days[name] = _plus(days.get(name, Spent(*name)), row)
        return tuple(days[name] for name in sorted(days, key=lambda one: (one[0], one[1]), reverse=True))

    def size(self) -> int:
        """Bytes on the disk: pictures, what stands beside them, and the journal where it is a file of the home."""
        return sum(size for folder in (self.pictures, self.pictures / "thumbs", self.home) for size in _sizes(folder))

    def without(self, connection: Connection, names: Sequence[str]) -> list[str]:
        """Delete rows; returns the hashes of the pictures that no other row has. A piece of a transaction.

        Raises `InvalidRequest` where one of them owes something: that is let go first.
        """
        jobs = jobs_table()
        rows = self._found(connection, jobs.select().where(jobs.c.id.in_(names)))
        if owing := [row for row in rows if row.state in OWING or row.missing]:
            raise InvalidRequest(f"{len(owing)} of them owe a picture", hint="fetch it first, or ig.forget(id)")
        connection.execute(jobs.delete().where(jobs.c.id.in_(names)))
        marks.lose(connection, names)
        shas = {str(image.get("sha256")) for row in rows for image in row.images}
        shared = {sha for sha in shas if self._has(connection, sha)}
        for sha in shared:
            sidecars.lose(self.pictures, sha, names)
        return sorted(shas - shared)

    def _has(self, connection: Connection, sha: str) -> bool:
        jobs = jobs_table()
        return connection.execute(jobs.select().where(jobs.c.images.contains(sha)).limit(1)).first() is not None

    def _kept(self, row: Row, said: Marks) -> Kept:
        generation = self.generation(row, from_store=True)
        own = {picture: mark for (job, picture), mark in said.items() if job == row.id}
        error = ImgenError.from_dict(row.error) if row.error and row.state in (State.FAILED, State.CANCELLED) else None
        return Kept(replace(generation, created=generation.created or row.created), own, error)


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    import sqlalchemy as sa

    jobs = jobs_table()
    yield sa.or_(*worth_telling(sa.func.coalesce(jobs.c.state, "")), jobs.c.state == State.FAILED)
    if wanted.text:
        named = (jobs.c.id == wanted.text) | (jobs.c.remote_id == wanted.text) | marks.noted(jobs.c.id, wanted.text)
        yield jobs.c.prompt.icontains(wanted.text, autoescape=True) | named
    if wanted.provider:
        yield jobs.c.provider == wanted.provider
    for name, value in (("model", wanted.model), ("aspect_ratio", wanted.ratio)):
        if value:  # as `rows.to_json` writes it
            yield jobs.c.params.contains(f"{json.dumps(name)}: {json.dumps(value)}", autoescape=True)
    if wanted.tag:
        yield marks.tagged(jobs.c.id, wanted.tag)
    if wanted.since is not None:
        yield jobs.c.created >= wanted.since
    if wanted.until is not None:
        yield jobs.c.created < wanted.until
    if wanted.starred:
        yield marks.starred(jobs.c.id)
    if wanted.sandbox is not None:
        yield _sandbox() if wanted.sandbox else ~_sandbox()
    if wanted.standing:
        yield _standing(wanted.standing)


def _sandbox() -> ColumnElement[bool]:
    jobs = jobs_table()
    return jobs.c.origin.startswith("sandbox:") | jobs.c.images.contains(SKETCH)


def _standing(standing: Standing) -> ColumnElement[bool]:
    state, missing = jobs_table().c.state, jobs_table().c.missing
    match standing:
        case "settled":
            return state.not_in(OWING)
        case "failed":
            return state == State.FAILED
        case "unknown":
            return state.in_((State.SENDING, State.UNKNOWN))
        case "unfetched":
            return state.in_(PAID_FOR) | (missing > 0)
        case _:
            return state == State.SAVED


def _plus(before: Spent, row: Row) -> Spent:
    cost = row.result.get("cost")
    usd, credits = (cost.get(name) if isinstance(cost, dict) else None for name in ("usd", "credits"))
    return replace(
        before,
        usd=before.usd + (usd or 0.0),
        credits=before.credits + (credits or 0.0),
        pictures=before.pictures + len(row.images),
        unpriced=before.unpriced + (usd is None and credits is None),
    )


def _object(text: str) -> dict[str, Any]:
    with suppress(ValueError):
        found = json.loads(text)
        return found if isinstance(found, dict) else {}
    return {}


def _sizes(folder: Path) -> Iterable[int]:
    with suppress(OSError):
        for file in folder.iterdir():
            with suppress(OSError):
                yield file.stat().st_size if file.is_file() else 0
