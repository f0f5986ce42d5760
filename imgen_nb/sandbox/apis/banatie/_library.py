"""The pictures that one project keeps: uploaded or generated, by id and by alias, and the flows they belong to.

Written from the pages that document 001 links to ("Advanced Generation", "Image Upload").
"""

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

ALIAS = re.compile(r"@[A-Za-z0-9_-]+", re.ASCII)
MENTIONED = re.compile(r"(?:^|\s)(@[\w-]+)")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TECHNICAL = ("@last", "@first", "@upload")
MOST_REFERENCES = 3


class AliasTaken(ValueError):
    """The name belongs to another picture."""


@dataclass(slots=True)
class Kept:
    """One picture of the project."""

    id: str
    source: str
    created: float
    url: str
    width: int
    height: int
    media_type: str
    there: Callable[[float], bool]
    """Whether it can be seen at a moment: a generated one appears when its job has ended well."""
    size: Callable[[], int]
    flow: str | None = None
    alias: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    owner: str = ""
    """The generation that made it."""


@dataclass(slots=True)
class Line:
    """One flow: its names, and since when it is there."""

    id: str
    created: float
    updated: float
    aliases: dict[str, str] = field(default_factory=dict)


class Library:
    """Everything that is kept, under one lock."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.flows: dict[str, Line] = {}
        self.lock = threading.RLock()

    def add(self, one: Kept, flow_alias: str | None, *, begins: bool) -> None:
        """Take a picture and its names; `begins` says that its flow is there from now on.

        Raises `AliasTaken` where one of its names belongs to another picture; then nothing has changed.
        """
        with self.lock:
            if one.alias and self.aliased(one.alias):
                raise AliasTaken(f"alias {one.alias} is taken")
            line = self.flows.get(one.flow or "")
            if flow_alias and line and flow_alias in line.aliases:
                raise AliasTaken(f"alias {flow_alias} is taken in this flow")
            self.kept[one.id] = one
            if one.flow and (begins or flow_alias):
                line = self.flows.setdefault(one.flow, Line(one.flow, one.created, one.created))
                line.updated = one.created
                if flow_alias:
                    line.aliases[flow_alias] = one.id

    def aliased(self, alias: str) -> Kept | None:
        """Return the picture of a project alias."""
        return next((one for one in self.kept.values() if one.alias == alias), None)

    def find(self, name: str, now: float) -> Kept | None:
        """Return the picture of an id or a project alias, if it can be seen."""
        found = self.aliased(name) if name.startswith("@") else self.kept.get(name)
        return found if found and found.there(now) else None

    def seen(self, now: float) -> list[Kept]:
        """Return all that can be seen, the newest first."""
        with self.lock:
            return [one for one in self.kept.values() if one.there(now)][::-1]

    def remove(self, one: Kept) -> None:
        """Forget a picture and its names in flows."""
        with self.lock:
            self.kept.pop(one.id, None)
            for line in self.flows.values():
                line.aliases = {name: there for name, there in line.aliases.items() if there != one.id}

    def resolve(self, name: str, flow: str | None, now: float) -> Kept | None:
        """Return what a reference names: technical names first, then the flow's, then the project's, then ids."""
        inside = [one for one in self.seen(now) if flow and one.flow == flow]
        if name in TECHNICAL:
            choose = {"@last": inside[:1], "@first": inside[-1:]}
            found = choose.get(name, [one for one in inside if one.source == "uploaded"][:1])
            return found[0] if found else None
        line = self.flows.get(flow or "")
        return self.find(line.aliases[name] if line and name in line.aliases else name, now)

    def references(self, given: Iterable[str], prompt: str, flow: str | None, now: float) -> list[tuple[Kept, str]]:
        """Return the pictures that a request refers to, each with the name that found it.

        Those that are given go first, then those that the prompt mentions; what names no picture is passed over.
        """
        found: dict[str, tuple[Kept, str]] = {}
        for name in (*given, *MENTIONED.findall(prompt)):
            one = self.resolve(name, flow, now)
            if one:
                found.setdefault(one.id, (one, name))
        return list(found.values())[:MOST_REFERENCES]


def an_alias(given: dict[str, Any], name: str) -> str | None:
    """Return an alias that somebody wants to give, or nothing; raises `ValueError` for one that is no alias."""
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not ALIAS.fullmatch(value):
        raise ValueError(f"{name} must start with @ and have letters, digits, _ and - alone")
    if value in TECHNICAL:
        raise ValueError(f"{name}: {value} is reserved")
    return value


def named_pictures(given: dict[str, Any]) -> list[str]:
    """Return the references that a request names; raises `ValueError` for what is no list of at most three."""
    value = given.get("referenceImages", [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise ValueError("referenceImages must be a list of image ids and aliases")
    if len(value) > MOST_REFERENCES:
        raise ValueError(f"referenceImages must have at most {MOST_REFERENCES}")
    return value


def a_flow(given: dict[str, Any], fresh: Callable[[], str]) -> str | None:
    """Return the flow of a request: the one it names, none where it says null, and a new one where it says nothing."""
    if "flowId" not in given:
        return fresh()
    value = given["flowId"]
    if value is not None and not (isinstance(value, str) and UUID.fullmatch(value)):
        raise ValueError("flowId must be a UUID or null")
    return value
