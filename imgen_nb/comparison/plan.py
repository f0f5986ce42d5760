"""A plan: what a comparison would ask, buy and take, told before anything is sent."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from imgen_nb.client import process, runtime
from imgen_nb.client.client import Client
from imgen_nb.comparison import layout
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.grid import Grid
from imgen_nb.comparison.lanes import HELD, UNDER_WAY
from imgen_nb.comparison.planning import Question, unswept
from imgen_nb.errors import BudgetExceeded, ImgenError
from imgen_nb.show import planned
from imgen_nb.show.places import capital, count, dollars
from imgen_nb.show.planned import Entry
from imgen_nb.types import PRICE_UNKNOWN, Cost, State

PRACTICE = Cost(usd=0.0, source="sandbox")


class Plan:
    """A comparison before it is sent: its labelled, empty cells, its price as far as that is known, its time.

    `problems` has the error of each cell that cannot be sent. `stored` cells are answered by the store, `owed` ones
    were paid earlier and are only fetched; `requests` are what is left to be asked, each once. `price` is what is known
    of their price, `unpriced` the number of those whose price nobody tells. `seconds` is None where a provider has made
    nothing yet that could tell.

    Example:
        >>> import imgen_nb as ig
        >>> plan = ig.plan(prompt=["a fox", "an owl"], provider="banatie", aspect_ratio=["1:1", "3:2"])
        >>> len(plan.cells), len(plan.problems)
        (4, 0)
        >>> grid = plan.run()  # doctest: +SKIP
    """

    def __init__(self, question: Question) -> None:
        self._question = question
        self.title = question.title
        with unswept():
            self.cells: tuple[Cell, ...] = tuple(question.cells())
            self._found = _standing(self.cells)
            self._fresh = _firsts(self.cells, self._found)
        self.problems: tuple[ImgenError, ...] = tuple(cell.error for cell in self.cells if cell.error is not None)
        self.stored = sum(state is State.SAVED for state in self._found)
        self.owed = sum(state not in (None, State.SAVED) for state in self._found)
        self.requests = len(self._fresh)
        self._prices = dict(zip(self._fresh, _prices([self.cells[at] for at in self._fresh]), strict=True))
        self.unpriced = sum(price.usd is price.credits is None for price in self._prices.values())
        self.price = _sum([*self._prices.values()])
        clients = Counter(self.cells[at].client for at in self._fresh)
        self.seconds = _seconds({client: number for client, number in clients.items() if client})

    def run(self, *, wait: bool = True, confirmed: bool = False) -> Grid:
        """Ask for what is planned, and return the grid; with `wait=False` at once, and it may be awaited.

        `BudgetExceeded` where the price is above `ig.use(confirm_above=...)`, or may be, until it is `confirmed`.
        """
        if not confirmed:
            self.confirm("plan.run(confirmed=True)")
        grid = Grid(self.title, self.cells, self._question)
        return grid.wait() if wait else grid

    def confirm(self, how: str) -> None:
        """Refuse what costs more than a person wants to spend without being asked, or may."""
        limit = process.defaults.confirm_above
        if limit is None or (not self.unpriced and (self.price.usd or 0.0) <= limit):
            return
        price = f"{dollars(self.price.usd, self.price.credits)} for {count(self.requests, 'request')}"
        unknown = f", and {self.unpriced} of them without a known price" if self.unpriced else ""
        hint = f"ig.plan(...) shows what it is; {how} goes on; nothing was sent"
        raise BudgetExceeded(f"{price}{unknown}: above {dollars(limit)} you want to be asked", hint=hint)

    def __repr__(self) -> str:
        return self._repr_mimebundle_()["text/plain"]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        axes, listed = self._question.axes, self._rehearsed()
        entries = list(self._entries(listed))
        tables = layout.tables(axes, entries) or layout.listed(axes, entries)
        left = process.budget_left(live=any(not cell.request.sandbox for cell in self.cells))
        said = [self._counted(), self._priced(), *self._live(listed), f"Budget. {left}." if left else "", self._timed()]
        return planned.plan(self.title, layout.sizes(axes), tables, [*filter(None, said)])

    def _rehearsed(self) -> dict[int, Cost]:
        """What each request that a sandbox answers would cost live."""
        return {at: _listed(self.cells[at]) for at in self._fresh if self.cells[at].request.sandbox}

    def _entries(self, listed: Mapping[int, Cost]) -> Iterator[Entry]:
        for at, (cell, state) in enumerate(zip(self.cells, self._found, strict=True)):
            entry = partial(Entry, cell.label, sandbox=cell.request.sandbox)
            if cell.error is not None:
                yield entry("Cannot be sent", cell.error.message, cell.error.hint)
            elif state is State.SAVED:
                yield entry("From store", "$0.00")
            elif state is not None:
                yield entry("To be fetched", "asked for earlier, not paid again")
            elif at in self._prices:
                live = listed.get(at, PRICE_UNKNOWN)
                otherwise = "" if live == PRICE_UNKNOWN else f"; live {_money([live])}"
                yield entry("New", f"{_money([self._prices[at]])}{otherwise}")
            else:
                yield entry("The same as another", "asked once for both")

    def _counted(self) -> str:
        said = [count(len(self.cells), "cell")]
        said += [f"{self.stored} from the store"] if self.stored else []
        said += [f"{self.owed} to be fetched, paid earlier"] if self.owed else []
        said += [count(self.requests, "request")]
        said += [f"{len(self.problems)} cannot be sent"] if self.problems else []
        return f"Cells. {', '.join(said)}."

    def _priced(self) -> str:
        """The price by who tells it; what nobody tells is named."""
        by_source: dict[str, list[Cost]] = {}
        silent: Counter[str] = Counter()
        for at, price in self._prices.items():
            if price == PRICE_UNKNOWN:
                silent[self.cells[at].title] += 1
            else:
                by_source.setdefault(price.source, []).append(price)
        said = [f"{_money(prices)} for {len(prices)} ({source or 'no source'})" for source, prices in by_source.items()]
        said += [f"unknown for {number} from {title}" for title, number in silent.items()]
        return f"Price. {'; '.join(said) or '$0.00: nothing is asked'}."

    def _live(self, listed: Mapping[int, Cost]) -> Iterator[str]:
        """What each service of which a sandbox answers would cost, and who says so."""
        by_client: dict[Client, list[Cost]] = {}
        for at, price in listed.items():
            if client := self.cells[at].client:
                by_client.setdefault(client, []).append(price)
        for client, prices in by_client.items():
            known = [price for price in prices if price != PRICE_UNKNOWN]
            sources = "; ".join(dict.fromkeys(price.source for price in known or prices if price.source))
            told = f"{_money(known)} for {len(known)} ({sources})" if known else sources or client.provider.price
            yield f"Live, {client.provider.title}. {capital(told)}."

    def _timed(self) -> str:
        if self.seconds is None:
            return "Time. Unknown until a picture of each provider has been made here."
        return f"Time. About {_lasting(self.seconds)}."


def _prices(cells: Sequence[Cell]) -> list[Cost]:
    """What requests will cost: by the record of prices, or by a service's own quote, which makes nothing."""
    asking = [at for at, cell in enumerate(cells) if _quoting(cell)]
    quoted = runtime.block(_quoted([cells[at] for at in asking]), "a cell of its own for the plan") if asking else []
    told = dict(zip(asking, quoted, strict=True))
    return [told[at] if at in told else _recorded(cell) for at, cell in enumerate(cells)]


def _quoting(cell: Cell) -> bool:
    return cell.client is not None and not cell.client.sandbox and cell.client.provider.has("quote")


async def _quoted(cells: Sequence[Cell]) -> list[Cost]:
    return await asyncio.gather(*(cell.client.aprice(cell.request) for cell in cells if cell.client))


def _recorded(cell: Cell) -> Cost:
    return PRACTICE if cell.client is None or cell.client.sandbox else _listed(cell)


def _listed(cell: Cell) -> Cost:
    """What a cell's request costs live, as the record of prices tells it."""
    return cell.client.provider.estimate(cell.request) if cell.client else PRICE_UNKNOWN


def _standing(cells: Sequence[Cell]) -> list[State | None]:
    """Where each cell's request stands in its store; None where it knows nothing that answers."""
    by_store: dict[Any, list[Cell]] = {}
    for cell in cells:
        if cell.client and cell.waits:
            by_store.setdefault(cell.client.store, []).append(cell)
    found: dict[str, State] = {}
    for store, asked in by_store.items():
        found |= store.answers(cell.request for cell in asked)
    return [found.get(cell.request.key) if cell.waits else None for cell in cells]


def _firsts(cells: Sequence[Cell], found: Sequence[State | None]) -> list[int]:
    """The places of the cells to be asked, each request once."""
    first: dict[tuple[Client | None, str], int] = {}
    for at, (cell, state) in enumerate(zip(cells, found, strict=True)):
        if cell.waits and state is None:
            first.setdefault((cell.client, cell.request.key), at)
    return list(first.values())


def _money(prices: Sequence[Cost]) -> str:
    total = _sum(prices)
    return dollars(total.usd, total.credits)


def _sum(prices: Sequence[Cost]) -> Cost:
    """What is known, added up; None where there is something and nothing of it is known."""

    def total(values: list[float | None]) -> float | None:
        told = [value for value in values if value is not None]
        return round(sum(told), 9) if told else None

    sources = "; ".join(dict.fromkeys(price.source for price in prices if price.source))
    usd = total([price.usd for price in prices]) if prices else 0.0
    return Cost(usd, total([price.credits for price in prices]), sources)


def _seconds(asked: Mapping[Client, int]) -> float | None:
    """How long it takes until the slowest provider is done: so many at once, within what its window leaves."""
    each = [_seconds_of(client, number) for client, number in asked.items()]
    return None if None in each else max((one for one in each if one is not None), default=0.0)


def _seconds_of(client: Client, number: int) -> float | None:
    usual = client.store.usual(client.provider.name, client.origin)
    if usual is None:
        return None
    working = math.ceil(number / (HELD if usual.held else UNDER_WAY)) * usual.seconds
    window = None if client.sandbox else client.window
    if window is None or number <= window.remaining:
        return working
    more = math.ceil((number - window.remaining) / max(window.limit, 1))
    return max(working, window.reset * more + usual.seconds)


def _lasting(seconds: float) -> str:
    """A span of time as people say it.

    Example:
        >>> _lasting(14.2), _lasting(200), _lasting(9000)
        ('14 s', '3 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
