"""Halls: a platform under ground, a lobby with columns, a stage ready for a concert."""

from __future__ import annotations

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Brush, gradient, mix, times
from imgen_nb.sketch.painting.standing import stand
from imgen_nb.sketch.planning.stage import Stage


def platform(stage: Stage) -> None:
    """A station under ground: a tiled vault with lamps, the track in front of it, the platform's edge."""
    c, hz = stage.canvas, stage.horizon
    tile: Colour = (222, 226, 222)
    track, edge = round(stage.hz), round((hz + 0.2) * c.h)
    c.image.paste(gradient((c.w, c.h), [(0, (74, 82, 92)), (0.22, (150, 158, 162)), (hz, tile), (1, tile)]))

    def draw(b: Brush) -> None:
        for k in range(22):
            y = (0.2 + (hz - 0.2) * k / 22) * c.h
            b.box(0, y, c.w, max(1.0, 0.002 * c.m), times(tile, 0.86))
            for j in range(16):
                b.box(
                    (j + 0.5 * (k % 2)) / 15 * c.w, y, max(1.0, 0.002 * c.m), (hz - 0.2) / 22 * c.h, times(tile, 0.88)
                )
        b.box(0, 0.3 * c.h, c.w, 0.05 * c.h, (38, 96, 160))
        for x in (0.2, 0.74):
            b.box(x * c.w - 0.1 * c.m, 0.285 * c.h, 0.2 * c.m, 0.08 * c.h, (30, 40, 60), 0.01 * c.m)
            b.ellipse(x * c.w, 0.325 * c.h, 0.034 * c.m, 0.034 * c.m, (232, 66, 60))
            b.box(x * c.w - 0.06 * c.m, 0.315 * c.h, 0.12 * c.m, 0.02 * c.h, (250, 250, 246))
        for k in range(5):
            x = (k + 0.5) / 5 * c.w
            b.box(x - 0.07 * c.m, 0.1 * c.h, 0.14 * c.m, 0.016 * c.h, (255, 250, 226), 0.008 * c.m)
        b.box(0, track, c.w, edge - track, (58, 54, 56))
        for k in range(20):
            b.box((k + 0.2) / 20 * c.w, track + 0.05 * c.h, 0.025 * c.w, 0.11 * c.h, (96, 78, 66))
        for y in (0.07, 0.13):
            b.box(0, track + y * c.h, c.w, 0.012 * c.h, (176, 182, 190))
        b.box(0, edge, c.w, c.h - edge, (186, 184, 180))
        b.box(0, edge, c.w, 0.022 * c.h, (246, 206, 60))
        b.box(0, edge + 0.022 * c.h, c.w, 0.008 * c.h, (120, 118, 116))
        for k in range(1, 8):
            x = (k / 8 - 0.5) * c.w
            b.line([(c.w / 2 + x, edge + 0.03 * c.h), (c.w / 2 + x * 1.4, c.h)], 0.003 * c.m, (160, 158, 154))

    c.vector((0, 0, c.w, c.h), draw)
    c.glow(0.5 * c.w, 0.12 * c.h, 0.9 * c.m, (255, 246, 214), 0.4)
    stage.ground = (120, 118, 116)


def lobby(stage: Stage) -> None:
    """A hall of marble: columns, tall windows, a chandelier, a floor that shines."""
    c = stage.canvas
    wall: Colour = (238, 226, 204)
    edge = round(stage.hz)
    c.image.paste(gradient((c.w, edge), [(0, times(wall, 0.82)), (0.4, wall), (1, times(wall, 0.92))]))
    c.image.paste(gradient((c.w, c.h - edge), [(0, (226, 214, 198)), (1, (168, 148, 130))]), (0, edge))

    def draw(b: Brush) -> None:
        for k in range(4):
            x, w = (k + 0.5) / 4 * c.w, 0.13 * c.m
            b.box(x - w / 2, 0.18 * c.h, w, edge - 0.26 * c.h, (150, 186, 206), w / 2)
            b.box(x - 0.004 * c.m, 0.18 * c.h, 0.008 * c.m, edge - 0.26 * c.h, (196, 160, 96))
            b.box(x - w / 2, 0.34 * c.h, w, 0.008 * c.m, (196, 160, 96))
        for k in range(5):
            x, w = k / 4 * c.w, 0.05 * c.m
            b.box(x - w, 0.1 * c.h, 2 * w, edge - 0.1 * c.h, (250, 244, 230))
            b.box(x + w * 0.3, 0.1 * c.h, w * 0.7, edge - 0.1 * c.h, (212, 198, 174))
            b.box(x - w * 1.4, 0.08 * c.h, w * 2.8, 0.035 * c.h, (214, 176, 96))
            b.box(x - w * 1.4, edge - 0.03 * c.h, w * 2.8, 0.035 * c.h, (222, 210, 190))
        b.box(0, 0.05 * c.h, c.w, 0.035 * c.h, (228, 212, 182))
        b.box(0, 0.046 * c.h, c.w, 0.008 * c.h, (206, 166, 84))
        for k in range(9):
            x = (k / 8 - 0.5) * c.w
            b.line([(c.w / 2 + x, edge), (c.w / 2 + x * 2.2, c.h)], 0.002 * c.m, (186, 168, 148))
        for k in range(4):
            y = edge + (c.h - edge) * (k / 4) ** 1.5
            b.line([(0, y), (c.w, y)], 0.002 * c.m, (186, 168, 148))

    c.vector((0, 0, c.w, c.h), draw)
    stand(stage, "@lustre", 0.2 * c.m, 0.5 * c.w, 0.25 * c.h)
    c.glow(0.5 * c.w, 0.2 * c.h, 0.6 * c.m, (255, 236, 190), 0.35)
    stage.ground = (196, 178, 158)


_BEAMS: tuple[Colour, ...] = ((255, 90, 160), (90, 150, 255), (255, 206, 90), (130, 255, 190), (190, 110, 255))


_BAND = (
    ("@drumkit", 0.5, 0.06, 0.26), ("guitar", 0.27, 0.12, 0.22), ("guitar", 0.72, 0.12, 0.22),
    ("@micstand", 0.5, 0.17, 0.3),
)  # fmt: skip
"""What stands on the stage: where across, how far below the stage's edge, how high."""


def concert(stage: Stage) -> None:
    """A stage ready to be played on: lamps on a truss with their beams, loudspeakers, drums, microphone, guitars."""
    c, edge = stage.canvas, round(stage.hz)
    c.image.paste(gradient(c.size, [(0, (14, 12, 34)), (stage.horizon, (52, 26, 78)), (1, (20, 14, 34))]))
    c.image.paste(gradient((c.w, c.h - edge), [(0, (92, 66, 82)), (0.5, (54, 40, 58)), (1, (22, 18, 30))]), (0, edge))
    alone = not stage.plan.subjects

    def beams(b: Brush) -> None:
        for k, fill in enumerate(_BEAMS):
            x = (k + 0.5) / 5 * c.w
            end = c.w * (0.5 + (0.5 - (k + 0.5) / 5) * 0.9)
            b.polygon([(x - 0.01 * c.m, 0.1 * c.h), (x + 0.01 * c.m, 0.1 * c.h), (end + 0.13 * c.m, edge + 0.1 * c.h),
                       (end - 0.13 * c.m, edge + 0.1 * c.h)], fill, 70)  # fmt: skip

    def gear(b: Brush) -> None:
        b.box(0, 0.05 * c.h, c.w, 0.012 * c.h, (120, 124, 136))
        b.box(0, 0.095 * c.h, c.w, 0.012 * c.h, (120, 124, 136))
        for k in range(24):
            x = k / 24 * c.w
            b.line(
                [(x, 0.1 * c.h), (x + c.w / 48, 0.055 * c.h), (x + c.w / 24, 0.1 * c.h)], 0.003 * c.m, (96, 100, 112)
            )
        for k, fill in enumerate(_BEAMS):
            x = (k + 0.5) / 5 * c.w
            b.box(x - 0.022 * c.m, 0.1 * c.h, 0.044 * c.m, 0.04 * c.h, (40, 42, 50), 0.01 * c.m)
            b.ellipse(x, 0.145 * c.h, 0.02 * c.m, 0.012 * c.m, mix(fill, (255, 255, 255), 0.5))
        for x in (0.02, 0.84):
            for k in range(3):
                y = edge - (0.13 * k + 0.11) * c.h
                b.box(x * c.w, y, 0.14 * c.w, 0.125 * c.h, (28, 28, 34), 0.008 * c.m)
                b.ellipse((x + 0.07) * c.w, y + 0.062 * c.h, 0.045 * c.m, 0.045 * c.m, (60, 62, 72))
                b.ellipse((x + 0.07) * c.w, y + 0.062 * c.h, 0.018 * c.m, 0.018 * c.m, (24, 24, 30))

    c.vector((0, 0, c.w, c.h), beams, blur=c.m * 0.01)
    c.vector((0, 0, c.w, c.h), gear)
    c.glow(0.5 * c.w, edge, 0.6 * c.m, (190, 90, 210), 0.6)
    for art, x, foot, high in _BAND:
        if alone and stage.has(art.lstrip("@")):
            stand(stage, art, high * c.m, x * c.w, edge + foot * c.h)
    if stage.has("people", "person", "person-standing", "fan", "fans", "crowd", "audience") and alone:
        _crowd(stage)
    stage.ground = (92, 66, 82)


def _crowd(stage: Stage) -> None:
    """Heads and raised arms of those in front, dark against the light."""
    c, r = stage.canvas, stage.stream("crowd")
    places = [(k / 15 + float(r.uniform(-0.02, 0.02)), float(r.uniform(0.86, 0.97))) for k in range(16)]

    def draw(b: Brush) -> None:
        for k, (x, y) in enumerate(sorted(places, key=lambda q: q[1])):
            px, py, s = x * c.w, y * c.h, 0.042 * c.m
            b.ellipse(px, py, s, s * 1.15, (12, 10, 22))
            b.ellipse(px, py + s * 2.6, s * 2.1, s * 1.9, (12, 10, 22))
            if k % 3 == 1:
                b.line([(px + s * 1.4, py + s * 2), (px + s * 2, py - s * 1.8)], s * 0.6, (12, 10, 22))

    c.vector((0, 0.7 * c.h, c.w, c.h), draw)
