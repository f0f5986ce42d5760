"""The database: its one table, its migrations, and how a file of SQLite is opened.

SQLite runs with a rollback journal, `BEGIN IMMEDIATE` and full synchronisation: WAL is unsafe on network homes
and, before SQLite 3.51.3, could lose commits. Any other SQLAlchemy URL works too.
"""

from __future__ import annotations

import logging
import os
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgen_nb.errors import ImgenError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

log = logging.getLogger(__name__)
_engines: weakref.WeakSet[Engine] = weakref.WeakSet()


@cache
def jobs_table() -> Table:
    """The one table there is: a row for each intent."""
    import sqlalchemy as sa

    def text(name: str, **more: Any) -> sa.Column[Any]:
        return sa.Column(name, sa.Text, **more)

    return sa.Table(
        "jobs",
        sa.MetaData(),
        text("id", primary_key=True),
        text("key", nullable=False, index=True),
        text("provider", nullable=False),
        text("origin", nullable=False),
        text("prompt", nullable=False),
        text("params", nullable=False),
        sa.Column("take", sa.Integer, nullable=False),
        text("state", nullable=False, index=True),
        text("remote_id", index=True),
        text("owner"),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("updated", sa.Float, nullable=False),
        text("result", nullable=False, server_default="{}"),
        text("images", nullable=False, server_default="[]"),
        text("error", nullable=False, server_default="{}"),
    )


def _create_jobs(connection: Connection) -> None:
    jobs_table().metadata.create_all(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_create_jobs,)
"""Each entry takes the file from the version of its index to the next; entries are only ever appended."""


def open_database(database: str | Path) -> Engine:
    """Open a file, or any SQLAlchemy URL, at the newest version of the schema; a newer one is read only."""
    import sqlalchemy as sa

    # A path is never written into a URL, where a "?" in it would begin a query.
    url = sa.URL.create("sqlite", database=str(database)) if isinstance(database, Path) else database
    url = sa.engine.make_url(url)
    # A database in memory lives in its connection: all threads take turns with the one there is.
    memory = {"poolclass": sa.pool.QueuePool, "pool_size": 1, "max_overflow": 0}
    in_memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
    engine = sa.create_engine(url, **(memory | {"connect_args": {"check_same_thread": False}} if in_memory else {}))
    _engines.add(engine)
    if engine.dialect.name != "sqlite":
        jobs_table().metadata.create_all(engine)
        return engine

    newer = _version(engine) > len(MIGRATIONS)

    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN, below, is the only one
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA query_only={int(newer)}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if newer else "BEGIN IMMEDIATE")

    if newer:
        log.warning("%s was written by a newer imgen_nb: it is read, and not written", engine.url.database)
    else:
        _migrate(engine)
    return engine


def newer() -> ImgenError:
    """The error of writing to what a newer version wrote."""
    return ImgenError(
        "the store was written by a newer imgen_nb, so nothing new is written to it",
        hint="update the package, or use another IMGEN_NB_HOME",
    )


def _version(engine: Engine) -> int:
    with engine.connect() as connection:
        version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    engine.dispose()
    return version


def _migrate(engine: Engine) -> None:
    with engine.begin() as connection:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        for step in MIGRATIONS[version:]:
            step(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={len(MIGRATIONS)}")
    if path := engine.url.database:
        with suppress(OSError):  # a database in memory, or a shared one that belongs to somebody else
            os.chmod(path, 0o600)


def _leave_connections() -> None:
    """A forked child must neither use nor close a connection of its parent's: SQLite's locks are the process's."""
    for engine in _engines:
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_connections)
