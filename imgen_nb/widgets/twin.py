"""The studio's static twin: what a saved notebook shows of its pictures without a kernel and without trust.

Each painting carries all thumbnails, so it waits: 2 s of quiet where there are twice as many as painted, else 30 s.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from imgen_nb.show import live, sheet
from imgen_nb.show.live import Output, Spot
from imgen_nb.show.places import Place

SOON, LATER = 2.0, 30.0


class Timer(Protocol):
    """What is needed of a timer."""

    def cancel(self) -> None:
        """Let it not happen."""


def after(seconds: float, act: Callable[[], None]) -> Timer:
    """Do something in so many seconds, in a thread that keeps no process alive."""
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
    return timer


class Twin:
    """One static output for each cell that shows the studio; `places` says what there is now."""

    def __init__(
        self, places: Callable[[], Sequence[Place]], after: Callable[[float, Callable[[], None]], Timer] = after
    ) -> None:
        self._places = places
        self._after = after
        self._outputs: list[Output] = []
        self._spots: set[Spot | None] = set()
        self._painting = threading.Lock()
        self._look: object = None
        self._pictures = 0
        self._timer: Timer | None = None

    def display(self, panel: tuple[dict[str, Any], dict[str, Any]], words: str, *, empty: bool = True) -> None:
        """Show a panel and, as an output of its own, its twin; once in a cell, though it may be its value too.

        `panel` is its bundle with the metadata, `words` stand for it in text. Without `empty` there is no twin for
        nothing.
        """
        from IPython.display import display

        spot = live.spot()
        if spot is not None and spot in self._spots:
            return
        self._spots.add(spot)
        data, metadata = panel
        display({**data, "text/plain": words}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        if spot is not None and spot.catcher is None and (empty or self._places()):
            self.appear(spot)

    def appear(self, spot: Spot) -> None:
        """Show it in a cell."""
        self._outputs.append(Output(spot, sheet.results(self._places())))

    def changed(self) -> None:
        """Paint when it has been quiet for long enough; only what looks different counts as a change."""
        look = self._looked()
        if not self._outputs or look == self._look:
            return
        self._look = look
        self.stop()
        self._timer = self._after(SOON if self._drawn() >= 2 * self._pictures else LATER, self.paint)

    def paint(self) -> None:
        """Paint now."""
        with self._painting:
            self.stop()
            if not self._outputs:  # nobody looks, and at the end of a process there may be nothing left to draw with
                return
            self._look, self._pictures = self._looked(), self._drawn()
            bundle = sheet.results(self._places())
            for output in self._outputs:
                with contextlib.suppress(Exception):  # a kernel on its way out has nobody to tell
                    output.update(bundle, last=True)

    def stop(self) -> None:
        """Paint no more by itself."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _looked(self) -> object:
        return [(place.word, place.picture) for place in self._places()]

    def _drawn(self) -> int:
        return sum(place.picture is not None for place in self._places())
