"""What a provider made of a prompt: both texts word by word, and the lock that sends the new one as it stands."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from imgen_nb.show.places import clean, count, enhanced
from imgen_nb.types import Generation
from imgen_nb.widgets.form import LONGEST

_PIECE = re.compile(r"(\s*)(\w+(?:['’-]\w+)*|[^\w\s])")

Said = list[tuple[str, str]]
"""Pieces of a text, each with what it is: "" in both, "out" or "in"."""


@dataclass(frozen=True)
class Lock:
    """A rewritten prompt that is sent word for word: what was asked, what it became, how `enhance` stood before."""

    asked: str
    used: str
    enhance: bool | None


def words_apart(asked: str, used: str) -> tuple[Said, Said]:
    """Both texts in pieces: what is only in the first is "out", what is only in the second "in".

    Example:
        >>> words_apart("a red car", "a crimson car")
        ([('', 'a'), ('out', ' red'), ('', ' car')], [('', 'a'), ('in', ' crimson'), ('', ' car')])
    """
    before, after = _PIECE.findall(asked), _PIECE.findall(used)
    match = difflib.SequenceMatcher(None, [word for _, word in before], [word for _, word in after], autojunk=False)
    left: Said = []
    right: Said = []
    for kind, a, b, c, d in match.get_opcodes():
        same = kind == "equal"
        left += [("" if same else "out", _joined(before[a:b]))] if b > a else []
        right += [("" if same else "in", _joined(after[c:d]))] if d > c else []
    return left, right


def told(run: str, who: str, generation: Generation, *, switch: bool) -> dict[str, Any]:
    """What the page is told of the newest picture's prompt; nothing where it was not rewritten.

    `switch` says whether the provider can be told to leave a prompt alone.
    """
    if not enhanced(generation):
        return {}
    asked, used = generation.request.prompt[:LONGEST], str(generation.prompt_used)[:LONGEST]
    left, right = words_apart(asked, used)
    template = generation.request.params.get("template")
    return {
        "id": run,
        "who": clean(who, 60),
        "sum": f"{count(len(asked.split()), 'word')} became {len(used.split())}",
        "how": f"template {clean(template, 40)}" if template else "",
        "asked": [list(one) for one in left],
        "used": [list(one) for one in right],
        "words": {"asked": asked, "used": used},
        "switch": switch,
    }


def _joined(pieces: list[tuple[str, str]]) -> str:
    return "".join(gap + word for gap, word in pieces)
