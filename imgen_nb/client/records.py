"""What a service told of its models: put in force, kept in the home, and known again by the next kernel."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import date
from pathlib import Path

from imgen_nb.flow import Provider
from imgen_nb.providers import _records
from imgen_nb.store.files import place
from imgen_nb.store.store import Store
from imgen_nb.types import Catalogue, Model

log = logging.getLogger(__name__)
FOLDER = "records"
_recalled: set[tuple[Provider, Path]] = set()


class Refreshed(tuple[Model, ...]):
    """The models that a service offers now; its repr says what changed: `.new`, `.gone`, `.changed` (their ids)."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    def __new__(cls, now: tuple[Model, ...], before: tuple[Model, ...] = ()) -> Refreshed:
        """Compare what is offered with what was known before."""
        made = super().__new__(cls, now)
        known = {one.id: one for one in before}
        made.new = tuple(one.id for one in now if one.id not in known)
        made.gone = tuple(one for one in known if one not in {model.id for model in now})
        made.changed = tuple(one.id for one in now if one.id in known and one != known[one.id])
        return made

    def __repr__(self) -> str:
        told = {"new": self.new, "no longer offered": self.gone, "changed": self.changed}
        said = [f"{what}: {', '.join(ids)}" for what, ids in told.items() if ids]
        return "\n".join([f"{len(self)} models", *(said or ["nothing has changed"])])


def learn(provider: Provider, found: Catalogue, store: Store, *, live: bool) -> Refreshed:
    """Put in force what a service told; what a sandbox tells is no price and is not kept."""
    before = provider.listed or _chosen(provider)
    provider.learn(found.options, found.models if live else provider.listed)
    if live:
        _keep(provider, found, store)
    return Refreshed(found.models, before)


def recall(provider: Provider, store: Store) -> None:
    """Put in force what was kept of an earlier refresh, unless this package knows something newer."""
    if not provider.has("catalogue") or (provider, store.home) in _recalled:
        return
    _recalled.add((provider, store.home))
    try:
        found, dated = _records.read_back(_file(provider, store).read_text("utf-8"))
    except FileNotFoundError:
        return
    except (OSError, ValueError) as odd:
        log.warning("what was kept of %s's models cannot be read (%s): ig.refresh() asks anew", provider.title, odd)
        return
    if provider.recorded is None or dated >= provider.recorded:
        provider.learn(found.options, found.models)


def _keep(provider: Provider, found: Catalogue, store: Store) -> None:
    with suppress(OSError):  # a home that takes nothing is said elsewhere; this process knows it all the same
        _file(provider, store).parent.mkdir(mode=0o700, exist_ok=True)
        place(_file(provider, store), _records.written(found, date.today()))


def _file(provider: Provider, store: Store) -> Path:
    return store.home / FOLDER / f"{provider.name}.json"


def _chosen(provider: Provider) -> tuple[Model, ...]:
    """Where there is no record: the models that the form offers."""
    option = provider.option("model")
    return tuple(map(Model, option.choices)) if option else ()
