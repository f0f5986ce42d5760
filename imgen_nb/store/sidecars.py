"""What is known besides the database: a small file beside each picture, and the rows of a file that cannot be opened.

A sidecar, `<sha256>.json`, has what a row would need to answer again, one line of JSON for each row with this picture:
no raw reply, no address, nothing secret. It is not forced to the disk, since the database is: it is there for the day
when the database is not.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgen_nb.store import migrations
from imgen_nb.store.database import jobs_table
from imgen_nb.store.files import add_line, place
from imgen_nb.store.rows import Row, columns, read, to_json
from imgen_nb.types import State

if TYPE_CHECKING:
    from sqlalchemy import Connection

log = logging.getLogger(__name__)

UNTOLD = ("raw", "assets", "timings")
"""What a sidecar leaves out of a result: addresses may carry a signature, and fresh ones can be asked for."""


def write(folder: Path, row: Row) -> None:
    """Put what a saved row knows beside each of its pictures, as one line more: equal pictures may be many rows'."""
    kept = {name: value for name, value in row.result.items() if name not in UNTOLD}
    told = to_json({**vars(row), "state": str(row.state), "owner": None, "result": kept, "error": {}})
    for sha256 in {str(image.get("sha256")) for image in row.images}:
        try:
            add_line(folder / f"{sha256}.json", told)
        except OSError as error:  # a help for another day never costs the answer of this one
            log.info("no sidecar for %s: %s", sha256, error.strerror)


def lose(folder: Path, sha256: str, row_ids: Iterable[str]) -> None:
    """Take rows that were deleted out of what is told beside a picture that others still have."""
    names, file = set(row_ids), folder / f"{sha256}.json"
    with suppress(OSError, ValueError):
        place(file, "".join(f"{to_json(made)}\n" for made in _made(file) if made["id"] not in names))


def read_all(folders: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Every row that the pictures' sidecars tell of, as columns."""
    for folder in folders:
        for file in sorted(folder.glob("*.json")):
            for made in _made(file):
                with suppress(KeyError, TypeError, ValueError):
                    row = read({"missing": 0, "adopted": 0, **made})
                    if row.state is State.SAVED:
                        yield columns(asdict(row))


def _made(file: Path) -> Iterator[dict[str, Any]]:
    """The rows that a sidecar tells of; what was written last counts, and a line that broke off tells nothing."""
    told: dict[Any, dict[str, Any]] = {}
    with suppress(OSError, ValueError):
        for line in file.read_text("utf-8").splitlines():
            with suppress(ValueError, TypeError, AttributeError, KeyError):
                made = json.loads(line)
                told[made["id"]] = made
    yield from told.values()


def has_any(folders: Iterable[Path]) -> bool:
    """Whether there is any sidecar."""
    return any(True for folder in folders for _ in folder.glob("*.json"))


def salvaged(file: Path) -> list[dict[str, Any]]:
    """The rows that can be read of a file that is damaged, or cannot be written, as columns of the newest version.

    Where no journal can be made, SQLite reads only what it is told will not change.
    """
    version, rows = _read(file, "mode=ro")
    if not rows:
        version, rows = _read(file, "immutable=1")
    if not rows:
        return []
    import sqlalchemy as sa

    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        migrations.run(connection, migrations.STEPS[:version])
        known = {column["name"] for column in sa.inspect(connection).get_columns("jobs")}
        table = sa.table("jobs", *map(sa.column, known))
        for row in rows:
            with suppress(sa.exc.SQLAlchemyError), connection.begin_nested():
                connection.execute(table.insert().values(**{name: row[name] for name in known & row.keys()}))
        migrations.run(connection, migrations.STEPS[version:])
        return [dict(found._mapping) for found in connection.execute(jobs_table().select())]


def _read(file: Path, mode: str) -> tuple[int, list[dict[str, Any]]]:
    rows: dict[str, dict[str, Any]] = {}
    version = 1
    with (
        suppress(sqlite3.Error, OSError),
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?{mode}", uri=True)) as db,
    ):
        db.row_factory = sqlite3.Row
        version = db.execute("PRAGMA user_version").fetchone()[0] or version
        for order in ("ASC", "DESC"):  # a damaged page stops a scan: the other one comes from behind it
            with suppress(sqlite3.Error, UnicodeDecodeError):
                for row in db.execute(f"SELECT * FROM jobs ORDER BY rowid {order}"):
                    rows.setdefault(row["id"], dict(row))
                break
    return min(version, migrations.NEWEST), list(rows.values())


def take_in(connection: Connection, rows: Iterable[dict[str, Any]]) -> int:
    """Add the rows that the database does not have; returns how many."""
    if not (rows := list(rows)):  # a store of any size is opened without asking for all its ids
        return 0
    jobs = jobs_table()
    known = set(connection.execute(jobs.select().with_only_columns(jobs.c.id)).scalars())
    fresh = {row["id"]: row for row in rows if row["id"] not in known}
    if fresh:
        connection.execute(jobs.insert(), list(fresh.values()))
    return len(fresh)
