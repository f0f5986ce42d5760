"""No frame of an error holds a key or a secret header, whatever goes wrong before, while or after it is sent."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from frames import shown

from imgen_nb import providers
from imgen_nb.assets import network
from imgen_nb.client import runtime
from imgen_nb.client.access import decide
from imgen_nb.client.client import Client
from imgen_nb.engine.redaction import MARK
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.testing import png

KEY = "canary-0f31c27788-b5"
HEADER = "token-93ac1e55d0-hdr"


def broken(*_: Any, **__: Any) -> Any:
    raise ssl.SSLError("a certificate nobody can read")


SOURCES: dict[str, Callable[[pytest.MonkeyPatch], dict[str, Any]]] = {
    "argument": lambda patch: {"api_key": KEY},
    "environment": lambda patch: patch.setenv("BANATIE_API_KEY", KEY) or {},
    "header": lambda patch: {"headers": {"X-Team": HEADER}, "live": True, "api_key": KEY},
}
WRONG: dict[str, dict[str, Any]] = {
    "plain http": {"base_url": "http://mirror.example"},
    "plain http in the house": {"base_url": "http://192.168.1.9"},
    "no address": {"base_url": "mirror"},
    "a deadline of text": {"deadline": "60"},
    "an address for pictures": {"allow_assets_from": ("http://nas:8000/",)},
    "a header that is none": {"headers": {"X Team": HEADER}},
    "a header of two lines": {"headers": {"X-Team": f"{HEADER}\nX-Evil: 1"}},
    "a header outside ASCII": {"headers": {"X-Team": f"{HEADER} é"}},
    "a header that is a number": {"headers": {"X-Team": 7, "X-Other": HEADER}},
    "headers that are a list": {"headers": [("X-Team", HEADER)]},
    "the key's own header": {"headers": {"x-api-key": HEADER}},
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_client_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch, source: str, wrong: str) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    given = {**SOURCES[source](monkeypatch), **WRONG[wrong]}
    with pytest.raises(InvalidRequest) as caught:
        Client("banatie", **given)
    assert KEY not in shown(caught.value, __file__)
    assert HEADER not in shown(caught.value, __file__)
    assert caught.value.charged == "no"


@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY} two", f"{KEY}é", KEY.encode(), [KEY]])
def test_a_key_that_is_no_plain_token(monkeypatch: pytest.MonkeyPatch, key: Any) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    for call in (lambda: Client("banatie", api_key=key), lambda: decide(providers.get("banatie"), api_key=key)):
        with pytest.raises(InvalidRequest) as caught:
            call()
        assert KEY not in shown(caught.value, __file__)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("place", ["the wire", "a transport", "a certificate"])
def test_a_wire_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch, source: str, place: str) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    given = SOURCES[source](monkeypatch)
    if place == "the wire":
        monkeypatch.setattr(Wire, "__init__", broken)
    elif place == "a transport":
        monkeypatch.setattr(network.Route, "transport", broken)
    else:
        monkeypatch.setenv("SSL_CERT_FILE", "gone.pem")
    client = Client("banatie", base_url="https://198.51.100.1", deadline=0.2, **given)
    with pytest.raises((ImgenError, ssl.SSLError)) as caught:
        client.generate("a fox")
    assert KEY not in shown(caught.value, __file__)
    assert HEADER not in shown(caught.value, __file__)


def echo(key: str) -> Callable[[httpx.Request], httpx.Response]:
    """A service that says back what it was sent, wherever it can."""

    def handler(request: httpx.Request) -> httpx.Response:
        if "pictures" in request.url.path:
            return httpx.Response(200, content=png())
        data = {"id": "job-1", "status": "success", "prompt": f"a fox {key}", key: [key]}
        data |= {"outputImage": {"id": "1", "storageUrl": f"{PICTURE}?key={key}", "mimeType": "image/png"}}
        if "limit" in request.url.params:
            return httpx.Response(
                200, json={"success": True, "data": [data], "pagination": {"total": 1, "hasMore": False}}
            )
        return httpx.Response(201 if request.method == "POST" else 200, json={"success": True, "data": data})

    return handler


PICTURE = "https://pictures.example/pictures/1.png"


@pytest.mark.parametrize("secret", [KEY, HEADER])
def test_what_a_provider_says_back_is_nowhere(secret: str) -> None:
    transport = httpx.MockTransport(echo(secret))
    client = Client("banatie", api_key=KEY, headers={"X-Team": HEADER}, transport=transport)
    made = client.generate("a fox")
    job = client.submit("a fox")
    known = [made, job.wait(), client.get("job-1"), *client.list().items]
    told = "".join(f"{one!r} {vars(one)} {one._repr_mimebundle_()} {vars(one.request)}" for one in known)
    assert secret not in f"{told} {list(job.events())}"
    assert MARK in str(made.prompt_used)
    on_disk = [path for path in client.store.home.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert not on_disk


def test_what_a_provider_says_back_of_other_peoples_jobs_is_nowhere(tmp_path: Path) -> None:
    client = Client("banatie", api_key=KEY, transport=httpx.MockTransport(echo(KEY)), store=tmp_path)
    for one in (*client.list().items, client.get("job-1")):
        assert KEY not in f"{one!r} {vars(one)} {vars(one.request)} {one._repr_mimebundle_()}"


def test_extra_headers_go_to_the_api_alone() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return echo("-")(request)

    headers = {"X-Team": HEADER, "Proxy-Pass": "open sesame"}
    Client("banatie", api_key=KEY, headers=headers, transport=httpx.MockTransport(handler)).generate("a fox")
    assert len({request.url.host for request in seen}) == 2
    for request in seen:
        ours = request.url.host != "pictures.example"
        assert [request.headers.get(name) for name in headers] == ([*headers.values()] if ours else [None, None])
        assert (request.headers.get("x-api-key") == KEY) is ours


def test_clients_of_one_origin_and_key_share_a_wire_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")

    def wire(**more: Any) -> Wire:
        return Client("banatie", **{"api_key": KEY, "base_url": "https://mirror.example", **more})._engine.wire

    monkeypatch.setenv("BANATIE_API_KEY", KEY)
    first = wire()
    assert wire() is wire(deadline=9) is wire(api_key=None) is first
    others = [wire(api_key="another"), wire(base_url="https://other.example"), wire(headers={"X-Team": HEADER})]
    assert len({id(one) for one in [first, *others]}) == 4
    runtime.close()
    assert wire() is not first, "it belonged to a loop that is gone"


def test_the_head_of_a_reply_is_in_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from loopback import root, serving
    from wires.banatie import Wire as Banatie

    def echoing(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        told = normal()
        told.headers.update({"x-you-sent": KEY, "set-cookie": f"session={HEADER}"})
        return told

    with caplog.at_level(1), serving(Banatie(), polls=1) as server:
        for script in (server.on_submit, server.on_poll, server.on_asset):
            script.append(echoing)
        assert Client("banatie", api_key=KEY, base_url=root(server), store=tmp_path).generate("a fox").images
    assert "receive_response_headers.complete" in caplog.text, "nothing was logged at all"
    assert KEY not in caplog.text
    assert HEADER not in caplog.text


def test_other_peoples_requests_are_logged_as_ever(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(1):
        logging.getLogger("httpcore.http11").debug("receive_response_headers.complete return_value=(b'a', b'b')")
    assert "return_value" in caplog.text
