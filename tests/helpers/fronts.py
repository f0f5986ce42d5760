"""Front ends as programs of their own: in which folders they live, how one is started, asked and stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
OFFLINE = ROOT / "tests" / "helpers" / "offline"


def environment(home: Path) -> dict[str, str]:
    """The variables of a front end that lives below a folder and reaches nothing else."""
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_KEY", "_TOKEN", "_BASE_URL"))}
    folders = {"CONFIG_DIR": "config", "DATA_DIR": "data", "RUNTIME_DIR": "runtime"}
    return {
        **kept,
        **{f"JUPYTER_{name}": str(home / folder) for name, folder in folders.items()},
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_PLATFORM_DIRS": "0",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(OFFLINE)]),  # this package, wherever another one is installed
        "REFUSED": str(home / "refused"),
        "IMGEN_NB_LIVE": "0",
        "IMGEN_NB_HOME": str(home / "imgen"),
        "IMGEN_NB_SANDBOX_SPEED": "4",
    }


@contextmanager
def served(command: list[object], home: Path, path: str = "/") -> Iterator[str]:
    """The address of a server that was just started, once it answers at `path`; "{port}" in its words is its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [str(word).format(port=port) for word in command]
    # Widgets bring what a page needs of them beside the interpreter they were installed for; a front end comes first.
    places = [Path(words[0]).parents[1], Path(sys.prefix)]
    shared = {"JUPYTER_PATH": os.pathsep.join(str(one / "share" / "jupyter") for one in places)}
    (home / "refused").touch()
    with (home / "log").open("wb") as log:
        how = {"env": environment(home) | shared, "stdout": log, "stderr": subprocess.STDOUT, "cwd": home}
        process = subprocess.Popen(words, start_new_session=True, **how)  # type: ignore[call-overload]
        try:
            _wait(f"http://127.0.0.1:{port}{path}", process, home)
            yield f"http://127.0.0.1:{port}/"
        finally:
            stop(process)


def _wait(address: str, process: subprocess.Popen[bytes], home: Path) -> None:
    end = time.monotonic() + 60
    while True:
        assert process.poll() is None, (home / "log").read_text()[-3000:]
        assert time.monotonic() < end, (home / "log").read_text()[-3000:]
        try:
            urllib.request.urlopen(address, timeout=30).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a front end with everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
