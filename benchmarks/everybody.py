"""How long `ig.compare(prompt, providers="all")` takes offline, with no key, in a fresh process and home. Goal: 10 s.

The floor is the same pictures drawn by the sketch engine, one after the other: what is more is the waiting that each
sandbox plays, and ours.
"""

import os
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 5
GOAL = 10.0
CODE = """
import time
import imgen_nb as ig
from imgen_nb.sketch import parse, render
started = time.perf_counter()
grid = ig.compare("a red fox in snow", providers="all")
took = time.perf_counter() - started
pictures = [cell.generation.images[0] for cell in grid.cells]
started = time.perf_counter()
for picture in pictures:
    render(parse("a red fox in snow"), (picture.width, picture.height))
print(len(pictures), took, time.perf_counter() - started)
"""


def seconds():
    """Compare once: how many answered, how long it took, and how long their drawings alone."""
    with tempfile.TemporaryDirectory() as home:
        alone = {name: value for name, value in os.environ.items() if not name.endswith(("_KEY", "_TOKEN", "_URL"))}
        environment = {**alone, "IMGEN_NB_LIVE": "0", "IMGEN_NB_HOME": home}
        done = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True, text=True, env=environment)
    return tuple(float(word) for word in done.stdout.split()[-3:])


def main():
    """Print the median of some rounds."""
    rounds = [seconds() for _ in range(ROUNDS)]
    many, took, drawn = (statistics.median(column) for column in zip(*rounds, strict=True))
    verdict = "met" if took <= GOAL else "missed"
    print(f"{many:.0f} services, offline: {took:.1f} s (drawings alone {drawn:.1f} s); goal {GOAL:.0f} s: {verdict}")


if __name__ == "__main__":
    main()
