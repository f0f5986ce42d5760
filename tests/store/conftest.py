"""The store of most tests here, in both kinds of database; its temporary folder is the test's own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from databases import emptied, server

from imgen_nb.store.store import Store


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with server() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.matrix)])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the journal is; None is a file of the home."""
    return None if request.param == "sqlite" else emptied(request.getfixturevalue("postgres"))


@pytest.fixture
def opened(tmp_path: Path, url: str | None) -> Iterator[Callable[[], Store]]:
    """Opens the one store of a test, each time as another process has it."""
    made: list[Store] = []

    def another() -> Store:
        made.append(Store(tmp_path / "store", url))
        return made[-1]

    yield another
    for one in made:
        one.database.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()
