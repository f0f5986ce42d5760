"""What people said of pictures they saw together, without knowing whose they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LETTERS = "ABCD"
TIE, BAD = "tie", "bad"
FITS, LOOKS = "fits", "looks"


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person said of one ballot: by question a letter, "tie" or "bad"; what was skipped is not in it.

    `shown` are the contestants in the order of their letters, `pictures` the hashes of what stood for them.
    """

    shown: tuple[str, ...]
    answers: Mapping[str, str]
    voter: str = ""
    pictures: tuple[str, ...] = ()
    at: str = ""

    def chosen(self, question: str) -> str | None:
        """The contestant that was chosen; None for a tie, for "all bad", and where nothing was said."""
        answer = self.answers.get(question, "")
        return self.shown[LETTERS.index(answer)] if answer and answer in LETTERS else None


@dataclass(frozen=True, slots=True)
class Count:
    """How often a contestant was shown under one question, chosen, in a tie, or bad with all the others."""

    shown: int = 0
    chosen: int = 0
    ties: int = 0
    bad: int = 0


@dataclass(frozen=True)
class Tally:
    """The votes on one question, counted: no order, no winner. `counts` has the contestants as they were given."""

    question: str
    votes: tuple[Vote, ...]
    counts: Mapping[str, Count] = field(default_factory=dict)

    @property
    def judged(self) -> list[tuple[tuple[int, ...], int | None]]:
        """Who was shown, and who of them was chosen, by number: what strengths are measured from."""
        number = {who: at for at, who in enumerate(self.counts)}
        chosen = [vote.chosen(self.question) for vote in self.votes]
        seen = [tuple(number[who] for who in vote.shown) for vote in self.votes]
        return [(some, None if one is None else number[one]) for some, one in zip(seen, chosen, strict=True)]


def answers(size: int) -> tuple[str, ...]:
    """What can be said of so many pictures.

    Example:
        >>> answers(2)
        ('A', 'tie', 'B', 'bad')
    """
    letters = tuple(LETTERS[:size])
    return ("A", TIE, "B", BAD) if size == 2 else (*letters, TIE, BAD)


def tallied(question: str, votes: Iterable[Vote], contestants: Sequence[str]) -> Tally:
    """Count the votes on one question, for contestants in a given order."""
    counting = tuple(vote for vote in votes if question in vote.answers)
    counts = dict.fromkeys(contestants, Count())
    for vote in counting:
        said, chosen = vote.answers[question], vote.chosen(question)
        for who in vote.shown:
            had = counts[who]
            counts[who] = Count(
                had.shown + 1, had.chosen + (who == chosen), had.ties + (said == TIE), had.bad + (said == BAD)
            )
    return Tally(question, counting, counts)
