"""A comparison as a page of its own, which opens anywhere without a network: its pictures and its programs are in it.

What it says is markup made here, readable without any program; the programs only move its cells (another axis down or
across) and open its pictures (zoom, side by side, slider). Text of others is escaped, and a policy in the page lets it
load nothing from anywhere.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from imgen_nb.show.places import Place, clean
from imgen_nb.show.sheet import attribute, described, text

STATIC = Path(__file__).parent / "static"
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
WORDS = 400


@dataclass(frozen=True)
class Side:
    """One axis: its name, and for each value what heads it and what is said of it."""

    title: str
    heads: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Tile:
    """One cell: where it belongs on each axis, what it fills, what is said below it, and all that is known of it."""

    label: str
    at: tuple[int, ...]
    places: tuple[Place, ...]
    facts: tuple[str, ...]
    trouble: str
    known: Mapping[str, Any]


def page(
    title: str,
    subtitle: str,
    explained: Sequence[str],
    sides: Sequence[Side],
    tiles: Sequence[Tile],
    order: Sequence[int],
    notes: Sequence[str],
    pixels: Callable[[Place], bytes | None],
) -> str:
    """Write the page; `order` names the axes that go down, across and from page to page, `pixels` gives WebP bytes."""
    head = clean(title, WORDS)
    said = "".join(f"<p>{text(line, 2 * WORDS)}</p>" for line in explained)
    feet = "".join(f"<p>{text(note, 2 * WORDS)}</p>" for note in notes)
    cells = [_tile(tile, number, pixels) for number, tile in enumerate(tiles, 1)]
    told = json.dumps({"sides": [vars(side) for side in sides], "order": list(order)}, ensure_ascii=False)
    told = told.replace("<", "\\u003c")
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(head)}: a comparison</title><style>{_part('comparison.css')}</style></head><body>",
            f"<header><h1>{text(head, WORDS)}</h1><p>{text(subtitle, WORDS)}</p>{said}</header>",
            '<main><div id="tools" class="tools" role="group" aria-label="View" hidden></div>',
            f'<p id="said" class="hidden" role="status"></p><div id="board" class="list">{"".join(cells)}</div></main>',
            f'<footer>{feet}</footer><dialog id="viewer" aria-labelledby="viewed"></dialog>',
            f'<script type="application/json" id="axes">{told}</script>',
            f'<script type="module">{_part("viewer.js")}{_part("comparison.js")}</script></body></html>',
        )
    )


@cache
def _part(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def _tile(tile: Tile, number: int, pixels: Callable[[Place], bytes | None]) -> str:
    label = clean(tile.label, WORDS)
    inner = "".join(_place(place, pixels(place)) for place in tile.places)
    first = tile.places[0]
    badges = _badge("sandbox") if first.sandbox and first.picture else ""
    badges += _badge("from store") if first.stored else ""
    facts = [f"{fact}," for fact in tile.facts[:-1]] + list(tile.facts[-1:])
    listed = " ".join(f'<span class="fact">{text(fact, 80)}</span>' for fact in facts)
    lines = (badges, listed, text(tile.trouble, WORDS) if tile.trouble else "")
    said = "".join(f"<div>{line}</div>" for line in lines if line)
    pick = (
        f'<label class="pick" hidden><input type="checkbox"> Compare<span class="hidden"> {text(label)}</span></label>'
    )
    return (
        f'<figure class="cell" data-at="{",".join(map(str, tile.at))}" data-label="{attribute(label)}" id="c{number}">'
        f'<h2>{text(label, WORDS)}</h2><div class="pictures n{min(len(tile.places), 4)}">{inner}</div>'
        f"<figcaption>{said}{pick if any(place.picture for place in tile.places) else ''}{_known(tile.known)}"
        "</figcaption></figure>"
    )


def _place(place: Place, data: bytes | None) -> str:
    if data is None:
        word = "File not found" if place.picture else place.word
        return f'<div class="held" style="aspect-ratio:{place.shape:.3f}"><strong>{html.escape(word)}</strong></div>'
    assert place.picture is not None
    source = "data:image/webp;base64," + base64.b64encode(data).decode()
    alt = attribute(described(place), 600)
    size = f'width="{place.picture.width}" height="{place.picture.height}"'
    return f'<button type="button" class="open"><img src="{source}" alt="{alt}" {size}></button>'


def _badge(words: str) -> str:
    return f'<span class="badge">{html.escape(words)}</span> '


def _known(known: Mapping[str, Any]) -> str:
    """Everything that is known of a cell, folded."""
    rows = "".join(f"<dt>{text(name, 60)}</dt><dd>{text(_said(value), WORDS)}</dd>" for name, value in _told(known))
    return f"<details><summary>Record</summary><dl>{rows}</dl></details>"


def _told(known: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, value) for name, value in known.items() if value is not None)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
