"""What is uploaded is sent once by its content, and again where it was not understood; it never counts as money."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from imgen_nb.assets.fetch import Fetcher
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.redaction import Secret
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import ApiError
from imgen_nb.flow import Credential, Flow, Outcome, Provider, json_object, refuse, send, upload
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.testing import virtually
from imgen_nb.types import ImageRequest, Option

KEY = "a-key-that-nobody-may-see"


class Shelf(Provider):
    name = "shelf"
    title = "Shelf"
    base_url = "https://shelf.example"
    options = (Option("prompt", "text", "Words"),)
    credentials = (Credential("SHELF_KEY", "X-Key"),)

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        raise NotImplementedError

    def follow(self, remote_id: str) -> Flow[Outcome]:
        raise NotImplementedError

    def put(self, data: bytes, *, lasting: bool = False) -> Flow[str]:
        """A form whose parts are drawn apart by lot: the content is what counts."""
        asked = httpx.Request("POST", "/pictures", files={"file": ("a.png", data)})
        return (yield from upload(asked, _name, there=_there if lasting else None))

    def remove(self, name: str) -> Flow[None]:
        yield from send(httpx.Request("DELETE", f"/pictures/{name}"), _name)


def _there(name: str) -> httpx.Request:
    return httpx.Request("GET", f"/pictures/{name}")


def _name(response: httpx.Response) -> str:
    refuse(response, response.text)
    return str(json_object(response)["id"])


def engine(replies: Iterator[httpx.Response], tmp_path: Any) -> tuple[Engine, list[httpx.Request]]:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return next(replies)

    transport = httpx.MockTransport(answer)
    store = Store(tmp_path)
    wire = Wire(Shelf(), Shelf.base_url, ("X-Key", "", Secret(KEY)), transport)
    return Engine(Shelf(), wire, Fetcher(store.pictures, transport=transport), Journal(store)), seen


def named(*names: str) -> Iterator[httpx.Response]:
    return (httpx.Response(201, json={"id": name}) for name in names)


def test_the_same_content_is_sent_once(tmp_path: Any) -> None:
    async def twice() -> list[str]:
        one, _ = made
        first = await asyncio.gather(*(one.ask(Shelf().put(b"fox"), "upload") for _ in range(3)))
        return [*first, await one.ask(Shelf().put(b"fox"), "upload"), await one.ask(Shelf().put(b"hen"), "upload")]

    made = engine(named("a", "b"), tmp_path)
    assert virtually(twice()) == ["a", "a", "a", "a", "b"]
    assert len(made[1]) == 2


def test_an_upload_that_is_not_understood_is_sent_again(tmp_path: Any) -> None:
    one, seen = engine(iter([httpx.Response(500), httpx.Response(200, text="?"), *named("a")]), tmp_path)
    assert virtually(one.ask(Shelf().put(b"fox"), "upload")) == "a"
    assert len(seen) == 3


def test_a_refused_upload_is_not_remembered(tmp_path: Any) -> None:
    async def after_a_refusal() -> str:
        with pytest.raises(ApiError) as caught:
            await one.ask(Shelf().put(b"fox"), "upload")
        assert caught.value.charged == "no"
        return await one.ask(Shelf().put(b"fox"), "upload")

    one, seen = engine(iter([httpx.Response(400, text="too large"), *named("a")]), tmp_path)
    assert virtually(after_a_refusal()) == "a"
    assert len(seen) == 2


# --- what another process is told -------------------------------------------------------------------------------------


def asked(seen: list[httpx.Request]) -> list[str]:
    return [f"{one.method} {one.url.path}" for one in seen]


def test_another_process_asks_whether_it_is_there_and_puts_nothing_anew(tmp_path: Any) -> None:
    first, _ = engine(named("a"), tmp_path)
    assert virtually(first.ask(Shelf().put(b"fox", lasting=True), "upload")) == "a"
    second, seen = engine(named("a"), tmp_path)

    async def twice() -> list[str]:
        return [await second.ask(Shelf().put(b"fox", lasting=True), "upload") for _ in range(2)]

    assert virtually(twice()) == ["a", "a"]
    assert asked(seen) == ["GET /pictures/a"], "asked once, and then trusted"


@pytest.mark.parametrize("gone", [httpx.Response(404, text="gone"), httpx.Response(403, text="no")])
def test_what_is_gone_there_is_put_anew_and_remembered_anew(gone: httpx.Response, tmp_path: Any) -> None:
    first, _ = engine(named("a"), tmp_path)
    virtually(first.ask(Shelf().put(b"fox", lasting=True), "upload"))
    second, seen = engine(iter([gone, *named("b")]), tmp_path)
    assert virtually(second.ask(Shelf().put(b"fox", lasting=True), "upload")) == "b"
    assert asked(seen) == ["GET /pictures/a", "POST /pictures"]
    third, seen = engine(named("b"), tmp_path)
    assert virtually(third.ask(Shelf().put(b"fox", lasting=True), "upload")) == "b"
    assert asked(seen) == ["GET /pictures/b"]


def test_without_a_question_to_ask_this_process_alone_remembers(tmp_path: Any) -> None:
    first, _ = engine(named("a"), tmp_path)
    virtually(first.ask(Shelf().put(b"fox"), "upload"))
    second, seen = engine(named("b"), tmp_path)
    assert virtually(second.ask(Shelf().put(b"fox"), "upload")) == "b"
    assert asked(seen) == ["POST /pictures"]


def test_after_something_was_deleted_nothing_is_trusted(tmp_path: Any) -> None:
    one, seen = engine(iter([*named("a", "a"), httpx.Response(404), *named("b")]), tmp_path)

    async def deleted_in_between() -> str:
        await one.ask(Shelf().put(b"fox", lasting=True), "upload")
        await one.ask(Shelf().remove("a"), "delete")
        return await one.ask(Shelf().put(b"fox", lasting=True), "upload")

    assert virtually(deleted_in_between()) == "b"
    assert asked(seen) == ["POST /pictures", "DELETE /pictures/a", "GET /pictures/a", "POST /pictures"]


def test_the_store_keeps_no_key(tmp_path: Any) -> None:
    one, _ = engine(iter([httpx.Response(201, json={"id": "a", "echo": KEY})]), tmp_path)
    virtually(one.ask(Shelf().put(b"fox", lasting=True), "upload"))
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"echo" in kept
    assert KEY.encode() not in kept
