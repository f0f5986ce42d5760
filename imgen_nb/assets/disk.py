"""The folder of pictures: what may go wrong with it, and how a file gets its name for good."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from imgen_nb.errors import StorageFull

DISK_TROUBLE = frozenset(
    getattr(errno, name)
    for name in (
        "ENOSPC",
        "EDQUOT",
        "EROFS",
        "EACCES",
        "EPERM",
        "EIO",
        "EFBIG",
        "EMFILE",
        "ENOENT",
        "ENOTDIR",
        "EEXIST",
        "EISDIR",
    )
    if hasattr(errno, name)
)


@contextmanager
def storage(folder: Path) -> Iterator[None]:
    """Say in our own words that the disk took nothing."""
    try:
        yield
    except OSError as error:
        if error.errno not in DISK_TROUBLE:
            raise
        raise StorageFull(
            f"{folder} cannot take the picture: {error.strerror}", hint="make room, then ig.resume()"
        ) from None


def durable(part: Path) -> str:
    """Make what a file holds durable, and give its hash."""
    with part.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return digest


def settle(part: Path, target: Path) -> None:
    """Give a file its name for good, and make the name durable where the system can sync a folder (Windows cannot)."""
    try:
        os.replace(part, target)
    except PermissionError:  # Windows, while somebody reads the file: it has these very bytes, as its name says
        if not target.exists():
            raise
    with suppress(OSError):
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
