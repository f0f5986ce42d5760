"""So many jobs at once: one that was taken makes room for another to enter, one that ended for another at all."""

from __future__ import annotations

from typing import Any

import pytest
from views import FakeClient, FakeJob

from imgen_nb.comparison import lanes
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.lanes import Lanes
from imgen_nb.errors import Cancelled, GenerationFailed, MissingKey
from imgen_nb.types import ImageRequest, State


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "ENTERING", 3)
    monkeypatch.setattr(lanes, "UNDER_WAY", 5)


def cells_of(*clients: Any, each: int = 20) -> list[Cell]:
    return [
        Cell("x", ImageRequest(client.provider.name, f"fox {number}"), client=client)
        for client in clients
        for number in range(each)
    ]


def end(job: FakeJob) -> None:
    job.end(GenerationFailed("error 1108"), State.FAILED)


def test_what_was_taken_makes_room_and_what_ended_makes_more() -> None:
    client: Any = FakeClient("atelier")
    Lanes(cells_of(client)).go()
    jobs = client.jobs
    assert len(jobs) == 3
    jobs[0].step(State.SENDING)
    assert len(jobs) == 3, "it holds a connection"
    jobs[0].step(State.ACCEPTED)
    jobs[0].step(State.RUNNING)
    assert len(jobs) == 4, "it is taken once"
    jobs[1].step(State.ACCEPTED)
    jobs[2].step(State.ACCEPTED)
    assert len(jobs) == 5, "five are under way"
    end(jobs[0])
    assert len(jobs) == 6
    while any(not job.done for job in jobs):
        end(next(job for job in jobs if not job.done))
    assert len(jobs) == 20
    assert [job.request.prompt for job in jobs] == [f"fox {number}" for number in range(20)], "in their order"


def test_clients_have_lanes_of_their_own() -> None:
    one, two = FakeClient("atelier"), FakeClient("bureau")
    Lanes(cells_of(one, two)).go()
    assert [len(client.jobs) for client in (one, two)] == [3, 3]
    end(one.jobs[0])
    assert [len(client.jobs) for client in (one, two)] == [4, 3]


def test_what_ends_at_once_takes_the_next_along(monkeypatch: pytest.MonkeyPatch) -> None:
    client: Any = FakeClient("atelier")
    real = client.start

    def start(asked: ImageRequest) -> FakeJob:
        job: FakeJob = real(asked)
        end(job)
        return job

    monkeypatch.setattr(client, "start", start)
    Lanes(cells_of(client, each=5000)).go()
    assert len(client.jobs) == 5000


def test_what_cannot_be_started_says_so_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    client: Any = FakeClient("atelier")
    real = client.start

    def start(asked: ImageRequest) -> FakeJob:
        if asked.prompt == "fox 1":
            raise MissingKey("the key is gone")
        job: FakeJob = real(asked)
        return job

    monkeypatch.setattr(client, "start", start)
    cells = cells_of(client, each=4)
    Lanes(cells).go()
    assert [type(cell.error) for cell in cells] == [type(None), MissingKey, type(None), type(None)]
    assert len(client.jobs) == 3


def test_once_stopped_nothing_begins_any_more() -> None:
    client: Any = FakeClient("atelier")
    cells = cells_of(client, each=6)
    running = Lanes(cells)
    running.go()
    running.stop()
    end(client.jobs[0])
    assert len(client.jobs) == 3
    assert [cell.state for cell in cells[3:]] == [State.CANCELLED] * 3
    assert all(isinstance(cell.error, Cancelled) and cell.error.charged == "no" for cell in cells[3:])
    assert all(cell.ended for cell in cells[3:])
