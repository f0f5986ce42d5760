"""The DestinPQ sandbox against document 000."""

import io
import re
import uuid

import httpx
import pytest
from PIL import Image

RATIOS = ("1:1", "9:16", "16:9", "3:4", "4:3")
LEVELS = ("block_only_high", "block_medium_and_above", "block_low_and_above")


@pytest.fixture
def dq(bench):
    return bench("destinpq")


@pytest.fixture
def asked(golden):
    """The printed request, with some of its input changed."""

    def build(**changes):
        body = golden("destinpq-create-request")
        return body | {"input_data": body["input_data"] | changes}

    return build


def test_the_address_is_the_documents_but_for_the_host(dq):
    assert dq.box.base_url == "https://destinpq.sandbox.invalid/api/v1"
    assert dq.send("POST", "https://destinpq.sandbox.invalid/creations", json={}).status_code == 404


def test_the_printed_request_is_queued(dq, asked):
    answer = dq.send("POST", "/creations", json=asked())
    body = answer.json()
    assert answer.status_code == 200
    assert body["status"] == "pending"
    assert uuid.UUID(body["id"])
    assert body["output_assets"] is None
    assert body["error_message"] is None
    assert body["input_data"] == asked()["input_data"]


def test_the_minimal_test_checklist_of_the_document(dq, asked):
    created = dq.send("POST", "/creations", json=asked()).json()
    seen = set()
    while (record := dq.poll(created["id"]).json())["status"] != "completed":
        seen.add(record["status"])
        assert record["output_assets"] is None
        dq.time += 2
    assert seen == {"pending", "processing"}
    assert {name: record[name] for name in ("task_type", "provider", "service_id", "raw")} == {
        "task_type": "image",
        "provider": "replicate",
        "service_id": 4,
        "raw": True,
    }
    asset = record["output_assets"][0]
    assert asset["asset_type"] == "image"
    assert asset["mime_type"] == "image/OutputFormat.PNG"
    assert {"local_image_url", "local_thumbnail_url"} <= set(asset)
    prediction = asset["metadata"]["replicate_prediction"]
    assert re.fullmatch("[a-z0-9]{26}", prediction["id"])
    assert prediction["logs"]
    assert prediction["created_at"] < prediction["started_at"] < prediction["completed_at"]
    assert Image.open(io.BytesIO(dq.fetch(asset["url"]).content)).format == "PNG"


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize(("form", "media"), [("png", "image/png"), ("jpg", "image/jpeg")])
def test_the_picture_has_the_asked_ratio_and_format(dq, asked, ratio, form, media):
    remote_id = dq.send("POST", "/creations", json=asked(aspect_ratio=ratio, output_format=form)).json()["id"]
    dq.time += 5
    asset = dq.poll(remote_id).json()["output_assets"][0]
    answer = dq.fetch(asset["url"])
    picture = Image.open(io.BytesIO(answer.content))
    across, down = map(int, ratio.split(":"))
    assert answer.headers["content-type"] == media
    assert picture.get_format_mimetype() == media
    assert picture.width / picture.height == pytest.approx(across / down, rel=0.08)
    assert asset["url"].endswith(f".{form}")
    assert asset["mime_type"] == f"image/OutputFormat.{form.upper()}"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("task_type", ["Image", "video", None, ["image"], 1]),
        ("provider", ["Replicate", "", None, {}]),
        ("service_id", [5, "4", 4.0, True, None]),
        ("raw", [False, 1, "true", 1.0, None]),
    ],
)
def test_the_four_fields_stand_exactly_as_they_are(dq, asked, field, values):
    for value in values:
        answer = dq.send("POST", "/creations", json=asked() | {field: value})
        assert (answer.status_code, [problem["loc"] for problem in answer.json()["detail"]]) == (422, [["body", field]])
    missing = {name: value for name, value in asked().items() if name != field}
    assert dq.send("POST", "/creations", json=missing).status_code == 422
    assert dq.box.billed == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", ""),
        ("prompt", None),
        ("prompt", 7),
        ("aspect_ratio", "3:2"),
        ("aspect_ratio", "auto"),
        ("output_format", "PNG"),
        ("output_format", "jpeg"),
        ("output_format", "webp"),
        ("safety_filter_level", "block_none"),
        ("safety_filter_level", "BLOCK_ONLY_HIGH"),
        ("safety_filter_level", ["block_only_high"]),
    ],
)
def test_other_values_are_rejected_with_their_place(dq, asked, field, value):
    answer = dq.send("POST", "/creations", json=asked(**{field: value}))
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert problem["loc"] == ["body", "input_data", field]
    assert problem["input"] == value
    assert set(problem) == {"type", "loc", "msg", "input"}


@pytest.mark.parametrize("field", ["prompt", "aspect_ratio", "output_format", "safety_filter_level"])
def test_every_input_is_required(dq, asked, field):
    body = asked()
    del body["input_data"][field]
    assert dq.send("POST", "/creations", json=body).status_code == 422


@pytest.mark.parametrize("body", [None, [], "image", 4])
def test_a_body_that_is_no_object(dq, body):
    assert dq.send("POST", "/creations", json=body).status_code == 422
    assert dq.send("POST", "/creations", json={"input_data": body}).status_code == 422


def test_fields_nobody_asked_for_are_ignored(dq, asked):
    answer = dq.send("POST", "/creations", json=asked(seed=7) | {"webhook": "x"})
    assert answer.status_code == 200
    assert "seed" not in answer.json()["input_data"]


@pytest.mark.parametrize(
    ("prompt", "passes"),
    [
        ("a fox in snow", LEVELS),
        ("a pirate with two swords", LEVELS[:2]),
        ("A BATTLE of toys", LEVELS[:1]),
        ("blood, and a battle", ()),
        ("a bloodhound", LEVELS),
    ],
)
def test_the_three_safety_levels_pass_and_block_different_prompts(dq, asked, prompt, passes):
    passed = set()
    for level in LEVELS:
        remote_id = dq.send("POST", "/creations", json=asked(prompt=prompt, safety_filter_level=level)).json()["id"]
        assert dq.poll(remote_id).json()["error_message"] is None, "blocked when it is generated, not at the door"
        dq.time += 5
        record = dq.poll(remote_id).json()
        if record["status"] == "completed":
            passed.add(level)
        else:
            assert record["status"] == "failed"
            assert level in record["error_message"]
            assert record["output_assets"] is None
    assert passed == set(passes)


def test_without_raw_the_upstream_details_are_left_out(dq):
    remote_id = dq.accepted()
    dq.time += 5
    with_raw = dq.poll(remote_id).json()
    without = dq.send("GET", f"/creations/{remote_id}").json()
    assert with_raw["output_assets"][0]["metadata"]["replicate_prediction"]
    assert without["output_assets"][0]["metadata"] == {}
    assert without["output_assets"][0]["url"] == with_raw["output_assets"][0]["url"]


@pytest.mark.parametrize("remote_id", ["7acdd14a-0d49-4944-ba72-93073ee8543d", "x", "%2e%2e%2fadmin"])
def test_an_unknown_id(dq, remote_id):
    answer = dq.poll(remote_id)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_other_methods(dq):
    assert dq.send("GET", "/creations").status_code == 405
    assert dq.send("DELETE", f"/creations/{dq.accepted()}").status_code == 405
    assert dq.send("GET", "/").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Authorization": "Bearer anything"}, 200),
        ({"Authorization": "Bearer invalid"}, 401),
        ({"Authorization": "bearer  invalid"}, 401),
        ({"Authorization": "invalid"}, 200),
    ],
)
def test_a_key_is_optional(dq, asked, headers, status):
    assert dq.send("POST", "/creations", json=asked(), headers=headers).status_code == status
    assert len(dq.box.billed) == (status == 200)


def test_the_documents_own_python_program_runs(dq, asked):
    """Document 000, "Python: Create, Poll, Download", with the sandbox in place of the network."""

    def turned(request):
        dq.time += 0.5
        return dq.box.handle(request)

    with httpx.Client(transport=httpx.MockTransport(turned)) as http:
        answer = http.post(f"{dq.box.base_url}/creations", json=asked())
        answer.raise_for_status()
        task_id = answer.json()["id"]
        while True:
            answer = http.get(f"{dq.box.base_url}/creations/{task_id}", params={"raw": "true"})
            answer.raise_for_status()
            data = answer.json()
            if data["status"] == "completed":
                break
            assert not data.get("error_message")
        picture = http.get(data["output_assets"][0]["url"])
        picture.raise_for_status()
    assert picture.content.startswith(b"\x89PNG")
