"""Each provider against its document: what is sent, what is declared, and what any reply at all may lead to."""

from __future__ import annotations

import copy
import json
import math
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from environments import KEYS
from flows import REF, asked, driven, said
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb import providers
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.client.requests import VOCABULARY, checked
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.ticket import Ticket
from imgen_nb.engine.wire import Secret, Wire
from imgen_nb.errors import ImgenError, InvalidRequest, UnexpectedReply
from imgen_nb.flow import Accepted, Asset, Exchange, Flow, Outcome, Provider, Record, Wait
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.testing import png, virtually
from imgen_nb.types import ImageRequest, Page, State, Window

BANATIE, DESTINPQ = providers.get("banatie"), providers.get("destinpq")
BOTH = (BANATIE, DESTINPQ)
JOB = "550e8400-e29b-41d4-a716-446655440000"
IMAGE = "7c4ccf47-41ce-4718-afbc-8c553b2c631a"
FIXED = {"task_type": "image", "provider": "replicate", "service_id": 4, "raw": True}


def first(flow: Flow[Any]) -> Exchange[Any]:
    step = next(flow)
    assert isinstance(step, Exchange)
    return step


def body(provider: Provider, prompt: str, **params: Any) -> Any:
    return json.loads(first(provider.generate(asked(provider, prompt, **params))).request.content)


# --- golden requests --------------------------------------------------------------------------------------------------


def test_the_documents_own_request_to_destinpq() -> None:
    step = first(DESTINPQ.generate(asked(
        DESTINPQ, "create an mockup design for a health app",
        aspect_ratio="9:16", output_format="png", safety_filter_level="block_only_high",
    )))  # fmt: skip
    assert (step.request.method, str(step.request.url), step.paid) == ("POST", "/creations", True)
    assert step.request.headers["content-type"] == "application/json"
    assert json.loads(step.request.content) == {
        "task_type": "image",
        "provider": "replicate",
        "service_id": 4,
        "raw": True,
        "input_data": {
            "prompt": "create an mockup design for a health app",
            "aspect_ratio": "9:16",
            "output_format": "png",
            "safety_filter_level": "block_only_high",
        },
    }


def test_the_documents_own_request_to_banatie() -> None:
    step = first(BANATIE.generate(asked(
        BANATIE, "a red sports car on a mountain road", aspect_ratio="16:9", enhance=True, template="photorealistic"
    )))  # fmt: skip
    assert (step.request.method, str(step.request.url), step.paid) == ("POST", "/api/v1/generations", True)
    assert json.loads(step.request.content) == {
        "prompt": "a red sports car on a mountain road",
        "aspectRatio": "16:9",
        "autoEnhance": True,
        "enhancementOptions": {"template": "photorealistic"},
        "meta": {"imgen_ref": REF},
    }


def test_defaults_are_sent_in_full() -> None:
    assert body(DESTINPQ, "a fox") == {
        **FIXED,
        "input_data": {
            "prompt": "a fox",
            "aspect_ratio": "1:1",
            "output_format": "png",
            "safety_filter_level": "block_medium_and_above",
        },
    }
    assert body(BANATIE, "a fox") == {
        "prompt": "a fox",
        "aspectRatio": "1:1",
        "autoEnhance": True,
        "enhancementOptions": {"template": "general"},
        "meta": {"imgen_ref": REF},
    }


def test_without_enhancement_no_template_is_sent() -> None:
    assert "enhancementOptions" not in body(BANATIE, "a fox", enhance=False, template="comic")


def test_the_users_meta_travels_beside_our_id_and_stays_the_users() -> None:
    mine = {"mine": {"deep": [1, None]}}
    assert body(BANATIE, "a fox", meta=mine)["meta"] == {**mine, "imgen_ref": REF}
    assert mine == {"mine": {"deep": [1, None]}}


NAMES = st.sampled_from(
    [
        "task_type",
        "provider",
        "service_id",
        "raw",
        "input_data",
        "prompt_",
        "aspectRatio",
        "aspect_ratio",
        "autoEnhance",
        "output_format",
        "safety_filter_level",
        "enhance",
        "template",
        "meta",
        "id",
        "status",
        "Provider",
        "RAW",
        "model",
    ]
) | st.text(max_size=8)
VALUES = st.none() | st.booleans() | st.integers() | st.sampled_from(["16:9", "png", "comic", "replicate"]) | st.text()
DICTS = st.dictionaries(st.text(max_size=5), VALUES, max_size=2)


@given(
    st.sampled_from(BOTH), st.text(), st.dictionaries(NAMES, VALUES | DICTS | st.lists(VALUES, max_size=2), max_size=3)
)
def test_whatever_a_user_passes_is_refused_or_sent_as_the_document_says(
    provider: Provider, prompt: str, params: dict[str, Any]
) -> None:
    try:
        request = asked(provider, prompt, **{name: value for name, value in params.items() if name != "prompt"})
    except (TypeError, InvalidRequest) as error:
        assert "Nothing was sent" in str(error) or "nothing was sent" in str(error)  # noqa: PT017
        return
    sent = json.loads(first(provider.generate(request)).request.content)
    if provider is DESTINPQ:
        given_ = sent.pop("input_data")
        assert list(sent.items()) == list(FIXED.items())
        assert all(type(sent[name]) is type(value) for name, value in FIXED.items())
        assert given_.keys() == {"prompt", "aspect_ratio", "output_format", "safety_filter_level"}
        sent, names = given_, {"aspect_ratio": "aspect_ratio", "output_format": "output_format"}
    else:
        assert sent.keys() - {"enhancementOptions"} == {"prompt", "aspectRatio", "autoEnhance", "meta"}
        assert sent["meta"]["imgen_ref"] == REF
        assert sent["autoEnhance"] in (True, False)
        names = {"aspect_ratio": "aspectRatio", "enhance": "autoEnhance"}
    assert sent["prompt"] == prompt
    for name, there in names.items():
        option = provider.option(name)
        assert option is not None
        assert sent[there] == (option.default if params.get(name) is None else params[name])


# --- declarations -----------------------------------------------------------------------------------------------------

TABLES = {
    "destinpq": {
        "prompt": None,
        "aspect_ratio": ("1:1", "9:16", "16:9", "3:4", "4:3"),
        "output_format": ("png", "jpg"),
        "safety_filter_level": ("block_only_high", "block_low_and_above", "block_medium_and_above"),
    },
    "banatie": {
        "prompt": None,
        "aspect_ratio": ("1:1", "16:9", "9:16", "3:2", "21:9"),
        "enhance": (),
        "template": ("general", "photorealistic", "illustration", "minimalist", "sticker", "product", "comic"),
        "meta": (),
        **dict.fromkeys(("reference_images", "alias", "flow_id", "flow_alias"), ()),
    },
}


@pytest.mark.parametrize("provider", BOTH, ids=lambda provider: provider.name)
def test_the_declared_options_are_the_documents_tables(provider: Provider) -> None:
    assert {option.name: option.choices or TABLES[provider.name][option.name] for option in provider.options} == TABLES[
        provider.name
    ]
    for option in provider.options:
        assert option.help
        assert option.required is (option.name == "prompt")
        assert option.default is None or option.problem(option.default) is None
        assert option.name == "prompt" or option.name in VOCABULARY


def test_the_documented_defaults_and_addresses() -> None:
    defaults = {option.name: option.default for option in BANATIE.options}
    assert (defaults["aspect_ratio"], defaults["enhance"], defaults["template"]) == ("1:1", True, "general")
    assert DESTINPQ.base_url == "https://video-api.destinpq.com/api/v1"
    assert DESTINPQ.cadence.every == 2.0
    assert [(way.header, way.prefix) for provider in BOTH for way in provider.credentials] == [
        ("X-API-Key", ""),
        ("Authorization", "Bearer "),
    ]
    assert (BANATIE.key_required, DESTINPQ.key_required) == (True, False)


VERBS = ("list", "get", "delete", "models", "press", "balance", "reconcile", "survey")


def test_which_verbs_each_has() -> None:
    assert [verb for verb in VERBS if BANATIE.has(verb)] == ["list", "get", "delete", "reconcile", "survey"]
    assert [verb for verb in VERBS if DESTINPQ.has(verb)] == ["get"]
    assert [verb for verb in VERBS if providers.get("qolaba").has(verb)] == ["get", "models"]
    assert [verb for verb in VERBS if providers.get("akool").has(verb)] == ["get", "press", "balance"]


def test_an_unknown_provider_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidRequest, match="nearest: banatie"):
        providers.get("bannatie")


# --- replies as the documents write them ------------------------------------------------------------------------------

GENERATION = {
    "id": JOB,
    "projectId": "57c7f7f4-47de-4d70-9ebd-3807a0b63746",
    "prompt": "A photorealistic establishing shot of a sleek red sports car...",
    "originalPrompt": "a red sports car on a mountain road",
    "autoEnhance": True,
    "aspectRatio": "16:9",
    "status": "success",
    "outputImageId": IMAGE,
    "outputImage": {
        "id": IMAGE,
        "storageUrl": "https://pictures.example/image.png",
        "mimeType": "image/png",
        "width": 1792,
        "height": 1024,
        "fileSize": 1909246,
    },
    "processingTimeMs": 8500,
    "retryCount": 0,
    "errorMessage": None,
    "meta": {"imgen_ref": REF},
    "createdAt": "2025-11-28T10:00:00.000Z",
    "updatedAt": "2025-11-28T10:00:08.500Z",
}
CREATED = {**GENERATION, "status": "pending", "outputImageId": None, "processingTimeMs": None}
CREATED.pop("outputImage")
THIN = ("id", "prompt", "originalPrompt", "autoEnhance", "aspectRatio", "status", "outputImageId", "createdAt")
LISTED = {
    "success": True,
    "data": [{name: GENERATION[name] for name in THIN}],
    "pagination": {"limit": 10, "offset": 0, "total": 42, "hasMore": True},
}
TASK = {
    "id": JOB,
    **FIXED,
    "status": "completed",
    "error_message": None,
    "input_data": {"prompt": "a fox", "aspect_ratio": "9:16", "output_format": "png"},
    "output_assets": [
        {
            "url": "https://pictures.example/image.png",
            "asset_type": "image",
            "mime_type": "image/OutputFormat.PNG",
            "metadata": {"replicate_prediction": {"id": "p", "logs": "50%", "metrics": {"predict_time": 5.1}}},
            "local_image_url": "/storage/x.png",
        }
    ],
}
QUEUED = {"id": JOB, "status": "pending"}
Answer = Callable[[httpx.Request], httpx.Response]


def wrapped(data: Any) -> dict[str, Any]:
    return {"success": True, "data": data}


def test_banatie_from_creation_to_picture() -> None:
    processing = {**CREATED, "status": "processing"}
    flow = BANATIE.generate(asked(BANATIE, "a fox"))
    outcome, steps = driven(flow, said(wrapped(CREATED), 201), said(wrapped(processing)), said(wrapped(GENERATION)))
    assert steps[1] == Accepted(JOB)
    assert [step.state for step in steps if isinstance(step, Wait)] == ["queued", "running"]
    assert [str(step.request.url) for step in steps if isinstance(step, Exchange)][1:] == [
        f"/api/v1/generations/{JOB}"
    ] * 2
    assert outcome.assets == (Asset("https://pictures.example/image.png", size=(1792, 1024)),)
    assert outcome.prompt_used == GENERATION["prompt"]
    assert outcome.raw["originalPrompt"] == GENERATION["originalPrompt"]
    assert outcome.cost.usd is None


def test_banatie_may_be_finished_at_once() -> None:
    outcome, steps = driven(BANATIE.generate(asked(BANATIE, "a fox")), said(wrapped(GENERATION), 201))
    assert outcome.assets
    assert [type(step) for step in steps] == [Exchange, Accepted]


def test_destinpq_from_creation_to_picture() -> None:
    flow = DESTINPQ.generate(asked(DESTINPQ, "a fox"))
    outcome, steps = driven(flow, said(QUEUED), said(QUEUED), said({**QUEUED, "status": "processing"}), said(TASK))
    assert steps[1] == Accepted(JOB)
    assert [step.state for step in steps if isinstance(step, Wait)] == ["queued", "running"]
    assert {str(step.request.url) for step in steps[2:] if isinstance(step, Exchange)} == {f"/creations/{JOB}?raw=true"}
    assert outcome.assets == (Asset("https://pictures.example/image.png"),)
    assert outcome.raw["output_assets"][0]["metadata"]["replicate_prediction"]["id"] == "p"


def test_banatie_lists_gets_and_deletes() -> None:
    flow = BANATIE.list(status="success", limit=10, offset=20, include_deleted=True)  # type: ignore[attr-defined]
    page, (step,) = driven(flow, said(LISTED))
    assert (step.request.method, step.request.url.path, step.paid) == ("GET", "/api/v1/generations", False)
    assert dict(step.request.url.params) == {
        "status": "success", "limit": "10", "offset": "20", "includeDeleted": "true",
    }  # fmt: skip
    assert isinstance(page, Page)
    assert (page.total, page.has_more, page.limit, page.offset) == (42, True, 10, 0)
    assert isinstance(page.items[0], Record)
    assert (page.items[0].remote_id, page.items[0].state, page.items[0].outcome) == (JOB, State.DOWNLOADING, None)
    record, (step,) = driven(BANATIE.get(JOB), said(wrapped(GENERATION)))  # type: ignore[attr-defined]
    assert (record.prompt, record.outcome.assets) == (
        GENERATION["originalPrompt"],
        (Asset("https://pictures.example/image.png", size=(1792, 1024)),),
    )
    assert record.created == datetime(2025, 11, 28, 10, tzinfo=UTC).timestamp()
    done, (step,) = driven(BANATIE.delete(JOB), said({"success": True, "message": "Generation deleted"}))  # type: ignore[attr-defined]
    assert (done, step.request.method, str(step.request.url)) == (None, "DELETE", f"/api/v1/generations/{JOB}")


@pytest.mark.parametrize(
    "arguments",
    [
        {"status": "done"},
        {"limit": 0},
        {"limit": 101},
        {"limit": "20"},
        {"limit": True},
        {"offset": -1},
        {"include_deleted": 1},
        {"status": 1},
        {"limit": 1.0},
    ],
)
def test_a_list_is_checked_before_it_is_asked_for(arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match=next(iter(arguments))):
        next(BANATIE.list(**arguments))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("headers", "window"),
    [
        ({}, None),
        ({"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "7"}, None),
        (("100", "7", "1800"), Window(100, 7, 1800.0)),
        (("100", "0", "1800000030"), Window(100, 0, 30.0)),
        (("100", "7", "soon"), None),
        (("many", "7", "1800"), None),
        (("100", "", "1800"), None),
        (("100", "7", "-5"), None),
        (("-1", "-1", "3600"), None),
        (("0", "0", "3600"), None),
        (("100", "-1", "3600"), None),
        (("100, 100", "7, 6", "1800, 1800"), Window(100, 6, 1800.0)),
        (("100", "7", "30m0s"), Window(100, 7, 1800.0)),
        (("9" * 5000, "7", "5"), None),
    ],
)
def test_the_three_headers_of_the_window(headers: Any, window: Window | None) -> None:
    if isinstance(headers, tuple):
        headers = dict(zip(("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"), headers, strict=True))
    response = httpx.Response(200, headers={"Date": "Fri, 15 Jan 2027 08:00:00 GMT", **headers})
    assert BANATIE.window(response) == window
    assert DESTINPQ.window(response) is None


def test_a_reply_about_another_job_is_not_taken() -> None:
    other = str(uuid.UUID(int=1))
    for flow, data in (
        (BANATIE.follow(JOB), wrapped({**GENERATION, "id": other})),
        (DESTINPQ.follow(JOB), {**TASK, "id": other}),
    ):
        with pytest.raises(UnexpectedReply, match="another"):
            driven(flow, said(data))


# --- mutated replies --------------------------------------------------------------------------------------------------

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    math.nan,
    "",
    "x",
    " ",
    "\ud800",
    "../..",
    "http://127.0.0.1/",
    [],
    [None],
)
ODD += ([[]], [{}], {}, {"a": None}, 10**400, "x" * 100_000, ["x"] * 1000, "completed", "failed", [1, "a", {"url": 1}])


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a reply."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for name, value in items for place in places(value, (*path, name)))]


def mutated(data: Any, place: tuple[Any, ...], how: Any) -> Any:
    """Drop, rename or replace what is at a place."""
    if not place:
        return None if how in ("drop", "rename") else how[0]
    data = copy.deepcopy(data)
    inner = data
    for name in place[:-1]:
        inner = inner[name]
    value = inner.pop(place[-1]) if how in ("drop", "rename") else None
    if how == "rename" and isinstance(inner, dict):
        inner[f"{place[-1]}_"] = value
    elif isinstance(how, tuple):
        inner[place[-1]] = how[0]
    return data


@st.composite
def mutations(draw: st.DrawFn, *shapes: Any) -> tuple[int, Any]:
    number = draw(st.integers(0, len(shapes) - 1))
    data = shapes[number]
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(places(data)))
        data = mutated(
            data, place, draw(st.sampled_from(["drop", "rename"]) | st.sampled_from(ODD).map(lambda odd: (odd,)))
        )
        if not isinstance(data, dict | list):
            break
    return number, data


def engine(provider: Provider, answer: Answer, store: Store) -> Engine:
    transport = httpx.MockTransport(answer)
    key = Secret(uuid.uuid4().hex)  # what one example was told of its window is not another's
    wire = Wire(provider, "https://api.example", ("X-API-Key", "", key), transport)
    return Engine(provider, wire, Fetcher(store.pictures, transport=transport), Journal(store))


SHEET = {"_id": JOB, "image_status": 3, "image": "https://pictures.example/image.png", "buttons": ["U1"]}
SHEET |= {"upscaled_urls": ["https://pictures.example/1.png"], "used_buttons": [], "deduction_credit": 2}
MADE = {"images": [{"url": "https://pictures.example/image.png", "width": 96, "height": 64}], "seed": 7}
MADE |= {"usage": {"cost_usd": 0.03, "cost_credits": 6}, "prompt": "a fox"}


def enveloped(data: Any) -> dict[str, Any]:
    return {"code": 1000, "msg": "OK", "data": data}


SHAPES = {
    "banatie": (wrapped(CREATED), wrapped(GENERATION), LISTED),
    "destinpq": (QUEUED, TASK, TASK),
    "akool": (enveloped({"_id": JOB, "image_status": 1}), enveloped(SHEET), enveloped(SHEET)),
    "qolaba": (
        {"task_id": JOB, "status": "PENDING", "type": "image"},
        {"task_id": JOB, "type": "image", "status": "SUCCESS", "output": MADE},
        {"task_id": JOB, **MADE},
    ),
}
"""The answer to a submission, to a question about the job, and to a list, or another way to answer the question."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"), url="sqlite://")  # in memory: no disk to wait for


@pytest.mark.parametrize("provider", BOTH, ids=lambda provider: provider.name)
@given(data=st.data(), status=st.sampled_from([200, 201, 400, 404, 429, 500, 302]))
def test_any_reply_ends_in_a_picture_or_in_a_word_of_ours(
    store: Store, provider: Provider, data: st.DataObject, status: int
) -> None:
    shapes = SHAPES[provider.name]
    number, odd = data.draw(mutations(*shapes))
    ref, posts = uuid.uuid4().hex, []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "pictures.example":
            return httpx.Response(200, content=png())
        kind = 0 if request.method == "POST" else 1 if JOB in str(request.url) else 2
        posts.extend([1] * (kind == 0))
        if kind == number:
            return said(odd, status)
        return said(shapes[kind], 200)

    request = ImageRequest(provider.name, f"a fox {ref}", checked(provider, "a fox", {}), ref=ref)
    try:
        made = virtually(engine(provider, answer, store).fulfil(Ticket(request, 60.0)))
    except ImgenError as error:
        assert not re.search("internal error|breaks on", str(error)), error  # noqa: PT017
        assert error.charged in ("no", "yes", "unknown")  # noqa: PT017
        assert json.dumps(error.to_dict())  # noqa: PT017
        assert len(str(error)) < 1000  # noqa: PT017
    else:
        assert made.state is State.SAVED
        assert made.images
    assert len(posts) == 1 or status == 429


@given(data=st.data(), verb=st.sampled_from(["list", "get", "delete", "reconcile", "survey"]))
def test_any_reply_to_any_verb_is_a_result_or_a_word_of_ours(store: Store, data: st.DataObject, verb: str) -> None:
    shape = LISTED if verb in ("list", "survey") else wrapped(GENERATION)
    _, odd = data.draw(mutations(shape))

    def answer(request: httpx.Request) -> httpx.Response:
        if verb == "reconcile" and JOB not in request.url.path:
            return said(LISTED, 200)
        return said(odd, 200)

    request = asked(BANATIE, GENERATION["originalPrompt"])
    arguments: dict[str, tuple[Any, ...]] = {
        "list": (), "get": (JOB,), "delete": (JOB,), "reconcile": (request,), "survey": ((JOB,),),
    }  # fmt: skip
    try:
        virtually(engine(BANATIE, answer, store).ask(getattr(BANATIE, verb)(*arguments[verb]), verb, 30.0))
    except ImgenError as error:
        assert not re.search("internal error|breaks on", str(error)), error  # noqa: PT017
        assert len(str(error)) < 1000  # noqa: PT017


def test_what_an_outcome_holds_is_text_where_text_is_promised() -> None:
    for odd in (7, [], {}, True):
        outcome, _ = driven(BANATIE.follow(JOB), said(wrapped({**GENERATION, "prompt": odd})))
        assert isinstance(outcome, Outcome)
        assert outcome.prompt_used is None or isinstance(outcome.prompt_used, str)


@pytest.mark.parametrize(
    "odd", ["x" * 10**5, "\ud800", {"a": ["x" * 10**5]}, 10**400, ["x"] * 1000], ids=lambda odd: type(odd).__name__
)
def test_what_a_provider_says_went_wrong_is_short_and_can_be_shown(odd: Any) -> None:
    failed = {**GENERATION, "status": "failed", "errorMessage": odd}
    for flow, response in (
        (BANATIE.follow(JOB), said(wrapped(failed), 200)),
        (BANATIE.follow(JOB), said({"success": False, "error": odd}, 400)),
        (BANATIE.follow(JOB), said({"success": False, "error": {"code": odd, "message": odd}}, 400)),
        (DESTINPQ.follow(JOB), said({**TASK, "status": "processing", "error_message": odd}, 200)),
        (DESTINPQ.follow(JOB), said({**TASK, "status": odd, "error_message": None}, 200)),
        (DESTINPQ.follow(JOB), said({"detail": odd}, 422)),
        (DESTINPQ.follow(JOB), said({"detail": [{"msg": odd}] * 100}, 422)),
    ):
        with pytest.raises((ImgenError, IndexError)) as caught:
            driven(flow, response)
        assert len(str(caught.value)) < 700
        assert str(caught.value).encode()


def test_the_tests_know_every_variable_that_holds_a_key() -> None:
    declared = {way.env for name in providers.names() for way in providers.get(name).credentials}
    declared |= {env for name in providers.names() for env in getattr(providers.get(name).sign_in, "env", ())}
    assert declared == set(KEYS)
