"""The stage: canvas, light, streams and the lie of the land that painters of scenes and of subjects share."""

from __future__ import annotations

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.painting.canvas import Canvas, Random, stream
from imgen_nb.sketch.painting.light import Light, light_of
from imgen_nb.sketch.planning.casting import Cast
from imgen_nb.sketch.planning.countries import HORIZONS, country_of
from imgen_nb.sketch.planning.nooks import AFLOAT, nook_of, shown_of, typeset_of
from imgen_nb.sketch.planning.plan import HOMES, ScenePlan
from imgen_nb.sketch.planning.sites import site_of
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

# Where the horizon lies, as a fraction of the height from the top.
HORIZON = {
    "hills": 0.6,
    "mountains": 0.62,
    "sea": 0.56,
    "lake": 0.52,
    "beach": 0.48,
    "city": 0.74,
    "street": 0.66,
    "forest": 0.62,
    "desert": 0.56,
    "meadow": 0.52,
    "snow": 0.54,
    "space": 1.0,
    "moonscape": 0.6,
    "mars": 0.58,
    "underwater": 0.8,
    "room": 0.66,
    "studio": 0.66,
    "table": 0.6,
    "sky": 1.0,
    "cave": 0.66,
    "stage": 0.68,
}
SIGHT_HORIZON = {
    "grand canyon": 0.34, "arches": 0.56, "karsts": 0.5, "great wall": 0.46, "tennis court": 0.4, "venice": 0.54,
    "canal": 0.54, "times square": 0.6, "crossing": 0.52, "street": 0.58,
    "earthquake": 0.36, "cockpit": 0.44, "grid": 0.6, "blocks": 0.54, "melting": 0.46, "falls": 0.68, "loch": 0.5,
    "savanna": 0.6,
    "island": 0.3, "platform": 0.62, "lobby": 0.66, "concert": 0.62, **dict.fromkeys(AFLOAT, 1.0), **HORIZONS,
    **dict.fromkeys(("aerial city", "aerial street", "aerial village", "aerial beach", "aerial forest", "aerial river",
                     "aerial ocean", "upward"), 1.0),
}  # fmt: skip
AERIAL = {"city": "aerial city", "street": "aerial street", "beach": "aerial beach", "forest": "aerial forest",
          "lake": "aerial river", "sea": "aerial ocean"}  # fmt: skip
"""What is seen of a setting from the air, where nothing is shown in it."""
INSIDE = frozenset(("room", "studio", "table", "stage", "cave"))


class Stage:
    """Everything painters need. Fractions: x of the width, y of the height, sizes of the shorter side."""

    def __init__(self, plan: ScenePlan, size: tuple[int, int], seed: int, layout: str, detail: float) -> None:
        self.plan = plan
        self.cast = Cast(plan)
        self.seed, self.layout = seed, layout
        self.canvas = Canvas(size)
        self.w, self.h, self.m = self.canvas.w, self.canvas.h, self.canvas.m
        self.detail = detail
        self.setting = setting_of(plan)
        self.place = plan.place or _place_of(plan, self.setting)  # which of its kind: a room, a city, a sight
        self.country = "" if self.place else country_of(plan, self.setting, self.nuance("country"))
        self.light: Light = light_of(plan, self.setting, self.stream("light"), self.nuance("sky"))
        self.horizon = self._horizon()
        self.ground: Colour = (120, 120, 120)
        self.turf: Colour | None = None  # the colour of the grass that things stand in
        self.paved: tuple[float, float] | None = None  # from where to where down the picture a road goes across it
        self.water = self.setting in ("sea", "lake") and plan.ground is None
        self.aspect = self.w / self.h
        self.sign_side = -1 if self.stream("sign").random() < 0.5 else 1  # where the plan's text will stand
        self.signed = bool(plan.text) and plan.written_on is None
        # what is shown: its middle across, its top, half its width and its foot, in pixels
        self.focus: tuple[float, float, float, float] = (self.w / 2, 0.35 * self.h, 0.25 * self.m, 0.86 * self.h)
        self.flat = False  # a template's plain backdrop: no land, no weather

    def stream(self, *purpose: object) -> Random:
        """Numbers that depend on seed and layout alone: composition stays when a word of the prompt changes."""
        return stream(self.seed, self.layout, *purpose)

    def nuance(self, *purpose: object) -> Random:
        """Numbers that depend on every letter of the prompt too: clouds, grass, the choice among good colours."""
        return stream(self.seed, self.layout, self.plan.prompt.strip().lower(), *purpose)

    def has(self, *names: str) -> bool:
        """Whether none of these was asked away by the prompt or a negative prompt."""
        return not set(names) & set(self.plan.without)

    def _horizon(self) -> float:
        base = SIGHT_HORIZON.get(self.place or self.country, HORIZON[self.setting])
        if base >= 1:
            return base
        base += float(self.stream("horizon").uniform(-0.04, 0.035))
        tall = max((nouns.metres(s.art) for s in self.plan.subjects), default=1)
        if tall >= 5 and self.setting not in INSIDE:
            base += 0.05  # tall things want sky
        base += {"aerial": -0.34, "low": 0.14, "close": 0.04, "wide": 0.02}.get(self.plan.camera or "", 0)
        if self.h > 1.3 * self.w and self.setting not in INSIDE:
            base += 0.04  # a tall picture shows more sky, not more grass
        return min(0.86, max(0.16, base))

    @property
    def hz(self) -> float:
        """The horizon in pixels."""
        return self.horizon * self.h

    def count(self, n: float) -> int:
        """A number of small things, more with more detail and in wider pictures."""
        return max(1, round(n * self.detail * max(1.0, max(self.aspect, 1 / self.aspect) * 0.8)))


def _place_of(plan: ScenePlan, setting: str) -> str | None:
    """The place of a sight, where the picture is set on its ground; the nook of a thing of the house."""
    if plan.camera == "aerial" and not plan.subjects and not plan.text:
        return "aerial village" if plan.ground == "village" else AERIAL.get(setting)
    if plan.camera == "cockpit" and setting == "street":
        return "cockpit"
    if plan.camera == "low" and not plan.subjects and not plan.text and setting in ("city", "street"):
        return "upward"
    site, typeset = site_of(plan), typeset_of(plan)
    if site.setting == setting or typeset:
        return typeset or site.place
    if setting == "table":
        nook = nook_of(plan)
        return "desk" if nook == "treasury" else "worktop" if nook in (None, "living", *AFLOAT) else nook
    if setting == "room":
        rooms = (having("in")[s.art] for s in plan.subjects if s.art in having("in"))
        return next((said[1] for said in rooms if len(said) > 1), None)
    nook = nook_of(plan) if setting == "studio" else None
    return nook if nook == "poster" or (plan.setting is None and plan.sky is None) else None


PLANETS = words("@jupiter @marsglobe @neptune @blackhole @constellation ringed-planet rocket satellite @spacestation")


def setting_of(plan: ScenePlan) -> str:
    """The named setting, or where the first subject is at home."""
    swims = any(nouns.home(s.art) in ("water", "deep") for s in plan.subjects)
    if plan.camera == "cockpit" and plan.setting in (None, "room", "hills"):
        return "street"
    if plan.setting == "mountains" and swims and not plan.ground:
        return "lake"  # a whale near a mountain
    if plan.setting:
        return plan.setting
    site = site_of(plan)
    if site.setting and (plan.ground is None or site.setting not in ("desert", "forest")):
        return site.setting
    if plan.mood == "neon" and not plan.ground:
        return "city"
    if not plan.subjects:
        return "studio" if typeset_of(plan) else "hills"
    shown = shown_of(plan)
    homes, kept_in = [nouns.home(s.art) for s in shown], having("in")
    room = next((kept_in[s.art][0] for s in shown if s.art in kept_in), None)
    if room and not plan.ground:
        return room
    if all(s.art in PLANETS for s in plan.subjects) and not plan.ground:
        return "space"
    if any(s.material == "cloud" and s.target is None for s in plan.subjects) and not plan.ground:
        return "sky"  # "a cloud in the shape of a teacup"
    if any(s.art in nouns.BOATS | {"canoe"} for s in plan.subjects) and not plan.ground:
        return "sea" if any(s.art in ("ship", "passenger-ship") for s in plan.subjects) else "lake"
    if swims and "land" in homes and not plan.ground and max(nouns.metres(s.art) for s in shown) >= 1.8:
        return "beach"  # who looks at a whale does so from the shore
    outdoors = plan.time in ("sunset", "sunrise", "dusk", "night") or plan.weather in ("rain", "snow", "storm", "fog")
    if not plan.ground and not outdoors and (nook := nook_of(plan)):
        return "room" if nook == "living" else "studio"
    if plan.ground or "land" in homes:
        return _land(plan, homes)
    mixed = homes.count("indoor") * 2 > len(homes)  # refrigerators and a fish are not under water, nor pens in the sky
    for home in homes:
        if home in HOMES and home != "indoor":
            return HOMES[home] if not mixed else "meadow" if home == "air" else "table"
    if outdoors or "celestial" in homes:
        return "hills"
    return "studio"


def _land(plan: ScenePlan, homes: list[str]) -> str:
    # a landmark or a house decides where a cat on it is
    first = max(plan.subjects, key=lambda s: nouns.metres(s.art)).art if plan.subjects else ""
    if nouns.metres(first) < 2.5:
        first = plan.subjects[0].art if plan.subjects else ""
    if first.startswith("?") and not plan.time and not plan.weather:
        return "studio"
    found = _FAVOURITE.get(first)
    if found == "room" and any(
        nouns.home(s.art) == "celestial" or (nouns.group(s.art) == "animal" and nouns.metres(s.art) > 1.2)
        for s in plan.subjects
    ):
        return "meadow"  # a cat with a horse, or below the moon, is outdoors
    if found:
        return found
    kind = nouns.group(first)
    if plan.weather == "snow":
        return "hills"
    if any(
        nouns.group(s.art) == "object" and s.art in ("@sofa", "bed", "chair", "@shelf", "@lamp") for s in plan.subjects
    ):
        return "room"
    return {"animal": "meadow", "person": "meadow"}.get(kind, "hills")


_FAVOURITE = {
    "penguin": "snow",
    "polar-bear": "snow",
    "@igloo": "snow",
    "seal": "snow",
    "camel": "desert",
    "two-hump-camel": "desert",
    "cactus": "desert",
    "lion": "desert",
    "crab": "beach",
    "palm-tree": "beach",
    "@lighthouse": "sea",
    "@sandcastle": "beach",
    "turtle": "beach",
    "@wall": "street",
    "@marketstall": "street",
    "@brickwall": "street",
    "taxi": "city",
    "bus": "street",
    "@skyscraper": "city",
    "tiger": "forest",
    "bear": "forest",
    "owl": "forest",
    "wolf": "forest",
    "monkey": "forest",
    "gorilla": "forest",
    "@streetlamp": "street",
    "police-car": "street",
    "tram-car": "street",
    "@robot": "city",
    "astronaut": "moonscape",
    "frog": "lake",
    "beaver": "lake",
    "@bridge": "lake",
    "duck": "lake",
    "swan": "lake",
    "fish": "underwater",
    "llama": "mountains",
    "goat": "mountains",
    "eagle": "mountains",
    "snowman-without-snow": "snow",
    "sled": "snow",
    "skier": "snow",
    "snowboarder": "snow",
    "@waterfall": "mountains",
    "mushroom": "forest",
    "hedgehog": "forest",
    "raccoon": "forest",
    "@sofa": "room",
    "bed": "room",
    "@shelf": "room",
    "@lamp": "room",
    "@clock": "room",
    "chair": "room",
    **dict.fromkeys(("cat", "@siamese", "@persian", "@calico", "@sphynx", "@mainecoon"), "room"),
    "bathtub": "room",
    "@mug": "table",
}
