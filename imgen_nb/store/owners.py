"""Who holds a row: a process is its boot, its pid and its start, so that a dead one is known."""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return socket.gethostname()


def _started(pid: int) -> str:
    """When a process began, where the system tells: a pid alone may be somebody else's by now."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _runs(pid: int) -> bool:
    if os.name == "nt":  # where os.kill would end the process, or press its Ctrl-C
        import ctypes

        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows alone
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        kernel.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def me() -> str:
    """This process: boot, pid and start time."""
    return f"{_boot()}/{os.getpid()}/{_started(os.getpid())}"


def alive(owner: str) -> bool:
    """Whether the process that holds a row still runs; one on another machine or boot counts as gone.

    Taking over a row twice is harmless: polling costs nothing, and `sending` is a compare-and-set.
    """
    boot, pid, started = owner.split("/")
    return boot == _boot() and _runs(int(pid)) and _started(int(pid)) == started
