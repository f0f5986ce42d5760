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
LAMP = (0.5, 0.58, 0.64)  # where light comes from: aside, above, from before the picture
HALF = 1.81  # how long the sum of the ways to the lamp and to the viewer is
SWELL = 1.0
TONE = 1.6  # how far what is paler stands out
SWEEPS = {8: 40, 4: 14, 2: 8, 1: 5}  # of each size of the body, by how much smaller it is


def modelled(
    tile: Image.Image, art: Art, side: int, strength: float, sheen: float = 0.0, *, mirror: bool = False
) -> Image.Image:
    """The colours ("RGB") of a tile under light from above and one side, as round as the strength says."""
    rgb, alpha = tile.convert("RGB"), tile.getchannel("A")
    shade, light, mirrored = _form(rgb, alpha, side)
    cast = _cast(art, tile.size, side, mirror=mirror)
    deep = _mask(shade * np.float32(strength), cast.size)
    deep = ImageChops.add(deep, cast.point([round(v * min(1.0, 0.3 + 0.35 * strength)) for v in range(256)]))
    rgb.paste(rgb.point(_DARK), (0, 0), deep.resize(tile.size, Image.Resampling.BILINEAR))
    rgb.paste(rgb.point(_PALE), (0, 0), _mask(light * np.float32(strength), tile.size))
    if sheen:
        rgb.paste((255, 253, 246), (0, 0), _mask(mirrored * np.float32(sheen), tile.size))
    return rgb


def sheen(name: str, material: str | None) -> float:
    """How far a thing mirrors the lamp, 0 to 1: glazed and polished things do, fur and cloth do not."""
    if material:
        return 0.6 if material in POLISHED else 0.0
    return next((strength for strength, names in SHEEN.items() if name in names), 0.0)


POLISHED = words("clear plastic metal gold bronze copper glass ice water jelly marble jade chocolate lego")
SHEEN = {
    0.75: words("""
        teapot @mug @teacup @lattecup @bowl @plate @greekvase @vase @piggybank @toilet @sink @balloon balloon
        crystal-ball
        automobile @pickup @sportscar @oldcar @oldtimer @formulaone @vwvan motorcycle locomotive bus rocket airplane
        red-heart green-heart blue-heart yellow-heart purple-heart trophy christmas-tree @sphere @hydrant @robot
        @winebottle @frostedbottle red-apple green-apple cherries eggplant @bellpepper tomato egg
    """),
    0.4: words("""
        soccer-ball basketball volleyball bowling @ball pig-face frog @frog-face dolphin
        penguin turtle lady-beetle mushroom lemon tangerine banana @banana pear peach grapes pumpkin jack-o-lantern
        @shoe top-hat electric-guitar guitar violin trumpet @tuba saxophone laptop mobile-phone
    """),
}


# The grain of a surface by kind: how many lumps lie across it, how long they are for their width, how strong they are.
GRAIN = {"animal": (44, 2.2, 0.17), "place": (46, 0.7, 0.18), "food": (26, 1.0, 0.14)}
HIDE = (20, 0.8, 0.16)  # of what has neither fur nor feathers
HAIRLESS = words("""
    elephant rhinoceros hippopotamus whale spouting-whale dolphin shark fish tropical-fish blowfish octopus squid crab
    lobster shrimp oyster snail frog turtle lizard crocodile snake dragon dragon-face sauropod t-rex worm ant
    beetle lady-beetle cockroach scorpion coral jellyfish seal butterfly spider
""")


def grained(tile: Image.Image, name: str) -> Image.Image:
    """The tile of a thing with the grain of fur, hide, masonry or crumb; what is made, worn or glazed is smooth."""
    kind = nouns.group(name)
    if kind not in GRAIN or name in SHEEN[0.75] or (kind == "place" and not _built(name)):
        return tile
    cells, long, strength = HIDE if name in HAIRLESS else GRAIN[kind]
    w, h = tile.size
    field = noise(stream("grain", kind), (max(4, w // 3), max(4, round(h / 3 / long))), cells, 2)
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


def _form(rgb: Image.Image, alpha: Image.Image, side: int) -> tuple[Floats, Floats, Floats]:
    """How much shade falls on each place of a drawing taken for a round body, how much light, how much it mirrors."""
    k = min(1.0, FORM / max(rgb.size))
    low = (max(4, round(rgb.width * k)), max(4, round(rgb.height * k)))
    coverage = np.asarray(alpha.resize(low, Image.Resampling.BOX), np.float32) / np.float32(255)
    tone = rgb.convert("L").resize(low, Image.Resampling.BILINEAR)
    height = swollen(coverage) * np.float32(SWELL)
    height += np.asarray(tone.filter(ImageFilter.GaussianBlur(1.2)), np.float32) * np.float32(TONE / 255)
    gy, gx = np.gradient(height)
    upright = 1 / np.sqrt(gx**2 + gy**2 + 1)
    facing = (gx * -side * LAMP[0] + gy * LAMP[1] + LAMP[2]) * upright
    # and over the whole of it, from the lit corner to the far one
    ys, xs = np.mgrid[-1 : 1 : low[1] * 1j, -1 : 1 : low[0] * 1j]
    facing = facing + (xs * side - ys * 0.9) * 0.12
    # what is turned away from the lamp is lit again, faintly, by what lies round it: a dark core, a paler rim
    back = np.clip((gx * side * 0.7 - gy * 0.3) * upright - 0.45, 0, 1)
    # both set in gently, or a line would show where they begin
    dim, bright = np.clip(0.92 - facing, 0, None), np.clip(facing - 0.7, 0, None)
    shade = np.clip(dim * dim / (dim + 0.3) * 1.15 - 0.5 * back, 0, 0.74)
    light = np.clip(bright * bright / (bright + 0.12) * 1.5, 0, 0.6)
    half = (gx * -side * LAMP[0] + gy * LAMP[1] + LAMP[2] + 1) * upright / HALF
    mirrored = np.clip(half, 0, 1) ** 60
    return shade.astype(np.float32), light.astype(np.float32), mirrored.astype(np.float32)


def swollen(coverage: Floats) -> Floats:
    """The height of a body with this outline, in its own pixels: a disc becomes half a ball, a bar half a pillar.

    Where the Laplacian of a field is even and the field is nought outside, its root is such a height; it is solved
    from coarse to fine.
    """
    h, w = coverage.shape
    field: Floats | None = None
    for step in (8, 4, 2, 1):
        size = (max(3, w // step), max(3, h // step))
        inside = np.asarray(Image.fromarray(coverage).resize(size, Image.Resampling.BOX))
        if field is None:
            field = np.zeros((size[1], size[0]), np.float32)
        else:
            field = np.asarray(Image.fromarray(field * 4).resize(size, Image.Resampling.BILINEAR))
        for _ in range(SWEEPS[step]):
            edged = np.pad(field, 1)
            field = (edged[:-2, 1:-1] + edged[2:, 1:-1] + edged[1:-1, :-2] + edged[1:-1, 2:]) * np.float32(0.25)
            field = (field + np.float32(1)) * inside
    assert field is not None
    return np.sqrt(field)


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
