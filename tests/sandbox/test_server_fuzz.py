"""Whatever is sent, no fake server answers 5xx unless a fault was asked for: a run over all its routes."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from functools import cache

import httpx
import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from served import served

from imgen_nb.sandbox import names
from imgen_nb.sandbox.core import wires
from imgen_nb.sandbox.server import App

text = st.text(max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)


@cache
def app():
    return App(speed=0)


@cache
def known(name):
    """An id and a picture's path that are there."""
    example = wires()[name].example
    root = f"/{name}{wires()[name].root}"
    headers = dict([example.header.split(": ")]) if example.header else {}
    made = ask("POST", root + example.path, json.dumps(dict(example.body)).encode(), headers)
    if not example.asks:  # held: the picture is in the answer
        return "no-such-id", "/pictures/none.png"
    remote_id = re.search(r'"(?:_?id|[a-z]+_id)":\s*"([^"]+)"', made.text)[1]
    done = ask("GET", root + example.asks.replace("ID", remote_id), b"", headers).text
    return remote_id, done.partition("http://sandbox.test")[2].partition('"')[0]


def ask(method, path, body, headers):
    async def once():
        transport = httpx.ASGITransport(app())
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox.test") as client:
            request = client.build_request(method, httpx.URL("http://sandbox.test").copy_with(raw_path=path.encode()))
            plain = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
            return await client.send(httpx.Request(method, request.url, headers=plain, content=body))

    return asyncio.run(once())


IDS = ["no-such-id", "..", "%2F", "%00", "%ff", "a" * 300]
QUERIES = ["", "", "?raw=true", "?limit=1&offset=0", "?limit=-1", "?status=%ff", "?=&&", "?image_model_id=ID"]
METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "BREW"]
KEYED = {"X-API-Key": "key", "x-key": "key", "x-goog-api-key": "key", "Authorization": "Bearer key"}
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "X-API-Key": st.sampled_from(["key", "", "invalid", "kéy"]),
        "Authorization": st.sampled_from(["Bearer t", "Bearer", "Bearer invalid", "Basic x", ""]),
        "Content-Type": st.sampled_from(["application/json", "text/plain", ""]),
        "Range": st.just("bytes=0-1"),
        "Host": st.sampled_from(["a.example:80", "<b>", "", "a b"]),
    },
)


@st.composite
def requests(draw):
    """Mostly a route with a body that nearly fits; at times any method, path, body and headers at all."""
    name = draw(st.sampled_from(names()))
    remote_id, picture = known(name)
    route = draw(st.sampled_from(app().boxes[name].routes))
    odd = [picture, f"/mirror{picture.removeprefix('/pictures')}", f"/{name}", "/", "/pictures/", "/x"]
    path = draw(st.sampled_from([f"/{name}{wires()[name].root}{route.path}"] * 6 + odd))
    ids = st.sampled_from([remote_id, remote_id, *IDS]) | st.from_regex(r"[A-Za-z0-9%._-]{1,20}", fullmatch=True)
    while "{" in path:
        head, _, rest = path.partition("{")
        path = head + draw(ids) + rest.partition("}")[2]
    path += draw(st.sampled_from(QUERIES)).replace("ID", remote_id)
    method = draw(st.sampled_from([route.method] * 12 + METHODS))
    headers = draw(st.just(KEYED) | st.just(KEYED) | HEADERS)
    return method, path, draw(bodies(name, remote_id)), headers


@st.composite
def bodies(draw, name, remote_id):
    """The example of a wire with some of its values replaced; any JSON; any bytes."""
    kind = draw(st.sampled_from(["example"] * 4 + ["json", "bytes"]))
    if kind == "bytes":
        return draw(st.binary(max_size=60))
    if kind == "json":
        return json.dumps(draw(values)).encode()
    body = dict(wires()[name].example.body)
    fields = [*sorted(body), "seed", "num_images", "meta", "batch_quantity", "source_images", "reference_images"]
    for field in draw(st.lists(st.sampled_from(fields), max_size=2)):
        body[field] = draw(values)
    if draw(st.integers(0, 5)) == 0:
        body = {"_id": remote_id, "button": draw(st.sampled_from(["U1", "V2", "W"]))}
    return json.dumps(body).encode()


@given(requests())
@example(("POST", "/destinpq/api/v1/creations", b'{"a":' * 5000, {}))
@example(("POST", "/banatie/api/v1/generations", b'"\\ud800"', KEYED))
@example(("GET", "/pictures//", b"", {}))
def test_nothing_makes_it_answer_5xx(request):
    method, path, body, headers = request
    answer = ask(method, path, body, {"Host": "sandbox.test", **headers})
    event(f"{answer.status_code}")
    assert answer.status_code < 500, answer.text
    if answer.headers.get("content-type") == "application/json" and method != "HEAD":
        json.loads(answer.content)


@pytest.fixture(scope="module")
def port():
    with served(App(speed=0)) as base:
        yield int(base.rpartition(":")[2])


@given(
    st.binary(max_size=80)
    | st.builds(
        lambda target, header: b"GET /" + target + b" HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n",
        st.binary(max_size=40),
        st.binary(max_size=40),
    )
)
def test_any_bytes_at_all_make_no_5xx(port, raw):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        head = connection.recv(64)
    assert not head or int(head.split()[1]) < 500, head
