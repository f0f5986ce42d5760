"""What the environment says about the way out: one rule for API and pictures, read when a request is made."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import ssl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import certifi
import httpcore
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import plain, png_of

from imgen_nb.assets import network
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.assets.guard import guarded
from imgen_nb.assets.network import DIRECT, Resting, Route, excepted, proxy_variable, route, transport_for
from imgen_nb.assets.pools import pools
from imgen_nb.errors import AssetError, InvalidRequest
from imgen_nb.testing import virtually
from imgen_nb.types import Picture

API = httpx.URL("https://api.example/v1")
LOOPBACK = [
    *("http://127.0.0.1:8000/", "https://127.9.9.9/", "http://localhost/", "http://LOCALHOST:1/", "http://localhost./"),
    "http://[::1]:8000/",
]
PASSWORD = "open-sesame"


class Network(httpx.AsyncBaseTransport):
    """The way out for a client that asks many addresses: what the environment says is read again for each request."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await transport_for(request.url).handle_async_request(request)


@pytest.fixture(autouse=True)
def no_pools(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", "REQUEST_METHOD"):
        monkeypatch.delenv(name, raising=False)
    before = dict(pools)
    pools.clear()
    yield
    pools.clear()
    pools.update(before)


# --- proxies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "address", "variable"),
    [
        ({}, "https://api.example/", None),
        ({"HTTPS_PROXY": "http://p:1"}, "https://api.example/", "HTTPS_PROXY"),
        ({"https_proxy": "http://p:1"}, "https://api.example/", "https_proxy"),
        ({"https_proxy": "http://p:1", "HTTPS_PROXY": "http://q:1"}, "https://api.example/", "https_proxy"),
        ({"https_proxy": "", "HTTPS_PROXY": "http://q:1"}, "https://api.example/", None),
        ({"HTTP_PROXY": "http://p:1"}, "https://api.example/", None),
        ({"HTTP_PROXY": "http://p:1"}, "http://api.example/", "HTTP_PROXY"),
        ({"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, "http://api.example/", None),
        ({"http_proxy": "http://p:1", "REQUEST_METHOD": "GET"}, "http://api.example/", "http_proxy"),
        ({"ALL_PROXY": "http://p:1"}, "http://api.example/", "ALL_PROXY"),
        ({"all_proxy": "http://p:1"}, "https://api.example/", "all_proxy"),
        ({"ALL_PROXY": "http://p:1", "HTTPS_PROXY": "http://q:1"}, "https://api.example/", "HTTPS_PROXY"),
        ({"ALL_PROXY": "http://p:1", "NO_PROXY": "api.example"}, "https://api.example/", None),
        ({"ALL_PROXY": "http://p:1", "no_proxy": "api.example"}, "https://api.example/", None),
        ({"ALL_PROXY": "http://p:1", "no_proxy": "", "NO_PROXY": "*"}, "https://api.example/", "ALL_PROXY"),
        ({"ALL_PROXY": "http://p:1", "NO_PROXY": "api.example:8443"}, "https://api.example/", "ALL_PROXY"),
        ({"ALL_PROXY": "http://p:1", "NO_PROXY": "api.example:8443"}, "https://api.example:8443/", None),
    ],
)
def test_which_variable_speaks_for_an_address(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], address: str, variable: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_variable(httpx.URL(address)) == variable
    assert (route(httpx.URL(address)).proxy is not None) is (variable is not None)


@pytest.mark.parametrize(
    ("exceptions", "named", "others"),
    [
        ("intra.example", ["intra.example", "a.intra.example", "INTRA.example."], ["xintra.example", "example"]),
        (".intra.example", ["intra.example", "a.b.intra.example"], ["xintra.example"]),
        ("*.intra.example", ["a.intra.example"], ["intra.example.com"]),
        (" a.example ,, b.example;c.example\td.example ", ["a.example", "b.example", "c.example", "d.example"], [""]),
        ("*", ["a.example", "10.0.0.1", "::1"], []),
        ("10.0.0.0/8", ["10.1.2.3", "::ffff:10.1.2.3"], ["11.0.0.1", "10.example"]),
        ("10.1.2.3/8", ["10.9.9.9"], ["11.0.0.1"]),
        ("192.168.1.5", ["192.168.1.5"], ["192.168.1.50"]),
        ("192.168.*", ["192.168.1.5"], ["192.169.1.5"]),
        ("fd07:b51a:cc66:f0::/64", ["fd07:b51a:cc66:f0::9"], ["fd07:b51a:cc66:f1::9"]),
        ("::1", ["::1"], ["::2"]),
        ("[fd00::1]", ["fd00::1"], ["fd00::2"]),
        ("http://a.example", ["a.example"], ["b.example"]),
        ("bücher.example", ["xn--bcher-kva.example"], ["bucher.example"]),
        (".", [], ["a.example"]),
        ("/24, :80, [, ], ::/x, %, a b", ["a", "b"], ["a.example", "10.0.0.1"]),
    ],
)
def test_whom_an_exception_names(exceptions: str, named: list[str], others: list[str]) -> None:
    assert [host for host in named if not excepted(host, 443, exceptions)] == []
    assert [host for host in others if excepted(host, 443, exceptions)] == []


@pytest.mark.parametrize(
    ("entry", "host", "port", "named"),
    [
        *(("a.example:443", "a.example", 443, True), ("a.example:443", "a.example", 80, False)),
        *(("10.0.0.1:80", "10.0.0.1", 80, True), ("[::1]:80", "::1", 80, True), ("[::1]:80", "::1", 81, False)),
    ],
)
def test_an_exception_may_name_a_port(entry: str, host: str, port: int, named: bool) -> None:
    assert excepted(host, port, entry) is named


@given(st.text(max_size=40), st.sampled_from(["a.example", "10.0.0.1", "::1", "xn--bcher-kva.example"]))
def test_no_exception_however_written_breaks_the_rule(exceptions: str, host: str) -> None:
    assert excepted(host, 443, exceptions) in (True, False)
    assert excepted(host, 443, f"{exceptions},{host}")


ADDRESSES = {
    "http://proxy.example:3128": "http://proxy.example:3128",
    "https://proxy.example": "https://proxy.example",
    "proxy.example:3128": "http://proxy.example:3128",
    "127.0.0.1:3128": "http://127.0.0.1:3128",
    "HTTP://proxy.example:3128/": "http://proxy.example:3128/",
    f"http://me:{PASSWORD}@proxy.example:3128": f"http://me:{PASSWORD}@proxy.example:3128",
    "http://[::1]:3128": "http://[::1]:3128",
}


@pytest.mark.parametrize("value", ADDRESSES)
def test_a_proxy_is_written_as_people_write_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f" {value} ")
    found = route(API)
    assert found.proxy == ADDRESSES[value]
    assert PASSWORD not in repr(found)
    assert found.transport() is not found.transport()


WRONG = {
    "ALL_PROXY": [
        "gopher://p:1",
        "socks4://p:1",
        f"quic://me:{PASSWORD}@p:1",
        "http://p:99999",
        "http://",
        "http://p:x",
    ],
    "https_proxy": ["http://[::1", "http://p p:1", "://p", f"http://me:{PASSWORD}@:3128"],
    "SSL_CERT_FILE": ["/nowhere/gone.pem", "a folder", "words", "long" * 1000],
    "SSL_CERT_DIR": ["/nowhere", "/nowhere:/neither"],
}


def wrong(tmp_path: Path, value: str) -> str:
    (tmp_path / "words.pem").write_text("no certificate")
    return {"a folder": str(tmp_path), "words": str(tmp_path / "words.pem")}.get(value, value)


@pytest.mark.parametrize(("variable", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_value_that_cannot_be_used_is_an_error_with_its_variable_and_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, wrong(tmp_path, value))
    for ask in (route, transport_for, guarded):
        with pytest.raises(InvalidRequest, match=variable) as caught:
            ask(API)
        assert caught.value.charged == "no"
        assert variable in caught.value.hint
        frame = caught.tb
        while frame is not None:
            if "imgen_nb" in frame.tb_frame.f_code.co_filename:
                assert PASSWORD not in repr(frame.tb_frame.f_locals)
            frame = frame.tb_next  # type: ignore[assignment]
        assert PASSWORD not in f"{caught.value} {caught.value.hint}"
    monkeypatch.delenv(variable)
    assert route(API) == DIRECT, "once it is mended, it works"


@pytest.mark.parametrize(("variable", "value"), [(name, value) for name, values in WRONG.items() for value in values])
@pytest.mark.parametrize("address", LOOPBACK)
def test_this_machine_is_reached_directly_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, address: str
) -> None:
    monkeypatch.setenv(variable, wrong(tmp_path, value))
    assert route(httpx.URL(address)) == DIRECT


@pytest.mark.parametrize("address", ["http://127.example.com/", "http://localhost.example/", "http://10.0.0.1/"])
def test_what_only_looks_like_this_machine_is_not(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    assert route(httpx.URL(address)).proxy


def test_a_socks_proxy_needs_a_package_and_the_error_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:7890/")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InvalidRequest, match=r"ALL_PROXY.*socksio"):
        route(API)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    assert route(API).proxy == "socks5://127.0.0.1:7890/"


@pytest.mark.parametrize(
    ("proxy", "kind"),
    [
        ("socks5://me:word@10.0.0.9:1080", "AsyncSOCKSProxy"),
        ("http://me:word@10.0.0.9:1080", "AsyncHTTPProxy"),
        ("https://me:word@10.0.0.9:1080", "AsyncHTTPProxy"),
    ],
)
def test_each_kind_of_proxy_is_asked_in_its_own_way(proxy: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {}
    for name in ("AsyncSOCKSProxy", "AsyncHTTPProxy", "AsyncConnectionPool"):
        monkeypatch.setattr(httpcore, name, lambda name=name, **how: made.update({name: how}))
    network.Route(proxy).transport()
    (how,) = made.values()
    assert {*made} == {kind}
    assert (how["proxy_url"].host, how["proxy_url"].port) == (b"10.0.0.9", 1080)
    assert how["proxy_auth"] == (b"me", b"word")
    assert bool(how.get("proxy_ssl_context")) is proxy.startswith("https")


# --- certificates -----------------------------------------------------------------------------------------------------


def test_the_certificates_that_are_named_are_the_ones_that_are_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    assert route(API).certificates == (certifi.where(), None)
    monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join([str(tmp_path), "/nowhere"]))
    assert route(API).certificates[1] == f"{tmp_path}{os.pathsep}/nowhere"
    monkeypatch.setenv("SSL_CERT_FILE", "")
    monkeypatch.setenv("SSL_CERT_DIR", "")
    assert route(API) == DIRECT
    trusted = network.trust()
    assert (trusted.verify_mode, trusted.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_variable_for_keys_of_connections_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    network.trust.cache_clear()
    monkeypatch.setenv("SSLKEYLOGFILE", "/nowhere/keys")
    try:
        with pytest.raises(InvalidRequest, match="SSLKEYLOGFILE"):
            DIRECT.transport()
    finally:
        network.trust.cache_clear()


# --- transports -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [None, "keys.log"], ids=["no such variable", "a file that can be written"])
def test_another_trouble_with_certificates_is_not_blamed_on_it(
    keys: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.delenv("SSLKEYLOGFILE", raising=False)
    if keys:
        (tmp_path / keys).touch()
        monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / keys))
    monkeypatch.setattr(httpx, "create_ssl_context", refused)
    with pytest.raises(PermissionError):
        network.trust.__wrapped__()


def test_one_transport_for_each_way_until_the_pools_are_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    first = transport_for(API)
    assert transport_for(httpx.URL("https://other.example/")) is first
    assert guarded(API) is guarded(API) is not first
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    proxied = transport_for(API)
    assert proxied is not first
    assert guarded(API) is proxied
    pools.clear()
    assert transport_for(API) is not proxied
    assert DIRECT.transport() is not DIRECT.transport()
    assert Route() == DIRECT


class Proxy:
    """A proxy that refuses and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head.split("\r\n")[0])
        body = plain("PNG") if "/a.png" in head else b"{}"
        reply = b"HTTP/1.1 403 Forbidden" if head.startswith("CONNECT") else b"HTTP/1.1 200 OK"
        writer.write(reply + f"\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


def test_api_and_pictures_go_the_same_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy()

    async def work() -> None:
        server = await asyncio.start_server(proxy.answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        for name in ("HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        monkeypatch.setenv("NO_PROXY", ".intra.invalid")
        fetcher = Fetcher(tmp_path, root=f"http://127.0.0.1:{port}")
        async with httpx.AsyncClient(transport=Network(), trust_env=False) as client:
            assert (await client.get("http://api.example/v1")).status_code == 200
            with pytest.raises(httpx.ProxyError):
                await client.get("https://api.example/v1")
            with pytest.raises(httpx.ConnectError):
                await client.get("https://api.intra.invalid/v1")
        for address in ("https://pictures.example/a.png", "https://pictures.intra.invalid/a.png"):
            with pytest.raises(AssetError):
                await fetcher.fetch(address)
        assert (await fetcher.fetch("/a.png")).width == 64
        for pool in pools.values():
            await pool.aclose()
        server.close()

    asyncio.run(work())
    assert proxy.asked == [
        "GET http://api.example/v1 HTTP/1.1",
        "CONNECT api.example:443 HTTP/1.1",
        "CONNECT pictures.example:443 HTTP/1.1",
        "GET /a.png HTTP/1.1",
    ]


def test_idle_connections_are_closed_by_the_clock_and_busy_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "IDLE", 0.3)
    opened = closed = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened, closed
        opened += 1
        while await reader.read(2**16):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()
        await writer.wait_closed()
        closed += 1

    async def work() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        kept = Resting(DIRECT.transport(1))
        async with httpx.AsyncClient(transport=kept, trust_env=False) as client:
            for _ in range(2):
                assert (await client.get(address)).status_code == 200
            assert opened == 1, "a connection is used again"
            async with client.stream("GET", address) as reply:
                await asyncio.sleep(0.5)
                assert closed == 0
                assert await reply.aread() == b"{}"
            while not closed:
                await asyncio.sleep(0.01)
            assert (await client.get(address)).status_code == 200
            assert opened == 2
        while closed < opened:
            await asyncio.sleep(0.01)
        server.close()

    asyncio.run(work())


class Pool(httpx.AsyncBaseTransport):
    """Connections that count how often they were closed."""

    closed = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/broken":
            raise httpx.ConnectError("nobody listens")
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))

    async def aclose(self) -> None:
        self.closed += 1


def test_what_never_left_is_under_way_no_more_and_what_is_under_way_closes_nothing() -> None:
    async def work() -> None:
        pool = Pool()
        kept, fine, broken = Resting(pool), httpx.Request("GET", API), httpx.Request("GET", API.join("/broken"))  # type: ignore[arg-type]
        for closed in (1, 2):
            reply = await kept.handle_async_request(fine)
            with pytest.raises(httpx.ConnectError):
                await kept.handle_async_request(broken)
            await asyncio.sleep(network.IDLE + 1)
            assert pool.closed == closed - 1, "one is under way"
            if closed == 1:
                await reply.aclose()
            else:
                await reply.aread()
            await asyncio.sleep(network.IDLE + 1)
            assert pool.closed == closed

    virtually(work())


# --- whose reply it is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("guard", [False, True], ids=["this machine", "guarded"])
def test_what_a_server_sends_too_much_is_nobodys_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guard: bool
) -> None:
    """A reply that was sent twice must not be taken for the answer to the next request on its connection."""
    pictures = {f"/{grey}": png_of(8, 0, bytes([grey])) for grey in (40, 80)}

    async def work() -> list[Picture]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            serving.append(asyncio.current_task())
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while head := await reader.readuntil(b"\r\n\r\n"):
                    body = pictures[head.split()[1].decode()]
                    writer.write((b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)) * 2)
                    await writer.drain()
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

        serving: list[Any] = []
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        root = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        fetcher = Fetcher(tmp_path, root=root)
        async with server:
            came = [await fetcher.fetch(f"{root}{path}") for path in pictures]
            await asyncio.gather(*serving)
        return came

    if guard:
        monkeypatch.setattr("imgen_nb.assets.guard.public", lambda _: True)
        monkeypatch.setattr(Fetcher, "_transport", lambda self, url: guarded(url))
    assert [one.read_bytes() for one in asyncio.run(work())] == [*pictures.values()]
