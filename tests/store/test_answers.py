"""Many requests are answered as each of them is; what pictures usually take is told by the newest that are known."""

from __future__ import annotations

from typing import Any

import pytest
from intents import asked, planted, saved

from imgen_nb.store.answers import Usual
from imgen_nb.store.rows import ANSWERING
from imgen_nb.store.store import Store
from imgen_nb.types import State

HERE = ("banatie", "https://api.example")


@pytest.mark.parametrize("state", State)
def test_many_are_answered_as_each_is(store: Store, state: State) -> None:
    more = {"aspect_ratio": "1:1", "enhance": True}
    exact, nobody, chosen = asked("exact"), asked("nobody"), asked("older", params=more)
    older, another = (asked(prompt, params=more, implied=("enhance",)) for prompt in ("older", "older, and another"))
    for prompt in ("exact", "older"):
        planted(store, state, None, prompt=prompt)
    many = [exact, nobody, chosen, older, another]
    told = store.answers(many)
    assert told == {one.key: row.state for one in many if (row := store.peek(one))}
    assert told.keys() == ({exact.key, older.key} if state in ANSWERING else set())


def test_what_is_owed_counts_for_many_as_well(store: Store) -> None:
    request = planted(store, State.SENDING, None)
    assert store.answers([request]) == {request.key: State.SENDING}
    store.spool.owe(request.ref, {"state": State.FAILED}, lets_go=True)
    assert store.answers([request]) == {}


ODD: list[dict[str, Any]] = [{}, {"timings": None}, {"timings": {}}, {"timings": {"total": "soon"}}, {"took": None}]


@pytest.mark.parametrize(
    ("totals", "usual"), [([], None), ([4.0], 4.0), ([4.0, "10", 5.0], 5.0), ([4.0, 10.0], 7.0)], ids=str
)
@pytest.mark.parametrize("held", [True, False])
def test_half_of_the_pictures_take_longer_than_usual(store: Store, totals: list[Any], usual: Any, held: bool) -> None:
    for number, result in enumerate([*ODD, *({"timings": {"total": total}} for total in totals)]):
        saved(store, prompt=f"fox {number}", result=result, **({"remote_id": None} if held else {}))
    assert store.usual(*HERE) == (Usual(usual, held) if usual else None)
    assert store.usual_seconds(*HERE) == usual
    assert store.usual_seconds("akool", HERE[1]) is None


def test_how_long_jobs_took_is_told_with_the_newest_last(store: Store) -> None:
    for number, result in enumerate([{"took": 5.0}, *ODD, {"took": "6.5"}, {"took": 4}]):
        saved(store, prompt=f"fox {number}", result=result)
    planted(store, State.FAILED, None)
    assert store.took(*HERE) == [5.0, 6.5, 4.0]
