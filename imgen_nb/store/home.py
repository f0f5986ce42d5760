"""The home: the folder for everything we write, and what is done where it cannot be written."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import stat
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from imgen_nb.store.files import make_private, private_temporary
from imgen_nb.store.troubles import NO_ROOM

log = logging.getLogger(__name__)

DATABASE, PICTURES = "store.db", "pictures"
ORPHAN_AGE = 3600.0
"""Seconds after which a part file is nobody's: a download takes minutes at most."""


@dataclass(frozen=True)
class Home:
    """The folder that is written; and, where that is not the one that was asked for, the one that is only read."""

    folder: Path
    known: Path | None = None


def default_home() -> Path:
    """The folder for everything we write: IMGEN_NB_HOME, or the user's data folder."""
    return _expanded(Path(os.environ.get("IMGEN_NB_HOME", "").strip() or _data_folder()))


def _data_folder() -> str:
    import platformdirs

    with suppress(RuntimeError):  # a user without a home, such as the mere number of a container
        return platformdirs.user_data_dir("imgen_nb")
    return "~/imgen_nb"


def _expanded(home: Path) -> Path:
    try:
        return home.expanduser()
    except RuntimeError:  # "~": nobody's here
        return _homeless(home)


@cache
def _homeless(named: Path) -> Path:
    folder = _substitute(named)
    log.warning("%s cannot be found: pictures go to %s; IMGEN_NB_HOME names another folder", named, folder)
    return folder


def settle(home: Path) -> Home:
    """Make a home ready; one that cannot be written is read, and what is new goes to the temporary folder, and is said.

    That folder is the same for every process of this user, so that what is paid today is known tomorrow.
    """
    home = Path(os.path.abspath(_expanded(home)))
    refusal = _refusal(home)
    if refusal is None:
        for folder in (home, home / PICTURES):
            _narrow(folder)
        return Home(home.resolve())
    substitute = _substitute(home)
    said = "what is known is read from there, what is new goes to" if _readable(home) else "pictures go to"
    log.warning("%s cannot be written (%s): %s %s", home, refusal.strerror or refusal, said, substitute)
    return Home(substitute, home if _readable(home) else None)


def _refusal(home: Path) -> OSError | None:
    """Why a home cannot be written; a disk that is full now is no reason to leave it."""
    try:
        home.mkdir(parents=True, mode=0o700, exist_ok=True)
        (home / PICTURES).mkdir(mode=0o700, exist_ok=True)
        for folder in (home, home / PICTURES):
            with tempfile.TemporaryFile(dir=folder):
                pass
        with suppress(FileNotFoundError), (home / DATABASE).open("r+b"):
            pass
    except OSError as error:
        return None if error.errno in NO_ROOM - {errno.EIO} else error
    return None


def _readable(home: Path) -> bool:
    return os.access(home / DATABASE, os.R_OK) or os.access(home / PICTURES, os.R_OK | os.X_OK)


def _substitute(home: Path) -> Path:
    folder = private_temporary("homes") / hashlib.sha256(str(home).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    with suppress(OSError):
        make_private(folder)
        if _refusal(folder) is None:
            return folder
    return Path(tempfile.mkdtemp(prefix="imgen_nb-"))


def _narrow(folder: Path) -> None:
    """Let nobody else look into a folder of ours; one that is everybody's, or the user's own home, stays as it is."""
    with suppress(OSError, RuntimeError):  # the latter of a user without a home
        found = folder.stat()
        ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        shared = found.st_mode & stat.S_ISVTX or folder in (Path.home(), folder.parent)
        if found.st_mode & 0o077 and ours and not shared:
            folder.chmod(0o700)


def set_aside(database: Path) -> Path | None:
    """Rename a damaged file, with the journal that belongs to it; None where it cannot be."""
    aside = database.with_name(f"{database.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    try:
        database.rename(aside)
    except OSError:
        return None
    with suppress(OSError):
        database.with_name(f"{database.name}-journal").rename(aside.with_name(f"{aside.name}-journal"))
    return aside


def sweep(folder: Path) -> None:
    """Remove part files that a killed process left behind."""
    for part in folder.glob("*.part"):
        with suppress(OSError):  # another process may be sweeping too
            if time.time() - part.stat().st_mtime > ORPHAN_AGE:
                part.unlink()
