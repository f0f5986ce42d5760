"""What this process shares: its defaults, its stores, one wire to each origin, the jobs under way."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet, WeakValueDictionary

import httpx

from imgen_nb import providers
from imgen_nb.assets.decode import Limits
from imgen_nb.assets.pools import pools
from imgen_nb.budgets import Budget
from imgen_nb.client import runtime
from imgen_nb.client.access import Access, asset_hosts, decide
from imgen_nb.client.job import Job
from imgen_nb.engine.redaction import Secret
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.flow import Provider
from imgen_nb.store.home import default_home
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.types import Option, Policy

if TYPE_CHECKING:
    from imgen_nb.client.client import Client
    from imgen_nb.engine.wire import Wire


ALLOW = "IMGEN_NB_ALLOW_ASSETS_FROM"


@dataclass
class Defaults:
    """What `use` sets."""

    live: bool | tuple[str, ...] | None = None
    store: Store | str | Path | None = None
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    allow_assets_from: tuple[str, ...] = ()
    confirm_above: float | None = None
    budget: Budget | None = None


defaults = Defaults()
lock = threading.RLock()
running: dict[tuple[Store, str], Job] = {}
_stores: dict[str, Store] = {}
_journals: dict[Store, Journal] = {}
wires: dict[tuple[Provider, str, Secret | None, frozenset[tuple[str, Secret]], int], Wire] = {}
_sandboxes: dict[tuple[str, float], Any] = {}
clients: dict[str, Client] = {}
open_clients: WeakValueDictionary[tuple[Store, str, str], Client] = WeakValueDictionary()
"""The last live client of each store, provider and origin that somebody still has."""
every_client: WeakSet[Client] = WeakSet()
"""All that somebody still has: what any of them was told, the views tell."""


def use(
    live: bool | Iterable[str] | None = None,
    store: Store | str | Path | None = None,
    budget: Budget | None = None,
    *,
    allow_assets_from: tuple[str, ...] = (),
    confirm_above: float | None = None,
    max_bytes: int | None = None,
    max_pixels: int | None = None,
    max_scans: int | None = None,
) -> None:
    """Set this process's defaults; what is left out goes back to its own default.

    `live=False` means the sandbox, whatever keys exist; with `live=["openai"]` these alone answer live where nobody
    is named ("all", or no provider), and the others where they are. Where nothing is said, a service whose key many
    people have for other work (OpenAI, Google and so on) answers live only where it is named.

    `store` is a folder or a SQLAlchemy URL. `budget` bounds what may be spent, such as `ig.Budget(usd=5, images=100)` a
    day: what would be more is a `BudgetExceeded` before it is sent. `allow_assets_from` admits private picture hosts,
    each as "host:port", as `IMGEN_NB_ALLOW_ASSETS_FROM` does (with commas between them). `max_bytes` (64 MiB) bounds a
    downloaded picture. One of more than `max_pixels` (40 million) or `max_scans` (200, of a progressive JPEG) is kept
    as it came and not decoded: a placeholder stands for its small copy.

    A comparison that would cost more dollars than `confirm_above`, or whose price is not known, is refused until it is
    planned and confirmed: `ig.plan(...).run(confirmed=True)`.
    """
    named = live if live is None or isinstance(live, bool) else _known(live)
    hosts = asset_hosts(allow_assets_from)
    asked = {"max_bytes": max_bytes, "max_pixels": max_pixels, "max_scans": max_scans}
    given = {name: value for name, value in asked.items() if value is not None}
    for name, value in given.items():
        if problem := Option(name, "integer", low=1).problem(value):
            raise InvalidRequest(f"{name} {problem}", hint=f"ig.use({name}={getattr(Limits, name)}) is the default")
    if confirm_above is not None and (problem := Option("confirm_above", "number", low=0).problem(confirm_above)):
        raise InvalidRequest(f"confirm_above {problem}", hint="ig.use(confirm_above=2.50): in dollars")
    if budget is not None and not isinstance(budget, Budget):
        raise InvalidRequest(f"budget is {budget!r:.60}", hint="ig.Budget(usd=5, images=100), or None")
    limits, store = Limits(**given), store if isinstance(store, Store) else _folder_or_url(store)
    with lock:
        defaults.live, defaults.store, defaults.limits, defaults.allow_assets_from = named, store, limits, hosts
        defaults.budget, defaults.confirm_above = budget, confirm_above
        clients.clear()


def _folder_or_url(where: object) -> str | Path | None:
    if isinstance(where, str | Path | None):
        return where
    raise InvalidRequest(f"store is {where!r:.60}", hint="a folder, or a SQLAlchemy URL such as 'sqlite:///a.db'")


def _known(live: Iterable[str]) -> tuple[str, ...]:
    if isinstance(live, str) or not isinstance(live, Iterable):
        raise InvalidRequest(f"live is {live!r:.60}", hint="None, True, False or a list of providers: live=['banatie']")
    return tuple(providers.get(name).name for name in live)


def live_by_default(name: str, *, named: bool = True) -> tuple[bool | None, str]:
    """What the process's defaults say of a provider, and in which words; `named` tells whether a person named it."""
    if isinstance(defaults.live, tuple):
        listed = named or name in defaults.live
        return None if listed else False, f"ig.use(live={list(defaults.live)}) does not name it"
    return defaults.live, "live=False was asked for"


def key_waits(name: str, *, named: bool) -> bool:
    """Whether a key that is merely found in the environment is left alone: nobody named its service, here or before."""
    return not named and defaults.live is None and not providers.get(name).by_itself


def budget() -> Budget | None:
    """The budget in force."""
    return defaults.budget


def allow(budget: Budget | None) -> None:
    """Set the budget alone, in place of the one in force; None takes it away."""
    defaults.budget = budget


def budget_left(*, live: bool) -> str:
    """What the budget in force has left, in words; empty where there is none, or the store cannot be read just now."""
    if defaults.budget is None:
        return ""
    with suppress(ImgenError):
        return defaults.budget.left(store_at(None).used(defaults.budget, live=live))
    return ""


def asset_hosts_by_default() -> tuple[str, ...]:
    """The private picture hosts that the process and its environment admit."""
    return (*defaults.allow_assets_from, *asset_hosts(os.environ.get(ALLOW, ""), ALLOW))


def store_at(where: Store | str | Path | None) -> Store:
    """The store of a folder or a SQLAlchemy URL, opened once per process."""
    where = where if where is not None else defaults.store
    if isinstance(where, Store):
        return where
    place = str(_folder_or_url(where) or default_home())
    with lock:
        if place not in _stores:
            _stores[place] = Store(url=place) if "://" in place else Store(Path(place))
        return _stores[place]


@dataclass(frozen=True)
class ProviderRow:
    """One line of the providers' table: a provider, and how this process would reach it now."""

    provider: Provider = field(repr=False)
    live: bool
    key_from: str
    why: str
    note: str = ""

    @property
    def name(self) -> str:
        """What code calls it."""
        return self.provider.name

    @property
    def title(self) -> str:
        """What people call it."""
        return self.provider.title

    @property
    def options(self) -> tuple[Option, ...]:
        """Every declaration, for every model."""
        return self.provider.options

    @property
    def price(self) -> str:
        """What a picture costs, live."""
        return self.provider.price

    @property
    def policy(self) -> Policy:
        """On which terms it is used, as far as anybody was found to say."""
        return self.provider.policy

    def options_for(self, model: str | None) -> Mapping[str, Option]:
        """The parameters one model takes, by name; without one, those of the model asked where none is named."""
        return self.provider.options_for(model)


def provider_rows() -> tuple[ProviderRow, ...]:
    """Every provider as this process would reach it now."""
    rows = []
    for name in providers.names():
        provider = providers.get(name)
        try:
            live, because = live_by_default(name, named=False)
            waits = key_waits(name, named=False)
            access = decide(provider, live=live, sandboxed=name in providers.built_in(), because=because, waits=waits)
        except ImgenError as error:
            access = Access(False, provider.base_url, str(error))
        rows.append(ProviderRow(provider, access.live, access.key_from, access.why, access.note))
    return tuple(rows)


def glimpse(provider: str, remote_id: str | None) -> bytes:
    """A coarse WebP of what a running job of this process's sandbox will show; empty where there is none.

    It is drawn for the asking: not for the jobs' thread.
    """
    boxes = [box for (name, _), box in _sandboxes.items() if name == provider]
    return next((bytes(seen) for box in boxes if remote_id and (seen := box.glimpse(remote_id))), b"")


def speed() -> float:
    """How much faster than life the sandbox runs; 0 means that nothing waits."""
    try:
        return max(0.0, float(os.environ.get("IMGEN_NB_SANDBOX_SPEED", "1")))
    except ValueError:
        return 1.0


def sandbox_of(name: str, pace: float) -> Any:
    """The sandbox of this process that plays a provider at one speed."""
    from imgen_nb.sandbox import Sandbox

    with lock:
        if (name, pace) not in _sandboxes:
            # A seed of this kernel: ids repeated by the next one would be taken for jobs the journal knows.
            _sandboxes[name, pace] = Sandbox(name, speed=pace, seed=secrets.randbits(32))
        return _sandboxes[name, pace]


def journal_of(store: Store) -> Journal:
    """The one journal through which this process writes to a store."""
    with lock:
        return _journals.setdefault(store, Journal(store))


def _forget() -> None:
    """A forked child has no loop thread yet: what belonged to its parent's is left behind."""
    global lock
    lock = threading.RLock()
    for shared in (running, _journals, wires, _sandboxes, clients, pools):
        shared.clear()


@runtime.at_end
def _stop_waiting() -> None:
    """What has not left is never sent, what was accepted is let go of, and what is out is heard."""
    for job in list(running.values()):
        job.cancel()


@runtime.at_close
async def _close() -> None:
    """Close the pools that outlive their clients, before the loop stops; the next loop gets its own."""
    shut: list[Wire | httpx.AsyncBaseTransport] = [*wires.values(), *pools.values()]
    for shared in (wires, _journals, pools):
        shared.clear()
    for pool in shut:
        await pool.aclose()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
