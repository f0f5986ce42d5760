"""What the engine makes of a flow's words, with services of one's own: prices, ids, who waits at a script's end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from intents import ANOTHER
from own import POST, Own, bench, giving, parsed

from imgen_nb.engine.drive import Engine
from imgen_nb.engine.ticket import LISTENING
from imgen_nb.errors import (
    AssetError,
    AssetExpired,
    Cancelled,
    DeadlineExceeded,
    GenerationFailed,
    NotFound,
    OutcomeUnknown,
    StorageFull,
    StoreError,
    TransportFailed,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import Flow, Outcome, Wait, accepted, failure, send, spend
from imgen_nb.store.rows import Row
from imgen_nb.store.store import Store
from imgen_nb.store.troubles import Trouble
from imgen_nb.testing import ASSETS, KEY, Bench, after, before, png, reply, virtually
from imgen_nb.types import Cost, ImageRequest, State

PLACE = f"https://{ASSETS}/pictures/a"


# --- what it costs ----------------------------------------------------------------------------------------------------


class Priced(Own):
    """Which says with its word that it has a job what that costs, or said so before."""

    told = Cost(credits=2.0)
    before = Cost()

    def estimate(self, request: ImageRequest) -> Cost:
        return self.before

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        made = yield from spend(POST, parsed)
        yield from accepted(made["id"], self.told)
        return (yield from self.follow(made["id"]))


class Quoting(Priced):
    bills_as_quoted = True
    told = Cost()
    before = Cost(usd=0.5, source="a list")


class Guessing(Quoting):
    bills_as_quoted = False


@pytest.mark.parametrize(
    ("provider", "bill", "said"),
    [
        (Priced, {"usd": None, "credits": 2.0}, Priced.told),
        (Quoting, {"usd": 0.5, "credits": None, "source": "a list"}, Quoting.before),
        (Guessing, None, Quoting.before),
    ],
)
def test_what_is_known_of_a_price_is_told_by_who_gives_up(tmp_path: Path, provider: Any, bill: Any, said: Cost) -> None:
    one = bench(tmp_path, provider)
    one.server.polls = 10**6
    assert one.fails(DeadlineExceeded, "yes", deadline=30).cost == said
    (row,) = one.store.unsettled()
    assert row.result.get("cost") == bill
    one.server.polls = 0
    (made,) = one.resume()
    assert made.cost == (said if bill else Cost())
    assert made.quoted == provider.before


@pytest.mark.parametrize(("bill", "charged"), [(Cost(usd=0.0), "no"), (Cost(usd=0.1), "yes"), (Cost(), "unknown")])
def test_a_failed_job_that_costs_nothing_was_not_charged(tmp_path: Path, bill: Cost, charged: str) -> None:
    class Failing(Own):
        def generate(self, request: ImageRequest) -> Flow[Outcome]:
            yield from spend(POST, parsed)
            raise failure("no paint left", bill=bill)

    bench(tmp_path, Failing).fails(GenerationFailed, charged)


def test_who_has_cancelled_asks_for_no_price(tmp_path: Path) -> None:
    asked: list[ImageRequest] = []

    class Asking(Own):
        def quote(self, request: ImageRequest) -> Flow[Cost]:
            asked.append(request)
            return Cost(usd=0.1)
            yield

    one = bench(tmp_path, Asking)
    ticket = one.ticket()
    ticket.cancelled.set()
    with pytest.raises(Cancelled) as caught:
        virtually(one.engine().fulfil(ticket))
    assert (caught.value.charged, asked) == ("no", [])
    assert one.generate().quoted == Cost(usd=0.1)


# --- whose job it is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["the key stands in it", "another request has it"])
def test_an_id_that_cannot_be_this_jobs_is_not_kept_whatever_the_store_can_tell(tmp_path: Path, fault: str) -> None:
    told = ["a-first-job", f"job-{KEY}" if fault == "the key stands in it" else "a-first-job"]

    class Naming(Own):
        def generate(self, request: ImageRequest) -> Flow[Outcome]:
            yield from spend(POST, parsed)
            yield from accepted(told.pop(0))
            return Outcome((PLACE,))

    one = bench(tmp_path, Naming)
    engine = one.engine()
    assert virtually(one.ask(engine)).images
    one.store.accept = lambda *rest, **more: True  # type: ignore[method-assign]  # as where it cannot be read
    with pytest.raises(OutcomeUnknown) as caught:
        virtually(one.ask(engine, take=2))
    assert (caught.value.charged, caught.value.remote_id) == ("unknown", None)


def test_what_a_dead_process_had_only_planned_is_sent_as_its_row(tmp_path: Path) -> None:
    one = bench(tmp_path)
    planned = one.ticket().request
    one.store.write(lambda connection: one.store.sending(connection, planned))
    change = {"state": State.PLANNED, "owner": "another-boot/1/1"}
    one.store.write(lambda connection: one.store.update(connection, planned.ref, **change))
    assert one.generate().request.ref == planned.ref
    assert one.server.billed == 1


def test_a_job_that_another_process_follows_is_left_to_it_and_then_given(tmp_path: Path) -> None:
    one = bench(tmp_path)
    one.server.polls = 3
    made: list[Any] = []

    async def work() -> None:
        first = asyncio.ensure_future(one.ask(one.engine()))
        await asyncio.sleep(1)
        (job,) = one.server.jobs
        lives, one.store.lives = one.store.lives, lambda *_: True  # type: ignore[method-assign]
        ticket = one.ticket()
        ticket.request = ImageRequest("destinpq", "", {"resumed": job}, 1, "test", ref=ticket.request.ref)
        one.store.write(lambda connection: connection.exec_driver_sql("UPDATE jobs SET owner = 'elsewhere/1/1'"))
        second = asyncio.ensure_future(one.engine().adopt(ticket, job))
        await asyncio.sleep(1)
        assert ticket.charged == "yes", "it was paid, whoever fetches it"
        assert "being made already" in one.runs[-1][-1].text
        one.store.lives = lives  # type: ignore[method-assign]
        made.extend(await asyncio.gather(first, second))

    virtually(work())
    assert len({one.images[0].sha256 for one in made}) == 1
    assert one.server.billed == 1


def test_a_lost_answer_is_looked_for_three_times_before_it_counts_as_unknown(tmp_path: Path) -> None:
    looked: list[float] = []

    class Searched(Own):
        def reconcile(self, request: ImageRequest) -> Flow[str | None]:
            looked.append(asyncio.get_running_loop().time())
            return one.server.only() if len(looked) in (3, 7) else None
            yield

    one = bench(tmp_path, Searched)
    one.server.on_submit.extend([after(httpx.ReadError)] * 2)
    assert one.generate().remote_id == one.server.only()
    assert looked == [1.0, 5.0, 15.0]
    with pytest.raises(OutcomeUnknown):
        virtually(one.ask(one.engine(), take=2))
    assert len(looked) == 6
    one.server.jobs.popitem()
    with pytest.raises(OutcomeUnknown) as caught:  # found at last, and it is the first request's job
        virtually(one.ask(one.engine(), take=2))
    assert (caught.value.charged, len(looked)) == ("unknown", 7)


@pytest.mark.parametrize("ended", ["refused", "well"])
def test_what_another_had_paid_for_is_not_told_of_a_request_of_ones_own(tmp_path: Path, ended: str) -> None:
    """Its job fails while it is waited for: what is asked then is a new request, and one that is refused is free."""
    one = bench(tmp_path)
    theirs = one.ticket().request
    one.store.write(lambda connection: one.store.sending(connection, theirs))
    lives, one.store.lives = one.store.lives, lambda *_: True  # type: ignore[method-assign]

    async def work() -> Any:
        asking = asyncio.ensure_future(one.ask(one.engine()))
        await asyncio.sleep(5)
        one.store.lives = lives  # type: ignore[method-assign]
        one.store.write(lambda c: one.store.update(c, theirs.ref, state=State.FAILED, owner=None))
        return await asking

    if ended == "well":
        assert virtually(work()).images
    else:
        one.server.on_submit.append(reply(httpx.Response(401)))
        with pytest.raises(Unauthorized) as caught:
            virtually(work())
        assert caught.value.charged == "no"


# --- what an outcome has ----------------------------------------------------------------------------------------------


def test_an_outcome_without_a_picture_is_paid_and_says_so(tmp_path: Path) -> None:
    one = bench(tmp_path, giving())
    error = one.fails(UnexpectedReply, "yes")
    assert "there is no picture" in error.message
    assert "ig.forget" in error.hint


def test_what_only_an_address_leads_to_is_fetched_later_by_that_and_not_bought_again(tmp_path: Path) -> None:
    one = bench(tmp_path, giving(PLACE))
    one.server.always["asset"] = reply(httpx.Response(404))
    one.fails(AssetExpired, "yes")
    (row,) = one.store.unsettled()
    assert (row.state, row.remote_id, row.owner) == (State.ACCEPTED, None, None)
    assert row.result["assets"] == [{"source": PLACE}]
    one.server.always.clear()
    assert one.generate().images
    assert one.server.billed == 1


class Inline(Own):
    """Which gives the bytes of a picture to whoever asks for the job."""

    def follow(self, remote_id: str) -> Flow[Outcome]:
        yield from send(httpx.Request("GET", f"/creations/{remote_id}"), parsed)
        return Outcome((png(),))


def fill(engine: Engine) -> Callable[[], None]:
    """Let the disk take no picture that is in hand, until what is given back is called."""
    keep = engine.fetcher.keep

    async def full(data: bytes) -> Any:
        raise StorageFull("no room", hint="make room")

    engine.fetcher.keep = full  # type: ignore[method-assign]
    return lambda: setattr(engine.fetcher, "keep", keep)


@pytest.mark.parametrize("process", ["this one", "the next one"])
@pytest.mark.parametrize("provider", [giving(png()), Inline], ids=["held", "with an id"])
def test_bytes_that_the_disk_did_not_take_are_kept_in_mind_or_told_anew(
    tmp_path: Path, provider: Any, process: str
) -> None:
    one = bench(tmp_path, provider)
    engine = one.engine()
    fill(engine)
    with pytest.raises(StorageFull) as caught:
        virtually(one.ask(engine))
    assert caught.value.charged == "yes"
    asked = len(one.server.times("poll"))
    if process == "the next one":
        one.store = Store(one.store.home)
    if process == "the next one" and provider is not Inline:
        assert "could not keep it" in one.fails(AssetError, "yes").message
    else:
        assert one.generate().images
        assert len(one.server.times("poll")) - asked == (provider is Inline)
    assert one.server.billed == 1


BESIDE = [(PLACE,), ()]
TROUBLES = [(beside, trouble) for beside in BESIDE for trouble in ("none", "locked", "forgotten")]


@pytest.mark.parametrize(("beside", "trouble"), [*TROUBLES, ((), "somebody's")])
def test_bytes_in_hand_are_saved_as_soon_as_the_disk_takes_them(
    tmp_path: Path, beside: tuple[str, ...], trouble: str
) -> None:
    """Nobody asks again, and the process dies afterwards."""
    one = bench(tmp_path, giving(png(), *beside))
    store, engine = one.store, one.engine()

    def locked(work: object) -> Any:
        raise Trouble(StoreError("locked"), passes=True)

    def belongs_to(row: Row, owner: str | None) -> None:
        store.write(lambda connection: store.update(connection, row.id, owner=owner))

    async def work() -> None:
        room = fill(engine)
        for _ in range(2):
            with suppress(StorageFull):
                await one.ask(engine)
        assert len(LISTENING) == 1, "the end of a script waits for it, and it is tried by one"
        await asyncio.sleep(60)
        (row,) = store.unsettled()
        match trouble:
            case "locked":
                store.get = store.batch = locked  # type: ignore[method-assign, assignment]
            case "somebody's":
                belongs_to(row, ANOTHER)
            case "forgotten":
                store.forget(row.id)
        room()
        await asyncio.sleep(30)
        if trouble == "locked":
            assert len(store.spool.owed(row.id)["images"]) == 1 + len(beside), "a file tells of them, if it dies now"
            del store.get, store.batch
        if trouble == "somebody's":
            belongs_to(row, None)
        await asyncio.sleep(30)
        assert not engine._waiting
        assert not store.spool.held

    virtually(work())
    one.store = Store(store.home)
    assert not one.store.unsettled()
    if trouble != "forgotten":
        made = one.generate()
        assert made.from_store
        assert (len(made.images), made.missing) == (1 + len(beside), ())
    assert one.server.billed == 1


def test_what_is_no_picture_is_not_tried_for_ever(tmp_path: Path) -> None:
    one = bench(tmp_path, giving(png(), b"no picture"))
    engine = one.engine()

    async def work() -> None:
        room = fill(engine)
        with suppress(StorageFull):
            await one.ask(engine)
        assert engine._waiting
        room()
        await asyncio.sleep(10)
        assert not engine._waiting

    virtually(work())
    assert len(one.generate().missing) == 1


def test_a_known_answer_needs_no_store_that_can_be_written(tmp_path: Path) -> None:
    def full(works: Any) -> Any:
        raise OSError(28, "No space left on device")

    one = bench(tmp_path)
    one.generate()
    one.store.batch = full  # type: ignore[method-assign]
    assert one.generate().from_store


def test_who_breaks_on_the_answer_to_a_paid_request_says_that_it_was_paid(tmp_path: Path) -> None:
    class Breaking(Own):
        def generate(self, request: ImageRequest) -> Flow[Outcome]:
            yield from spend(POST, parsed)
            raise KeyError("id")

    one = bench(tmp_path, Breaking)
    assert "breaks on this reply (KeyError: 'id')" in one.fails(UnexpectedReply, "yes").message
    one.fails(UnexpectedReply, "yes")
    assert one.server.billed == 1
    assert [row.state for row in one.store.unsettled()] == [State.ACCEPTED]


# --- what a script's end waits for ------------------------------------------------------------------------------------


def held_back(one: Bench) -> None:
    one.server.takes["submit"] = 30.0


def told_to_wait(one: Bench) -> None:
    one.server.on_submit.append(reply(httpx.Response(429, headers={"retry-after": "20"})))


def not_sent(one: Bench) -> None:
    one.server.always["submit"] = before(httpx.ConnectError)


def taken(one: Bench) -> None:
    one.server.polls = 10**6


def another_sends(one: Bench) -> None:
    look, theirs = one.store.look, one.ticket().request

    def late(request: ImageRequest) -> Any:
        seen = look(request)
        if one.store.get(theirs.ref) is None:
            one.store.write(lambda connection: one.store.sending(connection, theirs))
        return seen

    one.store.look = late  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("how", "state", "waits"),
    [
        (held_back, State.SENDING, True),
        (told_to_wait, State.PLANNED, False),
        (not_sent, State.PLANNED, False),
        (taken, State.ACCEPTED, False),
        (another_sends, State.SENDING, False),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_scripts_end_waits_for_paid_requests_that_are_out_and_nothing_else(
    tmp_path: Path, how: Callable[[Bench], None], state: State, waits: bool
) -> None:
    one = bench(tmp_path)
    how(one)

    async def work() -> None:
        asking = asyncio.ensure_future(one.ask(one.engine(), deadline=40.0))
        await asyncio.sleep(5.2)
        assert bool(LISTENING) is waits
        row = one.store.peek(one._request())
        assert row is not None
        assert row.state is state
        asking.cancel()

    virtually(work())


def test_who_cancels_just_before_it_leaves_is_charged_nothing(tmp_path: Path) -> None:
    one = bench(tmp_path)
    ticket, sending = one.ticket(), one.store.sending

    def cancelled(*rest: Any) -> Any:
        ticket.cancelled.set()
        return sending(*rest)

    one.store.sending = cancelled  # type: ignore[method-assign]
    with pytest.raises(Cancelled) as caught:
        virtually(one.engine().fulfil(ticket))
    assert caught.value.charged == "no"
    assert not one.server.times("submit")
    assert not one.store.unsettled()


@pytest.mark.parametrize(("reads", "asked", "shown"), [("well", 2, 2), ("badly", 2, 0), ("late", 1, 0)])
def test_progress_decorates_whatever_is_wrong_with_it(
    tmp_path: Path, reads: str, asked: int, shown: int, caplog: pytest.LogCaptureFixture
) -> None:
    def progress(response: httpx.Response) -> Wait:
        return Wait("running", response.json()["far"] if reads == "badly" else 0.5)

    class Telling(Own):
        def generate(self, request: ImageRequest) -> Flow[Outcome]:
            yield from spend(POST, parsed, meanwhile=(httpx.Request("GET", "/progress"), progress))
            return Outcome((png(),))

    one = bench(tmp_path, Telling)
    one.server.takes.update(submit=5.0, poll=30.0 if reads == "late" else 0.0)
    one.server.always["poll"] = reply(httpx.Response(200, json={}))
    with caplog.at_level("INFO", "imgen_nb.engine"):
        assert one.generate().timings["total"] < 6
    assert len(one.server.times("poll")) == asked
    assert [event.progress for event in one.runs[-1] if event.progress] == [0.5] * shown
    assert ("progress could not be read: KeyError" in caplog.text) is (reads == "badly")


def test_where_nobody_listens_on_the_desk_it_is_said_how_that_is_started(tmp_path: Path) -> None:
    class Desk(Own):
        local, start = True, "python webui.py --api starts it"

    one = bench(tmp_path, Desk)
    one.server.always["submit"] = before(httpx.ConnectError)
    error = one.fails(TransportFailed, "no")
    assert "nobody listens at https://destinpq.example/api/v1" in error.message
    assert error.hint == Desk.start


# --- how a flow is left -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ends", "kind"), [("well", type(None)), ("refused", NotFound), ("late", TransportFailed)])
def test_a_flow_is_closed_and_nothing_of_a_question_goes_on(tmp_path: Path, ends: str, kind: type) -> None:
    one, closed = bench(tmp_path), []

    def question() -> Iterator[Any]:
        try:
            yield from send(httpx.Request("GET", "/creations/a"), answered)
            while ends == "refused":
                yield from send(httpx.Request("GET", "/creations/a"), answered)
        finally:
            closed.append(ends)

    def answered(response: httpx.Response) -> None:
        if response.status_code != 200 and ends == "refused":
            raise NotFound("not there")

    one.server.on_poll.extend([reply(httpx.Response(200)), reply(httpx.Response(404))])
    one.server.takes["poll"] = 100.0 if ends == "late" else 0.0
    flow = question()

    async def work() -> int:
        before = len(asyncio.all_tasks())
        (ended,) = await asyncio.gather(one.engine().ask(flow, "get"), return_exceptions=True)  # type: ignore[arg-type]
        assert type(ended) is kind
        await asyncio.sleep(100 if ends == "late" else 0)
        return len(asyncio.all_tasks()) - before

    assert virtually(work()) == 0
    assert closed == [ends]


@pytest.mark.parametrize("lifetime", [None, 3600.0])
def test_who_gives_up_is_told_how_long_the_service_keeps_what_was_paid(tmp_path: Path, lifetime: float | None) -> None:
    one = bench(tmp_path, type("Keeping", (Own,), {"lifetime": lifetime}))
    one.server.polls = 10**6
    hint = one.fails(DeadlineExceeded, "yes", deadline=30).hint
    assert ("the provider keeps it until" in hint) is (lifetime is not None)


@pytest.mark.parametrize("times", [1, 8])
def test_a_refusal_is_waited_for_as_often_as_it_comes_in_the_servers_own_seconds(tmp_path: Path, times: int) -> None:
    one = bench(tmp_path)
    engine = one.engine()
    engine.wire.pace.scale = 0.25
    one.server.on_submit.extend([reply(httpx.Response(429, headers={"retry-after": "8"}))] * times)
    assert virtually(one.ask(engine)).images
    at = one.server.times("submit")
    assert len(at) == times + 1
    assert all(2.0 <= later - earlier <= 2.3 for earlier, later in pairwise(at))


def test_a_question_that_is_not_understood_is_asked_more_and_more_seldom(tmp_path: Path) -> None:
    one = bench(tmp_path)
    one.server.polls = 0
    one.server.on_poll.extend([reply(httpx.Response(502))] * 5)
    assert one.generate().images
    gaps = [later - earlier for earlier, later in pairwise(one.server.times("poll"))]
    assert [2**place / 2 <= gap <= 2**place + 0.01 for place, gap in enumerate(gaps)] == [True] * 5


def test_where_nobody_can_be_asked_a_lost_answer_is_told_at_once(tmp_path: Path) -> None:
    one = bench(tmp_path)
    one.server.on_submit.append(after(httpx.ReadError))
    one.fails(OutcomeUnknown, "unknown")
    assert one.runs[-1][-1].elapsed == 0.0


def test_what_another_has_begun_meanwhile_is_waited_for_and_given(tmp_path: Path) -> None:
    one = bench(tmp_path)
    another_sends(one)
    (theirs,) = one.asked

    async def work() -> Any:
        asking = asyncio.ensure_future(one.ask(one.engine()))
        await asyncio.sleep(5)
        row = one.store.peek(theirs)
        assert row is not None
        one.store.write(lambda connection: one.store.update(connection, row.id, state=State.FAILED, owner=None))
        return await asking

    assert virtually(work()).images
    assert one.server.billed == 1


@pytest.mark.parametrize("told", ["0", "0.2", "1"])
def test_told_to_wait_no_time_a_second_is_the_least(tmp_path: Path, told: str) -> None:
    one = bench(tmp_path)
    one.server.on_submit.append(reply(httpx.Response(429, headers={"retry-after": told})))
    assert one.generate().images
    first, second = one.server.times("submit")
    assert 1.0 <= second - first <= 1.1 + 0.01


@pytest.mark.parametrize("told", [None, 9.0])
def test_a_job_that_is_not_found_yet_is_asked_for_when_its_service_says(tmp_path: Path, told: float | None) -> None:
    one = bench(tmp_path)
    headers = {} if told is None else {"retry-after": str(round(told))}
    one.server.on_poll.append(reply(httpx.Response(404, headers=headers, json={"error": "not found"})))
    assert one.generate().images
    first, second, *_ = one.server.times("poll")
    assert (told or 4.0) <= second - first <= (told or 4.0) * 1.1


@pytest.mark.parametrize(("kind", "provider"), [("poll", Own), ("submit", giving(png()))])
def test_a_refusal_is_over_as_soon_as_a_request_is_taken(tmp_path: Path, kind: str, provider: Any) -> None:
    one = bench(tmp_path, provider)
    engine = one.engine()
    getattr(one.server, f"on_{kind}").extend([reply(httpx.Response(429, headers={"retry-after": "3"}))] * 2)
    assert virtually(one.ask(engine)).images
    assert not engine.wire.pace.wary
