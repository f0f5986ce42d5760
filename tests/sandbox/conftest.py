"""A bench for one fake server: a clock turned by hand, and requests without a client."""

import functools
import json
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from imgen_nb.sandbox import Sandbox

GOLDEN = Path(__file__).parent.parent / "golden"
NOON = 1_764_324_000.0  # 2025-11-28T10:00:00Z, the moment of document 001's examples
KEYS = {"destinpq": {}, "banatie": {"X-API-Key": "bnt_practice"}}
CREATE = {"destinpq": "/creations", "banatie": "/api/v1/generations"}
POLL = {"destinpq": "/creations/{}?raw=true", "banatie": "/api/v1/generations/{}"}
ID = {"destinpq": lambda body: body["id"], "banatie": lambda body: body["data"]["id"]}
STATUS = {"destinpq": lambda body: body["status"], "banatie": lambda body: body["data"]["status"]}
URL = {
    "destinpq": lambda body: body["output_assets"][0]["url"],
    "banatie": lambda body: body["data"]["outputImage"]["storageUrl"],
}


def create_body(name, prompt="a red fox in snow"):
    if name == "banatie":
        return {"prompt": prompt}
    body = golden("destinpq-create-request")
    return body | {"input_data": body["input_data"] | {"prompt": prompt}}


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text())


class Bench:
    """One sandbox, its clock, and short words for what a client does."""

    def __init__(self, name, **options):
        self.name = name
        self.time = 1000.0
        self.box = Sandbox(name, clock=lambda: self.time, now=lambda: NOON, **options)

    def send(self, method, path, headers=None, **content):
        url = path if "://" in path else self.box.base_url + path
        headers = KEYS[self.name] if headers is None else headers
        return self.box.handle(httpx.Request(method, url, headers=headers, **content))

    @property
    def path(self):
        """Where submissions go."""
        return CREATE[self.name]

    def body(self, prompt="a red fox in snow"):
        """A good submission."""
        return create_body(self.name, prompt)

    def create(self, prompt="a red fox in snow", **headers):
        return self.send("POST", CREATE[self.name], json=self.body(prompt), **headers)

    def poll(self, remote_id):
        return self.send("GET", POLL[self.name].format(remote_id))

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

    @property
    def of(self):
        """The parts of an answer, in this wire's places."""
        return SimpleNamespace(id=ID[self.name], status=STATUS[self.name], url=URL[self.name])


@pytest.fixture
def bench():
    return Bench


@pytest.fixture(params=sorted(CREATE))
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
