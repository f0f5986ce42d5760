"""The wire: the key goes to its origin in its header and is found nowhere else, whatever fails."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import io
import json
import logging
import pickle
import traceback
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb import providers
from imgen_nb.assets.addresses import loopback
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.client.access import decide
from imgen_nb.client.client import Client
from imgen_nb.client.requests import checked
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import LARGEST_REPLY, Wire
from imgen_nb.errors import ImgenError, InvalidRequest, UnexpectedReply
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.testing import virtually
from imgen_nb.types import ImageRequest, Window

CANARY = "bnt_canary-7f3a9c1e5d"
BANATIE = providers.get("banatie")
Handler = Callable[[httpx.Request], httpx.Response]


def made(handler: Handler, base: str = "https://api.example", prefix: str = "") -> Wire:
    return Wire(BANATIE, base, ("X-API-Key", prefix, Secret(CANARY)), httpx.MockTransport(handler))


def exchanged(handler: Handler, request: httpx.Request | None = None, **more: Any) -> httpx.Response:
    async def work() -> httpx.Response:
        return await made(handler, **more).exchange(request or httpx.Request("GET", "/x"))

    return virtually(work())


# --- requests ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "path", "sent"),
    [
        ("https://api.example", "/x", "https://api.example/x"),
        ("https://api.example/", "/x", "https://api.example/x"),
        ("https://api.example/api/v1", "/x", "https://api.example/api/v1/x"),
        ("https://api.example/api/v1", "/x?raw=true&a=b%20c", "https://api.example/api/v1/x?raw=true&a=b%20c"),
        ("https://api.example", "/x%2F..%2Fy", "https://api.example/x%2F..%2Fy"),
        ("https://api.example", "x", "https://api.example/x"),
        ("https://api.example/v1", "x.evil.example/y", "https://api.example/v1/x.evil.example/y"),
        ("https://xn--ls8h.example/v1", "/x", "https://xn--ls8h.example/v1/x"),
        ("http://127.0.0.1:8000/banatie", "/x", "http://127.0.0.1:8000/banatie/x"),
    ],
)
def test_a_request_goes_below_its_root_with_the_key_in_its_header(base: str, path: str, sent: str) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    exchanged(handler, httpx.Request("POST", path, json={"a": 1}), base=base, prefix="Bearer ")
    (request,) = seen
    assert request.headers["host"] == httpx.URL(base).netloc.decode()
    assert str(request.url) == sent
    assert request.headers["x-api-key"] == f"Bearer {CANARY}"
    assert (request.method, request.content) == ("POST", b'{"a":1}')
    assert CANARY not in str(request.url)


def test_what_a_flow_says_in_a_header_goes_before_what_is_said_of_every_request() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    exchanged(handler, httpx.Request("POST", "/x", headers={"Accept": "image/png", "User-Agent": "atelier"}))
    assert seen[0].headers.get_list("accept") == ["image/png"]
    assert seen[0].headers.get_list("user-agent") == ["atelier"]


def test_even_a_flow_that_names_another_origin_cannot_send_the_key_there() -> None:
    hosts: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(200, json={})

    with pytest.raises(InvalidRequest, match="evil"):
        exchanged(handler, httpx.Request("GET", "https://evil.example/x"))
    assert not hosts


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_given_back_and_not_followed(status: int) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(status, headers={"location": "https://evil.example/"})

    assert exchanged(handler).status_code == status
    assert seen == ["api.example"]


# --- replies ----------------------------------------------------------------------------------------------------------


def test_a_reply_is_whole_and_holds_no_request() -> None:
    reply = exchanged(lambda _: httpx.Response(201, json={"a": 1}, headers={"Date": "x", "X-Mine": "y"}))
    assert (reply.status_code, reply.json(), reply.headers["date"], reply.headers["x-mine"]) == (
        201,
        {"a": 1},
        "x",
        "y",
    )
    with pytest.raises(RuntimeError):
        _ = reply.request
    assert CANARY.encode() not in pickle.dumps(reply)


def test_a_reply_without_a_date_is_given_this_machines() -> None:
    assert exchanged(lambda _: httpx.Response(200)).headers["date"].endswith("GMT")


class Endless(httpx.AsyncByteStream):
    taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0)
            self.taken += 2**16
            yield b" " * 2**16


def test_a_reply_without_end_is_given_up() -> None:
    body = Endless()
    with pytest.raises(UnexpectedReply, match="far too long"):
        exchanged(lambda _: httpx.Response(200, stream=body))
    assert body.taken <= LARGEST_REPLY + 2**17


def test_what_a_reply_tells_of_the_window_is_learned() -> None:
    async def work() -> float:
        headers = {"x-ratelimit-limit": "100", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "60"}
        wire = made(lambda _: httpx.Response(200, headers=headers))
        await wire.exchange(httpx.Request("GET", "/x"))
        assert BANATIE.window(httpx.Response(200, headers=headers)) == Window(100, 0, 60.0)
        return wire.pace.hold(asyncio.get_running_loop().time())

    assert virtually(work()) == 60.0


# --- redaction --------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.text('akey1e\\"{[]}:,'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)


def values(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [one for name, value in data.items() for one in (name, *values(value))]
    return [one for value in data for one in values(value)] if isinstance(data, list) else [data]


@given(JSON, KEYS)
def test_redaction_takes_the_key_out_of_text_and_changes_nothing_else(data: Any, key: str) -> None:
    wire = Wire(BANATIE, "https://api.example", ("X-API-Key", "", Secret(key)))
    clean = wire.redact(data)
    assert json.dumps(clean, allow_nan=False)
    if not any(key in one for one in values(data) if isinstance(one, str)):
        assert clean == data
    for one in values(clean):
        assert not isinstance(one, str) or key not in one.replace("[key]", "\0") or key in "[key]"


def test_without_a_key_nothing_is_touched() -> None:
    data = {"a": "b"}
    assert Wire(BANATIE, "https://api.example").redact(data) is data


# --- the key ----------------------------------------------------------------------------------------------------------


def test_a_secret_is_not_printed_pickled_or_copied() -> None:
    secret = Secret(CANARY)
    for text in (repr(secret), str(secret), f"{secret}", f"{[secret]}", "%s" % secret, ascii(secret)):  # noqa: UP031
        assert CANARY not in text
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not pickled"):
            way(secret)
    with pytest.raises(TypeError):
        vars(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)
    assert secret == Secret(CANARY)
    assert secret != Secret("another")
    assert hash(secret) == hash(Secret(CANARY))


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("http://localhost", True),
        ("http://127.0.0.1", True),
        ("http://127.9.9.9", True),
        ("http://[::1]", True),
        ("http://127.example.com", False),
        ("http://127.0.0.1.example.com", False),
        ("http://localhost.example.com", False),
        ("http://0.0.0.0", False),
        ("http://10.0.0.1", False),
        ("http://128.0.0.1", False),
    ],
)
def test_what_is_this_machine(host: str, here: bool) -> None:
    assert loopback(httpx.URL(host)) is here


class Broken(httpx.AsyncBaseTransport):
    """Answers `fine` requests and then fails in one way."""

    def __init__(self, failure: Exception | httpx.Response, fine: int = 0) -> None:
        self.failure, self.fine = failure, fine

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.fine -= 1
        if self.fine >= 0:
            status, data = ("pending", {}) if request.method == "POST" else ("processing", {})
            body = {"id": "job-1", "status": status, "prompt": f"says {CANARY}", **data}
            return httpx.Response(201, json={"success": True, "data": body}, request=request)
        if isinstance(self.failure, httpx.Response):
            kept = self.failure
            return httpx.Response(kept.status_code, headers=kept.headers, content=kept.content, request=request)
        if isinstance(self.failure, httpx.RequestError):
            self.failure.request = request
        raise self.failure


HIDDEN = f"X-API-Key: {CANARY}"
FAILURES: dict[str, Exception | httpx.Response] = {
    **{kind.__name__: kind(HIDDEN) for kind in (
        httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadError, httpx.ReadTimeout, httpx.WriteError,
        httpx.PoolTimeout, httpx.RemoteProtocolError, httpx.LocalProtocolError,
        httpx.UnsupportedProtocol, httpx.ProxyError,
        httpx.DecodingError, httpx.TooManyRedirects, OSError, ValueError, RuntimeError, KeyError,
    )},
    "401": httpx.Response(401, json={"success": False, "error": {"code": "UNAUTHORIZED", "message": f"bad {CANARY}"}}),
    "400": httpx.Response(400, json={"success": False, "error": f"no {CANARY}"}),
    "404": httpx.Response(404, text=CANARY),
    "429": httpx.Response(429, headers={"retry-after": "99999"}, text=CANARY),
    "500": httpx.Response(500, text=CANARY),
    "html": httpx.Response(200, text=f"<html>{CANARY}", headers={"content-type": f"text/{CANARY}"}),
    "odd": httpx.Response(200, json={"success": True, "data": {"id": CANARY, "status": 5}}),
    "failed": httpx.Response(200, json={"success": True, "data": {
        "id": "job-1", "status": "failed", "errorMessage": f"{CANARY} is broke"}}),
    "long": httpx.Response(200, content=b" " * (LARGEST_REPLY + 2)),
}  # fmt: skip


def seen_of(error: BaseException) -> str:
    """Everything of an error that a notebook, a log or a debugger shows, locals of its frames included."""
    out = io.StringIO()
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    out.write("".join(told.format()))
    pending, known = [error], []
    while pending:
        one = pending.pop()
        if one in known:
            continue
        known.append(one)
        out.write(f"{one!r} {one} {vars(one)} {one.args}")
        pending += [inner for inner in (one.__cause__, one.__context__) if inner]
    return out.getvalue() + pickle.dumps(error).decode("latin-1")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("fine", [0, 1, 2], ids=["submitting", "polling", "polling later"])
@pytest.mark.parametrize("failure", FAILURES)
def test_no_error_of_a_job_tells_the_key(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, failure: str, fine: int
) -> None:
    transport = Broken(FAILURES[failure], fine)
    store = Store(tmp_path, url="sqlite://")
    with caplog.at_level(1):
        wire = Wire(BANATIE, "https://api.example", ("X-API-Key", "", Secret(CANARY)), transport)
        engine = Engine(BANATIE, wire, Fetcher(tmp_path, transport=transport), Journal(store))
        request = ImageRequest("banatie", "a fox", checked(BANATIE, "a fox", {}), ref="ref")
        events: list[Any] = []
        with pytest.raises(ImgenError) as caught:
            virtually(engine.fulfil(Ticket(request, 60.0, events.append)))
    row = store.get("ref")
    assert CANARY not in seen_of(caught.value)
    assert CANARY not in f"{events} {row}"
    assert CANARY not in f"{engine!r} {vars(engine)} {vars(wire)} {wire!r} {vars(wire.pace)}"
    hide(caplog, failure)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("verb", ["list", "get", "delete"])
def test_no_error_of_a_verb_tells_the_key(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, failure: str, verb: str
) -> None:
    transport = Broken(FAILURES[failure])
    arguments = () if verb == "list" else ("job-1",)
    with caplog.at_level(1):
        wire = Wire(BANATIE, "https://api.example", ("X-API-Key", "", Secret(CANARY)), transport)
        engine = Engine(
            BANATIE, wire, Fetcher(tmp_path, transport=transport), Journal(Store(tmp_path, url="sqlite://"))
        )
        try:
            virtually(engine.ask(getattr(BANATIE, verb)(*arguments), verb, 30.0))
        except ImgenError as error:
            assert CANARY not in seen_of(error)  # noqa: PT017
            assert error.charged == "no"  # noqa: PT017
            assert not {"take=2", "ig.resume"} & set(error.hint.split())  # noqa: PT017
    hide(caplog, failure)


def hide(caplog: pytest.LogCaptureFixture, failure: str) -> None:
    """No log record may hold the key: neither its text, nor what it was made of."""
    formatter = logging.Formatter("%(message)s")
    for record in caplog.records:
        assert CANARY not in formatter.format(record), f"logged by {record.name} after {failure}"
        assert CANARY not in f"{record.args} {record.msg}"


@pytest.mark.parametrize("failure", ["ConnectError", "ReadError", "401", "RuntimeError", "long"])
def test_no_error_of_a_client_tells_the_key(failure: str) -> None:
    one = Client(
        "banatie", api_key=CANARY, base_url="https://api.example", transport=Broken(FAILURES[failure]), deadline=0.3
    )
    job = one.submit("a fox")
    with pytest.raises(ImgenError) as caught:
        job.wait(20)
    assert CANARY not in seen_of(caught.value)
    assert CANARY not in f"{one!r} {vars(one)} {job!r} {vars(job)} {list(job.events())}"

    async def awaited() -> None:
        await job

    with pytest.raises(ImgenError) as again:
        asyncio.run(awaited())
    assert CANARY not in seen_of(again.value)


def test_a_decision_about_a_key_does_not_tell_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    access = decide(BANATIE, api_key=CANARY)
    assert CANARY not in f"{access!r} {access} {vars(access)} {access.auth}"
    for way in (asdict, pickle.dumps):
        with contextlib.suppress(TypeError):
            assert CANARY not in str(way(access))
