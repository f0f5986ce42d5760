"""Outputs that follow something under way: one place in a notebook, painted again while its jobs go on.

What is painted may be thumbnails, so it happens in a thread of its own, neither in the kernel's nor in the
jobs'. A front end that is gone, or an error in the painting, changes no job.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)


class Output:
    """One output of the running cell, painted at once; `update` paints it again from any thread."""

    def __init__(self, bundle: dict[str, str]) -> None:
        from IPython.display import display

        self._handle: Any = display(bundle, raw=True, display_id=True)  # type: ignore[no-untyped-call]

    def update(self, bundle: dict[str, str]) -> None:
        """Replace what is shown."""
        self._handle.update(bundle, raw=True)


class Painter:
    """Calls `paint` after `poke`, at most once every `every` seconds, and once more when `ended` says so.

    A `ticking` painter paints every `every` seconds without being poked: for what shows seconds.
    `close` returns when the last painting is done, because an output that is painted after its cell has
    returned is lost to notebooks run without a browser.
    """

    def __init__(
        self,
        paint: Callable[[], object],
        ended: Callable[[], bool],
        *,
        every: float = 1.0,
        ticking: bool = False,
    ) -> None:
        self._paint = paint
        self._ended = ended
        self._every = every
        self._changed = threading.Event()
        self._closing = threading.Event()
        self._ticking = ticking
        self._thread = threading.Thread(target=self._run, name="imgen-painter", daemon=True)
        self._thread.start()

    def poke(self) -> None:
        """Say that something changed; never waits."""
        self._changed.set()

    def close(self, timeout: float = 10.0) -> None:
        """Paint a last time and end."""
        self._closing.set()
        self._changed.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._closing.is_set() and not self._ended():
            # Waiting has a limit, since a job may end without a step that would have poked.
            poked = self._changed.wait(self._every)
            if poked:
                self._changed.clear()
            if poked or self._ticking:
                self._safely()
            if poked:
                self._closing.wait(self._every)
        self._safely()

    def _safely(self) -> None:
        try:
            self._paint()
        except Exception:
            log.debug("an output could not be painted", exc_info=True)
