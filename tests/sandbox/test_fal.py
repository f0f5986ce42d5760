"""fal's fake queue: where a request is asked for, its states, its bill."""

import pytest

DEV = "/fal-ai/flux/dev"


def submitted(box, path=DEV, **body):
    return box.send("POST", path, json={"prompt": "a fox", **body}).json()


def test_the_path_of_a_model_is_no_part_of_its_requests(bench):
    box = bench("fal")
    told = submitted(box)
    assert told["response_url"] == f"https://fal.sandbox.invalid/fal-ai/flux/requests/{told['request_id']}"
    assert box.send("GET", told["status_url"]).status_code == 202
    assert box.send("GET", f"{DEV}/requests/{told['request_id']}/status").status_code == 404
    assert box.send("GET", f"/fal-ai/nano-banana/requests/{told['request_id']}/status").status_code == 404


def test_a_request_goes_from_202_to_200(bench):
    box = bench("fal")
    told = submitted(box)
    seen = []
    for _ in range(5):
        answer = box.send("GET", told["status_url"] + "?logs=1")
        seen.append((answer.status_code, answer.json()["status"]))
        box.time += 1
    assert [*dict.fromkeys(seen)] == [(202, "IN_QUEUE"), (202, "IN_PROGRESS"), (200, "COMPLETED")]
    assert answer.headers["x-fal-request-id"] == told["request_id"]
    assert answer.json()["logs"]


def test_a_result_has_the_documents_fields_and_none_before_its_time(bench):
    box = bench("fal")
    told = submitted(box, num_images=2, seed=7)
    assert box.send("GET", told["response_url"]).status_code == 400
    box.time += 5
    made = box.send("GET", told["response_url"]).json()
    assert set(made) == {"images", "timings", "has_nsfw_concepts", "prompt", "seed"}
    assert [set(image) for image in made["images"]] == [{"url", "width", "height", "content_type"}] * 2
    assert made["seed"] == 7


@pytest.mark.parametrize(
    ("path", "body", "units", "usd"),
    [
        (DEV, {}, "1", 0.025),
        (DEV, {"num_images": 3}, "3", 0.075),
        (DEV, {"image_size": {"width": 2048, "height": 1024}}, "2", 0.05),
        ("/fal-ai/flux/schnell", {"image_size": "square"}, "1", 0.003),
        ("/fal-ai/nano-banana", {"aspect_ratio": "16:9", "num_images": 2}, "2", 0.078),
    ],
)
def test_billable_units_are_in_a_header(bench, path, body, units, usd):
    box = bench("fal")
    told = submitted(box, path, **body)
    box.time += 5
    assert box.send("GET", told["response_url"]).headers["x-fal-billable-units"] == units
    assert box.box.billed[-1].usd == usd


@pytest.mark.parametrize(
    ("fault", "error", "status"),
    [("failed:out of memory", "out of memory", 422), ("P7", None, 422), ("nsfw", None, 200)],
)
def test_a_failure_is_told_inside_completed(bench, fault, error, status):
    box = bench("fal", faults=(fault,))
    told = submitted(box)
    box.time += 5
    answer = box.send("GET", told["status_url"]).json()
    assert (answer["status"], answer["error"]) == ("COMPLETED", error)
    result = box.send("GET", told["response_url"])
    assert result.status_code == status
    assert result.json().get("has_nsfw_concepts", [True]) == [True]


def test_cancel_says_what_became_of_it(bench):
    box = bench("fal")
    told = submitted(box)
    assert box.send("PUT", told["cancel_url"]).status_code == 202
    assert box.send("GET", told["status_url"]).json()["error"]
    assert box.send("PUT", told["cancel_url"]).json() == {"status": "ALREADY_COMPLETED"}
    assert box.send("PUT", "/fal-ai/flux/requests/nobody/cancel").json() == {"status": "NOT_FOUND"}


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        (DEV, {"image_size": "landscape"}, "image_size"),
        (DEV, {"num_images": 5}, "num_images"),
        ("/fal-ai/flux/schnell", {"num_inference_steps": 13}, "num_inference_steps"),
        ("/fal-ai/flux/dev/image-to-image", {}, "image_url"),
        ("/fal-ai/nano-banana/edit", {}, "image_urls"),
        (DEV, {"guidance_scale": 21}, "guidance_scale"),
    ],
)
def test_a_wrong_field_is_422(bench, path, body, named):
    answer = bench("fal").send("POST", path, json={"prompt": "a fox", **body})
    assert answer.status_code == 422
    assert named in str(answer.json()["detail"])


def test_the_key_is_no_bearer(bench):
    for header in ("Bearer practice", "Key invalid", "Key ", "practice"):
        assert bench("fal").send("POST", DEV, headers={"Authorization": header}, json={}).status_code == 401
