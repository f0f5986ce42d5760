"""What a file of a picture is made of, read without decoding it: its size, its scans, and which bytes are the picture.

Pillow is later shown those bytes alone. Metadata can then neither refuse a sound picture (a workflow of megabytes, a
wrong checksum beside the pixels, a second picture behind the first) nor make it warn. What is needed of it is read
here: which way is up, the colour profile, the practice flag.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from imgen_nb.errors import AssetNotImage

BLOCK = 2**16
LONGEST_SIDE = 1_000_000
"""A header that claims more is a lie: no decoder of a browser takes it."""
DENSEST = 1032
"""So many bytes deflate makes of one at the most: what is beyond the limits of decoding is still no mere header."""
MOST_SECTIONS = 100_000
LARGEST_PROFILE = 2**20
FLAG = b"imgen_nb:engine"


@dataclass
class Anatomy:
    """The build of one picture; `parts` are the stretches of the file that Pillow is shown."""

    kind: str
    width: int = 0
    height: int = 0
    scans: int = 0
    frames: int = 0
    parts: list[tuple[int, int]] = field(default_factory=list)
    profile: bytes = b""
    orientation: int = 1
    sketch: bool = False

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as a person sees them."""
        return (self.height, self.width) if self.orientation > 4 else (self.width, self.height)

    def show(self, start: int, end: int) -> None:
        """Count a stretch of the file to the picture."""
        if self.parts and self.parts[-1][1] == start:
            start = self.parts.pop()[0]
        self.parts.append((start, end))

    def described(self, exif: bytes) -> None:
        """Take what EXIF says about the way up and about who drew it; the first that says something counts."""
        tags = dict(_tags(exif.removeprefix(b"Exif\0\0")))
        way = int.from_bytes(tags.get(0x0112, b""), "big")
        self.orientation = way if 1 <= way <= 8 and self.orientation == 1 else self.orientation
        self.sketch = self.sketch or FLAG in tags.get(0x010E, b"")


def look(file: IO[bytes]) -> Anatomy:
    """Walk through a PNG, JPEG or WebP from end to end; raise `AssetNotImage` for anything else, or a damaged one."""
    head = file.read(512)
    file.seek(0)
    reader = next((reader for magic, reader in _READERS if magic.match(head)), None)
    if reader is None:
        raise AssetNotImage(f"what came is no PNG, JPEG or WebP picture but {_looks_like(head)}")
    try:
        found = reader(file)
    except (struct.error, IndexError):
        raise damaged("a part of it is cut short") from None
    if not 0 < found.width <= LONGEST_SIDE or not 0 < found.height <= LONGEST_SIDE:
        raise damaged(f"its header says {found.width}x{found.height}")
    return found


def damaged(why: object) -> AssetNotImage:
    """The error of a picture that is not whole."""
    return AssetNotImage(f"the picture is damaged: {' '.join(str(why).split())[:200]}")


def signed(head: bytes) -> bool:
    """Whether bytes begin as a picture does."""
    return any(magic.match(head) for magic, _ in _READERS)


def _looks_like(data: bytes) -> str:
    head = data.lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if head.startswith((b"<?xml", b"<svg")):
        return "XML or SVG, which is never opened"
    if head.startswith((b"{", b"[")):
        return "JSON"
    return "something else" if data else "nothing at all"


# --- PNG --------------------------------------------------------------------------------------------------------------


def _png(file: IO[bytes]) -> Anatomy:
    found = Anatomy("PNG", scans=1, frames=1, parts=[(0, 8)])
    packed = bits = colour = 0
    for name, start, length in _chunks(file):
        if name in (b"IHDR", b"PLTE", b"IDAT", b"IEND"):
            if name != b"IEND" and not _whole(file, name, length):
                raise damaged(f"wrong checksum in {name.decode()}")
            found.show(start, start + 12 + length)
        elif name == b"tRNS" and length == {0: 2, 2: 6}.get(colour, length) and _whole(file, name, length):
            found.show(start, start + 12 + length)
        if name == b"IHDR":
            found.width, found.height, depth, colour = struct.unpack(">IIBB", _at(file, start + 8, 10))
            bits = depth * {2: 3, 4: 2, 6: 4}.get(colour, 1)
        elif name == b"IDAT":
            packed += length
        elif name == b"acTL":
            found.frames = max(1, int.from_bytes(_at(file, start + 8, 4), "big"))
        elif name == b"eXIf":
            found.described(_at(file, start + 8, min(length, BLOCK)))
        elif name == b"iCCP":
            found.profile = _inflated(_at(file, start + 8, min(length, LARGEST_PROFILE)))
        elif name in (b"tEXt", b"iTXt"):
            said = _at(file, start + 8, min(length, 100))
            found.sketch = found.sketch or (said.startswith(FLAG + b"\0") and said.endswith(b"\0sketch"))
    if packed * DENSEST < found.height * (1 + found.width * bits // 8):
        raise damaged("its data is too short for its size")
    return found


def _chunks(file: IO[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """Each chunk's name, where it starts and how long its data is, up to IEND, which must be there."""
    end = file.seek(0, io.SEEK_END)
    start = 8
    for _ in range(MOST_SECTIONS):
        length, name = struct.unpack(">I4s", _at(file, start, 8))
        if start + 12 + length > end or not name.isalpha() or (start == 8) != (name == b"IHDR"):
            raise damaged("its end is missing" if name.isalpha() else "a chunk has no name")
        yield name, start, length
        if name == b"IEND":
            return
        start += 12 + length
    raise damaged("it is made of far too many pieces")


def _whole(file: IO[bytes], name: bytes, length: int) -> bool:
    """Whether the checksum of the chunk that the file stands in is right."""
    check, left = zlib.crc32(name), length
    while left:
        block = file.read(min(left, BLOCK))
        check, left = zlib.crc32(block, check), left - len(block)
    return file.read(4) == struct.pack(">I", check)


def _inflated(chunk: bytes) -> bytes:
    """The colour profile of an iCCP chunk; nothing if it is none, or far larger than any."""
    packed = chunk.partition(b"\0")[2]
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed[1:], LARGEST_PROFILE) if packed[:1] == b"\0" else b""
    except zlib.error:
        return b""
    return b"" if unpacker.unconsumed_tail else profile


# --- JPEG -------------------------------------------------------------------------------------------------------------

_MARKER = re.compile(rb"\xff+[\xc0-\xcf\xd9-\xfe]")
"""The next marker that is a section of its own: neither a stuffed byte nor a restart inside a scan."""
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _jpeg(file: IO[bytes]) -> Anatomy:
    """Up to the end of the first picture: what a phone or a gain map puts behind it is not looked at."""
    found = Anatomy("JPEG", frames=1, parts=[(0, 2)])
    profile: list[bytes] = []
    file.seek(2)
    for _ in range(MOST_SECTIONS):
        start, marker = _next_marker(file)
        if marker == 0xD9:
            found.show(start, start + 2)
            found.profile = b"".join(profile)
            return found
        (length,) = struct.unpack(">H", file.read(2))
        data = file.read(max(length - 2, 0))
        end = start + 2 + length
        if len(data) != length - 2:
            raise damaged("its end is missing")
        if marker in _SIZES:
            found.height, found.width = struct.unpack(">HH", data[1:5])
        if marker == 0xDA:
            found.scans += 1
            end = _next_marker(file)[0]
        if marker == 0xE1 and data.startswith(b"Exif\0"):
            found.described(data)
        elif marker == 0xE2 and data.startswith(b"ICC_PROFILE\0"):
            profile.append(data[14:])
        elif marker == 0xFE:
            found.sketch = found.sketch or FLAG in data
        colours = (data.startswith(b"JFIF\0") and length >= 16) or (data.startswith(b"Adobe") and length >= 14)
        if (not 0xE0 <= marker <= 0xEF and marker != 0xFE) or colours:
            found.show(start, end)
        file.seek(end)
    raise damaged("it is made of far too many pieces")


def _next_marker(file: IO[bytes]) -> tuple[int, int]:
    """Find the next marker from where the file stands, which then stands behind it."""
    carried = b""
    while block := carried + file.read(BLOCK):
        if hit := _MARKER.search(block):
            start = file.tell() - len(block) + hit.end() - 2
            file.seek(start + 2)
            return start, block[hit.end() - 1]
        if len(block) == len(carried):
            break
        carried = block[-1:] if block.endswith(b"\xff") else b""
    raise damaged("its end is missing")


# --- WebP -------------------------------------------------------------------------------------------------------------


def _webp(file: IO[bytes]) -> Anatomy:
    end = 8 + int.from_bytes(_at(file, 4, 4), "little")
    found = Anatomy("WEBP", scans=1, parts=[(0, end)])
    if file.seek(0, io.SEEK_END) < end:
        raise damaged("its end is missing")
    start = 12
    for _ in range(MOST_SECTIONS):
        if start + 8 > end:
            found.frames = found.frames or 1
            return found
        name, length = struct.unpack("<4sI", _at(file, start, 8))
        if start + 8 + length > end:
            raise damaged("its end is missing")
        if name == b"ANMF":
            found.frames += 1
        elif name == b"EXIF":
            found.described(_at(file, start + 8, min(length, BLOCK)))
        elif name == b"ICCP":
            found.profile = _at(file, start + 8, min(length, LARGEST_PROFILE))
        elif size := _canvas(name, _at(file, start + 8, min(length, 10))):
            found.width, found.height = (max(pair) for pair in zip(size, (found.width, found.height), strict=True))
        start += 8 + length + length % 2
    raise damaged("it is made of far too many pieces")


def _canvas(name: bytes, head: bytes) -> tuple[int, int] | None:
    """Width and height where a chunk tells them."""
    if name == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if name == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    if name == b"VP8L" and head[:1] == b"\x2f":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


# --- what they share --------------------------------------------------------------------------------------------------

_READERS: tuple[tuple[re.Pattern[bytes], Callable[[IO[bytes]], Anatomy]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), _webp),
)


def _at(file: IO[bytes], start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _tags(tiff: bytes) -> Iterator[tuple[int, bytes]]:
    """The short values and the texts of a TIFF header's first directory; EXIF that is broken has none."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, many = struct.unpack_from(f"{order}HHI", tiff, entry)
            if kind == 3:
                yield tag, struct.pack(">H", *struct.unpack_from(f"{order}H", tiff, entry + 8))
            elif kind == 2:
                (where,) = struct.unpack_from(f"{order}I", tiff, entry + 8) if many > 4 else (entry + 8,)
                yield tag, tiff[where : where + many]
    except struct.error:
        return


class Parts(io.RawIOBase):
    """The picture alone, as one file: the parts of another, one behind the other."""

    def __init__(self, file: IO[bytes], parts: list[tuple[int, int]]) -> None:
        self._file, self._parts, self._at = file, parts, 0
        self._size = sum(end - start for start, end in parts)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be sought in."""
        return True

    def tell(self) -> int:
        """Where it stands."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Stand elsewhere."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer from the part where it stands."""
        before = 0
        for start, end in self._parts:
            if self._at < before + end - start:
                data = _at(self._file, start + self._at - before, min(len(buffer), before + end - start - self._at))
                buffer[: len(data)] = data
                self._at += len(data)
                return len(data)
            before += end - start
        return 0
