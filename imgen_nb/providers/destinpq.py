"""DestinPQ creations (document 000): create a task, poll it about every 2 seconds, download its asset."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import httpx

from imgen_nb.flow import (
    Credential,
    Flow,
    Outcome,
    Provider,
    Record,
    accepted,
    address,
    belongs,
    complaint,
    failure,
    identifier,
    json_object,
    moment,
    refuse,
    segment,
    send,
    spend,
    state,
    told,
    word,
    words,
)
from imgen_nb.providers._following import ended, outcome_of
from imgen_nb.types import Cadence, ImageRequest, Option, State

# "Absolute, Non-Negotiable Fields": nothing a user passes is ever merged into them.
FIXED: dict[str, Any] = {"task_type": "image", "provider": "replicate", "service_id": 4, "raw": True}
FIELDS = ("aspect_ratio", "output_format", "safety_filter_level")
STATES = {"completed": State.DOWNLOADING, "pending": State.ACCEPTED}


class DestinPQ(Provider):
    """The creations API; the deployment may be open, so a key is optional."""

    name = "destinpq"
    title = "DestinPQ"
    by_itself = True
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
        asked = {"prompt": request.prompt, **{name: request.params[name] for name in FIELDS}}
        task_id = yield from spend(httpx.Request("POST", "/creations", json={**FIXED, "input_data": asked}), _created)
        yield from accepted(task_id)
        return (yield from self.follow(task_id))

    def follow(self, remote_id: str) -> Flow[Outcome]:
        """Poll until the task is completed or tells an error; a word the document lacks counts as running."""
        return outcome_of((yield from ended(partial(self.get, remote_id), json_path="$.output_assets")))

    def get(self, remote_id: str) -> Flow[Record]:
        """One task as the service has it now."""

        def read(response: httpx.Response) -> Record:
            task = _body(response)
            belongs(task, "id", remote_id)
            return _record(remote_id, task)

        path = f"/creations/{segment(remote_id)}"
        return (yield from send(httpx.Request("GET", path, params={"raw": "true"}), read))


def _body(response: httpx.Response) -> dict[str, Any]:
    refuse(response, told(response))  # the document leaves the shape of an error open
    return json_object(response)


def _created(response: httpx.Response) -> str:
    return identifier(_body(response), "id")


def _record(remote_id: str, task: Mapping[str, Any]) -> Record:
    """Read a task; `completed` goes before a message beside it, as in the document's own programs."""
    message, asset = complaint(task.get("error_message")), _picture(task.get("output_assets"))
    there = State.FAILED if message and not word(task.get("status")) else state(task, known=STATES)
    if message and there is not State.DOWNLOADING:
        there = State.FAILED
    asked = task.get("input_data")
    asked = asked if isinstance(asked, dict) else {}
    done = there is State.DOWNLOADING and asset is not None
    unsaid = f"the task ended as {words(task.get('status'), 60)!r} without a message"
    return Record(
        remote_id,
        there,
        prompt=words(asked.get("prompt")),
        params={name: words(asked.get(name)) or None for name in FIELDS},
        outcome=Outcome([asset], raw=task) if done and asset else None,
        raw=task,
        created=moment(task.get("created_at")),
        error=failure(message or unsaid) if message or there is State.FAILED else None,
    )


def _picture(assets: object) -> str | None:
    """The address of the first picture among the assets; one that calls itself something else is the last resort."""
    found = [one for one in (assets if isinstance(assets, list) else [assets]) if address(one)]
    return address(min(found, key=_unlikely)) if found else None


def _unlikely(asset: object) -> int:
    """How little an asset looks like a picture: `asset_type` says so, or else `mime_type`, of which both may lack."""
    if not isinstance(asset, Mapping):  # a bare text, which may be an address
        return 2
    kinds = [word(asset.get("asset_type")), word(asset.get("mime_type")).partition("/")[0]]
    return 0 if "image" in kinds else 2 if any(kinds) else 1
