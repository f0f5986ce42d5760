"""The only code that downloads: guarded at connect time, streamed, verified, placed atomically.

A picture's address comes from a provider, so it is treated as hostile: a client that holds no key fetches it,
every hop's address is resolved once and checked before the connection is made (a name may not point into a
private network), and nothing is kept before the whole picture has been decoded.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import io
import ipaddress
import os
import re
import socket
import threading
import urllib.request
import uuid
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import httpcore
import httpx

from imgen_nb.errors import AssetBlocked, AssetError, AssetExpired, AssetNotImage, AssetTooLarge, StorageFull
from imgen_nb.types import Picture

EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
HEADERS = {"accept": "image/png,image/jpeg,image/webp,*/*;q=0.1", "accept-encoding": "identity"}
TIMEOUT = httpx.Timeout(30, connect=10).as_dict()
HOPS = 3
PNG_END = b"IEND\xaeB`\x82"
PATIENCE = 120.0
"""Seconds one download may take in all: httpx's own timeouts never fire on a server that drips."""
DISK_TROUBLE = frozenset(
    getattr(errno, name)
    for name in (
        "ENOSPC",
        "EDQUOT",
        "EROFS",
        "EACCES",
        "EPERM",
        "EIO",
        "EFBIG",
        "EMFILE",
        "ENOENT",
        "ENOTDIR",
        "EEXIST",
    )
    if hasattr(errno, name)
)
CONNECTIONS = 16
GONE = (403, 404, 410)
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_NUMBER = re.compile(r"(^|\.)(0x[0-9a-f]*|[0-9]+)$")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")
# What older versions of the standard library take for global.
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
_decoding = threading.Lock()


@dataclass(frozen=True)
class Limits:
    """How large a picture may be: bytes on the wire, and pixels once decoded."""

    max_bytes: int = 64 * 2**20
    max_pixels: int = 80_000_000


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
            raise _too_large(f"{len(data)} bytes", "max_bytes")
        part = self._part()
        try:
            with _storage(self.folder):
                await asyncio.to_thread(_write, part, data)
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
            with _storage(self.folder):
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
            raise _too_large(f"{expected} bytes", "max_bytes")
        seen = 0
        if not isinstance(response.stream, httpx.AsyncByteStream):
            raise TypeError("the transport is not asynchronous")
        async for chunk in response.stream:
            seen += len(chunk)
            if seen > self.limits.max_bytes:
                raise _too_large(f"more than {self.limits.max_bytes} bytes", "max_bytes")
            yield chunk
        if expected is not None and seen < expected:
            raise AssetError(f"the picture broke off after {seen} of {expected} bytes")

    def _checked(self, address: str) -> httpx.URL:
        """Check what a name alone tells; the guarded transport checks where it leads."""
        url = _url(address)
        if place(url) in self.allow and url.scheme in ("http", "https") and not url.userinfo:
            return url
        if url.scheme != "https" or not url.host or url.userinfo or url.port is not None or _private_name(url.host):
            raise _blocked(f"{url.scheme}://{place(url)}", place(url))
        return url

    def _part(self) -> Path:
        with _storage(self.folder):
            self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        return self.folder / f"{uuid.uuid4().hex}.part"

    def _settle(self, part: Path) -> Picture:
        """Decode the part, make it durable, and give it its final name."""
        picture = _verified(part, self.limits)
        target = self.folder / picture.path.name
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
        _sync_folder(self.folder)
        return replace(picture, path=target)


def _verified(part: Path, limits: Limits) -> Picture:
    import warnings

    from PIL import Image, ImageFile, UnidentifiedImageError

    data = part.read_bytes()
    # Pillow keeps both settings in module globals; the lock keeps our change of them to ourselves.
    with _decoding, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of bombs, which are measured here, and of odd metadata
        tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            with Image.open(io.BytesIO(data), formats=tuple(EXTENSIONS)) as image:
                pixels = image.width * image.height
                if pixels > limits.max_pixels:
                    raise _too_large(f"{image.width}x{image.height} pixels", "max_pixels")
                if getattr(image, "n_frames", 1) > 1:
                    raise AssetNotImage("the file is an animation, not one picture")
                image.load()
                if image.format == "PNG" and PNG_END not in data:
                    raise OSError("its end is missing")  # which Pillow does not mind
                size, kind, sketch = image.size, str(image.format), _is_sketch(image)
        except Image.DecompressionBombError:
            raise _too_large("far too many pixels", "max_pixels") from None
        except UnidentifiedImageError:
            raise AssetNotImage(f"what came is no PNG, JPEG or WebP picture but {_looks_like(data)}") from None
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise AssetNotImage(f"the picture is damaged: {error}") from None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    digest = hashlib.sha256(data).hexdigest()
    name = Path(f"{digest}.{EXTENSIONS[kind]}")
    return Picture(name, digest, *size, MEDIA_TYPES[kind], sketch=sketch)


def _is_sketch(image: Any) -> bool:
    """Whether a file carries the practice engine's own flag, wherever it came from."""
    flag = "imgen_nb:engine"
    if image.info.get(flag) == "sketch":
        return True
    comment = image.info.get("comment", b"")
    described = str(image.getexif().get(0x010E, ""))
    return flag.encode() in (comment if isinstance(comment, bytes) else b"") or flag in described


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


def place(url: httpx.URL) -> str:
    """Name a host and its port, as `allow_assets_from` does."""
    port = {"https": 443, "http": 80}.get(url.scheme, 0) if url.port is None else url.port
    return f"{url.host}:{port}"


def _looks_like(data: bytes) -> str:
    head = data[:512].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if head.startswith((b"<?xml", b"<svg")):
        return "XML or SVG, which is never opened"
    if head.startswith((b"{", b"[")):
        return "JSON"
    return "something else" if data else "nothing at all"


def _refuse(response: httpx.Response) -> None:
    status = response.status_code
    if status in GONE:
        raise AssetExpired(f"the provider no longer serves the picture (HTTP {status})")
    if status != 200:
        raise AssetError(f"the picture's server answers HTTP {status}")


def _too_large(what: str, setting: str) -> AssetTooLarge:
    return AssetTooLarge(
        f"the picture has {what}, more than this process accepts",
        hint=f"its address is kept: ig.use({setting}=...) with a larger number, then ig.resume()",
    )


def _blocked(place: str, host: str) -> AssetBlocked:
    return AssetBlocked(
        f"the picture's address leads to {place[:200]}, where a download must not go",
        hint=f"if that host is yours: Client(..., allow_assets_from=({host!r},))",
    )


# ---------------------------------------------------------------------------- the disk


@contextmanager
def _storage(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in DISK_TROUBLE:
            raise
        raise StorageFull(
            f"{folder} cannot take the picture: {error.strerror}", hint="make room, then ig.resume()"
        ) from None


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable where the system can sync a folder (Windows cannot)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# ---------------------------------------------------------------------------- the guard


def public(address: str) -> bool:
    """Whether an IP address is on the public internet, also when wrapped in IPv6."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _SPECIAL)


def _private_name(host: str) -> bool:
    """Whether a host is not public by its very name; numbers in any old spelling but the plain one count as such."""
    host = host.rstrip(".").lower()
    try:
        return not public(host)
    except ValueError:
        number = _NUMBER.search(host)
    return bool(number) or "." not in host or host.endswith((".localhost", ".local", ".internal", ".home.arpa"))


class _Guard(httpcore.AnyIOBackend):
    """Resolves a name once, checks every address, and connects to the one it checked."""

    def __init__(self, allow: frozenset[str]) -> None:
        self.allow = allow

    async def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        if f"{host}:{port}" in self.allow:
            return await super().connect_tcp(host, port, *args, **more)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError(f"{host} cannot be found") from None
        addresses = [str(item[4][0]) for item in found]
        if not addresses or not all(map(public, addresses)):
            raise _blocked(f"{host}:{port}", f"{host}:{port}")
        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await super().connect_tcp(address, port, *args, **more)
        return await super().connect_tcp(addresses[-1], port, *args, **more)

    async def connect_unix_socket(self, *args: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        raise _blocked("a local socket", "host:port")


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpcore's pool behind the guard, which httpx's own transport has no public place for."""

    def __init__(self, allow: frozenset[str]) -> None:
        self.pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=CONNECTIONS,
            network_backend=_Guard(allow),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request through the guarded pool."""
        url = request.url
        reply = await self.pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            reply.status, headers=reply.headers, stream=_Stream(reply), extensions=dict(reply.extensions)
        )

    async def aclose(self) -> None:
        """Close the pool."""
        await self.pool.aclose()


guards: dict[frozenset[str], GuardedTransport] = {}


def guarded(allow: frozenset[str]) -> GuardedTransport:
    """The pool that all downloads of this process with the same allowed hosts share."""
    return guards.get(allow) or guards.setdefault(allow, GuardedTransport(allow))


class _Stream(httpx.AsyncByteStream):
    def __init__(self, reply: httpcore.Response) -> None:
        self.reply = reply

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self.reply.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self.reply.aclose()
