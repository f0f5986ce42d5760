"""Text in lines no wider than there is room for: whole, whatever it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
"""Letters of scripts that have no blanks between words: a line may end behind each of them."""
_PIECE = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}\-/_,;|]+[\-/_,;|]*|[\-/_,;|]+")


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Put text into lines; a word that is too long for one is broken behind a sign, or else anywhere.

    Example:
        >>> wrapped("a red fox jumps", 6, len)
        ['a red', 'fox', 'jumps']
        >>> wrapped("imagen-4.0-ultra", 9, len)
        ['imagen-', '4.0-ultra']
    """
    lines = [""]
    for piece in _PIECE.findall(text):
        if piece.isspace():
            lines[-1] += " " if lines[-1] else ""
        elif measure(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines += _broken(piece, width, measure)
    return [stripped for line in lines if (stripped := line.strip())]


def listed(facts: Iterable[str], width: float, measure: Callable[[str], float], between: str = " · ") -> list[str]:
    """Put facts into lines, with a sign between those that share one.

    Example:
        >>> listed(["1:1", "seed 7", "$0.00"], 14, len)
        ['1:1 · seed 7', '$0.00']
    """
    lines: list[str] = []
    for fact in facts:
        if lines and measure(lines[-1] + between + fact) <= width:
            lines[-1] += between + fact
        else:
            lines += wrapped(fact, width, measure)
    return lines


def _broken(piece: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """One piece in lines of its own; a letter that is wider than a line stands alone."""
    start = 0
    while start < len(piece):
        end = len(piece)
        while end > start + 1 and measure(piece[start:end]) > width:
            end -= 1
        yield piece[start:end]
        start = end
