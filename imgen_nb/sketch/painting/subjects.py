"""Subjects on the canvas: lit, tinted, grounded by shadows or reflections."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import raster
from imgen_nb.sketch.art.things import RAINBOW
from imgen_nb.sketch.painting.canvas import Brush, mix
from imgen_nb.sketch.painting.light import Light
from imgen_nb.sketch.painting.materials import made_of
from imgen_nb.sketch.planning.placing import Placed
from imgen_nb.sketch.planning.stage import INSIDE, Stage
from imgen_nb.sketch.reading.lexicon import words


@dataclass(frozen=True)
class Look:
    """How a finish and a template treat subjects."""

    relief: float = 0.45  # how round flat shapes look
    rim: float = 1.0  # light along the edge that faces the sun
    outline: float = 0.0  # width of a dark contour, as a fraction of the shorter side
    tint: float = 0.85  # how far the light of the scene colours them
    shadows: bool = True
    drop: float = 0.0  # a paper shadow beside the thing, as a fraction of the shorter side


def paint_subjects(stage: Stage, placed: list[Placed], look: Look) -> Image.Image:
    """Paint all of them from far to near; returns the mask of what they cover ("L")."""
    covered = Image.new("L", stage.canvas.size)
    for p in placed:
        if p.name == "@rainbow" and stage.setting not in INSIDE and not stage.flat:
            rainbow(stage)
            continue
        paint_one(stage, p, look, covered)
    return covered


def paint_one(stage: Stage, p: Placed, look: Look, covered: Image.Image) -> None:
    """One thing: shadow or reflection first, then the thing itself, then the light it gives."""
    c = stage.canvas
    tile, (ox, oy) = raster(p.art, p.height * stage.m, mirror=p.mirror)
    said = stage.plan.subjects[p.subject]
    if said.material:
        tile = made_of(tile, said.material, said.colour)
    scale = p.unit * stage.m
    left, _, right, bottom = p.art.box
    ground = bottom if p.art.ground is None else p.art.ground
    # the tile's corner: its feet's middle goes to (x, y)
    middle = (left + right) / 2
    x0 = p.x * c.w - (ox + (-middle if p.mirror else middle) * scale)
    y0 = p.y * c.h - (oy + ground * scale)
    tile = lit(
        tile,
        stage.light,
        look,
        stage.m,
        p.where == "celestial" or (stage.setting == "space" and p.where == "celestial"),
    )
    if stage.plan.mood == "silhouette" and p.where != "celestial":
        tile.paste((24, 20, 34), (0, 0), tile.getchannel("A"))
    if p.tilt:
        big = tile.rotate(p.tilt * (-1 if p.mirror else 1), Image.Resampling.BICUBIC, expand=True)
        x0, y0 = x0 - (big.width - tile.width) / 2, y0 - (big.height - tile.height) / 2
        tile = big
    if p.where == "water":
        reflection(stage, tile, x0, p.y * c.h)
    elif p.where == "ground" and look.shadows:
        shadow(stage, tile, x0, p.y * c.h, y0)
    elif p.where == "perched" and look.shadows:
        contact(stage, tile, x0, p.y * c.h, 0.4)
    elif p.where in ("air",) and look.shadows and stage.setting not in ("sky", "space", "sea", "lake"):
        far_shadow(stage, tile, x0)
    if p.where == "celestial":
        c.glow(p.x * c.w, p.y * c.h - p.height * stage.m / 2, p.height * stage.m * 1.6, (206, 214, 255), 0.45)
    if p.where == "water":
        cut = max(1, round(p.y * c.h - y0))
        tile = _sunk(tile, cut - round(0.02 * tile.height) if p.name in BOATLIKE else cut)
    if look.drop:
        paper_shadow(stage, tile, x0, y0, look.drop * stage.m)
        contour(stage, tile, x0, y0, 0.0032 * stage.m, (252, 250, 244))
    if look.outline:
        contour(stage, tile, x0, y0, look.outline * stage.m)
    c.stamp(tile, x0, y0)
    covered.paste(255, (round(x0), round(y0)), tile.getchannel("A"))
    c.quiet.paste(0, (round(x0), round(y0)), tile.getchannel("A"))  # its own contour is wanted
    glow = p.art.anchors.get("glow")
    if glow and stage.light.level < 0.8:
        shine(stage, p)


BOATLIKE = words("sailboat ship passenger-ship ferry canoe speedboat motor-boat duck swan")


def _sunk(tile: Image.Image, rows: int) -> Image.Image:
    """A tile without what lies below a row: the part under water."""
    if rows >= tile.height or rows < 1:
        return tile
    alpha = tile.getchannel("A")
    alpha.paste(0, (0, rows, tile.width, tile.height))
    out = tile.copy()
    out.putalpha(alpha)
    return out


def lit(tile: Image.Image, light: Light, look: Look, m: int, own_light: bool = False) -> Image.Image:
    """The tile under the light of the scene: rounded by soft shading, tinted, with an edge of light."""
    alpha = tile.getchannel("A")
    rgb = tile.convert("RGB")
    if look.relief > 0:
        rgb = _relief(rgb, alpha, light.side, look.relief)
    if not own_light and look.tint > 0:
        share = look.tint * (0.72 if light.level < 0.5 else 1.0)
        r, g, b = (1 + (k - 1) * share for k in light.tint)
        k = max(1.0, (0.95 if light.level < 0.5 else 0.42) / max(r, g, b))  # the subject of a night picture is seen
        lut = [min(255, round(v * t * k)) for t in (r, g, b) for v in range(256)]
        rgb = rgb.point(lut)
    if look.rim > 0 and light.name in ("sunset", "sunrise", "dusk", "night", "neon", "mars"):
        step = max(1, round(m * 0.006))
        edge = ImageChops.subtract(alpha, ImageChops.offset(alpha, -light.side * step, step // 2 + 1))
        edge = edge.filter(ImageFilter.GaussianBlur(max(0.6, m * 0.0022))).point(
            [min(255, round(v * 0.75 * look.rim)) for v in range(256)]
        )
        rgb.paste(mix(light.sun_colour, (255, 255, 255), 0.15), (0, 0), edge)
    rgb.putalpha(alpha)
    return rgb


def _relief(rgb: Image.Image, alpha: Image.Image, side: int, strength: float) -> Image.Image:
    """Shade a flat drawing as if it were inflated: blurred coverage is its height, lit from above and one side."""
    size = rgb.size
    k = min(1.0, 150 / max(size))
    low = (max(4, round(size[0] * k)), max(4, round(size[1] * k)))
    coverage = alpha.resize(low, Image.Resampling.BILINEAR)
    tone = rgb.convert("L").resize(low, Image.Resampling.BILINEAR)
    height = np.zeros((low[1], low[0]), np.float32)
    for radius, weight in ((1.5, 0.5), (4, 1.3), (9, 2.2), (18, 2.2)):
        height += np.asarray(coverage.filter(ImageFilter.GaussianBlur(radius)), np.float32) * np.float32(weight / 255)
    height += np.asarray(tone.filter(ImageFilter.GaussianBlur(1.2)), np.float32) * np.float32(0.5 / 255)
    gy, gx = np.gradient(height * 8)
    shade = (gx * -side * 0.62 + gy * 0.75 + 1) / np.sqrt(gx**2 + gy**2 + 1) / 1.0
    shade = np.clip(shade, 0.2, 1.5)
    dark = np.clip((0.92 - shade) * 0.62 * strength, 0, 0.6)
    bright = np.clip((shade - 1.05) * 0.9 * strength, 0, 0.55)
    for amount, colour in ((dark, (34, 20, 60)), (bright, (255, 250, 235))):
        mask = Image.fromarray((amount * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
        rgb.paste(colour, (0, 0), mask)
    return rgb


def shadow(stage: Stage, tile: Image.Image, x0: float, ground: float, y0: float) -> None:
    """A cast shadow away from the sun, towards the viewer when the sun is in the picture, and a dark contact below."""
    c, light = stage.canvas, stage.light
    foot = min(tile.height, max(2, round(ground - y0)))
    alpha = tile.getchannel("A").crop((0, 0, tile.width, foot))
    inside = stage.setting in INSIDE or stage.flat
    low = light.name in ("sunset", "sunrise", "dusk")
    length = max(3, round(foot * (0.5 if low else 0.24 if not inside else 0.16)))
    lean = -light.side * (0.75 if low else 0.55) * length + (0.5 - light.sun[0]) * length * 0.6
    pad = round(abs(lean)) + 8
    k = 0.5 if max(tile.size) > 120 else 1.0
    size = (max(4, round((tile.width + 2 * pad) * k)), max(3, round((length + 8) * k)))
    # output (u, v): v = 0 at the feet; the silhouette is flipped, squashed and sheared
    vertical = foot / length
    shear = lean / length
    data = (1 / k, -shear / k, -pad, 0.0, -vertical / k, foot - 0.5)
    cast = alpha.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)
    fade = Image.linear_gradient("L").resize(size).point([max(0, 255 - round(v * 0.72)) for v in range(256)])
    cast = ImageChops.multiply(cast, fade).filter(ImageFilter.GaussianBlur(max(0.8, stage.m * 0.005 * k)))
    strength = (0.46 if light.disc or inside else 0.26) * (0.8 if light.level < 0.5 else 1)
    cast = cast.point([round(v * strength) for v in range(256)])
    cast = cast.resize((tile.width + 2 * pad, length + 8), Image.Resampling.BILINEAR)
    c.image.paste(light.shadow, (round(x0 - pad), round(ground - 1)), cast)
    contact(stage, tile, x0, ground, 0.62)


def contact(stage: Stage, tile: Image.Image, x0: float, ground: float, strength: float) -> None:
    """The narrow dark line where a thing touches what it stands on."""
    c = stage.canvas
    rows = max(1, round(tile.height * 0.12))
    foot = min(tile.height, max(rows + 1, round(tile.height * 0.985)))
    strip = tile.getchannel("A").crop((0, foot - rows, tile.width, foot)).getbbox()
    if strip is None:
        return
    left, right = strip[0], strip[2]
    wide, high = max(6, round((right - left) * 1.12)), max(4, round(stage.m * 0.02))
    pad = max(3, high // 2)
    mask = Image.new("L", (wide + 2 * pad, high + 2 * pad))
    ImageDraw.Draw(mask).ellipse((pad, pad, pad + wide, pad + high), fill=round(255 * strength))
    mask = mask.filter(ImageFilter.GaussianBlur(max(1.0, high * 0.3)))
    x = x0 + (left + right) / 2 - mask.width / 2
    c.image.paste(mix(stage.light.shadow, (10, 8, 20), 0.4), (round(x), round(ground - mask.height * 0.55)), mask)


def far_shadow(stage: Stage, tile: Image.Image, x0: float) -> None:
    """The soft spot of something flying, far below on the ground."""
    c = stage.canvas
    wide = max(6, round(tile.width * 0.5))
    high = max(3, round(wide * 0.12))
    mask = Image.new("L", (wide * 2, high * 4))
    ImageDraw.Draw(mask).ellipse((wide * 0.5, high * 1.5, wide * 1.5, high * 2.5), fill=70)
    mask = mask.filter(ImageFilter.GaussianBlur(max(1.0, high * 0.4)))
    y = (stage.horizon + (1 - stage.horizon) * 0.62) * c.h
    x = x0 + tile.width / 2 - stage.light.side * tile.width * 0.2
    c.image.paste(stage.light.shadow, (round(x - wide), round(y - high * 2)), mask)


def reflection(stage: Stage, tile: Image.Image, x0: float, water: float) -> None:
    """The broken mirror image below a thing on water, and a little foam at its line."""
    c = stage.canvas
    flip = tile.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    high = max(4, round(flip.height * 0.72))
    flip = flip.resize((flip.width, high))
    rows = []
    pixels = np.asarray(flip)
    n = np.arange(high)
    shift = np.round(np.sin(n / max(1.0, stage.m * 0.006)) * (0.4 + n / high) * stage.m * 0.0045).astype(int)
    columns = (np.arange(flip.width)[None] + shift[:, None]).clip(0, flip.width - 1)
    broken = pixels[n[:, None], columns].copy()
    fade = np.clip(1 - n / high, 0, 1) ** 1.2 * 0.5
    broken[..., 3] = (broken[..., 3] * fade[:, None]).astype(np.uint8)
    rows.append(broken)
    mirror = Image.fromarray(broken).filter(ImageFilter.GaussianBlur(max(0.5, stage.m * 0.0016)))
    c.stamp(mirror, x0, water - 1)
    foam(stage, x0, water, tile)


def foam(stage: Stage, x0: float, water: float, tile: Image.Image) -> None:
    """Short white strokes along the water line."""
    c, r = stage.canvas, stage.nuance("foam", tile.width // 50)
    white = mix(stage.light.haze, (255, 255, 255), 0.6)
    box = tile.getchannel("A").getbbox() or (0, 0, tile.width, tile.height)
    w = (box[2] - box[0]) * 0.55
    x = x0 + (box[0] + box[2]) / 2
    strokes = [(float(r.uniform(-1, 1)), float(r.uniform(-0.2, 1)), float(r.random())) for _ in range(12)]

    def draw(b: Brush) -> None:
        for dx, dy, q in strokes:
            b.ellipse(
                x + dx * w, water + dy * stage.m * 0.014, w * (0.05 + 0.14 * q), max(0.8, stage.m * 0.0018), white, 170
            )

    c.vector((x - w * 1.4, water - stage.m * 0.02, x + w * 1.4, water + stage.m * 0.03), draw)


def contour(stage: Stage, tile: Image.Image, x0: float, y0: float, width: float, colour: Colour = (24, 20, 36)) -> None:
    """A line round a thing: its coverage spread by blurring and cut hard."""
    alpha = tile.getchannel("A")
    pad = math.ceil(width * 2) + 2
    wide = Image.new("L", (tile.width + 2 * pad, tile.height + 2 * pad))
    wide.paste(alpha, (pad, pad))
    spread = wide.filter(ImageFilter.GaussianBlur(width)).point([min(255, max(0, (v - 22) * 9)) for v in range(256)])
    stage.canvas.image.paste(colour, (round(x0) - pad, round(y0) - pad), spread)


def paper_shadow(stage: Stage, tile: Image.Image, x0: float, y0: float, width: float) -> None:
    """The shadow of a cut-out lying a little above the sheet."""
    pad = math.ceil(width * 2)
    soft = Image.new("L", (tile.width + 2 * pad, tile.height + 2 * pad))
    soft.paste(tile.getchannel("A"), (pad, pad))
    soft = soft.filter(ImageFilter.BoxBlur(width * 0.6)).point([v * 120 // 255 for v in range(256)])
    dx = -stage.light.side * width * 0.7
    stage.canvas.image.paste((20, 16, 36), (round(x0 - pad + dx), round(y0 - pad + width * 0.8)), soft)


def shine(stage: Stage, p: Placed) -> None:
    """The light of lamps, fires, windows; a lighthouse sends a beam."""
    c = stage.canvas
    x, y = p.anchor("glow", stage)
    size = p.height * stage.m
    warm: Colour = (255, 214, 130)
    c.glow(
        x * c.w,
        y * c.h,
        size * (0.9 if p.name in ("@campfire", "@lantern", "@lamp", "@streetlamp") else 0.42),
        warm,
        0.8,
    )
    if p.name == "@lighthouse":
        beam(stage, x * c.w, y * c.h, size)


def beam(stage: Stage, x: float, y: float, size: float) -> None:
    """Two widening cones of light from a lantern room."""
    c = stage.canvas
    tilt = float(stage.stream("beam").uniform(-0.1, 0.06))
    long, k = c.w * 0.9, 0.25
    layer = Image.new("L", (max(4, round(c.w * k)), max(4, round(c.h * k))))
    pen = ImageDraw.Draw(layer)
    for side in (-1, 1):
        for spread, value in ((0.13, 60), (0.085, 70), (0.045, 90)):
            ex, ey = x + side * long, y + side * tilt * long
            points = [(x, y - size * 0.012), (ex, ey - long * spread), (ex, ey + long * spread), (x, y + size * 0.012)]
            part = Image.new("L", layer.size)
            ImageDraw.Draw(part).polygon([(px * k, py * k) for px, py in points], fill=value)
            layer = ImageChops.add(layer, part)
    del pen
    ys, xs = np.ogrid[: layer.height, : layer.width]
    fall = np.exp(-np.sqrt((xs - x * k) ** 2 + (ys - y * k) ** 2) / (stage.m * k * 0.5))
    faded = (np.asarray(layer) * fall).astype(np.uint8)
    mask = Image.fromarray(faded).filter(ImageFilter.GaussianBlur(1.5))
    c.tint((255, 240, 190), mask)
    c.glow(x, y, size * 0.24, (255, 244, 210), 1.0)


def rainbow(stage: Stage) -> None:
    """An arc of seven colours behind everything on the ground."""
    c = stage.canvas
    size = (max(8, c.w // 2), max(8, c.h // 2))
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    k = size[0] / c.w
    cx, cy = c.w * (0.5 - stage.light.side * 0.08) * k, (min(0.9, stage.horizon) + 0.04) * c.h * k
    radius = min(c.w * 0.56, c.h * min(0.9, stage.horizon) * 0.92) * k
    d = np.sqrt((xs - cx) ** 2 + (ys - cy) ** 2) / radius
    t = np.clip((d - 0.82) / 0.16, 0, 0.999)
    colours = np.array(RAINBOW, np.float32)
    at = t * 6
    low = at.astype(int)
    mixed = colours[low] + (colours[np.minimum(low + 1, 6)] - colours[low]) * (at - low)[..., None]
    edge = np.clip(np.minimum(d - 0.8, 1.0 - d) / 0.03, 0, 1) * np.clip((cy - ys) / (size[1] * 0.12), 0, 1)
    mask = Image.fromarray((edge * 150).astype(np.uint8)).resize(c.size, Image.Resampling.BICUBIC)
    c.image.paste(Image.fromarray(mixed.astype(np.uint8)).resize(c.size, Image.Resampling.BICUBIC), (0, 0), mask)
