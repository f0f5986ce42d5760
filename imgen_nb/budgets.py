"""A budget, as a person sets it, and what one request holds of it. No I/O.

The rule for a price that nobody tells beforehand: the dearest that this store has seen at the provider stands for it.
Where there is none, a request is bounded by what can be counted (`images`, always); a budget that bounds nothing of it
lets one through that holds all that is left, until the provider's own figure is there.
"""

from __future__ import annotations

from dataclasses import dataclass

from imgen_nb.errors import InvalidRequest
from imgen_nb.types import PRICE_UNKNOWN, Cost

PERIODS = {"hour": 3600.0, "day": 86_400.0, "week": 604_800.0, "month": 2_592_000.0, "ever": float("inf")}
BOUNDS = ("usd", "credits", "images")


@dataclass(frozen=True, slots=True)
class Spent:
    """What counts against a budget: holds of what is out, and the figures of what has ended."""

    usd: float = 0.0
    credits: float = 0.0
    images: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent in any hour, day (24 hours), week, month (30 days), or "ever": a bound for each unit.

    It counts what this store has sent, whichever process did. What a request asks for is held before it is sent, and
    replaced by the provider's own figure; a request whose outcome is unknown keeps its hold. Sandbox pictures cost
    nothing: their budget is a rehearsal, counted by itself. Raises `InvalidRequest` for a bound that is none.

    Example:
        >>> Budget(usd=5, images=100)
        Budget(usd=5, credits=None, images=100, per='day')
    """

    usd: float | None = None
    credits: float | None = None
    images: int | None = None
    per: str = "day"

    def __post_init__(self) -> None:
        given = {name: value for name in BOUNDS if (value := getattr(self, name)) is not None}
        for name, value in given.items():
            kinds = (int,) if name == "images" else (int, float)
            if isinstance(value, bool) or not isinstance(value, kinds) or not 0 <= value < float("inf"):
                raise InvalidRequest(
                    f"the budget's {name} is {value!r:.60}", hint="a number, 0 or more; None: no bound"
                )
        if not given:
            raise InvalidRequest("the budget has no bound", hint="ig.Budget(usd=5), credits= or images=")
        if self.per not in [*PERIODS]:
            allowed = ", ".join(PERIODS)
            raise InvalidRequest(f"the budget's per is {self.per!r:.60}", hint=f"one of: {allowed}")

    @property
    def seconds(self) -> float:
        """How long what was spent counts."""
        return PERIODS[self.per]

    @property
    def span(self) -> str:
        """The same in words."""
        return "ever" if self.per == "ever" else f"in any {self.per}"

    def left(self, spent: Spent) -> str:
        """What is left of it, in words.

        Example:
            >>> Budget(usd=5, images=20).left(Spent(usd=0.5, images=3))
            '$4.50 of $5.00, 17 of 20 pictures left in any day'
        """
        bounds = [(name, bound) for name in BOUNDS if (bound := getattr(self, name)) is not None]
        said = [amount(name, bound, max(bound - getattr(spent, name), 0)) for name, bound in bounds]
        return f"{', '.join(said)} left {self.span}"


@dataclass(frozen=True, slots=True)
class Hold:
    """What a request asks to hold: its pictures, its price where it is known beforehand, and of which budget."""

    images: int = 1
    price: Cost = PRICE_UNKNOWN
    budget: Budget | None = None


def amount(name: str, value: float, part: float | None = None) -> str:
    """Write an amount of one unit, or a part of it.

    Example:
        >>> amount("usd", 0.3), amount("credits", 12), amount("images", 1), amount("images", 20, 3)
        ('$0.30', '12 credits', '1 picture', '3 of 20 pictures')
    """
    if name == "usd":
        return _dollars(value) if part is None else f"{_dollars(part)} of {_dollars(value)}"
    noun = "picture" if name == "images" else "credit"
    said = f"{value:g} {noun}" if value == 1 else f"{value:g} {noun}s"
    return said if part is None else f"{part:g} of {said}"


def _dollars(value: float) -> str:
    return f"${value:.2f}" if value >= 0.01 or not value else f"${value:.3g}"
