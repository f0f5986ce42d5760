"""Money and pictures are safe: the figures, by what tries to break it.

    python run.py bench safety [PROOF ...] [--share PERCENT] [--seed N] [--cores N]

Every proof counts what must never happen, and fails if it did. PERCENT of the full number of tries is made (5 by
default); a seed draws other tries, and each failure prints what repeats it.
"""

import argparse
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests" / "helpers")]


def proofs():
    """Every proof by its name, with its full number of tries."""
    from proofs import baselines, crashes, hostile, polling, processes, schedules, spending, surfaces

    return {
        "schedules": (schedules.run, 100_000),
        "baselines": (baselines.run, 2_000),
        "crashes": (crashes.once, None),
        "crashes_twice": (crashes.twice, crashes.PAIRS),
        "kills": (processes.kills, 200),
        "saves": (processes.saves, 150),
        "forks": (processes.forks, 200),
        "interrupts": (processes.interrupts, 100),
        "cancels": (processes.cancels, 3_000),
        "budgets": (spending.budgets, 4_000),
        "windows": (spending.windows, 400),
        "waits": (spending.waits, 10_000),
        "polls": (polling.polls, 20_000),
        "foreign": (polling.foreign, None),
        "keys": (surfaces.keys, 4_000),
        "markup": (surfaces.markup, 20_000),
        "addresses": (hostile.addresses, None),
        "images": (hostile.images, 20_000),
        "replies": (hostile.replies, 100_000),
    }


def main(arguments):
    """Run the proofs that are named, or all; 1 if any found what must never be."""
    from proofs import many

    known = proofs()
    parser = argparse.ArgumentParser(prog="safety", description="Count what must never happen.")
    parser.add_argument("names", nargs="*", metavar="PROOF", help=f"one of {', '.join(known)}; all if none is named")
    parser.add_argument("--share", type=float, default=5.0, help="per cent of the full number of tries (default: 5)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cores", type=int, default=0, help="how many processes share the work (default: every core)")
    asked = parser.parse_args(arguments)
    many.CORES = asked.cores
    if strange := set(asked.names) - set(known):
        parser.error(f"no proof is called {', '.join(sorted(strange))}")
    failed = 0
    for name in asked.names or known:
        prove, full = known[name]
        tries = None if full is None else max(1, round(full * asked.share / 100))
        began = time.monotonic()
        lines, wrong = prove(tries, asked.seed)
        took = time.monotonic() - began
        print(
            f"{name:14} {lines[0]}   ({took:.0f} s)", *(f"{'':14} {line}" for line in lines[1:]), sep="\n", flush=True
        )
        for one in wrong[:5]:
            print(f"{'':14} WRONG: {one}", flush=True)
        failed += bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
