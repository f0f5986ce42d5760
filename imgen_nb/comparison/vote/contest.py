"""One blind vote: what there is to choose between, what is said of it, and the reveal, after which nobody votes.

Only here is it known whose a picture is: a page gets a ballot's name, small copies without a history, and letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random, SystemRandom
from typing import Protocol

from imgen_nb.client.process import store_at
from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.vote.ballots import Ballot, Entry, ballots, checked_size, entries, rivals
from imgen_nb.comparison.vote.box import Box, identity, voter_of, written
from imgen_nb.comparison.vote.result import standings
from imgen_nb.comparison.vote.veil import common_size, veiled
from imgen_nb.comparison.vote.votes import FITS, LOOKS, Vote, answers
from imgen_nb.errors import InvalidRequest
from imgen_nb.show.places import clean, count
from imgen_nb.show.standings import Standings

FOLDER = "votes"
"""Where votes are kept in a home."""


class Panel(Protocol):
    """What people vote with; in a notebook its repr is the panel."""

    contest: Contest

    def reveal(self) -> Standings:
        """Say whose the pictures are and what all votes tell; from here on nobody votes here any more."""


class Contest:
    """A blind vote on the cells of a grid.

    `by` is the field that is voted on, `size` how many pictures are shown together. Votes go to `folder`, by default in
    this home; a folder that several people share merges theirs. `voter` is a person's own name, of which only a hash is
    written; without one, this home has a random one. What this person said before of the same pictures stands already,
    and can be changed: a vote is carried on where it was left. Raises `InvalidRequest` where there is nothing to choose
    between.
    """

    def __init__(
        self,
        cells: Iterable[Cell],
        axes: Sequence[Axis] = (),
        by: str | None = None,
        *,
        size: int = 2,
        folder: str | Path | None = None,
        voter: str | None = None,
        random: Random | None = None,
    ) -> None:
        self.by = rivals(axes, by)
        self.size = checked_size(size)
        shown = entries(cells, axes, self.by)
        ranked = _ranked(shown)
        self.left_out = len(shown) - len(ranked)
        self.practice = any(entry.sandbox for entry in ranked)
        self.contestants = tuple(dict.fromkeys(entry.who for entry in ranked))
        self.ballots = ballots(ranked, self.size, random or SystemRandom())
        if not self.ballots:
            raise InvalidRequest("there are no two pictures to choose between", operation="vote", hint=_hint(shown))
        self.entries = ranked
        self.revealed = False
        self._frame = common_size(entry.picture for entry in ranked)
        home = store_at(None).home / FOLDER
        self._box = Box(Path(folder or home).expanduser(), self._identity(), voter_of(home, voter), self.contestants)
        self._said = self._said_before()

    @property
    def questions(self) -> tuple[str, ...]:
        """What is asked: whether the prompt is met only where those shown together have the same one."""
        return (FITS, LOOKS) if all(ballot.prompt for ballot in self.ballots) else (LOOKS,)

    @property
    def file(self) -> Path:
        """The file this person's votes go to."""
        return self._box.file

    @property
    def answered(self) -> int:
        """How many ballots have an answer to every question."""
        return sum(len(said) == len(self.questions) for said in self._said.values())

    def said(self, ballot: Ballot) -> Mapping[str, str]:
        """What was said of a ballot here, by question."""
        return self._said.get(ballot.id, {})

    def pictures(self, ballot: Ballot) -> list[bytes]:
        """The small copies of a ballot, in the order of their letters."""
        return [_veiled(entry.picture, self._frame) for entry in ballot.entries]

    def cast(self, ballot: Ballot, said: Mapping[str, str]) -> None:
        """Write down what is said of a ballot; the last word counts, and nothing said takes it back.

        Raises `InvalidRequest` for an answer that does not exist and after the reveal, `StoreError` where it cannot be
        written.
        """
        if self.revealed:
            hint = "grid.vote() begins another vote, with other letters"
            raise InvalidRequest("the vote is over: the names are revealed", operation="vote", hint=hint)
        allowed = answers(len(ballot.entries))
        for question, answer in said.items():
            if question not in self.questions or answer not in allowed:
                hint = f"of {', '.join(self.questions)} say {', '.join(allowed)}"
                raise InvalidRequest(f"{question!r:.40} is {answer!r:.40}", operation="vote", hint=hint)
        if dict(said) == self.said(ballot):
            return
        self._box.cast(Vote(ballot.who, dict(said), pictures=ballot.pictures))
        self._said[ballot.id] = dict(said)

    def result(self) -> Standings:
        """Count all votes in the folder, other people's too; strengths only where no sandbox drew."""
        votes = self._box.votes()
        return standings(self.questions, self.contestants, votes, practice=self.practice, notes=self._notes())

    def reveal(self) -> Standings:
        """Say whose the pictures are and what the votes tell; from here on nobody votes any more."""
        self.revealed = True
        return self.result()

    def written(self) -> str:
        """All votes that count, other people's too, as lines that a folder of votes takes."""
        return "".join(map(written, self._box.votes()))

    def _said_before(self) -> dict[str, Mapping[str, str]]:
        """The answers of an earlier vote, by ballot, in the letters of this one."""
        mine = self._box.mine()
        before = [(ballot, mine.get(frozenset(ballot.pictures))) for ballot in self.ballots]
        turned = {ballot.id: vote.turned(ballot.pictures) for ballot, vote in before if vote is not None}
        return {name: {one: said[one] for one in self.questions if one in said} for name, said in turned.items()}

    def _notes(self) -> tuple[str, ...]:
        notes = []
        if self.left_out:
            notes.append(f"{count(self.left_out, 'sandbox picture')} left out: sketches are not ranked beside models.")
        if self._box.unread:
            notes.append(f"{count(self._box.unread, 'line')} of the votes could not be read.")
        return tuple(notes)

    def _identity(self) -> str:
        prompts = sorted({entry.request.prompt for entry in self.entries})
        return identity(self.by, sorted(self.contestants), prompts, self.practice)


def _ranked(shown: Sequence[Entry]) -> list[Entry]:
    """Who takes part: the models alone, where there are two of them; else everybody, for practice."""
    models = [entry for entry in shown if not entry.sandbox]
    return models if len({entry.who for entry in models}) > 1 else list(shown)


def _hint(shown: Sequence[Entry]) -> str:
    here = count(len(shown), "picture")
    who = ", ".join(dict.fromkeys(clean(entry.who, 40) for entry in shown))
    return f"{here} here{f' ({who})' if who else ''}; a vote needs two contestants that were asked the same"


_veiled = lru_cache(maxsize=64)(veiled)
"""Kept, because a picture stands on several ballots."""
