"""The database: how it is opened, and how a transaction comes about.

SQLite runs with a rollback journal, `BEGIN IMMEDIATE` for what writes and full synchronisation: WAL is unsafe on
network homes and, before SQLite 3.51.3, could lose commits. PostgreSQL, for several machines, gets the same rule by a
lock of ours: who writes is alone, so that nothing here needs to know which of the two it is.

A process may fork at any moment, and SQLite keeps what it has locked in memory that a child inherits: a fork in the
middle of a transaction leaves the child with "database is locked" for ever. So every use of a database passes one gate,
which a fork takes as well, and no long wait happens inside of it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from imgen_nb.errors import StoreError
from imgen_nb.store import migrations
from imgen_nb.store.troubles import Trouble, damaged, is_read_only, newer, patiently, read_trouble

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

T = TypeVar("T")
log = logging.getLogger(__name__)

BRIEFLY = 0.05
"""Seconds SQLite itself waits for a lock, inside the gate; who needs longer waits outside and tries again."""
QUEUED = 1.0
"""Seconds that PostgreSQL lets a transaction wait for its turn: its queue is fair, and each takes milliseconds."""
JOURNAL = 2**18
"""Bytes of SQLite's journal that stay on the disk between two transactions."""
REACH = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "application_name": "imgen_nb"}
"""How a server is reached: one that is gone is not waited for a quarter of an hour (seconds, milliseconds)."""
HANGS = "10s"
"""After which the transaction of a program that hangs is ended by the server, so that it keeps nobody out."""
ALONE = "SELECT extract(epoch FROM clock_timestamp()) FROM (SELECT pg_advisory_xact_lock(1768777582)) AS alone"
"""Waits until nobody else writes to this database, to the transaction's end; its clock is that of all machines."""


# ---------------------------------------------------------------------------- the gate


class _Gate:
    """One lock for every use of SQLite in this process."""

    def __init__(self) -> None:
        self.lock = threading.RLock()

    def hold(self) -> None:
        self.lock.acquire()

    def open(self) -> None:
        self.lock.release()

    def renew(self) -> None:
        self.lock = threading.RLock()


gate = _Gate()
_left: list[Engine] = []
"""What a forked child has of its parent's: it must neither be used nor closed there, since locks are the process's."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=gate.hold, after_in_parent=gate.open, after_in_child=gate.renew)


@cache
def jobs_table() -> Table:
    """A row for each intent.

    `missing` counts its pictures that were paid and are not here; an `adopted` one was asked for elsewhere.
    """
    with gate.lock:  # a child that was forked in the middle of an import would wait for it for ever
        import sqlalchemy as sa

    texts = ("id", "key", "provider", "origin", "prompt", "params", "state", "remote_id", "owner")
    return sa.Table(
        "jobs",
        sa.MetaData(),
        *(sa.Column(name, sa.Text, primary_key=name == "id") for name in texts),
        sa.Column("take", sa.Integer),
        sa.Column("created", sa.Float),
        sa.Column("updated", sa.Float),
        *(sa.Column(name, sa.Text) for name in ("result", "images", "error")),
        *(sa.Column(name, sa.Integer, default=0) for name in ("missing", "adopted")),
    )


# ---------------------------------------------------------------------------- one database


@dataclass(frozen=True)
class _Opened:
    engine: Engine
    process: int
    file: tuple[int, int] | None
    newer: bool


class Database:
    """One database: opened when it is used first, once more in a forked child, and again where its file was replaced.

    `place` is a file of SQLite or a SQLAlchemy URL. `furnish` gets the connection in which a database was opened and
    the version it had, in the same transaction. `set_aside` moves a damaged file away, if it may be.
    """

    def __init__(
        self,
        place: str | Path,
        furnish: Callable[[Connection, int], None] = lambda connection, version: None,
        set_aside: Callable[[], bool] = lambda: False,
    ) -> None:
        self.place = place
        self._furnish = furnish
        self._set_aside = set_aside
        self._opened: _Opened | None = None
        self._ahead = 0.0

    def now(self) -> float:
        """The Unix time by which rows of several machines are compared: that of the server where there is one."""
        return time.time() + self._ahead

    @property
    def name(self) -> str:
        """How an error calls it: never with a password."""
        import sqlalchemy as sa

        if isinstance(self.place, Path):
            return str(self.place)
        try:
            return repr(sa.engine.make_url(self.place))
        except sa.exc.ArgumentError:
            return "the store's address"

    def read(self, work: Callable[[Connection], T]) -> T:
        """Read in one transaction that takes no lock for writing."""

        def attempt() -> T:
            with self.transaction(writes=False) as connection:
                return work(connection)

        return patiently(attempt)

    @contextmanager
    def transaction(self, *, writes: bool = True) -> Iterator[Connection]:
        """One transaction, tried once; raises `Trouble`."""
        with gate.lock:
            import sqlalchemy as sa

            try:
                with self._engine().connect().execution_options(writes=writes) as connection, connection.begin():
                    yield connection
            except (sa.exc.SQLAlchemyError, OSError, ImportError, Trouble) as error:
                raise self.trouble(error) from None

    def trouble(self, error: BaseException) -> Trouble:
        """What kept a transaction from coming about; a damaged file is moved away, so that the next try is whole."""
        trouble = read_trouble(error, self.name)
        if trouble.damaged:
            return Trouble(trouble.error, passes=self._moved_away())
        if is_read_only(error) and self._opened is not None and self._opened.newer:
            return Trouble(newer(self.name))
        return trouble

    def replaced(self) -> bool:
        """Whether somebody removed the file that is open, or put another in its place."""
        return self._opened is not None and self._opened.file != self._file()

    def close(self) -> None:
        """Let go of its connection; whoever uses it again opens it again."""
        with gate.lock:
            opened, self._opened = self._opened, None
            if opened is not None and opened.process == os.getpid():
                opened.engine.dispose()

    def _moved_away(self) -> bool:
        replaced = self.replaced()
        self.close()
        return replaced or self._set_aside()

    def _engine(self) -> Engine:
        opened = self._opened
        if opened is not None and opened.process != os.getpid():
            _left.append(opened.engine)
            opened = None
        elif opened is not None and self.replaced():
            opened.engine.dispose()
            opened = None
        if opened is None:
            opened = self._opened = self._open()
        return opened.engine

    def _file(self) -> tuple[int, int] | None:
        """Which file it is, where it is one: a name may come to mean another, and an empty one is none."""
        if not isinstance(self.place, Path):
            return None
        try:
            found = self.place.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found.st_size else None

    def _open(self) -> _Opened:
        import sqlalchemy as sa

        # A path is never written into a URL, where a "?" in it would begin a query.
        if isinstance(self.place, Path):
            self.place.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            if not self.place.exists():
                self.place.touch(0o600)  # its journal, which stays beside it, is as private as it is when it begins
            return self._open_sqlite(sa.URL.create("sqlite", database=str(self.place)))
        url = sa.engine.make_url(self.place)
        if url.get_backend_name() == "sqlite":
            return self._open_sqlite(url)
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "postgresql":
            hint = "a folder, sqlite:///a.db, or postgresql://user@host/name"
            raise Trouble(StoreError(f"{self.name} is no kind of database that a store can be", hint=hint))
        return self._open_postgresql(url)

    def _open_postgresql(self, url: Any) -> _Opened:
        import sqlalchemy as sa

        limits = f"-c lock_timeout={max(1, round(QUEUED * 1000))} -c idle_in_transaction_session_timeout={HANGS}"
        how = {name: value for name, value in {**REACH, "options": limits}.items() if name not in url.query}
        engine = sa.create_engine(url, connect_args=how, pool_size=1, pool_pre_ping=True, hide_parameters=True)
        is_newer = False

        @sa.event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            if is_newer:
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            elif connection.get_execution_options().get("writes", True):
                self._ahead = float(connection.exec_driver_sql(ALONE).scalar_one()) - time.time()

        try:
            with engine.begin() as connection:
                version = migrations.version_in_table(connection)
                if is_newer := version > migrations.NEWEST:
                    log.warning("%s was written by a newer imgen_nb: it is read, and not written", self.name)
                else:
                    self._furnish(connection, migrations.migrate(connection, migrations.TABLE))
        except BaseException:
            engine.dispose()
            raise
        return _Opened(engine, os.getpid(), None, is_newer)

    def _open_sqlite(self, url: Any) -> _Opened:
        import sqlalchemy as sa

        # One connection for all threads, which take turns at the gate; a database in memory lives in it anyway.
        how = {"check_same_thread": False, "timeout": BRIEFLY}
        # It comes back from a transaction that has ended: there is nothing to roll back once more.
        shared = {"poolclass": sa.pool.StaticPool, "pool_reset_on_return": None}
        engine = sa.create_engine(url, connect_args=how, hide_parameters=True, **shared)
        is_newer = False

        @sa.event.listens_for(engine, "connect")
        def connect(connection: Any, record: Any) -> None:
            connection.isolation_level = None  # SQLAlchemy's own BEGIN, below, is the only one
            connection.execute("PRAGMA synchronous=FULL")
            # Its file is kept, and only its head is wiped: as safe as deleting it, and no commit changes a file's size.
            connection.execute("PRAGMA journal_mode=PERSIST")
            connection.execute(f"PRAGMA journal_size_limit={JOURNAL}")

        @sa.event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get("writes", True) and not is_newer
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        try:
            with engine.connect().execution_options(writes=False) as connection:
                is_newer = migrations.version_in_header(connection) > migrations.NEWEST
            with engine.connect() as connection:
                if is_newer:
                    connection.exec_driver_sql("PRAGMA query_only=1")
                    log.warning("%s was written by a newer imgen_nb: it is read, and not written", self.name)
                else:
                    with connection.begin():
                        version = migrations.migrate(connection, migrations.HEADER)
                        if not sa.inspect(connection).has_table("jobs"):
                            raise damaged(self.name, "its header is sound, and it has no jobs")
                        self._furnish(connection, version)
        except BaseException:
            engine.dispose()
            raise
        if isinstance(self.place, Path):
            with suppress(OSError):  # a shared one may belong to somebody else
                os.chmod(self.place, 0o600)
        return _Opened(engine, os.getpid(), self._file(), is_newer)
