"""Pictures that are on this disk: read, shown, and their small copies kept beside them."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from imgen_nb.assets import decode
from imgen_nb.errors import AssetNotImage, StoreError
from imgen_nb.types import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

_DIGEST = re.compile(r"[0-9a-f]{64}")
AGAIN = "ask for it again: what the provider still has is fetched anew, without a second payment"


def read(picture: Picture) -> bytes:
    """The original bytes; raises `StoreError` where they are gone, or are others than came."""
    with _there(picture):
        data = picture.path.read_bytes()
    if _DIGEST.fullmatch(picture.sha256) and hashlib.sha256(data).hexdigest() != picture.sha256:
        raise StoreError(f"the file {picture.path.name} holds other bytes than came", hint=AGAIN)
    return data


def opened(picture: Picture, side: int | None = None) -> Image:
    """The picture with Pillow, upright: in full, or no larger than `side`, of the kept copy where that is enough."""
    if side is None:
        with _there(picture):
            return decode.whole(picture.path)
    with contextlib.suppress(OSError):
        if side <= decode.SIDE and (kept := _place(picture).read_bytes()):
            return _shrunk(kept, side)
    return _pixels(picture, side)[0]


def thumbnail(picture: Picture, side: int) -> bytes:
    """A WebP of the picture: the kept copy, or one that is made now, and kept if it has the usual size."""
    with contextlib.suppress(OSError):
        if (kept := _place(picture).read_bytes()) and side <= decode.SIDE:
            return kept if side == decode.SIDE else decode.webp(_shrunk(kept, side))
    return keep(picture) if side == decode.SIDE else _made(picture, side)[0]


def keep(picture: Picture, image: Image | None = None) -> bytes:
    """Encode a picture's small copy and keep it where that is possible; decoded again where no pixels are given."""
    data, real = (decode.webp(image), True) if image is not None else _made(picture, decode.SIDE)
    if real:
        with contextlib.suppress(OSError):  # a home that can only be read
            _write(_place(picture), data)
    return data


def done(picture: Picture) -> bool:
    """Whether there is no small copy to be made any more."""
    return picture.warning.startswith(decode.UNSEEN) or _place(picture).exists()


def _place(picture: Picture) -> Path:
    return picture.path.parent / "thumbs" / f"{picture.sha256}.webp"


def _made(picture: Picture, side: int) -> tuple[bytes, bool]:
    """A small copy, encoded, and whether it shows the picture."""
    image, real = _pixels(picture, side)
    return decode.webp(image), real


def _pixels(picture: Picture, side: int) -> tuple[Image, bool]:
    """A small copy, and whether it shows the picture: what is beyond the limits of decoding has a placeholder."""
    with _there(picture):
        found = decode.looked(picture.path)
        if picture.warning.startswith(decode.UNSEEN) or decode.Limits().beyond(found):
            return decode.placeholder(*found.upright, side), False
        return decode.small(picture.path, found, side), True


def _shrunk(data: bytes, side: int) -> Image:
    """A kept copy, as large as is asked for."""
    from PIL.WebPImagePlugin import WebPImageFile

    image: Image = WebPImageFile(io.BytesIO(data))
    image.thumbnail((side, side))
    image.load()
    return image


def _write(place: Path, data: bytes) -> None:
    """Write a small copy under a name of its own first; it is made again when it is lost, so nothing is synced."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    part = place.with_name(f"{uuid.uuid4().hex}.part")
    try:
        part.touch(0o600)
        part.write_bytes(data)
        os.replace(part, place)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _there(picture: Picture) -> Iterator[None]:
    """Say in our own words that a file is gone, or no picture any more."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{picture.path} cannot be read: {error.strerror}", hint=AGAIN) from None
    except AssetNotImage as error:
        raise StoreError(f"{picture.path} is no whole picture any more: {error.message}", hint=AGAIN) from None
