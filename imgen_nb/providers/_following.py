"""Following a job by asking for it: what all services that are polled have in common."""

from __future__ import annotations

from collections.abc import Callable

from imgen_nb.errors import GenerationFailed, UnexpectedReply
from imgen_nb.flow import Flow, Outcome, Record, failure, wait
from imgen_nb.types import State

EMPTY_ANSWERS = 5
"""How often a job is asked for again whose answer says that it is over and not how: no picture, and no failed state."""


def ended(ask: Callable[[], Flow[Record]], record: Record | None = None, json_path: str = "$") -> Flow[Record]:
    """Ask until a job has failed or has an outcome; `record` is what is known of it already.

    `json_path` is where the picture is missing in one that is done and stays empty. A question that is answered with a
    failure, where the job's own state is none, may have failed itself: it is asked again before it is believed.
    """
    empty = 0
    while True:
        try:
            record = record or (yield from ask())
        except GenerationFailed:
            empty += 1
            if empty > EMPTY_ANSWERS:
                raise
            yield from wait("running")
            continue
        if record.outcome or record.state is State.FAILED:
            return record
        empty += record.state is State.DOWNLOADING
        if empty > EMPTY_ANSWERS:
            raise record.error or UnexpectedReply("done there, and still without a picture", json_path=json_path)
        yield from wait("queued" if record.state is State.ACCEPTED else "running", record.progress)
        record = None


def outcome_of(record: Record) -> Outcome:
    """What a job that has ended gave; raises what it failed with."""
    if record.outcome is None:
        raise record.error or failure("")
    return record.outcome
