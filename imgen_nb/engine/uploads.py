"""Uploads: a picture is put at a service once, by its content, for as long as this process talks to it."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Prepared, Wire

_kept: WeakKeyDictionary[Wire, dict[str, Any]] = WeakKeyDictionary()
"""What was answered, by content; clients with one key at one origin share a wire. A kernel that starts anew uploads
anew: it costs nothing, and what somebody deleted at the service meanwhile is not named for ever."""


class Uploads:
    """The uploads over one wire; two jobs that bring the same picture at the same time send it once."""

    def __init__(self, wire: Wire) -> None:
        self._known = _kept.setdefault(wire, {})
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def once(self, ticket: Ticket, prepared: Prepared, do: Callable[[], Awaitable[Any]]) -> Any:
        """Give what was answered when this content was sent, or send it now."""
        content = fingerprint(prepared)
        turn = self._turns[content]
        if turn.locked():
            await ticket.hear(turn.acquire(), to_its_end=False)
        else:
            await turn.acquire()
        try:
            if content not in self._known:
                self._known[content] = await do()
            return self._known[content]
        finally:
            turn.release()


def fingerprint(prepared: Prepared) -> str:
    """The same for two requests of the same content: the line between the parts of a form is drawn by lot."""
    kinds = [value for name, value in prepared.headers if name.lower() == b"content-type"]
    line = kinds[0].partition(b"boundary=")[2] if kinds else b""
    body = prepared.content.replace(line, b"") if line else prepared.content
    return hashlib.sha256(f"{prepared.method} {prepared.target}\n".encode() + body).hexdigest()
