"""Edits as a sheet: the source, the result, a map of what changed, and the shares in words."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from imgen_nb.show import plain
from imgen_nb.show.places import clean
from imgen_nb.show.sheet import MAT, QUIET, Bundle, attribute, badge, frame, text

SIDE = 384
"""The longest side of the small copies."""
LEGEND = "The map: pale where nothing changed, blue where something did"
MASKED = "; orange where it lies outside the mask, whose border is white."


@dataclass(frozen=True, eq=False)
class Edit:
    """One result beside what it was made of; pictures are WebP, and `note` says why there is no map."""

    who: str
    sandbox: bool
    before: bytes | None
    after: bytes
    map: bytes | None = None
    share: float | None = None
    outside: float | None = None
    note: str = ""

    @property
    def said(self) -> str:
        """How much changed, in words."""
        if self.share is None:
            return self.note
        outside = "" if self.outside is None else f", {percent(self.outside)} of what lies outside the mask"
        return f"{percent(self.share)} of the picture changed{outside}"


def percent(share: float) -> str:
    """A share that is neither 0 nor 1 is told as neither.

    Example:
        >>> percent(0.0), percent(0.0004), percent(0.25), percent(0.9999)
        ('0 %', 'under 1 %', '25 %', 'over 99 %')
    """
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{share:.0%}".replace("%", " %")


def bundle(title: str, edits: Sequence[Edit]) -> Bundle:
    """Show a row for each edit."""
    legend = LEGEND + (MASKED if any(one.outside is not None for one in edits) else ".")
    head = f'<strong style="font-size:15px">{text(title)}</strong><div style="{QUIET}">{legend}</div>'
    rows = "".join(map(_row, edits))
    return plain.bundle(lines(title, edits), frame(f'<div style="max-width:980px">{head}{rows}</div>'))


def lines(title: str, edits: Sequence[Edit]) -> str:
    """Say it in lines of text."""
    said = [f"  {clean(one.who, 80)}: {clean(one.said)}" for one in edits]
    return plain.printable("\n".join([f"Changes {clean(title, 80)}", *said]))


def _row(edit: Edit) -> str:
    who = clean(edit.who, 80)
    kinds = [("Source", edit.before, f"the source of {who}"), (who, edit.after, f"{who}, edited")]
    kinds.append(("What changed", edit.map, f"map of what {who} changed: {edit.said}"))
    tiles = "".join(_tile(name, raw, alt) for name, raw, alt in kinds)
    head = f"<strong>{text(who)}</strong> {badge(edit.sandbox)} <span>{text(edit.said)}</span>"
    style = "display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:6px 12px;align-items:start;margin:4px 0 0"
    return f'<div style="margin:16px 0 0">{head}<div style="{style}">{tiles}</div></div>'


def _tile(name: str, raw: bytes | None, alt: str) -> str:
    if raw is None:
        return f'<div style="padding:24px 8px;background:{MAT};border-radius:4px;text-align:center;{QUIET}">none</div>'
    source = "data:image/webp;base64," + base64.b64encode(raw).decode()
    style = f"display:block;width:100%;height:auto;margin:0;border-radius:4px;background:{MAT}"
    picture = f'<img src="{source}" alt="{attribute(alt, 400)}" style="{style}">'
    return f'<div style="min-width:0">{picture}<div style="font-size:12px;{QUIET}">{text(name, 80)}</div></div>'
