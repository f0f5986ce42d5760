"""How strong contestants are by their votes: Bradley and Terry's model, with intervals from a Bayesian bootstrap.

Whoever was chosen beat each of the others that were shown; in a tie each beat the others half. Every contestant begins
with one win and one loss against the field, so that nobody is infinitely strong after three votes.

Numpy alone, all draws in one array: a thousand of them take what one takes in a loop, and a class needs no extra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LEVEL = 0.9
"""The share of the draws that an interval holds, and that must agree before two contestants are told apart."""
DRAWS = 1000
STEPS, CLOSE = 300, 1e-4

Judged = tuple[tuple[int, ...], int | None]
"""Who was shown together, by number, and who was chosen; None where nobody was."""


@dataclass(frozen=True, eq=False)
class Strengths:
    """Strengths on the scale of log-odds, 0 in the middle of the field; one number more is e to 1 in a duel."""

    at: Numbers
    draws: Numbers

    @property
    def low(self) -> Numbers:
        """Where the intervals begin."""
        return self._quantile((1 - LEVEL) / 2)

    @property
    def high(self) -> Numbers:
        """Where the intervals end."""
        return self._quantile((1 + LEVEL) / 2)

    @property
    def order(self) -> list[int]:
        """The contestants, the strongest first."""
        return sorted(range(len(self.at)), key=lambda one: -float(self.at[one]))

    def apart(self, stronger: int, weaker: int) -> bool:
        """Whether the votes tell two contestants apart."""
        return float((self.draws[:, stronger] > self.draws[:, weaker]).mean()) >= (1 + LEVEL) / 2

    def lacking(self, stronger: int, weaker: int) -> float:
        """How many times as many votes would tell two contestants apart, if the next ones are like these."""
        lead = self.draws[:, stronger] - self.draws[:, weaker]
        return float((1.645 * lead.std() / max(abs(lead.mean()), 1e-9)) ** 2)

    def _quantile(self, share: float) -> Numbers:
        import numpy as np

        cut: Numbers = np.quantile(self.draws, share, axis=0)
        return cut


def measure(judged: Sequence[Judged], contestants: int, seed: int = 0) -> Strengths:
    """Measure the strengths of so many contestants; the same votes give the same numbers.

    Example:
        >>> measure([((0, 1), 0)] * 9 + [((0, 1), 1)], 2).apart(0, 1)
        True
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    square = (contestants, contestants)
    wins = _wins(judged, contestants)
    begin = (1 - np.eye(contestants)) / max(1, contestants - 1)
    drawn = (rng.exponential(size=(DRAWS, len(judged))) @ wins).reshape(DRAWS, *square)
    drawn += rng.gamma(begin, size=drawn.shape)  # the wins that all begin with are as uncertain as any other
    return Strengths(_fitted(wins.sum(axis=0).reshape(square) + begin), _fitted(drawn))


def _wins(judged: Sequence[Judged], contestants: int) -> Numbers:
    """One row for each vote: how much each contestant beat each other, the square of them laid flat."""
    import numpy as np

    wins = np.zeros((len(judged), contestants, contestants))
    for row, (shown, chosen) in zip(wins, judged, strict=True):
        for one in shown:
            for other in shown:
                if one != other:
                    row[one, other] = 0.5 if chosen is None else float(one == chosen)
    return wins.reshape(len(judged), contestants**2)


def _fitted(wins: Numbers) -> Numbers:
    """The likeliest strengths, by Hunter's minorisation and maximisation, for any number of squares at once."""
    import numpy as np

    won, games = wins.sum(-1), wins + wins.swapaxes(-1, -2)
    worth = np.ones_like(won)
    for _ in range(STEPS):
        better = won / (games / (worth[..., :, None] + worth[..., None, :])).sum(-1)
        better /= np.exp(np.log(better).mean(-1, keepdims=True))
        moved = np.abs(np.log(better / worth)).max()
        worth = better
        if moved < CLOSE:
            break
    fitted: Numbers = np.log(worth)
    return fitted
