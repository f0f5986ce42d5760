"""The verbs that ask the provider: what it says now is what is told, and ours are the pictures."""

from __future__ import annotations

import asyncio
import importlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from imgen_nb.client import process
from imgen_nb.client.client import Client
from imgen_nb.engine.pace import Pace
from imgen_nb.errors import InvalidRequest, NotFound
from imgen_nb.testing import KEY, png
from imgen_nb.types import Cost, Generation, ImageRequest, Page, State

Answer = Callable[[httpx.Request], httpx.Response]
GONE = {"success": False, "error": {"code": "GENERATION_NOT_FOUND"}}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "poll_interval", lambda self, now: 0.01)
    monkeypatch.setattr("imgen_nb.engine.steps.backoff", lambda attempt: 0.01)


def client(name: str, answer: Answer) -> Client:
    def pictures_too(request: httpx.Request) -> httpx.Response:
        if request.url.host == "pictures.example":
            return httpx.Response(200, content=png())
        return answer(request)

    base = importlib.import_module(f"wires.{name}").Wire.base_url
    return Client(name, api_key=KEY, base_url=base, transport=httpx.MockTransport(pictures_too))


# --- get --------------------------------------------------------------------------------------------------------------


class Sheet:
    """A sheet of Akool's, as the service has it now."""

    def __init__(self) -> None:
        self.now: dict[str, Any] = {"image_status": 3, "buttons": ["U1", "V4"], "used_buttons": []}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        place = "https://pictures.example/pictures/a"
        data = {"_id": "a" * 24, "image": place, "upscaled_urls": [place], "deduction_credit": 2, **self.now}
        data |= {"image_status": 1} if request.method == "POST" else {}
        return httpx.Response(200, json={"code": 1000, "msg": "OK", "data": data})


def test_get_tells_what_the_provider_says_now_with_the_pictures_we_have() -> None:
    service = Sheet()
    one = client("akool", service)
    made = one.generate("a fox", model="v3")
    assert made.actions == ("U1", "V4")
    service.now |= {"used_buttons": ["V4"], "deduction_credit": "3", "create_time": 1714032863272}
    now = one.get(made.remote_id or "")
    assert (now.actions, now.cost, now.images) == (("U1",), Cost(credits=3), made.images)
    assert (now.created, now.expires) == (1714032863.272, 1714032863.272 + 7 * 86400)
    assert now.request == made.request
    assert now.raw["used_buttons"] == ["V4"]
    assert now.state is State.SAVED
    service.now |= {"image_status": 4, "image": ""}
    failed = one.get(made.remote_id or "")
    assert (failed.state, failed.images) == (State.FAILED, made.images)


def test_get_of_what_is_not_finished_downloads_nothing() -> None:
    service = Sheet()
    service.now["image_status"] = 2
    shown = client("akool", service).get("a" * 24)
    assert (shown.state, shown.images, shown.remote_id) == (State.RUNNING, (), "a" * 24)


@pytest.mark.parametrize("name", ["destinpq", "qolaba"])
def test_get_of_a_job_of_anybody(name: str) -> None:
    wire = importlib.import_module(f"wires.{name}").Wire()
    body = {"prompt": "a fox", "input_data": {"prompt": "a fox"}}
    asked = httpx.Request("POST", "https://x.example", json=body)
    place = "https://pictures.example/pictures/a"
    got = client(name, lambda request: wire.finished("job-1", asked, place)).get("job-1")
    assert (len(got.images), got.remote_id, got.state) == (1, "job-1", State.SAVED)


def test_what_somebody_else_asked_never_answers_our_request() -> None:
    """A record may tell every parameter: fetched by its id it is not what a later call of ours pays for."""
    wire, posts = importlib.import_module("wires.destinpq").Wire(), []

    def answer(request: httpx.Request) -> httpx.Response:
        asked = {"prompt": "a fox", "aspect_ratio": "1:1", "output_format": "png"}
        asked |= {"safety_filter_level": "block_medium_and_above"}
        if request.method == "POST":
            posts.append(request)
            return wire.accepted("job-2", request)
        one = request.url.path.rpartition("/")[2]
        shown = wire.finished(one, request, "https://pictures.example/pictures/a")
        return httpx.Response(200, json={**shown.json(), "input_data": asked})

    one = client("destinpq", answer)
    assert one.get("job-1").request.prompt == "a fox"
    assert one.generate("a fox").remote_id == "job-2"
    assert len(posts) == 1


# --- list -------------------------------------------------------------------------------------------------------------


def listing(total: int) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        offset, limit = int(request.url.params["offset"]), int(request.url.params["limit"])
        numbers = range(offset, min(offset + limit, total))
        born = "2025-11-28T10:00:00Z"
        rows = [{"id": f"g-{n}", "originalPrompt": f"fox {n}", "status": "failed", "createdAt": born} for n in numbers]
        paging = {"limit": limit, "offset": offset, "total": total, "hasMore": offset + limit < total}
        return httpx.Response(200, json={"success": True, "data": rows, "pagination": paging})

    return answer


def pages(first: Page[Generation]) -> Iterator[Page[Generation]]:
    page: Page[Generation] | None = first
    while page is not None:
        yield page
        page = page.next()


@pytest.mark.parametrize("total", [0, 1, 5, 6, 11])
def test_pages_follow_each_other_to_the_last(total: int) -> None:
    first = client("banatie", listing(total)).list(status="failed", limit=5)
    seen = [one.remote_id for page in pages(first) for one in page]
    assert seen == [f"g-{number}" for number in range(total)]
    assert first.total == total
    assert len(first) == len(first.items) == min(total, 5)


def test_a_page_says_ids_states_and_dates() -> None:
    page = asyncio.run(client("banatie", listing(7)).alist(limit=2))
    for text in (repr(page), page._repr_mimebundle_()["text/html"]):
        assert "g-0" in text
        assert "g-1" in text
        assert "2025" in text
        assert "failed" in text.lower()
        assert "of 7" in text
    assert page[1].remote_id == "g-1"
    following = page.next()
    assert following is not None
    assert following[0].remote_id == "g-2"


# --- delete and balance -----------------------------------------------------------------------------------------------


class Deleting:
    """Answers DELETEs one after the other; the last answer stays."""

    def __init__(self, *answers: httpx.Response | type[httpx.TransportError]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.method == "DELETE"
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=dict(answer.headers))
        raise answer("scripted", request=request)


NOWHERE = httpx.Response(404, json=GONE)


@pytest.mark.parametrize(
    "first",
    [httpx.Response(500), httpx.Response(502, text="<html>"), httpx.Response(302), httpx.ReadError, httpx.ReadTimeout],
    ids=["500", "502", "302", "reset", "timeout"],
)
def test_a_repeat_that_finds_it_gone_is_done(first: Any) -> None:
    service = Deleting(first, NOWHERE)
    client("banatie", service).delete("g-1")
    assert service.asked == 2


@pytest.mark.parametrize(
    "first",
    [None, httpx.ConnectError, httpx.Response(429, headers={"retry-after": "0"})],
    ids=["a first try", "never sent", "refused"],
)
def test_what_was_never_there_is_not_found(first: Any) -> None:
    service = Deleting(*filter(None, [first]), NOWHERE)
    with pytest.raises(NotFound):
        client("banatie", service).delete("g-1")


def test_a_success_without_a_body_deletes_at_once() -> None:
    service = Deleting(httpx.Response(204))
    asyncio.run(client("banatie", service).adelete("g-1"))
    assert service.asked == 1


def test_the_balance_is_told_where_there_is_one() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.method == "GET"
        return httpx.Response(200, content=json.dumps({"code": 1000, "msg": "OK", "data": {"credit": 123}}))

    one = client("akool", answer)
    assert one.balance() == asyncio.run(one.abalance()) == Cost(credits=123.0)
    assert Client("akool", live=False).balance().credits == 10_000
    with pytest.raises(InvalidRequest, match="balance"):
        client("banatie", answer).balance()


def test_a_wait_that_a_success_names_is_kept() -> None:
    """A page of words behind a 200 says nothing of a job; what it says of waiting counts all the same."""
    asked: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(time.monotonic())
        if len(asked) == 1:
            return httpx.Response(200, text="<html>maintenance", headers={"retry-after-ms": "1200"})
        return httpx.Response(200, json={"models": []})

    client("qolaba", answer).models()
    assert asked[1] - asked[0] >= 1.2


# --- what a service keeps ---------------------------------------------------------------------------------------------


@pytest.fixture
def practice(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    process._sandboxes.clear()
    return Client("banatie", live=False)


def test_scopes_are_listed_and_deleted(practice: Client) -> None:
    made = [practice.live.create(name, limit=2) for name in ("lesson", "demo")]
    assert {one.slug for one in practice.live.scopes()} == {one.slug for one in made}
    practice.live.delete("demo")
    assert [*practice.live.scopes()] == [practice.live.get("lesson")]


def test_a_file_that_is_not_there_is_not_uploaded(practice: Client) -> None:
    with pytest.raises(InvalidRequest, match=r"the picture names 'gone.png', which cannot be read") as caught:
        practice.upload(Path("gone.png"))
    assert caught.value.hint == "nothing was sent"
    assert not process.sandbox_of("banatie", 0.0).requests


def pressing() -> Client:
    """Akool, whose buttons make a job of their own at once."""

    def answer(request: httpx.Request) -> httpx.Response:
        made = "b" * 24 if request.method == "POST" else request.url.params["image_model_id"]
        place = "https://pictures.example/pictures/a"
        state = 1 if request.method == "POST" else 3
        return httpx.Response(200, json={"code": 1000, "data": {"_id": made, "image_status": state, "image": place}})

    return client("akool", answer)


def test_a_press_may_be_awaited_and_is_answered_once() -> None:
    one = pressing()
    made = one.press("a" * 24, "U1")
    assert (made.remote_id, made.parent) == ("b" * 24, "a" * 24)
    again = asyncio.run(one.apress("a" * 24, "U1"))
    assert again.from_store
    assert again.images == made.images


def test_a_generation_that_was_only_told_of_offers_what_was_told() -> None:
    one = pressing()
    told = Generation(ImageRequest("akool", "a fox"), State.SAVED, remote_id="a" * 24, actions=("U1",))
    with pytest.raises(InvalidRequest, match="button is 'U2'") as caught:
        one.press(told, "U2")
    assert "usable: U1; a used button" in caught.value.hint
    assert one.press(told, "U1").images
