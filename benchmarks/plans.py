"""A plan of 50,000 cells: checked, priced, and looked up in the store, beside what cannot be left out of it.

    python benchmarks/plans.py

The floor makes the key of each request (canonical JSON, sha256) and asks SQLite for all of them.
Both run in this process, the floor first.
"""

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
import time

CELLS = 50_000
REFUSED = 5_000
"""Banatie draws neither 4:3 nor 3:4."""
MANY = 900
GOAL = 2.0
FIELDS = {
    "prompt": [f"a fox of kind {number}" for number in range(500)],
    "provider": ["akool", "banatie", "destinpq", "qolaba"],
    "aspect_ratio": ["1:1", "16:9", "9:16", "4:3", "3:4"],
    "take": [1, 2, 3, 4, 5],
}


def floor():
    """Keys, and one look at each."""
    shared = {"provider": "banatie", "origin": "sandbox:1", "params": {"aspect_ratio": "1:1", "enhance": True}}
    keys = [
        hashlib.sha256(json.dumps({**shared, "prompt": f"a fox {number}"}, sort_keys=True).encode()).hexdigest()
        for number in range(CELLS)
    ]
    database = sqlite3.connect(":memory:")
    database.execute("create table jobs (key text, state text)")
    database.execute("create index by_key on jobs (key)")
    for start in range(0, CELLS, MANY):
        some = keys[start : start + MANY]
        database.execute(f"select key, state from jobs where key in ({','.join('?' * len(some))})", some).fetchall()


def planned():
    """The number of cells, and of those that cannot be sent."""
    import imgen_nb as ig

    plan = ig.plan(**FIELDS)
    return len(plan.cells), len(plan.problems)


def timed(call):
    """Seconds, those of the processor, and what the call gave."""
    began, busy = time.perf_counter(), time.process_time()
    given = call()
    return time.perf_counter() - began, time.process_time() - busy, given


def main():
    """Print one line; a plan that has other cells than it should is a failure."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"IMGEN_NB_HOME": home, "IMGEN_NB_LIVE": "0"}
        import imgen_nb as ig

        ig.plan(prompt="warm", provider="all", take=[1, 2])
        seconds, busy, _ = timed(floor)
        ours, our_busy, (cells, refused) = timed(planned)
    met = "met" if ours <= GOAL else "missed"
    print(f"a plan of {cells:,} cells   floor {seconds:.2f} s   ours {ours:.2f} s", end="   ")
    print(f"(processor {busy:.2f} and {our_busy:.2f})   goal {GOAL:.0f} s: {met}")
    right = (cells, refused) == (CELLS, REFUSED)
    print("every cell accounted for" if right else f"{cells} CELLS, {refused} REFUSED")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
