"""Where a picture file has room for words, and how they are put there without touching the picture.

A file is taken apart into its pieces (chunks of a PNG, segments of a JPEG, chunks of a RIFF), a few are added, and it
is put together again: every byte of the picture itself stays as it is. Files that are signed (C2PA) are told apart
first, because any change breaks the signature.
"""

from __future__ import annotations

import html
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Protocol

from imgen_nb.provenance.record import LARGEST

KEYWORD = b"imgen_nb:provenance"
PARAMETERS = b"parameters"
Piece = tuple[bytes, bytes]
"""The name of a piece and all its bytes, head and checksum included."""
_MOST = 100_000
_REMOTE_MANIFEST = re.compile(rb"dcterms:provenance\s*[=>]")


class Carrier(Protocol):
    """One kind of file."""

    def pieces(self, data: bytes) -> list[Piece]:
        """Take a file apart; raises `ValueError` or `struct.error` where it is not whole."""

    def signed(self, pieces: Sequence[Piece]) -> bool:
        """Whether it has content credentials, which any change would break."""

    def told(self, pieces: Sequence[Piece]) -> str | None:
        """The record it carries, as text."""

    def bearing(self, pieces: Sequence[Piece], record: str, parameters: str) -> bytes:
        """The file with these words in it; raises `ValueError` where they do not fit."""


def carrier(data: bytes) -> Carrier:
    """The kind of a file; raises `ValueError` for one that is no PNG, JPEG or WebP."""
    for magic, kind in _KINDS:
        if magic.match(data):
            return kind
    raise ValueError("it is no PNG, JPEG or WebP picture")


def apart(data: bytes) -> tuple[Carrier, list[Piece]]:
    """A file's kind and its pieces; raises `ValueError` where it is no picture, or not a whole one."""
    kind = carrier(data)
    try:
        return kind, kind.pieces(data)
    except (struct.error, IndexError):
        raise ValueError("it is not whole") from None


# --- PNG --------------------------------------------------------------------------------------------------------------


class _Png:
    """Its words are text chunks behind the header."""

    def pieces(self, data: bytes) -> list[Piece]:
        found, start = [(b"", data[:8])], 8
        while start < len(data) and len(found) < _MOST:
            length, name = struct.unpack_from(">I4s", data, start)
            end = start + 12 + length
            if end > len(data):
                raise ValueError("it is not whole")
            found.append((name, data[start:end]))
            start = end
            if name == b"IEND":
                break
        return [*found, (b"", data[start:])]

    def signed(self, pieces: Sequence[Piece]) -> bool:
        return any(name == b"caBX" for name, _ in pieces) or _names_a_manifest(piece for _, piece in pieces)

    def told(self, pieces: Sequence[Piece]) -> str | None:
        for name, piece in pieces:
            keyword, _, rest = piece[8:-4].partition(b"\0")
            if name == b"iTXt" and keyword == KEYWORD:
                packed, text = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
                return (_unpacked(text) if packed else text[: 4 * LARGEST]).decode("utf-8", "replace")
        return None

    def bearing(self, pieces: Sequence[Piece], record: str, parameters: str) -> bytes:
        kept = [(name, piece) for name, piece in pieces if not _text_of(name, piece, KEYWORD)]
        words = [(KEYWORD, record)]
        if not any(_text_of(name, piece, PARAMETERS) for name, piece in kept):  # what its maker wrote there stays
            words.append((PARAMETERS, parameters))
        added = [_international(keyword, text) for keyword, text in words]
        return b"".join(piece for _, piece in kept[:2]) + b"".join(added) + b"".join(piece for _, piece in kept[2:])


def _text_of(name: bytes, piece: bytes, keyword: bytes) -> bool:
    return name in (b"tEXt", b"zTXt", b"iTXt") and piece[8:].startswith(keyword + b"\0")


def _international(keyword: bytes, text: str) -> bytes:
    body = keyword + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
    return struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))


def _unpacked(text: bytes) -> bytes:
    with suppress(zlib.error):
        return zlib.decompressobj().decompress(text, 4 * LARGEST)
    return b""


# --- JPEG -------------------------------------------------------------------------------------------------------------

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXIF = b"Exif\0\0"
_SEGMENT = 0xFFFF - 2
"""The most that one segment holds."""


class _Jpeg:
    """Its words are XMP, and a comment of EXIF, before everything but the first marks of its kind."""

    def pieces(self, data: bytes) -> list[Piece]:
        found, start = [(b"\xd8", data[:2])], 2
        while len(found) < _MOST:
            mark, name, length = struct.unpack_from(">BBH", data, start)
            if mark != 0xFF:
                raise ValueError("it is not whole")
            if name in (0xDA, 0xD9, 0xFF):  # from the first scan on, and from fill bytes on, nothing is looked at
                break
            end = start + 2 + length
            if length < 2 or end > len(data):
                raise ValueError("it is not whole")
            found.append((bytes([name]), data[start:end]))
            start = end
        return [*found, (b"", data[start:])]

    def signed(self, pieces: Sequence[Piece]) -> bool:
        boxes = (piece[4:] for name, piece in pieces if name == b"\xeb")
        return any(box.startswith(b"JP") and b"jumb" in box[:64] for box in boxes) or _names_a_manifest(
            piece for name, piece in pieces if name == b"\xe1"
        )

    def told(self, pieces: Sequence[Piece]) -> str | None:
        known = (_xmp_told(piece) for name, piece in pieces if _is(name, piece, _XMP))
        return next((told for told in known if told is not None), None)

    def bearing(self, pieces: Sequence[Piece], record: str, parameters: str) -> bytes:
        here = next((piece[4 + len(_XMP) :] for name, piece in pieces if _is(name, piece, _XMP)), b"")
        xmp = _segment(_XMP + _xmp_with(here, record))
        exif = next((piece for name, piece in pieces if _is(name, piece, _EXIF)), b"")
        rest = [(name, piece) for name, piece in pieces if not (_is(name, piece, _XMP) or _is(name, piece, _EXIF))]
        first = 2 if rest[1][0] == b"\xe0" else 1  # JFIF must come first
        with suppress(ValueError):  # too much for one segment: the record alone is what counts
            exif = _segment(_EXIF + _commented(exif[4 + len(_EXIF) :], parameters))
        head, tail = (b"".join(piece for _, piece in some) for some in (rest[:first], rest[first:]))
        return head + exif + xmp + tail


def _is(name: bytes, piece: bytes, head: bytes) -> bool:
    return name == b"\xe1" and piece.startswith(head, 4)


def _segment(body: bytes) -> bytes:
    if len(body) > _SEGMENT:
        raise ValueError("its words are too long for one segment")
    return struct.pack(">HH", 0xFFE1, len(body) + 2) + body


# --- WebP -------------------------------------------------------------------------------------------------------------

_HAS_ALPHA, _HAS_EXIF, _HAS_XMP = 16, 8, 4


class _Webp:
    """Its words are XMP and EXIF chunks at the end, which the header of the extended form announces."""

    def pieces(self, data: bytes) -> list[Piece]:
        end = 8 + int.from_bytes(data[4:8], "little")
        if end > len(data):
            raise ValueError("it is not whole")
        found, start = [(b"", data[:12])], 12
        while start + 8 <= end and len(found) < _MOST:
            name, length = struct.unpack_from("<4sI", data, start)
            if start + 8 + length > end:
                raise ValueError("it is not whole")
            stop = start + 8 + length + length % 2
            found.append((name, data[start:stop]))
            start = stop
        return [*found, (b"", data[start:])]

    def signed(self, pieces: Sequence[Piece]) -> bool:
        return any(name == b"C2PA" for name, _ in pieces) or _names_a_manifest(
            piece for name, piece in pieces if name == b"XMP "
        )

    def told(self, pieces: Sequence[Piece]) -> str | None:
        known = (_xmp_told(piece) for name, piece in pieces if name == b"XMP ")
        return next((told for told in known if told is not None), None)

    def bearing(self, pieces: Sequence[Piece], record: str, parameters: str) -> bytes:
        old = {name: _riff_body(piece) for name, piece in pieces if name in (b"XMP ", b"EXIF")}
        body = [(name, piece) for name, piece in pieces[1:-1] if name not in (b"VP8X", b"XMP ", b"EXIF")]
        exif = _commented(old.get(b"EXIF", b"").removeprefix(_EXIF), parameters)
        xmp = _xmp_with(old.get(b"XMP ", b""), record)
        chunks = [
            _riff(b"VP8X", self._header(pieces)),
            *(piece + b"\0" * (len(piece) % 2) for _, piece in body),
            _riff(b"EXIF", exif),
            _riff(b"XMP ", xmp),
        ]
        size = 4 + sum(map(len, chunks))
        return b"RIFF" + struct.pack("<I", size) + b"WEBP" + b"".join(chunks) + pieces[-1][1]

    def _header(self, pieces: Sequence[Piece]) -> bytes:
        """The extended header: the one that is there, or one made from the picture's own, and what is in the file."""
        known = {name: _riff_body(piece) for name, piece in reversed(pieces)}
        if head := known.get(b"VP8X"):
            return bytes([head[0] | _HAS_EXIF | _HAS_XMP]) + head[1:10]
        flags = _HAS_EXIF | _HAS_XMP
        if lossless := known.get(b"VP8L"):
            bits = int.from_bytes(lossless[1:5], "little")
            width, height = bits & 0x3FFF, bits >> 14 & 0x3FFF
            flags |= _HAS_ALPHA if bits >> 28 & 1 else 0
        elif lossy := known.get(b"VP8 "):
            width, height = ((int.from_bytes(lossy[at : at + 2], "little") & 0x3FFF) - 1 for at in (6, 8))
        else:
            raise ValueError("it has no picture")
        return struct.pack("<I", flags) + width.to_bytes(3, "little") + height.to_bytes(3, "little")


def _riff(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _riff_body(piece: bytes) -> bytes:
    return piece[8 : 8 + int.from_bytes(piece[4:8], "little")]


_KINDS: tuple[tuple[re.Pattern[bytes], Carrier], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _Png()),
    (re.compile(rb"\xff\xd8\xff"), _Jpeg()),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), _Webp()),
)


# --- XMP and EXIF -----------------------------------------------------------------------------------------------------

_TAG = "imgen_nb:provenance"
_SAID = re.compile(rf"<{_TAG}>([^<]*)</{_TAG}>|\s{_TAG}=\"([^\"]*)\"")
_OURS = re.compile(rf"<rdf:Description[^>]*>\s*<{_TAG}>[^<]*</{_TAG}>\s*</rdf:Description>\s*")
_DESCRIPTION = f'<rdf:Description rdf:about="" xmlns:imgen_nb="urn:imgen_nb:1.0#"><{_TAG}>%s</{_TAG}></rdf:Description>'
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">%s</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_USER_COMMENT, _EXIF_IFD = 0x9286, 0x8769


def _xmp_with(packet: bytes, record: str) -> bytes:
    """An XMP packet with the record in it: the one that is there, or a new one where there is none that can take it."""
    ours = _DESCRIPTION % html.escape(record, quote=False)
    here = _OURS.sub("", packet.decode("utf-8", "replace"))
    head, end, tail = here.rpartition("</rdf:RDF>")
    return (f"{head}{ours}{end}{tail}" if end and "xmlns:rdf=" in head else _PACKET % ours).encode("utf-8", "replace")


def _xmp_told(packet: bytes) -> str | None:
    """The record in an XMP packet; it is looked for as text, so that no parser of XML meets a file of strangers."""
    found = _SAID.search(packet[: 8 * LARGEST].decode("utf-8", "replace"))
    return html.unescape(found[1] or found[2] or "") if found else None


def _commented(tiff: bytes, parameters: str) -> bytes:
    """EXIF with the parameters as its user comment; as it was, where it has one, or Pillow cannot read it."""
    from PIL import Image

    exif = Image.Exif()
    try:
        exif.load(_EXIF + tiff if tiff else b"")
        about = exif.get_ifd(_EXIF_IFD)
        if _USER_COMMENT in about:
            return tiff
        about[_USER_COMMENT] = b"UNICODE\0" + parameters.encode("utf-16-be", "replace")
        made: bytes = exif.tobytes()
    except Exception:  # whatever a stranger's EXIF makes Pillow raise, the picture matters more than this comment
        return tiff
    return made.removeprefix(_EXIF)


def _names_a_manifest(pieces: Iterator[bytes]) -> bool:
    """Whether its XMP says where its content credentials are kept."""
    return any(_REMOTE_MANIFEST.search(piece[: 2**16]) for piece in pieces if b"xmpmeta" in piece[: 2**12])
