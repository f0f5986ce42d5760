"""Store: a home and its database, and all that is remembered there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from imgen_nb.budgets import Hold
from imgen_nb.store import home as homes
from imgen_nb.store import marks, sidecars, statements
from imgen_nb.store.browse import Browse
from imgen_nb.store.database import Database, gate, jobs_table
from imgen_nb.store.ledger import UNBOUNDED, Claimed, Ledger
from imgen_nb.store.marks import Mark
from imgen_nb.store.rows import Row
from imgen_nb.store.spool import Debt, Spool
from imgen_nb.store.troubles import Trouble, patiently, read_trouble
from imgen_nb.store.uploads import Uploads
from imgen_nb.store.windows import Windows
from imgen_nb.types import ImageRequest, State

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
log = logging.getLogger(__name__)


class Store(Ledger, Browse, Uploads, Windows):
    """A folder with the journal and the pictures; `url` may move the journal to another database.

    Every method blocks on the disk, for about ten seconds at most, then raises `StoreError` or `StorageFull`: the
    engine calls them from a thread of the store's own. One that takes a connection is a piece of a transaction.
    """

    def __init__(self, home: Path | None = None, url: str | None = None) -> None:
        super().__init__()
        settled = homes.settle(Path(home or homes.default_home()))
        self.home = settled.folder
        self.pictures = self.home / homes.PICTURES
        self._known = settled.known
        self.shelves = (self.pictures, *((self._known / homes.PICTURES,) if self._known else ()))
        self.database = Database(url or self.home / homes.DATABASE, self._furnish, self._set_aside)
        self.spool = Spool(self.home, url or homes.DATABASE, partial(self.lives, None))
        self._damaged: Path | None = None
        self._saved: list[str] = []

    # ------------------------------------------------------------------ writing

    def batch(self, works: Iterable[Callable[[Connection], Any] | None]) -> list[Any]:
        """Run several pieces of work in one durable transaction; a failing one takes back only its own.

        What is owed goes in first. It is tried once, and raises `Trouble`.
        """
        self.spool.take_in()
        with gate.lock, self.spool.paying() as debts, self._knowing(), self.database.transaction() as connection:
            for debt in debts:
                self._pay(connection, debt)
            results = [self._attempt(connection, work) if work else None for work in works]
            self._label(connection)
            if self.renewal_due():
                self._attempt(connection, self.renew)
        return results

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run one piece of work in a transaction of its own."""
        (result,) = patiently(lambda: self.batch([work]))
        if isinstance(result, Exception):
            raise result
        value: T = result
        return value

    def forget(self, row_id_or_remote: str) -> Row:
        """Let a paid, unfetched or unknown row go: a person's word, never the program's.

        It stays in the history. Raises `InvalidRequest` for one that owes nothing, or that somebody fetches just now.
        """
        return self.write(lambda connection: self.let_go(connection, row_id_or_remote))

    def mark(self, row_id: str, picture: str, **said: Any) -> Mark:
        """Set the `star` or the `note` of a row's picture, by its sha256; returns how it is marked now."""
        return self.write(lambda connection: marks.put(connection, row_id, picture, **said))

    def delete(self, row_ids: Sequence[str]) -> int:
        """Delete rows for good, with the pictures that no other row has; returns how many pictures went.

        Raises `InvalidRequest`, and deletes nothing, where one of them owes something.
        """
        gone = self.write(lambda connection: self.without(connection, row_ids))
        for sha in gone:
            for file in (*self.pictures.glob(f"{sha}.*"), self.pictures / "thumbs" / f"{sha}.webp"):
                with suppress(OSError):
                    file.unlink()
        return len(gone)

    def unsettled(self) -> tuple[Row, ...]:
        """Rows that cost money, or may have, and lack a picture here; those of living processes excepted."""
        self.spool.take_in()
        if self.spool.debts:
            with suppress(Trouble):  # what is owed counts as written anyway
                self.batch([])
        return super().unsettled()

    def sending(self, connection: Connection, request: ImageRequest, hold: Hold = UNBOUNDED) -> tuple[Claimed, Row]:
        """The same, once more with what is told beside the pictures where somebody has emptied the table meanwhile."""
        if self._is_empty(connection):
            self._find_again(connection)
            self._write_again(connection)
        return super().sending(connection, request, hold)

    def update(self, connection: Connection, row_id: str, **values: Any) -> None:
        """Change a row; dicts and lists are kept as JSON."""
        super().update(connection, row_id, **values)
        if values.get("state") == State.SAVED:
            self._saved.append(row_id)

    def _attempt(self, connection: Connection, work: Callable[[Connection], T]) -> T | Exception:
        import sqlalchemy as sa

        # In plain words: SQLAlchemy compiles its own savepoints anew each time, which takes longer than most works.
        connection.exec_driver_sql("SAVEPOINT work")
        try:
            result = work(connection)
        except sa.exc.SQLAlchemyError as error:
            trouble = read_trouble(error, self.database.name)
            if trouble.passes or trouble.damaged:
                raise  # it is the transaction's, not this work's: SQLite may have ended it, savepoints and all
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT work")
            return self.database.trouble(error).error
        except Exception as error:
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT work")
            return error
        connection.exec_driver_sql("RELEASE SAVEPOINT work")
        return result

    def _pay(self, connection: Connection, debt: Debt) -> None:
        change = self.release if debt.lets_go else self.update
        failed = self._attempt(connection, lambda connection: change(connection, debt.row_id, **debt.values))
        if isinstance(failed, Exception):
            log.error("what became of %s cannot be written: %s", debt.row_id, type(failed).__name__)

    def _label(self, connection: Connection) -> None:
        """Write the sidecars of the rows that this transaction saved."""
        saved, self._saved = self._saved, []
        for row_id in saved:
            if (row := self._get(connection, row_id)) is not None and row.state is State.SAVED:
                sidecars.write(self.pictures, row)

    # ------------------------------------------------------------------ opening

    def _furnish(self, connection: Connection, version: int) -> None:
        """Fill a database that was just opened with what is known from elsewhere."""
        self.pictures.mkdir(parents=True, mode=0o700, exist_ok=True)
        homes.sweep(self.pictures)
        empty = self._is_empty(connection)
        take_in = partial(sidecars.take_in, connection)
        if self._known is not None:
            take_in(sidecars.salvaged(self._known / homes.DATABASE))
        if self._damaged is not None:
            found = take_in(sidecars.salvaged(self._damaged))
            log.warning("%d rows could be read of %s", found, self._damaged)
        if empty:
            self._find_again(connection)
        self._write_again(connection)
        if version == 1:
            jobs = jobs_table()
            saved = jobs.select().where(jobs.c.state == State.SAVED)
            for row in self._found(connection, saved):
                sidecars.write(self.pictures, row)

    def _is_empty(self, connection: Connection) -> bool:
        return connection.execute(statements.anything()).first() is None

    def _find_again(self, connection: Connection) -> None:
        """Take in what is told beside the pictures."""
        if sidecars.has_any(self.shelves):
            found = sidecars.take_in(connection, sidecars.read_all(self.shelves))
            log.warning("%d answers were found again beside their pictures in %s", found, self.shelves[-1])

    def _write_again(self, connection: Connection) -> None:
        """Take in what this process knows of rows that the database does not have: another one was in its place."""
        if again := sidecars.take_in(connection, self._owed_elsewhere()):
            log.warning("%s was replaced: %d rows that owe something were written again", self.database.name, again)

    def _set_aside(self) -> bool:
        """Move a damaged file away, if it is one of our own home: any other is its owner's to mend."""
        if not isinstance(self.database.place, Path):
            return False
        self._damaged = homes.set_aside(self.database.place)
        if self._damaged is not None:
            log.warning("%s is damaged: it is kept as %s", self.database.place, self._damaged.name)
        return self._damaged is not None


__all__ = ["Store", "Trouble"]
