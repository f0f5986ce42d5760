"""A model's input, as JSON Schema tells it, read as the parameters it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from imgen_nb.flow import number, words
from imgen_nb.types import Kind, Option

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_TAKEN = frozenset({"prompt", "model", "provider", "providers", "ratios", "take", "wait", "input", "background"})
_KINDS: dict[str, Kind] = {"integer": "integer", "number": "number", "boolean": "switch", "string": "text"}


def options_of(schema: Mapping[str, Any], model: str, called: Mapping[str, str]) -> Iterator[Option]:
    """The options of one model; `called` says which of our words has which name there.

    What has no type that is known, or no name that can be a keyword, is left out: it can still be given as `input`.
    """
    ours = {theirs: name for name, theirs in called.items()}
    fields = schema.get("properties")
    for theirs, told in fields.items() if isinstance(fields, Mapping) else ():
        name = ours.get(theirs) or str(theirs)
        if isinstance(told, Mapping) and _NAME.fullmatch(name) and name not in _TAKEN:
            option = _option(name, told, model)
            if option is not None:
                yield option


def resolved(told: Any, schemas: Mapping[str, Any], depth: int = 3) -> Any:
    """A field with what it refers to in place: an enum stands in a schema of its own, behind `allOf`."""
    if not isinstance(told, Mapping) or not depth:
        return told
    whole = {name: value for name, value in told.items() if name not in ("allOf", "$ref")}
    referred = [*(told.get("allOf") or ()), told] if isinstance(told.get("allOf"), list) else [told]
    for one in referred:
        name = words(one.get("$ref"), 300).rpartition("/")[2] if isinstance(one, Mapping) else ""
        if isinstance(schemas.get(name), Mapping):
            whole = {**resolved(schemas[name], schemas, depth - 1), **whole}
    return whole


def _option(name: str, told: Mapping[str, Any], model: str) -> Option | None:
    said, kind = words(told.get("description"), 200).strip() or words(told.get("title"), 80), told.get("type")
    items = told.get("items")
    choices = told.get("enum")
    if isinstance(choices, list) and choices and all(isinstance(one, str) for one in choices):
        return Option(name, "choice", said, tuple(choices), models=(model,))
    if name == "image_urls" or (kind == "array" and isinstance(items, Mapping) and items.get("format") == "uri"):
        return Option(name, "addresses", said, most=1 if kind != "array" else None, models=(model,))
    if told.get("format") == "uri":
        return Option(name, "picture", said, models=(model,))
    if kind not in _KINDS:
        return None
    bounds = (number(told.get(word)) for word in ("minimum", "maximum"))
    low, high = bounds if kind in ("integer", "number") else (None, None)
    return Option(name, _KINDS[kind], said, low=low, high=high, models=(model,))
