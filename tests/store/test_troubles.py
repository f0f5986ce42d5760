"""What databases and disks say, in our own words: what passes is tried again, and nobody's prompt is repeated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from intents import planted

from imgen_nb.errors import StorageFull, StoreError
from imgen_nb.store import home as homes
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.store.troubles import read_trouble
from imgen_nb.testing import virtually
from imgen_nb.types import State

SERVER = "postgresql://here/pictures"


class Said(Exception):
    """What a driver raises, with the code that PostgreSQL has for it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("the server said no\nLINE 1: a red fox")
        self.sqlstate = sqlstate


def told(kind: type[sa.exc.DBAPIError], sqlstate: str) -> Exception:
    return kind("INSERT INTO jobs", {"prompt": "a red fox"}, Said(sqlstate))


@pytest.mark.parametrize(
    ("error", "kind", "words", "passes"),
    [
        (told(sa.exc.OperationalError, "55P03"), StoreError, "another program holds the lock", True),
        (told(sa.exc.OperationalError, "53100"), StorageFull, "takes nothing more", True),
        (told(sa.exc.OperationalError, "57P01"), StoreError, "cannot be used: Said: the server said no", True),
        (told(sa.exc.InterfaceError, "08006"), StoreError, "cannot be used", True),
        (told(sa.exc.ProgrammingError, "42501"), StoreError, "cannot be used", False),
        (told(sa.exc.DataError, "22021"), StoreError, "cannot hold this: Said: the server said no", False),
        (sa.exc.ArgumentError("postgresql://me:secret@here"), StoreError, "no address of a database", False),
        (ImportError("no driver"), StoreError, "cannot be opened: no driver", False),
        (OSError(28, "No space left on device"), StorageFull, "No space left", True),
        (PermissionError(13, "Permission denied"), StoreError, "cannot be used: Permission denied", False),
    ],
    ids=lambda value: getattr(value, "sqlstate", type(value).__name__) if isinstance(value, Exception) else "",
)
def test_what_went_wrong_is_told_without_what_was_asked(
    error: Exception, kind: type[StoreError], words: str, passes: bool
) -> None:
    trouble = read_trouble(error, SERVER)
    assert type(trouble.error) is kind
    assert words in trouble.error.message
    assert trouble.passes is passes
    assert trouble.error.hint
    assert not any(secret in str(trouble.error) for secret in ("fox", "secret", "INSERT"))
    assert read_trouble(trouble, SERVER) is trouble


def test_a_damaged_file_that_cannot_be_moved_away_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "set_aside", lambda database: None)
    (tmp_path / "store.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="is damaged") as caught:
        Store(tmp_path).history()
    assert "move the file away" in caught.value.hint


def test_where_the_usual_temporary_folder_takes_nothing_a_fresh_one_does(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "_refusal", lambda folder: OSError(30, "Read-only file system"))
    settled = homes.settle(tmp_path / "home")
    assert settled.folder.parent == temporary
    assert settled.folder.is_dir()
    assert settled.known is None


def test_that_a_job_was_taken_is_never_lost_to_a_disk_that_takes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    request = planted(store, State.SENDING, None)

    def full(works: Any) -> Any:
        raise OSError(28, "No space left on device")

    store.batch = full  # type: ignore[method-assign]

    async def work() -> bool:
        return await Journal(store).accept(request.ref, "r-1")

    assert virtually(work())
    row = store.get(request.ref)
    assert row is not None
    assert (row.state, row.remote_id) == (State.ACCEPTED, "r-1")
