"""Keys that a person gives to a process: where each source looks, what goes before what, and that none is told."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import keyring
import pytest
from frames import shown
from keyring.backend import KeyringBackend

import imgen_nb as ig
from imgen_nb.client import keys
from imgen_nb.client.client import Client, default_client
from imgen_nb.errors import ImgenError, InvalidRequest, MissingKey

KEY = "canary-71d0c8852e-k1"
UNKEPT = "canary-52ab90c7d1-k2"
"""One that the keyring refuses to keep."""


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if password == UNKEPT:
            raise OSError(f"cannot keep {password}")
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(keys, "_given", {})
    monkeypatch.delenv("IMGEN_NB_LIVE")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def sent(provider: str = "banatie") -> tuple[str, str]:
    """The key that a client would send, and where it says it came from."""
    access = default_client(provider).access
    assert access.key is not None
    return access.key.reveal(), access.why


def hosted(monkeypatch: pytest.MonkeyPatch, **secrets: str) -> None:
    """This process is a notebook of Colab's and one of Kaggle's, with these secrets."""
    get = secrets.__getitem__
    monkeypatch.setitem(sys.modules, "google.colab.userdata", SimpleNamespace(get=get))
    client = SimpleNamespace(get_secret=get)
    monkeypatch.setitem(sys.modules, "kaggle_secrets", SimpleNamespace(UserSecretsClient=lambda: client))


def test_a_key_in_hand_is_used_from_then_on_and_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANATIE_API_KEY", "from-the-environment")
    before = default_client("banatie")
    ig.set_key("banatie", f" {KEY}\n")
    assert sent() == (KEY, "key from ig.set_key")
    assert before.access.why == "key from BANATIE_API_KEY", "a client that was made keeps what it has"
    row = next(row for row in ig.list_providers() if row.name == "banatie")
    assert (row.live, row.key_from) == (True, "prompt")
    assert Client("banatie", api_key="in-hand").access.key_from == "argument"
    keys.forget("banatie")
    assert sent() == ("from-the-environment", "key from BANATIE_API_KEY")


def test_a_key_given_for_a_provider_with_two_ways_is_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKOOL_TOKEN", "an-old-token")
    ig.set_key("akool", KEY)
    access = default_client("akool").access
    assert (access.credential and access.credential.env, sent("akool")[0]) == ("AKOOL_API_KEY", KEY)
    assert access.remedy(default_client("akool").provider) == (
        f"check the key given by ig.set_key (AKOOL_API_KEY), sent in the header {access.credential.header}"  # type: ignore[union-attr]
    )


def test_the_prompt_asks_and_shows_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda words: asked.append(words) or KEY)
    ig.set_key("banatie")
    assert asked == ["Key for Banatie (it is not shown): "]
    assert sent()[0] == KEY
    assert capsys.readouterr().out == ""


def test_a_keyring_keeps_a_key_for_another_process(ring: Ring) -> None:
    ig.set_key("banatie", KEY, source="keyring")
    assert ring.kept == {("imgen_nb", "BANATIE_API_KEY"): KEY}
    keys.forget("banatie")
    assert default_client("banatie").sandbox, "nobody looks there unasked"
    ig.set_key("banatie", source="keyring")
    assert sent() == (KEY, "key from the keyring")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("BANATIE_API_KEY=abc", "abc"),
        ("export BANATIE_API_KEY = 'a#b'  # mine", "a#b"),
        ('BANATIE_API_KEY="abc"', "abc"),
        ("BANATIE_API_KEY=abc # mine", "abc"),
    ],
)
def test_the_nearest_env_file_is_read(line: str, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"# keys\nOTHER=1\n{line}\n", "utf-8")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    ig.set_key("banatie", source=".env")
    assert sent() == (key, "key from the .env file")


@pytest.mark.parametrize(("source", "words"), [("colab", "Colab's secrets"), ("kaggle", "Kaggle's secrets")])
def test_secrets_of_a_hosted_notebook(source: Any, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hosted(monkeypatch, BANATIE_API_KEY=KEY)
    ig.set_key("banatie", source=source)
    assert sent() == (KEY, f"key from {words}")


def test_an_id_and_its_secret_are_found_together(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = default_client("akool").provider
    assert provider.sign_in
    name, secret = provider.sign_in.env
    hosted(monkeypatch, **{name: "an-id", secret: KEY})
    ig.set_key("akool", source="colab")
    access = default_client("akool").access
    assert access.account
    assert access.key
    assert (access.account.reveal(), access.key.reveal()) == ("an-id", KEY)


def test_an_id_and_its_secret_buy_a_token_and_the_token_alone_travels_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[httpx.Request] = []

    def service(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        told = {"token": "a-token-of-today"} if request.method == "POST" else {"data": {"credit": 5}}
        return httpx.Response(200, json={"code": 1000, "msg": "OK", **told})

    monkeypatch.setenv("AKOOL_CLIENT_ID", "an-id")
    monkeypatch.setenv("AKOOL_CLIENT_SECRET", KEY)
    with Client("akool", transport=httpx.MockTransport(service)) as client:
        assert client.balance().credits == 5
        assert KEY not in repr(vars(client))
    (bought, asked) = seen
    assert json.loads(bought.content) == {"clientId": "an-id", "clientSecret": KEY}
    assert "authorization" not in bought.headers
    assert asked.headers["authorization"] == "Bearer a-token-of-today"
    assert KEY not in str(asked.headers.raw)


@pytest.mark.parametrize("there", [True, False])
def test_whether_a_key_can_be_kept_for_other_days(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: there or None)
    assert keys.has_keyring() is there


def none_there(monkeypatch: pytest.MonkeyPatch) -> None:
    hosted(monkeypatch)


def not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)


def nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(words: str) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", ask)


REFUSED: dict[str, tuple[dict[str, Any], type[ImgenError], str]] = {
    "no such source": ({"source": "vault"}, InvalidRequest, "allowed: prompt, keyring, .env, colab, kaggle"),
    "a key and a place to look": ({"key": KEY, "source": ".env"}, InvalidRequest, "a place to look"),
    "two words": ({"key": f"{KEY} two"}, InvalidRequest, "not a plain token"),
    "no text": ({"key": [KEY]}, InvalidRequest, "not a plain token"),
    "blank": ({"key": " "}, InvalidRequest, "not a plain token"),
    "no file": ({"source": ".env"}, MissingKey, "no key for Banatie in the .env file"),
    "not at Colab's": ({"source": "colab"}, InvalidRequest, "no notebook of Colab's"),
    "no keyring": ({"key": KEY, "source": "keyring"}, InvalidRequest, r"imgen-nb\[keyring\]"),
    "nobody to ask": ({}, MissingKey, "BANATIE_API_KEY"),
    "no such secret": ({"source": "kaggle"}, MissingKey, "BANATIE_API_KEY"),
}
MEANWHILE = {"no keyring": not_installed, "nobody to ask": nobody_to_ask, "no such secret": none_there}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_says_why_and_tells_no_key(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given, kind, words = REFUSED[case]
    MEANWHILE.get(case, lambda patch: None)(monkeypatch)
    with pytest.raises(kind, match=words) as caught:
        ig.set_key("banatie", **given)
    assert KEY not in shown(caught.value, __file__)
    assert keys.given("banatie") is None


def test_a_keyring_that_refuses_repeats_nothing(ring: Ring) -> None:
    with pytest.raises(InvalidRequest, match=r"refused \(OSError\)") as caught:
        ig.set_key("banatie", UNKEPT, source="keyring")
    assert UNKEPT not in shown(caught.value, __file__)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BANATIE_API_KEY=\xff\xfe")
    with pytest.raises(InvalidRequest, match=r"\.env cannot be read"):
        ig.set_key("banatie", source=".env")


def test_a_provider_without_keys_and_one_that_nobody_knows() -> None:
    with pytest.raises(InvalidRequest, match="nearest: banatie"):
        ig.set_key("banatee", KEY)
    with pytest.raises(InvalidRequest, match="takes no key"):
        ig.set_key("comfyui", KEY)
    assert "Secret(...)" not in repr(default_client("banatie"))
