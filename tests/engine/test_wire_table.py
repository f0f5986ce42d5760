"""One table of wire cases runs for every provider, in each way that it is asked (imgen_nb.testing)."""

from __future__ import annotations

from pathlib import Path

import pytest
from wires import WIRES, ideogram, openai, openrouter, qolaba, replicate

from imgen_nb import providers, testing

OTHERS = {
    "qolaba at once": ("qolaba", qolaba.AtOnce()),
    "replicate waited for": ("replicate", replicate.AtOnce()),
    "ideogram 3": ("ideogram", ideogram.AtOnce()),
    "openai streaming": ("openai", openai.Streaming()),
    "openrouter streaming": ("openrouter", openrouter.Streaming()),
}
WAYS = {name: (name, wire) for name, wire in WIRES.items()} | OTHERS
CASES = [(way, row) for way, (name, wire) in WAYS.items() for row in testing.names(providers.get(name), wire)]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("way", "row"), CASES, ids=[f"{way}: {row}" for way, row in CASES])
def test_wire(way: str, row: str, tmp_path: Path) -> None:
    name, wire = WAYS[way]
    table = {case.name: case for case in testing.wire_table(providers.get(name), wire, tmp_path)}
    table[row]()
