"""A real JupyterLab and a real Chromium: own folders, a port of the system's choosing, nothing beyond this machine."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from fronts import environment, stop
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from imgen_nb.client import process
from imgen_nb.store.store import Store

OFFLINE = Path(__file__).parent.parent / "helpers" / "offline"
ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "test-results"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
IDLE = """() => {
    const session = window.jupyterapp?.shell?.currentWidget?.sessionContext, kernel = session?.session?.kernel;
    return !!kernel && session.isReady && kernel.connectionStatus === 'connected' && kernel.status === 'idle';
}"""

PATIENCE = 20_000
"""Milliseconds for whatever is waited for: a picture is drawn by the machine that runs the browser."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: Any = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


FAILED = pytest.StashKey[bool]()


@dataclass
class Server:
    """A running JupyterLab."""

    url: str
    token: str
    root: Path
    refused: Path


@dataclass
class Lab:
    """One notebook open in one page."""

    page: Page
    path: Path
    errors: list[str] = field(default_factory=list)

    def command(self, name: str, **arguments: Any) -> None:
        script = "([name, given]) => window.jupyterapp.commands.execute(name, given).then(() => true)"
        self.page.evaluate(script, [name, arguments])

    def run_all(self) -> None:
        """Run every cell; returns when the last one has ended."""
        self.command("notebook:run-all-cells")

    def run_cells(self, first: int, last: int) -> None:
        """Run the cells from one to another; returns when the last one has ended."""
        for cell in range(first, last + 1):
            self.page.evaluate("at => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = at; }", cell)
            self.command("notebook:run-cell")

    def save(self) -> nbformat.NotebookNode:
        self.command("docmanager:save")
        return nbformat.read(self.path, 4)

    def theme(self, name: str) -> None:
        self.command("apputils:change-theme", theme=f"JupyterLab {name}")
        theme = f"body[data-jp-theme-light='{str(name == 'Light').lower()}']"
        self.page.wait_for_selector(theme, state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")

    def shut_down(self) -> None:
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget?.sessionContext?.shutdown()")

    def output(self, cell: int) -> Locator:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".jp-Cell-outputArea")

    def shot(self, name: str, part: Locator | None = None) -> None:
        """Keep a picture of the page, or of a part of it, for people to look at."""
        RESULTS.mkdir(exist_ok=True)
        (part or self.page).screenshot(path=RESULTS / f"{name}.png")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store of this process, for widgets in a bare page."""
    made = Store(tmp_path / "store")
    monkeypatch.setattr(process.defaults, "store", made)
    return made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A bare page, in which no script may fail."""
    made = chromium.new_context(viewport={"width": 1000, "height": 800}).new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    made.context.close()
    assert not errors


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        words = "no Chromium: install one, or name it in CHROMIUM"
        pytest.fail(words) if os.environ.get("CI") == "true" else pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("jupyter")
    made = Server("", secrets.token_hex(16), home / "root", home / "refused")
    made.root.mkdir()
    made.refused.touch()
    with (home / "log").open("wb") as log:
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0"]
        command += [f"--IdentityProvider.token={made.token}", f"--ServerApp.root_dir={made.root}"]
        command += ["--LabApp.expose_app_in_browser=True", "--ServerApp.terminals_enabled=False"]
        # Should pytest be killed, nobody stops the server: it goes by itself when nobody has asked for a while.
        command += ["--ServerApp.shutdown_no_activity_timeout=120"]
        command += ["--MappingKernelManager.cull_idle_timeout=120", "--MappingKernelManager.cull_interval=30"]
        process = subprocess.Popen(
            command, env=environment(home), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            made.url = _address(home, made.token, process)
            yield made
        finally:
            stop(process)


def _address(home: Path, token: str, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 60
    while True:
        assert process.poll() is None, (home / "log").read_text()[-3000:]
        assert time.monotonic() < end, (home / "log").read_text()[-3000:]
        try:
            port = json.loads(next((home / "runtime").glob("jpserver-*.json")).read_text())["port"]
            url = f"http://127.0.0.1:{port}"
            urllib.request.urlopen(f"{url}/api/status?token={token}", timeout=2).close()
            return url
        except (StopIteration, OSError, ValueError):
            time.sleep(0.05)


@pytest.fixture
def lab(server: Server, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Lab]]:
    """Open a notebook of the given cells, or one that is there already, in a page of its own."""
    opened: list[Lab] = []

    def open_it(*cells: str, path: Path | None = None, width: int = 1280, height: int = 900) -> Lab:
        path = path or _notebook(server.root / f"{request.node.name}.ipynb", cells)
        page = chromium.new_context(viewport={"width": width, "height": height}).new_page()
        page.set_default_timeout(PATIENCE)
        made = Lab(page, path)
        opened.append(made)
        page.on("pageerror", lambda error: made.errors.append(str(error)))
        page.goto(f"{server.url}/doc/tree/{path.relative_to(server.root).as_posix()}?token={server.token}")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        # Lab's own indicator says "idle" before there is a kernel, so the application is asked.
        page.wait_for_function(IDLE, timeout=60_000)
        return made

    yield open_it
    for one in opened:
        if request.node.stash.get(FAILED, False):
            one.shot(f"failed-{request.node.name}")
        one.shut_down()
        one.page.context.close()


def _notebook(path: Path, cells: tuple[str, ...]) -> Path:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path
