"""The spool: what must be remembered and could not be written, because the database was locked or the disk was full.

It is kept in memory and in a file beside the store, else in the temporary folder; it is written with the next
transaction that comes about. A file of a process that died is taken in by whoever writes to the store next.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from imgen_nb.store.files import is_private, make_private, place, private_temporary
from imgen_nb.store.owners import me
from imgen_nb.store.troubles import Trouble

log = logging.getLogger(__name__)
SUFFIX = ".owed"


@dataclass(eq=False)
class Debt:
    """Some values that a row is owed; with `lets_go` nobody works on the row any more."""

    row_id: str
    values: dict[str, Any]
    lets_go: bool
    since: int = 0
    """When it came to be owed, in nanoseconds: its place among the others, also where its file was written later."""
    file: Path | None = None
    written: bool = False
    """Whether the transaction under way has it: then the database tells, and later changes count."""
    told: bool = False
    """Whether it was logged that no file takes it."""


class Spool:
    """What this process owes to one store.

    `home` is the store's folder, `name` tells its database from another one of the same folder; `lives` whether a
    process may still write down what it owes.
    """

    def __init__(self, home: Path, name: str, lives: Callable[[str], bool]) -> None:
        self._lives = lives
        mark = hashlib.sha256(f"{home}\n{name}".encode()).hexdigest()[:16]
        self._beside = home / "owed" / hashlib.sha256(name.encode()).hexdigest()[:16]
        self._elsewhere = private_temporary("owed") / mark
        self.held: dict[str, Any] = {}
        """Outcomes whose bytes are in hand and could not be placed, by the row's id: paid, and nowhere else."""
        self._debts: list[Debt] = []
        self._process = os.getpid()

    def owe(self, row_id: str, values: dict[str, Any], *, lets_go: bool) -> Debt:
        """Take note of something that the database must get."""
        mine = self._mine()
        debt = Debt(row_id, values, lets_go, max(time.time_ns(), mine[-1].since + 1 if mine else 0))
        mine.append(debt)
        return debt

    @property
    def debts(self) -> tuple[Debt, ...]:
        """What is owed, the oldest first."""
        return tuple(self._mine())

    def owed(self, row_id: str) -> dict[str, Any]:
        """What a row will have: it counts as if it were written."""
        found: dict[str, Any] = {}
        for debt in self._mine():
            if debt.row_id == row_id and not debt.written:
                found |= debt.values | ({"owner": None} if debt.lets_go else {})
        return found

    @contextmanager
    def paying(self) -> Iterator[tuple[Debt, ...]]:
        """What a transaction writes now; it is owed for as long as that has not come about."""
        debts = self.debts
        try:
            for debt in debts:
                debt.written = True
            yield debts
        except BaseException:
            for debt in debts:
                debt.written = False
            raise
        mine = self._mine()
        for debt in debts:
            mine.remove(debt)
            if debt.file is not None:
                with suppress(OSError):
                    debt.file.unlink()

    def write_down(self, debt: Debt) -> bool:
        """Put what is still owed into a file that outlives this process; False if no folder takes one."""
        if debt not in self._mine() or debt.file is not None:
            return True
        name = _name(debt.since)
        text = json.dumps({"row": debt.row_id, "lets_go": debt.lets_go, "values": debt.values}, default=str)
        for folder in (self._beside, self._elsewhere):
            with suppress(OSError):
                make_private(folder)
                debt.file = place(folder / name, text, durable=True)
                log.warning("the store takes nothing now: what became of %s is kept in %s", debt.row_id, debt.file)
                return True
        if not debt.told:
            log.error("neither the store nor a file takes what became of %s: it is kept in memory", debt.row_id)
            debt.told = True
        return False

    def take_in(self) -> None:
        """Take over what processes owed that have died."""
        for folder in (self._beside, self._elsewhere):
            for file in _listed(folder):
                with suppress(OSError, ValueError, KeyError, TypeError, Trouble):
                    self._take(file)

    def _take(self, file: Path) -> None:
        since, _, owner = file.name.removesuffix(SUFFIX).partition("~")
        if unquote(owner) == me() or self._lives(unquote(owner)):
            return
        data = json.loads(file.read_text("utf-8"))
        debt = Debt(str(data["row"]), dict(data["values"]), lets_go=True, since=int(since))
        debt.file = file.rename(file.with_name(_name(debt.since)))  # of several processes that find it, one has it
        self._mine().append(debt)

    def _mine(self) -> list[Debt]:
        """A forked child owes nothing: its parent does."""
        if self._process != os.getpid():
            self._debts, self._process = [], os.getpid()
        return self._debts


def _name(since: int) -> str:
    """How a file of ours is called: by its place among the others, and by who may write it."""
    return f"{since:020d}~{quote(me(), safe='')}{SUFFIX}"


def _listed(folder: Path) -> list[Path]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(SUFFIX))
    except OSError:
        return []
    return [folder / name for name in names] if is_private(folder) and is_private(folder.parent) else []
