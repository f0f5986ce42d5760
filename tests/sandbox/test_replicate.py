"""Replicate's fake server: what its document says, and where it goes wrong."""

import base64
import re

import pytest

from imgen_nb.testing import png

FLUX = "/v1/models/black-forest-labs/flux-schnell/predictions"


def test_a_prediction_has_the_documents_fields(bench):
    made = bench("replicate").finished()
    told = {"id", "model", "version", "input", "output", "error", "logs", "metrics", "created_at", "started_at", "urls"}
    assert {*told, "completed_at", "status", "data_removed"} == set(made)
    assert made["urls"]["get"].endswith(f"/v1/predictions/{made['id']}")
    assert re.search(r"Using seed: \d+", made["logs"])
    assert made["logs"].endswith("100%|##########|")


@pytest.mark.parametrize(
    ("prefer", "status", "there"),
    [
        (None, 201, "starting"),
        ("wait", 201, "succeeded"),
        ("wait=60", 201, "succeeded"),
        ("wait=2", 202, "processing"),
        ("wait=61", 201, "succeeded"),
        ("wait=100", 201, "starting"),
        ("wait=0", 201, "starting"),
        ("respond-async", 201, "starting"),
    ],
)
def test_prefer_wait_holds_the_answer_for_1_to_60_seconds(bench, prefer, status, there):
    box = bench("replicate", seed=4)
    headers = box.of.headers | ({"Prefer": prefer} if prefer else {})
    answer = box.send("POST", FLUX, headers=headers, json={"input": {"prompt": "a fox"}})
    assert (answer.status_code, answer.json()["status"]) == (status, there)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"input": {"prompt": ""}}, "prompt"),
        ({"input": {"prompt": "a", "num_outputs": 5}}, "num_outputs"),
        ({"input": {"prompt": "a", "aspect_ratio": "16x9"}}, "aspect_ratio"),
        ({"input": {"prompt": "a"}, "version": "5c7d5dc6"}, "version"),
        ({"input": {"prompt": "a"}, "extra": 1}, "extra"),
        ({"input": []}, "input"),
    ],
)
def test_a_wrong_body_is_refused_by_the_field(bench, body, named):
    answer = bench("replicate").send("POST", FLUX, json=body)
    assert answer.status_code == 422
    assert named in answer.json()["detail"]


def test_a_version_goes_to_predictions_and_official_models_have_none(bench):
    box = bench("replicate")
    model = box.send("GET", "/v1/models/black-forest-labs/flux-dev").json()
    version = model["latest_version"]["id"]
    answer = box.send("POST", "/v1/predictions", json={"version": version, "input": {"prompt": "a fox"}})
    assert (answer.status_code, answer.json()["model"]) == (201, "black-forest-labs/flux-dev")
    assert box.send("POST", "/v1/models/nobody/nothing/predictions", json={"input": {}}).status_code == 404


def test_after_an_hour_nothing_is_left(bench):
    box = bench("replicate")
    made = box.finished()
    assert box.fetch(made["output"][0]).status_code == 200
    box.time += 3601
    gone = box.poll(made["id"]).json()
    assert (gone["status"], gone["output"], gone["input"], gone["logs"]) == ("succeeded", None, {}, "")
    assert gone["data_removed"]
    assert box.fetch(made["output"][0]).status_code == 404


def test_cancel_ends_what_has_not_ended(bench):
    box = bench("replicate")
    remote_id = box.accepted()
    assert box.send("POST", f"/v1/predictions/{remote_id}/cancel").json()["status"] == "canceled"
    assert box.status_of(remote_id) == "canceled"
    done = box.finished("another")
    assert box.send("POST", f"/v1/predictions/{done['id']}/cancel").json()["status"] == "succeeded"


ENDS = {"ended": "aborted", "ended:canceled": "canceled", "failed": "failed"}


@pytest.mark.parametrize(("fault", "word"), ENDS.items())
def test_a_prediction_ends_in_more_than_one_word(bench, fault, word):
    made = bench("replicate", faults=(fault,)).finished()
    assert (made["status"], made["output"]) == (word, None)


def test_the_output_may_be_one_address_and_no_list(bench):
    assert isinstance(bench("replicate", faults=("bare",)).finished()["output"], str)


def test_the_input_is_told_as_it_was_given(bench):
    box = bench("replicate")
    asked = {"prompt": "a fox", "num_outputs": 2, "go_fast": False, "seed": 7}
    assert box.send("POST", FLUX, json={"input": asked}).json()["input"] == asked


def test_the_list_is_newest_first_with_the_input(bench):
    box = bench("replicate")
    box.create("one"), box.create("two")
    page = box.send("GET", "/v1/predictions").json()
    assert [row["input"]["prompt"] for row in page["results"]] == ["two", "one"]
    assert page["next"] is None


def test_a_picture_is_sent_as_a_small_data_url_or_put_there_first(bench):
    box = bench("replicate")
    path = "/v1/models/black-forest-labs/flux-dev/predictions"
    url = "data:image/png;base64," + base64.b64encode(png()).decode()
    big = url + "A" * 256 * 1024
    assert box.send("POST", path, json={"input": {"prompt": "a", "image": url}}).status_code == 201
    assert box.send("POST", path, json={"input": {"prompt": "a", "image": big}}).status_code == 422
    kept = box.send("POST", "/v1/files", files={"content": ("a.png", png(), "image/png")}).json()
    assert box.fetch(kept["urls"]["get"]).content == png()
    assert box.send("POST", path, json={"input": {"prompt": "a", "image": kept["urls"]["get"]}}).status_code == 201


def test_the_token_travels_as_a_bearer(bench):
    box = bench("replicate")
    for header in ({}, {"Authorization": "Bearer invalid"}, {"Authorization": "Token practice"}):
        assert box.send("GET", "/v1/predictions", headers=header).status_code == 401
