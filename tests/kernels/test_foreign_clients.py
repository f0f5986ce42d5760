"""Clients that nobody here wrote run their documented picture calls against the served sandbox.

They are in an environment of their own, and only in the matrix: none of them is a dependency of anything here.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from environments import CLIENTS, environment, python
from served import served

from imgen_nb.sandbox.server import App

pytestmark = pytest.mark.matrix

REPLICATE = """
import json, sys, replicate
client = replicate.Client(api_token="practice", base_url=sys.argv[1])
flux = "black-forest-labs/flux-schnell"
run = client.run(flux, input={"prompt": "a red fox", "num_outputs": 2}, use_file_output=False)
made = client.models.predictions.create(model=flux, input={"prompt": "a hare", "aspect_ratio": "16:9"})
made.wait()
stopped = client.predictions.create(version=client.models.get("black-forest-labs/flux-dev").latest_version.id,
    input={"prompt": "an owl"})
listed = client.predictions.list()
print(json.dumps({"urls": [*run, *made.output], "status": made.status, "version": stopped.model,
    "listed": [row.input.get("prompt") for row in listed.results], "error": None}))
"""
FAL = """
import json, sys
from fal_client import client as module
module.QUEUE_URL_FORMAT = sys.argv[1] + "/"
import fal_client
client = fal_client.SyncClient(key="practice")
seen = []
made = client.subscribe("fal-ai/flux/dev", arguments={"prompt": "a red fox", "num_images": 2, "seed": 7},
    with_logs=True, on_queue_update=lambda update: seen.append(type(update).__name__))
handle = client.submit("fal-ai/nano-banana", arguments={"prompt": "a hare"})
again = handle.get()
try:
    client.submit("fal-ai/flux/dev", arguments={"prompt": "a fox", "num_images": 9}).get()
    error = None
except Exception as problem:
    error = f"{type(problem).__name__}: {problem}"
urls = [image["url"] for image in made["images"] + again["images"]]
print(json.dumps({"urls": urls, "status": seen[-1], "version": made["seed"], "listed": [], "error": error}))
"""
CASES = {
    "replicate": (REPLICATE, 3, {"status": "succeeded", "version": "black-forest-labs/flux-dev"}),
    "fal": (FAL, 3, {"status": "Completed", "version": 7}),
}


def asked(interpreter: Path, code: str, root: str) -> dict[str, Any]:
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    ran = subprocess.run([interpreter, "-c", code, root], capture_output=True, text=True, env=clean, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


@pytest.mark.parametrize("name", CASES)
def test_a_client_of_the_service_meets_its_own_protocol(name: str) -> None:
    code, pictures, expected = CASES[name]
    interpreter = python(environment("clients", CLIENTS))
    with served(App(speed=4)) as base:
        told = asked(interpreter, code, f"{base}/{name}")
        assert {key: told[key] for key in expected} == expected
        assert len(told["urls"]) == pictures
        for url in told["urls"]:
            assert httpx.get(url).headers["x-imgen-engine"] == "sketch"
    if name == "fal":
        assert "num_images" in told["error"], "a refusal says which field"
    else:
        assert told["listed"] == ["an owl", "a hare", "a red fox"]
