"""A bench for one fake server: a clock turned by hand, and requests without a client."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from imgen_nb.sandbox import Sandbox

GOLDEN = Path(__file__).parent.parent / "helpers" / "golden"
NOON = 1_764_324_000.0  # 2025-11-28T10:00:00Z, the moment of document 001's examples


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text())


@dataclass(frozen=True)
class Speech:
    """Where one wire keeps what every test asks for."""

    create: str
    poll: str
    body: Callable
    id: Callable
    status: Callable
    error: Callable
    url: Callable
    words: tuple
    id_form: str
    headers: dict
    reason: Callable | None = None
    """Where it says why a job failed, if that is another place than `error`."""
    price: tuple = (None, None)
    """Credits and dollars of the body above."""
    refuses_under_200: bool = False
    result: str = ""
    """Where the result is, if it is another place than `poll`."""
    unfinished: int = 200
    """The status of an answer about a job that has not ended."""
    malformed: int = 400
    """The status under which a body is refused that is none."""


def destinpq_body(prompt):
    body = golden("destinpq-create-request")
    return body | {"input_data": body["input_data"] | {"prompt": prompt}}


UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
SPEECH = {
    "destinpq": Speech(
        create="/creations",
        poll="/creations/{}?raw=true",
        body=destinpq_body,
        id=lambda body: body["id"],
        status=lambda body: body["status"],
        error=lambda body: body["error_message"],
        url=lambda body: body["output_assets"][0]["url"],
        words=("pending", "processing", "completed", "failed"),
        id_form=UUID,
        headers={},
        malformed=422,
    ),
    "banatie": Speech(
        create="/api/v1/generations",
        poll="/api/v1/generations/{}",
        body=lambda prompt: {"prompt": prompt},
        id=lambda body: body["data"]["id"],
        status=lambda body: body["data"]["status"],
        error=lambda body: body["data"]["errorMessage"],
        url=lambda body: body["data"]["outputImage"]["storageUrl"],
        words=("pending", "processing", "success", "failed"),
        id_form=UUID,
        headers={"X-API-Key": "practice-key"},
    ),
    "akool": Speech(
        create="/api/open/v4/content/image/createBySourcePrompt",
        poll="/api/open/v3/content/image/infobymodelid?image_model_id={}",
        body=lambda prompt: {"prompt": prompt, "resolution": "1080p"},
        id=lambda body: body["data"]["_id"],
        status=lambda body: body["data"]["image_status"],
        error=lambda body: body["data"]["error_reasons"],
        url=lambda body: body["data"]["image"].strip() or body["data"]["nothing"],
        words=(1, 2, 3, 4),
        id_form=r"[0-9a-f]{24}",
        headers={"x-api-key": "practice-key"},
        price=(3, None),
        refuses_under_200=True,
    ),
    "qolaba": Speech(
        create="/api/v1/images/generate",
        poll="/api/v1/tasks/{}",
        body=lambda prompt: {"model": "vertex/nano-banana-flash", "prompt": prompt, "celery": True},
        id=lambda body: body["task_id"],
        status=lambda body: body["status"],
        error=lambda body: body["error"],
        url=lambda body: body["output"]["images"][0]["url"],
        words=("PENDING", "PROCESSING", "SUCCESS", "FAILED"),
        id_form=r"task_1764324000000_[a-z0-9]{6}",
        headers={"Authorization": "Bearer practice-key"},
        reason=lambda body: body["error_detail"],
        price=(6, 0.03),
    ),
    "bfl": Speech(
        create="/v1/flux-2-pro",
        poll="/v1/get_result?id={}",
        body=lambda prompt: {"prompt": prompt},
        id=lambda body: body["id"],
        status=lambda body: body["status"],
        error=lambda body: body["details"],
        url=lambda body: body["result"]["sample"],
        words=("Pending", "Processing", "Ready", "Error"),
        id_form=UUID,
        headers={"x-key": "practice-key"},
        price=(3, 0.03),
        malformed=422,
    ),
    "ideogram": Speech(
        create="/v2/image/generate/ideogram-4-5",
        poll="/v2/generations/{}",
        body=lambda prompt: {"prompt": prompt, "async": True},
        id=lambda body: body["generation_id"],
        status=lambda body: body["status"],
        error=lambda body: body["error"],
        url=lambda body: body["data"][0]["url"],
        words=("queued", "processing", "completed", "failed"),
        id_form=UUID,
        headers={"Api-Key": "practice-key"},
        price=(None, 0.06),
    ),
    "fal": Speech(
        create="/fal-ai/flux/dev",
        poll="/fal-ai/flux/requests/{}/status",
        result="/fal-ai/flux/requests/{}",
        unfinished=202,
        body=lambda prompt: {"prompt": prompt},
        id=lambda body: body["request_id"],
        status=lambda body: body["status"],
        error=lambda body: body["error"],
        url=lambda body: body["images"][0]["url"],
        words=("IN_QUEUE", "IN_PROGRESS", "COMPLETED", "COMPLETED"),
        id_form=UUID,
        headers={"Authorization": "Key practice-key"},
        price=(None, 0.025),
        malformed=422,
    ),
    "replicate": Speech(
        create="/v1/models/black-forest-labs/flux-schnell/predictions",
        poll="/v1/predictions/{}",
        body=lambda prompt: {"input": {"prompt": prompt}},
        id=lambda body: body["id"],
        status=lambda body: body["status"],
        error=lambda body: body["error"],
        url=lambda body: body["output"][0],
        words=("starting", "processing", "succeeded", "failed"),
        id_form=r"[a-z0-9]{26}",
        headers={"Authorization": "Bearer practice-key"},
        malformed=422,
    ),
}


class Bench:
    """One sandbox, its clock, and short words for what a client does."""

    def __init__(self, name, **options):
        self.name = name
        self.of = SPEECH[name]
        self.time = 1000.0
        self.box = Sandbox(name, clock=lambda: self.time, now=lambda: NOON, **options)

    def send(self, method, path, headers=None, **content):
        url = path if "://" in path else self.box.base_url + path
        headers = self.of.headers if headers is None else headers
        return self.box.handle(httpx.Request(method, url, headers=headers, **content))

    def create(self, prompt="a red fox in snow"):
        return self.send("POST", self.of.create, json=self.of.body(prompt))

    def poll(self, remote_id):
        """Ask for a job; where the result stands elsewhere, the answer has both."""
        told = self.send("GET", self.of.poll.format(remote_id))
        if not self.of.result or told.status_code != 200:
            return told
        made = self.send("GET", self.of.result.format(remote_id))
        return httpx.Response(200, json={**told.json(), **(made.json() if made.is_success else {})})

    def fetch(self, url):
        return self.send("GET", url, headers={})

    def accepted(self, prompt="a red fox in snow"):
        """Create and return the id the sandbox knows, whatever it answered."""
        self.create(prompt)
        return self.box.billed[-1].remote_id

    def finished(self, prompt="a red fox in snow"):
        """Create, wait, and return the last poll's body."""
        remote_id = self.accepted(prompt)
        self.time += 5
        return self.poll(remote_id).json()

    def status_of(self, remote_id):
        return self.of.status(self.poll(remote_id).json())

    def shown(self, status):
        """Return the HTTP status under which this wire refuses with one."""
        return 200 if self.of.refuses_under_200 and status in range(400, 429) else status


@pytest.fixture
def bench():
    return Bench


@pytest.fixture(params=sorted(SPEECH))
def each(request):
    """A maker of benches, once for every wire."""
    return lambda **options: Bench(request.param, **options)


@pytest.fixture(scope="session")
def bench_for():
    """One bench per wire for many examples, at the speed at which a quota is no hindrance."""
    return functools.cache(lambda name: Bench(name, speed=0))


@pytest.fixture(name="golden")
def golden_file():
    return golden


@pytest.fixture
def same_shape():
    """Assert that two JSON values have the same keys and types; a list shows its shape by its first item."""

    def check(ours, printed, where="$"):
        assert type(ours) is type(printed), f"{where}: {ours!r} is not of the type of {printed!r}"
        if isinstance(printed, dict):
            assert sorted(ours) == sorted(printed), where
            for key in printed:
                check(ours[key], printed[key], f"{where}.{key}")
        if isinstance(printed, list) and printed:
            for index, item in enumerate(ours):
                check(item, printed[0], f"{where}[{index}]")

    return check
