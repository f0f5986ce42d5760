"""No test spends: keys are removed, live calls are forbidden, and everything written goes to a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest
from environments import KEYS

from imgen_nb.client import process

os.environ["IMGEN_NB_LIVE"] = "0"

# A busy machine is no fault of the code: properties have no clock, and CI tries the same examples each time.
slow = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture]
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=slow, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves a loop running in the main thread, where no other can start."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


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
