"""What was paid and is not here is fetched with the client that reaches its origin, while somebody has one."""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from imgen_nb.client.client import Client
from imgen_nb.client.job import Job
from imgen_nb.client.owed import unsettled
from imgen_nb.client.process import use
from imgen_nb.engine.pace import Pace
from imgen_nb.errors import DeadlineExceeded, ImgenError
from imgen_nb.testing import KEY, Server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(Pace, "poll_interval", lambda self, now: 0.01)
    return Server(importlib.import_module("wires.destinpq").Wire(), polls=10**6, clock=time.monotonic)


def late(server: Server, **more: Any) -> Client:
    """A client whose job has been paid and was not finished in time."""
    given = {"api_key": KEY, "transport": httpx.MockTransport(server.handle), "deadline": 2.0, **more}
    client = Client("destinpq", **given)
    with pytest.raises(DeadlineExceeded):
        client.generate("a red fox")
    server.polls = 0
    return client


def fetched(server: Server) -> list[Any]:
    found = [one.wait(10) if isinstance(one, Job) else one for _, one in unsettled()]
    assert server.billed == 1
    return found


def test_a_client_that_somebody_has_fetches_what_it_paid(server: Server) -> None:
    client = late(server, base_url="http://10.0.0.7/api/v1", lan=True)
    (made,) = fetched(server)
    assert made.images
    assert client.generate("a red fox").from_store


@pytest.mark.parametrize("way", ["closed", "another store's", "not live any more"])
def test_where_there_is_none_the_reason_is_said(server: Server, way: str, tmp_path: Path) -> None:
    client = late(server)
    if way == "not live any more":
        use(live=False)
    else:
        client.close()
    if way == "another store's":
        client = Client("destinpq", api_key=KEY, store=tmp_path, transport=httpx.MockTransport(server.handle))
    (said,) = fetched(server)
    assert isinstance(said, ImgenError)
    assert said.charged == "no"
    assert said.hint


def test_the_next_client_for_the_origin_does_as_well(server: Server) -> None:
    late(server).close()
    with Client("destinpq", api_key=KEY, transport=httpx.MockTransport(server.handle)):
        (made,) = fetched(server)
    assert made.images
