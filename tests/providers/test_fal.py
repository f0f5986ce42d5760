"""fal: addresses, headers and words as its reference has them; a failure inside COMPLETED; units and their price."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from documents import body, refused, sent
from flows import asked, driven, said
from wires.fal import Wire

from imgen_nb import providers
from imgen_nb.errors import ContentRejected, DeadlineExceeded, GenerationFailed, InvalidRequest, UnexpectedReply
from imgen_nb.flow import Accepted, Exchange
from imgen_nb.testing import Bench
from imgen_nb.types import PRICE_UNKNOWN, Cost, ImageRequest

FAL = providers.get("fal")
ID = "764cabcf-b745-4b3e-ae38-1200304cf45b"
PLACE = f"fal-ai/flux/requests/{ID}"
ROOT = "https://queue.fal.run"
TAKEN = {
    "status": "IN_QUEUE",
    "request_id": ID,
    "response_url": f"{ROOT}/{PLACE}",
    "status_url": f"{ROOT}/{PLACE}/status",
    "cancel_url": f"{ROOT}/{PLACE}/cancel",
}
DONE = said({"status": "COMPLETED", "request_id": ID, "logs": None, "metrics": {"inference_time": 1.2}})
PICTURE = {"url": "https://v3.fal.media/files/a.png", "width": 1024, "height": 576, "content_type": "image/png"}
RESULT = {"images": [PICTURE], "seed": 42, "timings": {}, "has_nsfw_concepts": [False], "prompt": "a fox"}
SCHNELL, DEV, REDRAW, BANANA, EDIT = (model.id for model in FAL.listed)


@pytest.mark.parametrize(
    ("model", "params", "wire"),
    [
        (DEV, {"aspect_ratio": "1:1"}, {"image_size": "square_hd"}),
        (DEV, {"aspect_ratio": "4:3"}, {"image_size": "landscape_4_3"}),
        (DEV, {"aspect_ratio": "16:9"}, {"image_size": "landscape_16_9"}),
        (DEV, {"aspect_ratio": "3:4"}, {"image_size": "portrait_4_3"}),
        (DEV, {"aspect_ratio": "9:16"}, {"image_size": "portrait_16_9"}),
        (BANANA, {"aspect_ratio": "16:9"}, {"aspect_ratio": "16:9"}),
        (DEV, {"num_images": 2, "seed": 7}, {"num_images": 2, "seed": 7}),
        (DEV, {"guidance_scale": 3.5, "num_inference_steps": 28}, {"guidance_scale": 3.5, "num_inference_steps": 28}),
        (DEV, {"output_format": "png", "safety": False}, {"output_format": "png", "enable_safety_checker": False}),
        (REDRAW, {"image_urls": ["https://a.example/b.png"], "similarity": 0.5}, {"strength": 0.5}),
        (REDRAW, {"image_urls": ["https://a.example/b.png"]}, {"image_url": "https://a.example/b.png"}),
        (EDIT, {"image_urls": ["https://a.example/b.png"]}, {"image_urls": ["https://a.example/b.png"]}),
        (DEV, {"input": {"acceleration": "high"}}, {"acceleration": "high"}),
    ],
)
def test_our_words_become_theirs(model: str, params: dict[str, Any], wire: dict[str, Any]) -> None:
    assert wire.items() <= body(FAL, "a fox", model=model, **params).items()
    assert sent(FAL, "a fox", model=model, **params).url.path == f"/{model}"


@pytest.mark.parametrize(
    "params",
    [
        {"model": "flux"},
        {"model": "https://fal.run/fal-ai/flux"},
        {"model": "fal-ai/../admin?"},
        {"num_images": 5},
        {"aspect_ratio": "21:9"},
        {"num_inference_steps": 13},
        {"model": EDIT},
        {"model": DEV, "output_format": "webp"},
    ],
)
def test_what_a_model_lacks_is_refused_before_it_is_sent(params: dict[str, Any]) -> None:
    assert refused(FAL, "a fox", **params)


def test_a_request_is_asked_for_below_owner_and_app_alone() -> None:
    reply = said(RESULT, **{"x-fal-billable-units": "1"})
    outcome, steps = driven(FAL.generate(asked(FAL, "a fox", model=DEV)), said(TAKEN), DONE, reply)
    assert [step.remote_id for step in steps if isinstance(step, Accepted)] == [PLACE]
    paths = [step.request.url.path for step in steps if isinstance(step, Exchange)]
    assert paths == [f"/{DEV}", f"/{PLACE}/status", f"/{PLACE}"]
    (asset,) = outcome.assets
    assert (asset.source, asset.seed, asset.size, outcome.prompt_used) == (PICTURE["url"], 42, (1024, 576), "a fox")


@pytest.mark.parametrize("urls", [{}, {"response_url": None}, {"response_url": f"{ROOT}/a/b/requests/another"}])
def test_where_no_address_is_told_the_model_says_the_place(urls: dict[str, Any]) -> None:
    flow = FAL.generate(asked(FAL, "a fox", model=DEV))
    _, steps = driven(flow, said({"request_id": ID, **urls}), DONE, said(RESULT))
    assert [step.remote_id for step in steps if isinstance(step, Accepted)] == [PLACE]


@pytest.mark.parametrize(
    ("model", "units", "price"),
    [(DEV, "1", Cost(0.025)), (SCHNELL, "2", Cost(0.006)), (BANANA, "1.5", Cost(0.0585)), (DEV, None, Cost())],
)
def test_units_are_told_in_a_header_and_priced_by_the_record(model: str, units: str | None, price: Cost) -> None:
    headers = {"x-fal-billable-units": units} if units else {}
    outcome, _ = driven(FAL.generate(asked(FAL, "a fox", model=model)), said(TAKEN), DONE, said(RESULT, **headers))
    assert outcome.cost == price
    assert units is None or "2026-11-25" in outcome.cost.source


def test_202_is_no_error() -> None:
    queued = said({"status": "IN_QUEUE", "request_id": ID, "queue_position": 3}, 202)
    running = said({"status": "IN_PROGRESS", "request_id": ID, "logs": []}, 202)
    outcome, _ = driven(FAL.follow(PLACE), queued, running, DONE, said(RESULT))
    assert outcome.assets


@pytest.mark.parametrize(
    ("replies", "kind"),
    [
        ([said({"status": "COMPLETED", "error": "gave up", "error_type": "runner_error"})], GenerationFailed),
        ([said({"status": "COMPLETED", "error": "content policy violation"})], ContentRejected),
        ([DONE, said({"detail": [{"msg": "NSFW content"}]}, 422)], ContentRejected),
        ([DONE, said({"detail": "out of memory", "error_type": "oom"}, 400)], GenerationFailed),
        ([DONE, said({"detail": ""}, 422)], GenerationFailed),
        ([DONE, said({"error": {"message": "no face was found"}})], GenerationFailed),
    ],
)
def test_a_request_fails_inside_completed_or_at_its_result(replies: list[httpx.Response], kind: type) -> None:
    with pytest.raises(kind):
        driven(FAL.follow(PLACE), *replies)


@pytest.mark.parametrize(("units", "charged", "usd"), [("1", "yes", 0.025), ("0", "no", 0.0), (None, "unknown", None)])
def test_what_a_failed_request_used_is_its_bill(units: str | None, charged: str, usd: float | None) -> None:
    headers = {"x-fal-billable-units": units} if units else {}
    failed = httpx.Response(422, json={"detail": "out of memory"}, headers=headers)
    with pytest.raises(GenerationFailed) as caught:
        driven(FAL.generate(asked(FAL, "a fox", model=DEV)), said(TAKEN), DONE, failed)
    assert (caught.value.charged, caught.value.cost.usd) == (charged, usd)


def test_a_server_in_trouble_says_nothing_of_the_request() -> None:
    record = FAL.get(PLACE)
    step = next(record)
    assert isinstance(step, Exchange)
    with pytest.raises(UnexpectedReply):
        step.read(httpx.Response(502, text="<html>"))


def test_a_marked_picture_is_shown_with_a_warning() -> None:
    outcome, _ = driven(FAL.follow(PLACE), DONE, said({**RESULT, "has_nsfw_concepts": [True]}))
    assert "filter marked picture 1" in outcome.warnings[0]


def test_one_picture_alone_is_a_result_too() -> None:
    outcome, _ = driven(FAL.follow(PLACE), DONE, said({"image": PICTURE}))
    assert outcome.assets[0].source == PICTURE["url"]


@pytest.mark.parametrize("place", [ID, f"../requests/{ID}", "a/b/requests/", f"a/b/c/requests/{ID}"])
def test_an_id_without_its_app_leads_nowhere(place: str) -> None:
    with pytest.raises(InvalidRequest, match="no place of a request"):
        driven(FAL.get(place), DONE)


def test_whoever_fetches_a_request_later_knows_its_bill() -> None:
    units = {"x-fal-billable-units": "2"}
    outcome, _ = driven(FAL.finish(asked(FAL, "a fox", model=DEV), PLACE), DONE, said(RESULT, **units))
    assert outcome.cost == Cost(0.05)
    with pytest.raises(GenerationFailed) as caught:
        driven(FAL.finish(asked(FAL, "a fox", model=DEV), PLACE), DONE, said({"detail": "x"}, 422, **units))
    assert (caught.value.charged, caught.value.cost.usd) == ("yes", 0.05)
    outcome, _ = driven(FAL.finish(ImageRequest("fal", ""), PLACE), DONE, said(RESULT, **units))
    assert outcome.cost == PRICE_UNKNOWN, "of a place alone no model is known"


def test_another_process_that_fetches_a_request_writes_its_bill_down(tmp_path: Path) -> None:
    class Metered(Wire):
        def finished(self, remote_id: str, request: httpx.Request, address: str | None) -> httpx.Response:
            reply = super().finished(remote_id, request, address)
            reply.headers["x-fal-billable-units"] = "2"
            return reply

    bench = Bench(FAL, Metered(), tmp_path)
    bench.server.polls = 99
    bench.fails(DeadlineExceeded, "yes", deadline=5)
    bench.server.polls = 0
    (made,) = bench.resume()
    assert made.cost.usd
    assert "2 units told by the service" in made.cost.source
