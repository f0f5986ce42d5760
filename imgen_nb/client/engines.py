"""The engine of a client: its wire, what downloads for it, its journal. A first job imports it, no first look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import httpx

from imgen_nb.assets.fetch import Fetcher
from imgen_nb.client import process
from imgen_nb.client.access import Access
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.signing import SigningWire
from imgen_nb.engine.wire import PracticeWire, Wire, reply_cap
from imgen_nb.flow import Provider

if TYPE_CHECKING:
    from imgen_nb.client.client import Client


def engine_for(
    client: Client,
    transport: httpx.AsyncBaseTransport | None,
    headers: Mapping[str, Secret],
    allow: tuple[str, ...],
) -> Engine:
    """Put together what drives a client's jobs: with a given transport, else over the network or to its sandbox.

    `headers` are its extra ones, `allow` the private picture hosts that it admits beside the process's.
    """
    scale, base_url = 1.0, client.access.base_url
    if transport is None and client.sandbox:
        box = process.sandbox_of(client.provider.name, client.speed)
        transport, scale, base_url = box.transport(), 1 / client.speed if client.speed else 0.0, box.base_url
    wire = _wire(client.provider, base_url, client.access, transport, scale, headers)
    hosts = () if client.sandbox else (*allow, *process.asset_hosts_by_default())
    limits = process.defaults.limits
    fetcher = Fetcher(client.store.pictures, root=base_url, limits=limits, allow=hosts, transport=transport)
    engine = Engine(client.provider, wire, fetcher, process.journal_of(client.store), process.budget)
    engine.ends.key_remedy = "" if client.sandbox else client.access.remedy(client.provider)
    return engine


def _wire(
    provider: Provider,
    base_url: str,
    access: Access,
    transport: httpx.AsyncBaseTransport | None,
    scale: float,
    headers: Mapping[str, Secret],
) -> Wire:
    """One wire per origin and key, so that its pool and its pace are shared; a given transport has its own."""
    largest = reply_cap(process.defaults.limits.max_bytes)
    if not access.live:
        auth = tuple((way.header, way.prefix, Secret("practice")) for way in provider.credentials)
        return PracticeWire(provider, base_url, auth[-1] if auth else None, transport, scale, largest=largest)
    if transport is not None:
        return _live_wire(provider, base_url, access, transport, headers, largest)
    place = (provider, base_url, access.key, frozenset(headers.items()), largest)
    with process.lock:
        if place not in process.wires:
            process.wires[place] = _live_wire(provider, base_url, access, None, headers, largest)
        return process.wires[place]


def _live_wire(
    provider: Provider,
    base_url: str,
    access: Access,
    transport: httpx.AsyncBaseTransport | None,
    headers: Mapping[str, Secret],
    largest: int,
) -> Wire:
    if access.account and provider.sign_in:
        made = SigningWire(provider, base_url, access.auth, transport, headers=headers, largest=largest)
        return made.signed(access.account, provider.sign_in)
    return Wire(provider, base_url, access.auth, transport, headers=headers, largest=largest)
