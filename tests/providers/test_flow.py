"""What providers share to read a reply: waits, ids, JSON and status codes, each total over whatever a server sends."""

from __future__ import annotations

import contextlib
import json
import math
import time
import unicodedata
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
    ContentRejected,
    GenerationFailed,
    ImgenError,
    InvalidRequest,
    NotFound,
    OutOfCredit,
    RateLimited,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import Asset, Outcome
from imgen_nb.types import Cost, State

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
        ("7s", 7.0),
        ("6m0s", 360.0),
        ("1h", 3600.0),
        ("250ms", 0.25),
        ("4, 4", 4.0),
        ("4, 9", 9.0),
        ("4, Sun, 06 Nov 1994 08:49:57 GMT", 20.0),
        ("Sun, 06 Nov 1994 08:49:57 GMT, Sun, 06 Nov 1994 08:49:57 GMT", 20.0),
        ("784111797000", 20.0),
        ("1994-11-06T08:49:57Z", 20.0),
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
        "s",
        "7d",
        "7,",
        "7, soon",
        "1.5.2",
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


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([("retry-after", "7"), ("retry-after", "9")], 9.0),
        ([("retry-after-ms", "1500")], 1.5),
        ([("retry-after-ms", "nan"), ("retry-after", "2")], 2.0),
        ([("retry-after", "1"), ("retry-after-ms", "1500")], 1.5),
        ([("x-ratelimit-reset-after", "0.25")], 0.25),
        ([("retry-after", "soon"), ("x-ratelimit-reset-after", "3")], 3.0),
        ([], None),
    ],
)
def test_the_longest_wait_a_reply_names_counts(headers: list[tuple[str, str]], seconds: float | None) -> None:
    assert flow.retry_after(httpx.Response(503, headers=headers)) == seconds


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


@pytest.mark.parametrize("value", [None, "", True, False, [], {}, [1], b"x", 1.5, math.nan, ".", "..", "x" * 201])
def test_what_is_no_id_is_absent(value: Any) -> None:
    assert flow.carried(value) is None
    with pytest.raises(UnexpectedReply) as caught:
        flow.identifier({"id": value}, "id", "$.data")
    assert caught.value.json_path == "$.data.id"


@given(st.integers(0, 2**64))
def test_a_number_is_its_text(value: int) -> None:
    assert flow.identifier({"id": value}, "id") == str(value)
    flow.belongs({"id": value}, "id", str(value))
    with pytest.raises(UnexpectedReply, match="another"):
        flow.belongs({"id": value}, "id", str(value + 1))
    assert flow.identifier({"id": 4711.0}, "id") == "4711"
    assert flow.segment(4711) == "4711"


@pytest.mark.parametrize("echo", [{}, {"id": None}, {"id": ""}, {"id": []}, {"id": {}}, {"id": True}, {"id": "x"}])
def test_a_reply_that_does_not_say_whose_it_is_belongs_to_its_request(echo: dict[str, Any]) -> None:
    flow.belongs(echo, "id", "x")


@pytest.mark.parametrize("other", ["y", "X", "x ", "..", "x" * 300, 7])
def test_a_reply_about_another_job_is_told(other: Any) -> None:
    with pytest.raises(UnexpectedReply, match="another") as caught:
        flow.belongs({"id": other}, "id", "x", "$.data")
    assert caught.value.json_path == "$.data.id"


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "clean"),
    [
        ("a fox\tin\nsnow", "a fox\tin\nsnow"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]52;c;aGk=\x1b\\b", "ab"),
        ("a\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("\x1b[2J\x1b[Hgone", "gone"),
        ("\x1bPq#0\x1b\\after", "after"),
        ("\x1bcreset", "reset"),
        ("\x9b31mred", "red"),
        ("an end without one \x1b]0;title", "an end without one 0;title"),
        ("\x00\x07\x08\x0b\x7f\x85\x9f", ""),
        ("half \ud83d of it", "half \ufffd of it"),
        ("狐狸 🦊 é\u200d", "狐狸 🦊 é\u200d"),
        (7, ""),
        (None, ""),
        (["a"], ""),
    ],
)
def test_text_is_cleaned_of_what_moves_a_terminal(said: Any, clean: str) -> None:
    assert flow.words(said) == clean


@given(st.text() | st.text("\x1b[]0;mP\\\x07\x9b\x9d\n\t\ud800a", max_size=40))
def test_any_text_can_be_stored_printed_and_shown_and_is_clean_once(text: str) -> None:
    clean = flow.words(text, 50)
    assert clean.encode().decode() == clean
    assert len(clean) <= 50
    assert not [one for one in clean if unicodedata.category(one) == "Cc" and one not in "\n\t"]
    assert flow.words(clean, 50) == clean


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["message", "error", "x"]), inner),
    max_leaves=8,
)


@given(JSONS)
def test_whatever_went_wrong_is_said_in_a_few_words(value: Any) -> None:
    said = flow.complaint(value)
    assert len(said) <= 300
    assert said.encode().decode() == said
    assert flow.complaint({"message": "m", "x": value}) == "m"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("HTTP 402", "Payment Required", "payment required."), "HTTP 402: Payment Required"),
        (("HTTP 402", {"message": "Payment Required"}), "HTTP 402: Payment Required"),
        (("GENERATION_FAILED", "Generation failed"), "GENERATION_FAILED"),
        (("no", "no credit is left"), "no credit is left"),
        (("HTTP 500", None, "", [], {}), "HTTP 500"),
        (("ends. ", "so it goes."), "ends: so it goes."),
        (([{"msg": "a"}, {"msg": "b"}, {"msg": "a"}],), "a; b"),
        ((), ""),
    ],
)
def test_what_is_known_of_a_trouble_is_said_once(parts: tuple[Any, ...], said: str) -> None:
    assert flow.sentence(*parts) == said


@given(st.lists(JSONS, max_size=4))
def test_no_part_is_said_twice(parts: list[Any]) -> None:
    assert flow.sentence(*parts, *parts) == flow.sentence(*parts)


# --- state words, numbers, moments ------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [*flow.FAILED_WORDS, "FAILURE", " Timed Out ", "Canceled", "timed-out", "REVOKED"])
def test_words_that_end_a_job_whatever_a_document_lists(word: str) -> None:
    assert flow.state({"status": word}) is State.FAILED
    assert flow.state({"status": word}, known={"completed": State.DOWNLOADING}) is State.FAILED


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        ("SUCCESS", State.DOWNLOADING),
        ("Completed ", State.DOWNLOADING),
        ("succeeded", State.DOWNLOADING),
        ("PENDING", State.ACCEPTED),
        ("In Queue", State.ACCEPTED),
        ("daydreaming", State.RUNNING),
        (3, State.SAVED),
        ("3", State.SAVED),
        (3.0, State.SAVED),
        (" 3 ", State.SAVED),
    ],
)
def test_a_state_word_is_read_by_its_sense(value: Any, stands: State) -> None:
    assert flow.state({"status": value}, known={"3": State.SAVED}) is stands


@pytest.mark.parametrize("value", [None, "", " ", True, [], {}, ["done"]])
def test_no_word_at_all_is_told_with_its_place(value: Any) -> None:
    with pytest.raises(UnexpectedReply) as caught:
        flow.state({"status": value}, path="$.data")
    assert caught.value.json_path == "$.data.status"


@pytest.mark.parametrize(
    ("value", "number", "whole"),
    [
        (6, 6.0, 6),
        ("0.03", 0.03, None),
        (" 1000 ", 1000.0, 1000),
        ("1e3", 1000.0, 1000),
        (42.0, 42.0, 42),
        ("42.0", 42.0, 42),
        (2**63 - 1, float(2**63 - 1), 2**63 - 1),
        (str(2**63 - 1), float(2**63 - 1), 2**63 - 1),
        (-7, -7.0, -7),
        (10**400, None, None),
        (10**30, 1e30, None),
        (math.nan, None, None),
        (math.inf, None, None),
        ("nan", None, None),
        ("inf", None, None),
        ("1_000", None, None),
        ("1,000", None, None),
        ("٣", None, None),
        (True, None, None),
        (None, None, None),
        ("", None, None),
        ([6], None, None),
    ],
)
def test_a_number_may_be_text_and_what_is_none_is_unknown(value: Any, number: float | None, whole: int | None) -> None:
    assert flow.number(value) == number
    assert flow.whole(value) == whole


def test_a_price_that_is_not_understood_is_unknown_and_never_nothing() -> None:
    assert flow.cost("0.03", 6) == Cost(0.03, 6.0)
    assert flow.cost(math.nan, -1) == flow.cost(True, "six") == flow.cost() == Cost()


BORN = datetime(2025, 11, 28, 10, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "value",
    [
        *("2025-11-28T10:00:00.000Z", "2025-11-28T11:00:00+01:00", "2025-11-28T10:00:00", "2025-11-28 10:00:00"),
        *("Fri, 28 Nov 2025 10:00:00 GMT", int(BORN), BORN, 1000 * BORN, str(int(1000 * BORN)), f" {int(BORN)} "),
    ],
)
def test_a_moment_in_every_form(value: Any, zone: str) -> None:
    assert flow.moment(value) == BORN


@pytest.mark.parametrize("value", [None, True, "", "yesterday", 0, -1, 7, 2025, "2025", 1e20, math.nan, [], "1" * 5000])
def test_what_is_no_moment_is_unknown(value: Any) -> None:
    assert flow.moment(value) is None


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
        assert caught.value.retry_after == 7.0
        assert str(caught.value) == f"HTTP {status}: why"
        # Only a refusal may say that nothing was charged: a server's own trouble tells nothing.
        refused = 400 <= status < 500 and expected is not UnexpectedReply
        assert caught.value.charged == ("no" if refused else "unknown")


CODES: dict[Any, type[ImgenError]] = {
    "UNAUTHORIZED": Unauthorized,
    401: Unauthorized,
    "402": OutOfCredit,
    "Payment Required": OutOfCredit,
    "RATE_LIMIT_EXCEEDED": RateLimited,
    "Rate Limited": RateLimited,
    429.0: RateLimited,
    "VALIDATION_ERROR": ApiError,
    "Bad Request": ApiError,
    "GENERATION_NOT_FOUND": NotFound,
    "Not Found": NotFound,
    404: NotFound,
    "GENERATION_FAILED": GenerationFailed,
    "who knows": UnexpectedReply,
    500: UnexpectedReply,
    None: UnexpectedReply,
}


@pytest.mark.parametrize("code", CODES)
def test_what_a_body_tells_behind_a_success(code: Any) -> None:
    error = flow.refused(httpx.Response(200, headers={"retry-after": "3"}), "why", code=code, wait="7")
    assert type(error) is CODES[code]
    assert "why" in str(error)
    assert error.retry_after == 7.0
    assert bool(error.json_path) is isinstance(error, UnexpectedReply)


@pytest.mark.parametrize(
    ("said", "code", "kind"),
    [
        ((), "GENERATION_FAILED", GenerationFailed),
        (("the painter is ill",), "Internal Server Error", GenerationFailed),
        (("blocked by the safety filter",), None, ContentRejected),
        ((), "Internal Server Error", UnexpectedReply),
        ((), None, UnexpectedReply),
    ],
)
def test_a_documented_500_is_a_failed_job_where_it_says_why(said: Any, code: Any, kind: type[ImgenError]) -> None:
    with pytest.raises(ImgenError) as caught:
        flow.refuse(httpx.Response(500), *said, code=code, failed=(500,))
    assert caught.type is kind
    assert caught.value.charged == "unknown"
    if said:
        with pytest.raises(UnexpectedReply):  # another status, or a document that does not say so
            flow.refuse(httpx.Response(502), *said, code=code, failed=(500,))


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
        (int, 3.0, True),
        (int, "3", True),
        (int, "3.5", False),
        (float, "0.5", True),
        (float, math.nan, False),
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
        read = flow.part({"x": value}, "x", kind, "$.data")
        assert read == kind(value)
        assert isinstance(read, kind)
        return
    with pytest.raises(UnexpectedReply) as caught:
        flow.part({"x": value}, "x", kind, "$.data")
    assert caught.value.json_path == "$.data.x"


def test_an_absent_part_is_told_with_its_place() -> None:
    with pytest.raises(UnexpectedReply) as caught:
        flow.part({}, "total", int, "$.pagination")
    assert caught.value.json_path == "$.pagination.total"


@pytest.mark.parametrize("remote_id", ["77", 77])
def test_an_accepted_id_that_is_a_number_is_its_text(remote_id: str | int) -> None:
    (step,) = flow.accepted(remote_id)
    assert step == flow.Accepted("77")


# --- outcomes ---------------------------------------------------------------------------------------------------------

PICTURE = b"a picture"
HELD: list[Any] = [PICTURE, bytearray(PICTURE), memoryview(PICTURE), Asset(PICTURE)]
HELD += [Asset(bytearray(PICTURE)), *([one] for one in HELD), (one for one in (PICTURE,))]


@pytest.mark.parametrize("given", HELD, ids=repr)
def test_bytes_in_hand_are_the_picture_whatever_holds_them(given: Any) -> None:
    assert [asset.source for asset in Outcome(given).assets] == [PICTURE]


@pytest.mark.parametrize("given", ["https://pictures.example/1.png", Asset("https://pictures.example/1.png")])
def test_one_address_stands_for_itself(given: Any) -> None:
    assert [asset.source for asset in Outcome(given).assets] == ["https://pictures.example/1.png"]


@pytest.mark.parametrize("given", [None, (), [], "", b""], ids=repr)
def test_nothing_is_no_picture(given: Any) -> None:
    assert Outcome(given).assets == ()
