"""What the panel and the gallery cost: bytes to a page, time to paint, saved notebooks, 1,000 pictures, a search.

    python benchmarks/panel.py [MEASURE ...]

A page of a real browser has the widget's own scripts and no notebook around it, so that what is timed is ours; set
CHROMIUM to the browser. Saved notebooks are run by a real kernel.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HELPERS = Path(__file__).parents[1] / "tests" / "helpers"
sys.path.insert(0, str(HELPERS))
HOME = tempfile.TemporaryDirectory(prefix="imgen-bench-")
os.environ |= {"IMGEN_NB_HOME": HOME.name, "IMGEN_NB_LIVE": "0", "IMGEN_NB_SANDBOX_SPEED": "0"}
PICTURES, MANY, ROWS = 24, 1000, 5000
FIRST = """
import time, ipykernel.ipkernel, ipywidgets, imgen_nb as ig
began, worked = time.perf_counter(), time.process_time()
ig.studio("destinpq", "a fox")
print(time.perf_counter() - began, time.process_time() - worked)
"""
"""What a kernel does that has not drawn a widget of ours yet."""
SUBJECTS = ("a fox", "a heron", "a lighthouse", "a castle", "an owl", "a rocket", "a teapot", "a whale")


def tell(what, found, goal):
    """One line: what was measured, what came of it, what is wanted."""
    print(f"{what:<62} {found:>14}   goal {goal}", flush=True)


@contextmanager
def page(width=1200, height=900):
    """A page of a real browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        made = browser.new_context(viewport={"width": width, "height": height}).new_page()
        yield made
        browser.close()


def new_store():
    """An empty store that everything here uses from now on."""
    from imgen_nb.client import process
    from imgen_nb.store.store import Store

    process.defaults.store = Store(Path(tempfile.mkdtemp(dir=HOME.name)))
    return process.defaults.store


def traffic():
    """24 pictures of one studio: what crosses to the page, how large a thumbnail is, how soon each is painted."""
    from pages import Page

    from imgen_nb.widgets.studio import Studio

    new_store()
    studio = Studio("banatie", "a fox")
    wire = Page(studio)
    for at in range(PICTURES):
        studio.prompt = f"{SUBJECTS[at % len(SUBJECTS)]} in snow, number {at}"
        studio.generate().wait()
    _until(lambda: sum(bool(place["sha"]) for place in studio._board.places) == PICTURES)
    sent = [(said.get("kind"), said.get("sha"), raw) for said, raw in wire.got]
    thumbs = [(sha, len(raw[0])) for kind, sha, raw in sent if kind == "thumb" and raw]
    total = sum(len(json.dumps(said, default=str)) + sum(map(len, raw)) for said, raw in wire.got)
    each = max(sum(one == sha for one, _ in thumbs) for sha in {sha for sha, _ in thumbs})
    tell(f"{PICTURES} pictures: bytes to one page, words included", f"{total / 1e6:.2f} MB", "1.2 MB")
    tell("a thumbnail crosses at most", f"{each} times", "2")
    tell("the largest thumbnail", f"{max(size for _, size in thumbs) / 1000:.1f} KB", "20 KB")
    studio.shut()


def painted():
    """From a saved picture to the paint of its tile, in a page."""
    from stages import Stage

    from imgen_nb.widgets.studio import Studio

    new_store()
    studio = Studio("destinpq", "a fox")
    with page() as shown:
        stage = Stage(studio, shown)
        times = []
        for at in range(6):
            studio.prompt = f"{SUBJECTS[at]} at dusk"
            studio.generate().wait()
            began = time.perf_counter()
            stage.until(lambda at=at: shown.locator(".ig-pic:visible:not(.ig-preview)").count() == at + 1)
            times.append(time.perf_counter() - began)
    tell("from saved to painted, median of 6", f"{statistics.median(times) * 1000:.0f} ms", "250 ms")
    studio.shut()


def saved():
    """A notebook with 24 pictures, saved with and without the state of its widgets."""
    import nbformat
    from nbclient import NotebookClient

    cell = (
        f"import imgen_nb as ig\nst = ig.studio('banatie')\nsubjects = {SUBJECTS!r}\n"
        f"for at in range({PICTURES}):\n    st.prompt = f'{{subjects[at % 8]}} in snow, number {{at}}'\n"
        "    st.generate().wait()\nimport time; time.sleep(3); st._twin.paint()"
    )
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(book, timeout=300, store_widget_state=True, kernel_name="python3").execute()
    whole = len(nbformat.writes(book).encode())
    book.metadata.pop("widgets", None)
    tell("saved notebook without widget state", f"{len(nbformat.writes(book).encode()) / 1e6:.2f} MB", "0.8 MB")
    tell("saved notebook with widget state", f"{whole / 1e6:.2f} MB", "1.5 MB")


def thousand():
    """1,000 pictures in one grid: the first paint, and the longest task while it is scrolled through."""
    from stages import Stage
    from stores import filled

    from imgen_nb.show.places import places
    from imgen_nb.store.browse import Wanted
    from imgen_nb.widgets.board import Board
    from imgen_nb.widgets.gridview import GridView

    store = new_store()
    filled(store, MANY, pictures=40)
    board = Board(patient=True)
    kept = store.browse(Wanted(), limit=MANY)
    named = [(f"r{at}.0", places(one.generation)[0]) for at, one in enumerate(kept)]
    board.put(named, "all")
    view = GridView(board)
    with page() as shown:
        stage = Stage(view, shown)
        stage.until(lambda: shown.locator(".ig-pic:visible").count() >= 6)
        first = shown.evaluate("() => (window.paintedAt - window.heardAt) / 1000")
        longest = shown.evaluate(
            """async () => {
                const grid = document.querySelector('.ig-grid'), tasks = [], real = window.requestAnimationFrame;
                window.requestAnimationFrame = act => real(now => {
                    const began = performance.now();
                    act(now);
                    tasks.push(performance.now() - began);
                });
                for (let top = 0; top < grid.scrollHeight; top += 900) {
                    grid.scrollTop = top;
                    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 10)));
                }
                await new Promise(done => setTimeout(done, 200));
                window.requestAnimationFrame = real;
                tasks.sort((a, b) => a - b);
                return [tasks.at(-1), tasks[tasks.length >> 1]];
            }"""
        )
        drawn = shown.locator(".ig-tile").count()
    tell(f"{MANY} places heard of: until the first picture is there", f"{first:.2f} s", "1 s")
    tell("the longest drawing while all of it is scrolled through", f"{longest[0]:.0f} ms", "100 ms")
    tell("the median drawing", f"{longest[1]:.1f} ms", "-")
    tell("tiles that are drawn at a time", str(drawn), "-")


def search():
    """A search of the gallery over 5,000 rows, in the kernel; opening it, first and again."""
    from pages import Page
    from stores import filled

    from imgen_nb.widgets.gallery import Gallery

    store = new_store()
    filled(store, ROWS, pictures=40)
    began = time.perf_counter()
    gallery = Gallery()
    opened = time.perf_counter() - began
    wire = Page(gallery)
    times = []
    for text in ("fox", "number 49", "under the stars", "nobody drew this", "castle in a meadow"):
        began = time.perf_counter()
        wire.say("find", asked={"text": text})
        times.append(time.perf_counter() - began)
    tell(f"the gallery opens over {ROWS} rows", f"{opened * 1000:.0f} ms", "-")
    tell("a search, the slowest of five", f"{max(times) * 1000:.0f} ms", "150 ms")
    tell("a search, the median", f"{statistics.median(times) * 1000:.0f} ms", "150 ms")


def opening():
    """How long `ig.studio()` takes, the first time too, and whether widgets are left behind."""
    import ipywidgets

    import imgen_nb as ig

    # Byte code is cached, as it is for everyone who imports a package twice: the first round writes it.
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{HOME.name}/bytecode"}
    call = [sys.executable, "-c", FIRST]
    rounds = [subprocess.run(call, check=True, capture_output=True, text=True, env=env).stdout for _ in range(6)][1:]
    first, worked = (statistics.median(each) for each in zip(*(map(float, one.split()) for one in rounds), strict=True))
    new_store()
    studio = ig.studio("destinpq", "a fox")
    times = []
    for _ in range(5):
        began = time.perf_counter()
        ig.studio("destinpq", "a fox").shut()
        times.append(time.perf_counter() - began)
    tell("ig.studio(), the first time (imports included)", f"{first * 1000:.0f} ms", "150 ms")
    tell("of which the processor worked", f"{worked * 1000:.0f} ms", "-")
    tell("ig.studio() again", f"{statistics.median(times) * 1000:.0f} ms", "150 ms")
    gc.collect()
    before = len(ipywidgets.Widget._instances) if hasattr(ipywidgets.Widget, "_instances") else len(_models())
    for at in range(50):
        studio.provider = ("banatie", "destinpq", "akool", "qolaba")[at % 4]
    studio.provider = "destinpq"
    for at in range(20):
        studio.prompt = f"a fox, number {at}"
        studio.generate().wait()
    gc.collect()
    after = len(ipywidgets.Widget._instances) if hasattr(ipywidgets.Widget, "_instances") else len(_models())
    tell("widget models after 50 provider changes and 20 pictures", f"{after - before:+d}", "+0")


def _models():
    from ipywidgets.widgets import widget

    return widget._instances


def _until(holds, seconds=60.0):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("it never held")
        time.sleep(0.02)


MEASURES = {one.__name__: one for one in (opening, traffic, painted, saved, thousand, search)}


if __name__ == "__main__":
    for name in sys.argv[1:] or MEASURES:
        MEASURES[name]()
