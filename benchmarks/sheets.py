"""A labelled sheet of 8 by 8 pictures of 1024 px, from kept small copies and cold, beside matplotlib's subplots.

    python benchmarks/sheets.py

Each round is a process of its own; a line is the median of five. Encoding the final file is not in it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

ROUNDS, ACROSS, SIDE = 5, 8, 1024
GOALS = {"kept": 0.3, "cold": 1.2}
MEMORY = 60
"""Megabytes above the process with everything imported."""


def pictures(folder):
    """64 files of noise below a smooth scene, about 1.2 MB each, as pictures of services are."""
    import numpy as np
    from PIL import Image

    dice = np.random.default_rng(1)
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    for number in range(ACROSS**2):
        scene = np.stack([(x + number / 64) % 1, y, (x * y + number / 32) % 1], -1) * 220
        noise = dice.integers(0, 12, (SIDE, SIDE, 3))
        Image.fromarray((scene + noise).astype("uint8")).save(folder / f"{number:064x}.png", compress_level=1)


def comparison(folder):
    """The same as a comparison: cells of two axes, in words for paper."""
    from imgen_nb.comparison import layout
    from imgen_nb.comparison.axes import Axis
    from imgen_nb.comparison.cells import Cell
    from imgen_nb.comparison.export.printed import printed
    from imgen_nb.types import Generation, ImageRequest, Picture, State

    axes = [Axis("seed", range(ACROSS)), Axis("guidance_scale", range(1, ACROSS + 1))]
    cells = []
    for number, path in enumerate(sorted(folder.glob("*.png"))):
        seed, scale = divmod(number, ACROSS)
        asked = ImageRequest("atelier", "a red fox in snow", {"seed": seed, "guidance_scale": scale + 1})
        cell = Cell(f"seed {seed}, guidance scale {scale + 1}", asked, title="Atelier")
        shown = Picture(path, path.stem, SIDE, SIDE, "image/png", "a red fox in snow, Atelier")
        cell.generation = Generation(asked, State.SAVED, (shown,), timings={"total": 4.2}, title="Atelier")
        cells.append(cell)
    return printed("a red fox in snow", cells, axes, layout.tables(axes, cells))


def kept(folder):
    """Ours, in a process where pictures were made before: small copies lie beside them."""
    from imgen_nb.comparison.export.sheets import paint

    made = comparison(folder)
    return taken(lambda: paint(made))


cold = kept
"""Ours without any small copy: every picture is decoded in full."""


def decoded(folder):
    """What no cold sheet can do without: every picture decoded once, in two threads; nothing is made of it."""
    from PIL import Image

    def load(file):
        with Image.open(file) as image:
            image.load()

    def every():
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(load, folder.glob("*.png")))

    return taken(every)


def subplots(folder):
    """What people write: a grid of axes, each with the whole picture and a title."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    files = sorted(folder.glob("*.png"))

    def draw():
        figure, axes = plt.subplots(ACROSS, ACROSS, figsize=(20, 22), dpi=100)
        for number, (place, file) in enumerate(zip(axes.flat, files, strict=True)):
            place.imshow(plt.imread(file))
            place.set_title(f"seed {number // ACROSS}, guidance {number % ACROSS + 1}", fontsize=9)
            place.axis("off")
        figure.tight_layout()
        figure.canvas.draw()

    return taken(draw)


def taken(work):
    """Seconds by the clock, and of the processor: those a busy machine changes least."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - busy


def warm(folder):
    """Keep the small copies, as the arrival of a picture does."""
    for page in comparison(folder).pages:
        for row in page.rows:
            for spot in row.spots:
                spot.places[0].picture.thumbnail()
    return 0.0, 0.0


MEASURES = {measure: globals()[measure] for measure in ("kept", "cold", "decoded", "subplots", "warm")}


def alone(measure, folder):
    """Seconds, the processor's, and megabytes of one measure in this process; what is imported counts for neither."""
    import matplotlib.pyplot as plt
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont, PngImagePlugin, WebPImagePlugin

    import imgen_nb.comparison.export.sheets

    assert all((plt, np, Image, ImageDraw, ImageFont, PngImagePlugin, WebPImagePlugin, imgen_nb))
    before = peak()
    return *MEASURES[measure](folder), peak() - before


def peak():
    """The most memory that this process has had, in megabytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def apart(measure, folder):
    """The same in a fresh process."""
    call = [sys.executable, __file__, measure, folder]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    return json.loads(done.stdout)


def main():
    """Print a line for each measure, with its goal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures(folder)
        found = {measure: [apart(measure, name) for _ in range(ROUNDS)] for measure in ("decoded", "cold")}
        apart("warm", name)
        found |= {measure: [apart(measure, name) for _ in range(ROUNDS)] for measure in ("kept", "subplots")}
    floor, floor_busy, _ = (median(column) for column in zip(*found["decoded"], strict=True))
    print(f"64 pictures decoded in two threads {floor:6.2f} s  (processor {floor_busy:.2f})")
    theirs, _, most = (median(column) for column in zip(*found["subplots"], strict=True))
    for measure in ("kept", "cold"):
        seconds, busy, megabytes = (median(column) for column in zip(*found[measure], strict=True))
        met = "met" if seconds <= GOALS[measure] and megabytes <= MEMORY else "missed"
        told = f"goal {GOALS[measure]} s, {MEMORY} MB: {met}"
        ours = f"sheet of 64, {measure:5} {seconds:6.2f} s  {megabytes:5.0f} MB  (processor {busy:.2f})"
        print(f"{ours}   subplots {theirs:6.2f} s  {most:5.0f} MB   {told}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(alone(sys.argv[1], Path(sys.argv[2]))))
    else:
        main()
