"""The proof of safety, in small: every part of it runs and finds nothing, and what it would find ends it with 1."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFETY = ROOT / "benchmarks" / "safety.py"
SHARES = {
    "schedules": 0.01,
    "baselines": 0.2,
    "crashes_twice": 0.1,
    "kills": 1,
    "saves": 1,
    "forks": 1,
    "cancels": 1,
    "addresses": 1,
    "images": 0.2,
    "replies": 0.1,
}
"""Per cent of the full number of tries; the single points of death have a test of their own."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("proof", SHARES)
def test_a_proof_finds_nothing(proof: str) -> None:
    call = [sys.executable, SAFETY, proof, "--share", str(SHARES[proof])]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=170)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(proof)


def test_what_must_never_be_ends_the_command_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("safety", SAFETY)
    assert spec is not None
    assert spec.loader is not None
    safety = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec.loader.exec_module(safety)
    parts = {
        "good": (lambda tries, seed: ([f"{tries} tries"], []), 200),
        "bad": (lambda tries, seed: (["one"], ["a picture was paid twice"]), None),
    }
    monkeypatch.setattr(safety, "proofs", lambda: parts)
    assert safety.main(["good", "--share", "10"]) == 0
    assert "20 tries" in capsys.readouterr().out
    assert safety.main([]) == 1
    assert "WRONG: a picture was paid twice" in capsys.readouterr().out
