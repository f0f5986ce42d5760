"""Document 000 (DestinPQ), sentence by sentence: parameters, fields, states, notes, and its checklist."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import httpx
from documents import Box, Look, body, choices, holds, refused, sent, sentences
from flows import driven, said

from imgen_nb import providers
from imgen_nb.client.access import decide
from imgen_nb.client.client import Client
from imgen_nb.errors import GenerationFailed, ImgenError
from imgen_nb.flow import Exchange, Wait
from imgen_nb.types import Generation

DESTINPQ = providers.get("destinpq")
TASK = "7acdd14a-0d49-4944-ba72-93073ee8543d"
FIXED = {"task_type": "image", "provider": "replicate", "service_id": 4, "raw": True}
RATIOS = ("1:1", "9:16", "16:9", "3:4", "4:3")
LEVELS = ("block_only_high", "block_low_and_above", "block_medium_and_above")
INPUT = {
    "prompt": "create an mockup design for a health app",
    "aspect_ratio": "9:16",
    "output_format": "png",
    "safety_filter_level": "block_only_high",
}


def created(**changes: Any) -> httpx.Response:
    return Box("destinpq").ask("POST", "/creations", {**FIXED, "input_data": INPUT, **changes})


def with_input(**changes: Any) -> int:
    return created(input_data={**INPUT, **changes}).status_code


@cache
def done(**asked: str) -> dict[str, Any]:
    """The last poll of a task that ran to its end."""
    box = Box("destinpq")
    remote_id = box.ask("POST", "/creations", {**FIXED, "input_data": INPUT | asked}).json()["id"]
    task: dict[str, Any] = box.later(60).ask("GET", f"/creations/{remote_id}?raw=true").json()
    return {**task, "file": box.ask("GET", task["output_assets"][0]["url"])}


def asset() -> dict[str, Any]:
    found: dict[str, Any] = done()["output_assets"][0]
    return found


def polled(*tasks: dict[str, Any]) -> list[Any]:
    """The steps by which our side follows a task told so."""
    return driven(DESTINPQ.follow(TASK), *(said({"id": TASK, **task}) for task in tasks))[1]


def failed(*tasks: dict[str, Any]) -> str:
    try:
        polled(*tasks)
    except GenerationFailed as error:
        return error.message
    return "no failure"


READY = {"status": "completed", "output_assets": [{"url": "https://x.example/a.png"}]}


def made(**params: Any) -> Generation:
    with Client("destinpq", live=False) as client:
        return client.generate("a fox", **params)


def without(*names: str) -> list[int]:
    """The statuses under which the server refuses a body that lacks one of the four, or has it changed."""
    box, whole = Box("destinpq"), {**FIXED, "input_data": INPUT}
    lacking = [{key: value for key, value in whole.items() if key != name} for name in names]
    changed = [{**whole, name: "other"} for name in names]
    return [box.ask("POST", "/creations", one).status_code for one in (*lacking, *changed)]


def unsendable(name: str, value: object) -> bool:
    """Whether one of the four is out of a user's reach."""
    try:
        refused(DESTINPQ, **{name: value})
    except TypeError:
        return True
    return refused(DESTINPQ, **{name: value})


def fixed() -> dict[str, Any]:
    return {name: body(DESTINPQ)[name] for name in FIXED}


STEPS: dict[str, Look] = {
    "queued, running, done": lambda: (
        [
            step.state
            for step in polled({"status": "pending"}, {"status": "processing"}, READY)
            if isinstance(step, Wait)
        ],
        ["queued", "running"],
    )
}

TABLE: list[tuple[str, str, Look]] = [
    (
        "10",
        "https://video-api.destinpq.com/api/v1",
        lambda: (DESTINPQ.base_url, "https://video-api.destinpq.com/api/v1"),
    ),
    ("15", "can call it without auth", lambda: ((DESTINPQ.key_required, created().status_code), (False, 200))),
    (
        "15",
        "without auth, live",
        lambda: (decide(DESTINPQ, live=True, connected=True).auth, None),
    ),
    (
        "17",
        "Authorization: Bearer <token>",
        lambda: ([(way.header, way.prefix) for way in DESTINPQ.credentials], [("Authorization", "Bearer ")]),
    ),
    ("19", "must be sent exactly as below", lambda: (fixed(), FIXED)),
    ("21", "no changes at all", lambda: ([unsendable(name, 1) for name in FIXED], [True] * 4)),
    ("34", "POST /creations", lambda: ((sent(DESTINPQ).method, str(sent(DESTINPQ).url)), ("POST", "/creations"))),
    (
        "36",
        "Request Body (JSON)",
        lambda: (
            body(
                DESTINPQ,
                INPUT["prompt"],
                aspect_ratio="9:16",
                output_format="png",
                safety_filter_level="block_only_high",
            ),
            {**FIXED, "input_data": INPUT},
        ),
    ),
    ("60", "prompt (string, required)", lambda: (refused(DESTINPQ, ""), True)),
    ("60", "prompt (string, required), there", lambda: (with_input(prompt="") >= 400, True)),
    ("61", "aspect_ratio: one of five", lambda: (choices(DESTINPQ, "aspect_ratio"), RATIOS)),
    ("61", "aspect_ratio, there", lambda: ([with_input(aspect_ratio=one) for one in RATIOS], [200] * 5)),
    ("61", "aspect_ratio (required)", lambda: (body(DESTINPQ)["input_data"]["aspect_ratio"], "1:1")),
    ("62", "output_format: png, jpg", lambda: (choices(DESTINPQ, "output_format"), ("png", "jpg"))),
    ("62", "output_format (required)", lambda: (body(DESTINPQ)["input_data"]["output_format"], "png")),
    ("63", "safety_filter_level: one of three", lambda: (choices(DESTINPQ, "safety_filter_level"), LEVELS)),
    ("63", "safety_filter_level, there", lambda: ([with_input(safety_filter_level=one) for one in LEVELS], [200] * 3)),
    ("63", "safety_filter_level (required)", lambda: (body(DESTINPQ)["input_data"]["safety_filter_level"], LEVELS[2])),
    ("65", "block_low_and_above (as provided)", lambda: (refused(DESTINPQ, safety_filter_level=LEVELS[1]), False)),
    ("68", "new values will be rejected", lambda: (with_input(aspect_ratio="3:2") >= 400, True)),
    ("68", "new values, here", lambda: (refused(DESTINPQ, aspect_ratio="3:2"), True)),
    ("76", "Content-Type: application/json", lambda: (sent(DESTINPQ).headers["content-type"], "application/json")),
    ("94", "a unique id and status pending", lambda: ({*created().json()} >= {"id", "status"}, True)),
    ("94", "status: pending", lambda: (created().json()["status"], "pending")),
    (
        "98",
        "GET /creations/{task_id}?raw=true",
        lambda: (str(polled(READY)[0].request.url), f"/creations/{TASK}?raw=true"),
    ),
    ("100", "every ~2 seconds", lambda: (DESTINPQ.cadence.every, 2.0)),
    ("100", "until completed", STEPS["queued, running, done"]),
    (
        "100",
        "an error with error_message",
        lambda: (failed({"status": "odd", "error_message": "no paint"}), "no paint"),
    ),
    ("110", "status: completed", lambda: (done()["status"], "completed")),
    ("111", "output_assets: at least one asset", lambda: (len(done()["output_assets"]) >= 1, True)),
    ("112", "output_assets[0].url: download this", lambda: (done()["file"].status_code, 200)),
    ("113", "asset_type: image", lambda: (asset()["asset_type"], "image")),
    ("114", "mime_type: image/OutputFormat.PNG", lambda: (asset()["mime_type"], "image/OutputFormat.PNG")),
    ("115", "metadata.replicate_prediction", lambda: ("id" in asset()["metadata"]["replicate_prediction"], True)),
    (
        "116",
        "local_image_url / local_thumbnail_url",
        lambda: ({*asset()} >= {"local_image_url", "local_thumbnail_url"}, True),
    ),
    ("120", "download the first asset", lambda: (len(made().images), 1)),
    ("126", "extension consistent with output_format: png", lambda: (made().images[0].path.suffix, ".png")),
    (
        "126",
        "extension consistent with output_format: jpg",
        lambda: (made(output_format="jpg").images[0].path.suffix, ".jpg"),
    ),
    ("174", "completed goes before error_message", lambda: (len(polled({**READY, "error_message": "odd"})), 1)),
    ("175", "error_message ends it, whatever the status", lambda: (failed({"error_message": "ill"}), "ill")),
    ("195", "No output asset found", lambda: (empty(), "UnexpectedReply")),
    ("267", 'task_type must be "image"', lambda: (fixed()["task_type"], "image")),
    ("268", 'provider must be "replicate"', lambda: (fixed()["provider"], "replicate")),
    ("269", "service_id must be 4 (number)", lambda: (fixed()["service_id"], 4)),
    ("270", "raw must be true (boolean)", lambda: (fixed()["raw"] is True, True)),
    (
        "271",
        "status: pending to completed",
        lambda: ((created().json()["status"], done()["status"]), ("pending", "completed")),
    ),
    ("272", "error_message: string or null", lambda: (done()["error_message"], None)),
    ("273", "output_assets: null before", lambda: (created().json().get("output_assets"), None)),
    ("278", "prompt: any non-empty text", lambda: (refused(DESTINPQ, "x" * 9000), False)),
    (
        "279",
        "aspect_ratio, allowed values",
        lambda: ([refused(DESTINPQ, aspect_ratio=one) for one in RATIOS], [False] * 5),
    ),
    (
        "280",
        "output_format, allowed values",
        lambda: ([with_input(output_format=one) for one in ("png", "jpg")], [200] * 2),
    ),
    (
        "281",
        "safety_filter_level, allowed",
        lambda: ([refused(DESTINPQ, safety_filter_level=one) for one in LEVELS], [False] * 3),
    ),
    ("286", "url: string (URL)", lambda: (bool(re.match("https?://", asset()["url"])), True)),
    ("287", "asset_type: typically image; another comes last", lambda: (preferred(), "https://x.example/b.png")),
    ("288", "mime_type: a hint", lambda: (made(output_format="jpg").images[0].media_type, "image/jpeg")),
    ("289", "metadata: an object", lambda: (type(asset()["metadata"]), dict)),
    ("293", "missing or changing them will fail", lambda: (min(without(*FIXED)) >= 400, True)),
    ("294", "~2 seconds is recommended", lambda: ("2 seconds" in DESTINPQ.cadence.source, True)),
    ("295", "stop polling on completed", lambda: (len([one for one in polled(READY) if isinstance(one, Exchange)]), 1)),
    ("295", "stop when error_message is present", lambda: (failed({"status": "pending", "error_message": "x"}), "x")),
    (
        "296",
        "save with .png / .jpg",
        lambda: ({made(output_format=one).images[0].path.suffix for one in ("png", "jpg")}, {".png", ".jpg"}),
    ),
    ("297", "keep id for auditing", lambda: (made().remote_id == made().raw["id"], True)),
    (
        "297",
        "upstream provider ids in metadata",
        lambda: ("replicate_prediction" in made().raw["output_assets"][0]["metadata"], True),
    ),
    (
        "302",
        "POST returns 200 OK with pending and an id",
        lambda: ((created().status_code, bool(created().json()["id"])), (200, True)),
    ),
    ("303", "GET transitions to completed", lambda: (done()["status"], "completed")),
    ("304", "the expected format: png", lambda: (done()["file"].content[:4], b"\x89PNG")),
    ("304", "the expected format: jpg", lambda: (done(output_format="jpg")["file"].content[:3], b"\xff\xd8\xff")),
    ("305", "no deviations from the four", lambda: (fixed(), FIXED)),
]


def empty() -> str:
    try:
        polled(*[{"status": "completed", "output_assets": []}] * 9)
    except ImgenError as error:
        return type(error).__name__
    return "nothing"


def preferred() -> object:
    """Which asset is taken where the first is a text."""
    two = [
        {"url": "https://x.example/a.json", "asset_type": "text"},
        {"url": "https://x.example/b.png", "asset_type": "image"},
    ]
    outcome, _ = driven(DESTINPQ.follow(TASK), said({"id": TASK, "status": "completed", "output_assets": two}))
    return outcome.assets[0].source


@sentences("000", TABLE)
def test_what_the_document_says(look: Look, monkeypatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    holds(look)
