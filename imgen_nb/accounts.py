"""The nouns of what a service has for an account beside its jobs: pictures, flows of them, live URLs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RemoteImage:
    """A picture that a service keeps, uploaded or made there; its `id` or `alias` names it in `reference_images`."""

    id: str
    alias: str | None = None
    address: str | None = None
    media_type: str = ""
    width: int | None = None
    height: int | None = None
    source: str = ""
    flow_id: str | None = None
    created: float | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class RemoteFlow:
    """Pictures of a service that belong together; `aliases` are names that count inside it: name to picture id."""

    id: str
    aliases: Mapping[str, str] = field(default_factory=dict)
    generations: int | None = None
    images: int | None = None
    created: float | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class LiveScope:
    """What live URLs of one name may make: `made` of `limit` pictures, none any more where it is not `open`."""

    slug: str
    open: bool = True
    limit: int | None = None
    made: int | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
