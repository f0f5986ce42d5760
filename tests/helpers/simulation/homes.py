"""A home as a process finds it, at the price of a copy: thousands of schedules need not make and learn one each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from imgen_nb.store.home import DATABASE
from imgen_nb.store.store import Store


def furnish(folder: Path) -> None:
    """Put a home that nobody has used into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DATABASE).write_bytes(_unused())


@cache
def _unused() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.write(lambda connection: None)
        return (store.home / DATABASE).read_bytes()


def taught(opened: Callable[[], Any]) -> Callable[[], Any]:
    """Let each engine know what another has learned: SQLAlchemy compiles a statement anew for every one."""

    def engine() -> Any:
        found = opened()
        _LEARNED.setdefault("dialect", found.dialect)
        _LEARNED.setdefault("_compiled_cache", found._compiled_cache)
        found.__dict__.update(_LEARNED)
        return found

    return engine


_LEARNED: dict[str, Any] = {}
