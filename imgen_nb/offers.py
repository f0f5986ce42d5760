"""What a service offers and on which terms: models, when they end, what a picture costs, who may use it. No I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from imgen_nb.options import Option

PICTURE = "picture"
"""The unit whose price is known before: so many dollars for each picture."""
SOON = timedelta(days=60)
"""How long before its end a model says so."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something that somebody said, and where and when: a term, a price list.

    Example:
        >>> str(Told("18 or older", "the terms of service", date(2026, 3, 23)))
        '18 or older (the terms of service, 2026-03-23)'
    """

    says: str
    source: str = ""
    dated: date | None = None

    def __str__(self) -> str:
        return f"{self.says} ({said})" if (said := self.where) else self.says

    @property
    def where(self) -> str:
        """Who says so, and when."""
        return ", ".join(filter(None, [self.source, self.dated.isoformat() if self.dated else ""]))


@dataclass(frozen=True, slots=True)
class Policy:
    """On which terms a service is used: from which age, where, how long it keeps what it is sent, whether in a class.

    None where nobody was found to say.
    """

    age: Told | None = None
    region: Told | None = None
    retention: Told | None = None
    classroom: Told | None = None

    def __iter__(self) -> Iterator[tuple[str, Told]]:
        """Go through what is told, each with its name."""
        named = {"age": self.age, "region": self.region, "retention": self.retention, "class": self.classroom}
        return ((name, told) for name, told in named.items() if told is not None)


@dataclass(frozen=True, slots=True)
class Price:
    """One line of a price list: `usd` for `per` units, where the parameters have one of the values in `where`.

    A `unit` other than "picture" is counted by the service, so that the price of a request is known after it.

    Example:
        >>> Price(0.034, where={"quality": ("medium",)}).fits({"quality": "medium"})
        True
        >>> str(Price(30, "output picture token", 1_000_000, source="the price page"))
        '$30 for 1,000,000 output picture tokens (the price page)'
    """

    usd: float
    unit: str = PICTURE
    per: int = 1
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    dated: date | None = None

    def fits(self, params: Mapping[str, Any]) -> bool:
        """Whether it is the price of a request with these parameters."""
        return all(params.get(name) in values for name, values in self.where.items())

    @property
    def where_told(self) -> str:
        """Who says so, and when."""
        return Told("", self.source, self.dated).where

    @property
    def says(self) -> str:
        """What it says, without who says so."""
        return f"${self.usd:g} for {f'each {self.unit}' if self.per == 1 else f'{self.per:,} {self.unit}s'}"

    def __str__(self) -> str:
        return str(Told(self.says, self.source, self.dated))


@dataclass(frozen=True, slots=True)
class Model:
    """One model that a provider offers; from the day it `ends` on it answers no more, and `successor` does."""

    id: str
    name: str = ""
    made_by: str = ""
    ends: date | None = None
    successor: str = ""
    prices: tuple[Price, ...] = ()

    def price(self, params: Mapping[str, Any]) -> Price | None:
        """The first line that tells what one picture with these parameters costs."""
        return next((one for one in self.prices if one.unit == PICTURE and one.fits(params)), None)

    def ended(self, today: date) -> bool:
        """Whether it answers no more."""
        return self.ends is not None and self.ends <= today

    def notice(self, today: date) -> str:
        """What is to be known of its end, once that is near or past; empty until then.

        Example:
            >>> Model("fox-1", ends=date(2026, 12, 1), successor="fox-2").notice(date(2026, 11, 26))
            'fox-1 ends on 2026-12-01; fox-2 follows it'
        """
        if self.ends is None or self.ends - today > SOON:
            return ""
        then = f"; {self.successor} follows it" if self.successor else ""
        return f"{self.id} {'ended' if self.ended(today) else 'ends'} on {self.ends.isoformat()}{then}"

    def bill(self, counts: Mapping[str, float]) -> float | None:
        """What so many units cost, each by its line; None where one of them has none.

        Example:
            >>> Model("fox", prices=(Price(30, "token", 1_000_000),)).bill({"token": 1000, "word": 0})
            0.03
        """
        lines = {one.unit: one.usd / one.per for one in self.prices}
        used = {unit: count for unit, count in counts.items() if count}
        return round(sum(lines[unit] * used[unit] for unit in used), 9) if used.keys() <= lines.keys() else None

    @property
    def after(self) -> str:
        """The lines that are counted in words, with each source said once.

        Example:
            >>> Model("fox", prices=(Price(5, "word", 100, source="a list"), Price(9, "token", source="a list"))).after
            '$5 for 100 words, $9 for each token (a list)'
        """
        by_source: dict[str, list[str]] = {}
        for line in self.counted:
            by_source.setdefault(line.where_told, []).append(line.says)
        return "; ".join(str(Told(", ".join(said), source)) for source, said in by_source.items())

    @property
    def counted(self) -> tuple[Price, ...]:
        """The lines that are counted by the service: what they come to is known after."""
        return tuple(one for one in self.prices if one.unit != PICTURE)


class Catalogue(NamedTuple):
    """The models of a service, and the parameters as these models take them."""

    models: tuple[Model, ...]
    options: tuple[Option, ...]
