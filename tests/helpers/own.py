"""Services of a test's own: DestinPQ's wire, and whatever flow is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
from wires import destinpq

from imgen_nb import providers
from imgen_nb.errors import NotFound
from imgen_nb.flow import Flow, Outcome, refuse, spend
from imgen_nb.testing import Bench
from imgen_nb.types import Cadence, ImageRequest

DESTINPQ: Any = type(providers.get("destinpq"))
POST = httpx.Request("POST", "/creations", json={})


class Own(DESTINPQ):  # type: ignore[misc]
    """A polled service that prescribes no cadence."""

    cadence = Cadence(2.0, "nobody says", ours=True)


def bench(folder: Path, provider: Any = Own) -> Bench:
    return Bench(provider(), destinpq.Wire(), folder)


def parsed(response: httpx.Response) -> Any:
    refuse(response)
    return response.json()


def giving(*sources: Any) -> Any:
    """A service whose paid answer is the result."""

    class Held(Own):
        def generate(self, request: ImageRequest) -> Flow[Outcome]:
            yield from spend(POST, parsed)
            return Outcome(sources)

        def follow(self, remote_id: str) -> Flow[Outcome]:
            raise NotFound("an answer is given once")

    return Held
