"""Where nobody prescribes a cadence, a job is asked for when it may have ended; where somebody does, never closer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lasting import measured, plain, shared
from own import DESTINPQ, bench

from imgen_nb.engine.spacing import CLOSEST, ENOUGH, FARTHEST, LAST, Spacing
from imgen_nb.testing import Bench, reply, virtually
from imgen_nb.types import State


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


def lasting(one: Bench, seconds: float, answered: float) -> None:
    """A service that says so late that it has a job, which is done `seconds` after that."""

    def look(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        taken = one.server.times("submit")[-1] + answered
        job = one.server.job(request)
        over = asyncio.get_running_loop().time() - taken >= seconds
        return normal() if over else one.wire.pending(job, one.server.jobs[job], "processing")

    one.server.polls = 0
    one.server.takes["submit"] = answered
    one.server.always["poll"] = look


@pytest.mark.parametrize("scale", [1.0, 0.25])
def test_how_long_jobs_took_is_learned_and_says_when_the_next_is_asked_for(tmp_path: Path, scale: float) -> None:
    one, learned = bench(tmp_path), []
    took = one.store.took
    one.store.took = lambda *about: learned.append(about) or took(*about)  # type: ignore[func-returns-value, method-assign]
    lasting(one, 6 * scale, answered=3 * scale)
    engines = [one.engine(), one.engine()]
    for engine in engines:
        engine.wire.pace.scale = scale
    for take in range(1, ENOUGH + 1):
        assert virtually(one.ask(engines[0], take=take)).images
    assert took("destinpq", "test") == [5.0] * ENOUGH, "between the question at 4 s and the one at 6 s"
    for take, engine in enumerate(engines, ENOUGH + 1):
        known = Spacing()
        known.learn(took("destinpq", "test"))
        one.server.log.clear()
        virtually(one.ask(engine, take=take))
        first, *more = one.server.times("poll")
        assert first - one.server.times("submit")[0] - 3 * scale == pytest.approx((known.ask_in(0.0) or 0) * scale)
        assert len(more) == 1, "which a plain loop asks four times"
    assert len(learned) == len(engines), "each process reads what is known once"
    assert [event.state for event in one.runs[-1]].count(State.RUNNING) == 1


def test_a_prescribed_cadence_is_kept_whatever_is_known(tmp_path: Path) -> None:
    one = bench(tmp_path, DESTINPQ)
    lasting(one, 6.0, answered=0.0)
    engine = one.engine()
    for take in range(1, ENOUGH + 2):
        one.server.log.clear()
        virtually(one.ask(engine, take=take))
    assert [round(at, 3) for at in one.server.times("poll")] == [0.0, 2.0, 4.0, 6.0]


def test_what_never_waits_teaches_nothing(tmp_path: Path) -> None:
    one = bench(tmp_path)
    engine = one.engine()
    engine.wire.pace.scale = 0.0
    assert virtually(one.ask(engine)).images
    assert one.store.took("destinpq", "test") == []


def test_a_later_question_for_addresses_does_not_make_a_job_longer(tmp_path: Path) -> None:
    one = bench(tmp_path)
    lasting(one, 6.0, answered=0.0)
    one.server.on_asset.extend([reply(httpx.Response(404))] * 3)
    assert one.generate().images
    assert len(one.server.times("poll")) > 4
    assert one.store.took("destinpq", "test") == [5.0]
