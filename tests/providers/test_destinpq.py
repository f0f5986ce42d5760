"""What is DestinPQ's own: its result is an asset among others, and a word goes before a message."""

from __future__ import annotations

from typing import Any

import pytest
from flows import driven, said

from imgen_nb import providers
from imgen_nb.errors import ContentRejected, GenerationFailed, UnexpectedReply
from imgen_nb.types import State

DESTINPQ = providers.get("destinpq")
PICTURE, OTHER = "https://pictures.example/a.png", "https://pictures.example/other"


def task(**more: Any) -> dict[str, Any]:
    assets = [{"url": PICTURE, "asset_type": "image", "mime_type": "image/OutputFormat.PNG"}]
    return {"id": "t", "status": "completed", "error_message": None, "output_assets": assets} | more


ASSETS = {
    "the picture first": [{"url": PICTURE, "asset_type": "image"}, {"url": OTHER, "asset_type": "text"}],
    "the picture last": [{"url": OTHER, "asset_type": "text"}, {"url": PICTURE, "asset_type": "image"}],
    "two pictures": [{"url": PICTURE, "asset_type": "image"}, {"url": OTHER, "asset_type": "image"}],
    "told by its MIME type": [
        {"url": OTHER, "mime_type": "application/json"},
        {"url": PICTURE, "mime_type": "image/x"},
    ],
    "told in capitals": [{"url": OTHER, "asset_type": "TEXT"}, {"url": PICTURE, "asset_type": " Image "}],
    "told by nobody": [{"url": PICTURE}, {"url": OTHER}],
    "silent beside one that is no picture": [{"url": OTHER, "asset_type": "text"}, {"url": PICTURE}],
    "no other than one of a strange kind": [{"url": PICTURE, "asset_type": "drawing"}],
    "without an address": [{"asset_type": "image"}, {"url": "", "asset_type": "image"}, {"url": PICTURE}],
    "an object instead of a list": {"url": PICTURE, "asset_type": "image"},
    "bare addresses": [PICTURE],
    "among what is no asset": [None, "x", 7, {"url": PICTURE, "asset_type": "image"}],
}


@pytest.mark.parametrize("name", ASSETS)
def test_the_first_picture_among_the_assets_is_the_picture(name: str) -> None:
    outcome, _ = driven(DESTINPQ.follow("t"), said(task(output_assets=ASSETS[name])))
    assert [asset.source for asset in outcome.assets] == [PICTURE]


def test_completed_goes_before_a_message_beside_it() -> None:
    outcome, _ = driven(DESTINPQ.follow("t"), said(task(error_message="the first try failed")))
    assert outcome.assets


def test_a_message_beside_a_result_that_never_comes_is_the_reason() -> None:
    late = said(task(error_message="storage is full", output_assets=None))
    with pytest.raises(GenerationFailed, match="storage is full"):
        driven(DESTINPQ.follow("t"), *[late] * 9)
    with pytest.raises(UnexpectedReply):
        driven(DESTINPQ.follow("t"), *[said(task(output_assets=None))] * 9)
    assert driven(DESTINPQ.follow("t"), late, said(task()))[0].assets


@pytest.mark.parametrize(
    ("told", "kind", "why"),
    [
        ({"status": "pending", "error_message": "no"}, GenerationFailed, "no"),
        ({"status": None, "error_message": "no"}, GenerationFailed, "no"),
        ({"status": "Failed", "error_message": None}, GenerationFailed, "'Failed' without a message"),
        ({"status": "failed", "error_message": {"detail": "blocked by policy"}}, ContentRejected, "blocked by policy"),
    ],
)
def test_a_task_that_ended_badly_says_why(told: dict[str, Any], kind: type[Exception], why: str) -> None:
    with pytest.raises(kind, match=why):
        driven(DESTINPQ.follow("t"), said(task(**told)))


def test_get_tells_a_task_as_it_is() -> None:
    asked = {"prompt": "a fox", "aspect_ratio": "9:16", "output_format": "png", "safety_filter_level": None}
    created = "2025-11-28T10:00:00Z"
    record, (step,) = driven(DESTINPQ.get("t"), said(task(input_data=asked, created_at=created)))
    assert str(step.request.url) == "/creations/t?raw=true"
    assert (record.state, record.prompt, record.params["aspect_ratio"]) == (State.DOWNLOADING, "a fox", "9:16")
    assert record.outcome.assets[0].source == PICTURE
    assert record.created == 1764324000.0
    waits, _ = driven(DESTINPQ.get("t"), said(task(status="pending", output_assets=None, input_data=None)))
    assert (waits.state, waits.outcome, waits.prompt) == (State.ACCEPTED, None, "")
