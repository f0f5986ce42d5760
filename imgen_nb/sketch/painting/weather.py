"""Weather in front of the scene: fog, rain, snow, wind-blown leaves; and the text on a sign."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, gradient, mix, noise, small, times
from imgen_nb.sketch.planning.stage import INSIDE, Stage


def fog(stage: Stage, strength: float = 1.0) -> None:
    """Banks of fog, thickest at the horizon."""
    c = stage.canvas
    size = small(c.size, 180)
    lumps = noise(stage.nuance("fog"), size, 1.8, 4).point(
        [max(0, min(255, round((v - 70) * 1.8))) for v in range(256)]
    )
    hz = min(0.9, stage.horizon)
    ramp = gradient(
        size, [(0, (50, 50, 50)), (hz, (225, 225, 225)), (min(0.99, hz + 0.2), (120, 120, 120)), (1, (70, 70, 70))]
    ).convert("L")
    c.tint(
        mix(stage.light.haze, (226, 230, 236), 0.3),
        Image.blend(lumps, ramp, 0.55).point([round(v * 0.78 * strength) for v in range(256)]),
    )


def falling(stage: Stage) -> None:
    """Rain as slanting strokes, snow as flakes of three sizes."""
    c, r = stage.canvas, stage.nuance("falling")
    weather = stage.plan.weather
    if stage.setting in INSIDE or stage.setting in ("space", "underwater", "moonscape"):
        return
    drops = [
        (float(r.random()), float(r.random()), float(r.random()))
        for _ in range(round(260 * max(1, stage.aspect, 1 / stage.aspect) ** 0.5))
    ]

    def rain(b: Brush) -> None:
        for x, y, q in drops:
            long = c.m * (0.02 + 0.045 * q)
            b.line(
                [(x * c.w, y * c.h), (x * c.w - long * 0.22, y * c.h + long)],
                c.m * 0.0011 * (1 + q),
                (228, 238, 250),
                round(70 + 110 * q),
            )

    def snow(b: Brush) -> None:
        for x, y, q in drops:
            s = c.m * (0.0016 + 0.0075 * q**4)
            b.ellipse(x * c.w, y * c.h, s, s, (255, 255, 255), round(130 + 120 * q))

    c.vector((0, 0, c.w, c.h), snow if weather == "snow" else rain, quiet=True)


def leaves(stage: Stage) -> None:
    """Leaves on the wind."""
    c, r = stage.canvas, stage.nuance("leaves")
    found = [(float(r.random()), float(r.random()), float(r.random()), float(r.uniform(-1, 1))) for _ in range(26)]
    colours: tuple[Colour, ...] = ((222, 132, 50), (196, 84, 52), (232, 184, 70), (120, 160, 80))

    def draw(b: Brush) -> None:
        for k, (x, y, q, a) in enumerate(found):
            s = c.m * (0.006 + 0.012 * q)
            px, py = x * c.w, y * c.h
            b.polygon(
                [(px - s, py - s * a * 0.5), (px, py - s * 0.5), (px + s, py + s * a * 0.5), (px, py + s * 0.5)],
                stage.light.on(colours[k % 4]),
            )

    c.vector((0, 0, c.w, c.h), draw)


def paint_weather(stage: Stage) -> None:
    """What the plan's weather puts between viewer and scene."""
    weather = stage.plan.weather
    if weather == "fog" and stage.setting not in INSIDE:
        fog(stage, 0.5)
    if weather in ("rain", "storm", "snow"):
        falling(stage)
    if weather == "wind":
        leaves(stage)


def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's built-in face at a size in pixels."""
    return ImageFont.load_default(max(6.0, size))


def sign(stage: Stage, covered: Image.Image) -> None:
    """The plan's text on a wooden sign, a neon board in neon cities, a plate on plain backdrops.

    The layout has left room for it on the stage's sign side; `covered` gets its coverage, so that finishes spare it.
    """
    text = stage.plan.text
    if not text:
        return
    c = stage.canvas
    x = 0.5 if stage.flat else 0.5 + stage.sign_side * 0.33
    lines = _wrapped(text)
    longest = max(lines, key=len)
    room = min(c.w * 0.3, c.m * 0.42) * 2
    size = c.m * 0.066 * 2
    face = font(size)
    wide = face.getlength(longest)
    if wide > room:
        size *= room / wide
        face = font(size)
        wide = face.getlength(longest)
    gap = size * 1.18
    bw, bh = wide + size * 1.1, gap * len(lines) + size * 0.7
    neon = stage.plan.mood == "neon" and not stage.flat
    tile = Image.new("RGBA", (round(bw + size), round(bh + size * (0.6 if stage.flat else 3.4))))
    pen = ImageDraw.Draw(tile)
    wood: Colour = (186, 132, 84)
    ink: Colour = (62, 38, 30)
    if neon:
        wood, ink = (30, 18, 52), (110, 250, 255)
    elif stage.flat:
        wood, ink = (252, 248, 238), (54, 50, 66)
    board = stage.light.on(wood) if not (neon or stage.flat) else wood
    left, top = size * 0.5, size * 0.3
    if not stage.flat:
        pen.rectangle(
            (tile.width / 2 - size * 0.16, top + bh * 0.5, tile.width / 2 + size * 0.16, tile.height),
            fill=(*times(board, 0.72), 255),
        )
    pen.rounded_rectangle(
        (left - size * 0.06, top - size * 0.06 + size * 0.08, left + bw + size * 0.06, top + bh + size * 0.14),
        size * 0.2,
        fill=(*times(board, 0.66), 255),
    )
    pen.rounded_rectangle((left, top, left + bw, top + bh), size * 0.18, fill=(*board, 255))
    if neon:
        pen.rounded_rectangle(
            (left + size * 0.12, top + size * 0.12, left + bw - size * 0.12, top + bh - size * 0.12),
            size * 0.12,
            outline=(255, 80, 180, 255),
            width=max(2, round(size * 0.06)),
        )
    for k, line in enumerate(lines):
        pen.text(
            (left + bw / 2, top + size * 0.3 + gap * (k + 0.5)),
            line,
            font=face,
            fill=(*ink, 255),
            anchor="mm",
            stroke_width=max(1, round(size * 0.035)),
            stroke_fill=(*ink, 255),
        )
    tile = tile.resize((max(1, tile.width // 2), max(1, tile.height // 2)), Image.Resampling.BOX)
    foot = 0.93 if not stage.flat else 0.94
    px, py = (
        min(0.98 - tile.width / c.w / 2, max(0.02 + tile.width / c.w / 2, x)) * c.w - tile.width / 2,
        foot * c.h - tile.height,
    )
    if not stage.flat:
        base = Image.new("L", (tile.width, max(4, round(c.m * 0.03))))
        ImageDraw.Draw(base).ellipse((tile.width * 0.3, 0, tile.width * 0.7, base.height), fill=120)
        c.image.paste(
            stage.light.shadow,
            (round(px), round(foot * c.h - base.height * 0.6)),
            base.filter(ImageFilter.GaussianBlur(3)),
        )
    c.stamp(tile, px, py)
    covered.paste(255, (round(px), round(py)), tile.getchannel("A"))
    if neon:
        c.glow(px + tile.width / 2, py + tile.height * 0.3, tile.width * 0.8, (90, 200, 255), 0.4)


def _wrapped(text: str) -> list[str]:
    """The text in lines of about twelve letters, three at most."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= 13 and len(lines) < 3:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
