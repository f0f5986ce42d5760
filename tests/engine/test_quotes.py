"""What a service says of a price is asked once for all that are alike; where it says nothing, its record does."""

from __future__ import annotations

import asyncio

import pytest
from listed import Quoted

from imgen_nb.engine.quotes import LASTS, PATIENCE, Quotes
from imgen_nb.errors import TransportFailed
from imgen_nb.flow import Flow
from imgen_nb.testing import virtually
from imgen_nb.types import Cost, ImageRequest

FOX = ImageRequest("quoted", "a fox", {"model": "fox-2", "quality": "low", "seed": 1})


def answering(*costs: float | None) -> tuple[Quotes, list[float]]:
    """Quotes of a service that tells these prices, or nothing; and with which patience it was asked."""
    left, patience = list(costs), []

    async def ask(flow: Flow[Cost], seconds: float) -> Cost:
        flow.close()
        patience.append(seconds)
        await asyncio.sleep(0.1)
        told = left.pop(0)
        if told is None:
            raise TransportFailed("nobody answers")
        return Cost(told)

    return Quotes(Quoted(), ask), patience


@pytest.mark.parametrize(
    ("change", "asked"),
    [({"seed": 2}, 1), ({"meta": {"a": 1}}, 1), ({"quality": "high"}, 2), ({"num_images": 2}, 2)],
    ids=str,
)
def test_requests_that_are_alike_are_asked_for_once(change: dict[str, object], asked: int) -> None:
    quotes, patience = answering(0.1, 0.2)
    hen = ImageRequest("quoted", "a hen", {**FOX.params, **change})

    async def work() -> list[float | None]:
        return [one.usd for one in await asyncio.gather(quotes.of(FOX), quotes.of(hen))]

    assert virtually(work()) == ([0.1, 0.1] if asked == 1 else [0.1, 0.2])
    assert patience == [PATIENCE] * asked


@pytest.mark.parametrize(("later", "told"), [(LASTS - 1, 0.1), (LASTS + 1, 0.2)])
def test_a_quote_stands_for_ten_minutes(later: float, told: float) -> None:
    quotes, _ = answering(0.1, 0.2)

    async def work() -> float | None:
        await quotes.of(FOX)
        await asyncio.sleep(later)
        return (await quotes.of(FOX)).usd

    assert virtually(work()) == told


def test_where_no_quote_comes_the_record_tells_and_the_service_is_asked_again() -> None:
    quotes, patience = answering(None, 0.3)

    async def work() -> list[float | None]:
        return [(await quotes.of(FOX)).usd for _ in range(3)]

    assert virtually(work()) == [0.02, 0.3, 0.3]
    assert len(patience) == 2
