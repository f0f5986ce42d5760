"""Quotes: what a service says that a request will cost, asked once for all that differ in their words alone."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable

from imgen_nb.errors import ImgenError
from imgen_nb.flow import Flow, Provider
from imgen_nb.types import PRICE_UNKNOWN, Cost, ImageRequest, canonical, hashed

Ask = Callable[[Flow[Cost], float], Awaitable[Cost]]
log = logging.getLogger(__name__)

LASTS = 600.0
"""Seconds for which a quote stands for requests that are alike."""
PATIENCE = 5.0
"""Seconds a request waits for its price: it is sent all the same where none comes."""
NO_MATTER = frozenset({"seed", "meta"})
"""Parameters, as the prompt is, that no price goes by."""


class Quotes:
    """The prices of one provider at one origin."""

    def __init__(self, provider: Provider, ask: Ask) -> None:
        self._provider = provider
        self._ask = ask
        self._told: dict[str, tuple[float, Cost]] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, request: ImageRequest) -> Cost:
        """What a request will cost: by the service's quote where it gives one, else by the record."""
        if not self._provider.has("quote"):
            return self.recorded(request)
        alike = canonical({name: hashed(value) for name, value in request.params.items() if name not in NO_MATTER})
        now = asyncio.get_running_loop().time()
        async with self._turns[alike]:
            asked, cost = self._told.get(alike, (0.0, PRICE_UNKNOWN))
            if cost == PRICE_UNKNOWN or now - asked > LASTS:
                try:
                    cost = await self._ask(self._provider.quote(request), PATIENCE)
                except ImgenError as refused:  # it helps: what is wrong with a request is said when that is sent
                    log.info("%s: no quote came: %s", self._provider.name, type(refused).__name__)
                    return self.recorded(request)
                self._told[alike] = now, cost
            return cost

    def recorded(self, request: ImageRequest) -> Cost:
        """What the provider's own declarations tell; nothing is asked."""
        try:
            return self._provider.estimate(request)
        except Exception as error:  # a guess decorates: the request itself may be fine
            log.info("%s: no price could be told beforehand: %s", self._provider.name, type(error).__name__)
            return PRICE_UNKNOWN
