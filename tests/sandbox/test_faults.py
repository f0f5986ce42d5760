"""The menu of faults, each as a client meets it."""

from email.utils import parsedate_to_datetime

import httpx
import pytest

from imgen_nb.sandbox import FAULTS
from imgen_nb.sandbox.core import wires
from imgen_nb.sandbox.faults import MENU


def test_429_says_how_long_in_every_documented_way(each):
    bench = each(faults=("C1:7", "C2:90", "C3:5", "C4:nan"))
    seconds, date, body, junk = (bench.create() for _ in range(4))
    assert {answer.status_code for answer in (seconds, date, body, junk)} == {429}
    assert seconds.headers["retry-after"] == "7"
    ahead = parsedate_to_datetime(date.headers["retry-after"]) - parsedate_to_datetime(date.headers["date"])
    assert ahead.total_seconds() == 90
    assert body.json()["retryAfter"] == 5
    assert "retry-after" not in body.headers
    assert junk.headers["retry-after"] == "nan"
    assert bench.box.billed == ()
    assert bench.create().is_success


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("C6", 500),
        ("C6:502", 502),
        ("C6:503", 503),
        ("C8", 200),
        ("C15", 307),
        ("C16", 401),
        ("C16:403", 403),
        ("C17", 402),
    ],
)
def test_a_refused_submission_costs_nothing(each, fault, status):
    bench = each(faults=(fault,))
    assert bench.create().status_code == bench.shown(status)
    assert bench.box.billed == ()
    assert bench.create().is_success


@pytest.mark.parametrize(
    ("fault", "error", "billed"),
    [
        ("C12", httpx.ReadError, 0),
        ("C12:connect", httpx.ConnectError, 0),
        ("C12:timeout", httpx.ReadTimeout, 0),
        ("C12:protocol", httpx.RemoteProtocolError, 0),
        ("C13", httpx.ReadError, 1),
        ("C13:timeout", httpx.ReadTimeout, 1),
        ("C13:protocol", httpx.RemoteProtocolError, 1),
    ],
)
def test_a_broken_connection_is_billed_by_when_it_broke(each, fault, error, billed):
    bench = each(faults=(fault,))
    with pytest.raises(error):
        bench.create()
    assert len(bench.box.billed) == billed
    assert bench.box.requests[-1].status == 0
    assert bench.create().is_success


@pytest.mark.parametrize("fault", ["C9", "C9:html", "C9:empty", "C9:deep", "C9:bigint", "502-after", "502-after:504"])
def test_an_accepted_submission_with_an_answer_nobody_can_read(each, fault):
    bench = each(faults=(fault,))
    answer = bench.create()
    with pytest.raises((ValueError, RecursionError)):
        answer.json()
    assert len(bench.box.billed) == 1


def test_ids_that_lead_astray(each):
    bench = each(faults=("C10", "C11", "C9:surrogate"))
    with pytest.raises(KeyError):
        bench.of.id(bench.create().json())
    assert bench.of.id(bench.create().json()) == "../../admin"
    assert bench.of.id(bench.create().json()) == "\ud800"
    assert len(bench.box.billed) == 3


def test_rate_headers_of_an_empty_quota(each):
    spent, epoch = (each(faults=(fault,)).create() for fault in ("C5:12", "C5:epoch"))
    assert (spent.headers["x-ratelimit-remaining"], spent.headers["x-ratelimit-reset"]) == ("0", "12")
    assert int(epoch.headers["x-ratelimit-reset"]) > 10**9


def test_a_poll_fails_in_passing(each):
    bench = each(faults=("P1", "P1:502", "P2", "P3", "P1:malformed", "P1:429"))
    remote_id = bench.accepted()
    statuses = [bench.poll(remote_id).status_code for _ in range(7)]
    fine = bench.of.unfinished
    assert statuses == [bench.shown(status) for status in (500, 502, 401, 404, fine, 429, fine)]
    again = each(faults=("P1:reset",))
    remote_id = again.accepted()
    with pytest.raises(httpx.ReadError):
        again.poll(remote_id)


def test_a_fault_strikes_as_often_as_its_text_says(each):
    bench = each(faults=("P1x2", "C1x3"))
    assert [bench.create().status_code for _ in range(3)] == [429] * 3
    remote_id = bench.accepted()
    assert [bench.poll(remote_id).status_code for _ in range(3)] == [500, 500, bench.of.unfinished]
    always = each(faults=("C1*",))
    assert {always.create().status_code for _ in range(5)} == {429}


def test_statuses_nobody_documented(each):
    bench = each(faults=("P4", "P4:null", "P4:type"))
    remote_id = bench.accepted()
    with pytest.raises(KeyError):
        bench.status_of(remote_id)
    assert bench.status_of(remote_id) is None
    assert type(bench.status_of(remote_id)) is not type(bench.of.words[0])

    bench = each(faults=("P5:melting",))
    remote_id = bench.accepted()
    assert [bench.status_of(remote_id) for _ in range(3)] == ["melting"] * 3
    bench.time += 5
    assert bench.status_of(remote_id) == bench.of.words[2]


def test_a_status_that_goes_back_and_forth(each):
    bench = each(faults=("P8",))
    remote_id = bench.accepted()
    queued, running, *_ = bench.of.words
    assert [bench.status_of(remote_id) for _ in range(4)] == [running, queued, running, queued]


def test_a_job_that_never_finishes(each):
    bench = each(faults=("P9",))
    remote_id = bench.accepted()
    bench.time += 7 * 86400
    assert bench.status_of(remote_id) == bench.of.words[1]


def test_a_slow_job(each):
    bench = each(faults=("slow:10",))
    remote_id = bench.accepted()
    bench.time += 15
    assert bench.status_of(remote_id) == bench.of.words[1]
    bench.time += 20
    assert bench.fetch(bench.of.url(bench.poll(remote_id).json())).is_success


@pytest.mark.parametrize(("fault", "message"), [("failed:out of paint", "out of paint"), ("P7", None)])
def test_a_failed_job(each, fault, message):
    bench = each(faults=(fault,))
    body = bench.finished()
    assert bench.of.status(body) == bench.of.words[3]
    assert (bench.of.reason or bench.of.error)(body) == message
    assert message or bench.of.error(body) is None


def test_an_error_beside_a_running_status(each):
    bench = each(faults=("P6:upstream",))
    body = bench.poll(bench.accepted()).json()
    assert bench.of.status(body) == bench.of.words[0]
    assert bench.of.error(body) == "upstream"


def test_an_empty_result_a_few_times(each):
    bench = each(faults=("P10",))
    body = bench.finished()
    remote_id = bench.box.billed[0].remote_id
    for _ in range(3):
        with pytest.raises((TypeError, LookupError)):
            bench.of.url(body)
        body = bench.poll(remote_id).json()
    assert bench.of.url(body)


def test_an_answer_about_another_job(each):
    bench = each(faults=("P11",))
    remote_id = bench.accepted()
    asked, again = (bench.of.id(bench.poll(remote_id).json()) for _ in range(2))
    assert asked != again == remote_id


def test_a_hostile_address(each):
    bench = each(faults=("D10:ftp://192.168.0.1/a.png",))
    assert bench.of.url(bench.finished()) == "ftp://192.168.0.1/a.png"


def test_downloads_that_go_wrong(each):
    bench = each(faults=("D1", "D1:410", "D2-error", "D3", "D4", "D5", "D9", "D11", "E1", "E2"))
    url = bench.of.url(bench.finished())
    answers = [bench.fetch(url) for _ in range(11)]
    gone, gone_too, error, typed, page, svg, private, mirrored, bomb, half, right = answers
    assert [a.status_code for a in answers] == [404, 410, 503, 200, 200, 200, 302, 302, 200, 200, 200]
    assert (gone.content, gone_too.content, error.content) == (b"<Error/>",) * 3
    assert typed.headers["content-type"] == "image/OutputFormat.PNG"
    assert typed.content == right.content
    assert b"<html>" in page.content
    assert b"<svg" in svg.content
    assert private.headers["location"].startswith("http://127.0.0.1")
    assert bench.fetch(mirrored.headers["location"]).content == right.content
    assert int.from_bytes(bomb.content[16:20]) * int.from_bytes(bomb.content[20:24]) == 256_000_000
    assert len(bomb.content) < 100_000
    assert right.content.startswith(half.content)


@pytest.mark.sampled(3)
def test_bodies_that_are_too_much(each):
    bench = each(faults=("D6:announced", "D7", "D6", "D2"))
    url = bench.of.url(bench.finished())
    announced, zipped, stream, cut = (bench.fetch(url) for _ in range(4))
    assert int(announced.headers["content-length"]) > 10**10 > len(announced.content)
    assert len(zipped.content) == 32 * 2**20 > 100 * int(zipped.headers["content-length"])
    assert len(stream.content) == 96 * 2**20
    assert "content-length" not in stream.headers
    assert int(cut.headers["content-length"]) // 2 == len(cut.content)


def test_a_prompt_can_ask_for_its_faults(each):
    bench = each()
    assert bench.create("a fox [fault:C1:9]").headers["retry-after"] == "9"
    assert bench.create("a hare").is_success
    assert bench.create("a fox [fault:C1:9]").is_success
    assert bench.create("a fox [fault:C1:9]").status_code == 429, "and the lesson can be run again"
    body = bench.finished("a fox [fault:P5:dreaming] [fault:D1]")
    assert bench.fetch(bench.of.url(body)).status_code == 404
    assert bench.fetch(bench.of.url(body)).status_code == 200
    with pytest.raises(httpx.ReadError):
        bench.create("a fox [fault:C13]")
    assert bench.create("[fault:nonsense] [fault:C1:soon] [fault:]").is_success


POLLED = {name for name, wire in wires().items() if wire.example.asks}
"""The others, whose answers are held, are in test_held.py."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("fault", sorted(name for name in FAULTS if (MENU[name].wires or POLLED) & POLLED))
def test_no_fault_breaks_the_server_itself(bench, fault):
    bench = bench(min((MENU[fault].wires or {"banatie"}) & POLLED), faults=(fault,))
    try:
        bench.create()
        bench.time += 1.5
        for step in (0, 5):
            bench.time += step
            for charge in bench.box.billed:
                body = bench.poll(charge.remote_id)
        if body.is_success:
            bench.fetch(bench.of.url(body.json()))
    except (httpx.TransportError, TypeError, KeyError, UnboundLocalError):
        pass  # what a client would see
    assert bench.box.requests
