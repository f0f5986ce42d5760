"""Simulate blind votes on contestants of known strength: is the order found again, and do the intervals hold the truth?

    python benchmarks/votes.py [--repeat 200]

Goals: Kendall's tau of 0.9 from 1,000 votes, and 90 % intervals that hold the truth in 85 to 95 % of 200 repetitions.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from imgen_nb.comparison.vote.strengths import LEVEL, Judged, measure

CASES = ((6, 1000, 2), (6, 1000, 4), (3, 30, 2), (2, 10, 2), (10, 100, 2))
"""Contestants, votes, pictures on a ballot."""


def simulated(truth: np.ndarray, votes: int, size: int, rng: np.random.Generator) -> list[Judged]:
    """Votes of people who choose by the strengths given."""
    made: list[Judged] = []
    for _ in range(votes):
        shown = tuple(int(one) for one in rng.permutation(len(truth))[:size])
        odds = np.exp(truth[list(shown)])
        made.append((shown, int(rng.choice(shown, p=odds / odds.sum()))))
    return made


def tau(order: list[int]) -> float:
    """Kendall's tau between an order and 0, 1, 2..."""
    return float(np.mean([np.sign(b - a) for at, a in enumerate(order) for b in order[at + 1 :]]))


def main() -> None:
    """Print one line for each case."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--repeat", type=int, default=200)
    repeat = asked.parse_args().repeat
    print(f"{'contestants':>11} {'votes':>6} {'shown':>6} {'tau':>6} {f'held of {LEVEL:.0%}':>12} {'ms each':>8}")
    for contestants, votes, size in CASES:
        rng, truth = np.random.default_rng(5), np.linspace(1.2, -1.2, contestants)
        taus, held, spent = [], [], 0.0
        for _ in range(repeat):
            judged = simulated(truth, votes, size, rng)
            began = time.perf_counter()
            found = measure(judged, contestants)
            low, high = found.low, found.high
            spent += time.perf_counter() - began
            taus.append(tau(found.order))
            held.append((low <= truth) & (truth <= high))
        line = f"{contestants:>11} {votes:>6} {size:>6} {np.mean(taus):>6.2f} {np.mean(held):>12.1%}"
        print(f"{line} {spent / repeat * 1000:>8.0f}")


if __name__ == "__main__":
    main()
