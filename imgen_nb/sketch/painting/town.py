"""Towns: a skyline across the water or the plain, and a street of shop fronts."""

from __future__ import annotations

from PIL import Image, ImageFilter

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, Random, gradient, mix, times
from imgen_nb.sketch.painting.grounds import cobbles, drifts
from imgen_nb.sketch.painting.land import ground, mist
from imgen_nb.sketch.planning.stage import Stage

NEON: tuple[Colour, ...] = ((255, 70, 170), (70, 230, 255), (255, 210, 80), (150, 110, 255), (90, 255, 170))
WARM: tuple[Colour, ...] = ((255, 222, 130), (255, 206, 110), (255, 238, 176))


def lit_windows(stage: Stage) -> tuple[Colour, ...]:
    """Colours of lit windows, few by day."""
    return NEON if stage.plan.mood == "neon" else WARM


def block(
    stage: Stage, b: Brush, r: Random, x: float, w: float, h: float, base: float, wall: Colour, far: float
) -> None:
    """One building with a roof of its own and rows of windows."""
    c, light = stage.canvas, stage.light
    top = base - h
    side = light.side
    down = h + (stage.horizon + 0.06) * c.h - base  # to the pavement, wherever its row stands
    b.box(x, top, w, down, wall)
    shade = times(wall, 0.84)
    b.box(x if side > 0 else x + w * 0.66, top, w * 0.34, down, shade)
    kind = r.random()
    if kind < 0.22:
        b.polygon([(x + w * 0.1, top), (x + w * 0.5, top - w * 0.7), (x + w * 0.9, top)], wall)
        b.box(x + w * 0.48, top - w * 1.3, w * 0.04, w * 0.7, wall)
    elif kind < 0.44:
        b.box(x + w * 0.18, top - w * 0.22, w * 0.64, w * 0.24, shade)
    elif kind < 0.58:
        b.box(x + w * 0.3, top - w * 0.16, w * 0.12, w * 0.18, shade)
        b.box(x + w * 0.62, top - w * 0.5, w * 0.03, w * 0.52, shade)
    glow = lit_windows(stage)
    share = 0.55 if light.level < 0.6 else 0.0
    columns = max(2, round(w / (c.m * 0.022)))
    rows = max(2, round(h / (c.m * 0.03)))
    cw, rh = w / (columns + 0.5), h / (rows + 0.6)
    for i in range(columns):
        for j in range(rows):
            q = r.random()
            if q > 0.86:
                continue
            colour = (
                glow[int(q * 97) % len(glow)]
                if q < share
                else mix(wall, light.sky[1][1], 0.5 if light.level > 0.6 else 0.12)
            )
            b.box(x + cw * (i + 0.45), top + rh * (j + 0.5), cw * 0.55, rh * 0.5, mix(colour, light.haze, far))


def rows(stage: Stage, *, share: float = 1.0) -> None:
    """Three rows of buildings fading with distance, as high as their `share` says."""
    c, light, hz = stage.canvas, stage.light, stage.horizon
    hues: tuple[Colour, ...] = ((120, 134, 170), (146, 128, 160), (104, 126, 156), (170, 140, 136), (128, 150, 170))
    for row, (far, high, count, foot) in enumerate(
        ((0.62, 0.5, 15, 0.0), (0.36, 0.42, 11, 0.02), (0.08, 0.28, 9, 0.05))
    ):
        r = stage.stream("city", row)
        base = (hz + foot) * c.h
        blocks = []
        for k in range(count):
            w = c.w / count * r.uniform(0.75, 1.25)
            middle = abs((k + 0.5) / count - 0.5)
            low = 0.5 if row == 2 and middle < 0.28 else 1.0
            blocks.append(
                (
                    (k + r.uniform(-0.1, 0.1)) / count * c.w,
                    w,
                    min(hz * 0.9, high) * c.h * r.uniform(0.45, 1.0) * low * share,
                    hues[int(r.integers(5))],
                )
            )

        def draw(
            b: Brush,
            r: Random = r,
            base: float = base,
            far: float = far,
            blocks: list[tuple[float, float, float, Colour]] = blocks,
        ) -> None:
            for x, w, h, hue in sorted(blocks, key=lambda q: -q[2]):
                block(stage, b, r, x, w, h, base, light.on(times(hue, 0.9), far), far)

        c.vector((0, 0, c.w, (hz + 0.06) * c.h), draw, sheet=True)
        if row < 2:
            mist(stage, hz + foot, 0.12, 0.35)


def pavement(stage: Stage, at: float) -> None:
    """Asphalt in front of buildings; wet and shining in rain or neon light."""
    c, light = stage.canvas, stage.light
    wet = stage.plan.weather in ("rain", "storm") or stage.plan.mood == "neon"
    grey: Colour = (236, 242, 250) if stage.plan.weather == "snow" else (150, 140, 136)
    top = round(at * c.h)
    if wet and top < c.h - 4:
        high = c.h - top
        above = (
            c.image.crop((0, max(0, top - high), c.w, top))
            .transpose(Image.Transpose.FLIP_TOP_BOTTOM)
            .resize((c.w, high))
        )
        above = above.filter(ImageFilter.BoxBlur((c.m * 0.004, c.m * 0.03)))
        c.image.paste(gradient((c.w, high), [(0, light.on(grey, 0.1)), (1, light.on(times(grey, 0.5)))]), (0, top))
        mask = gradient((2, high), [(0, (170, 170, 170)), (1, (60, 60, 60))]).convert("L").resize((c.w, high))
        c.image.paste(above, (0, top), mask)
        stage.ground = light.on(grey)
    else:
        ground(stage, grey, at, 0.0, 0.74)
        cobbles(stage, top) if stage.plan.weather != "snow" else drifts(stage, at)
    kerb = light.on(mix(grey, (255, 255, 255), 0.3), 0.1)
    c.vector((0, top - 3, c.w, top + c.m * 0.03), lambda b: b.box(0, top - 1, c.w, c.m * 0.012, kerb))


def street(stage: Stage) -> None:
    """House fronts with shops on either side of the view, lamps and a pavement."""
    c, light, hz = stage.canvas, stage.light, stage.horizon
    base = (hz + 0.04) * c.h
    fronts: tuple[Colour, ...] = (
        (238, 198, 150),
        (216, 140, 116),
        (176, 196, 176),
        (242, 222, 176),
        (160, 184, 206),
        (226, 172, 170),
    )
    r = stage.stream("street")
    r2 = stage.stream("skyline")
    far_blocks = [((k - 0.3) / 10 * c.w, c.w / 9, c.h * hz * r2.uniform(0.5, 0.8)) for k in range(11)]

    def behind(b: Brush) -> None:
        for x, w, h in far_blocks:
            block(stage, b, r2, x, w, h, base, light.on((150, 150, 170), 0.55), 0.55)

    c.vector((0, 0, c.w, base), behind)
    n = max(4, round(5 * c.w / c.m))
    houses = [
        (k / n * c.w, c.w / n, hz * c.h * r.uniform(0.5, 0.78), fronts[int(r.integers(6))], r.random())
        for k in range(n)
    ]

    def draw(b: Brush) -> None:
        for x, w, h, wall, q in houses:
            front(stage, b, r, x, w, h, base, wall, q)

    c.vector((0, 0, c.w, base + 2), draw)
    pavement(stage, hz + 0.04)


def carriageway(stage: Stage, at: float) -> None:
    """Asphalt from one side of the picture to the other between its kerbs, a broken line along the middle."""
    c, light, deep = stage.canvas, stage.light, 0.2 * stage.h
    stage.paved = at, at + 0.2
    top, snow = at * c.h, stage.plan.weather == "snow"
    grey: Colour = light.on((196, 204, 216) if snow else (88, 90, 100))
    c.image.paste(
        gradient((c.w, round(deep)), [(0, mix(grey, light.haze, 0.2)), (1, times(grey, 0.86))]), (0, round(top))
    )

    def draw(b: Brush) -> None:
        for y, high in ((top, 0.009), (top + deep - 0.014 * c.h, 0.016)):
            b.box(0, y, c.w, high * c.h, light.on((214, 208, 200)))
            b.box(0, y + high * c.h, c.w, 0.006 * c.h, times(grey, 0.6))
        count = round(7 * c.w / c.m)
        for k in range(count):
            x, y, wide = (k + 0.25) / count * c.w, top + 0.5 * deep, 0.075 * c.m
            b.polygon([(x + 0.01 * c.m, y), (x + wide, y), (x + wide - 0.012 * c.m, y + 0.011 * c.h),
                       (x, y + 0.011 * c.h)], light.on((246, 214, 120)))  # fmt: skip

    c.vector((0, top - 2, c.w, top + deep + 0.02 * c.h), draw)
    stage.ground = grey


def front(stage: Stage, b: Brush, r: Random, x: float, w: float, h: float, base: float, wall: Colour, q: float) -> None:
    """One house front: roof, windows, a shop with an awning."""
    c, light = stage.canvas, stage.light
    lit, dark = light.on(wall, 0.12), light.on(times(wall, 0.8), 0.12)
    top = base - h
    if q < 0.5:
        b.polygon(
            [(x - w * 0.02, top), (x + w * 0.5, top - w * 0.34), (x + w * 1.02, top)], light.on((150, 92, 80), 0.12)
        )
    else:
        b.box(x - w * 0.02, top - c.m * 0.012, w * 1.04, c.m * 0.016, dark)
    b.box(x, top, w + 1, h + 2, lit)
    b.box(x, top, w * 0.03, h, dark)
    glow: Colour = (
        lit_windows(stage)[int(q * 31) % len(lit_windows(stage))]
        if light.level < 0.75
        else light.on((120, 156, 180), 0.1)
    )
    rows = max(1, round((h - c.m * 0.13) / (c.m * 0.1)))
    for j in range(rows):
        for i in range(3):
            wx, wy = x + w * (0.14 + 0.27 * i), top + c.m * (0.025 + 0.1 * j)
            b.box(wx - w * 0.015, wy - c.m * 0.005, w * 0.2, c.m * 0.066, mix(lit, (255, 255, 255), 0.5))
            on = r.random() < 0.7 or light.level > 0.75
            b.box(wx, wy, w * 0.17, c.m * 0.056, glow if on else times(dark, 0.6))
    shop = base - c.m * 0.12
    b.box(x + w * 0.08, shop, w * 0.84, c.m * 0.12, times(dark, 0.7))
    b.box(x + w * 0.12, shop + c.m * 0.03, w * 0.5, c.m * 0.075, glow if light.level > 0.75 else (255, 226, 150))
    b.box(x + w * 0.68, shop + c.m * 0.03, w * 0.18, c.m * 0.09, times(dark, 0.9))
    awning: Colour = ((206, 72, 70), (58, 134, 120), (72, 104, 176), (226, 160, 60))[int(q * 13) % 4]
    for i in range(8):
        b.polygon(
            [
                (x + w * (0.08 + 0.105 * i), shop),
                (x + w * (0.08 + 0.105 * (i + 1)), shop),
                (x + w * (0.06 + 0.11 * (i + 1)), shop + c.m * 0.034),
                (x + w * (0.06 + 0.11 * i), shop + c.m * 0.034),
            ],
            light.on(awning if i % 2 else (248, 244, 234), 0.08),
        )
