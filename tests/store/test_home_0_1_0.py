"""A home that 0.1.0 wrote, in every state: it opens, migrates, and each row answers as the house says now."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import wires.destinpq
from intents import asked

from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.client.requests import image_request
from imgen_nb.flow import Provider
from imgen_nb.providers import destinpq
from imgen_nb.store import migrations
from imgen_nb.store.home import default_home
from imgen_nb.store.owners import me
from imgen_nb.store.store import Store
from imgen_nb.testing.scripted import Server
from imgen_nb.types import ImageRequest, Option, State

HERE = Path(__file__).parent / "home_0_1_0"
ROWS: list[dict[str, Any]] = json.loads((HERE / "rows.json").read_text("utf-8"))

PAID, NEW, LOST, ANSWER = ("resume", State.ACCEPTED), ("mine", None), ("unknown", State.UNKNOWN), ("saved", State.SAVED)
NOW = {
    "saved": ANSWER,
    "saved, three pictures and no id": ANSWER,
    "failed, its address 404": PAID,
    "failed, the service says so": PAID,
    "failed, three addresses and no id": PAID,
    "accepted, past its deadline": PAID,
    "accepted, its process dead": PAID,
    "cancelled after it was accepted": PAID,
    "downloading, its process dead": ("resume", State.DOWNLOADING),
    "sending, its process dead": LOST,
    "unknown": LOST,
    "planned, its process dead": ("mine", State.PLANNED),
    "refused": NEW,
    "cancelled before it was sent": NEW,
}
"""What the same request is told now, and what state its row is in; a NEW one has no row that answers."""


def named(row: dict[str, Any]) -> str:
    return f"{row['provider']}: {row['case']}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with zipfile.ZipFile(HERE / "home.zip") as file:
        file.extractall(tmp_path / "old")
    return tmp_path / "old"


def request_of(row: dict[str, Any]) -> ImageRequest:
    return image_request(providers.get(row["provider"]), row["origin"], row["prompt"], 1, dict(row["given"]))


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_key_is_what_it_was(row: dict[str, Any]) -> None:
    assert request_of(row).key == row["key"]


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_each_row_answers_as_the_house_says_now(home: Path, row: dict[str, Any]) -> None:
    store, request = Store(home), request_of(row)
    claimed, found = store.write(lambda connection: store.claim(connection, request))
    kept = store.get(found.id) if found else None
    assert (claimed, kept and kept.state) == NOW[row["case"]]
    if kept is None:
        return
    assert kept.remote_id == row["id"]
    assert kept.owner == (me() if claimed in ("mine", "resume") else None)
    generation = store.generation(kept, from_store=True)
    assert generation.request.key == row["key"]
    if claimed == "saved":
        assert [picture.read_bytes()[:4] for picture in generation.images]
        assert not generation.missing
        assert not [warning for warning in generation.warnings if "gone" in warning]


def test_every_state_that_0_1_0_wrote_is_there() -> None:
    assert {row["state"] for row in ROWS} == {*State} - {State.RUNNING}
    assert {row["case"] for row in ROWS} == NOW.keys()
    assert {row["provider"] for row in ROWS} == {"akool", "banatie", "destinpq", "qolaba"}, "all that 0.1.0 knew"


def test_what_was_paid_is_found_and_nothing_else(home: Path) -> None:
    """What version 1 called failed, although it was paid, is fetched by `resume`; keys and dates stay."""
    owing = {row["key"] for row in ROWS if NOW[row["case"]][0] in ("resume", "unknown")}
    assert {row.key for row in Store(home).unsettled()} == owing


def test_the_history_has_every_answer_and_all_money(home: Path) -> None:
    page = Store(home).history(limit=100)
    told = {row["prompt"] for row in ROWS if NOW[row["case"]][0] in ("resume", "unknown", "saved")}
    assert {made.request.prompt for made in page.items} == told
    assert (page.total, page.has_more) == (len(told), False)


def test_three_formats_come_back_byte_for_byte(home: Path) -> None:
    (row,) = (row for row in ROWS if row["case"] == "saved, three pictures and no id")
    store = Store(home)
    found = store.peek(row["key"])
    assert found is not None
    images = store.generation(found, from_store=True).images
    assert [image.path.suffix for image in images] == [".jpg", ".png", ".webp"]
    assert [image.path.stem for image in images] == [image.sha256 for image in images]


def test_the_file_is_of_the_newest_version_afterwards_and_nobody_else_may_look(home: Path) -> None:
    os.chmod(home, 0o755)
    os.chmod(home / "pictures", 0o755)
    Store(home).history()
    with closing(sqlite3.connect(home / "store.db")) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (migrations.NEWEST,)
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [path.stat().st_mode & 0o777 for path in (home, home / "pictures", home / "store.db")] == [
        0o700,
        0o700,
        0o600,
    ]


def test_its_answers_outlive_its_database(home: Path) -> None:
    """Opened once, the pictures of the old version have their sidecars too."""
    Store(home).history()
    (home / "store.db").unlink()
    again = Store(home)
    saved = {row["key"] for row in ROWS if row["state"] == "saved"}
    assert {made.request.key for made in again.history(limit=100).items} == saved


def test_a_home_of_0_1_0_that_cannot_be_written_answers_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows are read at the version they are in, and what is paid is still fetched."""
    from imgen_nb.store import home as homes

    monkeypatch.setattr(homes, "_refusal", lambda folder: None if folder != home else PermissionError(13, "no"))
    before = (home / "store.db").read_bytes()
    store = Store(home)
    assert store.home != home
    owing = {row["key"] for row in ROWS if NOW[row["case"]][0] in ("resume", "unknown")}
    assert {row.key for row in store.unsettled()} == owing
    for made in store.history(limit=100).items:
        assert bool(made.images) is (made.state is State.SAVED)
    assert (home / "store.db").read_bytes() == before


# --- options that are declared later ----------------------------------------------------------------------------------


class Later(Provider):
    """A provider as a third party writes it; a later version of it has one option more."""

    name, title, base_url = "later", "Later", "https://later.example"
    options = (
        Option("prompt", "text", required=True),
        Option("model", "choice", choices=("small", "large"), default="small"),
        Option("aspect_ratio", "choice", choices=("1:1", "16:9"), default="1:1"),
    )

    def generate(self, request: ImageRequest) -> Any:
        raise NotImplementedError

    follow = generate


class EvenLater(Later):
    options = (*Later.options, Option("style", "choice", choices=("plain", "comic"), default="plain"))


def claimed(store: Store, provider: Provider, prompt: str = "a fox", **given: Any) -> str:
    request = image_request(provider, "https://later.example", prompt, 1, given)
    return store.write(lambda connection: store.claim(connection, request))[0]


@pytest.mark.parametrize("state", [State.SAVED, State.ACCEPTED, State.UNKNOWN])
def test_what_was_made_before_an_option_was_declared_still_answers(tmp_path: Path, state: State) -> None:
    store, old, new = Store(tmp_path / "home"), Later(), EvenLater()
    request = image_request(old, "https://later.example", "a fox", 1, {})
    store.write(lambda connection: store.sending(connection, request))
    store.write(lambda connection: store.update(connection, request.ref, state=state, owner=None))
    answer = {State.SAVED: "saved", State.ACCEPTED: "resume", State.UNKNOWN: "unknown"}[state]
    later = image_request(new, "https://later.example", "a fox", 1, {})
    found = store.peek(later)
    assert found is not None
    assert found.id == request.ref
    assert store.peek(replace(later, implied=())) is None
    assert claimed(store, new, style="comic") == "mine", "the option is not at its default: another picture"
    assert claimed(store, new, aspect_ratio="16:9") == "mine"
    assert claimed(store, new, model="large") == "mine"
    assert claimed(store, new, "another fox") == "mine"
    assert claimed(store, new, style="plain") == answer
    store.write(lambda connection: store.update(connection, request.ref, owner=None))
    assert claimed(store, new) == answer


class LaterDestinpq(destinpq.DestinPQ):
    """The provider of another version of this package."""

    options = (*destinpq.DestinPQ.options, Option("mood", "choice", choices=("calm", "wild"), default="calm"))


def client(server: Server, store: Store, provider: Provider) -> Client:
    transport = httpx.MockTransport(server.handle)
    return Client(provider, api_key="k", base_url=server.wire.base_url, transport=transport, store=store)


def test_a_new_version_with_one_option_more_pays_nothing_again(tmp_path: Path) -> None:
    store, server = Store(tmp_path / "home"), Server(wires.destinpq.Wire(), polls=0, clock=lambda: 0.0)
    made = client(server, store, destinpq.DestinPQ()).generate("a fox")
    again = client(server, store, LaterDestinpq())
    assert again.generate("a fox").images == made.images
    assert again.generate("a fox", mood="calm").from_store
    assert len(server.times("submit")) == 1


PAID_AT_DESTINPQ = [row for row in ROWS if row["provider"] == "destinpq" and NOW[row["case"]][0] == "resume"]


@pytest.mark.parametrize("row", PAID_AT_DESTINPQ, ids=named)
def test_what_0_1_0_paid_and_did_not_fetch_is_fetched_by_the_same_call(home: Path, row: dict[str, Any]) -> None:
    server = Server(wires.destinpq.Wire(), polls=0, clock=lambda: 0.0)
    server.jobs[row["id"]] = httpx.Request("POST", server.wire.base_url)
    made = client(server, Store(home), destinpq.DestinPQ()).generate(row["prompt"], **row["given"])
    assert (made.state, len(made.images), made.remote_id) == (State.SAVED, 1, row["id"])
    assert not server.times("submit")


def test_an_option_that_is_declared_no_more_or_a_job_from_elsewhere_does_not_answer(tmp_path: Path) -> None:
    store, old, new = Store(tmp_path / "home"), Later(), EvenLater()
    with_style = image_request(new, "https://later.example", "a fox", 1, {})
    store.write(lambda connection: store.sending(connection, with_style))
    assert claimed(store, old) == "mine", "its key would say that the style was never asked for"
    elsewhere = asked("a cat", provider="later", origin="https://later.example", params={"model": "small"})
    store.write(lambda connection: store.adopt(connection, elsewhere, "r-7"))
    assert claimed(store, new, "a cat") == "mine", "what somebody asked for elsewhere is not known in full"


def test_the_home_is_found_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("IMGEN_NB_HOME", "~/pics")
    assert default_home() == tmp_path / "pics"
    assert Store(Path("~/other")).home == tmp_path / "other"
