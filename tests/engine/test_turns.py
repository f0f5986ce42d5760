"""What many processes may ask a service together: never more than its window, and one by one after a refusal."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from flows import asked

from imgen_nb import providers
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import ImgenError, RateLimited
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.testing import png, virtually
from imgen_nb.types import Generation, Window

LIMIT, HOUR = 100, 3600.0
KEY = "key-of-a-test"


class Counting:
    """Banatie with the document's window: what arrives beyond it is refused, and counted as a fault of ours."""

    def __init__(self, latency: float = 0.7) -> None:
        self.latency, self.opened, self.used = latency, 0.0, 0
        self.made: dict[str, float] = {}
        self.refused = self.seen = self.pictures = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        now = asyncio.get_running_loop().time()
        if request.url.host == "cdn.example":
            self.pictures += 1
            return httpx.Response(200, content=png())
        self.seen += 1
        if now - self.opened >= HOUR:
            self.opened, self.used = now, 0
        if self.used >= LIMIT:
            self.refused += 1
            return self.said(429, {"success": False, "error": {"code": "RATE_LIMIT_EXCEEDED"}})
        self.used += 1
        await asyncio.sleep(self.latency / 2)
        answer = self.answer(request, now)
        reply = self.said(201 if request.method == "POST" else 200, answer)
        await asyncio.sleep(self.latency / 2)  # what is told is old when it is heard
        return reply

    def answer(self, request: httpx.Request, now: float) -> Any:
        if request.method == "POST":
            made = uuid.uuid4().hex
            self.made[made] = now + 8.0
            meta = json.loads(request.content)["meta"]
            return {"success": True, "data": {"id": made, "status": "pending", "meta": meta}}
        if request.url.path.endswith("/generations"):
            rows = [self.record(one, now) for one in [*self.made][-100:]]
            return {"success": True, "data": rows, "pagination": {"total": len(rows), "hasMore": False}}
        return {"success": True, "data": self.record(request.url.path.rpartition("/")[2], now)}

    def record(self, one: str, now: float) -> dict[str, Any]:
        done = now >= self.made[one]
        image = {"id": one, "storageUrl": f"https://cdn.example/{one}.png"} if done else None
        return {"id": one, "status": "success" if done else "processing", "prompt": "a fox", "outputImage": image}

    def said(self, status: int, body: Any) -> httpx.Response:
        left = max(0.0, self.opened + HOUR - asyncio.get_running_loop().time())
        told = {"Limit": LIMIT, "Remaining": LIMIT - self.used, "Reset": int(left) + 1}
        return httpx.Response(status, json=body, headers={f"X-RateLimit-{name}": str(it) for name, it in told.items()})


def engine(home: Path, service: Any, name: str = "banatie") -> Engine:
    """As another process has one: a store, a journal, a wire of its own."""
    provider, store, transport = providers.get(name), Store(home), httpx.MockTransport(service)
    wire = Wire(provider, provider.base_url, ("X-API-Key", "", Secret(KEY)), transport)
    return Engine(provider, wire, Fetcher(store.pictures, transport=transport), Journal(store))


def jobs(one: Engine, count: int, *, deadline: float, prompt: str) -> Iterable[Any]:
    request = asked(one.provider, prompt)
    for take in range(1, count + 1):
        intent = replace(request, take=take, origin=one.provider.base_url, ref=uuid.uuid4().hex)
        yield one.fulfil(Ticket(intent, deadline, title=one.provider.title))


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
    assert taken(store, 59.0) > 0
    assert taken(store, 60.0) == 0.0


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
