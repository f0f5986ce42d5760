"""What came, looked at once: whether it is a whole picture, how large, and whose."""

from __future__ import annotations

import hashlib
import io
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgen_nb.errors import AssetNotImage, AssetTooLarge
from imgen_nb.types import Picture

EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
PNG_END = b"IEND\xaeB`\x82"
_decoding = threading.Lock()


@dataclass(frozen=True)
class Limits:
    """How large a picture may be: bytes on the wire, and pixels once decoded."""

    max_bytes: int = 64 * 2**20
    max_pixels: int = 80_000_000


def verified(part: Path, limits: Limits) -> Picture:
    """Decode a downloaded file whole; its path is the name it is to have."""
    import warnings

    from PIL import Image, ImageFile, UnidentifiedImageError

    data = part.read_bytes()
    # Pillow keeps both settings in module globals; the lock keeps our change of them to ourselves.
    with _decoding, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of bombs, which are measured here, and of odd metadata
        tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            with Image.open(io.BytesIO(data), formats=tuple(EXTENSIONS)) as image:
                pixels = image.width * image.height
                if pixels > limits.max_pixels:
                    raise too_large(f"{image.width}x{image.height} pixels", "max_pixels")
                if getattr(image, "n_frames", 1) > 1:
                    raise AssetNotImage("the file is an animation, not one picture")
                image.load()
                if image.format == "PNG" and PNG_END not in data:
                    raise OSError("its end is missing")  # which Pillow does not mind
                size, kind, sketch = image.size, str(image.format), _is_sketch(image)
        except Image.DecompressionBombError:
            raise too_large("far too many pixels", "max_pixels") from None
        except UnidentifiedImageError:
            raise AssetNotImage(f"what came is no PNG, JPEG or WebP picture but {_looks_like(data)}") from None
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise AssetNotImage(f"the picture is damaged: {error}") from None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    digest = hashlib.sha256(data).hexdigest()
    name = Path(f"{digest}.{EXTENSIONS[kind]}")
    return Picture(name, digest, *size, MEDIA_TYPES[kind], sketch=sketch)


def _is_sketch(image: Any) -> bool:
    """Whether a file carries the practice engine's own flag, wherever it came from."""
    flag = "imgen_nb:engine"
    if image.info.get(flag) == "sketch":
        return True
    comment = image.info.get("comment", b"")
    described = str(image.getexif().get(0x010E, ""))
    return flag.encode() in (comment if isinstance(comment, bytes) else b"") or flag in described


def _looks_like(data: bytes) -> str:
    head = data[:512].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if head.startswith((b"<?xml", b"<svg")):
        return "XML or SVG, which is never opened"
    if head.startswith((b"{", b"[")):
        return "JSON"
    return "something else" if data else "nothing at all"


def too_large(what: str, setting: str) -> AssetTooLarge:
    """The error of a picture above a limit that a user may raise."""
    return AssetTooLarge(
        f"the picture has {what}, more than this process accepts",
        hint=f"its address is kept: ig.use({setting}=...) with a larger number, then ig.resume()",
    )
