"""How long `import imgen_nb` takes beside `import httpx`, each in fresh interpreters. Goal: at most twice."""

import os
import statistics
import subprocess
import sys
import time

CODES = {"imgen_nb": "import imgen_nb", "httpx": "import httpx", "nothing": "pass"}
ROUNDS = 9
GOAL = 2.0


def seconds(code):
    """Time one fresh interpreter."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "IMGEN_NB_LIVE": "0"})
    return time.perf_counter() - started


def medians():
    """Interleave the rounds, so that a busy moment of the machine falls on all of them; the first only warms caches."""
    rounds = [{name: seconds(code) for name, code in CODES.items()} for _ in range(ROUNDS + 1)][1:]
    return {name: statistics.median(each[name] for each in rounds) for name in CODES}


def main():
    """Print the medians and the ratio."""
    median = medians()
    for name, took in median.items():
        print(f"python -c {CODES[name]!r:18} {took * 1000:6.0f} ms")
    ratio = median["imgen_nb"] / median["httpx"]
    net = (median["imgen_nb"] - median["nothing"]) / (median["httpx"] - median["nothing"])
    verdict = "met" if ratio <= GOAL else "missed"
    print(f"imgen_nb / httpx: {ratio:.2f} (without the interpreter itself: {net:.2f}); goal {GOAL:.0f}: {verdict}")


if __name__ == "__main__":
    main()
