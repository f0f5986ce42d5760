"""A procedural drawing engine: prompt -> plan -> picture, offline, with no model in it.

    prompt --parse--> ScenePlan --render--> PIL image --save--> bytes
                        |                     ^
             what it understood        seed, finish, template, guidance, steps, inputs

Reading order: `plan` (the data), `lexicon` and `nouns` (the words), `wording` and `reader`; then `stage` and `layout`
(where things go),
`scenes` with `sky`, `land`, `water`, `town`, `indoors` (what is behind), `figures` with `pack`, `animals`, `people`,
`landmarks`, `things` (what stands there), `subjects` (how it is lit), `templates`, `finishes`, `painter`, `encoder`.

It is an island: it imports nothing of the package outside itself, and numpy and Pillow only when a picture is painted.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from imgen_nb.sketch.names import CAPTION, FINISHES, TEMPLATES, finish_for
from imgen_nb.sketch.plan import ScenePlan, Subject
from imgen_nb.sketch.reader import parse

if TYPE_CHECKING:
    from imgen_nb.sketch.encoder import save
    from imgen_nb.sketch.painter import preview, render

__all__ = [
    "CAPTION",
    "FINISHES",
    "TEMPLATES",
    "ScenePlan",
    "Subject",
    "finish_for",
    "parse",
    "preview",
    "render",
    "save",
]


_LATE = {"render": "painter", "preview": "painter", "save": "encoder"}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    return found
