"""What many processes may ask a service together: never more than its window, and one by one after a refusal."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from counting import LIMIT, Counting, engine, jobs
from simulation import crash, points

from imgen_nb.errors import ImgenError, RateLimited
from imgen_nb.store.store import Store
from imgen_nb.testing import png, virtually
from imgen_nb.types import Generation, Window


def test_four_processes_share_a_window_and_never_exceed_it(tmp_path: Path) -> None:
    service = Counting()

    async def work() -> list[Any]:
        engines = [engine(tmp_path, service) for _ in range(4)]
        under_way = (
            job for number, one in enumerate(engines) for job in jobs(one, 30, deadline=40_000, prompt=f"fox {number}")
        )
        return await asyncio.gather(*under_way, return_exceptions=True)

    made = virtually(work())
    assert [type(one) for one in made] == [Generation] * 120
    assert service.refused == 0, f"{service.refused} of {service.seen} requests were more than the window"
    assert len(service.made) == 120
    assert service.seen < 400, "a list asks for all of a process's jobs at once"


def test_the_last_of_a_window_is_kept_for_what_was_paid(tmp_path: Path) -> None:
    service = Counting()
    service.used = LIMIT - 8

    async def work() -> list[Any]:
        one = engine(tmp_path, service)
        return await asyncio.gather(*jobs(one, 10, deadline=300, prompt="a fox"), return_exceptions=True)

    made = virtually(work())
    paid = [one for one in made if isinstance(one, Generation)]
    shut = [one for one in made if isinstance(one, RateLimited)]
    assert paid, "some of the window was left"
    assert len(paid) == len(service.made), "all that was paid was fetched within the same window"
    assert len(paid) + len(shut) == 10
    assert all(one.charged == "no" for one in shut)
    assert service.refused == 0


class Refusing:
    """DestinPQ, that refuses everybody for a while and tells no window."""

    def __init__(self, until: float) -> None:
        self.until = until
        self.refused = 0
        self.arrived: list[float] = []
        """When requests came that were not refused."""

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        now = asyncio.get_running_loop().time()
        if request.url.host == "cdn.example":
            return httpx.Response(200, content=png())
        if request.method == "GET":
            done = {"id": request.url.path.rpartition("/")[2], "status": "completed"}
            return httpx.Response(200, json=done | {"output_assets": [{"url": "https://cdn.example/a.png"}]})
        if now < self.until:
            self.refused += 1
            return httpx.Response(429, json={"detail": "slow down"}, headers={"Retry-After": "20"})
        self.arrived.append(now)
        await asyncio.sleep(0.2)
        return httpx.Response(200, json={"id": uuid.uuid4().hex, "status": "pending"})


def test_after_a_refusal_all_processes_wait_and_return_one_by_one(tmp_path: Path) -> None:
    service = Refusing(until=15.0)

    async def work() -> list[Any]:
        engines = [engine(tmp_path, service, "destinpq") for _ in range(4)]
        first, *others = engines
        early = [asyncio.ensure_future(job) for job in jobs(first, 4, deadline=600, prompt="first")]
        await asyncio.sleep(1.0)
        late = (job for n, one in enumerate(others) for job in jobs(one, 4, deadline=600, prompt=f"other {n}"))
        return await asyncio.gather(*early, *late, return_exceptions=True)

    made = virtually(work())
    assert [type(one) for one in made] == [Generation] * 16
    assert service.refused <= 4, "who comes later knows of the refusal"
    first, second, *_ = service.arrived
    assert first >= 20.0, "the wait that was named is kept by all"
    assert second - first >= 0.2, "nobody tries beside the first"


def test_a_store_that_cannot_be_written_keeps_nobody_from_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: Any, **more: Any) -> Any:
        raise ImgenError("no")

    for name in ("take_request", "give_request", "learn_window"):
        monkeypatch.setattr(Store, name, broken)
    service = Counting()

    async def work() -> Generation:
        (job,) = jobs(engine(tmp_path, service), 1, deadline=600, prompt="a fox")
        made: Generation = await job
        return made

    assert virtually(work()).images


# --- the count itself -------------------------------------------------------------------------------------------------


def taken(store: Store, now: float, *, paid: bool = False) -> float:
    return store.write(lambda c: store.take_request(c, "s", now, paid=paid))


def given(store: Store, now: float, told: Window | None = None, *, fine: bool = True) -> None:
    store.write(lambda c: store.give_request(c, "s", now, told, taken=fine))


def test_what_is_under_way_counts_until_its_reply_is_here(tmp_path: Path) -> None:
    store = Store(tmp_path)
    taken(store, 0.0)
    given(store, 1.0, Window(10, 4, 60.0))
    assert [taken(store, 1.0) for _ in range(4)] == [0.0] * 4
    assert 0 < taken(store, 1.0) < 2, "four are left, and four are under way"
    given(store, 2.0, Window(10, 3, 59.0))
    assert taken(store, 2.0) > 0
    given(store, 3.0)
    assert taken(store, 3.0) > 0, "a reply that tells nothing was counted all the same"
    assert taken(store, 61.0) == 0.0, "it has opened anew"


def test_of_an_unknown_window_one_asks_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert taken(store, 0.0) == 0.0
    assert 0 < taken(store, 0.0) < 1
    given(store, 1.0)
    assert [taken(store, 1.0) for _ in range(50)] == [0.0] * 50, "this service tells of no window"


def test_who_died_before_it_was_told_keeps_nobody_out_for_long(tmp_path: Path) -> None:
    store = Store(tmp_path)
    taken(store, 0.0)
    assert taken(store, 9.0) > 0
    assert taken(store, 10.0) == 0.0


def test_an_old_word_opens_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    taken(store, 0.0)
    given(store, 1.0, Window(10, 2, 60.0))
    given(store, 1.5, Window(10, 9, 60.0))
    assert store.window("s") == (Window(10, 2, 60.0), 1.5)
    taken(store, 70.0)
    given(store, 71.0, Window(10, 9, 60.0))
    assert store.window("s") == (Window(10, 9, 60.0), 71.0)


@pytest.mark.parametrize(("size", "kept"), [(100, 5), (40, 2), (10, 0)])
def test_a_twentieth_is_kept_for_questions(size: int, kept: int, tmp_path: Path) -> None:
    store = Store(tmp_path)
    taken(store, 0.0)
    given(store, 0.0, Window(size, size, 60.0))
    paid = sum(taken(store, 1.0, paid=True) == 0.0 for _ in range(size))
    asked = sum(taken(store, 1.0) == 0.0 for _ in range(size))
    assert (paid, asked) == (size - kept, kept)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_process_that_ends_before_a_commit_waits_for_nothing(memory: Path) -> None:
    """Found by deaths at every point: what was to be given back waited for a writer that had ended before."""
    commits = [point for point in points("banatie", memory / "none") if point.kind == "commit"]
    assert len(commits) > 4
    for number, point in enumerate(commits):
        crash("banatie", memory / str(number), point)
