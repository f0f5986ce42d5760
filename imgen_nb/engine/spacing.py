"""When to ask for a job whose service prescribes no cadence: by how long its jobs took before.

Where jobs end with a hazard of so many a second, questions `sqrt(2 * WORTH / hazard)` apart cost the least of waiting
and asking together: they lie close where most jobs end, and none is asked before the first may have ended.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterable
from math import sqrt

WORTH = 0.13
"""Seconds of waiting that one question less is worth."""
ENOUGH = 5
"""Jobs that must be known."""
LAST = 40
"""Jobs that are kept: a service may become faster, or slower."""
CLOSEST, FARTHEST = 0.5, 10.0


class Spacing:
    """How long the last jobs of a service took, from its word that it has them to the end, in seconds."""

    def __init__(self) -> None:
        self._newest: deque[float] = deque(maxlen=LAST)
        self._sorted: list[float] = []

    def learn(self, seconds: Iterable[float]) -> None:
        """Take in how long some jobs took, the newest last."""
        for one in seconds:
            if len(self._newest) == LAST:
                self._sorted.remove(self._newest[0])
            self._newest.append(one)
            insort(self._sorted, one)

    def ask_in(self, since: float) -> float | None:
        """Seconds until a job should be asked for that was taken so long ago; None where too little is known."""
        known = self._sorted
        if len(known) < ENOUGH or since >= known[-1]:
            return None
        start = max(since, known[0])
        left = known[bisect_right(known, start) :] or known[-1:]
        ended = max(1, len(left) // 4)
        hazard = ended / len(left) / max(left[ended - 1] - start, CLOSEST)
        return start - since + min(max(sqrt(2 * WORTH / hazard), CLOSEST), FARTHEST)
