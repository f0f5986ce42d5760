"""Who holds a row: the living, the dead, those with odd names, and those who took the number of a dead one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from intents import ANOTHER, DEAD

from imgen_nb.store import owners
from imgen_nb.store.owners import alive, me

PS = """
import os, sys
from pathlib import Path
from imgen_nb.store import owners
owners.PROC = Path("/nowhere")
first, second = owners._started(os.getpid()), owners._started(os.getpid())
print(first != "", first == second, owners.alive(owners.me()))
"""


def test_who_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    boot, pid, started = me().split("/")
    assert alive(me())
    assert alive(ANOTHER)
    assert not alive(DEAD)
    assert not alive(f"{boot}/{pid}/{started}9"), "a process that took the number of a dead one"
    assert not alive(f"{boot}/{2**22 + 1}/1")

    def not_ours(pid: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", not_ours)
    assert alive(me()), "another user's process lives too"
    assert alive(ANOTHER)


@pytest.mark.parametrize("owner", ["", "/", "//", "x/y/z", f"{owners._boot()}/-1/1", f"{owners._boot()}/{10**30}/1"])
def test_a_name_that_nobody_has_is_nobodys(owner: str) -> None:
    assert not alive(owner)


@pytest.mark.skipif(sys.platform != "linux", reason="names are set by Linux's prctl")
@pytest.mark.parametrize("name", [b"\xff\xfe", b") 1 (2 3", b"a b\nc", "狐".encode()])
def test_a_process_may_have_any_name(name: bytes) -> None:
    code = f"import ctypes, sys; ctypes.CDLL(None).prctl(15, {name!r}); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        child.stdout.readline()
        owner = f"{owners._boot()}/{child.pid}/{owners._started(child.pid)}"
        assert owner.rpartition("/")[2].isdecimal()
        assert alive(owner)
        child.stdin.close()
        child.wait()
        assert not alive(owner)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells of a process that is over")
def test_a_process_that_is_over_and_not_yet_buried_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = f"{owners._boot()}/{child.pid}/{owners._started(child.pid)}"
    assert alive(owner)
    child.kill()
    while owners._started(child.pid) != "ended":
        os.sched_yield()
    assert not alive(owner)
    child.communicate()


@pytest.mark.skipif(os.name == "nt", reason="Windows has its own way")
def test_where_there_is_no_proc_ps_tells_when_a_process_began() -> None:
    if not owners._started_by_ps(os.getpid()):
        pytest.skip("this system has no ps")
    done = subprocess.run([sys.executable, "-c", PS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]


@pytest.mark.parametrize("trouble", ["no ps", "a ps that hangs", "a ps that cannot be run"])
def test_where_nothing_tells_when_a_process_began_its_number_counts(
    trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise subprocess.TimeoutExpired("ps", 5) if "hangs" in trouble else OSError(13, "Permission denied")

    monkeypatch.setattr(owners, "PROC", Path("/nowhere"))
    monkeypatch.setattr(owners.shutil, "which", lambda name: None if trouble == "no ps" else "/bin/ps")
    monkeypatch.setattr(owners.subprocess, "run", broken)
    assert owners._started(os.getpid()) == ""
    assert alive(f"{owners._boot()}/{os.getpid()}/")


def test_what_ps_says_is_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    told = subprocess.CompletedProcess((), 0, b"Wed Nov 25 10:00:00 2026\n")
    monkeypatch.setattr(owners, "PROC", Path("/nowhere"))
    monkeypatch.setattr(owners.shutil, "which", lambda name: "/bin/ps")
    monkeypatch.setattr(owners.subprocess, "run", lambda *_, **__: told)
    assert owners._started(1) == "Wed-Nov-25-10:00:00-2026"


def test_without_the_kernels_word_a_boot_is_the_machines_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owners, "PROC", Path("/nowhere"))
    monkeypatch.setattr(owners.socket, "gethostname", lambda: "a/machine")
    assert owners._boot.__wrapped__() == "a-machine"
