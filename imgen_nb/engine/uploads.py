"""Uploads: a picture is put at a service once, by its content.

This process trusts what it was answered. What an earlier one was answered is kept in the store, under the key it was
sent with, and asked for once before it is named: somebody may have deleted it at the service meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import httpx

from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Prepared, Wire
from imgen_nb.errors import ApiError, ImgenError, UnexpectedReply
from imgen_nb.flow import Exchange
from imgen_nb.store.journal import Journal

_known: WeakKeyDictionary[Wire, dict[str, Any]] = WeakKeyDictionary()
"""What was answered, by content; clients with one key at one origin share a wire."""

Send = Callable[[Exchange[Any]], Awaitable[Any]]


class Uploads:
    """The uploads over one wire; two jobs that bring the same picture at the same time send it once."""

    def __init__(self, wire: Wire, journal: Journal) -> None:
        self._wire = wire
        self._journal = journal
        self._trusted = _known.setdefault(wire, {})
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def once(self, ticket: Ticket, step: Exchange[Any], send: Send) -> Any:
        """Give what was answered when this content was sent, or send it now."""
        content = fingerprint(self._wire.prepare(step.request))
        turn = self._turns[content]
        if turn.locked():
            await ticket.hear(turn.acquire(), to_its_end=False)
        else:
            await turn.acquire()
        try:
            if content not in self._trusted:
                found = await self._found(content, step, send)
                self._trusted[content] = await self._put(content, step, send) if found is None else found
            return self._trusted[content]
        finally:
            turn.release()

    def doubt(self) -> None:
        """Something was deleted at the service: what is named next is asked for first."""
        self._trusted.clear()

    async def _found(self, content: str, step: Exchange[Any], send: Send) -> Any:
        """What an earlier process was answered, if the service has it yet."""
        scope, store = self._wire.scope, self._journal.store
        kept = await self._journal.glance(lambda: store.uploaded(scope, content)) if scope and step.there else None
        if kept is None or step.there is None:
            return None
        try:
            part = step.read(httpx.Response(200, text=kept))
            await send(Exchange(step.there(part), step.read, paid=False))
        except (ApiError, UnexpectedReply):  # gone, or what was kept is not understood any more
            return None
        return part

    async def _put(self, content: str, step: Exchange[Any], send: Send) -> Any:
        said = ""

        def read(response: httpx.Response) -> Any:
            nonlocal said
            said = response.text
            return step.read(response)

        part = await send(replace(step, read=read))
        if step.there and (scope := self._wire.scope):
            reply, store = self._wire.redact(said), self._journal.store
            with suppress(ImgenError):  # a store that takes nothing now costs another upload, later
                await self._journal.write(lambda connection: store.keep_upload(connection, scope, content, reply))
        return part


def fingerprint(prepared: Prepared) -> str:
    """The same for two requests of the same content: the line between the parts of a form is drawn by lot."""
    kinds = [value for name, value in prepared.headers if name.lower() == b"content-type"]
    line = kinds[0].partition(b"boundary=")[2] if kinds else b""
    body = prepared.content.replace(line, b"") if line else prepared.content
    return hashlib.sha256(f"{prepared.method} {prepared.target}\n".encode() + body).hexdigest()
