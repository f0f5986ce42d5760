"""ComfyUI's fake server: the requests of its reference, answered as its source does."""

import copy

import httpx
import pytest

from imgen_nb.sandbox import Sandbox
from imgen_nb.sandbox.apis.comfyui import WORKFLOW
from imgen_nb.testing import png


class Box:
    def __init__(self, **options):
        self.time = 1000.0
        self.sandbox = Sandbox("comfyui", clock=lambda: self.time, now=lambda: 1_764_324_000.0, **options)

    def send(self, method, path, **content):
        return self.sandbox.handle(httpx.Request(method, self.sandbox.base_url + path, **content))

    def hear(self, path, *since):
        heard = self.sandbox.hear(httpx.Request("GET", self.sandbox.base_url + path), *since)
        return heard and ([*heard[0]], heard[1])

    def queued(self, graph=WORKFLOW):
        return self.send("POST", "/prompt", json={"prompt": graph, "client_id": "c"}).json()["prompt_id"]


def seeded(seed):
    graph = copy.deepcopy(WORKFLOW)
    graph["3"]["inputs"]["seed"] = seed
    return graph


@pytest.mark.parametrize("root", ["", "/api"])
def test_a_workflow_is_queued_stands_in_the_history_and_is_viewed(root):
    box = Box()
    told = box.send("POST", f"{root}/prompt", json={"prompt": WORKFLOW}).json()
    assert set(told) == {"prompt_id", "number", "node_errors"}
    assert box.send("GET", f"{root}/history/{told['prompt_id']}").json() == {}
    box.time += 5
    entry = box.send("GET", f"{root}/history/{told['prompt_id']}").json()[told["prompt_id"]]
    assert entry["status"]["status_str"] == "success"
    assert entry["status"]["messages"][-1][0] == "execution_success"
    (image,) = entry["outputs"]["9"]["images"]
    picture = box.send("GET", f"{root}/view", params=image)
    assert picture.content.startswith(b"\x89PNG")
    assert box.send("GET", f"{root}/history/nobody").json() == {}


def test_one_worker_takes_one_after_the_other():
    box = Box()
    ids = [box.queued(seeded(number)) for number in range(3)]
    box.time += 2
    queue = box.send("GET", "/queue").json()
    assert [row[1] for row in queue["queue_running"]] == ids[:1]
    assert [row[1] for row in queue["queue_pending"]] == ids[1:]
    box.send("POST", "/queue", json={"delete": [ids[1]]})
    box.send("POST", "/interrupt")
    stopped = box.send("GET", f"/history/{ids[0]}").json()[ids[0]]["status"]
    assert (stopped["status_str"], stopped["messages"][-1][0]) == ("error", "execution_interrupted")
    box.time += 10
    assert set(box.send("GET", "/history").json()) == {ids[0], ids[2]}


def test_the_same_workflow_again_comes_from_the_cache_with_nothing_new():
    box = Box()
    box.queued()
    box.time += 5
    again = box.queued()
    box.time += 5
    entry = box.send("GET", f"/history/{again}").json()[again]
    assert (entry["status"]["completed"], entry["outputs"]) == (True, {})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({}, "no prompt"),
        ({"prompt": {"nodes": [], "links": []}}, "invalid_prompt"),
        ({"prompt": {"9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0]}}}}, "invalid_prompt"),
        ({"prompt": {"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a"}}}}, "invalid_prompt"),
    ],
)
def test_a_workflow_that_cannot_run_is_400(body, kind):
    answer = Box().send("POST", "/prompt", json=body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error if isinstance(error, str) else error["type"]) == kind


def test_an_unknown_checkpoint_is_told_by_its_node():
    graph = copy.deepcopy(WORKFLOW)
    graph["4"]["inputs"]["ckpt_name"] = "gone.safetensors"
    answer = Box().send("POST", "/prompt", json={"prompt": graph})
    assert answer.status_code == 400
    assert "not in" in answer.json()["node_errors"]["4"]["errors"][0]["details"]


def test_a_failure_is_a_message_and_no_status_of_http():
    box = Box(faults=("failed:out of memory",))
    job = box.queued()
    box.time += 5
    answer = box.send("GET", f"/history/{job}")
    assert answer.status_code == 200
    assert answer.json()[job]["status"]["messages"][-1][1]["exception_message"] == "out of memory"


def test_a_picture_is_uploaded_and_only_found_in_its_folder():
    box = Box()
    kept = box.send("POST", "/upload/image", files={"image": ("a.png", png(), "image/png")}).json()
    found = {"filename": kept["name"], "subfolder": "", "type": "input"}
    assert box.send("GET", "/view", params=found).content == png()
    assert box.send("GET", "/view", params={**found, "type": "output"}).status_code == 404
    assert box.send("GET", "/view", params={**found, "filename": "../x"}).status_code == 400
    assert box.send("GET", "/view", params={**found, "subfolder": ".."}).status_code == 403
    assert box.send("POST", "/upload/image", content=b"x").status_code == 400


def test_the_nodes_are_told_with_their_checkpoints():
    box = Box()
    every = box.send("GET", "/object_info").json()
    assert set(every) == {node["class_type"] for node in WORKFLOW.values()}
    one = box.send("GET", "/object_info/CheckpointLoaderSimple").json()["CheckpointLoaderSimple"]
    assert one["input"]["required"]["ckpt_name"][0]
    assert box.send("GET", "/object_info/Nothing").json() == {}


def test_the_socket_tells_how_things_stand_and_then_what_a_prompt_comes_to():
    box = Box()
    prompt_id = box.queued()
    first, since = box.hear("/ws?clientId=c")
    assert [one["type"] for one in first] == ["status"]
    assert first[0]["data"] == {"status": {"exec_info": {"queue_remaining": 1}}, "sid": "c"}
    said = []
    for _ in range(10):
        box.time += 0.4
        news, since = box.hear("/ws?clientId=c", since)
        said += news
    words = [one for one in said if isinstance(one, dict)]
    assert {one["data"]["prompt_id"] for one in words} == {prompt_id}
    kinds = [one["type"] for one in words]
    assert kinds[:2] == ["execution_start", "executing"]
    assert kinds[-2:] == ["execution_success", "executing"]
    assert words[-1]["data"]["node"] is None
    values = [one["data"]["value"] for one in words if one["type"] == "progress"]
    assert values == sorted({*values})
    assert values[-1] == 20
    previews = [one for one in said if isinstance(one, bytes)]
    assert len(previews) == len(values)
    assert all(one.startswith(b"\0\0\0\1\0\0\0\1\xff\xd8") for one in previews)
    assert box.hear("/ws?clientId=c", since)[0] == []


def test_the_socket_is_told_of_its_own_prompts_alone_and_stands_at_one_place():
    box = Box()
    box.queued()
    _, since = box.hear("/api/ws?clientId=another")
    box.time += 9
    assert box.hear("/api/ws?clientId=another", since)[0] == []
    box.queued(seeded(5))
    box.time += 1.2
    assert [one["type"] for one in box.hear("/ws?clientId=c")[0]] == ["status", "executing"], "which node runs"
    assert box.hear("/wss?clientId=c") is None
    assert Sandbox("a1111").hear(httpx.Request("GET", "https://a1111.sandbox.invalid/ws")) is None
