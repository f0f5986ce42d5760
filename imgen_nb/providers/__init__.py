"""The providers this process knows: every file in this folder, installed plug-ins, and classes made in a cell."""

from __future__ import annotations

import difflib
import importlib
import logging
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar, cast

from imgen_nb.errors import InvalidRequest
from imgen_nb.flow import Provider
from imgen_nb.providers import _declarations

log = logging.getLogger(__name__)

GROUP = "imgen_nb.providers"
"""The entry-point group by which an installed distribution brings a provider: a class, or one made already."""

Registered = TypeVar("Registered", bound="Provider | type[Provider]")
_registered: dict[str, Provider] = {}


def names() -> tuple[str, ...]:
    """The names of all known providers, in the order tables show them."""
    return tuple(sorted({*built_in(), *_registered, *_installed()}))


def get(name: str) -> Provider:
    """Find a provider by name; an unknown one is `InvalidRequest` naming the nearest."""
    if name in _registered:
        return _registered[name]
    if name in built_in():
        return _load(name)
    if name in _installed():
        return _installed()[name]
    near = difflib.get_close_matches(str(name), names(), n=1, cutoff=0.0)[0]
    raise InvalidRequest(f"no provider is called {name!r}", hint=f"known: {', '.join(names())}; nearest: {near}")


def known() -> dict[str, Provider]:
    """Every provider, by name."""
    return {name: get(name) for name in names()}


def register(provider: Registered) -> Registered:
    """Make a provider known in this process, by its name: a class, say one written in a cell, or an instance.

    The same name again replaces it, so that a cell can be run again; the name of a built-in provider is taken. Gives
    back what it was given, so it works as a decorator. Raises `InvalidRequest` naming everything that is wrong with
    the declarations; then nothing has changed.

    Example:
        >>> @ig.register  # doctest: +SKIP
        ... class Atelier(Provider): ...
    """
    made = _newcomer(provider)
    _registered[made.name] = made
    return provider


def usable(given: object) -> Provider:
    """Check the declarations of a provider, and make it where a class was given; raises as `register` does."""
    _check(given, given)
    if not isinstance(given, type):
        return cast(Provider, given)
    try:
        made: Provider = given()
    except TypeError as error:
        raise _refused(given, [f"{given.__name__}() cannot be made: {error}; give one that is made"]) from None
    _check(made, given)
    return made


def _newcomer(given: object) -> Provider:
    made = usable(given)
    if made.name in built_in():
        raise _refused(given, [f"the name {made.name!r} is taken by a built-in provider"])
    return made


def _check(declared: object, given: object) -> None:
    if problems := _declarations.problems(declared):
        raise _refused(given, problems)


@cache
def built_in() -> frozenset[str]:
    """The names of the providers of this package, which have a sandbox each."""
    return frozenset(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


@cache
def _load(name: str) -> Provider:
    module = importlib.import_module(f"{__name__}.{name}")
    found = next(
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Provider) and value.__module__ == module.__name__
    )
    return found()


def _refused(given: object, problems: list[str]) -> InvalidRequest:
    named = getattr(given, "name", None)
    return InvalidRequest(
        "; ".join(problems),
        provider=named if isinstance(named, str) else None,
        operation="register",
        hint="see 'Writing a provider' in CONTRIBUTING.md",
    )


# ---------------------------------------------------------------------------- installed plug-ins


@cache
def _installed() -> Mapping[str, Provider]:
    """The providers that installed distributions bring; a broken one is left out, and the log says whose it is."""
    found: dict[str, Provider] = {}
    for point in entry_points(group=GROUP):
        made = _plugged_in(point)
        if made and found.setdefault(made.name, made) is not made:
            _leave_out(point, f"the name {made.name!r} is taken by another distribution")
    return found


def _plugged_in(point: EntryPoint) -> Provider | None:
    try:
        return _newcomer(point.load())
    except (Exception, SystemExit) as error:  # whatever somebody else's import does, the others are still there
        _leave_out(point, f"{type(error).__name__}: {error}")
        return None


def _leave_out(point: EntryPoint, why: str) -> None:
    log.warning("the provider %r of the distribution %r is left out: %s", point.name, _distribution(point), why)


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "unknown"
