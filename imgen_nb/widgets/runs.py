"""Presses of Generate and what became of each, as places and as lines of the status."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from imgen_nb.client.access import Access
from imgen_nb.client.client import Client
from imgen_nb.client.job import Job
from imgen_nb.client.owed import reaching, settling
from imgen_nb.comparison.cells import Cell
from imgen_nb.errors import InvalidRequest
from imgen_nb.show.places import WORDS, Place, bill, capital, clean, count, sentence
from imgen_nb.types import Event, State
from imgen_nb.widgets.board import drawn

NOT_SENT = (State.PLANNED, State.SENDING)
STEPS = (State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING)
LATE = 2.0
"""How many times as long as usual a job takes before that is said."""
MOST = 16
"""Places held for one press, however many pictures it asks for."""


@dataclass(eq=False)
class Run:
    """One press of Generate, or of a button `under` a picture; `asked` tells whether another asks for the same.

    `usual` is how many seconds such a job takes, `price` what it costs, in words, each as it was known before.
    """

    id: str
    cell: Cell
    asked: tuple[Any, ...]
    values: dict[str, Any]
    under: str = ""
    access: Access | None = None
    usual: float | None = None
    price: str = ""
    began: float = field(default_factory=time.monotonic)
    _told: bool = False
    _furthest: State = State.PLANNED

    @property
    def news(self) -> bool:
        """Whether it has ended since somebody asked last."""
        before, self._told = self._told, self.cell.ended
        return self._told and not before

    @property
    def under_way(self) -> bool:
        """Whether its job still works."""
        return bool(self.cell.job and not self.cell.job.done)

    @property
    def places(self) -> list[tuple[str, Place]]:
        """Its places by id: as many as pictures were asked for, from the first moment."""
        places = self.cell.places
        if not self.cell.ended:
            places = places * self._expected
        return [(f"{self.id}.{number}", place) for number, place in enumerate(places)]

    @property
    def _expected(self) -> int:
        asked = self.cell.request.params.get("num_images")
        return min(asked, MOST) if isinstance(asked, int) and asked > 0 else 1

    def line(self) -> dict[str, Any]:
        """One line of the status, while it is under way: its word, whose, how far, since when, its id to copy."""
        place, event, state = self.cell.places[0], self.cell.event, self._forward()
        take = self.cell.request.take
        elapsed = time.monotonic() - self.began
        tries = f"try {self.cell.tries}" if self.cell.tries > 1 else ""
        return {
            "id": self.id,
            "s": drawn(place)["s"],
            "word": WORDS[state],
            "who": f"{clean(place.who, 60)}{f', take {take}' if take > 1 else ''}",
            "prompt": clean(self.cell.request.prompt, 120),
            "elapsed": round(elapsed, 1),
            "usual": round(self.usual) if self.usual and self.usual >= 1 else None,
            "wait": event.wait if event and event.wait is not None else None,
            "said": self._remark(event),
            "facts": [fact for fact in (tries, self.price) if fact],
            "step": STEPS.index(state) + 1 if state in STEPS else 0,
            "progress": event.progress if event else None,
            "remote": clean(self.cell.job.remote_id or "", 120) if self.cell.job else "",
        }

    def _forward(self) -> State:
        """Where it stands; a picture that is asked for once more takes no step back."""
        state = self.cell.state
        if self._furthest not in STEPS or (state in STEPS and STEPS.index(state) > STEPS.index(self._furthest)):
            self._furthest = state
        return self._furthest

    def _remark(self, event: Event | None) -> str:
        """Why it pauses, or that it takes longer than such jobs do."""
        if event is not None and (event.wait is not None or event.state is State.PLANNED):
            return capital(sentence(event.text))
        late = self.usual is not None and time.monotonic() - self.began > LATE * max(self.usual, 1)
        return "Longer than usual." if late else ""


def cell_of(client: Client, job: Job) -> Cell:
    """A job of one provider as a cell."""
    return Cell(client.provider.title, job.request, job, title=client.provider.title)


def pressed(run: Run, button: str) -> tuple[Cell, tuple[str, str, str]]:
    """Press a button of a run's picture: a paid request of its own, and what it asks for."""
    made = run.cell.generation
    if made is None:
        raise InvalidRequest("there is no picture to press a button of", hint="wait until it is here")
    client = reaching(made.request.ref)
    return cell_of(client, client.pressed(made, button)), (client.provider.name, made.remote_id or "", button)


def fetching(run: Run) -> Cell:
    """Ask for what a run paid for, or may have, and what is not here; nothing is sent that costs."""
    return cell_of(*settling(run.cell.request.ref))


def sentence_of(runs: Sequence[Run]) -> tuple[str, str]:
    """The one sentence of the status, and the kind of its sign."""
    busy = [run for run in runs if run.under_way]
    if not runs:
        return "idle", "Ready."
    place = (busy or runs)[0].cell.places[0]
    take = (busy or runs)[0].cell.request.take
    who = clean(place.who, 60)
    if busy:
        more = f" {count(len(busy) - 1, 'more job')} at work." if len(busy) > 1 else ""
        return "run", f"{place.word}: {who}{f', take {take}' if take > 1 else ''}.{more}"
    if place.error is not None:
        return drawn(place)["s"], f"{place.word}: {who}. The card below says why."
    missing = place.generation.missing if place.generation else ()
    lacking = f" {count(len(missing), 'picture')} not here: ig.resume() fetches them." if missing else ""
    return "done", f"{place.word}: {who} · {' · '.join(place.facts())}.{lacking}"


def billed(runs: Sequence[Run]) -> str:
    """What all of it cost, as far as it has ended; nothing where no service was asked."""
    shown = [place for run in runs if run.cell.ended for place in run.cell.places]
    return bill(shown) if any(not place.sandbox for place in shown) else ""
