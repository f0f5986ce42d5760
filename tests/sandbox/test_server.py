"""The sandbox behind a port: mounts, addresses, faults of the network, the page."""

from __future__ import annotations

import asyncio
import html
import json
import logging
import re
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, suppress
from html.parser import HTMLParser

import httpx
import pytest
from served import served

from imgen_nb.client.client import Client
from imgen_nb.sandbox import FAULTS, names
from imgen_nb.sandbox.core import wires
from imgen_nb.sandbox.server import App

KEY = {"X-API-Key": "practice"}
BANATIE = "/banatie/api/v1/generations"
PROMPTS = {"prompt": "a red fox"}


@pytest.fixture(scope="module")
def quick():
    """One server that waits for nothing, shared where no test counts."""
    app = App(speed=0)
    with served(app) as base:
        yield app, base


@pytest.fixture
def faulty():
    """Start servers with faults; they end with the test."""
    with ExitStack() as stack:
        yield lambda *faults, speed=0: stack.enter_context(served(App(speed=speed, faults=faults)))


def created(base, prompt="a red fox", **more):
    return httpx.post(base + BANATIE, json={"prompt": prompt, **more}, headers=KEY)


def finished(base, prompt="a red fox"):
    made = created(base, prompt).json()["data"]["id"]
    return httpx.get(f"{base}{BANATIE}/{made}", headers=KEY).json()["data"]


@pytest.mark.parametrize("name", names())
def test_every_wire_is_served_below_its_name_by_its_documents_root(name, quick):
    app, base = quick
    wire, before = wires()[name], len(app.boxes[name].billed)
    with httpx.Client() as client:
        answer = client.send(wire.example.request(f"{base}/{name}{wire.root}"))
    assert answer.is_success, answer.text
    assert len(app.boxes[name].billed) == before + 1


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", names())
def test_our_own_client_works_against_it(name, quick, tmp_path):
    _, base = quick
    root = f"{base}/{name}{wires()[name].root}"
    with Client(name, api_key="practice", base_url=root, store=tmp_path) as client:
        made = client.generate("a lighthouse at night")
    assert made.images[0].width >= 512
    assert made.sandbox, "whoever serves it, a sketch is never taken for a model's picture"


def test_addresses_point_to_the_host_that_was_asked(quick):
    _, base = quick
    port = base.rpartition(":")[2]
    made = finished(f"http://localhost:{port}")
    address = made["outputImage"]["storageUrl"]
    assert address.startswith(f"http://localhost:{port}/pictures/")
    picture = httpx.get(address)
    assert picture.headers["content-type"] == "image/png"
    assert len(picture.content) == made["outputImage"]["fileSize"]
    assert picture.headers["x-imgen-engine"] == "sketch"


def test_an_address_that_somebody_wrote_into_a_prompt_stays(quick):
    said = "https://assets.sandbox.invalid/banatie/x.png"
    made = created(quick[1], said, autoEnhance=False)
    assert made.json()["data"]["prompt"] == said


def test_a_mount_is_part_of_the_addresses(quick):
    app, _ = quick

    async def mounted(scope, receive, send):
        scope |= {"root_path": "/proxy/8800", "path": f"/proxy/8800{scope['path']}"}
        scope["raw_path"] = b"/proxy/8800" + scope["raw_path"]
        await app(scope, receive, send)

    async def ask():
        transport = httpx.ASGITransport(mounted)
        async with httpx.AsyncClient(transport=transport, base_url="https://hub.example", headers=KEY) as client:
            made = (await client.post(BANATIE, json=PROMPTS)).json()["data"]["id"]
            return (await client.get(f"{BANATIE}/{made}")).json(), (await client.get("/")).text

    told, page = asyncio.run(ask())
    assert told["data"]["outputImage"]["storageUrl"].startswith("https://hub.example/proxy/8800/pictures/")
    assert "https://hub.example/proxy/8800/banatie" in page


def test_a_key_sent_to_the_pictures_is_refused(quick):
    address = finished(quick[1])["outputImage"]["storageUrl"]
    assert httpx.get(address, headers=KEY).status_code == 400


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GET /banatie/api/v1/generations HTTP/1.1\r\nHost: <b>\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\n\r\n", 200),
        (b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405),
        (b"GET /pictures/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    ],
)
def test_odd_requests_get_plain_answers(raw, status, quick):
    port = int(quick[1].rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(raw)
        assert int(connection.recv(4096).split()[1]) == status


def test_a_body_without_end_is_cut_off(quick):
    answer = httpx.post(quick[1] + BANATIE, content=bytes(9 * 2**20), headers=KEY)
    assert answer.status_code == 413


def test_a_reset_is_a_reset_and_a_closed_connection_is_one(faulty, caplog):
    base = faulty("banatie/C13", "banatie/C6:protocol")
    with caplog.at_level(logging.WARNING), pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        created(base)
    with pytest.raises(httpx.ReadError):
        created(base)
    assert created(base).status_code == 201
    assert not [record for record in caplog.records if "uvicorn" in record.name], (
        "a planned fault is no trouble of ours"
    )


def test_a_picture_that_breaks_off(faulty):
    address = finished(faulty("D2"))["outputImage"]["storageUrl"]
    with pytest.raises(httpx.RemoteProtocolError, match="closed connection"):
        httpx.get(address)
    assert httpx.get(address).status_code == 200


def test_a_picture_that_moved_is_here_too(faulty):
    address = finished(faulty("D11"))["outputImage"]["storageUrl"]
    moved = httpx.get(address)
    assert moved.status_code == 302
    assert moved.headers["location"].startswith(address.partition("/pictures")[0] + "/mirror/")
    assert httpx.get(moved.headers["location"]).headers["content-type"] == "image/png"


def test_bodies_come_in_pieces(faulty):
    address = finished(faulty("D8:0.05", speed=0))["outputImage"]["storageUrl"]
    with httpx.stream("GET", address) as reply:
        assert next(reply.iter_raw(1)) == b"\x89"


def test_a_server_that_never_answers_lets_go_of_a_client_that_went(faulty):
    base = faulty("banatie/C6:timeout")
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(base + BANATIE, json=PROMPTS, headers=KEY, timeout=0.3)
    assert created(base).status_code == 201


def test_speed_is_real(faulty):
    base = faulty(speed=20)
    started = time.monotonic()
    made = created(base).json()["data"]["id"]
    while httpx.get(f"{base}{BANATIE}/{made}", headers=KEY).json()["data"]["status"] != "success":
        time.sleep(0.01)
    assert 0.1 < time.monotonic() - started < 5


@pytest.mark.parametrize("text", ["nonsense", "banatie/nonsense", "destinpq/eager", "C1:soon"])
def test_a_fault_that_none_has_is_refused(text):
    with pytest.raises(ValueError, match="fault"):
        App(faults=[text])


def test_a_fault_that_one_has_is_for_that_one():
    assert App(faults=["eager"]).faults == ("eager",)


# --- the page ---------------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links = set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.ids |= {value for name, value in attrs if name == "id"}
        self.links |= {value for name, value in attrs if name in ("href", "src")}


def test_the_page_says_what_is_there(quick):
    app, base = quick
    created(base)
    page = httpx.get(base).text
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert all(f"{base}/{name}{wires()[name].root}" in text for name in names())
    assert all(what in text and ours in text for wire in wires().values() for what, ours in wire.choices)
    assert all(fault in text and said in text for fault, said in FAULTS.items())
    assert app.boxes["banatie"].billed[-1].remote_id in text


def test_the_page_holds_no_script_and_no_way_out(quick):
    reply = httpx.get(quick[1] + "/?<script>")
    found = Tags(reply.text)
    assert not found.tags & {"script", "iframe", "form", "img", "link", "object"}
    assert {link.removeprefix("#") for link in found.links} <= found.ids
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_the_page_escapes_what_others_wrote(faulty):
    base = faulty("failed:<b>no</b>")
    httpx.get(f"{base}/banatie/<script>alert(1)</script>", headers=KEY)
    page = httpx.get(base).text
    assert "<script" not in page
    assert "failed:&lt;b&gt;no" in page


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")
@pytest.mark.parametrize("name", names())
def test_the_pages_curl_commands_run(name, quick):
    page = httpx.get(quick[1]).text
    section = page.partition(f'<h2 id="{name}">')[2].partition("<h2")[0]
    create, *ask = html.unescape(re.findall(r"<pre[^>]*>(curl.*?)</pre>", section, re.DOTALL)[0]).split("\n\n")

    def ran(command):
        done = subprocess.run(["sh", "-c", f"{command} --silent --show-error --fail"], capture_output=True, check=True)
        return done.stdout

    made = ran(create)
    assert bool(ask) == bool(wires()[name].example.asks)
    if not ask:  # held: the answer has the picture
        assert len(made) > 10_000
        return
    found = re.search(rb'"(?:_?id|[a-z]+_id)":\s*"([^"]+)"', made)
    assert json.loads(ran(ask[0].replace("ID", found[1].decode())))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/comfyui/ws?clientId=a", 101),
        ("/comfyui/api/ws", 101),
        ("/comfyui/ws?clientId=%00%ff", 101),
        ("/comfyui/ws/", 403),
        ("/a1111/ws", 403),
        ("/ws", 403),
        ("/", 403),
        ("/pictures/ws", 403),
        ("/comfyui/%00%ff%2e%2e/ws", 403),
    ],
)
def test_a_web_socket_is_where_its_api_has_one_and_refused_elsewhere(path, status, quick, caplog):
    host, port = quick[1].removeprefix("http://").split(":")
    head = "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    with socket.create_connection((host, int(port)), timeout=20) as peer:
        peer.sendall(f"GET {path} HTTP/1.1\r\n{head}Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode())
        assert peer.recv(12).decode() == f"HTTP/1.1 {status}"
        peer.settimeout(0.3)
        with suppress(TimeoutError):
            peer.recv(2**16)  # it tells how things stand, and then nothing
    assert not [record for record in caplog.records if "uvicorn" in record.name]
