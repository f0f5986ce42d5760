"""Stability: a form always, bytes back, and how it ended in headers."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest
from documents import refused, sent
from flows import asked, said

from imgen_nb import providers
from imgen_nb.errors import ApiError, ContentRejected, UnexpectedReply
from imgen_nb.flow import Exchange
from imgen_nb.sandbox import forms
from imgen_nb.testing import png

STABILITY = providers.get("stability")
DATA = "data:image/png;base64," + base64.b64encode(png()).decode()
FINE = {"content-type": "image/png", "finish-reason": "SUCCESS", "seed": "343"}
BLURRED = {"finish-reason": "CONTENT_FILTERED"}


def form(**params: Any) -> dict[str, str]:
    request = sent(STABILITY, "a fox", **params)
    request.read()
    return forms.words(forms.read(request))


@pytest.mark.parametrize(
    ("model", "path"),
    [("core", "core"), ("ultra", "ultra"), *[(f"sd3.5-{name}", "sd3") for name in ("large", "large-turbo", "medium")]],
)
def test_each_model_has_its_service(model: str, path: str) -> None:
    request = sent(STABILITY, "a fox", model=model)
    assert request.url.path == f"/v2beta/stable-image/generate/{path}"
    assert request.headers["accept"] == "image/*"
    assert request.headers["content-type"].startswith("multipart/form-data")
    assert form(model=model).get("model") == (model if path == "sd3" else None)


@pytest.mark.parametrize("ratio", ["16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"])
def test_every_documented_ratio_is_taken(ratio: str) -> None:
    assert form(aspect_ratio=ratio)["aspect_ratio"] == ratio


@pytest.mark.parametrize(
    ("params", "wire"),
    [
        ({"seed": 4294967294, "style": "pixel-art"}, {"seed": "4294967294", "style_preset": "pixel-art"}),
        ({"model": "sd3.5-large", "guidance_scale": 4.5}, {"cfg_scale": "4.5", "mode": "text-to-image"}),
        ({"model": "sd3.5-large", "image_urls": [DATA]}, {"mode": "image-to-image", "strength": "0.5"}),
        ({"model": "sd3.5-large", "image_urls": [DATA], "similarity": 0.8}, {"strength": "0.2"}),
        ({"negative_prompt": "snow", "output_format": "webp"}, {"negative_prompt": "snow", "output_format": "webp"}),
    ],
)
def test_our_words_become_theirs(params: dict[str, Any], wire: dict[str, str]) -> None:
    told = form(**params)
    assert wire.items() <= told.items()
    assert ("aspect_ratio" in told) != ("image_urls" in params)


@pytest.mark.parametrize(
    "params",
    [
        {"seed": 4294967295},
        {"aspect_ratio": "4:3"},
        {"model": "sd3.5-large", "output_format": "webp"},
        {"model": "sd3.5-large", "similarity": 0.5},
        {"model": "sd3.5-large", "image_urls": ["https://a.example/b.png"]},
        {"model": "ultra", "style": "anime"},
        {"model": "sd3.5-large", "guidance_scale": 11},
    ],
)
def test_what_the_reference_forbids_is_refused(params: dict[str, Any]) -> None:
    assert refused(STABILITY, "a fox", **params)


def read(reply: httpx.Response) -> Any:
    step = next(STABILITY.generate(asked(STABILITY, "a fox")))
    assert isinstance(step, Exchange)
    return step.read(reply)


def test_the_bytes_are_the_picture_and_the_seed_is_in_a_header() -> None:
    (asset,) = read(httpx.Response(200, content=png(), headers=FINE)).assets
    assert (asset.source, asset.seed) == (png(), 343)


@pytest.mark.parametrize(
    ("reply", "kind", "charged"),
    [
        (said({"name": "content_moderation", "errors": ["flagged"]}, 403), ContentRejected, "no"),
        (
            httpx.Response(200, content=png(), headers={**FINE, "finish-reason": "CONTENT_FILTERED"}),
            ContentRejected,
            None,
        ),
        (said({"name": "bad_request", "errors": ["prompt: required"]}, 400), ApiError, None),
        (said({"image": "aGk=", "finish_reason": "SUCCESS"}), UnexpectedReply, None),
        (httpx.Response(200, headers=FINE), UnexpectedReply, None),
    ],
)
def test_errors_have_their_types(reply: httpx.Response, kind: type, charged: str | None) -> None:
    with pytest.raises(kind) as caught:
        read(reply)
    assert charged is None or caught.value.charged == charged


@pytest.mark.parametrize(
    ("model", "usd"),
    [("core", 0.03), ("ultra", 0.08), ("sd3.5-large", 0.065), ("sd3.5-large-turbo", 0.04), ("sd3.5-medium", 0.035)],
)
def test_the_price_is_that_of_the_list(model: str, usd: float) -> None:
    assert STABILITY.estimate(asked(STABILITY, "a fox", model=model)).usd == usd
