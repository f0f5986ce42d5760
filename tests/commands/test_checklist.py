"""The checklist of DestinPQ's document as a command: asked first, sent once, judged line by line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from imgen_nb.client.client import Client
from imgen_nb.commands import checklist, cli
from imgen_nb.commands.checklist import Watched
from imgen_nb.sandbox import Sandbox
from imgen_nb.testing import png

ROOT = "https://video-api.destinpq.com/api/v1"
LINES = 4


class Service:
    """The API as its document has it, or with one thing changed."""

    def __init__(self, **changes: Any) -> None:
        self.changes = changes
        self.posts: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "cdn.example":
            return httpx.Response(200, content=self.changes.get("file", png()))
        if request.method == "POST":
            self.posts.append(json.loads(request.content))
            made = {"id": f"task-{len(self.posts)}", "status": "pending"} | self.changes.get("created", {})
            return httpx.Response(self.changes.get("status", 200), json=made)
        asset = {"url": "https://cdn.example/a.png", "asset_type": "image"}
        done = {"id": request.url.path.rpartition("/")[2], "status": "completed", "output_assets": [asset]}
        return httpx.Response(200, json=done | self.changes.get("done", {}))


def run(service: Service, agree: bool = True) -> tuple[int, list[str]]:
    said: list[str] = []

    def connect(watched: Watched) -> Client:
        return Client(watched, live=True, transport=httpx.MockTransport(service), deadline=20)

    return checklist.report(said.append, lambda question: agree, connect), said


def test_a_service_as_the_document_has_it_holds() -> None:
    service = Service()
    code, said = run(service)
    assert code == 0
    assert [line[:4] for line in said[:LINES]] == ["ok  "] * LINES
    assert len(service.posts) == 1
    again, _ = run(service)
    assert again == 0
    assert len(service.posts) == 2, "the second run was answered by the store"


def test_nothing_is_sent_without_a_yes() -> None:
    service = Service()
    assert run(service, agree=False) == (1, ["Nothing was sent."])
    assert service.posts == []


DEVIATIONS: dict[str, tuple[dict[str, Any], int]] = {
    "another status word": ({"created": {"status": "queued"}}, 0),
    "201": ({"status": 201}, 0),
    "it fails": ({"done": {"status": "failed", "error_message": "no paint", "output_assets": None}}, 1),
    "a JPEG": ({"file": b"\xff\xd8\xff\xe0 no picture"}, 2),
}


@pytest.mark.parametrize("name", DEVIATIONS)
def test_a_deviation_is_named(name: str) -> None:
    changes, line = DEVIATIONS[name]
    code, said = run(Service(**changes))
    assert code == 1
    lines = [text for text in said if text[:4] in ("ok  ", "FAIL")]
    assert lines[line].startswith("FAIL")
    assert lines[3].startswith("ok"), "the four fields went out as they are"


def test_a_refusal_fails_every_line_it_can() -> None:
    code, said = run(Service(status=400))
    assert code == 1
    assert sum(line.startswith("FAIL") for line in said) == LINES - 1


def test_it_is_never_run_in_the_sandbox(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", asked.append)
    assert cli.main(["doctor", "destinpq"]) == 1
    assert "Nothing was sent: IMGEN_NB_LIVE=0" in capsys.readouterr().out
    assert asked == []


def test_the_sandbox_too_holds_it() -> None:
    box = Sandbox("destinpq", speed=0)
    said: list[str] = []
    seen: list[str] = []

    def agree(question: str) -> bool:
        seen.append(question)
        return True

    connect: Callable[[Watched], Client] = lambda watched: Client(  # noqa: E731
        watched, live=True, base_url=box.base_url, transport=box.transport(), allow_assets_from=()
    )
    assert checklist.report(said.append, agree, connect) == 0, said
    assert "may cost something" in seen[0]
    assert len(box.billed) == 1
