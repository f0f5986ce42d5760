"""Who answers a client: the provider itself or the built-in sandbox, at which address, with which key, and why.

A key is an argument, else what was given to this process (`client.keys`), else the environment's. What the environment
says is read here: a provider's keys (`BANATIE_API_KEY` and so on, see `credentials`),
`<NAME>_BASE_URL`, `<NAME>_LIVE=1` where a provider needs no key but has a sandbox (`DESTINPQ_LIVE`), and
`IMGEN_NB_LIVE=0`; `client.process` reads `IMGEN_NB_ALLOW_ASSETS_FROM` and `IMGEN_NB_SANDBOX_SPEED`, and the store
`IMGEN_NB_HOME`. A key is wrapped where it is
read and stays wrapped until it is sent: no frame of an error holds it.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import httpx

from imgen_nb.assets.addresses import ascii_host, loopback
from imgen_nb.client import keys
from imgen_nb.engine.redaction import Secret
from imgen_nb.errors import InvalidRequest, MissingKey
from imgen_nb.flow import HEADER, Credential, Provider

_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
_PRIVATE = tuple(map(ipaddress.ip_network, _NETWORKS))
_METADATA = frozenset(map(ipaddress.ip_address, ("169.254.169.254", "169.254.170.2", "fd00:ec2::254")))
"""Where a cloud tells a machine its own secrets: private addresses at which nobody makes pictures."""
_PLACE = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})", re.ASCII)
_OURS = frozenset({"host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection"})
_EXAMPLE = "others than the key's own, such as headers={'X-Team': 'a'}"

_GIVEN = {"argument": "given as api_key", "prompt": "given by ig.set_key"}


@dataclass(frozen=True)
class Access:
    """The decision, and the one sentence that explains it.

    `key_from` says where the key was found, never what it is: "argument", a source of `ig.set_key` or the name of the
    environment variable.
    """

    live: bool
    base_url: str
    why: str
    key_from: str = ""
    note: str = ""
    """What to do about a key that is here and waits for the word of a person."""
    credential: Credential | None = None
    key: Secret | None = field(default=None, repr=False)
    account: Secret | None = field(default=None, repr=False)
    """The id that goes with the key where both are only good for a token."""

    @property
    def auth(self) -> tuple[str, str, Secret] | None:
        """Header, prefix and key, if there is a key."""
        return (self.credential.header, self.credential.prefix, self.key) if self.credential and self.key else None

    def remedy(self, provider: Provider) -> str:
        """What to do when the key is refused: which one was sent, in which header, or that none was."""
        if self.credential is None or self.key is None:
            ways = " or ".join(f"{way.env} (header {way.header})" for way in provider.credentials)
            return f"no key was sent: set {ways}" if ways else "no key was sent, and this provider declares none"
        where = _GIVEN.get(self.key_from, f"in {keys.SAID.get(self.key_from, self.key_from)}")
        where += f" ({self.credential.env})" if self.key_from in keys.SAID else ""
        others = [way.env for way in provider.credentials if way.env != self.credential.env]
        instead = f", or unset it for {' or '.join(others)}" if others and self.key_from not in keys.SAID else ""
        return f"check the key {where}, sent in the header {self.credential.header}{instead}"


def decide(
    provider: Provider,
    *,
    api_key: str | Secret | None = None,
    base_url: str | None = None,
    live: bool | None = None,
    connected: bool = False,
    sandboxed: bool = True,
    lan: bool = False,
    headers: Mapping[str, Secret] | None = None,
    because: str = "live=False was asked for",
    waits: bool = False,
    keyless: bool = False,
) -> Access:
    """Decide from arguments first, then the environment.

    `IMGEN_NB_LIVE=0` forbids every origin but this machine. `connected` means that a transport was given:
    nothing of ours can reach the network then. `sandboxed` says whether a built-in sandbox can answer; where
    none can, the decision stands, and a request is refused when it is made. With `lan`, secrets may go over plain
    http to a private address that somebody named; `headers` are secret too. `because` is what is said of
    `live=False`. With `waits`, a key that is merely found in the environment is left alone; with `keyless`, what is
    asked is told to anybody, so that the provider itself answers without one. Raises `MissingKey` if
    live was asked for without a key that the provider needs, `InvalidRequest` if a secret would travel over plain http.
    """
    api_key = secret(api_key)
    credential, key, key_from, account = _key(provider, api_key)
    variable = f"{provider.name.upper()}_BASE_URL"
    given = base_url or os.environ.get(variable)
    named = given or provider.base_url
    if live is False:  # before anything else: a broken key or address must not keep anybody from the sandbox
        return _sandbox(named, key_from, because, sandboxed)
    if waits and live is None and key is not None and key_from not in keys.SAID:
        name = provider.name
        how = f"{key_from} is set: provider={name!r} uses it, and so does ig.use(live=[{name!r}])"
        return _sandbox(named, key_from, how, sandboxed, note=how)
    forbidden = os.environ.get("IMGEN_NB_LIVE") == "0"
    if provider.local and given is None and not connected and (forbidden or not live):
        return _sandbox(named, key_from, f"{variable} is not set, and base_url not given", sandboxed)
    here, near = connected or on_this_machine(named), private(named)
    if forbidden and not here and usable_base(named, False) is None:
        return _sandbox(named, key_from, "IMGEN_NB_LIVE=0 forbids live calls", sandboxed)
    if key is not None and not keys.sendable(key):
        where = "api_key" if key_from == "argument" else keys.SAID.get(key_from, key_from)
        raise InvalidRequest(f"the key in {where} is not a plain token", provider=provider.name, hint="copy it anew")
    trusted = lan and near and given is not None
    problem = usable_base(named, (key is not None or bool(headers)) and not trusted)
    if problem:
        remedy = "use https, or lan=True if that network is yours" if near else "use https, or this machine"
        where = "base_url" if base_url or not given else variable
        raise InvalidRequest(f"{where} {problem}", provider=provider.name, hint=remedy)
    answer = Access(True, named, "", key_from, "", credential, key, account)
    if key is not None:
        return replace(answer, why=f"key from {keys.SAID.get(key_from, key_from)}")
    required = provider.key_required and bool(provider.credentials) and not keyless  # who names no way needs none
    if live and required:
        remedy = f"set {_ways(provider)}, or use live=False"
        raise MissingKey(f"no key for {provider.title}", provider=provider.name, hint=remedy)
    # Without a key: at an address of the house, and where there is no sandbox, nobody else could answer.
    open_api = live or keyless or near or not sandboxed or os.environ.get(f"{provider.name.upper()}_LIVE") == "1"
    if here or (open_api and not required):
        return replace(answer, why="no key was given" if required else "no key, and none is needed")
    return _sandbox(named, key_from, f"no {_ways(provider)} is set", sandboxed)


def secret(value: str | Secret | None) -> Secret | None:
    """Wrap a key at once, whatever it is: what is wrong with it is found later."""
    return None if value is None else _wrapped(value)


def _wrapped(value: str | Secret) -> Secret:
    return value if isinstance(value, Secret) else Secret(value)


def secret_headers(given: Mapping[str, str | Secret] | None) -> dict[str, Secret]:
    """Wrap the extra headers of a client at once, whatever they are; `checked_headers` says what is wrong."""
    if given is None:
        return {}
    items = getattr(given, "items", None)
    return {name: _wrapped(value) for name, value in items()} if items else {"": Secret("")}


def checked_headers(headers: dict[str, Secret], provider: Provider, auth: tuple[str, str, Secret] | None) -> None:
    """Raise `InvalidRequest` for a header that cannot travel, or would stand in the key's place; no value is told."""
    taken = _OURS | ({auth[0].lower()} if auth else set())
    for name, value in headers.items():
        if name == "":
            raise InvalidRequest("headers is no mapping of names to texts", provider=provider.name, hint=_EXAMPLE)
        if not HEADER.fullmatch(str(name)) or name.lower() in taken:
            raise InvalidRequest(f"{name!r:.60} cannot be an extra header", provider=provider.name, hint=_EXAMPLE)
        if not keys.sendable(value, spaces=True):
            raise InvalidRequest(f"the header {name} is not plain text", provider=provider.name, hint="copy it anew")


def private(base_url: str) -> bool:
    """Whether an API root is in this house: an address of a private network, or a name below .local."""
    try:
        host = ascii_host(httpx.URL(base_url)).rstrip(".")
    except (httpx.InvalidURL, TypeError, ValueError):
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.endswith(".local")
    return address not in _METADATA and any(address in network for network in _PRIVATE)


def asset_hosts(given: str | Iterable[object], where: str = "allow_assets_from") -> tuple[str, ...]:
    """Read the private hosts that may serve pictures: each "host:port", with commas between them where it is one text.

    Raises `InvalidRequest` with what is meant; `where` names the argument or the variable.
    """
    try:
        items = given.split(",") if isinstance(given, str) else list(given)
    except TypeError:
        raise InvalidRequest(f"{where} is {given!r:.60}", hint=f"write {where}=('host:port',)") from None
    named = [item.strip() if isinstance(item, str) else item for item in items]
    return tuple(_host_and_port(item, where) for item in named if item != "")


def _host_and_port(item: object, where: str) -> str:
    found = _PLACE.fullmatch(item) if isinstance(item, str) else None
    if found and 0 < int(found[2]) < 2**16:
        return f"{found[1].strip('[]').lower()}:{int(found[2])}"
    raise InvalidRequest(
        f"{where} has {item!r:.60}, which is no host with its port",
        hint="write it as 'host:port', without http:// and path, such as '192.168.1.9:8000'",
    )


def _ways(provider: Provider) -> str:
    return " or ".join(way.env for way in provider.credentials) or "key"


def _key(provider: Provider, api_key: Secret | None) -> tuple[Credential | None, Secret | None, str, Secret | None]:
    """The way a key is sent, the key, where it came from, and the id that goes with it where it is no use alone."""
    if api_key is not None and provider.credentials:
        return provider.credentials[-1], api_key, "argument", None
    given = keys.given(provider.name)
    found = given.values if given else keys.sought(provider, keys.variable)
    came_from = given.source if given else " and ".join(found)
    way = next((way for way in provider.credentials if way.env in found), None)
    if way is not None:
        return way, found[way.env], came_from, None
    if (sign_in := provider.sign_in) and found:
        account, key = (found[name] for name in sign_in.env)
        return Credential(sign_in.env[1], sign_in.header, sign_in.prefix), key, came_from, account
    return None, None, "", None


def _sandbox(base_url: str, key_from: str, why: str, sandboxed: bool, note: str = "") -> Access:
    then = ": the built-in sandbox answers" if sandboxed else ", and it has no sandbox: nobody answers"
    return Access(False, base_url, why + then, key_from, note)


# ---------------------------------------------------------------------------- addresses


def on_this_machine(base_url: str) -> bool:
    """The same for an API root, which may be no URL at all."""
    try:
        return loopback(httpx.URL(base_url))
    except (httpx.InvalidURL, TypeError, ValueError):
        return False


def usable_base(base_url: str, has_key: bool) -> str | None:
    """Say what is wrong with an API root; a key goes over plain http only to this machine."""
    try:
        url = httpx.URL(base_url)
        usable = url.port is None or 0 < url.port < 2**16
    except (httpx.InvalidURL, TypeError, ValueError):
        usable = False
    if not usable:
        return "is not a URL"
    if url.scheme not in ("http", "https") or not url.raw_host or url.userinfo:
        return "is not an absolute http(s) address without a user name"
    if "?" in base_url or "#" in base_url:
        return "has a query or a fragment, behind which no path can go"
    if url.scheme == "http" and has_key and not loopback(url):
        return "is plain http, which would show the key to everybody on the way"
    return None
