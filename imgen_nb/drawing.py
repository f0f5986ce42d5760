"""The sketch engine alone: a prompt, the picture it becomes, and what was understood of it. Nobody is asked."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imgen_nb import show, sketch
from imgen_nb.errors import InvalidRequest
from imgen_nb.sketch import ScenePlan, Subject
from imgen_nb.types import Option

if TYPE_CHECKING:
    from PIL.Image import Image

SHOWN = 512
"""The longest side, in pixels, of the picture that a notebook keeps: sharp on a dense screen, some 30 KB."""
LARGEST = 4096
RELATIONS = {
    "on": "on the",
    "under": "under the",
    "beside": "next to the",
    "front": "in front of the",
    "behind": "behind the",
    "inside": "in the",
    "above": "above the",
    "held": "held by the",
    "worn": "worn by the",
}
SCENE = {
    "setting": "Setting",
    "ground": "Ground",
    "time": "Time",
    "weather": "Weather",
    "mood": "Mood",
    "style": "Style",
    "camera": "Camera",
    "text": "Text",
}
CHOSEN = ("setting", "time", "weather")
"""What the painter decides where the prompt says nothing."""
OPTIONS = (
    Option("seed", "integer"),
    Option("finish", "choice", choices=sketch.FINISHES),
    Option("template", "choice", choices=sketch.TEMPLATES),
    Option("negative_prompt", "text"),
    Option("guidance_scale", "number", low=0, high=30),
    Option("num_inference_steps", "integer", low=1, high=150),
)


@dataclass(frozen=True, eq=False)
class Drawing:
    """A drawn prompt; in a notebook its repr is the picture beside what the engine understood.

    `plan` is what is in the picture (`.plan.to_dict()` for JSON), after the negative prompt.
    """

    plan: ScenePlan
    image: Image
    seed: int
    finish: str
    template: str

    @property
    def prompt(self) -> str:
        """The prompt as it was given."""
        return self.plan.prompt

    @property
    def alt(self) -> str:
        """The picture in words."""
        return f"{self.prompt or 'no prompt'}, sketch engine, not an AI model; drawn: {self.plan.describe()}"

    @property
    def understood(self) -> list[tuple[str, list[str]]]:
        """The plan in words: a label and what the prompt says of it, for each thing it says anything of."""
        plan = self.plan
        said = [("Subjects", [_subject(one, plan) for one in plan.subjects] or ["none"])]
        said += [(label, [str(value)]) for name, label in SCENE.items() if (value := getattr(plan, name))]
        said += [("Left out", list(plan.without))] if plan.without else []
        return said + ([("Not understood", list(plan.not_understood))] if plan.not_understood else [])

    @property
    def unsaid(self) -> str:
        """What the engine chose, because the prompt says nothing of it."""
        silent = [name for name in CHOSEN if not getattr(self.plan, name)]
        return f"Not said, so the engine chose: {', '.join(silent)}." if silent else ""

    @property
    def facts(self) -> list[str]:
        """How it was drawn."""
        width, height = self.image.size
        return [f"{width} × {height}", f"seed {self.seed}", f"finish {self.finish}", f"template {self.template}"]

    @cached_property
    def thumbnail(self) -> bytes:
        """The picture as a notebook keeps it: WebP, at most 512 pixels, marked as a sketch."""
        small = self.image.copy()
        small.thumbnail((SHOWN, SHOWN))
        return sketch.save(small, "webp", quality=82)

    def data_url(self) -> str:
        """Write the picture itself as an address, as `image_urls`, `reference_images` and `mask_url` take one."""
        return f"data:image/png;base64,{base64.b64encode(sketch.save(self.image, 'png')).decode()}"

    def __repr__(self) -> str:
        return f"<Drawing {self.prompt!r}: {self.plan.describe()}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return show.drawing(self)


def draw(
    prompt: str,
    *,
    size: tuple[int, int] = (768, 768),
    seed: int = 0,
    finish: str | None = None,
    template: str = "general",
    negative_prompt: str | None = None,
    guidance_scale: float | None = None,
    num_inference_steps: int | None = None,
) -> Drawing:
    """Draw a prompt with the sketch engine, without any provider; nothing is sent and nothing is stored.

    The same arguments give the same picture. Without a `finish` the prompt's style words choose one ("watercolour"),
    else it is "clay". Raises `InvalidRequest` for a value that is not allowed, with the nearest one that is.

    Example:
        >>> ig.draw("three foxes under a tree at night", template="comic")  # doctest: +SKIP
    """
    _check_size(size)
    given = {
        "seed": seed,
        "finish": finish,
        "template": template,
        "negative_prompt": negative_prompt,
        "guidance_scale": guidance_scale,
        "num_inference_steps": num_inference_steps,
    }
    for option in OPTIONS:
        value = given[option.name]
        if problem := option.problem(value) if value is not None else None:
            raise _invalid(f"{option.name} {problem}")
    if not isinstance(prompt, str):
        raise _invalid(f"prompt is {prompt!r:.60}, which is not text")
    plan = sketch.parse(prompt)
    chosen = finish or (plan.style if plan.style in sketch.FINISHES else None) or "clay"
    image = sketch.render(
        plan,
        size,
        seed=seed,
        finish=chosen,
        template=template,
        guidance=guidance_scale,
        steps=num_inference_steps,
        negative=negative_prompt,
    )
    if negative_prompt and negative_prompt.strip():
        plan = plan.minus(sketch.parse(negative_prompt))
    return Drawing(plan, image, seed, chosen, template)


def _check_size(size: object) -> None:
    sides = size if isinstance(size, tuple) and len(size) == 2 else ()
    if not sides or not all(isinstance(side, int) and 16 <= side <= LARGEST for side in sides):
        raise _invalid(f"size is {size!r:.60}; allowed: (width, height), each a whole number from 16 to {LARGEST}")
    if math.prod(sides) > LARGEST * LARGEST // 4:
        raise _invalid(f"size is {size!r}; allowed: up to {LARGEST * LARGEST // 4_000_000} million pixels")


def _invalid(problem: str) -> InvalidRequest:
    return InvalidRequest(problem, operation="draw", hint="nothing was drawn")


def _subject(one: Subject, plan: ScenePlan) -> str:
    """Put a subject into words: "3 × bird, tiny, blue, on the tree"."""
    colours = " and ".join(filter(None, (one.colour, one.accent)))
    where = ""
    if one.relation and one.target is not None:
        where = f"{RELATIONS.get(one.relation, one.relation)} {plan.subjects[one.target].word}"
    unknown = "no drawing of it: a shape of its own" if one.art.startswith("?") else ""
    name = f"{one.count} × {one.word}" if one.count > 1 else one.word
    return ", ".join(filter(None, (name, one.size, colours, one.pose, where, unknown)))
