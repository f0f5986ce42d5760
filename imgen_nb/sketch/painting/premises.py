"""Premises: public places that are known by what stands in them, a gym, a museum, a graveyard, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting import land, rooms, town
from imgen_nb.sketch.painting.canvas import Brush, gradient, mix, times
from imgen_nb.sketch.painting.rooms import Piece
from imgen_nb.sketch.planning.stage import Stage


@dataclass(frozen=True)
class Hall:
    """A large room: its wall, its floor, whether that is laid with tiles, and what stands in it."""

    wall: Colour
    floor: Colour
    tiles: bool
    pieces: tuple[Piece, ...]


_STONES = ((-0.4, 0.16, 0.05), (-0.2, 0.18, 0.1), (0.22, 0.17, 0.09), (0.42, 0.2, 0.14), (-0.05, 0.13, 0.03))
HALLS: dict[str, Hall] = {
    "fitness": Hall((206, 216, 222), (104, 110, 120), True, (
        Piece("mirror", 0.1, 0.2, -0.14), Piece("@treadmill", -0.36, 0.3, 0.04),
        Piece("@exercisebike", 0.36, 0.28, 0.05), Piece("@barbell", -0.06, 0.12, 0.04),
        Piece("@barbell", 0.14, 0.1, 0.02),
    )),
    "ward": Hall((206, 230, 232), (190, 204, 208), True, (
        Piece("@curtain", -0.44, 0.44, 0.0), Piece("@hospitalbed", -0.24, 0.27, 0.05),
        Piece("@heartmonitor", 0.08, 0.3, 0.03), Piece("@hospitalbed", 0.34, 0.27, 0.05),
    )),
    "museum": Hall((226, 214, 196), (158, 124, 96), False, (
        Piece("@monalisa", 0.0, 0.24, -0.16), Piece("framed-picture", -0.3, 0.2, -0.18),
        Piece("@starrynight", 0.3, 0.18, -0.19), Piece("@bust", -0.42, 0.2, 0.04), Piece("@greekvase", 0.42, 0.2, 0.04),
    )),
    "supermarket": Hall((236, 238, 234), (216, 216, 210), True, (
        Piece("@goods", -0.36, 0.38, 0.02), Piece("@goods", 0.02, 0.38, 0.02), Piece("@goods", 0.4, 0.38, 0.02),
        Piece("shopping-cart", -0.2, 0.18, 0.1),
    )),
    "laundromat": Hall((176, 212, 220), (226, 228, 226), True, (
        Piece("@laundryrow", -0.34, 0.38, 0.02), Piece("@laundryrow", 0.06, 0.38, 0.02),
        Piece("@laundryrow", 0.46, 0.38, 0.02), Piece("basket", -0.14, 0.12, 0.08),
    )),
    "prison": Hall((140, 144, 150), (108, 110, 114), True, (
        Piece("@cellbars", -0.26, 0.46, 0.02), Piece("@cellbars", 0.3, 0.46, 0.02),
    )),
    "nave": Hall((220, 206, 180), (160, 136, 110), True, (
        Piece("@altar", 0.0, 0.52, 0.02), Piece("candle", -0.22, 0.18, 0.02), Piece("candle", 0.22, 0.18, 0.02),
        Piece("@bench", -0.4, 0.2, 0.1), Piece("@bench", 0.4, 0.2, 0.1),
    )),
    "throne room": Hall((128, 52, 66), (166, 132, 98), True, (
        Piece("@lustre", -0.24, 0.17, -0.38), Piece("@lustre", 0.24, 0.17, -0.38), Piece("@curtain", -0.4, 0.5, 0.0),
        Piece("@curtain", 0.4, 0.5, 0.0), Piece("@throne", 0.0, 0.46, 0.04, "@throne"),
    )),
    "cinema": Hall((62, 32, 48), (52, 38, 44), False, (
        Piece("@bigscreen", 0.0, 0.36, -0.14), Piece("@curtain", -0.48, 0.56, 0.0), Piece("@curtain", 0.48, 0.56, 0.0),
        Piece("@seatrow", -0.25, 0.15, 0.06), Piece("@seatrow", 0.25, 0.15, 0.06),
    )),
    "factory": Hall((158, 164, 170), (126, 128, 132), True, (
        Piece("@assemblyline", -0.2, 0.4, 0.03), Piece("@assemblyline", 0.34, 0.4, 0.03),
    )),
    "server room": Hall((44, 52, 74), (78, 86, 102), True, tuple(
        Piece("@server", -0.44 + 0.22 * k, 0.46, 0.02) for k in range(5)
    )),
    "barber": Hall((226, 212, 190), (190, 170, 150), True, (
        Piece("mirror", -0.22, 0.24, -0.12), Piece("mirror", 0.22, 0.24, -0.12),
        Piece("@barberchair", -0.22, 0.3, 0.05),
        Piece("@barberchair", 0.22, 0.3, 0.05), Piece("barber-pole", 0.46, 0.26, 0.02),
    )),
    "airport": Hall((206, 216, 224), (186, 194, 202), True, (
        Piece("@glasswall", 0.12, 0.36, -0.06), Piece("@flightboard", -0.28, 0.17, -0.38),
        Piece("@airportseats", -0.28, 0.14, 0.05), Piece("@airportseats", 0.26, 0.14, 0.05),
    )),
    "courtroom": Hall((190, 146, 104), (142, 100, 70), False, (
        Piece("@judgesbench", 0.0, 0.36, 0.03), Piece("balance-scale", -0.38, 0.2, 0.02),
        Piece("@bench", 0.4, 0.18, 0.08),
    )),
    "game hall": Hall((54, 36, 92), (84, 52, 108), True, tuple(
        Piece("@arcademachine", -0.42 + 0.28 * k, 0.38, 0.03) for k in range(4)
    )),
    "locker room": Hall((214, 218, 216), (168, 172, 176), True, (
        Piece("@lockers", -0.32, 0.4, 0.01), Piece("@lockers", 0.12, 0.4, 0.01), Piece("@lockers", 0.56, 0.4, 0.01),
        Piece("@bench", 0.0, 0.14, 0.1),
    )),
    "casino": Hall((122, 32, 48), (146, 60, 56), False, (
        Piece("@lustre", -0.2, 0.16, -0.38), Piece("@lustre", 0.2, 0.16, -0.38),
        Piece("slot-machine", -0.36, 0.26, 0.04),
        Piece("slot-machine", 0.0, 0.26, 0.04), Piece("slot-machine", 0.36, 0.26, 0.04),
    )),
    "bowling": Hall((62, 88, 130), (214, 166, 104), False, (
        Piece("bowling", -0.36, 0.22, 0.03), Piece("bowling", 0.0, 0.22, 0.03), Piece("bowling", 0.36, 0.22, 0.03),
    )),
    "greenhouse": Hall((196, 226, 214), (190, 176, 150), True, (
        Piece("@plantshelf", -0.36, 0.3, 0.02), Piece("@plantshelf", 0.06, 0.3, 0.02),
        Piece("@plantshelf", 0.48, 0.3, 0.02), Piece("@monstera", -0.14, 0.26, 0.07), Piece("@fern", 0.32, 0.16, 0.08),
    )),
    "cellar": Hall((136, 110, 90), (110, 88, 72), True, (
        Piece("@barrel", -0.38, 0.26, 0.04), Piece("@barrel", -0.16, 0.22, 0.02), Piece("@barrel", 0.38, 0.28, 0.05),
        Piece("@winebottle", 0.12, 0.12, 0.02), Piece("@lantern", 0.0, 0.14, -0.3),
    )),
    "waiting room": Hall((222, 222, 206), (180, 176, 164), True, (
        Piece("@clock", 0.0, 0.12, -0.34), Piece("@airportseats", -0.26, 0.16, 0.05),
        Piece("@airportseats", 0.24, 0.16, 0.05), Piece("potted-plant", 0.46, 0.2, 0.04),
    )),
    "recording": Hall((92, 74, 88), (120, 90, 76), False, (
        Piece("@drumkit", -0.3, 0.28, 0.04), Piece("@micstand", 0.04, 0.34, 0.06), Piece("@amplifier", 0.3, 0.2, 0.04),
        Piece("guitar", 0.44, 0.24, 0.04),
    )),
}  # fmt: skip
YARDS: dict[str, tuple[Piece, ...]] = {
    "cemetery": (*(Piece("@tombstone", x, high, foot) for x, high, foot in _STONES), Piece("@tree", 0.44, 0.4, 0.02)),
    "playground": (
        Piece("@junglegym", -0.4, 0.26, 0.04), Piece("playground-slide", -0.1, 0.26, 0.05),
        Piece("@swing", 0.3, 0.28, 0.05),
    ),
    "pitch": (Piece("@stands", -0.02, 0.24, 0.02), Piece("@goalposts", 0.0, 0.16, 0.05)),
    "hoops": (Piece("@fence", -0.3, 0.1, 0.01), Piece("@fence", 0.1, 0.1, 0.01), Piece("@hoop", 0.34, 0.42, 0.05)),
    "golf": (Piece("flag-in-hole", 0.26, 0.24, 0.08),),
    "campsite": (Piece("tent", -0.3, 0.24, 0.05), Piece("tent", 0.36, 0.18, 0.02), Piece("@campfire", 0.1, 0.12, 0.1)),
    "zoo": (
        Piece("giraffe", -0.36, 0.36, 0.02), Piece("elephant", 0.3, 0.24, 0.02), Piece("@fence", -0.36, 0.1, 0.05),
        Piece("@fence", 0.0, 0.1, 0.05), Piece("@fence", 0.36, 0.1, 0.05),
    ),
    "building site": (
        Piece("building-construction", -0.3, 0.4, 0.02), Piece("@digger", 0.3, 0.24, 0.06),
        Piece("@trafficcone", 0.04, 0.08, 0.08),
    ),
    "fairground": (
        Piece("ferris-wheel", -0.28, 0.46, 0.02), Piece("roller-coaster", 0.3, 0.34, 0.02),
        Piece("circus-tent", 0.06, 0.22, 0.03),
    ),
}  # fmt: skip
STREETS: dict[str, tuple[Piece, ...]] = {
    "market": (
        Piece("@marketstall", -0.38, 0.28, 0.05), Piece("@marketstall", 0.0, 0.28, 0.05),
        Piece("@marketstall", 0.38, 0.28, 0.05),
    ),
    "parking lot": (
        Piece("automobile", -0.36, 0.14, 0.06), Piece("taxi", -0.06, 0.14, 0.06), Piece("@pickup", 0.26, 0.15, 0.07),
    ),
}  # fmt: skip


def hall(stage: Stage) -> None:
    """A wall with a frieze and lamps above it, a floor in perspective, and what belongs there."""
    c, edge, here = stage.canvas, round(stage.hz), HALLS[stage.place or ""]
    dim: tuple[float, float, float] = (0.6, 0.56, 0.62) if stage.light.level < 0.6 else (1.0, 0.99, 0.97)
    wall, floor = times(here.wall, dim), times(here.floor, dim)
    pale = mix(wall, (255, 252, 246), 0.4)
    c.image.paste(gradient((c.w, edge), [(0, times(wall, 0.72)), (0.3, times(wall, 0.94)), (1, pale)]))
    c.image.paste(
        gradient((c.w, c.h - edge), [(0, mix(floor, (255, 250, 240), 0.2)), (1, times(floor, 0.72))]), (0, edge)
    )

    def draw(b: Brush) -> None:
        b.box(0, edge - 0.15 * c.m, c.w, 0.012 * c.m, times(wall, 0.86))
        b.box(0, edge - 0.03 * c.m, c.w, 0.03 * c.m, times(wall, 0.8))
        for k in range(4):
            x = (k + 0.5) / 4 * c.w
            b.box(x - 0.08 * c.m, 0.05 * c.h, 0.16 * c.m, 0.014 * c.h, (255, 250, 228), 0.006 * c.m)
        for k in range(13):
            x = (k / 12 - 0.5) * c.w
            b.line([(c.w / 2 + x, edge), (c.w / 2 + x * 2.3, c.h)], max(1.0, 0.0025 * c.m), times(floor, 0.84))
        for k in range(1, 6 if here.tiles else 1):
            y = edge + (c.h - edge) * (k / 6) ** 1.6
            b.line([(0, y), (c.w, y)], max(1.0, 0.0025 * c.m), times(floor, 0.84))

    c.vector((0, 0, c.w, c.h), draw)
    c.glow(0.5 * c.w, 0.08 * c.h, 0.8 * c.m, (255, 246, 220), 0.35)
    rooms.stand_all(stage, here.pieces)
    stage.ground = floor


FIELDS: dict[str, tuple[Colour, Colour]] = {
    "pitch": ((84, 156, 76), (112, 182, 92)),
    "hoops": ((206, 122, 78), (206, 122, 78)),
    "golf": ((118, 190, 96), (140, 208, 112)),
}
"""What is played on: the colours of its mown stripes."""


def yard(stage: Stage) -> None:
    """Open ground with what belongs there."""
    land.meadow(stage)
    if stage.place in FIELDS:
        _field(stage, FIELDS[stage.place])
    rooms.stand_all(stage, YARDS[stage.place or ""])


def _field(stage: Stage, tones: tuple[Colour, Colour]) -> None:
    """A field that is played on, in stripes to the horizon, with lines round it."""
    c, light = stage.canvas, stage.light
    top, deep = stage.hz + 0.02 * c.m, c.h - stage.hz
    rows = [top + deep * (k / 8) ** 1.7 for k in range(9)]

    def across(y: float, part: float) -> float:
        return c.w * (0.5 + part * (0.62 + 0.5 * (y - top) / deep))

    def draw(b: Brush) -> None:
        for k, (y, low) in enumerate(pairwise(rows)):
            corners = [(across(y, -1), y), (across(y, 1), y), (across(low, 1), low), (across(low, -1), low)]
            b.polygon(corners, light.on(tones[k % 2]))
        if stage.place == "golf":
            return
        white, thin = light.on((246, 248, 242)), max(1.0, 0.006 * c.m)
        for k in (0, 3):
            b.line([(across(rows[k], -0.9), rows[k] + thin), (across(rows[k], 0.9), rows[k] + thin)], thin, white)
        for part in (-0.6, 0.6):
            b.line([(across(top, part), top), (across(c.h, part), c.h)], thin, white)

    c.vector((0, round(top), c.w, c.h), draw)
    stage.ground = light.on(tones[1])


def street(stage: Stage) -> None:
    """A row of houses with what belongs before them."""
    town.street(stage)
    rooms.stand_all(stage, STREETS[stage.place or ""])
