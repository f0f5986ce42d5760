"""Following what is under way: jobs become places, and one painter shows them.

A grid, a line of progress and the studio all look at jobs, and all of them paint in a thread of their own, neither in
the kernel's nor in the jobs': what is painted may be thumbnails. A front end that is gone, or an error in the painting,
changes no job.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from typing import Any, Protocol

from imgen_nb.errors import Cancelled, ImgenError
from imgen_nb.show import live, sheet
from imgen_nb.show.live import Bundle
from imgen_nb.show.places import Place, places, sentence
from imgen_nb.types import Event, Generation, ImageRequest, State

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two paintings of pictures: each carries all its thumbnails with it."""
FEW, RAREST = 40, 5.0
"""How many pictures are painted that often, and how much more rarely as many as there may be are."""
TICK = 1.0
"""Seconds between two paintings of what shows seconds."""
LOOK = 0.05
"""Seconds between two looks at whether a job has begun."""
MOMENT = 1.0
"""Seconds that a painter waits between a job's last step, which is told first, and its outcome."""


class Job(Protocol):
    """What is seen of a job."""

    @property
    def request(self) -> ImageRequest:
        """What was asked."""

    @property
    def state(self) -> State:
        """Where it stands."""

    @property
    def remote_id(self) -> str | None:
        """The provider's id, once it accepted the job."""

    @property
    def done(self) -> bool:
        """Whether its generation or its error is there."""

    def cancel(self) -> None:
        """Stop waiting for it."""

    def watch(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back for every past and future event, from any thread."""

    def when_done(self, call: Callable[[], object]) -> None:
        """Call once, when its generation or its error is there."""

    def wait(self, timeout: float | None = None) -> Generation:
        """Wait for the pictures; raises the job's error."""

    def __await__(self) -> Generator[Any, None, Generation]:
        """Wait without blocking the kernel."""


class Followed:
    """One request as people see it: its label, its job's last step, and what became of it.

    A request that could not be sent has no job and an `error` that says why; one without either has not begun. `title`
    is what people call the provider, `note` what is said of it beside what it made.
    """

    def __init__(
        self,
        label: str,
        request: ImageRequest,
        job: Job | None = None,
        error: ImgenError | None = None,
        title: str = "",
        note: str = "",
    ) -> None:
        self.label = label
        self.request = request
        self.title = title
        self.note = note
        self.error = error
        self.generation: Generation | None = None
        self.event: Event | None = None
        self.tries = 0
        """How often its request was sent."""
        self.job = job
        self._steps: list[Callable[[Event], object]] = []

    @property
    def state(self) -> State:
        """Where the request stands."""
        if self.job:
            return self.job.state
        if isinstance(self.error, Cancelled):
            return State.CANCELLED
        return State.FAILED if self.error else State.PLANNED

    def begin(self, job: Job) -> None:
        """Its job has begun: whoever watches the request watches it."""
        self.job = job
        for step in self._steps:
            self._attend(job, step)

    def settle_with(self, error: ImgenError) -> None:
        """End it without a job."""
        self.error = error

    def reset(self) -> None:
        """Forget what became of it: it has not begun any more."""
        self.job = self.error = self.generation = self.event = None

    @property
    def ended(self) -> bool:
        """Whether its generation or its error is there."""
        if self.job and self.job.done:
            self.wait()
        return bool(self.generation or self.error)

    @property
    def places(self) -> list[Place]:
        """What it fills on a sheet: one place for each picture."""
        notes = (sentence(self.note),) if self.note else ()
        if self.ended and self.generation:
            first, *rest = places(self.generation, self.label, self.title)
            return [replace(first, notes=(*notes, *first.notes)), *rest]
        coming = self.glimpse if self.request.sandbox and self.job else None
        place = Place(self.label, self.request, self.state, self.event, error=self.error, title=self.title)
        place = replace(place, notes=notes)
        return [replace(place, glimpse=coming)]

    def glimpse(self) -> bytes:
        """Draw a coarse WebP of what is coming; empty where nobody can."""
        return b""

    def settle(self) -> None:
        """Wait the moment between the last step and the outcome; never in the jobs' thread."""
        if self.job and self.state.ended:
            with contextlib.suppress(TimeoutError):
                self.wait(MOMENT)

    def wait(self, timeout: float | None = None) -> None:
        """Wait until it has ended, however; `TimeoutError` if that takes longer than `timeout` seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while self._waits:
            if until is not None and time.monotonic() >= until:
                raise TimeoutError
            time.sleep(LOOK)
        if self.job and not (self.generation or self.error):
            try:
                self.generation = self.job.wait(None if until is None else max(0.0, until - time.monotonic()))
            except ImgenError as error:
                self.error = error

    async def arrive(self) -> None:
        """Wait for it without blocking the kernel."""
        while self._waits:
            await asyncio.sleep(LOOK)
        if self.job and not (self.generation or self.error):
            try:
                self.generation = await self.job
            except ImgenError as error:
                self.error = error

    @property
    def _waits(self) -> bool:
        return self.job is None and self.error is None

    def watch(self, step: Callable[[Event], object]) -> None:
        """Keep each step of the job, of this one or one that begins later, and tell of it, in its own thread."""
        self._steps.append(step)
        if self.job:
            self._attend(self.job, step)

    def _attend(self, job: Job, step: Callable[[Event], object]) -> None:
        def keep(event: Event) -> None:
            if self.job is job:
                self.event = event
                if step is self._steps[0]:  # each watcher hears of each step
                    self.tries += event.state is State.SENDING and event.wait is None
                step(event)

        job.watch(keep)


class Following:
    """The painter: calls `paint(last)` while what it follows goes on, and with True when all of it has ended.

    It paints what changed at most once every `every` seconds, `ticking` or not: a ticking one paints every time, for
    what shows seconds. More may be followed at any time, also after the end. `close` returns when the last painting is
    done, because an output that is painted after its cell has returned is lost to notebooks run without a browser.
    """

    def __init__(self, paint: Callable[[bool], object], *, every: float | None = None, ticking: bool = False) -> None:
        self._paint = paint
        self._every = (TICK if ticking else EVERY) if every is None else every
        self._ticking = ticking
        self._followed: tuple[Followed, ...] = ()
        self._changed = threading.Event()
        self._awake = threading.Event()
        self._closing = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to wait for."""
        return all(one.ended for one in self._followed)

    def follow(self, *more: Followed, told: Callable[[], object] | None = None) -> None:
        """Follow these too; `told` is called at each of their steps, in the jobs' thread, and is quick."""
        with self._lock:
            self._followed += more
        for one in more:
            one.watch(lambda event: self._step(event, told))
        with self._lock:
            if self.ended:
                self._awake.set()
            if self._thread is None:
                self._closing = False
                self._thread = threading.Thread(target=self._run, name="imgen-painter", daemon=True)
                self._thread.start()

    def close(self, timeout: float = 10.0) -> None:
        """Paint a last time and end."""
        self._closing = True
        self._awake.set()
        thread = self._thread
        if thread is not None:
            thread.join(timeout)

    def _step(self, event: Event, told: Callable[[], object] | None) -> None:
        self._changed.set()
        if told is not None:
            told()
        if event.state.ended and all(one.state.ended for one in self._followed):
            self._awake.set()  # the end is painted at once

    def _run(self) -> None:
        while True:
            while self._goes_on():
                if self._ticking or self._changed.is_set():
                    self._changed.clear()
                    self._safely(last=False)
            self._safely(last=True)
            with self._lock:
                if self._closing or self.ended:
                    self._thread = None
                    return

    def _goes_on(self) -> bool:
        # Waiting has a limit, since a job may end without a step that would have told.
        self._awake.wait(0 if self._closing else self._every)
        self._awake.clear()
        for one in self._followed:
            one.settle()
        return not (self._closing or self.ended)

    def _safely(self, *, last: bool) -> None:
        try:
            self._paint(last)
        except Exception:
            log.debug("an output could not be painted", exc_info=True)


class Display:
    """What is shown of some jobs while they go on: one output at each spot where it is asked for, one painter for all.

    Many of them are painted less often: each painting carries all the pictures there are.

    Example:
        >>> Display(lambda: sheet.grid(grid), grid.cells).appear()  # doctest: +SKIP
    """

    def __init__(self, bundle: Callable[[], Bundle], followed: Iterable[Followed], *, ticking: bool = False) -> None:
        self._bundle = bundle
        self._followed = tuple(followed)
        self._outputs: dict[live.Spot, live.Output] = {}
        rarely = min(max(1.0, len(self._followed) / FEW), RAREST)
        self._following = Following(self._paint, every=None if ticking else EVERY * rarely, ticking=ticking)

    def appear(self) -> bool:
        """Show it here, if it is not here already; False where there is no place to paint."""
        spot = live.spot()
        if spot is None:
            return False
        if spot not in self._outputs:
            ended = all(one.ended for one in self._followed)  # asked first: what ends meanwhile is painted again
            known, self._outputs[spot] = bool(self._outputs), live.Output(spot, self._bundle(), last=ended)
            if not ended and not known:
                self._following.follow(*self._followed)
        return True

    def close(self) -> None:
        """Paint a last time."""
        self._following.close()

    def repaint(self) -> None:
        """Paint now, as what is to be shown is another thing."""
        self._paint(all(one.ended for one in self._followed))

    def _paint(self, last: bool) -> None:
        bundle = self._bundle()
        for output in tuple(self._outputs.values()):
            output.update(bundle, last=last)


class Line:
    """One line about a job, gone when the job has ended; nothing at all outside a notebook."""

    def __init__(self, job: Job, title: str) -> None:
        self._began = time.monotonic()
        self._followed = Followed(title, job.request, job)
        self.job = job
        self._watched = True
        self._display = Display(self._bundle, [self._followed], ticking=True)
        self._display.appear()

    def _bundle(self) -> Bundle:
        if self.job.done:
            return sheet.nothing()
        return sheet.progress(self._followed.places[0], time.monotonic() - self._began, watched=self._watched)

    def close(self) -> None:
        """Clear it, or say that the job goes on without this cell."""
        self._watched = False
        self._display.close()
