"""Bodies as they were before they were packed for the way, and pictures that are addresses themselves."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import AsyncIterator
from urllib.parse import unquote_to_bytes

from imgen_nb.assets.anatomy import signed
from imgen_nb.errors import AssetError, AssetNotImage

_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_FOREIGN = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
"""What cannot be undone here. A word that is neither may be storage's own, beside one that says how to unpack."""
_PIECE = 2**18
"""So much is unpacked at a time: whoever counts can stop before a small body has become a large one."""
_MAGIC = 12
_INLINE = re.compile(r"\s*data:([^,]*),", re.IGNORECASE)


async def plain(body: AsyncIterator[bytes], label: str) -> AsyncIterator[bytes]:
    """Undo what `Content-Encoding` says was done; a picture that arrives as one was never packed, whatever is said.

    Storage labels its own way of taking a file in ("aws-chunked"), and some servers say "gzip" of anything.
    """
    chunks, head = aiter(body), b""
    while len(head) < _MAGIC and (chunk := await anext(chunks, b"")):
        head += chunk
    codings = [] if signed(head) else [word.strip().lower() for word in label.split(",")]
    undone = [word for word in reversed(codings) if word in _PACKED]
    if not _FOREIGN.isdisjoint(codings) or not (undone or {"", "identity"}.issuperset(codings)):
        raise AssetError("the picture came compressed although plain bytes were asked for")
    stream = _after(head, chunks)
    for coding in undone[:3]:
        stream = _unpacked(stream, coding)
    async for piece in stream:
        yield piece


async def _after(head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in rest:
        yield chunk


async def _unpacked(stream: AsyncIterator[bytes], coding: str) -> AsyncIterator[bytes]:
    unpacker, left = None, b""
    try:
        async for chunk in stream:
            left += chunk
            while len(left) > 1 or (unpacker and left):
                if unpacker and unpacker.eof:
                    if not left.startswith(b"\x1f"):
                        return  # padding
                    unpacker = None
                unpacker = unpacker or zlib.decompressobj(_window(left, coding))
                yield unpacker.decompress(left, _PIECE)
                left = unpacker.unused_data or unpacker.unconsumed_tail
        while unpacker and (piece := unpacker.decompress(b"", _PIECE)):
            yield piece
    except zlib.error:
        raise AssetError("the picture came compressed, and its compression is damaged") from None
    if unpacker and not unpacker.eof:
        raise AssetError("the compressed picture broke off")


def _window(head: bytes, coding: str) -> int:
    """What zlib is told of the kind of stream: "deflate" means one with a header, and is often sent without."""
    bare = coding == "deflate" and (head[0] & 15 != 8 or int.from_bytes(head[:2], "big") % 31)
    return -15 if bare else 47


def inline(address: object) -> bool:
    """Whether an address is the picture itself, so that nobody need be asked for it."""
    return isinstance(address, str) and _INLINE.match(address) is not None


def bytes_of(address: str) -> bytes:
    """The bytes that a data URL is: base64 or percent-encoded, in any case, with any parameters."""
    head = _INLINE.match(address)
    assert head is not None
    body = unquote_to_bytes(address[head.end() :])
    if not head[1].lower().rstrip().endswith(";base64"):
        return body
    body = b"".join(body.split()).translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    try:
        return base64.b64decode(body + b"=" * (-len(body) % 4), validate=True)
    except binascii.Error:
        raise AssetNotImage("the picture's data URL cannot be read") from None
