"""OpenAI: what its reference (openai 3.57.0, `types/image_*_params.py`) prints is what is sent and what is read."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import httpx
import pytest
from flows import asked, driven, said
from PIL import Image
from wires.openai import USAGE, error, stream

from imgen_nb import providers
from imgen_nb.errors import (
    ApiError,
    ContentRejected,
    GenerationFailed,
    ImgenError,
    InvalidRequest,
    NotFound,
    OutOfCredit,
    Unauthorized,
    UnexpectedReply,
)
from imgen_nb.flow import Exchange, Outcome
from imgen_nb.providers.openai import SIZES
from imgen_nb.sandbox import forms
from imgen_nb.testing import png
from imgen_nb.types import ImageRequest

OPENAI = providers.get("openai")
PICTURE = f"data:image/png;base64,{base64.b64encode(png()).decode()}"
B64 = base64.b64encode(png()).decode()
LIVE = [one for one in OPENAI.listed if one.ends is None]


def sent(prompt: str = "a fox", **params: Any) -> httpx.Request:
    step = next(OPENAI.generate(asked(OPENAI, prompt, **params)))
    assert isinstance(step, Exchange)
    assert step.paid
    return step.request


def body(prompt: str = "a fox", **params: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(sent(prompt, **params).content)
    return told


def made(reply: httpx.Response, **params: Any) -> Outcome:
    outcome, _ = driven(OPENAI.generate(asked(OPENAI, "a fox", **params)), reply)
    assert isinstance(outcome, Outcome)
    return outcome


# --- what is sent -----------------------------------------------------------------------------------------------------


def test_a_request_in_full() -> None:
    request = sent(
        "a fox", quality="high", aspect_ratio="16:9", num_images=2, backdrop="transparent", output_format="webp",
        output_compression=80, moderation="low", complexity="high", safety_identifier="u-1",
    )  # fmt: skip
    assert (request.method, request.url.path) == ("POST", "/images/generations")
    assert json.loads(request.content) == {
        "prompt": "a fox",
        "model": "gpt-image-2.5-sunburst",
        "n": 2,
        "size": "1536x864",
        "quality": "high",
        "background": "transparent",
        "output_format": "webp",
        "output_compression": 80,
        "moderation": "low",
        "complexity": "high",
        "safety_identifier": "u-1",
    }


def test_response_format_is_never_sent_by_itself() -> None:
    assert "response_format" not in body()
    assert body(extra={"response_format": "url"})["response_format"] == "url"


@pytest.mark.parametrize(("ratio", "size"), SIZES.items())
def test_a_ratio_is_a_size_that_the_document_allows(ratio: str, size: str) -> None:
    assert body(aspect_ratio=ratio)["size"] == size
    width, height = map(int, size.split("x"))
    assert width % 16 == height % 16 == 0
    across, down = map(int, ratio.split(":"))
    assert abs(width / height / (across / down) - 1) < 0.01


ENUMS = {  # SDK[openai 3.57.0], image_generate_params.py and image_edit_params.py; the deprecated values left out
    "backdrop": ("transparent", "opaque", "auto"),
    "complexity": ("low", "medium", "high"),
    "moderation": ("low", "auto"),
    "quality": ("low", "medium", "high", "xhigh", "max", "auto"),
    "output_format": ("png", "webp", "jpeg"),  # gif and svg are previews: one moves, the other is a program
}
WIRE = {"backdrop": "background"}
ENUM_ROWS = [(name, value) for name, values in ENUMS.items() for value in values]


@pytest.mark.parametrize(("name", "value"), ENUM_ROWS)
def test_every_value_of_the_document_is_taken(name: str, value: str) -> None:
    assert body(**{name: value})[WIRE.get(name, name)] == value


@pytest.mark.parametrize("name", ENUMS)
def test_and_no_other(name: str) -> None:
    option = OPENAI.option(name)
    assert option is not None
    assert {*option.choices} == {*ENUMS[name]}


MODELS = {  # SDK[openai 3.57.0], the docstring of `model`
    *("gpt-image-1-mini", "gpt-image-1.5", "gpt-image-2", "gpt-image-2-2026-04-21", "gpt-image-2.5-sunburst"),
    *("gpt-image-2.5-sunburst-2026-09-08", "gpt-image-2.5-flare", "gpt-image-2.5-flare-2026-09-08"),
    *("gpt-image-2.6-sunburst", "gpt-image-2.6-flare", "chatgpt-image-latest"),
}
ENDS = {  # the same, and LiteLLM's deprecation_date
    "gpt-image-1.5": "2026-12-01",
    "gpt-image-1-mini": "2026-12-01",
    "chatgpt-image-latest": "2026-12-01",
    "gpt-image-1": "2026-10-23",
    "dall-e-2": "2026-05-12",
    "dall-e-3": "2026-05-12",
}


def test_the_models_and_their_ends_are_the_documents() -> None:
    option = OPENAI.option("model")
    assert option is not None
    assert {*option.choices} == MODELS
    assert {one.id: one.ends.isoformat() for one in OPENAI.listed if one.ends} == ENDS
    assert all(one.successor == "gpt-image-2.5-sunburst" for one in OPENAI.listed if one.ends)
    assert option.default in {one.id for one in LIVE}


@pytest.mark.parametrize(
    ("model", "params", "problem"),
    [
        ("gpt-image-1.5", {"aspect_ratio": "16:9"}, "aspect_ratio is '16:9'; allowed: 1:1, 3:2, 2:3"),
        ("gpt-image-1.5", {"size": "1536x864"}, "size is '1536x864'"),
        ("gpt-image-2", {"quality": "max"}, "quality is 'max'"),
        ("gpt-image-2", {"size": "1000x1000"}, "size is '1000x1000'; allowed: auto, or width x height in steps of 16"),
        ("gpt-image-2", {"size": "3840x3840"}, "size is '3840x3840'"),
        ("gpt-image-2", {"size": "3200x800"}, "size is '3200x800'"),
        ("gpt-image-2.5-flare", {"num_images": 11}, "num_images is 11"),
        ("gpt-image-2.5-flare", {"previews": 4}, "previews is 4"),
        ("gpt-image-2.5-flare", {"image_urls": ["https://a.example/b.png"]}, "image_urls has an address"),
        ("gpt-image-2.5-flare", {"mask_url": PICTURE}, "mask_url needs image_urls"),
        (
            "gpt-image-2.5-flare",
            {"image_urls": [PICTURE], "mask_url": PICTURE, "markup": PICTURE},
            "do not go together",
        ),
        ("gpt-image-2.5-flare", {"image_urls": [PICTURE] * 17}, "at most 16"),
        ("gpt-image-1-mini", {"input_fidelity": "high"}, "input_fidelity is 'high'; allowed: low"),
        ("gpt-image-2", {"input_fidelity": "low"}, "has no input_fidelity"),
        ("gpt-image-2", {"backdrop": "transparent", "output_format": "jpeg"}, "needs output_format png or webp"),
    ],
)
def test_what_the_document_forbids_is_refused_before_anything_is_sent(
    model: str, params: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidRequest, match=problem.replace("(", r"\(")):
        asked(OPENAI, "a fox", model=model, **params)


@pytest.mark.parametrize("size", ["auto", "1024x1024", "1536x864", "3840x2160", "2560x1440", "512x1536"])
def test_sizes_within_the_documents_bounds_go_before_the_ratio(size: str) -> None:
    assert body(size=size, aspect_ratio="1:1")["size"] == size


# --- forms ------------------------------------------------------------------------------------------------------------


def form(request: httpx.Request) -> forms.Form:
    request.read()
    assert request.url.path == "/images/edits"
    return forms.read(request)


def test_pictures_travel_as_files_of_a_form_beside_the_words() -> None:
    told = form(sent("a fox", image_urls=[PICTURE], mask_url=PICTURE, num_images=2, quality="low"))
    assert {name: [part.raw for part in parts] for name, parts in told.items() if parts[0].is_file} == {
        "image": [png()],
        "mask": [png()],
    }
    words = {"prompt": "a fox", "model": "gpt-image-2.5-sunburst", "n": "2", "quality": "low", "size": "1024x1024"}
    assert forms.words(told) == words


def test_several_pictures_are_a_list_and_a_stream_is_asked_for_in_words() -> None:
    told = form(sent(image_urls=[PICTURE, PICTURE], previews=2))
    assert len(told["image[]"]) == 2
    assert {"stream": "true", "partial_images": "2"}.items() <= forms.words(told).items()


def test_markup_is_a_file_too() -> None:
    assert form(sent(image_urls=[PICTURE], markup=PICTURE))["markup"][0].raw == png()


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_reply_is_its_pictures_and_its_tokens_by_the_price_list() -> None:
    outcome = made(said({"created": 1, "data": [{"b64_json": B64}, {"b64_json": B64}], "usage": USAGE}))
    assert [one.source for one in outcome.assets] == [png(), png()]
    assert outcome.cost.usd == pytest.approx((12 * 5 + 1056 * 30) / 1e6)
    assert "LiteLLM" in outcome.cost.source
    assert B64 not in json.dumps(dict(outcome.raw))


def test_where_the_kinds_of_input_are_not_told_it_is_text() -> None:
    usage = {"input_tokens": 100, "output_tokens": 1000, "total_tokens": 1100}
    outcome = made(said({"data": [{"b64_json": B64}], "usage": usage}), model="gpt-image-1-mini")
    assert outcome.cost.usd == pytest.approx((100 * 2 + 1000 * 8) / 1e6)


@pytest.mark.parametrize("usage", [None, 7, {}, {"output_tokens": "nan"}, {"input_tokens_details": [1]}])
def test_a_price_that_cannot_be_known_is_unknown(usage: object) -> None:
    assert made(said({"data": [{"b64_json": B64}], "usage": usage})).cost.usd is None


def test_another_server_has_its_own_prices() -> None:
    request = ImageRequest("openai", "a fox", {"model": "gpt-image-2"}, origin="http://localhost:4000/v1")
    reply = said({"data": [{"b64_json": B64}], "usage": USAGE})
    outcome, _ = driven(OPENAI.generate(request), reply)
    assert outcome.cost.usd is None
    assert OPENAI.estimate(request).usd is None


QUIRKS = {  # servers that speak these words: LiteLLM's proxy, Together, DeepInfra, Recraft, Ollama
    "base64": ({"data": [{"b64_json": B64}]}, png()),
    "a data URL": ({"data": [{"b64_json": f"data:image/png;base64,{B64}"}]}, png()),
    "base64 in lines": ({"data": [{"b64_json": "\n".join([B64[:76], B64[76:]])}]}, png()),
    "an address": ({"data": [{"url": "https://a.example/b.png"}]}, "https://a.example/b.png"),
    "both, one empty": ({"data": [{"b64_json": None, "url": "https://a.example/b.png"}]}, "https://a.example/b.png"),
    "an index and a type": ({"data": [{"index": 0, "type": "b64_json", "b64_json": B64}], "id": "x"}, png()),
}


@pytest.mark.parametrize("name", QUIRKS)
def test_a_picture_is_read_however_a_server_gives_it(name: str) -> None:
    told, source = QUIRKS[name]
    assert made(said(told)).assets[0].source == source


def test_a_model_that_nobody_here_knows_takes_the_words_of_other_servers() -> None:
    told = body(model="black-forest-labs/FLUX.1-schnell", seed=7, num_inference_steps=4, size="512x512")
    assert {"seed": 7, "num_inference_steps": 4, "size": "512x512"}.items() <= told.items()
    assert OPENAI.remarks("", {"model": "x"}) == ("x is not a model this package knows; it was passed on",)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error(400, "rejected", "image_generation_user_error", "moderation_blocked"), ContentRejected),
        (error(400, "Unknown parameter: 'x'.", "invalid_request_error", "unknown_parameter"), ApiError),
        (error(401, "Incorrect API key", "invalid_request_error", "invalid_api_key"), Unauthorized),
        (error(403, "Your organization must be verified", "invalid_request_error", None), Unauthorized),
        (error(404, "does not exist", "invalid_request_error", "model_not_found"), NotFound),
        (error(429, "quota", "insufficient_quota", "insufficient_quota"), OutOfCredit),
        (error(500, "had an error", "server_error", None), UnexpectedReply),
        (said({"data": []}), UnexpectedReply),
        (said({"data": [{"b64_json": "?"}]}), UnexpectedReply),
        (said({"data": None}), UnexpectedReply),
    ],
)
def test_what_a_refusal_means(reply: httpx.Response, kind: type[ImgenError]) -> None:
    with pytest.raises(kind) as caught:
        made(reply)
    assert type(caught.value) is kind


# --- streams ----------------------------------------------------------------------------------------------------------

PARTIAL = {"type": "image_generation.partial_image", "b64_json": B64, "partial_image_index": 0}
DONE = {"type": "image_generation.completed", "b64_json": B64, "usage": USAGE, "created_at": 1}


@pytest.mark.parametrize("kind", ["image_generation", "image_edit"])
def test_a_stream_brings_coarse_pictures_and_then_the_picture(kind: str) -> None:
    events = [{**PARTIAL, "type": f"{kind}.partial_image"}] * 2 + [{**DONE, "type": f"{kind}.completed"}]
    step = next(OPENAI.generate(asked(OPENAI, "a fox", previews=2)))
    assert isinstance(step, Exchange)
    assert step.heard is not None
    assert json.loads(step.request.content)["partial_images"] == 2
    listener, reply = step.heard(), stream(events)
    told = [wait for start in range(0, len(reply.content), 50) for wait in listener(reply.content[start : start + 50])]
    assert [(wait.progress, wait.preview) for wait in told] == [(1 / 3, png()), (2 / 3, png())]
    outcome = made(reply, previews=2)
    assert [one.source for one in outcome.assets] == [png()]
    assert outcome.cost.usd is not None


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ([PARTIAL], UnexpectedReply),
        ([PARTIAL, {"type": "error", "error": {"message": "it gave up"}}], GenerationFailed),
        ([{"type": "error", "error": {"message": "blocked by the safety system"}}], ContentRejected),
        ([{**DONE, "b64_json": "?"}], UnexpectedReply),
    ],
)
def test_a_stream_that_ends_without_a_picture(events: list[dict[str, Any]], kind: type[ImgenError]) -> None:
    with pytest.raises(kind):
        made(stream(events), previews=1)


def test_previews_say_how_a_picture_is_brought_not_what_it_is() -> None:
    assert asked(OPENAI, "a fox", previews=2).key == asked(OPENAI, "a fox").key


# --- the rest ---------------------------------------------------------------------------------------------------------


def test_the_list_of_models_keeps_what_the_record_knows() -> None:
    rows = [{"id": "gpt-4"}, {"id": "gpt-image-2"}, {"id": "gpt-image-3-nova"}, {"id": None}, 7]
    catalogue, _ = driven(OPENAI.catalogue(), said({"data": rows}))
    assert [one.id for one in catalogue.models] == ["gpt-image-2", "gpt-image-3-nova"]
    assert catalogue.models[0].prices
    model = next(option for option in catalogue.options if option.name == "model")
    assert (model.choices, model.default, model.open) == (("gpt-image-2", "gpt-image-3-nova"), "gpt-image-2", True)


def test_a_server_without_image_models_by_name_offers_all() -> None:
    models, _ = driven(OPENAI.models(), said({"data": [{"id": "x/z-image-turbo"}, {"id": "flux"}]}))
    assert [one.id for one in models] == ["x/z-image-turbo"]
    models, _ = driven(OPENAI.models(), said({"data": [{"id": "flux"}]}))
    assert [one.id for one in models] == ["flux"]


def test_the_mask_that_is_sent_is_the_one_that_was_given() -> None:
    mask = Image.new("RGBA", (96, 64), (0, 0, 0, 0))
    request = form(sent(image_urls=[PICTURE], mask_url=_url(mask)))
    assert Image.open(io.BytesIO(request["mask"][0].raw)).getpixel((1, 1)) == (0, 0, 0, 0)


def _url(image: Image.Image) -> str:
    out = io.BytesIO()
    image.save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
