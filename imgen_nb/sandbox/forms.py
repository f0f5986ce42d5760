"""A multipart body as a wire reads it: each part by its name."""

import re
from typing import NamedTuple

import httpx

_NAME = re.compile(rb'[; ]name="([^"]*)"')
_FILE = re.compile(rb'[; ]filename="')


class Part(NamedTuple):
    """One part of a form, as it came."""

    raw: bytes
    is_file: bool


Form = dict[str, list[Part]]


def read(request: httpx.Request) -> Form:
    """Return the parts by name, each name with all that came under it; raises `ValueError` for any other body."""
    kind = request.headers.get("content-type", "")
    line = kind.partition("boundary=")[2].partition(";")[0].strip('"').encode()
    if not kind.lower().startswith("multipart/form-data") or not line:
        raise ValueError("the body must be multipart/form-data")
    form: Form = {}
    for piece in request.content.split(b"--" + line)[1:-1]:
        head, _, raw = piece.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        named = _NAME.search(head)
        name = named[1].decode("utf-8", "replace") if named else ""
        form.setdefault(name, []).append(Part(raw, _FILE.search(head) is not None))
    return form


def words(form: Form) -> dict[str, str]:
    """Return what is text in a form; of several under one name the last counts."""
    texts = {name: [part for part in parts if not part.is_file] for name, parts in form.items()}
    return {name: parts[-1].raw.decode("utf-8", "replace") for name, parts in texts.items() if parts}


def file(form: Form, name: str) -> bytes:
    """Return the one file under a name; raises `ValueError` where there is none."""
    parts = form.get(name, [])
    if not parts or not parts[0].raw:
        raise ValueError(f"{name} must be a file")
    return parts[0].raw
