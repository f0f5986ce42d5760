"""A web socket decorates: what it tells is shown, and whatever is wrong with it the job is asked for all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from own import POST, Own, bench, parsed
from served import served
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, Pong, TextMessage

from imgen_nb import sketch
from imgen_nb.client.client import Client
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.watching import Watches, messages
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import DeadlineExceeded, UnexpectedReply
from imgen_nb.flow import Flow, Outcome, Wait, Watch, spend, wait
from imgen_nb.sandbox.server import App
from imgen_nb.testing import png, virtually
from imgen_nb.types import Event as Told
from imgen_nb.types import ImageRequest, State


class Stream:
    """A connection that brings bytes in pieces, then hangs, or ends."""

    def __init__(self, *pieces: bytes, silent: bool = False) -> None:
        self.pieces, self.silent, self.written = [*pieces], silent, b""

    async def read(self, _most: int, timeout: float | None = None) -> bytes:
        if not self.pieces and self.silent:
            await asyncio.Event().wait()
        return self.pieces.pop(0) if self.pieces else b""

    async def write(self, data: bytes, timeout: float | None = None) -> None:
        self.written += data


def frames(*events: Event) -> bytes:
    server = Connection(ConnectionType.SERVER)
    return b"".join(map(server.send, events))


def heard(*pieces: bytes, **more: Any) -> list[Any]:
    async def all_of() -> list[Any]:
        return [one async for one in messages(Stream(*pieces), **more)]  # type: ignore[arg-type]

    return asyncio.run(all_of())


TWO = frames(TextMessage(data="zwei ü"), BytesMessage(data=b"\0\1"))
HALVES = frames(TextMessage(data="ha", message_finished=False), Ping(payload=b"x"), TextMessage(data="lf"))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (TWO, ["zwei ü", b"\0\1"]),
        (HALVES, ["half"]),
        (frames(BytesMessage(data=b"a")) + frames(CloseConnection(code=1000)) + b"more", [b"a"]),
        (TWO + b"\xff\xff nonsense", ["zwei ü", b"\0\1"]),
        (b"\x81\x02\xc3\x28", []),  # text that is no UTF-8
        (b"\x82\x7e\x00", []),  # a head cut short
        (frames(Pong(), BytesMessage(data=b"a")), [b"a"]),
    ],
)
def test_frames_are_messages_however_they_are_cut(raw: bytes, said: list[Any]) -> None:
    assert heard(raw) == heard(*(raw[place : place + 1] for place in range(len(raw)))) == said


def test_a_ping_is_answered() -> None:
    stream = Stream(HALVES)
    asyncio.run(anext(messages(stream)))  # type: ignore[arg-type]
    assert stream.written[:1] == b"\x8a"


@pytest.mark.parametrize("cut", [False, True])
def test_a_message_without_an_end_is_not_held(cut: bool) -> None:
    large = frames(*(BytesMessage(data=b"x" * 400, message_finished=False) for _ in range(3)))
    with pytest.raises(UnexpectedReply, match="too long"):
        heard(*([large] if not cut else [large[:700], large[700:]]), largest=1000)
    assert heard(b"\x82\x7f" + (2**62).to_bytes(8) + b"x" * 10, largest=1000) == [], "announced, and not there"


# --- what is told of a job --------------------------------------------------------------------------------------------

PICTURE = png()


def listener(message: str | bytes) -> Iterator[Wait | None]:
    if message == "broken":
        raise KeyError("of somebody's own")
    if isinstance(message, bytes):
        yield Wait("running", preview=message)
    elif message == "ended":
        yield None
    else:
        yield Wait("running", float(message))


class Sockets:
    """As a wire has them: one that is refused where there is no stream."""

    def __init__(self, stream: Stream | None) -> None:
        self.stream, self.opened, self.closed = stream, 0, 0

    @asynccontextmanager
    async def socket(self, _path: str) -> AsyncIterator[Stream]:
        self.opened += 1
        if self.stream is None:
            raise httpx.ConnectError("refused")
        try:
            yield self.stream
        finally:
            self.closed += 1


def watched(
    stream: Stream | None, *, jobs: int = 1, declared: Callable[[], Watch | None] = lambda: Watch("/ws", listener)
) -> tuple[list[Told], list[str], Sockets, bool]:
    told: list[Told] = []
    notes: list[str] = []
    sockets = Sockets(stream)

    async def run() -> bool:
        watches = Watches(sockets, notes.append)  # type: ignore[arg-type]
        tickets = [Ticket(ImageRequest("comfyui", "a fox"), 600.0, told.append) for _ in range(jobs)]
        for ticket in tickets:
            ticket.watching = watches.begin(ticket, declared)
        await asyncio.sleep(5)
        news = all(ticket.called.is_set() for ticket in tickets)
        for ticket in tickets:
            ticket.unwatch()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return news

    news: bool = virtually(run())
    return told, notes, sockets, news


def text(*said: str) -> bytes:
    return frames(*(TextMessage(data=one) for one in said))


def test_progress_and_coarse_pictures_are_told_and_that_it_ended_wakes_whoever_waits() -> None:
    stream = Stream(text("0.25"), frames(BytesMessage(data=PICTURE)), text("ended"), text("0.75"), silent=True)
    told, notes, sockets, news = watched(stream)
    assert [(one.progress, one.preview) for one in told] == [(0.25, None), (0.25, PICTURE)]
    assert {one.state for one in told} == {State.RUNNING}
    assert (news, notes, sockets.closed) == (True, [], 1)


def test_a_flood_is_told_a_few_times_a_second() -> None:
    told, *_ = watched(Stream(text(*["0.5"] * 500), silent=True))
    assert len(told) == 1


@pytest.mark.parametrize("odd", [b"", b"<svg/>", PICTURE[:-20], b"\x89PNG\r\n\x1a\n" + b"\0" * 99, b"x" * 2**21])
def test_bytes_that_are_no_picture_are_not_shown(odd: bytes) -> None:
    told, *_ = watched(Stream(frames(BytesMessage(data=odd)), silent=True))
    assert [one.preview for one in told] == [None]


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (None, "ConnectError"),
        (Stream(text("broken")), "KeyError"),
        (Stream(frames(BytesMessage(data=b"x" * 2**22))), "too long"),
        (Stream(), ""),
        (Stream(silent=True), ""),
    ],
    ids=["refused", "broken reader", "huge", "closed", "silent"],
)
def test_whatever_is_wrong_with_it_is_said_once_and_ends_with_the_job(stream: Stream | None, said: str) -> None:
    told, notes, sockets, news = watched(stream, jobs=3)
    assert (told, news) == ([], False)
    assert len(notes) == bool(said)
    assert all(said in one for one in notes)
    assert sockets.opened == 3
    assert sockets.closed == (3 if stream else 0)


def misdeclared() -> Watch:
    raise KeyError("of somebody's own")


def not_installed() -> Watch:
    raise ModuleNotFoundError("No module named 'wsproto'", name="wsproto")


@pytest.mark.parametrize(
    ("declared", "said"), [(misdeclared, ["KeyError"]), (not_installed, ["imgen-nb[sockets]"]), (lambda: None, [])]
)
def test_a_job_that_has_no_socket_opens_none(declared: Callable[[], Watch | None], said: list[str]) -> None:
    told, notes, sockets, _ = watched(Stream(text("0.5")), jobs=2, declared=declared)
    assert (told, sockets.opened) == ([], 0)
    assert [why in note for why, note in zip(said, notes, strict=True)] == [True] * len(said)


# --- whose job is heard -----------------------------------------------------------------------------------------------


class Watched(Own):
    """A service with a socket for each of its jobs."""

    def watch(self, request: ImageRequest, remote_id: str) -> Watch:
        assert remote_id
        return Watch("/ws", listener)


class Nameless(Watched):
    """Which tells no id, and has one asked for all the same."""

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        yield from spend(POST, parsed)
        yield from wait("running")
        return Outcome((PICTURE,))


@pytest.mark.parametrize(
    ("who", "provider", "carried", "heard"),
    [
        ("asks", Watched, True, 1),
        ("resumes", Watched, True, 1),
        ("asks", Watched, False, 0),
        ("asks", Nameless, True, 0),
        ("asks", Own, True, 0),
    ],
)
def test_a_job_is_heard_by_one_socket_from_when_it_is_known_to_its_end(
    who: str, provider: Any, carried: bool, heard: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench(tmp_path, provider)
    one.server.polls = 2
    if who == "resumes":
        one.server.polls = 10**6
        one.fails(DeadlineExceeded, "yes", deadline=30)
        one.server.polls = 0
        one.server.on_poll.append(lambda request, _: one.wire.pending(one.server.job(request), request))
    one.server.takes["poll"] = 5.0
    sockets = Sockets(Stream(text("0.5"), silent=True))
    monkeypatch.setattr(Wire, "sockets", carried)
    monkeypatch.setattr(Wire, "socket", lambda _, path: sockets.socket(path))

    async def work() -> None:
        engine, rows = one.engine(), one.store.unsettled()
        assert await (engine.settle(one.ticket(), rows[0]) if rows else one.ask(engine))
        await asyncio.sleep(1)
        assert (sockets.opened, sockets.closed) == (heard, heard), "closed with its job, and not with its process"

    virtually(work())
    told = [event for event in one.runs[-1] if event.progress == 0.5]
    assert bool(told) is bool(heard)
    if heard and who == "asks":
        assert told[0].elapsed < 5.0, "before the first question is answered"


# --- over a real connection -------------------------------------------------------------------------------------------


class Deaf(App):
    """A server whose socket is refused."""

    async def _talk(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.close"})


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")


def events(base: str, folder: Path, prompt: str = "a red fox", count: int = 1) -> list[list[Told]]:
    with Client("comfyui", base_url=f"{base}/comfyui", store=folder, live=True) as client:
        jobs = [client.submit(prompt, model="sketch-v1.safetensors", take=take + 1) for take in range(count)]
        assert all(job.wait(60).images for job in jobs)
        return [list(job.events()) for job in jobs]


@pytest.mark.usefixtures("live")
def test_a_served_comfyui_tells_progress_and_shows_what_it_will_be(tmp_path: Path) -> None:
    sketch.preview(sketch.parse("a red fox"), (64, 64), progress=0.5)  # the first one takes its time
    with served(App()) as base:
        (told,) = events(base, tmp_path, "a red fox [fault:slow:2]")
    shares = [one.progress for one in told if one.progress is not None]
    assert len({*shares}) > 1
    assert shares == sorted(shares)
    pictures = [one.preview for one in told if one.preview]
    assert [one[:2] for one in pictures] == [b"\xff\xd8"], "the last one is held"
    assert told[-1].state is State.SAVED


@pytest.mark.usefixtures("live")
def test_where_the_socket_is_refused_the_job_is_asked_for(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "imgen_nb")
    with served(Deaf(speed=4)) as base:
        first, second = events(base, tmp_path, count=2)
    assert {one.progress for one in (*first, *second)} == {None}
    assert [one.message for one in caplog.records if "socket" in one.message] == [
        "comfyui: progress is asked for, and not heard by its socket: HTTP 403 is no web socket"
    ]
