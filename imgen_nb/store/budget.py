"""What requests hold and have spent: written in the transaction that lets a request leave, settled in the one that
writes down what became of it. Without a row of its own in `spending` a request has cost nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from imgen_nb.budgets import BOUNDS, Budget, Hold, Spent, amount
from imgen_nb.errors import BudgetExceeded
from imgen_nb.store.database import Database
from imgen_nb.types import ImageRequest, State

if TYPE_CHECKING:
    from sqlalchemy import Connection, Delete, Insert, Table, Update

DUST = 1e-9
"""What sums of fractions of a cent may be wrong by."""


@cache
def spending_table() -> Table:
    """A row for each request that left, or is about to: what it holds, and once it is `told` what it cost."""
    import sqlalchemy as sa

    return sa.Table(
        "spending",
        sa.MetaData(),
        sa.Column("job", sa.Text, primary_key=True),
        sa.Column("provider", sa.Text),
        *(sa.Column(name, sa.Integer) for name in ("live", "images", "told")),
        *(sa.Column(name, sa.Float) for name in ("at", "usd", "credits")),
    )


class Spending:
    """The holds of a store."""

    database: Database

    def used(self, budget: Budget, *, live: bool) -> Spent:
        """What counts against a budget now."""
        return self.database.read(lambda connection: _spent(connection, budget, live))

    def hold(self, connection: Connection, job: str, request: ImageRequest, hold: Hold) -> None:
        """Hold what a request may cost; raises `BudgetExceeded` where the budget has not that much left."""
        held = _held(connection, request, hold)
        who = {"job": job, "provider": request.provider, "live": int(not request.sandbox)}
        connection.execute(_added(), {**who, "images": hold.images, "told": 0, "at": time.time(), **held})

    def let_hold_go(self, connection: Connection, job: str) -> None:
        """Hold nothing any more for a request that did not leave, or was free."""
        connection.execute(_gone(), {"of_job": job})

    def settle_hold(self, connection: Connection, job: str, values: Mapping[str, Any]) -> None:
        """Let a hold follow what became of its request; what nobody tells leaves it as it is.

        A request that waits to leave, or did not cost anything, holds nothing; a saved one, and one that failed and was
        charged, what it cost.
        """
        state = values.get("state")
        if state == State.PLANNED or (state in (State.FAILED, State.CANCELLED) and _free(values)):
            self.let_hold_go(connection, job)
        elif state in (State.SAVED, State.FAILED):
            cost = _billed(values).get("cost") or {}
            told = {name: cost[name] for name in ("usd", "credits") if cost.get(name) is not None}
            if told:
                connection.execute(_changed(), {"of_job": job, "told": 1, **told})


@cache
def _gone() -> Delete:
    import sqlalchemy as sa

    return spending_table().delete().where(spending_table().c.job == sa.bindparam("of_job"))


@cache
def _added() -> Insert:
    return spending_table().insert()


@cache
def _changed() -> Update:
    import sqlalchemy as sa

    return spending_table().update().where(spending_table().c.job == sa.bindparam("of_job"))


def _billed(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where the bill stands: beside what came, or in what it failed with, if that is sure to be charged."""
    if values.get("state") == State.SAVED:
        return values.get("result") or {}
    error = values.get("error") or {}
    return error if error.get("charged") == "yes" else {}


def _free(values: Mapping[str, Any]) -> bool:
    return (values.get("error") or {}).get("charged") == "no"


def _held(connection: Connection, request: ImageRequest, hold: Hold) -> dict[str, float | None]:
    """What a request holds in money: what is known beforehand, within the budget; all that is left where nothing is."""
    known = {"usd": hold.price.usd, "credits": hold.price.credits}
    budget = hold.budget
    if budget is None:
        return known
    for name, price in known.items():
        if price is None and getattr(budget, name) is not None:
            known[name] = _dearest(connection, request, name, hold.images)
    spent = _spent(connection, budget, not request.sandbox)
    bounds = {name: bound for name in BOUNDS if (bound := getattr(budget, name)) is not None}
    left = {name: bound - getattr(spent, name) for name, bound in bounds.items()}
    asked = {name: {**known, "images": hold.images}[name] for name in bounds}
    if all(price is None for price in asked.values()):
        asked = dict(left)
        if any(rest <= DUST for rest in left.values()):
            raise _exceeded(budget, left, {})
        return {**known, **asked}
    if any(price is not None and price > left[name] + DUST for name, price in asked.items()):
        raise _exceeded(budget, left, asked)
    return known


def _spent(connection: Connection, budget: Budget, live: bool) -> Spent:
    import sqlalchemy as sa

    spending = spending_table()
    counted = [sa.func.coalesce(sa.func.sum(spending.c[name]), 0) for name in BOUNDS]
    since = time.time() - budget.seconds if budget.per != "ever" else 0.0
    asked = sa.select(*counted).where(spending.c.live == int(live), spending.c.at > since)
    usd, credits, images = connection.execute(asked).one()
    return Spent(float(usd), float(credits), int(images))


def _dearest(connection: Connection, request: ImageRequest, name: str, images: int) -> float | None:
    """The most that this provider has said a picture cost, for so many."""
    import sqlalchemy as sa

    spending = spending_table()
    each = sa.func.max(spending.c[name] * 1.0 / spending.c.images)
    same = (spending.c.provider == request.provider, spending.c.live == int(not request.sandbox), spending.c.told == 1)
    most = connection.execute(sa.select(each).where(*same)).scalar()
    return None if most is None else float(most) * images


def _exceeded(budget: Budget, left: Mapping[str, float], asked: Mapping[str, float | None]) -> BudgetExceeded:
    said = []
    for name, rest in left.items():
        price = asked.get(name)
        if price is None and asked:
            continue
        needs = "a request of unknown price needs some" if price is None else f"this needs {amount(name, price)}"
        if price is None or price > rest + DUST:
            bound = amount(name, getattr(budget, name), max(rest, 0.0))
            said.append(f"the budget has {bound} left {budget.span}, and {needs}")
    remedy = "ig.use(budget=ig.Budget(...)) sets another; what is out counts until its outcome is known"
    if not asked:
        remedy = f"add images=... to the budget: what has no price is bounded by number; {remedy}"
    return BudgetExceeded("; ".join(said), operation="generate", hint=remedy)
