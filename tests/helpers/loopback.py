"""A provider's scripted server on a real loopback port, for tests that need other processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from imgen_nb.testing import FakeWire, Server


class Roomy(ThreadingHTTPServer):
    """A server that lets many knock at once: a full queue drops connections that a client takes for made."""

    request_queue_size = 256


class Local(Server):
    """The scripted server, with its pictures on the same port."""

    port = 0

    def address(self, remote_id: str) -> str:
        return f"http://127.0.0.1:{self.port}/pictures/{remote_id}"


@contextmanager
def serving(wire: FakeWire, polls: int = 2) -> Iterator[Local]:
    """Serve a fake wire; its own root is `http://127.0.0.1:<port>` plus the path of `wire.base_url`."""
    server = Local(wire, polls=polls, clock=time.monotonic)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            request = httpx.Request(
                self.command, f"http://127.0.0.1{self.path}", headers=dict(self.headers), content=body
            )
            with lock:
                reply = server.answer(request)
            self.send_response(reply.status_code)
            for name, value in reply.headers.items():
                if name != "content-length":
                    self.send_header(name, value)
            self.send_header("content-length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the standard library's names

        def log_message(self, *args: object) -> None:
            pass

    http = Roomy(("127.0.0.1", 0), Handler)
    server.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def root(server: Local) -> str:
    """The API root that a client is given."""
    return f"http://127.0.0.1:{server.port}{httpx.URL(server.wire.base_url).path.rstrip('/')}"
