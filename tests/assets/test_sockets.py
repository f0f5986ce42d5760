"""Our sockets under httpcore's pools, over this machine's loopback: whole, in time, and nothing taken for a reply."""

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from imgen_nb.assets.network import DIRECT
from imgen_nb.assets.sockets import Sockets

BODY = bytes(range(256)) * 12_000
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
TIMEOUTS = {"connect": 0.3, "read": 0.3, "write": 5.0, "pool": None}


def whole(body: bytes, *headers: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in ("HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers))
    return f"{head}\r\n".encode() + body


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The two sides of TLS to this machine: who serves, and who trusts it."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.datetime(2020, 1, 1)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(today).not_valid_after(today.replace(year=2120))
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    file: Path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = serialization.Encoding.PEM
    file.write_bytes(key.private_bytes(pem, *plain) + signed.public_bytes(pem))
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(file)
    return served, ssl.create_default_context(cafile=str(file))


class Server:
    """A server on the loopback that answers as it is told, and counts its connections."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.answer, self.tls, self.opened, self.open = answer, tls, 0, 0

    async def __aenter__(self) -> "Server":
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        scheme = "https" if self.tls else "http"
        self.address = f"{scheme}://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/"
        return self

    async def __aexit__(self, *_: Any) -> None:
        self.server.close()
        while self.open:
            await asyncio.sleep(0.005)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened, self.open = self.opened + 1, self.open + 1
        try:
            await self.answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open -= 1
            writer.transport.abort()


def answering(*replies: bytes) -> Answer:
    """Give one reply for each request, and the last one again."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number in range(100):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(replies[min(number, len(replies) - 1)])
            await writer.drain()

    return answer


def pool(tls: ssl.SSLContext | None = None) -> httpcore.AsyncConnectionPool:
    return httpcore.AsyncConnectionPool(ssl_context=tls, network_backend=Sockets(), keepalive_expiry=60)


@pytest.mark.parametrize("secure", [False, True])
def test_a_connection_is_kept_and_large_bodies_come_whole(trusted: Any, secure: bool) -> None:
    served, trusting = trusted if secure else (None, None)

    async def work() -> None:
        async with Server(answering(whole(BODY)), served) as server, pool(trusting) as http:
            for _ in range(3):
                assert (await http.request("GET", server.address)).content == BODY
            assert server.opened == 1

    asyncio.run(work())


@pytest.mark.parametrize("secure", [False, True])
def test_a_large_request_leaves_whole(trusted: Any, secure: bool) -> None:
    served, trusting = trusted if secure else (None, None)
    came, body = bytearray(), BODY * 5  # more than this system takes at once

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.01)
        came.extend(await reader.readexactly(len(body)))
        writer.write(whole(b"thanks"))
        await reader.read()

    async def work() -> None:
        async with Server(answer, served) as server, pool(trusting) as http:
            assert (await http.request("POST", server.address, content=body)).content == b"thanks"

    asyncio.run(work())
    assert came == body


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("more", [whole(b"another's"), b"x"])
def test_what_comes_behind_a_reply_is_never_taken_for_the_next(trusted: Any, secure: bool, more: bytes) -> None:
    served, trusting = trusted if secure else (None, None)
    read, sent = asyncio.Event(), asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(whole(b"mine"))
        await read.wait()  # it comes when its reader thinks that it has all
        writer.write(more)
        sent.set()
        await reader.read()

    async def work() -> None:
        async with Server(answer, served) as server, pool(trusting) as http:
            for number in range(1, 3):
                assert (await http.request("GET", server.address)).content == b"mine"
                assert server.opened == number
                read.set()
                await sent.wait()
                await asyncio.sleep(0.05)
                read.clear()
                sent.clear()

    asyncio.run(work())


@pytest.mark.parametrize(("keep", "opened"), [(0, 3), (1, 1)])
def test_where_none_is_kept_each_request_has_a_connection_of_its_own(keep: int, opened: int) -> None:
    async def work() -> None:
        async with Server(answering(whole(BODY))) as server:
            transport = DIRECT.transport(keep)
            for _ in range(3):
                reply = await transport.handle_async_request(httpx.Request("GET", server.address))
                assert await reply.aread() == BODY
                await reply.aclose()
            assert server.opened == opened
            await transport.aclose()

    asyncio.run(work())


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"what is TLS?")
    await reader.read()


async def gone(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")


async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(whole(BODY)[:5000])
    await writer.drain()


@pytest.mark.parametrize(
    ("answer", "scheme", "error"),
    [
        (silent, "http", httpx.ReadTimeout),
        (gone, "http", httpx.RemoteProtocolError),
        (cut, "http", httpx.RemoteProtocolError),
        (silent, "https", httpx.ConnectTimeout),  # it never says hello
        (plain, "https", httpx.ConnectError),
        (None, "http", httpx.ConnectError),
    ],
)
def test_what_goes_wrong_is_told_as_httpx_tells_it(answer: Answer | None, scheme: str, error: type[Exception]) -> None:
    async def work() -> None:
        async with Server(answer or silent) as server:
            if answer is None:
                server.server.close()
                await asyncio.sleep(0.01)
            address = server.address.replace("http", scheme, 1)
            transport = DIRECT.transport()
            request = httpx.Request("GET", address, extensions={"timeout": TIMEOUTS})
            with pytest.raises(error):
                await (await transport.handle_async_request(request)).aread()
            await transport.aclose()

    asyncio.run(work())


def test_a_certificate_that_nobody_vouches_for_is_refused(trusted: Any) -> None:
    async def work() -> None:
        async with Server(answering(whole(b"mine")), trusted[0]) as server:
            transport = DIRECT.transport()
            with pytest.raises(httpx.ConnectError, match="certificate"):
                await transport.handle_async_request(httpx.Request("GET", server.address))
            await transport.aclose()

    asyncio.run(work())
