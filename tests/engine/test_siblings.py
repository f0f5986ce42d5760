"""A service at several hosts: its siblings get the key, other declared origins never do, all else is refused."""

from __future__ import annotations

import httpx
import pytest

from imgen_nb import providers
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import InvalidRequest
from imgen_nb.providers import _declarations
from imgen_nb.testing import KEY, virtually

BFL = type(providers.get("bfl"))


class Family(BFL):
    siblings = ("https://*.bfl.ai", "https://one.example")
    origins = ("https://status.example",)


def sent(address: str) -> httpx.Request:
    """The request that leaves for an address."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    async def work() -> None:
        wire = Wire(Family(), "https://api.bfl.ai", ("x-key", "", Secret(KEY)), httpx.MockTransport(handler))
        await wire.exchange(httpx.Request("GET", address))

    virtually(work())
    return seen[0]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://api.us1.bfl.ai/v1/get_result?id=7", True),
        ("https://one.example/x", True),
        ("https://api.bfl.ai/x", True),
        ("https://status.example/x", False),
    ],
)
def test_the_key_goes_to_siblings_and_to_no_other_origin(address: str, key: bool) -> None:
    request = sent(address)
    assert str(request.url) == address
    assert (request.headers.get("x-key") == KEY) is key


@pytest.mark.parametrize(
    "address",
    [
        "http://api.us1.bfl.ai/x",
        "https://api.us1.bfl.ai:8443/x",
        "https://bfl.ai.evil.example/x",
        "https://evilbfl.ai/x",
        "https://evil.example/.bfl.ai",
        "https://api.us1.bfl.ai@evil.example/x",
        "https://two.one.example/x",
    ],
)
def test_what_only_looks_like_a_sibling_is_refused_aloud(address: str) -> None:
    with pytest.raises(InvalidRequest, match="not declared"):
        sent(address)


@pytest.mark.parametrize(
    "sibling", ["http://a.example", "https://*", "https://*.com", "https://a.example/x", "a.example", 7]
)
def test_a_sibling_is_a_name_with_its_domain_over_https(sibling: object) -> None:
    class Odd(BFL):
        siblings = (sibling,)

    said = _declarations.problems(Odd)
    assert said
    assert "siblings" in said[0]
