"""Votes on disk: a line of JSON each, a file for each person, so that a folder many write to holds no lock.

Who votes again on the same pictures has changed his mind: the later line counts. A line that is damaged, or speaks of
somebody who is not compared here, is left out and counted; files come from other people.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from imgen_nb.comparison.vote.votes import FITS, LETTERS, LOOKS, Vote, answers
from imgen_nb.errors import StoreError
from imgen_nb.types import canonical

ME = "voter"
"""The file that holds the random name under which this home votes."""


def identity(*facts: Any) -> str:
    """A short name for what is compared, the same for everybody who compares it: no name can be read from it."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()[:16]


class Box:
    """The votes on one comparison in one folder; `voter` is one person, `contestants` are all that can be voted on.

    Example:
        >>> Box(Path("votes"), "a1b2", "ana", ["x", "y"]).votes()
        ()
    """

    def __init__(
        self,
        folder: Path,
        contest: str,
        voter: str,
        contestants: Iterable[str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self.contest = contest
        self.voter = voter
        self.unread = 0
        self._contestants = frozenset(contestants)
        self._now = now

    @property
    def file(self) -> Path:
        """Where this person's votes go."""
        return self.folder / f"{self.contest}-{self.voter}.jsonl"

    def cast(self, vote: Vote) -> Vote:
        """Write a vote down; raises `StoreError` where that cannot be done."""
        cast = Vote(vote.shown, vote.answers, self.voter, vote.pictures, self._now().isoformat())
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as file:
                file.write(written(cast))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreError(
                f"the vote could not be written ({reason})", hint="name a folder that can be: grid.vote(folder=...)"
            ) from None
        return cast

    def votes(self) -> tuple[Vote, ...]:
        """All votes of all people here: of each person the last on each set of pictures."""
        self.unread = 0
        kept: dict[tuple[str, frozenset[str]], Vote] = {}
        found = [vote for file in sorted(self.folder.glob(f"{self.contest}-*.jsonl")) for vote in self._read(file)]
        for vote in sorted(found, key=lambda vote: vote.at):
            kept[vote.voter, frozenset(vote.pictures)] = vote
        return tuple(vote for vote in kept.values() if vote.answers)

    def mine(self) -> dict[frozenset[str], Vote]:
        """What this person said before, by the pictures that were shown."""
        return {frozenset(vote.pictures): vote for vote in self.votes() if vote.voter == self.voter}

    def _read(self, file: Path) -> Iterable[Vote]:
        lines: list[str] = []
        with suppress(OSError):
            lines = file.read_text("utf-8", "replace").splitlines()
        for line in filter(None, lines):
            vote = read(line, self._contestants)
            if vote is None:
                self.unread += 1
            else:
                yield vote


def written(vote: Vote) -> str:
    """A vote as a line."""
    return f"{json.dumps(asdict(vote), ensure_ascii=False)}\n"


def read(line: str, contestants: frozenset[str]) -> Vote | None:
    """Read a line that anybody may have written; None where it is no vote on these contestants."""
    try:
        raw = json.loads(line)
        shown, pictures = tuple(raw["shown"]), tuple(map(str, raw["pictures"]))
        vote = Vote(shown, dict(raw["answers"]), str(raw["voter"]), pictures, str(raw["at"]))
        distinct = len({*shown}) == len(shown) == len({*pictures})
        known = {*shown} <= contestants and {*vote.answers} <= {FITS, LOOKS}
        said = {*vote.answers.values()} <= {*answers(len(shown))}
        return vote if 2 <= len(shown) <= len(LETTERS) and distinct and known and said else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def voter_of(folder: Path, name: str | None = None) -> str:
    """Who votes: a random name kept in a folder, or what a person's own name becomes, in which nobody can read it."""
    if name is not None:
        return identity("voter", name)[:12]
    file = folder / ME
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), file.open("x", encoding="utf-8") as made:
            made.write(secrets.token_hex(6))
        if (kept := file.read_text("utf-8").strip()).isalnum():
            return kept[:12]
    return secrets.token_hex(6)
