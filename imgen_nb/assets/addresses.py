"""What an address says of its host: its name as it is looked up, and whether it is this machine."""

from __future__ import annotations

import ipaddress

import httpx


def loopback(url: httpx.URL) -> bool:
    """Whether an address stays on this machine."""
    host = ascii_host(url).rstrip(".")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name: "127.example.com" is anybody's
        return False


def ascii_host(url: httpx.URL) -> str:
    """The host as it is looked up; httpx's own `host` spells a foreign name in its letters, and some it cannot."""
    return url.raw_host.decode("ascii")


def host(url: httpx.URL) -> tuple[bytes, bytes]:
    """The header that says so; httpx writes none for a name whose letters it does not know (`xn--ls8h.example`)."""
    return b"Host", url.netloc
