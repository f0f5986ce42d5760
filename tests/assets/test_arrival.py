"""How a picture may be told and sent: as itself, as a path, packed or not, with a word about when to ask again."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import re
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote_from_bytes

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import plain

from imgen_nb.assets import disk, encodings
from imgen_nb.assets.decode import Limits
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.errors import AssetBlocked, AssetError, AssetNotImage, AssetTooLarge, StorageFull
from imgen_nb.testing import virtually
from imgen_nb.types import Picture

ADDRESS = "https://pictures.example/a.png"
PNG = plain("PNG")


def fetched(
    folder: Path, address: str, reply: httpx.Response | None = None, **more: object
) -> tuple[Picture, list[str]]:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        assert "authorization" not in request.headers
        assert re.fullmatch(r"imgen_nb/\S+", request.headers["user-agent"])
        return reply or httpx.Response(200, content=PNG)

    async def work() -> Picture:
        return await Fetcher(folder, transport=httpx.MockTransport(handler), **more).fetch(address)  # type: ignore[arg-type]

    return virtually(work()), asked


# --- a picture that is its own address --------------------------------------------------------------------------------

CODE = base64.b64encode(PNG).decode()
INLINE = [
    f"data:image/png;base64,{CODE}",
    f"DATA:IMAGE/PNG;BASE64,{CODE}",
    f"data:;base64,{CODE}",
    f"data:image/png;name=a.png;charset=utf-8;base64,{CODE}",
    f"data:image/jpeg;base64,{CODE}",
    f"data:application/octet-stream;base64 ,{CODE}",
    f"data:image/png;base64,{CODE.rstrip('=')}",
    f"data:image/png;base64,{CODE.replace('+', '-').replace('/', '_')}",
    f"data:image/png;base64,{CODE.replace('+', '%2B').replace('/', '%2F').replace('=', '%3D')}",
    "data:image/png;base64," + "\n".join(CODE[at : at + 76] for at in range(0, len(CODE), 76)) + "\n",
    f"  data:image/png;base64,{CODE}",
    "data:image/png," + quote_from_bytes(PNG),
    "data:," + quote_from_bytes(PNG, safe=""),
]


@pytest.mark.parametrize("address", INLINE, ids=lambda address: address[:40])
def test_a_data_url_is_the_picture_and_nobody_is_asked(tmp_path: Path, address: str) -> None:
    picture, asked = fetched(tmp_path, address)
    assert asked == []
    assert picture.read_bytes() == PNG


@pytest.mark.parametrize(
    "address",
    [
        "data:image/png;base64,!!!!",
        "data:image/png;base64,",
        "data:,",
        "data:text/html,<html>",
        "data:image/png;base64,aGk=",
    ],
)
def test_a_data_url_that_is_no_picture_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(AssetNotImage):
        fetched(tmp_path, address)
    assert not [*tmp_path.iterdir()]


def test_a_data_url_has_the_limit_of_any_picture(tmp_path: Path) -> None:
    for address in (INLINE[0], INLINE[-1], "data:," + "%41" * 1000):
        with pytest.raises(AssetTooLarge, match="max_bytes"):
            fetched(tmp_path, address, limits=Limits(max_bytes=len(PNG) - 1))


# --- a picture that is a path -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/files/1.png", "https://api.example:8443/files/1.png"),
        ("files/1.png?sig=a%2Fb", "https://api.example:8443/files/1.png?sig=a%2Fb"),
        ("./files/1.png", "https://api.example:8443/files/1.png"),
        ("//cdn.example/1.png", "https://cdn.example/1.png"),
        ("https://api.example:8443/files/1.png", "https://api.example:8443/files/1.png"),
        ("https://cdn.example/1.png", "https://cdn.example/1.png"),
        ("https://xn--bcher-kva.example/a.png", "https://xn--bcher-kva.example/a.png"),
        ("https://bücher.example/a.png", "https://xn--bcher-kva.example/a.png"),
        ("https://BÜCHER.example./a.png", "https://xn--bcher-kva.example./a.png"),
        ("https://xn--ls8h.example/a.png", "https://xn--ls8h.example/a.png"),
    ],
)
def test_a_path_belongs_to_the_origin_of_the_api(tmp_path: Path, address: str, asked: str) -> None:
    _, seen = fetched(tmp_path, address, root="https://api.example:8443/api/v1")
    assert [httpx.URL(one).raw_path for one in seen] == [httpx.URL(asked).raw_path]
    assert [httpx.URL(one).netloc for one in seen] == [httpx.URL(asked).netloc]


@pytest.mark.parametrize(
    "address",
    [
        *("", "#a", "?a", "/", "//", "///", "//localhost/a", "//10.0.0.1/a", "//me:you@api.example:8443/a"),
        *("https:/files/a", "file:///etc/passwd", "http://api.example:8443/a", "https://api.example:8444/a"),
        *("/\nfiles", "\\\\host\\share", "c:\\a.png", "https://127.0.0.1/", "https://169.254.169.254/a", "xn--/"),
    ],
)
def test_no_path_leads_away_from_it(tmp_path: Path, address: str) -> None:
    root = "https://api.example:8443/api/v1"
    try:
        _, asked = fetched(tmp_path, address, root=root)
    except AssetBlocked:
        return
    assert [httpx.URL(one).host for one in asked] == ["api.example"]
    assert address in ("xn--/", "\\\\host\\share")


@pytest.mark.parametrize(
    ("root", "address", "fine"),
    [
        ("http://127.0.0.1:5000/v1", "http://127.0.0.1:9000/a.png", True),
        ("http://localhost:5000", "http://127.0.0.1:9000/a.png", True),
        ("http://127.0.0.1:5000", "http://[::1]:9000/a.png", True),
        ("http://[::1]:5000", "https://localhost/a.png", True),
        ("http://127.0.0.1:5000", "/a.png", True),
        ("http://127.0.0.1:5000", "http://10.0.0.1:9000/a.png", False),
        ("http://127.0.0.1:5000", "http://127.example.com/a.png", False),
        ("https://api.example", "http://127.0.0.1:9000/a.png", False),
        ("http://192.168.1.20:7860", "/file=a.png", True),
        ("http://192.168.1.20:7860", "http://192.168.1.20:7860/file=a.png", True),
        ("http://192.168.1.20:7860", "http://192.168.1.20:7861/a.png", False),
        ("http://192.168.1.20:7860", "http://192.168.1.21:7860/a.png", False),
        ("http://192.168.1.20:7860", "http://127.0.0.1:7860/a.png", False),
        ("", "http://127.0.0.1:9000/a.png", False),
    ],
)
def test_an_api_in_a_private_place_may_name_its_own_and_loopback_all_of_loopback(
    tmp_path: Path, root: str, address: str, fine: bool
) -> None:
    if fine:
        assert fetched(tmp_path, address, root=root)[0].width == 64
    else:
        with pytest.raises(AssetBlocked):
            fetched(tmp_path, address, root=root)


# --- packed for the way -----------------------------------------------------------------------------------------------


class Pieces(httpx.AsyncByteStream):
    def __init__(self, data: bytes, size: int = 7) -> None:
        self.data, self.size = data, size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self.data), self.size):
            yield self.data[at : at + self.size]


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED = [
    *[(label, PNG) for label in ("aws-chunked", "gzip", "br", "deflate", "utf-8", "none", "", "identity", "gzip, br")],
    *[
        (label, gzip.compress(PNG))
        for label in ("gzip", "x-gzip", "GZIP", " gzip ", "aws-chunked,gzip", "gzip, aws-chunked")
    ],
    ("deflate", zlib.compress(PNG)),
    ("deflate", bare(PNG)),
    ("gzip", gzip.compress(PNG[:50]) + gzip.compress(PNG[50:])),
    ("gzip", gzip.compress(PNG) + bytes(20)),
    ("gzip, gzip", gzip.compress(gzip.compress(PNG))),
    ("deflate, gzip", gzip.compress(zlib.compress(PNG))),
]


@pytest.mark.parametrize(("label", "body"), PACKED)
@pytest.mark.parametrize("size", [1, 13, 10**6])
def test_a_picture_is_taken_as_it_is_whatever_is_said_of_its_packing(
    tmp_path: Path, label: str, body: bytes, size: int
) -> None:
    reply = httpx.Response(200, headers={"content-encoding": label}, stream=Pieces(body, size))
    assert fetched(tmp_path, ADDRESS, reply)[0].read_bytes() == PNG


@pytest.mark.parametrize(
    ("label", "body"),
    [
        *(("gzip", gzip.compress(PNG)[:-20]), ("gzip", b"\x1f\x8b" + bytes(50)), ("deflate", zlib.compress(PNG)[:-9])),
        *(("br", b"\x8b\x01" * 50), ("zstd", b"\x28\xb5\x2f\xfd" * 9), ("aws-chunked", b"100;chunk-signature=a\r\n")),
        ("gzip, br", gzip.compress(PNG)),
    ],
)
def test_what_cannot_be_unpacked_is_trouble_on_the_way(tmp_path: Path, label: str, body: bytes) -> None:
    reply = httpx.Response(200, headers={"content-encoding": label}, stream=Pieces(body))
    with pytest.raises(AssetError, match="compress") as caught:
        fetched(tmp_path, ADDRESS, reply)
    assert caught.type is AssetError
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_small_body_that_unpacks_to_a_large_one_is_given_up_at_the_limit(tmp_path: Path, times: int) -> None:
    body = bytes(60_000_000)
    for _ in range(times):
        body = gzip.compress(body, 9)
    label = ", ".join(["gzip"] * times)
    with pytest.raises(AssetTooLarge):
        fetched(
            tmp_path,
            ADDRESS,
            httpx.Response(200, headers={"content-encoding": label}, stream=Pieces(body, 65536)),
            limits=Limits(max_bytes=10**6),
        )
    assert not [*tmp_path.iterdir()]


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate"]), st.integers(1, 900))
def test_whatever_was_packed_is_unpacked_however_it_is_cut(data: bytes, label: str, size: int) -> None:
    body = gzip.compress(data) if label == "gzip" else zlib.compress(data)

    async def work() -> bytes:
        return b"".join([piece async for piece in encodings.plain(aiter(Pieces(body, size)), label)])

    assert asyncio.run(work()) == data


# --- when to ask again ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (503, {"retry-after": "7"}, 7),
        (429, {"retry-after": "Thu, 01 Jan 2026 00:00:09 GMT", "date": "Thu, 01 Jan 2026 00:00:00 GMT"}, 9),
        (425, {"retry-after": "3"}, 3),
        (408, {}, None),
        (500, {"retry-after": "soon"}, None),
        (418, {"retry-after": "2"}, 2),
    ],
)
def test_how_long_a_server_asks_to_be_left_alone_goes_along_with_the_error(
    tmp_path: Path, status: int, headers: dict[str, str], wait: float | None
) -> None:
    with pytest.raises(AssetError) as caught:
        fetched(tmp_path, ADDRESS, httpx.Response(status, headers=headers))
    assert caught.type is AssetError
    assert caught.value.retry_after == wait


# --- many at once -----------------------------------------------------------------------------------------------------


def test_pictures_that_come_together_are_one_file_where_they_are_equal(tmp_path: Path) -> None:
    async def handler(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(1)
        return httpx.Response(200, content=PNG)

    async def work() -> list[Picture]:
        fetchers = [Fetcher(tmp_path, transport=httpx.MockTransport(handler)) for _ in range(4)]
        return await asyncio.gather(*(fetchers[n % 4].fetch(f"{ADDRESS}?{n}") for n in range(40)))

    pictures = virtually(work())
    assert {picture.sha256 for picture in pictures} == {hashlib.sha256(PNG).hexdigest()}
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [f"{pictures[0].sha256}.png"]


def test_what_is_still_inside_when_the_last_byte_has_come_is_given_as_well() -> None:
    whole = bytes(5 * encodings._PIECE)

    async def work() -> bytes:
        async def body() -> AsyncIterator[bytes]:
            yield gzip.compress(whole)

        return b"".join([piece async for piece in encodings.plain(body(), "gzip")])

    assert virtually(work()) == whole


# --- the disk ---------------------------------------------------------------------------------------------------------


def test_only_what_a_disk_says_is_told_in_our_words(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError), disk.storage(tmp_path):
        raise ConnectionResetError(104, "not the disk's word")
    with pytest.raises(StorageFull), disk.storage(tmp_path):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("there", [True, False])
def test_a_file_that_somebody_reads_has_these_bytes_already(
    tmp_path: Path, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(part: Path, target: Path) -> None:
        raise PermissionError("somebody reads it")

    part, target = tmp_path / "a.part", tmp_path / "a.png"
    part.write_bytes(PNG)
    if there:
        target.write_bytes(PNG)
    monkeypatch.setattr(disk.os, "replace", held)
    if there:
        disk.settle(part, target)
    else:
        with pytest.raises(PermissionError):
            disk.settle(part, target)
