"""What is wrong with a provider's declarations, found before it can be asked for anything."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any
from urllib.parse import urlsplit

from imgen_nb.flow import HEADER, Credential, Provider
from imgen_nb.types import Cadence, Option

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_ROOT = re.compile(r"https?://[^\s/?#@]+[^\s?#@]*")
_ORIGIN = re.compile(r"https?://[^\s/?#@*]+")
_SIBLING = re.compile(r"https://(\*\.)?[^\s/?#@*.]+\.[^\s/?#@*]+")
_TAKEN = frozenset({"provider", "providers", "ratios", "take", "wait"})
"""Keywords of `generate` and its kin: no option can have such a name."""


def problems(declared: object) -> list[str]:
    """Say everything that is wrong with the declarations of a class or of an instance; nothing is made or called."""
    kind = declared if isinstance(declared, type) else type(declared)
    if not issubclass(kind, Provider):
        return [f"{kind.__name__} is no subclass of imgen_nb.flow.Provider"]
    missing = [word for word in ("name", "title", "base_url", "options") if not hasattr(declared, word)]
    missing += sorted(getattr(kind, "__abstractmethods__", ()))
    if missing:
        return [f"{kind.__name__} lacks {', '.join(missing)}"]
    return [*_word_problems(declared), *_option_problems(declared), *_verb_problems(declared)]


def _word_problems(kind: Any) -> Iterator[str]:
    if not isinstance(kind.name, str) or not _NAME.fullmatch(kind.name):
        yield f"name is {kind.name!r}; it has small letters, digits and _ alone"
    for word in ("title", "price"):
        said = getattr(kind, word)
        if not isinstance(said, str) or not said.strip():
            yield f"{word} is {said!r}, which is no text"
    if not isinstance(kind.base_url, str) or not _ROOT.fullmatch(kind.base_url) or not _address(kind.base_url):
        yield f"base_url is {kind.base_url!r}; it is an absolute http(s) address without query or user name"
    if not isinstance(kind.cadence, Cadence) or not kind.cadence.every > 0:
        yield f"cadence is {kind.cadence!r}; it is a Cadence of more than 0 seconds"
    if not isinstance(kind.key_required, bool):
        yield f"key_required is {kind.key_required!r}; it is True or False"
    if kind.lifetime is not None and not _seconds(kind.lifetime):
        yield f"lifetime is {kind.lifetime!r}; it is None or a number of seconds above 0"
    for word in ("credentials", "origins", "siblings"):
        if not isinstance(getattr(kind, word), tuple):
            yield f"{word} is {getattr(kind, word)!r}, which is no tuple"
            return
    for way in kind.credentials:
        if not isinstance(way, Credential) or not _travels(way):
            yield f"credentials hold {way!r}; each is a Credential with an ENVIRONMENT_VARIABLE and a header"
    for origin in kind.origins:
        if not isinstance(origin, str) or not _ORIGIN.fullmatch(origin):
            yield f"origins hold {origin!r}; each is 'https://host', with a port where it has one, and no path"
    for sibling in kind.siblings:
        if not isinstance(sibling, str) or not _SIBLING.fullmatch(sibling):
            yield f"siblings hold {sibling!r}; each is 'https://host.name' or 'https://*.host.name': they get the key"


def _address(text: str) -> bool:
    try:
        return urlsplit(text).port != 0
    except ValueError:
        return False


def _travels(way: Any) -> bool:
    if not all(isinstance(one, str) and one.isascii() for one in (way.env, way.header, way.prefix)):
        return False
    named = re.fullmatch(r"[A-Z][A-Z0-9_]*", way.env) and HEADER.fullmatch(way.header)
    return bool(named) and (not way.prefix or way.prefix.isprintable())


def _seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf


def _option_problems(kind: Any) -> Iterator[str]:
    if not isinstance(kind.options, tuple) or not all(isinstance(option, Option) for option in kind.options):
        yield "options is not a tuple of Option"
        return
    if not any(option.name == "prompt" and option.kind == "text" for option in kind.options):
        yield "options has no Option('prompt', 'text', ...)"
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for option in kind.options:
        if not _NAME.fullmatch(option.name) or option.name in _TAKEN:
            yield f"an option cannot be called {option.name!r}"
        if (option.name, option.models) in seen:
            yield f"{option.name} is declared twice"
        seen.add((option.name, option.models))
        if option.kind == "choice" and not option.choices and not option.open:
            yield f"{option.name} has no choices"
        elif option.default is not None and (problem := option.problem(option.default)):
            yield f"the default of {option.name} {problem}"


def _verb_problems(kind: Any) -> Iterator[str]:
    for verb in (name for name in vars(Provider) if not name.startswith("_") and callable(getattr(Provider, name))):
        flow = getattr(kind, verb)
        if not callable(flow):
            yield f"{verb} is {flow!r:.60}, which is no method"
        elif iscoroutinefunction(flow) or isasyncgenfunction(flow):
            yield f"{verb} is async; a flow is a plain generator (def, yield from)"
