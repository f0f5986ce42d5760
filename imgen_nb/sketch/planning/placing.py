"""A placed thing: its drawing, where its feet are, how high it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from imgen_nb.sketch.art.figures import aspect
from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

CONTRAST = 1.5  # how much larger what is said to be large is than what is said to be small
SIZES = {"tiny": 0.5, "small": 0.74, "big": 1.26, "huge": 1.6}


@dataclass(frozen=True)
class Placed:
    """One drawn copy of a subject.

    `x` and `y` (fractions) are where the middle of its feet goes, `height` is a fraction of the shorter side, `depth`
    orders the painting: smaller is further away.
    """

    subject: int
    art: Art
    name: str
    x: float
    y: float
    height: float
    depth: float
    mirror: bool = False
    tilt: float = 0.0
    where: str = "ground"  # ground, air, water, perched, inside, held, painted, worn, window, celestial, floating

    @property
    def unit(self) -> float:
        """Fractions of the shorter side for one unit of the art."""
        _, top, _, bottom = self.art.box
        return self.height / max(1e-6, bottom - top)

    def across(self, stage: Stage) -> float:
        """How wide it is, as a fraction of the picture's width."""
        return self.height * aspect(self.art) * stage.m / stage.w

    def anchor(self, name: str, stage: Stage) -> tuple[float, float]:
        """Where an anchor of the art lies, in fractions of width and height."""
        left, top, right, bottom = self.art.box
        ax, ay = self.art.anchors.get(name, ((left + right) / 2, top))
        dx = (ax - (left + right) / 2) * (-1 if self.mirror else 1)
        dy = ay - (bottom if self.art.ground is None else self.art.ground)
        return self.x + dx * self.unit * stage.m / stage.w, self.y + dy * self.unit * stage.m / stage.h


def abreast(rank: tuple[int, int], reach: float) -> float:
    """The offset of the k-th of n things side by side."""
    k, n = rank
    return 0.0 if n < 2 else ((k + 0.5) / n - 0.5) * reach


def mirrored(r: Random, s: Subject, x: float) -> bool:
    """Icons of animals look left; they are turned to look into the picture. Clocks and writing are never turned."""
    if s.art.startswith("@") and s.art not in (
        "@sportscar",
        "@unicorn",
        "@pegasus",
        "@hen",
        "@boar",
        "@moose",
        "@submarine",
        "@mug",
    ):
        return False
    kind = nouns.group(s.art)
    if kind == "animal":
        return x < 0.5 if abs(x - 0.5) > 0.08 else bool(r.random() < 0.5)
    return kind in ("place", "food") and s.art not in NO_TURN and bool(r.random() < 0.4)


def coloured(stage: Stage, group: list[Placed]) -> list[Placed]:
    """Several of a kind in several colours, one after the other."""
    if not group or not stage.plan.subjects[group[0].subject].palette:
        return group
    return [replace(p, art=stage.cast.each(p.subject, k)) for k, p in enumerate(group)]


NO_TURN = words("""
    hospital bank hotel convenience-store mantelpiece-clock school stopwatch globe-showing-europe-africa post-office
""")


def amid(targets: list[Placed]) -> Placed:
    """The one in the middle of the nearest ones, as large as the largest."""
    near = sorted((t for t in targets if t.depth > max(q.depth for q in targets) - 0.05), key=lambda t: t.x)
    return replace(near[len(near) // 2], height=max(t.height for t in targets))
