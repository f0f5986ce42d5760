"""A1111: the request its reference shows, what stands in the answer, and what is told while it is held."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from documents import body, refused, sent
from flows import asked, driven, said

from imgen_nb import providers
from imgen_nb.client.access import decide
from imgen_nb.client.client import Client
from imgen_nb.errors import GenerationFailed, NotFound, TransportFailed, UnexpectedReply
from imgen_nb.flow import Exchange
from imgen_nb.providers.a1111 import RATIOS, pixels
from imgen_nb.sandbox import Sandbox
from imgen_nb.testing import png

A1111 = providers.get("a1111")
B64 = base64.b64encode(png()).decode()
DATA = f"data:image/png;base64,{B64}"


def answer(images: list[Any], **info: Any) -> httpx.Response:
    return said({"images": images, "parameters": {"prompt": "a fox"}, "info": json.dumps(info)})


def test_a_plain_request_has_the_servers_own_fields() -> None:
    assert body(A1111, "a fox", negative_prompt="snow", seed=7, num_images=2, sampler="Euler") == {
        "prompt": "a fox",
        "negative_prompt": "snow",
        "width": 512,
        "height": 512,
        "steps": 20,
        "cfg_scale": 7.0,
        "seed": 7,
        "batch_size": 2,
        "sampler_name": "Euler",
        "send_images": True,
        "save_images": False,
    }
    assert sent(A1111).url.path == "/sdapi/v1/txt2img"


@pytest.mark.parametrize(
    ("params", "wire"),
    [
        ({"model": "xl"}, {"override_settings": {"sd_model_checkpoint": "xl"}}),
        ({"styles": {"names": ["night"]}}, {"styles": ["night"]}),
        (
            {"aspect_ratio": "16:9", "resolution": "768"},
            dict(zip(("width", "height"), pixels("16:9", "768"), strict=True)),
        ),
        ({"image_urls": [DATA]}, {"init_images": [DATA], "denoising_strength": 0.75}),
        ({"image_urls": [DATA], "similarity": 0.9}, {"denoising_strength": 0.1}),
        ({"image_urls": [DATA], "mask_url": DATA}, {"mask": DATA}),
        (
            {"upscale": 2, "upscaler": "Latent", "upscale_steps": 10},
            {
                "enable_hr": True,
                "hr_scale": 2,
                "hr_upscaler": "Latent",
                "hr_second_pass_steps": 10,
                "denoising_strength": 0.7,
            },
        ),
        ({"upscale": 1.5, "similarity": 0.6}, {"hr_scale": 1.5, "denoising_strength": 0.4}),
    ],
)
def test_our_words_become_theirs(params: dict[str, Any], wire: dict[str, Any]) -> None:
    assert wire.items() <= body(A1111, "a fox", **params).items()
    assert sent(A1111, "a fox", **params).url.path.endswith("img2img" if "image_urls" in params else "txt2img")


@pytest.mark.parametrize(
    "params",
    [
        {"image_urls": ["https://a.example/b.png"]},
        {"mask_url": DATA},
        {"styles": {"names": "night"}},
        {"styles": {"night": 1}},
        {"styles": {"names": ["night", 1]}},
        {"similarity": 0.5},
        {"num_images": 17},
        {"upscaler": "Latent"},
        {"upscale": 5},
        {"upscale": 2, "image_urls": [DATA]},
    ],
)
def test_what_cannot_be_sent_is_refused(params: dict[str, Any]) -> None:
    assert refused(A1111, "a fox", **params)


@pytest.mark.parametrize("ratio", RATIOS)
def test_sides_are_in_steps_of_8(ratio: str) -> None:
    for side in ("512", "768", "1024"):
        width, height = pixels(ratio, side)
        assert not width % 8
        assert not height % 8
        assert abs(width * height / int(side) ** 2 - 1) < 0.03


def test_seeds_and_texts_belong_to_their_pictures_and_a_grid_is_none() -> None:
    info = {"all_seeds": [7, 8], "infotexts": ["grid", "one", "two"], "index_of_first_image": 1}
    outcome, _ = driven(A1111.generate(asked(A1111, "a fox")), answer([B64, B64, DATA], **info))
    assert [(asset.source, asset.seed, asset.text) for asset in outcome.assets] == [
        (png(), 7, "one"),
        (png(), 8, "two"),
    ]
    assert (outcome.cost.usd, outcome.cost.source) == (0.0, "your machine")
    assert B64 not in json.dumps(outcome.raw)


@pytest.mark.parametrize("info", [None, "{", "[]", 7, '{"all_seeds": 3}'])
def test_what_merely_decorates_never_loses_a_picture(info: Any) -> None:
    reply = said({"images": [B64], "info": info})
    outcome, _ = driven(A1111.generate(asked(A1111, "a fox")), reply)
    assert [(asset.source, asset.seed) for asset in outcome.assets] == [(png(), None)]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (said({"error": "OutOfMemoryError", "detail": "", "body": "", "errors": "CUDA"}, 500), GenerationFailed),
        (said({"detail": "Sampler not found"}, 404), NotFound),
        (answer([]), UnexpectedReply),
    ],
)
def test_errors_have_their_types(reply: httpx.Response, kind: type) -> None:
    step = next(A1111.generate(asked(A1111, "a fox")))
    assert isinstance(step, Exchange)
    with pytest.raises(kind):
        step.read(reply)


@pytest.mark.parametrize(
    ("told", "state", "progress", "preview"),
    [
        ({"progress": 0.0, "current_image": None}, "queued", None, None),
        ({"progress": 0.4, "current_image": B64}, "running", 0.4, png()),
        ({"progress": 1.3, "current_image": "?"}, "running", 1.0, None),
        ({}, "queued", None, None),
    ],
)
def test_progress_is_0_before_the_beginning_too(told: Any, state: str, progress: Any, preview: Any) -> None:
    step = next(A1111.generate(asked(A1111, "a fox")))
    assert isinstance(step, Exchange)
    assert step.meanwhile
    assert step.meanwhile.request.url.path == "/sdapi/v1/progress"
    heard = step.meanwhile.read(said(told))
    assert (heard.state, heard.progress, heard.preview) == (state, progress, preview)


def test_the_servers_lists_become_choices_and_a_missing_list_changes_nothing() -> None:
    models = httpx.Response(200, json=[{"title": "a.ckpt [1]"}, {"title": "b.ckpt"}])
    samplers = httpx.Response(200, json=[{"name": "Euler"}])
    latent, gone = httpx.Response(200, json=[{"name": "Latent"}]), httpx.Response(404, json={"detail": "Not Found"})
    found, _ = driven(
        A1111.catalogue(), models, samplers, gone, latent, httpx.Response(200, json=[{"name": "R-ESRGAN"}])
    )
    options = {option.name: option for option in found.options}
    assert [model.id for model in found.models] == ["a.ckpt [1]", "b.ckpt"]
    assert options["sampler"].choices == ("Euler",)
    assert options["scheduler"].kind == "text"
    assert options["upscaler"].choices == ("Latent", "R-ESRGAN")


def test_the_hires_fix_gives_a_picture_that_many_times_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(A1111), "options", A1111.options)
    box = Sandbox("a1111", speed=0)
    with Client("a1111", base_url=box.base_url, transport=box.transport(), store=tmp_path) as client:
        client.refresh()
        names = client.provider.options_for(None)["upscaler"].choices
        made = client.generate("a fox", aspect_ratio="3:2", upscale=1.5, upscaler=names[-1])
        with pytest.raises(GenerationFailed, match="upscaler named nobody") as caught:
            client.generate("a fox", upscale=1.5, upscaler="nobody")
    width, height = pixels("3:2", "512")
    assert (made.images[0].width, made.images[0].height) == (int(1.5 * width), int(1.5 * height))
    assert caught.value.charged == "no", "a server of one's own bills nothing"


def test_it_is_live_only_where_its_address_was_given(tmp_path: Path) -> None:
    assert not decide(A1111).live
    assert decide(A1111, base_url="http://127.0.0.1:7860").live
    with (
        Client("a1111", base_url="http://127.0.0.1:9", store=tmp_path, deadline=3) as client,
        pytest.raises(TransportFailed, match=r"nobody listens at http://127\.0\.0\.1:9") as caught,
    ):
        client.generate("a fox")
    assert "--api" in caught.value.hint
