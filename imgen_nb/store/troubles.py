"""What can be wrong with a store, in the words of our errors; and how long it is waited for."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from imgen_nb.errors import ImgenError, StorageFull, StoreError

T = TypeVar("T")

PAUSES = (0.02, 0.05, 0.1, 0.2, *(0.4,) * 24)
"""Seconds between the tries of a transaction: about ten in all, which outlasts a backup or another program's commit."""
PATIENCE = sum(PAUSES)

BUSY, LOCKED, READ_ONLY, IO_ERROR, CORRUPT, FULL, CANNOT_OPEN, NO_DATABASE = 5, 6, 8, 10, 11, 13, 14, 26
"""Result codes of SQLite, without what extends them."""
NO_ROOM = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EMFILE", "ENFILE") if hasattr(errno, name)
)
"""What a disk says that takes nothing now, and may later."""


class Trouble(Exception):
    """Why a transaction did not come about; `error` is what leaves this room. Some pass by themselves."""

    def __init__(self, error: ImgenError, *, passes: bool = False, damaged: bool = False) -> None:
        super().__init__(error.message)
        self.error = error
        self.passes = passes
        self.damaged = damaged


def read_trouble(error: BaseException, place: str) -> Trouble:
    """Say in our own words what a database or a disk said; never with its statement, which has somebody's prompt."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, ImgenError):
        return Trouble(error)
    if isinstance(error, OSError):
        return _full(place, error.strerror) if error.errno in NO_ROOM else _refused(place, error.strerror or str(error))
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", None)
    return _told_by_sqlite(code & 0xFF, place, str(cause)) if isinstance(code, int) else _told(error, cause, place)


def _told_by_sqlite(code: int, place: str, words: str) -> Trouble:
    if code in (BUSY, LOCKED):
        return _locked(place)
    if code in (FULL, IO_ERROR):
        return _full(place, words)
    if code in (CORRUPT, NO_DATABASE):
        return damaged(place, words)
    return _refused(place, words, passes=code == CANNOT_OPEN)


def _told(error: BaseException, cause: BaseException, place: str) -> Trouble:
    """What any other database says: a lost connection, or a clash of two transactions, passes."""
    import sqlalchemy as sa

    if isinstance(error, ImportError):
        hint = "install its driver; for PostgreSQL it is the extra `postgres`"
        return Trouble(StoreError(f"{place} cannot be opened: {error}", hint=hint))
    if isinstance(error, sa.exc.ArgumentError):  # its text has the address, and that may have a password
        return _refused(place, f"{type(error).__name__}: it is no address of a database that is known here")
    words = f"{type(cause).__name__}: {str(cause).partition(chr(10))[0][:200]}"
    match getattr(cause, "sqlstate", None):
        case "55P03":
            return _locked(place)
        case "53100":
            return _full(place, words)
    if isinstance(error, sa.exc.DataError):
        hint = "take that out of what is asked, or keep this in a folder: ig.use(store=...)"
        return Trouble(StoreError(f"{place} cannot hold this: {words}", hint=hint))
    passing = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError | sa.exc.TimeoutError)
    return _refused(place, words, passes=passing)


def _locked(place: str) -> Trouble:
    hint = "ask again in a moment; if it stays so, close the other program that holds it"
    return Trouble(StoreError(f"another program holds the lock of {place}", hint=hint), passes=True)


def _full(place: str, words: str | None) -> Trouble:
    message = f"{place} takes nothing more: {words or 'the disk is full'}"
    return Trouble(StorageFull(message, charged="no", hint="make room on the disk, then ask again"), passes=True)


def _refused(place: str, words: str, *, passes: bool = False) -> Trouble:
    at_a_server = "://" in place
    hint = (
        "see whether the server runs, knows this database and lets you in"
        if at_a_server
        else "see whether it exists and may be written, or set IMGEN_NB_HOME to another folder"
    )
    return Trouble(StoreError(f"{place} cannot be used: {words}", hint=hint), passes=passes)


def damaged(place: str, words: str) -> Trouble:
    """The trouble with what is no database, or no whole one."""
    hint = "move the file away: what the pictures tell of themselves is read anew"
    return Trouble(StoreError(f"{place} is damaged: {words}", hint=hint), damaged=True)


def is_read_only(error: BaseException) -> bool:
    """Whether a database refused to be written."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF == READ_ONLY or getattr(cause, "sqlstate", "") == "25006"


def newer(place: str) -> StoreError:
    """The error of writing to what a newer version wrote."""
    return StoreError(
        f"{place} was written by a newer imgen_nb, so nothing new is written to it",
        hint="update the package, or use another IMGEN_NB_HOME",
    )


# ---------------------------------------------------------------------------- waiting

_patience = threading.local()


@contextmanager
def once() -> Iterator[None]:
    """Let this thread not wait: somebody else does, who can do other things meanwhile."""
    _patience.none = True
    try:
        yield
    finally:
        _patience.none = False


def patiently(attempt: Callable[[], T], sleep: Callable[[float], Any] = time.sleep) -> T:
    """Try for about ten seconds, then raise the error of the last trouble."""
    if getattr(_patience, "none", False):
        return attempt()
    for pause in PAUSES:
        try:
            return attempt()
        except Trouble as trouble:
            if not trouble.passes:
                raise trouble.error from None
        sleep(pause)
    try:
        return attempt()
    except Trouble as trouble:
        raise trouble.error from None
