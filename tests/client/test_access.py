"""Who answers a client: the provider or the sandbox, with which key, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from imgen_nb import providers
from imgen_nb.client.access import decide
from imgen_nb.errors import InvalidRequest, MissingKey

BANATIE, DESTINPQ = providers.get("banatie"), providers.get("destinpq")
LOCAL = "http://127.0.0.1:8000"
FAR = "https://mirror.example"


@dataclass
class Case:
    name: str
    arguments: dict[str, Any]
    environment: dict[str, str]
    live: bool | type[Exception]
    why: str = ""
    key_from: str = ""
    provider: str = "banatie"


KEY = {"BANATIE_API_KEY": "bnt_env"}
DKEY = {"DESTINPQ_API_KEY": "d_env"}
OFF = {"IMGEN_NB_LIVE": "0"}
CASES = [
    Case("nothing at all", {}, {}, False, "no BANATIE_API_KEY is set: the built-in sandbox answers"),
    Case("a key in the environment", {}, KEY, True, "key from BANATIE_API_KEY", "BANATIE_API_KEY"),
    Case("a key with space around it", {}, {"BANATIE_API_KEY": " bnt_env\n"}, True, key_from="BANATIE_API_KEY"),
    Case("an empty key in the environment", {}, {"BANATIE_API_KEY": "  "}, False, "no BANATIE_API_KEY is set"),
    Case("a key as an argument", {"api_key": "bnt_arg"}, {}, True, "key from argument", "argument"),
    Case("both keys", {"api_key": "bnt_arg"}, KEY, True, "key from argument", "argument"),
    Case("live without a key", {"live": True}, {}, MissingKey, "BANATIE_API_KEY"),
    Case("live with a key", {"live": True}, KEY, True, key_from="BANATIE_API_KEY"),
    Case("not live, with a key", {"live": False}, KEY, False, "live=False was asked for"),
    Case("not live, with both", {"live": False, "api_key": "bnt_arg"}, KEY, False, "live=False was asked for"),
    Case("not live, with a broken key", {"live": False}, {"BANATIE_API_KEY": "two\nlines"}, False, "live=False"),
    Case(
        "not live, key over http", {"live": False}, {**KEY, "BANATIE_BASE_URL": "http://a.example"}, False, "live=False"
    ),
    Case("forbidden, with a key", {}, {**KEY, **OFF}, False, "IMGEN_NB_LIVE=0 forbids live calls"),
    Case("forbidden, live asked for", {"live": True}, {**KEY, **OFF}, False, "IMGEN_NB_LIVE=0"),
    Case("forbidden, with a broken key", {}, {"BANATIE_API_KEY": "two\nlines", **OFF}, False, "IMGEN_NB_LIVE=0"),
    Case("forbidden, another far origin", {"base_url": FAR}, {**KEY, **OFF}, False, "IMGEN_NB_LIVE=0"),
    Case("forbidden, a look-alike of this machine", {"base_url": "https://127.example.com"}, {**KEY, **OFF}, False),
    Case("forbidden, this machine", {"base_url": LOCAL}, {**KEY, **OFF}, True, key_from="BANATIE_API_KEY"),
    Case("forbidden, a transport", {"connected": True}, {**KEY, **OFF}, True, key_from="BANATIE_API_KEY"),
    Case("another value forbids nothing", {}, {**KEY, "IMGEN_NB_LIVE": "1"}, True),
    Case("this machine without a key", {"base_url": LOCAL}, {}, True, "no key was given"),
    Case("this machine by the environment", {}, {"BANATIE_BASE_URL": "http://localhost:9"}, True, "no key was given"),
    Case("a transport without a key", {"connected": True}, {}, True, "no key was given"),
    Case("live, a transport, no key", {"connected": True, "live": True}, {}, MissingKey, "BANATIE_API_KEY"),
    Case("DestinPQ without anything", {}, {}, False, "no DESTINPQ_API_KEY is set", provider="destinpq"),
    Case("DestinPQ may be open", {"live": True}, {}, True, "no key, and none is needed", provider="destinpq"),
    Case("DestinPQ is said to be open", {}, {"DESTINPQ_LIVE": "1"}, True, "none is needed", provider="destinpq"),
    Case("DestinPQ open, forbidden", {}, {"DESTINPQ_LIVE": "1", **OFF}, False, "IMGEN_NB_LIVE=0", provider="destinpq"),
    Case("DestinPQ with a key", {}, DKEY, True, key_from="DESTINPQ_API_KEY", provider="destinpq"),
    Case("a key of another provider", {}, DKEY, False, "no BANATIE_API_KEY is set"),
    Case("a key over http", {"base_url": "http://mirror.example"}, KEY, InvalidRequest, "plain http"),
    Case("a key over http to 127.example", {"base_url": "http://127.example.com"}, KEY, InvalidRequest, "plain http"),
    Case("a key over http to 127.0.0.1.example", {"base_url": "http://127.0.0.1.nip.example"}, KEY, InvalidRequest),
    Case("a key over http to localhost.example", {"base_url": "http://localhost.example"}, KEY, InvalidRequest),
    Case("a key over http to a private host", {"base_url": "http://192.168.1.5"}, KEY, InvalidRequest, "plain http"),
    Case("a key over http to 0.0.0.0", {"base_url": "http://0.0.0.0:80"}, KEY, InvalidRequest, "plain http"),
    Case("a key over http, a transport", {"base_url": "http://a.example", "connected": True}, KEY, InvalidRequest),
    Case("a key over http to this machine", {"base_url": "http://127.8.9.1:1"}, KEY, True),
    Case("a key over http to ::1", {"base_url": "http://[::1]:8000"}, KEY, True),
    Case("a key over http to localhost", {"base_url": "http://LOCALHOST:8000/api/v1/"}, KEY, True),
    Case("no key over http", {"base_url": "http://mirror.example", "live": True}, {}, True, provider="destinpq"),
    *(
        Case(f"base {bad!r}", {"base_url": bad}, KEY, InvalidRequest, "base_url")
        for bad in (
            "mirror.example",
            "/api",
            "ftp://mirror.example",
            "https://",
            "https://me@mirror.example",
            "https://me:secret@mirror.example",
            "https://mirror.example/?a=b",
            "https://mirror.example/#a",
            "https://mirror.example?",
            "https://mirror.example:99999",
            "https://[::1",
            "https://a\nb.example",
            7,
            " ",
        )
    ),
    *(
        Case(f"key {bad!r}", {"api_key": bad}, {}, InvalidRequest, "api_key is not a plain token")
        for bad in (
            "",
            " ",
            "two\nlines",
            "a\r\nX-Evil: 1",
            "tab\tbed",
            "é",
            "狐",
            "a\x00b",
            "with space",
            "\ud800",
            7,
            b"bytes",
        )
    ),
    Case("a broken key in the environment", {}, {"BANATIE_API_KEY": "two\nlines"}, InvalidRequest, "BANATIE_API_KEY"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_who_answers_and_why(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    for name, value in case.environment.items():
        monkeypatch.setenv(name, value)
    if isinstance(case.live, type):
        with pytest.raises(case.live) as caught:
            decide(providers.get(case.provider), **case.arguments)
        assert case.why in f"{caught.value}"
        for secret in (*KEY.values(), case.arguments.get("api_key"), "two\nlines", "secret"):
            assert not secret or str(secret).strip() == "" or str(secret) not in f"{caught.value!r} {caught.value}"
        return
    access = decide(providers.get(case.provider), **case.arguments)
    assert access.live is case.live
    assert case.why in access.why
    if case.live:
        assert not case.key_from or access.key_from == case.key_from
        assert bool(access.key) is bool(access.key_from)
    else:
        assert access.auth is None, "a sandbox needs nobody's key"
    assert "bnt_" not in repr(access) + access.why


def test_what_travels_is_the_providers_own_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    for provider, expected in ((BANATIE, ("X-API-Key", "")), (DESTINPQ, ("Authorization", "Bearer "))):
        auth = decide(provider, api_key="k").auth
        assert auth is not None
        assert (*auth[:2], auth[2].reveal()) == (*expected, "k")


def test_a_missing_key_names_what_to_set() -> None:
    with pytest.raises(MissingKey) as caught:
        decide(BANATIE, live=True, connected=True)
    assert "BANATIE_API_KEY" in caught.value.hint
    assert caught.value.charged == "no"
