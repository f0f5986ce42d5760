"""What a process knows of where it runs and of what it may spend."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

import imgen_nb as ig
from imgen_nb.client import nesting, process
from imgen_nb.errors import StoreError
from imgen_nb.store.store import Store


@pytest.mark.parametrize(
    ("shell", "there"),
    [
        (None, False),
        (SimpleNamespace(), False),
        (SimpleNamespace(kernel=None), False),
        (SimpleNamespace(kernel=1), True),
    ],
    ids=["a script", "a terminal", "a shell without", "a notebook"],
)
def test_a_notebook_is_known_by_its_kernel(shell: Any, there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace(version_info=(7, 1, 0)))
    assert nesting.in_notebook() is bool(there)
    assert nesting._kernel_version() == (7 if there else 0)


def test_a_store_that_cannot_be_read_just_now_keeps_no_view_from_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any, **__: Any) -> Any:
        raise StoreError("locked", hint="wait")

    ig.use(live=False, budget=ig.Budget(images=5))
    assert process.budget_left(live=False) == "5 of 5 pictures left in any day"
    monkeypatch.setattr(Store, "used", locked)
    assert process.budget_left(live=False) == ""
