"""What came, decoded once: that it is a whole picture, and the pixels of its small copy."""

from __future__ import annotations

import io
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from imgen_nb.assets.anatomy import Anatomy, Parts, damaged, look
from imgen_nb.errors import AssetTooLarge
from imgen_nb.threads import Threads

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
SIDE = 384
"""The longest side of a small copy."""

MOST, QUALITIES = 20_000, (80, 65, 50, 35)
"""Bytes of one (more where a larger one is asked for), and the qualities tried: dozens stay in a saved notebook."""

ordinary = Threads("imgen-decode", 2)
large = Threads("imgen-decode-large", 1)
"""What takes long, or much memory, goes one at a time and holds up nobody else."""
LARGE, LONG = 4_000_000, 16_000_000
"""The pixels to hold, and to go through, up to which two are decoded at a time: 4 million are 16 MB."""
WEIGHT = {"WEBP": 2}
"""Its decoder holds each pixel four times over, where others hold it once or twice: it counts as two."""
TYPICAL_SCANS = 25
"""A picture of the largest size may have so many scans; a smaller one more, up to `max_scans`."""


UNSEEN = "not decoded, as it has "
"""How the warning begins of a picture that was beyond the limits when it came, and has a placeholder since."""


@dataclass(frozen=True)
class Limits:
    """How large a picture may be on the wire, and how much of one is decoded: beyond, it is kept and not looked into.

    200 scans of a progressive JPEG weigh half a megabyte, and 2,000 of them take minutes.
    """

    max_bytes: int = 64 * 2**20
    max_pixels: int = 40_000_000
    max_scans: int = 200

    def beyond(self, found: Anatomy) -> str:
        """Say why a picture is not decoded; nothing if it is."""
        if pixels(found) > self.max_pixels:
            return f"{found.width}x{found.height} pixels of {found.kind} (max_pixels)"
        if found.scans > self.max_scans or work(found) > self.max_pixels * TYPICAL_SCANS:
            return f"{found.scans} scans of {found.width}x{found.height} pixels (max_scans)"
        return ""


def pixels(found: Anatomy) -> int:
    """The pixels to hold at once."""
    return found.width * found.height * WEIGHT.get(found.kind, 1)


def work(found: Anatomy) -> int:
    """The pixels to go through: a progressive JPEG has each of them once a scan."""
    return pixels(found) * max(1, found.scans)


def looked(path: Path) -> Anatomy:
    """Walk through a file."""
    with path.open("rb") as file:
        return look(file)


def light(found: Anatomy, limits: Limits) -> bool:
    """Whether a picture is decoded in the same breath that looks at it."""
    return pixels(found) <= LARGE and work(found) <= LONG and not limits.beyond(found)


def examined(path: Path, limits: Limits) -> Generator[Anatomy, None, Image | None]:
    """Walk through a file, decode it if that is light, and tell that it is whole; then make its small copy."""
    found = looked(path)
    held = [loaded(path, found)] if light(found, limits) else []
    yield found
    return shrunk(held.pop(), found) if held else None  # popped: a second reference would keep the large one alive


def small(path: Path, found: Anatomy, side: int = SIDE) -> Image:
    """Decode a picture, and give it upright, its longest side at most `side`, as RGB or RGBA."""
    return shrunk(loaded(path, found, side), found, side)


def loaded(path: Path, found: Anatomy, side: int = SIDE) -> Image:
    """Decode a picture to its end, a JPEG no larger than `side` needs, and close its file again.

    Raises `AssetNotImage` where Pillow cannot: whatever it raises, it is about bytes that came from outside.
    """
    with path.open("rb") as file:
        try:
            image = _opened(file, found)
            shrink = min(1.0, side / max(image.size))
            image.draft(None, (round(image.width * shrink), round(image.height * shrink)))
            image.load()
            return image
        except Exception as error:
            raise damaged(error) from None


def shrunk(image: Image, found: Anatomy, side: int = SIDE) -> Image:
    """Make a small copy of what was decoded: upright, as RGB or RGBA, with its colour profile where that is short."""
    from PIL.Image import Resampling

    profile = image.info.get("icc_profile", b"") if image.mode in ("RGB", "RGBA", "P") else b""
    image = _eight_bits(image)
    if "transparency" in image.info or image.mode in ("1", "P", "PA"):
        image = image.convert("RGBA")  # before it shrinks: between two entries of a palette there is nothing
    # Halved as often as can be and then drawn small: three times as fast as Pillow's usual way, as good to the eye.
    image.thumbnail((side, side), Resampling.BILINEAR, reducing_gap=1.0)
    image = _upright(image.convert("RGBA" if image.has_transparency_data else "RGB"), found)
    if image.mode == "RGBA":
        image = image.convert("RGBa").convert("RGBA")  # what is fully transparent has no colour left to be seen
    image.info = {"icc_profile": profile} if 0 < len(profile) <= 2**15 else {}
    return image


def whole(path: Path) -> Image:
    """Decode a picture in full, upright and with its colour profile, and close its file again."""
    with path.open("rb") as file:
        found = look(file)
        try:
            image = _opened(file, found)
            image.load()
            return _upright(image, found) if found.orientation > 1 else image
        except Exception as error:
            raise damaged(error) from None


def webp(image: Image) -> bytes:
    """Encode a small copy, as well as `MOST` allows; the profile is all it takes over of the original's metadata."""
    data, most = b"", MOST * max(1.0, image.width * image.height / SIDE**2)
    for quality in QUALITIES:
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=1, icc_profile=image.info.get("icc_profile", b""))
        data = out.getvalue()
        if len(data) <= most:
            break
    return data


def placeholder(width: int, height: int, side: int = SIDE) -> Image:
    """A neutral ground of a picture's shape."""
    from PIL import Image

    shrink = min(1.0, side / max(width, height))
    return Image.new("RGB", (max(1, round(width * shrink)), max(1, round(height * shrink))), (222, 222, 222))


def too_large(what: str, setting: str) -> AssetTooLarge:
    """The error of a picture above a limit that a user may raise."""
    return AssetTooLarge(
        f"the picture has {what}, more than this process accepts",
        hint=f"its address is kept: ig.use({setting}=...) with a larger number, then ig.resume()",
    )


def _opened(file: IO[bytes], found: Anatomy) -> ImageFile:
    """The plugins are asked themselves: `Image.open` reads and changes what the whole process shares, and warns."""
    from PIL import JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    plugins: dict[str, type[ImageFile]] = {
        "PNG": PngImagePlugin.PngImageFile,
        "JPEG": JpegImagePlugin.JpegImageFile,
        "WEBP": WebPImagePlugin.WebPImageFile,
    }
    image = plugins[found.kind](io.BufferedReader(Parts(file, found.parts)))
    image.info.pop("icc_profile", None)
    if found.profile:
        image.info["icc_profile"] = found.profile
    return image


def _eight_bits(image: Image) -> Image:
    """Scale 16 bits, which Pillow would clip where they are grey; the one value that is transparent goes along."""
    clear = image.info.get("transparency")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")
        image.info.update({} if clear is None else {"transparency": clear >> 8})
    elif isinstance(clear, tuple) and max(clear) > 255:
        image.info["transparency"] = tuple(value >> 8 for value in clear)
    return image


def _upright(image: Image, found: Anatomy) -> Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[found.orientation]) if found.orientation in turns else image
