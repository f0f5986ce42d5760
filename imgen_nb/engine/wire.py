"""One API origin: its pool of connections, its key, its pace. The key is here and nowhere else."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from collections.abc import Mapping
from email.utils import formatdate
from typing import TypeVar

import httpx

from imgen_nb.engine.pace import Pace
from imgen_nb.engine.redaction import Redactor, Secret
from imgen_nb.errors import UnexpectedReply
from imgen_nb.flow import Provider

T = TypeVar("T")

CONNECTIONS = 16
"""One pool of 16 with a semaphore in front: 3.4 s against 11.9 s with one big pool for 256 jobs of 2 s."""
LARGEST_REPLY = 16 * 2**20
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""The failures that prove that a request never left."""


class Wire:
    """Sends a provider's requests to one origin, and gives back replies that hold no request and no key."""

    def __init__(
        self,
        provider: Provider,
        base_url: str,
        auth: tuple[str, str, Secret] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        scale: float = 1.0,
        headers: Mapping[str, Secret] | None = None,
    ) -> None:
        self.provider = provider
        self.base_url = base_url.rstrip("/")
        self.pace = Pace(provider.cadence, scale)
        self._auth = auth
        self._headers = dict(headers or {})
        self._redactor = Redactor([auth[2]] if auth else [], self._headers.values())
        self._room = asyncio.Semaphore(CONNECTIONS)
        # A kept connection that the server closes just as a POST leaves makes its outcome unknown: keep them briefly.
        self._http = httpx.AsyncClient(
            transport=transport,
            timeout=httpx.Timeout(60, connect=10, pool=None),
            limits=httpx.Limits(max_connections=CONNECTIONS, keepalive_expiry=4),
            follow_redirects=False,
        )

    async def exchange(self, request: httpx.Request) -> httpx.Response:
        """Send one request below the API root and read its whole reply."""
        async with self._room:
            reply = await self._exchange(request)
        self.pace.learn(self.provider.window(reply), asyncio.get_running_loop().time())
        return reply

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        headers |= {name: value.reveal() for name, value in self._headers.items()}
        if self._auth:
            header, prefix, key = self._auth
            headers[header] = prefix + key.reveal()
        target = self.base_url + request.url.raw_path.decode()
        own = request.extensions.get("timeout")
        timeout = httpx.Timeout(**own) if own else self._http.timeout
        async with self._http.stream(
            request.method, target, headers=headers, content=request.content, timeout=timeout
        ) as reply:
            body = bytearray()
            async for chunk in reply.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_REPLY:
                    raise UnexpectedReply("the reply is far too long", json_path="$")
            kept = {k: v for k, v in reply.headers.items() if k not in ("content-encoding", "content-length")}
            return httpx.Response(
                reply.status_code, headers={"date": formatdate(usegmt=True), **kept}, content=bytes(body)
            )

    def redact(self, value: T) -> T:
        """Take the key out of anything JSON-able that came from the provider."""
        return self._redactor(value)

    async def aclose(self) -> None:
        """Close the pool."""
        await self._http.aclose()


class PracticeWire(Wire):
    """A wire to a sandbox that takes any key: it changes its own before the counted hour is half used.

    A lesson must not end in an hour's wait. The hour itself is as the document says: a program that asks the
    served sandbox with one key meets it.
    """

    async def exchange(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the next may go under another key."""
        reply = await super().exchange(request)
        if self._auth and self.pace.scarce:
            header, prefix, _ = self._auth
            self._auth = (header, prefix, Secret(f"practice-{secrets.token_hex(4)}"))
            self.pace = Pace(self.provider.cadence, self.pace.scale)
        return reply


def loopback(url: httpx.URL) -> bool:
    """Whether an address stays on this machine."""
    try:
        return url.host == "localhost" or ipaddress.ip_address(url.host).is_loopback
    except ValueError:  # a name: "127.example.com" is anybody's
        return False


def on_this_machine(base_url: str) -> bool:
    """The same for an API root, which may be no URL at all."""
    try:
        return loopback(httpx.URL(base_url))
    except (httpx.InvalidURL, TypeError, ValueError):
        return False


def usable_base(base_url: str, has_key: bool) -> str | None:
    """Say what is wrong with an API root; a key goes over plain http only to this machine."""
    try:
        url = httpx.URL(base_url)
        usable = url.port is None or 0 < url.port < 2**16
    except (httpx.InvalidURL, TypeError, ValueError):
        usable = False
    if not usable:
        return "is not a URL"
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        return "is not an absolute http(s) address without a user name"
    if "?" in base_url or "#" in base_url:
        return "has a query or a fragment, behind which no path can go"
    if url.scheme == "http" and has_key and not loopback(url):
        return "is plain http, which would show the key to everybody on the way"
    return None
