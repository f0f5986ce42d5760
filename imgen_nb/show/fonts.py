"""Fonts for pictures with words in them: which face has which letters, and what to do where none has.

The base is DejaVu Sans, which comes with matplotlib. What it lacks (Chinese, Japanese, Korean, most emoji) is looked
for among the fonts of this machine, those that have emoji in colour first; what nobody has is replaced by a sign, and
told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from imgen_nb.show import painted

PLAIN, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
FAMILY = "DejaVu Sans"
_SURE = 0x250
"""Below it, every letter is in the base."""
_LOST = "\ufffd"
_PREFERRED = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "Arial Unicode MS",
    "Noto Emoji",
    "Segoe UI Emoji",
    "Segoe UI Symbol",
    "Apple Symbols",
)
"""Whom to ask first, since a font may have a letter and be made for something else."""


@dataclass(frozen=True)
class Face:
    """A font of this machine: its file, and the name that matplotlib knows it by, unless its letters are `painted`."""

    file: Path
    family: str
    painted: bool = False


@dataclass(frozen=True)
class Readable:
    """A text as it can be drawn: by which faces beside the base, and which of its letters nobody has."""

    text: str
    faces: tuple[Face, ...] = ()
    lost: frozenset[str] = frozenset()


@lru_cache(2)
def base(*, bold: bool = False) -> Face:
    """The base face."""
    found = find_spec("matplotlib")  # found, not imported: a sheet needs nothing else of it
    assert found is not None
    assert found.origin is not None
    return Face(Path(found.origin).with_name("mpl-data") / "fonts" / "ttf" / (BOLD if bold else PLAIN), FAMILY)


@lru_cache(4096)
def readable(text: str) -> Readable:
    """See to it that every letter of a text can be drawn."""
    faces: dict[Face, None] = {}
    lost: set[str] = set()
    drawn = ""
    for sign in text:
        face = None if has(base(), sign) else _having(sign, faces) or _found(sign)
        if face is not None:
            faces[face] = None
        if face is not None or has(base(), sign):
            drawn += sign
        elif not _unseen(sign):
            lost.add(sign)
            drawn += _LOST
    return Readable(drawn, tuple(faces), frozenset(lost))


def runs(text: str, faces: Sequence[Face], *, bold: bool = False) -> Iterator[tuple[Face, str]]:
    """A readable text in stretches of one face: what draws nothing goes with the letter before it.

    Example:
        >>> [(face.family, run) for face, run in runs("a fox", ())]
        [('DejaVu Sans', 'a fox')]
    """
    face = usual = base(bold=bold)
    if not faces:
        yield usual, text
        return
    chosen: list[Face] = []
    for sign in text:
        if not _unseen(sign):
            face = usual if has(usual, sign) else _having(sign, faces) or usual
        chosen.append(face)
    for face, run in groupby(zip(chosen, text, strict=True), lambda one: one[0]):
        yield face, "".join(sign for _, sign in run)


def complaint(lost: frozenset[str]) -> str:
    """Say which letters are not there; nothing if all are.

    Example:
        >>> complaint(frozenset("狐"))[:55]
        'No font that can be drawn here has 1 of the characters,'
    """
    if not lost:
        return ""
    codes = sorted(f"U+{ord(sign):04X}" for sign in lost)
    named = ", ".join(codes[:8]) + (", ..." if len(codes) > 8 else "")
    emoji = all(unicodedata.category(sign) == "So" for sign in lost)
    font = "Noto Emoji" if emoji else "Noto Sans CJK"
    what = f"{len(codes)} of the characters, shown as {_LOST}: {named}"
    return f"No font that can be drawn here has {what}. A font such as {font} mends it."


def has(face: Face, sign: str) -> bool:
    """Whether a font has a letter."""
    return (ord(sign) < _SURE and face.family == FAMILY) or ord(sign) in _letters(face)


def _having(sign: str, faces: Iterable[Face]) -> Face | None:
    return next((face for face in faces if has(face, sign)), None)


def _unseen(sign: str) -> bool:
    """Whether a sign draws nothing by itself: joiners, marks of direction and of variation."""
    return unicodedata.category(sign) in ("Cf", "Cc", "Mn") or "\ufe00" <= sign <= "\ufe0f"


@lru_cache(64)
def _letters(face: Face) -> frozenset[int]:
    """Every letter of a font; none where it cannot be drawn, or not be read."""
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(str(face.file))
        return frozenset(font.get_charmap()) if font.scalable or face.painted else frozenset()
    except (OSError, RuntimeError, ValueError):
        return frozenset()


@lru_cache(4096)
def _found(sign: str) -> Face | None:
    """A face of this machine that has a letter, the bold one of its family too: one that is made for it, or any."""
    return next((face for face in _faces() if has(face, sign) and has(_bold(face), sign)), None)


@lru_cache(64)
def _bold(face: Face) -> Face:
    """What matplotlib takes for the bold letters of a family; what is painted has no others."""
    from matplotlib.font_manager import FontProperties, fontManager

    if face.painted:
        return face
    file = fontManager.findfont(FontProperties(family=[face.family], weight="bold"))
    return Face(Path(str(file)), face.family)


def forget() -> None:
    """Look for fonts anew: some were added, or taken away."""
    for known in (_found, _bold, readable, painted.files):
        known.cache_clear()


def _faces() -> list[Face]:
    from matplotlib.font_manager import fontManager

    def rank(name: str) -> int:
        return _PREFERRED.index(name) if name in _PREFERRED else len(_PREFERRED)

    regular = [one for one in fontManager.ttflist if one.style == "normal" and one.weight in (400, "normal", "regular")]
    known = [one for one in regular if not one.name.startswith("Last Resort")]
    ranked = sorted(known, key=lambda one: (rank(one.name), one.name))
    return [
        *(Face(file, name, painted=True) for file, name in painted.files()),
        *(Face(Path(one.fname), one.name) for one in ranked),
    ]
