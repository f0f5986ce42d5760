"""Server-sent events: what a reply says piece by piece before it ends, and the whole of it afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx

from imgen_nb.errors import UnexpectedReply

MEDIA = "text/event-stream"


class Events:
    """Reads events as their bytes arrive; each is a JSON object, and what is none is passed over.

    Example:
        >>> heard = Events()
        >>> [*heard.feed(b'data: {"a"')], [*heard.feed(b': 1}\\n\\ndata: [DONE]\\n\\n')]
        ([], [{'a': 1}])
    """

    def __init__(self) -> None:
        self._rest = bytearray()
        self._said: list[bytes] = []

    def feed(self, piece: bytes) -> Iterator[dict[str, Any]]:
        """Give the events that are whole with this piece."""
        self._rest += piece  # in place: a picture is one line of megabytes, in hundreds of pieces
        if b"\n" not in piece:
            return
        *lines, rest = bytes(self._rest).split(b"\n")
        self._rest = bytearray(rest)
        for line in (one.rstrip(b"\r") for one in lines):
            if line.startswith(b"data:"):
                self._said.append(line.removeprefix(b"data:").removeprefix(b" "))
            elif not line and self._said:
                yield from self._event()

    def end(self) -> Iterator[dict[str, Any]]:
        """Give the last event, where the reply ended without the line that closes it."""
        yield from self.feed(b"\n\n")

    def _event(self) -> Iterator[dict[str, Any]]:
        said, self._said = b"\n".join(self._said), []
        try:
            event = json.loads(said)
        except (ValueError, RecursionError):
            return
        if isinstance(event, dict):
            yield event


def streamed(response: httpx.Response) -> bool:
    """Whether a reply is a stream of events."""
    said: str = response.headers.get("content-type", "")
    return said.partition(";")[0].strip().lower() == MEDIA


def events(response: httpx.Response) -> list[dict[str, Any]]:
    """All events of a reply that has ended; raises `UnexpectedReply` where there is none."""
    heard = Events()
    found = [*heard.feed(response.content), *heard.end()]
    if not found:
        raise UnexpectedReply("the reply is a stream without an event", json_path="$")
    return found
