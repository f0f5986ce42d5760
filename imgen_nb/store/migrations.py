"""The schema of a store's database, as ordered steps that are written out and never changed again.

Version 1 is what imgen_nb 0.1.0 wrote. A step is plain SQL that SQLite and PostgreSQL both take; a new one is appended.
SQLite keeps the version in its header (`PRAGMA user_version`), any other database in a table of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

STEPS: tuple[tuple[str, ...], ...] = (
    (  # 1: a row for each intent
        """
        CREATE TABLE jobs (
            id TEXT NOT NULL PRIMARY KEY,
            "key" TEXT NOT NULL,
            provider TEXT NOT NULL,
            origin TEXT NOT NULL,
            prompt TEXT NOT NULL,
            params TEXT NOT NULL,
            take INTEGER NOT NULL,
            state TEXT NOT NULL,
            remote_id TEXT,
            owner TEXT,
            created FLOAT NOT NULL,
            updated FLOAT NOT NULL,
            result TEXT DEFAULT '{}' NOT NULL,
            images TEXT DEFAULT '[]' NOT NULL,
            error TEXT DEFAULT '{}' NOT NULL
        )
        """,
        'CREATE INDEX ix_jobs_key ON jobs ("key")',
        "CREATE INDEX ix_jobs_state ON jobs (state)",
        "CREATE INDEX ix_jobs_remote_id ON jobs (remote_id)",
    ),
    (  # 2: what is missing beside saved pictures, what came from elsewhere, how rows are found, windows of requests
        "ALTER TABLE jobs ADD COLUMN missing INTEGER DEFAULT 0 NOT NULL",
        "ALTER TABLE jobs ADD COLUMN adopted INTEGER DEFAULT 0 NOT NULL",
        "CREATE INDEX ix_jobs_missing ON jobs (missing)",
        "CREATE INDEX ix_jobs_created ON jobs (created)",
        "CREATE INDEX ix_jobs_about ON jobs (substr(prompt, 1, 64))",
        """
        CREATE TABLE windows (
            scope TEXT NOT NULL PRIMARY KEY,
            size INTEGER NOT NULL,
            remaining INTEGER NOT NULL,
            reset FLOAT NOT NULL,
            learned FLOAT NOT NULL
        )
        """,
        # Version 1 called a job failed whose picture was late or refused: it was paid, and can be asked for again.
        """
        UPDATE jobs SET state = 'accepted', owner = NULL
        WHERE state = 'failed' AND (remote_id IS NOT NULL OR result LIKE '%"assets": ["%')
        """,
    ),
    (  # 3: what a person says of a picture
        """
        CREATE TABLE marks (
            job TEXT NOT NULL,
            picture TEXT NOT NULL,
            star INTEGER DEFAULT 0 NOT NULL,
            note TEXT DEFAULT '' NOT NULL,
            PRIMARY KEY (job, picture)
        )
        """,
    ),
    (  # 4: what was answered when a picture was put at a service
        """
        CREATE TABLE uploads (
            scope TEXT NOT NULL,
            content TEXT NOT NULL,
            reply TEXT NOT NULL,
            made FLOAT NOT NULL,
            PRIMARY KEY (scope, content)
        )
        """,
    ),
    (  # 5: what requests hold of a budget, and what they cost
        """
        CREATE TABLE spending (
            job TEXT NOT NULL PRIMARY KEY,
            provider TEXT NOT NULL,
            live INTEGER NOT NULL,
            images INTEGER NOT NULL,
            told INTEGER NOT NULL,
            at FLOAT NOT NULL,
            usd FLOAT,
            credits FLOAT
        )
        """,
        "CREATE INDEX ix_spending_at ON spending (live, at)",
        "CREATE INDEX ix_spending_provider ON spending (provider, live, told)",
    ),
    (  # 6: the requests of a window that are under way
        "ALTER TABLE windows ADD COLUMN under_way INTEGER DEFAULT 0 NOT NULL",
    ),
    (  # 7: which processes live, for those of other machines; who asks first of a window that nobody knows
        "CREATE TABLE owners (owner TEXT NOT NULL PRIMARY KEY, seen FLOAT NOT NULL)",
        "ALTER TABLE windows ADD COLUMN asker TEXT",
    ),
)

NEWEST = len(STEPS)


def version_in_header(connection: Connection) -> int:
    """The version of a file of SQLite; 0 is an empty one."""
    version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return version


def version_in_table(connection: Connection) -> int:
    """The version of any other database; one that has jobs and no version table was made by 0.1.0."""
    import sqlalchemy as sa

    tables = sa.inspect(connection).get_table_names()
    if "imgen_nb_version" not in tables:
        return int("jobs" in tables)
    return int(connection.exec_driver_sql("SELECT max(version) FROM imgen_nb_version").scalar() or 0)


def _write_header(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA user_version={NEWEST}")


def _write_table(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS imgen_nb_version (version INTEGER NOT NULL)")
    connection.exec_driver_sql("DELETE FROM imgen_nb_version")
    connection.exec_driver_sql(f"INSERT INTO imgen_nb_version VALUES ({NEWEST})")


Versions = tuple["Callable[[Connection], int]", "Callable[[Connection], None]"]
HEADER: Versions = (version_in_header, _write_header)
TABLE: Versions = (version_in_table, _write_table)
"""The two ways to keep the version: how it is read, and how the newest is written."""


def migrate(connection: Connection, versions: Versions) -> int:
    """Bring a database to the newest version, in the caller's transaction; returns which one it was."""
    read, write = versions
    before = read(connection)
    if before < NEWEST:
        run(connection, STEPS[before:])
        write(connection)
    return before


def run(connection: Connection, steps: tuple[tuple[str, ...], ...]) -> None:
    """Take some steps; as text, since a driver would read a `%` in them as a place for a value."""
    import sqlalchemy as sa

    for step in steps:
        for statement in step:
            connection.execute(sa.text(statement))
