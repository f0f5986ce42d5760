"""The only code that downloads: guarded at connect time, streamed, verified, placed atomically.

A picture's address comes from a provider, so it is treated as hostile: a client that holds no key fetches it,
every hop's address is resolved once and checked before the connection is made (a name may not point into a
private network), and nothing is kept before the whole picture has been decoded.
"""

from __future__ import annotations

import asyncio
import os
import re
import urllib.request
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import httpcore
import httpx

from imgen_nb.assets.decode import Limits, too_large, verified
from imgen_nb.assets.disk import storage, sync_folder, write
from imgen_nb.assets.guard import CONNECTIONS, blocked, guarded, place, private_name
from imgen_nb.errors import AssetBlocked, AssetError, AssetExpired
from imgen_nb.types import Picture

HEADERS = {"accept": "image/png,image/jpeg,image/webp,*/*;q=0.1", "accept-encoding": "identity"}
TIMEOUT = httpx.Timeout(30, connect=10).as_dict()
HOPS = 3
PATIENCE = 120.0
"""Seconds one download may take in all: httpx's own timeouts never fire on a server that drips."""
GONE = (403, 404, 410)
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")


class Fetcher:
    """Downloads pictures into one folder.

    `allow` names the private hosts ("host:port") that may serve pictures, over plain http too. A given
    `transport` (a sandbox, a test) replaces the network; then names can be checked, addresses cannot.
    """

    def __init__(
        self,
        folder: Path,
        *,
        limits: Limits | None = None,
        allow: Iterable[str] = (),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.folder = folder
        self.limits = limits or Limits()
        self.allow = frozenset(allow)
        self._given = transport
        self._room = asyncio.Semaphore(CONNECTIONS)

    async def fetch(self, address: str) -> Picture:
        """Download one picture, whole and verified, or raise an `AssetError` or `StorageFull`; tried once."""
        try:
            async with self._room, asyncio.timeout(PATIENCE):
                return await self._once(address)
        except TimeoutError:
            raise AssetError(f"the picture did not arrive within {PATIENCE:.0f} s") from None

    async def keep(self, data: bytes) -> Picture:
        """Verify and place bytes that came inside a reply."""
        if len(data) > self.limits.max_bytes:
            raise too_large(f"{len(data)} bytes", "max_bytes")
        part = self._part()
        try:
            with storage(self.folder):
                await asyncio.to_thread(write, part, data)
                return await asyncio.to_thread(self._settle, part)
        finally:
            part.unlink(missing_ok=True)

    @cached_property
    def _proxied(self) -> httpx.AsyncBaseTransport | None:
        """Where a proxy stands in between it does the resolving, so that names are all that can be checked."""
        proxies = urllib.request.getproxies()
        proxy = proxies.get("https") or proxies.get("all")
        return httpx.AsyncHTTPTransport(proxy=proxy) if proxy else None

    def _transport(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        if self._given is not None:
            return self._given
        direct = guarded(self.allow)
        return direct if place(url) in self.allow else self._proxied or direct

    @asynccontextmanager
    async def _get(self, url: httpx.URL) -> AsyncIterator[httpx.Response]:
        """Ask a bare transport: a client would log the whole address, and some carry a signature."""
        request = httpx.Request("GET", url, headers=HEADERS, extensions={"timeout": TIMEOUT})
        response = await self._transport(url).handle_async_request(request)
        response.request = request
        try:
            yield response
        finally:
            await response.aclose()

    async def _once(self, address: str) -> Picture:
        part = self._part()
        try:
            with storage(self.folder):
                with part.open("wb") as file:
                    async for chunk in self._body(address):
                        file.write(chunk)
                return await asyncio.to_thread(self._settle, part)
        except (
            httpx.TransportError,
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
        ) as error:
            raise AssetError(f"the download broke off ({type(error).__name__})") from None
        finally:
            part.unlink(missing_ok=True)

    async def _body(self, address: str) -> AsyncIterator[bytes]:
        for _hop in range(HOPS + 1):
            url = self._checked(address)
            async with self._get(url) as response:
                if response.has_redirect_location:
                    address = _joined(url, response.headers["location"])
                    continue
                _refuse(response)
                async for chunk in self._measured(response):
                    yield chunk
                return
        raise AssetBlocked(f"the picture's address redirects more than {HOPS} times")

    async def _measured(self, response: httpx.Response) -> AsyncIterator[bytes]:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise AssetError("the picture came compressed although plain bytes were asked for")
        announced = response.headers.get("content-length", "")
        expected = int(announced) if announced.isdecimal() and len(announced) < 20 else None
        if expected is not None and expected > self.limits.max_bytes:
            raise too_large(f"{expected} bytes", "max_bytes")
        seen = 0
        if not isinstance(response.stream, httpx.AsyncByteStream):
            raise TypeError("the transport is not asynchronous")
        async for chunk in response.stream:
            seen += len(chunk)
            if seen > self.limits.max_bytes:
                raise too_large(f"more than {self.limits.max_bytes} bytes", "max_bytes")
            yield chunk
        if expected is not None and seen < expected:
            raise AssetError(f"the picture broke off after {seen} of {expected} bytes")

    def _checked(self, address: str) -> httpx.URL:
        """Check what a name alone tells; the guarded transport checks where it leads."""
        url = _url(address)
        if place(url) in self.allow and url.scheme in ("http", "https") and not url.userinfo:
            return url
        if url.scheme != "https" or not url.host or url.userinfo or url.port is not None or private_name(url.host):
            raise blocked(f"{url.scheme}://{place(url)}", place(url))
        return url

    def _part(self) -> Path:
        with storage(self.folder):
            self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        return self.folder / f"{uuid.uuid4().hex}.part"

    def _settle(self, part: Path) -> Picture:
        """Decode the part, make it durable, and give it its final name."""
        picture = verified(part, self.limits)
        target = self.folder / picture.path.name
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
        sync_folder(self.folder)
        return replace(picture, path=target)


def _url(address: object) -> httpx.URL:
    """Parse an absolute address whose host is written plainly, or refuse it."""
    try:
        url = httpx.URL(str(address) if isinstance(address, str) else "")
        if _HOST.fullmatch(url.host) and len(url.host) < 254:
            return url
    except (httpx.InvalidURL, ValueError):
        pass
    raise AssetBlocked("the picture's address is not an absolute URL")


def _joined(url: httpx.URL, location: str) -> str:
    try:
        target = url.join(location)
    except (httpx.InvalidURL, ValueError):
        raise AssetBlocked("the picture's address redirects to something that is no URL") from None
    if url.scheme == "https" and target.scheme != "https":
        raise AssetBlocked("the picture's address redirects from https to plain http")
    return str(target)


def _refuse(response: httpx.Response) -> None:
    status = response.status_code
    if status in GONE:
        raise AssetExpired(f"the provider no longer serves the picture (HTTP {status})")
    if status != 200:
        raise AssetError(f"the picture's server answers HTTP {status}")
