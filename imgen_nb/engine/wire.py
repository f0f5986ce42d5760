"""One API origin: its pool of connections, its key, its pace. The key is here and nowhere else."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import formatdate
from typing import TypeVar

import httpx
from httpcore import AsyncNetworkStream

from imgen_nb.assets import addresses, network
from imgen_nb.assets.network import CONNECTIONS, Resting, Route
from imgen_nb.assets.quiet import quietly
from imgen_nb.engine.pace import Pace
from imgen_nb.engine.redaction import Redactor, Secret
from imgen_nb.errors import InvalidRequest, TransportFailed, UnexpectedReply
from imgen_nb.flow import Provider
from imgen_nb.types import Cost, Left

T = TypeVar("T")

LONGEST_POLL = 60.0
LONGEST_ANSWER = 600.0
"""Seconds after which a reply, or the answer to a paid request, counts as lost, however it still drips."""
HEADERS = [(b"accept", b"*/*"), (b"accept-encoding", b"gzip, deflate"), (b"user-agent", b"imgen_nb")]
UPGRADE = [(b"connection", b"Upgrade"), (b"upgrade", b"websocket"), (b"sec-websocket-version", b"13")]
OPENING = 10.0
"""Seconds in which a socket opens."""
LENGTHS = (b"content-encoding", b"content-length", b"transfer-encoding")
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
"""The failures that prove that a request never left."""


Heard = Callable[[bytes], None]


def unheard(piece: bytes) -> None:
    """Nobody listens before the end."""


def reply_cap(max_bytes: int) -> int:
    """How long a reply may be where pictures may have so many bytes: one written as base64 inside JSON, and a bit."""
    return max_bytes * 3 // 2 + 2**20


LARGEST_REPLY = reply_cap(64 * 2**20)
"""Where nobody says otherwise."""


@dataclass(frozen=True)
class Prepared:
    """A request as it will leave: checked before anything is written down, so that a refusal costs nothing."""

    method: str
    target: httpx.URL
    headers: tuple[tuple[bytes, bytes], ...]
    content: bytes
    ours: bool
    timeout: Mapping[str, float | None] | None
    route: Route | None


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
        *,
        largest: int = LARGEST_REPLY,
    ) -> None:
        self.provider = provider
        self.base_url = base_url.rstrip("/")
        self._root = httpx.URL(self.base_url)
        self.pace = Pace(provider.cadence, scale)
        self.paid_room = asyncio.Semaphore(CONNECTIONS)
        self.safe_room = asyncio.Semaphore(CONNECTIONS)
        self._auth = auth
        self._credit: tuple[Cost, float] | None = None
        self._headers = dict(headers or {})
        self._redactor = Redactor([auth[2]] if auth else [], self._headers.values())
        self._largest = largest
        self._given = transport
        self._pools: dict[tuple[Route, bool], httpx.AsyncBaseTransport] = {}

    @property
    def sockets(self) -> bool:
        """Whether a web socket can be opened: a transport that was given carries none."""
        return self._given is None

    @property
    def scope(self) -> str:
        """What a window is shared by: the same key at the same origin, of which a hash is told; "" for nobody."""
        if self._auth is None:
            return ""
        key = hashlib.sha256(self._auth[2].reveal().encode()).hexdigest()[:16]
        return f"{self.provider.name} {self.base_url} {key}"

    def prepare(self, request: httpx.Request) -> Prepared:
        """Find where a request goes, and which way.

        Raises `InvalidRequest` for an address that is neither ours nor declared, and for a variable of the environment
        that keeps it from getting there.
        """
        target, ours = self._target(request.url)
        headers = tuple((name, value) for name, value in request.headers.raw if name.lower() != b"host")
        way = network.route(target) if self._given is None else None
        return Prepared(request.method, target, headers, request.read(), ours, request.extensions.get("timeout"), way)

    def _target(self, url: httpx.URL) -> tuple[httpx.URL, bool]:
        if not url.raw_host:
            return httpx.URL(f"{self.base_url}/{url.raw_path.decode().removeprefix('/')}"), True
        there = _origin(url)
        if there == _origin(self._root):
            return url, True
        if there in {_origin(httpx.URL(one)) for one in self.provider.origins}:
            return url, False
        if any(_below(there, one) for one in self.provider.siblings):
            return url, True
        raise InvalidRequest(
            f"{self.provider.title} was to be asked at {there}, which is not its address and not declared",
            hint="nothing was sent; a provider names further places in `origins` or `siblings`",
        )

    async def exchange(
        self,
        request: httpx.Request | Prepared,
        *,
        paid: bool = False,
        wanted: Callable[[], bool] = lambda: True,
        heard: Heard = unheard,
    ) -> httpx.Response:
        """Send one request and read its whole reply; a safe one that nobody wants any more ends at its next byte.

        `heard` is called with each piece of the reply as it arrives.
        """
        prepared = request if isinstance(request, Prepared) else self.prepare(request)
        reply = await self._exchange(prepared, paid, wanted, heard)
        self.pace.learn(self.provider.window(reply), asyncio.get_running_loop().time())
        return reply

    async def _exchange(self, asked: Prepared, paid: bool, wanted: Callable[[], bool], heard: Heard) -> httpx.Response:
        longest = LONGEST_ANSWER if paid else LONGEST_POLL
        now = asyncio.get_running_loop().time
        until = now() + longest
        reply = await self._answer(asked, longest, alone=paid)
        try:
            body = await self._body(reply, lambda: now() > until or not (paid or wanted()), heard)
        finally:
            await reply.aclose()
        plain = unpacked(body, reply.headers.get("content-encoding", ""), self._largest)
        kept = [(name, value) for name, value in reply.headers.raw if name.lower() not in LENGTHS]
        dated = [] if "date" in reply.headers else [(b"date", formatdate(usegmt=True).encode())]
        return httpx.Response(reply.status_code, headers=[*dated, *kept], content=plain)

    @asynccontextmanager
    async def socket(self, path: str) -> AsyncIterator[AsyncNetworkStream]:
        """Open a web socket, on a connection of its own, under the rules of every request; give its stream.

        Raises `UnexpectedReply` where there is none, `ImportError` where wsproto is not installed.
        """
        from wsproto.utilities import generate_accept_token, generate_nonce

        key = generate_nonce()
        asked = self.prepare(httpx.Request("GET", path, headers=[*UPGRADE, (b"sec-websocket-key", key)]))
        reply = await self._answer(asked, OPENING, alone=True)
        try:
            stream = reply.extensions.get("network_stream")
            proof = reply.headers.get("sec-websocket-accept", "").encode()
            if reply.status_code != 101 or stream is None or proof != generate_accept_token(key):
                raise UnexpectedReply(f"HTTP {reply.status_code} is no web socket", json_path="$")
            yield stream
        finally:
            await reply.aclose()

    async def _answer(self, asked: Prepared, longest: float, *, alone: bool) -> httpx.Response:
        """Send one request, and give its reply as soon as that begins; `alone` is on a connection of its own."""
        timeout = asked.timeout or httpx.Timeout(longest, connect=10, write=60, pool=None).as_dict()
        said = {name.lower() for name, _ in asked.headers}
        ours = [addresses.host(asked.target), *((name, value) for name, value in HEADERS if name not in said)]
        headers = [*ours, *asked.headers, *self._credentials(asked.ours)]
        request = httpx.Request(
            asked.method, asked.target, headers=headers, content=asked.content, extensions={"timeout": timeout}
        )
        # A bare transport: a client would follow, keep cookies, log addresses and unpack without a bound.
        with quietly():
            return await self._pool(asked.route, alone).handle_async_request(request)

    async def _body(self, reply: httpx.Response, enough: Callable[[], bool], heard: Heard) -> bytes:
        assert isinstance(reply.stream, httpx.AsyncByteStream), "the transport is not asynchronous"
        body = bytearray()
        async for chunk in reply.stream:  # as it came: it is unpacked later, with a bound
            body += chunk
            heard(chunk)
            if len(body) > self._largest:
                raise UnexpectedReply("the reply is far too long", json_path="$")
            if enough():
                raise httpx.ReadTimeout("no whole reply in time")
        return bytes(body)

    def _credentials(self, ours: bool) -> list[tuple[bytes, bytes]]:
        if not ours:
            return []
        named = [(name, "", value) for name, value in self._headers.items()] + ([self._auth] if self._auth else [])
        return [(name.encode(), (prefix + value.reveal()).encode()) for name, prefix, value in named]

    def note_credit(self, credit: Cost) -> None:
        """Keep what the account was told to have now."""
        self._credit = credit, time.time()

    def left(self) -> Left | None:
        """What the service last said is left; None where it said nothing of it. Asked on the loop."""
        window, at = self.pace.window(asyncio.get_running_loop().time()), time.time()
        if window is None and self._credit is None:
            return None
        credit, asked = self._credit or (None, None)
        return Left(at, window, at + window.reset if window else None, credit, asked)

    def unreachable(self, why: str) -> TransportFailed:
        """Nobody answers: of a server on the desk it is said where nobody listens, and how it is started."""
        if not self.provider.local:
            return TransportFailed(f"{self.provider.title} {why}")
        said = f"nobody listens at {self.base_url}: {self.provider.title} {why}"
        return TransportFailed(said, hint=self.provider.start)

    def redact(self, value: T) -> T:
        """Take the key out of anything JSON-able that came from the provider."""
        return self._redactor(value)

    # ------------------------------------------------------------------ connections

    def _pool(self, route: Route | None, alone: bool) -> httpx.AsyncBaseTransport:
        """The connections of one way there; those for paid requests, and for sockets, are never used twice.

        What another reply left behind on a kept connection would be taken for the answer to a paid request.
        """
        if self._given is not None or route is None:
            return self._given or network.transport_for(self._root)
        if (route, alone) not in self._pools:
            # The rooms bound what is under way; a call that nobody listens to any more is in none of them.
            self._pools[route, alone] = route.transport() if alone else Resting(route.transport(CONNECTIONS))
        return self._pools[route, alone]

    async def aclose(self) -> None:
        """Close the pools."""
        for pool in self._pools.values():
            await pool.aclose()


def _origin(url: httpx.URL) -> str:
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{addresses.ascii_host(url)}{port}"


def _below(origin: str, sibling: str) -> bool:
    """Whether an origin is a sibling, or a name below one that stands for all of them."""
    scheme, star, domain = sibling.partition("*.")
    return origin.startswith(scheme) and origin.endswith(f".{domain}") if star else origin == sibling


def unpacked(body: bytes, encodings: str, largest: int) -> bytes:
    """Undo a reply's content encodings, at most `largest` bytes of it; a name we never offered changes nothing.

    httpx unpacks a whole chunk at once, however much that is: some KB that were packed twice become a gigabyte.
    """
    for encoding in reversed([name.strip().lower() for name in encodings.split(",")]):
        if encoding not in ("gzip", "x-gzip", "deflate"):
            continue
        for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # gzip or zlib by its head; else deflate without one
            unpacker = zlib.decompressobj(bits)
            try:
                plain = unpacker.decompress(body, largest + 1)
            except zlib.error:
                continue
            if len(plain) > largest:
                raise UnexpectedReply("the reply is far too long once it is unpacked", json_path="$")
            body = plain
            break
        else:
            raise UnexpectedReply(f"the reply says that it is {encoding}, and it is not", json_path="$")
    return body


class PracticeWire(Wire):
    """A wire to a sandbox that takes any key: it changes its own before the counted hour is half used.

    A lesson must not end in an hour's wait. The hour itself is as the document says: a program that asks the
    served sandbox with one key meets it.
    """

    @property
    def scope(self) -> str:
        """Nobody shares a practice window."""
        return ""

    async def exchange(
        self,
        request: httpx.Request | Prepared,
        *,
        paid: bool = False,
        wanted: Callable[[], bool] = lambda: True,
        heard: Heard = unheard,
    ) -> httpx.Response:
        """Send one request; the next may go under another key."""
        reply = await super().exchange(request, paid=paid, wanted=wanted, heard=heard)
        if self._auth and self.pace.scarce:
            header, prefix, _ = self._auth
            self._auth = (header, prefix, Secret(f"practice-{secrets.token_hex(4)}"))
            self.pace = Pace(self.provider.cadence, self.pace.scale)
        return reply
