"""No test spends: keys are removed, live calls are forbidden, and everything written goes to a folder of its own.

What stands in long tables is sampled: another part of it runs each day, and all of it with `--whole`.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from environments import KEYS
from sampling import asked_by_name, left_out, today
from views import Notebook

from imgen_nb.client import process

os.environ["IMGEN_NB_LIVE"] = "0"

EXAMPLES = {False: 30, True: 300}
"""How many a property is tried with: sampled, whole."""
MEMORY, ROOM = Path("/dev/shm"), 2**31
"""A folder in memory, where there is one with so many free bytes: stores wait for a disk longer than tests compute."""
MATRIX_TIMEOUT = 1200
"""Seconds for a test that may have to make an environment first."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run every sampled row, and properties with more examples")
    drawn = random.SystemRandom().randrange(10**9)
    parser.addoption("--money", type=int, default=drawn, metavar="SEED", help="where the random schedules begin")
    parser.addoption("--sample", type=int, default=today(), metavar="SEED", help="which of the sampled rows run")


def pytest_configure(config: pytest.Config) -> None:
    """A busy machine is no fault of the code: properties have no clock, and CI tries the same examples each time."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # where `tmp_path` is, unless --basetemp says
    whole = config.getoption("--whole")
    slow = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture]
    hypothesis.settings.register_profile(
        "house",
        deadline=None,
        suppress_health_check=slow,
        derandomize="CI" in os.environ,
        max_examples=EXAMPLES[whole],
    )
    hypothesis.settings.load_profile("house")


def pytest_report_header(config: pytest.Config) -> str:
    rows = "all" if config.getoption("--whole") else f"--sample={config.getoption('--sample')}"
    return f"sampled rows: {rows}; schedules: --money={config.getoption('--money')}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves a loop running in the main thread, where no other can start."""
    for item in items:
        if item.get_closest_marker("matrix") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(MATRIX_TIMEOUT))
    if not (config.getoption("--whole") or asked_by_name(config)):
        matrix = "not matrix" not in config.getoption("markexpr")
        out = left_out(items, config.getoption("--sample"), matrix=matrix)
        config.hook.pytest_deselected(items=list(out))
        items[:] = [item for item in items if item not in out]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """A front end that notes what it is told, for what shows itself in a cell."""
    made = Notebook(monkeypatch)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name in KEYS or name.endswith(("_BASE_URL", "_LIVE"))]:
        monkeypatch.delenv(name)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("IMGEN_NB_LIVE", "0")
    monkeypatch.setenv("IMGEN_NB_HOME", str(tmp_path / "home"))
    process.use()
