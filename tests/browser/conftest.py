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
IDLE = """path => {
    const shown = window.jupyterapp?.shell?.currentWidget, session = shown?.sessionContext;
    const kernel = session?.session?.kernel;
    const there = shown?.context?.path === path && session.isReady && kernel?.connectionStatus === 'connected';
    return there && kernel.status === 'idle';
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

    def __post_init__(self) -> None:
        self.page.on("pageerror", self._note)

    def _note(self, error: object) -> None:
        if "Canceled future" not in str(error):  # JupyterLab's own, of every kernel that was ended; the one before, too
            self.errors.append(str(error))

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
        """End the kernel and close the notebook."""
        self.page.remove_listener("pageerror", self._note)
        self.page.evaluate("""async () => {
            const shown = window.jupyterapp.shell.currentWidget;
            await shown?.sessionContext?.shutdown();
            shown?.dispose();
        }""")

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


class Desk:
    """Pages in which notebooks are opened: one that lasts from test to test, since a page takes longer than a notebook.

    A second notebook of the same test has a page of its own, and a test that failed leaves none to the next.
    """

    def __init__(self, server: Server, chromium: Browser) -> None:
        self.server, self.chromium = server, chromium
        self.lasting: Page | None = None
        self.taken = False

    def open(self, path: Path, width: int, height: int) -> Lab:
        page, self.taken = (None if self.taken else self.lasting), True
        name = path.relative_to(self.server.root).as_posix()
        if page is None:
            page = self.chromium.new_context(viewport={"width": width, "height": height}).new_page()
            page.set_default_timeout(PATIENCE)
            self.lasting = self.lasting or page
            made = Lab(page, path)
            page.goto(f"{self.server.url}/doc/tree/{name}?token={self.server.token}")
        else:
            page.set_viewport_size({"width": width, "height": height})
            made = Lab(page, path)
            made.command("docmanager:open", path=name)
        # Lab's own indicator says "idle" before there is a kernel, so the application is asked.
        page.wait_for_function(IDLE, arg=name, timeout=60_000)
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        return made

    def clear(self, opened: list[Lab], *, failed: bool) -> None:
        self.taken = False
        for one in opened:
            one.shut_down()
            if failed or one.page is not self.lasting:
                one.page.context.close()
        self.lasting = None if failed else self.lasting


@pytest.fixture(scope="session")
def desk(server: Server, chromium: Browser) -> Desk:
    return Desk(server, chromium)


@pytest.fixture
def lab(server: Server, desk: Desk, request: pytest.FixtureRequest) -> Iterator[Callable[..., Lab]]:
    """Open a notebook of the given cells, or one that is there already."""
    opened: list[Lab] = []

    def open_it(*cells: str, path: Path | None = None, width: int = 1280, height: int = 900) -> Lab:
        path = path or _notebook(server.root / f"{request.node.name}.ipynb", cells)
        opened.append(desk.open(path, width, height))
        return opened[-1]

    yield open_it
    failed = request.node.stash.get(FAILED, False)
    for one in opened if failed else ():
        one.shot(f"failed-{request.node.name}")
    desk.clear(opened, failed=failed)


def _notebook(path: Path, cells: tuple[str, ...]) -> Path:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path
