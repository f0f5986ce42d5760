"""The pace: one lone job never uses a window up, and no wait reaches past the moment the window opens anew."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imgen_nb.engine.pace import LONGEST, Pace
from imgen_nb.types import Cadence, Window

LIMIT, HOUR = 100, 3600.0
SECONDS = st.floats(0.0, 1e9)
WINDOWS = st.builds(Window, st.integers(-5, 10**6), st.integers(-5, 10**6), SECONDS)


def pace(window: Window | None = None, every: float = 3.0, scale: float = 1.0) -> Pace:
    made = Pace(Cadence(every), scale)
    made.learn(window, 0.0)
    return made


@pytest.mark.parametrize("left", [50, 51, 75, 100, 200])
def test_above_half_of_the_window_the_documents_cadence_holds(left: int) -> None:
    assert pace(Window(LIMIT, left, HOUR)).poll_interval(0.0) == 3.0


def test_without_a_window_the_documents_cadence_holds_for_ever() -> None:
    assert {pace().poll_interval(now) for now in (0.0, 1e9)} == {3.0}
    assert pace().hold(0.0) == 0.0


def test_below_half_it_stretches_step_by_step() -> None:
    waits = [pace(Window(LIMIT, left, 1e9)).poll_interval(0.0) for left in range(50, 0, -1)]
    assert waits == sorted(waits)
    assert waits[0] == 3.0
    assert all(later > earlier for earlier, later in itertools.pairwise(waits))


@pytest.mark.parametrize("already", [0, 10, 50, 80])
@pytest.mark.parametrize("since", [0.0, 1800.0, 3300.0])
def test_a_lone_job_never_uses_the_whole_window_within_the_deadline(already: int, since: float) -> None:
    """A job that never ends, for the default deadline, against a server that counts as the document says."""
    made, now, used, opened = pace(), 0.0, already, -since
    least = LIMIT
    while now < 600.0:
        if now - opened >= HOUR:
            opened, used = opened + HOUR, 0
        used += 1
        least = min(least, LIMIT - used)
        made.learn(Window(LIMIT, max(LIMIT - used, 0), opened + HOUR - now), now)
        assert made.hold(now) == 0.0
        now += made.poll_interval(now)
    assert least > 0


@given(WINDOWS, st.floats(0.1, 60.0), SECONDS)
@example(Window(0, 0, 10.0), 3.0, 0.0)
@example(Window(1, 0, 10.0), 3.0, 0.0)
@example(Window(-1, -1, 1e9), 3.0, 0.0)
def test_no_interval_is_shorter_than_the_cadence_or_reaches_past_the_reset(
    window: Window, every: float, now: float
) -> None:
    wait = pace(window, every).poll_interval(now)
    assert math.isfinite(wait)
    assert every <= wait <= max(every, window.reset - now)


@given(WINDOWS, SECONDS)
def test_requests_are_held_only_while_the_window_is_used_up(window: Window, now: float) -> None:
    hold = pace(window).hold(now)
    assert hold >= 0.0
    believed = min(window.reset, LONGEST)
    if window.limit <= 0 or window.remaining != 0 or now >= believed:  # a limit of -1 or 0 says that there is none
        assert hold == 0.0
    else:
        assert now + hold == pytest.approx(believed)


def test_a_used_up_window_opens_by_itself() -> None:
    made = pace(Window(LIMIT, 0, 60.0))
    assert made.hold(0.0) == 60.0
    assert made.hold(45.0) == 15.0
    assert made.hold(60.0) == 0.0
    assert made.poll_interval(61.0) == 3.0


def test_the_newest_word_of_the_server_counts_and_silence_changes_nothing() -> None:
    made = pace(Window(LIMIT, 0, 60.0))
    made.learn(None, 10.0)
    assert made.hold(10.0) == 50.0
    made.learn(Window(LIMIT, 100, HOUR), 20.0)
    assert made.hold(20.0) == 0.0


@pytest.mark.parametrize("scale", [0.0, 0.25, 1.0])
def test_a_faster_sandbox_is_asked_more_often(scale: float) -> None:
    assert pace(None, 2.0, scale).poll_interval(0.0) == 2.0 * scale
