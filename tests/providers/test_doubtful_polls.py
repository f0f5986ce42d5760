"""A question that fails is no job that failed: only what a document calls the job's own end loses what was paid."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import httpx
import pytest
import wires

from imgen_nb import providers
from imgen_nb.errors import GenerationFailed
from imgen_nb.testing import Bench, reply
from imgen_nb.testing.bench import shape

FAKES = {one.name: importlib.import_module(f"wires.{one.name}").Wire for one in pkgutil.iter_modules(wires.__path__)}
POLLED = sorted(name for name, wire in FAKES.items() if "polled" in shape(providers.get(name), wire()))
BODIES: tuple[Any, ...] = (
    {"success": False, "error": {"code": "GENERATION_FAILED", "message": "AI generation failed"}},
    {"code": 1108, "msg": "Image generate error, please try again later"},
    {"error": "the generation failed", "message": "the generation failed", "detail": "the generation failed"},
)
"""What a service says of a failure that may be the question's alone: the first two in words that documents print."""


def bench_of(name: str, folder: Path) -> Bench:
    return Bench(providers.get(name), FAKES[name](), folder)


@pytest.mark.parametrize("status", [200, 422, 500])
@pytest.mark.parametrize("name", POLLED)
def test_one_question_that_fails_loses_nothing_that_was_paid(name: str, status: int, tmp_path: Path) -> None:
    for body in BODIES[:2] if status == 200 else BODIES:  # a message behind 200 is the job's own
        bench = bench_of(name, tmp_path)
        bench.server.on_poll.append(reply(httpx.Response(status, json=body)))
        bench.arrives()
        bench.holds()


@pytest.mark.parametrize(
    ("name", "status", "body"), [("banatie", 500, BODIES[0]), ("banatie", 200, BODIES[0]), ("akool", 200, BODIES[1])]
)
def test_a_documented_failure_that_stays_is_believed(name: str, status: int, body: Any, tmp_path: Path) -> None:
    bench = bench_of(name, tmp_path)
    bench.server.always["poll"] = reply(httpx.Response(status, json=body))
    error = bench.fails(GenerationFailed, "unknown")
    assert "failed" in str(error) or "Image generate error" in str(error)
    assert 3 <= len(bench.server.times("poll")) <= 8, "it is asked again, and not for ever"
