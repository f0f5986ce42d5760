"""Which rows of a long table run, and that a test which hangs does not hold the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sampling import rest

ROOT = Path(__file__).resolve().parents[2]
TABLE = """
import time
import pytest

@pytest.mark.sampled(4)
@pytest.mark.parametrize("row", range(40))
def test_table(row): pass

@pytest.mark.sampled(4)
@pytest.mark.parametrize("row", range(2))
def test_small_table(row): pass

@pytest.mark.sampled(4)
def test_by_itself(): pass
"""
HANGS = """
import time
import pytest

@pytest.mark.timeout(0.3)
def test_that_hangs(): time.sleep(60)

def test_that_follows(): pass
"""


@given(rows=st.sets(st.text(min_size=1), max_size=40), share=st.integers(1, 7), seed=st.integers(0, 10**6))
def test_each_row_has_its_turn_once_in_as_many_seeds_as_the_share_says(rows, share, seed):
    turns = [rows - set(rest(rows, share, seed + step)) for step in range(share)]
    assert sorted(row for turn in turns for row in turn) == sorted(rows)
    assert max(map(len, turns)) - min(map(len, turns)) <= 1


@pytest.fixture
def run(tmp_path):
    """Run pytest over a file that has this project's conftest beside it."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"))

    def run(text, *words):
        (tmp_path / "test_it.py").write_text(text)
        settings = ["-c", ROOT / "pyproject.toml", "--rootdir", tmp_path, "-p", "no:cacheprovider"]
        settings += ["-o", f"pythonpath={ROOT / 'tests' / 'helpers'} {ROOT}"]
        command = [sys.executable, "-m", "pytest", *map(str, settings), *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout

    return run


def test_a_part_runs_by_default_and_says_how_to_repeat_it(run):
    said = run(TABLE, "--sample", "7", ".")
    assert "sampled rows: --sample=7" in said
    assert "12 passed, 31 deselected" in said, "one row of each, at least"


@pytest.mark.parametrize(("words", "rows"), [((), 20), (("-m", "not matrix"), 10)])
def test_a_second_share_is_that_of_a_run_with_the_matrix(run, words, rows):
    table = TABLE.replace("sampled(4)", "sampled(4, 2)", 1)
    assert f"{rows + 2} passed" in run(table, *words, ".")


@pytest.mark.parametrize(
    "words",
    [("--whole", "."), ("test_it.py::test_table", "test_it.py::test_small_table", "test_it.py::test_by_itself")],
)
def test_all_run_when_they_are_asked_for(run, words):
    assert "43 passed" in run(TABLE, *words)


def test_a_test_that_hangs_fails_with_its_stack_and_the_next_one_runs(run):
    said = run(HANGS, ".")
    assert "1 failed, 1 passed" in said
    assert "time.sleep(60)" in said
