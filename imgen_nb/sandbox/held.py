"""Answers that are held until the picture is there, and bring it in the reply: as base64, or in a stream of events."""

import base64
from collections.abc import Iterable
from typing import Any

from imgen_nb.sandbox.drawing import Drawing, glimpse, picture
from imgen_nb.sandbox.inputs import picture_at
from imgen_nb.sandbox.jobs import Job, State
from imgen_nb.sandbox.replies import PIECE, Reply, write_json
from imgen_nb.sandbox.wire import Wire

WORDS = {State.QUEUED: "queued", State.RUNNING: "running", State.DONE: "done", State.FAILED: "failed"}
"""Nobody is told a state: an answer is all there is."""
FIRST = 0.3  # of the time that a stream takes, before its first event
CHOICES = (
    ("how long an answer is held", "as long as the jobs of other sandboxes take, about three seconds"),
    ("a request that fails on the way", "500; the charge stays"),
)


def seconds(job: Job) -> float:
    """Return how long the answer to a job is held."""
    return job.ended - job.accepted


def inline(wire: Wire, drawing: Drawing, media_type: str) -> str:
    """Return a drawing as base64; slow, so never called on an event loop."""
    drawn = picture(drawing, media_type, lambda address: picture_at(address, wire.shelf))
    return base64.b64encode(drawn).decode()


def coarse(drawing: Drawing, count: int) -> list[str]:
    """Return so many coarse pictures of what a drawing will be, each clearer than the one before, as base64."""
    shown = ((number + 1) / (count + 1) for number in range(count))
    return [base64.b64encode(glimpse(drawing, progress)).decode() for progress in shown]


def stream(events: Iterable[dict[str, Any]], held: float, *, end: bytes = b"") -> Reply:
    """Return events as a stream that lasts as long as the answer would be held."""
    said = [(str(event.get("type", "message")).encode(), write_json(event)) for event in events]
    body = b"".join(b"event: " + name + b"\ndata: " + data + b"\n\n" for name, data in said) + end
    pieces = max(1, -(-len(body) // PIECE))
    headers = {"Content-Type": "text/event-stream; charset=utf-8", "Transfer-Encoding": "chunked"}
    return Reply(200, body, headers, delay=FIRST * held, pause=(1 - FIRST) * held / pieces)
