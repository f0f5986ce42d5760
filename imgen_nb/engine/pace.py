"""Rate windows: when the next request may leave, and how often to ask for a job. No clock of its own."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.types import Cadence, Window

LONGEST = 3600.0
"""The longest reset that is believed: the one window a document names is an hour, and a wild value holds everything."""
PLENTY = 0.5
"""Above this share of the window, polls keep the document's cadence; below it they stretch."""
INSTANT = 1e-3
"""Seconds that are no wait: a clock may be unable to tell them from none."""
APART = 1.0
"""Seconds between requests that try whether a refusal is over, until one of them is taken."""


class Pace:
    """The request count of one key at one API, as its replies tell it, shared by all jobs that use it.

    Times are seconds on the caller's monotonic clock. `scale` is how many of them one second of the server
    lasts: a sandbox that runs four times faster is asked four times as often.

    Example:
        >>> pace = Pace(Cadence(3.0))
        >>> pace.learn(Window(limit=100, remaining=25, reset=1800.0), now=0.0)
        >>> pace.poll_interval(now=0.0)
        12.0
    """

    def __init__(self, cadence: Cadence, scale: float = 1.0) -> None:
        self.cadence = cadence
        self.scale = scale
        self._window: Window | None = None
        self._learned = 0.0
        self._closed = 0.0
        self._next = 0.0
        self._refused = False

    def learn(self, window: Window | None, now: float) -> None:
        """Take in what a reply said of the window; of a limit that is none, or below, there is nothing to learn."""
        if window is not None and window.limit > 0 and window.remaining >= 0:
            self._window, self._learned = replace(window, reset=min(window.reset, LONGEST)), now

    def refused(self, wait: float, now: float) -> None:
        """One request was refused: all of this key wait, and come back one by one."""
        self._closed, self._refused = max(self._closed, now + min(wait, LONGEST * self.scale)), True

    def taken(self) -> None:
        """A request was taken: the refusal is over."""
        self._refused = False

    def leave(self, now: float) -> None:
        """A request leaves: while a refusal may still stand, the next one keeps its distance."""
        if self._refused:
            self._next = now + APART * self.scale

    def window(self, now: float) -> Window | None:
        """What is left of the window, as far as it was told; None where no reply told of one, or it has opened anew."""
        if self._window is None or self._reset_in(now) <= 0:
            return None
        return replace(self._window, reset=self._reset_in(now))

    def news(self, since: float, now: float) -> Window | None:
        """What was told of the window since then."""
        return self.window(now) if self._learned >= since else None

    @property
    def wary(self) -> bool:
        """Whether a refusal may still stand."""
        return self._refused

    @property
    def scarce(self) -> bool:
        """Whether less than half of the window is left."""
        return self._window is not None and self._window.remaining < self._window.limit * PLENTY

    def hold(self, now: float) -> float:
        """Seconds until any request may leave: more than 0 while the window is used up or a refusal stands."""
        left = max(self.shut(now), self._next - now)
        return left if left > INSTANT else 0.0

    def shut(self, now: float) -> float:
        """Seconds until the provider takes a request again, as it said: what another process should know, too."""
        used_up = self._window is not None and self._window.remaining <= 0
        return max(self._closed - now, self._reset_in(now) if used_up else 0.0, 0.0)

    def poll_interval(self, now: float) -> float:
        """Seconds until a job is asked for again.

        The interval grows with the square of what is missing, so that one job can never use the window
        up within the default deadline, and never reaches past the moment the window opens anew.
        """
        every = self.cadence.every * self.scale
        window = self._window
        if window and window.limit > 0 and (reset := self._reset_in(now)) > 0:
            left = max(window.remaining, 1) / window.limit
            if left < PLENTY:
                every = max(every, min(every * (PLENTY / left) ** 2, reset))
        return every

    def _reset_in(self, now: float) -> float:
        return self._window.reset * self.scale - (now - self._learned) if self._window else 0.0
