"""The client and its jobs, as a notebook uses them: on the loop thread, against a scripted server."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from imgen_nb.client import process as module
from imgen_nb.client import runtime
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.job import Job
from imgen_nb.client.process import use
from imgen_nb.engine.pace import Pace
from imgen_nb.errors import (
    Cancelled,
    ImgenError,
    InvalidRequest,
    MissingKey,
    NotFound,
    RateLimited,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.sandbox import Sandbox
from imgen_nb.testing import KEY, Server, png, reply
from imgen_nb.types import Event, State

PROMPT = "a red sports car on a mountain road"


class Quick(Server):
    """The scripted server on the real loop: its clock is the wall's, and it can hold a reply back."""

    def __init__(self, name: str) -> None:
        super().__init__(importlib.import_module(f"wires.{name}").Wire(), polls=1, clock=time.monotonic)
        self.requests: list[httpx.Request] = []
        self.go = threading.Event()
        self.go.set()

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        while not self.go.is_set():
            await asyncio.sleep(0.005)
        return self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """A list tells the truth too: jobs that share list polls wait for it to say that they are done."""
        told = super().answer(request)
        if request.method == "GET" and request.url.path == "/api/v1/generations" and self.polls < 2:
            return httpx.Response(told.status_code, content=told.content.replace(b"processing", b"success"))
        return told

    def asked_to(self, path: str) -> list[httpx.Request]:
        return [request for request in self.requests if request.url.path.startswith(path)]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "poll_interval", lambda self, now: 0.01)


@pytest.fixture(params=["banatie", "destinpq"])
def server(request: pytest.FixtureRequest) -> Quick:
    return Quick(request.param)


@pytest.fixture
def banatie() -> Quick:
    return Quick("banatie")


def client(server: Quick, **more: Any) -> Client:
    name = "banatie" if "banatie" in server.wire.base_url else "destinpq"
    options = {
        "api_key": KEY,
        "base_url": server.wire.base_url,
        "transport": httpx.MockTransport(server.handle),
        **more,
    }
    return Client(name, **options)


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.002)


# --- what is refused before anything is sent --------------------------------------------------------------------------

REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"prompt": ""}, InvalidRequest, "prompt is empty"),
    ({"prompt": "  "}, InvalidRequest, "prompt is empty"),
    ({"prompt": None}, InvalidRequest, "prompt is None"),
    ({"prompt": ["a"]}, InvalidRequest, "prompt is"),
    ({"prompt": "\ud800"}, InvalidRequest, "cannot be sent"),
    ({"aspect_ratio": "16:10"}, InvalidRequest, "nearest: "),
    ({"aspect_ratio": 1}, InvalidRequest, "not text"),
    ({"aspect_ratoi": "16:9"}, TypeError, "did you mean 'aspect_ratio'?"),
    ({"task_type": "video"}, TypeError, "did you mean"),
    ({"service_id": 5}, TypeError, "did you mean"),
    ({"raw": False}, TypeError, "did you mean"),
    ({"timeout": 60}, TypeError, r"did you mean 'Client\(deadline=60\)'"),
    ({"steps": 30}, TypeError, "did you mean 'num_inference_steps'"),
    ({"ratio": "16:9"}, TypeError, "did you mean 'aspect_ratio'"),
    ({"num_images": 2}, InvalidRequest, "has no num_images"),
    ({"seed": 1}, InvalidRequest, "has no seed"),
    ({"webhook_url": "https://me.example"}, InvalidRequest, "has no webhook_url"),
    *(({"take": take}, InvalidRequest, "take is") for take in (0, -1, 1.0, "1", True, None, 2**63, 10**5000)),
]


@pytest.mark.parametrize(("arguments", "kind", "said"), REFUSED)
def test_what_is_refused_is_never_sent(server: Quick, arguments: dict[str, Any], kind: type, said: str) -> None:
    with client(server) as one, pytest.raises(kind, match=said) as caught:
        one.submit(**{"prompt": PROMPT, **arguments})
    assert caught.type is kind
    assert "othing was sent" in str(caught.value) or "take is" in str(caught.value)
    assert not server.requests
    assert not one.store.unsettled()


def test_what_only_one_of_them_takes_is_refused_by_the_other() -> None:
    for name, params in (
        ("banatie", {"output_format": "png"}),
        ("destinpq", {"enhance": True}),
        ("destinpq", {"meta": {}}),
    ):
        one = Quick(name)
        with pytest.raises(InvalidRequest, match=f"has no {next(iter(params))}"):
            client(one).submit(PROMPT, **params)
        assert not one.requests


@pytest.mark.parametrize("odd", [{"live": "yes"}, {"live": 1}, {"lan": "x"}, {"lan": None}, {"transport": 5}], ids=str)
def test_an_argument_of_another_kind_is_refused_before_a_client_is_there(odd: dict[str, Any]) -> None:
    (name,) = odd
    with pytest.raises(InvalidRequest, match=f": {name} is ") as caught:
        Client("banatie", **odd)
    assert caught.value.provider == "banatie"
    assert caught.value.hint


@pytest.mark.parametrize("remote_id", ["", ".", "..", "\ud800", "a\nb", "x" * 5000])
def test_an_id_that_names_no_job_is_refused(banatie: Quick, remote_id: str) -> None:
    with client(banatie) as one:
        for call in (one.get, one.delete, lambda remote_id: one.resume(remote_id).wait(10)):
            with pytest.raises(InvalidRequest, match="is no id"):
                call(remote_id)
        assert not banatie.requests
        assert not one.store.unsettled(), "a job that cannot be was written down"


def test_a_verb_the_api_lacks_is_refused() -> None:
    one = client(Quick("destinpq"))
    for call in (one.list, one.models, one.balance, lambda: one.delete("x")):
        with pytest.raises(InvalidRequest, match="DestinPQ has no"):
            call()


# --- jobs -------------------------------------------------------------------------------------------------------------


def test_a_picture_then_from_the_store(server: Quick) -> None:
    with client(server) as one:
        made = one.generate(PROMPT)
        seen = len(server.requests)
        again = one.generate(PROMPT)
        assert len(server.requests) == seen
    assert (made.state, made.from_store, again.from_store) == (State.SAVED, False, True)
    assert made.images[0].read_bytes() == again.images[0].read_bytes() == png()
    assert made.images[0].alt.startswith(f"{PROMPT}, {one.provider.title}")
    assert made.request.key == again.request.key


def test_none_is_as_if_it_were_left_out(server: Quick) -> None:
    one = client(server)
    every = {option.name: None for option in one.provider.options if option.name != "prompt"}
    assert one.generate(PROMPT, **every).request.key == one.generate(PROMPT).request.key
    assert server.billed == 1


def test_eight_threads_one_request_one_payment_one_job(server: Quick) -> None:
    one, jobs, start = client(server), [], threading.Barrier(8)
    server.go.clear()

    def work() -> None:
        start.wait()
        jobs.append(one.submit(PROMPT))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.go.set()
    assert len({*map(id, jobs)}) == 1
    assert jobs[0].wait(10).state is State.SAVED
    assert server.billed == 1


def test_two_clients_of_one_store_share_the_job(server: Quick) -> None:
    server.go.clear()
    first, second = client(server).submit(PROMPT), client(server).submit(PROMPT)
    assert first is second
    server.go.set()
    assert first.wait(10).images
    assert server.billed == 1


def test_events_tell_the_way_to_everybody_once_and_in_order(server: Quick) -> None:
    server.go.clear()
    job = client(server).submit(PROMPT)
    early: list[Event] = []
    broken: list[Event] = []

    def breaks(event: Event) -> None:
        broken.append(event)
        raise RuntimeError("a watcher's own fault")

    stop = job.watch(early.append)
    job.watch(breaks)
    until(lambda: early)
    server.go.set()
    told = list(job.events())
    late: list[Event] = []
    job.watch(late.append)
    until(lambda: len(early) == len(told))
    assert told == early == late == broken == list(job.events())
    order = [list(State).index(event.state) for event in told]
    assert order == sorted(order)
    assert told[0].state is State.SENDING
    assert told[-1].state is State.SAVED
    assert {event.job for event in told} == {job.id}
    assert told[-1].remote_id == job.remote_id == server.only()
    assert [event.elapsed for event in told] == sorted(event.elapsed for event in told)
    stop()
    stop()


def test_waiting_too_short_leaves_the_job_alone(server: Quick) -> None:
    server.go.clear()
    job = client(server).submit(PROMPT)
    for timeout in (0.0, 0.05):
        with pytest.raises(TimeoutError, match="it goes on"):
            job.wait(timeout)
    assert not job.done
    server.go.set()
    assert job.wait(10).state is State.SAVED
    assert job.state is State.SAVED
    assert job.done


def test_a_job_may_be_awaited_from_any_loop(server: Quick) -> None:
    one = client(server)

    async def cell() -> list[Any]:
        return list(await asyncio.gather(one.agenerate(PROMPT), one.agenerate(PROMPT), one.agenerate(PROMPT, take=2)))

    first, same, other = asyncio.run(cell())
    assert first.request.key == same.request.key != other.request.key
    assert server.billed == 2


def test_an_error_is_raised_as_often_as_it_is_asked_for(server: Quick) -> None:
    server.on_submit.append(reply(httpx.Response(401)))
    job = client(server).submit(PROMPT)
    for _ in range(3):
        with pytest.raises(Unauthorized) as caught:
            job.wait(10)
    assert caught.value.charged == "no"
    assert job.state is State.FAILED
    assert list(job.events())[-1].state is State.FAILED
    assert client(server).generate(PROMPT).images, "a failed request may be asked for again"


def test_cancel_while_the_paid_request_is_out_hears_it_to_its_end(server: Quick) -> None:
    server.go.clear()
    server.polls = 10**9
    job = client(server).submit(PROMPT)
    until(lambda: server.requests)
    job.cancel()
    job.cancel()
    server.go.set()
    with pytest.raises(Cancelled) as caught:
        job.wait(10)
    assert caught.value.charged == "yes"
    assert caught.value.remote_id == server.only()
    seen = len(server.requests)
    time.sleep(0.1)
    assert len(server.requests) == seen
    server.polls = 0
    again = client(server).generate(PROMPT)
    assert (again.state, again.remote_id, server.billed) == (State.SAVED, caught.value.remote_id, 1)


def test_resume_follows_a_job_of_anybody(server: Quick) -> None:
    one = client(server)
    one.generate("another prompt")
    (remote_id,) = server.jobs
    elsewhere = client(server, store=one.store.home.parent / "another home")
    made = elsewhere.resume(remote_id).wait(10)
    assert (made.state, made.remote_id) == (State.SAVED, remote_id)
    assert elsewhere.resume(remote_id).wait(10).from_store
    assert server.billed == 1


def test_the_next_take_is_the_first_nobody_asked_for(server: Quick) -> None:
    one = client(server)
    assert one.next_take(PROMPT) == 1
    one.generate(PROMPT)
    one.generate(PROMPT, take=2)
    one.generate(PROMPT, take=4)
    assert one.next_take(PROMPT) == 3
    assert one.next_take("another") == 1
    server.on_submit.append(reply(httpx.Response(401)))
    with pytest.raises(Unauthorized):
        one.generate("refused")
    assert one.next_take("refused") == 1


# --- the other verbs --------------------------------------------------------------------------------------------------


def test_list_get_and_delete_at_banatie(banatie: Quick) -> None:
    one = client(banatie)
    made = one.generate(PROMPT)
    page = one.list(limit=5)
    assert (page.total, page.has_more, len(page.items)) == (1, False, 1)
    assert page.items[0].from_store
    assert page.items[0].images == made.images
    assert one.get(made.remote_id or "").images == made.images
    assert dict(banatie.asked_to("/api/v1/generations")[-2].url.params) == {
        "limit": "5", "offset": "0", "includeDeleted": "false",
    }  # fmt: skip
    banatie.on_poll.append(reply(httpx.Response(200, json={"success": True, "message": "Generation deleted"})))
    one.delete(made.remote_id or "")
    assert (banatie.requests[-1].method, banatie.requests[-1].url.path) == (
        "DELETE", f"/api/v1/generations/{made.remote_id}",
    )  # fmt: skip
    assert one.generate(PROMPT).from_store, "pictures on this disk stay"


def test_get_of_what_somebody_else_made(banatie: Quick) -> None:
    client(banatie).generate(PROMPT)
    banatie.polls = 3
    (remote_id,) = banatie.jobs
    banatie.asked.clear()
    one = client(banatie, store=Path(os.environ["IMGEN_NB_HOME"]).parent / "another home")
    unfinished = one.get(remote_id)
    assert (unfinished.state, unfinished.images, unfinished.request.prompt) == (State.RUNNING, (), PROMPT)
    assert not one.list().items[0].images
    banatie.polls = 0
    assert one.get(remote_id).images
    assert one.get(remote_id).from_store
    assert asyncio.run(one.aget(remote_id)).from_store
    assert asyncio.run(one.alist()).items[0].images


def test_verbs_end_in_words_of_ours_that_say_nothing_was_charged(banatie: Quick) -> None:
    one = client(banatie)
    for response, kind in (
        (httpx.Response(401), Unauthorized),
        (httpx.Response(404, json={"success": False, "error": {"code": "GENERATION_NOT_FOUND"}}), NotFound),
        (httpx.Response(429, headers={"retry-after": "3600"}), RateLimited),
    ):
        banatie.on_poll.append(reply(response))
        with pytest.raises(kind) as caught:
            one.get("some-id")
        assert (caught.value.provider, caught.value.operation, caught.value.charged) == ("banatie", "get", "no")
    with pytest.raises(InvalidRequest, match="limit"):
        one.list(limit=0)


def test_the_requests_left_in_the_window_can_be_read(banatie: Quick) -> None:
    one = client(banatie)
    assert one.window is None
    one.list()
    assert one.window is None, "the service told of none"
    told = {"x-ratelimit-limit": "100", "x-ratelimit-remaining": "7", "x-ratelimit-reset": "1800"}
    answer = banatie.answer
    banatie.answer = lambda request: httpx.Response(200, headers=told, content=answer(request).content)  # type: ignore[method-assign]
    one.list()
    assert one.window is not None
    assert (one.window.limit, one.window.remaining) == (100, 7)
    assert 1790 < one.window.reset <= 1800


def test_a_request_is_checked_without_a_job(banatie: Quick) -> None:
    one = client(banatie)
    asked = one.check(PROMPT, take=2, aspect_ratio="16:9")
    assert (asked.prompt, asked.take, asked.params["aspect_ratio"]) == (PROMPT, 2, "16:9")
    assert asked.key == one.generate(PROMPT, take=2, aspect_ratio="16:9").request.key
    for wrong, kind in (({"aspect_ratio": "16:10"}, InvalidRequest), ({"aspect_ratoi": "1:1"}, TypeError)):
        with pytest.raises(kind):
            one.check(PROMPT, **wrong)
    assert banatie.billed == 1


# --- how it is put together -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "base", ["https://mirror.example", "https://mirror.example/", "https://mirror.example/deep/er//"]
)
def test_the_path_is_joined_to_any_root(banatie: Quick, base: str) -> None:
    made = client(banatie, base_url=base).generate(PROMPT)
    paths = {str(request.url) for request in banatie.requests if request.url.host == "mirror.example"}
    root = base.rstrip("/")
    assert paths == {f"{root}/api/v1/generations", f"{root}/api/v1/generations/{made.remote_id}"}
    assert made.request.origin == root


def test_the_key_goes_to_the_api_and_nowhere_else(server: Quick) -> None:
    one = client(server)
    one.generate(PROMPT)
    for request in server.requests:
        holds = any(KEY in value for value in request.headers.values())
        assert holds is (request.url.host != "pictures.example")


def test_a_context_that_ends_leaves_its_jobs_alone(server: Quick) -> None:
    server.go.clear()
    with client(server) as one:
        job = one.submit(PROMPT)
    server.go.set()
    assert job.wait(10).state is State.SAVED


def test_a_closed_client_does_not_spend_and_lose(server: Quick) -> None:
    with client(server) as one:
        one.generate(PROMPT)
    assert one.generate(PROMPT).from_store
    try:
        made = one.generate("after closing")
    except ImgenError as error:
        assert error.charged == "no"  # noqa: PT017
    else:
        assert made.images


def test_defaults_of_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    monkeypatch.setenv("BANATIE_API_KEY", "k")
    assert not Client("banatie").sandbox
    use(live=False, store=tmp_path / "mine", max_pixels=5)
    assert Client("banatie").sandbox
    assert Client("banatie").store.home == tmp_path / "mine"
    assert Client("banatie").store is Client("destinpq").store
    assert not Client("banatie", live=True).sandbox
    assert default_client("banatie") is default_client("banatie")
    assert module.defaults.limits.max_pixels == 5
    use()
    assert not default_client("banatie").sandbox
    monkeypatch.delenv("BANATIE_API_KEY")
    assert default_client("banatie").sandbox
    use(live=True)
    with pytest.raises(MissingKey):
        Client("banatie")


def test_a_picture_too_large_here_can_be_fetched_after_a_word(server: Quick) -> None:
    use(max_bytes=10)
    with pytest.raises(ImgenError, match="bytes"):
        client(server).generate(PROMPT)
    use()
    assert client(server).generate(PROMPT).images
    assert server.billed == 1


def test_a_client_says_what_it_is_without_its_key(server: Quick) -> None:
    one = client(server)
    assert repr(one) == f"<Client {one.provider.name} live: key from argument>"
    assert KEY not in f"{one!r} {vars(one)} {one.access!r}"
    assert repr(Client("banatie", live=False)).startswith("<Client banatie sandbox: live=False")


def test_a_job_says_where_it_stands(server: Quick) -> None:
    job = client(server).submit(PROMPT)
    job.wait(10)
    assert isinstance(job, Job)
    assert repr(job) == f"<Job {job.request.provider} saved {server.only()}>"


def test_what_came_and_cannot_be_read_is_told_with_its_place(banatie: Quick, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imgen_nb.engine.steps.backoff", lambda attempt: 100.0)
    banatie.on_poll.append(reply(httpx.Response(200, json={"success": True, "data": {"id": 7}})))
    with pytest.raises(UnexpectedReply) as caught:
        client(banatie).get("some-id")
    assert caught.value.json_path == "$.data.id"


CHILD = """
import multiprocessing, os, sys
from imgen_nb.client.client import Client

def child(queue):
    made = Client("banatie", live=False).generate("a child's fox")
    queue.put((str(made.state), made.from_store, Client("banatie", live=False).generate("a fox").from_store))

made = Client("banatie", live=False).generate("a fox")
context = multiprocessing.get_context("fork")
queue = context.Queue()
process = context.Process(target=child, args=(queue,))
process.start()
process.join(20)
if process.exitcode is None:
    process.kill()
    sys.exit("the child hangs")
print(queue.get(timeout=5))
pid = os.fork()
if not pid:
    made = Client("destinpq", live=False).generate("a grandchild's fox")
    sys.exit(0 if made.images else 1)  # through the interpreter's own end, which closes what there is
print(os.waitpid(pid, 0)[1], Client("banatie", live=False).generate("a child's fox").from_store)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_makes_pictures_and_so_does_its_parent(tmp_path: Path) -> None:
    environment = {**os.environ, "IMGEN_NB_HOME": str(tmp_path / "forked"), "IMGEN_NB_SANDBOX_SPEED": "0"}
    command = [sys.executable, "-W", "ignore", "-c", CHILD]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=50, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["('saved', False, True)", "0 True"], done.stderr


def test_the_loop_may_be_closed_and_begins_anew() -> None:
    async def name() -> str:
        return threading.current_thread().name

    assert runtime.start(name()).result(5) == "imgen-nb"
    runtime.close()
    runtime.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "imgen-nb"]
    assert runtime.start(name()).result(5) == "imgen-nb"


def test_what_a_client_writes_down_is_json(server: Quick) -> None:
    one = client(server)
    made = one.generate(PROMPT)
    row = one.store.peek(made.request.key)
    assert row is not None
    assert KEY not in json.dumps([row.result, row.error, row.params, row.images])


def test_a_lesson_in_the_sandbox_never_waits_for_a_counted_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    box = Sandbox("banatie", speed=1e6, clock=lambda: 0.0)
    with Client("banatie", live=False, base_url=box.base_url, transport=box.transport()) as practice:
        assert [practice.list().total for _ in range(120)] == [0] * 120
    assert {seen.status for seen in box.requests} == {200}


def test_the_sandbox_follows_a_change_of_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0.01")
    slow = default_client("destinpq")
    assert default_client("destinpq") is slow
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    assert default_client("destinpq").generate("a quick fox").images
