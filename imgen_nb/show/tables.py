"""Who can be asked, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from imgen_nb.show import plain
from imgen_nb.show.places import clean, remains
from imgen_nb.show.sheet import QUIET, RULE, Bundle, badge, frame, text
from imgen_nb.types import Left, Option, Policy


class Row(Protocol):
    """What `providers` needs to know of each."""

    @property
    def name(self) -> str:
        """What code calls it."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def live(self) -> bool:
        """Whether the provider itself answers, and not its sandbox."""

    @property
    def why(self) -> str:
        """Why so, in one sentence."""

    @property
    def price(self) -> str:
        """What a picture costs, live."""

    @property
    def policy(self) -> Policy:
        """On which terms it is used."""

    @property
    def options(self) -> tuple[Option, ...]:
        """The parameters it takes, declared for whichever model."""

    def options_for(self, model: str | None) -> Mapping[str, Option]:
        """The parameters one model takes, by name; without one, those of the model asked where none is named."""


def providers(rows: Sequence[Row], left: Mapping[str, Left] | None = None) -> Bundle:
    """Show who can be asked, who answers, with which parameters, and what is `left` at those who told."""
    said = {name: remains(told) for name, told in (left or {}).items()}
    head = _cell("th", "Provider", "2px", "width:34%") + _cell("th", "Parameters", "2px")
    body = "".join(f'<tr style="background:none">{_row(row, said.get(row.name, ""))}</tr>' for row in rows)
    style = "border-collapse:collapse;table-layout:fixed;width:100%;max-width:780px;margin:0;border:0;font-size:13px"
    table = (
        f'<table style="{style};color:inherit"><thead><tr style="background:none">{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    return plain.bundle("\n".join(_line(row, said.get(row.name, "")) for row in rows), frame(table))


def _line(row: Row, left: str) -> str:
    said = f"{clean(row.name, 40):<10} {'live' if row.live else 'sandbox':<8} {clean(row.why, 120)}"
    return f"{said}; left: {left}" if left else said


def _row(row: Row, left: str) -> str:
    name = f'<code style="font-size:12px;background:none;color:inherit">{text(row.name, 40)}</code>'
    who = f'<strong style="font-size:14px">{text(row.title, 60)}</strong> {name}<div>{badge(not row.live)}</div>'
    price = text(row.price, 80) if row.live else f"$0.00; live: {text(row.price, 80)}"
    told = [f"Left: {text(left, 200)}"] if left else []
    said = "<br>".join([text(row.why), price, *told, *(text(one, 400) for one in terms(row.policy))])
    notes = f'<div style="font-size:12px;{QUIET};margin:4px 0 0">{said}</div>'
    return _cell("td", who + notes) + _cell("td", "".join(map(_option, row.options_for(None).values())) + _others(row))


def terms(policy: Policy) -> list[str]:
    """On which terms a service is used, each with who says so and when."""
    return [f"{name.capitalize()}: {told}" for name, told in policy]


def _others(row: Row) -> str:
    """Name the parameters that only other models take than the one asked where none is named."""
    names = sorted({option.name for option in row.options} - set(row.options_for(None)))
    return f'<div style="{QUIET}">for other models: {text(", ".join(names), 200)}</div>' if names else ""


def _option(option: Option) -> str:
    said = option.allowed if option.default is None else f"{option.allowed}; default {option.default}"
    said = f"needed; {said}" if option.required else said
    return f'<div><strong>{text(option.name, 40)}</strong> <span style="{QUIET}">{text(said, 200)}</span></div>'


def _cell(tag: str, inner: str, rule: str = "1px", more: str = "") -> str:
    scope = ' scope="col"' if tag == "th" else ""
    style = f"padding:10px 16px 12px 0;text-align:left;vertical-align:top;border:0;border-bottom:{rule} solid {RULE}"
    return f'<{tag}{scope} style="{style};background:none;overflow-wrap:anywhere;{more}">{inner}</{tag}>'
