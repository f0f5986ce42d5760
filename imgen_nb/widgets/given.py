"""Source pictures in the form: those in hand, which are shown, beside addresses, which are text.

A value holds pictures in hand as data URLs, so that it can be checked and sent as it stands.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from imgen_nb.show.places import clean
from imgen_nb.types import Option

KINDS = ("picture", "addresses", "pictures", "references")
"""Kinds of options that take pictures; of all but the first, several."""
SIDE = 128


def takes(option: Option) -> bool:
    """Whether an option takes source pictures."""
    return option.kind in KINDS


def items(value: Any) -> list[Any]:
    """The pictures of a value, one or several."""
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def in_hand(one: Any) -> bool:
    """Whether a picture is here with its bytes, or else named by an address or an id."""
    return not isinstance(place := _place(one), str) or place[:5].lower() == "data:"


def shown(value: Any) -> list[dict[str, Any]]:
    """The pictures in hand as the page gets them: where each stands in the value, its hash, and a word on it."""
    here = [(at, one) for at, one in enumerate(items(value)) if in_hand(one)]
    return [{"id": at, "sha": sha(one), "word": _word(one)} for at, one in here]


def text(value: Any) -> str:
    """The others as one writes them: each on a line, its description behind it."""
    return "\n".join(f"{_place(one)} {_description(one)}".strip() for one in items(value) if not in_hand(one))


def written(option: Option, before: Any, words: str) -> Any:
    """The value that somebody's lines stand for, with the pictures in hand that it has."""
    lines = [_read(option, line) for line in words.splitlines() if line.strip()]
    return _value(option, [*(one for one in items(before) if in_hand(one)), *lines])


def more(option: Option, before: Any, address: str) -> Any:
    """A value with one picture more; where only one is taken, with that instead of the last."""
    most = 1 if option.kind == "picture" else option.most
    kept = items(before)[: most - 1] if most else items(before)
    return _value(option, [*kept, {"url": address} if option.kind == "references" else address])


def less(option: Option, before: Any, at: int) -> Any:
    """A value without one of its pictures."""
    return _value(option, [one for place, one in enumerate(items(before)) if place != at])


def sha(one: Any) -> str:
    """What a picture in hand is known by."""
    return hashlib.sha256(str(_place(one)).encode("utf-8", "replace")).hexdigest()


def small(value: Any, wanted: Sequence[str]) -> dict[str, bytes]:
    """A WebP for each picture of a value that is asked for by its hash; none for what cannot be drawn."""
    found = {sha(one): _thumbnail(str(_place(one))) for one in items(value) if in_hand(one) and sha(one) in wanted}
    return {name: raw for name, raw in found.items() if raw}


def _value(option: Option, pictures: list[Any]) -> Any:
    if option.kind == "picture":
        return pictures[-1] if pictures else None
    return pictures or None


def _read(option: Option, line: str) -> Any:
    address, _, said = line.strip().partition(" ")
    if option.kind != "references":
        return line.strip()
    return {"url": address, "description": said.strip()} if said.strip() else {"url": address}


def _place(one: Any) -> Any:
    return one.get("url") if isinstance(one, dict) else one


def _description(one: Any) -> str:
    return clean(one.get("description", ""), 200) if isinstance(one, dict) else ""


def _word(one: Any) -> str:
    return _description(one) or _size(len(str(_place(one))) * 3 // 4)


def _size(number: int) -> str:
    """Bytes as people read them.

    Example:
        >>> _size(900), _size(1_234_567)
        ('1 kB', '1.2 MB')
    """
    return f"{max(1, round(number / 1000))} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"


@lru_cache(32)
def _thumbnail(address: str) -> bytes:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))) as opened:
            opened.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((SIDE, SIDE))
            out = io.BytesIO()
            upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(out, "WEBP", quality=75)
            return out.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
