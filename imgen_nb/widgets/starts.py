"""Prompts to start from, each with what the sketch engine drew of it: what an empty studio shows."""

from __future__ import annotations

from collections.abc import Container
from functools import cache

from imgen_nb.widgets.modules import STATIC

PROMPTS = {
    "start-car": "a red sports car on a mountain road",
    "start-foxes": "three foxes in a snowy forest",
    "start-lighthouse": "a lighthouse by the sea at night",
}
"""By the name that a page asks for its picture by; `ig.draw` made them, 320 pixels wide."""


def told() -> list[dict[str, str]]:
    """What the page is told of them; a picture travels when it is asked for."""
    return [{"id": name, "sha": name, "prompt": prompt} for name, prompt in PROMPTS.items()]


def pictures(wanted: Container[str]) -> dict[str, bytes]:
    """The WebP of each that is asked for."""
    return {name: _read(name) for name in PROMPTS if name in wanted}


@cache
def _read(name: str) -> bytes:
    return (STATIC / "starts" / f"{name.removeprefix('start-')}.webp").read_bytes()
