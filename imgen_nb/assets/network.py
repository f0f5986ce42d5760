"""The one rule for what the environment says about the way out: proxies, exceptions from them, certificates.

API and pictures alike ask here, and their clients are made not to look themselves (`trust_env=False`). It is read when
a request is made, never before, so that a variable nobody can use stops the requests it concerns and no others. What
it says is in nobody's error: a proxy's address may hold a password.
"""

from __future__ import annotations

import asyncio
import fnmatch
import importlib.util
import ipaddress
import os
import re
import ssl
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from imgen_nb.assets.addresses import ascii_host, loopback
from imgen_nb.assets.pools import shared
from imgen_nb.assets.sockets import Connections, Sockets
from imgen_nb.errors import InvalidRequest

CONNECTIONS = 16
"""One pool of 16 with a semaphore in front: 3.4 s against 11.9 s with one big pool for 256 jobs of 2 s."""
IDLE = 4.0
"""Seconds a connection is kept: one that a server closes just as a request leaves makes its outcome unknown."""
PLAIN_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
SOCKETS = Sockets()
_SCHEMES = {"http": "http", "https": "https", "socks": "socks5", "socks5": "socks5", "socks5h": "socks5h"}


@dataclass(frozen=True, slots=True)
class Route:
    """How an address is reached: through which proxy, if any, and which files of certificates are trusted."""

    proxy: str | None = field(default=None, repr=False)
    certificates: tuple[str | None, str | None] = (None, None)

    def transport(self, keep: int = 0, sockets: Sockets = SOCKETS) -> Connections:
        """Make a transport with connections of its own: so many of them are kept, else each request has another.

        What another reply left behind on a kept one would be taken for the answer to what must not be mixed up.
        """
        trusted = trust(*self.certificates)
        how: dict[str, Any] = {"ssl_context": trusted, "network_backend": sockets, "max_connections": None}
        how |= {"max_keepalive_connections": keep, "keepalive_expiry": IDLE}
        if self.proxy is None:
            return Connections(httpcore.AsyncConnectionPool(**how), once=not keep)
        proxy = httpx.Proxy(self.proxy)
        url = proxy.url
        there = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        how |= {"proxy_url": there, "proxy_auth": proxy.raw_auth}
        if url.scheme.startswith("socks"):
            return Connections(httpcore.AsyncSOCKSProxy(**how), once=not keep)
        secure = trusted if url.scheme == "https" else None
        return Connections(httpcore.AsyncHTTPProxy(**how, proxy_ssl_context=secure), once=not keep)


DIRECT = Route()


def route(url: httpx.URL) -> Route:
    """Say how an address is reached; raises `InvalidRequest`, with the variable's name, where it cannot be.

    This machine is always reached directly.
    """
    if loopback(url):
        return DIRECT
    certificates = _certificates() if url.scheme == "https" else (None, None)
    variable = proxy_variable(url)
    if variable is None:
        return Route(None, certificates)
    proxy, problem = _proxy(_value(variable, url.scheme))
    if problem:
        raise unusable(variable, problem)
    if proxy and proxy.startswith("https:"):
        certificates = _certificates()
    return Route(proxy, certificates)


def transport_for(url: httpx.URL) -> httpx.AsyncBaseTransport:
    """The transport that all requests of this process to such addresses share."""
    way = route(url)
    return shared(way, way.transport)


def unusable(variable: str, problem: str) -> InvalidRequest:
    """The error of a variable that cannot be used; its value is not told."""
    return InvalidRequest(
        f"the environment variable {variable} {problem}",
        hint=f"correct {variable} or unset it, then ask again; NO_PROXY names hosts that need no proxy"
        if "proxy" in variable.lower()
        else f"correct {variable} or unset it, then ask again",
    )


class Resting(httpx.AsyncBaseTransport):
    """A transport whose connections are closed when it has been idle: httpcore closes none before the next request."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self._busy = 0
        self._timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; it counts as under way until its reply is closed."""
        self._busy += 1
        if self._timer:
            self._timer.cancel()
        try:
            response = await self._inner.handle_async_request(request)
        except BaseException:
            self._end()
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Counted(response.stream, self._end)
        return response

    async def aclose(self) -> None:
        """Close all connections; a later request makes new ones."""
        await self._inner.aclose()

    def _end(self) -> None:
        self._busy -= 1
        if not self._busy:
            self._timer = asyncio.get_running_loop().call_later(IDLE, self._rest)

    def _rest(self) -> None:
        self._closing = asyncio.ensure_future(self._inner.aclose())


class _Counted(httpx.AsyncByteStream):
    """A body that says when it is closed, which a reply does once."""

    def __init__(self, stream: httpx.AsyncByteStream, end: Callable[[], None]) -> None:
        self._stream = stream
        self._end = end

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            self._end()


# --- proxies ----------------------------------------------------------------------------------------------------------

_SYSTEM = "proxy (the system's setting)"


def proxy_variable(url: httpx.URL) -> str | None:
    """The name of the variable whose proxy an address is asked through; None if it is asked directly."""
    host, port = ascii_host(url), url.port or {"https": 443, "http": 80}.get(url.scheme, 0)
    if excepted(host, port, os.environ.get("no_proxy", os.environ.get("NO_PROXY", ""))):
        return None
    for scheme in (url.scheme, "all"):
        for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper()):
            if name == "HTTP_PROXY" and "REQUEST_METHOD" in os.environ:
                continue  # a header of whoever asks a CGI script, not a setting
            if name in os.environ:
                return name if os.environ[name].strip() else None
    return _SYSTEM if _value(_SYSTEM, url.scheme) and not urllib.request.proxy_bypass(host) else None


def _value(variable: str, scheme: str) -> str:
    if variable != _SYSTEM:
        return os.environ.get(variable, "").strip()
    system = {} if any(name.lower().endswith("_proxy") for name in os.environ) else urllib.request.getproxies()
    return system.get(scheme) or system.get("all") or ""


def _proxy(value: str) -> tuple[str | None, str]:
    """The proxy that a value names as httpx takes it, or what is wrong with it."""
    scheme, mark, rest = value.partition("://")
    scheme, rest = (scheme.lower(), rest) if mark else ("http", value)
    known = _SCHEMES.get(scheme)
    if known is None:
        return None, f"names a kind of proxy that is not known ({re.sub('[^a-z0-9]', '', scheme)[:20]!r})"
    if known.startswith("socks") and importlib.util.find_spec("socksio") is None:
        return None, "names a SOCKS proxy, for which the package socksio is missing (pip install socksio)"
    try:
        url = httpx.URL(f"{known}://{rest}")
        if PLAIN_HOST.fullmatch(ascii_host(url)) and (url.port is None or 0 < url.port < 2**16):
            return f"{known}://{rest}", ""
    except (httpx.InvalidURL, ValueError):
        pass
    return None, "is no address of a proxy"


def excepted(host: str, port: int, exceptions: str) -> bool:
    """Whether NO_PROXY names a host: itself, a domain above it (with or without a dot), host:port, a range, or all.

    What cannot be read in it names nobody.
    """
    host = host.rstrip(".").lower()
    return any(_named(host, port, entry) for entry in re.split(r"[\s,;]+", exceptions.lower()) if entry)


def _named(host: str, port: int, entry: str) -> bool:
    entry = entry.partition("://")[2] or entry
    address = _ip(host)
    network = _network(entry.strip("[]"))
    if network is not None:
        return address is not None and address in network
    if found := re.fullmatch(r"(\[[^\]]*\]|[^:]*):([0-9]+)", entry):
        if int(found[2]) != port:
            return False
        return _named(host, port, found[1])
    if address is not None:
        return entry == "*" or ("*" in entry and fnmatch.fnmatchcase(host, entry))
    domain = entry.removeprefix("*").strip(".")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    if not domain:
        return entry == "*"
    return host == domain or host.endswith(f".{domain}") or ("*" in domain and fnmatch.fnmatchcase(host, domain))


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return None


# --- certificates -----------------------------------------------------------------------------------------------------


def _certificates() -> tuple[str | None, str | None]:
    """What SSL_CERT_FILE and SSL_CERT_DIR name, which must be there and be certificates."""
    file, folder = os.environ.get("SSL_CERT_FILE") or None, os.environ.get("SSL_CERT_DIR") or None
    if file and not os.path.isfile(file):  # unlike pathlib, it takes any text
        raise unusable("SSL_CERT_FILE", "names a file that is not there")
    if folder and not any(map(os.path.isdir, folder.split(os.pathsep))):
        raise unusable("SSL_CERT_DIR", "names a folder that is not there")
    try:
        trust(file, folder)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        raise unusable("SSL_CERT_FILE" if file else "SSL_CERT_DIR", "names no certificates that can be read") from None
    return file, folder


@lru_cache(maxsize=8)
def trust(file: str | None = None, folder: str | None = None) -> ssl.SSLContext:
    """The certificates that are trusted: those named, else those that come with httpx; read once: it takes a while."""
    try:
        if file or folder:
            return ssl.create_default_context(cafile=file, capath=folder)
        return httpx.create_ssl_context(trust_env=False)
    except (FileNotFoundError, PermissionError):
        if not (keys := os.environ.get("SSLKEYLOGFILE")) or os.access(keys, os.W_OK):
            raise
        raise unusable("SSLKEYLOGFILE", "names a file that cannot be written") from None
