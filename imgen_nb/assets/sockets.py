"""Connections over asyncio's own streams: httpcore's usual ones take three turns of the loop for each of ours."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable
from typing import Any, TypeVar

import httpcore

T = TypeVar("T")

STAGGER = 0.25
"""Seconds after which the next address of a name is tried beside one that does not answer (RFC 8305)."""
MOST = 2**20
"""Bytes that are taken at once: more than are ever held, so that none is left behind."""


class Sockets(httpcore.AsyncNetworkBackend):
    """Makes the connections of httpcore's pools."""

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a name or an address."""
        loop, reader = asyncio.get_running_loop(), _Reader()
        stagger = None if ":" in host or host[-1:].isdigit() else STAGGER  # an address alone needs no race
        connecting = loop.create_connection(
            lambda: asyncio.StreamReaderProtocol(reader), host, port, happy_eyeballs_delay=stagger
        )
        transport, protocol = await _in_time(connecting, timeout, httpcore.ConnectTimeout, httpcore.ConnectError)
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
        """Give all that came, be it more than was asked for."""
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
