"""A home as a process finds it, at the price of a copy: thousands of schedules need not make and learn one each."""

from __future__ import annotations

import tempfile
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


def taught(engine: Any) -> Any:
    """Let an engine know the statements that any other has learned: SQLAlchemy compiles each once for every engine."""
    _LEARNED.setdefault("dialect", engine.dialect)
    _LEARNED.setdefault("_compiled_cache", engine._compiled_cache)
    engine.__dict__.update(_LEARNED)
    return engine


_LEARNED: dict[str, Any] = {}
