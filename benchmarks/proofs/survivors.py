"""Which mutants a room's tests let live: each gets a fork of one pytest that has collected them.

The first fork plays all tests as they are, and notes which lines each reaches and how long it takes. A mutant is tried
by the tests that reach its lines, the quickest first; the first that fails has caught it.
"""

import importlib
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

PATIENCE = 60.0
"""Seconds a mutant is given beyond twenty times what its tests take: one that never ends is caught as well."""
LONGEST = 15.0
"""Seconds of the processor that one mutant is worth, as its tests take without it: of a busy machine's clock it would
be fewer tests."""


def survivors(tests, modules, most, seed):
    """Try the mutants of some modules (by the functions that count) against some tests; (how many, those that live)."""
    import pytest

    trial = _Trial(modules, most, random.Random(seed))
    pytest.main(["-qq", "-p", "no:cacheprovider", *tests], plugins=[trial])
    return trial.tried, trial.alive


class _Trial:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, modules, most, chance):
        self.modules, self.most, self.chance = modules, most, chance
        self.tried, self.alive = 0, []

    def pytest_runtestloop(self, session):
        """Try every mutant."""
        items = {item.nodeid: item for item in session.items}
        mutants = self._mutants()
        took, reached = json.loads(_forked(lambda: _reached(items, {module.__file__ for module, _ in mutants})))
        for module, mutant in mutants:
            tests = _chosen(mutant, reached.get(module.__file__, {}), took)
            patience = PATIENCE + 20 * sum(map(took.get, tests))
            trial = [items[name] for name in tests]
            lives = _forked(lambda: _lives(module, mutant, trial), patience) == "True"  # noqa: B023 - called at once
            self.tried += 1
            if lives:
                self.alive.append(f"{module.__name__}: {mutant}")
                print(f"{'':10} lives after {len(tests)} tests: {self.alive[-1]}", flush=True)
            print(f"{self.tried} of {len(mutants)}", end="\r", flush=True)
        return True

    def _mutants(self):
        from proofs.mutants import mutants

        found = []
        for module, functions in ((importlib.import_module(name), some) for name, some in self.modules.items()):
            found += [(module, one) for one in mutants(Path(module.__file__).read_text("utf-8"), functions)]
        return found if len(found) <= self.most else self.chance.sample(found, self.most)


def _chosen(mutant, lines, took):
    """The tests that reach a mutant's lines, as many as it is worth: one row of each before a second of any.

    Rows of one table mostly notice the same: a second is worth less than another test's first.
    """
    names = {name for line in mutant.lines for name in lines.get(str(line), ()) if name in took}
    rows = Counter()
    order = []
    for name in sorted(names, key=took.get):
        test = name.partition("[")[0]
        order.append((rows[test], took[name], name))
        rows[test] += 1
    chosen, so_far = [], 0.0
    for _, seconds, name in sorted(order):
        so_far += seconds
        if so_far <= LONGEST:
            chosen.append(name)
    return chosen


def _reached(items, files):
    """How long each test takes, and by file and line which tests reach it; one that fails counts for nothing."""
    import coverage

    seen = coverage.Coverage(data_file=None, config_file=False, include=list(files))
    took = {}
    seen.start()
    for name, item in items.items():
        seen.switch_context(name)
        began = time.process_time()
        if _passes(item):
            took[name] = time.process_time() - began
    seen.stop()
    data = seen.get_data()
    return json.dumps([took, {file: data.contexts_by_lineno(file) for file in data.measured_files()}])


def _lives(module, mutant, items):
    from proofs.mutants import take_on

    take_on(module, mutant.changed)
    return str(all(_passes(item) for item in items))


def _passes(item):
    from _pytest.runner import runtestprotocol

    return not any(report.failed for report in runtestprotocol(item, log=False))


def _forked(work, patience=3600.0):
    """What some work says in a fork of this process; nothing, where it dies or takes too long."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os.close(reader)
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        try:
            with os.fdopen(writer, "w") as told:
                told.write(work())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        timer = threading.Timer(patience, os.killpg, (child, signal.SIGKILL))
        timer.start()
        said = told.read()
        timer.cancel()
    os.waitpid(child, 0)
    return said
