"""All fake servers behind one port, for curl and every other program that does not run in the notebook.

    imgen-nb sandbox --port 8800        then: http://127.0.0.1:8800/

An ASGI application: each API is served below its name, `/banatie/api/v1/generations`, its pictures below `/pictures`,
and a page that says what is there at `/`. Addresses in replies point to the host that was asked.

A server cannot refuse a connection it has taken, so where a fault says so, and where one says reset, the connection is
reset. ASGI itself has no word for either: `run` gives uvicorn one, and on other servers the reply ends too early.
"""

import asyncio
import importlib.util
import json
import math
import os
import re
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

import httpx

from imgen_nb.sandbox.callbacks import Bell
from imgen_nb.sandbox.core import ASSETS, Sandbox, wires
from imgen_nb.sandbox.effects import MIRROR
from imgen_nb.sandbox.replies import Reply

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST_BODY = 8 * 2**20
TELLING = 0.1  # seconds between two looks at what a web socket has to tell
HANG_UP = "imgen.hang_up"
"""In a scope's extensions: a function that closes the connection, abruptly if it is told so."""
HOST = re.compile(r"[A-Za-z0-9._-]{1,255}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
PLACES = {"/pictures": ASSETS, "/mirror": MIRROR}
PAGE_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
}


class App:
    """Every fake server, by its name, as one ASGI application.

    `faults` are texts of the menu (`C13`, `P1x3`); one written `banatie/C13` is for that API alone, any other for each
    that has a form for it. Raises `ValueError` for a fault that none has.
    """

    def __init__(self, *, speed: float = 1.0, faults: Iterable[str] = (), seed: int = 0) -> None:
        self.speed = speed
        self.faults = tuple(faults)
        asked = _by_name(self.faults)
        self.boxes = {name: Sandbox(name, speed=speed, faults=asked[name], seed=seed) for name in sorted(wires())}
        self._pace = 1 / speed if speed else 0.0
        self._base = ""

    def roots(self, address: str) -> dict[str, str]:
        """Return the base URL of each API, by its name."""
        return {name: f"{address}/{name}{wires()[name].root}" for name in self.boxes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; between the server's start and its end, give the callbacks that are due."""
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        if scope["type"] == "websocket":
            return await self._talk(scope, receive, send)
        if scope["type"] != "http":
            raise ValueError("HTTP and web sockets are all that is served here")
        visit = Visit(scope, receive, send, pace=self._pace)
        try:
            reply = await self._answer(visit)
        except httpx.TransportError as error:
            await visit.hang_up(abruptly=not isinstance(error, httpx.RemoteProtocolError))
        else:
            await visit.say(reply)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        ringing = asyncio.create_task(Bell(self._due, pace=self._pace).ring())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        ringing.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell what a web socket has to tell, for as long as somebody listens; refuse it where there is none."""
        await receive()
        visit = Visit({"method": "GET", **scope}, receive, send, pace=self._pace)
        found = self._find(visit.path.decode("ascii", "replace"))
        try:
            url = httpx.URL(f"{found[1]}?{visit.query}" if found else "")
        except httpx.InvalidURL:
            found = None
        hear = partial(found[0].hear, httpx.Request("GET", url)) if found else lambda *since: None
        heard = await asyncio.to_thread(hear)
        await send({"type": "websocket.accept" if heard else "websocket.close"})
        gone = asyncio.ensure_future(_until(receive, "websocket.disconnect"))
        while heard and not gone.done():
            while (said := await asyncio.to_thread(next, heard[0], None)) is not None:
                content = {"bytes": said} if isinstance(said, bytes) else {"text": json.dumps(said)}
                await send({"type": "websocket.send", **content})
            await asyncio.wait({gone}, timeout=TELLING)
            heard = await asyncio.to_thread(hear, heard[1])
        gone.cancel()

    def _due(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the callbacks that are due, their pictures at the host that was asked last."""
        here = {name: partial(_moved, base=self._base, box=box) for name, box in self.boxes.items()}
        return [call for name, box in self.boxes.items() for call in box.calls(here[name])]

    async def _answer(self, visit: "Visit") -> Reply:
        if not HOST.fullmatch(visit.host):
            return _text(400, "the Host header is no host")
        self._base = visit.base
        body = await visit.body()
        if body is None:
            return _text(413, f"a body of more than {LARGEST_BODY} bytes")
        if visit.path == b"/":
            return await asyncio.to_thread(self._front, visit)
        found = self._find(visit.path.decode("ascii", "replace"))
        if found is None:
            return _text(404, f"nothing here; there are: /, {', '.join(f'/{name}' for name in self.boxes)}")
        box, target = found
        try:
            url = httpx.URL(target + (f"?{visit.query}" if visit.query else ""))
        except httpx.InvalidURL:
            return _text(400, "the path is no part of an address")
        request = httpx.Request(visit.method, url, headers=visit.headers, content=body)
        reply = await asyncio.to_thread(box.answer, request)
        return _placed(reply, visit.base, box)

    def _find(self, path: str) -> tuple[Sandbox, str] | None:
        """Return who answers for a path, and the address it knows itself by."""
        for place, origin in PLACES.items():
            if path.startswith(f"{place}/"):
                rest = path.removeprefix(place)
                owner = next((box for box in self.boxes.values() if box.keeps(rest)), None)
                return owner or next(iter(self.boxes.values())), origin + rest
        name, slash, rest = path.removeprefix("/").partition("/")
        box = self.boxes.get(name)
        return (box, str(httpx.URL(box.base_url).copy_with(path="/")).rstrip("/") + slash + rest) if box else None

    def _front(self, visit: "Visit") -> Reply:
        from imgen_nb.sandbox.page import front

        if visit.method not in ("GET", "HEAD"):
            return _text(405, "this is a page to GET")
        return Reply(200, front(self, visit.base).encode(), PAGE_HEADERS)


class Visit:
    """One request and the connection it came by."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, *, pace: float) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._pace = pace
        self.method: str = scope["method"]
        self.query: str = scope["query_string"].decode("ascii", "replace")
        self.headers: list[tuple[bytes, bytes]] = list(scope["headers"])
        root: str = scope.get("root_path", "").rstrip("/")
        raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
        self.path = raw.removeprefix(quote(root).encode()) or b"/"
        self.host = _header(self.headers, b"host") or "{}:{}".format(*(scope.get("server") or ("127.0.0.1", 80)))
        self.base = f"{scope.get('scheme', 'http')}://{self.host}{root}"

    async def body(self) -> bytes | None:
        """Return the whole body, or `None` for one that is too large."""
        body, more = b"", True
        while more and len(body) <= LARGEST_BODY:
            message = await self._receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        return None if more else body

    async def say(self, reply: Reply) -> None:
        """Give an answer in its own time and pieces, for as long as somebody listens."""
        gone = asyncio.ensure_future(self._end())
        try:
            if not await self._pause(gone, reply.delay):
                return
            await self._start(reply.status, reply.wire_headers())
            for piece in reply.pieces():
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
                if not await self._pause(gone, reply.pause):
                    return
            if reply.broken:
                await self._close(gone, abruptly=False)
            else:
                await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()

    async def hang_up(self, *, abruptly: bool) -> None:
        """Close the connection without an answer."""
        gone = asyncio.ensure_future(self._end())
        try:
            if HANG_UP not in self._scope.get("extensions", {}):
                await self._start(502, {"content-length": "1"})
            await self._close(gone, abruptly=abruptly)
        finally:
            gone.cancel()

    async def _close(self, gone: asyncio.Future[None], *, abruptly: bool) -> None:
        hang_up = self._scope.get("extensions", {}).get(HANG_UP)
        if hang_up:
            hang_up(abruptly)
            await gone

    async def _start(self, status: int, headers: dict[str, str]) -> None:
        lines = [(name.encode("ascii"), value.strip().encode("latin-1")) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": status, "headers": lines})

    async def _pause(self, gone: asyncio.Future[None], seconds: float) -> bool:
        """Wait, and tell whether the client is still there."""
        if seconds:
            await asyncio.wait({gone}, timeout=None if math.isinf(seconds) else seconds * self._pace)
        return not gone.done()

    async def _end(self) -> None:
        await _until(self._receive, "http.disconnect")


async def _until(receive: Receive, kind: str) -> None:
    """Pass over what comes until something of that kind does."""
    while (await receive())["type"] != kind:
        pass


def run(app: App, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; `ready` is called with the address once requests are taken.

    Port 0 takes a free one. Raises `OSError` where the port cannot be had.
    """
    import uvicorn

    listener = listen(host, port)
    server = uvicorn.Server(config(app))
    heard = f"[{host}]" if ":" in host else host
    ready(f"http://{heard}:{listener.getsockname()[1]}")
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn has shut down by then, and passes the signal on
        pass
    finally:
        listener.close()


def listen(host: str, port: int) -> socket.socket:
    """Open the port: by its protocol number, without which asyncio would leave Nagle's delay on (44 ms a request)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere the same option lets two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError):
        listener.close()
        raise
    return listener


def config(app: App) -> Any:
    """Return uvicorn's settings: our own dates, connections that a fault can close, web sockets where wsproto is."""
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Breakable(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            inner: Any = self.app

            async def outer(scope: Any, receive: Any, send: Any) -> None:
                scope.setdefault("extensions", {})[HANG_UP] = lambda abruptly: _hang_up(transport, abruptly)
                await inner(scope, receive, send)

            self.app = outer

    return uvicorn.Config(
        app,
        http=Breakable,
        ws="wsproto" if importlib.util.find_spec("wsproto") else "none",
        lifespan="on",
        log_level="warning",
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )


def _hang_up(transport: asyncio.Transport, abruptly: bool) -> None:
    if not abruptly:
        transport.close()
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:  # no lingering: the peer is sent a reset instead of an end
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _by_name(faults: tuple[str, ...]) -> dict[str, list[str]]:
    asked: dict[str, list[str]] = {name: [] for name in wires()}
    for text in faults:
        name, slash, fault = text.partition("/")
        for_one = bool(slash) and name in asked
        takers, problem = [], ValueError(f"no API has the fault {text!r}")
        for taker in [name] if for_one else asked:
            try:
                Sandbox(taker, faults=[fault if for_one else text])
                takers.append(taker)
            except ValueError as error:
                problem = error
        if not takers:
            raise problem
        for taker in takers:
            asked[taker].append(fault if for_one else text)
    return asked


def _placed(reply: Reply, base: str, box: Sandbox) -> Reply:
    """Let every address of a picture and of the API itself point to this host, in the body and in `Location`."""

    def moved(value: Any) -> Any:
        if isinstance(value, str):
            return _moved(value, base, box)
        if isinstance(value, dict):
            return {name: moved(one) for name, one in value.items()}
        return [moved(one) for one in value] if isinstance(value, list) else value

    headers = {name: _moved(value, base, box) for name, value in reply.headers.items()}
    return replace(reply, body=moved(reply.body), headers=headers)


def _moved(text: str, base: str, box: Sandbox) -> str:
    for place, origin in PLACES.items():
        if text.startswith(f"{origin}/") and box.keeps(text.removeprefix(origin)):
            return base + place + text.removeprefix(origin)
    for host in box.hosts:
        if text.startswith(f"https://{host}/"):
            return f"{base}/{box.name}/{text.removeprefix(f'https://{host}/')}"
    return text


def _header(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    return next((value.decode("latin-1") for found, value in headers if found == name), "")


def _text(status: int, message: str) -> Reply:
    return Reply(status, f"{message}\n".encode(), {"Content-Type": "text/plain; charset=utf-8"})
