"""The colours and words of a design: what the prompt names, else a lead colour of the seed's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.painting.canvas import Random, mix
from imgen_nb.sketch.planning.plan import ScenePlan
from imgen_nb.sketch.reading.lexicon import COLOUR

Scene = Callable[[ScenePlan, tuple[int, int], int], Image.Image]
LEADS: tuple[Colour, ...] = (
    (58, 104, 226),
    (224, 84, 74),
    (36, 154, 116),
    (126, 78, 200),
    (236, 142, 44),
    (24, 140, 164),
)


@dataclass(frozen=True)
class Style:
    """The colours and the words of one design."""

    ground: Colour
    card: Colour
    ink: Colour
    faint: Colour
    lead: Colour
    second: Colour
    words: str
    below: str
    arts: tuple[Art, ...]

    def art(self, k: int = 0) -> Art | None:
        """The k-th thing of the prompt, round and round."""
        return self.arts[k % len(self.arts)] if self.arts else None


def style_of(plan: ScenePlan, template: str, r: Random) -> Style:
    """Colours by the prompt's words and the template, words by the text or the title."""
    k = int(r.integers(len(LEADS)))
    named = [COLOUR[s.colour] for s in plan.subjects if s.colour in COLOUR]
    named += [COLOUR[w] for w in plan.prompt.lower().replace(",", " ").split() if w in COLOUR]
    lead = named[0] if named else LEADS[k]
    second = named[1] if len(set(named)) > 1 else mix(LEADS[(k + 2) % len(LEADS)], (255, 255, 255), 0.15)
    dark = plan.mood in ("gloomy", "neon") or plan.time == "night"
    if template == "minimalist":
        lead, second = (lead, mix(lead, (255, 255, 255), 0.6)) if named else ((50, 50, 58), (170, 170, 178))
    ground: Colour = (22, 24, 36) if dark else (252, 248, 238) if template == "illustration" else (243, 245, 250)
    if sum(lead) < 170 and dark:
        lead = (110, 150, 255)
    arts = tuple(figure(s.art, s.colour, s.accent) for s in plan.subjects if not s.art.startswith("?"))
    words = plan.text or plan.title or ""
    return Style(
        ground,
        (38, 41, 58) if dark else (255, 255, 255),
        (240, 242, 250) if dark else (30, 32, 44),
        (84, 88, 110) if dark else (206, 210, 222),
        lead,
        second,
        words,
        (plan.title or "") if plan.text else "",
        arts,
    )
