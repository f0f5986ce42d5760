"""Black Forest Labs' fake server: where it is asked, how a job ends, what it bills."""

import base64

import pytest

from imgen_nb.testing import png


def test_the_answer_names_another_host_and_both_answer_there(bench):
    box = bench("bfl")
    told = [box.send("POST", "/v1/flux-2-pro", json={"prompt": f"{number} foxes"}).json() for number in range(8)]
    hosts = {one["polling_url"].partition("/v1/")[0] for one in told}
    assert hosts == {"https://api.us.bfl.ai", "https://api.eu.bfl.ai"}
    box.time += 5
    assert all(box.send("GET", one["polling_url"]).json()["status"] == "Ready" for one in told)
    assert box.fetch(told[0]["polling_url"]).status_code == 403, "no key, no answer"


def test_a_finished_job_has_the_documents_fields(bench):
    done = bench("bfl").finished()
    assert set(done) == {"id", "status", "result", "progress", "details"}
    assert set(done["result"]) == {"sample", "prompt", "seed", "start_time", "end_time", "duration"}


@pytest.mark.parametrize("fault", ["moderated", "moderated:Request Moderated"])
def test_moderation_is_a_status(bench, fault):
    done = bench("bfl", faults=(fault,)).finished()
    assert done["status"] == (fault.partition(":")[2] or "Content Moderated")
    assert done["result"] is None


def test_the_status_may_have_another_name(bench):
    done = bench("bfl", faults=("P13",)).finished()
    assert (done["state"], "status" in done) == ("Ready", False)


def test_a_sample_is_there_for_ten_minutes_and_takes_no_key(bench):
    box = bench("bfl")
    sample = box.finished()["result"]["sample"]
    assert box.send("GET", sample).status_code == 400, "a key at the picture's host"
    assert box.fetch(sample).status_code == 200
    box.time += 601
    assert box.fetch(sample).status_code == 404


@pytest.mark.parametrize(
    ("model", "body", "credits"),
    [
        ("flux-2-pro", {}, 3),
        ("flux-2-pro", {"width": 2048, "height": 2048}, 7.5),
        ("flux-2-max", {"width": 1440, "height": 1440}, 10),
        ("flux-2-klein-4b", {"width": 512, "height": 512}, 1.4),
        ("flux-2-pro", {"input_image": True}, 4.5),
        ("flux-kontext-pro", {"aspect_ratio": "16:9"}, 4),
    ],
)
def test_the_bill_is_by_the_megapixel(bench, model, body, credits):
    box = bench("bfl")
    body = {"prompt": "a fox", **body}
    if "input_image" in body:
        body["input_image"] = base64.b64encode(png()).decode()
    told = box.send("POST", f"/v1/{model}", json=body).json()
    assert (told["cost"], box.box.billed[-1].usd) == (credits, round(credits / 100, 4))
    assert box.send("GET", "/v1/credits").json() == {"credits": 1000 - credits}


@pytest.mark.parametrize(
    "body",
    [
        {"width": 1000, "height": 1000},
        {"width": 48},
        {"width": 4096, "height": 2048},
        {"aspect_ratio": "1:1"},
        {"safety_tolerance": 6},
        {"output_format": "webp"},
        {"seed": -1},
        {"input_image": "no picture"},
    ],
)
def test_what_the_reference_forbids_is_422(bench, body):
    answer = bench("bfl").send("POST", "/v1/flux-2-pro", json={"prompt": "a fox", **body})
    assert answer.status_code == 422
    assert next(iter(body)) in answer.json()["detail"][0]["msg"]


def test_the_25th_task_at_once_is_refused_for_now(bench):
    box = bench("bfl")
    answers = [box.create(f"{number} foxes") for number in range(25)]
    assert [answer.status_code for answer in answers] == [200] * 24 + [429]
    assert int(answers[-1].headers["x-ratelimit-reset"]) > 10**9
    box.time += 5
    assert box.create("once more").status_code == 200


def test_an_unknown_id_is_a_status_and_an_unknown_model_is_404(bench):
    box = bench("bfl")
    assert box.poll("nobody").json()["status"] == "Task not found"
    assert box.send("POST", "/v1/flux-9", json={"prompt": "a"}).status_code == 404


def test_a_rewriting_is_told(bench):
    box = bench("bfl")
    made = box.send("POST", "/v1/flux-dev", json={"prompt": "a fox", "prompt_upsampling": True}).json()["id"]
    box.time += 5
    assert box.poll(made).json()["result"]["prompt"] != "a fox"
