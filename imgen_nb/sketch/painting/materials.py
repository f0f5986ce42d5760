"""Materials: the same drawing made of wood, ice, wool, bricks, or of many small copies of another thing."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.figures import drawable, figure
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import raster
from imgen_nb.sketch.painting.canvas import Random, stream
from imgen_nb.sketch.painting.stuffs import KEPT
from imgen_nb.sketch.reading.lexicon import COLOUR

Plane: TypeAlias = NDArray[np.float32]
Grid: TypeAlias = tuple[Plane, Plane]  # x and y in units of the drawing's height, 0 to about 1


def made_of(tile: Image.Image, material: str, colour: str | None, cube: int = 0) -> Image.Image:
    """The tile in another stuff: its lights and darks stay, its colours give way.

    The stuff of a cube goes along each of its faces: 1 for one as it is drawn, -1 for its mirror image.
    """
    if material in KEPT:
        return KEPT[material](tile)
    if material not in MATERIALS:
        return _heaped(tile, material) if drawable(material) else tile
    if material in BUILT and colour is None:
        return _built(tile, BUILT[material])
    if material == "cloud":
        return _puffed(tile, COLOUR.get(colour or "", MATERIALS[material][0]))
    base, pattern, see_through = MATERIALS[material]
    rgb = COLOUR.get(colour or "", base)
    alpha = tile.getchannel("A")
    ys, xs = np.mgrid[0 : tile.height, 0 : tile.width].astype(np.float32)
    grid = (xs / np.float32(tile.height), ys / np.float32(tile.height))
    light = _light(tile)
    if cube:
        grid, light = _faced(grid, tile.width / tile.height, cube < 0)
    shade = pattern(grid, stream("material", material))
    pixels = np.asarray(rgb, np.float32) * (light * shade)[..., None]
    out = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    if material in CRUSTS:
        out.paste(CRUSTS[material], (0, 0), _crust(alpha))
    out.putalpha(alpha.point([round(v * see_through) for v in range(256)]) if see_through < 1 else alpha)
    return out


def _faced(grid: Grid, wide: float, mirrored: bool) -> tuple[Grid, Plane]:
    """(where each point of a cube lies on its own face, how light that face is)."""
    x, y = (np.float32(wide) - grid[0] if mirrored else grid[0]), grid[1]
    rise = EDGE_Y - y
    top = (y < EDGE_Y) & (x < EDGE_X + rise * SLANT)
    side = ~top & (x > EDGE_X)
    over = x - EDGE_X
    across = np.where(top, x - rise * SLANT, np.where(side, EDGE_X + over / FORESHORTENED, x))
    down = np.where(top, EDGE_Y - rise / FORESHORTENED, np.where(side, y + over / SLANT, y))
    light = np.where(top, 1.22, np.where(side, 0.66, 0.98))
    return (across.astype(np.float32), down.astype(np.float32)), light.astype(np.float32)


def _light(tile: Image.Image) -> Plane:
    """How light each pixel is against the mean of the drawing, kept within what still shows the stuff."""
    grey = np.asarray(tile.convert("L"), np.float32)
    mask = np.asarray(tile.getchannel("A")) > 128
    mean = float(grey[mask].mean()) if mask.any() else 128.0
    return np.asarray((0.58 + 0.42 * grey / max(30.0, mean)).clip(0.5, 1.3), np.float32)


def _puffed(tile: Image.Image, base: Colour) -> Image.Image:
    """The drawing as a cloud: soft puffs within its outline and round it, lit from above, its features a blue shade."""
    alpha, r, side = tile.getchannel("A"), stream("puffs"), max(tile.size)
    solid = np.asarray(alpha) > 150
    inner = np.asarray(alpha.filter(ImageFilter.GaussianBlur(max(1.0, side * 0.02)))) > 190
    out, cover = Image.new("RGB", tile.size, base), alpha.copy()
    pen = ImageDraw.Draw(cover)
    for where, count, least in ((solid & ~inner, 110, 0.03), (inner, 110, 0.09)):
        ys, xs = np.nonzero(where)
        for k in map(int, r.integers(0, max(1, len(ys)), count if len(ys) else 0)):
            size = max(4, round(side * least * float(r.uniform(1.0, 2.2))))
            x, y = int(xs[k]) - size // 2, int(ys[k]) - size // 2
            out.paste(_puff(size, base), (x, y), _puff(size, base))
            if least < 0.05:
                pen.ellipse((x, y, x + size, y + size), fill=255)
    light = _light(tile.filter(ImageFilter.GaussianBlur(max(0.8, side * 0.006)))).clip(0.5, 1.0)[..., None]
    shade = np.array((188, 204, 238), np.float32) / np.float32(255)
    pixels = np.asarray(out, np.float32) * (shade + (1 - shade) * (light - np.float32(0.5)) * 2)
    white = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    cover = cover.filter(ImageFilter.GaussianBlur(max(1.0, side * 0.01)))
    white.putalpha(cover.point([max(0, min(250, round((v - 24) * 1.3))) for v in range(256)]))
    return white


@functools.lru_cache(64)
def _puff(size: int, base: Colour) -> Image.Image:
    """One puff: bright above and to the left, blue shade below, no edge."""
    y, x = (np.mgrid[0:size, 0:size].astype(np.float32) + 0.5) / np.float32(size / 2) - 1
    lit = (1.0 - 0.2 * np.clip(0.5 * x + y + 0.35, 0, 2))[..., None] * np.array((1.0, 1.0, 1.03), np.float32)
    pixels = (np.asarray(base, np.float32) * lit).clip(0, 255)
    cover = (255 * np.clip((1 - np.hypot(x, y)) * 1.3, 0, 1) ** 1.2 * 0.85).astype(np.uint8)
    out = Image.fromarray(pixels.astype(np.uint8))
    out.putalpha(Image.fromarray(cover))
    return out


def _crust(alpha: Image.Image) -> Image.Image:
    """What lies near the edge of a drawing, most at the edge ("L")."""
    inside = alpha.filter(ImageFilter.GaussianBlur(max(1.0, alpha.height * 0.03)))
    return inside.point([max(0, min(210, round((222 - v) * 2.2))) for v in range(256)])


def _built(tile: Image.Image, studs: bool) -> Image.Image:
    """The drawing in its own colours, of blocks of one size, each lit from above and the left."""
    cells = (max(6, round(BLOCKS * tile.width / max(tile.size))), max(6, round(BLOCKS * tile.height / max(tile.size))))
    low = tile.convert("RGBa").resize(cells, Image.Resampling.BOX).convert("RGBA")
    solid = low.getchannel("A").point([255 * (v > 96) for v in range(256)])
    low.putalpha(solid)
    rgb = np.asarray(low.resize(tile.size, Image.Resampling.NEAREST), np.float32)
    ys, xs = np.mgrid[0 : tile.height, 0 : tile.width].astype(np.float32)
    x, y = xs / tile.width * cells[0] % 1, ys / tile.height * cells[1] % 1
    shade = np.where((y < 0.14) | (x < 0.12), 1.18, np.where((y > 0.88) | (x > 0.88), 0.76, 1.0))
    if studs:
        d = np.hypot(x - 0.5, y - 0.46)
        shade = np.where(d < 0.27, 1.1 - 0.5 * (y - 0.46), np.where((d < 0.34) & (y > 0.46), 0.82, shade))
    out = Image.fromarray((rgb[..., :3] * shade[..., None]).clip(0, 255).astype(np.uint8))
    out.putalpha(Image.fromarray(rgb[..., 3].astype(np.uint8)))
    return out


def _heaped(tile: Image.Image, name: str) -> Image.Image:
    """Many small copies of a thing that fill the outline of the tile."""
    side = max(8.0, max(tile.size) * 0.15)
    one, _ = raster(figure(name), side, margin=1)
    if one.width > 2 * side:
        one = one.resize((round(2 * side), max(1, round(one.height * 2 * side / one.width))))
    random = stream("heap", name)
    turns = [one.rotate(float(random.uniform(-35, 35)), Image.Resampling.BILINEAR, expand=True) for _ in range(7)]
    under = Image.blend(tile.convert("RGB"), Image.new("RGB", tile.size, _mean(one)), 0.75)
    step_x, step_y = max(4.0, one.width * 0.62), max(4.0, one.height * 0.62)
    for row in range(-1, round(tile.height / step_y) + 1):
        for column in range(-1, round(tile.width / step_x) + 1):
            turned = turns[int(random.integers(len(turns)))]
            x = (column + 0.5 * (row % 2) + float(random.uniform(-0.2, 0.2))) * step_x
            y = (row + float(random.uniform(-0.2, 0.2))) * step_y
            under.paste(turned, (round(x), round(y)), turned)
    alpha = tile.getchannel("A")
    edge = ImageChops.subtract(alpha, alpha.filter(ImageFilter.GaussianBlur(max(1.0, tile.height * 0.02))))
    under.paste((40, 30, 40), (0, 0), edge.point([v // 2 for v in range(256)]))
    under.putalpha(alpha)
    return under


def _mean(tile: Image.Image) -> Colour:
    pixels = np.asarray(tile, np.float32)
    weight = pixels[..., 3:] / 255
    r, g, b = (pixels[..., :3] * weight).sum((0, 1)) / max(1.0, float(weight.sum()))
    return round(float(r) * 0.8), round(float(g) * 0.8), round(float(b) * 0.8)


# -- patterns: a factor for each pixel

Pattern: TypeAlias = Callable[[Grid, Random], Plane]


def _plain(grid: Grid, random: Random) -> Plane:
    return np.ones_like(grid[0])


def _noise(grid: Grid, random: Random, fine: float = 40.0) -> Plane:
    """Sums of waves in many directions: blotches, without a seam."""
    x, y = grid
    total = np.zeros_like(x)
    for _ in range(7):
        fx, fy, phase = random.uniform(-fine, fine), random.uniform(-fine, fine), random.uniform(0, 6.3)
        total += np.sin(np.float32(fx) * x + np.float32(fy) * y + np.float32(phase))
    return np.asarray(total / np.float32(4), np.float32)


def _wood(grid: Grid, random: Random) -> Plane:
    x, y = grid
    wave = y * 34 + np.sin(x * 5 + 1) * 1.6 + 0.8 * _noise(grid, random, 6)
    planks = np.where(np.abs((y * 5) % 1 - 0.5) > 0.47, 0.66, 1.0)
    return np.asarray((1 + 0.16 * np.sin(wave * 2)) * planks, np.float32)


def _stone(grid: Grid, random: Random) -> Plane:
    return np.asarray(1 + 0.09 * _noise(grid, random, 26) + 0.08 * _noise(grid, random, 150), np.float32)


def _marble(grid: Grid, random: Random) -> Plane:
    veins = np.abs(np.sin(grid[0] * 7 + grid[1] * 5 + 1.6 * _noise(grid, random, 9)))
    return np.asarray(1.02 - 0.26 * np.exp(-veins * 9), np.float32)


def _metal(grid: Grid, random: Random) -> Plane:
    band = np.sin((grid[0] * 0.9 + grid[1]) * 9)
    return np.asarray(1 + 0.2 * band + 0.3 * np.exp(-((band - 1) ** 2) * 40), np.float32)


def _rust(grid: Grid, random: Random) -> Plane:
    return np.asarray(
        (1 + 0.28 * _noise(grid, random, 18) + 0.12 * _noise(grid, random, 90)).clip(0.45, 1.5), np.float32
    )


def _bricks(grid: Grid, random: Random) -> Plane:
    x, y = grid
    row = np.floor(y * 14)
    along = (x * 7 + 0.5 * (row % 2)) % 1
    joint = ((y * 14) % 1 < 0.14) | (along < 0.07)
    shade = 0.92 + 0.16 * np.sin(row * 7.3 + np.floor(x * 7 + 0.5 * (row % 2)) * 3.7)
    return np.asarray(np.where(joint, 1.45, shade), np.float32)


def _facets(grid: Grid, random: Random) -> Plane:
    x, y = grid
    folds = np.floor((x + 0.6 * y) * 6) * 0.7 + np.floor((x - 0.8 * y) * 5) * 1.3
    return np.asarray(1.02 + 0.17 * np.sin(folds * 2.1), np.float32)


def _wool(grid: Grid, random: Random) -> Plane:
    x, y = grid
    stitch = np.abs(np.sin(x * 75)) * (0.6 + 0.4 * np.sin(y * 75 + np.sign(np.sin(x * 75)) * 1.2))
    return np.asarray(0.82 + 0.32 * stitch, np.float32)


def _tufts(grid: Grid, random: Random) -> Plane:
    x, y = grid
    return np.asarray(0.9 + 0.14 * np.sin(x * 26 + _noise(grid, random, 12)) * np.sin(y * 26), np.float32)


def _caustics(grid: Grid, random: Random) -> Plane:
    """Light that bends in water: bright threads on a deep body, darker towards its foot."""
    bent = (grid[0] + 0.03 * _noise(grid, random, 14), grid[1] + 0.03 * _noise(grid, random, 14))
    threads = np.exp(-np.abs(_noise(bent, random, 24)) * 7) + 0.7 * np.exp(-np.abs(_noise(bent, random, 38)) * 9)
    return np.asarray((0.86 - 0.26 * (grid[1] - 0.5) + 0.62 * threads).clip(0.5, 1.75), np.float32)


def _billows(grid: Grid, random: Random) -> Plane:
    soft = _noise(grid, random, 9) + 0.5 * _noise(grid, random, 26)
    return np.asarray((0.98 + 0.1 * soft - 0.12 * grid[1]).clip(0.7, 1.1), np.float32)


def _corrugated(grid: Grid, random: Random) -> Plane:
    x, y = grid
    fold = np.where(np.abs((x + 0.35 * y) % 0.5 - 0.25) < 0.006, 0.8, 1.0)
    return np.asarray((1 + 0.05 * np.sin(y * 120) + 0.04 * _noise(grid, random, 30)) * fold, np.float32)


def _studs(grid: Grid, random: Random) -> Plane:
    x, y = (grid[0] * 12) % 1, (grid[1] * 12) % 1
    d = np.hypot(x - 0.5, y - 0.5)
    shade = np.where(d < 0.3, 1.16 - 0.5 * (y - 0.5), 0.96)
    hue = 0.95 + 0.12 * np.sin(np.floor(grid[0] * 6) * 5.1 + np.floor(grid[1] * 12) * 2.7)
    return np.asarray(np.where((x < 0.05) | (y < 0.05), 0.6, shade) * hue, np.float32)


def _stitched(grid: Grid, random: Random) -> Plane:
    seam = (np.abs((grid[1] * 4) % 1 - 0.5) < 0.02) & ((grid[0] * 36) % 1 < 0.6)
    return np.asarray(np.where(seam, 1.6, 1 + 0.07 * _noise(grid, random, 120)), np.float32)


def _twill(grid: Grid, random: Random) -> Plane:
    x, y = grid
    weave = 1 + 0.09 * np.sin((x - y) * 190) + 0.07 * _noise(grid, random, 22)
    seams = (np.abs((y * 3) % 1 - 0.5) < 0.012) | (np.abs((x * 3) % 1 - 0.5) < 0.012)
    dashes = seams & (((x + y) * 30) % 1 < 0.62)
    return np.asarray(np.where(dashes, 1.9, np.where(seams, 0.82, weave)), np.float32)


def _crumbs(grid: Grid, random: Random) -> Plane:
    spots = _noise(grid, random, 60)
    return np.asarray(np.where(spots > 0.75, 0.6, 1 + 0.05 * spots), np.float32)


def _pores(grid: Grid, random: Random) -> Plane:
    holes = _noise(grid, random, 70) + 0.6 * _noise(grid, random, 130)
    return np.asarray((1.02 - 0.16 * (holes > 1.0) + 0.03 * _noise(grid, random, 14)).clip(0.7, 1.1), np.float32)


def _flames(grid: Grid, random: Random) -> Plane:
    tongues = 1.25 - 0.5 * grid[1] + 0.25 * np.sin(grid[0] * 30 + 3 * _noise(grid, random, 8))
    return np.asarray(tongues.clip(0.5, 1.5), np.float32)


def _holes(grid: Grid, random: Random) -> Plane:
    return np.asarray(np.where(_noise(grid, random, 24) > 0.8, 0.76, 1.0), np.float32)


MATERIALS: dict[str, tuple[Colour, Pattern, float]] = {
    "wood": ((178, 122, 74), _wood, 1.0),
    "stone": ((156, 154, 152), _stone, 1.0),
    "marble": ((238, 236, 232), _marble, 1.0),
    "metal": ((176, 184, 194), _metal, 1.0),
    "gold": ((226, 176, 60), _metal, 1.0),
    "bronze": ((168, 116, 62), _metal, 1.0),
    "copper": ((190, 110, 66), _metal, 1.0),
    "rust": ((176, 98, 56), _rust, 1.0),
    "brick": ((178, 84, 66), _bricks, 1.0),
    "sand": ((222, 186, 128), _stone, 1.0),
    "ice": ((176, 220, 246), _facets, 0.86),
    "glass": ((190, 226, 240), _facets, 0.66),
    "water": ((64, 146, 214), _caustics, 0.86),
    "fire": ((250, 130, 40), _flames, 1.0),
    "wool": ((236, 226, 212), _wool, 1.0),
    "cloud": ((250, 250, 252), _billows, 0.94),
    "snow": ((246, 250, 254), _stone, 1.0),
    "paper": ((214, 178, 130), _corrugated, 1.0),
    "denim": ((70, 102, 158), _twill, 1.0),
    "leather": ((116, 74, 48), _stitched, 1.0),
    "chocolate": ((112, 68, 44), _studs, 1.0),
    "cookie": ((214, 160, 96), _crumbs, 1.0),
    "jelly": ((244, 110, 150), _plain, 0.82),
    "cheese": ((250, 204, 80), _holes, 1.0),
    "grass": ((92, 168, 74), _tufts, 1.0),
    "lego": ((226, 66, 54), _studs, 1.0),
    "voxels": ((226, 66, 54), _studs, 1.0),
    "bread": ((236, 198, 138), _pores, 1.0),
    "jade": ((60, 164, 120), _marble, 1.0),
    "coal": ((54, 54, 62), _facets, 1.0),
}
"""Colour, pattern, and how much of it hides what is behind."""
BUILT = {"voxels": False, "lego": True}
"""What is built of blocks, in the thing's own colours where none is said; whether they have studs."""
EDGE_X, EDGE_Y = 20 / 29, 8 / 29  # the corner of a cube where three faces meet
SLANT, FORESHORTENED = 9 / 8, 0.6  # of its edges that run back
BLOCKS = 26  # along the longer side of what is built of them
CRUSTS: dict[str, Colour] = {"bread": (158, 88, 40)}
"""The colour of what is baked, near its edge."""
