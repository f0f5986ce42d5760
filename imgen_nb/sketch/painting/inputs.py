"""Pictures given by the caller: as a background, as palette and subject to take over, as the part to keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from imgen_nb.sketch.painting.canvas import Floats


def fitted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture in RGB, filling a size, cut evenly where its ratio differs."""
    return ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.BICUBIC)


def mask_of(mask: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A mask as black and white at a size: white counts, or what is opaque if there is transparency and no white."""
    grey = (
        mask.getchannel("A")
        if mask.mode in ("RGBA", "LA") and not np.asarray(mask.convert("L")).any()
        else mask.convert("L")
    )
    fitted_mask = ImageOps.fit(grey, size, Image.Resampling.BILINEAR)
    return fitted_mask.point([255 if v >= 128 else 0 for v in range(256)])


def masked(source: Image.Image, drawn: Image.Image, grey: Image.Image) -> Image.Image:
    """`drawn` where a mask from `mask_of` is white, `source` elsewhere."""
    # feathered inwards only: nothing outside the mask may change by a single value
    inner = grey.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(1.2))
    return Image.composite(drawn, source, ImageChops.darker(inner, grey))


def statistics(picture: Image.Image) -> tuple[Floats, Floats]:
    """Mean and spread of a picture's colours, seen small."""
    a = np.asarray(picture.convert("YCbCr").resize((48, 48), Image.Resampling.BOX), np.float32).reshape(-1, 3)
    return a.mean(0), a.std(0) + np.float32(4)


def graded(image: Image.Image, references: Sequence[Image.Image], strength: float = 0.75) -> Image.Image:
    """The picture with the mean and spread of the references' colours."""
    if not references:
        return image
    found = [statistics(p) for p in references]
    mean, spread = np.mean([m for m, _ in found], 0), np.mean([s for _, s in found], 0)
    own_mean, own_spread = statistics(image)
    k = np.clip(spread / own_spread, 0.5, 1.8)
    channels = []
    for i, channel in enumerate(image.convert("YCbCr").split()):
        share = strength * (0.55 if i == 0 else 1.0)  # lightness is the scene's own business for the larger part
        table = [round(min(255, max(0, v + share * ((v - own_mean[i]) * k[i] + mean[i] - v)))) for v in range(256)]
        channels.append(channel.point(table))
    return Image.merge("YCbCr", channels).convert("RGB")


def subject_of(picture: Image.Image) -> Image.Image | None:
    """The thing in the middle of a reference, cut out (RGBA), if it stands on an even ground; else None."""
    if picture.mode in ("RGBA", "LA") and float(np.asarray(picture.getchannel("A")).min()) < 40:
        cut = picture.convert("RGBA")
        box = cut.getchannel("A").getbbox()
        return cut.crop(box) if box else None
    small = ImageOps.contain(picture.convert("RGB"), (320, 320))
    a = np.asarray(small, np.float32)
    h, w = a.shape[:2]
    rim = np.concatenate(
        [a[: h // 16 + 1].reshape(-1, 3), a[:, : w // 16 + 1].reshape(-1, 3), a[:, -(w // 16) - 1 :].reshape(-1, 3)]
    )
    ground = np.median(rim, 0)
    if float(np.abs(rim - ground).mean()) > 26:
        return None  # a scene, not a thing on a backdrop
    distance = np.abs(a - ground).max(2)
    found = (
        Image.fromarray(((distance > 46) * 255).astype(np.uint8))
        .filter(ImageFilter.MedianFilter(5))
        .filter(ImageFilter.MaxFilter(5))
        .filter(ImageFilter.MinFilter(5))
    )
    box = found.getbbox()
    share = float((np.asarray(found) > 0).mean())
    if box is None or not 0.02 < share < 0.7:
        return None
    out = small.convert("RGBA")
    out.putalpha(found.filter(ImageFilter.GaussianBlur(0.8)))
    return out.crop(box)
