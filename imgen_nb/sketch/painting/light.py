"""Light: what a time of day, the weather and a mood do to the colours of everything."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.painting.canvas import Random, mix, times
from imgen_nb.sketch.planning.plan import ScenePlan
from imgen_nb.sketch.reading.lexicon import COLOUR

Stops = tuple[tuple[float, Colour], ...]


NIGHT: Colour = (34, 62, 132)  # moonlight takes the colour out of things


@dataclass(frozen=True)
class Light:
    """The light of one picture; `sun` is where sun or moon stand, in fractions of width and of the sky's height."""

    name: str
    sky: Stops
    sun_colour: Colour
    sun: tuple[float, float]
    tint: tuple[float, float, float]  # what lit surfaces are multiplied with
    level: float  # 0 black night .. 1 broad day
    shadow: Colour
    sun_size: float
    disc: bool = True
    stars: bool = False

    @property
    def haze(self) -> Colour:
        """The colour of far things: the sky at the horizon."""
        return self.sky[-1][1]

    @property
    def air(self) -> Colour:
        """What lies between the viewer and far things: bluer than the sky at the horizon."""
        return mix(self.haze, self.sky[1][1], 0.25) if self.level > 0.5 else self.haze

    @property
    def side(self) -> int:
        """-1 when the light comes from the left, 1 from the right."""
        return -1 if self.sun[0] < 0.5 else 1

    @property
    def low(self) -> bool:
        """Whether the sun stands low: shadows are long, edges are lit."""
        return self.name in ("sunset", "sunrise", "dusk", "golden")

    def on(self, colour: Colour, far: float = 0.0) -> Colour:
        """A surface colour under this light, `far` (0..1) lost in the air."""
        lit = times(colour, self.tint)
        return mix(mix(lit, NIGHT, 0.3) if self.name == "night" else lit, self.air, far)


def _hex(text: str) -> Colour:
    value = int(text, 16)
    return value >> 16, value >> 8 & 255, value & 255


def _stops(text: str) -> Stops:
    colours = [_hex(c) for c in text.split()]
    return tuple((i / (len(colours) - 1), c) for i, c in enumerate(colours))


HOURS = ("day", "day", "day", "golden", "golden", "morning", "morning", "pearl")  # where the prompt names no hour

# Two or three skies for each time, so that seeds differ in colour as well as in layout.
SKIES: dict[str, tuple[Stops, ...]] = {
    "day": (
        _stops("1f6fd6 4fa3ee a4dbf6 e2f4ee"),
        _stops("1d86c9 56b8e4 aee4ea f3f1d2"),
        _stops("3b6fdc 74a8f4 bbdafa f4ece6"),
    ),
    "golden": (
        _stops("3f7fc4 86b4d4 f0d2a0 ffcf7e"),
        _stops("4c86b8 a0bcc0 f6c48c ffd488"),
        _stops("5a78c2 b2a6cc f8b896 ffcf8c"),
    ),
    "morning": (
        _stops("4a98d4 94c8ea dceae6 ffe9c8"),
        _stops("5b92d2 aebfea f0d2de ffe2cc"),
        _stops("3aa6b4 86d0ce d0ecd8 fbf0c8"),
    ),
    "pearl": (_stops("5c9ad8 9cc4e6 f2dccc ffe6c0"), _stops("6f86d2 aab6ea f0cfdc ffe0cc")),
    "sunrise": (_stops("4670c4 978fce f4a99c ffdc94"), _stops("5b8bcc b59cd4 fbb394 ffe9a6")),
    "sunset": (
        _stops("2f3a86 82509a e0657a f9a062 ffd98c"),
        _stops("284a92 6f62a8 d67a88 f8ab70 ffdf9c"),
        _stops("452f78 a04a80 ea6f58 fdb25a ffe294"),
    ),
    "dusk": (_stops("141b4c 3f3f86 8d6398 d98e8c f0b594"), _stops("10264e 2f4f80 7d7aa0 d89c90 f2c49c")),
    "night": (_stops("060a22 10204a 24407c 4468a0"), _stops("0a0824 1c1c50 383a84 5c5ea6")),
    "neon": (_stops("0a0624 241056 6a1f86 d13a92"), _stops("050a26 101c58 2a3c96 b04ab8")),
    "storm": (_stops("2b3346 47536a 717d8e a0a7ac"),),
    "overcast": (_stops("7b92b4 9db2ca c4d2dc e6e8e2"),),
    "winter": (_stops("4f8fd2 8fbeea cde4f6 fbf0e6"), _stops("7699cc a8c2e6 dbe4f4 ffe8da")),
    "space": (_stops("05040f 0b0a24 140f36 1c1442"),),
    "mars": (_stops("8a5548 c08058 e0aa78 f4d2a2"),),
    "underwater": (_stops("7fe0e6 35a9cc 14689e 083a6e"),),
    "deepwater": (_stops("2a78a8 14507f 0a2f5c 041838"),),
    "cave": (_stops("1a1626 2a2236 3c2e40 54404a"),),
}
_TINTS = {
    "day": ((1.0, 1.0, 0.98), 1.0),
    "golden": ((1.06, 0.95, 0.8), 0.92),
    "morning": ((1.0, 1.0, 0.97), 0.96),
    "pearl": ((1.02, 0.98, 0.95), 0.95),
    "sunrise": ((1.04, 0.92, 0.85), 0.9),
    "sunset": ((0.95, 0.74, 0.68), 0.72),
    "dusk": ((0.66, 0.6, 0.76), 0.5),
    "night": ((0.34, 0.42, 0.66), 0.3),
    "neon": ((0.46, 0.4, 0.72), 0.32),
    "storm": ((0.6, 0.64, 0.72), 0.55),
    "overcast": ((0.86, 0.9, 0.95), 0.85),
    "winter": ((0.94, 0.98, 1.02), 0.9),
    "space": ((0.8, 0.8, 0.96), 0.4),
    "mars": ((1.0, 0.86, 0.74), 0.85),
    "underwater": ((0.8, 0.96, 1.0), 0.75),
    "deepwater": ((0.36, 0.6, 0.8), 0.4),
    "cave": ((0.56, 0.5, 0.6), 0.4),
}
_SUN: dict[str, tuple[Colour, float, float]] = {  # colour, height in the sky, size
    "day": ((255, 240, 178), 0.26, 0.05),
    "golden": ((255, 228, 164), 0.52, 0.055),
    "morning": ((255, 248, 226), 0.42, 0.05),
    "sunrise": ((255, 244, 206), 0.8, 0.065),
    "sunset": ((255, 232, 164), 0.84, 0.085),
    "dusk": ((255, 206, 160), 1.02, 0.06),
    "night": ((246, 244, 226), 0.3, 0.055),
    "neon": ((255, 160, 220), 0.55, 0.13),
    "mars": ((255, 244, 226), 0.35, 0.035),
}


def light_of(plan: ScenePlan, setting: str, layout: Random, nuance: Random) -> Light:
    """The light a plan asks for; what it leaves open is chosen by the streams."""
    name = _name(plan, setting)
    if plan.time is None and name == "day" and setting not in ("studio", "table", "room", "stage"):
        name = HOURS[int(nuance.integers(len(HOURS)))]
    if plan.time is None and name in HOURS and any(s.art in ("@moon", "@star") for s in plan.subjects):
        name = "night"
    side = layout.uniform(0.14, 0.38) if layout.random() < 0.5 else layout.uniform(0.62, 0.86)
    sky = SKIES[name][int(nuance.integers(len(SKIES[name])))]
    tint, level = _TINTS[name]
    colour, height, size = _SUN.get(name, ((255, 255, 255), 0.2, 0.05))
    covered = plan.weather in ("rain", "fog", "storm", "cloudy", "snow") or name in ("storm", "overcast")
    light = Light(
        name,
        sky,
        colour,
        (side, height + layout.uniform(-0.05, 0.05)),
        tint,
        level,
        mix((24, 22, 56), sky[0][1], 0.25),
        size,
        disc=name in _SUN and not covered and not ({"sun", "moon", "@moon"} & set(plan.without)),
        stars=name in ("night", "space", "neon", "dusk") and plan.weather not in ("fog", "rain", "storm", "cloudy"),
    )
    if name in HOURS and plan.time is None and layout.random() < 0.5 and "sun" not in plan.prompt.lower():
        light = replace(light, sun=(light.sun[0], -0.45))  # the sun stands above the picture
    if re.search(r"\bsun(set|rise)?( is)?( \w+)? behind\b", plan.prompt.lower()):
        light = replace(light, sun=(0.5 + 0.15 * light.side, min(light.sun[1], 0.5)))  # it shows beside what hides it
    if plan.weather == "fog":
        light = replace(
            light, sky=tuple((s, mix(c, (214, 220, 226) if level > 0.5 else (70, 84, 110), 0.5)) for s, c in sky)
        )
    return _moody(_under(light, plan.sky), plan.mood)


def _under(light: Light, sky: str | None) -> Light:
    """The light under a sky of a colour of the prompt: darker above, paler at the horizon."""
    rgb = COLOUR.get(sky or "")
    if rgb is None:
        return light
    dark = 0.42 if light.level < 0.4 else 0.78
    pale = mix(rgb, (255, 244, 226), 0.5 if light.level > 0.4 else 0.16)
    stops = ((0.0, times(rgb, dark)), (0.45, mix(times(rgb, dark), rgb, 0.7)), (0.8, mix(rgb, pale, 0.5)), (1.0, pale))
    r, g, b = (0.84 * k + 0.16 * k * (0.45 + v / 255) for k, v in zip(light.tint, rgb, strict=True))
    return replace(light, sky=stops, tint=(r, g, b))


def _name(plan: ScenePlan, setting: str) -> str:
    if setting == "space" or setting == "moonscape":
        return "space"
    if setting == "mars":
        return plan.time if plan.time in ("sunset", "night", "dusk") else "mars"
    if setting == "underwater":
        return "deepwater" if plan.time == "night" or plan.mood == "gloomy" else "underwater"
    if setting in ("cave",):
        return "cave"
    if plan.mood == "neon" and plan.time in (None, "night") and setting not in ("studio", "table", "room"):
        return "neon"
    if plan.time in (None, "day"):
        if plan.weather == "storm" or (plan.mood == "gloomy" and plan.time is None):
            return "storm" if plan.weather == "storm" else "dusk"
        if plan.weather == "snow" and plan.time is None:
            return "winter"
        if plan.weather in ("rain", "cloudy"):
            return "overcast"
    return plan.time or ("sunset" if plan.mood == "silhouette" else "day")


def _moody(light: Light, mood: str | None) -> Light:
    """Shift the sky and the light the way a mood word asks."""
    shifts: dict[str, tuple[Colour, float, tuple[float, float, float]]] = {
        "pastel": ((255, 240, 246), 0.38, (1.06, 1.05, 1.08)),
        "warm": ((255, 190, 110), 0.16, (1.06, 0.97, 0.86)),
        "cold": ((150, 190, 240), 0.2, (0.88, 0.97, 1.08)),
        "gloomy": ((52, 56, 70), 0.28, (0.78, 0.8, 0.84)),
        "dramatic": ((40, 30, 50), 0.14, (1.02, 0.95, 0.9)),
    }
    if mood not in shifts:
        return light
    colour, share, tint = shifts[mood]
    sky = tuple((s, mix(c, colour, share)) for s, c in light.sky)
    r, g, b = (a * k for a, k in zip(light.tint, tint, strict=True))
    return replace(light, sky=sky, tint=(r, g, b))
