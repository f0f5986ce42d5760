"""How well the tests hold the code: what they never reach, and which small changes to it they let pass.

    python run.py bench tested [coverage | mutations] [--most N] [--seed N] [--cores N]

`coverage` plays the tests of four rooms and prints how much of each they reach, lines and branches. `mutations` plants
one small change after another into what decides about a paid request, and into the guard of addresses, and tries each
against the tests of its own room; those that live are printed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT), str(ROOT / "tests" / "helpers")]

ROOMS = ("engine", "store", "assets", "client")
NEIGHBOURS = ("providers", "calls")
"""Whose tests are about these rooms, too: what a verb does is tried with a provider that has it."""
REACHED = 98.0
CAUGHT = 90.0
MOST = 400

GUARD = {"imgen_nb.assets.guard": ()}
POLICY = {
    "imgen_nb.engine.steps": (),
    "imgen_nb.engine.drive": ("_fulfil", "_claim", "_submit", "_settle", "_resume", "_find", "_is_ours", "_look"),
}
"""Modules, and the functions of each that decide; all where none is named."""
WITHOUT = ("test_crashes.py", "test_money.py", "test_mutations.py", "test_every_reply.py", "test_hostile_replies.py")
"""Tests that play for minutes: what they reach, a table must reach as well, and notice."""
KIT = ("destinpq", "banatie", "openai", "local_server")
"""Whose rows of the kit are played: one that is polled, one that can be searched, one held, one of one's own."""
CHOSEN = ("-k", " or ".join(("not test_wire_table", *KIT)), *(f"--ignore-glob=*/{name}" for name in WITHOUT))


def coverage():
    """Each room with how much of it the tests reach; True if a goal is missed."""
    tests = (*(f"tests/{room}" for room in (*ROOMS, *NEIGHBOURS)), *CHOSEN)
    with tempfile.TemporaryDirectory() as folder:
        data, told = Path(folder) / "data", Path(folder) / "told.json"
        runs = (("not matrix", *tests), ("matrix", "tests/store"))  # the latter at PostgreSQL, where there is one
        failed = False
        for which in runs:
            failed |= _covered("run", f"--data-file={data}", "-m", "pytest", "-q", "-m", *which)
        _covered("combine", f"--data-file={data}", "-q")
        _covered("json", f"--data-file={data}", "-o", told, "-q")
        files = json.loads(told.read_text())["files"]
    for room in ROOMS:
        own = [one["summary"] for name, one in files.items() if Path(name).parts[1] == room]
        lines = _share(own, "covered_lines", "num_statements")
        branches = _share(own, "covered_branches", "num_branches")
        print(f"{room:10} lines {lines:6.2f} %   branches {branches:6.2f} %   (goal {REACHED:.0f} %)", flush=True)
        failed |= min(lines, branches) < REACHED
    for name, one in files.items():
        missing = [*one["missing_lines"], *(f"{start}->{end}" for start, end in one["missing_branches"])]
        if missing:
            print(f"{'':10} {name}: {', '.join(map(str, missing))}")
    return failed


def _covered(*arguments):
    return subprocess.run([sys.executable, "-m", "coverage", *arguments], check=False, cwd=ROOT).returncode != 0


def _share(files, some, of):
    return 100 * sum(one[some] for one in files) / max(1, sum(one[of] for one in files))


def mutations(most, seed, cores):
    """Both places with the share of their mutants that tests catch, and what lives; True if a goal is missed."""
    from proofs.survivors import survivors

    os.chdir(ROOT)
    low, shares = False, {"the guard of addresses": (GUARD, "assets"), "what decides of a POST": (POLICY, "engine")}
    for what, (modules, room) in shares.items():
        began = time.monotonic()
        many, alive = survivors([f"tests/{room}", *CHOSEN], modules, most, seed, cores)
        caught = 100 * (many - len(alive)) / max(1, many)
        took = time.monotonic() - began
        print(f"{what:24} {many} mutants, {caught:.1f} % caught (goal {CAUGHT:.0f} %)   ({took:.0f} s)", flush=True)
        low |= caught < CAUGHT
    return low


def main(arguments):
    """Print what is asked for, or both; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="tested", description="How well the tests hold the code.")
    parser.add_argument("what", nargs="*", choices=["coverage", "mutations"], default=["coverage", "mutations"])
    parser.add_argument("--most", type=int, default=MOST, help=f"mutants of each place at most (default: {MOST})")
    parser.add_argument("--seed", type=int, default=1, help="which mutants, where there are more")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1, help="processes (default: one for each core)")
    asked = parser.parse_args(arguments)
    missed = [coverage()] if "coverage" in asked.what else []
    missed += [mutations(asked.most, asked.seed, asked.cores)] if "mutations" in asked.what else []
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
