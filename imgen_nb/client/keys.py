"""Keys that a person gives to this process: kept in memory, and nowhere else unless the system's keyring is meant.

What was given goes before the environment, for every client that is made from then on. A key is wrapped where it is
read, and no error tells one.
"""

from __future__ import annotations

import getpass
import importlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from imgen_nb.engine.redaction import Secret
from imgen_nb.errors import InvalidRequest, MissingKey
from imgen_nb.flow import Provider

Source = Literal["prompt", "keyring", ".env", "colab", "kaggle"]
SAID: dict[str, str] = {
    "argument": "argument",
    "prompt": "ig.set_key",
    "keyring": "the keyring",
    ".env": "the .env file",
    "colab": "Colab's secrets",
    "kaggle": "Kaggle's secrets",
}
"""Where a key came from, in words; a variable of the environment is called by its name."""
SERVICE = "imgen_nb"
"""What our entries in the system's keyring are filed under, each by the variable that would hold the key."""
_LINE = re.compile(r"""\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^#\r\n]*))""", re.ASCII)

Find = Callable[[str], Secret | None]


@dataclass(frozen=True)
class Given:
    """What was given for one provider: its source, and the key (or an id and its secret) by the variable's name."""

    source: Source
    values: Mapping[str, Secret] = field(repr=False)


_given: dict[str, Given] = {}


def given(name: str) -> Given | None:
    """What somebody gave for a provider in this process."""
    return _given.get(name)


def give(provider: Provider, key: Secret | None, source: Source) -> None:
    """Keep a key for a provider, or look for it where `source` says.

    Raises `InvalidRequest` for what can be no key or no source, and `MissingKey` where none is found.
    """
    if not provider.credentials:
        raise InvalidRequest(f"{provider.title} takes no key", provider=provider.name, hint="it answers without one")
    if source not in get_args(Source):
        raise _refused(provider, f"source is {source!r:.40}; allowed: {', '.join(get_args(Source))}")
    if key is not None and source not in ("prompt", "keyring"):
        raise _refused(provider, f"a key was given, and source={source!r} is a place to look for one")
    name = provider.credentials[-1].env
    found = {name: key} if key is not None else sought(provider, _find(provider, source))
    if not found:
        remedy = f"ig.set_key({provider.name!r}) asks for it; looked for {', '.join(names(provider))}"
        raise MissingKey(f"no key for {provider.title} in {SAID[source]}", provider=provider.name, hint=remedy)
    if not all(sendable(value) for value in found.values()):
        raise InvalidRequest("the key is not a plain token", provider=provider.name, hint="copy it anew")
    if key is not None and source == "keyring":
        _keyring(provider, "set_password", SERVICE, name, key)
    _given[provider.name] = Given(source, found)


def forget(name: str) -> None:
    """Let go of what was given for a provider; the keyring keeps what it has."""
    _given.pop(name, None)


def names(provider: Provider) -> tuple[str, ...]:
    """The variables that may hold a provider's key."""
    return tuple(way.env for way in provider.credentials)


def sought(provider: Provider, find: Find) -> dict[str, Secret]:
    """The first key of a provider that is found, by its variable; or the id and the secret of its sign-in."""
    for way in provider.credentials:
        if (key := find(way.env)) is not None:
            return {way.env: key}
    both = {name: find(name) for name in provider.sign_in.env} if provider.sign_in else {}
    return {name: value for name, value in both.items() if value is not None} if all(both.values()) else {}


def variable(name: str) -> Secret | None:
    """A variable of the environment, unless it is blank."""
    return _wrapped(os.environ.get(name))


def sendable(value: Secret, *, spaces: bool = False) -> bool:
    """Whether it can travel in a header: a line end or a stray character would fail deep inside the HTTP library."""
    return (
        value.is_text()
        and value.reveal().isascii()
        and value.reveal().isprintable()
        and (bool(value.reveal().strip()) and (spaces or " " not in value.reveal()))
    )


def has_keyring() -> bool:
    """Whether the `keyring` extra is installed."""
    from importlib.util import find_spec

    return find_spec("keyring") is not None


# --- where a key may be found -----------------------------------------------------------------------------------------


def _find(provider: Provider, source: Source) -> Find:
    match source:
        case "keyring":
            return lambda name: _wrapped(_keyring(provider, "get_password", SERVICE, name))
        case ".env":
            return _dotenv(provider).get
        case "colab":
            return _hosted(provider, "Colab", "google.colab.userdata", lambda module: module.get)
        case "kaggle":
            return _hosted(provider, "Kaggle", "kaggle_secrets", lambda module: module.UserSecretsClient().get_secret)
    asked = _asked(provider)
    return lambda name: asked if name == provider.credentials[-1].env else None


def _asked(provider: Provider) -> Secret | None:
    try:
        return _wrapped(getpass.getpass(f"Key for {provider.title} (it is not shown): "))
    except (EOFError, NotImplementedError, getpass.GetPassWarning):
        remedy = f"set {provider.credentials[-1].env}, or give it: ig.set_key({provider.name!r}, key)"
        raise MissingKey("nobody can be asked for a key here", provider=provider.name, hint=remedy) from None


def _dotenv(provider: Provider) -> dict[str, Secret]:
    """What the nearest .env file says, in this folder or one above it."""
    here = Path.cwd()
    file = next((found for folder in (here, *here.parents) if (found := folder / ".env").is_file()), None)
    try:
        lines = file.read_text("utf-8-sig").splitlines() if file else []
    except (OSError, ValueError):
        raise InvalidRequest(f"{file} cannot be read", provider=provider.name, hint="make it plain UTF-8") from None
    read = (match for match in map(_LINE.match, lines) if match)
    wrapped = {match[1]: _wrapped(match[2] or match[3] or match[4]) for match in read}
    return {name: value for name, value in wrapped.items() if value is not None}


def _hosted(provider: Provider, title: str, module: str, getter: Callable[[Any], Callable[[str], Any]]) -> Find:
    """The secrets that a hosted notebook keeps for its owner."""
    try:
        get = getter(importlib.import_module(module))
    except Exception:  # not imported there, or refused: theirs to say in any way
        raise InvalidRequest(
            f"this is no notebook of {title}'s", provider=provider.name, hint="source='prompt' asks for the key"
        ) from None

    def find(name: str) -> Secret | None:
        try:
            return _wrapped(get(name))
        except Exception:  # a secret that is not there, or not granted to this notebook
            return None

    return find


def _keyring(provider: Provider, verb: str, *arguments: str | Secret) -> Any:
    try:
        library = importlib.import_module("keyring")
    except ImportError:
        remedy = "pip install 'imgen-nb[keyring]', or source='prompt' for this process alone"
        raise InvalidRequest("the keyring extra is not installed", provider=provider.name, hint=remedy) from None
    try:
        return getattr(library, verb)(*(one.reveal() if isinstance(one, Secret) else one for one in arguments))
    except Exception as error:  # each system's keyring fails in its own way, and may repeat what it was given
        why = type(error).__name__
    remedy = "unlock it, or use source='prompt' for this process alone"
    raise InvalidRequest(f"the system's keyring refused ({why})", provider=provider.name, hint=remedy)


def _wrapped(value: Any) -> Secret | None:
    """A key as it is read, without the blanks around it; None for a blank one."""
    return Secret(value.strip()) if isinstance(value, str) and value.strip() else None


def _refused(provider: Provider, words: str) -> InvalidRequest:
    hint = f"ig.set_key({provider.name!r}, source='prompt') asks for a key and shows nothing of it"
    return InvalidRequest(words, provider=provider.name, operation="set_key", hint=hint)
