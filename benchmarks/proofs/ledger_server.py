"""A creations API in a thread of this process, that remembers for which prompt it was paid how often."""

import io
import json
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """DestinPQ's two requests, and the pictures."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        """Take a job, and remember that it was paid."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            self.server.paid[body["input_data"]["prompt"]] += 1
            job = f"{time.time():.4f}-{sum(self.server.paid.values())}"
        self._tell({"id": job, "status": "pending", "output_assets": []})

    def do_GET(self):
        """Tell a job, or give a picture."""
        path = self.path.partition("?")[0]
        if path.startswith("/files/"):
            return self._send("image/png", self.server.picture)
        job = path.rpartition("/")[2]
        ready = time.time() >= float(job.partition("-")[0]) + self.server.seconds
        assets = [{"asset_type": "image", "url": f"http://{self.headers['host']}/files/{job}.png"}] if ready else []
        status = "completed" if ready else "processing"
        return self._tell({"id": job, "status": status, "output_assets": assets})

    def _tell(self, data):
        self._send("application/json", json.dumps(data).encode())

    def _send(self, kind, body):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Jobs take `seconds`; `paid` counts accepted requests by prompt."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, seconds, side):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seconds, self.picture = seconds, _noise(side)
        self.paid, self.lock = Counter(), threading.Lock()

    @property
    def root(self):
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """A client that was killed in mid-word is what is tried here."""


def _noise(side):
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((side, side), 60).convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()


@contextmanager
def served(seconds, side):
    """A server for as long as it is needed."""
    server = Server(seconds, side)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
