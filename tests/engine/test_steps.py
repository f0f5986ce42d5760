"""How often, after which pause and at what price a word of a flow is obeyed; to the number."""

from __future__ import annotations

import asyncio
import time
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from wires import destinpq

from imgen_nb import providers
from imgen_nb.engine import steps
from imgen_nb.engine.hearing import _overhearing
from imgen_nb.engine.steps import BRIEFEST, NOT_FOUND_PAUSE, NOT_FOUND_TRIES, UNSENT_TRIES, backoff
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import unpacked
from imgen_nb.errors import (
    ApiError,
    Cancelled,
    DeadlineExceeded,
    GenerationFailed,
    ImgenError,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    StoreError,
    TransportFailed,
    UnexpectedReply,
)
from imgen_nb.flow import Exchange, send
from imgen_nb.testing import Bench, before, reply, virtually
from imgen_nb.types import ImageRequest, State

MISSING = reply(httpx.Response(404, json={"error": "not found"}))
TOO_MANY = httpx.Response(429, headers={"retry-after": "7"})


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(providers.get("destinpq"), destinpq.Wire(), tmp_path)


def pauses(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


# --- how often, and when ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("attempt", "most"), [(0, 1.0), (1, 2.0), (2, 4.0), (4, 16.0), (5, 20.0), (50, 20.0)])
def test_a_pause_doubles_to_twenty_seconds_with_its_upper_half_drawn(attempt: int, most: float) -> None:
    drawn = [backoff(attempt) for _ in range(200)]
    assert all(most / 2 <= one <= most for one in drawn)
    assert max(drawn) - min(drawn) > most / 4


def test_what_is_provably_not_sent_is_sent_five_times(bench: Bench) -> None:
    bench.server.on_submit.extend([before(httpx.ConnectError)] * 20)
    bench.fails(TransportFailed, "no")
    times = bench.server.times("submit")
    assert len(times) == UNSENT_TRIES
    for attempt, pause in enumerate(pauses(times)):
        assert 2**attempt / 2 <= pause <= 2**attempt + 0.5


@pytest.mark.parametrize("kind", ["submit", "poll"])
def test_a_wait_that_is_told_is_kept_and_a_tenth_longer_at_most(bench: Bench, kind: str) -> None:
    getattr(bench.server, f"on_{kind}").append(reply(TOO_MANY))
    assert bench.generate().images
    first, second, *_ = bench.server.times(kind)
    assert 7.0 <= second - first <= 7.7 + 2.5, "and a poll's turn"


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_wait_beside_an_answer_that_is_not_understood_is_kept(bench: Bench, status: int) -> None:
    bench.server.on_poll.append(reply(httpx.Response(status, headers={"retry-after": "9"})))
    assert bench.generate().images
    first, second, *_ = bench.server.times("poll")
    assert 9.0 <= second - first <= 9.9 + 2.5


@pytest.mark.parametrize(("told", "kept"), [(30.0, 30.0), (None, 7.0)])
def test_a_wait_that_the_reader_tells_goes_before_the_headers(told: float | None, kept: float) -> None:
    def reader(response: httpx.Response) -> Any:
        raise RateLimited("too many", retry_after=told)

    with pytest.raises(RateLimited) as caught:
        steps._read(Exchange(httpx.Request("GET", "/a"), reader, paid=False), TOO_MANY)
    assert caught.value.retry_after == kept


def test_only_who_can_be_asked_about_many_is(bench: Bench) -> None:
    assert bench.engine()._steps._polls is None, "its document has no list"


def test_who_dies_while_told_to_wait_leaves_nothing_unknown(bench: Bench) -> None:
    bench.server.on_submit.append(reply(TOO_MANY))

    async def work() -> State:
        asking = asyncio.ensure_future(bench.ask(bench.engine()))
        await asyncio.sleep(3)
        row = bench.store.peek(bench._request())
        await asking
        assert row is not None
        return row.state

    assert virtually(work()) is State.PLANNED


def test_a_wait_beyond_the_deadline_is_told_at_once(bench: Bench) -> None:
    bench.server.on_submit.append(reply(TOO_MANY))
    error = bench.fails(RateLimited, "no", deadline=5)
    assert error.retry_after == 7.0
    assert len(bench.server.times("submit")) == 1


def test_a_sandbox_that_never_waits_is_still_no_hot_loop(bench: Bench) -> None:
    engine = bench.engine()
    engine.wire.pace.scale = 0.0
    bench.server.polls = 10**6
    with pytest.raises(DeadlineExceeded):
        virtually(bench.ask(engine, deadline=10.0))
    assert min(pauses(bench.server.times("poll"))) == pytest.approx(BRIEFEST)


def test_a_job_that_is_paid_is_looked_for_three_times(bench: Bench) -> None:
    bench.server.always["poll"] = MISSING
    bench.fails(NotFound, "yes")
    times = bench.server.times("poll")
    assert len(times) == NOT_FOUND_TRIES
    assert min(pauses(times)) >= NOT_FOUND_PAUSE
    bench.fails(NotFound, "yes")
    assert len(bench.server.times("submit")) == 1, "what was paid is not asked for anew because it cannot be found"


def test_what_nobody_paid_for_is_missing_at_once(bench: Bench) -> None:
    bench.server.always["poll"] = MISSING
    with pytest.raises(NotFound):
        virtually(bench.engine().ask(bench.provider.follow("a"), "get"))
    assert len(bench.server.times("poll")) == 1


# --- what a delete may take for done ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "first", "done"),
    [
        ("DELETE", before(httpx.ReadError), True),
        ("DELETE", reply(httpx.Response(502)), True),
        ("DELETE", before(httpx.ConnectError), False),
        ("DELETE", reply(TOO_MANY), False),
        ("GET", before(httpx.ReadError), False),
    ],
    ids=["cut off", "502", "not sent", "told to wait", "no delete"],
)
def test_gone_after_a_try_that_was_not_understood_is_done(bench: Bench, method: str, first: Any, done: bool) -> None:
    def flow() -> Any:
        return (yield from send(httpx.Request(method, "/creations/a"), _understood))

    bench.server.on_poll.extend([first, MISSING])
    if done:
        assert virtually(bench.engine().ask(flow(), "delete")) is None
    else:
        with pytest.raises(NotFound):
            virtually(bench.engine().ask(flow(), "delete"))
    assert len(bench.server.times("poll")) == 2


def _understood(response: httpx.Response) -> Any:
    if response.status_code == 404:
        raise NotFound("not there")
    if response.status_code == 429:
        raise RateLimited("too many")
    if response.status_code != 200:
        raise UnexpectedReply("not understood", json_path="$")
    return response.json()


# --- faults of a provider's own code ----------------------------------------------------------------------------------


def test_a_flow_that_breaks_before_anything_was_spent_cost_nothing(tmp_path: Path) -> None:
    class Broken(type(providers.get("destinpq"))):  # type: ignore[misc]
        def generate(self, request: Any) -> Any:
            yield from ()
            raise ValueError("a slip")

    bench = Bench(Broken(), destinpq.Wire(), tmp_path)
    error = bench.fails(ImgenError, "no")
    assert "ValueError: a slip" in error.message
    assert not bench.server.times("submit")


@pytest.mark.parametrize(
    "error",
    [ApiError("no such size"), UnexpectedReply("odd", json_path="$"), GenerationFailed("no paint left")],
    ids=lambda error: type(error).__name__,
)
def test_what_a_reply_is_refused_with_goes_back_into_the_flow(bench: Bench, error: ImgenError) -> None:
    def refused(response: httpx.Response) -> Any:
        raise error

    def flow() -> Any:
        try:
            yield from send(httpx.Request("GET", "/creations/a"), refused)
        except type(error) as caught:
            return caught.message

    bench.server.always["poll"] = MISSING
    assert virtually(bench.engine().ask(flow(), "get")) == error.message


@pytest.mark.parametrize("lifetime", [None, 3600.0])
def test_how_long_a_result_is_kept_there_is_known_as_soon_as_it_is_paid(tmp_path: Path, lifetime: float | None) -> None:
    class Keeping(type(providers.get("destinpq"))):  # type: ignore[misc]
        pass

    Keeping.lifetime = lifetime
    bench = Bench(Keeping(), destinpq.Wire(), tmp_path)
    bench.server.polls = 10**6
    bench.fails(DeadlineExceeded, "yes", deadline=30)
    (row,) = bench.store.unsettled()
    assert row.result.get("expires") == (lifetime and pytest.approx(time.time() + lifetime, abs=300))


def test_a_price_that_cannot_be_told_keeps_nobody_from_asking(tmp_path: Path) -> None:
    class Priceless(type(providers.get("destinpq"))):  # type: ignore[misc]
        def estimate(self, request: Any) -> Any:
            raise KeyError("model")

    assert Bench(Priceless(), destinpq.Wire(), tmp_path).generate().state is State.SAVED


def test_the_newest_ids_alone_are_kept_in_mind(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "REMEMBERED", 2)
    engine = bench.engine()
    made = [virtually(bench.ask(engine, take=take)).remote_id for take in (1, 2, 3)]
    assert [*engine._steps._ids] == made[-2:]


SAID = {
    OutcomeUnknown("lost"): (State.UNKNOWN,) * 3,
    GenerationFailed("no paint"): (State.FAILED,) * 3,
    NotFound("gone"): (State.FAILED, State.UNKNOWN, State.ACCEPTED),
    Cancelled("given up"): (State.CANCELLED, State.UNKNOWN, State.ACCEPTED),
    StoreError("locked"): (State.FAILED, State.UNKNOWN, State.ACCEPTED),
}
"""What a job ends in: where nothing was sent, where a paid request is out, and where it was paid."""


@pytest.mark.parametrize("error", SAID, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(("place", "sent", "paid"), [(0, False, False), (1, True, False), (2, False, True)])
def test_what_a_job_that_failed_is_left_as(error: ImgenError, place: int, sent: bool, paid: bool) -> None:
    for origin, states in (("", SAID[error]), ("sandbox:1", PRACTISED.get(type(error), SAID[error]))):
        ticket = Ticket(ImageRequest("destinpq", "a fox", origin=origin), 10.0)
        ticket.sent, ticket.paid = sent, paid
        assert ticket.final(error) is states[place]


PRACTISED = {NotFound: (State.FAILED,) * 3}
"""What a dead kernel's practice server took is gone with it."""


def test_a_preview_that_cannot_be_read_is_noted_and_the_answer_is_heard_on() -> None:
    def broken(piece: bytes) -> Any:
        raise ValueError(piece)

    async def work() -> list[str]:
        noted: list[str] = []
        _overhearing(Ticket(ImageRequest("destinpq", "a fox"), 10.0), broken, noted.append)(b"data: x")
        return noted

    assert virtually(work()) == ["a preview could not be read: ValueError"]


@pytest.mark.parametrize(
    ("params", "many"),
    [({}, 1), ({"num_images": 3}, 3), ({"num_images": 1}, 1), ({"num_images": 0}, 1), ({"num_images": "4"}, 1)],
)
def test_as_many_pictures_as_are_asked_for_count(params: dict[str, Any], many: int) -> None:
    assert steps._pictures(ImageRequest("destinpq", "a fox", params)) == many


# --- a body that came compressed --------------------------------------------------------------------------------------

TEXT = b'{"id": "a", "status": "pending"}' * 20


def _packed(bits: int, data: bytes = TEXT) -> bytes:
    packer = zlib.compressobj(wbits=bits)
    return packer.compress(data) + packer.flush()


GZIP, ZLIB, RAW = (_packed(bits) for bits in (zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS))


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        *((GZIP, one) for one in ("gzip", "x-gzip", " GZIP ", "aws-chunked, gzip")),
        *((body, "deflate") for body in (ZLIB, RAW)),
        (_packed(zlib.MAX_WBITS | 16, ZLIB), "deflate, gzip"),
        *((TEXT, one) for one in ("", "identity", "br", "aws-chunked")),
    ],
)
def test_what_is_offered_is_unpacked_and_what_is_not_stays(body: bytes, encodings: str) -> None:
    assert unpacked(body, encodings, len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("body", "encodings", "largest"),
    [(GZIP, "gzip", len(TEXT) - 1), (_packed(31, GZIP), "gzip, gzip", len(TEXT) - 1), (TEXT, "gzip", 10**6)],
    ids=["too long", "too long, packed twice", "not packed"],
)
def test_what_is_too_long_or_no_such_packing_is_not_understood(body: bytes, encodings: str, largest: int) -> None:
    with pytest.raises(UnexpectedReply) as caught:
        unpacked(body, encodings, largest)
    assert caught.value.json_path == "$"
