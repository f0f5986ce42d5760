"""Small files of ours: private, whole or not there, and forced to the disk where they must outlive the process."""

from __future__ import annotations

import os
import stat
import tempfile
import uuid
from contextlib import suppress
from pathlib import Path


def place(file: Path, text: str, *, durable: bool = False) -> Path:
    """Write a file that is there whole or not at all."""
    part = file.with_name(f"{uuid.uuid4().hex}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            if durable:
                os.fsync(out.fileno())
        return part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def add_line(file: Path, text: str) -> None:
    """Add a line to a private file, made where it is not there yet."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{text}\n".encode())
    finally:
        os.close(handle)


def private_temporary(name: str) -> Path:
    """A folder of this user in the temporary one, the same for each of his processes; it need not exist."""
    user = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    try:
        folder = tempfile.gettempdir()
    except OSError:  # Python asks each one whether it takes a file, and on a full disk none does
        folder = os.environ.get("TMPDIR") or "/tmp"
    return Path(folder) / f"imgen_nb{user}-{name}"


def make_private(folder: Path) -> None:
    """Make a folder and the one above it ours alone; raises `PermissionError` where somebody else was first."""
    for made in (folder.parent, folder):
        made.mkdir(mode=0o700, exist_ok=True)
        if not is_private(made):
            raise PermissionError(f"{made} is somebody else's")


def is_private(folder: Path) -> bool:
    """Whether nobody else could have put something there: a temporary folder is everybody's."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    ours = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
    return stat.S_ISDIR(found.st_mode) and ours
