"""Prompt templates: one text that stands for several; a text without these marks is itself.

a {red|blue} fox          each of them
{2$$fog|snow|rain}        two of them, in every order, with a comma; {1-2$$...} one or two; {2$$ and $$...} joined so
{3::red|blue}             red three times as often, where some are drawn
__colours__               each line of wildcards/colours.txt
${who={a fox|an owl}}     a name for it, and ${who} wherever it is wanted: the same all through one prompt
\\{ \\} \\|                  the signs themselves
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import NoReturn

from imgen_nb.comparison.ranges import MOST
from imgen_nb.errors import InvalidRequest

FOLDER = Path("wildcards")
LINES = "write such a file beside the notebook, one line for each of them"
DEEPEST = 20
"""Wildcards inside of wildcards: more is one that names itself."""
_MARKS = re.compile(r"\{|__[\w/-]+__|\\[{}|]", re.ASCII)
_TOKEN = re.compile(
    r"\\(?P<sign>[{}|])|__(?P<file>[A-Za-z0-9/-]+(?:_[A-Za-z0-9/-]+)*)__|\$\{(?P<name>\w+)(?P<then>[=}])"
)
_BOUNDS = re.compile(r"(\d*)(-?)(\d*)\$\$(?:([^|{}]*?)\$\$)?")
_WEIGHT = re.compile(r"(\d+(?:\.\d+)?)::")
Names = Mapping[str, str]


@dataclass(frozen=True)
class Use:
    """A name that stands for what was chosen for it."""

    name: str


@dataclass(frozen=True)
class Name:
    """What a name stands for from here on."""

    name: str
    parts: Parts


@dataclass(frozen=True)
class Choice:
    """From `least` to `most` of some options, joined."""

    options: tuple[Parts, ...]
    weights: tuple[float, ...]
    least: int = 1
    most: int = 1
    joint: str = ","

    @property
    def sizes(self) -> range:
        """How many of the options may be taken."""
        return range(min(self.least, len(self.options)), min(self.most, len(self.options)) + 1)


Parts = tuple["str | Use | Name | Choice", ...]


def is_template(text: str) -> bool:
    """Whether a text has any of the marks.

    Example:
        >>> is_template("$5 for a fox #3"), is_template("a {red|blue} fox")
        (False, True)
    """
    return bool(_MARKS.search(text))


def expand(text: str) -> list[str]:
    """Every prompt that a template stands for, each once; the last choice varies first.

    Raises `InvalidRequest` for a template that is not closed, and with the number for one that has too many.

    Example:
        >>> expand("a {red|blue} {fox|owl}")
        ['a red fox', 'a red owl', 'a blue fox', 'a blue owl']
    """
    parts = parse(text)
    if (number := count(parts)) > MOST:
        raise _refused(
            text, f"stands for {number:,} prompts; at most {MOST:,}", "draw some of them: Axis(..., some=20)"
        )
    return list(dict.fromkeys(said for said, _ in _all(parts, {})))


def draw(text: str, some: int, seed: int) -> list[str]:
    """So many of the prompts that a template stands for, drawn by its weights; fewer where it has fewer."""
    parts, chance = parse(text), random.Random(seed)
    found: dict[str, None] = {}
    for _ in range(50 * some):
        found[_one(parts, {}, chance)[0]] = None
        if len(found) == min(some, MOST):
            break
    return list(found)


def split(text: str) -> list[str]:
    """The templates between ||, where that stands in no braces.

    Example:
        >>> split("a {fox||owl} || a hen")
        ['a {fox||owl}', 'a hen']
    """
    found, depth, begun = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if depth <= 0 and at >= begun and text.startswith("||", at):
            found.append(text[begun:at])
            begun = at + 2
    return [one.strip() for one in (*found, text[begun:]) if one.strip()]


def parse(text: str) -> Parts:
    """Read a template; raises `InvalidRequest` where it is not closed, or names what is not there."""
    return _Reader(text).whole()


def count(parts: Parts) -> int:
    """How many prompts a template stands for, those that are the same counted each."""
    return math.prod(_number(part) for part in parts)


def _number(part: str | Use | Name | Choice) -> int:
    if isinstance(part, Choice):
        ways = [1] + [0] * len(part.options)  # of so many options, in one order
        for each in map(count, part.options):
            for size in range(len(part.options), 0, -1):
                ways[size] += ways[size - 1] * each
        return sum(ways[size] * math.factorial(size) for size in part.sizes)
    return count(part.parts) if isinstance(part, Name) else 1


# --- what it stands for -----------------------------------------------------------------------------------------------


def _all(parts: Parts, names: Names) -> Iterator[tuple[str, Names]]:
    if not parts:
        yield "", names
        return
    first, rest = parts[0], parts[1:]
    for said, known in _each(first, names):
        for more, after in _all(rest, known):
            yield said + more, after


def _each(part: str | Use | Name | Choice, names: Names) -> Iterator[tuple[str, Names]]:
    if isinstance(part, str):
        yield part, names
    elif isinstance(part, Use):
        yield names[part.name], names
    elif isinstance(part, Name):
        yield from (("", {**names, part.name: said}) for said, _ in _all(part.parts, names))
    else:
        for size in part.sizes:
            for options in permutations(part.options, size):
                for words in _joined(options, names):
                    if len({*words}) == size:
                        yield part.joint.join(words), names


def _joined(options: Sequence[Parts], names: Names) -> Iterator[list[str]]:
    if not options:
        yield []
        return
    for said, _ in _all(options[0], names):
        for more in _joined(options[1:], names):
            yield [said, *more]


def _one(parts: Parts, names: Names, chance: random.Random) -> tuple[str, Names]:
    said = ""
    for part in parts:
        if isinstance(part, str):
            said += part
        elif isinstance(part, Use):
            said += names[part.name]
        elif isinstance(part, Name):
            names = {**names, part.name: _one(part.parts, names, chance)[0]}
        else:
            size = chance.choice(part.sizes)
            # the order of a weighted draw without putting back: the largest of u ** (1 / weight) come first
            order = sorted(range(len(part.options)), key=lambda at: -(chance.random() ** (1 / part.weights[at])))
            said += part.joint.join(_one(part.options[at], names, chance)[0] for at in order[:size])
    return said, names


# --- reading ----------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str, depth: int = 0, names: frozenset[str] = frozenset()) -> None:
        self._text = text
        self._depth = depth
        self._names = set(names)
        self._at = 0

    def whole(self) -> Parts:
        """Read all of it."""
        return self._parts("")

    def _parts(self, ends: str) -> Parts:
        """What comes up to one of these signs, or to the end where there are none."""
        parts: list[str | Use | Name | Choice] = []
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign in ends:
                return tuple(parts)
            part = self._part(sign)
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
        if ends:
            self._broken("has a { that is not closed")
        return tuple(parts)

    def _part(self, sign: str) -> str | Use | Name | Choice:
        if token := _TOKEN.match(self._text, self._at):
            self._at = token.end()
            return self._token(token)
        self._at += 1
        return self._choice() if sign == "{" else sign

    def _token(self, token: re.Match[str]) -> str | Use | Name | Choice:
        if token["sign"]:
            return token["sign"]
        if token["file"]:
            return self._wildcard(token["file"])
        name = token["name"]
        if token["then"] == "=":
            parts = self._parts("}")
            self._at += 1
            self._names.add(name)
            return Name(name, parts)
        if name not in self._names:
            self._broken(f"uses ${{{name}}}, which has no value before it")
        return Use(name)

    def _choice(self) -> Choice:
        bounds = _BOUNDS.match(self._text, self._at)
        if bounds and (bounds[1] or bounds[3]):
            self._at = bounds.end()
        else:
            bounds = None
        options, weights = [], []
        while True:
            weight = _WEIGHT.match(self._text, self._at)
            self._at = weight.end() if weight else self._at
            weights.append(max(float(weight[1]), 1e-9) if weight else 1.0)
            options.append(self._parts("|}"))
            self._at += 1
            if self._text[self._at - 1] == "}":
                return self._bounded(tuple(options), tuple(weights), bounds)

    def _bounded(self, options: tuple[Parts, ...], weights: tuple[float, ...], bounds: re.Match[str] | None) -> Choice:
        if bounds is None:
            return Choice(options, weights)
        if len(options) == 1 and len(options[0]) == 1 and isinstance(only := options[0][0], Choice):
            options, weights = only.options, only.weights  # several lines of one file
        least = int(bounds[1] or 1)
        most = int(bounds[3]) if bounds[3] else len(options) if bounds[2] else least
        joint = bounds[4] if bounds[4] is not None else ", "
        return Choice(options, weights, min(least, most), most, joint)

    def _wildcard(self, name: str) -> Choice:
        path = FOLDER / f"{name}.txt"
        if self._depth >= DEEPEST:
            self._broken(f"names __{name}__ inside of itself")
        try:
            lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        except (OSError, UnicodeDecodeError):
            self._broken(f"names __{name}__, and {path} cannot be read", LINES)
        told = list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
        if not told:
            self._broken(f"names __{name}__, and {path} has no lines", LINES)
        options = tuple(_Reader(line, self._depth + 1, frozenset(self._names)).whole() for line in told)
        return Choice(options, (1.0,) * len(options))

    def _broken(self, problem: str, hint: str = "\\{ is a brace itself") -> NoReturn:
        raise _refused(self._text, problem, hint)


def _refused(text: str, problem: str, hint: str) -> InvalidRequest:
    return InvalidRequest(f"{text!r:.80} {problem}", operation="grid", hint=f"{hint}; nothing was sent")
