"""Measure the sketch engine: import, medians for every finish and template, memory of four pictures.

    python benchmarks/sketch.py [--repeat 3]

Goals on an idle machine: 1024 x 1024 in 0.35 s for every finish and template, 512 x 512 in 0.12 s (0.16 s where it is
painted stroke by stroke, as in oil and gouache), import and pack under 0.2 s, four pictures of 1024 x 1024 under 400 MB
at the peak.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

PROMPTS = (
    "three red foxes next to a snowy lighthouse at sunset",
    "a robot holding a yellow umbrella in a neon city at night",
    "a cup of coffee and a book",
    "an elephant under a huge tree in a meadow",
    "a dragon over a forest",
)
IMPORT = (
    "import time; t = time.perf_counter(); from imgen_nb.sketch import parse; parse('a red fox'); "
    "print(time.perf_counter() - t)"
)
FULL = (
    "import time; t = time.perf_counter(); from imgen_nb.sketch import parse, render; render; parse('a red fox'); "
    "print(time.perf_counter() - t)"
)


def memory() -> float:
    """Peak resident memory of this process in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def fresh(code: str) -> float:
    """The median seconds a new process reports."""
    # byte code is cached, as it is for everyone who imports a package twice; the first run writes it
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    call = [sys.executable, "-c", code]
    runs = [subprocess.run(call, check=True, capture_output=True, text=True, env=env) for _ in range(5)]
    return median(float(run.stdout) for run in runs)


def main(arguments: list[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure the sketch engine.")
    parser.add_argument("--repeat", type=int, default=1)
    repeat = parser.parse_args(arguments).repeat
    print(f"import and understand   {fresh(IMPORT):.3f} s")
    print(f"import, understand, painter modules   {fresh(FULL):.3f} s")

    from imgen_nb.sketch import FINISHES, TEMPLATES, parse, render

    plans = [parse(prompt) for prompt in PROMPTS]
    render(plans[0], (64, 64))
    columns = [("finish", name) for name in FINISHES] + [("template", name) for name in TEMPLATES]
    print(f"{'':24}{'512':>8}{'1024':>8}{'max':>8}")
    for kind, name in columns:
        row = []
        for side in (512, 1024):
            taken = []
            for plan in plans * repeat:
                start = time.perf_counter()
                render(
                    plan,
                    (side, side),
                    seed=len(taken),
                    **({"finish": name} if kind == "finish" else {"template": name}),
                )  # type: ignore[arg-type]
                taken.append(time.perf_counter() - start)
            row.append((median(taken), max(taken)))
        print(f"{kind:10}{name:14}{row[0][0]:8.3f}{row[1][0]:8.3f}{row[1][1]:8.3f}")
    before = memory()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda plan: render(plan, (1024, 1024), finish="mosaic"), plans[:4]))
    print(f"peak memory: {before:.0f} MB after single pictures, {memory():.0f} MB after four of 1024 x 1024 at once")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
