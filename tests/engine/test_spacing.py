"""Where nobody prescribes a cadence, a job is asked for when it may have ended; where somebody does, never closer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lasting import measured, plain, shared

from imgen_nb.engine.spacing import CLOSEST, ENOUGH, FARTHEST, LAST, Spacing


def test_jobs_of_one_to_six_seconds_are_found_early_with_no_more_questions_than_a_plain_loop_asks(
    tmp_path: Path,
) -> None:
    late, polls = measured(tmp_path, 100, seed=3, learned=40)
    simply, often = plain(2000, seed=3)
    assert late <= 0.55
    assert polls <= 3.3
    assert late < simply * 0.65
    assert polls < often + 0.1


def test_a_batch_of_sixteen_is_watched_by_one_list(tmp_path: Path) -> None:
    assert shared(tmp_path, 16) >= 40


@pytest.mark.parametrize("known", range(ENOUGH))
def test_little_is_known_of_a_few_jobs(known: int) -> None:
    spacing = Spacing()
    spacing.learn([3.0] * known)
    assert spacing.ask_in(0.0) is None


@given(st.lists(st.floats(0, 1000), min_size=ENOUGH, max_size=100), st.floats(0, 1000))
def test_no_question_is_too_close_or_before_the_first_may_have_ended(took: list[float], since: float) -> None:
    spacing = Spacing()
    spacing.learn(took)
    newest, pause = took[-LAST:], spacing.ask_in(since)
    if since >= max(newest):
        assert pause is None, "it takes longer than any known: the usual pace"
        return
    assert pause is not None
    assert pause >= max(CLOSEST, min(newest) - since) - 1e-9
    assert since + pause <= max(since, min(newest)) + FARTHEST + 1e-9
