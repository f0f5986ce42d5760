"""Streams of events: however the bytes are cut, the same events come, each as soon as it is whole."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb.errors import UnexpectedReply
from imgen_nb.replies import Events, events, streamed

OBJECTS = st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=9) | st.integers(), max_size=3), max_size=4)


def written(said: list[dict[str, Any]], end: str = "\n") -> bytes:
    return "".join(f": a comment{end}event: x{end}data: {json.dumps(one)}{end}{end}" for one in said).encode()


@given(OBJECTS, st.sampled_from(["\n", "\r\n"]), st.data())
def test_however_a_stream_is_cut_the_same_events_come(
    said: list[dict[str, Any]], end: str, data: st.DataObject
) -> None:
    body = written(said, end)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=6)))
    heard, found = Events(), []
    for begin, stop in zip([0, *cuts], [*cuts, len(body)], strict=True):
        found += heard.feed(body[begin:stop])
    assert found == said
    assert [*heard.end()] == []


def test_an_event_is_told_as_soon_as_it_is_whole() -> None:
    heard = Events()
    assert [*heard.feed(b'data: {"a": 1}\n')] == []
    assert [*heard.feed(b"\n")] == [{"a": 1}]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'data: {"a":\ndata: 1}\n\n', [{"a": 1}]),
        (b'data: {"a": 1}', [{"a": 1}]),
        (b'data:{"a": 1}\n\ndata: [DONE]\n\n', [{"a": 1}]),
        (b'data: 7\n\ndata: {"a": 1}\n\n', [{"a": 1}]),
        (b'data: {"a"\n\ndata: {"a": 1}\n\n', [{"a": 1}]),
        (b"data: " + b"[" * 100_000 + b'\n\ndata: {"a": 1}\n\n', [{"a": 1}]),
    ],
)
def test_odd_streams(body: bytes, found: list[dict[str, Any]]) -> None:
    assert events(httpx.Response(200, content=body)) == found


def test_a_stream_without_an_event_is_no_answer() -> None:
    with pytest.raises(UnexpectedReply, match="without an event"):
        events(httpx.Response(200, content=b": keep alive\n\n"))


@pytest.mark.parametrize(
    ("kind", "is_one"),
    [("text/event-stream", True), ("Text/Event-Stream; charset=utf-8", True), ("application/json", False), ("", False)],
)
def test_a_stream_is_known_by_its_type(kind: str, is_one: bool) -> None:
    assert streamed(httpx.Response(200, headers={"content-type": kind})) is is_one
