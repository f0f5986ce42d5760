"""Which mutants a room's tests let live: each gets a fork of one pytest that has collected them.

The first fork plays all tests as they are, and notes which lines each reaches and how long it takes. A mutant is tried
by the tests that reach its lines: first those that caught its neighbours, then those of few rows, which are about one
thing; the first that fails has caught it. Time is the processor's, since a busy machine's clock says nothing of a test.
"""

import importlib
import json
import os
import random
import resource
import signal
import threading
import time
from collections import Counter
from pathlib import Path

LONGEST = 20.0
"""Seconds that one mutant is worth, as its tests take without it."""
PATIENCE = 5.0
"""Seconds that a test is given beyond ten times what it takes: a mutant that never ends is caught as well."""
WARM = 20
"""Tests that are played as they are before the first fork."""
IDLE = 300.0
"""Seconds by the clock after which one that does nothing at all counts as caught."""


def survivors(tests, modules, most, seed, cores):
    """Try the mutants of some modules (by the functions that count) against some tests; (how many, those that live)."""
    import pytest

    trial = _Trial(modules, most, random.Random(seed), cores)
    pytest.main(["-qq", "-p", "no:cacheprovider", *tests], plugins=[trial])
    return trial.tried, trial.alive


class _Trial:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, modules, most, chance, cores):
        self.modules, self.most, self.chance, self.cores = modules, most, chance, cores
        self.tried, self.alive = 0, []

    def pytest_runtestloop(self, session):
        """Try every mutant, a share of them in each of some processes."""
        items = {item.nodeid: item for item in session.items}
        mutants = self._mutants()
        told = _said(*_forked(_silent(lambda: json.dumps(_reached(items, {module.__file__ for module, _ in mutants})))))
        shares = [mutants[start :: self.cores] for start in range(self.cores)]
        trying = [_forked(lambda: json.dumps(_alive(share, items, *json.loads(told)))) for share in shares]  # noqa: B023
        self.alive = [one for said in trying for one in json.loads(_said(*said))]
        self.tried = len(mutants)
        return True

    def _mutants(self):
        from proofs.mutants import mutants

        found = []
        for module, functions in ((importlib.import_module(name), some) for name, some in self.modules.items()):
            found += [(module, one) for one in mutants(Path(module.__file__).read_text("utf-8"), functions)]
        return found if len(found) <= self.most else self.chance.sample(found, self.most)


def _alive(mutants, items, took, reached):
    """What lives of some mutants, in words."""
    alive, caught = [], {}
    for name in _chosen(mutants[0][1], reached.get(mutants[0][0].__file__, {}), took, Counter())[:WARM]:
        _passes(items[name])  # what they import, no fork need import again
    for number, (module, mutant) in enumerate(mutants, 1):
        before = caught.setdefault(mutant.function, Counter())
        tests = _chosen(mutant, reached.get(module.__file__, {}), took, before)
        by = _said(*_forked(_silent(lambda: _caught(module, mutant, tests, items, took))), IDLE)  # noqa: B023 - read at once
        if by == NOBODY:
            alive.append(f"{module.__name__}: {mutant}")
            print(f"{'':10} lives after {len(tests)} tests: {alive[-1]}", flush=True)
        before[by] += 1
        if number % 20 == 0:
            print(f"{'':10} {number} of {len(mutants)}", flush=True)
    return alive


def _chosen(mutant, lines, took, before):
    """The tests that reach a mutant's lines, as many as it is worth: one row of each before a second of any.

    Rows of one table mostly notice the same: a second is worth less than another test's first. What has caught a
    mutant of the same function goes before them all.
    """
    names = {name for line in mutant.lines for name in lines.get(str(line), ()) if name in took}
    many, rows = Counter(map(_table, took)), Counter()
    order = []
    for name in sorted(names, key=took.get):
        test = _table(name)
        order.append((-before[name], rows[test], many[test], took[name], name))
        rows[test] += 1
    chosen, so_far = [], 0.0
    for *_, seconds, name in sorted(order):
        so_far += seconds
        if so_far <= LONGEST:
            chosen.append(name)
    return chosen


def _table(name):
    return name.partition("[")[0]


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
    return took, {file: data.contexts_by_lineno(file) for file in data.measured_files()}


NOBODY = "nobody"


def _caught(module, mutant, tests, items, took):
    """The test that notices a mutant; one that spins in it is ended by the system, and says nothing."""
    from proofs.mutants import take_on

    take_on(module, mutant.changed)
    for name in tests:
        most = time.process_time() + PATIENCE + 10 * took[name]
        resource.setrlimit(resource.RLIMIT_CPU, (round(most), resource.RLIM_INFINITY))
        if not _passes(items[name]):
            return name
    return NOBODY


def _passes(item):
    from _pytest.runner import runtestprotocol

    return not any(report.failed for report in runtestprotocol(item, log=False))


def _silent(work):
    """The same work, in a process that prints nothing."""

    def silenced():
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        return work()

    return silenced


def _forked(work):
    """A fork of this process that does some work: its id, and where it says what came of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os.close(reader)
        try:
            with os.fdopen(writer, "w") as told:
                told.write(work())
        finally:
            os._exit(0)
    os.close(writer)
    return child, reader


def _said(child, reader, patience=None):
    """What a fork says; nothing, where it dies, or where it takes too long."""
    timer = threading.Timer(patience or threading.TIMEOUT_MAX, os.killpg, (child, signal.SIGKILL))
    timer.daemon = True
    timer.start()
    with os.fdopen(reader) as told:
        said = told.read()
    timer.cancel()
    os.waitpid(child, 0)
    return said
