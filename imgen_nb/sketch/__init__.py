"""A procedural drawing engine: prompt -> plan -> picture, offline, with no model in it.

    prompt --parse--> ScenePlan --render--> PIL image --save--> bytes
                        |                     ^
             what it understood        seed, finish, template, guidance, steps, inputs

Four rooms, each of which knows those before it in the order of the picture:

    reading    the words: `lexicon`, `aliases`, `nouns`, then `wording` and `reader`
    planning   the data (`plan`), then where things go: `stage`, `layout`, `relations`
    art        what stands there: `shapes`, `pack`, drawings by noun, `recipes` (data) and their `strokes`;
               `figures` gives one for a subject
    painting   what is behind, how it is lit, which hand: `scenes`, `subjects`, `templates`, `finishes`, `painter`

It is an island: it imports nothing of the package outside itself, and numpy and Pillow only when a picture is painted.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from imgen_nb.sketch.names import CAPTION, FINISHES, TEMPLATES, finish_for
from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading.prompt import parse

if TYPE_CHECKING:
    from imgen_nb.sketch.painting.encoder import save
    from imgen_nb.sketch.painting.painter import preview, render

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


_LATE = {"render": "painting.painter", "preview": "painting.painter", "save": "painting.encoder"}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    return found
