"""What the next press costs, and what is left, in the words that stand over the button."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from imgen_nb.budgets import BOUNDS, PERIODS, Budget
from imgen_nb.client.client import Client
from imgen_nb.errors import ImgenError
from imgen_nb.show.places import clean, dollars
from imgen_nb.types import PRICE_UNKNOWN, Cost, ImageRequest, Left

NO_ONE_ASKED = "sandbox, no provider is asked"
ANY = Budget(images=0)
"""A budget of which nobody said for how long it counts."""
ANYTHING = "a picture"
"""What a price is asked for while no prompt is written: none of them goes by the words."""


def told(client: Client | None, price: str, prompt: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The price of the next press, the requests left and the balance; each empty where nobody told it.

    `price` is what the provider's declarations say of one picture: what is said where nothing is known of this request.
    """
    cost = _estimate(client, prompt, values)
    known = f"about {dollars(cost.usd, cost.credits)}" if cost != PRICE_UNKNOWN else price
    if client is None or client.sandbox:
        return {"price": "$0.00", "priced": f"{NO_ONE_ASKED}; live: {known}", "left": {}, "balance": ""}
    left = client.left
    return {"price": known, "priced": clean(cost.source, 120), "left": _requests(left), "balance": _credit(left)}


def about(client: Client, request: ImageRequest) -> str:
    """What a request that is under way will cost, in words."""
    if client.sandbox:
        return "$0.00"
    cost = client.provider.estimate(request)
    return f"about {dollars(cost.usd, cost.credits)}" if cost != PRICE_UNKNOWN else "price unknown"


def budgeted(budget: Budget | None, left: str, *, live: bool) -> dict[str, Any]:
    """What the page is told of the budget: how it stands, and how it may be set; nothing where nothing costs."""
    if budget is None and not live:
        return {}
    bounds = {name: getattr(budget, name, None) for name in BOUNDS}
    written = {name: f"{bound:g}" for name, bound in bounds.items() if bound is not None}
    spans = [[name, "all that was ever spent" if name == "ever" else f"in any {name}"] for name in PERIODS]
    return {"words": left, "set": {**written, "per": (budget or ANY).per}, "spans": spans}


def budget_of(message: Mapping[str, Any]) -> Budget | None:
    """The budget that somebody wrote: a bound for each figure, none without any. Raises `InvalidRequest`."""
    written = {name: str(message.get(name) or "").strip() for name in BOUNDS}
    given = {name: _figure(name, words) for name, words in written.items() if words}
    return Budget(**given, per=str(message.get("per") or ANY.per)) if given else None


def _figure(name: str, words: str) -> Any:
    """A figure as it was written; what is none is left as text, for the budget to refuse."""
    with suppress(ValueError):
        return int(words) if name == "images" else float(words)
    return words


def _estimate(client: Client | None, prompt: str, values: Mapping[str, Any]) -> Cost:
    try:
        return client.provider.estimate(client.check(prompt.strip() or ANYTHING, **values)) if client else PRICE_UNKNOWN
    except (ImgenError, TypeError):  # what is wrong with a value is said at its field
        return PRICE_UNKNOWN


def _requests(left: Left | None) -> dict[str, Any]:
    window = left.requests if left else None
    if left is None or window is None:
        return {}
    seconds = left.opens - time.time() if left.opens is not None else window.reset
    return {
        "words": f"{window.remaining} of {window.limit} requests left",
        "again": f"full again in {max(1, round(seconds / 60))} min",
        "share": round(window.remaining / window.limit, 3) if window.limit else 0,
    }


def _credit(left: Left | None) -> str:
    credit = left.credit if left else None
    return f"{dollars(credit.usd, credit.credits)} left" if credit and credit != PRICE_UNKNOWN else ""
