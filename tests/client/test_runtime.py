"""The jobs' loop: who may wait on it, who is told beside it, what a fork and the end of a script make of it."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from typing import Any

import httpx
import pytest

import imgen_nb as ig
from imgen_nb.client import runtime
from imgen_nb.client.client import Client
from imgen_nb.client.job import Job
from imgen_nb.engine.ticket import LISTENING, Ticket
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.sandbox import Sandbox
from imgen_nb.types import Generation, ImageRequest, State

DONE = Generation(ImageRequest("banatie", "a fox"), State.SAVED)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")


@pytest.fixture
def go() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def job(go: threading.Event, steps: int = 3) -> Job:
    """A job that tells some steps once it may, and ends."""

    async def work(ticket: Ticket) -> Generation:
        while not go.is_set():
            await asyncio.sleep(0.002)
        for step in range(steps):
            ticket.tell(State.RUNNING, str(step))
        ticket.tell(State.SAVED, "saved")
        return DONE

    return Job(ImageRequest("banatie", "a fox", ref="ref"), 10.0, work)


def on_the_loop(call: Any) -> Any:
    """Make a call in the jobs' own thread, as a flow or a transport would."""

    async def work() -> Any:
        return call()

    return runtime.start(work()).result(5)


# --- blocking ---------------------------------------------------------------------------------------------------------

BLOCKING = {
    "generate": (lambda one: one.generate("a fox"), "await client.agenerate"),
    "press": (lambda one: one.press("job-1", "V1"), "await client.apress"),
    "get": (lambda one: one.get("job-1"), "await client.aget"),
    "list": (lambda one: one.list(), "await client.alist"),
    "delete": (lambda one: one.delete("job-1"), "await client.adelete"),
    "models": (lambda one: one.models(), "await client.amodels"),
}


@pytest.mark.parametrize("call", BLOCKING)
def test_a_blocking_call_on_the_loop_raises_at_once_and_names_the_form_that_awaits(call: str) -> None:
    block, instead = BLOCKING[call]
    box = Sandbox("banatie", speed=0)
    one = Client("banatie", live=False, base_url=box.base_url, transport=box.transport())
    with pytest.raises(ImgenError) as caught:
        on_the_loop(lambda: block(one))
    assert instead in caught.value.hint
    assert caught.value.charged == "no"
    assert not box.requests


@pytest.mark.parametrize("name", ["generate", "compare", "compare_ratios"])
def test_so_does_a_call_of_a_person_and_nothing_is_sent(name: str) -> None:
    call = getattr(ig, name)
    with pytest.raises(ImgenError) as caught:
        on_the_loop(lambda: call("a fox in a flow"))
    assert f"await ig.a{name}" in caught.value.hint
    assert not ig.history().items


def test_waiting_for_a_job_on_the_loop_raises_at_once(go: threading.Event) -> None:
    one = job(go)
    for call, instead in ((one.wait, "await job"), (lambda: next(one.events()), "await job")):
        with pytest.raises(ImgenError) as caught:
            on_the_loop(call)
        assert instead in caught.value.hint
    go.set()
    assert one.wait(5) is DONE
    assert on_the_loop(one.wait) is DONE, "what has ended needs no waiting"


@pytest.mark.parametrize("timeout", ["5", float("nan"), True, [], 1j])
def test_a_wait_is_a_number_of_seconds(go: threading.Event, timeout: Any) -> None:
    one = job(go)
    with pytest.raises(InvalidRequest, match="timeout is"):
        one.wait(timeout)
    assert not one.done


@pytest.mark.parametrize(
    "deadline", ["60", "", None, 0, -1, 0.0, float("nan"), float("inf"), True, False, [60], 10**400]
)
def test_a_deadline_is_a_positive_number(deadline: Any) -> None:
    with pytest.raises(InvalidRequest, match="deadline is") as caught:
        Client("banatie", live=False, deadline=deadline)
    assert "nothing was sent" in caught.value.hint
    assert caught.value.charged == "no"


def test_whole_numbers_of_numpy_are_deadlines() -> None:
    import numpy as np

    assert Client("banatie", live=False, deadline=np.int64(7)).deadline == 7.0
    assert Client("banatie", live=False, deadline=np.float32(0.5)).deadline == 0.5


# --- watchers ---------------------------------------------------------------------------------------------------------


def test_a_watcher_may_ask_for_a_picture_of_its_own(go: threading.Event) -> None:
    one, made = job(go), []
    one.watch(lambda event: event.state is State.SAVED and made.append(Client("banatie", live=False).generate("a hat")))
    go.set()
    assert one.wait(5) is DONE
    assert Client("qolaba", live=False).generate("another fox").images
    end = time.monotonic() + 10
    while not made and time.monotonic() < end:
        time.sleep(0.01)
    assert made[0].images


def test_a_watcher_that_stands_still_stops_no_job(go: threading.Event) -> None:
    stuck = threading.Event()
    first = job(go)
    first.watch(lambda event: stuck.wait(10))
    go.set()
    assert first.wait(5) is DONE
    second = job(go)
    began = time.monotonic()
    assert second.wait(5) is DONE
    assert time.monotonic() - began < 0.4, "a job without watchers waits for nobody's"
    stuck.set()


def test_watchers_are_told_in_order_once_and_never_by_the_loop(go: threading.Event) -> None:
    one, told, threads = job(go, steps=50), [], set()

    def watcher(event: Any) -> None:
        threads.add(threading.current_thread().name)
        told.append(event.text)

    stop = one.watch(watcher)
    go.set()
    one.wait(5)
    assert told == [event.text for event in one.events()], "who waited finds that watchers know as much"
    assert "imgen-nb" not in threads
    stop()
    late: list[str] = []
    one.watch(lambda event: late.append(event.text))
    assert late == told


def test_a_watcher_that_is_set_by_the_loop_is_told_elsewhere(go: threading.Event) -> None:
    one, threads, seen = job(go), set(), threading.Event()
    go.set()
    one.wait(5)
    on_the_loop(lambda: one.watch(lambda event: (threads.add(threading.current_thread().name), seen.set())))
    assert seen.wait(5)
    assert not {name for name in threads if name == "imgen-nb"}


def test_who_is_stopped_is_told_no_more(go: threading.Event) -> None:
    one, told = job(go), []
    one.watch(told.append)()
    go.set()
    one.wait(5)
    assert told == []


# --- the end of a script ----------------------------------------------------------------------------------------------


def listening(work: Coroutine[Any, Any, None]) -> None:
    """Start what stands for a paid request that is out."""

    def begin() -> None:
        task = asyncio.ensure_future(work)
        LISTENING.add(task)
        task.add_done_callback(LISTENING.discard)

    on_the_loop(begin)


def test_the_end_hears_paid_requests_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    heard = []

    async def answer() -> None:
        await asyncio.sleep(0.3)
        heard.append("the answer")

    listening(answer())
    with caplog.at_level(logging.WARNING):
        runtime.close()
    assert heard == ["the answer"]
    assert "1 paid request" in caplog.text


def test_the_end_waits_no_longer_than_it_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "LAST_ANSWERS", 0.2)
    listening(asyncio.sleep(60))
    began = time.monotonic()
    runtime.close()
    assert 0.2 <= time.monotonic() - began < 5


def test_the_end_of_a_quiet_process_waits_for_nothing(caplog: pytest.LogCaptureFixture) -> None:
    runtime.running()
    began = time.monotonic()
    runtime.close()
    assert time.monotonic() - began < 2
    assert not caplog.records


SCRIPT = """
import sys, imgen_nb as ig
client = ig.Client("banatie", api_key="k", base_url=sys.argv[1], deadline=20)
job = client.submit("a fox")
import time
while str(job.state) != "sending":
    time.sleep(0.01)
time.sleep(0.2)
"""


def test_a_script_that_ends_while_it_posts_has_its_picture_next_time(tmp_path: Any) -> None:
    from loopback import root, serving
    from wires.banatie import Wire

    def slow(request: httpx.Request, normal: Any) -> httpx.Response:
        time.sleep(2.0)
        return normal()

    environment = {**os.environ, "IMGEN_NB_HOME": str(tmp_path)}
    with serving(Wire(), polls=0) as server:
        server.on_submit.append(slow)
        argv = [sys.executable, "-c", SCRIPT, root(server)]
        first = subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert first.returncode == 0
        assert "waiting up to 60 s" in first.stderr
        assert first.stdout == ""
        made = Client("banatie", api_key="k", base_url=root(server), store=tmp_path).generate("a fox")
        assert made.images
        assert server.billed == 1


QUEUED = """
import sys, imgen_nb as ig
client = ig.Client("banatie", api_key="k", base_url=sys.argv[1], deadline=20)
jobs = [client.submit(f"fox {number}") for number in range(40)]
import time
while not any(str(job.state) == "sending" for job in jobs):
    time.sleep(0.01)
time.sleep(0.2)
"""


def test_the_end_of_a_script_sends_nothing_more(tmp_path: Any) -> None:
    from loopback import root, serving
    from wires.banatie import Wire

    from imgen_nb.store.store import Store

    def slow(request: httpx.Request, normal: Any) -> httpx.Response:
        time.sleep(0.3)  # this server answers one at a time
        return normal()

    with serving(Wire(), polls=0) as server:
        server.on_submit.extend([slow] * 40)
        argv = [sys.executable, "-c", QUEUED, root(server)]
        environment = {**os.environ, "IMGEN_NB_HOME": str(tmp_path)}
        subprocess.run(argv, env=environment, capture_output=True, timeout=60, check=True)
        assert 0 < server.billed <= 16
        assert len(Store(tmp_path).unsettled()) == server.billed, "what was paid is written down, the others never left"


# --- forks ------------------------------------------------------------------------------------------------------------

FORKS = """
import os, sys, threading, imgen_nb as ig
client = ig.Client("banatie", live=False)
kept = client.submit("a fox in the first den")
kept.wait()
jobs, stop = [], threading.Event()

def busy():
    number = 0
    while not stop.is_set():
        jobs.append(client.submit(f"fox {number}"))
        jobs[-1].wait()
        number += 1

threads = [threading.Thread(target=busy, daemon=True) for _ in range(3)]
for thread in threads:
    thread.start()

def child(number):
    # The parent's own client, which was busy in other threads just now, and its job, which runs elsewhere.
    if not client.generate(f"child {number}").images:
        return 1
    if client.window is not None:
        return 2
    running = next((job for job in reversed(jobs) if not job.done), None)
    try:
        if running is not None:
            running.wait(5)
            return 3
    except ig.errors.ImgenError as error:
        if "forked" not in str(error) or "store" not in error.hint:
            return 4
    return 0 if kept.wait().images else 5

ends = []
for number in range(5):
    pid = os.fork()
    if not pid:
        import signal
        signal.alarm(30)
        try:
            os._exit(child(number))
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(99)
    ends.append(os.waitpid(pid, 0)[1])
stop.set()
for thread in threads:
    thread.join(20)
print(ends, all(job.wait(20).images for job in jobs))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_children_use_a_client_that_was_busy_when_they_were_forked(tmp_path: Any) -> None:
    environment = {**os.environ, "IMGEN_NB_HOME": str(tmp_path), "IMGEN_NB_SANDBOX_SPEED": "0"}
    argv = [sys.executable, "-W", "ignore", "-c", FORKS]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=110, check=False)
    assert done.stdout.strip() == f"{[0] * 5} True", done.stderr[-2000:]


# --- other systems ----------------------------------------------------------------------------------------------------

ELSEWHERE = """
import builtins, io, os, sys
for name in ("fork", "forkpty", "register_at_fork", "getppid", "fchmod", "sync", "statvfs"):
    if hasattr(os, name):
        delattr(os, name)
HIDDEN = {"fcntl", "resource", "pwd", "grp", "termios"}

class Hide:
    def find_spec(self, name, path=None, target=None):
        if name in HIDDEN and sys._getframe(1).f_globals.get("__name__") != "subprocess":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in HIDDEN:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Hide())
opened = open

def no_proc(file, *rest, **more):
    if str(file).startswith("/proc"):
        raise FileNotFoundError(2, "No such file or directory", str(file))
    return opened(file, *rest, **more)

builtins.open = io.open = no_proc
import imgen_nb as ig
from imgen_nb.commands import doctor
made = ig.Client("banatie", live=False).generate("a fox")
again = ig.Client("banatie", live=False).generate("a fox")
ig.resume()
print(made.state, again.from_store, len(ig.list_providers()) > 3)
"""


def test_nothing_that_only_some_systems_have_is_needed(tmp_path: Any) -> None:
    environment = {**os.environ, "IMGEN_NB_HOME": str(tmp_path), "IMGEN_NB_SANDBOX_SPEED": "0"}
    argv = [sys.executable, "-c", ELSEWHERE]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "saved True True", done.stderr[-2000:]
