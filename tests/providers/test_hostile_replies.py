"""Whatever is answered to any verb, it is read or refused with a typed error that says where."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from verbs import FLOW, IMAGE, JOB, PICTURE, VERBS

from imgen_nb.errors import ImgenError, UnexpectedReply
from imgen_nb.flow import Exchange

WHEN = "2025-11-28T10:00:00.000Z"
KEPT = {"id": IMAGE, "flowId": FLOW, "storageUrl": PICTURE, "width": 4, "height": 3, "alias": "@hero", "meta": {}}
LINE = {"id": FLOW, "aliases": {"@hero": IMAGE}, "generationCount": 1, "imageCount": 2, "createdAt": WHEN}
SCOPE = {"id": FLOW, "slug": "lesson", "allowNewGenerations": True, "newGenerationsLimit": 5, "currentGenerations": 1}
MADE = {"id": IMAGE, "status": "success", "prompt": "a fox", "outputImage": KEPT, "meta": {"a": 1}, "createdAt": WHEN}
SHEET = {"_id": JOB, "image_status": 3, "image": PICTURE, "buttons": ["U1"], "used_buttons": [], "deduction_credit": 2}
PAGING = {"limit": 20, "offset": 0, "total": 1, "hasMore": False}
TASK = {
    "task_id": "task_1705312200000_abc123",
    "status": "SUCCESS",
    "output": {"images": [{"url": PICTURE}], "usage": {"cost_usd": 0.03}},
}
BODIES: tuple[Any, ...] = (
    *({"success": True, "data": one} for one in (KEPT, LINE, SCOPE, MADE)),
    *({"success": True, "data": [one], "pagination": PAGING} for one in (KEPT, LINE, SCOPE, MADE)),
    {"success": False, "error": {"message": "no", "code": "ALIAS_CONFLICT"}},
    *({"code": 1000, "msg": "OK", "data": one} for one in (SHEET, [SHEET, SHEET], {"credit": 12.5})),
    {"code": 1000, "token": "a-token"},
    {"code": 1006, "msg": "Your quota is not enough"},
    TASK,
    {"models": [{"id": "vertex/imagen-4", "name": "Imagen 4", "type": "image", "providerName": "Google"}]},
    {"error": "Rate Limited", "retryAfter": 12},
)
"""What each API says of what these verbs ask for."""
ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        math.nan,
        10**400,
        "",
        " ",
        "x",
        "\ud800",
        "\x1b[2J",
        "nan",
        "@",
        "../..",
        "javascript:1",
    ),
    *([], [None], [[]], [{}], ["x"] * 300, {}, {"a": None}, {"id": {}}, {"id": "x" * 10_000}),
)
STATUSES = (200, 201, 202, 204, 301, 400, 401, 402, 403, 404, 409, 422, 429, 500, 502, 503)


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*path, key)
        yield from places(value, (*path, key))


def changed(data: Any, place: tuple[Any, ...], value: Any) -> Any:
    data = copy.deepcopy(data)
    inner = data
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return data


def reads(verb: str, reply: httpx.Response) -> bool:
    """Whether a reply is read; what is wrong with it is told by a typed error, and by nothing else."""
    step = next(VERBS[verb]())
    assert isinstance(step, Exchange)
    error: ImgenError | None = None
    try:
        step.read(reply)
    except ImgenError as caught:
        error = caught
    assert error is None or error.hint
    if isinstance(error, UnexpectedReply) and reply.status_code in (200, 201, 202):
        assert error.json_path, error
    return error is None


def answered(body: Any, status: int = 200) -> httpx.Response:
    kind = {"content-type": "application/json"}
    return httpx.Response(status, content=json.dumps(body).encode(), headers=kind)


@pytest.mark.parametrize("verb", VERBS)
def test_a_reply_of_the_service_itself_is_read(verb: str) -> None:
    assert any(reads(verb, answered(body)) for body in BODIES)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("verb", VERBS)
def test_one_odd_value_anywhere_is_read_or_refused(verb: str) -> None:
    refused = tried = 0
    for body in BODIES:
        for place in places(body):
            for odd in ODD:
                tried += 1
                refused += not reads(verb, answered(changed(body, place, odd)))
    assert tried > 1000
    assert refused


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from([*VERBS]), json_values, st.sampled_from(STATUSES))
def test_any_json_under_any_status(verb: str, body: Any, status: int) -> None:
    reads(verb, answered(body, status))


@given(
    st.sampled_from([*VERBS]),
    st.binary(max_size=200)
    | st.sampled_from([b"[" * 100_000, b'{"a":' * 5000, b"<html>", b"\xff\xfe{}", b'{"data":1e999}']),
    st.sampled_from(STATUSES),
)
def test_any_bytes_under_any_status(verb: str, raw: bytes, status: int) -> None:
    reads(verb, httpx.Response(status, content=raw))
