"""What a web socket tells of a job while it is waited for: how far it is, what it will be, that it has ended.

It decorates. The job is asked for at its cadence all the same, so that a socket which is refused, closed, silent or
wrong changes what is shown meanwhile and nothing else; that it is said once, in the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from httpcore import AsyncNetworkStream

from imgen_nb.engine.hearing import LARGEST_PREVIEW, Note, tell_wait
from imgen_nb.engine.ticket import Ticket, begin
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import ImgenError, UnexpectedReply
from imgen_nb.flow import Watch

SOCKETS = 4
"""Jobs of one origin that are watched at a time, the first ones first: most local servers make one after the other."""
APART = 0.2
"""Seconds between two things that are told: a sampler may take a hundred steps in one."""
LARGEST = LARGEST_PREVIEW + 2**10
"""Bytes of one message."""


class Watches:
    """The sockets of one origin."""

    def __init__(self, wire: Wire, note: Note) -> None:
        self._wire = wire
        self._note = note
        self._room = asyncio.Semaphore(SOCKETS)
        self._said = False

    def begin(self, ticket: Ticket, declared: Callable[[], Watch | None]) -> asyncio.Task[None]:
        """Watch a job until the task is cancelled; whoever waits for news of it is woken where it has ended."""
        return begin(self._watch(ticket, declared))

    async def _watch(self, ticket: Ticket, declared: Callable[[], Watch | None]) -> None:
        try:
            if (watch := declared()) is None:
                return
            async with self._room, self._wire.socket(watch.path) as stream:
                await _listen(ticket, watch, messages(stream))
        except ImportError:
            self._tell("wsproto is not installed (pip install 'imgen-nb[sockets]')")
        except Exception as error:  # of the network, of the service, of anybody's provider
            self._tell(error.message if isinstance(error, ImgenError) else type(error).__name__)

    def _tell(self, why: str) -> None:
        if not self._said:
            self._note(f"progress is asked for, and not heard by its socket: {why}")
        self._said = True


async def _listen(ticket: Ticket, watch: Watch, heard: AsyncIterator[str | bytes]) -> None:
    now = asyncio.get_running_loop().time
    last = {preview: now() - APART for preview in (True, False)}
    async for message in heard:
        for told in watch.listener(message):
            if told is None:  # once: a socket that says so for ever would have it asked for without a pause
                ticket.called.set()
                return
            kind = told.preview is not None  # the two come together, and each is told
            if now() - last[kind] >= APART and not ticket.over:
                last[kind] = now()
                tell_wait(ticket, told)


async def messages(stream: AsyncNetworkStream, largest: int = LARGEST) -> AsyncIterator[str | bytes]:
    """The messages of a socket, to its end; raises `UnexpectedReply` for one that is too long."""
    from wsproto.connection import Connection, ConnectionType
    from wsproto.events import CloseConnection, Message, Ping

    socket, pieces, length = Connection(ConnectionType.CLIENT), list[str | bytes](), 0
    while data := await stream.read(2**16):
        socket.receive_data(data)
        for event in socket.events():
            if isinstance(event, Ping):
                await stream.write(socket.send(event.response()))
            elif isinstance(event, CloseConnection):
                return
            elif isinstance(event, Message):
                pieces += [event.data] if event.data else []  # empty ones have no end
                length += len(event.data)
                if length > largest:
                    raise UnexpectedReply("a message of its socket is far too long", json_path="$")
                if event.message_finished:
                    yield _joined(pieces) if pieces else event.data
                    pieces, length = [], 0


def _joined(pieces: list[str | bytes]) -> str | bytes:
    """A message is text or bytes as a whole; its pieces are one or the other."""
    return "".join(map(str, pieces)) if isinstance(pieces[0], str) else b"".join(map(bytes, pieces))  # type: ignore[arg-type]
