"""Which presses count."""

from __future__ import annotations

import threading


class Turns:
    """A press counts if it saw the newest turn; taking it ends the turn, so one wish starts one job."""

    def __init__(self) -> None:
        self.turn = 0
        self._lock = threading.Lock()

    def takes(self, saw: object) -> bool:
        """Whether a press that saw this turn counts; asked from any number of threads, one gets yes."""
        with self._lock:
            if saw != self.turn or isinstance(saw, bool):
                return False
            self.turn += 1
            return True
