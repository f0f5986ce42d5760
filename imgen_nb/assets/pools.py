"""The transports that this process shares: one for each kind of way; a forked child begins with none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from imgen_nb.assets.network import Route

pools: dict[Route | tuple[str, Route], httpx.AsyncBaseTransport] = {}


def shared(key: Route | tuple[str, Route], make: Callable[[], httpx.AsyncBaseTransport]) -> httpx.AsyncBaseTransport:
    """The one transport of this process for a kind of way, made when it is first asked for."""
    return pools.get(key) or pools.setdefault(key, make())
