"""Black Forest Labs: each field and word of its reference, and what a status decides."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from documents import body, choices, refused, sent
from flows import asked, driven, said

from imgen_nb import providers
from imgen_nb.errors import ContentRejected, GenerationFailed, NotFound
from imgen_nb.flow import Accepted, Wait
from imgen_nb.providers.bfl import MEGAPIXELS, MOST, pixels
from imgen_nb.types import Cost

BFL = providers.get("bfl")
KNOWN = [model.id for model in BFL.listed]
JOB = "2f9b9e4c-2b55-4a44-9a5c-0f2f5c1f6a11"
THERE = f"https://api.us1.bfl.ai/v1/get_result?id={JOB}"
SAMPLE = "https://delivery-eu1.bfl.ai/results/sample.jpeg?sig=1"
READY = {"id": JOB, "status": "Ready", "result": {"sample": SAMPLE, "prompt": "a fox", "seed": 42}}
PICTURE = "data:image/png;base64,aGVsbG8="


@pytest.mark.parametrize("model", KNOWN)
def test_each_model_is_a_path(model: str) -> None:
    request = sent(BFL, "a fox", model=model)
    assert (request.method, request.url.path) == ("POST", f"/v1/{model}")


@pytest.mark.parametrize(
    ("model", "params", "wire"),
    [
        ("flux-2-pro", {}, {"prompt": "a fox", "width": 1024, "height": 1024}),
        ("flux-2-max", {"aspect_ratio": "16:9"}, {"prompt": "a fox", "width": 1360, "height": 768}),
        ("flux-2-pro", {"resolution": "4MP"}, {"prompt": "a fox", "width": 2048, "height": 2048}),
        ("flux-2-pro", {"width": 64, "height": 96}, {"prompt": "a fox", "width": 64, "height": 96}),
        ("flux-kontext-pro", {"aspect_ratio": "21:9"}, {"prompt": "a fox", "aspect_ratio": "21:9"}),
        ("flux-pro-1.1-ultra", {"raw": True}, {"prompt": "a fox", "raw": True}),
        ("flux-dev", {"seed": 7, "output_format": "png"}, {"prompt": "a fox", "seed": 7, "output_format": "png"}),
        ("flux-dev", {"enhance": True, "safety_tolerance": 6}, {"prompt_upsampling": True, "safety_tolerance": 6}),
        ("flux-2-flex", {"num_inference_steps": 50, "guidance_scale": 4.5}, {"steps": 50, "guidance": 4.5}),
        ("flux-kontext-max", {"image_urls": [PICTURE]}, {"input_image": "aGVsbG8="}),
        ("flux-2-pro", {"image_urls": [PICTURE, SAMPLE]}, {"input_image": "aGVsbG8=", "input_image_2": SAMPLE}),
        ("flux-pro-1.0-fill", {"image_urls": [SAMPLE], "mask_url": PICTURE}, {"image": SAMPLE, "mask": "aGVsbG8="}),
        (
            "flux-pro-1.1-ultra",
            {"image_urls": [SAMPLE], "similarity": 0.3},
            {"image_prompt": SAMPLE, "image_prompt_strength": 0.3},
        ),
    ],
)
def test_our_words_become_theirs(model: str, params: dict[str, Any], wire: dict[str, Any]) -> None:
    assert wire.items() <= body(BFL, "a fox", model=model, **params).items()


@pytest.mark.parametrize(
    "params",
    [
        {"width": 65, "height": 64},
        {"width": 48, "height": 64},
        {"width": 4096, "height": 2048},
        {"width": 1024},
        {"safety_tolerance": 6},
        {"negative_prompt": "snow"},
        {"output_format": "webp"},
        {"model": "flux-dev", "safety_tolerance": 7},
        {"model": "flux-2-flex", "num_inference_steps": 51},
        {"model": "flux-2-flex", "guidance_scale": 1.4},
        {"model": "flux-kontext-pro", "image_urls": [SAMPLE, SAMPLE]},
        {"model": "flux-pro-1.0-fill", "mask_url": SAMPLE},
    ],
)
def test_what_the_reference_forbids_is_refused_before_it_is_sent(params: dict[str, Any]) -> None:
    assert refused(BFL, "a fox", **params)


@pytest.mark.parametrize("ratio", choices(BFL, "aspect_ratio"))
@pytest.mark.parametrize("resolution", MEGAPIXELS)
def test_a_ratio_is_told_in_pixels_that_are_allowed(ratio: str, resolution: str) -> None:
    width, height = pixels(ratio, resolution)
    assert not width % 16
    assert not height % 16
    assert min(width, height) >= 64
    assert width * height <= MOST
    across, down = map(int, ratio.split(":"))
    assert abs(width / height / (across / down) - 1) < 0.03


def test_a_job_is_asked_for_where_its_acceptance_says() -> None:
    taken = said({"id": JOB, "polling_url": THERE, "cost": 3.0, "output_mp": 1.05})
    outcome, steps = driven(BFL.generate(asked(BFL, "a fox")), taken, said(READY))
    assert [step for step in steps if isinstance(step, Accepted)] == [Accepted(THERE, Cost(0.03, 3.0))]
    assert str(steps[-1].request.url) == THERE
    assert (outcome.assets[0].seed, outcome.prompt_used) == (42, "a fox")


@pytest.mark.parametrize(
    "place",
    [None, "", 7, f"https://api.bfl.ai/v1/get_result?id={JOB}", "https://api.us1.bfl.ai/v1/get_result?id=another"],
)
def test_elsewhere_only_an_address_of_this_very_job_counts(place: Any) -> None:
    taken = said({"id": JOB, "polling_url": place})
    _, steps = driven(BFL.generate(asked(BFL, "a fox")), taken, said(READY))
    assert [step.remote_id for step in steps if isinstance(step, Accepted)] == [JOB]
    assert steps[-1].request.url == httpx.Request("GET", "/v1/get_result", params={"id": JOB}).url


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("Error", GenerationFailed),
        ("Failed", GenerationFailed),
        ("Request Moderated", ContentRejected),
        ("Content Moderated", ContentRejected),
        ("output moderated", ContentRejected),
    ],
)
@pytest.mark.parametrize("name", ["status", "state"])
def test_a_status_ends_a_job_under_either_name(status: str, kind: type, name: str) -> None:
    with pytest.raises(kind):
        driven(BFL.follow(JOB), said({"id": JOB, name: status, "details": {"Moderation Reasons": ["none"]}}))


def test_a_task_that_is_not_found_may_only_be_late() -> None:
    with pytest.raises(NotFound):
        driven(BFL.get(JOB), said({"id": JOB, "status": "Task not found"}))


@pytest.mark.parametrize(("told", "progress"), [(0.4, 0.4), ("0.4", 0.4), (None, None), (40, None), ("much", None)])
def test_progress_is_told_beside_the_status(told: Any, progress: float | None) -> None:
    pending = said({"id": JOB, "status": "Pending", "progress": told})
    _, steps = driven(BFL.follow(JOB), pending, said(READY))
    assert [step.progress for step in steps if isinstance(step, Wait)] == [progress]


def test_credits_are_cents() -> None:
    left, _ = driven(BFL.balance(), said({"credits": 812.5}))
    assert left == Cost(8.125, 812.5)


@pytest.mark.parametrize(
    ("params", "usd"),
    [
        ({}, 0.03),
        ({"resolution": "4MP"}, 0.075),
        ({"resolution": "2MP", "model": "flux-2-max"}, 0.1),
        ({"image_urls": [SAMPLE, SAMPLE]}, 0.06),
        ({"model": "flux-2-klein-9b", "width": 64, "height": 64}, 0.015),
        ({"model": "flux-kontext-pro"}, 0.04),
        ({"model": "flux-9"}, None),
    ],
)
def test_the_price_before_is_by_the_megapixel(params: dict[str, Any], usd: float | None) -> None:
    price = BFL.estimate(asked(BFL, "a fox", **params))
    assert price.usd == usd
    assert ("price list: " in price.source) == (usd is not None)
