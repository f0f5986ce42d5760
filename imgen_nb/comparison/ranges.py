"""Values in a text, in the grammar that people know from other grid tools; what is written can be read back.

1, 2, 3          values, by commas; by || where a value has a comma: a, b || c
1-5              every whole number; 5-1 downwards; a dash (1–5) as well
1-10(+3)         in steps: 1, 4, 7, 10; also 1-2(+0.25), 10-1(-3)
0-1[5]           so many, evenly: 0, 0.25, 0.5, 0.75, 1
1,2,..,10        on as it began, up to the last
SKIP: 7          left out for now
"1-5"            itself: whatever stands in double quotes is a text
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from imgen_nb.errors import InvalidRequest

MOST = 100_000
"""Cells of one comparison, and values of one axis; more are a slip, and are refused with their number."""
SKIP = "SKIP:"
GOES_ON = ("..", "...", "…")
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBER = re.compile(NUMBER, re.ASCII)
_RANGE = re.compile(rf"({NUMBER})\s*[-–]\s*({NUMBER})\s*(?:\(\s*({NUMBER})\s*\)|\[\s*(\d+)\s*\])?", re.ASCII)
_QUOTED = re.compile(r'\s*"(?:[^"\\]|\\.)*"\s*(?=\|\||,|$)', re.DOTALL)


def parse(text: str, *, numbers: bool = True, whole: bool = False) -> list[Any]:
    """Read the values of a text; without `numbers` each is a text, with `whole` evenly spaced ones are whole numbers.

    Raises `InvalidRequest` for a range that never ends, or has too many values.

    Example:
        >>> parse("1-10(+3), 20"), parse("0-1[5]"), parse("a, b || SKIP: c || d")
        ([1, 4, 7, 10, 20], [0, 0.25, 0.5, 0.75, 1], ['a, b', 'd'])
    """
    found: list[Any] = []
    items = list(_items(text))
    for at, item in enumerate(items):
        if numbers and item in GOES_ON and found and at + 1 < len(items):
            found += _onwards(text, found, items[at + 1])
        else:
            found += _values(item, numbers=numbers, whole=whole)
        if len(found) > MOST:
            raise _refused(text, f"has more than {MOST:,} values")
    return found


def write(values: Iterable[Any]) -> str:
    """Write values so that `parse` reads the same.

    Example:
        >>> write([1, 0.5, "a, b", "1-5"])
        '1 || 0.5 || a, b || "1-5"'
    """
    said = [_written(value) for value in values]
    commas = any("," in one for one in said)
    return (" || " if commas else ", ").join(said) + (" ||" if commas and len(said) == 1 else "")


def _written(value: Any) -> str:
    if not isinstance(value, str):
        return repr(value)
    odd = value != value.strip() or not value or any(sign in value for sign in ('"', "|", "\n")) or value in GOES_ON
    read = value.startswith(SKIP) or _NUMBER.fullmatch(value) or _RANGE.fullmatch(value)
    return json.dumps(value, ensure_ascii=False) if odd or read else value


def _items(text: str) -> Iterator[str]:
    """The pieces between commas, or between || where there is one; what is quoted is whole."""
    mark = "||" if "||" in _QUOTED.sub("", text) else ","
    at = 0
    while at <= len(text):
        quoted = _QUOTED.match(text, at)
        end = text.find(mark, quoted.end() if quoted else at)
        end = len(text) if end < 0 else end
        if item := text[at:end].strip():
            yield item
        at = end + len(mark)


def _values(item: str, *, numbers: bool, whole: bool) -> list[Any]:
    if item.startswith(SKIP):
        return []
    if item[0] == '"' == item[-1] and len(item) > 1:
        try:
            return [json.loads(item, strict=False)]
        except ValueError:
            return [item]
    if numbers and (between := _RANGE.fullmatch(item)):
        return _between(item, *between.groups(), whole=whole)
    return [_number(item) if numbers and _NUMBER.fullmatch(item) else item]


def _between(item: str, first: str, last: str, step: str | None, many: str | None, *, whole: bool) -> list[Any]:
    low, high = Decimal(first), Decimal(last)
    if many is not None:
        number = int(many)
        _check(item, number)
        apart = (high - low) / (number - 1) if number > 1 else Decimal(0)
        values = [low + apart * place for place in range(number)]
        return [int(value) if whole else _plain(value) for value in values]
    by = Decimal(step) if step else Decimal(1 if high >= low else -1)
    if not by or (high - low) * by < 0:
        raise _refused(item, "never gets there")
    number = int((high - low) / by) + 1
    _check(item, number)
    return [_plain(low + by * place) for place in range(number)]


def _onwards(text: str, found: list[Any], last: str) -> list[Any]:
    """What lies between the values so far and the last one, which is not among them."""
    if not _NUMBER.fullmatch(last) or not all(isinstance(one, int | float) for one in found[-2:]):
        raise _refused(text, f"goes on without numbers around {GOES_ON[0]}")
    here, end = Decimal(repr(found[-1])), Decimal(last)
    by = here - Decimal(repr(found[-2])) if len(found) > 1 else Decimal(1 if end >= here else -1)
    if not by or (end - here) * by <= 0:
        raise _refused(text, "never gets there")
    number = (end - here) / by
    _check(text, int(number))
    between = int(number) - (number == int(number))
    return [_plain(here + by * place) for place in range(1, between + 1)]


def _check(item: str, number: int) -> None:
    if number > MOST:
        raise _refused(item, f"has {number:,} values; at most {MOST:,}")


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"[+-]?\d+", text, re.ASCII) else float(text)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _refused(text: str, problem: str) -> InvalidRequest:
    return InvalidRequest(f"{text!r:.80} {problem}", operation="grid", hint="such as 1-10(+3); nothing was sent")
