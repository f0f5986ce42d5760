"""The requests of the pages that the documents link to, each a file: the provider sends it, the sandbox takes it."""

from __future__ import annotations

import json
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from documents import KEYS, Box
from verbs import VERBS

from imgen_nb.flow import Exchange
from imgen_nb.sandbox.wire import match_path
from imgen_nb.testing import png

GOLDEN = Path(__file__).parent.parent / "helpers" / "golden" / "requests"


def golden(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return told


def written(request: httpx.Request) -> dict[str, Any]:
    """A request as the files write one; of a form's file its name is told."""
    path, _, query = request.url.raw_path.decode().partition("?")
    told: dict[str, Any] = {"method": request.method, "path": path}
    told |= {"query": dict(httpx.QueryParams(query))} if query else {}
    if "multipart" in request.headers.get("content-type", ""):
        return told | {"form": _form(request)}
    return told | ({"json": json.loads(request.read())} if request.read() else {})


def _form(request: httpx.Request) -> dict[str, str]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    whole = BytesParser().parsebytes(head + request.read())
    parts = [part for part in whole.walk() if isinstance(part, Message) and not part.is_multipart()]
    return {
        str(part.get_param("name", header="content-disposition")): part.get_filename() or str(part.get_payload())
        for part in parts
    }


def test_every_file_has_its_verb() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {*VERBS}


@pytest.mark.parametrize("name", VERBS)
def test_the_provider_sends_it(name: str) -> None:
    step = next(VERBS[name]())
    assert isinstance(step, Exchange)
    assert written(step.request) == golden(name)
    paid = name.partition("-")[2] in {
        *("references", "project-alias", "flow-alias", "sheet", "sheet-from-a-picture", "picture"),
        *("picture-from-a-picture", "button", "held", "task", "cut-out"),
    }
    assert step.paid is paid


@pytest.mark.parametrize("name", VERBS)
def test_the_sandbox_takes_it(name: str) -> None:
    """It is answered, or what it names is not there: no field, value or path of it is refused."""
    api, told = name.partition("-")[0], golden(name)
    box = Box(api, speed=0)
    place = httpx.URL(f"{box.sandbox.base_url}{told['path']}", params=told.get("query") or {})
    fields = told.get("form")
    body: dict[str, Any] = {"json": told["json"]} if "json" in told else {}
    if fields:
        body = {"data": {key: fields[key] for key in fields if key != "file"}, "files": {"file": ("a.png", png())}}
    reply = box.sandbox.handle(httpx.Request(told["method"], place, headers=KEYS[api], **body))
    said = reply.json()
    assert routed(box, told["method"], told["path"])
    if api == "akool":
        assert said["code"] in (1000, 1008), said
    else:
        assert reply.is_success or reply.status_code == 404, said


def routed(box: Box, method: str, path: str) -> bool:
    return any(one.method == method and match_path(one.path, path) is not None for one in box.sandbox.routes)


def test_another_path_or_field_would_be_found_out() -> None:
    box = Box("banatie", speed=0)
    assert not routed(box, "GET", "/api/v1/pictures")
    wrong = golden("banatie-references")["json"] | {"referenceImages": "@hero"}
    assert box.ask("POST", "/api/v1/generations", wrong).status_code == 400
