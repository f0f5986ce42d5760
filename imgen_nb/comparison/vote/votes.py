"""What people said of pictures they saw together, without knowing whose they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from imgen_nb.show.standings import Line

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

    def turned(self, pictures: Sequence[str]) -> dict[str, str]:
        """Its answers where the same pictures lie in another order.

        Example:
            >>> Vote(("x", "y"), {"fits": "A", "looks": "tie"}, pictures=("1", "2")).turned(("2", "1"))
            {'fits': 'B', 'looks': 'tie'}
        """
        letters = {letter: LETTERS[pictures.index(one)] for letter, one in zip(LETTERS, self.pictures, strict=False)}
        return {question: letters.get(answer, answer) for question, answer in self.answers.items()}

    def chosen(self, question: str) -> str | None:
        """The contestant that was chosen; None for a tie, for "all bad", and where nothing was said."""
        answer = self.answers.get(question, "")
        return self.shown[LETTERS.index(answer)] if answer and answer in LETTERS else None


@dataclass(frozen=True)
class Tally:
    """The votes on one question, counted: `lines` has the contestants as they were given, in no other order."""

    question: str
    votes: tuple[Vote, ...]
    lines: tuple[Line, ...]

    @property
    def judged(self) -> list[tuple[tuple[int, ...], int | None]]:
        """Who was shown, and who of them was chosen, by number: what strengths are measured from."""
        number = {line.who: at for at, line in enumerate(self.lines)}
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
    return Tally(question, counting, tuple(_counted(who, question, counting) for who in contestants))


def _counted(who: str, question: str, votes: Iterable[Vote]) -> Line:
    mine = [vote for vote in votes if who in vote.shown]
    said = Counter(vote.answers[question] for vote in mine)
    return Line(who, len(mine), sum(vote.chosen(question) == who for vote in mine), said[TIE], said[BAD])
