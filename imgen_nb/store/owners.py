"""Who holds a row: a process is its boot, its pid and its start, so that a dead one is known."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from functools import cache
from pathlib import Path

PROC = Path("/proc")


@cache
def _boot() -> str:
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError):
        return socket.gethostname().replace("/", "-")


def _started(pid: int) -> str:
    """When a process began: a pid alone may be somebody else's by now. Empty where no system tells."""
    return _started_by_proc(pid) or (_started_by_windows(pid) if os.name == "nt" else _started_by_ps(pid))


def _started_by_proc(pid: int) -> str:
    try:  # its second field is a name of any bytes, blanks and brackets too
        fields = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
        return "ended" if fields[0] in (b"Z", b"X") else fields[19].decode("ascii")
    except (OSError, IndexError, ValueError):
        return ""


def _started_by_ps(pid: int) -> str:
    """What macOS and the BSDs tell."""
    ps = shutil.which("ps")
    if ps is None:
        return ""
    asked = [ps, "-o", "lstart=", "-p", str(pid)]
    try:
        told = subprocess.run(asked, capture_output=True, timeout=5, env={"LC_ALL": "C", "TZ": "UTC"}, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return "-".join(told.stdout.decode("ascii", "replace").split()).replace("/", "-")


def _started_by_windows(pid: int) -> str:
    """What `GetProcessTimes` tells, in units of 100 ns since 1601."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows alone
    handle = kernel.OpenProcess(_QUERY, False, pid)
    times = [ctypes.c_ulonglong() for _ in range(4)]
    known = bool(handle) and kernel.GetProcessTimes(handle, *map(ctypes.byref, times))
    kernel.CloseHandle(handle)
    return str(times[0].value) if known else ""


_QUERY, _STILL_ACTIVE = 0x1000, 259  # PROCESS_QUERY_LIMITED_INFORMATION, and the exit code of what has not ended


def _runs(pid: int) -> bool:
    if os.name == "nt":  # where os.kill would end the process, or press its Ctrl-C
        import ctypes

        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows alone
        handle, code = kernel.OpenProcess(_QUERY, False, pid), ctypes.c_ulong()
        running = bool(handle) and bool(kernel.GetExitCodeProcess(handle, ctypes.byref(code)))
        kernel.CloseHandle(handle)
        return running and code.value == _STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


@cache
def _owner(pid: int) -> str:
    return f"{_boot()}/{pid}/{_started(pid)}"


def me() -> str:
    """This process: boot, pid and start time."""
    return _owner(os.getpid())


def is_here(owner: str) -> bool:
    """Whether it is a process of this machine, since it was started."""
    return owner.partition("/")[0] == _boot()


def alive(owner: str) -> bool:
    """Whether a process of this machine still runs; of another one nothing is known here (see `leases`)."""
    if owner == me():
        return True
    pid, _, started = owner.partition("/")[2].partition("/")
    return is_here(owner) and pid.isdecimal() and _runs(int(pid)) and _started(int(pid)) == started
