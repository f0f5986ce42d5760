"""Rows about asking for a job that was taken: a failed poll never fails a job, and a failed job is told as one."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import httpx

from imgen_nb.errors import GenerationFailed, ImgenError
from imgen_nb.testing.bench import Bench
from imgen_nb.testing.rows import Check, check
from imgen_nb.testing.scripted import Action, before, held, reply, with_header
from imgen_nb.types import State

WAIT = 6.0
"""Seconds that a busy server asks for: more than any pause of our own after one failed poll."""


def _cadence(bench: Bench) -> None:
    bench.server.polls = 5
    bench.generate()
    at = bench.server.times("poll")[: bench.server.polls + 1]  # the job is done then: its result may be asked for
    gaps = [later - earlier for earlier, later in itertools.pairwise(at)]
    assert all(gap >= bench.provider.cadence.every - 1e-6 for gap in gaps), gaps


def failed(bench: Bench, name: str) -> None:
    """A job that is told to have failed ends in `GenerationFailed`, once, and is not asked for anew by itself."""

    def fail(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        if held(bench.wire):
            normal()
        return bench.wire.failures(bench.server.only())[name]

    (bench.server.on_submit if held(bench.wire) else bench.server.on_poll).extend([fail] * 2)
    bench.fails(GenerationFailed, "unknown", "no", "yes")
    assert len(bench.server.times("submit")) == 1
    assert bench.server.billed == 1


def _lame(bench: Bench) -> None:
    html = httpx.Response(200, text="<html>bad gateway</html>")
    bench.server.on_poll.extend(
        [before(httpx.ReadTimeout), reply(httpx.Response(502)), reply(html), reply(httpx.Response(200, content=b"{"))]
    )
    bench.server.on_poll.extend([before(httpx.ReadError), reply(httpx.Response(429, headers={"retry-after": "7"}))])
    bench.server.on_poll.append(with_header(b"x-from", "Zürich".encode()))
    assert bench.generate().state is State.SAVED


def _busy(bench: Bench) -> None:
    """A wait that a reply names is kept, whatever its status."""
    bench.server.on_poll.append(reply(httpx.Response(503, headers={"retry-after": f"{WAIT:.0f}"})))
    bench.generate()
    first, second, *_ = bench.server.times("poll")
    assert second - first >= WAIT, f"asked again after {second - first:.1f} s of {WAIT:.0f} s"


def _locked_out(bench: Bench) -> None:
    bench.server.on_poll.append(reply(httpx.Response(401, json={"error": "no"})))
    bench.fails(ImgenError, "yes")
    assert bench.generate().state is State.SAVED, "a paid job is lost after a 401"


def _forgotten(bench: Bench) -> None:
    bench.server.on_poll.append(reply(httpx.Response(404, json={"error": "not found"})))
    assert bench.generate().state is State.SAVED, "one 404 right after acceptance is not the end"


def _unknown_word(bench: Bench) -> None:
    def word(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        remote_id = bench.server.only()
        return bench.wire.pending(remote_id, bench.server.jobs[remote_id], "daydreaming")

    bench.server.on_poll.extend([word, word])
    assert bench.generate().state is State.SAVED


def _empty(bench: Bench) -> Action:
    def empty(request: httpx.Request, normal: Callable[[], httpx.Response]) -> httpx.Response:
        remote_id = bench.server.only()
        return bench.wire.finished(remote_id, bench.server.jobs[remote_id], None)

    return empty


def _empty_at_first(bench: Bench) -> None:
    bench.server.on_poll.extend([_empty(bench)] * 2)
    bench.arrives()


def _empty_for_ever(bench: Bench) -> None:
    bench.server.always["poll"] = _empty(bench)
    bench.fails(ImgenError, "yes")
    bench.server.always.clear()
    bench.arrives()


ROWS: dict[str, Check] = {
    "polls keep the document's cadence": check(_cadence, "polled"),
    "polls that fail in every way": check(_lame, "polled"),
    "503 with Retry-After while polling": check(_busy, "polled"),
    "401 while polling": check(_locked_out, "polled"),
    "404 right after acceptance": check(_forgotten, "polled"),
    "unknown status word": check(_unknown_word, "polled"),
    "empty result, then whole": check(_empty_at_first, "polled"),
    "empty result for ever": check(_empty_for_ever, "polled"),
}
