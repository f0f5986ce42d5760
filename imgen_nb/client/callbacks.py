"""A service that calls back: who waits for the job asks at once, and what nobody waits for is fetched.

A callback only makes us ask: it is answered, opened and forgotten, and the service's own word about the job decides.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from imgen_nb.client import owed, process
from imgen_nb.errors import ImgenError, InvalidRequest, UnexpectedReply

log = logging.getLogger(__name__)

LARGEST = 64 * 2**10
PATIENCE = 10.0
"""Seconds that a caller may take for its request."""


def heard(provider: str, remote_id: str) -> str:
    """Let whoever waits for a job ask now; fetch it where nobody does. Says in words what was done."""
    with process.lock:
        jobs = [job for job in process.running.values() if not job.done and job.request.provider == provider]
    waiting = [job for job in jobs if remote_id in (job.remote_id or "").split(",")]
    for job in waiting:
        job.look()
    if waiting:
        return "who waits for it asks now"
    for row in process.store_at(None).unsettled():
        if row.provider == provider and remote_id in (row.remote_id or "").split(","):
            made = owed.client_of(row).settle(row).wait()
            return f"fetched: {len(made.images)} picture{'s' if len(made.images) != 1 else ''}"
    return "nothing is owed for it here, or another process waits for it"


class Receiver:
    """A small server on this machine that takes callbacks; `opened` makes the id of a job of a body, or nothing.

    A tunnel may point to `address`. `said` is told, in one line, what became of each callback.
    """

    def __init__(
        self,
        provider: str,
        opened: Callable[[Any], str | None],
        *,
        port: int = 0,
        said: Callable[[str], object] = log.info,
    ) -> None:
        self.provider, self._opened, self._said = provider, opened, said
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def start(self) -> Receiver:
        """Serve in a thread of its own."""
        threading.Thread(target=self.serve, name="imgen-webhook", daemon=True).start()
        return self

    def serve(self) -> None:
        """Serve until `close`."""
        self._server.serve_forever(0.1)

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self.close_socket()

    def close_socket(self) -> None:
        """Let go of the port where nobody serves."""
        self._server.server_close()

    def take(self, raw: bytes) -> int:
        """Judge one callback; the status to answer with. What follows from it is done in a thread of its own."""
        try:
            remote_id = self._opened(json.loads(raw))
        except (ValueError, RecursionError):
            self._said("a request that is no JSON was refused")
            return 400
        except UnexpectedReply as error:
            self._said(error.message)
            return 403
        if remote_id is not None:
            threading.Thread(target=self._follow, args=(remote_id,), name="imgen-callback", daemon=True).start()
        return 200

    def _follow(self, remote_id: str) -> None:
        try:
            what = heard(self.provider, remote_id)
        except ImgenError as error:
            what = str(error)
        except Exception as error:  # a fault of ours must not look like silence
            what = f"{type(error).__name__}"
        self._said(f"{remote_id}: {what}")


def opener(provider: str, client_id: str, client_secret: str) -> Callable[[Any], str | None]:
    """What opens the callbacks of one account: gives the id of a job that has ended, None for any other news."""
    if provider != "akool":
        raise InvalidRequest(f"{provider} is not known to call back", provider=provider, hint="akool does")
    from imgen_nb.providers import _akool_callback

    def open_one(body: Any) -> str | None:
        told = _akool_callback.opened(body, client_id, client_secret)
        return told.remote_id if told.ended else None

    return open_one


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE
        server_version, sys_version = "imgen_nb", ""

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not (length.isascii() and length.isdigit() and int(length) <= LARGEST):
                return self._answer(413)
            return self._answer(receiver.take(self.rfile.read(int(length))))

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Callers are nobody's business."""

    return Handler
