"""Subjects on the canvas: lit, tinted, grounded by shadows or reflections."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art, raster
from imgen_nb.sketch.art.things import RAINBOW
from imgen_nb.sketch.painting import effects, turf
from imgen_nb.sketch.painting.canvas import Canvas, mix, times
from imgen_nb.sketch.painting.light import Light
from imgen_nb.sketch.painting.materials import made_of
from imgen_nb.sketch.painting.modelling import grained, modelled, sheen
from imgen_nb.sketch.painting.shadows import contact, contour, far_shadow, paper_shadow, polish, reflection, shadow
from imgen_nb.sketch.painting.stuffs import rainbowed
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
    gloss: float = 0.16  # how far a smooth floor mirrors them
    depth: float = 0.0  # how far what is behind lies out of focus, as a fraction of the shorter side
    drop: float = 0.0  # a paper shadow beside the thing, as a fraction of the shorter side


CUT = Look(relief=0.14, rim=0.4, tint=0.3, drop=0.018)
"""A shape cut out of paper."""
CUBES = frozenset(("@cube", "@block"))  # each face has its own light


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
    if stage.place == "poster" and not said.material:
        look = CUT
    elif p.where == "laid":
        look = replace(look, relief=0.35 * look.relief)  # paper and cloth are no cushions
    if said.colour == "rainbow":
        tile = rainbowed(tile)
    if said.material:
        cube = 0 if p.name not in CUBES else -1 if p.mirror else 1
        tile = kept(made_of(tile, said.material, said.colour, cube), tile, p.name)
    elif look.relief > 0.3:
        tile = grained(tile, p.name)
    scale = p.unit * stage.m
    left, _, right, bottom = p.art.box
    ground = bottom if p.art.ground is None else p.art.ground
    # the tile's corner: its feet's middle goes to (x, y)
    middle = (left + right) / 2
    x0 = p.x * c.w - (ox + (-middle if p.mirror else middle) * scale)
    y0 = p.y * c.h - (oy + ground * scale)
    look = replace(look, relief=0.0, rim=0.0) if said.material == "cloud" else look  # it has no surface
    tile = lit(
        tile,
        p.art,
        stage.light,
        look,
        stage.m,
        p.where == "celestial" or "glow" in said.parts,
        stage.ground if p.where == "ground" and look.shadows else None,
        mirror=p.mirror,
        gloss=sheen(p.name, said.material),
    )
    if stage.plan.mood == "silhouette" and p.where != "celestial" and p.name != "window":
        tile.paste((24, 20, 34), (0, 0), tile.getchannel("A"))
    if p.tilt:
        big = tile.rotate(p.tilt * (-1 if p.mirror else 1), Image.Resampling.BICUBIC, expand=True)
        x0, y0 = x0 - (big.width - tile.width) / 2, y0 - (big.height - tile.height) / 2
        tile = big
    if p.where == "water":
        reflection(stage, tile, x0, p.y * c.h)
    elif p.where == "ground" and look.shadows:
        if stage.setting in ("studio", "table") and not look.drop:
            polish(stage, tile, x0, p.y * c.h, look.gloss)
        shadow(stage, tile, x0, p.y * c.h, y0)
    elif p.where == "laid" and look.shadows:
        paper_shadow(stage, tile, x0, y0, 0.016 * stage.m)
    elif p.where == "perched" and look.shadows:
        contact(stage, tile, x0, p.y * c.h, 0.4)
    elif p.where in ("air",) and look.shadows and stage.setting not in ("sky", "space", "sea", "lake"):
        far_shadow(stage, tile, x0)
    if "glow" in said.parts:
        tile = radiant(stage, tile, x0, y0)
    if p.where == "celestial":
        c.glow(p.x * c.w, p.y * c.h - p.height * stage.m / 2, p.height * stage.m * 1.6, (206, 214, 255), 0.45)
    if p.where == "water":
        cut = max(1, round(p.y * c.h - y0))
        tile = _sunk(tile, cut - round(0.02 * tile.height) if p.name in BOATLIKE else cut)
    if p.where == "inside" and ground < bottom:  # below the rim of what it is in
        tile = _sunk(tile, max(1, round(p.y * c.h - y0)))
    if look.drop:
        paper_shadow(stage, tile, x0, y0, look.drop * stage.m)
        contour(stage, tile, x0, y0, 0.0032 * stage.m, (252, 250, 244))
    if p.where == "painted" and stage.plan.subjects[p.subject].relation == "printed":
        tile = stained(c, tile, x0, y0)
    elif look.outline:
        contour(stage, tile, x0, y0, look.outline * stage.m)
    c.stamp(tile, x0, y0)
    covered.paste(255, (round(x0), round(y0)), tile.getchannel("A"))
    c.quiet.paste(0, (round(x0), round(y0)), tile.getchannel("A"))  # its own contour is wanted
    if p.where == "ground" and look.shadows and (foot := _foot(tile)):
        turf.at_feet(stage, x0 + foot[0], x0 + foot[1], p.y * c.h)
    glow = p.art.anchors.get("glow")
    if glow and stage.light.level < 0.8:
        shine(stage, p)


def radiant(stage: Stage, tile: Image.Image, x: float, y: float) -> Image.Image:
    """The tile of what gives light itself, brighter; its light lies round it."""
    rgb, alpha = tile.convert("RGB"), tile.getchannel("A")
    mean = [round(v) for v in ImageStat.Stat(rgb, alpha).mean]
    most = max(60, *mean)
    own: Colour = (round(255 * mean[0] / most), round(255 * mean[1] / most), round(255 * mean[2] / most))
    middle = (x + tile.width / 2, y + tile.height / 2)
    stage.canvas.glow(*middle, 1.15 * max(tile.size), own, 1.0)
    stage.canvas.glow(*middle, 0.8 * max(tile.size), own, 0.8)
    stage.canvas.glow(*middle, 0.6 * max(tile.size), mix(own, (255, 255, 255), 0.5), 0.7)
    bright = ImageChops.screen(rgb, rgb.point([round(0.7 * v) for v in range(256)] * 3))
    bright.putalpha(alpha)
    return bright


def kept(made: Image.Image, tile: Image.Image, name: str) -> Image.Image:
    """A thing in another stuff, with the picture that is in it as it was: its frame is of wood, and not that."""
    if name not in FRAMED:
        return made
    left, top, right, bottom = FRAMED[name]
    box = (round(left * tile.width), round(top * tile.height), round(right * tile.width), round(bottom * tile.height))
    made.paste(tile.crop(box), box)
    return made


def _foot(tile: Image.Image) -> tuple[int, int] | None:
    """From where to where a tile reaches near its lower edge."""
    box = tile.getchannel("A").crop((0, round(tile.height * 0.93), tile.width, tile.height)).getbbox()
    return box and (box[0], box[2])


FRAMED = {"framed-picture": (0.19, 0.19, 0.81, 0.81)}
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


def stained(c: Canvas, tile: Image.Image, x: float, y: float) -> Image.Image:
    """A picture painted on what is there already: its bricks, folds and lights show through."""
    left, top = round(x), round(y)
    under = c.image.crop((left, top, left + tile.width, top + tile.height)).convert("L")
    mean = max(1.0, ImageStat.Stat(under, tile.getchannel("A").point([255 * (v > 0) for v in range(256)])).mean[0])
    shade = under.point([min(255, round(204 * min(1.25, v / mean))) for v in range(256)])
    out = ImageChops.multiply(tile.convert("RGB"), Image.merge("RGB", [shade] * 3)).point(_PAINT)
    out.putalpha(tile.getchannel("A").point([round(v * 0.93) for v in range(256)]))
    return out


_PAINT = [
    min(255, round(v * 255 / 204)) for v in range(256)
] * 3  # what the mean of the ground under it leaves as it is


def lit(
    tile: Image.Image,
    art: Art,
    light: Light,
    look: Look,
    m: int,
    own_light: bool = False,
    bounce: Colour | None = None,
    *,
    mirror: bool = False,
    gloss: float = 0.0,
) -> Image.Image:
    """The tile under the light of the scene: rounded by soft shading, tinted, with an edge of light.

    `bounce` is the colour of the ground, which darkens and colours the tile towards its foot.
    """
    alpha = tile.getchannel("A")
    rgb = tile.convert("RGB")
    if look.relief > 0:
        rgb = modelled(tile, art, light.side, look.relief, gloss * min(1.0, look.relief), mirror=mirror)
    if bounce is not None and look.relief > 0:
        low = Image.linear_gradient("L").resize(rgb.size).point(_LOW)
        rgb.paste(mix(times(bounce, 0.42), (30, 20, 52), 0.4), (0, 0), low)
    if not own_light and look.tint > 0:
        share = look.tint * (0.72 if light.level < 0.5 else 1.0)
        r, g, b = (1 + (k - 1) * share for k in light.tint)
        k = max(1.0, (0.95 if light.level < 0.5 else 0.42) / max(r, g, b))  # the subject of a night picture is seen
        lut = [min(255, round(v * t * k)) for t in (r, g, b) for v in range(256)]
        rgb = rgb.point(lut)
    strong = light.low or light.name in ("night", "neon", "mars")
    if look.rim > 0 and (strong or look.relief > 0):
        step = max(1, round(m * (0.006 if strong else 0.005)))
        edge = ImageChops.subtract(alpha, effects.shifted(alpha, -light.side * step, step // 2 + 1))
        share = (0.75 if strong else 0.52) * look.rim
        edge = edge.filter(ImageFilter.GaussianBlur(max(0.6, m * 0.0022))).point(
            [min(255, round(v * share)) for v in range(256)]
        )
        rgb.paste(mix(light.sun_colour, (255, 255, 255), 0.15 if strong else 0.5), (0, 0), edge)
    rgb.putalpha(alpha)
    return rgb


_LOW = [round(max(0.0, v / 255 - 0.45) * 120) for v in range(256)]  # down from the middle, to a quarter at the foot


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
