"""A budget is never overspent: not by many at once, not by many processes, not by what nobody tells."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intents import asked

from imgen_nb.budgets import PERIODS, Budget, Hold, Spent, amount
from imgen_nb.errors import BudgetExceeded, InvalidRequest
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.testing import virtually
from imgen_nb.types import Cost, ImageRequest, State


def send(store: Store, hold: Hold, **changes: Any) -> ImageRequest:
    """Let a request leave; raises where the budget has no room for it."""
    request = asked(**{"prompt": os.urandom(8).hex(), **changes})
    claimed, _ = store.write(lambda connection: store.sending(connection, request, hold))
    assert claimed == "mine"
    return request


def end(store: Store, request: ImageRequest, state: State, **values: Any) -> None:
    store.write(lambda connection: store.release(connection, request.ref, state=state, **values))


def cost(usd: float | None = None, credits: float | None = None) -> dict[str, Any]:
    return {"result": {"cost": {"usd": usd, "credits": credits}}}


def priced(budget: Budget, usd: float | None = None, credits: float | None = None, images: int = 1) -> Hold:
    return Hold(images, Cost(usd=usd, credits=credits), budget)


# --- how a budget is set ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        *({}, {"usd": -1}, {"usd": "5"}, {"usd": float("nan")}, {"credits": float("inf")}),
        *({"images": 1.5}, {"images": True}),
        *({"usd": 1, "per": one} for one in ("year", None, ["day"])),
    ],
)
def test_a_bound_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Budget(**wrong)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("usd", 5, "$5.00"),
        ("usd", 0.004, "$0.004"),
        ("usd", 0, "$0.00"),
        ("credits", 1, "1 credit"),
        ("images", 2, "2 pictures"),
    ],
)
def test_an_amount_in_words(name: str, value: float, said: str) -> None:
    assert amount(name, value) == said


# --- how much is let through ------------------------------------------------------------------------------------------


def test_two_hundred_at_once_on_a_budget_for_fifty_are_fifty(store: Store) -> None:
    hold = priced(Budget(images=50))

    async def all_at_once() -> list[Any]:
        journal = Journal(store)
        works = [asked(f"fox {number}") for number in range(200)]
        sent = (journal.write(lambda c, one=one: store.sending(c, one, hold)) for one in works)
        return await asyncio.gather(*sent, return_exceptions=True)

    answers = virtually(all_at_once())
    refused = [one for one in answers if isinstance(one, BudgetExceeded)]
    assert (len(answers) - len(refused), len(refused)) == (50, 150)
    assert all(one.charged == "no" and one.hint for one in refused)
    assert store.used(Budget(images=50), live=True) == Spent(images=50)
    assert len([row for row in store.unsettled() if row.state is State.SENDING]) == 0, "they are this process's"


PROGRAM = """
import os, sys
from pathlib import Path
from intents import asked
from imgen_nb.budgets import Budget, Hold
from imgen_nb.errors import BudgetExceeded
from imgen_nb.store.store import Store
from imgen_nb.types import Cost
store, sent = Store(Path(sys.argv[1])), 0
hold = Hold(1, Cost(usd=0.03), Budget(usd=1.0))
for number in range(12):
    request = asked(f"{os.getpid()} {number}")
    try:
        store.write(lambda connection: store.sending(connection, request, hold))
        sent += 1
    except BudgetExceeded:
        pass
print(sent)
"""


def test_eight_processes_overspend_nothing(tmp_path: Path) -> None:
    path = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(Path(__file__).parents[1] / "helpers")])
    environment = {**os.environ, "PYTHONPATH": path}
    started = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], env=environment, stdout=subprocess.PIPE)
        for _ in range(8)
    ]
    sent = [int(one.communicate(timeout=120)[0]) for one in started]
    assert sum(sent) == 33, f"of 96 at $0.03, $1.00 pays 33: {sent}"
    used = Store(tmp_path).used(Budget(usd=1.0), live=True)
    assert used.usd == pytest.approx(0.99)


def test_the_providers_own_figure_replaces_the_hold(store: Store) -> None:
    budget = Budget(usd=1.0)
    first = send(store, priced(budget, usd=0.6))
    with pytest.raises(BudgetExceeded, match=r"has \$0.40 of \$1.00 left in any day, and this needs \$0.60"):
        send(store, priced(budget, usd=0.6))
    end(store, first, State.SAVED, **cost(usd=0.1))
    send(store, priced(budget, usd=0.6))
    assert store.used(budget, live=True).usd == pytest.approx(0.7)


KEPT, GIVEN_BACK = 1, 0
ENDS = {
    "accepted, and its process dies": (State.ACCEPTED, {}, KEPT),
    "unknown": (State.UNKNOWN, {"error": {"charged": "unknown"}}, KEPT),
    "failed, and nobody says whether it costs": (State.FAILED, {"error": {"charged": "unknown"}}, KEPT),
    "failed and charged": (State.FAILED, {"error": {"charged": "yes"}}, KEPT),
    "refused": (State.FAILED, {"error": {"charged": "no"}}, GIVEN_BACK),
    "cancelled before it left": (State.CANCELLED, {"error": {"charged": "no"}}, GIVEN_BACK),
    "let go by hand": (State.CANCELLED, {"error": {"charged": "yes"}}, KEPT),
    "told to wait": (State.PLANNED, {}, GIVEN_BACK),
    "saved, and its price is not told": (State.SAVED, cost(), KEPT),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_hold_ends_where_it_is_known_that_nothing_was_spent(name: str, store: Store) -> None:
    state, values, left = ENDS[name]
    budget = Budget(images=5, usd=1)
    request = send(store, priced(budget, usd=0.2))
    end(store, request, state, **values)
    assert store.used(budget, live=True) == Spent(usd=0.2 * left, images=left)


def test_who_is_told_to_wait_asks_the_budget_again(store: Store) -> None:
    budget = Budget(images=1)
    waiting = send(store, priced(budget))
    store.write(lambda connection: store.update(connection, waiting.ref, state=State.PLANNED))
    send(store, priced(budget))
    with pytest.raises(BudgetExceeded):
        store.write(lambda connection: store.sending(connection, waiting, priced(budget)))
    row = store.get(waiting.ref)
    assert row is not None
    assert row.state is State.PLANNED, "nothing of it was written"


def test_a_known_answer_holds_nothing(store: Store) -> None:
    budget = Budget(images=1)
    request = send(store, priced(budget), prompt="a fox")
    end(store, request, State.SAVED, **cost(usd=0.1))
    claimed, _ = store.write(lambda connection: store.sending(connection, asked("a fox"), priced(budget)))
    assert claimed == "saved"


# --- prices that nobody tells -----------------------------------------------------------------------------------------


def test_where_nothing_is_known_one_request_holds_all_that_is_left(store: Store) -> None:
    budget = Budget(usd=1.0)
    first = send(store, priced(budget))
    with pytest.raises(BudgetExceeded, match="unknown price") as caught:
        send(store, priced(budget))
    assert "images=" in caught.value.hint
    end(store, first, State.SAVED, **cost(usd=0.25))
    second = send(store, priced(budget))
    assert store.used(budget, live=True).usd == pytest.approx(0.5), "the dearest that was told stands for it"
    end(store, second, State.SAVED, **cost(usd=0.4))
    with pytest.raises(BudgetExceeded, match=r"\$0.35 of \$1.00 left in any day, and this needs \$0.40"):
        send(store, priced(budget))


def test_a_price_that_is_never_told_keeps_what_it_holds(store: Store) -> None:
    budget = Budget(usd=1.0)
    end(store, send(store, priced(budget)), State.SAVED, **cost())
    with pytest.raises(BudgetExceeded):
        send(store, priced(budget))


def test_what_has_no_price_is_bounded_by_number_where_the_budget_has_one(store: Store) -> None:
    budget = Budget(usd=1.0, images=3)
    for _ in range(3):
        end(store, send(store, priced(budget)), State.SAVED, **cost())
    with pytest.raises(BudgetExceeded, match="0 of 3 pictures left in any day, and this needs 1 picture"):
        send(store, priced(budget))


def test_the_dearest_is_of_the_same_provider_and_for_as_many_pictures(store: Store) -> None:
    budget = Budget(credits=10)
    end(store, send(store, priced(budget, images=2)), State.SAVED, **cost(credits=4))
    with pytest.raises(BudgetExceeded):
        send(store, priced(budget, images=4))
    send(store, priced(budget, images=3))
    with pytest.raises(BudgetExceeded, match="unknown price"):
        Store.write(store, lambda c: store.sending(c, asked("x", provider="qolaba"), priced(Budget(credits=10))))


# --- when, and where --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("per", PERIODS)
def test_what_was_spent_counts_for_its_period(per: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    budget, now = Budget(images=1, per=per), time.time()
    monkeypatch.setattr("imgen_nb.store.budget.time.time", lambda: now)
    send(store, priced(budget))
    with pytest.raises(BudgetExceeded, match="ever" if per == "ever" else f"in any {per}"):
        send(store, priced(budget))
    monkeypatch.setattr("imgen_nb.store.budget.time.time", lambda: now + PERIODS[per])
    if per == "ever":
        with pytest.raises(BudgetExceeded):
            send(store, priced(budget))
    else:
        send(store, priced(budget))


def test_the_sandbox_rehearses_with_a_budget_of_its_own(store: Store) -> None:
    budget = Budget(images=1)
    send(store, priced(budget), origin="sandbox:1")
    send(store, priced(budget))
    for origin in ("sandbox:1", "https://api.example"):
        with pytest.raises(BudgetExceeded):
            send(store, priced(budget), origin=origin)


def test_a_budget_that_is_set_later_counts_what_was_sent_before(store: Store) -> None:
    send(store, Hold(2, Cost(usd=0.5)))
    assert store.used(Budget(images=5), live=True) == Spent(usd=0.5, images=2)
    with pytest.raises(BudgetExceeded):
        send(store, priced(Budget(images=2)))


prices = st.one_of(st.none(), st.floats(0, 0.5))
outcomes = st.sampled_from([State.SAVED, State.UNKNOWN, State.PLANNED, State.FAILED])


@given(st.lists(st.tuples(prices, st.integers(1, 4), outcomes, st.floats(0, 1)), max_size=25))
def test_no_order_of_prices_and_ends_exceeds_a_bound(steps: list[Any]) -> None:
    """Where no figure is above its hold, which nobody can bound, the sum is never above the budget."""
    store, budget = Store(url="sqlite://"), Budget(usd=1.0, images=12)
    for price, images, state, share in steps:
        try:
            request = send(store, priced(budget, usd=price, images=images))
        except BudgetExceeded:
            continue
        finally:
            used = store.used(budget, live=True)
            assert used.images <= 12
            assert used.usd <= 1.0 + 1e-9
        told = cost(usd=None if price is None else price * share)
        end(store, request, state, **(told if state is State.SAVED else {"error": {"charged": "no"}}))
