"""The Qolaba sandbox against document 003."""

import io

import httpx
import pytest
from PIL import Image

PATH = "/api/v1/images/generate"
FLASH = "vertex/nano-banana-flash"
IMAGEN = "vertex/imagen-4"
INPAINT = "fal/flux-inpainting"
BIREFNET = "fal/birefnet"
GPT = "openai/gpt-image-2"


@pytest.fixture
def qo(bench):
    return bench("qolaba")


@pytest.fixture
def ask(qo):
    def send(**body):
        return qo.send("POST", PATH, json={"model": FLASH, "prompt": "a red fox"} | body)

    return send


def refused(answer):
    body = answer.json()
    assert {"error", "message"} == set(body)
    return answer.status_code, body["error"]


# --- two modes --------------------------------------------------------------------------------------------------------


def test_the_printed_request_is_answered_as_printed(qo, golden, same_shape):
    printed = golden("qolaba-create-response")
    answer = qo.send("POST", PATH, json=golden("qolaba-create-request"))
    assert answer.status_code == 200
    same_shape(answer.json(), printed)
    body = answer.json()
    assert body["prompt"] == printed["prompt"]
    assert body["usage"] == printed["usage"]
    (image,) = body["images"]
    assert (image["width"], image["height"], image["content_type"]) == (1280, 720, "image/png")
    assert Image.open(io.BytesIO(qo.fetch(image["url"]).content)).size == (1280, 720)


def test_a_held_request_is_held_for_the_whole_generation(qo):
    url = qo.box.base_url + PATH
    request = httpx.Request("POST", url, headers=qo.of.headers, json={"model": FLASH, "prompt": "a red fox"})
    assert 2.7 < qo.box.answer(request).delay < 4.4
    assert len(qo.box.billed) == 1, "charged when it is accepted, not when it is answered"


def test_a_ticket_comes_at_once_and_the_task_follows(qo, ask):
    answer = ask(celery=True)
    assert answer.status_code == 202
    task_id = answer.json()["task_id"]
    assert answer.json() == {"task_id": task_id, "status": "PENDING", "type": "image"}
    shape = {"task_id", "type", "status", "created_at", "updated_at", "output", "error", "error_detail"}
    for word in ("PENDING", "PROCESSING"):
        task = qo.poll(task_id).json()
        assert set(task) == shape
        assert (task["status"], task["output"], task["error"]) == (word, None, None)
        qo.time += 1.5
    qo.time += 3
    task = qo.poll(task_id).json()
    assert set(task) == shape
    assert task["status"] == "SUCCESS"
    assert set(task["output"]) == {"prompt", "images", "usage"}
    assert qo.fetch(task["output"]["images"][0]["url"]).status_code == 200


def test_both_modes_give_the_same_output(bench):
    outputs = []
    for celery in (False, True):
        qo = bench("qolaba")
        answer = qo.send("POST", PATH, json={"model": FLASH, "prompt": "a", "seed": 7, "celery": celery}).json()
        qo.time += 5
        outputs.append(qo.poll(answer["task_id"]).json()["output"])
        if not celery:
            assert answer == {"task_id": answer["task_id"], **outputs[0]}
    for output in outputs:
        for image in output["images"]:
            image["url"] = "a host's"
    assert outputs[0] == outputs[1]


def test_a_failed_generation_in_both_modes(qo, ask):
    held = ask(prompt="[fault:failed:no paint]")
    assert refused(held) == (500, "Internal Server Error")
    assert held.json()["message"] == "no paint"
    task_id = ask(prompt="[fault:failed:no paint]", celery=True).json()["task_id"]
    qo.time += 5
    task = qo.poll(task_id).json()
    assert (task["status"], task["error_detail"], task["output"]) == ("FAILED", "no paint", None)
    assert isinstance(task["error"], str)
    assert len(qo.box.billed) == 2


# --- what is asked ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"model": None},
        {"model": "vertex/dall-e"},
        {"model": ["vertex/imagen-4"]},
        {"prompt": ""},
        {"prompt": "x" * 4001},
        {"prompt": None},
        {"celery": "true"},
        {"celery": 1},
        {"num_images": 0},
        {"num_images": 11},
        {"num_images": 2.0},
        {"num_images": True},
        {"model": IMAGEN, "num_images": 5},
        {"model": BIREFNET, "num_images": 2},
        {"seed": "7"},
        {"seed": 1.5},
        {"temperature": 2.1},
        {"temperature": "hot"},
        {"model": INPAINT, "num_inference_steps": 151},
        {"model": INPAINT, "num_inference_steps": 1.5},
        {"model": INPAINT, "guidance_scale": 31},
        {"model": INPAINT, "guidance_scale": -0.1},
        {"negative_prompt": "x" * 2001},
        {"aspect_ratio": "1:4"},
        {"model": IMAGEN, "aspect_ratio": "21:9"},
        {"quality": "8K"},
        {"model": "vertex/imagen-4-fast", "quality": "4K"},
        {"model": GPT, "quality": "4K"},
        {"image_urls": "https://a.invalid/a.png"},
        {"reference_images": [{"url": "https://a.invalid/a.png"}] * 15},
        {"reference_images": [{"description": "no address"}]},
        {"reference_images": ["https://a.invalid/a.png"]},
        {"mask_url": "https://a.invalid/mask.png"},
        {"model": INPAINT, "mask_url": ""},
        {"guidance_scale": 7},
        {"num_inference_steps": 20},
        {"model": INPAINT, "temperature": 1},
        {"model": IMAGEN, "image_urls": ["https://a.invalid/a.png"]},
        {"model": BIREFNET, "prompt": ""},
    ],
)
def test_invalid_parameters_and_combinations(qo, ask, body):
    assert refused(ask(**body)) == (400, "Bad Request")
    assert qo.box.billed == ()


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": "x" * 4000, "negative_prompt": "x" * 2000, "temperature": 2},
        {"reference_images": [{"url": "https://a.invalid/a.png", "description": "the hero"}] * 14},
        {"model": IMAGEN, "num_images": 4, "aspect_ratio": "3:4", "quality": "2K"},
        {"model": INPAINT, "mask_url": "https://a.invalid/m.png", "image_urls": ["https://a.invalid/a.png"]},
        {"model": INPAINT, "num_inference_steps": 150, "guidance_scale": 0, "seed": -1},
        {"model": GPT, "quality": "low", "num_images": 10},
        {"model": BIREFNET, "prompt": "", "image_urls": ["https://a.invalid/a.png"]},
        {"something": "else"},
    ],
)
def test_the_limits_themselves_are_allowed(ask, body):
    assert ask(**body).status_code == 200


def test_a_model_that_needs_no_words(qo):
    answer = qo.send("POST", PATH, json={"model": BIREFNET, "image_urls": ["https://a.invalid/a.png"]})
    assert answer.json()["prompt"] == ""
    assert qo.fetch(answer.json()["images"][0]["url"]).status_code == 200


def test_as_many_different_pictures_as_asked(qo, ask):
    images = ask(num_images=4, aspect_ratio="9:16").json()["images"]
    assert {(image["width"], image["height"]) for image in images} == {(720, 1280)}
    assert len({qo.fetch(image["url"]).content for image in images}) == 4


def test_a_seed_is_echoed_and_reproduces_the_picture(qo, ask):
    first, second, other = (ask(seed=seed).json() for seed in (7, 7, 8))
    assert (first["seed"], other["seed"]) == (7, 8)
    pictures = [qo.fetch(body["images"][0]["url"]).content for body in (first, second, other)]
    assert pictures[0] == pictures[1] != pictures[2]
    assert "seed" not in ask().json()
    assert isinstance(ask(model=INPAINT).json()["seed"], int)


@pytest.mark.parametrize(
    ("body", "usd", "credits"),
    [({}, 0.03, 6), ({"num_images": 10}, 0.3, 60), ({"quality": "4K"}, 0.06, 12), ({"model": IMAGEN}, 0.04, 8)],
)
def test_usage_is_money_and_credits_of_half_a_cent(qo, ask, body, usd, credits):
    usage = ask(**body).json()["usage"]
    assert usage == {"images_generated": body.get("num_images", 1), "cost_usd": usd, "cost_credits": credits}
    assert usage["cost_usd"] == pytest.approx(usage["cost_credits"] * 0.005)
    assert (qo.box.billed[0].usd, qo.box.billed[0].credits) == (usd, credits)


def test_the_models_are_listed_as_their_page_has_them(qo, ask):
    models = qo.send("GET", "/api/v1/images/models").json()["models"]
    assert all(set(model) == {"id", "name", "type", "provider", "providerName", "image"} for model in models)
    assert {FLASH, "vertex/nano-banana-pro", IMAGEN} <= {model["id"] for model in models}
    for model in models:
        images = {"image_urls": ["https://a.invalid/a.png"]} if model["id"] == BIREFNET else {}
        assert ask(model=model["id"], **images).status_code == 200


# --- keys and addresses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-API-Key": "good"}, 200),
        ({"Authorization": "Bearer good"}, 200),
        ({"X-API-Key": "good", "Authorization": "Bearer invalid"}, 200),
        ({"X-API-Key": "invalid", "Authorization": "Bearer good"}, 401),
        ({"X-API-Key": "invalid"}, 401),
        ({"Authorization": "Bearer invalid"}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"X-API-Key": " "}, 401),
        ({}, 401),
    ],
)
def test_either_header_will_do(qo, headers, status):
    answer = qo.send("POST", PATH, json={"model": FLASH, "prompt": "a"}, headers=headers)
    assert answer.status_code == status
    assert len(qo.box.billed) == (status == 200)


def test_other_addresses(qo):
    assert refused(qo.poll("task_1705312200000_abc123")) == (404, "Not Found")
    assert refused(qo.send("GET", PATH)) == (405, "Method Not Allowed")
    assert refused(qo.send("GET", "/api/v1/nothing")) == (404, "Not Found")


# --- faults of this wire ----------------------------------------------------------------------------------------------


def test_fewer_pictures_than_charged(bench):
    qo = bench("qolaba", faults=("C24",))
    body = qo.send("POST", PATH, json={"model": FLASH, "prompt": "a", "num_images": 4}).json()
    assert len(body["images"]) == body["usage"]["images_generated"] == 3
    assert body["usage"]["cost_credits"] == qo.box.billed[0].credits == 24


def test_the_other_mode_than_asked(bench):
    qo = bench("qolaba", faults=("C25", "C25"))
    assert "images" in qo.create().json()
    qo = bench("qolaba", faults=("C25",))
    assert qo.send("POST", PATH, json={"model": FLASH, "prompt": "a"}).status_code == 202


def test_the_output_as_a_bare_list(bench):
    qo = bench("qolaba", faults=("P12",))
    assert isinstance(qo.finished()["output"], list)
