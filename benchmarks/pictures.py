"""What the package costs beside a raw loop in the same run: time, memory, thumbnails, a session of 2,000 jobs.

    python benchmarks/pictures.py [MEASURE ...]

The server is `loopback/server.py` in another process; it plays DestinPQ, whose document asks for a poll at once and
then every 2 seconds. The floor and the package take turns in fresh processes; each line is the median of their rounds.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median

PARTS = Path(__file__).parent / "loopback"
ROUNDS = 5
ONE_MB, FIVE_MB, SMALL = 1024, 2048, 64
"""Sides of the pictures: 1.17 MB, 4.66 MB, and 10 KB."""


class Bench:
    """One server, and fresh processes that ask it."""

    def __init__(self, port):
        self.port = port
        self.complete = True

    def ask(self, who, measure, number, side=ONE_MB, seconds=0, folder=None, python=sys.executable):
        """What one measure finds in a process of its own."""
        root = f"http://127.0.0.1:{self.port}/{seconds}/{side}"
        with tempfile.TemporaryDirectory() as temporary:
            call = [python, PARTS / "clients.py", who, measure, root, folder or temporary, str(number)]
            done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True, env=clean(temporary))
        return json.loads(done.stdout)

    def count(self, came, wanted):
        """Note whether pictures are missing."""
        self.complete &= came == wanted

    def both(self, measure, number, us="ours", **how):
        """The medians of what the floor found and of what we did, who took turns."""
        turns = [[self.ask(who, measure, number, **how) for who in ("floor", us)] for _ in range(ROUNDS)]
        return [[median(each) for each in zip(*found, strict=True)] for found in zip(*turns, strict=True)]


def clean(home):
    """The environment without proxies and settings that would be measured too."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IMGEN_NB_")}
    kept = {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")}
    return kept | {"IMGEN_NB_HOME": home}


def row(what, unit, floor, ours, digits, busy=None, our_busy=None, first="floor"):
    """One line, with the seconds of the processor where they are known: those a busy machine changes least."""
    said = f"{what:23} {first} {floor:8.{digits}f} {unit}   ours {ours:8.{digits}f} {unit}  "
    return said if busy is None else f"{said} (processor {busy:.{digits}f} and {our_busy:.{digits}f})  "


def verdict(value, goal):
    """Whether a goal is met, in words."""
    return f"goal {goal}: {'met' if value <= goal else 'missed'}"


def single(bench):
    """One picture of 1.17 MB, ready at once."""
    (floor, busy), (ours, our_busy) = bench.both("single", 25)
    told = f"+{ours - floor:.1f} ms; {verdict(ours - floor, 12)}"
    print(row("one picture", "ms", floor, ours, 1, busy, our_busy), told)


def together(bench, number, goal):
    """Many jobs of 2 s at once."""
    (floor, busy, _), (ours, our_busy, came) = bench.both("together", number, seconds=2)
    bench.count(came, number)
    told = f"x {ours / floor:.2f}; {verdict(ours / floor, goal)}"
    print(row(f"{number} jobs of 2 s", "s", floor, ours, 2, busy, our_busy), told)


def jobs_64(bench):
    """64 of them."""
    together(bench, 64, 1.15)


def jobs_256(bench):
    """256 of them."""
    together(bench, 256, 1.25)


def grid_256(bench):
    """256 of them as the cells of one comparison."""
    (floor, busy, _), (ours, our_busy, came) = bench.both("together", 256, seconds=2, us="grid")
    bench.count(came, 256)
    told = f"x {ours / floor:.2f}; {verdict(ours / floor, 1.5)}"
    print(row("a grid of 256 cells", "s", floor, ours, 2, busy, our_busy), told)


def peak(bench):
    """Memory of large pictures that arrive together."""
    (floor, _), (ours, came) = bench.both("peak", 64, side=FIVE_MB)
    bench.count(came, 64)
    print(row("64 pictures of 4.66 MB", "MB", floor, ours, 0), f"above idle; {verdict(ours, 40)}")


def thumbnails(bench):
    """Pictures of an earlier session, shown again."""
    with tempfile.TemporaryDirectory() as folder:
        bench.ask("ours", "keep", 24, folder=folder)
        turns = [bench.ask("ours", "thumbnails", 24, folder=folder) for _ in range(ROUNDS)]
    known, anew = map(median, zip(*turns, strict=True))
    print(row("24 known thumbnails", "ms", anew, known, 1, first="anew"), f"together; {verdict(known, 20)}")


def lasting(bench):
    """A long session."""
    came, quarters = bench.ask("ours", "lasting", 2000, side=SMALL)
    bench.count(came, 2000)
    for number, (each, busy, megabytes, files) in enumerate(quarters, 1):
        told = f"{each:8.1f} ms each   (processor {busy:.1f})   {megabytes:6.1f} MB   {files} descriptors"
        print(f"jobs to {number * 500:<15} {told}")


MEASURES = {measure.__name__: measure for measure in (single, jobs_64, jobs_256, grid_256, peak, thumbnails, lasting)}


@contextmanager
def served():
    """The server, for as long as its standard input is open."""
    call = [sys.executable, PARTS / "server.py"]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield int(process.stdout.readline())
        process.stdin.close()


def main(names):
    """Print one line for each measure; a missed goal is no failure, a missing picture is."""
    with served() as port:
        bench = Bench(port)
        for name in names or MEASURES:
            MEASURES[name](bench)
    print("all pictures present" if bench.complete else "PICTURES ARE MISSING")
    return 0 if bench.complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
