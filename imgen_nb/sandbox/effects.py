"""What a fault does to an answer.

An effect takes the scene (who answers, what was asked, the answer that would have been right) and an argument, and
returns the answer that is given instead, or raises the `httpx.TransportError` that a client would see. Those on a
job's fate are in `jobs.py`.
"""

import gzip
import math
import struct
import zlib
from dataclasses import replace
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, NamedTuple

import httpx

from imgen_nb.sandbox.jobs import Job, State
from imgen_nb.sandbox.replies import Reply, write_json
from imgen_nb.sandbox.wire import Call, Place, Wire

ELSEWHERE = "https://elsewhere.sandbox.invalid/"
MIRROR = "https://mirror.sandbox.invalid"
NONSENSE = "cut|html|empty|deep|bigint|surrogate"
WRONG = "missing|null|type"
_GONE = object()


class Scene(NamedTuple):
    """Where a fault strikes."""

    wire: Wire
    call: Call
    reply: Reply

    @property
    def job(self) -> Job:
        """The job the call is about; faults after acceptance always have one."""
        if self.call.job is None:
            raise LookupError("this fault needs a job")
        return self.call.job

    def put(self, place: Place, value: Any) -> Reply:
        """Return the right answer with one thing in its body changed."""
        return replace(self.reply, body=_put(self.reply.body, place, value))


def _put(body: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    head, *rest = place
    try:
        changed = _put(body[head], tuple(rest), value)
    except (LookupError, TypeError):
        return body  # an answer of another shape: an error, or a result that is not there yet
    copy = body.copy()
    if changed is _GONE:
        del copy[head]
    else:
        copy[head] = changed
    return copy


def trouble(scene: Scene, argument: str) -> Reply:
    """Answer with a status, with nonsense, with nothing, or not at all."""
    request = scene.call.request
    match argument:
        case "connect":
            raise httpx.ConnectError("connection refused", request=request)
        case "reset":
            raise httpx.ReadError("connection reset by peer", request=request)
        case "protocol":
            raise httpx.RemoteProtocolError("server disconnected without sending a response", request=request)
        case "timeout":
            return Reply(delay=math.inf)
        case "malformed":
            return replace(scene.reply, body=b'{"id": "7acdd14a-0d')
        case "429":
            return wait_seconds(scene, "2")
        case "502" | "503" | "504":  # a gateway in front of the service speaks, not the service
            return _html(int(argument), f"{argument} {HTTPStatus(int(argument)).phrase}")
        case _:
            reply = scene.wire.refuse(int(argument))
            return replace(reply, status=int(argument)) if argument.startswith("5") else reply


def cut_after(scene: Scene, seconds: str) -> Reply:
    """Let the job take longer than a box in between waits, which closes the connection then; the job goes on."""
    return replace(
        scene.reply, status=200, body=b"", delay=float(seconds), broken=True, headers={"Content-Length": "1"}
    )


def _busy(scene: Scene) -> Reply:
    """Return the wire's words for "too many requests" under 429, also where its errors come under 200."""
    return replace(scene.wire.refuse(429), status=429)


def _html(status: int, title: str) -> Reply:
    page = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Reply(status, page.encode(), {"Content-Type": "text/html"})


def wait_seconds(scene: Scene, seconds: str) -> Reply:
    """Refuse for now, and say how long in `Retry-After`."""
    return _busy(scene).with_headers({"Retry-After": seconds})


def wait_date(scene: Scene, seconds: str) -> Reply:
    """Refuse for now, and say until when in `Retry-After`, as HTTP allows too."""
    moment = scene.wire.book.epoch(scene.call.now) + int(seconds)
    return wait_seconds(scene, formatdate(moment, usegmt=True))


def wait_in_body(scene: Scene, seconds: str) -> Reply:
    """Refuse for now, and say how long in the body alone, as document 003 does."""
    reply = _busy(scene)
    return replace(reply, body={**reply.body, "retryAfter": int(seconds)})


def refused_with_200(scene: Scene, _argument: str) -> Reply:
    """Refuse as for wrong parameters, under a status that means success."""
    return replace(scene.wire.refuse(400), status=200)


def business_code(scene: Scene, code: str) -> Reply:
    """Refuse under 200 with a business code, known or not."""
    reply = scene.wire.refuse(400)
    return replace(reply, body={**reply.body, "code": int(code), "msg": f"refused with {code}"})


def redirect_submission(scene: Scene, location: str) -> Reply:
    """Send the client, and with it the body and the key, somewhere else."""
    return Reply(307, b"", {"Location": location})


def window_spent(scene: Scene, reset: str) -> Reply:
    """Announce an empty quota; `epoch` tells the reset as a Unix time, as some servers do."""
    value = str(math.ceil(scene.wire.book.epoch(scene.call.now)) + 30) if reset == "epoch" else reset
    return replace(
        scene.reply,
        headers={**scene.reply.headers, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": value},
    )


def malformed(scene: Scene, form: str) -> Reply:
    """Give an answer that no JSON reader takes, or that breaks what reads it."""
    match form:
        case "html":
            return _html(scene.reply.status, "Sign in")
        case "empty":
            return replace(scene.reply, body=b"")
        case "deep":
            return replace(scene.reply, body=b"[" * 100_000)
        case "bigint":
            return replace(scene.reply, body=b'{"id": 1' + b"0" * 5000 + b"}")
        case "surrogate":
            marked = scene.put(scene.wire.places.id, "@@")
            return replace(marked, body=write_json(marked.body).replace(b"@@", b"\\ud800"))
        case _:
            return trouble(scene, "malformed")


def without_id(scene: Scene, _argument: str) -> Reply:
    """Leave out the one thing that leads back to the paid job."""
    return scene.put(scene.wire.places.id, _GONE)


def id_is_a_path(scene: Scene, argument: str) -> Reply:
    """Give an id that is another address when put into one unquoted."""
    return scene.put(scene.wire.places.id, argument)


def other_id(scene: Scene, _argument: str) -> Reply:
    """Answer about a job nobody asked for."""
    own = scene.job.id
    return scene.put(scene.wire.places.id, own[:-1] + ("1" if own.endswith("0") else "0"))


def status_wrong(scene: Scene, form: str) -> Reply:
    """Leave out the status, or give it in another type than the document says."""
    word = scene.wire.words[scene.job.state(scene.call.now)]
    other = str(word) if isinstance(word, int) else 7
    return scene.put(scene.wire.places.status, {"missing": _GONE, "null": None, "type": other}[form])


def status_word(scene: Scene, word: str) -> Reply:
    """Give a word the document does not have, or a number where its words are numbers."""
    numbers = isinstance(scene.wire.words[State.DONE], int)
    return scene.put(scene.wire.places.status, int(word) if numbers and word.isdecimal() else word)


def renamed(scene: Scene, name: str) -> Reply:
    """Give the status under another name."""
    status = scene.wire.places.status[-1]
    return replace(scene.reply, body={name if key == status else key: value for key, value in scene.reply.body.items()})


def error_beside(scene: Scene, message: str) -> Reply:
    """Give an error while the status still says that the job goes on."""
    return scene.put(scene.wire.places.error, message)


def backwards(scene: Scene, _argument: str) -> Reply:
    """Alternate the words for running and queued, poll by poll."""
    state = State.RUNNING if scene.job.polls % 2 else State.QUEUED
    return scene.put(scene.wire.places.status, scene.wire.words[state])


def empty_result(scene: Scene, _argument: str) -> Reply:
    """Leave out the result of a finished job: null, and at times an empty list."""
    right = _result(scene)
    if right is _GONE:
        return scene.reply
    if isinstance(right, str):
        return scene.put(scene.wire.places.result, "")
    empty: list[Any] | None = [] if isinstance(right, list) and scene.job.polls % 2 else None
    return scene.put(scene.wire.places.result, empty)


def bare_list(scene: Scene, _argument: str) -> Reply:
    """Give the pictures as the output itself, not within an object."""
    return scene.put(scene.wire.places.result[:-1], _result(scene))


def _result(scene: Scene) -> Any:
    """Return what a finished job shows; a reply that tells its state alone has none."""
    right: Any = scene.reply.body
    try:
        for step in scene.wire.places.result:
            right = right[step]
    except (LookupError, TypeError):
        return _GONE
    return right


def other_address(scene: Scene, address: str) -> Reply:
    """Give another address for the picture."""
    return scene.put(scene.wire.places.url, address)


def asset_trouble(scene: Scene, argument: str) -> Reply:
    """Let the picture's host fail, in its own form."""
    if argument.isdigit():
        return replace(scene.reply, status=int(argument), body=b"<Error/>", headers={"Content-Type": "application/xml"})
    return trouble(scene, argument)


def cut(scene: Scene, _argument: str) -> Reply:
    """Announce the whole file and close the connection half way."""
    whole = scene.reply.content()
    length = {"Content-Length": str(len(whole))}
    return replace(scene.reply, body=whole[: len(whole) // 2], broken=True).with_headers(length)


def other_type(scene: Scene, media_type: str) -> Reply:
    """Give the right file under another content type."""
    return replace(scene.reply, headers={**scene.reply.headers, "Content-Type": media_type})


def page_instead(scene: Scene, _argument: str) -> Reply:
    """Give a web page, as a login wall does."""
    return _html(200, "Sign in to continue").with_headers({"X-Imgen-Engine": "sketch"})


def svg_instead(scene: Scene, _argument: str) -> Reply:
    """Give a picture that is a program."""
    body = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
    return replace(other_type(scene, "image/svg+xml"), body=body)


def huge(scene: Scene, form: str) -> Reply:
    """Begin as the right file does and go on and on, or announce that."""
    block = scene.reply.content()[:8].ljust(64 * 1024, b"\0")  # begins as the right file does
    if form == "announced":
        return replace(scene.reply, body=block, broken=True).with_headers({"Content-Length": str(10 * 2**30)})
    return replace(scene.reply, body=block, repeat=1536).with_headers({"Transfer-Encoding": "chunked"})


def compressed(scene: Scene, _argument: str) -> Reply:
    """Give a body that unfolds a thousandfold, though nobody asked for compression."""
    return replace(scene.reply, body=gzip.compress(bytes(32 * 2**20))).with_headers({"Content-Encoding": "gzip"})


def drip(scene: Scene, seconds: str) -> Reply:
    """Give the right file so slowly that no timeout for one piece ever strikes."""
    return replace(scene.reply, piece=1, pause=float(seconds))


def redirect(scene: Scene, location: str) -> Reply:
    """Send the client to another address for the picture."""
    return replace(scene.reply, status=302, body=b"").with_headers({"Location": location})


def redirect_to_mirror(scene: Scene, _argument: str) -> Reply:
    """Send the client to a host where the same picture is."""
    return redirect(scene, MIRROR + scene.call.path)


def bomb(scene: Scene, _argument: str) -> Reply:
    """Give a valid PNG of 256 megapixels in a few kilobytes."""
    side = 16_000
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * side))
    chunks = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )
    return replace(scene.reply, body=b"\x89PNG\r\n\x1a\n" + chunks)


def half_a_file(scene: Scene, _argument: str) -> Reply:
    """Give half of the file with a length that fits the half."""
    whole = scene.reply.content()
    return replace(scene.reply, body=whole[: len(whole) // 2])
