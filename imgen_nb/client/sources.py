"""Source pictures: what a person has in hand becomes what can be sent, and is known by its content ever after."""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path
from typing import Any

from imgen_nb.options import Option, plain
from imgen_nb.types import Picture

LARGEST = 64 * 2**20
"""Bytes of a file that is sent along: more is a slip, and would be held in memory several times over."""
_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


def travelling(option: Option, value: Any) -> Any:
    """Make what a person gave for an option into what can be sent: numbers of Python, pictures as data URLs.

    Anything else is left as it is, for the option to judge. Raises `ValueError` for a picture that cannot be read.
    """
    listed = isinstance(value, list | tuple)
    if option.kind == "picture":
        return _address(value)
    if option.kind == "addresses" and listed:
        return [_address(one) for one in value]
    if option.kind == "pictures" and listed:  # a reference without a description is its picture
        return [_address(one["url"] if isinstance(one, dict) and {*one} == {"url"} else one) for one in value]
    if option.kind == "references" and listed:
        return [_reference(one) for one in value]
    return plain(value)


def _reference(value: Any) -> Any:
    """A picture in hand stands for a reference without a description."""
    if isinstance(value, dict):
        return {**value, "url": _address(value["url"])} if "url" in value else value
    sendable = _address(value)
    return value if sendable is value else {"url": sendable}


def _address(value: Any) -> Any:
    if isinstance(value, Path):
        return data_url(_read(value))
    if isinstance(value, Picture):
        return value.data_url()
    pillow = sys.modules.get("PIL.Image")  # who has an image of Pillow has imported it
    return data_url(_png(value)) if pillow and isinstance(value, pillow.Image) else value


def _read(path: Path) -> bytes:
    try:
        path = path.expanduser()
        if path.stat().st_size > LARGEST:
            raise ValueError(f"names {path.name!r}, a file of more than {LARGEST // 2**20} MiB")
        return path.read_bytes()
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ValueError(f"names {path.name!r}, which cannot be read ({why})") from None


def _png(image: Any) -> bytes:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    if upright.mode not in ("1", "L", "LA", "I;16", "P", "RGB", "RGBA"):
        upright = upright.convert("RGB")
    out = io.BytesIO()
    upright.save(out, "PNG")
    return out.getvalue()


def data_url(data: bytes) -> str:
    """Write the bytes of a picture as an address; raises `ValueError` for what is none that services take."""
    media = next((media for head, media in _SIGNATURES.items() if data.startswith(head)), None)
    media = "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else media
    if media is None:
        raise ValueError("has a file that is no PNG, JPEG, WebP or GIF picture")
    return f"data:{media};base64,{base64.b64encode(data).decode()}"
