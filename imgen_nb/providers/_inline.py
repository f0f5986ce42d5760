"""Pictures that stand in a reply, and the forms in which pictures travel there."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from imgen_nb.flow import Asset, Events, Listener, Wait, address, words
from imgen_nb.options import inline


def decoded(value: object) -> bytes | None:
    """The bytes of a picture that is written as base64, perhaps as a data URL; None where there are none."""
    if not isinstance(value, str):
        return None
    if (data := inline(value)) is not None:
        return data
    text = "".join(value.split())
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def pictures(rows: object, name: str = "b64_json") -> tuple[Asset, ...]:
    """The pictures of a list of objects: each under `name` as base64, or else by its address."""
    found = []
    for row in rows if isinstance(rows, list) else ():
        given = row if isinstance(row, Mapping) else {}
        source = decoded(given.get(name)) or address(given.get("url"))
        if source:
            found.append(Asset(source, text=words(given.get("revised_prompt")) or None))
    return tuple(found)


def previewing(expected: int, kind: str = "partial_image", name: str = "b64_json") -> Callable[[], Listener]:
    """Make listeners for a stream: an event whose type ends in `kind` brings a coarse picture, one of so many."""

    def listener() -> Listener:
        heard, come = Events(), 0

        def listen(piece: bytes) -> Iterable[Wait]:
            nonlocal come
            for event in heard.feed(piece):
                picture = decoded(event.get(name)) if str(event.get("type", "")).endswith(kind) else None
                if picture:
                    come += 1
                    yield Wait("running", min(come / (expected + 1), 1.0), picture)

        return listen

    return listener


def without(reply: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A reply as it is kept: the pictures are files already, so that their text is not written down again."""
    return {name: _short(value, names) for name, value in reply.items()}


def _short(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, Mapping):
        said = {name: f"{len(str(one))} characters" for name, one in value.items() if name in names}
        return {name: _short(one, names) for name, one in value.items()} | said
    return [_short(one, names) for one in value] if isinstance(value, list) else value
