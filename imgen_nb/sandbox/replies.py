"""What a fake server says, before it becomes an httpx response, and how it reads JSON.

A `Reply` also knows what no response object can say: how late it comes, in which pieces, and whether it breaks off.
"""

import asyncio
import json
import math
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Never

import httpx

PIECE = 16 * 1024  # bytes a client sees at once; small enough that a picture is several pieces
DEEPEST = 32  # levels of a body; deeper ones are refused, so that an echo of them can always be written


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: `body` is a JSON value, or bytes that are sent as they are."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    """Seconds before the first byte; `math.inf` is a server that never answers."""
    repeat: int = 1
    """The body is sent so many times in a row: a huge answer without a huge object."""
    pause: float = 0.0
    """Seconds between two pieces."""
    piece: int = PIECE
    broken: bool = False
    """The connection closes where the body ends, although more was announced."""

    def with_headers(self, headers: Mapping[str, str]) -> "Reply":
        """Return the same reply with headers added; those already there win."""
        return replace(self, headers={**headers, **self.headers})

    def content(self) -> bytes:
        """Return one turn of the body as bytes."""
        return self.body if isinstance(self.body, bytes) else write_json(self.body)

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as a network would bring it."""
        content = self.content()
        for _ in range(self.repeat):
            for start in range(0, len(content), self.piece):
                yield content[start : start + self.piece]

    def wire_headers(self) -> dict[str, str]:
        """Return the headers with type and length filled in where the reply does not set them itself."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not isinstance(self.body, bytes):
            headers.setdefault("content-type", "application/json")
        if "transfer-encoding" not in headers:
            headers.setdefault("content-length", str(len(self.content()) * self.repeat))
        return headers

    def response(self, request: httpx.Request) -> httpx.Response:
        """Return the whole answer at once, as a pure handler gives it.

        Raises `httpx.ReadTimeout` for the answer that never comes.
        """
        if math.isinf(self.delay):
            raise httpx.ReadTimeout("the sandbox never answers this request", request=request)
        whole = httpx.ByteStream(b"".join(self.pieces()))
        response = httpx.Response(self.status, headers=self.wire_headers(), stream=whole, request=request)
        response.read()
        return response

    def stream(self, request: httpx.Request) -> httpx.Response:
        """Return the answer with a body that comes in pieces and obeys the request's read timeout."""
        body = _Body(self, request)
        return httpx.Response(self.status, headers=self.wire_headers(), stream=body, request=request)


class _Body(httpx.AsyncByteStream):
    def __init__(self, reply: Reply, request: httpx.Request) -> None:
        self._reply = reply
        self._request = request
        self._read: float | None = request.extensions.get("timeout", {}).get("read")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._reply.pieces():
            yield piece
            await self._pause()
        if self._reply.broken:
            message = "peer closed connection without sending complete message body"
            raise httpx.RemoteProtocolError(message, request=self._request)

    async def _pause(self) -> None:
        if self._read is not None and self._reply.pause > self._read:
            await asyncio.sleep(self._read)
            raise httpx.ReadTimeout("the sandbox fell silent within a body", request=self._request)
        await asyncio.sleep(self._reply.pause)


def write_json(value: Any) -> bytes:
    """Return JSON as a server writes it: compact, UTF-8, never NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def read_json(raw: bytes) -> Any:
    """Return the JSON value, or raise `ValueError` for anything that could not be written back.

    That is stricter than `json.loads`: no NaN, no lone surrogates, no number beyond a float, no bottomless nesting.
    """
    try:
        value = json.loads(raw, parse_constant=_refuse_constant)
        if not _shallow(value, DEEPEST):
            raise ValueError("nested too deeply")
        write_json(value)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def canonical(value: Any) -> str:
    """Return one spelling for equal JSON values, for fingerprints."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is not JSON")


def _shallow(value: Any, left: int) -> bool:
    if isinstance(value, dict):
        return left > 0 and all(_shallow(part, left - 1) for part in value.values())
    if isinstance(value, list):
        return left > 0 and all(_shallow(part, left - 1) for part in value)
    return True
