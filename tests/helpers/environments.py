"""Other environments for the matrix tests: made once below `.venv-matrix`, kept until what they are made from changes.

Everything comes from the package index that pip is set up for. Where none can be reached, the test is left out,
loudly; with CI=true that is a failure.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

KEYS = (
    *("DESTINPQ_API_KEY", "BANATIE_API_KEY", "QOLABA_API_KEY", "QOLABA_TOKEN"),
    *("BFL_API_KEY", "FAL_KEY", "IDEOGRAM_API_KEY", "REPLICATE_API_TOKEN", "STABILITY_API_KEY"),
    *("OPENAI_API_KEY", "OPENROUTER_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
    *("AKOOL_API_KEY", "AKOOL_TOKEN", "AKOOL_CLIENT_ID", "AKOOL_CLIENT_SECRET"),
)
"""Written out: a test must remove a key even where its declaration is broken."""
ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".venv-matrix"
LOCK = ROOT / "requirements" / "lock.txt"
CLIENTS, PROXY = (
    ("--require-hashes", "--requirement", str(LOCK.with_name(f"{name}.txt"))) for name in ("clients", "proxy")
)
"""The clients of vendors, and a proxy: nobody here wrote them. Each has an environment and a lock of its own."""
BIN = "Scripts" if os.name == "nt" else "bin"


def environment(name: str, *installs: Iterable[str], layered: bool = False) -> Path:
    """Give the folder of a virtual environment; each of `installs` is one call of `pip install`.

    A `layered` one also sees every package of the environment that runs the tests, behind its own.
    """
    told = [sys.version, sys.prefix if layered else "", *(" ".join(call) for call in installs)]
    told += [Path(word).read_text("utf-8") for call in installs for word in call if word.endswith(".txt")]
    folder = KEPT / f"{name}-{hashlib.sha256(repr(told).encode()).hexdigest()[:12]}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        run(base_python(), "-m", "venv", folder)
        for call in installs:
            pip(folder, *call)
        if layered:
            behind = sysconfig.get_path("purelib")
            own = next(folder.glob("lib/python*/site-packages")) if os.name != "nt" else folder / "Lib/site-packages"
            (own / "behind.pth").write_text(f"import site; site.addsitedir({behind!r})\n")
        (folder / "ready").touch()
    return folder


def python(folder: Path) -> Path:
    """Give the interpreter of an environment."""
    return folder / BIN / ("python.exe" if os.name == "nt" else "python")


def base_python() -> str:
    """Give the interpreter beneath the environment that runs the tests."""
    return getattr(sys, "_base_executable", None) or sys.executable


def pip(folder: Path, *words: str) -> None:
    """Install, or leave the test out where there is no index."""
    command = [python(folder), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        offline = re.search(r"No matching distribution|Could not find a version|connection", done.stderr)
        if offline and os.environ.get("CI") != "true":
            pytest.skip(f"NOT TESTED: no package index for {' '.join(words)}")
        raise AssertionError(done.stderr)


def run(*command: object, **more: object) -> str:
    """Run a program to its end and give what it printed; its failure is the test's."""
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


def checkout(folder: Path) -> Path:
    """Copy what git tracks, as a clone has it: what lies about here is in no wheel by accident."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def blocks(path: Path) -> dict[str, str]:
    """Give a lock's lines by the requirement they belong to: name, version and marker, then hashes."""
    found = {}
    for block in re.split(r"\n(?=\S)", path.read_text("utf-8").strip()):
        found[block.partition(" \\")[0]] = block
    return found


def core_lock() -> str:
    """Give the part of the lock that the package needs with no extra, hashes and all."""
    held = {Requirement(line).name: block for line, block in here(blocks(LOCK)).items()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted, todo = set(), [*named(project["dependencies"])]
    while todo:
        name = todo.pop()
        if name not in wanted:
            wanted.add(name)
            todo += needs(name)
    return "\n".join(held[name] for name in sorted(wanted)) + "\n"


def here(lock: dict[str, str]) -> dict[str, str]:
    """Give what of a lock is for this platform."""
    return {line: block for line, block in lock.items() if applies(Requirement(line).marker)}


def applies(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate({"extra": ""})


def needs(name: str) -> Iterable[str]:
    return named(requires(name) or ())


def named(lines: Iterable[str]) -> Iterable[str]:
    """Give the names that requirements ask for, here and with no extra."""
    for line in lines:
        requirement = Requirement(line)
        if applies(requirement.marker):
            yield re.sub(r"[-_.]+", "-", requirement.name).lower()
