"""Axes: what varies in a comparison, value by value, each with the words that head its row or column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from imgen_nb.errors import InvalidRequest
from imgen_nb.show.places import clean
from imgen_nb.types import Option

MOST = 100_000
"""Cells of one comparison, and values of one axis; more are a slip, and are refused with their number."""
PLAIN = frozenset({"provider", "prompt", "word", "aspect_ratio", "model", "template"})
"""Fields whose values say by themselves what they are; any other value is told with the name of its field."""
LISTS = frozenset({"addresses", "pictures", "references", "mapping"})
"""Kinds of options whose one value is a list or a dict: they vary through `Axis` alone."""


class Axis:
    """What varies along one side of a comparison: a request field, its values, and what is said of them.

    The values are a list, a column of a data frame, or a dict from labels to values. `labels` are in the order of the
    values, or a dict from value to label. `explain` is a text about the axis, or a dict from label to a text about that
    value, in which "" stands for the axis. The field "word" replaces: its first value is looked for in the prompt.

    Example:
        >>> axis = Axis("guidance_scale", {"loose": 2, "strict": 12}, explain="How closely the prompt is followed.")
        >>> axis.values, axis.labels
        ((2, 12), ('loose', 'strict'))
    """

    def __init__(
        self,
        field: str,
        values_or_text: Any,
        labels: Mapping[Any, str] | Sequence[str] | None = None,
        explain: str | Mapping[str, str] | None = None,
    ) -> None:
        self.field = _named(field)
        if isinstance(values_or_text, Mapping):
            labels = labels if labels is not None else [str(label) for label in values_or_text]
            values_or_text = values_or_text.values()
        self.values: tuple[Any, ...] = gathered(field, values_or_text)
        self.labels: tuple[str, ...] = _labelled(self.field, self.values, labels)
        texts = {"": explain} if isinstance(explain, str) else dict(explain or {})
        self.explain = str(texts.get("", ""))
        self.notes: tuple[str, ...] = tuple(str(texts.get(label, "")) for label in self.labels)

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
        return f"<Axis {self.field}: {shown}>"

    def said(self, place: int) -> str:
        """One value in words that stand alone: with the name of its field, where the value does not say it.

        Example:
            >>> Axis("seed", [7]).said(0), Axis("aspect_ratio", ["16:9"]).said(0)
            ('seed 7', '16:9')
        """
        label = self.labels[place]
        return label if self.field in PLAIN else f"{self.title} {label}"

    def relabelled(self, labels: Mapping[Any, str]) -> Axis:
        """The same values under other labels, where some are given."""
        return self._with(self.values, [labels.get(label, label) for label in self.labels])

    def more(self, values: Any) -> Axis:
        """The same axis with further values behind those it has; what it has already is not added again."""
        added = values if isinstance(values, Axis) else Axis(self.field, values)
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
