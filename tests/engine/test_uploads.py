"""What is uploaded is sent once by its content, and again where it was not understood; it never counts as money."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from imgen_nb.assets.fetch import Fetcher
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import ApiError
from imgen_nb.flow import Credential, Flow, Outcome, Provider, json_object, refuse, upload
from imgen_nb.store.journal import Journal
from imgen_nb.store.store import Store
from imgen_nb.testing import virtually
from imgen_nb.types import ImageRequest, Option


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

    def put(self, data: bytes) -> Flow[str]:
        """A form whose parts are drawn apart by lot: the content is what counts."""
        answer: str = yield from upload(httpx.Request("POST", "/pictures", files={"file": ("a.png", data)}), _name)
        return answer


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
    wire = Wire(Shelf(), Shelf.base_url, None, transport)
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
