"""From what is to vary to the cells of a grid: each is checked by itself, and what is refused says so in its place."""

from __future__ import annotations

import difflib
import gc
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, NamedTuple

from imgen_nb.client.client import Client
from imgen_nb.client.process import provider_rows
from imgen_nb.comparison.axes import LISTS, WORD, Axis, together, varies
from imgen_nb.comparison.cells import Cell
from imgen_nb.comparison.ranges import MOST
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.show.places import clean, count
from imgen_nb.types import ImageRequest, Option

OURS = frozenset({"provider", "prompt", "take", WORD})
"""Fields of a comparison that are no parameter of a provider."""
Reached = Mapping[Any, Client | ImgenError]
"""Whom to ask, by the name that was given (or the client itself), or why it cannot be asked as things are."""
Reach = Callable[[Iterable[Any]], Reached]


@contextmanager
def unswept() -> Iterator[None]:
    """While tens of thousands of cells are made, none of them garbage, nobody looks for any: that took a third."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True)
class Question:
    """What a comparison asks: fields that are the same in every cell, and axes along which others vary.

    Its cells come in the order of a product: the last axis varies first.
    """

    fixed: Mapping[str, Any]
    axes: tuple[Axis, ...]
    reach: Reach = field(repr=False)
    remark: str = ""

    def notes(self, *, heads: bool) -> list[str]:
        """What to know before it is read: what was left out, what is taught of an axis, and of values without heads."""
        said = [self.remark] if self.remark else []
        for axis in self.axes:
            said += [f"{axis.title.capitalize()}: {axis.explain}"] if axis.explain else []
            notes = () if heads else zip(axis.labels, axis.notes, strict=True)
            said += [f"{label}: {note}" for label, note in notes if note]
        return said

    @property
    def title(self) -> str:
        """The prompt, or what varies where that is the prompt."""
        alone = next((axis.values[0] for axis in self.axes if axis.field == "prompt" and len(axis) == 1), None)
        prompt = self.fixed.get("prompt", alone)
        return f"“{prompt}”" if isinstance(prompt, str) else " × ".join(axis.title for axis in self.axes)

    def cells(self) -> list[Cell]:
        """A cell for each combination, checked, none of them started.

        Raises `InvalidRequest` with the number, where there are too many.
        """
        number = math.prod(max(len(axis), 1) for axis in self.axes)
        if number > MOST:
            sizes = " × ".join(count(len(axis), axis.title) for axis in self.axes)
            hint = f"at most {MOST:,}: leave values out; nothing was sent"
            raise InvalidRequest(f"these are {number:,} cells ({sizes})", operation="grid", hint=hint)
        whom = self.reach(self._providers())
        with unswept():
            return [self._cell(steps, whom) for steps in product(*map(_steps, self.axes))]

    def extended(self, more: Mapping[str, Any]) -> Question:
        """The same question with further values; a field that did not vary becomes an axis that begins with its value.

        Raises `TypeError` for a field that this comparison does not have.
        """
        axes, fixed, options = list(self.axes), dict(self.fixed), _options()
        check_keywords(more)
        for name, values in more.items():
            added = _axis(name, values, options)
            at = next((at for at, axis in enumerate(axes) if axis.field == name), None)
            if at is not None:
                axes[at] = axes[at].more(added)
            elif name == WORD or any(name == part.field for axis in axes for part in axis.parts):
                raise _refused("", f"{name} is no axis of its own here", "ask for another grid")
            else:
                here = fixed.pop(name, 1 if name == "take" else None)
                axes.append(_axis(name, [here], options).more(added))
        return replace(self, fixed=fixed, axes=tuple(axes))

    def _providers(self) -> list[Any]:
        every = [part for axis in self.axes for part in axis.parts or (axis,)]
        named = next((axis.values for axis in every if axis.field == "provider"), None)
        return [self.fixed["provider"]] if named is None else list(named)

    def _cell(self, steps: tuple[_Step, ...], whom: Reached) -> Cell:
        asked: dict[str, Any] = {"take": 1, **self.fixed}
        coordinates: dict[str, Any] = {}
        words: dict[str, Any] = {}
        for step in steps:
            coordinates |= step.settings
            asked |= step.asked
            words |= step.words
        provider, prompt, take = asked.pop("provider"), asked.pop("prompt", None), asked.pop("take")
        label, client = ", ".join([step.said for step in steps]), None
        try:
            client = _ready(whom, provider)
            for axis in self.axes:
                if not axis.values:
                    raise _refused(provider, f"{axis.field} has no values", "name at least one")
            client.need_answer()
            if words:
                prompt = _reworded(prompt, words, client)
            given = {name: value for name, value in asked.items() if value is not None}  # None: as if it were left out
            request, error = client.check(prompt, take=take, **given), None
        except ImgenError as refused:
            name, origin = (client.provider.name, client.origin) if client else (str(provider), "")
            request = ImageRequest(name, prompt if isinstance(prompt, str) else "", asked, take, origin)
            error = refused
        title = client.provider.title if client else clean(provider, 60)
        return Cell(label or title, request, error=error, title=title, coordinates=coordinates, client=client)


class _Step(NamedTuple):
    """One value of an axis: what it sets, which of it is asked for, which words it puts in place of others."""

    settings: Mapping[str, Any]
    asked: Mapping[str, Any]
    words: Mapping[str, Any]
    said: str


def _steps(axis: Axis) -> list[_Step]:
    """The values of an axis; one that stands for none, where there is none."""
    if not axis.values:
        return [_Step({axis.field: None}, {axis.field: None}, {}, f"no {axis.title}")]
    sought = {part.field: _sought(part) for part in axis.parts or (axis,) if part.field.partition(":")[0] == WORD}
    return [_step(axis.settings(place), sought, axis.said(place)) for place in range(len(axis))]


def _step(settings: Mapping[str, Any], sought: Mapping[str, str], said: str) -> _Step:
    asked = {field: value for field, value in settings.items() if field not in sought}
    return _Step(settings, asked, {word: settings[field] for field, word in sought.items()}, said)


def _sought(axis: Axis) -> str:
    """The word that others stand in the place of: the field names it, or it is the first value."""
    return axis.field.partition(":")[2] or str(axis.values[0])


def _reworded(prompt: Any, words: Mapping[str, Any], client: Client) -> str:
    """Put each word in the place of the one that is looked for, all at once; an absent one is refused."""
    name, text = client.provider.name, prompt if isinstance(prompt, str) else ""
    for sought, word in words.items():
        if not isinstance(word, str):
            raise _refused(name, f"word is {word!r:.60}, which is not text", "name words")
        if not sought or sought not in text:
            raise _refused(
                name, f"the prompt has no {sought!r:.60} to replace", "the first value is the word looked for"
            )
    found = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return found.sub(lambda match: words[match[0]], text)


def _ready(whom: Reached, provider: Any) -> Client:
    found = whom.get(provider) if isinstance(provider, str | Client) else None
    if isinstance(found, ImgenError):
        raise found
    if found is None:
        raise _refused("", f"provider is {provider!r:.60}", "name one of ig.list_providers()")
    return found


def _refused(provider: object, problem: str, hint: str) -> InvalidRequest:
    return InvalidRequest(problem, provider=str(provider), operation="grid", hint=f"{hint}; nothing was sent")


def question(fields: Mapping[str, Any], reach: Reach, axes: Sequence[Any] = (), jointly: Any = ()) -> Question:
    """Read what a person gave: which fields stay, which vary, and which of these vary `jointly`, value by value.

    Raises `TypeError` for a field that nobody knows, before anything is sent.
    """
    if stray := [axis for axis in axes if not isinstance(axis, Axis)]:
        raise TypeError(f"{stray[0]!r:.60} has no field: prompt=..., or ig.Axis('prompt', ...)")
    if isinstance(jointly, str) or not isinstance(jointly, Iterable):
        raise _refused("", f"together is {jointly!r:.60}", "name all that vary together: together=('prompt', 'seed')")
    check_keywords([*fields, *(axis.field for axis in axes)])
    options = _options()
    fixed, varying = {}, [_fitted(axis, options) for axis in axes]
    for name, value in fields.items():
        if isinstance(value, Axis) or name == WORD or varies(name, value, options):
            varying.append(_axis(name, value, options))
        else:
            fixed[name] = value
    names = [axis.field for axis in varying]
    if twice := [name for at, name in enumerate(names) if name in {*names[:at], *fixed}]:
        raise TypeError(f"{twice[0]} is given twice")
    return Question(fixed, _joined(varying, list(jointly)), reach)


def _options() -> list[Option]:
    return [option for row in provider_rows() for option in row.options]


def _axis(name: str, values: Any, options: Iterable[Option]) -> Axis:
    """The axis that a person gave for a field, or made of what he gave; a plain text is itself, whatever its signs."""
    if isinstance(values, Axis) and values.field != name:
        raise TypeError(f"{name}= was given the axis of {values.field!r}")
    made = values if isinstance(values, Axis) else Axis(name, [values] if isinstance(values, str) else values)
    return _fitted(made, options)


def _joined(axes: Sequence[Axis], names: Sequence[str]) -> tuple[Axis, ...]:
    """The axes, those that vary together as one, in the place of the first of them."""
    if missing := [name for name in names if name not in {axis.field for axis in axes}]:
        raise _refused("", f"{missing[0]!r:.60} does not vary", "name axes in together=(...)")
    ones = [axis for axis in axes if axis.field in names]
    if len(ones) < 2:
        return tuple(axes)
    joined = together(ones)
    return tuple(joined if axis is ones[0] else axis for axis in axes if axis is ones[0] or axis not in ones)


def _fitted(axis: Axis, options: Iterable[Option]) -> Axis:
    """Make one picture of an axis a list of one, where the option is a list; name providers as people do."""
    if axis.field == "provider":
        return axis.relabelled({row.name: row.title for row in provider_rows()})
    kinds = {option.kind for option in options if option.name == axis.field}
    if kinds & LISTS - {"mapping"}:
        axis = copy(axis)
        axis.values = tuple(one if isinstance(one, list | tuple) else [one] for one in axis.values)
    return axis


def turned(asked: Question, cells: Sequence[Cell], order: Sequence[int]) -> tuple[Question, list[Cell]]:
    """The same question and its cells with the axes in another order."""
    sizes = [max(len(axis), 1) for axis in asked.axes]
    steps = [math.prod(sizes[place + 1 :]) for place in range(len(sizes))]
    places = product(*(range(sizes[axis]) for axis in order))
    found = [cells[sum(at * steps[axis] for at, axis in zip(place, order, strict=True))] for place in places]
    return replace(asked, axes=tuple(asked.axes[axis] for axis in order)), found


def check_keywords(names: Iterable[str]) -> None:
    """Refuse a field that nobody knows, before anything is sent: `TypeError` with the nearest one."""
    known = OURS | {option.name for row in provider_rows() for option in row.options}
    for name in names:
        if name not in known and not name.startswith(f"{WORD}:"):
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            raise TypeError(f"no provider has a parameter {name!r}; the nearest is {near[0]!r}")


def ratios_of(client: Client, prompt: Any, params: Mapping[str, Any]) -> tuple[list[str], str]:
    """The aspect ratios that a provider draws with these parameters, and what is to be said of those left out."""
    option = client.provider.option("aspect_ratio")
    if option is None:
        raise InvalidRequest("takes no aspect_ratio", provider=client.provider.name, hint="name another provider")
    fits = [ratio for ratio in option.choices if _fits(client, prompt, {**params, "aspect_ratio": ratio})]
    out = [ratio for ratio in option.choices if ratio not in fits] if fits else []
    said = (
        f"Left out: {', '.join(out)}, which {client.provider.title} draws from a source picture alone." if out else ""
    )
    return fits or list(option.choices), said


def _fits(client: Client, prompt: Any, params: Mapping[str, Any]) -> bool:
    try:
        client.check(prompt, **params)
    except (ImgenError, TypeError):
        return False
    return True
