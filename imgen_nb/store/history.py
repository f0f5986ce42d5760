"""The history: what is known, read back. Nothing here takes a lock that somebody who writes would wait for."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgen_nb.store.answers import Answers
from imgen_nb.store.database import jobs_table
from imgen_nb.store.rows import OWING, PAID_FOR, Row
from imgen_nb.types import Cost, Generation, ImageRequest, Page, Picture, State

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_PICTURE = frozenset(field.name for field in fields(Picture))


class History(Answers):
    """The rows of a store as answers. `shelves` are the folders where its pictures may lie."""

    shelves: tuple[Path, ...]

    def peek(self, asked: ImageRequest | str) -> Row | None:
        """The newest row that has an answer or may still get one, by the request or by its key alone.

        Only a request finds what was made before one of its options was declared.
        """
        if isinstance(asked, str):
            return self.database.read(lambda connection: self._newest(connection, asked))
        return self.database.read(lambda connection: self._answering(connection, asked))

    def get(self, row_id: str) -> Row | None:
        """One row by its id."""
        return self.database.read(lambda connection: self._get(connection, row_id))

    def by_remote(self, provider: str, origin: str, remote_id: str) -> Row | None:
        """The newest row of a provider's id."""
        found = self.database.read(lambda connection: self._of_remote(connection, provider, origin, remote_id))
        return next(iter(found), None)

    def unsettled(self) -> tuple[Row, ...]:
        """Rows that cost money, or may have, and lack a picture here; those of living processes excepted."""
        jobs = jobs_table()
        asked = jobs.select().where(jobs.c.state.in_(OWING) | (jobs.c.missing > 0))

        def look(connection: Connection) -> list[Row]:
            rows = self._found(connection, asked)
            owed = (row for row in rows if row.state in OWING or (row.state is State.SAVED and row.missing))
            return [row for row in owed if not self.lives(connection, row.owner)]

        return tuple(sorted(self.database.read(look), key=lambda row: row.created))

    def history(
        self, text: str | None = None, provider: str | None = None, limit: int = 20, offset: int = 0
    ) -> Page[Generation]:
        """What is known, newest first: every row with an answer or money in it.

        `text` is looked for in prompts, and may be an id.
        """
        import sqlalchemy as sa

        jobs, asked = jobs_table(), []
        if provider:
            asked.append(jobs.c.provider == provider)
        if text:
            named = (jobs.c.id == text) | (jobs.c.remote_id == text)
            asked.append(jobs.c.prompt.icontains(text, autoescape=True) | named)
        told = sa.or_(*worth_telling(sa.func.coalesce(jobs.c.state, "")))  # a page goes by the index of dates instead
        newest = jobs.select().where(told, *asked).order_by(jobs.c.created.desc(), jobs.c.id)
        page = newest.limit(limit).offset(offset)
        # Counted apart: what needs no look at the rows themselves is counted by the index of states alone.
        parts = worth_telling(jobs.c.state)
        counts = [sa.select(sa.func.count()).select_from(jobs).where(part, *asked) for part in parts]
        rows, total = self.database.read(
            lambda c: (self._found(c, page), sum(c.execute(count).scalar_one() for count in counts))
        )
        known = ((row, self.generation(row, from_store=True)) for row in rows)
        items = tuple(replace(one, created=one.created or row.created) for row, one in known)
        behind = offset + len(items)
        return Page(items, total, behind < total, limit, offset, lambda: self.history(text, provider, limit, behind))

    def generation(self, row: Row, *, from_store: bool) -> Generation:
        """Read a row as the Generation it stands for; a picture whose file is gone or changed is left out and said."""
        present = [picture for data in row.images if (picture := self._picture(data)) is not None]
        result, gone = row.result, len(row.images) - len(present)
        lost = (f"{gone} picture file(s) are gone from {self.shelves[0]}, or changed there",) if gone else ()
        return Generation(
            request=row.request,
            state=row.state,
            images=tuple(present),
            remote_id=row.remote_id,
            prompt_used=result.get("prompt_used"),
            cost=_cost(result.get("cost") or row.error.get("cost")),
            quoted=_cost(result.get("quoted")),
            timings=result.get("timings") or {},
            polls=result.get("polls"),
            warnings=(*(result.get("warnings") or ()), *lost),
            from_store=from_store,
            sandbox=row.request.sandbox,
            raw=raw if isinstance(raw := result.get("raw"), dict) else {},
            actions=self._usable(row),
            parent=result.get("parent"),
            expires=result.get("expires"),
            missing=tuple(result.get("missing") or ()),
            created=result.get("created"),
        )

    def _picture(self, data: dict[str, Any]) -> Picture | None:
        for shelf in self.shelves:
            path = shelf / Path(data["path"]).name
            if is_whole(path, data):
                return Picture(**{name: value for name, value in data.items() if name in _PICTURE} | {"path": path})
        return None

    def _usable(self, row: Row) -> tuple[str, ...]:
        """A generation's buttons, less those pressed from here that were, or may have been, paid."""
        offered = tuple(row.result.get("actions") or ())
        if not offered or not row.remote_id:
            return offered
        jobs = jobs_table()
        states = (State.SENDING, *PAID_FOR, State.SAVED, State.UNKNOWN)
        asked = (jobs.c.provider == row.provider, jobs.c.origin == row.origin, jobs.c.state.in_(states))
        named = jobs.select().where(*asked, jobs.c.params.contains(row.remote_id, autoescape=True))
        presses = [found.params for found in self.database.read(lambda connection: self._found(connection, named))]
        used = {press.get("button") for press in presses if press.get("parent") == row.remote_id}
        return tuple(button for button in offered if button not in used)


def worth_telling(state: ColumnElement[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Every row with an answer or money in it, in two parts: by its state alone, and by what else it says.

    What was refused, or taken back before it left, is neither.
    """
    jobs = jobs_table()
    paid = jobs.c.remote_id.is_not(None) | jobs.c.error.contains('"charged": "unknown"')
    return state.in_((*OWING, State.SAVED)), state.in_((State.FAILED, State.CANCELLED)) & paid


def _cost(kept: Any) -> Cost:
    return Cost(**{name: kept[name] for name in ("usd", "credits", "source") if name in kept}) if kept else Cost()


def is_whole(path: Path, data: dict[str, Any]) -> bool:
    """Whether a picture's file has the bytes it is named by: told by size and time, and by its hash where they differ.

    What 0.1.0 wrote has neither; a copied folder has other times: such a file is hashed once in a process.
    """
    try:
        stat = path.stat()
    except OSError:
        return False
    size = data.get("bytes", stat.st_size)
    if stat.st_size != size or not stat.st_size:
        return False
    return stat.st_mtime_ns == data.get("changed") or _hash(path, stat.st_size, stat.st_mtime_ns) == data["sha256"]


@lru_cache(4096)
def _hash(path: Path, size: int, changed: int) -> str:
    import hashlib

    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
