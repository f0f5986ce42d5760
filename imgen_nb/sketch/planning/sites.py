"""Sites: where a sight of the world stands, so that it is shown on its own ground."""

from __future__ import annotations

from dataclasses import dataclass

from imgen_nb.sketch.planning.plan import ScenePlan


@dataclass(frozen=True)
class Site:
    """A setting, and which of its kind it is."""

    setting: str | None = None
    place: str | None = None


def _table(text: str) -> dict[str, Site]:
    """Read `setting/place: name, name; ...`; names are drawings or the words that a prompt uses for one."""
    found = {}
    for entry in text.split(";"):
        site, _, names = entry.partition(":")
        setting, _, place = site.strip().partition("/")
        found.update({name.strip(): Site(setting, place or None) for name in names.split(",")})
    return found


SITES = _table("""
city/new york: @empirestate, @chrysler;
sea/new york: @liberty;
city/shanghai: @orientalpearl;
city/singapore: @marinabay;
city/seattle: @spaceneedle;
city/dubai: @burj;
city/moscow: @kremlin;
city/paris: @eiffel, @arcdetriomphe;
city/london: big ben, big ben clock, london eye, millennium wheel;
city/rome: @colosseum;
city/barcelona: @sagrada;
city/tokyo: tokyo-tower;
city/washington: @capitol;
sea/sydney: @operahouse;
sea/san francisco: golden gate bridge;
sea/rio: @redeemer;
sea: @greatwave, @iceberg;
hills/athens: @parthenon;
lake: @tajmahal, @divingboard, @pad, @lilypad, @koi;
meadow: @geyser, butterfly, honeybee, @dragonfly, @hummingbird, lady-beetle, caterpillar;
desert: @pyramid, @sphinx, @alamo, @mushroomcloud;
room/bathroom: @basin, toilet;
mountains: @rushmore, volcano;
forest: @steppyramid
""")


def site_of(plan: ScenePlan) -> Site:
    """Where the first sight among the subjects stands; nowhere in particular if there is none."""
    for s in plan.subjects:
        site = SITES.get(s.word) or SITES.get(s.art)
        if site and s.relation not in ("printed", "inside", "held", "worn"):
            return site
    return Site()
