"""Where an outcome's pictures come from: addresses of today, asked for once for all; what is lost is said."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from imgen_nb import providers
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.engine.collect import Collector, _Sources
from imgen_nb.engine.ticket import Ticket
from imgen_nb.errors import AssetError, NotFound
from imgen_nb.flow import Outcome
from imgen_nb.testing import virtually
from imgen_nb.types import ImageRequest

OLD, NEW = "https://pictures.example/old", "https://pictures.example/new"


@pytest.mark.parametrize(
    ("told", "source"),
    [
        (Outcome((NEW, NEW)), NEW),
        (Outcome((NEW,)), OLD),
        (Outcome(()), OLD),
        (None, OLD),
        (NotFound("gone"), OLD),
    ],
    ids=["as many", "fewer", "none", "nobody to ask", "refused"],
)
def test_fresh_addresses_are_taken_where_there_are_as_many_and_asked_for_once(told: Any, source: str) -> None:
    asked: list[None] = []

    async def fresh() -> Outcome | None:
        asked.append(None)
        await asyncio.sleep(1)
        if isinstance(told, Exception):
            raise told
        return told  # type: ignore[no-any-return]

    async def work() -> list[Any]:
        sources = _Sources(Outcome((OLD, OLD)), fresh)
        await asyncio.gather(sources.renew(), sources.renew())
        assert len(asked) == 1, "both pictures missed theirs at the same time"
        await sources.renew()
        assert len(asked) == 2
        return [one.source for one in sources.assets]

    assert virtually(work()) == [source] * 2


def test_bytes_that_a_dead_process_could_not_keep_are_said_to_be_lost(tmp_path: Path) -> None:
    collector = Collector(providers.get("openai"), Fetcher(tmp_path), 1.0)

    async def work() -> Any:
        ticket = Ticket(ImageRequest("openai", "a fox"), 10.0)
        return await collector.gather(ticket, Outcome((b"",)), lambda: asyncio.sleep(0), here={})

    (error,) = virtually(work()).failures
    assert isinstance(error, AssetError)
    assert "could not keep it" in error.message
    assert "ig.forget() lets this one go" in error.hint
    assert not list(tmp_path.iterdir())
