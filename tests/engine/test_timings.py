"""How long a job took, state by state, and how often was asked: told with the pictures, and the same from the store."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from imgen_nb import providers
from imgen_nb.testing import Bench
from imgen_nb.types import State


@pytest.mark.parametrize("name", sorted(providers.names()))
def test_the_states_share_the_time_there_was(name: str, tmp_path: Path) -> None:
    bench = Bench(providers.get(name), importlib.import_module(f"wires.{name}").Wire(), tmp_path)
    made = bench.generate()
    phases = {state: seconds for state, seconds in made.timings.items() if state != "total"}
    assert sum(phases.values()) == pytest.approx(made.timings["total"], abs=0.01)
    assert {*phases} <= {str(state) for state in State if not state.ended}
    assert {"sending", "downloading"} <= {*phases}
    assert made.polls == len(bench.server.times("poll"))
    known = bench.generate()
    assert known.from_store
    assert (known.timings, known.polls) == (made.timings, made.polls)
