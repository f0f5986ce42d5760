"""The pictures of an outcome, fetched independently of each other: what comes is kept, what does not is named.

"Gone", "not yet" and "refused to strangers" share their status codes, so a picture is asked for during about a minute,
with fresh addresses from the provider in between, before it counts as not to be had now.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from imgen_nb.assets.fetch import Fetcher, room
from imgen_nb.engine import outcomes
from imgen_nb.engine.outcomes import Goods
from imgen_nb.engine.steps import BRIEFEST
from imgen_nb.engine.ticket import Ticket
from imgen_nb.errors import (
    AssetBlocked,
    AssetError,
    AssetExpired,
    AssetTooLarge,
    ImgenError,
)
from imgen_nb.flow import Asset, Outcome, Provider
from imgen_nb.types import Picture, State

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0)
"""Seconds between the tries at one picture: a minute in all, dense at first, since most storages are late by little."""
FOR_GOOD = (AssetBlocked, AssetTooLarge)
"""Troubles that no repetition mends."""
Fresh = Callable[[], Awaitable[Outcome | None]]


class Collector:
    """Fetches pictures for one provider; `scale` is how many of our seconds one of the server's lasts."""

    def __init__(self, provider: Provider, fetcher: Fetcher, scale: float) -> None:
        self.provider = provider
        self.fetcher = fetcher
        self.scale = scale

    async def gather(
        self, ticket: Ticket, outcome: Outcome, fresh: Fresh, *, here: Mapping[int, Picture], patient: bool = True
    ) -> Goods:
        """Fetch what is not `here` yet; `fresh` asks the provider for the addresses of today.

        Without patience each picture is tried once, and once more at its fresh address. Never raises for a picture.
        """
        sources = _Sources(outcome, fresh)
        tries = PAUSES if patient else (0.0,)
        places = range(len(outcome.assets))
        return Goods(tuple(await asyncio.gather(*(self._one(ticket, sources, i, here.get(i), tries) for i in places))))

    async def _one(
        self, ticket: Ticket, sources: _Sources, place: int, here: Picture | None, pauses: tuple[float, ...]
    ) -> Picture | ImgenError:
        if here is not None:
            return here
        try:
            picture = await self._fetched(ticket, sources, place, pauses)
        except ImgenError as error:
            return error
        asset = sources.assets[place]
        return replace(picture, alt=outcomes.alt(ticket.request, self.provider, picture), seed=asset.seed)

    async def _fetched(self, ticket: Ticket, sources: _Sources, place: int, pauses: tuple[float, ...]) -> Picture:
        for number, pause in enumerate((*pauses, None)):
            source = sources.assets[place].source
            if isinstance(source, bytes):  # in hand: whoever stopped waiting, they are kept first
                return await self._placed(source)
            try:
                async with ticket.place(room()) as leave:
                    return await ticket.hear(self.fetcher.fetch(source, lambda: not ticket.over, leave))
            except FOR_GOOD:
                raise
            except AssetError as error:
                failure = error
            if pause is None:
                raise failure
            await self._breath(ticket, failure, pause)
            if isinstance(failure, AssetExpired) and number % 2 == 0:
                await sources.renew()
        raise AssertionError("the last try returns or raises")

    async def _placed(self, data: bytes) -> Picture:
        if not data:
            raise AssetError(
                "it came inside the reply to a process that could not keep it",
                hint="it is lost; another take asks anew, and ig.forget() lets this one go",
            )
        return await self.fetcher.keep(data)

    async def _breath(self, ticket: Ticket, failure: AssetError, pause: float) -> None:
        told = failure.retry_after
        seconds = max(BRIEFEST, max(pause, told or 0.0) * self.scale * random.uniform(1.0, 1.1)) if pause else 0.0
        if seconds:
            said = f"asking for the picture again in {seconds:.0f} s: {failure.message}"
            ticket.tell(State.DOWNLOADING, said, wait=seconds)
            await ticket.pause(seconds)


class _Sources:
    """The addresses of one outcome; renewed once for all pictures that miss theirs at the same time."""

    def __init__(self, outcome: Outcome, fresh: Fresh) -> None:
        self.assets: tuple[Asset, ...] = outcome.assets
        self._fresh = fresh
        self._renewing: asyncio.Task[None] | None = None

    async def renew(self) -> None:
        """Ask the provider once more where its pictures are."""
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.ensure_future(self._renew())
        await asyncio.shield(self._renewing)

    async def _renew(self) -> None:
        try:
            told = await self._fresh()
        except ImgenError:
            return  # whatever it says now, the job was finished
        if told is not None and len(told.assets) == len(self.assets):
            self.assets = told.assets
