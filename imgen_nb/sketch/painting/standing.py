"""Standing: drawings that belong to a scene, furniture or a tower on the skyline, set into it with their shade."""

from __future__ import annotations

from PIL import ImageFilter

from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.shapes import raster
from imgen_nb.sketch.painting.subjects import Look, lit
from imgen_nb.sketch.planning.stage import Stage


def stand(stage: Stage, name: str, high: float, x: float, foot: float, far: float = 0.0) -> None:
    """Set a drawing `high` pixels high with the middle of its foot at (x, foot), `far` (0..1) lost in the haze."""
    c = stage.canvas
    art = figure(name)
    tile, _ = raster(art, max(4.0, high))
    tile = lit(tile, art, stage.light, Look(relief=0.2, rim=0.0, tint=0.7), c.m)
    alpha = tile.getchannel("A")
    if far:
        tile.paste(stage.light.haze, (0, 0), alpha.point([round(v * far) for v in range(256)]))
        tile.putalpha(alpha)
    left, top = x - tile.width / 2, foot - tile.height
    soft = alpha.filter(ImageFilter.GaussianBlur(max(1.0, c.m * 0.008)))
    shade = soft.point([round(v * (1 - far) / 4) for v in range(256)])
    c.image.paste((30, 24, 30), (round(left + 0.01 * c.m), round(top + 0.008 * c.m)), shade)
    c.stamp(tile, left, top)
    if stage.light.level < 0.6 and "glow" in art.anchors:
        c.glow(x, top + tile.height * 0.2, 0.45 * c.m, (255, 206, 120), 0.75)
