"""The Banatie sandbox against document 001."""

import io
import re
import uuid
from datetime import datetime

import pytest
from PIL import Image

from imgen_nb.sandbox.enhance import TEMPLATES, enhance

PATH = "/api/v1/generations"
SIZES = {"1:1": (1024, 1024), "16:9": (1792, 1024), "9:16": (1008, 1792), "3:2": (1536, 1024), "21:9": (2016, 864)}
RATE = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")


@pytest.fixture
def bn(bench):
    return bench("banatie")


def error(answer):
    body = answer.json()
    assert set(body) == {"success", "error"}
    assert body["success"] is False
    assert set(body["error"]) == {"message", "code"}
    return answer.status_code, body["error"]["code"]


# --- create, enhance, get ---------------------------------------------------------------------------------------------


def test_the_printed_create(bn, golden, same_shape):
    answer = bn.send("POST", PATH, json=golden("banatie-create-request"))
    printed = golden("banatie-create-response")
    assert answer.status_code == 201
    same_shape(answer.json(), printed)
    record = answer.json()["data"]
    assert record["status"] == "pending"
    assert record["originalPrompt"] == printed["data"]["originalPrompt"]
    assert record["prompt"].startswith("A photorealistic ")
    assert (record["createdAt"], record["updatedAt"]) == ("2025-11-28T10:00:00.000Z",) * 2
    assert uuid.UUID(record["id"])


def test_the_printed_get(bn, golden, same_shape):
    bn.send("POST", PATH, json=golden("banatie-create-request"))
    bn.time += 5
    answer = bn.poll(bn.box.billed[0].remote_id)
    same_shape(answer.json(), golden("banatie-get-response"))
    record = answer.json()["data"]
    image = record["outputImage"]
    assert record["outputImageId"] == image["id"]
    assert (image["width"], image["height"]) == (1792, 1024)
    file = bn.fetch(image["storageUrl"])
    assert len(file.content) == image["fileSize"]
    assert file.headers["content-type"] == image["mimeType"]
    ended = datetime.fromisoformat(record["updatedAt"]) - datetime.fromisoformat(record["createdAt"])
    assert record["processingTimeMs"] == pytest.approx(ended.total_seconds() * 1000, abs=2)


def test_before_success_there_is_no_image(bn, golden):
    remote_id = bn.accepted()
    for word in ("pending", "processing"):
        record = bn.poll(remote_id).json()["data"]
        assert record["status"] == word
        assert set(record) == set(golden("banatie-get-response")["data"])
        assert (record["outputImageId"], record["outputImage"], record["processingTimeMs"]) == (None, None, None)
        bn.time += 1.5


@pytest.mark.parametrize("example", ["enhanced", "plain"])
def test_the_printed_enhancements(bn, golden, same_shape, example):
    asked, printed = golden(f"banatie-{example}-request"), golden(f"banatie-{example}-response")
    record = bn.send("POST", PATH, json=asked).json()["data"]
    same_shape({key: record[key] for key in printed}, printed)
    assert record["originalPrompt"] == printed["originalPrompt"]
    assert record["autoEnhance"] == printed["autoEnhance"]
    if example == "plain":
        assert record["prompt"] == printed["prompt"]
    else:
        assert record["prompt"].startswith("A photorealistic ")
        assert record["prompt"] != record["originalPrompt"]


def test_the_seven_templates_rewrite_differently_and_always_the_same_way(bn):
    rewritten = {}
    for template in ("general", "photorealistic", "illustration", "minimalist", "sticker", "product", "comic"):
        asked = {"prompt": "a {cat}", "enhancementOptions": {"template": template}}
        record = bn.send("POST", PATH, json=asked).json()["data"]
        rewritten[template] = record["prompt"]
        assert "a {cat}" in record["prompt"]
        assert record["prompt"] == enhance("a {cat}", template)
    assert len(set(rewritten.values())) == 7 == len(TEMPLATES)
    default = bn.send("POST", PATH, json={"prompt": "a {cat}"}).json()["data"]
    assert default["prompt"] == rewritten["general"]
    assert default["aspectRatio"] == "1:1"
    assert default["autoEnhance"] is True


@pytest.mark.parametrize(("ratio", "size"), SIZES.items())
def test_each_ratio_has_its_size(bn, ratio, size):
    bn.send("POST", PATH, json={"prompt": "a fox", "aspectRatio": ratio, "autoEnhance": False})
    bn.time += 5
    image = bn.poll(bn.box.billed[0].remote_id).json()["data"]["outputImage"]
    assert (image["width"], image["height"]) == size
    assert Image.open(io.BytesIO(bn.fetch(image["storageUrl"]).content)).size == size


def test_meta_comes_back_in_get_alone(bn, golden):
    meta = {"imgen_ref": "a-b", "deep": [{"x": None}], "ü": 1.5}
    created = bn.send("POST", PATH, json={"prompt": "a fox", "meta": meta}).json()["data"]
    assert "meta" not in created
    assert bn.poll(created["id"]).json()["data"]["meta"] == meta
    assert bn.poll(bn.accepted()).json()["data"]["meta"] == {}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "prompt"),
        ({"prompt": ""}, "prompt"),
        ({"prompt": "  "}, "prompt"),
        ({"prompt": 7}, "prompt"),
        ({"prompt": "a", "aspectRatio": "4:3"}, "aspectRatio"),
        ({"prompt": "a", "aspectRatio": None}, "aspectRatio"),
        ({"prompt": "a", "autoEnhance": "false"}, "autoEnhance"),
        ({"prompt": "a", "autoEnhance": 0}, "autoEnhance"),
        ({"prompt": "a", "enhancementOptions": []}, "enhancementOptions"),
        ({"prompt": "a", "enhancementOptions": {"template": "anime"}}, "template"),
        ({"prompt": "a", "enhancementOptions": {"template": ["comic"]}}, "template"),
        ({"prompt": "a", "meta": "x"}, "meta"),
        ({"prompt": "a", "meta": {"x": "y" * 17_000}}, "meta"),
        ([], "body"),
    ],
)
def test_invalid_parameters_are_named(bn, body, field):
    answer = bn.send("POST", PATH, json=body)
    assert error(answer) == (400, "VALIDATION_ERROR")
    assert field in answer.json()["error"]["message"]
    assert bn.box.billed == ()


def test_the_eager_mode_answers_with_the_result(bench, golden, same_shape):
    bn = bench("banatie", faults=("eager",))
    answer = bn.create()
    assert answer.status_code == 201
    same_shape(answer.json(), golden("banatie-get-response"))
    assert answer.json()["data"]["status"] == "success"
    bn.time += 5
    assert bn.poll(bn.of.id(answer.json())).json() == answer.json()
    assert bn.create().json()["data"]["status"] == "pending"


# --- list and delete --------------------------------------------------------------------------------------------------


def test_the_printed_list(bn, golden, same_shape):
    for _ in range(12):
        bn.create()
    bn.time += 5
    answer = bn.send("GET", f"{PATH}?status=success&limit=10")
    printed = golden("banatie-list-response")
    same_shape(answer.json(), printed)
    assert answer.json()["pagination"] == {"limit": 10, "offset": 0, "total": 12, "hasMore": True}
    assert len(answer.json()["data"]) == 10


def test_pages_are_complete_and_newest_first(bn):
    made = [bn.accepted(str(number)) for number in range(7)]
    seen = []
    for offset in (0, 3, 6, 9):
        page = bn.send("GET", f"{PATH}?limit=3&offset={offset}").json()
        seen += [item["id"] for item in page["data"]]
        assert page["pagination"] == {"limit": 3, "offset": offset, "total": 7, "hasMore": offset + 3 < 7}
    assert seen == made[::-1]


def test_the_status_filter_follows_the_clock(bn):
    def counts():
        words = ("pending", "processing", "success", "failed")
        return [bn.send("GET", f"{PATH}?status={word}").json()["pagination"]["total"] for word in words]

    bn.create(), bn.create("[fault:failed]")
    assert counts() == [2, 0, 0, 0]
    bn.time += 1.5
    assert counts() == [0, 2, 0, 0]
    bn.time += 5
    assert counts() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=ten", "limit=²", "limit=", "offset=-1", "offset=1.5", "status=done"]
)
def test_invalid_filters(bn, query):
    assert error(bn.send("GET", f"{PATH}?{query}")) == (400, "VALIDATION_ERROR")


def test_include_deleted_is_accepted(bn):
    bn.send("DELETE", f"{PATH}/{bn.accepted()}")
    for word in ("true", "false"):
        assert bn.send("GET", f"{PATH}?includeDeleted={word}").json()["pagination"]["total"] == 0
    assert error(bn.send("GET", f"{PATH}?includeDeleted=maybe")) == (400, "VALIDATION_ERROR")


def test_deletion_is_for_good(bn, golden):
    body = bn.finished()
    remote_id, url = bn.of.id(body), bn.of.url(body)
    assert bn.fetch(url).status_code == 200
    answer = bn.send("DELETE", f"{PATH}/{remote_id}")
    assert (answer.status_code, answer.json()) == (200, golden("banatie-delete-response"))
    assert bn.fetch(url).status_code == 404
    for method in ("GET", "DELETE"):
        assert error(bn.send(method, f"{PATH}/{remote_id}")) == (404, "GENERATION_NOT_FOUND")
    assert len(bn.box.billed) == 1


def test_a_running_generation_can_be_deleted(bn):
    remote_id = bn.accepted()
    assert bn.send("DELETE", f"{PATH}/{remote_id}").status_code == 200
    assert bn.poll(remote_id).status_code == 404


def test_other_addresses(bn):
    for method, path in (("GET", "/"), ("PUT", PATH), ("GET", "/api/v1/others"), ("POST", f"{PATH}/x")):
        assert error(bn.send(method, path)) == (404, "NOT_FOUND")


# --- key and quota ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": ""}, {"X-API-Key": "invalid"}, {"Authorization": "Bearer k"}])
def test_a_key_is_required(bn, headers):
    answer = bn.send("POST", PATH, json={"prompt": "a fox"}, headers=headers)
    assert error(answer) == (401, "UNAUTHORIZED")
    assert all(name in answer.headers for name in RATE)
    assert bn.box.billed == ()


def test_every_call_counts_and_every_answer_says_so(bn):
    remote_id = bn.accepted()
    calls = [
        bn.poll(remote_id),
        bn.send("GET", PATH),
        bn.send("POST", PATH, json={}),
        bn.send("GET", "/nowhere"),
        bn.send("DELETE", f"{PATH}/{remote_id}"),
        bn.poll(remote_id),
    ]
    assert [answer.headers["x-ratelimit-remaining"] for answer in calls] == ["98", "97", "96", "95", "94", "93"]
    assert {answer.headers["x-ratelimit-limit"] for answer in calls} == {"100"}


def test_the_hour_of_a_key(bn):
    first = bn.create()
    assert first.headers["x-ratelimit-reset"] == "3600"
    bn.time += 600.5
    for _ in range(99):
        last = bn.send("GET", PATH)
    assert (last.status_code, last.headers["x-ratelimit-remaining"]) == (200, "0")
    refused = bn.create()
    assert error(refused) == (429, "RATE_LIMIT_EXCEEDED")
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert refused.headers["x-ratelimit-reset"] == refused.headers["retry-after"] == "3000"
    assert len(bn.box.billed) == 1
    assert bn.send("GET", PATH, headers={"X-API-Key": "another"}).status_code == 200
    bn.time += int(refused.headers["retry-after"])
    fresh = bn.create()
    assert (fresh.status_code, fresh.headers["x-ratelimit-remaining"]) == (201, "99")
    assert re.fullmatch(r"\d+", fresh.headers["x-ratelimit-reset"])


def test_pictures_are_not_counted(bn):
    url = bn.of.url(bn.finished())
    before = bn.send("GET", PATH).headers["x-ratelimit-remaining"]
    bn.fetch(url)
    assert int(bn.send("GET", PATH).headers["x-ratelimit-remaining"]) == int(before) - 1


def test_at_speed_0_the_hour_is_over_when_it_is_spent(bench):
    bn = bench("banatie", speed=0)
    assert {bn.send("GET", PATH).status_code for _ in range(250)} == {200}
