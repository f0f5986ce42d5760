"""Modelling: a flat drawing given form, by light from one side, shade in its own hue, and shadows of part on part."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from imgen_nb.sketch.art.shapes import Art, levels
from imgen_nb.sketch.painting.canvas import Floats, noise, stream
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

FORM = 150  # pixels: form is soft, and is worked out small
PARTS = 300
SHADE = (0.5, 0.43, 0.6)  # what shade leaves of red, green and blue: it is cool
_DARK = [round(v * k) for k in SHADE for v in range(256)]
_PALE = [round(v + (top - v) * 0.62) for top in (255, 252, 238) for v in range(256)]  # light is warm
# How far each breadth of blur, in pixels of the small drawing, lifts a form above its rim.
ROUND = ((1.5, 0.4), (5.0, 1.2), (12.0, 2.3), (24.0, 2.4))


def modelled(tile: Image.Image, art: Art, side: int, strength: float, *, mirror: bool = False) -> Image.Image:
    """The colours ("RGB") of a tile under light from above and one side, as round as the strength says."""
    rgb, alpha = tile.convert("RGB"), tile.getchannel("A")
    shade, light = _form(rgb, alpha, side)
    cast = _cast(art, tile.size, side, mirror=mirror)
    deep = _mask(shade * np.float32(strength), cast.size)
    deep = ImageChops.add(deep, cast.point([round(v * min(1.0, 0.3 + 0.35 * strength)) for v in range(256)]))
    rgb.paste(rgb.point(_DARK), (0, 0), deep.resize(tile.size, Image.Resampling.BILINEAR))
    rgb.paste(rgb.point(_PALE), (0, 0), _mask(light * np.float32(strength), tile.size))
    return rgb


# The grain of a surface by kind: how many lumps lie across it, how long they are for their width, how strong they are.
GRAIN = {"animal": (44, 2.2, 0.17), "place": (46, 0.7, 0.18), "food": (26, 1.0, 0.14)}
HIDE = (20, 0.8, 0.16)  # of what has neither fur nor feathers
HAIRLESS = words("""
    elephant rhinoceros hippopotamus whale spouting-whale dolphin shark fish tropical-fish blowfish octopus squid crab
    lobster shrimp oyster snail frog turtle lizard crocodile snake dragon dragon-face sauropod t-rex worm ant
    beetle lady-beetle cockroach scorpion coral jellyfish seal butterfly spider
""")


def grained(tile: Image.Image, name: str) -> Image.Image:
    """The tile of a thing with the grain of fur, hide, masonry or crumb; what is made or worn is smooth."""
    kind = nouns.group(name)
    if kind not in GRAIN or (kind == "place" and not _built(name)):
        return tile
    cells, long, strength = HIDE if name in HAIRLESS else GRAIN[kind]
    w, h = tile.size
    field = noise(stream("grain", kind), (max(4, w // 2), max(4, round(h / 2 / long))), cells, 2)
    grey = field.resize(tile.size, Image.Resampling.BICUBIC).point(
        [round(128 + (v - 128) * strength) for v in range(256)]
    )
    out = ImageChops.overlay(tile.convert("RGB"), Image.merge("RGB", [grey] * 3))
    out.putalpha(tile.getchannel("A"))
    return out


def _built(name: str) -> bool:
    """Whether a thing of the places is a building and no vehicle."""
    return nouns.home(name) == "land" and nouns.metres(name) >= 4.5


def _mask(amount: Floats, size: tuple[int, int]) -> Image.Image:
    return Image.fromarray((amount.clip(0, 1) * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)


def _form(rgb: Image.Image, alpha: Image.Image, side: int) -> tuple[Floats, Floats]:
    """How much shade and how much light falls on each place: blurred coverage is taken for its height."""
    k = min(1.0, FORM / max(rgb.size))
    low = (max(4, round(rgb.width * k)), max(4, round(rgb.height * k)))
    coverage = alpha.resize(low, Image.Resampling.BILINEAR)
    tone = rgb.convert("L").resize(low, Image.Resampling.BILINEAR)
    height = np.zeros((low[1], low[0]), np.float32)
    for radius, weight in ROUND:
        height += np.asarray(coverage.filter(ImageFilter.GaussianBlur(radius)), np.float32) * np.float32(weight / 255)
    height += np.asarray(tone.filter(ImageFilter.GaussianBlur(1.2)), np.float32) * np.float32(0.35 / 255)
    gy, gx = np.gradient(height * 8)
    facing = (gx * -side * 0.62 + gy * 0.75 + 1) / np.sqrt(gx**2 + gy**2 + 1)
    # and over the whole of it, from the lit corner to the far one
    ys, xs = np.mgrid[-1 : 1 : low[1] * 1j, -1 : 1 : low[0] * 1j]
    across = (xs * side - ys * 0.9) * 0.2
    facing = facing + across
    shade = np.clip((0.97 - facing) * 0.85, 0, 0.8)
    light = np.clip((facing - 1.03) * 0.9, 0, 0.65)
    return shade.astype(np.float32), light.astype(np.float32)


def _cast(art: Art, size: tuple[int, int], side: int, *, mirror: bool) -> Image.Image:
    """The shadows of parts on the parts below them, away from the light ("L"), small."""
    k = min(1.0, PARTS / max(size))
    low = (max(4, round(size[0] * k)), max(4, round(size[1] * k)))
    above = np.asarray(levels(art, low, mirror=mirror), np.int32)
    shadow = np.zeros(above.shape, np.float32)
    reach = max(low) / 100
    for step in (0.7, 1.5, 2.6):
        dx, dy = round(side * step * reach * 0.7), -round(step * reach)
        moved = np.roll(above, (-dy, -dx), (0, 1))
        shadow += (moved > above) & (above > 0)
    return Image.fromarray((shadow * 85).astype(np.uint8)).filter(ImageFilter.GaussianBlur(max(0.6, reach * 0.5)))
