"""Document 001 (Banatie), sentence by sentence; it is one line, so a row names the section as well."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from documents import Box, Look, body, choices, holds, refused, sent, sentences
from flows import asked, driven, said

from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.errors import ApiError, GenerationFailed, ImgenError, NotFound, RateLimited, Unauthorized
from imgen_nb.types import Generation, State

BANATIE = providers.get("banatie")
GOLDEN = Path(__file__).parent.parent / "helpers" / "golden"
PATH = "/api/v1/generations"
JOB = "550e8400-e29b-41d4-a716-446655440000"
RATIOS = ("1:1", "16:9", "9:16", "3:2", "21:9")
TEMPLATES = ("general", "photorealistic", "illustration", "minimalist", "sticker", "product", "comic")
STATUSES = ("pending", "processing", "success", "failed")
GENERATION = {
    *("id", "projectId", "prompt", "originalPrompt", "autoEnhance", "aspectRatio", "status", "outputImageId"),
    *("outputImage", "processingTimeMs", "retryCount", "errorMessage", "meta", "createdAt", "updatedAt"),
}
IMAGE = {"id", "storageUrl", "mimeType", "width", "height", "fileSize"}


def golden(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((GOLDEN / f"banatie-{name}.json").read_text())
    return read


def create(asked: dict[str, Any] | None = None) -> httpx.Response:
    return Box("banatie").ask("POST", PATH, asked or golden("create-request"))


def created(**changes: Any) -> dict[str, Any]:
    """The `data` of a creation."""
    data: dict[str, Any] = create({"prompt": "a cat", **changes}).json()["data"]
    return data


def statuses(name: str, *values: Any) -> list[int]:
    return [create({"prompt": "a cat", name: value}).status_code for value in values]


@cache
def ended(prompt: str = "a red sports car") -> dict[str, Any]:
    """The `data` of a generation that ran to its end."""
    box = Box("banatie")
    remote_id = box.ask("POST", PATH, {"prompt": prompt, "aspectRatio": "16:9"}).json()["data"]["id"]
    data: dict[str, Any] = box.later(60).ask("GET", f"{PATH}/{remote_id}").json()["data"]
    return data


def listed(query: str = "", of: int = 3) -> dict[str, Any]:
    """What the list says when `of` generations have ended."""
    box = Box("banatie")
    for number in range(of):
        box.ask("POST", PATH, {"prompt": f"cat {number}"})
    page: dict[str, Any] = box.later(60).ask("GET", f"{PATH}{query}").json()
    return page


def list_query(**arguments: Any) -> dict[str, str]:
    return dict(next(BANATIE.list(**arguments)).request.url.params)


def deleted() -> tuple[httpx.Response, list[int]]:
    """The answer to a delete, and the statuses of its record and its picture afterwards."""
    box = Box("banatie")
    remote_id = box.ask("POST", PATH, {"prompt": "a cat"}).json()["data"]["id"]
    place = box.later(60).ask("GET", f"{PATH}/{remote_id}").json()["data"]["outputImage"]["storageUrl"]
    answer = box.ask("DELETE", f"{PATH}/{remote_id}")
    return answer, [box.ask("GET", f"{PATH}/{remote_id}").status_code, box.ask("GET", place).status_code]


def states() -> list[str]:
    """The words a generation goes through."""
    box = Box("banatie")
    remote_id = box.ask("POST", PATH, {"prompt": "a cat"}).json()["data"]["id"]
    return [box.later(step).ask("GET", f"{PATH}/{remote_id}").json()["data"]["status"] for step in (0, 1.5, 60)]


def read_as(status: str) -> State:
    """How our side reads a status word."""
    record, _ = driven(BANATIE.get(JOB), said({"success": True, "data": {"id": JOB, "status": status}}))
    read: State = record.state
    return read


def failed() -> str:
    told = {"id": JOB, "status": "failed", "errorMessage": "the painter is ill"}
    with pytest.raises(GenerationFailed) as caught:
        driven(BANATIE.follow(JOB), said({"success": True, "data": told}))
    return caught.value.message


def error_of(status: int, code: str) -> type[ImgenError]:
    """What a documented error of a creation becomes."""
    body = {"success": False, "error": {"code": code, "message": "told"}}
    with pytest.raises(ImgenError) as caught:
        driven(BANATIE.generate(asked(BANATIE, "a cat")), httpx.Response(status, json=body))
    return type(caught.value)


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def used_up() -> httpx.Response:
    box = Box("banatie")
    return [box.ask("GET", PATH) for _ in range(101)][-1]


def made(**params: Any) -> Generation:
    with Client("banatie", live=False) as client:
        return client.generate("a cat on a sofa", **params)


def enhanced(data: dict[str, Any]) -> tuple[str, bool]:
    return data["originalPrompt"], data["prompt"] != data["originalPrompt"]


def option(name: str) -> Any:
    return BANATIE.option(name)


def size() -> tuple[int, int]:
    box = Box("banatie")
    remote_id = box.ask("POST", PATH, {"prompt": "a cat"}).json()["data"]["id"]
    image = box.later(60).ask("GET", f"{PATH}/{remote_id}").json()["data"]["outputImage"]
    return len(box.ask("GET", image["storageUrl"]).content), image["fileSize"]


ADVANCED = ("reference_images", "alias", "flow_alias", "flow_id")
VERBS = ("upload", "list_images", "get_image", "update_image", "delete_image")


def aliased() -> tuple[int, int]:
    """The statuses of a deleted generation and of its picture, which has an alias."""
    box = Box("banatie")
    remote_id = box.ask("POST", PATH, {"prompt": "a cat", "alias": "@cat"}).json()["data"]["id"]
    box.later(60).ask("DELETE", f"{PATH}/{remote_id}")
    return box.ask("GET", f"{PATH}/{remote_id}").status_code, box.ask("GET", "/api/v1/images/@cat").status_code


TABLE: list[tuple[str, str, Look]] = [
    ("1", "X-API-Key header", lambda: (BANATIE.credentials[0].header, "X-API-Key")),
    ("1", "all endpoints require it", lambda: (Box("banatie").ask("GET", PATH, x_other="1").status_code, 401)),
    ("1", "POST /api/v1/generations", lambda: ((sent(BANATIE).method, str(sent(BANATIE).url)), ("POST", PATH))),
    ("1 Parameters", "prompt: required", lambda: (refused(BANATIE, " "), True)),
    ("1 Parameters", "prompt: required, there", lambda: (create({"aspectRatio": "1:1"}).status_code, 400)),
    ("1 Parameters", 'aspectRatio: default "1:1"', lambda: (created()["aspectRatio"], "1:1")),
    ("1 Parameters", 'aspectRatio: default "1:1", here', lambda: (body(BANATIE)["aspectRatio"], "1:1")),
    ("1 Parameters", "autoEnhance: default true", lambda: (created()["autoEnhance"], True)),
    ("1 Parameters", "autoEnhance: default true, here", lambda: (body(BANATIE)["autoEnhance"], True)),
    ("1 Parameters", "autoEnhance: boolean", lambda: (statuses("autoEnhance", "true", 1, None), [400] * 3)),
    (
        "1 Parameters",
        "enhancementOptions: object",
        lambda: (statuses("enhancementOptions", {}, [], "x"), [201, 400, 400]),
    ),
    ("1 Parameters", 'template: default "general"', lambda: (option("template").default, "general")),
    ("1 Parameters", "meta: default {}", lambda: (Box("banatie").ask("POST", PATH, {"prompt": "x"}).status_code, 201)),
    ("1 Parameters", "meta: object", lambda: (statuses("meta", {"a": 1}, "a", []), [201, 400, 400])),
    ("1 Parameters", "meta: yours, beside ours", lambda: (body(BANATIE, meta={"a": 1})["meta"]["a"], 1)),
    ("1 Example Request", "as printed", lambda: (printed_request(), golden("create-request"))),
    ("1 Response", "201 Created", lambda: (create().status_code, 201)),
    ("1 Response", "the printed fields", lambda: ({*create().json()["data"]}, {*golden("create-response")["data"]})),
    ("1 Response", "status: pending", lambda: (created()["status"], "pending")),
    ("1 Response", "outputImageId: null", lambda: (created()["outputImageId"], None)),
    ("1 Aspect Ratios", "the five", lambda: (choices(BANATIE, "aspect_ratio"), RATIOS)),
    ("1 Aspect Ratios", "the five, there", lambda: (statuses("aspectRatio", *RATIOS), [201] * 5)),
    ("1 Aspect Ratios", "no other", lambda: (statuses("aspectRatio", "4:3"), [400])),
    ("1 Prompt Enhancement", "original prompt preserved", lambda: (enhanced(created()), ("a cat", True))),
    ("1 Prompt Enhancement", "enhanced version in prompt", lambda: (made().prompt_used != "a cat on a sofa", True)),
    (
        "1 Prompt Enhancement",
        "false: both are the original",
        lambda: (enhanced(created(autoEnhance=False)), ("a cat", False)),
    ),
    (
        "1 Prompt Enhancement",
        "false: no enhancement is applied",
        lambda: (made(enhance=False).prompt_used, "a cat on a sofa"),
    ),
    ("1 Templates", "the seven", lambda: (choices(BANATIE, "template"), TEMPLATES)),
    ("1 Templates", "each has a style of its own", lambda: (len({styled(one) for one in TEMPLATES}), 7)),
    ("1 Templates", "no other", lambda: (statuses("enhancementOptions", {"template": "baroque"}), [400])),
    ("1 Templates", "without enhancement: said", lambda: ("template 'comic' was not used" in unused(), True)),
    (
        "1 Example: With Enhancement",
        "as printed",
        lambda: (enhanced(create(golden("enhanced-request")).json()["data"]), ("a cat", True)),
    ),
    ("1 Example: Without Enhancement", "as printed", lambda: (plain(), golden("plain-response"))),
    (
        "1 Generation Status",
        "the four words",
        lambda: ([read_as(one) for one in STATUSES], [State.ACCEPTED, State.RUNNING, State.DOWNLOADING, State.FAILED]),
    ),
    ("1 Generation Status", "pending, processing, success", lambda: (states(), ["pending", "processing", "success"])),
    ("1 Generation Status", "failed: see errorMessage", lambda: (failed(), "the painter is ill")),
    (
        "1 Generation Status",
        "GET /api/v1/generations/:id",
        lambda: (str(next(BANATIE.get(JOB)).request.url), f"{PATH}/{JOB}"),
    ),
    ("1 Generation Status", "success: outputImageId", lambda: (ended()["outputImageId"], ended()["outputImage"]["id"])),
    ("1 List", "GET /api/v1/generations", lambda: (next(BANATIE.list()).request.url.path, PATH)),
    ("1 List", "status: one of four", lambda: ([list_query(status=one)["status"] for one in STATUSES], [*STATUSES])),
    (
        "1 List",
        "status filters",
        lambda: ([len(listed(f"?status={one}")["data"]) for one in ("success", "failed")], [3, 0]),
    ),
    ("1 List", "limit: default 20", lambda: ((listed()["pagination"]["limit"], list_query()["limit"]), (20, "20"))),
    ("1 List", "limit: max 100", lambda: (beyond(limit=101), True)),
    ("1 List", "limit: max 100, there", lambda: (Box("banatie").ask("GET", f"{PATH}?limit=101").status_code, 400)),
    ("1 List", "offset: default 0", lambda: ((listed()["pagination"]["offset"], list_query()["offset"]), (0, "0"))),
    ("1 List", "offset", lambda: ([one["originalPrompt"] for one in listed("?limit=1&offset=2")["data"]], ["cat 0"])),
    ("1 List", "includeDeleted: default false", lambda: (list_query()["includeDeleted"], "false")),
    ("1 List", "includeDeleted: boolean", lambda: (list_query(include_deleted=True)["includeDeleted"], "true")),
    ("1 List", "the printed item", lambda: ({*listed()["data"][0]}, {*golden("list-response")["data"][0]})),
    (
        "1 List",
        "pagination",
        lambda: (listed("?limit=2")["pagination"], {"limit": 2, "offset": 0, "total": 3, "hasMore": True}),
    ),
    ("1 Get", "every field", lambda: ({*ended()}, GENERATION)),
    ("1 Get", "outputImage: every field", lambda: ({*ended()["outputImage"]}, IMAGE)),
    (
        "1 Get",
        "16:9 is 1792x1024",
        lambda: ((ended()["outputImage"]["width"], ended()["outputImage"]["height"]), (1792, 1024)),
    ),
    ("1 Get", "storageUrl on another host, without a key", lambda: (made().images[0].width > 0, True)),
    ("1 Delete", "DELETE /api/v1/generations/:id", lambda: (delete_request(), ("DELETE", f"{PATH}/{JOB}"))),
    ("1 Delete", "200, Generation deleted", lambda: (deleted()[0].json(), golden("delete-response"))),
    ("1 Delete", "record and image are hard deleted", lambda: (deleted()[1], [404, 404])),
    ("1 Response Fields", "processingTimeMs: number", lambda: (type(ended()["processingTimeMs"]), int)),
    ("1 Response Fields", "retryCount: number", lambda: (ended()["retryCount"], 0)),
    ("1 Response Fields", "errorMessage: null unless failed", lambda: (ended()["errorMessage"], None)),
    ("1 Response Fields", "createdAt: ISO timestamp", lambda: (ended()["createdAt"][-5:-1].startswith("."), True)),
    ("1 Output Image", "mimeType", lambda: (ended()["outputImage"]["mimeType"], "image/png")),
    ("1 Output Image", "fileSize: bytes of the file", size),
    ("1 Error Codes", "400 VALIDATION_ERROR", lambda: (code_of(create({"prompt": 1})), (400, "VALIDATION_ERROR"))),
    (
        "1 Error Codes",
        "401 UNAUTHORIZED",
        lambda: (code_of(Box("banatie").ask("GET", PATH, x_other="1")), (401, "UNAUTHORIZED")),
    ),
    (
        "1 Error Codes",
        "404 GENERATION_NOT_FOUND",
        lambda: (code_of(Box("banatie").ask("GET", f"{PATH}/{JOB}")), (404, "GENERATION_NOT_FOUND")),
    ),
    ("1 Error Codes", "429 RATE_LIMIT_EXCEEDED", lambda: (code_of(used_up()), (429, "RATE_LIMIT_EXCEEDED"))),
    ("1 Error Codes", "400, here", lambda: (error_of(400, "VALIDATION_ERROR"), ApiError)),
    ("1 Error Codes", "401, here", lambda: (error_of(401, "UNAUTHORIZED"), Unauthorized)),
    ("1 Error Codes", "404, here", lambda: (error_of(404, "GENERATION_NOT_FOUND"), NotFound)),
    ("1 Error Codes", "429, here", lambda: (error_of(429, "RATE_LIMIT_EXCEEDED"), RateLimited)),
    ("1 Error Codes", "500 GENERATION_FAILED, here", lambda: (error_of(500, "GENERATION_FAILED"), GenerationFailed)),
    ("1 Rate Limits", "100 requests per hour", lambda: (used_up().headers["x-ratelimit-limit"], "100")),
    (
        "1 Rate Limits",
        "X-RateLimit-Remaining",
        lambda: (Box("banatie").ask("GET", PATH).headers["x-ratelimit-remaining"], "99"),
    ),
    (
        "1 Rate Limits",
        "X-RateLimit-Reset: seconds until reset",
        lambda: (Box("banatie").ask("GET", PATH).headers["x-ratelimit-reset"], "3600"),
    ),
    ("1 Rate Limits", "read here", lambda: (window(), (100, 7, 90.0))),
    ("1 Delete", "unless it has a project alias", lambda: (aliased(), (404, 200))),
    ("1 See Also", "references, aliases, flows", lambda: ({*ADVANCED} <= {*BANATIE.options_for(None)}, True)),
    ("1 See Also", "upload and manage images", lambda: ([one for one in VERBS if not BANATIE.has(one)], [])),
    ("1 See Also", "live generation", lambda: (BANATIE.has("live_path"), True)),
]


def printed_request() -> dict[str, Any]:
    """The printed example as our side sends it, without what we add to `meta`."""
    asked = {"aspect_ratio": "16:9", "enhance": True, "template": "photorealistic"}
    ours: dict[str, Any] = body(BANATIE, "a red sports car on a mountain road", **asked)
    assert {*ours.pop("meta")} == {"imgen_ref"}
    return ours


def styled(template: str) -> str:
    prompt: str = created(enhancementOptions={"template": template})["prompt"]
    return prompt


def unused() -> str:
    return "; ".join(made(enhance=False, template="comic").warnings)


def plain() -> dict[str, Any]:
    data = create(golden("plain-request")).json()["data"]
    return {name: data[name] for name in golden("plain-response")}


def beyond(**arguments: Any) -> bool:
    with pytest.raises(ImgenError) as caught:
        next(BANATIE.list(**arguments))
    return caught.value.charged == "no"


def delete_request() -> tuple[str, str]:
    request = next(BANATIE.delete(JOB)).request
    return request.method, str(request.url)


def window() -> tuple[int, int, float]:
    headers = {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "90"}
    read = BANATIE.window(httpx.Response(200, headers=headers))
    assert read
    return read.limit, read.remaining, read.reset


@sentences("001", TABLE)
def test_what_the_document_says(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    holds(look)
