"""What providers share to read a reply: waits, ids, JSON and status codes, each total over whatever a server sends."""

from __future__ import annotations

import contextlib
import json
import math
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imgen_nb import flow
from imgen_nb.errors import (
    ApiError,
    ImgenError,
    InvalidRequest,
    NotFound,
    OutOfCredit,
    RateLimited,
    Unauthorized,
    UnexpectedReply,
)

NOW = "Sun, 06 Nov 1994 08:49:37 GMT"


def told(value: str | None = None, date: str | None = NOW, status: int = 429) -> httpx.Response:
    headers = {"retry-after": value, "date": date}
    return httpx.Response(status, headers={name: text.encode() for name, text in headers.items() if text is not None})


@pytest.fixture(params=["UTC", "Asia/Tokyo", "America/St_Johns"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


# --- waits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0.5", 0.5),
        ("3600", 3600.0),
        ("0", 0.0),
        ("Sun, 06 Nov 1994 08:49:57 GMT", 20.0),
        ("Sunday, 06-Nov-94 08:49:57 GMT", 20.0),
        ("Sun Nov  6 08:49:57 1994", 20.0),
        ("Sun, 06 Nov 1994 08:49:57 -0000", 20.0),
        ("Sun, 06 Nov 1994 09:49:57 +0100", 20.0),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 1.0),
        ("Sun, 06 Nov 1904 08:00:00 GMT", 1.0),
    ],
)
def test_a_wait_is_read_in_every_form_of_a_date_whatever_the_zone_here(value: str, seconds: float, zone: str) -> None:
    assert flow.retry_after(told(value)) == seconds
    assert flow.retry_after(told(value, "Sun Nov  6 08:49:37 1994")) == seconds


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "nan",
        "inf",
        "-inf",
        "-3",
        "1e400",
        "1e3",
        "1_000",
        "٣",
        "７",
        "0x10",
        "7s",
        "7,7",
        "1.5.2",
        "6m0s",
        "+7",
        "soon",
        "None",
        "99999999999",
        "1" * 5000,
        "Sun, 06 Nov 99999 08:49:57 GMT",
        "Sun, 99 Nov 1994 08:49:57 GMT",
    ],
)
def test_a_wait_that_makes_no_sense_is_none(value: str) -> None:
    assert flow.seconds_until(told(), value) is None


def test_a_unix_time_is_compared_with_the_servers_own_clock() -> None:
    assert flow.seconds_until(told(date="Fri, 15 Jan 2027 08:00:00 GMT"), "1800000030") == 30.0
    assert flow.seconds_until(told(date="Fri, 15 Jan 2027 08:00:00 GMT"), "1799999999") == 1.0
    assert flow.seconds_until(told(date="nonsense"), "1800000030") is None
    assert flow.seconds_until(told(date=None), "1800000030") is None
    assert flow.seconds_until(told(date=None), "30") == 30.0


DATELIKE = st.from_regex(r"[A-Za-z]{0,9},? ?[0-9]{1,3}[ -][A-Za-z]{3}[ -][0-9]{1,5} [0-9:]{1,9}( [-+A-Z0-9]{1,5})?")


@given(st.text() | DATELIKE, st.none() | DATELIKE | st.just(NOW))
@example("Mon, 1 Jan 0001 00:00:00 -0000", NOW)
@example("Fri, 31 Dec 9999 23:59:59 -2359", NOW)
@example(" ", " ")
def test_whatever_a_server_says_is_a_wait_or_none(value: str, date: str | None) -> None:
    seconds = flow.seconds_until(told(date=date), value)
    assert seconds is None or (math.isfinite(seconds) and seconds >= 0)


@given(st.datetimes(datetime(1975, 1, 1), datetime(2100, 1, 1)), st.integers(1, 86400))
def test_a_wrong_clock_here_does_no_harm(server: datetime, ahead: int) -> None:
    server = server.replace(tzinfo=UTC, microsecond=0)
    due = (server + timedelta(seconds=ahead)).timestamp()
    response = told(formatdate(due, usegmt=True), formatdate(server.timestamp(), usegmt=True))
    assert flow.retry_after(response) == ahead


def test_two_headers_are_none() -> None:
    assert flow.retry_after(httpx.Response(429, headers=[("retry-after", "7"), ("retry-after", "9")])) is None


# --- ids --------------------------------------------------------------------------------------------------------------

PREFIX = "/api/v1/generations"
HOSTILE = [
    "..",
    ".",
    "",
    "../..",
    "../../admin",
    "x?raw=false",
    "x#y",
    "a/b",
    "a\\b",
    "%2e%2e",
    "%2e%2e/",
    "//evil.example",
]
HOSTILE += [
    "https://evil.example/",
    "@evil.example",
    ";x",
    "a b",
    "a\nb",
    "a\x00b",
    "\ud800",
    "é",
    "🦊",
    "x" * 201,
    ":",
    "~",
]


def path_of(remote_id: str) -> str:
    """Where the engine's request for an id really goes, once the HTTP library has had its say."""
    url = httpx.URL(
        "https://api.example" + httpx.Request("GET", f"{PREFIX}/{flow.segment(remote_id)}").url.raw_path.decode()
    )
    assert url.host == "api.example"
    assert not url.query
    assert not url.fragment
    return url.raw_path.decode()


@given(st.text() | st.sampled_from(HOSTILE))
def test_an_id_stays_one_segment_below_its_prefix(remote_id: str) -> None:
    try:
        path = path_of(remote_id)
    except InvalidRequest:
        return
    head, _, last = path.rpartition("/")
    assert head == PREFIX
    assert last


@pytest.mark.parametrize("remote_id", ["", ".", "..", "\ud800", "x" * 2000])
def test_an_id_that_names_no_job_is_refused_before_it_is_sent(remote_id: str) -> None:
    with pytest.raises(InvalidRequest):
        flow.segment(remote_id)


@given(st.text() | st.sampled_from(HOSTILE))
def test_an_id_from_a_reply_is_usable_or_refused(value: str) -> None:
    try:
        remote_id = flow.identifier({"id": value}, "id")
    except UnexpectedReply:
        return
    assert remote_id == value
    assert path_of(remote_id)
    assert remote_id.encode()


@pytest.mark.parametrize("value", [None, 7, True, [], {}, b"x", 1.5])
def test_an_id_is_text(value: Any) -> None:
    with pytest.raises(UnexpectedReply):
        flow.identifier({"id": value}, "id")


# --- status codes and JSON --------------------------------------------------------------------------------------------

NAMED = {
    401: Unauthorized,
    402: OutOfCredit,
    403: Unauthorized,
    404: NotFound,
    408: UnexpectedReply,
    425: UnexpectedReply,
    429: RateLimited,
}


def test_what_every_status_code_stands_for() -> None:
    for status in range(100, 1000):
        response = httpx.Response(status, headers={"retry-after": "7"})
        if status in (200, 201, 202):
            flow.refuse(response, "fine")
            continue
        with pytest.raises(ImgenError) as caught:
            flow.refuse(response, "why")
        expected = NAMED.get(status, ApiError if 400 <= status < 500 else UnexpectedReply)
        assert caught.type is expected
        assert caught.value.retry_after == (7.0 if status == 429 else None)
        assert str(caught.value) == f"HTTP {status}: why"
        # Only a refusal may say that nothing was charged: a server's own trouble tells nothing.
        refused = 400 <= status < 500 and expected is not UnexpectedReply
        assert caught.value.charged == ("no" if refused else "unknown")


DEEP = 100_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"<html>",
        b"\x00",
        b"\xff\xfe\x00",
        b"{}{}",
        b"{'a': 1}",
        b"NaN",
        b"[" * DEEP,
        b'{"a":' * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a": \xff}',
        b'{"a":' * 400 + b"1" + b"}" * 400,
        b'{"a":' + b"[" * 300 + b"]" * 300 + b"}",
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_json_object_of_any_use_is_told_with_its_place(content: bytes) -> None:
    with pytest.raises(UnexpectedReply) as caught:
        flow.json_object(httpx.Response(200, content=content, headers={"content-type": "text/html"}))
    assert caught.value.json_path == "$"
    assert len(str(caught.value)) < 200


@given(st.binary() | st.text().map(lambda text: json.dumps({"a": text}).encode("utf-16")))
def test_any_bytes_are_an_object_or_an_error_of_ours(content: bytes) -> None:
    with contextlib.suppress(UnexpectedReply):
        assert isinstance(flow.json_object(httpx.Response(200, content=content)), dict)


def test_odd_values_inside_an_object_are_kept_as_they_are() -> None:
    body = flow.json_object(
        httpx.Response(200, content=b'{"a": "\\ud800", "b": NaN, "c": 1, "c": 2, "d": [[[[[1]]]]]}')
    )
    assert (body["a"], body["c"], body["d"]) == ("\ud800", 2, [[[[[1]]]]])


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        (str, "", True),
        (str, None, False),
        (str, 1, False),
        (int, 3, True),
        (int, True, False),
        (int, 3.0, False),
        (int, "3", False),
        (bool, True, True),
        (bool, 1, False),
        (dict, {}, True),
        (dict, [], False),
        (list, [], True),
        (list, {}, False),
    ],
)
def test_a_part_has_the_documented_type(kind: type, value: Any, fits: bool) -> None:
    if fits:
        assert flow.part({"x": value}, "x", kind, "$.data") == value
        return
    with pytest.raises(UnexpectedReply) as caught:
        flow.part({"x": value}, "x", kind, "$.data")
    assert caught.value.json_path == "$.data.x"


def test_an_absent_part_is_told_with_its_place() -> None:
    with pytest.raises(UnexpectedReply) as caught:
        flow.part({}, "total", int, "$.pagination")
    assert caught.value.json_path == "$.pagination.total"
