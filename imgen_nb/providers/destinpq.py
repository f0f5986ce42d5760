"""DestinPQ creations (document 000): create a task, poll it about every 2 seconds, download its asset."""

from __future__ import annotations

from typing import Any, ClassVar

import httpx

from imgen_nb.errors import UnexpectedReply
from imgen_nb.flow import (
    FAILED_WORDS,
    Credential,
    Flow,
    Outcome,
    Provider,
    accepted,
    complaint,
    failure,
    identifier,
    json_object,
    refuse,
    segment,
    send,
    spend,
    wait,
)
from imgen_nb.types import Cadence, ImageRequest, Option

# "Absolute, Non-Negotiable Fields": nothing a user passes is ever merged into them.
FIXED: dict[str, Any] = {"task_type": "image", "provider": "replicate", "service_id": 4, "raw": True}

EMPTY_ANSWERS = 5
"""How often "completed" without an asset is asked again before it counts as lost."""


class DestinPQ(Provider):
    """The creations API; the deployment may be open, so a key is optional."""

    name = "destinpq"
    title = "DestinPQ"
    base_url = "https://video-api.destinpq.com/api/v1"
    credentials = (Credential("DESTINPQ_API_KEY", "Authorization", "Bearer "),)
    key_required = False
    cadence = Cadence(2.0, "Polling cadence: about every 2 seconds")
    options: ClassVar[tuple[Option, ...]] = (
        Option("prompt", "text", "Text prompt for generation", required=True),
        Option("aspect_ratio", "choice", "Shape of the picture", ("1:1", "9:16", "16:9", "3:4", "4:3"), default="1:1"),
        Option("output_format", "choice", "File format", ("png", "jpg"), default="png"),
        Option(
            "safety_filter_level",
            "choice",
            "How much the safety filter blocks: low and above is strictest, only high is most permissive",
            ("block_only_high", "block_low_and_above", "block_medium_and_above"),
            default="block_medium_and_above",
        ),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        """Create a task and follow it."""
        fields = ("aspect_ratio", "output_format", "safety_filter_level")
        asked = {"prompt": request.prompt, **{name: request.params[name] for name in fields}}
        task_id = yield from spend(httpx.Request("POST", "/creations", json={**FIXED, "input_data": asked}), _created)
        yield from accepted(task_id)
        return (yield from self.follow(task_id))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll until the task is completed or tells an error; a word the document lacks counts as running."""
        empty = 0
        while True:
            path = f"/creations/{segment(remote_id)}"
            task = yield from send(httpx.Request("GET", path, params={"raw": "true"}), _task_reader(remote_id))
            status = str(task["status"]).lower()
            if task.get("error_message") or status in FAILED_WORDS:
                said = complaint(task.get("error_message")) or f"the task ended as {status!r} without a message"
                raise failure(said)
            if status != "completed":
                yield from wait("queued" if status == "pending" else "running")
                continue
            addresses = _addresses(task)
            if addresses:
                return Outcome(addresses, raw=task)
            empty += 1
            if empty > EMPTY_ANSWERS:
                raise UnexpectedReply("completed, and still without an asset", json_path="$.output_assets")
            yield from wait("running")


def _body(response: httpx.Response) -> dict[str, Any]:
    refuse(response, _message(response))
    return json_object(response)


def _created(response: httpx.Response) -> str:
    return identifier(_body(response), "id")


def _task_reader(remote_id: str) -> Any:
    def read(response: httpx.Response) -> dict[str, Any]:
        task = _body(response)
        if task.get("id", remote_id) != remote_id:
            raise UnexpectedReply("the reply is about another task", json_path="$.id")
        if not isinstance(task.get("status"), str) and not task.get("error_message"):
            raise UnexpectedReply("the reply has no status", json_path="$.status")
        return {"status": "", **task}

    return read


def _addresses(task: dict[str, Any]) -> tuple[str, ...]:
    assets = task.get("output_assets")
    found = [asset.get("url") for asset in assets if isinstance(asset, dict)] if isinstance(assets, list) else []
    return tuple(url for url in found if isinstance(url, str) and url)


def _message(response: httpx.Response) -> str:
    """Find the server's words in an error body, whose shape the document leaves open."""
    try:
        body = json_object(response)
    except UnexpectedReply:
        return ""
    said = next((body[name] for name in ("error_message", "message", "error", "detail") if body.get(name)), "")
    if isinstance(said, list):
        said = "; ".join(str(item.get("msg", item) if isinstance(item, dict) else item) for item in said)
    return complaint(said)
