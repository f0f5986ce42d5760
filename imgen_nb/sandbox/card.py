"""The picture of a fake server: a quiet card with the prompt on it, which says in three ways what it is.

The caption is part of the picture, a flag is in the file's metadata, and the server adds a header. Pillow is imported
when the first card is drawn.
"""

import bisect
import colorsys
import hashlib
import importlib.util
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

CAPTION = "sketch engine · not an AI model"
FLAG = ("imgen_nb:engine", "sketch")
SOFTWARE = 0x0131  # the EXIF tag that names the program
PROMPT_SHOWN = 600  # characters; more would be set too small to read


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says."""

    prompt: str
    provider: str
    size: tuple[int, int]
    seed: int
    facts: tuple[tuple[str, str], ...] = ()


def picture(card: Card, media_type: str) -> bytes:
    """Return the card as a PNG, JPEG or WebP file; the same card is the same file."""
    return encode(paint(card), media_type)


def sheet(cards: Sequence[Card], media_type: str) -> bytes:
    """Return four cards of one size as a file of two rows of two."""
    from PIL import Image

    width, height = cards[0].size
    whole = Image.new("RGB", (2 * width, 2 * height))
    for index, card in enumerate(cards):
        whole.paste(paint(card), (index % 2 * width, index // 2 * height))
    return encode(whole, media_type)


def encode(image: "Image.Image", media_type: str) -> bytes:
    """Return an image file that carries the flag."""
    from PIL import Image, PngImagePlugin

    exif = Image.Exif()
    exif[SOFTWARE] = "=".join(FLAG)
    out = io.BytesIO()
    if media_type == "image/png":
        info = PngImagePlugin.PngInfo()
        info.add_text(*FLAG)
        image.save(out, "PNG", pnginfo=info, compress_level=3)
    elif media_type == "image/jpeg":
        image.save(out, "JPEG", quality=90, comment="=".join(FLAG), exif=exif)
    else:
        image.save(out, "WEBP", quality=85, method=2, exif=exif)
    return out.getvalue()


def paint(card: Card) -> "Image.Image":
    """Return the card as an image."""
    from PIL import ImageDraw

    image = _ground(card)
    draw = ImageDraw.Draw(image, "RGBA")
    width, height = card.size
    unit = (width * height) ** 0.5 / 100
    margin = round(6 * unit)
    band = round(5.2 * unit)
    small = _font(2.3 * unit)
    _caption(draw, card, band, small)
    ink = (255, 255, 255, 235)
    draw.text((margin, margin), card.provider, font=_font(3 * unit), fill=ink, anchor="lt")
    facts = "     ".join(f"{name} {value}" for name, value in card.facts)
    draw.text((margin, height - band - margin), facts, font=small, fill=(255, 255, 255, 200), anchor="ls")
    top, bottom = margin + 7 * unit, height - band - margin - 6 * unit
    lines, font, step = _fit(card.prompt, width - 2 * margin, bottom - top, unit)
    start = top + (bottom - top - step * len(lines)) / 2
    for index, line in enumerate(lines):
        draw.text((margin, start + step * (index + 0.78)), line, font=font, fill=(255, 255, 255, 255), anchor="ls")
    return image


def _ground(card: Card) -> "Image.Image":
    """Return a calm two-tone ground with three soft discs; hue and places come from prompt and seed."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    digest = hashlib.sha256(f"{card.prompt}\n{card.seed}".encode("utf-8", "replace")).digest()
    rng = random.Random(int.from_bytes(digest))
    width, height = 256, max(16, round(256 * card.size[1] / card.size[0]))  # soft, so it may be drawn small
    hue = rng.random()
    ramp = Image.linear_gradient("L").resize((width, height))
    slope = Image.linear_gradient("L").rotate(90).resize((width, height))
    mask = ImageChops.add(ramp, slope, scale=2)
    image = Image.composite(
        Image.new("RGB", (width, height), _colour(hue + 0.07, 0.26, 0.45)),
        Image.new("RGB", (width, height), _colour(hue, 0.37, 0.40)),
        mask,
    )
    draw = ImageDraw.Draw(image, "RGBA")
    for _ in range(3):
        x, y = rng.uniform(0.2, 1.1) * width, rng.uniform(-0.1, 1.0) * height
        radius = rng.uniform(0.18, 0.42) * (width * height) ** 0.5
        disc = (*_colour(hue + rng.uniform(-0.06, 0.12), 0.46, 0.42), 70)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=disc)
    soft = image.filter(ImageFilter.GaussianBlur(1.2))
    return soft.resize(card.size, Image.Resampling.BICUBIC)


def _colour(hue: float, lightness: float, saturation: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hls_to_rgb(hue % 1.0, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _caption(draw: "ImageDraw.ImageDraw", card: Card, band: int, font: "ImageFont.FreeTypeFont") -> None:
    width, height = card.size
    draw.rectangle((0, height - band, width, height), fill=(12, 14, 18, 205))
    draw.text((width / 2, height - band / 2), CAPTION, font=font, fill=(255, 255, 255, 235), anchor="mm")


def _font(size: float, text: str = "") -> "ImageFont.FreeTypeFont":
    """Return a font for a text: Pillow's own has few letters beyond ASCII, matplotlib brings one that has many."""
    from PIL import ImageFont

    found = None if text.isascii() else importlib.util.find_spec("matplotlib")
    for folder in (found.submodule_search_locations or ()) if found else ():
        return ImageFont.truetype(f"{folder}/mpl-data/fonts/ttf/DejaVuSans.ttf", max(8, round(size)))
    font = ImageFont.load_default(max(8, round(size)))
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("this Pillow was built without FreeType; a wheel from a package index has it")
    return font


def _fit(prompt: str, width: float, height: float, unit: float) -> tuple[list[str], "ImageFont.FreeTypeFont", float]:
    """Return the prompt's lines in the largest type that fits, its font, and the distance of two lines."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in prompt[: PROMPT_SHOWN + 1]).split())
    if len(prompt) > PROMPT_SHOWN:
        text = text[: PROMPT_SHOWN - 3].rstrip() + "..."
    size = 9 * unit
    while True:
        font = _font(size, text)
        lines, step = _wrap(text, font, width), size * 1.28
        if step * len(lines) <= height or size < 2.4 * unit:
            return lines[: max(1, int(height / step))], font, step
        size *= 0.88


def _wrap(text: str, font: "ImageFont.FreeTypeFont", width: float) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        whole = f"{line} {word}".strip()
        if font.getlength(whole) <= width:
            line = whole
            continue
        if line:
            lines.append(line)
        line = word
        while font.getlength(line) > width and len(line) > 1:  # a word longer than a line
            head = line
            cut = max(1, bisect.bisect(range(1, len(line) + 1), width, key=lambda n: font.getlength(head[:n])))
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines
