"""Other front ends than JupyterLab: Notebook 7, a page of Voila, marimo; each in an environment of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from environments import environment, python
from fronts import environment as variables
from fronts import served
from panels import Panel
from playwright.sync_api import Browser, Page, Route, expect

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "notebooks" / "90_a_page.ipynb"
START = 60_000
"""Milliseconds for the first picture of a page: a server and a kernel have just been started."""
VOTE = "grid = ig.compare('a hen', ['banatie', 'destinpq'])\ngrid.vote()"
MARIMO = """
import marimo
app = marimo.App(width="full")

@app.cell
def _():
    import imgen_nb as ig
    st = ig.Studio("destinpq", "a red fox in marimo")
    st
    return (ig, st)

@app.cell
def _(ig):
    ig.compare("two herons at dawn", ["banatie", "destinpq"])
    return ()

if __name__ == "__main__":
    app.run()
"""

pytestmark = pytest.mark.matrix


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    made = chromium.new_context(viewport={"width": 1200, "height": 1400}).new_page()
    made.set_default_timeout(20_000)
    yield made
    made.context.close()


def test_notebook_7(page: Page, tmp_path: Path) -> None:
    """Its shortcuts are read before anybody else's: none of them reaches a cell from inside of the panel."""
    book = nbformat.v4.new_notebook(
        cells=_cells("import imgen_nb as ig\nst = ig.studio('destinpq', 'a red fox')", "made = ig.gallery()", VOTE)
    )
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, tmp_path / "book.ipynb")
    folder = environment("notebook", ["notebook>=7.6,<8", "voila>=0.5.13"], layered=True)
    command = [python(folder), "-m", "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port={port}"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path}", "--ServerApp.disable_check_xsrf=True"]
    with served(command, tmp_path) as address:
        page.goto(f"{address}notebooks/book.ipynb")
        page.get_by_text("Python 3", exact=False).first.wait_for()
        _run(page, 0)
        panel = Panel(page.locator(".jp-Notebook .jp-Cell").first.locator(".jp-Cell-outputArea"))
        expect(panel.go).to_be_visible(timeout=START)
        panel.go.focus()
        for key in ("d", "d", "x", "a", "b", "m", "Escape", "1", "z", "c", "v"):
            page.keyboard.press(key)
        expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(3)
        panel.prompt.focus()
        page.keyboard.press("Control+Enter")
        expect(panel.pictures).to_have_count(1, timeout=START)
        panel.tiles.first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(panel.tiles.first).to_be_focused()
        for cell in (1, 2):
            _run(page, cell)
        _browse(page)
        _vote(page)
        expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(3)


def _run(page: Page, cell: int) -> None:
    """Run a cell; what is pressed while the notebook still opens is lost, so it is pressed until it is taken."""
    prompt = page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".jp-InputPrompt")
    for _ in range(30):
        prompt.click()
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(500)
        if prompt.inner_text() != "[ ]:":
            return


def _cells(*sources: str) -> list[Any]:
    return [nbformat.v4.new_code_cell(source) for source in sources]


def _browse(page: Page) -> None:
    """Find a picture in the gallery and star it, by keys that a notebook has other uses for."""
    gallery = page.get_by_role("region", name="Gallery")
    gallery.get_by_label("Search in prompts and notes").hover()  # who comes to it sees what was made meanwhile
    expect(gallery.locator("img.ig-pic:visible").first).to_be_visible(timeout=START)
    gallery.get_by_label("Search in prompts and notes").fill("nobody drew this")
    expect(gallery.get_by_text("Nothing fits.", exact=False)).to_be_visible()
    gallery.get_by_role("button", name="Reset").click()
    gallery.get_by_role("gridcell").first.focus()
    for key in ("d", "d", "s"):
        page.keyboard.press(key)
    star = gallery.get_by_role("gridcell").first.get_by_role("button", name="Star")
    expect(star).to_have_attribute("aria-pressed", "true")


def _vote(page: Page) -> None:
    """Answer a blind vote by keys, to the names."""
    panel = page.get_by_role("group", name="Blind vote")
    expect(panel.locator("img")).to_have_count(2, timeout=START)
    panel.get_by_role("radio").first.focus()
    for key in ("1", "6"):
        page.keyboard.press(key)
    expect(panel.get_by_role("radio", checked=True)).to_have_count(2)
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("Revealed")
    expect(panel).to_contain_text("Banatie")


def test_voila_serves_the_page(page: Page, tmp_path: Path) -> None:
    book = nbformat.read(PAGE, 4)
    book.cells += _cells(VOTE)
    nbformat.write(book, tmp_path / "page.ipynb")
    folder = environment("notebook", ["notebook>=7.6,<8", "voila>=0.5.13"], layered=True)
    command = [python(folder), "-m", "voila", "page.ipynb", "--no-browser", "--port={port}", "--Voila.ip=127.0.0.1"]
    with served(command, tmp_path, "/static/") as address:
        page.goto(address, wait_until="commit", timeout=START)
        panel = Panel(page.locator("body"))
        expect(panel.go).to_be_visible(timeout=START)
        panel.go.click()
        studio = page.get_by_role("region", name="Image studio")
        expect(studio.locator("img.ig-pic:visible:not(.ig-preview)")).to_have_count(1, timeout=START)
        _browse(page)
        _vote(page)
        assert page.locator(".jp-InputArea-editor:visible").count() == 0, "a page without code"


def test_marimo_runs_the_panel_and_shows_a_comparison(page: Page, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(MARIMO)
    folder = environment("marimo", ["marimo>=0.25"], layered=True)
    command = [python(folder), "-m", "marimo", "run", "app.py", "--headless", "--port", "{port}", "--host", "127.0.0.1"]
    with served([*command, "--no-token"], tmp_path) as address:
        page.goto(address, timeout=START)
        go = page.get_by_role("button", name="Generate")
        expect(go.first).to_be_visible(timeout=START)
        go.first.click()
        expect(page.locator("img.ig-pic:visible:not(.ig-preview)")).to_have_count(1, timeout=START)
        herons = page.locator("img[alt*='two herons']:visible")
        expect(herons).to_have_count(2, timeout=START)


def test_an_export_of_marimo_has_the_pictures_and_says_that_nobody_answers(page: Page, tmp_path: Path) -> None:
    app = MARIMO.replace("    st\n", "    st.generate().wait()\n    st\n", 1)
    (tmp_path / "app.py").write_text(app)
    folder = environment("marimo", ["marimo>=0.25"], layered=True)
    command = [python(folder), "-m", "marimo", "export", "html", "app.py", "-o", "app.html", "--no-include-code"]
    subprocess.run(command, check=True, cwd=tmp_path, env=variables(tmp_path), capture_output=True)
    own = next(folder.glob("[lL]ib*/**/site-packages/marimo/_static"))

    def give(route: Route) -> None:
        """The page, and what it loads from a network, as marimo brought it along."""
        file = (
            own / route.request.url.partition("/dist/")[2] if "/dist/" in route.request.url else tmp_path / "app.html"
        )
        route.fulfill(path=file, headers={"access-control-allow-origin": "*"}) if file.is_file() else route.abort()

    page.route("**/*", give)
    page.goto("https://export.test/")
    panel = page.get_by_role("region", name="Image studio")
    expect(panel.locator("img.ig-pic:visible")).to_have_count(1, timeout=START)
    expect(panel.get_by_role("status")).to_contain_text("Not connected")
    expect(panel.get_by_role("button", name="Generate")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("img[alt*='two herons']:visible")).to_have_count(2)
