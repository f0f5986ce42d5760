"""What was paid and is not here is fetched with the client that reaches its origin, while somebody has one."""

from __future__ import annotations

import importlib
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import httpx
import pytest

from imgen_nb.client.client import Client
from imgen_nb.client.job import Job
from imgen_nb.client.owed import reaching, settling, unbegun, unsettled
from imgen_nb.client.process import use
from imgen_nb.engine.pace import Pace
from imgen_nb.errors import DeadlineExceeded, ImgenError, InvalidRequest, StoreError
from imgen_nb.testing import KEY, Server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(Pace, "poll_interval", lambda self, now: 0.01)
    return Server(importlib.import_module("wires.destinpq").Wire(), polls=10**6, clock=time.monotonic)


def late(server: Server, **more: Any) -> Client:
    """A client whose job has been paid and was not finished in time."""
    given = {"api_key": KEY, "transport": httpx.MockTransport(server.handle), "deadline": 2.0, **more}
    client = Client("destinpq", **given)
    client.store.unsettled()  # opened before the time counts: a busy machine may need longer for the first
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
    assert (said.charged, said.remote_id) == ("yes", server.only()), "it was paid, whoever may ask for it now"
    assert said.hint


@pytest.mark.parametrize("readable", [True, False])
def test_what_is_not_begun_again_knows_that_it_was_sent_before(
    server: Server, readable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = late(server)
    (row,) = client.store.unsettled()
    if not readable:
        monkeypatch.setattr(client.store, "answers", Mock(side_effect=StoreError("the store is locked")))
    before, new = unbegun(client, (row.request, replace(row.request, take=2)))
    assert (before.charged, before.remote_id) == (("yes", server.only()) if readable else ("no", None))
    assert (new.charged, new.remote_id) == ("no", None)


def test_the_next_client_for_the_origin_does_as_well(server: Server) -> None:
    late(server).close()
    with Client("destinpq", api_key=KEY, transport=httpx.MockTransport(server.handle)):
        (made,) = fetched(server)
    assert made.images


def test_one_row_is_fetched_by_its_id_and_one_that_is_gone_is_said(server: Server) -> None:
    client = late(server)
    (row,) = client.store.unsettled()
    assert reaching(row.id) is client
    who, job = settling(row.id)
    assert who is client
    assert job.wait(10).images
    assert server.billed == 1
    for ask in (reaching, settling):
        with pytest.raises(InvalidRequest, match="does not know it any more") as caught:
            ask("an id of nobody")
        assert caught.value.hint == "ask for it again"


def test_a_job_of_the_sandbox_is_asked_of_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    made = Client("destinpq", live=False).generate("a red fox")
    assert reaching(made.request.ref).sandbox


def under_way(server: Server) -> tuple[Client, Job]:
    """A job that was taken, and is not done."""
    client = Client("destinpq", api_key=KEY, transport=httpx.MockTransport(server.handle))
    job, end = client.submit("a red fox"), time.monotonic() + 20
    while not job.remote_id:
        assert time.monotonic() < end, "nobody took it"
        time.sleep(0.005)
    return client, job


def test_a_job_that_is_under_way_is_joined_by_its_id(server: Server) -> None:
    client, job = under_way(server)
    assert client.resume(job.remote_id or "") is job
    server.polls = 0
    assert job.wait(10).images
    assert client.resume(job.remote_id or "") is not job
    assert server.billed == 1


@pytest.mark.parametrize("call", ["cancel", "look"])
def test_a_child_leaves_the_jobs_of_its_parent_alone(server: Server, call: str) -> None:
    _, job = under_way(server)
    parent, job._born_in = job._born_in, -1
    getattr(job, call)()
    with pytest.raises(ImgenError, match="forked from"):
        job.wait(1)
    job._born_in, server.polls = parent, 0
    assert job.wait(10).images, "the parent has it all the same"


def test_who_has_an_id_hears_that_it_was_paid_where_the_store_is_gone(server: Server) -> None:
    client = late(server)
    client.store.by_remote = Mock(side_effect=StoreError("nobody answers"))  # type: ignore[method-assign]
    with pytest.raises(StoreError) as caught:
        client.resume("r-1")
    assert (caught.value.charged, caught.value.remote_id, caught.value.provider) == ("yes", "r-1", "destinpq")
