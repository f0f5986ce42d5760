"""The studio's lines, dressed by its stylesheet."""

from __future__ import annotations

from imgen_nb.show.places import FETCH, Place, capital, clean, sentence
from imgen_nb.show.sheet import SIGNS, badge, text
from imgen_nb.show.tables import Row
from imgen_nb.types import State


def status(place: Place, more: int = 0) -> str:
    """The studio's status line about one job: sign, word, who, and how it ended; `more` are under way beside it."""
    ended = place.generation is not None or place.error is not None
    who = [clean(place.who, 60), *([f"take {place.request.take}"] if place.request.take > 1 and not ended else [])]
    said = place.trouble() if place.error else [" · ".join(place.facts()), *place.notes] if ended else _steps(place)
    said += [f"{len(missing)} not here: {FETCH}."] if (missing := _missing(place)) else []
    said += [f"{more} more under way."] if more else []
    kind = "bad" if place.error else "done" if ended else "run"
    sign = f'<span class="imgen-sign" aria-hidden="true">{SIGNS[place.state]}</span>'
    words = f"<strong>{text(place.word)}</strong> <span>{text(', '.join(who))}</span>"
    rest = f'<span class="imgen-quiet">{text(" ".join(said), 500)}</span>'
    return _status(kind, f"{sign}{words} {rest}{'' if ended else _track(place.state)}")


def _missing(place: Place) -> tuple[str, ...]:
    """The pictures of the same generation that are not here; a place for one of them says so itself."""
    return () if place.generation is None or place.missing else place.generation.missing


def _steps(place: Place) -> list[str]:
    """Why it waits, where it does; an ordinary step says no more than its word."""
    event = place.event
    unusual = event is not None and (event.wait is not None or event.state is State.PLANNED)
    return [capital(sentence(event.text))] if event and unusual else []


def _track(state: State) -> str:
    steps = [State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING]
    passed = steps.index(state) + 1 if state in steps else 4 if state is State.SAVED else 0
    marks = "".join(f'<i class="{"imgen-on" if place < passed else ""}"></i>' for place in range(len(steps)))
    return f'<span class="imgen-track" aria-hidden="true">{marks}</span>' if passed else ""


def note(words: str, *, bad: bool = False) -> str:
    """One sentence in the studio's status line."""
    return _status("bad" if bad else "idle", text(words, 500))


def _status(kind: str, inner: str) -> str:
    return f'<div role="status" class="imgen-{kind}">{inner}</div>'


def answerer(row: Row) -> str:
    """Below the studio's list of providers: who answers, and why."""
    return f'{badge(not row.live)} <span class="imgen-quiet">{text(row.why)}</span>'


def price(row: Row) -> str:
    """Beside the studio's button: what it costs."""
    cost, why = (text(row.price, 80), "") if row.live else ("$0.00", "sandbox: no provider is asked")
    return f'<strong>{cost}</strong> <span class="imgen-quiet">{why}</span>'


def quiet(words: str) -> str:
    """A hint in the studio."""
    return f'<span class="imgen-quiet">{text(words)}</span>'
