"""Letters that are pictures: emoji in colour, as a font has them that is drawn in one size alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

STRIKE = 109
"""Pixels of the letters of such a font, in the form that Android and Linux have."""


@dataclass(frozen=True)
class Painted:
    """Some letters as one picture; every length is by the size of the letters of the text that they stand in."""

    image: Image
    width: float
    above: float
    below: float


@lru_cache(1)
def files() -> tuple[tuple[Path, str], ...]:
    """The fonts of this machine that are painted, and their names: matplotlib finds their files, and draws none."""
    from matplotlib import font_manager

    found = sorted(Path(file) for file in font_manager.findSystemFonts())
    return tuple((file, name) for file in found if "emoji" in file.name.lower() and (name := _name(file)))


@lru_cache(512)
def painted(file: Path, text: str) -> Painted:
    """Paint letters: such as belong together, a woman and a rocket, become one."""
    from PIL import Image, ImageDraw

    font = _font(file)
    width = font.getlength(text)
    _, top, right, bottom = font.getbbox(text, anchor="ls")
    image = Image.new("RGBA", (max(1, round(max(width, right))), max(1, round(bottom - top))))
    ImageDraw.Draw(image).text((0, -top), text, font=font, anchor="ls", embedded_color=True)
    return Painted(image, image.width / STRIKE, -top / STRIKE, bottom / STRIKE)


def _name(file: Path) -> str:
    """What a font is called; empty where it is not painted, or cannot be read."""
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(str(file))
        if font.scalable:
            return ""
        _font(file)  # which fails where it has another size
        return str(font.family_name)
    except (OSError, RuntimeError, ValueError):
        return ""


@lru_cache(4)
def _font(file: Path) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(file), STRIKE)
