"""The database that a schedule finds: in memory, opened and learned once; thousands need not make a file each.

A process that dies is played by what reaches it no more; what lies in the database then is what was committed. How a
file outlives a process that is really killed is tried by `proofs.processes`.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from imgen_nb.store.store import Store
from simulation.truth import number_of

ADDRESS = "sqlite://"
DEAD = "another-boot/1/1"
"""A process that no longer runs."""


class Kept(NamedTuple):
    """A row, as it lies in the database."""

    id: str
    number: int
    state: str
    owner: str | None


class Memory:
    """One database of SQLite for all schedules of this process, one after another."""

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder), ADDRESS)
            store.write(lambda connection: None)
        self.opened: Any = store.database._opened
        self._raw: sqlite3.Connection = self.opened.engine.raw_connection().driver_connection
        self._unused = self._raw.serialize()

    def empty(self) -> None:
        """Become a database that nobody has used."""
        self._raw.deserialize(self._unused)

    def store(self, folder: Path) -> Store:
        """A store of another process over it, with its pictures in a folder."""
        store = Store(folder, ADDRESS)
        store.database._opened = self.opened
        return store

    def rows(self) -> list[Kept]:
        """What is kept of every request."""
        rows = self._raw.execute("SELECT id, prompt, state, owner FROM jobs").fetchall()
        return [Kept(row, number_of(prompt), *more) for row, prompt, *more in rows]

    def bury(self) -> None:
        """Make every row belong to a process that no longer runs."""
        self._raw.execute("UPDATE jobs SET owner = ? WHERE owner IS NOT NULL", (DEAD,))


@cache
def memory() -> Memory:
    """The database of this process."""
    return Memory()


def owed(folder: Path) -> set[str]:
    """The rows of which a file beside the store says what the database could not take."""
    return {json.loads(file.read_text())["row"] for file in folder.glob("owed/*/*.owed")}


def disown(folder: Path) -> None:
    """Make what is owed beside the store belong to a process that no longer runs."""
    for file in folder.glob("owed/*/*.owed"):
        stamp = file.name.partition("~")[0]
        file.rename(file.with_name(f"{stamp}~{DEAD.replace('/', '%2F')}.owed"))
