"""A paid answer is heard to its end, whoever stops waiting; what is told of it meanwhile is passed on.

Progress and coarse pictures decorate: whatever is wrong with them, the answer is what counts.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

import httpx

from imgen_nb.assets.anatomy import look
from imgen_nb.assets.decode import Limits
from imgen_nb.engine.ticket import Ticket, begin
from imgen_nb.engine.wire import LONGEST_ANSWER, Heard, Prepared, Wire, unheard
from imgen_nb.errors import AssetNotImage
from imgen_nb.flow import Exchange, Listener, Wait
from imgen_nb.types import State

Note = Callable[[str], None]
LARGEST_PREVIEW = 2**21
"""Bytes of a coarse picture; a larger one is not shown."""


async def hear(
    wire: Wire, ticket: Ticket, step: Exchange[Any], prepared: Prepared, interval: Callable[[], float], note: Note
) -> httpx.Response:
    """Send a paid request and hear its answer; ask for progress at every `interval`, where that is told apart."""
    heard = _overhearing(ticket, step.heard(), note) if step.heard else unheard
    calling = begin(wire.exchange(prepared, paid=True, heard=heard))
    now = asyncio.get_running_loop().time
    until = now() + LONGEST_ANSWER
    while not calling.done() and now() < until:
        pause = interval() if step.meanwhile and not ticket.over else until - now()
        await asyncio.wait({calling}, timeout=pause)
        if step.meanwhile and not calling.done() and not ticket.over:
            await _look_in(wire, ticket, step.meanwhile, calling, note)
    if not calling.done():
        raise httpx.ReadTimeout(f"no whole answer within {LONGEST_ANSWER:.0f} s")
    return calling.result()


def tell_wait(ticket: Ticket, step: Wait) -> None:
    """Pass on how far a job is."""
    state = State.ACCEPTED if step.state == "queued" else State.RUNNING
    preview = step.preview if step.preview and _showable(step.preview) else None
    ticket.tell(state, step.state, progress=step.progress, preview=preview)


def _showable(preview: bytes) -> bool:
    """Whether a coarse picture is one, and within the limits of decoding."""
    try:
        return len(preview) <= LARGEST_PREVIEW and not Limits().beyond(look(io.BytesIO(preview)))
    except AssetNotImage:
        return False


def _overhearing(ticket: Ticket, listener: Listener, note: Note) -> Heard:
    """Tell what a stream says before its end, as long as anybody waits."""

    def heard(piece: bytes) -> None:
        try:
            for told in listener(piece):
                if not ticket.over:
                    tell_wait(ticket, told)
        except Exception as error:  # of anybody's reader
            note(f"a preview could not be read: {type(error).__name__}")

    return heard


async def _look_in(
    wire: Wire, ticket: Ticket, meanwhile: Exchange[Wait], calling: asyncio.Task[Any], note: Note
) -> None:
    asking = begin(wire.exchange(meanwhile.request, wanted=lambda: not calling.done()))
    await asyncio.wait({calling, asking}, return_when=asyncio.FIRST_COMPLETED)
    if not asking.done():
        return
    try:
        tell_wait(ticket, meanwhile.read(asking.result()))
    except Exception as error:  # the same
        note(f"progress could not be read: {type(error).__name__}")
