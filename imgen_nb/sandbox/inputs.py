"""The pictures a request brings along: found without a network, or stood in for.

A data URL holds its picture, and an address of a sandbox of this process leads to one that was drawn here. Behind any
other address this server never looks: it draws a stand-in from the words of the address itself.
"""

import base64
import binascii
import hashlib
import io
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from imgen_nb import sketch
from imgen_nb.sandbox.assets import Shelf, on_a_shelf

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 40_000_000  # of a picture that is sent along
STAND_IN = (768, 768)
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
CHOICE = (
    "pictures given by their address",
    "a data URL is used, and a picture of this process's sandboxes; any other is never fetched: a sketch of its words",
)


def checked(addresses: list[str], name: str) -> list[str]:
    """Return the addresses; raises `ValueError` for a data URL that holds no picture."""
    for address in addresses:
        if _inline(address):
            try:
                _opened(_data(address))
            except (OSError, ValueError) as problem:
                raise ValueError(f"{name}: a data URL that holds no picture ({problem})") from None
    return addresses


def picture_at(address: str, shelf: Shelf) -> "Image.Image":
    """Return the picture of an address; the same address is the same picture."""
    if _inline(address):
        return _opened(_data(address))
    asset = on_a_shelf(address, shelf)
    return _opened(asset[0].content(asset[1])) if asset else stand_in(address)


def stand_in(address: str) -> "Image.Image":
    """Return a sketch of the words in an address, seeded by the whole of it."""
    parts = urlsplit(address)
    words = " ".join(re.findall(r"[^\W\d_]{3,}", unquote(PurePosixPath(parts.path).stem))) or parts.netloc
    seed = int.from_bytes(hashlib.sha256(address.encode("utf-8", "replace")).digest()[:6])
    return sketch.render(sketch.parse(words), STAND_IN, seed=seed, finish="clay")


def shape_of(address: str, shelf: Shelf) -> tuple[int, int]:
    """Return the width and height of the picture of an address, without drawing anything."""
    if _inline(address):
        return _opened(_data(address), lazy=True).size
    asset = on_a_shelf(address, shelf)
    return (asset[1].width, asset[1].height) if asset else STAND_IN


def media_of(raw: bytes) -> tuple[str, int, int]:
    """Return what a file is, its width and height; raises `ValueError` for one that is no picture."""
    image = _opened(raw)
    return f"image/{str(image.format).lower()}", *image.size


def data_url(raw: bytes, media_type: str) -> str:
    """Return a file as an address that holds it."""
    return f"data:{media_type};base64,{base64.b64encode(raw).decode()}"


def echo(address: str) -> str:
    """Return an address as a reply repeats it: a picture in it is left out, for polls should stay small."""
    return f"{address.partition(',')[0]},..." if _inline(address) else address


def _inline(address: str) -> bool:
    return address[:5].lower() == "data:"


def _data(address: str) -> bytes:
    head, comma, body = address.partition(",")
    if not comma:
        raise ValueError("it has no comma")
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(unquote(body), validate=True)
    except binascii.Error:
        raise ValueError("its base64 is broken") from None


def _opened(raw: bytes, *, lazy: bool = False) -> "Image.Image":
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(raw), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(f"more than {MOST_PIXELS // 10**6} million pixels")
        if not lazy:
            image.load()
    except (OSError, SyntaxError) as problem:
        raise ValueError(type(problem).__name__) from None
    return image
