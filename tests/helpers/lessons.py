"""A shipped notebook, run as its reader runs it: a real kernel, no key, a folder of its own, no way out of here."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = ROOT / "tests" / "helpers" / "offline"


def book(name: str) -> nbformat.NotebookNode:
    """A notebook of this project, as it is shipped."""
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4)


def run_all(notebook: nbformat.NotebookNode, home: Path, *, speed: int = 20, timeout: int = 150) -> list[str]:
    """Run All in a folder that is not the notebook's own; gives the hosts that its kernel tried to reach.

    The sandbox is `speed` times faster than life. Nothing but the notebook's own first cell keeps it from going live.
    """
    (home / "refused").touch()
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_KEY", "_TOKEN", "_BASE_URL"))}
    environment = {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(OFFLINE)]),
        "REFUSED": str(home / "refused"),
        "IPYTHONDIR": str(home / "ipython"),
        "IMGEN_NB_HOME": str(home / "imgen"),
        "IMGEN_NB_SANDBOX_SPEED": str(speed),
    }
    environment.pop("IMGEN_NB_LIVE", None)
    client = NotebookClient(
        notebook, timeout=timeout, kernel_name="python3", resources={"metadata": {"path": str(home)}}
    )
    client.execute(env=environment, cwd=str(home))
    return (home / "refused").read_text().split()
