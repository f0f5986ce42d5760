"""Who answers a client: the provider itself or the built-in sandbox, at which address, with which key, and why."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.wire import on_this_machine, usable_base
from imgen_nb.errors import InvalidRequest, MissingKey
from imgen_nb.flow import Credential, Provider


@dataclass(frozen=True)
class Access:
    """The decision, and the one sentence that explains it.

    `key_from` says where the key was found, never what it is: "argument" or the environment variable's name.
    """

    live: bool
    base_url: str
    why: str
    key_from: str = ""
    credential: Credential | None = None
    key: Secret | None = field(default=None, repr=False)

    @property
    def auth(self) -> tuple[str, str, Secret] | None:
        """Header, prefix and key, if there is a key."""
        return (self.credential.header, self.credential.prefix, self.key) if self.credential and self.key else None


def decide(
    provider: Provider,
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    live: bool | None = None,
    connected: bool = False,
    sandboxed: bool = True,
) -> Access:
    """Decide from arguments first, then the environment.

    `IMGEN_NB_LIVE=0` forbids every origin but this machine. `connected` means that a transport was given:
    nothing of ours can reach the network then. `sandboxed` says whether a built-in sandbox can answer; where
    none can, the decision stands, and a request is refused when it is made. Raises `MissingKey` if live was
    asked for without a key that the provider needs, `InvalidRequest` if the key would travel over plain http.
    """
    credential, found, key_from = _key(provider, api_key)
    named = base_url or os.environ.get(f"{provider.name.upper()}_BASE_URL") or provider.base_url
    if live is False:  # before anything else: a broken key or address must not keep anybody from the sandbox
        return _sandbox(named, key_from, "live=False was asked for", sandboxed)
    here = connected or on_this_machine(named)
    if os.environ.get("IMGEN_NB_LIVE") == "0" and not here and usable_base(named, False) is None:
        return _sandbox(named, key_from, "IMGEN_NB_LIVE=0 forbids live calls", sandboxed)
    key = Secret(_clean(provider, found, key_from)) if key_from else None
    problem = usable_base(named, key is not None)
    if problem:
        raise InvalidRequest(f"base_url {problem}", provider=provider.name, hint="use https, or this machine")
    answer = Access(True, named, "", key_from, credential, key)
    if live and key is None and provider.key_required:
        remedy = f"set {_ways(provider)}, or use live=False"
        raise MissingKey(f"no key for {provider.title}", provider=provider.name, hint=remedy)
    if key is not None:
        return replace(answer, why=f"key from {key_from}")
    if live or here or os.environ.get(f"{provider.name.upper()}_LIVE") == "1":
        return replace(answer, why="no key was given" if provider.key_required else "no key, and none is needed")
    return _sandbox(named, key_from, f"no {_ways(provider)} is set", sandboxed)


def _ways(provider: Provider) -> str:
    return " or ".join(way.env for way in provider.credentials) or "key"


def _key(provider: Provider, api_key: str | None) -> tuple[Credential | None, object, str]:
    if api_key is not None and provider.credentials:
        return provider.credentials[-1], api_key, "argument"
    for way in provider.credentials:
        value = os.environ.get(way.env, "").strip()
        if value:
            return way, value, way.env
    return None, None, ""


def _clean(provider: Provider, value: object, where: str) -> str:
    """A key with a line end or a stray character would fail deep inside the HTTP library, key and all."""
    if not isinstance(value, str) or not value or not value.isascii() or not value.isprintable() or " " in value:
        named = "api_key" if where == "argument" else where
        raise InvalidRequest(f"the key in {named} is not a plain token", provider=provider.name, hint="copy it anew")
    return value


def _sandbox(base_url: str, key_from: str, why: str, sandboxed: bool) -> Access:
    then = ": the built-in sandbox answers" if sandboxed else ", and it has no sandbox: nobody answers"
    return Access(False, base_url, why + then, key_from)
