"""Who answers a client: the provider or the sandbox, with which key, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from imgen_nb import providers
from imgen_nb.calls import whom
from imgen_nb.client import process
from imgen_nb.client.access import asset_hosts, decide, private
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.process import provider_rows, use
from imgen_nb.engine.redaction import Secret
from imgen_nb.errors import InvalidRequest, MissingKey, Unauthorized

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
HIDDEN = {"X-Team": Secret("secret-of-a-team")}
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
    Case("a name in letters that no table has", {"base_url": "https://xn--ls8h.example"}, KEY, True),
    Case("a key over http to localhost", {"base_url": "http://LOCALHOST:8000/api/v1/"}, KEY, True),
    Case("no key over http", {"base_url": "http://mirror.example", "live": True}, {}, True, provider="destinpq"),
    *(
        Case(f"a key over http to {host}, for the lan", {"base_url": f"http://{host}", "lan": True}, KEY, True)
        for host in (
            "192.168.1.9",
            "10.0.0.7:8000",
            "172.31.255.1",
            "[fd12::1]:80",
            "169.254.7.7",
            "nas.local",
            "NAS.Local.:81",
        )
    ),
    *(
        Case(
            f"a key over http to {host}, also for the lan",
            {"base_url": f"http://{host}", "lan": True},
            KEY,
            InvalidRequest,
            "plain http",
        )
        for host in (
            "mirror.example",
            "8.8.8.8",
            "172.32.0.1",
            "0.0.0.0",
            "nas",
            "local",
            "local.example",
            "169.254.169.254",
            "[2001:db8::1]",
            "10.0.0.7.example",
        )
    ),
    Case(
        "an address of the house, for the lan, by the environment",
        {"lan": True},
        {**KEY, "BANATIE_BASE_URL": "http://10.1.2.3"},
        True,
    ),
    Case(
        "a variable is named", {}, {**KEY, "BANATIE_BASE_URL": "http://a.example"}, InvalidRequest, "BANATIE_BASE_URL"
    ),
    Case("a remedy names the lan", {"base_url": "http://192.168.1.5"}, KEY, InvalidRequest, "lan=True"),
    Case(
        "forbidden, for the lan", {"base_url": "http://10.0.0.7", "lan": True}, {**KEY, **OFF}, False, "IMGEN_NB_LIVE=0"
    ),
    Case(
        "no key, an address of the house",
        {"base_url": "http://10.0.0.7"},
        {},
        True,
        "none is needed",
        provider="destinpq",
    ),
    Case(
        "no key, an address of the house, and it needs one",
        {"base_url": "http://10.0.0.7"},
        {},
        False,
        "no BANATIE_API_KEY",
    ),
    Case("no key, an address elsewhere", {"base_url": FAR}, {}, False, "no DESTINPQ_API_KEY", provider="destinpq"),
    Case("nobody else could answer", {"sandboxed": False}, {}, True, "none is needed", provider="destinpq"),
    Case("nobody else, and it needs a key", {"sandboxed": False}, {}, False, "nobody answers"),
    Case(
        "nobody else, but not live",
        {"sandboxed": False, "live": False},
        {},
        False,
        "nobody answers",
        provider="destinpq",
    ),
    Case("nobody else, forbidden", {"sandboxed": False}, OFF, False, "nobody answers", provider="destinpq"),
    Case("open by the environment, but it needs a key", {}, {"BANATIE_LIVE": "1"}, False, "no BANATIE_API_KEY is set"),
    Case(
        "headers over http",
        {"base_url": "http://a.example", "live": True, "headers": HIDDEN},
        {},
        InvalidRequest,
        "plain http",
        provider="destinpq",
    ),
    Case(
        "headers over http in the house",
        {"base_url": "http://10.0.0.7", "lan": True, "headers": HIDDEN},
        {},
        True,
        provider="destinpq",
    ),
    Case("headers are no key", {"headers": HIDDEN}, {}, False, "no BANATIE_API_KEY is set"),
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


# --- what a refused key is told ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "arguments", "environment", "said"),
    [
        ("banatie", {}, KEY, ["BANATIE_API_KEY", "X-API-Key"]),
        ("banatie", {"api_key": "bnt_arg"}, {}, ["api_key", "BANATIE_API_KEY", "X-API-Key"]),
        ("akool", {}, {"AKOOL_TOKEN": "stale"}, ["AKOOL_TOKEN", "Authorization", "AKOOL_API_KEY"]),
        ("destinpq", {"live": True}, {}, ["no key was sent", "DESTINPQ_API_KEY", "Authorization"]),
    ],
)
def test_a_refused_key_is_named_with_its_variable_and_its_header(
    provider: str,
    arguments: dict[str, Any],
    environment: dict[str, str],
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    refusing = httpx.MockTransport(lambda request: httpx.Response(401, json={"code": 1101, "detail": "no"}))
    with pytest.raises(Unauthorized) as caught:
        Client(provider, transport=refusing, **arguments).generate("a fox")
    assert all(word in caught.value.hint for word in said), caught.value.hint
    assert not {*environment.values(), "bnt_arg"} & {*caught.value.hint.split()}


# --- hosts of pictures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ((), ()),
        ("", ()),
        (("nas:8000",), ("nas:8000",)),
        (["NAS.local:80", "10.0.0.7:443"], ("nas.local:80", "10.0.0.7:443")),
        (" nas:1 , ,10.0.0.7:2,", ("nas:1", "10.0.0.7:2")),
        ("[::1]:8000", ("::1:8000",)),
    ],
)
def test_hosts_of_pictures_are_read_alike_from_code_and_environment(given: Any, read: tuple[str, ...]) -> None:
    assert asset_hosts(given) == read


@pytest.mark.parametrize(
    "bad",
    [("nas",), ("http://nas:80",), ("nas:80/",), ("nas:0",), ("nas:99999",), (":80",), ("a b:80",), "nas", (80,), 7,
     None, ("me@nas:80",), ("*:80",), ("::1:80",), (("nas", 80),)],
)  # fmt: skip
def test_a_host_that_is_none_is_refused_with_what_is_meant(bad: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for call in (lambda: Client("banatie", allow_assets_from=bad), lambda: use(allow_assets_from=bad)):
        with pytest.raises(InvalidRequest, match="allow_assets_from") as caught:
            call()
        assert "host:port" in caught.value.hint
    if isinstance(bad, tuple) and isinstance(bad[0], str):
        monkeypatch.setenv(process.ALLOW, f"fine:1,{bad[0]}")
        with pytest.raises(InvalidRequest, match=process.ALLOW):
            Client("banatie", base_url=LOCAL).generate("a fox")
        assert Client("banatie", live=False)._engine, "a sandbox downloads from nobody else"


def test_hosts_of_pictures_come_from_the_client_the_process_and_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(process.ALLOW, "c:3")
    use(allow_assets_from=("b:2",))
    assert {"a:1", "b:2", "c:3"} <= Client("banatie", base_url=LOCAL, allow_assets_from=("a:1",))._engine.fetcher.allow
    use()
    assert "b:2" not in Client("banatie", base_url=LOCAL)._engine.fetcher.allow


# --- defaults of the process ------------------------------------------------------------------------------------------


def test_where_some_may_answer_live_unnamed_the_others_are_live_when_they_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("IMGEN_NB_LIVE")
    monkeypatch.setenv("BANATIE_API_KEY", "k")
    monkeypatch.setenv("QOLABA_API_KEY", "k")
    use(live=["qolaba"])
    rows = {row.name: row for row in provider_rows()}
    assert [name for name, row in rows.items() if row.live] == ["qolaba"]
    assert "ig.use(live=['qolaba'])" in rows["banatie"].why
    assert default_client("banatie", named=False).sandbox
    assert not default_client("qolaba", named=False).sandbox
    assert not Client("banatie").sandbox
    assert not default_client("banatie").sandbox


@pytest.mark.parametrize("live", ["qolaba", 7, ["nobody"], [7]])
def test_defaults_that_make_no_sense_are_refused_and_change_nothing(live: Any) -> None:
    use(live=False)
    with pytest.raises(InvalidRequest):
        use(live=live)
    assert process.defaults.live is False


@pytest.mark.parametrize("odd", ["", "://", "http://", None, 7, "http://192.168.1", "http://a..example", "nas.local"])
def test_what_is_no_address_is_in_nobodys_house(odd: Any) -> None:
    assert not private(odd)


@pytest.mark.parametrize(
    "odd",
    [{"store": 5}, {"max_bytes": "9"}, {"max_pixels": 0}, {"max_scans": 2.5}, {"confirm_above": -1}, {"budget": 5}],
    ids=str,
)
def test_a_default_of_no_sense_is_named_and_changes_nothing(odd: Any) -> None:
    before = vars(process.defaults).copy()
    with pytest.raises(InvalidRequest, match=next(iter(odd))):
        process.use(**odd)
    assert vars(process.defaults) == before


def test_a_server_on_the_desk_is_never_the_one_that_is_asked_where_nobody_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COMFYUI_BASE_URL", "http://127.0.0.1:8188")
    live = [row.name for row in provider_rows() if row.live]
    assert live == ["comfyui"]
    assert whom.default_provider() == "banatie"


@pytest.mark.parametrize(("said", "pace"), [("4", 4.0), ("0", 0.0), ("-2", 0.0), ("fast", 1.0), ("", 1.0)])
def test_a_sandbox_is_as_fast_as_is_said_and_as_life_where_nothing_readable_is(
    said: str, pace: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", said)
    assert process.speed() == pace


def test_of_a_job_that_no_sandbox_here_knows_there_is_no_glimpse() -> None:
    assert process.glimpse("destinpq", None) == process.glimpse("destinpq", "unknown") == b""
