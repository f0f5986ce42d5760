"""Axes: what varies in a comparison, value by value, each with the words that head its row or column."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from imgen_nb.client.process import provider_rows
from imgen_nb.comparison import ranges, templates
from imgen_nb.comparison.ranges import MOST
from imgen_nb.errors import InvalidRequest
from imgen_nb.show.places import clean, count
from imgen_nb.types import Option

WORD = "word"
PLAIN = frozenset({"provider", "prompt", WORD, "aspect_ratio", "model"})
"""Fields whose values say by themselves what they are; any other value is told with the name of its field."""
SWITCHES = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}
LISTS = frozenset({"addresses", "pictures", "references", "mapping"})
"""Kinds of options whose one value is a list or a dict: they vary through `Axis` alone."""


class Axis:
    """What varies along one side of a comparison: a request field, its values, and what is said of them.

    The values are a list, a column of a data frame, or a dict from labels to values. A text is read: "1-10(+3)",
    "0-1[5]", "1,2,..,10", "a, b || c"; for a prompt it is a template, "a {red|blue} fox", "a __colours__ fox" by the
    lines of wildcards/colours.txt. With `some`, so many of the values are drawn, by `seed`.

    `labels` are in the order of the values, or a dict from value to label. `explain` is a text about the axis, or a
    dict from label to a text about that value, in which "" stands for the axis.

    The field "word" replaces a word of the prompt: its first value is looked for, and each stands in its place. For a
    second one, "word:snow" names the word in the field, and has what stands in its place as values.

    Example:
        >>> axis = Axis("guidance_scale", {"loose": 2, "strict": 12}, explain="How closely the prompt is followed.")
        >>> axis.values, axis.labels
        ((2, 12), ('loose', 'strict'))
        >>> Axis("prompt", "a {red|blue} fox").values, Axis("seed", "1-7(+3)").values
        (('a red fox', 'a blue fox'), (1, 4, 7))
    """

    def __init__(
        self,
        field: str,
        values_or_text: Any,
        labels: Mapping[Any, str] | Sequence[str] | None = None,
        explain: str | Mapping[Any, str] | None = None,
        *,
        some: int | None = None,
        seed: int = 0,
    ) -> None:
        self.field = _named(field)
        for name, value, least in (("some", some, 1), ("seed", seed, None)):
            if value is not None and (problem := Option(name, "integer", low=least).problem(value)):
                raise InvalidRequest(f"{name} {problem}", operation="grid", hint="such as Axis(..., some=20, seed=1)")
        self.parts: tuple[Axis, ...] = ()
        if isinstance(values_or_text, str):
            values_or_text = read(self.field, values_or_text, some, seed)
        if isinstance(values_or_text, Mapping):
            labels = labels if labels is not None else [str(label) for label in values_or_text]
            values_or_text = values_or_text.values()
        self.values: tuple[Any, ...] = _some(gathered(field, values_or_text), some, seed)
        self.labels: tuple[str, ...] = _labelled(self.field, self.values, labels)
        self.explain, self.notes = _explained(self.field, explain, self.labels)

    @property
    def title(self) -> str:
        """The field in words."""
        return self.field.replace("_", " ")

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    def __repr__(self) -> str:
        shown = ", ".join(self.labels[:8]) + (", ..." if len(self) > 8 else "")
        return f"<Axis {self.field}, {count(len(self), 'value')}: {shown}>"

    def settings(self, place: int) -> dict[str, Any]:
        """What one value sets: its field, or the fields of axes that vary together."""
        if not self.parts:
            return {self.field: self.values[place]}
        return {axis.field: axis.values[place] for axis in self.parts}

    def said(self, place: int) -> str:
        """One value in words that stand alone: with the name of its field, where the value does not say it.

        Example:
            >>> Axis("seed", [7]).said(0), Axis("aspect_ratio", ["16:9"]).said(0)
            ('seed 7', '16:9')
        """
        if self.parts:
            return ", ".join(axis.said(place) for axis in self.parts)
        label = self.labels[place]
        return label if self.field.partition(":")[0] in PLAIN else f"{self.title} {label}"

    def relabelled(self, labels: Mapping[Any, str]) -> Axis:
        """The same values under other labels, where some are given."""
        return self._with(self.values, [labels.get(label, label) for label in self.labels])

    def more(self, added: Axis) -> Axis:
        """The same axis with further values behind those it has; what it has already is not added again."""
        fresh = [place for place, value in enumerate(added.values) if not _among(value, self.values)]
        made = self._with(
            (*self.values, *(added.values[place] for place in fresh)),
            (*self.labels, *(added.labels[place] for place in fresh)),
        )
        made.notes = (*self.notes, *(added.notes[place] for place in fresh))
        return made

    def _with(self, values: Sequence[Any], labels: Sequence[str]) -> Axis:
        made = Axis(self.field, list(values), labels)
        made.explain, made.notes = self.explain, self.notes
        return made


def together(axes: Sequence[Axis]) -> Axis:
    """Axes that vary together, value by value, as one; raises `InvalidRequest` where one has more than another."""
    sizes = ", ".join(f"{axis.field} has {len(axis)}" for axis in axes)
    if len({len(axis) for axis in axes}) != 1:
        hint = "what varies together has as many values; nothing was sent"
        raise InvalidRequest(f"{sizes} values", operation="grid", hint=hint)
    labels = [", ".join(said) for said in zip(*(axis.labels for axis in axes), strict=True)]
    made = Axis(", ".join(axis.field for axis in axes), list(zip(*(axis.values for axis in axes), strict=True)), labels)
    made.parts, made.explain = tuple(axes), " ".join(axis.explain for axis in axes if axis.explain)
    return made


def read(field: str, text: str, some: int | None = None, seed: int = 0) -> list[Any]:
    """The values that a text stands for: a template where the field is a text, else values, as its kind wants them."""
    options = [option for row in provider_rows() for option in row.options if option.name == field]
    kinds = {option.kind for option in options}
    if field == "prompt" or (kinds == {"text"} and not any(option.choices for option in options)):
        return [said for one in templates.split(text) for said in _prompts(one, some, seed)]
    if field == "provider" and text == "all":
        return [row.name for row in provider_rows()]
    if kinds == {"switch"}:
        return [SWITCHES.get(str(one).lower(), one) for one in ranges.parse(text, numbers=False)]
    numbers = field == "take" or (kinds <= {"integer", "number"} and not field.startswith((WORD, "provider")))
    return ranges.parse(text, numbers=numbers, whole=field == "take" or kinds == {"integer"})


def _prompts(text: str, some: int | None, seed: int) -> list[str]:
    if not templates.is_template(text):
        return [text]
    return [said.strip() for said in (templates.expand(text) if some is None else templates.draw(text, some, seed))]


def _some(values: tuple[Any, ...], some: int | None, seed: int) -> tuple[Any, ...]:
    """So many of the values, in their order."""
    if some is None or len(values) <= some:
        return values
    drawn = sorted(random.Random(seed).sample(range(len(values)), some))
    return tuple(values[place] for place in drawn)


def gathered(field: str, values: Any) -> tuple[Any, ...]:
    """The values of an axis; raises `InvalidRequest` for what has none to go through, and for too many."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        values = [values]
    found = tuple(islice(values, MOST + 1))
    if len(found) > MOST:
        raise InvalidRequest(
            f"{field} has more than {MOST:,} values", operation="grid", hint="name fewer of them; nothing was sent"
        )
    return found


def varies(name: str, value: Any, options: Iterable[Option]) -> bool:
    """Whether a plain value of a field stands for several: a list, a tuple, a column, an array.

    What is a list itself for one of those who are asked is one value.

    Example:
        >>> varies("seed", [1, 2], []), varies("seed", "1, 2", []), varies("seed", {"a": 1}, [])
        (True, False, False)
    """
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        return False
    if getattr(value, "ndim", 1) != 1:  # a number of numpy, a table
        return False
    return not any(option.name == name and option.kind in LISTS for option in options)


def _named(field: object) -> str:
    if isinstance(field, str) and field.strip():
        return field
    raise InvalidRequest(f"field is {field!r:.60}", operation="grid", hint="Axis('seed', [1, 2, 3])")


def _labelled(field: str, values: Sequence[Any], labels: Mapping[Any, str] | Sequence[str] | None) -> tuple[str, ...]:
    if labels is None:
        return tuple(label_of(value) for value in values)
    if isinstance(labels, Mapping):
        return tuple(_told(labels, value) or label_of(value) for value in values)
    if len(labels) != len(values):
        raise InvalidRequest(
            f"{field} has {len(values)} values and {len(labels)} labels", operation="grid", hint="one for each"
        )
    return tuple(clean(label, 400) for label in labels)


def _explained(field: str, explain: Any, labels: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What is said of an axis, and of each of its values; a text about a value that is not there is refused."""
    given = {"": explain or ""} if explain is None or isinstance(explain, str) else explain
    texts = {str(label): str(text) for label, text in given.items()} if isinstance(given, Mapping) else None
    if texts is None or not texts.keys() <= {"", *labels}:
        stray = explain if texts is None else next(label for label in texts if label not in {"", *labels})
        hint = f"a text, or a dict with texts for {', '.join(labels[:8])}"
        raise InvalidRequest(f"{field} has no value {stray!r:.60} to explain", operation="grid", hint=hint)
    return texts.get("", ""), tuple(texts.get(label, "") for label in labels)


def _told(labels: Mapping[Any, str], value: Any) -> str:
    try:
        return str(labels.get(value, ""))
    except TypeError:  # it cannot be looked up
        return ""


def label_of(value: Any) -> str:
    """What heads a value that nobody named: its text; a picture by its name or kind, nothing as "default"."""
    if value is None:
        return "default"
    if isinstance(value, list | tuple) and len(value) == 1:
        return label_of(value[0])
    if name := getattr(value, "name", None) or getattr(value, "alt", None):
        return clean(name, 60)
    words = str(value)
    return clean(words.partition(",")[0] if words.startswith("data:") else words, 400)


def _among(value: Any, values: Iterable[Any]) -> bool:
    return any(one is value or (type(one) is type(value) and repr(one) == repr(value)) for one in values)
