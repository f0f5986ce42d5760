"""The fake A1111 and Stability: held answers, of which one tells its progress and one is bytes alone."""

import base64
import json

import httpx
import pytest

from imgen_nb.sandbox import Sandbox
from imgen_nb.sandbox.core import wires
from imgen_nb.testing import png

WORDS = {"prompt": "a fox", "width": 128, "height": 128, "steps": 20}
CORE = "/v2beta/stable-image/generate/core"
KEY = {"Authorization": "Bearer practice"}


class Box:
    def __init__(self, name, **options):
        self.time = 1000.0
        self.sandbox = Sandbox(name, clock=lambda: self.time, now=lambda: 1_764_324_000.0, **options)

    def send(self, method, path, **content):
        return self.sandbox.handle(httpx.Request(method, self.sandbox.base_url + path, **content))

    def make(self, path="/sdapi/v1/txt2img", **more):
        return self.send("POST", path, json={**WORDS, **more})

    def form(self, path=CORE, accept="image/*", headers=KEY, files=(), **fields):
        parts = [(name, (None, value)) for name, value in {"prompt": "a fox", **fields}.items()]
        return self.send("POST", path, headers={**headers, "Accept": accept}, files=[*parts, *files])


# --- A1111 ------------------------------------------------------------------------------------------------------------


def test_a_request_is_answered_with_pictures_and_info_in_a_text():
    made = Box("a1111").make(batch_size=2, seed=7).json()
    info = json.loads(made["info"])
    assert [base64.b64decode(image)[:4] for image in made["images"]] == [b"\x89PNG"] * 2
    assert (info["all_seeds"], info["index_of_first_image"]) == ([7, 8], 0)
    assert made["parameters"]["steps"] == 20


def test_progress_is_that_of_whatever_runs_and_0_when_nothing_does():
    box = Box("a1111")
    assert box.send("GET", "/sdapi/v1/progress").json()["progress"] == 0
    box.make(), box.make(seed=4)
    seen = []
    for _ in range(8):
        told = box.send("GET", "/sdapi/v1/progress").json()
        seen.append((told["state"]["job"], told["progress"]))
        box.time += 0.9
    jobs = [*dict.fromkeys(job for job, _ in seen)]
    assert jobs[:2] == [f"task({charge.remote_id})" for charge in box.sandbox.billed]
    assert jobs[2:] == [""], "one after the other, then nothing"
    for job in jobs:
        shares = [share for name, share in seen if name == job]
        assert shares == sorted(shares)
    assert seen[-1][1] == 0


def test_a_preview_comes_with_the_progress_unless_it_is_skipped():
    box = Box("a1111")
    box.make()
    box.time += 1.5
    assert base64.b64decode(box.send("GET", "/sdapi/v1/progress").json()["current_image"])[:4] == b"RIFF"
    skipped = box.send("GET", "/sdapi/v1/progress?skip_current_image=true").json()
    assert skipped["current_image"] is None
    assert skipped["progress"] > 0.33


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"sampler_name": "Nothing"}, 404),
        ({"override_settings": {"sd_model_checkpoint": "gone"}}, 404),
        ({"override_settings": {"sd_model_checkpoint": "sketch-xl"}}, 200),
        ({"width": 100}, 422),
        ({"steps": "many"}, 422),
        ({"styles": ["night"]}, 200),
    ],
)
def test_what_is_not_there_is_404_and_a_wrong_field_422(body, status):
    assert Box("a1111").make(**body).status_code == status


def test_a_picture_is_redrawn():
    raw = base64.b64encode(png()).decode()
    box = Box("a1111")
    assert box.make("/sdapi/v1/img2img", init_images=[raw], denoising_strength=0.4).status_code == 200
    assert box.make("/sdapi/v1/img2img", init_images=[f"data:image/png;base64,{raw}"]).status_code == 200
    assert box.make("/sdapi/v1/img2img").status_code == 404
    assert box.make("/sdapi/v1/img2img", init_images=["nothing"]).status_code == 422


def test_the_lists_are_there_and_a_failure_is_500_with_its_words():
    box = Box("a1111", faults=("failed:CUDA out of memory",))
    for name, key in (("sd-models", "title"), ("samplers", "name"), ("schedulers", "name"), ("prompt-styles", "name")):
        assert all(row[key] for row in box.send("GET", f"/sdapi/v1/{name}").json())
    assert box.send("POST", "/sdapi/v1/interrupt").json() == {}
    failed = box.make()
    assert (failed.status_code, failed.json()["errors"]) == (500, "CUDA out of memory")


# --- Stability --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("media", ["png", "jpeg", "webp"])
def test_bytes_come_back_with_their_seed_in_a_header(media):
    answer = Box("stability").form(output_format=media, seed="7", aspect_ratio="16:9")
    assert answer.headers["content-type"] == f"image/{media}"
    assert (answer.headers["finish-reason"], answer.headers["seed"]) == ("SUCCESS", "7")


def test_json_is_given_to_whoever_asks_for_it():
    told = Box("stability").form(accept="application/json", seed="7").json()
    assert (told["finish_reason"], told["seed"]) == ("SUCCESS", 7)
    assert base64.b64decode(told["image"])[:4] == b"\x89PNG"


def test_a_filtered_picture_is_200_and_billed():
    box = Box("stability", faults=("withheld",))
    answer = box.form()
    assert (answer.status_code, answer.headers["finish-reason"]) == (200, "CONTENT_FILTERED")
    assert len(box.sandbox.billed) == 1


@pytest.mark.parametrize(
    ("path", "fields", "status", "name"),
    [
        (CORE, {"prompt": ""}, 400, "bad_request"),
        (CORE, {"aspect_ratio": "4:3"}, 400, "bad_request"),
        (CORE, {"seed": "4294967295"}, 400, "bad_request"),
        (CORE, {"style_preset": "oil"}, 400, "bad_request"),
        (CORE, {"prompt": "a forbidden fox"}, 403, "content_moderation"),
        (CORE.replace("core", "sd3"), {"output_format": "webp"}, 400, "bad_request"),
        (CORE.replace("core", "sd3"), {"mode": "image-to-image"}, 400, "bad_request"),
        (CORE.replace("core", "mega"), {}, 404, "not_found"),
    ],
)
def test_errors_have_a_name(path, fields, status, name):
    box = Box("stability")
    answer = box.form(path, **fields)
    assert (answer.status_code, answer.json()["name"]) == (status, name)
    assert box.sandbox.billed == ()


@pytest.mark.parametrize(("model", "usd"), [("sd3.5-large", 0.065), ("sd3.5-medium", 0.035)])
def test_sd3_has_models_and_redraws_a_picture(model, usd):
    box = Box("stability")
    file = ("image", ("a.png", png(), "image/png"))
    fields = {"model": model, "mode": "image-to-image", "strength": "0.4"}
    assert box.form(CORE.replace("core", "sd3"), files=[file], **fields).status_code == 200
    assert box.sandbox.billed[0].usd == usd


def test_a_body_that_is_no_form_and_a_wrong_key_are_refused():
    box = Box("stability")
    assert box.send("POST", CORE, headers=KEY, json={"prompt": "a fox"}).status_code == 400
    assert box.form(headers={"Authorization": "Bearer invalid"}).status_code == 401


@pytest.mark.parametrize("name", ["a1111", "stability"])
@pytest.mark.parametrize(("fault", "billed"), [("C1", 0), ("C6:502", 0), ("C13", 1), ("502-after", 1), ("cut:0", 1)])
def test_faults_around_a_held_answer_are_billed_by_when_they_strike(name, fault, billed):
    box = Box(name, faults=(fault,))
    try:
        answer = box.sandbox.handle(wires()[name].example.request(box.sandbox.base_url))
        assert not answer.is_success or not answer.content
    except httpx.TransportError:
        pass
    assert len(box.sandbox.billed) == billed
