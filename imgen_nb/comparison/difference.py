"""Where two pictures differ, as people see it: distances of colour on small copies, in which noise has drowned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SIDE = 384
"""The longest side of what is compared."""
SEEN = 8.0
"""The distance from which on a change is counted: 2 is the least that can be seen, and a new encoding makes 3."""
STRONG = 40.0
"""The distance that a map shows in full."""
SHAPE = 1.05
"""Pictures whose shapes differ by more have no places in common."""
INSIDE, OUTSIDE, EDGE = (32, 96, 224), (224, 72, 24), (255, 255, 255)
"""What a map is painted with: a change where it was allowed, one where it was not, and the border between."""


@dataclass(frozen=True, eq=False)
class Difference:
    """What changed from one picture to another; `outside` is the share of the changed among what should have stayed."""

    share: float
    outside: float | None
    map: Image


def difference(before: Image, after: Image, mask: Image | None = None) -> Difference | None:
    """Compare two pictures place by place; None where their shapes are too different for that.

    `mask` is white where changes were asked for.

    Example:
        >>> from PIL import Image
        >>> red, blue = (Image.new("RGB", (64, 64), name) for name in ("red", "blue"))
        >>> difference(red, red).share, difference(red, blue).share
        (0.0, 1.0)
    """
    import numpy as np

    turn = (before.width / before.height) / (after.width / after.height)
    if not 1 / SHAPE <= turn <= SHAPE:
        return None
    size = _size(after)
    far = np.sqrt(((_lab(before, size) - _lab(after, size)) ** 2).sum(axis=-1))
    changed = far > SEEN
    allowed = _allowed(mask, size)
    kept = None if allowed is None else ~allowed
    outside = None if kept is None else float(changed[kept].mean()) if kept.any() else 0.0
    return Difference(float(changed.mean()), outside, _map(after.resize(size), far, allowed))


def _size(image: Image) -> tuple[int, int]:
    scale = SIDE / max(image.size)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _lab(image: Image, size: tuple[int, int]) -> Numbers:
    """The colours on a scale on which equal steps look equal (CIELAB, D65)."""
    import numpy as np
    from PIL import ImageFilter

    small = _flat(image).resize(size).filter(ImageFilter.BoxBlur(1))
    value = np.asarray(small, dtype=np.float64) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    xyz = linear @ np.array(to_xyz).T / np.array([0.95047, 1.0, 1.08883])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _flat(image: Image) -> Image:
    """Without transparency: what is seen through is grey in both."""
    from PIL import Image as Pillow

    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
    clear = image.convert("RGBA")
    ground = Pillow.new("RGBA", clear.size, (128, 128, 128, 255))
    return Pillow.alpha_composite(ground, clear).convert("RGB")


def _allowed(mask: Image | None, size: tuple[int, int]) -> Flags | None:
    import numpy as np

    return None if mask is None else np.asarray(_flat(mask).convert("L").resize(size)) > 127


def _map(after: Image, far: Numbers, allowed: Flags | None) -> Image:
    """The result in pale grey, under it what changed, the stronger the more."""
    import numpy as np
    from PIL import Image as Pillow

    grey = np.asarray(_flat(after).convert("L"), dtype=np.float64)[..., None] * 0.4 + 140
    ink = np.broadcast_to(np.array(INSIDE, dtype=np.float64), (*far.shape, 3)).copy()
    if allowed is not None:
        ink[~allowed] = OUTSIDE
    weight = np.where(far > SEEN, np.clip(0.35 + far / STRONG, 0, 0.95), 0)[..., None]
    painted = grey * (1 - weight) + ink * weight
    if allowed is not None:
        border = (allowed != np.roll(allowed, 1, axis=0)) | (allowed != np.roll(allowed, 1, axis=1))
        border[0], border[:, 0] = False, False
        painted[border] = EDGE
    return Pillow.fromarray(painted.astype(np.uint8), "RGB")
