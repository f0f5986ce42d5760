"""The sketch engine alone: a prompt, the picture it became, and what was understood of it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgen_nb import sketch
from imgen_nb.show import plain
from imgen_nb.show.places import NOT_A_MODEL, clean
from imgen_nb.show.sheet import QUIET, RULE, Bundle, attribute, frame, pill, text
from imgen_nb.sketch import ScenePlan, Subject

if TYPE_CHECKING:
    from PIL.Image import Image

SHOWN = 512
"""The longest side, in pixels, of the picture that a notebook keeps: sharp on a dense screen, some 30 KB."""
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
    "left_of": "left of the",
    "right_of": "right of the",
    "between": "between the",
}
SCENE = {
    "design": "Laid out as",
    "place": "Room",
    "setting": "Setting",
    "ground": "Ground",
    "time": "Time",
    "weather": "Weather",
    "mood": "Mood",
    "style": "Style",
    "camera": "Camera",
    "arrangement": "Arranged",
    "text": "Text",
}
CHOSEN = ("setting", "time", "weather")
"""What the painter decides where the prompt says nothing."""


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
        rest = {
            "Surfaces": plan.surfaces,
            "Read": plan.read_as,
            "Left out": plan.without,
            "Changes nothing here": plan.left_out,
            "Not understood": plan.not_understood,
        }
        return said + [(label, list(words)) for label, words in rest.items() if words]

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

    @property
    def thumbnail(self) -> bytes:
        """The picture as a notebook keeps it: WebP, at most 512 pixels, marked as a sketch."""
        known: dict[str, Any] = self.__dict__
        if "_thumbnail" not in known:
            known["_thumbnail"] = self._small()
        return bytes(known["_thumbnail"])

    def _small(self) -> bytes:
        small = self.image.copy()
        small.thumbnail((SHOWN, SHOWN))
        return sketch.save(small, "webp", quality=82)

    def data_url(self) -> str:
        """Write the picture itself as an address, as `image_urls`, `reference_images` and `mask_url` take one."""
        return f"data:image/png;base64,{base64.b64encode(sketch.save(self.image, 'png')).decode()}"

    def __repr__(self) -> str:
        return plain.printable(f"<Drawing {self.prompt!r}: {clean(self.plan.describe(), 1000)}>")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return drawing(self)


def _subject(one: Subject, plan: ScenePlan) -> str:
    """Put a subject into words: "3 × bird, tiny, blue, on the tree"."""
    colours = " and ".join(filter(None, (one.colour, one.accent)))
    where = ""
    if one.relation and one.target is not None:
        where = f"{RELATIONS.get(one.relation, one.relation)} {plan.subjects[one.target].word}"
        where += f" and the {plan.subjects[one.other].word}" if one.other is not None else ""
    elif one.spot:
        where = "in the middle" if one.spot == "middle" else f"on the {one.spot}"
    unknown = "no drawing of it: a shape of its own" if one.art.startswith("?") else ""
    name = f"{one.count} × {one.word}" if one.count > 1 else one.word
    return ", ".join(filter(None, (name, one.size, colours, one.pose, where, unknown)))


def drawing(shown: Drawing) -> Bundle:
    """Show a picture of the sketch engine beside what the engine understood of the prompt."""
    source = "data:image/webp;base64," + base64.b64encode(shown.thumbnail).decode()
    width, height = shown.image.size
    picture = f'<img src="{source}" alt="{attribute(shown.alt, 600)}" width="{width}" height="{height}"'
    picture += ' style="display:block;width:100%;height:auto;margin:0;border-radius:4px">'
    facts = f'<div style="{QUIET};font-size:12px;margin:6px 0 0">{text(" · ".join(shown.facts))}</div>'
    # Beside each other where there is room for both, one above the other where there is not.
    halves = "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,280px),384px));gap:20px 28px"
    left = f'<div style="min-width:0">{picture}{facts}</div>'
    html_ = frame(f'<div style="{halves};align-items:start">{left}{_understood(shown)}</div>')
    lines = [f"{label}: {'; '.join(clean(one, 120) for one in words)}" for label, words in shown.understood]
    head = f"Drawing “{clean(shown.prompt, 80)}” ({NOT_A_MODEL})"
    return plain.bundle("\n  ".join([head, *lines]), html_)


def _understood(shown: Drawing) -> str:
    rows = "".join(_said(label, words) for label, words in shown.understood)
    head = f'<div style="display:flex;flex-wrap:wrap;gap:2px 8px;margin:0 0 6px">{pill(NOT_A_MODEL, "dashed")}</div>'
    head += f'<strong style="font-size:15px">{text(f"“{shown.prompt}”")}</strong>'
    style = "border-collapse:collapse;table-layout:auto;width:100%;margin:8px 0 0;border:0;font-size:13px;color:inherit"
    table = f'<table style="{style}"><tbody>{rows}</tbody></table>'
    foot = f'<div style="{QUIET};font-size:12px;margin:8px 0 0">{text(shown.unsaid)}</div>' if shown.unsaid else ""
    said = f'<div style="{QUIET};margin:2px 0 0">What the engine understood</div>'
    return f'<div style="min-width:0;overflow-wrap:anywhere">{head}{said}{table}{foot}</div>'


def _said(label: str, words: Sequence[str]) -> str:
    style = f"padding:6px 16px 6px 0;text-align:left;vertical-align:top;border:0;border-bottom:1px solid {RULE}"
    inner = "".join(f"<div>{text(word, 120)}</div>" for word in words)
    head = f'<th scope="row" style="{style};background:none;font-weight:600;white-space:nowrap">{text(label)}</th>'
    return f'<tr style="background:none">{head}<td style="{style};background:none;width:100%">{inner}</td></tr>'
