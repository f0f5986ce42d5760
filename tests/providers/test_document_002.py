"""Document 002 (Akool, "Get Image Result"), sentence by sentence."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import httpx
import pytest
from documents import Box, Look, holds, sent, sentences
from flows import driven, said

from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.engine.redaction import Secret
from imgen_nb.errors import GenerationFailed, ImgenError
from imgen_nb.flow import Exchange
from imgen_nb.types import Generation, State

AKOOL = providers.get("akool")
V3 = "/api/open/v3/content/image"
CREATE = "/api/open/v4/content/image/createBySourcePrompt"
JOB = "662a10df4197b3af58532e89"
BUTTONS = ["U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4"]
WEEK = 7 * 86400.0


def info(box: Box, remote_id: str, **headers: str) -> dict[str, Any]:
    reply: dict[str, Any] = box.ask("GET", f"{V3}/infobymodelid?image_model_id={remote_id}", **headers).json()
    return reply


def create(box: Box, path: str = CREATE) -> str:
    remote_id: str = box.ask("POST", path, {"prompt": "a lighthouse"}).json()["data"]["_id"]
    return remote_id


@cache
def done(path: str = CREATE) -> dict[str, Any]:
    """The reply about a job that ran to its end."""
    box = Box("akool")
    remote_id = create(box, path)
    return info(box.later(60), remote_id)


def sheet() -> dict[str, Any]:
    data: dict[str, Any] = done(f"{V3}/createbyprompt")["data"]
    return data


def with_headers(**headers: str) -> int:
    box = Box("akool")
    code: int = info(box, create(box), **headers)["code"]
    return code


def statuses() -> list[int]:
    """The numbers that a job goes through, and whether its picture is told with each."""
    box = Box("akool")
    remote_id = create(box)
    return [info(box.later(step), remote_id)["data"]["image_status"] for step in (0, 1.5, 60)]


def early() -> dict[str, Any]:
    box = Box("akool")
    data: dict[str, Any] = info(box, create(box))["data"]
    return data


def read(status: object, **more: Any) -> Any:
    """A job as our side reads it."""
    data = {"_id": JOB, "image_status": status, "image": "https://x.example/a.png", **more}
    return driven(AKOOL.get(JOB), said({"code": 1000, "data": data}))[0]


def follow(*replies: httpx.Response) -> Any:
    return driven(AKOOL.follow(JOB), *replies)


def failed() -> str:
    with pytest.raises(GenerationFailed) as caught:
        follow(said({"code": 1000, "data": {"_id": JOB, "image_status": 4, "error_reasons": "no paint"}}))
    return caught.value.message


def refused_with(code: int) -> str:
    with pytest.raises(ImgenError) as caught:
        driven(AKOOL.get(JOB), said({"code": code, "msg": "told"}))
    return caught.value.message


def question() -> httpx.Request:
    step = next(AKOOL.follow(JOB))
    assert isinstance(step, Exchange)
    return step.request


def chosen(**keys: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in keys.items():
            patch.setenv(name, value)
        auth = Client("akool", transport=httpx.MockTransport(lambda _: httpx.Response(500))).access.auth
    assert auth
    assert isinstance(auth[2], Secret)
    return auth[0]


def made(**params: Any) -> Generation:
    with Client("akool", live=False) as client:
        return client.generate("a lighthouse", **params)


def pressed() -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said of a sheet once U2 was pressed, and of what the button made."""
    box = Box("akool")
    parent = create(box, f"{V3}/createbyprompt")
    box.later(60)
    child = box.ask("POST", f"{V3}/createbybutton", {"_id": parent, "button": "U2"}).json()["data"]["_id"]
    return info(box, parent)["data"], info(box.later(60), child)["data"]


def expired() -> tuple[int, int]:
    """The status of the file before and after the 7 days."""
    box = Box("akool")
    remote_id = create(box)
    place = info(box.later(60), remote_id)["data"]["image"]
    before = box.later(WEEK - 120).ask("GET", place).status_code
    return before, box.later(120).ask("GET", place).status_code


TABLE: list[tuple[str, str, Look]] = [
    ("5", "x-api-key: API Key", lambda: (with_headers(x_api_key="key"), 1000)),
    ("5", "x-api-key, from here", lambda: (chosen(AKOOL_API_KEY="k"), "x-api-key")),
    (
        "5",
        "Authorization will be used first",
        lambda: (with_headers(x_api_key="key", authorization="Bearer invalid"), 1101),
    ),
    ("5", "x-api-key will be discarded", lambda: (with_headers(x_api_key="invalid", authorization="Bearer t"), 1000)),
    ("5", "one is sent, and the token first", lambda: (chosen(AKOOL_API_KEY="k", AKOOL_TOKEN="t"), "Authorization")),
    ("6", "Authorization: Bearer {token}", lambda: (with_headers(authorization="Bearer token"), 1000)),
    ("6", "Get Token", lambda: ({*token()}, {"code", "token"})),
    ("6", "Get Token, from here", lambda: (AKOOL.sign_in.env, ("AKOOL_CLIENT_ID", "AKOOL_CLIENT_SECRET"))),
    ("44", "a callback when the task completes", lambda: (called(), [[], ["https://x.example/hook"], []])),
    ("6", "without any", lambda: (with_headers(x_other="1"), 1102)),
    ("10", "image_model_id: required", lambda: (Box("akool").ask("GET", f"{V3}/infobymodelid").json()["code"], 1003)),
    ("10", "the _id returned from create", lambda: (dict(question().url.params), {"image_model_id": JOB})),
    ("14", "code: 1000 is success", lambda: (done()["code"], 1000)),
    ("14", "any other code is none, behind HTTP 200", lambda: (refused_with(1003), "code 1003: told")),
    ("15", "msg: String", lambda: (done()["msg"], "OK")),
    ("16", "data: Object", lambda: (type(done()["data"]), dict)),
    ("17", "_id: String", lambda: (type(done()["data"]["_id"]), str)),
    ("18", "create_time: Long", lambda: (done()["data"]["create_time"] > 10**12, True)),
    ("18", "create_time, read in milliseconds", lambda: (read(1, create_time=1714032863272).created, 1714032863.272)),
    ("19", "uid: Integer", lambda: (type(done()["data"]["uid"]), int)),
    ("20", "type: Integer", lambda: (type(done()["data"]["type"]), int)),
    ("21", "image_status: 1, 2, 3", lambda: (statuses(), [1, 2, 3])),
    (
        "21",
        "image_status, read",
        lambda: (
            [read(one).state for one in (1, 2, 3, 4)],
            [State.ACCEPTED, State.RUNNING, State.DOWNLOADING, State.FAILED],
        ),
    ),
    ("22", "image: available when 3", lambda: ("image" in done()["data"], True)),
    ("22", "image: not before", lambda: (early().get("image"), None)),
    ("23", "deduction_credit: Integer", lambda: (done()["data"]["deduction_credit"], 4)),
    ("23", "deduction_credit, told", lambda: (made().cost.credits, 4)),
    ("24", "buttons: U1-U4, V1-V4", lambda: (sheet()["buttons"], BUTTONS)),
    ("24", "buttons, offered here", lambda: (made(model="v3").actions, tuple(BUTTONS))),
    ("25", "used_buttons: already used", lambda: (pressed()[0]["used_buttons"], ["U2"])),
    (
        "25",
        "used_buttons, not offered any more",
        lambda: (
            read(3, buttons=BUTTONS, used_buttons=["U2"], upscaled_urls=["https://x.example/1.png"]).outcome.actions,
            tuple(one for one in BUTTONS if one != "U2"),
        ),
    ),
    ("26", "upscaled_urls: of a sheet, its four", lambda: (len(sheet()["upscaled_urls"]), 4)),
    ("26", "upscaled_urls, kept beside the sheet", lambda: (len(made(model="v3").images), 5)),
    ("34", "1: in queue", lambda: (read(1).outcome, None)),
    ("35", "2: processing", lambda: (read(2).outcome, None)),
    ("36", "3: the result URL is in image", lambda: (read(3).outcome.assets[0].source, "https://x.example/a.png")),
    ("37", "4: failed", lambda: (failed(), "no paint")),
    (
        "39",
        "use the _id as image_model_id",
        lambda: (Box("akool").ask("POST", CREATE, {"prompt": "x"}).json()["data"]["_id"] != "", True),
    ),
    (
        "40",
        "poll this endpoint periodically",
        lambda: (
            len(
                follow(
                    *[said({"code": 1000, "data": {"_id": JOB, "image_status": 2}})] * 3,
                    said({"code": 1000, "data": {"_id": JOB, "image_status": 3, "image": "https://x.example/a.png"}}),
                )[1]
            ),
            7,
        ),
    ),
    ("43", "U1-U4: 4K upscale", lambda: (len(pressed()[1]["image"]) > 0, True)),
    ("43", "V1-V4 and U1-U4 are presses here", lambda: (AKOOL.has("press"), True)),
    ("43", "valid for 7 days, there", lambda: (expired(), (200, 404))),
    (
        "43",
        "valid for 7 days, told",
        lambda: (read(3, create_time=1714032863272).outcome.expires, 1714032863.272 + WEEK),
    ),
    ("43", "download and save promptly", lambda: (made().images[0].path.exists(), True)),
    ("44", "a webhook URL during creation", lambda: (webhook(), ["https://x.example/hook"] * 2)),
]


def webhook() -> list[object]:
    """The address as both generations of the create call spell its name."""
    asked = [sent(AKOOL, webhook_url="https://x.example/hook", **more) for more in ({}, {"model": "v3"})]
    bodies = [json.loads(one.content) for one in asked]
    return [bodies[0].get("webhookurl"), bodies[1].get("webhookUrl")]


def called() -> list[Any]:
    """Where a job with a webhook URL calls, before and after it has ended."""
    pytest.importorskip("cryptography", reason='pip install "imgen-nb[webhook]"')
    box = Box("akool")
    box.ask("POST", CREATE, {"prompt": "a lighthouse", "webhookurl": "https://x.example/hook"})
    return [[address for address, _ in box.later(step).sandbox.calls()] for step in (0, 60, 60)]


def token() -> dict[str, Any]:
    asked = {"clientId": "an-id", "clientSecret": "a-secret"}
    reply: dict[str, Any] = Box("akool").ask("POST", "/api/open/v3/getToken", asked, x_other="1").json()
    return reply


@sentences("002", TABLE)
def test_what_the_document_says(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    holds(look)
