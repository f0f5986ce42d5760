"""The small copy that a voter gets: every one of the same size, newly encoded, with nothing that tells whose it is."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from statistics import median
from typing import TYPE_CHECKING

from imgen_nb.types import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 768
"""The longest side, in pixels: half a panel on a screen of two pixels to the point."""
SAME, NEAR = 1.05, 1.15
"""Shapes may not tell who made a picture: one that differs by less is drawn out, which nobody sees, or else cut."""


def common_size(pictures: Iterable[Picture]) -> tuple[int, int]:
    """One size for all of them: the shape in their middle.

    Example:
        >>> common_size([])
        (768, 768)
    """
    shapes = [picture.width / picture.height for picture in pictures if picture.width and picture.height]
    shape = min(2.0, max(0.5, median(shapes))) if shapes else 1.0
    return (SIDE, round(SIDE / shape)) if shape >= 1 else (round(SIDE * shape), SIDE)


def veiled(picture: Picture, size: tuple[int, int]) -> bytes:
    """A WebP of exactly this size without any metadata: drawn out or cut where shapes are near, else whole.

    Raises `StoreError` where the picture is gone.
    """
    from PIL import ImageOps
    from PIL.Image import Resampling
    from PIL.WebPImagePlugin import WebPImageFile

    image = _plain(WebPImageFile(io.BytesIO(picture.thumbnail(SIDE))))
    turn = (image.width / image.height) / (size[0] / size[1])
    if 1 / SAME < turn < SAME:
        shown = image.resize(size, Resampling.LANCZOS)
    elif 1 / NEAR < turn < NEAR:
        shown = ImageOps.fit(image, size)
    else:
        shown = ImageOps.pad(image.convert("RGBA"), size, color=(0, 0, 0, 0))
    out = io.BytesIO()
    shown.save(out, "WEBP", quality=85, method=2)
    return out.getvalue()


def _plain(image: Image) -> Image:
    """Its colours as a screen shows them, so that no profile needs to go along."""
    profile = image.info.pop("icc_profile", b"")
    image.load()
    if profile:
        from PIL import ImageCms

        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, found, ImageCms.createProfile("sRGB"))
            image = made if made is not None else image
    image.info.clear()
    return image
