"""One table of wire cases runs for every provider (imgen_nb.testing)."""

from __future__ import annotations

from pathlib import Path

import pytest
from wires import WIRES

from imgen_nb import providers, testing

CASES = [(name, row) for name, wire in WIRES.items() for row in testing.names(providers.get(name), wire)]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "row"), CASES, ids=[f"{name}: {row}" for name, row in CASES])
def test_wire(name: str, row: str, tmp_path: Path) -> None:
    table = {case.name: case for case in testing.wire_table(providers.get(name), WIRES[name], tmp_path)}
    table[row]()
