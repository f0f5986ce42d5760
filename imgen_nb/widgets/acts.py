"""What can be done with a place, as data: the remedies of a card, and the buttons a service offers on a picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from imgen_nb.errors import BudgetExceeded, GenerationFailed, InvalidRequest, MissingKey, Unauthorized
from imgen_nb.show.places import Place, clean
from imgen_nb.types import State

PADS = {"U": "Upscale", "V": "Vary"}
"""Buttons that belong to the quarters of a sheet: a letter and the quarter's number."""
QUARTERS = ("1", "2", "3", "4")
Act = dict[str, str]
FETCH, LOOK, GO = ("fetch", "Fetch it"), ("fetch", "Look for it"), ("forget", "Let it go")
AGAIN, USE, KEY = ("again", "Try again"), ("use", "Use these settings"), ("set-key", "Set the key")
BUDGET = ("budget", "Change the budget")


def remedies(place: Place) -> list[Act]:
    """What to do about a place without its picture, the likeliest first; nothing where all is well."""
    offered = [*_offered(place), ("drop", "Dismiss")] if place.trouble() else []
    return [{"act": act, "words": words} for act, words in offered]


def _offered(place: Place) -> Iterable[tuple[str, str]]:
    error, charged = place.error, place.error.charged if place.error else "no"
    if isinstance(error, MissingKey | Unauthorized):
        return KEY, AGAIN
    if isinstance(error, BudgetExceeded):
        return BUDGET, AGAIN
    if isinstance(error, InvalidRequest):
        return (USE,)
    if isinstance(error, GenerationFailed):  # whatever it cost, there is no picture to fetch
        return AGAIN, USE
    if place.state is State.UNKNOWN or charged == "unknown":
        return LOOK, GO
    return (FETCH, GO) if place.missing or place.owed or charged == "yes" else (AGAIN, USE)


def details(place: Place) -> list[list[str]]:
    """What a report of a trouble would name, each with its word; nothing where all is well."""
    if not place.trouble():
        return []
    error, event = place.error, place.event
    told = {
        "Error": type(error).__name__ if error else "",
        "While": error.operation if error else "",
        "In the reply": error.json_path if error else "",
        "It asks to wait": f"{error.retry_after:g} s" if error and error.retry_after is not None else "",
        "Last step": f"{event.text}, after {event.elapsed:.1f} s" if event and event.text else "",
        "State": place.state.value,
        "Asked of": place.request.origin,
        "Request": place.request.ref,
    }
    return [[name, clean(value, 200)] for name, value in told.items() if value]


def pads(place: Place, used: Iterable[str]) -> list[dict[str, Any]]:
    """The buttons of a picture, those of a sheet's quarters as they lie; a used one stays, and says so."""
    made = place.generation
    if made is None or place.picture is None or made.state is not State.SAVED:
        return []
    usable, spent = set(made.actions) - set(used), set(used)
    known = usable | spent
    found = []
    for letter, title in PADS.items():
        names = [letter + number for number in QUARTERS]
        if known & {*names}:
            found.append({"title": title, "buttons": [_button(name, name not in usable) for name in names]})
            known -= {*names}
    rest = [_button(clean(name, 40), name not in usable) for name in made.actions if name in known]
    return [*found, {"title": "Actions", "buttons": rest}] if rest else found


def _button(name: str, used: bool) -> dict[str, Any]:
    return {"name": name, "used": used}
