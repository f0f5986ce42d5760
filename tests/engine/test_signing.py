"""A token for an id and a secret: asked for once, kept like a key, renewed when it is refused."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from documents import Box

from imgen_nb.client.client import Client
from imgen_nb.errors import ImgenError, TransportFailed, Unauthorized
from imgen_nb.testing import png
from imgen_nb.types import State

ID, SECRET = "client-id-of-a-test", "client-secret-of-a-test"
JOB, MADE = "662a10df4197b3af58532e89", "662a10df4197b3af58532e90"


class Account:
    """A small service: tokens that can be made stale, one job that is done when asked for."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.good: set[str] = set()
        self.posts: list[str] = []
        self.seen: list[str | None] = []
        self.sign_in: httpx.Response | Exception | None = None
        self.lives = 10**9

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "cdn.example":
            assert "authorization" not in request.headers
            return httpx.Response(200, content=png())
        if request.url.path.endswith("/getToken"):
            return self._token(request)
        self.seen.append(request.headers.get("authorization"))
        token = str(request.headers.get("authorization")).removeprefix("Bearer ")
        if token not in self.good:
            return self.told(None, 1101, "Invalid authorization or the request token has expired")
        self.lives -= 1
        if self.lives == 0:
            self.good.clear()
        if request.method == "POST":
            self.posts.append(request.url.path)
            return self.told({"_id": MADE, "image_status": 1})
        asked = request.url.params["image_model_id"]
        return self.told({"_id": asked, "image_status": 3, "image": "https://cdn.example/a.png"})

    def _token(self, request: httpx.Request) -> httpx.Response:
        assert {"authorization", "x-api-key"}.isdisjoint(request.headers)
        assert json.loads(request.content) == {"clientId": ID, "clientSecret": SECRET}
        if isinstance(self.sign_in, Exception):
            raise self.sign_in
        if self.sign_in is not None:
            return self.sign_in
        self.tokens.append(f"token-number-{len(self.tokens)}")
        self.good = {self.tokens[-1]}
        return httpx.Response(200, json={"code": 1000, "token": self.tokens[-1]})

    def told(self, data: Any, code: int = 1000, msg: str = "OK") -> httpx.Response:
        return httpx.Response(200, json={"code": code, "msg": msg, "data": data})


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def client(account: Account, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("AKOOL_CLIENT_ID", ID)
    monkeypatch.setenv("AKOOL_CLIENT_SECRET", SECRET)
    return Client("akool", transport=httpx.MockTransport(account), deadline=20)


def test_requests_that_come_first_together_share_one_token(client: Client, account: Account) -> None:
    async def slowly(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.02)
        return account(request)

    async def both() -> None:
        one = Client("akool", transport=httpx.MockTransport(slowly))
        await asyncio.gather(one.aget(JOB), one.aget(JOB))

    asyncio.run(both())
    assert account.tokens == ["token-number-0"]


def test_a_token_is_asked_for_once(client: Client, account: Account) -> None:
    assert not client.sandbox
    assert client.access.why == "key from AKOOL_CLIENT_ID and AKOOL_CLIENT_SECRET"
    assert client.generate("a fox").state is State.SAVED
    client.get(JOB)
    assert account.tokens == ["token-number-0"]
    assert {*account.seen} == {"Bearer token-number-0"}


def test_a_refused_token_is_renewed_and_nothing_is_paid_twice(client: Client, account: Account) -> None:
    account.lives = 1
    client.generate("a fox")
    assert len(account.posts) == 1
    assert len(account.tokens) == 2


def test_a_token_refused_before_the_paid_request_costs_nothing(client: Client, account: Account) -> None:
    client.get(JOB)
    account.good.clear()  # it ran out
    client.generate("a fox")
    assert len(account.posts) == 1
    assert account.tokens == ["token-number-0", "token-number-1"]


NO_TOKEN = {
    "refused": httpx.Response(200, json={"code": 1101, "msg": "no such account"}),
    "no token": httpx.Response(200, json={"code": 1000, "msg": "OK"}),
    "a token of two lines": httpx.Response(200, json={"code": 1000, "token": "a\nb"}),
    "not understood": httpx.Response(200, text="<html>"),
    "a redirect": httpx.Response(302, headers={"location": "https://x.example"}),
}


@pytest.mark.parametrize("name", NO_TOKEN)
def test_without_a_token_nothing_is_sent(name: str, client: Client, account: Account) -> None:
    account.sign_in = NO_TOKEN[name]
    with pytest.raises(Unauthorized) as caught:
        client.generate("a fox")
    assert caught.value.charged == "no"
    assert "AKOOL_CLIENT_SECRET" in caught.value.hint
    assert account.posts == []
    assert account.seen == []
    assert not client.store.unsettled()


def test_a_service_that_does_not_answer_was_sent_nothing(client: Client, account: Account) -> None:
    account.sign_in = httpx.ReadTimeout("late")
    quick = Client("akool", transport=httpx.MockTransport(account), deadline=0.5)
    with pytest.raises(TransportFailed) as caught:
        quick.generate("a fox")
    assert caught.value.charged == "no"
    assert not client.store.unsettled()


def test_secret_and_token_are_told_nowhere(client: Client, account: Account) -> None:
    client.get(JOB)
    account.good.clear()
    account.sign_in = httpx.Response(200, json={"code": 1101, "msg": f"{SECRET} and token-number-0"})
    with pytest.raises(ImgenError) as caught:
        client.get(JOB)
    for secret in (SECRET, "token-number-0"):
        assert secret not in f"{caught.value!r} {caught.value} {vars(caught.value)} {client!r} {client.access!r}"


def test_a_key_goes_before_the_account(account: Account, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setenv("AKOOL_API_KEY", "a-key")
    assert Client("akool", transport=httpx.MockTransport(account)).access.key_from == "AKOOL_API_KEY"
    monkeypatch.delenv("AKOOL_API_KEY")
    monkeypatch.delenv("AKOOL_CLIENT_ID")
    assert Client("akool").sandbox


def test_the_sandbox_gives_a_token_that_it_takes() -> None:
    box = Box("akool")
    given = {"clientId": "an-id", "clientSecret": "a-secret"}
    token = box.ask("POST", "/api/open/v3/getToken", given, x_other="1").json()
    assert {*token} == {"code", "token"}
    quota = box.ask("GET", "/api/open/v3/faceswap/quota/info", authorization=f"Bearer {token['token']}").json()
    assert quota["data"] == {"credit": 10_000}
    refused = [{}, {"clientId": "an-id"}, {"clientId": 1, "clientSecret": "x"}, {**given, "clientSecret": "invalid"}]
    codes = [box.ask("POST", "/api/open/v3/getToken", one, x_other="1").json()["code"] for one in refused]
    assert codes == [1003, 1003, 1003, 1101]
