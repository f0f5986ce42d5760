"""Connections: httpcore's, over asyncio's own streams, since its usual ones take three turns of the loop for one."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import httpcore
import httpx

T = TypeVar("T")

STAGGER = 0.25
"""Seconds after which the next address of a name is tried beside one that does not answer (RFC 8305)."""
MOST = 2**17
"""Bytes that are taken at once: asyncio's own quarter of a megabyte is held several times over by each download."""


class Connections(httpx.AsyncBaseTransport):
    """The connections of one pool, kept for the next request; or, with `once`, another one for each."""

    def __init__(self, pool: httpcore.AsyncConnectionPool, *, once: bool) -> None:
        self._pool = pool
        self._once = once

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; its connection is free, or closed, once its reply is closed."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        connection = self._pool.create_connection(asked.url.origin) if self._once else None
        with _in_words_of_httpx():
            reply = await (connection or self._pool).handle_async_request(asked)
        stream = _Body(reply, connection.aclose if connection else None)
        return httpx.Response(reply.status, headers=reply.headers, stream=stream, extensions=dict(reply.extensions))

    async def aclose(self) -> None:
        """Close what is kept."""
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, reply: httpcore.Response, close: Callable[[], Awaitable[None]] | None) -> None:
        self._reply = reply
        self._close = close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _in_words_of_httpx():
            async for chunk in self._reply.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        await self._reply.aclose()
        if self._close:
            await self._close()


@contextmanager
def _in_words_of_httpx() -> Iterator[None]:
    """Raise httpx's error of the same name: that is what who asks knows."""
    try:
        yield
    except _TROUBLES as error:
        raise getattr(httpx, type(error).__name__)(str(error)) from None


_TROUBLES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


class Sockets(httpcore.AsyncNetworkBackend):
    """Makes the connections of httpcore's pools."""

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a name or an address."""
        loop, reader = asyncio.get_running_loop(), _Reader(limit=MOST)
        stagger = None if ":" in host or host[-1:].isdigit() else STAGGER  # an address alone needs no race
        connecting = loop.create_connection(
            lambda: asyncio.StreamReaderProtocol(reader), host, port, happy_eyeballs_delay=stagger
        )
        transport, protocol = await _in_time(connecting, timeout, httpcore.ConnectTimeout, httpcore.ConnectError)
        with suppress(AttributeError):  # of another loop's transport, which has its own measure
            transport.max_size = MOST  # type: ignore[attr-defined]
        return _Stream(reader, asyncio.StreamWriter(transport, protocol, reader, loop))


class _Reader(asyncio.StreamReader):
    """What came, and how much of it nobody has read yet."""

    unread = 0

    def feed_data(self, data: Any) -> None:
        self.unread += len(data)
        super().feed_data(data)


class _Stream(httpcore.AsyncNetworkStream):
    def __init__(self, reader: _Reader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Give what came, be it more than was asked for."""
        data = await _in_time(self._reader.read(MOST), timeout, httpcore.ReadTimeout, httpcore.ReadError)
        self._reader.unread -= len(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._writer.write(buffer)
        if self._writer.transport.get_write_buffer_size():
            await _in_time(self._writer.drain(), timeout, httpcore.WriteTimeout, httpcore.WriteError)

    async def aclose(self) -> None:
        """Close at once: a goodbye that the other side does not answer would hold the socket for half a minute."""
        self._writer.transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        agreeing = self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        try:
            await _in_time(agreeing, timeout, httpcore.ConnectTimeout, httpcore.ConnectError)
        except BaseException:
            await self.aclose()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        """Tell what httpcore asks for: which protocol TLS agreed on, and whether a resting connection got anything."""
        if info == "is_readable":
            return self._reader.unread > 0 or self._reader.at_eof()
        return self._writer.get_extra_info(info) if info == "ssl_object" else None


async def _in_time(work: Awaitable[T], seconds: float | None, late: type[Exception], broken: type[Exception]) -> T:
    """Bound a step in time, and say what went wrong with it in httpcore's words."""
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError:
        raise late from None
    except OSError as error:  # those of TLS are such, too
        raise broken(str(error)) from None
