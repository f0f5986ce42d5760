"""A service that calls back: who waits asks at once, what nobody waits for is fetched, and nothing false is taken."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import served

from imgen_nb.client import callbacks, process
from imgen_nb.client.callbacks import Receiver, heard, opener
from imgen_nb.client.client import Client
from imgen_nb.errors import ImgenError, InvalidRequest, UnexpectedReply
from imgen_nb.providers import _akool_callback
from imgen_nb.sandbox.callbacks import give
from imgen_nb.sandbox.server import App
from imgen_nb.testing import png
from imgen_nb.types import ImageRequest, State

CRYPTOGRAPHY = pytest.importorskip("cryptography", reason='pip install "imgen-nb[webhook]"')
ID, SECRET = "sandboxclient001", "sandbox-secret-000000024"
JOB = "65d3206b83ccf5ab7d46cdc6"
VECTOR = {
    "timestamp": 1710757981609,
    "nonce": "1529",
    "dataEncrypt": (
        "JCdtC0SntLziap7yrJbBNyWrHvcdXRn2ETyDC48Dgu3wyH3I1T27MoUN1l8okNbVkkO06C31k9vfGxD3cq9QhbUnPk7s42p+bP59LpM8CrtG"
        "TrqjdeZ2Hh44iIVvnxRRfZHw7787iYfhdXnTdD9foQ=="
    ),
    "signature": "88a527a89d71dacc76ebb370a81a09c4baf533cc",
}
"""Made once, by another program."""


def test_a_callback_made_by_another_program_is_opened() -> None:
    told = _akool_callback.opened(VECTOR, ID, SECRET)
    assert (told.remote_id, told.status, told.kind, told.ended) == (JOB, 3, "image", True)


def signed(**changes: Any) -> dict[str, Any]:
    """A callback that was changed and signed anew: its signature needs no secret."""
    body = {**VECTOR, **changes}
    told = (str(body["timestamp"]), str(body["nonce"]), str(body["dataEncrypt"]))
    return {**body, "signature": _akool_callback.signature(ID, *told)}


FALSE: dict[str, Any] = {
    "nothing": {},
    "no object": [],
    "no signature": {key: value for key, value in VECTOR.items() if key != "signature"},
    "another signature": {**VECTOR, "signature": "0" * 40},
    "another time": {**VECTOR, "timestamp": 1},
    "odd types": {**VECTOR, "nonce": ["1529"]},
    "cut": signed(dataEncrypt=VECTOR["dataEncrypt"][:40]),
    "no base64": signed(dataEncrypt="!!!"),
    "empty": signed(dataEncrypt=""),
    "other words": signed(dataEncrypt="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_callback_is_refused(name: str) -> None:
    with pytest.raises(UnexpectedReply, match="a callback was not taken"):
        _akool_callback.opened(FALSE[name], ID, SECRET)


def test_another_accounts_secret_opens_nothing() -> None:
    with pytest.raises(UnexpectedReply, match="cannot be decrypted"):
        _akool_callback.opened(VECTOR, ID, "another-secret-000000024")
    for pair in ((ID, "short"), ("short", SECRET)):
        with pytest.raises(ImgenError):
            _akool_callback.opened(signed() if pair[0] == ID else VECTOR, *pair)


def test_only_who_calls_back_has_an_opener() -> None:
    with pytest.raises(InvalidRequest, match="not known to call back"):
        opener("banatie", ID, SECRET)
    assert opener("akool", ID, SECRET)(VECTOR) == JOB


# --- the sandbox calls ------------------------------------------------------------------------------------------------


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def receiver(said: list[str]) -> Iterator[Receiver]:
    one = Receiver("akool", opener("akool", ID, SECRET), said=said.append).start()
    yield one
    one.close()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        threading.Event().wait(0.01)


def test_the_sandbox_calls_back_and_what_was_left_is_fetched(
    receiver: Receiver, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "1000")
    client = Client("akool", live=False)
    box = process.sandbox_of("akool", 1000.0)
    job = client.submit("a fox", webhook_url=receiver.address)
    until(lambda: job.remote_id is not None)
    job.cancel()
    until(lambda: bool(client.store.unsettled()))
    calls: list[Any] = []
    until(lambda: bool(calls.extend(box.calls()) or calls))
    ((address, body),) = calls
    assert httpx.post(address, json=body).status_code == 200
    until(lambda: bool(said))
    assert said == [f"{job.remote_id}: fetched: 1 picture"]
    assert not client.store.unsettled()
    assert len(box.billed) == 1
    assert box.calls() == [], "it called twice"


def test_the_served_sandbox_calls_and_who_waits_has_the_picture(
    receiver: Receiver, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(speed=50)
    with served(app) as base, Client("akool", api_key="practice", base_url=f"{base}/akool", store=tmp_path) as client:
        monkeypatch.setattr(client._engine.wire.pace, "poll_interval", lambda now: 300.0)  # only a call ends the wait
        made = client.submit("a fox", webhook_url=receiver.address).wait(30)
    assert made.state is State.SAVED
    until(lambda: bool(said))
    assert said == [f"{made.remote_id}: who waits for it asks now"]


def test_a_callback_that_is_not_heard_is_given_again_and_to_this_machine_alone() -> None:
    heard: list[str] = []

    class Deaf(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.path)
            self.send_response(200 if len(heard) == 3 else 500)
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Deaf)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/a"
        assert asyncio.run(give(address, {}, pace=0.0))
        assert heard == ["/a"] * 3
        assert not asyncio.run(give("http://calls.example/a", {}, pace=0.0))
        assert not asyncio.run(give("file:///etc/passwd", {}, pace=0.0))
    finally:
        server.shutdown()
        server.server_close()


class Slow:
    """A service whose job is done at the second question, and whose cadence is long."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "cdn.example":
            return httpx.Response(200, content=png())
        data: dict[str, Any] = {"_id": JOB, "image_status": 1}
        if request.method == "GET":
            self.asked += 1
            if self.asked > 1:
                data |= {"image_status": 3, "image": "https://cdn.example/a.png"}
        return httpx.Response(200, json={"code": 1000, "data": data})


def test_who_waits_asks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Slow()
    client = Client("akool", api_key="a-key", transport=httpx.MockTransport(service))
    monkeypatch.setattr(client._engine.wire.pace, "poll_interval", lambda now: 300.0)
    job = client.submit("a fox")
    until(lambda: service.asked == 1)
    assert heard("akool", JOB) == "who waits for it asks now"
    made = job.wait(20)
    assert made.state is State.SAVED
    assert service.asked == 2


@pytest.mark.parametrize("other", ["another job", "another provider"])
def test_what_is_owed_to_others_is_left_alone(other: str) -> None:
    store, request = process.store_at(None), ImageRequest("akool", "a fox", ref="a")
    store.write(lambda connection: store.adopt(connection, request, "another" if other == "another job" else JOB))
    store.write(lambda connection: store.update(connection, "a", owner=None))
    provider = "akool" if other == "another job" else "qolaba"
    assert heard(provider, JOB).startswith("nothing is owed for it here")
    assert [row.id for row in store.unsettled()] == ["a"]


def test_news_of_no_end_is_taken_and_nothing_follows(said: list[str]) -> None:
    one = Receiver("akool", lambda body: None, said=said.append)
    before = threading.active_count()
    assert one.take(b"{}") == 200
    assert (threading.active_count(), said) == (before, [])
    one.close_socket()


def test_a_job_of_nobody_is_left_alone() -> None:
    assert heard("akool", JOB) == "nothing is owed for it here, or another process waits for it"


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"<html>", 400),
        (b"[" * 60_000, 400),
        (b"{}", 403),
        (json.dumps(VECTOR | {"nonce": 1}).encode(), 403),
        (json.dumps(VECTOR).encode(), 200),
        (b" " * (callbacks.LARGEST + 1), 413),
    ],
    ids=["empty", "html", "deep", "nothing", "changed", "good", "long"],
)
def test_what_a_caller_is_answered(raw: bytes, status: int, receiver: Receiver) -> None:
    assert httpx.post(receiver.address, content=raw).status_code == status
    assert httpx.get(receiver.address).status_code == 501


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvalidRequest("not to be asked", hint="set the key"), "not to be asked"),
        (RuntimeError("a slip"), "RuntimeError"),
    ],
    ids=["typed", "a fault of ours"],
)
def test_a_fetch_that_fails_is_said(
    error: Exception, words: str, receiver: Receiver, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(provider: str, remote_id: str) -> str:
        raise error

    monkeypatch.setattr(callbacks, "heard", broken)
    receiver._follow(JOB)
    assert said[-1].startswith(f"{JOB}: {words}")
