"""The `openai` provider through a LiteLLM proxy, which nobody here wrote; its upstream is the served sandbox."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from environments import BIN, PROXY, environment
from served import served

from imgen_nb.client.client import Client
from imgen_nb.errors import ApiError, GenerationFailed
from imgen_nb.sandbox.server import App

pytestmark = pytest.mark.matrix

KEY = "sk-practice"
MODEL = "gpt-image-2.5-sunburst"
NOWHERE = "http://127.0.0.1:9"
"""Where whatever asks for an outside address ends."""
QUIET = {
    "HTTP_PROXY": NOWHERE,
    "HTTPS_PROXY": NOWHERE,
    "NO_PROXY": "127.0.0.1",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_TELEMETRY": "False",
}
BEGINS = 120.0
"""Seconds a proxy may take to begin, on a busy machine."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("proxy")
    program = environment("proxy", PROXY) / BIN / "litellm"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with served(App(speed=20)) as upstream, (home / "log").open("wb") as log:
        deployed = {"model": f"openai/{MODEL}", "api_base": f"{upstream}/openai/v1", "api_key": "practice"}
        told = {
            "model_list": [{"model_name": MODEL, "litellm_params": deployed}],
            "general_settings": {"master_key": KEY},
            "litellm_settings": {"num_retries": 0},
        }
        (home / "config.yaml").write_text(json.dumps(told))  # JSON is YAML
        environ = {"PATH": os.environ["PATH"], "HOME": str(home), **QUIET}
        command = [program, "--config", home / "config.yaml", "--host", "127.0.0.1", "--port", str(port)]
        running = subprocess.Popen(command, env=environ, cwd=home, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}", running, home / "log")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            running.terminate()
            running.wait(20)


def _wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + BEGINS
    while time.monotonic() < until:
        assert running.poll() is None, log.read_text("utf-8", "replace")[-3000:]
        try:
            if httpx.get(f"{address}/health/liveliness", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.25)
    raise AssertionError(f"the proxy did not begin\n{log.read_text('utf-8', 'replace')[-3000:]}")


@pytest.fixture
def client(proxy: str, tmp_path: Path) -> Iterator[Client]:
    with Client("openai", api_key=KEY, base_url=proxy, store=tmp_path, deadline=60) as made:
        yield made


@pytest.mark.parametrize(
    ("params", "number", "size"),
    [({"aspect_ratio": "16:9", "quality": "low"}, 1, (1536, 864)), ({"num_images": 2}, 2, (1024, 1024))],
)
def test_pictures_come_through_a_proxy(params: dict[str, Any], number: int, size: Any, client: Client) -> None:
    made = client.generate("a red fox in snow", model=MODEL, **params)
    assert [(one.width, one.height) for one in made.images] == [size] * number
    assert all(one.sketch for one in made.images)
    again = client.generate("a red fox in snow", model=MODEL, **params)
    assert again.from_store


def test_a_picture_goes_along_through_a_proxy(client: Client) -> None:
    first = client.generate("a fox", model=MODEL, quality="low").images[0]
    made = client.generate("at night", model=MODEL, image_urls=[first], quality="low")
    assert made.images


def test_a_refusal_of_the_service_and_one_of_the_proxy_are_told_apart(client: Client) -> None:
    with pytest.raises((ApiError, GenerationFailed), match=r"moderation|safety"):
        client.generate("[fault:withheld] a fox", model=MODEL)
    with pytest.raises(ApiError) as caught:
        client.generate("a fox", model="nobody-1")
    assert caught.value.charged == "no"
