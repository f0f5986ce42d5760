"""Real processes against a real loopback port: kill -9, a second process, eight threads, keys in the environment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from environments import KEYS
from loopback import root, serving
from wires import WIRES, doing

from imgen_nb.client.client import Client
from imgen_nb.errors import OutcomeUnknown
from imgen_nb.store.store import Store
from imgen_nb.types import State

pytestmark = pytest.mark.sampled(3)  # real processes take long to start

CHILD = """
import json, sys
from imgen_nb.client.client import Client
name, base, prompt, params = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
made = Client(name, api_key="key-of-a-test", base_url=base).generate(prompt, **params)
print(json.dumps([made.state, made.from_store, made.images[0].sha256]))
"""


def child(name, server, home, code=CHILD):
    wire = server.wire
    argv = [sys.executable, "-c", code, name, root(server), wire.prompt, json.dumps(wire.params)]
    return subprocess.Popen(argv, env={**os.environ, "IMGEN_NB_HOME": str(home)}, stdout=subprocess.PIPE, text=True)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.communicate()


def finished(process):
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return json.loads(out)


def until(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


@pytest.fixture(params=doing("polled"))
def name(request):
    return request.param


def test_killed_while_running_then_fetched_by_the_next_process(name, tmp_path):
    with serving(type(WIRES[name])(), polls=10**6) as server:
        first = child(name, server, tmp_path)
        until(lambda: server.times("poll"))
        kill(first)
        server.polls = 0
        state, from_store, _ = finished(child(name, server, tmp_path))
        assert (state, from_store) == ("saved", False)
        assert server.billed == 1, "the second process paid again"
    assert not Store(tmp_path).unsettled()


def test_killed_while_the_paid_request_is_out(name, tmp_path):
    out, go = threading.Event(), threading.Event()

    def stall(request, normal):
        reply = normal()
        out.set()
        go.wait(20)
        return reply

    with serving(type(WIRES[name])(), polls=0) as server:
        server.on_submit.append(stall)
        first = child(name, server, tmp_path)
        assert out.wait(20)
        kill(first)
        go.set()
        client = Client(name, api_key="key-of-a-test", base_url=root(server), store=Store(tmp_path))
        if client.provider.has("reconcile"):
            assert client.generate(server.wire.prompt, **server.wire.params).state is State.SAVED
        else:
            with pytest.raises(OutcomeUnknown) as caught:
                client.generate(server.wire.prompt, **server.wire.params)
            assert caught.value.charged == "unknown"
        assert server.billed == 1


def test_two_processes_with_one_request_pay_once(name, tmp_path):
    with serving(type(WIRES[name])(), polls=1) as server:
        both = [child(name, server, tmp_path) for _ in range(2)]
        answers = [finished(process) for process in both]
        assert server.billed == 1
    assert sorted(from_store for _, from_store, _ in answers) == [False, True]
    assert answers[0][2] == answers[1][2]


def test_eight_threads_with_one_request_pay_once(name, tmp_path):
    made = []
    with serving(type(WIRES[name])(), polls=1) as server:
        client = Client(name, api_key="key-of-a-test", base_url=root(server))
        request = lambda: made.append(client.generate(server.wire.prompt, **server.wire.params))  # noqa: E731
        threads = [threading.Thread(target=request) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(made) == 8
        assert server.billed == 1
        assert len({one.images[0].sha256 for one in made}) == 1


LIVE = """
import socket, sys
contacted = []
def refuse(self, address):
    contacted.append(address)
    raise OSError("refused by the test")
def resolve(host, *rest, **more):
    contacted.append(host)
    raise OSError("refused by the test")
socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo = refuse, refuse, resolve
from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.client.process import provider_rows
assert not any(row.live for row in provider_rows())
for name in providers.names():
    for live in (None, True):
        made = Client(name, live=live).generate(f"a red fox, {live}")
        assert made.sandbox and made.images, made
print(contacted)
"""


def test_keys_in_the_environment_contact_no_live_origin(tmp_path):
    keys = {name: f"planted-{name}" for name in KEYS}
    quick = {"IMGEN_NB_LIVE": "0", "IMGEN_NB_SANDBOX_SPEED": "0", "IMGEN_NB_HOME": str(tmp_path), "DESTINPQ_LIVE": "1"}
    env = {**os.environ, **keys, **quick}
    argv = [sys.executable, "-c", LIVE]
    ran = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[]"


def test_the_suite_itself_may_not_go_live():
    assert os.environ["IMGEN_NB_LIVE"] == "0"
    assert not Path(os.environ["IMGEN_NB_HOME"]).is_relative_to(Path.home() / ".local")
