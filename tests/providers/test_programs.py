"""The programs and requests that the four documents print, unchanged but for the base URL, against the served sandbox.

`tests/helpers/programs/` has the programs as printed, joined where a page ended; `golden/*-request.json` beside it
the bodies.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from PIL import Image
from served import served

from imgen_nb.sandbox.server import App

HERE = Path(__file__).resolve().parents[1] / "helpers"
ADDRESSES = {"https://video-api.destinpq.com": "destinpq", "https://api.platform.qolaba.ai": "qolaba"}


@pytest.fixture(scope="module")
def base():
    """A server that waits for nothing: the programs themselves wait two seconds after a poll that came too early."""
    with served(App(speed=0)) as address:
        yield address


@pytest.fixture(scope="module")
def lively():
    with served(App(speed=5)) as address:
        yield address


def program(name, base):
    """Give a printed program with its base URL replaced, and nothing else."""
    text = (HERE / "programs" / f"{name}.txt").read_text("utf-8")
    found = [address for address in ADDRESSES if address in text]
    assert len(found) == 1
    return text.replace(found[0], f"{base}/{ADDRESSES[found[0]]}")


def tool(name):
    """Give the path of a program of this machine; without it the test is left out, loudly, and fails in CI."""
    path = shutil.which(name)
    if path is None:
        assert os.environ.get("CI") != "true", f"{name} is not here, and CI must run these programs"
        pytest.skip(f"{name} is not here: the documents' {name} programs are NOT tested")
    return path


def ran(command, folder, text=None):
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        command, cwd=folder, input=text, capture_output=True, text=True, timeout=60, env=clean, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def saved(folder, said):
    """The one picture that a program saved, which is of the size that was asked for."""
    (path,) = folder.glob("image_*.png")
    assert said.split()[-1].endswith(path.name)
    with Image.open(path) as image:
        assert image.size == (768, 1408)
        assert image.format == "PNG"


def test_the_python_program_of_document_000(lively, tmp_path):
    saved(tmp_path, ran([sys.executable, "-c", program("destinpq-end-to-end.py", lively)], tmp_path))


def test_the_node_program_of_document_000(lively, tmp_path):
    (tmp_path / "program.mjs").write_text(program("destinpq-end-to-end.mjs", lively))
    saved(tmp_path, ran([tool("node"), "program.mjs"], tmp_path))


def curl(name, base, tmp_path, replace=("", "")):
    tool("curl")
    return json.loads(ran(["sh", "-c", program(name, base).replace(*replace)], tmp_path))


def test_the_curl_commands_of_document_000(base, tmp_path):
    created = curl("destinpq-create.sh", base, tmp_path)
    assert created["status"] == "pending"
    printed = "7acdd14a-0d49-4944-ba72-93073ee8543d"
    polled = curl("destinpq-poll.sh", base, tmp_path, (printed, created["id"]))
    assert polled["status"] == "completed"
    assert polled["output_assets"][0]["metadata"]["replicate_prediction"]
    assert curl("destinpq-poll.sh", base, tmp_path) == {"detail": "Not Found"}


def test_the_curl_command_of_document_003(base, tmp_path):
    made = curl("qolaba-quick-start.sh", base, tmp_path)
    assert made["usage"] == {"images_generated": 1, "cost_usd": 0.03, "cost_credits": 6}
    image = made["images"][0]
    assert (image["width"], image["height"]) == (1280, 720)
    assert httpx.get(image["url"]).headers["content-type"] == image["content_type"]


KEYS = {
    "banatie": [{"X-API-Key": "key"}],
    "destinpq": [{}, {"Authorization": "Bearer token"}],
    "qolaba": [{"X-API-Key": "key"}, {"Authorization": "Bearer token"}],
}
PATHS = {
    "banatie": "/banatie/api/v1/generations",
    "destinpq": "/destinpq/api/v1/creations",
    "qolaba": "/qolaba/api/v1/images/generate",
}
BODIES = sorted((HERE / "golden").glob("*-request.json"))


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_every_printed_body_is_taken_with_every_printed_header(path, base):
    name = path.name.partition("-")[0]
    for headers in KEYS[name]:
        answer = httpx.post(base + PATHS[name], content=path.read_bytes(), headers={**headers, **JSON})
        assert answer.is_success, answer.text


JSON = {"Content-Type": "application/json"}


def test_the_requests_of_document_001(base):
    with httpx.Client(base_url=f"{base}/banatie", headers={"X-API-Key": "key"}) as client:
        body = (HERE / "golden" / "banatie-create-request.json").read_bytes()
        made = client.post("/api/v1/generations", content=body, headers=JSON)
        assert made.status_code == 201
        remote_id = made.json()["data"]["id"]
        page = client.get("/api/v1/generations?status=success&limit=10").json()
        assert page["pagination"]["limit"] == 10
        assert remote_id in {one["id"] for one in page["data"]}
        assert client.get(f"/api/v1/generations/{remote_id}").json()["data"]["outputImage"]["width"] == 1792
        gone = client.delete(f"/api/v1/generations/{remote_id}")
        assert gone.json() == {"success": True, "message": "Generation deleted"}


def test_the_request_of_document_002(base):
    """It prints no example: its two headers, its parameter, and which header wins."""
    with httpx.Client(base_url=f"{base}/akool/api/open") as client:
        body = {"prompt": "a lighthouse", "scale": "1:1"}
        made = client.post("/v4/content/image/createBySourcePrompt", json=body, headers={"x-api-key": "key"}).json()
        asked = {"image_model_id": made["data"]["_id"]}

        def info(**headers):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return client.get("/v3/content/image/infobymodelid", params=asked, headers=named).json()

        assert info(x_api_key="key")["data"]["image_status"] == 3
        assert info(Authorization="Bearer token")["data"]["image"].startswith(base)
        assert info(Authorization="Bearer token", x_api_key="invalid")["code"] == 1000
        assert info(Authorization="Bearer invalid", x_api_key="key")["code"] == 1101


def test_the_background_mode_of_document_003(base):
    body = {"model": "vertex/nano-banana-flash", "prompt": "a cat", "celery": True}
    with httpx.Client(base_url=f"{base}/qolaba", headers={"Authorization": "Bearer token"}) as client:
        ticket = client.post("/api/v1/images/generate", json=body)
        assert ticket.status_code == 202
        task = client.get(f"/api/v1/tasks/{ticket.json()['task_id']}").json()
        assert task["status"] == "SUCCESS"
        assert task["output"]["images"][0]["url"].startswith(base)


def test_no_printed_program_was_touched():
    for path in (HERE / "programs").iterdir():
        assert len(re.findall(r"https?://[a-z.-]+", path.read_text("utf-8"))) == 1, path.name
