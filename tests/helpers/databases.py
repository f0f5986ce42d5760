"""PostgreSQL of the tests' own: Debian's programs, in a temporary folder, on loopback, run by an unprivileged user."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from imgen_nb.store.database import ALONE
from imgen_nb.store.store import Store

PLACE = tempfile.gettempdir()
"""Asked for at once: a test may have a temporary folder of its own, into which nobody else may look."""
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=60")
"""What is kept for one run of the tests need not outlive a power cut."""


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, without the name of a database; skipped aloud where there is none."""
    folder = Path(tempfile.mkdtemp(prefix="imgen-pg-", dir=PLACE))
    try:
        whose = _unprivileged(folder)
        data, port = folder / "data", _free_port()
        _run(whose, _program("initdb"), "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        words = [f"-c {one}" for one in (*SETTINGS, f"port={port}", "listen_addresses=127.0.0.1")]
        words.append(f"-c unix_socket_directories={folder}")
        _run(whose, _program("pg_ctl"), "start", "-w", "-D", data, "-l", folder / "log", "-o", " ".join(words))
        try:
            yield f"postgresql://tests@127.0.0.1:{port}"
        finally:
            _run(whose, _program("pg_ctl"), "stop", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def emptied(address: str) -> str:
    """The URL of the one database of a server, as if it were new."""
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return f"{address}/postgres"


LOCKS = {
    "sqlite": {"IMMEDIATE": ["BEGIN IMMEDIATE"], "EXCLUSIVE": ["BEGIN EXCLUSIVE"]},
    "postgresql": {
        "IMMEDIATE": ["BEGIN", ALONE],
        "EXCLUSIVE": ["BEGIN", ALONE, "LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE"],
    },
}
"""What keeps others from writing, and from reading as well."""


@contextmanager
def beside(store: Store) -> Iterator[sa.Connection]:
    """The connection of another program to a store's database; it begins no transaction by itself."""
    place, how = store.database.place, {"poolclass": sa.pool.NullPool, "isolation_level": "AUTOCOMMIT"}
    if isinstance(place, Path):
        url = sa.URL.create("sqlite", database=str(place))
        engine = sa.create_engine(url, connect_args={"check_same_thread": False, "isolation_level": None}, **how)
    else:
        engine = sa.create_engine(sa.make_url(place).set(drivername="postgresql+psycopg"), **how)
    with engine.connect() as connection:
        yield connection


def _program(name: str) -> str:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")]))
    if found is None:
        if os.environ.get("CI") == "true":
            raise AssertionError(f"there is no {name} here")
        pytest.skip(f"NOT TESTED: there is no {name} here; Debian's is in the package postgresql")
    return found


def _unprivileged(folder: Path) -> dict[str, str]:
    """Whom to run it as: PostgreSQL refuses root."""
    if not hasattr(os, "getuid") or os.getuid():
        return {}
    shutil.chown(folder, "nobody", "nogroup")
    return {"user": "nobody", "group": "nogroup"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(whose: dict[str, str], *command: object) -> None:
    words = [str(word) for word in command]
    # Into a file: the server that `pg_ctl` starts would hold a pipe open for as long as it runs.
    with tempfile.TemporaryFile("w+") as told:
        done = subprocess.run(words, stdout=told, stderr=told, stdin=subprocess.DEVNULL, cwd="/", check=False, **whose)
        told.seek(0)
        assert done.returncode == 0, told.read()
