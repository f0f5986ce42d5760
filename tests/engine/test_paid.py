"""What was paid stays paid: late and missing pictures, answers that come after everybody left, queues let go."""

from __future__ import annotations

import asyncio
import importlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from wires import WIRES, destinpq, doing, qolaba

from imgen_nb import providers
from imgen_nb.engine.ticket import LISTENING
from imgen_nb.errors import (
    AssetError,
    AssetExpired,
    AssetNotImage,
    Cancelled,
    DeadlineExceeded,
    ImgenError,
    OutcomeUnknown,
    RateLimited,
    TransportFailed,
    UnexpectedReply,
)
from imgen_nb.testing import Bench, png, reply, virtually
from imgen_nb.types import Generation, State

pytestmark = pytest.mark.sampled(3)  # every case is asked of every provider

GONE = (400, 401, 403, 404, 410)


@pytest.fixture(params=doing("polled", "addressed"))
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    wire = importlib.import_module(f"wires.{request.param}").Wire()
    return Bench(providers.get(request.param), wire, tmp_path)


@pytest.fixture
def plain(tmp_path: Path) -> Bench:
    return Bench(providers.get("destinpq"), destinpq.Wire(), tmp_path)


def until(moment: float, response: httpx.Response) -> Callable[..., httpx.Response]:
    """Answer with this until a moment of virtual time, then as usual."""

    def act(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        return response if asyncio.get_running_loop().time() < moment else normal()

    return act


# --- pictures that are late, refused, broken, gone --------------------------------------------------------------------

TROUBLES = {str(status): httpx.Response(status, content=b"<Error/>") for status in GONE}
TROUBLES |= {"503": httpx.Response(503), "429": httpx.Response(429, headers={"retry-after": "5"})}
TROUBLES |= {"a page": httpx.Response(200, text="<html>soon</html>"), "half": httpx.Response(200, content=png()[:-20])}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_picture_that_is_late_is_waited_for(bench: Bench, trouble: str) -> None:
    bench.server.on_asset.extend([until(45.0, TROUBLES[trouble])] * 40)
    assert bench.generate().state is State.SAVED
    bench.holds()


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_picture_that_never_comes_is_paid_and_not_fetched_and_never_paid_again(bench: Bench, trouble: str) -> None:
    bench.server.on_asset.extend([reply(TROUBLES[trouble])] * 200)
    error = bench.fails(AssetError, "yes")
    assert "forget" in error.hint
    (row,) = bench.store.unsettled()
    assert (row.state, row.owner) == (State.ACCEPTED, None)
    bench.fails(AssetError, "yes")
    bench.server.on_asset.clear()
    assert bench.generate().images
    assert len(bench.server.times("submit")) == 1
    bench.holds()


def test_after_a_restart_an_old_row_is_asked_once_more_and_not_for_a_minute(plain: Bench) -> None:
    plain.server.on_asset.extend([reply(httpx.Response(404))] * 200)
    plain.fails(AssetExpired, "yes")
    (row,) = plain.store.unsettled()
    plain.store.write(lambda connection: plain.store.update(connection, row.id, result={**row.result, "finished": 1.0}))
    before = len(plain.server.times("asset"))
    plain.fails(AssetExpired, "yes")
    assert len(plain.server.times("asset")) - before == 2


def test_a_fresh_address_is_asked_for(plain: Bench) -> None:
    """Its signature is over: the next poll has a new one."""
    first = plain.server.address

    def address(remote_id: str) -> str:
        return f"{first(remote_id)}?sig={plain.server.asked[remote_id]}"

    plain.server.address = address  # type: ignore[method-assign]
    asked: list[str] = []

    def expired(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        asked.append(request.url.query.decode())
        return normal() if len(set(asked)) > 1 else httpx.Response(400, text="ExpiredToken")

    plain.server.on_asset.extend([expired] * 9)
    assert plain.generate().images
    assert len(set(asked)) == 2


def test_one_of_several_that_never_comes_leaves_the_others(tmp_path: Path) -> None:
    wire = qolaba.Wire()
    bench = Bench(providers.get("qolaba"), wire, tmp_path)
    usual = wire.finished

    def three(remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
        body = usual(remote_id, request, address).json()
        body["output"]["images"] = [{"url": f"{address}-{place}"} for place in range(3)]
        return httpx.Response(200, json=body)

    wire.finished = three  # type: ignore[method-assign]
    lost = [True]

    def third(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        return httpx.Response(404) if lost[0] and request.url.path.endswith("-2") else normal()

    bench.server.on_asset.extend([third] * 99)
    made = bench.generate()
    assert (made.state, len(made.images), len(made.missing)) == (State.SAVED, 2, 1)
    assert "picture 3 of 3" in made.missing[0]
    assert made.warnings
    again = bench.generate()
    assert (len(again.images), len(again.missing)) == (2, 1)
    assert len(bench.store.unsettled()) == 1
    lost[0] = False
    (whole,) = bench.resume()
    assert (len(whole.images), whole.missing) == (3, ())
    assert bench.generate().missing == ()
    assert not bench.store.unsettled()
    bench.holds()


# --- a deadline or a cancel while the paid request is out -------------------------------------------------------------


class Slow(Bench):
    """A server whose answer to a submission takes a while."""

    seconds = 30.0

    def engine(self):  # type: ignore[no-untyped-def]
        async def handle(request: httpx.Request) -> httpx.Response:
            answer = self.server.answer(request)
            if self.wire.is_submission(request):
                await asyncio.sleep(self.seconds)
            return answer

        self.server.handle = handle  # type: ignore[method-assign]
        return super().engine()


@pytest.fixture(params=sorted(WIRES))
def slow(request: pytest.FixtureRequest, tmp_path: Path) -> Slow:
    wire = importlib.import_module(f"wires.{request.param}").Wire()
    return Slow(providers.get(request.param), wire, tmp_path)


@pytest.fixture(params=doing("polled"))
def slow_job(request: pytest.FixtureRequest, tmp_path: Path) -> Slow:
    """One whose answer names a job: an answer that is the picture itself is saved as soon as it is heard."""
    wire = importlib.import_module(f"wires.{request.param}").Wire()
    return Slow(providers.get(request.param), wire, tmp_path)


@pytest.mark.parametrize("ends", ["deadline", "cancel"])
def test_whoever_waits_is_let_go_and_the_answer_is_kept(slow: Slow, ends: str) -> None:
    async def work() -> float:
        engine, ticket = slow.engine(), slow.ticket(5.0 if ends == "deadline" else 600.0)
        loop = asyncio.get_running_loop()
        if ends == "cancel":
            loop.call_later(5.0, ticket.cancelled.set)
        with pytest.raises(DeadlineExceeded if ends == "deadline" else Cancelled) as caught:
            await engine.fulfil(ticket)
        ended = loop.time()
        assert caught.value.charged == "unknown"
        assert caught.value.hint
        again = asyncio.ensure_future(engine.fulfil(slow.ticket()))
        await asyncio.sleep(60)
        assert not LISTENING
        assert (await again).state is State.SAVED
        return ended

    assert virtually(work()) <= 7.0
    assert len(slow.server.times("submit")) == 1
    slow.holds()


def test_a_kept_answer_is_fetched_by_resume_too(slow_job: Slow) -> None:
    async def work() -> None:
        engine = slow_job.engine()
        with pytest.raises(DeadlineExceeded):
            await engine.fulfil(slow_job.ticket(5.0))
        await asyncio.sleep(60)

    virtually(work())
    (row,) = slow_job.store.unsettled()
    assert (row.state, row.owner) == (State.ACCEPTED, None)
    (made,) = slow_job.resume()
    assert made.images


@pytest.mark.parametrize("ends", ["deadline", "cancel"])
def test_jobs_that_wait_for_a_slot_are_let_go_for_nothing(slow_job: Slow, ends: str) -> None:
    sent = 1 if slow_job.provider.has("window") else 16  # a service that counts is asked by one until it has told

    async def work() -> list[BaseException | object]:
        engine = slow_job.engine()
        tickets = [slow_job.ticket(5.0 if ends == "deadline" else 600.0) for _ in range(64)]
        for take, ticket in enumerate(tickets):
            ticket.request = type(ticket.request)(
                ticket.request.provider, f"fox {take}", ticket.request.params, 1, "test", ticket.request.ref
            )
        jobs = [asyncio.ensure_future(engine.fulfil(ticket)) for ticket in tickets]
        await asyncio.sleep(4)
        if ends == "cancel":
            for ticket in tickets:
                ticket.cancelled.set()
        await asyncio.sleep(3)
        assert all(job.done() for job in jobs)
        assert len(slow_job.server.times("submit")) == sent
        await asyncio.sleep(100)
        return list(await asyncio.gather(*jobs, return_exceptions=True))

    ended = virtually(work())
    assert len(slow_job.server.times("submit")) == sent
    charged = [error.charged for error in ended if isinstance(error, ImgenError)]
    assert (charged.count("no"), charged.count("unknown")) == (64 - sent, sent)
    assert all(isinstance(e, TransportFailed | Cancelled | DeadlineExceeded | RateLimited) for e in ended)
    assert len(slow_job.store.unsettled()) == sent


class Drip(httpx.AsyncByteStream):
    async def __aiter__(self):  # type: ignore[no-untyped-def]
        while True:
            await asyncio.sleep(1)
            yield b" "


@pytest.mark.parametrize("how", ["drips", "says nothing"])
@pytest.mark.parametrize("what", ["poll", "asset"])
def test_what_never_ends_gives_its_place_back(plain: Bench, what: str, how: str) -> None:
    async def handle(request: httpx.Request) -> httpx.Response:
        answer = plain.server.answer(request)
        if plain.server.log[-1][1] != what or len(plain.server.jobs) > 16:
            return answer
        await asyncio.sleep(0 if how == "drips" else 3600)
        return httpx.Response(200, stream=Drip())

    plain.server.handle = handle  # type: ignore[method-assign]

    async def work() -> None:
        engine = plain.engine()
        tickets = [plain.ticket(4.0, take) for take in range(1, 17)]
        ended = await asyncio.gather(*map(engine.fulfil, tickets), return_exceptions=True)
        assert all(isinstance(error, DeadlineExceeded) for error in ended)
        assert (await engine.fulfil(plain.ticket(12.0, 17))).images

    virtually(work())


def test_the_downloads_of_all_jobs_share_sixteen_places(plain: Bench) -> None:
    now = most = 0

    async def handle(request: httpx.Request) -> httpx.Response:
        nonlocal now, most
        answer = plain.server.answer(request)
        if plain.server.log[-1][1] == "asset":
            now, most = now + 1, max(most, now + 1)
            await asyncio.sleep(1)
            now -= 1
        return answer

    plain.server.handle = handle  # type: ignore[method-assign]

    async def work() -> list[Generation]:
        engines = [plain.engine() for _ in range(4)]
        return await asyncio.gather(*(engines[n % 4].fulfil(plain.ticket(take=n)) for n in range(1, 41)))

    assert all(made.images for made in virtually(work()))
    assert most == 16


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_an_id_is_written_down_at_once_though_the_store_is_locked(plain: Bench, how: str) -> None:
    """Whoever is killed while another program holds the lock has left word of it."""
    path = plain.store.home / "store.db"

    def lock(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        other.execute(f"BEGIN {how}")
        asyncio.get_running_loop().call_later(1.0, look)
        return normal()

    def look() -> None:
        owed.extend(path.parent.glob("owed/*/*.owed"))
        other.execute("COMMIT")

    owed: list[Path] = []
    assert plain.generate(take=2).images
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        plain.server.on_submit.append(lock)
        assert plain.generate().images
    assert owed


# --- refusals of many together ----------------------------------------------------------------------------------------


def test_jobs_that_are_refused_together_come_back_one_by_one(bench: Bench) -> None:
    refused = httpx.Response(429, headers={"retry-after": "3"}, json={})

    async def work() -> None:
        engine, request = bench.engine(), bench.ticket().request
        tickets = [bench.ticket() for _ in range(12)]
        for take, ticket in enumerate(tickets, 1):
            ticket.request = type(request)(request.provider, "a fox", request.params, take, "test", ticket.request.ref)
        bench.server.on_submit.extend([until(7.0, refused)] * 200)
        jobs = [asyncio.ensure_future(engine.fulfil(ticket)) for ticket in tickets]
        await asyncio.sleep(30)
        for ticket in tickets:
            ticket.cancelled.set()
        await asyncio.gather(*jobs, return_exceptions=True)

    virtually(work())
    assert len(bench.server.times("submit")) - 12 < 26, "refusals"
    assert bench.server.billed == 12


@pytest.mark.parametrize("name", ["a refusal", "a window"])
def test_what_shuts_a_key_out_is_known_to_other_processes(plain: Bench, tmp_path: Path, name: str) -> None:
    used_up = {"x-ratelimit-limit": "100", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"}
    banatie = Bench(providers.get("banatie"), importlib.import_module("wires.banatie").Wire(), tmp_path)
    bench, told = (plain, {"retry-after": "30"}) if name == "a refusal" else (banatie, used_up)
    bench.server.on_submit.append(reply(httpx.Response(429, headers=told)))
    bench.fails(RateLimited, "no", deadline=5.0)
    late = bench.fails(RateLimited, "no", deadline=5.0)
    assert late.retry_after
    assert late.retry_after > 25
    assert len(bench.server.times("submit")) == 1, "the second asked nobody"
    assert bench.generate().images
    assert bench.server.times("submit")[1] > 25


# --- what is odd beside a good picture --------------------------------------------------------------------------------


def test_an_outcome_without_a_picture_is_never_saved_and_never_paid_again(plain: Bench) -> None:
    usual = plain.wire.finished
    plain.wire.finished = lambda remote_id, request, address: usual(remote_id, request, None)  # type: ignore[method-assign]
    plain.fails(UnexpectedReply, "yes")
    plain.fails(UnexpectedReply, "yes")
    assert len(plain.server.times("submit")) == 1


def test_an_id_that_is_another_requests_is_not_believed(bench: Bench) -> None:
    bench.generate()
    remote_id = bench.server.only()

    def doubled(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        normal()
        return bench.wire.accepted(remote_id, request)

    bench.server.on_submit.append(doubled)
    ticket = bench.ticket()
    request = ticket.request
    ticket.request = type(request)(request.provider, request.prompt, request.params, 2, "test", request.ref)
    try:
        made = virtually(bench.engine().fulfil(ticket))
    except OutcomeUnknown as error:
        assert error.charged == "unknown"  # noqa: PT017
    else:
        assert remote_id not in (made.remote_id or "")
    assert len(bench.server.times("submit")) == 2


def test_a_header_outside_ascii_and_an_unknown_encoding_change_nothing(bench: Bench) -> None:
    def odd(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        answer = normal()
        headers = [(b"x-served-from", "Zürich".encode()), (b"content-encoding", b"aws-chunked")]
        return httpx.Response(answer.status_code, headers=headers, content=answer.content)

    bench.server.on_submit.append(odd)
    bench.server.on_poll.extend([odd] * 3)
    assert bench.generate().images


def test_wrong_types_of_pictures_end_in_a_typed_word(plain: Bench) -> None:
    plain.server.on_asset.extend([reply(httpx.Response(200, content=b"{}"))] * 99)
    plain.fails(AssetNotImage, "yes")
