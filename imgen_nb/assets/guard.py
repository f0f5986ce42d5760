"""Where a download may go: every address is checked when the connection is made, and never asked for twice."""

from __future__ import annotations

import ipaddress
import re
import socket
from contextlib import suppress
from functools import partial
from typing import Any

import httpcore
import httpx

from imgen_nb.assets.addresses import ascii_host
from imgen_nb.assets.network import route
from imgen_nb.assets.pools import shared
from imgen_nb.assets.sockets import Sockets
from imgen_nb.errors import AssetBlocked
from imgen_nb.threads import Threads

_NUMBER = re.compile(r"(^|\.)(0x[0-9a-f]*|[0-9]+)$")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")
# What (older versions of) the standard library take for global; the last is where a cloud tells its machines secrets.
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "168.63.129.16/32")))
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The third quarter of an IPv6 address that wraps an IPv4 one for a network's own inside."""
_lookups = Threads("imgen-names", 4)


def place(url: httpx.URL) -> str:
    """Name a host and its port, as `allow_assets_from` does."""
    port = {"https": 443, "http": 80}.get(url.scheme, 0) if url.port is None else url.port
    return f"{ascii_host(url)}:{port}"


def blocked(place: str, host: str) -> AssetBlocked:
    """The error of an address that leads where no download may go."""
    return AssetBlocked(
        f"the picture's address leads to {place[:200]}, where a download must not go",
        hint=f"if that host is yours: Client(..., allow_assets_from=({host!r},))",
    )


def public(address: str) -> bool:
    """Whether an IP address is on the public internet, also when wrapped in IPv6."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or nat64 or ip
    inside = ip.version == 6 and (ip not in _UNICAST or int(ip) >> 32 & 0xFFFFFFFF in _ISATAP)
    return ip.is_global and not (inside or ip.is_multicast or any(ip in net for net in _SPECIAL))


def private_name(host: str) -> bool:
    """Whether a host is not public by its very name; numbers in any old spelling but the plain one count as such."""
    host = host.rstrip(".").lower()
    try:
        return not public(host)
    except ValueError:
        number = _NUMBER.search(host)
    return bool(number) or "." not in host or host.endswith((".localhost", ".local", ".internal", ".home.arpa"))


class _Guard(Sockets):
    """Resolves a name once, checks every address, and connects to the one it checked."""

    async def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        try:
            found = await _lookups.run(partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            raise httpcore.ConnectError(f"{host} cannot be found") from None
        addresses = [str(item[4][0]) for item in found]
        if not addresses or not all(map(public, addresses)):
            raise blocked(f"{host}:{port}", f"{host}:{port}")
        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await super().connect_tcp(address, port, *args, **more)
        return await super().connect_tcp(addresses[-1], port, *args, **more)


def guarded(url: httpx.URL) -> httpx.AsyncBaseTransport:
    """The transport to a picture's address: where a proxy stands in between it does the resolving.

    Names are then all that can be checked. Raises `InvalidRequest` where the environment cannot be used.
    """
    way = route(url)
    if way.proxy:
        return shared(way, way.transport)
    return shared(("guarded", way), partial(way.transport, sockets=_Guard()))
