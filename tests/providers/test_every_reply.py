"""What holds at all four: a paid picture survives whatever surrounds it, and a word is read by its sense."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from flows import asked, driven, said

from imgen_nb import providers
from imgen_nb.errors import GenerationFailed, OutOfCredit, RateLimited, Unauthorized, UnexpectedReply
from imgen_nb.flow import Accepted, Exchange, Outcome, Wait

JOB = "662a10df4197b3af58532e89"
PICTURE = "https://pictures.example/a.png"
WHEN = "2025-11-28T10:00:00.000Z"

DONE: dict[str, dict[str, Any]] = {
    "destinpq": {
        "id": JOB,
        "task_type": "image",
        "status": "completed",
        "error_message": None,
        "input_data": {"prompt": "a fox", "aspect_ratio": "9:16", "output_format": "png"},
        "output_assets": [{"url": PICTURE, "asset_type": "image", "mime_type": "image/OutputFormat.PNG"}],
        "created_at": WHEN,
    },
    "banatie": {
        "success": True,
        "data": {
            "id": JOB,
            "prompt": "A photorealistic fox",
            "originalPrompt": "a fox",
            "autoEnhance": True,
            "aspectRatio": "16:9",
            "status": "success",
            "outputImage": {"id": "7c4c", "storageUrl": PICTURE, "width": 1792, "height": 1024},
            "errorMessage": None,
            "meta": {"mine": 1},
            "createdAt": WHEN,
        },
    },
    "akool": {
        "code": 1000,
        "msg": "OK",
        "data": {
            "_id": JOB,
            "create_time": 1714032863272,
            "image_status": 3,
            "image": PICTURE,
            "deduction_credit": 2,
            "buttons": ["U1", "V4"],
            "used_buttons": ["U1"],
            "upscaled_urls": ["https://pictures.example/1.png"],
            "prompt": "a fox",
            "error_reasons": None,
        },
    },
    "qolaba": {
        "task_id": JOB,
        "type": "image",
        "status": "SUCCESS",
        "output": {
            "prompt": "a fox",
            "seed": 42,
            "images": [{"url": PICTURE, "width": 1280, "height": 720}],
            "usage": {"images_generated": 1, "cost_usd": 0.03, "cost_credits": 6},
        },
        "error": None,
        "created_at": WHEN,
    },
}
IDS = {"destinpq": ("id",), "banatie": ("data", "id"), "akool": ("data", "_id"), "qolaba": ("task_id",)}
WORDS = {
    "destinpq": ("status",),
    "banatie": ("data", "status"),
    "akool": ("data", "image_status"),
    "qolaba": ("status",),
}
NEEDED = {
    "destinpq": [("output_assets", 0, "url")],
    "banatie": [("success",), ("data", "outputImage", "storageUrl")],
    "akool": [("code",), ("data", "image")],
    "qolaba": [("output", "images", 0, "url")],
}
SUBMITTED: dict[str, dict[str, Any]] = {
    "destinpq": {"id": JOB, "status": "pending", "output_assets": None},
    "banatie": {"success": True, "data": {"id": JOB, "status": "pending", "meta": {}}},
    "akool": {"code": 1000, "msg": "OK", "data": {"_id": JOB, "image_status": 1, "deduction_credit": 2}},
    "qolaba": {"task_id": JOB, "status": "PENDING", "type": "image"},
}
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.5, math.nan, 10**400, "", " ", "x", "\ud800", "\x1b[2J", "nan", "1e999"),
    *([], [None], [[]], [{}], ["x"] * 300, {}, {"a": None}, {"message": "no"}),
)
every = pytest.mark.parametrize("name", DONE)


def put(data: Any, place: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a place."""
    data = copy.deepcopy(data)
    inner = data
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return data


def decorations(data: Any, name: str, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place that is neither needed nor around what is needed."""
    needed = [IDS[name], WORDS[name], *NEEDED[name]]
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        place = (*path, key)
        if not any(one[: len(place)] == place for one in needed):
            yield place
        yield from decorations(value, name, place)


def followed(name: str, reply: Any, times: int = 8) -> tuple[Any, list[Any]]:
    return driven(providers.get(name).follow(JOB), *[said(reply)] * times)


@every
def test_nothing_that_decorates_loses_a_picture(name: str) -> None:
    tried = 0
    for place in decorations(DONE[name], name):
        for odd in ODD:
            outcome, _ = followed(name, put(DONE[name], place, odd))
            assert isinstance(outcome, Outcome)
            assert outcome.assets[0].source == PICTURE, (place, odd)
            assert outcome.prompt_used is None or outcome.prompt_used.encode()
            for price in (outcome.cost.usd, outcome.cost.credits, outcome.expires):
                assert price is None or math.isfinite(price)
            tried += 1
    assert tried > 100


@every
def test_an_accepted_job_is_known_by_its_id_whatever_is_around_it(name: str) -> None:
    provider = providers.get(name)
    for place in [WORDS[name], *decorations(SUBMITTED[name], name)]:
        if place not in NEEDED[name] and place != IDS[name] and place in set(_places(SUBMITTED[name])):
            for odd in ODD:
                flow = provider.generate(asked(provider, "a fox"))
                step = next(flow)
                assert isinstance(step, Exchange)
                part = step.read(said(put(SUBMITTED[name], place, odd)))
                assert flow.send(part) == Accepted(JOB), (place, odd)


def _places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, value in data.items() if isinstance(data, dict) else ():
        yield (*path, key)
        yield from _places(value, (*path, key))


@every
@pytest.mark.parametrize("dress", [str.upper, str.title, lambda word: f" {word} ", lambda word: f"{word}\n"])
def test_a_status_word_is_read_whatever_its_dress(name: str, dress: Any) -> None:
    (inner, *rest) = WORDS[name]
    word = DONE[name][inner] if not rest else DONE[name][inner][rest[0]]
    outcome, _ = followed(name, put(DONE[name], WORDS[name], dress(str(word))))
    assert outcome.assets


@every
@pytest.mark.parametrize("word", ["FAILURE", "Failed", " error ", "CANCELED", "revoked", "Timed Out"])
def test_a_word_that_ends_a_job_ends_it_at_once(name: str, word: str) -> None:
    with pytest.raises(GenerationFailed):
        followed(name, put(put(DONE[name], WORDS[name], word), ("error",), "worker lost"), times=1)


@every
def test_a_job_that_is_done_and_empty_is_asked_again_and_then_told(name: str) -> None:
    empty = put(DONE[name], NEEDED[name][-1], "")
    if name == "akool":
        empty = put(empty, ("data", "upscaled_urls"), [])
    with pytest.raises(UnexpectedReply) as caught:
        followed(name, empty, times=20)
    assert caught.value.json_path


@every
@pytest.mark.parametrize(
    "echo", [None, JOB, pytest.param("", id="empty"), pytest.param([], id="list"), pytest.param({}, id="dict"), True]
)
def test_an_echo_that_is_the_job_or_none_at_all(name: str, echo: Any) -> None:
    outcome, _ = followed(name, put(DONE[name], IDS[name], echo))
    assert outcome.assets


@every
@pytest.mark.parametrize("echo", ["another", 7, JOB.upper(), f"{JOB} "])
def test_a_reply_about_another_job_is_never_taken(name: str, echo: Any) -> None:
    with pytest.raises(UnexpectedReply, match="another job"):
        followed(name, put(DONE[name], IDS[name], echo))


@every
def test_an_id_may_be_a_number(name: str) -> None:
    provider = providers.get(name)
    flow = provider.generate(asked(provider, "a fox"))
    part = next(flow).read(said(put(SUBMITTED[name], IDS[name], 4711)))  # type: ignore[union-attr]
    assert flow.send(part) == Accepted("4711")
    outcome, _ = driven(provider.follow("4711"), *[said(put(DONE[name], IDS[name], 4711))] * 3)
    assert outcome.assets


@every
def test_under_way_is_told_as_queued_or_running(name: str) -> None:
    queued = {"akool": 1}.get(name, "pending")
    for word, state in ((queued, "queued"), ("daydreaming", "running"), (2, "running")):
        flow = providers.get(name).follow(JOB)
        step = next(flow)
        wait = flow.send(step.read(said(put(DONE[name], WORDS[name], word))))  # type: ignore[union-attr]
        assert wait == Wait(state)  # type: ignore[arg-type]


REFUSALS: dict[str, list[tuple[Any, type[Exception]]]] = {
    "banatie": [
        ({"success": False, "error": {"code": "UNAUTHORIZED", "message": "no"}}, Unauthorized),
        ({"success": False, "error": {"code": "RATE_LIMIT_EXCEEDED", "message": "no"}}, RateLimited),
        ({"success": False, "error": "PAYMENT_REQUIRED", "message": "no"}, OutOfCredit),
        ({"success": "false", "error": {"code": "GENERATION_FAILED", "message": "no"}}, GenerationFailed),
        ({"success": False, "data": {"id": JOB}, "error": {"code": "UNAUTHORIZED"}}, UnexpectedReply),
        ({"success": False}, UnexpectedReply),
    ],
    "akool": [
        ({"code": "1101", "msg": "no"}, Unauthorized),
        ({"code": 1005.0, "msg": "no"}, RateLimited),
        ({"code": 1006, "msg": "no"}, OutOfCredit),
        ({"code": 1108, "msg": "no"}, GenerationFailed),
        ({"code": None, "msg": "no"}, UnexpectedReply),
        ({"code": 1101, "data": {"_id": JOB}}, UnexpectedReply),
    ],
    "qolaba": [
        ({"error": "Rate Limited", "retryAfter": 4}, RateLimited),
        ({"error": "Unauthorized", "message": "no"}, Unauthorized),
        ({"error": "Payment Required"}, OutOfCredit),
        ({"error": "who knows"}, UnexpectedReply),
    ],
}


@pytest.mark.parametrize(
    ("name", "body", "kind"), [(name, body, kind) for name, rows in REFUSALS.items() for body, kind in rows]
)
def test_a_refusal_behind_a_success_is_a_refusal(name: str, body: Any, kind: type[Exception]) -> None:
    provider = providers.get(name)
    step = next(provider.generate(asked(provider, "a fox")))
    assert isinstance(step, Exchange)
    with pytest.raises(kind) as caught:
        step.read(said(body, **{"retry-after": "3"}))
    assert caught.type is kind
    assert caught.value.retry_after == (4.0 if "retryAfter" in body else 3.0)  # type: ignore[attr-defined]


@every
def test_no_error_says_a_thing_twice(name: str) -> None:
    provider = providers.get(name)
    for body in (
        {"error": "Payment Required"},
        {"message": "Payment Required"},
        {"detail": "Payment Required"},
        {"msg": "Payment Required"},
        {"error": {"message": "Payment Required", "code": "PAYMENT_REQUIRED"}},
        {"error": "Payment Required", "message": "Payment Required.", "error_detail": "payment required"},
    ):
        step = next(provider.generate(asked(provider, "a fox")))
        with pytest.raises(OutOfCredit) as caught:
            step.read(said(body, 402))  # type: ignore[union-attr]
        assert caught.value.message.lower().replace("_", " ").count("payment required") <= 1


def test_a_server_that_waits_says_how_long_whatever_its_status() -> None:
    for name in DONE:
        step = next(providers.get(name).follow(JOB))
        for status in (408, 429, 500, 502, 503, 302):
            with pytest.raises((RateLimited, UnexpectedReply)) as caught:
                step.read(httpx.Response(status, text="<html>", headers={"retry-after": "9"}))  # type: ignore[union-attr]
            assert caught.value.retry_after == 9.0
