"""What a parameter is: its kind, its bounds, the words for what is wrong with a value. No I/O."""

from __future__ import annotations

import base64
import difflib
import json
import math
import numbers
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import NoneType
from typing import Any, Literal
from urllib.parse import urlsplit

Kind = Literal[
    "choice",
    "text",
    "integer",
    "number",
    "switch",
    "address",
    "picture",
    "addresses",
    "pictures",
    "references",
    "mapping",
]
"""`address` is any http(s) address, `picture` one source picture, `addresses` a list of them, `pictures` a list of them
or of names that the service knows, and `references` a list of {"url": picture, "description": text}."""

_PYTHON: dict[Kind, tuple[type, ...]] = {
    "choice": (str,),
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "switch": (bool,),
    "address": (str,),
    "picture": (str,),
    "addresses": (list, tuple),
    "pictures": (list, tuple),
    "references": (list, tuple),
    "mapping": (dict,),
}
_SAID: dict[Kind, str] = {
    "choice": "text",
    "text": "text",
    "integer": "a whole number",
    "number": "a number",
    "switch": "True or False",
    "address": "an http(s) address",
    "picture": "the http(s) address of a picture, a data URL, a pathlib.Path, a Picture or a PIL image",
    "addresses": "a list of addresses",
    "pictures": "a list of ids, @aliases, addresses, Pictures, Paths or PIL images",
    "references": "a list of {'url': ..., 'description': ...}",
    "mapping": "a dict",
}

LONGEST_NAME = 200

OTHER = "*"
"""In `Option.models`: every model that the provider's declarations do not name."""


@dataclass(frozen=True, slots=True)
class Option:
    """One parameter a provider takes: the form, the validation, the tables all come from it.

    `low`, `high` bound a number; `most` bounds the length of a text or a list. `models` names the models
    that take it (empty: all; `OTHER`: those the provider's document does not name), so one parameter may be
    declared once per group of models. With `open`, `choices` are suggestions and any other name is passed on.
    A `default` of None means the field is not sent at all unless somebody sets it.

    Example:
        >>> ratio = Option("aspect_ratio", "choice", choices=("1:1", "16:9"), default="1:1")
        >>> ratio.problem("16:10")
        "is '16:10'; allowed: 1:1, 16:9; nearest: 16:9"
    """

    name: str
    kind: Kind
    help: str = ""
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    most: int | None = None
    default: Any = None
    required: bool = False
    models: tuple[str, ...] = ()
    open: bool = False

    def problem(self, value: Any) -> str | None:
        """Say what is wrong with `value`, what is allowed and what is nearest; None if it is fine."""
        value, expected = plain(value), _PYTHON[self.kind]
        if not isinstance(value, expected) or (isinstance(value, bool) and self.kind != "switch"):
            return f"is {_short(value)}, which is not {_SAID[self.kind]}; allowed: {self.allowed}"
        if self.kind == "choice" and not self.open:
            return self._unchosen(value)
        return self._outside(value) or self._strange(value)

    def nearest(self, value: Any) -> Any:
        """The allowed value most like one that is not; None where there is none to name.

        Example:
            >>> Option("seed", "integer", low=0, high=9).nearest(12)
            9
        """
        value = plain(value)
        if isinstance(value, bool) or self.problem(value) is None:
            return None
        if self.choices and isinstance(value, str):
            return _nearest(value, self.choices)
        if self.kind in ("integer", "number") and isinstance(value, int | float) and not self._within(value):
            return plain(self._bound(value)) if self.kind == "number" else int(self._bound(value) or 0)
        return None

    def _bound(self, value: float) -> float | None:
        return self.low if self.low is not None and not value >= self.low else self.high

    def _unchosen(self, value: Any) -> str | None:
        if value in self.choices:
            return None
        return f"is {_short(value)}; allowed: {self.allowed}; nearest: {_nearest(value, self.choices)}"

    def _outside(self, value: Any) -> str | None:
        if self.kind in ("integer", "number") and not self._within(value):
            return f"is {_short(value)}; allowed: {self.allowed}; nearest: {_number(self._bound(value))}"
        if self.required and isinstance(value, str) and not visible(value):
            return "is empty; allowed: any text with something in it"
        if self.kind == "choice" and value not in self.choices and not _is_name(value):
            return f"is {_short(value)}, which is no name; allowed: {self.allowed}"
        if self.most is not None and hasattr(value, "__len__") and len(value) > self.most:
            return f"has {len(value)} {'characters' if isinstance(value, str) else 'items'}; allowed: {self.allowed}"
        return None

    def _strange(self, value: Any) -> str | None:
        sound = _SHAPES.get(self.kind, _anything)
        for one in value if self.kind in _LISTS else ():
            if not sound(one):
                why = (
                    f": {_short(one)} is not {_SAID['picture']}"
                    if isinstance(one, str) and self.kind != "pictures"
                    else ""
                )
                return f"is {_short(value)}, which is not {_SAID[self.kind]}{why}; allowed: {self.allowed}"
        if self.kind not in _LISTS and not sound(value):
            return f"is {_short(value)}; allowed: {self.allowed}"
        if not _travels(value):
            return f"is {_short(value)}, which cannot be sent as JSON; allowed: {self.allowed}"
        return None

    def _within(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def allowed(self) -> str:
        """The allowed values in words."""
        if self.choices:
            return ", ".join(self.choices)
        said = _SAID[self.kind]
        said += f" from {_number(self.low)}" if self.low is not None else ""
        said += f" {'up ' if self.low is None else ''}to {_number(self.high)}" if self.high is not None else ""
        return f"{said}, at most {self.most}" if self.most is not None else said


def options_for(options: Iterable[Option], model: str | None) -> dict[str, Option]:
    """The parameters one model takes, by name; a declaration that names the model goes before a general one.

    Without a model it is the one that is asked where none is named.
    """
    options = tuple(options)
    named = next((option for option in options if option.name == "model"), None)
    model = model or (named.default if named else None)
    family = model if named and model in named.choices else OTHER
    found: dict[str, Option] = {}
    for option in options:
        if family in option.models:
            found[option.name] = option
        elif not option.models:
            found.setdefault(option.name, option)
    return found


_PLAIN = frozenset({str, int, float, bool, NoneType})
"""What nearly every value is: asked first, because whether something is a number of whatever kind takes long."""


def plain(value: Any) -> Any:
    """The Python number or truth that one of numpy or pandas stands for; anything else as it is.

    Example:
        >>> from fractions import Fraction
        >>> plain(True), plain("7"), plain(Fraction(1, 4))
        (True, '7', 0.25)
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, int | float):
        return float(value) if isinstance(value, float) else value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    return bool(value) if type(value).__name__ in ("bool", "bool_") else value


_BLANK = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
"""What draws nothing although it counts as a letter, a mark or a symbol."""


def visible(text: str) -> bool:
    """Whether there is something to see in a text: blanks and zero-width characters alone are nothing."""
    return any(
        unicodedata.category(one) not in ("Cc", "Cf", "Zs", "Zl", "Zp") and not _BLANK.match(one) for one in text
    )


def _is_name(text: str) -> bool:
    """Whether a text may name something that a service knows and we do not: it may be part of an address there."""
    return visible(text) and text.isprintable() and len(text) <= LONGEST_NAME and not {".", ".."} & {*text.split("/")}


def _anything(value: Any) -> bool:
    return True


_INLINE = re.compile(r"data:(?:image/[^,\s]{0,99}|[^,\s]{0,99};base64),", re.IGNORECASE)


def inline(value: Any) -> bytes | None:
    """The bytes of a picture that is written as a data URL, broken base64 as its text; None for anything else."""
    if not (isinstance(value, str) and (head := _INLINE.match(value))):
        return None
    return _decoded(value, head) or value[head.end() :].encode("utf-8", "surrogatepass")


def _decoded(url: str, head: re.Match[str]) -> bytes | None:
    """The bytes behind the head of a data URL; None where there are none, or its base64 is broken."""
    body = url[head.end() :].encode("utf-8", "surrogatepass")
    if not head[0].lower().endswith(";base64,"):
        return body or None
    try:
        return base64.b64decode(body, validate=True) or None
    except ValueError:
        return None


def is_address(value: Any) -> bool:
    """Whether a value is an absolute http(s) address."""
    if not isinstance(value, str) or re.search(r"[\x00-\x20\x7f\\]", value):
        return False
    try:
        place = urlsplit(value)
        return place.scheme.lower() in ("http", "https") and bool(place.hostname) and place.port != 0
    except ValueError:
        return False


def is_picture(value: Any) -> bool:
    """Whether a value says where a picture is, or is one as a data URL."""
    if is_address(value):
        return True
    head = _INLINE.match(value) if isinstance(value, str) else None
    return head is not None and _decoded(value, head) is not None


def _is_reference(value: Any) -> bool:
    if not isinstance(value, dict) or not {"url"} <= {*value} <= {"url", "description"}:
        return False
    return is_picture(value["url"]) and isinstance(value.get("description", ""), str)


_NAMED = re.compile(r"@?[A-Za-z0-9_.-]{1,200}", re.ASCII)


def _is_named(value: Any) -> bool:
    return is_picture(value) or (isinstance(value, str) and _NAMED.fullmatch(value) is not None)


_LISTS = ("addresses", "pictures", "references")
_SHAPES: dict[Kind, Callable[[Any], bool]] = {
    "address": is_address,
    "picture": is_picture,
    "addresses": is_picture,
    "pictures": _is_named,
    "references": _is_reference,
}
"""What a value, or each item of a list, must be beyond its type."""


def _nearest(value: str, choices: tuple[str, ...]) -> str:
    """The choice most like a value: by shape where both are ratios, else by spelling."""
    shape = _shape(value)
    shapes = {choice: _shape(choice) for choice in choices}
    if shape and all(shapes.values()):
        return min(choices, key=lambda choice: abs(math.log(shape / shapes[choice])))
    return difflib.get_close_matches(value[:200], choices, n=1, cutoff=0.0)[0]


def _shape(ratio: str) -> float:
    """Width by height; 0 where a text is no ratio."""
    found = re.fullmatch(r"([0-9]{1,4})[:xX/]([0-9]{1,4})", ratio)
    width, height = map(int, found.groups()) if found else (0, 0)
    return width / height if height else 0.0


def _travels(value: Any) -> bool:
    """Whether a value comes back from JSON as it is: no nan, no half characters, no keys that are not text."""
    if value.isascii() if isinstance(value, str) else isinstance(value, int) and abs(value) < 2**63:
        return True  # a comparison asks this of every cell
    try:
        there = json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        return bool(json.loads(there) == (list(value) if isinstance(value, tuple) else value))
    except (TypeError, ValueError, RecursionError):
        return False


def _number(value: float | None) -> str:
    """Write a bound in full: "%g" would round a large seed to one that is not allowed."""
    return repr(int(value) if value is not None and value == int(value) else value)


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python writes no number of more than 4300 digits
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}..."
