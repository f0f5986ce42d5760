"""Text for terminals: a sheet in lines, and signs that the terminal's encoding has.

What a notebook shows as typography, a console of another age cannot print: there a repr that raises would hide the
pictures that were paid for. Only what the console lacks is replaced.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Sequence

from imgen_nb.show.places import Place, clean

PLAINER = {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "×": "x", "–": "-", "—": "-", "·": "-"}
"""Nearest signs of ASCII, for what our own sentences use; anything else becomes a question mark."""


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(PLAINER.get(sign, "?") for sign in lost), error.end


codecs.register_error("imgen_nb.plainer", _plainer)


def printable(words: str) -> str:
    """Make text that standard output, as it is encoded now, can print."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        return words.encode(encoding, "imgen_nb.plainer").decode(encoding)
    except (LookupError, UnicodeError):  # an encoding nobody knows, or one without even a question mark
        return words.encode("ascii", "imgen_nb.plainer").decode()


def bundle(plain: str, html: str) -> dict[str, str]:
    """What a front end is given: the text, and the markup."""
    return {"text/plain": printable(plain), "text/html": html}


def sheet(head: str, filled: Sequence[Place]) -> str:
    """Say a sheet in lines of text."""
    return "\n  ".join([head, *map(_line, filled)])


def _line(place: Place) -> str:
    word = "From store" if place.stored and place.picture else place.word
    said = [
        f"{clean(place.who, 40)}: {', '.join([word, *place.facts(), *place.audit()])}",
        *place.trouble(),
        *place.notes,
    ]
    return " ".join(said)
