"""ComfyUI: which places of a workflow are found, what is refused before it is queued, what the history says."""

from __future__ import annotations

import base64
import json
import math
from pathlib import Path
from typing import Any

import pytest
from documents import body, refused, sent
from flows import asked, driven, said

import imgen_nb as ig
from imgen_nb import providers
from imgen_nb.client.access import decide
from imgen_nb.client.client import Client
from imgen_nb.client.requests import checked
from imgen_nb.errors import GenerationFailed, InvalidRequest, TransportFailed, UnexpectedReply
from imgen_nb.flow import Exchange, Outcome, Wait
from imgen_nb.providers.comfyui import PLAIN, _places, pixels
from imgen_nb.testing import png
from imgen_nb.types import ImageRequest, State

COMFY = providers.get("comfyui")
JOB = "9f0d6c0e-8a1e-4f4e-9d3a-0c1c1b1f2a3b"
IMAGE = {"filename": "a_00001_.png", "subfolder": "s", "type": "output"}
DATA = "data:image/png;base64," + base64.b64encode(png()).decode()


def node(kind: str, title: str = "", **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title or kind}}


FLUX = {  # a custom sampler with a guider, and a subgraph, whose nodes have two-part ids
    "11": node("UNETLoader", unet_name="flux1-dev.safetensors", weight_dtype="default"),
    "25": node("RandomNoise", noise_seed=5),
    "22": node("BasicGuider", model=["11", 0], conditioning=["26", 0]),
    "26": node("FluxGuidance", guidance=3.5, conditioning=["57:6", 0]),
    "57:6": node("CLIPTextEncode", text="old words", clip=["57:12", 0]),
    "57:12": node("DualCLIPLoader", clip_name1="t5xxl", clip_name2="clip_l"),
    "57:27": node("EmptySD3LatentImage", width=1024, height=1024, batch_size=1),
    "17": node("BasicScheduler", scheduler="simple", steps=20, denoise=1.0, model=["11", 0]),
    "13": node("SamplerCustomAdvanced", noise=["25", 0], guider=["22", 0], sigmas=["17", 0], latent_image=["57:27", 0]),
    "8": node("VAEDecode", samples=["13", 0], vae=["10", 0]),
    "10": node("VAELoader", vae_name="ae.safetensors"),
    "9": node("SaveImage", filename_prefix="ComfyUI", images=["8", 0]),
}
TITLED = {
    "1": node("Text Multiline", "Positive prompt", text="old"),
    "2": node("Text Multiline", "Negative prompt", text="old"),
    "3": node("Sampler of somebody", conditioning_a=["1", 0], seed=4),
    "4": node("SaveImage", images=["3", 0]),
}
REDRAW = {
    **{name: PLAIN[name] for name in ("4", "6", "7", "8", "9")},
    "10": node("LoadImage", image="example.png"),
    "11": node("VAEEncode", pixels=["10", 0], vae=["4", 2]),
    "3": {**PLAIN["3"], "inputs": {**PLAIN["3"]["inputs"], "latent_image": ["11", 0], "denoise": 0.6}},
}


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        (
            PLAIN,
            {
                "prompt": "6.text",
                "negative_prompt": "7.text",
                "seed": "3.seed",
                "width": "5.width",
                "height": "5.height",
                "num_images": "5.batch_size",
                "num_inference_steps": "3.steps",
                "guidance_scale": "3.cfg",
                "similarity": "3.denoise",
                "model": "4.ckpt_name",
            },
        ),
        (
            FLUX,
            {
                "prompt": "57:6.text",
                "seed": "25.noise_seed",
                "width": "57:27.width",
                "height": "57:27.height",
                "num_images": "57:27.batch_size",
                "num_inference_steps": "17.steps",
                "similarity": "17.denoise",
                "model": "11.unet_name",
            },
        ),
        (TITLED, {"prompt": "1.text", "negative_prompt": "2.text", "seed": "3.seed"}),
    ],
    ids=["plain", "with a subgraph", "by titles"],
)
def test_the_places_of_a_workflow_are_found(graph: dict[str, Any], found: dict[str, str]) -> None:
    places = _places.look(graph)
    assert {name: " ".join(map(str, where)) for name, where in places.found.items()} == found
    assert all(where in places.told() for where in found.values())


def test_a_loaded_picture_has_a_place_and_no_size() -> None:
    found = _places.look(REDRAW).found
    assert "width" not in found
    assert [str(place) for place in found["image_urls"]] == ["10.image"]


def test_values_stand_at_their_places_and_the_workflow_itself_is_untouched() -> None:
    told = body(COMFY, "a fox", workflow=FLUX, seed=7, aspect_ratio="16:9", resolution="1024", num_images=2)["prompt"]
    assert told["57:6"]["inputs"]["text"] == "a fox"
    assert told["25"]["inputs"]["noise_seed"] == 7
    canvas = told["57:27"]["inputs"]
    assert (canvas["width"], canvas["height"], canvas["batch_size"]) == (*pixels("16:9", "1024"), 2)
    assert FLUX["57:6"]["inputs"]["text"] == "old words"
    assert told["17"] == FLUX["17"]


def test_without_a_seed_each_request_has_its_own_or_the_cache_would_answer() -> None:
    one, other = (asked(COMFY, "a fox", workflow=PLAIN) for _ in range(2))
    assert dict(COMFY._values(one))["seed"] == dict(COMFY._values(other))["seed"] == int(one.ref[:8], 16)


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"workflow": {"nodes": [], "links": [], "version": 0.4}}, "Export"),
        ({"workflow": {}}, "empty"),
        ({"workflow": {"3": {"inputs": {}}}}, "class_type"),
        ({"workflow": {"9": node("SaveImage", images=["8", 0])}}, "no place for prompt"),
        ({"workflow": FLUX, "negative_prompt": "snow"}, "no place for negative_prompt"),
        ({"image_urls": [DATA]}, "no place for image_urls"),
        ({"workflow": REDRAW, "aspect_ratio": "1:1"}, "no place for width"),
        ({"workflow": REDRAW, "image_urls": ["https://a.example/b.png"]}, "needs the picture itself"),
    ],
)
def test_what_has_no_place_is_refused_before_it_is_queued(params: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidRequest, match=why):
        checked(COMFY, "a fox", params)


def test_which_places_were_found_is_said() -> None:
    assert COMFY.remarks("a fox", {"workflow": TITLED}) == (
        "the workflow takes prompt at 1.text, negative_prompt at 2.text, seed at 3.seed",
    )
    assert not refused(COMFY, "a fox", workflow=TITLED, negative_prompt="snow")


def test_a_picture_goes_to_the_input_folder_first() -> None:
    request = asked(COMFY, "a fox", workflow=REDRAW, image_urls=[DATA])
    kept = said({"name": "b.png", "subfolder": "in", "type": "input"})
    done = {JOB: {"outputs": {"9": {"images": [IMAGE]}}, "status": {"status_str": "success", "completed": True}}}
    flow = COMFY.generate(request)
    _, steps = driven(flow, kept, said({"prompt_id": JOB}), said({}), said(done), said({"picture": 1}))
    asks = [step.request for step in steps if isinstance(step, Exchange)]
    places = ["/upload/image", "/prompt", f"/history/{JOB}", f"/history/{JOB}", "/view"]
    assert [ask.url.path for ask in asks] == places
    assert b'"image":"in/b.png"' in asks[1].content
    assert dict(asks[-1].url.params) == IMAGE


def test_without_a_checkpoint_the_servers_first_is_taken() -> None:
    assert sent(COMFY, "a fox").url.path == "/object_info/CheckpointLoaderSimple"
    assert body(COMFY, "a fox", model="mine.safetensors")["prompt"]["4"]["inputs"]["ckpt_name"] == "mine.safetensors"


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (["execution_error", {"node_type": "KSampler", "exception_message": "out of memory"}], "out of memory"),
        (["execution_interrupted", {"node_type": "KSampler"}], "interrupted"),
    ],
)
def test_errors_are_messages_in_the_history(message: list[Any], why: str) -> None:
    entry = {"outputs": {}, "status": {"status_str": "error", "completed": False, "messages": [message]}}
    with pytest.raises(GenerationFailed, match=why):
        driven(COMFY.follow(JOB), said({JOB: entry}))


@pytest.mark.parametrize("odd", [True, 1.5, "text", {"a": 1}, [7], [[]], [["execution_error", None]]])
def test_lists_that_are_something_else_are_none(odd: Any) -> None:
    failed = {"outputs": {}, "status": {"status_str": "error", "messages": odd}}
    with pytest.raises(GenerationFailed):
        driven(COMFY.follow(JOB), said({JOB: failed}))
    empty = {"outputs": {"9": {"images": odd}}, "status": {"completed": True}}
    with pytest.raises(UnexpectedReply, match="nothing new") as caught:
        driven(COMFY.follow(JOB), *[said({JOB: empty})] * 6)
    assert caught.value.json_path == "$.outputs"


def test_a_workflow_from_the_cache_says_why_there_is_nothing_new() -> None:
    entry = {"outputs": {}, "status": {"status_str": "success", "completed": True, "messages": []}}
    with pytest.raises(UnexpectedReply, match="cache"):
        driven(COMFY.follow(JOB), *[said({JOB: entry})] * 6)


def test_what_was_saved_goes_before_what_was_previewed() -> None:
    shown = {**IMAGE, "type": "temp", "filename": "p.png"}
    entry = {"outputs": {"1": {"images": [shown]}, "9": {"images": [IMAGE]}}, "status": {"completed": True}}
    _, steps = driven(COMFY.follow(JOB), said({JOB: entry}), said({"a": 1}))
    assert [step.request.url.params["filename"] for step in steps[1:]] == [IMAGE["filename"]]


def test_the_queue_tells_what_runs_and_what_waits() -> None:
    queue = {"queue_running": [[1, "a", {}, {}, []]], "queue_pending": [[2, "b", {}, {}, []], "odd"]}
    found, _ = driven(COMFY.survey(("a", "b", "c")), said(queue))
    assert found == {"a": State.RUNNING, "b": State.ACCEPTED}


MINE = {"client_id": "0123456789abcdef"}


@pytest.mark.parametrize(
    ("queue", "history", "found"),
    [
        ({"queue_running": [[1, "a", {}, {"client_id": "x"}, []]], "queue_pending": [[2, "b", {}, MINE, []]]}, {}, "b"),
        ({"queue_running": [], "queue_pending": []}, {"a": {"prompt": [1, "a", {}, MINE, ["9"]]}}, "a"),
        ({"queue_running": [[1, "a", {}, {}, []]]}, {"b": {"prompt": [1, "b", {}, {"client_id": "x"}]}}, None),
        ({"queue_running": 5, "queue_pending": {"a": 1}}, {"a": 1, "b": {"prompt": "odd"}, "c": {}}, None),
        ({"queue_running": [[1, 5, {}, MINE], [1, "a"], [], [1, "a", {}, "odd"], None]}, {}, None),
    ],
)
def test_a_prompt_whose_answer_was_lost_is_found_by_its_client(queue: Any, history: Any, found: str | None) -> None:
    there, steps = driven(COMFY.reconcile(asked(COMFY, "a fox", model="x")), said(queue), said(history))
    assert there == found
    assert [step.request.url.path for step in steps] == ["/queue", "/history"]


def test_the_servers_checkpoints_become_choices() -> None:
    told = {"CheckpointLoaderSimple": {"input": {"required": {"ckpt_name": [["a.ckpt", "b.ckpt"], {}]}}}}
    found, _ = driven(COMFY.catalogue(), said(told))
    assert [model.id for model in found.models] == ["a.ckpt", "b.ckpt"]
    assert next(one for one in found.options if one.name == "model").choices == ("a.ckpt", "b.ckpt")


def test_it_is_live_only_where_its_address_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not decide(COMFY).live
    assert "COMFYUI_BASE_URL" in decide(COMFY).why
    assert decide(COMFY, base_url="http://127.0.0.1:8188").live
    assert decide(COMFY, base_url="http://192.168.1.20:8188", lan=True).live is False, "IMGEN_NB_LIVE=0 here"
    monkeypatch.setenv("COMFYUI_BASE_URL", "http://127.0.0.1:8188")
    assert decide(COMFY).live


def test_nobody_listening_is_said_plainly(tmp_path: Path) -> None:
    with (
        Client("comfyui", base_url="http://127.0.0.1:9", store=tmp_path, deadline=3) as client,
        pytest.raises(TransportFailed, match=r"nobody listens at http://127\.0\.0\.1:9") as caught,
    ):
        client.generate("a fox", model="x")
    assert caught.value.charged == "no"
    assert "COMFYUI_BASE_URL" in caught.value.hint


@pytest.mark.parametrize("graph", [PLAIN, FLUX], ids=["plain", "with a subgraph"])
def test_a_workflow_is_driven_over_two_axes(graph: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    flow = {**graph, "4": {**PLAIN["4"], "inputs": {"ckpt_name": "sketch-v1.safetensors"}}} if graph is PLAIN else graph
    grid = ig.grid(prompt=["a fox", "a hare"], provider="comfyui", workflow=flow, aspect_ratio=["1:1", "16:9"], seed=3)
    sizes = [(cell.generation.images[0].width, cell.generation.images[0].height) for cell in grid.cells]
    assert sorted(set(sizes)) == [(512, 512), (680, 384)]
    assert all(cell.generation.cost.usd == 0 and cell.generation.warnings for cell in grid.cells)
    assert len({cell.generation.images[0].sha256 for cell in grid.cells}) == 4


def test_an_outcome_says_its_seed_and_costs_nothing() -> None:
    entry = {"outputs": {"9": {"images": [IMAGE]}}, "status": {"status_str": "success", "completed": True}}
    flow = COMFY.generate(asked(COMFY, "a fox", model="x", seed=7))
    outcome, _ = driven(flow, said({"prompt_id": JOB}), said({JOB: entry}), said({"a": 1}))
    assert isinstance(outcome, Outcome)
    assert [one.seed for one in outcome.assets] == [7]
    assert (outcome.cost.usd, outcome.cost.source) == (0.0, "your machine")
    later, _ = driven(COMFY.finish(asked(COMFY, "a fox", model="x", seed=7), JOB), said({JOB: entry}), said({"a": 1}))
    assert [one.seed for one in later.assets] == [7], "whoever fetches it"
    unknown, _ = driven(COMFY.finish(ImageRequest("comfyui", ""), JOB), said({JOB: entry}), said({"a": 1}))
    assert [one.seed for one in unknown.assets] == [None], "of an id alone nobody knows what was asked"


# --- its socket -------------------------------------------------------------------------------------------------------


def told(kind: str, **data: Any) -> str:
    return json.dumps({"type": kind, "data": {"prompt_id": JOB, **data}})


NODES = {"4": {"value": 1, "max": 1, "state": "finished"}, "3": {"value": 5, "max": 20, "state": "running"}}
RUNS = Wait("running")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (told("execution_start"), [RUNS]),
        (told("executing", node="3"), [RUNS]),
        (told("executing", node=None), [None]),
        (told("progress", value=5, max=20, node="3"), [Wait("running", 0.25)]),
        (told("progress_state", nodes=NODES), [Wait("running", 0.25)]),
        (told("progress_state", nodes={"4": {"value": 0, "max": 1, "state": "running"}}), [RUNS]),
        (b"\0\0\0\1\0\0\0\1jpeg", [Wait("running", preview=b"jpeg")]),
        (b"\0\0\0\1\0\0\0\2png", [Wait("running", preview=b"png")]),
        # what says nothing of this prompt
        (told("progress", value=5, max=20, prompt_id="another"), []),
        (json.dumps({"type": "progress", "data": {"value": 5, "max": 20}}), []),
        (json.dumps({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 1}}, "sid": "x"}}), []),
        (told("execution_success"), []),
        (b"\0\0\0\3\0\0\0\1text", []),
        (b"\0\0\0\1\0\0\0\x09webp", []),
        # what nobody should send
        (told("progress", value=-5, max=20), [RUNS]),
        (told("progress", value=50, max=20), [Wait("running", 1.0)]),
        (told("progress", value=5, max=0), [RUNS]),
        (told("progress", value="NaN", max="x"), [RUNS]),
        (told("progress", value=math.nan, max=math.inf), [RUNS]),
        (told("progress", value=10**400, max=20), [RUNS]),
        (told("progress_state", nodes=[1, None]), [RUNS]),
        (told("progress_state", nodes={"3": None, "4": {"state": "running"}}), [RUNS]),
        *((odd, []) for odd in ("", "{", "[]", "null", '{"data": 1}', "[" * 100_000, b"", b"\0\0\0\1", b"\xff" * 9)),
    ],
)
def test_what_the_socket_says_of_a_prompt(message: str | bytes, said: list[Wait | None]) -> None:
    watch = COMFY.watch(asked(COMFY, "a fox", model="x"), JOB)
    assert watch is not None
    assert [*watch.listener(message)] == said


def test_the_socket_has_the_name_that_the_prompt_was_queued_with() -> None:
    request = asked(COMFY, "a fox", model="x")
    watch, queued = COMFY.watch(request, JOB), body(COMFY, "a fox", model="x")
    assert watch is not None
    assert watch.path == f"/ws?clientId={queued['client_id']}"
    assert queued["extra_data"] == {"preview_method": "auto"}
