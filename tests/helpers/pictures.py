"""Pictures of every build, made here: odd ones that are sound, and the small copies that must come of them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RED = (200, 30, 30)


def encoded(image: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def plain(kind: str, **more: Any) -> bytes:
    """A red picture of 64 x 48."""
    return encoded(Image.new("RGB", (64, 48), RED), kind, **more)


def chunk(name: bytes, data: bytes, *, sound: bool = True) -> bytes:
    check = zlib.crc32(name + data) ^ (0 if sound else 1)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def png_of(depth: int, colour: int, pixel: bytes, *more: bytes, size: tuple[int, int] = (64, 48)) -> bytes:
    """A PNG of one value, written out by hand: Pillow makes no 16 bit colours and no odd chunks."""
    rows = (b"\0" + pixel * (size[0] * 8 // max(8, depth) if depth < 8 else size[0])) * size[1]
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def with_chunk(png: bytes, *more: bytes) -> bytes:
    """A PNG with more chunks behind its header."""
    return png[:33] + b"".join(more) + png[33:]


def turned(way: int) -> Image.Exif:
    """EXIF that says which way is up."""
    exif = Image.Exif()
    exif[0x0112] = way
    return exif


def long_text() -> PngImagePlugin.PngInfo:
    """Text that unpacks to 3 MB, as node editors keep a workflow."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt("workflow", "euler, 20 steps; " * 180_000, zip=True)
    return info


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (64, 48), color) for color in (RED, (0, 0, 255), (0, 255, 0))]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def progressive(size: tuple[int, int], scans: int) -> bytes:
    """A progressive JPEG whose last scan is repeated: small on the wire, and long to decode."""
    data = encoded(Image.linear_gradient("L").resize(size).convert("RGB"), "JPEG", progressive=True, quality=20)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * (scans - data.count(b"\xff\xda")) + data[-2:]


def shown(webp: bytes) -> Image.Image:
    with Image.open(io.BytesIO(webp)) as image:
        image.load()
        return image


def signed_files() -> dict[str, bytes]:
    """Files with content credentials (C2PA) in each of the places where they may be; the manifests are stubs."""
    manifest = b"JP\0\1\0\0\0\1\0\0\0\x30jumb\0\0\0\x19jumdc2pa"
    elsewhere = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" dcterms:provenance="https://example.com/m.c2pa"/>'
    jpeg, body = plain("JPEG"), plain("WEBP", exif=turned(1))[12:] + b"C2PA" + struct.pack("<I", 8) + b"\0" * 8
    return {
        "png": with_chunk(plain("PNG"), chunk(b"caBX", manifest[8:])),
        "jpeg": jpeg[:2] + b"\xff\xeb" + struct.pack(">H", len(manifest) + 2) + manifest + jpeg[2:],
        "webp": b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body,
        "jpeg-elsewhere": plain("JPEG", xmp=elsewhere),
        "webp-elsewhere": plain("WEBP", xmp=elsewhere),
    }
